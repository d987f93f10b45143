"""A claim, a source or a group → the one figure that speaks for it on a basis, or why none can."""

from __future__ import annotations

from collections import Counter

from discrepancy import dates
from discrepancy.basis.definition import definition
from discrepancy.basis.standing import Standing, WhyNot
from discrepancy.basis.steps import PrintedFigure, Subject, figure_from
from discrepancy.case.model import Claim
from discrepancy.case.who import ClaimError, Group, Source, Speaker, said_by


class NoFigure(ClaimError):
    """Nothing of a source or a group can be used on a basis; `reasons` are (why not, of how many claims), the most frequent first."""

    def __init__(self, who: Source | Group, standing: Standing, *reasons: tuple[WhyNot, int]) -> None:
        self.reasons = reasons
        self.because = "; ".join(f"{why} ({n})" if n > 1 else f"{why}" for why, n in reasons)
        super().__init__(f"no claim can speak for {who.name!r} on {standing.basis.as_of}: {self.because}")

    @property
    def silent(self) -> bool:
        """Whether it gave no figure, or gave one only later: nothing that says something of the source."""
        return any(why.kind in ("none", "later", "unknown") for why, _ in self.reasons)


def speaks(standing: Standing, who: Speaker, subject: Subject | None = None) -> PrintedFigure:
    """The figure that speaks for a claim, a source or a group.

    Of a source or a group: closest wordings for a day up to that of the basis, known by its cut-off, of the `subject` if one is given,
    whose dimension values equal the basis or can be converted; first those printed in the measure, then those whose statement gives all
    parts, last those that need an assumption; among them the newest day, in its newest vintage.  A `ClaimError` says why nothing can be
    used.
    """
    if isinstance(who, Claim):
        return figure_from([named(standing, who)], standing.basis)
    case, basis = standing.case, standing.basis
    claims = said_by(case, who)
    if not any(c.primary for c in claims):
        known = WhyNot("unknown", f"no figure of it was known on {dates.say(basis.known_by)}")
        of_others = WhyNot("none", "it is credited only in versions of other statements")
        raise NoFigure(who, standing, (known if basis.known_by and not claims else of_others, 1))
    related = standing.related(c for c in claims if c.primary)
    of_it = lambda c: subject is None or standing.subject(c, basis.measure) == subject
    usable = [c for c in related if not standing.why_not(c) and of_it(c)]
    day = lambda c: min(dates.last(standing.spoken_of(c) or c.statement_date), basis.as_of)
    newest = sorted(usable, key=lambda c: (day(c), dates.last(c.statement_date)), reverse=True)  # ties in table order
    ways = (
        lambda c: c.measure == basis.measure,
        lambda c: standing.parts(c)[:1] == [c],  # a statement that gives all parts speaks once, by its first
        lambda c: not standing.parts(c) and definition(standing, figure_from([c], basis)).accounted,
    )
    for claim in (c for fits in ways for c in newest if fits(c)):
        return standing.figure(claim)
    if subject and (of_totals := standing.differenced(who, subject)):
        return of_totals
    reasons = Counter(standing.why_not(c) or WhyNot("measure", "not the measure") for c in related)
    none = WhyNot("none", f"it gives no figure of {case.measure_label(basis.measure)}")
    raise NoFigure(who, standing, *reasons.most_common(4) or [(none, 1)])


def counted(claim: Claim) -> Claim:
    """The claim, which gives a count to compare; a share is refused."""
    if claim.kind == "share":
        raise ClaimError(f"the claim {claim.claim!r} is a share ({claim.phrase!r}): it gives no count to compare")
    return claim


def named(standing: Standing, who: Claim) -> Claim:
    """The closest wording of a named claim; what is later than the cut-off, or no longer stands, says so."""
    primary = standing.case.by_id.get(who.version_of, who) if who.version_of else who
    if primary.claim not in standing.case.by_id:
        known_by = standing.basis.known_by
        raise ClaimError(f"the claim {primary.claim!r} was not known on {known_by}: it was said or published on {primary.known_from}")
    claim = counted(standing.case.primary_of(standing.case.by_id[primary.claim]))
    if not standing.stands(claim):
        raise ClaimError(f"the claim {who.claim!r} {standing.fell(who)}")
    return claim
