"""A number with a unit (a percentage, an area, a sum of money, a rate) → the measure of the case that is in such a unit.

In goes a `Scene` with its numbers; out come their links.  Where only the unit says what is counted, or where the words narrow it ("among
women"), the link is loose: such a number is set beside an equal one, and its difference from another says nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.times import When
from discrepancy.article.vocabulary import Mention, any_of
from discrepancy.reading.reading import Reading

_BY_UNIT = "only its unit says what is counted"
_NARROWED = "whether it counts all that the record counts is not sure"
_EARLIER = "it may be the figure of an earlier day"
LOOSE = frozenset((_BY_UNIT, _NARROWED, _EARLIER))

_STEP = r"(?: \w+ly| just| only)?(?: by| of)?(?: an?| the)? ?$"
_RISE, _FALL = (re.compile(rf"\b{any_of(way)}{_STEP}") for way in ("rise", "fall"))
_FROM = re.compile(r"\b(?:from|than|against|after|compared (?:with|to)|versus) (?:the |an? )?$")
_LEAD = re.compile(rf"(.*?)(?:^|[,;:“\"(] ?|\b(?:that|{any_of('say')}) )\s*(?:{any_of('unnarrowed')}\s+)*$")
_NARROWS = re.compile(r"\b(?:in|among|amongst|for|of|at|on)\b")
_TO_NUMBER = re.compile(rf"[\s:(,–-]*(?:{any_of('stands')}\b[\s:(]*)*")
_TO_WORD = re.compile(r"\s*(?:[,(]\s*)?(?:the |an? |were |was |are |is )?")
_CLOSED = re.compile(r"\s*(?:$|[.,;:)”\"–—]|(?:and|but|this|last|while|from|up|down|against|after|compared)\b)")


def link_amount(scene: Scene, n: Quantity) -> None:
    """What a number in a unit counts, and how surely; nothing where it says by how much something else changed."""
    ahead = scene.back(n.start, 60)
    falls = _FALL.search(ahead)
    if falls or _RISE.search(ahead):
        n.measures &= scene.words.changes
        n.reading = _below_zero(n.reading) if falls else n.reading
    if not n.measures:
        return
    near = [m for m in scene.mentions if m.measures & n.measures]
    if near:
        n.how, n.link = "words", min(near, key=lambda m: n.start - m.end if m.end <= n.start else m.start - n.end + 20)
        n.doubt = "" if _alone(scene, n) else _NARROWED
        n.measure = scene.words.one_of(n.link.measures & n.measures, "")
    else:
        n.how, n.link, n.doubt = "unit", Mention(n.end, n.end, n.measures), _BY_UNIT
    if _FROM.search(ahead):
        n.doubt = n.doubt or _EARLIER


def _alone(scene: Scene, n: Quantity) -> bool:
    """Whether nothing before, between or behind a number and its word narrows what is counted; times do not."""
    m, flat = n.link, scene.flat
    for w in scene.times:
        flat = flat[: w.start] + " " * (w.end - w.start) + flat[w.end :]
    flat = re.sub(r"(?<= {5})(?:in|at the end of|of)(?= )|\b(?:in|at the end of|of|on|by) (?= {3})", lambda m: " " * len(m[0]), flat)
    joined = _TO_NUMBER.fullmatch(flat[m.end : n.start]) if m.end <= n.start else _TO_WORD.fullmatch(flat[n.end : m.start])
    lead = _LEAD.fullmatch(flat[: min(n.start, m.start)])
    return bool(joined and lead and not _NARROWS.search(lead[1]) and _CLOSED.match(flat[max(n.end, m.end) :]))


def of_when(scene: Scene, n: Quantity, near: list[When]) -> tuple[str, str, str]:
    """The kind of a number in a unit, which is that of the figures of its measure, its last day and its first."""
    kinds = scene.words.kinds(n.link.measures & n.measures)
    far = lambda w: w.start - n.end if w.start >= n.end else n.start - w.end + 20
    w = min((w for w in near if w.first and w.last and w.first <= scene.day), key=far, default=None)
    kind = kinds[0] if len(kinds) == 1 else "period" if w and not w.exact and "period" in kinds else next(iter(kinds), "level")
    if w is None or not w.first or not w.last:
        return kind, "", ""
    if kind in ("period", "rate"):
        return kind, w.last.isoformat(), w.first.isoformat()
    return kind, w.day if w.day[5:] or w.kind == "point" else w.last.isoformat(), ""


def _below_zero(r: Reading) -> Reading:
    """The reading of "shrank by 0.4%": what is printed as a size is an amount below zero."""
    hedge = {"floor": "at most", "ceiling": "at least"}.get(r.side, r.hedge)
    opened = {"low": "high", "high": "low"}.get(r.open, r.open)
    return replace(r, value=-r.value, low=-r.high, best=-r.best, high=-r.low, open=opened, hedge=hedge)
