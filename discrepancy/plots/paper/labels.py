"""Points and words → words beside their points, so that no two of them, and no mark, collide."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from discrepancy.plots.paper.style import LABEL, SMALL
from discrepancy.plots.paper.words import LEADING, measure, plate, type_

DEAR = 200.0  # what a label that may be left out may cost
MARK = 200.0  # what it costs to cover a mark
MANY = 2000  # boxes to keep clear of, from which those that lie on each other are one
STEPS = (0, 6, 12, 18, 25, 32, 40, 48, 56, 63, 70, 78, 88, 100, 115, 132, 150)  # points from where a label would be

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, lower, right, upper


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

    def extent(self) -> Point:
        """Width and height in points."""
        return max(measure(t, self.size, b) for t, b in self.lines) * 72, len(self.lines) * self.size * LEADING


class _Place(NamedTuple):
    """Where a label could stand: the box of its words, their alignment, and what the side and the distance cost."""

    label: Label
    anchor: Point
    box: Box
    ha: str
    toll: float


class Labels:
    """Places labels beside their points so that no two of them, and no mark, collide.

    Everything is measured in points on the page.  Each label in turn tries the sides that it prefers, then the same sides
    further away, and takes the cheapest place: over a mark costs more than over a line, another label is out of the
    question.  A label that had to move away gets a thin leader line; one that finds no place is left out if it may be.
    """

    def __init__(self, ax: Axes):
        self.ax = ax
        self.scale = 72 / ax.figure.dpi
        box = ax.get_window_extent()
        self.bounds: Box = (box.x0 * self.scale, box.y0 * self.scale, box.x1 * self.scale, box.y1 * self.scale)
        self.hard: list[Box] = []
        self.soft: list[tuple[float, float, float, float, float]] = []  # box, and what it costs to cover it
        self._array = self._marks = np.zeros((0, 5))
        self._counted = 0

    def at(self, x: float, y: float) -> Point:
        """Page position of a point in data."""
        px, py = self.ax.transData.transform((x, y))
        return px * self.scale, py * self.scale

    def mark(self, x: float, y: float, radius: float = 4.5, cost: float = MARK) -> None:
        """A mark that labels should not cover."""
        px, py = self.at(x, y)
        self.soft.append((px - radius, py - radius, px + radius, py + radius, cost))

    def line(self, x0: float, y0: float, x1: float, y1: float, radius: float = 1.5, cost: float = 7.0) -> None:
        """A straight line on the page that labels should keep clear of; `cost` for every five points of it."""
        (ax, ay), (bx, by) = self.at(x0, y0), self.at(x1, y1)
        steps = max(1, int(max(abs(bx - ax), abs(by - ay)) / 5))
        for i in range(steps + 1):
            px, py = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
            self.soft.append((px - radius, py - radius, px + radius, py + radius, cost))

    def path(self, xs: Sequence[float], ys: Sequence[float], radius: float = 1.5, cost: float = 7.0) -> None:
        """Straight lines from point to point."""
        for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True)):
            self.line(x0, y0, x1, y1, radius, cost)

    def place(self, *ways: Label) -> bool:
        """Draw the cheapest of the ways to word a label at its cheapest place, if it is not left out; whether it is drawn."""
        cost, place = self._best(ways)
        label, (x0, y0, x1, y1) = place.label, place.box
        fits = cost < (1e6 if label.must and label.size < LABEL else math.inf if label.must else DEAR)
        if fits:
            self._draw(place)
            self.hard.append((x0 - 1.5, y0 - 1, x1 + 1.5, y1 + 1))
        return fits

    def place_all(self, pending: list[Sequence[Label]]) -> int:
        """Labels of equal rank: the one with the best place of its own first, so that none takes another's; how many are drawn."""
        return sum(self.place(*ways) for ways in sorted(pending, key=lambda ways: self._best(ways)[0]))

    def _best(self, ways: Sequence[Label]) -> tuple[float, _Place]:
        """The cheapest place and its price, of equal ones that of the lower toll.

        What all places cover is counted at once; lines to far ones are looked at only as long as a place could still be the best.
        """
        best, chosen = (math.inf, 0, 0), None
        for way, label in enumerate(ways):
            places = sorted(self._tries(label), key=attrgetter("toll"))
            prices = np.array([place.toll for place in places]) + self._cost(np.array([place.box for place in places]))
            for i in np.argsort(prices, kind="stable"):
                if chosen and prices[i] > best[0]:
                    break
                price = (prices[i] + self._leader_cost(places[i]) + self._stray_cost(places[i]), way, i)
                if chosen is None or price < best:
                    best, chosen = price, places[i]
        assert chosen  # a label has a side to stand on
        return float(best[0]), chosen

    def _tries(self, label: Label) -> Iterator[_Place]:
        anchor, (wide, high) = self.at(label.x, label.y), label.extent()
        for rank, side in enumerate(label.prefer.split()):
            for far in STEPS if label.must else STEPS[:9]:
                for i, (x, y, ha) in enumerate(_places(side, *anchor, wide, high, label.gap, far, label.lift)):
                    toll = rank * 5 + i + far * 0.7 + 4 * len(label.lines)
                    yield _Place(label, anchor, (x, y, x + wide, y + high), ha, toll)

    def _cost(self, boxes: np.ndarray) -> np.ndarray:
        """What each box costs by all that it covers; another label is out of the question, and so is leaving the drawing."""
        (low, down, high, up), (left, lower, right, upper) = boxes.T[..., None], self.bounds
        outside = np.maximum.reduce([left - low, high - right, lower - down, up - upper])[:, 0]
        soft, hard = self._soft_boxes(), _boxes(self.hard, 4)
        near = (soft[:, 0] < high.max()) & (low.min() < soft[:, 2]) & (soft[:, 1] < up.max()) & (down.min() < soft[:, 3])
        covers = lambda b: (b[:, 0] < high) & (low < b[:, 2]) & (b[:, 1] < up) & (down < b[:, 3])
        covered = covers(soft[near]) @ soft[near, 4] + 1e6 * covers(hard).sum(axis=1)
        return np.where(outside > 0.5, 1e7 + outside * 1e3, covered)

    def _soft_boxes(self) -> np.ndarray:
        """`soft` as an array, and of it the marks; these and lines come before labels, so that it is made once or twice."""
        if self._counted != len(self.soft):
            self._counted, boxes = len(self.soft), _boxes(self.soft, 5)
            if len(boxes) > MANY:  # those that lie on each other are one: a drawing has room for so many only
                boxes = boxes[np.unique(np.round(boxes / 4), axis=0, return_index=True)[1]]
            self._array, self._marks = boxes, boxes[boxes[:, 4] >= MARK]
        return self._array

    def _stray_cost(self, place: _Place) -> float:
        """Words that stand nearer to another mark than to their own would be read as that one's."""
        own, (x0, y0, x1, y1) = math.dist(place.anchor, _nearest(place.anchor, place.box)), place.box
        if own < 8:
            return 0.0
        x, y = (self._marks[:, :2] + self._marks[:, 2:4]).T / 2
        away = np.hypot(x - np.clip(x, x0, x1), y - np.clip(y, y0 + 2, y1 - 2))
        others = np.hypot(x - place.anchor[0], y - place.anchor[1]) > 3
        return 70.0 if (others & (away < min(own, 22.0) - 1)).any() else 0.0

    def _leader_cost(self, place: _Place) -> float:
        (ax, ay), (ex, ey) = place.anchor, _nearest(place.anchor, place.box)
        if math.dist((ax, ay), (ex, ey)) < 14:
            return 0.0
        along = np.arange(1, 10) / 10
        px, py = (ax + (ex - ax) * along)[:, None], (ay + (ey - ay) * along)[:, None]
        over = lambda b: ((b[:, 0] < px) & (px < b[:, 2]) & (b[:, 1] < py) & (py < b[:, 3])).any(axis=0).sum()
        return float(2e3 * over(_boxes(self.hard, 4)) + 60 * over(self._marks))

    def _draw(self, place: _Place) -> None:
        label, (ax, ay), (x, y, _, _) = place.label, place.anchor, place.box
        wide, high = label.extent()
        at = {"xy": (label.x, label.y), "textcoords": "offset points", "annotation_clip": False}
        ex, ey = _nearest(place.anchor, place.box)
        if math.dist((ax, ay), (ex, ey)) >= 14:
            arrow = {"arrowstyle": "-", "color": label.colour, "linewidth": 0.7, "alpha": 0.7, "shrinkA": 0, "shrinkB": 5}
            self.ax.annotate("", xytext=(ex - ax, ey - ay), arrowprops=arrow, zorder=3, **at)
        across = {"left": x, "center": x + wide / 2, "right": x + wide}[place.ha] - ax
        for i, (text, bold) in enumerate(label.lines):
            down = y + high - (i + 0.5) * label.size * LEADING - ay
            look = {"ha": place.ha, "va": "center_baseline", "zorder": 6, "bbox": plate(0.6, 0.75)}
            self.ax.annotate(text, xytext=(across, down), **at, **look, **type_(label.size, label.colour, bold))


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


def _nearest(point: Point, box: Box) -> Point:
    """Where words in a box are nearest to a point."""
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1] + 2), box[3] - 2)


def _boxes(listed: list, wide: int) -> np.ndarray:
    return np.array(listed, dtype=float).reshape(-1, wide)
