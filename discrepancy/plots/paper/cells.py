"""Values of a result → cells of the table under its figure."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

OPEN = {"none": "", "high": "no upper limit", "low": "no lower limit", "both": "no limit either way"}


def whole(x: float | None) -> float | int | None:
    """A count without the ".0" of a float; nothing stays nothing."""
    if x is None or x != x:
        return None
    return round(x) if abs(x) >= 10 or float(x).is_integer() else round(x, 2)


def rounded(x: float | None, digits: int) -> float | int | None:
    """So many digits behind the point, none being a whole number; nothing stays nothing."""
    if x is None or x != x:
        return None
    return round(x, digits) if digits else round(x)


def blank(x: object) -> object:
    """Nothing as an empty cell."""
    return "" if x is None or x != x else x


def as_they_are(cells: Iterable[object]) -> np.ndarray:
    """A column of numbers each of which stays as it is: 475 and not 475.0 where others are none or have a fraction."""
    column = list(cells)
    found = np.empty(len(column), dtype=object)
    found[:] = column
    return found
