"""Errors of reports: what stays with a source for a while, and what each figure has alone.

    error of a figure = what persists at its source + its own         persists: share·size², falling as exp(−days apart / time)

What persists has a tridiagonal precision in order of days (Ornstein-Uhlenbeck), so products with the inverse of the covariance of all
errors cost as much as there are reports.  In go reports and three numbers; out come these products and the determinant.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_solve_banded, cholesky_banded


class Errors:
    """The places in time of each effect's reports: states, each one day of one effect, and the state of each report."""

    def __init__(self, cell: np.ndarray, day: np.ndarray):
        states, self.state = np.unique(np.column_stack([cell, day]), axis=0, return_inverse=True)
        self.state = self.state.ravel()
        self.cell, self.day = states[:, 0], states[:, 1].astype(float)
        self.apart = np.where(np.diff(self.cell) == 0, np.diff(self.day), np.inf)

    def at(self, persists: float, time: float, own: np.ndarray) -> Known:
        """The errors with a variance of what persists, its time in days, and the variance that each report has alone."""
        return Known(self, max(persists, 1e-6 * float(own.min())), time, own)


class Known:
    """Errors of known sizes."""

    def __init__(self, errors: Errors, persists: float, time: float, own: np.ndarray):
        self.e, self.own = errors, own
        like = np.exp(-errors.apart / time)
        gain = like**2 / (1 - like**2)
        band = np.ones((2, len(errors.cell)))
        band[1, :-1] += gain
        band[1, 1:] += gain
        band[0, 0], band[0, 1:] = 0, -like / (1 - like**2)
        ln_prior = len(errors.cell) * np.log(persists) + np.log1p(-(like**2)).sum()
        band /= persists
        band[1] += np.bincount(errors.state, 1 / own, len(errors.cell))
        self.factor = cholesky_banded(band, check_finite=False)
        self.ln_det = float(np.log(own).sum() + 2 * np.log(self.factor[1]).sum() + ln_prior)

    def solve(self, of: np.ndarray) -> np.ndarray:
        """The inverse of the covariance times (reports, …)."""
        scaled = of / self.own[:, None]
        summed = np.zeros((len(self.e.cell), of.shape[1]))
        np.add.at(summed, self.e.state, scaled)
        return scaled - cho_solve_banded((self.factor, False), summed, check_finite=False)[self.e.state] / self.own[:, None]
