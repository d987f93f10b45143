"""Who goes on speaking in a sentence that names no speaker, and since which day.

In go a `Scene` whose speakers are found, and what was remembered of the sentences before; out comes the speaker that was taken over, with
a doubt.  Copy goes on where it says so: inside a quotation, with a pronoun, of "the dead" and "the rest" of whom he spoke, and through the
figures of a report.  What is told of another time or event is nobody's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import FIGURES
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of

_IT = r"it(?!'s| is| was| will| would)|that's|that (?:is|takes|was|makes|brings)|he|she|they"
_STILL = re.compile(rf"\W*(?:{_IT}|(?:its|his|her|their)(?= (?:own )?{any_of('of_its_own')})|the {any_of('anaphora')})\b")
_OF = rf"(?:[\w-]+ ){{0,4}}(?:of|among|includ(?:ed|es|ing)) {any_of('of_them')}"
_OF_THEM = re.compile(rf"\W*(?:{_OF}|{any_of('of_before')})\b")
_BACKGROUND = re.compile(rf"\b(?:{any_of('background')})\b")
_GOES_ON = re.compile(r"\b(?:also|add(?:s|ed)|statement|further)\b")  # who is named anew speaks on a day that is not told
_QUOTE = re.compile(r"\s*[\"“«]")

_ACTS = rf"(?:{any_of('body')}|{any_of('persons')}|members|today)\b"  # whoever acts next
_OTHERS = re.compile(rf"(?i)\W*(?:the )?(?:[\w'’-]+ ){{0,3}}?{_ACTS}")
_OTHER_BODY = re.compile(rf"\W*(?:its|his|her|their) (?:[\w'-]+ ){{0,2}}?{_ACTS}")


def goes_on_speaking(scene: Scene) -> Speaker | None:
    """Who is taken to say the numbers of a sentence that nobody is told to say."""
    if not scene.still:
        scene.still.append(_still_speaking(scene))
    return scene.still[0]


def _still_speaking(scene: Scene) -> Speaker | None:
    last = scene.before
    if not scene.speakers and is_quotation(scene) and (scene.memory.quoting or (scene.memory.lately and scene.place[1] > 0)):
        return _taken_over(last)
    if still := _STILL.match(scene.flat, scene.dateline):
        other = _OTHER_BODY.match(scene.flat, scene.dateline)  # "their association": whoever acts next
        return None if other or any(s.source for s in scene.speakers) else _taken_over(scene.spoke(still[0].strip(" \"'“‘")))
    if scene.speakers or _BACKGROUND.search(scene.flat) or scene.memory.publisher:
        return None
    if last is None or scene.last is None or scene.last.source != last.source or scene.flat.rstrip().endswith("?"):
        return None
    if scene.goes_on and not scene.times and not last.doubt.startswith("what "):
        return _taken_over(last)
    figures = (last.figures or FIGURES.search(last.name)) and not _OTHERS.match(scene.text, scene.dateline)
    return _taken_over(last) if figures or _OF_THEM.match(scene.flat, scene.dateline) else None


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
    """The day on which a speaker spoke last, where the sentence tells none."""
    if speaker is None or n.older or not speaker.source:
        return None
    when = scene.memory.days.get(speaker.source) if speaker.source != scene.memory.publisher else None
    anew = speaker.end > 0 and not speaker.doubt and not _GOES_ON.search(scene.flat, speaker.start, speaker.end)
    return when if when in scene.times or not anew else None
