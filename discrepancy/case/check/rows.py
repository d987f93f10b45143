"""Checks that need two cells of one row of claims: its days, its bounds, and the phrase beside the numbers read from it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress

from discrepancy import dates
from discrepancy.case.model import Measure
from discrepancy.case.problems import Problem, of_row
from discrepancy.reading.languages.reader import LANGUAGES, another_script, numerals
from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError

__all__ = ["measure_units", "row_problems", "unit_problems"]

QUOTED = ("wording", "english", "language")  # the advice has the phrase in it


def row_problems(claims: list[dict], bad: set[tuple[int, str]]) -> Iterator[Problem]:
    """Problems of each row; cells that are `bad` by themselves (line, column) are not compared with others."""
    for row in claims:
        for column, advice in (*_phrase(row), *_bounds_and_days(row, bad)):
            yield of_row("claims", row | dict.fromkeys(QUOTED, ""), column, advice)


def _phrase(row: dict) -> Iterator[tuple[str, str]]:
    wording, rendering = row["wording"], row["english"]
    if not row["url"] and not row["notes"]:
        yield "url", "is empty: give the address of the page, or say in notes why there is none"
    english = row["language"].lower().split("-")[0] in ("", "en")
    if not english and not rendering:
        yield "english", f"is empty: give a short English rendering of {wording[:60]!r}, or set language to en"
    elif english and another_script(wording):
        yield "language", f'"{wording[:60]}" is not English: give its language{"" if rendering else " and a short English rendering"}'
    elif wording and row["kind"] != "share" and (wrong := _numbers(row) or _rendering(row)):
        yield "english" if rendering else "wording", wrong


def _bounds_and_days(row: dict, bad: set[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    both = lambda *columns: all(row[c] and (row["line"], c) not in bad for c in columns)
    said, end = row["statement_date"], "as_of" if row["as_of"] else "statement_date"
    if both("low", "high") and float(row["low"]) > float(row["high"]):
        yield "low", f"is above high ({row['high']}): exchange the two"
    if both("as_of", "statement_date") and row["kind"] != "plan" and dates.first(row["as_of"]) > dates.last(said):
        yield "as_of", f"is after the statement ({said}): a figure for a later day is a plan"
    if both("period_start", end) and dates.first(row["period_start"]) > dates.last(row[end]):
        yield "period_start", f"is after {end} ({row[end]}): the period ends before it begins"
    if both("published", "statement_date") and dates.last(row["published"]) < dates.first(said):
        yield "published", f"is before the statement ({said}): nobody can retell what was not yet said"
    if row["derived_from"] and not row["derived_basis"]:
        yield "derived_basis", "is empty: say whether the derivation is stated or inferred"


def _numbers(row: dict) -> str:
    """What is wrong with the phrase of a row, or with the numbers beside it; empty if nothing is."""
    phrase = row["english"] or row["wording"]
    try:
        reading = read(phrase)
    except WordingError as error:
        readers = [] if row["english"] or "has no number" not in str(error) else [c for c in LANGUAGES if numerals(phrase, c)]
        if readers:
            return f'"{phrase}" is not English: give its language ({" or ".join(readers)}?) and a short English rendering'
        return str(error)
    if reading.unit in ("%", "pp"):
        return f'"{phrase}" is a share, not a count: give the count, or set kind to share in the table'
    if reading.low < 0:
        return f'"{phrase}" is negative: a count is 0 or more'
    try:
        numbers = {column: float(row[column]) for column in ("value", "low", "high", "level") if row[column]}
    except ValueError:
        return ""  # said by the check of that column
    if "value" in numbers and reading.hedge not in ("range", "vague") and numbers["value"] != reading.value:
        return f'"{phrase}" says {reading.value:,}, but value is {row["value"]}: one of the two is wrong'
    if "level" in numbers:
        if not {"low", "high"} <= numbers.keys() or not numbers["low"] <= reading.value <= numbers["high"]:
            return f'"{phrase}": a stated interval needs low and high with the printed number between them'
        return ""
    side = "both" if reading.hedge in ("range", "vague", "interval") else "floor" if reading.hedge == "odd" else reading.side
    hard = {"low": reading.low if side in ("both", "floor") else None, "high": reading.high if side in ("both", "ceiling") else None}
    for column, end in hard.items():
        if column in numbers and numbers[column] != end:
            right = "empty (or give level, if the source states an interval)" if end is None else f"{end:,.0f}"
            return f'"{phrase}": {column} is {row[column]}, and the phrase says {right}'
    return ""


def measure_units(claims: list[dict], measures: Mapping[str, Measure]) -> dict[str, str]:
    """The unit of each measure: as declared, else that of its first phrase that is read."""
    units = {name: measure.unit for name, measure in measures.items() if measure.unit}
    for row in claims:
        if row["measure"] not in units and row["kind"] != "share":
            with suppress(WordingError):
                units[row["measure"]] = read(row["english"] or row["wording"]).unit
    return units


def unit_problems(claims: list[dict], units: Mapping[str, str]) -> Iterator[Problem]:
    """Phrases whose unit cannot be brought to that of their measure."""
    for row in claims:
        if row["kind"] == "share" or row["measure"] not in units:
            continue
        try:
            read(row["english"] or row["wording"]).to(units[row["measure"]])
        except WordingError as error:
            if " is asked for" in str(error):
                advice = f"{error} of the measure {row['measure']!r}: give it a measure of its own, or a conversion"
                yield of_row("claims", row | dict.fromkeys(QUOTED, ""), "english" if row["english"] else "wording", advice)


def _rendering(row: dict) -> str:
    """How the numbers of a wording and of its English rendering differ; empty if they agree or the wording cannot be read for sure."""
    said = numerals(row["wording"], row["language"])
    reading = read(row["english"] or row["wording"])
    if not said or reading.hedge == "vague":
        return ""
    rendered = (reading.low, reading.high) if reading.hedge == "range" else (reading.value,)
    if all(any(math.isclose(a, b) for b in said) for a in rendered):
        return ""
    ours, theirs = (f" {link} ".join(f"{n:,}" for n in numbers) for link, numbers in (("and", said), ("to", rendered)))
    return f'"{row["wording"]}" says {ours}, but the English rendering "{row["english"]}" says {theirs}: one of the two is wrong'
