"""The case itself: what is counted, how a number goes from one thing to another, and every claim, with the ways to find them.

A `Case` is made by `discrepancy.case.load` from checked rows and never changes; tables for users are data frames, made when asked for.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.case import hashes as record
from discrepancy.case.columns import CLAIM_COLUMNS, TABLES
from discrepancy.case.files.bytes import ABOUT
from discrepancy.case.printed import phrase_of, reading_of
from discrepancy.case.problems import Problem
from discrepancy.reading.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

_PRINTED = ("wording", "english", "value", "low", "high", "level")  # cells that a page prints, beside the unit


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: its name for readers, its parts, the words that sources use for it, its unit and its scale.

    ``unit`` is empty for a count, else one that the reader knows; on the scale ``ratio`` two numbers differ by a factor, on
    ``difference`` by an amount in the unit. In a `Case` both are filled.
    """

    name: str
    label: str
    parts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    caveat: str = ""
    noun: str = ""
    unit: str = ""
    scale: str = ""


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
    from_figures: bool = False  # computed from the very figures that it leads from and to: it explains nothing
    measures: tuple[str, ...] = ()  # those that it is of; empty for all

    @property
    def size(self) -> float:
        """The factor, or what is added."""
        return self.factor if self.factor is not None else self.add or 0.0

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest size that are cited; the size itself where no range is."""
        return (self.size if self.low is None else self.low), (self.size if self.high is None else self.high)

    def of(self, measure: str) -> bool:
        """Whether it is of a measure."""
        return measure in (self.measures or (measure,))


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
    value: str
    printed_unit: str
    low: str
    high: str
    level: str
    derived_from: str
    derived_basis: str
    via: str
    seen_as: str
    accessed: str
    status: str
    notes: str
    line: int
    replaced_by: str = ""
    unit: str = ""  # of the measure, into which the reading is brought

    @property
    def phrase(self) -> str:
        """The words to read: the English rendering where the page is in another language, the number where the row has no words."""
        return phrase_of(self._cells)

    @property
    def printed(self) -> str:
        """What the page prints, in its own language."""
        return self.wording or self.phrase

    @property
    def quoted(self) -> str:
        """The phrase in quotation marks; a number from a table without them: nobody printed it in words."""
        return f"“{self.phrase}”" if self.wording else self.phrase

    @property
    def stated(self) -> bool:
        """Whether the row has the interval, or the bounds, that the source gives."""
        return bool(self.low and self.high)

    @property
    def _cells(self) -> dict[str, str]:
        return {column: getattr(self, column) for column in _PRINTED} | {"unit": self.printed_unit}

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

    @property
    def own_unit(self) -> tuple[str, str]:
        """The unit, and the time that a rate is per, as they are printed, before they are brought to those of the measure."""
        printed = reading_of(self._cells)
        return printed.unit, printed.per

    def reading(self, rule: str = "hedge", width: float = 1.0) -> Reading:
        """The reading of the phrase, in the unit of its measure; an interval that the source stated takes the place of the hedge's."""
        return reading_of(self._cells, rule, width).to(self.unit).per_base()


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
    held : dict
        Each file that was read, as it was then, and those that explain the case.
    hashes : dict
        SHA-256 of each file that was read for its data.
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
    held: Mapping[str, bytes]
    filled: tuple[str, ...] = field(default=())
    files: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Problem, ...] = field(default=())
    beside: int = 0  # rows that are left out of this view of the case, for they are of other subjects
    _as_known: dict[str, Case] = field(default_factory=dict, init=False, compare=False)

    title = property(lambda self: self.meta.get("title", self.name))
    question = property(lambda self: self.meta.get("question", ""))
    unit = property(lambda self: self.meta.get("unit", "persons"))
    licence = property(lambda self: self.meta.get("licence", ""))
    version = property(lambda self: self.meta.get("version", ""))
    last_checked = property(lambda self: self.meta.get("last_checked", ""))
    defaults = property(lambda self: dict(self.meta.get("defaults", {})))
    colours = property(lambda self: dict(self.meta.get("colours", {})))

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row a claim: the table as it stands, with `group` and `line`."""
        return self._frame("claims", [*CLAIM_COLUMNS, *self.dimensions, "line"]).assign(group=[c.group for c in self.records])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a source, indexed by its id: name, group, role, aliases, interest, notes."""
        return self._frame("sources", TABLES["sources"][0]).set_index("source", drop=False)

    @cached_property
    def hashes(self) -> dict[str, str]:
        return {name: hashlib.sha256(raw).hexdigest() for name, raw in self.held.items() if name not in ABOUT}

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
        return self.remarks + tuple(problem.at(self.files) for problem in record.warnings(self.tables, self.dimensions))

    events = property(lambda self: self._frame("events", TABLES["events"][0]))
    reasons = property(lambda self: self._frame("reasons", TABLES["reasons"][0]))
    corrections = property(lambda self: self._frame("corrections", TABLES["corrections"][0]))

    @cached_property
    def source_rows(self) -> dict[str, dict]:
        """The row of sources.csv of each source."""
        return {row["source"]: row for row in self.tables["sources"]}

    def _frame(self, table: str, columns: list[str]) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(self.tables[table], columns=columns)

    @cached_property
    def corrected_on(self) -> dict[str, str]:
        """The day of the newest correction of each claim that has one."""
        rows = sorted(reversed(self.tables["corrections"]), key=lambda row: dates.first(row["date"]))
        return {row["claim"]: row["date"] for row in rows}

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        return {c.claim: c for c in self.records}

    @cached_property
    def by_statement(self) -> dict[str, list[Claim]]:
        return grouped(self.records, "statement")

    @cached_property
    def by_source(self) -> dict[str, list[Claim]]:
        return grouped(self.records, "source")

    @cached_property
    def by_group(self) -> dict[str, list[Claim]]:
        return grouped(self.records, "group")

    @cached_property
    def related(self) -> dict[str, frozenset[str]]:
        """Measures that share a part with each measure."""
        parts = {name: measure.parts or (name,) for name, measure in self.measures.items()}
        having: dict[str, set[str]] = defaultdict(set)
        for name, of in parts.items():
            for part in of:
                having[part].add(name)
        return {name: frozenset().union(*(having[part] for part in of)) for name, of in parts.items()}

    def as_known(self, day: str) -> Case:
        """The case as it stood on a day: without what was said, published, converted or corrected later; itself for an empty day.

        A version whose page has no date, and a conversion without one, may be of any day and are left out.

        Examples
        --------
        >>> import discrepancy as dc
        >>> case = dc.load_case("dprk-kursk")
        >>> max(c.statement_date for c in case.as_known("2024-12-27").records)
        '2024-12-27'
        """
        if day and day not in self._as_known:
            self._as_known[day] = _truncated(self, dates.last(day))
        return self._as_known.get(day, self)

    def of_rows(self, kept: Mapping[str, Claim]) -> Case:
        """The case with some of its claims alone."""
        rows = {name: [row for row in self.tables[name] if row["claim"] in kept] for name in ("claims", "recorded")}
        return replace(self, records=tuple(kept.values()), tables=self.tables | rows, beside=len(self.records) - len(kept))

    def source_name(self, source: str) -> str:
        """The name of a source for readers."""
        return self.source_rows.get(source, {}).get("name") or source

    def group_of(self, source: str) -> str:
        return self.source_rows.get(source, {}).get("group") or source

    def group_name(self, group: str) -> str:
        """The name of a group for readers: from [groups], else that of the source with the same id."""
        return self.meta.get("groups", {}).get(group) or self.source_name(group)

    def role_of(self, source: str) -> str:
        return self.source_rows.get(source, {}).get("role", "")

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


def _truncated(case: Case, day: date) -> Case:
    """A case without what was not public by the end of a day."""
    corrections = [row for row in case.tables["corrections"] if dates.first(row["date"]) <= day]
    fallen = {row["claim"] for row in corrections}
    later = {row["claim"] for row in case.tables["corrections"]} - fallen
    said = {c.claim: c for c in case.records if c.known_from <= day and (c.primary or c.published)}
    kept = {name: c for name, c in said.items() if not c.version_of or c.version_of in said}
    stood = {"status": "current", "replaced_by": ""}  # as a row did before its correction
    records = tuple(replace(c, **stood) if name in later and c.status != "current" else c for name, c in kept.items())
    dated = {name: [row for row in case.tables[name] if dates.last(row["date"]) <= day] for name in ("events", "reasons")}
    claims = [row for row in case.tables["claims"] if row["claim"] in kept]
    tables = case.tables | dated | {"claims": claims, "corrections": corrections}
    conversions = tuple(c for c in case.conversions if c.published and dates.last(c.published) <= day)
    return replace(case, records=records, tables=tables, conversions=conversions)


def grouped(records: Iterable[Claim], by: str) -> dict[str, list[Claim]]:
    """Claims by a column, in the order of the table."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in records:
        groups[getattr(claim, by)].append(claim)
    return dict(groups)
