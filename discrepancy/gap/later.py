"""Two sides → the day on which the lower side's own figures reached the higher one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from discrepancy import dates
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Claim
from discrepancy.case.who import Group, Source
from discrepancy.gap.factors import Side
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

    def to_dict(self) -> dict:
        """Everything for JSON."""
        return {
            "claim": self.claim.claim,
            "since": self.since.isoformat(),
            "on": self.on.isoformat(),
            "days": self.days,
            "printed": self.claim.phrase,
            "url": self.claim.url,
            "meanwhile": self.meanwhile.claim if self.meanwhile else None,
        }


def later(standing: Standing, higher: Side, lower: Side) -> LaterFigures | None:
    """The first figure of the lower side's group that is at least as large as the higher one; None where there is none, or at a tie."""
    low, high = lower.claim, higher.claim
    if higher.value == lower.value or low.source == high.source:
        return None
    horizon = standing.on(as_of=date.max)
    day = lambda c: dates.middle(c.speaks_of)
    since, measure = day(high), higher.figure.measure
    figures = lambda who: [c for c in horizon.of(who) if c.measure == measure and not horizon.why_not(c)]
    # Of one group, its sources speak for themselves.
    others = figures(Group(low.group) if low.group != high.group else Source(low.source))
    reached = [c for c in others if _at_least(c.reading()) >= _at_least(higher.figure.reading) and day(c) >= since]
    if not reached:
        return None
    claim = min(reached, key=day)
    own = [c for c in figures(Group(high.group)) if c is not claim and since < day(c) <= day(claim)]
    return LaterFigures(claim, since, day(claim), max(own, key=day) if own and high.group != claim.group else None)


def _at_least(r: Reading) -> float:
    """The number that was printed; for a range or a vague word the least that it says."""
    return r.low if r.hedge in ("range", "vague") else r.value
