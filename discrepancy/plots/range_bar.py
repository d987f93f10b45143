"""A gap → what is not accounted for over every defensible choice, as one small bar with the default marked."""

from __future__ import annotations

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.gap.choices import range_of
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Ruler, step_axis
from discrepancy.plots.paper.notation import notation_between
from discrepancy.plots.paper.setting import measure
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note, sheet
from discrepancy.plots.paper.style import GREY, HATCHED, INK, QUIET, SMALL
from discrepancy.plots.paper.words import Caption, caption, foot_line
from discrepancy.saying.numbers import plural
from discrepancy.story.gap import headline
from discrepancy.story.views import upright


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
    ends = range_of(gap)
    lowest, default, highest = (ends[k] for k in columns[:3])
    whole = gap.scale.number(gap.total)
    row = dict(zip(columns, (*map(q.step_cell, (lowest, default, highest)), ends["choices"], q.step_cell(whole)), strict=True))
    page = sheet(told, ax, 0.62, left=0.1, right=0.1, top=0.02, bottom=0.26)
    at, least = [gap.scale.at(v) for v in (lowest, highest, default, whole, q.none)], q.one
    if q.one != 1:
        least = max(max(at) - min(at), q.one / 4)  # in all, not in ln
    scale = Ruler(
        gap.scale.number(min(min(at) - 0.113 * least, -0.223 * least)),
        gap.scale.number(max(max(at) + 0.227 * least, 0.223 * least)),
        gap.scale,
    )
    step_axis(page, scale, q)
    page.ax.set(ylim=(0, 1), yticks=[])
    page.ax.plot([q.none] * 2, [0, 0.62], color=GREY, linewidth=1.0, zorder=2)  # the same number
    page.ax.barh([0.3], [highest - lowest], height=0.3, left=lowest, zorder=3, **HATCHED)
    page.stroke([default] * 2, [0.08, 0.52], INK, 2.4, 4)
    page.mark(whole, 0.56, "v", 5.5, GREY)
    said = [(default, f"{q.step(default)} not accounted for", INK), (whole, f"{q.step(whole)} printed", QUIET)]
    _in_a_row(page, 0.82, said, scale)
    return page.finish([row])


def _in_a_row(page: Sheet, y: float, said: list[tuple[float, str, str]], scale: Ruler) -> None:
    """Words over their places on one line, moved apart where they would meet; the last ones go where there is room."""
    spans: list[tuple[float, float]] = []
    for x, text, colour in said:
        at = scale.share(x) * page.width
        half = measure(text, SMALL, colour == INK) / 2 + 0.06
        tries = [at, *(v for a, b in spans for v in (b + half, a - half))]
        tries = [min(max(t, half), page.width - half) for t in tries]
        free = [t for t in tries if not any(t - half < b - 1e-6 and a < t + half - 1e-6 for a, b in spans)]
        if not free:
            continue
        centre = min(free, key=lambda t: abs(t - at))
        spans.append((centre - half, centre + half))
        page.text(centre, y, text, SMALL, colour, bold=colour == INK, ha="center")


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    if gap.total is None:
        return caption(headline(gap), "", foot_line(gap.case or case), headline(gap))
    ends, (ratio, _, lowest, highest) = range_of(gap), upright(gap)
    q = notation_between(gap)
    title = f"Not accounted for: {q.step_to(lowest, highest)}; {q.step(ratio, signed=False)} as printed"
    alt = (
        f"Range bar of the part not accounted for over {plural(ends['choices'], 'defensible choice')}: lowest {q.step(ends['lowest'])}, highest "
        f"{q.step(ends['highest'])}, default {q.step(ends['default'])}; printed {q.apart} {q.step(gap.scale.number(gap.total))}."
    )
    return caption(title, f"Over {plural(ends['choices'], 'defensible choice')}; the mark is the default", "", alt)
