"""Names of currencies and units out of the Unicode CLDR: codes in use, English names → codes, and each language's words for them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def cldr() -> dict[str, Any]:
    """The table that packaging/cldr.py writes, with the keys ``codes``, ``names`` and ``words``."""
    return json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
