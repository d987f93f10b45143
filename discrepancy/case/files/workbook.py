"""An .xlsx workbook → the rows of its sheets as text, as they are shown.

In goes a file; out come (row number, cells) for each sheet that holds a table of the case, a `Problem` for each cell that has no plain
text (an error, a logical value, a formula that was never computed, a format that cannot be told, a strike, a merged range), and a remark
for what is hidden or left out. Date cells become ISO dates, no finer than they are shown; numbers become what their format shows.
openpyxl reads the cells; it is imported here, when there is a workbook. What it passes over (order, hidden rows, filters) is read here.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import reduce
from typing import Any
from xml.etree.ElementTree import iterparse

from discrepancy.case.columns import NUMBERS, PHRASES, column_name
from discrepancy.case.files.bytes import Folder
from discrepancy.case.files.shown import plain, shown

UNPACKED = 100_000_000  # bytes: a small file can unpack to more than any memory holds
CELLS = 5_000_000  # of one sheet, with the empty ones between
OLD = b"\xd0\xcf\x11\xe0"  # how .xls files and encrypted workbooks begin
TOO_LARGE = "is too large for a workbook of claims: save its sheets as CSV UTF-8"
UNCOMPUTED = "is a formula without a value: open the workbook in a spreadsheet and save it, or write the value in the cell"
EXPANDS = 100  # times its size: a real workbook unpacks to five or ten times
ROWS = 1_048_576  # of a sheet
MARKED = {
    "strike": "is struck through: take the strike away if it stands; if it does not, set the status of the row, or empty the cell",
    "vertAlign": "has raised or lowered letters, which may be the mark of a footnote: write them as plain text, or leave them out",
}


class _TooLarge(Exception):
    pass


def read_workbook(folder: Folder, file: str, names: Sequence[str]) -> dict[str, list[tuple]]:
    """Each table that a workbook holds: (row of the sheet, texts of its cells), blank rows left out.

    It may hold tables of these `names`, each a sheet of that name.  Its own is the one that it is named after: the sheet of that name,
    else the only sheet that is no other table.
    """
    raw = folder.read(file)
    if raw is None:
        return {}
    if raw.startswith(OLD):
        folder.say(file, "is an old or an encrypted workbook: save it as .xlsx without a password")
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            if size > UNPACKED or size > max(EXPANDS * len(raw), 1_000_000):
                raise _TooLarge
            if any("comments" in part.lower() for part in packed.namelist()):
                folder.remark(file, "has comments on cells, which are not read: what matters of them belongs into notes")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that hold no data
            book = open_book(raw)
            found = sheets_of(folder, book, file, names)
            return {name: sheet_rows(folder, raw, book, sheet, place_in(file, name)) for name, sheet in found.items()}
    except _TooLarge:
        folder.say(file, TOO_LARGE)
    except Exception as error:  # openpyxl has no error of its own for a damaged file: anything may come
        folder.say(file, f"is no workbook that can be read ({type(error).__name__}): save it anew as .xlsx, or as CSV UTF-8")
    return {}


def place_in(file: str, name: str) -> str:
    """The place of a table, as problems name it: claims.xlsx, claims.xlsx[sources]."""
    return file if file == f"{name}.xlsx" else f"{file}[{name}]"


def open_book(raw: bytes, computed: bool = False) -> Any:
    """A workbook, to be read row by row."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=computed, keep_links=False, rich_text=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size is often wrong
    return book


def sheets_of(folder: Folder, book: Any, file: str, names: Sequence[str]) -> dict[str, Any]:
    """The sheet of each table, among those that are shown; whatever else holds rows is named."""
    own = file.removesuffix(".xlsx")
    filled = [sheet for sheet in book.worksheets if any(map(is_filled, _cells(sheet)))]
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found: dict[str, Any] = {}
    for sheet in sorted(seen, key=lambda sheet: sheet not in filled):
        name = sheet.title.strip().lower()
        if name in found and sheet in filled:
            advice = f"and {found[name].title!r} are both named as the {name}: give one of the two another name"
            folder.say(file, advice, 0, "sheet", sheet.title)
        elif name in names:
            found.setdefault(name, sheet)
    rest = [sheet for sheet in seen if sheet in filled and sheet.title.strip().lower() not in names]
    if own not in found:
        if len(rest) == 1:
            found[own] = rest.pop()
        else:
            none = "no sheet with rows" + " that is shown" * bool(filled)
            has = f"the sheets {', '.join(s.title for s in rest)}" if rest else none
            folder.say(file, f"has {has}: name the one that holds the {own} {own!r}")
    for sheet in rest:  # a table that is nearly named would be left out
        if close := get_close_matches(sheet.title.strip().lower(), set(names) - set(found), 1, 0.8):
            advice = f"is the name of no table: did you mean {close[0]!r}? Rename the sheet, or give it a name that is not so near"
            folder.say(file, advice, 0, "sheet", sheet.title)
        else:
            folder.remark(file, f"is not read: it has the name of no table ({', '.join(names)})", 0, "sheet", sheet.title)
    for sheet in filled:
        if sheet not in seen:
            folder.remark(file, "is hidden, and is not read: show it if it belongs to the case, or delete it", 0, "sheet", sheet.title)
    return found


def _cells(sheet: Any) -> Iterator[tuple]:
    """Rows of cells, as many as a table of claims can have."""
    seen = 0
    for row in sheet.iter_rows():
        seen += len(row) + 1
        if seen > CELLS:
            raise _TooLarge
        yield row


def is_filled(row: tuple) -> bool:
    """Whether anything stands in a row."""
    return any(cell.value not in (None, "") for cell in row)


def _layout(folder: Folder, packed: zipfile.ZipFile, sheet: Any, place: str) -> bool:
    """Whether every row and cell of a sheet comes once and in order, so that none is passed over; what is hidden, filtered or merged is told."""
    last, at, fine = 0, 0, True
    with packed.open(sheet._worksheet_path) as source:
        for event, element in iterparse(source, events=("start", "end")):
            kind, given = element.tag.rpartition("}")[2], element.attrib
            if event == "end":
                if kind == "row":
                    element.clear()
            elif kind == "row":
                row = int(given.get("r") or last + 1)
                if row > ROWS:
                    raise _TooLarge
                fine, last, at = fine and last < row, row, 0
                if given.get("hidden") in ("1", "true") or float(given.get("ht", 1)) == 0:
                    folder.remark(place, "is a hidden row, and is read: show it, or set its status if it no longer stands", row)
            elif kind == "c":
                letters, digits = re.fullmatch(r"([A-Z]{1,3})?(\d+)?", given.get("r", "")).groups()  # type: ignore[union-attr]  # else no workbook
                column = reduce(lambda n, c: 26 * n + ord(c) - 64, letters, 0) if letters else at + 1
                fine, at = fine and column > at and digits in (None, str(last)), column
            elif kind == "col" and (given.get("hidden") in ("1", "true") or float(given.get("width", 1)) == 0):
                folder.remark(place, f"has hidden columns (number {given['min']} to {given['max']}), and they are read: show them")
            elif kind == "filterColumn":
                folder.remark(place, "has a filter that is on: rows that it hides are read all the same; take it off to see them")
            elif kind == "mergeCell":
                advice = "are merged cells: undo the merge and fill each cell, since only the first of them holds anything"
                folder.say(place, advice, int((re.findall(r"\d+", given["ref"]) or [0])[0]), "", given["ref"])
            elif kind in MARKED and given.get("val") not in ("0", "false", "baseline"):  # in a text that is not shared
                folder.say(place, MARKED[kind], last)
    if not fine:
        folder.say(place, "has rows or cells out of order, of which some would be lost: open the workbook in a spreadsheet and save it")
    return fine


def sheet_rows(
    folder: Folder, raw: bytes, book: Any, sheet: Any, place: str, said: Callable[[str, float, str], str] = lambda text, *_: text
) -> list[tuple]:
    """Rows of a sheet; what has no plain text is told.  A number is `said` by its shown text, its value and its format."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if not _layout(folder, packed, sheet, place):
            return []
    rows = [(line, row) for line, row in enumerate(_cells(sheet), 1) if is_filled(row)]
    computed = {}
    if any(cell.data_type == "f" for _, row in rows for cell in row):
        again = open_book(raw, computed=True)
        computed = dict(enumerate(_cells(again[sheet.title]), 1))
    header = [column_name(str(cell.value or "")) for cell in rows[0][1]] if rows else []
    tongue = header.index("language") if "language" in header else CELLS
    texts = []
    for line, row in rows:
        values = computed.get(line, row)
        foreign = len(values) > tongue and not re.match(r"(?i)(en\b|$)", str(values[tongue].value or "").strip())
        cells = []
        for i, (cell, value) in enumerate(zip(row, values, strict=True)):
            column = header[i] if i < len(header) else ""
            text, wrong = ("", UNCOMPUTED) if cell.data_type == "f" and value.value is None else _text(value, column, foreign)
            if wrong:
                folder.say(place, wrong, line, column, text)
            cells.append(said(text, value.value, cell.number_format or "") if text and isinstance(value.value, int | float) else text)
        texts.append((line, cells))
    return texts


def _text(cell: Any, column: str, foreign: bool) -> tuple[str, str]:
    """The text of a cell as it is shown, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    pieces = [piece.font for piece in value if not isinstance(piece, str)] if isinstance(value, list) else []
    if cell.font.strike or any(font and font.strike for font in pieces):
        return str(value), MARKED["strike"]
    if any(font and font.vertAlign in ("superscript", "subscript") for font in pieces):
        return str(value), MARKED["vertAlign"]
    if cell.data_type == "s" or isinstance(value, list):
        return str(value).strip(), ""
    if cell.data_type == "e":
        return str(value), "is an error of the spreadsheet: mend the cell, or leave it empty"
    if isinstance(value, bool):
        return str(value).upper(), "is a logical value: write it as text (yes for primary), or leave the cell empty"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General", column, foreign)
    if isinstance(value, date):  # a datetime is one
        text = _day(value, cell.number_format)
        return text, f"is a date: format the column as text and type the {column} again" if column in PHRASES else ""
    if isinstance(value, str):
        return value.strip(), ""
    return str(value), "is a time of day: format the column as text and write what is meant"


def _number(value: float, form: str, column: str, foreign: bool) -> tuple[str, str]:
    text, digits = shown(value, form), plain(value)
    if text is None:
        return digits, f"is shown in the format {form}, which is not read here: format the column as text and type what is shown"
    if foreign and column in PHRASES and not text.isdecimal():
        return text, f"is shown in the format {form} beside words of another language: format the column as text and type what is printed"
    return (text.replace(",", "") if column in NUMBERS else text), ""


def _day(value: date | datetime, form: str) -> str:
    """An ISO date, no finer than the cell shows it: 2024-12 typed into a spreadsheet is kept as the first of the month."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form or "").lower()
    text = value.isoformat()[:10]
    if "y" not in shown or "d" in shown:
        return text
    return text[:7] if "m" in shown else text[:4]
