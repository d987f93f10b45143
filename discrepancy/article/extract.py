"""An article → the numbers that it tells: what is counted, who is said to have said it, when, and up to which day.

In go an `Article`, the day on which it was published and, if there is one, a `Case`; out come `Told` numbers in the order of print.
A number is one only where it counts what a source can be asked about: the measures of the case, or, without a case, people killed,
wounded, missing, captured, sent and the like.

A sentence is a `Scene` that goes through the same few passes.  What could not be told for sure is said in `doubts`, never guessed in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from discrepancy import dates
from discrepancy.article.find import Found, find
from discrepancy.article.links import link_numbers
from discrepancy.article.numbers import HAS_NUMBER, find_numbers
from discrepancy.article.scene import Scene, Speaker, reading_of
from discrepancy.article.speakers import find_speakers
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.told import RATE, Told, tell
from discrepancy.article.vocabulary import Vocabulary, flat_text
from discrepancy.case.model import Case
from discrepancy.saying.text import clean

_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table


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
    return numbers_told(article, dates.first(day) if isinstance(day, str) else day, Vocabulary(case))


def numbers_told(article: Article, day: date, words: Vocabulary) -> tuple[Told, ...]:
    """The numbers of an article in the order of print, read with these words."""
    found: list[Told] = []
    before: Speaker | None = None
    for number, block in enumerate(article.blocks):
        if block.kind == "cell":
            continue
        if block.kind == "heading":
            before = None
        earlier, goes_on = "", False
        for n, sentence in enumerate(article.sentences[number]):
            scene = Scene(sentence, day, words, (number, n), before, earlier, goes_on)
            told = _read(scene)
            before, earlier = _last_speaker(scene, bool(told)), sentence.text
            goes_on = bool(told) and all(t.kind == "period" for t in told)
            found += told
    found += _cells(article, day, words)
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


def numbers_printed(article: Article) -> tuple[Printed, ...]:
    """Every number of an article in the order of print: quantities, what is refused, and what is of another class.

    Examples
    --------
    >>> from discrepancy.article import read_article
    >>> [(n.phrase, n.found.classed) for n in numbers_printed(read_article("On 3 May 2024 a man of 61 gave $1.2 million."))]
    [('3 May 2024', 'date'), ('61', 'age'), ('$1.2 million', '')]
    """
    return tuple(
        Printed(found, sentence.text[found.start : found.end], *sentence.span(found.start, found.end))
        for sentences in article.sentences
        for sentence in sentences
        for found in find(sentence.text)
    )


def _read(scene: Scene) -> list[Told]:
    """Lead a sentence through the passes."""
    if not HAS_NUMBER.search(scene.flat):
        return []
    scene.look()
    find_numbers(scene)
    link_numbers(scene)
    counts = [n for n in scene.numbers if n.how]
    if counts:
        find_speakers(scene)
    return [tell(scene, n) for n in counts]


def _last_speaker(scene: Scene, told: bool) -> Speaker | None:
    """Whom a pronoun in the next sentence means: the last who speaks here, or, where nothing is told, whom the sentence begins with."""
    if told:
        return next((s for s in reversed(scene.speakers) if s.source), scene.before)
    if scene.named:
        return scene.speaker(*scene.named[0][:2], scene.named[0])
    return scene.before if len(scene.text) < 400 else None


# ------------------------------------------------------------------------------------- the numbers of tables


def _cells(article: Article, day: date, words: Vocabulary) -> Iterator[Told]:
    """Tell the numbers of tables: the heads of row and column say what is counted and who says so."""
    tables: dict[int, dict[tuple[int, ...], int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            tables.setdefault(block.place[0], {})[block.place[1:]] = i
    for cells in tables.values():
        text = {place: article.blocks[i].text for place, i in cells.items()}
        first = min(cells.values())
        for (row, column), i in cells.items():
            if row == 0 or not HAS_NUMBER.search(flat_text(text[row, column])):
                continue
            heads = [text[place] for place in ((0, column), (row, 0)) if place in text and place != (row, column)]
            beside = [text[row, c] for c in range(8) if (row, c) in text and c not in (0, column)]
            above = article.blocks[first - 1].text if first and _COUNTED.search(" ".join(heads)) else ""
            if told := _cell(article, i, heads, beside, above, day, words):
                yield told


def _cell(article: Article, i: int, heads: list[str], beside: list[str], above: str, day: date, words: Vocabulary) -> Told | None:
    block = article.blocks[i]
    text = block.text.strip()
    if len(text) > 200 or times_told(text, day):
        return None
    mentions = (m for t in (text, *heads, above) for m in words.mentions(flat_text(t)))
    reading = reading_of(text)
    if reading is None or (not reading.unit and re.search(r"[$€£¥%]", " ".join((text, *heads)))):
        return None
    fits = words.in_unit(reading.unit)
    mention = next((m for m in mentions if not m.weak and (m.measures & fits or not reading.unit)), None)
    if mention is None:
        return None
    measures = mention.measures & fits or mention.measures
    where = " ".join([*heads, *beside])
    head = heads[-1] if heads else ""
    sources = next((ids for t in [*reversed(heads), *beside] for _, _, ids in words.speakers_named(t)), ())
    nobody = words.mentions(flat_text(head)) or times_told(head, day)
    source = sources[0] if sources else "" if nobody else clean(head, 90)
    points = (w for t in beside for w in times_told(t, day) if w.kind == "point")
    said = next(points, None) or next((w for t in heads for w in times_told(t, day)), None)
    offset = block.text.index(text)
    start, end = block.span(offset, offset + len(text))
    doubts = ["from a table: its heads say what is counted"] + ["no source is named"] * (not source)
    return Told(
        phrase=text,
        start=start,
        end=end,
        reading=reading,
        measure=words.one_of(measures, ""),
        kind="rate" if RATE.search(flat_text(where)) else (words.kinds(measures) if fits else ["cumulative"])[0],
        source=source,
        sources=sources,
        named=head if sources else source,
        said=said,
        where=words.where(where),
        wording=text,
        sentence=text,
        place=(i, 0),
        doubts=(*doubts, *["the day of the statement is not told"] * (not said)),
    )
