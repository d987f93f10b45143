"""Many sources on one basis → range, agreement and pooled value without each source and each group."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.figure import columns, records
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.rows import Interval, Row, heading, interval, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note
from discrepancy.plots.paper.style import FOOT, INK, PLAIN, QUIET, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.words import Caption, caption, foot_line, nothing, noun_on
from discrepancy.saying.numbers import plural, spelled
from discrepancy.saying.text import clip
from discrepancy.sources.consensus import Consensus

MOST_LEFT_OUT = 18
HEADS = {"source": "Without one source", "group": "Without a group of several sources"}
LEFT = 2.45  # inches for the names


@drawn
def left_out(found: Consensus, ax: Axes | None = None) -> Figure:
    """Range, agreement and, where one was asked for, the pooled value without each source and each group.

    Examples
    --------
    >>> import discrepancy as dc
    >>> left_out(dc.pool(dc.load_case("hurricane-maria"))).table["left out"].tolist()[0]
    'nothing'
    """
    f, pooled, q = found.figures, found.pooled is not None, notation(found.case, found.basis.measure)
    if found.without.empty:
        return note(words(found), ax, "No source has a usable figure on this basis.", _table(found, q))
    colour = colours(found.case, f["group"])
    group_of = dict(zip(f["name"], f["group"], strict=True)) | {found.case.group_name(g): g for g in f["group"]}
    shown, cut = _shown(found)
    rows, before = [], "nothing"
    for r in shown:
        if r["kind"] in HEADS and r["kind"] != before:
            rows.append(heading(HEADS[r["kind"]], FOOT, QUIET, False, pad=0.12))
            before = r["kind"]
        rows.append(_row(r, colour.get(group_of.get(r["left_out"], ""), INK), pooled, q))
    if cut:
        rows.append(more(f"{cut:,} more", heading=True))
    scale = Ruler.of([v for r in shown for v in (r["lowest"], r["highest"], r.get("pooled_low"), r.get("pooled_high"))], q, pad=0.05)
    page, middles = row_chart(
        words(found), ax, rows, scale, value_axis(q), left=LEFT, right=1.55, head="pooled (95 %)" if pooled else "range", top=0.26
    )
    for r, y in zip(shown, (y for y, row in zip(middles, rows, strict=True) if not row.heading), strict=True):
        _marks(page, r, y, scale, pooled)
    return page.finish(_table(found, q))


def _shown(found: Consensus) -> tuple[list[dict], int]:
    """What there is room for, from the highest to the lowest, and how many there is none for."""
    rows = [r for r in records(found.without) if r["kind"] != "source" or len(found.figures) > 1]
    one = [i for i, r in enumerate(rows) if r["kind"] == "source"]
    others = spread([i for i, r in enumerate(rows) if r["kind"] != "source"], MOST_LEFT_OUT)
    shown = sorted([*spread(one, max(MOST_LEFT_OUT - len(others), 6)), *others])
    return [rows[i] for i in shown], len(rows) - len(shown)


def _row(r: dict, shade: str, pooled: bool, q: Notation) -> Row:
    name = {"": "All usable figures", "suspected": "Without what is only suspected"}.get(r["kind"], r["left_out"])
    said = q.to(r["lowest"], r["highest"]) if q.counts else q.about_to(r["lowest"], r["highest"])
    if pooled:
        said = (
            f"{q.about(r['pooled'])} ({q.about_to(r['pooled_low'], r['pooled_high'])})" if r["pooled"] == r["pooled"] else "fewer than two"
        )
    return Row(named(name, LEFT - 0.15, SMALL, legible(shade), not r["kind"]), [(said, FOOT, INK, False)], pad=0.07)


def _marks(page: Sheet, r: dict, y: float, scale: Ruler, pooled: bool) -> None:
    page.stroke([scale.inside(r[k]) for k in ("lowest", "highest")], [y, y], PLAIN, 5, 1)
    if r["agree_low"] == r["agree_low"] and r["agree"] > 1:
        page.stroke(scale.seen(r["agree_low"], r["agree_high"], 0.02 / page.width), [y, y], STEEL, 5, 2)
        if math.isinf(r["agree_high"]):
            page.mark(scale.high, y, 5, 11, STEEL, 2, mew=0, clip_on=False)
    if pooled and r["pooled"] == r["pooled"]:
        interval(page, Interval(r["pooled"], r["pooled_low"], r["pooled_high"], colour=INK, marker="D", size=6), y, scale)


def _table(found: Consensus, q: Notation) -> dict[str, list]:
    names = {"left out": "left_out", "figures": "figures", "lowest": "lowest", "highest": "highest", "most that agree": "agree"}
    names |= {"they allow from": "agree_low", "to": "agree_high"}
    names |= {"pooled": "pooled", "low": "pooled_low", "high": "pooled_high"} if found.pooled else {}
    cells = dict.fromkeys([*names.values()][2:], q.cell) | {"agree": lambda n: None if n != n else int(n)}
    return columns(records(found.without), names, **cells)


def words(found: Consensus) -> Caption:
    """The words around the figure."""
    case, noun, q = found.case, noun_on(found.case, found.basis), notation(found.case, found.basis.measure)
    if found.without.empty:
        return nothing("No source has a usable figure on this basis", case, noun, alt="no source has a usable figure.")
    one = [r for r in records(found.without) if r["kind"] == "source"]
    subtitle = f"{noun}; {q.axis}. Grey: lowest to highest. Dark: what the words of most sources allow, where that is one span"
    what = f"Range chart: lowest to highest figure of {plural(len(found.figures), 'source')}, then without each source and each group"
    title, foot, least = "One source has a usable figure: there is nothing to leave out", "", ""
    if len(one) > 1:
        step = lambda r: q.scale.step(r["lowest"], r["highest"])
        r = min(one, key=step)
        title = f"Without any one source the figures still differ by {q.step(q.scale.size(step(r)), signed=False)} or more"
        least = f" Without {r['left_out']} they run from {q.about(r['lowest'])} to {q.about(r['highest'])}."
    if len(one) == 2:
        title, least = "Two sources have a usable figure: without either, the figure of the other remains", ""
    if found.pooled:
        p = found.pooled.to_dict()["count"]
        about = f"about {q.about(p['best'])} ({q.about_to(p['low'], p['high'])}, if the stated assumptions hold)"
        title, least = f"Pooled over {spelled(found.pooled.k)} independent figures: {about}", ""
        subtitle += f". Diamond: pooled with {found.method}, 95 %"
        what += ", with the pooled value"
        foot = clip(" ".join(found.remarks), 400)
    elif found.refused:
        foot = clip(f"No pooled value: {found.refused}", 300)
    if len(one) < len(found.figures):
        foot += f" {len(one)} of {len(found.figures):,} sources are left out in turn, from the highest to the lowest figure."
    return caption(title, subtitle, foot_line(case, foot.strip()), f"{what}. {title}.{least}")
