"""Reports → draws of every effect and curve: of a case around a common course with errors that persist, of a table as was published.

In go `Reported`, from `reports`; out comes a `Fitted`, in the coordinate of the scale, which does not depend on the reference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from discrepancy.sources.effects.arrays import alone
from discrepancy.sources.effects.changes import Change
from discrepancy.sources.effects.changes import fitted as changing
from discrepancy.sources.effects.draws import SEED, Sampler
from discrepancy.sources.effects.joint import FEWEST, MOST, WEEK, Joint, drawn
from discrepancy.sources.effects.model import Model
from discrepancy.sources.effects.reports import HousesError, Reported
from discrepancy.sources.effects.scales import fit as scaled

SHOWN = 60  # days of a curve that are kept


@dataclass(frozen=True)
class Fitted:
    """The fitted model with its draws, in the coordinate of the scale: what does not depend on the reference."""

    told: Reported
    model: Joint | None  # of a case
    effects: np.ndarray  # (draws, cells)
    means: np.ndarray  # (draws, houses): the effect of a house before its deviation for a measure
    days: np.ndarray
    curves: Mapping[int, np.ndarray]  # by measure: (draws, days)
    expected: np.ndarray  # of each report
    block_of: np.ndarray  # the block of each thing counted
    shrunk: np.ndarray  # of each effect
    changed: Sequence[Change] = ()
    steps: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))  # (draws, changes told)

    def members(self, reference: str) -> list[int] | None:
        """The houses whose mean is put at ×1; None for the prior."""
        told = self.told
        if reference == "prior":
            return None
        for key in ("source", "group", "role"):
            if found := [h for h, who in enumerate(told.of) if who[key] == reference]:
                return found
        if reference == "sources":
            return list(range(len(told.of)))
        known = dict.fromkeys(w[key] for key in ("group", "role", "source") for w in told.of)
        raise HousesError(f"reference is {reference!r}: use sources, prior, or one of {', '.join(known)}")

    def shift(self, reference: str) -> np.ndarray:
        """What effects are less at a reference, for each block: (draws, blocks)."""
        r = self.told.reports
        members = self.members(reference)
        delta = np.zeros((len(self.effects), len(self.told.main)))
        if members is None:
            return delta
        place = {(w, h): i for i, (w, h) in enumerate(r.cells.tolist())}
        for b, main in enumerate(self.told.main):
            # of a table, those that speak of this series; a named one is predicted where it does not
            mine = [h for h in members if (main, h) in place] or members
            delta[:, b] = np.mean([self.effects[:, place[main, h]] if (main, h) in place else self.means[:, h] for h in mine], axis=0)
        return delta

    def moved(self, reference: str) -> np.ndarray:
        """Effects at a reference: (draws, cells)."""
        return self.effects - self.shift(reference)[:, self.block_of[self.told.reports.cells[:, 0]]]


@alone
def fit(told: Reported) -> Fitted:
    """The fit of reports, seed and number of draws fixed."""
    return _of_case(told) if told.rows else _of_table(told)


def _some_days(days: int) -> np.ndarray:
    return np.unique(np.linspace(0, days - 1, min(SHOWN, days)).round().astype(int))


def _of_case(told: Reported) -> Fitted:
    """Effects around a common course, with errors that persist."""
    model, changed = changing(told)
    days = _some_days(told.reports.days)
    d = drawn(model, days)
    block_of = np.zeros(len(told.reports.parts), int)
    return Fitted(told, model, d.effects, d.effects, days, d.curves, d.expected, block_of, d.shrunk, changed, d.steps)


def _of_table(told: Reported) -> Fitted:
    """The published setting."""
    r = told.reports
    model = fitted(told)
    sampler = Sampler(model)
    draws = sampler.run()
    effects = np.empty((len(draws.g), len(r.cells)))
    days = _some_days(r.days)
    rng = np.random.default_rng(SEED)
    curves, block_of = {}, np.zeros(len(r.parts), int)
    for b, block in enumerate(model.blocks):
        effects[:, block.cells] = sampler.effects(draws, b)
        block_of[block.counts] = b
        for what in block.counts:
            points = np.column_stack([np.full(len(days), what), np.zeros(len(days), int), days])
            mean, sd = sampler.sums(draws, b, points)
            curves[what] = mean + sd * rng.standard_normal((len(mean), 1))  # the shape's own error moves a curve as a whole
    prior = np.array([1 / model.scale_dev[r.deviation[h]] ** 2 for h in r.cells[:, 1]])
    shrunk = prior / (prior + model.information())
    return Fitted(told, None, effects, draws.g[:, : model.U] @ r.houses.T, days, curves, np.zeros(0), block_of, shrunk)


def fitted(told: Reported) -> Model:
    """The model of a table at its mode, with a knot a week."""
    return scaled(Model(told.reports, int(np.clip(math.ceil(told.reports.days / WEEK), FEWEST, MOST))))
