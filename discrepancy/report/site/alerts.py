"""Changes and records → whether somebody shall be told; a case → whether its data are too old.

In: conditions as typed after ``--alert``, and what `changes.compare` found; a case and a number of days. Out: one sentence, or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.reading.scale import DIFFERENCE
from discrepancy.report.errors import ReportError, did_you_mean
from discrepancy.report.pages import records
from discrepancy.report.site.changes import KINDS, tally
from discrepancy.saying.text import clean


@dataclass(frozen=True)
class Alert:
    """A condition: its text as typed, and a function from changes and records to what there is to tell, or ""."""

    text: str
    said: Callable[[dict, list[dict]], str]


def conditions(text: str, amounts: bool = False) -> tuple[Alert, ...]:
    """Read what follows ``--alert``: kinds of changes, ``unexplained>NUMBER`` and ``silent>DAYS``, separated by commas.

    The number is a factor of 1 or more, on a difference scale an amount in the unit; with `amounts`, where a case has such a measure, it may
    be below 1, and then asks for amounts only. What is unknown is refused, all of it at once.

    Examples
    --------
    >>> [alert.text for alert in conditions("new, unexplained>2")]
    ['new', 'unexplained>2']
    >>> conditions("newer")
    Traceback (most recent call last):
    discrepancy.report.errors.ReportError: unknown condition "newer": did you mean "new"? --alert takes new, corrected, fallen,
    gone, opened, closed, moved, possible, largest, asked, came, went, "unexplained>NUMBER" with a number of 1 or more and
    "silent>DAYS" with a whole number of 1 or more
    """
    asked = {part: _alert(part, amounts) for each in text.split(",") if (part := each.strip())}
    told = [f"unknown condition {_unknown(part)}" for part, alert in asked.items() if alert is None]
    if told or not asked:
        numbers = f'"unexplained>NUMBER" with a number {"above 0" if amounts else "of 1 or more"}'
        takes = f'{", ".join(KINDS)}, {numbers} and "silent>DAYS" with a whole number of 1 or more'
        raise ReportError(f"{' '.join(told) or 'no condition is given.'} --alert takes {takes}")
    return tuple(alert for alert in asked.values() if alert)


def _unknown(text: str) -> str:
    """Quote what is no condition, with what was perhaps meant: without quotation marks the shell writes to a file of the number's name."""
    whole = {"unexplained": "unexplained>2", "silent": "silent>21"}.get(text)
    return f'"{text}": > needs quotation marks, or the shell takes it: --alert "{whole}".' if whole else did_you_mean(text, KINDS)


def _alert(text: str, amounts: bool) -> Alert | None:
    if text in KINDS:
        return Alert(text, lambda result, _: tally([change for change in result["changes"] if change["kind"] == text]))
    if (longer := re.fullmatch(r"silent\s*>\s*(\d{1,9})", text)) and int(longer[1]):
        return Alert(text, lambda _, after: _silent(int(longer[1]), after))
    above = re.fullmatch(r"unexplained\s*>\s*(\d{1,9}(?:\.\d{1,9})?)", text)
    return Alert(text, lambda _, after: _above(float(above[1]), after)) if above and float(above[1]) >= (1e-9 if amounts else 1) else None


def _above(limit: float, after: list[dict]) -> str:
    """Return the reports with a larger remainder; the first few by name."""
    found = []
    for record in after:
        fragment = records.fragment_with(record, "gap")
        rest, sizes = records.remainder(fragment), records.sizes(fragment.get("gap"))
        if rest is not None and 0 <= sizes.scale.at(limit) < rest:  # a factor is never asked to be above less than 1
            found.append(f"{sizes.step(rest)} in {records.name(record)}")
    return _first(found)


def _silent(limit: int, after: list[dict]) -> str:
    """Return the sides that gave no figure for more days, while the record went on; the first few with their reports."""
    found = []
    for record in after:
        told = records.dig(records.fragment_with(record, "gap"), "gap", "silent")
        for side in told if isinstance(told, list) else ():
            who, days = records.dig(side, "who"), records.number(records.dig(side, "days"), DIFFERENCE)
            if days is not None and days > limit:
                found.append(f"{clean(str(who), 80)} for {days:.0f} days in {records.name(record)}")
    return _first(found)


def _first(found: list[str]) -> str:
    return "; ".join([*found[:3], *([f"and {len(found) - 3} more"] if len(found) > 3 else [])])


def held(asked: tuple[Alert, ...], result: dict, after: list[dict]) -> str:
    """Return the conditions that hold, in one line; empty if none does.

    ``result`` is from `compare`, of this very run, and ``after`` its records: ``unexplained>2`` asks how things stand, not what changed.
    """
    told = [(alert.text, alert.said(result, after)) for alert in asked]
    return " | ".join(f"{text}: {said}" for text, said in told if said)


def stale(case: Case, days: int, today: date) -> str:
    """Say that nobody has looked at a case for too long; empty if somebody has.

    What counts is the last sign of life: ``last_checked`` in case.toml, or the newest statement where that is later. Of a month or
    a year the last day counts, and never a day to come (but tomorrow, which it is east of here), or one slip of the pen would keep a case fresh for ever.

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
    known = [
        (min(dates.last(day), today), day, sign) for day, sign in signs if dates.is_date(day) and dates.first(day) <= today + timedelta(1)
    ]
    if not known:
        return f"{case.name} is stale: it has no date by {dates.say(today)}, neither of a check nor of a statement"
    newest, day, sign = max(known, key=lambda each: each[0])
    age = (today - newest).days
    if age <= days:
        return ""
    return f"{case.name} is stale: its {sign} was {dates.on(day)}, {age} day{'s' if age > 1 else ''} ago; --max-age-days is {days}"
