"""Names of sources, groups and measures → those that are one name in two spellings: such a pair would be two things that are one.

They differ by capitals, white space and hyphens, accents, Unicode form, invisible characters, or letters of another script that look
alike: the Cyrillic and Greek rows of Unicode Technical Standard 39, as far as both scripts print the letter alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from discrepancy.case.problems import Problem, of_row

_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХЗаеѕіјорсухһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιıɡℓ", "ABESIJKMHOPCTYX3aesijopcyxhdqwlABEZHIKMNOPTYXavopuiigl")


def spelling_problems(tables: dict, declared: bool, dimensions: dict) -> Iterator[Problem]:
    """A problem for each name that is another one in another spelling; measures, and values, that case.toml has `declared` are told there."""
    open_ = [("claims", name) for name, spec in dimensions.items() if spec["open"]]
    for table, column in (("claims", "source"), ("sources", "group"), *([] if declared else [("claims", "measure")]), *open_):
        first: dict[str, dict] = {}
        named = {row[column]: row for row in reversed(tables[table]) if row[column]}
        for row in sorted(named.values(), key=lambda row: row["line"]):
            other = first.setdefault(skeleton(row[column]), row)
            if other is not row and row["line"]:
                spelt = f"in another spelling{_letter(row[column], other[column])}"
                yield of_row(table, row, column, f"is {other[column]!r} (line {other['line']}) {spelt}: write both in one way")


def skeleton(name: str) -> str:
    """What is left of a name without what two spellings of it differ by."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).translate(_ALIKE)).casefold()
    text = "".join(c for c in text if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf")
    return re.sub(r"[\s_.\-‐‑–—'’]+", " ", text).strip()


def _letter(name: str, other: str) -> str:
    """The first letter that cannot be told from that of the other name by eye, with the name that Unicode has for it."""
    strange = next((c for c in (*name, *other) if c.translate(_ALIKE) != c or unicodedata.category(c) == "Cf"), "")
    return f", with {unicodedata.name(strange, 'a character without a name')}" if strange else ""
