"""Whoever intends or keeps count of what is told, where nobody speaks: "the firm plans 20 shops", "the clinic treated 40".

In goes a `Scene` with its numbers and speakers; out come more speakers, each with a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.headlines import speaks
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Scene
from discrepancy.article.subjects import BODY, PASSIVE, SEVERAL, printed, sentence_subject
from discrepancy.article.vocabulary import ENGLISH, any_of

_ACTED = re.compile(  # "the committee has opened", "the clinic treated": who keeps count of it
    rf"\W*((?:(?i:in|on) [\w ]{{4,20}}? )?(?:[A-Z][\w.'’-]*|the)(?: [\w.'’()-]+){{0,6}}?)"
    rf" (?:(?:has|have|had) )?(?:also |now |already |so far )?(?:{any_of('keeps_count')})\b(?! by)"
)
_INTENDS = re.compile(rf"\b(?:{any_of('intends')}|{any_of('intend')})\b|\bwill (?:{any_of('deeds')})\b")
_HOLDS = re.compile(r"\W*((?:[A-Z][\w.'’-]*|the)(?: [\w.'’-]+){0,6}?)(?:, [^,;]{3,60},)? (?:now |still )?(?:has|have|had) ")
_ON_BOOKS = re.compile(r" (?:for|in|on|so|and|as|with)\b|[.,;]|[^,;.]* on (?:its|their) (?:books|lists?|rolls?|register|files)")
_INTEND = frozenset(word.split("_")[0] for word in ENGLISH["intend"])  # of several; the nouns look alike
_A_THING = re.compile(
    r"(?i)(?:the|an?|its|their|his|her) (?:(?!of\b)\w+ )*?"
    r"\w*[^s\W](?<!er)(?<!or)(?<!ist)(?<!ian)(?<!ant)(?<!man)(?: (?:\w+ed|of|in|for|on)\b|$)"
)  # "the reform promises"
_MANY = re.compile(r"[a-z]{3,}s$")
_PARTED = re.compile(r"[;:]|, (?:and|but|while|whereas) ")
_ANDS = (" and ", " but ", " while ", " whereas ")


def who_counts(scene: Scene) -> Speaker | None:
    """Whoever keeps count of what is told, where nobody speaks: "the committee has identified 1,918 men", "the clinic treated 40"."""
    holds = _HOLDS.match(scene.text, scene.dateline)
    has = holds and any(n.start == holds.end() and _ON_BOOKS.match(scene.flat, n.end) for n in scene.numbers)
    acted = holds if has else _ACTED.match(scene.text, scene.dateline)
    speaker = printed(scene, *acted.span(1)) if acted and BODY.search(acted[1]) else None
    return replace(speaker, doubt=f"what {speaker.source} did is taken for what it says") if speaker and speaker.source else None


def who_intends(scene: Scene) -> list[Speaker]:
    """Whoever intends what is told, in clauses in which nobody speaks: "the firm plans 20 shops", "workers want 20%; it offers 11%"."""
    found: list[Speaker] = []
    for match in _INTENDS.finditer(scene.flat, scene.dateline):
        at, begin = match.start(), max((m.end() for m in _PARTED.finditer(scene.flat, 0, match.start())), default=scene.dateline)
        end = parted.start() if (parted := _PARTED.search(scene.flat, at)) else len(scene.flat)
        noun = match[0].split()[0] in _INTEND and not SEVERAL.search(scene.back(at, 60))
        if noun or PASSIVE.search(scene.back(at, 24)) or any(begin <= s.start < end or s.end == 0 for s in (*scene.speakers, *found)):
            continue
        anew = scene.flat.endswith(_ANDS, 0, begin) and scene.flat[begin:at].strip()
        speaker = None if anew else sentence_subject(scene, at)
        speaker = speaker or (
            (several := printed(scene, begin, at)) and (_MANY.search(several.source) or speaks(several.source)) and several
        )
        bodies = match[0].startswith("will") and speaker and not BODY.search(speaker.source)
        thing = speaker and _A_THING.match(speaker.source) and not speaks(speaker.source)
        if speaker and speaker.source and not bodies and not thing:
            start = at if any(speaker.start < n.start < at for n in scene.numbers) else speaker.start
            found.append(
                replace(speaker, start=start, end=match.end(), tail=False, doubt=f"what {speaker.source} intends is taken for what it says")
            )
    return found
