"""Findings → positions on a page: the small figure of a card, and the gap over time.

Geometry alone; the templates draw it as inline SVG, so that it takes the page's colours, in light and dark, and its lines stay
sharp on any screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from discrepancy import dates
from discrepancy.report.pages.records import Finding, Side
from discrepancy.saying.numbers import alike, mark, times


@dataclass(frozen=True)
class LogScale:
    """A log scale from one end to the other, between two positions."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the position of a value; the middle where both ends are one."""
        width = math.log(self.high / self.low)
        share = math.log(value / self.low) / width if width else 0.5
        return round(self.start + share * (self.end - self.start), 2)


@dataclass(frozen=True)
class Dot:
    """A figure on the line of a card: its place in percent, its label, its colour."""

    at: float
    label: str
    colour: str


@dataclass(frozen=True)
class Mini:
    """Two figures on one line, on the scale that the cards of a case share.

    Examples
    --------
    >>> sides = Side("A", 3000, "over 3,000", ""), Side("B", 1000, "about 1,000", "")
    >>> mini = Mini.of(Finding("03-gap", "", "", sides), [1000, 9000])
    >>> mini.text
    'On a log scale: A 3,000, B 1,000.'
    >>> [(dot.at, dot.label) for dot in mini.sides]
    [(50.0, 'A 3,000'), (3.0, 'B 1,000')]
    """

    sides: tuple[Dot, ...]
    text: str

    @classmethod
    def of(cls, finding: Finding, values: list[float]) -> Mini | None:
        """Return the figure for a finding among all values of its case; None for one without two figures."""
        if not finding.sides:
            return None
        scale = LogScale(min(values), max(values), 3, 97)
        dots = tuple(Dot(scale.at(side.value), _label(side), side.colour) for side in finding.sides)
        return cls(dots, f"On a log scale: {', '.join(dot.label for dot in dots)}.")


def _label(side: Side) -> str:
    name = side.name if len(side.name) <= 24 else side.name[:23].rstrip() + "…"
    return f"{name} {side.value:,.0f}"


@dataclass(frozen=True)
class Tick:
    """A mark of an axis; ``one`` for the same number on both sides, ``year`` under the first mark of a year."""

    at: float
    label: str
    one: bool = False
    year: str = ""


@dataclass(frozen=True)
class Point:
    """A report on the chart, with the positions of what it found; None for what it did not."""

    href: str
    text: str
    x: float
    hit: float
    hit_width: float
    ratio: float | None
    rest: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Course:
    """The gap over time: printed ratio and what is not accounted for, larger over smaller, on a log axis.

    Parameters
    ----------
    title : str
        What the other swept parameters are; empty without any.
    text : str
        A sentence for those who do not see it.
    """

    title: str
    text: str
    xs: tuple[Tick, ...]
    ys: tuple[Tick, ...]
    line: str
    points: tuple[Point, ...]
    crosses: bool = False
    width = 816
    height = 380
    left = 52
    right = 800
    top = 12
    bottom = 330

    @classmethod
    def of(cls, title: str, days: list[tuple[date, str, Finding]]) -> Course | None:
        """Return the chart of findings by day, each with the address of its report; None where fewer than two have a ratio."""
        days = sorted((day for day in days if day[2].ratio is not None), key=lambda each: each[0])
        if len(days) < 2 or days[0][0] == days[-1][0]:
            return None
        values = [value for _, _, f in days for value in (f.ratio, f.rest, f.low, f.high) if value]
        y = LogScale(min([1.0, *values]) / 1.04, max([1.5, *values]) * 1.06, cls.bottom, cls.top)
        first, span = days[0][0], (days[-1][0] - days[0][0]).days
        to_x = lambda day: round(cls.left + 16 + (day - first).days / span * (cls.right - cls.left - 32), 2)
        places = [to_x(day) for day, _, _ in days]
        points = tuple(_point(each, i, places, y) for i, each in enumerate(days))
        line = " ".join(f"{p.x},{p.ratio}" for p in points)
        return cls(title, _sentence(days), _months(first, days[-1][0], to_x), _factors(y), line, points, min(values) < 0.995)


def _point(each: tuple[date, str, Finding], i: int, places: list[float], y: LogScale) -> Point:
    day, href, found = each
    # The area that takes a click or a finger reaches half-way to the neighbours.
    left = (places[i - 1] + places[i]) / 2 if i else places[i] - 12
    right = (places[i] + places[i + 1]) / 2 if i + 1 < len(places) else places[i] + 12
    at = lambda value: y.at(value) if value else None
    text = "; ".join(part for part in (f"{dates.say(day)}: printed ratio {times(found.ratio)}", rest(found)) if part)
    heights = (at(found.ratio), at(found.rest), at(found.low), at(found.high))
    return Point(href, text, places[i], round(left, 2), round(right - left, 2), *heights)


def rest(found: Finding) -> str:
    """Return what is not accounted for, in words: those of the first screen where there are any, or nothing.

    Examples
    --------
    >>> rest(Finding("", "", "", rest=2.3, span="×2.0 to ×2.9", label="not accounted for, of ×2.7"))
    '×2.0 to ×2.9 not accounted for, of ×2.7'
    >>> rest(Finding("", "", "", rest=1.02))
    '×1.02 not accounted for'
    """
    if found.span:
        return f"{found.span} {found.label}".strip()
    return f"{times(found.rest)} not accounted for" if found.rest else ""


def _sentence(days: list[tuple[date, str, Finding]]) -> str:
    ratios = [found.ratio for _, _, found in days]
    least, most = alike(min(ratios), max(ratios))
    between = f"{dates.say(days[0][0])} to {dates.say(days[-1][0])}"
    return f"Chart of {len(days)} reports, {between}: printed ratio between ×{least} and ×{most}."


def _months(first: date, last: date, to_x) -> tuple[Tick, ...]:
    """Return marks at the first of months, not more than fit; on days where the span has no two such."""
    months = [day for n in range((last - first).days + 1) if (day := first + timedelta(n)).day == 1]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(months) <= 14 * step)
    marks = [day for day in months if (day.year * 12 + day.month - 1) % step == 0] if len(months) > 1 else sorted({first, last})
    names = [dates.MONTHS[day.month - 1][:3] if len(months) > 1 else f"{day.day} {dates.MONTHS[day.month - 1][:3]}" for day in marks]
    years = ["" if i and marks[i - 1].year == day.year else str(day.year) for i, day in enumerate(marks)]
    return tuple(Tick(to_x(day), name, year=year) for day, name, year in zip(marks, names, years, strict=True))


def _factors(y: LogScale) -> tuple[Tick, ...]:
    """Return four to nine round factors."""
    powers = [10.0**n for n in range(math.floor(math.log10(y.low)), math.ceil(math.log10(y.high)) + 1)]
    for digits in (
        (1,),
        (1, 3),
        (1, 2, 5),
        (1, 1.5, 2, 3, 5, 7),
        tuple(x / 10 for x in range(10, 100, 2)),
        tuple(x / 20 for x in range(20, 200)),
    ):
        ticks = [power * digit for power in powers for digit in digits if y.low <= power * digit <= y.high]
        if len(ticks) >= 4:
            break
    return tuple(Tick(y.at(value), mark(value), one=value == 1) for value in ticks[:: -(-len(ticks) // 9)])
