"""The lowest and highest value that are drawn → where each stands, and the axis that says so: numbers, steps, days."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from discrepancy.plots.paper.notation import Notation
from discrepancy.plots.paper.sheet import Sheet, sheet
from discrepancy.plots.paper.style import FAINT, GREY, RULE, SMALL
from discrepancy.plots.paper.words import day_label, drawable, measure
from discrepancy.reading.scale import RATIO, Scale
from discrepancy.story.words import Caption


@dataclass(frozen=True)
class Ruler:
    """The ends of an axis in the unit, and the scale in whose coordinate it is even: log for ratios, linear for differences."""

    low: float
    high: float
    scale: Scale = RATIO

    def share(self, x: float) -> float:
        """How far along the axis a value stands, from 0 to 1."""
        at = self.scale.at
        return (at(x) - at(self.low)) / (at(self.high) - at(self.low))

    def back(self, share: float) -> float:
        """The value that stands there."""
        low, high = map(self.scale.at, (self.low, self.high))
        return self.scale.number(low + share * (high - low))

    def middle(self, low: float, high: float) -> float:
        """The value half way between two others."""
        return self.back((self.share(low) + self.share(high)) / 2)

    def inside(self, x: float) -> float:
        """A value on the axis; what has no place on it, such as 0 on a log axis, stands on its edge."""
        return min(max(x, self.low), self.high)

    def seen(self, low: float, high: float, least: float) -> tuple[float, float]:
        """Two ends on the axis, at least so much of it apart: a single number is still to be seen."""
        a, b = (self.share(self.inside(x)) for x in (low, high))
        half = max((b - a) / 2, least)
        middle = min(max((a + b) / 2, half), 1 - half)
        return self.back(middle - half), self.back(middle + half)

    @classmethod
    def of(
        cls, values: Iterable[float | None], notation: Notation | None = None, pad: float = 0.07, least: float = 0.35, room: float = 0.04
    ) -> Ruler:
        """An axis with room around the values: a part of their distance, at least so much; `least` is the length of the shortest axis.

        Lengths are those of ln on a log axis, and what comes to the same on a linear one.
        """
        notation = notation or Notation()
        scale, one = notation.scale, notation.one
        at = [scale.at(v) for v in values if v is not None and v == v and math.isfinite(scale.at(v))]
        if not at:
            return cls(0.5, 10.0, scale)
        low, high = min(at), max(at)
        extra = max(pad * (high - low), (least * one - (high - low)) / 2, room * one)
        return cls(scale.number(low - extra), scale.number(high + extra), scale)


_SERIES = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 7), (1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9))


def count_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks of a log axis that people use: 300, 1,000, 3,000; evenly spaced ones where the axis is short.

    Examples
    --------
    >>> count_ticks(20, 6000), count_ticks(2700, 3500)
    ([30.0, 100.0, 300.0, 1000.0, 3000.0], [2800.0, 3000.0, 3200.0, 3400.0])
    """
    if high / low < 2.2:
        return _even(low, high, most)
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    return _chosen([[s * 10.0**d for d in decades for s in series] for series in _SERIES], low, high, most)


def _chosen(ways: Iterable[Sequence[float]], low: float, high: float, most: int) -> list[float]:
    """Of the ways to set ticks, from coarse to fine, the first with four of them on the axis and no more than `most`."""
    found: list[float] = []
    for way in ways:
        ticks = [t for t in way if low <= t <= high]
        if len(ticks) > most:
            break
        found = ticks
        if len(ticks) >= 4:
            break
    return found or [math.sqrt(low * high)]


def _even(low: float, high: float, most: int) -> list[float]:
    """Multiples of a round step, as many as there can be."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(s * power for s in (1, 2, 5, 10, 20) if math.floor(high / (s * power)) - math.ceil(low / (s * power)) < most)
    return [round(step * i, 10) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


_RATIOS = (
    (0.1, 1, 10, 100, 1000),
    (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64),
    (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7, 10),
    (0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6),
    (0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2),
)


def ratio_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks of a log axis of ratios: ×½, ×1, ×2."""
    return _chosen(_RATIOS, low, high, most)


def day_ticks(first: date, last: date, anchor: date | None = None) -> list[tuple[date, str]]:
    """Days to mark and what to print there: weeks counted from `anchor`, else months, quarters or years."""
    span = (last - first).days
    if span <= 80:
        step = 7 if span > 24 else 3 if span > 9 else 1
        anchor = anchor or first
        start = anchor - timedelta(step * ((anchor - first).days // step))
        days = [start + timedelta(step * i) for i in range((last - start).days // step + 1)]
        return _with_year([(d, day_label(d)) for d in days if d >= first])
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if span / 30.4 / s <= 8), 120)
    months = [(m // 12, m % 12 + 1) for m in range(first.year * 12, last.year * 12 + 12) if m % step == 0]
    days = [d for d in (date(y, m, 1) for y, m in months) if first <= d <= last]
    if step >= 12:
        return [(d, str(d.year)) for d in days]
    return _with_year([(d, f"{d:%b}") for d in days])


def _with_year(days: list[tuple[date, str]]) -> list[tuple[date, str]]:
    """The year below the first day of each."""
    new = [i == 0 or day.year != days[i - 1][0].year for i, (day, _) in enumerate(days)]
    return [(day, f"{text}\n{day.year if first else ' '}") for (day, text), first in zip(days, new, strict=True)]


def ticks_at(page: Sheet, which: str, ticks: Sequence[float], labels: Iterable[str]) -> None:
    """Ticks here and nowhere else, with these words."""
    axis = getattr(page.ax, f"{which}axis")
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_major_formatter(FixedFormatter([drawable(t) if "\n" not in t else t for t in labels]))


def value_ticks(ruler: Ruler, most: int = 6) -> list[float]:
    """Where an axis of numbers is marked."""
    return count_ticks(ruler.low, ruler.high, most) if ruler.scale is RATIO else _even(ruler.low, ruler.high, most)


def step_ticks(ruler: Ruler, most: int = 6) -> list[float]:
    """Where an axis of steps is marked: factors, or amounts."""
    return ratio_ticks(ruler.low, ruler.high, most) if ruler.scale is RATIO else _even(ruler.low, ruler.high, most)


def ruled(page: Sheet, which: Literal["x", "y"], ruler: Ruler, ticks: Sequence[float], labels: Iterable[str]) -> None:
    """An axis with faint lines that prints the given ticks and nothing else; on a linear one 0 is a line of its own."""
    ax, axis = page.ax, getattr(page.ax, f"{which}axis")
    getattr(ax, f"set_{which}scale")("log" if ruler.scale is RATIO else "linear")
    getattr(ax, f"set_{which}lim")(ruler.low, ruler.high)
    axis.set_minor_locator(NullLocator())
    ticks_at(page, which, ticks, labels)
    axis.grid(True, color=FAINT, linewidth=0.8)
    if ruler.scale is not RATIO and ruler.low < 0 < ruler.high:
        (ax.axvline if which == "x" else ax.axhline)(0, color=GREY, linewidth=1.0, zorder=0.9)


def value_axis(notation: Notation) -> Callable[[Sheet, Ruler], None]:
    """Numbers along the lower edge, as many as have room."""

    def axis(page: Sheet, ruler: Ruler) -> None:
        inner = Ruler(ruler.back(0.004), ruler.back(0.996), ruler.scale)
        _across(page, ruler, value_ticks(inner, most=5 if page.width < 3 else 6), notation.marks)

    return axis


def step_axis(notation: Notation) -> Callable[[Sheet, Ruler], None]:
    """Steps along the lower edge, as many as have room."""
    return lambda page, ruler: _across(page, ruler, step_ticks(ruler), notation.step_marks)


def _across(page: Sheet, ruler: Ruler, ticks: list[float], marks: Callable[[Sequence[float]], list[str]]) -> None:
    """Ticks whose labels do not meet and do not leave the sheet; one that alone has the unit before others, round ones before fine."""
    at = lambda t: ruler.share(t) * page.width
    fine = lambda t: ruler.scale is RATIO and t / 10 ** math.floor(math.log10(t) + 1e-9) not in (1, 3)
    kept: list[float] = []
    while ticks:
        labels = marks(ticks)
        half = {t: measure(label, SMALL) / 2 for t, label in zip(ticks, labels, strict=True)}
        last, kept = ticks[-1], []
        unit_alone = labels[-1][-1].isalpha() and not labels[0][-1].isalpha()
        for t in sorted(ticks, key=lambda t: (not (unit_alone and t == last), fine(t), t)):
            if all(abs(at(t) - at(k)) > half[t] + half[k] + 0.05 for k in kept):
                kept.append(t)
        if not unit_alone or at(last) + half[last] <= page.width + page.right + 0.08:
            break
        ticks = ticks[:-1]
    ruled(page, "x", ruler, sorted(kept), marks(sorted(kept)))


def day_axis(page: Sheet, first: date, last: date, anchor: date | None = None) -> None:
    """Days along the lower edge: every second or third where all would not fit, none whose words would leave the sheet."""
    x0, x1 = page.ax.get_xlim()
    days = [(date2num(day), text) for day, text in day_ticks(first, last, anchor)]
    wide = {text: max(measure(line, SMALL) for line in text.split("\n")) for _, text in days}
    inch = page.width / (x1 - x0)
    apart = min((inch * (b - a) for (a, _), (b, _) in pairwise(days)), default=math.inf)
    every = max(1, math.ceil((max(wide.values(), default=0.0) + 0.1) / apart))
    shown = [(x, text) for x, text in days[::every] if (x1 - x) * inch + page.right + 0.05 > wide[text] / 2]
    ticks_at(page, "x", [x for x, _ in shown], [text for _, text in shown])
    page.ax.tick_params(axis="x", bottom=True, length=3, color=RULE)


@dataclass(frozen=True)
class Upright:
    """An axis at the left of days: its ruler, where it is marked, and what is printed there."""

    ruler: Ruler
    ticks: list[float]
    marks: list[str]

    @classmethod
    def of(cls, ruler: Ruler, notation: Notation, steps: bool = False) -> Upright:
        ticks = step_ticks(ruler, most=7) if steps else value_ticks(ruler)
        return cls(ruler, ticks, notation.step_marks(ticks) if steps else notation.marks(ticks))

    @property
    def room(self) -> float:
        """Inches that its marks need."""
        return max(measure(mark, SMALL) for mark in self.marks) + 0.1


def time_sheet(words: Caption, ax: Axes | None, upright: Upright, days: tuple[float, float], height: float, **room: float) -> Sheet:
    """A sheet with an upright axis and room for days below it."""
    page = sheet(words, ax, height, **{"left": upright.room, "right": 0.05, "top": 0.06, **room})
    ruled(page, "y", upright.ruler, upright.ticks, upright.marks)
    page.ax.set_xlim(*days)
    return page
