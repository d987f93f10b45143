"""A gap → what it would take for both figures to stand: one undocumented difference, two together, and the ranges that the case cites."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from discrepancy.case.model import Case, Conversion
from discrepancy.gap.choices import range_of
from discrepancy.gap.gap import Gap
from discrepancy.gap.possible import cited
from discrepancy.plots.paper.axes import Ruler, step_axis
from discrepancy.plots.paper.figure import columns
from discrepancy.plots.paper.notation import Notation, notation_between
from discrepancy.plots.paper.rows import Interval, Row, heading, lines, row_chart
from discrepancy.plots.paper.sheet import Figure, drawn, note
from discrepancy.plots.paper.style import FAINT, FOOT, GREY, INK, QUIET, SMALL, STEEL
from discrepancy.plots.paper.words import Caption, caption, drawable, foot_line, noun_on
from discrepancy.saying.numbers import percent, plural
from discrepancy.story.gap import from_figures, headline
from discrepancy.story.views import day_of
from discrepancy.story.words import NOT_EVIDENCE, of_whom, whose

LEFT = 3.1  # inches for the words at the left
REACHES, SHORT, BEYOND, USED = "reaches that far", "does not reach that far", "starts beyond that", "used already"


@dataclass(frozen=True)
class _Size:
    """A difference with its range, as factors or amounts; of a cited one how it stands to what is needed."""

    what: str
    why: str
    size: float
    low: float
    high: float
    reaches: str = ""
    url: str = ""


@drawn
def needed(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """What it would take for both figures to stand: one undocumented difference, two such together, and the ranges that the case cites.

    Examples
    --------
    >>> import discrepancy as dc
    >>> needed(dc.explain(dc.load_case("dprk-kursk"))).table["reaches"].tolist()
    ['', '', 'reaches that far']
    """
    told, sizes, q = words(gap, case), _sizes(gap), notation_between(gap)
    if not sizes:
        return note(told, ax, "There is nothing that a difference would have to bridge.", _table(sizes, q))
    one, two, *known = (_row(s, _half(q) if i == 1 else q) for i, s in enumerate(sizes))
    rows = [one, two, *([heading("Ranges that the case cites", FOOT, QUIET, False)] if known else []), *known]
    scale = Ruler.of([v for s in sizes for v in (s.size, s.low, s.high)] + [q.none], q, least=1.2)
    page, _ = row_chart(told, ax, rows, scale, step_axis(q), left=LEFT)
    page.ax.axvspan(*scale.seen(sizes[0].low, sizes[0].high, 0.004), facecolor=FAINT, edgecolor="none", zorder=0)
    page.ax.axvline(q.none, color=GREY, linewidth=1.1, zorder=1)
    page.ax.axvline(sizes[0].size, color=INK, linewidth=1.1, linestyle=(0, (1, 1.6)), zorder=1)
    return page.finish(_table(sizes, q))


def _sizes(gap: Gap) -> list[_Size]:
    """One difference, each of two, then every range that is cited; none where nothing remains under any choice."""
    gap = gap.upright
    found, at, rest = range_of(gap), gap.scale.at, gap.unexplained.size or 0.0
    if gap.total is None:
        return []
    steps = [math.copysign(1, rest) * at(found[end]) for end in ("default", "lowest", "highest")]
    if all(map(notation_between(gap).still, steps)):
        return []
    of = lambda many: [gap.scale.number(step / many) for step in (steps[0], *sorted(steps[1:]))]
    out = [_Size("One undocumented difference", f"over {plural(found['choices'], 'defensible choice')}", *of(1))]
    out.append(_Size("Each of two such together", "if both were of one size", *of(2)))
    return out + [size for c in (gap.case.conversions if gap.case else ()) if c.of(gap.basis.measure) for size in _known(gap, gap.case, c)]


def _known(gap: Gap, case: Case, c: Conversion) -> list[_Size]:
    """What a range of the case comes to, the larger over the smaller number; nothing of one in another coordinate."""
    steps = cited(case, gap.scale, c)
    if steps is None:
        return []
    used = any(c in step.terms for side in (gap.a, gap.b) for step in side.estimate.steps.values())
    label = case.measure_label if c.dimension == "measure" else lambda value: case.dimension_label(c.dimension, value)
    what = f"{label(c.start)} to {label(c.to)}"
    reaches = USED if used else REACHES if c in gap.needed.reaches else BEYOND if steps[1] > gap.needed.step else SHORT
    return [_Size(what, c.because, *map(gap.scale.number, steps), reaches, c.url)]


def _half(q: Notation) -> Notation:
    """Half of an amount takes a digit more: 0.25 of 0.5 points."""
    return replace(q, grain=q.grain / 10)


def _row(s: _Size, q: Notation) -> Row:
    shade = INK if not s.reaches else STEEL if s.reaches == REACHES else GREY
    told = lines(drawable(s.what), LEFT - 0.15, SMALL, INK, not s.reaches) + lines(drawable(s.why), LEFT - 0.15, FOOT, QUIET, most=4)
    said, ends = q.step(s.size, signed=False), (q.sizes.between if q.scale.at(s.low) < 0 else q.step_to)(s.low, s.high)
    right = [(said, SMALL, INK, True), *((text, FOOT, QUIET, False) for text in (ends, s.reaches) if text not in ("", said))]
    return Row(told, right, mark=Interval(s.size, s.low, s.high, colour=shade, marker="o" if s.reaches else "D"), pad=0.14, url=s.url)


def _table(sizes: list[_Size], q: Notation) -> dict[str, list]:
    names = {"what": "what", q.effect: "size", "low": "low", "high": "high", "reaches": "reaches", "because": "why", "address": "url"}
    return columns(map(vars, sizes), names, **dict.fromkeys(("size", "low", "high"), q.step_cell))


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    case, q, sizes = gap.case or case, notation_between(gap), _sizes(gap)
    if not sizes:
        title = (
            headline(gap)
            if gap.total is None
            else from_figures(gap).removesuffix(".") or "Nothing remains: no undocumented difference is needed"
        )
        return caption(title, "", foot_line(case), f"Empty chart. {title}")
    one, two, *known = sizes
    size = q.step(one.size, signed=False)
    title = f"One undocumented difference would have to be {size}{_share(gap)}"
    ranged = f"{q.sizes.between(one.low, one.high)} {one.why}"
    reach = [s.what for s in known if s.reaches == REACHES]
    ranges = f"; of {plural(len(known), 'cited range')} {len(reach) or 'none'} reach{'es' if len(reach) < 2 else ''} that far"
    subtitle = f"For both figures to stand. Grey band: {ranged}; axis: the larger figure {q.against} the smaller"
    alt = (
        f"Range chart of what it would take for both figures to stand: one undocumented difference of {size} ({ranged}), or two of "
        f"{_half(q).step(two.size, signed=False)} each{ranges if known else ''}."
    )
    subtitle += f". {noun_on(case, gap.basis, day_of(gap))}" if case else ""
    unlike = sum(c.of(gap.basis.measure) for c in case.conversions) - len(known) if case else 0
    left = f"Not drawn: {plural(unlike, 'conversion')} whose size depends on the number. " if unlike else ""
    return caption(title, subtitle, foot_line(case, left + NOT_EVIDENCE), alt)


def _share(gap: Gap) -> str:
    """What share of the other's count the one that remains lower would have to count; nothing of what is no count."""
    share = gap.needed.share
    if share is None or gap.unit:
        return ""
    low, high = (gap.b, gap.a) if (gap.unexplained.size or 0.0) >= 0 else (gap.a, gap.b)
    one, other = (of_whom(low.name), whose(high.name)) if gap.case else ("the lower figure", "the higher one")
    return f": {one} would have to cover {percent(share)} of what {other} covers"
