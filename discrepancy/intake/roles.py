"""A table and what was asked → which column is what: the understanding, with what was guessed and what cannot be known.

Evidence is what a heading says (words.toml) and what its cells are.  A guess is told as one.  What two readings would fit, of which one
gives other numbers, is a question: it names the option that answers it.
"""

from __future__ import annotations

import re

import pandas as pd

from discrepancy import dates
from discrepancy.case.columns import CLAIM_COLUMNS
from discrepancy.case.settings import RESERVED
from discrepancy.intake.cells import day_of, orders, unit_of
from discrepancy.intake.figures import figures
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Column, Held, combined
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.plan import Looked, Plan, Rules, slug
from discrepancy.intake.words import has, heading, month, which
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.units import convert


def understand(table: Held, rules: Rules, day: str = "") -> Plan:
    """What each column is."""
    looked, plan = Looked(table), Plan(rules, day=day, questions=list(table.questions))
    _asked(looked, plan)
    _days(looked, plan)
    for role in ("unit", "measure", "url"):
        if getattr(plan, role) is None and not (role != "url" and getattr(rules, role)):
            fits = (i for i in plan.free(looked) if has(looked.heads[i], "roles", role) and not looked.day[i] and not looked.number[i])
            setattr(plan, role, next(fits, None))
    plan.beside = [i for i in plan.free(looked) if looked.heads[i] in rules.beside or (not rules.value and _skipped(looked, i))]
    _aside(looked, plan)
    if not plan.sourced() and not rules.source_columns:
        no = re.compile(r"\b(type|code|id|link|url|notes?|page)\b")
        named = [i for i in plan.free(looked) if not looked.number[i] and has(looked.heads[i], "roles", "source")]
        found = [i for i in named if not no.search(heading(looked.heads[i]))]
        if len(found) > 1:
            exact = [i for i in found if has(looked.heads[i], "roles", "source_itself")]
            found = exact if len(exact) == 1 else found
        if len(found) > 1:
            plan.questions.append(f"which column says the source, {looked.quoted(found)}? Give --source COLUMN")
        plan.source = next(iter(found), None)
    if plan.unit is not None:
        unknown = [t for t in looked.filled[plan.unit] if not unit_of(t) and not has(t, "roles", "generic")]
        symbols = {f.symbol for t in looked.filled[plan.unit] if (f := unit_named(unit_of(t)))}
        apart = [s for s in symbols if plan.measure is None and convert(s, next(iter(symbols))) is None]
        head, few = looked.heads[plan.unit], ", ".join((unknown or sorted(symbols))[:4])
        plan.each_unit = bool(apart) and not unknown
        if plan.each_unit:
            plan.guesses.append(f"{head!r} has units that cannot be brought to one ({few}): each has a measure of its own")
        if unknown:
            plan.dims["counted_in"] = plan.unit
            plan.guesses.append(f"{head!r} has units that are not known here ({few}): figures of two units are never compared")
    plan.notes = [i for i in plan.free(looked) if not looked.number[i] and has(looked.heads[i], "roles", "notes")]
    figures(looked, plan)
    _dimensions(looked, plan)
    plan.beside = sorted({*plan.beside, *plan.free(looked)} - plan.used())
    if numbers := [looked.heads[i] for i in plan.beside if looked.number[i] and not rules.value and looked.heads[i] not in rules.beside]:
        plan.guesses.append(f"{', '.join(map(repr, numbers))} taken for no figures, and kept beside (--value)")
    return plan


def _skipped(looked: Looked, i: int) -> bool:
    head = looked.heads[i]
    code = bool(re.search(r"\b(code|codes|id|iso ?[23]?|fips|ags|pcode)$", heading(head)))
    means = has(head, "kinds", "counts") or (which(head, "dimensions") and not looked.number[i])
    return bool(has(head, "roles", "skip")) and (code or not means)


def _aside(looked: Looked, plan: Plan) -> None:
    """Columns of numbers that are no figures, where others are: of rows, samples, spreads, errors; parts of a date beside a date."""
    if plan.rules.value or plan.rules.source_columns:
        return
    free = plan.free(looked)
    numbers = [i for i in free if looked.number[i] and not has(looked.heads[i], "roles", "low", "high")]
    found = [i for i in numbers if has(looked.heads[i], "roles", "aside") or _counts_rows(looked, i)]
    found += [i for i in free if plan.date and has(looked.heads[i], "roles", "part") and i not in found]
    if set(numbers) - set(found):
        plan.beside = sorted({*plan.beside, *found})


def _counts_rows(looked: Looked, i: int) -> bool:
    """Whether a column has the numbers of the rows."""
    cells = [t.lstrip(TYPED) for t in looked.table.columns[i].rows()[:LOOKED_AT]]
    first = cells[0] if cells else ""
    if first not in ("0", "1") or len(cells) < 5 or which(looked.heads[i], "kinds"):
        return False
    return cells == [str(int(first) + k) for k in range(len(cells))]


def _asked(looked: Looked, plan: Plan) -> None:
    """The columns that options name."""
    rules = plan.rules
    rules.value, rules.source_columns = looked.whole(rules.value), looked.whole(rules.source_columns)
    for name in ("source", "start", "said", "measure", "unit"):
        asked = getattr(rules, name)
        if asked and (at := looked.table.index(asked)) is not None:
            setattr(plan, name, at)
        elif asked and name in ("start", "said"):
            looked.find(asked, f"--{name}")
    if rules.date and not dates.is_date(rules.date):
        whole = looked.table.index(rules.date) is not None
        if not whole and day_of(rules.date):
            raise IntakeError(f"--date {rules.date!r} {dates.no_date(rules.date)}")
        names = [rules.date] if whole else rules.date.split(",")
        plan.date = tuple(looked.find(name.strip(), "--date") for name in names)
    for name, column in rules.where.items():
        if slug(name) != name or name in CLAIM_COLUMNS or name in RESERVED:
            raise IntakeError(
                f"--where {name}={column}: {name!r} cannot be the name of a dimension: use small letters, and none of the names of a case's own columns"
            )
        plan.dims[name] = looked.find(column, f"--where {name}")


LOOKED_AT = 2000  # rows that say whether a column numbers them


def _days(looked: Looked, plan: Plan) -> None:
    """The columns of days: of what the figure speaks, when it was said, when a period began."""
    rules, heads, free = plan.rules, looked.heads, plan.free(looked)
    dated = [i for i in free if looked.day[i] or _is_serial(looked, i)]
    named = {i: next((r for r in ("said", "start", "date") if has(heads[i], "roles", r)), "") for i in dated}
    parts = {heading(heads[i]): i for i in free if looked.number[i] or looked.day[i] or has(heads[i], "roles", "date")}
    if not plan.date and not rules.date:
        if {"year", "month"} <= {*parts} and not any(r == "date" and i not in parts.values() for i, r in named.items()):
            plan.date = tuple(parts[p] for p in ("year", "month", "day") if p in parts)
        else:
            found = [i for i, role in named.items() if role == "date"]
            found = found or [i for i, role in named.items() if not role and _unlike_counts(looked, i)]
            if len(found) > 1:
                exact = [i for i in found if has(heads[i], "roles", "day_itself")]
                finer = [i for i in found if not looked.year[i]]
                found = finer if len(finer) == 1 else exact[:1] if len(exact) == 1 else found
            if len(found) > 1:
                plan.questions.append(f"which column is the day that a figure speaks of, {looked.quoted(found)}? Give --date COLUMN")
            plan.date = tuple(found[:1])
            if found and looked.year[found[0]] and (months := [i for i in free if _says_months(looked, i)]):
                plan.date = (found[0], months[0])
                plan.guesses.append(f"{heads[months[0]]!r} is taken for the months of {heads[found[0]]!r} (--date)")
            odd = next((i for i in free if not found and has(heads[i], "roles", "day_itself") and looked.filled[i]), None)
            if odd is not None:
                plan.questions.append(
                    f"{heads[odd]!r} is headed as a day, and {looked.filled[odd][0]!r} is none that can be read: write YYYY-MM-DD, YYYY-MM or YYYY, or give --date with another column or a day"
                )
            if found and not named[found[0]]:
                plan.guesses.append(f"{heads[found[0]]!r} is taken for the day that a figure speaks of: its cells are days (--date)")
    for at in plan.date:
        named.pop(at, None)
    for role in ("said", "start"):
        at = next((i for i, r in named.items() if r == role), None)
        if getattr(plan, role) is None and at is not None:
            setattr(plan, role, at)
            if role == "said":
                plan.guesses.append(f"{heads[at]!r} is taken for the day on which a figure was said")
    if plan.said is not None and not plan.date and not rules.date:
        plan.guesses.append("no column says which day a figure speaks of: that of the statement is taken, as not stated")
    texts = [t for at in (*plan.date, plan.said, plan.start) if at is not None for t in looked.filled[at]]
    possible, example = orders(texts)
    order = rules.dates or (next(iter(possible)) if len(possible) == 1 else "dmy" if not example else "")
    if not possible and not rules.dates:
        plan.questions.append(
            "some cells are days only if the day comes first, others only if the month does: give --dates dmy or mdy, and the others are named"
        )
    elif not order:
        both = " or ".join(f"{d[0]} (--dates {o})" for o in ("dmy", "mdy", "ymd") if o in possible and (d := day_of(example, o)))
        plan.questions.append(f"{example!r} may be {both}, and no cell decides it")
    rules.dates = order if example or len(possible) == 1 else rules.dates


def _says_months(looked: Looked, i: int) -> bool:
    """Whether every cell of a column for days begins with the name of a month."""
    return bool(has(looked.heads[i], "roles", "date") and looked.filled[i]) and all(
        t[:1].isalpha() and month(t.split()[0]) and not looked.day[i] for t in looked.filled[i]
    )


def _is_serial(looked: Looked, i: int) -> bool:
    """Numbers by which a spreadsheet counts days, under a heading for days."""
    return bool(has(looked.heads[i], "roles", "date") and looked.filled[i]) and all(
        re.fullmatch(rf"{TYPED}?[3-5]\d{{4}}(\.0+)?", t) for t in looked.filled[i]
    )


def _unlike_counts(looked: Looked, i: int) -> bool:
    """Whether days without a heading for days can be no counts: years only in a column without any heading."""
    if looked.year[i]:
        return bool(re.fullmatch(r"column \d+", looked.heads[i]))
    return not all(t.lstrip(TYPED).isdigit() for t in looked.filled[i])


# --- dimensions ----------------------------------------------------------------------------------------------------------------


def _dimensions(looked: Looked, plan: Plan) -> None:
    """Columns that say of what the figures are: by their headings, and those without which two rows would be one."""
    columns, heads = looked.table.columns, looked.heads
    for i in plan.free(looked):
        name = which(heads[i], "dimensions")
        if name and not looked.number[i]:
            _name(looked, plan, i, name if name not in plan.dims and name != "category" else slug(heads[i]))
    left = [i for i in plan.free(looked) if not looked.number[i] and not looked.day[i] and len(looked.filled[i]) > 1]
    left = [i for i in left if not looked.filled[i][0].startswith(("http:", "https:"))]
    for i in left:
        if plan.dims and _names_parts(looked, i, [*plan.dims.values()]):
            why = f"one and the same of {looked.quoted(plan.dims.values())} stands with several of it"
            _name(looked, plan, i, slug(heads[i]), why)
    key = [at for at in (plan.source, plan.measure, *plan.date, plan.start, plan.said, *plan.dims.values()) if at is not None]
    now = _twice(columns, key)
    for i in sorted({*left} - plan.used(), key=lambda i: (bool(has(heads[i], "roles", "skip")), len(columns[i].texts))):
        then = _twice(columns, [*key, i]) if now else 0
        if now and then < now and (len(columns[i].texts) < 0.9 * len(looked.table.lines) or not then):
            key, now = [*key, i], then
            _name(looked, plan, i, slug(heads[i]), "it tells rows apart")


def _name(looked: Looked, plan: Plan, i: int, name: str, why: str = "") -> None:
    """Take a column for a dimension, by a name that a case may have; a guess is told with its reason."""
    name = f"{name}_of" if name in CLAIM_COLUMNS or name in RESERVED else name
    if name in plan.dims:
        return
    plan.dims[name] = i
    if why:
        head = looked.heads[i]
        plan.guesses.append(f"{head!r} is taken for what the figures are of: {why} (--where {name}={head})")


def _names_parts(looked: Looked, i: int, dims: list[int]) -> bool:
    """Whether a column of few texts tells apart the rows of most of what is counted: one country on several fronts."""
    columns, n = looked.table.columns, len(looked.table.lines)
    if not 1 < len(looked.filled[i]) <= min(20, n // 3) or any(len(t) > 40 for t in looked.filled[i]):
        return False
    of = pd.Series(combined([columns[at] for at in dims], n))
    many = of.groupby(of).transform("size").to_numpy() > 1
    several = pd.Series(columns[i].codes).groupby(of).transform("nunique").to_numpy() > 1
    return 2 * int(many.sum()) > n and 2 * int(several.sum()) > int(many.sum())


def _twice(columns: list[Column], key: list[int]) -> int:
    rows = len(columns[0].codes)
    return rows - len(pd.unique(combined([columns[i] for i in key], rows)))
