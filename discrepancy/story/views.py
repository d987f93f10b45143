"""A gap → what sentences and figures show of it: the right way up, the paces around it, the pages that it rests on.

Nothing new is measured here; whatever is computed for a reader of a gap is computed once, below the sentences.
"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Statement
from discrepancy.gap.around import Condition
from discrepancy.gap.choices import choices_of, range_of
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import TINY, Gap


def standing_of(gap: Gap) -> Standing:
    """What was in force of the case of a gap; only two phrases have none."""
    assert gap.standing is not None
    return gap.standing


def case_of(gap: Gap) -> Case:
    """The case of a gap."""
    return standing_of(gap).case


def day_of(gap: Gap) -> str:
    """The day of the basis, no finer than both figures give it: the year 2019."""
    given, day = {s.claim.speaks_of for s in (gap.a, gap.b)}, gap.basis.as_of
    within = [text for text in given if len(given) == 1 and text and dates.first(text) <= day <= dates.last(text)]
    return dates.say(within[0] if within else day)


def place_of(gap: Gap) -> list[str]:
    """Of what both figures are, where a dimension without conversions tells many subjects of the case apart, such as places or years."""
    case, told = case_of(gap), []
    for name, spec in case.dimensions.items():
        shared = {s.claim.dimension(name) for s in (gap.a, gap.b)}
        many = len({c.dimension(name) for c in case.records if c.measure == gap.a.claim.measure} - {""}) > 1
        if spec["subject"] and many and len(shared) == 1 and "" not in shared and not any(c.dimension == name for c in case.conversions):
            told.append(case.dimension_label(name, *shared))
    return told


def size_of(gap: Gap, *names: str) -> float:
    """What factors give together, in the coordinate of the scale; the whole without names; 0 where a count of 0 has no ratio."""
    sizes = [gap.factor(name).size for name in names] if names else [gap.total]
    return sum(size or 0.0 for size in sizes)


def tie(gap: Gap) -> bool:
    """Whether both sides printed the same number, be it 0."""
    return gap.a.value == gap.b.value if gap.total is None else abs(gap.total) < TINY


def ends_of(gap: Gap) -> tuple[float, float, float, float]:
    """(whole, remainder, lowest, highest), as factors or amounts, of the larger figure against the smaller, whichever was asked for first."""
    ends, sizes = range_of(gap.upright)["larger_over_smaller"], [size_of(gap.upright), size_of(gap.upright, "unexplained")]
    whole, rest = map(gap.scale.number, sizes)
    return (whole, rest, ends["lowest"], ends["highest"]) if ends else (whole, rest, whole, whole)


def inferred_side(gap: Gap) -> Side:
    """The side whose day is inferred."""
    return gap.a if gap.a.estimate.inferred else gap.b


def inferred_ends(gap: Gap) -> tuple[float, float]:
    """The lowest and the highest remainder, the right way up, of all choices that keep an inferred day."""
    day = gap.basis.as_of.isoformat()
    rows = (row for row in choices_of(gap) if row["derivation"] == "as inferred" and row["as_of"] == day and _as_chosen(row))
    of = [row["larger_over_smaller"] for row in rows]
    return min(of), max(of)


def _as_chosen(row: dict) -> bool:
    """Whether a combination keeps who speaks, and the step in time that rests on the inference."""
    return row["speaker"] == "as chosen" and row["timing"] != "none"


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
