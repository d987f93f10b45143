"""Reports of a case → each source's effect and the common course, with errors that persist: the numeric part of `houses` for cases.

    s(figure) = f(course) + effect + error        s = ln on a ratio scale, the number on a difference scale

f is ln of the sum of daily rates over a window and over parts (totals), or the course on that day (levels, rates, percentages); the course
is a spline whose coefficients walk.  Given the sizes (of effects, steps and errors) all is normal around the mode, where f is replaced by
its tangent; the sizes are averaged over points around their own mode, weighted by the probability of the figures (Rue, Martino and
Chopin 2009).  docs/houses.md states every prior.

Rue, H., Martino, S., Chopin, N. (2009). Approximate Bayesian inference for latent Gaussian models. JRSS B 71, 319-392.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.optimize import minimize
from scipy.special import chdtri, expit, ndtri
from scipy.stats import qmc

from discrepancy.reading.scale import RATIO
from discrepancy.sources.effects.arrays import LOG_RATE, Reports, design, over
from discrepancy.sources.effects.errors import Errors, Known
from discrepancy.sources.effects.reports import Reported

SEED, DRAWS, POINTS = 20230823, 4000, 128
WEEK, FEWEST, MOST = 7, 8, 80  # days between knots, and how many there are
WIDE = 30.0  # sd of the level, in units: it is the data's
TREND = 5.0  # sd of what the log of a rate gains or loses over the whole record
SCATTER, TIME = (-3.0, 1.5), (math.log(60), 1.0)  # mean and sd: ln variance of errors of totals; ln of the days that they persist
STEP = 1.0  # sd of a change of one source's effect, in units
FREEDOM = 5  # of the t distribution from which the points are taken


@dataclass(frozen=True)
class Spreads:
    """One point: standard deviations of effects, steps, errors; which share of the error's variance persists, and for how many days."""

    effects: tuple[float, ...]  # of sources, groups, roles, deviations by measure: those that the figures have
    step: float
    error: float
    share: float
    time: float


@dataclass(frozen=True)
class Given:
    """Everything given one point of the sizes: normal, with a mean and a precision."""

    x: np.ndarray
    factor: tuple
    ln: float  # of the probability of figures and sizes
    errors: Known
    solved: np.ndarray  # the inverse covariance of errors times the tangent, and times what is left at the start


class Joint:
    """Reports of a case with the tangent of f at the mode, and the points of the sizes with their weights.

    `steps` are columns of a change that one source's effect makes, (reports, changes): 1 after it, less its mean over the source.
    """

    def __init__(self, told: Reported, steps: np.ndarray | None = None):
        self.told, self.totals = told, told.totals
        r = told.reports
        self.y = self._figures(r)
        self.unit = 1.0 if told.scale is RATIO else max(float(self.y.std()), float(np.sqrt(r.noise).mean()), 1e-9)
        knots = int(np.clip(math.ceil(r.days * told.step / WEEK), FEWEST, MOST))
        moves = len(np.unique(r.end)) > 1 or self.totals  # of one day there are no steps
        X = design(r.days, knots, walk=True) if moves else np.ones((r.days, 1))
        X = X if self.totals or not moves else np.delete(X, 1, axis=1)  # a course has no trend of its own
        self.X, self.width, self.curves = X, X.shape[1], len(r.block) if self.totals else 1
        self.apart = (r.days - 1) / (knots - 1) * told.step  # days from knot to knot
        self.walks = self.curves * self.width
        parts = [[c in parts for c in range(self.curves)] for parts in r.parts] if self.totals else [[1]] * len(r.parts)
        self.parts = np.array(parts, float)
        self.like = self._like(r)
        self._take(r, np.zeros((len(r.count), 0)) if steps is None else steps)
        self.middle = np.zeros(self.walks + len(r.cells) + self.steps.shape[1])
        self.middle[: self.walks : self.width] = r.level if self.totals else np.median(self.y)
        self.start = self.middle

    def _take(self, r: Reports, steps: np.ndarray) -> None:
        self.r, self.steps, self.y = r, steps, self._figures(r)
        self.errors = Errors(r.cell, r.end * self.told.step)
        self.points, point = np.unique(np.column_stack([r.what, r.start, r.end]), axis=0, return_inverse=True)
        self.point = point.ravel()

    def _figures(self, r: Reports) -> np.ndarray:
        return np.log(r.count + 0.5) if self.totals else self.told.at(r.count)

    @staticmethod
    def _like(r: Reports) -> list[np.ndarray]:
        """Which effects share a component, (cells, cells) each: a source, a group, a role, each alone; those only that say something."""
        of = r.houses[r.cells[:, 1]]
        kinds = [of[:, r.kind == k] for k in range(3)]
        like = [Z @ Z.T for Z in kinds if Z.shape[1]]
        return like + [np.eye(len(r.cells))] * (len(np.unique(r.cells[:, 1])) < len(r.cells))

    # ------------------------------------------------------------------------- f and its tangent

    def course(self, x: np.ndarray, points: np.ndarray, slope: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """f at points (what, start, end), and its derivative by the coefficients of the curves if that is asked for."""
        theta = x[: self.walks].reshape(self.curves, self.width) @ self.X.T
        if not self.totals:
            return theta[0, points[:, 2]], self.X[points[:, 2]]
        theta = np.clip(theta, *LOG_RATE)
        top = theta.max()
        rate, part = np.exp(theta - top), self.parts[points[:, 0]]
        whole = np.maximum((over(rate, points).T * part).sum(1), 1e-300)
        J = [over(daily * self.X.T, points).T * (part[:, [c]] / whole[:, None]) for c, daily in enumerate(rate)] if slope else [part]
        return np.log(whole) + top, np.hstack(J)

    def expected(self, x: np.ndarray) -> np.ndarray:
        """What is expected of each report."""
        effects = x[self.walks : self.walks + len(self.r.cells)]
        return self.course(x, self.points, False)[0][self.point] + effects[self.r.cell] + self.steps @ x[self.walks + len(effects) :]

    def tangent(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What is expected of each report, its derivative by all parameters, and the variance that counting alone leaves."""
        f, J = self.course(x, self.points)
        n, cells = len(self.y), len(self.r.cells)
        effect = np.zeros((n, cells))
        effect[range(n), self.r.cell] = 1
        J = np.hstack([J[self.point], effect, self.steps])
        expected = f[self.point] + J[:, self.walks :] @ x[self.walks :]
        return expected, J, np.exp(-np.clip(expected, -1, 50)) if self.totals else np.zeros(n)

    # ------------------------------------------------------------------------- sizes and their priors

    def sizes(self, h: np.ndarray) -> Spreads:
        """The sizes at a point of coordinates: logs, and a logit for the share."""
        k = len(self.like)
        effects, step, error = np.exp(h[:k]) * self.unit, math.exp(h[k]), math.exp(h[k + 1]) * self.unit
        return Spreads(tuple(effects), step, error, float(expit(h[k + 2])), math.exp(h[k + 3]))

    def prior(self, h: np.ndarray) -> float:
        """ln of the prior density of the coordinates: half-normal sizes, an arc-sine share (Beta(½, ½)), a lognormal time."""
        k = len(self.like)
        half = float((h[: k + 1] - 0.5 * np.exp(2 * h[: k + 1])).sum())
        error = -0.5 * ((2 * h[k + 1] - SCATTER[0]) / SCATTER[1]) ** 2 if self.totals else h[k + 1] - 0.5 * math.exp(2 * h[k + 1])
        share = -0.5 * (np.logaddexp(0, h[k + 2]) + np.logaddexp(0, -h[k + 2]))
        return float(half + error + share - 0.5 * ((h[k + 3] - TIME[0]) / TIME[1]) ** 2)

    @property
    def guess(self) -> np.ndarray:
        return np.array([*[-0.7] * len(self.like), -0.7, -1.5, 0.0, TIME[0]])

    def precision(self, s: Spreads) -> tuple[np.ndarray, float]:
        """Of all parameters before any figure, and the log of its determinant."""
        P = np.zeros((len(self.middle),) * 2)
        own = np.full(self.width, self.apart / 30 if self.totals else self.apart / max((self.r.days - 1) * self.told.step, 1))
        own = own * (s.step * self.unit) ** 2
        own[0] = (WIDE * self.unit) ** 2
        if self.totals:
            own[1] = (TREND * 365 / max(self.r.days - 1, 1)) ** 2
        P[range(self.walks), range(self.walks)] = np.tile(1 / own, self.curves)
        cells = slice(self.walks, self.walks + len(self.r.cells))
        C = sum(size**2 * like for size, like in zip(s.effects, self.like, strict=True))
        P[cells, cells] = np.linalg.inv(C + 1e-9 * self.unit**2 * np.eye(len(self.r.cells)))
        changes = range(cells.stop, len(self.middle))
        P[changes, changes] = 1 / (STEP * self.unit) ** 2
        plain = np.log(np.diag(P)[: self.walks]).sum() + np.log(np.diag(P)[cells.stop :]).sum()
        return P, float(plain + np.linalg.slogdet(P[cells, cells])[1])

    # ------------------------------------------------------------------------- everything given the sizes

    def given(self, h: np.ndarray, at: tuple | None = None) -> Given:
        """The normal distribution of all parameters at one point of the sizes, f replaced by its tangent."""
        x0, expected, J, counting = at or self.at
        s = self.sizes(h)
        P, ln_det = self.precision(s)
        own = self.r.noise + counting + s.error**2 * (1 - s.share) + 1e-9 * self.unit**2
        errors = self.errors.at(s.error**2 * s.share, s.time, own)
        left = self.y - expected + J @ (x0 - self.middle)
        solved = errors.solve(np.column_stack([J, left]))
        H, g = P + J.T @ solved[:, :-1], J.T @ solved[:, -1]
        factor = cho_factor(H, lower=True, check_finite=False)
        step = cho_solve(factor, g, check_finite=False)
        ln_det -= 2 * np.log(np.diag(factor[0])).sum() + errors.ln_det
        ln = 0.5 * (g @ step - left @ solved[:, -1] + ln_det) + self.prior(h)
        return Given(self.middle + step, factor, float(ln), errors, solved)

    def find_mode(self, h: np.ndarray, x: np.ndarray, most: int = 20) -> tuple:
        """The mode of all parameters at given sizes, by Gauss-Newton steps with halving: (x, and what `tangent` says there)."""
        at, P = (x, *self.tangent(x)), self.precision(self.sizes(h))[0]
        for _ in range(most if self.totals else 0):
            one, size = self.given(h, at), 1.0
            before = self._off(x, at[1], one, P)
            while (after := self._off(new := x + size * (one.x - x), self.expected(new), one, P)) > before + 1e-6 and size > 0.01:
                size /= 2
            if not after <= before + 1e-6:
                break
            x, at = new, (new, *self.tangent(new))
            if before - after < 0.02:
                break
        return at

    def _off(self, x: np.ndarray, expected: np.ndarray, one: Given, P: np.ndarray) -> float:
        """Minus ln of the probability of figures and parameters, but for a constant, with errors as they are."""
        left, from_middle = self.y - expected, x - self.middle
        return 0.5 * float(left @ one.errors.solve(left[:, None])[:, 0] + from_middle @ P @ from_middle)

    def fit(self, h: np.ndarray | None = None, rounds: int = 4) -> Joint:
        """The mode of the sizes, and of everything given them."""
        h, x = self.guess if h is None else h, self.start
        bounds = [(-6.0, 2.0)] * (len(h) - 3) + [(-7.0, 2.0), (-4.0, 4.0), (math.log(3), math.log(400))]
        for k in range(rounds if self.totals else 1):
            self.at = self.find_mode(h, x)
            x = self.at[0]
            options = {"maxiter": 8 if k < rounds - 1 and self.totals else 40}
            found = minimize(lambda h: -self.given(h).ln, h, method="L-BFGS-B", bounds=bounds, options=options)
            h = found.x
        self.h, self.ln = h, -float(found.fun)
        self.at = self.find_mode(h, x)
        return self

    @cached_property
    def sampled(self) -> list[tuple[float, Given, Spreads]]:
        """Points of the sizes around their mode with their weights: quasi-random, of a t distribution with the curvature there."""
        d = len(self.h)
        value, vector = np.linalg.eigh(self._curvature())
        half = vector / np.sqrt(np.maximum(value, 0.1))
        uniform = qmc.Sobol(d + 1, seed=SEED).random(POINTS)
        normal, wide = ndtri(uniform[:, :d]), np.sqrt(FREEDOM / chdtri(FREEDOM, uniform[:, d]))
        t = normal * wide[:, None]
        found = []
        for off in t:
            h = self.h + half @ off
            h[-1] = min(h[-1], math.log(2000))
            try:
                one = self.given(h)
            except np.linalg.LinAlgError:
                continue
            found.append((one.ln + 0.5 * (FREEDOM + d) * math.log1p(off @ off / FREEDOM), one, self.sizes(h)))
        top = max(ln for ln, *_ in found)
        total = sum(math.exp(ln - top) for ln, *_ in found)
        return [(math.exp(ln - top) / total, one, s) for ln, one, s in found if ln - top > -12]

    def _curvature(self, width: float = 0.25) -> np.ndarray:
        """Minus the second derivatives of the ln probability at the mode of the sizes."""
        d, at = len(self.h), lambda *moves: -self.given(self.h + sum(moves, np.zeros(len(self.h)))).ln
        e = width * np.eye(d)
        up, down, here = [at(v) for v in e], [at(-v) for v in e], at()
        H = np.diag([(u - 2 * here + v) / width**2 for u, v in zip(up, down, strict=True)])
        for i in range(d):
            for j in range(i):
                H[i, j] = H[j, i] = (at(e[i], e[j]) - up[i] - up[j] + here + at(-e[i], -e[j]) - down[i] - down[j] + here) / (2 * width**2)
        return H

    # ------------------------------------------------------------------------- what a comparison with a delay asks for

    def refitted(self, keep: np.ndarray) -> Joint:
        """The same sizes, at their mode, with some of the reports."""
        other = copy(self)
        other._take(self.r.rows(keep), self.steps[keep])
        other.at = other.find_mode(self.h, self.at[0])
        return other

    def resized(self, keep: np.ndarray) -> Joint:
        """All reports with the sizes that some of them tell."""
        other = copy(self)
        other.h = self.refitted(keep).fit(self.h, 1).h
        return other

    def level(self, points: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """f at points (n, sets, 3) where the mean of some effects is zero: mean (n, sets), and covariance in each set, (sets, n, n)."""
        found, shape = self.given(self.h), points.shape[:2]
        f, J = self.course(self.at[0], points.reshape(-1, 3))
        F = np.zeros((len(f), len(found.x)))
        F[:, : self.walks] = J
        F[:, self.walks + cells] = 1 / len(cells)
        mean = f + J @ (found.x - self.at[0])[: self.walks] + found.x[self.walks + cells].mean()
        half = solve_triangular(found.factor[0], F.T, lower=True, check_finite=False).reshape(-1, *shape)
        return mean.reshape(shape), np.einsum("pns,pms->snm", half, half, optimize=True)


@dataclass(frozen=True)
class Drawn:
    """Draws from the posterior, seed and number fixed, and what is known without them."""

    effects: np.ndarray  # (draws, cells)
    steps: np.ndarray  # (draws, changes)
    curves: dict[int, np.ndarray]  # by what is counted: (draws, days)
    expected: np.ndarray  # of each report
    shrunk: np.ndarray  # of each effect, from 0 to 1: the weight of all sources together beside its own figures


def drawn(model: Joint, days: np.ndarray) -> Drawn:
    """Effects and curves, a draw a row: normal at each point of the sizes, as many of each as it weighs."""
    rng, cells = np.random.default_rng(SEED), model.walks + np.arange(len(model.r.cells))
    counted = range(len(model.parts)) if model.totals else range(1)
    x0, expected, J, _ = model.at
    there = {w: model.course(x0, np.column_stack([np.full(len(days), w), 0 * days, days])) for w in counted}
    times = rng.multinomial(DRAWS, [weight for weight, *_ in model.sampled])
    draws, shrunk = [], np.zeros(len(cells))
    for (weight, one, s), n in zip(model.sampled, times, strict=True):
        half = rng.standard_normal((len(x0), (n + 1) // 2))
        normal = np.hstack([half, -half])[:, :n]  # each with its mirror: the middle is exact
        draws.append((one.x[:, None] + solve_triangular(one.factor[0], normal, lower=True, trans=1, check_finite=False)).T)
        expected = expected + weight * (J @ (one.x - x0))
        own = np.einsum("ij,ij->j", J[:, cells], one.solved[:, cells])
        shrunk += weight / (1 + np.square(s.effects).sum() * own)
    x = np.vstack(draws)
    curves = {w: f + (x - x0)[:, : model.walks] @ slope.T for w, (f, slope) in there.items()}
    return Drawn(x[:, cells], x[:, cells[-1] + 1 :], curves, expected, shrunk)
