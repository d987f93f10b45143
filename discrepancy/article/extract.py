"""An article → the numbers that it tells: what is counted, who is said to have said it, when, and up to which day.

In go an `Article`, the day on which it was published and, if there is one, a `Case`; out come `Told` numbers in the order of print.
A number is one only where it counts what a source can be asked about: the measures of the case, or, without a case, people killed,
wounded, missing, captured, sent and the like.

A sentence is a `Scene` that goes through the same few passes: its numbers, what each counts, who speaks, what is told.  Names of sources
and words of measures are those of the tables of the case; the plain English around them stands beside the pass that looks for it.  What
could not be told for sure is said in `doubts`, never guessed in silence.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.article.cells import cells_told
from discrepancy.article.links import link_numbers
from discrepancy.article.numbers import HAS_NUMBER, find_numbers
from discrepancy.article.scene import Scene, Speaker
from discrepancy.article.speakers import find_speakers
from discrepancy.article.text import Article
from discrepancy.article.told import Told, tell
from discrepancy.article.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from discrepancy.case.model import Case

__all__ = ["extract", "numbers_told"]


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
    return numbers_told(article, dates.first(day) if isinstance(day, str) else day, vocabulary(case))


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
    found += cells_told(article, day, words)
    return tuple(sorted(found, key=lambda t: (t.start, t.end)))


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
        start, end, _ = scene.named[0]
        return scene.speaker(start, end, scene.named[0])
    return scene.before if len(scene.text) < 400 else None
