"""Figures of one gap: its factors, and what remains under every defensible choice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from discrepancy.gap.choices import range_of
from discrepancy.plots.paper.axes import log_axis
from discrepancy.plots.paper.captions import basis, caption_of, foot_line, noun_of
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.rows import HATCHED, STEEL, STILL
from discrepancy.plots.paper.setting import line_height, type_, wrap
from discrepancy.plots.paper.sheet import note, sheet
from discrepancy.plots.paper.style import INK, LABEL, PAPER, QUIET, RULE, SMALL
from discrepancy.plots.paper.ticks import count_ticks
from discrepancy.plots.paper.words import capital, drawable, quoted, rounded, shorten
from discrepancy.saying.never import NOT_EVIDENCE, REMAINS
from discrepancy.saying.numbers import count, times, times_to
from discrepancy.saying.text import cap, of_whom
from discrepancy.story.gap import headline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case
    from discrepancy.gap.factors import Factor, Side
    from discrepancy.gap.gap import Gap

BAR = 0.2  # inches
WORDS = 3.3  # inches for the words at the left of the waterfall


@drawn
def waterfall(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """From one printed figure to the other, a bar a factor, on a log axis of the count.

    Parameters
    ----------
    gap : Gap
    case : Case, optional
        A gap brings its own.
    ax : matplotlib.axes.Axes, optional
        Draw here, without title and foot.

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> waterfall(dc.between("nearly 3,000", "around 1,100")).table["step"].tolist()[-1]
    'not accounted for'
    """
    case = gap.case or case
    steps = _steps(gap)
    if gap.ratio is None:
        sides = " ".join(f"{s.name}: {quoted(s.printed)}." for s in (gap.a, gap.b))
        text = f"{capital(sides)} A count of 0 has no ratio, and nothing is divided by it."
        return note("waterfall", gap, case, ax, text, steps)
    return _Waterfall(gap, case).draw(ax, steps)


def _label(gap: Gap, name: str) -> str:
    """What a factor is called for readers."""
    if name == "unexplained":
        return "not accounted for"
    return drawable(gap.case.dimension_label(name)) if gap.case and name in gap.case.dimensions else drawable(name)


def _steps(gap: Gap) -> list[dict]:
    """Rows of the table under the waterfall: the running figure at each step."""
    rows = [
        {
            "step": gap.b.name,
            "factor": None,
            "running figure": gap.b.value,
            "why": gap.b.printed,
            "address": gap.b.version.claim.url if gap.case else "",
        }
    ]
    at = [v for _, v in gap.running()[1:]] or [None] * len(gap.factors)
    for f, figure in zip(gap.factors, at, strict=True):
        rows.append(
            {
                "step": _label(gap, f.name),
                "factor": rounded(f.multiplier, 3),
                "running figure": rounded(figure, 0),
                "why": f.because,
                "address": f.url,
            }
        )
    return rows


class _Row:
    """One step: its words, and the figures from which and to which it leads."""

    def __init__(self, head: list[str], reason: list[str], start: float, stop: float, step: Factor | None = None, side: Side | None = None):
        self.head, self.reason, self.start, self.stop, self.step, self.side = head, reason, start, stop, step, side
        self.still = step is not None and abs(step.log) < STILL
        self.last = step is not None and step.name == "unexplained"
        self.ranged = False

    @property
    def height(self) -> float:
        words = len(self.head) * line_height(LABEL) + len(self.reason) * line_height(SMALL)
        least = BAR + (0.42 if self.ranged else 0.0)
        return max(words, least) + (0.09 if self.still else 0.16)


class _Waterfall:
    def __init__(self, gap: Gap, case: Case | None):
        self.gap, self.case = gap, case
        groups = [s.claim.group for s in (gap.a, gap.b)]
        self.colour = colours(case, groups)
        self.shape = shapes(case, [""])
        self.ends = range_of(gap)
        at = [v for _, v in gap.running()]
        self.rows = [self._end(gap.b)]
        self.rows += [self._step(f, start, stop) for f, start, stop in zip(gap.factors, at, at[1:], strict=False)]
        self.rows += [self._end(gap.a)]
        for row in self.rows:
            row.ranged = row.last and self._whisker() is not None

    def _end(self, side: Side) -> _Row:
        words = wrap(quoted(side.printed, 60), WORDS - 0.2, SMALL, most=2)
        return _Row(wrap(capital(shorten(side.name, 60)), WORDS - 0.2, LABEL, True, most=2), words, side.value, side.value, side=side)

    def _step(self, f: Factor, start: float, stop: float) -> _Row:
        name = _label(self.gap, f.name)
        because = drawable(f.because)
        site = (urlsplit(f.url).hostname or "").removeprefix("www.") if f.url else ""
        if f.name == "unexplained":
            n = self.ends["choices"]
            same = "" if self._whisker() or n < 2 else f", the same under all {n} defensible choices"
            because = ("by the public record" if abs(f.log) >= STILL else "nothing remains") + same
        if abs(f.log) < STILL and f.name != "unexplained":
            return _Row([], wrap(f"×1 {name}: {because}", WORDS - 0.2, SMALL, most=9), start, stop, f)
        reason = wrap(because, WORDS - 0.2, SMALL, most=9) + (wrap(f"Source: {drawable(site)}", WORDS - 0.2, SMALL, most=1) if site else [])
        return _Row(wrap(f"{times(f.multiplier)} {name}", WORDS - 0.2, LABEL, True, most=2), reason, start, stop, f)

    # ---- layout

    def _limits(self) -> tuple[float, float]:
        points = [v for r in self.rows for v in (r.start, r.stop)] + list(self._whisker() or ())
        low, high = math.log(min(points)), math.log(max(points))
        pad = max(0.17 * (high - low), 0.08)
        if high - low < 0.1:
            pad = 0.4
        return math.exp(low - pad), math.exp(high + pad)

    def _whisker(self) -> tuple[float, float] | None:
        """Where the hatched bar would start under the lowest and the highest of every defensible choice."""
        ends = self.ends
        if not ends["lowest"] or not ends["highest"] or math.log(ends["highest"] / ends["lowest"]) < STILL:
            return None
        return self.gap.a.value / ends["highest"], self.gap.a.value / ends["lowest"]

    def draw(self, ax: Axes | None, steps: list[dict]) -> Figure:
        total = sum(r.height for r in self.rows) + 0.04
        page = sheet("waterfall", self.gap, self.case, ax, total, left=WORDS, right=0.08, top=0.06, bottom=0.26)
        self.page, self.ax = page, page.ax
        low, high = self._limits()
        ticks = count_ticks(low * 1.02, high / 1.02, most=5)
        log_axis(self.ax, "x", low, high, ticks, [count(t) for t in ticks])
        self.ax.set(ylim=(total, 0), yticks=[])
        y, centre = 0.04, []
        for row in self.rows:
            centre.append(self._draw(row, y))
            y += row.height
        for (one, here), (_, there) in zip(zip(self.rows, centre, strict=True), zip(self.rows[1:], centre[1:], strict=True), strict=False):
            self.ax.plot(
                [one.stop, one.stop], [here + BAR / 2, there - BAR / 2], color=RULE, linewidth=0.9, zorder=1, solid_capstyle="butt"
            )
        return page.finish(steps)

    def _draw(self, row: _Row, y: float) -> float:
        """Words at the left, the mark at the right; returns the height at which the mark stands."""
        left = -self.page.left
        middle = y + BAR / 2
        if row.side:
            colour = legible(self.colour.get(row.side.claim.group, STEEL))
            at = self.page.lines(left, y, row.head, LABEL, colour, bold=True)
            self.page.lines(left, at, row.reason, SMALL, colour)
            self._figure(row, middle, colour)
            return middle
        at = self.page.lines(left, y, row.head, LABEL, INK, bold=True)
        self.page.lines(left, at, row.reason, SMALL, QUIET)
        if row.still:
            style = "solid" if row.step.accounted or row.last else (0, (1.2, 1.2))
            self.ax.plot(
                [row.stop, row.stop],
                [middle - BAR / 2, middle + BAR / 2],
                color=STEEL,
                linewidth=1.6,
                linestyle=style,
                zorder=3,
                solid_capstyle="butt",
            )
        else:
            self._bar(row, middle)
        if row.last:
            self._range(row, middle + BAR / 2 + 0.1)
        return middle

    def _figure(self, row: _Row, y: float, colour: str) -> None:
        marker = shapes(self.case, [self._role(row.side)]).get(self._role(row.side), "o")
        self.ax.plot([row.stop], [y], marker=marker, markersize=9.5, color=colour, markeredgecolor=PAPER, linestyle="none", zorder=5)
        self._beside(row.stop, y, count(row.stop), colour, right=self._roomy(row.stop), bold=True, gap=9)

    def _role(self, side: Side) -> str:
        return self.case.role_of(side.claim.source) if self.case else ""

    def _roomy(self, x: float) -> bool:
        """Whether there is room for a number at the right of x."""
        low, high = self._limits()
        return math.log(high / x) / math.log(high / low) * self.page.width > 0.62

    def _beside(self, x: float, y: float, text: str, colour: str, right: bool, bold: bool = False, gap: float = 4.0) -> None:
        self.ax.annotate(
            text,
            (x, y),
            (gap if right else -gap, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center_baseline",
            zorder=6,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
            **type_(LABEL if bold else SMALL, colour, bold),
        )

    def _bar(self, row: _Row, y: float) -> None:
        low, high = sorted((row.start, row.stop))
        look = HATCHED if row.last else {"facecolor": STEEL, "edgecolor": STEEL, "linewidth": 0.6}
        self.ax.barh([y], [high - low], height=BAR, left=low, zorder=3, **look)
        limits = self._limits()
        wide = math.log(high / low) / math.log(limits[1] / limits[0]) * self.page.width
        if row.last and wide > 0.6:
            middle = math.sqrt(low * high)
            self.ax.annotate(
                times(row.step.multiplier),
                (middle, y),
                ha="center",
                va="center_baseline",
                zorder=6,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.6},
                **type_(LABEL, INK, True),
            )
        elif not row.last and count(float(row.stop)) not in (count(float(row.start)), count(float(self.gap.a.value))):
            forward = row.stop >= row.start
            self._beside(
                row.stop, y, f"about {count(float(row.stop))}", QUIET, right=forward if self._room(row.stop, forward) else not forward
            )

    def _room(self, x: float, right: bool) -> bool:
        low, high = self._limits()
        part = math.log(high / x) if right else math.log(x / low)
        return part / math.log(high / low) * self.page.width > 0.8

    def _range(self, row: _Row, y: float) -> None:
        """The range over every defensible choice, as a whisker under the hatched bar: where it would have to start."""
        ends, whisker = self.ends, self._whisker()
        n = ends["choices"]
        if whisker is None:
            return
        self.ax.plot(whisker, [y, y], color=INK, linewidth=1.4, zorder=4, solid_capstyle="butt")
        for x in whisker:
            self.ax.plot([x, x], [y - 0.045, y + 0.045], color=INK, linewidth=1.4, zorder=4)
        words = f"{times_to(ends['lowest'], ends['highest'])} over {n} defensible choices"
        x = math.sqrt(whisker[0] * whisker[1])
        low, high = self._limits()
        at = math.log(x / low) / math.log(high / low) * self.page.width
        wide = measure(words, SMALL)
        shift = min(max(at, wide / 2 + 0.02), self.page.width - wide / 2) - at
        self.ax.annotate(
            words,
            (x, y),
            (shift * 72, -11.5),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            zorder=6,
            annotation_clip=False,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
            **type_(SMALL, INK),
        )


@caption_of("waterfall")
def _words(gap, case):
    if gap.ratio is None:
        return headline(gap), "", foot_line(case), headline(gap)
    high = gap.higher is gap.a
    ratio, rest = (gap.ratio, gap.unexplained.multiplier) if high else (1 / gap.ratio, 1 / gap.unexplained.multiplier)
    accounted = ratio / rest
    if abs(math.log(ratio)) < 1e-12:
        title = "Both printed the same number"
    elif abs(math.log(rest)) < 1e-9:
        title = f"The {times(ratio)} between the two figures is accounted for"
    elif abs(math.log(accounted)) < 0.005:
        title = f"Nothing known accounts for the {times(ratio)} between the two figures"
    else:
        title = f"Of the {times(ratio)} between the two figures, {times(accounted)} is accounted for and {times(rest)} is not"
    noun = cap(noun_of(case, gap.basis.measure))
    subtitle = f"{noun}, {basis(gap)}; from {of_whom(gap.b.name)} to {of_whom(gap.a.name)}, log scale"
    if case is None:
        subtitle = "Two printed phrases, log scale"
    steps = ", ".join(f"{f.name} {times(f.multiplier)}" for f in gap.factors[:-1] if abs(f.log) > 0.002) or "no step moves it"
    alt = (
        f"Waterfall chart of the gap between {gap.b.value:,.0f} ({gap.b.name}) and {gap.a.value:,.0f} ({gap.a.name}), {times(gap.ratio)}: {steps}; "
        f"{times(gap.unexplained.multiplier)} {REMAINS}."
    )
    return title, subtitle, foot_line(case, NOT_EVIDENCE if abs(gap.unexplained.log) > 1e-9 else ""), alt
