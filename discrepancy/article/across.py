"""What is left open beside a number, from the numbers before it: "another 30", "of them", "up from 58%", "Nine are missing".

In go the numbers of a `Scene` with their links and wholes; out come the `counted` and the measure of those that have no noun or no measure of
their own.  Whatever is taken from elsewhere is a doubt.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from discrepancy.article.clause import ahead, begins, behind, blank, content, verb_ahead
from discrepancy.article.counted import LENGTHS
from discrepancy.article.number import Told
from discrepancy.article.scene import Quantity, Scene, Topic
from discrepancy.article.vocabulary import Mention, any_of, flat_text

TAKEN = "what is counted is taken from the number before"
_OF_THE_SAME = re.compile(any_of("of_the_same"))
_INSTEAD = re.compile(r"[,(] ?(?:and |but )?(?:not|rather than|instead of) (?:the |a |just )?$")  # "held 36 tonnes, not the 60"
_MOVES = re.compile(
    rf"^[^;:]*\b(?:{any_of('rise')}|{any_of('fall')}|{any_of('increase')})(?: (?:of|by|to|just|only))* *$"
    r"|^[ ,]*(?:(?:and|which|now) )?(?:worth|valued at|costing|priced at|at a cost of) *$"
)
_APPENDED = re.compile(
    rf",(?: (?:an?|or|which is|now|just|\w+ly))*(?: (?:{any_of('rise')}|{any_of('fall')}|{any_of('increase')})(?: (?:of|by|to))?| and)? *$"
)
_MOVE_NOUN = re.compile(rf"\b(?:{any_of('increase')})\b")  # "a rise of 3,400"
_COMPARED = re.compile(r" (?:more|less|fewer|higher|lower|up|down|above|below|better|worse)\b(?! (?:people|men|women)\b)")
_NARROWS = re.compile(r"\b(?:in|at|of|from|among|across|for|on) (?:the |its |all )?$")
_CLAUSE_ENDS = re.compile(r"[,;:]|\band\b")
# its object is named before
_ELIDED = re.compile(rf"\b(?:{any_of('gives')}|[a-z]{{3,}}(?<!ch)(?<!exceed)(?<!pass)(?<!cross)(?<!total)(?<!total)ed|has|have|had) $")
_TIME_LEFT = re.compile(r"^ *(?:since|in|on|from|during|over|by)? *(?=,)")  # of a time that is blank
_TOTAL = re.compile(rf"\b(?:the|that|this|its|their) (?:\w+ )?(?:{any_of('sums')})\b")
_AGAIN = re.compile(rf"\bthe (?:\w+ )?(?:{any_of('sums')}) of $")  # "The figure of 4,500 could not be verified" is no new count
_BESIDE_IT = re.compile(r"([^;.()]{0,40}) \([\w ]{1,30}: ?$")  # "29 in intensive care (Thursday: 31)"
_LEVEL = re.compile(r"\b(?:at|is|was|are|were|be|total(?:s|l?ed)|reach(?:es|ed)?|exceed(?:s|ed)?)\s*$")
_SCALED = re.compile(r"illion\b|\bbn\b|\bm\b")
_ASKED = re.compile(
    rf"\b(?:how (?:many|much)|(?:the|an?) (?:total )?(?:number|count|tally) of) ((?:(?!{any_of('cut')}\b)[\w'’-]+ ?){{1,7}})"
)
_MONEY = re.compile(rf"\b(?:{any_of('gives')}|{any_of('in_money')})\b")
_STEP = 0.8  # how much a topic less far back is nearer, in powers of e of the size
_BACK = 5  # topics that a number can still mean


def carry_over(scene: Scene, n: Quantity) -> None:
    """Fill what a number counts from its clause, and from what stands before it, where nothing of its own says so."""
    if n.how or n.link.measures:
        return
    before = scene.numbers[n.index - 1] if n.index else None
    noun = scene.text.find(n.counted, n.end, n.end + len(n.counted) + 20) if n.counted else -1
    told = behind(scene, max(n.end, n.counted_end, noun + len(n.counted)), n)
    since = begins(scene, n)
    between = _TIME_LEFT.sub("", flat_text(blank(scene, since, n.start))) if before else ""
    n.noun = n.counted
    if content(n.counted) and not n.part_of:
        own = scene.flat.startswith(" of ", n.counted_end) and not _LEVEL.search(scene.back(n.left, 20))
        lead = ahead(scene, n)[0] if n.reading.unit and not own else verb_ahead(scene, n)
        n.counted = _joined(lead, n.counted, told)
    elif before and _OF_THE_SAME.fullmatch(between or " "):
        n.noun, n.counted = before.noun, _joined(_named(scene, before), told)
        if between.strip(" ,") == "to" and before.reading.unit == n.reading.unit:
            _same(scene, n, _as_topic(scene, before))  # "rose from 40 to 52"
    elif before and (beside := _BESIDE_IT.fullmatch(scene.text, before.end, n.start)):
        n.noun, n.counted = before.noun, _joined(_named(scene, before), beside[1])
    elif n.part_of:
        _as_part(scene, n, told)
    else:
        _from_clause(scene, n, before, between, told)


def _as_part(scene: Scene, n: Quantity, told: str) -> None:
    """Fill what a part counts: what its whole does, with what is told of it alone."""
    whole = next((o for o in reversed(scene.numbers[: n.index]) if not o.part_of), None)
    topic = _as_topic(scene, whole) if whole else _topic(scene, n)
    own = content(n.counted) and not scene.flat.startswith((" of ", " out of "), n.end)
    n.noun = n.counted if own else topic.noun if topic else ""
    n.counted = _joined(ahead(scene, n)[0], n.counted, "" if own else n.part_of, told)
    if topic and topic.unit == n.reading.unit and (topic.measure in scene.words.personal or not content(told)):
        _same(scene, n, topic)


def _from_clause(scene: Scene, n: Quantity, before: Quantity | None, between: str, told: str) -> None:
    """Fill what a number without a noun counts: what its clause says, else what was counted before."""
    topic = _topic(scene, n)
    of = "" if topic is None else topic.noun if content(told) and topic.noun and not n.older else topic.counted
    words, verb_alone = ("", False) if n.older or (before and _INSTEAD.search(between)) else ahead(scene, n)
    if verb_alone and before and ";" not in between and before.reading.unit:
        of = _named(scene, before)  # "Rations, now 12 kg a month, are to be cut to 8 kg"
    times = n.reading.unit == "times" and "," in between
    moved = before and (times or _MOVES.search(between) or _COMPARED.match(scene.flat, n.end))
    if moved and _APPENDED.search(between):
        words = ""  # "traded at $63 a barrel, down 1.2%"
    if before and not words and moved:
        of, topic = _named(scene, before), None  # "412 cases, a fall of 22%", "41,085, 7% more than a week ago"
    own = bool(before and before.noun and words.startswith(before.noun))
    if before and (own or not words) and not content(told) and (subject := _narrowed(scene, n, before)):
        words, of, topic = "", subject, None
    if (
        words
        and topic
        and topic.noun
        and not verb_alone
        and _ELIDED.search(scene.flat[n.before : n.left])
        and not (n.reading.unit or content(n.counted) or content(told))
    ):
        words = _joined(words, topic.noun)  # "Construction shed 14,000 posts; health and care added 9,200"
    if words and not (verb_alone and of):
        of, topic = (_named(scene, before) if before and words.startswith(("against", "compared")) else ""), None
    n.noun = words or of
    move = _MOVE_NOUN.search(between) if moved else None
    n.counted = _joined(*((of, words) if of and topic is None else (words, of)), n.counted, move[0] if move else "", told)
    _take_unit(scene, n, topic, words or of, told)
    again = topic and topic.value == n.reading.value and _AGAIN.search(scene.back(n.start, 24))
    if topic and topic.unit == n.reading.unit and not (words or content(told) or again):
        _same(scene, n, topic)


def _narrowed(scene: Scene, n: Quantity, before: Quantity) -> str:
    """The subject of the clause that the number before only narrows: "Attendance at 31 museums reached 5.6 million"."""
    if before.reading.unit or not _NARROWS.search(scene.back(before.start, 16)) or _CLAUSE_ENDS.search(scene.flat, before.end, n.start):
        return ""
    words, verb_alone = ahead(scene, before)
    return "" if verb_alone else words


def topics_of(scene: Scene) -> list[Topic]:
    """What a sentence counts by itself, or asks about: what it asks last."""
    found = [_as_topic(scene, n) for n in scene.numbers if n.doubt != TAKEN and not n.part_of and not n.older and _named(scene, n)]
    if asked := _ASKED.search(scene.flat):
        measures = {m.measures for m in scene.words.mentions(scene.flat[asked.start(1) :]) if not m.weak}
        of = next(iter(measures)) if len(measures) == 1 else frozenset()
        words = scene.text[asked.start(1) : asked.end(1)].strip()
        found += [Topic(words, 0.0, next(iter(of)) if len(of) == 1 else "", of)] * (not found or "how" in asked[0])
    return found


def topic_of(told: Told) -> Topic:
    """What a number that was told counts."""
    return Topic(told.counted, told.reading.value, told.measure, told.measures, told.reading.unit, told.reading.per, told.counted)


def _as_topic(scene: Scene, n: Quantity) -> Topic:
    noun = n.noun or scene.text[n.link.start : n.link.end]
    return Topic(_named(scene, n), n.reading.value, n.measure, n.link.measures, n.reading.unit, n.reading.per, noun)


def _topic(scene: Scene, n: Quantity) -> Topic | None:
    """What was counted before that a number can mean: in its unit, not far back, and of its size."""
    whole = [o for o in scene.numbers[max(0, n.index - 2 * _BACK) : n.index] if _named(scene, o)]
    whole = [o for o in whole if not o.part_of or o.reading.unit == "%"] or whole
    here = [_as_topic(scene, o) for o in whole]
    if here and (n.older or _INSTEAD.search(scene.back(n.start, 40)) or _TOTAL.search(scene.flat, scene.numbers[n.index - 1].end, n.start)):
        return _nearest(here, n)
    found = [*scene.topics[-_BACK:], *here]
    alike = [t for t in found if t.unit == n.reading.unit] or [t for t in found if not n.reading.unit]
    return _nearest(alike, n, sum(t not in here for t in alike))


def _nearest(topics: list[Topic], n: Quantity, before: int = 0) -> Topic | None:
    """The one that is nearest in size and not far back; the first few are of sentences before."""
    value, last = n.reading.value, len(topics) - 1
    size = lambda t: abs(math.log(t.value / value)) if t.value > 0 < value else 1
    far = lambda i, t: _STEP * (last - i) + (i < before) + size(t)
    return min(enumerate(topics), key=lambda it: far(*it), default=(0, None))[1]


def _take_unit(scene: Scene, n: Quantity, topic: Topic | None, words: str, told: str) -> None:
    """ "3.42 million barrels a day, up from 3.31 million", "held 36 tonnes, not the 60": the unit of what was told before."""
    if n.reading.unit or n.counted_end > n.end:
        return
    before = _as_topic(scene, scene.numbers[n.index - 1]) if n.index else None
    scaled = _SCALED.search(scene.flat, n.core, n.end)
    if before and before.unit not in ("", "times") and not content(told) and (before.unit != "%" or n.reading.value <= 100):
        topic = before
    elif scaled:  # money is told in millions, and people with a noun
        money = next((t for t in reversed(scene.topics[-_BACK:]) if t.unit and t.unit not in ("%", "pp")), None)
        topic = (
            topic
            if topic and topic.unit and topic.unit not in LENGTHS
            else money
            if words and _MONEY.search(f"{words} {told} {scene.back(n.left, 24)}".lower())
            else None
        )
    elif not n.older:
        topic = None
    if topic and topic.unit and not (topic.unit == "%" and n.reading.value > 100):
        n.reading = replace(n.reading, unit=topic.unit, per=topic.per)
        n.doubt = TAKEN


def _named(scene: Scene, n: Quantity) -> str:
    """What a number counts, in words."""
    return n.counted or scene.text[n.link.start : n.link.end]


def _joined(*words: str) -> str:
    """The words of several places in a row, each once."""
    found: list[str] = []
    for piece in words:
        found += [w for w in piece.split() if w not in found]
    return " ".join(found)


def _same(scene: Scene, n: Quantity, topic: Topic) -> None:
    """Take over the measure of what was counted before."""
    measures = topic.measures or frozenset(filter(None, (topic.measure,)))
    if not measures or n.reading.unit:
        return
    told = [m for m in scene.mentions if m.start >= n.end and not m.weak]
    if told and told[0].measures and measures.isdisjoint(told[0].measures) and told[0].end <= n.after:
        return  # "of them, 12 were wounded": another fate
    n.measure, n.how, n.doubt = topic.measure, "across", n.doubt or TAKEN
    n.link = Mention(n.end, n.end, measures)
