"""Claims → how the numbers of each measure stand in time: by the words of its heading, else by their course; what cannot be known is asked."""

from __future__ import annotations

import re

import numpy as np

from discrepancy import dates
from discrepancy.intake.grid import Column, Held, combined, mapped
from discrepancy.intake.plan import Plan
from discrepancy.intake.rows import ClaimRows
from discrepancy.intake.words import has, which, without
from discrepancy.saying.numbers import plural


def kinds(table: Held, plan: Plan, found: ClaimRows) -> None:
    """How the numbers of each figure stand in time: by its words, else by its course; what cannot be known is asked."""
    texts = found.cells["measure"].texts
    for i, measure in enumerate(texts):
        rows = found.cells["measure"].codes == i
        figures = {int(k) for k in np.unique(found.figure[rows])}
        heads = [table.heads[at] for k in figures for at in (plan.figures[k].value, plan.figures[k].low) if at is not None]
        words = " ".join([found.labels.get(measure, ""), *heads])
        polled = any(has(head, "roles", "poll") for head in table.heads)
        plan.kinds[measure] = plan.rules.kind or plan.rules.kinds.get(measure) or _kind(plan, found, rows, words, measure, polled)
    if unknown := [m for m, kind in plan.kinds.items() if not kind]:
        plan.questions.append(
            f"is a figure ({', '.join(unknown[:4])}{', …' * (len(unknown) > 4)}) the state on its day (--kind level), the count of its day, month or year alone "
            "(--kind period), or a running total (--kind cumulative)? Nothing in the file decides it"
        )
    kind = mapped(found.cells["measure"], [plan.kinds[m] for m in texts])
    found.cells["kind"] = kind
    spans = kind.where(lambda k: k in ("period", "rate")) & found.cells["period_start"].where(lambda d: not d)
    if spans.any():
        found.cells["period_start"] = Column.of(np.where(spans, found.cells["as_of"].rows(), found.cells["period_start"].rows()))
    hold = kind.where(lambda k: k in ("period", "rate", "cumulative", "plan"))
    if not hold.all():
        found.cells["period_start"] = Column.of(np.where(hold, found.cells["period_start"].rows(), "").astype(object))
        if plan.start is not None:
            plan.guesses.append(f"{table.heads[plan.start]!r} is not written with figures that count no days (--kind period)")


# digits of the days that a heading asks for
_TIMES = {word: 10 for word in ("day", "daily")} | {word: 7 for word in ("month", "monthly")}
_TIMES |= dict.fromkeys("year annum yearly annual annually".split(), 4) | dict.fromkeys("week weekly quarter quarterly".split(), 0)


def _kind(plan: Plan, found: ClaimRows, rows: np.ndarray, words: str, measure: str, polled: bool) -> str:
    """The kind of a measure, told with its reason; empty where nothing decides it. The days on which a poll was held count nothing."""

    def guessed(kind: str, why: str) -> str:
        plan.guesses.append(f"{measure}: kind {kind}, {why} (--kind)")
        return kind

    said = which(words, "kinds")
    units = {u for u in found.cells["unit"].keep(rows).texts if u}
    days = found.cells["as_of" if any(found.cells["as_of"].texts) else "statement_date"].keep(rows)
    fine = {len(d) for d in days.texts if d}
    spans = plan.start is not None or any(found.cells["period_start"].keep(rows).texts)
    rising, falls, steps, apart = _course(plan, found, rows)
    if said == "cumulative":
        return guessed(said, f"by the words {has(words, 'kinds', said)!r}")
    time = next((t for word, t in _TIMES.items() if re.search(rf"(?<![^\W_]){word}(?![^\W_])", words.casefold())), None)
    # Whether each figure has a day, month or year of its own, with none between.
    alone = spans or (len(fine) == 1 and (fine != {10} or apart in (0, 1)))
    if said == "period" or (time is not None and said != "level"):
        fits = spans or (alone and time in (None, *fine))
        return guessed("period", f"by the words {has(words, 'kinds', 'period')!r}") if fits else ""
    values = found.cells["value"].keep(rows).texts
    amount = bool(has(words, "kinds", "sums"))
    if any("." in v for v in values) and all(not v or 0 <= float(v) <= 1 for v in values) and not amount:
        return guessed("level", "since each is a share, between 0 and 1")
    event = bool(has(without(words, "kinds", "stocks"), "kinds", "counts"))  # people are counted on a day, people killed by the year
    if spans and said != "level" and not any(u.startswith("%") for u in units) and (event or amount or (plan.rules.start and not polled)):
        return guessed("period", "since each figure has a first and a last day")
    if said == "level" or any(u.startswith(("%", "per ", "°")) for u in units):
        return guessed("level", f"by {has(words, 'kinds', 'level') or next(iter(units))!r}")
    if polled and not event and not amount:
        return guessed("level", "since a poll or a sample says it")
    if spans:
        return ""
    if steps > 2 and rising and not falls and fine == {10} and not amount:
        return guessed("cumulative", f"since no source's figure ever falls and {plural(rising, 'time')} it rises")
    if not steps:
        apart_by = f" of one {' and '.join(plan.dimensions())}" * (len(days.texts) > 1 and bool(plan.dimensions()))
        return guessed("period" if fine == {4} and (event or amount) else "fixed", f"since no source has figures of two days{apart_by}")
    if (event or amount) and alone and (10 not in fine or falls > 0.1 * steps):
        of = "year" if fine == {4} else "month" if fine == {7} else "day"
        return guessed("period", f"each figure the count of its {of} alone")
    if found.cells["value"].keep(rows).where(lambda v: v.startswith("-")).any():
        return guessed("level", "since it is below zero at times")
    return ""


def _course(plan: Plan, found: ClaimRows, rows: np.ndarray) -> tuple[int, int, int, int]:
    """How often a figure rises and falls, of how many steps from one day to the next, and how many days lie between most of them."""
    cells = found.cells
    series = combined([cells[name] for name in ("source", *plan.dimensions())], len(found))[rows]
    days = cells["as_of" if any(cells["as_of"].texts) else "statement_date"]
    day = np.array([dates.last(d).toordinal() if d else 0 for d in days.texts])[days.codes][rows]
    value = cells["value"].numbers()[rows]
    low = [float(found_[1]) if (found_ := re.match(r"(-?[\d.]+) to ", w)) else np.nan for w in cells["wording"].texts]
    value = np.where(np.isnan(value), np.array(low)[cells["wording"].codes][rows], value)
    order = np.argsort(series * 10**7 + day)
    series, day, value = series[order], day[order], value[order]
    steps = (np.diff(series) == 0) & (np.diff(day) > 0) & ~np.isnan(np.diff(value))
    moved, apart = np.diff(value)[steps], np.diff(day)[steps]
    return int((moved > 0).sum()), int((moved < 0).sum()), len(moved), int(np.median(apart)) if len(apart) else 0
