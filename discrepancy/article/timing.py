"""Which of the times of a sentence are those of a number, and not of what is said, of another number, or of a speaker.

In go a `Scene`, a number and a time that is told; out comes yes or no.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from discrepancy.article.frames import BRINGING, FENCE, THAN
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import SAY, VERB
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of

LIKE = re.compile(
    rf"\b(?:{any_of('likened')})(?: (?:a|an|the|just|only|about|some|around|nearly|almost|more|than|at|least|record)){{0,3}} $"
)
_PART_OF_DAY = re.compile(r"\b(?:early|earlier|late|later) $")
_HAVE = re.compile(r" (?:[\w-]+ ){0,4}?(?:have|has)\b")
_OTHER_CLAUSE = re.compile(
    r"\band (?:\w+ly )?(?:expects?|hopes?|plans?|wants?|will|would|could|may|aims?|has|have|had)\b|\b(?:who|which)\b"
)
_BESIDE = 120  # characters: not further is a number from the time right before it
_FAR = 200  # characters from a number: a time further away is not that of the number
PAST = re.compile(
    r"\b(?:was|were|had|[a-z]{2,}ed|fell|rose|took|made|gave|went|came|lost|won|left|found|saw|sold|spent|paid|sent|led|grew)\b"
)
PARTED = re.compile(r"[;:]|, (?:and|but|while|whereas)\b")
_SAYS = re.compile(  # "were put at", "on record", "the claim": nobody speaks
    rf"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bon )(?<!\bof )(?<!\bthe )(?<!\ba )\b(?:{SAY})\b"
)
_SET = re.compile(r"\b(?:at|from|of|across|among|in|with) (?:the |its |all |their )?$")
_APART = re.compile(r"[,:]|\b(?:has|have|had|is|are|who|which|that)\b|\b(?:for|with|by|from|of) (?:(?:an?|the|about|some|only|just) )*$")
_OF_ANOTHER = re.compile(r"\b(?:that|had|of the)\b|, an? |\(|, (?:but|while)\b")
_PERFECT_OF = re.compile(r"\b(?:has|have)\b|\b(?:is|are) (?:still|now)\b")
_ASIDE_OPENED = re.compile(r", (?:(?:which|who|whose)\b[^,;]*|(?:about|some|an?|only|just|at|least|more|than|nearly|around) )*$")
_ASIDE_CLOSED = re.compile(rf", (?:{any_of('finite')}|was|were|is|are|had|has|have|[a-z]+ed)\b")
NOW = re.compile(r"\b(?:is|are|has|have|will|would|may|could|might|now|still|remains?)\b")
_KEPT = re.compile(rf"\b{any_of('kept')}\b")  # "In February the office recorded": the time of what was recorded
_FROM = re.compile(r"\b(?:up|down) from\b")
_CUT = re.compile(rf";|{THAN}|\b(?:when|where|after)\b")
EVENT = re.compile(rf"\b{any_of('event')}\b(?! (?:{any_of('event')}s|fires)\b)|\bwhen (?:an?|the|two|their|his|her)\b")
_BY_THE_WAY = re.compile(r"^, (?:(?:an?|the|its) |after |before |despite |amid )[^,;:\d]{4,60}, ")  # "In 2002, the worst year of all, 61"
_EVENT_THAT = re.compile(rf"\b{any_of('event')} (?:that|which)\b")  # "in a blaze that swept through a school on Friday"


def is_ahead(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a time stands between what is counted and its number: "the collection last month brought in 1,143 euros"."""
    own = lambda o: o.end <= w.start and not FENCE.search(scene.flat, o.end, w.start)  # "from 600 in April to 2,000"
    crossed = any(w.end <= o.start or own(o) for o in scene.numbers[: n.index])
    return w.end <= n.start and not crossed and not _APART.search(scene.flat, w.end, n.start)


def one_of_two(scene: Scene, w: When) -> bool:
    """Whether two numbers are counted on a day each: "340 on Sunday and 510 on Monday"."""
    days = _days_counted(scene)
    days = days[bisect_left(days, w.start - _FAR, key=lambda v: v.end) : bisect_left(days, w.end + _FAR, key=lambda v: v.start)]
    return any(v is w for v in days) and len({v.first for v in days}) > 1


@lru_cache(maxsize=4)
def _days_counted(scene: Scene) -> list[When]:
    """The days of a sentence right beside a number."""
    beside = lambda o, v: 0 <= v.start - (o.counted_end or o.end) <= 4 or 0 <= o.start - v.end <= 2  # "Wednesday (43,750)"
    times = (v for v in scene.times if v.exact and v.end > scene.dateline)
    return [v for v in times if any(beside(o, v) for o in numbers_near(scene, v.start, v.end))]


def times_near(scene: Scene, start: int, end: int) -> list[When]:
    """The times not far from a place, behind the dateline."""
    times = scene.times
    low = bisect_left(times, max(start - _FAR, scene.dateline + 1), key=lambda w: w.end)
    return times[low : bisect_left(times, end + _FAR, low, key=lambda w: w.start)]


@lru_cache(maxsize=4)
def _in_order(scene: Scene) -> tuple[list[Speaker], list[int]]:
    """The speakers of a sentence in the order of print, and where they start."""
    speakers = sorted(scene.speakers, key=lambda s: s.start)
    return speakers, [s.start for s in speakers]


def _speakers_near(scene: Scene, w: When) -> list[Speaker]:
    """The speakers not far from a time."""
    speakers, starts = _in_order(scene)
    return speakers[bisect_left(starts, w.start - _FAR) : bisect_left(starts, w.end + _FAR)]


def numbers_near(scene: Scene, start: int, end: int) -> list[Quantity]:
    """The numbers right beside a place."""
    return scene.numbers[bisect_left(scene.starts, start - _BESIDE) : bisect_left(scene.starts, end + _BESIDE)]


def when_said(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a time before a number is that of what is said, or of another number: "said at the weekend that", "Last month he put"."""
    flat = scene.flat
    if _PART_OF_DAY.search(scene.back(w.start, 9)):
        return True  # "without electricity early in the day"
    if w.end > n.start:
        return False
    if flat.startswith(" that ", w.end) and VERB.search(flat, max(0, w.start - 12), w.start):
        return True
    if any(w.end <= o.start < n.start for o in scene.numbers) and _HAVE.match(flat, n.end):
        return True  # "Rainfall from March to June was 88 mm and 240,000 hectares have failed"
    return bool(_SAYS.search(flat, w.end, n.start) and not _KEPT.search(flat, w.end, n.start))


def opens(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a time opens the sentence of a number, or stands before its colon."""
    lead = scene.flat[scene.dateline : w.start].strip()
    return (
        len(lead) <= 3
        or bool(re.fullmatch(r"(?:in|on|during|over|at) [^,;:]{2,30},", lead))
        or bool(re.fullmatch(r"\s?[:(,]?\s?", scene.flat[w.end : n.start]))
    )


def near(scene: Scene, n: Quantity, w: When, end: int) -> bool:
    """Whether a time is that of what is counted: nothing that ends the clause or speaks of another number is between."""
    flat, behind = scene.flat, w.start >= end
    between = flat[end : w.start] if behind else flat[w.end : n.start]
    if len(between) > _FAR or (between == ", " and behind and w.kind == "point"):
        return False  # "are presumed dead, October 1": the day of a picture
    if "(" in between.rstrip("( ") and ")" not in between:
        return False  # "the total to 9 (same date in 2024: 4)"
    between = _EVENT_THAT.sub(" ", between) if w.exact and (" that" in between or " which" in between) else between
    between = _BY_THE_WAY.sub(", ", between) if w.end <= n.start and not flat[scene.dateline : w.start].strip() else between
    fenced = FENCE.search(between)
    if fenced and (w.kind != "period" or w.end >= n.start or _CUT.search(between)):
        return False
    if _FROM.search(between) or (w.end <= n.start and BRINGING.search(between)):
        return False
    if flat.startswith("'s", w.end) and (w.kind == "point" or EVENT.search(flat, w.end, w.end + 30)):
        return False  # "Thursday's fire": when it was, not how long was counted
    if not behind:
        return not (n.end <= w.start and _between(scene, n.end, w.start))  # "4,000 of the 11,000 troops sent last year were killed"
    if _OTHER_CLAUSE.search(flat, n.end, w.start):
        return False
    if w.last and w.last < scene.day and _PERFECT_OF.search(between):
        return False  # "2,400 nurses have been trained, and a million doses arrived last week": what is over now is no perfect
    if _ASIDE_CLOSED.search(between) and _ASIDE_OPENED.search(scene.back(n.start, 60)):
        return False  # "The shaft, 310 metres deep, was sealed in 1931"
    others = _between(scene, end, w.start)
    if not others:
        return True
    if any(o.older or LIKE.search(scene.back(o.start, 60)) for o in others):
        return False  # "to 6,000 from 5,000 in March"
    if _OF_ANOTHER.search(between) or _SET.search(scene.back(n.start, 12)):
        return False  # the time of another number; "Attendance at 31 museums reached 5.6 million in May"
    last = others[-1].start  # what another speaker counts is no more of this one
    return not any(end <= s.start < s.end <= last for s in _speakers_near(scene, w))


def _between(scene: Scene, start: int, end: int) -> list[Quantity]:
    """The numbers that start between two places."""
    return scene.numbers[bisect_left(scene.starts, start) : bisect_left(scene.starts, end)]


def of_speaker(scene: Scene, w: When) -> bool:
    """Whether a time is that at which somebody spoke, and not that during which he counted."""
    apart = lambda s: scene.flat[s.start - 1 : s.start] == "(" and w.end <= s.start  # "returned in December (the agency)"
    beside = (
        lambda s: (
            (0 <= w.start - s.end <= 12 and not _between(scene, s.end, w.start))
            or (  # "counted 41 injuries in May"
                0 <= s.start - w.end <= 4 and ";" not in scene.flat[w.end : s.start] and not of_event(scene, w, s)
            )
        )
    )
    return any(beside(s) and not of_count(scene, w, s) and not apart(s) for s in _speakers_near(scene, w))


def of_count(scene: Scene, w: When, s: Speaker) -> bool:
    """ "In February the office recorded", "In 2023 the service seized": the time of what a speaker counted, and not of his words."""
    return w.end <= s.end and bool(_KEPT.search(scene.flat, max(w.end, s.start), s.end + 16))


def of_event(scene: Scene, w: When, s: Speaker) -> bool:
    """ "were killed on Saturday, police said": a time that a comma sets apart from the speaker behind it."""
    return w.end <= s.start and "," in scene.flat[w.end : s.start] and bool(scene.starts) and scene.starts[0] < w.start
