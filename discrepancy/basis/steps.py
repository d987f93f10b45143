"""A figure as it was printed, a step from it towards the basis, and what their spread rests on: {assumption: coefficient}.

An assumption is keyed by what it is, never by how it is spelt, so that what two figures share, and nothing else, cancels between them.
Independent terms add in squares; all in natural logs (docs/method.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from discrepancy.basis.basis import Basis
from discrepancy.case.model import Claim, Conversion
from discrepancy.reading.reading import Reading

__all__ = ["Assumption", "Growth", "PrintedFigure", "Step", "WordsOf", "figure_from", "ratio", "single"]

SAME_WORDS = "same words"
NOT_ACCOUNTED = "this difference is not accounted for"


@dataclass(frozen=True, slots=True)
class WordsOf:
    """That a claim's words are read as they were meant."""

    claim: str


@dataclass(frozen=True, slots=True)
class Growth:
    """That a source's own series of one measure and these dimensions ran to a day as it is drawn."""

    source: str
    measure: str
    dims: tuple[tuple[str, str], ...]
    to: date


Assumption: TypeAlias = WordsOf | Growth | Conversion


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards the basis: ln factor, hard bounds of it, spread by assumption, and why."""

    name: str
    log: float = 0.0
    low: float = 0.0
    high: float = 0.0
    terms: Mapping[Assumption, float] = field(default_factory=dict)
    because: str = ""
    url: str = ""
    accounted: bool = True
    inferred: bool = False
    claims: tuple[str, ...] = ()
    known: str = ""  # the difference that is known where its size is not: what `because` begins with

    @classmethod
    def unsized(cls, name: str, known: str, low: float = 0.0, high: float = 0.0) -> Step:
        """A difference that is known, and of which the record does not say how much it changes."""
        return cls(name, low=low, high=high, because=f"{known}: {NOT_ACCOUNTED}", accounted=False, known=known)

    @property
    def sd(self) -> float:
        return spread(self.terms)

    @property
    def multiplier(self) -> float:
        return math.exp(self.log)


def spread(terms: Mapping[Any, float]) -> float:
    """The sd of a sum of independent terms."""
    return math.sqrt(sum(v * v for v in terms.values()))


def combine(*weighted: tuple[float, Mapping[Any, float]]) -> dict[Any, float]:
    """Weighted sum of terms; what is shared adds up, or cancels, before it is squared."""
    total: dict[Any, float] = {}
    for weight, terms in weighted:
        for key, value in terms.items():
            total[key] = total.get(key, 0) + weight * value
    return {k: v for k, v in total.items() if v}


def ln(x: float) -> float:
    """The natural logarithm, with its limits at 0 and infinity."""
    return math.log(x) if 0 < x < math.inf else (math.inf if x > 0 else -math.inf)


def over(x: float, y: float) -> float:
    """A ratio of two bounds, with its limits at 0 and infinity."""
    if y == 0:
        return math.inf
    return 0.0 if y == math.inf else x / y


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

    @property
    def quoted(self) -> str:
        """The same in quotation marks, as far as somebody printed it in words."""
        return f"“{self.printed}”" if any(c.wording for c in self.claims) else self.printed


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


def ratio(name: str, of: PrintedFigure, to: PrintedFigure, because: str) -> Step:
    """The step from one figure to another of the same source: the ratio of their numbers, with the bounds that both leave."""
    (of_low, of_high), (to_low, to_high) = of.reading.bounds, to.reading.bounds
    low, high = ln(over(of_low, to_high)), ln(over(of_high, to_low))
    terms = combine((1, of.terms), (-1, to.terms))
    return Step(name, math.log(of.reading.best / to.reading.best), low, high, terms, because, of.claim.url)
