"""Many sources over time → what each adds as a habit, the latent curves, and whether it is a delay instead.

In goes a `Case`, or a table with the columns of Radford et al. (2023); out comes `Houses`.  A source effect is a multiplier: what
a source's figures are of the latent count, in the mean over its statements.  There is no ground truth in it, so the level is a
convention that the caller chooses, and only differences between sources are data.  docs/houses.md derives the model and states
every prior.

Radford, B. J., Dai, Y., Stoehr, N., Schein, A., Fernandez, M., Sajid, H. (2023). Estimating conflict losses and reporting
biases. PNAS 120(34), e2307372120.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.case.model import Case
from discrepancy.display import Table
from discrepancy.reading.scale import RATIO, Scale
from discrepancy.saying.numbers import percent, times_to
from discrepancy.sources.effects.arrays import alone
from discrepancy.sources.effects.course import CommonCourse, drawn_course, fitted_course
from discrepancy.sources.effects.draws import SEED, Sampler
from discrepancy.sources.effects.lags import lags
from discrepancy.sources.effects.model import Model
from discrepancy.sources.effects.reports import HousesError, Reported, from_case, from_table
from discrepancy.sources.effects.scales import fit

SCATTER = -3.0  # of a case: ln of the variance, a scatter of about 20 %, around which over-dispersion has its prior
ROUNDS = 60  # of scales and mode, for a case: few reports tell little, and the scales settle slowly
SHOWN = 60  # days of a curve that are kept
WEEK, FEWEST, MOST = 7, 8, 80  # days between knots, and how many there are
REPORTS = "source name group role measure day date start said count low high open printed statement claim url expected".split()


@dataclass(frozen=True)
class Houses:
    """What each source adds as a habit, at one reference.

    Attributes
    ----------
    case : Case or None
        None where a table was given.
    measure : str
        The measure asked; empty for a table, in which every `loss_type` is one.
    known_by : str
        The cut-off; empty for hindsight.
    reference : str
        What is put at ×1: "sources" (the geometric mean of all sources), "prior" (nothing: effects are zero on average before
        any data, as published), or a source, a group or a role (the geometric mean of its sources).
    effects : pandas.DataFrame
        A row for each source and measure: ``source name group role measure multiplier amount low high statements shrunk``.
        `multiplier` (on a difference scale `amount`; the other is empty) is the mean of the posterior, low and high its 95 % interval; `statements` the figures it rests on (0:
        predicted from what the source says of other measures, its group and its role); `shrunk`, from 0 to 1, the weight of
        group and role beside the source's own figures.
    groups : pandas.DataFrame
        The geometric mean of the sources of each group and role: ``level who name multiplier amount low high sources statements``;
        `level` is "group" or "role", `who` its id.
    curve : pandas.DataFrame
        The latent cumulative count, or the common course of numbers of a day: ``measure day date mean low high``, at most 60 days of each measure; `day` counts from
        1, `date` is None for a table.
    reports : pandas.DataFrame
        A row for each figure used, in order of date: ``source name group role measure day date start said count low high open
        printed statement claim url expected``.  `start` is the first day of a period, None for a cumulative figure; `low` and
        `high` as read; `expected` is what the curve and the source's effect together give (the median).
    left_out : pandas.DataFrame
        Figures that are no independent report: ``source statement claim because``.
    lags : pandas.DataFrame
        Constant or delay, computed when it is asked for: see `discrepancy.sources.effects.lags`.
    """

    case: Case | None
    measure: str
    known_by: str
    reference: str
    effects: pd.DataFrame
    groups: pd.DataFrame
    curve: pd.DataFrame
    reports: pd.DataFrame
    left_out: pd.DataFrame
    _fit: _Fit = field(repr=False)

    @cached_property
    def lags(self) -> pd.DataFrame:
        return lags(self._fit.told, self._fit.model)

    def at_reference(self, reference: str) -> Houses:
        """The same fit at another reference: every effect is divided, and the curve multiplied, by the same factor."""
        return _houses(self._fit, self.case, self.measure, self.known_by, reference)

    @property
    def scale(self) -> Scale:
        """The scale of the measure."""
        return self._fit.told.scale

    @property
    def unit(self) -> str:
        """The unit of the measure; empty for a count."""
        return self.case.measures[self.measure].unit if self.case else ""

    @property
    def grain(self) -> float:
        """The finest unit of a last printed digit."""
        return min((row["grain"] for row in self._fit.told.rows), default=1.0)

    @property
    def totals(self) -> bool:
        """Whether the figures are counts summed over days, and the curve a running total; else numbers of a day."""
        return self._fit.told.totals

    @property
    def about(self) -> str:
        """The subject of the figures, where the case has several of which only this one is used."""
        return self._fit.told.about

    @property
    def only(self) -> str:
        """The sentence that says of which subject the figures are, where the case has several; else empty."""
        return f" Only figures with {self.about} are used; the case has others." if self.about else ""

    @property
    def none(self) -> str:
        """Where an effect stands that changes nothing, as readers know it: ×1, or 0."""
        return "×1" if self.scale is RATIO else "0"

    def size(self, row: Mapping[str, Any]) -> float:
        """The effect of a row of `effects`, `groups` or `lags`, in the column that the scale has."""
        return row["multiplier" if self.scale is RATIO else "amount"]

    def say(self, size: float) -> str:
        """An effect in words: ×1.2, or +1.4 points."""
        return self.scale.say(self.scale.at(size), self.unit, self.grain)

    def say_range(self, low: float, high: float) -> str:
        """The range of an effect in words."""
        return times_to(low, high) if self.scale is RATIO else f"{self.say(low)} to {self.say(high)}"

    def log_effects(self) -> tuple[np.ndarray, list[tuple[str, str]]]:
        """The draws behind `effects`: in the coordinate of the scale (ln multiplier, or the amount), (draws, effects), and the (source, measure) of each column.

        For what needs them together, such as a difference between two sources, which no choice of the reference moves.
        """
        return self._fit.moved(self.reference), list(self.effects[["source", "measure"]].itertuples(index=False, name=None))

    def as_dict(self) -> dict[str, Any]:
        """Everything, for JSON: dates in ISO form, None for what is absent."""
        said = {"case": self.case.name if self.case else None, "measure": self.measure or None, "known_by": self.known_by or None}
        tables = {name: _records(getattr(self, name)) for name in ("effects", "groups", "curve", "reports", "left_out", "lags")}
        return said | {"reference": self.reference} | tables

    def __repr__(self) -> str:
        return str(self._shown())

    def _repr_html_(self) -> str:
        return self._shown()._repr_html_()

    def _shown(self) -> Table:
        """Effects of sources that gave a figure, highest first, measure by measure."""
        label = self.case.measure_label if self.case else str
        place = list(dict.fromkeys(self.effects["measure"])).index
        told = [row for row in self.effects.to_dict("records") if row["statements"]]
        rows = [
            {
                "source": row["name"],
                "counts": label(row["measure"]),
                "effect": self.say(self.size(row)),
                "95 % range": self.say_range(row["low"], row["high"]),
                "figures": row["statements"],
                "from group and role": percent(row["shrunk"]),
            }
            for row in sorted(told, key=lambda row: (place(row["measure"]), -self.size(row)))
        ]
        return Table(pd.DataFrame(rows), note=self.note)

    @property
    def note(self) -> str:
        """What is at ×1, in a sentence."""
        at, mean = self.none, "geometric mean" if self.scale is RATIO else "mean"
        fixed = {
            "prior": f"At {at}: nothing by name; before any data the effects are zero on average.",
            "sources": f"At {at}: the {mean} of all sources, by convention; no source is known to be right.",
        }
        named = f"At {at}: {self.named}, by convention; that does not make its figures right."
        return f"{fixed.get(self.reference, named)}{self.only} Effects are not evidence of intent."

    @property
    def named(self) -> str:
        """The reference as readers know it."""
        told = self._fit.told
        return told.who[self.reference]["name"] if self.reference in told.who else told.names.get(self.reference, self.reference)


@dataclass(frozen=True)
class _Fit:
    """The fitted model with its draws, in the coordinate of the scale: what does not depend on the reference."""

    told: Reported
    model: Model | CommonCourse
    effects: np.ndarray  # (draws, cells)
    means: np.ndarray  # (draws, houses): the effect of a house before its deviation for a measure
    days: np.ndarray
    curves: Mapping[int, np.ndarray]  # by measure: (draws, days)
    expected: np.ndarray  # of each report
    block_of: np.ndarray  # the block of each thing counted
    shrunk: np.ndarray  # of each effect

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


def houses(case: Case | pd.DataFrame, measure: str = "", reference: str = "", known_by: str = "", rule: str = "", **choices) -> Houses:
    """What each source adds as a habit, and the latent curve behind all of them.

    Parameters
    ----------
    case : Case or pandas.DataFrame
        A case, or a table of reports: ``days`` (from 1), ``loss_count``, ``loss_type`` (what is counted), ``claim_source``,
        ``time_frame`` (Cumulative or Day), and where known ``loss_country``, ``minimum``, ``maximum`` (1: "at least", "as many
        as").  A table is fitted in the published setting: every row counts as it stands.
    measure, known_by, rule : str
        For a case.  Empty: the case's measure, hindsight, the rule "hedge".
    reference : str
        What is at ×1.  Empty: all sources for a case, the published prior for a table.
    **choices
        width, inferred, and a value for any declared dimension.

    Raises
    ------
    HousesError
        If there is too little to tell effects from, the reference is none, or the table is wrong: every row of it at once.
    ClaimError
        For a measure, date, rule or dimension value that the case does not have.

    Examples
    --------
    >>> import discrepancy as dc
    >>> found = dc.houses(dc.load_case("dprk-kursk"))
    >>> found.reference, bool((found.effects["low"] < found.effects["high"]).all())
    ('sources', True)
    """
    if isinstance(case, Case):
        told = from_case(case, measure, known_by, rule, **choices)
        return _houses(_fit(told), case, told.measures[0], known_by, reference or "sources")
    if not hasattr(case, "columns"):
        raise HousesError(f"source effects are of a case (see load_case) or of a table, not of {type(case).__name__}")
    if given := [k for k, v in {"measure": measure, "known_by": known_by, "rule": rule, **choices}.items() if v]:
        raise HousesError(f"{', '.join(given)}: goes with a case, not with a table")
    return _houses(_fit(from_table(case)), None, "", "", reference or "prior")


@alone
def _fit(told: Reported) -> _Fit:
    return _of_totals(told) if told.totals else _of_course(told)


def _of_course(told: Reported) -> _Fit:
    """Numbers of a day: effects around a common course."""
    r = told.reports
    course, days = fitted_course(r, told.scale), _some_days(r.days)
    d = drawn_course(course, days)
    return _Fit(told, course, d.effects, d.effects, days, {0: d.curve}, d.expected, np.zeros(len(r.parts), int), d.shrunk)


def _some_days(days: int) -> np.ndarray:
    return np.unique(np.linspace(0, days - 1, min(SHOWN, days)).round().astype(int))


def _of_totals(told: Reported) -> _Fit:
    """Sums over days: effects on latent counts."""
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
            ln = mean + sd * rng.standard_normal((len(mean), 1))  # the shape's own error moves a curve as a whole
            curves[what] = np.minimum.accumulate(ln[:, ::-1], axis=1)[:, ::-1]  # no count is higher than a later one
    expected = np.median(sampler.predict(draws.few(), r, rng), axis=0) if told.rows else np.zeros(0)
    prior = np.array([1 / model.scale_dev[r.deviation[h]] ** 2 for h in r.cells[:, 1]])
    shrunk = prior / (prior + model.information())
    return _Fit(told, model, effects, draws.g[:, : model.U] @ r.houses.T, days, curves, expected, block_of, shrunk)


def fitted(told: Reported) -> Model:
    """The model at its mode, with a knot a week."""
    days = told.reports.days * told.step
    knots = int(np.clip(math.ceil(days / WEEK), FEWEST, MOST))
    if not told.rows:
        return fit(Model(told.reports, knots))
    return fit(Model(told.reports, knots, walk=True, phi=SCATTER), ROUNDS)


def _houses(found: _Fit, case: Case | None, measure: str, known_by: str, reference: str) -> Houses:
    told, r = found.told, found.told.reports
    shift, moved = found.shift(reference), found.moved(reference)
    n, number = np.bincount(r.cell, minlength=len(r.cells)), np.exp if told.scale is RATIO else np.asarray
    effects = []
    for i, (what, h) in enumerate(r.cells.tolist()):
        own = {"statements": int(n[i]), "shrunk": float(found.shrunk[i])}
        effects.append(told.of[h] | {"measure": told.measures[what]} | _summary(moved[:, i], told.scale) | own)
    curve = []
    for what, at in sorted(found.curves.items()):
        at = at + shift[:, [found.block_of[what]]]
        mean, (low, high) = number(at).mean(0), number(np.quantile(at, [0.025, 0.975], axis=0))
        for j, day in enumerate(found.days.tolist()):
            when = {"measure": told.measures[what], "day": day * told.step + 1, "date": told.day(day)}
            curve.append(when | {"mean": mean[j], "low": low[j], "high": high[j]})
    used = [
        {**told.who[row["source"]], **row, "day": int(r.end[i]) * told.step + 1, "expected": told.scale.number(float(found.expected[i]))}
        for i, row in enumerate(told.rows)
    ]
    reports = pd.DataFrame(used, columns=REPORTS).sort_values(["date", "count"], kind="stable", ignore_index=True)
    left_out = pd.DataFrame(told.left_out, columns=["source", "statement", "claim", "because"])
    tables = pd.DataFrame(effects), _groups(found, moved, n), pd.DataFrame(curve), reports, left_out
    return Houses(case, measure, known_by, reference, *tables, found)


def _groups(found: _Fit, moved: np.ndarray, n: np.ndarray) -> pd.DataFrame:
    """Groups and roles by their sources' effects on the measure that the reference fixes."""
    told, r = found.told, found.told.reports
    rows = []
    for level in ("group", "role") if told.rows else ():
        for who in dict.fromkeys(w[level] for w in told.of):
            cells = [i for i, (what, h) in enumerate(r.cells.tolist()) if what in told.main and told.of[h][level] == who]
            of = {r.cells[i, 1] for i in cells}
            rows.append(
                {"level": level, "who": who, "name": told.names.get(who, who)}
                | _summary(moved[:, cells].mean(1), told.scale)
                | {"sources": len(of), "statements": int(n[cells].sum())}
            )
    return pd.DataFrame(rows, columns=["level", "who", "name", "multiplier", "amount", "low", "high", "sources", "statements"])


def _summary(at: np.ndarray, scale: Scale) -> dict[str, float | None]:
    """The mean of an effect and its range: a multiplier, or an amount."""
    low, high = np.quantile(at, [0.025, 0.975])
    mean = float(np.exp(at).mean()) if scale is RATIO else float(at.mean())
    size = {"multiplier": mean, "amount": None} if scale is RATIO else {"multiplier": None, "amount": mean}
    return size | {"low": scale.number(float(low)), "high": scale.number(float(high))}


def _records(frame: pd.DataFrame) -> list[dict]:
    plain = lambda v: v.isoformat() if hasattr(v, "isoformat") else None if v is None or v != v else v.item() if hasattr(v, "item") else v
    return [{k: plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
