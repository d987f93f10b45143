"""Read a printed phrase: "already exceeded 3,000" → value, low, best, high, open side, hedge.

In goes one short English phrase with one number; out comes a `Reading`.  Nothing is guessed: a
phrase that cannot be read is refused with the phrase quoted and with advice.

The widths of hedged numbers follow the regression of Ferson et al. (2015), whose coefficients are
published as data with PyUncertainNumber (MIT licence); the direction of a hedge is kept, which that
software does not do.  The rule ``granularity`` follows Krifka (2009) for round numbers and Cummins,
Sauerland & Solt (2012) for "more than".

References
----------
Ferson, S., O'Rawe, J., Antonenko, A., Siegrist, J., Mickley, J., Luhmann, C., Sentz, K., Finkel, A.
(2015). Natural language of uncertainty: numeric hedge words. Int. J. Approx. Reasoning 57, 19-39.
Krifka, M. (2009). Approximate interpretations of number words.
Cummins, C., Sauerland, U., Solt, S. (2012). Granularity and scalar implicature in numerical
expressions. Linguistics and Philosophy 35, 135-169.
Woodin, G. et al. (2023) and Jansen, C. & Pollmann, M. (2001) on round numbers.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from discrepancy.reading.hedges import HEDGES, find_hedge
from discrepancy.reading.numerals import Number, digits, find_numbers
from discrepancy.reading.reading import LARGEST, RULES, Reading, WordingError, stated, tidy
from discrepancy.reading.widths import bound

__all__ = ["read"]

_UNIT_WORDS = r"(?:dozen|hundred|thousand|million|billion)"
_SHARE = re.compile(
    rf"%|\bper ?cents?\b|\bpercent|\d ?pc\b|(?<=\band a )half\b(?! {_UNIT_WORDS}\b)|(?<!\band a )\bhalf\b(?! an? {_UNIT_WORDS}\b)"
    r"|\bthirds?\b|\bquarters?\b|\b(?:fif|six|seven|eigh|nin|ten)ths?\b|\b(?:most|majority) of\b"
    r"|\b(?:one|two|three|four|\d+) (?:in|out of) (?:every )?(?:a |the )?(?:(?:two|three|four|five|six|eight|ten)\b|\d+(?:,\d+)*\b(?! [a-z]))"
)
_MULTIPLE = re.compile(r"\b(?:twice|double|triple|(?:two|three|four|five|ten|\d+) times)\b")
_OTHER_THING = re.compile(
    r"\d(?:st|nd|rd|th|s)\b|years?[- ]olds?\b|\baged \d|[$€£¥₩№#]\s?\d|\bno\. ?\d|\b(?:two|three|four|five|six|seven|\d)[- ](?:figures?|digits?)\b|\d ?(?:km|mm|cm|kg)\b"
)
_CHANGE = re.compile(r"\b(?:rose|risen|rise|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down)\b(?! to\b)")
_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"))  # footnote marks
_INTERVAL = re.compile(
    r"\(\s*(?:(?P<level>\d+(?:\.\d+)?)\s?%\s*)?(?:ci|confidence interval|credible interval|ui|uncertainty interval)?"
    r"[\s:,]*(?P<low>\d[\d,.]*\d|\d)\s*(?:-|to|,\s)\s*(?P<high>\d[\d,.]*\d|\d)\s*\)"
)
_PLUS_MINUS = re.compile(r"(?:±|\+/-|\bplus or minus\b)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_NO_DIGITS = str.maketrans("123456789", "000000000")


def read(phrase: str, rule: str = "hedge", width: float = 1.0) -> Reading:
    """Read one number with its hedge from a short English phrase.

    Parameters
    ----------
    phrase : str
        A phrase with exactly one number or one range, such as "nearly 3,000 killed or wounded".
    rule : {"hedge", "granularity", "as-printed"}
        How wide a hedged or round number is taken to be: by the regression of Ferson et al. (2015),
        by the grain of the number (Krifka 2009), or not at all.
    width : float
        Factor on the widths of the rule "hedge"; readers differ by a factor of about 4.

    Returns
    -------
    Reading

    Raises
    ------
    WordingError
        If there is no number, more than one, a share, a negative number or an ambiguous one.

    Examples
    --------
    >>> r = read("already exceeded 3,000")
    >>> r.value, r.low, round(r.best), r.open, r.hedge
    (3000, 3000, 3114, 'high', 'over')
    >>> read("between 1,100 and 1,500").best.__round__()
    1285
    >>> read("3.000 Tote").value
    3000
    >>> read("one in five")
    Traceback (most recent call last):
    ...
    discrepancy.reading.reading.WordingError: "one in five" is a share, not a count: give the count, or set kind to share in the table
    """
    if rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(RULES)}; got {rule!r}")
    if not isinstance(phrase, str) or not phrase.strip():
        raise WordingError('an empty phrase: give the printed words, such as "around 1,100"')
    return _read(phrase, rule, width)


@lru_cache(maxsize=2**20)
def _read(phrase: str, rule: str, width: float) -> Reading:
    """`read` for a phrase that is text; a table is read when it is checked and again when it is used."""
    plain = phrase if phrase.isascii() else unicodedata.normalize("NFKC", phrase.translate(_SUPERSCRIPTS)).translate(_DASHES)
    text = " ".join(plain.lower().split()).strip("\"'“”„«»‘’")
    if len(text) > 500:
        raise WordingError(f'"{phrase[:60]}…" is {len(text):,} characters long: cut it to the hedge, the number and what is counted')
    return bound(_parse(phrase, text), rule, width)


def _parse(phrase: str, text: str) -> Reading:
    """Find the one number of the phrase and its hedge; bounds are filled in later by the rule."""
    interval = _INTERVAL.search(text)
    core = text[: interval.start()] if interval else text
    wrong, share, plus_minus = _around(core.translate(_NO_DIGITS))
    if wrong:
        raise WordingError(f'"{phrase}" {wrong}')
    numbers = find_numbers(phrase, core)
    if share:
        raise WordingError(f'"{phrase}" is a share, not a count: give the count, or set kind to share in the table')
    if not numbers:
        raise WordingError(f'"{phrase}" has no number: give a phrase with a number, such as "around 1,100", or leave the row out')
    if plus_minus:
        return _plus_minus(phrase, numbers, plus_minus)
    if interval:
        point = _the_number(phrase, core, numbers)
        low, high = (digits(phrase, interval[g].rstrip(".,")) for g in ("low", "high"))
        if not low <= point.value <= high:
            raise WordingError(f'"{phrase}": {tidy(point.value):,} is outside its own interval, {tidy(low):,} to {tidy(high):,}')
        return stated(_plain(phrase, point.value), low, high, float(interval["level"] or 95))
    number = _the_number(phrase, core, numbers)
    hedge, wrong = find_hedge(core[: number.start], core[number.end :])
    if wrong:
        raise WordingError(f'"{phrase}" {wrong}')
    if number.high == number.low:
        return _plain(phrase, number.value, hedge or "bare")
    side, best = HEDGES[hedge][0] if hedge else "", math.sqrt(number.low * number.high)
    open_ = {"floor": "high", "ceiling": "low"}.get(side, number.open)
    return Reading(phrase, best, number.low, best, number.high, open_, "vague" if number.vague else "range", "as-printed")


def _plain(phrase: str, x: float, hedge: str = "bare") -> Reading:
    return Reading(phrase, x, x, x, x, "none", hedge, "as-printed")


def _plus_minus(phrase: str, numbers: list[Number], sign: re.Match) -> Reading:
    if len(numbers) != 2 or not numbers[0].end <= sign.start() < sign.end() <= numbers[1].start:
        raise WordingError(f'"{phrase}": write a number, ±, and one number, such as "3,000 ± 200"')
    best, half = (tidy(n.value) for n in numbers)
    return stated(_plain(phrase, best), best - half, best + half)


@lru_cache(maxsize=65536)
def _around(text: str) -> tuple[str, bool, re.Match | None]:
    """What the words around a number say: why it is no count, whether it is a share, and where a ± stands.

    None of this depends on the digits: they come as zeros, and the same words are searched once.
    """
    plus_minus, share = _PLUS_MINUS.search(text), bool(_SHARE.search(text))
    if re.search(r"(?:^|[^\w.,)])-\s?\d|\bminus \w", text.replace("+/-", "±").replace("plus or minus", "±")) and not re.search(
        r"\d\s?-\s?\d", text
    ):
        return "is negative: a count is 0 or more", share, plus_minus
    if _MULTIPLE.search(text):
        return "is a multiple of another number: give the count itself", share, plus_minus
    if _OTHER_THING.search(text):
        money = "; where money is counted, write the currency as a word" if re.search(r"[$€£¥₩]", text) else ""
        return f"holds a rank, an age, a sum or a length, not a count: cut it to the number of what is counted{money}", share, plus_minus
    return "", share, plus_minus


def _the_number(phrase: str, text: str, numbers: list[Number]) -> Number:
    """The single number or range; anything else is ambiguous and refused."""
    if any(n.high > LARGEST for n in numbers):
        raise WordingError(f'"{phrase[:60]}" has a number larger than any count')
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 2:
        joined = _join(phrase, text, *numbers)
        if joined:
            return joined
    said = ", ".join(f"{tidy(n.value):,}" for n in numbers[:4])
    raise WordingError(f'"{phrase}" has {len(numbers)} numbers ({said}): cut it to one, or write a range as "between 1,100 and 1,500"')


def _join(phrase: str, text: str, a: Number, b: Number) -> Number | None:
    """Two numbers that are one range: "between a and b", "a to b", "a-b", "a or b"."""
    link = text[a.end : b.start].strip(" ()")
    if link not in ("-", "to", "and", "or") or (link == "and" and not re.search(r"\bbetween\b", text[: a.start])):
        return None
    low, high = a.low, b.high
    if link == "to" and _CHANGE.search(text[: a.start]):
        raise WordingError(f'"{phrase}" tells a change, not a range: quote the number that it ends at')
    if b.scale > 1 and a.scale == 1 and low * b.scale <= high:  # 20-25 thousand
        low *= b.scale
    elif a.scale == 1 and low < 100 and high >= 1000 and high % 1000 == 0 and low * 1000 < high:
        if link not in ("-", "or"):  # 11 or 12,000 is one thing, between 10 and 12,000 may be two
            raise WordingError(f'"{phrase}" can mean {tidy(low):,} or {tidy(low * 1000):,}: write both numbers in full')
        low *= 1000
    elif link in ("-", "or") and low < 10 and 100 < high < 1000 and high % 100 == 0 and low * 100 < high:  # 3 or 400
        low *= 100
    if low > high:
        raise WordingError(f'"{phrase}" runs from {tidy(low):,} down to {tidy(high):,}: write the lower number first')
    return Number(a.start, b.end, low, high, a.vague or b.vague)
