"""Rows of a case → what was kept of them: text hashes, edits without a correction, warnings.

``recorded.csv`` holds a hash of what each row of claims says was said.  A row whose hash differs, with no new row about it in
``corrections.csv``, was edited silently and is named; so is a row that is gone.  docs/data.md says what the hash covers.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable

from discrepancy.case.columns import NUMBERS
from discrepancy.case.printed import NUMBER
from discrepancy.case.problems import Problem, of_row

# What was said, by whom, when, of what.  How it was seen and what we think of it (primary, version_of, derived_from, via, seen_as,
# accessed, archive_url, status, replaced_by, translation, notes) may be mended without a correction.
TEXT = """
statement source reported_by url published statement_date as_of period_start measure kind wording language english value unit low high level
""".split()


def text_hash(row: dict, dimensions: Iterable[str] = ()) -> str:
    """SHA-256 of what a row of claims says, in hexadecimal digits.

    The same for any order of columns, line endings, runs of spaces, Unicode composition, and for 3000 or 3000.0. Empty cells do
    not count, so that a new optional column changes nothing.

    >>> row = {"source": "a", "wording": "about 3,000", "value": "3000"}
    >>> text_hash(row) == text_hash({"value": "3000.0", "notes": "seen again", "wording": "about  3,000", "source": "a"})
    True
    >>> text_hash(row) == text_hash(row | {"wording": "over 3,000"})
    False
    """
    columns = sorted({*TEXT, *dimensions} - ({"english"} if row.get("rendered") else set()))  # what the reader renders may change with it
    cells = ((column, _plain(column, row.get(column, ""))) for column in columns)
    text = json.dumps([cell for cell in cells if cell[1]], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(column: str, value: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    return f"{float(text):.15g}" if column in NUMBERS and NUMBER.fullmatch(text) else text


def changed(tables: dict, dimensions: Iterable[str]) -> list[Problem]:
    """Rows that were edited or removed since they were recorded, with no new row in corrections.csv, in the order of recorded.csv."""
    claims = {row["claim"]: row for row in tables["claims"]}
    corrections = Counter(row["claim"] for row in tables["corrections"])
    found = []
    for kept in tables["recorded"]:
        name, row = kept["claim"], claims.get(kept["claim"])
        if row is None:
            advice = f"was recorded on {kept['recorded']} and is gone: rows are never deleted; put it back and set its status to withdrawn"
            found.append(of_row("recorded", kept, "claim", advice))
        elif text_hash(row, dimensions) != kept["hash"] and corrections[name] <= int(kept["corrections"]):
            advice = f"was edited since it was recorded on {kept['recorded']}: add a row to corrections.csv and run check --record"
            found.append(of_row("claims", row, "claim", advice))
    return found


def warnings(tables: dict, dimensions: Iterable[str]) -> tuple[Problem, ...]:
    """What is not wrong in a case but weakens it: silent edits, rows that fell without a word, addresses that can be lost."""
    found = changed(tables, dimensions)
    corrected = {row["claim"] for row in tables["corrections"]}
    fallen = {row["claim"] for row in tables["claims"] if row["status"] != "current"}
    for row in tables["claims"]:
        say = lambda column, advice, row=row: found.append(of_row("claims", row, column, advice))
        if row["status"] != "current" and not row["replaced_by"] and row["claim"] not in corrected:
            say("status", "is not explained: say when and why in a row of corrections.csv, or fill replaced_by")
        if row["status"] == "current" and row["replaced_by"]:
            say("replaced_by", "is filled, and the row is current: set status to corrected, withdrawn or superseded")
        if row["status"] == "current" and row["version_of"] in fallen:
            say("version_of", "no longer stands, and this version falls with it: name the row in its place, or set the status of this one")
    for row in tables["claims"]:
        if row["kind"] == "cumulative" and "%" in row["wording"] + row["english"] + row["unit"]:
            found.append(of_row("claims", row, "kind", "is a running total, and a percentage is none: write level, period, rate or fixed"))
        if not row["url"] and not row["notes"]:
            found.append(of_row("claims", row, "url", "is empty: give the address of the page, or say in notes why there is none"))
        if row["url"] and not row["archive_url"]:
            found.append(of_row("claims", row, "archive_url", "is empty: the page has no archived copy; save one and give its address"))
    usable = {row["source"] for row in tables["claims"] if row["status"] == "current" and row["kind"] not in ("share", "plan")}
    if len(usable) < 2:
        has = f"figures of one source only ({next(iter(usable))})" if usable else "no figure that can be compared, only shares or plans"
        found.append(Problem("claims.csv", 0, "", "", f"has {has}: add a claim of another source"))
    return tuple(found)
