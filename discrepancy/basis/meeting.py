"""Two sides and a standing → the subjects on which they meet, best first, and the newest day on which both have a figure.

Values of a dimension are not mixed: two sides meet on what both speak of, else on values that the record converts, else on what one of them
does not state; the newest such subject speaks, and the others are listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isqrt

from discrepancy import dates
from discrepancy.basis.speaks import named
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.basis.steps import Subject
from discrepancy.case.model import Claim
from discrepancy.case.who import Speaker

TOTALS = {"cumulative": "period", "period": "cumulative"}  # a period may lie between two totals of the other side
UNMOVED = ("period", "rate", "fixed")  # kinds that no growth brings to another day
MOST = 10_000  # pairs of unlike subjects that are looked at


@dataclass(frozen=True, slots=True)
class Meeting:
    """The subjects of both sides, and the days for which each has a figure."""

    subjects: tuple[Subject, Subject]
    days: tuple[tuple[date, ...], tuple[date, ...]]
    until: date  # the newest day that is asked about
    alike: bool  # whether all dimensions are equal
    differ: int  # in how many dimensions the values are stated, and no conversion leads from one to the other
    away: int = 0  # how often a value is another one than the basis asks for

    @property
    def common(self) -> date | None:
        """The newest day on which both have a figure, or have figures around it."""
        (first_a, last_a), (first_b, last_b) = ((days[0], days[-1]) for days in self.days)
        if self.subjects[0].kind in UNMOVED:
            return min(max(last_a, last_b), self.until)
        day = min(last_a, last_b, self.until)
        return day if day >= max(first_a, first_b) else None

    @property
    def nearest(self) -> date:
        """The later of the two nearest days."""
        return self.common or max(self.days[0][0], self.days[1][0])

    @property
    def rank(self) -> tuple:
        """The best first: what can be compared, its kind, the day asked for where nothing moves, one subject, the values asked for, the newest."""
        order = [*KINDS, "plan", "share"]
        kinds = [order.index(s.kind) for s in self.subjects]
        newest = self.common or min(days[-1] for days in self.days)
        away = self.subjects[0].kind in UNMOVED and newest != self.until
        return self.differ, kinds[0] != kinds[1], max(kinds), away, not self.alike, self.away, -newest.toordinal()


def meetings(standing: Standing, a: Speaker, b: Speaker) -> list[Meeting]:
    """The ways in which two sides can be compared, best first; none if they have no figures of one kind and period."""
    one, two = (_subjects(standing, who) for who in (a, b))
    for who, mine, other in ((a, one, two), (b, two, one)):
        for subject, days in list(other.items()):
            if subject not in mine and not isinstance(who, Claim) and standing.differenced(who, subject):
                mine[subject] = days
    named = isinstance(a, Claim) or isinstance(b, Claim)
    found = [m for s, t in _pairs(one, two) if (m := _meeting(standing, (s, t), (one[s], two[t]), named))]
    return sorted(found, key=lambda m: m.rank)


def may_meet(standing: Standing, sides: Sequence[Speaker]) -> Iterator[tuple[Speaker, Speaker]]:
    """The pairs of sides, in their order, that speak of one kind and period, or the one of totals and the other of a period."""
    of = [{(s.kind, s.period, s.per) for s in _subjects(standing, who)} for who in sides]
    at: dict[object, set[int]] = defaultdict(set)
    for i, own in enumerate(of):
        for key in (*own, *({kind for kind, _, _ in own} & TOTALS.keys())):
            at[key].add(i)
    for i, own in enumerate(of):
        others = set().union(*(at[key] | at[TOTALS.get(key[0])] for key in own))
        yield from ((sides[i], sides[j]) for j in sorted(others) if j > i)


def _pairs(one: Mapping[Subject, tuple[date, ...]], two: Mapping[Subject, tuple[date, ...]]) -> Iterator[tuple[Subject, Subject]]:
    """The subjects that can meet: where both speak of one subject, no two others of its kind and period could be better."""
    same = {(s.kind, s.period) for s in one if s in two}
    yield from ((s, s) for s in one if s in two)
    rest, others = ([s for s in side if (s.kind, s.period) not in same] for side in (one, two))
    if len(rest) * len(others) > MOST:  # of many that have nothing in common, the newest
        rest, others = (sorted(of, key=lambda s: side[s][-1])[-isqrt(MOST) :] for of, side in ((rest, one), (others, two)))
    yield from ((s, t) for s in rest for t in others if s != t)


def _subjects(standing: Standing, who: Speaker) -> dict[Subject, tuple[date, ...]]:
    """The subjects of a side, each with the days that its figures speak of."""
    days: dict[Subject, set[date]] = {}
    ever = standing.on(as_of=date.max)
    own = [named(ever, who)] if isinstance(who, Claim) else [c for c in ever.related(ever.of(who)) if not ever.why_not(c)]
    for claim in own:
        said = standing.spoken_of(claim)
        spans = (dates.first(said), dates.last(said)) if said else (dates.last(claim.statement_date),)
        days.setdefault(standing.subject(claim, standing.basis.measure), set()).update(spans)
    spoken = {subject: tuple(sorted(of)) for subject, of in days.items()}
    return {subject: of for subject, of in spoken.items() if isinstance(who, Claim) or of[0] <= standing.basis.as_of}


def _meeting(standing: Standing, subjects: tuple[Subject, Subject], days: tuple, named: bool) -> Meeting | None:
    a, b = subjects
    planned = (a.kind == "plan") != (b.kind == "plan")  # what shall be is never compared with what is
    if planned or (a.per and b.per and a.per != b.per) or (not named and (a.kind, a.period, a.per) != (b.kind, b.period, b.per)):
        return None
    apart = [(name, v, w) for (name, v), (_, w) in zip(a.dims, b.dims, strict=True) if v != w]
    differ = sum(bool(v and w) and not standing.ways(name, v, w) for name, v, w in apart)
    wanted = standing.basis.dims
    away = sum(wanted[name] not in ("", value) for s in subjects for name, value in s.dims)
    return Meeting(subjects, days, standing.basis.as_of, not apart, differ, away)
