"""TODO"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.counts import Figure, leaf_parts, single, sum_of
from discrepancy.basis.dimensions import known_conversions
from discrepancy.basis.standing import stands
from discrepancy.basis.steps import SAME_WORDS, Step, combine, ln, over
from discrepancy.case.model import Case, Claim, Conversion


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
    return _cited_ratio(case, have, want, basis) or Step.unsized(
        "definition", f"{case.measure_label(have)} against {case.measure_label(want)}"
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
        return single(by_measure[measure], basis)
    parts = case.measures[measure].parts
    if parts and all(p in by_measure for p in parts):
        return sum_of([by_measure[p] for p in parts], replace(basis, measure=measure))
    return None


def _ratio_step(case: Case, whole: Figure, part: Figure, same: bool) -> Step:
    w, p = whole.reading, part.reading
    (w_low, w_high), (p_low, p_high) = w.bounds, p.bounds
    terms = combine((1, whole.terms), (-1, part.terms))
    where = "the same statement" if same else f"its own statement of {dates.say(whole.claim.statement_date)}"
    because = f"{where} gives “{part.printed}” and “{whole.printed}”"
    return Step("definition", math.log(w.best / p.best), ln(over(w_low, p_high)), ln(over(w_high, p_low)), terms, because, whole.claim.url)


def _cited_ratio(case: Case, have: str, want: str, basis: Basis) -> Step | None:
    """The ratio of two measures from cited ratios of their parts: casualties = killed × (1 + wounded per killed)."""
    ratios = {(c.start, c.to): c for c in known_conversions(case, "measure", basis) if c.factor}
    leaves = [*leaf_parts(case, have), *leaf_parts(case, want)]
    for base in dict.fromkeys(leaves):
        used = {m: ratios.get((base, m)) for m in leaves if m != base}
        inverse = {m: ratios.get((m, base)) for m in leaves if m != base}
        if all(used[m] or inverse[m] for m in used):
            links = {m: (used[m], 1) if used[m] else (inverse[m], -1) for m in used}
            return _ratio_from_parts(case, have, want, base, links)
    return None


def _ratio_from_parts(case: Case, have: str, want: str, base: str, links: dict[str, tuple[Conversion, int]]) -> Step:
    def log_ratio(at: dict[str, float]) -> float:
        sizes = [sum(at.get(p, 1.0) for p in leaf_parts(case, m)) for m in (want, have)]
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
