"""Points and words → words beside their points, so that no two of them, and no mark, collide."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from discrepancy.plots.paper.setting import LEADING, measure, plate, type_
from discrepancy.plots.paper.style import GREY, LABEL, SMALL

DEAR = 240.0  # what a label that may be left out may cost
MARK = 200.0  # what it costs to cover a mark


@dataclass
class Label:
    """Words for a point: lines of (text, bold), a colour, and how much they matter."""

    x: float
    y: float
    lines: list[tuple[str, bool]]
    colour: str
    size: float = SMALL
    prefer: str = "right left above below"
    must: bool = True
    gap: float = 7.0  # points between the mark and the words
    lift: float = 0.0  # more of them above the mark, where an arrow stands

    @cached_property
    def extent(self) -> tuple[float, float]:
        """Width and height in points."""
        return max(measure(t, self.size, b) for t, b in self.lines) * 72, len(self.lines) * self.size * LEADING


class _Place(NamedTuple):
    """Where a label could stand: its lower left corner, its alignment, and what the side and the distance cost."""

    label: Label
    anchor: tuple[float, float]
    x: float
    y: float
    ha: str
    toll: float


_STEPS = (0, 6, 12, 18, 25, 32, 40, 48, 56, 63, 70, 78, 88, 100, 115, 132, 150)


class Labels:
    """Places labels beside their points so that no two of them, and no mark, collide.

    Everything is measured in points on the page.  Each label in turn tries the sides that it prefers, then the same sides
    further away, and takes the cheapest place: over a mark costs more than over a line, another label is out of the
    question.  A label that had to move away gets a thin leader line; one that finds no place is left out if it may be.
    """

    def __init__(self, ax: Axes, bounds: tuple[float, float, float, float] | None = None):
        self.ax = ax
        self.scale = 72 / ax.figure.dpi
        box = ax.get_window_extent()
        self.bounds = bounds or tuple(v * self.scale for v in (box.x0, box.y0, box.x1, box.y1))
        self.hard: list[tuple[float, float, float, float]] = []
        self.soft: list[tuple[float, float, float, float, float]] = []  # box, and what it costs to cover it
        self.left_out: list[Label] = []
        self._array, self._marks = np.zeros((0, 5)), []

    def at(self, x: Any, y: float) -> tuple[float, float]:
        """Page position of a point in data."""
        x = self.ax.convert_xunits(x)
        px, py = self.ax.transData.transform((x, y))
        return px * self.scale, py * self.scale

    def mark(self, x: Any, y: float, radius: float = 4.5) -> None:
        px, py = self.at(x, y)
        self.soft.append((px - radius, py - radius, px + radius, py + radius, MARK))

    def line(self, x0: Any, y0: float, x1: Any, y1: float, radius: float = 1.5, cost: float = 7.0) -> None:
        """A straight line on the page that labels should keep clear of; `cost` for every five points of it."""
        (ax, ay), (bx, by) = self.at(x0, y0), self.at(x1, y1)
        steps = max(1, int(max(abs(bx - ax), abs(by - ay)) / 5))
        for i in range(steps + 1):
            px, py = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
            self.soft.append((px - radius, py - radius, px + radius, py + radius, cost))

    def path(self, xs: Sequence[Any], ys: Sequence[float], radius: float = 1.5, cost: float = 7.0) -> None:
        """Straight lines from point to point."""
        for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True)):
            self.line(x0, y0, x1, y1, radius, cost)

    def place(self, *ways: Label) -> bool:
        """Draw the cheapest of the ways to word a label at its cheapest place; False if it was left out."""
        return self._settle(*self._best(ways))

    def _settle(self, cost: float, place: _Place) -> bool:
        label, x, y = place.label, place.x, place.y
        if cost >= (1e6 if label.must and label.size < LABEL else math.inf if label.must else DEAR):
            self.left_out.append(label)
            return False
        wide, high = label.extent
        self._draw(label, place.anchor, x, y, wide, high, place.ha)
        self.hard.append((x - 1.5, y - 1, x + wide + 1.5, y + high + 1))
        return True

    def place_all(self, pending: list[Sequence[Label]]) -> None:
        """Labels of equal rank: the one with the best place of its own first, so that none takes another's."""
        best = {i: self._best(ways) for i, ways in enumerate(pending)}
        while best:
            first = min(best, key=lambda i: best[i][0]) if len(best) < 12 else min(best)
            self._settle(*best.pop(first))
            for i, (cost, place) in best.items():  # places only get dearer: the best is still the best if it costs what it did
                if self._price(place) > cost:
                    best[i] = self._best(pending[i])

    def _best(self, ways: Sequence[Label]) -> tuple[float, _Place]:
        """The cheapest place and its price; those that are dearer by their side and distance alone are not looked at."""
        best, chosen = math.inf, None
        for label in ways:
            for place in sorted(self._tries(label), key=attrgetter("toll")):
                if chosen and place.toll >= best:
                    break
                price = self._price(place, best)
                if chosen is None or price < best:
                    best, chosen = price, place
        return best, chosen

    def _tries(self, label: Label) -> Iterator[_Place]:
        anchor, (wide, high) = self.at(label.x, label.y), label.extent
        for rank, side in enumerate(label.prefer.split()):
            for far in _STEPS if label.must else _STEPS[:12]:
                for i, (x, y, ha) in enumerate(_places(side, *anchor, wide, high, label.gap, far, label.lift)):
                    yield _Place(label, anchor, x, y, ha, rank * 5 + i + far * 0.7 + 4 * len(label.lines))

    def _price(self, place: _Place, most: float = math.inf) -> float:
        """What a place costs with all that it covers; if that is `most` or more, perhaps less than all."""
        x, y, (wide, high) = place.x, place.y, place.label.extent
        price = place.toll + self._cost((x, y, x + wide, y + high))
        if price < most:
            price += self._leader_cost(place.anchor, x, y, wide, high) + self._stray_cost(place.anchor, x, y, wide, high)
        return price

    def _cost(self, box: tuple[float, float, float, float]) -> float:
        x0, y0, x1, y1 = box
        b = self.bounds
        if x0 < b[0] - 0.5 or y0 < b[1] - 0.5 or x1 > b[2] + 0.5 or y1 > b[3] + 0.5:
            return 1e7 + max(b[0] - x0, x1 - b[2], b[1] - y0, y1 - b[3]) * 1e3
        total = sum(1e6 for h in self.hard if _meet(box, h))
        soft = self._soft_boxes()
        covered = (soft[:, 0] < x1) & (x0 < soft[:, 2]) & (soft[:, 1] < y1) & (y0 < soft[:, 3])
        return total + float(soft[covered, 4].sum())

    def _soft_boxes(self) -> np.ndarray:
        """`soft` as an array; marks and lines come before labels, so that it is made once or twice."""
        if len(self._array) != len(self.soft):
            self._array = np.array(self.soft, dtype=float).reshape(-1, 5)
            self._marks = [((s[0] + s[2]) / 2, (s[1] + s[3]) / 2) for s in self.soft if s[4] >= MARK]
        return self._array

    def _stray_cost(self, anchor: tuple[float, float], x: float, y: float, wide: float, high: float) -> float:
        """Words that stand nearer to another mark than to their own would be read as that one's."""
        own = _distance(anchor, _nearest(anchor, x, y, wide, high))
        if own < 8:
            return 0.0
        others = (_distance(c, _nearest(c, x, y, wide, high)) for c in self._marks if _distance(c, anchor) > 3)
        return 70.0 if any(d < min(own, 22.0) - 1 for d in others) else 0.0

    def _leader_cost(self, anchor: tuple[float, float], x: float, y: float, wide: float, high: float) -> float:
        end = _nearest(anchor, x, y, wide, high)
        if _distance(anchor, end) < 14:
            return 0.0
        points = [(anchor[0] + (end[0] - anchor[0]) * t / 10, anchor[1] + (end[1] - anchor[1]) * t / 10) for t in range(1, 10)]
        over = lambda box: any(box[0] < px < box[2] and box[1] < py < box[3] for px, py in points)
        return sum(2e3 for h in self.hard if over(h)) + sum(60 for s in self.soft if s[4] >= MARK and over(s))

    def _draw(self, label: Label, anchor: tuple[float, float], x: float, y: float, wide: float, high: float, ha: str) -> None:
        end = _nearest(anchor, x, y, wide, high)
        if _distance(anchor, end) >= 14:
            self._leader(label, anchor, end)
        across = {"left": x, "center": x + wide / 2, "right": x + wide}[ha]
        for i, (text, bold) in enumerate(label.lines):
            down = y + high - (i + 0.5) * label.size * LEADING
            self.ax.annotate(
                text,
                (label.x, label.y),
                (across - anchor[0], down - anchor[1]),
                textcoords="offset points",
                ha=ha,
                va="center_baseline",
                zorder=6,
                annotation_clip=False,
                **type_(label.size, label.colour, bold),
                bbox=plate(0.6, 0.75),
            )

    def _leader(self, label: Label, anchor: tuple[float, float], end: tuple[float, float]) -> None:
        stop = [e - a for a, e in zip(anchor, end, strict=True)]
        arrow = {"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 5}
        self.ax.annotate("", (label.x, label.y), stop, textcoords="offset points", arrowprops=arrow, annotation_clip=False, zorder=3)


def _places(side: str, ax: float, ay: float, wide: float, high: float, g: float, far: float, lift: float):
    """Lower left corners (and alignment) of a box on one side of an anchor, `far` points away from where it would be."""
    if side in ("right", "left"):
        x, ha = (ax + g, "left") if side == "right" else (ax - g - wide, "right")
        yield from ((x, ay - high / 2 + d, ha) for d in ({0.0} if not far else (far, -far)))
        if far:
            step = far if side == "right" else -far
            yield x + step, ay - high / 2, ha
    else:
        y = ay + g * 0.8 + lift + far if side == "above" else ay - g * 0.8 - high - far
        yield ax - wide / 2, y, "center"
        yield ax - 4, y, "left"
        yield ax - wide + 4, y, "right"


def _nearest(anchor: tuple[float, float], x: float, y: float, wide: float, high: float) -> tuple[float, float]:
    return min(max(anchor[0], x), x + wide), min(max(anchor[1], y + 2), y + high - 2)


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
