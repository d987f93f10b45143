"""Dates as sources give them: a day, a month ("2025-02") or a year ("2025").

A month is a span of days.  Selection and cut-offs use its last day, timing its middle, the start of a
period its first; each function says which.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

__all__ = ["MONTHS", "first", "is_date", "last", "middle", "on", "say"]

_FORMS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@lru_cache(maxsize=65536)
def _span(text: str) -> tuple[date, date]:
    match = _FORMS.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no date: write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(g) if g else 0 for g in match.groups())
    if not 1000 <= year < 3000:
        raise ValueError(f"{text!r} is far from any statement: is the year right?")
    try:
        low = date(year, month or 1, day or 1)
        high = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar: write YYYY-MM-DD, YYYY-MM or YYYY") from None
    return low, high


def is_date(text: str) -> bool:
    """Whether the text is a day, a month or a year of the calendar."""
    try:
        _span(text)
    except ValueError:
        return False
    return True


def first(text: str) -> date:
    """First day of a date: 2025-02 → 2025-02-01."""
    return _span(text)[0]


def last(text: str) -> date:
    """Last day of a date: 2025-02 → 2025-02-28."""
    return _span(text)[1]


@lru_cache(maxsize=65536)
def middle(text: str) -> date:
    """Middle day of a date: 2025-02 → 2025-02-14."""
    low, high = _span(text)
    return date.fromordinal((low.toordinal() + high.toordinal()) // 2)


def say(text: str | date, year: bool = True) -> str:
    """A date in words.

    Examples
    --------
    >>> say("2024-12-23"), say("2025-02"), say("2024-12-23", year=False)
    ('23 December 2024', 'February 2025', '23 December')
    """
    text = text.isoformat() if isinstance(text, date) else text
    match = _FORMS.fullmatch(text)
    if not match:
        return text
    y, m, d = match.groups()
    words = [str(int(d))] if d else []
    words += [MONTHS[int(m) - 1]] if m else []
    return " ".join(words + ([y] if year or not m else []))


def on(text: str | date) -> str:
    """A date with its preposition.

    Examples
    --------
    >>> on("2024-12-23"), on("2025-02")
    ('on 23 December 2024', 'in February 2025')
    """
    text = text.isoformat() if isinstance(text, date) else text
    return f"{'on' if len(text) > 7 else 'in'} {say(text)}"
