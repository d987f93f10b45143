"""The words of words.toml → what a heading or a cell says: its role, its dimension, a kind, a total, a month."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, list[str]]]:
    found = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    split = lambda text: [word for part in text.replace("\n", " ").split(",") if (word := " ".join(part.split()))]
    return {table: {name: split(text) for name, text in words.items()} for table, words in found.items()}


def heading(text: str) -> str:
    """A heading in small letters, without accents, marks and camels: "reportDate (Nr.)" → report date nr."""
    text = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", text)
    text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.sub(r"[^\w%#]+|_", " ", "".join(c for c in text if not unicodedata.combining(c))).split())


@lru_cache(maxsize=64)
def _pattern(table: str, name: str) -> re.Pattern[str]:
    words = _tables()[table][name]
    whole = [re.escape(heading(w[1:])) for w in words if w.startswith("=")]
    within = sorted((re.escape(heading(w)) for w in words if not w.startswith("=")), key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(whole or ['(?!)'])})$|(?<!\w)(?:{'|'.join(filter(None, within)) or '(?!)'})(?!\w)")


@lru_cache(maxsize=65536)
def has(text: str, table: str, *names: str) -> str:
    """The first word of a list, or of the first of several, that a heading has; empty if it has none.

    >>> has("Reported by", "roles", "source"), has("Deaths (high)", "roles", "high"), has("sourdough", "roles", "source")
    ('reported by', 'high', '')
    """
    text = heading(text)
    return next((found[0] for name in names if (found := _pattern(table, name).search(text))), "")


def which(text: str, table: str) -> str:
    """The name of the first list of a table of which a heading has a word, a whole heading before a part of one; empty if of none.

    >>> which("Country", "dimensions"), which("cumulative deaths", "kinds")
    ('place', 'cumulative')
    """
    names = _tables()[table]
    plain = heading(text)
    whole = (n for n in names if plain in {heading(w.lstrip("=")) for w in names[n]})
    return next(whole, "") or next((n for n in names if has(text, table, n)), "")


def without(text: str, table: str, *names: str) -> str:
    """What is left of a heading without the words of lists."""
    text = heading(text)
    for name in names:
        text = " ".join(_pattern(table, name).sub(" ", text).split())
    return text


@lru_cache(maxsize=8)
def _plain(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _tables()["texts"][name])


def says(text: str, name: str) -> bool:
    """Whether a cell is one of the texts of a list: nothing, total."""
    return text.casefold().strip(" :") in _plain(name)


def starts(text: str, name: str) -> bool:
    """Whether a text begins with one of a list."""
    return heading(text).startswith(tuple(map(heading, _tables()["texts"][name])))


@lru_cache(maxsize=1)
def units() -> dict[str, str]:
    """Words of units that are not English → what they are read as."""
    return {a.strip(): b.strip() for line in _tables()["units"]["words"] for a, _, b in [line.partition("=")]}


@lru_cache(maxsize=256)
def month(text: str) -> int:
    """The number of a month by its name in a language, or 0."""
    start = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c) or c == "\u0306")
    start = unicodedata.normalize("NFC", start)
    months = _tables()["months"]["words"]
    return next((i for i, names in enumerate(months, 1) if any(start.startswith(name) for name in names.split())), 0)
