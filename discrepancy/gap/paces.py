"""TODO"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import stands
from discrepancy.basis.timing import own_series
from discrepancy.case.model import Case
from discrepancy.gap.factors import Pair

__all__ = ["Condition"]

NEAR = 31  # days around two figures within which a published pace is set beside theirs


@dataclass(frozen=True, slots=True)
class Condition:
    """A pace: the one that both figures together imply, or one that the record holds."""

    who: str
    pace: float
    start: date
    end: date
    printed: str
    how: str
    url: str = ""
    implied: bool = False
    near: bool = True
    claims: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def to_dict(self) -> dict:
        return {
            "who": self.who,
            "pace": self.pace,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "days": self.days,
            "printed": self.printed,
            "how": self.how,
            "url": self.url,
            "implied": self.implied,
            "near": self.near,
            "claims": list(self.claims),
        }


def conditions(pair: Pair) -> list[Condition]:
    case, basis = pair.case, pair.basis
    high, low = pair.higher.estimate, pair.lower.estimate
    start, end = low.as_of, high.as_of
    found = []
    if end > start and high.figure.measure == low.figure.measure:
        pace = (high.figure.reading.value - low.figure.reading.value) / (end - start).days
        how = f"{high.figure.reading.value:,} less {low.figure.reading.value:,} over {(end - start).days} days"
        found.append(
            Condition(
                "both figures together", pace, start, end, "", how, implied=True, claims=(low.figure.claim.claim, high.figure.claim.claim)
            )
        )
    window = (start - timedelta(NEAR), max(end, start) + timedelta(NEAR))
    paces = _stated_paces(case, basis) + _own_paces(case, basis)
    for c in sorted(paces, key=lambda c: (c.start, c.end, c.who)):
        found.append(replace(c, near=window[0] <= c.start + (c.end - c.start) / 2 <= window[1]))
    return found


def _stated_paces(case: Case, basis: Basis) -> list[Condition]:
    """Rates and counts of a period, as sources gave them."""
    paces = []
    for c in case.records:
        if (
            not c.primary
            or not stands(case, c, basis)
            or c.measure != basis.measure
            or c.kind not in ("rate", "period")
            or not basis.knows(c.known_from)
        ):
            continue
        if any(wanted and c.dimension(d) not in ("", wanted) for d, wanted in basis.dims.items()):
            continue
        end = dates.middle(c.speaks_of)
        value = c.reading(basis.rule, basis.width).value
        who = case.source_name(c.source)
        if c.kind == "rate":
            start = dates.first(c.period_start) if c.period_start else end - timedelta(1)
            paces.append(Condition(who, value, start, end, c.phrase, f"stated on {dates.say(c.statement_date)}", c.url, claims=(c.claim,)))
        elif c.period_start and dates.first(c.period_start) < end:
            start = dates.first(c.period_start)
            how = f"{value:,} over {(end - start).days} days"
            paces.append(Condition(who, value / (end - start).days, start, end, c.phrase, how, c.url, claims=(c.claim,)))
    return paces


def _own_paces(case: Case, basis: Basis) -> list[Condition]:
    """Differences between a source's own cumulative figures."""
    paces = []
    for source in case.by_source:
        series = own_series(case, source, basis.measure, basis, basis.dims)
        for (d0, f0), (d1, f1) in pairwise(series):
            rise = f1.reading.value - f0.reading.value
            how = f"{f0.reading.value:,} on {dates.say(d0)}, {f1.reading.value:,} on {dates.say(d1)}"
            claims = (f0.claim.claim, f1.claim.claim)
            paces.append(Condition(case.source_name(source), rise / (d1 - d0).days, d0, d1, f1.printed, how, f1.claim.url, claims=claims))
    return paces
