"""Which of the speakers of a sentence says a number, by way of whom, and on which day.

In go a `Scene` with its speakers and times, and a number; out come the speaker, with whoever passes on what he said, and the time.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from functools import lru_cache

from discrepancy.article.floor import still_open
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.speakers import ACCORDING
from discrepancy.article.subjects import SAY, VERB
from discrepancy.article.times import When
from discrepancy.article.timing import of_count, of_event
from discrepancy.article.vocabulary import any_of

_MOST = 8  # speakers on each side of a number that can be meant
CITING = ("citing", "cites", "quoting", "relaying")
_SAID_IT = re.compile(rf"\b(?:{SAY})(?: (?:of|at|as|it at))? +[\"“]?$")
_TO_COMMA = r"(?:[^,;]|,(?=\d))*,(?!\d)"
_ASIDE = re.compile(rf", (?:(?:which|who) (?:now |also )?{any_of('describes')}|whose)\b{_TO_COMMA}")  # by the way: nobody else says it
_PASSED_ON = re.compile(r"\w+ed (?:(?:on )?\w+ )?by\b")
_THAT = re.compile(r"(?: [\w'-]+){0,3} (?:that|which|whom) ?")
_TO_SO_MANY = re.compile(r" (?:an? (?:\w+ )?\w+ of )?")  # "she told a crowd of 250"
_WHOM_THAT = re.compile(r"(?:[^,;]|,(?=\d)){1,80}? that\b")
_AS = re.compile(r"\bas (?:the )?.?$")
_YEAR = re.compile(r"\b(?:[a-z]+ of|an?|the|its|their) ((?:19|20)\d\d)\b")
_KEEPS = re.compile(rf"\b(?:{any_of('keeps_count')}|{any_of('intends')}|confirmed|asked for|believes?|found|counted)$")
_WHO = re.compile(r", (?:who|which|whom)(?: \w+ly| later| also| has| have| had| then)* $")
_WHO_SAYS = re.compile(r", (?:who|which|whom) [\w' ]+$")
_I = re.compile(r" ?(?:(?:yet|but|when|then|and) )?i\b")
_FINITE = re.compile(rf" (?:{any_of('finite')}|[a-z]+ed)\b")
_VERBAL = re.compile(rf",|\b(?:{any_of('finite')})\b")
_JOINED = re.compile(r"(?:[,;]| [-–—]) (?:and|but|while|whereas|although|though)\b")
SPEAKS = re.compile(rf"(?:(?:and|but) )?(?:{SAY}|{any_of('intends')})\b")  # the verb alone, of whoever is the subject already
_TURNED = re.compile(r"\b(?:while|whereas|but)\b")
_WHEN_ANOTHER = re.compile(r"\b(?:since|until|when)\b[^,;]*$")
_FAR = 400  # characters: no time further from a number is that of its telling
_CLOSE = re.compile(r",(?!\d)")
_HAD = rf"(?:the|its|his|her|their|an?) (?:[\w'-]+ ){{0,3}}{any_of('body')}\b[^,;]* (?:had|has|have|was|were|is|are)\b"
_ANOTHER = re.compile(rf"; (?:[\w ]{{3,30}} )??{_HAD}")
_GOES_ON = re.compile(r",(?! (?:and|but|while)\b)")
_COMMA = re.compile(r",[\"”’']? ?.?$")
_AT_ONCE = re.compile(r"; (?:(?:the other|of these|of them|another|some|about|at least|only) )?$")  # "the office found; three were unarmed"
_IN_WRITING = re.compile(  # "the figure dates from May", "in a report to parliament in June", "its last report, published in March"
    r"\b(?:dates?|dated|was|is) from $"
    rf"|\bin (?:an?|its|his|her|their|the) (?:\w+ ){{0,3}}{any_of('writing')}\b[\w' ]*"
    r"(?:, (?:published|released|dated|issued|printed) ?(?:on|in)? ?)?$"
    r"|\b(?:forecast|estimate|projection|bulletin|statement|post|version|latest|notice),?"
    r" (?:(?:made|published|issued|given|dated) )?(?:on|in|from|of)? ?$"
)
_PUT = re.compile(r"(?:puts?|gave|gives|estimated|spoke|toll|count|figure|estimate|tally|forecast)$")
_OPENED = re.compile(r", (?:which|who) [^,;]*$")
_TALLIED = re.compile(r"\b(?:counted|recorded|registered|logged|tallied)$")  # the day is that of the count
_OTHER_DAY = re.compile(
    r"\bfor $|\bsince (?:the|it|they|records?|counting)\b[^,;]*$|^\W*(?:When|After|Since|Before|Until) [^,]*$"
    r"|(?:^|: )\W*(?!Publish|Releas|Issu|Updat|Post|Report)[A-Z]\w+(?:ed|lt) (?:in|on) $"  # "Founded in 2011, the firm has"
)
# what comes behind them tells when it will be
_EXPECTS = re.compile(r"\b(?:expects?|expected|forecasts?|predicts?|fears?|puts?|plans?|sees)$")
_TAKEN_ON = re.compile(r"\b(?:taken|collected|carried out|conducted|held|counted|gathered) (?:on|in|during)? ?$")


@lru_cache(maxsize=4)
def _asides(scene: Scene) -> list[tuple[int, int]]:
    """Where something is told of somebody by the way."""
    return [m.span() for m in _ASIDE.finditer(scene.flat)]


def _near(scene: Scene, n: Quantity) -> list[Speaker]:
    """The speakers of a sentence, of many the nearest on both sides."""
    if len(scene.speakers) <= 2 * _MOST:
        return scene.speakers
    starts = sorted(s.start for s in scene.speakers)
    at = bisect_left(starts, n.start)
    return [s for s in scene.speakers if starts[max(0, at - _MOST)] <= s.start <= starts[min(at + _MOST, len(starts)) - 1]]


def _nearest(scene: Scene, n: Quantity) -> Speaker | None:
    """Who says a number: the nearest speaker on the side on which he speaks."""
    asides = ((a, b) for a, b in _asides(scene) if a < n.start < b and (not _last_word(scene) or _FINITE.match(scene.flat, b)))
    aside = next(asides, None)
    heard = [s for s in _near(scene, n) if aside is None or s.end <= aside[0] or aside[0] < s.start < aside[1]]
    heard = [
        s for s in heard if not (s.end <= n.start and _beyond(scene, s, n)) and not _of_subject(scene, s, n) and not _joined(scene, s, n)
    ]
    heard = [s for s in heard if not _of_another(scene, s, n)]
    by_another = any(o.tail and o.source and o.start >= n.end and ";" not in scene.flat[n.end : o.start] for o in scene.speakers)
    if by_another:  # "Florida has confirmed 58 deaths, the governor's office said": it is another who says what somebody counted or did
        heard = [s for s in heard if not (s.end <= n.start and _KEEPS.search(scene.flat, s.start, s.end))]
    counts_on = lambda s: any(
        o.start >= s.end - 1 or (s.start < o.core < s.end + 40) for o in scene.numbers
    )  # "since a team estimated 4,645"
    heard = [s for s in heard if not (s.start >= n.end and _WHEN_ANOTHER.search(scene.flat, n.end, s.start) and counts_on(s))]
    only = _last_word(scene)

    def far(s: Speaker) -> float:
        first = s.end <= n.start
        between = scene.flat[s.end : n.start] if first else scene.flat[n.end : s.start]
        parted = ";" in between
        if parted and (_ANOTHER.search(between) if first else False):
            return math.inf  # "…; by midnight the hospital had received 29"
        if (
            parted
            and (not first or ACCORDING.match(scene.flat, s.start))
            and s is not only
            and not _AT_ONCE.search(between)
            and not scene.flat.startswith("so say", s.start)
        ):
            return math.inf  # who came behind what he said says nothing beyond it
        inside = first and _GOES_ON.match(between) and not any(s.end <= o.start < n.start for o in scene.speakers)
        behind = s.tail and not inside  # but "the true toll, he said, is 57"
        away = (90 * behind if first else 80 * (not s.tail)) + 25 * (not s.source)
        crossed = max(0, n.index - bisect_left(scene.starts, s.end), bisect_left(scene.starts, s.start) - n.index - 1)
        reach = len(between) * (0.15 if first and not s.tail else 1)  # who speaks first speaks of all that follows
        turned = 60 * (("but" in between or "while" in between or "whereas" in between) and bool(_TURNED.search(between)))
        return reach + away - _quoted(scene, s) + 200 * parted + turned + 5 * crossed

    nearest = min(heard, key=far, default=None)
    return nearest if nearest and far(nearest) < math.inf else None


def _last_word(scene: Scene) -> Speaker | None:
    """The only speaker, if he stands behind a comma at the end of all that is told."""
    s = scene.speakers[0] if len(scene.speakers) == 1 else None
    return s if s and scene.numbers[-1].end <= s.start and _COMMA.search(scene.flat, max(0, s.start - 3), s.start + 1) else None


def _quoted(scene: Scene, s: Speaker) -> int:
    """How much rather it was the one who is quoted: "citing the service", "as the service put it"."""
    if scene.flat.startswith(CITING, s.start):
        return 120
    as_he_said = s.tail and not _PASSED_ON.match(scene.flat, s.start) and _AS.search(scene.flat, max(0, s.start - 8), s.start + 1)
    return 60 if as_he_said else 0


def _of_subject(scene: Scene, s: Speaker, n: Quantity) -> bool:
    """Whether a number tells of whoever speaks: "a post shared 40,000 times claims", but not "a survey of 2,312 people suggests"."""
    if not s.start < n.start < n.end < s.end or s.tail or scene.flat.endswith("of ", 0, n.start):
        return False
    return not _VERBAL.search(scene.flat, s.start, n.start)


def _joined(scene: Scene, s: Speaker, n: Quantity) -> bool:
    """Whether somebody speaks only in a clause that is joined on behind a number: "500 soldiers went, and the minister says more will"."""
    if s.start < n.end or s.tail or SPEAKS.match(scene.flat, s.start):
        return False
    joined = _JOINED.search(scene.flat, n.end, s.start + 9)
    return bool(joined and joined.end() >= s.start - 1)


def _of_another(scene: Scene, s: Speaker, n: Quantity) -> bool:
    """Whether a number is of those who are told, or not of what is told to be by somebody: "told the crowd of 2,000 that", "will give 5,000
    thanks to a grant of 3 million announced by"."""
    if s.end <= n.start:
        if not scene.flat.endswith("told", s.start, s.end):
            return False
        whom = _WHOM_THAT.match(scene.flat, s.end)
        return bool((whom and whom.end() > n.end) or _TO_SO_MANY.fullmatch(scene.flat, s.end, n.start))
    last = next((o for o in reversed(scene.numbers) if o.end <= s.start), n)
    if last is not n and _THAT.fullmatch(scene.flat, last.end, s.start):
        return True  # "up 92%, against the 70% that the league recommends"
    by = last is not n and "," not in scene.flat[last.end : s.start] and _PASSED_ON.match(scene.flat, s.start)
    return bool(by)


def _beyond(scene: Scene, s: Speaker, n: Quantity) -> bool:
    """Whether a number is beyond what somebody says in a relative clause: "the owner, who put it at 500, paid a fine of 2 million"."""
    if not _WHO.search(scene.back(s.start, 40)) and not _WHO_SAYS.search(scene.flat, s.start, s.end):
        return False
    close = _CLOSE.search(scene.flat, s.end)
    return bool(close and close.end() <= n.start)


def _mine(scene: Scene, n: Quantity) -> bool:
    """Whether a number is in a clause of whoever writes: "the firm counts 30; I saw 12"."""
    begin = max([scene.flat.rfind("; ", 0, n.start) + 1, *(m.end() for m in _JOINED.finditer(scene.flat, 0, n.start))])
    own = _I.match(scene.flat, begin)
    other = any(begin <= s.start < n.start and s.source for s in scene.speakers)  # "I hear the firm says 12"
    return bool(own and begin and not other and not still_open(scene.text[:begin], False))


def speaker_of(scene: Scene, n: Quantity) -> Speaker | None:
    """Who says a number, with whoever passes it on: "the agency reported 40 dead, quoting the ministry"."""
    speaker = None if _mine(scene, n) else _nearest(scene, n)
    if speaker is None or not scene.flat.startswith(CITING, speaker.start):
        return speaker
    others = [s for s in scene.speakers if s is not speaker and s.source and not ACCORDING.match(scene.flat, s.start)]
    return replace(speaker, via=others[0].named or others[0].source) if others else speaker


def _other_day(scene: Scene, w: When) -> bool:
    """Whether a time is that of what is told, and not of its telling: "recorded since the count of 1998"."""
    comma = scene.text.rfind(",", 0, w.start)
    return bool(_OTHER_DAY.search(scene.text, max(comma, scene.text.rfind(";", 0, w.start)) + 1 if comma >= 0 else 0, w.start))


def _in_relative(scene: Scene, w: When) -> bool:
    """Whether a time is told of something by the way: "the fire, which began on 12 August, may have been caused"."""
    opened = _OPENED.match(scene.flat, max(0, scene.flat.rfind(",", 0, w.start)), w.start)
    return bool(opened) and not VERB.search(opened[0])


@lru_cache(maxsize=4)
def _points(scene: Scene) -> tuple[list[When], list[tuple[When, int]], list[When]]:
    """The times of a sentence at which something can have been said; those of a text, and where they begin; those not of a count."""
    past = (w for w in scene.times if w.kind == "point" and w.last and w.first and w.first <= scene.day and w.end > scene.dateline)
    points = [w for w in past if not _other_day(scene, w) and not _in_relative(scene, w)]
    written = [(w, max(0, w.start - 60) + m.start()) for w in points if (m := _IN_WRITING.search(scene.back(w.start, 60)))]
    return points, written, [w for w in points if not _TAKEN_ON.search(scene.back(w.start, 30))]


def said_on(scene: Scene, n: Quantity, speaker: Speaker | None) -> When | None:
    """When the number was said: the time beside its speaker, or at the end of what he says."""
    points, writing, untaken = _points(scene)
    quoted = lambda at: still_open(scene.text[:at], False)  # what stands within a quotation is a day of what is told
    mine = lambda w: speaker and (not quoted(w.start) or quoted(speaker.start))
    points, untaken, writing = [w for w in points if mine(w)], [w for w in untaken if mine(w)], [x for x in writing if mine(x[0])]
    if speaker and (of_year := _YEAR.search(scene.flat[speaker.start : speaker.end])):
        year = int(of_year[1])
        return When(0, 0, "point", date(year, 1, 1), date(year, 12, 31), of_year[1])  # "the inquiry of 1996 fixed the dead at 689"
    if not points or speaker is None:
        return None
    if n.dated in points:
        return n.dated
    near = [w for w in points if n.start - _FAR < w.end and w.start < n.end + _FAR]
    if of_day := next((w for w in near if of_its_day(scene, n, w)), None):
        return of_day
    written = (w for w, begin in writing if not VERB.search(scene.flat, n.end, begin))
    direct = next(
        (
            w
            for w in near
            if w.start >= n.end
            and scene.flat[n.end : w.start].strip(' ,"”') in ("", "on", "in")
            and _SAID_IT.search(scene.back(n.start, 30))
        ),
        None,
    )
    aside = next((w for w in near if w.end <= n.start and _ASIDE_SAYS.fullmatch(scene.flat, w.end, n.start)), None)
    if aside:
        return aside
    if direct and not n.people and not of_count(scene, direct, speaker) and not _TALLIED.search(scene.flat, speaker.start, speaker.end):
        return direct  # "claimed 1,600 on Sunday"
    if found := next((w for w in near if w.exact and _reported_on(scene, n, w, speaker)), None):
        return found
    if speaker.end == 0:
        return next(written, None)  # whoever spoke in a sentence before
    kept = of_count(scene, points[0], speaker)  # if another is before such a verb, the first is
    points = [w for w in untaken if not (w.start < speaker.end and kept)]
    if found := next(written, None):
        return found
    for s in [speaker, *(s for s in scene.speakers if s is not speaker and s.source == speaker.source)]:
        far = lambda w: w.start - s.end if w.start >= s.end else max(0, s.start - w.end)  # noqa: B023
        if found := min((w for w in points if _beside(scene, s, w)), key=far, default=None):
            return found
    if ACCORDING.match(scene.flat, speaker.start) and (scene.words.case or not speaker.via):  # "citing the service, he said on Monday"
        others = [s for s in scene.speakers if s is not speaker]
        told = (w for w in points if any(0 <= w.start - s.end <= 25 and "," not in scene.flat[s.end : w.start] for s in others))
        if found := next(told, None):
            return found
    verb = scene.flat[speaker.start : speaker.end].split()[-1:]
    if not (verb and _PUT.match(verb[0]) and speaker.end <= n.start and n.how in ("ahead", "behind", "earlier")):
        return None
    late = next((w for w in reversed(points) if w.start > speaker.end), None)
    return late if late and (late.exact or not kept) else None


def _reported_on(scene: Scene, n: Quantity, w: When, speaker: Speaker) -> bool:
    """Whether the day behind a number is that of its telling: "reported a 5 percent rise in sales on Tuesday", "rose to 19 on Sunday"."""
    between = scene.flat[max(n.end, n.counted_end) : w.start]
    if w.start < n.end:
        return False
    if len(between) < 12 and not re.search(r"[,;(-]", between) and _REACHES.search(scene.back(n.start, 40)):
        return speaker.start >= w.end
    if not n.reading.unit or not _NOUNS.fullmatch(between) or not _REPORTS.search(scene.back(n.start, 30)):
        return False
    return speaker.end <= n.end and not _TALLIED.search(scene.flat, speaker.start, speaker.end)


# "The firm, whose book came out in May, counts 40"
_ASIDE_SAYS = re.compile(rf"[^,;]{{0,40}}, (?:{SAY})(?: (?:of|at|as|it at|that))? +[\"“]?")
_REPORTS = re.compile(rf"\b(?:{SAY}) (?:an?|another|its) $")
_REACHES = re.compile(
    r"\b(?:rose|risen|climbed|jumped|grew|grown|went up|gone up|increased|reached|hit|passed|fell|dropped)(?: again| further)?(?: to)? $"
)
_NOUNS = re.compile(r"(?: (?!that|who|which|was|were|had|has|[a-z]+(?:ed|en)\b)[a-z-]+){0,5} (?:on |late |early )*")


def of_its_day(scene: Scene, n: Quantity, w: When) -> bool:
    """Whether a number is that of a text of another day: "up from 1,322 in Friday's table", "Yesterday's total was 52", "(Friday: 31)"."""
    if w.end <= n.start:
        return bool(
            _FIGURE_OF.fullmatch(scene.flat, w.end, n.start) or (scene.flat[w.start - 1] == "(" and scene.flat[w.end : n.start] == ": ")
        )
    return bool(w.exact and _IN_TEXT.fullmatch(scene.flat, n.end, w.start) and _TEXT_OF.match(scene.flat, w.end)) or (
        w.exact and scene.flat[n.start - 1] == "(" and scene.flat[n.end : w.start] in (" on ", " ") and scene.flat.startswith(")", w.end)
    )


_FIGURE_OF = re.compile(
    r" (?:estimate|forecast|projection|prediction)s? (?:of|was|had been) "
    rf"|'s (?:\w+ )?(?:{any_of('sums')}|{any_of('bulletin')}) (?:was|were|had been|gave|said|had) "
)
_IN_TEXT = re.compile(r"(?: [\w-]+){0,3}? in (?:the |its |our )?")
_TEXT_OF = re.compile(rf"'s (?:\w+ )?(?:{any_of('writing')}|{any_of('bulletin')}|table|count)\b")
_CITED = re.compile(rf"(?:{ACCORDING.pattern}|by )")


def _beside(scene: Scene, speaker: Speaker, w: When) -> bool:
    """Whether nothing that is counted or that speaks stands between a speaker and a time."""
    a, b = (speaker.end, w.start) if w.start >= speaker.end else (w.end, speaker.start)
    if b - a > 60:
        return False
    content = w.start >= speaker.end and (re.search(r"\bthat\b", scene.flat[a:b]) or (not w.exact and scene.flat.startswith(" at ", w.end)))
    if content or (w.end <= speaker.start and (_JOINED.search(scene.flat, a, b + 4) or SPEAKS.match(scene.flat, b))):
        return False  # "confirmed that a theft in May cost it 40,000", "pledged in 2019 to end it, and the mayor says"
    lead = w.end <= speaker.start and "," in scene.flat[a:b] and _CITED.match(scene.flat, speaker.start)  # "on Sunday, by its count,"
    if any(a < w.start < b for a, b in _asides(scene)) and not VERB.search(scene.flat, a, b):
        return False
    late = w.start > speaker.end + 5 and _EXPECTS.search(scene.flat, speaker.start, speaker.end)
    if late or lead or ";" in scene.flat[a:b] or of_event(scene, w, speaker):
        return False
    crossed = any(a <= o.start < b for o in scene.numbers) or any(a <= s.start and s.end <= b for s in scene.speakers if s is not speaker)
    return not crossed and not any(m.start >= a and m.end <= b and not m.weak for m in scene.mentions)
