"""A file or a data frame → a case: the drafts of its tables, with what was understood and what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discrepancy import dates
from discrepancy.case.load import checked, examine_folder
from discrepancy.case.model import Case
from discrepancy.case.problems import CaseError, Problem
from discrepancy.intake import tell
from discrepancy.intake.files import IntakeError, read_grid
from discrepancy.intake.grid import Table, table_of
from discrepancy.intake.kept import HEAD, NAME, as_toml
from discrepancy.intake.roles import Plan, Rules, understand
from discrepancy.intake.rows import Claims, as_text, claims_of, kinds

CHECKED = 200  # rows that are checked before anything is written; `check` looks at all of them


@dataclass
class Brought:
    """A file as it was understood, with the claims that it makes."""

    table: Table
    plan: Plan
    claims: Claims
    day: str  # on which the figures were said, where no column says it
    day_from: str
    address: str = ""
    licence: str = ""
    questions: list[str] = field(default_factory=list)

    def settled(self) -> Brought:
        """Itself, or an `IntakeError` with every question that is open."""
        if self.questions:
            raise IntakeError("\n".join(f"{self.table.name}: {q}" for q in self.questions))
        return self


def bring(source: Any, rules: Rules | None = None, *, day: str = "", address: str = "", licence: str = "", name: str = "") -> Brought:
    """Read a file and understand it; nothing is written."""
    rules = rules or Rules()
    _check(rules, day, address)
    grid = read_grid(source, rules.sheet, rules.table, rules.encoding, name)
    rules.sheet = grid.sheet
    table = table_of(grid)
    plan = understand(table, rules)
    said, how = (
        (day, "--day")
        if day
        else (grid.day, "the day on which the file was last changed: --day says another")
        if grid.day
        else (date.today().isoformat(), "today: --day says another")
    )
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


def rows_of(brought: Brought, number: int = 1, rows: np.ndarray | None = None) -> tuple[dict[str, Any], int]:
    """The columns of claims.csv, with an id by file and line, and where each row stands."""
    claims = brought.claims if rows is None else brought.claims.keep(rows)
    several = len(brought.plan.figures) > 1
    stem = f'"{brought.table.name}, {brought.table.grid.numbered} '
    mark, marks = claims.cells["mark"], brought.table.marks
    said = [f"; {m}: {marks.get(m, marks.get(m.translate(_RAISED), ''))}".replace('"', '""') if m else "" for m in mark.texts]

    def ids(start: int, stop: int) -> list[str]:
        lines = claims.lines[start:stop].tolist()
        if several:
            return [f"f{number}-{line}-{k + 1}" for line, k in zip(lines, claims.figure[start:stop].tolist(), strict=True)]
        return [f"f{number}-{line}" for line in lines]

    def notes(start: int, stop: int) -> list[str]:
        lines = claims.lines[start:stop].tolist()
        if any(said):
            return [f'{stem}{line}{said[code]}"' for line, code in zip(lines, mark.codes[start:stop].tolist(), strict=True)]
        return [f'{stem}{line}"' for line in lines]

    columns = {"claim": ids} | {name: column for name, column in claims.cells.items() if name != "mark"} | {"notes": notes}
    return columns, len(claims)


_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


def drafts_of(brought: Brought) -> dict[str, bytes]:
    """The files of a new case."""
    columns, n = rows_of(brought)
    sources = {"source": list(brought.claims.names), "name": list(brought.claims.names.values())}
    settings = settings_of(brought)
    file = file_of(brought) | {"new": n}
    drafts = {
        "claims.csv": as_text(columns, n),
        "sources.csv": pd.DataFrame(sources).to_csv(index=False).encode(),
        "case.toml": settings.encode(),
        NAME: (HEAD + as_toml({"rules": [rules_of(brought)], "files": [file]})).encode(),
    }
    return drafts | beside(brought, 1)


def rules_of(brought: Brought) -> dict[str, Any]:
    """The understanding, for import.toml: every column by its heading."""
    plan, heads = brought.plan, brought.table.heads
    rules = plan.rules.asked()
    for name in ("source", "measure", "unit", "start", "said"):
        if (at := getattr(plan, name)) is not None:
            rules[name] = heads[at]
    if plan.date:
        rules["date"] = ",".join(heads[at] for at in plan.date)
    if plan.dims:
        rules["where"] = {name: heads[at] for name, at in plan.dims.items()}
    figures = plan.figures
    if all(f.value is not None and f.source == heads[f.value] for f in figures) and all(
        f.value is not None and f.low is None for f in figures
    ):
        rules["source_columns"] = [heads[f.value] for f in figures if f.value is not None]
    elif len(figures) == 1 and figures[0].low is not None and figures[0].high is not None:
        rules |= {"low": heads[figures[0].low], "high": heads[figures[0].high]}
        rules |= {"best": heads[figures[0].value]} if figures[0].value is not None else {}
    elif all(f.low is None and not f.source and f.day == ("", "") for f in figures):
        rules["value"] = [heads[f.value] for f in figures if f.value is not None]
    kinds_ = {m: k for m, k in zip(brought.claims.cells["measure"].texts, _kinds(brought.claims), strict=True)}
    rules["kinds"] = kinds_
    rules["beside"] = [heads[at] for at in plan.beside]
    rules["columns"] = heads
    return {key: value for key, value in rules.items() if value}


def _kinds(claims: Claims) -> list[str]:
    """The kind of each measure, in the order of its texts."""
    measure, kind = claims.cells["measure"], claims.cells["kind"]
    return [str(kind.texts[kind.codes[np.flatnonzero(measure.codes == i)[0]]]) for i in range(len(measure.texts))]


def file_of(brought: Brought) -> dict[str, Any]:
    """What is kept of the file itself."""
    grid = brought.table.grid
    about = {
        "name": grid.name,
        "sha256": grid.sha256,
        "day": brought.day,
        "day_is": brought.day_from,
        "address": brought.address,
        "licence": brought.licence,
    }
    counts = {"rules": 1, "rows": len(brought.table.lines), "left_out": len(brought.table.left), "sources": list(brought.claims.names)}
    return {key: value for key, value in (about | counts).items() if value or key in ("rows", "left_out")}


def settings_of(brought: Brought) -> str:
    """The case.toml of a new case."""
    plan, claims = brought.plan, brought.claims
    measures = [m for m in dict.fromkeys(claims.cells["measure"].texts)]
    label = lambda m: claims.labels.get(m) or m.replace("_", " ")
    title = (
        next((t for t in brought.table.grid.titles if len(t) < 120), "")
        or re.sub(r"[\s_.-]+", " ", re.sub(r"(\.\w{2,7})+$", "", brought.table.name)).strip()
    )
    tables: dict[str, Any] = {
        "title": title,
        "unit": label(measures[0]).lower() if len(measures) == 1 else "units",
        "licence": brought.licence,
    }
    tables = {key: value for key, value in tables.items() if value}
    tables["defaults"] = {"measure": measures[0]}
    tables["measures"] = {m: {"label": label(m)} for m in measures}
    if plan.dims:
        tables["dimensions"] = {name: {"label": brought.table.heads[at]} for name, at in plan.dims.items()}
    return as_toml(tables)


def beside(brought: Brought, number: int) -> dict[str, bytes]:
    """What means nothing here, beside the case: the columns, by the line of the file, and each thing that was left out."""
    table, found = brought.table, {}
    end = "" if number == 1 else f"-{number}"
    lines = list(map(str, table.lines.tolist()))
    if brought.plan.beside:
        columns: Mapping[str, Any] = {brought.table.grid.numbered: lines} | {
            table.heads[at]: table.columns[at] for at in brought.plan.beside
        }
        found[f"beside{end}.csv"] = as_text(columns, len(lines))
    if table.left:
        left = [(p.file, p.line, p.column, p.value, p.advice) for p in table.left]
        found[f"left-out{end}.csv"] = pd.DataFrame(left, columns=["file", "line", "column", "value", "why"]).to_csv(index=False).encode()
    return found


def sample_problems(path: Path, brought: Brought, drafts: Mapping[str, bytes]) -> list[Problem]:
    """Whether rows from all over the file pass the check of a case; the line of a problem is that of the file."""
    n = len(brought.claims)
    some = np.zeros(n, bool)
    some[np.linspace(0, n - 1, min(n, CHECKED)).astype(int)] = True
    some[np.flatnonzero(brought.claims.cells["wording"].where(bool))[:CHECKED]] = True
    for name in ("source", "measure", "unit"):
        some[np.unique(brought.claims.cells[name].codes, return_index=True)[1][:CHECKED]] = True
    columns, rows = rows_of(brought, 1, some)
    _, problems = examine_folder(path, {**drafts, "claims.csv": as_text(columns, rows)})
    lines = brought.claims.lines[some]
    at = lambda p: (
        Problem(brought.table.name, int(lines[p.line - 2]), p.column, p.value, p.advice)
        if p.file == "claims.csv" and 2 <= p.line < rows + 2
        else p
    )
    return [at(p) for p in problems]


def from_table(
    frame: Any,
    name: str = "table",
    *,
    source: str = "",
    source_columns: Sequence[str] = (),
    value: str | Sequence[str] = (),
    low: str = "",
    best: str = "",
    high: str = "",
    date: str = "",
    measure: str = "",
    unit: str = "",
    kind: str = "",
    where: Mapping[str, str] | None = None,
    decimal: str = "",
    dates: str = "",
    sheet: str = "",
    table: int = 0,
    day: str = "",
    address: str = "",
    licence: str = "",
) -> Case:
    """A case of a data frame or a file, without writing anything.

    Parameters
    ----------
    frame : pandas.DataFrame, str or path
        A table, or a file: CSV, TSV, .xlsx, JSON, JSON lines, Parquet, HTML, each also zipped or gzipped.
    name : str
        Of the case.
    source : str
        The column with the names of sources, or the name of the only one.
    source_columns, value : sequence of str
        Columns of numbers, one a source, or one a measure; what is not given is guessed.
    low, best, high : str
        Columns of bounds, and of the number between them.
    date, measure, unit : str
        A column; or the day, the measure, the unit of all figures.
    kind : str
        How the numbers stand in time: cumulative, period, rate, level, fixed or plan.
    where : dict
        Name of a dimension → the column that says of what a figure is: ``{"place": "Country"}``.
    decimal, dates : str
        What the file does not decide: point or comma; dmy, mdy or ymd.
    sheet, table : str, int
        Of a workbook, of a page.
    day, address, licence : str
        When the figures were said, where the file is from, under which licence.

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
    one = lambda given: [given] if isinstance(given, str) and given else list(given)
    rules = Rules(
        source, one(source_columns), one(value), low, best, high, date, measure=measure, unit=unit, kind=kind, where=dict(where or {})
    )
    rules.decimal, rules.dates, rules.sheet, rules.table = decimal, dates, sheet, table
    brought = bring(frame, rules, day=day, address=address, licence=licence).settled()
    case = checked(Path(name), drafts_of(brought))
    told = [line for line in tell.understood(brought)]
    return Case(
        **{f: getattr(case, f) for f in case.__dataclass_fields__ if f not in ("filled", "_as_known")}, filled=(*told, *case.filled)
    )


def refuse(problems: Sequence[Problem]) -> None:
    """Raise what the check finds in the rows of a file."""
    if problems:
        raise CaseError(list(dict.fromkeys(problems)))
