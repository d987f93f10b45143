"""Rows of a case → what was kept of them: text hashes, edits without a correction, warnings.

``recorded.csv`` holds a hash of what each row of claims says was said.  A row whose hash differs, with no new row about it in
``corrections.csv``, was edited silently and is named; so is a row that is gone.  docs/data.md says what the hash covers.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from discrepancy.case.columns import TABLES
from discrepancy.case.files.bytes import write_whole
from discrepancy.case.problems import Problem

__all__ = ["changed", "text_hash", "warnings", "write"]

# What was said, by whom, when, of what.  How it was seen and what we think of it (primary, version_of, derived_from, via, seen_as,
# accessed, archive_url, status, replaced_by, translation, notes) may be mended without a correction.
TEXT = ["statement", "source", "reported_by", "url", "published", "statement_date", "as_of", "period_start", "measure", "kind"]
TEXT += ["wording", "language", "english", "value", "low", "high", "level"]
NUMBERS = ("value", "low", "high", "level")


def text_hash(row: dict, dimensions: Iterable[str] = ()) -> str:
    """SHA-256 of what a row of claims says, in hexadecimal digits.

    The same for any order of columns, line endings, runs of spaces, Unicode composition, and for 3000 or 3000.0. Empty cells do
    not count, so that a new optional column changes nothing.

    Examples
    --------
    >>> row = {"source": "a", "wording": "about 3,000", "value": "3000"}
    >>> text_hash(row) == text_hash({"value": "3000.0", "notes": "seen again", "wording": "about  3,000", "source": "a"})
    True
    >>> text_hash(row) == text_hash(row | {"wording": "over 3,000"})
    False
    """
    cells = ((column, _plain(column, row.get(column, ""))) for column in sorted([*TEXT, *dimensions]))
    text = json.dumps([cell for cell in cells if cell[1]], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(column: str, value: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    return f"{float(text):.15g}" if text and column in NUMBERS else text


def changed(tables: dict, dimensions: Iterable[str]) -> list[Problem]:
    """Rows that were edited or removed since they were recorded, with no new row in corrections.csv.

    Parameters
    ----------
    tables : dict of list of dict
        Rows of claims, corrections and recorded, filled and checked.
    dimensions : iterable of str
        The declared dimensions.

    Returns
    -------
    list of Problem
        With the claim as the value; in the order of recorded.csv.
    """
    if not tables["recorded"]:
        return []
    claims = {row["claim"]: row for row in tables["claims"]}
    corrections = Counter(row["claim"] for row in tables["corrections"])
    found = []
    for kept in tables["recorded"]:
        name, row = kept["claim"], claims.get(kept["claim"])
        if row is None:
            advice = f"was recorded on {kept['recorded']} and is gone: rows are never deleted; put it back and set its status to withdrawn"
            found.append(Problem("recorded.csv", kept["line"], "claim", name, advice))
        elif text_hash(row, dimensions) != kept["hash"] and corrections[name] <= int(kept["corrections"]):
            advice = f"was edited since it was recorded on {kept['recorded']}: add a row to corrections.csv and run check --record"
            found.append(Problem("claims.csv", row["line"], "claim", name, advice))
    return found


def warnings(tables: dict, dimensions: Iterable[str]) -> tuple[Problem, ...]:
    """What is not wrong in a case but weakens it: silent edits, rows that fell without a word, addresses that can be lost."""
    found = changed(tables, dimensions)
    corrected = {row["claim"] for row in tables["corrections"]}
    fallen = {row["claim"] for row in tables["claims"] if row["status"] != "current"}
    for row in tables["claims"]:
        say = lambda column, advice: found.append(Problem("claims.csv", row["line"], column, row[column], advice))  # noqa: B023
        if row["status"] != "current" and not row["replaced_by"] and row["claim"] not in corrected:
            say("status", "is not explained: say when and why in a row of corrections.csv, or fill replaced_by")
        if row["status"] == "current" and row["replaced_by"]:
            say("replaced_by", "is filled, and the row is current: set status to corrected, withdrawn or superseded")
        if row["status"] == "current" and row["version_of"] in fallen:
            say("version_of", "no longer stands, and this version falls with it: name the row in its place, or set the status of this one")
    for row in tables["claims"]:
        if row["url"] and not row["archive_url"]:
            advice = "is empty: the page has no archived copy; save one and give its address"
            found.append(Problem("claims.csv", row["line"], "archive_url", "", advice))
    return tuple(found)


def write(folder: Path, tables: dict, dimensions: Iterable[str]) -> tuple[int, int]:
    """Record every row of claims in ``recorded.csv``: new ones, and those whose change has a row in corrections.csv.

    Nothing may be `changed`: what was edited silently is never recorded. The file is replaced whole or not at all.

    Returns
    -------
    new, anew : int
        Rows recorded for the first time, and once more.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    before = {row["claim"]: row for row in tables["recorded"]}
    corrections = Counter(row["claim"] for row in tables["corrections"])
    today = date.today().isoformat()
    rows, new, anew = [], 0, 0
    for row in tables["claims"]:
        name, digest = row["claim"], text_hash(row, dimensions)
        kept = before.get(name)
        if kept is None or kept["hash"] != digest:
            new, anew = new + (kept is None), anew + (kept is not None)
            kept = {"claim": name, "hash": digest, "recorded": today, "corrections": corrections[name]}
        rows.append(kept)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, TABLES["recorded"][0], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(folder / "recorded.csv", text.getvalue().encode())
    return new, anew
