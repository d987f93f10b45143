"""A number among its tokens → the amount that it is of: its sign, its currency or unit, the other end of its range, what stands behind it.

In goes a `Line`, a text while it is read, and a number of it; out comes an `Amount`, and what belongs to it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from discrepancy.reading.languages.english.hedges import HEDGES, find_hedge
from discrepancy.reading.languages.english.intervals import StatedInterval, interval_at, restated_at
from discrepancy.reading.languages.english.numerals import Number, may_start, number_at, text_at
from discrepancy.reading.languages.english.units import Unit, currency_before, per_time, unit_at
from discrepancy.reading.languages.english.words import SCALES
from discrepancy.reading.tokens import Token
from discrepancy.reading.wording import WordingError, tidy

_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|went|revised|raised|up|down)\b(?! to\b)[^;:]*(?<!\bby )(?<!\bof )$"
)
_BETWEEN = re.compile(r"\bbetween\b(?: [^\s,;]+){0,4} *$")
_GOES_ON = ("but", "and", "yet", "or", "at", "plus", "minimum", "maximum", "upwards", "if", "tops")  # from one limit to the other


Piece = tuple[str, int, int]  # what it is, and from where to where it stands


class Line(NamedTuple):
    """A text while it is read: the phrase that errors quote, the folded text, and its tokens."""

    phrase: str
    text: str
    tokens: list[Token]

    def end(self, last: int) -> int:
        """Where the token before `last` ends."""
        return self.tokens[last - 1].end if last else 0


@dataclass(slots=True)
class Amount:
    """A number with its sign, unit and place: tokens from first to before last."""

    number: Number
    sign: float
    unit: Unit | None
    assumed: tuple[str, ...]
    first: int
    last: int
    inner: str = ""  # a hedge between number and unit

    @property
    def factor(self) -> float:
        return self.unit.factor if self.unit else 1.0

    @property
    def value(self) -> float:
        return tidy(self.sign * self.number.low * self.factor)


@dataclass(frozen=True, slots=True)
class Behind:
    """The token behind all that belongs to the number, the time it is per, and its interval."""

    last: int
    per: str
    interval: StatedInterval | None


def amount_at(line: Line, number: Number) -> Amount:
    """The number with the sign and the currency before it, and the unit behind it."""
    first, sign = number.first, 1.0
    money = currency_before(line.phrase, line.tokens, first)
    first = money[2] if money else first
    ahead = line.tokens[first - 1] if first else None
    if ahead and (ahead.text in ("minus", "negative") or (ahead.text in ("-", "+") and _is_sign(line, first - 1))):
        sign, first = (1.0 if ahead.text == "+" else -1.0), first - 1
        if not money and (money := currency_before(line.phrase, line.tokens, first)):
            first = money[2]
    inner, at = _hedge_within(line, number.last)
    at += number.vague and at < len(line.tokens) and line.tokens[at].text == "of"  # tens of thousands of acres
    unit, last = unit_at(line.phrase, line.tokens, at), number.last
    unit = None if unit and money and unit.symbol.startswith("per ") else unit  # "$41 per head": as "$41 per pupil"
    if unit and money and unit.symbol not in (money[0], "pp"):
        said = line.text[line.tokens[number.last].start : line.tokens[unit.last - 1].end]
        raise WordingError(f'"{line.phrase}": "{said}" behind a sum of money is not understood: cut it to the sum')
    if unit:
        last = unit.last
    assumed = tuple(a for a in ((money[1] if money else ""), (unit.assumed if unit else "")) if a)
    known = unit or (Unit(money[0], last) if money else None)
    return Amount(number, sign, known, assumed, first, last, inner if unit else "")


def _hedge_within(line: Line, i: int) -> tuple[str, int]:
    """A hedge between the number and its unit, and the token behind it: "20-odd percent", "500+ km"."""
    if i < len(line.tokens) and line.tokens[i].text in ("-", "+", "plus", "odd", "or", "ish"):
        end = line.tokens[i - 1].end
        stop = end + find_hedge("", line.text[end : end + 20]).after
        at = next((k for k in range(i, min(i + 5, len(line.tokens))) if line.tokens[k].start >= stop), i)
        return line.text[end:stop] if at > i else "", at
    return "", i


def _is_sign(line: Line, i: int) -> bool:
    """Whether a dash or plus is a sign: at the start, or touching the number and no word."""
    lead = line.text[max(0, line.tokens[i].start - 80) : line.tokens[i].start].strip("\"' (")
    touches = i + 1 < len(line.tokens) and line.tokens[i].touches(line.tokens[i + 1])
    return not lead or (
        touches and (line.text[line.tokens[i].start - 1] in " (~" or lead.endswith(("~", "<", ">"))) and not re.search(r"\d$", lead)
    )


def other_end(line: Line, one: Amount, before: str) -> tuple[Amount | None, str]:
    """The number at the other end of a range, and how the two are joined."""
    tokens, j = line.tokens, one.last
    text = lambda k: text_at(tokens, k)
    k = j + (text(j) == "(")
    link = text(k)
    if link == "up" and text(k + 1) == "to" and re.search(r"\bfrom\b", before):
        link, k = "to", k + 1
    joined = link in ("-", "to", "or", "through") or (link == "and" and _BETWEEN.search(before))
    at = k + 1 + (text(k + 1) == ")")
    if joined and at < len(tokens) and (number := _number_behind(line, at)):
        two = amount_at(line, number)
        if two.sign > 0 and two.first >= at:
            return two, link
    number = None
    for at in range(j, min(j + 9, len(tokens))):  # more than 1,000 but fewer than 1,500
        if tokens[at].text in (".", ";", ":", "!", "?", "(", ")") or (at == j and tokens[at].kind == "word" and text(j) not in _GOES_ON):
            break
        with suppress(WordingError):  # what is wrong with another number is said of that
            number = number_at(line.phrase, tokens, at) if may_start(tokens, at) else None
        if number and not number.part and not number.vague:
            between = line.text[line.end(j) : tokens[at].start]
            back = find_hedge(between, "")
            left = find_hedge(before, between)
            rest = between[: len(between) - back.before][left.after :] if not back.wrong else "?"
            sides = {HEDGES[h.name][0] for h in (left, back) if h.name}
            if sides == {"floor", "ceiling"} and re.fullmatch(r"[\s,]*(?:but|and|yet|or)?\s*", rest):
                two = amount_at(line, number)
                return (two, "limits") if two.first == at else (None, "")
            break
    return None, ""


def _number_behind(line: Line, at: int) -> Number | None:
    tokens = line.tokens
    if tokens[at].text in ("$", "€", "£", "¥", "₹") and at + 1 < len(tokens):
        at += 1
    number = number_at(line.phrase, tokens, at)
    return number if number and not number.part else None


def both_ends(line: Line, one: Amount, two: Amount, link: str, before: str) -> tuple[float, float]:
    """Both numbers of a range, with a scale that is printed once: "20-25 thousand", "3 or 400"."""
    a, b = one.number, two.number
    low, high = one.sign * a.low, b.high
    if link == "to" and _CHANGE.search(before):
        raise WordingError(f'"{line.phrase}" tells a change, not a range: quote the number that it ends at')
    if link == "limits":
        first = find_hedge(before, "").name
        low, high = (high, low) if first and HEDGES[first][0] == "ceiling" else (low, high)
        if low > high:
            raise WordingError(f'"{line.phrase}" is more than {tidy(low):,} and fewer than {tidy(high):,}: no number is both')
        return low, high
    scale = _scale_of(line, b)
    if scale > 1 and _scale_of(line, a) == 1 and low * scale <= high:  # 20-25 thousand, two to three hundred thousand
        low *= scale
    elif _scale_of(line, a) == 1 and 0 < low < 100 and high >= 1000 and high % 1000 == 0 and low * 1000 < high and not two.unit:
        if link not in ("-", "or"):  # 11 or 12,000 is one thing, between 10 and 12,000 may be two
            raise WordingError(f'"{line.phrase}" can mean {tidy(low):,} or {tidy(low * 1000):,}: write both numbers in full')
        low *= 1000
    elif link in ("-", "or") and 0 < low < 10 and 100 < high < 1000 and high % 100 == 0 and low * 100 < high and not two.unit:  # 3 or 400
        low *= 100
    return low, high


def _scale_of(line: Line, n: Number) -> float:
    """The scale words at the end of a number, in figures or in words: three hundred thousand has 100,000."""
    if n.scale > 1 or n.vague:
        return n.scale
    scale, k = 1.0, n.last - 1
    while k > n.first and line.tokens[k].text in SCALES and line.tokens[k].text not in ("dozen", "score"):
        scale, k = scale * SCALES[line.tokens[k].text], k - 1
    return scale


def stands_behind(line: Line, last: int, number: Number, unit: Unit | None) -> Behind:
    """What else stands directly behind the number and its unit: an interval, the same in other units, a time it is per."""
    per, interval = (unit.per if unit else ""), None
    for _ in range(4):
        if not per and (time := per_time(line.tokens, last)):
            per, last = time
        elif interval is None and (found := interval_at(line.phrase, line.tokens, last, number, unit)):
            interval, last = found, found.last
        elif again := restated_at(line.phrase, line.tokens, last, number, unit):
            if again[1]:
                raise WordingError(f'"{line.phrase}" {again[1]}: cut it to one of the two')
            last = again[0]
        else:
            break
    return Behind(last, per, interval)


def _per_behind(line: Line, last: int) -> int:
    """Where a time or a many ends that is counted per, a word or two behind: "500 people a day", "14 deaths per million"; else 0."""
    for k in range(last, min(last + 3, len(line.tokens))):
        if time := per_time(line.tokens, k):
            return line.end(time[1])
        if line.tokens[k].text == "per" and (many := unit_at(line.phrase, line.tokens, k)):
            return line.end(many.last)
        if line.tokens[k].kind != "word":
            break
    return 0


def range_end(line: Line, one: Amount, before: str) -> tuple[Amount | None, int]:
    """The other end of a range in a running text; of "3-1" instead where it ends: a change, or two numbers, are no range."""
    two, link = other_end(line, one, before) if not one.number.vague else (None, "")
    if two is None or (link == "to" and _CHANGE.search(before[-60:])):
        return None, 0
    low, high = both_ends(line, one, two, link, before)
    if low <= high:
        return two, 0
    start, end = line.tokens[one.number.first].start, line.end(two.number.last)
    return None, end if re.fullmatch(r"\d{1,3}-\d{1,3}", line.text[start:end]) else 0


def pieces(line: Line, one: Amount, two: Amount | None, behind: Behind) -> list[Piece]:
    """What an amount is made of, in the order of print, but for its hedges."""
    number, tokens = one.number, line.tokens
    first, last = tokens[number.first].start, number.last
    while number.scale > 1 and last - 1 > number.first and tokens[last - 1].kind == "word":
        last -= 1  # the scale words behind figures
    end = (two or one).last
    of = tokens[behind.last - 1].text == "of"  # "70 percent of"
    close = min(line.end(end), line.end(behind.last - of))
    found = [
        ("sign" if one.sign < 0 else "unit" if one.unit else "number", tokens[min(one.first, number.first)].start, first),
        ("number", first, line.end(last)),
        ("scale", line.end(last), line.end(number.last)),
        ("unit", line.end(number.last), min(close, line.end(one.last))),
        ("range", line.end(one.last), close),
        ("interval" if behind.interval else "per", close, line.end(behind.last - of)),
        ("apart", line.end(behind.last), 0 if behind.per else _per_behind(line, behind.last)),
    ]
    return [p for p in found if p[1] < p[2]]
