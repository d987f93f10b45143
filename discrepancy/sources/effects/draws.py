"""A fitted model → draws of levels, effects and their scales, and of every curve.

Radford et al. (2023) sample the whole posterior.  Here only what the reports hardly know is drawn, by Gibbs sampling; the shapes of the
curves, which they know well, are integrated out at the mode that `Model` found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from discrepancy.sources.effects.model import Model

SEED, DRAWS, WARM = 20230823, 2000, 300  # fixed: the same draws every time


@dataclass(frozen=True)
class Draws:
    """Draws from the posterior, seed and number fixed."""

    y: np.ndarray  # (draws, blocks, q): constants, trends and effects of each block
    g: np.ndarray  # (draws, globals)


class Sampler:
    """Gibbs sampling of levels, effects and their scales, the curves' shapes integrated out.

    The likelihood is exactly invariant when a curve's constant rises by what its effects fall, and its Laplace approximation is
    sharp in every other direction: so what is weakly known, the level, is drawn from its posterior with nothing linearised, and
    the scales are averaged over rather than set.
    """

    def __init__(self, model: Model):
        self.m = m = model
        r = m.r
        self.q = max(2 * len(b.curves) + len(b.cells) for b in m.blocks)
        nb = len(m.blocks)
        self.A = np.zeros((nb, self.q, self.q))
        self.A[:, range(self.q), range(self.q)] = 1e-9
        self.N, self.h = np.zeros((nb, self.q, m.G)), np.zeros((nb, self.q))
        self.Agg, self.hg = np.zeros((m.G, m.G)), np.zeros(m.G)
        self.M = np.zeros((nb, self.q, m.G))
        self.of = np.full((nb, self.q), -1)  # the scale of each local parameter
        self.shape = []
        kinds, devs = len(m.scale_kind), len(m.scale_dev)
        for i, b in enumerate(m.blocks):
            own = np.arange(len(b.x))
            k = own[(own >= len(b.curves) * m.width) | (own % m.width < 2)]  # constant and trend of each curve, and the effects
            u = np.setdiff1d(own, k)
            gx, gg, Hxx, Hxg, Hgg = m.system(b)
            precision, mean = m.priors(b)
            off = b.x - mean @ m.g
            # without the priors of what is drawn
            P = np.zeros(len(b.x))
            P[k] = precision[k]
            gx, Hxx = gx + P * off, Hxx - np.diag(P)
            gg, Hxg, Hgg = gg - mean.T @ (P * off), Hxg + P[:, None] * mean, Hgg - mean.T @ (P[:, None] * mean)
            hx = gx + Hxx @ b.x + Hxg @ m.g
            hg = gg + Hxg.T @ b.x + Hgg @ m.g
            c = cho_factor(Hxx[np.ix_(u, u)], lower=True, check_finite=False)
            R = cho_solve(c, np.column_stack([Hxx[np.ix_(u, k)], Hxg[u], hx[u]]), check_finite=False)
            n = len(k)
            self.A[i, :n, :n] += Hxx[np.ix_(k, k)] - Hxx[np.ix_(k, u)] @ R[:, :n]
            self.N[i, :n] = Hxg[k] - Hxx[np.ix_(k, u)] @ R[:, n:-1]
            self.h[i, :n] = hx[k] - Hxx[np.ix_(k, u)] @ R[:, -1]
            self.Agg += Hgg - Hxg[u].T @ R[:, n:-1]
            self.hg += hg - Hxg[u].T @ R[:, -1]
            self.M[i, :n] = mean[k]
            curves = 2 * len(b.curves)
            self.of[i, :curves] = np.tile([kinds + devs, kinds + devs + 1], len(b.curves))
            self.of[i, curves:n] = kinds + r.deviation[r.cells[b.cells, 1]]
            self.shape.append((k, u, c, R))

    def run(self, draws: int = DRAWS, warm: int = WARM) -> Draws:
        """So many draws after some to forget the start; fewer where a draw is dear, with hundreds of houses."""
        m, r = self.m, self.m.r
        rng = np.random.default_rng(SEED)
        dear = max(1.0, (m.G / 100) ** 2)  # with hundreds of houses a draw takes long
        draws, warm = max(int(draws / dear), min(draws, 300)), max(int(warm / dear), min(warm, 100))
        kinds, devs = len(m.scale_kind), len(m.scale_dev)
        fitted = m.scale_kind, m.scale_dev, m.scale_top
        s = np.concatenate(fitted)
        used = self.of >= 0
        Mf = self.M.reshape(-1, m.G)
        nb, q, G = self.N.shape
        count = np.bincount(self.of[used], minlength=len(s))
        count[:kinds] = np.bincount(r.kind, minlength=kinds)
        count[-2:] = m.tellers
        grid = np.exp(np.linspace(np.log(0.02), np.log(5), 160))
        ln_grid = np.log(grid)
        base = -np.outer(count - 1, ln_grid) - 0.5 * grid**2  # on ln s
        keep_y, keep_g = np.empty((draws, nb, q)), np.empty((draws, G))
        means = (m.at_least, m.at_most)
        for t in range(warm + draws):
            m.scale_kind, m.scale_dev, m.scale_top = s[:kinds], s[kinds : kinds + devs], s[kinds + devs :]
            D = np.where(used, 1 / s[self.of] ** 2, 0.0)
            L = self.A.copy()
            L[:, range(q), range(q)] += D
            N = self.N - D[:, :, None] * self.M
            C = np.linalg.cholesky(L)
            V = np.linalg.solve(C, np.concatenate([N, self.h[:, :, None]], axis=2))
            W, w = V[:, :, :-1].reshape(-1, G), V[:, :, -1].ravel()
            S = m.global_prior() + self.Agg + Mf.T @ (D.reshape(-1, 1) * Mf) - W.T @ W
            CS = np.linalg.cholesky(S)
            g = solve_triangular(CS, self.hg - W.T @ w, lower=True, check_finite=False) + rng.standard_normal(G)
            g = solve_triangular(CS, g, lower=True, trans=1, check_finite=False)
            z = V[:, :, -1] - V[:, :, :-1] @ g + rng.standard_normal((nb, q))
            y = np.linalg.solve(C.transpose(0, 2, 1), z[:, :, None])[:, :, 0]
            off = np.where(used, y - (Mf @ g).reshape(nb, q), 0.0)
            SS = np.bincount(self.of[used], off[used] ** 2, len(s))
            SS[:kinds] = np.bincount(r.kind, g[: m.U] ** 2, kinds)
            for k, first in enumerate(means):
                SS[kinds + devs + 2 + k] = ((g[first : first + m.tellers] - g[m.at_means + 2 + k]) ** 2).sum()
            ln_p = base - 0.5 * SS[:, None] / grid**2
            p = np.exp(ln_p - ln_p.max(1, keepdims=True)).cumsum(1)
            pick = (p < (rng.random(len(s)) * p[:, -1])[:, None]).sum(1)
            s = grid[np.minimum(pick, len(grid) - 1)]
            if t >= warm:
                keep_y[t - warm], keep_g[t - warm] = y, g
        m.scale_kind, m.scale_dev, m.scale_top = fitted
        return Draws(keep_y, keep_g)

    def sums(self, draws: Draws, b: int, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """ln of the sum at points (what, start, end) of a block: (mean given each draw, sd that the shape of the curve leaves)."""
        m, block = self.m, self.m.blocks[b]
        k, u, c, R = self.shape[b]
        sums, J = m.tangent(block, points)
        linear = np.einsum("ij,ij->i", cho_solve(m.factors[b][0], J.T, check_finite=False).T, J)
        sums = sums + m.bend(block, linear, points)
        n = len(k)
        # the shape given the rest is normal with mean R_h − R_y y − R_g g and precision c
        start = sums - J @ block.x + J[:, u] @ R[:, -1]
        mean = start + draws.y[:, b, :n] @ (J[:, k] - J[:, u] @ R[:, :n]).T - draws.g @ (J[:, u] @ R[:, n:-1]).T
        return mean, np.sqrt(np.einsum("ij,ji->i", J[:, u], cho_solve(c, J[:, u].T, check_finite=False)))

    def effects(self, draws: Draws, b: int) -> np.ndarray:
        """The effects of a block's cells, (draws, cells)."""
        block = self.m.blocks[b]
        at = 2 * len(block.curves)
        return draws.y[:, b, at : at + len(block.cells)]
