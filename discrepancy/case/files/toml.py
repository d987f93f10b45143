"""TODO"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from discrepancy.case.files.bytes import NO_DRAFTS, line_of, read_text
from discrepancy.case.problems import Problem, nearest
from discrepancy.reading.reading import LARGEST

__all__ = ["read_toml"]

# What case.toml may hold.  "label" is text that may be written as a number or a date.
SHAPE = {
    "title": "text",
    "question": "text",
    "unit": "text",
    "licence": "text",
    "version": "label",
    "last_checked": "label",
    "not_checked": "text",
    "defaults": {"a": "text", "b": "text", "measure": "text", "as_of": "label", "as_known_on": "label"},
    "measures": {"*": {"label": "text", "parts": ["text"], "words": ["text"], "caveat": "text", "noun": "text"}},
    "dimensions": {"*": {"label": "text", "values": "names", "basis": "text"}},
    "conversions": [
        {
            "dimension": "text",
            "from": "text",
            "to": "text",
            "because": "text",
            "url": "text",
            "published": "label",
            "factor": "number",
            "add": "number",
            "low": "number",
            "high": "number",
        }
    ],
    "colours": {"*": "text"},
    "groups": {"*": "text"},
    "figures": {"share": {"part": "text", "whole": "text"}},
}


def read_toml(path: Path, problems: list[Problem], hashes: dict[str, str], drafts: Mapping[str, bytes] = NO_DRAFTS) -> dict:
    """What case.toml declares; nothing where there is none."""
    if not os.path.lexists(path):
        return {}
    text = read_text(path, problems, hashes, drafts)
    if text is None:
        return {}
    try:
        meta = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+), column \d+\)$", str(error))
        problems.append(Problem(path.name, int(line[1]) if line else line_of(text), "", "", f"is broken TOML: {error}"))
        return {}
    except (ValueError, RecursionError) as error:  # of int() and of the parser
        what = "a number has too many digits" if isinstance(error, ValueError) else "it is nested too deeply"
        problems.append(Problem(path.name, 0, "", "", f"is broken TOML: {what}"))
        return {}
    before = len(problems)
    meta = _shaped(meta, SHAPE, "", problems)
    return meta if len(problems) == before else {}


def _shaped(value: object, shape: object, where: str, problems: list[Problem]) -> object:
    """The value with dates and versions as text; a problem for each key that is unknown and each value of another kind."""
    say = lambda advice: problems.append(Problem("case.toml", 0, where, _shown(value), advice))
    inside = lambda key: f"{where}.{_shown_key(key)}".removeprefix(".")
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            say(f"must be a table: write [{where}]" if where else "must be a table")
            return {}
        for key in value:
            if key not in shape and "*" not in shape:
                problems.append(Problem("case.toml", 0, inside(key), "", f"unknown key: {nearest(key, shape)}"))
        known = {k: v for k, v in value.items() if k in shape or "*" in shape}
        return {k: _shaped(v, shape.get(k, shape.get("*")), inside(k), problems) for k, v in known.items()}
    if isinstance(shape, list):
        if not isinstance(value, list):
            say(
                f"must be a list of tables: write [[{where}]]"
                if isinstance(shape[0], dict)
                else 'must be a list: write ["killed", "wounded"]'
            )
            return []
        return [_shaped(v, shape[0], f"{where}[{i}]", problems) for i, v in enumerate(value, 1)]
    if shape == "names":  # a list of names, or a table of names and labels
        return _shaped(value, {"*": "text"} if isinstance(value, dict) else ["text"], where, problems)
    if shape == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
            say("must be a number")
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        say("must be text")
        return ""
    if shape == "text" and not isinstance(value, str):
        say("must be text: put it in quotes")
    return value if isinstance(value, str) else value.isoformat()[:10] if isinstance(value, date) else _shown(value)


def _shown(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number of thousands of digits"


def _shown_key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
