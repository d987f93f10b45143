"""The hedges of English: what each does to a number, the widths readers gave them, and how they are printed: the tables of ``hedges.toml``.

Widths: Ferson et al. (2015); see `discrepancy.reading.widths`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# Coefficients of the width of the 13 studied hedges; and what each hedge does to a number: its side, the row of its width, ways to print it.
FERSON_2015: dict[str, tuple[float, ...]] = {name: tuple(row) for name, row in _TABLES["ferson_2015"].items()}
FERSON_BARE = (0.2070, 0.1374, -0.4265, 0, 0.2450, 0, 0, 0)  # used with f = 0 only: it explodes otherwise
READER_SIGMA = 0.6  # residual sd of L, about the same for every hedge: one reader in six takes a width 4 times larger

HEDGES: dict[str, tuple[str, str, str]] = {name: tuple(row) for name, row in _TABLES["hedges"].items()}
_FILLERS = r"already|only|just|well|the|a|an|of|another|also|by|now|further|additional|total|possibly|perhaps|maybe"
_BEFORE = re.compile(
    r"(?:^|(?<=[^\w]))(?:"
    + "|".join(f"(?P<h{i}>{words})" for i, (_, _, words) in enumerate(HEDGES.values()) if words)
    + rf")\s*(?:(?:{_FILLERS})\s+)*$"
)
_NEGATION = re.compile(r"(?:\b(?:not|never|cannot|hardly)|n't)(?: (?:be|been|yet|any|have|even))*\s*$")
_AFTER = [(name, re.compile(pattern), at_once) for name, pattern, at_once in _TABLES["behind"]["rows"]]
_HEDGE_NAMES = list(HEDGES)


@dataclass(frozen=True, slots=True)
class Hedge:
    """The hedge that governs a number."""

    name: str  # a key of `HEDGES`, or empty
    before: int  # how many characters before the number belong to hedges
    after: int  # and how many behind it
    wrong: str = ""  # what is wrong with it, for a sentence that begins with the phrase


@lru_cache(maxsize=65536)
def find_hedge(before: str, after: str) -> Hedge:
    """The hedge that governs the number between two texts.  A limit beats "about"; two opposite limits are refused.

    Parameters
    ----------
    before, after : str
        In small letters; `before` ends where the number starts, `after` starts where it ends.

    Examples
    --------
    >>> find_hedge("the losses have already exceeded ", " soldiers")
    Hedge(name='over', before=9, after=0, wrong='')
    """
    found: list[str] = []
    start = len(before)
    while match := _BEFORE.search(before[:start], max(0, start - 60)):
        found.append(_HEDGE_NAMES[int((match.lastgroup or "")[1:])])
        start = match.start()
        if _NEGATION.search(before[:start]):
            wrong = 'turns a limit round with "not": say it the other way, such as "no more than" or "at least"'
            return Hedge("", len(before) - start, 0, wrong)
    lead, end = len(after) - len(after.lstrip()), 0
    for name, pattern, at_once in _AFTER:
        if match := (pattern.match(after, lead) if at_once else pattern.search(after)):
            found.append(name)
            end = max(end, match.end()) if at_once or not after[end : match.start()].strip() else end
    sides = {HEDGES[name][0] for name in found}
    if {"floor", "ceiling"} <= sides:
        both = " and ".join(f'"{name}"' for name in found if HEDGES[name][0] in ("floor", "ceiling"))
        return Hedge("", len(before) - start, end, f"sets a lower and an upper limit at once ({both}): quote the one that the source used")
    order = ("floor", "ceiling", "exact", "about")
    name = min(found, key=lambda n: order.index(HEDGES[n][0]), default="")
    return Hedge(name, len(before) - start, end)


@lru_cache(maxsize=1024)
def hedged(before: str, after: str) -> tuple[int, int]:
    """How much of the texts before and behind a number belongs to its hedges, in characters, whether they fit together or not.

    Examples
    --------
    >>> hedged("the losses have already exceeded ", " soldiers")
    (9, 0)
    >>> hedged("with ", " or more were hurt")
    (0, 8)
    """
    start = len(before)
    while match := _BEFORE.search(before[:start], max(0, start - 60)):
        start = match.start()
    ends = [match.end() for _, pattern, _ in _AFTER if (match := pattern.match(after.lstrip()))]
    return len(before) - start, max(ends) + len(after) - len(after.lstrip()) if ends else 0
