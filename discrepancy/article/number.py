"""A number as an article tells it: what, who, when, up to which day; what is not sure is a doubt."""

from __future__ import annotations

from dataclasses import dataclass

from discrepancy.article.times import When
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading

ONE = "one person, told without a number"
FOREIGN = "the text does not look like English, the language that is read"
NOBODY = "no source is told beside it"
SPOKE_BEFORE = " spoke before, and may be meant"
CUT = "its sentence is longer, or has more numbers, than is read at once: what stands far from the number is not looked at"
FROM_TABLE = "from a table: its heads say what is counted"


@dataclass(frozen=True, slots=True)
class Told:
    """A number as an article tells it."""

    phrase: str  # hedge, number and the word behind it, as printed
    start: int  # offsets into the text as given
    end: int
    reading: Reading  # what the phrase says, in persons or whatever is counted
    measure: str  # id; empty where the case has several that the word can mean
    kind: str  # cumulative, period, rate or plan
    source: str  # id in the case, else the name as printed; empty where none is named
    sources: tuple[str, ...]  # every source of the case that the name can stand for
    named: str  # the name as printed
    said: When | None  # when it was said, as far as the text tells
    where: dict[str, str]  # values of declared dimensions that the sentence names
    wording: str  # the shortest phrase with what is counted, for a table; empty for one person told by an article
    sentence: str  # that it stands in
    at: tuple[int, int]  # number of the block and of the sentence
    doubts: tuple[str, ...] = ()
    as_of: str = ""  # the day up to which the number speaks; empty where not told
    period_start: str = ""  # the first day covered
    counted: str = ""  # the words behind the number: "North Korean soldiers"
    asserted: str = "yes"  # or denied, false, feared, asked, planned
    part_of: str = ""  # the whole that it is told as a part of, as printed
    place: str = ""  # where, if the text tells it for this number alone
    increment: bool = False  # told as what came on top: "another 2,000"
    older: bool = False  # told as the figure before the newest: "up from 30"
    via: str = ""  # who reports what the source said
    measures: frozenset[str] = frozenset()  # every measure that can be meant

    @property
    def why_no_row(self) -> str:
        """Why it is not offered as a row; empty where it is."""
        if self.asserted not in ("yes", "planned"):
            return f"{self.asserted} in the text"
        if not self.measure:
            return "no measure of the case is told beside it"
        return self.set_apart

    @property
    def set_apart(self) -> str:
        """What makes it no figure by itself: a change, an older figure, a part, one person; empty where nothing does."""
        if self.kind == "change":
            return "by how much something changed"
        if self.older:
            return "told as an older figure"
        if not self.wording:
            return ONE
        told = f"a part of “{self.part_of}”" if self.part_of else f"told for {self.place} alone" if self.place else ""
        return told or ("told as what came on top" if self.increment else "")

    @property
    def statement_date(self) -> str:
        """The day of the statement as far as it is told: a day, a month or a year; else empty."""
        return self.said.day if self.said else ""

    def to_dict(self) -> dict:
        """The fields of ``discrepancy extract --json``."""
        said = {name: getattr(self.reading, name) for name in ("low", "best", "high", "open", "unit")}
        about = ("measure", "counted", "kind", "asserted", "source", "via", "statement_date", "as_of", "period_start", "where")
        about += ("place", "part_of", "increment", "older")
        place = {"phrase": self.phrase, "start": self.start, "end": self.end}
        return place | said | {name: getattr(self, name) for name in about} | {"doubts": list(self.doubts)}

    def to_row(self, day: str, url: str = "", outlet: str = "", retells: Claim | None = None) -> dict[str, str]:
        """A row of claims.csv, with a column of doubts: of an article of this day, and of the closest wording that it retells."""
        r, said = self.reading, retells.statement_date if retells else self.statement_date
        told = [f"{self.asserted} in the text"] * (self.asserted != "yes") + [self.set_apart] * bool(self.set_apart)
        doubts = [*dict.fromkeys((*told, *self.doubts)), *["statement_date is the day of the article"] * (not said)]
        if retells:
            doubts.append(f"that it retells {retells.claim} is inferred")
        shown = {"value": r.side not in ("range", "vague"), "low": r.side in ("floor", "range"), "high": r.side in ("ceiling", "range")}
        return {
            "statement": retells.statement if retells else "",
            "version_of": retells.claim if retells else "",
            "source": self.source,
            "reported_by": outlet,
            "via": self.via,
            "url": url,
            "published": day,
            "statement_date": said or day,
            **{name: getattr(self, name) for name in ("as_of", "period_start", "measure", "kind")},
            **self.where,
            "wording": self.wording,
            "language": "" if FOREIGN in self.doubts else "en",
            **{name: f"{getattr(r, name):.15g}" if is_shown else "" for name, is_shown in shown.items()},
            "seen_as": "page",
            "doubts": "; ".join(doubts),
        }
