"""TODO"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.plots.paper import style as st
from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.rows import STEEL, STILL
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import GREY, INK, QUIET, RULE, SMALL
from discrepancy.plots.paper.ticks import ratio_ticks
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.never import NOT_EVIDENCE
from discrepancy.saying.numbers import alike, mark, times, times_to

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case

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
    for tick in ratio_ticks(math.exp(low), math.exp(high), most=5):
        page.ax.plot([-0.7, n - 0.3], [where(tick)] * 2, color=st.FAINT if tick != 1 else GREY, linewidth=0.8, zorder=1)
        page.text(-0.08, where(tick), mark(tick), SMALL, QUIET, ha="right", va="center_baseline")
    ys = [where(v) for v in values]
    page.ax.plot(range(n), ys, color=RULE, linewidth=1.0, zorder=2)
    page.ax.plot(range(n), ys, marker="o", markersize=_dot(page, n, 5), color=STEEL, linestyle="none", zorder=3)
    for i in [i for i, d in enumerate(table["default"]) if d][:1]:
        page.ax.plot([i], [ys[i]], marker="o", markersize=10.5, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.8, zorder=4)
        page.ax.plot([i, i], [ys[i] + 0.08, height], color=st.FAINT, linewidth=7, zorder=0, solid_capstyle="butt")
        at = (i + 0.7) / n * page.width
        up = ys[i] > 0.42
        words = f"default {times(values.iloc[i])}"
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


@caption_of("choices")
def _words(table, case):
    if table.empty:
        return "No choices to draw", "", foot_line(case), "Empty chart: no choices."
    low, high = table["unexplained"].min(), table["unexplained"].max()
    title = f"Over {len(table)} defensible choices, {times_to(low, high)} is not accounted for"
    if times_to(low, high) in ("×1", "×1.00", "nothing"):
        title = f"Over {len(table)} defensible choices, nothing remains to be accounted for"
    subtitle = "Each point is one combination of the choices marked below it; the ring is the default. No point is the right one"
    lowest, highest = alike(low, high)
    alt = f"Specification curve of the part not accounted for over {len(table)} combinations of choices, sorted: lowest ×{lowest}, highest ×{highest}."
    return title, subtitle, foot_line(case, NOT_EVIDENCE), alt
