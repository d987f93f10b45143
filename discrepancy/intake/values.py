"""The columns of a figure → the value, bounds, unit and words of each row, and why a cell is not read."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from discrepancy.intake.cells import Numbers, is_nothing, numbers, unit_of
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Column, Held, constant, mapped
from discrepancy.intake.plan import Counted, Plan
from discrepancy.intake.words import has
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.units import convert


def values_of(table: Held, plan: Plan, figure: Counted, empty: Counter) -> dict[str, Column]:
    """Value, bounds, unit and words of a figure; `wrong` says of a row why it is not read."""
    n = len(table.lines)
    below = not has(table.heads[figure.column], "kinds", "counts")
    read: dict[str, tuple[Column, Numbers]] = {}
    blank = constant("", n)
    cells = dict.fromkeys(("value", "low", "high"), blank)
    for name in cells:
        if (at := getattr(figure, name)) is not None:
            column = table.columns[at]
            read[name] = column, numbers(column.texts, plan.rules.decimal or "point", table.marks, below)
            cells[name] = mapped(column, read[name][1].value)
    main = "value" if "value" in read else "low"
    column, got = read[main]
    unit = _units(table, plan, figure, column, got)
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
    level = constant(figure.level, n)
    return cells | {"unit": unit, "level": level, "mark": mapped(column, got.mark), "wrong": wrong}


def _of_one_unit(table: Held, plan: Plan, figure: Counted, column: Column, got: Numbers) -> None:
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
        head = table.heads[figure.column]
        plan.questions.append(
            f"{head!r} has figures {said(main)} and {said(next(iter(other)))}: give --unit, or write one unit in all of its cells"
        )
    for i, (value, unit) in enumerate(zip(got.value, got.unit, strict=True)):
        if value and symbol(unit) in other:
            got.wrong[i] = f"is {said(symbol(unit))}, and the rest of the column {said(main)}"


def _missing(table: Held, column: Column, got: Numbers, counts: bool) -> list[str]:
    """Why texts are not read, with the numbers that stand for no figure: those that the file names, and those that look like a code."""
    if not table.missing and "-" not in "".join(got.value):
        return got.wrong
    values = [float(v) for v in got.value if v]
    code = "looks like a code for a figure that is missing: write n/a, or say that it is a number with a decimal"
    below, most = {v for v in values if v < 0}, max(values, default=0)
    odd = {v for v in below if v in (-999.0, -9999.0, -99999.0, -999.9) and all(abs(o) < abs(v) / 5 for o in below - {v})}
    odd |= {v for v in below if v in (-9.0, -99.0, -99.9) and counts and len(below) == 1 and most > 0}
    cells = zip(column.texts, got.value, got.wrong, strict=True)
    return ["nothing" if t.lstrip(TYPED) in table.missing else why or (code if v and float(v) in odd else "") for t, v, why in cells]


def _units(table: Held, plan: Plan, figure: Counted, column: Column, got: Numbers) -> Column:
    """The unit of each row: that in the cell, else that of the column of units, else that of the heading."""
    own, rest = mapped(column, got.unit), constant(figure.unit, len(column.codes))
    if plan.unit is not None:
        said = table.columns[plan.unit]
        rest = mapped(said, ["" if is_nothing(t) else unit_of(t) for t in said.texts])
    if not any(own.texts):
        return rest
    inside, outside = ([u for u in c.texts if u] for c in (own, rest))
    if inside and outside and len({(f.symbol, f.factor) for u in inside + outside if (f := unit_named(u))}) > 1:
        plan.questions.append(
            f"{table.heads[figure.column]!r}: its cells have the unit {inside[0]!r}, and beside them stands {outside[0]!r}: give --unit"
        )
    return Column.of(np.where(own.rows() != "", own.rows(), rest.rows()))
