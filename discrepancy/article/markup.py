"""HTML → its tags and characters, each with its place in the text as given.

The scanner follows the tokenizer of the HTML standard: what is never closed swallows the rest.  It is written here, since readers of HTML
keep no offsets, or take time that grows with the square of what is not closed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])|&(?:#\w{1,8}|[a-zA-Z]\w{1,31});?")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
_HASTY = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")  # where the quotes of a tag never end
_ATTRIBUTE = re.compile(r"([^\s=/>\"']++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++)))?")
# Nothing in them is markup: they go on to their own end.
RAW = frozenset("script style textarea iframe noembed noframes title".split())


@dataclass
class Tag:
    """A tag from `start` to `end`; of an element that is skipped, `end` is behind it, and `inside` is what it holds."""

    name: str
    closing: bool
    written: str  # the attributes
    start: int
    end: int
    skipped: bool = False
    inside: str = ""

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attributes, with lower-case names; the first of one name counts."""
        found: dict[str, str] = {}
        for m in _ATTRIBUTE.finditer(self.written):
            found.setdefault(m[1].lower(), html.unescape(m[2] or m[3] or m[4] or ""))
        return found


def tokens(text: str, skipped: frozenset[str]) -> Iterator[Tag | tuple[str, int, int]]:
    """Tags, and characters with their place; elements with the names in `skipped` come as one tag, without what they hold."""
    at, scan, unclosed = 0, _TAG, set()
    while mark := _MARKUP.search(text, at):
        if mark.start() > at:
            yield text[at : mark.start()], at, -1
        start, at = mark.start(), mark.end()
        if mark[0] != "<":
            shown = html.unescape(mark[0])
            yield shown, start, at if shown != mark[0] else -1
        elif text.startswith("<!--", start):
            at = _behind(text, "-->", start + 2)  # "<!-->" is a comment, too
        elif text[at] in "!?" or (text[at] == "/" and not text[at + 1 : at + 2].isalpha()):
            at = _behind(text, ">", at)
        else:
            found = scan.match(text, start)
            if (
                not found and scan is _TAG
            ):  # no tag from here on need be closed: quotes are trusted no longer, or time grows with the square
                scan = _HASTY
                found = scan.match(text, start)
            if not found:
                return
            tag = Tag(found[2].lower(), bool(found[1]), found[3], start, found.end())
            if tag.name in skipped and not tag.closing and tag.name not in unclosed:
                _skip(text, tag, unclosed)
            at = tag.end
            yield tag
    if at < len(text):
        yield text[at:], at, -1


def _skip(text: str, tag: Tag, unclosed: set[str]) -> None:
    """Move the end of a tag behind its element; what is not closed once is closed nowhere behind."""
    if end := _end_of(tag.name).search(text, tag.end):
        tag.skipped, tag.inside, tag.end = True, text[tag.end : end.start()], _behind(text, ">", end.end())
    elif tag.name in RAW:
        tag.skipped, tag.inside, tag.end = True, text[tag.end :], len(text)
    else:
        unclosed.add(tag.name)


@lru_cache(maxsize=64)
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}(?=[\s/>]|\Z)", re.I)


def _behind(text: str, what: str, start: int) -> int:
    end = text.find(what, start)
    return len(text) if end < 0 else end + len(what)


def styles_hidden(sheet: str) -> set[str]:
    """The plain selectors (".x", "#x", "p.x") of what a style sheet hides on every screen."""
    first, *others = sheet.split("/*")
    found, depth = set(), 0
    for rule in (first + "".join(o.partition("*/")[2] for o in others)).split("}"):
        heads, _, body = rule.rpartition("{")
        if not depth and "{" not in heads and style_hides(body):
            found |= {plain for head in heads.split(",") if re.fullmatch(r"[a-z\d]*[.#][\w-]+", plain := head.strip())}
        depth = max(0, depth + rule.count("{") - 1)
    return found


def style_hides(style: str) -> bool:
    """Does a style hide what has it?"""
    plain = "".join(style.lower().split())
    return "display:none" in plain or "visibility:hidden" in plain


def style_strikes(style: str) -> bool:
    """Does a style strike its text through?"""
    return "line-through" in style.lower()
