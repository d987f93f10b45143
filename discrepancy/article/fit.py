"""TODO"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discrepancy.article.told import ACTION, Told
from discrepancy.case.model import Case, Claim
from discrepancy.reading.reading import Reading

UNSPECIFIED = "casualties_unspecified"
NEAR = 30  # days: an undated figure of a source is set beside its newest one of so many days


@dataclass(frozen=True, slots=True)
class Fit:
    """A statement that a number may retell: how well, and by which of its printed numbers."""

    claim: Claim
    score: float
    exact: bool  # the number of the closest wording itself
    number: float  # 6 that number, 4 that of a version, 3 a sum of its parts, 0 another


def shared_words(told: tuple[Told, ...], fits: list[list[Fit]]) -> list[dict[str, float]]:
    """For each number, how well the others of its sentence, said by the same source, fit each statement."""
    best = [{} for _ in told]
    sums: dict[tuple, dict[str, float]] = {}
    for number, found, own in zip(told, fits, best, strict=True):
        for fit in found:
            if fit.exact:
                own[fit.claim.statement] = max(own.get(fit.claim.statement, 0), fit.score / 2)
        together = sums.setdefault((number.place, number.source), {})
        for statement, score in own.items():
            together[statement] = together.get(statement, 0) + score
    return [{s: sums[number.place, number.source][s] - score for s, score in own.items()} for number, own in zip(told, best, strict=True)]


def kind_of(kind: str) -> str:
    return "cumulative" if kind == "present" else kind


def other_kind(told: Told, claim: Claim) -> bool:
    """Whether one tells a total and the other not; a total whose first day is known is the count of a period, too."""
    loose = ACTION in told.doubts or (told.kind == "period" and claim.kind == "cumulative" and claim.period_start)
    return kind_of(told.kind) != kind_of(claim.kind) and not loose


def side(r: Reading) -> str:
    """The class of a hedge: an exact number and a point with a stated interval are plain numbers."""
    return "plain" if r.side in ("exact", "interval") else r.side


def same(told: Reading, held: Reading) -> bool:
    """Whether two readings print the same number."""
    spans = ("range", "vague")
    if told.side == held.side == "vague":  # "hundreds", "several hundred"
        return max(told.low, held.low) <= 2.5 * min(told.low, held.low) and max(told.high, held.high) <= 2.5 * min(told.high, held.high)
    if told.side in spans or held.side in spans:
        return told.side in spans and held.side in spans and (told.low, told.high) == (held.low, held.high)
    return told.value == held.value


def stem(word: str) -> str:
    return word.lower()[:4]


def people(case: Case) -> frozenset[str]:
    """Stems of the words by which the case calls those whom it counts."""
    told = " ".join([case.title, *(m.noun for m in case.measures.values())])
    words = {stem(w) for w in re.findall(r"\w{4,}", told)}
    for row in case.source_rows.values():
        name = re.sub(r"\s*\(.*", "", row["name"])
        if len(name) > 3 and name in told:
            words |= {stem(w) for alias in row["aliases"].split(";") for w in re.findall(r"\w{4,}", alias)}
    return frozenset(words)
