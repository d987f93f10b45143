"""What the tables of a case may hold: their columns, those that are needed, and the words that a cell may be, from `tables.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_HELD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))
_NEEDED = {table: tuple(columns.split()) for table, columns in _HELD["needed"].items()}

PHRASES = ("wording", "english")  # columns of words with a number in them
NUMBERS = ("value", "low", "high", "level")  # columns that take digits alone
TABLES = {table: (columns.split(), _NEEDED[table]) for table, columns in _HELD["columns"].items()}  # all columns, and those that are needed
CLAIM_COLUMNS, REQUIRED = TABLES["claims"]
VALUES = {column: tuple(words.split()) for column, words in _HELD["values"].items()}
FILLED, SETTINGS = _HELD["filled"], _HELD["settings"]

# Characters that a cell may have: any text, as in a spreadsheet, and a name; source names and their aliases are looked for in whole articles.
LONGEST, NAME = 32_767, 500
NAMES = "claim statement version_of source reported_by measure kind language unit replaced_by derived_from name group role said_by".split()
ALIASES = 2_000, 5_000  # characters for one source, aliases in a case
WORDS = 200  # for one measure


def longest(column: str, dimensions: Iterable[str] = ()) -> int:
    """How many characters a cell of a column may have."""
    return NAME if column in NAMES or column in dimensions else ALIASES[0] if column == "aliases" else LONGEST


def column_name(text: str) -> str:
    """A heading as the tables spell it: "Statement date" → statement_date."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())
