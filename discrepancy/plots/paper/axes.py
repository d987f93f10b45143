"""The lowest and highest value that are drawn → where each stands, and the axis that says so: counts, ratios, days."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from matplotlib.dates import date2num
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from discrepancy.plots.paper.setting import measure
from discrepancy.plots.paper.sheet import Sheet
from discrepancy.plots.paper.style import FAINT, FAMILY, QUIET, RULE, SMALL
from discrepancy.plots.paper.ticks import count_ticks, day_ticks
from discrepancy.plots.paper.words import count, drawable


@dataclass(frozen=True)
class Scale:
    """The ends of an axis; on a log scale unless it is said otherwise."""

    low: float
    high: float
    log: bool = True

    def share(self, x: float) -> float:
        """How far along the axis a value stands, from 0 to 1."""
        return math.log(x / self.low) / math.log(self.high / self.low) if self.log else (x - self.low) / (self.high - self.low)

    def back(self, share: float) -> float:
        """The value that stands there."""
        return self.low * (self.high / self.low) ** share if self.log else self.low + share * (self.high - self.low)

    def inside(self, x: float) -> float:
        """A value on the axis; 0 has no place on a log axis and stands on its edge."""
        return min(max(x, self.low), self.high) if self.log else x

    def seen(self, low: float, high: float, least: float) -> tuple[float, float]:
        """Two ends on the axis, at least so much of it apart: a single number is still to be seen."""
        a, b = (self.share(self.inside(x)) for x in (low, high))
        middle, half = (a + b) / 2, max((b - a) / 2, least)
        return self.back(middle - half), self.back(middle + half)

    @classmethod
    def of(cls, values: Iterable[float | None], pad: float = 0.07, least: float = 0.35) -> Scale:
        """A log scale with room around the values; `pad` is a part of their distance, `least` the ln of the shortest axis."""
        positive = [v for v in values if v is not None and v == v and 0 < v < math.inf]
        if not positive:
            return cls(0.5, 10.0)
        low, high = math.log(min(positive)), math.log(max(positive))
        extra = max(pad * (high - low), (least - (high - low)) / 2, 0.04)
        return cls(math.exp(low - extra), math.exp(high + extra))


def ticks_at(page: Sheet, which: str, ticks: Sequence[float], labels: Iterable[str]) -> None:
    """Ticks here and nowhere else, with these words."""
    axis = getattr(page.ax, f"{which}axis")
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_major_formatter(FixedFormatter([drawable(t) if "\n" not in t else t for t in labels]))


def log_axis(page: Sheet, which: str, scale: Scale, ticks: Sequence[float], label: Callable[[float], str] = count) -> None:
    """A log axis with faint lines that prints the given ticks and nothing else."""
    ax, axis = page.ax, getattr(page.ax, f"{which}axis")
    getattr(ax, f"set_{which}scale")("log")
    getattr(ax, f"set_{which}lim")(scale.low, scale.high)
    axis.set_minor_locator(NullLocator())
    ticks_at(page, which, ticks, map(label, ticks))
    look = {"length": 0, "labelsize": SMALL, "labelcolor": QUIET, "labelfontfamily": FAMILY, "pad": 4}
    ax.tick_params(axis=which, which="both", bottom=False, left=False, **look)
    axis.grid(True, color=FAINT, linewidth=0.8)


def count_axis(page: Sheet, scale: Scale) -> None:
    """Counts along the lower edge, as many as have room."""
    ticks = count_ticks(scale.low * 1.005, scale.high / 1.005, most=5 if page.width < 3 else 6)
    log_axis(page, "x", scale, _apart(page, ticks, scale))


def _apart(page: Sheet, ticks: list[float], scale: Scale) -> list[float]:
    """Ticks whose labels do not meet; the finer ones go first."""
    kept: list[float] = []
    for t in sorted(ticks, key=lambda t: (t / 10 ** math.floor(math.log10(t)) not in (1, 3), t)):
        half = measure(count(t), SMALL) / 2 + 0.05
        at = scale.share(t) * page.width
        if all(abs(at - scale.share(k) * page.width) > half + measure(count(k), SMALL) / 2 for k in kept):
            kept.append(t)
    return sorted(kept)


def day_axis(page: Sheet, days: list[tuple[date, str]]) -> None:
    """Days along the lower edge; one whose words would leave the sheet is not printed."""
    x0, x1 = page.ax.get_xlim()
    fits = lambda d, text: (x1 - date2num(d)) / (x1 - x0) * page.width + page.right + 0.05 > measure(text.split("\n")[0], SMALL) / 2
    shown = [(date2num(d), text) for d, text in days if fits(d, text)]
    ticks_at(page, "x", [x for x, _ in shown], [text for _, text in shown])
    page.ax.tick_params(axis="x", bottom=True, length=3, color=RULE)


def day_axis_of(page: Sheet, first: date, last: date) -> None:
    """Days along the lower edge, every second or third where all would not fit."""
    ticks = day_ticks(first, last)
    x0, x1 = page.ax.get_xlim()
    wide = max((measure(line, SMALL) for _, text in ticks for line in text.split("\n")), default=0.0) + 0.1
    apart = min((page.width * (b - a).days / (x1 - x0) for (a, _), (b, _) in pairwise(ticks)), default=wide)
    day_axis(page, ticks[:: max(1, math.ceil(wide / apart))])
