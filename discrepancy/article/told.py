"""A number as an article tells it: what, who, when, up to which day; what is not sure is a doubt.

In goes a `Scene` with numbers, links and speakers; out comes one `Told` a number that counts something.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from discrepancy import dates
from discrepancy.article.attributed import of_its_day, said_on, speaker_of
from discrepancy.article.floor import goes_on_speaking, when_spoken
from discrepancy.article.memory import Speaker, is_person
from discrepancy.article.number import CUT, NOBODY, ONE, SPOKE_BEFORE, Told
from discrepancy.article.scene import Quantity, Scene, reading_of
from discrepancy.article.subjects import SAY
from discrepancy.article.times import When
from discrepancy.article.vocabulary import any_of
from discrepancy.article.when import kind_of
from discrepancy.saying.text import clean

DISTANT = "what is counted stands at a distance from the number"
EARLIER = "the day of the statement is taken from what its source said before"
_SMALL = rf"(?i)\b(?:{SAY}|{any_of('stop')})\b"
_NOMINAL = re.compile(r"casualt|loss|dead|death|toll|fatal|injuries|prisoner")


def tell(scene: Scene, n: Quantity) -> Told:
    """Tell what a linked number counts, who says so, when, and up to which day."""
    speaker = speaker_of(scene, n) or goes_on_speaking(scene)
    speaker = _of_publisher(scene.memory.publisher, speaker)
    told_now = said_on(scene, n, speaker)
    said = told_now or when_spoken(scene, n, speaker)
    if told_now and told_now.exact and speaker and speaker.source and not of_its_day(scene, n, told_now):
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
        phrase=scene.sentence.text[n.start : end],
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
        sentence=scene.sentence.text,
        at=scene.place,
        asserted=n.asserted,
        part_of=n.part_of,
        place=n.place,
        increment=n.increment,
        older=n.older,
        measures=n.link.measures,
        via=speaker.via if speaker else "",
        doubts=(
            *doubts,
            *[CUT] * scene.sentence.cut,
            *[ONE] * n.alone,
            *[EARLIER] * bool(said and not told_now),
            *_doubts(scene, n, speaker, said),
        ),
    )


def _of_publisher(publisher: str, speaker: Speaker | None) -> Speaker | None:
    """Whose text it is says what nobody else does, and passes on what others say."""
    if not publisher:
        return speaker
    if speaker is None:
        whose = "who is asked in it" if is_person(publisher) else "whose text it is"
        return Speaker(0, 0, publisher, doubt=f"{publisher}, {whose}, is taken for its source")
    own = not speaker.source or speaker.doubt or speaker.via or speaker.source.lower() in publisher.lower()
    return speaker if own else replace(speaker, via=publisher)


def _not_after(as_of: str, period_start: str, said: When | None) -> tuple[str, str]:
    """The last and first day that a number speaks of, never after it was said: "said on Monday that … in the past two days"."""
    if not said or not said.exact or not said.first or len(as_of) < 10 or as_of <= said.day:
        return as_of, period_start
    late = date.fromisoformat(as_of) - said.first
    began = (date.fromisoformat(period_start) - late).isoformat() if len(period_start) == 10 else period_start
    return said.day, began


def _doubts(scene: Scene, n: Quantity, speaker: Speaker | None, said: When | None) -> list[str]:
    """What is not told for sure of a number: who, when, what."""
    doubts = [speaker.doubt] * bool(speaker.doubt) if speaker and speaker.source else [NOBODY]
    if NOBODY in doubts and (last := scene.memory.last) and last.source:
        doubts.append(f"{last.name}{SPOKE_BEFORE}")
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
        doubts.append(DISTANT)
    return doubts


def _whom(scene: Scene, n: Quantity) -> str:
    """The words for those who are counted: behind the number, or before what is counted."""
    if n.counted or n.link.start >= n.start or not _NOMINAL.search(scene.flat, n.link.start, n.link.end):
        return n.counted  # "Greek forces captured two": who is counted is not said
    words = re.search(r"(?:[\w'’]+ ){1,3}$", scene.text[: n.link.start])
    kept = re.split(_SMALL, f" {words[0]}")[-1] if words else ""
    return kept.strip()


def _wording(scene: Scene, n: Quantity, end: int) -> str:
    """Hedge, number and what is counted; words between them are left out with three dots."""
    (a, b), (c, d) = sorted([(n.start, end), (n.link.start, n.link.end)])
    phrase = scene.text[n.start : end]
    if n.alone:
        return ""  # "a woman of 61" is no phrase with a number: the row has the value
    if n.link.start >= n.link.end or d <= b or c < b:
        return phrase
    wording = scene.text[a:b] + (" ... " if scene.text[b:c].strip() else " ") + scene.text[c:d]
    same = reading_of(wording)
    return wording if same and (same.low, same.high, same.open) == (n.reading.low, n.reading.high, n.reading.open) else phrase
