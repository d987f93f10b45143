"""Whether a sentence goes on with what the one before told as planned or feared, and whether it takes it back.

In goes a `Scene`, and the numbers told before it; out comes how its own numbers are told, and those told before are told anew.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.number import Told
from discrepancy.article.reach import CLOSES, NOT_AHEAD, PAST_TENSE
from discrepancy.article.scene import Scene
from discrepancy.article.vocabulary import any_of

_GOES_ON = re.compile(
    rf"\W*(?:(?:it|they|this|that|these|the [\w-]+(?: [\w-]+)?) (?:also )?{any_of('consists')}\b"
    r"|(?:of|among) (?:these|them|those)\b|(?:that|this|these|those)(?:'s| is| are)\b"
    r"|(?:another|a further|the (?:first|rest|remaining|other))\b"
    r"|[\w-]+(?: \w+)? of (?:the|them|these|those) (?:\w+ )?(?:are|is|come|go)\b)"
)
# what tells a number as it is, whatever is planned beside it
AS_IT_IS = re.compile(
    r"\b(?:was|were|had|has|have|did|already|now|currently|today|still|so far|since|last|[a-z]{2,}(?<!ne)ed|came|went|took|made)\b"
)
_OF_THAT = re.compile(
    rf"\W*(?:(?:but|yet|and|in fact|however),? )?(?:(?:that|this|it|both|neither|all(?: of)? (?:this|that))"
    rf"|(?:the|this|that|h\w{{2}}|their|its)"
    rf" (?:\w+ )?{any_of('told_before')})(?:'s|[\w' ]* (?:is|was|are|were|been|be|out|proved|as))"
    r"(?: \w+ly| simply| just| all| pure| an?)* "
)
_SPREAD_BY = re.compile(rf"\b{any_of('spread')} $")


def mood_of(scene: Scene) -> str:
    """What the next sentence may go on with: planned or feared, as its numbers; without one, planned where something shall be."""
    if scene.numbers:
        moods = {n.asserted for n in scene.numbers} - {"denied", "false"}
        return moods.pop() if moods in ({"planned"}, {"feared"}) else ""
    return "planned" if any(c.kind == "plan" for c in scene.cues) and not PAST_TENSE.search(scene.flat) else ""


def mood_before(scene: Scene) -> str:
    """How numbers are told that go on with what the sentence before told as planned or feared: "It comprises 30 tanks"."""
    return scene.memory.mood if scene.place[1] and _GOES_ON.match(scene.flat, scene.dateline) else ""


def take_back(scene: Scene, found: list[Told]) -> None:
    """Tell of the numbers of the sentence before that they are false, if this one says so: "That is not true"."""
    (block, n), at = scene.place, found[-1].at if found else (-2, 0)
    if at[0] < block - 1 or (n and at != (block, n - 1)):
        return
    lead = next((scene.flat[scene.dateline : c.start] for c in scene.cues if c.kind == "false" and CLOSES.match(scene.flat, c.end)), "")
    if not _OF_THAT.fullmatch(lead) or NOT_AHEAD.search(lead):
        return
    for i in range(len(found) - 1, -1, -1):
        if found[i].at != at:
            return
        if found[i].asserted in ("yes", "planned", "feared") and not _SPREAD_BY.search(
            found[i].sentence[: found[i].sentence.find(found[i].phrase)]
        ):
            found[i] = replace(found[i], asserted="false")
