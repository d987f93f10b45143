"""Times that a text tells → days: "on Monday", "earlier this week", "in the last week", "December 27".

In go a sentence and the day of the article; out come spans of days and what they are: a point in time, the length of a period, a start.
Nothing is guessed beyond what a reader of that day would take it for: a weekday is the last one that has come, a day without a year the
nearest one that is not long to come.  Days are counted by dateutil.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta, weekday

from discrepancy.dates import MONTHS, first, last

__all__ = ["When", "times_told"]

AHEAD = 45  # days that a date without a year can be to come


@dataclass(frozen=True, slots=True)
class When:
    """A time that a text tells.

    Attributes
    ----------
    start, end : int
        Where it stands in the sentence.
    kind : {"point", "period", "since", "until"}
        A time at which something was or was said; a time during which something was counted; the start or the end of one.
    first, last : date or None
        The days; None where a text tells a start that no calendar has ("since their involvement began").
    words : str
        As printed.
    """

    start: int
    end: int
    kind: str
    first: date | None
    last: date | None
    words: str

    @property
    def day(self) -> str:
        """The time as a table has it: a day, else the month or the year that holds it; empty where there is none."""
        if self.first is None or self.last is None:
            return ""
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return self.first.isoformat()[:7]
        return self.first.isoformat()[:4] if self.first.year == self.last.year else ""

    @property
    def exact(self) -> bool:
        return self.first is not None and self.first == self.last

    def holds(self, told: str) -> bool:
        """Whether a date of a table can be meant."""
        return self.first is not None and first(told) <= self.last and last(told) >= self.first


_M = "|".join(rf"{m}|{m[:3]}\.?" if len(m) > 4 else m for m in MONTHS) + r"|Sept\.?"
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_D = "|".join(_DAYS)
_N = r"(?P<n{0}>\d{{1,3}}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few)"
_UNIT = r"(?P<u{0}>hour|day|night|week|month|year)s?"
_WORDS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {"a": 1, "an": 1}
_PATTERNS = (  # the first that fits at a place is taken
    ("iso", r"(?P<iso>\d{4}-\d\d-\d\d)(?!\d)"),
    ("two", rf"(?:on |over |between )?(?P<d1>{_D}) (?:and|to) (?P<d2>{_D})"),
    (
        "mdd",
        rf"(?:between |from |on )?(?P<mm>{_M}) (?P<ma>\d{{1,2}})(?:-| and | to | through )(?P<mb>\d{{1,2}})(?:,? (?P<my>\d{{4}}))?(?!\d|,\d)",
    ),
    ("ddm", rf"(?:between |from |on )?(?P<da>\d{{1,2}})(?:-| and | to )(?P<db>\d{{1,2}}) (?P<dm>{_M})(?: (?P<dy>\d{{4}}))?(?!\d|,\d)"),
    ("md", rf"(?P<m2>{_M}) (?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>\d{{4}}))?(?!\d|,\d)"),
    ("dm", rf"(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m3>{_M})\b(?:,? (?P<y3>\d{{4}}))?"),
    ("my", rf"(?P<m4>{_M}),? (?P<y4>\d{{4}})(?!\d)"),
    ("months", rf"(?:between|from) (?P<ba>{_M}) (?:and|to|until) (?P<bb>{_M})\b(?: (?P<by>\d{{4}}))?(?! \d)"),
    ("month", rf"(?:in|since|by|until|during|last|this|early|late|mid|of)(?: |-)(?:(?:early|late|mid)(?: |-))?(?P<m5>{_M})\b(?! \d)"),
    ("weekday", rf"(?P<last>last |this |next )?(?P<wd>{_D})\b"),
    ("weekend", r"(?:over|during|at) the (?:past |last )?weekend|last weekend"),
    ("today", r"today|tonight|this (?:morning|afternoon|evening)"),
    ("yesterday", r"yesterday|overnight|last night|(?:the )?previous (?:day|night)"),
    ("week", r"(?:earlier |later )?this week"),
    ("lastweek", r"(?:late |early |earlier )?last week"),
    ("month0", r"(?:earlier )?this month"),
    ("lastmonth", r"(?:late |early )?last month"),
    ("year0", r"(?:earlier )?this year"),
    ("lastyear", r"last year"),
    ("ago", rf"{_N.format(1)} {_UNIT.format(1)} (?:ago|earlier|before)\b"),
    (
        "past",
        rf"(?:in|over|during|for|within) the (?:past|last|previous|preceding) (?:{_N.format(2)} )?{_UNIT.format(2)}|(?:in )?(?:the )?(?:past|last) (?:{_N.format(5)} )?(?P<u5>day|week|24 hours)s?\b",
    ),
    (
        "span",
        rf"(?:in|over|within|during|across) (?:just |only |about |barely |less than |a (?:single )?|the (?:first )?)?(?:{_N.format(3)} )?(?:single )?{_UNIT.format(3)}\b(?! ago)",
    ),
    ("year", r"(?:in|since|during|by) (?P<y6>(?:19|20)\d\d)(?![\d,])"),
    ("since", r"since(?= (?!(?:" + _M + "|" + _D + r")\b)[a-z])"),
)
_ANY = re.compile(r"(?<![\w$€£.,-])(?:" + "|".join(f"(?P<{name}_>{pattern})" for name, pattern in _PATTERNS) + r")(?!\w)", re.IGNORECASE)
_LEAD = re.compile(r"\b(since|from|until|till|by|through|up to|as of|in|during)(?: about| around| early| late| mid)?[ -]*$", re.IGNORECASE)
_MAY_BE = re.compile(r"\b(?:[A-Z][a-z]{2}|\d|day|week|month|year|since|night|yester|to(?:day|night)|previous|this|last)")


def times_told(text: str, day: date) -> list[When]:
    """Every time that a text tells, as of the day of the article.

    Parameters
    ----------
    text : str
        A sentence.
    day : date
        The day on which it was published.

    Returns
    -------
    list of When
        In the order of print.

    Examples
    --------
    >>> [(w.words, w.kind, w.day) for w in times_told("said on Monday that in the last week", date(2024, 12, 28))]
    [('Monday', 'point', '2024-12-23'), ('in the last week', 'period', '2024-12')]
    >>> [(w.words, str(w.first), str(w.last)) for w in times_told("stated earlier this week", date(2024, 12, 28))]
    [('earlier this week', '2024-12-23', '2024-12-28')]
    """
    if not _MAY_BE.search(text):
        return []
    found = []
    for match in _ANY.finditer(text):
        name = next(n for n, _ in _PATTERNS if match[f"{n}_"] is not None)
        if name in ("md", "dm", "my", "mdd", "ddm", "months") and not _capital(match[0]):
            continue
        try:
            kind, low, high = _READ[name](match, day)
        except (ValueError, OverflowError):
            continue
        lead = _LEAD.search(text[max(0, match.start() - 12) : match.start()])
        word = (match[0].split()[0] if name in ("month", "year") else lead[1] if lead else "").lower()
        if kind == "point" and word == "since":
            kind = "since"
        elif (kind == "point" and word in ("until", "till", "through", "as of", "up to")) or (word == "by" and kind == "point"):
            kind = "until"
        if kind == "point" and name in ("month", "year") and word == "during":
            kind = "period"
        found.append(When(match.start(), match.end(), kind, low, high, match[0]))
    return found


def _capital(text: str) -> bool:
    return any(c.isupper() for c in text)


def _month(name: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m[:3].lower() == name[:3].lower())


def _nearest(month: int, on: int, year: str | None, day: date) -> date:
    """A day of a month without a year: the last one that is not further ahead than a few weeks."""
    if year:
        return date(int(year), month, on)
    for candidate in (day.year + 1, day.year, day.year - 1, day.year - 2, day.year - 3):
        try:
            found = date(candidate, month, on)
        except ValueError:  # 29 February
            continue
        if found <= day + timedelta(days=AHEAD):
            return found
    raise ValueError("no such day")


def _whole(month: int, year: int) -> tuple[date, date]:
    low = date(year, month, 1)
    return low, low + relativedelta(day=31)


def _month_of(match, day: date):
    name = match["m5"]
    ahead = AHEAD if match[0].lower().startswith("by") else 0
    low = _nearest(_month(name), 1, None, day + timedelta(days=ahead - AHEAD))
    low, high = _whole(low.month, low.year)
    text = match[0].lower()
    if "early" in text:
        high = low + timedelta(days=9)
    elif "mid" in text:
        low, high = low + timedelta(days=9), low + timedelta(days=19)
    elif "late" in text:
        low = low + timedelta(days=19)
    return "point", low, high


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else _WORDS.get((text or "one").lower(), 3)


def _length(n: str | None, unit: str) -> timedelta | relativedelta:
    k, unit = _number(n), unit.lower()
    if unit in ("hour", "24 hours"):
        return timedelta(days=max(1, k // 24) if n else 1)
    return relativedelta(**{f"{'day' if unit == 'night' else unit}s": k})


def _weekday(name: str, day: date, which: str = "") -> date:
    index = _DAYS.index(name.title())
    if which.strip().lower() == "next":
        return day + relativedelta(days=1, weekday=weekday(index)(1))
    return day + relativedelta(days=-1 if which.strip().lower() == "last" else 0, weekday=weekday(index)(-1))


def _months(match, day: date):
    end = _nearest(_month(match["bb"]), 1, match["by"], day)
    start = end + relativedelta(months=-((end.month - _month(match["ba"])) % 12))
    return "period", start, end + relativedelta(day=31)


def _ago(match, day: date):
    at = day - _length(match["n1"], match["u1"])
    if match["u1"].lower() in ("month", "year"):
        return "point", *_whole(at.month, at.year)
    return "point", at, at


def _past(match, day: date):
    n, unit = (match["n2"], match["u2"]) if match["u2"] else (match["n5"], match["u5"])
    return "period", day - _length(n, unit), day


def _two(match, day: date):
    end = _weekday(match["d2"], day)
    return "period", end + relativedelta(weekday=weekday(_DAYS.index(match["d1"].title()))(-1)), end


def _days(match, day: date):
    prefix = "m" if match["mm"] else "d"
    month = _month(match["mm"] or match["dm"])
    low, high = (_nearest(month, int(match[prefix + k]), match[prefix + "y"], day) for k in "ab")
    return "period", low, high


def _one(value: date) -> tuple[str, date, date]:
    return "point", value, value


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


_READ = {
    "iso": lambda m, d: _one(date.fromisoformat(m["iso"])),
    "two": _two,
    "mdd": _days,
    "ddm": _days,
    "md": lambda m, d: _one(_nearest(_month(m["m2"]), int(m["md"]), m["y2"], d)),
    "dm": lambda m, d: _one(_nearest(_month(m["m3"]), int(m["dd"]), m["y3"], d)),
    "my": lambda m, d: ("point", *_whole(_month(m["m4"]), int(m["y4"]))),
    "months": _months,
    "month": _month_of,
    "weekday": lambda m, d: _one(_weekday(m["wd"], d, m["last"] or "")),
    "weekend": lambda m, d: (
        "period",
        _week_of(d) - timedelta(days=2) if d.weekday() < 5 else _week_of(d) + timedelta(days=5),
        d if d.weekday() >= 5 else _week_of(d) - timedelta(days=1),
    ),
    "today": lambda m, d: _one(d),
    "yesterday": lambda m, d: _one(d - timedelta(days=1)),
    "week": lambda m, d: ("point", _week_of(d), d),
    "lastweek": lambda m, d: ("point", _week_of(d) - timedelta(days=7), _week_of(d) - timedelta(days=1)),
    "month0": lambda m, d: ("point", d.replace(day=1), d),
    "lastmonth": lambda m, d: ("point", (d + relativedelta(months=-1)).replace(day=1), d.replace(day=1) - timedelta(days=1)),
    "year0": lambda m, d: ("point", d.replace(month=1, day=1), d),
    "lastyear": lambda m, d: ("point", date(d.year - 1, 1, 1), date(d.year - 1, 12, 31)),
    "ago": _ago,
    "past": _past,
    "span": lambda m, d: ("period", None, None),
    "year": lambda m, d: ("point", date(int(m["y6"]), 1, 1), date(int(m["y6"]), 12, 31)),
    "since": lambda m, d: ("since", None, None),
}
