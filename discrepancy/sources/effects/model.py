"""Reports of a table → the mode of latent daily rates and of what each source adds, given the scales of both: the numeric part of `houses`.

In goes `Reports`, arrays of one row a report; out comes a `Model`, whose scales `scales.fit` finds.  The model is that of Radford
et al. (2023, PNAS 120(34), e2307372120), fitted by penalised likelihood with a Laplace approximation in the place of Hamiltonian
sampling; docs/houses.md derives it.

Every report is the log of a sum of latent daily rates over a window and over parts: a day's count has a window of one day, a
cumulative one begins with the first day, a whole sums over its parts.  Given a few global parameters each block (a family of
parts that are counted together) is independent, so one small dense system a block and a Schur complement are all there is, and
the cost is linear in the number of reports.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import gammaln

from discrepancy.sources.effects.arrays import LOG_RATE, PUBLISHED, Reports, System, design, log_count, over


class Model:
    """The posterior of one set of reports, by Fisher scoring, and its scales by their marginal likelihood."""

    def __init__(self, reports: Reports, knots: int = 52):
        self.r = r = reports
        self.X = design(r.days, knots)
        self.K = self.X.shape[1] - 2
        self.width = self.K + 2
        # The published prior has 150 knots in 365 days: a wider one averages over several, so its scale is smaller.
        apart = (r.days - 1) / (knots - 1)
        self.spline_unit = min(1.0, np.sqrt(PUBLISHED / max(apart, 1e-9)))
        self.ln_fact = gammaln(r.count + 1)
        self.tellers = int(r.teller.max()) + 1 if len(r.teller) else 0
        self.U = len(r.kind)
        # globals: components, least by teller, most by teller, means of constant, trend, least, most
        t = self.tellers
        self.at_least, self.at_most, self.at_means = self.U, self.U + t, self.U + 2 * t
        self.G = self.U + 2 * t + 4
        self.g = np.zeros(self.G)
        self.curves = len(r.block)
        self.blocks = [self._block(b) for b in np.unique(r.block)]
        kinds = int(r.kind.max()) + 1
        self.scale_kind = np.full(kinds, 0.7)
        self.scale_dev = np.full(int(r.deviation.max()) + 1, 0.7)
        self.scale_top = np.array([1.5, 1.0, 0.5, 0.5])  # constant, trend, least, most
        self.scale_spline = np.full(self.curves, 0.7 * self.spline_unit)
        self.phi = np.full(max(int(r.scatter.max()) + 1, 1), -1.5)
        self.phi_mean, self.phi_sd = -1.0, 1.0

    def _block(self, b: int) -> System:
        r = self.r
        curves = np.flatnonzero(r.block == b).tolist()
        counts = [w for w, parts in enumerate(r.parts) if set(parts) <= set(curves)]
        rows = np.flatnonzero(np.isin(r.what, counts))
        cells = np.flatnonzero(np.isin(r.cells[:, 0], counts))
        keys = np.column_stack([r.what[rows], r.start[rows], r.end[rows]])
        points, point = np.unique(keys, axis=0, return_inverse=True)
        place = {c: len(curves) * self.width + i for i, c in enumerate(cells)}
        effect = np.array([place[c] for c in r.cell[rows]], int)
        block = System(rows, curves, counts, cells, point.ravel(), points, self._member(curves, points), effect)
        block.x = np.zeros(len(curves) * self.width + len(cells))
        block.curvature = np.zeros(len(points))
        for i in range(len(curves)):
            block.x[i * self.width] = self._start(block, i)
        return block

    def _member(self, curves: list[int], points: np.ndarray) -> np.ndarray:
        parts = [[c in self.r.parts[what] for c in curves] for what in points[:, 0]]
        return np.array(parts, float).reshape(len(points), len(curves))

    def _start(self, block: System, i: int) -> float:
        """A constant to start from: the median of count by day of the reports that the curve is a part of."""
        r, rows = self.r, block.rows[block.member[block.point, i] > 0]
        if not len(rows):
            return 0.0
        shares = np.array([len(r.parts[w]) for w in r.what[rows]])
        rates = np.log(np.maximum(r.count[rows], 0.5) / (r.end[rows] - r.start[rows] + 1) / shares)
        return float(np.median(rates))

    def theta(self, block: System, x: np.ndarray) -> np.ndarray:
        """Log daily rates, (curves of the block, days)."""
        coefficients = x[: len(block.curves) * self.width].reshape(-1, self.width)
        return np.clip(coefficients @ self.X.T, *LOG_RATE)

    def _sums(self, block: System, x: np.ndarray, points: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(ln of the sum at each point, daily rates by a common factor, the points, (points, curves) weights of a rate in its sum)."""
        points, member = (block.points, block.member) if points is None else (points, self._member(block.curves, points))
        theta = self.theta(block, x)
        top = theta.max()
        rate = np.exp(theta - top)
        whole = np.maximum((np.maximum(over(rate, points), 1e-300) * member.T).sum(0), 1e-300)
        return np.log(whole) + top, rate, points, member / whole[:, None]

    def sums(self, block: System, x: np.ndarray) -> np.ndarray:
        """ln of the sum at each point of the block."""
        return self._sums(block, x, None)[0]

    def tangent(self, block: System, points: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """ln of the sum at each point, and its derivative by the local parameters, of which the curves' coefficients come first."""
        ln, rate, points, weight = self._sums(block, block.x, points)
        J = np.zeros((len(points), len(block.x)))
        for i, daily in enumerate(rate):
            J[:, i * self.width : (i + 1) * self.width] = over(daily * self.X.T, points).T * weight[:, [i]]
        return ln, J

    def bend(self, block: System, linear: np.ndarray, points: np.ndarray | None = None) -> np.ndarray:
        """What the mean of ln(sum of exp) exceeds ln(sum of exp of the mean) by, to second order; `linear` is the variance of its tangent."""
        _, rate, points, weight = self._sums(block, block.x, points)
        plain, by_variance = ((over(daily, points) * (weight > 0).T).sum(0) for daily in (rate, rate * block.variance))
        return np.clip(0.5 * (by_variance / np.maximum(plain, 1e-300) - linear), 0, 1.0)

    def eta(self, block: System, x: np.ndarray, g: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """ln of the expected count of each row."""
        r, rows = self.r, block.rows
        dummies = r.least[rows] * g[self.at_least + r.teller[rows]] + r.most[rows] * g[self.at_most + r.teller[rows]]
        return (sums + block.curvature)[block.point] + x[block.effect] + dummies

    def dispersion(self, rows: np.ndarray) -> np.ndarray:
        return self.scattered(self.r.scatter[rows])

    def scattered(self, scatter: np.ndarray) -> np.ndarray:
        """Variance of a count beyond Poisson, by the square of its mean."""
        return np.where(scatter >= 0, np.exp(self.phi[scatter]), 0.0)

    def priors(self, block: System) -> tuple[np.ndarray, np.ndarray]:
        """(precision of each local parameter, (local, G) matrix whose product with the globals is its prior mean)."""
        n = len(block.x)
        precision, mean = np.zeros(n), np.zeros((n, self.G))
        for i, c in enumerate(block.curves):
            at = i * self.width
            precision[at : at + 2] = 1 / self.scale_top[:2] ** 2
            mean[at, self.at_means] = mean[at + 1, self.at_means + 1] = 1
            precision[at + 2 : at + self.width] = 1 / self.scale_spline[c] ** 2
        house = self.r.cells[block.cells, 1]
        effects = slice(len(block.curves) * self.width, n)
        precision[effects] = 1 / self.scale_dev[self.r.deviation[house]] ** 2
        mean[effects, : self.U] = self.r.houses[house]
        return precision, mean

    def global_prior(self) -> np.ndarray:
        """Precision of the globals."""
        P = np.zeros((self.G, self.G))
        P[range(self.U), range(self.U)] = 1 / self.scale_kind[self.r.kind] ** 2
        P[range(self.at_means, self.G), range(self.at_means, self.G)] = 1.0
        for first, k in ((self.at_least, 2), (self.at_most, 3)):
            q = 1 / self.scale_top[k] ** 2
            for i in range(first, first + self.tellers):
                m = self.at_means + k
                P[i, i] += q
                P[m, m] += q
                P[i, m] -= q
                P[m, i] -= q
        return P

    def objective(self, xs: list[np.ndarray], g: np.ndarray) -> float:
        value = -0.5 * g @ self.global_prior() @ g
        for block, x in zip(self.blocks, xs, strict=True):
            precision, mean = self.priors(block)
            value -= 0.5 * precision @ (x - mean @ g) ** 2
            if len(block.rows):
                eta = self.eta(block, x, g, self.sums(block, x))
                value += log_count(self.r.count[block.rows], eta, self.dispersion(block.rows), self.ln_fact[block.rows]).sum()
        return float(value)

    def system(self, block: System):
        """Gradient and Fisher information of a block: (g_x, g_g, H_xx, H_xg, H_gg) of likelihood and local prior."""
        r, rows, n = self.r, block.rows, len(block.x)
        precision, mean = self.priors(block)
        off = block.x - mean @ self.g
        gx, gg = -precision * off, mean.T @ (precision * off)
        Hxx, Hxg = np.diag(precision), -precision[:, None] * mean
        Hgg = mean.T @ (precision[:, None] * mean)
        if not len(rows):
            return gx, gg, Hxx, Hxg, Hgg
        sums, J = self.tangent(block)
        eta = self.eta(block, block.x, self.g, sums)
        a = self.dispersion(rows)
        m = np.exp(np.clip(eta, None, 50))
        slope = (r.count[rows] - m) / (1 + a * m)
        weight = m / (1 + a * m)
        p, e, np_ = block.point, block.effect, len(sums)
        ge = np.bincount(e, slope, n)
        gx += J.T @ np.bincount(p, slope, np_) + ge
        WJ = np.bincount(p, weight, np_)[:, None] * J
        Hxx += J.T @ WJ
        cross = np.zeros((np_, n))  # points by effects
        np.add.at(cross, (p, e), weight)
        JC = J.T @ cross
        Hxx += JC + JC.T
        Hxx[range(n), range(n)] += np.bincount(e, weight, n)
        for flag, first in ((r.least, self.at_least), (r.most, self.at_most)):
            on = np.flatnonzero(flag[rows])
            if not len(on):
                continue
            column = first + r.teller[rows[on]]
            np.add.at(gg, column, slope[on])
            flagged = np.zeros((np_, self.G))
            np.add.at(flagged, (p[on], column), weight[on])
            Hxg += J.T @ flagged
            np.add.at(Hxg, (e[on], column), weight[on])
            np.add.at(Hgg, (column, column), weight[on])
        return gx, gg, Hxx, Hxg, Hgg

    def step(self) -> float:
        """One step of Fisher scoring with halving; what the log posterior gained."""
        P = self.global_prior()
        S, rhs = P.copy(), -P @ self.g
        self.factors = []
        for block in self.blocks:
            gx, gg, Hxx, Hxg, Hgg = self.system(block)
            c = cho_factor(Hxx, lower=True, check_finite=False)
            V = cho_solve(c, np.column_stack([gx, Hxg]), check_finite=False)
            S += Hgg - Hxg.T @ V[:, 1:]
            rhs += gg - Hxg.T @ V[:, 0]
            self.factors.append((c, V, Hxg))
        self.S = cho_factor(S, lower=True, check_finite=False)
        dg = cho_solve(self.S, rhs, check_finite=False)
        dxs = [V[:, 0] - V[:, 1:] @ dg for _, V, _ in self.factors]
        xs = [block.x for block in self.blocks]
        before, size = self.objective(xs, self.g), 1.0
        for _ in range(12):
            trial = [x + size * dx for x, dx in zip(xs, dxs, strict=True)]
            after = self.objective(trial, self.g + size * dg)
            if np.isfinite(after) and after >= before - 1e-6:
                break
            size /= 2
        else:
            return 0.0
        for block, x in zip(self.blocks, trial, strict=True):
            block.x = x
        self.g = self.g + size * dg
        return after - before

    def find_mode(self, most: int = 30, enough: float = 0.05) -> None:
        for _ in range(most):
            if self.step() < enough:
                return

    def information(self) -> np.ndarray:
        """What each effect's own reports tell of it, given the curves: the Fisher information."""
        info = np.zeros(len(self.r.cells))
        for block in self.blocks:
            if len(block.rows):
                m = np.exp(np.clip(self.eta(block, block.x, self.g, self.sums(block, block.x)), None, 50))
                np.add.at(info, self.r.cell[block.rows], m / (1 + self.dispersion(block.rows) * m))
        return info
