"""Many sources on one basis → their plain range, group by group, and what their words allow together."""

from __future__ import annotations

import math
from itertools import pairwise

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.many import MARKS, spread
from discrepancy.plots.paper.notation import Notation, notation
from discrepancy.plots.paper.rows import Row, lines, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note
from discrepancy.plots.paper.style import FOOT, GREY, INK, PAPER, PLAIN, QUIET, SMALL, STEEL, colours, legible, shapes
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.words import Caption, caption, foot_line, nothing, noun_of, noun_on, on_basis, quoted
from discrepancy.reading.scale import RATIO
from discrepancy.saying.numbers import plural, spelled
from discrepancy.sources.consensus import Consensus
from discrepancy.story.consensus import many
from discrepancy.story.words import WHERE, still_apart

MOST_GROUPS = 14
BAND = "#dfe7ee"  # what words allow together
LEFT = 2.05  # inches for the names
PRINTED = "All, as printed"


@drawn
def ranges(found: Consensus, ax: Axes | None = None) -> Figure:
    """The plain range of all sources, as printed and on the basis, then group by group; behind it what the words allow together.

    Examples
    --------
    >>> import discrepancy as dc
    >>> ranges(dc.pool(dc.load_case("hurricane-maria"))).table["lowest"].tolist()[:2]
    [1139, 1139]
    """
    f, q = found.figures, notation(found.case, found.basis.measure)
    if f.empty:
        return note(words(found), ax, "No source has a usable figure on this basis.", _table([], q))
    table = _ranges(found)
    colour, shape = colours(found.case, f["group"]), shapes(found.case, f["role"])
    shown = [*table[:2], *spread(table[2:], MOST_GROUPS)]
    rows = [_row(r, colour, q) for r in shown]
    if len(table) > len(shown):
        rows.append(more(plural(len(table) - len(shown), "more group")))
    scale = Ruler.of([v for r in table for v in (*r["values"], *r["also"])], q, pad=0.05)
    page, middles = row_chart(words(found), ax, rows, scale, value_axis(q), left=LEFT, right=1.45)
    for agreed in _agreeing(found):
        page.ax.axvspan(*scale.seen(agreed.low, agreed.high, 0.018 / page.width), facecolor=BAND, edgecolor="none", zorder=0)
    for r, y in zip(shown, middles, strict=False):
        _marks(page, found, r, y, colour, shape, scale)
    return page.finish(_table(table, q))


def _ranges(found: Consensus) -> list[dict]:
    """All as printed, all on the basis, then each group on the basis, highest first."""
    records = found.figures.to_dict("records")
    by_group: dict[str, list[dict]] = {}
    for r in records:
        by_group.setdefault(r["group"], []).append(r)
    rows = [_range(PRINTED, "", records, "value"), _range(f"All, {WHERE[bool(found.left_open)]}", "", records, "estimate")]
    for group, own in sorted(by_group.items(), key=lambda item: -max(r["estimate"] for r in item[1])):
        rows.append(_range(found.case.group_name(group), group, own, "estimate"))
    return rows


def _range(who: str, group: str, own: list[dict], key: str) -> dict:
    also = [value for r in own for *_, value in r["also"]] if group else []
    return {
        "who": who,
        "group": group,
        "values": [r[key] for r in own],
        "claims": [r["claim"] for r in own],
        "marks": [(r["group"], r["role"]) for r in own],
        "also": also,
    }


def _agreeing(found: Consensus) -> list:
    """The largest sets whose words allow a number together; none where no two agree."""
    return [agreed for agreed, _ in found.agreement if agreed.size > 1]


def allowed(low: float, high: float, q: Notation) -> str:
    """Bounds in words: 3,000 or more, up to 7.5%."""
    if math.isinf(high):
        return "no limit" if math.isinf(low) or (low <= 0 and q.scale is RATIO) else f"{q.bound(low)} or more"
    return f"up to {q.bound(high)}" if math.isinf(low) or (low <= 0 and q.scale is RATIO) else q.to(low, high)


def _row(r: dict, colour: dict, q: Notation) -> Row:
    shade = legible(colour[r["group"]]) if r["group"] else INK
    n = len(r["values"])
    below = plural(n, "source") + (f"; also {', '.join(map(q.say, r['also']))}" if r["also"] else "")
    right = [(_span(r, q), SMALL, INK, False), *lines(below, 1.25, FOOT, QUIET)]
    return Row(named(r["who"], LEFT - 0.15, SMALL, shade), right, pad=0.12)


def _span(r: dict, q: Notation) -> str:
    """The lowest and the highest number; one where they read the same."""
    if r["who"] == PRINTED or q.counts:
        ends = [q.say(*end(zip(r["values"], r["claims"], strict=True))) for end in (min, max)]
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)
    return q.about_to(min(r["values"]), max(r["values"]))


def _marks(page: Sheet, found: Consensus, r: dict, y: float, colour: dict, shape: dict, scale: Ruler) -> None:
    shade = colour.get(r["group"], PLAIN) if r["group"] else PLAIN
    ends = [scale.inside(f(r["values"])) for f in (min, max)]
    page.stroke(ends, [y, y], shade, 2 if r["group"] else 6, 2)
    for value in r["also"]:
        page.mark(scale.inside(value), y, shape.get(r["marks"][0][1], "o"), 6.5, PAPER, mec=shade, mew=1.4, clip_on=False)
    own = lambda group: GREY if r["who"] == PRINTED else colour.get(group, STEEL)
    ranked = sorted(scale.share(scale.inside(v)) for v in r["values"])
    near = any(b - a < 0.03 for a, b in pairwise(ranked)) and len(ranked) <= MARKS
    ys = [y + (0.05 if i % 2 else -0.05) * near for i in range(len(ranked))]  # marks that would cover each other stand at two heights
    marks = [
        (scale.inside(v), y, shape.get(role, "o"), own(group)) for v, y, (group, role) in zip(r["values"], ys, r["marks"], strict=True)
    ]
    claims = [found.case.by_id[claim] for claim in r["claims"]]
    links = [Link.of(found.case.source_name(c.source), quoted(c.phrase), c.url, c.claim) for c in claims]
    look = {} if len(marks) > MARKS else {"size": 6.5, "zorder": 5, "mec": PAPER, "mew": 0.7}
    page.dots(marks, links=links, clip_on=False, **look)


def _table(rows: list[dict], q: Notation) -> dict[str, list]:
    return {
        "figures": [r["who"] for r in rows],
        "sources": [len(r["values"]) for r in rows],
        "lowest": [q.cell(min(r["values"])) for r in rows],
        "highest": [q.cell(max(r["values"])) for r in rows],
        q.apart: [q.step_cell(q.scale.size(q.scale.step(min(r["values"]), max(r["values"])))) for r in rows],
        "also": ["; ".join(map(q.say, r["also"])) for r in rows],
    }


def words(found: Consensus) -> Caption:
    """The words around the figure."""
    case, f, n = found.case, found.figures, len(found.figures)
    if not n:
        return nothing(many(found), case, noun_on(case, found.basis), alt="no source has a usable figure.")
    hi, lo, sets, q = f.iloc[0], f.iloc[-1], _agreeing(found), notation(found.case, found.basis.measure)
    band = "No two independent sources allow a common number by their words"
    if sets:
        *first, last = [allowed(a.low, a.high, q) for a in sets]
        common = f"{', '.join(first)} or {last}" if first else last
        band = f"Shaded: {common}, which the words of {spelled(sets[0].size)} independent sources allow together"
    alt = (
        f"Range chart of {noun_of(case, found.basis.measure)}, {on_basis(found.basis)}, {q.axis}: {plural(n, 'source')} from "
        f"{q.about(lo['estimate'])} ({lo['name']}) to {q.about(hi['estimate'])} ({hi['name']}), all as printed, all {WHERE[bool(found.left_open)]}, then group "
        f"by group. {band}.{still_apart(found.left_open)}"
    )
    also = "Hollow: what a source also gave where the basis leaves a dimension open." if any(f["also"]) else ""
    return caption(
        many(found), f"{noun_on(case, found.basis)}; {q.axis}. {band}.{still_apart(found.left_open)}", foot_line(case, also), alt
    )
