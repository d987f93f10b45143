"""Figures of many sources: their ranges, each pair, who repeats whom, and what is left without each.

The matrix and the lanes have a row a source, measured in inches from the top like those of `rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy.plots.paper.captions import caption_of, day_of, foot_line, join_or, noun_of, noun_on
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import PLAIN, STEEL, Row, Rows, back, count_axis, inside, lines, log_limits, share, span
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, PAPER, QUIET, SMALL
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.numbers import count, number, spelled
from discrepancy.story.consensus import allowed, many

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.sources.consensus import Consensus

MOST_GROUPS = 14
BAND = "#dfe7ee"  # what words allow together


@drawn
def ranges(found: Consensus, ax: Axes | None = None) -> Figure:
    """The plain range of all sources, as printed and on the basis, then group by group; behind it what the words allow together.

    Parameters
    ----------
    found : Consensus
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> ranges(dc.pool(dc.load_case("hurricane-maria"))).table["lowest"].tolist()[:2]
    [1139, 1139]
    """
    table = _range_rows(found)
    if found.figures.empty:
        return note("ranges", found, found.case, ax, "No source has a usable figure on this basis.", _readable_ranges(table))
    colour, shape = colours(found.case, list(found.figures["group"])), shapes(found.case, list(found.figures["role"]))
    left, right = 2.05, 1.45
    shown = table[: 2 + MOST_GROUPS]
    rows = [_range_row(r, colour, left) for r in shown]
    if len(table) > len(shown):
        rows.append(Row([(f"… and {len(table) - len(shown)} more groups, in the table", SMALL, QUIET, False)], pad=0.14))
    limits = log_limits([v for r in table for v in (*r["values"], *r["also"])], pad=0.05)
    page = sheet("ranges", found, found.case, ax, sum(r.height for r in rows), left=left, right=right, top=0.05, bottom=0.26)
    count_axis(page, limits)
    _bands(page, found, limits)
    for r, y in zip(shown, Rows(page, rows, limits).draw(words_at=0.18), strict=False):
        _marks(page, r, y, colour, shape, limits)
    return page.finish(_readable_ranges(table))


def _range_rows(found: Consensus) -> list[dict]:
    """All as printed, all on the basis, then each group on the basis, highest first."""
    f = found.figures
    if f.empty:
        return []
    rows = [
        {"who": "All, as printed", "group": "", "values": f["value"]},
        {"who": "All, on one basis", "group": "", "values": f["estimate"]},
    ]
    best = f.groupby("group", sort=False)["estimate"].max().sort_values(ascending=False, kind="stable")
    for group in best.index:
        own = f[f["group"] == group]
        rows.append({"who": found.case.group_name(group), "group": group, "values": own["estimate"]})
    marks = [list(zip(f.loc[r["values"].index, "group"], f.loc[r["values"].index, "role"], strict=True)) for r in rows]
    also = [[value for given in f.loc[r["values"].index, "also"] for *_, value in given] if r["group"] else [] for r in rows]
    return [r | {"values": list(r["values"]), "marks": m, "also": a} for r, m, a in zip(rows, marks, also, strict=True)]


def _range_row(r: dict, colour: dict, left: float) -> Row:
    shade = legible(colour[r["group"]]) if r["group"] else INK
    n = len(r["values"])
    words = lines(shorten(r["who"], 60), left - 0.15, SMALL, shade, True)
    below = f"{n} source{'s' if n > 1 else ''}" + (f"; also {', '.join(map(count, r['also']))}" if r["also"] else "")
    return Row(words, [(span(r["values"]), SMALL, INK, False), *lines(below, 1.25, FOOT, QUIET)], pad=0.12)


def _marks(page: Sheet, r: dict, y: float, colour: dict, shape: dict, limits: tuple[float, float]) -> None:
    low, high = min(r["values"]), max(r["values"])
    shade = colour.get(r["group"], PLAIN) if r["group"] else PLAIN
    page.ax.plot(
        [inside(low, limits), inside(high, limits)],
        [y, y],
        color=shade,
        linewidth=6 if not r["group"] else 2,
        zorder=2,
        solid_capstyle="butt",
    )
    for value in r["also"]:
        _dot(page, inside(value, limits), y, PAPER, shape.get(r["marks"][0][1], "o"), edge=shade)
    printed = r["who"] == "All, as printed"
    for value, (group, role) in zip(r["values"], r["marks"], strict=True):
        _dot(page, inside(value, limits), y, GREY if printed else colour.get(group, STEEL), shape.get(role, "o"))


def _dot(page: Sheet, x: float, y: float, colour: str, marker: str, edge: str = PAPER) -> None:
    more = {"markeredgecolor": edge, "markeredgewidth": 0.7 if edge == PAPER else 1.4, "linestyle": "none", "zorder": 5, "clip_on": False}
    page.ax.plot([x], [y], marker=marker, markersize=6.5, color=colour, **more)


def _bands(page: Sheet, found: Consensus, limits: tuple[float, float]) -> None:
    """What the largest agreeing sets allow, as bands behind everything; none where no two agree."""
    for agreed, _ in found.agreement:
        if agreed.size > 1:
            _band(page, agreed.low, agreed.high, limits)


def _band(page: Sheet, low: float, high: float, limits: tuple[float, float]) -> None:
    a, b = share(inside(low, limits), limits), share(inside(high, limits), limits)
    middle, half = (a + b) / 2, max((b - a) / 2, 0.018 / page.width)  # a single number is still to be seen
    page.ax.axvspan(back(middle - half, limits), back(middle + half, limits), facecolor=BAND, edgecolor="none", zorder=0)


def _readable_ranges(table: list[dict]) -> dict[str, list]:
    return {
        "figures": [r["who"] for r in table],
        "sources": [len(r["values"]) for r in table],
        "lowest": [round(min(r["values"])) for r in table],
        "highest": [round(max(r["values"])) for r in table],
        "ratio": [round(max(r["values"]) / min(r["values"]), 2) for r in table],
        "also": ["; ".join(map(count, r["also"])) for r in table],
    }


@caption_of("ranges")
def _words(found, case):
    f = found.figures
    if f.empty:
        return many(found), noun_on(found), foot_line(case), "Empty chart: no source has a usable figure."
    hi, lo = f.iloc[0], f.iloc[-1]
    n = len(f)
    sets = [a for a, _ in found.agreement if a.size > 1]
    band = (
        f"Shaded: {join_or([allowed(a.low, a.high) for a in sets])}, which the words of {spelled(sets[0].size)} independent sources allow together"
        if sets
        else "No two independent sources allow a common number by their words"
    )
    alt = (
        f"Range chart of {noun_of(case, found.basis.measure)}, {day_of(found)}, log scale: {n} source{'s' if n > 1 else ''} from {number(lo['estimate'])} ({lo['name']}) to "
        f"{number(hi['estimate'])} ({hi['name']}), all as printed, all on one basis, then group by group. {band}."
    )
    also = "Hollow: what a source also gave where the basis leaves a dimension open." if any(f["also"]) else ""
    return many(found), f"{noun_on(found)}; log scale. {band}", foot_line(case, also), alt
