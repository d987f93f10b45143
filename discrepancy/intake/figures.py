"""The columns of numbers of a table → figures: one, bounds and best, a column a source, a measure, a year; their units, and what a comma is."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from discrepancy.intake.cells import day_of
from discrepancy.intake.files import TYPED
from discrepancy.intake.grid import Held
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.plan import Counted, Looked, Plan, distinct, slug
from discrepancy.intake.units import NO_UNIT, PUBLISHED, asked_unit, said_above, scales, unit_in
from discrepancy.intake.words import has, heading, month, says, which, without

LOOKED_AT = 2000  # rows that say whether one column is the sum of others
_NOT_BOTH = [("source_columns", other) for other in ("value", "source", "columns_are")] + [("columns_are", "low"), ("columns_are", "best")]


def figures(looked: Looked, plan: Plan) -> None:
    """The columns of numbers: one, bounds and best, a column a source, a measure or a year."""
    rules, heads = plan.rules, looked.heads
    numbers = [i for i in plan.free(looked) if looked.number[i]]
    ends = ("low", "best", "high")
    low, best, high = (looked.find(name, f"--{option}") if (name := getattr(rules, option)) else None for option in ends)
    if (low is None) != (high is None):
        raise IntakeError("--low and --high: give both, or neither")
    for one, other in _NOT_BOTH:
        if getattr(rules, one) and getattr(rules, other):
            raise IntakeError(f"--{one.replace('_', '-')} and --{other.replace('_', '-')} cannot stand together: leave one of them out")
    many = rules.value or rules.source_columns
    if low is not None and best is None and len(many) > 1:
        raise IntakeError(f"--low and --high: the bounds of which, {' or '.join(map(repr, many))}? Give --best")
    if best is not None and many and best not in [looked.table.index(name) for name in many]:
        raise IntakeError(f"--best {rules.best!r}: is none of the columns given ({', '.join(map(repr, many))}): name it there as well")
    if (low is not None or best is not None) and not many:
        plan.figures = [_figure(looked, plan, best, low, high)]
    elif rules.columns_are:
        named = [looked.find(name, "--value") for name in rules.value]
        _across(looked, plan, named or numbers, rules.columns_are)
    elif rules.source_columns:
        plan.figures = [_of_source(looked, plan, looked.find(name, "--source-columns"), name) for name in rules.source_columns]
    elif rules.value:
        plan.figures = [_figure(looked, plan, looked.find(name, "--value")) for name in rules.value]
    else:
        _guess(looked, plan, numbers)
    for figure in plan.figures:
        if low is not None and best in (None, figure.value):
            figure.low, figure.high = low, high
    alone = [f for f in plan.figures if not (f.source or f.day[0] or f.across)]
    if rules.measure and plan.measure is None and len(alone) > 1:
        said = ", ".join(repr(heads[f.column]) for f in alone)
        plan.questions.append(
            f"--measure {rules.measure!r} is one name, and {said} are several columns: name one with --value, or leave it out"
        )
        alone = []
    if rules.date and not plan.date and any(f.day[0] for f in plan.figures):
        plan.questions.append(
            f"--date {rules.date} is one day, and the headings say days of their own: leave it out, or name one column with --value"
        )
    often, caption = [f.measure for f in alone], slug(_caption(looked.table))
    for figure in alone if len(alone) > 1 and plan.measure is None else ():  # several things counted have a name each
        if often.count(figure.measure) > 1 or figure.measure == caption:
            figure.label = heads[figure.column]
            figure.measure = slug(figure.label)
    ids: dict[str, str] = {}  # a name that was cut is told apart by a number
    for figure in plan.figures if plan.measure is None else ():
        figure.measure = distinct(figure.measure, figure.label, ids)
    if not plan.figures and plan.questions:
        raise IntakeError("\n".join(f"{looked.table.name}: {q}" for q in plan.questions))
    if not plan.figures:
        raise IntakeError(f"{looked.table.name}: no column holds figures: name it with --value, one of {', '.join(map(repr, heads))}")
    for figure in plan.figures if not plan.date and not rules.date else ():
        _day_of_year(looked, plan, figure)
    if not plan.sourced() and not any(f.source for f in plan.figures):
        said = [looked.heads[f.value] for f in plan.figures if f.value is not None and not f.across]
        named = [h for h in said if has(h, "agencies", "words") or _published(h)]
        columns = ",".join(h for h in (named if len(named) > 1 else said))
        each = f', or --source-columns "{columns}"' if len(said) > 1 else ""
        plan.questions.append(f'who says these figures? No column names a source: give --source "NAME", or --source COLUMN{each}')
    if plan.date and (days := [f.day[0] for f in plan.figures if f.day[0] and not f.day[0].startswith("--")]):
        at = heads[plan.date[0]]
        plan.questions.append(
            f"the headings say {days[0]} to {days[-1]}, and {at!r} says days as well: give --said {at} if it is the day on which the figures were said, or --value with one column"
        )
    if rules.unit and plan.unit is None:
        asked_unit(looked, plan)
    said_above(looked, plan)
    scales(looked, plan)


_WITHOUT_YEAR = re.compile(
    r"(?i)[\s_(]*(?:(?:as of|as at|on|by|at|until|up to|am|zum|bis|au)\s)?\s*(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]m,?\s)?(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s(?:of |de )?([^\W\d_]{3,12})|([^\W\d_]{3,12})\s(\d{1,2})(?:st|nd|rd|th)?)(?![\w.])(?!,?\s?\d{4})"
)


def _day_of_year(looked: Looked, plan: Plan, figure: Counted) -> None:
    """The day of a heading that says no year: the last one that is not after the day on which the figures were said; else asked."""
    head = looked.heads[figure.column]
    found = next((m for m in _WITHOUT_YEAR.finditer(head) if says(m[2] or m[3], "months")), None)
    if figure.day[0] or not found or not day_of(f"{found[1] or found[4]} {found[2] or found[3]} 2024"):
        return
    if not plan.day:
        plan.questions.append(f"{head!r} names a day without a year: give --day with the day on which the figures were said, or --date")
        return
    year, of = int(plan.day[:4]), f"-{month(found[2] or found[3]):02}-{int(found[1] or found[4]):02}"
    figure.day = f"{year - (f'{year}{of}'[: len(plan.day)] > plan.day)}{of}", ""
    plan.guesses.append(f"{head!r} speaks of {figure.day[0]}: the year is that of --day")
    if not plan.rules.measure and plan.measure is None:
        figure.label = f"{head[: found.start()]} {head[found.end() :]}".strip(" ,()") or figure.label
        figure.measure = slug(figure.label)


def _guess(looked: Looked, plan: Plan, numbers: list[int]) -> None:
    heads = looked.heads
    role = {i: next((r for r in ("low", "high", "best") if has(heads[i], "roles", r)), "") for i in numbers}
    sets: dict[str, dict[str, int]] = {}
    for i in numbers:
        label = unit_in(heads[i])[1]
        rest = without(label, "roles", "low", "high", "best") if role[i] else heading(label)
        rest = without(rest, "roles", "generic")
        sets.setdefault(rest, {}).setdefault(role[i], i)
    bounded = {rest: s for rest, s in sets.items() if "low" in s and "high" in s}
    done: set[int] = set()
    for rest, s in bounded.items():
        middle = s.get("best", s.get(""))
        if middle is None and len(bounded) == 1:
            others = [i for i in numbers if role[i] in ("", "best") and i not in done]
            middle = others[0] if len(others) == 1 else None
            if len(others) > 1 and not rest:
                plan.questions.append(
                    f"of which number are {looked.quoted(s.values())} the bounds, {looked.quoted(others)}? Give --low, --high and --best, with --value or --source-columns"
                )
                done |= {*s.values()}
                continue
        figure = _figure(looked, plan, middle, s["low"], s["high"], name=rest)
        plan.figures.append(figure)
        done |= {*figure.columns()}
        plan.guesses.append(
            f"{heads[s['low']]!r} and {heads[s['high']]!r} are taken for the bounds of {repr(heads[middle]) if middle is not None else 'a range'}"
        )
    rest_of = [i for i in numbers if i not in done]
    if not plan.sourced() and all(rest and not _names_measure(rest) for rest in bounded) and rest_of:
        _wide(looked, plan, rest_of)
        if any(f.source for f in plan.figures):
            for figure, rest in zip(plan.figures, bounded, strict=False):
                figure.source = rest.title()
                figure.measure, figure.label = plan.figures[-1].measure, plan.figures[-1].label
        return
    lone = [i for i in rest_of if role[i] in ("low", "high")]
    if lone and not bounded:
        plan.questions.append(
            f"{looked.quoted(lone)} looks like a bound without its other end: name the number with --value, or both with --low and --high"
        )
    if bounded:
        plan.figures += [_figure(looked, plan, i) for i in rest_of if has(heads[i], "kinds", "counts", "sums")]
    elif rest_of:
        _wide(looked, plan, rest_of)


def _wide(looked: Looked, plan: Plan, columns: list[int]) -> None:
    """Columns of numbers that differ by their headings: years, measures, or sources; of two lines of a heading, each by itself."""
    heads, levels = looked.heads, looked.table.levels
    parts = [list(levels[i]) if len({*levels[i]}) > 1 else [heads[i]] for i in columns]
    deep = {len(p) for p in parts}
    common = {p[0] for p in parts} if deep == {2} else set()
    days = [None if plan.date and _published(heads[i]) else _heading_day(heads[i]) for i in columns]
    if len(columns) > 1 and all(days):
        for i, found in zip(columns, days, strict=True):
            day, rest = found  # type: ignore[misc]  # all are there
            plan.figures.append(_figure(looked, plan, i, name=rest, day=day))
        plan.guesses.append(
            f"the headings {heads[columns[0]]!r} to {heads[columns[-1]]!r} are taken for the days that the figures speak of"
        )
        return
    if common and not plan.sourced():
        first = all(_names_measure(p[0]) for p in parts)
        second = all(_names_measure(p[1]) or has(p[1], "roles", "generic") for p in parts)
        if first != second:
            plan.figures += [
                _figure(looked, plan, i, name=p[0] if first else p[1], source=p[1] if first else p[0])
                for i, p in zip(columns, parts, strict=True)
            ]
            plan.guesses.append(
                f"{', '.join(dict.fromkeys(f.source for f in plan.figures))} are taken for sources: they stand over or under what is counted"
            )
            return
    if total := _sum_of(looked, columns):
        name = "sex" if any(has(heads[i], "values", "sex") for i in columns) else "part"
        _across(looked, plan, columns, name)
        plan.guesses.append(
            f"{', '.join(heads[i] for i in columns)} are taken for values of {name!r} (--columns-are): in every row {total!r} is the sum of the others, and is kept, never added"
        )
        return
    months = [i for i in columns if heads[i].isalpha() and len(heads[i]) < 13 and month(heads[i])]
    if len(months) > 5 and len(plan.date) == 1 and looked.year[plan.date[0]] and len({month(heads[i]) for i in months}) == len(months):
        plan.figures += [_figure(looked, plan, i, day=(f"--{month(heads[i]):02}", "")) for i in months]
        plan.guesses.append(f"{heads[months[0]]!r} to {heads[months[-1]]!r} are taken for the months of {heads[plan.date[0]]!r}")
        return
    if plan.sourced():
        named = [i for i in columns if which(heads[i], "kinds") or unit_in(heads[i])[0] or _published(heads[i])]
        other = [i for i in columns if i not in named]
        if named and other:
            plan.beside += other
            columns = named
    if plan.sourced() or len(columns) == 1 or all(_names_measure(heads[i]) or _published(heads[i]) for i in columns):
        plan.figures += [_figure(looked, plan, i) for i in columns]
        return
    measures = [i for i in columns if _names_measure(heads[i])]
    others = [i for i in columns if i not in measures]
    summed = [i for i in others if has(heads[i], "roles", "best")]
    others = [i for i in others if i not in summed]
    known = [i for i in others if has(heads[i], "agencies", "words") or re.fullmatch(r"[A-Z][A-Z0-9&-]{1,9}", heads[i])]
    if measures and not known:
        plan.figures += [_figure(looked, plan, i) for i in columns]
        return
    said = ", ".join(heads[i] for i in others)
    named = any(has(heads[i], "agencies", "words") for i in known)
    if named and len(others) > 1 and 2 * len(known) > len(others):
        plan.figures += [_figure(looked, plan, i, source=heads[i]) for i in others]
        plan.guesses.append(f"{said} are taken for sources, a column each (--source-columns)")
        plan.beside += measures + summed
        return
    plan.questions.append(
        f'what are the columns {said}? Sources: --source-columns "{",".join(heads[i] for i in others)}"; different things counted: --source NAME; places: --columns-are place --source NAME'
    )


def _across(looked: Looked, plan: Plan, columns: list[int], name: str) -> None:
    """Columns of one thing counted, whose headings are the values of a dimension."""
    plan.across = name
    plan.figures += [_figure(looked, plan, i, across=looked.heads[i]) for i in columns]


def _sum_of(looked: Looked, columns: list[int]) -> str:
    """The heading of the column that is the sum of the others in every row."""
    if len(columns) < 3:
        return ""
    texts = [[t.lstrip(TYPED) for t in looked.table.columns[i].rows()[:LOOKED_AT]] for i in columns]
    cells = np.array([pd.to_numeric(column, errors="coerce") for column in texts])
    cells = cells[:, ~np.isnan(cells).any(axis=0)]
    with np.errstate(over="ignore"):  # a sum of the largest numbers there are
        near = np.isclose(2 * cells, cells.sum(axis=0), rtol=1e-9) & (cells > 0)
    found = np.flatnonzero(near.all(axis=1))
    return looked.heads[columns[found[0]]] if len(found) == 1 and cells.shape[1] > 2 and (cells >= 0).all() else ""


def _names_measure(head: str) -> bool:
    generic = has(head, "roles", "generic") and not has(head, "agencies", "words")
    return bool(which(head, "kinds") or unit_in(head)[0] or generic)


def _of_source(looked: Looked, plan: Plan, at: int, name: str) -> Counted:
    """A column of a source: of who published it, where its heading says so."""
    who = _published(looked.heads[at])
    return _figure(looked, plan, at, source=who or name, name=PUBLISHED.sub("", looked.heads[at]) if who else "")


def _published(head: str) -> str:
    """Who published what a heading names, with the year; empty where it names nobody, or the day of the figure."""
    found = PUBLISHED.search(head)
    return found[1] if found and not day_of(found[1]) else ""


def _heading_day(head: str) -> tuple[tuple[str, str], str] | None:
    """The day that a heading names, and what else it says."""
    if found := day_of(head):
        return found, ""
    if re.search(r"(?i)\b(constant|prices?|preise|base)\b|[$€£]\s?\d{4}", head):
        return None  # a year of prices is no day of the figure
    if match := re.fullmatch(r"(.*?)[\s_|(\[,-]*(?<![^\W_])((?:1[89]|2[01])\d\d)(?![^\W_])[\s_|)\],-]*(.*?)", head):
        rest = f"{match[1]} {match[3]}".strip(" |")
        if not re.search(r"\d", rest):
            return (match[2], ""), rest
    parts = head.split(" | ")
    for part in parts:
        if len(parts) == 2 and (found := day_of(part)):
            return found, next(p for p in parts if p != part)
    return None


_LEVEL = re.compile(r"(?i)\b(80|90|95|99)\s?%|\b(?:ci|ki|ic)_?(80|90|95|99)")


def _figure(
    looked: Looked,
    plan: Plan,
    at: int | None,
    low: int | None = None,
    high: int | None = None,
    name: str = "",
    source: str = "",
    day=("", ""),
    across: str = "",
) -> Counted:
    """A number with what its heading says of measure and unit."""
    head = looked.heads[at if at is not None else low or 0]
    unit, label, unknown = unit_in(head)
    bounds = [looked.heads[h] for h in (low, high) if h is not None]
    for bound in bounds if at is not None and plan.unit is None and not plan.rules.unit else ():
        if (other := unit_in(bound)[0]) and other != unit:
            plan.questions.append(f"{bound!r} is in {other}, and {head!r} {'in ' + unit if unit else 'says no unit'}: give --unit")
    if name and (day != ("", "") or source or low is not None):
        unit, label = (unit_in(name)[0] or unit), (name if low is not None else unit_in(name)[1])
    if unknown and (not plan.rules.unit or plan.unit is not None):
        plan.questions.append(f"{head!r} says ({unknown}), {NO_UNIT}")
    level = next((m for bound in bounds if (m := _LEVEL.search(bound))), None)
    measure = slug(plan.rules.measure) if plan.rules.measure and plan.measure is None else ""
    if not measure and plan.measure is None:
        words = without(label, "roles", "generic", *(("low", "high", "best") if low is not None else ()))
        if across or not words or ((source or day[0]) and not name):
            label = _caption(looked.table)
        measure = slug(label)
    return Counted(at, low, high, (level[1] or level[2]) if level else "", source, measure, plan.rules.measure or label, unit, day, across)


def name_of(table: Held) -> str:
    """The name of a file in words."""
    return re.sub(r"[\s_.-]+", " ", re.sub(r"(\.\w{2,7})+$", "", table.name)).strip()


def _caption(table: Held) -> str:
    """What is counted, by what stands above the table or by the name of the file."""
    return next((t for t in table.grid.titles if len(t) <= 60), "") or name_of(table)
