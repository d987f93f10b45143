"""What a notebook leaves behind, ``STEM.json``, a fragment of the report: the check by ``schema.json``, for those who write and who read it.

In: a fragment as plain data. Out: nothing, or a `FragmentError` with the field and what would be right. All strings in it are plain text:
escaping is the business of whoever prints them. The method is JSON Schema, draft 7 (https://json-schema.org/draft-07), by fastjsonschema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

FORMATS = ("png", "svg", "csv")  # the files of a figure


class FragmentError(ValueError):
    """A fragment cannot be used. The message names the file, the field, and what would be right."""


@lru_cache
def _validator() -> Callable[[Any], Any]:
    import fastjsonschema  # late: most commands read no fragment

    return fastjsonschema.compile(json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")))


def check(fragment: Any, name: str) -> None:
    """Check a fragment; ``name`` is that of its file.

    Examples
    --------
    >>> check({"title": "Claims", "figures": [{"png": "figures/a.png"}]}, "01-claims.json")
    >>> check({"screen": {"foot": "x"}}, "01-claims.json")
    Traceback (most recent call last):
    discrepancy.notebook.schema.FragmentError: 01-claims.json: screen.foot should be a list of texts, not "x"
    """
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(fragment)
    except JsonSchemaValueException as error:
        right = error.definition["description"]
        raise refused(_place(name, str(error.name), right), right, error.value) from None


def refused(where: str, right: str, got: Any) -> FragmentError:
    """What is raised where something else would be right."""
    return FragmentError(f"{where} should be {right}, not {json.dumps(got, ensure_ascii=False)[:80]}")


def _place(file: str, path: str, right: str) -> str:
    """Where something is wrong: of a list only figures and views are numbered, and a text or a list stands behind a colon."""
    path = re.sub(r"(?<!\.figures)(?<!\.views)\[\d+\]", "", path.removeprefix("data"))
    owner, _, field = path.removeprefix(".").rpartition(".")
    behind = ": " if right in ("text", "a list of objects") else "."
    return f"{file}: {owner + behind if owner else ''}{field}" if field else file
