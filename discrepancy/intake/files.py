"""A file of whatever form → its cells as text, with the line of each row.

CSV, TSV, `.xlsx` (a sheet by name), JSON, JSON lines, GeoJSON, Parquet, HTML tables; each also gzipped, or alone in a zip.  What the form
itself says is kept: a number of JSON, Parquet or a workbook is marked as one, since its point is decimal and its commas group.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import json
import re
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.case.files.bytes import Folder, encoding_of, line_of, read_file
from discrepancy.case.files.workbook import MERGED, sheet_rows
from discrepancy.case.problems import Problem
from discrepancy.case.spelling import skeleton
from discrepancy.intake.digits import in_full
from discrepancy.intake.kept import IntakeError
from discrepancy.saying.text import as_it_was, join
from discrepancy.workbook.parts import OLD, Book, Unread
from discrepancy.workbook.rows import CELLS, COLUMNS, column_of, is_filled
from discrepancy.workbook.shown import plain

TYPED = "\ue000"  # before a number that the form of the file says is one
IMPORTED = 500_000_000  # bytes that the parts of a workbook may hold
UNPACKED = 2_000_000_000  # bytes that a packed file may hold
_BOOK = {"[content_types].xml", "xl/workbook.xml"}  # what a zip that is a workbook holds
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13})


@dataclass
class Grid:
    """The cells of one table of a file, column by column, as text without white space around it."""

    name: str
    columns: list[np.ndarray]
    lines: np.ndarray  # of each row: the line of a text, the row of a sheet, the number of a record
    sha256: str = ""
    day: str = ""  # on which the file was last changed
    told: list[str] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)  # what is said above the table
    between: str = ""  # what stands between cells of a text
    headed: bool = False  # the first row is the header, whatever stands in it
    sheet: str = ""
    numbered: str = "line"


def read_grid(source: Any, sheet: str = "", table: int = 0, encoding: str = "", exact: bool = False) -> Grid:
    """The cells of a file, or of a data frame; `sheet` names one of a workbook, or a file of a zip, `table` counts those of a page.

    The numbers of a workbook are as it shows them, in all their digits; with `exact` those that its cells hold, whatever is shown.
    """
    if isinstance(source, pd.DataFrame):
        _no_option("the table", sheet=sheet, table=table, encoding=encoding)
        return _of_frame(source, "the table")
    path = Path(source)
    packed, digest = raw_of(path)
    inner, raw, member = _unpacked(path.name, packed, sheet)
    if not raw.strip():
        raise IntakeError(f"{path.name}: is empty")
    found = _of_bytes(inner, raw, "" if member else sheet, table, encoding, exact)
    found.name, found.sha256, found.day = path.name, digest, date.fromtimestamp(path.stat().st_mtime).isoformat()
    found.sheet = found.sheet or (sheet if member else "")
    return found


def raw_of(path: Path) -> tuple[bytes, str]:
    """The bytes of a file, and their SHA-256."""
    try:
        raw = read_file(path, UNPACKED)
    except (OSError, ValueError) as error:
        raise IntakeError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return raw, hashlib.sha256(raw).hexdigest()


def _unpacked(name: str, raw: bytes, sheet: str) -> tuple[str, bytes, bool]:
    """What a gzipped file, or a zip with one file, holds: its name, its bytes, and whether it was chosen by name."""
    try:
        if raw.startswith(b"\x1f\x8b"):
            name, inner, chosen = name.removesuffix(".gz"), gzip.GzipFile(fileobj=io.BytesIO(raw)).read(UNPACKED + 1), False
        elif raw.startswith(b"PK\3\4") and _BOOK.isdisjoint(map(str.lower, (packed := zipfile.ZipFile(io.BytesIO(raw))).namelist())):
            parts = [p for p in packed.infolist() if not p.is_dir() and not re.search(r"(^|/)(\.|__MACOSX)", p.filename)]
            named = [p for p in parts if sheet in (p.filename, Path(p.filename).name)]
            if len(parts) != 1 and len(named) != 1:
                raise IntakeError(f"{name}: holds {_few([p.filename for p in parts])}: name one with --sheet")
            part, chosen = (named or parts)[0], bool(named)
            name, inner = part.filename, packed.open(part).read(UNPACKED + 1)
        else:
            return name, raw, False
    except IntakeError:
        raise
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]  # zipfile's own
        raise IntakeError(f"{name}: cannot be unpacked ({error}): is the file whole, and without a password?") from None
    if len(inner) > UNPACKED:
        raise IntakeError(f"{name}: unpacks to more than {UNPACKED // 10**9} GB")
    return name, inner, chosen


def _few(names: list[str]) -> str:
    return join(names[:8] + [f"{len(names) - 8} more"] * (len(names) > 8)) if names else "no file"


def _no_option(name: str, **given: Any) -> None:
    """Refuse an option that a file of this form has no use for."""
    what = {"sheet": "sheets", "table": "tables to count", "encoding": "encoding of its own to tell"}
    for option, value in given.items():
        if value:
            raise IntakeError(f"{name}: has no {what[option]}, and --{option} names {value!r}: leave the option out")


def _of_bytes(name: str, raw: bytes, sheet: str, table: int, encoding: str, exact: bool) -> Grid:
    """By what the bytes are, whatever the file is called."""
    if raw.startswith((b"PK\3\4", OLD)):
        _no_option(name, table=table, encoding=encoding)
        return _of_workbook(name, raw, sheet, exact)
    if raw.startswith(b"PAR1"):
        _no_option(name, sheet=sheet, table=table, encoding=encoding)
        return _of_parquet(name, raw)
    if raw.startswith(b"%PDF"):
        raise IntakeError(f"{name}: is a PDF, which is not read here: bring its table into a CSV or a workbook")
    _no_option(name, sheet=sheet)
    other, encoding = ("latin-1" if encoding else "cp1252"), encoding or encoding_of(raw)
    try:
        if codecs.lookup(encoding).name.startswith("utf-16"):
            raw, encoding = raw.decode(encoding).encode(), "utf-8"
        head = raw[:4000].decode(encoding, "ignore").lstrip()
        if encoding != "utf-8" or not raw.isascii():
            raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = line_of(raw[: error.start].decode(encoding, "ignore"))
        option = "" if exact else f"say what it is, such as --encoding {other}, or "  # of `import` alone
        called = encoding.upper() if other == "cp1252" else encoding
        raise IntakeError(f"{name}:{line}: is not {called} text: {option}save it as UTF-8") from None
    except LookupError:
        raise IntakeError(f"--encoding {encoding!r} is not known: cp1252, cp1251 and utf-8 are some that are") from None
    if len(raw.translate(None, _CONTROL)) != len(raw):
        line = next(i for i, text in enumerate(raw.split(b"\n"), 1) if len(text.translate(None, _CONTROL)) != len(text))
        raise IntakeError(f"{name}:{line}: has a control character: save it anew as text without")
    if head.startswith("<") or (head[:1] not in ("{", "[") and re.search(r"\.x?html?$", name.lower())):
        return _of_page(name, raw.decode(encoding), table)
    _no_option(name, table=table)
    if head[:1] in ("{", "["):
        return _of_json(name, raw.decode(encoding))
    return _of_text(name, raw, encoding)


# --- text ----------------------------------------------------------------------------------------------------------------------


def _of_text(name: str, raw: bytes, encoding: str) -> Grid:
    """Cells with commas, semicolons, tabs or bars between them."""
    csv.field_size_limit(sys.maxsize)
    sample, skip = raw[:200_000].decode(encoding, "ignore"), 0
    if named := re.match(r'"?sep=(.)"?[ \t]*\r?\n', sample):
        between, skip = named[1], 1
    else:
        some = [line for line in sample.splitlines()[:300] if line.strip()]
        if sum(len(re.findall(r"[^\s,;|]\s{2,}(?=\S)", line)) > 2 and "\t" not in line for line in some) > 0.6 * len(some):
            lined_up = "has columns that spaces line up, which are not read here"
            raise IntakeError(f"{name}: {lined_up}: save it with commas or tabs between the cells")
        between = _separator(sample)
    width = max((len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=between)), default=1) + 1
    how: dict[str, Any] = dict(header=None, dtype=object, na_filter=False, skip_blank_lines=False, encoding=encoding, skiprows=skip)
    try:
        if width > COLUMNS:
            raise IntakeError(f"{name}: has {width - 1:,} columns: {COLUMNS:,} are the most")
        try:
            frame = pd.read_csv(io.BytesIO(raw), names=range(width), sep=between, **how)
        except pd.errors.ParserError:  # a later line is longer than those of the sample
            width = max(map(len, csv.reader(io.StringIO(raw.decode(encoding), newline=""), delimiter=between))) + 1
            frame = pd.read_csv(io.BytesIO(raw), names=range(width), sep=between, **how)
    except (pd.errors.ParserError, csv.Error) as error:
        row = re.search(r"row (\d+)", str(error))
        where = f":{int(row[1]) + 1}" if row else ""
        raise IntakeError(f"{name}{where}: is broken CSV: look for a quote that is not closed") from None
    columns = [np.array([as_it_was(text) if isinstance(text, str) else text for text in frame[k]], dtype=object) for k in frame]
    lines = np.arange(1 + skip, len(frame) + 1 + skip)
    if raw.count(b"\n") > len(frame):  # cells of several lines
        within = sum(np.array([cell.count("\n") if isinstance(cell, str) else 0 for cell in column]) for column in columns)
        lines[1:] += np.cumsum(within)[:-1]
    return Grid(name, columns, lines, between=between)


def _separator(sample: str) -> str:
    """What stands between cells: that which gives most lines one length, of two that do the one that is rarer in prose."""
    lines = [line for line in sample.splitlines()[:200] if line.strip()]
    best, most = ",", 0.0
    for mark, weight in (("\t", 1.1), (";", 1.1), ("|", 1.0), (",", 1.0)):
        sizes = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark))
        often = sum(n for size, n in sizes.items() if size > 1)
        if not often:
            continue
        size, n = max(((s, n) for s, n in sizes.items() if s > 1), key=lambda pair: pair[1])
        if (score := weight * n / sum(sizes.values()) + size / 1000) > most + 1e-9:
            best, most = mark, score
    return best


# --- other forms ---------------------------------------------------------------------------------------------------------------


def _of_rows(name: str, rows: list[list[str]], lines: list[int], **more: Any) -> Grid:
    if (width := max(map(len, rows), default=0)) * len(rows) > 2 * CELLS:
        raise IntakeError(f"{name}: has a row that is far longer than the others: take out what stands to the right of the table")
    cells = np.full((len(rows), width), "", dtype=object)
    for i, row in enumerate(rows):
        cells[i, : len(row)] = row
    return Grid(name, [cells[:, k] for k in range(width)], np.array(lines), **more)


def _of_workbook(name: str, raw: bytes, sheet: str, exact: bool) -> Grid:
    folder = Folder(Path(), {})
    try:
        book = Book(raw, IMPORTED)
        tables = [s for s in book.sheets if s.kind == "worksheet"]
        filled = [s for s in tables if is_filled(book, s)]
        chosen = [s for s in tables if skeleton(s.title) == skeleton(sheet)] if sheet else [s for s in filled if s.visible]
        if len(chosen) != 1:
            has = f"has the sheets {_few([s.title for s in filled])}" if filled else "has no sheet with cells"
            raise IntakeError(f"{name}: {has}: name one with --sheet")
        said = (lambda _text, number, _form: plain(number)) if exact else in_full
        rows = sheet_rows(folder, book, chosen[0], name, lambda *shown: TYPED + said(*shown))
    except Unread as error:
        raise IntakeError(f"{name}: {error}") from None
    found = _of_rows(name, [cells for _, cells in rows], [line for line, _ in rows], numbered="row", sheet=chosen[0].title)
    found.told += [f"sheet {s.title!r} is not read: --sheet names another" for s in filled if s is not chosen[0]]
    found.left += [problem for problem in folder.problems if problem.advice != MERGED]
    _unmerge(found, [problem.value for problem in folder.problems if problem.advice == MERGED])
    found.told += [f"{'row ' + str(remark.line) + ' ' if remark.line else ''}{remark.advice}" for remark in folder.remarks]
    return found


def _unmerge(grid: Grid, refs: list[str]) -> None:
    """Merged cells all say what the first of them says."""
    filled = 0
    for ref in refs:
        ends = [re.fullmatch(r"([A-Z]+)([0-9]{1,7})", end) for end in ref.partition(":")[::2]]
        if not all(ends):
            continue
        (left, right), (top, bottom) = ([column_of(end[1]) for end in ends], [int(end[2]) for end in ends])
        start, stop = np.searchsorted(grid.lines, top), np.searchsorted(grid.lines, bottom, "right")
        filled += max(0, stop - start) * max(0, min(right + 1, len(grid.columns)) - left)
        if filled > CELLS:
            raise IntakeError(f"{grid.name}: has merged cells over more than {CELLS:,} cells: undo the merges")
        if start < stop and left < len(grid.columns):
            text = grid.columns[left][start]
            for column in grid.columns[left : right + 1]:
                column[start:stop] = text


def _of_json(name: str, text: str) -> Grid:
    """Records, columns, or the properties of features; with every number as it is printed."""
    how: dict[str, Any] = dict(parse_float=lambda s: TYPED + s, parse_int=lambda s: TYPED + s, parse_constant=lambda s: "")
    lines = None
    try:
        found = json.loads(text, **how)
    except ValueError as error:
        kept = [(i, line) for i, line in enumerate(text.splitlines(), 1) if line.strip()]
        try:
            found, lines = [json.loads(line, **how) for _, line in kept], [i for i, _ in kept]
        except ValueError:
            raise IntakeError(f"{name}:{getattr(error, 'lineno', 1)}: is broken JSON ({getattr(error, 'msg', error)})") from None
    except RecursionError:
        raise IntakeError(f"{name}: is JSON that is nested too deeply") from None
    found = _records_in(name, found) if isinstance(found, dict) else found
    if not found or not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise IntakeError(f"{name}: holds no list of records: write [{{…}}, {{…}}], or a list of them under one name")
    frame = pd.json_normalize(found)
    cells = [np.array([key, *map(_json_text, frame[key])], dtype=object) for key in frame]
    at = np.array([0, *(lines or range(1, len(found) + 1))])
    return Grid(name, cells, at, headed=True, numbered="line" if lines else "record")


def _records_in(name: str, found: dict) -> Any:
    """The records of an object: its features, its only list of records, its columns; else itself."""
    if isinstance(found.get("features"), list):
        return [feature.get("properties") or {} for feature in found["features"]]
    lists = {key: value for key, value in found.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    if len(lists) > 1:
        raise IntakeError(f"{name}: holds the lists {_few([*lists])}: keep one")
    if lists:
        return next(iter(lists.values()))
    if len({type(value) for value in found.values()}) == 1 and isinstance(next(iter(found.values())), list | dict):
        try:
            return pd.DataFrame(found).to_dict("records")
        except ValueError:
            raise IntakeError(f"{name}: has columns of different lengths") from None
    return [found]


def _json_text(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False).replace(TYPED, "")
    return "" if value is None or value != value else str(value).lower() if isinstance(value, bool) else str(value)


def _of_page(name: str, text: str, table: int) -> Grid:
    """A table of a page; a raised text in a cell is kept in brackets, as the mark that it is."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(text, "html.parser")
    for hidden in page(["script", "style", "template"]):
        hidden.decompose()
    for raised in page("sup"):
        raised.replace_with(f"[{raised.get_text().strip().strip('[]')}]")
    tables = [found for t in page("table") if not t.find("table") and len(found := _page_rows(t)) > 1 and max(map(len, found)) > 1]
    heads = [" ".join(filter(None, found[0]))[:60] for found in tables]
    if not tables or not 0 <= table <= len(tables) or (len(tables) > 1 and not table):
        has = f"has {len(tables)} tables: " + "; ".join(f"{i} {head!r}" for i, head in enumerate(heads, 1)) if tables else "has no table"
        raise IntakeError(f"{name}: {has}" + ": name one with --table" * bool(tables))
    rows = tables[table - 1 if table else 0]
    captions = [c.get_text(" ", strip=True) for c in page("caption")] if len(tables) == 1 else []
    grid = _of_rows(name, rows, [*range(1, len(rows) + 1)], numbered="row of the table", titles=captions)
    other = [(i, head) for i, head in enumerate(heads, 1) if len(heads) > 1 and i != table]
    grid.told += [f"table {i} ({head!r}) is not read: --table names another" for i, head in other]
    return grid


def _page_rows(table: Any) -> list[list[str]]:
    """The rows of a table of a page; a cell over several rows or columns stands in each of them."""
    rows: list[list[str]] = []
    over: dict[tuple[int, int], str] = {}
    for i, line in enumerate(table("tr")):
        row: list[str] = []
        for cell in line(["td", "th"]):
            while (i, len(row)) in over:
                row.append(over[i, len(row)])
            text = " ".join(cell.get_text(" " if cell.find(["br", "p", "li"]) else "").split())
            over_many = (str(cell.get(key, "")) for key in ("colspan", "rowspan"))
            wide, deep = (min(int(n), 1000) if n.isdecimal() and int(n) else 1 for n in over_many)
            over |= {(i + d, len(row) + w): text for d in range(1, deep) for w in range(wide)}
            row += [text] * wide
        while (i, len(row)) in over:
            row.append(over[i, len(row)])
        rows.append(row)
    return rows


def _of_parquet(name: str, raw: bytes) -> Grid:
    from importlib.util import find_spec

    try:
        if find_spec("pyarrow"):
            frame = pd.read_parquet(io.BytesIO(raw))
        else:
            from fastparquet import ParquetFile

            frame = ParquetFile(io.BytesIO(raw)).to_pandas()
    except ImportError:
        raise IntakeError(f"{name}: Parquet needs a package more: pip install 'discrepancy[parquet]'") from None
    except Exception:  # of whichever reader there is
        raise IntakeError(f"{name}: is no Parquet that can be read") from None
    return _of_frame(frame, name)


def _of_frame(frame: pd.DataFrame, name: str) -> Grid:
    frame = frame.reset_index(drop=not any(frame.index.names))
    heads = [tuple(map(str, h)) if isinstance(h, tuple) else (str(h),) for h in frame.columns]
    depth = max(map(len, heads), default=1)
    cells = [_frame_texts(frame.iloc[:, k]) for k in range(frame.shape[1])]
    columns = [np.concatenate([np.array([*h, *[""] * (depth - len(h))], dtype=object), c]) for h, c in zip(heads, cells, strict=True)]
    return Grid(name, columns, np.arange(1 - depth, len(frame) + 1), headed=depth == 1, numbered="row")


def _frame_texts(column: pd.Series) -> np.ndarray:
    """The cells of a column of a frame as text: whole numbers without a point, days without a time."""
    codes, found = pd.factorize(column)
    whole = pd.api.types.is_float_dtype(column.dtype) and all(float(c).is_integer() for c in found)
    day = pd.api.types.is_datetime64_any_dtype(column.dtype)

    def text(cell: Any) -> str:
        if isinstance(cell, bool | np.bool_):
            return str(cell).lower()
        if day:
            return str(cell)[:10]
        if isinstance(cell, int | float | np.number):
            cell = int(cell) if whole else cell
            return TYPED + (np.format_float_positional(cell, trim="-") if isinstance(cell, float | np.floating) else str(cell))
        return str(cell)

    return np.array([*map(text, found), ""], dtype=object)[codes]
