"""A running text → every quantity in it, with its place, the pieces it is made of, and what it says or why that is not read.

In goes a text of any length; out come `Found` in the order of print.  Numbers, units, intervals and hedges are found by the grammar of
phrases, and what belongs together is read as a phrase.  What counts nothing (an age, a date, a page) is given its class, never left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from discrepancy.article.loose import as_printed, stand_in
from discrepancy.reading.languages.english.amounts import Amount, Line, Piece, amount_at, pieces, range_end, stands_behind
from discrepancy.reading.languages.english.classes import class_of, class_of_part, shapes_in
from discrepancy.reading.languages.english.hedges import hedged
from discrepancy.reading.languages.english.numerals import STARTS, Number, bare, may_start, number_at
from discrepancy.reading.languages.english.touching import unread
from discrepancy.reading.languages.english.units import unit_at
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading
from discrepancy.reading.tokens import plain, tokenize
from discrepancy.reading.wording import WordingError

_STEP = 4  # "rose by 3,100 to 127,600" is a step and where it led, "by 10 to 12 percent" a range
_BY = re.compile(
    r"\b(?:by|(?:rise|increase|fall|drop|decline|jump|cut|gain) of) "
    r"(?:(?:about|some|around|nearly|almost|roughly|over|just|only|another|a further) )*$"
)
_IN_YEAR, _YEAR = re.compile(r"\b(?:in|of|since) $"), re.compile(r"(?:19|20)\d\d")  # "from 3,400 in 2019 to 5,100"
_REACH = 80  # characters before a number that are looked at for its hedges
_DASH = re.compile(r"(?<!\d)[—―]|[—―](?!\d)")  # sets apart what stands on both sides; between figures it is a range
_BULLET = re.compile(r"^\s*[-–—*•]+ +")  # of an item: no minus
_UNIT_WORD = re.compile(r"basis points|\w+")
_NEXT = re.compile(r" (\w+)")
_COMPARES = re.compile(r"\b(?:than|of|below|above|under|over|past|exceed\w*) the $")  # "more than the 300", "short of the 6.1 million"
_BETWEEN = re.compile(r"\b(?:between|from) $")


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a text.

    A piece in `parts` is a hedge, sign, number, scale, unit, range, interval or per; or "apart", a rate further behind.
    """

    start: int  # of the whole: hedges, sign, number, unit, interval
    end: int
    core: int  # where the number itself starts
    classed: str = ""  # what it is where it counts nothing, one of `CLASSES`; empty for a quantity
    reading: Reading | None = None  # what a quantity says, of a share in percent; None where it is refused, or classed otherwise
    refused: str = ""  # why it is not read, with the words that are in the way
    parts: tuple[Piece, ...] = ()
    loose: Reading | None = None  # of what is refused for its unit: what it says in the unit as printed


@lru_cache(maxsize=1024)
def find(text: str) -> list[Found]:
    """Every number of an English text, in the order of print.

    Parameters
    ----------
    text : str
        Of any length; the time grows with it.

    Returns
    -------
    list of Found

    Examples
    --------
    >>> text = "On 3 May about $1.2 million was sent to 14,000 ± 2,000 people, a man aged 61 said."
    >>> [(text[f.start : f.end], f.classed or f.reading.unit) for f in find(text)]
    [('3 May', 'date'), ('about $1.2 million', 'USD'), ('14,000 ± 2,000', ''), ('61', 'age')]
    """
    unmarked = _BULLET.sub(lambda m: " " * len(m[0]), text)
    printed, units = stand_in(unmarked if text.isascii() else _DASH.sub(";", unmarked))
    folded = plain.__wrapped__(printed)
    found = [Found(start, end, start, classed) for start, end, classed in shapes_in(folded, printed)]
    seen = list(folded) if found else []
    for one in found:
        seen[one.start : one.end] = "\x01" * (one.end - one.start)  # opaque to the grammar
    tokens, left, apart = tokenize("".join(seen) or folded, printed), 0, 0
    for i, token in enumerate(tokens):
        if token.kind == "mark" or token.start < max(left, apart) or (token.kind == "word" and token.text not in STARTS):
            continue
        quoted = printed[token.start : tokens[min(i + 4, len(tokens) - 1)].end]
        if may_start(tokens, i) and not bare(tokens, i) and (one := _at(printed, Line(quoted, folded, tokens), i, left)):
            found.append(one)
            left, apart = one.end, max((end for what, _, end in one.parts if what == "apart"), default=apart)
    found = [_in_unit(text, one, units) for one in found] if units else found
    return sorted(found, key=lambda f: f.start)


def _in_unit(text: str, one: Found, units: dict[int, str]) -> Found:
    """A number in a unit that can be several, which is refused: it is read with the unit as printed besides."""
    at = next((at for at in units if one.core < at < one.end), None)
    if at is None or one.reading is None:
        return one
    word = _UNIT_WORD.match(text, at)
    end = max(one.end, word.end() if word else one.end)
    loose = as_printed(one.reading, units[at], text[one.start : end])
    why = f'"{text[one.start : end]}": "{word[0] if word else units[at]}" can be more than one unit: write which'
    return Found(one.start, end, one.core, refused=why, parts=one.parts, loose=loose)


def _at(printed: str, line: Line, i: int, left: int) -> Found | None:
    """What starts at token i: a number of another class, or a quantity, or what is refused."""
    tokens, last = line.tokens, i + 1
    try:
        number = number_at(line.phrase, tokens, i)
        if number is None:
            return None
        first, last = tokens[number.first].start, number.last
        if number.part and unit_at(line.phrase, tokens, last) is None:
            classed = class_of_part(tokens, number.first, last)
            found = Found(first, line.end(last), first, classed)
            return _share(printed, line, found, number.low, left) if classed == "share" else found if classed else None
        one = amount_at(line, replace(number, part=False) if number.part else number)
        one.first -= tokens[i].text in ("few", "couple") and tokens[i - 1].text == "a"
        if tokens[one.first].start < left:
            raise WordingError(f'"{line.phrase}": what stands before it belongs to the number before: set the two apart')
        before = line.text[max(left, tokens[one.first].start - _REACH) : tokens[one.first].start]
        wide = line.text[max(0, tokens[one.first].start - _REACH) : tokens[one.first].start]
        two, score = _other_end(line, one, wide if wide.endswith("from ") else before)
        if score:
            return Found(first, score, first, class_of(printed, first, score) or "score")
        end = two or one
        behind = stands_behind(line, end.last, end.number, end.unit)
    except WordingError as error:
        start, end = tokens[i].start, line.end(last)
        classed = class_of(printed, start, end)
        return Found(start, end, start, classed, refused="" if classed else str(error))
    if ratio := _ratio(line, number, last):
        return _share(printed, line, Found(first, line.end(ratio[1]), first, "share"), ratio[0], left)
    if classed := class_of(printed, first, line.end(end.last)):
        return Found(tokens[min(one.first, i)].start, line.end(end.last), first, classed)
    return _quantity(printed, line, before, pieces(line, one, two, behind), one.inner, two is not None)


def _other_end(line: Line, one: Amount, before: str) -> tuple[Amount | None, int]:
    """The other end of a range; in a text "rose by 0.4 points to 14.8 percent" is none."""
    try:
        two, score = range_end(line, one, before)
        same = two is None or not one.unit or not two.unit or one.unit.symbol == two.unit.symbol
        wide = _STEP if two and two.unit else 2  # a count that more than doubles: "rose by 12 to 41"
        step = two and _BY.search(before) and ((one.unit and one.unit != two.unit) or two.number.high > wide * one.number.low > 0)
        year = two and _IN_YEAR.search(before) and _YEAR.fullmatch(line.text, line.tokens[one.first].start, line.end(one.last))
        return None if not same or step or (two and year and two.number.high > 2100) else two, score
    except WordingError as error:
        if "different units" in str(error) or (one.unit and _BY.search(before)):
            return None, 0
        raise


_IN = re.compile(r" (?:(?:[a-z]+ )?in(?: every)? |out of(?: every)? )")  # nine in ten, one child in eleven, 9 out of 10
_SPANS = frozenset("day days week weeks month months year years hour hours minute minutes night nights decade decades".split())
_FEW = 20  # "12 out of 300" is a part with its whole, and no share


def _ratio(line: Line, number: Number, last: int) -> tuple[float, int] | None:
    """The share that "nine in ten" is, and the token behind it."""
    joined = _IN.match(line.text, line.end(last))
    at = next((k for k in range(last, min(last + 5, len(line.tokens))) if joined and line.tokens[k].start >= joined.end()), 0)
    whole = number_at(line.phrase, line.tokens, at) if at and may_start(line.tokens, at) else None
    if whole is None or whole.part or whole.vague or not 0 < number.low < whole.low or (number.low > _FEW or whole.low > 1000):
        return None
    if line.tokens[whole.last].text in _SPANS if whole.last < len(line.tokens) else False:
        return None  # "seven trips in 18 months"
    return None if "out" in joined[0] and whole.low > _FEW else (number.low / whole.low, whole.last)  # pyright: ignore[reportOptionalSubscript]


def _share(printed: str, line: Line, found: Found, share: float, left: int) -> Found:
    """A share with its hedge, read in percent: "about a third" is about 33%."""
    before = line.text[max(left, found.core - _REACH) : found.core]
    start = found.core - hedged(before, line.text[found.end : found.end + 30])[0]
    start += len(printed[start : found.core]) - len(printed[start : found.core].lstrip())
    try:
        reading = read(f"{printed[start : found.core]} {100 * share:.3g}%".strip())
    except WordingError:
        return found
    return replace(found, start=start, reading=replace(reading, printed=printed[start : found.end]))


def _quantity(printed: str, line: Line, before: str, parts: list[Piece], inner: str, ranged: bool) -> Found:
    """What the pieces of a number say together with the hedges on both sides."""
    core, end = parts[0][1], next(e for what, _, e in reversed(parts) if what != "apart")
    ahead, after = hedged(before, inner + line.text[end : end + 30])
    ahead, after = ahead * (not _COMPARES.search(before)), max(0, after - len(inner))
    if after and line.text[end] == "," and (word := _NEXT.match(line.text, end + after)) and (word[1].isdigit() or word[1] in STARTS):
        after = 0  # "84 mm, roughly a third of normal": the hedge of the next number
    lead = _BETWEEN.search(before) if ranged else None
    start = core - max(ahead, len(lead[0]) if lead else 0)
    start += len(printed[start:core]) - len(printed[start:core].lstrip())
    apart = parts[-1][2] if parts[-1][0] == "apart" else 0
    parts = [("hedge", start, core), *parts, ("hedge", end, end + after)]
    end, said = end + after, tuple(sorted((p for p in parts if p[1] < p[2]), key=lambda p: p[1]))
    ahead_of_it = re.sub(" -+ $", " ", line.text[max(0, start - 20) : start]) if start == core else ""  # a dash between spaces sets apart
    if why := unread(ahead_of_it, line.text[end : end + 20]):
        return Found(start, end, core, refused=f'"{printed[start:end]}": {why}', parts=said)
    try:
        return Found(start, end, core, reading=read(printed[start : max(apart, end)]), parts=said)
    except WordingError as error:
        return Found(start, end, core, refused=str(error), parts=said)
