"""TODO"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from discrepancy import dates
from discrepancy.basis.standing import why_not
from discrepancy.case.model import Claim
from discrepancy.gap.factors import Pair
from discrepancy.reading.reading import Reading

__all__ = ["LaterFigures"]


@dataclass(frozen=True, slots=True)
class LaterFigures:
    """When one group's own figure reached the other's."""

    claim: Claim
    since: date
    on: date
    meanwhile: Claim | None

    @property
    def days(self) -> int:
        return (self.on - self.since).days


def _others(pair: Pair) -> list[Claim]:
    """Claims of the lower side's group; of its source alone where both sides are of one group, none where of one source."""
    case, low, high = pair.case, pair.lower.claim, pair.higher.claim
    if low.group != high.group:
        return case.by_group[low.group]
    return case.by_source[low.source] if low.source != high.source else []


def later(pair: Pair) -> LaterFigures | None:
    case, high = pair.case, pair.higher
    if pair.a.value == pair.b.value:
        return None
    horizon = replace(pair.basis, as_of=date.max)
    since = dates.middle(high.claim.speaks_of)
    measure = pair.basis.measure if high.figure.measure == pair.basis.measure else high.figure.measure
    reached = [
        (dates.middle(c.speaks_of), c)
        for c in _others(pair)
        if c.measure == measure
        and not why_not(case, c, horizon)
        and _at_least(c.reading()) >= _at_least(high.figure.reading)
        and dates.middle(c.speaks_of) >= since
    ]
    if not reached:
        return None
    on, claim = min(reached, key=lambda r: r[0])
    own = [
        (dates.middle(c.speaks_of), c)
        for c in case.by_group[high.claim.group]
        if c.measure == measure and c is not claim and not why_not(case, c, horizon) and since < dates.middle(c.speaks_of) <= on
    ]
    return LaterFigures(claim, since, on, max(own, key=lambda r: r[0])[1] if own and high.claim.group != claim.group else None)


def _at_least(r: Reading) -> float:
    """The number that was printed; for a range or a vague word the least that it says."""
    return r.low if r.hedge in ("range", "vague") else r.value
