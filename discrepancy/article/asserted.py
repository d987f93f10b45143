"""Whether a number is told as so: asserted, denied, said to be false, feared, asked, or planned.

In go the numbers of a `Scene` with what each of them counts, and its cues; out come their `asserted`.  The cues, and what each does, are in
``english.toml``; which of them governs a number is here: it stands in the clause of the number, nothing between them stops it, and it never
reaches into what a definite noun takes for granted ("will bury the 41 people killed").
"""

from __future__ import annotations

import re
from bisect import bisect_left

from discrepancy.article.cues import Cue
from discrepancy.article.reach import AND_THAT, CLOSES, FAR, NOT_AHEAD, PAST_TENSE, RELATIVE, Clauses, Reach
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.taken_up import AS_IT_IS, mood_before
from discrepancy.article.vocabulary import any_of

REPORTED = "told as the talk of others"
LIKELY = "told as likely, and not as known"
# between a cue and its number
_AT_ONCE = re.compile(r"\W*(?:(?:the|those|these|its|their|his|her|any|all|about|some|at least|just|only) )*")
_NEAR = re.compile(
    rf"\W*(?:(?!{any_of('linking')}\b)\w+ ){{0,3}}(?:{any_of('any_one')} )?(?:of )?"
    r"(?:the|those|these|its|their|all)? ?(?:remaining |other )?"
)
_NONE_OF = re.compile(r"(?:(?: \w+){0,3} among|(?: (?:at all|man|woman|child|member|person|soul))? of) (?:[\w'-]+ ){0,3}")
_IN_WHICH = re.compile(r"\b(?:which|who|whom|whose)\b|\bthat (?:left|kill|wound|injur|claim)")
_AND_SAYS = re.compile(rf"\b(?:and|but) (?:\w+ )?{any_of('say')}\b")  # "calls it fantasy and counts no more than 260"
_OWED = re.compile(r"(?: [\w-]+){0,2} (?:it|he|she|they|we|owed|due)\b")  # "did not pay the 4 million it owed"
_OF_NOUN = re.compile(r"\b(?:in|at|on|of|from|into)\b|[^s]s$")
_NOT = re.compile(r"\b(?:not|never|cannot|n't)\b")
_THING = re.compile(rf"(?: [\w']+){{0,3}}? {any_of('denied_thing')}\b")  # "denied any link to the deaths of 16"
_AND_LAST = re.compile(r"\band (?:about |some |at least |more than |nearly |up to |another )?$")
_DENIED_IT = re.compile(
    rf"[;,] (?:but |and )?[^;]{{2,60}} (?:den|reject|disput)(?:y|ies|ied|s|ed|es)"
    rf" (?!that (?!was\b|is\b)[a-z]){any_of('it_all')}\b(?! \w+ (?:was|were|had)\b)"
)
_SPLIT = re.compile(
    rf"[;:?]|\b(?:but|though|although|while|whereas|said|says)\b|, and\b|\band (?!is\b|was\b|are\b|were\b|ha){any_of('and_verb')}\b"
)
_THAT_IS = re.compile(r"\b(?:this|that|it|both|the (?:report|claim|figure|number|story)s?) (?:is|was|were|are) (?:\w+ )?$")
_WHICH = re.compile(r", (?:which|an? (?:\w+ )?(?:claim|figure|number|charge|report|sum)\b)")
_APPOSED = re.compile(r"^[^,;:()–—]*[,(–—] ?(?:an? |all |which (?:is|was) )?(?:\w+ )?$")
_SPREAD = re.compile(rf"(?: (?:which|that|was|has|had|been|already|widely))* {any_of('spread')}\b")
_OF_THE = re.compile(r"\bof (?:the|its|their|those) $")
_THAT = re.compile(r"(?:~[^~]*~)? that ")  # behind an aside, too: "false, all the same, that"
_CORRECTS = re.compile(r"\W*correct(?:ion|s|ed)\b")
_GAVE = re.compile(r"\b(?:gave|stated|said|reported|put|printed|published|wrote|(?<!\w )given)\b")
_GIVEN = re.compile(r"(?: [\w'-]+){0,2} (?:given|reported|stated|listed|printed|published)\b")
_TELLS = re.compile(rf" (?:[\w'-]+ ){{0,2}}?(?:{any_of('say')}|included|credited|attributed)\b")
# of questions
_STOP = re.compile(r"[.?!](?=[\"”’']|\s|$)")
_QUOTE_OPENS = re.compile(r"(?<![\w.,!?])[\"“](?=\w)")
_OPEN = re.compile(
    rf"(?:^|[,:;] )\W*(?:who|why|when|where|what|which|how(?! {any_of('how_much')}\b))\b(?! if\b)(?!.*\b{any_of('doubted')}\b)"
)
_WAS_ASKED = re.compile(r"^\W*(?:is|are|was|were|did|do|does|has|have|had|could|can|will)\b.*, [\w' -]{2,40} (?:was|were) asked\W*$")
# of what may be
_HOW = re.compile(r"\b(?:how|why)$")
_PERHAPS = re.compile(r"\W*(?:perhaps|maybe|possibly)\b[^,;:]{0,20}$")
_IS_SO = re.compile(rf"(?: [\w'-]+){{0,3}}? {any_of('is_so')}\b(?! (?:at risk|in danger|likely|to|expected|facing|under threat|about)\b)")
_BE = re.compile(r"(?:^|\b(?:is|are|was|were|be)) (?:\w+ly )?$")
_ARTICLE = re.compile(r"\b(?:the|a|an|what was) $|^$")
_NEXT_WORD = re.compile(r" (?!(?:to|of|is|was|are|were|for|by|in|on|at|that|sa\w+|ha[sd]|puts?|will|would|worries)\b)[a-z]")
# of what shall be
_FROM_OLD = re.compile(r"\b(?:from|compared with|compared to|up on|down on)(?: (?:about|some|nearly|the|around|just))? $")
_SOME_OF = re.compile(
    r"(?:\d|\b(?:any|all|one|some|none|most|half|each|many|few|third|quarter)) of (?:its|the|their|his|her|our) $|(?:^|[,;] )of (?:the )?$"
)
_THE_DEATHS = re.compile(rf"\b(?:the|their|its) (?:\w+ )?{any_of('deed')}s? (?:of|for) (?:\w+ )?$")
_VICTIMS = re.compile(rf" (?:\w+ )?{any_of('victims')}\b")
_AUXILIARY = re.compile(r"\b(?:were|was|had|have|has|are|is|be|been|being|will|would|to|get)\b")
_DONE = re.compile(r"\b(?:had|was|were|came|went)\b")  # "Promises to close the road had come to nothing"
_MODAL = re.compile(r"\b(?:will|would|due|expected|is to|are to)\b")
_HEADLINE = re.compile(  # "Ministry to send 300 nurses"
    rf"\W*(?:(?!was |were |is |are |had |due |plans |\w+ing |\w+es |\w+ed )[\w.'-]+ ){{1,4}}to {any_of('headline')} (?:[\w'-]+ ){{0,4}}"
)
_WANTED_BEHIND = re.compile(r"(?: [\w'-]+){0,2} $")
_END = re.compile(r" (?:by|in|for|at|from|last|this|so|under)\b|[.,;:)]|$")
_OF_WANTED = re.compile(r" (?:[\w-]+ )?[\w-]+ of (?:about |some |at least |up to )?")  # "the planned closure of two wards"
# between a number and what somebody else shall do
_OTHERS = re.compile(r"\b(?:said|says|say|told|that|it|he|she|they|we|who|whom|which)\b")
_BY_THEM = re.compile(rf"(?: of [\d,]+)?(?: [\w'-]+){{0,3}}? (?:ha(?:ve|s|d) )?(?:\w+ly )?{any_of('volunteered')}\b(?! (?:by|to be)\b)")
_DEFINITE = re.compile(r"\b(?:the|those|these|its|their|our) $")
_NARROWED = re.compile(r"\b(?:in|at|of|on|from|with|who|which|now|\w{2,}ing)\b")  # "the 38 families using the land will be paid"
# of lists
_JOINED = re.compile(
    r"(?: (?!was|were|is|are|has|had|have|said)[\w'%-]+){0,8},? ?(?:\(|and|or|plus|with)? ?(?:at least |about |some |up to )?"
)
_LISTS = re.compile(r"[,(]|\b(?:and|or|plus|to)\b")
_INCLUDING = re.compile(r"[^,;:]*, (?:including|among them)(?: (?:about|some|at least|more than|up to))? ")
_PART_OF = re.compile(r"\b(?:out )?of (?:the|its|their|his|her|all|some|about)\b")
_VERB_BEHIND = re.compile(r"(?: [a-z'-]+){0,3}? (?:was|were|are|is|had|has|have|did)\b")
_OF_WHICH = re.compile(r"(?:,|\() ?of (?:which|whom|these|those|them),? (?:about |some |at least |more than |nearly |up to )?$")
_PAST = re.compile(r"(?: [\w'-]+){0,4}? (?:was|were|has|have|had)\b")


def assert_numbers(scene: Scene) -> None:
    """Say of each number whether it is told as so."""
    to_come = any(w.first and w.first > scene.day for w in scene.times)
    if not (to_come or "?" in scene.flat or scene.cues or scene.memory.mood or (" to " in scene.flat[:120] and "." not in scene.flat[-2:])):
        return  # no word of the sentence turns it
    clauses, mood = Clauses(scene), mood_before(scene)
    for n in scene.numbers:
        r = Reach(clauses, n)
        n.asserted = next((mood for mood, holds in _WAYS if holds(r)), "yes")
        if n.asserted == "yes":
            n.reported = _doubted(r)
        before = scene.numbers[n.index - 1] if n.index else None
        joined = before and (_is_joined(scene, before, n) or _is_older(r, before))
        if n.asserted == "yes" and before and before.asserted != "yes" and not r.granted and joined:
            n.asserted = before.asserted
        elif n.asserted == "yes" and mood and not r.granted and not n.older and not AS_IT_IS.search(r.ahead + r.behind):
            n.asserted = mood


def _is_older(r: Reach, before: Quantity) -> bool:
    """Whether a number is what was aimed at or foretold before: "cut its forecast to 19 million tonnes, from 22 million"."""
    goal = r.before("goal")
    return bool(goal and before.asserted in ("planned", "feared") and _FROM_OLD.search(r.ahead) and not r.flat.endswith("ed", 0, goal.end))


def _doubted(r: Reach) -> str:
    """The doubt about a number that is told as so, but as the talk of others, or as likely."""
    talk, believed = r.last("talk"), r.next("held")
    owned = talk and re.search(r"(?:'s|s'|\bhis|\bher|\bits|\btheir) (?:\w+ )?$", r.flat[r.begins : talk.start])  # "his claim that"
    if (talk and not owned) or (believed and not any(s.source for s in r.scene.speakers)):
        return REPORTED
    return LIKELY if talk or believed or r.last("unsure") else ""


def _is_joined(scene: Scene, before: Quantity, n: Quantity) -> bool:
    """Whether a number goes on a list that the one before began: "will send 15 boats and 200 soldiers"."""
    between = scene.flat[before.end : n.start]
    if len(between) > 160:
        return False
    if _INCLUDING.fullmatch(between):
        return True
    if before.asserted == "planned" and _happened(scene, n):
        return False
    if _OF_WHICH.search(between):
        return before.asserted == "planned" and not _PAST.match(scene.flat, n.end)
    if not _JOINED.fullmatch(between) or _PART_OF.search(between) or not _LISTS.search(between):
        return False
    return not ("and" in between and _VERB_BEHIND.match(scene.flat, n.end)) and not RELATIVE.search(between)


def _governs(r: Reach, kind: str) -> Cue | None:
    """A cue before a number that reaches it: not one that stands outside of a relative clause, or of a noun taken for granted."""
    cue, n, flat = r.last(kind), r.n, r.flat
    if (
        cue is None
        or _IN_WHICH.search(flat, cue.end, n.core)
        or (kind in ("negation", "denial") and _AND_SAYS.search(flat, cue.end, n.core))
    ):
        return None
    if _AT_ONCE.fullmatch(flat, cue.end, n.start) or (kind == "denial" and _THE_REPORTED.match(flat, n.end)):
        return cue  # "nothing like the 300 wounded"
    between = r.scene.flat[n.end : min(n.link.end, r.until)] if n.link.end > n.end else ""
    near = not _OWED.match(flat, n.end) and (not between or _OF_NOUN.search(between))
    return cue if not r.granted or (near and _NEAR.fullmatch(flat, cue.end, n.core)) else None  # "did not kill the 14"


def _twice(r: Reach, cue: Cue) -> bool:
    """Whether a denial is denied itself: "neither disputes that 16 fell"."""
    return bool(NOT_AHEAD.search(r.flat[r.begins : cue.start]))


def _denied(r: Reach) -> bool:
    n, flat = r.n, r.flat
    none = r.last("none")
    if none and (_NONE_OF.fullmatch(flat, none.end, n.core) or (flat.startswith("neither", none.start) and none.end + 1 == n.start)):
        return True
    void = r.next("void")
    if void and not RELATIVE.search(flat, n.end, void.start):
        return True
    if RELATIVE.search(r.to_link) or r.last("unverified"):
        return False
    unreal = r.next("unreal") or r.last("unreal")
    if unreal and ((n.measure and flat.startswith("would", unreal.start)) or r.in_sentence("condition") or r.in_sentence("hindsight")):
        return True
    denial = _governs(r, "denial")
    if denial and _twice(r, denial):
        return False
    if (denial and _statement_denied(r, denial)) or _negated(r):
        return True
    if not r.granted and _DENIED_IT.search(flat, n.end, r.until):
        return True
    link = bool(r.to_link) and not re.search(r"\b(?:in|at|on|during|from|after) $", r.scene.back(n.start, 8))
    return bool(link and n.link.start <= r.stops and _NOT.search(r.to_link)) or _called(r, "denial")


def _statement_denied(r: Reach, cue: Cue) -> bool:
    """Whether a word of denial before a number denies a statement and not an act: "rejected 40 requests"."""
    flat, core = r.flat, r.n.core
    if " " not in flat[cue.start : cue.end] and _THING.match(flat, cue.end, core):
        return False
    act = _AT_ONCE.fullmatch(flat, cue.end, r.n.start) and " " not in flat[cue.start : cue.end] and not flat.startswith("disp", cue.start)
    act = act or re.search(r"^(?: \w+){1,2} to $", flat[cue.end : r.n.start])  # "denied boarding to 18 passengers"
    return not act


def _negated(r: Reach) -> bool:
    """Whether a "not" before a number reaches it: not beyond "whether", nor into a clause that "and" begins with the number."""
    cue, flat, core = _governs(r, "negation"), r.flat, r.n.core
    if cue is None or _twice(r, cue):
        return False
    begun = r.n.index and r.scene.numbers[r.n.index - 1].start > cue.end
    apart = AND_THAT.search(flat, cue.end, core) or r.clauses.last("ask", cue.start, core)
    return not apart and bool(begun or not _AND_LAST.search(flat, cue.end, core))


def _called(r: Reach, kind: str) -> bool:
    """Whether a report that holds the number is said to be so behind it: "reports that 40 were killed are false"."""
    cue, flat, n = r.after(kind), r.flat, r.n
    if not cue or _OF_THE.search(r.scene.back(n.start, 12)):
        return False
    beside = r.after("report")
    beside = beside and beside.start - n.after < 0 and beside.end < cue.start and flat.count(" ", n.end, beside.start) < 4
    if _APPOSED.search(flat[n.end : cue.start]) and CLOSES.match(flat, cue.end):
        return True  # "told of 400 victims, an invention"
    report = r.before("report")
    if report and _SPREAD.match(flat, report.end):
        return False  # "a video shared more than 40,000 times"
    if not beside and not r.before("call") and not report and not _WHICH.search(flat, n.end, cue.start):
        return False
    return not _SPLIT.search(flat, n.end, cue.end) or bool(_THAT_IS.search(flat[n.end : cue.start]))


def _false(r: Reach) -> bool:
    n, flat = r.n, r.flat
    if _CORRECTS.match(flat, r.scene.dateline) and (_GAVE.search(r.ahead) or _GIVEN.match(r.behind)):
        return True  # "Correction: the 19 deaths given for the valley"
    if r.granted and not _THE_REPORTED.match(flat, n.end):
        return False
    version = r.before("version")
    if version and ";" not in flat[version.end : n.start]:
        return True
    falsely = r.last("falsely")
    if falsely and (
        (n.measure and flat.startswith(("invent", "fabricat"), falsely.start))
        or _THAT.match(flat, falsely.end)
        or _TELLS.match(flat, falsely.end)
        or r.clauses.last("report", falsely.end, n.core)
    ):
        return True
    taken = r.last("retraction")
    return bool(taken and not (flat.startswith("correct", taken.start) and r.ahead.endswith(" to "))) or _called(r, "false")


_THE_REPORTED = re.compile(r" (?:[\w-]+ ){0,2}(?:named|mentioned|reported|claimed|announced|cited|given|quoted|alleged) (?:by|in|on)\b")


def _asked(r: Reach) -> bool:
    flat, n = r.scene.flat, r.n
    stop = _STOP.search(flat, n.end, r.until)
    question = bool(stop and stop[0] == "?") and not (stop and _QUOTE_OPENS.search(flat, n.end, stop.start()))
    question = question and not _OPEN.search(flat[max(0, n.start - FAR) : n.end + FAR])
    question = question or bool(flat.rstrip().endswith("asked.") and _WAS_ASKED.search(flat))
    return (question and not r.granted) or bool(_governs(r, "ask")) or bool(r.last("unverified"))


def _feared(r: Reach) -> bool:
    flat, n = r.flat, r.n
    if r.granted or _FROM_OLD.search(r.ahead) or _BY_THEM.match(r.behind):
        return False
    fear, behind = _attributed(r, "fear"), r.next("fear")
    if fear and not (flat.startswith("warn", fear.start) and " that " in flat[fear.end : n.start] and _IS_SO.match(r.behind)):
        return True  # and not "warns that more than 90,000 people remain without water"
    if (
        behind and (flat.startswith(("will", "would", "fac", "risk"), behind.start) or _BE.search(flat[n.end : behind.start]))
    ) or _PERHAPS.match(flat, r.scene.dateline, n.core):
        return True
    if _HOW.search(flat, max(0, r.begins - 8), r.begins):
        return False  # "has not explained how five men could be hit"
    if any(may and not _NOT.match(flat, may.end + 1) for may in (r.last("may"), r.next("may"))):
        return True
    return bool(r.next("condition") and not r.next("ask"))


def _happened(scene: Scene, n: Quantity) -> bool:
    """Whether what is counted has happened, whatever is planned for it: "will pay the families of 11 workers killed"."""
    if _THE_DEATHS.search(scene.back(n.start, 40)) or (scene.back(n.start, 4) == "the " and _VICTIMS.match(scene.flat, n.end)):
        return True
    behind = n.link.start > n.end + 1 and n.link.end > n.link.start and n.link.start - n.end < FAR
    return bool(behind and scene.flat.endswith("ed", 0, n.link.end) and not _AUXILIARY.search(scene.flat, n.end, n.link.start))


def _planned(r: Reach) -> bool:
    n, scene, flat = r.n, r.scene, r.flat
    wanted, of = r.next("wanted"), r.last("wanted")
    if wanted and _WANTED_BEHIND.fullmatch(flat, n.end, wanted.start) and _END.match(flat, wanted.end):
        return True  # "the 1,000 shells promised by ministers"
    if of and _OF_WANTED.fullmatch(flat, of.end, n.core):
        return True
    if (r.granted and n.how) or r.of_place or _happened(scene, n) or _SOME_OF.search(scene.back(n.start, 20)) or _FROM_OLD.search(r.ahead):
        return False
    if n.start < 120 and _HEADLINE.fullmatch(scene.flat, 0, n.start):
        return True
    plan = _attributed(r, "plan") and _governs(r, "plan")
    aim = r.last("aim")
    if (
        (plan and not _DONE.search(flat, plan.end, n.core))
        or (aim and 1 < flat.count(" ", aim.end, n.start) < 4 and not r.granted)
        or _is_to_come(r)
    ):
        return True
    if n.measure and n.link.start > r.end:
        return False  # "the 19 miners will be buried, two weeks after they were killed"
    behind = _attributed(r, "plan", behind=True)
    if (
        not behind
        or (r.behind.startswith(" of ") and not _MODAL.search(r.behind) and not _BE.search(flat[n.end : behind.start]))
        or _BY_THEM.match(r.behind)
        or (_DEFINITE.search(scene.back(n.start, 8)) and _NARROWED.search(flat, n.end, behind.start))
    ):
        return False  # "63% of the 341,000 planned"
    return not _OTHERS.search(flat, n.end, behind.start)


def _is_to_come(r: Reach) -> bool:
    """Whether a day that is still to come is told in the clause, and nothing that was: "work begins in May on 200 flats"."""
    if (r.last("later") or r.next("later")) and not PAST_TENSE.search(r.flat, r.begins, r.end):
        return True
    scene, at = r.scene, bisect_left(r.scene.times, r.begins, key=lambda w: w.start)
    for w in scene.times[at : at + 4]:
        if w.end <= r.end and w.first and w.first > scene.day:
            return not PAST_TENSE.search(r.flat, r.begins, r.end)
    return False


def _attributed(r: Reach, kind: str, behind: bool = False) -> Cue | None:
    """A cue of the clause that is no attribute of something else: "the feared gang", "a planned demolition"."""
    start, end = (r.n.end, r.end) if behind else (r.begins, r.n.core)
    for cue in r.clauses.within(kind, start, end):
        participle = " " not in r.flat[cue.start : cue.end] and (cue.start > start or r.flat.startswith("ed", cue.end - 2))
        if r.labelled or not (participle and _ARTICLE.search(r.flat[start : cue.start]) and _NEXT_WORD.match(r.flat, cue.end)):
            return cue
    return None


_WAYS = (("denied", _denied), ("false", _false), ("asked", _asked), ("feared", _feared), ("planned", _planned))
