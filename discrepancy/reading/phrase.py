"""Read a printed phrase: "already exceeded 3,000" → value, low, best, high, open side, hedge, unit.

In goes one short phrase with one number; out comes a `Reading`.  One grammar reads it: tokens (`tokens`), numbers (`numerals`), units
(`units`), intervals (`intervals`), hedges (`hedges`).  Every token that touches the number is consumed by one of them, or the phrase is
refused with the token quoted and with advice (`touching`): nothing is guessed, and nothing is left out in silence.

References: docs/method.md; for the widths `widths`, whose rule ``granularity`` follows Krifka (2009) for round numbers and Cummins,
Sauerland & Solt (2012) for "more than".
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from discrepancy.reading.languages.english.units import NO_UNIT, unit_named
from discrepancy.reading.languages.english.words import SCALES
from discrepancy.reading.parse import Phrase
from discrepancy.reading.reading import RULES, Reading
from discrepancy.reading.tokens import plain, tokenize
from discrepancy.reading.widths import bound
from discrepancy.reading.wording import LARGEST, WordingError, tidy
from discrepancy.saying.text import clean, hidden


def read(phrase: str, rule: str = "hedge", width: float = 1.0, language: str = "", unit: str = "") -> Reading:
    """Read one number with its hedge and its unit from a short phrase.

    Parameters
    ----------
    phrase : str
        A phrase with exactly one number or one range, such as "nearly 3,000 killed or wounded", "$1.2 trillion", "−0.4 %".
    rule : {"hedge", "granularity", "as-printed"}
        How wide a hedged or round number is taken to be: by the regression of Ferson et al. (2015),
        by the grain of the number (Krifka 2009), or not at all.
    width : float
        Factor on the widths of the rule "hedge"; readers differ by a factor of about 4.
    language : str
        Code of the language of the phrase, such as "de"; empty: English.
    unit : str
        The unit that is given for the number elsewhere, as in the head of a column: "%", "km2", "million USD".  A phrase that prints
        one must print the same.

    Returns
    -------
    Reading

    Raises
    ------
    WordingError
        If there is no number, more than one, a denial, a part, a change, or something beside the number that is not understood.

    Examples
    --------
    >>> r = read("already exceeded 3,000")
    >>> r.value, r.low, round(r.best), r.open, r.hedge
    (3000, 3000, 3114, 'high', 'over')
    >>> read("between 1,100 and 1,500").best.__round__()
    1285
    >>> r = read("$1.2 trillion")
    >>> r.value, r.unit, r.assumed
    (1200000000000, 'USD', ('$: US dollars',))
    >>> read("one in five")
    Traceback (most recent call last):
    ...
    discrepancy.reading.wording.WordingError: "one in five" is a share, not a count: give the count, or set kind to share in the table
    """
    if rule not in RULES:
        raise WordingError(f"rule must be one of {', '.join(RULES)}; got {rule!r}")
    if not isinstance(phrase, str) or not phrase.strip():
        raise WordingError('an empty phrase: give the printed words, such as "around 1,100"')
    return _read(phrase, rule, width, language.strip().lower().replace("_", "-").split("-")[0], unit)


@lru_cache(maxsize=2**20)
def _read(phrase: str, rule: str, width: float, language: str, unit: str) -> Reading:
    """`read` for a phrase that is text; a table is read when it is checked and again when it is used."""
    if len(phrase) > 500:
        raise WordingError(f'"{phrase[:60]}…" is {len(phrase):,} characters long: cut it to the hedge, the number and what is counted')
    if mark := hidden(phrase):
        raise WordingError(f'"{clean(phrase)}" {mark}')
    if language not in ("", "en"):
        from discrepancy.reading.languages.rendered import rendered

        found, scale = Phrase(rendered(phrase, language), language).reading()
    elif plan := _planned(phrase):
        value, (like, times, scale) = plan
        value *= times
        more = {"unit": like.unit, "per": like.per, "grain": like.grain, "assumed": like.assumed}
        found = Reading(phrase, value, value, value, value, "none", like.hedge, rule, **more)
    else:
        found, scale = Phrase(phrase).reading()
    if unit:
        found, scale = _in_unit(found, scale, phrase, unit)
    return bound(found, rule, width, scale, phrase)


def _in_unit(found: Reading, scale: float, phrase: str, named: str) -> tuple[Reading, float]:
    """A number that prints no unit in the one that is given for it; one that prints its own stays, and must agree."""
    if (unit := unit_named(named)) is None:
        raise WordingError(f'"{named}" {NO_UNIT}')
    if (found.unit and found.unit != unit.symbol) or (found.per and unit.per and found.per != unit.per):
        said = ", a ".join(filter(None, (found.unit, found.per)))
        raise WordingError(f'"{phrase}" is in {said}, and the unit is given as "{named}": one of the two is wrong')
    if found.unit:
        return replace(found, per=found.per or unit.per), scale
    if unit.factor != 1 and any(token.text in SCALES for token in tokenize(plain(phrase))):
        raise WordingError(f'"{phrase}" has a scale word, and so has the unit "{named}": write the number in full, with the unit alone')
    numbers = {name: tidy(getattr(found, name) * unit.factor) for name in ("value", "low", "best", "high", "grain")}
    if found.hedge == "range" and unit.symbol in ("%", "pp"):
        numbers |= dict.fromkeys(("value", "best"), tidy((numbers["low"] + numbers["high"]) / 2))
    if max(abs(numbers["low"]), abs(numbers["high"])) > LARGEST:
        raise WordingError(f'"{phrase[:60]}" in "{named}" is larger than any count')
    assumed = found.assumed + ((unit.assumed,) if unit.assumed else ())
    return replace(found, unit=unit.symbol, per=found.per or unit.per, assumed=assumed, **numbers), scale * unit.factor


# One number in plain figures: nothing around it depends on which, so that the same words are parsed once.
_SIMPLE = re.compile(r"([^\d]*(?<![.,'’]))([1-9]\d{0,2}(?:,\d{3}){0,3}|[1-9]\d{0,11})([^\d]*)", re.ASCII)


def _planned(phrase: str) -> tuple[int, tuple[Reading, float, float]] | None:
    if match := _SIMPLE.fullmatch(phrase):
        before, figures, after = match.groups()
        if plan := _plan(before, after, len(figures) == 4 and figures[:2] in ("19", "20")):
            return int(figures.replace(",", "")), plan
    return None


@lru_cache(maxsize=65536)
def _plan(before: str, after: str, year: bool) -> tuple[Reading, float, float] | None:
    """What the words around one number in figures make of it: a reading of a number like it, what multiplies it, and its scale."""
    like = 1999 if year else 8887
    try:
        found, scale = Phrase(f"{before}{like}{after}").reading()
    except WordingError:
        return None  # refused with its own words
    if found.hedge in ("range", "vague", "interval") or not found.value or abs(found.value) / like * 10**12 > LARGEST:
        return None
    times = tidy(found.value / like)
    return (found, times, scale) if abs(times * like - found.value) < 1e-6 else None


def rendering(phrase: str, language: str) -> str:
    """A phrase of another language in English, with its number and its hedge; empty where it is not so plain that nothing can be lost.

    Examples
    --------
    >>> rendering("plus de 2 950 cas", "fr"), rendering("à peine 2 950 cas", "fr")
    ('over 2,950', '')
    """
    from discrepancy.reading.languages.rendered import plainly_in_english

    english, hedged, ranged = plainly_in_english(phrase, language) or ("", False, False)
    try:
        hedge = read(english).hedge
    except WordingError:
        return ""
    return english if (hedge == "range") == ranged and (hedge not in ("bare", "range")) == hedged else ""
