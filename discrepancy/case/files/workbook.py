"""An .xlsx workbook → the rows of its sheets as text, as a CSV of each would have them.

In goes a file; out come (row number, cells) for each sheet that holds a table of the case, and a `Problem` for each cell that has no plain
text: an error, a logical value, a formula that was never computed, a merged range.  Date cells become ISO dates, no finer than they are
shown; numbers become plain digits.  openpyxl reads the file; it is imported here, when there is a workbook.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from discrepancy.case.columns import TABLES, column_name
from discrepancy.case.files.bytes import Folder

__all__ = ["place_in", "read_workbook", "with_rows_of_a_sheet"]

UNPACKED = 100_000_000  # bytes: a small file can unpack to more than any memory holds
CELLS = 5_000_000  # of one sheet, with the empty ones between
PHRASES = ("wording", "english")  # columns in which a date is a phrase that the spreadsheet has changed
OLD = b"\xd0\xcf\x11\xe0"  # how .xls files and encrypted workbooks begin
TOO_LARGE = "is too large for a workbook of claims: save its sheets as CSV UTF-8"
UNCOMPUTED = "is a formula without a value: open the workbook in a spreadsheet and save it, or write the value in the cell"
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+([0-9]+):[A-Z]+[0-9]+)[\"']")


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
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise _TooLarge
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that hold no data
            book = _open(raw)
            found = _sheets(folder, book, file, names)
            return {name: _rows(folder, raw, book, sheet, place_in(file, name)) for name, sheet in found.items()}
    except _TooLarge:
        folder.say(file, TOO_LARGE)
    except Exception as error:  # openpyxl has no error of its own for a damaged file: anything may come
        folder.say(file, f"is no workbook that can be read ({type(error).__name__}): save it anew as .xlsx, or as CSV UTF-8")
    return {}


def place_in(file: str, name: str) -> str:
    """The place of a table, as problems name it: claims.xlsx, claims.xlsx[sources]."""
    return file if file == f"{name}.xlsx" else f"{file}[{name}]"


def _open(raw: bytes, computed: bool = False) -> Any:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=computed, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size is often wrong
    return book


def _sheets(folder: Folder, book: Any, file: str, names: Sequence[str]) -> dict[str, Any]:
    """The sheet of each table."""
    own = file.removesuffix(".xlsx")
    titled = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
    found = {name: titled[name] for name in names if name in titled}
    rest = [sheet for title, sheet in titled.items() if title not in names]
    if own not in found:
        filled = [sheet for sheet in rest if any(map(_filled, _cells(sheet)))]
        if len(filled) == 1:
            found[own] = filled[0]
            rest.remove(filled[0])
        else:
            has = f"has the sheets {', '.join(s.title for s in filled)}" if filled else "has no sheet with rows"
            folder.say(file, f"{has}: name the one that holds the {own} {own!r}")
    for sheet in rest:  # a table that is nearly named would be left out without a word
        if close := get_close_matches(sheet.title.strip().lower(), set(names) - set(found), 1, 0.8):
            advice = f"is the name of no table: did you mean {close[0]!r}? Rename the sheet, or give it a name that is not so near"
            folder.say(file, advice, 0, "sheet", sheet.title)
    return found


def _cells(sheet: Any) -> Iterator[tuple]:
    """Rows of cells, as many as a table of claims can have."""
    seen = 0
    for row in sheet.iter_rows():
        seen += len(row) + 1
        if seen > CELLS:
            raise _TooLarge
        yield row


def _filled(row: tuple) -> bool:
    return any(cell.value not in (None, "") for cell in row)


def _rows(folder: Folder, raw: bytes, book: Any, sheet: Any, place: str) -> list[tuple]:
    """Rows of a sheet; what has no plain text is told."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        for cells, line in MERGED.findall(packed.read(sheet._worksheet_path)):
            advice = "are merged cells: undo the merge and fill each cell, since only the first of them holds anything"
            folder.say(place, advice, int(line), "", cells.decode())
    rows = [(line, row) for line, row in enumerate(_cells(sheet), 1) if _filled(row)]
    computed = {}
    if any(cell.data_type == "f" for _, row in rows for cell in row):
        again = _open(raw, computed=True)
        computed = dict(enumerate(_cells(again[sheet.title]), 1))
    header = [column_name(str(cell.value or "")) for cell in rows[0][1]] if rows else []
    texts = []
    for line, row in rows:
        values = computed.get(line, row)
        cells = []
        for i, (cell, value) in enumerate(zip(row, values, strict=True)):
            column = header[i] if i < len(header) else ""
            text, wrong = ("", UNCOMPUTED) if cell.data_type == "f" and value.value is None else _text(value, column)
            if wrong:
                folder.say(place, wrong, line, column, text)
            cells.append(text)
        texts.append((line, cells))
    return texts


def _text(cell: Any, column: str) -> tuple[str, str]:
    """The text of a cell, and what is wrong with it."""
    value = cell.value
    if value is None or cell.data_type == "s":
        return (value or "").strip(), ""
    if cell.data_type == "e":
        return str(value), "is an error of the spreadsheet: mend the cell, or leave it empty"
    if isinstance(value, bool):
        return str(value).upper(), "is a logical value: write it as text (yes for primary), or leave the cell empty"
    if isinstance(value, int | float):
        return (f"{value:.0f}" if value == int(value) else f"{value!r}"), ""
    if isinstance(value, date):  # a datetime is one
        text = _day(value, cell.number_format)
        return text, f"is a date: format the column as text and type the {column} again" if column in PHRASES else ""
    if isinstance(value, str):
        return value.strip(), ""
    return str(value), "is a time of day: format the column as text and write what is meant"


def _day(value: date | datetime, form: str) -> str:
    """An ISO date, no finer than the cell shows it: 2024-12 typed into a spreadsheet is kept as the first of the month."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form or "").lower()
    text = value.isoformat()[:10]
    if "y" not in shown or "d" in shown:
        return text
    return text[:7] if "m" in shown else text[:4]


def with_rows_of_a_sheet(raw: bytes, *rows: Mapping[str, str]) -> bytes:
    """A workbook of claims with rows more at the end of its table; values stay, formulas become what they gave."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), data_only=True)
    sheet = _sheets(Folder(Path(), {}), book, "claims.xlsx", ("claims", *TABLES))["claims"]
    top, head = next((line, cells) for line, cells in enumerate(sheet.iter_rows(), 1) if _filled(cells))
    columns = {column_name(str(cell.value)): at for at, cell in enumerate(head, 1) if cell.value not in (None, "")}
    for line, row in enumerate(rows, sheet.max_row + 1):
        for column, value in row.items():
            if column not in columns:
                columns[column] = max(columns.values()) + 1
                sheet.cell(top, columns[column], column)
            cell: Any = sheet.cell(line, columns[column], value)
            cell.number_format, cell.data_type = "@", "s"  # text, so that no date and no formula is made of it
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
