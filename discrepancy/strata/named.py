"""The pairs of tables, or of sources, that a case names in ``[[where]]`` → where the gap of each sits, and what is wrong with any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.case.problems import Problem, of_setting
from discrepancy.case.settings import is_table
from discrepancy.case.who import ClaimError
from discrepancy.saying.text import listed
from discrepancy.strata.result import Where, WhereError
from discrepancy.strata.where import where


def named(case: Case, known_by: str = "") -> list[Where]:
    """Where each gap sits, in the order of the case; under a cut-off without tables of a later day, or of none, and sources that had not spoken."""
    last, found = dates.last(known_by) if known_by else None, []
    for spec in case.meta.get("where", []):
        if not last or not is_table(spec["a"]) or (spec.get("published") and dates.last(spec["published"]) <= last):
            try:
                found.append(_found(case, spec, known_by))
            except (WhereError, ClaimError):
                if not last or is_table(spec["a"]):
                    raise
    return found


def wrong(case: Case) -> Iterator[Problem]:
    """What is wrong with any of them, with the file and line of a table."""
    for i, spec in enumerate(case.meta.get("where", []), 1):
        if (day := spec.get("published", "")) and not dates.is_date(day):
            yield of_setting(f"where[{i}].published", day, dates.no_date(day))
        elif not spec.get("by"):
            yield of_setting(f"where[{i}].by", "", "is missing: name the columns, or the dimensions, that name a row")
        elif len({*(kinds := ["table" if is_table(spec[side]) else "source" for side in "ba"])}) > 1:
            yield of_setting(f"where[{i}].b", spec["b"], f"is a {' beside a '.join(kinds)}: give two of one kind")
        else:
            try:
                _found(case, spec, "")
            except WhereError as error:
                for problem in error.problems:
                    known = isinstance(problem, Problem)
                    yield replace(problem, file=Path(problem.file).name) if known else of_setting(f"where[{i}]", "", str(problem))
            except ClaimError as error:
                yield of_setting(f"where[{i}]", "", str(error))


def _found(case: Case, spec: dict, known_by: str) -> Where:
    by, value = (listed(spec.get(key, "")) for key in ("by", "value"))
    if is_table(spec["a"]):
        found = where(*(case.path / spec[side] for side in "ab"), by, value, spec.get("weight", ""))
    else:
        found = where(spec["a"], spec["b"], by, case=case, known_by=known_by)
    return replace(found, title=spec.get("title", ""), url=spec.get("url", ""))
