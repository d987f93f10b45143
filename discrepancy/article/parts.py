"""Parts and wholes: "12 of the 300", "533 of them", "among them", "another 2,000", "104 casualties: 21 killed and 83 injured".

In go the numbers of a `Scene` in order; out come their `part_of`, as the whole is printed, `increment` and `older`.
"""

from __future__ import annotations

import re

from discrepancy.article.across import carry_over
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import any_of

_NOUN = r"(?!(?:by|in|on|at|to|for|since|until|before|after|from|end|beginning|start|with|if|when|and|or|was|were)\b)[\w'’-]+"
_OF = re.compile(
    rf"(?: {_NOUN}){{0,4}}? (?:out )?of (?:a total of |an? |all )?(?:the |its |their |those |his |these )?(?:{_NOUN} ){{0,2}}?$"
)
_OF_THEM = re.compile(r"(?: \w+){0,2} of (?:them|whom|those|these|which|us)\b")
_OF_NOUN = re.compile(r" of (?:the|its|their|those|these|all) (\w+(?: \w+){0,2})")
_AMONG = re.compile(
    r"\b(?:including|among (?:them|those|whom|the \w+)|of (?:them|these|those|whom|which)|comprising|made up of)\b(?:[^;.,]|, and)*$"
)
_OF_ALL = re.compile(r"\bof (?:the|its|their|those|these|all) (?:\w+ ){0,2}$")
_REST = re.compile(r"\b(?:the remaining|the rest|the other) $")
_MORE = re.compile(r"(?: \w+)? more\b(?! than)| additional\b| further\b")
_ANOTHER = re.compile(r"\b(?:another|an additional|a further) (?:\w+ ){0,2}$")
_FROM = re.compile(rf"\b{any_of('older')} (?:the |a |an |just |about |only )?(?:\w+ ){{0,2}}$")
_BEFORE = re.compile(rf"\b{any_of('once')}\b")


def part_numbers(scene: Scene) -> None:
    """Find of which number each is a part, what comes on top, what another took the place of, and fill what is left open."""
    numbers = scene.numbers
    for n in numbers:
        n.part_of = _whole(scene, n)
        ahead, behind = scene.back(n.core, 40), scene.flat[n.end :]
        n.increment = bool(_ANOTHER.search(ahead) or scene.flat.startswith("another", n.start) or _MORE.match(behind))
        n.older = n.older or bool(_FROM.search(scene.back(n.start, 40)) or _BEFORE.search(_clause(scene, n)))
        carry_over(scene, n)
    for i, n in enumerate(numbers):
        parts = numbers[i + 1 :]
        if len(parts) > 1 and n.reading.value == sum(p.reading.value for p in parts) and len({p.reading.unit for p in numbers}) == 1:
            for p in parts:
                p.part_of = p.part_of or _printed(scene, n)


def _clause(scene: Scene, n: Quantity) -> str:
    """The words before a number back to the one before it, or to a comma."""
    return re.split(r"[,;:]", scene.flat[n.before : n.start])[-1]


def _printed(scene: Scene, n: Quantity) -> str:
    return (
        f"{scene.text[n.start : n.end]} {' '.join(dict.fromkeys(filter(None, (n.counted, scene.text[n.link.start : n.link.end]))))}".strip()
    )


def _whole(scene: Scene, n: Quantity) -> str:
    """The whole that a number is told as a part of, as printed; empty for none."""
    flat, i = scene.flat, n.index
    after = scene.numbers[i + 1] if i + 1 < len(scene.numbers) else None
    if after and _OF.fullmatch(flat[n.end : after.core]):
        return _printed(scene, after)
    before = next((p for p in reversed(scene.numbers[:i]) if not p.part_of), None)
    named = _printed(scene, before) if before else _last(scene)
    if _OF_THEM.match(flat, n.end):
        return named or "them"
    if found := _OF_NOUN.match(flat, n.end):
        return scene.text[found.start(1) : found.end(1)]
    if n.reading.unit == "%" and (found := re.match(r" of (?!\d)([\w' ]{3,40})", scene.text[n.end :])):
        return found[1].strip()
    if before and _OF_ALL.search(flat, 0, before.start) and re.fullmatch(r"[^,;]*, ", flat[before.end : n.start]):
        return named  # "of the 46 posts assessed, 19 are out of service"
    if _AMONG.search(flat[before.end if before else 0 : n.start]) and named:
        return named
    return named if _REST.search(scene.back(n.start, 20)) and named else ""


def _last(scene: Scene) -> str:
    """The last number of the sentence before, as printed."""
    return scene.last.phrase if scene.last else ""
