"""Claims more → the file of a case with them at its end, everything else as it was."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from discrepancy.case.columns import TABLES, column_name
from discrepancy.case.files.bytes import Folder, encoding_of
from discrepancy.case.files.tables import columns_of, opened
from discrepancy.case.files.workbook import sheets_of
from discrepancy.case.problems import CaseError
from discrepancy.saying.text import as_csv, as_it_was
from discrepancy.workbook.parts import Book
from discrepancy.workbook.rows import letters_of, rows_of


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
    held = [[*map(as_it_was, cells)] for cells in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in cells)]
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
    """A workbook of claims, or of another table, with rows more at the end of its table, all text; everything else as it was."""
    book = Book(raw)
    sheet = sheets_of(Folder(Path(), {}), book, f"{table}.xlsx", list(TABLES))[table]
    held = rows_of(book, sheet)
    top, head = held.found[0]
    header = {column_name(cell.text): at for at, cell in head.items()}
    new = list(dict.fromkeys(column for row in rows for column, value in row.items() if value and column not in header))
    columns = header | {column: at for at, column in enumerate(new, max(header.values()) + 1)}
    part = book.part(sheet.part)
    text = part.decode(encoding_of(part))
    begin, end = (re.search(rf"<((?:\w+:)?){mark}>", text) for mark in (f'row\\b[^>]*\\br="{top}"[^>]*', "/sheetData"))
    if not begin or not end:
        raise CaseError(f"{table}.xlsx: is not written as spreadsheets do: open it in one and save it")
    below = "".join(
        f'<{end[1]}row r="{line}">{_cells({columns[c]: v for c, v in row.items() if v}, line, end[1])}</{end[1]}row>'
        for line, row in enumerate(rows, held.last + 1)
    )
    right = text.index(f"</{begin[1]}row>", begin.end())
    headings = _cells({columns[column]: column for column in new}, top, begin[1])
    text = text[:right] + headings + text[right : end.start()] + below + text[end.start() :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, info in book.parts.items():
            packed.writestr(info, text.encode(encoding_of(part)) if name == sheet.part.lower() else book.part(name))
    return out.getvalue()


def _cells(texts: Mapping[int, str], line: int, prefix: str) -> str:
    """Cells of a row of a sheet, by column from 0: text, so that no date and no formula is made of it."""
    tag = lambda name, inner, given="": f"<{prefix}{name}{given}>{inner}</{prefix}{name}>"
    shown = {at: re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", escape(text)) for at, text in sorted(texts.items())}
    given = lambda at: f' r="{letters_of(at)}{line}" t="inlineStr"'
    return "".join(tag("c", tag("is", tag("t", text, ' xml:space="preserve"')), given(at)) for at, text in shown.items())
