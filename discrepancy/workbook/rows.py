"""A sheet of a workbook → its rows that hold anything, each row and each cell once and in order: where one would be lost, it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from typing import NamedTuple

from discrepancy.workbook.parts import LOST, UNKNOWN, Book, BookSheet, Style, Unread, check, is_on, mark, plain_text, too_large, walk

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet
CELLS = 5_000_000  # with the empty ones before them in their rows
HIDDEN = "is a hidden row, and is read: show it, or set its status if it no longer stands"
FILTERED = "has a filter that is on: rows that it hides are read all the same; take it off to see them"


class Cell(NamedTuple):
    """What a cell holds: its type as the file has it (that of a text is s), its text, how it is shown, and a mark that a piece of it wears."""

    kind: str
    text: str
    style: Style
    mark: str


@dataclass
class Rows:
    """The rows of a sheet: the number of each, and its cells by column from 0."""

    found: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)  # by row: what is hidden or filtered
    merged: list[str] = field(default_factory=list)
    last: int = 0  # the number of the last row, be it empty


def rows_of(book: Book, sheet: BookSheet) -> Rows:
    """The rows of a sheet; an `Unread` where one, or a cell of one, would be lost."""
    reader = _Reader(book)
    walk(book.part(sheet.part), reader.start, reader.end)
    return reader.rows


def is_filled(book: Book, sheet: BookSheet) -> bool:
    """Whether a cell of a sheet holds anything; of a sheet that cannot be read it is taken to be so."""
    reader = _Reader(book, enough=True)
    try:
        walk(book.part(sheet.part), reader.start, reader.end)
    except (_Enough, Unread):
        return True
    return False


class _Enough(Exception):
    pass


class _Reader:
    def __init__(self, book: Book, enough: bool = False):
        self.book, self.enough, self.rows = book, enough, Rows()
        self.row = self.letters = self.seen = 0
        self.number, self.at, self.cells = "0", -1, dict[int, Cell]()

    def start(self, tag: str, given: dict[str, str], up: str) -> None:
        if tag == "c":
            self.at = self.column(given.get("r"))
            self.kind, self.style, self.holds = given.get("t", "n"), given.get("s") or "0", list[str]()
            self.pieces, self.mark, self.formula = list[str](), "", False
        elif tag in ("v", "is"):
            self.holds.append(tag)
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.begin(given)
        elif worn := mark(tag, given, up):
            self.mark = worn
        elif tag == "col" and (is_on(given, "hidden", "0") or _is_zero(given.get("width"))):
            self.tell(0, f"has hidden columns (number {given.get('min')} to {given.get('max')}), and they are read: show them")
        elif tag == "filterColumn":
            self.tell(0, FILTERED)
        elif tag == "mergeCell":
            self.rows.merged.append(given.get("ref", ""))
            check(len(self.rows.merged), "merged ranges")

    def tell(self, row: int, what: str) -> None:
        if len(self.rows.told) < ROWS:
            self.rows.told.append((row, what))

    def begin(self, given: dict[str, str]) -> None:
        self.number = given.get("r", str(self.row + 1))
        if not re.fullmatch(r"[1-9][0-9]{0,19}", self.number) or int(self.number) <= self.row:
            raise Unread(LOST)
        self.row = self.rows.last = int(self.number)
        self.at = -1
        if self.row > ROWS:
            raise too_large(f"a sheet has a row beyond {ROWS:,}")
        if is_on(given, "hidden", "0") or _is_zero(given.get("ht")):
            self.tell(self.row, HIDDEN)

    def column(self, ref: str | None) -> int:
        column = self.at + 1
        if ref is not None:
            column = column_of(ref.removesuffix(self.number).upper()) if ref.endswith(self.number) else -1
        if not self.at < column < COLUMNS:
            raise Unread(LOST)
        return column

    def end(self, tag: str, text: str) -> None:
        if tag in ("v", "t"):
            self.pieces.append(text)
        elif tag == "c" and (self.formula or any(self.pieces)):
            if self.enough:
                raise _Enough
            self.keep()
        elif tag == "row" and self.cells:
            self.seen += self.at + 2
            if self.seen > CELLS or self.letters > self.book.most:
                raise too_large(f"a sheet has more than {CELLS:,} cells or {self.book.most // 10**6} million letters")
            self.rows.found.append((self.row, self.cells))
            self.cells = {}

    def keep(self) -> None:
        """The cell that ends here, if it is not empty."""
        kind, text, worn, book = self.kind, "".join(self.pieces), self.mark, self.book
        if len(self.holds) > 1 or (self.holds == ["is"]) != (kind == "inlineStr" and self.holds != ["v"]):
            kind = "two"
        elif kind == "s" and text:
            at = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else len(book.texts)
            kind, (text, worn) = ("s", book.texts[at]) if at < len(book.texts) else ("unshared", (text, ""))
        elif kind in ("str", "inlineStr"):
            kind, text = "s", plain_text(text)
        if self.formula and not text and (self.kind != "str" or not self.holds):
            kind = "uncomputed"
        if text or kind == "uncomputed":
            self.letters += len(text)
            style = book.styles.get(self.style) or Style(UNKNOWN)
            self.cells[self.at] = Cell(kind, text, style, worn)


@lru_cache(COLUMNS)
def column_of(letters: str) -> int:
    """The number of a column from 0; -1 for what is none."""
    return reduce(lambda n, c: 26 * n + ord(c) - 64, letters, 0) - 1 if re.fullmatch("[A-Z]{1,3}", letters) else -1


def letters_of(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letters_of(0), letters_of(26), column_of("XFD")
    ('A', 'AA', 16383)
    """
    return (letters_of(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)


def _is_zero(size: str | None) -> bool:
    return bool(size and re.fullmatch(r"0+\.?0*|\.0+", size))
