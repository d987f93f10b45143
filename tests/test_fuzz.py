"""Bad input: 10,000 mutated cases end in exit code 2 with file and line, or in a right answer.

Never a traceback, a hang, or a row that is silently left out.  A mutation is a function in one of the tables below (CELLS, TEXTS,
SETTINGS, HABITS): Hypothesis draws one to three of them with their arguments, the case is written, and `judge` reads it as the commands do.
The examples are the same in every run.  ``FUZZ=20 pytest tests/test_fuzz.py`` draws twenty times as many, others each time.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import os
import re
import shutil
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from conftest import row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy.app.cli.group import main
from discrepancy.basis.basis import ClaimError
from discrepancy.case import examine
from discrepancy.case.edit.record import record
from discrepancy.gap.choices import range_of
from discrepancy.story import gap_story

TIMES = int(os.environ.get("FUZZ", "0"))  # 0: the examples of every run

# ------------------------------------------------------------------------------------------ a rich case

KW = "killed_or_wounded"
CLAIMS = [
    row("alpha", "2024-12-23", "вже перевищили 3 тисячі вбитими і пораненими", claim="a1", statement="a-23", primary="yes", language="uk")
    | {"english": "already exceeded 3,000 killed and wounded", "translation": "human", "value": "3000", "low": "3000", "area": "east"}
    | {"as_of": "2024-12-23", "reported_by": "Herald", "seen_as": "page", "archive_url": "https://example.org/copy", "accessed": "2025-01-02"},
    row("alpha", "2024-12-23", "nearly 3,000 killed or wounded", claim="a1-retold", statement="a-23", version_of="a1", high="3000")
    | {"published": "2024-12-24", "reported_by": "Gazette", "seen_as": "excerpt", "area": "east"},
    row("alpha-staff", "2024-12-10", "2,500 killed or wounded", claim="a0", as_of="2024-12-09", area="east", period_start="2024-10"),
    row("alpha-staff", "2024-12-16", "about 300 in a week", claim="a-week", kind="period", period_start="2024-12-09", as_of="2024-12-16"),
    row("beta", "2024-12-23", "around 1,100", claim="b1", statement="b-23", derived_from="g-19", derived_basis="inferred", area="all"),
    row("beta", "2024-12-20", "100 killed", "killed", claim="b-dead", statement="b-20", as_of="2024-12-19", area="all"),
    row("beta", "2024-12-20", "1,000 wounded", "wounded", claim="b-hurt", statement="b-20", as_of="2024-12-19", area="all", value="1000"),
    row("beta", "2024-12-18", "9,000", claim="b-old", status="withdrawn", replaced_by="b1", notes="counted twice; see the letter"),
    row("gamma", "2024-12-19", "1,050", claim="g1", statement="g-19", low="900", high="1200", level="95", value="1050"),
    row("gamma", "2024-12-21", "one in five", "killed", claim="g-share", kind="share", notes="of those, \"it says\", deployed"),
    row("delta", "2025-01", "약 3천 명", claim="d1", language="ko", english="about 3,000", translation="outlet", area="east")
    | {"derived_from": "a-23", "derived_basis": "stated", "as_of": "2024-12"},
]  # fmt: skip
SOURCES = [
    {"source": "alpha", "name": "The president of Alpha", "group": "north", "role": "party", "aliases": "A; Al", "interest": ""},
    {"source": "alpha-staff", "name": "The staff of Alpha", "group": "north", "role": "party", "aliases": "", "interest": ""},
    {"source": "beta", "name": "Beta", "group": "south", "role": "other state", "aliases": "", "interest": ""},
    {"source": "gamma", "name": "", "group": "", "role": "research", "aliases": "", "interest": "paid by Beta"},
    {"source": "delta", "name": "Delta News", "group": "delta", "role": "media", "aliases": "", "interest": ""},
]
EVENTS = [
    {"date": "2024-11-05", "label": "First shots", "kind": "acknowledged:beta", "url": "https://example.org/e", "notes": ""},
    {"date": "2024-12-26", "label": "First capture", "kind": "", "url": "", "notes": ""},
]
REASONS = [
    {"date": "2024-12-24", "said_by": "A member", "about": "alpha; beta", "summary": "its count is careful", "url": "https://example.org"},
    {"date": "2024-12-25", "said_by": "Staff", "about": "b-23; gamma", "summary": "other days", "url": ""},
]
CORRECTIONS = [{"date": "2024-12-23", "claim": "b-old", "was": "9,000", "now": "around 1,100", "because": "counted twice", "url": ""}]
TOML = """\
title = "A case"
question = "How many were killed or wounded?"
unit = "persons"
licence = "CC0"
version = "1.0"
last_checked = 2025-01-02

[defaults]
a = "alpha"
b = "beta"
measure = "killed_or_wounded"
as_of = "2024-12-23"
as_known_on = "2024-12-27"

[groups]
north = "The North"
south = "The South"

[colours]
north = "#0072b2"

[measures.killed]
label = "killed"
words = ["killed", "dead"]
[measures.wounded]
label = "wounded"
[measures.killed_or_wounded]
label = "killed or wounded"
noun = "people killed or wounded"
parts = ["killed", "wounded"]
caveat = "neither says how slight a wound counts"

[dimensions.area]
label = "where"
basis = "all"
[dimensions.area.values]
east = "the east"
all = "everywhere"

[[conversions]]
dimension = "area"
from = "east"
to = "all"
factor = 1.2
low = 1.0
high = 1.5
because = "a survey"
url = "https://example.org/s"
published = "2024-12-01"

[[conversions]]
dimension = "measure"
from = "killed"
to = "wounded"
factor = 3
low = 1.0
high = 8.8
because = "a handbook"

[figures.share]
part = "killed"
whole = "killed_or_wounded"
"""


def _table(rows):
    columns = list(dict.fromkeys(k for r in rows for k in r))
    return [columns] + [[r.get(c, "") for c in columns] for r in rows]


def _base():
    tables = {"claims": CLAIMS, "sources": SOURCES, "events": EVENTS, "reasons": REASONS, "corrections": CORRECTIONS}
    tables = {name: _table(rows) for name, rows in tables.items()}
    with TemporaryDirectory() as folder:
        write(Draft(tables, TOML), Path(folder))
        record(dc.load_case(folder))
        with open(Path(folder, "recorded.csv"), newline="", encoding="utf-8") as file:
            return tables | {"recorded": list(csv.reader(file))}


@dataclass
class Draft:
    """A case to be written: its tables, header first; how they are written; and, once written, the bytes of each file."""

    tables: dict[str, list[list[str]]]
    toml: str
    form: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)  # None: a directory
    touched: bool = False  # whether bytes were changed, so that the rows are no longer those of `tables`

    def serialise(self):
        for name, rows in self.tables.items():
            self.files |= _as_workbook(name, rows) if self.form.get("xlsx") == name else {f"{name}.csv": self._csv(rows)}
        self.files["case.toml"] = self.toml.encode()

    def _csv(self, rows):
        out = io.StringIO(newline="")
        if self.form.get("sep"):
            out.write(f"sep={self.form.get('delimiter', ',')}\n")
        quoting = csv.QUOTE_ALL if self.form.get("quotes") else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.form.get("delimiter", ","), lineterminator=self.form.get("end", "\n"), quoting=quoting).writerows(
            rows
        )
        return self.form.get("mark", b"") + out.getvalue().encode(self.form.get("encoding", "utf-8"))


def _as_workbook(name, rows):
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    for cells in rows:
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", cell)[:32767] for cell in cells])
    for cells in book.active.iter_rows():
        for cell in cells:  # what begins with = is text here, not a formula
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return {f"{name}.xlsx": out.getvalue()}


def write(draft, folder):
    """Make the folder hold the files of the draft and nothing else; files that are the same stay."""
    if not draft.files:
        draft.serialise()
    for path in folder.iterdir():
        if draft.files.get(path.name) is None or path.is_dir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, content in draft.files.items():
        path = folder / name
        if content is None:
            path.mkdir()
        elif not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


BASE = _base()

# ------------------------------------------------------------------------------------------- mutations

NUMBERS = [
    "1e400", "nan", "-5", "３０００", "0", "3000.0", "1,100", "1.100,5", "inf", "9" * 400, "0.5", "١٠٠", "²", "3 000", "1_000", "٣٫٥",
]  # fmt: skip
DATES = [
    "2024-02-30", "0000-00-00", "9999-12-31", "2199-01-01", "2024-13", "23.12.2024", "03/04/2024", "45649", "Dec-24", "2024-12-23T10:00",
]  # fmt: skip
DATES += ["0999", "1799-12-31", "2024-2-3", "٢٠٢٤-١٢-٢٣", "99999999", "2024-12-23", "2024", "00.00.0000", "59999", "1/1/00", "2024-12-23 "]
PHRASES = [
    "at least 4,000", "around 12", "0 killed", "dozens", "between 5,000 and 4,000", "one in five", "several thousand", "3,000 ± 4,000",
]  # fmt: skip
PHRASES += [
    "12,34,567", "minus 5", "1,050 (95% CI 900 to 1,200)", "no more than 0", "a lot", "999,999,999,999", "0.5", "twice 5", "5 (0-9)", "½",
]  # fmt: skip
PHRASES += [
    "thousands of thousands of thousands", "three hundred thousand million", "1,1,1,1,1", "(95% CI 1-2)", "3 (1 to 2)", "10 (10-10)",
]  # fmt: skip
TEXTS_ = [
    "=1+1", "@SUM(A1)", "+49", "<script>alert(1)</script>", "a\nb", "a\r\nb", 'a "quoted" word', "\u202eabc", "\u200b", "\x07\x1b[31m",
    "\x00",
]  # fmt: skip
TEXTS_ += [
    "https://[", "http://", "javascript:alert(1)", "https://example.org/" + "x" * 3000, "http://a:b:c", "https://ex ample.org", "$x^2$",
]  # fmt: skip
TEXTS_ += ["yes", "no", "YES", "a1", "a-23", "alpha", "north", "nobody", "killed", KW, "east", "uk", "xx", "zz-ZZ", "share", "plan", "rate"]
TEXTS_ += [
    "current", "withdrawn", "superseded", "stated", "inferred", "copy", "", " ", "\u00a0", "acknowledged:nobody", "a; b; c", ";", "~",
    "{x}", "%s",
]  # fmt: skip
HUGE = ["x" * 10**6, "9" * 10**6, "about 3,000 " * 80_000, "9," * 500_000, " " * 10**6, "-" * 10**6, "a;" * 500_000]
ODD = st.one_of(
    st.sampled_from(NUMBERS), st.sampled_from(DATES), st.sampled_from(PHRASES), st.sampled_from(TEXTS_), st.sampled_from(TEXTS_),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)  # fmt: skip
INDEX = st.integers(0, 10**6)
TABLE = st.sampled_from(["claims"] * 8 + ["sources", "sources", "events", "reasons", "corrections", "recorded"])
COLUMN = st.sampled_from(BASE["claims"][0])
BYTES = st.sampled_from(
    [b"\0", b'"', b"\r", b",", b";", b"\xff", b"\xc3", b"\n", b"\x1a", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\t", b"'", b"[", b"="]
)


def _pick(draw, among):
    return among[draw(INDEX) % len(among)]


def _rows(draft, draw, table=""):
    """A table of the draft and the index of one of its rows."""
    rows = draft.tables[table or draw(TABLE)] or [[]]
    return rows, 1 + draw(INDEX) % max(1, len(rows) - 1)


def _set(draft, draw, column, value, at=0):
    """Put a value in a column of the claims; adds the column where there is none."""
    rows, i = _rows(draft, draw, "claims")
    if len(rows) < 2:
        return
    if column not in rows[0]:
        rows[0].append(column)
    cells, k = rows[min(at or i, len(rows) - 1)], rows[0].index(column)
    cells += [""] * (k + 1 - len(cells))
    cells[k] = value


def _cell(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows) and rows[i]:
        rows[i][draw(INDEX) % len(rows[i])] = draw(ODD)


def _huge(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows) and rows[i]:
        rows[i][draw(INDEX) % len(rows[i])] = _pick(draw, HUGE)


def _swap(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows) and rows[i]:
        j, k = (draw(INDEX) % len(rows[i]) for _ in "ab")
        rows[i][j], rows[i][k] = rows[i][k], rows[i][j]


def _column(change):
    def mutate(draft, draw):
        rows, _ = _rows(draft, draw)
        if rows[0]:
            change(rows, draw(INDEX) % len(rows[0]), draw)

    return mutate


def _lose(rows, i, draw):
    for cells in rows:
        del cells[i : i + 1]


def _double(rows, i, draw):
    for cells in rows:
        cells.append(cells[i] if i < len(cells) else "")


def _rename(rows, i, draw):
    rows[0][i] = (
        _pick(draw, ["sorce", "Wording ", "x", "", "line", "group", "value", "9", "claim id", "\u202e", "a,b", "=A1"])
        if draw(st.booleans())
        else draw(ODD)
    )


def _more(rows, i, draw):
    name, cell = draw(ODD), draw(ODD)
    for cells in rows:
        cells.append(name if cells is rows[0] else cell)


def _exchange(rows, i, draw):
    """Two columns exchange their cells and keep their names: types swapped."""
    k = draw(INDEX) % len(rows[0])
    for cells in rows[1:]:
        if max(i, k) < len(cells):
            cells[i], cells[k] = cells[k], cells[i]


def _many(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows):
        rows[i] += [draw(ODD) for _ in range(1 + draw(INDEX) % 3)]


def _few(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows):
        del rows[i][draw(INDEX) % (len(rows[i]) + 1) :]


def _again(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows):
        rows.insert(1 + draw(INDEX) % len(rows), list(rows[i]))


def _drop(draft, draw):
    rows, i = _rows(draft, draw)
    del rows[i : i + 1 + draw(INDEX) % 3]


def _only_header(draft, draw):
    del draft.tables[draw(TABLE)][draw(INDEX) % 2 :]


def _circle(column, names):
    def mutate(draft, draw):
        for at, name in zip((1, 2, 5), names if draw(st.booleans()) else names[::-1], strict=True):
            _set(draft, draw, column, name, at)
            if column == "derived_from":
                _set(draft, draw, "derived_basis", "stated", at)

    return mutate


def _values(column, among):
    return lambda draft, draw: _set(draft, draw, column, _pick(draw, among))


def _low_above_high(draft, draw):
    at = 1 + draw(INDEX) % 11
    for column, value in (("low", "500"), ("high", "400"), ("level", _pick(draw, ["95", "", "0", "100", "99.999999"]))):
        _set(draft, draw, column, value, at)


def _clash(draft, draw):
    rows, i = _rows(draft, draw, "sources")
    if i < len(rows) and len(rows[i]) > 2:
        rows[i][draw(INDEX) % 3] = _pick(draw, ["alpha", "north", "beta", "", "south", "\u200b"])


CELLS = {
    "a cell of anything": _cell,
    "another cell of anything": _cell,
    "two cells exchanged": _swap,
    "a column lost": _column(_lose),
    "a column twice": _column(_double),
    "a column renamed": _column(_rename),
    "a column more": _column(_more),
    "types swapped": _column(_exchange),
    "too many cells": _many,
    "too few cells": _few,
    "a row twice": _again,
    "rows gone": _drop,
    "no rows": _only_header,
    "a circle of derivations": _circle("derived_from", ["b-23", "a-23", "a-23"]),
    "a circle of versions": _circle("version_of", ["a1-retold", "b1", "a1"]),
    "a primary more": _values("primary", ["yes", "", "no"]),
    "a version": _values("version_of", ["a1", "b1", "a1-retold", "b-old", "nobody", ""]),
    "a measure": _values("measure", ["killed", "wounded", KW, "hurt", ""]),
    "low above high": _low_above_high,
    "another day": lambda draft, draw: _set(draft, draw, _pick(draw, ["statement_date", "as_of", "published", "period_start", "accessed"]), _pick(draw, DATES)),
    "another phrase": lambda draft, draw: _set(draft, draw, _pick(draw, ["wording", "english"]), _pick(draw, PHRASES)),
    "another number": lambda draft, draw: _set(draft, draw, _pick(draw, ["value", "low", "high", "level"]), _pick(draw, NUMBERS)),
    "a status": _values("status", ["withdrawn", "corrected", "superseded", "current", "gone", ""]),
    "a kind": _values("kind", ["share", "plan", "rate", "present", "period", "total", "cumulative"]),
    "a language": _values("language", ["uk", "de", "ko", "", "ua", "xx", "zz-ZZ", "english", "JA", "en"]),
    "an id": _values("claim", ["a1", "b1", "", "alpha", "north", "-", "x" * 300]),
    "a statement": _values("statement", ["a-23", "b-23", "", "alpha", "g-19"]),
    "a source": _values("source", ["alpha", "beta", "north", "nobody", "", "delta"]),
    "a dimension": _values("area", ["east", "all", "", "west"]),
    "names of sources": _clash,
}  # fmt: skip


def _bytes(change):
    """A mutation of the bytes of one file, most often the claims."""

    def mutate(draft, draw):
        name = _pick(draw, ["claims.csv"] * 6 + sorted(draft.files))
        if draft.files.get(name) is not None:
            draft.files[name] = change(draft.files[name], draw)
            draft.touched = True

    return mutate


def _insert(raw, draw):
    at = draw(INDEX) % (len(raw) + 1)
    return raw[:at] + draw(BYTES) + raw[at:]


def _replace(raw, draw):
    at = draw(INDEX) % (len(raw) + 1)
    return raw[:at] + draw(BYTES) + raw[at + 1 :]


def _quote(raw, draw):
    """A quote where a cell begins or ends."""
    edges = [m.end() for m in re.finditer(rb"[,\n]", raw)] or [0]
    at = _pick(draw, edges) - draw(INDEX) % 2
    return raw[:at] + b'"' + raw[at:]


def _text(raw):
    return raw.decode("utf-8", "replace")


def _whole(change):
    """A file of the folder gone, doubled, or something else."""

    def mutate(draft, draw):
        name = _pick(draw, ["claims.csv", *sorted(draft.files)])
        if name in draft.files:
            change(draft.files, name, draw)
            draft.touched = True

    return mutate


def _other_file(files, name, draw):
    files[name] = files[_pick(draw, sorted(files))]


def _other_name(files, name, draw):
    stem = name.partition(".")[0]
    files[_pick(draw, [f"{stem}.CSV", f"{stem}.txt", f"{stem}.xlsx", f"{stem}.xls", f"{stem}.csv.bak", "Claims.csv"])] = files.pop(name)


TEXTS = {
    "cut": _bytes(lambda raw, draw: raw[: draw(INDEX) % (len(raw) + 1)]),
    "its start cut": _bytes(lambda raw, draw: raw[draw(INDEX) % (len(raw) + 1) :]),
    "a byte more": _bytes(_insert),
    "another byte": _bytes(_replace),
    "a quote": _bytes(_quote),
    "two quotes": _bytes(lambda raw, draw: _quote(_quote(raw, draw), draw)),
    "a lone CR": _bytes(lambda raw, draw: (lambda at: raw[:at] + b"\r" + raw[at:])(draw(INDEX) % (len(raw) + 1))),
    "NULs": _bytes(lambda raw, draw: raw + b"\0" * (draw(INDEX) % 3 + 1)),
    "UTF-16 without mark": _bytes(lambda raw, draw: _text(raw).encode(_pick(draw, ["utf-16-le", "utf-16-be"]))),
    "half of UTF-16": _bytes(lambda raw, draw: _text(raw).encode("utf-16")[: -1 - draw(INDEX) % 2]),
    "UTF-32": _bytes(lambda raw, draw: _text(raw).encode("utf-32")),
    "old encoding": _bytes(lambda raw, draw: _text(raw).encode(_pick(draw, ["cp1251", "latin-1", "cp949", "utf-7"]), "replace")),
    "truncated UTF-8": _bytes(lambda raw, draw: raw.replace("ж".encode(), "ж".encode()[:1]) + b"\xe2\x82"),
    "empty": _bytes(lambda raw, draw: b"\n " * (draw(INDEX) % 2)),
    "a workbook by name": _bytes(lambda raw, draw: _pick(draw, [b"PK\3\4", b"\xd0\xcf\x11\xe0"]) + raw),
    "commas to semicolons": _bytes(lambda raw, draw: raw.replace(b",", _pick(draw, [b";", b"\t", b"|"]))),
    "lines joined": _bytes(lambda raw, draw: raw.replace(b"\n", _pick(draw, [b"\r", b"\n\n", b" ", b"\x0b", b"\r\r\n", b"\xe2\x80\xa8"]))),
    "missing": _whole(lambda files, name, draw: files.pop(name)),
    "a directory": _whole(lambda files, name, draw: files.update({name: None})),
    "the bytes of another": _whole(_other_file),
    "another name": _whole(_other_name),
}

VALUES = [
    "3", "-1", "0", "1e400", "nan", "-inf", "true", "'x'", "''", "[]", "{}", "[1]", "['x']", "{x = 1}", "[[1], ['x']]", "1979-05-27",
    "07:32:00",
]  # fmt: skip
VALUES += [
    "1979-05-27T07:32:00Z", "'alpha'", "'nobody'", "'2024-02-30'", "'killed'", "['killed', 'killed']", "['killed_or_wounded']", "9" * 50,
]  # fmt: skip
VALUES += [
    "'area'", "'measure'", "'east'", "'\\u202e'", '"\\u0007\\n"', "'" + "x" * 5000 + "'", "1e-320", "1e12", "0x10", "[" * 500, "9" * 5000,
]  # fmt: skip
SECTIONS = [
    "[x]", "[measures]", "[measures.'']", "[[measures]]", "[dimensions.wording]", "[dimensions.a.b]", "[dimensions.'']", "[conversions]",
]  # fmt: skip
SECTIONS += [
    "[[conversions]]", "[colours]", "[figures.share]", "[defaults]", "[groups.x]", "[measures.killed.x]", "[dimensions.line]", "x",
    "a.b.c = 1",
]  # fmt: skip
SECTIONS += [
    "[dimensions.group]", "[dimensions.'Area']", "[dimensions.b]\nvalues = ['x', 'x']", "[measures.a]\nparts = ['a']",
    "[dimensions.c]\nvalues = ['']",
]  # fmt: skip


def _lines(change):
    def mutate(draft, draw):
        lines = draft.toml.split("\n")
        change(lines, draw(INDEX) % len(lines), draw)
        draft.toml = "\n".join(lines)

    return mutate


def _value(lines, i, draw):
    given = [k for k, line in enumerate(lines) if " = " in line] or [i]
    k = given[i % len(given)]
    lines[k] = f"{lines[k].partition(' = ')[0]} = {_pick(draw, VALUES)}"


def _key(lines, i, draw):
    given = [k for k, line in enumerate(lines) if " = " in line] or [i]
    k = given[i % len(given)]
    lines[k] = (
        f"{_pick(draw, ['titel', 'x', 'add', 'values', 'parts', 'low', 'basis', 'label', 'from', chr(34) * 2])} = {lines[k].partition(' = ')[2]}"
    )


def _move(lines, i, draw):
    lines.insert(draw(INDEX) % len(lines), lines.pop(i))


def _toml(change):
    def mutate(draft, draw):
        draft.toml = _text(change(draft.toml.encode(), draw))

    return mutate


SETTINGS = {
    "a value of another type": _lines(_value),
    "another value": _lines(_value),
    "another key": _lines(_key),
    "a line gone": _lines(lambda lines, i, draw: lines.pop(i)),
    "a line twice": _lines(lambda lines, i, draw: lines.insert(i, lines[i])),
    "a line moved": _lines(_move),
    "a section more": _lines(lambda lines, i, draw: lines.insert(_pick(draw, [i, len(lines)]), _pick(draw, SECTIONS))),
    "cut": _toml(lambda raw, draw: raw[: draw(INDEX) % (len(raw) + 1)]),
    "a byte more": _toml(_insert),
    "another byte": _toml(_replace),
    "no settings": lambda draft, draw: setattr(draft, "toml", ""),
}


def _form(**form):
    return lambda draft, draw: draft.form.update(form)


def _order(draft, draw):
    rows, _ = _rows(draft, draw)
    order = draw(st.permutations(range(len(rows[0]))))
    rows[:] = [[cells[i] if i < len(cells) else "" for i in order] for cells in rows]


def _blank_lines(draft, draw):
    rows = draft.tables[draw(TABLE)]
    for _ in range(1 + draw(INDEX) % 3):
        rows.insert(draw(INDEX) % (len(rows) + 1), [_pick(draw, ["", " ", "\u00a0"])] * (draw(INDEX) % 20))


def _blank_columns(draft, draw):
    for cells in draft.tables[draw(TABLE)]:
        cells += [""] * (draw(INDEX) % 4)


def _headings(draft, draw):
    rows, _ = _rows(draft, draw, "claims")
    rows[0] = [
        _pick(draw, [name, name.title(), f" {name} ", name.upper().replace("_", " "), name.replace("_", "-")]) if name != "area" else name
        for name in rows[0]
    ]


HABITS = {  # of spreadsheets: they change nothing
    "another order of columns": _order,
    "blank lines": _blank_lines,
    "blank columns": _blank_columns,
    "headings": _headings,
    "BOM": _form(mark=codecs.BOM_UTF8, encoding="utf-8"),
    "CRLF": _form(end="\r\n"),
    "CR": _form(end="\r"),
    "semicolons": _form(delimiter=";"),
    "tabs": _form(delimiter="\t"),
    "UTF-16": _form(encoding="utf-16", mark=b""),
    "quotes": _form(quotes="all"),
    "sep": _form(sep="yes"),
}
KINDS = {"cells": CELLS, "texts": TEXTS, "settings": SETTINGS, "habits": HABITS}


@st.composite
def drafts(draw, first, *more):
    """The base with a mutation of the first kind and up to two of any of the kinds; bytes are changed last, blank lines put in before that."""
    draft = Draft(deepcopy(BASE), TOML)
    names = {kind: sorted(KINDS[kind]) for kind in KINDS}
    chosen = [
        (kind, _pick(draw, names[kind]))
        for kind in (first, *(draw(st.sampled_from(more)) for _ in range(draw(st.integers(0, 2)) if more else 0)))
    ]
    for kind, name in sorted(chosen, key=lambda c: (c[0] == "texts", c[1] == "blank lines")):
        if kind == "texts" and not draft.files:
            draft.serialise()
        KINDS[kind][name](draft, draw)
    if draw(INDEX) % 150 == 7 and not draft.files:
        _huge(draft, draw)
    draft.serialise() if not draft.files else None
    return draft, draw(INDEX) % 16 == 3


# --------------------------------------------------------------------------------------------- judging

# What is said of a file as a whole; anything else said of a table has a line.
OF_THE_FILE = re.compile(
    r"cannot be read: |is missing: |is a workbook, |and \S+ both hold |is not read: |has the sheets |has no sheet |is no workbook |is the name of no table"
    r"|is an old or an encrypted workbook|is too large"
)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 700  # characters of a sentence about a problem


def judge(draft, commands, folder):
    """The one question: a right answer, or a refusal that names file and line."""
    write(draft, folder)
    case, problems = examine(folder)
    if commands:
        answered(folder, bool(problems))
    if problems:
        assert case is None
        for problem in problems:
            refused(problem, draft, folder)
        return None
    assert len(case.records) == rows_written(draft)
    assert draft.touched or all(
        set(cells) <= set(found.values()) for cells, found in zip(cells_written(draft), case.tables["claims"], strict=True)
    )
    assert all("\n" not in str(w) and len(str(w)) <= LONGEST for w in case.warnings)
    return explained(case)


def refused(problem, draft, folder):
    """A problem names a file of the folder, a line of it (or a key of case.toml), and is one readable sentence."""
    said, name = str(problem), problem.file.partition("[")[0]
    assert (folder / name).exists() or (name == "claims.csv" and "is missing" in said), said
    assert len(said) <= LONGEST and not UNPRINTABLE.search(said), said[:1000]
    assert problem.advice, said
    if name == "case.toml":
        assert problem.line or problem.column or OF_THE_FILE.match(problem.advice) or "broken TOML" in said, said
    elif not OF_THE_FILE.match(problem.advice):
        assert 1 <= problem.line <= lines_of(draft.files[name]) + 1, said


def lines_of(raw):
    if raw.startswith(b"PK"):
        return 10**6
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return len(re.findall(r"\r\n|\r|\n", raw.decode("utf-16" if wide else "utf-8", "replace")))


def rows_written(draft):
    """Rows of claims with anything on them, as they were drawn, or as any reader of CSV counts them where bytes were changed."""
    if not draft.touched:
        return sum(any(cell.strip() for cell in cells) for cells in draft.tables["claims"]) - 1
    raw = draft.files["claims.csv"]
    text = raw.decode("utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    sep = re.match(r'"?sep=(.)"?\s*?(\r\n|\r|\n)', text)
    text = text[sep.end() :] if sep else text
    header = next(line for line in io.StringIO(text, newline="") if line.strip())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep[1] if sep else max(",;\t", key=header.count))
    return sum(any(cell.strip() for cell in cells) for cells in reader) - 1


def cells_written(draft):
    rows = [{cell.strip() for cell in cells} - {""} for cells in draft.tables["claims"]]
    return [cells for cells in rows if cells][1:]


def explained(case):
    """The gap of an accepted case, which must be right in itself; None where two figures cannot be compared, and why is said."""
    for asked in ({"known_by": "2024-12-24"}, {"a": "a1-retold", "b": "g1"}, {"measure": "killed", "rule": "granularity"}):
        with suppress(ClaimError):
            json.dumps(dc.explain(case, **asked).to_dict(), allow_nan=False)
    try:
        gap = dc.explain(case)
        back = dc.explain(case, gap.b.who, gap.a.who, gap.basis.measure, gap.basis.as_of.isoformat())
    except ClaimError as error:
        assert str(error) and len(str(error)) <= 5000
        return None
    dc.normalize(case, gap.basis.measure, gap.basis.as_of)
    numbers = gap.to_dict()
    ends = range_of(gap)
    json.dumps([numbers, ends], allow_nan=False)
    assert len(gap.note().split("\n\n")[0].split()) <= 140
    story = " ".join(text for _, text in gap_story(gap))
    assert story and "nan" not in story.lower().split()
    if gap.ratio is None:
        assert min(gap.a.value, gap.b.value, gap.a.figure.reading.best, gap.b.figure.reading.best) <= 0
        return numbers, ends
    assert gap.ratio == pytest.approx(gap.a.value / gap.b.value)
    assert math.isclose(math.prod(f.multiplier for f in gap.factors), gap.ratio, rel_tol=1e-9)
    for there, again in zip(gap.factors, back.factors, strict=True):
        assert math.isclose(there.log, -again.log, abs_tol=1e-9), there.name
    assert ends["lowest"] <= gap.unexplained.multiplier * (1 + 1e-9) and gap.unexplained.multiplier <= ends["highest"] * (1 + 1e-9)
    return numbers, ends


def answered(folder, bad):
    """The commands themselves: exit code 2 for a bad case, and words on the screen in any case."""
    for arguments in (["check"], ["gap", "--json"], ["gap", "--note"], ["gap"]):
        done = CliRunner().invoke(main, [arguments[0], str(folder), *arguments[1:]])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == (2 if bad else 0) or (done.exit_code == 2 and arguments[0] == "gap"), done.output[:500]
        assert done.output.strip()
        if arguments[-1] == "--json" and done.exit_code == 0:
            json.loads(done.output, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))


def fuzz(examples):
    """Settings of a test with this many examples: the same in every run, or FUZZ times as many, others each time."""
    return settings(
        max_examples=examples * max(TIMES, 1), derandomize=not TIMES, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


@cache
def answer_of_the_base():
    with TemporaryDirectory() as folder:
        write(Draft(deepcopy(BASE), TOML), Path(folder))
        return explained(dc.load_case(folder))


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def test_the_base_is_a_case_with_a_gap(place):
    numbers, ends = judge(Draft(deepcopy(BASE), TOML), True, place)
    assert numbers["printed"]["a"] == 3000 and numbers["printed"]["b"] == 1100
    assert numbers["without_inference"] and ends["choices"] > 10


class TestCells:
    @fuzz(4000)
    @given(drafts("cells", "cells", "cells", "habits", "settings"))
    def test_cells(self, place, drawn):
        judge(*drawn, place)


class TestTexts:
    @fuzz(3000)
    @given(drafts("texts", "texts", "cells", "habits"))
    def test_bytes(self, place, drawn):
        judge(*drawn, place)

    @fuzz(100)
    @given(drafts("cells", "cells"), st.sampled_from(sorted(BASE)))
    def test_workbooks(self, place, drawn, name):
        draft, commands = drawn
        judge(Draft(draft.tables, draft.toml, {"xlsx": name}), commands, place)


class TestSettings:
    @fuzz(2500)
    @given(drafts("settings", "settings", "cells"))
    def test_settings(self, place, drawn):
        judge(*drawn, place)

    @fuzz(400)
    @given(drafts("habits", "habits"), st.sampled_from([""] * 15 + sorted(BASE)))
    def test_habits_of_spreadsheets_change_no_answer(self, place, drawn, name):
        expected, _ = answer_of_the_base()
        draft, _ = drawn
        found, _ = judge(Draft(draft.tables, draft.toml, draft.form | {"xlsx": name}), False, place)
        assert found | {"inputs": 0, "case": ""} == expected | {"inputs": 0, "case": ""}
