"""A parsed number and its hedge → its interval, by a rule.

The thirteen hedges of the experiment hold for counts of 10 to a million (Ferson, S., et al. (2015). Natural language of uncertainty:
numeric hedge words. Int. J. Approx. Reasoning 57, 19-39; coefficients as published with PyUncertainNumber, MIT licence); the direction
of a hedge is kept, which that software does not do.  Outside it and for other units the width is that of the grain (Krifka 2009): a
hedged number reaches as far as its roundness, a plain one half a unit of its last printed digit.  A whole count
that is printed to its last digit is that number: there is none between it and the next.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from discrepancy.reading.languages.english.hedges import FERSON_2015, FERSON_BARE, HEDGES
from discrepancy.reading.reading import Reading
from discrepancy.reading.wording import tidy

OUTSIDE = "outside the experiment: width by the grain"


def bound(r: Reading, rule: str, width: float, scale: float, printed: str) -> Reading:
    """A parsed reading of what was `printed` with its interval by the rule.

    `scale` is the product of the scale words printed behind figures: "12 thousand" is read as 12 is, a thousand times.
    """
    if r.hedge in ("range", "vague", "interval"):
        return replace(r, rule=rule, printed=printed)
    side = HEDGES[r.hedge][0] if r.hedge in HEDGES else "plain"
    x = abs(r.value) / scale
    studied = not r.unit and r.value > 0 and 10 <= x < 10**6 and float(x).is_integer()
    w = 0.0
    if rule != "as-printed" and (side != "plain" or r.value or r.unit):
        w = scale * _width(x, r.grain / scale, r.hedge, side, rule, width, studied, r.grain == 1 and not r.unit)
    below, above, open_ = {"floor": (0, w, "high"), "ceiling": (w, 0, "low")}.get(side, (w / 2, w / 2, "none"))
    low, high = tidy(r.value - below), tidy(r.value + above)
    best = tidy((low + high) / 2)
    if r.hedge == "odd":  # readers think less far than to the next round number; who takes widths wider, as far as he does
        end = _next_round(r)
        best = best if width > 1 else min(best, tidy((low + end) / 2))
        high, open_ = max(end, best), "none"
    assumed = r.assumed + ((OUTSIDE,) if r.hedge in HEDGES and side != "exact" and not studied and rule == "hedge" else ())
    return Reading(printed, r.value, low, best, high, open_, r.hedge, rule, unit=r.unit, per=r.per, grain=r.grain, assumed=assumed)


def _width(x: float, grain: float, hedge: str, side: str, rule: str, width: float, studied: bool, whole: bool) -> float:
    """The full width of one side's interval, for the number as it is printed before its scale words."""
    sided = side in ("floor", "ceiling")
    least = 0.0 if whole else grain / 2 if sided else grain
    if not x or side == "exact":
        return least
    r, bare = _roundness(x, grain), hedge == "bare"
    if bare and (r == 0 or (rule == "hedge" and not (studied or whole))):
        return least
    if rule == "granularity" or not studied:
        w = 10.0**r / (2 if sided or (bare and rule == "hedge") else 1)
    else:
        w = width * (_bare_width(int(x)) if bare else _hedge_width(HEDGES[hedge][1], x))
    return max(min(w, x / 2), least)


def _next_round(r: Reading) -> float:
    """Where "-odd" ends: right below the next number as round as its own, 1,199 for 1,100-odd; of a count in units, at the next ten."""
    whole = r.grain >= 1 and not r.unit
    step = 10.0 ** _roundness(abs(r.value), r.grain)
    return tidy(r.value + (max(step, 10 - r.value % 10) - 1 if whole else step))


def _roundness(x: float, grain: float) -> int:
    """The power of ten of the last digit that is not 0, no finer than what was printed; digits behind a point were printed to be read."""
    if 0 < grain < 1:
        return round(math.log10(grain))
    steps = round(x / grain) if grain else 0
    if steps and math.isclose(math.log10(grain) % 1, 0, abs_tol=1e-9):
        return round(math.log10(grain)) + _trailing_zeros(steps)
    return math.floor(math.log10(x))


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
    z, last = math.log10(x), float(five)
    exponent = a + b * z + c * r + d * last + e * z * r + f * z * last + g * r * last + h * z * r * last
    return 10 ** min(exponent, 300.0)


def _trailing_zeros(n: int) -> int:
    text = str(n)
    return len(text) - len(text.rstrip("0")) if n else 0
