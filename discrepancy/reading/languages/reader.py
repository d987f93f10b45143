"""The numbers that a phrase in another language states: "понад 3 тис. осіб" → (3000,).

In goes a printed phrase and the code of its language; out come its numbers, in the order of print, or nothing where they cannot
be told for sure.  Nothing is guessed: a phrase with a word such as "thousands of", with a separator that can be read in two ways,
or in a language without a table, gives nothing.  Hedges are not read here: they are read from the English rendering by
`discrepancy.reading.phrase`.

A language is one table beside this module (`tables`).  Which separator is the decimal one follows the Unicode CLDR (cldr.unicode.org);
the words are the cardinal numerals in the forms that newsrooms print.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from discrepancy.reading.languages.sums import Ambiguous, counts_in, spread_scales
from discrepancy.reading.languages.tables import LANGUAGES


def numerals(phrase: str, language: str) -> tuple[float, ...]:
    """The numbers that a phrase states.

    Parameters
    ----------
    phrase : str
        As printed, in its own language.
    language : str
        Its code: ``uk``, ``de``; a region (``de-CH``) is allowed and changes nothing.

    Returns
    -------
    tuple of float
        In persons (or whatever is counted), each once, in the order of print.  Both ends of a range, with the scale word that they
        share.  Empty where nothing can be read for sure, and for a language without a table.

    Examples
    --------
    >>> numerals("перевищує вже 3 тис. осіб", "uk"), numerals("1만2천여 명", "ko"), numerals("dreieinhalbtausend Tote", "de")
    ((3000,), (12000,), (3500,))
    >>> numerals("entre 3 y 4 mil bajas", "es")
    (3000, 4000)
    >>> numerals("miles de bajas", "es"), numerals("1.234 Millionen", "de"), numerals("over 3.000", "nl")
    ((), (), ())
    """
    return _numerals(phrase, re.split("[-_]", language.strip().lower())[0])


@lru_cache(maxsize=65536)
def _numerals(phrase: str, code: str) -> tuple[float, ...]:
    language = LANGUAGES.get(code)
    if language is None or len(phrase) > 500:
        return ()
    try:
        found = spread_scales(*counts_in(language, language.prepare(phrase)))
    except Ambiguous:
        return ()
    return tuple(dict.fromkeys(int(n.value) if n.value == int(n.value) else float(n.value) for n in found))


def unlike(phrase: str, english: str) -> tuple[int, ...]:
    """The one number in figures of a phrase, where no number in figures of its rendering has these digits, whatever the scale words say."""
    figures = lambda text: [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d(?:[\d.,'’\s]*\d)?", text)]
    mine, theirs = figures(phrase), [str(n).strip("0") for n in figures(english)]
    return tuple(mine) if len(mine) == 1 and theirs and str(mine[0]).strip("0") not in theirs else ()


def another_script(phrase: str) -> bool:
    """Whether most letters of a phrase are not Latin ones: it is not English, whatever it says.

    Examples
    --------
    >>> another_script("약 3,000명"), another_script("über 3.000 Tote"), another_script("3,000")
    (True, False, False)
    """
    letters = [c for c in phrase if c.isalpha()]
    return 2 * sum("LATIN" not in unicodedata.name(c, "") for c in letters) > len(letters)
