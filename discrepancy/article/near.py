"""What is counted, right beside a number: "3,000 soldiers were killed", "killed 50 soldiers".

In go a `Scene` with its mentions and one of its numbers; out comes the mention right behind it, or right before it.
"""

from __future__ import annotations

import re

from discrepancy.article.scene import NEXT, Quantity, Scene
from discrepancy.article.vocabulary import ENGLISH, PEOPLE, Mention, any_of, flat_text

STOP = set(ENGLISH["stop"])
CHAIN = re.compile(rf"[\s:]*(?:{any_of('chain')}\s+)*")
_GAP = re.compile(rf"(?:,(?= at ))?[\s:(=–-]*(?:{any_of('gap')}\b[\s:(]*)*")
OF = re.compile(r" (?:out )?of (?:the |its |their |those |a total of )?")
_GLOSS = re.compile(r"\s*(?:,|\(|-|–)\s*(?:both |either |that is,? )?(?:the )?")  # "3,000 men, killed or wounded"
_LOSE = re.compile(r"(?:lost|losing|loses?) ([a-z]+)")
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ans|ese|ish|ians|eans|is)$")


def behind(scene: Scene, n: Quantity) -> Mention | None:
    """ "3,000 soldiers were killed": the measure right behind the number; in "captured two wounded men" it is only a quality."""
    m = scene.told_after(n.end)
    if m is None or of_things(scene, m):
        return None
    if OF.fullmatch(scene.flat, n.end, m.start) and (found := fate(scene, m)):  # "2,000 of the wounded were repatriated"
        return found
    end = _quality(scene, m) if m.start == scene.next_word(n.end) else 0
    if end and (before := ahead(scene, n)):
        n.people, n.counted, n.counted_end = True, scene.text[m.end : end].strip(), end
        return before
    at = n.counted_end if n.people else n.end
    close = CHAIN.fullmatch(scene.flat, at, m.start) or (scene.words.whole(m) and _GLOSS.fullmatch(scene.flat, at, m.start))
    return m if close or m.start == scene.next_word(n.counted_end) else None


def ahead(scene: Scene, n: Quantity, since: int | None = None) -> Mention | None:
    """ "killed 50 soldiers", "losses of 3,000": the measure right before it, no further back than the number before."""
    m = scene.told_before(n.left)
    if m is None or m.start < (n.before if since is None else since):
        return None
    between = scene.flat[m.end : n.left]
    those = between == ", " and re.search(r"\b(?:of|among) the $", scene.flat[: m.start])  # "of the injured, 31 were"
    return m if those or _GAP.fullmatch(between) else None


def fate(scene: Scene, m: Mention) -> Mention | None:
    """What is told next of those who are meant: "of the wounded were repatriated"."""
    told = scene.told_after(m.end + 1)
    return told if told and told.start > m.end + 1 and CHAIN.fullmatch(scene.flat, m.end, told.start) else None


def of_things(scene: Scene, m: Mention) -> bool:
    """ "3 million people lost power": something else is lost than those who are counted."""
    word = _LOSE.match(scene.flat, m.start)
    return bool(word and (word[1] in ("their", "his", "her", "its", "all") or word[1] not in STOP))


def _quality(scene: Scene, m: Mention) -> int:
    """Where the word for people ends that follows what is counted, as in "wounded soldiers"; 0 where none does."""
    at = m.end
    for _ in range(3):
        word = NEXT.match(scene.text, at)
        if not word or flat_text(word[1]) in STOP:
            return 0
        at = word.end(1)
        if is_people(scene, word[1]):
            return at
    return 0


def is_people(scene: Scene, word: str) -> bool:
    """Whether a word is one for people, or for what the case counts."""
    flat = flat_text(word)
    return bool(PEOPLE.match(flat) or DEMONYM.match(word)) or (flat in scene.words.unit and flat.endswith("s"))
