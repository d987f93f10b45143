"""Whether a number is told as so: asserted, denied, said to be false, feared, asked, or planned.

In go the numbers of a `Scene` with what each of them counts; out come their `asserted`.  The words that turn a statement are in
``english.toml``; how far they reach is here: to the next fence of the clause, and never into what a definite noun takes for granted
("will bury the 41 people killed").
"""

from __future__ import annotations

import re
from bisect import bisect_left

from discrepancy.article.reach import AND_THAT, FAR, RELATIVE, Clauses, Reach
from discrepancy.article.scene import Quantity, Scene
from discrepancy.article.vocabulary import any_of

_NOT = re.compile(rf"\b{any_of('not')}\b(?! {any_of('not_but')}\b)")
_NONE = re.compile(
    rf"\b{any_of('none')}(?:(?: \w+){{0,3}} among|(?: (?:at all|man|woman|child|member|person|soul))? of) (?:[\w'-]+ ){{0,3}}$|\bneither $"
)
_DENY = re.compile(rf"\b{any_of('deny')}\b")
_REPORT = re.compile(rf"\b{any_of('report')}\b")
_CALL = re.compile(rf"\b{any_of('report_called')}\b")
_REPORT_NEXT = re.compile(rf" that\b|.*\b{any_of('report')}\b")
_FALSE = re.compile(rf"\b{any_of('false')}\b")
_NAMED_BY = re.compile(r" (?:[\w-]+ ){0,2}(?:mentioned|reported|claimed|announced|cited|given|quoted|alleged) (?:by|in|on)\b")
_VERSION = re.compile(rf"\b{any_of('version')}\b")
_FALSE_AHEAD = re.compile(rf"\b{any_of('false_ahead')}\b")
_FEAR = re.compile(rf"\b{any_of('fear')}\b")
_MAY = re.compile(rf"\b(?!could not\b){any_of('may')}\b")
_FEARED_BEHIND = re.compile(rf"\b(?:is|are|were|was|be) (?:\w+ly )?{any_of('fear')}\b")
_HOW = re.compile(r"\b(?:how|why)$")
_IF = re.compile(r"\b(?:if|unless|should)\b")
_IF_BEHIND = re.compile(r"(?<!\bas)(?<!\beven)(?<!\bask)(?<!\basked)(?<!\bsee)(?<!\bknow)(?<!\bclear) if (?!not\b|any\b|so\b|only\b)")
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
_THE_DEATHS = re.compile(rf"\b(?:the|their|its) (?:\w+ )?{any_of('deed')}s? of (?:\w+ )?$")
_VICTIMS = re.compile(rf" (?:\w+ )?{any_of('victims')}\b")
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
_IN_WHICH = re.compile(r"\b(?:which|who|whom|whose)\b|\bthat (?:left|kill|wound|injur|claim)")
_AT_ONCE = re.compile(r" (?:(?:the|those|these|its|their|all) )?")
_NEAR = re.compile(
    rf"\W*(?:(?!{any_of('linking')}\b)\w+ ){{0,3}}(?:{any_of('any_one')} )?(?:of )?(?:the|those|these|its|their|all)? ?(?:remaining |other )?"
)  # between a cue and its own number
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
_OF_NOUN = re.compile(r"\b(?:in|at|on|of|from|into)\b|[^s]s$")
_SCARCELY = re.compile(r"\b(?:hardly|scarcely|not (?:above|over|below|under)|no (?:fewer|less|more)) $")
_PAST_TENSE = re.compile(r"\b(?:was|were|had|has|have|did|gave|sent|took|got|made|won|lost|put|set|fell|rose|came|went|[a-z]{2,}ed)\b")
_TURNED_UP = re.compile(
    rf"(?: [\w'-]+){{0,3}},? (?:who (?:was|were|had been) )?(?:\w+ly )?{any_of('held')} (?:[\w'-]+ ){{0,4}}?{any_of('turned_up')}\b"
)
_LISTS = re.compile(r"[,(]|\b(?:and|or|plus|to)\b")
_AIM = re.compile(rf"\b{any_of('plan_ahead')}(?: \w+){{1,2}} (?:(?:about|some|at least|more than|up to|another) )?$")
_PAUSE = re.compile(rf"[,;:!?()]|\b{any_of('fence')}\b")
_DENIED_BEFORE = re.compile(r" (?:this|that|it|them)(?:,| and| but| \w+ing)")
_TRAIL = re.compile(rf"~ {any_of('trailing_on')}")
_UNVERIFIED = re.compile(rf"\b{any_of('unverified')}\b")
_OF_WHICH = re.compile(r"(?:,|\() ?of (?:which|whom|these|those|them),? (?:about |some |at least |more than |nearly |up to )?$")
_PAST = re.compile(r"(?: [\w'-]+){0,4}? (?:was|were|has|have|had)\b")
_AND_IS = re.compile(r" and (?:is|was|are|were|has been|have been)\b")
_CORRECTS = re.compile(r"\W*correct(?:ion|s|ed)\b")
_GAVE = re.compile(r"\b(?:gave|given|stated|said|reported|put)\b")
_GIVEN = re.compile(r"(?: [\w'-]+){0,2} (?:given|reported|stated|listed|printed|published)\b")
_NOT_THE = re.compile(r"\b(?:not|rather than|instead of) (?:the )?(?:about |some |at least )?$")
_AS_TOLD = re.compile(rf"(?: [\w'-]+){{0,3}}? (?:as )?(?:it|we|he|she|they) (?:had )?(?:\w+ly )?{any_of('say')}\b")
_TELLS = re.compile(rf" (?:[\w'-]+ ){{0,2}}?(?:{any_of('say')}|included|credited|attributed)\b")
_QUOTE_OPENS = re.compile(r"(?<![\w.,!?])[\"“](?=\w)")
_HELPERS = ("is ", "are ", "was ", "were ", "did ", "do ", "does ", "has ", "have ", "had ", "could ", "can ", "will ")
_FROM_OLD = re.compile(r"\b(?:from|compared with|compared to|up on|down on)(?: (?:about|some|nearly|the|around|just))? $")
_PERHAPS = re.compile(r"\W*(?:perhaps|maybe|possibly)\b[^,;:]{0,20}$")
_WORST = re.compile(r"\W*(?:in|under|on) (?:the|a|its|their) [^,;]{0,30}\b(?:case|scenarios?|models?|reckoning)\b")
_WOULD = re.compile(r"\b(?:would|will)\b")
_PREPARE = re.compile(r"\b(?:prepar(?:e|es|ing|ed)|ready|braced?|bracing|standing by|on standby|beds|room) (?:for|to)\b")
_IS_SO = re.compile(rf"(?: [\w'-]+){{0,3}}? {any_of('is_so')}\b(?! (?:at risk|in danger|likely|to|expected|facing|under threat|about)\b)")
_WANTED = re.compile(rf"(?: [\w'-]+){{0,2}}? {any_of('wanted')}(?: (?:by|in|for|at|from|last|this|so|under)\b|[.,;:)]|$)")
_PLANNED_OF = re.compile(rf"\b(?:{any_of('wanted')}|expected|scheduled) (?:[\w-]+ )?[\w-]+ of (?:about |some |at least |up to )?$")
_NEXT_WORD = re.compile(r" (?!to\b)[a-z]")
_LET_ALONE = re.compile(r"\b(?:let alone|much less|still less|never mind) (?:\w+ ){0,2}$")
_AND_LAST = re.compile(r"\band (?:about |some |at least |more than |nearly |up to |another )?$")
_VERB_OF_ITS_OWN = re.compile(r"\b(?<!been )(?<!was )(?<!were )(?<!had )(?<!have )[a-z]{3,}ed (?:at least |about |some |up to )?$")


_TO_DO = re.compile(rf"\bto {any_of('headline')}\b")
_CUES = (
    *(_NOT, re.compile(rf"\b{any_of('none')}\b"), _DENY, _FALSE, _FALSE_AHEAD, _VERSION, _FEAR, _MAY, _IF, _PLAN, _ASK, _TALK, _UNSURE),
    *(re.compile(rf"\b{any_of('held')}\b"), _UNVERIFIED, _CORRECTS, _PREPARE, _TO_DO, re.compile(rf"\b{any_of('wanted')}\b"), _WOULD_HAVE),
    re.compile(rf"\bnowhere near\b|\b{any_of('plan_ahead')}\b"),
)


def assert_numbers(scene: Scene) -> None:
    """Say of each number whether it is told as so."""
    to_come = any(w.first and w.first > scene.day for w in scene.times)
    if not to_come and "?" not in scene.flat and not any(cue.search(scene.flat) for cue in _CUES):
        return  # no word of the sentence turns it
    clauses = Clauses(scene)
    for n in scene.numbers:
        r = Reach(clauses, n)
        n.asserted = next((mood for mood, holds in _WAYS if holds(r)), "yes")
        if n.asserted == "yes":
            n.reported = _doubted(r)
        before = scene.numbers[n.index - 1] if n.index else None
        if n.asserted == "yes" and before and before.asserted != "yes" and not r.granted and _is_joined(scene, before, n):
            n.asserted = before.asserted


def _doubted(r: Reach) -> str:
    """The doubt about a number that is told as so, but as the talk of others, or as likely."""
    talk, believed = _TALK.search(r.ahead), _BELIEVED.search(r.behind)
    if (talk and not _OWNED.search(r.ahead[: talk.start()])) or (believed and not any(s.source for s in r.scene.speakers)):
        return REPORTED
    return LIKELY if talk or believed or _UNSURE.search(r.ahead) else ""


def _is_joined(scene: Scene, before: Quantity, n: Quantity) -> bool:
    """Whether a number goes on a list that the one before began: "will send 15 boats and 200 soldiers"."""
    between = scene.flat[before.end : n.start]
    if len(between) > 160:
        return False
    if _INCLUDING.search(between):
        return True
    if before.asserted == "planned" and _happened(scene, n):
        return False
    if _OF_WHICH.search(between):
        return before.asserted == "planned" and not _PAST.match(scene.flat, n.end)
    if not _JOINED.fullmatch(between) or _PART_OF.search(between) or not _LISTS.search(between):
        return False
    return not ("and" in between and _VERB_BEHIND.match(scene.flat, n.end)) and not RELATIVE.search(between)


def _governs(r: Reach, cue: re.Pattern) -> tuple[int, int] | None:
    """A cue before a number that reaches it: not one that stands outside of a relative clause, or of a noun taken for granted."""
    found, n, flat = r.last(cue), r.n, r.clauses.flat
    if found is None or _IN_WHICH.search(flat, found[1], n.core):
        return None
    if _AT_ONCE.fullmatch(flat, found[1], n.core):
        return found  # "nothing like the 300 wounded"
    between = r.scene.flat[n.end : min(n.link.end, r.until)] if n.link.end > n.end else ""
    near = not between or _OF_NOUN.search(between)  # "did not kill the 14", and not "did not free the 14 men arrested"
    return None if r.granted and not (near and _NEAR.fullmatch(flat, found[1], n.core)) else found


def _denied(r: Reach) -> bool:
    n, flat = r.n, r.scene.flat
    if _NONE.search(r.ahead) or flat.startswith("nowhere near", n.start) or r.ahead.endswith("nowhere near "):
        return True
    if _TURNED_UP.match(flat, n.end, r.until):
        return True  # "The four boys who were thought to be missing had never left home"
    if RELATIVE.search(r.to_link) or r.last(_UNVERIFIED):
        return False
    if (_WOULD_HAVE.search(r.behind) and _UNREAL.search(flat, r.since, r.until)) or (n.measure and "would have " in r.ahead + r.behind):
        return True
    deny = _governs(r, _DENY)
    if deny and _TWICE.search(r.clauses.flat, r.begins, deny[0]):
        return False  # "neither disputes that 16 fell"
    if (deny and _statement_denied(r, deny)) or _negated(r):
        return True
    if not r.granted and r.after(_DENIED_IT):
        return True
    to_link = "" if _PLACED.search(r.ahead) else r.to_link
    return bool(to_link and not _PAUSE.search(to_link) and _NOT.search(to_link)) or _called(r, _DENY)


def _statement_denied(r: Reach, found: tuple[int, int]) -> bool:
    """Whether a word of denial before a number denies a statement and not an act: "rejected 40 requests"."""
    flat = r.clauses.flat
    if _DENIED_BEFORE.match(flat, found[1]) or _TRAIL.search(flat, found[1], r.n.core):
        return False  # "dispute this and say"
    lead = flat[r.begins : found[0]]
    act = _THING.match(flat, found[1], r.n.core) or (_ACT.match(flat, found[0], r.n.core) and not _MEANT.search(flat, found[1], r.n.core))
    return not act and not (_OF_OTHERS.search(lead) and _VERB_OF_ITS_OWN.search(r.ahead))


def _negated(r: Reach) -> bool:
    """Whether a "not" before a number reaches it: not beyond "whether", nor into a clause that "and" begins with the number."""
    found, flat, core = _governs(r, _NOT), r.clauses.flat, r.n.core
    if found is None:
        return bool(_LET_ALONE.search(r.scene.back(core, 40)))
    lead, begun = flat[r.begins : found[0]], r.n.index and r.scene.numbers[r.n.index - 1].start > found[1]
    apart = (
        _SCARCELY.search(r.ahead)
        or _TRAIL.search(flat, found[1], core)
        or AND_THAT.search(flat, found[1], core)
        or _ASK.search(flat, found[0], core)
    )
    return not apart and not _TWICE.search(lead) and bool(begun or not _AND_LAST.search(flat, found[1], core))


def _called(r: Reach, cue: re.Pattern) -> bool:
    """Whether a report that holds the number is said to be so behind it: "reports that 40 were killed are false"."""
    said, flat = r.after(cue), r.scene.flat
    if not said or _OF_THE.search(r.scene.back(r.n.start, 12)):
        return False
    if not r.before(_REPORT) and not r.before(_CALL) and not _WHICH.search(flat, r.n.end, said[0]):
        return False
    return not _SPLIT.search(_AND_IS.sub(" ", flat[r.n.end : said[1]])) or bool(_TAKEN_UP.search(flat, r.n.end, said[0]))


def _false(r: Reach) -> bool:
    n, flat = r.n, r.scene.flat
    if _NAMED_BY.match(flat, n.end) and _FALSE.search(flat, n.end, min(r.until, max(n.end, n.after))):
        return True  # "The 670 deaths mentioned by the chief must be considered wrong"
    if _CORRECTS.match(flat) and (_GAVE.search(r.ahead) or _GIVEN.match(r.behind)):
        return True  # "Correction: the 19 deaths given for the valley"
    if _NOT_THE.search(r.scene.back(n.start, 12)) and _AS_TOLD.match(flat, n.end):
        return True  # "not the 400 it announced"
    if r.granted:
        return False
    version = r.before(_VERSION)
    if version and ";" not in flat[version[1] : n.start]:
        return True
    cue = _FALSE_AHEAD.search(r.ahead)
    if cue and _told_falsely(r.ahead, cue):
        return True
    return _called(r, _FALSE)


def _told_falsely(ahead: str, cue: re.Match) -> bool:
    """Whether it is a report that is false, and not a thing or an act: "wrongly treated 77 patients"."""
    rest = ahead[cue.end() :]
    if cue[0].endswith("ly") or _ATTRIBUTE.search(ahead, 0, cue.start()):
        return bool(not rest.strip() or _REPORT_NEXT.match(rest) or _TELLS.match(rest))
    return True


def _asked(r: Reach) -> bool:
    flat, n = r.scene.flat, r.n
    stop = _STOP.search(flat, n.end, r.until)
    question = bool(stop and stop[0] == "?") and not (stop and _QUOTE_OPENS.search(flat, n.end, stop.start()))
    question = question and not _OPEN_QUESTION.search(flat[max(0, n.start - FAR) : n.end + FAR])
    question = question or bool(r.scene.flat.startswith(_HELPERS) and _WAS_ASKED.search(flat))
    return (question and not r.granted) or bool(_governs(r, _ASK)) or bool(r.last(_UNVERIFIED))


def _feared(r: Reach) -> bool:
    if r.granted or _FROM_OLD.search(r.ahead):
        return False
    flat, n = r.clauses.flat, r.n
    if _attributed(_FEAR, r.ahead) and not _warned_of_what_is(r):
        return True
    if _FEAR.match(r.behind.lstrip()) or _FEARED_BEHIND.search(r.behind) or _PERHAPS.match(flat, r.scene.dateline, n.core):
        return True
    if _HOW.search(flat, max(0, r.begins - 8), r.begins):
        return False  # "has not explained how five men could be hit"
    if _MAY.search(r.scene.text, r.begins, n.core) or _MAY.search(r.scene.text, n.end, r.end):
        return True
    if _IF_BEHIND.search(r.behind):
        return True  # "put the claims at 15,000 if the river rises"
    start, end = flat.rfind(";", r.since, n.start) + 1, flat.find(";", n.end, r.until)
    unreal = _IF.search(flat, max(start, r.since), end if end >= 0 else r.until) or _WORST.match(flat, r.scene.dateline)
    return bool(unreal and (_WOULD.search(r.ahead + r.behind) or _PREPARE.search(r.ahead)))


def _warned_of_what_is(r: Reach) -> bool:
    """Whether a warning says what is so already: "warns that more than 90,000 people remain without water"."""
    found = r.last(_FEAR)
    that = found and r.clauses.flat.startswith("warn", found[0]) and r.clauses.flat.startswith(" that", found[1])
    return bool(that and _IS_SO.match(r.behind))


def _happened(scene: Scene, n: Quantity) -> bool:
    """Whether what is counted has happened, whatever is planned for it: "will pay the families of 11 workers killed"."""
    if _THE_DEATHS.search(scene.back(n.start, 40)) or (scene.back(n.start, 4) == "the " and _VICTIMS.match(scene.flat, n.end)):
        return True
    behind = n.link.start > n.end + 1 and n.link.end > n.link.start and n.link.start - n.end < FAR
    return bool(behind and scene.flat.endswith("ed", 0, n.link.end) and not _AUXILIARY.search(scene.flat, n.end, n.link.start))


def _planned(r: Reach) -> bool:
    n, scene = r.n, r.scene
    if _WANTED.match(r.behind) or _PLANNED_OF.search(r.ahead):
        return True  # "the 1,000 shells promised by ministers", "the planned closure of two wards"
    if (r.granted and n.how) or _happened(scene, n) or _SOME_OF.search(scene.back(n.start, 20)) or _FROM_OLD.search(r.ahead):
        return False
    if _HEADLINE.fullmatch(scene.flat, 0, n.start) if n.start < 120 else False:
        return True
    if _attributed(_PLAN, r.ahead) and (cue := _governs(r, _PLAN)) and not _DONE.search(r.clauses.flat, cue[1], n.core):
        return True
    if _AIM.search(r.ahead) and not r.granted:
        return True
    if _is_to_come(r):
        return True
    if r.behind.startswith(" of ") and not _MODAL.search(r.behind):
        return False  # "63% of the 341,000 planned"
    if n.measure and n.link.start > r.end:
        return False  # "the 19 miners will be buried, two weeks after they were killed"
    return not _BY_THEM.match(r.behind) and _attributed(_PLAN, r.behind)


def _is_to_come(r: Reach) -> bool:
    """Whether a day that is still to come is told in the clause, and nothing that was: "work begins in May on 200 flats"."""
    scene, at = r.scene, bisect_left(r.scene.times, r.begins, key=lambda w: w.start)
    for w in scene.times[at : at + 4]:
        if w.end <= r.end and w.first and w.first > scene.day:
            return not _PAST_TENSE.search(r.clauses.flat, r.begins, r.end)
    return False


def _attributed(cue: re.Pattern, words: str) -> bool:
    """Whether a cue is there that is no attribute of something else: "the feared gang", "a planned demolition"."""
    attribute = lambda m: (m.start() or m[0].endswith("ed")) and _ATTRIBUTE.search(words, 0, m.start()) and _NEXT_WORD.match(words, m.end())
    return any(not attribute(m) for m in cue.finditer(words))


_WAYS = (("denied", _denied), ("false", _false), ("asked", _asked), ("feared", _feared), ("planned", _planned))
