"""Two estimates → the gap between them: factors that multiply to the printed ratio.

    ln(value_a / value_b) = retelling + wording + definition + timing + one per declared dimension + unexplained

The identity is exact in logs: a split of a product needs no order and leaves no interaction term (docs/method.md).  What remains is "not accounted for by the public record"; it is not evidence that
either source is wrong.

Nothing is sampled: the spread of the remainder is that of the sum of the other factors, and what both sides share
cancels before it is squared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.basis import Basis, ClaimError
from discrepancy.basis.counts import Figure
from discrepancy.basis.estimate import estimate
from discrepancy.basis.printed import printed_figures
from discrepancy.basis.speaks import speaks
from discrepancy.basis.steps import combine, spread
from discrepancy.case.model import Case, Claim
from discrepancy.gap.factors import Factor, Pair, Side, factor, logarithmic_mean, multiplier
from discrepancy.gap.later import LaterFigures, later
from discrepancy.gap.paces import Condition, conditions
from discrepancy.gap.reasons import reasons
from discrepancy.retelling import outlet
from discrepancy.saying.display import told
from discrepancy.saying.numbers import times

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Gap", "gap_on"]

TINY = 1e-12  # a log ratio below this is a tie: shares of nothing are not given


@dataclass(frozen=True, eq=False)
class Gap(Pair):
    """Why two figures differ, as far as the record says.

    Attributes
    ----------
    case : Case or None
        None for two phrases without a case.
    a, b : Side
    basis : Basis
    ratio : float or None
        Printed value of a over that of b; None if either is 0.
    factors : tuple of Factor
        retelling, wording, definition, timing, each declared dimension, unexplained.
    targets : dict
        The value of each declared dimension to which both sides were brought.
    """

    ratio: float | None
    factors: tuple[Factor, ...]
    targets: Mapping[str, str]

    @property
    def unexplained(self) -> Factor:
        """What is not accounted for."""
        return self.factors[-1]

    def factor(self, name: str) -> Factor:
        return next(f for f in self.factors if f.name == name)

    @property
    def log(self) -> float | None:
        return None if self.ratio is None else math.log(self.ratio)

    @property
    def reconcilable(self) -> dict[str, bool | None]:
        """Whether both figures can be right: on the words alone, and with the stated spreads.

        ``admissible`` is interval arithmetic on every step's bounds with open ends kept; ``statistical`` asks whether the
        remainder is within 1.96 sd, if the stated assumptions hold.
        """
        u = self.unexplained
        a, b = self.a.estimate, self.b.estimate
        overlap = a.log_low <= b.log_high + 1e-9 and b.log_low <= a.log_high + 1e-9
        same = self.a.claim is self.b.claim
        statistical = None if u.log is None else abs(u.log) <= 1.96 * u.sd + 1e-9
        return {"statistical": statistical, "admissible": same or overlap}

    @property
    def inferred(self) -> bool:
        """Whether the timing rests on a derivation that is inferred, not stated."""
        return self.a.estimate.inferred or self.b.estimate.inferred

    @cached_property
    def without_inference(self) -> Gap | None:
        """The same gap without the inferred derivation, where there is one."""
        if not self.inferred or self.case is None:
            return None
        return gap_on(self.case, self.a.who, self.b.who, replace(self.basis, inferred=False))

    @cached_property
    def later_figures(self) -> LaterFigures | None:
        """From the higher claim's day to that of the other group's first figure at least as large."""
        return later(self) if self.case and self.ratio else None

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The pace that both figures imply, first, then every pace that the record holds."""
        return tuple(conditions(self)) if self.case else ()

    @cached_property
    def reasons(self) -> tuple[dict, ...]:
        """Reasons given by somebody for this pair first, then what either said of its difference from others."""
        return tuple(reasons(self)) if self.case else ()

    @cached_property
    def printed_figures(self) -> list[dict]:
        """Every printed figure of the measure that was known, as rows of `discrepancy.normalize.timeline`; none without a case."""
        return printed_figures(self.case, self.basis.measure, self.basis.known_by, self.basis.rule) if self.case else []

    def running(self) -> list[tuple[str, float]]:
        """The running figure at each step, in persons, from b's printed value to a's."""
        if self.ratio is None:
            return []
        figures, at = [(self.b.name, float(self.b.value))], float(self.b.value)
        for f in self.factors:
            at *= f.multiplier
            figures.append((f.name, at))
        return figures

    def note(self) -> str:
        """The gap in at most 120 words with its numbered addresses, as plain text to paste: see `discrepancy.story.note`."""
        return told(self, "note")

    def to_dict(self) -> dict:
        """Everything for JSON: numbers unrounded, null for what is infinite or absent."""
        later = self.later_figures
        claims = dict.fromkeys(c for s in (self.a, self.b) for f in (s.version, s.figure) for c in f.claims)
        return {
            "case": self.case.name if self.case else None,
            "basis": {
                "measure": self.basis.measure,
                "as_of": self.basis.as_of.isoformat() if self.case else None,
                "known_by": self.basis.known_by or None,
                "rule": self.basis.rule,
                "timing": self.basis.timing,
                "inferred": self.basis.inferred,
                **{k: v or None for k, v in self.targets.items()},
            },
            "printed": {
                "a": self.a.value,
                "b": self.b.value,
                "ratio": self.ratio,
                "a_words": self.a.printed,
                "b_words": self.b.printed,
                "a_name": self.a.name,
                "b_name": self.b.name,
            },
            "factors": [f.to_dict() | {"running": at} for f, at in self.steps()],
            "unexplained": self.unexplained.to_dict(),
            "without_inference": _branch(self.without_inference),
            "reconcilable": self.reconcilable,
            "later_days": later.days if later else None,
            "later_figures": None
            if later is None
            else {
                "claim": later.claim.claim,
                "since": later.since.isoformat(),
                "on": later.on.isoformat(),
                "days": later.days,
                "printed": later.claim.phrase,
                "url": later.claim.url,
                "meanwhile": later.meanwhile.claim if later.meanwhile else None,
            },
            "conditions": [c.to_dict() for c in self.conditions],
            "reasons": list(self.reasons),
            "claims": [_claim_dict(c) for c in claims],
            "inputs": dict(sorted(self.case.hashes.items())) if self.case else {},
        }

    def steps(self) -> list[tuple[Factor, float | None]]:
        """Each factor with the running figure behind it."""
        running = [at for _, at in self.running()[1:]] or [None] * len(self.factors)
        return list(zip(self.factors, running, strict=True))

    def to_frame(self) -> pd.DataFrame:
        """The factors with the running figure at each step: the table under the waterfall."""
        import pandas as pd

        return pd.DataFrame([f.to_dict() | {"running": at} for f, at in self.steps()])

    def __repr__(self) -> str:
        if self.ratio is None:
            return f"<Gap {self.a.value:,} against {self.b.value:,}: a count of 0 is never divided by>"
        parts = ", ".join(f"{f.name} {times(f.multiplier)}" for f in self.factors)
        return f"<Gap {self.a.value:,} / {self.b.value:,} = {times(self.ratio)}: {parts}>"


def gap_on(case: Case, a: str, b: str, basis: Basis) -> Gap:
    """The gap between two sides on a basis that is already made."""
    figures = [speaks(case, who, basis) for who in (a, b)]
    targets = {name: wanted or _meeting(case, name, figures) for name, wanted in basis.dims.items()}
    anchors = {(name, f.claim.dimension(name)): f.reading.best for f in figures for name in targets}
    sides = []
    for who, figure in zip((a, b), figures, strict=True):
        version = figure
        if who in case.by_id and not case.by_id[who].primary:
            claim = case.by_id[who]
            if claim.kind == "share":
                raise ClaimError(f"the claim {who!r} is a share ({claim.phrase!r}): it gives no count to compare")
            if basis.known_by and (not claim.published or not basis.knows(claim.known_from)):
                raise ClaimError(f"the version {who!r} is not known to have been published by {basis.known_by}")
            reading = claim.reading(basis.rule, basis.width)
            version = Figure((claim,), claim.measure, reading, {claim.claim: reading.sd} if reading.sd else {})
        sides.append(Side(who, _name(case, who, figure), version, estimate(case, figure, basis, targets, anchors)))
    if sides[0].name == sides[1].name:
        sides = [replace(s, name=f"{s.name}, {dates.say(s.claim.statement_date)}") for s in sides]
    if sides[0].name == sides[1].name:
        sides = [replace(s, name=f"{s.name}, in {outlet(s.version.claim)}") for s in sides]
    return assemble(case, *sides, basis, targets)


def _meeting(case: Case, name: str, figures: list[Figure]) -> str:
    """The value of a dimension at which two figures meet: the first declared of theirs, whichever side is asked for first."""
    values = {f.claim.dimension(name) for f in figures} - {""}
    return next((v for v in case.dimensions[name]["labels"] if v in values), "")


def _name(case: Case, who: str, figure: Figure) -> str:
    if who in case.by_id or who in case.by_source:
        return case.source_name(figure.claim.source if who in case.by_id else who)
    return case.group_name(who)


def assemble(case: Case | None, a: Side, b: Side, basis: Basis, targets: Mapping[str, str]) -> Gap:
    """The factors of two sides; all of them None where a count of 0 stands."""
    names = ["retelling", "wording", *a.estimate.steps]
    if min(a.value, b.value, a.figure.reading.best, b.figure.reading.best) <= 0:
        because = "a count of 0 is shown and never divided by"
        blank = tuple(Factor(n, None, None, None, None, None, None, because) for n in [*names, "unexplained"])
        return Gap(case, a, b, basis, None, blank, targets)
    total = math.log(a.value / b.value)
    tie = abs(total) < TINY
    mean = logarithmic_mean(a.value, b.value)
    factors, terms, rest = [], [], total
    for name, log, term, low, high, because, url, accounted in (factor(case, name, a, b) for name in names):
        share = None if tie else log / total
        factors.append(Factor(name, log, spread(term), multiplier(low), multiplier(high), share, mean * log, because, url, accounted))
        terms.append(term)
        rest -= log
    sd = spread(combine(*((1, t) for t in terms)))
    low, high = a.estimate.log_low - b.estimate.log_high, a.estimate.log_high - b.estimate.log_low
    share = None if tie else rest / total
    because = "not accounted for by the public record"
    factors.append(Factor("unexplained", rest, sd, multiplier(low), multiplier(high), share, mean * rest, because, accounted=False))
    return Gap(case, a, b, basis, a.value / b.value, tuple(factors), targets)


def _claim_dict(c: Claim) -> dict:
    keys = [
        "claim",
        "statement",
        "source",
        "reported_by",
        "wording",
        "english",
        "url",
        "published",
        "statement_date",
        "as_of",
        "measure",
        "kind",
        "seen_as",
        "notes",
    ]
    return {k: getattr(c, k) for k in keys} | dict(c.dims)


def _branch(gap: Gap | None) -> dict | None:
    if gap is None:
        return None
    return {"timing": gap.factor("timing").to_dict(), "unexplained": gap.unexplained.to_dict(), "reconcilable": gap.reconcilable}
