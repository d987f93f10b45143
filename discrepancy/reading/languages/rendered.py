"""A phrase in another language → the same in English, as far as it says a number: what `discrepancy.reading.phrase` reads.

Numbers are put together by `sums`; hedges, units, denials and times beside them come from the glossary of the language.  Other words
stay as they are: they say what is counted.
"""

from __future__ import annotations

import re
from decimal import Decimal

from discrepancy.reading.languages.grammar import WORD, Language
from discrepancy.reading.languages.sums import Ambiguous, Count, Piece, counts_in, spread_scales
from discrepancy.reading.wording import WordingError

__all__ = ["in_english", "rendered"]

_NAMES = {12: "dozen", 100: "hundred", 10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}


def in_english(phrase: str, language: Language) -> str | None:
    """The phrase with its numbers in figures and what stands beside them in English; None where a number can be read in two ways.

    Examples
    --------
    >>> from discrepancy.reading.languages.reader import LANGUAGES
    >>> in_english("knapp 8,6 Mrd. Euro", LANGUAGES["de"]), in_english("près de 9,8 millions de personnes", LANGUAGES["fr"])
    ('nearly 8.6 billion euros', 'nearly 9.8 million de personnes')
    """
    text = language.prepare(phrase)
    try:
        counts, tokens = counts_in(language, text, everything=True)
        spread_scales(counts, tokens)
    except Ambiguous:
        return None
    pieces, at = [], 0
    for count in counts:
        start, end = tokens[count.first].start, tokens[count.last - 1].end
        end += text[end : end + 1] == "." and tokens[count.last - 1].kind == "scale"
        pieces += [_words(text[at:start], language), f" {_figures(count, tokens)} " if _joined(language) else _figures(count, tokens)]
        at = end
    pieces.append(_words(text[at:], language))
    return re.sub(r"\b(half a|of a) ?1 (?=[a-z])", r"\1 ", re.sub(r"\s+", " ", "".join(pieces))).strip()


def rendered(phrase: str, language: str) -> str:
    """The phrase in English, as far as it says a number.

    Raises
    ------
    WordingError
        For a language without a table, and for a phrase that can be read in two ways.
    """
    from discrepancy.reading.languages.reader import LANGUAGES

    if language not in LANGUAGES:
        raise WordingError(f'"{phrase}": numbers in "{language}" are not read: give the English rendering; read are {", ".join(LANGUAGES)}')
    english = in_english(phrase, LANGUAGES[language])
    if english is None:
        raise WordingError(f'"{phrase}" can be read in more than one way, or says no number: give the English rendering')
    return english


def _joined(language: Language) -> bool:
    """Whether words are written together, so that what is put into them needs spaces."""
    return language.part != WORD


def _figures(count: Count, tokens: list[Piece]) -> str:
    """A number in figures, with the scale word that was printed with it: "8.6 billion"."""
    own = tokens[count.first : count.last]
    scales = [t for t in own if t.kind == "scale"]
    if len(scales) == 1 and own[-1] is scales[0] and count.scale in _NAMES:
        return f"{_plain(count.value / count.scale)} {_NAMES[count.scale]}"
    return _plain(count.value)


def _plain(value: Decimal) -> str:
    return f"{value:f}" if "." in f"{value:f}" else f"{int(value):,}"


def _words(text: str, language: Language) -> str:
    """Text between numbers with what the glossary knows in English."""
    kept: list[str] = []

    def keep(english: str) -> str:
        kept.append(english)
        return f" \x00{len(kept) - 1}\x00 " if _joined(language) else f"\x00{len(kept) - 1}\x00"

    for pattern, english in language.glossary:
        text = pattern.sub(lambda _, english=english: keep(english), text)
    return re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], text)
