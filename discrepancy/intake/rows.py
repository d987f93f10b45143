"""A table and its understanding → rows of claims, as columns; what is not read is named, what is one row twice as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from discrepancy import dates
from discrepancy.case.problems import Problem
from discrepancy.case.spelling import skeleton
from discrepancy.intake.cells import day_of, is_nothing
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Column, Held, combined, constant, mapped, totals
from discrepancy.intake.plan import Counted, Plan, distinct, slug
from discrepancy.intake.units import unit_in
from discrepancy.intake.values import values_of
from discrepancy.intake.words import has, month
from discrepancy.saying.numbers import plural

_YEAR = re.compile(r"\?-?(0|1[0-4])?\d{1,7}")  # that is no day which can be read


@dataclass
class ClaimRows:
    """Rows of claims, column by column, with the line and the figure that each is of."""

    cells: dict[str, Column]
    lines: np.ndarray
    figure: np.ndarray
    names: dict[str, str] = field(default_factory=dict)  # of sources, by their id
    labels: dict[str, str] = field(default_factory=dict)  # of measures
    empty: Counter = field(default_factory=Counter)  # texts that say that there is no figure

    def __len__(self) -> int:
        return len(self.lines)

    def keep(self, rows: np.ndarray) -> ClaimRows:
        """Some of the rows."""
        cells = {name: column.keep(rows) for name, column in self.cells.items()}
        return ClaimRows(cells, self.lines[rows], self.figure[rows], self.names, self.labels, self.empty)

    def row(self, i: int) -> dict[str, str]:
        """One row."""
        return {name: column.at(i) for name, column in self.cells.items()}


def claims_of(table: Held, plan: Plan, day: str, address: str = "") -> ClaimRows:
    """The claims of a table; `day` is that on which its figures were said, where no column has it."""
    _leave_totals(table, plan)
    n = len(table.lines)
    said = _days(table, plan, (plan.said,)) if plan.said is not None else (constant(day, n), constant("", n))
    spoke = _days(table, plan, plan.date) if plan.date else (constant(plan.rules.date, n), constant("", n))
    begun = _days(table, plan, (plan.start,))[0] if plan.start is not None else spoke[1]
    source, names = _sources(table, plan, n)
    measure, labels = _measures(table, plan, n)
    dims = {name: _one_spelling(table, table.columns[at]) for name, at in plan.dims.items()}
    url = _links(table, plan, n, address)
    days = {"statement_date": said[0], "as_of": spoke[0], "period_start": begun}
    shared = {"source": source, **days, "measure": measure, "url": url, **dims}
    parts, empty = [], Counter()
    for k, figure in enumerate(plan.figures):
        cells = {**shared}
        if figure.source:
            cells["source"] = constant(slug(figure.source, "-"), n)
            names[slug(figure.source, "-")] = figure.source
        if plan.across:
            cells[plan.across] = constant(figure.across, n)
        if figure.day != ("", ""):
            cells["as_of"], cells["period_start"] = _with_heading(cells["as_of"] if plan.date else None, figure.day, n)
        if plan.measure is None:
            cells["measure"] = constant(figure.measure, n)
            labels.setdefault(figure.measure, figure.label)
        cells |= values_of(table, plan, figure, empty)
        if plan.each_unit:
            names_ = [f"{figure.measure}_{slug(unit)}" if unit else figure.measure for unit in cells["unit"].texts]
            labels |= {name: f"{figure.label} ({unit})" for name, unit in zip(names_, cells["unit"].texts, strict=True)}
            cells["measure"] = mapped(cells["unit"], names_)
        good = _readable(table, plan, figure, cells)
        parts.append(ClaimRows(cells, table.lines, np.full(n, k, np.int32)).keep(good))
    _by_row(table)
    whole = {name: Column.joined([p.cells[name] for p in parts]) for name in parts[0].cells}
    found = ClaimRows(whole, np.concatenate([p.lines for p in parts]), np.concatenate([p.figure for p in parts]), names, labels, empty)
    found = _once(table, plan, found)
    used = {*found.cells["source"].texts}
    found.names = {s: n for s, n in names.items() if s in used}
    return found


def _by_row(table: Held) -> None:
    """One line for a row of which many cells are left out for one reason."""
    rows: dict[tuple[int, str], list[Problem]] = {}
    for p in table.left:
        rows.setdefault((p.line, p.advice), []).append(p)
    table.left = [
        p
        for (line, advice), group in rows.items()
        for p in (group if len(group) < 3 else [Problem(table.name, line, "", " · ".join(g.value for g in group), advice)])
    ]


def _leave_totals(table: Held, plan: Plan) -> None:
    """Rows of a total: named and left out where they are few and what they are a total of is said; else a value of its own."""
    n, few = len(table.lines), np.zeros(len(table.lines), bool)
    for at in {*plan.beside, *plan.notes, *plan.date, *plan.dims.values()} | ({plan.source} - {None}):
        rows = totals(table, at)
        if rows.any() and (at not in plan.dims.values() or (len(plan.dims) == 1 and rows.sum() <= max(1, 0.1 * n))):
            few |= rows
        elif rows.any():
            said = plural(int(rows.sum()), "row")
            table.told.append(f"{table.heads[at]!r} has {said} of a total: read as a value of its own, never added")
    if few.any() and not few.all():
        table.leave(few, "is a total: left out, since its rows are read")
        table.keep(~few)


def _days(table: Held, plan: Plan, ats: Sequence[int]) -> tuple[Column, Column]:
    """The day of each row, and the first day of a span; of several columns, year, month and day are put together."""
    serial = all(has(table.heads[at], "roles", "date", "said", "start") for at in ats)
    column = table.columns[ats[0]]
    if len(ats) > 1:
        _, first, codes = np.unique(combined([table.columns[at] for at in ats], len(table.lines)), return_index=True, return_inverse=True)
        rows = [table.columns[at].rows()[first] for at in ats]
        number = lambda p: str(month(p.split()[0]) or p) if p[:1].isalpha() else p.lstrip(TYPED).removesuffix(".0")
        texts = ["-".join(number(p).zfill(2) for p in parts if p) for parts in zip(*rows, strict=True)]
        column = Column(codes.astype(np.int32), np.array(texts, object))
    order = plan.rules.dates or "dmy"
    days = [day_of(t, order, serial) or ((f"?{t}", "") if not is_nothing(t) else ("", "")) for t in column.texts]
    return mapped(column, [d for d, _ in days]), mapped(column, [s for _, s in days])


def _with_heading(year: Column | None, day: tuple[str, str], n: int) -> tuple[Column, Column]:
    """The day of a heading; a month of a heading goes with the year of the row."""
    if year is None or not day[0].startswith("--"):
        return constant(day[0], n), constant(day[1], n)
    return mapped(year, [f"{y}{day[0][1:]}" if re.fullmatch(r"\d{4}", y) else y for y in year.texts]), constant("", n)


def _sources(table: Held, plan: Plan, n: int) -> tuple[Column, dict[str, str]]:
    """The id of the source of each row, and the names; spellings of one name are brought together, and that is told."""
    if plan.source is None:
        name = plan.rules.source
        return constant(slug(name, "-") if name else "", n), {slug(name, "-"): name} if name else {}
    column = _one_spelling(table, table.columns[plan.source])
    ids, names = [""] * len(column.texts), {}
    for i, best in enumerate(column.texts):
        if not is_nothing(best):
            name = slug(best, "-")
            ids[i] = name if names.get(name, best) == best else f"{name}-{len(names)}"
            names[ids[i]] = best
    return mapped(column, ids), names


def _one_spelling(table: Held, column: Column) -> Column:
    """A column of names with the spellings of one name brought together, which is told."""
    alike: dict[str, list[int]] = {}
    for i, text in enumerate(column.texts):
        alike.setdefault(skeleton(text.lstrip(TYPED)), []).append(i)
    if len(alike) == len(column.texts) and not any(t.startswith(TYPED) for t in column.texts):
        return column
    often, names = np.bincount(column.codes, minlength=len(column.texts)), list(column.texts)
    for same in alike.values():
        best = column.texts[max(same, key=lambda i: often[i])].lstrip(TYPED)
        for i in same:
            names[i] = best
        if len(same) > 1:
            spelt = ", ".join(repr(column.texts[i]) for i in same)
            table.told.append(f"{spelt} are one name in several spellings: read as {best!r}")
    return mapped(column, names)


def _measures(table: Held, plan: Plan, n: int) -> tuple[Column, dict[str, str]]:
    if plan.measure is None:
        return constant("", n), {}
    column = table.columns[plan.measure]
    said, labels = [unit_in(t)[1] for t in column.texts], {}
    names = [distinct(slug(t), t, labels) if t else "" for t in said]
    return mapped(column, names), {name: t for name, t in zip(names, said, strict=True) if name}


def _links(table: Held, plan: Plan, n: int, address: str) -> Column:
    if plan.url is None:
        return constant(address, n)
    column = table.columns[plan.url]
    return mapped(column, [t if re.fullmatch(r"https?://[^\s<>\"]+", t) else address for t in column.texts])


def _readable(table: Held, plan: Plan, figure: Counted, cells: dict[str, Column]) -> np.ndarray:
    """The rows that can be read; of the others each is named, but for those without a figure, which are counted."""
    wrong = cells.pop("wrong")
    good = wrong.where(lambda why: not why)
    at = figure.column
    for i, why in enumerate(wrong.texts):
        if why not in ("", "nothing"):
            table.leave(wrong.codes == i, why, at)
    said, spoke, begun = cells["statement_date"], cells["as_of"], cells["period_start"]
    where = plan.date[0] if plan.date else None
    days = {d for d in said.texts if d and not d.startswith("?")}
    told = f"({next(iter(days))})" if len(days) == 1 else ""
    after = f"is after the day on which it was said {told}: a projection? Give --kind plan, or --day with the day of the file"
    tests = [
        (cells["source"].where(lambda s: not s) & (plan.source is not None), "names no source", plan.source),
        (spoke.where(lambda d: _YEAR.fullmatch(d) and int(d[1:]) < 1500), "is a year before 1500, which is not read", where),
        (spoke.where(lambda d: d.startswith("?")), "is no day that can be read", where),
        (said.where(lambda d: d.startswith("?") or not d), "is no day that can be read", plan.said),
        (begun.where(lambda d: d.startswith("?")), "is no day that can be read", plan.start),
        (cells["measure"].where(lambda m: not m), "does not say what is counted", plan.measure),
        (spoke.where(lambda d: not d and bool(plan.date)), "names no day", where),
        (spoke.where(lambda d: bool(d) and d[0] != "?" and int(d[:4]) < 1500), "is before 1500, and is not read", where),
        (_later(spoke, said) & (plan.rules.kind != "plan"), after, where),
        (_later(begun, spoke), "ends before it begins", where),
    ]
    for bad, advice, column in tests:
        table.leave(bad & good, advice, column)
        good &= ~bad
    return good & _bounded(table, figure, cells, good)


def _later(one: Column, other: Column) -> np.ndarray:
    """The rows in which one day begins after another ends."""
    first = np.array([dates.first(d).toordinal() if d and d[0] != "?" else 0 for d in one.texts])
    last = np.array([dates.last(d).toordinal() if d and d[0] != "?" else 10**7 for d in other.texts])
    return first[one.codes] > last[other.codes]


def _bounded(table: Held, figure: Counted, cells: dict[str, Column], good: np.ndarray) -> np.ndarray:
    """The rows whose bounds hold the number; one bound alone is left out and named."""
    if figure.low is None or figure.high is None:
        return np.ones(len(good), bool)
    if figure.value is None:
        whole = cells["wording"].where(
            lambda w: bool(re.fullmatch(r"-?[\d.e]+ to -?[\d.e]+", w)) and float(w.split(" to ")[0]) <= float(w.split(" to ")[1])
        )
        table.leave(good & ~whole, "has one bound only, or a lower one above the upper", figure.low)
        return whole
    value, low, high = (cells[name].numbers() for name in ("value", "low", "high"))
    one = good & (np.isnan(low) != np.isnan(high))
    table.leave(one, "is one bound without the other: the number is read without bounds", figure.low)
    fine = ~(good & ((low > value) | (value > high) | (low > high)))
    ends = f"{table.heads[figure.low]!r} and {table.heads[figure.high]!r}"
    table.leave(~fine, f"is not between {ends}: one of the three is wrong", figure.value)
    alone = one | np.isnan(low)
    for name in ("low", "high"):
        cells[name] = Column.of(np.where(alone, "", cells[name].rows()))
    if figure.level:
        cells["level"] = Column.of(np.where(alone, "", figure.level).astype(object))
    return fine


def _tell_apart(table: Held, plan: Plan, found: ClaimRows, key: np.ndarray) -> tuple[list[str], list[str]]:
    """The columns kept beside that tell rows apart, the most useful first, and those ids that are unique in every row."""
    at, size = np.searchsorted(table.lines, found.lines), len(table.lines)
    left = {}
    for b in plan.beside:
        codes = table.columns[b].codes
        left[b] = int(pd.Series(key * (size + 1) + codes[at]).duplicated(keep=False).sum()), -len(table.columns[b].texts)
    useful = sorted((b for b in left if len(table.columns[b].texts) > 1), key=lambda b: left[b])
    heads = [table.heads[b] for b in useful]
    unique = [table.heads[b] for b in useful if len(table.columns[b].texts) == size]
    return heads, [h for h in unique if has(h, "roles", "skip") and not has(h, "roles", "aside")]


def _once(table: Held, plan: Plan, found: ClaimRows) -> ClaimRows:
    """Without rows that say one thing twice; where two differ it cannot be known which stands, and neither is read."""
    key = combined(
        [found.cells[name] for name in ("source", "measure", "statement_date", "as_of", "period_start", *plan.dimensions())], len(found)
    )
    said = combined([found.cells[name] for name in ("value", "wording", "low", "high", "unit")], len(found))
    frame = pd.DataFrame({"key": key, "said": said})
    twice = frame.duplicated("key", keep=False).to_numpy()
    if not twice.any():
        return found
    same = frame.duplicated(["key", "said"], keep="first").to_numpy()
    many = frame[twice].groupby("key")["said"].nunique()
    differ = np.isin(key, many[many > 1].index.to_numpy())
    apart, ids = _tell_apart(table, plan, found, key)
    several = int(differ.sum())
    if ids and not several > max(2, 0.05 * len(found)):
        rows_, them = plural(int(twice.sum()), "figure"), " or ".join(map(repr, ids))
        plan.questions.append(
            f"{rows_} are of one source, day and place, and {them} tells each row apart: give --where {slug(ids[0])}_of={ids[0]}"
        )
        return found
    if several > max(2, 0.05 * len(found)):
        i, j = np.flatnonzero(key == key[np.flatnonzero(differ)[0]])[:2]
        one, two = (row["value"] or row["wording"] for row in (found.row(i), found.row(j)))
        plan.questions.append(
            f"{plural(several, 'row')} differ in nothing but their number, such as {table.grid.numbered} {found.lines[i]} ({one}) and {found.lines[j]} ({two}): "
            f"name the column that tells them apart with --where NAME=COLUMN{f' ({chr(44).join(apart[:6])})' if apart else ''}, or with --date"
        )
        return found
    other = "has the same source, day and place as another row, and another number: which one stands cannot be known"
    for rows, advice in ((differ, other), (same & ~differ, "says the same as a row above")):
        for i in np.flatnonzero(rows):
            head, row = table.heads[plan.figures[found.figure[i]].column], found.row(i)
            table.left.append(Problem(table.name, int(found.lines[i]), head, row["value"] or row["wording"], advice))
    return found.keep(~differ & ~same)
