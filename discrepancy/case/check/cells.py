"""Cells of a row: the tests that a value must pass by its column, in the order in which they are asked; then days, bounds, numbers and
the phrase of a row beside each other.  Each test says what would be right."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import urlsplit

from discrepancy import dates
from discrepancy.case.columns import REQUIRED, TABLES, VALUES
from discrepancy.case.model import Measure
from discrepancy.case.problems import Problem, of_row
from discrepancy.reading.languages.reader import LANGUAGES, another_script, numerals
from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError

__all__ = ["cell_problems", "measure_units", "row_problems", "unit_problems"]

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
QUOTED = ("wording", "english", "language")  # the advice about a phrase has it within
COUNTRIES = ("ua", "kr", "jp")  # codes of countries that are often taken for those of their languages: uk, ko, ja
Test = tuple[Callable[[str], object], str | Callable[[str], str]]  # a cell is right; else the advice, or what gives it for the cell


def cell_problems(tables: dict, measures: dict, dimensions: dict) -> Iterator[Problem]:
    """One problem for each bad cell of each table: the first thing wrong with it.  Where a column is not needed, a cell may be empty."""
    for table, tests in _tests(tables, measures, dimensions).items():
        needed = REQUIRED if table == "claims" else TABLES[table][1]
        for column, asked in tests.items():
            values = {row[column] for row in tables[table]} - (set() if column in needed else {""})
            wrong = {value: _first_wrong(value, asked) for value in values}
            for row in tables[table]:
                if advice := wrong.get(row[column]):
                    yield of_row(table, row, column, advice)


def _first_wrong(value: str, tests: Sequence[Test]) -> str:
    advice = next((advice for right, advice in tests if not right(value)), "")
    return advice if isinstance(advice, str) else advice(value)


def _tests(tables: dict, measures: dict, dimensions: dict) -> Mapping[str, Mapping[str, list[Test]]]:
    """Table → column → tests; all but the first of a column may take for granted that those before were passed."""
    today = date.today()
    day: Test = (dates.is_date, dates.no_date)
    past: Test = (lambda s: dates.first(s) <= today, "is in the future: nothing can have been said then")
    old: Test = (lambda s: 1800 <= dates.first(s).year < 2200, "is before 1800 or after 2200: is the year right?")
    address = "is no address: write http:// or https:// and the rest"
    link: Test = (_is_link, f"{address}, or leave it empty")
    number: Test = (NUMBER.fullmatch, _no_number)
    made = "write the table with check --record"
    claims = {
        "claim": [_once(tables["claims"], "each claim needs its own id")],
        "source": [
            (bool, "is empty: say who makes the claim"),
            _among({row["source"] for row in tables["sources"]}, "is not in sources.csv: add a row for it there"),
        ],
        "statement_date": [(bool, "is empty: say when it was said, a month or a year will do"), day, past, old],
        "published": [day, past, old],
        "language": [(_is_language, f"is no code of a language: write {', '.join(LANGUAGES)}, or another code of ISO 639")],
        "as_of": [day, old],
        "period_start": [day, old],
        "accessed": [day, past],
        "measure": [
            (bool, "is empty: say what is counted"),
            _among(measures, f"is not declared in case.toml: use one of {', '.join(measures)}"),
        ],
        "wording": [(bool, "is empty: give the shortest printed phrase with the number")],
        "url": [(lambda s: not s or _is_link(s), f"{address}, or leave it empty and say why in notes")],
        "archive_url": [(_is_link, address)],
        "value": [number],
        "low": [number],
        "high": [number],
        "level": [number, (lambda s: 50 <= float(s) < 100, "is the level of an interval in percent, such as 95")],
    }
    for column, allowed in VALUES.items():
        claims[column] = [_among(allowed, f"is not known: use {' or '.join(allowed)}, or leave it empty")]
    for name, spec in dimensions.items():
        labels = spec["labels"]
        claims[name] = [_among(labels, f"is not a value of the dimension {name}: use {', '.join(labels)}, or leave it empty")]
    recorded = {
        "claim": [_once(tables["recorded"], made)],
        "hash": [(re.compile(r"[0-9a-f]{64}").fullmatch, f"is no hash: {made}")],
        "recorded": [(dates.is_date, "is no date: write YYYY-MM-DD")],
        "corrections": [(re.compile(r"[0-9]{1,9}").fullmatch, f"is no count of corrections: {made}")],
    }
    dated = {table: {"date": [day], "url": [link]} for table in ("events", "reasons", "corrections")}
    return {"claims": claims, "sources": {"source": [(bool, "is empty: give the source an id")]}, **dated, "recorded": recorded}


def _among(allowed: Mapping | Sequence | set, advice: str) -> Test:
    return (lambda s: s in allowed, advice)


def _once(rows: list[dict], advice: str) -> Test:
    often = Counter(row["claim"] for row in rows)
    return (lambda s: often[s] == 1, f"stands more than once: {advice}")


def _no_number(text: str) -> str:
    """Advice for a text that is no number: how to write the one that it may mean."""
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3})", "", text)
    if NUMBER.fullmatch(plain):
        return f"has a mark for thousands: write {plain}"
    if re.fullmatch(r"\d{1,3}(\.\d{3})*,\d+|\d+,\d+", plain) and not re.fullmatch(r"\d{1,3},\d{3}", plain):
        return f"has a decimal comma: write {plain.replace('.', '').replace(',', '.')}"
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        decimal = f", or {plain.replace(',', '.')} if it marks decimals" if re.fullmatch(r"\d+,\d+", plain) else ""
        return f"has a comma for thousands: write {plain.replace(',', '')}{decimal}"
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", plain):
        return f"has points for thousands: write {plain.replace('.', '')}"
    return "is no number: digits only, a point for decimals, 3000 for 3,000"


def _is_language(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", text)) and text.lower() not in COUNTRIES


def _is_link(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"https?://[^\s<>\"]+", text) and urlsplit(text).hostname)
    except ValueError:
        return False


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
    side = "both" if reading.hedge in ("range", "vague", "interval", "odd") else reading.side
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
