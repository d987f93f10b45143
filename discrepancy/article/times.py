"""Times that a text tells → days: "on Monday", "earlier this week", "in the last week", "December 27".

In go a sentence and the day of the article; out come spans of days and what they are: a point in time, the length of a period, a start.
Nothing is guessed beyond what a reader of that day would take it for: a weekday is the last one that has come, a day without a year the
nearest one that is not long to come.  Days are counted by dateutil.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta, weekday

from discrepancy.article.vocabulary import any_of
from discrepancy.dates import MONTHS, first, last
from discrepancy.reading.languages.english.words import ONES

_AHEAD = 45  # days that a date without a year can be to come


@dataclass(frozen=True, slots=True)
class When:
    """A time that a text tells."""

    start: int  # where it stands in the sentence
    end: int
    kind: str  # point: at which something was or was said; period: during which it was counted; since, until: the start or the end of one
    first: date | None  # the days; none of a start that no calendar has ("since their involvement began")
    last: date | None
    words: str  # as printed
    doubt: str = ""  # where the text contradicts itself

    @property
    def day(self) -> str:
        """The time as a table has it: a day, else the month or the year that holds it; empty where there is none."""
        if self.first is None or self.last is None or self.first.year != self.last.year:
            return ""
        if self.first.month != self.last.month:
            return self.first.isoformat()[:4]
        return self.first.isoformat()[: 10 if self.exact else 7]

    @property
    def exact(self) -> bool:
        return self.first is not None and self.first == self.last

    def holds(self, told: str) -> bool:
        """Whether a date of a table can be meant."""
        return self.first is not None and self.last is not None and first(told) <= self.last and last(told) >= self.first


Span = tuple[date, date]
Rule = tuple[str, re.Pattern, Callable]  # kind, pattern, days or the one day

_M = "|".join(rf"{m}|{m[:3]}\.?" if len(m) > 4 else m for m in MONTHS) + r"|Sept\.?"
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_D = "|".join(_DAYS)
_MONTH, _ON, _TILL, _YEAR = rf"(?P<month>{_M})", r"(?P<on>\d{1,2})", r"(?P<till>\d{1,2})", r"(?P<year>\d{4})"
_BETWEEN, _NO_COUNT, _PART = r"(?:between |from |on )?", r"(?!\d|,\d)", "(?:early|late|mid)"
_WEEKDAY = rf"(?:(?P<weekday>{_D}),? (?:the )?)?"
_N = rf"(?:(?P<n>\d{{1,3}}|an?|{'|'.join(ONES)}|several|few) )"
_Q = "first|second|third|fourth"
_OF_YEAR = r"(?P<lead>in|since|during|by|for|(?<=\d )of|(?<=illion )of)"
_FISCAL = r"(?:(?:the )?(?:fiscal|financial|tax|calendar|budget|school) (?:year )?|the (?:year |(?=.{4,7} season)))?"
_LAST, _SEASON = "last|past|previous|first|second|third|fourth|final", "quarter|half|half-year|season|winter|summer|spring|autumn"
_UNIT = r"(?P<unit>hour|day|night|week|month|year)s?"
_WORDS = ONES | {"a": 1, "an": 1}
_LEAD = re.compile(
    r"\b(end of|start of|beginning of|(?:week|month|year|quarter|days|hours|season) to"
    r"|since|from|until|till|by|through|up to|as of|in|during)"
    r"(?: about| around| early| late| mid)?[ -]*"
    r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?|GMT|UTC)?,? (?:on )?)?$",
    re.IGNORECASE,
)
_END = re.compile(r"\b[Ee]nd $")
_MAY_BE = re.compile(r"\b(?:[A-Z][a-z]{2}|\d|day|week|month|year|since|night|yester|to(?:day|night)|previous|this|last)")


def times_told(text: str, day: date, before: date | None = None) -> list[When]:
    """Every time that a sentence tells, in the order of print, as of the day on which it was published.

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
    for match, (kind, pattern, days) in _candidates(text):
        told = pattern.match(text, match.start())
        if told is None or ("month" in pattern.groupindex and match[0].islower()):  # "may 5" is no date
            continue
        if re.fullmatch(r"\w+[ -][A-Z][a-z]{2}", match[0]) and "name" in pattern.groupindex and not match[0].endswith("May"):
            continue  # "in Mar" is a town
        if match[0] in ("Today", "Tonight") and re.search(r"[A-Z][\w'’]* $", text[: match.start()]):  # the name of a paper
            continue
        anchor = next((w.first for w in reversed(found) if w.exact), before)
        if kind == "anchored":
            anchor = anchor or (day if re.search("earlier|before|previous|preceding", match[0]) else None)
            at = days(told, anchor) if anchor else None
            if isinstance(at, date):
                found.append(When(match.start(), match.end(), "point", min(at, day), min(at, day), match[0]))
            continue
        try:
            at = days(told, day)
            low, high = (at, at) if isinstance(at, date) else at
            if low and high and _COMING.search(text, max(0, match.start() - 70), match.start()):
                low, high = _to_come(told, day, (low, high))
        except (ValueError, OverflowError):
            continue
        if kind == "point":
            lead = _LEAD.search(text[max(0, match.start() - 30) : match.start()])
            word = (told["lead"] if "lead" in pattern.groupindex else lead[1] if lead else "").lower()
            word = "until" if word.endswith(" to") else "end of" if word == "of" and _END.search(text, 0, match.start()) else word
            kind = _LED.get(word, "period" if word in ("during", "for") and "lead" in pattern.groupindex else "point")
        found.append(When(match.start(), match.end(), kind, low, high, match[0], _contradicted(told, low)))
    return found


def _candidates(text: str) -> Iterator[tuple[re.Match, Rule]]:
    """Whatever can be a time, in order: tried only where one of its first words stands and another behind it, since that is quick."""
    at, words = 0, [(m.start(), m[0].lower()) for m in _WORD.finditer(text)]
    for i, (start, word) in enumerate(words):
        if start < at or not (word in _FIRST or word.isdigit()):
            continue
        behind = [w for _, w in words[i + 1 : i + 3]]
        goes_on = behind and (behind[0] in _KNOWN or behind[0].removesuffix("s") in _KNOWN or behind[0].isdigit() or "week" in behind)
        rules, any_of_them = _OF_FIGURES if word.isdigit() else _OF_ALL
        if (word in _ALONE or goes_on) and (found := any_of_them.match(text, start)):
            at = found.end()
            yield found, rules[(found.lastindex or 1) - 1]


_WORD = re.compile(r"[A-Za-z]+|\d+")
_ALONE = {*(m.lower() for name in (*MONTHS, *_DAYS) for m in (name, name[:3])), *"sept since today tonight yesterday overnight".split()}
_FIRST = {
    *_ALONE,
    *ONES,
    *"""on over between from in during for the by until last this of early late mid day next at
    earlier later a an several few that within past across""".split(),
}
_SAID = r"(?!have\b)(?!(?:[^,;.]* )?(?:said|told|announced)\b)[^,;.]*"
_COMING = re.compile(rf"\b{any_of('to_come')} {_SAID}$|\b(?:by|until|before) (?:next )?$")  # before a day that is still to come


def _contradicted(told: re.Match, day: date | None) -> str:
    """The doubt where a date is printed with another weekday than its own."""
    printed = told.groupdict().get("weekday")
    if not printed or day is None:
        return ""
    right = _DAYS[day.weekday()]
    return f"“{told[0]}” is a {right}" if printed.title() != right else ""


def _to_come(told: re.Match, day: date, at: Span) -> Span:
    """The next weekday or month of a name, where a plan is told."""
    named = told.groupdict()
    if at[1] < day and named.get("on") and named["on"].title() in _DAYS and not named.get("last"):
        then = day + relativedelta(days=1, weekday=weekday(_DAYS.index(named["on"].title()))(1))
        return then, then
    if named.get("name") and at[1] < day:
        return at[0] + relativedelta(years=1), at[1] + relativedelta(years=1)
    return at


_LED = {"since": "since"} | dict.fromkeys(
    ("end of", "start of", "beginning of", "until", "till", "through", "as of", "up to", "by"), "until"
)


def _month(name: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m[:3].lower() == name[:3].lower())


def _nearest(month: int, on: int, year: str | None, day: date) -> date:
    """A day of a month without a year: the last one that is not further ahead than a few weeks."""
    if year:
        return date(int(year), month, on)
    for candidate in range(day.year + 1, day.year - 4, -1):
        try:
            found = date(candidate, month, on)
        except ValueError:  # 29 February
            continue
        if found <= day + timedelta(days=_AHEAD):
            return found
    raise ValueError("no such day")


def _month_of(at: date) -> Span:
    return at.replace(day=1), at + relativedelta(day=31)


def _year_of(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)


def _years(m: re.Match, day: date) -> Span:
    """ "in 2019", and "in 2020-24", which is five years; "in 2023/24" is one that begins in the first."""
    year, till = int(m["year"]), m["till"] or m["year"]
    last = int(m["year"][: 4 - len(till)] + till)
    return _year_of(year) if last <= year else (date(year, 1, 1), min(day, date(last, 12, 31)))


def _shifted(m: re.Match, anchor: date) -> date:
    """So long before or after a day: "two days later", "an hour earlier"."""
    if m["unit"].lower() == "hour":
        return anchor
    back = anchor - _before(m, anchor)
    return anchor + back if m["way"].lower() == "later" else anchor - back


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _near_month(m: re.Match, day: date) -> Span:
    """ "in March", "late March": the last one, of "by March" the next."""
    text = m[0].lower()
    low, high = _month_of(_nearest(_month(m["name"]), 1, None, day - timedelta(days=0 if text.startswith("by") else _AHEAD)))
    if "early" in text:
        return low, low + timedelta(days=9)
    if "mid" in text:
        return low + timedelta(days=9), low + timedelta(days=19)
    return (low + timedelta(days=19), high) if "late" in text else (low, high)


def _before(m: re.Match, day: date) -> date:
    """So many days, weeks, months or years before a day."""
    n, unit = m["n"], m["unit"].lower()
    many = int(n) if n and n.isdigit() else _WORDS.get((n or "one").lower(), 3)
    if unit in ("hour", "24 hours"):
        return day - timedelta(days=max(1, many // 24) if n else 1)
    if unit in ("month", "year"):
        return day - relativedelta(months=many * (12 if unit == "year" else 1))
    return day - timedelta(days=many * (7 if unit == "week" else 1))


def _weekday(name: str, day: date, which: str = "") -> date:
    on, which = _DAYS.index(name.title()), which.strip().lower()
    if which == "next":
        return day + timedelta(days=1 + (on - day.weekday() - 1) % 7)
    back = int(which == "last")
    return day - timedelta(days=back + (day.weekday() - back - on) % 7)


def _of_week(m: re.Match, day: date) -> date:
    """ "Friday last week": that of the calendar week."""
    week = _week_of(day) - timedelta(days=0 if (m["which"] or "").lower() == "this" else 7)
    return week + timedelta(days=_DAYS.index((m["day"] or m["late"]).title()))


def _two_days(m: re.Match, day: date) -> Span:
    end = _weekday(m["till"], day)
    return _weekday(m["from"], end), end


def _months(m: re.Match, day: date) -> Span:
    end = _nearest(_month(m["till"]), 1, m["year"], day)
    return end + relativedelta(months=-((end.month - _month(m["month"])) % 12)), end + relativedelta(day=31)


def _quarter(m: re.Match, day: date) -> Span:
    """A quarter of a year: without one, the last that has begun."""
    month = 3 * _Q.split("|").index(m["q"].lower()) + 1
    begin = date(int(m["year"]), month, 1) if m["year"] else _nearest(month, 1, None, day - timedelta(days=_AHEAD))
    return begin, begin + relativedelta(months=2, day=31)


def _ago(m: re.Match, day: date) -> Span:
    if m["unit"].lower() in ("hour", "minute"):
        n = m["n"] or "one"
        hours = (int(n) if n.isdigit() else _WORDS.get(n.lower(), 3)) if m["unit"].lower() == "hour" else 0
        then = day - timedelta(days=hours // 24)
        return then, then
    at = _before(m, day)
    return _month_of(at) if m["unit"].lower() in ("month", "year") else (at, at)


def _weekend(m: re.Match, day: date) -> Span:
    saturday = _week_of(day) + timedelta(days=5 if day.weekday() >= 5 else -2)
    return saturday, min(day, saturday + timedelta(days=1))


def _span(m: re.Match, day: date) -> Span:
    """ "between 12 August and 3 September": the first day is the last such one before the second."""
    end = _nearest(_month(m["end"]), int(m["till"]), m["year"], day)
    return _nearest(_month(m["month"]), int(m["on"]), None, end - timedelta(days=_AHEAD)), end


_dated = lambda m, d: _nearest(_month(m["month"]), int(m["on"]), m["year"], d)
_dates = lambda m, d: (_nearest(_month(m["month"]), int(m[k]), m["year"], d) for k in ("on", "till"))
_past = lambda m, d: (_before(m, d), d)
_unknown = lambda m, d: (None, None)  # of a length that no calendar has
_RULES: list[Rule] = [  # kind, pattern, days or the one day; the first that fits at a place is taken
    (kind, re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE), days)
    for kind, pattern, days in (
        ("point", rf"{_WEEKDAY}(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)", lambda m, d: date.fromisoformat(m["iso"])),
        ("period", rf"(?:on |over |between )?(?P<from>{_D}) (?:and|to) (?P<till>{_D})", _two_days),
        ("period", rf"{_BETWEEN}{_MONTH} {_ON}(?:-| and | to | through ){_TILL}(?:,? {_YEAR})?{_NO_COUNT}", _dates),
        ("period", rf"{_BETWEEN}{_ON}(?:-| and | to ){_TILL} {_MONTH}(?: {_YEAR})?{_NO_COUNT}", _dates),
        ("period", rf"{_BETWEEN}{_ON} {_MONTH}(?:-| and | to ){_TILL} (?P<end>{_M})\b(?: {_YEAR})?{_NO_COUNT}", _span),
        ("period", rf"{_BETWEEN}{_MONTH} {_ON}(?:-| and | to | through )(?P<end>{_M}) {_TILL}(?:,? {_YEAR})?{_NO_COUNT}", _span),
        ("point", rf"{_WEEKDAY}{_MONTH} {_ON}(?:st|nd|rd|th)?(?:,? {_YEAR})?{_NO_COUNT}", _dated),
        ("point", rf"{_WEEKDAY}{_ON}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? {_YEAR})?", _dated),
        ("point", rf"{_MONTH},? {_YEAR}(?!\d)", lambda m, d: _month_of(date(int(m["year"]), _month(m["month"]), 1))),
        ("period", rf"(?:between|from) {_MONTH} (?:and|to|until) (?P<till>{_M})\b(?: {_YEAR})?(?! \d)", _months),
        ("period", rf"(?:in |over |during |for )?the (?P<q>{_Q}) quarter(?: of {_YEAR})?", _quarter),
        ("point", rf"(?P<lead>in|since|by|until|during|last|this|of|{_PART})[ -](?:{_PART}[ -])?(?P<name>{_M})\b(?! \d)", _near_month),
        ("point", rf"(?P<name>{_M})(?='s )", _near_month),
        ("point", r"(?:the )?day before yesterday", lambda m, d: d - timedelta(days=2)),
        ("point", rf"(?P<day>{_D})(?: of)? (?P<which>last|this) week|(?:late )?last week,? on (?P<late>{_D})", _of_week),
        ("point", rf"(?P<last>last |this |next )?(?P<on>{_D})\b", lambda m, d: _weekday(m["on"], d, m["last"] or "")),
        ("period", r"(?:over|during|at) the (?:past |last )?weekend|last weekend", _weekend),
        ("point", r"today|tonight|this (?:morning|afternoon|evening)", lambda m, d: d),
        ("point", r"yesterday|overnight|last night", lambda m, d: d - timedelta(days=1)),
        ("point", r"(?:earlier |later )?this week", lambda m, d: (_week_of(d), d)),
        ("point", r"(?:late |early |earlier )?last week", lambda m, d: (_week_of(d) - timedelta(days=7), _week_of(d) - timedelta(days=1))),
        ("point", r"(?:earlier )?this month", lambda m, d: (d.replace(day=1), d)),
        ("point", r"(?:late |early )?last month", lambda m, d: _month_of(d - relativedelta(months=1))),
        ("point", r"(?:earlier )?this year", lambda m, d: (d.replace(month=1, day=1), d)),
        ("point", r"last year", lambda m, d: _year_of(d.year - 1)),
        ("point", rf"{_N}(?P<unit>hour|minute|day|night|week|month|year)s? ago\b", _ago),
        ("anchored", rf"{_N}{_UNIT} (?P<way>later|earlier|before)\b(?! (?:the|an?|his|her|its|their|that)\b)", _shifted),
        ("anchored", r"(?:on |at )?(?:the same|the very same|that(?: same)?) (?:day|night|evening|morning|afternoon)", lambda m, d: d),
        ("anchored", rf"that (?P<on>{_D})", lambda m, d: d + relativedelta(weekday=weekday(_DAYS.index(m["on"].title()))(1))),
        ("anchored", r"(?:the )?(?:next|following) (?:day|morning|evening|night)", lambda m, d: d + timedelta(days=1)),
        (
            "anchored",
            r"(?:the )?(?:previous|preceding) (?:day|night|evening)|the (?:day|night|evening) before(?= [a-z]+ed\b|[,.;])",
            lambda m, d: d - timedelta(days=1),
        ),
        ("period", rf"(?:in|over|during|for|within) the (?:past|last|previous|preceding) {_N}?{_UNIT}", _past),
        ("period", rf"(?:in )?(?:the )?(?:past|last) {_N}?(?P<unit>day|week|24 hours)s?\b", _past),
        ("period", rf"(?:in |over |during |for )?(?:the )?(?:{_LAST}) (?:{_SEASON})", _unknown),
        (
            "period",
            rf"(?:in|during|over|for) (?:(?:the |this |that )(?:same {_N}?|whole |reporting |review )?(?:week|month|period|{_SEASON})"
            r"|summer|winter|spring|autumn)s?\b",
            _unknown,
        ),
        ("point", rf"(?:the|its|their|his|her|a) (?P<name>{_M})(?= (?:estimate|forecast|projection|prediction|budget)\b)", _near_month),
        ("period", rf"the (?P<name>{_M})(?= (?:total|figures?|count|number|tally|toll)\b)", _near_month),
        ("period", r"on the (?:first|second|third|fourth|last|same) (?:day|night|morning)", _unknown),
        ("period", r"the (?:day|week|month|quarter|year|season)(?='s )", _unknown),
        (
            "period",
            r"(?:in|over|within|during|across) (?:just |only |about |barely |less than |a (?:single )?|the (?:first )?)?"
            rf"{_N}?(?:single )?{_UNIT}\b(?! ago)",
            _unknown,
        ),
        (
            "period",
            r"(?:between|from) (?P<year>(?:19|20)\d\d) (?:and|to) (?P<till>(?:19|20)\d\d)(?!\d|,\d)",
            lambda m, d: (date(int(m["year"]), 1, 1), min(d, date(int(m["till"]), 12, 31))),
        ),
        ("point", rf"{_OF_YEAR} {_FISCAL}(?P<year>(?:19|20)\d\d)(?:[/–-](?P<till>(?:\d\d)?\d\d))?(?!\d|,\d)", _years),
        ("period", r"(?:in |for |during |of )?(?:[a-z]+ )?week \d{1,2}\b", _unknown),
        ("since", rf"since(?= (?!(?:{_M}|{_D})\b)[a-z])", _unknown),
    )
]


def _together(rules: list[Rule]) -> tuple[list[Rule], re.Pattern]:
    """Rules with one pattern for all of them."""
    unnamed = "|".join(f"({re.sub(r'[(][?]P<[^>]+>', '(?:', pattern.pattern)})" for _, pattern, _ in rules)
    return rules, re.compile(rf"(?<![\w$€£.,-])(?:{unnamed})", re.IGNORECASE)


_begun = lambda rule: rule[1].pattern.removeprefix("(?:").removeprefix(_WEEKDAY).removeprefix(_BETWEEN)
_OF_ALL, _OF_FIGURES = _together(_RULES), _together([r for r in _RULES if _begun(r).startswith((_ON, _N, "(?P<iso>"))])
_KNOWN = set(
    re.findall("[a-z]+", _OF_ALL[1].pattern.lower())
)  # every word in a rule: a time of several words has another of them, or figures, behind
