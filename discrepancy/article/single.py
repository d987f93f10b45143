"""One person told by an article alone: "A woman of 61 was killed", "two women and a man".

In goes a `Scene` with its numbers; in come one for each person whose age is told, or who stands beside others who are counted.
"""

from __future__ import annotations

import re
from itertools import pairwise

from discrepancy.article.scene import Quantity, Scene, reading_of
from discrepancy.article.vocabulary import any_of

_WHO = rf"(?:[a-z'’-]+ ){{0,2}}?{any_of('one_person')}\b"
_AGED = re.compile(rf"\b(an?) (?:[\w-]+ )?(?:[\w-]+-year-old(?: {_WHO})?|{_WHO}(?:,? aged|,| of) \d\d?\b(?=,? [a-z])(?:, (?=was|is|has))?)")
_BESIDE = re.compile(rf" and (an?) {_WHO}")
_ONE_OF_THEM = re.compile(r"\b(?:including|among them|one of them),? $")
_AGE = re.compile(r"\S+-year-old|,? aged \d+|(?: of|,) \d+")


def find_single(scene: Scene) -> None:
    """Add those who are told by an article alone."""
    flat, found = scene.flat, []
    if any(o.classed == "age" for o in scene.others) or "-year-old" in flat:
        found += _AGED.finditer(flat)
    found += [m for n in scene.numbers if n.people and (m := _BESIDE.match(flat, n.counted_end))]
    one = reading_of("one") if found else None
    for m in found if one else ():
        if not any(n.start < m.end() and m.start(1) < n.counted_end for n in scene.numbers):
            n = Quantity(m.start(1), m.end(1), m.start(1), m.start(1), one, people=True)
            n.counted_end, n.alone, n.counted = m.end(), True, _AGE.sub("", scene.text[n.end : m.end()]).strip(" ,")
            scene.numbers.append(n)
    scene.numbers.sort(key=lambda n: n.start)


def settle_single(scene: Scene) -> None:
    """Who is told to be one of those before them has their lot; leave out those of whom nothing is told that is counted."""
    for before, n in pairwise(scene.numbers):
        if n.alone and before.how and _ONE_OF_THEM.search(scene.flat[before.end : n.start]):
            n.link, n.how, n.measure = before.link, before.how, before.measure
    scene.numbers = [n for n in scene.numbers if not n.alone or n.how]
    for i, n in enumerate(scene.numbers):
        n.index = i
