"""A reading → a few words for tables, headlines and figures, in the unit of its measure and with the digits that were printed."""

from __future__ import annotations

from discrepancy.reading.reading import Reading
from discrepancy.saying.numbers import quantity
from discrepancy.saying.text import clip

WORDS = {"over": "more than", "above": "more than", "at most": "up to", "below": "fewer than", "bare": ""}


def short(r: Reading) -> str:
    """A reading in a few words: its hedge and its number.

    Examples
    --------
    >>> from discrepancy import read
    >>> [short(read(words)) for words in ("already exceeded 3,000", "1,100-odd", "between 5 and 7", "below 7.5%", "$14.3bn")]
    ['more than 3,000', '1,100-odd', '5 to 7', 'less than 7.5%', '14.3 billion USD']
    """
    value = quantity(r.value, r.unit, r.grain)
    if r.vague:
        return r.ends if r.hedge == "range" else clip(r.printed, 40)
    if r.hedge == "interval":
        return f"{value} ({r.ends})"
    if r.hedge == "odd":
        return f"{value}-odd"
    if r.hedge in ("sum", "difference"):
        return f"{value}, a {r.hedge} of {'parts' if r.hedge == 'sum' else 'two totals'}"
    word = WORDS.get(r.hedge, r.hedge)
    return f"{word.replace('fewer', 'less') if r.unit else word} {value}".strip()
