"""Figures of many sources: their ranges, each pair, who repeats whom, and what is left without each.

The matrix and the lanes have a row a source, measured in inches from the top like those of `rows`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.dates import date2num
from matplotlib.patches import Rectangle

from .. import dates
from ..story import MOST_PAIRED
from . import style as st
from .figure import Figure, Label, Labels, Sheet, drawn, line_height, measure, note, sheet, wrap
from .overtime import _day_axis
from .rows import STEEL, Interval, Row, Rows, _back, _count_axis, _inside, _lines, _log_limits, _share, interval
from .style import FAINT, FOOT, GREY, INK, PAPER, QUIET, SMALL, count, factor, quoted, shorten

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ..pooling import Consensus, Independence

MOST_GROUPS, MOST_LANES, MOST_LEFT_OUT = 14, 14, 18
BAND = "#dfe7ee"  # what words allow together
PLAIN = "#b9c2ca"  # a plain range


# --------------------------------------------------------------------------------------------- ranges


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
    colour, shape = st.colours(found.case, list(found.figures["group"])), st.shapes(found.case, list(found.figures["role"]))
    left, right = 2.05, 1.45
    shown = table[: 2 + MOST_GROUPS]
    rows = [_range_row(r, colour, left) for r in shown]
    if len(table) > len(shown):
        rows.append(Row([(f"… and {len(table) - len(shown)} more groups, in the table", SMALL, QUIET, False)], pad=0.14))
    limits = _log_limits([v for r in table for v in (*r["values"], *r["also"])], pad=0.05)
    page = sheet("ranges", found, found.case, ax, sum(r.height for r in rows), left=left, right=right, top=0.05, bottom=0.26)
    _count_axis(page, limits)
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
    shade = st.readable(colour[r["group"]]) if r["group"] else INK
    n = len(r["values"])
    words = _lines(shorten(r["who"], 60), left - 0.15, SMALL, shade, True)
    below = f"{n} source{'s' if n > 1 else ''}" + (f"; also {', '.join(map(count, r['also']))}" if r["also"] else "")
    return Row(words, [(_span(r["values"]), SMALL, INK, False), *_lines(below, 1.25, FOOT, QUIET)], pad=0.12)


def _span(values: Sequence[float]) -> str:
    low, high = count(min(values)), count(max(values))
    return low if low == high else f"{low} to {high}"


def _marks(page: Sheet, r: dict, y: float, colour: dict, shape: dict, limits: tuple[float, float]) -> None:
    low, high = min(r["values"]), max(r["values"])
    shade = colour.get(r["group"], PLAIN) if r["group"] else PLAIN
    page.ax.plot(
        [_inside(low, limits), _inside(high, limits)],
        [y, y],
        color=shade,
        linewidth=6 if not r["group"] else 2,
        zorder=2,
        solid_capstyle="butt",
    )
    for value in r["also"]:
        _dot(page, _inside(value, limits), y, PAPER, shape.get(r["marks"][0][1], "o"), edge=shade)
    printed = r["who"] == "All, as printed"
    for value, (group, role) in zip(r["values"], r["marks"], strict=True):
        _dot(page, _inside(value, limits), y, GREY if printed else colour.get(group, STEEL), shape.get(role, "o"))


def _dot(page: Sheet, x: float, y: float, colour: str, marker: str, edge: str = PAPER) -> None:
    more = {"markeredgecolor": edge, "markeredgewidth": 0.7 if edge == PAPER else 1.4, "linestyle": "none", "zorder": 5, "clip_on": False}
    page.ax.plot([x], [y], marker=marker, markersize=6.5, color=colour, **more)


def _bands(page: Sheet, found: Consensus, limits: tuple[float, float]) -> None:
    """What the largest agreeing sets allow, as bands behind everything; none where no two agree."""
    for agreed, _ in found.agreement:
        if agreed.size > 1:
            _band(page, agreed.low, agreed.high, limits)


def _band(page: Sheet, low: float, high: float, limits: tuple[float, float]) -> None:
    a, b = _share(_inside(low, limits), limits), _share(_inside(high, limits), limits)
    middle, half = (a + b) / 2, max((b - a) / 2, 0.018 / page.width)  # a single number is still to be seen
    page.ax.axvspan(_back(middle - half, limits), _back(middle + half, limits), facecolor=BAND, edgecolor="none", zorder=0)


def _readable_ranges(table: list[dict]) -> dict[str, list]:
    return {
        "figures": [r["who"] for r in table],
        "sources": [len(r["values"]) for r in table],
        "lowest": [round(min(r["values"])) for r in table],
        "highest": [round(max(r["values"])) for r in table],
        "ratio": [round(max(r["values"]) / min(r["values"]), 2) for r in table],
        "also": ["; ".join(map(count, r["also"])) for r in table],
    }


# ---------------------------------------------------------------------------------------------- pairs


@drawn
def pairs(found: Consensus, ax: Axes | None = None) -> Figure:
    """Every pair of sources: below the diagonal the ratio as printed, above it on the basis.

    Both ratios of a pair are that of the source with the higher estimate over the other, so that they can be compared.

    Examples
    --------
    >>> import discrepancy as dc
    >>> pairs(dc.pool(dc.load_case("hurricane-maria"))).table.columns.tolist()
    ['higher on the basis', 'lower', 'as printed', 'on one basis']
    """
    f, table = found.figures, found.pairs
    readable = _readable_pairs(table)
    if table.empty:
        return note("pairs", found, found.case, ax, "A pair takes two sources with a usable figure.", readable)
    shown = f[f["source"].isin({*table["a"], *table["b"]})].head(MOST_PAIRED).to_dict("records")
    ratios = {(r["a"], r["b"]): (r["printed"], r["normalized"]) for r in table.to_dict("records")}
    n, left, right = len(shown), 2.5, 0.05
    side = min(0.62, (st.WIDTH - 0.2 - left - right) / n)
    size = FOOT if side > 0.36 else FOOT - 1.5
    height = side * 0.62 * n
    colour = st.colours(found.case, list(f["group"]))
    page = sheet("pairs", found, found.case, ax, height, left=left, right=st.WIDTH - 0.2 - left - side * n, top=0.5, bottom=0.22)
    page.ax.set(xlim=(0, n), ylim=(n, 0), xticks=[], yticks=[])
    page.ax.spines["bottom"].set_visible(False)
    drawn_pairs = [ratios[a["source"], b["source"]] for i, a in enumerate(shown) for b in shown[i + 1 :]]
    most = max(abs(math.log(r)) for pair in drawn_pairs for r in pair) or 1.0
    for i, a in enumerate(shown):
        name = wrap(f"{i + 1}  {shorten(a['name'], 60)}", left - 0.12, SMALL, True, most=1)[0]
        page.text(-left, i + 0.5, name, SMALL, st.readable(colour.get(a["group"], STEEL)), True, va="center_baseline")
        page.text((i + 0.5) * side, -0.25, str(i + 1), SMALL, QUIET, ha="center", va="center_baseline")
        for j, b in enumerate(shown[i + 1 :], i + 1):
            printed, based = ratios[a["source"], b["source"]]
            _cell(page, i, j, based, most, side, size)
            _cell(page, j, i, printed, most, side, size)
        page.ax.add_patch(Rectangle((i, i), 1, 1, facecolor=FAINT, edgecolor=PAPER, linewidth=1.5))
    page.text(side * n, -0.8, "above the diagonal: on one basis", FOOT, INK, ha="right", va="center_baseline")
    page.text(0, n + 0.3, "below the diagonal: as printed", FOOT, INK, va="center_baseline")
    return page.finish(readable)


def _cell(page: Sheet, row: int, column: int, ratio: float, most: float, side: float, size: float) -> None:
    """The darker, the further from ×1; in the other hue where the printed order is the other way round."""
    strength = min(abs(math.log(ratio)) / most, 1.0) * 0.75
    hue = (0.29, 0.43, 0.58) if ratio >= 0.9995 else (0.72, 0.45, 0.16)
    shade = tuple(1 - strength * (1 - c) for c in hue)
    page.ax.add_patch(Rectangle((column, row), 1, 1, facecolor=shade, edgecolor=PAPER, linewidth=1.5))
    page.text((column + 0.5) * side, row + 0.5, factor(ratio), size, INK, ha="center", va="center_baseline")


def _readable_pairs(table: pd.DataFrame) -> dict[str, list]:
    return {
        "higher on the basis": list(table["a_name"]),
        "lower": list(table["b_name"]),
        "as printed": [round(r, 3) for r in table["printed"]],
        "on one basis": [round(r, 3) for r in table["normalized"]],
    }


# -------------------------------------------------------------------------------------------- repeats

LINES = {"stated": ("-", INK), "inferred": ((0, (5, 2.5)), INK), "suspected": ((0, (1.2, 2)), QUIET)}


@drawn
def repeats(seen: Independence, ax: Axes | None = None) -> Figure:
    """Who repeats whom: a lane a source, a mark a statement, an arrow from a statement to one that has its figure.

    Examples
    --------
    >>> import discrepancy as dc
    >>> repeats(dc.independence(dc.load_case("dprk-kursk"))).table["on what ground"].unique().tolist()
    ['suspected', 'inferred', 'stated']
    """
    case, edges, figures = seen.case, seen.edges, seen.figures
    readable = _readable_repeats(seen)
    if figures.empty:
        return note("repeats", seen, case, ax, "No source gave a figure of this measure, or none was known by then.", readable)
    lanes = _lanes(seen)
    more = len(seen.sources) - len(lanes)
    colour, shape = st.colours(case, list(figures["group"])), st.shapes(case, list(figures["role"]))
    of = figures.drop_duplicates("source").set_index("source")
    left, step = 2.55, 0.3
    bottom = 0.42 + (line_height(SMALL) + 0.08 if more else 0.0)
    page = sheet("repeats", seen, case, ax, step * len(lanes), left=left, right=0.12, top=0.05, bottom=bottom)
    days = [dates.middle(d) for d in figures.loc[figures["source"].isin(lanes), "said"]]
    pad = max(4, (max(days) - min(days)).days // 16)
    page.ax.set(xlim=(date2num(min(days)) - pad, date2num(max(days)) + pad), ylim=(step * len(lanes), 0), yticks=[])
    _days(page, min(days), max(days))
    at = {source: (i + 0.5) * step for i, source in enumerate(lanes)}
    for source, y in at.items():
        page.ax.axhline(y, color=FAINT, linewidth=1.0, zorder=0)
        name = wrap(shorten(of.loc[source, "name"], 60), left - 0.12, SMALL, True, most=1)[0]
        page.text(-left, y, name, SMALL, st.readable(colour[of.loc[source, "group"]]), True, va="center_baseline")
    taken = set(edges.loc[edges["basis"] != "suspected", "statement"])
    for row in figures[figures["source"].isin(lanes)].itertuples():
        hollow = row.statement in taken
        page.ax.plot(
            [date2num(dates.middle(row.said))],
            [at[row.source]],
            marker=shape.get(row.role, "o"),
            markersize=6,
            markerfacecolor=PAPER if hollow else colour[row.group],
            markeredgecolor=colour[row.group] if hollow else PAPER,
            markeredgewidth=1.4 if hollow else 0.6,
            linestyle="none",
            zorder=4,
        )
    labels = Labels(page.ax)
    for row in figures[figures["source"].isin(lanes)].itertuples():
        labels.mark(date2num(dates.middle(row.said)), at[row.source], 4)
    for edge in edges.itertuples():
        _arrow(page, edge, at)
        labels.line(date2num(dates.middle(edge.earlier)), at[edge.repeats], date2num(dates.middle(edge.said)), at[edge.source])
    for edge in edges.itertuples():
        words = count(edge.value) if float(edge.value).is_integer() else quoted(edge.printed, 24)
        x, y = date2num(dates.middle(edge.said)), at[edge.source]
        labels.place(Label(x, y, [(words, False)], QUIET, FOOT, "right above left below", must=False, gap=6))
    if more:
        words = f"… and {more} more source{'s' if more > 1 else ''} without a figure that is like another's"
        page.ax.annotate(
            words,
            (0, 0),
            (-left * 72, -(bottom - 0.1) * 72),
            xycoords="axes fraction",
            textcoords="offset points",
            annotation_clip=False,
            fontsize=SMALL,
            color=QUIET,
        )
    return page.finish(readable)


def _lanes(seen: Independence) -> list[str]:
    """Sources in the order of their first statement, those of an edge before others where there is no room for all."""
    linked = {*seen.edges["source"], *seen.edges["repeats"]}
    ranked = sorted(seen.sources, key=lambda s: s not in linked)
    shown = set(ranked[: max(MOST_LANES if len(linked) < MOST_LANES else len(linked), 1)])
    if len(seen.sources) > MOST_LANES:
        shown &= linked | set(ranked[:MOST_LANES])
    return [s for s in seen.sources if s in shown]


def _days(page: Sheet, first: date, last: date) -> None:
    """Days along the lower edge, every second or third where all would not fit."""
    ticks = st.day_ticks(first, last)
    x0, x1 = page.ax.get_xlim()
    wide = max((measure(line, SMALL) for _, text in ticks for line in text.split("\n")), default=0.0) + 0.1
    apart = min((page.width * (b - a).days / (x1 - x0) for (a, _), (b, _) in pairwise(ticks)), default=wide)
    _day_axis(page, ticks[:: max(1, math.ceil(wide / apart))])


def _arrow(page: Sheet, edge, at: dict[str, float]) -> None:
    start, end = ((date2num(dates.middle(d)), at[s]) for d, s in ((edge.earlier, edge.repeats), (edge.said, edge.source)))
    dash, shade = LINES[edge.basis]
    page.ax.annotate(
        "",
        end,
        start,
        zorder=3,
        annotation_clip=False,
        arrowprops={
            "arrowstyle": "-|>,head_length=0.35,head_width=0.16",
            "color": shade,
            "linewidth": 1.2,
            "linestyle": dash,
            "shrinkA": 4,
            "shrinkB": 4.5,
            "connectionstyle": f"arc3,rad={0.16 if end[1] < start[1] else -0.16}",  # away from the names
        },
    )


def _readable_repeats(seen: Independence) -> dict[str, list]:
    e, case = seen.edges, seen.case
    return {
        "source": [case.source_name(s) for s in e["source"]],
        "said on": list(e["said"]),
        "printed": list(e["printed"]),
        "like the figure of": [case.source_name(s) for s in e["repeats"]],
        "of": list(e["earlier"]),
        "days between": list(e["days"]),
        "on what ground": list(e["basis"]),
        "because": list(e["because"]),
    }


# ------------------------------------------------------------------------------------------- left out


@drawn
def left_out(found: Consensus, ax: Axes | None = None) -> Figure:
    """Range, agreement and, where one was asked for, the pooled value without each source and each group.

    Examples
    --------
    >>> import discrepancy as dc
    >>> left_out(dc.pool(dc.load_case("hurricane-maria"))).table["left out"].tolist()[0]
    'nothing'
    """
    table = found.without
    readable = _readable_left_out(table, found)
    if table.empty:
        return note("left_out", found, found.case, ax, "No source has a usable figure on this basis.", readable)
    f = found.figures
    colour = st.colours(found.case, list(f["group"]))
    group_of = dict(zip(f["name"], f["group"], strict=True)) | {found.case.group_name(g): g for g in f["group"]}
    pooled = found.pooled is not None
    left, right = 2.45, 1.55
    records = [r for r in table.to_dict("records") if r["kind"] != "source" or len(f) > 1]
    room = MOST_LEFT_OUT - sum(r["kind"] != "source" for r in records)
    one = [r for r in records if r["kind"] == "source"]
    cut = [id(r) for r in one[max(room, 6) :]]
    shown = [r for r in records if id(r) not in cut]
    rows, before = [], "nothing"
    for r in shown:
        if r["kind"] and r["kind"] != before:
            rows.append(Row([(_HEADS[r["kind"]], FOOT, QUIET, False)], heading=True, pad=0.12))
            before = r["kind"]
        rows.append(_left_out_row(r, left, colour.get(group_of.get(r["left_out"], ""), INK), pooled))
    if cut:
        rows.append(Row([(f"… and {len(cut)} more sources, in the table", SMALL, QUIET, False)], heading=True, pad=0.14))
    values = [v for r in shown for v in (r["lowest"], r["highest"], r.get("pooled_low"), r.get("pooled_high"))]
    limits = _log_limits(values, pad=0.05)
    page = sheet("left_out", found, found.case, ax, sum(r.height for r in rows), left=left, right=right, top=0.26, bottom=0.26)
    _count_axis(page, limits)
    head = "pooled (95 %)" if pooled else "range"
    page.text(page.width + 0.18, -0.11, head, SMALL, QUIET, va="center_baseline")
    middles = [y for y, row in zip(Rows(page, rows, limits).draw(words_at=0.18), rows, strict=True) if not row.heading]
    for r, y in zip(shown, middles, strict=True):
        _left_out_marks(page, r, y, limits, pooled)
    return page.finish(readable)


_HEADS = {"source": "Without one source", "group": "Without a group of several sources", "suspected": "Without what is only suspected"}


def _left_out_row(r: dict, left: float, shade: str, pooled: bool) -> Row:
    name = "All usable figures" if not r["kind"] else r["left_out"]
    words = _span((r["lowest"], r["highest"]))
    if pooled:
        words = (
            f"{count(_two(r['pooled']))} ({count(_two(r['pooled_low']))} to {count(_two(r['pooled_high']))})"
            if r["pooled"] == r["pooled"]
            else "fewer than two"
        )
    return Row(
        _lines(shorten(name, 60), left - 0.15, SMALL, st.readable(shade), not r["kind"], most=1), [(words, FOOT, INK, False)], pad=0.07
    )


def _two(x: float) -> float:
    from ..story import number

    return float(number(x).replace(",", ""))


def _left_out_marks(page: Sheet, r: dict, y: float, limits: tuple[float, float], pooled: bool) -> None:
    ends = [_inside(r[k], limits) for k in ("lowest", "highest")]
    page.ax.plot(ends, [y, y], color=PLAIN, linewidth=5, zorder=1, solid_capstyle="butt")
    if r["agree_low"] == r["agree_low"] and r["agree"] > 1:
        low, high = (_share(_inside(r[k], limits), limits) for k in ("agree_low", "agree_high"))
        half = max((high - low) / 2, 0.02 / page.width)
        span = [_back((low + high) / 2 + s * half, limits) for s in (-1, 1)]
        page.ax.plot(span, [y, y], color=STEEL, linewidth=5, zorder=2, solid_capstyle="butt")
        if math.isinf(r["agree_high"]):
            page.ax.plot([limits[1]], [y], marker=5, markersize=7, color=STEEL, markeredgewidth=0, clip_on=False, zorder=2)
    if pooled and r["pooled"] == r["pooled"]:
        interval(page, Interval(r["pooled"], r["pooled_low"], r["pooled_high"], colour=INK, marker="D", size=6), y, limits)


def _readable_left_out(table: pd.DataFrame, found: Consensus) -> dict[str, list]:
    plain = lambda column: [None if v != v or math.isinf(v) else round(v) for v in table[column].astype(float)]
    columns = {
        "left out": list(table["left_out"]),
        "figures": list(table["figures"]),
        "lowest": plain("lowest"),
        "highest": plain("highest"),
        "most that agree": plain("agree"),
        "they allow from": plain("agree_low"),
        "to": plain("agree_high"),
    }
    if found.pooled:
        columns |= {"pooled": plain("pooled"), "low": plain("pooled_low"), "high": plain("pooled_high")}
    return columns
