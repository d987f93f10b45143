"""A gap → what sentences and figures show of it: the right way up, the paces around it, the pages that it rests on.

Nothing new is measured here; whatever is computed for a reader of a gap is computed once, below the sentences.
"""

from __future__ import annotations

from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Statement
from discrepancy.gap.around import Condition
from discrepancy.gap.choices import choices_of, range_of
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import TINY, Gap

__all__ = ["upright"]


def standing_of(gap: Gap) -> Standing:
    """What was in force of the case of a gap; only two phrases have none."""
    assert gap.standing is not None
    return gap.standing


def case_of(gap: Gap) -> Case:
    """The case of a gap."""
    return standing_of(gap).case


def log_of(gap: Gap, *names: str) -> float:
    """ln of what factors give together; of the printed ratio without names; 0 where a count of 0 has no ratio."""
    logs = [gap.factor(name).log for name in names] if names else [gap.log]
    return sum(log or 0.0 for log in logs)


def tie(gap: Gap) -> bool:
    """Whether both sides printed the same number."""
    return abs(log_of(gap)) < TINY


def upright(gap: Gap) -> tuple[float, float, float, float]:
    """(ratio, remainder, lowest, highest) of the higher over the lower printed figure, whichever was asked for first."""
    ends = range_of(gap)
    ratio, rest, low, high = (v or 1.0 for v in (gap.ratio, gap.unexplained.multiplier, ends["lowest"], ends["highest"]))
    return (ratio, rest, low, high) if ratio >= 1 else (1 / ratio, 1 / rest, 1 / high, 1 / low)


def inferred_side(gap: Gap) -> Side:
    """The side whose day is inferred."""
    return gap.a if gap.a.estimate.inferred else gap.b


def inferred_ends(gap: Gap) -> tuple[float, float]:
    """The lowest and the highest remainder, the right way up, of all choices that keep an inferred day."""
    day = gap.basis.as_of.isoformat()
    of = [row["unexplained"] for row in choices_of(gap) if row["derivation"] == "as inferred" and row["as_of"] == day]
    return (min(of), max(of)) if log_of(gap) >= 0 else (1 / max(of), 1 / min(of))


def implied_pace(gap: Gap) -> Condition | None:
    """The pace that both figures together imply."""
    return next((c for c in gap.conditions if c.implied), None)


def near_paces(gap: Gap) -> list[Condition]:
    """The paces that the record holds for the weeks around, slowest first."""
    return sorted((c for c in gap.conditions if not c.implied and c.near and c.pace > 0), key=lambda c: c.pace)


def used_claims(gap: Gap) -> list[Claim]:
    """Every claim that a gap rests on: both figures, what they derive from, later figures, paces."""
    case = case_of(gap)
    used = [c for s in (gap.a, gap.b) for f in (s.version, s.figure) for c in f.claims]
    for s in (gap.a, gap.b):
        measure = s.figure.measure
        parts = (measure, *case.measures[measure].parts) if measure in case.measures else ()
        used += [c for c in standing_of(gap).of(Statement(s.claim.derived_from)) if c.measure in parts]
    later = gap.later_figures
    used += [c for c in (later.claim, later.meanwhile) if c] if later else []
    return used + [case.by_id[i] for c in gap.conditions if c.near for i in c.claims]
