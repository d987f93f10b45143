"""Single cells: column → the tests that a value must pass, in the order in which they are asked, each with what would be right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from discrepancy import dates
from discrepancy.case.columns import REQUIRED, TABLES, VALUES
from discrepancy.case.problems import Problem, of_row
from discrepancy.reading.languages.reader import LANGUAGES

__all__ = ["cell_problems"]

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
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
