"""Who says something in a sentence: sources of the case, and others as printed.

In goes a `Scene` with its numbers linked; out come its speakers: behind "according to", before a verb of saying, or by the name alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.scene import Name, Scene, Speaker
from discrepancy.article.vocabulary import ENGLISH, any_of, flat_text
from discrepancy.saying.text import clean

SAY = "|".join([*ENGLISH["say"], "has it at"])
VERB = re.compile(rf"\b(?:{SAY})\b")
_PASSIVE = re.compile(  # what is said, or not said, is no speaker
    r"\b(?:(?:is|are|was|were|be|been|being)(?: \w+ly| also| now| last| first)?|neither|nor|not|never|of) $"
)
_NOUN = re.compile(
    r"(?:\b(?:the|its|his|her|their|an?|this|that|these|those|own|latest|new|official|earlier|united)|'s) (?:estimates?|counts?|reports?|claims?|states?|lists?|claim)$"
)
ACCORDING = re.compile(
    r"\b(?:according to|citing|cites|quoting|figures from|data from|numbers from|as reported by|(?:said|reported|announced|given|stated|released|published|claimed|certified|confirmed|estimated|put forward) by)\s+"
)
_COUNT_OF = re.compile(
    r"(?: [a-z]+){0,2}'s? (?:own |latest |official |new |current |first |last |previous |death |casualty )*(?:count|figures?|estimates?|tally|total|numbers?|data|toll|assessment|statement|update|claims?|reports?)\b"
)
_SPOKESMEN = any_of("spokesmen")
_OFFICE = re.compile(  # "South Korea's president": who is not in the tables; a spokesman is whoever he speaks for
    rf"('s (?!{_SPOKESMEN}\b)\w+(?: \w+){{0,3}}?)"
    r"(?: (?:has|have|had|also|later|on|\w+day))* "
)
_OFFICE_BEHIND = re.compile(r"'s (?:\w+ ){0,2}(?:president|minister|ministry|premier|envoy|ambassador|embassy|parliament|police)\b")
_AGENT = re.compile(rf"(?: on [a-z]+day| today| yesterday)?(?: (?:has|have|had))?(?: (?:also|already))? {any_of('acts')}\b")
_PRONOUN = re.compile(rf"(?:he|she|it|they|the {any_of('anaphora')})$")
_UNNAMED = re.compile(rf"(?:{any_of('vague')} )*(?:{any_of('nobody')}|an aide[\w ]*)$")
_THROUGH = re.compile(  # "figures from the ministry", "a report published by the police": who made them
    r"^(?:[\w-]+ ){0,3}(?:figures?|data|numbers|estimates?|reports?|statements?|counts?|tally|stud(?:y|ies)|assessments?|survey)(?: \w+ed)? (?:from|by|of) ",
    re.I,
)
_DATA = re.compile(r"(?:figures|data|numbers|counts?|information|estimates?) $")
_LEADING = re.compile(r"^(?:and|but|that|while|meanwhile|earlier|later|also|however|where|as|when|then|in all|in total|whereas)\s+")
_TRAILING = re.compile(
    r"\s+(?:have|has|had|also|later|then|earlier|who|which|is|was|were|are|be|been|again|now|itself|on|in|its|previously|separately|already|once|all|has since|never|sa(?:id|ys) (?:that )?(?:it|he|she|they))$"
)
_ASIDE = re.compile(r"(?:^|[,.;:\"“] ?)([^\W\d][^,;:\"“”]{2,60}),([^,;:\"“”]{2,60}), ?$")
_NO_HEDGE = re.compile(r"[a-z](?<!\ban)(?<!\ba)(?<!\bthe)(?<!\bof)(?<!\bat)(?<!\bto)(?<!\bby)(?<!\band)(?<!\bwith) $")
_CLAUSE = re.compile(r"[,;:()\"“”]|(?<= )[–—-] |\b(?:that|while|but|whereas|and|after|as)\b(?= )")
_NAME = re.compile(r"(?: by)? ((?:[A-Z][\w.’'-]+|the|of|and|for)(?: (?:[A-Z][\w.’'-]+|of|for|the))*)")
_STOP = re.compile(r"[,;.()\"”]| who | which | that (?!\w+'s)| on | in | released")
_REACH = re.compile(r"[,;()\"”]|\. ")


def find_speakers(scene: Scene) -> None:
    """Find who speaks, in the order in which they can be told for sure."""
    found = scene.speakers
    for match in ACCORDING.finditer(scene.flat):
        if speaker := _named_behind(scene, match.end()):
            found.append(replace(speaker, start=match.start(), tail=match.start() > 0))
    for n in scene.numbers:  # "were put at 1,100 by the army and at 3,000 by the police"
        if scene.flat.startswith(" by ", n.end) and (speaker := _named_behind(scene, n.end + len(" by "))):
            found.append(replace(speaker, start=n.end, tail=True))
    for match in VERB.finditer(scene.flat):
        if _is_no_verb(scene, match):
            continue
        if found and match[0] == "saying" and scene.flat[found[-1].end : match.start()].strip() in ("as", "has been quoted as"):
            found[-1] = replace(found[-1], end=match.end())
        elif not _taken(scene, match.start()) and (speaker := _subject(scene, match)):
            found.append(speaker)
    for name in scene.named:
        if not any(s.start <= name[0] < s.end for s in found) and (speaker := _by_name(scene, name)):
            found.append(speaker)


def _is_no_verb(scene: Scene, match: re.Match) -> bool:
    """Whether a word of saying is a noun, or is what is said of something."""
    noun = _NOUN.search(scene.flat, max(0, match.start() - 12), match.end())
    return bool(noun or (match[0] not in ("quoted", "told") and _PASSIVE.search(scene.back(match.start(), 24))))


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
        or any(scene.flat[end : n.start] in (" of ", " at ", " with ", "'s ") for n in scene.numbers)  # "spoke of 9, City Hall of 8"
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
    if name is None:
        return _printed(scene, at, stop)
    if name[0] - at < 5 and (office := _OFFICE_BEHIND.match(scene.flat, name[1])):
        return Speaker(at, office.end(), clean(scene.text[name[0] : office.end()], 90))
    return scene.speaker(at, name[1], name)


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
        aside = len(near) > 1 and flat[near[-2][1]] == flat[near[-1][1]] == ","  # "the CSIS, a think tank in Washington, says"
        a, b, _ = name = near[-2 if aside else -1]
        if office := _OFFICE.fullmatch(flat, b, start):
            return Speaker(a, end, clean(text[a : office.end(1)], 90), tail=_tail(scene, a, end))
        return scene.speaker(a, end, name, _tail(scene, a, end))
    left = max((m.end() for m in _CLAUSE.finditer(flat, 0, start)), default=0)
    offset = max(0, start - 160)
    aside = _ASIDE.search(text[offset:start])
    if aside and not re.search(r"\d", aside[2].strip()[2:]):  # "the ministry, in contrast, says"
        speaker = _printed(scene, offset + aside.start(1), offset + aside.end(1))
        return replace(speaker, end=end) if speaker else None
    if not text[left:start].strip(" \"'“”‘’"):
        return _behind_verb(scene, verb, left)
    speaker = _printed(scene, left, start)
    if not speaker or (not speaker.source and _DATA.search(text[left:start]) and flat.endswith("that", 0, left)):
        return None  # "the army said that early figures put": the army did
    return replace(speaker, end=end, tail=_tail(scene, speaker.start, end))


def _behind_verb(scene: Scene, verb: re.Match, left: int) -> Speaker | None:
    """ "…, said the police": who follows a verb that has nobody before it."""
    start, end = verb.span()
    for name in scene.named:
        if end <= name[0] <= end + 30 and re.fullmatch(r"[\w\s.']*", scene.flat[end : name[0]]):
            return scene.speaker(start, name[1], name, tail=True)
    follows = _NAME.match(scene.text, end) if verb[0] in ("said", "says", "say") and left > 0 else None
    speaker = _printed(scene, *follows.span(1)) if follows else None
    return replace(speaker, tail=True) if speaker else None


def _reaches(scene: Scene, a: int, b: int) -> bool:
    """Whether a name can be the subject of a verb: nothing else that speaks, counts or ends a clause is between."""
    between = scene.flat[a:b]
    if re.search(r"[;:\"“”]|\b(?:that|while|but|whereas)\b", between) or VERB.search(between) or between.startswith("'s "):
        return bool(re.fullmatch(r"'s (?:\w+ ){1,4}", between))
    if any(a <= n.start < b and n.how for n in scene.numbers):
        return False
    return between.count(",") in (0, 2) or bool(re.fullmatch(r"(?:,? ?\([^)]*\))?,?(?: \w+){0,5},? ?", between))


def _tail(scene: Scene, start: int, end: int) -> bool:
    """Whether a speaker comes behind what he says: after a comma, and at an end."""
    follows = next((n for n in scene.numbers if n.start >= end), None)
    if follows and re.fullmatch(r"(?: (?!(?:while|and|but|on|in)\b)[\w']+){0,6} ", scene.flat[end : follows.start]):
        return False  # "while Ukraine speaks of 3,000, the army has confirmed 1,100"
    behind = start and re.search(r"[,\"”'’)] ?(?:(?!while |but |whereas |and )[\w.'-]+ ){0,5}$", scene.back(start, 80).rstrip() + " ")
    last = not any(n.start > end for n in scene.numbers) and any(n.start < start for n in scene.numbers)
    return bool(behind or (start and last))


def _printed(scene: Scene, start: int, end: int) -> Speaker | None:
    """A speaker who is not in the tables, as printed; a pronoun stands for whoever spoke before."""
    words = _without_frills(scene, start, end)
    plain = flat_text(words)
    if len(words) > 90 or len(words.split()) > 9:
        return None
    if _PRONOUN.match(plain) and ((speaker := _meant(scene, words, start, end)) or not plain.startswith("the ")):
        return speaker
    for name in scene.named:
        if start <= name[0] and name[1] <= end and re.fullmatch(_SPOKESMEN, scene.flat[name[1] : end].strip()):
            return scene.speaker(start, end, name)
    if len(plain) < 3 or re.match(r"(?:our|my) ", plain) or re.search(r"\b(?:lawmakers|legislators|mps|reporters)$", plain):
        return None  # who was told by another
    if re.search(r"\d", plain) or any(start <= n.start < end for n in scene.numbers):
        return None
    nobody = _UNNAMED.match(plain) or any(m.start < end and start < m.end and not m.weak for m in scene.mentions)
    return Speaker(start, end, "" if nobody else clean(words, 90))


def _without_frills(scene: Scene, start: int, end: int) -> str:
    """The words of a speaker without times, auxiliaries, and the figures that he gives."""
    words = scene.text[start:end]
    for told in scene.times:  # "on Monday the ministry"
        if start <= told.start and told.end <= end:
            words = words.replace(told.words, "")
    words = _THROUGH.sub("", " ".join(words.strip(" ,.\"'“”‘’-–—").split()))
    while found := _LEADING.match(words.lower()):
        words = words[found.end() :]
    words = re.sub(r"^(?:[Oo]n|[Ii]n|[Ll]ate|[Ee]arly)\s+(?=[a-z])", "", words)
    while found := _TRAILING.search(words.lower()):
        words = words[: found.start()]
    return words


def _meant(scene: Scene, words: str, start: int, end: int) -> Speaker | None:
    """Whom a pronoun means: the last source that is named before it, else whoever spoke before."""
    near = [name for name in scene.named if name[1] <= start]
    if near:
        return scene.speaker(start, end, near[-1], doubt=f"“{words}” is taken for {scene.text[near[-1][0] : near[-1][1]]}")
    before, case = scene.before, scene.words.case
    if not before or not before.source:
        return None
    name = case.source_name(before.source) if case and before.sources else before.source
    return replace(before, start=start, end=end, tail=False, doubt=f"“{words}” is taken for {name}, named before")
