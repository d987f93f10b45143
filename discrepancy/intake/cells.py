"""Texts of cells → numbers with their units, words that hedge, days; or why not.

Each text is looked at once.  Whether a comma marks decimals or thousands, and whether the day or the month comes first, is decided by a
whole column, and by nothing where nothing in it decides it: the caller asks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from discrepancy import dates
from discrepancy.intake.files import TYPED
from discrepancy.intake.words import month, says, units
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.languages.tables import LANGUAGES
from discrepancy.reading.phrase import read, rendering
from discrepancy.reading.wording import LARGEST, WordingError

PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]{1,2}|\.[0-9]{4,})?")  # what no separator makes doubtful
_ALL_PLAIN = re.compile(r"(?:-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?\n)*")
_SPACE = "\u0020\u00a0\u202f\u2009\u2007"
_BODY = re.compile(rf"([+\-−–]?)\s?([0-9][0-9.,'’{_SPACE}]*[0-9]|[0-9]|[.,][0-9]+)((?:[eE][+-]?[0-9]{{1,2}})?)")
_MARK = re.compile(r"(?:\s*(\[\w{1,12}\]|\*+|†+|‡+|§|[¹²³⁴-⁹]+)|(?<=[0-9])\s?([a-z])|\s\(([a-z]|\d)\))$")
_NUM = rf"(?:[0-9]{{1,3}}(?:[,.'’{_SPACE}][0-9]{{2,3}})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?"
_LIKE = re.compile(
    rf"[(\[]?\s?(?:(?:[A-Z]{{0,3}}[$€£¥₹₴₽]|[A-Z]{{3}}|[<>≤≥~≈±+\-−–])\s?)*{_NUM}(?:\s?(?:[-–—]|to|bis|à)\s?{_NUM})?"
    rf"(?:\s?(?:%|[+?]|[^\W\d_]{{1,12}}[²³23.]?))?\s?[)\]]?(?:\s?(?:\[[^\]]*\]|\([^)]*\)|\*+|†+|‡+|[¹²³⁴-⁹]+))*"
)
_HEDGED = re.compile(
    r"(?i)(about|some|over|under|nearly|around|circa|c\.|ca\.?|almost|up to|at least|at most|more than|less than|fewer than|approx\w*\.?|roughly|mehr als|rund|etwa"
    r"|plus de|environ|más de|unos|cerca de|mais de|oltre|circa|более|около|понад|близько|більше|not more than|no more than|no fewer than)\s?[\d$€£]"
)
_CURRENCY = re.compile(r"[A-Z]{0,3}[$€£¥₹₴₽]|[A-Z]{3}")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no figure.

    >>> [is_nothing(text) for text in ("", "n/a", "..", "0", "нет данных")]
    [True, True, True, False, True]
    """
    if text and (text[0] in "123456789" or text[-1] in "123456789"):
        return False
    return not text or says(text, "nothing") or not re.search(r"[^\W_]|[%$€£¥]", text)


def looks_like_number(text: str) -> bool:
    """Whether a cell holds a figure, of whatever spelling.

    >>> [looks_like_number(text) for text in ("1.234,5", "$9m", "(45)", "about 300", "Area 51", "")]
    [True, True, True, True, False, False]
    """
    text = text.lstrip(TYPED)
    if PLAIN.fullmatch(text):
        return True
    return bool(re.search(r"[0-9]", text)) and len(text) < 80 and bool(_LIKE.fullmatch(text) or _HEDGED.match(text))


def all_plain(texts: Iterable[str]) -> bool:
    """Whether all texts are numbers that no separator makes doubtful."""
    return bool(_ALL_PLAIN.fullmatch("\n".join([*texts, ""])))


@dataclass
class Numbers:
    """What the texts of a column say, in their order: digits, the unit in the cell, words instead of digits, or nothing."""

    value: list[str] = field(default_factory=list)
    unit: list[str] = field(default_factory=list)
    wording: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    mark: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # why a text is not read; "nothing" where it says that there is no figure


def separators(texts: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What decides what a comma and a point are: for each reading a text that is only that; texts that may be both, by their mark."""
    sure: dict[str, str] = {}
    open_: dict[str, str] = {}
    small: list[str] = []
    for text in texts:
        if text.isdigit():
            small.append(text)
            continue
        if text.startswith(TYPED) or ("," not in text and "." not in text):
            continue
        if "point" in sure and PLAIN.fullmatch(text):
            continue
        if not (body := _BODY.search(text)) or is_nothing(text):
            continue
        digits = re.sub(rf"[{_SPACE}'’]", "", body[2])
        marks = [c for c in digits if c in ",."]
        if len({*marks}) == 2:
            sure.setdefault("point" if marks[-1] == "." else "comma", body[0])
        elif len(marks) > 1:
            sure.setdefault("point" if marks[0] == "," else "comma", body[0])
        elif marks:
            before, behind = digits.split(marks[0])
            if len(behind) != 3 or not 0 < len(before) <= 3 or before[0] == "0":
                sure.setdefault("point" if marks[0] == "." else "comma", body[0])
            else:
                open_.setdefault(marks[0], body[0])
    if open_ and not sure and sum(len(t) <= 3 and t != "0" for t in small) >= 2 and not any(len(t) > 3 for t in small):
        mark = next(iter(open_))  # whole numbers below a thousand beside it: three digits behind a mark are thousands
        if len(open_) == 1:
            sure["point" if mark == "," else "comma"] = open_[mark]
    return sure, open_


def numbers(texts: Iterable[str], decimal: str, marks: Mapping[str, str] = {}, below_zero: bool = True) -> Numbers:
    """The number of each text; `decimal` is "point" or "comma", `marks` are those that the file explains.

    >>> found = numbers(["1,234", "12.5 %", "(45)", "about 300", "n/a", "1,234a"], "point")
    >>> found.value, found.unit[1], found.wording[3], found.wrong[5]
    (['1234', '12.5', '-45', '', '', ''], '%', 'about 300', 'has the mark "a", which nothing in the file explains')
    """
    texts = list(texts)
    if all_plain(texts):
        return Numbers(texts, *([""] * len(texts) for _ in range(5)))
    plain = ("",) * 5
    cells = [(t, *plain) if PLAIN.fullmatch(t) and len(t) < 18 else _number(t, decimal, marks, below_zero) for t in texts]
    return Numbers(*map(list, zip(*cells, strict=True)))


def _number(text: str, decimal: str, marks: Mapping[str, str], below_zero: bool) -> tuple[str, ...]:
    """Value, unit, wording, language, mark, and what is wrong."""
    if is_nothing(text):
        return _wrong("nothing")
    if (found := re.fullmatch(r"([^\W\d_][^\d:=]*?)\s*[:=]?\s+[\d.,\s]+", text)) and says(found[1], "total"):
        return _wrong("is a total that is named within a cell: left out, since its rows are read")
    typed, text = text.startswith(TYPED), text.lstrip(TYPED)
    decimal = "point" if typed else decimal
    rest, mark = text, ""
    if (raised := _MARK.search(text)) and not unit_named(text[raised.start() :].strip()) and not (raised[2] and _suffix(text)):
        mark = next(filter(None, raised.groups())).strip("[]()").casefold()
        rest = text[: raised.start()]
        if note_of(mark, marks) is None:
            return _wrong(f'has the mark "{mark}", which nothing in the file explains')
    brackets = re.fullmatch(r"\(([^()]*)\)(\s?%)?", rest.strip())
    inner = brackets[1] + (brackets[2] or "") if brackets else rest.strip()
    body = _BODY.search(inner)
    if body:
        before, behind = inner[: body.start()].strip(), inner[body.end() :].strip()
        sign = "-" if body[1] and body[1] != "+" else ""
        if before[:1] in ("-", "−") and not sign:
            before, sign = before[1:].strip(), "-"
        digits = _digits(body[2], decimal)
        unit = _unit(before, behind)
        if digits and re.match(r"0\d", digits):
            return _wrong("starts with 0: a code? Write the number as it is counted")
        if digits is not None and unit is not None:
            if brackets and (sign or not below_zero):
                return _wrong("stands in brackets, which may mean below zero or be a remark: write the number")
            value = ("-" if brackets else sign) + digits + body[3]
            if abs(float(value)) > LARGEST:
                return _wrong("is larger than any count: is the number right?")
            return value, unit, "", "", mark, ""
        if digits is None and unit is not None:
            other = "comma" if decimal == "point" else "point"
            if re.fullmatch(r"[0-9]+[.,][0-9]+", body[2]):
                return _wrong(f"has a decimal {other}, and the rest of the column a decimal {decimal}")
            return _wrong("is grouped like no number: write its digits")
    if brackets:
        rest = text
    return _words(rest.strip(), mark, decimal)


def note_of(mark: str, marks: Mapping[str, str]) -> str | None:
    """What the file says of a mark, raised or not; None where it says nothing."""
    return marks.get(mark, marks.get(mark.translate(str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789"))))


def _wrong(why: str) -> tuple[str, ...]:
    return "", "", "", "", "", why


def _suffix(text: str) -> bool:
    """Whether a letter behind digits is a unit or a scale: 5m, 3k, 7t."""
    return bool(re.search(r"[0-9]\s?(k|m|t|g|h)$", text))


def _words(text: str, mark: str, decimal: str) -> tuple[str, ...]:
    """A phrase with a hedge, in English or in a language in which it is plain."""
    if decimal == "comma" and re.search(r"\d[.,]\d", text):
        return _wrong("holds a number among words with a decimal comma or points for thousands: write it with digits alone")
    try:
        reading = read(text)
    except WordingError as error:
        found = {code: words for code in LANGUAGES if (words := rendering(text, code))}
        if len({*found.values()}) == 1 and text[:1] and not text.isascii():
            return "", "", text, next(iter(found)), mark, ""
        advice = str(error).removeprefix(f'"{text}"').lstrip(": ")
        return _wrong(advice if re.search(r"\d", text) else "is no number")
    if reading.hedge == "vague":
        return _wrong("is too vague for a number")
    return "", "", text, "", mark, ""


def _digits(text: str, decimal: str) -> str | None:
    """A number as the tables write it; None where its marks fit no number."""
    group, point = (",", ".") if decimal == "point" else (".", ",")
    if not re.fullmatch(r"[0-9]*[.,]?[0-9]*", text):
        whole, _, behind = text.partition(point)
        for mark in (group, "'", "’", *_SPACE):
            if mark in whole and re.fullmatch(rf"[0-9]{{1,3}}({re.escape(mark)}[0-9]{{3}})+|[0-9]{{1,2}}(,[0-9]{{2}})*,[0-9]{{3}}", whole):
                whole = whole.replace(mark, "")
        text = whole + (point + behind if behind else "")
    elif group in text:
        if not re.fullmatch(rf"[0-9]{{1,3}}{re.escape(group)}[0-9]{{3}}", text):
            return None
        text = text.replace(group, "")
    text = text.replace(point, ".")
    if not re.fullmatch(r"[0-9]*\.?[0-9]*", text) or not text.strip("."):
        return None
    return f"0{text}" if text.startswith(".") else text.removesuffix(".")


@lru_cache(maxsize=4096)
def _unit(before: str, behind: str) -> str | None:
    """The unit around a number; empty for none, None where something else stands there."""
    if not before and not behind:
        return ""
    if before and not _CURRENCY.fullmatch(before):
        return None
    return unit_of(f"{before} {behind}".strip()) or None


_SHORT = {"m": "million", "mn": "million", "k": "thousand", "bn": "billion", "tn": "trillion"}  # beside a currency


def bare(text: str) -> str:
    """A unit without the word before it: in tonnes."""
    return re.sub(r"^(in|en|em|в|у)\s+", "", text, flags=re.IGNORECASE)


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str:
    """A unit as the tables spell it: "Mio. €" → million €; empty where it is none that is known.

    >>> [unit_of(text) for text in ("in Tausend", "$ m", "US$ bn", "Mt CO2", "smoots", "% of GDP", "confirmed")]
    ['thousand', 'million $', 'billion USD', 'Mt', '', '%', '']
    """
    text = bare(text.strip(" .:"))
    words = [units().get(w.strip(".").casefold(), w) for w in text.split()]
    known = units().get(text.strip(".").casefold()) or " ".join(words)
    if len(words) == 2 and (money := next((w for w in words if _CURRENCY.fullmatch(w) and unit_named(w)), "")):
        other = words[words[0] == money]
        scale = _SHORT.get(other.strip(".").casefold(), "")
        known = f"{scale or other} {money}" if scale or words[0] == money else known
        known = known.replace(money, unit_named(money).symbol) if re.fullmatch(r"\w+\W", money) else known  # million US$
    if unit_named(known) and not re.fullmatch(r"[a-su-zA-Z]", known):
        return known
    pieces = known.split()
    if len(pieces) > 1 and (
        head := re.fullmatch(r"%|[kMGT]t|[kMGT]Wh|t|tonnes|kg|km2|km²|USD|EUR|percent|thousand|million|billion", pieces[0])
    ):
        of = pieces[1].casefold()
        if head[0] in ("thousand", "million", "billion"):
            return f"{head[0]} {pieces[1]}" if unit_named(f"{head[0]} {pieces[1]}") else head[0] if len(pieces) == 2 else ""
        return head[0] if of not in ("per", "/", "a") else ""
    return ""


# --- days ----------------------------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
_YEAR = re.compile(r"(1[5-9]|2[01])\d\d")
_NUMERIC = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:[T ]\d\d?:\d\d.*)?")


def orders(texts: Iterable[str]) -> tuple[set[str], str]:
    """The orders of day, month and year in which every text with slashes, dashes or points is a day; and one of the texts."""
    possible, example = {"dmy", "mdy", "ymd"}, ""
    for text in texts:
        if (found := _NUMERIC.fullmatch(text)) and not _ISO.fullmatch(text):
            parts = (found[1], found[3], found[4])
            fits = {order for order in ("dmy", "mdy", "ymd") if _ordered(parts, order)}
            if found[2] == "." and "dmy" in fits and len(found[1]) < 3:
                fits = {"dmy"}
            example = example or (text if len(fits) > 1 else "")
            possible &= fits or possible
    return possible, example


def _ordered(parts: tuple[str, ...], order: str) -> str:
    year, *others = (parts[order.index(k)] for k in "ymd")
    return dates.iso(parts, order) if len(year) in (2, 4) and max(map(len, others)) < 3 else ""


def day_of(text: str, order: str = "dmy", serial: bool = False) -> tuple[str, str] | None:
    """The day, month or year that a text names, and the first day of a span that is none of these; None where it names none.

    >>> day_of("2024-03-12T08:00"), day_of("12 Mar 2024"), day_of("März 2024"), day_of("03/04/2024", "mdy"), day_of("2024-Q1")
    (('2024-03-12', ''), ('2024-03-12', ''), ('2024-03', ''), ('2024-03-04', ''), ('2024-03-31', '2024-01-01'))
    """
    text, whole = text.lstrip(TYPED), lambda day: (day, "") if dates.is_date(day) else None
    if serial and (found := re.fullmatch(r"((?:1[5-9]|2[01])\d\d)(0[1-9]|1[0-2])", text)):
        return f"{found[1]}-{found[2]}", ""
    if iso := _ISO.fullmatch(text):
        return whole(iso[1])
    if _YEAR.fullmatch(text) or re.fullmatch(r"\d{4}-\d\d", text):
        return whole(text)
    if (found := _NUMERIC.fullmatch(text)) and (day := _ordered((found[1], found[3], found[4]), order)):
        return day, ""
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return whole("-".join(found.groups())) if 1900 <= int(found[1]) < 2200 else None
    if found := re.fullmatch(r"(\d{4})(?:[-/ ]?M|[-/ ]|\. )(\d{1,2})|(\d{1,2})[-/.](\d{4})", text):
        return whole(f"{found[1] or found[4]}-{(found[2] or found[3]).zfill(2)}")
    if found := re.fullmatch(r"(\d{4})[-/ ]*[QqTt]([1-4])|[QqTt]([1-4])[-/ ]*(\d{4})|([1-4])[QqTt](\d{4})", text):
        year, q = int(found[1] or found[4] or found[6]), int(found[2] or found[3] or found[5])
        return f"{year}-{3 * q:02}-{monthrange(year, 3 * q)[1]:02}", f"{year}-{3 * q - 2:02}-01"
    if (found := re.fullmatch(r"(\d{4})-?W(\d\d)", text)) and 1 <= int(found[2]) <= 53:
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return None
        return (monday + timedelta(6)).isoformat(), monday.isoformat()
    if (found := re.fullmatch(r"(\d{4})\s?[-–]\s?(\d{4})", text)) and found[1] < found[2] and all(map(_YEAR.fullmatch, found.groups())):
        return found[2], found[1]
    if serial and re.fullmatch(r"[2-5]\d{4}(\.0+)?", text):
        return (date(1899, 12, 30) + timedelta(days=int(text[:5]))).isoformat(), ""
    return _named_day(text)


_DAY_WORDS = re.compile(
    r"(?:[^\W\d]{2,12}[.,]? )?(?:(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[-\s./]+(?:de )?)?([^\W\d]{3,12})\.?[-\s,/.]*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?:de )?(\d{4}|\d\d)(?: ?[рг]\.?)?"
)


def _named_day(text: str) -> tuple[str, str] | None:
    if not (found := _DAY_WORDS.fullmatch(text)) or not (number := month(found[2])):
        return None
    day, year = found[1] or found[3], found[4]
    if (found[1] and found[3]) or (len(year) == 2 and not day and 0 < int(year) <= 31):
        return None  # October 12 may be a day without a year
    full = dates.iso((year, str(number), *([day] if day else [])), "ymd" if day else "ym")
    return (full, "") if full else None
