"""A case folder → a checked `Case`: claims, sources, events, reasons, corrections, conversions.

In goes a folder of CSV tables and a ``case.toml`` (docs/data.md has every column); out comes an
immutable `Case`, or a `CaseError` with every problem at once: file, line, column, value and what would
be right.  Five columns make a case: source, statement_date, measure, wording, url.  The rest is
optional, is filled where it can be, and what was filled is listed.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import dates
from .wording import Reading, WordingError, read, stated

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Case", "CaseError", "Claim", "Conversion", "Measure", "Problem", "case_names", "load_case"]

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
}
VALUES = {
    "primary": ("yes",),
    "kind": ("cumulative", "period", "rate", "present", "plan", "share"),
    "translation": ("outlet", "human", "machine"),
    "derived_basis": ("stated", "inferred"),
    "seen_as": ("original", "page", "excerpt", "copy"),
    "status": ("current", "corrected", "withdrawn", "superseded"),
}
TOML_KEYS = {
    "title",
    "question",
    "unit",
    "licence",
    "version",
    "last_checked",
    "defaults",
    "measures",
    "dimensions",
    "conversions",
    "colours",
    "figures",
    "groups",
}
DEFAULT_KEYS = {"a", "b", "measure", "as_of", "as_known_on"}


class CaseError(ValueError):
    """A case that cannot be used.  ``problems`` holds one `Problem` for each thing to mend."""

    def __init__(self, problems: list[Problem] | str):
        self.problems = [problems] if isinstance(problems, str) else problems
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a case: where it is, what stands there, what would be right."""

    file: str
    line: int
    column: str
    value: str
    advice: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {self.column}:" if self.column else ""
        value = f" {_short(self.value)!r}" if self.value else ""
        return f"{where}:{column}{value} {self.advice}".replace(":  ", ": ")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: its name for readers, its parts, the words that sources use for it."""

    name: str
    label: str
    parts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    caveat: str = ""
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a number goes from one value of a dimension to another, with its source."""

    dimension: str
    start: str
    to: str
    because: str
    url: str = ""
    published: str = ""
    factor: float | None = None
    add: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One printed number of one page, as the table has it; empty text means unknown."""

    claim: str
    statement: str
    primary: bool
    version_of: str
    source: str
    group: str
    reported_by: str
    url: str
    published: str
    statement_date: str
    as_of: str
    period_start: str
    measure: str
    kind: str
    dims: tuple[tuple[str, str], ...]
    wording: str
    language: str
    english: str
    low: float | None
    high: float | None
    level: float | None
    derived_from: str
    derived_basis: str
    via: str
    seen_as: str
    accessed: str
    status: str
    notes: str
    line: int

    @property
    def phrase(self) -> str:
        """The words to read: the English rendering where the page is in another language."""
        return self.english or self.wording

    @property
    def speaks_of(self) -> str:
        """The day the number speaks of; the day of the statement where none is given."""
        return self.as_of or self.statement_date

    @property
    def known_from(self) -> date:
        """Day from which the claim was public: a statement when it was said, a version when its page appeared."""
        said = dates.last(self.statement_date)
        return said if self.primary or not self.published else max(said, dates.last(self.published))

    def dimension(self, name: str) -> str:
        return dict(self.dims).get(name, "")

    def reading(self, rule: str = "hedge", width: float = 1.0) -> Reading:
        """The reading of the phrase; an interval that the source stated takes the place of the hedge's."""
        reading = read(self.phrase, rule, width)
        if self.level is not None and self.low is not None and self.high is not None:
            return stated(reading, self.low, self.high, self.level)
        return reading


@dataclass(frozen=True)
class Case:
    """A checked case.

    Attributes
    ----------
    name, path : str, Path
        The folder's name and place.
    title, question, unit, licence, version, last_checked : str
        From ``case.toml``.
    claims, sources, events, reasons, corrections : pandas.DataFrame
        The tables, text as it stands ("" for unknown), with the line of the file in `claims.line`.
    measures, dimensions : dict
        `Measure` by name; values and labels of each declared dimension.
    conversions : tuple of Conversion
    defaults, colours : dict
    hashes : dict
        SHA-256 of each file that was read.
    filled : tuple of str
        What was filled in, a sentence each.
    """

    name: str
    path: Path
    meta: dict
    records: tuple[Claim, ...]
    tables: dict
    measures: dict[str, Measure]
    dimensions: dict[str, dict]
    conversions: tuple[Conversion, ...]
    hashes: dict[str, str]
    filled: tuple[str, ...] = field(default=())

    title = property(lambda self: self.meta.get("title", self.name))
    question = property(lambda self: self.meta.get("question", ""))
    unit = property(lambda self: self.meta.get("unit", "persons"))
    licence = property(lambda self: self.meta.get("licence", ""))
    version = property(lambda self: str(self.meta.get("version", "")))
    last_checked = property(lambda self: str(self.meta.get("last_checked", "")))
    defaults = property(lambda self: dict(self.meta.get("defaults", {})))
    colours = property(lambda self: dict(self.meta.get("colours", {})))

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row a claim: the table as it stands, with `group` and `line`."""
        import pandas as pd

        rows = self.tables["claims"]
        frame = pd.DataFrame(rows, columns=[*CLAIM_COLUMNS, *self.dimensions, "line"])
        return frame.assign(group=[c.group for c in self.records])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a source, indexed by its id: name, group, role, aliases, interest, notes."""
        import pandas as pd

        return pd.DataFrame(list(self._sources.values()), columns=TABLES["sources"][0]).set_index("source", drop=False)

    events = property(lambda self: self._frame("events"))
    reasons = property(lambda self: self._frame("reasons"))
    corrections = property(lambda self: self._frame("corrections"))

    @cached_property
    def _sources(self) -> dict[str, dict]:
        return {row["source"]: row for row in self.tables["sources"]}

    def _frame(self, table: str) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(self.tables[table], columns=TABLES[table][0])

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        return {c.claim: c for c in self.records}

    @cached_property
    def by_statement(self) -> dict[str, list[Claim]]:
        return _grouped(self.records, "statement")

    @cached_property
    def by_source(self) -> dict[str, list[Claim]]:
        return _grouped(self.records, "source")

    @cached_property
    def by_group(self) -> dict[str, list[Claim]]:
        return _grouped(self.records, "group")

    def source_name(self, source: str) -> str:
        """The name of a source for readers."""
        return self._sources.get(source, {}).get("name") or source

    def group_of(self, source: str) -> str:
        return self._sources.get(source, {}).get("group") or source

    def group_name(self, group: str) -> str:
        """The name of a group for readers: from [groups], else that of the source with the same id."""
        return self.meta.get("groups", {}).get(group) or self.source_name(group)

    def role_of(self, source: str) -> str:
        return self._sources.get(source, {}).get("role", "")

    def measure_label(self, name: str) -> str:
        return self.measures[name].label if name in self.measures else name.replace("_", " ")

    def dimension_label(self, name: str, value: str = "") -> str:
        """The label of a dimension, or of one of its values; "not stated" for an empty value asked by name."""
        spec = self.dimensions.get(name, {})
        if not value:
            return spec.get("label", name)
        return spec.get("labels", {}).get(value, value.replace("-", " "))

    def primary_of(self, claim: Claim) -> Claim:
        """The closest wording found of the statement that the claim retells; the claim itself if it is one."""
        if claim.primary:
            return claim
        if claim.version_of:
            return self.by_id[claim.version_of]
        primaries = [c for c in self.by_statement[claim.statement] if c.primary]
        same = [c for c in primaries if c.measure == claim.measure]
        return (same or primaries or [claim])[0]

    def __repr__(self) -> str:
        n = len(self.records)
        return f"<Case {self.name}: {n} claims, {len(self.by_statement)} statements, {len(self.by_source)} sources>"


def case_names() -> list[str]:
    """Names of the cases that come with the package."""
    folder = _data_folder()
    return sorted(p.parent.name for p in folder.glob("*/claims.csv")) if folder else []


def load_case(case: str | os.PathLike) -> Case:
    """Read and check a case.

    Parameters
    ----------
    case : str or path
        The name of a case that comes with the package, or a folder.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        With every problem found, a line each.

    Examples
    --------
    >>> case = load_case("hurricane-maria")
    >>> case.title
    'Deaths after Hurricane Maria, Puerto Rico'
    """
    case_, problems = examine(case)
    if problems:
        raise CaseError(problems)
    return case_


def examine(case: str | os.PathLike) -> tuple[Case | None, list[Problem]]:
    """Read a case and list everything that is wrong with it; the case is None where nothing can be made of it."""
    folder = _find(case)
    problems: list[Problem] = []
    hashes: dict[str, str] = {}
    meta = _read_toml(folder / "case.toml", problems, hashes)
    tables = {"claims": _read_table(folder / "claims.csv", problems, hashes, needed=True)}
    for name in TABLES:
        tables[name] = _read_table(folder / f"{name}.csv", problems, hashes)
    if not tables["claims"]:
        if not problems:
            problems.append(Problem("claims.csv", 1, "", "", "has no rows: a case needs at least one claim"))
        return None, problems
    dimensions = _dimensions(meta, problems)
    _check_columns(tables, dimensions, problems)
    if problems:
        return None, problems
    filled: list[str] = []
    _fill(tables, dimensions, meta, filled)
    measures = _measures(meta, tables["claims"], problems, filled)
    conversions = _conversions(meta, measures, dimensions, problems)
    from .check import check_tables

    problems += check_tables(tables, measures, dimensions, meta)
    if problems:
        return None, sorted(problems, key=lambda p: (p.file, p.line))
    groups = {row["source"]: row["group"] for row in tables["sources"]}
    records = tuple(_claim(row, groups, dimensions) for row in tables["claims"])
    return Case(folder.name, folder, meta, records, tables, measures, dimensions, conversions, hashes, tuple(filled)), []


# ------------------------------------------------------------------------------------------- finding


def _data_folder() -> Path | None:
    """Where the cases that come with the package are: beside it in a checkout, inside it when installed."""
    here = Path(__file__).resolve().parent
    for folder in (here / "data", here.parent / "data"):
        if folder.is_dir():
            return folder
    return None


def _find(case: str | os.PathLike) -> Path:
    text = os.fspath(case)
    folder = Path(text).expanduser()
    if folder.is_file() and folder.name == "claims.csv":
        folder = folder.parent
    if folder.is_dir():
        return folder.resolve()
    named = _data_folder()
    if named and re.fullmatch(r"[\w][\w.-]*", text) and (named / text).is_dir():
        return named / text
    known = case_names()
    close = get_close_matches(text, known, 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise CaseError(f"no case {text!r}: {hint}give a folder with a claims.csv, or one of {', '.join(known) or 'none'}")


# ------------------------------------------------------------------------------------------- reading


def _read_bytes(path: Path, problems: list[Problem], hashes: dict[str, str]) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(path.name, 0, "", "", f"cannot be read: {error.strerror or error}"))
        return None
    hashes[path.name] = hashlib.sha256(raw).hexdigest()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(path.name, line, "", "", "is not UTF-8 text: save it as CSV UTF-8"))
        return None
    if "\0" in text:
        problems.append(
            Problem(path.name, text[: text.index("\0")].count("\n") + 1, "", "", "has a NUL character: save it anew as CSV UTF-8")
        )
        return None
    return text


def _read_table(path: Path, problems: list[Problem], hashes: dict[str, str], needed: bool = False) -> list[dict]:
    """Rows of a CSV file as dicts with their `line`; a missing optional file is an empty table."""
    if not path.exists():
        if needed:
            problems.append(Problem(path.name, 0, "", "", f"is missing: a case is a folder with a {path.name}"))
        return []
    text = _read_bytes(path, problems, hashes)
    if text is None:
        return []
    csv.field_size_limit(sys.maxsize)
    header_line = text.split("\n", 1)[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    rows, header = [], None
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                while header and not header[-1]:
                    header.pop()
                doubled = {h for h in header if header.count(h) > 1}
                if doubled:
                    problems.append(Problem(path.name, line, sorted(doubled)[0], "", "stands twice in the header: keep one"))
                    return []
                continue
            extra = [c for c in cells[len(header) :] if c.strip()]
            if extra:
                problems.append(Problem(path.name, line, "", extra[0], "is in no column: a cell with a comma needs quotes around it"))
                continue
            row = dict.fromkeys(header, "") | {h: c.strip() for h, c in zip(header, cells, strict=False)}
            rows.append(row | {"line": line})
    except csv.Error as error:
        problems.append(Problem(path.name, reader.line_num, "", "", f"is broken CSV ({error}): look for a quote that is not closed"))
        return []
    return rows


def _read_toml(path: Path, problems: list[Problem], hashes: dict[str, str]) -> dict:
    if not path.exists():
        return {}
    text = _read_bytes(path, problems, hashes)
    if text is None:
        return {}
    try:
        meta = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problems.append(Problem(path.name, int(line[1]) if line else 0, "", "", f"is broken TOML: {error}"))
        return {}
    for key in sorted(set(meta) - TOML_KEYS):
        problems.append(Problem(path.name, 0, key, "", f"unknown key: {_nearest(key, TOML_KEYS)}"))
    defaults = meta.get("defaults", {})
    for key in sorted(set(defaults) - DEFAULT_KEYS) if isinstance(defaults, dict) else ():
        problems.append(Problem(path.name, 0, f"defaults.{key}", "", f"unknown key: {_nearest(key, DEFAULT_KEYS)}"))
    for key in ("defaults", "measures", "dimensions", "colours", "groups", "figures"):
        if not isinstance(meta.get(key, {}), dict):
            problems.append(Problem(path.name, 0, key, str(meta[key]), f"must be a table: write [{key}]"))
            meta[key] = {}
    return meta


def _check_columns(tables: dict, dimensions: dict, problems: list[Problem]) -> None:
    claims = tables["claims"]
    known = {"claims": ([*CLAIM_COLUMNS, *dimensions], REQUIRED)} | TABLES
    for name, rows in tables.items():
        if not rows:
            continue
        columns, required = known[name]
        have = [c for c in rows[0] if c != "line"]
        file = f"{name}.csv"
        for column in required:
            if column not in have:
                close = get_close_matches(column, set(have) - set(columns), 1)
                hint = f"; is it the column {close[0]!r}?" if close else ""
                need = "five columns make a case: " if rows is claims else "needed: "
                problems.append(Problem(file, 1, column, "", f"column missing{hint} ({need}{', '.join(required)})"))
        for column in have:
            if column not in columns:
                problems.append(
                    Problem(file, 1, column, "", f"unknown column: {_nearest(column, columns)}, or declare it as a dimension in case.toml")
                )


# ------------------------------------------------------------------------------------- filling in


def _fill(tables: dict, dimensions: dict, meta: dict, filled: list[str]) -> None:
    """Fill the optional columns where they can be; `filled` says what was done."""
    claims = tables["claims"]
    counts: dict[str, int] = defaultdict(int)
    numbering: dict[str, int] = defaultdict(int)
    for row in claims:
        for column in [*CLAIM_COLUMNS, *dimensions]:
            row.setdefault(column, "")
        if not row["claim"]:
            stem = f"{row['source']}-{row['statement_date']}"
            numbering[stem] += 1
            row["claim"] = stem if numbering[stem] == 1 else f"{stem}-{numbering[stem]}"
            counts["claim"] += 1
        for column, default in (("kind", "cumulative"), ("language", "en"), ("status", "current"), ("seen_as", "page")):
            if not row[column]:
                row[column] = default
                counts[column] += 1
    by_id = {row["claim"]: row for row in claims}
    for row in claims:
        if not row["statement"]:
            retold = by_id.get(row["version_of"], {})
            row["statement"] = retold.get("statement") or f"{row['source']}-{row['statement_date']}"
            counts["statement"] += 1
    taken = {_one_primary(row, dimensions) for row in claims if row["primary"]}
    for row in claims:
        key = _one_primary(row, dimensions)
        if not row["primary"] and not row["version_of"] and key not in taken and not _has_primary_of_measure(row, taken):
            row["primary"] = "yes"
            taken.add(key)
            counts["primary"] += 1
    words = {
        "claim": "given an id",
        "kind": "taken as cumulative",
        "language": "taken as English",
        "status": "taken as current",
        "seen_as": "taken as seen on the page",
        "statement": "given a statement",
        "primary": "taken as the closest wording found",
    }
    filled += [f"{n} of {len(claims)} claims {words[c]} ({c} was empty)" for c, n in counts.items()]
    _fill_sources(tables, filled)
    for name in ("events", "reasons", "corrections"):
        for row in tables[name]:
            for column in TABLES[name][0]:
                row.setdefault(column, "")


def _one_primary(row: dict, dimensions: dict) -> tuple:
    """What a statement has one closest wording for."""
    return (row["statement"], row["measure"], row["kind"], *(row[d] for d in dimensions))


def _has_primary_of_measure(row: dict, taken: set) -> bool:
    return any(key[:3] == (row["statement"], row["measure"], row["kind"]) for key in taken) and bool(row["version_of"])


def _fill_sources(tables: dict, filled: list[str]) -> None:
    rows = tables["sources"]
    for row in rows:
        for column in TABLES["sources"][0]:
            row.setdefault(column, "")
        row["group"] = row["group"] or row["source"]
        row["name"] = row["name"] or row["source"].replace("-", " ")
    if not rows:
        names = dict.fromkeys(row["source"] for row in tables["claims"])
        tables["sources"] = [dict.fromkeys(TABLES["sources"][0], "") | {"source": s, "name": s, "group": s, "line": 0} for s in names]
        filled.append(f"{len(names)} sources taken from the claims (no sources.csv)")


def _measures(meta: dict, claims: list[dict], problems: list[Problem], filled: list[str]) -> dict[str, Measure]:
    declared = meta.get("measures", {})
    measures = {}
    for name, spec in declared.items():
        if not isinstance(spec, dict):
            problems.append(Problem("case.toml", 0, f"measures.{name}", str(spec), "must be a table with a label"))
            continue
        parts = tuple(spec.get("parts", ()))
        for part in parts:
            if part not in declared:
                problems.append(Problem("case.toml", 0, f"measures.{name}.parts", part, f"is not declared: {_nearest(part, declared)}"))
        label = spec.get("label", name.replace("_", " "))
        measures[name] = Measure(name, label, parts, tuple(spec.get("words", ())), spec.get("caveat", ""), spec.get("noun", ""))
    if not declared:
        for name in dict.fromkeys(row["measure"] for row in claims):
            if name:
                measures[name] = Measure(name, name.replace("_", " "))
        filled.append(f"{len(measures)} measures taken from the claims (none declared in case.toml)")
    return measures


def _dimensions(meta: dict, problems: list[Problem]) -> dict[str, dict]:
    """Declared dimensions: label, allowed values, their labels, and the basis (a value, or empty for any)."""
    dimensions = {}
    for name, spec in meta.get("dimensions", {}).items():
        if not isinstance(spec, dict) or name in CLAIM_COLUMNS or not isinstance(spec.get("values", []), (list, dict)):
            problems.append(
                Problem("case.toml", 0, f"dimensions.{name}", "", "must be a table with label and values, and not the name of a column")
            )
            continue
        values = spec.get("values", [])
        labels = values if isinstance(values, dict) else {v: v.replace("-", " ") for v in values}
        basis = spec.get("basis", "")
        if basis and basis not in labels:
            problems.append(
                Problem("case.toml", 0, f"dimensions.{name}.basis", basis, f"is not one of its values: {_nearest(basis, labels)}")
            )
        dimensions[name] = {"label": spec.get("label", name), "labels": labels, "basis": basis}
    return dimensions


def _conversions(meta: dict, measures: dict, dimensions: dict, problems: list[Problem]) -> tuple[Conversion, ...]:
    found = []
    for i, spec in enumerate(meta.get("conversions", []), 1):
        say = lambda column, value, advice: problems.append(Problem("case.toml", 0, f"conversions[{i}].{column}", str(value), advice))  # noqa: B023
        dimension = spec.get("dimension", "")
        allowed = measures if dimension == "measure" else dimensions.get(dimension, {}).get("labels")
        if allowed is None:
            say("dimension", dimension, f"is not declared: {_nearest(dimension, [*dimensions, 'measure'])}")
            continue
        for end in ("from", "to"):
            if spec.get(end) not in allowed:
                say(end, spec.get(end, ""), f"is not a value of {dimension}: {_nearest(spec.get(end, ''), allowed)}")
        factor, add, low, high = (spec.get(k) for k in ("factor", "add", "low", "high"))
        if (factor is None) == (add is None):
            say("factor", "", "give either factor or add")
            continue
        point = factor if add is None else add
        if not all(isinstance(v, (int, float)) for v in (point, *(v for v in (low, high) if v is not None))):
            say("factor", point, "must be a number")
            continue
        if (add is None and point <= 0) or (low is not None and low > point) or (high is not None and high < point):
            say("factor", point, "must be above 0 and between low and high")
        if not spec.get("because"):
            say("because", "", "is missing: say in a sentence where the conversion comes from")
        if spec.get("published") and not dates.is_date(str(spec["published"])):
            say("published", spec["published"], "is no date: write YYYY-MM-DD, YYYY-MM or YYYY")
        found.append(
            Conversion(
                dimension,
                spec.get("from", ""),
                spec.get("to", ""),
                spec.get("because", ""),
                spec.get("url", ""),
                str(spec.get("published", "")),
                factor,
                add,
                low,
                high,
            )
        )
    return tuple(found)


def _claim(row: dict, groups: dict[str, str], dimensions: dict) -> Claim:
    number = lambda text: float(text.replace(",", "")) if text else None
    return Claim(
        claim=row["claim"],
        statement=row["statement"],
        primary=row["primary"] == "yes",
        group=groups.get(row["source"], row["source"]),
        dims=tuple((d, row[d]) for d in dimensions),
        low=number(row["low"]),
        high=number(row["high"]),
        level=number(row["level"]),
        line=row["line"],
        **{
            k: row[k]
            for k in [
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
                "derived_from",
                "derived_basis",
                "via",
                "seen_as",
                "accessed",
                "status",
                "notes",
            ]
        },
    )


def _grouped(records: tuple[Claim, ...], by: str) -> dict[str, list[Claim]]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in records:
        groups[getattr(claim, by)].append(claim)
    return dict(groups)


def _nearest(word: str, among) -> str:
    names = [n for n in among if n]
    close = get_close_matches(str(word), names, 1)
    return f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(names[:12])}"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def reading_problem(row: dict) -> str:
    """What is wrong with the phrase of a row, or with the numbers beside it; empty if nothing is."""
    phrase = row["english"] or row["wording"]
    try:
        reading = read(phrase)
    except WordingError as error:
        return str(error)
    numbers = {}
    for column in ("value", "low", "high", "level"):
        if row[column]:
            try:
                numbers[column] = float(row[column])
            except ValueError:
                return ""  # said by the check of that column
    if numbers.get("value") is not None and reading.hedge not in ("range", "vague") and numbers["value"] != reading.value:
        return f'"{phrase}" says {reading.value:,}, but value is {row["value"]}: one of the two is wrong'
    if "level" in numbers:
        if not {"low", "high"} <= numbers.keys() or not numbers["low"] <= reading.value <= numbers["high"]:
            return f'"{phrase}": a stated interval needs low and high with the printed number between them'
        return ""
    hard = {"floor": {"low": reading.low}, "ceiling": {"high": reading.high}}.get("floor" if reading.hedge == "odd" else reading.side, {})
    if reading.hedge in ("range", "vague", "interval"):
        hard = {"low": reading.low, "high": reading.high}
    for column in ("low", "high"):
        if column in numbers and numbers[column] != hard.get(column):
            right = f"{hard[column]:,.0f}" if column in hard else "empty (or give level, if the source states an interval)"
            return f'"{phrase}": {column} is {row[column]}, and the phrase says {right}'
    return ""
