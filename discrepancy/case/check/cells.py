"""Cells of a row: the tests that a value must pass by its column, in the order in which they are asked; then days, bounds, numbers and
the phrase of a row beside each other.  Each test says what would be right."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from urllib.parse import urlsplit

from discrepancy import dates
from discrepancy.case.columns import NUMBERS, TABLES, VALUES
from discrepancy.case.model import Conversion, Measure
from discrepancy.case.printed import NUMBER, number_in, phrase_of, reading_of, unit_of
from discrepancy.case.problems import Problem, of_row
from discrepancy.reading.languages.english.units import NO_UNIT, unit_named
from discrepancy.reading.languages.reader import another_script, numerals, unlike
from discrepancy.reading.languages.tables import LANGUAGES
from discrepancy.reading.reading import Reading, scale_of
from discrepancy.reading.wording import LARGEST, WordingError
from discrepancy.saying.text import clean, hidden

QUOTED = ("english", "wording", "value", "language")  # the advice about a phrase has it within
COUNTRIES = ("ua", "kr", "jp")  # codes of countries that are often taken for those of their languages: uk, ko, ja
Test = tuple[Callable[[str], object], str | Callable[[str], str]]  # a cell is right; else the advice, or what gives it for the cell


def cell_problems(tables: dict, measures: dict, dimensions: dict) -> Iterator[Problem]:
    """One problem for each bad cell of each table: the first thing wrong with it.  Where a column is not needed, a cell may be empty."""
    for table, tests in _tests(tables, measures, dimensions).items():
        for column, asked in tests.items():
            values = {row[column] for row in tables[table]} - (set() if column in TABLES[table][1] else {""})
            wrong = {value: _first_wrong(value, asked) for value in values}
            for row in tables[table]:
                if advice := wrong.get(row[column]):
                    yield of_row(table, row, column, advice)


def _first_wrong(value: str, tests: Sequence[Test]) -> str:
    advice = next((advice for right, advice in tests if not right(value)), "")
    return (advice and hidden(value)) or (advice if isinstance(advice, str) else advice(value))


def _tests(tables: dict, measures: dict, dimensions: dict) -> Mapping[str, Mapping[str, list[Test]]]:
    """Table → column → tests; all but the first of a column may take for granted that those before were passed."""
    today = date.today() + timedelta(days=1)  # somewhere it is tomorrow already, and days are those of the page
    day: Test = (dates.is_date, dates.no_date)
    past: Test = (lambda s: dates.first(s) <= today, "is in the future: nothing can have been said then")
    old: Test = (lambda s: 1500 <= dates.first(s).year < 2200, "is before 1500 or after 2200: is the year right?")
    address = "is no address: write http:// or https:// and the rest"
    link: Test = (_is_link, f"{address}, or leave it empty")
    number: Test = (NUMBER.fullmatch, _no_number)
    most: Test = (_is_number, "is larger than any count: is the number right?")
    made = "write the table with check --record"
    sources, said = {row["source"] for row in tables["sources"]}, lambda names: ", ".join(islice(names, 50)) + ", …" * (len(names) > 50)
    claims = {
        "claim": [_once(tables["claims"], "each claim needs its own id")],
        "source": [(bool, "is empty: say who makes the claim"), _among(sources, "is not in sources.csv: add a row for it there")],
        "statement_date": [(bool, "is empty: say when it was said, a month or a year will do"), day, past, old],
        "published": [day, past, old],
        "language": [(_is_language, f"is no code of a language: write {', '.join(LANGUAGES)}, or another code of ISO 639")],
        "as_of": [day, old],
        "period_start": [day, old],
        "accessed": [day, past],
        "measure": [
            (bool, "is empty: say what is counted"),
            _among(measures, f"is not declared in case.toml: use one of {said(measures)}"),
        ],
        "url": [(_is_link, f"{address}, or leave it empty and say why in notes")],
        "archive_url": [(_is_link, address)],
        "value": [number, most],
        "unit": [(unit_named, f"{NO_UNIT}; empty for what is counted one by one")],
        "low": [number, most],
        "high": [number, most],
        "level": [number, (lambda s: 50 <= float(s) < 100, "is the level of an interval in percent, such as 95")],
    }
    for column, allowed in VALUES.items():
        claims[column] = [_among(allowed, f"is not known: use {' or '.join(allowed)}, or leave it empty")]
    for name, spec in dimensions.items():
        labels = spec["labels"]
        claims[name] = [_among(labels, f"is not a value of the dimension {name}: use {said(labels)}, or leave it empty")]
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
    if re.fullmatch(r"[−–]\s?[\d.]+", text):
        return f"has a dash for its sign: write -{text[1:].strip()}"
    if unit := re.fullmatch(r"([^\d\s.,+-]{1,3}) ?([\d.,]+)|([\d.,]+) ?([^\d\s.,+-][^\d]{0,30})", text):
        digits, named = (unit[2], unit[1]) if unit[1] else (unit[3], unit[4])
        if unit_named(named := "million" if named == "m" else named):
            return f"has its unit in it: write {digits.replace(',', '')}, and {named} in the column unit"
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


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and abs(float(text)) <= LARGEST


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
    english = row["language"].lower().split("-")[0] in ("", "en")
    if mark := hidden(wording) or hidden(rendering):
        yield "wording" if hidden(wording) else "english", f'"{clean(wording if hidden(wording) else rendering, 60)}" {mark}'
    elif not wording and not row["value"]:
        yield "wording", "is empty: give the shortest printed phrase with the number, or the number alone in value"
    elif wording and not english and not rendering:
        advice = f"give a short English rendering of {wording[:60]!r} that keeps its hedge, such as “more than 2,950 cases”"
        yield "english", f"is empty: {advice}"
    elif english and another_script(wording):
        yield "language", f'"{wording[:60]}" is not English: give its language{"" if rendering else " and a short English rendering"}'
    elif row["kind"] != "share" and (wrong := _numbers(row) or _rendering(row)):
        yield "english" if rendering else "wording" if wording else "value", wrong


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
    phrase, words = phrase_of(row), row["english"] or row["wording"]
    try:
        reading = reading_of(row | {"low": ""})
    except WordingError as error:
        readers = [] if row["english"] or "has no number" not in str(error) else [c for c in LANGUAGES if numerals(phrase, c)]
        if readers:
            return f'"{phrase}" is not English: give its language ({" or ".join(readers)}?) and a short English rendering'
        return "" if (row["unit"] and not unit_named(row["unit"])) or (not words and not _is_number(row["value"])) else str(error)
    if not all(NUMBER.fullmatch(row[column]) for column in NUMBERS if row[column]):
        return ""  # said by the check of that column
    value, low, high = (number_in(row, column) for column in ("value", "low", "high"))
    if value is not None and reading.hedge not in ("range", "vague") and not math.isclose(value, reading.value):
        return f'"{phrase}" says {reading.value:,}, but value is {row["value"]}: one of the two is wrong'
    return _bounds(row, phrase, reading, low, high)


def _bounds(row: dict, phrase: str, reading: Reading, low: float | None, high: float | None) -> str:
    """What is wrong with the interval of a row: with a level it is the source's, without one the bounds that it gives."""
    both, within = low is not None and high is not None, reading.hedge in ("range", "vague", "interval")
    outside = low is None or high is None or not low <= reading.value <= high
    if row["level"] and outside:
        return f'"{phrase}": a stated interval needs low and high with the printed number between them'
    if reading.hedge == "interval" and reading.level and row["level"] and float(row["level"]) != reading.level:
        return f'"{phrase}": level is {row["level"]}, and the phrase says {reading.level:g}'
    side = "" if row["level"] and reading.hedge != "interval" else "both" if within or reading.hedge == "odd" else reading.side
    hard = {"low": (low, reading.low, "floor"), "high": (high, reading.high, "ceiling")}
    for column, (given, end, of) in hard.items():
        if given is not None and side in ("both", of) and not math.isclose(given, end):
            return f'"{phrase}": {column} is {row[column]}, and the phrase says {end:,.15g}'
        if given is not None and not both and side not in ("both", of):
            return f'"{phrase}": {column} alone is no interval: give low and high as the source has them, or neither'
    if both and not within and outside:
        return f'"{phrase}" is not between low ({row["low"]}) and high ({row["high"]}): one of the three is wrong'
    return ""


def measured(claims: list[dict], measures: Mapping[str, Measure]) -> dict[str, Measure]:
    """The measures with their units and scales: as declared, else as their phrases have them.

    The unit is that of most phrases, the first of them where that is two. Percentages, points, degrees, and what is printed below zero,
    or as zero of a unit, differ by amounts; anything else by factors.
    """
    read_of: dict[str, list[Reading]] = {name: [] for name in measures}
    for row in claims:
        if row["kind"] != "share":
            with suppress(WordingError):
                read_of.get(row["measure"], []).append(reading_of(row))
    found = {}
    for name, measure in measures.items():
        unit = measure.unit or next((unit for unit, _ in Counter(r.unit for r in read_of[name]).most_common(1)), "")
        found[name] = replace(measure, unit=unit, scale=measure.scale or scale_of(read_of[name], unit).name)
    return found


def unit_problems(claims: list[dict], measures: Mapping[str, Measure], conversions: Iterable[Conversion] = ()) -> Iterator[Problem]:
    """Phrases whose unit cannot be brought to that of their measure, those below zero where factors are asked for, and rates that pass
    for counts.  Two currencies are brought together by a conversion of the case."""
    for row in claims:
        if row["kind"] == "share" or row["measure"] not in measures:
            continue
        measure, advice = measures[row["measure"]], ""
        try:
            reading = reading_of(row).to(unit_of(row, measure.unit, conversions))
            if reading.per and row["kind"] in ("cumulative", "period", "fixed"):
                advice = f'"{reading.printed}" is counted per {reading.per}: set kind to rate'
            elif measure.scale == "ratio" and reading.value < 0:
                advice = f'"{reading.printed}" is below zero, and a ratio is not: set scale = "difference" in [measures.{measure.name}]'
        except WordingError as error:
            if " is asked for" in str(error):
                bare = " (if only the number is printed, its unit goes into the column unit)" if "is in no unit" in str(error) else ""
                advice = f"{error} of the measure {measure.name!r}: give it a measure of its own, or a conversion{bare}"
        if advice:
            yield of_row("claims", row | dict.fromkeys(QUOTED, ""), next(c for c in QUOTED if row[c]), advice)


def _rendering(row: dict) -> str:
    """How the numbers of a wording and of its English rendering differ; empty if they agree or the wording cannot be read for sure."""
    said = numerals(row["wording"], row["language"]) or unlike(row["wording"], row["english"])
    if not said or (reading := reading_of(row | {"low": "", "unit": ""})).hedge == "vague":
        return ""
    rendered = (reading.low, reading.high) if reading.hedge == "range" else (reading.value,)
    if all(any(math.isclose(abs(a), b) for b in said) for a in rendered):
        return ""
    ours, theirs = (f" {link} ".join(f"{n:,}" for n in numbers) for link, numbers in (("and", said), ("to", rendered)))
    return f'"{row["wording"]}" says {ours}, but the English rendering "{row["english"]}" says {theirs}: one of the two is wrong'
