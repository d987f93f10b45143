"""The claims of two sides for each subject → a row each: where only the words differ, all at once; everything else by `explain`.

Where each side prints the measure for the very day, in one subject, nothing but the words stands between the figures and the estimates:
their coordinates, bounds and spreads are those of the readings.  A test holds every row equal to that of `discrepancy.explain`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from discrepancy import dates
from discrepancy.basis.meeting import Meeting
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import ClaimError, Speaker
from discrepancy.gap.explain import explain
from discrepancy.gap.gap import Gap
from discrepancy.reading.reading import Reading
from discrepancy.reading.scale import RATIO
from discrepancy.subjects.shared import Key, Spoken


class Gaps:
    """The rows of a panel as they are gathered."""

    def __init__(
        self, standing: Standing, sides: tuple[Speaker, Speaker], dims: list[str], day: date | None, asked: Mapping[str, Any]
    ) -> None:
        self.standing, self.sides, self.dims, self.day, self.asked = standing, sides, dims, day, asked
        self.keys: list[tuple[Key, str]] = []  # and the day of each row
        self.pairs: list[tuple[Claim, Claim] | Gap] = []
        self.refused: dict[str, str] = {}

    def add(self, key: Key, one: Spoken, two: Spoken, each_day: bool) -> None:
        """The row of a key, or one for each day on which both give a figure."""
        if each_day and (shared := one.keys() & two.keys()):  # what one side alone speaks of has no day of both
            one, two = ({subject: of[subject] for subject in of if subject in shared} for of in (one, two))
        alike = next(iter(one)) if len(one) == len(two) == 1 and one.keys() == two.keys() else None
        days = [
            tuple(sorted({d for claims in of.values() for c in claims for d in self._days(c)[-1 if each_day else 0 :]}))
            for of in (one, two)
        ]
        if not each_day:
            common = Meeting((alike, alike), days, self.day or date.max, True, 0).common if alike else None
            self._row(key, common, (one[alike], two[alike]) if alike else None, self.asked)
            return
        both = sorted({*days[0]} & {*days[1]}) or sorted(d for d in {*days[0], *days[1]} if all(of[0] <= d <= of[-1] for of in days))
        for day in both:
            if not self.asked["as_of"] or day <= self.day:
                self._row(key, day, (one[alike], two[alike]) if alike else None, {**self.asked, "as_of": day.isoformat()})

    def _days(self, claim: Claim) -> tuple[date, ...]:
        said = self.standing.spoken_of(claim)
        return (dates.first(said), dates.last(said)) if said else (dates.last(claim.statement_date),)

    def _row(self, key: Key, day: date | None, claims: tuple[list[Claim], list[Claim]] | None, asked: Mapping[str, Any]) -> None:
        plain = [self._plain(of, day) for of in claims] if claims and day else [None]
        if all(plain) and self._only_words_differ(*plain, day):
            found = tuple(plain)
        else:
            values = dict(zip(self.dims, key.values, strict=True))
            try:
                found = explain(self._near(key), *self.sides, measure=self.standing.basis.measure, **{**asked, **values})
            except ClaimError as error:
                self.refused[", ".join(filter(None, (*key.values, *key.period, asked["as_of"])))] = str(error)
                return
        printed = {c.as_of for c in (found if isinstance(found, tuple) else (found.a.claim, found.b.claim))}
        whole = printed.pop() if len(printed) == 1 else ""  # a year of which both speak is no day of it
        self.keys.append((key, whole or (day or found.basis.as_of).isoformat()))
        self.pairs.append(found)

    def _plain(self, claims: list[Claim], day: date) -> Claim | None:
        """The claim that speaks for a side on a day, where it needs no step; None where it needs one, or might."""
        measure = self.standing.basis.measure
        for c in claims:
            if c.measure != measure or c.derived_from or not c.as_of:
                return None
        usable = [c for c in claims if dates.first(c.as_of) <= day]
        order = lambda c: (min(dates.last(c.as_of), day), dates.last(c.statement_date))
        newest = max(usable, key=order) if len(usable) > 1 else next(iter(usable), None)
        return newest if newest and dates.last(newest.as_of) >= day else None

    def _only_words_differ(self, a: Claim, b: Claim, day: date) -> bool:
        whole = (len(a.as_of) == len(b.as_of) == 10) or a.as_of == b.as_of  # else which day of a month or a year is not known
        return a is not b and a.dims == b.dims and (whole or a.kind not in ("cumulative", "level"))

    @cached_property
    def _rows_of(self) -> dict[tuple[str, ...], list[Claim]]:
        """Every row of the case by its values of the dimensions of the panel; versions with what they retell."""
        case, found = self.standing.case, defaultdict(list)
        for c in case.records:
            primary = case.primary_of(c)
            found[tuple(primary.dimension(name) for name in self.dims)].append(c)
        return found

    @cached_property
    def _origins(self) -> list[Claim]:
        """What others derive from, of whatever subject it is."""
        names = dict.fromkeys(c.derived_from for c in self.standing.case.records if c.derived_from)
        return [c for name in names for c in self.standing.case.by_statement[name]]

    def _near(self, key: Key) -> Case:
        """The case with the rows alone that can bear on a row of the panel."""
        windows = lambda c: c.kind in ("period", "rate") and self.standing.subject(c).period != key.period
        rows = [*self._rows_of.get(key.values, ()), *self._origins]
        kept = {c.line: c for c in rows if not (key.period[1] and windows(c))}
        return replace(self.standing.case, records=tuple(kept[line] for line in sorted(kept)))

    @property
    def from_figures(self) -> tuple[str, ...]:
        """Steps whose size was, in some row, computed from the two figures themselves."""
        return tuple(dict.fromkeys(f.name for g in self.pairs if isinstance(g, Gap) for f in g.factors if f.from_figures))

    def table(self) -> tuple[pd.DataFrame, str, float]:
        """The rows, the unit, and the finest last digit that was printed."""
        at_once = [i for i, pair in enumerate(self.pairs) if isinstance(pair, tuple)]
        by_one = [i for i, pair in enumerate(self.pairs) if isinstance(pair, Gap)]
        readings = [[self.standing.basis.reading(self.pairs[i][k]) for i in at_once] for k in (0, 1)]
        gaps = [self.pairs[i] for i in by_one]
        frames = [
            pd.DataFrame(self._at_once(*readings, at_once), index=at_once),
            pd.DataFrame([_of_gap(g) for g in gaps], index=by_one).drop(columns=self.dims, errors="ignore"),
        ]
        found = pd.concat([f for f in frames if len(f)]).sort_index()
        numbers = [*found.columns[found.columns.get_loc(self.standing.basis.scale.name) :].drop("possible")]
        found[numbers] = found[numbers].astype(float)
        keys = {name: [key.values[i] for key, _ in self.keys] for i, name in enumerate(self.dims)}
        if any(key.period[1] for key, _ in self.keys):
            keys["period_start"] = [key.period[0] for key, _ in self.keys]
        keys["as_of"] = [day for _, day in self.keys]
        unit = gaps[0].unit if gaps else self.pairs[0][0].unit
        grain = min([r.grain for side in readings for r in side] + [g.grain for g in gaps])
        return pd.concat([pd.DataFrame(keys), found], axis=1), unit, grain

    def _at_once(self, a: list[Reading], b: list[Reading], rows: list[int]) -> dict[str, Any]:
        """The columns of the rows in which nothing but the words stands between the figures."""
        scale = self.standing.basis.scale
        at = (lambda x: np.log(np.asarray(x, float))) if scale is RATIO else (lambda x: np.asarray(x, float))
        number = np.exp if scale is RATIO else (lambda x: x)
        with np.errstate(divide="ignore", invalid="ignore"):
            (value_a, best_a, low_a, high_a, sd_a), (value_b, best_b, low_b, high_b, sd_b) = (
                [at([getattr(r, name) for r in side]) for name in ("value", "best")]
                + [at([r.bounds[k] for r in side]) for k in (0, 1)]
                + [np.array([r.sd_on(scale) for r in side])]
                for side in (a, b)
            )
            zero = ~np.isfinite(value_a + value_b + best_a + best_b)
            blank = lambda x: np.where(zero, np.nan, x)
            total, rest = value_a - value_b, best_a - best_b
            none = blank(np.full(len(rows), number(0.0)))
            steps = {"retelling": none, "wording": blank(number(total - rest))} | {name: none for name in self._steps}
            low, high = low_a - high_b, high_a - low_b
            meet = (low_a <= high_b + 1e-9) & (low_b <= high_a + 1e-9)
            return {
                "a": [r.value for r in a],
                "b": [r.value for r in b],
                "a_claim": [self.pairs[i][0].claim for i in rows],
                "b_claim": [self.pairs[i][1].claim for i in rows],
                scale.name: blank(number(total)),
                **steps,
                "unexplained": blank(number(rest)),
                "sd": blank(np.hypot(sd_a, sd_b)),
                "low": blank(number(low)),
                "high": blank(number(high)),
                "possible": meet.astype(object),
            }

    @property
    def _steps(self) -> tuple[str, ...]:
        """Every step but that of a dimension by which rows are told apart: it is ×1 in each."""
        return ("revision", "definition", "timing", *(name for name in self.standing.basis.dims if name not in self.dims))


def _of_gap(gap: Gap) -> dict[str, Any]:
    """The row of a gap that was explained by itself."""
    rest, size = gap.unexplained, gap.scale.size
    ends = {
        end: (getattr(rest, end) if getattr(rest, end) is not None else beyond)
        for end, beyond in (("low", gap.scale.number(-np.inf)), ("high", np.inf))
    }
    return {
        "a": gap.a.value,
        "b": gap.b.value,
        "a_claim": gap.a.claim.claim,
        "b_claim": gap.b.claim.claim,
        gap.scale.name: size(gap.total),
        **{f.name: size(f.size) for f in gap.factors},
        "sd": rest.sd,
        **(ends if gap.total is not None else dict.fromkeys(ends)),
        "possible": gap.possible,
    }
