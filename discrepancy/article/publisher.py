"""The body that publishes a text: what is told without a speaker is its own.

In go the blocks of an `Article`; out come names as printed.
"""

from __future__ import annotations

import re

from discrepancy.article.subjects import BODY
from discrepancy.article.text import Article
from discrepancy.article.vocabulary import any_of
from discrepancy.saying.text import clean

_BULLETIN = re.compile(rf"(?i)\b{any_of('bulletin')}\b")
_NAME = r"(?:[A-Z][\w'’-]*|of|for|and|the)"
_ISSUED = re.compile(rf"\b(?i:prepared|issued|published|compiled|released|produced) by (?:the )?({_NAME}(?: {_NAME})*)")


_CAPITALS = re.compile(r"(?:the )?[A-Z][^\d¹²³.]*")
_CONTACT = re.compile(r"(?i)\W*(?:media|press) (?:contact|enquir|inquir|office)|\W*notes? (?:to|for) editors")
_OPENING = re.compile(rf"\W*(?:[A-Z][\w, ]{{2,40}} ?[-–—] )?((?:The )?{_NAME}(?: {_NAME})+) (?:(?:today|also|has|have|now) )?([a-z]+)")
_RELEASE = re.compile(rf"(?i)\b{any_of('release')}\b")


def published_by(article: Article) -> str:
    """The body that a bulletin or a release names in its head; empty for other texts."""
    head = [b.text for b in article.blocks[:4] if b.text.strip() and b.kind != "cell" and len(b.text) <= 300]
    for text in head:
        if issued := _ISSUED.search(text):
            return clean(issued[1], 90)
    lines = [re.sub(r"\*|^#+ ", "", text) for text in head[:2] if len(text) < 160]
    first = " ".join(lines)
    release = bool(_RELEASE.search(first) or any(_CONTACT.match(b.text) for b in article.blocks[-3:]))
    if not head or not (_BULLETIN.search(first) or release):
        return ""
    pieces = [piece.strip() for line in lines for piece in re.split(r" [-–—|] |[:|,(]| from (?=the )", line)]
    named = next((clean(p, 90) for p in pieces if BODY.search(p) and len(p.split()) < 9 and _CAPITALS.fullmatch(p)), "")
    return named or _titled(lines[0] if lines else "") or _speaking(article, release)


def _titled(line: str) -> str:
    """The name in capitals before the kind of bulletin: "CIVIL PROTECTION: FLOOD BULLETIN No. 9"."""
    name, colon, rest = line.partition(":")
    return (
        clean(name.title(), 90)
        if colon and name.isupper() and len(name.split()) > 1 and not _BULLETIN.search(name) and _BULLETIN.search(rest)
        else ""
    )


def _speaking(article: Article, release: bool) -> str:
    """Whoever the first sentence of a bulletin, or the title and the first sentence of a release, begin with."""
    texts = [b.text for b in article.blocks[:5] if b.kind != "cell" and len(b.text) > 25]
    opened = [m for text in texts if (m := _OPENING.match(text)) and (release or BODY.search(m[1]))]
    return clean(re.sub(r"^The ", "", opened[0][1]), 90) if opened else ""
