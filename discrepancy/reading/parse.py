"""A phrase → its one number: what words and marks around it make of it, each consumed once, or a refusal.

In goes a phrase; out comes a `Reading` without widths, which `discrepancy.reading.widths` gives it, and the product of the scale words
printed behind it.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NoReturn

from discrepancy.reading.languages.english.hedges import HEDGES, find_hedge
from discrepancy.reading.languages.english.intervals import StatedInterval, interval_at, restated_at
from discrepancy.reading.languages.english.numerals import STARTS, Number, may_start, number_at, numbers_in
from discrepancy.reading.languages.english.touching import wrong_with
from discrepancy.reading.languages.english.units import Unit, currency_before, per_time, unit_at
from discrepancy.reading.languages.english.words import SCALES
from discrepancy.reading.reading import Reading, stated
from discrepancy.reading.tokens import Token, plain, tokenize
from discrepancy.reading.wording import LARGEST, WordingError, tidy

__all__ = ["CHANGE", "Phrase"]

CHANGE = re.compile(
    r"\b(?:rose|risen|rise|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|went|revised|raised|up|down)\b(?! to\b)[^;:]*$"
)
_BETWEEN = re.compile(r"\bbetween\b(?: [^\s,;]+){0,4} *$")
_GOES_ON = ("but", "and", "yet", "or", "at", "plus", "minimum", "maximum", "upwards", "if", "tops")  # from one limit to the other


@dataclass(slots=True)
class _Quantity:
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


class Phrase:
    """One phrase while it is parsed.  Each part consumes tokens; what is left over on both sides is looked at last."""

    def __init__(self, phrase: str, language: str = "en", within: tuple[str, list[Token]] | None = None):
        """`within` is the folded text that the phrase is a piece of, and its tokens: then parts are asked for, and not the reading."""
        self.phrase, self.language = phrase, language
        self.text = within[0] if within else plain(phrase)
        self.tokens = within[1] if within else tokenize(self.text, phrase)
        self.gone: list[tuple[int, int]] = []  # characters that were consumed beside the number

    def reading(self) -> tuple[Reading, float]:
        first = next(numbers_in(self.phrase, self.tokens), None)
        if first is None:
            self._refuse_without_a_number()
        if first.part:
            first = self.fraction_of_a_unit(first)
        one = self.quantity(first)
        if max(abs(one.number.high), abs(one.number.low)) * one.factor > LARGEST:
            raise WordingError(f'"{self.phrase[:60]}" has a number larger than any count')
        return self._ranged(one) or self._single(one)

    # --- parts -----------------------------------------------------------------------------------------------------------------

    def quantity(self, number: Number) -> _Quantity:
        """The number with the sign and the currency before it, and the unit behind it."""
        first, sign = number.first, 1.0
        money = currency_before(self.phrase, self.tokens, first)
        first = money[2] if money else first
        ahead = self.tokens[first - 1] if first else None
        if ahead and (ahead.text in ("minus", "negative") or (ahead.text in ("-", "+") and self._is_sign(first - 1))):
            sign, first = (1.0 if ahead.text == "+" else -1.0), first - 1
            if not money and (money := currency_before(self.phrase, self.tokens, first)):
                first = money[2]
        inner, at = self._hedge_within(number.last)
        unit, last = unit_at(self.phrase, self.tokens, at), number.last
        if unit and money and unit.symbol not in (money[0], "pp"):
            said = self.text[self.tokens[number.last].start : self.tokens[unit.last - 1].end]
            raise WordingError(f'"{self.phrase}": "{said}" behind a sum of money is not understood: cut it to the sum')
        if unit:
            last = unit.last
        assumed = tuple(a for a in ((money[1] if money else ""), (unit.assumed if unit else "")) if a)
        known = unit or (Unit(money[0], last) if money else None)
        return _Quantity(number, sign, known, assumed, first, last, inner if unit else "")

    def _hedge_within(self, i: int) -> tuple[str, int]:
        """A hedge between the number and its unit, and the token behind it: "20-odd percent", "500+ km"."""
        if i < len(self.tokens) and self.tokens[i].text in ("-", "+", "plus", "odd", "or", "ish"):
            end = self.tokens[i - 1].end
            stop = end + find_hedge("", self.text[end : end + 20]).after
            at = next((k for k in range(i, min(i + 5, len(self.tokens))) if self.tokens[k].start >= stop), i)
            return self.text[end:stop] if at > i else "", at
        return "", i

    def _is_sign(self, i: int) -> bool:
        """Whether a dash or plus is a sign: at the start, or touching the number and no word."""
        lead = self.text[max(0, self.tokens[i].start - 80) : self.tokens[i].start].strip("\"' (")
        touches = i + 1 < len(self.tokens) and self.tokens[i].touches(self.tokens[i + 1])
        return not lead or (
            touches and (self.text[self.tokens[i].start - 1] in " (~" or lead.endswith(("~", "<", ">"))) and not re.search(r"\d$", lead)
        )

    def fraction_of_a_unit(self, part: Number) -> Number:
        """ "one-fourth acre"; without a unit a fraction is a part of something."""
        unit = unit_at(self.phrase, self.tokens, part.last)
        if unit is None or unit.symbol == "%":
            self._refuse(part.first, part.last)
            raise WordingError(f'"{self.phrase}" is a share, not a count: give the count, or set kind to share in the table')
        return replace(part, part=False, grain=part.low)

    def _ranged(self, one: _Quantity) -> tuple[Reading, float] | None:
        """Two numbers that are one range: "between a and b", "a to b", "more than a but fewer than b"."""
        if one.number.vague or not any(t.kind == "number" or t.text in STARTS for t in self.tokens[one.last :]):
            return None
        before = self._before(one.first)
        two, link = self.other_end(one, before)
        if two is None:
            return None
        low, high = self.both_ends(one, two, link, before)
        unit = two.unit or one.unit
        if one.unit and two.unit and one.unit.symbol != two.unit.symbol:
            raise WordingError(f'"{self.phrase}": the two ends of the range are in different units: write both in one')
        factor = unit.factor if unit else 1.0
        low, high = tidy(low * factor), tidy(high * factor)
        if low > high:
            raise WordingError(f'"{self.phrase}" runs from {low:,} down to {high:,}: write the lower number first')
        behind = self.behind(two.last, two.number, unit)
        behind = self._with_time(behind)
        around = find_hedge(before, self.text[self._end(behind.last) :])
        open_ = "none"
        if link != "limits":
            side = HEDGES[around.name][0] if around.name else ""
            open_ = {"floor": "high", "ceiling": "low"}.get(side, "none")
            if around.wrong:
                raise WordingError(f'"{self.phrase}" {around.wrong}')
        start = self._start(one.first) - (around if link != "limits" else find_hedge(before, self.text[self._end(one.last) :])).before
        end = self._end(behind.last) + (around.after if link != "limits" else 0)
        self._check(start, end, one, (one.number.first, behind.last))
        best = math.sqrt(low * high) if low > 0 and not (unit and unit.symbol in ("%", "pp")) else (low + high) / 2
        grain = max(n.grain for n in (one.number, two.number)) * factor
        assumed = tuple(dict.fromkeys([*one.assumed, *two.assumed]))
        return Reading(
            self.phrase,
            best,
            low,
            best,
            high,
            open_,
            "range",
            "as-printed",
            unit=unit.symbol if unit else "",
            per=behind.per,
            grain=grain,
            assumed=assumed,
        ), 1

    def other_end(self, one: _Quantity, before: str) -> tuple[_Quantity | None, str]:
        """The number at the other end of a range, and how the two are joined."""
        tokens, j = self.tokens, one.last
        text = lambda k: tokens[k].text if k < len(tokens) else ""
        k = j + (text(j) == "(")
        link = text(k)
        if link == "up" and text(k + 1) == "to" and re.search(r"\bfrom\b", before):
            link, k = "to", k + 1
        joined = link in ("-", "to", "or", "through") or (link == "and" and _BETWEEN.search(before))
        at = k + 1 + (text(k + 1) == ")")
        if joined and at < len(tokens) and (number := self._number_behind(at)):
            two = self.quantity(number)
            if two.sign > 0 and two.first >= at:
                return two, link
        number = None
        for at in range(j, min(j + 9, len(tokens))):  # more than 1,000 but fewer than 1,500
            if tokens[at].text in (".", ";", ":", "!", "?", "(", ")") or (
                at == j and tokens[at].kind == "word" and text(j) not in _GOES_ON
            ):
                break
            with suppress(WordingError):  # what is wrong with another number is said of that
                number = number_at(self.phrase, tokens, at) if may_start(tokens, at) else None
            if number and not number.part and not number.vague:
                between = self.text[self._end(j) : tokens[at].start]
                back = find_hedge(between, "")
                left = find_hedge(before, between)
                rest = between[: len(between) - back.before][left.after :] if not back.wrong else "?"
                sides = {HEDGES[h.name][0] for h in (left, back) if h.name}
                if sides == {"floor", "ceiling"} and re.fullmatch(r"[\s,]*(?:but|and|yet|or)?\s*", rest):
                    two = self.quantity(number)
                    return (two, "limits") if two.first == at else (None, "")
                break
        return None, ""

    def _number_behind(self, at: int) -> Number | None:
        tokens = self.tokens
        if tokens[at].text in ("$", "€", "£", "¥", "₹") and at + 1 < len(tokens):
            at += 1
        number = number_at(self.phrase, tokens, at)
        return number if number and not number.part else None

    def both_ends(self, one: _Quantity, two: _Quantity, link: str, before: str) -> tuple[float, float]:
        a, b = one.number, two.number
        low, high = one.sign * a.low, b.high
        if link == "to" and CHANGE.search(before):
            raise WordingError(f'"{self.phrase}" tells a change, not a range: quote the number that it ends at')
        if link == "limits":
            return min(low, high), max(low, high)
        scale = self._scale_of(b)
        if scale > 1 and self._scale_of(a) == 1 and low * scale <= high:  # 20-25 thousand, two to three hundred thousand
            low *= scale
        elif self._scale_of(a) == 1 and 0 < low < 100 and high >= 1000 and high % 1000 == 0 and low * 1000 < high and not two.unit:
            if link not in ("-", "or"):  # 11 or 12,000 is one thing, between 10 and 12,000 may be two
                raise WordingError(f'"{self.phrase}" can mean {tidy(low):,} or {tidy(low * 1000):,}: write both numbers in full')
            low *= 1000
        elif (
            link in ("-", "or") and 0 < low < 10 and 100 < high < 1000 and high % 100 == 0 and low * 100 < high and not two.unit
        ):  # 3 or 400
            low *= 100
        return low, high

    def _scale_of(self, n: Number) -> float:
        """The scale words at the end of a number, in figures or in words: three hundred thousand has 100,000."""
        if n.scale > 1 or n.vague:
            return n.scale
        scale, k = 1.0, n.last - 1
        while k > n.first and self.tokens[k].text in SCALES and self.tokens[k].text not in ("dozen", "score"):
            scale, k = scale * SCALES[self.tokens[k].text], k - 1
        return scale

    def _single(self, one: _Quantity) -> tuple[Reading, float]:
        n, unit = one.number, one.unit
        behind = self.behind(one.last, n, unit)
        if unit is None and (many := self._per_many(behind.last)):
            unit = many
        before = self._before(one.first)
        hedge = find_hedge(before, one.inner + self.text[self._end(behind.last) :])
        if hedge.wrong:
            raise WordingError(f'"{self.phrase}" {hedge.wrong}')
        behind = self._with_time(behind)
        self._check(
            self._start(one.first) - hedge.before,
            self._end(behind.last) + max(0, hedge.after - len(one.inner)),
            one,
            (n.first, behind.last),
        )
        more = {"unit": unit.symbol if unit else "", "per": behind.per or (unit.per if unit else ""), "grain": tidy(n.grain * one.factor)}
        assumed = one.assumed + ((behind.interval.assumed,) if behind.interval and behind.interval.assumed else ())
        if n.low != n.high:
            open_ = {"floor": "high", "ceiling": "low"}.get(HEDGES[hedge.name][0] if hedge.name else "", n.open)
            best = math.sqrt(n.low * n.high)
            return Reading(self.phrase, best, n.low, best, n.high, open_, "vague", "as-printed", assumed=assumed, **more), 1
        value = one.value
        base = Reading(self.phrase, value, value, value, value, "none", hedge.name or "bare", "as-printed", assumed=assumed, **more)
        if not behind.interval:
            return base, n.scale * one.factor
        low, high = tidy(behind.interval.low), tidy(behind.interval.high)
        if not low <= value <= high:
            raise WordingError(f'"{self.phrase}": {value:,} is outside its own interval, {low:,} to {high:,}')
        return stated(base, low, high, behind.interval.level), 1

    def behind(self, last: int, number: Number, unit: Unit | None) -> _Behind:
        """What else stands directly behind the number and its unit: an interval, the same in other units, a time it is per."""
        per, interval = (unit.per if unit else ""), None
        for _ in range(4):
            if not per and (time := per_time(self.tokens, last)):
                per, last = time
            elif interval is None and (found := interval_at(self.phrase, self.tokens, last, number, unit)):
                interval, last = found, found.last
            elif again := restated_at(self.phrase, self.tokens, last, number, unit):
                if again[1]:
                    raise WordingError(f'"{self.phrase}" {again[1]}: cut it to one of the two')
                last = again[0]
            else:
                break
        return _Behind(last, per, interval)

    def _per_many(self, last: int) -> Unit | None:
        """How many a rate is per, further behind: "14 deaths per million"."""
        for k in range(last + 1, len(self.tokens)):
            if self.tokens[k].text == "per" and (unit := unit_at(self.phrase, self.tokens, k)) and unit.symbol.startswith("per "):
                self.gone.append((self.tokens[k].start, self._end(unit.last)))
                return unit
        return None

    def _with_time(self, behind: _Behind) -> _Behind:
        """With the time that is counted per where it stands further behind: "500 people a day"."""
        if behind.per:
            return behind
        for k in range(behind.last, len(self.tokens)):
            if time := per_time(self.tokens, k):
                self.gone.append((self.tokens[k].start, self._end(time[1])))
                return replace(behind, per=time[0])
        return behind

    # --- places ----------------------------------------------------------------------------------------------------------------

    def _start(self, i: int) -> int:
        return self.tokens[i].start

    def _end(self, last: int) -> int:
        return self.tokens[last - 1].end if last else 0

    def _before(self, first: int) -> str:
        return self.text[: self.tokens[first].start]

    # --- refusals --------------------------------------------------------------------------------------------------------------

    def _check(self, start: int, end: int, one: _Quantity, own: tuple[int, int]) -> None:
        """Refuse what is left over beside the number and changes what it says."""
        before, after = self.text[:start], self.text[end:]
        for a, b in self.gone:
            if a >= end:
                after = after[: a - end] + " " * (b - a) + after[b - end :]
        printed = self.text[self.tokens[one.number.first].start : self._end(one.number.last)]
        if why := wrong_with(self.phrase, before, after, printed, self.language == "en", bool(one.unit) and one.unit.symbol in ("%", "pp")):
            raise WordingError(why)
        first = self.tokens[one.number.first]
        if first.text in SCALES and (word := re.search(r"\w+\s*$", before)):
            said = f"{word[0].strip()} {first.text}"
            raise WordingError(f'"{self.phrase}": "{said}" is not understood: write the number out, or give the language')
        rest = [n for text in (before, after) for n in _other_numbers(self.phrase if any(map(str.isdigit, text)) else "", text)]
        if any(n.part for n in rest):
            raise WordingError(f'"{self.phrase}" is a share, not a count: give the count, or set kind to share in the table')
        if rest:
            said = ", ".join(f"{tidy(n.low):,}" for n in [one.number, *rest][:4])
            several = f"has {len(rest) + 1} numbers ({said})"
            raise WordingError(f'"{self.phrase}" {several}: cut it to one, or write a range as "between 1,100 and 1,500"')

    def _refuse(self, first: int, last: int) -> None:
        if why := wrong_with(self.phrase, self.text[: self.tokens[first].start], self.text[self._end(last) :], ""):
            raise WordingError(why)

    def _refuse_without_a_number(self) -> NoReturn:
        why = wrong_with(self.phrase, self.text, "", "")
        if "denial" in why or "share" in why or "multiple" in why:
            raise WordingError(why)
        raise WordingError(f'"{self.phrase}" has no number: give a phrase with a number, such as "around 1,100", or leave the row out')


@dataclass(frozen=True, slots=True)
class _Behind:
    """The token behind all that belongs to the number, the time it is per, and its interval."""

    last: int
    per: str
    interval: StatedInterval | None


@lru_cache(maxsize=65536)
def _other_numbers(phrase: str, text: str) -> tuple[Number, ...]:
    """Numbers in what is left over."""
    return tuple(numbers_in(phrase, tokenize(text)))
