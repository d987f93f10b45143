"""Whether a number is told as so: asserted, denied, said to be false, feared, asked, or planned.

In go the numbers of a `Scene` with what each of them counts; out come their `asserted`.  The words that turn a statement are in
``english.toml``; how far they reach is here: to the next fence of the clause, and never into what a definite noun takes for granted
("will bury the 41 people killed").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import any_of

MOODS = ("yes", "denied", "false", "feared", "asked", "planned")
_NOT = re.compile(rf"\b{any_of('not')}\b(?! {any_of('not_but')}\b)")
_NONE = re.compile(
    rf"\b{any_of('none')}(?:(?: \w+){{0,3}} among|(?: (?:at all|man|woman|child|member|person|soul))? of) (?:[\w'-]+ ){{0,3}}$|\bneither $"
)
_DENY = re.compile(rf"\b{any_of('deny')}\b")
_REPORT = re.compile(rf"\b{any_of('report')}\b")
_REPORT_NEXT = re.compile(rf" that\b|.*\b{any_of('report')}\b")
_FALSE = re.compile(rf"\b{any_of('false')}\b")
_NAMED_BY = re.compile(r" (?:[\w-]+ ){0,2}(?:mentioned|reported|claimed|announced|cited|given|quoted|alleged) (?:by|in|on)\b")
_VERSION = re.compile(rf"\b{any_of('version')}\b[^;]*$")
_FALSE_AHEAD = re.compile(rf"\b{any_of('false_ahead')}\b")
_FEAR = re.compile(rf"\b{any_of('fear')}\b")
_MAY = re.compile(rf"\b(?!could not\b){any_of('may')}\b")
_FEARED_BEHIND = re.compile(rf"\b(?:is|are|were|was|be) (?:\w+ly )?{any_of('fear')}\b")
_HOW = re.compile(r"\b(?:how|why)$")
_IF = re.compile(r"\b(?:if|unless|should)\b")
_WAS_ASKED = re.compile(r"^\W*(?:is|are|was|were|did|do|does|has|have|had|could|can|will)\b.*, [\w' -]{2,40} (?:was|were) asked\W*$")
_STOP = re.compile(r"[.?!](?=[\"”’']|\s|$)")
_OPEN_QUESTION = re.compile(
    rf"(?:^|[,:;] )\W*(?:who|why|when|where|what|which|how(?! {any_of('how_much')}\b))\b(?! if\b)(?!.*\b{any_of('doubted')}\b)"
)
_PLAN = re.compile(rf"\b{any_of('plan')}\b")
_WOULD_HAVE = re.compile(
    r"\b(?:would|might|could) (?:\w+ ){0,2}have\b|\bwould (?:still |now )?(?:be|lie|be lying) (?:alive|dead|living|homeless|in (?:the|a))\b"
)
_UNREAL = re.compile(
    r"\bif\b|^\W*had\b|[,;] had (?:the|it|he|she|they|a|we)\b|\bbut for\b|\bwithout\b|\bwere it not\b|\botherwise\b|^\W*another\b"
)
_MODAL = re.compile(r"\b(?:will|would|due|expected|is to|are to)\b")
_DONE = re.compile(r"\b(?:had|was|were|came|went)\b")  # "Promises to close the road had come to nothing"
_AUXILIARY = re.compile(r"\b(?:were|was|had|have|has|are|is|be|been|being|will|would|to|get)\b")
_THE_DEATHS = re.compile(
    r"\b(?:the|their|its) (?:\w+ )?(?:death|killing|murder|arrest|loss|abduction|capture|kidnapping|execution)s? of (?:\w+ )?$"
)
_VICTIMS = re.compile(r" (?:\w+ )?(?:victims|dead|bodies|survivors|suspects|killed|wounded|injured|missing|detainees|casualties)\b")
_HEADLINE = re.compile(  # "Ministry to send 300 nurses"
    rf"\W*(?:(?!was |were |is |are |had |due |plans |\w+ing |\w+es |\w+ed )[\w.'-]+ ){{1,4}}to {any_of('headline')} (?:[\w'-]+ ){{0,4}}"
)
_SOME_OF = re.compile(
    r"(?:\d|\b(?:any|all|one|some|none|most|half|each|many|few|third|quarter)) of (?:its|the|their|his|her|our) $|(?:^|[,;] )of (?:the )?$"
)
_BY_THEM = re.compile(
    rf"(?: [\w'-]+){{0,3}}? (?:ha(?:ve|s|d) )?(?:\w+ly )?(?<!was )(?<!were )(?<!are )(?<!been ){any_of('volunteered')}\b(?! (?:by|to be)\b)"
)
_ASK = re.compile(rf"\b{any_of('ask')}\b")
_VERB = rf"(?:\w+ly )?{any_of('and_verb')}\b"
_FENCE = re.compile(rf"[,;:!?()]|(?:(?<=[a-z]{{3}})|(?<=\d))\.(?= )|[\"“”](?= )| [–—-] |\b{any_of('fence')}\b|\band(?= {_VERB})")
_JOINED = re.compile(r"(?: (?!was|were|is|are|has|had|have|said)[\w'%-]+){0,8},? ?(?:\(|and|or|plus)? ?(?:at least |about |some |up to )?")
_INCLUDING = re.compile(r"^[^,;:]*, (?:including|among them)(?: (?:about|some|at least|more than|up to))? $")
_PART_OF = re.compile(r"\b(?:out )?of (?:the|its|their|his|her|all|some|about)\b")
_VERB_BEHIND = re.compile(r"(?: [a-z'-]+){0,3}? (?:was|were|are|is|had|has|have|did)\b")
_TWICE = re.compile(r"\b(?:not|no|neither|nor|never|no longer|nobody|no one|few|hardly|cannot)(?: \w+)? $")
_ATTRIBUTE = re.compile(r"\b(?:the|a|an|what was|cape) $|^$")
_WHICH = re.compile(r", (?:which|an? (?:\w+ )?(?:claim|figure|number|charge|report|sum)\b)")
_TALK = re.compile(rf"\b{any_of('talk')}\b")
_UNSURE = re.compile(rf"\b{any_of('unsure')}\b")
_BELIEVED = re.compile(rf"\b(?:is|are|was|were) (?:\w+ly )?{any_of('held')} to\b")
REPORTED = "told as the talk of others"
LIKELY = "told as likely, and not as known"
_OWNED = re.compile(r"(?:'s|s'|\bhis|\bher|\bits|\btheir) (?:\w+ )?$")  # "the governor's claim that"
_GRANTED = re.compile(rf"\b(?:the|those|these|its|their|his|her|our|all) (?:(?:{any_of('stood_out')}|\w+ing|\w+ed) )?$")
_SHORT = re.compile(
    r"[\"“](?=(?:[\w'’-]+ ){0,4}[\w'’-]+[\"”])|(?<=[\w'’])[\"”]"
)  # a few words in quotation marks are no clause of their own
_BRACKETS = re.compile(r"\([^()]{0,20}\)|(?<=\d),(?=\d)")
_ASIDE = re.compile(r",( [^,;:]{2,60}),(?= that\b)")  # "It was not true, she said, that two had died"
_RELATIVE = re.compile(r"\b(?:who|which|that|whom)\b")
_IN_WHICH = re.compile(r"\b(?:which|who|whom|whose)\b|\bthat (?:left|kill|wound|injur|claim)")
_AT_ONCE = re.compile(r" (?:(?:the|those|these|its|their|all) )?")
_NEAR = re.compile(r"\W*(?:\w+ )?(?:\w+ )?(?:the|those|these|its|their|all)? ?")  # between a cue and its own number
_OF_OTHERS = re.compile(r"\b(?:who|which)\b[^,;]*$")
_ACT = re.compile(
    r"(?:reject|dismiss|challeng|contest|question|refus|deni)\w+ (?:about |some |at least |more than |nearly |up to |another )?$"
)
_THING = re.compile(rf"(?: [\w']+){{0,3}}? {any_of('denied_thing')}\b")  # "denied any link to the deaths of 16"
_MEANT = re.compile(rf"\b(?:that|having|\w+ing|{any_of('report')})\b")
_PLACED = re.compile(r"\b(?:in|at|on|during|from|after) (?:about |some |at least |more than )?$")
_SPLIT = re.compile(rf"[;:?]|\b(?:but|while|whereas|said|says)\b|, and\b|\band {any_of('and_verb')}\b")
_TAKEN_UP = re.compile(
    r"\b(?:this|that|it|both|the (?:report|claim|figure|number|story)s?) (?:is|was|were|are) (?:[\w]+ )?$"
)  # "that was a typing error"
_OF_THE = re.compile(r"\bof (?:the|its|their|those) $")
_DENIED_IT = re.compile(
    rf"[;,] (?:but |and )?[^;]{{2,60}} (?:den|reject|disput)(?:y|ies|ied|s|ed|es) {any_of('it_all')}\b(?! \w+ (?:was|were|had)\b)"
)
_LET_ALONE = re.compile(r"\b(?:let alone|much less|still less|never mind) (?:\w+ ){0,2}$")
_AND_THAT = re.compile(r"\band that\b")
_AND_LAST = re.compile(r"\band (?:about |some |at least |more than |nearly |up to |another )?$")
_VERB_OF_ITS_OWN = re.compile(r"\b(?<!been )(?<!was )(?<!were )(?<!had )(?<!have )[a-z]{3,}ed (?:at least |about |some |up to )?$")


def assert_numbers(scene: Scene) -> None:
    """Say of each number whether it is told as so."""
    for n in scene.numbers:
        n.asserted = next((mood for mood, holds in _WAYS if holds(scene, n)), "yes")
        if n.asserted == "yes":
            n.reported = _doubted(scene, n)
        before = scene.numbers[n.index - 1] if n.index else None
        if n.asserted == "yes" and before and before.asserted != "yes" and _is_joined(scene, before, n):
            n.asserted = before.asserted


def _doubted(scene: Scene, n: Quantity) -> str:
    """The doubt about a number that is told as so, but as the talk of others, or as likely."""
    ahead, behind = _ahead(scene, n), _behind(scene, n)
    talk, believed = _TALK.search(ahead), _BELIEVED.search(behind)
    if (talk and not _OWNED.search(ahead[: talk.start()])) or (believed and not any(s.source for s in scene.speakers)):
        return REPORTED
    return LIKELY if talk or believed or _UNSURE.search(ahead) else ""


def _is_joined(scene: Scene, before: Quantity, n: Quantity) -> bool:
    """Whether a number goes on a list that the one before began: "will send 15 boats and 200 soldiers"."""
    between = scene.flat[before.end : n.start]
    if _INCLUDING.search(between):
        return True
    if before.asserted == "planned" and _happened(scene, n):
        return False
    if not _JOINED.fullmatch(between) or _PART_OF.search(between):
        return False
    return not ("and" in between and _VERB_BEHIND.match(scene.flat, n.end)) and not _RELATIVE.search(between)


def _ahead(scene: Scene, n: Quantity) -> str:
    """The words of the clause before a number; a bracket that closes again does not end it."""
    flat, fences = _clauses(scene.flat[: n.core])
    return flat[fences[-1][1] :] if fences else flat


def _behind(scene: Scene, n: Quantity) -> str:
    """The words of the clause behind a number."""
    flat, fences = _clauses(scene.flat)
    fence = bisect_left(fences, (n.end, 0))
    return _AND_THAT.split(flat[n.end : fences[fence][0] if fence < len(fences) else len(flat)])[0]


@lru_cache(maxsize=64)
def _clauses(flat: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words of a sentence and its fences; what names a speaker aside, stands in short brackets, or is a few quoted words, is none."""
    flat = _ASIDE.sub(r"~\1~", _SHORT.sub("~", _BRACKETS.sub(lambda m: "~" * len(m[0]), flat)))
    return flat, tuple(m.span() for m in _FENCE.finditer(flat))


def _granted(scene: Scene, n: Quantity) -> bool:
    """Whether what happened to those who are counted is taken for granted: "the 41 people killed", "the seven who died"."""
    if _NONE.search(_ahead(scene, n)):
        return False
    between = scene.flat[n.end : n.link.start] if n.link.start > n.end else ""
    if between and _RELATIVE.search(between):
        return True
    definite = _GRANTED.search(scene.flat, max(0, n.start - 24), n.start)
    return bool(definite and not re.search(r"\b(?:were|was|had|have|has|are|be|been|will)\b", between))


def _governs(scene: Scene, n: Quantity, cue: re.Pattern, ahead: str) -> re.Match | None:
    """A cue before a number that reaches it: not one that stands outside of a relative clause, or of a noun taken for granted."""
    found = next(iter(reversed(list(cue.finditer(ahead)))), None)
    if found is None or _IN_WHICH.search(ahead, found.end()):
        return None
    if _AT_ONCE.fullmatch(ahead, found.end()):
        return found  # "nothing like the 300 wounded"
    between = scene.flat[n.end : n.link.end] if n.link.end > n.end else ""
    near = not between or re.search(
        r"\b(?:in|at|on|of|from|into)\b|s$", between
    )  # "did not kill the 14", and not "did not free the 14 men arrested"
    return None if _granted(scene, n) and not (near and _NEAR.fullmatch(ahead, found.end())) else found


def _denied(scene: Scene, n: Quantity) -> bool:
    ahead, behind = _ahead(scene, n), _behind(scene, n)
    if _NONE.search(ahead) or scene.flat.startswith("nowhere near", n.start) or ahead.endswith("nowhere near "):
        return True
    if _RELATIVE.search(scene.flat[n.end : n.link.start] if n.link.start > n.end else ""):
        return False
    if (_WOULD_HAVE.search(behind) and _UNREAL.search(scene.flat)) or (n.measure and "would have " in ahead + behind):
        return True
    deny = _governs(scene, n, _DENY, ahead)
    if deny and _TWICE.search(ahead[: deny.start()]):
        return False  # "neither disputes that 16 fell"
    act = deny and (
        _THING.match(ahead, deny.end()) or (_ACT.match(ahead, deny.start()) and not _MEANT.search(ahead, deny.end()))
    )  # "rejected 40 requests": no statement
    if deny and not act and not (_OF_OTHERS.search(ahead[: deny.start()]) and _VERB_OF_ITS_OWN.search(ahead)):
        return True
    if _negated(scene, n, ahead):
        return True
    to_link = scene.flat[n.end : n.link.start] if n.link.start > n.end and not _PLACED.search(ahead) else ""
    if _DENIED_IT.search(scene.flat, n.end) and not _granted(scene, n):
        return True
    return bool(to_link and not _FENCE.search(to_link) and _NOT.search(to_link)) or _called(scene, n, _DENY)


def _negated(scene: Scene, n: Quantity, ahead: str) -> bool:
    """Whether a "not" before a number reaches it: not beyond "whether", nor into a clause that "and" begins with the number."""
    found = _governs(scene, n, _NOT, ahead)
    if found is None:
        return bool(_LET_ALONE.search(ahead) or _LET_ALONE.search(scene.back(n.core, 24)))
    listed = any(o.start < n.start and o.start > n.core - len(ahead) + found.end() for o in scene.numbers)
    apart = _AND_THAT.search(ahead, found.end()) or (not listed and _AND_LAST.search(ahead, found.end()))
    return not apart and not _ASK.search(ahead, found.start()) and not _TWICE.search(ahead[: found.start()])


def _called(scene: Scene, n: Quantity, cue: re.Pattern) -> bool:
    """Whether a report that holds the number is said to be so behind it: "reports that 40 were killed are false"."""
    said = cue.search(scene.flat, n.end)
    report = _REPORT.search(scene.flat, 0, n.start) or (said and _WHICH.search(scene.flat, n.end, said.start()))
    if not report or not said or _OF_THE.search(scene.back(n.start, 12)):
        return False
    split = _SPLIT.search(scene.flat, n.end, said.end()) and not _TAKEN_UP.search(scene.flat, n.end, said.start())
    return not split


def _false(scene: Scene, n: Quantity) -> bool:
    if _NAMED_BY.match(scene.flat, n.end) and _FALSE.search(scene.flat, n.end, max(n.end, n.after)):
        return True  # "The 670 deaths mentioned by the chief must be considered wrong"
    if _granted(scene, n):
        return False
    ahead = _ahead(scene, n)
    if _VERSION.search(scene.flat, 0, n.start):
        return True
    cue = _FALSE_AHEAD.search(ahead)
    if cue and (not _ATTRIBUTE.search(ahead, 0, cue.start()) or _REPORT_NEXT.match(ahead, cue.end()) or not ahead[cue.end() :].strip()):
        return True
    return _called(scene, n, _FALSE)


def _asked(scene: Scene, n: Quantity) -> bool:
    stop = _STOP.search(scene.flat, n.end)
    question = bool(stop and stop[0] == "?") and not _OPEN_QUESTION.search(scene.flat)
    question = question or bool(_WAS_ASKED.search(scene.flat))
    return (question and not _granted(scene, n)) or bool(_governs(scene, n, _ASK, _ahead(scene, n)))


def _feared(scene: Scene, n: Quantity) -> bool:
    if _granted(scene, n):
        return False
    ahead, behind = _ahead(scene, n), _behind(scene, n)
    if _attributed(_FEAR, ahead) or _FEAR.match(behind.lstrip()) or _FEARED_BEHIND.search(behind):
        return True
    if _HOW.search(scene.flat[: n.core - len(ahead)]):
        return False  # "has not explained how five men could be hit"
    if _MAY.search(scene.text[n.core - len(ahead) : n.core]) or _MAY.search(scene.text[n.end : n.end + len(behind)]):
        return True
    start, end = scene.flat.rfind(";", 0, n.start) + 1, scene.flat.find(";", n.end)
    return bool(_IF.search(scene.flat, start, end if end >= 0 else len(scene.flat)) and re.search(r"\b(?:would|will)\b", ahead + behind))


def _happened(scene: Scene, n: Quantity) -> bool:
    """Whether what is counted has happened, whatever is planned for it: "will pay the families of 11 workers killed"."""
    if _THE_DEATHS.search(scene.back(n.start, 40)) or (scene.back(n.start, 4) == "the " and _VICTIMS.match(scene.flat, n.end)):
        return True
    behind = n.link.start > n.end + 1 and n.link.end > n.link.start
    return bool(behind and scene.flat[: n.link.end].endswith("ed") and not _AUXILIARY.search(scene.flat, n.end, n.link.start))


def _planned(scene: Scene, n: Quantity) -> bool:
    if (_granted(scene, n) and n.how) or _happened(scene, n) or _SOME_OF.search(scene.back(n.start, 20)):
        return False
    ahead = _ahead(scene, n)
    if _HEADLINE.fullmatch(scene.flat, 0, n.start) or (
        _attributed(_PLAN, ahead) and (cue := _governs(scene, n, _PLAN, ahead)) and not _DONE.search(ahead, cue.end())
    ):
        return True
    behind = _behind(scene, n)
    if n.reading.unit == "%" and behind.startswith(" of ") and not _MODAL.search(behind):
        return False  # "63% of the 341,000 planned"
    if n.measure and n.link.start > n.end + len(behind):
        return False  # "the 19 miners will be buried, two weeks after they were killed"
    return not _BY_THEM.match(behind) and _attributed(_PLAN, behind)


def _attributed(cue: re.Pattern, words: str) -> bool:
    """Whether a cue is there that is no attribute of something else: "the feared gang", "a planned demolition"."""
    return any(not _ATTRIBUTE.search(words, 0, m.start()) or not re.match(r" (?!to\b)[a-z]", words[m.end() :]) for m in cue.finditer(words))


_WAYS = (("denied", _denied), ("false", _false), ("asked", _asked), ("feared", _feared), ("planned", _planned))
