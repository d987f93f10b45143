"""Readings of phrases → each phrase with its number, its interval and its open side (Ferson et al. 2015)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler, ratio_ticks, ruled, value_axis
from discrepancy.plots.paper.figure import columns
from discrepancy.plots.paper.notation import Notation, notation_read
from discrepancy.plots.paper.rows import Interval, Row, lines, row_chart
from discrepancy.plots.paper.sheet import Figure, Sheet, drawn, note
from discrepancy.plots.paper.style import INK, LABEL, PAPER, QUIET, SMALL, STEEL
from discrepancy.plots.paper.words import Caption, caption, foot_line, measure, nothing, quoted
from discrepancy.reading.reading import Reading, scale_of
from discrepancy.reading.scale import RATIO
from discrepancy.reading.widths import OUTSIDE
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap
from discrepancy.story.short import short
from discrepancy.story.sizes import mark

INTERVALS = ("readers give it (Ferson et al. 2015)", "its source states", "its last digit leaves")


@drawn
def anatomy(readings: Sequence[Reading], ax: Axes | None = None) -> Figure:
    """Phrases as printed, in this order, each with its number, its interval and its open side.

    Examples
    --------
    >>> import discrepancy as dc
    >>> anatomy([dc.read("nearly 3,000"), dc.read("more than 3,000")]).table["number"].tolist()
    [3000, 3000]
    """
    readings = list(readings)
    if not readings:
        return note(words(readings), ax, "No phrases to draw.", _table(readings))
    left = min(max(measure(quoted(r.printed), LABEL) for r in readings) + 0.15, 2.9)
    shared = _shared(readings)
    units = [1.0 if shared or r.value <= 0 else r.value for r in readings]
    rows = [_phrase(r, left, unit) for r, unit in zip(readings, units, strict=True)]
    scale = Ruler.of([v for r in readings for v in (r.low, r.value, r.high)], shared) if shared else _around(readings)
    axis, bottom = (value_axis(shared), 0.26) if shared else (_own_axis, 0.42)
    page, middles = row_chart(words(readings), ax, rows, scale, axis, left=left, right=0, bottom=bottom)
    for r, unit, y in zip(readings, units, middles, strict=True):
        _goes_on(page, r, y, scale, unit)
    return page.finish(_table(readings))


def _own_axis(page: Sheet, scale: Ruler) -> None:
    """Every phrase against its own number."""
    far = lambda t: abs(scale.share(t) - scale.share(1)) * page.width > 1
    ticks = [t for t in ratio_ticks(scale.low, scale.high, most=7) if abs(t - 1) < 1e-9 or far(t)]
    ruled(page, "x", scale, ticks, ("×1\nthe number as printed" if t == 1 else mark(t) + "\n " for t in ticks))


def _shared(readings: list[Reading]) -> Notation | None:
    """The notation of readings that have room on one axis: of one unit, and on a log axis not far from each other."""
    if len({r.unit for r in readings}) > 1:
        return None
    scale = scale_of(readings, readings[0].unit)
    positive = [v for r in readings for v in (r.low, r.value, r.high) if v > 0]
    near = scale is not RATIO or not positive or max(positive) / min(positive) < 2.5
    return notation_read(readings, scale) if near else None


def _table(readings: list[Reading]) -> dict[str, list]:
    names = {"printed": "printed", "number": "value", "low": "low", "best": "best", "high": "high", "unit": "unit"}
    said = lambda r: {k: getattr(r, k) for k in ("printed", "unit", "open", "hedge")}
    numbers = lambda r: {k: _own(r).cell(getattr(r, k)) for k in ("value", "low", "best", "high")}
    return columns((said(r) | numbers(r) for r in readings), names | {"open side": "open", "read as": "hedge"})


def _own(r: Reading) -> Notation:
    """The notation of one reading."""
    return notation_read([r], scale_of([r], r.unit))


def _phrase(r: Reading, left: float, unit: float) -> Row:
    mark = Interval(r.value / unit, r.low / unit, r.high / unit, r.open, STEEL, "|" if r.hedge in ("range", "vague") else "o")
    return Row(lines(quoted(r.printed), left - 0.1, LABEL, INK), [(_bounds(r), SMALL, QUIET, False)], mark=mark, pad=0.13)


def _around(readings: Sequence[Reading]) -> Ruler:
    """The scale that sets every phrase to its own number; ranges and vague words may leave it."""
    positive = [r for r in readings if r.value > 0 and r.low > 0]
    near = [r for r in positive if r.hedge not in ("range", "vague")] or positive
    reach = max([0.1, *(max(math.log(r.high / r.value), math.log(r.value / r.low)) for r in near)])
    reach = min(reach * 1.35, math.log(4))
    return Ruler(math.exp(-reach), math.exp(reach))


def _goes_on(page: Sheet, r: Reading, y: float, scale: Ruler, unit: float) -> None:
    """Dots where an interval leaves the axis: it goes on to the bound that is printed at the right."""
    for bound, edge, side in ((r.low, scale.low, -1), (r.high, scale.high, 1)):
        if (bound / unit - edge) * side > 1e-9:
            dots = [scale.back(scale.share(edge) - side * k * 0.012) for k in (0, 1, 2)]
            page.ax.plot(dots, [y] * 3, ".", color=PAPER, markersize=3.4, zorder=6)


def _bounds(r: Reading) -> str:
    """The interval in words, with what lies beyond it."""
    q = _own(r)
    if r.low == r.high:
        return q.say(r.value)
    return q.to(r.low, r.high, 3 if r.high >= 100 else 2) + {"high": " →", "low": " ←", "both": " ↔"}.get(r.open, "")


def words(readings: Sequence[Reading]) -> Caption:
    """The words around the figure."""
    if not readings:
        return nothing("No phrases to draw", None, alt="no phrases.")
    floors = {r.value: r for r in sorted(readings, key=lambda r: r.hedge == "over") if r.side == "floor"}
    meet = next(((r, floors[r.value]) for r in readings if r.side == "ceiling" and r.value in floors), None)
    title = f"“{cap(short(meet[0]))}” ends where “{short(meet[1])}” begins" if meet else "How a printed phrase becomes an interval"
    beyond = lambda r: OUTSIDE in r.assumed or bool(r.unit) or not 10 <= r.value < 10**6  # what was not asked of readers
    given = " or ".join(INTERVALS[n] for n in sorted({1 if r.hedge == "interval" else 2 * beyond(r) for r in readings}))
    subtitle = f"Phrases as printed, each with its number, the interval that {given} and its open side"
    shared = len({r.unit for r in readings}) == 1
    ends = f", from {_own(min(readings, key=lambda r: r.low)).say(min(r.low for r in readings))}" if shared else ""
    ends += f" to {_own(max(readings, key=lambda r: r.high)).say(max(r.high for r in readings))}" if shared else ""
    alt = f"Range plot of {plural(len(readings), 'printed phrase')}, each with its number and interval{ends}. {title}."
    return caption(title, subtitle, foot_line(None), alt)
