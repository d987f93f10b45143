"""A table of shares → part over whole, both uncertain, each with its own denominator."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.figure import Table, columns, records
from discrepancy.plots.paper.notation import Notation
from discrepancy.plots.paper.rows import Interval, Row, lines, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FOOT, INK, QUIET, SMALL, STEEL, colours, legible, shapes
from discrepancy.plots.paper.words import Caption, caption, day_label, foot_line, nothing, quoted, short_day, shorten
from discrepancy.reading.scale import DIFFERENCE
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clip

MOST_SHARES = 12
LEFT, RIGHT = 2.75, 2.4  # inches for the words


@drawn
def share_lost(table: Table, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """Part over whole, both uncertain; each share names its own denominator, of whom and when.

    The table is that of `discrepancy.sources.printed.shares`.

    Examples
    --------
    >>> import discrepancy as dc
    >>> from discrepancy.sources.printed import shares
    >>> case = dc.load_case("dprk-kursk")
    >>> share_lost(shares(case), case=case).name
    'share-lost'
    """
    if table.empty:
        text = "A denominator is what the same source, or its group, had given by then"
        return note(words(table, case), ax, text, _table(table))
    shown = _newest(table)
    colour, roles = colours(case, table["group"]), {s: case.role_of(s) for s in table["source"]} if case else {}
    shape = shapes(case, roles.values())
    mark_of = lambda r: (colour.get(r["group"], STEEL), shape.get(roles.get(r["source"], ""), "o"))
    rows = [_share(r, *mark_of(r)) for r in records(shown)]
    if len(shown) < len(table):
        rows.append(more(f"{plural(len(table) - len(shown), 'earlier share')} of the same sources", pad=0.16))
    scale = Ruler(0.0, max(10.0, 100 * max(*shown["high"], *shown["share"])), DIFFERENCE)
    page, _ = row_chart(words(shown, case), ax, rows, scale, value_axis(Notation(DIFFERENCE, "%")), left=LEFT, right=RIGHT)
    return page.finish(_table(table))


def _newest(table: Table) -> Table:
    """As many rows as have room, in order of day: the newest of each source first, then the newest of the others."""
    if len(table) <= MOST_SHARES:
        return table
    last = ~table["source"].duplicated(keep="last")
    chosen = [*table.index[last][::-1], *table.index[~last][::-1]][:MOST_SHARES]
    return table.loc[sorted(chosen)]


def _share(r: dict, shade: str, marker: str) -> Row:
    part = f"{day_label(r['day'], True)}: {quoted(r['part'], 36)}"
    scope = f"{shorten(r['denominator_scope'], 40)}, {short_day(r['denominator_day'])}"
    return Row(
        named(r["name"], LEFT - 0.15, SMALL, legible(shade)) + lines(part, LEFT - 0.15, FOOT, QUIET),
        lines(f"of {quoted(r['whole'], 40)}", RIGHT - 0.2, FOOT, INK) + lines(scope, RIGHT - 0.2, FOOT, QUIET, most=1),
        mark=Interval(100 * r["share"], 100 * r["low"], 100 * r["high"], colour=shade, marker=marker),
        pad=0.13,
        url=r["url"],
        claim=r["part_claim"],
    )


def _table(table: Table) -> dict[str, list]:
    names = {"figure for": "day", "source": "name", "part": "part", "of": "whole", "share %": "share", "low %": "low", "high %": "high"}
    names |= {"denominator of": "denominator_scope", "denominator given on": "denominator_day", "address": "url"}
    return columns(records(table), names, day=str, **dict.fromkeys(("share", "low", "high"), lambda v: round(100 * v, 1)))


def words(table: Table, case: Case | None = None) -> Caption:
    """The words around the figure."""
    rows = records(table)
    if not rows:
        return nothing("No shares can be drawn: no figure has a denominator", case, alt="no figure has a denominator.")
    lo, hi = (end(rows, key=lambda r: r["share"]) for end in (min, max))
    days = [r["day"] for r in rows]
    asked = case.meta.get("figures", {}).get("share") if case else None
    what = f" ({case.measure_label(asked['part'])}, of {case.measure_label(asked['whole'])})" if case and asked else ""
    title = f"Shares run from {lo['share']:.0%} to {hi['share']:.0%}; each has its own denominator and day"
    subtitle = "Each share with both uncertain; its denominator, and of whom and when, at the right"
    alt = (
        f"Range plot of {plural(len(rows), 'share')}{what}, {dates.say(min(days))} to {dates.say(max(days))}: lowest {lo['share']:.0%} "
        f"({lo['name']}), highest {hi['share']:.0%} ({hi['name']}, of “{clip(hi['whole'], 50)}”)."
    )
    return caption(title, subtitle, foot_line(case, "A denominator is what the same source, else its group, had last said."), alt)
