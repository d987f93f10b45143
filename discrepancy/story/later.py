"""A gap → when one side's own figure reached the other's, who has stopped giving figures, and the reasons that somebody gave."""

from __future__ import annotations

from discrepancy import dates
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Group, Source, Statement, about
from discrepancy.gap.around import LaterFigures, group_of
from discrepancy.gap.gap import Gap
from discrepancy.saying.numbers import quantity, spelled
from discrepancy.saying.text import cap, clip, join
from discrepancy.story.views import case_of
from discrepancy.story.words import Told, together

STOPPED = 21  # days without a figure, while the record goes on, from which on it is told


def later(gap: Gap) -> str:
    """When one group's own figure reached the other's."""
    return together(later_told(gap))


def later_told(gap: Gap) -> Told:
    """The same sentence by sentence."""
    found, other = gap.later_figures, gap.lower
    if found is None and (gap.a.claim.source == gap.b.claim.source or gap.higher.claim.kind != "cumulative"):
        return []  # only a total grows
    if found is None:
        until = f" known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ""
        whose = case_of(gap).group_name(other.claim.group) if other.claim.group != gap.higher.claim.group else other.name
        r = gap.higher.figure.reading
        value = gap.higher.figure.quoted if r.vague else quantity(r.value, r.unit, r.grain)
        return [(f"No later figure of {whose}{until} was found that reaches {value}.", True)]
    apart = f"{spelled(found.days, 'day')} after {dates.say(found.since)}" if found.days else "the same day"
    told = [(f"{reached(gap, found)}, {apart}.", True)]
    told += [(f"{meanwhile(gap, found.meanwhile)}.", True)] if found.meanwhile else []
    told += [("The step in time rests on the same figure: the two are one piece of evidence.", False)] if one_piece(gap, found) else []
    return [*told, (nearer(found), True)]


def stopped(gap: Gap) -> str:
    """Which side gave no more figures, while the record went on; empty if neither stopped, or all did together."""
    told = []
    for s in (s for s in gap.silent if s.often > 1 and s.days > STOPPED):
        last, newest = s.last.statement_date, s.newest.statement_date
        days = f"{'' if len(last) == len(newest) == 10 else 'at least '}{spelled(s.days, 'day')}"  # of a month nobody knows the day
        none = f"No figure of {case_of(gap).measure_label(s.measure)} was found that {s.who} gave after {dates.say(last)}"
        told.append(f"{none}; the newest statement in the record is of {dates.say(newest)}, {days} later.")
    return " ".join(told)


def reached(gap: Gap, found: LaterFigures) -> str:
    """Who said the later figure, and when."""
    c = found.claim
    who, words = case_of(gap).source_name(c.source), clip(c.quoted, 62)
    if c.as_of and dates.middle(c.as_of) != dates.middle(c.statement_date):
        return f"{cap(dates.on(c.statement_date))} {who} gave {words} for {dates.say(c.as_of)}"
    return f"{cap(dates.on(c.statement_date))} {who} said {words}"


def meanwhile(gap: Gap, c: Claim) -> str:
    """What the higher side had said by then."""
    return f"{cap(case_of(gap).source_name(c.source))} had said {clip(c.quoted, 62)} {dates.on(c.statement_date)}"


def one_piece(gap: Gap, found: LaterFigures) -> bool:
    """Whether the step in time rests on the later figure."""
    return any(found.claim.claim in s.estimate.steps["timing"].claims for s in (gap.a, gap.b))


def nearer(found: LaterFigures) -> str:
    """What a later figure does not show."""
    return f"This does not show which figure was nearer on {dates.say(found.since)}."


def reasons_given(gap: Gap) -> Told:
    """Reasons for this pair, the first of which stands with the finding, and what either said of its difference from another."""
    told: Told = []
    pairs: list[str] = []
    for r in gap.reasons:
        if r["for_this_pair"]:
            told.append((f"{reason(r)}.", not told))
            continue
        groups = {gap.a.claim.group, gap.b.claim.group}
        others = [w for w in r["about"] if group_of(case_of(gap), w) not in groups]
        named = [_who(case_of(gap), w) for w in others or r["about"]]
        of = "the same source's own figure" if named == [r["said_by"]] else named[0]
        whom = f"between {join(named)}" if named[1:] else f"from {of}"
        pairs.append(f"{r['said_by']} said {dates.on(r['date'])}, of the difference {whom}: {r['summary']}.")
    return told + [(f"Of {'other pairs' if pairs[1:] else 'another pair'}: {' '.join(pairs)}", False)] * bool(pairs)


def reason(r: dict) -> str:
    """A reason for this pair, as somebody gave it."""
    return f"{cap(r['said_by'])} said {dates.on(r['date'])}: {r['summary']}"


def _who(case: Case, who: str) -> str:
    """A statement, a source or a group that a reason is about, as readers know it."""
    match about(case, who):
        case Statement(name):
            c = case.by_statement[name][0]
            return f"{case.source_name(c.source)} ({dates.say(c.statement_date)})"
        case Source(name):
            return case.source_name(name)
        case Group(name):
            return case.group_name(name)
