"""The body that publishes a text: what a bulletin or a release tells without a speaker is its own."""

from __future__ import annotations

import re

from discrepancy.article.subjects import BODY
from discrepancy.article.text import Article
from discrepancy.article.vocabulary import any_of
from discrepancy.saying.text import clean

_BULLETIN = re.compile(rf"(?i)\b{any_of('bulletin')}\b")
_ISSUED = re.compile(
    r"\b(?:[Pp]repared|[Ii]ssued|[Pp]ublished|[Cc]ompiled|[Rr]eleased|[Pp]roduced) by (?:the )?((?:[A-Z][\w'’-]*|of|for|and|the)(?: (?:[A-Z][\w'’-]*|of|for|and|the))*)"
)


def published_by(article: Article) -> str:
    """The body that a bulletin or a release names in its head; empty for other texts."""
    head = [b.text for b in article.blocks[:4] if b.text.strip() and b.kind != "cell" and len(b.text) <= 300]
    for text in head:
        if issued := _ISSUED.search(text):
            return clean(issued[1], 90)
    if not head or not _BULLETIN.search(" ".join(head[:2])):
        return ""
    pieces = [re.sub(r"\*|^#+ ", "", piece).strip() for text in head[:2] if len(text) < 160 for piece in re.split(r" [-–—|] |[:|,(]", text)]
    return next((clean(p, 90) for p in pieces if BODY.search(p) and len(p.split()) < 9), "")
