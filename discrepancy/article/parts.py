"""Parts and wholes: "12 of the 300", "533 of them", "among them", "another 2,000", "104 casualties: 21 killed and 83 injured".

In go the numbers of a `Scene` in order; out come their `part_of`, as the whole is printed, `increment` and `older`.
"""

from __future__ import annotations

import re

from discrepancy.article.across import carry_over
from discrepancy.article.counted import noun_at
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import any_of
from discrepancy.dates import MONTHS

_NOUN = r"(?!(?:by|in|on|at|to|for|since|until|before|after|from|end|beginning|start|with|if|when|and|or|was|were)\b)[\w'’-]+"
_OF = re.compile(
    rf"(?: {_NOUN}){{0,4}}? (?:out )?of (?:a total of |an? |all )?(?:the |its |their |those |his |these )?(?:{_NOUN} ){{0,2}}?$"
)
_OF_THEM = re.compile(r"(?: \w+){0,2} of (?:them|whom|those|these|which)\b")
_OF_NOUN = re.compile(r" of (?:the|its|their|those|these|all) (\w+(?: \w+){0,2})")
_AMONG = re.compile(
    r"\b(?:including|among (?:them|those|whom|the \w+)|of (?:them|these|those|whom|which)|comprising|made up of)\b(?:[^;.,]|, and)*$"
)
_OF_ALL = re.compile(r"\bof (?:the|its|their|those|these|all) (?:\w+ ){0,2}$")
_REST = re.compile(r"\b(?:the remaining|the rest|the other) $")
_MORE = re.compile(r"(?: \w+)? more\b(?! than)| additional\b| further\b")
_ANOTHER = re.compile(r"\b(?:another|an additional|a further) (?:\w+ ){0,2}$")
_FROM = re.compile(rf"\b{any_of('older')} (?:the |a |an |just |about |only )?(?:\w+ ){{0,2}}$")
_JUST_FROM = re.compile(r"\bfrom (?:the |a |an |just |about |only |over |some )*$")
_RAISED = re.compile(rf"\b(?:raised|revised|lifted|lowered|corrected|{any_of('rise')}|{any_of('fall')}|{any_of('changed')})\b")
_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against) (?:the |a |an |just |about |only |some |nearly )*$")
_BACK_THEN = re.compile(r"[\w ,%]{0,20}\b(?:earlier|before|ago|previous\w*|last)\b")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "The", "It", "In")
_NO_PLACE = "|".join((*_DAYS, *(month.capitalize() for month in MONTHS)))
_NAME = rf"((?!(?:{_NO_PLACE})\b)[A-Z][\w'’-]+(?: (?:of |the )?[A-Z][\w'’-]+)*)"
_KIND = rf"(?:the {any_of('district')}s? of |(?:nearby|neighbouring|the|central|northern|southern) )?"
_IN_PLACE = re.compile(rf"(?: \w+ly)? (?:in|at|near|on|from|around) {_KIND}{_NAME}")
_AHEAD_PLACE = re.compile(rf"(?:^|[;,] |\b(?:and|while|but) )(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n) {_KIND}{_NAME},? $")
_BEFORE = re.compile(rf"\b{any_of('once')}\b")


def part_numbers(scene: Scene) -> None:
    """Find of which number each is a part, what comes on top, what another took the place of, and fill what is left open."""
    numbers = scene.numbers
    for n in numbers:
        n.part_of = _whole(scene, n)
        ahead, behind = scene.back(n.core, 40), scene.flat[n.end : n.end + 40]
        n.increment = bool(_ANOTHER.search(ahead) or scene.flat.startswith("another", n.start) or _MORE.match(behind))
        n.older = n.older or _is_older(scene, n)
        carry_over(scene, n)
        n.place = _place(scene, n)
    _by_place(scene)
    for i, n in enumerate(numbers):
        parts = numbers[i + 1 :]
        if len(parts) > 1 and n.reading.value == sum(p.reading.value for p in parts) and len({p.reading.unit for p in numbers}) == 1:
            for p in parts:
                p.part_of = p.part_of or _printed(scene, n)


def _place(scene: Scene, n: Quantity) -> str:
    """Where, if the text tells it right behind what is counted, or at the start of its clause: "died in West Lombok"."""
    at = max(n.end, n.counted_end, n.link.end if n.link.start >= n.end and n.link.end <= n.after else 0)
    found = _IN_PLACE.match(scene.text, at) or _AHEAD_PLACE.search(scene.text[n.before : n.start])
    start = (found.start(1) + (n.before if found.end() <= n.start - n.before and found.re is _AHEAD_PLACE else 0)) if found else 0
    if found is None or any(w.start < start + len(found[1]) and start < w.end for w in scene.times):
        return ""
    return found[1]


def _by_place(scene: Scene) -> None:
    """What is told of a place, behind a total that is told of none, is a part of it: "The toll is 131. Six died in Mataram"."""
    told = [n for n in scene.numbers if n.place and n.measure and not n.part_of and not n.reading.unit]
    for n in told:
        before = next((o for o in reversed(scene.numbers[: n.index]) if o.measure == n.measure and not o.place and not o.part_of), None)
        last = scene.whole
        if before and before.reading.value > n.reading.value:
            n.part_of = _printed(scene, before)
        elif (
            before is None
            and not scene.where
            and last
            and last.measure == n.measure
            and last.reading.value > n.reading.value
            and _can_hold(scene)
        ):
            n.part_of = f"{last.phrase} {last.counted}".strip()
    places = {n.place for n in scene.numbers if n.place}
    for n in scene.numbers:  # what is told of one place alone is that of the event
        n.place = n.place if n.part_of or len(places) > 1 else ""


def _can_hold(scene: Scene) -> bool:
    """Whether the total before can have parts in places: it is told of none itself, and nobody else speaks now."""
    total = scene.whole
    if total is None or _IN_PLACE.search(total.sentence):
        return False
    return all(not s.source or s.source == total.source for s in scene.speakers)


def _is_older(scene: Scene, n: Quantity) -> bool:
    """Whether a number is told as what another took the place of: "up from 58%", "rose to 38, from 23", "at first 30"."""
    before = scene.flat[max(n.before, n.start - 40) : n.start]
    if _FROM.search(before) or (n.index and _JUST_FROM.search(before) and _RAISED.search(scene.flat, 0, n.before)):
        return True
    if _AGAINST.search(before):
        return bool(_BACK_THEN.match(scene.flat, n.end)) or any(n.end <= w.start <= n.end + 30 for w in scene.times)
    dated = any(w.kind == "point" and w.exact and n.before <= w.start < n.start for w in scene.times)
    alone = dated or (len(scene.numbers) == 1 and bool(scene.speakers))
    begin = max(n.before, 1 + max(scene.flat.rfind(mark, n.before, n.start) for mark in ",;:"))
    return bool(_BEFORE.search(scene.flat[begin : n.start])) and not alone  # "the UN had put the toll at 670" is what the UN says


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
    if n.reading.unit == "%" and (found := re.match(r" of (?:the )?(?!\d)", scene.text[n.end :])):
        return noun_at(scene, n.end + len(found[0]) - 1) or scene.text[n.end + len(found[0]) :][:40].strip()
    if before and _OF_ALL.search(flat, 0, before.start) and re.fullmatch(r"[^,;]*, ", flat[before.end : n.start]):
        return named  # "of the 46 posts assessed, 19 are out of service"
    if _AMONG.search(flat[before.end if before else 0 : n.start]) and named:
        return named
    return named if _REST.search(scene.back(n.start, 20)) and named else ""


def _last(scene: Scene) -> str:
    """The last number of the sentence before, as printed, with what it counts."""
    if not scene.last:
        return ""
    named = "" if scene.last.counted in scene.last.phrase else " ".join(scene.last.counted.split()[:5])
    return f"{scene.last.phrase} {named}".strip()
