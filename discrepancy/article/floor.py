"""Who has the floor: who says the numbers of a sentence that names no speaker, and since which day.

In go a `Scene` whose speakers are found, and what was remembered of the sentences before; out comes the speaker that was taken over, with
a doubt.  A word of saying gives the floor.  He who has it keeps it where a sentence goes on

* inside a quotation, or with a pronoun for its subject,
* of those whom he counted ("nine others", "the first ten", "of the dead"), or with what else befell them,
* through the figures that a report or a body gave out, and the table below them.

He loses it to whoever else speaks or acts, to a question, and to what is told of another time or event: that is nobody's.  A sentence
that says whose a number is ("That is how many the union says were lost") gives its speaker the numbers right before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.headlines import speaks
from discrepancy.article.memory import Speaker
from discrepancy.article.number import NOBODY, SPOKE_BEFORE, Told
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import FIGURES, printed, sentence_subject
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of

_OF = rf"(?:[\w-]+ ){{0,4}}(?:of|among|includ(?:ed|es|ing)) {any_of('of_them')}"
_OF_THEM = re.compile(rf"\W*(?:{_OF}|{any_of('of_before')})\b")
_MORE = re.compile(rf" (?:others|more|further|additional|{any_of('finite')})\b")
_THE_FIRST = re.compile(r"\W*the (?:first|last|other|next) $|\W*(?:in )?(?:an?|the) (?:further|additional) $")
_BACKGROUND = re.compile(rf"\b(?:{any_of('background')}|(?:in|since) ((?:19|20)\d\d))\b")
_GOES_ON = re.compile(r"\b(?:also|add(?:s|ed)|statement|further)\b")  # who is named anew speaks on a day that is not told
_QUOTE = re.compile(r"\s*[\"“«]")

_ACTS = rf"(?:{any_of('body')}|{any_of('persons')}|members|today)\b"  # whoever acts next
_OTHERS = re.compile(rf"(?i)\W*(?:the )?(?:[\w'’-]+ ){{0,3}}?{_ACTS}")
_SAID_BEFORE = re.compile(
    rf"\W*(?:that|this|which|so) (?:is|was|are|were|at least is) (?:also )?(?:how (?:many|much)|what|the {any_of('sums')})\b"
)
_HOW_MANY = re.compile(r"is how .*\b((?:the|an?|its|his|her|their|our) .*)")
_WHOSE = re.compile(
    rf"\W*(?:the|this|that|those|these|both) (?:\w+ )?{any_of('sums')} (?:is|are|was|were|comes?|came|stems?)"
    r" (?:(?:that|those) of |(?:given |put out |supplied |released )?(?:by|from) )?([^,;:.]{3,60}?)(?:'s?)?(?=[,;.]|$)"
)


def goes_on_speaking(scene: Scene) -> Speaker | None:
    """Who is taken to say the numbers of a sentence that nobody is told to say."""
    if not scene.still:
        scene.still.append(_still_speaking(scene))
    return scene.still[0]


def _still_speaking(scene: Scene) -> Speaker | None:
    memory, last = scene.memory, scene.before
    if not scene.speakers and is_quotation(scene) and (memory.quoting or scene.place[1] > 0):
        return _taken_over(last if memory.quoting or memory.lately else memory.about)
    if any(c.kind == "false" for c in scene.cues):
        return None  # "That is untrue; at least 16 had one": whoever writes says so
    if scene.speakers or _of_old(scene) or memory.publisher or last is None or scene.flat.rstrip().endswith("?"):
        return None
    named = scene.last is not None and scene.last.at[0] == scene.place[0] and not last.tail and FIGURES.search(last.name)
    figures = (last.figures or named) and not _OTHERS.match(scene.text, scene.dateline)
    if figures and memory.lately:
        return _taken_over(last)
    if scene.last is None or scene.last.source != last.source:
        return None
    if scene.goes_on and not scene.times and not last.doubt.startswith("what "):
        return _taken_over(last)
    return _taken_over(last) if figures or _of_the_same(scene, scene.last) else None


def _of_old(scene: Scene) -> bool:
    """Whether a sentence tells of another time or event, and not of what was reported last: of last year, at the most."""
    reports = scene.before is not None and scene.before.figures
    return any(not m[1] or (not reports and int(m[1]) < scene.day.year - 1) for m in _BACKGROUND.finditer(scene.flat))


def _of_the_same(scene: Scene, last: Told) -> bool:
    """Whether a sentence goes on with those who were counted right before: more of them, some of them, and what else befell them."""
    first, lead = scene.numbers[0], scene.flat[scene.dateline : scene.numbers[0].start]
    near = last.at in ((scene.place[0], scene.place[1] - 1), (scene.place[0] - 1, 0))
    if _OF_THEM.match(scene.flat, scene.dateline) or _THE_FIRST.match(lead):
        return True
    if not near or scene.place[0] != last.at[0]:
        return False
    more = not lead.strip() and _MORE.match(scene.flat, first.end)
    befell = {last.measure, first.measure} <= scene.words.casualties and last.measure != first.measure
    return bool(more or befell)


def subject_of(scene: Scene) -> tuple[Speaker | None, bool]:
    """The person or body that a sentence without a speaker is about, who "they" are in the next one; and whether it is about a thing."""
    if any(s.source for s in scene.speakers) or scene.words.case:
        return None, False
    subject = sentence_subject(scene, len(scene.text), whole=True)
    if subject is None or subject.doubt or not subject.source:
        return None, False
    full = scene.memory.in_full(subject.source) or subject.source
    return (replace(subject, source=full), False) if speaks(full) else (None, True)


def given_back(scene: Scene) -> Speaker | None:
    """Whoever a sentence says told the numbers before it: "That is how many the union says", "The figure is the mayor's"."""
    if _SAID_BEFORE.match(scene.flat):
        speaker = next((s for s in scene.speakers if s.source), None)
        named = _HOW_MANY.match(speaker.source) if speaker else None
        return replace(speaker, source=named[1], named="") if speaker and named else speaker
    whose = None if scene.speakers or scene.numbers else _WHOSE.match(scene.flat)
    return printed(scene, *whose.span(1)) if whose else None


def give_back(told: list[Told], speaker: Speaker, at: tuple[int, int]) -> list[Told]:
    """The numbers told so far; those of nobody in the two sentences before a place are the speaker's."""
    doubts = lambda t: (
        *(d for d in t.doubts if d != NOBODY and not d.endswith(SPOKE_BEFORE)),
        f"{speaker.name} is taken from the sentence behind",
    )
    own = lambda t: not t.source and t.at[0] == at[0] and at[1] - 3 < t.at[1] < at[1]
    who = {"source": speaker.source, "sources": speaker.sources, "named": speaker.name, "via": speaker.via}
    return [replace(t, **who, doubts=doubts(t)) if own(t) else t for t in told]


def _taken_over(last: Speaker | None) -> Speaker | None:
    """A speaker of a sentence before, as that of this one."""
    if last is None or not last.source:
        return None
    return replace(last, start=0, end=0, tail=False, doubt=f"{last.name} is taken from the sentence before")


def is_quotation(scene: Scene) -> bool:
    """Whether a sentence is what somebody is quoted with."""
    return scene.memory.quoting or bool(_QUOTE.match(scene.text))


def still_open(text: str, quoting: bool) -> bool:
    """Whether a quotation is open behind a sentence."""
    opened, closed = max(text.rfind("“"), text.rfind("«")), max(text.rfind("”"), text.rfind("»"))
    if opened >= 0 or closed >= 0:
        return opened > closed
    return quoting ^ (text.count('"') % 2 == 1)


def when_spoken(scene: Scene, n: Quantity, speaker: Speaker | None) -> When | None:
    """The day on which a speaker spoke last, where the sentence tells none; of what a bulletin itself tells, its own."""
    if speaker is None or n.older or not speaker.source:
        return None
    if speaker.source == scene.memory.publisher:
        return scene.memory.issued
    when = scene.memory.days.get(speaker.source)
    anew = speaker.end > 0 and not speaker.doubt and not _GOES_ON.search(scene.flat, speaker.start, speaker.end)
    return when if when in scene.times or not anew else None
