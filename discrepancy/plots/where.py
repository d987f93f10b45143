"""Two tables of one total → from the smaller total to the larger, a bar a stratum, the largest first and the rest gathered."""

from __future__ import annotations

from itertools import accumulate, pairwise

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.notation import Notation
from discrepancy.plots.paper.rows import Row, lines, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn
from discrepancy.plots.paper.style import INK, LABEL, PAPER, PLAIN, QUIET, RULE, SMALL, STEEL
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.words import Caption, caption, of_row
from discrepancy.reading.scale import DIFFERENCE
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap, clip
from discrepancy.story.where import WHERE_NOT_WHY, headline, say, stratum_name, terms
from discrepancy.story.words import NOT_EVIDENCE
from discrepancy.strata.result import ORDER, Where

BAR = 0.2  # inches
LEFT = 3.1  # inches for the words at the left
MOST = 12  # strata with a bar of their own


@drawn
def where(found: Where, ax: Axes | None = None) -> Figure:
    """From the smaller total to the larger, a bar a stratum; paler where one table only has it.

    Examples
    --------
    >>> import pandas as pd, discrepancy as dc
    >>> a, b = (pd.DataFrame({"region": ["north", "east"], "deaths": deaths}) for deaths in ([900, 400], [700, 450]))
    >>> where(dc.where(a, b, "region")).table["contribution"].tolist()
    [200.0, -50.0]
    """
    steps = _steps(found)
    running = [*accumulate((size for _, _, size, _ in steps), initial=min(found.totals))]
    q = Notation(DIFFERENCE, "", found.grain)
    ends = [Row(lines(f"{cap(side)}: {say(found, x)}", LEFT - 0.2, LABEL, INK, True), pad=0.16) for side, x in _smaller_first(found)]
    rows = [
        Row(lines(f"{name}: {say(found, size, True)}", LEFT - 0.2, LABEL, INK, True) + lines(why, LEFT - 0.2, SMALL, QUIET))
        for name, why, size, _ in steps
    ]
    scale = Ruler.of([*running, *found.totals], q, pad=0.1, least=0, room=0.08)
    page, middles = row_chart(words(found), ax, [ends[0], *rows, ends[1]], scale, value_axis(q), left=LEFT, right=0.1)
    for x, (here, there) in zip([*running], pairwise(middles), strict=True):
        page.stroke([x] * 2, [here + BAR / 2, there - BAR / 2], RULE, 0.9, 1)
    for (start, stop), (name, why, size, shade), y in zip(pairwise(running), steps, middles[1:-1], strict=True):
        (bar,) = page.ax.barh(
            [y], [abs(size)], height=BAR, left=min(start, stop), zorder=3, facecolor=shade, edgecolor=STEEL, linewidth=0.6
        )
        page.led(bar, Link.of(name, ", ".join(filter(None, (say(found, size, True), why))), found.url))
    for (_, x), y in zip(_smaller_first(found), (middles[0], middles[-1]), strict=True):
        page.mark(x, y, "o", 9.5, STEEL, mec=PAPER)
    columns = [c for c in found.strata if c not in ("in", "contribution")]
    table = {"stratum": [*map(stratum_name, found.strata.index)], "contribution": (found.up * found.strata["contribution"] + 0.0).tolist()}
    names = dict(zip(ORDER, found.names if found.case else [f"{which} table" for which in ORDER], strict=True))
    heads = {c: f"{name} (source)" if name in (*table, *columns) else name for c, name in names.items()}
    return page.finish(table | {heads.get(c, c): found.strata[c].tolist() for c in columns})


def _smaller_first(found: Where) -> list[tuple[str, float]]:
    """Both sides with their totals, in the order of the figure."""
    return list(zip(found.sides, found.totals, strict=True))[:: -found.up]


def _steps(found: Where) -> list[tuple[str, str, float, str]]:
    """Name, reason, size and shade of each bar."""
    shown, rest = found.strata.iloc[:MOST], found.strata.iloc[MOST:]
    named = [c for c in found.sums if c not in ("inside", "coverage", "level")]
    steps = []
    for n, (key, row) in enumerate(zip(shown.index, shown.to_dict("records"), strict=True), 1):
        why = ", ".join(f"{term} {say(found, found.up * row[term], True)}" for term in named)
        only = found.sides[ORDER.index(row["in"])] if row["in"] != "both" else ""
        why = why if not only else f"of {only} only" if found.case else f"in {only} only"
        steps.append((of_row(stratum_name(key), n, 40), why, found.up * row["contribution"], STEEL if row["in"] == "both" else PLAIN))
    if len(rest):
        steps.append((plural(len(rest), "more row"), "", found.up * rest["contribution"].sum(), STEEL))
    if say(found, found.sums["inside"]) != "0":
        steps.append(("inside one source", "totals that their own rows do not come to", found.sums["inside"], PAPER))
    return steps


def words(found: Where) -> Caption:
    """The words around the figure."""
    top = ", ".join(
        f"{stratum_name(key)} {say(found, found.up * size, True)}" for key, size in found.strata["contribution"].head(3).items()
    )
    alt = f"Waterfall chart from {say(found, min(found.totals))} to {say(found, max(found.totals))} over {plural(len(found.strata), 'row')}: {clip(top, 160)}."
    totals = f"{found.title}: {headline(found)[:1].lower()}{headline(found)[1:]}" if found.title else headline(found)
    pale = "" if (found.strata["in"] == "both").all() else "pale: rows of one only; "
    subtitle = f"{totals}. From the smaller to the larger, largest contribution first; {pale}linear scale"
    return caption(terms(found)[0].removesuffix("."), subtitle, f"{WHERE_NOT_WHY} {NOT_EVIDENCE}", alt)
