"""A phrase → its tokens: numbers in figures, words, marks.  Nothing is dropped, and offsets are those of the phrase.

In goes text as printed; out come `Token`s with the place of each.  Dashes, quotation marks, spaces and digits of other scripts are
folded sign by sign, so that the folded text is as long as the printed one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Token", "plain", "tokenize"]

_FOLD = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-") | dict.fromkeys(map(ord, "’ʼ‘`´＇"), "'") | dict.fromkeys(map(ord, "“”„«»＂"), '"')
_FOLD |= {ord("٬"): ",", ord("٫"): ".", ord("∼"): "~", ord("〜"): "~", ord("％"): "%", ord("٪"): "%", ord("⁄"): "/"}
_TOKEN = re.compile(
    r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)(?:[.,]\d+(?![\d,]))?"  # 3 000
    r"|\d+(?:[.,']\d+|, (?=000\b)\d+)*"  # 3,000  3.000  3'000  3.5  and the misprint 12, 000
    r"|(?<![\w.])\.\d+"  # .5
    r"|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|[¹²³⁰⁴⁵⁶⁷⁸⁹]+"
    r"|(?:n't\b|[^\W\d_](?:(?!n't\b)[^\W\d_]|'(?=[^\W\d_])(?<!n'))*)"
    r"|\.{3}|…|\S"
)


class Token(NamedTuple):
    """A piece of a phrase: its folded text, and from where to where it stands."""

    text: str
    start: int
    end: int
    kind: str  # number, word, fraction, raised or mark

    def touches(self, other: Token) -> bool:
        """Whether nothing stands between the two."""
        return self.end == other.start


def _sign(c: str) -> str:
    """One sign for one sign: a digit as 0 to 9, a letter small, any space as a space."""
    if c.isspace():
        return " "
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    wide = unicodedata.normalize("NFKC", c) if c not in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞¹²³⁰⁴⁵⁶⁷⁸⁹…" else c
    small = (wide if len(wide) == 1 else c).lower()
    return small if len(small) == 1 else c


@lru_cache(maxsize=65536)
def plain(phrase: str) -> str:
    """The phrase in small letters with one sign for each kind of dash, quotation mark, space and digit; as long as it was.

    Examples
    --------
    >>> plain("“3–4 Mio”"), plain("３,０００")
    ('"3-4 mio"', '3,000')
    """
    if phrase.isascii():
        return re.sub(r"\s", " ", phrase.lower())
    return "".join(map(_sign, phrase.translate(_FOLD)))


def tokenize(text: str) -> list[Token]:
    """Tokens of folded text, in order.

    Examples
    --------
    >>> [t.text for t in tokenize("over 3,000 men, didn't")]
    ['over', '3,000', 'men', ',', 'did', "n't"]
    """
    return [Token(m[0], m.start(), m.end(), _kind(m[0])) for m in _TOKEN.finditer(text)]


def _kind(text: str) -> str:
    first = text[0]
    if first.isdecimal() or (first == "." and len(text) > 1 and text[1].isdecimal()):
        return "number"
    if first.isalpha() and first not in "ªº":
        return "word"
    if first in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞":
        return "fraction"
    return "raised" if first in "¹²³⁰⁴⁵⁶⁷⁸⁹" else "mark"
