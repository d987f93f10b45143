"""Claims → the figure that a statement gives of one measure: one printed number, or the sum of the parts that it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discrepancy.basis.basis import Basis
from discrepancy.basis.steps import Assumption, WordsOf
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading

__all__ = ["PrintedFigure", "figure_from", "single"]


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """What a statement says of one measure: a claim, or the sum of the parts that it gives."""

    claims: tuple[Claim, ...]
    measure: str
    reading: Reading
    terms: Mapping[Assumption, float]

    @property
    def claim(self) -> Claim:
        return self.claims[0]

    @property
    def printed(self) -> str:
        return " + ".join(c.phrase for c in self.claims)


def single(claim: Claim, reading: Reading) -> PrintedFigure:
    """A claim as a figure, as it is read."""
    terms: dict[Assumption, float] = {WordsOf(claim.claim): reading.sd} if reading.sd else {}
    return PrintedFigure((claim,), claim.measure, reading, terms)


def figure_from(claims: Sequence[Claim], basis: Basis, measure: str = "") -> PrintedFigure:
    """A claim, or several as the parts of a measure, read on a basis: numbers and bounds add, and so do spreads as they weigh."""
    readings = [basis.reading(c) for c in claims]
    if [c.measure for c in claims] == [measure or claims[0].measure]:
        return single(claims[0], readings[0])
    value, low, best, high = (sum(getattr(r, k) for r in readings) for k in ("value", "low", "best", "high"))
    sides = {r.open for r in readings} - {"none"}
    side = "none" if not sides else sides.pop() if len(sides) == 1 else "both"
    printed = " + ".join(c.phrase for c in claims)
    terms: dict[Assumption, float] = {
        WordsOf(c.claim): r.sd * r.best / best for c, r in zip(claims, readings, strict=True) if r.sd and best
    }
    return PrintedFigure(tuple(claims), measure, Reading(printed, value, low, best, high, side, "sum", basis.rule), terms)
