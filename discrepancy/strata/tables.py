"""Two files or frames → their rows side by side, checked: text where a name is due, numbers where a number is due, every row once.

A file is whatever `import` reads: CSV, a workbook with one sheet, JSON, a table of a page.  A row that is named as the total is the printed total and no
stratum.  Nothing is guessed: an empty number is not 0, two spellings are not one name, a total of a part is not a stratum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from discrepancy.case.problems import Problem, nearest
from discrepancy.case.spelling import skeleton
from discrepancy.intake.files import TYPED, read_grid
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.units import unit_in
from discrepancy.strata.result import WhereError

_SHOWN = 10  # bad cells of one kind that are told one by one
_GROUPED = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"  # 9,400


@dataclass
class Strata:
    """A frame or a file; with `strata` read from it: the numbers of each and, last, its weight, and the printed total if there is one."""

    name: str
    frame: pd.DataFrame  # its index is that of a frame, or the rows of a file from 1
    problems: list[Problem]
    lines: bool = False  # whether the index counts lines
    between: str = ""  # what stands between the cells of a text: with commas, one within a number is not decimal, and a point is
    strata: pd.DataFrame = None  # type: ignore[assignment]  # read once the columns are known to be there
    total: float | None = None

    def say(self, advice: str, column: str = "", cells: pd.Series | None = None) -> None:
        """Keep what is wrong with the table, or with some of its cells."""
        shown = () if cells is None else cells.head(_SHOWN).items()
        for label, cell in shown:
            place = (self.name, int(label)) if self.lines else (f"{self.name}, row {label}", 0)
            self.problems.append(Problem(*place, column, str(cell), advice))
        if cells is None or len(cells) > _SHOWN:
            rest = advice if cells is None else f"and {len(cells) - _SHOWN:,} more rows like these"
            self.problems.append(Problem(self.name, 0, column, "", rest))

    def numbers(self, column: str, rows: pd.Series) -> np.ndarray:
        """The numbers of a column; what is none is kept as a problem."""
        cells = self.frame.loc[rows, column]
        if self.between == ",":
            cells = cells.str.replace(_GROUPED, lambda number: number[0].replace(",", ""), regex=True)
        elif self.between and cells.str.contains(r"\.").any() and not cells.str.contains(r"\.(?!\d{3}$)|^-?0|\d{4}\.").any():
            either = cells.str.contains(r"\.")
            self.say("may be a thousand or a decimal: write 1234, or 1.2340", column, cells[either])
        found = pd.to_numeric(cells, errors="coerce").astype(float)
        bad = ~np.isfinite(found)
        empty = bad & (cells.isna() | cells.eq(""))
        for wrong, advice in (
            (empty, "is empty, which is not 0: write the number, or leave the row out, and it is told as not covered"),
            (bad & ~empty, "is no number: write digits alone, with a point before decimals"),
        ):
            if wrong.any():
                self.say(advice, column, cells[wrong])
        return found.to_numpy()

    def read(self, by: tuple[str, ...], value: tuple[str, ...], weight: str, total: str) -> None:
        """Set the strata and the total."""
        names = pd.DataFrame({column: as_text(self.frame[column]) for column in by})
        named = names.apply(lambda column: column.str.casefold() == total.casefold()) & bool(total)
        whole = named.any(axis=1) & (named | names.eq("")).all(axis=1)
        part, empty = named.any(axis=1) & ~whole, names.eq("").any(axis=1) & ~whole
        twice = (names.duplicated() | whole & (whole.cumsum() > 1)) & ~empty
        for wrong, advice in (
            (part, "is the total of a part: leave such rows out"),
            (empty & ~part, "a stratum without a name: name it, or leave it out"),
            (twice, "stands twice: name the columns that tell such rows apart, or keep one"),
            (whole & (len(value) > 1), "a total of several columns is not one number: leave the row out, and give both totals as numbers"),
        ):
            if wrong.any():
                self.say(advice, ", ".join(by), names[wrong].agg(" · ".join, axis=1))
        self.strata = pd.DataFrame({column: self.numbers(column, ~whole) for column in (*value, *filter(None, [weight]))})
        if weight and (below := self.strata[weight].lt(0).to_numpy()).any():
            self.say("is below 0, which is no weight", weight, self.frame.loc[~whole, weight][below])
        if not weight and self.lines and len(value) == 1 and (unit := unit_in(value[0])[0]).startswith(("%", "per ")):
            self.say(f"is in {unit}, which does not add up: give --weight, what each row weighs", value[0])
        self.strata[list(by)] = names[~whole].to_numpy()
        self.total = next(iter(self.numbers(value[0], whole).tolist()), None)


def side_by_side(
    a: object, b: object, by: tuple[str, ...], value: tuple[str, ...], weight: str, total: str | Sequence[float | None]
) -> tuple[list[Strata], tuple[str, ...]]:
    """Both tables with the same strata, those that one of them lacks NaN, and the columns of numbers; else a `WhereError` that tells all."""
    problems: list[Problem] = []
    tables = [opened(table, which, problems) for table, which in ((a, "the first table"), (b, "the second table"))]
    _raise(problems)
    value = value or _only_number(tables, {*by, weight})
    asked = [*by, *value, *filter(None, [weight])]
    for table in tables:
        columns = list(map(str, table.frame.columns))
        for column in dict.fromkeys(asked):
            if columns.count(column) != 1:
                table.say("stands twice in the header" if column in columns else f"no such column: {nearest(column, columns)}", column)
            elif asked.count(column) > 1:
                table.say("is asked for twice: a column is a name, a number or the weight", column)
    _raise(problems)
    for table in tables:
        table.read(by, value, weight, total if isinstance(total, str) else "")
    _raise(problems)
    one, two = (
        table.strata.set_axis([*range(k, k + len(asked) - len(by)), *by], axis=1) for k, table in zip((0, 100), tables, strict=True)
    )
    for column in by:
        mine, theirs = ({*frame[column].unique()} for frame in (one, two))
        spelt = {skeleton(name): name for name in theirs - mine}
        for name in sorted(n for n in mine - theirs if skeleton(n) in spelt):
            advice = f"is {spelt[skeleton(name)]!r} in {tables[1].name}: write both in one way"
            problems.append(Problem(tables[0].name, 0, column, name, advice))
    strata = one.merge(two, "outer", list(by), sort=False).set_index(list(by))
    if not problems and len(strata) == len(one) + len(two):
        tables[0].say(f"no row of it stands in {tables[1].name}: write names alike", ", ".join(by))
    _raise(problems)
    for k, table, given in zip((0, 100), tables, (None, None) if isinstance(total, str) else total, strict=True):
        table.strata = strata[range(k, k + len(asked) - len(by))]
        table.total = table.total if given is None else float(given)
    return tables, value


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise WhereError(problems)


def opened(table: object, name: str, problems: list[Problem]) -> Strata:
    """A frame as it is, or a file as text."""
    if isinstance(table, pd.DataFrame):
        frame = table.reset_index(drop=not any(table.index.names))
        return Strata(name, frame.set_axis([*map(str, frame.columns)], axis=1), problems)
    found = Strata(str(table), pd.DataFrame(), problems)
    try:
        grid = read_grid(found.name, exact=True)
    except IntakeError as error:
        found.say(str(error).removeprefix(found.name).removeprefix(Path(found.name).name).lstrip(":0123456789 "))
        return found
    problems += grid.left
    found.lines, found.between = grid.numbered != "record", grid.between
    text = np.frompyfunc(lambda cell: cell.replace(TYPED, "").strip() if isinstance(cell, str) else "", 1, 1)
    frame = pd.DataFrame({k: text(column) for k, column in enumerate(grid.columns)}, index=grid.lines, dtype=object)
    frame = frame[frame.ne("").any(axis=1)]
    frame = frame.loc[:, frame.ne("").any()]
    if len(frame) < 2:
        found.say("holds no row below a header")
        return found
    wide = int((frame.iloc[0] != "").to_numpy().nonzero()[0][-1]) + 1
    if (beyond := frame.iloc[:, wide:].ne("").any(axis=1)).any():
        row = frame.loc[beyond].iloc[0]
        many = int((row != "").to_numpy().nonzero()[0][-1]) + 1
        found.say(f"line {row.name} has {many} cells, the header {wide}: a cell with a comma needs quotes around it")
        return found
    found.frame = frame.iloc[1:].set_axis(list(frame.iloc[0]), axis=1)
    return found


def as_text(column: pd.Series) -> pd.Series:
    """Names as text: 1 and 1.0 are one name, what is absent has none."""
    codes, cells = pd.factorize(column)
    names = [str(int(c) if isinstance(c, float) and c.is_integer() else c).strip() for c in cells]
    return pd.Series(np.array([*names, ""], dtype=object)[codes], index=column.index)


def _only_number(tables: list[Strata], other: set[str]) -> tuple[str, ...]:
    """The only column of numbers that both tables have."""
    numeric = lambda frame: (
        {c for c in frame if pd.to_numeric(frame[c].astype(str).str.replace(",", ""), errors="coerce").notna().any()} - other
    )
    found = sorted(set.intersection(*(numeric(t.frame.loc[:, ~t.frame.columns.duplicated()]) for t in tables)))
    if len(found) != 1:
        raise WhereError(f"value: name the column of numbers: {', '.join(found) or 'no column of both tables has any'}")
    return (found[0],)
