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


def spelling_problems(tables: dict, declared: bool) -> Iterator[Problem]:
    """A problem for each name that is another one in another spelling; measures that case.toml has `declared` have one spelling there."""
    for table, column in (("claims", "source"), ("sources", "group"), *([] if declared else [("claims", "measure")])):
        first: dict[str, dict] = {}
        told = set()
        for row in tables[table]:
            name = row[column]
            other = first.setdefault(skeleton(name), row)
            if row["line"] and name not in ("", other[column], *told):
                told.add(name)
                spelt = f"in another spelling{_letter(name, other[column])}"
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
