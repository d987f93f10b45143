"""Claims → how the numbers of each measure stand in time: by the words of its heading, else by their course; what cannot be known is asked."""

from __future__ import annotations

import numpy as np

from discrepancy import dates
from discrepancy.intake.grid import Column, Table, combined
from discrepancy.intake.plan import Figure, Plan
from discrepancy.intake.rows import Claims, mapped
from discrepancy.intake.words import has, which
from discrepancy.saying.numbers import plural


def kinds(table: Table, plan: Plan, found: Claims) -> None:
    """How the numbers of each figure stand in time: by its words, else by its course; what cannot be known is asked."""
    per: dict[str, str] = {}
    texts = found.cells["measure"].texts
    for i, measure in enumerate(texts):
        rows = found.cells["measure"].codes == i
        figures = {int(k) for k in np.unique(found.figure[rows])}
        heads = [found.labels.get(measure, ""), *(h for k in figures for h in _heads_of(table, plan.figures[k]))]
        per[measure] = plan.rules.kind or plan.rules.kinds.get(measure) or _kind(plan, found, rows, " ".join(heads), measure)
    if unknown := [m for m, kind in per.items() if not kind]:
        plan.questions.append(
            f"is a figure ({', '.join(unknown[:4])}{', …' * (len(unknown) > 4)}) the state on its day (--kind level), the count of its day, month or year alone "
            "(--kind period), or a running total (--kind cumulative)? Nothing in the file says"
        )
    kind = mapped(found.cells["measure"], [per[m] for m in texts])
    found.cells["kind"] = kind
    spans = kind.where(lambda k: k in ("period", "rate")) & found.cells["period_start"].where(lambda d: not d)
    if spans.any():
        starts = found.cells["as_of"]
        found.cells["period_start"] = Column.of(
            np.where(spans, mapped(starts, [d for d in starts.texts]).rows(), found.cells["period_start"].rows())
        )
    if (~kind.where(lambda k: k in ("period", "rate", "cumulative", "plan"))).any():
        hold = kind.where(lambda k: k in ("period", "rate", "cumulative", "plan"))
        found.cells["period_start"] = Column.of(np.where(hold, found.cells["period_start"].rows(), "").astype(object))


def _heads_of(table: Table, figure: Figure) -> list[str]:
    return [table.heads[at] for at in (figure.value, figure.low) if at is not None]


def _kind(plan: Plan, found: Claims, rows: np.ndarray, words: str, measure: str) -> str:
    said = which(words, "kinds")
    units = {u for u in found.cells["unit"].keep(rows).texts if u}
    spans = any(found.cells["period_start"].keep(rows).texts)
    if said in ("cumulative", "period"):
        plan.guesses.append(f"{measure}: kind {said}, by the words {has(words, 'kinds', said)!r} (--kind)")
        return said
    if spans and plan.start is not None:
        plan.guesses.append(f"{measure}: kind period, since each figure has a first and a last day (--kind)")
        return "period"
    if said == "level" or any(u.startswith(("%", "per ", "°")) for u in units):
        plan.guesses.append(f"{measure}: kind level, by {has(words, 'kinds', 'level') or next(iter(units))!r} (--kind)")
        return "level"
    days = found.cells["as_of"].keep(rows)
    days = days if any(days.texts) else found.cells["statement_date"].keep(rows)
    fine = {len(d) for d in days.texts if d}
    rising, falls, moves = _course(plan, found, rows)
    event, amount = said == "counts", said == "sums" or bool(has(words, "kinds", "sums"))
    if moves and not falls and fine == {10} and not amount:
        plan.guesses.append(
            f"{measure}: kind cumulative, since no source's figure ever falls and {plural(rising, 'time')} it rises (--kind)"
        )
        return "cumulative"
    if not moves:
        kind = "period" if fine == {4} and (event or amount) else "fixed"
        plan.guesses.append(f"{measure}: kind {kind}, since no source has figures of two days (--kind)")
        return kind
    if event or amount:
        plan.guesses.append(
            f"{measure}: kind period, each figure the count of its {'year' if fine == {4} else 'month' if fine == {7} else 'day'} alone, since figures {'fall' if falls else 'are yearly'} (--kind)"
        )
        return "period"
    if found.cells["value"].keep(rows).where(lambda v: v.startswith("-")).any():
        plan.guesses.append(f"{measure}: kind level, since it is below zero at times (--kind)")
        return "level"
    return ""


def _course(plan: Plan, found: Claims, rows: np.ndarray) -> tuple[int, int, int]:
    """How often a figure rises, falls and moves from one day to the next, in each series."""
    cells = found.cells
    series = combined([cells[name] for name in ("source", *plan.dims)], len(found))[rows]
    days, numbers_ = cells["as_of" if any(cells["as_of"].texts) else "statement_date"], cells["value"]
    day = np.array([dates.last(d).toordinal() if d else 0 for d in days.texts])[days.codes][rows]
    value = np.array([float(v) if v else np.nan for v in numbers_.texts])[numbers_.codes][rows]
    order = np.argsort(series * 10**7 + day)
    series, day, value = series[order], day[order], value[order]
    steps = (np.diff(series) == 0) & (np.diff(day) > 0) & ~np.isnan(np.diff(value))
    moved = np.diff(value)[steps]
    return int((moved > 0).sum()), int((moved < 0).sum()), int((moved != 0).sum())
