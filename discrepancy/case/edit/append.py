"""Rows → the end of a case's claims.csv, if the case passes the check with them.

The table keeps its encoding, its separator and its line ends; a column that it does not have yet is added for all rows.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from pathlib import Path

from discrepancy.case.columns import column_name
from discrepancy.case.load import examine
from discrepancy.case.model import Case
from discrepancy.case.problems import CaseError

__all__ = ["append_rows", "as_csv"]


def as_csv(rows: list[dict]) -> str:
    """Rows as a CSV table; columns that are empty in all rows are left out.

    Examples
    --------
    >>> print(as_csv([{"source": "city", "as_of": "", "wording": "over 1,000"}]), end="")
    source,wording
    city,"over 1,000"
    """
    columns = [c for c in dict.fromkeys(c for row in rows for c in row) if any(row.get(c) for row in rows)]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue() if columns else ""


def append_rows(case: Case, rows: list[dict]) -> int:
    """Append rows to the claims of a case; nothing is written unless the whole case passes the check.

    Parameters
    ----------
    case : Case
    rows : list of dict
        See `discrepancy.extract.rows`; ``doubts`` go into ``notes``.

    Returns
    -------
    int
        The number of rows.

    Raises
    ------
    CaseError
        With every problem that the check would find, or because the case keeps its claims in a workbook.
    """
    table = case.path / "claims.csv"
    if case.files.get("claims", "claims.csv") != "claims.csv" or not table.is_file():
        raise CaseError(f"{case.path} keeps its claims in a workbook: append the rows there, from `discrepancy extract`")
    raw = table.read_bytes()
    text = _with(raw, [_noted(row) for row in rows])
    _check(case, text)
    try:
        with tempfile.NamedTemporaryFile("wb", dir=case.path, prefix=".claims-", delete=False) as file:
            try:
                file.write(text)
                file.close()
                shutil.copymode(table, file.name)
                os.replace(file.name, table)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise CaseError(f"{table} cannot be written: {error.strerror or error}") from None
    return len(rows)


def _noted(row: dict) -> dict:
    notes = [row.get("notes", ""), row.get("doubts", ""), "" if row.get("url") else "no address: taken from a text"]
    return {k: v for k, v in row.items() if k != "doubts"} | {"notes": "; ".join(n for n in notes if n)}


def _with(raw: bytes, rows: list[dict]) -> bytes:
    """The table with the rows, in the form in which it was."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig" if raw[:3] == b"\xef\xbb\xbf" else "utf-8"
    text = raw.decode(encoding)
    end = "\r\n" if "\r\n" in text else "\n"
    lead, body = "", text
    if text.startswith(("sep=", '"sep=')):  # a line that spreadsheets understand
        lead, _, body = text.partition(end)
        lead += end
    header = next(line for line in body.splitlines() if line.strip())
    delimiter = lead.strip('"')[4:5] or max(",;\t", key=header.count)
    table = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter))
    top = next(i for i, cells in enumerate(table) if any(c.strip() for c in cells))
    while table[top] and not table[top][-1].strip():
        table[top].pop()
    columns = [column_name(c) for c in table[top]]
    new = [c for c in dict.fromkeys(c for row in rows for c in row) if c not in columns and any(row.get(c) for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    added = [[row.get(c, "") for c in [*columns, *new]] for row in rows]
    if new:
        table[top] += new
        writer.writerows(table)
    else:  # what is there stays as it is, to the last byte
        out.write(body if body.endswith(("\n", "\r")) else body + end)
    writer.writerows(added)
    return (lead + out.getvalue()).encode(encoding)


def _check(case: Case, text: bytes) -> None:
    """Let the check judge a copy of the case with the rows in it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / case.name
        shutil.copytree(case.path, folder, ignore=lambda _, names: [n for n in names if not n.endswith((".csv", ".toml", ".xlsx"))])
        (folder / "claims.csv").write_bytes(text)
        _, problems = examine(folder)
    if problems:
        raise CaseError(problems)
