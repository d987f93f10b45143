"""TODO"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.counts import Figure, figure_of
from discrepancy.basis.standing import derived, stands
from discrepancy.basis.steps import Step, ln
from discrepancy.case.model import Case, Claim
from discrepancy.reading.reading import LARGEST

__all__ = ["own_series"]

UNKNOWN_SPAN = 14  # days that figures are taken to cover where neither two dates nor a period start are known


def own_series(case: Case, source: str, measure: str, basis: Basis, dims: Mapping[str, str] | None = None) -> list[tuple[date, Figure]]:
    """A source's own cumulative figures of a measure in order of date, one a day; derived ones are no points of it."""
    dims = dims or {}
    points: dict[date, Figure] = {}
    wanted = replace(basis, measure=measure)
    for claim in case.by_source.get(source, ()):
        if (
            not claim.primary
            or claim.kind != "cumulative"
            or not stands(case, claim, basis)
            or derived(claim, basis)
            or not basis.knows(claim.known_from)
        ):
            continue
        if any(dims.get(name) and value and value != dims[name] for name, value in claim.dims):
            continue
        figure = figure_of(case, claim, wanted)
        if figure.measure == measure and figure.reading.best > 0:
            day = dates.middle(claim.speaks_of)
            if day not in points or len(figure.claims) < len(points[day].claims):  # a printed figure before a sum
                points[day] = figure
    return sorted(points.items(), key=lambda point: point[0])


def day_spoken_of(case: Case, figure: Figure, basis: Basis) -> tuple[str, Claim | None, bool]:
    """(date as given, the claim it derives from or None, whether the derivation is inferred)."""
    claim, inferred = figure.claim, False
    original = None
    while derived(original or claim, basis):
        at = original or claim
        inferred = inferred or at.derived_basis == "inferred"
        originals = [c for c in case.by_statement[at.derived_from] if c.primary and stands(case, c, basis) and basis.knows(c.known_from)]
        related = [c for c in originals if figure.measure not in case.measures or c.measure in case.related[figure.measure]]
        if not related:
            break
        original = related[0]
    if original is not None:
        return claim.as_of or original.speaks_of, original, inferred
    return claim.speaks_of, None, False


def timing(case: Case, figure: Figure, basis: Basis) -> Step:
    """From the day that the figure speaks of to the as-of date, by the source's own growth only.

    Between its own figures log-linear; beyond them its own rate; a single figure with a known start by its
    mean rate; otherwise, or further away than its figures cover days, ×1 and not accounted for.
    """
    speaks_of, original, inferred = day_spoken_of(case, figure, basis)
    day, to = dates.middle(speaks_of), basis.as_of
    day_known = bool(figure.claim.as_of) or original is not None
    if day == to:
        said = f"speaks of {dates.say(to)}" if day_known else f"said on {dates.say(figure.claim.statement_date)}, day not stated"
        return Step("timing", because=said)
    if basis.timing == "none":
        return Step("timing", because=f"left at {dates.say(day)} by choice", accounted=False)
    if figure.claim.kind != "cumulative":
        return Step("timing", because=f"a count of another kind ({figure.claim.kind}) is not moved in time", accounted=False)
    source = original.source if original else figure.claim.source
    dims = {name: value or basis.dims[name] for name, value in figure.claim.dims if basis.dims.get(name)}
    series = own_series(case, source, figure.measure, basis, dims)
    step = _move(source, series, day, to, basis)
    if original is not None:
        if inferred:
            word = f"If it is the figure that {case.source_name(source)} gave on {dates.say(original.statement_date)}, which it matches"
        else:
            word = f"computed from the figure that {case.source_name(source)} gave on {dates.say(original.statement_date)}"
        step = replace(step, because=f"{word}: {step.because}", known=word, inferred=inferred, url=original.url)
    return step


def _move(source: str, series: list[tuple[date, Figure]], day: date, to: date, basis: Basis) -> Step:
    """Growth of a series between two days, by the rule that its points allow."""
    days = [d for d, _ in series]
    # What is not accounted for is not excluded either: a cumulative count may have grown by any factor.
    away_ = {"low": -math.inf if to < day else 0.0, "high": math.inf if to > day else 0.0}
    far = Step.unsized("timing", f"no own figures near enough to {dates.say(to)}", **away_)
    if not series:
        return far
    covered = _covered(series)
    away = max((days[0] - to).days, (to - days[-1]).days, 0)
    if away > covered or (len(series) == 1 and not series[0][1].claim.period_start):
        return far
    key = f"timing of {source} to {to}"
    if len(series) == 1:
        d = (to - day).days
        if d <= -covered:
            return far
        log = math.log(1 + d / covered)
        start = dates.say(series[0][1].claim.period_start)
        because = f"the mean rate of the {covered} days from {start} to {dates.say(days[0])}"
        return Step("timing", log, min(0.0, 2 * log), max(0.0, 2 * log), {key: log}, because, claims=(series[0][1].claim.claim,))
    at = lambda t: _at(series, t, basis.timing)
    log = at(to) - at(day)
    if abs(log) > math.log(LARGEST):  # a jump within days, carried on for months: no count moves so far
        return far
    if away == 0:
        before = max((p for p in series if p[0] <= to), key=lambda p: p[0])
        after = min((p for p in series if p[0] >= to), key=lambda p: p[0])
        nearest = min((before, after), key=lambda p: abs((p[0] - to).days))
        sd = abs(at(to) - math.log(nearest[1].reading.best)) / 2
        # A cumulative count can sit anywhere between the two figures around it.
        ends = [bound for p in (before, after) for bound in (*p[1].reading.bounds, p[1].reading.best)]
        low, high = min(log, ln(min(ends)) - at(day)), max(log, ln(max(ends)) - at(day))
        because = f"own figures of {_say_point(before)} and {_say_point(after)}"
        return Step(
            "timing",
            log,
            low,
            high,
            {key: math.copysign(sd, log)} if sd else {},
            because,
            claims=tuple(p[1].claim.claim for p in (before, after)),
        )
    end = days[-1] if to > days[-1] else days[0]
    beyond = at(to) - at(end)
    ends = (log - beyond, log + beyond)
    pair = series[-2:] if to > days[-1] else series[:2]
    because = f"own rate between {_say_point(pair[0])} and {_say_point(pair[1])}, carried {abs((to - end).days)} days further"
    return Step("timing", log, min(ends), max(ends), {key: log} if log else {}, because, claims=tuple(p[1].claim.claim for p in pair))


def _covered(series: list[tuple[date, Figure]]) -> int:
    """Days that a source's figures cover, from the start of its first period where that is known."""
    start = series[0][1].claim.period_start
    first = dates.first(start) if start else series[0][0]
    days = (series[-1][0] - first).days + (1 if start else 0)
    return days if days > 0 else UNKNOWN_SPAN


def _at(series: list[tuple[date, Figure]], t: date, timing: str) -> float:
    """ln of a series on a day: joined between its points, carried on at its own rate beyond them."""
    x = [d.toordinal() for d, _ in series]
    y = [f.reading.best for _, f in series]
    i = next((k for k in range(1, len(x)) if t.toordinal() <= x[k]), len(x) - 1)
    share = (t.toordinal() - x[i - 1]) / (x[i] - x[i - 1])
    if timing == "linear":
        count = y[i - 1] + share * (y[i] - y[i - 1])
        if count > 0:
            return math.log(count)
    return math.log(y[i - 1]) + share * math.log(y[i] / y[i - 1])


def _say_point(point: tuple[date, Figure]) -> str:
    return f"{dates.say(point[0])} ({point[1].reading.value:,.0f})"
