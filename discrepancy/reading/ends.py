"""The bounds of a reading as they are told, no finer than they need."""

from __future__ import annotations

from discrepancy.reading.reading import Reading
from discrepancy.saying.numbers import quantity_to


def finest(r: Reading) -> float:
    """The grain at which the bounds of a reading are told: one digit finer than its number where they need it, and no part of one counted."""
    whole = all(abs(x / r.grain - round(x / r.grain)) < 1e-6 for x in (r.low, r.high))
    return r.grain if whole else max(r.grain / 10, 0 if r.unit else 1)


def ends(r: Reading) -> str:
    """The bounds of a reading.

    Examples
    --------
    >>> from discrepancy import read
    >>> ends(read("6.1%")), ends(read("5% to 7%")), ends(read("over 1,100")), ends(read("1.37 million"))
    ('6.05% to 6.15%', '5% to 7%', '1,100 to 1,162', '1,365,000 to 1,375,000')
    """
    return quantity_to(r.low, r.high, r.unit, finest(r))
