"""TODO"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.dates import date2num
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from discrepancy.plots.paper import style as st
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.sheet import Sheet
from discrepancy.plots.paper.style import FAMILY, QUIET, RULE, SMALL
from discrepancy.plots.paper.ticks import day_ticks
from discrepancy.plots.paper.words import drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def log_axis(ax: Axes, which: str, low: float, high: float, ticks: Sequence[float], labels: Sequence[str], grid: bool = True) -> None:
    """A log axis that prints the given labels and nothing else."""
    axis = getattr(ax, f"{which}axis")
    getattr(ax, f"set_{which}scale")("log")
    getattr(ax, f"set_{which}lim")(low, high)
    axis.set_minor_locator(NullLocator())
    axis.set_major_locator(fixed(ticks))
    axis.set_major_formatter(printed(labels))
    ax.tick_params(
        axis=which, which="both", bottom=False, left=False, length=0, labelsize=SMALL, labelcolor=QUIET, labelfontfamily=FAMILY, pad=4
    )
    if grid:
        axis.grid(True, color=st.FAINT, linewidth=0.8)


def fixed(ticks: Sequence[float]) -> FixedLocator:
    """Ticks here and nowhere else."""
    return FixedLocator(list(ticks))


def printed(labels: Sequence[str]) -> FixedFormatter:
    """These words at the ticks."""
    return FixedFormatter([drawable(t) if "\n" not in t else t for t in labels])


def day_axis(page: Sheet, days: list[tuple[date, str]]) -> None:
    """Days along the lower edge; one whose words would leave the sheet is not printed."""
    x0, x1 = page.ax.get_xlim()
    fits = lambda d, text: (x1 - date2num(d)) / (x1 - x0) * page.width + page.right + 0.05 > measure(text.split("\n")[0], SMALL) / 2
    shown = [(date2num(d), text) for d, text in days if fits(d, text)]
    page.ax.xaxis.set_major_locator(fixed([x for x, _ in shown]))
    page.ax.xaxis.set_major_formatter(printed([text for _, text in shown]))
    page.ax.tick_params(axis="x", bottom=True, length=3, color=RULE)


def day_axis_of(page: Sheet, first: date, last: date) -> None:
    """Days along the lower edge, every second or third where all would not fit."""
    ticks = day_ticks(first, last)
    x0, x1 = page.ax.get_xlim()
    wide = max((measure(line, SMALL) for _, text in ticks for line in text.split("\n")), default=0.0) + 0.1
    apart = min((page.width * (b - a).days / (x1 - x0) for (a, _), (b, _) in pairwise(ticks)), default=wide)
    day_axis(page, ticks[:: max(1, math.ceil(wide / apart))])
