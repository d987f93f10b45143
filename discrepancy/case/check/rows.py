"""TODO"""

from __future__ import annotations

import math

from discrepancy import dates
from discrepancy.case.problems import Problem
from discrepancy.reading.languages.reader import LANGUAGES, another_script, numerals
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import WordingError


def claim_rows(claims: list[dict], bad: set) -> list[Problem]:
    """Checks that need two cells of one row."""
    problems = []
    for row in claims:
        line = row["line"]
        say = lambda column, advice, value=None: problems.append(
            Problem("claims.csv", line, column, row[column] if value is None else value, advice)  # noqa: B023
        )
        if not row["url"] and not row["notes"]:
            say("url", "is empty: give the address of the page, or say in notes why there is none")
        english = row["language"].lower().split("-")[0] in ("", "en")
        if not english and not row["english"]:
            say("english", f"is empty: give a short English rendering of {row['wording'][:60]!r}, or set language to en", "")
        elif english and another_script(row["wording"]):
            rendering = "" if row["english"] else " and a short English rendering"
            say("language", f'"{row["wording"][:60]}" is not English: give its language{rendering}', "")
        elif row["wording"] and row["kind"] != "share" and (wrong := _reading(row) or _rendering(row)):
            say("english" if row["english"] else "wording", wrong, "")
        if _both(row, bad, "low", "high") and float(row["low"]) > float(row["high"]):
            say("low", f"is above high ({row['high']}): exchange the two")
        if (
            _both(row, bad, "as_of", "statement_date")
            and row["kind"] != "plan"
            and dates.first(row["as_of"]) > dates.last(row["statement_date"])
        ):
            say("as_of", f"is after the statement ({row['statement_date']}): a figure for a later day is a plan")
        end = "as_of" if row["as_of"] else "statement_date"
        if _both(row, bad, "period_start", end) and dates.first(row["period_start"]) > dates.last(row[end]):
            say("period_start", f"is after {end} ({row[end]}): the period ends before it begins")
        if _both(row, bad, "published", "statement_date") and dates.last(row["published"]) < dates.first(row["statement_date"]):
            say("published", f"is before the statement ({row['statement_date']}): nobody can retell what was not yet said")
        if row["derived_from"] and not row["derived_basis"]:
            say("derived_basis", "is empty: say whether the derivation is stated or inferred", "")
    return problems


def _both(row: dict, bad: set, *columns: str) -> bool:
    return all(row[c] and (row["line"], c) not in bad for c in columns)


def _reading(row: dict) -> str:
    """What is wrong with the phrase of a row, or with the numbers beside it; empty if nothing is."""
    phrase = row["english"] or row["wording"]
    try:
        reading = read(phrase)
    except WordingError as error:
        readers = [] if row["english"] or "has no number" not in str(error) else [c for c in LANGUAGES if numerals(phrase, c)]
        if readers:
            return f'"{phrase}" is not English: give its language ({" or ".join(readers)}?) and a short English rendering'
        return str(error)
    numbers = {}
    for column in ("value", "low", "high", "level"):
        if row[column]:
            try:
                numbers[column] = float(row[column])
            except ValueError:
                return ""  # said by the check of that column
    if numbers.get("value") is not None and reading.hedge not in ("range", "vague") and numbers["value"] != reading.value:
        return f'"{phrase}" says {reading.value:,}, but value is {row["value"]}: one of the two is wrong'
    if "level" in numbers:
        if not {"low", "high"} <= numbers.keys() or not numbers["low"] <= reading.value <= numbers["high"]:
            return f'"{phrase}": a stated interval needs low and high with the printed number between them'
        return ""
    hard = {"floor": {"low": reading.low}, "ceiling": {"high": reading.high}}.get("floor" if reading.hedge == "odd" else reading.side, {})
    if reading.hedge in ("range", "vague", "interval"):
        hard = {"low": reading.low, "high": reading.high}
    for column in ("low", "high"):
        if column in numbers and numbers[column] != hard.get(column):
            right = f"{hard[column]:,.0f}" if column in hard else "empty (or give level, if the source states an interval)"
            return f'"{phrase}": {column} is {row[column]}, and the phrase says {right}'
    return ""


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
