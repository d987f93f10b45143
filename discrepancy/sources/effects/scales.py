"""A model and its reports → the model at its mode, with the scales of curves, effects and over-dispersion.

Each scale is set at the mode of its log under the marginal likelihood, which the Laplace approximation of `Model` gives, and a
half-normal prior: empirical Bayes, in turns with the mode (docs/houses.md).
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_solve

from discrepancy.sources.effects.arrays import log_count
from discrepancy.sources.effects.model import Model


def fit(model: Model, rounds: int = 12) -> Model:
    """The model at its mode, its scales set in so many rounds."""
    model.find_mode(8, 1.0)
    for _ in range(rounds):
        rescale(model)
        model.step()
    model.find_mode(3, 0.5)
    return model


def rescale(model: Model) -> None:
    """Every scale anew, and the curvature of the sums."""
    m, r = model, model.r
    Sinv = cho_solve(m.S, np.eye(m.G), check_finite=False)
    dev_S, dev_m, top_S = np.zeros(len(m.scale_dev)), np.zeros(len(m.scale_dev)), np.zeros(4)
    expected, variance = np.zeros(len(r.count)), np.zeros(len(r.count))
    for block, (c, V, _) in zip(m.blocks, m.factors, strict=True):
        C = cho_solve(c, np.eye(len(block.x)), check_finite=False)
        _, mean = m.priors(block)
        D = V[:, 1:] + mean  # derivative of x − mean·g by −g
        off2 = (block.x - mean @ m.g) ** 2 + np.diag(C) + ((D @ Sinv) * D).sum(1)
        curves = [slice(i * m.width, (i + 1) * m.width) for i in range(len(block.curves))]
        for curve, own in zip(block.curves, curves, strict=True):
            top_S[:2] += off2[own][:2]
            m.scale_spline[curve] = scale(off2[own][2:].sum(), m.K, m.spline_unit)
        dev = r.deviation[r.cells[block.cells, 1]]
        np.add.at(dev_S, dev, off2[len(block.curves) * m.width :])
        np.add.at(dev_m, dev, 1)
        rows = block.rows
        if not len(rows):
            continue
        sums, J = m.tangent(block)
        JC = J @ C
        linear = np.einsum("ij,ij->i", JC, J)
        block.variance = np.array([((m.X @ C[own, own]) * m.X).sum(1) for own in curves])
        block.curvature = m.bend(block, linear)
        A = -(V[block.effect, 1:] + (J @ V[:, 1:])[block.point])
        for flag, first in ((r.least, m.at_least), (r.most, m.at_most)):
            on = np.flatnonzero(flag[rows])
            A[on, first + r.teller[rows[on]]] += 1
        both = linear[block.point] + 2 * JC[block.point, block.effect] + C[block.effect, block.effect]
        variance[rows] = both + ((A @ Sinv) * A).sum(1)
        expected[rows] = m.eta(block, block.x, m.g, sums)
    g2 = m.g**2 + np.diag(Sinv)
    for k in range(len(m.scale_kind)):
        of = np.flatnonzero(r.kind == k)
        m.scale_kind[k] = scale(g2[of].sum(), len(of))
    m.scale_dev = np.array([scale(*squares) for squares in zip(dev_S, dev_m, strict=True)])
    for k, first in ((2, m.at_least), (3, m.at_most)):
        of, top = np.arange(first, first + m.tellers), m.at_means + k
        top_S[k] = ((m.g[of] - m.g[top]) ** 2 + Sinv[of, of] + Sinv[top, top] - 2 * Sinv[of, top]).sum()
    m.scale_top = np.array([scale(*squares) for squares in zip(top_S, (m.curves, m.curves, m.tellers, m.tellers), strict=True)])
    _redisperse(m, expected, variance)


def _redisperse(m: Model, eta: np.ndarray, variance: np.ndarray) -> None:
    """Each over-dispersion by the mean over a grid of its expected likelihood and its prior."""
    r, grid, n = m.r, np.linspace(-7, 2, 37), len(m.phi)
    on = np.flatnonzero(r.scatter >= 0)
    y, e, v, f = r.count[on], np.minimum(eta[on], 50), variance[on], m.ln_fact[on]
    mean = np.exp(e)
    table = np.zeros((n, len(grid)))
    for k, phi in enumerate(grid):
        a = np.full(len(on), np.exp(phi))
        ll = log_count(y, e, a, f) - 0.5 * v * mean * (1 + a * y) / (1 + a * mean) ** 2
        table[:, k] = np.bincount(r.scatter[on], ll, n)
    table -= 0.5 * ((grid - m.phi_mean) / m.phi_sd) ** 2
    weight = np.exp(table - table.max(1, keepdims=True))
    weight /= weight.sum(1, keepdims=True)
    m.phi = weight @ grid
    spread = weight @ grid**2 - m.phi**2
    m.phi_mean = m.phi.sum() / (n + m.phi_sd**2)
    m.phi_sd = max(scale(((m.phi - m.phi_mean) ** 2 + spread).sum(), n), 0.05)


def scale(S: float, m: float, unit: float = 1.0) -> float:
    """The mode of ln s given the sum S of m squared effects, under a half-normal(unit) prior of s."""
    S, k = S / unit**2, m - 1
    return unit * float(np.sqrt(max((-k + np.sqrt(k * k + 4 * S)) / 2, 1e-4)))
