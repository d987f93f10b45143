"""TODO"""

from __future__ import annotations

from dataclasses import dataclass

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.dimensions import conversion_paths
from discrepancy.case.model import Case, Claim


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a claim cannot speak: what kind of reason it is, and the words for it."""

    kind: str  # version, fallen, no total, later (than the day), unknown (by the cut-off), dimension; of a source: measure, none
    words: str

    def __str__(self) -> str:
        return self.words


def why_not(case: Case, claim: Claim, basis: Basis) -> WhyNot | None:
    """Why a claim cannot speak for its source on this basis; None if it can."""
    if not claim.primary:
        return WhyNot("version", "a version of another claim")
    if not stands(case, claim, basis):
        return WhyNot("fallen", f"{claim.status} since")
    if claim.kind != "cumulative":
        words = {
            "period": "a count of a period",
            "rate": "a rate",
            "present": "a count of those present",
            "plan": "a plan",
            "share": "a share",
        }
        return WhyNot("no total", words[claim.kind])
    if dates.last(claim.statement_date) > basis.as_of:
        return WhyNot("later", f"said after {dates.say(basis.as_of)}")
    if not basis.knows(claim.known_from):
        return WhyNot("unknown", f"not known on {basis.known_by}")
    for name, wanted in basis.dims.items():
        value = claim.dimension(name)
        if wanted and value and value != wanted and not conversion_paths(case, name, value, wanted, basis):
            return WhyNot("dimension", f"another {case.dimension_label(name)}: {case.dimension_label(name, value)}")
    return None


def stands(case: Case, claim: Claim, basis: Basis) -> bool:
    """Whether a claim was in force: one that was withdrawn or replaced is not, unless that came after the cut-off.

    A version stands with the claim that it retells.
    """
    if claim.status != "current":
        since = fallen_on(case, claim)
        return bool(basis.known_by and since and not basis.knows(dates.first(since)))
    return claim.primary or stands(case, case.primary_of(claim), basis)


def fallen_on(case: Case, claim: Claim) -> str:
    """The day from which a claim no longer stands, by its newest row in corrections.csv; empty where there is none."""
    return case.corrected_on.get(claim.claim, "")


def fell(case: Case, claim: Claim) -> str:
    """What became of a claim that no longer stands, for whoever named it."""
    if claim.status == "current":
        primary = case.primary_of(claim)
        return f"is a version of {primary.claim!r}, which {fell(case, primary)}"
    since = fallen_on(case, claim)
    when = f" {dates.on(since)}" if since else ""
    instead = f" and replaced by {claim.replaced_by!r}: name that one" if claim.replaced_by else ": it is kept and no longer compared"
    return f"was {claim.status}{when}{instead}"


def derived(claim: Claim, basis: Basis) -> bool:
    """Whether the figure is another source's on this basis: an inferred derivation only where inferences are followed."""
    return bool(claim.derived_from) and (claim.derived_basis == "stated" or basis.inferred)
