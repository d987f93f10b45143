"""A case and a basis → what was in force: known by the cut-off, current, of which statement and source, in which series, and why not.

Everything that looks at the rows of a case on a basis asks one `Standing`.  Which rows belong together is decided here alone: by the
same statement, day, kind and dimensions for the parts of a whole, by source, measure and dimensions for a series.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Any, TypeAlias

from discrepancy import dates
from discrepancy.basis.basis import Basis, allows
from discrepancy.basis.steps import PrintedFigure, Subject, figure_from
from discrepancy.case.model import Case, Claim, Conversion, grouped
from discrepancy.case.who import Group, Source, Statement

Way: TypeAlias = list[tuple[Conversion, int]]  # each conversion with its sign: -1 where it is gone backwards
# How a number can stand in time, in the order in which kinds speak, and what a number of each is called.
KINDS = {"cumulative": "running total", "level": "number on a day", "fixed": "closed count", "rate": "rate", "period": "count of a period"}


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a claim cannot speak: what kind of reason it is, and the words for it."""

    kind: str  # version, fallen, kind, period, later (than the day), unknown (by the cut-off), dimension; of a source: measure, none
    words: str

    def __str__(self) -> str:
        return self.words


class Standing:
    """What was in force in a case on a basis.

    >>> import discrepancy as dc
    >>> from discrepancy.basis.asked import standing_for
    >>> standing = standing_for(dc.load_case("dprk-kursk"), known_by="2024-12-27")
    >>> len(standing.claims) < len(standing.on(known_by="").claims)
    True
    """

    def __init__(self, case: Case, basis: Basis, kept: dict[Hashable, Any] | None = None) -> None:
        self.case, self.basis, self._whole = case.as_known(basis.known_by), basis, case
        self._kept = {} if kept is None else kept  # what follows from the case and the cut-off alone

    def on(self, basis: Basis | None = None, **changes: Any) -> Standing:
        """What was in force on another basis, or on this one with some choices changed."""
        other = replace(basis or self.basis, **changes)
        return Standing(self._whole, other, self._kept if other.known_by == self.basis.known_by else None)

    def about(self, *claims: Claim) -> Standing:
        """The same of the rows alone that can bear on these claims: those of their values of the dimensions, or of none, and what is derived from."""
        whole, dims = self._whole, [name for name, spec in self.case.dimensions.items() if spec["subject"]]
        values = {name: {"", *(c.dimension(name) for c in claims)} for name in dims}
        origins = {c.derived_from for c in whole.records if c.derived_from}
        fits = lambda c: c.statement in origins or all(c.dimension(name) in near for name, near in values.items())
        kept = {c.claim: c for c in whole.records if fits(whole.primary_of(c))}
        return self if len(kept) == len(whole.records) else Standing(whole.of_rows(kept), self.basis)

    def _keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def stands(self, claim: Claim) -> bool:
        """Whether a claim was current: not withdrawn or replaced by then.  A version stands with the claim that it retells."""
        return claim.status == "current" and (claim.primary or self.stands(self.case.primary_of(claim)))

    def fallen(self, claim: Claim) -> str:
        """What became of a claim that no longer stands: its status, and since when where that is known."""
        since = self.case.corrected_on.get(claim.claim, "")
        return f"{claim.status}{f' {dates.on(since)}' if since else ''}"

    def fell(self, claim: Claim) -> str:
        """What became of a claim that no longer stands, for whoever named it."""
        if claim.status == "current":
            primary = self.case.primary_of(claim)
            return f"is a version of {primary.claim!r}, which {self.fell(primary)}"
        instead = f" and replaced by {claim.replaced_by!r}: name that one" if claim.replaced_by else ": it is kept and no longer compared"
        return f"was {self.fallen(claim)}{instead}"

    def why_not(self, claim: Claim) -> WhyNot | None:
        """Why a claim cannot speak for its source on this basis; None if it can."""
        if not claim.primary:
            return WhyNot("version", "a version of another claim")
        if not self.stands(claim):
            return WhyNot("fallen", f"{claim.status} since")
        if claim.kind not in KINDS or (self.basis.kind and claim.kind != self.basis.kind):
            return WhyNot("kind", f"a {KINDS.get(claim.kind, claim.kind)}")
        if self.basis.period and claim.kind in ("period", "rate") and self.subject(claim).period != self.basis.period:
            return WhyNot("period", "a count of another period")
        said = self.spoken_of(claim)
        if (dates.first(said) if said else dates.last(claim.statement_date)) > self.basis.as_of:
            after = "said" if dates.last(claim.statement_date) > self.basis.as_of else "for a day"
            return WhyNot("later", f"{after} after {dates.say(self.basis.as_of)}")
        for name, wanted in self.basis.dims.items():
            value = claim.dimension(name)
            if wanted and value and value != wanted and not self.ways(name, value, wanted):
                label = self.case.dimension_label
                return WhyNot("dimension", f"{label(name)}: {label(name, value)}, not {label(name, wanted)}")
        return None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The closest wordings in force, in the order of the table."""
        return self._keep("claims", lambda: tuple(c for c in self.case.records if c.primary and self.stands(c)))

    def allowed(self, *kinds: str) -> list[Claim]:
        """The closest wordings in force, of these kinds, that state no other dimension than the basis asks for."""
        return [c for c in self.claims if c.kind in kinds and allows(self.basis.dims, c)]

    def of(self, who: Source | Group | Statement) -> list[Claim]:
        """The closest wordings in force of a source, a group or a statement."""
        column = type(who).__name__.lower()
        return self._keep(column, lambda: grouped(self.claims, column)).get(who.name, [])

    def related(self, claims: Iterable[Claim]) -> list[Claim]:
        """Those that share a part with the measure of the basis."""
        return [c for c in claims if c.measure in self.case.related[self.basis.measure]]

    def parts(self, claim: Claim) -> list[Claim]:
        """Closest wordings of the claim's statement, day, kind and dimensions that are together all parts of the measure, or none."""
        wanted = self.case.measures[self.basis.measure].parts
        if claim.measure not in wanted:
            return []
        same = lambda c: (c.kind, c.dims, c.speaks_of) == (claim.kind, claim.dims, claim.speaks_of)
        found = {c.measure: c for c in reversed(self.of(Statement(claim.statement))) if same(c)}
        return [found[m] for m in wanted] if all(m in found for m in wanted) else []

    def figure(self, claim: Claim) -> PrintedFigure:
        """The claim as a figure; where it is one of all the parts of the measure, their sum."""
        parts = [] if claim.measure == self.basis.measure else self.parts(claim)
        return figure_from(parts, self.basis, self.basis.measure) if parts else figure_from([claim], self.basis)

    def giving_both(self, source: str, *measures: str) -> list[list[Claim]]:
        """The statements of a source that give both measures, printed or in all their parts."""
        parts = [set(self.case.measures[m].parts) for m in measures]
        gives = lambda given: all(m in given or (p and given >= p) for m, p in zip(measures, parts, strict=True))
        statements = lambda: grouped(self.of(Source(source)), "statement").values()
        return self._keep(("both", source, *measures), lambda: [claims for claims in statements() if gives({c.measure for c in claims})])

    def derived(self, claim: Claim) -> bool:
        """Whether the figure is another source's on this basis: an inferred derivation only where inferences are followed."""
        return bool(claim.derived_from) and (claim.derived_basis == "stated" or self.basis.inferred)

    def origin(self, figure: PrintedFigure) -> tuple[Claim | None, bool]:
        """The claim from which a figure derives in the end, None for one of its own; and whether a derivation is inferred."""
        at, inferred = figure.claim, False
        related = self.case.related.get(figure.measure)
        while self.derived(at):
            inferred = inferred or at.derived_basis == "inferred"
            origins = [c for c in self.of(Statement(at.derived_from)) if c.kind in KINDS and (related is None or c.measure in related)]
            if not origins:
                break
            at = origins[0]
        return (None, False) if at is figure.claim else (at, inferred)

    def spoken_of(self, claim: Claim) -> str:
        """The date that a claim speaks of: its own, else that of the figure from which it is said to derive; empty where none is known."""
        origin = None if claim.as_of or claim.derived_basis != "stated" else self.origin(self.figure(claim))[0]
        return origin.speaks_of if origin else claim.as_of

    def span(self, figure: PrintedFigure) -> tuple[date, date]:
        """The first and the last day that a figure may speak of."""
        said = (self.origin(figure)[0] or figure.claim if not figure.claim.as_of else figure.claim).speaks_of
        return dates.first(said), dates.last(said)

    def day(self, text: str) -> date:
        """The day of a date: of a month or a year the one that the basis takes for it."""
        return getattr(dates, self.basis.month)(text)

    def window(self, claim: Claim) -> tuple[date, date] | None:
        """First and last day of a count of a period, where both are known."""
        start, end = self.subject(claim).period
        return (dates.first(start), dates.last(end)) if start and claim.kind == "period" else None

    def in_time(self, claim: Claim) -> str:
        """How a number stands in time, in words: "a running total", or the window of a count of a period."""
        (start, end), per = self.subject(claim).period, claim.own_unit[1] if claim.kind == "rate" else ""  # as it was printed
        window = f" ({f'{dates.say(start)} to ' if start else ''}{dates.say(end)})" if end else ""
        return f"a {KINDS.get(claim.kind, claim.kind)}{f' per {per}' if per else ''}{window}"

    def subject(self, claim: Claim, measure: str = "") -> Subject:
        """What a claim is about.  A value that the basis asks for is also that of what does not state it; otherwise values are not mixed."""
        asked = self.basis.dims
        dims = tuple((name, value or asked.get(name, "")) for name, value in claim.dims if self.case.dimensions[name]["subject"])
        start, windowed = claim.period_start, claim.kind in ("period", "rate")  # by days: October and the 1st to the 31st are one window
        period = (str(dates.first(start)) if start else "", str(dates.last(claim.speaks_of))) if windowed else ("", "")
        per = claim.reading().per if claim.kind == "rate" else ""
        return Subject(measure or claim.measure, claim.kind, period, per, dims)

    def newest_vintage(self, figure: PrintedFigure) -> PrintedFigure:
        """What the same source said last of the same subject and day, as it was first said; the figure itself where it said no more."""
        claim = figure.claim
        same = lambda c: c.speaks_of == claim.speaks_of and c.measure == claim.measure and self.subject(c) == self.subject(claim)
        alike = [c for c in self.of(Source(claim.source)) if same(c)] if len(figure.claims) == 1 and claim.as_of else []
        later = [c for c in alike if dates.last(c.statement_date) > dates.last(claim.statement_date)]
        later.sort(key=lambda c: dates.last(c.statement_date), reverse=True)
        says = lambda c: replace(c.reading(), printed="")
        again = list(takewhile(lambda c: says(c) == says(later[0]), later))
        return figure_from(again[-1:], self.basis) if again else figure

    def series(self, source: str, subject: Subject) -> list[tuple[date, PrintedFigure]]:
        """A source's own figures of a subject in order of date, the newest vintage of each day; derived ones are no points of it."""
        b = self.basis
        key = ("series", source, subject, *b.dims.items(), b.rule, b.width, b.inferred, b.month, *b.versions.values())
        return self._keep(key, lambda: self.on(measure=subject.measure)._points(source, subject))

    def _points(self, source: str, subject: Subject) -> list[tuple[date, PrintedFigure]]:
        points: dict[date, PrintedFigure] = {}
        for claim in sorted(self.of(Source(source)), key=lambda c: dates.last(c.statement_date), reverse=True):
            if claim.kind not in KINDS or self.derived(claim) or self.subject(claim, subject.measure) != subject:
                continue
            figure = self.figure(claim)
            if figure.measure == subject.measure and math.isfinite(self.basis.scale.at(figure.reading.best)):
                day = self.day(claim.speaks_of)
                kept = points.get(day)
                same = kept and kept.claim.statement_date == claim.statement_date
                if kept is None or (same and len(figure.claims) < len(kept.claims)):  # a printed figure before a sum
                    points[day] = figure
        return sorted(points.items(), key=lambda point: point[0])

    def differenced(self, who: Source | Group, subject: Subject) -> PrintedFigure | None:
        """The count of a period as the difference of a source's own totals for its last day and for the day before its first."""
        start, end = subject.period
        if subject.kind != "period" or not start:
            return None
        before, last = dates.first(start) - timedelta(1), dates.last(end)
        for source in dict.fromkeys(c.source for c in self.of(who)):
            totals = dict(self.series(source, subject._replace(kind="cumulative", period=("", ""))))
            if before in totals and last in totals:
                whole = replace(totals[last].claim, kind="period", period_start=start, as_of=end)  # what both are together
                return figure_from((whole, totals[before].claim), self.basis, subject.measure, (1, -1))
        return None

    def ways(self, dimension: str, start: str, to: str) -> list[Way]:
        """The ways from one value of a dimension to another, in either direction: none, the only one, or two of them.

        Another way leaves out some conversion of the shortest; so it is enough to look for one without each of these in turn.
        """
        links: dict[str, list[tuple[str, Conversion, int]]] = defaultdict(list)
        for c in (c for c in self.case.conversions if c.dimension == dimension and c.of(self.basis.measure)):
            links[c.start].append((c.to, c, 1))
            links[c.to].append((c.start, c, -1))
        if (shortest := _way(links, start, to)) is None:
            return []
        others = (_way(links, start, to, without=c) for c, _ in shortest)
        return [shortest, *islice((way for way in others if way is not None), 1)]


def _way(links: Mapping[str, list[tuple[str, Conversion, int]]], start: str, to: str, without: Conversion | None = None) -> Way | None:
    """The shortest way, breadth first; None where there is none."""
    before: dict[str, tuple[str, Conversion, int] | None] = {start: None}  # value → (value before, conversion, sign)
    for at in (queue := [start]):
        for after, conversion, sign in links.get(at, ()):
            if after not in before and conversion is not without:
                before[after] = (at, conversion, sign)
                queue.append(after)
    if to not in before:
        return None
    way = []
    while step := before[to]:
        to, conversion, sign = step
        way.append((conversion, sign))
    return way[::-1]
