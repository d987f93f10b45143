"""A gap → the pace that both figures imply, beside every published pace with its source and its days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.gap.around import Condition
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.figure import as_they_are, columns
from discrepancy.plots.paper.notation import Notation, notation_between
from discrepancy.plots.paper.rows import Interval, Row, heading, lines, more, named, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FOOT, GREY, INK, QUIET, SMALL, STEEL, colours, legible
from discrepancy.plots.paper.words import Caption, caption, day_label, drawable, foot_line, quoted
from discrepancy.saying.numbers import plural, quantity
from discrepancy.saying.text import cap

MOST_PACES = 14
LEFT = 3.3  # inches for the words at the left


@drawn
def conditions(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """The pace that both figures imply, beside every published pace with its source and its days.

    Examples
    --------
    >>> import discrepancy as dc
    >>> conditions(dc.explain(dc.load_case("dprk-kursk"))).table["a day"].tolist()[0]
    475
    """
    case, q = gap.case or case, notation_between(gap)
    ordered = sorted(gap.conditions, key=lambda c: (not c.implied, not c.near, -c.pace))
    if not ordered:
        return note(words(gap, case), ax, "A pace takes two figures of one source and one thing, for two days", _table(ordered, q))
    colour, group_of = colours(case), {c.claim: c.group for c in case.records} if case else {}
    shown = ordered[:MOST_PACES]
    rows = [_pace(c, colour.get(group_of.get((c.claims or ("",))[0], ""), STEEL), q) for c in shown]
    if len(ordered) > MOST_PACES:
        rows.append(more(f"{len(ordered) - MOST_PACES} more"))
    far = next((i for i, c in enumerate(shown) if not c.near and not c.implied), None)
    if far:
        rows.insert(far, heading("Further away in time"))
    scale = Ruler.of([c.pace for c in ordered], q, pad=0.12, least=1.2)
    page, _ = row_chart(words(gap, case), ax, rows, scale, value_axis(q), left=LEFT)
    if ordered[0].implied and ordered[0].pace > 0:
        page.ax.axvline(ordered[0].pace, color=INK, linewidth=1.1, linestyle=(0, (1, 1.6)), zorder=1)
    return page.finish(_table(ordered, q))


def _pace(c: Condition, shade: str, q: Notation) -> Row:
    shade = INK if c.implied else shade if c.near else GREY
    told = drawable(c.how) if c.implied or len(c.claims) > 1 else quoted(c.printed)  # two figures name their days themselves
    detail = (
        told
        if len(c.claims) > 1 and not c.implied
        else f"{told}; {day_label(c.start, c.start.year != c.end.year)} to {day_label(c.end, True)}"
    )
    who = named(cap(c.who), LEFT - 0.15, SMALL, legible(shade))
    mark = Interval(c.pace, c.pace, c.pace, colour=shade, marker="D" if c.implied else "o", size=8 if c.implied else 7)
    said = (f"{_pace_of(c, q)} a day", SMALL, legible(shade), c.implied)
    return Row(who + lines(detail, LEFT - 0.15, FOOT, QUIET), [said], mark=mark, pad=0.14, url=c.url, claim="".join(c.claims[-1:]))


def _pace_of(c: Condition, q: Notation) -> str:
    """A pace in words; that which both figures imply as the text has it."""
    return quantity(c.pace, q.unit) if c.implied else q.about(c.pace)


def _table(paces: Sequence[Condition], q: Notation) -> dict[str, Any]:
    names = {"who": "who", "a day": "pace", "from": "start", "to": "end", "days": "days", "how": "how", "printed": "printed"}
    pace = lambda x: q.cell(round(x, 1) if q.counts and x < 10 else x)
    told = columns((c.to_dict() for c in paces), names | {"address": "url"}, pace=pace)
    return told | {"a day": as_they_are(told["a day"])}


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    case = gap.case or case
    implied = next((c for c in gap.conditions if c.implied), None)
    others = [c for c in gap.conditions if not c.implied]
    q = notation_between(gap)
    unit = q.unit or (case.unit if case else "persons")
    near = [c.pace for c in others if c.near and c.pace > 0]
    ends = list(dict.fromkeys(q.about(end(near)) for end in (min, max))) if near else []
    run = f"published paces around those days run from about {' to about '.join(ends)}" if near else ""
    run = f"the published pace around those days is about {ends[0]}" if len(ends) == 1 else run
    if implied:
        title = f"Both figures as printed imply about {_pace_of(implied, q)}{'' if q.unit else f' {unit}'} a day; {run or 'no published pace was found'}"
    elif others:
        away = f"{len(others)} published {'pace is' if len(others) == 1 else 'paces are'} further away in time"
        title = f"The two figures imply no pace between them; {run or away}"
    else:
        title = "The two figures imply no pace between them, and none is published"
    subtitle = (
        f"{unit if q.unit else cap(unit)} a day ({case.measure_label(gap.basis.measure)}), each with the days that it covers; {q.axis}"
        if case
        else ""
    )
    alt = f"Dot plot of {plural(len(gap.conditions), 'pace')} in {unit} a day. {title}." if gap.conditions else f"Empty chart: {title}."
    return caption(title, subtitle, foot_line(case, "Counts of a period are never turned into totals."), alt)
