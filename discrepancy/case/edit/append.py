"""Rows that were found in an article → a CSV table, or the end of a case's claims."""

from __future__ import annotations

from discrepancy.case.edit.draft import Draft
from discrepancy.case.files.tables import as_csv
from discrepancy.case.model import Case

__all__ = ["append_rows", "table_of"]


def table_of(rows: list[dict]) -> str:
    """Rows as a CSV table; columns that are empty in all rows are left out.

    Examples
    --------
    >>> print(table_of([{"source": "city", "as_of": "", "wording": "over 1,000"}]), end="")
    source,wording
    city,"over 1,000"
    """
    columns = [c for c in dict.fromkeys(c for row in rows for c in row) if any(row.get(c) for row in rows)]
    return as_csv([columns, *([row.get(c, "") for c in columns] for row in rows)]) if columns else ""


def append_rows(case: Case, rows: list[dict]) -> None:
    """Append rows, as `discrepancy.article.rows` makes them, to the claims of a case; ``doubts`` go into ``notes``.

    They are added and saved by a `Draft`, as by the form of 05-explore: its refusals are raised, and then nothing is changed.
    """
    Draft(case).add(*map(_noted, rows)).save()


def _noted(row: dict) -> dict:
    notes = [row.get("notes", ""), row.get("doubts", ""), "" if row.get("url") else "no address: taken from a text"]
    return {k: v for k, v in row.items() if k != "doubts"} | {"notes": "; ".join(n for n in notes if n)}
