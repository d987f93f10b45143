"""An article → the numbers that it tells: what is counted, who is said to have said it, when, and up to which day.

In go an `Article`, the day on which it was published and, if there is one, a `Case`; out come `Told` numbers in the order of print.
A number is one only where it counts what a source can be asked about: the measures of the case, or, without a case, people killed,
wounded, missing, captured, sent and the like.

A sentence is a `Scene` that goes through the same few passes.  What could not be told for sure is said in `doubts`, never guessed in
silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from discrepancy import dates
from discrepancy.article.across import topic_of, topics_of
from discrepancy.article.asserted import assert_numbers
from discrepancy.article.captions import notes_in, tables_of
from discrepancy.article.counted import HAS_NUMBER, find_numbers
from discrepancy.article.find import Found, find
from discrepancy.article.floor import give_back, given_back, is_quotation, still_open, subject_of
from discrepancy.article.frames import link_numbers
from discrepancy.article.memory import Memory, Speaker, is_person
from discrepancy.article.number import FOREIGN, Told
from discrepancy.article.parts import part_numbers
from discrepancy.article.publisher import answers_in, published_by, published_on
from discrepancy.article.scene import Scene, Topic
from discrepancy.article.single import find_single, settle_single
from discrepancy.article.speakers import find_speakers
from discrepancy.article.subjects import BODY, VERB
from discrepancy.article.tables import numbers_in_table
from discrepancy.article.taken_up import mood_of, take_back
from discrepancy.article.text import Article
from discrepancy.article.times import When, times_told
from discrepancy.article.told import tell
from discrepancy.article.vocabulary import Vocabulary, is_foreign, plain_words
from discrepancy.article.when import counts_on
from discrepancy.case.model import Case


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
    return numbers_told(article, dates.first(day) if isinstance(day, str) else day, Vocabulary(case) if case else plain_words())


_BEGINS = re.compile(r"\W*(?:\w+ ){0,3}\d")  # with a number, as a footnote that goes on with its cell: "Of whom 400 in schools"


def numbers_told(article: Article, day: date, words: Vocabulary) -> tuple[Told, ...]:
    """The numbers of an article in the order of print, read with these words."""
    found: list[Told] = []
    memory = Memory(published_by(article))
    memory.issued = published_on(article, day) if memory.publisher else None
    topics: list[Topic] = []
    publisher, notes, answers = memory.publisher, notes_in(article), answers_in(article)
    tables = {cells[0]: cells for cells in tables_of(article)}
    tabled: list[Told] = []
    spoke: tuple[str, When | None] = ("", None)  # the body that spoke or acted last, and when
    earlier = ""
    for number, block in enumerate(article.blocks):
        if number in tables:
            tabled += numbers_in_table(article, tables[number], day, words, publisher, spoke)
        if block.kind == "cell":
            continue
        if block.kind == "heading":
            memory.last, spoke = None, ("", None)
        goes_on, memory.quoting = False, False
        source, cells = notes.get(number, ("", []))
        memory.publisher = publisher or source or answers.get(number, "")
        of_cell = next((t for t in tabled if t.at[0] in cells), None) if cells else None  # whose footnote this is
        for n, sentence in enumerate(article.sentences[number]):
            scene = Scene(sentence, day, words, (number, n), memory, earlier if n else "", goes_on, found[-1] if found else None)
            if of_cell and not n and _BEGINS.match(sentence.text):
                scene.last, topics = of_cell, [*topics, topic_of(of_cell)]
            scene.topics = topics
            scene.whole = next((t for t in reversed(found[-6:]) if t.measure and not t.place and not t.part_of and not t.older), None)
            told = _read(scene)
            if speaker := given_back(scene):
                found = give_back(found, speaker, scene.place)
            take_back(scene, found)
            _remember(scene, told)
            spoke = (_body(scene, told) if tables else None) or spoke
            earlier = sentence.text
            goes_on = {"period"} <= {t.kind for t in told} <= {"period", "change"}
            found += told
            topics += topics_of(scene)
    memory.publisher = publisher
    found += tabled
    if is_foreign(block.text for block in article.blocks):
        found = [replace(t, doubts=(FOREIGN, *t.doubts)) for t in found]
    return tuple(sorted(found, key=lambda t: (t.start, t.end)))


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of an article, whatever it is: what was found, as printed, and where in the text as given."""

    found: Found
    phrase: str
    start: int
    end: int

    def to_dict(self) -> dict:
        """The fields of ``discrepancy extract --all --json``; the class is empty for a quantity, the reading for all else."""
        read = {name: getattr(self.found.reading, name, None) for name in ("value", "low", "best", "high", "open", "unit", "per")}
        place = {"phrase": self.phrase, "start": self.start, "end": self.end}
        return place | {"class": self.found.classed} | read | {"refused": self.found.refused}

    def to_row(self) -> dict[str, str]:
        """A row of a table of every number."""
        fields = {name: value for name, value in self.to_dict().items() if name not in ("start", "end", "best")}
        return {name: f"{v:.15g}" if isinstance(v, int | float) else v or "" for name, v in fields.items()}


def numbers_printed(article: Article, day: str | date = "", case: Case | None = None) -> tuple[Printed, ...]:
    """Every number of an article in the order of print: quantities, what is refused, and what is of another class.

    Parameters
    ----------
    article : Article
    day : str or date, optional
        The day of the article, by which times are known; default: today.
    case : Case, optional
        In whose units a length or a time is counted.

    Examples
    --------
    >>> from discrepancy.article import read_article
    >>> [(n.phrase, n.found.classed) for n in numbers_printed(read_article("On 3 May 2024 a man of 61 gave $1.2 million."))]
    [('3 May 2024', 'date'), ('61', 'age'), ('$1.2 million', '')]
    """
    on = dates.first(day) if isinstance(day, str) and day else day or date.today()
    words, memory, found = Vocabulary(case) if case else plain_words(), Memory(""), []
    for number, sentences in enumerate(article.sentences):
        for n, sentence in enumerate(sentences):
            for one in _classed(Scene(sentence, on, words, (number, n), memory, "", False)):
                found.append(Printed(one, sentence.text[one.start : one.end], *sentence.span(one.start, one.end)))
    return tuple(found)


def _classed(scene: Scene) -> list[Found]:
    """Every number of a sentence; those that nobody would ask about with their class."""
    scene.look()
    find_numbers(scene)
    classes = {one.core: one.classed for one in scene.others}
    return [one if one.classed else replace(one, classed=classes.get(one.core, "")) for one in find(scene.text)]


def _read(scene: Scene) -> list[Told]:
    """Lead a sentence through the passes; of one without a number, who speaks and when."""
    scene.memory.meet(scene.text)
    counts = HAS_NUMBER.search(scene.flat)
    if not counts and "according" not in scene.flat and not VERB.search(scene.flat):
        return []
    scene.look()
    if counts:
        find_numbers(scene)
        find_single(scene)
        link_numbers(scene)
        settle_single(scene)
    find_speakers(scene)
    if scene.numbers:
        assert_numbers(scene)
        part_numbers(scene)
    return [tell(scene, n) for n in scene.numbers]


def _remember(scene: Scene, told: list[Told]) -> None:
    """Keep what the next sentences can refer to: who spoke, who was named, when."""
    memory = scene.memory
    memory.mood = mood_of(scene)
    memory.over = counts_on(scene, [t.doubts for t in told if t.kind == "period"])
    last = _last_speaker(scene, bool(told))
    for speaker in [*scene.speakers, *[last] * bool(last and last is not memory.last and last not in scene.speakers)]:
        if speaker and speaker.source and not speaker.doubt:
            memory.hear(speaker)
    if last in scene.speakers and scene.flat.rstrip(" *").endswith(":"):
        last = replace(last, figures=True)  # who is named above a list tells what it lists
    memory.last, (memory.about, memory.thing) = last, subject_of(scene)
    memory.subject = None if memory.about and is_person(memory.about.source) else memory.about
    if memory.about and not memory.subject:
        memory.hear(memory.about)
    spoken = next((t.said.first for t in reversed(told) if t.said and t.said.exact), None)
    points = [w.first for w in scene.times if w.exact and w.first and w.first <= scene.day]
    memory.spoken = spoken or memory.spoken
    memory.day = memory.spoken or (points[-1] if points else memory.day)
    memory.lately = any(s.source for s in scene.speakers) or (memory.lately and is_quotation(scene))
    memory.quoting = still_open(scene.text, memory.quoting)


def _body(scene: Scene, told: list[Told]) -> tuple[str, When | None] | None:
    """The body that speaks or acts in a sentence, and the day if it tells one alone."""
    named = [s.source for s in scene.speakers if s.source and not is_person(s.source)]
    counts = (subject := scene.memory.subject) and any(subject.start <= n.start < subject.end for n in scene.numbers)
    if subject and scene.text.endswith(".") and not counts:
        named.append(subject.source)
    found = next((name for name in reversed(named) if BODY.search(name)), named[-1] if named else "")
    days = [w for w in scene.times or times_told(scene.text, scene.day) if w.exact and w.first and w.first <= scene.day]
    said = next((t.said for t in told if t.source == found), None)
    return (found, days[0] if len(days) == 1 else said) if found else None


def _last_speaker(scene: Scene, told: bool) -> Speaker | None:
    """Whom a pronoun in the next sentence means: the last who speaks here, or, where nothing is told, whom the sentence begins with."""
    spoke = next((s for s in reversed(scene.speakers) if s.source), None)
    if told or spoke:
        return spoke or scene.before
    if scene.named:
        return scene.speaker(*scene.named[0][:2], scene.named[0])
    return scene.before if len(scene.text) < 400 else None
