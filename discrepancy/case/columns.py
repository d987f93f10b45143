"""What the tables of a case may hold: their columns, those that are needed, and the words that a cell may be.

docs/data.md has the same for readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

REQUIRED = ("source", "statement_date", "measure")  # and, in each row, wording or value
PHRASES = ("wording", "english")  # columns of words with a number in them
NUMBERS = ("value", "low", "high", "level")  # columns that take digits alone
CLAIM_COLUMNS = """
claim statement primary version_of source reported_by url published statement_date as_of period_start measure kind
wording language english translation value unit low high level derived_from derived_basis via seen_as accessed archive_url
status replaced_by notes
""".split()
TABLES = {  # all columns, but for the dimensions of a case, and those that are needed
    "claims": (CLAIM_COLUMNS, REQUIRED),
    "sources": (["source", "name", "group", "role", "aliases", "interest", "notes"], ("source",)),
    "events": (["date", "label", "kind", "url", "notes"], ("date", "label")),
    "reasons": (["date", "said_by", "about", "summary", "url"], ("date", "said_by", "about", "summary")),
    "corrections": (["date", "claim", "was", "now", "because", "url"], ("date", "claim", "because")),
    "recorded": (["claim", "hash", "recorded", "corrections"], ("claim", "hash", "recorded", "corrections")),
}
VALUES = {
    "primary": ("yes",),
    "kind": ("cumulative", "period", "rate", "level", "fixed", "plan", "share", "present"),
    "translation": ("outlet", "human", "machine"),
    "derived_basis": ("stated", "inferred"),
    "seen_as": ("original", "page", "excerpt", "copy"),
    "status": ("current", "corrected", "withdrawn", "superseded"),
}


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
