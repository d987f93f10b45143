"""An article → the numbers that it tells: what is counted, who is said to have said it, when, and up to which day.

In go an `Article`, the day on which it was published and, if there is one, a `Case`; out come `Told` numbers in the order of print.
A number is one only where it counts what a source can be asked about: the measures of the case, or, without a case, people killed,
wounded, missing, captured, sent and the like.  Ages, addresses, dates, sums and quantities of other things are left alone.

Names of sources and words of measures are those of the tables of the case; the words below are the plain English around them.  What
could not be told for sure is said in `doubts`, never guessed in silence.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from . import dates
from .article import Article, Sentence
from .display import clean
from .vocabulary import _PEOPLE, MILITARY, PRESENCE, Mention, Vocabulary, flat_text, vocabulary
from .when import When, times_told
from .wording import Reading, WordingError, hedged, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .case import Case, Claim

__all__ = ["Told", "extract", "rows"]

# Words that say no more than that people are counted; any other is for people of a kind.
ANYBODY = set(
    "people person persons others more men lives ones members individuals residents inhabitants citizens victims patients nationals bodies islanders"
    " soldier soldiers troop troops servicemen serviceman servicemembers personnel fighter fighters combatant combatants forces".split()
)
PERSONAL = {"killed", "wounded", "killed_or_wounded", "arrested", "displaced", "injured"}  # what is not said of things
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:ans|ese|ish|ians|eans|is)$")
_STOP = set(
    "was were is are be been being have has had having in on at of to by and or nor but who whom that which from since for with without said says say"
    " will would can could may might must shall should as while than then near during after before per a an the its his her their this these those it they"
    " he she we you i not also already still now so there here where when if because against amid under over into inside across between among including"
    " went remained remain remains came come left because until till along around about both either only just ever away ago each every told"
    " fought took taken made put set got gone spoke waited".split()
)

_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_WORD = rf"(?:{_ONES}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SCALE = r"(?:hundred|thousand|million|billion|dozen)"
_VAGUE = r"(?:(?:tens|dozens|scores|hundreds) of )?(?:tens|dozens|scores|hundreds|thousands)"
_NUMBER = (
    r"(?:\d{1,3}(?:[, .']\d{3})+(?![\d])|\d+(?:\.\d+)?)(?:[ -]?(?:hundred|thousand|million|billion|dozen|k|mln|bn)\b)*(?:-\d{1,3}\b(?<=\w{5}))?"
    rf"|(?:an? (?:couple(?: of)?(?: {_SCALE})?|few {_SCALE}|{_SCALE})|half an? (?:dozen|million)|several(?: {_SCALE}s?)?|a few|{_WORD}|couple {_SCALE}s?)"
    rf"(?:[ -](?:and )?(?:{_WORD}|{_SCALE}))*\b|{_VAGUE}\b"
)
_RANGE = re.compile(rf"(?<![\w.,$€£¥#+/])(?P<a>{_NUMBER})(?:(?P<link> ?- ?| to | and | or )(?P<b>{_NUMBER}))?(?!\w)")
_HAS_NUMBER = re.compile(rf"\d|\b(?:{_WORD}|{_SCALE}s?|several|couple|few|tens|scores)\b")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down|went|revised|raised)\b[^;:]{0,40}\bfrom $"
)
_OTHER_BEFORE = re.compile(  # what stands before a number that counts nothing
    r"(?:\b(?:aged?|no\.?|number|highway|route|road|article|page|pages|room|floor|chapter|section|paragraph|flight|unit|brigade|grade|apartment|building"
    r"|version|covid|group|zone|channel|line|step|phase|chapter|day|week|article|act|bus|train|gate|block|resolution|born(?: on| in)?|year|versus|score"
    r"|of his|of her|last|next|final|top|(?:one|two|three|four|\d) (?:in|out of)(?: every)?|call|phone|tel\.?|fax|coordinates|degrees) ?|[$€£¥#+/№] ?|\d )$"
)
_OTHER_BEHIND = re.compile(
    r"\s?(?:%|°|[$€£¥]|per ?cents?\b|percent|pc\b|pct\b)|-?(?:st|nd|rd|th)\b|[ -]?(?:mm|cm|km|kg|kph|mph|m|am|pm|a\.m|p\.m)\b|-(?!odd|plus|strong|some)[a-z]|:\d|/\d|\.\d"
    r"|\s(?:years?[ -]old|years of age|times\b|out of\b|in (?:every )?(?:\d|two|three|four|five|six|eight|ten)\b(?! (?:days?|nights?|hours?|weeks?|months?|years?|[a-z]+ages|towns|cities|regions|districts|attacks|strikes|separate|different)\b)|o'clock)|(?: of which)\b|s\b(?='?s)"
)

_AUX = (
    "have has had having were was are is be been being become became also already still now reportedly believed thought said feared presumed confirmed reported estimated"
    " known listed to may might could either both so far then later since who whom that which of them us those others more further additional left went gone as severely"
    " seriously apparently allegedly now currently remain remained were either since been them total overall all again altogether there"
).split()
_CHAIN = re.compile(rf"[\s:]*(?:(?:{'|'.join(_AUX)})\s+)*")
_LINKS = (
    "of at to is was are were stood stands stand has have had been already now reached reaching totalled totaled totals total totalling by another the"
    " some about as many up numbered number numbers put set rose risen climbed from a came hit among amount amounts amounted run runs ran range ranges"
    " ranging vary be estimated given than far so in for more an additional further north least ranged grew grown went that its their only just between"
).split()
_GAP = re.compile(rf"(?:,(?= at ))?[\s:(=–-]*(?:(?:{'|'.join(_LINKS)})\b[\s:(]*)*")
_OF = re.compile(r" (?:out )?of (?:the |its |their |those |a total of )?")
_THERE = re.compile(r" (?:on|in|at|from|near|aboard) ")
_BESIDE = re.compile(rf"{_THERE.pattern}(?:[\w'-]+ ){{1,5}}and ")  # "64 people on the plane and three on the helicopter were killed"
_FREED = re.compile(r"\b(?:releas|free|exchang|swapp)\w+ $")
_BRINGING = re.compile(r"\b(?:bring|tak|rais|push|lift)(?:ing|es|s) (?:the|its|their) [^,;]*\bto\b")  # "bringing the toll to 40": a total
_SOME_OF = re.compile(r" (?:out )?of (?:the|its|their|those) ")
_AND = re.compile(r"\s*(?:,|and|, and|as well as|plus)\s*")
_GLOSS = re.compile(r"\s*(?:,|\(|-|–)\s*(?:both |either |that is,? )?(?:the )?")  # "3,000 men, killed or wounded"
_THAN = rf"\bthan\b(?! (?:an? )?(?:\d|{_WORD}|{_SCALE}|tens|dozens|scores|hundreds))"  # a comparison, and no hedge
_FENCE = re.compile(
    rf"[;:!?]|\b(?:where|when|after|before|because|while|whereas|but|although|though|against|compared|since|if|as)\b|{_THAN}| [–—-] "
)
_DATELINE = re.compile(r"\W*[A-Z](?:[A-Z]{2,}[^()–—:;]{0,40}|[\w, ]{2,30}(?=\())(?:\([^)]{1,30}\))?\s*(?:--?|[–—])\s")
_RATE = re.compile(r"\b(?:a|per|each|every) (?:day|night|week|month|hour)\b(?! (?:ago|earlier|later|before|after))|\bdaily\b")
_PLAN = re.compile(
    r"\b(?:will|plans?(?: to)?|planned to|planning to|intends? to|intended to|intention|preparing to|prepares? to|decided to|expected to|is to|are to|set to|ready to"
    r"|aims? to|wants? to|promised to|due to be|about to|(?<!\bused )(?<!\bbegan )(?<!\bcontinues )(?<!\bcontinued )to (?:send|deploy|dispatch)|(?:may|might|could|would)(?: \w+)? (?:send|deploy|dispatch))\b"
)
_ACT = re.compile(
    r"\b(?:kill|wound|injur|captur|arrest)ing$|(?<!been )(?<!were )(?<!was )(?<!are )(?<!and )(?<!or )(?<!dead )(?<!those )(?<!toll )\b(?:kill|wound|injur|captur|arrest)ed$"
)

_VERBAL = re.compile(  # what is said of things as well as of people
    r"(?:lost|losing|neutrali[sz]ed|out of action|deploy\w+|sent|sending|dispatch\w+|stationed|arrived|massed|mobili[sz]ed|returned|repatriated|escaped|missing"
    r"|captur\w+|evacuat\w+|moved out|taken)\b"
)
_LOSE = re.compile(r"(?:lost|losing|loses?) ([a-z]+)")
_NOMINAL = re.compile(r"casualt|loss|dead|death|toll|fatal|injuries|prisoner")
FAR = 400  # characters from a number: a time further away is not that of the number
ACTION = "an action, which may be a total or not"
_FIGURE_AT = re.compile(
    r"\b(?:put|puts|placed|places|has|had) (?:the|that|this|its|their) (?:number|figure|toll|total|count|tally)(?: of \w+)? at (?!\s)"
    r"|^the (?:\w+ )?(?:number|figure|total|count|tally) (?:is|was|(?:now )?st(?:ands|ood) at|has reached) "
)
_PERFECT = re.compile(r"\b(?:has|have|had)\b(?:.{0,12}$| \w+ed\b[^,;]* and $)")  # "had killed 27 soldiers and captured nine"
_IN_WRITING = re.compile(  # "the figure dates from May", "in a report to parliament in June"
    r"\b(?:dates?|dated|was|is) from $"
    r"|\bin an? (?:\w+ ){0,2}(?:report|letter|statement|briefing|interview|post|speech|address|study|paper|update)\b[\w' ]*$"
)
_IN_ALL = re.compile(r"\b(?:so far|in all|in total)\b")
_COUNTING = re.compile(r"\b(?:stood|count|toll)\b")

_SAY = (
    r"said|says|say|saying|told|tells|stated|states|reported|reports|announced|announces|estimated|estimates|estimate|claimed|claims|claim|put|puts|confirmed|confirms|certified"
    r"|added|adds|wrote|writes|assessed|assesses|acknowledged|spoke|counted|counts|recorded|noted|believes|believe|gave|gives|revealed|declared|posted|warned"
    r"|suggested|concluded|calculated|quoted|assess|speaks|spoken|admitted|listed|lists|has it at|found|finds|showed|shows|show|maintain(?:s|ed)?|insist(?:s|ed)?"
    r"|alleged|alleges|disclosed|testified|repeated|reiterated|stressed|registered|tallied|informed|given|reckons?|reckoned|thinks"
)
_VERB = re.compile(rf"\b(?:{_SAY})\b")
_PASSIVE = re.compile(  # what is said, or not said, is no speaker
    r"\b(?:(?:is|are|was|were|be|been|being)(?: \w+ly| also| now| last| first)?|neither|nor|not|never|of) $"
)
_NOUN = re.compile(
    r"(?:\b(?:the|its|his|her|their|an?|this|that|these|those|own|latest|new|official|earlier|united)|'s) (?:estimates?|counts?|reports?|claims?|states?|lists?|claim)$"
)
_ACCORDING = re.compile(
    r"\b(?:according to|citing|cites|quoting|figures from|data from|numbers from|as reported by|(?:said|reported|announced|given|stated|released|published|claimed|certified|confirmed|estimated|put forward) by)\s+"
)
_COUNT_OF = re.compile(
    r"(?: [a-z]+){0,2}'s? (?:own |latest |official |new |current |first |last |previous |death |casualty )*(?:count|figures?|estimates?|tally|total|numbers?|data|toll|assessment|statement|update|claims?|reports?)\b"
)
_SPOKESMEN = r"(?:office|spokes\w+|aides?|advis\w+|team|press|statement|own|researchers?|scientists|officials|officers|authorities|government|state|latest|military|army|armed|forces|side)"
_OFFICE = re.compile(  # "South Korea's president": who is not in the tables; a spokesman is whoever he speaks for
    rf"('s (?!{_SPOKESMEN}\b)\w+(?: \w+){{0,3}}?)"
    r"(?: (?:has|have|had|also|later|on|\w+day))* "
)
_OFFICE_BEHIND = re.compile(r"'s (?:\w+ ){0,2}(?:president|minister|ministry|premier|envoy|ambassador|embassy|parliament|police)\b")
_AGENT = re.compile(
    r"(?: on [a-z]+day| today| yesterday)?(?: (?:has|have|had))?(?: (?:also|already))? (?:treated|counted|recorded|registered|evacuated|rescued|killed|wounded|captured|detained|arrested|listed|identified|raised|revised|updated|lowered)\b"
)
_PRONOUN = re.compile(
    r"^(?:he|she|it|they|the (?:agency|ministry|service|spokesman|spokeswoman|spokesperson|statement|report|minister|president|official|group|institute|commander|general"
    r"|organisation|organization|study|authors?|latter|military|army|department))$"
)
_UNNAMED = re.compile(
    r"^(?:(?:the|some|many|several|two|three|unnamed|anonymous|local|senior|other|various|most|early|recent|new|these|those|state|news|media|preliminary|initial|latest|available|current|provisional) )*"
    r"(?:officials?|sources?|reports?|media|experts?|analysts?|people|witnesses|estimates?|outlets|observers|others|one|accounts?|some|many|this|that|which|who|what|aides?"
    r"|there|and|figures|data|numbers|counts?|information|statements?|posts?|channels?|bloggers|nobody|i|we|you|an aide[\w ]*)$"
)
_THROUGH = re.compile(  # "figures from the ministry", "a report published by the police": who made them
    r"^(?:[\w-]+ ){0,3}(?:figures?|data|numbers|estimates?|reports?|statements?|counts?|tally|stud(?:y|ies)|assessments?|survey)(?: \w+ed)? (?:from|by|of) ",
    re.I,
)
_DATA = re.compile(r"(?:figures|data|numbers|counts?|information|estimates?) $")
_LEADING = re.compile(r"^(?:and|but|that|while|meanwhile|earlier|later|also|however|where|as|when|then|in all|in total|whereas)\s+")
_TRAILING = re.compile(
    r"\s+(?:have|has|had|also|later|then|earlier|who|which|is|was|were|are|be|been|again|now|itself|on|in|its|previously|separately|already|once|all|has since|never|sa(?:id|ys) (?:that )?(?:it|he|she|they))$"
)


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


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who says something in a sentence: where, and whether what he says stands before."""

    start: int
    end: int
    source: str
    sources: tuple[str, ...]
    tail: bool = False
    doubt: str = ""
    named: str = ""


@dataclass(slots=True, eq=False)
class _Number:
    start: int  # with its hedge
    end: int
    core: int  # where the digits start
    reading: Reading
    counted: str = ""
    counted_end: int = 0
    people: bool = False
    left: int = 0  # where to look back from
    measure: str = ""
    link: Mention | None = None
    how: str = ""
    whole: _Number | None = None  # whose part it is


# ------------------------------------------------------------------------------------------- extract


def extract(article: Article, day: str | date, case: Case | None = None) -> tuple[Told, ...]:
    """Find every number of an article that counts what a source can be asked about.

    Parameters
    ----------
    article : Article
    day : str or date
        The day on which it was published: what "on Monday" is told from.
    case : Case, optional
        Whose sources and measures are looked for; without one, plain English words.

    Returns
    -------
    tuple of Told
        In the order of print.

    Examples
    --------
    >>> from discrepancy.article import read_article
    >>> told, = extract(read_article("The mayor, 52, said on Monday that at least 40 people had been hurt."), "2024-05-08")
    >>> told.phrase, told.measure, told.source, told.statement_date
    ('at least 40 people', 'wounded', 'The mayor', '2024-05-06')
    """
    day = dates.first(day) if isinstance(day, str) else day
    words = vocabulary(case)
    found: list[Told] = []
    before: _Speaker | None = None
    for number, block in enumerate(article.blocks):
        if block.kind == "cell":
            continue
        if block.kind == "heading":
            before = None
        period, after = False, ""
        for n, sentence in enumerate(article.sentences[number]):
            told, before = _Reader(sentence, day, words, before, (number, n), period, after).read()
            after = sentence.text
            period = bool(told) and all(t.kind == "period" for t in told)
            found += told
    found += _tables(article, day, words)
    return tuple(sorted(found, key=lambda t: (t.start, t.end)))


class _Reader:
    """One sentence: its numbers, what they count, who says so."""

    def __init__(
        self, sentence: Sentence, day: date, words: Vocabulary, before: _Speaker | None, place: tuple[int, int], goes_on: bool, after: str
    ) -> None:
        self.goes_on = goes_on  # the sentence before told what was counted in a period
        self.sentence, self.text, self.day, self.words, self.before, self.place = sentence, sentence.text, day, words, before, place
        self.flat, self.after = flat_text(self.text), after  # the sentence before
        place = _DATELINE.match(self.text)
        self.dateline = place.end() if place else 0

    def read(self) -> tuple[list[Told], _Speaker | None]:
        if not _HAS_NUMBER.search(self.flat):
            return [], self._carried()
        self.times = times_told(self.text, self.day)
        self.mentions = self.words.mentions(self.flat)
        self.about = None
        if _FIGURE_AT.search(self.flat):
            self.about = next((m for m in reversed(self.words.mentions(flat_text(self.after))) if not m.weak), None)
        self.numbers = self._numbers() if self.mentions or self.about or self.words.has_presence else []
        self._link()
        self.dated = {n.start: self._dated(n) for n in self.numbers}
        counts = [n for n in self.numbers if n.measure is not None and n.how]
        if not counts:
            return [], self._carried()
        self.speakers = self._speakers()
        self.where = self.words.where(self.text)
        self.in_all = bool(_IN_ALL.search(self.flat))
        self.counting = bool(_COUNTING.search(self.flat))
        told = [self._told(n) for n in counts]
        named = [s for s in self.speakers if s.source]
        return told, (named[-1] if named else self.before)

    def _carried(self) -> _Speaker | None:
        """Whom a pronoun in the next sentence means: whoever this one names as a speaker or begins with."""
        self.numbers = []
        named = self.words.speakers_named(self.text)
        if named:
            start, end, ids = named[0]
            return _Speaker(start, end, ids[0], ids, named=self.text[start:end])
        return self.before if len(self.text) < 400 else None

    # ------------------------------------------------------------------ numbers

    def _numbers(self) -> list[_Number]:
        found, at = [], 0
        while match := _RANGE.search(self.flat, at):
            start, at, left = self._extent(match)
            number = self._number(start, at, left)
            if number and found and (old := self._changed(found[-1], number)):
                number.left = old
                found.pop()
            if number:
                found.append(number)
        return found

    def _extent(self, match: re.Match) -> tuple[int, int, int]:
        """Where a number or a range begins and ends, and where to look back from: of a change only the second number counts."""
        start, end = match.span()
        dated = any(w.start < match.end("a") <= w.end for w in self.times)  # "since February 2022 to 795,940"
        if match["link"] == " to " and dated:
            return match.start("b"), end, 0
        if match["link"] == " to " and _CHANGE.search(self.flat[max(0, start - 60) : start]):
            return match.start("b"), end, start
        if match["link"] == " and " and not re.search(r"\bbetween (?:\w+ )?$", self.flat[max(0, start - 24) : start]):
            end = match.end("a")  # two numbers that only stand beside each other
        return start, end, 0

    def _changed(self, a: _Number, b: _Number) -> int:
        """Where "from 600 in April to 2,000" begins, if the first of two numbers is what the second took the place of."""
        if not re.fullmatch(r"(?: \w+){0,4} to ", self.flat[a.end : b.start]):
            return 0
        change = _CHANGE.search(self.flat[max(0, a.start - 80) : a.start])
        return a.start - len("from ") if change else 0

    def _number(self, start: int, end: int, left: int) -> _Number | None:
        """The number with its hedges and the noun behind it; nothing where it is the number of something else."""
        flat = self.flat
        if any(w.start < end and start < w.end for w in self.times):
            return None
        if _OTHER_BEFORE.search(flat[max(0, start - 16) : start]) or _OTHER_BEHIND.match(flat, end):
            return None
        if re.match(r"\.\s+[A-Z]", self.text[end : end + 4]):  # "2. Wounded": the number of a paragraph
            return None
        core = start
        before, after = hedged(flat[max(0, start - 80) : start], flat[end : end + 30])
        lead = re.search(r"\b(?:between|from) $", flat[max(0, start - 8) : start])
        if re.search(r"\bthan the $", flat[max(0, start - 12) : start]):
            before = 0  # a comparison, no limit
        start -= max(before, len(lead[0]) if lead and not left and re.search(r" (?:to|and) |-", flat[start:end]) else 0)
        end += after
        printed = self.text[start:end].strip()
        try:
            reading = read(printed)
        except WordingError:
            try:
                reading = read(self.text[core:end].strip())
                start = core
            except WordingError:
                return None
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        number = _Number(start, end, core, reading, left=left or start)
        if self._year(number):
            return None
        return self._counted(number)

    def _year(self, n: _Number) -> bool:
        """Whether a bare number of four digits is a year."""
        return bool(
            re.fullmatch(r"(?:1[5-9]|20)\d\d", self.flat[n.start : n.end])
            and re.search(r"(?:\b(?:in|since|of|by|until|from|after|before|year|and|to|the)|,) $", self.flat[: n.start])
        )

    def _counted(self, n: _Number) -> _Number | None:
        """Read on to the noun that the number counts; nothing where that is a thing."""
        at, last, unknown = n.end, n.end, 0
        if re.compile(" of (?:them|whom|those|us)\\b").match(flat := self.flat, n.end):
            link = self._behind(n, 0, len(flat), 0)  # "40 of them were killed" tells what happened to them, or nothing
            n.counted_end = n.end
            return n if link and (link.measures <= PERSONAL or not _VERBAL.match(flat, link.start)) else None
        lead = re.compile(r"(?: of)?(?: (?:the|its|their|his|these|those))?").match(self.flat, at)
        at = lead.end() if lead and re.search(r" of\b", lead[0]) else at
        for _ in range(7):
            word = _NEXT.match(self.text, at)
            if not word:
                break
            flat = flat_text(word[1])
            if any(w.start <= word.start(1) < w.end for w in self.times):
                break
            mention = next((m for m in self.mentions if m.start == word.start(1)), None)
            if mention and not mention.weak:
                if _FREED.search(self.flat[max(0, n.start - 20) : n.start]) and self.flat.startswith("prisoner", mention.start):
                    return None
                if _SOME_OF.fullmatch(self.flat, n.end, mention.start) and not self._fate(mention):
                    return None  # "10 of the injured are in hospital"
                n.counted_end = last
                n.people = n.people or unknown == 0 or any(_known(w, self.words) for w in self.text[n.end : word.start(1)].split())
                n.counted = self.text[n.end : last].strip()
                of_things = unknown > 3 or (unknown and _VERBAL.match(self.flat, mention.start))  # "40 homes lost power"
                return n if n.people or not of_things else None
            paired = (
                flat == "and" and re.match(r"and [A-Z]", self.text[word.start(1) :]) and re.search(r"[A-Z]\w+$", self.text[: word.start()])
            )
            if paired and not n.people:  # "North Korean and Russian soldiers"
                at = word.end(1)
                continue
            if flat in _STOP or flat.endswith("ly") or (n.people and flat[-1:] != "s"):
                break
            if _known(word[1], self.words) or (mention and mention.weak):
                n.people, last = True, word.end(1)
            elif n.people:
                break
            else:
                unknown += 1
            at = word.end(1)
        if unknown and not n.people and at > n.end and self._personal(n, at):
            n.people, last = True, at
        n.counted_end, n.counted = last, self.text[n.end : last].strip()
        return n if n.people or not unknown else None

    def _personal(self, n: _Number, at: int) -> bool:
        """Whether a noun that is in no list is one for people: they are killed or hurt, things are not."""
        for m in self.mentions:
            if m.measures <= PERSONAL and not m.weak:
                behind = m.start >= at and _CHAIN.fullmatch(self.flat, at, m.start)
                if behind or (m.end <= n.start and not self.flat[m.end : n.start].strip()):
                    return self.flat[at - 1] in "sn"
        return False

    # --------------------------------------------------------------------- link

    def _link(self) -> None:
        """What each number counts, from the nearest place to the furthest."""
        for i, n in enumerate(self.numbers):
            n.how = ""
            whole = _OF.match(self.flat, n.end)
            if whole and self.flat[whole.end() : whole.end() + 1].isdigit() and whole.end() not in (o.core for o in self.numbers):
                continue  # "lost 4 of its 9 vehicles"
            after = self.numbers[i + 1].start if i + 1 < len(self.numbers) else len(self.flat)
            before = self.numbers[i - 1].end if i else 0
            part_of = i and _OF.fullmatch(self.flat, self.numbers[i - 1].end, n.start)
            for way in (
                self._whole if part_of else self._part,
                *(
                    [self._presence]
                    if part_of
                    else (
                        self._behind,
                        self._ahead,
                        self._included,
                        self._listed,
                        self._further,
                        self._earlier,
                        self._as_before,
                        self._presence,
                        self._figure,
                    )
                ),
            ):
                if found := way(n, before, after, i):
                    n.link, n.how = found, way.__name__[1:]
                    n.measure = self._one_of(found.measures, n)
                    break

    def _one_of(self, measures: frozenset[str], n: _Number) -> str:
        """The measure, where several are possible the one whose name follows: "64 deaths have been certified"."""
        named = [m for m in measures if len(measures) == 1 or re.search(rf"\b{m.split('_')[0]}\b", self.flat[n.end : n.end + 60])]
        return named[0] if len(named) == 1 else ""

    def _part(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "4,000 of the 11,000 soldiers were killed", "92 fighters and 14 civilians killed": what is told of the next number."""
        if i + 1 == len(self.numbers):
            return None
        other = self.numbers[i + 1]
        beyond = self.numbers[i + 2].start if i + 2 < len(self.numbers) else len(self.flat)
        if _OF.fullmatch(self.flat, n.end, other.start):
            found = self._behind(other, n.end, beyond, i + 1) or self._further(other, n.end, beyond, i + 1)
            return self._then(other, found) or found
        if n.people and other.people and not self._ahead(n, 0, after, i) and _AND.fullmatch(self.flat, n.counted_end, other.start):
            return self._behind(other, n.end, beyond, i + 1)
        if n.people and _BESIDE.fullmatch(self.flat, n.counted_end, other.start) and _THERE.match(self.flat, other.counted_end):
            return None if self._ahead(n, 0, after, i) else self._further(other, n.end, beyond, i + 1)
        return None

    def _whole(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "4,000 of the 11,000 soldiers sent there have been killed": what is told of all of them."""
        found = self._behind(n, before, after, i)
        return found if found and self._then(n, found) else None

    def _then(self, n: _Number, found: Mention | None) -> Mention | None:
        """What is told of a part behind what is told of all: "sent there have been killed"."""
        if found is None or self._next(n.counted_end) != found.start:
            return None
        later = next((m for m in self.mentions if m.start > found.end and not m.weak), None)
        between = self.flat[found.end : later.start] if later else ""
        return later if re.search(r"^[^,;]*\b(?:have|has|had|were|was|are)(?: been| now| already| either)* $", between) else None

    def _behind(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "3,000 soldiers were killed": the measure right behind the number; in "captured two wounded men" it is only a quality."""
        for m in self.mentions:
            if m.start >= n.end and not m.weak:
                if self._of_things(m):
                    return None
                if _OF.fullmatch(self.flat, n.end, m.start) and (fate := self._fate(m)):  # "2,000 of the wounded were repatriated"
                    return fate
                end = self._quality(m) if m.start == self._next(n.end) else 0
                if end and (ahead := self._ahead(n, before, after, i)):
                    n.people, n.counted, n.counted_end = True, self.text[m.end : end].strip(), end
                    return ahead
                at = n.counted_end if n.people else n.end
                close = _CHAIN.fullmatch(self.flat, at, m.start) or (self.words.whole(m) and _GLOSS.fullmatch(self.flat, at, m.start))
                return m if close or m.start == self._next(n.counted_end) else None
        return None

    def _fate(self, m: Mention) -> Mention | None:
        """What is told next of those who are meant: "of the wounded were repatriated"."""
        fate = next((o for o in self.mentions if o.start > m.end and not o.weak), None)
        return fate if fate and fate.start > m.end + 1 and _CHAIN.fullmatch(self.flat, m.end, fate.start) else None

    def _of_things(self, m: Mention) -> bool:
        """ "3 million people lost power": something else is lost than those who are counted."""
        word = _LOSE.match(self.flat, m.start)
        return bool(word and (word[1] in ("their", "his", "her", "its", "all") or word[1] not in _STOP))

    def _quality(self, m: Mention) -> int:
        """Where the word for people ends that follows what is counted, as in "wounded soldiers"; 0 where none does."""
        at = m.end
        for _ in range(3):
            word = _NEXT.match(self.text, at)
            if not word or flat_text(word[1]) in _STOP:
                return 0
            at = word.end(1)
            if _known(word[1], self.words):
                return at
        return 0

    def _next(self, at: int) -> int:
        word = _NEXT.match(self.text, at)
        return word.start(1) if word else -1

    def _ahead(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "killed 50 soldiers", "losses of 3,000": the measure right before it."""
        for m in reversed(self.mentions):
            if m.end <= n.left and not m.weak:
                those = self.flat[m.end : n.left] == ", " and re.search(
                    r"\b(?:of|among) the $", self.flat[: m.start]
                )  # "of the injured, 31 were"
                return m if m.start >= before and (those or _GAP.fullmatch(self.flat, m.end, n.left)) else None
        return None

    def _included(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "12,000 troops, including 500 officers and three generals": what the whole counts."""
        whole = next((p for p in self.numbers[:i] if p.how or p.people), None) if n.people else None
        if whole is None or not re.search(r"\b(?:including|among them|of whom)\b[^,;.]*$", self.flat[whole.end : n.start]):
            return None
        n.whole = whole
        return whole.link or self._further(whole, 0, len(self.flat), 0) or self._presence(whole, 0, 0, 0)

    def _listed(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "estimates of the dead vary: 40 by the police, 60 by the army": what stands before the colon."""
        colon = self.flat.rfind(": ", 0, n.start)
        if colon < 0 or n.people or any(m.start > colon and not m.weak for m in self.mentions):
            return None
        return next((m for m in reversed(self.mentions) if m.end <= colon and not m.weak and colon - m.end < 40), None)

    def _further(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "3,000 soldiers from two brigades have been killed": the next measure of the clause."""
        if not n.people and len(self.flat[n.end : n.end + 2].strip(" ,")) == 0:
            return None
        start = n.counted_end
        aside = re.compile(
            r", (?:including|among them|some of them|both|with)\b[^,;]*(?:, [^,;]*)??,(?= (?:are|were|have|had|is|was|has)\b)"
        ).match(self.flat, start)
        if aside:
            start, after = aside.end(), max(after, len(self.flat))
        for m in self.mentions:
            if m.start < start or m.weak:
                continue
            between = self.flat[start : m.start]
            taken = after < len(self.flat) and not self.flat[m.end : after].strip()  # "with 48 on board crashed, killing 19"
            if (
                m.start > after
                or taken
                or self._of_things(m)
                or _FENCE.search(between)
                or len(between.split()) > 12
                or re.search(r",(?! )|\band\b", between)
            ):
                return None
            return m
        return None

    def _earlier(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "the number of soldiers killed or wounded has now reached 3,000": the last measure of the clause before it."""
        for m in reversed(self.mentions):
            if m.end > n.left or m.weak:
                continue
            between = self.flat[m.end : n.left]
            fenced = _FENCE.search(between) and not _BRINGING.search(self.flat[max(0, m.start - 40) : n.left])
            if m.start < before or fenced or len(between.split()) > 10 or re.search(r",|\bthat\b", between):
                return None
            linked = re.search(
                r"\b(?:is|are|was|were|has|have|had|at|to|by|reach\w*|exceed\w*|surpass\w*|total\w*|stood|put|of|run|top(?:s|p\w+)|pass\w+)\b",
                between + self.flat[n.start : n.core].replace("at least", "").replace("at most", ""),
            )
            return m if linked and not (n.people and self._later(n, after)) else None
        return None

    def _later(self, n: _Number, after: int) -> bool:
        return any(m.start >= n.end and m.end <= after and not m.weak for m in self.mentions)

    def _as_before(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "in June it said more than 6,000", "the army puts the figure at 40": the measure of the number before."""
        previous = next((p for p in reversed(self.numbers[:i]) if p.how), None)
        if not previous:
            return None
        between = self.flat[previous.end : n.start]
        if n.people:  # "sent 1,000 sappers and 5,000 builders"
            joined = _AND.fullmatch(self.flat, previous.counted_end, n.start)
            return previous.link if joined and previous.how in ("ahead", "as_before") else None
        elsewhere = re.search(r"\band $", between) and re.match(r" (?:in|near|at|on|from) ", self.flat[n.end :])
        alike = re.search(r"\band (at|of|to) $", between)  # "put at 31 by the hospital and at 23 by the mayor"
        if elsewhere or (alike and re.search(rf"\b{alike[1]} (?:\w+ ){{0,3}}$", self.flat[: previous.core])):
            return previous.link
        if re.search(r"\([^)]*\), (?:and )?$|\b(?:against|versus|compared (?:with|to)) (?:the |just |only )?$", between):
            by = re.match(r"\s?\(| (?:counted|given|reported|estimated|put forward)? ?(?:by|from)\b", self.flat[n.end :])
            return previous.link if by else None
        if re.search(r"(?:against|versus|with|than|to) (?:the )?[\w ]{2,40}'s $", between):
            return previous.link
        if between.endswith("; ") and re.match(rf", [\w' ]{{2,60}} (?:{_SAY})\b", self.flat[n.end :]):
            return previous.link
        beside = re.search(
            r"(?:,|;|,? and) [A-Z]\w+(?: [A-Z]\w+)? $", self.text[previous.end : n.start]
        )  # "Egypt counted 530 deaths, Jordan 68"
        if self._dated(n) or (beside and re.match(r"[.,;]", self.flat[n.end :])):
            return previous.link
        speaks = rf"\b(?:{_SAY})(?: \w+)?(?: (?:figure|number|total|toll|count)(?: (?:of|in|for) [\w ]{{2,30}}?)?)? (?:at |is |was |to be |stands at |stood at |of |it at |them at |it was |there were )?$"
        return previous.link if re.search(speaks, between) else None

    def _dated(self, n: _Number) -> When | None:
        """The time right before a number that was said then: "on 9 January of 4,000"."""
        ends = ("of", "it was", "at")
        near = (w for w in self.times if n.start - 12 <= w.end < n.start and w.kind == "point")
        return next((w for w in near if self.flat[w.end : n.start].strip(" ,") in ends), None)

    def _presence(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "12,000 troops are in Russia": soldiers counted where they are, where the case counts those who were sent."""
        if not self.words.has_presence or not ((n.people and MILITARY.search(n.counted.lower())) or _DEMONYM.search(n.counted)):
            return None
        there = re.compile(
            r"(?: who)? (?:are|were|was|is|be|being|remain\w*)?(?: \w+ed to (?:be|have been))?(?: \w+ly| now| already| still| currently)? ?(?:in|inside|near|at|from|on|for|,|$|\.|to|have|had|by)"
        ).match(self.flat, n.counted_end)
        planned = _PLAN.search(self.flat[max(0, n.start - 60) : n.start])
        troops = any(m.weak and n.end <= m.start < n.counted_end and PRESENCE in m.measures for m in self.mentions)
        present = re.compile(
            r"(?: who)? (?:are|were|was|is|remain\w*)(?: \w+ly| now| already| still)*(?: \w+ed to (?:be|have been))? (?:in|inside|near|at|on)\b"
        ).match(self.flat, n.counted_end) or (there and re.search(r"\bthere (?:\w+ ){1,3}$", self.flat[: n.start]))
        if present or (troops and (there or planned)):
            return Mention(n.counted_end, n.counted_end, frozenset({PRESENCE}))
        return None

    def _figure(self, n: _Number, before: int, after: int, i: int) -> Mention | None:
        """ "an official put the figure at 40": what the sentence before counted."""
        spoken = (
            self.about
            and not n.people
            and re.search(rf"(?:{_FIGURE_AT.pattern})(?:\w+ ){{0,3}}$", self.flat[max(0, n.start - 60) : n.core])
        )
        return Mention(n.end, n.end, self.about.measures) if spoken else None

    # ------------------------------------------------------------------ speakers

    def _speakers(self) -> list[_Speaker]:
        named = self.named = self.words.speakers_named(self.text)
        found: list[_Speaker] = []
        for match in _ACCORDING.finditer(self.flat):
            if speaker := self._named_from(match.end(), named):
                tail = bool(self.flat[: match.start()].strip(" \"“'")) or match.start() > 0
                found.append(replace(speaker, start=match.start(), tail=tail))
        for n in self.numbers:  # "were put at 1,100 by the army and at 3,000 by the police"
            by = re.compile(r" by ").match(self.flat, n.end)
            if by and (speaker := self._named_from(by.end(), named)):
                found.append(replace(speaker, start=by.start(), tail=True))
        for match in _VERB.finditer(self.flat):
            if _NOUN.search(self.flat, max(0, match.start() - 12), match.end()):
                continue
            if match[0] not in ("quoted", "told") and _PASSIVE.search(self.flat[max(0, match.start() - 24) : match.start()]):
                continue
            if found and match[0] == "saying" and self.flat[found[-1].end : match.start()].strip() in ("as", "has been quoted as"):
                found[-1] = replace(found[-1], end=match.end())
                continue
            at, hedging = match.start(), self._hedging(match.start())
            if any(s.start <= at < s.end for s in found) or any((n.core if hedging else n.start) <= at < n.end for n in self.numbers):
                continue
            if speaker := self._subject(match, named):
                found.append(speaker)
        for start, end, ids in named:
            if any(s.start <= start < s.end for s in found):
                continue
            rest = self.flat[end:]
            own = re.match(_COUNT_OF, rest) or re.match(r" (?:count|figures?|estimates?|tally|data)\b", rest)
            lead = re.match(r"\s*(?:\([^)]*\))?(?:,? (?:on |in )?[\w. ]{2,14})?:\s", rest) and start < 40
            dash = re.fullmatch(r"[\s.]*", rest) and re.search(r"(?:\s[-–—]|:)\s*(?:the )?$", self.flat[:start])
            paren = re.search(r"\((?:source: |according to )?(?:the )?$", self.flat[:start])
            agent = not found and start < 8 + self.dateline and _AGENT.match(rest) and self._speaks(ids)
            short = any(
                self.flat[end : n.start] in (" of ", " at ", " with ", "'s ") for n in self.numbers
            )  # "the police spoke of 9, City Hall of 8"
            if own or lead or dash or paren or agent or short:
                close = self.flat.find(")", end) + 1 if paren else 0
                found.append(_Speaker(start, close or end, ids[0], ids, tail=bool(dash or paren), named=self.text[start:end]))
        return found

    def _hedging(self, at: int) -> bool:
        """Whether a word that can be a hedge has a subject: "the team estimated 4,645", but "an estimated 4,645"."""
        return bool(
            re.search(
                r"[a-z](?<!\ban)(?<!\ba)(?<!\bthe)(?<!\bof)(?<!\bat)(?<!\bto)(?<!\bby)(?<!\band)(?<!\bwith) $",
                self.flat[max(0, at - 12) : at],
            )
        )

    def _speaks(self, ids: tuple[str, ...]) -> bool:
        """Whether the record has a figure of what is counted here by one of the sources."""
        counted = {m for n in self.numbers if n.link for m in n.link.measures}
        return any(c.measure in counted for source in ids for c in self.words.case.by_source.get(source, ()))

    def _named_from(self, at: int, named: list) -> _Speaker | None:
        """Who is named right behind "according to": a source of the case, else the words up to the next stop."""
        stop = re.compile(r"[,;.()\"”]|$| who | which | that (?!\w+'s)| on | in | released").search(self.flat, at)
        reach = re.compile(r"[,;()\"”]|\. |$").search(self.flat, at).start()
        for start, end, ids in named:
            if at <= start <= min(reach, at + 90):
                if start - at < 5 and (office := _OFFICE_BEHIND.match(self.flat, end)):
                    return _Speaker(at, office.end(), clean(self.text[start : office.end()], 90), ())
                return _Speaker(at, end, ids[0], ids, named=self.text[start:end])
        return self._printed(at, stop.start() if stop else len(self.flat))

    def _subject(self, verb: re.Match, named: list) -> _Speaker | None:
        start, end = verb.span()
        quoted = re.compile(r"(?: the)? ?").match(self.flat, end)
        if verb[0] in ("quoted", "quoting"):
            for a, b, ids in named:
                if end <= a <= quoted.end() + 40:
                    return _Speaker(start, b, ids[0], ids, tail=self._tail(start, b), named=self.text[a:b])
        near = [(a, b, ids) for a, b, ids in named if b <= start and start - b <= 80 and self._reaches(b, start)]
        if near:
            aside = (
                len(near) > 1 and self.flat[near[-2][1]] == self.flat[near[-1][1]] == ","
            )  # "the CSIS, a think tank in Washington, says"
            a, b, ids = near[-2 if aside else -1]
            if office := _OFFICE.fullmatch(self.flat, b, start):
                return _Speaker(a, end, clean(self.text[a : office.end(1)], 90), (), tail=self._tail(a, end))
            return _Speaker(a, end, ids[0], ids, tail=self._tail(a, end), named=self.text[a:b])
        left = self._clause(start)
        printed = self.text[left:start]
        aside = re.search(r"(?:^|[,.;:\"“] ?)([^\W\d][^,;:\"“”]{2,60}),([^,;:\"“”]{2,60}), ?$", self.text[max(0, start - 160) : start])
        if aside and not re.search(r"\d", aside[2].strip()[2:]):  # "the ministry, in contrast, says"
            offset = max(0, start - 160)
            speaker = self._printed(offset + aside.start(1), offset + aside.end(1))
            return replace(speaker, end=end) if speaker else None
        if not printed.strip(" \"'“”‘’"):
            for a, b, ids in named:
                if end <= a <= end + 30 and re.fullmatch(r"[\w\s.']*", self.flat[end:a]):
                    return _Speaker(start, b, ids[0], ids, tail=True, named=self.text[a:b])
            behind = re.compile(r"(?: by)? ((?:[A-Z][\w.’'-]+|the|of|and|for)(?: (?:[A-Z][\w.’'-]+|of|for|the))*)").match(self.text, end)
            if verb[0] in ("said", "says", "say") and behind and left > 0:
                speaker = self._printed(behind.start(1), behind.end(1))
                return replace(speaker, tail=True) if speaker else None
            return None
        speaker = self._printed(left, start)
        if speaker and not speaker.source and _DATA.search(printed) and self.flat.endswith("that", 0, left):
            return None  # "the army said that early figures put": the army did
        return replace(speaker, end=end, tail=self._tail(speaker.start, end)) if speaker else None

    def _reaches(self, a: int, b: int) -> bool:
        """Whether a name can be the subject of a verb: nothing else that speaks, counts or ends a clause is between."""
        between = self.flat[a:b]
        if re.search(r"[;:\"“”]|\b(?:that|while|but|whereas)\b", between) or _VERB.search(between) or between.startswith("'s "):
            return bool(re.fullmatch(r"'s (?:\w+ ){1,4}", between))
        if any(a <= n.start < b and n.how for n in self.numbers):
            return False
        return between.count(",") in (0, 2) or bool(re.fullmatch(r"(?:,? ?\([^)]*\))?,?(?: \w+){0,5},? ?", between))

    def _clause(self, at: int) -> int:
        boundary = max(
            (m.end() for m in re.finditer(r"[,;:()\"“”]|(?<= )[–—-] |\b(?:that|while|but|whereas|and|after|as)\b(?= )", self.flat[:at])),
            default=0,
        )
        return boundary

    def _printed(self, start: int, end: int) -> _Speaker | None:
        """A speaker who is not in the tables, as printed; a pronoun stands for whoever spoke before."""
        words = self.text[start:end]
        for told in self.times:  # "on Monday the ministry"
            if start <= told.start and told.end <= end:
                words = words.replace(told.words, "")
        words = " ".join(words.strip(" ,.\"'“”‘’-–—").split())
        words = _THROUGH.sub("", words)
        while found := _LEADING.match(words.lower()):
            words = words[found.end() :]
        words = re.sub(r"^(?:[Oo]n|[Ii]n|[Ll]ate|[Ee]arly)\s+(?=[a-z])", "", words)
        while found := _TRAILING.search(words.lower()):
            words = words[: found.start()]
        plain = flat_text(words)
        if len(words) > 90 or len(words.split()) > 9:
            return None
        if _PRONOUN.match(plain):
            near = [n for n in self.named if n[1] <= start]
            if near:
                a, b, ids = near[-1]
                return _Speaker(start, end, ids[0], ids, doubt=f"“{words}” is taken for {self.text[a:b]}", named=self.text[a:b])
            if self.before and self.before.source:
                doubt = f"“{words}” is taken for {self._name(self.before)}, named before"
                return _Speaker(start, end, self.before.source, self.before.sources, doubt=doubt, named=self.before.named)
            if not plain.startswith("the "):
                return None
        for a, b, ids in self.named:
            if start <= a and b <= end and re.fullmatch(_SPOKESMEN, self.flat[b:end].strip()):
                return _Speaker(start, end, ids[0], ids, named=self.text[a:b])
        if len(plain) < 3 or re.match(r"(?:our|my) ", plain) or re.search(r"\b(?:lawmakers|legislators|mps|reporters)$", plain):
            return None  # who was told by another
        if re.search(r"\d", plain) or any(start <= n.start < end for n in self.numbers):
            return None
        if _UNNAMED.match(plain) or any(m.start < end and start < m.end and not m.weak for m in self.mentions):
            return _Speaker(start, end, "", ())
        return _Speaker(start, end, clean(words, 90), ())

    def _name(self, speaker: _Speaker) -> str:
        return self.words.case.source_name(speaker.source) if self.words.case and speaker.sources else speaker.source

    def _tail(self, start: int, end: int) -> bool:
        """Whether a speaker comes behind what he says: after a comma, and at an end."""
        follows = next((n for n in self.numbers if n.start >= end), None)
        if follows and re.fullmatch(r"(?: (?!(?:while|and|but|on|in)\b)[\w']+){0,6} ", self.flat[end : follows.start]):
            return False  # "while Ukraine speaks of 3,000, the army has confirmed 1,100"
        behind = start and re.search(
            r"[,\"”'’)] ?(?:(?!while |but |whereas |and )[\w.'-]+ ){0,5}$", self.flat[max(0, start - 80) : start].rstrip() + " "
        )
        last = not any(n.start > end for n in self.numbers) and any(n.start < start for n in self.numbers)
        return bool(behind or (start and last))

    def _speaker(self, n: _Number) -> _Speaker | None:
        """Who says a number: the nearest speaker on the side on which he speaks."""
        starts = [o.start for o in self.numbers]
        before = bisect_left(starts, n.start)

        def far(s: _Speaker) -> float:
            if s.end <= n.start:
                between, away = self.flat[s.end : n.start], 90 if s.tail else 0
            else:
                between, away = self.flat[n.end : s.start], 0 if s.tail else 80
            crossed = max(0, before - bisect_left(starts, s.end), bisect_left(starts, s.start) - before - 1)
            away -= 80 * self.flat.startswith(("citing", "cites", "quoting"), s.start)  # it was the one quoted who said so
            reach = len(between) * (0.15 if s.end <= n.start and not s.tail else 1)  # who speaks first speaks of all that follows
            if s.tail and ";" in between:
                return math.inf  # who came behind what he said says nothing beyond it
            return reach + away + 200 * (";" in between) + 60 * bool(re.search(r"\b(?:while|whereas|but)\b", between)) + 5 * crossed

        nearest = min(self.speakers, key=far, default=None)
        return nearest if nearest and far(nearest) < math.inf else None

    # --------------------------------------------------------------------- told

    def _told(self, n: _Number) -> Told:
        speaker = self._speaker(n)
        if speaker is None and self.goes_on and not self.times and self.before:
            speaker = replace(
                self.before, start=0, end=0, doubt=f"{self.before.named or self.before.source} is taken from the sentence before"
            )
        said = self._said(n, speaker)
        kind, as_of, period_start, doubts = self._kind(n, said)
        source, sources = (speaker.source, speaker.sources) if speaker else ("", ())
        if not source:
            doubts.append("no source is named")
        elif speaker.doubt:
            doubts.append(speaker.doubt)
        if said is None:
            doubts.append("the day of the statement is not told")
        elif not said.exact:
            doubts.append(f"“{said.words}” is {dates.say(said.first)} to {dates.say(said.last)}, no day")
        if not n.measure:
            doubts.append("what is counted can be " + " or ".join(sorted(n.link.measures)))
        if n.how in ("further", "earlier", "as_before"):
            doubts.append("what is counted stands at a distance from the number")
        end = n.counted_end if n.people and n.counted else n.end
        if n.link and n.link.start == self._next(n.end):
            end = n.link.end
        start, stop = self.sentence.span(n.start, end)
        return Told(
            phrase=self.text[n.start : end],
            start=start,
            end=stop,
            reading=n.reading,
            measure=n.measure,
            kind=kind,
            source=source,
            sources=sources,
            named=speaker.named or source if speaker else "",
            said=said,
            as_of=as_of,
            period_start=period_start,
            where=self.where,
            counted=self._whom(n),
            wording=self._wording(n, end),
            sentence=self.text,
            place=self.place,
            doubts=tuple(doubts),
        )

    def _whom(self, n: _Number) -> str:
        """The words for those who are counted: behind the number, or before what is counted."""
        if n.counted or not n.link or n.link.start >= n.start or not _NOMINAL.search(self.flat, n.link.start, n.link.end):
            return n.counted  # "Greek forces captured two": who is counted is not said
        words = re.search(r"(?:[\w'’]+ ){1,3}$", self.text[: n.link.start])
        return words[0].strip() if words else ""

    def _wording(self, n: _Number, end: int) -> str:
        """Hedge, number and what is counted; words between them are left out with three dots."""
        phrase, link = self.text[n.start : end], n.link
        if link is None or link.start >= link.end or (n.start <= link.start and link.end <= end):
            wording = phrase
        elif link.start >= end:
            wording = phrase + (" " if not self.text[end : link.start].strip() else " ... ") + self.text[link.start : link.end]
        else:
            wording = self.text[link.start : link.end] + (" " if not self.text[link.end : n.start].strip() else " ... ") + phrase
        try:
            same = read(wording)
            return wording if (same.low, same.high, same.open) == (n.reading.low, n.reading.high, n.reading.open) else phrase
        except WordingError:
            return phrase

    def _said(self, n: _Number, speaker: _Speaker | None) -> When | None:
        """When the number was said: the time beside its speaker, or at the end of what he says."""
        points = [w for w in self.times if w.kind == "point" and w.last and w.first <= self.day and not self._dateline(w)]
        if not points or speaker is None:
            return None
        own = [s for s in self.speakers if s is not speaker]

        def far(w: When) -> int:
            return w.start - speaker.end if w.start >= speaker.end else speaker.start - w.end if w.end <= speaker.start else 0

        def free(w: When) -> bool:
            a, b = (speaker.end, w.start) if w.start >= speaker.end else (w.end, speaker.start)
            between = self.flat[a:b] if a < b else ""
            verbs = any(m.start >= a and m.end <= b and not m.weak for m in self.mentions)
            crossed = any(a <= o.start < b for o in self.numbers) or any(a <= s.start and s.end <= b for s in own)
            return not verbs and not crossed and ";" not in between and len(between) <= 60 and not self._of_event(w, speaker)

        own_day = self._dated(n)
        dated = (
            [own_day]
            if own_day in points
            else [
                w
                for w in points
                if _IN_WRITING.search(self.flat[max(0, w.start - 60) : w.start]) and not _VERB.search(self.flat, n.end, w.start)
            ]
        )
        near = dated or sorted((w for w in points if free(w)), key=far)
        if near:
            return near[0]
        if _ACCORDING.match(self.flat, speaker.start):  # "citing the service, he told reporters on Monday"
            told = [w for w in points if any(0 <= w.start - s.end <= 25 and "," not in self.flat[s.end : w.start] for s in own)]
            if told:
                return told[0]
        verb = self.flat[speaker.start : speaker.end].split()[-1:]
        late = [w for w in points if w.start > speaker.end and n.how in ("ahead", "behind", "earlier")]
        return (
            late[-1]
            if late and verb and verb[0] in ("put", "puts", "gave", "estimated", "counted", "spoke") and speaker.end <= n.start
            else None
        )

    def _dateline(self, w: When) -> bool:
        """ "KYIV, Dec 24 -": the day of the text, not of what it tells."""
        return w.end <= self.dateline

    def _kind(self, n: _Number, said: When | None) -> tuple[str, str, str, list[str]]:
        """Total, period, rate or plan; the day up to which it speaks; the first day covered."""
        flat, doubts = self.flat, []
        link_end = max(n.counted_end, n.link.end if n.link and n.link.start >= n.start else 0)
        rate = _RATE.search(flat, n.end)
        if (rate and rate.end() <= link_end + 24) or re.search(r"\b(?:daily|weekly|monthly)\b", flat[max(0, n.start - 40) : n.start]):
            return "rate", "", "", doubts
        mine = [w for w in self.times if w is not said and not self._dateline(w)]
        until = next((w for w in mine if w.kind == "until" and w.last and w.last <= self.day and n.start - 60 <= w.start), None)
        since = next((w for w in mine if w.kind == "since" and w.start > n.start - 80), None)
        if since and any(w.kind == "period" and link_end <= w.start < since.start for w in mine):
            since = None  # "1,650 over the past day, taking the losses since 2022 to 795,940"
        as_of = until.day if until else ""
        if since and since.first is None:
            doubts.append("the first day covered is told without a date")
        if _PLAN.search(flat, max(0, n.start - 60), n.start) or (
            n.link and n.link.start > n.end and _PLAN.search(flat, n.end, n.link.start + 30 * (n.how == "presence"))
        ):
            return "plan", as_of, "", doubts
        if since:
            return "cumulative", as_of, since.day, doubts
        starts = [o.start for o in self.numbers]
        others = {id(self.dated[o.start]) for o in self.numbers if o is not n}
        for w in mine:
            if id(w) in others:
                continue
            if any(
                link_end <= s.start < s.end <= w.start and bisect_left(starts, s.end) < bisect_left(starts, w.start) for s in self.speakers
            ):
                continue  # what another speaker counts
            if flat.startswith("'s", w.end):  # "Thursday's fire": when it was, not how long was counted
                continue
            between = flat[link_end : w.start] if w.start >= link_end else flat[w.end : n.start]
            if len(between) > FAR:
                continue
            apart = between == ", " and w.start >= link_end and w.kind == "point"  # "are presumed dead, October 1": the day of a picture
            if apart or re.search(rf";|\b(?:up|down) from\b|{_THAN}", between) or (w.end <= n.start and _BRINGING.search(between)):
                continue
            if _FENCE.search(between) and not (w.kind == "period" and w.end < n.start):
                continue
            if w.kind == "period" and (w.start >= link_end or w.end <= n.start):
                return "period", w.last.isoformat() if w.last and w.last <= self.day else "", w.first.isoformat() if w.first else "", doubts
            event = w.kind == "point" and w.start >= link_end and w.last and w.last <= self.day and n.how in ("behind", "ahead", "further")
            if event and not _VERB.search(between) and not self.counting and not self._of_speaker(w):
                return "period", w.last.isoformat(), w.first.isoformat(), doubts
        if self.place[1] and self.goes_on and not self.times and not any(s.source for s in self.speakers):
            doubts.append("taken for the period of the sentence before")
            return "period", "", "", doubts
        n = n.whole or n
        acted = n.how == "ahead" and not re.search(r",|\b(?:is|are|was|were|at|to)\b", flat[n.link.end : n.left])
        joined = acted and any(o.how == "ahead" and flat[o.counted_end : n.link.start] == " and " for o in self.numbers)
        alone = n.link.start if joined else max(0, n.link.start - 12)  # "killed five people and wounded 24"
        if acted and _ACT.search(flat[alone : n.link.end]) and not self.in_all:
            doubts.append(ACTION)
            perfect = _PERFECT.search(flat[max(0, n.link.start - 60) : n.link.start])
            return "cumulative" if perfect else "period", as_of, "", doubts
        return "cumulative", as_of, "", doubts

    def _of_speaker(self, w: When) -> bool:
        return any(0 <= w.start - s.end <= 12 or (0 <= s.start - w.end <= 4 and not self._of_event(w, s)) for s in self.speakers)

    def _of_event(self, w: When, s: _Speaker) -> bool:
        """ "were killed on Saturday, police said": a time that a comma sets apart from the speaker behind it."""
        return w.end <= s.start and "," in self.flat[w.end : s.start] and any(n.start < w.start for n in self.numbers)


_NEXT = re.compile(r"[ \u00a0]+[\"“'‘]?((?:[A-Z]\.)+|[^\W\d_]+(?:['’.-][^\W\d_]+)*)")


def of_a_kind(counted: str) -> str:
    """The last of the words for those who are counted, if it is for people of a kind: "children", but not "people"."""
    word = flat_text(counted).split()[-1:]
    return word[0] if word and _PEOPLE.match(word[0]) and word[0] not in ANYBODY else ""


def _known(word: str, words: Vocabulary) -> bool:
    """Whether a word is one for people, or for what the case counts."""
    flat = flat_text(word)
    return bool(_PEOPLE.match(flat) or _DEMONYM.match(word)) or (flat in words.unit and flat.endswith("s"))


# -------------------------------------------------------------------------------------------- tables


_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table


def _tables(article: Article, day: date, words: Vocabulary) -> list[Told]:
    """Numbers in tables: the heads of row and column say what is counted and who says so."""
    tables: dict[int, dict[tuple[int, int], int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            tables.setdefault(block.place[0], {})[block.place[1:]] = i
    found = []
    for cells in tables.values():
        for (row, column), i in cells.items():
            if row == 0 or not _HAS_NUMBER.search(flat_text(article.blocks[i].text)):
                continue
            heads = [article.blocks[cells[key]].text for key in ((0, column), (row, 0)) if key in cells and key != (row, column)]
            beside = [article.blocks[cells[row, c]].text for c in range(8) if (row, c) in cells and c not in (0, column)]
            above = article.blocks[min(cells.values()) - 1].text if min(cells.values()) and _COUNTED.search(" ".join(heads)) else ""
            if told := _cell(article, i, heads, beside, day, words, above):
                found.append(told)
    return found


def _cell(article: Article, i: int, heads: list[str], beside: list[str], day: date, words: Vocabulary, above: str) -> Told | None:
    block = article.blocks[i]
    text = block.text.strip()
    if len(text) > 200 or times_told(text, day):
        return None
    own = words.mentions(flat_text(text))
    mention = next((m for t in (text, *heads, above) for m in (own if t is text else words.mentions(flat_text(t))) if not m.weak), None)
    try:
        reading = read(text)
    except WordingError:
        return None
    if mention is None or re.search(r"[$€£¥%]", " ".join((text, *heads))):
        return None
    where = " ".join([*heads, *beside])
    named = [ids for t in [*reversed(heads), *beside] for _, _, ids in words.speakers_named(t)]
    times = [w for t in beside for w in times_told(t, day) if w.kind == "point"]
    head = heads[-1] if heads else ""
    source = named[0][0] if named else ("" if words.mentions(flat_text(head)) or times_told(head, day) else clean(head, 90))
    said = times[0] if times else next((w for t in heads for w in times_told(t, day)), None)
    measure = next(iter(mention.measures)) if len(mention.measures) == 1 else ""
    offset = block.text.index(text)
    start, end = block.span(offset, offset + len(text))
    doubts = ["from a table: its heads say what is counted"] + ([] if source else ["no source is named"])
    doubts += [] if said else ["the day of the statement is not told"]
    sources = named[0] if named else ()
    kind = "rate" if _RATE.search(flat_text(where)) else "cumulative"
    return Told(
        text,
        start,
        end,
        reading,
        measure,
        kind,
        source,
        sources,
        head if sources else source,
        said,
        "",
        "",
        words.where(where),
        "",
        text,
        text,
        (i, 0),
        tuple(doubts),
    )


# ---------------------------------------------------------------------------------------------- rows


def rows(told: tuple[Told, ...], day: str, url: str = "", outlet: str = "", retold: Mapping[int, Claim] | None = None) -> list[dict]:
    """The numbers as rows of claims.csv, with a column of doubts.

    Parameters
    ----------
    told : tuple of Told
    day : str
        The day of the article: `published`, and `statement_date` where the text tells none.
    url, outlet : str
        The page, and who published it.
    retold : mapping of int to Claim, optional
        The closest wording that a number retells, by its place among the numbers.

    Returns
    -------
    list of dict
        Column → text; ``value`` is left empty for ranges and vague words.
    """
    return [_row(t, day, url, outlet, (retold or {}).get(i)) for i, t in enumerate(told)]


def _row(t: Told, day: str, url: str, outlet: str, primary: Claim | None) -> dict:
    r, doubts = t.reading, list(t.doubts)
    number = lambda x: f"{x:.15g}"
    said = primary.statement_date if primary else t.statement_date
    if not said:
        doubts.append("statement_date is the day of the article")
    if primary:
        doubts.append(f"that it retells {primary.claim} is inferred")
    return {
        "statement": primary.statement if primary else "",
        "version_of": primary.claim if primary else "",
        "source": t.source,
        "reported_by": outlet,
        "url": url,
        "published": day,
        "statement_date": said or day,
        "as_of": t.as_of,
        "period_start": t.period_start,
        "measure": t.measure,
        "kind": t.kind,
        **t.where,
        "wording": t.wording,
        "language": "en",
        "value": "" if r.side in ("range", "vague") else number(r.value),
        "low": number(r.low) if r.side in ("floor", "range") else "",
        "high": number(r.high) if r.side in ("ceiling", "range") else "",
        "seen_as": "page",
        "doubts": "; ".join(doubts),
    }
