"""The tables of a case folder → rows, with the line of each.

In go CSV files and workbooks; out come lists of dicts and a `Problem` for each thing that cannot be read.  Spreadsheet habits are
understood: a byte-order mark, UTF-16 with one, CRLF, semicolons, tabs, blank lines, empty columns at the end, column names with
capitals and spaces.  There are no comment lines: a spreadsheet would keep them as data, and a row must never be left out unseen.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from discrepancy import dates
from discrepancy.case.columns import NUMBERS, PHRASES, TABLES, column_name
from discrepancy.case.files.bytes import Folder
from discrepancy.case.files.workbook import place_in, read_workbook
from discrepancy.case.spelling import skeleton
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import as_it_was, clip

MOST = {"rows": 300_000, "columns": 500, "cells": 10_000_000}  # of one table


def read_tables(folder: Folder) -> dict[str, list[dict]]:
    """Rows of every table of a case, each with its `line`; ``folder.tables`` gets where each was found."""
    there = folder.names()
    held = {name: (list(TABLES) if name == "claims" else [name]) for name in TABLES if f"{name}.xlsx" in there}
    books = {name: read_workbook(folder, f"{name}.xlsx", sheets) for name, sheets in held.items()}
    tables = {}
    for name in TABLES:
        sheets = {place_in(f"{book}.xlsx", name): book for book in books if name in (book, *books[book])}
        places = [f"{name}.csv"] * (f"{name}.csv" in there) + list(sheets)
        folder.tables[name] = places[0] if places else f"{name}.csv"
        if len(places) > 1:
            folder.say(places[0], f"and {places[1]} both hold the {name}: keep one of the two")
            tables[name] = []
        elif sheets:
            tables[name] = _rows(folder, places[0], iter(books[sheets[places[0]]].get(name, ())), name)
        else:
            tables[name] = _read_csv(folder, name)
        place = folder.tables[name]
        folder.rows[place] = plural(len(tables[name]), "row") + folder.rows.get(place, "")
        _tell_unread(folder, there, name, places)
    return tables


def _tell_unread(folder: Folder, there: Iterable[str], name: str, places: list[str]) -> None:
    """Files that look like a table and are not read: they would be left out without a word."""
    kinds = {".csv", ".tsv", ".txt", ".xls", ".xlsb", ".xlsm", ".xlsx", ".ods", ".numbers"}
    for file in sorted(file for file in there if file not in places and skeleton(file.partition(".")[0]) == name):
        if places:
            folder.remark(file, f"is not read: the {name} are those of {places[0]}")
        elif Path(file).suffix.lower() in kinds:
            folder.say(file, f"is not read: save it as {name}.csv (CSV UTF-8) or {name}.xlsx, or give it another name")


def told(folder: Folder) -> str:
    """What was read of a folder, file by file, each with the rows of its tables, and what was not."""
    files = {place: place.partition("[")[0] for place in folder.rows if place.partition("[")[0] in folder.held}
    read = [f"{file} ({folder.rows[place]})" for place, file in files.items()] + sorted(folder.held.keys() - {*files.values()})
    left = sorted(folder.names() - folder.held.keys())
    few = ", ".join(clip(name, 80) for name in left[:8]) + f" and {len(left) - 8:,} more" * (len(left) > 8)
    return f"read: {', '.join(read) or 'nothing'}" + f"; not read: {few}" * bool(left)


def _read_csv(folder: Folder, name: str) -> list[dict]:
    """Rows of a CSV file; a missing one is an empty table, and no case where it is that of the claims."""
    file = f"{name}.csv"
    if not folder.has(file):
        if name == "claims":
            folder.say(file, f"is missing: a case is a folder with a {file} or {name}.xlsx")
        return []
    text = folder.text(file)
    if text is None:
        return []
    csv.field_size_limit(sys.maxsize)
    lines, first, delimiter = opened(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begun = [first]  # the line of each row, the last one first
    try:
        return _rows(folder, file, _numbered(reader, first, delimiter, begun, text[-1:] not in ("", "\n", "\r")), name)
    except csv.Error as error:
        end = reader.line_num + first - 1
        ends = f", which ends on line {end}" if end > begun[0] else ""
        said, advice = (*error.args, "look for a quote that is not closed")[:2]
        folder.say(file, f"is broken CSV ({said}){ends}: {advice}", begun[0])
        return []


def opened(text: str) -> tuple[io.StringIO, int, str]:
    """The text of a CSV at its first row, the line on which that is, and what stands between cells."""
    lines = io.StringIO(text, newline="")
    header = lines.readline()
    if named := re.fullmatch(r'"?sep=(.)"?\s*', header):  # a line that spreadsheets understand
        return lines, 2, named[1]
    header = header if header.strip() else next((line for line in lines if line.strip()), "")
    lines.seek(0)
    return lines, 1, max(",;\t", key=header.count)


def _numbered(reader, first: int, delimiter: str, begun: list[int], open_end: bool) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; one that holds whole rows in a cell is broken, and so is a last one that was cut off."""
    width = last = line = 0
    for cells in reader:
        line, begun[0] = begun[0], reader.line_num + first
        last = len(cells) if any(map(str.strip, cells)) else last
        width = width or last
        if begun[0] > line + 1 and any(part.count(delimiter) >= max(width - 1, 2) for cell in cells for part in cell.splitlines()[1:]):
            begun[0] = line
            raise csv.Error("a cell holds other rows")
        yield line, [*map(as_it_was, cells)]
    if open_end and last < width:
        begun[0] = line
        raise csv.Error(f"it ends within a row, after {last} of {width} cells", "save it whole, or end its last line")


def _rows(folder: Folder, file: str, lines: Iterator[tuple[int, list[str]]], table: str) -> list[dict]:
    """Rows as dicts; the first line with anything on it is the header."""
    header_line, header = next(((line, cells) for line, cells in lines if any(cell.strip() for cell in cells)), (1, []))
    header, title, known = columns_of(header, table), header, {*TABLES[table][0]}
    doubled = sorted(h for h, n in Counter(header).items() if h and n > 1)
    if doubled:
        folder.say(file, "stands twice in the header: keep one", header_line, doubled[0])
        return []
    if "line" in header:  # rows have their line of the file under this name
        folder.say(file, "unknown column: lines are counted when the file is read, leave it out", header_line, "line")
        return []
    if len(header) > MOST["columns"]:
        folder.say(file, f"has {len(header):,} columns: {MOST['columns']} are the most", header_line)
        return []
    columns, headless = [h for h in header if h], len(known & {*header}) < 2
    unnamed = [i for i, h in enumerate(header) if not h]
    rows, read = [], 0
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        read += 1
        if above := next((of for of, n in (("rows", read), ("cells", read * len(header))) if n > MOST[of]), ""):
            folder.say(file, f"has more than {MOST[above]:,} {above}: leave out what is not compared", line)
            return []
        if headless and len(known & {*columns_of(cells[: MOST["columns"]], table)}) >= 2:
            said = " ".join(filter(None, map(str.strip, title)))
            folder.say(file, f"stands above the header, which is on line {line}: take out what is above it", header_line, "", said)
            return []
        if split := _split_number(columns, dict(zip(header, cells, strict=False))):
            advice = "begins like the rest of a number: a cell with a comma needs quotes around it; if it is none, begin it with a word"
            folder.say(file, f"{advice} ({split[0]} ends {split[1][-20:]!r})", line, split[2], split[3])
        if beyond := [c for c in cells[len(header) :] if c.strip()]:
            folder.say(file, "is in no column: a cell with a comma needs quotes around it", line, "", beyond[0])
        elif nameless := [cells[i] for i in unnamed if i < len(cells) and cells[i].strip()]:
            folder.say(file, "is in a column without a name: name the column, or empty it", line, "", nameless[0])
        else:
            rows.append(dict.fromkeys(columns, "") | {h: c.strip() for h, c in zip(header, cells, strict=False) if h} | {"line": line})
    return rows


def _split_number(columns: Sequence[str], row: Mapping[str, str]) -> tuple[str, str, str, str] | None:
    """A phrase that ends in a number, and the text beside it that looks like more of it: about 8 | 000."""
    for column, beside in pairwise(columns):
        text, rest = row.get(column, "").strip(), row.get(beside, "").strip()
        if column in PHRASES and beside not in NUMBERS and not dates.is_date(rest):
            grouped = re.search(r"(?<![\d.,'])\d{1,3}$", text) and re.match(r"\d{3}(?!\d)", rest)
            if grouped or (re.search(r"\d$", text) and re.fullmatch(r"\d+ ?(%|percent|per cent|[mb]illion|m|bn)?", rest)):
                return column, text, beside, rest
    return None


def columns_of(cells: Sequence[str], table: str) -> list[str]:
    """Names of the columns: those of the table in whatever spelling, any other as it stands."""
    header = [column_name(cell) if column_name(cell) in TABLES[table][0] else cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    return header
