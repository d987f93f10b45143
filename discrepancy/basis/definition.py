"""A figure of one measure → the factor to the measure of the basis: the same statement's parts, else the same source's
own split nearest in time, else the case's cited ratio, else ×1 and not accounted for."""

from __future__ import annotations

from discrepancy import dates
from discrepancy.basis.basis import allows
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import SAME_WORDS, Assumption, PrintedFigure, Step, figure_from, ratio
from discrepancy.case.model import Case, Claim, Conversion
from discrepancy.case.who import Statement


def definition(standing: Standing, figure: PrintedFigure) -> Step:
    """From the measure that was printed to the measure of the basis, by the first of these ways that the record leaves open."""
    case, have, want = standing.case, figure.measure, standing.basis.measure
    if have == want:
        if len(figure.claims) > 1:
            what = "sum of the statement's own parts" if min(figure.signs) > 0 else "difference of the source's own totals"
            return Step("definition", because=f"the {what}: {figure.printed}")
        caveat = case.measures[want].caveat
        return Step("definition", because=SAME_WORDS + (f"; {caveat}" if caveat else ""))
    # The split of a source says what a whole is of its part, and of two parts only what they were in that statement.
    own = _own_split(standing, figure) if want in case.related.get(have, ()) else None
    found = None if standing.basis.as_counted else own or _cited_ratio(standing, figure, want)
    return found or Step.unsized("definition", f"{case.measure_label(have)} against {case.measure_label(want)}")


def _own_split(standing: Standing, figure: PrintedFigure) -> Step | None:
    """The ratio of the two measures in a statement of the same source: its own first, then the nearest in time."""
    claim, want = figure.claim, standing.basis.measure
    at = dates.middle(claim.speaks_of)
    own = [c for c in standing.of(Statement(claim.statement)) if c.source == claim.source]
    dated = {}
    for claims in (own, *standing.giving_both(claim.source, figure.measure, want)):
        if related := standing.related(claims):
            dated.setdefault(related[0].statement, (dates.middle(related[0].speaks_of), claims))
    order = lambda statement: (statement != claim.statement, abs((dated[statement][0] - at).days), dated[statement][0])
    for statement in sorted(dated, key=order):
        alike = [c for c in dated[statement][1] if c.kind in (claim.kind, "cumulative") and allows(dict(claim.dims), c)]
        whole = _of_measure(standing, alike, want)
        part = figure if statement == claim.statement else _of_measure(standing, alike, figure.measure)
        if whole and part and whole.reading.best > 0 and part.reading.best > 0:
            same, said = statement == claim.statement, dates.say(whole.claim.statement_date)
            where = "the same statement" if same else f"its own statement of {said}"
            return ratio("definition", standing.basis.scale, whole, part, f"{where} gives {part.quoted} and {whole.quoted}")
    return None


def _of_measure(standing: Standing, claims: list[Claim], measure: str) -> PrintedFigure | None:
    """A measure as a statement gives it: printed, or the sum of its parts."""
    by_measure = {c.measure: c for c in reversed(claims)}
    wanted = (measure,) if measure in by_measure else standing.case.measures[measure].parts
    if wanted and all(m in by_measure for m in wanted):
        return figure_from([by_measure[m] for m in wanted], standing.basis, measure)
    return None


def _leaves(case: Case, measure: str) -> tuple[str, ...]:
    return case.measures[measure].parts or (measure,)


def _cited_ratio(standing: Standing, figure: PrintedFigure, want: str) -> Step | None:
    """The ratio of two measures from cited ratios of their parts: a whole is a part times (1 + the other per the part)."""
    ratios = {(c.start, c.to): c for c in standing.case.conversions if c.dimension == "measure" and c.factor}
    leaves = [*_leaves(standing.case, figure.measure), *_leaves(standing.case, want)]
    for base in dict.fromkeys(leaves):
        cited = {m: ratios.get((base, m)) or ratios.get((m, base)) for m in leaves if m != base}
        links = {m: (c, 1 if c.start == base else -1) for m, c in cited.items() if c}
        if links and len(links) == len(cited):
            return _ratio_from_parts(standing, figure, want, links)
    return None


def _ratio_from_parts(standing: Standing, figure: PrintedFigure, want: str, links: dict[str, tuple[Conversion, int]]) -> Step:
    start, scale = figure.reading.best, standing.basis.scale

    def size(at: dict[str, float]) -> float:
        whole, part = (sum(at.get(p, 1.0) for p in _leaves(standing.case, m)) for m in (want, figure.measure))
        return scale.step(start, start * whole / part)

    def sized(which: str) -> dict[str, float]:
        return {m: (getattr(c, which) or c.factor or 1.0) ** sign for m, (c, sign) in links.items()}

    cited = sized("factor")
    middle, low, high = size(cited), 0.0, 0.0
    terms: dict[Assumption, float] = {}
    for m, (c, _) in links.items():
        lowest, highest = (size(cited | {m: sized(which)[m]}) for which in ("low", "high"))
        terms[c] = (highest - lowest) / 3.92
        low += min(0.0, min(lowest, highest) - middle)
        high += max(0.0, max(lowest, highest) - middle)
    (first, _), *_ = links.values()
    because = f"by assumption: {first.because}"
    return Step("definition", middle, middle + low, middle + high, {k: v for k, v in terms.items() if v}, because, first.url)
