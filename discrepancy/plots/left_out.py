"""TODO"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy.plots.paper.captions import caption_of, foot_line, noun_on
from discrepancy.plots.paper.colours import colours, legible
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.rows import (
    PLAIN,
    STEEL,
    Interval,
    Row,
    Rows,
    back,
    count_axis,
    inside,
    interval,
    lines,
    log_limits,
    share,
    span,
)
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import FOOT, INK, QUIET, SMALL
from discrepancy.plots.paper.words import shorten
from discrepancy.saying.numbers import number, spelled, times
from discrepancy.saying.text import clip

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from discrepancy.sources.consensus import Consensus

MOST_LEFT_OUT = 18


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
    colour = colours(found.case, list(f["group"]))
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
    limits = log_limits(values, pad=0.05)
    page = sheet("left_out", found, found.case, ax, sum(r.height for r in rows), left=left, right=right, top=0.26, bottom=0.26)
    count_axis(page, limits)
    head = "pooled (95 %)" if pooled else "range"
    page.text(page.width + 0.18, -0.11, head, SMALL, QUIET, va="center_baseline")
    middles = [y for y, row in zip(Rows(page, rows, limits).draw(words_at=0.18), rows, strict=True) if not row.heading]
    for r, y in zip(shown, middles, strict=True):
        _left_out_marks(page, r, y, limits, pooled)
    return page.finish(readable)


_HEADS = {"source": "Without one source", "group": "Without a group of several sources", "suspected": "Without what is only suspected"}


def _left_out_row(r: dict, left: float, shade: str, pooled: bool) -> Row:
    name = "All usable figures" if not r["kind"] else r["left_out"]
    words = span((r["lowest"], r["highest"]))
    if pooled:
        words = (
            f"{number(r['pooled'])} ({number(r['pooled_low'])} to {number(r['pooled_high'])})"
            if r["pooled"] == r["pooled"]
            else "fewer than two"
        )
    return Row(lines(shorten(name, 60), left - 0.15, SMALL, legible(shade), not r["kind"], most=1), [(words, FOOT, INK, False)], pad=0.07)


def _left_out_marks(page: Sheet, r: dict, y: float, limits: tuple[float, float], pooled: bool) -> None:
    ends = [inside(r[k], limits) for k in ("lowest", "highest")]
    page.ax.plot(ends, [y, y], color=PLAIN, linewidth=5, zorder=1, solid_capstyle="butt")
    if r["agree_low"] == r["agree_low"] and r["agree"] > 1:
        low, high = (share(inside(r[k], limits), limits) for k in ("agree_low", "agree_high"))
        half = max((high - low) / 2, 0.02 / page.width)
        span = [back((low + high) / 2 + s * half, limits) for s in (-1, 1)]
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


@caption_of("left_out")
def _words(found, case):
    table = found.without
    if table.empty:
        return "No source has a usable figure on this basis", noun_on(found), foot_line(case), "Empty chart: no source has a usable figure."
    one = table[table["kind"] == "source"]
    ratios = (one["highest"] / one["lowest"]).tolist()
    subtitle = f"{noun_on(found)}; log scale. Grey: lowest to highest. Dark: what the words of most sources allow, where that is one span"
    title = "One source has a usable figure: there is nothing to leave out"
    if len(one) > 1:
        least = min(range(len(ratios)), key=ratios.__getitem__)
        title = f"Without any one source the figures still differ by {times(ratios[least])} or more"
    alt = f"Range chart: lowest to highest figure of {len(found.figures)} sources, then without each source and each group. {title}."
    if len(one) > 1:
        alt += f" Without {one.iloc[least]['left_out']} they run from {number(one.iloc[least]['lowest'])} to {number(one.iloc[least]['highest'])}."
    foot = ""
    if found.pooled:
        p = found.pooled.to_dict()["count"]
        pooled = f"about {number(p['best'])} ({number(p['low'])} to {number(p['high'])}, if the stated assumptions hold)"
        title = f"Pooled over {spelled(found.pooled.k)} independent figures: {pooled}"
        subtitle += f". Diamond: pooled with {found.method}, 95 %"
        alt = f"{alt.partition('.')[0]}, with the pooled value. {title}."
        foot = clip(" ".join(found.remarks), 400)
    elif found.refused:
        foot = clip(f"No pooled value: {found.refused}", 300)
    return title, subtitle, foot_line(case, foot), alt
