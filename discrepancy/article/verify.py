"""Numbers of an article → each beside the record: which statement it retells, and what changed on the way.

In go an `Article`, its day and a `Case`; out comes a `Verification`: for each number the statement that it retells, with the
statement's own words, day and address, and what differs; and the events of the case that the article tells.  Nothing said or
published after the day of the article is used.  "unknown" is no verdict on the article: the record holds no such figure.
"""

from __future__ import annotations

import re
from datetime import date

from discrepancy import dates
from discrepancy.article.because import KINDS, covered, number
from discrepancy.article.events import events
from discrepancy.article.extract import extract
from discrepancy.article.fit import NEAR, UNSPECIFIED, Fit, kind_of, other_kind, people, same, shared_words, side, stem
from discrepancy.article.numbers import of_a_kind
from discrepancy.article.text import Article
from discrepancy.article.told import ACTION, Told
from discrepancy.article.verdict import LABELS, Verdict, Verification
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.retelling import SIDES
from discrepancy.saying.text import cap, clean

__all__ = ["verify"]


def verify(article: Article, day: str, case: Case) -> Verification:
    """Set each number of an article beside the record of a case, as known on the day of the article.

    Parameters
    ----------
    article : Article
    day : str
        The day on which it was published, YYYY-MM-DD.
    case : Case

    Returns
    -------
    Verification

    Examples
    --------
    >>> import discrepancy as dc
    >>> from discrepancy.article import read_article
    >>> text = "Zelensky said on Monday that nearly 3,000 North Korean soldiers had been killed or wounded."
    >>> result = verify(read_article(text), "2024-12-28", dc.load_case("dprk-kursk"))
    >>> [(v.told.phrase, v.verdicts, v.primary.statement) for v in result.verdicts]
    [('nearly 3,000 North Korean soldiers', ('hedge_flipped',), 'ukr-president-2024-12-23')]
    """
    told = extract(article, day, case)
    record = _Record(case, dates.first(day))
    fits = [record.fits(t) for t in told]
    shared = shared_words(told, fits)
    verdicts = tuple(record.verdict(t, fit, beside) for t, fit, beside in zip(told, fits, shared, strict=True))
    return Verification(article, day, case, verdicts, tuple(events(article, day, case)))


class _Record:
    """The closest wordings of a case that were known on a day."""

    def __init__(self, case: Case, day: date) -> None:
        self.case, self.day = case, day
        self.standing = Standing(case, Basis("", day, known_by=day.isoformat()))
        self.claims = [c for c in self.standing.claims if c.kind != "share"]
        self.versions: dict[str, list[Claim]] = {}
        for c in case.records:
            if c.version_of and c.kind != "share" and self.standing.in_force(c):
                self.versions.setdefault(c.version_of, []).append(c)
        self.wholes = {m.name: frozenset(m.parts) for m in case.measures.values() if m.parts}
        self.people = people(case)
        spoken = " ".join(
            [
                case.meta.get("unit", ""),
                *(m.noun + " " + " ".join(m.words) for m in case.measures.values()),
                *(c.phrase for c in case.records),
            ]
        )
        self.words = set(re.findall(r"[a-z]{3,}", spoken.lower()))
        self._later: dict[str, list[Claim]] = {}
        self._fits: dict[tuple, list[Fit]] = {}

    # ------------------------------------------------------------------------------------- fitting

    def related(self, told: str, held: str) -> float:
        """2 for the same measure, 1.5 for casualties without a gloss and a whole, 1 where a part is shared, 0 for others."""
        if told == held or not told:
            return 2
        pair = {told, held}
        if UNSPECIFIED in pair:
            other = (pair - {UNSPECIFIED}).pop()
            parts = {p for whole in self.wholes.values() for p in whole}
            return 1.5 if other in self.wholes else 1 if other in parts else 0
        return 1 if held in self.case.related.get(told, ()) else 0

    def fits(self, told: Told) -> list[Fit]:
        """Every statement with the number, or of the source, the best first."""
        if self.others(told):
            return []
        r = told.reading
        key = (
            r.low,
            r.high,
            r.value,
            r.side,
            told.measure,
            told.kind,
            ACTION in told.doubts,
            told.sources,
            told.source,
            told.said and (told.said.first, told.said.last),
            *sorted(told.where.items()),
        )
        if key not in self._fits:
            self._fits[key] = self._all(told)
        return self._fits[key]

    def _all(self, told: Told) -> list[Fit]:
        found = [fit for c in self.claims if (fit := self._fit(told, c))]
        return sorted(found, key=lambda f: (-f.score, -dates.last(f.claim.statement_date).toordinal()))

    def _fit(self, told: Told, claim: Claim) -> Fit | None:
        measure = self.related(told.measure, claim.measure)
        if not measure:
            return None
        held = claim.reading()
        number = 6 if same(told.reading, held) else 0
        if not number and any(
            same(told.reading, v.reading()) and v.measure in (told.measure, claim.measure) for v in self.versions.get(claim.claim, ())
        ):
            number = 4
        if not number and self._sum(told, claim):
            number = 3
        source = 3 if claim.source in told.sources else 1 if any(self.case.group_of(s) == claim.group for s in told.sources) else 0
        if told.said:
            dated = told.said.holds(claim.statement_date) or (claim.published and told.said.exact and told.said.holds(claim.published))
            if not dated and (told.said.exact or not told.said.holds(claim.speaks_of)):
                return None
            when = 3 if dated else 0
        else:
            when = -min(1.0, (self.day - dates.last(claim.statement_date)).days / 365)
        if not number and not (claim.source == told.source and self._beside(told, claim)):
            return None
        if number and told.reading.value < 10 and source < 1 and not (told.said and told.said.exact):
            return None  # a small number is the same by chance
        kind = 1 if kind_of(told.kind) == kind_of(claim.kind) else 0
        place = 0.5 * sum(claim.dimension(d) == v for d, v in told.where.items())
        place -= 0.75 * sum(
            bool(spec["basis"]) and claim.dimension(d) not in ("", spec["basis"], told.where.get(d))
            for d, spec in self.case.dimensions.items()
        )
        hedge = 0.75 * (side(told.reading) == side(held))
        return Fit(claim, number + source + when + measure + kind + place + hedge, number == 6, number)

    def _beside(self, told: Told, claim: Claim) -> bool:
        """Whether another number of the same source is set beside this one: of the day that is told, or its newest of late."""
        if self.related(told.measure, claim.measure) < 1.5 or other_kind(told, claim) or told.reading.value < 10:
            return False
        r, held = told.reading, claim.reading()
        if r.side in ("range", "vague") and r.low <= held.value <= r.high:
            return False
        return bool(told.said) or (self.day - dates.last(claim.statement_date)).days <= NEAR

    def _sum(self, told: Told, claim: Claim) -> bool:
        """Whether the number is the sum of the parts that a statement gives."""
        parts = self.wholes.get(told.measure) or (self.wholes.get("killed_or_wounded") if told.measure == UNSPECIFIED else None)
        if not parts or claim.measure not in parts:
            return False
        given = {c.measure: c.reading().value for c in self.case.by_statement[claim.statement] if c.primary and c.kind == claim.kind}
        return parts <= set(given) and sum(given[p] for p in parts) == told.reading.value and claim.measure == max(parts, key=given.get)

    def others(self, told: Told) -> str:
        """Who is counted, where that is somebody else than the case counts."""
        nations = re.findall(r"\b[A-Z]\w+(?:an|ese|ish|ch|aeli|aqi)s?\b", told.counted)
        if nations and not any(stem(n) in self.people for n in nations):
            return told.counted
        kind = of_a_kind(told.counted)
        return told.counted if kind and kind not in self.words else ""

    # ------------------------------------------------------------------------------------- verdicts

    def verdict(self, number: Told, fits: list[Fit], shared: dict[str, float]) -> Verdict:
        """The verdict on one number; `shared` has the statements that the others of its sentence fit as well."""
        if number.reading.side == "range" and not any(f.exact for f in fits) and (ends := self._ends(number)):
            return self._merged(number, *ends)
        if not fits:
            return Verdict(number, ("unknown",), None, self._unknown(number))
        best = max(fits, key=lambda f: f.score + f.exact * shared.get(f.claim.statement, 0))
        changed = self._changes(number, best)
        newer = None if number.said or number.as_of else self._newer(number, best.claim)
        verdicts = tuple(v for v in LABELS if v in changed or (v == "stale" and newer)) or ("match",)
        others = (f for f in fits if f.exact and f.claim.statement != best.claim.statement and f.claim.source in number.sources)
        also = tuple(f.claim for f in others if kind_of(f.claim.kind) == kind_of(best.claim.kind))[:3] if best.exact else ()
        return Verdict(number, verdicts, best.claim, self._because(number, best, verdicts, newer, also), newer, also)

    def _changes(self, told: Told, fit: Fit) -> set[str]:
        claim, found = fit.claim, set()
        held = claim.reading()
        t, p = side(told.reading), side(held)
        if fit.number == 3:
            t = p  # a sum of two phrases has no hedge of its own
        if fit.number in (0, 4):
            pass  # another number with another hedge is one difference
        elif t != p and {t, p} <= {"about", "floor", "ceiling"}:
            found.add("hedge_flipped")
        elif t == "plain" and p in ("about", "floor", "ceiling"):
            found.add("hedge_dropped")
        if fit.number in (0, 4):
            found.add("number_changed")
        if fit.number != 3 and self.related(told.measure, claim.measure) < 1.5:
            found.add("measure_changed")
        if other_kind(told, claim):
            found.add("period_changed")
        if told.source and claim.source not in told.sources:
            found.add("source_changed")
        return found

    def _newer(self, told: Told, claim: Claim) -> Claim | None:
        """The newest figure of the same source, else of its group, for the same thing, said after the claim and before the article."""
        if kind_of(told.kind) != "cumulative" or kind_of(claim.kind) != "cumulative":
            return None
        alike = self._after(claim)
        newest = max(alike, key=lambda c: (c.source == claim.source, dates.last(c.statement_date)), default=None)
        return newest if newest and not any(same(told.reading, c.reading()) for c in alike) else None

    def _after(self, claim: Claim) -> list[Claim]:
        """Later figures of the group for the same thing."""
        if claim.claim in self._later:
            return self._later[claim.claim]
        after = dates.last(claim.statement_date)
        self._later[claim.claim] = [
            c
            for c in self.claims
            if c.group == claim.group
            and c.kind == claim.kind
            and c.measure == claim.measure
            and all(not value or not claim.dimension(d) or value == claim.dimension(d) for d, value in c.dims if d != "standing")
            and dates.first(c.statement_date) > after
        ]
        return self._later[claim.claim]

    def _ends(self, told: Told) -> tuple[Claim, Claim] | None:
        """The statements of two groups that give the ends of a range."""

        def giving(value: float) -> list[Claim]:
            found = [
                c
                for c in self.claims
                if c.reading().value == value
                and c.reading().side not in ("range", "vague")
                and not other_kind(told, c)
                and self.related(told.measure, c.measure) >= 1.5
            ]
            return sorted(found, key=lambda c: (self.related(told.measure, c.measure), dates.last(c.statement_date)), reverse=True)

        pairs = ((a, b) for a in giving(told.reading.low) for b in giving(told.reading.high) if a.group != b.group)
        named = {self.case.group_of(s) for s in told.sources}
        return next((pair for pair in pairs if not told.source or named & {c.group for c in pair}), None)

    # ------------------------------------------------------------------------------------- sentences

    def _said(self, claim: Claim) -> str:
        """ "Ukraine's president said on 23 December 2024 “…” (in English: “…”)"."""
        english = f" (in English: “{clean(claim.english, 120)}”)" if claim.english else ""
        return f"{self.case.source_name(claim.source)} said {dates.on(claim.statement_date)} “{clean(claim.wording, 160)}”{english}"

    def _unknown(self, told: Told) -> str:
        whom = self.others(told)
        if whom:
            return f"The text counts {clean(whom, 60)}; the record is of {self._noun(told)}."
        return f"The record, as known {dates.on(self.day)}, holds no such figure."

    def _noun(self, told: Told) -> str:
        measure = self.case.measures.get(told.measure)
        return (measure.noun or measure.label) if measure else self.case.title

    def _merged(self, told: Told, low: Claim, high: Claim) -> Verdict:
        because = f"{cap(self._said(low))}, and {self._said(high)}; the text makes one range of the two."
        return Verdict(told, ("merged",), low, because, high)

    def _because(self, told: Told, fit: Fit, verdicts: tuple[str, ...], newer: Claim | None, also: tuple[Claim, ...]) -> str:
        claim, held, label = fit.claim, fit.claim.reading(), self.case.measure_label
        parts = []
        if "hedge_flipped" in verdicts:
            parts.append(f"the text has {SIDES[side(told.reading)]} where this is {SIDES[side(held)]}")
        if "hedge_dropped" in verdicts:
            parts.append(f"the text has a plain number where this is {SIDES[side(held)]}")
        if "measure_changed" in verdicts:
            parts.append(f"the text counts {label(told.measure)}, not {label(claim.measure)}")
        if "period_changed" in verdicts:
            parts.append(f"the text tells {KINDS[told.kind]} where this is {KINDS[claim.kind]}{covered(claim)}")
        if "number_changed" in verdicts:
            parts.append(f"the text has {number(told.reading)} where this has {number(held)}")
        if "source_changed" in verdicts:
            parts.append(f"the text names {clean(told.named, 60)}")
        parts += self._asides(told, fit)
        if newer:
            parts.append(f"a newer figure exists: {self._said(newer)}")
        parts += [f"also: {self._said(c)}, {SIDES[side(c.reading())]}" for c in also if side(c.reading()) != side(told.reading)]
        first = f"{cap(self._said(claim))}"
        return "; ".join([first, *parts]) + "."

    def _asides(self, told: Told, fit: Fit) -> list[str]:
        """What is no difference of the number, and yet to be known."""
        claim, asides = fit.claim, []
        if fit.number == 3:
            asides.append("the number is the sum of the parts that this statement gives")
        if told.measure and told.measure != claim.measure and self.related(told.measure, claim.measure) == 1.5:
            label = self.case.measure_label
            asides.append(f"the text says “{label(told.measure)}”, this “{label(claim.measure)}”")
        if side(held := claim.reading()) == "plain" and side(told.reading) not in ("plain", side(held)):
            asides.append(f"the text makes a plain number {SIDES[side(told.reading)]}")
        for dimension, value in told.where.items():
            own = claim.dimension(dimension)
            if own and own != value:
                name = self.case.dimension_label
                asides.append(f"it was said of “{name(dimension, own)}”, the text has “{name(dimension, value)}”")
        if claim.derived_from and claim.derived_from in self.case.by_statement:
            origin = self.case.by_statement[claim.derived_from][0]
            verb = "repeats" if claim.derived_basis == "stated" else "may repeat"
            asides.append(f"it {verb} what {self.case.source_name(origin.source)} said {dates.on(origin.statement_date)}")
        return asides
