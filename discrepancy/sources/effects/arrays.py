"""Reports in arrays, and what a model of them is built from: blocks, splines, densities.

In go columns of numbers; out come `Reports` (a row a report), each `System` that is solved for itself, the basis of the curves and
the log of the probability of a count.  docs/houses.md has the model; the settings are those of Radford et al. (2023).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps

import numpy as np
from scipy.interpolate import BSpline
from scipy.special import gammaln
from threadpoolctl import threadpool_limits

PUBLISHED = 364 / 149  # days between knots in the published setting
LOG_RATE = (-30.0, 25.0)  # of a latent daily rate: what lies outside is no count of anything


@dataclass(frozen=True)
class Reports:
    """One row a report, in arrays of equal length, and what the numbers in them stand for."""

    count: np.ndarray  # printed, not negative
    start: np.ndarray  # the window that it speaks of, in days from 0, both included
    end: np.ndarray
    what: np.ndarray  # what is counted: row of `parts`
    cell: np.ndarray  # row of `cells`: the effect that applies
    least: np.ndarray  # 1 where a dummy for "at least" applies
    most: np.ndarray  # 1 where one for "as many as" does
    teller: np.ndarray  # who tells, for the dummies
    noise: np.ndarray  # variance of the log that the words alone leave
    scatter: np.ndarray  # which over-dispersion it has; -1 for none (Poisson)
    parts: tuple[tuple[int, ...], ...]  # the latent curves that each thing counted is the sum of
    block: np.ndarray  # the block of each latent curve: curves of one block may share a report
    cells: np.ndarray  # (m, 2): what and house of each effect
    houses: np.ndarray  # (h, u): components (of source, group, role) that each house's mean effect is the sum of
    kind: np.ndarray  # which scale each component has
    deviation: np.ndarray  # which scale the effects of each house have around its mean
    level: np.ndarray  # ln of the daily rate around which each curve's constant has its prior; 0 in the published setting
    days: int  # length of the curves

    ROWS = ("count", "start", "end", "what", "cell", "least", "most", "teller", "noise", "scatter")

    def rows(self, keep: np.ndarray) -> Reports:
        """The same with some of the reports."""
        return replace(self, **{name: getattr(self, name)[keep] for name in self.ROWS})


@dataclass
class System:
    """What belongs to one block: its rows, its curves, its effects, and the state of its parameters."""

    rows: np.ndarray  # of the reports
    curves: list[int]
    counts: list[int]  # things counted that are sums of its curves
    cells: np.ndarray
    point: np.ndarray  # of each row, into the points
    points: np.ndarray  # (p, 3): what, start, end, each once
    member: np.ndarray  # (p, curves): 1 where a point is a sum of the curve
    effect: np.ndarray  # of each row: place of its effect in the local parameters
    x: np.ndarray = field(init=False)
    curvature: np.ndarray = field(init=False)
    variance: np.ndarray = field(init=False)  # of the log daily rates


def design(days: int, knots: int, walk: bool = False) -> np.ndarray:
    """Constant, trend and a cubic B-spline on so many knots: (days, 2 + knots + 2); of a walk, the spline of its steps."""
    t = np.arange(1.0, days + 1)
    inner = np.linspace(1, days, knots)
    ext = np.concatenate([[1.0] * 3, inner, [float(days)] * 3])
    basis = BSpline.design_matrix(t, ext, 3).toarray()
    if walk:
        basis = basis @ np.tri(basis.shape[1])[:, 1:]  # each coefficient is the last one and a step
        basis -= basis.mean(0)
    return np.column_stack([np.ones(days), t / 365, basis])


def alone(work):
    """A function without threads of BLAS: of many small systems they would only wait for each other."""

    @wraps(work)
    def limited(*args, **kwargs):
        with threadpool_limits(1, "blas"):
            return work(*args, **kwargs)

    return limited


def log_count(y: np.ndarray, eta: np.ndarray, a: np.ndarray, ln_fact: np.ndarray) -> np.ndarray:
    """ln of the negative binomial probability of y with mean exp(eta) and variance m + a m²; Poisson at a = 0."""
    eta = np.clip(eta, None, 50)
    m = np.exp(eta)
    poisson = y * eta - m - ln_fact
    if not np.any(a > 0):
        return poisson
    safe = np.where(a > 1e-12, a, 1.0)
    k = 1 / safe
    nb = gammaln(y + k) - gammaln(k) - ln_fact + y * (np.log(safe) + eta) - (y + k) * np.log1p(safe * m)
    return np.where(a > 1e-12, nb, poisson)


def over(daily: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Sums of daily values (..., days) over the window of each point: (..., points)."""
    total = np.zeros((*daily.shape[:-1], daily.shape[-1] + 1))
    np.cumsum(daily, axis=-1, out=total[..., 1:])
    return total[..., points[:, 2] + 1] - total[..., points[:, 1]]
