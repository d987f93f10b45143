"""A reading → a few words for tables, headlines and figures."""

from __future__ import annotations

from discrepancy.reading.reading import Reading
from discrepancy.saying.text import clip


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
        return f"{r.low:,.0f} to {r.high:,.0f}" if r.hedge == "range" else clip(r.printed, 40)
    if r.hedge == "interval":
        return f"{value} ({r.low:,.0f} to {r.high:,.0f})"
    if r.hedge == "odd":
        return f"{value}-odd"
    if r.hedge in ("sum", "difference"):
        return f"{value}, a {r.hedge} of {'parts' if r.hedge == 'sum' else 'two totals'}"
    words = {"over": "more than", "above": "more than", "at most": "up to", "below": "fewer than", "bare": ""}
    return f"{words.get(r.hedge, r.hedge)} {value}".strip()
