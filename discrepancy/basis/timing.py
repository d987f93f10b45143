"""A figure of one day → the factor to the as-of date, by the source's own growth only.

Between its own figures log-linear (or linear), beyond them at its own rate and no further than they cover; a single figure with a known
start at its mean rate; otherwise ×1 and not accounted for.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from discrepancy import dates
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import Growth, PrintedFigure, Step, ln
from discrepancy.reading.reading import LARGEST

__all__ = ["UNKNOWN_SPAN", "day_spoken_of", "timing"]

UNKNOWN_SPAN = 14  # days that figures are taken to cover where neither two dates nor a period start are known

Point: TypeAlias = tuple[date, PrintedFigure]


def day_spoken_of(standing: Standing, figure: PrintedFigure) -> date:
    """The day that a figure speaks of: its own as-of date, else that of the claim it derives from, else that of its statement."""
    origin, _ = standing.origin(figure)
    return dates.middle(figure.claim.as_of or (origin or figure.claim).speaks_of)


def timing(standing: Standing, figure: PrintedFigure) -> Step:
    """From the day that the figure speaks of to the as-of date of the basis."""
    case, basis, claim = standing.case, standing.basis, figure.claim
    day, to = day_spoken_of(standing, figure), basis.as_of
    origin, inferred = standing.origin(figure)
    if day == to:
        known = bool(claim.as_of) or origin is not None
        said = f"speaks of {dates.say(to)}" if known else f"said on {dates.say(claim.statement_date)}, day not stated"
        return Step("timing", because=said)
    if basis.timing == "none":
        return Step("timing", because=f"left at {dates.say(day)} by choice", accounted=False)
    if claim.kind != "cumulative":
        return Step("timing", because=f"a count of another kind ({claim.kind}) is not moved in time", accounted=False)
    dims = {name: value or basis.dims[name] for name, value in claim.dims if basis.dims.get(name)}
    source = (origin or claim).source
    step = _move(standing.series(source, figure.measure, dims), day, Growth(source, figure.measure, tuple(dims.items()), to), basis.timing)
    if origin is None:
        return step
    gave = f"the figure that {case.source_name(source)} gave on {dates.say(origin.statement_date)}"
    word = f"If it is {gave}, which it matches" if inferred else f"computed from {gave}"
    return replace(step, because=f"{word}: {step.because}", known=word, inferred=inferred, url=origin.url)


def _move(series: list[Point], day: date, growth: Growth, rule: str) -> Step:
    """Growth of a series from one day to another, by the rule that its points allow."""
    to = growth.to
    # What is not accounted for is not excluded either: a cumulative count may have grown by any factor.
    low, high = (-math.inf, 0.0) if to < day else (0.0, math.inf)
    far = Step.unsized("timing", f"no own figures near enough to {dates.say(to)}", low, high)
    if not series:
        return far
    covered = _covered(series)
    (first, start), (last, _) = series[0], series[-1]
    away = max((first - to).days, (to - last).days, 0)
    if away > covered or (len(series) == 1 and not start.claim.period_start):
        return far
    if len(series) == 1:
        d = (to - day).days
        if d <= -covered:
            return far
        log = math.log(1 + d / covered)
        because = f"the mean rate of the {covered} days from {dates.say(start.claim.period_start)} to {dates.say(first)}"
        return Step("timing", log, min(0.0, 2 * log), max(0.0, 2 * log), {growth: log}, because, claims=(start.claim.claim,))
    at = lambda t: _at(series, t, rule)
    log = at(to) - at(day)
    if abs(log) > math.log(LARGEST):  # a jump within days, carried on for months: no count moves so far
        return far
    if away == 0:
        pair = before, after = (
            max((p for p in series if p[0] <= to), key=lambda p: p[0]),
            min((p for p in series if p[0] >= to), key=lambda p: p[0]),
        )
        nearest = min(pair, key=lambda p: abs((p[0] - to).days))
        sd = math.copysign(abs(at(to) - math.log(nearest[1].reading.best)) / 2, log)
        # A cumulative count can sit anywhere between the two figures around it.
        ends = [bound for _, f in pair for bound in (*f.reading.bounds, f.reading.best)]
        low, high = min(log, ln(min(ends)) - at(day)), max(log, ln(max(ends)) - at(day))
        because = f"own figures of {_say(before)} and {_say(after)}"
    else:
        pair, end = (series[-2:], last) if to > last else (series[:2], first)
        sd = log
        low, high = sorted((log - (at(to) - at(end)), log + (at(to) - at(end))))
        because = f"own rate between {_say(pair[0])} and {_say(pair[1])}, carried {abs((to - end).days)} days further"
    return Step("timing", log, low, high, {growth: sd} if sd else {}, because, claims=tuple(f.claim.claim for _, f in pair))


def _covered(series: list[Point]) -> int:
    """Days that a source's figures cover, from the start of its first period where that is known."""
    start = series[0][1].claim.period_start
    first = dates.first(start) if start else series[0][0]
    days = (series[-1][0] - first).days + (1 if start else 0)
    return days if days > 0 else UNKNOWN_SPAN


def _at(series: list[Point], t: date, rule: str) -> float:
    """The log of a series on a day: joined between its points, carried on at its own rate beyond them."""
    x = [d.toordinal() for d, _ in series]
    y = [f.reading.best for _, f in series]
    i = next((k for k in range(1, len(x)) if t.toordinal() <= x[k]), len(x) - 1)
    share = (t.toordinal() - x[i - 1]) / (x[i] - x[i - 1])
    if rule == "linear":
        count = y[i - 1] + share * (y[i] - y[i - 1])
        if count > 0:
            return math.log(count)
    return math.log(y[i - 1]) + share * math.log(y[i] / y[i - 1])


def _say(point: Point) -> str:
    return f"{dates.say(point[0])} ({point[1].reading.value:,.0f})"
