"""Who the words before a verb of saying name: the subject of a clause, a pronoun, the spokesman of a body.

In go a `Scene` and a place in it; out comes a `Speaker` as printed, or whoever a pronoun stands for.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.memory import Speaker, is_person
from discrepancy.article.scene import Scene
from discrepancy.article.vocabulary import ENGLISH, any_of, by_letter, flat_text, verb_forms
from discrepancy.saying.text import clean


def _verbs() -> list[str]:
    """Every form of a verb of saying; one that can be a noun only before what is said."""
    said = [form for lemma in ENGLISH["says"] for form in verb_forms(lemma)[:3]]
    for base, third, past, *_ in map(verb_forms, ENGLISH["says_or_noun"]):
        said += [past, *(f"{form}(?= {any_of('said_next')}|[.,;]|$)" for form in (base, third) if form not in ENGLISH["say"])]
    return [*ENGLISH["say"], *ENGLISH["gives_out"], *said, "has_it_at"]


SAY = by_letter(word.replace("_", " ") for word in _verbs())
BASES = frozenset(ENGLISH["says"]).union(ENGLISH["says_or_noun"]) - set(ENGLISH["say"])  # these are verbs behind several people alone
VERB = re.compile(rf"\b(?:{SAY})\b")
SEVERAL = re.compile(
    rf"(?:\b[a-z]{{3,}}s(?<!\bthis)|people|police|wom[ae]n|men|children|they|we|you|who|staff|military|media|and|but)"
    rf"(?: (?:in|of|at|from|for)(?: [\w'-]+){{1,3}}?)?(?: {any_of('auxiliary')})*[\"”’']? $"
)
# what is said, or not said, is no speaker
PASSIVE = re.compile(r"\b(?:(?:is|are|was|were|be|been|being)(?: \w+ly| also| now| last| first)?|neither|nor|not|never|of) $")
SPOKESMEN = any_of("spokesmen")
_PRONOUN = re.compile(rf"(?:he|she|it|they|the {any_of('anaphora')})$")
_SHORT = re.compile(r"(?i)^(he|she|it|they)'\w+$")  # "he's expected"
_UNNAMED = re.compile(rf"(?:{any_of('vague')} )*(?:{any_of('nobody')}|an aide[\w ]*)(?: (?:seen|obtained|reviewed|shown|leaked) .*)?$")
_NOBODY = re.compile(rf"(?:and )?{any_of('no_one_named')}$")
FIGURES = re.compile(rf"(?i)\b(?:{any_of('keeps_figures')})\b")
GIVES_OUT = re.compile(any_of("gives_out"))
_NO_NAME = re.compile(rf"{any_of('no_name')}\b")
THROUGH = re.compile(rf"^(?:[\w-]+ ){{0,3}}{any_of('made_of')}(?: \w+ed(?: out| up)?)? (?:from|by|of) ", re.I)  # who made them
_LEADING = re.compile(rf"^{any_of('leading')}\s+")
_TRAILING = re.compile(rf"\s+{any_of('trailing')}$")
_OF_WHOM = re.compile(rf"(?:[\w'’-]+ ){{0,4}}{any_of('persons')}s? (?:of|for|to) ")
SHARED = re.compile(r"(?<!ly) (?:shared|viewed|watched|liked|reposted|circulating|circulated|seen|read) (?!by (?![^,]{0,20}\d))")
_FAR = 200  # characters: what is longer is no name, with all its frills
_OWN = re.compile(rf"(?:its|his|her|their) (?:[\w-]+ )?{any_of('of_its_own')}$")
_SOME = re.compile(r"(?:the )?(?:one|some|two|three|four|five|six|several|both) [a-z]")  # before those who speak
_PART_OF_DAY = re.compile(r"^(?:(?:morning|evening|afternoon|night|noon|alone|first|today|midday)\s+)+")
_PLACED = re.compile(r"(?i)^(?:on|in|at|by|for|after|under|from|during|among|since|every|each)\b.*\b(?=(?:the|its|his|her|their|an?) )")
_LEAD_IN = re.compile(rf"\W*(?:{any_of('lead_in')}\b[^,;]{{0,60}}, )?", re.I)
# the subject of a clause: the words before its verb or its first comma
_HEAD = re.compile(rf"((?:[\w.’'()&/-]+ ){{0,7}}?[\w.’'()&/-]+)(?=,| (?:{any_of('finite')}|[a-z]+ed|{SAY})\b)")
_A_SUM = re.compile(rf"(?:the|an?) (?:\w+ )?{any_of('sums')} of\b")  # said by somebody
_AUXILIARY = r"(?:are|were|was|is|had|has|have)"
_CLAUSE = re.compile(rf"(?!is how )(?:said|says|{_AUXILIARY})\b|(?!.* (?:who|which|that|whose|where) ).* {_AUXILIARY}(?: |$)")
_HOW = re.compile(r"(?:we |also )?(?:first|\w+ly)")  # "the estimate, first published as"
_NO_SUBJECT = re.compile(rf"(?:{any_of('no_subject')}|(?!{any_of('naming')})\w+ing)\b|.*\b(?:since|to be|not)$")
GROUP = re.compile(rf"(?:[a-z-]+ )?(?:{any_of('persons')}s|police|witnesses|firefighters|rescuers)\b")
BODY = re.compile(rf"(?i:\b{any_of('body')}\b(?!-))|^[A-Z]{{3,8}}$")


def sentence_subject(scene: Scene, at: int, whole: bool = False) -> Speaker | None:
    """Whoever is the subject of the clause in which a place is, or of the whole sentence."""
    begin = scene.dateline if whole else max(scene.dateline, scene.flat.rfind("; ", 0, at) + 1, scene.flat.rfind(": ", 0, at) + 1)
    lead = _LEAD_IN.match(scene.text, begin)
    head = _HEAD.match(scene.text, lead.end() if lead else begin)
    return printed(scene, *head.span(1)) if head and head.end() < at else None


def printed(scene: Scene, start: int, end: int) -> Speaker | None:
    """A speaker who is not in the tables, as printed; a pronoun stands for whoever spoke before."""
    if end - start > _FAR:
        return None
    end = shared.start() if (shared := SHARED.search(scene.flat, start, end)) else end
    words = _SHORT.sub(r"\1", _without_frills(scene, start, end))
    plain = flat_text(words)
    own = _OWN.match(plain) and not any(start <= name[0] and name[1] <= end for name in scene.named)
    if own and (owner := meant(scene, words, start, end)):
        return replace(owner, figures=bool(FIGURES.search(words)))  # "its annual report", "his office"
    if re.match(r"(?:it|he|she|they) \w", plain):
        return meant(scene, plain.split()[0], start, end)
    if _PRONOUN.match(plain) and ((speaker := meant(scene, words, start, end)) or not plain.startswith("the ")):
        return speaker
    for name in scene.named:
        inside = start <= name[0] and name[1] <= end
        if inside and (
            re.fullmatch(SPOKESMEN, scene.flat[name[1] : end].strip()) or plain.removeprefix("the ") == scene.flat[name[0] : name[1]]
        ):
            return scene.speaker(start, end, name)
    if (
        len(plain) < 3
        or plain == "the"
        or _NO_SUBJECT.match(plain)
        or _A_SUM.match(plain)
        or _HOW.fullmatch(plain)
        or _CLAUSE.match(plain)
        or re.match(r"our (?!correspondent|reporter|colleague)|.*\b(?:we|i|you|it|he|she|they)(?:'\w+)?$", plain)
        or re.search(r"^(?!.* of ).*\b(?:lawmakers|legislators|mps|reporters)$|\bof wh(?:om|ich)\b", plain)
    ):
        return None  # who was told by another
    counted = [n for n in scene.numbers if start <= n.start < end and not scene.flat.endswith("of ", 0, n.start)]
    figures = re.search(r"(?<![\w-])\d", re.sub(r"\bno\. \d+|\b(?:of|in) \d[\d,]*\b|\b(?:19|20)\d\d\b", "", plain))
    if figures or len(counted) > bool(_SOME.match(plain)):
        return None
    nobody = (
        (_UNNAMED.match(plain) and not words.split()[-1].isupper() and (scene.words.case or _NOBODY.match(plain)))
        or _NO_NAME.match(plain)
        or (
            any(m.start < end and start < m.end and not m.weak and not scene.text[m.start].isupper() for m in scene.mentions)
            and not _OF_WHOM.match(plain)
        )  # "a relative of a captive"
    )
    return Speaker(start, end, "" if nobody else clean(words, 90))


def _without_frills(scene: Scene, start: int, end: int) -> str:
    """The words of a speaker without times, auxiliaries, and the figures that he gives."""
    words = scene.text[start:end]
    for told in scene.times:  # "on Monday the ministry"
        if start <= told.start and told.end <= end:
            words = re.sub(rf"(?:\b(?:on|in|at|late|early) )?{re.escape(told.words)}", "", words)
    words = THROUGH.sub("", " ".join(words.strip(" ,.\"'“”‘’-–—•").split()))
    while found := _LEADING.match(words.lower()):
        words = words[found.end() :]
    words = re.sub(r"^(?:[Oo]n|[Ii]n|[Ll]ate|[Ee]arly)\s+(?=[a-z])", "", words)
    words = _PLACED.sub("", _PART_OF_DAY.sub("", words)).removeprefix("of ")  # "as of this morning the office"
    while (found := _TRAILING.search(words.lower())) and not words[found.start() :].strip().isupper():  # but "the WHO"
        words = words[: found.start()]
    return words


def meant(scene: Scene, words: str, start: int, end: int) -> Speaker | None:
    """Whom a pronoun means: the last source that is named before it, else whoever spoke before, a person or a body."""
    near = [name for name in scene.named if name[1] <= start]
    if near:
        return scene.speaker(start, end, near[-1], doubt=f"“{words}” is taken for {scene.text[near[-1][0] : near[-1][1]]}")
    body = words.lower().split()[0] in ("it", "its")
    wholly = (False, True) if body or not scene.speakers else (False,)
    subject = next((s for whole in wholly if (s := sentence_subject(scene, start, whole)) and s.source), None)
    if subject and subject.source and not subject.doubt and not _PRONOUN.match(flat_text(subject.source)):
        person = not body and words.lower().split()[0] != "the" and is_person(scene.memory.in_full(subject.source) or subject.source)
        if person or (body and BODY.search(subject.source)):
            return replace(subject, start=start, end=end, tail=False, doubt=f"“{words}” is taken for {subject.source}")
    before, case = scene.spoke(words, start), scene.words.case
    if not before or not before.source:
        return None
    name = case.source_name(before.source) if case and before.sources else before.source
    if flat_text(words) == flat_text(name):
        return replace(before, start=start, end=end, tail=False)
    return replace(before, start=start, end=end, tail=False, doubt=f"“{words}” is taken for {name}, named before")
