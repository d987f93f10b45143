"""TODO"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

from discrepancy import dates
from discrepancy.case.columns import VALUES
from discrepancy.case.problems import Problem
from discrepancy.reading.languages.reader import LANGUAGES

COUNTRIES = ("ua", "kr", "jp")  # codes of countries that are often taken for those of their languages: uk, ko, ja


def cells(file: str, rows: list[dict], checks: dict) -> list[Problem]:
    """Check single cells with pandera; one problem for each bad cell, the first thing wrong with it.

    pandera names every failure of a table, but takes longer to load than a sound case takes to draw: so the same tests
    are asked here first, once for each distinct value, and only the columns that fail one are taken to it.
    """
    values = {column: {row[column] for row in rows} for column in checks}
    checks = {column: tests for column, tests in checks.items() if not all(test(v) for test, _ in tests for v in values[column])}
    if not checks:
        return []
    import pandas as pd
    import pandera.pandas as pa

    frame = pd.DataFrame({column: [row[column] for row in rows] for column in checks}, dtype=object)
    columns = {
        column: pa.Column(object, [pa.Check(_on_unique(test), error=str(i)) for i, (test, _) in enumerate(tests)])
        for column, tests in checks.items()
    }
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
        return []
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    found: dict[tuple, Problem] = {}
    for column, check, value, index in zip(*(cases[k] for k in ("column", "check", "failure_case", "index")), strict=True):
        advice = checks[column][int(check)][1]
        row = rows[int(index)]
        advice = advice(str(value)) if callable(advice) else advice
        found.setdefault((row["line"], column), Problem(file, row["line"], column, str(value), advice))
    return list(found.values())


def _on_unique(test):
    """The same test for a whole column, asked once for each distinct value."""

    def check(series):
        answers = {value: bool(test(value)) for value in series.unique()}
        return series.map(answers).astype(bool)

    return check


def claim_checks(tables: dict, measures: dict, dimensions: dict) -> dict:
    """column → [(test of a cell, advice, or what gives it for the cell)], in the order in which they are asked."""
    sources = {row["source"] for row in tables["sources"]}
    ids = Counter(row["claim"] for row in tables["claims"])
    today = date.today()
    day = (lambda s: s == "" or dates.is_date(s), dates.no_date)
    past = (lambda s: not dates.is_date(s) or dates.first(s) <= today, "is in the future: nothing can have been said then")
    old = (lambda s: not dates.is_date(s) or 1800 <= dates.first(s).year < 2200, "is before 1800 or after 2200: is the year right?")
    number = (lambda s: s == "" or _is_number(s), _no_number)
    checks = {
        "claim": [(lambda s: ids[s] == 1, "stands more than once: each claim needs its own id")],
        "source": [
            (lambda s: s != "", "is empty: say who makes the claim"),
            (lambda s: s in sources, "is not in sources.csv: add a row for it there"),
        ],
        "statement_date": [(lambda s: s != "", "is empty: say when it was said, a month or a year will do"), day, past, old],
        "published": [day, past, old],
        "language": [
            (
                lambda s: s == "" or (re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", s) and s.lower() not in COUNTRIES),
                f"is no code of a language: write {', '.join(LANGUAGES)}, or another code of ISO 639",
            )
        ],
        "as_of": [day, old],
        "period_start": [day, old],
        "accessed": [day, past],
        "measure": [
            (lambda s: s != "", "is empty: say what is counted"),
            (lambda s: s in measures, f"is not declared in case.toml: use one of {', '.join(measures)}"),
        ],
        "wording": [(lambda s: s != "", "is empty: give the shortest printed phrase with the number")],
        "url": [(is_link, "is no address: write http:// or https:// and the rest, or leave it empty and say why in notes")],
        "archive_url": [(is_link, "is no address: write http:// or https:// and the rest")],
        "value": [number],
        "low": [number],
        "high": [number],
        "level": [
            number,
            (lambda s: not _is_number(s) or 50 <= float(s or 50) < 100, "is the level of an interval in percent, such as 95"),
        ],
    }
    for column, allowed in VALUES.items():
        checks[column] = [(lambda s, a=allowed: s == "" or s in a, f"is not known: use {' or '.join(allowed)}, or leave it empty")]
    for name, spec in dimensions.items():
        labels = spec["labels"]
        advice = f"is not a value of the dimension {name}: use {', '.join(labels)}, or leave it empty"
        checks[name] = [(lambda s, a=labels: s == "" or s in a, advice)]
    return checks


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+(\.[0-9]+)?", text))


def _no_number(text: str) -> str:
    """Advice for a text that is no number: how to write the one that it may mean."""
    advice = "is no number: digits only, a point for decimals, 3000 for 3,000"
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3})", "", text)
    if _is_number(plain):
        return f"has a mark for thousands: write {plain}"
    if re.fullmatch(r"\d{1,3}(\.\d{3})*,\d+|\d+,\d+", plain) and not re.fullmatch(r"\d{1,3},\d{3}", plain):
        return f"has a decimal comma: write {plain.replace('.', '').replace(',', '.')}"
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        return f"has a comma for thousands: write {plain.replace(',', '')}" + (
            f", or {plain.replace(',', '.')} if it marks decimals" if re.fullmatch(r"\d+,\d+", plain) else ""
        )
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", plain):
        return f"has points for thousands: write {plain.replace('.', '')}"
    return advice


def is_link(text: str) -> bool:
    if not re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text == ""
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False
