"""A gap → from one printed figure to the other, a bar a factor, and what remains under every defensible choice."""

from __future__ import annotations

import math
from itertools import pairwise
from urllib.parse import urlsplit

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.gap.choices import range_of
from discrepancy.gap.factors import Factor, Side
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Scale, count_ticks, log_axis
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import rounded
from discrepancy.plots.paper.setting import line_height, measure, plate, wrap
from discrepancy.plots.paper.sheet import Figure, drawn, note, sheet
from discrepancy.plots.paper.style import HATCHED, INK, LABEL, PAPER, QUIET, RULE, SMALL, STEEL, STILL
from discrepancy.plots.paper.words import Caption, caption, drawable, foot_line, noun_on, quoted, shorten
from discrepancy.saying.numbers import count, times, times_to
from discrepancy.saying.text import NOT_EVIDENCE, REMAINS, cap, of_whom
from discrepancy.story.gap import headline

BAR = 0.2  # inches
LEFT = 3.3  # inches for the words at the left
WIDE = LEFT - 0.2  # of which they may fill


@drawn
def waterfall(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """From one printed figure to the other, a bar a factor, on a log axis of the count.

    Examples
    --------
    >>> import discrepancy as dc
    >>> waterfall(dc.between("nearly 3,000", "around 1,100")).table["step"].tolist()[-1]
    'not accounted for'
    """
    case = gap.case or case
    if gap.ratio is None:
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
    columns = ("step", "factor", "running figure", "why", "address")
    rows: list[tuple] = [(gap.b.name, None, gap.b.value, gap.b.printed, gap.b.version.claim.url if gap.case else "")]
    at = [v for _, v in gap.running()[1:]] or [None] * len(gap.factors)
    for f, figure in zip(gap.factors, at, strict=True):
        rows.append((_label(gap, f.name), rounded(f.multiplier, 3), rounded(figure, 0), f.because, f.url))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _still(f: Factor) -> bool:
    """Whether a factor moves nothing that could be seen."""
    return abs(f.log or 0.0) < STILL


class _Row:
    """One step or one of the two figures: its words, and the figures from which and to which it leads."""

    def __init__(self, head: list[str], reason: list[str], start: float, stop: float, step: Factor | None = None, side: Side | None = None):
        self.head, self.reason, self.start, self.stop, self.step, self.side = head, reason, start, stop, step, side
        self.still = step is not None and _still(step)
        self.last = step is not None and step.name == "unexplained"

    def height(self, ranged: bool) -> float:
        """Inches; the last step has the whisker of every choice below it where these differ."""
        told = len(self.head) * line_height(LABEL) + len(self.reason) * line_height(SMALL)
        return max(told, BAR + (0.42 if self.last and ranged else 0.0)) + (0.09 if self.still else 0.16)


class _Waterfall:
    def __init__(self, gap: Gap, case: Case | None):
        self.gap, self.case = gap, case
        self.colour = colours(case, [s.claim.group for s in (gap.a, gap.b)])
        self.ends = range_of(gap)
        self.whisker = self._whisker()
        steps = zip(gap.factors, pairwise(v for _, v in gap.running()), strict=False)
        self.rows = [self._end(gap.b), *(self._step(f, start, stop) for f, (start, stop) in steps), self._end(gap.a)]
        points = [v for r in self.rows for v in (r.start, r.stop)] + list(self.whisker or ())
        self.scale = Scale.of(points, pad=0.17, least=0, room=0.4 if max(points) / min(points) < math.exp(0.1) else 0.08)

    def _whisker(self) -> tuple[float, float] | None:
        """Where the hatched bar would start under the lowest and the highest of every defensible choice."""
        low, high = self.ends["lowest"], self.ends["highest"]
        return (self.gap.a.value / high, self.gap.a.value / low) if low and high and math.log(high / low) >= STILL else None

    def _end(self, side: Side) -> _Row:
        name = wrap(cap(shorten(side.name, 60)), WIDE, LABEL, True, most=2)
        return _Row(name, wrap(quoted(side.printed, 60), WIDE, SMALL, most=2), side.value, side.value, side=side)

    def _step(self, f: Factor, start: float, stop: float) -> _Row:
        name, because, still = _label(self.gap, f.name), drawable(f.because), _still(f)
        site = (urlsplit(f.url).hostname or "").removeprefix("www.") if f.url else ""
        if f.name == "unexplained":
            n = self.ends["choices"]
            same = "" if self.whisker or n < 2 else f", the same under all {n} defensible choices"
            because = ("nothing remains" if still else "by the public record") + same
        elif still:
            return _Row([], wrap(f"×1 {name}: {because}", WIDE, SMALL, most=9), start, stop, f)
        reason = wrap(because, WIDE, SMALL, most=9) + (wrap(f"Source: {drawable(site)}", WIDE, SMALL, most=1) if site else [])
        head = wrap(f"{times(f.multiplier)} {name}", WIDE, LABEL, True, most=2)
        return _Row(head, reason, start, stop, f)

    def draw(self, ax: Axes | None) -> Figure:
        heights = [row.height(self.whisker is not None) for row in self.rows]
        total = sum(heights) + 0.04
        self.page = sheet(words(self.gap, self.case), ax, total, left=LEFT, right=0.08, top=0.06, bottom=0.26)
        log_axis(self.page, "x", self.scale, count_ticks(self.scale.low * 1.02, self.scale.high / 1.02, most=5))
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
        self._beside(side.value, y, count(side.value), colour, right=right, bold=True, gap=9)

    def _room(self, x: float, right: bool) -> float:
        """Inches at the right or left of x."""
        share = self.scale.share(x)
        return (1 - share if right else share) * self.page.width

    def _beside(self, x: float, y: float, text: str, colour: str, right: bool, bold: bool = False, gap: float = 4.0) -> None:
        by, ha = ((gap if right else -gap) / 72, 0), "left" if right else "right"
        self.page.annotate(text, (x, y), by, LABEL if bold else SMALL, colour, bold, ha=ha, zorder=6, bbox=plate(0.8, 0.85))

    def _bar(self, row: _Row, y: float) -> None:
        low, high = sorted((row.start, row.stop))
        look = HATCHED if row.last else {"facecolor": STEEL, "edgecolor": STEEL, "linewidth": 0.6}
        self.page.ax.barh([y], [high - low], height=BAR, left=low, zorder=3, **look)
        wide = (self.scale.share(high) - self.scale.share(low)) * self.page.width
        if row.last and row.step and wide > 0.6:
            said, middle = times(row.step.multiplier), math.sqrt(low * high)
            self.page.annotate(said, (middle, y), size=LABEL, bold=True, ha="center", zorder=6, bbox=plate(1.6))
        elif not row.last and count(float(row.stop)) not in (count(float(row.start)), count(float(self.gap.a.value))):
            forward = row.stop >= row.start
            right = forward if self._room(row.stop, forward) > 0.8 else not forward
            self._beside(row.stop, y, f"about {count(float(row.stop))}", QUIET, right)

    def _range(self, whisker: tuple[float, float], y: float) -> None:
        """The range over every defensible choice, as a whisker under the hatched bar: where it would have to start."""
        self.page.stroke(whisker, [y, y], INK, 1.4, 4)
        for x in whisker:
            self.page.ax.plot([x, x], [y - 0.045, y + 0.045], color=INK, linewidth=1.4, zorder=4)
        ends = self.ends
        said = f"{times_to(ends['lowest'], ends['highest'])} over {ends['choices']} defensible choices"
        x = math.sqrt(whisker[0] * whisker[1])
        at, half = self.scale.share(x) * self.page.width, measure(said, SMALL) / 2
        shift = min(max(at, half + 0.02), self.page.width - half) - at
        self.page.annotate(said, (x, y), (shift, -11.5 / 72), SMALL, ha="center", zorder=6, bbox=plate(0.6, 0.85))


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    case = gap.case or case
    if gap.ratio is None or gap.unexplained.multiplier is None:
        return caption(headline(gap), "", foot_line(case), headline(gap))
    ratio, rest = gap.ratio, gap.unexplained.multiplier
    if gap.higher is not gap.a:
        ratio, rest = 1 / ratio, 1 / rest
    accounted = ratio / rest
    if abs(math.log(ratio)) < 1e-12:
        title = "Both printed the same number"
    elif abs(math.log(rest)) < 1e-9:
        title = f"The {times(ratio)} between the two figures is accounted for"
    elif abs(math.log(accounted)) < 0.005:
        title = f"Nothing known accounts for the {times(ratio)} between the two figures"
    else:
        title = f"Of the {times(ratio)} between the two figures, {times(accounted)} is accounted for and {times(rest)} is not"
    subtitle = "Two printed phrases, log scale"
    if case:
        subtitle = f"{noun_on(case, gap.basis)}; from {of_whom(gap.b.name)} to {of_whom(gap.a.name)}, log scale"
    steps = ", ".join(f"{f.name} {times(f.multiplier)}" for f in gap.factors[:-1] if abs(f.log or 0.0) > 0.002) or "no step moves it"
    alt = (
        f"Waterfall chart of the gap between {gap.b.value:,.0f} ({gap.b.name}) and {gap.a.value:,.0f} ({gap.a.name}), {times(gap.ratio)}: {steps}; "
        f"{times(gap.unexplained.multiplier)} {REMAINS}."
    )
    return caption(title, subtitle, foot_line(case, NOT_EVIDENCE if abs(gap.unexplained.log or 0.0) > 1e-9 else ""), alt)
