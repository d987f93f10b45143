"""TODO"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from discrepancy.plots.paper.axes import log_axis
from discrepancy.plots.paper.captions import caption_of, foot_line
from discrepancy.plots.paper.figure import Figure, drawn
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.rows import OPEN, STEEL, Interval, Row, Rows, back, count_axis, lines, log_limits, share, whole
from discrepancy.plots.paper.sheet import Sheet, note, sheet
from discrepancy.plots.paper.style import INK, LABEL, PAPER, QUIET, SMALL
from discrepancy.plots.paper.ticks import ratio_ticks
from discrepancy.plots.paper.words import quoted
from discrepancy.reading.short import short
from discrepancy.saying.numbers import count, count_to, mark
from discrepancy.saying.text import cap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from discrepancy.reading.reading import Reading


@drawn
def anatomy(readings: Sequence[Reading], ax: Axes | None = None) -> Figure:
    """Phrases as printed, each with its number, its interval and its open side.

    Parameters
    ----------
    readings : sequence of Reading
        Drawn in this order.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    Figure

    Examples
    --------
    >>> import discrepancy as dc
    >>> anatomy([dc.read("nearly 3,000"), dc.read("more than 3,000")]).table["number"].tolist()
    [3000, 3000]
    """
    import pandas as pd

    readings = list(readings)
    table = pd.DataFrame(
        [
            {
                "printed": r.printed,
                "number": whole(r.value),
                "low": whole(r.low),
                "best": whole(r.best),
                "high": whole(r.high),
                "open side": OPEN.get(r.open, r.open),
                "read as": r.hedge,
            }
            for r in readings
        ],
        columns=["printed", "number", "low", "best", "high", "open side", "read as"],
    )
    if not readings:
        return note("anatomy", readings, None, ax, "No phrases to draw.", table)
    left = min(max(measure(quoted(r.printed), LABEL) for r in readings) + 0.15, 2.9)
    right = max(measure(_bounds(r), SMALL) for r in readings) + 0.2
    positive = [v for r in readings for v in (r.low, r.value, r.high) if v > 0]
    together = not positive or max(positive) / min(positive) < 2.5
    rows = [_phrase(r, left, 1.0 if together or r.value <= 0 else r.value) for r in readings]
    page = sheet(
        "anatomy", readings, None, ax, sum(r.height for r in rows), left=left, right=right, top=0.05, bottom=0.26 if together else 0.42
    )
    limits = log_limits(positive) if together else _around(readings)
    if together:
        count_axis(page, limits)
    else:
        _times_axis(page, limits)
    middles = Rows(page, rows, limits).draw()
    for r, y in zip(readings, middles, strict=True):
        _goes_on(page, r, y, limits, 1.0 if together or r.value <= 0 else r.value)
    return page.finish(table)


def _phrase(r: Reading, left: float, unit: float) -> Row:
    mark = Interval(r.value / unit, r.low / unit, r.high / unit, r.open, STEEL, "|" if r.hedge in ("range", "vague") else "o")
    return Row(lines(quoted(r.printed), left - 0.1, LABEL, INK), [(_bounds(r), SMALL, QUIET, False)], mark=mark, pad=0.13)


def _around(readings: Sequence[Reading]) -> tuple[float, float]:
    """Limits of an axis that sets every phrase to its own number; ranges and vague words may leave it."""
    near = [r for r in readings if r.value > 0 and r.low > 0 and r.hedge not in ("range", "vague")] or [
        r for r in readings if r.value > 0 and r.low > 0
    ]
    reach = max([math.log(v / r.value) for r in near for v in (r.high,)] + [math.log(r.value / r.low) for r in near] + [0.02])
    reach = min(reach * 1.35, math.log(4))
    return math.exp(-reach), math.exp(reach)


def _times_axis(page: Sheet, limits: tuple[float, float]) -> None:
    ticks = [t for t in ratio_ticks(*limits, most=7) if abs(t - 1) < 1e-9 or abs(share(t, limits) - share(1, limits)) * page.width > 0.5]
    labels = ["×1\nthe number as printed" if t == 1 else mark(t) + "\n " for t in ticks]
    log_axis(page.ax, "x", *limits, ticks, labels)


def _goes_on(page: Sheet, r: Reading, y: float, limits: tuple[float, float], unit: float) -> None:
    """Dots where an interval leaves the axis: it goes on to the bound that is printed at the right."""
    for bound, edge, side in ((r.low, limits[0], -1), (r.high, limits[1], 1)):
        if (bound / unit - edge) * side > 1e-9:
            page.ax.plot(
                [back(share(edge, limits) - side * k * 0.012, limits) for k in (0, 1, 2)],
                [y] * 3,
                ".",
                color=PAPER,
                markersize=3.4,
                zorder=6,
            )


def _bounds(r: Reading) -> str:
    """The interval in words, with what lies beyond it."""
    if r.low == r.high:
        return count(r.value)
    return count_to(r.low, r.high, 3 if r.high >= 100 else 2) + {"high": " →", "low": " ←", "both": " ↔"}.get(r.open, "")


@caption_of("anatomy")
def _words(readings, case):
    if not readings:
        return "No phrases to draw", "", foot_line(case), "Empty chart: no phrases."
    floors = {r.value: r for r in sorted(readings, key=lambda r: r.hedge == "over") if r.side == "floor"}
    meet = next(((r, floors[r.value]) for r in readings if r.side == "ceiling" and r.value in floors), None)
    title = f"“{cap(short(meet[0]))}” ends where “{short(meet[1])}” begins" if meet else "How a printed phrase becomes an interval"
    subtitle = "Phrases as printed, each with its number, the interval that readers give it (Ferson et al. 2015) and its open side"
    alt = f"Range plot of {len(readings)} printed phrases, each with its number and interval, from {min(r.low for r in readings):,.0f} to {max(r.high for r in readings):,.0f}. {title}."
    return title, subtitle, foot_line(case), alt
