"""Who says something in a sentence: sources of the case, and others as printed.

In goes a `Scene` with its numbers linked; out come its speakers: behind "according to", before a verb of saying, or by the name alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.deeds import who_counts, who_intends
from discrepancy.article.headlines import in_headline, speaks, tells, told_to
from discrepancy.article.memory import Speaker
from discrepancy.article.scene import Name, Scene
from discrepancy.article.subjects import (
    BASES,
    GIVES_OUT,
    GROUP,
    PASSIVE,
    SAY,
    SEVERAL,
    SHARED,
    SPOKESMEN,
    VERB,
    meant,
    printed,
    sentence_subject,
)
from discrepancy.article.vocabulary import any_of
from discrepancy.article.whose import CLAUSE, in_whose_words
from discrepancy.saying.text import clean

_NOUN = re.compile(rf"(?:\b{any_of('before_noun')}|'s) {any_of('noun_of_saying')}$")
ACCORDING = re.compile(rf"\b{any_of('according')}\s+")
_COUNT_OF = re.compile(rf"(?: [a-z]+){{0,2}}'s? (?:{any_of('counting')} )*{any_of('counts')}\b")
_OFFICE = re.compile(  # "South Korea's president": who is not in the tables; a spokesman is whoever he speaks for
    rf"('s (?!{SPOKESMEN}\b)\w+(?: \w+){{0,3}}?)"
    r"(?: (?:has|have|had|also|later|on|\w+day))* "
)
_OFFICE_BEHIND = re.compile(r"'s (?:\w+ ){0,2}(?:president|minister|ministry|premier|envoy|ambassador|embassy|parliament|police)\b")
_AGENT = re.compile(rf"(?: on [a-z]+day| today| yesterday)?(?: (?:has|have|had))?(?: (?:also|already))? {any_of('acts')}\b")
_DATA = re.compile(r"(?:figures|data|numbers|counts?|information|estimates?) $")
_AUX = rf"(?:{any_of('auxiliary')} )*"
_ASIDE = re.compile(rf"(?:^|[,.;:\"“] ?)([^\W\d][^,;:\"“”]{{2,60}})(?:, \d{{1,3}})?,((?:[^,;:\"“”]|,(?=\d)){{2,90}}), ?{_AUX}$")
_NO_HEDGE = re.compile(r"[a-z](?<!\ban)(?<!\ba)(?<!\bthe)(?<!\bof)(?<!\bat)(?<!\bto)(?<!\bby)(?<!\band)(?<!\bwith),? $")
_CAPS = r"[A-Z][\w.’'-]+"
_WHOSE = rf"(?:(?<=['’]s) [a-z][a-z -]{{2,40}}(?:, {_CAPS}(?: {_CAPS}){{0,2}})?)?"  # "the Trust's founder, Grace Omolo"
_NAMES = rf"(?:[a-z'’-]+,? ){{0,5}}(?:{_CAPS}|(?:the|of|and|for)\b)(?: (?:{_CAPS}|of|for|the))*{_WHOSE}"
_NAME = re.compile(  # the last: in capitals
    rf"(?: by)? ((?:its|the|his|her|their|an?) [a-z' -]{{3,40}}?(?=[.;]|$|,(?! [A-Z]))"
    rf"|{GROUP.pattern}(?=[.,;]|$)|(?!(?:on|in|that|at) ){_NAMES})"
)
_STOP = re.compile(
    r"[,;.()\"”]| [–—-] | (?:is|was|are|were|has|had|have|will|would|stood|stands) "
    r"| who | which | that (?!\w+'s)| on | in | released| and (?:at|of|by|to|you|it|he|they) | who asked "
)
_ON_A_DAY_BY = re.compile(r" (?:on|in) [\w ]{3,20}? by ")
_REACH = re.compile(r"[,;()\"”]|\. ")
_QUOTING = re.compile(r"(?:citing|quoting|relaying) (?:(?:figures|data|numbers) (?:from|by|of) )?(.+)$")
_BY = re.compile(rf" by (?!{any_of('no_author')})")
_CAME = re.compile(
    rf"\b{any_of('counts')}\b[^,;.]{{0,40}} (?:comes?|came|stems?) (?=from )|; the (?:second|first|other|latter) comes (?=from )"
    rf"|\b(?:{any_of('reports_of')})\b[^;.]{{3,90}} was (?:made|put about) (?=by )"
)
_ACTED_BY = re.compile(r"\W*(?:is|are|was|were|been) [a-z]+ed by ")
_IT = re.compile(rf"\b(it|he|she|they)\b {_AUX}\W*\Z")
_RELATIVE = re.compile(rf"\W*(?:who|which|whom) (?:(?:at|in|on) [\w ]{{3,25}} )?{_AUX}\W*$")
_NOBODY_YET = re.compile(rf"[\s\"'“”‘’]*{_AUX}[\s\"'“”‘’]*")
_AGAIN = re.compile(rf"\b(?:and|but|then|yet) {_AUX}$")
_BEHIND_ASIDE = re.compile(rf", {_AUX}$")
_WHOM = re.compile(r"(?:the|an?|its|his|her|their|two|three|several|local)\b|[A-Z]")
_NO_SAYING = re.compile(rf"(?:{any_of('no_saying')})\b")
_LABEL = re.compile(r"(?:given|recorded|reported|registered|confirmed|counted|listed|documented|estimated|posted):")  # "Doses given: 214"
_AT_ANOTHER = re.compile(  # the verb, or what was counted, stands before: "the governor at 80", "the firm's is"
    r"(?:,|;|,? and|,? but) ((?:the|its|their|his|her) [\w'’ -]{3,40}|[A-Z][\w'’ -]{2,40})"
    r"(?: (?:at|of)|['’]s? (?:is|was|were|stands at|stood at))(?: about| some| only| just)? [\"“ ]*$"
)
_COUNT_BEHIND = re.compile(
    rf"(?:\b(its|his|her|their)|'s|(?<=s)') (?:{any_of('counting')} )*(?:count|tally|total|figure|estimate|forecast|reckoning)s?"
    r"(?=,? (?:of|for|from|is|was|has|had|stands|stood|remains|issued|made|now|in)\b)"
)
_AND_ANOTHER = re.compile(r"(?:^|[.,;:\"“] ?)\s?((?:[Tt]he [a-z]|[A-Z])[\w'’.-]*(?: [\w'’.-]+){0,4} and)$")
_NO_PAIR = re.compile(rf"\b(?:was|were|is|are|has|had|have|will|would|{SAY})\b|[a-z]ed\b")
_IN = re.compile(r"\b(?:in|near|across|inside) (?:the )?$")  # "casualties in Russia have topped 3,000"
_HAS = re.compile(r" (?:of|at|with|(?:now |still )?(?:has|have|had|gets?|got)(?: now| only| just)?) |'s (?:own )?")
_BRACKET = re.compile(r"\([\w. -]{2,20}\)")
_PERSON = re.compile(  # in an aside: "the regional head, Oleh Marun, said", "a charity, the Campaign for Rivers, counts"
    r"(?:(?:[a-z][\w'’-]+ ){0,3}[A-Z&][\w.’'-]*(?: (?:of|for|on|and|the|[A-Z&][\w.’'-]*)){1,5}|[A-Z]{2,8})$"
)
_SHORT = re.compile(r" \([A-Z][A-Za-z]{1,7}\)")
_QUOTED = re.compile(r"^\W*((?:[\w.'’-]+,? ){0,6}[A-Z][\w.'’-]+)(?::|\]) [\"“]")
_BY_COUNT = re.compile(  # "on the union's own reckoning", "or 120 by the state's"
    rf"\b(?:by|(?:on|from|in)(?= [\w -]{{3,40}}'s)) ((?:the |its |their )?[\w' -]{{3,60}}?)"
    rf"(?:'s? (?:\w+ )?{any_of('counts')}\b|'s(?=[,.;]|$))"
)


def find_speakers(scene: Scene) -> None:
    """Find who speaks, in the order in which they can be told for sure."""
    found = scene.speakers
    for match in ACCORDING.finditer(scene.flat):
        by_whom = not match[0].endswith(" by ") or _WHOM.match(scene.text, match.end())
        if by_whom and not _taken(scene, match.start()) and (speaker := _named_behind(scene, match.end())):
            if match[0].startswith(("citing", "quoting")) and not scene.words.case and not tells(speaker.source):
                continue  # "NordRail disputes that, citing payroll data", "citing drought": it is NordRail's
            found.append(replace(speaker, start=match.start(), tail=match.start() > 0))
    for match in _BY_COUNT.finditer(scene.flat):
        if not _taken(scene, match.start()) and (speaker := _counting(scene, *match.span(1))):
            found.append(replace(speaker, start=match.start(), tail=match.start() > 0))
    for match in _CAME.finditer(scene.flat):  # "the figure of fifty came from a trader"
        if not scene.words.case and not any(match.end() <= n.start < match.end() + 40 for n in scene.numbers):
            at = scene.flat.index(" ", match.end()) + 1
            if speaker := _named_behind(scene, at):
                found.append(replace(speaker, start=match.end(), tail=True))
    if quoted := _QUOTED.match(scene.text):
        found.append(_of_name(scene, *quoted.span(1)))
    if not scene.words.case:
        found += in_headline(scene)
    found += in_whose_words(scene)
    for n in scene.numbers[1:]:  # "the office puts it at 270, the governor at 80"
        another = _AT_ANOTHER.search(scene.text, n.before, n.start)
        if another and not _NO_PAIR.search(scene.flat, *another.span(1)) and (speaker := printed(scene, *another.span(1))):
            found.append(replace(speaker, end=n.start))
    for n in scene.numbers:  # "were put at 1,100 by the army and at 3,000 by the police"
        if (
            _BY.match(scene.flat, n.end)
            and not any(w.start in (n.end + 1, n.end + 4) for w in scene.times)
            and (speaker := _named_behind(scene, n.end + len(" by ")))
            and (speaker.sources or tells(speaker.source))
        ):
            found.append(replace(speaker, start=n.end, tail=True))
    for match in VERB.finditer(scene.flat):
        if _is_no_verb(scene, match):
            continue
        if found and match[0] == "saying" and scene.flat[found[-1].end : match.start()].strip() in ("as", "has been quoted as"):
            found[-1] = replace(found[-1], end=match.end())
        elif not _taken(scene, match.start()) and (speaker := _subject(scene, match)):
            found.append(replace(speaker, figures=speaker.figures or bool(GIVES_OUT.match(match[0]))))
    for name in scene.named:
        if not any(s.start <= name[0] < s.end for s in found) and (speaker := _by_name(scene, name)):
            found.append(speaker)
    if not scene.words.case:
        for match in _COUNT_BEHIND.finditer(scene.flat):
            if not _taken(scene, match.start()) and (speaker := _counter(scene, match)):
                found.append(speaker)
    _name_in_full(scene)
    if not scene.words.case:
        told_to(scene)
        if not scene.memory.publisher:
            found += who_intends(scene)
            if not found and (speaker := who_counts(scene)):
                found.append(speaker)


def _counter(scene: Scene, match: re.Match) -> Speaker | None:
    """Whose count it is that stands as a subject: "its own count has 700", "Labour Watch's total of 3,600"."""
    left = max((m.end() for m in CLAUSE.finditer(scene.flat, 0, match.start())), default=scene.dateline)
    speaker = printed(scene, max(left, scene.dateline), match.start())
    return replace(speaker, end=match.end()) if speaker and speaker.source else None


def _name_in_full(scene: Scene) -> None:
    """Call a person who is named shortly by the name that was given before, and a body with the letters for it: "the institute (RFA)"."""
    for i, s in enumerate(scene.speakers):
        at = scene.text.find(s.source, s.start) + len(s.source)
        if not s.sources and at <= s.end and (short := _SHORT.match(scene.text, at)):
            scene.speakers[i] = s = replace(s, source=s.source + short[0])
        if not s.sources and (name := scene.memory.in_full(s.source)):
            scene.speakers[i] = replace(s, source=name)


def _of_name(scene: Scene, start: int, end: int) -> Speaker:
    """Whoever is named before a colon and a quotation."""
    name = next((name for name in scene.named if start <= name[0] and name[1] <= end), None)
    return scene.speaker(start, end, name) if name else Speaker(start, end, clean(scene.text[start:end], 90))


def _is_no_verb(scene: Scene, match: re.Match) -> bool:
    """Whether a word of saying is a noun, or is what is said of something."""
    noun = _NOUN.search(scene.flat, max(0, match.start() - 12), match.end())
    at = match.start()
    if match[0] in BASES and not SEVERAL.search(scene.back(at, 60)):
        return True
    if scene.flat.endswith("that is to ", 0, at) or _NO_SAYING.match(scene.flat, at) or _LABEL.match(scene.flat, at):
        return True
    return bool(noun or (match[0] not in ("quoted", "told") and PASSIVE.search(scene.back(match.start(), 24))))


def _taken(scene: Scene, at: int) -> bool:
    """Whether a word belongs to a speaker, or to a number: "an estimated 4,645", but "the team estimated 4,645"."""
    hedging = _NO_HEDGE.search(scene.back(at, 12))
    numbers = any((n.core if hedging else n.start) <= at < n.end for n in scene.numbers)
    return numbers or any(s.start <= at < s.end for s in scene.speakers)


def _by_name(scene: Scene, name: Name) -> Speaker | None:
    """Whoever is named speaks without a verb before a colon, behind a dash, in brackets, with a figure of his own."""
    start, end, ids = name
    rest, lead = scene.flat[end:], scene.flat[:start]
    paren = re.search(r"\((?:source: |according to )?(?:the )?$", lead)
    dash = re.fullmatch(r"[\s.]*", rest) and re.search(r"(?:\s[-–—]|:)\s*(?:the )?$", lead)
    if (
        paren
        or dash
        or _COUNT_OF.match(rest)
        or re.match(r" (?:count|figures?|estimates?|tally|data)\b", rest)
        or (start < 40 and re.match(r"\s*(?:\([^)]*\))?(?:,? (?:on |in )?[\w. ]{2,14})?:\s", rest))
        or (not scene.speakers and start < 8 + scene.dateline and _AGENT.match(rest) and _counts(scene, ids))
        or (not _IN.search(lead) and any(_HAS.fullmatch(scene.flat, end, n.start) for n in scene.numbers))  # "spoke of 9, City Hall of 8"
    ):
        close = scene.flat.find(")", end) + 1 if paren else 0
        return scene.speaker(start, close or end, name, tail=bool(dash or paren))
    return None


def _counts(scene: Scene, ids: tuple[str, ...]) -> bool:
    """Whether the record has a figure of what is counted here by one of the sources."""
    counted, case = {m for n in scene.numbers for m in n.link.measures}, scene.words.case
    return case is not None and any(c.measure in counted for source in ids for c in case.by_source.get(source, ()))


def _named_behind(scene: Scene, at: int) -> Speaker | None:
    """Who is named right behind "according to": a source of the case, else the words up to the next stop."""
    reach, stop = (found.start() if (found := end.search(scene.flat, at)) else len(scene.flat) for end in (_REACH, _STOP))
    name = next((name for name in scene.named if at <= name[0] <= min(reach, at + 90)), None)
    if by := _ON_A_DAY_BY.match(scene.flat, stop):  # "a survey carried out in March by the ministry"
        stop = end.start() if (end := _STOP.search(scene.flat, by.end())) else len(scene.flat)
    if name is None:
        return printed(scene, at, stop)
    if name[0] - at < 5 and (office := _OFFICE_BEHIND.match(scene.flat, name[1])):
        return Speaker(at, office.end(), clean(scene.text[name[0] : office.end()], 90))
    return scene.speaker(at, name[1], name)


def _counting(scene: Scene, start: int, end: int) -> Speaker | None:
    """Whose count it is: "by the ministry's count"."""
    speaker = printed(scene, start, end)
    vague = speaker and scene.words.case and not speaker.sources and re.fullmatch(rf"(?i)the {any_of('anaphora')}", speaker.source)
    return None if vague else speaker


def _subject(scene: Scene, verb: re.Match) -> Speaker | None:
    """Who does the saying: a source before the verb, else the words of the clause before it, else who follows it."""
    text, flat, (start, end) = scene.text, scene.flat, verb.span()
    if verb[0] == "quoted":
        behind = end + 4 * flat.startswith(" the", end)
        behind += flat.startswith(" ", behind)
        for name in scene.named:
            if end <= name[0] <= behind + 40:
                return scene.speaker(start, name[1], name, _tail(scene, start, name[1]))
    near = [name for name in scene.named if name[1] <= start <= name[1] + 80 and _reaches(scene, name[1], start)]
    if near:
        aside = (
            len(near) > 1 and flat[near[-2][1]] == "," and "," in flat[near[-1][1] : start]
        )  # "the CSIS, a think tank in Washington, says"
        a, b, _ = name = near[-2 if aside else -1]
        if office := _OFFICE.fullmatch(flat, b, start):
            return Speaker(a, end, clean(text[a : office.end(1)], 90), tail=_tail(scene, a, end))
        return scene.speaker(a, end, name, _tail(scene, a, end))
    left = max((m.end() for m in CLAUSE.finditer(_open(flat), 0, start)), default=0)
    by_the_way = SHARED.search(flat, left, start)
    others = () if by_the_way else (o.end for o in scene.others if o.end <= start and not text[o.end : start].isspace())
    left = max([left, scene.dateline, *others])
    if pair := _AND_ANOTHER.search(text, scene.dateline, left):  # "the police and the prosecutors said"
        left = pair.start(1) if not _NO_PAIR.search(pair[1].lower()) else left
    offset = max(0, scene.dateline, start - 160)
    aside = _ASIDE.search(text[offset:start])
    if aside and (
        not re.search(r"(?<![\w-])\d", aside[2].strip()[2:]) or re.match(r" (?:who|which|whose|of|with|based|covering|led)\b", aside[2])
    ):  # "the ministry, in contrast, says"
        named = not scene.words.case and _PERSON.match(aside[2].strip())  # whose office stands before his name
        first = 2 if aside[1].lower() in ("one", "another", "others", "some") else 1
        speaker = printed(scene, offset + aside.start(first), offset + aside.end(2 if named else first))
        return replace(_through(speaker, aside[2].strip()), end=end) if speaker else None
    if _RELATIVE.match(flat[left:start]):  # "the owner, who put it at 500"
        before = max((m.end() for m in CLAUSE.finditer(_open(flat), 0, flat.rfind(",", 0, start))), default=scene.dateline)
        before = by.end() if (by := _ACTED_BY.match(flat, before)) else before
        speaker = printed(scene, before, flat.rfind(",", 0, start))
        return replace(speaker, end=end) if speaker and speaker.source else None
    if _NOBODY_YET.fullmatch(flat, left, start):
        return _shared(scene, verb) or _behind_verb(scene, verb, left)
    if pronoun := _IT.search(flat, left, start):  # "in the north it recorded 26", "by autumn they had put it at"
        at, whole = pronoun.start(1), scene.text[left : pronoun.start(1)].strip()
        speaker = meant(scene, text[at : pronoun.end(1)], at, start) if whole else printed(scene, left, start)
    else:
        speaker = printed(scene, left, start)
    if not speaker or (not speaker.source and _DATA.search(text[left:start]) and flat.endswith("that", 0, left)):
        return None  # "the army said that early figures put": the army did
    return replace(speaker, end=end, tail=_tail(scene, speaker.start, end))


def _shared(scene: Scene, verb: re.Match) -> Speaker | None:
    """The subject of the sentence, where another verb or an aside is before a verb: "the minister thanked them but said"."""
    back = scene.back(verb.start(), 40)
    again, aside = _AGAIN.search(back), _BEHIND_ASIDE.search(back)
    if verb[0] == "found" or not (again or aside):
        return None
    speaker = sentence_subject(scene, verb.start())
    if speaker is None or not speaker.source or (aside and not speaks(speaker.source)):
        return None
    return replace(speaker, start=verb.start(), end=verb.end(), tail=False)


def _through(speaker: Speaker, aside: str) -> Speaker:
    """A speaker with what stands aside of him: "the mission, citing hospital staff, said", "the Red Crescent, quoted by the UN, says"."""
    if quoting := _QUOTING.match(aside):
        return replace(speaker, source=clean(quoting[1], 90), sources=(), named="", via=speaker.named or speaker.source)
    return speaker


def _open(flat: str) -> str:
    """A sentence in which a short bracket is no end of a clause: "the authority (PDA) had confirmed"."""
    return _BRACKET.sub(lambda m: m[0].replace("(", " ").replace(")", " "), flat)


def _behind_verb(scene: Scene, verb: re.Match, left: int) -> Speaker | None:
    """ "…, said the police": who follows a verb that has nobody before it."""
    start, end = verb.span()
    for name in scene.named:
        if end <= name[0] <= end + 30 and re.fullmatch(r"[\w\s.']*", scene.flat[end : name[0]]):
            return scene.speaker(start, name[1], name, tail=True)
    behind = verb[0] in ("said", "says", "say") or re.search(r",[\"”’']? $", scene.back(start, 3))
    follows = _NAME.match(scene.text, end) if behind and left > 0 else None
    speaker = printed(scene, *follows.span(1)) if follows else None
    return replace(speaker, tail=True) if speaker else None


def _reaches(scene: Scene, a: int, b: int) -> bool:
    """Whether a name can be the subject of a verb: nothing else that speaks, counts or ends a clause is between."""
    between = scene.flat[a:b]
    if re.search(r"[;:\"“”]|\b(?:that|while|but|whereas)\b", between) or VERB.search(between) or between.startswith("'s "):
        return bool(re.fullmatch(r"'s (?:\w+ ){1,4}", between))
    return between.count(",") in (0, 2) or bool(re.fullmatch(r"(?:,? ?\([^)]*\))?,?(?: \w+){0,5},? ?", between))


def _tail(scene: Scene, start: int, end: int) -> bool:
    """Whether a speaker comes behind what he says: after a comma, and at an end."""
    follows = next((n for n in scene.numbers if n.start >= end), None)
    if follows and re.fullmatch(r"(?: (?!(?:while|and|but)\b)[\w']+){0,6} ", scene.flat[end : follows.start]):
        return False  # "while Ukraine speaks of 3,000, the army has confirmed 1,100"
    behind = start and re.search(
        r"[,\"”'’)] ?(?:(?!while |but |whereas |and |though |although )[\w.'-]+ ){0,5}$", scene.back(start, 80).rstrip() + " "
    )
    last = not any(n.start > end for n in scene.numbers) and any(n.start < start for n in scene.numbers)
    return bool(behind or (start and last))
