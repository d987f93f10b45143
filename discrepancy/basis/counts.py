"""TODO"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import stands
from discrepancy.case.model import Case, Claim
from discrepancy.reading.reading import Reading

__all__ = ["Figure", "reread"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a statement says of one measure: a claim, or the sum of the parts that it gives."""

    claims: tuple[Claim, ...]
    measure: str
    reading: Reading
    terms: Mapping[str, float]

    @property
    def claim(self) -> Claim:
        return self.claims[0]

    @property
    def printed(self) -> str:
        return " + ".join(c.phrase for c in self.claims)


def leaf_parts(case: Case, measure: str) -> tuple[str, ...]:
    return case.measures[measure].parts or (measure,)


def figure_of(case: Case, claim: Claim, basis: Basis) -> Figure:
    """The claim as a figure; where it is one of all the parts of the measure, their sum."""
    if claim.measure == basis.measure:
        return single(claim, basis)
    parts = parts_of(case, claim, basis)
    return sum_of(parts, basis) if parts else single(claim, basis)


def parts_of(case: Case, claim: Claim, basis: Basis) -> list[Claim]:
    """Primaries of the claim's statement that are together all parts of the measure, or none."""
    wanted = case.measures[basis.measure].parts
    if claim.measure not in wanted:
        return []
    found = {c.measure: c for c in reversed(_siblings(case, claim, basis))}
    return [found[m] for m in wanted] if all(m in found for m in wanted) else []


def _siblings(case: Case, claim: Claim, basis: Basis) -> list[Claim]:
    """Primaries of the same statement that are about the same kind and dimensions."""
    return [
        c
        for c in case.by_statement[claim.statement]
        if c.primary
        and stands(case, c, basis)
        and c.kind == claim.kind
        and c.dims == claim.dims
        and c.speaks_of == claim.speaks_of
        and basis.knows(c.known_from)
    ]


def reread(figure: Figure, basis: Basis) -> Figure:
    """The same claims, read by the rule, the width and the versions of another basis."""
    return single(figure.claim, basis) if len(figure.claims) == 1 else sum_of(list(figure.claims), basis)


def single(claim: Claim, basis: Basis) -> Figure:
    reading = basis.reading(claim)
    return Figure((claim,), claim.measure, reading, {claim.claim: reading.sd} if reading.sd else {})


def sum_of(claims: list[Claim], basis: Basis) -> Figure:
    readings = [basis.reading(c) for c in claims]
    total = [sum(getattr(r, k) for r in readings) for k in ("value", "low", "best", "high")]
    open_ = {r.open for r in readings} - {"none"}
    side = "none" if not open_ else open_.pop() if len(open_) == 1 else "both"
    printed = " + ".join(c.phrase for c in claims)
    terms = {c.claim: r.sd * r.best / total[2] for c, r in zip(claims, readings, strict=True) if r.sd and total[2]}
    return Figure(tuple(claims), basis.measure, Reading(printed, *total, side, "sum", basis.rule), terms)
