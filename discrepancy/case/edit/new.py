"""A new case folder that passes the check as it stands: two claims, and a case.toml with every key in a comment.

In go a folder and, if they are at hand, the two phrases with who printed them, where and when.  What is not given is filled with an
example that says so in its notes.  Explanations are in ``case.toml``, ``README.md`` and the notes: a CSV has no comments.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from datetime import date
from pathlib import Path

from discrepancy.case.columns import TABLES
from discrepancy.case.edit.place import check_place
from discrepancy.case.load import examine
from discrepancy.case.problems import CaseError, Problem
from discrepancy.reading.phrase import read

__all__ = ["new_case"]

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
    """Write a case folder that passes the check; nothing is written if anything is wrong.

    Parameters
    ----------
    folder : str or path
        Where; it must not exist, or be empty.  Its name is that of the case.
    a, b : str
        The two printed phrases, both or neither; without them two examples are written.
    source_a, source_b, url_a, url_b : str
        Who printed each phrase, and where.
    said : str
        The date of both statements; without it today, with a note that says so.
    measure : str
        What is counted.

    Returns
    -------
    list of Path
        The files written: claims.csv, sources.csv, case.toml, README.md.

    Raises
    ------
    WordingError
        For a phrase that cannot be read.
    CaseError
        For a folder that cannot be used, or a value that the check would refuse.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     files = new_case(Path(place) / "fair", "more than 2,000 visitors", "about 1,500")
    ...     [file.name for file in files]
    ['claims.csv', 'sources.csv', 'case.toml', 'README.md']
    """
    path = Path(folder).expanduser()
    check_place(path)
    a, b, source_a, source_b, url_a, url_b, said, measure = (
        " ".join(s.split()) for s in (a, b, source_a, source_b, url_a, url_b, said, measure)
    )
    if bool(a) != bool(b):
        raise CaseError(f"only {'a' if a else 'b'} is given: give both phrases, or neither")
    for phrase in (a, b) if a else ():
        read(phrase)  # a phrase that cannot be read is refused before anything is written
    given = (source_a, source_b, url_a, url_b, said, measure)
    if any(given) and not a:
        raise CaseError("sources, addresses, a date and a measure go with two phrases: give a and b")
    rows = _rows((a, b), (source_a, source_b), (url_a, url_b), said, measure) if a else EXAMPLES
    if rows[0][0] == rows[1][0]:
        raise CaseError(f"both phrases are of the source {rows[0][0]!r}: two sources are compared")
    texts = _texts(path.resolve().name, rows)
    _check_claims(texts)
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with open(path / name, "xb") as file:
                file.write(text.encode("utf-8-sig" if name.endswith(".csv") else "utf-8"))  # Excel takes a CSV for UTF-8 by its mark
    except OSError as error:
        raise CaseError(f"{path} cannot be written: {error.strerror or error}") from None
    return [path / name for name in texts]


def _rows(phrases: tuple, sources: tuple, urls: tuple, said: str, measure: str) -> list[tuple]:
    """Two claims of what was given, with notes that name what is still to be filled."""
    today = date.today().isoformat()
    rows = []
    for side, phrase, source, url in zip("ab", phrases, sources, urls, strict=True):
        missing = {
            "source": not source,
            f"statement_date ({today} is the day on which this row was written)": not said,
            "measure": not measure,
            "url (no address yet)": not url,
        }
        todo = ", ".join(name for name, empty in missing.items() if empty)
        rows.append(
            (source or f"source-{side}", said or today, measure or "number", phrase, url, "", f"still to fill: {todo}" if todo else "")
        )
    return rows


def _check_claims(texts: dict[str, str]) -> None:
    """Let the check of a case judge the files, and name what was given in place of line and column."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        _, problems = examine(folder)
    if problems:
        raise CaseError(list(dict.fromkeys(map(_said, problems))))


def _said(problem: Problem) -> str:
    column = {"wording": "phrase", "url": "address"}.get(problem.column, problem.column)
    side = f" {'ab'[problem.line - 2]}" if column in ("phrase", "address", "source") and 2 <= problem.line <= 3 else ""
    return str(Problem(f"{column}{side}", 0, "", problem.value, problem.advice))


def _texts(name: str, rows: list[tuple]) -> dict[str, str]:
    """The files of the case: name → text."""
    a, b = (row[0] for row in rows)
    words = {"name": name, "a": a, "b": b, "measure": rows[0][2], "day": rows[0][1], "label": rows[0][2].replace("_", " ")}
    quoted = {key: '"' + re.sub(r'["\\]', r"\\\g<0>", text) + '"' for key, text in words.items()}
    return {
        "claims.csv": _csv([COLUMNS, *rows]),
        "sources.csv": _csv([TABLES["sources"][0]]),
        "case.toml": _replaced(TOML, quoted),
        "README.md": _replaced(README, words),
    }


def _csv(rows: list) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _replaced(text: str, words: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda m: words.get(m[1], m[0]), text)


TOML = """\
# The case in a few words.  Every key is optional: take away the # in front of one to use it.

#title = <name>
#question = "Why do two published numbers differ?"
#unit = "persons"               # what one of the number is, as in "about 475 persons a day"
#licence = "CC BY 4.0"          # of your table; the numbers belong to their authors
#version = "1.0"
#last_checked = <day>    # when the rows were last compared with their pages
#not_checked = "No page was seen again."    # a sentence for the foot of every report: what nobody has looked at

#[defaults]                     # what is compared when nothing is asked
#a = <a>                        # a claim, a source or a group
#b = <b>
#measure = <measure>
#as_of = <day>           # the day that both figures shall speak of

#[measures.<measure>]           # what is counted; once one is declared, each measure of claims.csv must be
#label = <label>                # in sentences
#noun = <label>                 # above figures: what is counted, of whom, where
#words = [<label>]              # what sources call it
#caveat = "neither says how each person was counted"    # said where both print this measure

#[dimensions.area]              # another way in which two numbers can be about different things: makes a column `area` in claims.csv
#label = "where people were counted"
#values = ["square", "route"]

#[[conversions]]                # how a number goes from one value to another, with its source
#dimension = "area"
#from = "square"
#to = "route"
#factor = 1.4                   # or add = 500; one of the two
#low = 1.2
#high = 1.7
#because = "an example: say in a sentence where the factor comes from"
#url = "https://example.org/conversion"

#[groups]                       # names of groups for readers
#<a> = <a>

#[colours]
#<a> = "#0173b2"
#<b> = "#c44e00"
"""
README = """\
# <name>

One question on which sources give different numbers, a row a printed number.

1. Fill `claims.csv`. Five columns make a case: `source` (who says it), `statement_date` (when: YYYY-MM-DD, YYYY-MM or YYYY), `measure` (what is
   counted, the same word where the same is counted), `wording` (the shortest printed phrase with its number and its "about" or "more than"), `url`
   (the page; where there is none, say so in `notes`). `accessed` is the day on which you saw the page. The notes of each row say what is still to be replaced.
2. `sources.csv` may stay as it is. With rows in it, it needs one for each source: names for readers, groups, roles.
3. `case.toml` has every setting in a comment.

Then, from the folder that holds this one:

    discrepancy check <name>
    discrepancy gap <name>
    discrepancy report <name>

In a spreadsheet, format the columns of dates and numbers as text, and save as CSV UTF-8; or keep the tables as the sheets `claims` and `sources` of
one `claims.xlsx`, and delete the CSV files.
"""
