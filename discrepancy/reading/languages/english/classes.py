"""What a number of a running text is when it counts nothing: an age, a date, a page, a model; by its shape, or by the words beside it.

A row of `SHAPES` is how the whole is written, in small letters; one of `AHEAD`, `BEHIND` and `AROUND` what stands beside the number: they are in
``classes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from discrepancy.reading.languages.english.numerals import text_at
from discrepancy.reading.languages.english.patterns import filled
from discrepancy.reading.languages.english.words import ONES
from discrepancy.reading.tokens import Token

Rows = Sequence[Sequence[str]]  # class and pattern
_TABLES = filled(Path(__file__).with_suffix(".toml"), ONES="|".join(ONES))
SHAPES, AHEAD, BEHIND, AROUND = (_TABLES[name] for name in ("shapes", "ahead", "behind", "around"))
CLASSES = tuple(dict.fromkeys(row[0] for row in (*SHAPES, *AHEAD, *BEHIND, *AROUND)))
_WHOLE_BEHIND = ("the", "that", "its", "his", "her", "their", "those", "these", "all", "this", "our")
_MANY = ("are", "were", "have", "do", "will", "would")
_RANKED = ("the", "a", "first", "second", "this", "that", "other", "last", "better", "each")
_LEVELS = ("reach", "reached", "about", "nearly", "almost", "over", "under", "than", "only", "roughly", "around", "barely")
_REACH = 24


def _any(rows: Rows, lead: str = "", end: str = "") -> re.Pattern:
    """One pattern for several, each a group named by the number of its row."""
    minding = lambda p: p if re.search(r"(?<!\\)[A-Z]", p) else f"(?i:{p})"
    return re.compile(f"{lead}(?:{'|'.join(f'(?P<r{i}>{minding(p)})' for i, (_, p) in enumerate(rows))}){end}")


def _class(rows: Rows, match: re.Match) -> str:
    """The class of the row that matched."""
    return rows[int((match.lastgroup or "r0")[1:])][0]


# One look instead of as many as there are rows: figures, or a word with figures in it or right behind it.
_IN_WORDS = r"(?<!\w)(?:nineteen|twenty)[ -](?:oh|[a-z]{3,5}t[ey]|ten|ele|twe)"
_START = rf"(?={_IN_WORDS}|[\d+(\[#№§'¹²³⁰⁴-⁹]|(?<![\w$€£¥-])[a-z](?:[^\s\d]{{0,40}}+ ?\d|ttps?://|ww\.))"
_SHAPE = _any(SHAPES, _START)
_MODAL = re.compile(r"\b(?:may|march)\b")
_WORD = r"(?:(?<!\w)|(?=,))"
_AHEAD, _BEHIND = _any(AHEAD, _WORD, "$"), _any(BEHIND)
_AROUND = [
    (classed, re.compile(number), _any([("", ahead)], _WORD if ahead else "", "$"), _any([("", behind)]))
    for classed, ahead, number, behind in AROUND
]


def shapes_in(folded: str, printed: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and class of everything that is known by how it is written; "may 5" in small letters is no date.

    Examples
    --------
    >>> text = "On 24 December 2024 at 10:30 the 93rd Brigade"
    >>> list(shapes_in(text.lower(), text))
    [(3, 19, 'date'), (23, 28, 'time'), (33, 37, 'unit of an army')]
    """
    for match in _SHAPE.finditer(folded):
        if _MODAL.search(printed, *match.span()):
            continue
        yield match.start(), match.end(), _class(SHAPES, match)


def class_of(printed: str, start: int, end: int) -> str:
    """What the number from start to end is by the words beside it; empty for a count or a quantity.

    Examples
    --------
    >>> class_of("a man aged 61", 11, 13), class_of("61 men", 0, 2)
    ('age', '')
    """
    before, number = printed[max(0, start - _REACH) : start], printed[start:end].lower()
    for rows, found in ((AHEAD, _AHEAD.search(before)), (BEHIND, _BEHIND.match(printed, end))):
        if found:
            return _class(rows, found)
    return next((c for c, ahead, behind in _around(number) if behind.match(printed, end) and ahead.search(before)), "")


@lru_cache(maxsize=4096)
def _around(number: str) -> list[tuple[str, re.Pattern, re.Pattern]]:
    """The rows of `AROUND` that a number fits, looked for once."""
    return [(classed, ahead, behind) for classed, this, ahead, behind in _AROUND if this.fullmatch(number)]


def class_of_part(tokens: list[Token], first: int, last: int) -> str:
    """What a fraction is with nothing to multiply: "two thirds of" is a share, "the fifth" a rank; "half" alone is neither."""
    of, alone = last < len(tokens) and tokens[last].text == "of", last - first == 1
    if first and tokens[first - 1].text == "by":
        return "share"  # "fell by a third"
    ahead, after = tokens[first - 1].text if first else "", tokens[last].text if last < len(tokens) else ""
    if tokens[last - 1].text == "half" and after in _WHOLE_BEHIND and text_at(tokens, last + 1) not in ("time", "way", "battle"):
        return "share"  # "half the houses", "half that"
    if alone and not of and ahead in _LEVELS and tokens[last - 1].text == "half":
        return "share"  # "could reach half by March"
    if alone and not of and tokens[last - 1].text == "half" and after in _MANY and ahead not in _RANKED:
        return "share"  # "half are unfit"
    if alone and not of and tokens[last - 1].text in ("half", "quarter", "quarters", "halves"):
        return ""
    alone = alone or (
        last - first == 2
        and tokens[first].text in ("a", "an")
        and tokens[last - 1].text in ("third", "fourth", "fifth", "sixth", "seventh")
    )
    return "share" if of or not alone or after in ("fewer", "less", "more", "higher", "lower", "are", "were", "have") else "ordinal"
