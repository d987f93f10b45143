"""Of what kind a number is, up to which day it speaks, and from which: a total, the count of a period, a rate, a change, a plan.

In go a number of a `Scene` and the time at which it was said; out come kind, last day, first day and what is in doubt.  What happened on
one day is no period: it is a total whose days are known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from discrepancy.article.across import TAKEN
from discrepancy.article.amounts import of_when
from discrepancy.article.frames import BRINGING, FENCE, THAN
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import VERB
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of
from discrepancy.reading.units import is_money

_SPAN = r"(?:day|night|week|month|hour|year|minute|second|shift|weekday)"
_ONCE = r"(?<!\bin )(?<!within )(?<!\bfor )(?<!over )(?<!than )(?<!half )(?<!once )(?<!such )(?<!about )(?<!during )(?<!after )"
RATE = re.compile(
    rf"\b(?:{_ONCE}an?|per|each|every) (?:working |school |single |trading )?{_SPAN}\b(?! {any_of('no_rate')}\b|-|'s)|\bdaily\b"
)
_EACH = re.compile(rf" (?:[\w%$€£-]+ ){{0,3}}?(?:{any_of('each')})\b|,? each\b")
_EACH_AHEAD = re.compile(rf"\b(?:{any_of('each_ahead')})\b[^,;:]*$")
_PIECE = re.compile(r" (?:an?|per) (?!(?:year|month|week|day|decade|moment) (?:ago|earlier|later|before)|few|number|lot)[a-z]")
_AVERAGE = re.compile(
    r"\b(?:an average|averages?|averaged|on average,?|at a rate|at the rate)(?: of)?(?: (?:about|some|around|only|nearly|just))? $"
)
_MEAN = re.compile(r"\b(?:average|mean|median)\b[^,;:]*$")
_LIKE = re.compile(
    rf"\b(?:{any_of('likened')})(?: (?:a|an|the|just|only|about|some|around|nearly|almost|more|than|at|least|record)){{0,3}} $"
)
_STATE = re.compile(rf"\b(?:{any_of('state')})(?: {any_of('to_number')})* ?$")
_STATED = re.compile(rf" (?:[\w'-]+ ){{0,3}}?(?:{any_of('stated')})\b")
_PROMISE = re.compile(rf"\b{any_of('promise')}\b[^;:]*$")
_FLOWS = re.compile(rf"\b{any_of('flows')}\b")
_OVERALL = re.compile(rf"\b{any_of('overall')}\b")
_RECORD = re.compile(r"\b(?:\w+est|most|first|least|record)\b[^,;]*$")  # "the highest number since 2009": no start of a count
_THE = re.compile(r"\b(?:the|those|these) $")
_FOREGONE = re.compile(r" (?:[a-z-]+ ){0,3}?of (?:the|them|those|these|whom)\b")
_PART_OF_DAY = re.compile(r"\b(?:early|earlier|late|later) $")
_HAVE = re.compile(r" (?:[\w-]+ ){0,4}?(?:have|has)\b")
_SHARE = ("%", "pp", "percent", "per cent")
_REGULAR = re.compile(
    r"\b(?:weekly|monthly|quarterly|annual|yearly|half-yearly|fortnightly|(?:year|quarter|months?|weeks?) (?:ending|ended|to))\b"
)
_INITIAL = re.compile(r"\b(?:initial|original) $")
_LENGTHS = ("km", "mi", "m", "kn")
_LONG = re.compile(r"\b(?:years|months)\b")
_SO_FAR = re.compile(r"\bso far (?:in |during )?$")
_NEW = re.compile(rf" (?:new|fresh) (?:\w+ )?{any_of('afresh')}\b")
_FLOW = re.compile(rf" ?\b(?:in |of )?{any_of('flow')}\b")  # what has no size but that of a period: profits, exports
_ALONE = re.compile(r" alone\b")
_OTHER_CLAUSE = re.compile(
    r"\band (?:\w+ly )?(?:expects?|hopes?|plans?|wants?|will|would|could|may|aims?|has|have|had)\b|\b(?:who|which)\b"
)
_ASIDE = re.compile(r"^[^.;,()]{0,12} ?\([^()]{1,20}\)|^\)")  # "50 million naira ($31,000) for each"
_MONEY = re.compile(rf" ?(?:{any_of('money')})\b")
_BY = r"(?: \w+ly| just| only)?(?: by| of)?(?: an?| the| just| only| about| some| up to| as much as| average of| almost| nearly)* $"
_CHANGED = re.compile(
    rf"(?<!ma[dk]e )(?<!makes )(?<!take )(?<!took )(?<!eat )\b(?:{any_of('rise')}|{any_of('fall')}|{any_of('changed')}){_BY}"
)
_MORE = re.compile(rf" (?:more|fewer|less|higher|lower|{any_of('compared')})\b(?! than (?:\d|half|one|over|any|other))")
_THAN_BEFORE = re.compile(rf" (?:[\w-]+ ){{0,2}}?(?:more|fewer|less|higher|lower|{any_of('compared')}) than (?:{any_of('before')})\b")
_INCREASE = re.compile(rf"\b(?:{any_of('increase')})(?: in \w+)?(?: of|,|:| was| is)(?: (?:about|some|only|just|almost|nearly|up to))? $")
_ACT = re.compile(
    r"\b(?:kill|wound|injur|captur|arrest)ing$|(?<!been )(?<!were )(?<!was )(?<!are )(?<!and )(?<!or )(?<!dead )(?<!those )(?<!toll )"
    r"\b(?:kill|wound|injur|captur|arrest)ed$"
)
_BESIDE = 120  # characters: not further is a number from the time right before it
_FAR = 400  # characters from a number: a time further away is not that of the number
TAKEN_FOR = "taken for the period of the number before"
ACTION = "an action, which may be a total or not"
_PERFECT = re.compile(r"\b(?:has|have|had)\b(?:.{0,12}$| \w+ed\b[^,;]* and $)")  # "had killed 27 soldiers and captured nine"
_IN_ALL = re.compile(r"\b(?:so far|in all|in total)\b")
_COUNTING = re.compile(r"\b(?:stood|count|toll)\b")
_KEPT = re.compile(rf"\b{any_of('kept')}\b")  # "In February the office recorded": the time of what was recorded
_EVENT = re.compile(rf"\b{any_of('event')}\b|\bwhen (?:an?|the|two|their|his|her)\b")
_EVENT_THAT = re.compile(rf"\b{any_of('event')} (?:that|which)\b")  # "in a blaze that swept through a school on Friday"
_COMING = re.compile(
    rf"\b(?:could|may|might|would|will)\b(?! {any_of('there_already')}\b)|\bby (?:\w+day|next|the end)\b|\b{any_of('coming')}\b"
)


def kind_of(scene: Scene, n: Quantity, said: When | None) -> tuple[str, str, str, list[str]]:
    """Total, period, rate or plan; the day up to which it speaks; the first day covered; what is in doubt."""
    doubts: list[str] = []
    if n.measures:
        kind, as_of, period_start = of_when(
            scene, n, [w for w in _times_near(scene, n.start, n.end) if w is not said and near(scene, n, w, n.end)]
        )
        return "plan" if n.asserted in ("planned", "feared") else kind, as_of, period_start, doubts
    end = max(n.counted_end, n.link.end if n.link.start >= n.start else 0)
    mine = [w for w in _times_near(scene, n.start, end) if w is not said]
    until = next((w for w in mine if w.kind == "until" and w.last and w.last <= scene.day and n.start - 60 <= w.start), None)
    as_of = until.day if until else ""
    speed = n.reading.per == "hour" and n.reading.unit in _LENGTHS
    if (
        not speed
        and (n.reading.per or _is_rate(scene, n, end))
        and not (n.asserted == "planned" and _PROMISE.search(scene.back(n.start, 90)))
    ):
        return "rate", "", "", doubts
    if _is_change(scene, n) or (n.increment and n.asserted == "feared" and not n.link.measures & scene.words.presence):
        return "change", as_of, "", doubts
    if n.asserted == "planned" or _ahead_of_us(scene, n):
        return "plan", as_of, "", doubts
    if like := _as_before(scene, n, mine):
        return like, "", "", doubts
    since = next((w for w in mine if w.kind == "since" and w.start > n.start - 80 and not _RECORD.search(scene.back(w.start, 60))), None)
    if any(w.kind == "period" and 0 <= w.start - end < 12 for w in mine):
        since = None  # "1,400 since January, against 860 in the same period of 2023"
    if since and any(w.kind == "period" and end <= w.start < since.start for w in mine):
        since = None  # "1,650 over the past day, taking the losses since 2022 to 795,940"
    if since and since.first is None:
        doubts.append("the first day covered is told without a date")
    if since:
        return "cumulative", as_of, since.day, doubts
    if found := _period(scene, n, mine, end):
        return *found, doubts
    if _is_flow(scene, n):
        return "period", as_of, "", [*doubts, "of a period that is not told"]
    if kind := _taken_over(scene, n, mine):
        return kind, "", "", [*doubts, TAKEN_FOR]
    if _is_over(scene, n):
        return "period", as_of, "", [*doubts, TAKEN_FOR]
    n = n.whole or n
    act = _is_act(scene, n) and not _PERFECT.search(scene.back(n.link.start, 60))
    return "cumulative", as_of, "", [*doubts, ACTION] if act or _is_act(scene, n) else doubts


def _is_flow(scene: Scene, n: Quantity) -> bool:
    """Whether a sum is that of what flows: "Net profit fell to 52 million crowns"."""
    money = is_money(n.reading.unit) or _MONEY.match(scene.flat, n.end) or n.reading.value >= 1e6
    return bool(money and (_FLOW.search(scene.flat, n.before, n.start) or _FLOW.match(scene.flat, n.end)))


def _is_rate(scene: Scene, n: Quantity, end: int) -> bool:
    """Whether a number is counted per day, per head, for each of others."""
    rate = RATE.search(scene.flat, n.end, n.after)
    if (rate and rate.end() <= end + 24) or re.search(r"\b(?:daily|weekly|monthly) $", scene.back(n.start, 40)):
        return True
    average = _AVERAGE.search(scene.back(n.start, 30))
    if average and not _CHANGED.search(scene.back(n.start, 70)) and (rate or n.reading.unit or not average[0].startswith("on")):
        return True
    behind = _ASIDE.sub("", scene.flat[n.end : n.end + 60])
    money = _MONEY.match(scene.flat, n.end)
    if _EACH.match(behind):
        return bool(n.reading.unit or money)
    if not (money or is_money(n.reading.unit)):
        return False
    behind = _ASIDE.sub("", scene.flat[money.end() :]) if money else behind
    return bool(_PIECE.match(behind) or _MEAN.search(scene.back(n.start, 90)) or _EACH_AHEAD.search(scene.flat, n.before, n.start))


def _is_change(scene: Scene, n: Quantity) -> bool:
    """Whether a number tells by how much something changed: "fell 6%", "37% fewer", "twice as many"."""
    if n.reading.unit == "times":
        return True
    if (n.reading.unit in _SHARE and _MORE.match(scene.flat, n.end)) or _THAN_BEFORE.match(scene.flat, n.end):
        return True
    if n.asserted != "planned" and _INCREASE.search(scene.back(n.start, 40)):
        return True
    changed = _CHANGED.search(scene.back(n.start, 60))
    if changed and n.asserted == "planned" and " of" in changed[0]:
        return False  # "want a rise of 9%"
    return bool(changed and (n.reading.unit in _SHARE or re.search(r"\bby\b", changed[0])))


def _as_before(scene: Scene, n: Quantity, times: list[When]) -> str:
    """The kind of the number that this one is set against: "118 between January and June, up from 74"."""
    before = scene.numbers[n.index - 1] if n.index else None
    if before is None or not (n.older or _LIKE.search(scene.back(n.start, 60))):
        return ""
    alike = before.reading.unit == n.reading.unit or not n.reading.unit
    if (before.kind == "change" and before.reading.unit not in _SHARE) or (before.kind == "plan" and n.asserted == "yes"):
        return ""
    if before.kind in ("cumulative", "level") and any(w.kind != "point" and w.start >= n.end for w in times):
        return ""
    return before.kind if alike else ""


def _ahead_of_us(scene: Scene, n: Quantity) -> bool:
    """Whether what is feared is still to come."""
    return n.asserted == "feared" and bool(_COMING.search(scene.flat))


def _taken_over(scene: Scene, n: Quantity, times: list[When]) -> str:
    """The kind of the number before, where this one says nothing of its own: "Two hundred were freed last week; the union knows of 58"."""
    before = scene.numbers[n.index - 1] if n.index else None
    kind = before.kind if before else scene.last.kind if scene.last and scene.place[1] else ""
    own = [w for w in times if (before.end if before else 0) <= w.start < n.after]
    share = before is None and (n.reading.unit in _SHARE or n.reading.value < 1)
    if own or share or kind not in ("period", "rate") or _OVERALL.search(scene.flat):
        return ""
    if kind == "period" and not before and scene.goes_on and not any(s.source for s in scene.speakers):
        return kind
    unit = before.reading.unit if before else scene.last.reading.unit if scene.last else ""
    bare = before and n.counted and n.counted == before.counted and n.counted_end <= n.end  # "the union knows of 58"
    part = n.part_of and (before or _FOREGONE.match(scene.flat, n.end))
    return kind if (part and kind == "period") or ((n.how == "across" or n.doubt == TAKEN or bare) and n.reading.unit == unit) else ""


def _is_over(scene: Scene, n: Quantity) -> bool:
    """Whether a number is that of the period that the text was about before: what happened, where no time is told."""
    if (
        not scene.memory.over
        or any(n.before <= w.start < n.after for w in scene.times)
        or _OVERALL.search(scene.flat)
        or _EVENT.search(scene.flat)
        or n.asserted != "yes"
    ):
        return False
    return not _is_state(scene, n) and bool(
        n.link.measures & scene.words.personal or _FLOWS.search(scene.flat, max(n.before, n.start - 40), min(n.after, n.end + 40))
    )


def counts_on(scene: Scene, doubts: list[tuple[str, ...]]) -> bool:
    """Whether the text goes on to count over a period: one that a sentence tells, or a heading."""
    if scene.memory.publisher and any(TAKEN_FOR not in of for of in doubts):
        return True
    named = any(w.kind == "period" and not w.exact for w in scene.times) or _REGULAR.search(scene.flat)
    if named and len(scene.text) < 120 and not scene.numbers and not scene.text.rstrip().endswith((".", "!", "?", '"', "”")):
        return True  # "Recorded crime, year ending March 2024"
    return scene.memory.over and not any(w.kind in ("since", "until") for w in scene.times)


def _period(scene: Scene, n: Quantity, times: list[When], end: int) -> tuple[str, str, str] | None:
    """The kind of a number during a time, its last and first day, if the sentence tells one; of one day it is a total."""
    state = n.measure not in scene.words.personal and _is_state(scene, n)
    dated = lambda w: any(o.dated is w for o in _numbers_near(scene, w.start, w.end) if o is not n)
    for w in times:
        if dated(w) or not near(scene, n, w, end) or (w.kind == "point" and (state or _THE.search(scene.back(n.start, 8)))):
            continue
        if not w.exact and _when_said(scene, n, w):
            continue  # when it was said
        if w.words.lower().startswith("within") or (w.first is None and not n.link.measures and _LONG.search(w.words)):
            continue  # a time that something took, and not that of a count
        first, last = w.first.isoformat() if w.first else "", w.last.isoformat() if w.last and w.last <= scene.day else ""
        behind = w.start >= end
        if _SO_FAR.search(scene.back(w.start, 12)):
            return "cumulative", last, first
        if _ALONE.match(scene.flat, w.end) or _one_of_two(scene, w) or (w.exact and _NEW.match(scene.flat, n.end)):
            return "period", last, first
        if w.kind == "period" and (behind or w.end <= n.start):
            return "cumulative" if first == last and first else "period", last, first
        event = w.kind == "point" and last and not _of_speaker(scene, w) and (behind or _opens(scene, n, w))
        if event and not VERB.search(scene.flat[end : w.start]) and not _COUNTING.search(scene.flat):
            once = w.exact or (_EVENT.search(scene.flat) and not n.reading.unit)
            return "cumulative" if once else "period", last, first
    return None


def _one_of_two(scene: Scene, w: When) -> bool:
    """Whether two numbers are counted on a day each: "340 on Sunday and 510 on Monday"."""
    counts = lambda v: any(0 <= v.start - (o.counted_end or o.end) <= 4 for o in _numbers_near(scene, v.start, v.end))
    days = [v for v in _times_near(scene, w.start, w.end) if v.exact and counts(v)]
    return len({v.first for v in days}) > 1 and w in days


def _times_near(scene: Scene, start: int, end: int) -> list[When]:
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


def _numbers_near(scene: Scene, start: int, end: int) -> list[Quantity]:
    """The numbers right beside a place."""
    return scene.numbers[bisect_left(scene.starts, start - _BESIDE) : bisect_left(scene.starts, end + _BESIDE)]


def _when_said(scene: Scene, n: Quantity, w: When) -> bool:
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
    return bool(VERB.search(flat, w.end, n.start) and not _KEPT.search(flat, w.end, n.start))


def _opens(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a time opens the sentence of a number, or stands before its colon."""
    lead = scene.flat[scene.dateline : w.start].strip()
    return (
        len(lead) <= 3
        or bool(re.fullmatch(r"(?:in|on|during|over|at) [^,;:]{2,30},", lead))
        or bool(re.fullmatch(r"\s?[:(,]?\s?", scene.flat[w.end : n.start]))
    )


def _is_state(scene: Scene, n: Quantity) -> bool:
    """Whether a number is that of a state of things, which has a day and no length: "employed 14,300 people in December"."""
    return bool(
        _INITIAL.search(scene.back(n.start, 12))
        or _STATE.search(scene.back(n.start, 60))
        or _STATED.match(scene.flat, n.counted_end or n.end)
    )


def near(scene: Scene, n: Quantity, w: When, end: int) -> bool:
    """Whether a time is that of what is counted: nothing that ends the clause or speaks of another number is between."""
    flat = scene.flat
    crossed = lambda s: bisect_left(scene.starts, s.end) < bisect_left(scene.starts, w.start)  # another number is between the two
    if any(end <= s.start < s.end <= w.start and crossed(s) for s in _speakers_near(scene, w)):
        return False  # what another speaker counts
    if flat.startswith("'s", w.end) and w.kind == "point":  # "Thursday's fire": when it was, not how long was counted
        return False
    if n.end <= w.start < end and any(n.end <= o.start < w.start for o in scene.numbers):
        return False  # "4,000 of the 11,000 troops sent last year were killed"
    between = flat[end : w.start] if w.start >= end else flat[w.end : n.start]
    between = _EVENT_THAT.sub(" ", between) if w.exact else between
    if any(end <= o.start < w.start and (o.older or _LIKE.search(scene.back(o.start, 60))) for o in scene.numbers):
        return False  # "to 6,000 from 5,000 in March"
    if w.start >= end and _OTHER_CLAUSE.search(flat, n.end, w.start):
        return False
    if w.start >= end and any(end <= o.start < w.start for o in scene.numbers) and re.search(r"\b(?:that|had|of the)\b|, an? |\(", between):
        return False  # the time of another number
    if len(between) > _FAR or (between == ", " and w.start >= end and w.kind == "point"):
        return False  # "are presumed dead, October 1": the day of a picture
    if re.search(rf";|\b(?:up|down) from\b|{THAN}", between) or (w.end <= n.start and BRINGING.search(between)):
        return False
    return not FENCE.search(between) or (w.kind == "period" and w.end < n.start and not re.search(r"\b(?:when|where|after)\b", between))


def _of_speaker(scene: Scene, w: When) -> bool:
    """Whether a time is that at which somebody spoke, and not that during which he counted."""
    apart = lambda s: scene.flat[s.start - 1 : s.start] == "(" and w.end <= s.start  # "returned in December (the agency)"
    speakers = [s for s in _speakers_near(scene, w) if not of_count(scene, w, s) and not apart(s)]
    return any(0 <= w.start - s.end <= 12 or (0 <= s.start - w.end <= 4 and not of_event(scene, w, s)) for s in speakers)


def of_count(scene: Scene, w: When, s: Speaker) -> bool:
    """ "In February the office recorded", "In 2023 the service seized": the time of what a speaker counted, and not of his words."""
    return w.end <= s.end and bool(_KEPT.search(scene.flat, max(w.end, s.start), s.end + 16))


def _is_act(scene: Scene, n: Quantity) -> bool:
    """ "killed 50 soldiers": told as what somebody did, and not as a count; "killed five people and wounded 24" is one act."""
    flat = scene.flat
    if n.how != "ahead" or _IN_ALL.search(flat) or re.search(r",|\b(?:is|are|was|were|at|to)\b", flat[n.link.end : n.left]):
        return False
    joined = any(o.how == "ahead" and flat[o.counted_end : n.link.start] == " and " for o in scene.numbers)
    return bool(_ACT.search(flat[n.link.start if joined else max(0, n.link.start - 12) : n.link.end]))


def of_event(scene: Scene, w: When, s: Speaker) -> bool:
    """ "were killed on Saturday, police said": a time that a comma sets apart from the speaker behind it."""
    return w.end <= s.start and "," in scene.flat[w.end : s.start] and bool(scene.starts) and scene.starts[0] < w.start
