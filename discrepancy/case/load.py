"""A case folder → a checked `Case`: claims, sources, events, reasons, corrections, conversions.

In goes a folder of tables (CSV, or the sheets of a workbook) and a ``case.toml`` (docs/data.md has every column); out comes an
immutable `Case`, or a `CaseError` with every problem at once: file, line, column, value and what would
be right.  Five columns make a case: source, statement_date, measure, wording, url.  The rest is
optional, is filled where it can be, and what was filled is listed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from discrepancy.case.check.tables import check_columns, check_tables
from discrepancy.case.files.bytes import NO_DRAFTS
from discrepancy.case.files.tables import read_tables
from discrepancy.case.files.toml import read_toml
from discrepancy.case.fill import fill
from discrepancy.case.model import Case, Claim
from discrepancy.case.places import find
from discrepancy.case.problems import CaseError, Problem
from discrepancy.case.settings import read_conversions, read_dimensions, read_measures

__all__ = ["load_case"]


def load_case(case: str | os.PathLike) -> Case:
    """Read and check a case.

    Parameters
    ----------
    case : str or path
        The name of a case that comes with the package, or a folder.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        With every problem found, a line each.

    Examples
    --------
    >>> case = load_case("hurricane-maria")
    >>> case.title
    'Deaths after Hurricane Maria, Puerto Rico'
    """
    case_, problems = examine(case)
    if problems:
        raise CaseError(problems)
    return case_


def examine(case: str | os.PathLike, drafts: Mapping[str, bytes] = NO_DRAFTS) -> tuple[Case | None, list[Problem]]:
    """Read a case and list everything that is wrong with it; the case is None where nothing can be made of it.

    `drafts` are read in the place of the files of these names, so that a change can be judged before it is written.
    """
    files: dict[str, str] = {}
    folder = find(case)
    try:
        found, problems = _examine(folder, files, drafts)
    except OSError as error:  # the folder cannot be listed
        found, problems = None, [Problem(folder.name, 0, "", "", f"cannot be read: {error.strerror or error}")]
    return found, sorted((problem.at(files) for problem in problems), key=lambda p: (p.file, p.line))


def _examine(folder: Path, files: dict[str, str], drafts: Mapping[str, bytes]) -> tuple[Case | None, list[Problem]]:
    """The same with every table under the name of its CSV; `files` gets the file in which each was found."""
    problems: list[Problem] = []
    hashes: dict[str, str] = {}
    meta = read_toml(folder / "case.toml", problems, hashes, drafts)
    tables = read_tables(folder, problems, hashes, files, drafts)
    if not tables["claims"]:
        if not problems:
            problems.append(Problem("claims.csv", 1, "", "", "has no rows: a case needs at least one claim"))
        return None, problems
    dimensions = read_dimensions(meta, problems)
    check_columns(tables, dimensions, problems)
    if problems:
        return None, problems
    filled: list[str] = []
    fill(tables, dimensions, meta, filled)
    measures = read_measures(meta, tables["claims"], problems, filled)
    conversions = read_conversions(meta, measures, dimensions, problems)
    problems += check_tables(tables, measures, dimensions, meta)
    if problems:
        return None, problems
    groups = {row["source"]: row["group"] for row in tables["sources"]}
    records = tuple(_claim(row, groups, dimensions) for row in tables["claims"])
    return Case(folder.name, folder, meta, records, tables, measures, dimensions, conversions, hashes, tuple(filled), files), []


_fields = itemgetter(*Claim.__dataclass_fields__)


def _claim(row: dict, groups: dict[str, str], dimensions: dict) -> Claim:
    number = lambda text: float(text.replace(",", "")) if text else None
    made = {
        "primary": row["primary"] == "yes",
        "group": groups.get(row["source"], row["source"]),
        "dims": tuple([(d, row[d]) for d in dimensions]),
        "low": number(row["low"]),
        "high": number(row["high"]),
        "level": number(row["level"]),
    }
    return Claim(*_fields(row | made))
