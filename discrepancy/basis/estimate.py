"""A figure → an estimate on the basis, with every step that brought it there: revision, definition, timing, each declared dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from discrepancy import dates
from discrepancy.basis.definition import definition
from discrepancy.basis.dimensions import dimension
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import Assumption, PrintedFigure, Step, combine, ratio, spread
from discrepancy.basis.timing import day_spoken_of, timing
from discrepancy.reading.scale import Scale


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure brought to the basis: its coordinate, its spread, and hard bounds, infinite where a side is open."""

    figure: PrintedFigure
    steps: Mapping[str, Step]  # revision, definition, timing, then each declared dimension
    at: float
    terms: Mapping[Assumption, float]
    at_low: float
    at_high: float
    as_of: date  # the day that the figure spoke of before it was moved
    scale: Scale

    sd = property(lambda self: spread(self.terms))
    best = property(lambda self: self.scale.number(self.at))
    low = property(lambda self: self.scale.number(self.at_low))
    high = property(lambda self: self.scale.number(self.at_high))
    inferred = property(lambda self: any(s.inferred for s in self.steps.values()))

    def meets(self, other: Estimate) -> bool:
        """Whether the hard bounds of both allow one number."""
        return self.at_low <= other.at_high + 1e-9 and other.at_low <= self.at_high + 1e-9


def estimate(standing: Standing, figure: PrintedFigure, targets: Mapping[str, str] | None = None) -> Estimate:
    """Bring a figure to the basis, step by step; `targets` has the value of each dimension to go to, where the basis leaves it open."""
    newest = standing.newest_vintage(figure) if standing.basis.revised else figure
    steps = {"revision": _revision(standing, figure, newest), "definition": definition(standing, newest)}
    steps["timing"] = timing(standing, newest)
    scale, day = standing.basis.scale, day_spoken_of(standing, figure)
    for name, wanted in (standing.basis.dims if targets is None else targets).items():
        so_far = stepped(figure, steps, day, scale)
        ends = (so_far.at_low, so_far.at_high)
        steps[name] = dimension(standing, name, figure.claim.dimension(name), wanted, so_far.at, ends, so_far.terms)
    return stepped(figure, steps, day, scale)


def _revision(standing: Standing, figure: PrintedFigure, newest: PrintedFigure) -> Step:
    """From the vintage that was printed to the source's newest for the same day."""
    if newest is figure:
        return Step("revision", because="the newest figure for its day")
    said = f"revised by {dates.say(newest.claim.statement_date)} to {newest.quoted} for the same day"
    scale = standing.basis.scale
    low, high = map(scale.at, newest.bounds)
    return replace(ratio("revision", scale, newest, figure, said), ends=(low, high), claims=(figure.claim.claim, newest.claim.claim))


def stepped(figure: PrintedFigure, steps: Mapping[str, Step], day: date, scale: Scale) -> Estimate:
    """The estimate that steps lead to, with the spread and the hard bounds of all of them."""
    at = scale.at(figure.reading.best) + sum(s.size for s in steps.values())
    low, high = map(scale.at, figure.bounds)
    for s in steps.values():
        low, high = s.ends or (low + s.low, high + s.high)
    terms = combine((1, figure.terms), *((1, s.terms) for s in steps.values()))
    return Estimate(figure, steps, at, terms, low, high, day, scale)
