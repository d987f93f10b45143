"""Figures of one gap: its factors, and what remains under every defensible choice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .. import dates
from ..multiverse import range_of
from . import style as st
from .figure import Figure, Sheet, drawn, line_height, log_axis, measure, note, sheet, type_, wrap
from .style import GREY, INK, LABEL, PAPER, QUIET, RULE, SMALL, clean, count, factor, quoted, shorten

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ..case import Case
    from ..gap import Factor, Gap, Side

STEEL = "#4a5a68"  # bars that belong to no group
HATCHED = {"facecolor": PAPER, "edgecolor": STEEL, "hatch": "/////", "linewidth": 1.0}  # what is not accounted for
BAR = 0.2  # inches
WORDS = 3.3  # inches for the words at the left of the waterfall
STILL = 1.5e-3  # |ln| below which a factor is drawn as a line and printed as ×1


# ------------------------------------------------------------------------------------------ waterfall


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
        text = f"{_capital(sides)} A count of 0 has no ratio, and nothing is divided by it."
        return note("waterfall", gap, case, ax, text, steps)
    return _Waterfall(gap, case).draw(ax, steps)


def _label(gap: Gap, name: str) -> str:
    """What a factor is called for readers."""
    if name == "unexplained":
        return "not accounted for"
    return clean(gap.case.dimension_label(name)) if gap.case and name in gap.case.dimensions else clean(name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
                "factor": _rounded(f.multiplier, 3),
                "running figure": _rounded(figure, 0),
                "why": f.because,
                "address": f.url,
            }
        )
    return rows


def _rounded(x: float | None, digits: int) -> float | int | None:
    if x is None or x != x:
        return None
    return round(x) if not digits else round(x, digits)


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
        self.colour = st.colours(case, groups)
        self.shape = st.shapes(case, [""])
        self.ends = range_of(gap)
        at = [v for _, v in gap.running()]
        self.rows = [self._end(gap.b)]
        self.rows += [self._step(f, start, stop) for f, start, stop in zip(gap.factors, at, at[1:], strict=False)]
        self.rows += [self._end(gap.a)]
        for row in self.rows:
            row.ranged = row.last and self._whisker() is not None

    def _end(self, side: Side) -> _Row:
        words = wrap(quoted(side.printed, 60), WORDS - 0.2, SMALL, most=2)
        return _Row(wrap(_capital(shorten(side.name, 60)), WORDS - 0.2, LABEL, True, most=2), words, side.value, side.value, side=side)

    def _step(self, f: Factor, start: float, stop: float) -> _Row:
        name = _label(self.gap, f.name)
        because = clean(f.because)
        site = (urlsplit(f.url).hostname or "").removeprefix("www.") if f.url else ""
        if f.name == "unexplained":
            n = self.ends["choices"]
            same = "" if self._whisker() or n < 2 else f", the same under all {n} defensible choices"
            because = ("by the public record" if abs(f.log) >= STILL else "nothing remains") + same
        if abs(f.log) < STILL and f.name != "unexplained":
            return _Row([], wrap(f"×1 {name}: {because}", WORDS - 0.2, SMALL, most=9), start, stop, f)
        reason = wrap(because, WORDS - 0.2, SMALL, most=9) + (wrap(f"Source: {clean(site)}", WORDS - 0.2, SMALL, most=1) if site else [])
        return _Row(wrap(f"{factor(f.multiplier)} {name}", WORDS - 0.2, LABEL, True, most=2), reason, start, stop, f)

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
        ticks = st.count_ticks(low * 1.02, high / 1.02, most=5)
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
            colour = st.readable(self.colour.get(row.side.claim.group, STEEL))
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
        marker = st.shapes(self.case, [self._role(row.side)]).get(self._role(row.side), "o")
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
                factor(row.step.multiplier),
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
        words = f"{factor(ends['lowest'])} to {factor(ends['highest'])} over {n} defensible choices"
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


# ------------------------------------------------------------------------------- every defensible choice


@drawn
def range_bar(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """What is not accounted for, over every defensible choice: one small bar, the default marked.

    Examples
    --------
    >>> import discrepancy as dc
    >>> range_bar(dc.between("nearly 3,000", "around 1,100")).table.columns.tolist()
    ['lowest', 'default', 'highest', 'choices', 'printed ratio']
    """
    case = gap.case or case
    if gap.ratio is None:
        empty = {column: [] for column in ("lowest", "default", "highest", "choices", "printed ratio")}
        return note("range_bar", gap, case, ax, "A count of 0 has no ratio: there is nothing to split.", empty)
    ends = range_of(gap)
    row = {k: _rounded(ends[k], 3) for k in ("lowest", "default", "highest")}
    rows = [{**row, "choices": ends["choices"], "printed ratio": _rounded(gap.ratio, 3)}]
    page = sheet("range_bar", gap, case, ax, 0.62, left=0.1, right=0.1, top=0.02, bottom=0.26)
    values = [v for v in (ends["lowest"], ends["highest"], ends["default"], gap.ratio, 1.0) if v]
    low, high = min(values) / 1.12, max(values) * 1.12
    low, high = min(low, 0.8), max(high * 1.12, 1.25)
    ticks = st.ratio_ticks(low, high)
    log_axis(page.ax, "x", low, high, ticks, [st.ratio_label(t) for t in ticks])
    page.ax.set(ylim=(0, 1), yticks=[])
    _one(page, 0, 0.62)
    page.ax.barh([0.3], [ends["highest"] - ends["lowest"]], height=0.3, left=ends["lowest"], zorder=3, **HATCHED)
    page.ax.plot([ends["default"]] * 2, [0.08, 0.52], color=INK, linewidth=2.4, zorder=4, solid_capstyle="butt")
    page.ax.plot([gap.ratio], [0.56], marker="v", markersize=5.5, color=GREY, linestyle="none", zorder=5)
    _in_a_row(
        page,
        0.82,
        [(ends["default"], f"{factor(ends['default'])} not accounted for", INK), (gap.ratio, f"{factor(gap.ratio)} printed", QUIET)],
        (low, high),
    )
    return page.finish(rows)


def _one(page: Sheet, low: float, high: float) -> None:
    """×1: the same number."""
    page.ax.plot([1, 1], [low, high], color=GREY, linewidth=1.0, zorder=2)


def _in_a_row(page: Sheet, y: float, words: list[tuple[float, str, str]], limits: tuple[float, float]) -> None:
    """Words over their places on one line, moved apart where they would meet; the last ones go where there is room."""
    low, high = limits
    spans: list[tuple[float, float]] = []
    for x, text, colour in words:
        at = math.log(x / low) / math.log(high / low) * page.width
        half = measure(text, SMALL, colour == INK) / 2 + 0.06
        tries = [at, *(v for a, b in spans for v in (b + half, a - half))]
        tries = [min(max(t, half), page.width - half) for t in tries]
        free = [t for t in tries if not any(t - half < b - 1e-6 and a < t + half - 1e-6 for a, b in spans)]
        if not free:
            continue
        centre = min(free, key=lambda t: abs(t - at))
        spans.append((centre - half, centre + half))
        page.text(centre, y, text, SMALL, colour, bold=colour == INK, ha="center", va="center_baseline")


# The kinds of choice under the curve, by their column; what stands before the comma is the heading of the rows.
CHOICES = {
    "reading": "reading",
    "version_a": "version, first",
    "version_b": "version, second",
    "as_of": "brought to",
    "derivation": "derivation",
    "timing": "timing",
    "conversion": "conversion",
}


@drawn
def choices(table: pd.DataFrame, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Specification curve: what remains under each combination of choices, sorted, with the choices below.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `discrepancy.multiverse`.
    case : Case, optional
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    References
    ----------
    Simonsohn, U., Simmons, J. P., Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour 4, 1208-1214.

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("hurricane-maria")
    >>> len(choices(dc.multiverse(case), case=case).table)
    5
    """
    if table.empty:
        return note("choices", table, case, ax, "There is nothing to choose: the gap has no ratio.", table)
    matrix = _options(table)
    lines = sum(len(options) for _, options in matrix)
    top, step = 1.9 if math.log(table["unexplained"].max() / table["unexplained"].min()) > STILL else 0.9, 0.185
    height = top + 0.12 + lines * step + len(matrix) * 0.08
    wide = lambda o: measure(_option(o), SMALL) + 0.16
    left = max(
        max(measure(CHOICES[kind].partition(",")[0], SMALL, True) + 0.12 + wide(options[0]), *map(wide, options))
        for kind, options in matrix
    )
    page = sheet("choices", table, case, ax, height, left=left, right=0.08, top=0.05, bottom=0.02)
    _curve(page, table, top, height)
    _matrix(page, table, matrix, top + 0.16, step, left)
    page.ax.spines["bottom"].set_visible(False)
    return page.finish(_readable_choices(table))


def _readable_choices(table: pd.DataFrame) -> pd.DataFrame:
    out = table[[*CHOICES]].rename(columns=CHOICES)
    out["not accounted for"] = table["unexplained"].round(3)
    out["default"] = ["yes" if d else "" for d in table["default"]]
    return out


def _option(text: str) -> str:
    """An option as it stands beside its row: a day in words, anything else cut to its place."""
    return dates.say(text) if dates.is_date(text) else shorten(text, 40)


def _options(table: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Each kind of choice with its options, in order of the median of what remains; kinds without a choice are left out."""
    found = []
    for kind in CHOICES:
        options = table.groupby(kind, sort=False)["unexplained"].median().sort_values(kind="stable").index.tolist()
        if len(options) > 1:
            found.append((kind, options))
    return found or [("reading", table["reading"].unique().tolist())]


def _curve(page: Sheet, table: pd.DataFrame, top: float, height: float) -> None:
    """The upper part: a point a combination, on a log scale of our own (the axes are measured in inches)."""
    n = len(table)
    values = table["unexplained"]
    low, high = math.log(values.min()), math.log(values.max())
    pad = max(0.12 * (high - low), 0.04)
    low, high = low - pad, high + pad
    where = lambda v: top - 0.1 - (math.log(v) - low) / (high - low) * (top - 0.2)
    page.ax.set(xlim=(-0.7, n - 0.3), ylim=(height, 0), xticks=[], yticks=[])
    for tick in st.ratio_ticks(math.exp(low), math.exp(high), most=5):
        page.ax.plot([-0.7, n - 0.3], [where(tick)] * 2, color=st.FAINT if tick != 1 else GREY, linewidth=0.8, zorder=1)
        page.text(-0.08, where(tick), st.ratio_label(tick), SMALL, QUIET, ha="right", va="center_baseline")
    ys = [where(v) for v in values]
    page.ax.plot(range(n), ys, color=RULE, linewidth=1.0, zorder=2)
    page.ax.plot(range(n), ys, marker="o", markersize=_dot(page, n, 5), color=STEEL, linestyle="none", zorder=3)
    for i in [i for i, d in enumerate(table["default"]) if d][:1]:
        page.ax.plot([i], [ys[i]], marker="o", markersize=10.5, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.8, zorder=4)
        page.ax.plot([i, i], [ys[i] + 0.08, height], color=st.FAINT, linewidth=7, zorder=0, solid_capstyle="butt")
        at = (i + 0.7) / n * page.width
        up = ys[i] > 0.42
        words = f"default {factor(values.iloc[i])}"
        half = measure(words, SMALL, True) / 2
        page.text(
            min(max(at, half), page.width - half),
            ys[i] + (-0.2 if up else 0.2),
            words,
            SMALL,
            INK,
            bold=True,
            ha="center",
            va="center_baseline",
        )


def _dot(page: Sheet, n: int, most: float) -> float:
    """Size of a mark, in points, so that n of them side by side stay apart as long as they can be seen."""
    return min(most, max(1.4, 0.8 * page.width * 72 / n))


def _matrix(page: Sheet, table: pd.DataFrame, matrix: list[tuple[str, list[str]]], y: float, step: float, left: float) -> None:
    n = len(table)
    for kind, options in matrix:
        page.ax.plot([-left / page.width * (n + 0.4) - 0.7, n - 0.3], [y - 0.02] * 2, color=RULE, linewidth=0.6, zorder=1, clip_on=False)
        for i, option in enumerate(options):
            at = y + step * (i + 0.55)
            page.text(-0.12, at, _option(option), SMALL, QUIET, ha="right", va="center_baseline")
            on = [k for k, v in enumerate(table[kind]) if v == option]
            page.ax.plot(range(n), [at] * n, marker="o", markersize=_dot(page, n, 3.2), color=st.FAINT, linestyle="none", zorder=2)
            page.ax.plot(on, [at] * len(on), marker="o", markersize=_dot(page, n, 4.2), color=STEEL, linestyle="none", zorder=3)
        page.text(-left, y + step * 0.55, CHOICES[kind].partition(",")[0], SMALL, INK, bold=True, va="center_baseline")
        y += step * len(options) + 0.08
