"""TODO"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from matplotlib import font_manager

from discrepancy.plots.paper.style import FAMILY


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def rounded(x: float | None, digits: int) -> float | int | None:
    if x is None or x != x:
        return None
    return round(x) if not digits else round(x, digits)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """Characters that both the regular and the bold face have."""
    faces = [font_manager.FontProperties(family=FAMILY, weight=w) for w in ("normal", "bold")]
    maps = [font_manager.get_font(font_manager.findfont(face)).get_charmap() for face in faces]
    return frozenset(maps[0]) & frozenset(maps[1])


@lru_cache(maxsize=4096)
def drawable(text: object) -> str:
    """Text that is safe to draw and has a glyph for every character; what has none becomes an ellipsis.

    Examples
    --------
    >>> drawable("a\\u202eb\\x00 c"), drawable("약 3,000명"), drawable("casualties ... surpassed")
    ('ab c', '… 3,000…', 'casualties … surpassed')
    """
    text = unicodedata.normalize("NFC", str(text)[:20_000]).replace("...", "…")
    text = re.sub(r"[\t\r\n\f\v\u2028\u2029\xa0]+", " ", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    text = "".join(c if ord(c) in _glyphs() else "\0" for c in text)
    return " ".join(re.sub("\0[\0 ]*\0|\0", "…", text).split())


def shorten(text: object, most: int = 48) -> str:
    """`clean`, and cut at a word with an ellipsis where it is longer than `most` characters.

    Examples
    --------
    >>> shorten("killed or wounded", 12)
    'killed or…'
    """
    text = drawable(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return at_word.rstrip(" .,;:…(") + "…"


def quoted(text: object, most: int = 48) -> str:
    """A printed phrase in quotation marks."""
    return f"“{re.sub(_INNER, _single, shorten(text, most))}”"


_INNER = re.compile(r'["“”]')


def _single(match: re.Match) -> str:
    """A quotation mark inside a quotation."""
    opens = match.start() == 0 or match.string[match.start() - 1] in " (["
    return "‘" if opens else "’"
