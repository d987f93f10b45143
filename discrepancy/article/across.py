"""What is left open beside a number, from the numbers before it: "another 30", "of them", "up from 58%", "Nine are missing".

In go the numbers of a `Scene` with their links and wholes; out come the `counted` and the measure of those that have no noun or no measure of
their own.  Whatever is taken from elsewhere is a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.counted import STOP
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import SAY
from discrepancy.article.vocabulary import ENGLISH, Mention, any_of, flat_text

TAKEN = "what is counted is taken from the number before"
_EMPTY = STOP | set(ENGLISH["empty"]) | set(ENGLISH["no_noun"])
_BODY = re.compile(rf"(?i)\b(?:{any_of('body')}|{any_of('persons')})\b")
_OLD = re.compile(rf"\b{any_of('older')} (?:\w+ ){{0,2}}$")


def carry_over(scene: Scene, n: Quantity) -> None:
    """Fill what a number counts from what stands before it, where nothing of its own says so."""
    before = scene.numbers[n.index - 1] if n.index else None
    if n.how or n.link.measures or (_content(n.counted) and not n.part_of):
        return
    of = _named(scene, before) if before else scene.last.counted if scene.last else ""
    if n.part_of or (n.counted and not _content(n.counted)):
        n.counted = " ".join(filter(None, (n.counted, n.part_of or of)))
        _same(scene, n, before)
    elif words := _subject(scene, n):
        n.counted = words
    elif of:
        n.counted = of
        if before is None or before.reading.unit == n.reading.unit:
            _same(scene, n, before)
        elif n.older and before.reading.unit and not n.reading.unit:  # "3.42 million barrels a day, up from 3.31 million"
            n.reading = replace(n.reading, unit=before.reading.unit, per=before.reading.per)
            n.doubt = TAKEN


def _named(scene: Scene, n: Quantity) -> str:
    """What a number counts, in words."""
    return n.counted or scene.text[n.link.start : n.link.end]


def _content(words: str) -> list[str]:
    """The words that name something."""
    return [w for w in re.findall(r"[^\W\d_]+", flat_text(words)) if w not in _EMPTY]


def _same(scene: Scene, n: Quantity, before: Quantity | None) -> None:
    """Take over the measure of the number before, or of the last one of the sentence before."""
    measure = before.measure if before else scene.last.measure if scene.last else ""
    if not measure or n.reading.unit:
        return
    link = before.link if before else None
    told = [m for m in scene.mentions if m.start >= n.end and not m.weak]
    if told and told[0].measures and measure not in told[0].measures and told[0].end <= n.after:
        return  # "of them, 12 were wounded": another fate
    n.measure, n.how, n.doubt = measure, "across", n.doubt or TAKEN
    n.link = Mention(n.end, n.end, link.measures if link else frozenset((measure,)))


def _subject(scene: Scene, n: Quantity) -> str:
    """The words before a number, back to the number before it, if they name something."""
    since = n.before if n.index else scene.dateline
    if n.older or _OLD.search(scene.flat, since, n.start):
        return ""
    said = [s for s in scene.speakers if since <= s.start and s.end <= n.start]
    since = max((s.end for s in said), default=since)
    pieces = re.split(r"[;:]| [–—-] |\b(?:that|when|while|after|but)\b", scene.text[since : n.start])
    words = next((w for w in reversed(pieces) if _content(w)), "").strip(" ,(\"“'")
    words = re.sub(rf"(?i)(?: (?:{SAY}|has|have|had|now))+(?: (?:of|at|that|it at))?$", "", words)
    named = any(_bare(words) == _bare(s.source) or _bare(words) == _bare(s.named) for s in scene.speakers)
    if named or (_BODY.search(words) and len(words.split()) < 5 and scene.last):
        return ""
    return " ".join(words.split()[-9:])


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", words.lower().strip(" ,"))
