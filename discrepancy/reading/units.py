"""Units of one dimension → what a number in one is multiplied by to be in the other: physical units by pint, rates by what they are per.

Money, percentages and temperatures are brought to nothing else: that takes a rate, a whole or an offset, which a case has to give.
"""

from __future__ import annotations

from functools import lru_cache

# Times that convert exactly: what a rate per one of them is per, and how much of it.
BASE_TIMES = {"hour": ("day", 24), "week": ("day", 1 / 7), "month": ("year", 12), "quarter": ("year", 4)}
_PINT = {"t": "metric_ton", "bbl": "oil_bbl", "gal": "gallon", "acre": "acre", "°C": "degC", "°F": "degF", "a": "year", "ha": "hectare"}


def is_money(unit: str) -> bool:
    """Whether a unit is a code of a currency."""
    return len(unit) == 3 and unit.isupper()


@lru_cache(maxsize=1)
def _registry():
    import pint

    return pint.UnitRegistry(cache_folder=None)


@lru_cache(maxsize=4096)
def convert(unit: str, to: str) -> float | None:
    """What a number in one unit is multiplied by to be in another of the same dimension; None where they have none in common.

    Examples
    --------
    >>> convert("km²", "ha"), convert("ha", "kg"), convert("per 1000", "per 100000")
    (100.0, None, 100.0)
    """
    if unit == to:
        return 1.0
    if unit.startswith("per ") and to.startswith("per ") and "person" not in unit + to:
        return float(to[4:]) / float(unit[4:])
    if not unit or not to or is_money(unit) or is_money(to) or {unit, to} & {"%", "pp"} or "per " in unit + to or "°" in unit + to:
        return None
    import pint

    names = [_PINT.get(u, u.replace("²", "**2").replace("³", "**3")) for u in (unit, to)]
    try:
        return round(float(_registry().Quantity(1, names[0]).to(names[1]).magnitude), 12)
    except (pint.DimensionalityError, pint.UndefinedUnitError):
        return None
