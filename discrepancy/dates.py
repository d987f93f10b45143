"""Dates as sources give them: a day, a month ("2025-02") or a year ("2025").

A month is a span of days.  Selection and cut-offs use its last day, timing its middle, the start of a
period its first; each function says which.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

_FORMS = re.compile(r"([0-9]{4})(?:-(?!00)([0-9]{2})(?:-(?!00)([0-9]{2}))?)?")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@lru_cache(maxsize=65536)
def _span(text: str) -> tuple[date, date]:
    if not (match := _FORMS.fullmatch(text)):
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


@lru_cache(maxsize=4096)
def say(text: str | date, year: bool = True) -> str:
    """A date in words.

    Examples
    --------
    >>> say("2024-12-23"), say("2025-02"), say("2024-12-23", year=False)
    ('23 December 2024', 'February 2025', '23 December')
    """
    text = text.isoformat() if isinstance(text, date) else text
    if not (match := _FORMS.fullmatch(text)):
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


NO_DATE = "is no date: write YYYY-MM-DD, YYYY-MM or YYYY"
_MONTH = rf"({'|'.join(m[:3] for m in MONTHS)})[a-z]*\.?"

# Forms in which spreadsheets and pages give dates, with the order of year, month and day in each.
_OTHER = [
    (re.compile(pattern, re.IGNORECASE), orders)
    for pattern, orders in (
        (r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\.?(?:[T ].*)?", ("ymd",)),
        (r"(\d{4})(\d\d)(\d\d)", ("ymd",)),
        (r"(\d{4})[-/. ](\d{1,2})", ("ym",)),
        (r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)(?: .*)?", ("dmy",)),
        (r"(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d\d)(?: .*)?", ("dmy", "mdy")),
        (rf"(\d{{1,2}})[-. ]+{_MONTH}[-, ]+(\d{{4}}|\d\d)", ("dmy",)),
        (rf"{_MONTH} (\d{{1,2}}),? (\d{{4}})", ("mdy",)),
        (rf"{_MONTH}[-, ]+(\d{{4}}|\d\d)", ("my",)),
        (r"(\d{1,2})[-/.](\d{4})", ("my",)),
    )
]


def no_date(text: str) -> str:
    """Advice for a text that is no date: how to write the day that it may mean, and both where it may mean two.

    Examples
    --------
    >>> no_date("23.12.2024"), no_date("45649")
    ('is no date here: write 2024-12-23', "is a spreadsheet's number for 2024-12-23: format the column as text and write that")
    >>> no_date("03/04/2024")
    'may be two days: write 2024-04-03 (if the day comes first) or 2024-03-04 (if the month does)'
    """
    if re.fullmatch(r"[2-5][0-9]{4}(\.[0-9]+)?", text):
        day = date(1899, 12, 30) + timedelta(days=int(text[:5]))
        return f"is a spreadsheet's number for {day}: format the column as text and write that"
    for pattern, orders in _OTHER:
        if match := pattern.fullmatch(text):
            meant = list(dict.fromkeys(day for order in orders if (day := iso(match.groups(), order))))
            if len(meant) == 2:
                return f"may be two days: write {meant[0]} (if the day comes first) or {meant[1]} (if the month does)"
            if meant:
                return f"is no date here: write {meant[0]}"
    return NO_DATE


def iso(parts: tuple[str, ...], order: str) -> str:
    """The parts of a date in YYYY-MM-DD; empty if there is no such day.  A year of two digits is the last that has come."""
    year, month, day = (parts[order.index(k)] if k in order else "" for k in "ymd")
    if len(year) == 2:
        year = f"20{year}" if int(year) <= date.today().year % 100 else f"19{year}"
    if month.isalpha():
        month = str([m[:3] for m in MONTHS].index(month.title()) + 1)
    text = "-".join([year, month.zfill(2), day.zfill(2)][: len(order)])
    return text if is_date(text) else ""
