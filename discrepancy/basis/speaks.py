"""A claim, a source or a group → the one figure that speaks for it on a basis, or why none can."""

from __future__ import annotations

from collections import Counter

from discrepancy import dates
from discrepancy.basis.basis import ClaimError
from discrepancy.basis.counts import PrintedFigure, figure_from
from discrepancy.basis.definition import definition
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Claim
from discrepancy.case.who import Speaker, said_by

__all__ = ["counted", "speaks"]


def speaks(standing: Standing, who: Speaker) -> PrintedFigure:
    """The figure that speaks for a claim, a source or a group.

    Of a source or a group: cumulative primaries said by the as-of date and known by `known_by`, whose
    dimension values equal the basis or can be converted; first those printed in the measure, then those
    whose statement gives all parts, last those that need an assumption; among them the newest.

    Raises
    ------
    ClaimError
        If nothing of it can be used, and why.
    """
    if isinstance(who, Claim):
        return _named(standing, who)
    case, basis = standing.case, standing.basis
    claims = said_by(case, who)
    silent = f"no claim can speak for {who.name!r} on {basis.as_of}"
    if not any(c.primary for c in claims):
        raise ClaimError(f"{silent}: it is credited only in versions of other statements")
    related = standing.related(c for c in claims if c.primary)
    usable = [c for c in related if not standing.why_not(c)]
    newest = sorted(usable, key=lambda c: (dates.last(c.speaks_of), dates.last(c.statement_date)), reverse=True)  # ties in table order
    ways = (
        lambda c: c.measure == basis.measure,
        lambda c: standing.parts(c)[:1] == [c],  # a statement that gives all parts speaks once, by its first
        lambda c: not standing.parts(c) and definition(standing, figure_from([c], basis)).accounted,
    )
    for claim in (c for fits in ways for c in newest if fits(c)):
        return standing.figure(claim)
    reasons = Counter(standing.why_not(c) or "not the measure" for c in related)
    said = "; ".join(f"{why} ({n})" if n > 1 else why for why, n in reasons.most_common(4))
    raise ClaimError(f"{silent}: {said or f'it gives no figure of {case.measure_label(basis.measure)}'}")


def counted(claim: Claim) -> Claim:
    """The claim, which gives a count to compare.

    Raises
    ------
    ClaimError
        If it is a share.
    """
    if claim.kind == "share":
        raise ClaimError(f"the claim {claim.claim!r} is a share ({claim.phrase!r}): it gives no count to compare")
    return claim


def _named(standing: Standing, who: Claim) -> PrintedFigure:
    if not standing.stands(who):
        raise ClaimError(f"the claim {who.claim!r} {standing.fell(who)}")
    claim = counted(standing.case.primary_of(who))
    if not standing.known(claim):
        known_by = standing.basis.known_by
        raise ClaimError(f"the claim {claim.claim!r} was not known on {known_by}: it was said or published on {claim.known_from}")
    return figure_from([claim], standing.basis)
