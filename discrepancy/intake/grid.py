"""The cells of a file → one table: its headings of one or more lines, its rows, the notes around it; what is left out is named.

A `Column` holds each text once with the rows it stands in, so that whatever is asked of a text is asked once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.case.problems import Problem
from discrepancy.intake.cells import day_of, is_nothing, looks_like_number
from discrepancy.intake.files import TYPED, Grid, IntakeError
from discrepancy.intake.words import says, starts
from discrepancy.saying.text import clip

LOOKED_AT = 60  # rows among which the header is looked for
_MARK = re.compile(r"^\s*(\*+|†+|‡+|§|#|\[\w{1,3}\]|\(\w{1,2}\)|[¹²³⁴-⁹]|\w{1,2}[).:]|\w(?=\s))\s*(\S.*)$", re.DOTALL)


@dataclass
class Column:
    """The texts of a column, each once, and which of them stands in each row."""

    codes: np.ndarray
    texts: np.ndarray

    @classmethod
    def of(cls, cells: np.ndarray) -> Column:
        codes, texts = pd.factorize(cells)
        tidy = np.array([" ".join(t.split()) if isinstance(t, str) else "" for t in texts], dtype=object)
        again, texts = pd.factorize(tidy)
        return cls(again[codes].astype(np.int32), np.asarray(texts, dtype=object)) if len(texts) else cls(codes.astype(np.int32), texts)

    def rows(self) -> np.ndarray:
        """The text of each row."""
        return self.texts[self.codes]

    def where(self, right: Callable[[str], object]) -> np.ndarray:
        """The rows whose text passes a test."""
        return np.fromiter((bool(right(t)) for t in self.texts), bool, len(self.texts))[self.codes]

    def keep(self, rows: np.ndarray) -> Column:
        """The column with some of its rows."""
        codes = self.codes[rows]
        used, codes = np.unique(codes, return_inverse=True)
        return Column(codes.astype(np.int32), self.texts[used])

    @classmethod
    def joined(cls, columns: Iterable[Column]) -> Column:
        """Columns one below the other."""
        columns = list(columns)
        texts, at = np.concatenate([c.texts for c in columns]), np.cumsum([0, *(len(c.texts) for c in columns)])
        codes, once = pd.factorize(texts)
        return cls(codes[np.concatenate([c.codes + n for c, n in zip(columns, at, strict=False)])].astype(np.int32), np.asarray(once, object))


@dataclass
class Table:
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

    def index(self, heading: str) -> int | None:
        """The column with a heading, in whatever capitals."""
        fits = [i for i, h in enumerate(self.heads) if h == heading] or [
            i for i, h in enumerate(self.heads) if h.casefold().split() == heading.casefold().split()
        ]
        return fits[0] if len(fits) == 1 else None

    def kept(self, rows: np.ndarray) -> None:
        """Leave out the other rows."""
        self.columns, self.lines = [c.keep(rows) for c in self.columns], self.lines[rows]

    def leave(self, rows: np.ndarray, advice: str, column: int | None = None, most: int = 200) -> None:
        """Name rows, or one cell of each, that are not read."""
        head = self.heads[column] if column is not None else ""
        for i in np.flatnonzero(rows):
            cells = [self.columns[column].rows()[i]] if column is not None else [c.texts[c.codes[i]] for c in self.columns]
            said = " · ".join(clip(cell.replace(TYPED, ""), 60) for cell in cells if cell)
            self.left.append(Problem(self.name, int(self.lines[i]), head, said, advice))


def table_of(grid: Grid) -> Table:
    """The table of a grid."""
    columns = [Column.of(c) for c in grid.columns]
    filled = sum((c.where(bool).astype(np.int16) for c in columns), np.zeros(len(grid.lines), np.int16))
    rows = np.flatnonzero(filled)
    if not len(rows) or max(filled, default=0) < 2:
        raise IntakeError(f"{grid.name}: holds no table with two columns or more")
    columns, lines, filled = [c.keep(rows) for c in columns], grid.lines[rows], filled[rows]
    top, body = _header(grid, columns, filled, lines)
    table = Table(grid.name, [], [], columns, lines, grid, list(grid.left))
    heads = _headings(columns, top, body)
    grid.titles += [_row_said(columns, i) for i in range(top)]
    table.levels = heads
    table.heads = _told_apart(table, [" | ".join(dict.fromkeys(filter(None, levels))) for levels in heads])
    grid.told += [f"line {lines[i]} stands above the table: {clip(_row_said(columns, i), 100)!r}" for i in range(top)]
    keep = np.zeros(len(lines), bool)
    keep[body:] = True
    _notes(table, keep, filled, body)
    nameless = [i for i, h in enumerate(table.heads) if not h]
    for i in nameless:
        with_text = keep & columns[i].where(bool)
        if with_text.any():
            table.leave(with_text, "is in a column without a heading: a cell with a comma needs quotes around it, or the column a name")
            keep &= ~with_text
    for name in ("heads", "levels", "columns"):
        setattr(table, name, [x for i, x in enumerate(getattr(table, name)) if i not in nameless])
    repeated = keep & np.all([c.where(lambda t, h=h: t == h) for c, h in zip(table.columns, (level[-1] for level in table.levels), strict=True)], axis=0)
    if repeated.any():
        table.leave(repeated, "repeats the header")
    table.kept(keep & ~repeated)
    if not len(table.lines):
        raise IntakeError(f"{grid.name}: holds no row below a header")
    return table


def _row_said(columns: list[Column], i: int) -> str:
    return " ".join(dict.fromkeys(filter(None, (c.texts[c.codes[i]].replace(TYPED, "") for c in columns))))


def _header(grid: Grid, columns: list[Column], filled: np.ndarray, lines: np.ndarray) -> tuple[int, int]:
    """The first row of the header, and the first row of figures below it."""
    if grid.headed:
        return 0, 1
    shown = min(LOOKED_AT, len(filled))
    cells = [[c.texts[c.codes[i]] for c in columns] for i in range(shown)]
    usual = int(np.bincount(filled[:2000]).argmax()) if len(filled) > 3 else int(filled.max())
    usual = max(usual, 2)
    full = [i for i in range(shown) if filled[i] >= max(2, 0.6 * usual)]
    body = next((i for i in full if _has_figures(cells, i, shown)), None)
    if body is None:
        raise IntakeError(f"{grid.name}: has no column of numbers below a header")
    top = body
    while top and (filled[top - 1] >= 2 or (top == body and len(columns) == 2)) and body - top < 3:
        top -= 1
    if top == body:
        raise IntakeError(f"{grid.name}:{lines[body]}: has numbers in its first row: write a header above it that says what each column is")
    return top, body


def _has_figures(cells: list[list[str]], i: int, shown: int) -> bool:
    """Whether a row holds figures and is not a header of years or days."""
    numbers = [k for k, cell in enumerate(cells[i]) if cell and looks_like_number(cell)]
    if not numbers:
        return False
    days = [k for k in numbers if re.fullmatch(rf"{TYPED}?(1[5-9]|2[01])\d\d|\d{{4}}-\d\d(-\d\d)?", cells[i][k])]
    if len(days) < len(numbers) or (len(numbers) == 1 and i):
        return True
    below = [cells[j][k] for j in range(i + 1, min(i + 6, shown)) for k in days if cells[j][k]]
    years = [re.fullmatch(rf"{TYPED}?(1[5-9]|2[01])\d\d|\d{{4}}-\d\d(-\d\d)?", t) for t in below]
    return not below or 2 * sum(map(bool, years)) > len(years) or len(set(cells[i][k] for k in days)) < len(days)


def _headings(columns: list[Column], top: int, body: int) -> list[tuple[str, ...]]:
    """The lines of each heading; in all but the last, a heading goes on to the right until the next begins."""
    lines = [[c.texts[c.codes[i]].replace(TYPED, "") for c in columns] for i in range(top, body)]
    for above, below in zip(lines, lines[1:], strict=False):
        said = ""
        for k, text in enumerate(above):
            said = text or (said if below[k] else "")
            above[k] = said
    return list(zip(*lines, strict=True))


def _told_apart(table: Table, heads: list[str]) -> list[str]:
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


def _notes(table: Table, keep: np.ndarray, filled: np.ndarray, body: int) -> None:
    """Rows below or within the table that hold a text and no figure: notes, of which marks may be explained, and headings within."""
    if len(table.columns) < 2:
        return
    for i in np.flatnonzero(keep & (filled <= max(1, (len([h for h in table.heads if h]) - 1) // 3))):
        cells = [text for c in table.columns if (text := c.texts[c.codes[i]])]
        first = table.columns[0].texts[table.columns[0].codes[i]]
        text = " ".join(cells)
        last = not keep[i + 1 :].any() or all(filled[j] <= 2 for j in range(i + 1, len(filled)))
        mark = _MARK.match(text)
        if any(looks_like_number(cell) and not is_nothing(cell) for cell in cells[1:] or (cells if not first else [])):
            continue
        if mark and (last or not mark[1].isalnum()):
            for one in re.findall(_MARK_START, text):
                table.marks.setdefault(one[0].strip("[]().:¹²³").casefold() or one[0], one[1].strip())
            advice = "is a note, not a row"
        elif last and (starts(text, "footnotes") or len(filled) - i < 20 or len(text) > 40):
            advice = "is a note below the table, not a row"
        elif len(cells) == 1 and first and day_of(first) is None:
            advice = "is a heading within the table, or a row without a figure"
        else:
            continue
        keep[i] = False
        table.left.append(Problem(table.name, int(table.lines[i]), "", clip(text, 100), advice))


_MARK_START = re.compile(r"(\*+|†+|‡+|§|\[\w{1,3}\]|[¹²³⁴-⁹]|(?<!\w)\w{1,2}[).:]|^\w(?=\s))\s*([^*†‡§\[\]¹²³]+)")


def totals(table: Table, column: int) -> np.ndarray:
    """The rows that a column names as a total."""
    return table.columns[column].where(lambda text: says(text, "total") or False)


def as_any(value: Any) -> Any:
    """A number of numpy as one of Python."""
    return value.item() if isinstance(value, np.generic) else value
