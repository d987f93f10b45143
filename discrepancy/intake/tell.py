"""What was understood of a file → sentences, and a dozen rows to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from discrepancy.case.problems import Problem
from discrepancy.intake.drafts import Brought
from discrepancy.intake.grid import Held
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clean, clip, join

DOZEN, FIRST = 12, 8
SHOWN = ("source", "measure", "as_of", "value", "wording", "low", "high", "unit", "kind")


def understood(brought: Brought) -> list[str]:
    """Each thing that was understood, guessed, kept beside or left out, in a sentence."""
    table, plan, claims = brought.table, brought.plan, brought.claims
    quoted = lambda ats: join([repr(clip(table.heads[at], 40)) for at in ats])
    said = [
        f"{table.name}: {plural(len(table.lines), 'row')}, {plural(len(table.heads), 'column')}"
        + (f", sheet {table.grid.sheet!r}" if table.grid.sheet else "")
    ]
    names = list(claims.names.values())
    how = "a column each" if any(f.source for f in plan.figures) else "the one source of the file"
    how = f"column {quoted([plan.source])}" if plan.source is not None else how
    said.append(f"source: {how} ({_few(names)})")
    for figure in plan.figures[:DOZEN]:
        at = figure.value
        bounds = f", bounds {quoted([figure.low, figure.high])}" if figure.low is not None and figure.high is not None else ""
        level = f" of {figure.level}%" if figure.level else ""
        unit = f", in {figure.unit}" if figure.unit else ""
        of = f", of {figure.day[0].replace('--', 'month ')}" if figure.day[0] else ""
        what = f" ({figure.measure})" if plan.measure is None else ""
        said.append(f"number: {'column ' + quoted([at]) if at is not None else 'a range'}{what}{unit}{of}{bounds}{level}")
    if len(plan.figures) > DOZEN:
        said.append(f"number: {len(plan.figures) - DOZEN} more columns, to {quoted([plan.figures[-1].value])}")
    if plan.measure is not None:
        said.append(
            f"what is counted: column {quoted([plan.measure])} ({_few([claims.labels.get(m, m) for m in claims.cells['measure'].texts])})"
        )
    if plan.unit is not None:
        said.append(f"unit: column {quoted([plan.unit])}")
    days = [d for d in claims.cells["as_of"].texts if d]
    order = {"dmy": ", the day first", "mdy": ", the month first", "ymd": ", the year first"}.get(plan.rules.dates, "")
    spoke = "the headings" if any(f.day[0] for f in plan.figures) else "as given"
    spoke = f"column {quoted(plan.date)}{order}" if plan.date else spoke
    said.append(f"day that a figure speaks of: {f'{spoke} ({min(days)} to {max(days)})' if days else 'not stated in the file (--date)'}")
    on = f"column {quoted([plan.said])}" if plan.said is not None else f"{brought.day}, {brought.day_from}"
    said.append(f"day on which it was said: {on}")
    said += [f"{name}: column {quoted([at])} ({plural(len(table.columns[at].texts), 'value')})" for name, at in plan.dims.items()]
    if plan.across:
        said.append(f"{plan.across}: the headings of the numbers ({plural(len(plan.figures), 'value')})")
    if plan.rules.decimal:
        said.append(f"numbers: decimal {plan.rules.decimal}")
    if plan.beside:
        said.append(f"kept beside, in beside.csv: {quoted(plan.beside)}")
    said += [f"guessed: {guess}" for guess in plan.guesses]
    said += table.grid.told + table.told
    if claims.empty:
        cells = join([f"{n:,} {text!r}" if text else f"{n:,} empty" for text, n in claims.empty.most_common(6)])
        said.append(f"cells without a figure: {cells}")
    return [clean(line, 600) for line in said + left_out(table)]


def _few(names: Sequence[str]) -> str:
    shown = [clip(str(n), 40) for n in names[:6]]
    return f"{len(names):,}: {', '.join(shown)}{', …' * (len(names) > 6)}" if len(names) > 1 else ", ".join(shown) or "none named"


def left_out(table: Held) -> list[str]:
    """A line for each kind of thing that was left out, with the first lines of the file."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in table.left:
        groups.setdefault((problem.column, problem.advice), []).append(problem)
    said = []
    for group in groups.values():
        lines = [p.line for p in group]
        first = f"{', '.join(map(str, lines[:FIRST]))}{', …' * (len(lines) > FIRST)}"
        more = f" ({len(group):,} times: {table.grid.numbered} {first})" if len(group) > 1 else ""
        said.append(f"left out: {replace(group[0], value=clip(group[0].value, 60))}{more}")
    return said


def dozen(brought: Brought) -> list[dict[str, Any]]:
    """A dozen rows from all over the file, with the cells that are filled in any."""
    claims = brought.claims
    at = np.linspace(0, len(claims) - 1, min(DOZEN, len(claims))).astype(int)
    rows = [claims.row(int(i)) for i in at]
    shown = [name for name in (*SHOWN[:3], *brought.plan.dimensions(), *SHOWN[3:]) if any(row.get(name) for row in rows)]
    return [
        {brought.table.grid.numbered: int(claims.lines[i])} | {name: row[name] for name in shown} for i, row in zip(at, rows, strict=True)
    ]
