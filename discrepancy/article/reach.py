"""How far the words of a sentence reach: its fences, the clause of each number, and where cues stand.

In goes a `Scene` with its numbers; out come `Reach` objects, one a number.  What holds for the whole sentence is found once, and looked up
by place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from discrepancy.article.cues import Cue
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import any_of

FAR = 400  # characters to either side of a number; what is further away says nothing of it
_FENCE = re.compile(
    rf"[,;!?()]|:(?!\d\d)|(?:(?<=[a-z]{{3}})|(?<=\d))\.(?= )|[\"“”](?= )| [–—-] |\b{any_of('fence')}\b"
    rf"|\band(?= (?:\w+ly )?{any_of('and_verb')}\b)"
)
# a few words quoted are no clause of their own
_SHORT = re.compile(r"[\"“](?=(?:[\w'’-]+ ){0,4}[\w'’-]+[\"”])|(?<=[\w'’])[\"”]")
_BRACKETS = re.compile(r"\([^()]{0,20}\)|(?<=\d),(?=\d)")
_ASIDE = re.compile(r",( [^,;:]{2,60}),(?= that\b)")  # "It was not true, she said, that two had died"
_APART = re.compile(  # "Two mills, in Sorby and Ekne, will close", "would raise, on my sums, about €90m"
    rf",( {any_of('aside')} [^,;:]{{2,60}}),(?= {any_of('aside_verb')}\b| [$€£]?\d"
    r"| (?:between|about|some|at least|up to|more than|nearly)\b)"
)
_TRAILING = re.compile(rf",( {any_of('trailing_on')}\b)")  # "will be cut, affecting 700 people"
AND_THAT = re.compile(r"\band that\b")
_OF_PLACE = re.compile(rf"\b(?:the|an?|this|\w+'s) (?:\w+ )?(?:{any_of('district')}|country|nation|community|camp) of $")
_LEAD = re.compile(r"\W*(?:(?:the|a|an|our|its|their|official|new|latest) )*")
CLOSES = re.compile(r"(?=[.,;:!?)\"”]|$| (?:and|but|he|she|said|says|by|according)\b)")
NOT_AHEAD = re.compile(r"\b(?:not|no|neither|nor|never|no longer|nobody|no one|few|hardly|cannot|n't)(?: \w+)? $")
PAST_TENSE = re.compile(r"\b(?:was|were|had|has|have|did|gave|sent|took|got|made|won|lost|put|set|fell|rose|came|went|[a-z]{2,}ed)\b")
RELATIVE = re.compile(r"\b(?:who|which|that|whom)\b")
_GRANTED = re.compile(rf"\b(?:the|those|these|its|their|his|her|our|all) (?:(?:{any_of('stood_out')}|\w+ing|\w+ed) )?$")
_AUXILIARY = re.compile(r"\b(?:were|was|had|have|has|are|be|been|will)\b")
_START, _END = attrgetter("start"), attrgetter("end")


def _joined(m: re.Match) -> str:
    """The words of an aside without its commas, as long as before."""
    return f"~{m[1]}~" if m[0].endswith(",") else f"~{m[1]}"


@dataclass(slots=True, eq=False)
class Clauses:
    """The words of a sentence and its fences; what names a speaker aside, stands in short brackets, or is a few quoted words, is none."""

    scene: Scene
    flat: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    goal: int = -1  # which fence is the first, if it begins with what is aimed at or foretold
    cues: dict[str, list[Cue]] = field(default_factory=dict)  # by kind, in order

    def __post_init__(self) -> None:
        flat, asides = _BRACKETS.sub(self._bracket, self.scene.flat), []
        for aside in (_ASIDE, _APART, _TRAILING):
            flat = _SHORT.sub("~", flat) if aside is _ASIDE else flat
            asides += [m.span() for m in aside.finditer(flat) if aside is not _TRAILING]
            flat = aside.sub(_joined, flat)
        self.flat = flat
        for m in _FENCE.finditer(flat):
            self.starts.append(m.start())
            self.ends.append(m.end())
        for cue in self.scene.cues:
            if not any(a < cue.start < b for a, b in asides):  # "told me, on condition that they weren't named, that five had died"
                self.cues.setdefault(cue.kind, []).append(cue)
        lead = _LEAD.match(flat, self.scene.dateline)
        if lead and any(cue.start == lead.end() for cue in self.cues.get("goal", ())):
            self.goal = bisect_left(self.starts, lead.end())

    def _bracket(self, m: re.Match) -> str:
        at = bisect_left(self.scene.starts, m.start())
        holds = m[0][0] == "(" and at < len(self.scene.starts) and self.scene.starts[at] < m.end()
        return m[0] if holds else "~" * len(m[0])

    def last(self, kind: str, since: int, until: int) -> Cue | None:
        """The last cue of a kind in a piece of the sentence."""
        return within[-1] if (within := self.within(kind, since, until)) else None

    def first(self, kind: str, since: int, until: int) -> Cue | None:
        """The first one."""
        return within[0] if (within := self.within(kind, since, until)) else None

    def within(self, kind: str, since: int, until: int) -> list[Cue]:
        """All of them, in order."""
        cues = self.cues.get(kind, [])
        return cues[bisect_left(cues, since, key=_START) : bisect_right(cues, until, key=_END)] if cues else cues


class Reach:
    """A number with the clause that it stands in."""

    def __init__(self, clauses: Clauses, n: Quantity) -> None:
        self.clauses, self.n, self.scene, self.flat = clauses, n, clauses.scene, clauses.flat
        before = bisect_right(clauses.ends, n.core) - 1
        behind = bisect_left(clauses.starts, n.end)
        size = len(clauses.flat)
        begins = clauses.ends[before] if before >= 0 else 0
        self.labelled = before >= 0 and clauses.flat[clauses.starts[before]] == ":" and clauses.goal == before
        if self.labelled:
            begins = self.scene.dateline  # "Target for 2030: 400"
        self.begins = max(begins, n.core - FAR)
        self.stops = min(clauses.starts[behind] if behind < len(clauses.starts) else size, n.end + FAR)
        self.since, self.until = max(0, n.start - FAR), min(size, n.end + FAR)  # of what is looked at in the sentence around it
        self.ahead = clauses.flat[self.begins : n.core]
        self.behind = AND_THAT.split(clauses.flat[n.end : self.stops])[0]
        self.end = n.end + len(self.behind)

    def last(self, kind: str) -> Cue | None:
        """The last cue of a kind in the clause before the number."""
        return self.clauses.last(kind, self.begins, self.n.core)

    def next(self, kind: str) -> Cue | None:
        """The first one in the clause behind it."""
        return self.clauses.first(kind, self.n.end, self.end)

    def before(self, kind: str) -> Cue | None:
        """The last one in the sentence before the number."""
        return self.clauses.last(kind, self.since, self.n.core)

    def after(self, kind: str) -> Cue | None:
        """The first one in the sentence behind it."""
        return self.clauses.first(kind, self.n.end, self.until)

    def in_sentence(self, kind: str) -> Cue | None:
        """One anywhere around it."""
        return self.clauses.first(kind, self.since, self.until)

    @cached_property
    def to_link(self) -> str:
        """The words between the number and what happened to those whom it counts, where that stands behind it."""
        n = self.n
        return self.scene.flat[n.end : min(n.link.start, self.until)] if n.link.start > n.end else ""

    @cached_property
    def of_place(self) -> bool:
        """Whether a number tells no more than how large a place is: "the town of 9,000"."""
        return bool(_OF_PLACE.search(self.scene.back(self.n.start, 40)))

    @cached_property
    def granted(self) -> bool:
        """Whether what happened to those who are counted is taken for granted: "the 41 people killed", "the seven who died"."""
        definite = _GRANTED.search(self.scene.flat, max(0, self.n.start - 24), self.n.start)
        return bool(definite and not _AUXILIARY.search(self.to_link))
