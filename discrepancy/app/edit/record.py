"""A checked case → its ``recorded.csv``: a hash of what each row of claims says."""

from __future__ import annotations

from collections import Counter
from datetime import date

from discrepancy.app.edit.place import write_whole
from discrepancy.case.columns import TABLES
from discrepancy.case.hashes import text_hash
from discrepancy.case.model import Case
from discrepancy.case.problems import CaseError
from discrepancy.saying.text import as_csv


def record(case: Case) -> tuple[int, int]:
    """Record every row of claims, and say how many are new, and how many are recorded anew: their change has a row in corrections.csv.

    Nothing may be `changed`: what was edited silently is never recorded. The file is replaced whole or not at all.
    """
    if case.files["recorded"] != "recorded.csv":
        raise CaseError(f"{case.files['recorded']} is a workbook, which is not written here: save it as recorded.csv")
    before = {row["claim"]: row for row in case.tables["recorded"]}
    corrections = Counter(row["claim"] for row in case.tables["corrections"])
    today = date.today().isoformat()
    rows, new, anew = [], 0, 0
    for row in case.tables["claims"]:
        name, digest = row["claim"], text_hash(row, case.dimensions)
        kept = before.get(name)
        if kept is None or kept["hash"] != digest:
            new, anew = new + (kept is None), anew + (kept is not None)
            kept = {"claim": name, "hash": digest, "recorded": today, "corrections": corrections[name]}
        rows.append(kept)
    columns = TABLES["recorded"][0]
    text = as_csv([columns, *([row[column] for column in columns] for row in rows)])
    try:
        write_whole({case.path / "recorded.csv": text.encode()})
    except OSError as error:
        raise CaseError(f"recorded.csv cannot be written in {case.path}: {error.strerror or error}") from None
    return new, anew
