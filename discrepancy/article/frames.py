"""What each number of a sentence counts: the word for it, from the nearest place to the furthest.

In goes a `Scene` with its numbers; out come their links.  A way is a function that gives the mention or nothing; the first that gives one
is taken, and `Quantity.how` has its name.
"""

from __future__ import annotations

import re

from discrepancy.article.amounts import link_amount
from discrepancy.article.counted import ANIMAL, DEMONYM, NUMERAL, OF, ahead, around, behind, of_things
from discrepancy.article.scene import NOTHING, Quantity, Scene
from discrepancy.article.subjects import SAY
from discrepancy.article.times import When
from discrepancy.article.vocabulary import ROLES, Mention, any_of, flat_text

_BY = re.compile(r"(?: to death| dead| on \w+| there| in (?:the )?\w+)? by (?:the |a group of |some of the )?")
_MILITARY = re.compile(r"\b(?:soldiers?|troops?|servicem[ea]n|servicemembers|personnel|fighters?|forces|combatants?)\b")
_LOST = re.compile(r"los[et]")
_FORCE = re.compile(rf"\b{any_of('force')}\b")
_WHAT = "what was lost is not told"
_CAME = re.compile(r"arriv")
_ATTRIBUTE = re.compile(r" (?:(?:who|that|which|it|they|he|she)(?: \w+){0,3} )?(?:initially |first |originally |already |since )?")
_THERE = re.compile(r" (?:on|in|at|from|near|aboard) ")
_BESIDE = re.compile(rf"{_THERE.pattern}(?:[\w'-]+ ){{1,5}}and ")  # "64 people on the plane and three on the helicopter were killed"
BRINGING = re.compile(r"\b(?:bring|tak|rais|push|lift)(?:ing|es|s) (?:the|its|their) [^,;]*\bto\b")  # "bringing the toll to 40": a total
_AND = re.compile(r"\s*(?:,|and|, and|as well as|plus)\s*")
THAN = rf"\bthan\b(?! (?:an? )?(?:\d|{NUMERAL}))"  # a comparison, and no hedge
FENCE = re.compile(
    rf"[;:!?]|\b(?:where|when|after|before|because|while|whereas|but|although|though|against|compared|since|if|as)\b|{THAN}| [–—-] "
)
_AT = (
    r"\b(?:put|puts|placed|places|has|had) (?:the|that|this|its|their) (?:number|figure|toll|total|count|tally)(?: of \w+)? at (?!\s)"
    r"|^the (?:\w+ )?(?:number|figure|total|count|tally) (?:is|was|(?:now )?st(?:ands|ood) at|has reached) "
)
_FIGURE_AT_BEFORE = re.compile(rf"(?:{_AT})(?:\w+ ){{0,3}}$")
_ASIDE = re.compile(
    r", (?:including|among them|some of them|both|with)\b[^,;]*(?:, [^,;]*)??,(?= (?:are|were|have|had|is|was|has|[a-z]+ed)\b)"
)
_REACHED = re.compile(
    r"\b(?:is|are|was|were|has|have|had|at|to|by|reach\w*|exceed\w*|surpass\w*|total\w*|stood|put|of|run|top(?:s|p\w+)|pass\w+)\b"
)
_SPEAKS = re.compile(  # "it said more than 6,000"
    rf"\b(?:{SAY})(?: \w+)?(?: (?:figure|number|total|toll|count)(?: (?:of|in|for) [\w ]{{2,30}}?)?)?"
    r" (?:at |is |was |to be |stands at |stood at |of |it at |them at |it was |there were )?$"
)
_ARE_IN = re.compile(
    r"(?: who)? (?:are|were|was|is|remain\w*)(?: \w+ly| now| already| still)*(?: \w+ed to (?:be|have been))? (?:in|inside|near|at|on)\b"
)
_MAY_BE_IN = re.compile(
    r"(?: who)? (?:are|were|was|is|be|being|remain\w*)?(?: \w+ed to (?:be|have been))?(?: \w+ly| now| already| still| currently)?"
    r" ?(?:in|inside|near|at|from|on|for|,|$|\.|to|have|had|by)"
)


def link_numbers(scene: Scene) -> None:
    """What each number counts, from the nearest place to the furthest; `how` has the name of the way that found it."""
    numbers = scene.numbers
    for i, n in enumerate(numbers):
        n.index = i
        n.before = numbers[i - 1].end if i else 0
        n.after = next((o.start for o in numbers[i + 1 :] if n.alone or not o.alone), len(scene.flat))
        n.dated = _dated(scene, n)
    for n in numbers:
        if n.measures:
            link_amount(scene, n)
            continue
        if n.reading.unit or not n.linkable:
            continue
        whole = OF.match(scene.flat, n.end)
        other = next((o for o in numbers if whole and o.core == whole.end()), None)
        if whole and scene.flat[whole.end() : whole.end() + 1].isdigit() and (other is None or (other.counted and not other.people)):
            continue  # "lost 4 of its 9 vehicles"
        of = max(n.before, numbers[n.index - 1].counted_end) if n.index else 0
        part_of = n.index and (OF.fullmatch(scene.flat, n.before, n.start) or OF.fullmatch(scene.flat, of, n.start))
        if _is_agent(scene, n):
            continue
        for way in (_whole, _attribute, _presence) if part_of else _WAYS:
            if found := way(scene, n):
                if found.measures <= scene.words.presence and _CAME.match(scene.flat, found.start) and not _is_force(n):
                    break  # "2,000 migrants arrived": nobody sent them
                if (
                    not scene.words.case
                    and _LOST.match(scene.flat, found.start)
                    and not n.people
                    and not _FORCE.search(scene.flat, 0, n.start)
                ):
                    n.doubt = _WHAT
                    break  # "the company lost 9,000": jobs, or money
                n.link, n.how = found, way.__name__.lstrip("_")
                n.measure = scene.words.one_of(found.measures, scene.flat[n.end : n.end + 60])
                break
    for n in numbers if not scene.words.case else ():  # a measure of a case is of whatever it counts
        if ANIMAL.fullmatch(n.counted.lower().split(" ")[-1]) and n.link.measures <= scene.words.personal:
            n.link, n.how, n.measure = NOTHING, "", ""  # "killed 40 cows and 12 men"


def _is_force(n: Quantity) -> bool:
    """Whether those who are counted are soldiers, or no more is said of them than their nation."""
    return not n.people or bool(_MILITARY.search(n.counted.lower()) or DEMONYM.search(n.counted))


def _is_agent(scene: Scene, n: Quantity) -> bool:
    """ "were killed by 12 officers": who did it is not counted."""
    m = scene.told_before(n.start)
    role = ROLES.get(scene.flat[m.start : m.end], "noun") if m else "noun"
    return bool(m and role in ("object", "subject") and _BY.fullmatch(scene.flat, m.end, n.start))


def _part(scene: Scene, n: Quantity) -> Mention | None:
    """ "4,000 of the 11,000 soldiers were killed", "92 fighters and 14 civilians killed": what is told of the next number."""
    if n.index + 1 == len(scene.numbers):
        return None
    other = scene.numbers[n.index + 1]
    if OF.fullmatch(scene.flat, n.end, other.start) or OF.fullmatch(scene.flat, n.counted_end, other.start):
        found = behind(scene, other) or _further(scene, other)
        return _then(scene, other, found) or found
    if not n.people or ahead(scene, n, 0):
        return None
    if other.people and _AND.fullmatch(scene.flat, n.counted_end, other.start):
        return behind(scene, other)
    beside = _BESIDE.fullmatch(scene.flat, n.counted_end, other.start) and _THERE.match(scene.flat, other.counted_end)
    return _further(scene, other) if beside else None


def _around(scene: Scene, n: Quantity) -> Mention | None:
    """ "drove 4,000 people from their homes", "claimed 40 lives"."""
    return around(scene, n, n.counted_end) or around(scene, n, n.end)


def _whole(scene: Scene, n: Quantity) -> Mention | None:
    """ "4,000 of the 11,000 soldiers sent there have been killed": what is told of all of them."""
    found = behind(scene, n)
    return found if _then(scene, n, found) else None


def _attribute(scene: Scene, n: Quantity) -> Mention | None:
    """ "half of the 11,000 soldiers it first sent", "of the 300 people displaced": what is told of the whole alone."""
    m = scene.told_after(n.counted_end)
    return m if m and _ATTRIBUTE.fullmatch(scene.flat, n.counted_end, m.start) else None


def _then(scene: Scene, n: Quantity, found: Mention | None) -> Mention | None:
    """What is told of a part behind what is told of all: "sent there have been killed"."""
    if found is None or scene.next_word(n.counted_end) != found.start:
        return None
    later = scene.told_after(found.end + 1)
    between = scene.flat[found.end : later.start] if later else ""
    return later if re.search(r"^[^,;]*\b(?:have|has|had|were|was|are)(?: been| now| already| either)* $", between) else None


def _included(scene: Scene, n: Quantity) -> Mention | None:
    """ "12,000 troops, including 500 officers and three generals": what the whole counts."""
    whole = next((p for p in scene.numbers[: n.index] if p.how or p.people), None) if n.people else None
    if whole is None or not re.search(r"\b(?:including|among them|of whom)\b[^,;.]*$", scene.flat[whole.end : n.start]):
        return None
    n.whole = whole
    return whole.link if whole.how else _further(scene, whole, len(scene.flat)) or _presence(scene, whole)


def _listed(scene: Scene, n: Quantity) -> Mention | None:
    """ "estimates of the dead vary: 40 by the police, 60 by the army": what stands before the colon."""
    colon = scene.flat.rfind(": ", 0, n.start)
    m = scene.told_before(colon)
    return m if m and not n.people and not scene.told_after(colon + 1) and colon - m.end < 40 else None


def _further(scene: Scene, n: Quantity, until: int = 0) -> Mention | None:
    """ "3,000 soldiers from two brigades have been killed": the next measure of the clause."""
    flat, start, after = scene.flat, n.counted_end, until or n.after
    if not n.people and not flat[n.end : n.end + 2].strip(" ,"):
        return None
    if aside := _ASIDE.match(flat, start):
        start, after = aside.end(), len(flat)
    m = scene.told_after(start)
    if m is None or m.start > after or of_things(scene, m):
        return None
    between = flat[start : m.start]
    taken = after < len(flat) and not flat[m.end : after].strip()  # "with 48 on board crashed, killing 19"
    apart = FENCE.search(between) or len(between.split()) > 12 or re.search(r",(?! )|\band\b", between)
    return None if taken or apart else m


def _earlier(scene: Scene, n: Quantity) -> Mention | None:
    """ "the number of soldiers killed or wounded has now reached 3,000": the last measure of the clause before it."""
    m = scene.told_before(n.left)
    if m is None or m.start < n.before:
        return None
    between = scene.flat[m.end : n.left]
    fenced = FENCE.search(between) and not BRINGING.search(scene.flat[max(0, m.start - 40) : n.left])
    if fenced or re.search(r",|\bthat\b", between):
        return None
    linked = _REACHED.search(between + scene.flat[n.start : n.core].replace("at least", "").replace("at most", ""))
    told = scene.told_after(n.end) if n.people else None
    return m if linked and not (told and told.end <= n.after) else None


def _as_before(scene: Scene, n: Quantity) -> Mention | None:
    """ "in June it said more than 6,000", "the army puts the figure at 40": the measure of the number before."""
    previous = next((p for p in reversed(scene.numbers[: n.index]) if p.how), None)
    if not previous:
        return None
    if n.people:  # "sent 1,000 sappers and 5,000 builders"
        joined = _AND.fullmatch(scene.flat, previous.counted_end, n.start)
        return previous.link if joined and previous.how in ("ahead", "as_before") else None
    return previous.link if _goes_on(scene, previous, n) else None


def _goes_on(scene: Scene, previous: Quantity, n: Quantity) -> bool:
    """Whether a number without a noun counts what the one before it does."""
    between, behind_it = scene.flat[previous.end : n.start], scene.flat[n.end :]
    if re.search(r"\band $", between) and re.match(r" (?:in|near|at|on|from) ", behind_it):
        return True
    if re.search(r"(?:against|versus|with|than|to) (?:the )?[\w ]{2,40}'s $", between):
        return True
    between_as_printed = scene.text[previous.end : n.start]
    beside = re.search(r"(?:,|;|,? and) [A-Z]\w+(?: [A-Z]\w+)? $", between_as_printed)  # "Egypt counted 530 deaths, Jordan 68"
    return bool(n.dated or (beside and re.match(r"[.,;]", behind_it)) or _SPEAKS.search(between))


def _dated(scene: Scene, n: Quantity) -> When | None:
    """The time right before a number that was said then: "on 9 January of 4,000"."""
    near = (w for w in scene.times if n.start - 12 <= w.end < n.start and w.kind == "point")
    return next((w for w in near if scene.flat[w.end : n.start].strip(" ,") in ("of", "it was", "at")), None)


def _presence(scene: Scene, n: Quantity) -> Mention | None:
    """ "12,000 troops are in Russia": soldiers counted where they are, where the case counts those who were sent."""
    presence, at = scene.words.presence, n.counted_end
    if not presence or not n.counted or not _is_force(n) or not (n.people or DEMONYM.search(n.counted)):
        return None
    there = _MAY_BE_IN.match(scene.flat, at)
    present = _ARE_IN.match(scene.flat, at) or (there and re.search(r"\bthere (?:\w+ ){1,3}$", scene.flat[: n.start]))
    troops = any(m.weak and n.end <= m.start < at and m.measures & presence for m in scene.mentions)
    if present or (troops and there):
        return Mention(at, at, presence)
    return None


def _figure(scene: Scene, n: Quantity) -> Mention | None:
    """ "an official put the figure at 40": what the sentence before counted."""
    spoken = not n.people and _FIGURE_AT_BEFORE.search(scene.flat[max(0, n.start - 60) : n.core])
    if not spoken or not re.search(_AT, scene.flat):
        return None
    about = next((m for m in reversed(scene.words.mentions(flat_text(scene.earlier))) if not m.weak), None)
    return Mention(n.end, n.end, about.measures) if about else None


_WAYS = (_part, _around, behind, ahead, _included, _listed, _further, _earlier, _as_before, _presence, _figure)
