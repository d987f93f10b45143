"""Scale words and hedges of languages that have no table of their own: where one stands beside a number, the number alone is not read.

They stand in ``elsewhere.toml``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from discrepancy.reading.languages.tables import read_toml

_ENGLISH = re.compile(r"(?:m|b|tr)illion(?:s|th|ths|aires?)?")


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return read_toml(Path(__file__).with_suffix(".toml"))


@lru_cache(maxsize=1)
def _scales() -> list[tuple[int, frozenset[str], tuple[str, ...]]]:
    """What a word multiplies by, the words in full, and the beginnings of those with other endings."""
    rows = ((int(size), forms.split()) for size, forms in _table()["scales"].items())
    return [(size, frozenset(forms), tuple(form[:-1] for form in forms if form.endswith("*"))) for size, forms in rows]


@lru_cache(maxsize=65536)
def scale_elsewhere(word: str) -> tuple[int, ...]:
    """What a word multiplies by in a language without a table; empty where it is no scale word.

    Examples
    --------
    >>> scale_elsewhere("tysięcy"), scale_elsewhere("nghìn"), scale_elsewhere("militants"), scale_elsewhere("million")
    ((1000,), (1000,), (), ())
    """
    if _ENGLISH.fullmatch(word):
        return ()
    return tuple(size for size, forms, beginnings in _scales() if word in forms or word.startswith(beginnings))


@lru_cache(maxsize=1)
def hedges_elsewhere() -> frozenset[str]:
    """Hedges that are printed before a number."""
    return frozenset(form.replace("_", " ") for form in _table()["hedges"].split())
