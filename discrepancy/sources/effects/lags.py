"""Constant or delay: whether a source's figures are a fixed multiple of the others' curve, that curve some days ago, or both.

In go the reports of a case and the fitted model; out comes a row for each source that spoke at least twice, and for each group
of several.  Each is judged by how well it predicts the source's next statement: from the others' statements made by that day
and the source's own earlier ones, nothing later.  The curve of the others is put where the geometric mean of their effects is ×1.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logsumexp

from discrepancy.reading.scale import RATIO
from discrepancy.sources.effects.arrays import alone
from discrepancy.sources.effects.joint import Joint
from discrepancy.sources.effects.reports import Reported

LONGEST, EXPECTED = 60, 14  # days: the longest delay looked at, and the mean of its exponential prior
TELLS = 2.0  # of the score: the figures e² times as probable, and at least two standard errors
BEFORE = 60  # figures of a source before the one that is predicted
MOST = 20  # statements of a source that are predicted: of a longer series as many, spread evenly
MODELS = ("constant", "delay", "both")
COLUMNS = ["level", "who", "name", "statements", "predicted", "multiplier", "amount", "low", "high", "delay", "delay_low", "delay_high"]
COLUMNS += [f"score_{name}" for name in MODELS] + ["better", "difference", "error", "tells"]


@alone
def lags(told: Reported, model: Joint) -> pd.DataFrame:
    """Constant, delay or both for each source and group with at least two statements of a case.

    ``level`` ("source" or "group"), ``who name``, ``statements``, ``predicted`` (those that could be predicted from others' figures
    and its own earlier ones, of a long series 20 of them), ``multiplier amount low high`` (of a constant, with its 95 % interval; an amount on a difference scale), ``delay delay_low delay_high`` (days, of
    a delay alone), ``score_constant score_delay score_both`` (sum of ln predictive density; higher is better; None where nothing could
    be predicted), ``better`` ("constant" or "delay"; "both" only where that tells), ``difference`` (of its score from the other's; of
    both from the better of the two) and ``error`` (the standard error of that), ``tells`` (whether the difference is at least 2 and
    two standard errors).  Empty for a table.
    """
    return pd.DataFrame([_row(told, model, *who) for who in _whoever(told)], columns=COLUMNS)


def _whoever(told: Reported) -> list[tuple[str, str, list[int]]]:
    """(level, id, its reports) of each source and group with at least two statements, groups only where several sources speak."""
    if not told.rows:
        return []
    of = told.who
    spoken: dict[tuple[str, str], list[int]] = {}
    for i, row in enumerate(told.rows):
        spoken.setdefault(("source", row["source"]), []).append(i)
        spoken.setdefault(("group", of[row["source"]]["group"]), []).append(i)
    several = lambda rows, key: len({told.rows[i][key] for i in rows}) > 1
    twice = [(level, who, rows) for (level, who), rows in spoken.items() if several(rows, "statement")]
    return [(level, who, rows) for level, who, rows in twice if level == "source" or several(rows, "source")]


def _row(told: Reported, model: Joint, level: str, who: str, mine: list[int]) -> dict:
    of = told.who
    group = of[told.rows[mine[0]]["source"]]["group"]
    others = np.array([of[row["source"]]["group"] != group for row in told.rows])
    if others.sum() >= 2:
        model = model.resized(others)  # by the others alone: a delay would pass for an error of its own that persists
    said = np.array([row["said"].toordinal() for row in told.rows])
    mine = sorted(mine, key=lambda i: (said[i], told.rows[i]["statement"], told.reports.end[i]))
    statements = list(dict.fromkeys(told.rows[i]["statement"] for i in mine))
    scores = {name: [] for name in MODELS}
    picked = np.linspace(1, len(statements) - 1, min(MOST, len(statements) - 1)).round().astype(int)
    for statement in (statements[i] for i in picked):
        own = [i for i in mine if told.rows[i]["statement"] == statement]
        before = mine[: mine.index(own[0])][-BEFORE:]
        curve = _Curve(told, model, others & (said <= said[own[0]]), before + own)
        if curve.known:
            for name in MODELS:
                scores[name].append(curve.evidence(name, len(before) + len(own)) - curve.evidence(name, len(before)))
    whole = _Curve(told, model, others, mine)
    name = of[who]["name"] if level == "source" else told.names.get(who, who)
    row = {"level": level, "who": who, "name": name, "statements": len(statements), "predicted": len(scores["constant"])}
    row |= whole.constant() | whole.delay() if whole.known else {}
    return row | _judged(scores)


def _judged(scores: dict[str, list[float]]) -> dict:
    """The better of constant and delay, or both together where that tells; by how much, and whether it tells."""
    if not scores["constant"]:
        return {"tells": False}
    total = {name: float(np.sum(s)) for name, s in scores.items()}
    simple = sorted(MODELS[:2], key=lambda name: -total[name])
    best = ("both", simple[0]) if _by(scores, "both", simple[0])["tells"] else tuple(simple)
    return {f"score_{name}": t for name, t in total.items()} | {"better": best[0]} | _by(scores, *best)


def _by(scores: dict[str, list[float]], one: str, other: str) -> dict:
    """How much better one predicts than the other, the standard error of that, and whether it tells."""
    each = np.subtract(scores[one], scores[other])
    by, error = float(each.sum()), float(each.std(ddof=1) * math.sqrt(len(each))) if len(each) > 1 else None
    return {"difference": by, "error": error, "tells": error is not None and by >= max(TELLS, 2 * error)}


class _Curve:
    """The others' curve as known on a day, and what a source's figures are of it for every delay."""

    def __init__(self, told: Reported, model: Joint, keep: np.ndarray, mine: list[int]):
        r = told.reports
        self.known, self.scale = int(keep.sum()) >= 2, told.scale
        sizes = model.sizes(model.h)
        self.prior = math.hypot(*sizes.effects)
        self.lags = np.arange(0, LONGEST // told.step + 1)
        self.days = self.lags * told.step
        if not self.known:
            return
        others = model.refitted(keep)
        cells = np.unique(r.cell[keep & np.isin(r.what, told.main)]) if np.isin(r.what[keep], told.main).any() else np.unique(r.cell[keep])
        end = np.maximum(r.end[mine][:, None] - self.lags, 0)
        start = np.minimum(np.maximum(r.start[mine][:, None] - self.lags, 0), end)
        points = np.column_stack([np.repeat(r.what[mine], len(self.lags)), start.ravel(), end.ravel()])
        shape = (len(mine), len(self.lags))
        mean, curve = others.level(points.reshape(*shape, 3), cells)
        off = (told.at(r.count[mine])[:, None] - mean).T
        apart = np.abs(np.subtract.outer(r.end[mine], r.end[mine])) * told.step
        stays = sizes.share * np.exp(-apart / sizes.time) * (r.cell[mine][:, None] == r.cell[mine])
        errors = sizes.error**2 * (stays + (1 - sizes.share) * np.eye(len(mine))) + np.diag(r.noise[mine])
        self.plain, self.moved = _Normal(off, curve + errors), _Normal(off, curve + errors + self.prior**2)
        self.weight = -self.days / EXPECTED
        self.weight = self.weight - logsumexp(self.weight)

    def evidence(self, name: str, n: int) -> float:
        """ln of the probability of the first n figures together."""
        if name == "constant":
            return float(self.moved.ln(n)[0])
        score: Any = logsumexp(self.weight + (self.plain if name == "delay" else self.moved).ln(n))
        return float(score)

    def constant(self) -> dict:
        mean, sd = self.moved.common(self.prior)
        size, low, high = (self.scale.number(float(mean + k * sd)) for k in (0, -1.96, 1.96))
        return {"multiplier" if self.scale is RATIO else "amount": size, "low": low, "high": high}

    def delay(self) -> dict:
        ln = self.plain.ln(None) + self.weight
        share = np.cumsum(np.exp(ln - logsumexp(ln)))
        low, middle, high = (int(self.days[min(np.searchsorted(share, q), len(share) - 1)]) for q in (0.025, 0.5, 0.975))
        return {"delay": middle, "delay_low": low, "delay_high": high}


class _Normal:
    """Figures beside a curve for each delay, with the covariance of both: (delays, n) and (delays, n, n)."""

    def __init__(self, off: np.ndarray, covariance: np.ndarray):
        self.factor = np.linalg.cholesky(covariance + 1e-12 * np.eye(off.shape[1]))
        self.z = np.linalg.solve(self.factor, off[:, :, None])[:, :, 0]
        self.each = -0.5 * self.z**2 - np.log(np.diagonal(self.factor, axis1=1, axis2=2)) - 0.5 * math.log(2 * math.pi)

    def ln(self, n: int | None) -> np.ndarray:
        """ln density of the first n figures, for each delay."""
        return self.each[:, :n].sum(1)

    def common(self, prior: float) -> tuple[float, float]:
        """Mean and standard deviation of what all figures share without a delay, of which the covariance has this sd."""
        ones = np.linalg.solve(self.factor[0], np.ones(self.z.shape[1]))
        return float(prior**2 * ones @ self.z[0]), float(prior * math.sqrt(max(1 - prior**2 * ones @ ones, 0)))
