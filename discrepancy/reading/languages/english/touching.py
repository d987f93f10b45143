"""What stands beside a number and is no part of it → why the phrase is not read.

In goes the phrase with what was consumed blanked out; out comes a sentence, or nothing.  A row of `RULES` is a kind of words that
change what a number says: a denial, a part of something, a multiple, a change, a rank.  Whatever touches a number without a space and
is not understood refuses the phrase as well, and so does a scale word of another language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from discrepancy.reading.languages.elsewhere import hedges_elsewhere, scale_elsewhere
from discrepancy.reading.languages.english.patterns import filled
from discrepancy.reading.languages.english.words import PLURALS, SCALES

SHARE = "is a share, not a count: give the count, or set kind to share in the table"

_RISE = "tells a change, not a number: quote the number that it ends at"
RULES = tuple(map(tuple, filled(Path(__file__).with_suffix(".toml"))["rules"]))  # why, and the words: `|` is the number itself
_NUMBER = re.compile(
    r"\d[\d,.]*|\b(?:one(?! was| has| of| were| had)|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|thousand|million)\b"
)
_COMPILED = [(why, re.compile(pattern)) for why, pattern in RULES]


def wrong_with(phrase: str, before: str, after: str, printed: str, english: bool = True, share: bool = False) -> str:
    """Why a phrase is not read although its number is: empty where nothing is wrong.

    Parameters
    ----------
    phrase : str
        As printed.
    before, after : str
        Folded text on both sides of what was consumed, other numbers in it included.
    printed : str
        The number itself as printed, folded.
    english, share : bool
        Whether the phrase is English, and whether the number is a percentage.
    """
    year = len(printed) == 4 and printed[:2] in ("19", "20") and printed.isdigit()
    if why := _kind(before, after, year, share):
        return f'"{phrase}" {why}'
    why = unread(before, after) if english else _touching(before, after) or _left_over(before, after)
    return f'"{phrase}": {why}' if why else ""


def unread(before: str, after: str) -> str:
    """What touches a number on either side and is not understood: "300x", "5 mil"; empty where nothing does."""
    return _touching(before, after) or _not_english(before, after)


# None of this depends on the number itself: the same words are searched once.
@lru_cache(maxsize=65536)
def _kind(before: str, after: str, year: bool, share: bool) -> str:
    """Why what stands around a number makes it another thing, by the first of `RULES` that fits."""
    if share and re.match(r" ?(?:more|less)\b", after):
        return _RISE
    after = re.sub(r"^ in (?:19|20)\d\d\b", "", after) if share else after  # 8% in 2022
    around = _NUMBER.sub("#", before), _NUMBER.sub("#", after)
    for why, pattern in _COMPILED:
        if pattern.search("|".join(around)) or (year and pattern.search("Y".join(around))):
            return why
    return ""


@lru_cache(maxsize=65536)
def _left_over(before: str, after: str) -> str:
    """A hedge of a rendering that does not stand right before the number, or is a comparison behind it: "25.000 mehr als im Vorjahr"."""
    if (behind := re.match(r"[ -]?([^\W\d_]+)", after)) and (why := foreign_scale(behind[1])):
        return why
    if behind and re.match(r"[ -]?[bcdfghjklmnpqrstvwxz](?![\w'])", after):  # 10 mil M
        return f'"{behind[1]}" is not understood: write the word out'
    if re.match(r" ?(?:over|more than|fewer than)\b", after):
        return "compares with another number: quote the number itself"
    if hedge := re.search(r"\b(?:over|at least|at most|fewer than|nearly|about|exactly)\b", before):
        return f'"{hedge[0]}" does not stand right before the number: give the English rendering'
    return ""


@lru_cache(maxsize=65536)
def _touching(before: str, after: str) -> str:
    """A mark, a letter or a digit that touches the number and was not understood."""
    if behind := re.match(r"\s?(\[(?:\d+|[a-z]|(?:note|nb) ?\d*)\]|[*†‡§^]+|[¹²³⁰⁴-⁹]+)", after):
        return f'a mark, "{behind[1]}", touches the number: leave it out'
    if behind := re.match(r"'(?!s\b)[^\W\d_]\S*|[^\s.,;:!?)\]}'\"…/-]\S*|/\S+|[.,:][^\s\"')\]]\S*", after):
        return f'"{behind[0][:20]}" touches the number and is not understood: leave it out, or write the number in full'
    if ahead := re.search(r"(\S*[^\s.,;:!?(\[{'\"…>-]|\w-|[.,:/]\S*)$", before):
        return f'"{ahead[0][-20:]}" touches the number and is not understood: leave it out, or write the number in full'
    if ahead := re.search(r"((?:[-+] ?|\b(?:minus|negative) )+\(?)$", before):
        return f'"{ahead[1].strip()}" before the number can be a minus: write one "minus", or leave it out'
    return 'a dash behind the number can be a minus: write "minus" before it, or leave it out' if re.match(r" ?-+\s*$", after) else ""


@lru_cache(maxsize=1)
def _scale_words() -> dict[str, dict[str, float]]:
    """Words of other languages for a scale, folded: word → language → what it multiplies by."""
    from discrepancy.reading.languages.grammar import fold
    from discrepancy.reading.languages.tables import LANGUAGES

    words: dict[str, dict[str, float]] = {}
    for code, language in LANGUAGES.items():
        for scale, forms in language.scales.items():
            for form in {*fold(forms).split()} - SCALES.keys() - PLURALS.keys():
                words.setdefault(form, {})[code] = scale
    words.setdefault("mil", {})["en"] = 10**6
    return words


@lru_cache(maxsize=65536)
def _not_english(before: str, after: str) -> str:
    """A word beside the number that is a scale or a hedge in another language, or is in no English letters."""
    behind, ahead = re.match(r"[ -]?([^\W\d_]+)", after), re.search(r"([^\W\d_]+)[ -]?$", before)
    if behind and behind[1] in SCALES and len(behind[1]) > 2:
        return f'"{behind[1]}" does not stand right behind its number: write the number in full'  # 10+ million
    if behind and (why := foreign_scale(behind[1])):
        return why
    if before.strip() and (hedge := _foreign_hedges().search(before)):
        return f'"{hedge[0].strip()}" is not English: give the language, or the English rendering'
    for word in (behind, ahead):
        if word and not word[1].isascii() and not re.fullmatch("[a-zàâçéèêëîïôöûüñáíóú]+", word[1]):
            return f'"{word[1]}" is not English: give the language, or the English rendering'
    return ""


def foreign_scale(word: str) -> str:
    """Why a number with this word behind it is not read: it is a scale in a language that was not given."""
    if found := tuple(_scale_words().get(word, {}).values()) or scale_elsewhere(word):
        meant = " or ".join(f"{scale:,}" for scale in dict.fromkeys(found))
        return f'"{word}" is not understood (it can be {meant}): give the language, or write the number out'
    return ""


_ENGLISH_TOO = set("fast circa no non a y e et tra fra minimum maximum exact over ca quasi to de mai la".split())


@lru_cache(maxsize=1)
def _foreign_hedges() -> re.Pattern:
    """Hedges of other languages in Latin letters, right before a number."""
    from discrepancy.reading.languages.tables import LANGUAGES

    hedges = ("over", "at least", "at most", "fewer than", "nearly", "about", "no", "half a")
    rows = [row for code in ("de", "fr", "es", "it") for row in LANGUAGES[code].glosses]
    forms = {form.replace("_", " ") for form, english in rows if english in hedges and form not in _ENGLISH_TOO}
    elsewhere = hedges_elsewhere()  # zaidi ya watu 1,200: what is counted may stand between
    return re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(forms | elsewhere))}|(?:{'|'.join(sorted(elsewhere))})\s+[^\W\d_]+)\s*$")
