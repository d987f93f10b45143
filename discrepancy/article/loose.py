"""Units that the grammar of phrases refuses, since they can be several: in a running text a number in one is read with the unit as printed.

In goes a text; out comes one as long in which a unit that is read stands for them ("41 to 43 t      " for degrees), and where each stood.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.vocabulary import any_of
from discrepancy.reading.languages.english.words import CURRENCIES, ONES, SCALES, TENS, UNREAD
from discrepancy.reading.reading import Reading

_OPEN = "|".join(sorted({w + s for w, code in CURRENCIES.items() if not code for s in ("", "s")} | UNREAD))
_WORDS = "|".join(w for w in (*ONES, *TENS, *SCALES) if len(w) > 2)
_UNIT = re.compile(
    rf"(?<![\w$€£¥.,])(?:\d[\d.,]{{0,20}}|{_WORDS})"
    rf"[ -](?P<unit>(?i:{_OPEN}|pounds|basis points)|degrees|MT|m)\b"
    r"(?! ?(?:\$|sterling|of weight|celsius|fahrenheit|[CFNSEW]\b|north|south|east|west))(?!-)"
)
_SIZES = re.compile(rf"\b{any_of('of_sizes')}\b")
_NEAR = 60  # characters on both sides that tell metres from millions


def stand_in(text: str) -> tuple[str, dict[int, str]]:
    """The text with what is read in place of each such unit, and where each ended → its name."""
    found: dict[int, str] = {}
    at, pieces = 0, []
    for unit in _UNIT.finditer(text):
        start, end = unit.span("unit")
        name = unit["unit"]
        if name == "m":
            about = text[max(0, start - _NEAR) : end + _NEAR].lower()
            name = "m" if _SIZES.search(about) else ""
        pieces += [text[at:start], "t".ljust(end - start)]
        found[start], at = {"MT": "t"}.get(name, name), end
    return "".join((*pieces, text[at:])), found


def as_printed(reading: Reading, name: str, printed: str) -> Reading:
    """The reading in the unit as printed; "m" that is no length is a million."""
    if name:
        return replace(reading, unit=name, printed=printed, assumed=())
    big = {end: getattr(reading, end) * 1e6 for end in ("value", "low", "best", "high")}
    return replace(reading, unit="", printed=printed, assumed=(), **big)
