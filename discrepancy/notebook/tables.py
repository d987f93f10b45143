"""TODO"""

from __future__ import annotations

from discrepancy.saying.numbers import significant


def rounded(x: float | None) -> float | None:
    """Persons for a table of estimates: whole, and no finer than two digits."""
    return None if x is None else significant(x)
