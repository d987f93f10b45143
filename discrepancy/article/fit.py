"""Which statements of a case a number of an article may retell, and how well each fits.

In go the `Told` numbers of an article; out come the `Fit` statements of a `Record`, the best first.  Whose it is, when it was said, what
is counted and which number it is each add to the score; what contradicts it leaves the statement out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from discrepancy import dates
from discrepancy.article.across import TAKEN
from discrepancy.article.amounts import LOOSE
from discrepancy.article.counted import of_a_kind
from discrepancy.article.number import FROM_TABLE, Told
from discrepancy.article.told import DISTANT
from discrepancy.article.vocabulary import ENGLISH, Vocabulary, any_of, how_sure
from discrepancy.article.when import ACTION
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.reading.reading import Reading
from discrepancy.reading.units import convert

_BODY = re.compile(rf"{any_of('body')}s?")
_printed_so = attrgetter(*(f.name for f in fields(Reading) if f.name != "printed"))  # a reading but for its words
_PLACED = re.compile(r"(?i)\b(?:to|in|from|into|of|for|against|near|over|across|with) (?:the )?$")  # a name there is no speaker
_CLAUSES = re.compile(r"[;:]|, (?:and|but|while) ")
_NOUN = 4  # words that can be a noun with what goes with it: longer ones are a clause, in which others are named
_NEAR = 30  # days: an undated figure of a source is set beside its newest one of so many days
# How well the number itself fits: that of the closest wording, that of a version as who passes it on printed it, that of another, the sum of the parts, another.
_ITS_OWN, PASSED_ON, OF_A_VERSION, SUM, ANOTHER = 6, 5, 4, 3, 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A statement that a number may retell: how well, and by which of its printed numbers."""

    claim: Claim
    score: float
    number: int  # one of the five above

    @property
    def exact(self) -> bool:
        """Whether it is the number of the closest wording itself."""
        return self.number == _ITS_OWN


class Record:
    """The closest wordings of a case that were known on a day."""

    def __init__(self, case: Case, day: date, words: Vocabulary) -> None:
        standing = Standing(case, Basis("", day, known_by=day.isoformat()))
        self.case, self.day, self.words = case, day, words
        self.claims = [c for c in standing.claims if c.kind != "share"]
        self.fallen = [c for c in standing.case.records if c.primary and not standing.stands(c) and c.kind != "share"]
        self.versions: dict[str, list[Claim]] = {}
        for c in standing.case.records:
            if c.version_of and c.kind != "share" and standing.stands(c):
                self.versions.setdefault(c.version_of, []).append(c)
        self.dimensions = [d for d in case.dimensions if not how_sure(case, d)]  # those that tell what is counted
        self.people = _people(case)
        said = [w for m in case.measures.values() for w in (m.noun, *m.words)]
        spoken = " ".join([case.meta.get("unit", ""), *said, *(c.phrase for c in case.records)])
        self.spoken = set(re.findall(r"[a-z]{3,}", spoken.lower()))
        self._fits: dict[tuple, list[Fit]] = {}
        self._spans = {id(claims): self._spans_of(claims) for claims in (self.claims, self.fallen)}

    def _spans_of(self, claims: list[Claim]) -> dict[str, list[tuple[float, float, tuple[float, ...], Claim]]]:
        """By unit each claim with the least and the most that it or a version of it says, and the sums of its statement's parts."""
        spans: dict[str, list[tuple[float, float, tuple[float, ...], Claim]]] = {}
        for c in claims:
            said = [v.reading() for v in (c, *self.versions.get(c.claim, ()))]
            wide = 2.5 if any(r.side == "vague" for r in said) else 1
            low, high = min(min(r.low, r.value) for r in said) / wide, max(max(r.high, r.value) for r in said) * wide
            sums = tuple(
                sum(given.values())
                for parts in (*self.words.wholes.values(), *self.words.sums.values())
                if (given := self._given(c, parts))
            )
            spans.setdefault(c.unit, []).append((low, high, sums, c))
        return spans

    def _near(self, told: Told, claims: list[Claim]) -> list[Claim]:
        """Those of the claims that may have the number, or are of its source: to look closely at all costs too much in a table."""
        found, first, value = [], told.sources[:1], told.reading.value
        for unit, spans in self._spans[id(claims)].items():
            if convert(told.reading.unit, unit) is not None:
                r = told.reading.to(unit).per_base()
                low, high = min(r.low, r.value - r.grain), max(r.high, r.value + r.grain)
                found += [c for least, most, sums, c in spans if (least <= high and low <= most) or value in sums or c.source in first]
        return found

    def related(self, told: str, held: str) -> float:
        """2 for the same measure, 1.5 for casualties without a gloss and a whole, 1 where a part is shared, 0 for others."""
        if told == held or not told:
            return 2
        unspecified, wholes = self.words.unspecified, self.words.wholes
        if told in unspecified or held in unspecified:
            other = held if told in unspecified else told
            return 1.5 if other in wholes else any(other in parts for parts in wholes.values())
        return held in self.case.related.get(told, ())

    def fits(self, told: Told) -> list[Fit]:
        """Every statement with the number, or of the source, the best first."""
        change = told.kind == "change" and not (told.measures & self.words.changes)
        if self.others(told) or change:  # by how much something changed is no figure of it
            return []
        said = told.said and (told.said.first, told.said.last)
        about = (told.measure, told.kind, told.doubts, told.as_of, told.period_start, told.source, told.sources, said, *told.where.items())
        key = (_printed_so(told.reading), *about)
        if key not in self._fits:
            found = [fit for c in self._near(told, self.claims) if (fit := self._fit(told, c))]
            self._fits[key] = sorted(found, key=lambda f: (-f.score, -dates.last(f.claim.statement_date).toordinal()))
        return self._fits[key]

    def replaced(self, told: Told) -> Claim | None:
        """The statement with the number that was withdrawn or replaced before the day of the article, of the source that is named."""
        mine = lambda c: c.source in told.sources or not told.source or any(self.case.group_of(s) == c.group for s in told.sources)
        fits = (c for c in self._near(told, self.fallen) if tells(told, c) and mine(c) and self.related(told.measure, c.measure) >= 1.5)
        return max((c for c in fits if self._when(told, c) is not None), key=lambda c: dates.last(c.statement_date), default=None)

    def holds(self, told: Told) -> bool:
        """Whether the source that is named gave this very number of anything: then it may be that which is meant."""
        return any(c.source in told.sources and tells(told, c) for c in self.claims)

    def overlapping(self, told: Told) -> Claim | None:
        """The figure of the source that is named whose stated interval a range of the text overlaps."""
        if told.reading.side != "range":
            return None
        mine = lambda c: c.source in told.sources and self.related(told.measure, c.measure) >= 1.5 and c.reading().side == "interval"
        over = lambda r, held: r is not None and r.low <= held.high and held.low <= r.high
        found = (c for c in self.claims if mine(c) and over(in_unit_of(told, c), c.reading()))
        return max(found, key=lambda c: dates.last(c.statement_date), default=None)

    def names_another(self, told: Told, claim: Claim) -> bool:
        """Whether its clause begins with sources of the record, and the one of a claim is not among them."""
        before = _CLAUSES.split(told.sentence.partition(told.phrase)[0])[-1]
        names = self.words.speakers_named(before)
        named = {source for start, _, ids in names if not _PLACED.search(before[:start]) for source in ids}
        return bool(named) and claim.source not in named and claim.group not in map(self.case.group_of, named)

    def same_name(self, told: Told, claim: Claim) -> bool:
        """Whether a name that is in no table can be that of the source of a claim: "the South's spy agency"."""
        row = self.case.source_rows[claim.source]
        if told.sources:
            return claim.source in told.sources
        known = " ".join((row["name"], row["aliases"], row.get("role", ""), claim.reported_by))
        many = (self.case.group_name(g) for g in self.case.by_group if sum(self.case.group_of(s) == g for s in self.case.source_rows) > 1)
        groups = _names(" ".join(many))  # a country's office is not each other of its offices
        return bool(_names(told.named or told.source) & _names(known) - groups)

    def _fit(self, told: Told, claim: Claim) -> Fit | None:
        measure, when, r = self.related(told.measure, claim.measure), self._when(told, claim), in_unit_of(told, claim)
        if when is None or r is None:
            return None
        number = self._number(told, claim)
        long = number == _ITS_OWN and len(f"{abs(told.reading.value) / told.reading.grain:.0f}".rstrip("0")) >= 3  # digits: no chance
        of_another = claim.source in told.sources[:1] and not source_carried(told) and told.measures == {told.measure}
        if not measure and not (long and (loosely_counted(told) or (of_another and told.measure in self.case.measures))):
            return None
        source = 3 if claim.source in told.sources else any(self.case.group_of(s) == claim.group for s in told.sources)
        if number == ANOTHER and (told.older or not (claim.source in told.sources[:1] and self._beside(r, told, claim))):
            return None
        bare = not (told.measures or told.measure or told.reading.unit)
        few = abs(told.reading.value) < 10 * (told.reading.grain if told.reading.unit else 1)
        short = few or (bare and told.reading.value < 100)
        if number != ANOTHER and short and not source and not (told.said and told.said.exact):
            return None  # a small number is the same by chance
        place = 0.5 * sum(claim.dimension(d) == v for d, v in told.where.items())
        for d, spec in self.case.dimensions.items():
            place -= 0.75 * (bool(spec["basis"]) and claim.dimension(d) not in ("", spec["basis"], told.where.get(d)))
        kind = as_total(told.kind) == as_total(claim.kind)
        hedge = 0.75 * (side(r) == side(claim.reading()))
        own = 0.25 * (not claim.derived_from)  # who repeats a figure is named seldom
        return Fit(claim, number + source + when + measure + kind + place + hedge + own, number)

    def _when(self, told: Told, claim: Claim) -> float | None:
        """How well the day fits; nothing where another is told."""
        said = told.said
        if _another_time(told, claim):
            return None
        if not said:
            return -min(1.0, (self.day - dates.last(claim.statement_date)).days / 365)
        passed_on = told.via and said.last and 0 <= (said.last - dates.last(claim.statement_date)).days <= _NEAR
        if passed_on:  # the day is that of whoever reports it
            return 1
        if said.holds(claim.statement_date) or (claim.published and said.exact and said.holds(claim.published)):
            return 3
        if told.older and said.last and dates.last(claim.statement_date) <= said.last:
            return 1  # the day is that of the newer one
        return 0 if not said.exact and said.holds(claim.speaks_of) else None

    def _number(self, told: Told, claim: Claim) -> int:
        """Which of the numbers of a statement is told."""
        if tells(told, claim):
            return _ITS_OWN
        versions = (v for v in self.versions.get(claim.claim, ()) if v.measure in (told.measure, claim.measure))
        if found := [v for v in versions if tells(told, v)]:
            return PASSED_ON if any(_names(told.via) & _names(v.reported_by) for v in found) else OF_A_VERSION
        wholes = self.words.wholes.values() if told.measure in self.words.unspecified else [self.words.sums.get(told.measure)]
        return SUM if any(self._is_sum(told, claim, parts) for parts in wholes) else ANOTHER

    def _given(self, claim: Claim, parts: frozenset[str] | None) -> dict[str, float]:
        """All the parts of a whole that a statement gives, if a claim is one of them."""
        said = (
            (c for c in self.case.by_statement[claim.statement] if c.primary and c.kind == claim.kind)
            if claim.measure in (parts or ())
            else ()
        )
        given = {c.measure: c.reading().value for c in said if c.measure in (parts or ())}
        return given if len(given) == len(parts or ()) else {}

    def _is_sum(self, told: Told, claim: Claim, parts: frozenset[str] | None) -> bool:
        """Whether the number is the sum of the parts that a statement gives; its largest part stands for it."""
        given = self._given(claim, parts)
        return sum(given.values()) == told.reading.value and given.get(claim.measure) == max(given.values(), default=None)

    def _beside(self, r: Reading, told: Told, claim: Claim) -> bool:
        """Whether another number of the same source is set beside this one: of the day that is told, or its newest of late."""
        if self.related(told.measure, claim.measure) < 1.5 or other_kind(told, claim) or (r.value < 10 and not r.unit):
            return False
        if not LOOSE.isdisjoint(told.doubts):
            return False
        held = claim.reading()
        if r.side in ("range", "vague") and r.low <= held.high and held.low <= r.high:
            return False
        if (r.side == "floor" and r.value <= held.value) or (r.side == "ceiling" and r.value >= held.value) or told.via:
            return False  # a limit that the figure keeps is no other number
        return bool(told.said or (r.unit and told.as_of)) or (self.day - dates.last(claim.statement_date)).days <= _NEAR

    def others(self, told: Told) -> str:
        """Who is counted, where that is somebody else than the case counts."""
        own = FROM_TABLE not in told.doubts and not loosely_counted(told)
        counted = told.counted if own and len(told.counted.split()) <= _NOUN else ""
        nations = re.findall(r"\b[A-Z]\w+(?:an|ese|ish|ch|aeli|aqi)s?\b", counted)
        if nations and not any(_stem(n) in self.people for n in nations):
            return counted
        kind = of_a_kind(counted)
        return counted if kind and kind not in self.spoken else ""

    def newer(self, told: Told, claim: Claim) -> Claim | None:
        """The newest figure of the same source, else of its group, for the same thing, said after the claim and before the article."""
        if told.said or not LOOSE.isdisjoint(told.doubts):
            return None
        window = lambda c: (c.period_start, c.speaks_of)
        running = not told.as_of and as_total(told.kind) == as_total(claim.kind) == "cumulative"
        after = dates.last(claim.statement_date)
        same = lambda c: (c.group, c.kind, c.measure) == (claim.group, claim.kind, claim.measure)
        fits = lambda c: all(c.dimension(d) in ("", claim.dimension(d)) or not claim.dimension(d) for d in self.dimensions)
        alike = [
            c
            for c in self.claims
            if same(c) and fits(c) and (running or window(c) == window(claim)) and dates.first(c.statement_date) > after
        ]
        newest = max(alike, key=lambda c: (c.source == claim.source, dates.last(c.statement_date)), default=None)
        return None if any(tells(told, c) for c in alike) else newest

    def ends(self, told: Told) -> tuple[Claim, Claim] | None:
        """The statements of two groups that give the ends of a range."""
        fit = lambda c: (
            c.unit == told.reading.unit
            and c.reading().side not in ("range", "vague")
            and not other_kind(told, c)
            and self.related(told.measure, c.measure) >= 1.5
        )
        best = lambda c: (self.related(told.measure, c.measure), dates.last(c.statement_date))
        within = told.reading.grain / 2 if _in_words(told.reading) else 0  # "1.4 to 2.2 million"
        near = lambda c, value: abs(c.reading().value - value) <= within and fit(c)
        low, high = ([c for c in self.claims if near(c, value)] for value in (told.reading.low, told.reading.high))
        pairs = ((a, b) for a in sorted(low, key=best, reverse=True) for b in sorted(high, key=best, reverse=True) if a.group != b.group)
        named = {self.case.group_of(s) for s in told.sources} if not source_carried(told) else ()
        return next((pair for pair in pairs if not named or named & {c.group for c in pair}), None)


def shared(told: tuple[Told, ...], fits: list[list[Fit]]) -> list[dict[str, float]]:
    """For each number, how well the others of its sentence, said by the same source, fit each statement."""
    best = [{f.claim.statement: f.score / 2 for f in reversed(found) if f.exact} for found in fits]  # the best come first
    sums: dict[tuple, Counter] = {}
    for number, own in zip(told, best, strict=True):
        sums.setdefault((number.at, number.source), Counter()).update(own)
    return [{s: sums[number.at, number.source][s] - score for s, score in own.items()} for number, own in zip(told, best, strict=True)]


def in_unit_of(told: Told, claim: Claim) -> Reading | None:
    """What a number says in the unit of a claim; None where the two have none in common."""
    return told.reading.to(claim.unit).per_base() if convert(told.reading.unit, claim.unit) is not None else None


def tells(told: Told, claim: Claim) -> bool:
    """Whether a number is that of a claim; where it has a unit also if it is so as far as its digits go."""
    r, held = in_unit_of(told, claim), claim.reading()
    if r is None or same_number(r, held):
        return r is not None
    if r.side == "range" and claim.level and (r.low, r.high) == (held.low, held.high):  # the ends of its stated interval
        return True
    plain = {r.side, held.side}.isdisjoint(("range", "vague"))
    coarser = r.grain > held.grain or claim.own_unit[0] != told.reading.unit
    return (bool(r.unit) or _in_words(r)) and plain and coarser and abs(r.value - held.value) <= r.grain / 2


def loosely_counted(told: Told) -> bool:
    """Whether what is counted stands elsewhere, and so may be something else."""
    return TAKEN in told.doubts or DISTANT in told.doubts


def source_carried(told: Told) -> bool:
    """Whether the source is named in another sentence."""
    return any(d.endswith(" is taken from the sentence before") for d in told.doubts)


def _in_words(r: Reading) -> bool:
    """Whether a count is printed with a word for its size, and so with few digits: "2.2 million"."""
    return "illion" in r.printed.lower()


def _another_time(told: Told, claim: Claim) -> bool:
    """Whether a number in a unit is told of another time than a claim speaks of: June, and not the second quarter."""
    if not (told.reading.unit and told.as_of and claim.as_of):
        return False
    if dates.first(told.period_start or told.as_of) <= dates.first(claim.statement_date) <= dates.last(told.as_of):
        return False  # it may be the day on which it was said: "had 10.4 billion tonnes in November"
    if claim.period_start and told.period_start:
        window = lambda of: (dates.first(of.period_start), dates.last(of.as_of))
        return window(told) != window(claim)
    return dates.last(claim.as_of) < dates.first(told.period_start or told.as_of) or dates.first(claim.as_of) > dates.last(told.as_of)


def _names(text: str) -> set[str]:
    """Stems of the words of a name that tell it from others."""
    return {w[:5] for w in re.findall(r"[^\W\d_]{3,}", text.lower()) if w not in ENGLISH["stop"] and not _BODY.fullmatch(w)}


def period_told(told: Told, claim: Claim) -> bool:
    """Whether a text plainly tells another period than a claim: its days, a rate, a sum in all."""
    if told.kind == "period":  # of a level the month is when it stood so
        return claim.kind not in ("level", "fixed") and bool(told.period_start and told.as_of)
    if told.kind == "cumulative" and claim.kind == "period":
        return not told.period_start
    return told.kind in ("rate", "plan") or claim.kind in ("rate", "plan")


def as_total(kind: str) -> str:
    """A count of those who are present is a total, too."""
    return "cumulative" if kind in ("level", "fixed") else kind


def other_kind(told: Told, claim: Claim) -> bool:
    """Whether one tells a total and the other not; a total whose first day is known is the count of a period, too."""
    loose = ACTION in told.doubts or (told.kind == "period" and claim.kind == "cumulative" and claim.period_start)
    loose = loose or (told.kind == "cumulative" and bool(told.period_start) and claim.kind == "period")  # what happened on one day
    return as_total(told.kind) != as_total(claim.kind) and not loose


def side(r: Reading) -> str:
    """The class of a hedge: an exact number and a point with a stated interval are plain numbers."""
    return "plain" if r.side in ("exact", "interval") else r.side


def same_number(told: Reading, held: Reading) -> bool:
    """Whether two readings print the same number."""
    spans = ("range", "vague")
    if told.side == held.side == "vague":  # "hundreds", "several hundred"
        return max(told.low, held.low) <= 2.5 * min(told.low, held.low) and max(told.high, held.high) <= 2.5 * min(told.high, held.high)
    if told.side in spans or held.side in spans:
        return told.side in spans and held.side in spans and (told.low, told.high) == (held.low, held.high)
    return told.value == held.value


def _stem(word: str) -> str:
    return word.lower()[:4]


def _people(case: Case) -> frozenset[str]:
    """Stems of the words by which the case calls those whom it counts."""
    told = " ".join([case.title, *(m.noun for m in case.measures.values())])
    words = {_stem(w) for w in re.findall(r"\w{4,}", told)}
    for row in case.source_rows.values():
        name = re.sub(r"\s*\(.*", "", row["name"])
        if len(name) > 3 and name in told:
            words |= {_stem(w) for alias in row["aliases"].split(";") for w in re.findall(r"\w{4,}", alias)}
    return frozenset(words)
