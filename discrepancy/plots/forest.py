"""A table of estimates → a row a source: as printed, on the basis, and the move between them."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.figure import OPEN, Table, as_they_are, blank, columns, records
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation, notation_of
from discrepancy.plots.paper.rows import Interval, Row, lines, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FOOT, INK, QUIET, SMALL, STEEL, colours, legible, shapes
from discrepancy.plots.paper.words import Caption, caption, foot_line, nothing, quoted
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap
from discrepancy.story.words import WHERE, still_apart

MOST_SOURCES, MOST_UNUSABLE = 14, 6
LEFT, RIGHT = 1.9, 2.1  # inches for the names, and for the printed words


@drawn
def forest(table: Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """One row a source: the printed figure in grey, the estimate on the basis in colour, the move between them.

    The table is that of `discrepancy.normalize`: the highest estimate comes first, sources without a usable figure last.

    Examples
    --------
    >>> import discrepancy as dc
    >>> case = dc.load_case("hurricane-maria")
    >>> forest(dc.normalize(case), case=case).table["source"].tolist()[0]
    'Kishore et al.'
    """
    given = records(table)
    q = _notation(table, case)
    usable = [r for r in given if r["usable"]]
    if not usable:
        text = "No source has a usable figure on this basis; the reasons are in the table."
        return note(words(table, case), ax, text, _table(table, q))
    colour, shape = colours(case, [r["group"] for r in given]), shapes(case, [r["role"] for r in given])
    pair = {case.defaults.get(side) for side in ("a", "b")} if case else set()
    shown = spread(usable, MOST_SOURCES, keep=lambda r: bool(pair & {r["claim"], r["source"], r["group"]}))
    rows = [_source(r, q, colour, shape) for r in shown]
    rows += _without([r for r in given if not r["usable"]], len(usable) - len(shown))
    scale = Ruler.of([v for r in rows for m in (r.mark, r.before) if m for v in (m.value, m.low, m.high)], q)
    page, _ = row_chart(words(table, case), ax, rows, scale, value_axis(q), left=LEFT)
    return page.finish(_table(table, q))


def _notation(table: Table, case: Case | None) -> Notation:
    """What the figures that can be used are numbers of."""
    usable = [r for r in records(table) if r["usable"]]
    return notation_of(case, (r["claim"] for r in usable), (r["value"] for r in usable))


def _source(r: dict, q: Notation, colour: dict, shape: dict) -> Row:
    """Best, then low and high, rounded alike: what was moved as a computed number, the others as they were printed or stated."""
    shade, marker = colour.get(r["group"], STEEL), shape.get(r["role"], "o")
    best, low, high = (r[f"estimate{end}"] for end in ("", "_low", "_high"))
    own, moved = q.of(r["claim"]), abs(best - r["best"]) >= 1e-9 * max(abs(best), 1)
    said, ends = own.evenly(best, low, high, moved)
    told = [(said, SMALL, INK, True), *([(ends, SMALL, INK, False)] if ends else [])]
    return Row(
        named(r["name"], LEFT - 0.12, SMALL, legible(shade), most=3),
        told + lines(quoted(r["printed"]), RIGHT, FOOT, QUIET),
        mark=Interval(best, low, high, r["estimate_open"], shade, marker, 7.5),
        before=Interval(r["value"], r["value"], r["value"], colour="#b4b4b4", marker=marker, size=6.5),
        pad=0.15,
        url=r["url"],
        claim=r["claim"],
    )


def _without(rows: list[dict], unseen: int) -> list[Row]:
    """Sources that cannot be used and say something by it, then how many others there are."""
    shown = [r for r in rows if not r.get("silent")][:MOST_UNUSABLE]
    out = [Row(named(r["name"], LEFT - 0.12, FOOT, QUIET, False), across=str(r["because"]), pad=0.1) for r in shown]
    rest = len(rows) - len(shown)
    told = [f"{unseen} more between them with a usable figure"] if unseen else []
    told += [f"{plural(rest, 'other source' if shown else 'source')} without a usable figure"] if rest else []
    return [*out, more(" and ".join(told), pad=0.16)] if told else out


def _table(table: Table, q: Notation) -> dict[str, Any]:
    names = {"source": "name", "printed": "printed", "number": "value", "figure for": "speaks_of", "low": "estimate_low"}
    names |= {"best": "estimate", "high": "estimate_high", "open side": "estimate_open", "why": "because", "address": "url"}
    cells = dict.fromkeys(("printed", "speaks_of", "url"), lambda v: str(blank(v)))
    cells |= dict.fromkeys(("value", "estimate_low", "estimate", "estimate_high"), lambda v: blank(q.cell(v)))
    told = columns(records(table), names, **cells, estimate_open=lambda v: OPEN.get(v, blank(v)))
    return told | {name: as_they_are(told[name]) for name in ("number", "low", "best", "high")}


def words(table: Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    usable = [r for r in records(table) if r["usable"]]
    if not usable:
        return nothing("No source has a usable figure on this basis", case)
    hi, lo, q = usable[0], usable[-1], _notation(table, case)
    highest, lowest = (q.about(r["estimate"]) for r in (hi, lo))
    open_ = table.attrs.get("open", [])
    title = f"{cap(WHERE[bool(open_)])}, figures of {len(usable):,} sources run from about {lowest} to about {highest}"
    if len(usable) == 1:
        title = f"One source has a usable figure: about {highest}"
    subtitle = f"Grey: as printed. Colour: on the basis, with the interval that the words suggest. {cap(q.axis)}.{still_apart(open_)}"
    alt = (
        f"Forest plot of {plural(len(usable), 'source')} {WHERE[bool(open_)]}, highest first, {q.axis}: from {hi['name']}, about {highest}, to "
        f"{lo['name']}, about {lowest}."
    )
    alt += f" {left} without a usable figure; the reasons are in the table." if (left := len(table) - len(usable)) else ""
    return caption(title, subtitle, foot_line(case), alt)
