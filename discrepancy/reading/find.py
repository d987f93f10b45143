"""A running text → every quantity in it, with its place, the pieces it is made of, and what it says or why that is not read.

In goes a text of any length; out come `Found` in the order of print.  Numbers, units, intervals and hedges are found by the grammar of
phrases, and what belongs together is read as a phrase.  What counts nothing (an age, a date, a page) is given its class, never left out.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from discrepancy.reading.languages.english.classes import class_of, shapes_in
from discrepancy.reading.languages.english.hedges import hedged
from discrepancy.reading.languages.english.numerals import Number, may_start, number_at
from discrepancy.reading.languages.english.touching import unread
from discrepancy.reading.languages.english.units import per_time, unit_at
from discrepancy.reading.languages.english.words import PLURALS, SCALES
from discrepancy.reading.parse import CHANGE, Phrase
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading
from discrepancy.reading.tokens import Token, plain, tokenize
from discrepancy.reading.wording import WordingError

__all__ = ["Found", "find"]

_REACH = 80  # characters before a number that are looked at for its hedges
_DASH = re.compile(r"(?<!\d)[—―]|[—―](?!\d)")  # sets apart what stands on both sides; between figures it is a range
_BETWEEN = re.compile(r"\b(?:between|from) $")


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a text.

    Attributes
    ----------
    start, end : int
        Offsets of the whole: hedges, sign, number, unit, interval.
    core : int
        Where the number itself starts.
    classed : str
        What it is where it counts nothing, one of `CLASSES`; empty for a quantity.
    reading : Reading or None
        What a quantity says; None where it is refused, or classed.
    refused : str
        Why it is not read, with the words that are in the way.
    parts : tuple of (str, int, int)
        What each piece is ("hedge", "sign", "number", "scale", "unit", "range", "interval", "per"), and from where to where it stands.
    """

    start: int
    end: int
    core: int
    classed: str = ""
    reading: Reading | None = None
    refused: str = ""
    parts: tuple[tuple[str, int, int], ...] = ()

    def moved(self, by: int) -> Found:
        """The same in a text that begins so many characters earlier."""
        parts = tuple((what, a + by, b + by) for what, a, b in self.parts)
        return replace(self, start=self.start + by, end=self.end + by, core=self.core + by, parts=parts)


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
    printed = _DASH.sub(";", text)
    folded = plain.__wrapped__(printed)
    found: list[Found] = []
    seen = list(folded)
    for start, end, classed in shapes_in(folded, printed):
        found.append(Found(start, end, start, classed))
        seen[start:end] = "\x01" * (end - start)  # opaque to the grammar
    tokens, i, left = tokenize("".join(seen) if found else folded, printed), 0, 0
    while i < len(tokens):
        one = _at(printed, folded, tokens, i, left) if may_start(tokens, i) and not _bare(tokens, i) else None
        if one:
            found.append(one)
            left = one.end
        i += 1
        while one and i < len(tokens) and tokens[i].start < one.end:
            i += 1
    return sorted(found, key=lambda f: f.start)


def _bare(tokens: list[Token], i: int) -> bool:
    """Whether a word counts nothing by itself: "the couple", "few came", "the score"."""
    ahead, behind = (tokens[k].text if 0 <= k < len(tokens) else "" for k in (i - 1, i + 1))
    if tokens[i].text in ("few", "couple"):
        return ahead != "a" and behind not in SCALES and behind not in PLURALS
    return tokens[i].text in SCALES


def _at(text: str, folded: str, tokens: list[Token], i: int, left: int) -> Found | None:
    """What starts at token i: the parts that the grammar knows, its class, and else its hedges and what it says."""
    last = i + 1
    grammar = Phrase(text[tokens[i].start : tokens[min(i + 4, len(tokens) - 1)].end], within=(folded, tokens))
    try:
        number = number_at(grammar.phrase, tokens, i)
        if number is None:
            return None
        last = number.last
        if number.part and unit_at(grammar.phrase, tokens, last) is None:
            return _share(tokens, number)
        number = grammar.fraction_of_a_unit(number) if number.part else number
        one = grammar.quantity(number)
        one.first -= tokens[i].text in ("few", "couple") and tokens[i - 1].text == "a"
        before = folded[max(left, tokens[one.first].start - _REACH) : tokens[one.first].start]
        two, link = grammar.other_end(one, before) if not number.vague else (None, "")
        change = link == "to" and CHANGE.search(before[-60:])
        if two and not change and operator.gt(*grammar.both_ends(one, two, link, before)):
            start, stop = tokens[i].start, tokens[two.number.last - 1].end
            if re.fullmatch(r"\d{1,3}-\d{1,3}", folded[start:stop]):
                return Found(start, stop, start, class_of(text, start, stop) or "score")
            change = True
        two = None if change else two
        end = two or one
        behind = grammar.behind(end.last, end.number, end.unit)
    except WordingError as error:
        return Found(tokens[i].start, tokens[last - 1].end, tokens[i].start, refused=str(error))
    of = tokens[behind.last - 1].text == "of"  # "70 percent of"
    core, stop, closed = tokens[min(one.first, number.first)].start, tokens[end.last - 1].end, tokens[behind.last - 1 - of].end
    stop = min(stop, closed)
    if classed := class_of(text, tokens[number.first].start, stop):
        return Found(core, stop, core, classed)
    ahead, after = hedged(before, one.inner + folded[closed : closed + 30])
    ahead, after = ahead * (not before.endswith("than the ")), max(0, after - len(one.inner))
    lead = _BETWEEN.search(before) if two else None
    start = core - max(ahead, len(lead[0]) if lead else 0)
    start += len(text[start:core]) - len(text[start:core].lstrip())
    per = _per(grammar, tokens, behind.last) if not behind.per else 0
    parts = (
        ("hedge", start, core),
        ("sign" if one.sign < 0 else "unit" if one.unit else "number", core, tokens[number.first].start),
        *_scaled(tokens, number),
        ("unit", tokens[number.last - 1].end, min(stop, tokens[one.last - 1].end)),
        ("range", tokens[one.last - 1].end, stop),
        ("interval" if behind.interval else "per", stop, closed),
        ("hedge", closed, closed + after),
        ("per", tokens[behind.last].start if per else 0, per),
    )
    reading, refused, last = None, "", closed + after
    ahead_of_it = folded[max(0, start - 20) : start].removesuffix("- ") if start == core else ""  # a dash between spaces sets apart
    if why := unread(ahead_of_it, folded[last : last + 20]):
        refused = f'"{text[start:last]}": {why}'
    else:
        try:
            reading = read(text[start : max(per, last)])
        except WordingError as error:
            refused = str(error)
    pieces = tuple(p for p in parts if p[1] < p[2])
    return Found(start, last, tokens[number.first].start, "", reading, refused, pieces)


def _per(grammar: Phrase, tokens: list[Token], last: int) -> int:
    """Where a time or a many ends that is counted per, a word or two behind: "500 people a day", "14 deaths per million"; else 0."""
    for k in range(last, min(last + 3, len(tokens))):
        if time := per_time(tokens, k):
            return tokens[time[1] - 1].end
        if tokens[k].text == "per" and (many := unit_at(grammar.phrase, tokens, k)):
            return tokens[many.last - 1].end
        if tokens[k].kind != "word":
            break
    return 0


def _scaled(tokens: list[Token], number: Number) -> Iterator[tuple[str, int, int]]:
    """A number, and the scale words that are printed behind its figures."""
    last = number.last
    while number.scale > 1 and last - 1 > number.first and tokens[last - 1].kind == "word":
        last -= 1
    yield "number", tokens[number.first].start, tokens[last - 1].end
    yield "scale", tokens[last - 1].end, tokens[number.last - 1].end


def _share(tokens: list[Token], number: Number) -> Found | None:
    """ "two thirds of", "the fifth": a part, or a rank; a half or a quarter of nothing is neither."""
    word, start = tokens[number.last - 1].text, tokens[number.first].start
    of = number.last < len(tokens) and tokens[number.last].text == "of"
    if not of and number.last - number.first == 1 and word in ("half", "quarter", "quarters", "halves"):
        return None
    return Found(start, tokens[number.last - 1].end, start, "share" if of or number.last - number.first > 1 else "ordinal")
