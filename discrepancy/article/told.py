"""A number as an article tells it: what, who, when, up to which day; what is not sure is a doubt.

In goes a `Scene` with numbers, links and speakers; out comes one `Told` a number that counts something.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from discrepancy import dates
from discrepancy.article.continuing import goes_on_speaking, when_spoken
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Quantity, Scene, reading_of
from discrepancy.article.speakers import ACCORDING
from discrepancy.article.subjects import SAY, VERB
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of
from discrepancy.article.when import kind_of, of_event
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading
from discrepancy.saying.text import clean

EARLIER = "the day of the statement is taken from what its source said before"
CITING = ("citing", "cites", "quoting", "relaying")
_NOMINAL = re.compile(r"casualt|loss|dead|death|toll|fatal|injuries|prisoner")
_SAID_IT = re.compile(rf"\b(?:{SAY})(?: (?:of|at|as|it at))? [\"“]?$")
_ASIDE = re.compile(rf", (?:(?:which|who) (?:now |also )?{any_of('describes')}|whose)\b(?:[^,;]|,(?=\d))*,(?!\d)")  # what is told of somebody by the way is told by nobody else
_PASSED_ON = re.compile(r"\w+ed by\b")
_AS = re.compile(r"\bas (?:the )?.?$")
_YEAR = re.compile(r"\b(?:[a-z]+ of|an?|the|its|their) ((?:19|20)\d\d)\b")
_KEEPS = re.compile(rf"\b(?:{any_of('keeps_count')}|{any_of('intends')}|confirmed|asked for|believes?|found|counted|claimed)$")
_WHO = re.compile(r", (?:who|which|whom)(?: \w+ly| later| also| has| have| had| then)* $")
_CLOSE = re.compile(r",(?!\d)")
_ANOTHER = re.compile(rf"; (?:[\w ]{{3,30}} )??(?:the|its|his|her|their|an?) (?:[\w'-]+ ){{0,3}}{any_of('body')}\b[^,;]* (?:had|has|have|was|were|is|are)\b")
_COMMA = re.compile(r",[\"”’']? ?.?$")
_AT_ONCE = re.compile(r"; (?:(?:the other|of these|of them|another|some|about|at least|only) )?$")  # "the office found; three were unarmed"
_KEPT = re.compile(rf"\b{any_of('kept')}$")
_IN_WRITING = re.compile(  # "the figure dates from May", "in a report to parliament in June", "its last report, published in March"
    r"\b(?:dates?|dated|was|is) from $"
    r"|\bin (?:an?|its|his|her|their|the) (?:\w+ ){0,3}(?:report|letter|statement|briefing|interview|post|speech|address|study|paper|update|note|memo|e-?mail|tweet|article|column|filing|release|lecture)\b[\w' ]*"
    r"(?:, (?:published|released|dated|issued|printed) ?(?:on|in)? ?)?$"
    r"|\b(?:forecast|estimate|projection|bulletin|statement|post|version|latest),? (?:(?:made|published|issued|given|dated) )?(?:on|in|from)? ?$"
)
_TAKEN_ON = re.compile(r"\b(?:taken|collected|carried out|conducted|held|counted|gathered) (?:on|in|during)? ?$")


@dataclass(frozen=True, slots=True)
class Told:
    """A number as an article tells it."""

    phrase: str  # hedge, number and the word behind it, as printed
    start: int  # offsets into the text as given
    end: int
    reading: Reading  # what the phrase says, in persons or whatever is counted
    measure: str  # id; empty where the case has several that the word can mean
    kind: str  # cumulative, period, rate or plan
    source: str  # id in the case, else the name as printed; empty where none is named
    sources: tuple[str, ...]  # every source of the case that the name can stand for
    named: str  # the name as printed
    said: When | None  # when it was said, as far as the text tells
    where: dict[str, str]  # values of declared dimensions that the sentence names
    wording: str  # the shortest phrase with what is counted, for a table
    sentence: str  # that it stands in
    at: tuple[int, int]  # number of the block and of the sentence
    doubts: tuple[str, ...] = ()
    as_of: str = ""  # the day up to which the number speaks; empty where not told
    period_start: str = ""  # the first day covered
    counted: str = ""  # the words behind the number: "North Korean soldiers"
    asserted: str = "yes"  # or denied, false, feared, asked, planned
    part_of: str = ""  # the whole that it is told as a part of, as printed
    place: str = ""  # where, if the text tells it for this number alone
    increment: bool = False  # told as what came on top: "another 2,000"
    older: bool = False  # told as the figure before the newest: "up from 30"
    via: str = ""  # who reports what the source said
    measures: frozenset[str] = frozenset()  # every measure that can be meant

    @property
    def statement_date(self) -> str:
        """The day of the statement as far as it is told: a day, a month or a year; else empty."""
        return self.said.day if self.said else ""

    def to_dict(self) -> dict:
        """The fields of ``discrepancy extract --json``."""
        said = {name: getattr(self.reading, name) for name in ("low", "best", "high", "open", "unit")}
        about = ("measure", "kind", "source", "statement_date", "as_of", "period_start", "where")
        place = {"phrase": self.phrase, "start": self.start, "end": self.end}
        return place | said | {name: getattr(self, name) for name in about} | {"doubts": list(self.doubts)}

    def to_row(self, day: str, url: str = "", outlet: str = "", retells: Claim | None = None) -> dict[str, str]:
        """A row of claims.csv, with a column of doubts: of an article of this day, and of the closest wording that it retells."""
        r, said = self.reading, retells.statement_date if retells else self.statement_date
        doubts = [*self.doubts, *["statement_date is the day of the article"] * (not said)]
        if retells:
            doubts.append(f"that it retells {retells.claim} is inferred")
        shown = {"value": r.side not in ("range", "vague"), "low": r.side in ("floor", "range"), "high": r.side in ("ceiling", "range")}
        return {
            "statement": retells.statement if retells else "",
            "version_of": retells.claim if retells else "",
            "source": self.source,
            "reported_by": outlet,
            "url": url,
            "published": day,
            "statement_date": said or day,
            **{name: getattr(self, name) for name in ("as_of", "period_start", "measure", "kind")},
            **self.where,
            "wording": self.wording,
            "language": "en",
            **{name: f"{getattr(r, name):.15g}" if is_shown else "" for name, is_shown in shown.items()},
            "seen_as": "page",
            "doubts": "; ".join(doubts),
        }


def tell(scene: Scene, n: Quantity) -> Told:
    """Tell what a linked number counts, who says so, when, and up to which day."""
    speaker = _via(scene, n, _speaker(scene, n)) or goes_on_speaking(scene, n)
    if speaker is None and scene.memory.publisher:
        speaker = Speaker(0, 0, scene.memory.publisher, doubt=f"{scene.memory.publisher}, whose text it is, is taken for its source")
    publisher = scene.memory.publisher
    if speaker and publisher and speaker.source and not speaker.doubt and not speaker.via and speaker.source.lower() not in publisher.lower():
        speaker = replace(speaker, via=publisher)
    told_now = _said(scene, n, speaker)
    said = told_now or when_spoken(scene, n, speaker)
    if told_now and told_now.exact and speaker and speaker.source:
        scene.memory.days[speaker.source] = told_now
    kind, as_of, period_start, doubts = kind_of(scene, n, said)
    n.kind = kind
    as_of, period_start = _not_after(as_of, period_start, said)
    source = speaker.source if speaker else ""
    end = n.counted_end if n.people and n.counted else n.end
    if n.link.start == scene.next_word(n.end):
        end = n.link.end
    start, stop = scene.sentence.span(n.start, end)
    return Told(
        phrase=scene.text[n.start : end],
        start=start,
        end=stop,
        reading=n.reading,
        measure=n.measure,
        kind=kind,
        source=source,
        sources=speaker.sources if speaker else (),
        named=speaker.named or source if speaker else "",
        said=said,
        as_of=as_of,
        period_start=period_start,
        where=scene.where,
        counted=_whom(scene, n) or scene.text[n.link.start : n.link.end],
        wording=_wording(scene, n, end),
        sentence=scene.text,
        at=scene.place,
        asserted=n.asserted,
        part_of=n.part_of,
        increment=n.increment,
        older=n.older,
        measures=n.link.measures,
        via=speaker.via if speaker else "",
        doubts=(*doubts, *[EARLIER] * bool(said and not told_now), *_doubts(scene, n, speaker, said)),
    )


def _not_after(as_of: str, period_start: str, said: When | None) -> tuple[str, str]:
    """The last and first day that a number speaks of, never after it was said: "said on Monday that … in the past two days"."""
    if not said or not said.exact or not said.first or len(as_of) < 10 or as_of <= said.day:
        return as_of, period_start
    late = date.fromisoformat(as_of) - said.first
    began = (date.fromisoformat(period_start) - late).isoformat() if len(period_start) == 10 else period_start
    return said.day, began


def _doubts(scene: Scene, n: Quantity, speaker: Speaker | None, said: When | None) -> list[str]:
    """What is not told for sure of a number: who, when, what."""
    doubts = ["no source is named"] if not speaker or not speaker.source else [speaker.doubt] * bool(speaker.doubt)
    if said is None:
        doubts.append("the day of the statement is not told")
    elif said.doubt:
        doubts.append(said.doubt)
    elif said.first and said.last and not said.exact:
        doubts.append(f"“{said.words}” is {dates.say(said.first)} to {dates.say(said.last)}, no day")
    doubts += [doubt for doubt in (n.unread, n.reported) if doubt]
    if n.doubt:
        doubts.append(n.doubt)
    elif not n.measure and n.link.measures:
        doubts.append("what is counted can be " + " or ".join(m for m in scene.words.measures if m in n.link.measures))
    elif not n.measure:
        doubts.append(
            f"no measure is known for “{clean(_whom(scene, n), 60)}”" if _whom(scene, n) else "what is counted is not told beside it"
        )
    if n.how in ("further", "earlier", "as_before"):
        doubts.append("what is counted stands at a distance from the number")
    return doubts


def _whom(scene: Scene, n: Quantity) -> str:
    """The words for those who are counted: behind the number, or before what is counted."""
    if n.counted or n.link.start >= n.start or not _NOMINAL.search(scene.flat, n.link.start, n.link.end):
        return n.counted  # "Greek forces captured two": who is counted is not said
    words = re.search(r"(?:[\w'’]+ ){1,3}$", scene.text[: n.link.start])
    return words[0].strip() if words else ""


def _wording(scene: Scene, n: Quantity, end: int) -> str:
    """Hedge, number and what is counted; words between them are left out with three dots."""
    (a, b), (c, d) = sorted([(n.start, end), (n.link.start, n.link.end)])
    phrase = scene.text[n.start : end]
    if n.link.start >= n.link.end or d <= b or c < b:
        return phrase
    wording = scene.text[a:b] + (" ... " if scene.text[b:c].strip() else " ") + scene.text[c:d]
    same = reading_of(wording)
    return wording if same and (same.low, same.high, same.open) == (n.reading.low, n.reading.high, n.reading.open) else phrase


# ------------------------------------------------------------------------------------- who says it, and when


def _speaker(scene: Scene, n: Quantity) -> Speaker | None:
    """Who says a number: the nearest speaker on the side on which he speaks."""
    aside = next((m.span() for m in _ASIDE.finditer(scene.flat) if m.start() < n.start < m.end()), None)
    heard = [s for s in scene.speakers if aside is None or s.end <= aside[0] or aside[0] < s.start < aside[1]]
    heard = [s for s in heard if not (s.end <= n.start and _beyond(scene, s, n))]
    heard = [s for s in heard if not (s.end <= n.start and _KEEPS.search(scene.flat, s.start, s.end) and _told_by_another(scene, n, s))]
    only = scene.speakers[0] if len(scene.speakers) == 1 and scene.numbers[-1].end <= scene.speakers[0].start else None

    def far(s: Speaker) -> float:
        first = s.end <= n.start
        between = scene.flat[s.end : n.start] if first else scene.flat[n.end : s.start]
        inside = s.tail and first and re.match(r",(?! (?:and|but|while)\b)", between) and not any(s.end <= o.start < n.start for o in scene.speakers)
        if ";" in between and (s.tail or not first) and not (s is only and _COMMA.search(scene.flat, max(0, s.start - 3), s.start + 1)) and not _AT_ONCE.search(between) and not scene.flat.startswith("so say", s.start):
            return math.inf  # who came behind what he said says nothing beyond it
        if first and ";" in between and _ANOTHER.search(between):
            return math.inf  # "…; by midnight the hospital had received 29"
        tail = s.tail and not inside  # "the true toll, he said, is 57"
        away = 90 * tail if first else 80 * (not s.tail)
        away -= 120 * scene.flat.startswith(CITING, s.start)  # it was the one quoted who said so
        away -= 60 * (s.tail and not _PASSED_ON.match(scene.flat, s.start) and bool(_AS.search(scene.flat, max(0, s.start - 8), s.start + 1)))  # "as the service put it"
        crossed = max(0, n.index - bisect_left(scene.starts, s.end), bisect_left(scene.starts, s.start) - n.index - 1)
        reach = len(between) * (0.15 if first and not s.tail else 1)  # who speaks first speaks of all that follows
        return reach + away + 200 * (";" in between) + 60 * bool(re.search(r"\b(?:while|whereas|but)\b", between)) + 5 * crossed

    nearest = min(heard, key=far, default=None)
    return nearest if nearest and far(nearest) < math.inf else None


def _beyond(scene: Scene, s: Speaker, n: Quantity) -> bool:
    """Whether a number is beyond what somebody says in a relative clause: "the owner, who put it at 500, paid a fine of 2 million"."""
    if not _WHO.search(scene.back(s.start, 40)):
        return False
    close = _CLOSE.search(scene.flat, s.end)
    return bool(close and close.end() <= n.start)


def _told_by_another(scene: Scene, n: Quantity, s: Speaker) -> bool:
    """Whether it is another who says what somebody counted or did: "Florida has confirmed 58 deaths, the governor's office said"."""
    return any(o.tail and o.source and o.start >= n.end and o is not s and ";" not in scene.flat[n.end : o.start] for o in scene.speakers)


def _via(scene: Scene, n: Quantity, speaker: Speaker | None) -> Speaker | None:
    """A speaker who is quoted by another of the sentence: "the agency reported 40 dead, quoting the ministry"."""
    if speaker is None or not scene.flat.startswith(CITING, speaker.start):
        return speaker
    others = [s for s in scene.speakers if s is not speaker and s.source and not ACCORDING.match(scene.flat, s.start)]
    return replace(speaker, via=others[0].named or others[0].source) if others else speaker


def _said(scene: Scene, n: Quantity, speaker: Speaker | None) -> When | None:
    """When the number was said: the time beside its speaker, or at the end of what he says."""
    points = [w for w in scene.times if w.kind == "point" and w.last and w.first and w.first <= scene.day and w.end > scene.dateline]
    if speaker and (of_year := _YEAR.search(scene.flat[speaker.start : speaker.end])):
        year = int(of_year[1])
        return When(0, 0, "point", date(year, 1, 1), date(year, 12, 31), of_year[1])  # "the inquiry of 1996 fixed the dead at 689"
    if not points or speaker is None:
        return None
    if n.dated in points:
        return n.dated
    written = (w for w in points if _IN_WRITING.search(scene.back(w.start, 60)) and not VERB.search(scene.flat, n.end, w.start))
    direct = next(
        (w for w in points if scene.flat[n.end : w.start].strip(' ,"”') in ("", "on", "in") and _SAID_IT.search(scene.back(n.start, 30))), None
    )
    if direct and not n.people and not _KEPT.search(scene.flat[speaker.start : speaker.end]):
        return direct  # "claimed 1,600 on Sunday"
    if speaker.end == 0:
        return next(written, None)  # whoever spoke in a sentence before
    kept = _KEPT.search(scene.flat[speaker.start : speaker.end])
    points = [w for w in points if not (w.start < speaker.end and kept) and not _TAKEN_ON.search(scene.back(w.start, 30))]
    if found := next(written, None):
        return found
    for s in [speaker, *(s for s in scene.speakers if s is not speaker and s.source == speaker.source)]:
        far = lambda w: w.start - s.end if w.start >= s.end else max(0, s.start - w.end)  # noqa: B023
        if found := min((w for w in points if _beside(scene, s, w)), key=far, default=None):
            return found
    if ACCORDING.match(scene.flat, speaker.start):  # "citing the service, he told reporters on Monday"
        others = [s for s in scene.speakers if s is not speaker]
        told = (w for w in points if any(0 <= w.start - s.end <= 25 and "," not in scene.flat[s.end : w.start] for s in others))
        if found := next(told, None):
            return found
    verb = scene.flat[speaker.start : speaker.end].split()[-1:]
    late = [w for w in points if w.start > speaker.end and n.how in ("ahead", "behind", "earlier")]
    put = verb and verb[0] in ("put", "puts", "gave", "gives", "estimated", "counted", "spoke", "toll", "count", "figure", "estimate", "tally", "forecast")
    return late[-1] if late and put and speaker.end <= n.start and not (kept and not late[-1].exact) else None


def _beside(scene: Scene, speaker: Speaker, w: When) -> bool:
    """Whether nothing that is counted or that speaks stands between a speaker and a time."""
    a, b = (speaker.end, w.start) if w.start >= speaker.end else (w.end, speaker.start)
    lead = w.end <= speaker.start and "," in scene.flat[a:b] and ACCORDING.match(scene.flat, speaker.start)  # "last Sunday, by its count,"
    if any(m.start() < w.start < m.end() for m in _ASIDE.finditer(scene.flat)) and not VERB.search(scene.flat, a, b):
        return False
    if lead or ";" in scene.flat[a:b] or b - a > 60 or of_event(scene, w, speaker):
        return False
    crossed = any(a <= o.start < b for o in scene.numbers) or any(a <= s.start and s.end <= b for s in scene.speakers if s is not speaker)
    return not crossed and not any(m.start >= a and m.end <= b and not m.weak for m in scene.mentions)
