"""In whose words a number stands: reported and denied, or a noun of saying that is somebody's, "the union's warning that 500".

In goes a `Scene` with the speakers found so far; out come more of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Scene
from discrepancy.article.subjects import printed
from discrepancy.article.vocabulary import any_of

CLAUSE = re.compile(r",(?!\d\d\d)|[;:()\"“”]|(?<= )[–—-] |\b(?:that|while|but|though|although|whereas|and|after|as|what)\b(?= )")
_DENIED_REPORT = re.compile(
    rf"\b(?:{any_of('reports_of')}) (?:made |carried |put about )?(?:by |from |(?:on|in) (?=[a-z]+ [a-z]+ that))([^,;:]{{3,60}}?) that\b"
)
_WORDS_OF = re.compile(
    rf"(?:'s|(?<=s)'|\ban? (?:\w+ )??{any_of('made_report')}) (?:(?!that )[\w-]+ ){{0,2}}?{any_of('words_of')} (?:that|to)\b"
)
_OWNER = re.compile(r"(?:(?:the|an?|its|his|her|their) (?:[\w-]+ )*?)?[\w'-]+$")


def in_whose_words(scene: Scene) -> list[Speaker]:
    """Whose report, claim or promise is told."""
    found: list[Speaker] = []
    for match in _DENIED_REPORT.finditer(scene.flat):
        placed = scene.flat.endswith((" on ", " in "), 0, match.start(1)) and not scene.text[match.start(1)].isupper()
        if not placed and (speaker := printed(scene, *match.span(1))):
            found.append(replace(speaker, start=match.start(), end=match.end()))
    for match in _WORDS_OF.finditer(scene.flat) if not scene.words.case else ():
        left = max((m.end() for m in CLAUSE.finditer(scene.flat, 0, match.start())), default=scene.dateline)
        owner = _OWNER.search(scene.flat, max(left, scene.dateline), match.start()) if match[0].startswith("'") else None
        span = owner.span() if owner else (match.start(), scene.flat.rindex(" ", 0, match.end()))  # "a newspaper report that"
        if not any(s.start <= match.start() < s.end for s in (*scene.speakers, *found)) and (speaker := printed(scene, *span)):
            found.append(replace(speaker, start=span[0], end=match.end()))
    return found
