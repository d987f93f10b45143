"""A table and its understanding → rows of claims, as columns; what is not read is named, what is one row twice as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from discrepancy import dates
from discrepancy.case.check.spelling import skeleton
from discrepancy.intake.cells import Numbers, day_of, is_nothing, numbers, unit_of
from discrepancy.intake.figures import unit_in
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Column, Table, combined, totals
from discrepancy.intake.plan import Figure, Plan, slug
from discrepancy.intake.words import has
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.units import convert
from discrepancy.saying.numbers import plural

FIELDS = "source statement_date as_of period_start measure kind wording language value unit low high level url".split()


@dataclass
class Claims:
    """Rows of claims, column by column, with the line and the figure that each is of."""

    cells: dict[str, Column]
    lines: np.ndarray
    figure: np.ndarray
    names: dict[str, str] = field(default_factory=dict)  # of sources, by their id
    labels: dict[str, str] = field(default_factory=dict)  # of measures
    empty: Counter = field(default_factory=Counter)  # texts that say that there is no figure

    def __len__(self) -> int:
        return len(self.lines)

    def keep(self, rows: np.ndarray) -> Claims:
        """Some of the rows."""
        cells = {name: column.keep(rows) for name, column in self.cells.items()}
        return Claims(cells, self.lines[rows], self.figure[rows], self.names, self.labels, self.empty)

    def row(self, i: int) -> dict[str, str]:
        """One row."""
        return {name: column.texts[column.codes[i]] for name, column in self.cells.items()}


def claims_of(table: Table, plan: Plan, day: str, address: str = "") -> Claims:
    """The claims of a table; `day` is that on which its figures were said, where no column has it."""
    _leave_totals(table, plan)
    n = len(table.lines)
    said = _days(table, plan, (plan.said,), "day") if plan.said is not None else (_constant(day, n), _constant("", n))
    spoke = _days(table, plan, plan.date, "day") if plan.date else (_constant(plan.rules.date, n), _constant("", n))
    begun = _days(table, plan, (plan.start,), "day")[0] if plan.start is not None else spoke[1]
    source, names = _sources(table, plan, n)
    measure, labels = _measures(table, plan, n)
    dims = {name: table.columns[at] for name, at in plan.dims.items()}
    url = _links(table, plan, n, address)
    parts, empty = [], Counter()
    for k, figure in enumerate(plan.figures):
        cells = {
            "source": source,
            "statement_date": said[0],
            "as_of": spoke[0],
            "period_start": begun,
            "measure": measure,
            "url": url,
        } | dims
        if figure.source:
            cells["source"] = _constant(slug(figure.source, "-"), n)
            names[slug(figure.source, "-")] = figure.source
        if figure.day != ("", ""):
            cells["as_of"], cells["period_start"] = _with_heading(cells["as_of"] if plan.date else None, figure.day, n)
        if plan.measure is None:
            cells["measure"] = _constant(figure.measure, n)
            labels.setdefault(figure.measure, figure.label)
        cells |= _numbers(table, plan, figure, empty)
        good = _readable(table, plan, figure, cells)
        parts.append(Claims(cells, table.lines, np.full(n, k, np.int32)).keep(good))
    whole = {name: Column.joined([p.cells[name] for p in parts]) for name in parts[0].cells}
    found = Claims(whole, np.concatenate([p.lines for p in parts]), np.concatenate([p.figure for p in parts]), names, labels, empty)
    found = _once(table, plan, found)
    used = set(found.cells["source"].texts) if len(found) else set()
    found.names = {s: n for s, n in names.items() if s in used}
    return found


def _constant(text: str, n: int) -> Column:
    return Column(np.zeros(n, np.int32), np.array([text], dtype=object))


def mapped(column: Column, texts: Sequence[str]) -> Column:
    """A column with another text for each of its texts."""
    if not any(texts):
        return _constant("", len(column.codes))
    if len(texts) == len(column.texts) and all(a is b for a, b in zip(texts, column.texts, strict=True)):
        return column
    codes, once = pd.factorize(np.array(texts, dtype=object))
    return Column(codes.astype(np.int32)[column.codes], np.asarray(once, dtype=object))


def _leave_totals(table: Table, plan: Plan) -> None:
    """Rows of a total: named and left out where they are few and what they are a total of is said; else a value of its own."""
    n, few = len(table.lines), np.zeros(len(table.lines), bool)
    texts = {i for i in (*plan.beside, *plan.notes, plan.source, *plan.date, *plan.dims.values()) if i is not None}
    for at in texts:
        rows = totals(table, at)
        if not rows.any():
            continue
        if at not in plan.dims.values() or (len(plan.dims) == 1 and rows.sum() <= max(1, 0.2 * n)):
            few |= rows
        else:
            table.told.append(
                f"{table.heads[at]!r} has {plural(int(rows.sum()), 'row')} of a total: read as a value of its own, never added"
            )
    if few.any() and not few.all():
        table.leave(few, "is a total: left out, since its rows are read")
        table.kept(~few)


def _days(table: Table, plan: Plan, columns: Sequence[int | None], what: str) -> tuple[Column, Column]:
    """The day of each row, and the first day of a span; of several columns, year, month and day are put together."""
    ats = [at for at in columns if at is not None]
    serial = all(
        has(table.heads[at], "roles", "date") or has(table.heads[at], "roles", "said") or has(table.heads[at], "roles", "start")
        for at in ats
    )
    if len(ats) > 1:
        codes, first = np.unique(combined([table.columns[at] for at in ats], len(table.lines)), return_index=True)
        rows = [table.columns[at].rows()[first] for at in ats]
        texts = ["-".join(p.lstrip(TYPED).removesuffix(".0").zfill(2) for p in parts if p) for parts in zip(*rows, strict=True)]
        column = Column(
            np.searchsorted(codes, combined([table.columns[at] for at in ats], len(table.lines))).astype(np.int32), np.array(texts, object)
        )
    else:
        column = table.columns[ats[0]]
    order = plan.rules.dates or "dmy"
    days = [day_of(t, order, serial) or ((f"?{t}", "") if not is_nothing(t) else ("", "")) for t in column.texts]
    return mapped(column, [d for d, _ in days]), mapped(column, [s for _, s in days])


def _with_heading(year: Column | None, day: tuple[str, str], n: int) -> tuple[Column, Column]:
    """The day of a heading; a month of a heading goes with the year of the row."""
    if year is None or not day[0].startswith("--"):
        return _constant(day[0], n), _constant(day[1], n)
    return mapped(year, [f"{y}{day[0][1:]}" if re.fullmatch(r"\d{4}", y) else y for y in year.texts]), _constant("", n)


def _sources(table: Table, plan: Plan, n: int) -> tuple[Column, dict[str, str]]:
    """The id of the source of each row, and the names; spellings of one name are brought together, and that is told."""
    if plan.source is None:
        name = plan.rules.source
        return _constant(slug(name, "-") if name else "", n), {slug(name, "-"): name} if name else {}
    column = table.columns[plan.source]
    often = np.bincount(column.codes, minlength=len(column.texts))
    alike: dict[str, list[int]] = {}
    for i, text in enumerate(column.texts):
        alike.setdefault(skeleton(text.lstrip(TYPED)), []).append(i)
    ids, names = [""] * len(column.texts), {}
    for same in alike.values():
        best = column.texts[max(same, key=lambda i: often[i])].lstrip(TYPED)
        if is_nothing(best):
            continue
        name = slug(best, "-")
        name = name if names.get(name, best) == best else f"{name}-{len(names)}"
        names[name] = best
        for i in same:
            ids[i] = name
        if len(same) > 1:
            spelt = ", ".join(repr(column.texts[i]) for i in same)
            table.told.append(f"{spelt} are one source in several spellings: read as {best!r}")
    return mapped(column, ids), names


def _measures(table: Table, plan: Plan, n: int) -> tuple[Column, dict[str, str]]:
    if plan.measure is None:
        return _constant("", n), {}
    column = table.columns[plan.measure]
    labels = {slug(unit_in(t)[1]): unit_in(t)[1] for t in column.texts}
    return mapped(column, [slug(unit_in(t)[1]) if t else "" for t in column.texts]), labels


def _links(table: Table, plan: Plan, n: int, address: str) -> Column:
    if plan.url is None:
        return _constant(address, n)
    column = table.columns[plan.url]
    return mapped(column, [t if re.fullmatch(r"https?://[^\s<>\"]+", t) else address for t in column.texts])


def _numbers(table: Table, plan: Plan, figure: Figure, empty: Counter) -> dict[str, Column]:
    """Value, bounds, unit and words of a figure; `wrong` says of a row why it is not read."""
    n = len(table.lines)
    read: dict[str, tuple[Column, Numbers]] = {}
    below = not has(table.heads[figure.value if figure.value is not None else figure.low or 0], "kinds", "counts")
    for name in ("value", "low", "high"):
        if (at := getattr(figure, name)) is not None:
            column = table.columns[at]
            read[name] = column, numbers(column.texts, plan.rules.decimal or "point", table.marks, below)
    blank = _constant("", n)
    cells = {
        name: mapped(*((c, got.value))) if (pair := read.get(name)) and (c := pair[0]) is not None and (got := pair[1]) else blank
        for name in ("value", "low", "high")
    }
    main = "value" if "value" in read else "low"
    column, got = read[main]
    unit = _units(table, plan, figure, column, got, n)
    got.wrong = _missing(table, column, got, not below)
    if any(got.unit) and plan.unit is None:
        _of_one_unit(table, plan, figure, column, got)
    wrong = mapped(column, got.wrong)
    for i in (i for i, why in enumerate(got.wrong) if why == "nothing"):
        empty[column.texts[i].lstrip(TYPED)] += int((column.codes == i).sum())
    if main == "low":
        pairs = pd.Series(cells["low"].rows()) + " to " + pd.Series(cells["high"].rows())
        cells |= {"wording": Column.of(pairs.to_numpy(object)), "low": blank, "high": blank, "language": blank}
    else:
        cells |= {"wording": mapped(column, got.wording), "language": mapped(column, got.language)}
    level = _constant(figure.level, n)
    return cells | {"unit": unit, "level": level, "mark": mapped(column, got.mark), "wrong": wrong}


def _of_one_unit(table: Table, plan: Plan, figure: Figure, column: Column, got: Numbers) -> None:
    """A cell in another unit than its column is named; where neither unit is rare, it is asked what the column is."""

    def symbol(unit: str) -> str:
        found = unit_named(unit or figure.unit) if unit or figure.unit else None
        return found.symbol if found else ""

    often: Counter = Counter()
    for value, unit, n in zip(got.value, got.unit, np.bincount(column.codes, minlength=len(column.texts)), strict=True):
        often[symbol(unit)] += int(n) * bool(value)
    main = often.most_common(1)[0][0]
    other = {s: n for s, n in often.items() if n and convert(s, main) is None}
    if not other:
        return
    said = lambda s: f"in {s}" if s else "in no unit"
    if sum(other.values()) > 0.1 * sum(often.values()):
        head = table.heads[figure.value if figure.value is not None else figure.low or 0]
        plan.questions.append(
            f"{head!r} has figures {said(main)} and {said(next(iter(other)))}: give --unit, or write one unit in all of its cells"
        )
    for i, (value, unit) in enumerate(zip(got.value, got.unit, strict=True)):
        if value and symbol(unit) in other:
            got.wrong[i] = f"is {said(symbol(unit))}, and the rest of the column {said(main)}"


def _missing(table: Table, column: Column, got: Numbers, counts: bool) -> list[str]:
    """Why texts are not read, with the numbers that stand for no figure: those that the file names, and those that look like a code."""
    if not table.missing and not any(v[:1] == "-" for v in got.value):
        return got.wrong
    values = [float(v) for v in got.value if v]
    code = "looks like a code for a figure that is missing: write n/a, or say that it is a number with a decimal"
    below, most = {v for v in values if v < 0}, max((v for v in values), default=0)
    odd = {v for v in below if v in (-999.0, -9999.0, -99999.0, -999.9) and all(abs(o) < abs(v) / 5 for o in below - {v})}
    odd |= {v for v in below if v in (-9.0, -99.0, -99.9) and counts and len(below) == 1 and most > 0}
    cells = zip(column.texts, got.value, got.wrong, strict=True)
    return ["nothing" if t.lstrip(TYPED) in table.missing else why or (code if v and float(v) in odd else "") for t, v, why in cells]


def _units(table: Table, plan: Plan, figure: Figure, column: Column, got: Numbers, n: int) -> Column:
    """The unit of each row: that in the cell, else that of the column of units, else that of the heading."""
    own = mapped(column, got.unit)
    if plan.unit is not None:
        said = table.columns[plan.unit]
        known = [unit_of(t) if not is_nothing(t) else "" for t in said.texts]
        rest = mapped(said, known)
    else:
        rest = _constant(figure.unit, n)
    if list(own.texts) == [""]:
        return rest
    two = {u for u in own.texts if u} | {u for u in rest.texts if u}
    if any(own.texts) and any(rest.texts) and len({(f.symbol, f.factor) for u in two if (f := unit_named(u))}) > 1:
        plan.questions.append(
            f"{table.heads[figure.value or 0]!r}: its cells have the unit {next(u for u in own.texts if u)!r}, and beside them stands {next(u for u in rest.texts if u)!r}: give --unit"
        )
    return Column.of(np.where(own.rows() != "", own.rows(), rest.rows()))


def _readable(table: Table, plan: Plan, figure: Figure, cells: dict[str, Column]) -> np.ndarray:
    """The rows that can be read; of the others each is named, but for those without a figure, which are counted."""
    wrong = cells.pop("wrong")
    good = wrong.where(lambda why: not why)
    at = figure.value if figure.value is not None else figure.low
    for i, why in enumerate(wrong.texts):
        if why not in ("", "nothing"):
            table.leave(wrong.codes == i, why, at)
    said, spoke, begun = cells["statement_date"], cells["as_of"], cells["period_start"]
    where = plan.date[0] if plan.date else None
    tests = [
        (cells["source"].where(lambda s: not s) & (plan.source is not None), "names no source", plan.source),
        (
            spoke.where(lambda d: bool(re.fullmatch(r"\?-?(0|1[0-4])?\d{1,7}", d)) and int(d[1:]) < 1500),
            "is a year before 1500, which is not read",
            where,
        ),
        (spoke.where(lambda d: d.startswith("?")), "is no day that can be read", where),
        (said.where(lambda d: d.startswith("?") or not d), "is no day that can be read", plan.said),
        (begun.where(lambda d: d.startswith("?")), "is no day that can be read", plan.start),
        (cells["measure"].where(lambda m: not m), "does not say what is counted", plan.measure),
    ]
    if plan.date:
        tests.append((spoke.where(lambda d: not d), "names no day", where))
    for bad, advice, column in tests:
        if (bad & good).any():
            table.leave(bad & good, advice, column)
            good &= ~bad
    old = spoke.where(lambda d: bool(d) and not d.startswith("?") and int(d[:4]) < 1500)
    late = _later(spoke, said) if plan.rules.kind != "plan" else np.zeros(len(good), bool)
    turned = _later(begun, spoke)
    said_days = {d for d in said.texts if d and not d.startswith("?")}
    told = f"({next(iter(said_days))})" if len(said_days) == 1 else ""
    for bad, advice in (
        (old, "is before 1500, and is not read"),
        (late, f"is after the day on which it was said {told}: a projection? Give --kind plan, or --day with the day of the file"),
        (turned, "ends before it begins"),
    ):
        if (bad & good).any():
            table.leave(bad & good, advice, where)
            good &= ~bad
    return good & _bounded(table, figure, cells, good)


def _later(one: Column, other: Column) -> np.ndarray:
    """The rows in which one day begins after another ends."""
    first = np.array([dates.first(d).toordinal() if d and d[0] != "?" else 0 for d in one.texts])
    last = np.array([dates.last(d).toordinal() if d and d[0] != "?" else 10**7 for d in other.texts])
    return first[one.codes] > last[other.codes]


def _bounded(table: Table, figure: Figure, cells: dict[str, Column], good: np.ndarray) -> np.ndarray:
    """The rows whose bounds hold the number; one bound alone is left out and named."""
    fine = np.ones(len(good), bool)
    if figure.low is None or figure.high is None:
        return fine
    if figure.value is None:
        whole = cells["wording"].where(
            lambda w: bool(re.fullmatch(r"-?[\d.e]+ to -?[\d.e]+", w)) and float(w.split(" to ")[0]) <= float(w.split(" to ")[1])
        )
        if (good & ~whole).any():
            table.leave(good & ~whole, "has one bound only, or a lower one above the upper", figure.low)
        return whole
    number = lambda name: np.array([float(t) if t else np.nan for t in cells[name].texts])[cells[name].codes]
    value, low, high = number("value"), number("low"), number("high")
    one = good & (np.isnan(low) != np.isnan(high))
    if one.any():
        table.leave(one, "is one bound without the other: the number is read without bounds", figure.low)
    fine = ~(good & ((low > value) | (value > high) | (low > high)))
    if (~fine).any():
        table.leave(
            ~fine, f"is not between {table.heads[figure.low]!r} and {table.heads[figure.high]!r}: one of the three is wrong", figure.value
        )
    alone = one | np.isnan(low)
    for name in ("low", "high"):
        cells[name] = Column.of(np.where(alone, "", cells[name].rows()))
    if figure.level:
        cells["level"] = Column.of(np.where(alone, "", figure.level).astype(object))
    return fine


def _once(table: Table, plan: Plan, found: Claims) -> Claims:
    """Without rows that say one thing twice; where two differ it cannot be known which stands, and neither is read."""
    key = combined([found.cells[name] for name in ("source", "measure", "statement_date", "as_of", "period_start", *plan.dims)], len(found))
    said = combined([found.cells[name] for name in ("value", "wording", "low", "high", "unit")], len(found))
    frame = pd.DataFrame({"key": key, "said": said})
    twice = frame.duplicated("key", keep=False).to_numpy()
    if not twice.any():
        return found
    same = frame.duplicated(["key", "said"], keep="first").to_numpy()
    many = frame[twice].groupby("key")["said"].nunique()
    differ = np.isin(key, many[many > 1].index.to_numpy())
    if (several := int(differ.sum())) and (several > max(2, 0.05 * len(found))):
        i, j = np.flatnonzero(key == key[np.flatnonzero(differ)[0]])[:2]
        one, two = (found.cells["value"].texts[found.cells["value"].codes[r]] or found.row(r)["wording"] for r in (i, j))
        heads = [table.heads[b] for b in plan.beside]
        plan.questions.append(
            f"{plural(several, 'row')} differ in nothing but their number, such as {table.grid.numbered} {found.lines[i]} ({one}) and {found.lines[j]} ({two}): "
            f"name the column that tells them apart with --where NAME=COLUMN{f' ({chr(44).join(heads[:6])})' if heads else ''}, or with --date"
        )
        return found
    _name(
        table,
        plan,
        found,
        differ,
        "has the same source, day and place as another row, and another number: which one stands cannot be known",
    )
    _name(table, plan, found, same & ~differ, "says the same as a row above")
    return found.keep(~differ & ~same)


def _name(table: Table, plan: Plan, found: Claims, rows: np.ndarray, advice: str) -> None:
    from discrepancy.case.problems import Problem

    for i in np.flatnonzero(rows):
        figure = plan.figures[found.figure[i]]
        column = table.heads[figure.value if figure.value is not None else figure.low or 0]
        table.left.append(Problem(table.name, int(found.lines[i]), column, found.row(i)["value"] or found.row(i)["wording"], advice))
