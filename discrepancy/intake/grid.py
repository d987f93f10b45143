"""The cells of a file → one table: its headings of one or more lines, its rows, the notes around it; what is left out is named.

A `Column` holds each text once with the rows it stands in, so that whatever is asked of a text is asked once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from discrepancy.case.problems import Problem
from discrepancy.intake.cells import all_plain, day_of, is_nothing, looks_like_number, unit_of
from discrepancy.intake.files import TYPED, Grid
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.words import says, starts
from discrepancy.saying.text import clip

SAMPLE = 2000  # rows that say how many cells a row has
LOOKED_AT = 60  # rows among which the header is looked for
_SPACED = re.compile(r"^\s|\s$|[^\S ]|  ")
_MARK = re.compile(r"^\s*(\*+|†+|‡+|§|#|\[\w{1,3}\]|\(\w{1,2}\)|[¹²³⁴-⁹]|\w{1,2}[).:]|\w(?=\s))\s*(\S.*)$", re.DOTALL)


@dataclass
class Column:
    """The texts of a column, each once, and which of them stands in each row."""

    codes: np.ndarray
    texts: np.ndarray

    @classmethod
    def of(cls, cells: np.ndarray) -> Column:
        codes, texts = pd.factorize(cells)
        codes, texts = codes.astype(np.int32), np.asarray(texts, dtype=object)
        if (absent := codes < 0).any():
            codes[absent], texts = len(texts), np.append(texts, "")
        whole = "\n".join(texts)
        if not re.search(r"[^\S\n]", whole) and whole.count("\n") < max(1, len(texts)):
            return cls(codes, texts)  # no white space but between the texts
        again, tidy = pd.factorize(np.array([" ".join(t.split()) if _SPACED.search(t) else t for t in texts], dtype=object))
        return cls(again.astype(np.int32)[codes], np.asarray(tidy, dtype=object))

    @cached_property
    def plain(self) -> bool:
        """Whether every text is a number that no separator makes doubtful."""
        return all_plain(self.texts)

    def rows(self) -> np.ndarray:
        """The text of each row."""
        return self.texts[self.codes]

    def at(self, row: int) -> str:
        """The text of one row."""
        return self.texts[self.codes[row]]

    def numbers(self) -> np.ndarray:
        """The number of each row; NaN where there is none."""
        return np.array([float(t) if t else np.nan for t in self.texts])[self.codes]

    def equal(self, text: str) -> np.ndarray:
        """The rows that hold a text."""
        at = np.flatnonzero(self.texts == text)
        return self.codes == at[0] if len(at) else np.zeros(len(self.codes), bool)

    def where(self, right: Callable[[str], object]) -> np.ndarray:
        """The rows whose text passes a test."""
        return np.fromiter((bool(right(t)) for t in self.texts), bool, len(self.texts))[self.codes]

    def keep(self, rows: np.ndarray) -> Column:
        """The column with some of its rows."""
        if rows.dtype == bool and rows.all():
            return self
        codes, used = pd.factorize(self.codes[rows])
        return Column(codes.astype(np.int32), self.texts[used])

    @classmethod
    def joined(cls, columns: Iterable[Column]) -> Column:
        """Columns one below the other."""
        columns = list(columns)
        if len(columns) == 1:
            return columns[0]
        texts, at = np.concatenate([c.texts for c in columns]), np.cumsum([0, *(len(c.texts) for c in columns)])
        codes, once = pd.factorize(texts)
        return cls(
            codes[np.concatenate([c.codes + n for c, n in zip(columns, at, strict=False)])].astype(np.int32), np.asarray(once, object)
        )


@dataclass
class Held:
    """One table: headings, columns, the line of each row; what is said above and below it, and what is left out."""

    name: str
    heads: list[str]
    levels: list[tuple[str, ...]]  # each heading in its lines
    columns: list[Column]
    lines: np.ndarray
    grid: Grid
    left: list[Problem] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)  # of footnotes → what they say
    told: list[str] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)  # rows that are a title in the midst of others
    questions: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)  # what the file says stands for no figure

    def index(self, heading: str) -> int | None:
        """The column with a heading, in whatever capitals."""
        plain = [h.casefold().split() for h in self.heads]
        fits = [i for i, h in enumerate(self.heads) if h == heading] or [i for i, h in enumerate(plain) if h == heading.casefold().split()]
        return fits[0] if len(fits) == 1 else None

    def keep(self, rows: np.ndarray) -> None:
        """Leave out the other rows."""
        self.columns, self.lines = [c.keep(rows) for c in self.columns], self.lines[rows]

    def leave(self, rows: np.ndarray, advice: str, column: int | None = None) -> None:
        """Name rows, or one cell of each, that are not read."""
        head = self.heads[column] if column is not None else ""
        of = self.columns if column is None else [self.columns[column]]
        for i in np.flatnonzero(rows):
            cells = [c.at(i) for c in of]
            said = " · ".join(clip(cell.replace(TYPED, ""), 60) for cell in cells if cell)
            self.left.append(Problem(self.name, int(self.lines[i]), head, said, advice))


def table_of(grid: Grid, only: str = "") -> Held:
    """The table of a grid; `only` are the lines to read, where it holds several: 7-32."""
    filled = sum(((c[:SAMPLE] != "") for c in grid.columns), np.zeros(min(SAMPLE, len(grid.lines)), np.int16))
    if not len(filled) or max(filled) < 2:
        raise IntakeError(f"{grid.name}: holds no table with two columns or more")
    if not filled.all():
        rows = np.r_[np.flatnonzero(filled), len(filled) : len(grid.lines)]
        grid.columns, grid.lines, filled = [c[rows] for c in grid.columns], grid.lines[rows], filled[filled > 0]
    above = [[" ".join(str(c[i]).split()) for c in grid.columns] for i in range(min(LOOKED_AT, len(filled)))]
    for i, row in enumerate(above):
        if _one_title(row):
            filled[i] = 1
    if (at := next((i for i, row in enumerate(above) if i and _numbers_columns(above[i - 1], row)), 0)) and not grid.headed:
        grid.told.append(f"{grid.numbered} {grid.lines[at]} numbers the columns")
        grid.columns, grid.lines, filled = [np.delete(c, at) for c in grid.columns], np.delete(grid.lines, at), np.delete(filled, at)
        del above[at]
    top, body = _header(grid, above, filled)
    columns = [Column.of(c[body:]) for c in grid.columns]
    grid.columns = []
    table = Held(grid.name, [], [], columns, grid.lines[body:], grid, list(grid.left))
    titles = [" ".join(dict.fromkeys(t.replace(TYPED, "") for t in row if t)) for row in above[:top]]
    grid.titles += titles
    grid.told += [f"line {line} stands above the table: {clip(title, 100)!r}" for line, title in zip(grid.lines, titles, strict=False)]
    table.levels = _headings(above[top:body])
    table.heads = _told_apart(table, [" | ".join(dict.fromkeys(filter(None, levels))) for levels in table.levels])
    filled = sum((~c.equal("") for c in columns), np.zeros(len(table.lines), np.int16))
    if grid.numbered != "line":
        filled[[_one_title(row) for row in zip(*(c.rows() for c in columns), strict=True)]] = 1
    keep = filled > 0
    _notes(table, keep, filled)
    _name_columns(table, keep)
    if only:
        keep &= _asked_rows(table, only)
    else:
        _blocks(table, keep)
    last = [level[-1] for level in table.levels]
    repeated = keep & np.all([c.equal(h) for c, h in zip(table.columns, last, strict=True) if h], axis=0)
    table.leave(repeated, "repeats the header")
    table.keep(keep & ~repeated)
    if not len(table.lines):
        raise IntakeError(f"{grid.name}: holds no row below a header")
    return table


def _one_title(row: Sequence[str]) -> bool:
    """Whether a row is one text, in one cell or over many."""
    said = {*row} - {""}
    return len(said) == 1 and not looks_like_number(next(iter(said)))


def _name_columns(table: Held, keep: np.ndarray) -> None:
    """A column without a heading is numbered where most rows have a cell in it; else such cells are in no column, and their rows are named."""
    for i in [i for i, h in enumerate(table.heads) if not h]:
        with_text = keep & ~table.columns[i].equal("")
        if 2 * with_text.sum() > keep.sum():
            table.heads[i] = f"column {i + 1}"
            table.told.append(f"column {i + 1} has no heading")
        else:
            table.leave(with_text, "is in a column without a heading: a cell with a comma needs quotes around it, or the column a name")
            keep &= ~with_text
    named = [i for i, h in enumerate(table.heads) if h]
    table.heads, table.levels, table.columns = ([of[i] for i in named] for of in (table.heads, table.levels, table.columns))


def _header(grid: Grid, cells: list[list[str]], filled: np.ndarray) -> tuple[int, int]:
    """The first row of the header, and the first row of figures below it."""
    if grid.headed:
        return 0, 1
    shown = len(cells)
    usual = max(2, int(np.bincount(filled[:2000]).argmax()) if len(filled) > 3 else int(filled.max()))
    full = [i for i in range(shown) if filled[i] >= max(2, 0.6 * usual)]
    body = next((i for i in full if _has_figures(cells, i, shown)), None)
    if body is None:
        raise IntakeError(f"{grid.name}: has no column of numbers below a header")
    heads = [i for i in full if i < body and (filled[i + 1 : body] >= 2).all()]
    if heads and (first := next((i for i in range(heads[0] + 1, body) if _has_figures(cells, i, shown)), body)) < body:
        return heads[0], first  # rows of figures with many empty cells
    top = body
    while top and (filled[top - 1] >= 2 or (top == body and len(cells[0]) == 2)) and body - top < 4:
        top -= 1
    if top == body:
        raise IntakeError(
            f"{grid.name}:{grid.lines[body]}: has numbers in its first row: write a header above it that says what each column is"
        )
    return top, body


def _numbers_columns(above: list[str], row: list[str]) -> bool:
    """Whether a row below a header numbers the columns, from 1."""
    cells = [t.lstrip(TYPED).strip("()") for t, head in zip(row, above, strict=True) if t and t != head]
    return (
        len(cells) > 2
        and len(cells) >= len([*filter(None, row)]) - 1
        and cells == [str(k) for k in range(1, len(cells) + 1)]
        and row[0] in ("", above[0])
    )


def _has_figures(cells: list[list[str]], i: int, shown: int) -> bool:
    """Whether a row holds figures and is not a header of years or days."""
    day = re.compile(rf"{TYPED}?(1[5-9]|2[01])\d\d|\d{{4}}-\d\d(-\d\d)?")
    numbers = [k for k, cell in enumerate(cells[i]) if cell and (looks_like_number(cell) or day.fullmatch(cell))]
    if i == 0 and 2 * len(numbers) < len([*filter(None, cells[i])]):  # "Less than 1.90 $ a day" may be a heading
        numbers = [k for k in numbers if not re.search(r"[^\W\d_]{3}", cells[i][k])]
    if not numbers:
        return False
    days = [k for k in numbers if day.fullmatch(cells[i][k])]
    if len(days) < len(numbers) or (len(numbers) == 1 and i):
        return True
    below = [[cells[j][k] for j in range(i + 1, min(i + 6, shown)) if cells[j][k]] for k in days]
    same = [all(map(day.fullmatch, column)) for column in below if column]
    return not same or 2 * sum(same) >= len(same) or len({cells[i][k] for k in days}) < len(days)


def _headings(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The lines of each heading; in all but the last, a heading goes on to the right until the next begins."""
    lines = [[cell.replace(TYPED, "") for cell in row] for row in rows]
    if len(lines) > 1 and _are_units(lines[-2], lines[-1]):
        units = lines.pop()
        for k, unit in enumerate(units):
            lines[-1][k] = f"{lines[-1][k]} ({unit})" if unit and lines[-1][k] != unit else lines[-1][k]
    for above, below in itertools.pairwise(lines):
        said = ""
        for k, text in enumerate(above):
            said = text or (said if below[k] else "")
            above[k] = said
    return list(zip(*lines, strict=True))


def _are_units(above: list[str], row: list[str]) -> bool:
    """Whether a line of a header says the units of the columns."""
    cells = [t for t, head in zip(row, above, strict=True) if t and t != head]
    known = [t for t in cells if unit_of(t.strip("()[]"))]
    return bool(known) and all(t in known or re.fullmatch(r"\d{4}\s?=\s?100", t) for t in cells)


def _asked_rows(table: Held, only: str) -> np.ndarray:
    """The rows that --rows names."""
    found = re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)", only.strip())
    if not found:
        raise IntakeError(f"--rows {only!r}: write the first and the last line with a dash between, such as 7-32")
    rows = (table.lines >= int(found[1])) & (table.lines <= int(found[2]))
    if not rows.any():
        raise IntakeError(f"--rows {only}: no row of {table.name} stands there")
    table.told.append(f"{len(rows) - int(rows.sum()):,} rows are not read: --rows {only}")
    return rows


def _blocks(table: Held, keep: np.ndarray) -> None:
    """Ask about a title in the midst of rows below which the same rows stand anew: another table, of other numbers."""
    if not table.inner or not table.columns:
        return
    first = table.columns[0]
    for at, end in itertools.pairwise([*table.inner, len(keep)]):
        above, below = (np.flatnonzero(keep[a:b]) + a for a, b in ((0, at), (at, end)))
        same = [i for i in below if first.at(i) and first.codes[i] in {*first.codes[above]}]
        title = next(p.value for p in table.left if p.line == table.lines[at])
        if len(same) > 1 and 2 * len(same) >= len(below):
            key = first.at(same[0]).lstrip(TYPED)
            why = f"{key!r} and {len(same) - 1} more stand above and below it"
        elif len(above) and len(below) and re.search(r"(?i)%|per ?cent|prozent|\bchange|veränderung|изменени|зміна", title):
            why = "its title names other figures"
        else:
            continue
        span = lambda rows: f"{table.lines[rows[0]]}-{table.lines[rows[-1]]}"
        begins = f"{table.grid.numbered} {table.lines[at]} ({title!r}) begins another table"
        table.questions.append(f"{begins}: {why}. Give --rows {span(above)} or --rows {span(below)}")
        return


def _told_apart(table: Held, heads: list[str]) -> list[str]:
    """Two columns of one heading are told as that and numbered."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        n = seen[head] = seen.get(head, 0) + 1
        if n > 1 and head:
            table.told.append(f"the heading {head!r} stands {n} times: the {n}. is read as {head + f' ({n})'!r}")
            head = f"{head} ({n})"
        found.append(head)
    return found


def _notes(table: Held, keep: np.ndarray, filled: np.ndarray) -> None:
    """Rows below or within the table that hold a text and no figure: notes, of which marks may be explained, and headings within."""
    if len(table.columns) < 2:
        return
    many = np.flatnonzero(filled > min(2, len([*filter(None, table.heads)]) - 1))
    end = int(many[-1]) if len(many) else -1
    for i in np.flatnonzero(keep & (filled <= max(1, (len([h for h in table.heads if h]) - 1) // 3))):
        cells = [text for c in table.columns if (text := c.at(i))]
        first = table.columns[0].at(i)
        text = " ".join(dict.fromkeys(cells))
        last = i > end
        mark = _MARK.match(text)
        if any(looks_like_number(cell) and not is_nothing(cell) for cell in cells[1:] or (cells if not first else [])):
            continue
        if mark and (last or not mark[1].isalnum()):
            for one in re.findall(_MARK_START, text):
                table.marks.setdefault(one[0].strip("[]().:¹²³").casefold() or one[0], one[1].strip())
            advice = "is a note, not a row"
        elif last and (starts(text, "footnotes") or len(filled) - i < 20 or len(text) > 40):
            advice = "is a note below the table, not a row"
        elif len({*cells}) == 1 and (first or len(cells) > 1) and day_of(text) is None:
            table.inner.append(int(i))
            advice = "is a heading within the table, or a row without a figure"
        else:
            continue
        keep[i] = False
        table.left.append(Problem(table.name, int(table.lines[i]), "", clip(text, 100), advice))


_MARK_START = re.compile(r"(\*+|†+|‡+|§|\[\w{1,3}\]|[¹²³⁴-⁹]|(?<!\w)\w{1,2}[).:]|^\w(?=\s))\s*([^*†‡§\[\]¹²³]+)")


def totals(table: Held, column: int) -> np.ndarray:
    """The rows that a column names as a total."""
    return table.columns[column].where(lambda text: says(text, "total") or False)


def combined(columns: Iterable[Column], rows: int) -> np.ndarray:
    """One number for each row, the same where all columns say the same."""
    found, size = np.zeros(rows, np.int64), 1
    for c in columns:
        found = found * (len(c.texts) + 1) + c.codes
        size *= len(c.texts) + 1
        if size > 2**40:
            size = rows
            found = pd.factorize(found)[0].astype(np.int64)
    return found


def constant(text: str, n: int) -> Column:
    """A column that holds one text."""
    return Column(np.zeros(n, np.int32), np.array([text], dtype=object))


def mapped(column: Column, texts: Sequence[str]) -> Column:
    """A column with another text for each of its texts."""
    if not any(texts):
        return constant("", len(column.codes))
    if len(texts) == len(column.texts) and all(a is b for a, b in zip(texts, column.texts, strict=True)):
        return column
    codes, once = pd.factorize(np.array(texts, dtype=object))
    return Column(codes.astype(np.int32)[column.codes], np.asarray(once, dtype=object))
