"""One thing to mend in a case, in a sentence: file, line, column, what stands there, what would be right.

Checks give `Problem`s, all of them at once; whoever needs a sound case raises a `CaseError` with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from discrepancy.saying.text import clean, clip

LONGEST = 700  # characters of a sentence about a problem


class CaseError(ValueError):
    """A case that cannot be used.  ``problems`` holds one `Problem` for each thing to mend."""

    def __init__(self, problems: Sequence[Problem | str] | str):
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a case: where it is, what stands there, what would be right."""

    file: str
    line: int
    column: str
    value: str
    advice: str

    def at(self, files: dict[str, str]) -> Problem:
        """The same problem, with the file in which each table was found in place of TABLE.csv."""
        table = self.file.removesuffix(".csv")
        advice = re.sub(r"\b(\w+)\.csv\b", lambda m: files.get(m[1], m[0]), self.advice)
        return replace(self, file=files.get(table, self.file), advice=advice)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {clip(self.column, 80)}:" if self.column else ""
        value = f" {clip(self.value, 80)!r}" if self.value else ""
        return " ".join(clean(f"{where}:{column}{value} {self.advice}", LONGEST).split())  # one line, whatever a cell holds


def of_row(table: str, row: dict, column: str, advice: str) -> Problem:
    """A problem with a cell of a table."""
    return Problem(f"{table}.csv", row["line"], column, row[column], advice)


def of_setting(key: str, value: object, advice: str) -> Problem:
    """A problem with a key of case.toml."""
    return Problem("case.toml", 0, key, str(value), advice)


def nearest(word: object, among: Collection[str]) -> str:
    """Advice: the allowed name that may be meant, else the allowed names; of thousands of names, that the spelling be checked."""
    if len(among) > 5000:
        return "check its spelling"
    names = [n for n in (sorted(among) if isinstance(among, set) else among) if n]
    close = get_close_matches(str(word), names, 1) if len(str(word)) <= 200 else []
    close = close or [n for n in names if str(word) in n.split("_")]
    if close:
        return f"did you mean {clip(close[0], 80)!r}?"
    return f"use one of {', '.join(clip(n, 40) for n in names[:12])}{' and so on' * (len(names) > 12)}"


def adviser(among: Iterable[str]) -> Callable[[object], str]:
    """`nearest` for every row of a table.

    To look for a near name takes the longer the more names there are: where thousands of cells are wrong among thousands of names, it
    is done for the first of them, and the others are told some of the names.
    """
    names = [n for n in (sorted(among) if isinstance(among, set) else among) if n]
    left = [20_000]  # names that may still be looked at

    def advice(word: object) -> str:
        left[0] -= len(names)
        return nearest(word, names if left[0] > -len(names) else names[:12])

    return advice
