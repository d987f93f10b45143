"""Who repeats whom → a lane a source, a mark a statement, an arrow from a statement to one that has its figure."""

from __future__ import annotations

from collections import Counter

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.paper.axes import day_axis
from discrepancy.plots.paper.figure import columns, records
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.many import MARKS
from discrepancy.plots.paper.notation import notation
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, inner, note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, INK, PAPER, QUIET, SMALL, colours, legible, shapes
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, fitted, foot_line, line_height, measure, nothing, noun_of, quoted, wrap
from discrepancy.saying.numbers import plural, spelled
from discrepancy.saying.text import cap
from discrepancy.sources.independence import Independence

LIKE_NONE = " without a figure that is like another's"
MOST_LANES, MOST_LINKED, MOST_ARROWS = 14, 30, 60
LINES = {"stated": ("-", INK), "inferred": ((0, (5, 2.5)), INK), "suspected": ((0, (1.2, 2)), QUIET)}
LEFT, STEP, ABOVE = 2.55, 0.3, 0.2  # inches for the names, from lane to lane, and of a name above its lane on a phone

Point = tuple[float, float]


@drawn
def repeats(seen: Independence, ax: Axes | None = None) -> Figure:
    """Who repeats whom: a lane a source, a mark a statement, an arrow from a statement to one that has its figure.

    Examples
    --------
    >>> import discrepancy as dc
    >>> repeats(dc.independence(dc.load_case("dprk-kursk"))).table["on what ground"].unique().tolist()
    ['suspected', 'inferred', 'stated']
    """
    if seen.figures.empty:
        return note(words(seen), ax, "No source gave a figure of this measure, or none was known by then.", _table(seen))
    lanes = _lanes(seen)
    edges = [e for e in records(seen.edges) if e["repeats"] in lanes and e["source"] in lanes][:MOST_ARROWS]
    unseen, cut = len(seen.sources) - len(lanes), len(edges) < len(seen.edges)
    marks = [r for r in records(seen.figures) if r["source"] in lanes]
    colour, shape = colours(seen.case, seen.figures["group"]), shapes(seen.case, seen.figures["role"])
    drawn_of = f"; {len(edges)} of {len(seen.edges):,} arrows are drawn, all are in the table"
    said = (f"… and {plural(unseen, 'more source')}" * bool(unseen) + (drawn_of if cut else LIKE_NONE)).removeprefix("; ")
    told = wrap(said, inner(), SMALL) if unseen or cut else []
    bottom = 0.42 + (line_height(SMALL) * len(told) + 0.08 if told else 0.0)
    left, step = (0, STEP + ABOVE) if narrow() else (LEFT, STEP)
    page = sheet(words(seen), ax, step * len(lanes), left=left, right=0.12, top=0.05, bottom=bottom)
    days = [dates.middle(r["said"]) for r in marks]
    pad = max(4, (max(days) - min(days)).days // 16)
    page.ax.set(xlim=(date2num(min(days)) - pad, date2num(max(days)) + pad), ylim=(step * len(lanes), 0), yticks=[])
    day_axis(page, min(days), max(days))
    at = {source: (i + (0.7 if narrow() else 0.5)) * step for i, source in enumerate(lanes)}
    first = {r["source"]: r for r in reversed(marks)}
    labels, (start, stop) = Labels(page.ax), page.ax.get_xlim()
    for source, y in at.items():
        page.ax.axhline(y, color=FAINT, linewidth=1.0, zorder=0)
        name = fitted(first[source]["name"], page.width if narrow() else LEFT - 0.12, SMALL, True)[0]
        page.text(-left, y - (ABOVE + 0.02) * narrow(), name, SMALL, legible(colour[first[source]["group"]]), True)
        if narrow():  # no number stands on a name
            end = start + (stop - start) * measure(name, SMALL, True) / page.width
            labels.line(start, y - ABOVE - 0.02, end, y - ABOVE - 0.02, radius=5, cost=300)
    taken = set(seen.edges.loc[seen.edges["basis"] != "suspected", "statement"])
    many = len(marks) > MARKS
    look = [(date2num(day), at[r["source"]], shape.get(r["role"], "o"), colour[r["group"]]) for r, day in zip(marks, days, strict=True)]
    origin = {c.statement: (c.url, c.claim) for c in reversed(seen.case.records) if c.primary}
    link = lambda r: Link.of(r["name"], f"{r['printed']}, {dates.say(r['said'])}", *origin.get(r["statement"], ()))
    page.dots(look * many, links=list(map(link, marks)) * many)
    for r, day in zip(marks, days, strict=True) if not many else ():
        shade, x, y = colour[r["group"]], date2num(day), at[r["source"]]
        look = {"mfc": PAPER, "mec": shade, "mew": 1.4} if r["statement"] in taken else {"mec": PAPER, "mew": 0.6}
        page.mark(x, y, shape.get(r["role"], "o"), 6, shade, 4, link(r), **look)
        labels.mark(x, y, 4)
    _edges(page, labels, seen, edges, at)
    for i, line in enumerate(told):
        page.below(-left, bottom - 0.1 - line_height(SMALL) * (len(told) - 1 - i), line, SMALL, va="baseline")
    return page.finish(_table(seen))


def _lanes(seen: Independence) -> list[str]:
    """Sources in the order of their first statement; where there is no room for all those of an edge, what is stated before the rest."""
    surest = sorted(records(seen.edges), key=lambda e: [*LINES].index(e["basis"]))
    linked = dict.fromkeys(source for edge in surest for source in (edge["repeats"], edge["source"]))
    ranked = [*linked, *(s for s in seen.sources if s not in linked)]
    shown = set(ranked[: min(max(MOST_LANES, len(linked)), MOST_LINKED)])
    return [s for s in seen.sources if s in shown]


def _edges(page: Sheet, labels: Labels, seen: Independence, edges: list[dict], at: dict[str, float]) -> None:
    """Arrows first and then their numbers, so that these keep clear of all arrows."""
    q = notation(seen.case, seen.basis.measure)
    where = lambda day, source: (date2num(dates.middle(day)), at[source])
    ends = [(where(e["earlier"], e["repeats"]), where(e["said"], e["source"])) for e in edges]
    for edge, (start, end) in zip(edges, ends, strict=True):
        _arrow(page, start, end, *LINES[edge["basis"]])
        labels.line(*start, *end)
    for edge, (_, (x, y)) in zip(edges, ends, strict=True):
        said = q.say(edge["value"], edge["claim"]) if not q.counts or float(edge["value"]).is_integer() else quoted(edge["printed"], 24)
        labels.place(Label(x, y, [(said, False)], QUIET, FOOT, "right above left below", must=False, gap=6))


def _arrow(page: Sheet, start: Point, end: Point, dash: object, shade: str) -> None:
    bend = 0.16 if end[1] < start[1] else -0.16  # away from the names
    look = {"arrowstyle": "-|>,head_length=0.35,head_width=0.16", "connectionstyle": f"arc3,rad={bend}", "shrinkA": 4, "shrinkB": 4.5}
    line = {"color": shade, "linewidth": 1.2, "linestyle": dash}
    page.ax.annotate("", end, start, zorder=3, annotation_clip=False, arrowprops=look | line)


def _table(seen: Independence) -> dict[str, list]:
    names = {"source": "source", "said on": "said", "printed": "printed", "like the figure of": "repeats", "of": "earlier"}
    names |= {"days between": "days", "on what ground": "basis", "because": "because"}
    return columns(records(seen.edges), names, source=seen.case.source_name, repeats=seen.case.source_name)


def words(seen: Independence) -> Caption:
    """The words around the figure."""
    n, counts = len(seen.sources), Counter(seen.edges["basis"])
    noun = cap(noun_of(seen.case, seen.basis.measure))
    noun += f", as known on {dates.say(seen.basis.known_by)}" if seen.basis.known_by else ""
    if not n:
        return nothing("No source printed a figure of this measure", seen.case, noun, alt="no source printed a figure.")
    title = f"Of {spelled(n)} sources {spelled(len(seen.independent))} gave a figure of their own, as far as is known"
    if not counts:
        title = f"No figure of the {spelled(n)} sources is known or suspected to be another's" if n > 1 else "One source gave figures"
    suspected = f"dotted, the same number within {seen.near} days, only suspected"
    grounds = {"stated": "solid, the record says so", "inferred": "dashed, inferred", "suspected": suspected}
    kinds = "; ".join(f"{told}: {counts[ground]}" for ground, told in grounds.items() if counts[ground])
    subtitle = f"{noun}; a mark a statement, an arrow to the one that has the same figure" + (f" ({kinds})" if kinds else "")
    foot = "A like number is no sign of copying: chance and a common origin look the same." if counts["suspected"] else ""
    alt = (
        f"Lanes of {plural(n, 'source')} over time, a mark for each of {plural(len(seen.figures), 'statement')}, arrows to statements with another's figure: "
        f"{', '.join(f'{counts[ground]} {ground}' for ground in grounds if counts[ground]) or 'none'}. {title}."
    )
    return caption(title, subtitle, foot_line(seen.case, foot), alt)
