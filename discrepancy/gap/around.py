"""What the record holds around two sides: the day on which the lower one's own figures reached the higher one, the pace that both together
imply beside every pace that was stated or can be counted, how long a side has given no figure, and the reasons for a difference."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product

from discrepancy import dates
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.basis.steps import Subject
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Group, Source, Statement, about
from discrepancy.gap.factors import Side
from discrepancy.reading.reading import Reading
from discrepancy.reading.units import is_money
from discrepancy.reading.wording import tidy

NEAR = 31  # days around two figures within which a published pace is set beside theirs


@dataclass(frozen=True, slots=True)
class LaterFigures:
    """When one group's own figure reached the other's."""

    claim: Claim
    since: date
    on: date
    meanwhile: Claim | None

    days = property(lambda self: (self.on - self.since).days)

    def to_dict(self) -> dict:
        """Everything for JSON."""
        days = {"since": self.since.isoformat(), "on": self.on.isoformat(), "days": self.days}
        row = {"claim": self.claim.claim} | days | {"printed": self.claim.phrase, "url": self.claim.url}
        return row | {"meanwhile": self.meanwhile.claim if self.meanwhile else None}


def later(standing: Standing, higher: Side, lower: Side) -> LaterFigures | None:
    """The first figure of the lower side's group that is at least as large as the higher one; None where there is none, or at a tie."""
    low, high = lower.claim, higher.claim
    if higher.value == lower.value or low.source == high.source:
        return None
    horizon = standing.on(as_of=date.max)
    day = lambda c: dates.middle(c.speaks_of)
    since, measure = day(high), higher.figure.measure
    subject = lambda side: horizon.subject(horizon.origin(side.figure)[0] or side.claim, measure)

    def figures(who: Group | Source, side: Side) -> list[Claim]:
        same = lambda c: c.measure == measure and horizon.subject(c) == subject(side)
        return [c for c in horizon.of(who) if same(c) and not horizon.why_not(c)]

    if subject(higher).kind != "cumulative" or higher.figure.reading.open in ("low", "both"):
        return None  # only totals grow, and an upper limit reaches nothing
    # Of one group, its sources speak for themselves.
    others = [c for c in figures(Group(low.group) if low.group != high.group else Source(low.source), lower)]
    target = _least(higher.figure.reading)
    reached = [c for c in others if _least(c.reading()) >= target and day(c) >= since]
    if not reached:
        return None
    claim = min(reached, key=day)
    own = [c for c in figures(Group(high.group), higher) if c is not claim and since < day(c) <= day(claim)]
    return LaterFigures(claim, since, day(claim), max(own, key=day) if own and high.group != claim.group else None)


@dataclass(frozen=True, slots=True)
class Silence:
    """A source or a group, its newest figure of a measure, and the newest statement that anybody made."""

    who: str
    measure: str
    last: Claim
    newest: Claim
    often: int  # on how many days it gave one

    @property
    def days(self) -> int:
        """Days between the two; of a month or a year no more than there surely were."""
        return max(0, (dates.first(self.newest.statement_date) - dates.last(self.last.statement_date)).days)


def silences(standing: Standing, *sides: Side) -> Iterator[Silence]:
    """Of each side that is a source or a group and counts what may go on, its newest figure of that, beside the newest of the same place."""
    for side in sides:
        if not isinstance(who := side.who, Claim) and side.claim.kind != "fixed":
            counted, near = (standing.basis.measure, side.figure.measure), standing.about(side.claim)
            newest = max(near.claims, key=lambda c: dates.first(c.statement_date))
            given = [c for c in near.of(who) if c.kind in KINDS and (c.measure in counted or standing.parts(c))]
            last, often = max(given, key=lambda c: dates.last(c.statement_date)), len({c.statement_date for c in given})
            yield Silence(side.name, side.figure.measure, last, newest, often)


def _least(r: Reading) -> float:
    """The number that was printed; for a range or a vague word the least that it says; an upper limit says no least."""
    return -math.inf if r.open in ("low", "both") else r.low if r.vague else r.value


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

    days = property(lambda self: (self.end - self.start).days)

    def to_dict(self) -> dict:
        """Everything for JSON."""
        row = {name: getattr(self, name) for name in ("who", "pace", "start", "end", "days", "printed", "how", "url", "implied", "near")}
        return row | {"start": self.start.isoformat(), "end": self.end.isoformat(), "claims": list(self.claims)}


def conditions(standing: Standing, higher: Side, lower: Side) -> list[Condition]:
    """The pace that both figures imply, where they count the same on two days, then every pace that the record holds, by its days."""
    high, low, standing = higher.estimate, lower.estimate, standing.about(higher.claim, lower.claim)
    start, end = low.as_of, high.as_of
    days, found = (end - start).days if standing.span(low.figure)[1] < standing.span(high.figure)[0] else 0, []
    more, less = (_converted(standing.case, side) for side in (higher, lower))
    totals = high.figure.claim.kind == low.figure.claim.kind == "cumulative"
    subjects = {standing.subject(standing.origin(s.figure)[0] or s.claim, standing.basis.measure) for s in (higher, lower)}
    several = (len(standing.series(source, subject)) > 1 for source in standing.case.by_source for subject in subjects)
    runs_on = (days <= 366 and not is_money(higher.claim.unit)) or any(several)  # a budget, or an event of long ago, does not by itself
    alike = totals and runs_on and high.figure.measure == low.figure.measure
    if days > 0 and alike and more is not None and less is not None and more > less:
        claims = (low.figure.claim.claim, high.figure.claim.claim)
        how = f"{tidy(round(more, 6)):,} less {tidy(round(less, 6)):,} over {days} days"
        found.append(Condition("both figures together", (more - less) / days, start, end, "", how, implied=True, claims=claims))
    first, last = start - timedelta(NEAR), max(end, start) + timedelta(NEAR)
    paces = sorted([*_stated_paces(standing), *_own_paces(standing, subjects)] if totals else [], key=lambda c: (c.start, c.end, c.who))
    return found + [replace(c, near=first <= c.start + (c.end - c.start) / 2 <= last) for c in paces]


def _converted(case: Case, side: Side) -> float | None:
    """The printed number, brought to the other side's values of the dimensions; None where what is counted differs by an unknown size."""
    counted = [name for name, spec in case.dimensions.items() if spec["subject"] and side.claim.dimension(name)]
    steps = [side.estimate.steps[name] for name in counted]
    if not all(s.accounted for s in steps):
        return None
    return side.estimate.scale.move(side.figure.reading.value, sum(s.size for s in steps))


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


def _own_paces(standing: Standing, subjects: set[Subject]) -> Iterator[Condition]:
    """Differences between a source's own totals of the subjects of the two sides."""
    case = standing.case
    for source, subject in product(case.by_source, sorted(subjects)):
        for (d0, f0), (d1, f1) in pairwise(standing.series(source, subject)):
            rise = f1.reading.value - f0.reading.value
            how = f"{f0.reading.value:,} on {dates.say(d0)}, {f1.reading.value:,} on {dates.say(d1)}"
            claims = (f0.claim.claim, f1.claim.claim)
            yield Condition(case.source_name(source), rise / (d1 - d0).days, d0, d1, f1.printed, how, f1.claim.url, claims=claims)


def reasons(standing: Standing, a: Side, b: Side) -> list[dict]:
    """Reasons for this pair, and what either said of its difference from others; never the one as the other."""
    case, sides = standing.case, (a, b)
    found = []
    for row in case.tables["reasons"]:
        names = [part.strip() for part in row["about"].split(";")]
        one, two = (about(case, name) for name in names)
        both = any(_is(one, x) and _is(two, y) for x, y in (sides, sides[::-1]))
        groups = {group_of(case, name) for name in names}
        if not both and len(groups) == 1:
            continue  # a source on its own figures
        if both or groups & {s.claim.group for s in sides}:
            found.append({**{k: row[k] for k in ("date", "said_by", "summary", "url")}, "about": names, "for_this_pair": both})
    return sorted(found, key=lambda r: (not r["for_this_pair"], r["date"]))


def _is(what: Statement | Source | Group, side: Side) -> bool:
    """Whether a reason that is about a statement, a source or a group is about a side."""
    c = side.claim
    return what in (Statement(c.statement), Source(c.source), Group(c.group))


def group_of(case: Case, who: str) -> str:
    """The group of a statement, a source or a group."""
    match about(case, who):
        case Statement(name):
            return case.by_statement[name][0].group
        case Source(name):
            return case.group_of(name)
        case Group(name):
            return name
