"""A table and what was asked → which column is what: the understanding, with what was guessed and what cannot be known.

Evidence is what a heading says (words.toml) and what its cells are.  A guess is told as one.  What two readings would fit, of which one
gives other numbers, is a question: it names the option that answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd

from discrepancy.intake.cells import day_of, is_nothing, looks_like_number, orders, separators, unit_of
from discrepancy.intake.files import TYPED, IntakeError
from discrepancy.intake.grid import Column, Table
from discrepancy.intake.words import has, heading, month, which, without
from discrepancy.case.columns import CLAIM_COLUMNS
from discrepancy.case.problems import nearest
from discrepancy.case.settings import RESERVED


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
    decimal: str = ""
    dates: str = ""
    sheet: str = ""
    table: int = 0
    encoding: str = ""
    beside: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # of each measure, once it is understood

    def asked(self) -> dict[str, object]:
        """What is set, for import.toml."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass
class Figure:
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


@dataclass
class Plan:
    """What was understood of a table."""

    rules: Rules
    figures: list[Figure] = field(default_factory=list)
    source: int | None = None
    measure: int | None = None
    unit: int | None = None
    date: tuple[int, ...] = ()
    start: int | None = None
    said: int | None = None
    url: int | None = None
    notes: list[int] = field(default_factory=list)
    dims: dict[str, int] = field(default_factory=dict)
    beside: list[int] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)  # told, and taken with --yes
    questions: list[str] = field(default_factory=list)  # nothing decides them: an option has to

    def used(self) -> set[int]:
        """The columns that mean something."""
        one = (self.source, self.measure, self.unit, self.start, self.said, self.url)
        figures = [c for f in self.figures for c in (f.value, f.low, f.high)]
        return {c for c in (*one, *self.date, *self.notes, *self.dims.values(), *figures) if c is not None}


class Looked:
    """The columns of a table, each with what its cells are."""

    def __init__(self, table: Table):
        self.table, self.heads = table, table.heads
        rows = [c.texts for c in table.columns]
        self.filled = [[t for t in texts if not is_nothing(t)] for texts in rows]
        counted = [any(has(h, "kinds", k) for k in ("counts", "sums")) or bool(has(h, "roles", "generic")) for h in self.heads]
        codes = [any(t[0] == "0" and len(t) > 1 and t.isdigit() for t in f) for f in self.filled]  # 001 is a name
        self.number = [
            bool(f) and (n or not c) and _share(f, looks_like_number) >= (0.3 if n else 0.6)
            for f, c, n in zip(self.filled, codes, counted, strict=True)
        ]
        dated = [bool(has(h, "roles", "date") or has(h, "roles", "said") or has(h, "roles", "start")) for h in self.heads]
        self.day = [
            bool(f) and _share(f, lambda t, s=s: any(day_of(t, order, s) for order in ("dmy", "mdy", "ymd"))) >= 0.8
            for f, s in zip(self.filled, dated, strict=True)
        ]
        for i, head in enumerate(self.heads):  # years before our calendar are named one by one
            if heading(head) in ("year", "jahr", "ano", "annee", "anno", "год", "рік") and self.filled[i]:
                self.day[i] = all(re.fullmatch(rf"{TYPED}?-?\d{{1,7}}", t) for t in self.filled[i]) or self.day[i]
        self.year = [
            d and all(re.fullmatch(rf"{TYPED}?(1[5-9]|2[01])\d\d", t) for t in f) for d, f in zip(self.day, self.filled, strict=True)
        ]

    def find(self, name: str, option: str) -> int:
        """The column that an option names."""
        if (at := self.table.index(name)) is None:
            raise IntakeError(f"{option}: no column {name!r} in {self.table.name}: {nearest(name, self.heads)}")
        return at


def _share(texts: list[str], right) -> float:
    some = texts if len(texts) <= 300 else texts[:: len(texts) // 300]
    return sum(bool(right(t)) for t in some) / len(some)


def slug(text: str, between: str = "_") -> str:
    """A text as the name of a measure, or of a source.

    >>> slug("Deaths (confirmed)"), slug("UN OCHA / Kyiv", "-")
    ('deaths_confirmed', 'un-ocha-kyiv')
    """
    return re.sub(r"[\W_]+", between, text.strip().casefold()).strip(between)[:60] or "number"


def understand(table: Table, rules: Rules) -> Plan:
    """What each column is."""
    looked, plan = Looked(table), Plan(rules)
    free = [i for i, f in enumerate(looked.filled) if f or _has_role(looked.heads[i])]
    take = lambda at: free.remove(at) if at in free else None
    _asked(looked, plan, take)
    _days(looked, plan, free, take)
    for role in ("unit", "measure", "url"):
        if getattr(plan, role) is None and not (role == "measure" and rules.measure):
            at = next((i for i in free if has(looked.heads[i], "roles", role) and not looked.day[i] and not looked.number[i]), None)
            if at is not None and not (role == "unit" and rules.unit):
                setattr(plan, role, at)
                take(at)
    plan.beside = [i for i in free if looked.heads[i] in rules.beside or (not rules.value and _skipped(looked, i))]
    free[:] = [i for i in free if i not in plan.beside]
    if plan.source is None and not rules.source and not rules.source_columns:
        no = re.compile(r"\b(type|code|id|link|url|notes?|page)\b")
        found = [
            i for i in free if not looked.number[i] and has(looked.heads[i], "roles", "source") and not no.search(heading(looked.heads[i]))
        ]
        if len(found) > 1:
            exact = [
                i for i in found if heading(looked.heads[i]) in ("source", "agency", "quelle", "fuente", "fonte", "источник", "джерело")
            ]
            found = exact if len(exact) == 1 else found
        if len(found) > 1:
            plan.questions.append(f"which column says the source, {_quoted(looked, found)}? Give --source COLUMN")
        if found:
            plan.source = found[0]
            take(found[0])
    plan.notes = [i for i in free if not looked.number[i] and has(looked.heads[i], "roles", "notes")]
    free[:] = [i for i in free if i not in plan.notes]
    _figures(looked, plan, free, take)
    _dimensions(looked, plan, free, take)
    plan.beside = sorted({*plan.beside, *free} - plan.used())
    return plan


def _has_role(head: str) -> bool:
    return any(has(head, "roles", role) for role in ("source", "date", "low", "high", "best"))


def _quoted(looked: Looked, columns: Iterable[int]) -> str:
    return " or ".join(repr(looked.heads[i]) for i in columns)


def _skipped(looked: Looked, i: int) -> bool:
    head = looked.heads[i]
    code = bool(re.search(r"\b(code|codes|id|iso ?[23]?|fips|ags|pcode)$", heading(head)))
    return bool(has(head, "roles", "skip")) and (
        code or not has(head, "kinds", "counts") and not (which(head, "dimensions") and not looked.number[i])
    )


def _asked(looked: Looked, plan: Plan, take) -> None:
    """The columns that options name."""
    rules = plan.rules
    for name in ("source", "start", "said", "measure", "unit"):
        asked = getattr(rules, name)
        if asked and (at := looked.table.index(asked)) is not None:
            setattr(plan, name, at)
            take(at)
        elif asked and name in ("start", "said"):
            looked.find(asked, f"--{name}")
    if rules.date and day_of(rules.date) is None:
        plan.date = tuple(
            looked.find(name.strip(), "--date")
            for name in ([rules.date] if looked.table.index(rules.date) is not None else rules.date.split(","))
        )
        for at in plan.date:
            take(at)
    for name, column in rules.where.items():
        if slug(name) != name or name in CLAIM_COLUMNS or name in RESERVED:
            raise IntakeError(
                f"--where {name}={column}: {name!r} cannot be the name of a dimension: use small letters, and none of the names of a case's own columns"
            )
        plan.dims[name] = looked.find(column, f"--where {name}")
        take(plan.dims[name])


def _days(looked: Looked, plan: Plan, free: list[int], take) -> None:
    """The columns of days: of what the figure speaks, when it was said, when a period began."""
    rules, heads = plan.rules, looked.heads
    dated = [i for i in free if looked.day[i] or _is_serial(looked, i)]
    named = {i: next((r for r in ("said", "start", "date") if has(heads[i], "roles", r)), "") for i in dated}
    parts = {heading(heads[i]): i for i in free if looked.number[i] or looked.day[i] or has(heads[i], "roles", "date")}
    if not plan.date and not rules.date:
        if {"year", "month"} <= {*parts} and not any(r == "date" and i not in parts.values() for i, r in named.items()):
            plan.date = tuple(parts[p] for p in ("year", "month", "day") if p in parts)
        else:
            found = [
                i
                for i, role in named.items()
                if role == "date"
                and (
                    not looked.number[i]
                    or looked.year[i]
                    or not looked.table.columns[i].texts[0].isdigit()
                    or _is_serial(looked, i)
                    or True
                )
            ]
            found = found or [i for i, role in named.items() if not role and not looked.year[i] and not _is_compact(looked, i)]
            if len(found) > 1:
                exact = [i for i in found if heading(heads[i]) in ("date", "datum", "fecha", "data", "дата", "as of", "year", "period")]
                finer = [i for i in found if not looked.year[i]]
                found = finer if len(finer) == 1 else exact[:1] if len(exact) == 1 else found
            if len(found) > 1:
                plan.questions.append(f"which column is the day that a figure speaks of, {_quoted(looked, found)}? Give --date COLUMN")
            plan.date = tuple(found[:1])
            if found and not named[found[0]]:
                plan.guesses.append(f"{heads[found[0]]!r} is taken for the day that a figure speaks of: its cells are days (--date)")
    for at in plan.date:
        take(at)
        named.pop(at, None)
    for role in ("said", "start"):
        at = next((i for i, r in named.items() if r == role), None)
        if getattr(plan, role) is None and at is not None:
            setattr(plan, role, at)
            take(at)
            if role == "said":
                plan.guesses.append(f"{heads[at]!r} is taken for the day on which a figure was said")
    if plan.said is not None and not plan.date and not rules.date:
        plan.guesses.append("no column says which day a figure speaks of: that of the statement is taken, as not stated")
    texts = [t for at in (*plan.date, plan.said, plan.start) if at is not None for t in looked.filled[at]]
    possible, example = orders(t for t in texts)
    order = rules.dates or (next(iter(possible)) if len(possible) == 1 else "dmy" if not example else "")
    if not order:
        both = " or ".join(f"{d[0]} (--dates {o})" for o in ("dmy", "mdy", "ymd") if o in possible and (d := day_of(example, o)))
        plan.questions.append(f"{example!r} may be {both}, and no cell decides it")
    rules.dates = order if example or len(possible) == 1 else rules.dates


def _is_serial(looked: Looked, i: int) -> bool:
    """Numbers by which a spreadsheet counts days, under a heading for days."""
    return bool(has(looked.heads[i], "roles", "date") and looked.filled[i]) and all(
        re.fullmatch(rf"{TYPED}?[3-5]\d{{4}}(\.0+)?", t) for t in looked.filled[i]
    )


def _is_compact(looked: Looked, i: int) -> bool:
    return all(t.lstrip(TYPED).isdigit() for t in looked.filled[i])


# --- numbers -------------------------------------------------------------------------------------------------------------------


def unit_in(head: str) -> tuple[str, str, str]:
    """The unit that a heading states, what is left of it, and what stands like a unit and is none that is known.

    >>> unit_in("Deaths (thousands)"), unit_in("CO2, Mt"), unit_in("Anteil in %"), unit_in("Deaths (confirmed)")
    (('thousands', 'Deaths', ''), ('Mt', 'CO2', ''), ('%', 'Anteil', ''), ('', 'Deaths (confirmed)', ''))
    """
    for found in re.finditer(
        r"\s*[(\[]([^()\[\]]+)[)\]]\s*|\s*[,;:|]\s*([^\d,;:|][^,;:|]*)$|\s+(?:in|en|em|в|у)\s+(\S.*)$|\s*(%)\s*$", head
    ):
        inside = next(filter(None, found.groups())).strip()
        if unit := unit_of(inside):
            rest = " ".join(inside.split()[1:]) if unit in ("thousand", "million", "billion") else ""  # thousand bushels
            return unit, " ".join(filter(None, (head[: found.start()].strip(), rest, head[found.end() :].strip()))) or inside, ""
        if (
            found[1]
            and re.search(r"\d{3}|[%$€£만万億억]|\b(thousand|million|billion|k|kt|mt|tonn|tons?|per)\b", inside.casefold())
            and not re.fullmatch(r"(1|2)\d{3}.*|95.*", inside)
        ):
            return "", head, inside
    if heading(head).startswith("% ") or re.match(r"(?i)(percent|percentage|pct|prozent|per cent)\b", head):
        return "%", head, ""
    if found := re.search(r"\bper\s+[\d,. ]*\d\b", head, re.IGNORECASE):
        return unit_of(found[0]), head, ""
    return "", head, ""


def _figures(looked: Looked, plan: Plan, free: list[int], take) -> None:
    """The columns of numbers: one, bounds and best, a column a source, a measure or a year."""
    rules, heads = plan.rules, looked.heads
    bounds = [looked.find(name, f"--{option}") if (name := getattr(rules, option)) else None for option in ("low", "best", "high")]
    if (bounds[0] is None) != (bounds[2] is None):
        raise IntakeError("--low and --high: give both, or neither")
    if any(b is not None for b in bounds) and not rules.source_columns and not rules.value:
        plan.figures = [_figure(looked, plan, bounds[1], bounds[0], bounds[2])]
    elif rules.source_columns:
        plan.figures = [_figure(looked, plan, looked.find(name, "--source-columns"), source=name) for name in rules.source_columns]
    elif rules.value:
        plan.figures = [_figure(looked, plan, looked.find(name, "--value")) for name in rules.value]
    else:
        _guess(looked, plan, [i for i in free if looked.number[i]])
    for figure in plan.figures:
        if bounds[1] is not None and figure.value == bounds[1]:
            figure.low, figure.high = bounds[0], bounds[2]
        for at in (figure.value, figure.low, figure.high):
            take(at)
    alone = [f for f in plan.figures if not f.source and f.day == ("", "") and not rules.measure]
    often = [f.measure for f in alone]
    for figure in alone:  # several things counted have a name each
        if (
            len(alone) > 1
            and (often.count(figure.measure) > 1 or figure.measure == slug(_caption(looked.table, "")))
            and plan.measure is None
        ):
            figure.label = looked.heads[figure.value if figure.value is not None else figure.low or 0]
            figure.measure = slug(figure.label)
    if not plan.figures and plan.questions:
        raise IntakeError("\n".join(f"{looked.table.name}: {q}" for q in plan.questions))
    if not plan.figures:
        raise IntakeError(f"{looked.table.name}: no column holds figures: name it with --value, one of {', '.join(map(repr, heads))}")
    if plan.source is None and not rules.source and not any(f.source for f in plan.figures):
        columns = ",".join(looked.heads[f.value] for f in plan.figures if f.value is not None)
        each = f', or --source-columns "{columns}"' if len(plan.figures) > 1 else ""
        plan.questions.append(f'who says these figures? No column names a source: give --source "NAME", or --source COLUMN{each}')
    _said_above(looked, plan)
    _scales(looked, plan)


def _said_above(looked: Looked, plan: Plan) -> None:
    """The unit, and the code for what is missing, that lines around the table state."""
    for text in (*looked.table.grid.titles, *(p.value for p in looked.table.left if "note" in p.advice)):
        if (found := re.match(r"(?i)(?:units?|einheit)\s*[:=]\s*(.+)", text)) and (unit := unit_of(found[1])):
            for figure in plan.figures:
                figure.unit = figure.unit or unit
            plan.guesses.append(f"{text!r} is taken for the unit of all figures (--unit)")
        if found := re.match(r"(?i)missing[^:=]*[:=]\s*(\S+)", text):
            looked.table.missing.add(found[1])


def _guess(looked: Looked, plan: Plan, numbers: list[int]) -> None:
    heads = looked.heads
    role = {i: next((r for r in ("low", "high", "best") if has(heads[i], "roles", r)), "") for i in numbers}
    sets: dict[str, dict[str, int]] = {}
    for i in numbers:
        rest = without(heads[i], "roles", "low", "high", "best") if role[i] else heading(heads[i])
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
                    f"of which number are {_quoted(looked, s.values())} the bounds, {_quoted(looked, others)}? Give --low, --high and --best, with --value or --source-columns"
                )
                done |= {*s.values()}
                continue
        figure = _figure(looked, plan, middle, s["low"], s["high"], name=rest)
        plan.figures.append(figure)
        done |= {i for i in (middle, s["low"], s["high"]) if i is not None}
        plan.guesses.append(
            f"{heads[s['low']]!r} and {heads[s['high']]!r} are taken for the bounds of {repr(heads[middle]) if middle is not None else 'a range'}"
        )
    rest_of = [i for i in numbers if i not in done]
    if plan.source is None and not plan.rules.source and all(rest and not _names_measure(rest) for rest in bounded) and rest_of:
        _wide(looked, plan, rest_of)
        if any(f.source for f in plan.figures):
            for figure, rest in zip(plan.figures, bounded, strict=False):
                figure.source = rest.title()
                figure.measure, figure.label = plan.figures[-1].measure, plan.figures[-1].label
        return
    lone = [i for i in rest_of if role[i] in ("low", "high")]
    if lone and not bounded:
        plan.questions.append(
            f"{_quoted(looked, lone)} looks like a bound without its other end: name the number with --value, or both with --low and --high"
        )
    if not rest_of:
        return
    if bounded and all(looked.heads[i] for i in rest_of):
        plan.figures += [_figure(looked, plan, i) for i in rest_of if has(heads[i], "kinds", "counts") or has(heads[i], "kinds", "sums")]
        return
    _wide(looked, plan, rest_of)


def _wide(looked: Looked, plan: Plan, columns: list[int]) -> None:
    """Columns of numbers that differ by their headings: years, measures, or sources; of two lines of a heading, each by itself."""
    heads, levels = looked.heads, looked.table.levels
    parts = [[part for part in levels[i]] if len({*levels[i]}) > 1 else [heads[i]] for i in columns]
    deep = {len(p) for p in parts}
    common = {p[0] for p in parts} if deep == {2} else set()
    days = [_heading_day(heads[i]) for i in columns]
    if len(columns) > 1 and all(days):
        for i, found in zip(columns, days, strict=True):
            day, rest = found  # type: ignore[misc]  # all are there
            plan.figures.append(_figure(looked, plan, i, name=rest, day=day))
        plan.guesses.append(
            f"the headings {heads[columns[0]]!r} to {heads[columns[-1]]!r} are taken for the days that the figures speak of"
        )
        return
    if common and plan.source is None and not plan.rules.source:
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
    months = [i for i in columns if heads[i].isalpha() and len(heads[i]) < 13 and month(heads[i])]
    if len(months) > 5 and len(plan.date) == 1 and looked.year[plan.date[0]] and len({month(heads[i]) for i in months}) == len(months):
        plan.figures += [_figure(looked, plan, i, day=(f"--{month(heads[i]):02}", "")) for i in months]
        plan.guesses.append(f"{heads[months[0]]!r} to {heads[months[-1]]!r} are taken for the months of {heads[plan.date[0]]!r}")
        return
    if plan.source is not None or plan.rules.source:
        named = [i for i in columns if which(heads[i], "kinds") or unit_in(heads[i])[0]]
        other = [i for i in columns if i not in named]
        if named and other:
            plan.guesses.append(f"{', '.join(heads[i] for i in other)} are not taken for figures: nothing in their names says so (--value)")
            plan.beside += other
            columns = named
    if plan.source is not None or plan.rules.source or len(columns) == 1 or all(_names_measure(heads[i]) for i in columns):
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
    if others and (2 * len(known) >= len(others) or _alike(looked, others)) and len(others) > 1:
        plan.figures += [_figure(looked, plan, i, source=heads[i]) for i in others]
        plan.guesses.append(f"{said} are taken for sources, a column each (--source-columns)")
        plan.beside += measures + summed
        return
    plan.questions.append(
        f'what are the columns {said}? Sources: --source-columns "{",".join(heads[i] for i in others)}"; different things counted: --source NAME'
    )


def _names_measure(head: str) -> bool:
    return (
        bool(which(head, "kinds")) or bool(unit_in(head)[0]) or bool(has(head, "roles", "generic") and not has(head, "agencies", "words"))
    )


def _alike(looked: Looked, columns: list[int]) -> bool:
    """Whether columns seem to count one thing: within each row their numbers are of one size."""
    cells = [looked.table.columns[i].rows()[:200] for i in columns]
    logs = []
    for row in zip(*cells, strict=True):
        found = [float(n) for t in row if (n := re.sub(r"[^\d.]", "", t.replace(",", "")).strip(".")) and n.count(".") < 2 and float(n) > 0]
        if len(found) > 1:
            logs.append(max(found) / min(found))
    return bool(logs) and float(np.median(logs)) < 3


def _heading_day(head: str) -> tuple[tuple[str, str], str] | None:
    """The day that a heading names, and what else it says."""
    if found := day_of(head):
        return found, ""
    if match := re.fullmatch(r"(.*?)[\s_|(\[,-]*\b((?:1[89]|2[01])\d\d)\b[\s_|)\],-]*(.*?)", head):
        rest = f"{match[1]} {match[3]}".strip(" |")
        if not re.search(r"\d", rest):
            return (match[2], ""), rest
    parts = head.split(" | ")
    for part in parts:
        if len(parts) == 2 and (found := day_of(part)):
            return found, next(p for p in parts if p != part)
    return None


def _figure(
    looked: Looked,
    plan: Plan,
    at: int | None,
    low: int | None = None,
    high: int | None = None,
    name: str = "",
    source: str = "",
    day=("", ""),
) -> Figure:
    """A number with what its heading says of measure and unit."""
    head = looked.heads[at if at is not None else low or 0]
    unit, label, unknown = unit_in(head)
    if low is not None and not unit:
        unit, _, unknown = unit_in(looked.heads[low])
    if name and (day != ("", "") or source or low is not None):
        unit, label = (unit_in(name)[0] or unit), (unit_in(name)[1] if not low else name)
    if plan.rules.unit and plan.unit is None:
        unit, unknown = plan.rules.unit, ""
    if unknown:
        plan.questions.append(
            f"{head!r} says ({unknown}), which is no unit that is known here: give --unit, such as --unit tonnes, or --unit 1 for none"
        )
    unit = "" if unit == "1" else unit
    level = next(
        (
            m
            for h in (low, high)
            if h is not None and (m := re.search(r"\b(80|90|95|99)\s?%|\b(?:ci|ki|ic)_?(80|90|95|99)", looked.heads[h], re.IGNORECASE))
        ),
        None,
    )
    measure = plan.rules.measure if plan.measure is None else ""
    if not measure and plan.measure is None:
        words = without(label, "roles", "generic", *(("low", "high", "best") if low is not None else ()))
        if (source and not name) or day != ("", "") and not name or not words:
            label = _caption(looked.table, label if words and not source and day == ("", "") else "")
        measure = slug(label)
    return Figure(
        at,
        low,
        high,
        (level[1] or level[2]) if level else "",
        source,
        measure,
        label if not plan.rules.measure else plan.rules.measure,
        unit,
        day,
    )


def _caption(table: Table, label: str) -> str:
    """What is counted, by what stands above the table or by the name of the file."""
    return (
        label
        or next((t for t in table.grid.titles if len(t) <= 60), "")
        or re.sub(r"[\s_.-]+", " ", re.sub(r"(\.\w{2,7})+$", "", table.name))
    )


def _scales(looked: Looked, plan: Plan) -> None:
    """What a comma and a point are in the columns of numbers: decided by them together, else asked."""
    columns = [at for f in plan.figures for at in (f.value, f.low, f.high) if at is not None]
    found = [(at, *separators(looked.filled[at])) for at in columns]
    sure = {reading: (at, text) for at, readings, _, _ in found for reading, text in readings.items()}
    open_ = {mark: (at, text) for at, _, texts, _ in found for mark, text in texts.items()}
    rules = plan.rules
    if rules.decimal:
        return
    if len(sure) == 2:
        (a, one), (b, two) = sure["point"], sure["comma"]
        plan.questions.append(
            f"{one!r} ({looked.heads[a]}) has a decimal point or commas for thousands, {two!r} ({looked.heads[b]}) the other way: give --decimal point or --decimal comma, and the other cells are named"
        )
    elif sure:
        rules.decimal = next(iter(sure))
    elif open_:
        mark, (at, text) = next(iter(open_.items()))
        count = all(bool(has(looked.heads[i], "kinds", "counts")) and not unit_in(looked.heads[i])[0] for i, _, texts, _ in found if texts)
        if len(open_) == 1 and count:
            rules.decimal = "point" if mark == "," else "comma"
        elif len(open_) == 1 and looked.table.grid.between == ",":
            rules.decimal = "point"
        if rules.decimal:
            plan.guesses.append(
                f"{text!r} is read as {text.replace(mark, '' if (mark == ',') == (rules.decimal == 'point') else '.')} (--decimal)"
            )
        else:
            plan.questions.append(
                f"{text!r} ({looked.heads[at]}) may be {text.replace(mark, '')} or {text.replace(mark, '.')}: give --decimal point (then it is {text.replace(',', '') if mark == ',' else text}) or --decimal comma"
            )
    else:
        rules.decimal = ""


# --- dimensions ----------------------------------------------------------------------------------------------------------------


def _dimensions(looked: Looked, plan: Plan, free: list[int], take) -> None:
    """Columns that say of what the figures are: by their headings, and those without which two rows would be one."""
    columns = looked.table.columns
    for i in list(free):
        name = which(looked.heads[i], "dimensions")
        if name and not looked.number[i] and i not in plan.beside:
            name = name if name not in plan.dims and name != "category" else slug(looked.heads[i])
            name = name if name not in CLAIM_COLUMNS and name not in RESERVED else f"{name}_of"
            if name not in plan.dims:
                plan.dims[name] = i
                take(i)
    key = [at for at in (plan.source, plan.measure, plan.unit, *plan.date, plan.start, plan.said, *plan.dims.values()) if at is not None]
    left = [i for i in free if not looked.number[i] and i not in plan.beside and 1 < len(looked.filled[i])]
    now = _twice(columns, key)
    for i in sorted(left, key=lambda i: len(columns[i].texts)):
        then = _twice(columns, [*key, i]) if now else 0
        if now and then < now and (len(columns[i].texts) < 0.9 * len(looked.table.lines) or not then):
            key, now = [*key, i], then
            name = slug(looked.heads[i])
            plan.dims[name if name not in CLAIM_COLUMNS and name not in RESERVED else f"{name}_of"] = i
            plan.guesses.append(
                f"{looked.heads[i]!r} is taken for what the figures are of: it tells rows apart (--where {name}={looked.heads[i]})"
            )
            take(i)


def combined(columns: Iterable[Column], rows: int) -> np.ndarray:
    """One number for each row, the same where all columns say the same."""
    found, size = np.zeros(rows, np.int64), 1
    for c in columns:
        found = found * (len(c.texts) + 1) + c.codes
        size *= len(c.texts) + 1
        if size > 2**40:
            size = rows
            found = pd.factorize(found)[0].astype(np.int64)
    return found


def _twice(columns: list[Column], key: list[int]) -> int:
    rows = len(columns[0].codes)
    return rows - len(pd.unique(combined([columns[i] for i in key], rows)))
