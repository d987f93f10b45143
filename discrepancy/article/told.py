"""A number as an article tells it: what, who, when, up to which day; what is not sure is a doubt.

In goes a `Scene` with numbers, links and speakers; out comes one `Told` a number that counts something.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from discrepancy import dates
from discrepancy.article.amounts import of_when
from discrepancy.article.links import BRINGING, FENCE, PLAN, THAN
from discrepancy.article.scene import Quantity, Scene, Speaker, reading_of
from discrepancy.article.speakers import ACCORDING, VERB
from discrepancy.article.times import When
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading

RATE = re.compile(r"\b(?:a|per|each|every) (?:day|night|week|month|hour)\b(?! (?:ago|earlier|later|before|after))|\bdaily\b")
_ACT = re.compile(
    r"\b(?:kill|wound|injur|captur|arrest)ing$|(?<!been )(?<!were )(?<!was )(?<!are )(?<!and )(?<!or )(?<!dead )(?<!those )(?<!toll )\b(?:kill|wound|injur|captur|arrest)ed$"
)
_NOMINAL = re.compile(r"casualt|loss|dead|death|toll|fatal|injuries|prisoner")
_FAR = 400  # characters from a number: a time further away is not that of the number
ACTION = "an action, which may be a total or not"
_PERFECT = re.compile(r"\b(?:has|have|had)\b(?:.{0,12}$| \w+ed\b[^,;]* and $)")  # "had killed 27 soldiers and captured nine"
_IN_WRITING = re.compile(  # "the figure dates from May", "in a report to parliament in June"
    r"\b(?:dates?|dated|was|is) from $"
    r"|\bin an? (?:\w+ ){0,2}(?:report|letter|statement|briefing|interview|post|speech|address|study|paper|update)\b[\w' ]*$"
)
_IN_ALL = re.compile(r"\b(?:so far|in all|in total)\b")
_FORECAST = re.compile(r"\b(?:forecasts?|projected|projects|predict(?:s|ed)|expects?|expected|foresees)\b")
_COUNTING = re.compile(r"\b(?:stood|count|toll)\b")


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
    place: tuple[int, int]  # number of the block and of the sentence
    doubts: tuple[str, ...] = ()
    as_of: str = ""  # the day up to which the number speaks; empty where not told
    period_start: str = ""  # the first day covered
    counted: str = ""  # the words behind the number: "North Korean soldiers"

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
    speaker = _speaker(scene, n)
    if speaker is None and scene.goes_on and not scene.times and (last := scene.before):
        speaker = replace(last, start=0, end=0, doubt=f"{last.named or last.source} is taken from the sentence before")
    said = _said(scene, n, speaker)
    kind, as_of, period_start, doubts = _kind(scene, n, said)
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
        counted=_whom(scene, n),
        wording=_wording(scene, n, end),
        sentence=scene.text,
        place=scene.place,
        doubts=(*doubts, *_doubts(scene, n, speaker, said)),
    )


def _doubts(scene: Scene, n: Quantity, speaker: Speaker | None, said: When | None) -> list[str]:
    """What is not told for sure of a number: who, when, what."""
    doubts = ["no source is named"] if not speaker or not speaker.source else [speaker.doubt] * bool(speaker.doubt)
    if said is None:
        doubts.append("the day of the statement is not told")
    elif said.first and said.last and not said.exact:
        doubts.append(f"“{said.words}” is {dates.say(said.first)} to {dates.say(said.last)}, no day")
    if n.doubt:
        doubts.append(n.doubt)
    elif not n.measure:
        doubts.append("what is counted can be " + " or ".join(m for m in scene.words.measures if m in n.link.measures))
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

    def far(s: Speaker) -> float:
        first = s.end <= n.start
        between = scene.flat[s.end : n.start] if first else scene.flat[n.end : s.start]
        if s.tail and ";" in between:
            return math.inf  # who came behind what he said says nothing beyond it
        away = 90 * s.tail if first else 80 * (not s.tail)
        away -= 80 * scene.flat.startswith(("citing", "cites", "quoting"), s.start)  # it was the one quoted who said so
        crossed = max(0, n.index - bisect_left(scene.starts, s.end), bisect_left(scene.starts, s.start) - n.index - 1)
        reach = len(between) * (0.15 if first and not s.tail else 1)  # who speaks first speaks of all that follows
        return reach + away + 200 * (";" in between) + 60 * bool(re.search(r"\b(?:while|whereas|but)\b", between)) + 5 * crossed

    nearest = min(scene.speakers, key=far, default=None)
    return nearest if nearest and far(nearest) < math.inf else None


def _said(scene: Scene, n: Quantity, speaker: Speaker | None) -> When | None:
    """When the number was said: the time beside its speaker, or at the end of what he says."""
    points = [w for w in scene.times if w.kind == "point" and w.last and w.first and w.first <= scene.day and w.end > scene.dateline]
    if not points or speaker is None:
        return None
    if n.dated in points:
        return n.dated
    written = (w for w in points if _IN_WRITING.search(scene.back(w.start, 60)) and not VERB.search(scene.flat, n.end, w.start))
    far = lambda w: w.start - speaker.end if w.start >= speaker.end else max(0, speaker.start - w.end)
    if found := next(written, None) or min((w for w in points if _beside(scene, speaker, w)), key=far, default=None):
        return found
    if ACCORDING.match(scene.flat, speaker.start):  # "citing the service, he told reporters on Monday"
        others = [s for s in scene.speakers if s is not speaker]
        told = (w for w in points if any(0 <= w.start - s.end <= 25 and "," not in scene.flat[s.end : w.start] for s in others))
        if found := next(told, None):
            return found
    verb = scene.flat[speaker.start : speaker.end].split()[-1:]
    late = [w for w in points if w.start > speaker.end and n.how in ("ahead", "behind", "earlier")]
    put = verb and verb[0] in ("put", "puts", "gave", "estimated", "counted", "spoke")
    return late[-1] if late and put and speaker.end <= n.start else None


def _beside(scene: Scene, speaker: Speaker, w: When) -> bool:
    """Whether nothing that is counted or that speaks stands between a speaker and a time."""
    a, b = (speaker.end, w.start) if w.start >= speaker.end else (w.end, speaker.start)
    if ";" in scene.flat[a:b] or b - a > 60 or _of_event(scene, w, speaker):
        return False
    crossed = any(a <= o.start < b for o in scene.numbers) or any(a <= s.start and s.end <= b for s in scene.speakers if s is not speaker)
    return not crossed and not any(m.start >= a and m.end <= b and not m.weak for m in scene.mentions)


def _of_event(scene: Scene, w: When, s: Speaker) -> bool:
    """ "were killed on Saturday, police said": a time that a comma sets apart from the speaker behind it."""
    return w.end <= s.start and "," in scene.flat[w.end : s.start] and any(n.start < w.start for n in scene.numbers)


# ------------------------------------------------------------------------------------- what kind, and up to when


def _kind(scene: Scene, n: Quantity, said: When | None) -> tuple[str, str, str, list[str]]:
    """Total, period, rate or plan; the day up to which it speaks; the first day covered; what is in doubt."""
    flat, doubts = scene.flat, []
    if n.measures:
        plan = PLAN.search(flat, max(0, n.start - 60), n.start) or _FORECAST.search(flat, max(0, n.start - 60), n.start)
        kind, as_of, period_start = of_when(scene, n, [w for w in scene.times if w is not said and _near(scene, n, w, n.end)])
        return "plan" if plan else kind, as_of, period_start, doubts
    end = max(n.counted_end, n.link.end if n.link.start >= n.start else 0)
    rate = RATE.search(flat, n.end)
    if (rate and rate.end() <= end + 24) or re.search(r"\b(?:daily|weekly|monthly)\b", scene.back(n.start, 40)):
        return "rate", "", "", doubts
    mine = [w for w in scene.times if w is not said and w.end > scene.dateline]
    until = next((w for w in mine if w.kind == "until" and w.last and w.last <= scene.day and n.start - 60 <= w.start), None)
    since = next((w for w in mine if w.kind == "since" and w.start > n.start - 80), None)
    if since and any(w.kind == "period" and end <= w.start < since.start for w in mine):
        since = None  # "1,650 over the past day, taking the losses since 2022 to 795,940"
    as_of = until.day if until else ""
    if since and since.first is None:
        doubts.append("the first day covered is told without a date")
    if PLAN.search(flat, max(0, n.start - 60), n.start) or (
        n.link.start > n.end and PLAN.search(flat, n.end, n.link.start + 30 * (n.how == "presence"))
    ):
        return "plan", as_of, "", doubts
    if since:
        return "cumulative", as_of, since.day, doubts
    if period := _period(scene, n, mine, end):
        return "period", *period, doubts
    if scene.place[1] and scene.goes_on and not scene.times and not any(s.source for s in scene.speakers):
        return "period", "", "", [*doubts, "taken for the period of the sentence before"]
    n = n.whole or n
    if not _is_act(scene, n):
        return "cumulative", as_of, "", doubts
    perfect = _PERFECT.search(scene.back(n.link.start, 60))
    return "cumulative" if perfect else "period", as_of, "", [*doubts, ACTION]


def _period(scene: Scene, n: Quantity, times: list[When], end: int) -> tuple[str, str] | None:
    """The last and the first day of the time during which a number was counted, if the sentence tells one."""
    others = {id(o.dated) for o in scene.numbers if o is not n}
    for w in times:
        if id(w) in others or not _near(scene, n, w, end):
            continue
        first, last = w.first.isoformat() if w.first else "", w.last.isoformat() if w.last and w.last <= scene.day else ""
        behind = w.start >= end
        if w.kind == "period" and (behind or w.end <= n.start):
            return last, first
        event = w.kind == "point" and behind and last and n.how in ("behind", "ahead", "further")
        if event and not VERB.search(scene.flat[end : w.start]) and not _COUNTING.search(scene.flat) and not _of_speaker(scene, w):
            return last, first
    return None


def _near(scene: Scene, n: Quantity, w: When, end: int) -> bool:
    """Whether a time is that of what is counted: nothing that ends the clause or speaks of another number is between."""
    flat = scene.flat
    crossed = lambda s: bisect_left(scene.starts, s.end) < bisect_left(scene.starts, w.start)  # another number is between the two
    if any(end <= s.start < s.end <= w.start and crossed(s) for s in scene.speakers):
        return False  # what another speaker counts
    if flat.startswith("'s", w.end):  # "Thursday's fire": when it was, not how long was counted
        return False
    between = flat[end : w.start] if w.start >= end else flat[w.end : n.start]
    if len(between) > _FAR or (between == ", " and w.start >= end and w.kind == "point"):
        return False  # "are presumed dead, October 1": the day of a picture
    if re.search(rf";|\b(?:up|down) from\b|{THAN}", between) or (w.end <= n.start and BRINGING.search(between)):
        return False
    return not FENCE.search(between) or (w.kind == "period" and w.end < n.start)


def _of_speaker(scene: Scene, w: When) -> bool:
    """Whether a time is that at which somebody spoke."""
    return any(0 <= w.start - s.end <= 12 or (0 <= s.start - w.end <= 4 and not _of_event(scene, w, s)) for s in scene.speakers)


def _is_act(scene: Scene, n: Quantity) -> bool:
    """ "killed 50 soldiers": told as what somebody did, and not as a count; "killed five people and wounded 24" is one act."""
    flat = scene.flat
    if n.how != "ahead" or _IN_ALL.search(flat) or re.search(r",|\b(?:is|are|was|were|at|to)\b", flat[n.link.end : n.left]):
        return False
    joined = any(o.how == "ahead" and flat[o.counted_end : n.link.start] == " and " for o in scene.numbers)
    return bool(_ACT.search(flat[n.link.start if joined else max(0, n.link.start - 12) : n.link.end]))
