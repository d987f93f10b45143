"""A folder of tables → a checked `Case`, or every problem with file, line and column.

From the bottom up: `columns` and `problems` name what a table may hold, `files` read and write it, `fill` says what an empty cell
means, `settings` reads ``case.toml``, `model` is the case, `check` finds what is wrong, `hashes` keep what was recorded, `load` leads
through all of it, and `edit` begins or changes a folder.
"""

from __future__ import annotations

from discrepancy.case.load import examine, load_case
from discrepancy.case.model import Case, Claim, Conversion, Measure
from discrepancy.case.places import case_names
from discrepancy.case.problems import CaseError, Problem

__all__ = ["Case", "CaseError", "Claim", "Conversion", "Measure", "Problem", "case_names", "examine", "load_case"]
