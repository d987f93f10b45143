"""A figure as it was printed, a step from it towards the basis, and what their spread rests on: {assumption: coefficient}.

An assumption is keyed by what it is, never by how it is spelt, so that what two figures share, and nothing else, cancels between them.
Independent terms add in squares; all in the coordinate of the measure's scale (docs/method.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from discrepancy.basis.basis import Basis
from discrepancy.case.model import Claim, Conversion
from discrepancy.reading.reading import Reading
from discrepancy.reading.scale import Scale

SAME_WORDS = "same words"
NOT_ACCOUNTED = "this difference is not accounted for"


class Subject(NamedTuple):
    """What numbers must have in common to form a series: what is counted, how it stands in time, over which days, of what."""

    measure: str
    kind: str
    period: tuple[str, str]  # first and last day of a count of a period; empty for the others
    per: str  # the time that a rate is counted per
    dims: tuple[tuple[str, str], ...]  # the value of each declared dimension; "not stated" (empty) is a value of its own


@dataclass(frozen=True, slots=True)
class WordsOf:
    """That a claim's words are read as they were meant."""

    claim: str


@dataclass(frozen=True, slots=True)
class Growth:
    """That a source's own series of one subject ran to a day as it is drawn."""

    source: str
    subject: Subject
    to: date


Assumption: TypeAlias = WordsOf | Growth | Conversion


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards the basis: its size in the coordinate of the scale, hard bounds of it, spread by assumption, and why."""

    name: str
    size: float = 0.0
    low: float = 0.0
    high: float = 0.0
    terms: Mapping[Assumption, float] = field(default_factory=dict)
    because: str = ""
    url: str = ""
    accounted: bool = True
    inferred: bool = False
    claims: tuple[str, ...] = ()
    ends: tuple[float, float] | None = None  # the bounds of the estimate behind this step, where they are not those before plus its own
    from_figures: bool = False  # computed from the very figures that it leads between
    known: str = ""  # the difference that is known where its size is not: what `because` begins with

    @classmethod
    def unsized(cls, name: str, known: str, low: float = 0.0, high: float = 0.0) -> Step:
        """A difference that is known, and of which the record does not say how much it changes."""
        return cls(name, low=low, high=high, because=f"{known}: {NOT_ACCOUNTED}", accounted=False, known=known)

    @property
    def sd(self) -> float:
        return spread(self.terms)


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


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """What a source says of one measure: a claim, the sum of the parts of a statement, or the difference of two of its totals."""

    claims: tuple[Claim, ...]
    measure: str
    reading: Reading
    terms: Mapping[Assumption, float]
    bounds: tuple[float, float]  # hard ones, open sides at 0 and infinity; those of parts add
    signs: tuple[int, ...] = (1,)

    @property
    def claim(self) -> Claim:
        return self.claims[0]

    @property
    def printed(self) -> str:
        return (" + " if min(self.signs) > 0 else " less ").join(c.phrase for c in self.claims)

    @property
    def quoted(self) -> str:
        """The same in quotation marks, as far as somebody printed it in words."""
        return f"“{self.printed}”" if any(c.wording for c in self.claims) else self.printed


def single(claim: Claim, reading: Reading, scale: Scale) -> PrintedFigure:
    """A claim as a figure, as it is read."""
    sd = reading.sd_on(scale)
    terms: dict[Assumption, float] = {WordsOf(claim.claim): sd} if sd else {}
    return PrintedFigure((claim,), claim.measure, reading, terms, reading.bounds)


def figure_from(claims: Sequence[Claim], basis: Basis, measure: str = "", signs: Sequence[int] = ()) -> PrintedFigure:
    """A claim, or several with their signs as the parts of a measure, read on a basis: numbers and bounds add, spreads as they weigh."""
    readings = [basis.reading(c) for c in claims]
    if [c.measure for c in claims] == [measure or claims[0].measure]:
        return single(claims[0], readings[0], basis.scale)
    signs = tuple(signs) or (1,) * len(claims)
    total = lambda k: sum(sign * getattr(r, k) for sign, r in zip(signs, readings, strict=True))
    value, best = total("value"), total("best")
    ends = [[sign * bound for bound in r.bounds][::sign] for sign, r in zip(signs, readings, strict=True)]
    lowest, highest = (sum(bounds) for bounds in zip(*ends, strict=True))
    low, high = (sum(sign * (r.low, r.high)[(sign > 0) is up] for sign, r in zip(signs, readings, strict=True)) for up in (False, True))
    open_ = {(False, False): "none", (True, False): "low", (False, True): "high", (True, True): "both"}[lowest < low, highest > high]
    printed = (" + " if min(signs) > 0 else " less ").join(c.phrase for c in claims)
    hedge, scale = "sum" if min(signs) > 0 else "difference", basis.scale
    weigh = lambda sign, r: sign * r.sd_on(scale) / scale.slope(r.best) * scale.slope(best) if r.best and best else 0.0
    terms: dict[Assumption, float] = {
        WordsOf(c.claim): sd for c, sign, r in zip(claims, signs, readings, strict=True) if (sd := weigh(sign, r))
    }
    of_all = Reading(printed, value, low, best, high, open_, hedge, basis.rule, unit=readings[0].unit, grain=min(r.grain for r in readings))
    return PrintedFigure(tuple(claims), measure, of_all, terms, (lowest, highest), signs)


def ratio(name: str, scale: Scale, of: PrintedFigure, to: PrintedFigure, because: str) -> Step:
    """The step from one figure to another of the same source, with the bounds that both leave."""
    (of_low, of_high), (to_low, to_high) = of.bounds, to.bounds
    terms = combine((1, of.terms), (-1, to.terms))
    size, low, high = scale.step(to.reading.best, of.reading.best), scale.step(to_high, of_low), scale.step(to_low, of_high)
    return Step(name, size, low, high, terms, because, of.claim.url)
