"""A phrase in another language → the same in English, as far as it says a number: what `discrepancy.reading.phrase` reads.

Numbers are put together by `sums`; hedges, units, denials and times beside them come from the glossary of the language.  Other words
stay as they are: they say what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from discrepancy.reading.languages.cldr import cldr
from discrepancy.reading.languages.grammar import WORD, Language, fold
from discrepancy.reading.languages.sums import Ambiguous, Count, Piece, counts_in, spread_scales
from discrepancy.reading.wording import WordingError

_NAMES = {12: "dozen", 100: "hundred", 10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}
_PLAIN = set("and between to a per day week month year percent percentage points euros dollars tonnes kilometres square hectares".split())


class _Piece(NamedTuple):
    """A piece of a phrase in English; of its words, those that the glossary knows, and those that it does not."""

    english: str
    known: str = ""
    unknown: str = ""


def in_english(phrase: str, language: Language) -> str | None:
    """The phrase with its numbers in figures and what stands beside them in English; None where a number can be read in two ways.

    Examples
    --------
    >>> from discrepancy.reading.languages.tables import LANGUAGES
    >>> in_english("knapp 8,6 Mrd. Euro", LANGUAGES["de"]), in_english("près de 9,8 millions de personnes", LANGUAGES["fr"])
    ('nearly 8.6 billion euros', 'nearly 9.8 million de personnes')
    """
    pieces = _pieces(phrase, language)
    return _joined_up(piece.english for piece in pieces) if pieces else None


def plainly_in_english(phrase: str, code: str) -> tuple[str, bool, bool] | None:
    """The phrase in English where nothing can be lost, whether it has a hedge, and whether it is a range; None where a person has to see it.

    There is one number or one range, every word before it is known, and behind it stands at most the name of what is counted, which is
    left out. The hedge has to be one that the reader finds in the rendering: `discrepancy.reading.phrase.rendering` sees to that.

    Examples
    --------
    >>> plainly_in_english("plus de 2 950 cas", "fr"), plainly_in_english("à peine 2 950 cas", "fr")
    (('over 2,950', True, False), None)
    """
    from discrepancy.reading.languages.tables import LANGUAGES

    language = LANGUAGES.get(re.split("[-_]", code.strip().lower())[0])
    pieces = _pieces(phrase, language) if language and len(phrase) <= 500 else None
    if not pieces or language is None or len(pieces) not in (3, 5):
        return None
    before, behind = "".join(piece.unknown for piece in pieces[:-1]), pieces[-1].unknown
    counted = "[人名명]?" if _joined(language) else r"((de|di|des|von) )?[^\W\d_]*"
    if re.search(r"\w", before) or not re.fullmatch(counted, behind.replace("%", "").strip()) or _measured(behind, code):
        return None
    english = _joined_up([*(piece.english for piece in pieces[:-1]), "%" * ("%" in behind), f" {pieces[-1].known}"])
    hedged = {word for piece in pieces for word in piece.known.split()} - _PLAIN
    return english, bool(hedged), len(pieces) == 5


def _measured(text: str, code: str) -> bool:
    """Whether a word is that of a unit or a currency, which the glossary does not know; of a language without such names any may be."""
    words = _unit_words(re.split("[-_]", code.strip().lower())[0])
    return not words or bool({*fold(text).split()[-1:]} & words)


@lru_cache(maxsize=16)
def _unit_words(code: str) -> frozenset[str]:
    """Words in the names of units and currencies of a language (Unicode CLDR), their symbols among them."""
    return frozenset(cldr()["words"].get(code, "").split())


def _joined_up(pieces: Iterable[str]) -> str:
    return re.sub(r"\b(half a|of a) ?1 (?=[a-z])", r"\1 ", re.sub(r"\s+", " ", "".join(pieces))).strip()


def _pieces(phrase: str, language: Language) -> list[_Piece] | None:
    """What stands between the numbers, and the numbers, in turn."""
    text = language.prepare(phrase)
    try:
        counts, tokens = counts_in(language, text, everything=True)
        spread_scales(counts, tokens)
    except Ambiguous:
        return None
    pieces: list[_Piece] = []
    at = 0
    for count in counts:
        start, end = tokens[count.first].start, tokens[count.last - 1].end
        end += text[end : end + 1] == "." and tokens[count.last - 1].kind == "scale"
        figures = f" {_figures(count, tokens)} " if _joined(language) else _figures(count, tokens)
        pieces += [_words(text[at:start], language), _Piece(figures)]
        at = end
    return [*pieces, _words(text[at:], language)]


def rendered(phrase: str, language: str) -> str:
    """The phrase in English, as far as it says a number.

    Raises
    ------
    WordingError
        For a language without a table, and for a phrase that can be read in two ways.
    """
    from discrepancy.reading.languages.tables import LANGUAGES

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
        return f"{_plain_figures(count.value / count.scale)} {_NAMES[count.scale]}"
    return _plain_figures(count.value)


def _plain_figures(value: Decimal) -> str:
    return f"{value:f}" if "." in f"{value:f}" else f"{int(value):,}"


def _words(text: str, language: Language) -> _Piece:
    """Text between numbers with what the glossary knows in English."""
    kept: list[str] = []

    def keep(english: str) -> str:
        kept.append(english)
        return f" \x00{len(kept) - 1}\x00 " if _joined(language) else f"\x00{len(kept) - 1}\x00"

    for pattern, english in language.glossary:
        text = pattern.sub(lambda _, english=english: keep(english), text)
    mark = re.compile("\x00(\\d+)\x00")
    known = " ".join(kept[int(n)] for n in mark.findall(text))
    return _Piece(mark.sub(lambda m: kept[int(m[1])], text), known, mark.sub(" ", text))
