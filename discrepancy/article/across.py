"""What is left open beside a number, from the numbers before it: "another 30", "of them", "up from 58%", "Nine are missing".

In go the numbers of a `Scene` with their links and wholes; out come the `counted` and the measure of those that have no noun or no measure of
their own.  Whatever is taken from elsewhere is a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.clause import ahead, behind, content, verb_ahead
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import Mention

TAKEN = "what is counted is taken from the number before"
_CONVERTED = re.compile(r" \((?:about |some |around |roughly |nearly |or |then )?$")
_BOTH = re.compile(r" (?:and|or|to) (?:about |some )?$")
_SCALED = re.compile(r"illion\b|\bbn\b|\bm\b")


def carry_over(scene: Scene, n: Quantity) -> None:
    """Fill what a number counts from what stands before it, where nothing of its own says so."""
    if n.how or n.link.measures:
        return
    before = scene.numbers[n.index - 1] if n.index else None
    of = _named(scene, before) if before else scene.last.counted if scene.last else ""
    at = max(n.end, n.counted_end)
    told = behind(scene, at, n)
    if content(n.counted) and not n.part_of:
        n.counted = _joined(verb_ahead(scene, n), n.counted, told)
        return
    if before and _CONVERTED.search(scene.flat[before.end : n.start]):
        n.counted = _joined(of, told)
        return
    if n.part_of:
        n.counted = _joined(n.counted, n.part_of or of, told)
        _same(scene, n, before)
        return
    words, open_ = ("", True) if n.older else ahead(scene, n)
    if words:
        n.counted = _joined(words, n.counted, told)
        return
    n.counted = _joined(of, n.counted, told)
    _take_unit(scene, n, before)
    if before is None or before.reading.unit == n.reading.unit:
        _same(scene, n, before)


def _take_unit(scene: Scene, n: Quantity, before: Quantity | None) -> None:
    """ "3.42 million barrels a day, up from 3.31 million", "revised it to 130 billion": the unit of what was told before."""
    unit = before.reading.unit if before else scene.last.reading.unit if scene.last else ""
    if n.reading.unit or not unit or n.counted_end > n.end:
        return
    if n.older or _SCALED.search(scene.flat, n.core, n.end):
        of = before.reading if before else scene.last.reading  # pyright: ignore[reportOptionalMemberAccess]
        n.reading = replace(n.reading, unit=unit, per=of.per)
        n.doubt = TAKEN


def _named(scene: Scene, n: Quantity) -> str:
    """What a number counts, in words."""
    return n.counted or scene.text[n.link.start : n.link.end]


def _joined(*words: str) -> str:
    """The words of several places in a row, each once."""
    found: list[str] = []
    for piece in words:
        found += [w for w in piece.split() if w not in found]
    return " ".join(found)


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
