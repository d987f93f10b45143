"""A case folder → a checked `Case`: claims, sources, events, reasons, corrections, conversions.

In goes a folder of tables (CSV, or the sheets of a workbook) and a ``case.toml`` (docs/data.md has every column); out comes an
immutable `Case`, or a `CaseError` with every problem at once: file, line, column, value and what would
be right.  Five columns make a case: source, statement_date, measure, wording, url.  The rest is
optional, is filled where it can be, and what was filled is listed.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from . import dates, record
from .check import check_columns, check_tables
from .display import clean
from .tables import CLAIM_COLUMNS, NO_DRAFTS, TABLES, Problem, column_name, count, fill, nearest, read_tables, read_toml
from .wording import Reading, read, stated

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Case", "CaseError", "Claim", "Conversion", "Measure", "Problem", "case_names", "load_case"]


RESERVED = (
    "retelling",
    "wording",
    "definition",
    "timing",
    "unexplained",
    "case",
    "a",
    "b",
    "known_by",
    "rule",
    "width",
    "inferred",
    "line",
    "group",
)


class CaseError(ValueError):
    """A case that cannot be used.  ``problems`` holds one `Problem` for each thing to mend."""

    def __init__(self, problems: list[Problem] | str):
        self.problems = [problems] if isinstance(problems, str) else problems
        super().__init__("\n".join(map(str, self.problems)))


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
    replaced_by: str = ""

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
        return next((value for dimension, value in self.dims if dimension == name), "")

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
    hash : str
        SHA-256 of all of them: of the lines "FILE HASH", in order of the file names.
    warnings : tuple of Problem
        What is not wrong but weakens the case, such as an edit without a correction.
    filled : tuple of str
        What was filled in, a sentence each.
    files : dict
        The file in which each table was found.
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
    files: dict[str, str] = field(default_factory=dict)

    title = property(lambda self: self.meta.get("title", self.name))
    question = property(lambda self: self.meta.get("question", ""))
    unit = property(lambda self: self.meta.get("unit", "persons"))
    licence = property(lambda self: self.meta.get("licence", ""))
    version = property(lambda self: str(self.meta.get("version", "")))
    last_checked = property(lambda self: str(self.meta.get("last_checked", "")))
    defaults = property(lambda self: dict(self.meta.get("defaults", {})))
    colours = property(lambda self: dict(self.meta.get("colours", {})))

    @property
    def packaged(self) -> bool:
        """Whether it comes with the package."""
        return self.path.parent == _data_folder()

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

    @property
    def hash(self) -> str:
        lines = "".join(f"{name} {digest}\n" for name, digest in sorted(self.hashes.items()))
        return hashlib.sha256(lines.encode()).hexdigest()

    @cached_property
    def changed(self) -> list[Problem]:
        """Rows edited or removed since they were recorded, with no row in corrections.csv."""
        return [problem.at(self.files) for problem in record.changed(self.tables, self.dimensions)]

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem.at(self.files) for problem in record.warnings(self.tables, self.dimensions))

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
    def corrected_on(self) -> dict[str, str]:
        """The day of the newest correction of each claim that has one."""
        days: dict[str, str] = {}
        for row in self.tables["corrections"]:
            days[row["claim"]] = max(days.get(row["claim"], row["date"]), row["date"], key=dates.first)
        return days

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

    @cached_property
    def related(self) -> dict[str, frozenset[str]]:
        """Measures that share a part with each measure."""
        parts = {name: measure.parts or (name,) for name, measure in self.measures.items()}
        having: dict[str, set[str]] = defaultdict(set)
        for name, of in parts.items():
            for part in of:
                having[part].add(name)
        return {name: frozenset().union(*(having[part] for part in of)) for name, of in parts.items()}

    @cached_property
    def primaries(self) -> dict[str, dict[str, list[Claim]]]:
        """The closest wordings found, by source and statement."""
        found: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        for claim in self.records:
            if claim.primary:
                found[claim.source][claim.statement].append(claim)
        return found

    @cached_property
    def _giving(self) -> dict[tuple[str, str, str], list[list[Claim]]]:
        return {}

    def giving_both(self, source: str, have: str, want: str) -> list[list[Claim]]:
        """The closest wordings of each statement of a source that gives both measures, printed or in all their parts."""
        key = (source, have, want)
        if key not in self._giving:
            gives = lambda given, name: name in given or bool((parts := self.measures[name].parts) and given.issuperset(parts))
            self._giving[key] = [
                claims
                for claims in self.primaries[source].values()
                if all(gives({c.measure for c in claims}, measure) for measure in (have, want))
            ]
        return self._giving[key]

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
    return sorted({p.parent.name for p in folder.glob("*/claims.*") if p.suffix in (".csv", ".xlsx")}) if folder else []


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


def examine(case: str | os.PathLike, drafts: Mapping[str, bytes] = NO_DRAFTS) -> tuple[Case | None, list[Problem]]:
    """Read a case and list everything that is wrong with it; the case is None where nothing can be made of it.

    `drafts` are read in the place of the files of these names, so that a change can be judged before it is written.
    """
    files: dict[str, str] = {}
    folder = _find(case)
    try:
        found, problems = _examine(folder, files, drafts)
    except OSError as error:  # the folder cannot be listed
        found, problems = None, [Problem(folder.name, 0, "", "", f"cannot be read: {error.strerror or error}")]
    return found, sorted((problem.at(files) for problem in problems), key=lambda p: (p.file, p.line))


def _examine(folder: Path, files: dict[str, str], drafts: Mapping[str, bytes]) -> tuple[Case | None, list[Problem]]:
    """The same with every table under the name of its CSV; `files` gets the file in which each was found."""
    problems: list[Problem] = []
    hashes: dict[str, str] = {}
    meta = read_toml(folder / "case.toml", problems, hashes, drafts)
    tables = read_tables(folder, problems, hashes, files, drafts)
    if not tables["claims"]:
        if not problems:
            problems.append(Problem("claims.csv", 1, "", "", "has no rows: a case needs at least one claim"))
        return None, problems
    dimensions = _dimensions(meta, problems)
    check_columns(tables, dimensions, problems)
    if problems:
        return None, problems
    filled: list[str] = []
    fill(tables, dimensions, meta, filled)
    measures = _measures(meta, tables["claims"], problems, filled)
    conversions = _conversions(meta, measures, dimensions, problems)
    problems += check_tables(tables, measures, dimensions, meta)
    if problems:
        return None, problems
    groups = {row["source"]: row["group"] for row in tables["sources"]}
    records = tuple(_claim(row, groups, dimensions) for row in tables["claims"])
    return Case(folder.name, folder, meta, records, tables, measures, dimensions, conversions, hashes, tuple(filled), files), []


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
    with suppress(OSError, RuntimeError):  # a name that is too long, a place that is closed, nobody's home
        folder = Path(text).expanduser()
        if folder.is_file() and folder.name in ("claims.csv", "claims.xlsx"):
            folder = folder.parent
        if folder.is_dir():
            return folder.resolve()
    known = case_names()
    if text in known:
        return _data_folder() / text
    close = get_close_matches(text, known, 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise CaseError(f"no case {clean(text, 80)!r}: {hint}give a folder with a claims.csv, or one of {', '.join(known) or 'none'}")


def _measures(meta: dict, claims: list[dict], problems: list[Problem], filled: list[str]) -> dict[str, Measure]:
    declared = meta.get("measures", {})
    measures = {}
    for name, spec in declared.items():
        parts = tuple(spec.get("parts", ()))
        for part in parts:
            if part not in declared:
                problems.append(Problem("case.toml", 0, f"measures.{name}.parts", part, f"is not declared: {nearest(part, declared)}"))
        for part, often in Counter(parts).items():
            if often > 1:
                problems.append(Problem("case.toml", 0, f"measures.{name}.parts", part, f"is there {often} times: name each part once"))
        label = spec.get("label", name.replace("_", " "))
        measures[name] = Measure(name, label, parts, tuple(spec.get("words", ())), spec.get("caveat", ""), spec.get("noun", ""))
    if not declared:
        for name in dict.fromkeys(row["measure"] for row in claims):
            if name:
                measures[name] = Measure(name, name.replace("_", " "))
        filled.append(count(len(measures), "measure") + " taken from the claims (none declared in case.toml)")
    if not meta.get("unit"):
        filled.append("unit taken as persons (none in case.toml)")
    return measures


def _dimensions(meta: dict, problems: list[Problem]) -> dict[str, dict]:
    """Declared dimensions: label, allowed values, their labels, and the basis (a value, or empty for any)."""
    dimensions = {}
    for name, spec in meta.get("dimensions", {}).items():
        if column_name(name) in CLAIM_COLUMNS or name in RESERVED:
            problems.append(
                Problem(
                    "case.toml",
                    0,
                    f"dimensions.{name}",
                    "",
                    "is the name of a column, a step or a parameter: give the dimension another name",
                )
            )
            continue
        values = spec.get("values", [])
        labels = values if isinstance(values, dict) else {v: v.replace("-", " ") for v in values}
        basis = spec.get("basis", "")
        if basis and basis not in labels:
            problems.append(
                Problem("case.toml", 0, f"dimensions.{name}.basis", basis, f"is not one of its values: {nearest(basis, labels)}")
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
            say("dimension", dimension, f"is not declared: {nearest(dimension, [*dimensions, 'measure'])}")
            continue
        for end in ("from", "to"):
            if spec.get(end) not in allowed:
                say(end, spec.get(end, ""), f"is not a value of {dimension}: {nearest(spec.get(end, ''), allowed)}")
        factor, add, low, high = (spec.get(k) for k in ("factor", "add", "low", "high"))
        if (factor is None) == (add is None):
            say("factor", "", "give either factor or add")
            continue
        point = factor if add is None else add
        if (
            (add is None and min(v for v in (point, low, high) if v is not None) <= 0)
            or (low is not None and low > point)
            or (high is not None and high < point)
        ):
            say("factor", point, "must be above 0 and between low and high")
        if not spec.get("because"):
            say("because", "", "is missing: say in a sentence where the conversion comes from")
        if spec.get("published") and not dates.is_date(str(spec["published"])):
            say("published", spec["published"], dates.no_date(str(spec["published"])))
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


_fields = itemgetter(*Claim.__dataclass_fields__)


def _claim(row: dict, groups: dict[str, str], dimensions: dict) -> Claim:
    number = lambda text: float(text.replace(",", "")) if text else None
    made = {
        "primary": row["primary"] == "yes",
        "group": groups.get(row["source"], row["source"]),
        "dims": tuple([(d, row[d]) for d in dimensions]),
        "low": number(row["low"]),
        "high": number(row["high"]),
        "level": number(row["level"]),
    }
    return Claim(*_fields(row | made))


def _grouped(records: tuple[Claim, ...], by: str) -> dict[str, list[Claim]]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in records:
        groups[getattr(claim, by)].append(claim)
    return dict(groups)
