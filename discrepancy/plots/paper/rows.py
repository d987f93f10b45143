"""TODO"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from discrepancy.plots.paper.axes import log_axis
from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.setting import line_height, wrap
from discrepancy.plots.paper.sheet import Sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, PAPER, QUIET, SMALL
from discrepancy.plots.paper.ticks import count_ticks, day_label
from discrepancy.plots.paper.words import drawable
from discrepancy.saying.numbers import count, count_to

STEEL = "#4a5a68"  # bars that belong to no group
HATCHED = {"facecolor": PAPER, "edgecolor": STEEL, "hatch": "/////", "linewidth": 1.0}  # what is not accounted for
STILL = 1.5e-3  # |ln| below which a factor is drawn as a line and printed as ×1
STEEL = "#4a5a68"
OPEN = {"none": "", "high": "no upper limit", "low": "no lower limit", "both": "no limit either way"}


@dataclass
class Interval:
    """A mark with its bounds; `open` names the sides that end in an arrow."""

    value: float
    low: float
    high: float
    open: str = "none"
    colour: str = STEEL
    marker: str = "o"
    size: float = 6.5


@dataclass
class Row:
    """A row: words at the left and right (text, size, colour, bold), marks between."""

    left: list[tuple[str, float, str, bool]] = field(default_factory=list)
    right: list[tuple[str, float, str, bool]] = field(default_factory=list)
    cells: list[tuple[float, str]] = field(default_factory=list)  # (inches right of the axes, number) on the first line
    mark: Interval | None = None
    before: Interval | None = None  # where the mark was before it moved
    across: str = ""  # words in the place of a mark
    heading: bool = False
    pad: float = 0.1
    indent: float = 0.0  # inches of the words at the left

    @property
    def height(self) -> float:
        words = max(sum(line_height(size) for _, size, *_ in side) for side in (self.left, self.right))
        if self.cells:
            words = max(words, line_height(SMALL) + sum(line_height(size) for _, size, *_ in self.right))
        return max(words, 0.15) + self.pad


def lines(text: str, width: float, size: float, colour: str, bold: bool = False, most: int = 2) -> list[tuple[str, float, str, bool]]:
    return [(line, size, colour, bold) for line in wrap(text, width, size, bold, most=most)]


class Rows:
    """Draws rows under each other, on a log or linear axis."""

    def __init__(self, page: Sheet, rows: Sequence[Row], limits: tuple[float, float], log: bool = True):
        self.page, self.ax, self.rows, self.limits, self.log = page, page.ax, rows, limits, log

    def draw(self, words_at: float = 0.14) -> list[float]:
        """Draw all rows; returns the height of the middle of each."""
        total = sum(r.height for r in self.rows)
        self.ax.set(ylim=(total, 0), yticks=[])
        y, middles = 0.0, []
        for row in self.rows:
            middles.append(self._row(row, y, words_at))
            y += row.height
        return middles

    def _row(self, row: Row, y: float, words_at: float) -> float:
        top = y + row.pad / 2
        middle = top + (row.height - row.pad) / 2
        self._words(
            row.left, row.indent - self.page.left, y + row.height - _tall(row.left) if row.heading else middle - _tall(row.left) / 2
        )
        at = middle - (_tall(row.right) + (line_height(SMALL) if row.cells else 0)) / 2
        for x, text in row.cells:
            self.page.text(self.page.width + x, at + line_height(SMALL) / 2, text, SMALL, INK, ha="right", va="center_baseline")
        self._words(row.right, self.page.width + words_at, at + (line_height(SMALL) if row.cells else 0))
        if row.mark and row.before:
            self._move(row.before, row.mark, middle)
        if row.across:
            line = wrap(drawable(row.across), self.page.width + self.page.right - 0.1, FOOT, most=1)[0]
            self.page.text(
                0.08, middle, line, FOOT, QUIET, va="center_baseline", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}
            )
        if row.mark:
            interval(self.page, row.mark, middle, self.limits, self.log)
        return middle

    def _words(self, words: list[tuple[str, float, str, bool]], x: float, y: float) -> None:
        for text, size, colour, bold in words:
            y = self.page.lines(x, y, [text], size, colour, bold)

    def _move(self, before: Interval, after: Interval, y: float) -> None:
        a, b = (inside(v.value, self.limits, self.log) for v in (before, after))
        moved = abs(share(a, self.limits, self.log) - share(b, self.limits, self.log)) * self.page.width > 0.02
        if moved:
            self.ax.plot([a, b], [y, y], color=GREY, linewidth=1.0, zorder=2)
        self.ax.plot(
            [a], [y], marker=before.marker, markersize=before.size, color=before.colour, linestyle="none", zorder=3, markeredgewidth=0
        )


def _tall(words: list[tuple[str, float, str, bool]]) -> float:
    return sum(line_height(size) for _, size, *_ in words)


def share(x: float, limits: tuple[float, float], log: bool = True) -> float:
    low, high = limits
    return math.log(x / low) / math.log(high / low) if log else (x - low) / (high - low)


def inside(x: float, limits: tuple[float, float], log: bool = True) -> float:
    """A value on the axis; 0 has no place on a log axis and stands on its edge."""
    return min(max(x, limits[0]), limits[1]) if log else x


def interval(page: Sheet, mark: Interval, y: float, limits: tuple[float, float], log: bool = True) -> None:
    """A mark and its bounds across: a line to a bound, an arrow where there is none, long enough to be seen."""
    value, low, high = (inside(v, limits, log) for v in (mark.value, mark.low, mark.high))
    reach = 0.15 / page.width
    at = share(value, limits, log)
    if mark.open in ("high", "both"):
        high = back(max(share(high, limits, log), at + reach), limits, log)
        page.ax.plot([high], [y], marker=5, markersize=5, color=mark.colour, markeredgewidth=0, linestyle="none", zorder=4, clip_on=False)
    if mark.open in ("low", "both"):
        low = back(min(share(low, limits, log), at - reach), limits, log)
        page.ax.plot([low], [y], marker=4, markersize=5, color=mark.colour, markeredgewidth=0, linestyle="none", zorder=4, clip_on=False)
    if high > low:
        page.ax.plot([low, high], [y, y], color=mark.colour, linewidth=1.7, zorder=3, solid_capstyle="butt")
    page.ax.plot(
        [value],
        [y],
        marker=mark.marker,
        markersize=mark.size,
        color=mark.colour,
        markeredgecolor=PAPER,
        markeredgewidth=0.7,
        linestyle="none",
        zorder=5,
        clip_on=False,
    )


def back(share: float, limits: tuple[float, float], log: bool = True) -> float:
    low, high = limits
    return low * (high / low) ** share if log else low + share * (high - low)


def log_limits(values: Sequence[float], pad: float = 0.07, least: float = 0.35) -> tuple[float, float]:
    positive = [v for v in values if v is not None and v == v and 0 < v < math.inf]
    if not positive:
        return 0.5, 10.0
    low, high = math.log(min(positive)), math.log(max(positive))
    extra = max(pad * (high - low), (least - (high - low)) / 2, 0.04)
    return math.exp(low - extra), math.exp(high + extra)


def count_axis(page: Sheet, limits: tuple[float, float]) -> None:
    ticks = count_ticks(limits[0] * 1.005, limits[1] / 1.005, most=5 if page.width < 3 else 6)
    ticks = _apart(page, ticks, limits)
    log_axis(page.ax, "x", *limits, ticks, [count(t) for t in ticks])


def _apart(page: Sheet, ticks: list[float], limits: tuple[float, float]) -> list[float]:
    """Ticks whose labels do not meet; the finer ones go first."""
    kept: list[float] = []
    for t in sorted(ticks, key=lambda t: (t / 10 ** math.floor(math.log10(t)) not in (1, 3), t)):
        half = measure(count(t), SMALL) / 2 + 0.05
        at = share(t, limits) * page.width
        if all(abs(at - share(k, limits) * page.width) > half + measure(count(k), SMALL) / 2 for k in kept):
            kept.append(t)
    return sorted(kept)


def whole(x: float) -> float | int | None:
    if x is None or x != x:
        return None
    return round(x) if abs(x) >= 10 or float(x).is_integer() else round(x, 2)


def none(x: object) -> object:
    return "" if x is None or x != x else x


def short_day(text: str) -> str:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return day_label(date(*parts), True)
    return f"{date(*parts, 1):%b %Y}" if len(parts) == 2 else text


def day(day: date) -> str:
    return day_label(day, True)


PLAIN = "#b9c2ca"  # a plain range


def span(values: Sequence[float]) -> str:
    return count_to(min(values), max(values))
