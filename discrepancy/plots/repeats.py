"""TODO"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from matplotlib.dates import date2num

from discrepancy import dates
from discrepancy.plots.paper.axes import day_axis_of
from discrepancy.plots.paper.captions import caption_of, foot_line, noun_of
from discrepancy.plots.paper.colours import colours, legible, shapes
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.labels import Label, Labels
from discrepancy.plots.paper.setting import line_height, wrap
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import FAINT, FOOT, INK, PAPER, QUIET, SMALL
from discrepancy.plots.paper.words import quoted, shorten
from discrepancy.saying.numbers import count, spelled
from discrepancy.saying.text import cap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.sources.independence import Independence

MOST_LANES = 14
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
    colour, shape = colours(case, list(figures["group"])), shapes(case, list(figures["role"]))
    of = figures.drop_duplicates("source").set_index("source")
    left, step = 2.55, 0.3
    bottom = 0.42 + (line_height(SMALL) + 0.08 if more else 0.0)
    page = sheet("repeats", seen, case, ax, step * len(lanes), left=left, right=0.12, top=0.05, bottom=bottom)
    days = [dates.middle(d) for d in figures.loc[figures["source"].isin(lanes), "said"]]
    pad = max(4, (max(days) - min(days)).days // 16)
    page.ax.set(xlim=(date2num(min(days)) - pad, date2num(max(days)) + pad), ylim=(step * len(lanes), 0), yticks=[])
    day_axis_of(page, min(days), max(days))
    at = {source: (i + 0.5) * step for i, source in enumerate(lanes)}
    for source, y in at.items():
        page.ax.axhline(y, color=FAINT, linewidth=1.0, zorder=0)
        name = wrap(shorten(of.loc[source, "name"], 60), left - 0.12, SMALL, True, most=1)[0]
        page.text(-left, y, name, SMALL, legible(colour[of.loc[source, "group"]]), True, va="center_baseline")
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


@caption_of("repeats")
def _words(seen, case):
    n, own = len(seen.sources), len(seen.independent)
    noun = cap(noun_of(case, seen.basis.measure))
    known = f", as known on {dates.say(seen.basis.known_by)}" if seen.basis.known_by else ""
    if not n:
        return "No source printed a figure of this measure", f"{noun}{known}", foot_line(case), "Empty chart: no source printed a figure."
    counts = Counter(seen.edges["basis"])
    if not counts:
        title = f"No figure of the {spelled(n)} sources is known or suspected to be another's" if n > 1 else "One source gave figures"
    else:
        title = f"Of {spelled(n)} sources {spelled(own)} gave a figure of their own, as far as is known"
    kinds = [
        f"{words}: {counts[k]}"
        for k, words in (
            ("stated", "solid, the record says so"),
            ("inferred", "dashed, inferred"),
            ("suspected", f"dotted, the same number within {seen.near} days, only suspected"),
        )
        if counts[k]
    ]
    subtitle = f"{noun}{known}; a mark a statement, an arrow to the one that has the same figure" + (
        f" ({'; '.join(kinds)})" if kinds else ""
    )
    suspected = "A like number is no sign of copying: chance and a common origin look the same." if counts["suspected"] else ""
    alt = (
        f"Lanes of {n} sources over time, a mark for each of {len(seen.figures)} statements, arrows to statements with another's figure: {counts['stated']} stated, "
        f"{counts['inferred']} inferred, {counts['suspected']} suspected. {title}."
    )
    return title, subtitle, foot_line(case, suspected), alt
