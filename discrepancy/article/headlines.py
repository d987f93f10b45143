"""Who stands before or behind what a headline tells, and which outlets speakers told it to.

In goes a `Scene` with its numbers; out come speakers, or those that were found with the outlet by way of which they spoke.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.memory import Speaker, is_person
from discrepancy.article.scene import Scene
from discrepancy.article.subjects import BODY, GROUP, THROUGH
from discrepancy.article.vocabulary import any_of
from discrepancy.saying.text import clean

_BEFORE_COLON = re.compile(r"\W*+((?!(?i:in|on|at|for|by|of|with|from|as)\b)(?:[\w.'’-]++ ?){1,5}): ")
_BEHIND_DASH = re.compile(r"\w [-–—] ([\w'’ ]{2,40})$")
_BRACKET = re.compile(
    r"[^)] \(((?:[A-Z][\w'’.-]*|of|for|and|the)(?: (?:[A-Z][\w'’.-]*|of|for|and|the))+)"
    r"(?:, [\w ]{3,20})?\)\W*$"
)
_UPPER = re.compile(r"[A-Z]+ [A-Z ]+$")
_TAG = re.compile(rf"(?i){any_of('tags')}\b")
_WRITTEN = re.compile(
    rf"\b(?:(?:{any_of('keeps_figures')}|{any_of('writing')}|{any_of('nobody')}|{any_of('persons')})s?|{any_of('tellers')})\b"
)
_NO_OUTLET = r"\w+day\b|MPs|Parliament|Congress"
_OUTLET = rf"(?:{any_of('outlet')} ){{0,3}}(?!{_NO_OUTLET})[A-Z][\w'’-]+(?: [A-Z\d][\w'’-]*)*|(?:[a-z]+ )?(?:radio|television)"
_TOLD = re.compile(rf" (?:the )?({_OUTLET})(?= (?:on|in|at|by|that|earlier|later|last|this|then|an?|from)\b|[,.;]|$)")


def in_headline(scene: Scene) -> list[Speaker]:
    """Who stands before a colon, behind a dash or in brackets: "Count by police: 12 dead", "12 dead in crash - police", "12 dead (UN)"."""
    begun, ended = _BEFORE_COLON.match(scene.text, scene.dateline), _BEHIND_DASH.search(scene.text)
    begun = begun if begun and scene.numbers and begun.end() <= scene.numbers[0].start else None
    found = [
        Speaker(m.start(1), m.end(1), clean(THROUGH.sub("", m[1]), 90), tail=m is ended)
        for m in (begun, ended)
        if m and not _UPPER.match(m[1]) and (speaks(m[1]) or (m is begun and THROUGH.match(m[1])))
    ]
    if (bracket := _BRACKET.search(scene.text)) and BODY.search(bracket[1]):
        found.append(Speaker(bracket.start(1), bracket.end(1), clean(bracket[1], 90), tail=True))
    return found if scene.numbers else []


def speaks(name: str) -> bool:
    """Whether a name is that of a body, of an office or of those who hold one."""
    plain = name.lower() if len(name.split()) == 1 and not name.isupper() else name
    return not _TAG.match(name) and bool(BODY.search(name) or is_person(plain) or GROUP.search(plain))


def tells(name: str) -> bool:
    """Whether a name can be a source's: no reason, no means, no thing ("citing drought", "a third by drowning")."""
    return speaks(name) or bool(_WRITTEN.search(name.lower()) or any(word[0].isupper() for word in name.split()))


def told_to(scene: Scene) -> None:
    """Take note of the outlets that speakers told: "told Radio North"."""
    for i, s in enumerate(scene.speakers):
        if not s.via and scene.flat.endswith("told", 0, s.end) and (outlet := _TOLD.match(scene.text, s.end)):
            scene.speakers[i] = replace(s, via=clean(outlet[1], 90))
