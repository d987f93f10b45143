"""A gap → from one printed figure to the other, a bar a factor, and what remains under every defensible choice."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.gap.choices import range_of
from discrepancy.gap.factors import Factor, Side
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.notation import notation_between
from discrepancy.plots.paper.setting import line_height, measure, plate, wrap
from discrepancy.plots.paper.sheet import Figure, drawn, note, sheet
from discrepancy.plots.paper.style import HATCHED, INK, LABEL, PAPER, QUIET, RULE, SMALL, STEEL
from discrepancy.plots.paper.words import Caption, caption, drawable, foot_line, noun_on, quoted, shorten
from discrepancy.reading.scale import RATIO
from discrepancy.saying.text import NOT_EVIDENCE, REMAINS, cap, of_whom
from discrepancy.story.gap import headline

BAR = 0.2  # inches
LEFT = 3.3  # inches for the words at the left
WIDE = LEFT - 0.2  # of which they may fill


@drawn
def waterfall(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """From one printed figure to the other, a bar a factor or an amount, on the axis of the measure.

    Examples
    --------
    >>> import discrepancy as dc
    >>> waterfall(dc.between("nearly 3,000", "around 1,100")).table["step"].tolist()[-1]
    'not accounted for'
    """
    case = gap.case or case
    if gap.total is None:
        sides = " ".join(f"{s.name}: {quoted(s.printed)}." for s in (gap.a, gap.b))
        text = f"{cap(sides)} A count of 0 has no ratio, and nothing is divided by it."
        return note(words(gap, case), ax, text, _table(gap))
    return _Waterfall(gap, case).draw(ax)


def _label(gap: Gap, name: str) -> str:
    """What a factor is called for readers."""
    if name == "unexplained":
        return "not accounted for"
    return drawable(gap.case.dimension_label(name)) if gap.case and name in gap.case.dimensions else drawable(name)


def _table(gap: Gap) -> list[dict]:
    """The running figure at each step."""
    q = notation_between(gap)
    columns = ("step", "factor" if gap.scale is RATIO else "amount", "running figure", "why", "address")
    rows: list[tuple] = [(gap.b.name, None, gap.b.value, gap.b.printed, gap.b.version.claim.url if gap.case else "")]
    at = [v for _, v in gap.running()[1:]] or [None] * len(gap.factors)
    for f, figure in zip(gap.factors, at, strict=True):
        rows.append(
            (_label(gap, f.name), q.step_cell(gap.scale.size(f.size)), None if figure is None else q.cell(figure), f.because, f.url)
        )
    return [dict(zip(columns, row, strict=True)) for row in rows]


class _Row:
    """One step or one of the two figures: its words, and the figures from which and to which it leads."""

    def __init__(
        self,
        head: list[str],
        reason: list[str],
        start: float,
        stop: float,
        step: Factor | None = None,
        side: Side | None = None,
        still: bool = False,
    ):
        self.head, self.reason, self.start, self.stop, self.step, self.side = head, reason, start, stop, step, side
        self.still = still
        self.last = step is not None and step.name == "unexplained"

    def height(self, ranged: bool) -> float:
        """Inches; the last step has the whisker of every choice below it where these differ."""
        told = len(self.head) * line_height(LABEL) + len(self.reason) * line_height(SMALL)
        return max(told, BAR + (0.42 if self.last and ranged else 0.0)) + (0.09 if self.still else 0.16)


class _Waterfall:
    def __init__(self, gap: Gap, case: Case | None):
        self.gap, self.case, self.q = gap, case, notation_between(gap)
        self.colour = colours(case, [s.claim.group for s in (gap.a, gap.b)])
        self.ends = range_of(gap)
        self.whisker = self._whisker()
        steps = zip(gap.factors, pairwise(v for _, v in gap.running()), strict=False)
        self.rows = [self._end(gap.b), *(self._step(f, start, stop) for f, (start, stop) in steps), self._end(gap.a)]
        points = [v for r in self.rows for v in (r.start, r.stop)] + list(self.whisker or ())
        far = gap.scale.step(min(points), max(points)) >= 0.1 * self.q.one
        self.scale = Ruler.of(points, self.q, pad=0.17, least=0, room=0.08 if far else 0.4)

    def _whisker(self) -> tuple[float, float] | None:
        """Where the hatched bar would start under the lowest and the highest of every defensible choice."""
        low, high = self.ends["lowest"], self.ends["highest"]
        if low is None or high is None or self.q.still(self.gap.scale.step(low, high)):
            return None
        scale = self.gap.scale
        at = scale.at(self.gap.a.value)
        return scale.number(at - scale.at(high)), scale.number(at - scale.at(low))

    def _end(self, side: Side) -> _Row:
        name = wrap(cap(shorten(side.name, 60)), WIDE, LABEL, True, most=2)
        return _Row(name, wrap(quoted(side.printed, 60), WIDE, SMALL, most=2), side.value, side.value, side=side)

    def _step(self, f: Factor, start: float, stop: float) -> _Row:
        name, because, still = _label(self.gap, f.name), drawable(f.because), self.q.still(f.size)
        site = (urlsplit(f.url).hostname or "").removeprefix("www.") if f.url else ""
        if f.name == "unexplained":
            n = self.ends["choices"]
            same = "" if self.whisker or n < 2 else f", the same under all {n} defensible choices"
            because = ("nothing remains" if still else "by the public record") + same
        elif still:
            return _Row([], wrap(f"{self.q.step(self.q.none)} {name}: {because}", WIDE, SMALL, most=9), start, stop, f, still=True)
        reason = wrap(because, WIDE, SMALL, most=9) + (wrap(f"Source: {drawable(site)}", WIDE, SMALL, most=1) if site else [])
        head = wrap(f"{self.q.step(self.q.scale.size(f.size))} {name}", WIDE, LABEL, True, most=2)
        return _Row(head, reason, start, stop, f, still=still)

    def draw(self, ax: Axes | None) -> Figure:
        heights = [row.height(self.whisker is not None) for row in self.rows]
        total = sum(heights) + 0.04
        self.page = sheet(words(self.gap, self.case), ax, total, left=LEFT, right=0.08, top=0.06, bottom=0.26)
        value_axis(self.page, self.scale, self.q)
        self.page.ax.set(ylim=(total, 0), yticks=[])
        y, centres = 0.04, []
        for row, height in zip(self.rows, heights, strict=True):
            centres.append(self._draw(row, y))
            y += height
        for row, (here, there) in zip(self.rows, pairwise(centres), strict=False):
            self.page.stroke([row.stop] * 2, [here + BAR / 2, there - BAR / 2], RULE, 0.9, 1)
        return self.page.finish(_table(self.gap))

    def _draw(self, row: _Row, y: float) -> float:
        """Words at the left, the mark at the right; returns the height at which the mark stands."""
        middle = y + BAR / 2
        shade = legible(self.colour.get(row.side.claim.group, STEEL)) if row.side else ""
        at = self.page.lines(-self.page.left, y, row.head, LABEL, shade or INK, bold=True)
        self.page.lines(-self.page.left, at, row.reason, SMALL, shade or QUIET)
        if row.side:
            self._figure(row.side, middle, shade)
        elif row.still and row.step:
            style = "solid" if row.step.accounted or row.last else (0, (1.2, 1.2))
            self.page.stroke([row.stop] * 2, [middle - BAR / 2, middle + BAR / 2], STEEL, 1.6, linestyle=style)
        else:
            self._bar(row, middle)
        if row.last and self.whisker:
            self._range(self.whisker, middle + BAR / 2 + 0.1)
        return middle

    def _figure(self, side: Side, y: float, colour: str) -> None:
        role = self.case.role_of(side.claim.source) if self.case else ""
        self.page.mark(side.value, y, shapes(self.case, [role]).get(role, "o"), 9.5, colour, mec=PAPER)
        right = self._room(side.value, True) > 0.62
        self._beside(side.value, y, self.q.say(side.value, side.version.claim.claim), colour, right=right, bold=True, gap=9)

    def _room(self, x: float, right: bool) -> float:
        """Inches at the right or left of x."""
        share = self.scale.share(x)
        return (1 - share if right else share) * self.page.width

    def _beside(self, x: float, y: float, text: str, colour: str, right: bool, bold: bool = False, gap: float = 4.0) -> None:
        by, ha = ((gap if right else -gap) / 72, 0), "left" if right else "right"
        self.page.annotate(text, (x, y), by, LABEL if bold else SMALL, colour, bold, ha=ha, zorder=6, bbox=plate(0.8, 0.85))

    def _bar(self, row: _Row, y: float) -> None:
        low, high = sorted((row.start, row.stop))
        about = lambda x: self.q.say(float(x)) if self.q.counts else self.q.about(x)
        look = HATCHED if row.last else {"facecolor": STEEL, "edgecolor": STEEL, "linewidth": 0.6}
        self.page.ax.barh([y], [high - low], height=BAR, left=low, zorder=3, **look)
        wide = (self.scale.share(high) - self.scale.share(low)) * self.page.width
        said = self.q.step(self.q.scale.size(row.step.size)) if row.step else ""
        if row.last and wide > measure(said, LABEL, True) + 0.2:
            middle = self._middle(low, high)
            self.page.annotate(said, (middle, y), size=LABEL, bold=True, ha="center", zorder=6, bbox=plate(1.6))
        elif not row.last and about(row.stop) not in (about(row.start), about(self.gap.a.value)):
            forward = row.stop >= row.start
            right = forward if self._room(row.stop, forward) > 0.8 else not forward
            self._beside(row.stop, y, f"about {about(row.stop)}", QUIET, right)

    def _middle(self, low: float, high: float) -> float:
        return self.scale.back((self.scale.share(low) + self.scale.share(high)) / 2)

    def _range(self, whisker: tuple[float, float], y: float) -> None:
        """The range over every defensible choice, as a whisker under the hatched bar: where it would have to start."""
        self.page.stroke(whisker, [y, y], INK, 1.4, 4)
        for x in whisker:
            self.page.ax.plot([x, x], [y - 0.045, y + 0.045], color=INK, linewidth=1.4, zorder=4)
        ends = self.ends
        said = f"{self.q.step_to(ends['lowest'], ends['highest'])} over {ends['choices']} defensible choices"
        x = self._middle(*whisker)
        at, half = self.scale.share(x) * self.page.width, measure(said, SMALL) / 2
        shift = min(max(at, half + 0.02), self.page.width - half) - at
        self.page.annotate(said, (x, y), (shift, -11.5 / 72), SMALL, ha="center", zorder=6, bbox=plate(0.6, 0.85))


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    case = gap.case or case
    if gap.total is None:
        return caption(headline(gap), "", foot_line(case), headline(gap))
    q, left = notation_between(gap), gap.unexplained.size or 0.0
    whole, rest = (gap.total, left) if gap.higher is gap.a else (-gap.total, -left)
    say = lambda step: q.step(q.scale.size(step), signed=False)
    told = lambda step: q.present(say(step))
    if abs(whole) < 1e-12:
        title = "Both printed the same number"
    elif abs(rest) < 1e-9:
        title = f"The {say(whole)} between the two figures {q.present(say(whole)).removeprefix(say(whole) + ' ')} accounted for"
    elif abs(whole - rest) < 0.005 * q.one:
        title = f"Nothing known accounts for the {say(whole)} between the two figures"
    else:
        title = f"Of the {say(whole)} between the two figures, {told(whole - rest)} accounted for and {told(rest)} not"
    subtitle = f"Two printed phrases, {q.axis}"
    if case:
        subtitle = f"{noun_on(case, gap.basis)}; from {of_whom(gap.b.name)} to {of_whom(gap.a.name)}, {q.axis}"
    moving = [f for f in gap.factors[:-1] if abs(f.size or 0.0) > 0.002 * q.one]
    steps = ", ".join(f"{f.name} {q.step(q.scale.size(f.size))}" for f in moving) or "no step moves it"
    printed = [f"{q.say(s.value, s.version.claim.claim)} ({s.name})" for s in (gap.b, gap.a)]
    alt = f"Waterfall chart of the gap between {' and '.join(printed)}, {q.step(q.scale.size(gap.total))}: {steps}; {q.step(q.scale.size(left))} {REMAINS}."
    return caption(title, subtitle, foot_line(case, NOT_EVIDENCE if abs(left) > 1e-9 else ""), alt)
