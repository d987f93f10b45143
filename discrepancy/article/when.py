"""Of what kind a number is, up to which day it speaks, and from which: a total, the count of a period, a rate, a change, a plan.

In go a number of a `Scene` and the time at which it was said; out come kind, last day, first day and what is in doubt.  What happened on
one day is no period: it is a total whose days are known.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from discrepancy.article.amounts import of_when
from discrepancy.article.frames import BRINGING, FENCE, THAN
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.subjects import VERB
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of

RATE = re.compile(r"\b(?:a|per|each|every) (?:day|night|week|month|hour)\b(?! (?:ago|earlier|later|before|after))|\bdaily\b")
_EACH = re.compile(rf" (?:[\w%$€£-]+ ){{0,3}}?(?:{any_of('each')})\b|,? each\b")
_BY = r"(?: \w+ly| just| only)?(?: by| of)?(?: an?| the| just| only| about| some| up to| as much as| almost| nearly)* $"
_CHANGED = re.compile(rf"\b(?:{any_of('rise')}|{any_of('fall')}|{any_of('changed')}){_BY}")
_MORE = re.compile(rf" (?:more|fewer|less|higher|lower|{any_of('compared')})\b(?! than (?:\d|half|one))")
_THAN_BEFORE = re.compile(r" (?:more|fewer|less|higher|lower) than (?:an? |the |in |last |he |she |it |before)")
_INCREASE = re.compile(r"\b(?:increase|decrease|rise|fall|drop|decline|growth|jump|cut) of (?:about |some |only |almost |nearly |up to )?$")
_ACT = re.compile(
    r"\b(?:kill|wound|injur|captur|arrest)ing$|(?<!been )(?<!were )(?<!was )(?<!are )(?<!and )(?<!or )(?<!dead )(?<!those )(?<!toll )"
    r"\b(?:kill|wound|injur|captur|arrest)ed$"
)
_FAR = 400  # characters from a number: a time further away is not that of the number
ACTION = "an action, which may be a total or not"
_PERFECT = re.compile(r"\b(?:has|have|had)\b(?:.{0,12}$| \w+ed\b[^,;]* and $)")  # "had killed 27 soldiers and captured nine"
_IN_ALL = re.compile(r"\b(?:so far|in all|in total)\b")
_COUNTING = re.compile(r"\b(?:stood|count|toll)\b")
_KEPT = re.compile(rf"\b{any_of('kept')}$")  # "In February the office recorded": the time of what was recorded
_EVENT = re.compile(rf"\b{any_of('event')}\b")
_COMING = re.compile(r"\b(?:could|may|might|would|will)\b(?! (?:have|lie|be (?:buried|dead|missing|trapped)|remain|still))|\bby (?:\w+day|next|the end)\b|\bforecast")




def kind_of(scene: Scene, n: Quantity, said: When | None) -> tuple[str, str, str, list[str]]:
    """Total, period, rate or plan; the day up to which it speaks; the first day covered; what is in doubt."""
    doubts: list[str] = []
    if n.measures:
        kind, as_of, period_start = of_when(scene, n, [w for w in scene.times if w is not said and near(scene, n, w, n.end)])
        return "plan" if n.asserted in ("planned", "feared") else kind, as_of, period_start, doubts
    end = max(n.counted_end, n.link.end if n.link.start >= n.start else 0)
    mine = [w for w in scene.times if w is not said and w.end > scene.dateline]
    until = next((w for w in mine if w.kind == "until" and w.last and w.last <= scene.day and n.start - 60 <= w.start), None)
    as_of = until.day if until else ""
    if n.asserted == "planned" or _ahead_of_us(scene, n):
        return "plan", as_of, "", doubts
    if _is_change(scene, n):
        return "change", as_of, "", doubts
    if n.reading.per or _is_rate(scene, n, end):
        return "rate", "", "", doubts
    if n.older and n.index and not any(near(scene, n, w, end) for w in mine) and scene.numbers[n.index - 1].kind == "period":
        return "period", "", "", doubts  # "118 between January and June, up from 74"
    since = next((w for w in mine if w.kind == "since" and w.start > n.start - 80), None)
    if since and any(w.kind == "period" and end <= w.start < since.start for w in mine):
        since = None  # "1,650 over the past day, taking the losses since 2022 to 795,940"
    if since and since.first is None:
        doubts.append("the first day covered is told without a date")
    if since:
        return "cumulative", as_of, since.day, doubts
    if found := _period(scene, n, mine, end):
        return *found, doubts
    if scene.place[1] and scene.goes_on and not scene.times and not any(s.source for s in scene.speakers):
        return "period", "", "", [*doubts, "taken for the period of the sentence before"]
    n = n.whole or n
    act = _is_act(scene, n) and not _PERFECT.search(scene.back(n.link.start, 60))
    return "cumulative", as_of, "", [*doubts, ACTION] if act or _is_act(scene, n) else doubts


def _is_rate(scene: Scene, n: Quantity, end: int) -> bool:
    """Whether a number is counted per day, per head, for each of others."""
    rate = RATE.search(scene.flat, n.end)
    if (rate and rate.end() <= end + 24) or re.search(r"\b(?:daily|weekly|monthly)\b", scene.text[max(0, n.start - 40) : n.start]):
        return True
    return bool(_EACH.match(scene.flat, n.end)) and bool(n.reading.unit)


def _is_change(scene: Scene, n: Quantity) -> bool:
    """Whether a number tells by how much something changed: "fell 6%", "37% fewer"."""
    if _MORE.match(scene.flat, n.end) and (n.reading.unit or _THAN_BEFORE.match(scene.flat, n.end)):
        return True
    if _INCREASE.search(scene.back(n.start, 40)):
        return True
    changed = _CHANGED.search(scene.back(n.start, 60))
    return bool(changed and (n.reading.unit in ("%", "pp") or changed[0].rstrip().endswith(("by", "by up to", "by as much as"))))


def _ahead_of_us(scene: Scene, n: Quantity) -> bool:
    """Whether what is feared is still to come."""
    return n.asserted == "feared" and bool(_COMING.search(scene.flat))


def _period(scene: Scene, n: Quantity, times: list[When], end: int) -> tuple[str, str, str] | None:
    """The kind of a number during a time, its last and first day, if the sentence tells one; of one day it is a total."""
    others = {id(o.dated) for o in scene.numbers if o is not n}
    for w in times:
        if id(w) in others or not near(scene, n, w, end):
            continue
        first, last = w.first.isoformat() if w.first else "", w.last.isoformat() if w.last and w.last <= scene.day else ""
        behind = w.start >= end
        if w.kind == "period" and (behind or w.end <= n.start):
            return "cumulative" if first == last and first else "period", last, first
        event = w.kind == "point" and last and not _of_speaker(scene, w) and (behind or re.match(r"\W*(?:[Ii]n|[Oo]n|[Ll]ast) ", scene.text[: n.start]))
        if event and not VERB.search(scene.flat[end : w.start]) and not _COUNTING.search(scene.flat):
            once = w.exact or (_EVENT.search(scene.flat) and n.how and not n.reading.unit)
            return "cumulative" if once else "period", last, first
    return None


def near(scene: Scene, n: Quantity, w: When, end: int) -> bool:
    """Whether a time is that of what is counted: nothing that ends the clause or speaks of another number is between."""
    flat = scene.flat
    crossed = lambda s: bisect_left(scene.starts, s.end) < bisect_left(scene.starts, w.start)  # another number is between the two
    if any(end <= s.start < s.end <= w.start and crossed(s) for s in scene.speakers):
        return False  # what another speaker counts
    if flat.startswith("'s", w.end):  # "Thursday's fire": when it was, not how long was counted
        return False
    between = flat[end : w.start] if w.start >= end else flat[w.end : n.start]
    if w.start >= end and any(end <= o.start < w.start for o in scene.numbers) and re.search(r"\b(?:that|had|of the)\b", between):
        return False  # the time of another number
    if len(between) > _FAR or (between == ", " and w.start >= end and w.kind == "point"):
        return False  # "are presumed dead, October 1": the day of a picture
    if re.search(rf";|\b(?:up|down) from\b|{THAN}", between) or (w.end <= n.start and BRINGING.search(between)):
        return False
    return not FENCE.search(between) or (w.kind == "period" and w.end < n.start)


def _of_speaker(scene: Scene, w: When) -> bool:
    """Whether a time is that at which somebody spoke, and not that during which he counted."""
    speakers = [s for s in scene.speakers if not (w.end <= s.start and _KEPT.search(scene.flat[s.start : s.end]))]
    return any(0 <= w.start - s.end <= 12 or (0 <= s.start - w.end <= 4 and not of_event(scene, w, s)) for s in speakers)


def _is_act(scene: Scene, n: Quantity) -> bool:
    """ "killed 50 soldiers": told as what somebody did, and not as a count; "killed five people and wounded 24" is one act."""
    flat = scene.flat
    if n.how != "ahead" or _IN_ALL.search(flat) or re.search(r",|\b(?:is|are|was|were|at|to)\b", flat[n.link.end : n.left]):
        return False
    joined = any(o.how == "ahead" and flat[o.counted_end : n.link.start] == " and " for o in scene.numbers)
    return bool(_ACT.search(flat[n.link.start if joined else max(0, n.link.start - 12) : n.link.end]))


def of_event(scene: Scene, w: When, s: Speaker) -> bool:
    """ "were killed on Saturday, police said": a time that a comma sets apart from the speaker behind it."""
    return w.end <= s.start and "," in scene.flat[w.end : s.start] and any(n.start < w.start for n in scene.numbers)
