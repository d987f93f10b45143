"""A figure of one day → the step to the as-of date, by the source's own figures of the same subject only.

Between two of them along the line that joins them.  Beyond them, running totals only, by their mean rate over a span at least as long as
the carry and no further than that; one figure with a known start at its mean pace since then.  Otherwise no step, and not accounted for.
A total that falls was revised: there is no growth across a fall.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from discrepancy import dates
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.basis.steps import Growth, PrintedFigure, Step
from discrepancy.reading.scale import RATIO, Scale

Point: TypeAlias = tuple[date, PrintedFigure]

# What a total may move beside its mean rate, as a log per square root of a day: with it 95 % ranges hold 94 of 100 figures of 2022-23 that
# were predicted from those before them (benchmarks/timing.py, on the reports of Radford et al. 2023); the move alone would hold 82.
UNSEEN = 0.02


def day_spoken_of(standing: Standing, figure: PrintedFigure) -> date:
    """The day that a figure speaks of: its own as-of date, else that of the claim it derives from, else that of its statement."""
    origin, _ = standing.origin(figure)
    return standing.day(figure.claim.as_of or (origin or figure.claim).speaks_of)


def timing(standing: Standing, figure: PrintedFigure) -> Step:
    """From the day that the figure speaks of to the as-of date of the basis."""
    basis, claim = standing.basis, figure.claim
    day, to = day_spoken_of(standing, figure), basis.as_of
    origin, inferred = standing.origin(figure)
    first, last = (day, day) if origin else (dates.first(claim.speaks_of), dates.last(claim.speaks_of))
    if first == to == last or (first <= to <= last and not basis.still):
        known = bool(claim.as_of) or origin is not None
        said = f"speaks of {dates.say(claim.as_of or to)}" if known else f"said {dates.on(claim.statement_date)}, day not stated"
        return Step("timing", because=said)
    if claim.kind == "fixed":
        return Step("timing", because="a closed count, which does not move in time")
    if basis.still:
        return _unmoved(first, last, to, claim.kind, basis.still)
    if basis.timing == "none":
        return replace(_unmoved(first, last, to, claim.kind, ""), because=f"left at {dates.say(day)} by choice")
    if claim.kind not in ("cumulative", "level"):
        return Step("timing", because=f"a {KINDS.get(claim.kind, claim.kind)} is not moved in time", accounted=False)
    subject = standing.subject(origin or claim, basis.grows_as or figure.measure)
    source = (origin or claim).source
    points = standing.series(source, subject)
    if basis.timing == "mean-rate" and to > day:  # as if nothing had been said of later days
        points = [p for p in points if p[0] <= day] or points
    line = OwnFigures(points, claim.kind, basis.scale, basis.timing)
    step = line.step(day, to, Growth(source, subject, to))
    if origin is None:
        return step
    gave = f"the figure that {standing.case.source_name(source)} gave on {dates.say(origin.statement_date)}"
    word = f"If it is {gave}, which it matches" if inferred else f"computed from {gave}"
    return replace(step, because=f"{word}: {step.because}", known=word, inferred=inferred, url=origin.url)


def _unmoved(first: date, last: date, to: date, kind: str, known: str) -> Step:
    """No step: what is not accounted for is not excluded either; a running total may have grown by any factor, anything else also fallen."""
    falls, grows = kind != "cumulative" or to < last, kind != "cumulative" or to > first
    return Step.unsized("timing", known, -math.inf if falls else 0.0, math.inf if grows else 0.0)


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """The own figures of a source for one subject, in order of date, and what joins them."""

    points: list[Point]
    kind: str
    scale: Scale
    rule: str

    def step(self, day: date, to: date, growth: Growth) -> Step:
        """From one day to another; unsized where the points do not lead there."""
        away = lambda what: _unmoved(day, day, to, self.kind, what)
        if not self.points:
            return away(f"no own figures near enough to {dates.say(to)}")
        start, end = self._at(day), self._at(to)
        if start is None or end is None:
            fell = self.kind == "cumulative" and self._fell(min(day, to), max(day, to))
            return away("its own total fell between, which is a revision" if fell else f"no own figures near enough to {dates.say(to)}")
        size = self.scale.step(start, end)
        first, last = self.points[0], self.points[-1]
        if first[0] <= to <= last[0]:
            return self._within(day, to, start, size, growth)
        near, span = (last, self._span(to)) if to > last[0] else (first, self._span(to))
        assert span is not None  # a day beyond the figures was reached by the rate over a span
        move = self.scale.step(near[1].reading.best, end)
        known = size - move  # from the figure to the nearest own one
        low, high = (known, math.inf) if to > near[0] else (-math.inf, known)
        unseen = UNSEEN * math.sqrt(abs((to - near[0]).days)) if self.scale is RATIO else 0.0
        sd = math.copysign(math.hypot(move, unseen), move)
        pace = f"the mean rate of the {(span[1] - span[0]).days} days from {dates.say(span[0])} to {dates.say(span[1])}"
        return Step("timing", size, low, high, {growth: sd} if sd else {}, pace, claims=span[2])

    def _within(self, day: date, to: date, start: float, size: float, growth: Growth) -> Step:
        """Between two own figures, or on the day of one."""
        before = max((p for p in self.points if p[0] <= to), key=lambda p: p[0])
        after = min((p for p in self.points if p[0] >= to), key=lambda p: p[0])
        nearest = min((before, after), key=lambda p: abs((p[0] - to).days))
        sd = math.copysign(abs(self.scale.step(nearest[1].reading.best, start) + size) / 2, size)
        low, high = -math.inf, math.inf
        if self.kind == "cumulative":  # it can sit anywhere between the two figures around it
            ends = [bound for _, f in (before, after) for bound in (*f.bounds, f.reading.best)]
            low, high = min(size, self.scale.step(start, min(ends))), max(size, self.scale.step(start, max(ends)))
        said = f"own figures of {_say(before)} and {_say(after)}" if before is not after else f"own figure of {_say(before)}"
        claims = tuple(dict.fromkeys((before[1].claim.claim, after[1].claim.claim)))
        return Step("timing", size, low, high, {growth: sd} if sd else {}, said, claims=claims)

    def _at(self, t: date) -> float | None:
        """The number on a day: a point, on the line between two, or carried on from the outermost by the mean rate of a span."""
        points = self.points
        if own := next((f.reading.best for d, f in points if d == t), None):
            return own
        for (d0, f0), (d1, f1) in pairwise(points):
            y0, y1 = f0.reading.best, f1.reading.best
            if d0 < t < d1:
                if self.kind == "cumulative" and y1 < y0:
                    return None
                share = (t - d0).days / (d1 - d0).days
                straight = self.rule == "linear" or self.kind == "level"
                return y0 + share * (y1 - y0) if straight else self.scale.number(self.scale.at(y0) + share * self.scale.step(y0, y1))
        if (span := self._span(t)) is None:
            return None
        near, rate = points[-1] if t > points[-1][0] else points[0], span[3]
        y = near[1].reading.best + rate * (t - near[0]).days
        return y if y > 0 or self.scale is not RATIO else None

    def _span(self, t: date) -> tuple[date, date, tuple[str, ...], float] | None:
        """(first day, last day, claims, rate) of the shortest run of own figures from the outermost that is as long as the carry beyond it."""
        if self.kind != "cumulative":
            return None
        ahead = t > self.points[-1][0]
        run = self.points[::-1] if ahead else self.points
        near, y = run[0][0], run[0][1].reading.best
        carry, claims = abs((t - near).days), (run[0][1].claim.claim,)
        before = y
        for d, f in run[1:]:
            if (f.reading.best > before) is ahead and f.reading.best != before:  # a fall
                return None
            before = f.reading.best
            if abs((d - near).days) >= carry:
                rate = (y - before) / (near - d).days
                return min(d, near), max(d, near), (*claims, f.claim.claim), rate
        began = self.points[0][1].claim.period_start
        if began and (start := dates.first(began)) < near and ((near - start).days >= carry if ahead else t >= start):
            first, *_ = self.points
            last = near if ahead else first[0]
            return start, last, claims, y / ((last - start).days + 1)
        return None

    def _fell(self, start: date, end: date) -> bool:
        """Whether the total falls between two of the figures around a span."""
        spans = ((d0, d1, f1.reading.best < f0.reading.best) for (d0, f0), (d1, f1) in pairwise(self.points))
        return any(fell and d1 > start and d0 < end for d0, d1, fell in spans)


def _say(point: Point) -> str:
    return f"{dates.say(point[0])} ({point[1].reading.value:,.0f})"
