"""Tokens behind a number → what else it says of the number: an interval with its level, the other end of a range, the same in other units.

In goes the place behind a number and its unit; out comes an `StatedInterval`, or nothing.  An interval is taken as it is stated: bounds
without a level stay without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from discrepancy.reading.languages.english.numerals import Number, number_at, text_at
from discrepancy.reading.languages.english.units import Unit, unit_at
from discrepancy.reading.tokens import Token
from discrepancy.reading.units import convert

_OPEN, _CLOSE = ("(", "["), (")", "]")
_LINKS = ("-", "to", ",", "and", "through", ";", "till", "until")
_PLUS_MINUS = (("±",), ("+", "/", "-"), ("+", "-"), ("plus", "or", "minus"), ("plus", "/", "minus"), ("give", "or", "take"))
# How an interval is named, with its level where the name says one.
_LEVELS = {
    95.0: "confidence_interval confidence_intervals credible_interval credibility_interval uncertainty_interval prediction_interval "
    "confidence_limits ci cri ui hdi pi",
    50.0: "interquartile_range iqr",
    None: "uncertainty_range plausible_range range ranging interval",
}
_NAMES = {tuple(name.split("_")): level for level, names in _LEVELS.items() for name in names.split()}
_LEADS = {*_OPEN, ",", ":", *(s[0] for s in _PLUS_MINUS), *(n[0] for n in _NAMES), "a", "with", "at"}


@dataclass(frozen=True, slots=True)
class StatedInterval:
    """Bounds as stated, in the unit and at the scale of the number they belong to."""

    low: float
    high: float
    level: float | None  # in percent
    last: int  # the token behind it
    assumed: str = ""


def _first_of(names: Iterable[tuple[str, ...]], tokens: list[Token], i: int) -> tuple[str, ...] | None:
    """The first of some names that stands at token i."""
    return next((name for name in names if tuple(t.text for t in tokens[i : i + len(name)]) == name), None)


def _signed(phrase: str, tokens: list[Token], i: int) -> tuple[Number, float] | None:
    """A number with its sign at token i: "-0.13", "minus 5"."""
    sign = -1.0 if text_at(tokens, i) in ("-", "minus") else 1.0
    i += text_at(tokens, i) in ("-", "minus", "+", "€", "$", "£")
    number = number_at(phrase, tokens, i) if i < len(tokens) else None
    return (number, sign) if number and not number.vague and not number.part else None


def interval_at(phrase: str, tokens: list[Token], i: int, number: Number, unit: Unit | None) -> StatedInterval | None:
    """The interval that starts at token i behind a number: "(95% CI 104,000 to 223,000)", "± 200", "[0.33, 0.72]", "range 100-200"."""
    if i >= len(tokens) or (tokens[i].text not in _LEADS and tokens[i].kind != "number"):
        return None
    return _plus_minus(phrase, tokens, i, number, unit) or _bounds(phrase, tokens, i, number, unit)


def _plus_minus(phrase: str, tokens: list[Token], i: int, number: Number, unit: Unit | None) -> StatedInterval | None:
    opened = text_at(tokens, i) in _OPEN
    i += opened
    i += text_at(tokens, i) == ","
    sign = _first_of(_PLUS_MINUS, tokens, i)
    found = _signed(phrase, tokens, i + len(sign)) if sign else None
    if not found or found[1] < 0:
        return None
    half, last = found[0].value, found[0].last
    if (behind := unit_at(phrase, tokens, last)) is not None:
        if behind.symbol == "%" and (unit is None or unit.symbol != "%"):
            half *= number.value / 100
        elif unit is not None and not (behind.symbol == unit.symbol or (unit.symbol == "%" and behind.symbol == "pp")):
            return None
        last = behind.last
    elif number.scale > 1 and found[0].scale == 1 and half * number.scale < number.value and half < number.value / number.scale:
        half *= number.scale  # 1.2 ± 0.3 million has its scale once
    if opened:
        if text_at(tokens, last) not in _CLOSE:
            return None
        last += 1
    return StatedInterval(number.value - half, number.value + half, None, last)


def _bounds(phrase: str, tokens: list[Token], i: int, number: Number, unit: Unit | None) -> StatedInterval | None:
    depth, j, level, assumed, named = 0, i, None, "", False
    j += text_at(tokens, j) == "," and text_at(tokens, j + 1) not in ("",)
    while True:  # what stands before the lower bound: brackets, level, name
        word = text_at(tokens, j)
        if word in _OPEN:
            depth, j = depth + 1, j + 1
        elif name := _first_of(_NAMES, tokens, j):
            stated = _NAMES[name]
            assumed = f"{' '.join(name)}: 95 %" if level is None and stated == 95 else assumed
            level, named, j = stated if level is None else level, True, j + len(name)
        elif word in (":", ",", "=", "of", "a", "an", "the", "with", "from", "between", "is") and (depth or named):
            j += 1
        elif (
            j < len(tokens)
            and tokens[j].kind == "number"
            and text_at(tokens, j + 1) in ("%", "percent")
            and _first_of(_NAMES, tokens, j + 2)
        ):
            level, assumed, j = float(tokens[j].text), "", j + 2
        else:
            break
    if not depth and not named:
        return None
    low = _signed(phrase, tokens, j)
    if not low:
        return None
    k = low[0].last
    first = unit_at(phrase, tokens, k)
    k = first.last if first else k
    link = text_at(tokens, k)
    if link not in _LINKS and not (link == "up" and text_at(tokens, k + 1) == "to"):
        return None
    high = _signed(phrase, tokens, k + 1 + (link == "up"))
    if not high:
        return None
    k = high[0].last
    behind = unit_at(phrase, tokens, k)
    k = behind.last if behind else k
    for _ in range(depth):
        while text_at(tokens, k) in (".", ",", ";") and text_at(tokens, k + 1) in _CLOSE:
            k += 1
        if text_at(tokens, k) not in _CLOSE:
            return None
        k += 1
    ends = _at_size(low, high, first, behind, number, unit)
    return StatedInterval(*ends, level, k, assumed) if ends else None


def _at_size(low, high, first: Unit | None, behind: Unit | None, number: Number, unit: Unit | None) -> tuple[float, float] | None:
    """Both bounds at full size: a scale or a unit that is printed once belongs to both, and to the number's own."""
    a, b = low[0].value * low[1], high[0].value * high[1]
    if low[0].scale == 1 and high[0].scale > 1 and abs(a) * high[0].scale <= abs(b):
        a *= high[0].scale
    last = behind or first
    if last and unit and last.symbol != unit.symbol:
        return None
    if own := last or unit:
        a, b = a * own.factor, b * own.factor
    value = number.value * (unit.factor if unit else 1)
    if not a <= value <= b and number.scale > 1 and low[0].scale == high[0].scale == 1 and a * number.scale <= value <= b * number.scale:
        a, b = a * number.scale, b * number.scale  # 1.2 million (0.9 to 1.5)
    return a, b


def restated_at(phrase: str, tokens: list[Token], i: int, number: Number, unit: Unit | None) -> tuple[int, str] | None:
    """The same number again in brackets, rounded or in another unit: "(84.3 million)", "(860,000 ha)"; what is wrong with it, if it disagrees."""
    if text_at(tokens, i) != "(":
        return None  # [12] is a mark
    j = i + 1
    j += text_at(tokens, j) in ("about", "roughly", "approximately", "around", "some", "nearly", "over", "~", "c", "ca", "or", "equivalent")
    j += text_at(tokens, j) in ("to",)
    again = _signed(phrase, tokens, j)
    if not again:
        return None
    other = unit_at(phrase, tokens, again[0].last)
    last = other.last if other else again[0].last
    if text_at(tokens, last) not in _CLOSE:
        return None
    here, there = (unit.symbol if unit else ""), (other.symbol if other else unit.symbol if unit else "")
    factor = convert(here, there)
    if factor is None:
        return None
    value, same = number.value * (unit.factor if unit else 1) * factor, again[0].value * again[1] * (other.factor if other else 1)
    if not value or (abs(same / value - 1) > 0.06 and abs(same - value) > again[0].grain):
        return last + 1, f"gives {same:,.6g} in brackets, which is not the same number"
    return last + 1, ""
