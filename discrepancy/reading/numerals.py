"""English text → the numbers in it, in figures and in words: "3,000", "1.2 million", "15-hundred", "several dozen".

In goes a phrase in small letters; out come its numbers with where they stand.  A grouping of digits that can be read in more than
one way is refused, with what would be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discrepancy.reading.reading import WordingError, tidy

_ONES = {
    word: i
    for i, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_SMALL = _ONES | _TENS
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000, "m": 10**6, "mln": 10**6}
_SCALES |= {"bn": 10**9, "mn": 10**6, "lakh": 10**5, "crore": 10**7}
_UNITS = {"dozen": 12, "score": 20} | _SCALES  # what can follow "several"
_UNITS |= {"dozens": 12, "hundreds": 100, "thousands": 1000}
_PLURALS = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 10**6}
_TOKEN = re.compile(
    r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\d.,]*\d)"  # 3 000
    r"|(?<![\d\w])\.\d+"  # .5
    r"|\d+(?:(?:[.,'’]|, (?=000\b))\d+)*"  # 3,000  3.000  3'000  3.5  and the misprint 12, 000
    r"|[^\W\d_]+|\S"
)
_GROUPED = re.compile(r"\d{1,3}([,.'])\d{3}(?:\1\d{3})*")
_Tokens = list[tuple[str, int, int]]  # each with where it starts and ends


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in the text: its value, or its range, and where it stands."""

    start: int
    end: int
    low: float
    high: float
    vague: bool = False
    scale: int = 1  # the scale word that was printed with it
    open: str = "none"

    @property
    def value(self) -> float:
        return self.low


def find_numbers(phrase: str, text: str) -> list[Number]:
    """Every number of the text, in figures or in words."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    numbers, i = [], 0
    while i < len(tokens):
        number, j = _number_at(phrase, tokens, i)
        if number:
            numbers.append(number)
        i = j if number else i + 1
    return numbers


def _number_at(phrase: str, tokens: _Tokens, i: int) -> tuple[Number | None, int]:
    """The number that starts at token i and the index behind it."""
    word, start, _ = tokens[i]
    peek = lambda k: tokens[k][0] if k < len(tokens) else ""
    found = lambda j, low, high, **how: (Number(start, tokens[j - 1][2], low, high, **how), j)
    if word in ("several", "few"):  # several U: 2U to 9U
        unit, j = _unit(tokens, i + 1)
        return found(j, 2 * unit, 9 * unit, vague=True)
    if word in _PLURALS:  # Us: U to 10U, open
        unit, j = _PLURALS[word], i + 1
        while peek(j) == "of" and peek(j + 1) in _PLURALS:
            unit, j = unit * _PLURALS[peek(j + 1)], j + 2
        return found(j, unit, 10 * unit, vague=True, open="high")
    if word == "couple":
        unit, j = _unit(tokens, i + (2 if peek(i + 1) == "of" else 1))
        return found(j, 2 * unit, 2 * unit)
    if word == "half" and peek(i + 1) in ("a", "an") and peek(i + 2) in _UNITS:
        unit, j = _unit(tokens, i + 2)
        return found(j, unit // 2, unit // 2)
    if (word in ("a", "an") and peek(i + 1) in _UNITS and len(peek(i + 1)) > 2) or word in ("dozen", "hundred", "thousand", "million"):
        unit, j = _unit(tokens, i + (word in ("a", "an")))
        return found(j, unit, unit)
    return _compound(phrase, tokens, i) if _in_figures(word) or word in _SMALL else (None, i + 1)


def _in_figures(word: str) -> bool:
    return word[0].isdigit() or (word[0] == "." and len(word) > 1)


def _unit(tokens: _Tokens, i: int) -> tuple[int, int]:
    """A run of unit words ("hundred thousand") as one factor; 1 where there is none."""
    unit, j = 1, i
    while j < len(tokens) and tokens[j][0] in _UNITS and len(tokens[j][0]) > 1:
        unit, j = unit * _UNITS[tokens[j][0]], j + 1
    return unit, j


def _compound(phrase: str, tokens: _Tokens, i: int) -> tuple[Number, int]:
    """ "3,000", "1.2 million", "3k", "15-hundred", "three thousand five hundred", "four and a half thousand"."""
    start, j = tokens[i][1], i
    total = part = 0.0
    printed_scale, ends, opened = 1, i, False
    while j < len(tokens):
        word = tokens[j][0]
        if word == "-" and j > i and j + 1 < len(tokens) and _continues(tokens, j, opened):
            j += 1
            continue
        if word == "and" and j > i and j + 1 < len(tokens):
            rest = [t[0] for t in tokens[j + 1 : j + 4]]
            if rest[:2] == ["a", "half"] and rest[2:] and rest[2] in _SCALES:
                part, j = part + 0.5, j + 3
                continue
            if opened and rest[0] in _SMALL:
                j += 1
                continue
            break
        if word in _SCALES or word in ("dozen", "score"):
            if j == i:
                break
            scale = _UNITS[word]
            if word == "m" and tokens[j][1] != tokens[j - 1][2]:
                raise WordingError(f'"{phrase}": "m" can mean million or metre: write "million"')
            if scale == 100 or word in ("dozen", "score"):
                part = (part or 1) * scale
            else:
                total, part = total + (part or 1) * scale, 0.0
            printed_scale, opened = scale if scale > 1 else printed_scale, True
        elif _in_figures(word):
            if j > i and not (opened and tokens[j - 1][0] == "-"):
                break
            scaled = next((t[0] for t in tokens[j + 1 : j + 3] if t[0] != "-"), "") in _SCALES
            part += digits(phrase, word, scaled)
        elif word in _SMALL:
            if j > i and tokens[j - 1][0][0].isdigit():
                break
            previous = tokens[j - 1][0] if tokens[j - 1][0] not in ("-", "and") else tokens[j - 2][0]
            if j > i and (previous in _ONES or (previous in _TENS and word in _TENS)):
                break
            part += _SMALL[word]
        else:
            break
        j += 1
        ends = j
    value = tidy(total + part)
    return Number(start, tokens[ends - 1][2], value, value, scale=printed_scale), ends


def _continues(tokens: _Tokens, j: int, opened: bool) -> bool:
    """Whether the hyphen at j is inside one number: "twenty-five", "15-hundred", "four-thousand-100"."""
    left, right = tokens[j - 1][0], tokens[j + 1][0]
    if right in _SCALES or right == "dozen":
        return len(right) > 2
    if left in _TENS and right in _ONES:
        return True
    return opened and left in _SCALES and len(left) > 3 and right.isdigit() and int(right) < _SCALES[left]


def digits(phrase: str, blob: str, scaled: bool = False) -> float:
    """The value of a run of digits with its separators; ambiguous groupings are refused.

    A dot and three digits are thousands, but decimals before a scale word: 3.000, and 1.234 million.
    """
    if len(blob) > 40:
        raise WordingError(f'"{phrase[:40]}…" has a number larger than any count')
    if blob.isdigit():
        if blob[0] == "0" and len(blob) > 1:
            raise WordingError(f'"{phrase}": {blob} starts with 0: write the number as it is counted')
        return int(blob)
    if blob.startswith("."):
        return float(f"0{blob}")
    if scaled and re.fullmatch(r"\d+\.\d+", blob):
        return float(blob)
    if blob.startswith("0") and re.fullmatch(r"0[.,]\d{3}", blob):
        raise WordingError(f'"{phrase}": {blob} can be read in more than one way: write the number in full')
    plain = re.sub(r"[\u00a0\u202f ]", "", blob) if "," not in blob else blob.replace(" ", "")
    if plain.isdigit():
        return int(plain)
    plain = plain.replace("’", "'")
    if _GROUPED.fullmatch(plain):
        return int(re.sub(r"[,.']", "", plain))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d+", plain):
        return float(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})*,\d+", plain) and not re.fullmatch(r"\d{1,3},\d{3}", plain):
        raise WordingError(f'"{phrase}": {blob} looks like a decimal comma: write {plain.replace(".", "").replace(",", ".")} with a point')
    raise WordingError(f'"{phrase}": the grouping of {blob} can be read in more than one way: write it as 1,234,567')
