"""A file or a data frame → a case: the drafts of its tables, with what was understood and what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from discrepancy import dates
from discrepancy.case.files.bytes import Folder
from discrepancy.case.load import checked, examine_files
from discrepancy.case.model import Case
from discrepancy.case.problems import CaseError, Problem
from discrepancy.intake import tell
from discrepancy.intake.drafts import Brought, as_text, drafts_of, rows_of
from discrepancy.intake.files import read_grid
from discrepancy.intake.grid import table_of
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.kinds import kinds
from discrepancy.intake.plan import Rules
from discrepancy.intake.roles import understand
from discrepancy.intake.rows import claims_of

CHECKED = 200  # rows that are checked before anything is written; `check` looks at all of them


def bring(source: Any, rules: Rules | None = None, *, day: str = "", address: str = "", licence: str = "") -> Brought:
    """Read a file and understand it; nothing is written."""
    rules = rules or Rules()
    _check(rules, day, address)
    grid = read_grid(source, rules.sheet, rules.table, rules.encoding)
    rules.sheet = grid.sheet
    table = table_of(grid, rules.rows)
    plan = understand(table, rules, day)
    other = ": --day says another"
    days = [(day, "--day"), (grid.day, f"the day on which the file was last changed{other}"), (date.today().isoformat(), f"today{other}")]
    said, how = next(pair for pair in days if pair[0])
    claims = claims_of(table, plan, said, address)
    if not len(claims):
        why = "".join(f"\n{line}" for line in tell.left_out(table)[:12])
        if plan.questions:
            raise IntakeError("\n".join(f"{table.name}: {q}" for q in plan.questions) + why)
        raise IntakeError(f"{table.name}: no row holds a figure that can be read{why}")
    kinds(table, plan, claims)
    return Brought(table, plan, claims, said, how, address, licence, plan.questions)


def _check(rules: Rules, day: str, address: str) -> None:
    """Refuse options that are none."""
    known = {
        "kind": ("", "cumulative", "period", "rate", "level", "fixed", "plan"),
        "decimal": ("", "point", "comma"),
        "dates": ("", "dmy", "mdy", "ymd"),
    }
    for name, allowed in known.items():
        if (given := getattr(rules, name)) not in allowed:
            raise IntakeError(f"--{name} is {given!r}: use one of {', '.join(allowed[1:])}")
    if day and not dates.is_date(day):
        raise IntakeError(f"--day {day!r} {dates.no_date(day)}")
    if day and dates.first(day) > date.today():
        raise IntakeError(f"--day {day!r} is in the future: nothing can have been said then")
    if address and not re.fullmatch(r"https?://[^\s<>\"]+", address):
        raise IntakeError(f"--address {address!r} is no address: write http:// or https:// and the rest")


def sample_problems(path: Path, brought: Brought, drafts: Mapping[str, bytes]) -> list[Problem]:
    """Whether rows from all over the file pass the check of a case; the line of a problem is that of the file."""
    n = len(brought.claims)
    some = np.zeros(n, bool)
    some[np.linspace(0, n - 1, min(n, CHECKED)).astype(int)] = True
    some[np.flatnonzero(brought.claims.cells["wording"].where(bool))[:CHECKED]] = True
    for name in ("source", "measure", "unit"):
        some[np.unique(brought.claims.cells[name].codes, return_index=True)[1][:CHECKED]] = True
    columns, rows = rows_of(brought, 1, some)
    _, problems = examine_files(Folder(path, {**drafts, "claims.csv": as_text(columns, rows)}))
    lines = brought.claims.lines[some]
    ours = lambda p: p.file == "claims.csv" and 2 <= p.line < rows + 2
    return [replace(p, file=brought.table.name, line=int(lines[p.line - 2])) if ours(p) else p for p in problems]


def from_table(
    frame: Any, name: str = "table", *, value: str | Sequence[str] = (), day: str = "", address: str = "", licence: str = "", **options: Any
) -> Case:
    """A case of a data frame or a file, without writing anything.

    Parameters
    ----------
    frame : pandas.DataFrame, str or path
        A table, or a file: CSV, TSV, .xlsx, JSON, JSON lines, Parquet, HTML, each also zipped or gzipped.
    name : str
        Of the case.
    value : str or sequence of str
        Columns of numbers, one a measure; what is not given is guessed.
    day, address, licence : str
        When the figures were said, where the file is from, under which licence.
    **options
        Those of the command ``import``, of `Rules`: ``source``, ``source_columns`` (a list), ``low``, ``best``, ``high``, ``date``, ``start``,
        ``said``, ``measure``, ``unit``, ``kind``, ``where`` (``{"place": "Country"}``), ``columns_are``, ``rows``, ``decimal``, ``dates``,
        ``sheet``, ``table``, ``encoding``.

    Returns
    -------
    Case
        Its ``filled`` begins with what was understood, and what was left out.

    Raises
    ------
    IntakeError
        Where the file cannot be read, or two readings would give other numbers: with the option that decides.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": [2020, 2021], "Ministry": [310, 290], "UN": [420, 405]})
    >>> case = from_table(frame, "floods", measure="homes", source_columns=["Ministry", "UN"], kind="period", day="2022-03-01")
    >>> case.claims[["source", "as_of", "value"]].values.tolist()[:2], case.filled[0]
    ([['ministry', '2020', '310'], ['ministry', '2021', '290']], 'the table: 2 rows, 3 columns')
    """
    rules = Rules(value=[value] if isinstance(value, str) and value else list(value), **options)
    brought = bring(frame, rules, day=day, address=address, licence=licence).settled()
    case = checked(Path(name), drafts_of(brought))
    return replace(case, filled=(*tell.understood(brought), *case.filled))


def refuse(problems: Sequence[Problem]) -> None:
    """Raise what the check finds in the rows of a file."""
    if problems:
        raise CaseError(list(dict.fromkeys(problems)))
