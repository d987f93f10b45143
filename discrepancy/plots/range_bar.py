"""A gap → what is not accounted for over every defensible choice, as one small bar with the default marked."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.gap.choices import range_of
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Ruler, step_axis
from discrepancy.plots.paper.notation import notation_between
from discrepancy.plots.paper.rows import Interval, Row, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FOOT, GREY, HATCHED, INK, QUIET, SMALL
from discrepancy.plots.paper.words import Caption, caption, foot_line
from discrepancy.saying.numbers import plural
from discrepancy.story.gap import as_printed, from_figures, headline
from discrepancy.story.sizes import Sizes
from discrepancy.story.views import ends_of, tie

LEFT = 1.5  # inches for the words at the left


@drawn
def range_bar(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """What is not accounted for, over every defensible choice: one small bar, the default marked.

    Examples
    --------
    >>> import discrepancy as dc
    >>> range_bar(dc.between("nearly 3,000", "around 1,100")).table.columns.tolist()
    ['lowest', 'default', 'highest', 'choices', 'printed ratio']
    """
    told = words(gap, gap.case or case)
    q = notation_between(gap)
    columns = ("lowest", "default", "highest", "choices", f"printed {q.apart}")
    if gap.total is None:
        return note(told, ax, "A count of 0 has no ratio: there is nothing to split.", {column: [] for column in columns})
    sizes, ends, (whole, default, lowest, highest) = Sizes.of(gap), range_of(gap), ends_of(gap)
    row = dict(zip(columns, (*map(q.step_cell, (lowest, default, highest)), ends["choices"], q.step_cell(whole)), strict=True))
    rows = [
        Row(
            [("Not accounted for", SMALL, INK, True)],
            [(sizes.left(gap.scale.at(default)), SMALL, INK, True), (sizes.between(lowest, highest), FOOT, QUIET, False)],
        ),
        Row(
            [("As printed", SMALL, QUIET, False)],
            [(q.step(whole, signed=False), SMALL, QUIET, False)],
            mark=Interval(whole, whole, whole, colour=GREY),
        ),
    ]
    scale = Ruler.of((lowest, highest, default, whole, q.none), q, pad=0.1, least=0.45)
    page, (y, _) = row_chart(told, ax, rows, scale, step_axis(q), left=LEFT)
    page.ax.axvline(q.none, color=GREY, linewidth=1.0, zorder=2)  # the same number
    page.ax.barh([y], [highest - lowest], height=0.2, left=lowest, zorder=3, **HATCHED)
    page.stroke([default] * 2, [y - 0.15, y + 0.15], INK, 2.4, 4)
    return page.finish([row])


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    if gap.total is None:
        return caption(headline(gap), "", foot_line(gap.case or case), headline(gap))
    ends, (whole, rest, lowest, highest) = range_of(gap), ends_of(gap)
    q, sizes = notation_between(gap), Sizes.of(gap)
    own, printed = from_figures(gap).removesuffix("."), f"{q.step(whole, signed=False)} {as_printed(gap)}"
    title = f"{printed}: {own[:1].lower()}{own[1:]}" if own else f"Not accounted for: {sizes.between(lowest, highest)}; {printed}"
    if not own and sizes.between(lowest, highest) == sizes.say(whole):
        title = f"Nothing known accounts for the {sizes.say(whole)} between the two figures"
    if gap.scale.at(whole) < sizes.printed:
        title = f"The two figures are {'the same number' if tie(gap) else 'practically the same'}"
    alt = (
        f"Range bar of the part not accounted for over {plural(ends['choices'], 'defensible choice')}: {sizes.between(lowest, highest)}, default "
        f"{sizes.left(gap.scale.at(rest))}; {printed}."
    )
    return caption(title, f"Over {plural(ends['choices'], 'defensible choice')}; the mark is the default", "", alt)
