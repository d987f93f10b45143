"""Columns that tables of a case share: who said it, and the number as it is read."""

from __future__ import annotations

from typing import Any

from discrepancy.case.model import Case
from discrepancy.reading.reading import Reading

__all__ = ["NUMBERS", "WHO", "numbers", "who"]

WHO = ["source", "name", "group", "role"]
NUMBERS = ["value", "low", "best", "high", "open"]


def who(case: Case, source: str) -> dict[str, str]:
    """A source with its name, group and role."""
    return {"source": source, "name": case.source_name(source), "group": case.group_of(source), "role": case.role_of(source)}


def numbers(reading: Reading) -> dict[str, Any]:
    """The number of a reading and its bounds."""
    return {column: getattr(reading, column) for column in NUMBERS}
