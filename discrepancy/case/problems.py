"""TODO"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from discrepancy.saying.text import clean, short

__all__ = ["CaseError", "Problem", "adviser", "nearest"]


class CaseError(ValueError):
    """A case that cannot be used.  ``problems`` holds one `Problem` for each thing to mend."""

    def __init__(self, problems: list[Problem] | str):
        self.problems = [problems] if isinstance(problems, str) else problems
        super().__init__("\n".join(map(str, self.problems)))


LONGEST = 700  # characters of a sentence about a problem


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
        column = f" {short(self.column)}:" if self.column else ""
        value = f" {short(self.value)!r}" if self.value else ""
        return " ".join(clean(f"{where}:{column}{value} {self.advice}", LONGEST).split())  # one line, whatever a cell holds


def nearest(word: object, among: Collection[str]) -> str:
    """Advice: the allowed name that may be meant, else the allowed names; of thousands of names, that the spelling be checked."""
    if len(among) > 5000:
        return "check its spelling"
    names = [n for n in (sorted(among) if isinstance(among, set) else among) if n]
    close = get_close_matches(str(word), names, 1) if len(str(word)) <= 200 else []
    return f"did you mean {short(close[0])!r}?" if close else f"use one of {', '.join(short(n, 40) for n in names[:12])}"


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
