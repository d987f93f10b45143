"""A phrase → its one number: what words and marks around it make of it, each consumed once, or a refusal.

In goes a phrase; out comes a `Reading` without widths, which `discrepancy.reading.widths` gives it, and the product of the scale words
printed behind it.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import NoReturn

from discrepancy.reading.languages.english.amounts import Amount, Behind, Line, amount_at, both_ends, other_end, stands_behind
from discrepancy.reading.languages.english.hedges import HEDGES, Hedge, find_hedge
from discrepancy.reading.languages.english.numerals import STARTS, Number, numbers_in
from discrepancy.reading.languages.english.touching import SHARE, wrong_with
from discrepancy.reading.languages.english.units import Unit, per_time, unit_at
from discrepancy.reading.languages.english.words import SCALES
from discrepancy.reading.reading import Reading, stated
from discrepancy.reading.tokens import plain, tokenize
from discrepancy.reading.wording import LARGEST, WordingError, tidy


class Phrase:
    """One phrase while it is parsed.  Each part consumes tokens; what is left over on both sides is looked at last."""

    def __init__(self, phrase: str, language: str = "en"):
        self.phrase, self.language = phrase, language
        self.text = plain(phrase)
        self.tokens = tokenize(self.text, phrase)
        self.line = Line(phrase, self.text, self.tokens)
        self.gone: list[tuple[int, int]] = []  # characters that were consumed beside the number

    def reading(self) -> tuple[Reading, float]:
        first = next(numbers_in(self.phrase, self.tokens), None)
        if first is None:
            self._refuse_without_a_number()
        if first.part:
            first = self._fraction_of_a_unit(first)
        one = amount_at(self.line, first)
        found, scale = self._ranged(one) or self._single(one)
        if max(abs(found.low), abs(found.high), abs(one.number.high) * one.factor) > LARGEST:
            raise WordingError(f'"{self.phrase[:60]}" has a number larger than any count')
        return found, scale

    def _fraction_of_a_unit(self, part: Number) -> Number:
        """ "one-fourth acre"; without a unit a fraction is a part of something."""
        unit = unit_at(self.phrase, self.tokens, part.last)
        if unit is None or unit.symbol == "%":
            before, after = self.text[: self.tokens[part.first].start], self.text[self.line.end(part.last) :]
            raise WordingError(wrong_with(self.phrase, before, after, "") or f'"{self.phrase}" {SHARE}')
        return replace(part, part=False, grain=part.low)

    def _ranged(self, one: Amount) -> tuple[Reading, float] | None:
        """Two numbers that are one range: "between a and b", "a to b", "more than a but fewer than b"."""
        if one.number.vague or not any(t.kind == "number" or t.text in STARTS for t in self.tokens[one.last :]):
            return None
        before = self.text[: self.tokens[one.first].start]
        two, link = other_end(self.line, one, before)
        if two is None:
            return None
        low, high = both_ends(self.line, one, two, link, before)
        unit = two.unit or one.unit
        if one.unit and two.unit and one.unit.symbol != two.unit.symbol:
            raise WordingError(f'"{self.phrase}": the two ends of the range are in different units: write both in one')
        factor = unit.factor if unit else 1.0
        low, high = tidy(low * factor), tidy(high * factor)
        if low > high:
            raise WordingError(f'"{self.phrase}" runs from {low:,} down to {high:,}: write the lower number first')
        behind = self._with_time(stands_behind(self.line, two.last, two.number, unit))
        end, open_ = self.line.end(behind.last), "none"
        if link == "limits":
            around = find_hedge(before, self.text[self.line.end(one.last) :])
        else:
            around = self._hedge(before, self.text[end:])
            end, open_ = end + around.after, _open(around, "none")
        self._check(len(before) - around.before, end, one)
        best = math.sqrt(low * high) if low > 0 and not (unit and unit.symbol in ("%", "pp")) else (low + high) / 2
        grain = max(n.grain for n in (one.number, two.number)) * factor
        more = {"unit": unit.symbol if unit else "", "per": behind.per, "grain": grain}
        assumed = tuple(dict.fromkeys([*one.assumed, *two.assumed]))
        return Reading(self.phrase, best, low, best, high, open_, "range", "as-printed", assumed=assumed, **more), 1

    def _single(self, one: Amount) -> tuple[Reading, float]:
        n, unit = one.number, one.unit
        behind = stands_behind(self.line, one.last, n, unit)
        if unit is None and (many := self._per_many(behind.last)):
            unit = many
        before = self.text[: self.tokens[one.first].start]
        hedge = self._hedge(before, one.inner + self.text[self.line.end(behind.last) :])
        behind = self._with_time(behind)
        self._check(len(before) - hedge.before, self.line.end(behind.last) + max(0, hedge.after - len(one.inner)), one)
        more = {"unit": unit.symbol if unit else "", "per": behind.per or (unit.per if unit else ""), "grain": tidy(n.grain * one.factor)}
        assumed = one.assumed + ((behind.interval.assumed,) if behind.interval and behind.interval.assumed else ())
        if n.low != n.high:
            best = math.sqrt(n.low * n.high)
            return Reading(self.phrase, best, n.low, best, n.high, _open(hedge, n.open), "vague", "as-printed", assumed=assumed, **more), 1
        value = one.value
        base = Reading(self.phrase, value, value, value, value, "none", hedge.name or "bare", "as-printed", assumed=assumed, **more)
        if not behind.interval:
            return base, n.scale * one.factor
        low, high = tidy(behind.interval.low), tidy(behind.interval.high)
        if not low <= value <= high:
            raise WordingError(f'"{self.phrase}": {value:,} is outside its own interval, {low:,} to {high:,}')
        return stated(base, low, high, behind.interval.level), 1

    def _per_many(self, last: int) -> Unit | None:
        """How many a rate is per, further behind: "14 deaths per million"."""
        for k in range(last + 1, len(self.tokens)):
            if self.tokens[k].text == "per" and (unit := unit_at(self.phrase, self.tokens, k)) and unit.symbol.startswith("per "):
                self.gone.append((self.tokens[k].start, self.line.end(unit.last)))
                return unit
        return None

    def _with_time(self, behind: Behind) -> Behind:
        """With the time that is counted per where it stands further behind: "500 people a day"."""
        if behind.per:
            return behind
        for k in range(behind.last, len(self.tokens)):
            if time := per_time(self.tokens, k):
                self.gone.append((self.tokens[k].start, self.line.end(time[1])))
                return replace(behind, per=time[0])
        return behind

    def _hedge(self, before: str, after: str) -> Hedge:
        """The hedge on both sides of a number; a `WordingError` where two of them do not go together."""
        if (found := find_hedge(before, after)).wrong:
            raise WordingError(f'"{self.phrase}" {found.wrong}')
        return found

    def _check(self, start: int, end: int, one: Amount) -> None:
        """Refuse what is left over beside the number and changes what it says."""
        before, after = self.text[:start], self.text[end:]
        for a, b in self.gone:
            if a >= end:
                after = after[: a - end] + " " * (b - a) + after[b - end :]
        printed = self.text[self.tokens[one.number.first].start : self.line.end(one.number.last)]
        if why := wrong_with(self.phrase, before, after, printed, self.language == "en", bool(one.unit) and one.unit.symbol in ("%", "pp")):
            raise WordingError(why)
        first = self.tokens[one.number.first]
        if first.text in SCALES and (word := re.search(r"\w+\s*$", before)):
            said = f"{word[0].strip()} {first.text}"
            raise WordingError(f'"{self.phrase}": "{said}" is not understood: write the number out, or give the language')
        rest = [n for text in (before, after) for n in _other_numbers(self.phrase if any(map(str.isdigit, text)) else "", text)]
        if any(n.part for n in rest):
            raise WordingError(f'"{self.phrase}" {SHARE}')
        if rest:
            several = f"{len(rest) + 1} numbers ({', '.join(f'{tidy(n.low):,}' for n in [one.number, *rest][:4])})"
            raise WordingError(f'"{self.phrase}" has {several}: cut it to one, or write a range as "between 1,100 and 1,500"')

    def _refuse_without_a_number(self) -> NoReturn:
        why = wrong_with(self.phrase, self.text, "", "")
        if "denial" in why or "share" in why or "multiple" in why:
            raise WordingError(why)
        raise WordingError(f'"{self.phrase}" has no number: give a phrase with a number, such as "around 1,100", or leave the row out')


def _open(hedge: Hedge, without: str) -> str:
    """The side that a hedge leaves open; where it limits none, as it is `without` one."""
    return {"floor": "high", "ceiling": "low"}.get(HEDGES[hedge.name][0] if hedge.name else "", without)


@lru_cache(maxsize=65536)
def _other_numbers(phrase: str, text: str) -> tuple[Number, ...]:
    """Numbers in what is left over."""
    return tuple(numbers_in(phrase, tokenize(text)))
