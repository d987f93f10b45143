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
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from . import dates
from .case import Case, Claim
from .normalize import (
    NOT_ACCOUNTED,
    Basis,
    ClaimError,
    Estimate,
    Figure,
    Step,
    basis_for,
    combine,
    estimate,
    own_series,
    printed_figures,
    speaks,
    spread,
    stands,
    why_not,
)
from .retelling import compare, outlet
from .wording import Reading, read

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Condition",
    "Factor",
    "Gap",
    "LaterFigures",
    "Side",
    "between",
    "explain",
    "gap_on",
    "group_of",
    "logarithmic_mean",
    "over_time",
    "pair",
]

TINY = 1e-12  # a log ratio below this is a tie: shares of nothing are not given
NEAR = 31  # days around two figures within which a published pace is set beside theirs


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the gap, a against b.

    Attributes
    ----------
    name : str
    log, sd : float
        ln of the factor and its spread.
    low, high : float or None
        Hard bounds of the multiplier; None where there is none.
    share : float or None
        Part of the log ratio; None at a tie.
    effect : float or None
        The same part of the absolute gap (additive LMDI): L(a, b) times the log, where L is the logarithmic mean.
    because : str
        Why, in words.
    accounted : bool
        False where a difference is known and the record says nothing of its size.
    """

    name: str
    log: float | None
    sd: float | None
    low: float | None
    high: float | None
    share: float | None
    effect: float | None
    because: str
    url: str = ""
    accounted: bool = True

    @property
    def multiplier(self) -> float | None:
        return None if self.log is None else math.exp(self.log)

    def to_dict(self) -> dict:
        keys = ("name", "log", "sd", "multiplier", "low", "high", "share", "effect", "because", "url", "accounted")
        return {k: getattr(self, k) for k in keys}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a gap: who, in which version, the figure of the closest wording, and its estimate."""

    who: str
    name: str
    version: Figure
    estimate: Estimate

    figure = property(lambda self: self.estimate.figure)
    claim = property(lambda self: self.estimate.figure.claim)
    value = property(lambda self: self.version.reading.value)
    printed = property(lambda self: self.version.printed)

    @property
    def retold(self) -> bool:
        """Whether the comparison starts from a version other than the closest wording found."""
        return self.version.claim is not self.figure.claim


@dataclass(frozen=True, slots=True)
class LaterFigures:
    """When one group's own figure reached the other's."""

    claim: Claim
    since: date
    on: date
    meanwhile: Claim | None

    @property
    def days(self) -> int:
        return (self.on - self.since).days


@dataclass(frozen=True, slots=True)
class Condition:
    """A pace: the one that both figures together imply, or one that the record holds."""

    who: str
    pace: float
    start: date
    end: date
    printed: str
    how: str
    url: str = ""
    implied: bool = False
    near: bool = True
    claims: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def to_dict(self) -> dict:
        return {
            "who": self.who,
            "pace": self.pace,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "days": self.days,
            "printed": self.printed,
            "how": self.how,
            "url": self.url,
            "implied": self.implied,
            "near": self.near,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, eq=False)
class Gap:
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

    case: Case | None
    a: Side
    b: Side
    basis: Basis
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
    def higher(self) -> Side:
        return self.a if self.a.value >= self.b.value else self.b

    @property
    def lower(self) -> Side:
        return self.b if self.higher is self.a else self.a

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
        return _later(self) if self.case and self.ratio else None

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The pace that both figures imply, first, then every pace that the record holds."""
        return tuple(_conditions(self)) if self.case else ()

    @cached_property
    def reasons(self) -> tuple[dict, ...]:
        """Reasons given by somebody for this pair first, then what either said of its difference from others."""
        return tuple(_reasons(self)) if self.case else ()

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
        from .story import note

        return note(self)

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
        parts = ", ".join(f"{f.name} ×{f.multiplier:.2f}" for f in self.factors)
        return f"<Gap {self.a.value:,} / {self.b.value:,} = ×{self.ratio:.2f}: {parts}>"


# -------------------------------------------------------------------------------------------- making


def explain(
    case: Case,
    a: str = "",
    b: str = "",
    measure: str = "",
    as_of: str = "",
    known_by: str = "",
    rule: str = "",
    **choices: Any,
) -> Gap:
    """Split the gap between two figures into factors.

    Parameters
    ----------
    case : Case
    a, b : str
        A claim, a source or a group each; empty: the case's defaults.
    measure, as_of, known_by, rule : str
        Empty: the case's defaults, hindsight, the rule "hedge".  For two named claims `as_of` is the later of the days
        that they speak of, and `measure` theirs if it is the same.
    **choices
        width, timing, inferred, and a value for any declared dimension.

    Returns
    -------
    Gap

    Raises
    ------
    ClaimError
        If a side cannot speak, and why.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.explain(dc.load_case("dprk-kursk"), "ukraine", "south-korea")
    >>> gap
    <Gap 3,000 / 1,100 = ×2.73: retelling ×1.00, wording ×0.99, definition ×1.00, timing ×1.19, scope ×1.00, standing ×1.00, unexplained ×2.32>
    >>> gap.reconcilable
    {'statistical': False, 'admissible': True}
    """
    a, b = pair(case, a, b, measure, as_of, known_by, rule, **choices)
    named = [case.by_id[who] for who in (a, b) if who in case.by_id]
    if len(named) == 2:
        primaries = [case.primary_of(c) for c in named]
        measures = {c.measure for c in primaries}
        measure = measure or (measures.pop() if len(measures) == 1 else "")
        as_of = as_of or max(dates.middle(c.speaks_of) for c in primaries).isoformat()
    basis = basis_for(case, measure, as_of, known_by, rule, **choices)
    return gap_on(case, a, b, basis)


def pair(case: Case, a: str = "", b: str = "", *asked: str, **choices: Any) -> tuple[str, str]:
    """The two sides: as asked, else the case's defaults, else the first groups (or claims) that can speak."""
    a, b = a or case.defaults.get("a", ""), b or case.defaults.get("b", "")
    if a and b:
        return a, b
    basis = basis_for(case, *asked, **choices)
    found = [who for who in (a, b) if who]
    standing = [c for c in case.records if stands(case, c, basis)]
    for who in dict.fromkeys([*(c.group for c in standing), *(c.claim for c in standing if c.primary and c.measure == basis.measure)]):
        if len(found) == 2:
            break
        try:
            figure = speaks(case, who, basis)
        except ClaimError:
            continue
        if all(speaks(case, other, basis).claim is not figure.claim for other in found):
            found.append(who)
    if len(found) < 2:
        raise ClaimError(
            f"two figures of {case.measure_label(basis.measure)} are needed, and {len(found)} can be used on {basis.as_of}: "
            f"name a and b; the groups are {', '.join(case.by_group)}"
        )
    return (a or found[0 if not b else 1], b or found[1])


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
    return _assemble(case, *sides, basis, targets)


def _meeting(case: Case, name: str, figures: list[Figure]) -> str:
    """The value of a dimension at which two figures meet: the first declared of theirs, whichever side is asked for first."""
    values = {f.claim.dimension(name) for f in figures} - {""}
    return next((v for v in case.dimensions[name]["labels"] if v in values), "")


def _name(case: Case, who: str, figure: Figure) -> str:
    if who in case.by_id or who in case.by_source:
        return case.source_name(figure.claim.source if who in case.by_id else who)
    return case.group_name(who)


def between(a: str, b: str, rule: str = "", width: float = 1.0) -> Gap:
    """The gap between two printed phrases, without any case: only the wording can be set apart.

    Examples
    --------
    >>> between("already exceeded 3,000", "around 1,100").unexplained.multiplier.__round__(2)
    2.83
    """
    basis = Basis("count", date.today(), {}, "", rule or "hedge", width)
    sides = []
    for name, phrase in (("the first phrase", a), ("the second phrase", b)):
        reading = read(phrase, basis.rule, width)
        claim = Claim(
            **{k: "" for k in Claim.__dataclass_fields__}
            | {
                "claim": name,
                "statement": name,
                "primary": True,
                "wording": phrase,
                "dims": (),
                "low": None,
                "high": None,
                "level": None,
                "line": 0,
            }
        )
        figure = Figure((claim,), "count", reading, {name: reading.sd} if reading.sd else {})
        steps = {
            "definition": Step("definition", because="two phrases only: what they count is not given"),
            "timing": Step("timing", because="two phrases only: the days are not given"),
        }
        low, high = reading.bounds
        ln = lambda x: math.log(x) if 0 < x < math.inf else (-math.inf if x <= 0 else math.inf)
        sides.append(Side(name, name, figure, Estimate(figure, steps, reading.log, figure.terms, ln(low), ln(high), basis.as_of)))
    return _assemble(None, *sides, basis, {})


def _assemble(case: Case | None, a: Side, b: Side, basis: Basis, targets: Mapping[str, str]) -> Gap:
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
    for name, log, term, low, high, because, url, accounted in (_factor(case, name, a, b) for name in names):
        share = None if tie else log / total
        factors.append(Factor(name, log, spread(term), _multiplier(low), _multiplier(high), share, mean * log, because, url, accounted))
        terms.append(term)
        rest -= log
    sd = spread(combine(*((1, t) for t in terms)))
    low, high = a.estimate.log_low - b.estimate.log_high, a.estimate.log_high - b.estimate.log_low
    share = None if tie else rest / total
    because = "not accounted for by the public record"
    factors.append(Factor("unexplained", rest, sd, _multiplier(low), _multiplier(high), share, mean * rest, because, accounted=False))
    return Gap(case, a, b, basis, a.value / b.value, tuple(factors), targets)


def _factor(case: Case | None, name: str, a: Side, b: Side) -> tuple:
    """(name, log, terms, low, high, because, url, accounted) of a against b."""
    one, two = (_part(case, name, side) for side in (a, b))
    log, terms = one[0] - two[0], combine((1, one[1]), (-1, two[1]))
    because = one[4] if one[4] == two[4] else f"{a.name}: {one[4]}; {b.name}: {two[4]}"
    if name == "retelling" and a.retold is not b.retold:  # the other side's figure needs no word
        because = f"{a.name}: {one[4]}" if a.retold else f"{b.name}: {two[4]}"
    if case and name in case.dimensions:
        because = _difference(case, name, a, b, one[4], two[4])
    return name, log, terms, one[2] - two[3], one[3] - two[2], because, one[5] or two[5], one[6] and two[6]


def _part(case: Case | None, name: str, side: Side) -> tuple:
    """(log, terms, low, high, because, url, accounted) of one side, with the sign that it has in the printed value."""
    version, figure = side.version.reading, side.figure.reading
    if name == "wording":
        low, high = version.bounds
        ends = (_log(version.value / high) if high < math.inf else -math.inf, _log(version.value / low) if low > 0 else math.inf)
        return math.log(version.value / version.best), combine((-1, side.version.terms)), *ends, _wording(side), "", True
    if name == "retelling":
        if not side.retold:
            return 0.0, {}, 0.0, 0.0, "the closest wording found is used", "", True
        return _retold(case, side, version, figure)
    step = side.estimate.steps[name]
    return -step.log, combine((-1, step.terms)), -step.high, -step.low, step.because, step.url, step.accounted


def _difference(case: Case, name: str, a: Side, b: Side, of_a: str, of_b: str) -> str:
    """What the two sides say of a dimension, and what that is known to change."""
    values = [s.claim.dimension(name) for s in (a, b)]
    words = [case.dimension_label(name, v) if v else "not stated" for v in values]
    if values[0] == values[1]:
        return f"both: {words[0]}" if values[0] else "neither states it"
    moved = next((why for why, v in ((of_a, values[0]), (of_b, values[1])) if why not in words and v), NOT_ACCOUNTED)
    return f"{a.name}: {words[0]}; {b.name}: {words[1]}; {moved}"


def _wording(side: Side) -> str:
    r = side.version.reading
    sides = {"floor": "a lower limit", "ceiling": "an upper limit", "about": "approximate", "exact": "exact", "plain": "a plain number"}
    if r.hedge == "interval":
        return f"“{side.printed}”, stated interval {_round(r.low)} to {_round(r.high)}"
    side_word = "a lower limit, a little over" if r.hedge == "odd" else sides.get(r.side, r.side)
    return f"“{side.printed}”, {side_word}" + (f", read as {_round(r.low)} to {_round(r.high)}" if r.high > r.low else "")


def _retold(case: Case, side: Side, version: Reading, figure: Reading) -> tuple:
    claim, primary = side.version.claim, side.claim
    _, words = compare(claim, primary, label=case.measure_label)
    when = f" ({dates.say(claim.published)})" if claim.published else ""
    because = (
        f"{outlet(claim)}{when} has “{claim.phrase}”; the closest wording found ({outlet(primary)}, {dates.say(primary.statement_date)}) "
        f"has “{primary.phrase}”: {words}. Seen: {claim.seen_as}"
    )
    terms = combine((1, side.version.terms), (-1, side.figure.terms))
    (v_low, v_high), (p_low, p_high) = version.bounds, figure.bounds
    low = _log(v_low / p_high) if p_high < math.inf else -math.inf
    high = _log(v_high / p_low) if p_low > 0 else math.inf
    return math.log(version.best / figure.best), terms, low, high, because, claim.url, True


# ------------------------------------------------------------------------- what came later, conditions


def _others(gap: Gap) -> list[Claim]:
    """Claims of the lower side's group; of its source alone where both sides are of one group, none where of one source."""
    case, low, high = gap.case, gap.lower.claim, gap.higher.claim
    if low.group != high.group:
        return case.by_group[low.group]
    return case.by_source[low.source] if low.source != high.source else []


def _later(gap: Gap) -> LaterFigures | None:
    case, high = gap.case, gap.higher
    if gap.a.value == gap.b.value:
        return None
    horizon = replace(gap.basis, as_of=date.max)
    since = dates.middle(high.claim.speaks_of)
    measure = gap.basis.measure if high.figure.measure == gap.basis.measure else high.figure.measure
    reached = [
        (dates.middle(c.speaks_of), c)
        for c in _others(gap)
        if c.measure == measure
        and not why_not(case, c, horizon)
        and _at_least(c.reading()) >= _at_least(high.figure.reading)
        and dates.middle(c.speaks_of) >= since
    ]
    if not reached:
        return None
    on, claim = min(reached, key=lambda r: r[0])
    own = [
        (dates.middle(c.speaks_of), c)
        for c in case.by_group[high.claim.group]
        if c.measure == measure and c is not claim and not why_not(case, c, horizon) and since < dates.middle(c.speaks_of) <= on
    ]
    return LaterFigures(claim, since, on, max(own, key=lambda r: r[0])[1] if own and high.claim.group != claim.group else None)


def _at_least(r: Reading) -> float:
    """The number that was printed; for a range or a vague word the least that it says."""
    return r.low if r.hedge in ("range", "vague") else r.value


def _conditions(gap: Gap) -> list[Condition]:
    case, basis = gap.case, gap.basis
    high, low = gap.higher.estimate, gap.lower.estimate
    start, end = low.as_of, high.as_of
    found = []
    if end > start and high.figure.measure == low.figure.measure:
        pace = (high.figure.reading.value - low.figure.reading.value) / (end - start).days
        how = f"{high.figure.reading.value:,} less {low.figure.reading.value:,} over {(end - start).days} days"
        found.append(
            Condition(
                "both figures together", pace, start, end, "", how, implied=True, claims=(low.figure.claim.claim, high.figure.claim.claim)
            )
        )
    window = (start - timedelta(NEAR), max(end, start) + timedelta(NEAR))
    paces = _stated_paces(case, basis) + _own_paces(case, basis)
    for c in sorted(paces, key=lambda c: (c.start, c.end, c.who)):
        found.append(replace(c, near=window[0] <= c.start + (c.end - c.start) / 2 <= window[1]))
    return found


def _stated_paces(case: Case, basis: Basis) -> list[Condition]:
    """Rates and counts of a period, as sources gave them."""
    paces = []
    for c in case.records:
        if (
            not c.primary
            or not stands(case, c, basis)
            or c.measure != basis.measure
            or c.kind not in ("rate", "period")
            or not basis.knows(c.known_from)
        ):
            continue
        if any(wanted and c.dimension(d) not in ("", wanted) for d, wanted in basis.dims.items()):
            continue
        end = dates.middle(c.speaks_of)
        value = c.reading(basis.rule, basis.width).value
        who = case.source_name(c.source)
        if c.kind == "rate":
            start = dates.first(c.period_start) if c.period_start else end - timedelta(1)
            paces.append(Condition(who, value, start, end, c.phrase, f"stated on {dates.say(c.statement_date)}", c.url, claims=(c.claim,)))
        elif c.period_start and dates.first(c.period_start) < end:
            start = dates.first(c.period_start)
            how = f"{value:,} over {(end - start).days} days"
            paces.append(Condition(who, value / (end - start).days, start, end, c.phrase, how, c.url, claims=(c.claim,)))
    return paces


def _own_paces(case: Case, basis: Basis) -> list[Condition]:
    """Differences between a source's own cumulative figures."""
    paces = []
    for source in case.by_source:
        series = own_series(case, source, basis.measure, basis, basis.dims)
        for (d0, f0), (d1, f1) in pairwise(series):
            rise = f1.reading.value - f0.reading.value
            how = f"{f0.reading.value:,} on {dates.say(d0)}, {f1.reading.value:,} on {dates.say(d1)}"
            claims = (f0.claim.claim, f1.claim.claim)
            paces.append(Condition(case.source_name(source), rise / (d1 - d0).days, d0, d1, f1.printed, how, f1.claim.url, claims=claims))
    return paces


def _reasons(gap: Gap) -> list[dict]:
    """Reasons for this pair, and what either said of its difference from others; never the one as the other."""
    case = gap.case
    ends = [{s.who, s.claim.source, s.claim.group, s.claim.statement} for s in (gap.a, gap.b)]
    found = []
    for row in case.tables["reasons"]:
        if not gap.basis.knows(dates.last(row["date"])):
            continue
        about = [part.strip() for part in row["about"].split(";")]
        pair = (about[0] in ends[0] and about[1] in ends[1]) or (about[1] in ends[0] and about[0] in ends[1])
        if not pair and len({group_of(case, part) for part in about}) == 1:
            continue  # a source on its own figures
        touches = {group_of(case, part) for part in about} & {gap.a.claim.group, gap.b.claim.group}
        if pair or touches:
            found.append({**{k: row[k] for k in ("date", "said_by", "summary", "url")}, "about": about, "for_this_pair": bool(pair)})
    return sorted(found, key=lambda r: (not r["for_this_pair"], r["date"]))


def group_of(case: Case, who: str) -> str:
    """The group of a statement, a source or a group."""
    return case.by_statement[who][0].group if who in case.by_statement else case.group_of(who)


def over_time(
    case: Case,
    a: str = "",
    b: str = "",
    measure: str = "",
    start: str = "",
    end: str = "",
    known_by: str = "",
    rule: str = "",
    **choices: Any,
) -> pd.DataFrame:
    """The printed ratio and the part not accounted for, week by week and on every day that a statement moved it.

    Returns
    -------
    pandas.DataFrame
        ``date ratio unexplained a b moved``: the claims that speak on that day, and the claim that is new on it ("").

    Raises
    ------
    ClaimError
        If the two sides can speak on no day of the span.
    """
    import pandas as pd

    a, b = pair(case, a, b, measure, "", known_by, rule, **choices)
    basis = basis_for(case, measure, "", known_by, rule, **choices)
    said = sorted(
        {
            dates.last(c.statement_date)
            for who in (a, b)
            for c in case.by_group.get(who) or case.by_source.get(who) or ()
            if c.primary and c.measure == basis.measure and stands(case, c, basis)
        }
    )
    if not said:
        raise ClaimError(f"neither {a!r} nor {b!r} is a group or a source with figures of {case.measure_label(basis.measure)}")
    first = dates.first(start) if start else said[0]
    stop = dates.last(end) if end else max(said)
    if known_by:
        stop = min(stop, dates.last(known_by))
    days = {first + timedelta(7 * i) for i in range((stop - first).days // 7 + 1)} | {d for d in said if first <= d <= stop} | {stop}
    rows, before = [], {}
    for day in sorted(days):
        try:
            gap = explain(case, a, b, measure, day.isoformat(), known_by, rule, **choices)
        except ClaimError:
            continue
        now = {"a": gap.a.claim.claim, "b": gap.b.claim.claim}
        moved = [now[k] for k in now if before and now[k] != before[k]]
        rows.append({"date": day, "ratio": gap.ratio, "unexplained": gap.unexplained.multiplier, **now, "moved": ", ".join(moved)})
        before = now
    if not rows:
        raise ClaimError(f"{a!r} and {b!r} can both speak on no day between {first} and {stop}")
    return pd.DataFrame(rows)


# --------------------------------------------------------------------------------------------- numbers


def logarithmic_mean(x: float, y: float) -> float:
    """L(x, y) = (x - y)/(ln x - ln y), with its limits: L(x, x) = x and L(x, 0) = 0.

    Log shares times L are the additive LMDI-I effects, so that a share is the same on the log and on the count scale.

    References
    ----------
    Ang, B. W., Zhang, F. Q., Choi, K.-H. (1998). Factorizing changes in energy and environmental indicators through
    decomposition. Energy 23, 489-495.

    Examples
    --------
    >>> logarithmic_mean(20, 20), logarithmic_mean(20, 0), round(logarithmic_mean(3000, 1100), 1)
    (20, 0.0, 1893.7)
    """
    if x == y:
        return x
    return (x - y) / math.log(x / y) if x > 0 and y > 0 else 0.0


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


def _log(x: float) -> float:
    return math.log(x) if 0 < x < math.inf else (-math.inf if x <= 0 else math.inf)


def _multiplier(log: float) -> float | None:
    return math.exp(log) if abs(log) < 700 else None


def _round(x: float) -> str:
    return f"{x:,.0f}"
