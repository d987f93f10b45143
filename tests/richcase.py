"""A case with every table, column and key there is, and how a draft of one is written to a folder."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import row

import discrepancy as dc
from discrepancy.app.edit.record import record

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


def table(rows):
    columns = list(dict.fromkeys(k for r in rows for k in r))
    return [columns] + [[r.get(c, "") for c in columns] for r in rows]


def _base():
    tables = {"claims": CLAIMS, "sources": SOURCES, "events": EVENTS, "reasons": REASONS, "corrections": CORRECTIONS}
    tables = {name: table(rows) for name, rows in tables.items()}
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
