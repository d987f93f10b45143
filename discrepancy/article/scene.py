"""A sentence, and what is found in it: each pass reads the fields of those before it and fills its own.

In go a sentence, the day of its article, the words to look for, and what the sentences before it leave open; out come the fields of a
`Scene`, in this order: times and mentions, numbers (`numbers`), what each of them counts (`links`), who speaks (`speakers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from discrepancy.article.cues import Cue, find_cues
from discrepancy.article.find import Found
from discrepancy.article.memory import Memory, Speaker
from discrepancy.article.text import Sentence
from discrepancy.article.times import When, times_told
from discrepancy.article.vocabulary import Mention, Vocabulary, flat_text
from discrepancy.reading.languages.english.numerals import STARTS
from discrepancy.reading.languages.english.words import FRACTIONS
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading
from discrepancy.reading.wording import WordingError

if TYPE_CHECKING:
    from discrepancy.article.number import Told

Name = tuple[int, int, tuple[str, ...]]  # of sources: where it stands, and whom it can stand for

NEXT = re.compile(r"[ \u00a0]+[\"“'‘]?((?:[A-Z]\.)+(?![^\W\d_])|[^\W\d_]+(?:['’.-][^\W\d_]+)*)")
_DATELINE = re.compile(r"\W*[A-Z](?:[A-Z]{2,}[^()–—:;]{0,40}|[\w, ]{2,30}(?=\())(?:\([^)]{1,30}\))?\s*(?:--?|[–—])\s")
_CLOCKED = re.compile(r"\W*\d{1,2}[:.h]\d\d(?: ?(?:GMT|UTC|BST|[CE]E?S?T|[ap]\.?m\.?))?[ *:–—-]+")  # of an entry of a live blog
_QUOTES = re.compile(r"[\"“]([^\"“”]{1,48})[\"”]")
_NUMBER = re.compile(rf"(?i)\d|\b(?:{'|'.join(sorted((STARTS | FRACTIONS.keys()) - {'a', 'an', 'another'}))})\b")
_OF_FIRM = re.compile(
    r",(?= (?:Inc|Ltd|LLC|PLC|plc|Corp|S\.A|GmbH)\b)|(?:(?<= Inc\.)|(?<= Ltd\.)),(?! (?:an?|the|wh\w+) )"
)  # a comma within a name
_FEW = 5  # words between quotation marks that may be a number alone: “at least 60” dead
NOTHING = Mention(0, 0, frozenset())


def _unquoted(text: str) -> str:
    """The text with blanks for the marks around a number that is quoted alone."""
    alone = lambda m: f" {m[1]} " if len(m[1].split()) <= _FEW and _NUMBER.search(m[1]) else m[0]
    return _QUOTES.sub(alone, text) if '"' in text or "“" in text else text


@dataclass(slots=True, eq=False)
class Quantity:
    """A number that may count something: its place, what it says, who is counted, and, once it is linked, what of them."""

    start: int  # with its hedge
    end: int
    core: int  # where the digits start
    left: int  # where to look back from: for "from 600 to 2,000", before the first
    reading: Reading
    people: bool = False
    counted: str = ""  # the words for those who are counted
    noun: str = ""  # the same without what is told of them
    counted_end: int = 0
    index: int = 0  # among the numbers of the sentence
    before: int = 0  # where the number before it ends
    after: int = 0  # where the next one starts
    how: str = ""  # where what is counted was found; empty where it was not
    link: Mention = NOTHING
    whole: Quantity | None = None  # whose part it is
    measure: str = ""  # empty where the word can mean several
    measures: frozenset[str] = frozenset()  # those in whose unit it is, if it has one
    doubt: str = ""  # what is not sure about the link
    unread: str = ""  # why not all that is printed is read
    linkable: bool = True  # whether its measure can be told from the words beside it
    older: bool = False  # told as what another number took the place of
    asserted: str = "yes"  # or denied, false, feared, asked, planned
    reported: str = ""  # the doubt where it is told as the talk of others
    part_of: str = ""  # the whole that it is a part of, as printed
    increment: bool = False  # told as what came on top
    place: str = ""  # where, if the text tells it for this number alone
    kind: str = ""  # total, count of a period, rate, change, plan: once it is told
    dated: When | None = None  # the time right before it, at which it was said
    alone: bool = False  # told by an article: "a woman of 61"


@dataclass(frozen=True, slots=True)
class Topic:
    """What was counted or asked about before: what a number without a noun can mean."""

    counted: str
    value: float = 0.0  # zero for a question
    measure: str = ""
    measures: frozenset[str] = frozenset()
    unit: str = ""
    per: str = ""
    noun: str = ""  # the words for what is counted, without what is told of it


@dataclass(slots=True, eq=False)
class Scene:
    """What is found in one sentence.  The fields without a default are given, the others found."""

    sentence: Sentence
    day: date
    words: Vocabulary
    place: tuple[int, int]  # number of the block and of the sentence
    memory: Memory  # who spoke before, and when
    earlier: str  # the sentence before
    goes_on: bool  # whether that told what was counted in a period
    last: Told | None = None  # the last number that was told before
    whole: Told | None = None  # the last total of people that was told of no place
    topics: list[Topic] = field(default_factory=list)  # what was counted before, in order
    text: str = ""
    flat: str = ""
    times: list[When] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)  # the words that turn what is told
    where: dict[str, str] = field(default_factory=dict)  # values of dimensions whose places are named
    numbers: list[Quantity] = field(default_factory=list)
    others: list[Found] = field(default_factory=list)  # numbers of another class
    starts: list[int] = field(default_factory=list)  # where the numbers start
    named: list[Name] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    still: list[Speaker | None] = field(default_factory=list)  # who goes on speaking here, once it is looked for
    dateline: int = 0  # where it ends: "KYIV, Dec 24 -" is the day of the text, not of what it tells

    def __post_init__(self) -> None:
        self.text = _OF_FIRM.sub(" ", _unquoted(self.sentence.text))
        self.flat = flat_text(self.text)
        self.named = self.words.speakers_named(self.text)
        if self.words.case:
            again = (a for a in self.memory.called_again(self.text) if not any(a[0] < n[1] and n[0] < a[1] for n in self.named))
            for _, _, ids in self.named:
                self.memory.call(ids, self.words.case.source_rows.get(ids[0], {}))
            self.named = sorted([*self.named, *again])
        self.cues = find_cues(self.flat)
        if any(self._in_name(c) for c in self.cues) and not self.text.istitle():
            self.cues = [c for c in self.cues if not self._in_name(c)]

    def look(self) -> None:
        """Find the times and the words for what is counted."""
        self.times = times_told(self.text, self.day, self.memory.day)
        self.mentions = self.words.mentions(self.flat)
        self.where = self.words.where(self.text)
        place = _DATELINE.match(self.text) or _CLOCKED.match(self.text)
        self.dateline = place.end() if place else 0

    def _in_name(self, cue: Cue) -> bool:
        """Whether a cue is a name, or a word of one: "Doctors Without Frontiers", "in May"."""
        return self.text[cue.start].isupper() and (cue.kind == "may" or bool(re.search(r"[\w,(] $", self.text[: cue.start])))

    @property
    def before(self) -> Speaker | None:
        """Who spoke last."""
        return self.memory.last

    def spoke(self, pronoun: str, at: int = 0) -> Speaker | None:
        """Who spoke last that a pronoun at a place can mean, in this sentence or before it."""
        return self.memory.spoke(pronoun, [s for s in self.speakers if s.end <= at])

    def back(self, at: int, reach: int) -> str:
        """So many characters before a place."""
        return self.flat[at - reach if at > reach else 0 : at]

    def told_after(self, at: int) -> Mention | None:
        """The first word from a place on that says what happened to those who are counted."""
        return next((m for m in self.mentions if m.start >= at and not m.weak), None)

    def told_before(self, at: int) -> Mention | None:
        """The last one that ends before a place."""
        return next((m for m in reversed(self.mentions) if m.end <= at and not m.weak), None)

    def next_word(self, at: int) -> int:
        """Where the next word begins; -1 where something else comes first."""
        word = NEXT.match(self.text, at)
        return word.start(1) if word else -1

    def speaker(self, start: int, end: int, name: Name, tail: bool = False, doubt: str = "") -> Speaker:
        """A source of the case that is named, as a speaker from start to end."""
        a, b, ids = name
        return Speaker(start, end, ids[0], ids, tail, doubt, self.text[a:b])


def reading_of(phrase: str) -> Reading | None:
    """What a phrase says; None where it is refused."""
    try:
        return read(phrase)
    except WordingError:
        return None
