"""A reading and a rule → its interval: how wide a hedged or a round number is taken to be.

The rule ``hedge`` takes the regression of Ferson et al. (2015) on the answers of readers; ``granularity`` the grain of the number
(Krifka 2009; Cummins, Sauerland & Solt 2012); ``as-printed`` no width at all.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from discrepancy.reading.hedges import FERSON_2015, FERSON_BARE, HEDGES
from discrepancy.reading.reading import Reading, tidy


def bound(r: Reading, rule: str, width: float) -> Reading:
    """Give a parsed reading its interval by the rule."""
    if r.hedge in ("range", "vague", "interval"):
        return replace(r, rule=rule)
    x = r.value
    side = HEDGES[r.hedge][0] if r.hedge in HEDGES else "plain"
    w = _width(x, r.hedge, side, rule, width)
    below, above, open_ = {"floor": (0, w, "high"), "ceiling": (w, 0, "low")}.get(side, (w / 2, w / 2, "none"))
    low, high = tidy(x - below), tidy(x + above)
    return Reading(r.printed, x, low, tidy((low + high) / 2), high, open_, r.hedge, rule)


def _width(x: float, hedge: str, side: str, rule: str, width: float) -> float:
    if x <= 0 or side == "exact" or rule == "as-printed":
        return 0.0
    whole = float(x).is_integer()
    r = _trailing_zeros(int(x)) if whole else 0
    if hedge == "bare" and (r == 0 or not whole):
        return 0.0
    if rule == "granularity":
        grain = 10.0**r
        return min(grain / 2 if side in ("floor", "ceiling") else grain, x / 2)
    w = _bare_width(int(x)) if hedge == "bare" else _hedge_width(HEDGES[hedge][1], x)
    return min(w * width, x / 2)


@lru_cache(maxsize=65536)
def _hedge_width(row: str, x: float) -> float:
    """The regression's width for one of the 13 hedges, at most x/2.

    For a last digit of 5 the published terms explode away from the numbers that were studied; such a
    number is rounder than its plain neighbours and less round than the next ten, and its width is
    kept between theirs.
    """
    whole = float(x).is_integer()
    r = _trailing_zeros(int(x)) if whole else 0
    step = 10**r
    five = whole and (int(x) // step) % 10 == 5
    w = _regression(FERSON_2015[row], x, r, five)
    if five:
        upper = _regression(FERSON_2015[row], x, r + 1, False)
        if x > 5 * step:
            upper = min(upper, _hedge_width(row, x - 5 * step))
        lower = _regression(FERSON_2015[row], x + step / 2, r - 1, False) if r else 0.0
        w = min(max(w, lower), upper)
    return min(w, x / 2)


@lru_cache(maxsize=65536)
def _bare_width(x: int) -> float:
    """A round number without a hedge: never wider than any hedge would make it."""
    narrowest = min(_hedge_width(row, x) for row in FERSON_2015)
    return min(_regression(FERSON_BARE, x, _trailing_zeros(x), False), narrowest)


def _regression(coefficients: tuple[float, ...], x: float, r: int, five: bool) -> float:
    a, b, c, d, e, f, g, h = coefficients
    z = math.log10(x)
    last = float(five)
    exponent = a + b * z + c * r + d * last + e * z * r + f * z * last + g * r * last + h * z * r * last
    return 10 ** min(exponent, 300.0)


def _trailing_zeros(n: int) -> int:
    text = str(n)
    return len(text) - len(text.rstrip("0")) if n else 0
