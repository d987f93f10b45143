"""A step towards the basis, and what its spread rests on: {assumption: coefficient}.

An assumption is keyed by what it is, never by how it is spelt, so that what two figures share, and nothing else, cancels between them.
Independent terms add in squares; all in natural logs (docs/method.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from discrepancy.case.model import Conversion

__all__ = ["Assumption", "Growth", "Step", "WordsOf"]

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
