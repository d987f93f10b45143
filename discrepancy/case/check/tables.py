"""What must hold in the tables of a case.  Rows go in, `Problem`s come out, all of them at once.

Single cells are checked with pandera (where any is wrong); what ties rows together (versions, derivations, one closest
wording for each statement and measure) is checked here.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches

from discrepancy import dates
from discrepancy.case.check.cells import cells, claim_checks, is_link
from discrepancy.case.check.rows import claim_rows
from discrepancy.case.check.ties import derivations, others, versions
from discrepancy.case.columns import CLAIM_COLUMNS, REQUIRED, TABLES
from discrepancy.case.problems import Problem, adviser, nearest
from discrepancy.case.who import meanings, names_of

__all__ = ["check_columns", "check_tables"]


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
    problems = cells("claims.csv", claims, claim_checks(tables, measures, dimensions))
    problems += cells("sources.csv", tables["sources"], {"source": [(lambda s: s != "", "is empty: give the source an id")]})
    when = [(dates.is_date, dates.no_date)]
    links = [(is_link, "is no address: write http:// or https:// and the rest, or leave it empty")]
    for name in ("events", "reasons", "corrections"):
        problems += cells(f"{name}.csv", tables[name], {"date": when, "url": links})
    bad = {(p.line, p.column) for p in problems if p.file == "claims.csv"}
    problems += claim_rows(claims, bad)
    problems += versions(claims, dimensions)
    problems += derivations(claims)
    problems += others(tables, claims)
    problems += _recorded(tables["recorded"])
    problems += _defaults(meta, tables, measures)
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
    return cells("recorded.csv", rows, checks)


def _defaults(meta: dict, tables: dict, measures: dict) -> list[Problem]:
    """Defaults name something that exists."""
    problems = []
    defaults = meta.get("defaults", {})
    say = lambda key, advice: problems.append(Problem("case.toml", 0, f"defaults.{key}", str(defaults[key]), advice))
    speakers = names_of(tables, "claim", "source", "group")
    for key in ("a", "b"):
        if defaults.get(key, "") and not meanings(defaults[key], speakers):
            say(key, f"is no claim, source or group: {nearest(defaults[key], set().union(*speakers.values()))}")
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
