"""Findings → positions on a page: the small figure of a card, the bar of a range, and the gap over time.

Geometry alone; the templates draw it as inline SVG in the page's colours, each point of the course a link with a name and a mark of focus.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from discrepancy import dates
from discrepancy.reading.scale import DIFFERENCE, RATIO, Scale
from discrepancy.report.pages import records
from discrepancy.report.pages.records import Finding
from discrepancy.saying.text import cap, clip
from discrepancy.story.sizes import FACTORS, Sizes


def place(scale: Scale, low: float, high: float, start: float, end: float, alone: float = 0.5) -> Callable[[float], float]:
    """Return what gives the position of a value on the axis of a scale; where both ends are one, that is a share of the way: the middle."""
    width = scale.step(low, high)
    return lambda value: round(start + (scale.step(low, value) / width if width else alone) * (end - start), 2)


@dataclass(frozen=True)
class RangeBar:
    """Positions of a range on an axis that starts where nothing differs, at ×1 or 0, in percent of the bar's width.

    Examples
    --------
    >>> bar = RangeBar.of({"low": 2, "high": 4, "default": 2, "of": 4})
    >>> bar.low, bar.high, bar.default, bar.end
    (50.0, 100.0, 50.0, 100.0)
    >>> bar.default_label, bar.labels
    ('×2.0', ((50.0, '×2.0'), (100.0, '×4.0')))
    >>> bar.text
    'From ×2.0 to ×4.0; with the default choices ×2.0; the printed figures differ by ×4.0.'
    >>> RangeBar.of({"low": 0.5, "high": 1.7, "of": 1.7, "scale": "difference", "unit": "%", "grain": 0.1}).text
    'From 0.5 to 1.7 points; the printed figures differ by 1.7 points.'
    """

    one: float
    low: float
    high: float
    default: float | None
    end: float | None
    end_label: str
    text: str
    one_label: str = "×1"
    default_label: str = ""
    labels: tuple[tuple[float, str], ...] = ()  # the lowest and the highest, or both in one where they lie too near for two

    @classmethod
    def of(cls, span: dict) -> RangeBar:
        """Return the bar for ``{"low": ..., "high": ..., "default": ..., "of": ...}``; the last two may be absent."""
        low, high, default, end = span["low"], span["high"], span.get("default"), span.get("of")
        sizes = records.sizes(span)
        one = sizes.scale.number(0.0)
        values = [value for value in (one, low, high, default, end) if value is not None]
        at = place(sizes.scale, min(values), max(values), 0, 100, alone=0)
        step, said = sizes.scale.at, sizes.ends(low, high)
        text = "From {} to {}".format(*said) if step(low) > -sizes.printed else cap(sizes.between(low, high))
        text += f"; with the default choices {sizes.left(step(default))}" if default is not None else ""
        text += f"; the printed figures differ by {sizes.say(end)}" if end is not None else ""
        ends = (at(end), sizes.say(end)) if end is not None else (None, "")
        if step(low) < 0:  # on the other side of what changes nothing, which has its own label
            said = sizes.apart(step(low)), sizes.apart(step(high))
        apart = 3.4 * (len(said[0]) + len(said[1])) / 2 + 3 < at(high) - at(low)  # letters take some percent of the narrowest bar each
        labels = ((at(low), said[0]), (at(high), said[1])) if apart else (((at(low) + at(high)) / 2, sizes.to(low, high)),)
        told = (None, "") if default is None else (at(default), sizes.apart(step(default)) * (abs(step(default)) >= sizes.printed))
        labels = () if sizes.say(low) == sizes.say(high) and default is not None else labels
        return cls(at(one), at(low), at(high), told[0], *ends, f"{text}.", sizes.step(0.0), told[1], labels)

    @staticmethod
    def anchor(at: float) -> str:
        """Return at which end of a label its place is, so that it does not leave the bar."""
        return "start" if at < 15 else "end" if at > 85 else "middle"


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
    >>> from discrepancy.report.pages.records import Shown
    >>> sides = Shown("A", 3000, "over 3,000", ""), Shown("B", 1000, "about 1,000", "")
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
        sizes = finding.sizes
        at = place(sizes.scale, min(values), max(values), 3, 97)
        name = lambda side, said: f"{clip(side.name, max(24, 42 - len(said)))} {said}"
        dots = tuple(Dot(at(side.value), name(side, sizes.figure(side.value)), side.colour) for side in finding.sides)
        return cls(dots, f"On a {AXES[sizes.scale.name].word} scale: {', '.join(dot.label for dot in dots)}.")


@dataclass(frozen=True)
class Tick:
    """A mark of an axis; ``one`` for the same number on both sides, ``year`` under the first mark of a year."""

    at: float
    label: str
    one: bool = False
    year: str = ""


@dataclass(frozen=True)
class Point:
    """A report on the chart, with the area that takes a click, and the positions of what it found; None for what it did not."""

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
    """The gap over time: what both figures differ by and what is not accounted for, larger against smaller, on the axis of the scale.

    ``title`` tells the other swept parameters, empty without any; ``text`` is a sentence for those who do not see it.
    """

    title: str
    text: str
    xs: tuple[Tick, ...]
    ys: tuple[Tick, ...]
    line: str
    points: tuple[Point, ...]
    crosses: bool = False
    sizes: Sizes = FACTORS
    width, height, left, right, top, bottom = 816, 380, 52, 800, 12, 330

    @classmethod
    def of(cls, title: str, found: list[tuple[date, str, Finding]]) -> Course | None:
        """Return the chart of findings by day, each with the address of its report; None where fewer than two days can be compared.

        Reports on another scale or in another unit than the first one have no place on its axis.
        """
        rows = sorted(((day, href, f, f.ratio) for day, href, f in found if f.ratio is not None), key=lambda row: row[0])
        rows = [row for row in rows if row[2].sizes.axis == rows[0][2].sizes.axis]
        if not rows or rows[0][0] == rows[-1][0]:
            return None
        first, last, ratios = rows[0][0], rows[-1][0], [ratio for *_, ratio in rows]
        values = [value for *_, f, _ in rows for value in (f.ratio, f.rest, f.low, f.high) if value is not None]
        sizes = rows[0][2].sizes
        axis = AXES[sizes.scale.name]
        low, high = axis.span(values)
        y = place(sizes.scale, low, high, cls.bottom, cls.top)
        x = lambda day: round(cls.left + 16 + (day - first).days / (last - first).days * (cls.right - cls.left - 32), 2)
        places = [x(day) for day, *_ in rows]
        # The area that takes a click or a finger reaches half-way to the neighbours.
        between = [places[0] - 12, *((a + b) / 2 for a, b in pairwise(places)), places[-1] + 12]
        points = []
        for i, (day, href, f, ratio) in enumerate(rows):
            text = "; ".join(part for part in (f"{dates.say(day)}: printed {sizes.words.whole} {sizes.say(ratio)}", rest(f)) if part)
            heights = (y(value) if value is not None else None for value in (ratio, f.rest, f.low, f.high))
            points.append(Point(href, text, places[i], round(between[i], 2), round(between[i + 1] - between[i], 2), *heights))
        text = f"Chart of {len(rows)} reports, {dates.say(first)} to {dates.say(last)}: printed {sizes.words.whole} "
        text += "between {} and {}.".format(*sizes.ends(min(ratios), max(ratios)))
        line = " ".join(f"{p.x},{p.ratio}" for p in points)
        crosses = min(map(sizes.scale.at, values)) < -sizes.printed
        ys = tuple(Tick(y(value), sizes.mark(value), one=sizes.scale.at(value) == 0) for value in axis.marks(low, high))
        return cls(title, text, _months(first, last, x), ys, line, tuple(points), crosses, sizes)


def rest(found: Finding) -> str:
    """Return what is not accounted for, in words: those of the first screen where there are any, or nothing.

    Examples
    --------
    >>> rest(Finding("", "", "", rest=2.3, span="×2.3", label="unexplained; 2.0 to 2.9 depending on choices"))
    '×2.3 unexplained; 2.0 to 2.9 depending on choices'
    >>> rest(Finding("", "", "", rest=1.02))
    '×1.02 not accounted for'
    """
    if found.span:
        return f"{found.span} {found.label}".strip()
    return f"{found.sizes.say(found.rest)} not accounted for" if found.rest is not None else ""


def _months(first: date, last: date, x: Callable[[date], float]) -> tuple[Tick, ...]:
    """Return marks at the first of months, not more than fit; on days where the span has no two such."""
    months = [day for n in range((last - first).days + 1) if (day := first + timedelta(n)).day == 1]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(months) <= 14 * step)
    marks = [day for day in months if (day.year * 12 + day.month - 1) % step == 0] if len(months) > 1 else [first, last]
    names = [dates.MONTHS[day.month - 1][:3] if len(months) > 1 else f"{day.day} {dates.MONTHS[day.month - 1][:3]}" for day in marks]
    years = ["" if i and marks[i - 1].year == day.year else str(day.year) for i, day in enumerate(marks)]
    return tuple(Tick(x(day), name, year=year) for day, name, year in zip(marks, names, years, strict=True))


def _factors(low: float, high: float) -> list[float]:
    """Return four to nine round factors."""
    powers = [10.0**n for n in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    fifths, twentieths = (tuple(x / n for x in range(n, 10 * n, step)) for n, step in ((10, 2), (20, 1)))
    ticks: list[float] = []
    for digits in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7), fifths, twentieths):
        if len(ticks) < 4:
            ticks = [power * digit for power in powers for digit in digits if low <= power * digit <= high]
    return ticks[:: -(-len(ticks) // 9)]


def _amounts(low: float, high: float) -> list[float]:
    """Return four to nine round amounts, 0 among them.

    >>> _amounts(-0.1, 1.8)
    [0.0, 0.5, 1.0, 1.5]
    """
    power = 10.0 ** math.floor(math.log10(high - low))
    step = next(s for s in (power * n for n in (2, 1, 0.5, 0.2, 0.1)) if math.floor(high / s) - math.ceil(low / s) >= 3)
    return [round(n * step, 12) + 0.0 for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


class Axis(NamedTuple):
    """What an axis is called, from where to where it goes for some values, and its marks."""

    word: str
    span: Callable[[list[float]], tuple[float, float]]
    marks: Callable[[float, float], list[float]]


def _amounts_span(values: list[float]) -> tuple[float, float]:
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low or 1.0) / 20
    return low - room, high + room


AXES = {
    RATIO.name: Axis("log", lambda values: (min(1.0, *values) / 1.04, max(1.5, *values) * 1.06), _factors),
    DIFFERENCE.name: Axis("linear", _amounts_span, _amounts),
}
