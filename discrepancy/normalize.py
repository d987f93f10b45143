"""Claims → estimates on one basis: measure, as-of date, declared dimensions.

In goes a `Case` and the basis; out come estimates that can be compared, each with the steps that brought
it there.  A step is a factor with its spread, its hard bounds, what it rests on and why; a step that the
record does not support is ×1 and says "not accounted for".

Spreads are kept as ``terms``: {claim or assumption: sd in logs, signed}, so that what two estimates share
cancels between them.  All arithmetic is in natural logs and closed form (docs/method.md).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from . import dates
from .case import Case, Claim, Conversion
from .wording import LARGEST, RULES, Reading

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "TIMINGS",
    "Basis",
    "ClaimError",
    "Estimate",
    "Figure",
    "Step",
    "basis_for",
    "estimate",
    "normalize",
    "own_series",
    "printed_figures",
    "reread",
    "shares",
    "silent",
    "silent_parties",
    "speaks",
    "timeline",
]

TIMINGS = ("log-linear", "linear", "none")
UNKNOWN_SPAN = 14  # days that figures are taken to cover where neither two dates nor a period start are known
SAME_WORDS = "same words"
NOT_ACCOUNTED = "this difference is not accounted for"


class ClaimError(ValueError):
    """A claim, source, group, measure or date that the case does not have or that cannot be used."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What estimates are brought to, and by which choices.

    Attributes
    ----------
    measure : str
    as_of : datetime.date
        The day that all estimates shall speak of.
    dims : dict
        Wanted value of each declared dimension; "" for any.
    known_by : str
        Nothing said, published or converted after this date is used; "" for hindsight.
    rule, width : str, float
        Of the reading (`discrepancy.read`).
    timing : {"log-linear", "linear", "none"}
        How a source's own figures are joined.
    inferred : bool
        Whether derivations that are inferred, not stated, are followed.
    versions : dict
        The version to read in the place of a closest wording, by the claim of the latter.
    """

    measure: str
    as_of: date
    dims: Mapping[str, str] = field(default_factory=dict)
    known_by: str = ""
    rule: str = "hedge"
    width: float = 1.0
    timing: str = "log-linear"
    inferred: bool = True
    versions: Mapping[str, Claim] = field(default_factory=dict)

    def reading(self, claim: Claim) -> Reading:
        """What a claim is read as on this basis."""
        return self.versions.get(claim.claim, claim).reading(self.rule, self.width)

    def knows(self, day: date) -> bool:
        return not self.known_by or day <= dates.last(self.known_by)


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


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards the basis: ln factor, hard bounds of it, spread by assumption, and why."""

    name: str
    log: float = 0.0
    low: float = 0.0
    high: float = 0.0
    terms: Mapping[str, float] = field(default_factory=dict)
    because: str = ""
    url: str = ""
    accounted: bool = True
    inferred: bool = False
    claims: tuple[str, ...] = ()

    @property
    def sd(self) -> float:
        return spread(self.terms)

    @property
    def multiplier(self) -> float:
        return math.exp(self.log)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure brought to the basis.

    Attributes
    ----------
    figure : Figure
    steps : dict of Step
        definition, timing, then each declared dimension.
    log, sd : float
        ln of the estimate and its spread.
    low, high : float
        Hard bounds in persons; 0 and infinity where a side is open.
    as_of : datetime.date
        The day that the figure spoke of before it was moved.
    inferred : bool
        Whether a step rests on a derivation that is inferred.
    """

    figure: Figure
    steps: Mapping[str, Step]
    log: float
    terms: Mapping[str, float]
    log_low: float
    log_high: float
    as_of: date

    sd = property(lambda self: spread(self.terms))
    best = property(lambda self: math.exp(self.log))
    low = property(lambda self: math.exp(self.log_low))
    high = property(lambda self: math.exp(self.log_high))
    inferred = property(lambda self: any(s.inferred for s in self.steps.values()))


def spread(terms: Mapping[str, float]) -> float:
    """sd of a sum of independent terms."""
    return math.sqrt(sum(v * v for v in terms.values()))


def combine(*weighted: tuple[float, Mapping[str, float]]) -> dict[str, float]:
    """Weighted sum of terms; what is shared adds up, or cancels, before it is squared."""
    total: Counter[str] = Counter()
    for weight, terms in weighted:
        for key, value in terms.items():
            total[key] += weight * value
    return {k: v for k, v in total.items() if v}


# ---------------------------------------------------------------------------------------- the basis


def basis_for(
    case: Case,
    measure: str = "",
    as_of: str | date = "",
    known_by: str = "",
    rule: str = "",
    width: float = 1.0,
    timing: str = "",
    inferred: bool = True,
    **dims: str,
) -> Basis:
    """The basis from what was asked, the case's defaults, and the newest statement, in that order.

    Raises
    ------
    ClaimError
        For an unknown measure, rule, timing, dimension or a date that is none.
    """
    for name, value in (("as_of", as_of), ("known_by", known_by)):
        if value and isinstance(value, str) and not dates.is_date(value):
            raise ClaimError(f"{name} is {value!r}: write YYYY-MM-DD, YYYY-MM or YYYY")
    measure = measure or case.defaults.get("measure")
    as_of = as_of or case.defaults.get("as_of", "")
    if not measure or not as_of:
        standing = [c for c in case.records if stands(case, c, Basis("", date.max, known_by=known_by))] or case.records
        measure = measure or Counter(c.measure for c in standing if c.primary).most_common(1)[0][0]
        as_of = as_of or max((c.statement_date for c in standing), key=dates.last)
    _one_of("measure", measure, case.measures)
    _one_of("rule", rule or "hedge", RULES)
    _one_of("timing", timing or "log-linear", TIMINGS)
    for name, value in dims.items():
        _one_of("dimension", name, case.dimensions)
        _one_of(name, value, ["", *case.dimensions[name]["labels"]])
    day = dates.last(str(as_of))
    wanted = {name: dims.get(name, spec["basis"]) for name, spec in case.dimensions.items()}
    return Basis(measure, day, wanted, known_by, rule or "hedge", width, timing or "log-linear", inferred)


def _one_of(what: str, value: str, allowed: Iterable[str]) -> None:
    allowed = [str(a) for a in allowed]
    if value not in allowed:
        close = get_close_matches(str(value), allowed, 1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise ClaimError(f"{what} is {value!r}: {hint}use one of {', '.join(a for a in allowed if a)}")


# ------------------------------------------------------------------------------ which claim speaks


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
            raise ClaimError(f"the claim {who!r} {_fell(case, case.by_id[who])}")
        return _named(case, case.primary_of(case.by_id[who]), basis)
    claims = case.by_source.get(who) or case.by_group.get(who)
    if claims is None:
        known = [*case.by_group, *case.by_source]
        close = get_close_matches(who, [*known, *case.by_id], 1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        groups = ", ".join(dict.fromkeys(case.by_group))
        raise ClaimError(f"no claim, source or group {who!r} in the case {case.name}: {hint}the groups are {groups}")
    if not any(c.primary for c in claims):
        raise ClaimError(f"no claim can speak for {who!r} on {basis.as_of}: it is credited only in versions of other statements")
    related = [c for c in claims if c.primary and c.measure in case.related[basis.measure]]
    usable = [c for c in related if not why_not(case, c, basis)]
    newest = sorted(usable, key=lambda c: (dates.last(c.speaks_of), dates.last(c.statement_date)), reverse=True)  # ties in table order
    for fits in (_printed, _in_parts, _by_assumption):
        for claim in newest:
            if fits(case, claim, basis):
                return figure_of(case, claim, basis)
    reasons = Counter(why_not(case, c, basis) or "not the measure" for c in related)
    said = (
        "; ".join(f"{why} ({n})" if n > 1 else why for why, n in reasons.most_common(4))
        or f"it gives no figure of {case.measure_label(basis.measure)}"
    )
    raise ClaimError(f"no claim can speak for {who!r} on {basis.as_of}: {said}")


def _named(case: Case, claim: Claim, basis: Basis) -> Figure:
    if claim.kind == "share":
        raise ClaimError(f"the claim {claim.claim!r} is a share ({claim.phrase!r}): it gives no count to compare")
    if not basis.knows(claim.known_from):
        raise ClaimError(f"the claim {claim.claim!r} was not known on {basis.known_by}: it was said or published on {claim.known_from}")
    return _single(claim, basis)


def why_not(case: Case, claim: Claim, basis: Basis) -> str:
    """Why a claim cannot speak for its source on this basis; empty if it can."""
    if not claim.primary:
        return "a version of another claim"
    if not stands(case, claim, basis):
        return f"{claim.status} since"
    if claim.kind != "cumulative":
        return {
            "period": "a count of a period",
            "rate": "a rate",
            "present": "a count of those present",
            "plan": "a plan",
            "share": "a share",
        }[claim.kind]
    if dates.last(claim.statement_date) > basis.as_of:
        return f"said after {dates.say(basis.as_of)}"
    if not basis.knows(claim.known_from):
        return f"not known on {basis.known_by}"
    for name, wanted in basis.dims.items():
        value = claim.dimension(name)
        if wanted and value and value != wanted and not _paths(case, name, value, wanted, basis):
            return f"another {case.dimension_label(name)}: {case.dimension_label(name, value)}"
    return ""


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


def _fell(case: Case, claim: Claim) -> str:
    """What became of a claim that no longer stands, for whoever named it."""
    if claim.status == "current":
        primary = case.primary_of(claim)
        return f"is a version of {primary.claim!r}, which {_fell(case, primary)}"
    since = fallen_on(case, claim)
    when = f" {dates.on(since)}" if since else ""
    instead = f" and replaced by {claim.replaced_by!r}: name that one" if claim.replaced_by else ": it is kept and no longer compared"
    return f"was {claim.status}{when}{instead}"


def _derived(claim: Claim, basis: Basis) -> bool:
    """Whether the figure is another source's on this basis: an inferred derivation only where inferences are followed."""
    return bool(claim.derived_from) and (claim.derived_basis == "stated" or basis.inferred)


def _printed(case: Case, claim: Claim, basis: Basis) -> bool:
    return claim.measure == basis.measure


def _in_parts(case: Case, claim: Claim, basis: Basis) -> bool:
    """Whether the statement gives all parts of the measure; it speaks once, by its first part."""
    parts = _parts_of(case, claim, basis)
    return bool(parts) and parts[0] is claim


def _by_assumption(case: Case, claim: Claim, basis: Basis) -> bool:
    return not _parts_of(case, claim, basis) and definition(case, _single(claim, basis), basis).accounted


def _leaves(case: Case, measure: str) -> tuple[str, ...]:
    return case.measures[measure].parts or (measure,)


def figure_of(case: Case, claim: Claim, basis: Basis) -> Figure:
    """The claim as a figure; where it is one of all the parts of the measure, their sum."""
    if claim.measure == basis.measure:
        return _single(claim, basis)
    parts = _parts_of(case, claim, basis)
    return _sum(parts, basis) if parts else _single(claim, basis)


def _parts_of(case: Case, claim: Claim, basis: Basis) -> list[Claim]:
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
    return _single(figure.claim, basis) if len(figure.claims) == 1 else _sum(list(figure.claims), basis)


def _single(claim: Claim, basis: Basis) -> Figure:
    reading = basis.reading(claim)
    return Figure((claim,), claim.measure, reading, {claim.claim: reading.sd} if reading.sd else {})


def _sum(claims: list[Claim], basis: Basis) -> Figure:
    readings = [basis.reading(c) for c in claims]
    total = [sum(getattr(r, k) for r in readings) for k in ("value", "low", "best", "high")]
    open_ = {r.open for r in readings} - {"none"}
    side = "none" if not open_ else open_.pop() if len(open_) == 1 else "both"
    printed = " + ".join(c.phrase for c in claims)
    terms = {c.claim: r.sd * r.best / total[2] for c, r in zip(claims, readings, strict=True) if r.sd and total[2]}
    return Figure(tuple(claims), basis.measure, Reading(printed, *total, side, "sum", basis.rule), terms)


# ----------------------------------------------------------------------------------- the definition


def definition(case: Case, figure: Figure, basis: Basis) -> Step:
    """From the measure that was printed to the measure of the basis.

    By the same statement's parts, else the same source's own split nearest in time, else the case's
    cited ratio, else ×1 and not accounted for.
    """
    have, want = figure.measure, basis.measure
    if have == want:
        if len(figure.claims) > 1:
            return Step("definition", because=f"the sum of the statement's own parts: {figure.printed}")
        caveat = case.measures[want].caveat
        return Step("definition", because=SAME_WORDS + (f"; {caveat}" if caveat else ""))
    split = _own_split(case, figure, basis)
    if split:
        return split
    return _cited_ratio(case, have, want, basis) or Step(
        "definition", because=f"{case.measure_label(have)} against {case.measure_label(want)}: {NOT_ACCOUNTED}", accounted=False
    )


def _own_split(case: Case, figure: Figure, basis: Basis) -> Step | None:
    """The ratio of the two measures in a statement of the same source: its own first, then the nearest in time."""
    claim = figure.claim
    at = dates.middle(claim.speaks_of)
    statements: dict[str, date] = {}
    own = case.primaries[claim.source].get(claim.statement, [])
    for primaries in (own, *case.giving_both(claim.source, figure.measure, basis.measure)):
        related = [c for c in primaries if stands(case, c, basis) and c.measure in case.related[basis.measure]]
        if related:
            statements.setdefault(related[0].statement, dates.middle(related[0].speaks_of))
    order = sorted(statements, key=lambda s: (s != claim.statement, abs((statements[s] - at).days), statements[s]))
    for statement in order:
        primaries = [
            c
            for c in case.by_statement[statement]
            if c.primary
            and stands(case, c, basis)
            and c.source == claim.source
            and c.kind in (claim.kind, "cumulative")
            and basis.knows(c.known_from)
        ]
        primaries = [c for c in primaries if all(not v or not w or v == w for (_, v), (_, w) in zip(c.dims, claim.dims, strict=True))]
        whole, part = (_of_measure(case, primaries, m, basis) for m in (basis.measure, figure.measure))
        if statement == claim.statement:
            part = figure
        if whole and part and whole.reading.best > 0 and part.reading.best > 0:
            return _ratio_step(case, whole, part, statement == claim.statement)
    return None


def _of_measure(case: Case, primaries: list[Claim], measure: str, basis: Basis) -> Figure | None:
    """A measure as a statement gives it: printed, or the sum of its parts."""
    by_measure = {c.measure: c for c in reversed(primaries)}
    if measure in by_measure:
        return _single(by_measure[measure], basis)
    parts = case.measures[measure].parts
    if parts and all(p in by_measure for p in parts):
        return _sum([by_measure[p] for p in parts], replace(basis, measure=measure))
    return None


def _ratio_step(case: Case, whole: Figure, part: Figure, same: bool) -> Step:
    w, p = whole.reading, part.reading
    (w_low, w_high), (p_low, p_high) = w.bounds, p.bounds
    terms = combine((1, whole.terms), (-1, part.terms))
    where = "the same statement" if same else f"its own statement of {dates.say(whole.claim.statement_date)}"
    because = f"{where} gives “{part.printed}” and “{whole.printed}”"
    return Step(
        "definition", math.log(w.best / p.best), _ln(_over(w_low, p_high)), _ln(_over(w_high, p_low)), terms, because, whole.claim.url
    )


def _cited_ratio(case: Case, have: str, want: str, basis: Basis) -> Step | None:
    """The ratio of two measures from cited ratios of their parts: casualties = killed × (1 + wounded per killed)."""
    ratios = {(c.start, c.to): c for c in _known_conversions(case, "measure", basis) if c.factor}
    leaves = [*_leaves(case, have), *_leaves(case, want)]
    for base in dict.fromkeys(leaves):
        used = {m: ratios.get((base, m)) for m in leaves if m != base}
        inverse = {m: ratios.get((m, base)) for m in leaves if m != base}
        if all(used[m] or inverse[m] for m in used):
            links = {m: (used[m], 1) if used[m] else (inverse[m], -1) for m in used}
            return _ratio_from_parts(case, have, want, base, links)
    return None


def _ratio_from_parts(case: Case, have: str, want: str, base: str, links: dict[str, tuple[Conversion, int]]) -> Step:
    def log_ratio(at: dict[str, float]) -> float:
        sizes = [sum(at.get(p, 1.0) for p in _leaves(case, m)) for m in (want, have)]
        return math.log(sizes[0] / sizes[1])

    def sized(which: str) -> dict[str, float]:
        return {m: (getattr(c, which) or c.factor) ** sign for m, (c, sign) in links.items()}

    middle = sized("factor")
    terms, low, high = {}, 0.0, 0.0
    for m, (c, _) in links.items():
        ends = [log_ratio(middle | {m: sized(which)[m]}) for which in ("low", "high")]
        terms[f"ratio {c.start} to {c.to}"] = (ends[1] - ends[0]) / 3.92
        low += min(0.0, min(ends) - log_ratio(middle))
        high += max(0.0, max(ends) - log_ratio(middle))
    log = log_ratio(middle)
    cited = next(iter(links.values()))[0]
    return Step(
        "definition", log, log + low, log + high, {k: v for k, v in terms.items() if v}, f"by assumption: {cited.because}", cited.url
    )


# --------------------------------------------------------------------------------------- the timing


def own_series(case: Case, source: str, measure: str, basis: Basis, dims: Mapping[str, str] | None = None) -> list[tuple[date, Figure]]:
    """A source's own cumulative figures of a measure in order of date, one a day; derived ones are no points of it."""
    dims = dims or {}
    points: dict[date, Figure] = {}
    wanted = replace(basis, measure=measure)
    for claim in case.by_source.get(source, ()):
        if (
            not claim.primary
            or claim.kind != "cumulative"
            or not stands(case, claim, basis)
            or _derived(claim, basis)
            or not basis.knows(claim.known_from)
        ):
            continue
        if any(dims.get(name) and value and value != dims[name] for name, value in claim.dims):
            continue
        figure = figure_of(case, claim, wanted)
        if figure.measure == measure and figure.reading.best > 0:
            day = dates.middle(claim.speaks_of)
            if day not in points or len(figure.claims) < len(points[day].claims):  # a printed figure before a sum
                points[day] = figure
    return sorted(points.items(), key=lambda point: point[0])


def _speaks_of(case: Case, figure: Figure, basis: Basis) -> tuple[str, Claim | None, bool]:
    """(date as given, the claim it derives from or None, whether the derivation is inferred)."""
    claim, inferred = figure.claim, False
    original = None
    while _derived(original or claim, basis):
        at = original or claim
        inferred = inferred or at.derived_basis == "inferred"
        originals = [c for c in case.by_statement[at.derived_from] if c.primary and stands(case, c, basis) and basis.knows(c.known_from)]
        related = [c for c in originals if figure.measure not in case.measures or c.measure in case.related[figure.measure]]
        if not related:
            break
        original = related[0]
    if original is not None:
        return claim.as_of or original.speaks_of, original, inferred
    return claim.speaks_of, None, False


def timing(case: Case, figure: Figure, basis: Basis) -> Step:
    """From the day that the figure speaks of to the as-of date, by the source's own growth only.

    Between its own figures log-linear; beyond them its own rate; a single figure with a known start by its
    mean rate; otherwise, or further away than its figures cover days, ×1 and not accounted for.
    """
    speaks_of, original, inferred = _speaks_of(case, figure, basis)
    day, to = dates.middle(speaks_of), basis.as_of
    day_known = bool(figure.claim.as_of) or original is not None
    if day == to:
        said = f"speaks of {dates.say(to)}" if day_known else f"said on {dates.say(figure.claim.statement_date)}, day not stated"
        return Step("timing", because=said)
    if basis.timing == "none":
        return Step("timing", because=f"left at {dates.say(day)} by choice", accounted=False)
    if figure.claim.kind != "cumulative":
        return Step("timing", because=f"a count of another kind ({figure.claim.kind}) is not moved in time", accounted=False)
    source = original.source if original else figure.claim.source
    dims = {name: value or basis.dims[name] for name, value in figure.claim.dims if basis.dims.get(name)}
    series = own_series(case, source, figure.measure, basis, dims)
    step = _move(source, series, day, to, basis)
    if original is not None:
        if inferred:
            word = f"If it is the figure that {case.source_name(source)} gave on {dates.say(original.statement_date)}, which it matches: "
        else:
            word = f"computed from the figure that {case.source_name(source)} gave on {dates.say(original.statement_date)}: "
        step = replace(step, because=word + step.because, inferred=inferred, url=original.url)
    return step


def _move(source: str, series: list[tuple[date, Figure]], day: date, to: date, basis: Basis) -> Step:
    """Growth of a series between two days, by the rule that its points allow."""
    days = [d for d, _ in series]
    # What is not accounted for is not excluded either: a cumulative count may have grown by any factor.
    away_ = {"low": -math.inf if to < day else 0.0, "high": math.inf if to > day else 0.0}
    far = Step("timing", **away_, because=f"no own figures near enough to {dates.say(to)}: {NOT_ACCOUNTED}", accounted=False)
    if not series:
        return far
    covered = _covered(series)
    away = max((days[0] - to).days, (to - days[-1]).days, 0)
    if away > covered or (len(series) == 1 and not series[0][1].claim.period_start):
        return far
    key = f"timing of {source} to {to}"
    if len(series) == 1:
        d = (to - day).days
        if d <= -covered:
            return far
        log = math.log(1 + d / covered)
        start = dates.say(series[0][1].claim.period_start)
        because = f"the mean rate of the {covered} days from {start} to {dates.say(days[0])}"
        return Step("timing", log, min(0.0, 2 * log), max(0.0, 2 * log), {key: log}, because, claims=(series[0][1].claim.claim,))
    at = lambda t: _at(series, t, basis.timing)
    log = at(to) - at(day)
    if abs(log) > math.log(LARGEST):  # a jump within days, carried on for months: no count moves so far
        return far
    if away == 0:
        before = max((p for p in series if p[0] <= to), key=lambda p: p[0])
        after = min((p for p in series if p[0] >= to), key=lambda p: p[0])
        nearest = min((before, after), key=lambda p: abs((p[0] - to).days))
        sd = abs(at(to) - math.log(nearest[1].reading.best)) / 2
        # A cumulative count can sit anywhere between the two figures around it.
        ends = [bound for p in (before, after) for bound in (*p[1].reading.bounds, p[1].reading.best)]
        low, high = min(log, _ln(min(ends)) - at(day)), max(log, _ln(max(ends)) - at(day))
        because = f"own figures of {_say_point(before)} and {_say_point(after)}"
        return Step(
            "timing",
            log,
            low,
            high,
            {key: math.copysign(sd, log)} if sd else {},
            because,
            claims=tuple(p[1].claim.claim for p in (before, after)),
        )
    end = days[-1] if to > days[-1] else days[0]
    beyond = at(to) - at(end)
    ends = (log - beyond, log + beyond)
    pair = series[-2:] if to > days[-1] else series[:2]
    because = f"own rate between {_say_point(pair[0])} and {_say_point(pair[1])}, carried {abs((to - end).days)} days further"
    return Step("timing", log, min(ends), max(ends), {key: log} if log else {}, because, claims=tuple(p[1].claim.claim for p in pair))


def _covered(series: list[tuple[date, Figure]]) -> int:
    """Days that a source's figures cover, from the start of its first period where that is known."""
    start = series[0][1].claim.period_start
    first = dates.first(start) if start else series[0][0]
    days = (series[-1][0] - first).days + (1 if start else 0)
    return days if days > 0 else UNKNOWN_SPAN


def _at(series: list[tuple[date, Figure]], t: date, timing: str) -> float:
    """ln of a series on a day: joined between its points, carried on at its own rate beyond them."""
    x = [d.toordinal() for d, _ in series]
    y = [f.reading.best for _, f in series]
    i = next((k for k in range(1, len(x)) if t.toordinal() <= x[k]), len(x) - 1)
    share = (t.toordinal() - x[i - 1]) / (x[i] - x[i - 1])
    if timing == "linear":
        count = y[i - 1] + share * (y[i] - y[i - 1])
        if count > 0:
            return math.log(count)
    return math.log(y[i - 1]) + share * math.log(y[i] / y[i - 1])


def _say_point(point: tuple[date, Figure]) -> str:
    return f"{dates.say(point[0])} ({point[1].reading.value:,.0f})"


# ------------------------------------------------------------------------------- declared dimensions


def dimension(case: Case, name: str, value: str, wanted: str, running: float, basis: Basis, anchors: Mapping | None = None) -> Step:
    """From one value of a declared dimension to another, by the case's conversions, in either direction."""
    if value == wanted or not wanted:
        return Step(name, because=case.dimension_label(name, value) if value else "not stated")
    if not value:
        return Step(name, because=f"not stated: {NOT_ACCOUNTED}", accounted=False)
    paths = _paths(case, name, value, wanted, basis)
    if len(paths) != 1:
        why = "more than one way to convert" if paths else "no published conversion"
        return Step(name, because=f"{why}: {NOT_ACCOUNTED}", accounted=False)
    log = low = high = 0.0
    terms: dict[str, float] = {}
    for conversion, sign in paths[0]:
        step = _convert(conversion, sign, running * math.exp(log), (anchors or {}).get((name, conversion.start)))
        if step is None:
            return Step(name, because=f"the published addition is larger than the figure: {NOT_ACCOUNTED}", accounted=False)
        at, lowest, highest = step
        log, low, high = log + at, low + lowest, high + highest
        if highest > lowest:
            terms[f"conversion {conversion.start} to {conversion.to}"] = sign * (highest - lowest) / 3.92
    return Step(name, log, low, high, terms, "; ".join(c.because for c, _ in paths[0]), paths[0][0][0].url)


def _convert(c: Conversion, sign: int, running: float, anchor: float | None) -> tuple[float, float, float] | None:
    """ln factor, lowest, highest of one conversion; an addition is evaluated at the claim standing at its start."""
    if c.factor is not None:
        ends = sorted(sign * math.log(v) for v in (c.low or c.factor, c.high or c.factor))
        return sign * math.log(c.factor), *ends
    base = anchor if anchor is not None else running if sign > 0 else None
    logs = []
    for add in (c.add, c.low if c.low is not None else c.add, c.high if c.high is not None else c.add):
        start = base if base is not None else running - add
        if start <= 0 or start + add <= 0:
            return None
        logs.append(sign * math.log((start + add) / start))
    return logs[0], min(logs), max(logs)


def _known_conversions(case: Case, name: str, basis: Basis) -> list[Conversion]:
    """Conversions of a dimension that were published by `known_by`; undated ones only with hindsight."""
    return [
        c
        for c in case.conversions
        if c.dimension == name and (not basis.known_by or (c.published and basis.knows(dates.last(c.published))))
    ]


def _paths(case: Case, name: str, start: str, to: str, basis: Basis) -> list[list[tuple[Conversion, int]]]:
    """The ways from one value to another: none, the only one, or two of them.

    Another way leaves out some conversion of the shortest; so it is enough to look for one without each of these in turn.
    """
    links: dict[str, list[tuple[str, Conversion, int]]] = defaultdict(list)
    for c in _known_conversions(case, name, basis):
        links[c.start].append((c.to, c, 1))
        links[c.to].append((c.start, c, -1))
    shortest = _way(links, start, to)
    if shortest is None:
        return []
    others = (_way(links, start, to, without=c) for c, _ in shortest)
    return [shortest, *islice((way for way in others if way is not None), 1)]


def _way(links: Mapping[str, list], start: str, to: str, without: Conversion | None = None) -> list[tuple[Conversion, int]] | None:
    """The shortest way, breadth first; None where there is none."""
    ways: dict[str, tuple | None] = {start: None}  # value → (value before, conversion, sign)
    for at in (queue := [start]):
        for after, conversion, sign in links.get(at, ()):
            if after not in ways and conversion is not without:
                ways[after] = (at, conversion, sign)
                queue.append(after)
    if to not in ways:
        return None
    way = []
    while step := ways[to]:
        to, *link = step
        way.append(tuple(link))
    return way[::-1]


# --------------------------------------------------------------------------------------- all together


def estimate(
    case: Case, figure: Figure, basis: Basis, targets: Mapping[str, str] | None = None, anchors: Mapping | None = None
) -> Estimate:
    """Bring a figure to the basis, step by step.

    Parameters
    ----------
    case : Case
    figure : Figure
        As `speaks` gives it.
    basis : Basis
    targets : mapping, optional
        Value of each dimension to go to, where the basis leaves it open.
    anchors : mapping, optional
        {(dimension, value): persons} of the claim that stands at the start of an addition.

    Returns
    -------
    Estimate
    """
    reading = figure.reading
    steps = {"definition": definition(case, figure, basis), "timing": timing(case, figure, basis)}
    log = reading.log + steps["definition"].log + steps["timing"].log
    for name, wanted in (basis.dims if targets is None else targets).items():
        running = math.exp(log) if log > -math.inf else 0.0
        value = figure.claim.dimension(name)
        steps[name] = dimension(case, name, value, wanted, running, basis, {**(anchors or {}), (name, value): reading.best})
        log += steps[name].log
    low, high = reading.bounds
    terms = combine((1, figure.terms), *((1, s.terms) for s in steps.values()))
    speaks_of, _, _ = _speaks_of(case, figure, basis)
    day = dates.middle(speaks_of)
    return Estimate(
        figure,
        steps,
        log,
        terms,
        _ln(low) + sum(s.low for s in steps.values()),
        _ln(high) + sum(s.high for s in steps.values()),
        day,
    )


def normalize(case: Case, measure: str = "", as_of: str = "", known_by: str = "", rule: str = "", **choices) -> pd.DataFrame:
    """Every source's figure on one basis; sources without a usable figure stay, with the reason.

    Parameters
    ----------
    case : Case
    measure, as_of, known_by, rule : str
        Empty: the case's defaults, hindsight, the rule "hedge".
    **choices
        width, timing, inferred, and a value for any declared dimension.

    Returns
    -------
    pandas.DataFrame
        One row a source, highest estimate first: ``source name group role claim statement statement_date speaks_of
        day_stated printed value low best high open`` (the figure as read, persons), ``definition timing`` and one
        column a declared dimension (multipliers), ``estimate estimate_low estimate_high`` (persons, on the basis;
        bounds as read), ``estimate_open``, ``inferred``, ``usable``, ``because`` (each step in words, or why the source has
        no usable figure), ``url``.

    Raises
    ------
    ClaimError
        For a measure, date, rule or dimension value that the case does not have.

    Examples
    --------
    >>> import discrepancy as dc
    >>> est = dc.normalize(dc.load_case("hurricane-maria"), as_of="2018-12-31")
    >>> est.loc[est.usable, "source"].is_unique
    True
    """
    import pandas as pd

    basis = basis_for(case, measure, as_of, known_by, rule, **choices)
    related = case.related[basis.measure]
    rows = [_row(case, source, basis) for source, claims in case.by_source.items() if any(c.measure in related for c in claims)]
    columns = [*_ROW, "definition", "timing", *basis.dims, *_RESULT]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["usable", "estimate"], ascending=False, kind="stable", ignore_index=True)


_ROW = [
    "source",
    "name",
    "group",
    "role",
    "claim",
    "statement",
    "statement_date",
    "speaks_of",
    "day_stated",
    "printed",
    "value",
    "low",
    "best",
    "high",
    "open",
]
_RESULT = ["estimate", "estimate_low", "estimate_high", "estimate_open", "inferred", "usable", "because", "url"]


def _row(case: Case, source: str, basis: Basis) -> dict:
    who = {"source": source, "name": case.source_name(source), "group": case.group_of(source), "role": case.role_of(source)}
    try:
        figure = speaks(case, source, basis)
    except ClaimError as error:
        return who | {"usable": False, "because": str(error).split(": ", 1)[1], "inferred": False, "printed": "", "url": ""}
    e = estimate(case, figure, basis)
    r, claim = figure.reading, figure.claim
    factor = math.exp(e.log - r.log) if r.best > 0 else 1.0
    return (
        who
        | {
            "claim": claim.claim,
            "statement": claim.statement,
            "statement_date": claim.statement_date,
            "speaks_of": e.as_of.isoformat(),
            "day_stated": bool(claim.as_of),
            "printed": figure.printed,
            "value": r.value,
            "low": r.low,
            "best": r.best,
            "high": r.high,
            "open": r.open,
            "estimate": r.best * factor,
            "estimate_low": r.low * factor,
            "estimate_high": r.high * factor,
            "estimate_open": r.open,
            "inferred": e.inferred,
            "usable": True,
            "url": claim.url,
            "because": "; ".join(f"{s.name} ×{s.multiplier:.2f}: {s.because}" for s in e.steps.values()),
        }
        | {name: s.multiplier for name, s in e.steps.items()}
    )


def timeline(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices) -> pd.DataFrame:
    """Every printed figure of a measure with its day: what there is to draw before anything is normalized.

    Returns
    -------
    pandas.DataFrame
        One row a figure in order of date: ``day start source name group role claim statement mark printed value low best
        high open said url``.  ``mark`` is "figure" (a closest wording, cumulative), "sum" (a statement's own parts added),
        "period" (a count of a period, from ``start`` to ``day``) or "version" (a retelling).
    """
    import pandas as pd

    return pd.DataFrame(printed_figures(case, measure, known_by, rule, **choices), columns=_PRINTED)


_PRINTED = [
    "day",
    "start",
    "source",
    "name",
    "group",
    "role",
    "claim",
    "statement",
    "mark",
    "printed",
    "value",
    "low",
    "best",
    "high",
    "open",
    "said",
    "url",
]


def printed_figures(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices) -> list[dict]:
    """The rows of `timeline`, for those who can do without pandas."""
    basis = basis_for(case, measure, "", known_by, rule, **choices)
    basis = replace(basis, as_of=date.max)
    rows, summed = [], set()
    for c in case.records:
        if not stands(case, c, basis) or c.kind not in ("cumulative", "period") or c.measure not in case.related[basis.measure]:
            continue
        if not basis.knows(c.known_from) or (not c.primary and known_by and not c.published):
            continue
        if any(wanted and c.dimension(d) not in ("", wanted) for d, wanted in basis.dims.items()):
            continue
        figure = figure_of(case, c, basis) if c.primary and c.kind == "cumulative" else _single(c, basis)
        if figure.measure != basis.measure:
            continue
        if len(figure.claims) > 1:
            whole = [o for o in case.by_statement[c.statement] if o.primary and o.measure == basis.measure]
            if c.statement in summed or any(stands(case, o, basis) for o in whole):
                continue
            summed.add(c.statement)
        said = c if c.primary else case.primary_of(c)  # a version stands where its statement does
        mark = "version" if not c.primary else "sum" if len(figure.claims) > 1 else "period" if c.kind == "period" else "figure"
        r = figure.reading
        rows.append(
            {
                "day": dates.middle(said.speaks_of),
                "start": dates.first(c.period_start) if c.period_start and c.kind == "period" else None,
                "source": c.source,
                "name": case.source_name(c.source),
                "group": c.group,
                "role": case.role_of(c.source),
                "claim": c.claim,
                "statement": c.statement,
                "mark": mark,
                "printed": figure.printed,
                "value": r.value,
                "low": r.low,
                "best": r.best,
                "high": r.high,
                "open": r.open,
                "said": c.statement_date,
                "url": c.url,
            }
        )
    return sorted(rows, key=lambda row: (row["day"], row["value"]))


def silent(case: Case, measure: str = "", known_by: str = "", **choices) -> pd.DataFrame:
    """Parties that gave no figure of a measure, and the day on which they acknowledged what is counted.

    Parties are the sources whose role in ``sources.csv`` starts with "belligerent" or "party"; the day is that of an event of the
    kind ``acknowledged:SOURCE``.

    Returns
    -------
    pandas.DataFrame
        ``source name group acknowledged url``; `acknowledged` is empty where no such event is known, or was by `known_by`.
    """
    import pandas as pd

    columns = ["source", "name", "group", "acknowledged", "url"]
    return pd.DataFrame(silent_parties(case, measure, known_by, **choices), columns=columns)


def silent_parties(case: Case, measure: str = "", known_by: str = "", **choices) -> list[dict]:
    """The rows of `silent`, for those who can do without pandas."""
    basis = basis_for(case, measure, "", known_by, **choices)
    # A party that withdrew its figure has given one.
    spoken = {c.group for c in case.records if c.primary and c.measure == basis.measure and c.kind != "share" and basis.knows(c.known_from)}
    days = {
        e["kind"].partition(":")[2]: e
        for e in case.tables["events"]
        if e["kind"].startswith("acknowledged:") and basis.knows(dates.last(e["date"]))
    }
    found: dict[str, dict] = {}
    for s in case.tables["sources"]:
        if s["role"].startswith(("belligerent", "party")) and s["group"] not in spoken:
            event = days.get(s["source"], {"date": "", "url": ""})
            row = {k: s[k] for k in ("source", "name", "group")} | {"acknowledged": event["date"], "url": event["url"]}
            found.setdefault(s["group"], row)
    return list(found.values())


def shares(case: Case, known_by: str = "", rule: str = "") -> pd.DataFrame:
    """Casualties against strength, statement by statement: each share with its own denominator, both uncertain.

    The two measures are those of ``[figures.share]`` in ``case.toml``; an empty frame where there are none.  The
    denominator is the newest one that the same source, else the same group, had given by then.

    Returns
    -------
    pandas.DataFrame
        ``day source name group part whole share low high denominator_day denominator_scope part_claim whole_claim url``.
    """
    import pandas as pd

    columns = [
        "day",
        "source",
        "name",
        "group",
        "part",
        "whole",
        "share",
        "low",
        "high",
        "denominator_day",
        "denominator_scope",
        "part_claim",
        "whole_claim",
        "url",
    ]
    spec = case.meta.get("figures", {}).get("share")
    if not spec:
        return pd.DataFrame(columns=columns)
    basis = basis_for(case, spec["part"], "", known_by, rule)
    rows = []
    for c in case.records:
        if (
            not c.primary
            or not stands(case, c, basis)
            or c.kind != "cumulative"
            or c.measure != spec["part"]
            or not basis.knows(c.known_from)
        ):
            continue
        if any(wanted and c.dimension(d) not in ("", wanted) for d, wanted in basis.dims.items()):
            continue
        whole = _denominator(case, c, spec["whole"], basis)
        if whole is None:
            continue
        p, w = c.reading(basis.rule), whole.reading(basis.rule)
        scope = next((case.dimension_label(d, v) for d, v in whole.dims if v and basis.dims.get(d)), "not stated of whom")
        rows.append(
            {
                "day": dates.middle(c.speaks_of),
                "source": c.source,
                "name": case.source_name(c.source),
                "group": c.group,
                "part": c.phrase,
                "whole": whole.phrase,
                "share": p.best / w.best,
                "low": p.low / w.high,
                "high": p.high / w.low,
                "denominator_day": whole.statement_date,
                "denominator_scope": scope,
                "part_claim": c.claim,
                "whole_claim": whole.claim,
                "url": c.url,
            }
        )
    return pd.DataFrame(rows, columns=columns).sort_values("day", kind="stable", ignore_index=True)


def _denominator(case: Case, claim: Claim, measure: str, basis: Basis) -> Claim | None:
    """The newest whole that the source, else its group, had given by the day of the claim; not of one contingent alone."""
    for claims in (case.by_source[claim.source], case.by_group[claim.group]):
        whole = [
            c
            for c in claims
            if c.primary
            and stands(case, c, basis)
            and c.measure == measure
            and c.kind == "cumulative"
            and basis.knows(c.known_from)
            and dates.last(c.statement_date) <= dates.last(claim.statement_date)
            and c.reading(basis.rule).value > claim.reading(basis.rule).value
        ]
        if whole:
            return max(whole, key=lambda c: (dates.last(c.statement_date), c.reading(basis.rule).value))
    return None


def _ln(x: float) -> float:
    return math.log(x) if 0 < x < math.inf else (math.inf if x > 0 else -math.inf)


def _over(x: float, y: float) -> float:
    if y == 0:
        return math.inf
    return 0.0 if y == math.inf else x / y
