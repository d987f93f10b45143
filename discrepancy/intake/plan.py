"""What was asked of an import and what was understood: the rules, the figures, the plan; and a table as it is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

import pandas as pd

from discrepancy.case.problems import nearest
from discrepancy.intake.cells import day_of, is_nothing, looks_like_number
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Column, Held, mapped
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.words import has


@dataclass
class Rules:
    """What was asked of an import, and, once it is understood, what a newer file is read by."""

    source: str = ""  # a column, or the name of the one source
    source_columns: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    low: str = ""
    best: str = ""
    high: str = ""
    date: str = ""  # a column, several with commas between, or a day
    start: str = ""
    said: str = ""  # the column with the day on which it was said
    measure: str = ""  # a column, or a name
    unit: str = ""  # a column, or a unit
    kind: str = ""
    where: dict[str, str] = field(default_factory=dict)
    columns_are: str = ""  # the dimension of which the headings of the numbers are the values
    rows: str = ""  # the lines to read: 7-32
    decimal: str = ""
    dates: str = ""
    sheet: str = ""
    table: int = 0
    encoding: str = ""
    beside: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # of each measure, once it is understood

    def asked(self) -> dict[str, object]:
        """What is set, for import.toml."""
        return {key: value for key, value in asdict(self).items() if value and key != "rows"}


@dataclass
class Counted:
    """The columns of one number: its value and bounds, and what a heading says of all of them."""

    value: int | None
    low: int | None = None
    high: int | None = None
    level: str = ""
    source: str = ""
    measure: str = ""
    label: str = ""
    unit: str = ""
    day: tuple[str, str] = ("", "")
    across: str = ""  # the value of the dimension that the headings tell apart

    def columns(self) -> list[int]:
        """Those that it has."""
        return [at for at in (self.value, self.low, self.high) if at is not None]

    @property
    def column(self) -> int:
        """The column whose heading speaks for it."""
        return self.value if self.value is not None else self.low or 0


@dataclass
class Plan:
    """What was understood of a table."""

    rules: Rules
    figures: list[Counted] = field(default_factory=list)
    source: int | None = None
    measure: int | None = None
    unit: int | None = None
    date: tuple[int, ...] = ()
    start: int | None = None
    said: int | None = None
    url: int | None = None
    notes: list[int] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # of each measure
    dims: dict[str, int] = field(default_factory=dict)
    day: str = ""  # on which the figures were said, where that was given
    across: str = ""  # the dimension of which the headings are the values
    each_unit: bool = False  # figures of two units are two measures
    beside: list[int] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)  # told, and taken with --yes
    questions: list[str] = field(default_factory=list)  # nothing decides them: an option has to

    def sourced(self) -> bool:
        """Whether a column, or an option, says who."""
        return self.source is not None or bool(self.rules.source)

    def dimensions(self) -> list[str]:
        """The names of all dimensions."""
        return [*self.dims, *filter(None, [self.across])]

    def free(self, looked: Looked) -> list[int]:
        """The columns that say something and are not understood yet."""
        taken = self.used() | {*self.beside}
        return [i for i in range(len(looked.heads)) if i not in taken and (looked.filled[i] or looked.has_role(i))]

    def used(self) -> set[int]:
        """The columns that mean something."""
        one = (self.source, self.measure, self.unit, self.start, self.said, self.url)
        figures = [c for f in self.figures for c in f.columns()]
        return {c for c in (*one, *self.date, *self.notes, *self.dims.values(), *figures) if c is not None}


class Looked:
    """The columns of a table, each with what its cells are."""

    def __init__(self, table: Held):
        self.table, self.heads = table, table.heads
        for i in range(len(table.heads)):
            _years(table, i)
        self.filled = [c.texts.tolist() if c.plain else [t for t in c.texts if not is_nothing(t)] for c in table.columns]
        counted = [bool(has(h, "kinds", "counts", "sums") or has(h, "roles", "generic")) for h in self.heads]
        codes = [any(t[0] == "0" and len(t) > 1 and t.isdigit() for t in f) for f in self.filled]  # 001 is a name
        self.number = [
            len(f) > 0 and (n or not c) and _share(f, looks_like_number) >= (0.3 if n else 0.6)
            for f, c, n in zip(self.filled, codes, counted, strict=True)
        ]
        dated = [bool(has(h, "roles", "date", "said", "start")) for h in self.heads]
        self.day = [
            len(f) > 0 and _share(f, lambda t, s=s: any(day_of(t, order, s) for order in ("dmy", "mdy", "ymd"))) >= 0.8
            for f, s in zip(self.filled, dated, strict=True)
        ]
        for i, head in enumerate(self.heads):  # years before our calendar are named one by one
            if has(head, "roles", "year_itself") and self.filled[i]:
                self.day[i] = all(re.fullmatch(rf"{TYPED}?-?\d{{1,7}}", t) for t in self.filled[i]) or self.day[i]
        self.year = [
            d and all(re.fullmatch(rf"{TYPED}?(1[5-9]|2[01])\d\d", t) for t in f) for d, f in zip(self.day, self.filled, strict=True)
        ]

    def has_role(self, i: int) -> bool:
        """Whether a heading alone says what its column is."""
        return bool(has(self.heads[i], "roles", "source", "date", "low", "high", "best"))

    def find(self, name: str, option: str) -> int:
        """The column that an option names."""
        if (at := self.table.index(name)) is None:
            raise IntakeError(f"{option}: no column {name!r} in {self.table.name}: {nearest(name, self.heads)}")
        return at

    def whole(self, names: Sequence[str]) -> list[str]:
        """Names of columns, those that a comma within split put together again."""
        names, found = list(names), []
        while names:
            ends = [(n, t) for n in range(len(names), 0, -1) for c in (", ", ",") if self.table.index(t := c.join(names[:n])) is not None]
            n, text = ends[0] if ends else (1, names[0])
            found, names = [*found, text], names[n:]
        return found

    def quoted(self, columns: Iterable[int]) -> str:
        """Columns as a question names them."""
        return " or ".join(repr(self.heads[i]) for i in columns)


def _years(table: Held, i: int) -> None:
    """A column of years with a fraction: one half throughout is the year itself; two digits from 01 to 12 throughout are months."""
    column, head = table.columns[i], table.heads[i]
    if not has(head, "roles", "date"):
        return
    if any(column.texts) and column.equal("").mean() > 0.4 and column.at(0):
        cells = pd.Series(column.rows()).replace("", None)
        said = [int(t) for t in cells.dropna().str.lstrip(TYPED) if re.fullmatch(r"(1[5-9]|2[01])\d\d", t)]
        if len(said) == cells.count() and said == sorted(set(said)):
            column = table.columns[i] = Column.of(cells.ffill().to_numpy(object))
            table.told.append(f"{head!r} stands in the first row of each year only: it is taken for the rows below as well")
    texts = [t.lstrip(TYPED) for t in column.texts if not is_nothing(t)]
    if not texts or not all(re.fullmatch(r"(1[5-9]|2[01])\d\d\.\d+", t) for t in texts):
        return
    behind = {t[5:] for t in texts}
    if {b.rstrip("0") for b in behind} <= {"5"} or not any(b.strip("0") for b in behind):
        table.told.append(f"{head!r} is read as years: {texts[0]!r} is {texts[0][:4]}, or its middle")
        table.columns[i] = mapped(column, [t.lstrip(TYPED)[:4] for t in column.texts])
    elif all(re.fullmatch("0[1-9]|1[0-2]", b) for b in behind) and int(max(behind)) - int(min(behind)) == len(behind) - 1 > 1:
        table.told.append(f"{head!r} is read as months: {texts[0]!r} is {texts[0].replace('.', '-')}")
        table.columns[i] = mapped(column, [t.lstrip(TYPED).replace(".", "-") for t in column.texts])


def _share(texts: Sequence[str], right) -> float:
    some = texts if len(texts) <= 300 else texts[:: len(texts) // 300]
    return sum(bool(right(t)) for t in some) / len(some)


def distinct(name: str, label: str, ids: dict[str, str]) -> str:
    """The id of a label: one of the greatest length, which another label has, gets a number."""
    while len(name) >= 60 and ids.setdefault(name, label) != label:
        name = f"{name[:60]}_{int(name[61:] or 1) + 1}"
    return name


def slug(text: str, between: str = "_") -> str:
    """A text as the name of a measure, or of a source.

    >>> slug("Deaths (confirmed)"), slug("UN OCHA / Kyiv", "-")
    ('deaths_confirmed', 'un-ocha-kyiv')
    """
    return re.sub(r"[\W_]+", between, text.strip().casefold()).strip(between)[:60] or "number"
