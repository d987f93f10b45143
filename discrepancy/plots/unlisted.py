"""How many may be on none of several lists → a row a model, lowest first, with its interval: no row is the right one."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy.overlap.fitted import TWO, ListsError, Unlisted
from discrepancy.overlap.result import Lists
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.figure import as_they_are
from discrepancy.plots.paper.many import spread
from discrepancy.plots.paper.notation import Notation
from discrepancy.plots.paper.rows import Interval, Row, named, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import GREY, INK, SMALL
from discrepancy.plots.paper.words import Caption, caption, nothing
from discrepancy.saying.numbers import count_to, number, plural, spelled
from discrepancy.story.lists import ASSUMED, DIFFER, headed, over_models

MOST, LEFT = 20, 2.9  # models with a row; inches for their terms


@drawn
def unlisted(found: Unlisted | Lists, ax: Axes | None = None) -> Figure:
    """All that there may be, on a list or on none, under each model that has some support; of lists as they are linked.

    Examples
    --------
    >>> import pandas as pd, discrepancy as dc
    >>> counts = pd.DataFrame({"a": [1, 0, 0, 1, 1, 0, 1], "b": [0, 1, 0, 1, 0, 1, 1], "c": [0, 0, 1, 0, 1, 1, 1]})
    >>> len(unlisted(dc.unlisted(counts.assign(records=[60, 48, 40, 24, 20, 16, 8]))).table)
    8
    """
    if isinstance(found, Lists):
        if not found.unlisted:
            raise ListsError([TWO])
        found = found.unlisted[0]
    table = found.supported.sort_values("total", kind="stable", ignore_index=True)
    numbers = {"model": table["model"].tolist()} | {
        name: as_they_are(round(x) for x in table[column])
        for name, column in (("on none", "none"), ("in all", "total"), ("low", "total_low"), ("high", "total_high"))
    }
    numbers |= {"AIC behind the best": table["behind"].round(2).tolist()}
    if not headed(found):
        return note(words(found), ax, over_models(found)[0], numbers)
    shown = table.iloc[spread(range(len(table)), MOST, keep=lambda i: table["behind"].iloc[i] == 0)].to_dict("records")
    rows = [
        Row(
            named(row["model"], LEFT - 0.15, SMALL, INK, bold=False),
            [(number(row["total"], 2), SMALL, INK, False)],
            Interval(row["total"], row["total_low"], row["total_high"]),
            pad=0.08,
        )
        for row in shown
    ]
    q = Notation()
    scale = Ruler.of([found.listed, *(row[end] for row in shown for end in ("total_low", "total_high"))], q, pad=0.04)
    page, _ = row_chart(words(found), ax, rows, scale, value_axis(q), left=LEFT, right=0.6)
    page.ax.axvline(found.listed, color=GREY, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    return page.finish(numbers)


def words(found: Unlisted) -> Caption:
    """The words around the figure."""
    lists = f"{spelled(len(found.names))} lists"
    if not headed(found):
        return nothing(f"How many are on none of {lists} cannot be told", None)
    many = plural(len(found.supported), "model")
    title = f"Over {many}, {count_to(*found.range)} records in all, {found.listed:,} of them on a list"
    subtitle = f"Records on any of {lists} or on none, by which lists are taken to depend on which, with 95% intervals; dashed: on a list; log scale"
    drawn = (
        f"{MOST} of {many} are drawn, evenly from the lowest to the highest; all are in the table. " if len(found.supported) > MOST else ""
    )
    alt = (
        f"Interval chart of how many there may be in all, on {lists} ({found.listed:,}) or on none, under {many}, lowest first: "
        f"{count_to(*found.range)}, with intervals {count_to(*found.ends)}."
    )
    return caption(title, subtitle, f"{drawn}{DIFFER} {ASSUMED}", alt)
