"""Tokens → numbers: figures with any grouping in use, number words, scales that multiply, fractions, vague words.

In goes the place in a list of tokens; out comes a `Number` with what it consumed, or nothing.  A grouping that can be read in two
ways, and a scale word of another language, are refused: they are not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from discrepancy.reading.languages.english.words import FRACTIONS, ONES, PLURALS, SCALES, SHORT, TENS
from discrepancy.reading.tokens import Token
from discrepancy.reading.wording import WordingError, tidy

VULGAR = dict(
    zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4, 0.2, 0.4, 0.6, 0.8, 1 / 6, 5 / 6, 1 / 8, 3 / 8, 5 / 8, 7 / 8), strict=True)
)
STARTS = {*ONES, *TENS, *(SCALES.keys() - SHORT), *PLURALS, *FRACTIONS, "a", "an", "another", "several", "few", "couple"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or the range of a vague word, and the tokens it consumed."""

    first: int
    last: int  # the token behind it
    low: float
    high: float  # the same as low for a plain number
    scale: float = 1  # product of the scale words printed behind figures: 1.2 million has 1,000,000
    grain: float = 1  # one unit of the last printed digit, at full size
    vague: bool = False  # "several hundred", "dozens"
    open: str = "none"  # "high" where a vague word sets no upper limit
    part: bool = False  # a fraction with nothing to multiply: "a third"

    @property
    def value(self) -> float:
        return self.low


def text_at(tokens: list[Token], i: int) -> str:
    """The text of token i; empty where there is none."""
    return tokens[i].text if 0 <= i < len(tokens) else ""


def numbers_in(phrase: str, tokens: list[Token]) -> Iterator[Number]:
    """Every number of the tokens, in figures or in words."""
    i = 0
    while i < len(tokens):
        number = number_at(phrase, tokens, i) if may_start(tokens, i) else None
        if number:
            yield number
        i = number.last if number else i + 1


def may_start(tokens: list[Token], i: int) -> bool:
    """Whether a number can start at token i: figures that belong to no name, or a word."""
    token = tokens[i]
    return token.kind != "mark" and (token.kind != "word" or token.text in STARTS) and not _in_a_name(tokens, i)


def bare(tokens: list[Token], i: int) -> bool:
    """Whether a word counts nothing by itself: "the couple", "few came", "the score"."""
    ahead, behind = text_at(tokens, i - 1), text_at(tokens, i + 1)
    if tokens[i].text in ("few", "couple"):
        return ahead != "a" and behind not in SCALES and behind not in PLURALS
    return tokens[i].text in SCALES


def _in_a_name(tokens: list[Token], i: int) -> bool:
    """Whether figures belong to a word that they touch: CO2, KN-23, covid-19; "Rs2,200" and "eur5" are sums."""
    if tokens[i].kind != "number" or not i:
        return False
    at = i - 1 - (tokens[i - 1].text == "-" and i > 1 and tokens[i - 2].kind == "word" and tokens[i - 2].touches(tokens[i - 1]))
    word = tokens[at]
    return (
        tokens[i - 1].touches(tokens[i])
        and word.kind == "word"
        and word.text not in SCALES
        and not re.fullmatch("rs|[a-z]{3}|some", word.text)
    )


def number_at(phrase: str, tokens: list[Token], i: int) -> Number | None:
    """The number that starts at token i."""
    with suppress(OverflowError):  # sextillion sextillion …
        found = _number_at(phrase, tokens, i)
        if not found or abs(found.high) < 1e100:
            return found
    raise WordingError(f'"{phrase[:40]}…" has a number larger than any count')


def _number_at(phrase: str, tokens: list[Token], i: int) -> Number | None:
    word = tokens[i].text
    if tokens[i].kind in ("number", "fraction"):
        return _figures(phrase, tokens, i)
    if tokens[i].kind != "word":
        return None
    if word in PLURALS:
        return _vague_plural(tokens, i)
    if word in ("several", "few"):
        unit, j = _units(tokens, i + 1)
        return Number(i, j, 2 * unit, 9 * unit, vague=True)
    if word == "couple":
        unit, j = _units(tokens, i + (2 if text_at(tokens, i + 1) == "of" else 1))
        return Number(i, j, 2 * unit, 2 * unit)
    return _fraction(tokens, i) or _spoken_hundreds(tokens, i) or _with_point(tokens, _words(tokens, i))


def _spoken_hundreds(tokens: list[Token], i: int) -> Number | None:
    """ "one-fifty", "two-twenty": hundreds as they are spoken."""
    hundred, tens = ONES.get(text_at(tokens, i), 0), TENS.get(text_at(tokens, i + 2), 0)
    if not 0 < hundred < 10 or not tens or text_at(tokens, i + 1) != "-":
        return None
    return Number(i, i + 3, 100.0 * hundred + tens, 100.0 * hundred + tens)


def _with_point(tokens: list[Token], number: Number | None) -> Number | None:
    """ "forty-three point eight", "two point five million": decimals as they are spoken."""
    j = number.last + 1 if number and text_at(tokens, number.last) == "point" else 0
    if number is None or not j or ONES.get(text_at(tokens, j), 10) > 9:
        return number
    value, grain = number.low, 1.0
    while 0 <= ONES.get(text_at(tokens, j), 10) <= 9:
        value, grain, j = value + ONES[tokens[j].text] * grain / 10, grain / 10, j + 1
    unit, end = _units(tokens, j)
    return Number(number.first, end, tidy(value * unit), tidy(value * unit), unit, tidy(grain * unit))


def _vague_plural(tokens: list[Token], i: int) -> Number:
    """Us, Us of Vs: from U·V on, to ten times as much as readers think."""
    unit, j = PLURALS[tokens[i].text], i + 1
    while text_at(tokens, j) == "of" and text_at(tokens, j + 1) in PLURALS:
        unit, j = unit * PLURALS[text_at(tokens, j + 1)], j + 2
    return Number(i, j, unit, 10 * unit, vague=True, open="high")


def _units(tokens: list[Token], i: int) -> tuple[float, int]:
    """A run of scale words ("hundred thousand") as one factor; 1 where there is none."""
    unit, j = 1, i
    while (word := text_at(tokens, j)) in PLURALS or (word in SCALES and word not in SHORT):
        unit, j = unit * (PLURALS.get(word) or SCALES[word]), j + 1
    return unit, j


def _figures(phrase: str, tokens: list[Token], i: int) -> Number:
    """ "3,000", "1.2 million", "3k", "15-hundred", "1½ million", "1.2 × 10⁶", "2 and a half million", "2 lakh crore"."""
    j, value, grain = i, 0.0, 1.0
    if tokens[i].kind == "number":
        j += 1
        behind = text_at(tokens, j + (text_at(tokens, j) == "-"))
        scaled = behind in SCALES or behind.startswith(("%", "percent")) or (behind == "per" and text_at(tokens, j + 1) == "cent")
        value = digits(phrase, tokens[i].text, scaled)
        decimals = _decimals(tokens[i].text, value)
        value, grain, j = _exponent(phrase, tokens, j, value, 10.0**-decimals)
    if j < len(tokens) and tokens[j].kind == "fraction" and (j == i or tokens[j - 1].touches(tokens[j]) or j == i + 1):
        value, grain, j = value + VULGAR[tokens[j].text], _fine(VULGAR[tokens[j].text]), j + 1
    elif j == i + 1 and re.fullmatch(r"\d\d?/[1-9]\d?", "".join(t.text for t in tokens[j : j + 3])):
        value, grain, j = value + int(tokens[j].text) / int(tokens[j + 2].text), 1 / int(tokens[j + 2].text), j + 3  # 2 1/2
    elif rest := _and_fraction(tokens, j):
        value, grain, j = value + rest[0], rest[0], rest[1]  # 2 and a half million
    return _scaled(phrase, tokens, i, j, value, grain)


def _fine(fraction: float) -> float:
    return next(1 / n for n in (2, 3, 4, 5, 6, 8) if abs(fraction * n - round(fraction * n)) < 1e-9)


def _exponent(phrase: str, tokens: list[Token], j: int, value: float, grain: float) -> tuple[float, float, int]:
    """ "1.2e6", "1.2 × 10⁶", "1.2 x 10^6"."""
    power, end = None, j
    word = text_at(tokens, j)
    if word == "e" and j < len(tokens) and tokens[j - 1].touches(tokens[j]):
        k = j + 1 + (text_at(tokens, j + 1) in ("+", "-"))
        if re.fullmatch(r"\d{1,2}", text_at(tokens, k)):
            power, end = int(tokens[k].text) * (-1 if text_at(tokens, j + 1) == "-" else 1), k + 1
    elif word in ("×", "x", "·", "*") and text_at(tokens, j + 1) == "10":
        k = j + 2
        if k < len(tokens) and tokens[k].kind == "raised":
            power, end = int(tokens[k].text.translate(_RAISED)), k + 1
        elif text_at(tokens, k) == "^" and re.fullmatch(r"\d{1,2}", text_at(tokens, k + 1)):
            power, end = int(tokens[k + 1].text), k + 2
    if power is None:
        return value, grain, j
    if power > 15:
        raise WordingError(f'"{phrase}" has a number larger than any count')
    return tidy(value * 10.0**power), grain * 10.0**power, end


def _scaled(phrase: str, tokens: list[Token], first: int, j: int, value: float, grain: float) -> Number:
    """Scale words behind figures multiply; what is smaller is added: 1 lakh 50 thousand, four-thousand-100."""
    total, scale = 0.0, 1.0
    while True:
        k = j + (text_at(tokens, j) == "-" and text_at(tokens, j + 1) in SCALES and text_at(tokens, j + 1) not in SHORT)
        word = text_at(tokens, k)
        if word not in SCALES or (word in SHORT and j != first + 1):
            break
        if word == "m" and text_at(tokens, k + 1) in ("2", "3") and tokens[k].touches(tokens[k + 1]):
            break  # 900,000 m3
        if word == "m" and not tokens[k - 1].touches(tokens[k]):
            raise WordingError(f'"{phrase}": "m" can mean million or metre: write "million"')
        value, scale, grain, j = value * SCALES[word], scale * SCALES[word], grain * SCALES[word], k + 1
        if (
            word in ("million", "thousand", "lakh", "crore")
            and j < len(tokens)
            and tokens[j].kind == "number"
            and re.fullmatch(r"\d{1,3}", tokens[j].text)
        ):
            rest = _scaled(phrase, tokens, j, j + 1, digits(phrase, tokens[j].text), 1.0)
            if 1 < rest.scale < scale and rest.value < scale:  # 1 lakh 50 thousand
                return Number(first, rest.last, tidy(value + rest.value), tidy(value + rest.value), 1, rest.grain)
    return Number(first, j, tidy(total + value), tidy(total + value), scale, tidy(grain))


def _fraction(tokens: list[Token], i: int) -> Number | None:
    """ "half a million", "a quarter of a million", "three quarters of a million", "half-dozen"; "a third" is a part."""
    j, times = i, 1.0
    if text_at(tokens, j) in ("a", "an", "one"):
        j += 1
    elif (count := ONES.get(text_at(tokens, j), 0)) > 1:
        times, j = count, j + 1
    j += text_at(tokens, j) == "-" and j > i
    if text_at(tokens, j) not in FRACTIONS or (text_at(tokens, j) in ("second", "seconds")):
        return None
    share, j = times / FRACTIONS[tokens[j].text], j + 1
    k = j + (text_at(tokens, j) in ("of", "-"))
    k += text_at(tokens, k) in ("a", "an")
    unit, end = _units(tokens, k)
    if end > k and (k > j or text_at(tokens, j) in SCALES):
        return Number(i, end, tidy(share * unit), tidy(share * unit), 1, tidy(unit * share / times if unit >= 10**3 else 1))
    return Number(i, j, share, share, part=True)


def _goes_on(tokens: list[Token], j: int) -> bool:
    """Whether number words with a scale follow a comma: "one thousand, two hundred"."""
    while text_at(tokens, j) in ONES or text_at(tokens, j) in TENS or text_at(tokens, j) == "-":
        j += 1
    return text_at(tokens, j) in SCALES and text_at(tokens, j) not in SHORT and text_at(tokens, j - 1) != ","


def _and_fraction(tokens: list[Token], j: int) -> tuple[float, int] | None:
    """The fraction of "and a half", "and three quarters" behind a number, and where it ends."""
    if text_at(tokens, j) != "and":
        return None
    count = 1 if text_at(tokens, j + 1) in ("a", "one") else ONES.get(text_at(tokens, j + 1), 0)
    size = FRACTIONS.get(text_at(tokens, j + 2), 0)
    return (count / size, j + 3) if count and size and count < size and text_at(tokens, j + 3) != "of" else None


def _words(tokens: list[Token], i: int) -> Number | None:
    """ "twenty-five", "fifteen hundred", "a hundred and fifty", "a thousand two hundred", "three hundred thousand", "two and a half million"."""
    total = part = 0.0
    j, last, top, grain, previous = i, i, float("inf"), 1.0, ""
    ends_range = (
        text_at(tokens, i - 1) == "between" and [t.text for t in tokens[i : i + 12]].count("and") == 1
    )  # between a hundred and two hundred
    while j < len(tokens):
        word = tokens[j].text
        joined = last > i and (word in ("-", "and") or (word == "," and SCALES.get(previous, 0) >= 1000 and _goes_on(tokens, j + 1)))
        at = j + joined
        word = text_at(tokens, at)
        if last > i and previous in (ONES | TENS) and (rest := _and_fraction(tokens, j)):
            part, grain, previous, j, last = part + rest[0], rest[0], "half", rest[1], rest[1]
            continue
        if joined and tokens[j].text == "and" and (previous not in SCALES or word in SCALES or ends_range):
            break
        if word in ("a", "an", "another") and last == i and text_at(tokens, at + 1) in SCALES and text_at(tokens, at + 1) not in SHORT:
            part, previous = 1.0, "a"
        elif word in ONES and not (joined and tokens[j].text == "-" and previous not in TENS):
            if previous in ONES or (previous in TENS and ONES[word] > 9) or (previous == "half"):
                break
            part, previous = part + ONES[word], word
        elif word in TENS and not (joined and tokens[j].text == "-"):
            if previous in ONES or previous in TENS or previous == "half":
                break
            part, previous = part + TENS[word], word
        elif word in SCALES and word not in SHORT and tokens[j].text != "and":
            size = SCALES[word]
            if size == 100 or word in ("dozen", "score"):
                if (last > i and previous in SCALES and part % 100 == 0 and part) or (last > i and not part and not total):
                    break
                part, grain = (part or 1) * size, 1.0
            elif previous in SCALES and not part:
                total, grain = total * size, grain * size  # thousand million
            else:
                if size >= top:
                    break
                whole = not float(part or 1).is_integer() or size >= 10**6
                total, grain, top = total + (part or 1) * size, (grain if part and part % 1 else 1.0) * size if whole else 1.0, size
                part = 0.0
            previous = word
        elif joined and tokens[j].text == "-" and previous in SCALES and re.fullmatch(r"\d{1,3}", word) and int(word) < SCALES[previous]:
            part, previous, j, last = part + int(word), "", at + 1, at + 1  # four-thousand-100
            break
        else:
            break
        j = last = at + 1
    if last == i:
        return None
    if part:
        grain = grain if part % 1 else 1.0
    return Number(i, last, tidy(total + part), tidy(total + part), 1, tidy(grain))


def _decimals(blob: str, value: float) -> int:
    """How many decimals were printed: 7.0 has one, 3.000 Tote none."""
    if float(value).is_integer() and not re.search(r"(?:^|\D)\d*\.\d+$", blob):
        return 0
    tail = re.search(r"[.,](\d+)$", blob)
    if not tail:
        return 0
    return 0 if len(tail[1]) == 3 and value >= 1000 else len(tail[1])


def digits(phrase: str, blob: str, scaled: bool = False) -> float:
    """The value of a run of digits with its separators; ambiguous groupings are refused.

    A dot and three digits are thousands, but decimals before a scale word: 3.000, and 1.234 million.  Groups of two before the last
    three are those of South Asia: 1,87,223.
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
    if re.fullmatch(r"0,\d{3}", blob):
        raise WordingError(f'"{phrase}": {blob} can be read in more than one way: write the number in full')
    plain = blob.replace(" ", "")
    if plain.isdigit():
        return int(plain)
    if re.fullmatch(r"\d{1,3}([,.'])\d{3}(?:\1\d{3})*", plain) and not plain.startswith("0"):
        return int(re.sub(r"[,.']", "", plain))
    if re.fullmatch(r"\d{1,2}(?:,\d\d){1,3},\d{3}", plain):
        return int(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:[,']\d{3})+\.\d+|\d+\.\d+", plain):
        return float(re.sub("[,']", "", plain))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})*,\d+", plain) and not re.fullmatch(r"\d{1,3},\d{3}", plain):
        raise WordingError(f'"{phrase}": {blob} looks like a decimal comma: write {plain.replace(".", "").replace(",", ".")} with a point')
    raise WordingError(f'"{phrase}": the grouping of {blob} can be read in more than one way: write it as 1,234,567')
