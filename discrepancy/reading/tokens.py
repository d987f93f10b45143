"""A phrase → its tokens: numbers in figures, words, marks.  Nothing is dropped, and offsets are those of the phrase.

In goes text as printed; out come `Token`s with the place of each.  Dashes, quotation marks, spaces and digits of other scripts are
folded sign by sign, so that the folded text is as long as the printed one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_FOLD = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-") | dict.fromkeys(map(ord, "’ʼ‘`´＇"), "'") | dict.fromkeys(map(ord, "“”„«»＂"), '"')
_FOLD |= {ord("٬"): ",", ord("٫"): ".", ord("∼"): "~", ord("〜"): "~", ord("％"): "%", ord("٪"): "%", ord("⁄"): "/"}
_FOLD |= {c: chr(c).lower() for c in range(128)} | {c: " " for c in range(128) if chr(c).isspace()}
_OTHERS = re.compile(r"[^\x00-\x7f]+")
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+(?![\d.,]*\d)(?:[.,]\d+(?![\d,]))?"  # 3 000
    r"|\d+(?:[.,']\d+|, (?=000\b)\d+)*"  # 3,000  3.000  3'000  3.5  and the misprint 12, 000
    r"|(?<![\w.])\.\d+)"  # .5
    r"|(?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])|(?P<raised>[¹²³⁰⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<word>n't\b|(?![ªº])[^\W\d_](?:(?!n't\b)[^\W\d_]|'(?=[^\W\d_])(?<!n'))*)"
    r"|(?P<mark>\.{3}|…|\S)"
)


class Token(NamedTuple):
    """A piece of a phrase: its folded text, and from where to where it stands."""

    text: str
    start: int
    end: int
    kind: str  # number, word, fraction, raised or mark
    printed: str  # as it was before it was folded

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
    if phrase.isascii() and phrase.isprintable():
        return phrase.lower()
    return _OTHERS.sub(lambda m: "".join(map(_sign, m[0])), phrase.translate(_FOLD))


def tokenize(text: str, printed: str = "") -> list[Token]:
    """Tokens of folded text, in order; with the text as printed, each knows how it was.

    Examples
    --------
    >>> [t.text for t in tokenize("over 3,000 men, didn't")]
    ['over', '3,000', 'men', ',', 'did', "n't"]
    """
    printed = printed or text
    made = tuple.__new__  # as `Token` does, without a call of Python for each
    return [made(Token, (m[0], a, b, m.lastgroup or "mark", printed[a:b])) for m in _TOKEN.finditer(text) for a, b in (m.span(),)]
