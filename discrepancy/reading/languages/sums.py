"""Prepared text of a language → its counts: figures and numeral words put together, section by section."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from discrepancy.reading.languages.grammar import Language, fold
from discrepancy.reading.wording import LARGEST

_NOTHING, _HALF = Decimal(0), Decimal("0.5")


class Ambiguous(Exception):
    """Something in the phrase that can be read in more than one way."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: digits, value, scale, join, link, hyphen or other; what it is worth, and where it stands."""

    kind: str
    value: Decimal
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number, the scale word printed with it (1 if none), and its tokens: from first, before last."""

    value: Decimal
    scale: int
    first: int
    last: int


def counts_in(language: Language, text: str, everything: bool = False) -> tuple[list[Count], list[Piece]]:
    """Every count of the text, and the tokens; with `everything` shares, years and lengths, too."""
    if re.search(fold(language.vague), text) or re.search(r"\d ?[⁄/] ?\d", text):
        raise Ambiguous
    tokens, counts, i = _tokens(language, text), [], 0
    while i < len(tokens):
        if tokens[i].kind not in ("digits", "value", "scale"):
            i += 1
            continue
        count = _count_at(language, tokens, i)
        after = count.last if count else i + 1
        other = _other_end(language, text, tokens, count) if count and not everything else 0
        if count and not other:
            counts.append(count)
        elif counts and linked(tokens, counts[-1].last, i):  # 10 to 15 %
            counts.pop()
        i = next((k for k in range(after, len(tokens)) if tokens[k].start >= other), len(tokens))
    if any(c.value > LARGEST for c in counts):
        raise Ambiguous
    return counts, tokens


def _tokens(language: Language, text: str) -> list[Piece]:
    """The text in pieces; a word that is composed of numerals gives several."""
    tokens: list[Piece] = []
    for match in language.tokens.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        parts = language.parts(word) if match["word"] else None
        if match["digits"]:
            tokens.append(Piece("digits", _NOTHING, word, start, end))
        elif parts:
            tokens += [Piece(kind, Decimal(str(value)), form, start, end) for kind, value, form in parts]
        elif word == "-":
            tokens.append(Piece("hyphen", _NOTHING, word, start, end))
        elif word == "." and tokens and tokens[-1].kind == "scale" and tokens[-1].end == start:
            continue  # the point of an abbreviation: 3 тис. 200
        elif len(tokens) > 1 and tokens[-1].kind == "hyphen" and tokens[-2].kind == "digits" and word in language.endings.split():
            tokens.pop()  # 3-х
        else:
            tokens.append(Piece("other", _NOTHING, word, start, end))
    return tokens


class Sum:
    """A number as it is put together: a sum of sections, each with its scale word, from the largest scale down.

    12 million, 300 thousand, 45.  `room` is what the next item must stay below to be added: "twenty" leaves room for less than ten.
    Where something does not fit, `cut` is the token at which the next number starts, if that is an earlier one.
    """

    def __init__(self, small: int):
        self.small, self.largest, self.cut = small, 1, None
        self.total = self.section = self.item = Decimal(0)
        self.room = self.item_room = self.ceiling = Decimal(10**15)
        self.section_at = self.item_at = 0

    @property
    def value(self) -> Decimal:
        return self.total + self.section

    def add(self, value: Decimal, at: int) -> bool:
        if value >= self.room:
            return False
        self.section_at, self.item_at = (self.section_at if self.section else at), at
        self.item, self.item_room, self.room = value, self.room, _room(value)
        self.section += value
        return True

    def times(self, scale: int, alone: bool, fresh: bool, at: int) -> bool:
        """Apply a scale word; `fresh` where no item stands before it, so that it must be able to stand alone."""
        small = scale <= self.small
        if fresh and (small or not self.section) and not (self.total and scale > self.ceiling):
            if not alone or scale >= self.room:  # a thousand, one hundred
                return False
            self.section_at = self.section_at if self.section else at
            self.section += scale if small else 0
            self.total += 0 if small else scale
        elif small:
            if self.item * scale >= self.item_room:  # the item belongs to the next number: "cento e duecento"
                self.cut, self.section = self.item_at, self.section - self.item
                return False
            self.section += self.item * (scale - 1)
        elif self.section:
            if fresh:
                return False
            if scale >= self.ceiling:  # the section belongs to the next number: "mil y dos mil"
                self.cut, self.section = self.section_at, Decimal(0)
                return False
            self.total, self.section = self.total + self.section * scale, Decimal(0)
        else:  # mil millones
            self.total *= scale
        self.room = Decimal(scale)
        self.ceiling = self.ceiling if small else self.room
        self.largest = max(self.largest, scale)
        return True


def _count_at(language: Language, tokens: list[Piece], first: int) -> Count | None:
    """The number that starts at a token; None where it counts nothing: "KN-23", an article, a half."""
    number, previous, articles, i = Sum(language.small), "", language.articles.split(), first
    while i < len(tokens) and previous != "half":
        joined = tokens[i].kind if i > first and tokens[i].kind in ("join", "hyphen") else ""
        at = i + bool(joined)
        kind, value = (tokens[at].kind, tokens[at].value) if at < len(tokens) else ("", _NOTHING)
        half = kind == "value" and value == _HALF
        if half and previous == "scale" and not number.section:  # a million and a half
            number.total, kind, fits = number.total + value * number.ceiling, "half", True
        elif half and previous and "_" not in tokens[at].text and tokens[at - 1].text in articles:  # un demi-million
            fits = False
        elif kind == "value":
            fits = (half or previous != "digits") and number.add(value, i)
        elif kind == "digits" and previous in ("", "scale") and joined != "hyphen":
            figures = _digits(language, tokens, at)
            if figures is None and not previous:
                return None
            fits = figures is not None and number.add(figures, i)
        elif kind == "scale":
            fresh = not previous or joined == "join" or (previous == "scale" and (value <= language.small or not number.section))
            fits = number.times(int(value), _alone(language, tokens, at), fresh, i)
        else:
            fits = False
        if not fits:
            break
        previous, i = kind, at + 1
    if i == first:
        raise Ambiguous  # "thousands of"
    last = i if number.cut is None else number.cut
    if number.value == _HALF or all(t.text in articles for t in tokens[first:last]):
        return None
    return Count(number.value, number.largest, first, last)


def _room(value: Decimal) -> Decimal:
    """What can be added to a number word: less than its last place, and to the French 60 and 80 all up to 19."""
    if value in (60, 80):
        return Decimal(20)
    if value != int(value):
        return Decimal(0)
    digits = str(int(value))
    return Decimal(10 ** (len(digits) - len(digits.rstrip("0")))) if value else Decimal(0)


def _alone(language: Language, tokens: list[Piece], i: int) -> bool:
    """Whether the scale word at i says one of itself: "mille", "more than a thousand" in the genitive."""
    behind, forms = (fold(words).split() for words in language.genitive)
    return tokens[i].text in language.single or (tokens[i].text in forms and i > 0 and tokens[i - 1].text in behind)


def _digits(language: Language, tokens: list[Piece], i: int) -> Decimal | None:
    """The value of figures with their separators; None where they count nothing: a date, "KN-23", "3-й".

    One separator and three digits are thousands; before a scale word the language decides, or nobody can.
    """
    text = tokens[i].text
    around = tokens[max(i - 2, 0) : i]
    if around and around[-1].end == tokens[i].start:
        hyphened = around[-1].kind == "hyphen" and len(around) > 1 and around[0].end == around[-1].start
        if _alphabetic(around[-1]) or (hyphened and _alphabetic(around[0])):
            return None
    behind = tokens[i + 1 : i + 3]
    if behind and behind[0].start == tokens[i].end:
        if _alphabetic(behind[0]):
            raise Ambiguous
        if behind[0].kind == "hyphen" and len(behind) > 1 and len(behind[1].text) < 3 and behind[1].text.isalpha():
            return None
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})", text):
        return None
    text = text.replace(" ", "'")
    scaled = any(t.kind == "scale" for t in behind[:1]) or (len(behind) > 1 and behind[0].kind == "hyphen" and behind[1].kind == "scale")
    if re.fullmatch(r"0\d.*", text):
        raise Ambiguous
    if text.isdigit():
        return Decimal(text)
    if one := re.fullmatch(r"(\d+)([.,'٫])(\d+)", text):
        whole, separator, rest = one.groups()
        thousands = len(rest) == 3 and len(whole) < 4 and separator != "٫" and whole != "0"
        if thousands and separator in language.decimal and scaled:
            thousands = False
        elif thousands and scaled and separator not in language.group + "'":
            raise Ambiguous
        if thousands:
            return Decimal(whole + rest)
        if separator not in language.group + "'":
            return Decimal(f"{whole}.{rest}")
    if groups := re.fullmatch(r"(\d{1,3}(?:([.,'])\d{3})(?:\2\d{3})*)(?:([.,٫])(\d+))?", text):
        whole, separator, point, rest = groups.groups()
        if point != separator:
            return Decimal(re.sub(r"\D", "", whole) + (f".{rest}" if rest else ""))
    raise Ambiguous


def _alphabetic(token: Piece) -> bool:
    """Whether a token is a word that cannot touch a figure: Korean, Japanese and Arabic words can."""
    return token.kind == "other" and token.text[-1].isalpha() and unicodedata.name(token.text[-1], "").startswith(("LATIN", "CYRILLIC"))


def _other_end(language: Language, text: str, tokens: list[Piece], count: Count) -> int:
    """Where a year, a percentage, an age or a length ends that a number is part of; 0 where it is a count."""
    start, end = tokens[count.first].start, tokens[count.last - 1].end
    if behind := re.compile(rf"\.?[ -]?(?:{fold(language.other)})").match(text, end):
        return behind.end()
    return end if re.search(rf"(?<!\w)(?:{fold(language.marks)}) ?$", text[:start]) else 0


def linked(tokens: list[Piece], end: int, start: int) -> bool:
    """Whether only a dash or a word such as "to" stands between two numbers."""
    between = [t.kind for t in tokens[end:start]]
    return 0 < len(between) < 3 and set(between) <= {"link", "join", "hyphen"}


def spread_scales(counts: list[Count], tokens: list[Piece]) -> list[Count]:
    """Give the lower end of a range the scale word of the upper: 3 to 4 thousand."""
    spread = list(counts)
    for k, (a, b) in enumerate(pairwise(counts)):
        if a.scale > 1 or not linked(tokens, a.last, b.first):
            continue
        if b.scale > 1 and a.value * b.scale <= b.value:
            spread[k] = Count(a.value * b.scale, b.scale, a.first, a.last)
        elif b.scale == 1 and a.value < 100 and b.value >= 1000 and b.value % 1000 == 0 and a.value * 1000 < b.value:
            raise Ambiguous  # 10 à 12 000
    return spread
