"""Tables of patterns in TOML → rows in which each name in braces has become the pattern that ``[parts]`` gives it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_PART = re.compile(r"\{([A-Z_]+)\}")


def filled(path: Path, **more: str) -> dict[str, list[list[str]]]:
    """The tables of a file, its parts and those that are given put in their places."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = tables.pop("parts") | more
    whole = lambda pattern: whole(_PART.sub(lambda m: parts[m[1]], pattern)) if _PART.search(pattern) else pattern
    return {name: [[whole(pattern) for pattern in row] for row in rows] for name, rows in tables.items()}
