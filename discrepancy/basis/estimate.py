"""TODO"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.counts import Figure
from discrepancy.basis.definition import definition
from discrepancy.basis.dimensions import dimension
from discrepancy.basis.steps import Step, combine, ln, spread
from discrepancy.basis.timing import day_spoken_of, timing
from discrepancy.case.model import Case

__all__ = ["Estimate", "estimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure brought to the basis.

    Attributes
    ----------
    figure : Figure
    steps : dict of Step
        definition, timing, then each declared dimension.
    log, sd : float
        ln of the estimate and its spread.
    low, high : float
        Hard bounds in persons; 0 and infinity where a side is open.
    as_of : datetime.date
        The day that the figure spoke of before it was moved.
    inferred : bool
        Whether a step rests on a derivation that is inferred.
    """

    figure: Figure
    steps: Mapping[str, Step]
    log: float
    terms: Mapping[str, float]
    log_low: float
    log_high: float
    as_of: date

    sd = property(lambda self: spread(self.terms))
    best = property(lambda self: math.exp(self.log))
    low = property(lambda self: math.exp(self.log_low))
    high = property(lambda self: math.exp(self.log_high))
    inferred = property(lambda self: any(s.inferred for s in self.steps.values()))


def estimate(
    case: Case, figure: Figure, basis: Basis, targets: Mapping[str, str] | None = None, anchors: Mapping | None = None
) -> Estimate:
    """Bring a figure to the basis, step by step.

    Parameters
    ----------
    case : Case
    figure : Figure
        As `speaks` gives it.
    basis : Basis
    targets : mapping, optional
        Value of each dimension to go to, where the basis leaves it open.
    anchors : mapping, optional
        {(dimension, value): persons} of the claim that stands at the start of an addition.

    Returns
    -------
    Estimate
    """
    reading = figure.reading
    steps = {"definition": definition(case, figure, basis), "timing": timing(case, figure, basis)}
    log = reading.log + steps["definition"].log + steps["timing"].log
    for name, wanted in (basis.dims if targets is None else targets).items():
        running = math.exp(log) if log > -math.inf else 0.0
        value = figure.claim.dimension(name)
        steps[name] = dimension(case, name, value, wanted, running, basis, {**(anchors or {}), (name, value): reading.best})
        log += steps[name].log
    low, high = reading.bounds
    terms = combine((1, figure.terms), *((1, s.terms) for s in steps.values()))
    speaks_of, _, _ = day_spoken_of(case, figure, basis)
    day = dates.middle(speaks_of)
    return Estimate(
        figure, steps, log, terms, ln(low) + sum(s.low for s in steps.values()), ln(high) + sum(s.high for s in steps.values()), day
    )
