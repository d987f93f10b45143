"""Figures with variances → one pooled value, the variance between them, and where a further figure would be.

Inverse variances with tau² by DerSimonian and Laird (Controlled Clinical Trials 7, 1986), Paule and Mandel (Journal of Research of the
NBS 87, 1982), Hedges and Olkin, and likelihood (Viechtbauer, Journal of Educational and Behavioral Statistics 30, 2005); its interval by
the Q-profile (Viechtbauer, Statistics in Medicine 26, 2007).  Formulas: docs/method.md; known answers: metafor's (tests).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from discrepancy.reading.scale import RATIO, Scale

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

METHODS = ("REML", "DL", "PM", "ML", "HE", "equal")


@dataclass(frozen=True)
class Pooled:
    """Figures with variances, combined; everything in the coordinate of the scale (logs for counts), intervals of 95 %."""

    method: str  # one of `METHODS`
    interval: str  # "normal" or "hartung-knapp"
    k: int
    mean: float
    se: float
    low: float
    high: float
    q: float  # Cochran's Q of the equal-effects model
    birge: float  # sqrt(Q / (k − 1)): how many times wider the differences are than the spreads
    tau2: float  # variance between sources
    tau2_low: float  # its Q-profile interval
    tau2_high: float
    i2: float  # part of the variance that is between sources, in per cent
    h2: float  # total over within
    prediction: tuple[float, float] | None  # of a further source: t with k − 2, so None for two, and with equal effects
    weights: tuple[float, ...]  # adding up to 1, in the order of the input
    scale: Scale = RATIO

    def to_dict(self) -> dict:
        """Numbers for JSON, in the coordinate of the scale, and those of the mean and the prediction in the unit, as `count`."""
        ends = {"best": self.mean, "low": self.low, "high": self.high}
        if self.prediction:
            ends |= {"prediction_low": self.prediction[0], "prediction_high": self.prediction[1]}
        told = {f.name: getattr(self, f.name) for f in fields(self)} | {"weights": list(self.weights), "scale": self.scale.name}
        return told | {"count": {k: self.scale.number(v) for k, v in ends.items()}}


def combined(y: ArrayLike, v: ArrayLike, method: str = "REML", interval: str = "normal", scale: Scale = RATIO) -> Pooled:
    """Combine figures y by their inverse variances v, with a variance between them, all in the coordinate of the scale.

    `method` is that of the variance between, one of `METHODS`; "equal" takes it as 0.  `interval` is that of the mean: "normal", or
    "hartung-knapp", t with k − 1 and the variance that the figures themselves show.  ValueError for what cannot be combined.

    Examples
    --------
    >>> two = combined([10, 30], [16, 25], "equal")
    >>> round(two.mean, 2), round(two.se, 2), round(two.birge, 4)
    (17.8, 3.12, 3.1235)
    >>> combined([10, 30], [16, 25]).tau2
    179.5
    """
    from scipy import stats

    if interval not in ("normal", "hartung-knapp"):
        raise ValueError(f"interval is {interval!r}: use normal or hartung-knapp")
    y, v = _checked(y, v)
    k, tau2, knapp = len(y), between_variance(y, v, method), interval == "hartung-knapp"
    # Equal effects over the total variances are the random effects, whatever the method gave for tau².
    q, w, total = _weighted(y, v)[1], 1 / v, 1 / (v + tau2)
    mean, about = _weighted(y, v + tau2)
    se = math.sqrt((about / (k - 1) if knapp else 1) / total.sum())
    reach = se * float(stats.t.ppf(0.975, k - 1) if knapp else stats.norm.ppf(0.975))
    typical = float((k - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))  # the variance within figures that I² is set against
    between = tau2 if method != "equal" else between_variance(y, v, "DL")  # of equal effects, I² is that of Q
    i2, h2 = 100 * between / (between + typical), (between + typical) / typical
    further = None
    if k > 2 and method != "equal":
        wide = float(stats.t.ppf(0.975, k - 2)) * math.hypot(math.sqrt(tau2), se)
        further = mean - wide, mean + wide
    ends, weights = q_profile(y, v), tuple((total / total.sum()).tolist())
    of_mean = mean, se, mean - reach, mean + reach
    return Pooled(method, interval, k, *of_mean, q, math.sqrt(q / (k - 1)), tau2, *ends, i2, h2, further, weights, scale)


def between_variance(y: ArrayLike, v: ArrayLike, method: str = "REML") -> float:
    """The variance between figures, tau², never below 0.

    For two figures all methods but ML have one closed form, max(0, (d² − v1 − v2) / 2).

    Examples
    --------
    >>> {m: between_variance([10, 30], [16, 25], m) for m in ("DL", "PM", "REML", "HE")}
    {'DL': 179.5, 'PM': 179.5, 'REML': 179.5, 'HE': 179.5}
    """
    y, v = _checked(y, v)
    if method not in METHODS:
        raise ValueError(f"method is {method!r}: use one of {', '.join(METHODS)}")
    if method == "equal":
        return 0.0
    if len(y) == 2 and method != "ML":
        return max(0.0, float((y[0] - y[1]) ** 2 - v[0] - v[1]) / 2)
    if method == "HE":
        return max(0.0, float(y.var(ddof=1) - v.mean()))
    if method == "PM":
        return _meets(y, v, len(y) - 1)
    if method == "DL":
        w = 1 / v
        return max(0.0, float((_weighted(y, v)[1] - (len(y) - 1)) / (w.sum() - (w**2).sum() / w.sum())))
    return _most_likely(y, v, restricted=method == "REML")


def _weighted(y: np.ndarray, v: np.ndarray) -> tuple[float, float]:
    """The mean by inverse variances, and Cochran's Q about it."""
    w = 1 / v
    mean = (w * y).sum() / w.sum()
    return float(mean), float((w * (y - mean) ** 2).sum())


def _most_likely(y: np.ndarray, v: np.ndarray, restricted: bool) -> float:
    """tau² that maximises the likelihood, or the restricted one; 0 where nothing above it is likelier."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    def deviance(tau2: float) -> float:
        w, rest = 1 / (v + tau2), _weighted(y, v + tau2)[1]
        return rest - np.log(w).sum() + (np.log(w.sum()) if restricted else 0.0)

    most = float(2 * ((y - y.mean()) ** 2).sum())  # beyond this every term grows
    found = minimize_scalar(deviance, bounds=(0, most), method="bounded", options={"xatol": 1e-12 * most}) if most else None
    return float(found.x) if found is not None and found.fun < deviance(0.0) else 0.0


def q_profile(y: ArrayLike, v: ArrayLike) -> tuple[float, float]:
    """The 95 % interval of tau²: where the generalised Q meets the quantiles of chi² with k − 1 degrees of freedom."""
    from scipy import stats

    y, v = _checked(y, v)
    low, high = (_meets(y, v, float(stats.chi2.ppf(level, len(y) - 1))) for level in (0.975, 0.025))
    return low, high


def _meets(y: np.ndarray, v: np.ndarray, wanted: float) -> float:
    """The tau² with which the generalised Q, which falls with it, is as wanted; 0 where it is less from the start."""
    from scipy.optimize import brentq

    over = lambda tau2: _weighted(y, v + tau2)[1] - wanted
    if over(0.0) <= 0:
        return 0.0
    most = float(((y - y.mean()) ** 2).sum()) / wanted  # there Q is below sum of squares / tau²
    close: Any = {"xtol": 1e-14 * most, "rtol": 1e-14}
    root: Any = brentq(over, 0.0, most, **close)
    return float(root)


def _checked(y: ArrayLike, v: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if y.ndim != 1 or y.shape != v.shape or len(y) < 2:
        raise ValueError(f"{y.size} figures and {v.size} variances: give two or more figures, each with its variance")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ValueError("figures must be finite and variances above 0: leave out what has no variance, or assign one")
    return y, v
