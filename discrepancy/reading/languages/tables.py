"""The languages that are read: a table in TOML each beside this module, named by the code of its language (``fr.toml``).

A table has the fields of `Language` as keys; ``part`` is a list of alternatives.  It is read once, when its language is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from discrepancy.reading.languages.grammar import Language

_KINDS = {field.name: str for field in fields(Language)} | {"words": dict, "scales": dict, "english": dict, "composed": bool, "small": int}
_KINDS |= dict.fromkeys(("genitive", "part", "prefixes"), list)
_CALLED = {str: "text", dict: "a table of texts", bool: "true or false", int: "a whole number", list: "a list of texts"}


class TableError(ValueError):
    """A table that cannot be used.  The message names its file and key, and says what would be right."""


class Library(Mapping[str, Language]):
    """Code → language, for the tables of a folder.

    Examples
    --------
    >>> list(LANGUAGES), LANGUAGES["fr"].words[2]
    (['ar', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'ru', 'uk'], 'deux')
    """

    def __init__(self, folder: Path):
        self._paths = {path.stem: path for path in sorted(folder.glob("??.toml"))}

    def __getitem__(self, code: str) -> Language:
        return _language(self._paths[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def read_toml(path: Path) -> dict[str, Any]:
    """What a file declares."""
    import tomllib  # when a table is asked for: most English phrases are read without

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # no TOML, or no UTF-8
        raise TableError(f"{path.name}: {error}") from None


def _by_number(file: str, key: str, forms: dict[str, str]) -> dict[float, str]:
    """Number → its forms, of keys such as ``1_000`` and ``"0.5"``."""
    try:
        return {float(number) if "." in number else int(number): said for number, said in forms.items()}
    except ValueError as error:
        raise TableError(f'{file}: {key}: {str(error).rpartition(": ")[2]} is no number: write 5, 1_000 or "0.5"') from None


@cache
def _language(path: Path) -> Language:
    file, table = path.name, read_toml(path)
    for key, value in table.items():
        if key not in _KINDS:
            raise TableError(f"{file}: {key}: is no key of a language: use one of {', '.join(_KINDS)}")
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if type(value) is not _KINDS[key] or not all(isinstance(text, str) for text in inside):
            raise TableError(f"{file}: {key}: has to be {_CALLED[_KINDS[key]]}")
    if missing := [key for key in ("words", "scales") if key not in table]:
        raise TableError(f"{file}: {missing[0]}: is missing: give each number and its forms")
    made: dict[str, Any] = {key: _by_number(file, key, table[key]) for key in ("words", "scales")}
    _check_forms(file, made)
    made |= {key: tuple(table[key]) for key in ("genitive", "prefixes") if key in table}
    made |= {"part": "|".join(table["part"])} if "part" in table else {}
    return Language(**table | made)


def _check_forms(file: str, numbers: dict[str, dict[float, str]]) -> None:
    """Every form stands for one number."""
    known: dict[str, float] = {}
    for key, rows in numbers.items():
        for number, forms in rows.items():
            for form in forms.split():
                if form in known:
                    raise TableError(f'{file}: {key}: "{form}" stands for {known[form]:,} already: give it to one number, once')
                known[form] = number


LANGUAGES: Mapping[str, Language] = Library(Path(__file__).parent)
