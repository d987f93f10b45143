"""TODO"""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches

from discrepancy import dates
from discrepancy.basis.basis import Basis, ClaimError
from discrepancy.basis.counts import Figure, figure_of, parts_of, single
from discrepancy.basis.definition import definition
from discrepancy.basis.standing import WhyNot, fell, stands, why_not
from discrepancy.case.model import Case, Claim

__all__ = ["NoFigure", "speaks"]


class NoFigure(ClaimError):
    """Nothing of a source or a group can be used on a basis; `reasons` are (why not, of how many claims), the most frequent first."""

    def __init__(self, who: str, basis: Basis, *reasons: tuple[WhyNot, int]) -> None:
        self.reasons = reasons
        self.because = "; ".join(f"{why} ({n})" if n > 1 else f"{why}" for why, n in reasons)
        super().__init__(f"no claim can speak for {who!r} on {basis.as_of}: {self.because}")

    @property
    def silent(self) -> bool:
        """Whether it gave no figure, or gave one only later: nothing that says something of the source."""
        return any(why.kind in ("none", "later", "unknown") for why, _ in self.reasons)


def speaks(case: Case, who: str, basis: Basis) -> Figure:
    """The figure that speaks for a claim, a source or a group, looked up in that order.

    Of a source or a group: cumulative primaries said by the as-of date and known by `known_by`, whose
    dimension values equal the basis or can be converted; first those printed in the measure, then those
    whose statement gives all parts, last those that need an assumption; among them the newest.

    Raises
    ------
    ClaimError
        If there is no such claim, source or group, or nothing of it can be used, and why.
    """
    if who in case.by_id:
        if not stands(case, case.by_id[who], basis):
            raise ClaimError(f"the claim {who!r} {fell(case, case.by_id[who])}")
        return _named(case, case.primary_of(case.by_id[who]), basis)
    claims = case.by_source.get(who) or case.by_group.get(who)
    if claims is None:
        known = [*case.by_group, *case.by_source]
        close = get_close_matches(who, [*known, *case.by_id], 1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        groups = ", ".join(dict.fromkeys(case.by_group))
        raise ClaimError(f"no claim, source or group {who!r} in the case {case.name}: {hint}the groups are {groups}")
    if not any(c.primary for c in claims):
        raise NoFigure(who, basis, (WhyNot("none", "it is credited only in versions of other statements"), 1))
    related = [c for c in claims if c.primary and c.measure in case.related[basis.measure]]
    usable = [c for c in related if not why_not(case, c, basis)]
    newest = sorted(usable, key=lambda c: (dates.last(c.speaks_of), dates.last(c.statement_date)), reverse=True)  # ties in table order
    for fits in (_printed, _in_parts, _by_assumption):
        for claim in newest:
            if fits(case, claim, basis):
                return figure_of(case, claim, basis)
    reasons = Counter(why_not(case, c, basis) or WhyNot("measure", "not the measure") for c in related)
    none = WhyNot("none", f"it gives no figure of {case.measure_label(basis.measure)}")
    raise NoFigure(who, basis, *reasons.most_common(4) or [(none, 1)])


def _named(case: Case, claim: Claim, basis: Basis) -> Figure:
    if claim.kind == "share":
        raise ClaimError(f"the claim {claim.claim!r} is a share ({claim.phrase!r}): it gives no count to compare")
    if not basis.knows(claim.known_from):
        raise ClaimError(f"the claim {claim.claim!r} was not known on {basis.known_by}: it was said or published on {claim.known_from}")
    return single(claim, basis)


def _printed(case: Case, claim: Claim, basis: Basis) -> bool:
    return claim.measure == basis.measure


def _in_parts(case: Case, claim: Claim, basis: Basis) -> bool:
    """Whether the statement gives all parts of the measure; it speaks once, by its first part."""
    parts = parts_of(case, claim, basis)
    return bool(parts) and parts[0] is claim


def _by_assumption(case: Case, claim: Claim, basis: Basis) -> bool:
    return not parts_of(case, claim, basis) and definition(case, single(claim, basis), basis).accounted
