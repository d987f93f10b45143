"""The words of a clause around a number that say what it counts: its subject and verb before it, what is told of it behind.

In go a `Scene` with its numbers, times and speakers; out come words as printed, without what says nothing: times, speakers, hedges.
"""

from __future__ import annotations

import re

from discrepancy.article.counted import STOP
from discrepancy.article.scene import Quantity, Scene, Speaker
from discrepancy.article.subjects import SAY
from discrepancy.article.vocabulary import ENGLISH, any_of, flat_text

_EMPTY = STOP | {w for name in ("empty", "no_noun", "reach", "adverbs", "stands", "say") for w in ENGLISH[name]}
_MOVED = re.compile(rf"(?:{any_of('rise')}|{any_of('fall')}|{any_of('changed')}|{any_of('reach')}|{SAY})$")
_BODY = re.compile(rf"(?i)\b(?:{any_of('body')}|{any_of('persons')})\b")
_CUT = re.compile(rf"[;:!?()]| [–—-] |[\"“”]|\b{any_of('cut')}\b")
_ANTECEDENT = frozenset(("which", "who", "that", ":", " – ", " — ", " - "))  # behind these what stands before may be the subject
_ASIDE = re.compile(
    rf", (?:{any_of('setting')}"
    r"|which|who|whose|where|an?|the|though|however|too|led|quoted|according|speaking|published|including)\b[^,;]*,(?= )"
    r"|(?<=[a-z]), [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2},(?= [a-z]+(?:ed|s)?\b(?<!and))"
)
_GOING_ON = rf"(?:{any_of('stands')}|{any_of('reach')}|{any_of('gap')}|could|may|might|{SAY}|had|it|they|in|on|for|the memorial)"
_ANAPHOR = re.compile(
    rf"(?:^|\b)(?:{any_of('anaphor')}|[\w'’]+'s (?:{any_of('sums')})|it|they|this|that|these|those|he|she|we)"
    rf"(?: \w+ly)?(?: {_GOING_ON})*$"
)
_SAYING = re.compile(
    rf"(?:^|\s)(?:{SAY}|(?:has|have|had)(?: forecast)?|thinks?|argued|argues|asked|asking|"
    rf"knows?|arrives?)(?: (?:of|for|at|that|after|in|on|it|well|just|only))*$"
)
_SAID_SO = re.compile(rf"\b{SAY}(?: [\w'’]+){{0,4}}$")
_ALIKE = re.compile(
    r"^[ ,]*(?:(?!was|were|is|are|has|have|had|\w+ed\b|\w+ing\b)[\w'’]+ ){1,4}at(?: (?:well|just|only|nearer|closer|\w+ly))*$"
)  # "puts it at 270, the governor at 80"
_AND = re.compile(r"(?:^|[\s,])(?:and|or|plus|then)\s+")
_LEAD = re.compile(rf"(?i)^(?:{any_of('small_ahead')}\b[ ,]*)+")
_TRAIL = re.compile(rf"(?i)(?:[ ,]+{any_of('small_behind')})+$")
_END = re.compile(rf"[,;:!?()\"“”]|\.(?:\s|$)| [–—-] |\b{any_of('cut')}\b|\b(?:and|but)\b")
_OF_THEM = re.compile(r"\s*(?:out )?of (?:them|whom|which|those|these)\b|\s*(?:who|which|that)\b")
_LABEL = re.compile(r"(?:^|[;.(]\s)\s*([^;:.]{3,60}): *\(?$")  # "Houses destroyed: 6,430"
_SETTING = re.compile(rf"(?i)\s*{any_of('setting')}\b")
_VERB = re.compile(rf"\b(?:was|were|is|are|has|have|had|got|gets|\w+ed|{any_of('gives')})\b")
_GIVES = re.compile(rf"(?:has |have |had )?\b{any_of('gives')}(?: (?:up|out|off|in))?$")
_WORDS_QUOTED = re.compile(r"[\"“]([\w'’-]+(?: [\w'’-]+){0,2})[\"”]")
_AT = re.compile(r"(?:\b(?:[Oo]n|[Ii]n|[Aa]t|[Ss]ince|[Dd]uring) )?$")  # before a time
_ITS = re.compile(r"\b(?:the|its|their|his|her) ")
_MARKS = re.compile(r"[\"“”]")
_OF_TRUTH = re.compile(rf" *(?:was|were|is|are|would be|seems?|sounds?|to be|as) (?:\w+ )?{any_of('truth')}\b")
_IN_BRACKETS = re.compile(r" *\([^()]{1,60}\)")
_MOST = 8  # words behind a number that are looked at


def content(words: str) -> list[str]:
    """The words that name something."""
    return [w for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", flat_text(words)) if w not in _EMPTY and not _MOVED.match(w)]


def ahead(scene: Scene, n: Quantity) -> tuple[str, bool]:
    """The words of the clause before a number that say what it counts, if they do not only point back, and whether they are a verb alone."""
    since = begins(scene, n)
    label = _LABEL.search(scene.text, since, n.left)
    if label and content(label[1]):
        return _tidy(label[1]), False
    text = _ASIDE.sub(" ", _WORDS_QUOTED.sub(r" \1 ", blank(scene, since, n.left))).rstrip(" (")
    cuts = list(_CUT.finditer(flat_text(text)))
    at = cuts[-1].end() if cuts else 0
    flat = " ".join(flat_text(text[at:]).split()).rstrip(" ,")
    said = _SAYING.search(flat) or _SAYING.search(" ".join(_MARKS.sub(" ", scene.flat[since : n.left]).split()).rstrip(" ,"))
    if (said and not n.reading.unit) or _ANAPHOR.search(flat) or (n.index and _ALIKE.search(flat)):
        return "", False
    piece = _piece(text[at:], n)
    if cuts and cuts[-1][0] in _ANTECEDENT and not _names(piece):
        before = text[cuts[-2].end() if len(cuts) > 1 else 0 : cuts[-1].start()]
        told = _SAID_SO.search(
            scene.flat[since : scene.flat.rfind(cuts[-1][0], since, n.left)].rstrip()
        )  # "told the paper that", "denied it:"
        piece = " ".join([*before.replace(",", " ").split()[-4:], piece]) if _names(before) and not told else piece
    piece = _tidy(piece)
    if (not content(_BODY.sub("", piece)) and not (n.reading.unit and _GIVES.search(flat_text(piece)))) or _ANAPHOR.fullmatch(
        flat_text(piece)
    ):
        return "", False
    return " ".join(piece.split()[-9:]), not _names(piece)


def begins(scene: Scene, n: Quantity) -> int:
    """Where the clause of a number begins at the earliest: behind the number before it and its noun."""
    if not n.index:
        return scene.dateline
    before = scene.numbers[n.index - 1]
    noun = scene.text.find(before.noun, before.end, before.end + len(before.noun) + 8) if before.noun and before.reading.unit else -1
    return max(before.counted_end, n.before, min(noun + len(before.noun), n.left) if noun >= 0 else 0)


def _names(piece: str) -> list[str]:
    """The words of a piece that can be the subject of its verb."""
    return [w for w in content(_BODY.sub("", piece)) if not _GIVES.fullmatch(w) and not _VERB.fullmatch(w)]


def _piece(text: str, n: Quantity) -> str:
    """The last piece between commas that names something, with what stands behind it; no setting of time and place."""
    piece = ""
    for part in reversed(text.split(",")):
        if _SETTING.match(part) and not _VERB.search(part):
            continue  # "in her new book, ..."
        piece = f"{part.strip()} {piece}".strip()
        if content(piece):
            break
    if n.index and (joined := list(_AND.finditer(piece))):
        piece = piece[joined[-1].end() :]
    return piece


def _tidy(piece: str) -> str:
    """Words without the small ones at both ends."""
    return _TRAIL.sub("", _LEAD.sub("", piece.strip(" ,(\"“'-•*")))


def behind(scene: Scene, at: int, n: Quantity) -> str:
    """What is told of a number behind it, to the end of the clause: "were dug out alive", "for rebuilding the coast"."""
    lead = _OF_THEM.match(scene.flat, at)
    text = blank(scene, lead.end() if lead else at, n.after)
    text = _IN_BRACKETS.sub("", text, count=1) if _IN_BRACKETS.match(text) else text
    if _OF_TRUTH.match(flat_text(text)):
        return ""
    end = _END.search(flat_text(text).lstrip())
    text = text.lstrip()[: end.start()] if end else text
    words = text.split()[:_MOST]
    text = _TRAIL.sub("", " ".join(words))
    return text if content(text) else ""


def verb_ahead(scene: Scene, n: Quantity) -> str:
    """The verb of which a number with its noun is the object: "employs about 230 people"."""
    since = max(scene.numbers[n.index - 1].counted_end, n.before) if n.index else scene.dateline
    word = re.search(r"(?<![\w'’-])([a-z]+(?:ed|ing|es|s)|\w+)(?: (?:up|off|out|down|in))? ?$", blank(scene, since, n.left))
    return word[0].strip() if word and re.search(rf"^(?:\w+(?:ed|ing)|{any_of('gives')})\b", word[0]) and content(word[0]) else ""


def blank(scene: Scene, start: int, end: int) -> str:
    """A piece of the sentence, blank where times, speakers and numbers of another class stand."""
    text = scene.text
    here = lambda found: (o for o in found if o.start < end and start < o.end)
    spans = [(at.start() if (at := _AT.search(text, max(0, w.start - 20), w.start)) else w.start, w.end) for w in here(scene.times)]
    spans += [(o.start, o.end) for o in here(scene.others)]
    for a, b in [*spans, *(span for s in here(scene.speakers) for span in _spoken(scene, s))]:
        a, b = max(a, start), min(b, end)
        if a < b:
            text = text[:a] + " " * (b - a) + text[b:]
    return text[start:end]


def _spoken(scene: Scene, s: Speaker) -> list[tuple[int, int]]:
    """Where a speaker is named and where his verb of saying stands; not what he does: "the army, which pulled out"."""
    if s.doubt.startswith("what "):
        return []  # who does what is counted: "The Unity party has 27.9%"
    name = s.named or s.source
    verb = _SAYING.search(scene.flat[s.start : s.end])
    if not name or name not in scene.text[s.start : s.end]:
        return [(s.start, s.end)] * (s.end - s.start < 60)
    at = scene.text.index(name, s.start)
    verb = None if verb and _GIVES.search(verb[0].strip()) else verb  # "promised every survivor 100,000 rupees"
    end = s.end if verb is None or not (noun := _ITS.search(verb[0])) else s.start + verb.start() + noun.end()  # "cut its wheat forecast"
    return [(at, at + len(name)), *([(s.start + verb.start(), end)] if verb else [])]
