"""TODO"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from discrepancy import dates
from discrepancy.article.text import Article
from discrepancy.article.told import Told
from discrepancy.case.model import Case, Claim
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clean

__all__ = ["DIFFERS", "Event", "LABELS", "Verdict", "Verification", "retold"]

# Verdict → what readers see, in the order in which verdicts are listed.
LABELS = {
    "match": "matches the record held",
    "hedge_dropped": "differs from the record held: no hedge",
    "hedge_flipped": "differs from the record held: another kind of limit",
    "measure_changed": "differs from the record held: something else counted",
    "period_changed": "differs from the record held: another period",
    "number_changed": "differs from the record held: another number",
    "source_changed": "differs from the record held: another source named",
    "stale": "newer figure exists",
    "merged": "two sources in one range",
    "unknown": "not in the record held",
}
DIFFERS = tuple(name for name in LABELS if name not in ("match", "unknown"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A number of an article beside the record.

    Attributes
    ----------
    told : Told
    verdicts : tuple of str
        Keys of `LABELS`; ("match",) or ("unknown",) alone.
    primary : Claim or None
        The closest wording found of the statement that the number retells.
    because : str
        One sentence.
    newer : Claim or None
        For "stale", the newer figure; for "merged", the other end of the range.
    also : tuple of Claim
        Other statements with the same number, that may be meant as well.
    """

    told: Told
    verdicts: tuple[str, ...]
    primary: Claim | None
    because: str
    newer: Claim | None = None
    also: tuple[Claim, ...] = ()

    @property
    def differs(self) -> bool:
        return any(v in DIFFERS for v in self.verdicts)

    @property
    def label(self) -> str:
        """The verdicts in the words that readers see."""
        common = "differs from the record held: "
        found = [LABELS[v] for v in self.verdicts]
        same = [label.removeprefix(common) for label in found if label.startswith(common)]
        return "; ".join([*([common + ", ".join(same)] if same else []), *(label for label in found if not label.startswith(common))])

    @property
    def statement_date(self) -> str:
        """The day of the statement: as told, or that of the statement found where the text tells a span that holds it."""
        said = self.told.said
        if said and not said.exact and self.primary and said.holds(self.primary.statement_date):
            return self.primary.statement_date
        return self.told.statement_date

    def to_dict(self) -> dict:
        """The fields of one claim of ``discrepancy verify --json``."""
        return self.told.to_dict() | {
            "statement_date": self.statement_date,
            "statement": self.primary.statement if self.primary else None,
            "primary": _source(self.primary) if self.primary else None,
            "verdicts": list(self.verdicts),
            "newer": _source(self.newer) | {"statement": self.newer.statement} if self.newer else None,
            "also": [_source(c) | {"statement": c.statement} for c in self.also],
            "because": self.because,
        }


def retold(result: Verification) -> dict[int, Claim]:
    """The closest wording that each number retells, by its place in the order of print; only where the number is the same."""
    sure = lambda v: v.primary and not {"number_changed", "merged"} & set(v.verdicts)
    return {i: v.primary for i, v in enumerate(result.verdicts) if sure(v)}


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
        return {"date": self.date, "label": self.label, "url": self.url, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class Verification:
    """An article beside the record of a case."""

    article: Article
    day: str
    case: Case
    verdicts: tuple[Verdict, ...]
    events: tuple[Event, ...]

    @property
    def differs(self) -> bool:
        """Whether a number differs from the record held."""
        return any(v.differs for v in self.verdicts)

    @property
    def summary(self) -> str:
        """How many numbers were found, and how many differ."""
        n, off = len(self.verdicts), sum(v.differs for v in self.verdicts)
        if not n:
            return "no number that the record could hold"
        return f"{plural(n, 'number')}, {off if off else 'none'} with a difference from the record held"

    def __str__(self) -> str:
        lines = [f"{self.case.name}, as known {dates.on(self.day)}: {self.summary}"]
        for v in self.verdicts:
            lines += [
                "",
                f"“{clean(v.told.phrase, 100)}”: {v.label}",
                *wrap(v.because, 100, initial_indent="  ", subsequent_indent="  ", break_long_words=False),
            ]
            lines += [f"  {c.url}" for c in (v.primary, v.newer) if c and c.url]
        for e in self.events:
            lines += ["", f"event of {dates.say(e.date)}: {clean(e.label, 120)}", *([f"  {e.url}"] if e.url else [])]
        return "\n".join(lines)

    def to_dict(self) -> dict:
        """Everything, as ``discrepancy verify --json`` gives it."""
        return {
            "article": {"date": self.day},
            "case": self.case.name,
            "claims": [v.to_dict() for v in self.verdicts],
            "events": [e.to_dict() for e in self.events],
        }
