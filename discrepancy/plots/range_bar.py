"""TODO"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy.gap.choices import range_of
from discrepancy.plots.paper.axes import log_axis
from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.rows import HATCHED
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import GREY, INK, QUIET, SMALL
from discrepancy.plots.paper.ticks import ratio_ticks
from discrepancy.plots.paper.words import rounded
from discrepancy.saying.numbers import alike, mark, times, times_to
from discrepancy.story.gap import headline, upright

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.case.model import Case
    from discrepancy.gap.gap import Gap


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
    row = {k: rounded(ends[k], 3) for k in ("lowest", "default", "highest")}
    rows = [{**row, "choices": ends["choices"], "printed ratio": rounded(gap.ratio, 3)}]
    page = sheet("range_bar", gap, case, ax, 0.62, left=0.1, right=0.1, top=0.02, bottom=0.26)
    values = [v for v in (ends["lowest"], ends["highest"], ends["default"], gap.ratio, 1.0) if v]
    low, high = min(values) / 1.12, max(values) * 1.12
    low, high = min(low, 0.8), max(high * 1.12, 1.25)
    ticks = ratio_ticks(low, high)
    log_axis(page.ax, "x", low, high, ticks, [mark(t) for t in ticks])
    page.ax.set(ylim=(0, 1), yticks=[])
    _one(page, 0, 0.62)
    page.ax.barh([0.3], [ends["highest"] - ends["lowest"]], height=0.3, left=ends["lowest"], zorder=3, **HATCHED)
    page.ax.plot([ends["default"]] * 2, [0.08, 0.52], color=INK, linewidth=2.4, zorder=4, solid_capstyle="butt")
    page.ax.plot([gap.ratio], [0.56], marker="v", markersize=5.5, color=GREY, linestyle="none", zorder=5)
    _in_a_row(
        page,
        0.82,
        [(ends["default"], f"{times(ends['default'])} not accounted for", INK), (gap.ratio, f"{times(gap.ratio)} printed", QUIET)],
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


@caption_of("range_bar")
def _words(gap, case):
    if gap.ratio is None:
        return headline(gap), "", foot_line(case), headline(gap)
    ends, (ratio, _, lowest, highest) = range_of(gap), upright(gap)
    least, most = alike(ends["lowest"], ends["highest"])
    title = f"Not accounted for: {times_to(lowest, highest)}, of {times(ratio)} printed"
    alt = f"Range bar of the part not accounted for over {ends['choices']} defensible choices: lowest ×{least}, highest ×{most}, default {times(ends['default'])}; printed ratio {times(gap.ratio)}."
    return title, f"Over {ends['choices']} defensible choices; the mark is the default", "", alt
