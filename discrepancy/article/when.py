"""Of what kind a number is, up to which day it speaks, and from which: a total, the count of a period, a rate, a change, a plan.

In go a number of a `Scene` and the time at which it was said; out come kind, last day, first day and what is in doubt.  What happened on
one day is no period: it is a total whose days are known.
"""

from __future__ import annotations

import re

from discrepancy.article import timing
from discrepancy.article.across import TAKEN
from discrepancy.article.amounts import of_when
from discrepancy.article.rates import MONEY, SHARE, is_change, is_rate
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import SAY
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of
from discrepancy.dates import MONTHS
from discrepancy.reading.units import is_money

_STATE = re.compile(rf"\b(?:{any_of('state')})(?: {any_of('to_number')})* ?$")
_STATED = re.compile(rf" (?:[\w'-]+ ){{0,3}}?(?:{any_of('stated')})\b")
_PROMISE = re.compile(rf"\b{any_of('promise')}\b[^;:]*$")
_FLOWS = re.compile(rf"\b{any_of('flows')}\b")
_OVERALL = re.compile(rf"\b{any_of('overall')}\b")
_RECORD = re.compile(r"\b(?:\w+est|most|first|least|record)\b[^,;]*$")  # "the highest number since 2009": no start of a count
_THE = re.compile(r"\b(?:the|those|these) $")
_FOREGONE = re.compile(r" (?:[a-z-]+ ){0,3}?of (?:the|them|those|these|whom)\b")
_IS = re.compile(
    r"\b(?:is|are|remains?|makes? up|accounts? for)\b(?! (?:up|down|higher|lower|said|believed|thought)\b)"
)  # "14 of 17 are affected": now
_REGULAR = re.compile(
    r"\b(?:weekly|monthly|quarterly|annual|yearly|half-yearly|fortnightly|(?:year|quarter|months?|weeks?) (?:ending|ended|to))\b"
)
_INITIAL = re.compile(r"\b(?:initial|original|record of|records? was) $")
_LENGTHS = ("km", "mi", "m", "kn")
_LONG = re.compile(r"^(?!.*\bthe\b).*\b(?:years|months)\b")
# "In 2023 the number was 240"
_THERE = re.compile(r"\b(?:there (?:are|is|were|was)|the (?:number|figure|total) (?:is|was))(?: \w+){0,2} $")
_SPOKEN = re.compile(rf"\b(?:{SAY})\b(?! $|')|[,\"”].*\b(?:{SAY})\b")  # but "56 animals found in October"
_SO_FAR = re.compile(r"\bso far (?:in |during )?$")
_NEW = re.compile(rf" (?:new|fresh) (?:\w+ )?{any_of('afresh')}\b")
_FLOW = re.compile(rf" ?\b(?:in |of )?{any_of('flow')}\b")  # what has no size but that of a period: profits, exports
_ALONE = re.compile(r" alone\b")
_ACT = re.compile(
    r"\b(?:kill|wound|injur|captur|arrest)ing$|(?<!been )(?<!were )(?<!was )(?<!are )(?<!and )(?<!or )(?<!dead )(?<!those )(?<!toll )"
    r"\b(?:kill|wound|injur|captur|arrest)ed$"
)
TAKEN_FOR = "taken for the period of the number before"
ACTION = "an action, which may be a total or not"
_PERFECT = re.compile(r"\b(?:has|have|had)\b(?:.{0,12}$| \w+ed\b[^,;]* and $)")  # "had killed 27 soldiers and captured nine"
_IN_ALL = re.compile(r"\b(?:so far|in all|in total)\b")
_COUNTING = re.compile(r"\b(?:stood|count|toll)\b")
_SPANS = re.compile(r"(?i)year|month|quarter|half|season|(?:19|20)\d\d|" + "|".join(MONTHS))
_BRACKETED = re.compile(r" ?\([^()]{1,24}\)")  # "412 billion won ($298 million) in May"
_GAINED = re.compile(rf"\b{any_of('gained')}(?: {any_of('to_number')})* ?$")
_COSTS = re.compile(rf"\bcost(?:s|ing)?(?: (?:the|an?|\w+) \w+)??(?: {any_of('to_number')})* ?$")
_STOCK = re.compile(rf" (?:(?!of\b)[\w-]+ ){{0,2}}?{any_of('stock')}\b")
_LEVEL = re.compile(rf"\b{any_of('stocks')}\b(?:[^,;:]|,(?=\d))*$")
_ONCE_THEN = re.compile(rf"\b(?:an? (?:[\w-]+ )?|{any_of('event')} )$")  # "a theft in January", "the strike in June"
_SHALL = re.compile(rf"\b{any_of('shall')}\b(?! (?:not |only )?(?:{SAY}|comment)\b)[^,;:]*$")
_SHALL_BEHIND = re.compile(rf"[^,;:]{{0,40}}?\b{any_of('shall')}\b")


def kind_of(scene: Scene, n: Quantity, said: When | None) -> tuple[str, str, str, list[str]]:
    """Total, period, rate or plan; the day up to which it speaks; the first day covered; what is in doubt."""
    doubts: list[str] = []
    if n.measures:
        kind, as_of, period_start = of_when(
            scene, n, [w for w in timing.times_near(scene, n.start, n.end) if w is not said and timing.near(scene, n, w, n.end)]
        )
        return "plan" if n.asserted in ("planned", "feared") else kind, as_of, period_start, doubts
    end = max(n.counted_end, n.link.end if n.link.start >= n.start else 0)
    end = aside.end() if (aside := _BRACKETED.match(scene.flat, max(n.end, n.counted_end))) else end
    mine = [w for w in timing.times_near(scene, n.start, end) if w is not said]
    until = next((w for w in mine if w.kind == "until" and w.last and w.last <= scene.day and n.start - 60 <= w.start), None)
    as_of = until.day if until else ""
    speed = n.reading.per == "hour" and n.reading.unit in _LENGTHS
    if (
        not speed
        and (n.reading.per or is_rate(scene, n, end))
        and not (n.asserted == "planned" and _PROMISE.search(scene.back(n.start, 90)))
    ):
        return "rate", "", "", doubts
    if is_change(scene, n) or (n.increment and n.asserted == "feared" and not n.link.measures & scene.words.presence):
        return "change", as_of, "", doubts
    if _COSTS.search(scene.back(n.start, 30)) and _STOCK.match(scene.flat, n.end):
        return "change", as_of, "", doubts  # whatever is planned
    if n.asserted == "planned" or _ahead_of_us(scene, n):
        return "plan", as_of, "", doubts
    if like := _as_before(scene, n, mine):
        return like, "", "", doubts
    since = next((w for w in mine if w.kind == "since" and w.start > n.start - 80 and not _RECORD.search(scene.back(w.start, 60))), None)
    own = (w for w in mine if not w.exact and 0 <= w.start - end < 12)
    if since and any(w.kind == "period" or (w.kind == "point" and since.first and since.end <= n.start) for w in own):
        since = None  # "1,400 since January, against 860 in the same period of 2023", "half of them last year"
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
    money = is_money(n.reading.unit) or MONEY.match(scene.flat, n.end) or n.reading.value >= 1e6
    if money and (_FLOW.search(scene.flat, _since(scene, n), n.start) or _FLOW.match(scene.flat, n.end)):  # "Net profit fell to 52 million"
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


def _as_before(scene: Scene, n: Quantity, times: list[When]) -> str:
    """The kind of the number that this one is set against: "118 between January and June, up from 74"."""
    unit = lambda o: o.reading.unit
    before = next((o for o in reversed(scene.numbers[max(0, n.index - 2) : n.index]) if unit(o) == unit(n)), None)
    before = before or (scene.numbers[n.index - 1] if n.index else None)
    if before is None or not (n.older or timing.LIKE.search(scene.back(n.start, 60))):
        return ""
    alike = before.reading.unit == n.reading.unit or not n.reading.unit
    if (before.kind == "change" and n.reading.unit not in SHARE) or (before.kind == "plan" and n.asserted == "yes"):
        return ""
    if before.kind in ("cumulative", "level") and any(w.kind != "point" and w.start >= n.end for w in times):
        return ""
    return before.kind if alike else ""


def _ahead_of_us(scene: Scene, n: Quantity) -> bool:
    """Whether what is feared, denied or asked is still to come."""
    if n.asserted in ("denied", "asked"):
        return bool(_SHALL.search(scene.back(n.start, 80)) or _SHALL_BEHIND.match(scene.flat, n.end))
    if n.asserted != "feared" or n.link.measures & scene.words.presence:
        return n.asserted == "feared"  # "may send 25,000 soldiers"
    day_ahead = any(w.words.startswith("by ") or (w.last and w.last > scene.day) for w in scene.times)
    day_ahead = day_ahead or " will " in scene.back(n.start, 40) or " before " in scene.flat[n.end : n.end + 80]
    return day_ahead or any(c.kind in ("later", "condition") for c in scene.cues)


def _taken_over(scene: Scene, n: Quantity, times: list[When]) -> str:
    """The kind of the number before, where this one says nothing of its own: "Two hundred were freed last week; the union knows of 58"."""
    before = scene.numbers[n.index - 1] if n.index else None
    last = before or (scene.last if scene.place[1] else None)
    if last is None or last.kind not in ("period", "rate") or _OVERALL.search(scene.flat, n.before):
        return ""
    parted = [m.end() for m in timing.PARTED.finditer(scene.flat, n.before, n.start)]
    if any((parted[-1] if parted else n.before) <= w.start < n.after for w in times) or _IS.search(scene.flat, n.end, n.end + 40):
        return ""  # it has a time of its own
    same = n.counted and n.counted == last.counted and n.counted_end <= n.end  # "the union knows of 58", "the bank puts it at 29%"
    if before is None and not same and (n.reading.unit in SHARE or n.reading.value < 1):
        return ""
    part = n.part_of and not timing.NOW.search(scene.flat, n.end, n.end + 40) and (before or _FOREGONE.match(scene.flat, n.end))
    alike = (n.how in ("across", "listed", "as_before") or n.doubt == TAKEN or same) and n.reading.unit == last.reading.unit
    return last.kind if alike or (part and last.kind == "period") else ""


def _is_over(scene: Scene, n: Quantity) -> bool:
    """Whether a number is that of the period that the text was about before: what happened, where no time is told."""
    if (
        not scene.memory.over
        or any(n.before <= w.start < n.after for w in scene.times)
        or _OVERALL.search(scene.flat)
        or timing.EVENT.search(scene.flat)
        or n.asserted != "yes"
    ):
        return False
    if _is_state(scene, n) or _IS.search(scene.flat):
        return False
    told = n.link.measures & scene.words.personal or _FLOWS.search(scene.flat, max(n.before, n.start - 40), min(n.after, n.end + 40))
    if told and scene.memory.over == "text":
        return True
    if scene.memory.over == "sentence":
        return bool(n.link.measures and timing.PAST.search(scene.flat)) and not any(s.source for s in scene.speakers)
    kin = n.people or n.part_of or n.increment or n.older or n.how == "across" or n.doubt == TAKEN or _since(scene, n) < n.before
    kin = kin or (scene.memory.over == "text" and not n.reading.unit)
    happened = (told or kin) and timing.PAST.search(scene.flat) and not timing.NOW.search(scene.flat)
    heard = (
        f"{scene.before.source} {scene.before.named}".lower() if scene.before else ""
    )  # "the office", behind the Office of the Ombudsman
    return bool(happened) and all(heard and s.source.lower().removeprefix("the ") in heard for s in scene.speakers if s.source)


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
    other = timing.EVENT.search(scene.flat) or any(w.exact and not timing.of_speaker(scene, w) for w in scene.times)
    gone = any(map(since, scene.times)) or (other and scene.memory.over == "sentences") or scene.memory.over == "sentence"
    return "" if gone else scene.memory.over


def _period(scene: Scene, n: Quantity, times: list[When], end: int) -> tuple[str, str, str] | None:
    """The kind of a number during a time, its last and first day, if the sentence tells one; of one day it is a total."""
    state = n.measure not in scene.words.personal and _is_state(scene, n)
    dated = {id(o.dated) for o in scene.numbers if o is not n}
    for w in times:
        alone = _ALONE.match(scene.flat, w.end)
        level = w.kind == "point" and not alone and (state or (_THE.search(scene.back(n.start, 8)) and w.start > n.end + 4))
        if id(w) in dated or level or not timing.near(scene, n, w, end):
            continue
        if not w.exact and timing.when_said(scene, n, w):
            continue  # when it was said
        if w.words.lower().startswith("within") or (w.first is None and not n.link.measures and _LONG.search(w.words)):
            continue  # a time that something took, and not that of a count: "in 18 months", but "in the 18 months to May"
        first, last = w.first.isoformat() if w.first else "", w.last.isoformat() if w.last and w.last <= scene.day else ""
        behind = w.start >= end
        if _SO_FAR.search(scene.back(w.start, 12)):
            return "cumulative", last, first
        if alone or (timing.one_of_two(scene, w) and not _COUNTING.search(scene.flat)) or (w.exact and _NEW.match(scene.flat, n.end)):
            return "period", last, first
        if w.kind == "period" and (behind or w.end <= n.start):
            return "cumulative" if first == last and first else "period", last, first
        event = (
            w.kind == "point"
            and last
            and not timing.of_speaker(scene, w)
            and (behind or timing.opens(scene, n, w) or (not w.exact and timing.is_ahead(scene, n, w)))
        )
        if event and not _SPOKEN.search(scene.flat[end : w.start]) and not _COUNTING.search(scene.flat):
            once = (
                w.exact
                or (not behind and _ONCE_THEN.search(scene.back(w.start, 30)))
                or (timing.EVENT.search(scene.flat) and not n.reading.unit)
            )
            return "cumulative" if once else "period", last, first
    return None


def _is_state(scene: Scene, n: Quantity) -> bool:
    """Whether a number is that of a state of things, which has a day and no length: "employed 14,300 people in December"."""
    return bool(
        _INITIAL.search(scene.back(n.start, 12))
        or (_STATE.search(scene.back(n.start, 60)) and not _FLOWS.match(scene.flat, n.end + 1))
        or _STATED.match(scene.flat, n.counted_end or n.end)
        or _LEVEL.search(scene.flat, _since(scene, n), n.start)
        or (_THERE.search(scene.back(n.start, 30)) and not n.link.measures and not _FLOWS.search(scene.flat, n.end, n.end + 40))
    )


def _is_act(scene: Scene, n: Quantity) -> bool:
    """ "killed 50 soldiers": told as what somebody did, and not as a count; "killed five people and wounded 24" is one act."""
    flat = scene.flat
    if n.how != "ahead" or _IN_ALL.search(flat) or re.search(r",|\b(?:is|are|was|were|at|to)\b", flat[n.link.end : n.left]):
        return False
    joined = any(o.how == "ahead" and flat[o.counted_end : n.link.start] == " and " for o in scene.numbers)
    return bool(_ACT.search(flat[n.link.start if joined else max(0, n.link.start - 12) : n.link.end]))
