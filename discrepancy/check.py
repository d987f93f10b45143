"""What must hold in the tables of a case.  Rows go in, `Problem`s come out, all of them at once.

Single cells are checked with pandera (where any is wrong); what ties rows together (versions, derivations, one closest
wording for each statement and measure) is checked here.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlsplit

from . import dates
from .languages import LANGUAGES, another_script, numerals
from .tables import CLAIM_COLUMNS, REQUIRED, TABLES, VALUES, Problem, adviser, nearest, one_primary
from .wording import WordingError, read

__all__ = ["check_columns", "check_tables"]


COUNTRIES = ("ua", "kr", "jp")  # codes of countries that are often taken for those of their languages: uk, ko, ja


def check_columns(tables: dict, dimensions: dict, problems: list[Problem]) -> None:
    """Name every column that is missing or unknown."""
    claims = tables["claims"]
    known = {"claims": ([*CLAIM_COLUMNS, *dimensions], REQUIRED)} | TABLES
    for name, rows in tables.items():
        if not rows:
            continue
        columns, required = known[name]
        have = [c for c in rows[0] if c != "line"]
        file = f"{name}.csv"
        for column in required:
            if column not in have:
                close = get_close_matches(column, set(have) - set(columns), 1)
                hint = f"; is it the column {close[0]!r}?" if close else ""
                need = "five columns make a case: " if rows is claims else "needed: "
                problems.append(Problem(file, 1, column, "", f"column missing{hint} ({need}{', '.join(required)})"))
        for column in have:
            if column not in columns:
                other = ", or declare it as a dimension in case.toml" if rows is claims else ""
                problems.append(Problem(file, 1, column, "", f"unknown column: {nearest(column, columns)}{other}"))


def check_tables(tables: dict, measures: dict, dimensions: dict, meta: dict) -> list[Problem]:
    """Every problem of the tables.

    Parameters
    ----------
    tables : dict of list of dict
        Rows of claims, sources, events, reasons and corrections, each with its ``line``.
    measures, dimensions, meta : dict
        What case.toml declares.

    Returns
    -------
    list of Problem
    """
    claims = tables["claims"]
    problems = _cells("claims.csv", claims, _claim_checks(tables, measures, dimensions))
    problems += _cells("sources.csv", tables["sources"], {"source": [(lambda s: s != "", "is empty: give the source an id")]})
    when = [(dates.is_date, dates.no_date)]
    links = [(_is_link, "is no address: write http:// or https:// and the rest, or leave it empty")]
    for name in ("events", "reasons", "corrections"):
        problems += _cells(f"{name}.csv", tables[name], {"date": when, "url": links})
    bad = {(p.line, p.column) for p in problems if p.file == "claims.csv"}
    problems += _claim_rows(claims, bad)
    problems += _versions(claims, dimensions)
    problems += _derivations(claims)
    problems += _others(tables, claims)
    problems += _recorded(tables["recorded"])
    problems += _defaults(meta, tables, measures)
    return problems


def _cells(file: str, rows: list[dict], checks: dict) -> list[Problem]:
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


def _claim_checks(tables: dict, measures: dict, dimensions: dict) -> dict:
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
        "url": [(_is_link, "is no address: write http:// or https:// and the rest, or leave it empty and say why in notes")],
        "archive_url": [(_is_link, "is no address: write http:// or https:// and the rest")],
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


def _is_link(text: str) -> bool:
    if not re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text == ""
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def _claim_rows(claims: list[dict], bad: set) -> list[Problem]:
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


def _versions(claims: list[dict], dimensions: dict) -> list[Problem]:
    """Versions point at the closest wording found of the same statement; one such for each measure and basis."""
    problems = []
    by_id = {row["claim"]: row for row in claims}
    advice = adviser(by_id)
    first: dict[tuple, dict] = {}
    for row in claims:
        say = lambda column, advice: problems.append(Problem("claims.csv", row["line"], column, row[column], advice))  # noqa: B023
        target = by_id.get(row["version_of"])
        if row["version_of"]:
            if target is None:
                say("version_of", f"is no claim of this table: {advice(row['version_of'])}")
            elif target is row:
                say("version_of", "is the row itself: leave it empty for the closest wording found")
            elif not target["primary"]:
                say("version_of", "is itself a version: point at the closest wording found (primary = yes)")
            elif target["statement"] != row["statement"]:
                say("version_of", f"belongs to the statement {target['statement']!r}, this row to {row['statement']!r}")
            if row["primary"]:
                say("primary", "is yes, and version_of is filled: a row is either the closest wording found or a version of it")
        if row["replaced_by"] == row["claim"]:
            say("replaced_by", "is the row itself: name the row that stands in its place, or leave it empty")
        elif row["replaced_by"] and row["replaced_by"] not in by_id:
            say("replaced_by", f"is no claim of this table: {advice(row['replaced_by'])}")
        if row["primary"] == "yes":
            other = first.setdefault(one_primary(row, dimensions), row)
            if other is not row:
                say(
                    "primary",
                    f"is a second closest wording for the same statement and measure (line {other['line']}): make one a version_of the other",
                )
        elif not row["version_of"]:
            say("version_of", "is empty: name the claim that this version retells, or set primary to yes")
    return problems


def _derivations(claims: list[dict]) -> list[Problem]:
    """derived_from names a statement, and no statement derives from itself by any way."""
    problems = []
    derived: dict[str, list[str]] = {row["statement"]: [] for row in claims}
    for row in claims:
        if row["derived_from"]:
            derived[row["statement"]].append(row["derived_from"])
    circle, advice = _circles(derived), adviser(set(derived))
    for row in claims:
        start = row["derived_from"]
        if start and start not in derived:
            problems.append(Problem("claims.csv", row["line"], "derived_from", start, f"is no statement: {advice(start)}"))
        elif start and circle[start] == circle[row["statement"]]:
            back = "leads back to the statement itself: a figure cannot derive from itself"
            problems.append(Problem("claims.csv", row["line"], "derived_from", start, back))
    return problems


def _circles(after: Mapping[str, list[str]]) -> dict[str, str]:
    """Each name with the one that stands for its circle: two share it where each leads to the other (Kosaraju's algorithm)."""
    before: dict[str, list[str]] = defaultdict(list)
    for name, others in after.items():
        for other in others:
            before[other].append(name)
    done: list[str] = []  # each name behind all that it leads to
    seen: set[str] = set()
    for name in after:
        path = [] if name in seen else [(name, iter(after[name]))]
        seen.add(name)
        while path:
            step = next((other for other in path[-1][1] if other not in seen), None)
            if step is None:
                done.append(path.pop()[0])
            else:
                seen.add(step)
                path.append((step, iter(after.get(step, ()))))
    circle: dict[str, str] = {}
    for name in reversed(done):
        to_do = [name]
        while to_do:
            one = to_do.pop()
            if one not in circle:
                circle[one] = name
                to_do += before[one]
    return circle


def _others(tables: dict, claims: list[dict]) -> list[Problem]:
    """Sources stand once; reasons are about two known sources, groups or statements; corrections name a claim."""
    problems = []
    seen: dict[str, int] = {}
    groups = Counter(row["group"] for row in tables["sources"])
    for row in tables["sources"]:
        if row["source"] in seen and row["line"]:
            problems.append(
                Problem("sources.csv", row["line"], "source", row["source"], f"stands more than once (line {seen[row['source']]})")
            )
        seen.setdefault(row["source"], row["line"])
        if row["source"] != row["group"] and row["source"] in groups:
            advice = f"is also the name of a group, and belongs to the group {row['group']!r}: rename one of the two"
            problems.append(Problem("sources.csv", row["line"], "source", row["source"], advice))
        if row["source"] == row["group"] and groups[row["group"]] > 1:
            advice = "is also the name of its group, which has other sources: rename the source, or the two cannot be told apart"
            problems.append(Problem("sources.csv", row["line"], "source", row["source"], advice))
    known = {*seen, *groups, *(row["statement"] for row in claims)}
    near = adviser(known)
    for row in tables["reasons"]:
        about = [part.strip() for part in row["about"].split(";")]
        unknown = [part for part in about if part not in known]
        if len(about) != 2 or unknown:
            advice = near(unknown[0]) if unknown else "write the two sources or statements with a semicolon between"
            problems.append(
                Problem("reasons.csv", row["line"], "about", row["about"], f"must be two sources or statements of this case: {advice}")
            )
    ids = {row["claim"] for row in claims}
    for row in tables["corrections"]:
        if row["claim"] not in ids:
            problems.append(Problem("corrections.csv", row["line"], "claim", row["claim"], "is no claim of this table"))
    return problems


def _recorded(rows: list[dict]) -> list[Problem]:
    """What `discrepancy.record` wrote is as it was written."""
    names = Counter(row["claim"] for row in rows)
    made = "write the table with check --record"
    checks = {
        "claim": [(lambda s: names[s] == 1, f"stands more than once: {made}")],
        "hash": [(lambda s: bool(re.fullmatch(r"[0-9a-f]{64}", s)), f"is no hash: {made}")],
        "recorded": [(dates.is_date, "is no date: write YYYY-MM-DD")],
        "corrections": [(lambda s: bool(re.fullmatch(r"[0-9]{1,9}", s)), f"is no count of corrections: {made}")],
    }
    return _cells("recorded.csv", rows, checks)


def _defaults(meta: dict, tables: dict, measures: dict) -> list[Problem]:
    """Defaults name something that exists."""
    problems = []
    defaults = meta.get("defaults", {})
    say = lambda key, advice: problems.append(Problem("case.toml", 0, f"defaults.{key}", str(defaults[key]), advice))
    speakers = {r["source"] for r in tables["sources"]} | {r["group"] for r in tables["sources"]} | {r["claim"] for r in tables["claims"]}
    for key in ("a", "b"):
        if defaults.get(key, "") and defaults[key] not in speakers:
            say(key, f"is no claim, source or group: {nearest(defaults[key], speakers)}")
    if defaults.get("measure", "") and defaults["measure"] not in measures:
        say("measure", f"is not declared: {nearest(defaults['measure'], measures)}")
    for key in ("as_of", "as_known_on"):
        if defaults.get(key, "") and not dates.is_date(str(defaults[key])):
            say(key, dates.no_date(str(defaults[key])))
    share = meta.get("figures", {}).get("share", {})
    for key in ("part", "whole") if share else ():
        if not isinstance(share, dict) or share.get(key) not in measures:
            value = share.get(key, "") if isinstance(share, dict) else share
            problems.append(Problem("case.toml", 0, f"figures.share.{key}", str(value), f"is not declared: {nearest(value, measures)}"))
            break
    groups = {r["group"] for r in tables["sources"]}
    near = adviser(groups)
    for table in ("colours", "groups"):
        for group in meta.get(table, {}):
            if group not in groups:
                problems.append(Problem("case.toml", 0, f"{table}.{group}", "", f"is no group of sources.csv: {near(group)}"))
    for group, colour in meta.get("colours", {}).items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(colour)):
            problems.append(Problem("case.toml", 0, f"colours.{group}", str(colour), "is no colour: write #rrggbb"))
    sources = {r["source"] for r in tables["sources"]}
    near = adviser(sources)
    for row in tables["events"]:
        kind, _, source = row["kind"].partition(":")
        if kind == "acknowledged" and source not in sources:
            advice = f"names no source of this case: {near(source)}"
            problems.append(Problem("events.csv", row["line"], "kind", row["kind"], advice))
    return problems


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
