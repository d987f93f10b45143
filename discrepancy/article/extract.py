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
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.article.cells import tables
from discrepancy.article.links import AND, BESIDE, BRINGING, CHAIN, FENCE, FIGURE_AT, GAP, GLOSS, LOSE, OF, THAN, THERE
from discrepancy.article.numbers import (
    CHANGE,
    DEMONYM,
    FREED,
    HAS_NUMBER,
    NEXT,
    OTHER_BEFORE,
    OTHER_BEHIND,
    PERSONAL,
    RANGE,
    SOME_OF,
    STOP,
    VERBAL,
    Number,
    known,
)
from discrepancy.article.speakers import (
    ACCORDING,
    AGENT,
    COUNT_OF,
    DATA,
    LEADING,
    NOUN,
    OFFICE,
    OFFICE_BEHIND,
    PASSIVE,
    PRONOUN,
    SAY,
    SPOKESMEN,
    THROUGH,
    TRAILING,
    UNNAMED,
    VERB,
    Speaker,
)
from discrepancy.article.text import Article, Sentence
from discrepancy.article.times import When, times_told
from discrepancy.article.told import ACT, ACTION, COUNTING, DATELINE, FAR, IN_ALL, IN_WRITING, NOMINAL, PERFECT, PLAN, RATE, Told
from discrepancy.article.vocabulary import MILITARY, PRESENCE, Mention, Vocabulary, flat_text, vocabulary
from discrepancy.reading.hedges import hedged
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import WordingError
from discrepancy.saying.text import clean

if TYPE_CHECKING:
    from discrepancy.case.model import Case

__all__ = ["extract"]


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
    before: Speaker | None = None
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
    found += tables(article, day, words)
    return tuple(sorted(found, key=lambda t: (t.start, t.end)))


class _Reader:
    """One sentence: its numbers, what they count, who says so."""

    def __init__(
        self, sentence: Sentence, day: date, words: Vocabulary, before: Speaker | None, place: tuple[int, int], goes_on: bool, after: str
    ) -> None:
        self.goes_on = goes_on  # the sentence before told what was counted in a period
        self.sentence, self.text, self.day, self.words, self.before, self.place = sentence, sentence.text, day, words, before, place
        self.flat, self.after = flat_text(self.text), after  # the sentence before
        place = DATELINE.match(self.text)
        self.dateline = place.end() if place else 0

    def read(self) -> tuple[list[Told], Speaker | None]:
        if not HAS_NUMBER.search(self.flat):
            return [], self._carried()
        self.times = times_told(self.text, self.day)
        self.mentions = self.words.mentions(self.flat)
        self.about = None
        if FIGURE_AT.search(self.flat):
            self.about = next((m for m in reversed(self.words.mentions(flat_text(self.after))) if not m.weak), None)
        self.numbers = self._numbers() if self.mentions or self.about or self.words.has_presence else []
        self._link()
        self.dated = {n.start: self._dated(n) for n in self.numbers}
        counts = [n for n in self.numbers if n.measure is not None and n.how]
        if not counts:
            return [], self._carried()
        self.speakers = self._speakers()
        self.where = self.words.where(self.text)
        self.in_all = bool(IN_ALL.search(self.flat))
        self.counting = bool(COUNTING.search(self.flat))
        told = [self._told(n) for n in counts]
        named = [s for s in self.speakers if s.source]
        return told, (named[-1] if named else self.before)

    def _carried(self) -> Speaker | None:
        """Whom a pronoun in the next sentence means: whoever this one names as a speaker or begins with."""
        self.numbers = []
        named = self.words.speakers_named(self.text)
        if named:
            start, end, ids = named[0]
            return Speaker(start, end, ids[0], ids, named=self.text[start:end])
        return self.before if len(self.text) < 400 else None

    # ------------------------------------------------------------------ numbers

    def _numbers(self) -> list[Number]:
        found, at = [], 0
        while match := RANGE.search(self.flat, at):
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
        if match["link"] == " to " and CHANGE.search(self.flat[max(0, start - 60) : start]):
            return match.start("b"), end, start
        if match["link"] == " and " and not re.search(r"\bbetween (?:\w+ )?$", self.flat[max(0, start - 24) : start]):
            end = match.end("a")  # two numbers that only stand beside each other
        return start, end, 0

    def _changed(self, a: Number, b: Number) -> int:
        """Where "from 600 in April to 2,000" begins, if the first of two numbers is what the second took the place of."""
        if not re.fullmatch(r"(?: \w+){0,4} to ", self.flat[a.end : b.start]):
            return 0
        change = CHANGE.search(self.flat[max(0, a.start - 80) : a.start])
        return a.start - len("from ") if change else 0

    def _number(self, start: int, end: int, left: int) -> Number | None:
        """The number with its hedges and the noun behind it; nothing where it is the number of something else."""
        flat = self.flat
        if any(w.start < end and start < w.end for w in self.times):
            return None
        if OTHER_BEFORE.search(flat[max(0, start - 16) : start]) or OTHER_BEHIND.match(flat, end):
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
        number = Number(start, end, core, reading, left=left or start)
        if self._year(number):
            return None
        return self._counted(number)

    def _year(self, n: Number) -> bool:
        """Whether a bare number of four digits is a year."""
        return bool(
            re.fullmatch(r"(?:1[5-9]|20)\d\d", self.flat[n.start : n.end])
            and re.search(r"(?:\b(?:in|since|of|by|until|from|after|before|year|and|to|the)|,) $", self.flat[: n.start])
        )

    def _counted(self, n: Number) -> Number | None:
        """Read on to the noun that the number counts; nothing where that is a thing."""
        at, last, unknown = n.end, n.end, 0
        if re.compile(" of (?:them|whom|those|us)\\b").match(flat := self.flat, n.end):
            link = self._behind(n, 0, len(flat), 0)  # "40 of them were killed" tells what happened to them, or nothing
            n.counted_end = n.end
            return n if link and (link.measures <= PERSONAL or not VERBAL.match(flat, link.start)) else None
        lead = re.compile(r"(?: of)?(?: (?:the|its|their|his|these|those))?").match(self.flat, at)
        at = lead.end() if lead and re.search(r" of\b", lead[0]) else at
        for _ in range(7):
            word = NEXT.match(self.text, at)
            if not word:
                break
            flat = flat_text(word[1])
            if any(w.start <= word.start(1) < w.end for w in self.times):
                break
            mention = next((m for m in self.mentions if m.start == word.start(1)), None)
            if mention and not mention.weak:
                if FREED.search(self.flat[max(0, n.start - 20) : n.start]) and self.flat.startswith("prisoner", mention.start):
                    return None
                if SOME_OF.fullmatch(self.flat, n.end, mention.start) and not self._fate(mention):
                    return None  # "10 of the injured are in hospital"
                n.counted_end = last
                n.people = n.people or unknown == 0 or any(known(w, self.words) for w in self.text[n.end : word.start(1)].split())
                n.counted = self.text[n.end : last].strip()
                of_things = unknown > 3 or (unknown and VERBAL.match(self.flat, mention.start))  # "40 homes lost power"
                return n if n.people or not of_things else None
            paired = (
                flat == "and" and re.match(r"and [A-Z]", self.text[word.start(1) :]) and re.search(r"[A-Z]\w+$", self.text[: word.start()])
            )
            if paired and not n.people:  # "North Korean and Russian soldiers"
                at = word.end(1)
                continue
            if flat in STOP or flat.endswith("ly") or (n.people and flat[-1:] != "s"):
                break
            if known(word[1], self.words) or (mention and mention.weak):
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

    def _personal(self, n: Number, at: int) -> bool:
        """Whether a noun that is in no list is one for people: they are killed or hurt, things are not."""
        for m in self.mentions:
            if m.measures <= PERSONAL and not m.weak:
                behind = m.start >= at and CHAIN.fullmatch(self.flat, at, m.start)
                if behind or (m.end <= n.start and not self.flat[m.end : n.start].strip()):
                    return self.flat[at - 1] in "sn"
        return False

    # --------------------------------------------------------------------- link

    def _link(self) -> None:
        """What each number counts, from the nearest place to the furthest."""
        for i, n in enumerate(self.numbers):
            n.how = ""
            whole = OF.match(self.flat, n.end)
            if whole and self.flat[whole.end() : whole.end() + 1].isdigit() and whole.end() not in (o.core for o in self.numbers):
                continue  # "lost 4 of its 9 vehicles"
            after = self.numbers[i + 1].start if i + 1 < len(self.numbers) else len(self.flat)
            before = self.numbers[i - 1].end if i else 0
            part_of = i and OF.fullmatch(self.flat, self.numbers[i - 1].end, n.start)
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

    def _one_of(self, measures: frozenset[str], n: Number) -> str:
        """The measure, where several are possible the one whose name follows: "64 deaths have been certified"."""
        named = [m for m in measures if len(measures) == 1 or re.search(rf"\b{m.split('_')[0]}\b", self.flat[n.end : n.end + 60])]
        return named[0] if len(named) == 1 else ""

    def _part(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "4,000 of the 11,000 soldiers were killed", "92 fighters and 14 civilians killed": what is told of the next number."""
        if i + 1 == len(self.numbers):
            return None
        other = self.numbers[i + 1]
        beyond = self.numbers[i + 2].start if i + 2 < len(self.numbers) else len(self.flat)
        if OF.fullmatch(self.flat, n.end, other.start):
            found = self._behind(other, n.end, beyond, i + 1) or self._further(other, n.end, beyond, i + 1)
            return self._then(other, found) or found
        if n.people and other.people and not self._ahead(n, 0, after, i) and AND.fullmatch(self.flat, n.counted_end, other.start):
            return self._behind(other, n.end, beyond, i + 1)
        if n.people and BESIDE.fullmatch(self.flat, n.counted_end, other.start) and THERE.match(self.flat, other.counted_end):
            return None if self._ahead(n, 0, after, i) else self._further(other, n.end, beyond, i + 1)
        return None

    def _whole(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "4,000 of the 11,000 soldiers sent there have been killed": what is told of all of them."""
        found = self._behind(n, before, after, i)
        return found if found and self._then(n, found) else None

    def _then(self, n: Number, found: Mention | None) -> Mention | None:
        """What is told of a part behind what is told of all: "sent there have been killed"."""
        if found is None or self._next(n.counted_end) != found.start:
            return None
        later = next((m for m in self.mentions if m.start > found.end and not m.weak), None)
        between = self.flat[found.end : later.start] if later else ""
        return later if re.search(r"^[^,;]*\b(?:have|has|had|were|was|are)(?: been| now| already| either)* $", between) else None

    def _behind(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "3,000 soldiers were killed": the measure right behind the number; in "captured two wounded men" it is only a quality."""
        for m in self.mentions:
            if m.start >= n.end and not m.weak:
                if self._of_things(m):
                    return None
                if OF.fullmatch(self.flat, n.end, m.start) and (fate := self._fate(m)):  # "2,000 of the wounded were repatriated"
                    return fate
                end = self._quality(m) if m.start == self._next(n.end) else 0
                if end and (ahead := self._ahead(n, before, after, i)):
                    n.people, n.counted, n.counted_end = True, self.text[m.end : end].strip(), end
                    return ahead
                at = n.counted_end if n.people else n.end
                close = CHAIN.fullmatch(self.flat, at, m.start) or (self.words.whole(m) and GLOSS.fullmatch(self.flat, at, m.start))
                return m if close or m.start == self._next(n.counted_end) else None
        return None

    def _fate(self, m: Mention) -> Mention | None:
        """What is told next of those who are meant: "of the wounded were repatriated"."""
        fate = next((o for o in self.mentions if o.start > m.end and not o.weak), None)
        return fate if fate and fate.start > m.end + 1 and CHAIN.fullmatch(self.flat, m.end, fate.start) else None

    def _of_things(self, m: Mention) -> bool:
        """ "3 million people lost power": something else is lost than those who are counted."""
        word = LOSE.match(self.flat, m.start)
        return bool(word and (word[1] in ("their", "his", "her", "its", "all") or word[1] not in STOP))

    def _quality(self, m: Mention) -> int:
        """Where the word for people ends that follows what is counted, as in "wounded soldiers"; 0 where none does."""
        at = m.end
        for _ in range(3):
            word = NEXT.match(self.text, at)
            if not word or flat_text(word[1]) in STOP:
                return 0
            at = word.end(1)
            if known(word[1], self.words):
                return at
        return 0

    def _next(self, at: int) -> int:
        word = NEXT.match(self.text, at)
        return word.start(1) if word else -1

    def _ahead(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "killed 50 soldiers", "losses of 3,000": the measure right before it."""
        for m in reversed(self.mentions):
            if m.end <= n.left and not m.weak:
                those = self.flat[m.end : n.left] == ", " and re.search(
                    r"\b(?:of|among) the $", self.flat[: m.start]
                )  # "of the injured, 31 were"
                return m if m.start >= before and (those or GAP.fullmatch(self.flat, m.end, n.left)) else None
        return None

    def _included(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "12,000 troops, including 500 officers and three generals": what the whole counts."""
        whole = next((p for p in self.numbers[:i] if p.how or p.people), None) if n.people else None
        if whole is None or not re.search(r"\b(?:including|among them|of whom)\b[^,;.]*$", self.flat[whole.end : n.start]):
            return None
        n.whole = whole
        return whole.link or self._further(whole, 0, len(self.flat), 0) or self._presence(whole, 0, 0, 0)

    def _listed(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "estimates of the dead vary: 40 by the police, 60 by the army": what stands before the colon."""
        colon = self.flat.rfind(": ", 0, n.start)
        if colon < 0 or n.people or any(m.start > colon and not m.weak for m in self.mentions):
            return None
        return next((m for m in reversed(self.mentions) if m.end <= colon and not m.weak and colon - m.end < 40), None)

    def _further(self, n: Number, before: int, after: int, i: int) -> Mention | None:
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
                or FENCE.search(between)
                or len(between.split()) > 12
                or re.search(r",(?! )|\band\b", between)
            ):
                return None
            return m
        return None

    def _earlier(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "the number of soldiers killed or wounded has now reached 3,000": the last measure of the clause before it."""
        for m in reversed(self.mentions):
            if m.end > n.left or m.weak:
                continue
            between = self.flat[m.end : n.left]
            fenced = FENCE.search(between) and not BRINGING.search(self.flat[max(0, m.start - 40) : n.left])
            if m.start < before or fenced or len(between.split()) > 10 or re.search(r",|\bthat\b", between):
                return None
            linked = re.search(
                r"\b(?:is|are|was|were|has|have|had|at|to|by|reach\w*|exceed\w*|surpass\w*|total\w*|stood|put|of|run|top(?:s|p\w+)|pass\w+)\b",
                between + self.flat[n.start : n.core].replace("at least", "").replace("at most", ""),
            )
            return m if linked and not (n.people and self._later(n, after)) else None
        return None

    def _later(self, n: Number, after: int) -> bool:
        return any(m.start >= n.end and m.end <= after and not m.weak for m in self.mentions)

    def _as_before(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "in June it said more than 6,000", "the army puts the figure at 40": the measure of the number before."""
        previous = next((p for p in reversed(self.numbers[:i]) if p.how), None)
        if not previous:
            return None
        between = self.flat[previous.end : n.start]
        if n.people:  # "sent 1,000 sappers and 5,000 builders"
            joined = AND.fullmatch(self.flat, previous.counted_end, n.start)
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
        if between.endswith("; ") and re.match(rf", [\w' ]{{2,60}} (?:{SAY})\b", self.flat[n.end :]):
            return previous.link
        beside = re.search(
            r"(?:,|;|,? and) [A-Z]\w+(?: [A-Z]\w+)? $", self.text[previous.end : n.start]
        )  # "Egypt counted 530 deaths, Jordan 68"
        if self._dated(n) or (beside and re.match(r"[.,;]", self.flat[n.end :])):
            return previous.link
        speaks = rf"\b(?:{SAY})(?: \w+)?(?: (?:figure|number|total|toll|count)(?: (?:of|in|for) [\w ]{{2,30}}?)?)? (?:at |is |was |to be |stands at |stood at |of |it at |them at |it was |there were )?$"
        return previous.link if re.search(speaks, between) else None

    def _dated(self, n: Number) -> When | None:
        """The time right before a number that was said then: "on 9 January of 4,000"."""
        ends = ("of", "it was", "at")
        near = (w for w in self.times if n.start - 12 <= w.end < n.start and w.kind == "point")
        return next((w for w in near if self.flat[w.end : n.start].strip(" ,") in ends), None)

    def _presence(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "12,000 troops are in Russia": soldiers counted where they are, where the case counts those who were sent."""
        if not self.words.has_presence or not ((n.people and MILITARY.search(n.counted.lower())) or DEMONYM.search(n.counted)):
            return None
        there = re.compile(
            r"(?: who)? (?:are|were|was|is|be|being|remain\w*)?(?: \w+ed to (?:be|have been))?(?: \w+ly| now| already| still| currently)? ?(?:in|inside|near|at|from|on|for|,|$|\.|to|have|had|by)"
        ).match(self.flat, n.counted_end)
        planned = PLAN.search(self.flat[max(0, n.start - 60) : n.start])
        troops = any(m.weak and n.end <= m.start < n.counted_end and PRESENCE in m.measures for m in self.mentions)
        present = re.compile(
            r"(?: who)? (?:are|were|was|is|remain\w*)(?: \w+ly| now| already| still)*(?: \w+ed to (?:be|have been))? (?:in|inside|near|at|on)\b"
        ).match(self.flat, n.counted_end) or (there and re.search(r"\bthere (?:\w+ ){1,3}$", self.flat[: n.start]))
        if present or (troops and (there or planned)):
            return Mention(n.counted_end, n.counted_end, frozenset({PRESENCE}))
        return None

    def _figure(self, n: Number, before: int, after: int, i: int) -> Mention | None:
        """ "an official put the figure at 40": what the sentence before counted."""
        spoken = (
            self.about and not n.people and re.search(rf"(?:{FIGURE_AT.pattern})(?:\w+ ){{0,3}}$", self.flat[max(0, n.start - 60) : n.core])
        )
        return Mention(n.end, n.end, self.about.measures) if spoken else None

    # ------------------------------------------------------------------ speakers

    def _speakers(self) -> list[Speaker]:
        named = self.named = self.words.speakers_named(self.text)
        found: list[Speaker] = []
        for match in ACCORDING.finditer(self.flat):
            if speaker := self._named_from(match.end(), named):
                tail = bool(self.flat[: match.start()].strip(" \"“'")) or match.start() > 0
                found.append(replace(speaker, start=match.start(), tail=tail))
        for n in self.numbers:  # "were put at 1,100 by the army and at 3,000 by the police"
            by = re.compile(r" by ").match(self.flat, n.end)
            if by and (speaker := self._named_from(by.end(), named)):
                found.append(replace(speaker, start=by.start(), tail=True))
        for match in VERB.finditer(self.flat):
            if NOUN.search(self.flat, max(0, match.start() - 12), match.end()):
                continue
            if match[0] not in ("quoted", "told") and PASSIVE.search(self.flat[max(0, match.start() - 24) : match.start()]):
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
            own = re.match(COUNT_OF, rest) or re.match(r" (?:count|figures?|estimates?|tally|data)\b", rest)
            lead = re.match(r"\s*(?:\([^)]*\))?(?:,? (?:on |in )?[\w. ]{2,14})?:\s", rest) and start < 40
            dash = re.fullmatch(r"[\s.]*", rest) and re.search(r"(?:\s[-–—]|:)\s*(?:the )?$", self.flat[:start])
            paren = re.search(r"\((?:source: |according to )?(?:the )?$", self.flat[:start])
            agent = not found and start < 8 + self.dateline and AGENT.match(rest) and self._speaks(ids)
            short = any(
                self.flat[end : n.start] in (" of ", " at ", " with ", "'s ") for n in self.numbers
            )  # "the police spoke of 9, City Hall of 8"
            if own or lead or dash or paren or agent or short:
                close = self.flat.find(")", end) + 1 if paren else 0
                found.append(Speaker(start, close or end, ids[0], ids, tail=bool(dash or paren), named=self.text[start:end]))
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

    def _named_from(self, at: int, named: list) -> Speaker | None:
        """Who is named right behind "according to": a source of the case, else the words up to the next stop."""
        stop = re.compile(r"[,;.()\"”]|$| who | which | that (?!\w+'s)| on | in | released").search(self.flat, at)
        reach = re.compile(r"[,;()\"”]|\. |$").search(self.flat, at).start()
        for start, end, ids in named:
            if at <= start <= min(reach, at + 90):
                if start - at < 5 and (office := OFFICE_BEHIND.match(self.flat, end)):
                    return Speaker(at, office.end(), clean(self.text[start : office.end()], 90), ())
                return Speaker(at, end, ids[0], ids, named=self.text[start:end])
        return self._printed(at, stop.start() if stop else len(self.flat))

    def _subject(self, verb: re.Match, named: list) -> Speaker | None:
        start, end = verb.span()
        quoted = re.compile(r"(?: the)? ?").match(self.flat, end)
        if verb[0] in ("quoted", "quoting"):
            for a, b, ids in named:
                if end <= a <= quoted.end() + 40:
                    return Speaker(start, b, ids[0], ids, tail=self._tail(start, b), named=self.text[a:b])
        near = [(a, b, ids) for a, b, ids in named if b <= start and start - b <= 80 and self._reaches(b, start)]
        if near:
            aside = (
                len(near) > 1 and self.flat[near[-2][1]] == self.flat[near[-1][1]] == ","
            )  # "the CSIS, a think tank in Washington, says"
            a, b, ids = near[-2 if aside else -1]
            if office := OFFICE.fullmatch(self.flat, b, start):
                return Speaker(a, end, clean(self.text[a : office.end(1)], 90), (), tail=self._tail(a, end))
            return Speaker(a, end, ids[0], ids, tail=self._tail(a, end), named=self.text[a:b])
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
                    return Speaker(start, b, ids[0], ids, tail=True, named=self.text[a:b])
            behind = re.compile(r"(?: by)? ((?:[A-Z][\w.’'-]+|the|of|and|for)(?: (?:[A-Z][\w.’'-]+|of|for|the))*)").match(self.text, end)
            if verb[0] in ("said", "says", "say") and behind and left > 0:
                speaker = self._printed(behind.start(1), behind.end(1))
                return replace(speaker, tail=True) if speaker else None
            return None
        speaker = self._printed(left, start)
        if speaker and not speaker.source and DATA.search(printed) and self.flat.endswith("that", 0, left):
            return None  # "the army said that early figures put": the army did
        return replace(speaker, end=end, tail=self._tail(speaker.start, end)) if speaker else None

    def _reaches(self, a: int, b: int) -> bool:
        """Whether a name can be the subject of a verb: nothing else that speaks, counts or ends a clause is between."""
        between = self.flat[a:b]
        if re.search(r"[;:\"“”]|\b(?:that|while|but|whereas)\b", between) or VERB.search(between) or between.startswith("'s "):
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

    def _printed(self, start: int, end: int) -> Speaker | None:
        """A speaker who is not in the tables, as printed; a pronoun stands for whoever spoke before."""
        words = self.text[start:end]
        for told in self.times:  # "on Monday the ministry"
            if start <= told.start and told.end <= end:
                words = words.replace(told.words, "")
        words = " ".join(words.strip(" ,.\"'“”‘’-–—").split())
        words = THROUGH.sub("", words)
        while found := LEADING.match(words.lower()):
            words = words[found.end() :]
        words = re.sub(r"^(?:[Oo]n|[Ii]n|[Ll]ate|[Ee]arly)\s+(?=[a-z])", "", words)
        while found := TRAILING.search(words.lower()):
            words = words[: found.start()]
        plain = flat_text(words)
        if len(words) > 90 or len(words.split()) > 9:
            return None
        if PRONOUN.match(plain):
            near = [n for n in self.named if n[1] <= start]
            if near:
                a, b, ids = near[-1]
                return Speaker(start, end, ids[0], ids, doubt=f"“{words}” is taken for {self.text[a:b]}", named=self.text[a:b])
            if self.before and self.before.source:
                doubt = f"“{words}” is taken for {self._name(self.before)}, named before"
                return Speaker(start, end, self.before.source, self.before.sources, doubt=doubt, named=self.before.named)
            if not plain.startswith("the "):
                return None
        for a, b, ids in self.named:
            if start <= a and b <= end and re.fullmatch(SPOKESMEN, self.flat[b:end].strip()):
                return Speaker(start, end, ids[0], ids, named=self.text[a:b])
        if len(plain) < 3 or re.match(r"(?:our|my) ", plain) or re.search(r"\b(?:lawmakers|legislators|mps|reporters)$", plain):
            return None  # who was told by another
        if re.search(r"\d", plain) or any(start <= n.start < end for n in self.numbers):
            return None
        if UNNAMED.match(plain) or any(m.start < end and start < m.end and not m.weak for m in self.mentions):
            return Speaker(start, end, "", ())
        return Speaker(start, end, clean(words, 90), ())

    def _name(self, speaker: Speaker) -> str:
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

    def _speaker(self, n: Number) -> Speaker | None:
        """Who says a number: the nearest speaker on the side on which he speaks."""
        starts = [o.start for o in self.numbers]
        before = bisect_left(starts, n.start)

        def far(s: Speaker) -> float:
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

    def _told(self, n: Number) -> Told:
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

    def _whom(self, n: Number) -> str:
        """The words for those who are counted: behind the number, or before what is counted."""
        if n.counted or not n.link or n.link.start >= n.start or not NOMINAL.search(self.flat, n.link.start, n.link.end):
            return n.counted  # "Greek forces captured two": who is counted is not said
        words = re.search(r"(?:[\w'’]+ ){1,3}$", self.text[: n.link.start])
        return words[0].strip() if words else ""

    def _wording(self, n: Number, end: int) -> str:
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

    def _said(self, n: Number, speaker: Speaker | None) -> When | None:
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
                if IN_WRITING.search(self.flat[max(0, w.start - 60) : w.start]) and not VERB.search(self.flat, n.end, w.start)
            ]
        )
        near = dated or sorted((w for w in points if free(w)), key=far)
        if near:
            return near[0]
        if ACCORDING.match(self.flat, speaker.start):  # "citing the service, he told reporters on Monday"
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

    def _kind(self, n: Number, said: When | None) -> tuple[str, str, str, list[str]]:
        """Total, period, rate or plan; the day up to which it speaks; the first day covered."""
        flat, doubts = self.flat, []
        link_end = max(n.counted_end, n.link.end if n.link and n.link.start >= n.start else 0)
        rate = RATE.search(flat, n.end)
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
        if PLAN.search(flat, max(0, n.start - 60), n.start) or (
            n.link and n.link.start > n.end and PLAN.search(flat, n.end, n.link.start + 30 * (n.how == "presence"))
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
            if apart or re.search(rf";|\b(?:up|down) from\b|{THAN}", between) or (w.end <= n.start and BRINGING.search(between)):
                continue
            if FENCE.search(between) and not (w.kind == "period" and w.end < n.start):
                continue
            if w.kind == "period" and (w.start >= link_end or w.end <= n.start):
                return "period", w.last.isoformat() if w.last and w.last <= self.day else "", w.first.isoformat() if w.first else "", doubts
            event = w.kind == "point" and w.start >= link_end and w.last and w.last <= self.day and n.how in ("behind", "ahead", "further")
            if event and not VERB.search(between) and not self.counting and not self._of_speaker(w):
                return "period", w.last.isoformat(), w.first.isoformat(), doubts
        if self.place[1] and self.goes_on and not self.times and not any(s.source for s in self.speakers):
            doubts.append("taken for the period of the sentence before")
            return "period", "", "", doubts
        n = n.whole or n
        acted = n.how == "ahead" and not re.search(r",|\b(?:is|are|was|were|at|to)\b", flat[n.link.end : n.left])
        joined = acted and any(o.how == "ahead" and flat[o.counted_end : n.link.start] == " and " for o in self.numbers)
        alone = n.link.start if joined else max(0, n.link.start - 12)  # "killed five people and wounded 24"
        if acted and ACT.search(flat[alone : n.link.end]) and not self.in_all:
            doubts.append(ACTION)
            perfect = PERFECT.search(flat[max(0, n.link.start - 60) : n.link.start])
            return "cumulative" if perfect else "period", as_of, "", doubts
        return "cumulative", as_of, "", doubts

    def _of_speaker(self, w: When) -> bool:
        return any(0 <= w.start - s.end <= 12 or (0 <= s.start - w.end <= 4 and not self._of_event(w, s)) for s in self.speakers)

    def _of_event(self, w: When, s: Speaker) -> bool:
        """ "were killed on Saturday, police said": a time that a comma sets apart from the speaker behind it."""
        return w.end <= s.start and "," in self.flat[w.end : s.start] and any(n.start < w.start for n in self.numbers)
