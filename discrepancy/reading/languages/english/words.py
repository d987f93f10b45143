"""The words of English that are read: for numbers, units, times and money.  Hedges stand in `discrepancy.reading.languages.english.hedges`.

The tables are in ``words.toml``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _table(lines: str) -> dict[str, str]:
    """Printed form → what is meant."""
    rows = (line.partition(": ") for line in lines.strip().split("\n"))
    return {form.replace("_", " "): meant.replace("_", " ") for meant, _, forms in rows for form in forms.split()}


_TO_19 = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ONES = {word: n for n, word in enumerate(_TO_19.split())}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {word: int(size.replace(" ", "")) for word, size in _table(_TABLES["scales"]).items()}
SHORT = {word for word in SCALES if len(word) < 4 and word != "lac"}  # only behind figures
PLURALS = {"tens": 10, "dozens": 12, "scores": 20} | {f"{w}s": SCALES[w] for w in ("hundred", "thousand", "million", "billion", "trillion")}
_PARTS = "half third fourth fifth sixth seventh eighth ninth tenth"
FRACTIONS = {form: n for n, word in enumerate(_PARTS.split(), 2) for form in (word, f"{word}s")}
FRACTIONS |= {"halves": 2, "quarter": 4, "quarters": 4}

UNITS: str = _TABLES["units"]  # symbol, factor and how they are printed
ASSUMED: str = _TABLES["assumed"]  # what a word leaves open: symbol, what is taken for granted, and how it is printed
UNREAD = set(_TABLES["unread"].split())  # units that are not read, in small letters: a number in one is refused, for it counts nothing else
TIMES, SYMBOLS, CURRENCIES = (_table(_TABLES[name]) for name in ("times", "symbols", "currencies"))
