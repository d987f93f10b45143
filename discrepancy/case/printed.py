"""What a row prints: its words, or its number alone → the phrase to show, and its `Reading`, in the printed unit.

In go the cells ``wording``, ``english``, ``value``, ``unit``, ``low``, ``high`` and ``level`` of a row; everything that needs the number
of a row asks here, so that check and use cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading, stated
from discrepancy.reading.units import is_money
from discrepancy.reading.wording import WordingError, tidy

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
_PRINTED = itemgetter("english", "wording", "value", "unit", "low", "high", "level")


def phrase_of(row: Mapping[str, str]) -> str:
    """The words to read and to show: the English rendering where the page is in another language, the number where there are no words.

    >>> phrase_of({"wording": "", "english": "", "value": "9000", "unit": ""}), phrase_of({"wording": "", "english": "", "value": "9.50", "unit": "%"})
    ('9,000', '9.50%')
    """
    return row["english"] or row["wording"] or _figure(row["value"], row["unit"])


def number_in(row: Mapping[str, str], column: str) -> float | None:
    """The number of a cell at full size, in the unit of the row; None where there is none, or the cell has another problem."""
    with suppress(WordingError):
        unit = unit_named(row["unit"]) if row["unit"] else None
        return tidy(float(Decimal(row[column]) * Decimal(unit.factor if unit else 1))) if NUMBER.fullmatch(row[column]) else None
    return None


def reading_of(row: Mapping[str, str], rule: str = "hedge", width: float = 1.0) -> Reading:
    """The reading of a row; bounds that the source gives take the place of those of the hedge, with their level if they have one.

    Raises a `WordingError` where the phrase, or the unit beside it, cannot be read.
    """
    return _reading(rule, width, *_PRINTED(row))


@lru_cache(maxsize=1 << 18)  # check and use ask for each row several times
def _reading(rule: str, width: float, english: str, wording: str, *cells: str) -> Reading:
    row = dict(zip(("value", "unit", "low", "high", "level"), cells, strict=True), english=english, wording=wording)
    words = english or wording
    found = read(words or _spelt(row["value"]), rule, width, unit=row["unit"])
    found = found if words else replace(found, printed=phrase_of(row))
    low, high = (number_in(row, column) if row[column] else None for column in ("low", "high"))
    if low is None or high is None or found.hedge == "interval" or (not row["level"] and found.hedge in ("range", "vague")):
        return found
    if not low <= found.value <= high or not NUMBER.fullmatch(row["level"] or "95"):
        return found  # the check says what is wrong
    return stated(found, low, high, float(row["level"]) if row["level"] else None)


def unit_of(row: Mapping[str, str], unit: str, conversions: Iterable[Any]) -> str:
    """The unit to which a row is brought: that of its measure; its own currency, where a conversion of the case leads from one to another."""
    with suppress(WordingError):
        if (own := reading_of(row).unit) != unit and is_money(own) and is_money(unit):
            return own if any(row.get(c.dimension) in (c.start, c.to) for c in conversions) else unit
    return unit


def _spelt(value: str) -> str:
    """A number of a cell as the reader cannot take it for another: three digits behind a point are decimals here."""
    return re.sub(r"^(-?)0*([0-9]+?)\.([0-9]{3})$", lambda m: f"{m[1]}{int(m[2] + m[3])}e-3", value)


@lru_cache(maxsize=65536)
def _figure(value: str, unit: str) -> str:
    """A number with its unit as a page prints them: 6.1%, $9,000, USD 1.2 million, 13,000 km2."""
    if not NUMBER.fullmatch(value):
        return value
    figures = value if "e" in value.lower() else f"{Decimal(value):,}"
    if money := re.fullmatch(r"([A-Z]{3}\b|[A-Z]*[$€£¥₹])\s*(.*)", unit):
        sign, figures = ("-", figures[1:]) if figures.startswith("-") else ("", figures)
        return f"{sign}{money[1]}{' ' * money[1].isalpha()}{figures} {money[2]}".strip()
    return figures + ("" if unit.startswith(("%", "°")) else " " if unit else "") + unit
