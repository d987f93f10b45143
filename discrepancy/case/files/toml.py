"""``case.toml`` → what it declares, each key of the kind that it must be; dates and versions become text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any

from discrepancy.case.files.bytes import Folder, line_of
from discrepancy.case.problems import Problem, nearest, of_setting
from discrepancy.reading.wording import LARGEST

__all__ = ["read_toml"]

# What case.toml may hold.  "label" is text that may be written as a number or a date.
CONVERSION = {
    **dict.fromkeys(("dimension", "from", "to", "because", "url"), "text"),
    "published": "label",
    **dict.fromkeys(("factor", "add", "low", "high"), "number"),
}
SHAPE = {
    **dict.fromkeys(("title", "question", "unit", "licence"), "text"),
    **dict.fromkeys(("version", "last_checked"), "label"),
    "not_checked": "text",
    "defaults": {"a": "text", "b": "text", "measure": "text", "as_of": "label", "as_known_on": "label"},
    "measures": {"*": {"label": "text", "parts": ["text"], "words": ["text"], "caveat": "text", "noun": "text", "unit": "text"}},
    "dimensions": {"*": {"label": "text", "values": "names", "basis": "text"}},
    "conversions": [CONVERSION],
    "colours": {"*": "text"},
    "groups": {"*": "text"},
    "figures": {"share": {"part": "text", "whole": "text"}},
}


def read_toml(folder: Folder, name: str = "case.toml") -> dict[str, Any]:
    """What case.toml declares; nothing where there is none, and where anything is wrong with it."""
    text = folder.text(name) if folder.has(name) else None
    if text is None:
        return {}
    try:
        meta = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+), column \d+\)$", str(error))
        folder.say(name, f"is broken TOML: {error}", int(line[1]) if line else line_of(text))
        return {}
    except (ValueError, RecursionError) as error:  # of int() and of the parser
        what = "a number has too many digits" if isinstance(error, ValueError) else "it is nested too deeply"
        folder.say(name, f"is broken TOML: {what}")
        return {}
    wrong: list[Problem] = []
    meta = _shaped(meta, SHAPE, "", wrong)
    folder.problems.extend(wrong)
    return {} if wrong else meta


def _shaped(value: Any, shape: Any, where: str, problems: list[Problem]) -> Any:
    """The value with dates and versions as text; a problem for each key that is unknown and each value of another kind."""
    say = lambda advice: problems.append(of_setting(where, _shown(value), advice))
    inside = lambda key: f"{where}.{_shown_key(key)}".removeprefix(".")
    if shape == "names":  # a list of names, or a table of names and labels
        shape = {"*": "text"} if isinstance(value, dict) else ["text"]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            say(f"must be a table: write [{where}]" if where else "must be a table")
            return {}
        kinds = {key: shape.get(key, shape.get("*")) for key in value}
        problems += [of_setting(inside(key), "", f"unknown key: {nearest(key, shape)}") for key, kind in kinds.items() if not kind]
        return {key: _shaped(value[key], kind, inside(key), problems) for key, kind in kinds.items() if kind}
    if isinstance(shape, list):
        if not isinstance(value, list):
            tables = isinstance(shape[0], dict)
            say(f"must be a list of tables: write [[{where}]]" if tables else 'must be a list: write ["one", "another"]')
            return []
        return [_shaped(v, shape[0], f"{where}[{i}]", problems) for i, v in enumerate(value, 1)]
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
