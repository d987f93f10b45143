"""TODO"""

from __future__ import annotations

import math

__all__ = ["count"]


def number(x: float, digits: int = 2) -> str:
    """A number with thousands separators, rounded to significant digits unless it was printed.

    Examples
    --------
    >>> number(1334.6), number(3000, 0), number(92.3)
    ('1,300', '3,000', '92')
    """
    if not digits or x == 0:
        return f"{x:,.0f}"
    power = math.floor(math.log10(abs(x))) - digits + 1
    return f"{round(x / 10**power) * 10**power:,.0f}" if power > -1 else f"{x:,.{-power}f}"


def times(m: float | None, digits: int = 1) -> str:
    """A factor for readers: ×2.3.

    Examples
    --------
    >>> times(2.319), times(61.2), times(261), times(0.4), times(1.19, 2), times(None)
    ('×2.3', '×61', '×260', '×0.40', '×1.19', 'no ratio')
    """
    return "no ratio" if m is None else f"×{factor(m, digits)}"


def say_times(m: float) -> str:
    """How many times, with a second digit where one would read as 1.0."""
    return factor(m, 2 if m < 1.095 else 1)


def factor(m: float, digits: int = 1) -> str:
    if m >= 10:
        return number(m)
    return f"{m:.{max(digits, 2) if m < 0.95 else digits}f}"


def say_pace(x: float) -> str:
    """A pace, with at most two digits unless it is a whole number."""
    return number(x, 0 if abs(x - round(x)) < 1e-9 else 2)


def say_days(n: int) -> str:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return f"{words[n] if n < len(words) else f'{n:,}'} day{'s' if n != 1 else ''}"


def few_or(n: int) -> str:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return words[n] if n < len(words) else f"{n:,}"


def say_ends(low: float, high: float) -> str:
    """A range of factors in words: one factor where the ends read the same."""
    if max(abs(math.log(low)), abs(math.log(high))) < 1e-9:
        return "nothing"
    return times(low) if times(low) == times(high) else f"{times(low)} to {times(high)}"


def count(n: int, noun: str) -> str:
    """A number with its noun: 1 claim, 2 claims."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
