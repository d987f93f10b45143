"""A gap → from the smaller printed figure to the larger, a bar a factor, and what remains under every defensible choice."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

from matplotlib.axes import Axes

from discrepancy.case.model import Case
from discrepancy.gap.choices import range_of
from discrepancy.gap.factors import Factor, Side
from discrepancy.gap.gap import Gap
from discrepancy.plots.paper.axes import Ruler, value_axis
from discrepancy.plots.paper.notation import Notation, notation_between
from discrepancy.plots.paper.rows import Row, lines, named, row_chart
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note
from discrepancy.plots.paper.style import HATCHED, INK, LABEL, OWN, PAPER, QUIET, RULE, SMALL, STEEL, colours, legible, shapes
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import Caption, caption, drawable, foot_line, line_height, measure, noun_on, plate, quoted
from discrepancy.reading.scale import RATIO
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap
from discrepancy.story.gap import NO_RATIO, as_printed, from_figures, headline, practically_nothing
from discrepancy.story.short import short
from discrepancy.story.views import day_of, tie
from discrepancy.story.words import NOT_EVIDENCE, REMAINS, of_whom

BAR = 0.2  # inches
FROM_FIGURES = "Computed from the two figures themselves: it explains nothing"
LEFT = 3.3  # inches for the words at the left
WIDE = LEFT - 0.2  # of which they may fill
SOLID = {"facecolor": STEEL, "edgecolor": STEEL, "linewidth": 0.6}


@drawn
def waterfall(gap: Gap, ax: Axes | None = None, *, case: Case | None = None) -> Figure:
    """From the smaller printed figure to the larger, a bar a factor or an amount, on the axis of the measure.

    Examples
    --------
    >>> import discrepancy as dc
    >>> waterfall(dc.between("nearly 3,000", "around 1,100")).table["step"].tolist()[-1]
    'not accounted for'
    """
    gap, case, q = gap.upright, gap.case or case, notation_between(gap)
    if gap.total is None:
        sides = " ".join(f"{s.name}: {quoted(s.printed)}." for s in (gap.a, gap.b))
        text = f"{cap(sides)} {NO_RATIO}"
        return note(words(gap, case), ax, text, _table(gap))
    sides, colour = (gap.b, gap.a), colours(case, [s.claim.group for s in (gap.a, gap.b)])
    first, last = shades = [legible(colour.get(s.claim.group, STEEL)) for s in sides]
    whisker, running = _whisker(gap, q), [v for _, v in gap.running()]
    rows = [_end(gap.b, first), *(_step(gap, f, q, whisker) for f in gap.factors), _end(gap.a, last)]
    points = [*running, gap.a.value, *(whisker or ())]
    far = gap.scale.step(min(points), max(points)) >= 0.1 * q.one
    scale = Ruler.of(points, q, pad=0.17, least=0, room=0.08 if far else 0.4)
    page, middles = row_chart(words(gap, case), ax, rows, scale, value_axis(q), left=LEFT, right=0.08)
    for x, (here, there) in zip([*running, gap.a.value], pairwise(middles), strict=False):
        page.stroke([x] * 2, [here + BAR / 2, there - BAR / 2], RULE, 0.9, 1)
    for side, shade, y in zip(sides, shades, (middles[0], middles[-1]), strict=True):
        link = Link.of(side.name, quoted(side.printed), *((side.version.claim.url, side.version.claim.claim) if case else ()))
        role = case.role_of(side.claim.source) if case else ""
        page.mark(side.value, y, shapes(case, [role]).get(role, "o"), 9.5, shade, link=link, mec=PAPER)
        right = _room(page, scale, side.value, True) > 0.62
        _beside(page, side.value, y, _printed(side), shade, right, bold=True, gap=9)
    for f, (start, stop), y in zip(gap.factors, pairwise(running), middles[1:-1], strict=True):
        _bar(page, gap, f, (start, stop), y, scale)
    if whisker:
        _range(page, gap, whisker, middles[-2] + BAR / 2 + 0.1, scale)
    return page.finish(_table(gap))


def _label(gap: Gap, name: str) -> str:
    """What a factor is called for readers."""
    if name == "unexplained":
        return "not accounted for"
    return drawable(gap.case.dimension_label(name)) if gap.case and name in gap.case.dimensions else drawable(name)


def _table(gap: Gap) -> list[dict]:
    """The running figure at each step."""
    q = notation_between(gap)
    columns = ("step", "factor" if gap.scale is RATIO else "amount", "running figure", "why", "address")
    rows: list[tuple] = [(gap.b.name, None, gap.b.value, gap.b.printed, gap.b.version.claim.url if gap.case else "")]
    rows += [(_label(gap, f.name), q.step_cell(gap.scale.size(f.size)), q.cell(at), f.because, f.url) for f, at in gap.steps()]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _whisker(gap: Gap, q: Notation) -> tuple[float, float] | None:
    """Where the hatched bar would start under the lowest and the highest of every defensible choice."""
    ends, scale = range_of(gap), gap.scale
    low, high = ends["lowest"], ends["highest"]
    if low is None or high is None or q.still(scale.step(low, high)):
        return None
    at = scale.at(gap.a.value)
    return scale.number(at - scale.at(high)), scale.number(at - scale.at(low))


def _end(side: Side, shade: str) -> Row:
    """One of the two figures."""
    name = named(cap(side.name), WIDE, LABEL, shade)
    return Row([*name, *lines(quoted(side.printed, 60), WIDE, SMALL, shade)], pad=0.16)


def _step(gap: Gap, f: Factor, q: Notation, whisker: tuple[float, float] | None) -> Row:
    """One step; the last has the whisker of every choice below it where these differ."""
    name, because, still, last = _label(gap, f.name), drawable(f.because).replace(": If ", ": if "), q.still(f.size), f is gap.unexplained
    if still and not last:
        return Row(lines(f"{q.step(q.none)} {name}: {because}", WIDE, SMALL, QUIET, most=9), pad=0.09)
    n = range_of(gap)["choices"]
    if last:
        same = "" if whisker or n < 2 else f", the same under all {n} defensible choices"
        because = ("nothing remains" if still else "by the public record") + same
    because += f". {FROM_FIGURES}" if f.from_figures else ""
    told = lines(f"{q.step(gap.scale.size(f.size))} {name}", WIDE, LABEL, INK, True) + lines(because, WIDE, SMALL, QUIET, most=9)
    site = (urlsplit(f.url).hostname or "").removeprefix("www.") if f.url else ""
    told += lines(f"Source: {drawable(site)}", WIDE, SMALL, QUIET, most=1) if site else []
    return Row(told, pad=(1.0 if narrow() else 0.72) if last and whisker else 0.16)


def _room(page: Sheet, scale: Ruler, x: float, right: bool) -> float:
    """Inches at the right or left of x."""
    share = scale.share(x)
    return (1 - share if right else share) * page.width


def _beside(page: Sheet, x: float, y: float, text: str, colour: str, right: bool, bold: bool = False, gap: float = 4.0) -> None:
    by, ha = ((gap if right else -gap) / 72, 0), "left" if right else "right"
    page.annotate(text, (x, y), by, LABEL if bold else SMALL, colour, bold, ha=ha, zorder=6, bbox=plate(0.8, 0.85))


def _bar(page: Sheet, gap: Gap, f: Factor, ends: tuple[float, float], y: float, scale: Ruler) -> None:
    """From the figure before a step to that after it; what moves nothing is a line, dotted where its size is not known."""
    q, (start, stop), last = notation_between(gap), ends, f is gap.unexplained
    if q.still(f.size):
        style = "solid" if f.accounted or last else (0, (1.2, 1.2))
        page.stroke([stop] * 2, [y - BAR / 2, y + BAR / 2], STEEL, 1.6, linestyle=style)
        return
    low, high = sorted(ends)
    about = lambda x: q.say(float(x)) if q.counts else q.about(x)
    (bar,) = page.ax.barh([y], [high - low], height=BAR, left=low, zorder=3, **(HATCHED if last else OWN if f.from_figures else SOLID))
    page.led(bar, Link.of(_label(gap, f.name), f.because, f.url))
    said = q.step(q.scale.size(f.size))
    if last and (scale.share(high) - scale.share(low)) * page.width > measure(said, LABEL, True) + 0.2:
        page.annotate(said, (scale.middle(low, high), y), size=LABEL, bold=True, ha="center", zorder=6, bbox=plate(1.6))
    elif not last and about(stop) not in (about(start), about(gap.a.value)):
        forward = stop >= start
        right = forward if _room(page, scale, stop, forward) > 0.8 else not forward
        _beside(page, stop, y, f"about {about(stop)}", QUIET, right)


def _range(page: Sheet, gap: Gap, whisker: tuple[float, float], y: float, scale: Ruler) -> None:
    """The range over every defensible choice, as a whisker under the hatched bar: where it would have to start."""
    page.stroke(whisker, [y, y], INK, 1.4, 4, marker="|", markersize=6.5, markeredgewidth=1.4)
    ends = range_of(gap)
    of, n = notation_between(gap).sizes, plural(ends["choices"], "defensible choice")
    sides = [
        of.left(gap.scale.at(ends[end])) for end in ("highest", "lowest")
    ]  # the more remains, the further from the second figure it starts
    apart = abs(scale.share(whisker[1]) - scale.share(whisker[0])) * page.width
    told = [(sides, whisker), ([f"over {n}"], [scale.middle(*whisker)])]
    if apart < sum(measure(side, SMALL) for side in sides) / 2 + 0.1:
        told = [([f"{of.between(ends['lowest'], ends['highest'])} over {n}"], [scale.middle(*whisker)])]
    for i, (texts, places) in enumerate(told):
        for text, x in zip(texts, places, strict=True):
            at, half = scale.share(x) * page.width, measure(text, SMALL) / 2
            shift = min(max(at, half + 0.02), page.width - half) - at
            page.annotate(text, (x, y), (shift, -11.5 / 72 - i * line_height(SMALL)), SMALL, ha="center", zorder=6, bbox=plate(0.6, 0.85))


def words(gap: Gap, case: Case | None = None) -> Caption:
    """The words around the figure."""
    gap, case = gap.upright, gap.case or case
    if gap.total is None:
        return caption(headline(gap), "", foot_line(case), headline(gap))
    q, whole, rest = notation_between(gap), gap.total, gap.unexplained.size or 0.0
    sizes = q.sizes
    say = lambda step: q.step(q.scale.size(step), signed=False)
    told = lambda step: sizes.present(say(step))
    between = f"{say(whole)} between the two figures"
    if tie(gap):
        title = "Both printed the same number"
    elif whole < sizes.printed:
        title = "The two figures are practically the same"
    elif own := from_figures(gap):
        title = f"{say(whole)} apart: {own[:1].lower()}{own[1:].removesuffix('.')}"
    elif abs(rest) < 1e-9:
        title = f"The {between} {'are' if say(whole).endswith('points') else 'is'} accounted for"
    elif practically_nothing(gap):
        title = f"{'Nothing' if q.alike(whole - rest) else 'Practically nothing'} known accounts for the {between}"
    elif rest > whole:
        title = f"What is known widens the difference: {say(whole)} {as_printed(gap)}, {say(rest)} not accounted for"
    elif rest < -sizes.printed:
        title = f"What is known turns the difference round: {say(whole)} {as_printed(gap)}, {sizes.left(rest)} not accounted for"
    elif rest < sizes.printed:
        title = f"Practically all of the {between} is accounted for"
    else:
        title = f"Of the {between}, {told(whole - rest)} accounted for and {told(rest)} not"
    subtitle = f"Two printed phrases, {q.axis}"
    if case:
        subtitle = f"{noun_on(case, gap.basis, day_of(gap))}; from {of_whom(gap.b.name)} to {of_whom(gap.a.name)}, {q.axis}"
    moving = [f for f in gap.factors[:-1] if abs(f.size or 0.0) > 0.002 * q.one]
    of = lambda f: " computed from the two figures themselves" if f.from_figures else ""
    steps = ", ".join(f"{_label(gap, f.name)} {q.step(q.scale.size(f.size))}{of(f)}" for f in moving) or "no step moves it"
    printed = [f"{_printed(s)} of {s.name}" for s in (gap.b, gap.a)]
    remains = f"{sizes.left(rest)} {REMAINS}" if abs(rest) >= sizes.printed else "nothing remains to be accounted for"
    alt = (
        f"Waterfall chart of the gap from {' to '.join(printed)}: {'the same number' if tie(gap) else f'{say(whole)}, {steps}; {remains}'}."
    )
    return caption(title, subtitle, foot_line(case, NOT_EVIDENCE if abs(rest) > 1e-9 else ""), alt)


def _printed(side: Side) -> str:
    """A figure as it was printed; what stands for a range or a vague word was not."""
    return drawable(short(side.version.reading))
