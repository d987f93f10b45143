"""import.toml: by what rules a file was understood, and which files came in by them, with their hash, address, licence and day."""

from __future__ import annotations

import json
import re
from typing import Any

from discrepancy import dates
from discrepancy.case.settings import parsed
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clean, join

NAME = "import.toml"
CHANGES = {"new": "new", "revised": "revised", "gone": "no longer in the file"}
HEAD = """# How figures came into this case from a file, and by what rules a newer file is read: discrepancy import CASE --again FILE
# rules: the columns of the file.  files: each file that was brought in, and what it changed.
"""


class IntakeError(ValueError):
    """A file that cannot be brought in as it stands, with what to say or to mend, a line each."""


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_text(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def as_toml(tables: dict[str, Any]) -> str:
    """Tables, and lists of tables, as TOML.

    >>> print(as_toml({"files": [{"name": "a.csv", "rows": 3}], "title": 'so "called"'}).strip())
    title = "so \\"called\\""
    <BLANKLINE>
    [[files]]
    name = "a.csv"
    rows = 3
    """
    return "\n".join(_lines(tables)).lstrip("\n") + "\n"


def _lines(table: dict[str, Any], within: str = "") -> list[str]:
    """The lines of a table: its own keys, then the tables in it; one that holds nothing but tables needs no heading."""
    said = lambda cells: [f"{_key(k)} = {_text(v)}" for k, v in cells.items()]
    own = {k: v for k, v in table.items() if not isinstance(v, dict) and not _tables(v)}
    lines = [*(["", f"[{within}]"] if within and (own or not table) else []), *said(own)]
    for name, value in table.items():
        place = f"{within}.{_key(name)}" if within else _key(name)
        if _tables(value):
            lines += [line for one in value for line in ("", f"[[{place}]]", *said(one))]
        elif name not in own:
            lines += _lines(value, place)
    return lines


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def kept(text: str) -> dict[str, Any]:
    """What the text of import.toml says; nothing where there is none."""
    if not text:
        return {}
    try:
        found = parsed(text)
    except ValueError as error:
        raise IntakeError(f"{NAME}: cannot be read: {error}") from None
    wrong = [key for key in ("rules", "files") if not _tables(found.get(key))]
    if wrong:
        raise IntakeError(f"{NAME}: has no [[{wrong[0]}]]: it is written by discrepancy import, and not by hand")
    return found


def brought(raw: bytes) -> list[str]:
    """A sentence for each file that came into a case, for the foot of its pages; none where import.toml cannot be read.

    >>> brought(b"")
    []
    """
    try:
        files = kept(raw.decode(errors="replace")).get("files", [])
    except IntakeError:
        return []
    said = []
    for file in files:
        parts = [f"{file[key]:,} {words}" for key, words in CHANGES.items() if file.get(key)]
        day = str(file.get("day", ""))
        on = f" {dates.on(day)}" if dates.is_date(day) else ""
        what = join(parts) if parts else "nothing new"
        left = f"; {plural(file['left_out'], 'thing')} left out" if file.get("left_out") else ""
        said.append(clean(f"Figures brought in from {file.get('name', 'a file')}{on}: {what}{left}.", 300))
    return said
