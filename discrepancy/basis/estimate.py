"""A figure → an estimate on the basis, with every step that brought it there: definition, timing, each declared dimension."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from discrepancy.basis.definition import definition
from discrepancy.basis.dimensions import dimension
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import Assumption, PrintedFigure, Step, combine, ln, spread
from discrepancy.basis.timing import day_spoken_of, timing

__all__ = ["Estimate", "estimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure brought to the basis: ln of the estimate, its spread, and hard bounds, infinite where a side is open."""

    figure: PrintedFigure
    steps: Mapping[str, Step]  # definition, timing, then each declared dimension
    log: float
    terms: Mapping[Assumption, float]
    log_low: float
    log_high: float
    as_of: date  # the day that the figure spoke of before it was moved

    sd = property(lambda self: spread(self.terms))
    best = property(lambda self: math.exp(self.log))
    low = property(lambda self: math.exp(self.log_low))
    high = property(lambda self: math.exp(self.log_high))
    inferred = property(lambda self: any(s.inferred for s in self.steps.values()))


def estimate(
    standing: Standing,
    figure: PrintedFigure,
    targets: Mapping[str, str] | None = None,
    anchors: Mapping[tuple[str, str], float] | None = None,
) -> Estimate:
    """Bring a figure to the basis, step by step.

    `targets` has the value of each dimension to go to, where the basis leaves it open; `anchors` {(dimension, value): persons} of the
    claim that stands at the start of an addition.
    """
    reading = figure.reading
    steps = {"definition": definition(standing, figure), "timing": timing(standing, figure)}
    log = reading.log + steps["definition"].log + steps["timing"].log
    for name, wanted in (standing.basis.dims if targets is None else targets).items():
        running = math.exp(log) if log > -math.inf else 0.0
        value = figure.claim.dimension(name)
        steps[name] = dimension(standing, name, value, wanted, running, {**(anchors or {}), (name, value): reading.best})
        log += steps[name].log
    return stepped(figure, steps, log, day_spoken_of(standing, figure))


def stepped(figure: PrintedFigure, steps: Mapping[str, Step], log: float, day: date) -> Estimate:
    """The estimate that steps lead to, with the spread and the hard bounds of all of them."""
    low, high = map(ln, figure.reading.bounds)
    terms = combine((1, figure.terms), *((1, s.terms) for s in steps.values()))
    return Estimate(figure, steps, log, terms, low + sum(s.low for s in steps.values()), high + sum(s.high for s in steps.values()), day)
