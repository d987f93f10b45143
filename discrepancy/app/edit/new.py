"""A new case folder that passes the check as it stands: two claims, and a case.toml with every key in a comment.

What is not given is filled with an example that says so in its notes.  Explanations are in ``case.toml`` and ``README.md``, both in
``template/``, and in the notes: a CSV has no comments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from discrepancy.app.edit.place import check_place, write_case
from discrepancy.case.columns import TABLES
from discrepancy.case.files.bytes import Folder
from discrepancy.case.load import examine_files
from discrepancy.case.problems import CaseError, Problem
from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError
from discrepancy.saying.text import as_csv

COLUMNS = ("source", "statement_date", "measure", "wording", "url", "accessed", "notes")
EXAMPLE = "an example: replace it"
EXAMPLES = (
    ("organisers", "2025-03-10", "visitors", "more than 2,000 visitors", "https://example.org/organisers", "", EXAMPLE),
    ("city-hall", "2025-03-10", "visitors", "about 1,500 visitors", "https://example.org/city-hall", "", EXAMPLE),
)


def new_case(
    folder: str | os.PathLike,
    a: str = "",
    b: str = "",
    *,
    source_a: str = "",
    source_b: str = "",
    url_a: str = "",
    url_b: str = "",
    said: str = "",
    measure: str = "",
) -> list[Path]:
    """Write a case folder that passes the check, and list its files; nothing is written if anything is wrong.

    The folder must not exist, or be empty; its name is that of the case. `a` and `b` are the two printed phrases, both or neither, with
    who printed each, where and when (`said`: without it today, with a note that says so). A phrase that cannot be read is a
    `WordingError`; a folder that cannot be used, or a value that the check would refuse, a `CaseError`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     files = new_case(Path(place) / "fair", "more than 2,000 visitors", "about 1,500")
    ...     [file.name for file in files]
    ['claims.csv', 'sources.csv', 'case.toml', 'README.md']
    """
    path = Path(os.path.expanduser(folder))
    check_place(path)
    a, b, *given = (" ".join(s.split()) for s in (a, b, source_a, source_b, url_a, url_b, said, measure))
    if bool(a) != bool(b):
        raise CaseError(f"only {'a' if a else 'b'} is given: give both phrases, or neither")
    if any(given) and not a:
        raise CaseError("sources, addresses, a date and a measure go with two phrases: give a and b")
    source_a, source_b, url_a, url_b, said, measure = given
    sides = (("source-a", a, source_a, url_a), ("source-b", b, source_b, url_b))
    rows = [_row(*side, said, measure) for side in sides] if a else EXAMPLES
    if rows[0][0] == rows[1][0]:
        raise CaseError(f"both phrases are of the source {rows[0][0]!r}: two sources are compared")
    files = _files(path.resolve().name, rows)
    _, problems = examine_files(Folder(path, files))
    if problems:
        raise CaseError(list(dict.fromkeys(map(_said, problems))))
    write_case(path, files)
    return [path / name for name in files]


def _row(example: str, phrase: str, source: str, url: str, said: str, measure: str) -> tuple[str, ...]:
    """A claim of what was given, with notes that name what is still to be filled; a phrase that cannot be read is refused before."""
    try:
        read(phrase)
    except WordingError as error:  # there is no table yet in which to say that it is a share
        raise WordingError(str(error).replace(", or set kind to share in the table", ", or the percentage that is printed")) from None
    today = date.today().isoformat()
    written = f"statement_date ({today} is the day on which this row was written)"
    given = {"source": source, written: said, "measure": measure, "url (no address yet)": url}
    todo = ", ".join(name for name, text in given.items() if not text)
    notes = f"still to fill: {todo}" if todo else ""
    return (source or example, said or today, measure or "number", phrase, url, "", notes)


def _said(problem: Problem) -> str:
    """A problem with the name of what was given in place of line and column."""
    column = {"wording": "phrase", "url": "address"}.get(problem.column, problem.column)
    side = f" {'ab'[problem.line - 2]}" if column in ("phrase", "address", "source") and 2 <= problem.line <= 3 else ""
    return str(Problem(f"{column}{side}", 0, "", problem.value, problem.advice))


def _files(name: str, rows: Sequence[Sequence[str]]) -> dict[str, bytes]:
    """The files of the case."""
    a, b = (row[0] for row in rows)
    words = {"name": name, "a": a, "b": b, "measure": rows[0][2], "day": rows[0][1], "label": rows[0][2].replace("_", " ")}
    quoted = {key: '"' + re.sub(r'["\\]', r"\\\g<0>", text) + '"' for key, text in words.items()}
    tables = {"claims.csv": [COLUMNS, *rows], "sources.csv": [TABLES["sources"][0]]}
    return {
        # Excel takes a CSV for UTF-8 by its mark
        **{file: as_csv(table, end="\r\n").encode("utf-8-sig") for file, table in tables.items()},
        "case.toml": _written("case.toml", quoted),
        "README.md": _written("README.md", words),
    }


def _written(file: str, words: dict[str, str]) -> bytes:
    """A file of the template with the words of the case."""
    text = (Path(__file__).parent / "template" / file).read_text(encoding="utf-8")
    return re.sub(r"<(\w+)>", lambda m: words.get(m[1], m[0]), text).encode()
