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
from discrepancy.article.subjects import SAY, VERB
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of
from discrepancy.dates import MONTHS
from discrepancy.reading.units import is_money

_SPAN = r"(?:day|night|week|month|hour|year|minute|second|shift|weekday)"
_ONCE = r"(?<!\bin )(?<!within )(?<!\bfor )(?<!over )(?<!than )(?<!half )(?<!once )(?<!such )(?<!about )(?<!during )(?<!after )"
RATE = re.compile(
    rf"\b(?:{_ONCE}an?|per|each|every) (?:working |school |single |trading )?{_SPAN}\b(?! {any_of('no_rate')}\b|-|'s)|\bdaily\b"
)
_EVERY = re.compile(rf"(?:^|[,;:] )\W*(?:every|each) (?:working |school )?{_SPAN}\b[^;:]*$")  # "Every week about 300 people come"
_EACH = re.compile(rf" (?:[\w%$€£-]+ ){{0,3}}?(?:{any_of('each')})\b|,? each\b")
_EACH_AHEAD = re.compile(rf"\b(?:{any_of('each_ahead')})\b[^,;:]*$")
_TO_EACH = re.compile(r"\b(?:each|every) [a-z][^,;:]*$")
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
_INITIAL = re.compile(r"\b(?:initial|original|record of|records? was) $")
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
_CHANGED_BY = re.compile(
    rf"\b{any_of('change_it')} (?:[\w'-]+ ){{1,5}}by(?: (?:an?|the|only|about|some|up to|almost|nearly|another))* $"
)  # "cut fares by 10 euros"
_MOVED = re.compile(rf"\b{any_of('moved')}(?: (?:an?|the|only|about|some|up to|almost|nearly|another|just))* $")  # "fell $2 to $81"
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
_PAST = re.compile(
    r"\b(?:was|were|had|[a-z]{2,}ed|fell|rose|took|made|gave|went|came|lost|won|left|found|saw|sold|spent|paid|sent|led|grew)\b"
)
_SPANS = re.compile(r"(?i)year|month|quarter|half|season|(?:19|20)\d\d|" + "|".join(MONTHS))
_PARTED = re.compile(r"[;:]|, (?:and|but|while|whereas)\b")
_SAYS = re.compile(rf"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )(?<!\bbeen )\b(?:{SAY})\b")  # "were put at": nobody speaks
_BRACKETED = re.compile(r" ?\([^()]{1,24}\)")  # "412 billion won ($298 million) in May"
_SET = re.compile(r"\b(?:at|from|of|across|among|in|with) (?:the |its |all |their )?$")
_DOWN_ON = re.compile(rf" (?:[\w-]+ ){{0,2}}?(?:(?:up|down) on|(?:above|below) (?:{any_of('before')}|\w+'s)) ")  # "six points down on 2019"
_GAINED = re.compile(rf"\b{any_of('gained')}(?: {any_of('to_number')})* ?$")
_STOCK = re.compile(rf" (?:[\w-]+ )?{any_of('stock')}\b")
_APART = re.compile(
    r"[,:]|\b(?:has|have|had|is|are|who|which|that)\b|\b(?:for|with|by|from|at|of|to|as) (?:(?:an?|the|about|some|only|just) )*$"
)
_LEVEL = re.compile(rf"\b{any_of('stocks')}\b(?:[^,;:]|,(?=\d))*$")
_OF_ANOTHER = re.compile(r"\b(?:that|had|of the)\b|, an? |\(|, (?:but|while)\b")
_PERFECT_OF = re.compile(r"\b(?:has|have)\b|\b(?:is|are) (?:still|now)\b")
_ONCE_THEN = re.compile(rf"\b(?:an? (?:[\w-]+ )?|{any_of('event')} )$")  # "a theft in January", "the strike in June"
_ASIDE_OPENED = re.compile(r", (?:(?:which|who|whose)\b[^,;]*|(?:about|some|an?|only|just|at|least|more|than|nearly|around) )*$")
_ASIDE_CLOSED = re.compile(rf", (?:{any_of('finite')}|was|were|is|are|had|has|have|[a-z]+ed)\b")
_SPLIT = re.compile(r"[;,](?!\d)|\bthat\b")
_NOW = re.compile(r"\b(?:is|are|has|have|will|would|may|could|might|now|still|remains?)\b")
_SHALL = re.compile(rf"\b{any_of('shall')}\b(?! (?:not |only )?(?:{SAY}|comment)\b)[^,;:]*$")
_SHALL_BEHIND = re.compile(rf"[^,;:]{{0,40}}?\b{any_of('shall')}\b")
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
    end = aside.end() if (aside := _BRACKETED.match(scene.flat, max(n.end, n.counted_end))) else end
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
    if _GAINED.search(scene.back(n.start, 40)) and _STOCK.match(scene.flat, n.end):
        return "change", as_of, "", doubts
    if _is_flow(scene, n):
        return "period", as_of, "", [*doubts, "of a period that is not told"]
    if kind := _taken_over(scene, n, mine):
        return kind, "", "", [*doubts, TAKEN_FOR]
    if _is_over(scene, n):
        return "period", as_of, "", [*doubts, TAKEN_FOR]
    n = n.whole or n
    act = _is_act(scene, n) and not _PERFECT.search(scene.back(n.link.start, 60))
    return "cumulative", as_of, "", [*doubts, ACTION] if act or _is_act(scene, n) else doubts


def _since(scene: Scene, n: Quantity) -> int:
    """Where the words for what a number counts can begin: before the change that led to it, "Revenue slid 8.7% to 2.3 trillion won"."""
    before = scene.numbers[n.index - 1] if n.index else None
    return before.before if before and before.kind == "change" else n.before


def _is_flow(scene: Scene, n: Quantity) -> bool:
    """Whether a sum is that of what flows: "Net profit fell to 52 million crowns"."""
    money = is_money(n.reading.unit) or _MONEY.match(scene.flat, n.end) or n.reading.value >= 1e6
    return bool(money and (_FLOW.search(scene.flat, _since(scene, n), n.start) or _FLOW.match(scene.flat, n.end)))


def _is_rate(scene: Scene, n: Quantity, end: int) -> bool:
    """Whether a number is counted per day, per head, for each of others."""
    rate = RATE.search(scene.flat, n.end, n.after)
    if _EVERY.search(scene.flat, n.before, n.start):
        return True
    if (rate and rate.end() <= end + 24 and "," not in scene.flat[end : rate.start()]) or re.search(
        r"\b(?:daily|weekly|monthly) $", scene.back(n.start, 40)
    ):
        return True
    average = _AVERAGE.search(scene.back(n.start, 30))
    if average and not _CHANGED.search(scene.back(n.start, 70)) and (rate or n.reading.unit or not average[0].startswith("on")):
        return True
    behind = _ASIDE.sub("", scene.flat[n.end : n.end + 60])
    money = _MONEY.match(scene.flat, n.end)
    if (each := _EACH.match(behind)) or (n.reading.unit not in ("", *_SHARE) and _TO_EACH.search(scene.flat, n.before, n.start)):
        return bool(n.reading.unit or money or (each and behind[each.end() : each.end() + 2].strip().isdigit()))
    if not (money or is_money(n.reading.unit)):
        return False
    behind = _ASIDE.sub("", scene.flat[money.end() :]) if money else behind
    return bool(_PIECE.match(behind) or _MEAN.search(scene.back(n.start, 90)) or _EACH_AHEAD.search(scene.flat, n.before, n.start))


def _is_change(scene: Scene, n: Quantity) -> bool:
    """Whether a number tells by how much something changed: "fell 6%", "37% fewer"."""
    if (n.reading.unit in _SHARE and _MORE.match(scene.flat, n.end)) or _THAN_BEFORE.match(scene.flat, n.end):
        return True
    if _DOWN_ON.match(scene.flat, n.end):
        return True
    if n.asserted != "planned" and _INCREASE.search(scene.back(n.start, 40)):
        return True
    changed = _CHANGED.search(scene.back(n.start, 60))
    if changed and n.asserted == "planned" and " of" in changed[0]:
        return False  # "want a rise of 9%"
    if changed and changed[0].startswith("lost") and scene.flat.startswith(" of ", n.end):
        return False  # "lost a third of its members"
    moved = n.reading.unit and _MOVED.search(scene.back(n.start, 40))
    return bool(
        (changed and (n.reading.unit in _SHARE or re.search(r"\bby\b", changed[0]))) or moved or _CHANGED_BY.search(scene.back(n.start, 80))
    )


def _as_before(scene: Scene, n: Quantity, times: list[When]) -> str:
    """The kind of the number that this one is set against: "118 between January and June, up from 74"."""
    unit = lambda o: o.reading.unit
    before = next((o for o in reversed(scene.numbers[max(0, n.index - 2) : n.index]) if unit(o) == unit(n)), None)
    before = before or (scene.numbers[n.index - 1] if n.index else None)
    if before is None or not (n.older or _LIKE.search(scene.back(n.start, 60))):
        return ""
    alike = before.reading.unit == n.reading.unit or not n.reading.unit
    if (before.kind == "change" and n.reading.unit not in _SHARE) or (before.kind == "plan" and n.asserted == "yes"):
        return ""
    if before.kind in ("cumulative", "level") and any(w.kind != "point" and w.start >= n.end for w in times):
        return ""
    return before.kind if alike else ""


def _ahead_of_us(scene: Scene, n: Quantity) -> bool:
    """Whether what is feared, denied or asked is still to come."""
    if n.asserted in ("denied", "asked"):
        return bool(_SHALL.search(scene.back(n.start, 80)) or _SHALL_BEHIND.match(scene.flat, n.end))
    return n.asserted == "feared" and bool(_COMING.search(scene.flat))


def _taken_over(scene: Scene, n: Quantity, times: list[When]) -> str:
    """The kind of the number before, where this one says nothing of its own: "Two hundred were freed last week; the union knows of 58"."""
    before = scene.numbers[n.index - 1] if n.index else None
    last = before or (scene.last if scene.place[1] else None)
    if last is None or last.kind not in ("period", "rate") or _OVERALL.search(scene.flat, n.before):
        return ""
    parted = [m.end() for m in _PARTED.finditer(scene.flat, n.before, n.start)]
    if any((parted[-1] if parted else n.before) <= w.start < n.after for w in times):
        return ""  # it has a time of its own
    same = n.counted and n.counted == last.counted and n.counted_end <= n.end  # "the union knows of 58", "the bank puts it at 29%"
    if before is None and not same and (n.reading.unit in _SHARE or n.reading.value < 1):
        return ""
    part = n.part_of and not _NOW.search(scene.flat, n.end, n.end + 40) and (before or _FOREGONE.match(scene.flat, n.end))
    alike = (n.how in ("across", "listed") or n.doubt == TAKEN or same) and n.reading.unit == last.reading.unit
    return last.kind if alike or (part and last.kind == "period") else ""


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
    if _is_state(scene, n):
        return False
    told = n.link.measures & scene.words.personal or _FLOWS.search(scene.flat, max(n.before, n.start - 40), min(n.after, n.end + 40))
    if told and scene.memory.over == "text":
        return True
    if scene.memory.over == "sentence":
        return bool(n.link.measures and _PAST.search(scene.flat)) and not any(s.source for s in scene.speakers)
    kin = n.people or n.part_of or n.increment or n.older or n.how == "across" or n.doubt == TAKEN or _since(scene, n) < n.before
    kin = kin or (scene.memory.over == "text" and not n.reading.unit)
    happened = (told or kin) and _PAST.search(scene.flat) and not _NOW.search(scene.flat)
    return bool(happened) and all(_is_heard(scene, s) for s in scene.speakers if s.source)


def _is_heard(scene: Scene, s: Speaker) -> bool:
    """Whether a speaker is the one who spoke before: "the office", behind the Office of the Ombudsman."""
    return bool(scene.before) and s.source.lower().removeprefix("the ") in f"{scene.before.source} {scene.before.named}".lower()


def counts_on(scene: Scene, doubts: list[tuple[str, ...]]) -> str:
    """Whether the text goes on to count over a period: one that a sentence tells, or a heading."""
    own = any(TAKEN_FOR not in of for of in doubts)
    if own and scene.memory.publisher:
        return "text"
    named = any(w.kind == "period" and not w.exact for w in scene.times) or _REGULAR.search(scene.flat)
    if named and len(scene.text) < 120 and not scene.numbers and not scene.text.rstrip().endswith((".", "!", "?", '"', "”")):
        return "text"  # "Recorded crime, year ending March 2024"
    if own:
        return scene.memory.over or ("sentences" if any(_SPANS.search(w.words) for w in scene.times) else "sentence")
    since = lambda w: w.kind == "until" or (w.kind == "since" and not _RECORD.search(scene.back(w.start, 60)))
    other = _EVENT.search(scene.flat) or any(w.exact and not _of_speaker(scene, w) for w in scene.times)
    gone = any(map(since, scene.times)) or (other and scene.memory.over == "sentences") or scene.memory.over == "sentence"
    return "" if gone else scene.memory.over


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
        if (
            _ALONE.match(scene.flat, w.end)
            or (_one_of_two(scene, w) and not _COUNTING.search(scene.flat))
            or (w.exact and _NEW.match(scene.flat, n.end))
        ):
            return "period", last, first
        if w.kind == "period" and (behind or w.end <= n.start):
            return "cumulative" if first == last and first else "period", last, first
        event = (
            w.kind == "point"
            and last
            and not _of_speaker(scene, w)
            and (behind or _opens(scene, n, w) or (not w.exact and _is_ahead(scene, n, w)))
        )
        if event and not VERB.search(scene.flat[end : w.start]) and not _COUNTING.search(scene.flat):
            once = (
                w.exact or (not behind and _ONCE_THEN.search(scene.back(w.start, 30))) or (_EVENT.search(scene.flat) and not n.reading.unit)
            )
            return "cumulative" if once else "period", last, first
    return None


def _is_ahead(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a time stands between what is counted and its number: "the collection last month brought in 1,143 euros"."""
    own = lambda o: o.end <= w.start and not FENCE.search(scene.flat, o.end, w.start)  # "from 600 in April to 2,000"
    crossed = any(w.end <= o.start or own(o) for o in scene.numbers[: n.index])
    return w.end <= n.start and not crossed and not _APART.search(scene.flat, w.end, n.start)


def _one_of_two(scene: Scene, w: When) -> bool:
    """Whether two numbers are counted on a day each: "340 on Sunday and 510 on Monday"."""
    beside = lambda o, v: 0 <= v.start - (o.counted_end or o.end) <= 4 or 0 <= o.start - v.end <= 2  # "Wednesday (43,750)"
    counts = lambda v: any(beside(o, v) for o in _numbers_near(scene, v.start, v.end))
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
    return bool(_SAYS.search(flat, w.end, n.start) and not _KEPT.search(flat, w.end, n.start))


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
        or _LEVEL.search(scene.flat, _since(scene, n), n.start)
    )


def near(scene: Scene, n: Quantity, w: When, end: int) -> bool:
    """Whether a time is that of what is counted: nothing that ends the clause or speaks of another number is between."""
    flat = scene.flat
    crossed = lambda s: bisect_left(scene.starts, s.end) < bisect_left(scene.starts, w.start)  # another number is between the two
    if any(end <= s.start < s.end <= w.start and crossed(s) for s in _speakers_near(scene, w)):
        return False  # what another speaker counts
    if flat.startswith("'s", w.end) and (w.kind == "point" or _EVENT.search(flat, w.end, w.end + 30)):
        return False  # "Thursday's fire": when it was, not how long was counted
    if n.end <= w.start < end and any(n.end <= o.start < w.start for o in scene.numbers):
        return False  # "4,000 of the 11,000 troops sent last year were killed"
    between = flat[end : w.start] if w.start >= end else flat[w.end : n.start]
    between = _EVENT_THAT.sub(" ", between) if w.exact else between
    if any(end <= o.start < w.start and (o.older or _LIKE.search(scene.back(o.start, 60))) for o in scene.numbers):
        return False  # "to 6,000 from 5,000 in March"
    if w.start >= end and any(end <= o.start < w.start for o in scene.numbers) and _SET.search(scene.back(n.start, 12)):
        return False  # "Attendance at 31 museums reached 5.6 million in May"
    if w.start >= end and _OTHER_CLAUSE.search(flat, n.end, w.start):
        return False
    if w.start >= end and any(end <= o.start < w.start for o in scene.numbers) and _OF_ANOTHER.search(between):
        return False  # the time of another number
    if w.last and w.last < scene.day and _PERFECT_OF.search(between if w.start >= end else _own_clause(scene, n, w)):
        return False  # "2,400 nurses have been trained, and a million doses arrived last week": what is over now is no perfect
    if w.start >= end and _ASIDE_CLOSED.search(between) and _ASIDE_OPENED.search(scene.back(n.start, 60)):
        return False  # "The shaft, 310 metres deep, was sealed in 1931"
    if w.end <= n.start and _SPLIT.search(between) and any(0 <= w.start - (o.counted_end or o.end) <= 6 for o in scene.numbers[: n.index]):
        return False  # "14 on the second day, told reporters that 52 had been brought out"
    if len(between) > _FAR or (between == ", " and w.start >= end and w.kind == "point"):
        return False  # "are presumed dead, October 1": the day of a picture
    if ";" in between and not _goes_over(scene, n, w):
        return False
    if re.search(rf"\b(?:up|down) from\b|{THAN}", between) or (w.end <= n.start and BRINGING.search(between)):
        return False
    return not FENCE.search(between) or (w.kind == "period" and w.end < n.start and not re.search(r"\b(?:when|where|after)\b", between))


def _own_clause(scene: Scene, n: Quantity, w: When) -> str:
    """The clause of a number that stands behind a time."""
    parted = [m.end() for m in _PARTED.finditer(scene.flat, w.end, n.start)]
    return scene.flat[parted[-1] : n.after] if parted else ""


def _goes_over(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a time that opens the sentence holds beyond a semicolon: "In May police stopped 400 drivers; 90 were drunk"."""
    here = scene.flat.rfind(";", 0, n.start)
    own = _PAST.search(scene.flat, here, n.after) and not _NOW.search(scene.flat, here, n.after)
    return w.kind in ("point", "period") and not w.exact and w.end <= n.start and _opens(scene, n, w) and bool(own)


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
