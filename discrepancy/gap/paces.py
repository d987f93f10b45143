"""Two sides → the pace that both together imply, and every pace that the record holds, near their days or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from discrepancy import dates
from discrepancy.basis.standing import Standing
from discrepancy.gap.factors import Side

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
        """Everything for JSON."""
        row = {name: getattr(self, name) for name in ("who", "pace", "start", "end", "days", "printed", "how", "url", "implied", "near")}
        return row | {"start": self.start.isoformat(), "end": self.end.isoformat(), "claims": list(self.claims)}


def conditions(standing: Standing, higher: Side, lower: Side) -> list[Condition]:
    """The pace that both figures imply, where they count the same on two days, then every pace that the record holds, by its days."""
    high, low = higher.estimate, lower.estimate
    start, end = low.as_of, high.as_of
    days, found = (end - start).days, []
    if days > 0 and high.figure.measure == low.figure.measure:
        more, less = high.figure.reading.value, low.figure.reading.value
        claims = (low.figure.claim.claim, high.figure.claim.claim)
        how = f"{more:,} less {less:,} over {days} days"
        found.append(Condition("both figures together", (more - less) / days, start, end, "", how, implied=True, claims=claims))
    first, last = start - timedelta(NEAR), max(end, start) + timedelta(NEAR)
    paces = sorted([*_stated_paces(standing), *_own_paces(standing)], key=lambda c: (c.start, c.end, c.who))
    return found + [replace(c, near=first <= c.start + (c.end - c.start) / 2 <= last) for c in paces]


def _stated_paces(standing: Standing) -> Iterator[Condition]:
    """Rates and counts of a period, as sources gave them."""
    basis = standing.basis
    for c in standing.allowed("rate", "period"):
        if c.measure != basis.measure:
            continue
        end = dates.middle(c.speaks_of)
        start = dates.first(c.period_start) if c.period_start else end - timedelta(1)
        value = c.reading(basis.rule, basis.width).value
        if c.kind == "rate":
            pace, how = value, f"stated on {dates.say(c.statement_date)}"
        elif c.period_start and start < end:
            pace, how = value / (end - start).days, f"{value:,} over {(end - start).days} days"
        else:
            continue
        yield Condition(standing.case.source_name(c.source), pace, start, end, c.phrase, how, c.url, claims=(c.claim,))


def _own_paces(standing: Standing) -> Iterator[Condition]:
    """Differences between a source's own cumulative figures."""
    case, basis = standing.case, standing.basis
    for source in case.by_source:
        for (d0, f0), (d1, f1) in pairwise(standing.series(source, basis.measure, basis.dims)):
            rise = f1.reading.value - f0.reading.value
            how = f"{f0.reading.value:,} on {dates.say(d0)}, {f1.reading.value:,} on {dates.say(d1)}"
            claims = (f0.claim.claim, f1.claim.claim)
            yield Condition(case.source_name(source), rise / (d1 - d0).days, d0, d1, f1.printed, how, f1.claim.url, claims=claims)
