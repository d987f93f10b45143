"""Cues: the words of a sentence that turn what it tells, each with what it does, found in one walk over its words.

In goes the flat text of a sentence; out come its `Cue` objects.  The phrases are the table ``[cues]`` of ``english.toml``: kind → phrases, the
words of which are joined by _.  ``a|b`` is either, ``deny+`` any form of the verb, ``*`` a word, ``**`` up to three, ``#`` a number behind it, and what
ends in ``?`` can be left out.  What is of the kind `nothing` hides shorter phrases in it: "not only" is no "not".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discrepancy.article.vocabulary import CUES, verb_forms

_TOKEN = re.compile(r"n't\b|'(?:ll|d)\b|no\. ?(?=\d)|[$€£]?\d(?:[\d.,]*\d)?|[^\W\d_]+?(?=n't\b)|[^\W\d_]+(?:[-.][^\W\d_]+)*")
_APART = re.compile(r"[^\s\"“”'’]")  # between two words of a phrase
_NO_WORD = frozenset("that whether if who which up because and but".split())  # for which * and ** do not stand

Slot = tuple[frozenset[str] | None, int, int, bool]  # words (None: any), how many at least and at most, whether a number can be there


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that turns what a sentence tells: where it stands, and what it does."""

    start: int
    end: int
    kind: str


def _slot(text: str) -> Slot:
    least, word = (0, text[:-1]) if text.endswith("?") else (1, text)
    if word in ("*", "**"):
        return None, 0 if word == "**" else least, len(word) * 2 - 1, False
    every = word.removesuffix("+").split("|")
    return frozenset(form for w in every for form in (verb_forms(w) if word.endswith("+") else [w])), least, 1, "#" in every


def _table() -> dict[str, list[tuple[tuple[Slot, ...], str]]]:
    """First word → the phrases that begin with it, each without that word, and its kind."""
    table: dict[str, list[tuple[tuple[Slot, ...], str]]] = {}
    for kind, phrases in CUES.items():
        for phrase in phrases.split():
            first, *rest = (_slot(word) for word in phrase.split("_"))
            for word in first[0] or ():
                table.setdefault(word, []).append((tuple(rest), kind))
    return table


_PHRASES = _table()


def find_cues(flat: str) -> list[Cue]:
    """The cues of a sentence in the order of print, of each kind the longest at its place."""
    tokens, found, ends, i = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(flat)], [], {}, 0
    while i < len(tokens):
        if (phrases := _PHRASES.get(tokens[i][2])) is None:
            i += 1
            continue
        longest: dict[str, int] = {}
        for rest, kind in phrases:
            if end := _matched(rest, tokens, i + 1, flat) if rest else i + 1:
                longest[kind] = max(end, longest.get(kind, 0))
        hidden = longest.pop("nothing", 0)
        for kind, end in longest.items():
            if end >= hidden and end > ends.get(kind, 0):
                ends[kind] = end
                found.append(Cue(tokens[i][0], tokens[end - 1][1], kind))
        i = max(hidden, i + 1)
    return found


def _matched(slots: tuple[Slot, ...], tokens: list[tuple[int, int, str]], at: int, flat: str) -> int:
    """Behind which word a phrase ends that goes on at one; 0 where it does not."""
    if not slots:
        return at
    words, least, most, number = slots[0]
    for used in range(most + 1):
        if used >= least and (end := _matched(slots[1:], tokens, at + used, flat)):
            return end
        if used == most or at + used >= len(tokens) or _APART.search(flat, tokens[at + used - 1][1], tokens[at + used][0]):
            return 0
        word = tokens[at + used][2]
        if number and word[-1].isdigit():
            return at + used
        if word not in words if words is not None else word in _NO_WORD:
            return 0
    return 0
