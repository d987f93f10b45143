"""Reports of a level, a rate or a percentage → each source's effect around a common course, in the coordinate in which steps add.

    s(figure) = level + walk(day) + effect of its source + error        s = the number on a difference scale, ln on a ratio scale

The walk has independent normal steps from day to day, effects and errors are normal (Jackman 2005, with the sizes unknown): given the three
sizes everything is normal, in closed form, and the sizes are averaged over a grid, each with a half-normal prior whose unit is the
spread of the figures (1 for logs).  docs/houses.md has it for readers.

Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of Political Science 40, 499-517.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from discrepancy.reading.scale import RATIO, Scale
from discrepancy.sources.effects.arrays import Reports

SIZES = np.geomspace(0.02, 2.5, 9)  # of effects, errors and the whole walk, in units of the spread
WIDE = 30.0  # sd of the level, in the same units: it is the data's
DRAWS, SEED = 8000, 20230823
SEEN = 1e-4  # what weighs less is left out


class Spreads(NamedTuple):
    """Standard deviations: of effects, of errors beyond those of the words, of a day's step of the walk."""

    effect: float
    error: float
    step: float


@dataclass(frozen=True)
class CommonCourse:
    """Figures of one subject, with the sizes and what each of them weighs."""

    r: Reports
    y: np.ndarray  # figures in the coordinate of the scale
    middle: float  # of the level's prior
    unit: float
    sizes: tuple[Spreads, ...] = ()
    weights: np.ndarray = field(default_factory=lambda: np.ones(0))

    # What the comparison with a delay asks of a model: `discrepancy.sources.effects.lags`.
    scale_kind = property(lambda self: np.array([self.size("effect"), 0.0, 0.0]))  # of sources; groups and roles have none of their own
    scale_dev = property(lambda self: np.zeros(1))

    def size(self, name: str) -> float:
        """The mean of a size."""
        return float(self.weights @ [getattr(s, name) for s in self.sizes])

    def scattered(self, scatter: np.ndarray) -> np.ndarray:
        """The variance of each figure beyond that of its words."""
        return np.full(len(scatter), self.size("error") ** 2)

    def refitted(self, reports: Reports) -> CommonCourse:
        """The same sizes, at their means, with some of the reports."""
        mean = Spreads(*map(self.size, Spreads._fields))
        y = self.y[[self._row(reports, i) for i in range(len(reports.count))]]
        return replace(self, r=reports, y=y, sizes=(mean,), weights=np.ones(1))

    def _row(self, reports: Reports, i: int) -> int:
        same = (self.r.count == reports.count[i]) & (self.r.end == reports.end[i]) & (self.r.cell == reports.cell[i])
        return int(np.flatnonzero(same)[0])

    def level(self, points: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The course at points (what, start, end) where the mean of some effects is zero: mean and variance."""
        s = self.sizes[0]
        share = np.isin(np.arange(len(self.r.cells)), cells) / len(cells)
        days = points[:, 2]
        own = self.course(days, days, s) + s.effect**2 * (share @ share)
        across = self.course(days, self.r.end, s) + s.effect**2 * share[self.r.cell]
        mean, covariance = self.given(s, across, own)
        return mean + self.middle, np.diag(covariance)

    def course(self, a: np.ndarray, b: np.ndarray, s: Spreads) -> np.ndarray:
        """Covariance of the course between days: what their walks from day 0 share."""
        return (WIDE * self.unit) ** 2 + s.step**2 * np.minimum.outer(a, b)

    def signal(self, s: Spreads) -> np.ndarray:
        """Covariance of what the figures say, without their errors."""
        same = self.r.cell[:, None] == self.r.cell[None, :]
        return self.course(self.r.end, self.r.end, s) + s.effect**2 * same

    def given(self, s: Spreads, across: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and covariance, given the figures, of what has these covariances with them and with itself."""
        K = cho_factor(self.signal(s) + np.diag(self.r.noise + s.error**2), lower=True)
        W = cho_solve(K, across.T)
        return W.T @ (self.y - self.middle), own - across @ W

    def likelihood(self, s: Spreads) -> float:
        """ln of the probability of the figures."""
        K = cho_factor(self.signal(s) + np.diag(self.r.noise + s.error**2), lower=True)
        off = self.y - self.middle
        return float(-0.5 * off @ cho_solve(K, off) - np.log(np.diag(K[0])).sum())


def fitted_course(r: Reports, scale: Scale) -> CommonCourse:
    """The sizes with their weights."""
    y = np.array([scale.at(x) for x in r.count.tolist()])
    unit = 1.0 if scale is RATIO else max(float(y.std()), float(np.sqrt(r.noise).mean()), 1e-9)
    bare = CommonCourse(r, y, float(np.median(y)), unit)
    span = float(r.end.max() - r.end.min())
    grid = SIZES if len(y) <= 200 else SIZES[::2]
    walks = grid / math.sqrt(span) if span else np.zeros(1)
    sizes, ln = [], []
    for effect, error, step in product(grid, grid, walks):
        s = Spreads(effect * unit, error * unit, step * unit)
        sizes.append(s)
        whole = step * math.sqrt(span) if span else 1.0
        prior = sum(math.log(x) - 0.5 * x**2 for x in (effect, error, whole))  # half-normal, of the ln
        ln.append(bare.likelihood(s) + prior)
    weights = np.exp(np.array(ln) - max(ln))
    weights /= weights.sum()
    kept = np.flatnonzero(weights > SEEN)
    return replace(bare, sizes=tuple(sizes[i] for i in kept), weights=weights[kept] / weights[kept].sum())


@dataclass(frozen=True)
class Drawn:
    """Draws from the posterior, seed and number fixed, and what is known of each effect without them."""

    effects: np.ndarray  # (draws, cells)
    curve: np.ndarray  # (draws, days)
    expected: np.ndarray  # of each report
    shrunk: np.ndarray  # of each effect, from 0 to 1: the weight of all sources together beside its own figures


def drawn_course(course: CommonCourse, days: np.ndarray) -> Drawn:
    """Effects and course, a draw a row."""
    r, rng, cells = course.r, np.random.default_rng(SEED), np.arange(len(course.r.cells))
    times = rng.multinomial(DRAWS, course.weights)
    parts, expected, shrunk = [], np.zeros(len(r.count)), np.zeros(len(cells))
    for s, weight, n in zip(course.sizes, course.weights, times, strict=True):
        own = np.zeros((len(cells) + len(days),) * 2)
        own[: len(cells), : len(cells)] = s.effect**2 * np.eye(len(cells))
        own[len(cells) :, len(cells) :] = course.course(days, days, s)
        across = np.vstack([s.effect**2 * (cells[:, None] == r.cell[None, :]), course.course(days, r.end, s)])
        mean, covariance = course.given(s, across, own)
        value, vector = np.linalg.eigh(covariance)
        half = rng.standard_normal(((n + 1) // 2, len(mean)))
        normal = np.vstack([half, -half])[:n]  # each with its mirror: the mean is exact
        parts.append(mean + normal @ (vector * np.sqrt(np.maximum(value, 0))).T)
        expected += weight * course.given(s, course.signal(s), course.signal(s))[0]
        own_figures = np.bincount(r.cell, 1 / (r.noise + s.error**2), len(cells))
        shrunk += weight / (1 + s.effect**2 * own_figures)
    draws = np.vstack(parts)
    return Drawn(draws[:, : len(cells)], draws[:, len(cells) :] + course.middle, expected + course.middle, shrunk)
