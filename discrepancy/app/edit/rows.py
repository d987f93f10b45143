"""Rows of cells → the text of a CSV; claims more → the file of a case with them at its end, everything else as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from discrepancy.case.columns import TABLES, column_name
from discrepancy.case.files.bytes import Folder, encoding_of
from discrepancy.case.files.tables import columns_of, opened
from discrepancy.case.files.workbook import is_filled, sheets_of


def as_csv(rows: Iterable[Iterable[object]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows of cells as the text of a CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def with_rows(raw: bytes, *rows: Mapping[str, str], table: str = "claims") -> bytes:
    """A CSV of claims, or of another table, that can be read, with rows more at its end: what is there stays as it is.

    Only where a row fills a column that the table does not have is the table written anew, with that column.

    >>> with_rows(b"source;wording\\r\\na;about 5\\r\\n", {"source": "b", "wording": "over 7; or so"})
    b'source;wording\\r\\na;about 5\\r\\nb;"over 7; or so"\\r\\n'
    """
    encoding = encoding_of(raw)
    text = raw.decode(encoding)
    lines, _, delimiter = opened(text)
    before = text[: lines.tell()]
    held = [cells for cells in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in cells)]
    header = columns_of(held[0], table)
    new = list(dict.fromkeys(column for row in rows for column, value in row.items() if value and column not in header))
    added = [[row.get(column, "") if column else "" for column in [*header, *new]] for row in rows]
    end = next((mark for mark in ("\r\n", "\n", "\r") if mark in text), "\n")
    if new:
        head, *body = ([*cells[: len(header)], *[""] * (len(header) - len(cells))] for cells in held)
        text, added = before, [[*head, *new], *([*cells, *[""] * len(new)] for cells in body), *added]
    elif not text.endswith(("\r", "\n")):
        text += end
    return (text + as_csv(added, delimiter, end)).encode(encoding)


def with_rows_of_a_sheet(raw: bytes, *rows: Mapping[str, str], table: str = "claims") -> bytes:
    """A workbook of claims, or of another table, with rows more at the end of its table; values stay, formulas become what they gave."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), data_only=True)
    sheet = sheets_of(Folder(Path(), {}), book, f"{table}.xlsx", list(TABLES))[table]
    top, head = next((line, cells) for line, cells in enumerate(sheet.iter_rows(), 1) if is_filled(cells))
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
