"""The words of a clause around a number that say what it counts: its subject and verb before it, what is told of it behind.

In go a `Scene` with its numbers, times and speakers; out come words as printed, without what says nothing: times, speakers, hedges.
"""

from __future__ import annotations

import re

from discrepancy.article.counted import STOP
from discrepancy.article.scene import Quantity, Scene, Speaker
from discrepancy.article.speakers import SAY
from discrepancy.article.vocabulary import ENGLISH, any_of, flat_text

_EMPTY = STOP | {w.replace("_", " ") for name in ("empty", "no_noun", "reach", "adverbs", "anaphor", "stands", "say") for w in ENGLISH[name]}
_MOVED = re.compile(rf"(?:{any_of('rise')}|{any_of('fall')}|{any_of('changed')}|{any_of('reach')}|{SAY})$")
_BODY = re.compile(rf"(?i)\b(?:{any_of('body')}|{any_of('persons')})\b")
_CUT = re.compile(rf"[;:!?()]| [–—-] |[\"“”]|\b{any_of('cut')}\b")
_ASIDE = re.compile(r", (?:which|who|whose|where|an?|the|though|however|too|led|quoted|according|speaking|published|including)\b[^,;]*,(?= )")
_ANAPHOR = re.compile(
    rf"\b(?:{any_of('anaphor')}|it|they|this|that|these|those|he|she|we)(?: of \w+)?(?: \w+ly)?(?: (?:{any_of('stands')}|{any_of('reach')}|{any_of('gap')}|{any_of('may')}|{SAY}))*$"
)
_SAYING = re.compile(rf"(?:^|\s)(?:{SAY}|has|have|had|thinks?|argued|argues|asked|asking|knows?|arrives?)(?: (?:of|for|at|that|after|in|on|it))*$")
_AND = re.compile(r"(?:^|[\s,])(?:and|or|plus|then)\s+")
_LEAD = re.compile(r"^(?:(?:and|but|or|then|by|in|on|at|of|for|to|from|with|as|the|an?|its|their|his|her|our|they|it|he|she|we|so|also)\b[ ,]*)+", re.I)
_TRAIL = re.compile(r"(?:[ ,]+(?:and|of|at|to|by|that|it|for|a|an|the|is|was|are|were|some|only|just|about|as|has|had|have|in|on))+$", re.I)
_END = re.compile(rf"[,;:!?()\"“”]|\.(?:\s|$)| [–—-] |\b{any_of('cut')}\b|\b(?:and|but)\b")
_LABEL = re.compile(r"(?:^|[;.(]\s)\s*([^;:.]{3,60}): *\(?$")  # "Houses destroyed: 6,430"
_SETTING = re.compile(r"\s*(?:in|on|at|by|after|before|during|since|until|from|for|with|under|across|according|quoted|citing|near)\b", re.I)
_VERB = re.compile(rf"\b(?:was|were|is|are|has|have|had|\w+ed|{any_of('gives')})\b")
_MOST = 6  # words behind a number that are looked at


def content(words: str) -> list[str]:
    """The words that name something."""
    return [w for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", flat_text(words)) if w not in _EMPTY and not _MOVED.match(w)]


def ahead(scene: Scene, n: Quantity) -> tuple[str, bool]:
    """The words of the clause before a number that say what it counts, and whether they are a verb alone; none where they only point back."""
    since = max(scene.numbers[n.index - 1].counted_end, n.before) if n.index else scene.dateline
    text = _without(scene, since, n.left)
    if label := _LABEL.search(text):
        piece = _tidy(label[1])
        return (piece, False) if content(piece) else ("", False)
    text = _ASIDE.sub(" ", text)
    text = text[max((m.end() for m in _CUT.finditer(flat_text(text))), default=0) :]
    flat = flat_text(text).rstrip(" ,")
    if (_SAYING.search(flat) and not n.reading.unit) or _ANAPHOR.search(flat):
        return "", False
    piece = ""
    for part in reversed(text.split(",")):
        if _SETTING.match(part) and not _VERB.search(part):
            continue  # "in her new book, ..."
        piece = f"{part.strip()} {piece}".strip()
        if content(piece):
            break
    if n.index and (joined := list(_AND.finditer(piece))):
        piece = piece[joined[-1].end() :]
    piece = _tidy(piece)
    if not content(_BODY.sub("", piece)):
        return "", False
    return " ".join(piece.split()[-9:]), bool(re.fullmatch(rf"{any_of('gives')}(?: (?:up|out|off|in))?", flat_text(piece)))


def _tidy(piece: str) -> str:
    """Words without the small ones at both ends."""
    return _TRAIL.sub("", _LEAD.sub("", piece.strip(" ,(\"“'-•*")))


def behind(scene: Scene, at: int, n: Quantity) -> str:
    """What is told of a number behind it, to the end of the clause: "were dug out alive", "for rebuilding the coast"."""
    text = _without(scene, at, n.after)
    end = _END.search(flat_text(text).lstrip())
    text = text.lstrip()[: end.start()] if end else text
    words = text.split()[:_MOST]
    text = _TRAIL.sub("", " ".join(words))
    return text if content(text) else ""


def verb_ahead(scene: Scene, n: Quantity) -> str:
    """The verb of which a number with its noun is the object: "employs about 230 people"."""
    since = max(scene.numbers[n.index - 1].counted_end, n.before) if n.index else scene.dateline
    word = re.search(r"(?<![\w'’-])([a-z]+(?:ed|ing|es|s)|\w+)(?: (?:up|off|out|down|in))? ?$", _without(scene, since, n.left))
    return word[0].strip() if word and re.search(rf"^(?:\w+(?:ed|ing)|{any_of('gives')})\b", word[0]) and content(word[0]) else ""


def _without(scene: Scene, start: int, end: int) -> str:
    """A piece of the sentence, blank where times, speakers and numbers of another class stand."""
    text = scene.text
    spans = [(w.start, w.end) for w in scene.times] + [_name(scene, s) for s in scene.speakers] + [(o.start, o.end) for o in scene.others]
    for a, b in spans:
        a, b = max(a, start), min(b, end)
        if a < b:
            text = text[:a] + " " * (b - a) + text[b:]
    return text[start:end]


def _name(scene: Scene, s: Speaker) -> tuple[int, int]:
    """Where a speaker stands; of one who acts, without what he does: "the army, which pulled out"."""
    if _SAYING.search(scene.flat[s.start : s.end]) or not s.named or s.named not in scene.text[s.start : s.end]:
        return s.start, s.end
    at = scene.text.index(s.named, s.start)
    return at, at + len(s.named)
