"""What must hold in the tables and the settings of a case.  Rows go in, `Problem`s come out, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from discrepancy import dates
from discrepancy.case.check.cells import cell_problems, row_problems
from discrepancy.case.check.ties import tie_problems
from discrepancy.case.columns import ALIASES, TABLES, longest
from discrepancy.case.problems import Problem, adviser, nearest, of_setting
from discrepancy.case.spelling import spelling_problems
from discrepancy.case.who import meanings, names_of


def check_columns(tables: dict, dimensions: dict) -> Iterator[Problem]:
    """Name every column that is missing or unknown, and what is too long."""
    for name, rows in tables.items():
        (columns, required), claims = TABLES[name], name == "claims"
        columns, needed = [*columns, *(dimensions if claims else ())], ", ".join(required)
        needed = f"four columns make a case: {needed}, and wording or value" if claims else f"needed: {needed}"
        have = [c for c in rows[0] if c != "line"] if rows else required
        other, near = set(have) - set(columns), adviser(columns)
        for column in required:
            if column not in have:
                close = get_close_matches(column, other, 1) or [h for h in have if h in other and h.lower() in column.split("_")]
                hint = f"; is it the column {close[0]!r}?" if close else ""
                yield Problem(f"{name}.csv", 1, column, "", f"column missing{hint} ({needed})")
        if claims and not {"wording", "value"} & {*have} and rows:
            yield Problem("claims.csv", 1, "wording", "", f"column missing ({needed})")
        for column in have:
            if column in other:
                declare = ", or declare it as a dimension in case.toml" if claims else ""
                yield Problem(f"{name}.csv", 1, column, "", f"unknown column: {near(column)}{declare}")
            most = longest(column, dimensions)
            for row in rows if column in columns else ():
                if len(row[column]) > most:
                    advice = f"has {len(row[column]):,} characters, and {most:,} at most are read: shorten it"
                    yield Problem(f"{name}.csv", row["line"], column, row[column], advice)
    aliases = sum(row.get("aliases", "").count(";") + 1 for row in tables["sources"] if row.get("aliases"))
    if aliases > ALIASES[1]:
        advice = f"there are {aliases:,}, and {ALIASES[1]:,} at most are read: keep those that texts have"
        yield Problem("sources.csv", 0, "aliases", "", advice)


def check_tables(tables: dict, measures: dict, dimensions: dict, meta: dict) -> list[Problem]:
    """Every problem of the tables, whose rows are filled, and of the names in case.toml."""
    cells = list(cell_problems(tables, measures, dimensions))
    rows = row_problems(tables["claims"], {(p.line, p.column) for p in cells if p.file == "claims.csv"})
    names = (*spelling_problems(tables, bool(meta.get("measures")), dimensions), *_names_in_settings(meta, tables, measures))
    return [*cells, *rows, *tie_problems(tables, dimensions), *names]


def _names_in_settings(meta: dict, tables: dict, measures: dict) -> Iterator[Problem]:
    """What the settings name exists; days are days, colours colours."""
    groups = {row["group"] for row in tables["sources"]}
    speakers = names_of(tables, "claim", "source", "group")
    named = {key: value for key, value in meta.get("defaults", {}).items() if value}
    for key in ("a", "b"):
        if key in named and not meanings(named[key], speakers):
            advice = nearest(named[key], set().union(*speakers.values()))
            yield of_setting(f"defaults.{key}", named[key], f"is no claim, source or group: {advice}")
    if "measure" in named and named["measure"] not in measures:
        yield of_setting("defaults.measure", named["measure"], f"is not declared: {nearest(named['measure'], measures)}")
    for key in ("as_of", "as_known_on"):
        if key in named and not dates.is_date(named[key]):
            yield of_setting(f"defaults.{key}", named[key], dates.no_date(named[key]))
    if share := meta.get("figures", {}).get("share"):
        wrong = [(key, share.get(key, "")) for key in ("part", "whole") if share.get(key) not in measures]
        for key, value in wrong[:1]:
            yield of_setting(f"figures.share.{key}", value, f"is not declared: {nearest(value, measures)}")
    near = adviser(groups)
    for table in ("colours", "groups"):
        for group in meta.get(table, {}):
            if group not in groups:
                yield of_setting(f"{table}.{group}", "", f"is no group of sources.csv: {near(group)}")
    for group, colour in meta.get("colours", {}).items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            yield of_setting(f"colours.{group}", colour, "is no colour: write #rrggbb")
