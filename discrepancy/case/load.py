"""A case folder → a checked `Case`: claims, sources, events, reasons, corrections, conversions.

In goes a folder of tables (CSV, or the sheets of a workbook) and a ``case.toml`` (docs/data.md has every column); out comes an immutable
`Case`, with a list of what was filled, or a `CaseError` with every problem at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from discrepancy.case.check.cells import measured, unit_problems
from discrepancy.case.check.tables import check_columns, check_tables
from discrepancy.case.files.bytes import Folder
from discrepancy.case.files.tables import read_tables
from discrepancy.case.fill import fill
from discrepancy.case.model import Case, Claim, Measure
from discrepancy.case.places import find, name_of
from discrepancy.case.printed import unit_of
from discrepancy.case.problems import CaseError, Problem
from discrepancy.case.settings import read_conversions, read_dimensions, read_measures, read_toml, read_where


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
    return checked(find(case), {})


def checked(path: Path, drafts: Mapping[str, bytes]) -> Case:
    """The case in a folder with `drafts` in the place of files, or a `CaseError`."""
    found, problems = examine_files(Folder(path, drafts))
    if found is None:
        raise CaseError(problems)
    return found


def examine(case: str | os.PathLike) -> tuple[Case | None, list[Problem]]:
    """Read a case and list everything that is wrong with it; the case is None where anything is."""
    return examine_files(Folder(find(case), {}))


def examine_files(folder: Folder) -> tuple[Case | None, list[Problem]]:
    """The same for files that are not read yet, in a folder that need not be there where drafts take their place."""
    try:
        found = _examined(folder)
    except OSError as error:  # the folder cannot be listed
        found = None
        folder.problems[:] = [Problem(folder.path.name, 0, "", "", f"cannot be read: {error.strerror or error}")]
    return found, sorted((problem.at(folder.tables) for problem in folder.problems), key=lambda p: (p.file, p.line))


def _examined(folder: Folder) -> Case | None:
    """The case, where nothing is wrong with it; every table goes under the name of its CSV."""
    problems, name = folder.problems, name_of(folder.path)
    if not name:
        raise CaseError(f"a case cannot be in {str(folder.path)!r}: give the folder a name with letters or digits")
    if name != folder.path.name:
        folder.remark(folder.path.name, f"is the folder of the case {name!r}: an address cannot have its name")
    meta = read_toml(folder)
    tables = read_tables(folder)
    read_where(folder, meta)
    folder.read_about()
    if not tables["claims"]:
        if not problems:
            folder.say("claims.csv", "has no rows: a case needs at least one claim", 1)
        return None
    dimensions = read_dimensions(meta, tables["claims"], problems)
    problems += check_columns(tables, dimensions)
    if problems:
        return None
    filled = fill(tables, dimensions)
    measures = read_measures(meta, tables["claims"], problems, filled)
    conversions = read_conversions(meta, measures, dimensions, problems)
    measures = measured(tables["claims"], measures)
    problems += check_tables(tables, measures, dimensions, meta)
    problems += unit_problems(tables["claims"], measures, conversions)
    if problems:
        return None
    groups = {row["source"]: row["group"] for row in tables["sources"]}
    records = tuple(_claim(row, groups, dimensions, measures, conversions) for row in tables["claims"])
    held, files, remarks = folder.held, folder.tables, tuple(folder.remarks)
    return Case(name, folder.path, meta, records, tables, measures, dimensions, conversions, held, tuple(filled), files, remarks)


_fields = itemgetter(*Claim.__dataclass_fields__)


def _claim(row: dict, groups: dict[str, str], dimensions: dict, measures: dict[str, Measure], conversions: tuple) -> Claim:
    made = {
        "primary": row["primary"] == "yes",
        "kind": {"present": "level"}.get(row["kind"], row["kind"]),  # as tables of earlier versions call it
        "group": groups.get(row["source"], row["source"]),
        "dims": tuple([(d, row[d]) for d in dimensions]),
        "printed_unit": row["unit"],
        "unit": unit_of(row, measures[row["measure"]].unit, conversions),
    }
    return Claim(*_fields(row | made))
