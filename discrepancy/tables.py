"""The files of a case folder → rows, with the line of each, filled where they can be.

In go CSV tables, workbooks and a ``case.toml``; out come lists of dicts and a `Problem` for each thing that cannot be read.  Spreadsheet
habits are understood: a byte-order mark, UTF-16 with one, CRLF, semicolons, tabs, blank lines, empty columns at the end, column names with
capitals and spaces.  There are no comment lines: a spreadsheet would keep them as data, and a row must never be left out unseen.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType

from .display import clean
from .wording import LARGEST

__all__ = [
    "CLAIM_COLUMNS",
    "REQUIRED",
    "TABLES",
    "VALUES",
    "Problem",
    "adviser",
    "column_name",
    "count",
    "fill",
    "nearest",
    "one_primary",
    "read_bytes",
    "read_table",
    "read_tables",
    "read_toml",
    "with_row",
    "write_whole",
]

REQUIRED = ("source", "statement_date", "measure", "wording", "url")
CLAIM_COLUMNS = [
    "claim",
    "statement",
    "primary",
    "version_of",
    "source",
    "reported_by",
    "url",
    "published",
    "statement_date",
    "as_of",
    "period_start",
    "measure",
    "kind",
    "wording",
    "language",
    "english",
    "translation",
    "value",
    "low",
    "high",
    "level",
    "derived_from",
    "derived_basis",
    "via",
    "seen_as",
    "accessed",
    "archive_url",
    "status",
    "replaced_by",
    "notes",
]
TABLES = {
    "sources": (["source", "name", "group", "role", "aliases", "interest", "notes"], ("source",)),
    "events": (["date", "label", "kind", "url", "notes"], ("date", "label")),
    "reasons": (["date", "said_by", "about", "summary", "url"], ("date", "said_by", "about", "summary")),
    "corrections": (["date", "claim", "was", "now", "because", "url"], ("date", "claim", "because")),
    "recorded": (["claim", "hash", "recorded", "corrections"], ("claim", "hash", "recorded", "corrections")),
}
VALUES = {
    "primary": ("yes",),
    "kind": ("cumulative", "period", "rate", "present", "plan", "share"),
    "translation": ("outlet", "human", "machine"),
    "derived_basis": ("stated", "inferred"),
    "seen_as": ("original", "page", "excerpt", "copy"),
    "status": ("current", "corrected", "withdrawn", "superseded"),
}
NO_DRAFTS: Mapping[str, bytes] = MappingProxyType({})
LONGEST = 700  # characters of a sentence about a problem
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What case.toml may hold.  "label" is text that may be written as a number or a date.
SHAPE = {
    "title": "text",
    "question": "text",
    "unit": "text",
    "licence": "text",
    "version": "label",
    "last_checked": "label",
    "not_checked": "text",
    "defaults": {"a": "text", "b": "text", "measure": "text", "as_of": "label", "as_known_on": "label"},
    "measures": {"*": {"label": "text", "parts": ["text"], "words": ["text"], "caveat": "text", "noun": "text"}},
    "dimensions": {"*": {"label": "text", "values": "names", "basis": "text"}},
    "conversions": [
        {
            "dimension": "text",
            "from": "text",
            "to": "text",
            "because": "text",
            "url": "text",
            "published": "label",
            "factor": "number",
            "add": "number",
            "low": "number",
            "high": "number",
        }
    ],
    "colours": {"*": "text"},
    "groups": {"*": "text"},
    "figures": {"share": {"part": "text", "whole": "text"}},
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a case: where it is, what stands there, what would be right."""

    file: str
    line: int
    column: str
    value: str
    advice: str

    def at(self, files: dict[str, str]) -> Problem:
        """The same problem, with the file in which each table was found in place of TABLE.csv."""
        table = self.file.removesuffix(".csv")
        advice = re.sub(r"\b(\w+)\.csv\b", lambda m: files.get(m[1], m[0]), self.advice)
        return replace(self, file=files.get(table, self.file), advice=advice)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {_short(self.column)}:" if self.column else ""
        value = f" {_short(self.value)!r}" if self.value else ""
        return " ".join(clean(f"{where}:{column}{value} {self.advice}", LONGEST).split())  # one line, whatever a cell holds


def column_name(text: str) -> str:
    """A heading as the tables spell it: "Statement date" → statement_date."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def read_bytes(path: Path, problems: list[Problem], hashes: dict[str, str], drafts: Mapping[str, bytes] = NO_DRAFTS) -> bytes | None:
    """What a file holds, or the draft of that name in its place; `hashes` gets its SHA-256, `problems` why it cannot be read."""
    try:
        if path.name in drafts:
            raw = drafts[path.name]
        elif path.exists() and not path.is_file():  # a pipe or a device may never end
            problems.append(Problem(path.name, 0, "", "", "cannot be read: it is a folder or a device, not a file"))
            return None
        else:
            raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(path.name, 0, "", "", f"cannot be read: {error.strerror or error}"))
        return None
    hashes[path.name] = hashlib.sha256(raw).hexdigest()
    return raw


def _read_text(path: Path, problems: list[Problem], hashes: dict[str, str], drafts: Mapping[str, bytes]) -> str | None:
    raw = read_bytes(path, problems, hashes, drafts)
    if raw is None:
        return None
    form = "CSV UTF-8" if path.suffix == ".csv" else "UTF-8"
    if raw.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        problems.append(Problem(path.name, 0, "", "", f"is a workbook, not text: name it {path.stem}.xlsx, or save it as {form}"))
        return None
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text" of a spreadsheet
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(raw[: error.start].decode(encoding, "ignore"))
        problems.append(Problem(path.name, line, "", "", f"is not UTF-8 text: save it as {form}"))
        return None
    if found := CONTROL.search(text):
        name = "a NUL character" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        problems.append(Problem(path.name, _line(text[: found.start()]), "", "", f"has {name}: save it anew as {form} without"))
        return None
    return text


def _line(before: str) -> int:
    """The line that begins behind this text: LF, CRLF and CR end one."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1


def read_tables(
    folder: Path, problems: list[Problem], hashes: dict[str, str], files: dict[str, str], drafts: Mapping[str, bytes] = NO_DRAFTS
) -> dict[str, list[dict]]:
    """Rows of every table of a case; `files` gets where each was found: ``claims.csv``, ``claims.xlsx``, ``claims.xlsx[sources]``."""
    from .workbook import read_workbook, shown

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
    text = _read_text(path, problems, hashes, drafts)
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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file aside and move it to its place: it is replaced whole or not at all, and keeps its permissions.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    path = path.resolve()  # a link stays one
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as file:
        try:
            file.write(data)
            file.close()
            os.chmod(file.name, path.stat().st_mode & 0o777 if path.exists() else 0o644)  # a temporary file is its owner's alone
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def read_toml(path: Path, problems: list[Problem], hashes: dict[str, str], drafts: Mapping[str, bytes] = NO_DRAFTS) -> dict:
    """What case.toml declares; nothing where there is none."""
    if not os.path.lexists(path):
        return {}
    text = _read_text(path, problems, hashes, drafts)
    if text is None:
        return {}
    try:
        meta = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+), column \d+\)$", str(error))
        problems.append(Problem(path.name, int(line[1]) if line else _line(text), "", "", f"is broken TOML: {error}"))
        return {}
    except (ValueError, RecursionError) as error:  # of int() and of the parser
        what = "a number has too many digits" if isinstance(error, ValueError) else "it is nested too deeply"
        problems.append(Problem(path.name, 0, "", "", f"is broken TOML: {what}"))
        return {}
    before = len(problems)
    meta = _shaped(meta, SHAPE, "", problems)
    return meta if len(problems) == before else {}


def _shaped(value: object, shape: object, where: str, problems: list[Problem]) -> object:
    """The value with dates and versions as text; a problem for each key that is unknown and each value of another kind."""
    say = lambda advice: problems.append(Problem("case.toml", 0, where, _shown(value), advice))
    inside = lambda key: f"{where}.{_shown_key(key)}".removeprefix(".")
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            say(f"must be a table: write [{where}]" if where else "must be a table")
            return {}
        for key in value:
            if key not in shape and "*" not in shape:
                problems.append(Problem("case.toml", 0, inside(key), "", f"unknown key: {nearest(key, shape)}"))
        known = {k: v for k, v in value.items() if k in shape or "*" in shape}
        return {k: _shaped(v, shape.get(k, shape.get("*")), inside(k), problems) for k, v in known.items()}
    if isinstance(shape, list):
        if not isinstance(value, list):
            say(
                f"must be a list of tables: write [[{where}]]"
                if isinstance(shape[0], dict)
                else 'must be a list: write ["killed", "wounded"]'
            )
            return []
        return [_shaped(v, shape[0], f"{where}[{i}]", problems) for i, v in enumerate(value, 1)]
    if shape == "names":  # a list of names, or a table of names and labels
        return _shaped(value, {"*": "text"} if isinstance(value, dict) else ["text"], where, problems)
    if shape == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
            say("must be a number")
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        say("must be text")
        return ""
    if shape == "text" and not isinstance(value, str):
        say("must be text: put it in quotes")
    return value if isinstance(value, str) else value.isoformat()[:10] if isinstance(value, date) else _shown(value)


def _shown(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number of thousands of digits"


def _shown_key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'


FILLED = {  # column of the claims → what an empty cell is taken for, in the order in which it is told
    "claim": "given an id",
    "statement": "given a statement",
    "primary": "taken as the closest wording found",
    "version_of": "taken as a version of the closest wording of its statement",
    "as_of": "taken as figures for the day of the statement, shown as day not stated",
    "kind": "taken as cumulative",
    "language": "taken as English",
    "seen_as": "taken as seen on the page",
    "status": "taken as current",
    "translation": "rendered into English by nobody named",
}


def count(n: int, noun: str) -> str:
    """A number with its noun: 1 claim, 2 claims."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def fill(tables: dict, dimensions: dict, meta: dict, filled: list[str]) -> None:
    """Fill the optional columns where they can be; `filled` says what was done."""
    claims = tables["claims"]
    counts: dict[str, int] = dict.fromkeys(FILLED, 0)
    numbering: dict[str, int] = defaultdict(int)
    absent = dict.fromkeys(column for column in [*CLAIM_COLUMNS, *dimensions] if column not in claims[0])  # one header for all rows
    for row in claims:
        for column in absent:
            row[column] = ""
        if not row["claim"]:
            stem = f"{row['source']}-{row['statement_date']}"
            numbering[stem] += 1
            row["claim"] = stem if numbering[stem] == 1 else f"{stem}-{numbering[stem]}"
            counts["claim"] += 1
        for column, default in (("kind", "cumulative"), ("language", "en"), ("status", "current"), ("seen_as", "page")):
            if not row[column]:
                row[column] = default
                counts[column] += 1
        counts["translation"] += bool(row["english"] and row["language"] != "en" and not row["translation"])
    by_id = {row["claim"]: row for row in claims}
    for row in claims:
        if not row["statement"]:
            retold = by_id.get(row["version_of"], {})
            row["statement"] = retold.get("statement") or f"{row['source']}-{row['statement_date']}"
            counts["statement"] += 1
    _fill_primaries(claims, dimensions, counts)
    counts["as_of"] = sum(not row["as_of"] for row in claims)
    filled += [f"{n} of {count(len(claims), 'claim')} {FILLED[c]} ({c} was empty)" for c, n in counts.items() if n]
    _fill_sources(tables, filled)
    for name in ("events", "reasons", "corrections"):
        for row in tables[name]:
            for column in TABLES[name][0]:
                row.setdefault(column, "")


def one_primary(row: dict, dimensions: dict) -> tuple:
    """What a statement has one closest wording for; a row that no longer stands is beside the one in its place."""
    fallen = () if row["status"] == "current" else (row["claim"],)
    return (row["statement"], row["measure"], row["kind"], *(row[d] for d in dimensions), *fallen)


def _fill_primaries(claims: list[dict], dimensions: dict, counts: dict[str, int]) -> None:
    """Where a statement names no closest wording, its first row of each measure is taken; the others are versions of it."""
    statements: dict[str, list[dict]] = defaultdict(list)
    for row in claims:
        statements[row["statement"]].append(row)
    for rows in statements.values():
        named = any(row["primary"] for row in rows)
        taken = {one_primary(row, dimensions) for row in rows if row["primary"]}
        for row in rows:
            if not named and not row["version_of"] and one_primary(row, dimensions) not in taken:
                row["primary"] = "yes"
                taken.add(one_primary(row, dimensions))
                counts["primary"] += 1
        primaries = [row for row in rows if row["primary"]]
        primaries = [row for row in primaries if row["status"] == "current"] or primaries
        alike: dict[object, list[dict]] = defaultdict(list)
        for p in primaries:
            alike[one_primary(p, dimensions)].append(p)
            alike[p["measure"]].append(p)
        for row in rows:
            if row["primary"] or row["version_of"]:
                continue
            same = alike.get(one_primary(row, dimensions)) or alike.get(row["measure"]) or primaries
            if len(same) == 1:  # else the check asks which one is retold
                row["version_of"] = same[0]["claim"]
                counts["version_of"] += 1


def _fill_sources(tables: dict, filled: list[str]) -> None:
    rows = tables["sources"]
    counts = {"name": 0, "group": 0}
    for row in rows:
        for column in TABLES["sources"][0]:
            row.setdefault(column, "")
        for column, default in (("name", row["source"].replace("-", " ")), ("group", row["source"])):
            if not row[column]:
                row[column] = default
                counts[column] += 1
    told = {"name": "named by their id", "group": "taken as a group of their own"}
    filled += [f"{n} of {count(len(rows), 'source')} {told[c]} ({c} was empty)" for c, n in counts.items() if n]
    if not rows:
        names = dict.fromkeys(row["source"] for row in tables["claims"] if row["source"])
        tables["sources"] = [
            dict.fromkeys(TABLES["sources"][0], "") | {"source": s, "name": s.replace("-", " "), "group": s, "line": 0} for s in names
        ]
        filled.append(f"{count(len(names), 'source')} taken from the claims, each a group of its own (sources.csv has no rows)")


def nearest(word: object, among: Collection[str]) -> str:
    """Advice: the allowed name that may be meant, else the allowed names; of thousands of names, that the spelling be checked."""
    if len(among) > 5000:
        return "check its spelling"
    names = [n for n in (sorted(among) if isinstance(among, set) else among) if n]
    close = get_close_matches(str(word), names, 1) if len(str(word)) <= 200 else []
    return f"did you mean {_short(close[0])!r}?" if close else f"use one of {', '.join(_short(n, 40) for n in names[:12])}"


def adviser(among: Iterable[str]) -> Callable[[object], str]:
    """`nearest` for every row of a table.

    To look for a near name takes the longer the more names there are: where thousands of cells are wrong among thousands of names, it
    is done for the first of them, and the others are told some of the names.
    """
    names = [n for n in (sorted(among) if isinstance(among, set) else among) if n]
    left = [20_000]  # names that may still be looked at

    def advice(word: object) -> str:
        left[0] -= len(names)
        return nearest(word, names if left[0] > -len(names) else names[:12])

    return advice


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
