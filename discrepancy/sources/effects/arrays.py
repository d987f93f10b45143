"""TODO"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps

import numpy as np
from scipy.interpolate import BSpline
from scipy.special import gammaln
from threadpoolctl import threadpool_limits

PUBLISHED = 364 / 149  # days between knots in the published setting
SLIP = np.log(10)  # sd of the log of a count that was mistyped
LOG_RATE = (-30.0, 25.0)  # of a latent daily rate: what lies outside is no count of anything


@dataclass(frozen=True)
class Reports:
    """One row a report, in arrays of equal length, and what the numbers in them stand for.

    Attributes
    ----------
    count : float array
        The printed count; not negative.
    start, end : int array
        The window that it speaks of, in days from 0, both included.
    what : int array
        What is counted: row of `parts`.
    cell : int array
        Row of `cells`: the effect that applies.
    least, most : float array
        1 where a dummy for "at least" or "as many as" applies.
    teller : int array
        Who tells, for the dummies.
    noise : float array
        Variance of the log that the words alone leave.
    scatter : int array
        Which over-dispersion it has; -1 for none (Poisson).
    parts : tuple of tuple of int
        The latent curves that each thing counted is the sum of.
    block : int array
        The block of each latent curve: curves of one block may share a report.
    cells : (m, 2) int array
        what and house of each effect.
    houses : (h, u) float array
        Components (of source, group, role) that each house's mean effect is the sum of.
    kind : int array
        Which scale each component has.
    deviation : int array
        Which scale the effects of each house have around its mean.
    level : float array
        ln of the daily rate around which each curve's constant has its prior; 0 in the published setting.
    days : int
        Length of the curves.
    """

    count: np.ndarray
    start: np.ndarray
    end: np.ndarray
    what: np.ndarray
    cell: np.ndarray
    least: np.ndarray
    most: np.ndarray
    teller: np.ndarray
    noise: np.ndarray
    scatter: np.ndarray
    parts: tuple[tuple[int, ...], ...]
    block: np.ndarray
    cells: np.ndarray
    houses: np.ndarray
    kind: np.ndarray
    deviation: np.ndarray
    level: np.ndarray
    days: int

    ROWS = ("count", "start", "end", "what", "cell", "least", "most", "teller", "noise", "scatter")

    def rows(self, keep) -> Reports:
        """The same with some of the reports."""
        return replace(self, **{name: getattr(self, name)[keep] for name in self.ROWS})


@dataclass
class Block:
    """What belongs to one block: its rows, its curves, its effects, and the state of its parameters."""

    rows: np.ndarray  # of the reports
    curves: list[int]
    cells: np.ndarray
    point: np.ndarray  # of each row, into the points
    points: np.ndarray  # (p, 3): what, start, end, each once
    parts: list[list[int]]  # of each point: which of the curves
    effect: np.ndarray  # of each row: place of its effect in the local parameters
    x: np.ndarray = field(default=None)
    curvature: np.ndarray = field(default=None)
    variance: np.ndarray = field(default=None)  # of the log daily rates


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


def scale(S: float, m: float, unit: float = 1.0) -> float:
    """The mode of ln s given the sum S of m squared effects, under a half-normal(unit) prior of s."""
    S, k = S / unit**2, m - 1
    return unit * float(np.sqrt(max((-k + np.sqrt(k * k + 4 * S)) / 2, 1e-4)))


def log_slip(y: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """ln of the probability of a count that is off by any factor, as a rule by up to ten."""
    off = (np.log(np.maximum(y, 0.5)) - eta) / SLIP
    return -0.5 * off**2 - np.log(SLIP * np.sqrt(2 * np.pi)) - np.log(np.maximum(y, 0.5))


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
