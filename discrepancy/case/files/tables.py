"""The files of a case folder → rows, with the line of each, filled where they can be.

In go CSV tables, workbooks and a ``case.toml``; out come lists of dicts and a `Problem` for each thing that cannot be read.  Spreadsheet
habits are understood: a byte-order mark, UTF-16 with one, CRLF, semicolons, tabs, blank lines, empty columns at the end, column names with
capitals and spaces.  There are no comment lines: a spreadsheet would keep them as data, and a row must never be left out unseen.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from discrepancy.case.columns import CLAIM_COLUMNS, TABLES, column_name
from discrepancy.case.files.bytes import NO_DRAFTS, read_text
from discrepancy.case.problems import Problem

__all__ = ["read_table", "read_tables", "with_row"]


def read_tables(
    folder: Path, problems: list[Problem], hashes: dict[str, str], files: dict[str, str], drafts: Mapping[str, bytes] = NO_DRAFTS
) -> dict[str, list[dict]]:
    """Rows of every table of a case; `files` gets where each was found: ``claims.csv``, ``claims.xlsx``, ``claims.xlsx[sources]``."""
    from discrepancy.case.files.workbook import read_workbook, shown

    names = ("claims", *TABLES)
    there = {path.name for path in folder.iterdir()}
    books = {
        name: read_workbook(folder / f"{name}.xlsx", names if name == "claims" else (name,), problems, hashes, drafts)
        for name in names
        if f"{name}.xlsx" in there
    }
    tables = {}
    for name in names:
        sheets = {shown(folder / f"{book}.xlsx", name): book for book in books if name in (book, *books[book])}
        places = [f"{name}.csv"] * (f"{name}.csv" in there) + list(sheets)
        files[name] = places[0] if places else f"{name}.csv"
        if len(places) > 1:
            problems.append(Problem(places[0], 0, "", "", f"and {places[1]} both hold the {name}: keep one of the two"))
            tables[name] = []
        elif sheets:
            tables[name] = _rows(files[name], iter(books[sheets[files[name]]].get(name, ())), name, problems)
        else:
            tables[name] = read_table(folder / f"{name}.csv", problems, hashes, name == "claims", drafts)
            problems += [] if places else _unread(there, name)
    return tables


def _unread(there: Iterable[str], name: str) -> list[Problem]:
    """Files that look like a table and are none: they would be left out without a word."""
    kinds = {".csv", ".tsv", ".txt", ".xls", ".xlsb", ".xlsm", ".xlsx", ".ods", ".numbers"}
    found = sorted(file for file in there if Path(file).stem.lower() == name and Path(file).suffix.lower() in kinds)
    return [Problem(f, 0, "", "", f"is not read: save it as {name}.csv (CSV UTF-8) or {name}.xlsx, or give it another name") for f in found]


def read_table(
    path: Path, problems: list[Problem], hashes: dict[str, str], needed: bool = False, drafts: Mapping[str, bytes] = NO_DRAFTS
) -> list[dict]:
    """Rows of a CSV file as dicts with their `line`; a missing optional file is an empty table."""
    if not os.path.lexists(path):
        if needed:
            problems.append(Problem(path.name, 0, "", "", f"is missing: a case is a folder with a {path.name} or {path.stem}.xlsx"))
        return []
    text = read_text(path, problems, hashes, drafts)
    if text is None:
        return []
    csv.field_size_limit(sys.maxsize)
    lines, first, delimiter = _opened(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return _rows(path.name, _numbered(reader, first), path.stem, problems)
    except csv.Error as error:
        advice = f"is broken CSV ({error}): look for a quote that is not closed"
        problems.append(Problem(path.name, reader.line_num + first - 1, "", "", advice))
        return []


def _opened(text: str) -> tuple[io.StringIO, int, str]:
    """The text of a CSV at its first row, the line on which that is, and what stands between cells."""
    lines = io.StringIO(text, newline="")
    header = lines.readline()
    if named := re.fullmatch(r'"?sep=(.)"?\s*', header):  # a line that spreadsheets understand
        return lines, 2, named[1]
    header = header if header.strip() else next((line for line in lines if line.strip()), "")
    lines.seek(0)
    return lines, 1, max(",;\t", key=header.count)


def _numbered(reader, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    start = first
    for cells in reader:
        line, start = start, reader.line_num + first
        yield line, cells


def _rows(file: str, lines: Iterator[tuple[int, list[str]]], table: str, problems: list[Problem]) -> list[dict]:
    """Rows as dicts; the first line with anything on it is the header."""
    header_line, header = next(((line, cells) for line, cells in lines if any(cell.strip() for cell in cells)), (1, []))
    header = _header(header, table)
    doubled = sorted(h for h, n in Counter(header).items() if h and n > 1)
    if doubled:
        problems.append(Problem(file, header_line, doubled[0], "", "stands twice in the header: keep one"))
        return []
    if "line" in header:  # rows have their line of the file under this name
        problems.append(Problem(file, header_line, "line", "", "unknown column: lines are counted when the file is read, leave it out"))
        return []
    columns = [h for h in header if h]
    unnamed = [i for i, h in enumerate(header) if not h]
    rows = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        extra = [c for c in cells[len(header) :] if c.strip()]
        if extra:
            problems.append(Problem(file, line, "", extra[0], "is in no column: a cell with a comma needs quotes around it"))
            continue
        extra = [cells[i] for i in unnamed if i < len(cells) and cells[i].strip()]
        if extra:
            problems.append(Problem(file, line, "", extra[0], "is in a column without a name: name the column, or empty it"))
            continue
        row = dict.fromkeys(columns, "") | {h: c.strip() for h, c in zip(header, cells, strict=False) if h}
        rows.append(row | {"line": line})
    return rows


def _header(cells: list[str], table: str) -> list[str]:
    """Names of the columns: those of the table in whatever spelling, any other as it stands."""
    known = CLAIM_COLUMNS if table == "claims" else TABLES.get(table, ([],))[0]
    header = [column_name(cell) if column_name(cell) in known else cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    return header


def with_row(raw: bytes, row: Mapping[str, str]) -> bytes:
    """A CSV of claims that can be read, with a row more at its end: what is there stays as it is.

    Only where the row fills a column that the table does not have is the table written anew, with that column.

    Examples
    --------
    >>> with_row(b"source;wording\\r\\na;about 5\\r\\n", {"source": "b", "wording": "over 7; or so"})
    b'source;wording\\r\\na;about 5\\r\\nb;"over 7; or so"\\r\\n'
    """
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8"
    text = raw.decode(encoding)
    lines, _, delimiter = _opened(text)
    before = text[: lines.tell()]
    rows = [cells for cells in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in cells)]
    header = _header(rows[0], "claims")
    new = [column for column, value in row.items() if value and column not in header]
    columns = [*header, *new]
    added = [[row.get(column, "") if column else "" for column in columns]]
    end = next((mark for mark in ("\r\n", "\n", "\r") if mark in text), "\n")
    if new:
        head, *body = ([*cells[: len(header)], *[""] * (len(header) - len(cells))] for cells in rows)
        text, added = before, [[*head, *new], *([*cells, *[""] * len(new)] for cells in body), *added]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(added)
    text += out.getvalue() if not text or text.endswith(("\r", "\n")) else end + out.getvalue()
    return text.encode(encoding)
