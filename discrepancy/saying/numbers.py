"""How numbers are said: counts, factors, their ranges and shares, in one spelling whoever says them.

In goes a number; out comes text for readers.  A count that is whole stands as it was printed, any other has two digits, since that
is about what printed figures carry.  A factor has two digits too, but two decimals up to ×1.95: factors multiply, and what each
of them does to a number is told by its distance from 1.  Both ends of a range are rounded alike.
"""

from __future__ import annotations

import math
import re

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_FINE = 1.955  # factors have two decimals below; beyond, a second decimal is less than a fortieth of them
_NEAR = 1.095  # what would read as 1.0 beside the end of a range that has one decimal


def significant(x: float, digits: int = 2) -> float:
    """A number rounded to significant digits: 1334.6 → 1300.0."""
    return float(f"{x:.{digits - 1}e}")


def number(x: float, digits: int = 2) -> str:
    """A number with thousands separators, rounded to significant digits unless it was printed.

    >>> number(1334.6), number(3000, 0), number(92.3), number(9.97)
    ('1,300', '3,000', '92', '10')
    """
    if not digits or x == 0:
        return f"{x:,.0f}"
    rounded, exponent = f"{x:.{digits - 1}e}".split("e")
    return f"{float(f'{rounded}e{exponent}'):,.{max(digits - 1 - int(exponent), 0)}f}"


def count(x: float, digits: int = 2) -> str:
    """A count: whole as it was printed, else with so many significant digits.

    >>> count(1103), count(1292.9), count(1292.9, 3)
    ('1,103', '1,300', '1,290')
    """
    return number(x, 0 if _whole(x) else digits)


def count_to(low: float, high: float, digits: int = 2) -> str:
    """A range of counts with both ends rounded alike; one count where they read the same.

    >>> count_to(2975, 3022), count_to(2975, 3022.6), count_to(3000, 3228.4, 3)
    ('2,975 to 3,022', '3,000', '3,000 to 3,230')
    """
    return _to(*(number(x, 0 if _whole(low) and _whole(high) else digits) for x in (low, high)))


def _whole(x: float) -> bool:
    return abs(x - round(x)) < 1e-6


def factor(m: float, fine: float = _FINE) -> str:
    """How many times: 2.3, with two decimals below `fine`, and as many as tell it from 1; 1 alone for what changes nothing.

    >>> factor(2.319), factor(1.04), factor(0.4), factor(261), factor(1), factor(1.003)
    ('2.3', '1.04', '0.40', '260', '1', '1.003')
    """
    if abs(m - 1) < 5e-5:
        return "1"
    if abs(m - 1) < 0.005:
        return f"{m:.4f}".rstrip("0") if abs(m - 1) < 5e-4 else f"{m:.3f}"
    return f"{m:.2f}" if 0.95 <= m < fine else number(m)


def times(m: float | None) -> str:
    """A factor with its sign.

    >>> times(2.319), times(1.19), times(0.037), times(61.2), times(None)
    ('×2.3', '×1.19', '×0.037', '×61', 'no ratio')
    """
    return "no ratio" if m is None else f"×{factor(m)}"


def printed(grain: float) -> bool:
    """Whether a grain is that of a printed digit; digits that were brought from another unit are not."""
    return (math.log10(grain) + 1e-9) % 1 < 2e-9


def quantity(x: float, unit: str = "", grain: float = 0, signed: bool = False) -> str:
    """A number in its unit, no finer than the `grain` of what was printed; two digits without one, and three where it came from another unit.

    >>> quantity(6.1, "%", 0.1), quantity(640.6e9, "USD", 1e8), quantity(1214056.9, "ha", 0.4047), quantity(37, "per 100000", 1), quantity(2.49e9, "t", 1e-6)
    ('6.1%', '640.6 billion USD', '1.21 million ha', '37 per 100,000', '2.49 billion t')
    """
    size = abs(x)
    if grain and not printed(grain):
        size, grain = significant(size, 3), 0
    grain = grain or (1 if _whole(size) else 10.0 ** (math.floor(math.log10(size)) - 1))
    size = round(size / grain) * grain
    scale, word = next(((s, word) for s, word in _SCALES if unit and size >= s and _whole(1000 * size / s)), (1, ""))
    text = f"{float(f'{size / scale:.12g}'):,.{max(0, -math.floor(math.log10(grain / scale) + 1e-9))}f}"
    if "." in text and (word or not unit.startswith(("%", "pp", "°"))):  # a percentage keeps the digits that it was printed with
        text = text.rstrip("0").rstrip(".")
    sign = "" if not size else "−" if x < 0 else "+" if signed else ""
    if unit == "pp":
        unit = "point" if text == "1" else "points"
    elif unit.startswith("per "):
        unit = re.sub(r"\d+", lambda n: f"{int(n[0]):,}", unit)
    return " ".join(part for part in (sign + text, word, unit) if part).replace(" %", "%")


def amount(x: float, unit: str = "", grain: float = 0, signed: bool = False) -> str:
    """What two numbers differ by, as a quantity: percentages differ by points.

    >>> amount(1.4000000000000004, "%", 0.1), amount(-0.5, "°C", 0.1, signed=True), amount(12.3e9, "USD", 1e8), amount(1, "pp", 1)
    ('1.4 points', '−0.5 °C', '12.3 billion USD', '1 point')
    """
    return quantity(x, "pp" if unit == "%" else unit, grain, signed)


def quantity_to(low: float, high: float, unit: str = "", grain: float = 0) -> str:
    """A range of quantities, with a unit that is a word once; one quantity where both read the same.

    >>> quantity_to(6.05, 6.15, "%", 0.01), quantity_to(1.25e6, 1.35e6, "ha", 1e4), quantity_to(0.2, 0.5, "pp", 0.1)
    ('6.05% to 6.15%', '1.25 to 1.35 million ha', '0.2 to 0.5 points')
    """
    one, two = quantity(low, unit, grain), quantity(high, unit, grain)
    return two if one == two else " to ".join(once(one, two))


def once(one: str, two: str) -> tuple[str, str]:
    """The ends of a range, with words that both end with in the second only."""
    text, _, words = one.partition(" ")
    return (text if words == two.partition(" ")[2] else one), two


def alike(low: float, high: float) -> tuple[str, str]:
    """Two factors that are the ends of a range, rounded alike: to two digits, or two decimals where one is not to be told from 1."""
    fine = _FINE if high < _FINE else _NEAR
    one, two = (1.0 if abs(m - 1) < 0.005 <= abs(other - 1) else m for m, other in ((low, high), (high, low)))
    return factor(one, fine), factor(two, fine)


def times_to(low: float, high: float) -> str:
    """A range of factors with both ends rounded alike, to a digit more where they would read the same; "nothing" where both are 1.

    >>> times_to(1.86, 2.89), times_to(0.62, 1.19), times_to(1.04, 2.3), times_to(2.31, 2.34), times_to(2.3, 2.3001), times_to(1, 1)
    ('×1.9 to ×2.9', '×0.62 to ×1.19', '×1.04 to ×2.3', '×2.31 to ×2.34', '×2.3', 'nothing')
    """
    if max(abs(math.log(low)), abs(math.log(high))) < 1e-9:
        return "nothing"
    one, two = alike(low, high)
    closer = [number(m, 3) for m in (low, high)]
    return _to(*(f"×{m}" for m in (closer if one == two and closer[0] != closer[1] else (one, two))))


def _to(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def percent(share: float) -> str:
    """A share in per cent: 0.837 → 84%."""
    return f"{share:.0%}"


def plural(n: int, noun: str) -> str:
    """A number with its noun: 1 claim, 2 claims."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def spelled(n: int, noun: str = "") -> str:
    """A small number in words, with its noun if one is given: four, no days, 11 days."""
    said = _WORDS[n] if 0 <= n < len(_WORDS) else f"{n:,}"
    return f"{said} {noun}{'' if n == 1 else 's'}" if noun else said
