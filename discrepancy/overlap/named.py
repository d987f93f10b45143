"""The lists that a case names in ``[[lists]]`` → each set side by side, and what is wrong with any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.case.problems import Problem, nearest, of_setting
from discrepancy.overlap.fitted import ListsError
from discrepancy.overlap.lists import THRESHOLD, lists
from discrepancy.overlap.result import Lists
from discrepancy.saying.text import listed

KEYS = "files labels by match strata names threshold review title url published".split()


def named(case: Case, known_by: str = "") -> list[Lists]:
    """The lists of a case, in its order; under a cut-off those alone that were published by then."""
    last = dates.last(known_by) if known_by else None
    specs = case.meta.get("lists", [])
    return [_found(case, spec) for spec in specs if not last or (spec.get("published") and dates.last(spec["published"]) <= last)]


def wrong(case: Case) -> Iterator[Problem]:
    """What is wrong with any of them."""
    for i, spec in enumerate(case.meta.get("lists", []), 1):
        if (day := spec.get("published", "")) and not dates.is_date(day):
            yield of_setting(f"lists[{i}].published", day, dates.no_date(day))
            continue
        try:
            _found(case, spec)
        except ListsError as error:
            for problem in error.problems:
                known = isinstance(problem, Problem)
                yield replace(problem, file=Path(problem.file).name) if known else of_setting(f"lists[{i}]", "", str(problem))


def _found(case: Case, spec: dict) -> Lists:
    if unknown := [key for key in spec if key not in KEYS]:
        raise ListsError(f"unknown key {unknown[0]!r}: {nearest(unknown[0], KEYS)}")
    review = case.path / spec["review"] if spec.get("review") else ""
    files = [case.path / name for name in spec.get("files", [])]
    columns = {name: listed(spec.get(name, "")) for name in ("by", "match", "strata", "names")}
    found = lists(*files, **columns, threshold=spec.get("threshold", THRESHOLD), review=review, labels=spec.get("labels", ()))
    return replace(found, title=spec.get("title", ""), url=spec.get("url", ""))
