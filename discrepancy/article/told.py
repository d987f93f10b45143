"""TODO"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discrepancy.article.times import When
from discrepancy.reading.reading import Reading

__all__ = ["Told"]

DATELINE = re.compile(r"\W*[A-Z](?:[A-Z]{2,}[^()–—:;]{0,40}|[\w, ]{2,30}(?=\())(?:\([^)]{1,30}\))?\s*(?:--?|[–—])\s")
RATE = re.compile(r"\b(?:a|per|each|every) (?:day|night|week|month|hour)\b(?! (?:ago|earlier|later|before|after))|\bdaily\b")
PLAN = re.compile(
    r"\b(?:will|plans?(?: to)?|planned to|planning to|intends? to|intended to|intention|preparing to|prepares? to|decided to|expected to|is to|are to|set to|ready to"
    r"|aims? to|wants? to|promised to|due to be|about to|(?<!\bused )(?<!\bbegan )(?<!\bcontinues )(?<!\bcontinued )to (?:send|deploy|dispatch)|(?:may|might|could|would)(?: \w+)? (?:send|deploy|dispatch))\b"
)
ACT = re.compile(
    r"\b(?:kill|wound|injur|captur|arrest)ing$|(?<!been )(?<!were )(?<!was )(?<!are )(?<!and )(?<!or )(?<!dead )(?<!those )(?<!toll )\b(?:kill|wound|injur|captur|arrest)ed$"
)
NOMINAL = re.compile(r"casualt|loss|dead|death|toll|fatal|injuries|prisoner")
FAR = 400  # characters from a number: a time further away is not that of the number
ACTION = "an action, which may be a total or not"
PERFECT = re.compile(r"\b(?:has|have|had)\b(?:.{0,12}$| \w+ed\b[^,;]* and $)")  # "had killed 27 soldiers and captured nine"
IN_WRITING = re.compile(  # "the figure dates from May", "in a report to parliament in June"
    r"\b(?:dates?|dated|was|is) from $"
    r"|\bin an? (?:\w+ ){0,2}(?:report|letter|statement|briefing|interview|post|speech|address|study|paper|update)\b[\w' ]*$"
)
IN_ALL = re.compile(r"\b(?:so far|in all|in total)\b")
COUNTING = re.compile(r"\b(?:stood|count|toll)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A number as an article tells it.

    Attributes
    ----------
    phrase : str
        Hedge, number and the word behind it, as printed.
    start, end : int
        Offsets into the text as given.
    reading : Reading
        What the phrase says, in persons or whatever is counted.
    measure : str
        Id of the measure; empty where the case has several that the word can mean.
    kind : {"cumulative", "period", "rate", "plan"}
    source : str
        Id of the source in the case, else its name as printed; empty where none is named.
    sources : tuple of str
        Every source of the case that the name can stand for.
    named : str
        The name as printed.
    said : When or None
        When it was said, as far as the text tells.
    as_of, period_start : str
        The day up to which the number speaks, and the first day covered; empty where not told.
    where : dict
        Values of declared dimensions that the sentence names.
    counted : str
        The words behind the number: "North Korean soldiers".
    wording : str
        The shortest phrase with what is counted, for a table.
    sentence : str
        The sentence that it stands in.
    place : tuple of int
        Number of the block and of the sentence.
    doubts : tuple of str
    """

    phrase: str
    start: int
    end: int
    reading: Reading
    measure: str
    kind: str
    source: str
    sources: tuple[str, ...]
    named: str
    said: When | None
    as_of: str
    period_start: str
    where: dict
    counted: str
    wording: str
    sentence: str
    place: tuple[int, int]
    doubts: tuple[str, ...] = ()

    @property
    def statement_date(self) -> str:
        """The day of the statement as far as it is told: a day, a month or a year; else empty."""
        return self.said.day if self.said else ""

    def to_dict(self) -> dict:
        """The fields of ``discrepancy extract --json``."""
        r = self.reading
        return {
            "phrase": self.phrase,
            "start": self.start,
            "end": self.end,
            "low": r.low,
            "best": r.best,
            "high": r.high,
            "open": r.open,
            "measure": self.measure,
            "kind": self.kind,
            "source": self.source,
            "statement_date": self.statement_date,
            "as_of": self.as_of,
            "period_start": self.period_start,
            "where": self.where,
            "doubts": list(self.doubts),
        }
