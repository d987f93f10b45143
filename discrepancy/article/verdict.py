"""What becomes of the numbers of an article beside a record: the verdicts, their labels, the answer as text and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from textwrap import wrap

from discrepancy import dates
from discrepancy.article.number import FOREIGN, Told
from discrepancy.article.text import Article
from discrepancy.case.model import Case, Claim
from discrepancy.retelling import DIFFERENCES
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clean

_DIFFERS = "differs from the record held: "
_KINDS = ("hedge_dropped", "hedge_flipped", "measure_changed", "period_changed", "number_changed", "source_changed")
# Verdict → what readers see, in the order in which verdicts are listed.
LABELS = {
    "match": "matches the record held",
    **{kind: _DIFFERS + DIFFERENCES[kind] for kind in _KINDS},
    "stale": "newer figure exists",
    "merged": "two sources in one range",
    "superseded": "a figure since replaced",
    "older": "told as an older figure",
    "unknown": "not in the record held",
    "denied": "denied in the text",
    "false": "said to be false in the text",
    "feared": "feared in the text",
    "asked": "asked in the text",
    "planned": "planned in the text",
}
NOT_ASSERTED = ("denied", "false", "feared", "asked", "planned")  # verdicts that say how the text tells a number, and match nothing
DIFFERS = (*_KINDS, "stale", "merged", "superseded")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A number of an article beside the record."""

    told: Told
    verdicts: tuple[str, ...]  # keys of `LABELS`; ("match",), ("unknown",) or one that is not asserted alone
    primary: Claim | None  # the closest wording found of the statement that the number retells
    because: str  # one sentence
    newer: Claim | None = None  # for "stale", the newer figure; for "merged", the other end of the range
    also: tuple[Claim, ...] = ()  # other statements with the same number, that may be meant as well

    @property
    def differs(self) -> bool:
        return any(v in DIFFERS for v in self.verdicts)

    @property
    def retells(self) -> Claim | None:
        """The closest wording, where the number is the same."""
        return self.primary if {"number_changed", "merged", *NOT_ASSERTED}.isdisjoint(self.verdicts) else None

    @property
    def label(self) -> str:
        """The verdicts in the words that readers see."""
        return "; ".join(LABELS[v] for v in self.verdicts).replace(f"; {_DIFFERS}", ", ")

    @property
    def statement_date(self) -> str:
        """The day of the statement: as told, or that of the statement found where the text tells a span that holds it."""
        said = self.told.said
        if said and not said.exact and self.primary and said.holds(self.primary.statement_date):
            return self.primary.statement_date
        return self.told.statement_date

    def to_dict(self) -> dict:
        """The fields of one claim of ``discrepancy verify --json``."""
        primary, of = self.primary, lambda c: _source(c) | {"statement": c.statement}
        return self.told.to_dict() | {
            "statement_date": self.statement_date,
            "statement": primary.statement if primary else None,
            "primary": _source(primary) if primary else None,
            "verdicts": list(self.verdicts),
            "newer": of(self.newer) if self.newer else None,
            "also": [of(c) for c in self.also],
            "because": self.because,
        }


def _source(claim: Claim) -> dict:
    return {"wording": claim.wording, "english": claim.english, "date": claim.statement_date, "url": claim.url, "source": claim.source}


@dataclass(frozen=True, slots=True)
class Event:
    """A day of the case that the article tells of."""

    date: str
    label: str
    url: str
    start: int
    end: int

    def to_dict(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Verification:
    """An article beside the record of a case."""

    article: Article
    day: str
    case: Case
    verdicts: tuple[Verdict, ...]
    events: tuple[Event, ...]

    @property
    def beside(self) -> tuple[Verdict, ...]:
        """Those of numbers that the record can hold: of one of its measures, or of what it has a statement of."""
        return tuple(v for v in self.verdicts if v.told.measures or v.told.measure or v.primary)

    @property
    def others(self) -> tuple[Verdict, ...]:
        """Those of numbers that count something else."""
        kept = {id(v) for v in self.beside}
        return tuple(v for v in self.verdicts if id(v) not in kept)

    @property
    def differs(self) -> bool:
        """Whether a number differs from the record held."""
        return any(v.differs for v in self.verdicts)

    @property
    def summary(self) -> str:
        """How many numbers the record can hold, how many of them differ, and how many more there are."""
        n, off, more = len(self.beside), sum(v.differs for v in self.verdicts), len(self.others)
        differing = f"{plural(n, 'number')}, {off or 'none'} with a difference from the record held"
        foreign = FOREIGN if any(FOREIGN in v.told.doubts for v in self.verdicts) else ""
        others = f"{more} of something else" if more else ""
        return "; ".join(filter(None, (differing if n else "no number that the record could hold", others, foreign, self.article.unread)))

    def __str__(self) -> str:
        lines = [f"{self.case.name}, as known {dates.on(self.day)}: {self.summary}"]
        for v in self.beside:
            lines += ["", f"“{clean(v.told.phrase, 100)}”: {v.label}"]
            lines += wrap(v.because, 100, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
            lines += [f"  {c.url}" for c in (v.primary, v.newer) if c and c.url]
        if self.others:
            named = ", ".join(f"“{clean(v.told.phrase, 60)}”" for v in self.others)
            lines += ["", *wrap(f"Not counted by the record: {named}", 100, break_long_words=False)]
        for e in self.events:
            lines += ["", f"event of {dates.say(e.date)}: {clean(e.label, 120)}", *([f"  {e.url}"] if e.url else [])]
        return "\n".join(lines)

    def to_dict(self) -> dict:
        """Everything, as ``discrepancy verify --json`` gives it."""
        claims, events = ([each.to_dict() for each in found] for found in (self.verdicts, self.events))
        return {"article": self.article.about(self.day), "case": self.case.name, "claims": claims, "events": events}
