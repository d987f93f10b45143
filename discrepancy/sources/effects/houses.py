"""Many sources over time → what each adds as a habit, the latent curves, and whether it is a delay instead.

In goes a `Case`, or a table with the columns of Radford et al. (2023); out comes `Houses`.  A source effect is a multiplier: what
a source's figures are of the latent count, in the mean over its statements.  There is no ground truth in it, so the level is a
convention that the caller chooses, and only differences between sources are data.  docs/houses.md derives the model and states
every prior.

Radford, B. J., Dai, Y., Stoehr, N., Schein, A., Fernandez, M., Sajid, H. (2023). Estimating conflict losses and reporting
biases. PNAS 120(34), e2307372120.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.case.model import Case
from discrepancy.display import Table
from discrepancy.reading.scale import RATIO, Scale
from discrepancy.saying.numbers import percent, times_to
from discrepancy.sources.effects.fits import Fitted, fit
from discrepancy.sources.effects.lags import lags
from discrepancy.sources.effects.reports import HousesError, Reported, from_case, from_table
from discrepancy.sources.independence import independence

CURVE = "measure day date mean low high".split()
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
    changes : pandas.DataFrame
        Whether a source's effect changed for good, a row a source of a case: ``source name tells after by multiplier amount low high
        evidence``.  Where it `tells`, later figures are `multiplier` (`amount`) of what they were, with its 95 % range, from a day between
        `after` and `by` (dates; 95 %); the effect in `effects` is then the mean over its statements.  Otherwise it cannot be told.
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
    changes: pd.DataFrame
    _fit: Fitted = field(repr=False)
    _asked: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @cached_property
    def lags(self) -> pd.DataFrame:
        return lags(self._fit.told, self._fit.model)

    @cached_property
    def suspected(self) -> pd.DataFrame:
        """Figures that were used and repeat another source's number, as `discrepancy.independence` suspects them: its `edges`."""
        if self.case is None:
            return pd.DataFrame()
        edges = independence(self.case, self.measure, known_by=self.known_by, **self._asked).edges
        return edges[(edges["basis"] == "suspected") & edges["statement"].isin(self.reports["statement"])]

    @cached_property
    def without_copies(self) -> Houses | str:
        """The same without the figures that are suspected to be copies, for a look at both; why not, or empty where none is suspected."""
        if self.case is None or not len(self.suspected):
            return ""
        try:
            told = from_case(self.case, self.measure, self.known_by, without=set(self.suspected["statement"]), **self._asked)
            return _houses(fit(told), self.case, self.measure, self.known_by, self.reference)
        except HousesError as error:
            return str(error)

    def at_reference(self, reference: str) -> Houses:
        """The same fit at another reference: every effect is divided, and the curve multiplied, by the same factor."""
        return _houses(self._fit, self.case, self.measure, self.known_by, reference, self._asked)

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

    def beside(self) -> list[tuple[dict[str, Any], str]]:
        """Effects without suspected copies, each with its range in words; empty where there are none to set beside."""
        other = self.without_copies
        rows = other.effects.to_dict("records") if isinstance(other, Houses) else []
        return [(r, self.say_range(r["low"], r["high"])) for r in rows if r["statements"] > 1]

    def log_effects(self) -> tuple[np.ndarray, list[tuple[str, str]]]:
        """The draws behind `effects`: in the coordinate of the scale (ln multiplier, or the amount), (draws, effects), and the (source, measure) of each column.

        For what needs them together, such as a difference between two sources, which no choice of the reference moves.
        """
        return self._fit.moved(self.reference), list(self.effects[["source", "measure"]].itertuples(index=False, name=None))

    def as_dict(self) -> dict[str, Any]:
        """Everything, for JSON: dates in ISO form, None for what is absent; `without_copies` has the effects, or why there are none."""
        said = {"case": self.case.name if self.case else None, "measure": self.measure or None, "known_by": self.known_by or None}
        tables = {name: _records(getattr(self, name)) for name in ("effects", "groups", "curve", "reports", "left_out", "changes", "lags")}
        other = self.without_copies
        without = _records(other.effects) if isinstance(other, Houses) else other or None
        return said | {"reference": self.reference} | tables | {"without_copies": without}

    def __repr__(self) -> str:
        return str(self._shown())

    def _repr_html_(self) -> str:
        return self._shown()._repr_html_()

    def _shown(self) -> Table:
        """Effects of sources that gave a figure, highest first, measure by measure."""
        label = self.case.measure_label if self.case else str
        place = list(dict.fromkeys(self.effects["measure"])).index
        told = [row for row in self.effects.to_dict("records") if row["statements"] > (self.case is not None)]
        without = {(r["source"], r["measure"]): said for r, said in self.beside()}
        rows = [
            {
                "source": row["name"],
                "counts": label(row["measure"]),
                "effect": self.say(self.size(row)),
                "95 % range": self.say_range(row["low"], row["high"]),
                "figures": row["statements"],
                "from group and role": percent(row["shrunk"]),
            }
            | ({"range without suspected copies": without.get((row["source"], row["measure"]), "–")} if without else {})
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
        told = self.case is None or self.reference != "sources" or (self.effects["statements"] > 1).any()
        return f"{fixed.get(self.reference, named) if told else ''}{self.only} Effects are not evidence of intent.".strip()

    @property
    def named(self) -> str:
        """The reference as readers know it."""
        told = self._fit.told
        return told.who[self.reference]["name"] if self.reference in told.who else told.names.get(self.reference, self.reference)


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
    >>> found.reference, bool((found.effects["low"] < found.effects["high"]).any())
    ('sources', True)
    """
    if isinstance(case, Case):
        told = from_case(case, measure, known_by, rule, **choices)
        return _houses(fit(told), case, told.measures[0], known_by, reference or "sources", {"rule": rule, **choices})
    if not hasattr(case, "columns"):
        raise HousesError(f"source effects are of a case (see load_case) or of a table, not of {type(case).__name__}")
    if given := [k for k, v in {"measure": measure, "known_by": known_by, "rule": rule, **choices}.items() if v]:
        raise HousesError(f"{', '.join(given)}: goes with a case, not with a table")
    return _houses(fit(from_table(case)), None, "", "", reference or "prior")


def _houses(
    found: Fitted, case: Case | None, measure: str, known_by: str, reference: str, asked: Mapping[str, Any] | None = None
) -> Houses:
    told, r = found.told, found.told.reports
    shift, moved = found.shift(reference), found.moved(reference)
    n, number = np.bincount(r.cell, minlength=len(r.cells)), np.exp if told.scale is RATIO else np.asarray
    effects = []
    for i, (what, h) in enumerate(r.cells.tolist()):
        own = {"statements": int(n[i]), "shrunk": float(found.shrunk[i])}
        effects.append(told.of[h] | {"measure": told.measures[what]} | _summary(moved[:, i], told, int(n[i])) | own)
    curve = []
    spoke = {(h, day) for h, day in zip(r.cells[r.cell, 1].tolist(), r.end.tolist(), strict=True)}
    several = not told.rows or len(spoke) > len({h for h, _ in spoke})  # of sources that speak of one day each there is no curve
    for what, at in sorted(found.curves.items()) if several else ():
        middle, low, high = _course(number, at + shift[:, [found.block_of[what]]], told)
        for j, day in enumerate(found.days.tolist()):
            when = {"measure": told.measures[what], "day": day * told.step + 1, "date": told.day(day)}
            curve.append(when | {"mean": middle[j], "low": low[j], "high": high[j]})
    used = [
        {**told.who[row["source"]], **row, "day": int(r.end[i]) * told.step + 1, "expected": told.scale.number(float(found.expected[i]))}
        for i, row in enumerate(told.rows)
    ]
    reports = pd.DataFrame(used, columns=REPORTS).sort_values(["date", "count"], kind="stable", ignore_index=True)
    left_out = pd.DataFrame(told.left_out, columns=["source", "statement", "claim", "because"])
    tables = pd.DataFrame(effects), _groups(found, moved, n), pd.DataFrame(curve, columns=CURVE), reports, left_out, _changes(found)
    return Houses(case, measure, known_by, reference, *tables, found, asked or {})


def _changes(found: Fitted) -> pd.DataFrame:
    """Of each source whether its effect changed, and if that tells, when and by how much."""
    told, rows = found.told, []
    for c in found.changed:
        row = {"source": told.of[c.house]["source"], "name": told.of[c.house]["name"], "tells": c.column is not None}
        if c.column is not None:
            row |= {"after": told.day(c.first), "by": told.day(c.last), "evidence": c.evidence}
            row |= _summary(found.steps[:, c.column], told, 2)
        rows.append(row)
    return pd.DataFrame(rows, columns="source name tells after by multiplier amount low high evidence".split())


def _course(number: Callable, at: np.ndarray, told: Reported) -> np.ndarray:
    """Middle, low and high of a curve: of a case the middle where steps add, and a running total no higher than on a later day."""
    middle = number(at.mean(0)) if told.rows else number(at).mean(0)
    found = np.array([middle, *number(np.quantile(at, [0.025, 0.975], axis=0))])
    return np.minimum.accumulate(found[:, ::-1], axis=1)[:, ::-1] if told.totals else found


def _groups(found: Fitted, moved: np.ndarray, n: np.ndarray) -> pd.DataFrame:
    """Groups and roles by their sources' effects on the measure that the reference fixes."""
    told, r = found.told, found.told.reports
    rows = []
    for level in ("group", "role") if told.rows else ():
        for who in dict.fromkeys(w[level] for w in told.of):
            cells = [i for i, (what, h) in enumerate(r.cells.tolist()) if what in told.main and told.of[h][level] == who]
            of = {r.cells[i, 1] for i in cells}
            rows.append(
                {"level": level, "who": who, "name": told.names.get(who, who)}
                | _summary(moved[:, cells].mean(1), told, int(n[cells].sum()))
                | {"sources": len(of), "statements": int(n[cells].sum())}
            )
    return pd.DataFrame(rows, columns=["level", "who", "name", "multiplier", "amount", "low", "high", "sources", "statements"])


def _summary(at: np.ndarray, told: Reported, n: int) -> dict[str, float | None]:
    """The middle of an effect and its range: a multiplier, or an amount; of a case nothing from fewer than two figures."""
    low, high = np.quantile(at, [0.025, 0.975])
    size = told.scale.number(float(at.mean())) if told.rows else float(np.exp(at).mean())
    of = "multiplier" if told.scale is RATIO else "amount"
    known = {of: size, "low": told.scale.number(float(low)), "high": told.scale.number(float(high))}
    return dict.fromkeys(("multiplier", "amount", "low", "high")) | (known if n > 1 or not told.rows else {})


def _records(frame: pd.DataFrame) -> list[dict]:
    plain = lambda v: v.isoformat() if hasattr(v, "isoformat") else None if v is None or v != v else v.item() if hasattr(v, "item") else v
    return [{k: plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
