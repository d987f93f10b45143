"""TODO"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.report.errors import ReportError
from discrepancy.report.pages import records
from discrepancy.report.site.changes import KINDS, tally
from discrepancy.saying.numbers import times

if TYPE_CHECKING:
    from datetime import date

    from discrepancy.case.model import Case


@dataclass(frozen=True)
class Condition:
    """What somebody wants to be told of: its text as typed, and a function from changes and records to a sentence or ""."""

    text: str
    said: Callable[[dict, list[dict]], str]


def conditions(text: str) -> tuple[Condition, ...]:
    """Read what follows ``--alert``: kinds of changes, and ``unexplained>NUMBER``, separated by commas.

    Raises
    ------
    ReportError
        For all conditions that are not known, at once.

    Examples
    --------
    >>> [condition.text for condition in conditions("new, unexplained>2")]
    ['new', 'unexplained>2']
    >>> conditions("newer")
    Traceback (most recent call last):
    discrepancy.report.errors.ReportError: unknown condition "newer": did you mean "new"? --alert takes new, corrected, fallen,
    gone, opened, closed, moved, possible, largest, asked, came, went and unexplained>NUMBER with a number of 1 or more
    """
    asked = [part.strip() for part in text.split(",") if part.strip()]
    found = {part: _condition(part) for part in asked}
    unknown = [part for part, condition in found.items() if condition is None]
    if unknown or not asked:
        near = {part: get_close_matches(part, KINDS, n=1) for part in unknown}
        told = [f'unknown condition "{part}"' + (f': did you mean "{near[part][0]}"?' if near[part] else ".") for part in unknown]
        told = told or ["no condition is given."]
        raise ReportError(f"{' '.join(told)} --alert takes {', '.join(KINDS)} and unexplained>NUMBER with a number of 1 or more")
    return tuple(condition for condition in found.values() if condition)


def _condition(text: str) -> Condition | None:
    if text in KINDS:
        return Condition(text, lambda result, _: tally([change for change in result["changes"] if change["kind"] == text]))
    above = re.fullmatch(r"unexplained\s*>\s*(\d{1,9}(?:\.\d{1,9})?)", text)
    if not above or float(above[1]) < 1:
        return None
    return Condition(text, lambda _, after: _above(float(above[1]), after))


def _above(limit: float, after: list[dict]) -> str:
    """Return the reports with a larger remainder; the first few by name."""
    found = []
    for record in after:
        rest = records.remainder(records.fragment_with(record, "gap"))
        if rest and rest > limit:
            found.append(f"{times(rest)} in {records.name(record)}")
    return "; ".join(found[:3]) + (f"; and {len(found) - 3} more" if len(found) > 3 else "")


def held(asked: tuple[Condition, ...], result: dict, after: list[dict]) -> str:
    """Return the conditions that hold, in one line; empty if none does.

    Parameters
    ----------
    asked : tuple of Condition
    result : dict
        From `compare`, of this very run.
    after : list of dict
        Records of this run: ``unexplained>2`` asks how things stand, not what changed.
    """
    told = [(condition.text, condition.said(result, after)) for condition in asked]
    return " | ".join(f"{text}: {said}" for text, said in told if said)


def stale(case: Case, days: int, today: date) -> str:
    """Say that nobody has looked at a case for too long; empty if somebody has.

    What counts is the last sign of life: ``last_checked`` in case.toml, or the newest statement where that is later. Of a month or
    a year the last day counts, and never a day to come, or one slip of the pen would keep a case fresh for ever.

    Parameters
    ----------
    case : Case
    days : int
        How old that may be.
    today : datetime.date

    Examples
    --------
    >>> import datetime
    >>> import discrepancy as dc
    >>> case = dc.load_case("hurricane-maria")
    >>> stale(case, 36500, datetime.date(2027, 3, 1))
    ''
    """
    signs = [(case.last_checked, "last check")] if case.last_checked else []
    signs += [(claim.statement_date, "newest statement") for claim in case.records]
    known = [(min(dates.last(day), today), day, sign) for day, sign in signs if dates.is_date(day) and dates.first(day) <= today]
    if not known:
        return f"{case.name} is stale: it has no date by {dates.say(today)}, neither of a check nor of a statement"
    newest, day, sign = max(known, key=lambda each: each[0])
    age = (today - newest).days
    if age <= days:
        return ""
    return f"{case.name} is stale: its {sign} was {dates.on(day)}, {age} day{'s' if age > 1 else ''} ago; --max-age-days is {days}"
