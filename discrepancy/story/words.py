"""Words that every sentence shares: numbers, factors, names, and what is never said."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ..gap import Gap
from ..multiverse import range_of
from ..wording import Reading

NEVER = re.compile(
    r"\b(?:lie[ds]?|lying|liars?|inflat\w*|downplay\w*|claim(?:s|ed|ing)?|admit\w*|catch\w* up|caught up|late|distort\w*|mislead\w*|misled"
    r"|flip\w*|true figures?|real figures?|toll)\b",
    re.IGNORECASE,
)


NOT_EVIDENCE = "This is not evidence that either source is wrong."


TOLD = 0.05  # what moves the difference by less, as a log, is in the table and not in the text


REMAINS = "not accounted for by the public record"


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a figure: title (the finding), subtitle (quantity, period, basis), foot (sources), alt sentence."""

    title: str
    subtitle: str
    foot: str
    alt: str


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
    return "no ratio" if m is None else f"×{_factor(m, digits)}"


def _times(m: float) -> str:
    """How many times, with a second digit where one would read as 1.0."""
    return _factor(m, 2 if m < 1.095 else 1)


def _factor(m: float, digits: int = 1) -> str:
    if m >= 10:
        return number(m)
    return f"{m:.{max(digits, 2) if m < 0.95 else digits}f}"


def short(r: Reading) -> str:
    """A reading in a few words: its hedge and its number.

    Examples
    --------
    >>> from discrepancy import read
    >>> short(read("already exceeded 3,000")), short(read("1,100-odd")), short(read("between 5 and 7"))
    ('more than 3,000', '1,100-odd', '5 to 7')
    """
    value = f"{r.value:,.0f}" if float(r.value).is_integer() else f"{r.value:,g}"
    if r.hedge in ("range", "vague"):
        return f"{r.low:,.0f} to {r.high:,.0f}" if r.hedge == "range" else _clip(r.printed, 40)
    if r.hedge == "interval":
        return f"{value} ({r.low:,.0f} to {r.high:,.0f})"
    if r.hedge == "odd":
        return f"{value}-odd"
    if r.hedge == "sum":
        return f"{value}, a sum of parts"
    words = {"over": "more than", "above": "more than", "at most": "up to", "below": "fewer than", "bare": ""}
    return f"{words.get(r.hedge, r.hedge)} {value}".strip()


def possessive(name: str) -> str:
    """Return a name with the s of possession."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _of(name: str, thing: str = "figure") -> str:
    """ "Ukraine's figure", or "the figure of Kishore et al."""
    if len(name) > 26 or name[-1] in ".)" or "'" in name or "," in name:
        return f"the {thing} of {name}"
    return f"{possessive(name)} {thing}"


def _stops(text: str) -> str:
    """One full stop after a name that ends with one."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)


def _cap(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _pace(x: float) -> str:
    """A pace, with at most two digits unless it is a whole number."""
    return number(x, 0 if abs(x - round(x)) < 1e-9 else 2)


def _days(n: int) -> str:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return f"{words[n] if n < len(words) else f'{n:,}'} day{'s' if n != 1 else ''}"


def _upright(gap: Gap) -> tuple[float, float, float, float]:
    """(ratio, remainder, lowest, highest) of the higher over the lower printed figure, whichever was asked for first."""
    ends = range_of(gap)
    values = gap.ratio, gap.unexplained.multiplier, ends["lowest"], ends["highest"]
    if gap.ratio >= 1:
        return values
    ratio, rest, low, high = (1 / v for v in values)
    return ratio, rest, high, low


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _few_or(n: int) -> str:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return words[n] if n < len(words) else f"{n:,}"


def _ends(low: float, high: float) -> str:
    """A range of factors in words: one factor where the ends read the same."""
    if max(abs(math.log(low)), abs(math.log(high))) < 1e-9:
        return "nothing"
    return times(low) if times(low) == times(high) else f"{times(low)} to {times(high)}"
