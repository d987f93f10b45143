"""Files or frames → the rows of every list, one below the other: what they are linked by as text, their ids, their strata.

A file is whatever `import` reads.  Columns that nobody asked for are dropped at once.  What is wrong is told with file and line, and
without the cell where that may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from discrepancy.case.problems import Problem, nearest
from discrepancy.case.spelling import skeleton
from discrepancy.overlap.fitted import MOST_LISTS, ListsError
from discrepancy.overlap.names import headings, of_people
from discrepancy.saying.text import join
from discrepancy.strata.tables import Strata, as_text, opened

ID, STATED = "id", "not stated"
_SHOWN = 5  # lines that are named


def read(
    tables: Sequence[Any], labels: Sequence[str], by: tuple[str, ...], match: tuple[str, ...], strata: tuple[str, ...], more: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, str], tuple[str, ...]]:
    """All rows with ``list record line whole`` and the columns that were asked for, the file of each list, and the columns of names.

    Raises
    ------
    ListsError
        Every problem of every list at once.
    """
    if not 2 <= len(tables) <= MOST_LISTS:
        raise ListsError(f"{len(tables)} list{'s' * (len(tables) != 1)}: two to five are set side by side")
    names, problems = _called(tables, labels), []
    held = [_opened(table, name, problems) for table, name in zip(tables, names, strict=True)]
    _raise(problems)
    columns = [list(map(str, table.frame.columns)) for table in held]
    common = [column for column in columns[0] if all(column in of for of in columns)]
    if not (by or match):
        said = f"{join(list(names))} have {join(headings(common) or ['nothing'])} in common" if common else _no_common(names, columns)
        raise ListsError(f"say how records are linked, by an id (--by) or by columns that are compared (--match): {said}")
    wanted = [*dict.fromkeys([*by, *match, *strata])]
    asked = dict.fromkeys([*wanted, *more])
    if not common:
        raise ListsError(_no_common(names, columns))
    for name, of in zip((table.name for table in held), columns, strict=True):
        for column in asked:
            if of.count(column) > 1:
                problems.append(Problem(name, 0, column, "", "stands twice in the header"))
            elif not of.count(column) and (column in wanted or not any(column in each for each in columns)):
                problems.append(Problem(name, 0, column, "", f"no such column: {nearest(column, headings(of))}"))
    _raise(problems)
    text = [
        pd.DataFrame({column: as_text(t.frame[column]) for column in of if of.count(column) == 1})
        for t, of in zip(held, columns, strict=True)
    ]
    hidden = {c for c in wanted if of_people(frame[c] for frame in text)} | {*more}
    if taken := sorted({*wanted} & {"list", "record", "records", "line", "whole", "of", "same", "repeats"}):
        raise ListsError(f"{taken[0]!r} is a word of the answer: rename the column")
    rows = [
        frame[wanted].assign(
            list=name, record=_ids(frame, by, hidden, table), line=frame.index, whole=pd.util.hash_pandas_object(frame, index=False)
        )
        for name, frame, table in zip(names, text, held, strict=True)
    ]
    return (
        pd.concat(rows, ignore_index=True),
        {n: t.name for n, t in zip(names, held, strict=True)},
        tuple(c for c in wanted if c in hidden),
    )


def _called(tables: Sequence[Any], labels: Sequence[str]) -> tuple[str, ...]:
    """What the lists are called: as they are labelled, or by their files."""
    if labels and len({*labels}) != len(tables):
        raise ListsError(f"labels: {', '.join(labels)} should be {len(tables)} names, each another one")
    stems = [f"list {i}" if isinstance(t, pd.DataFrame) else Path(str(t)).name.partition(".")[0] for i, t in enumerate(tables, 1)]
    stems = stems if len({*stems}) == len(stems) else [f"{stem} ({i})" for i, stem in enumerate(stems, 1)]
    if taken := {"records", "of", "same"} & {*(labels or stems)}:
        raise ListsError(f"labels: {min(taken)!r} is a word of the answer: call the list otherwise")
    return tuple(labels or stems)


def _opened(table: Any, name: str, problems: list[Problem]) -> Strata:
    """A list as it is; its cells are in no problem, for they may be names."""
    found: list[Problem] = []
    held = opened(table, name, found) if isinstance(table, pd.DataFrame) else opened(str(table), "", found)
    problems += [replace(problem, value="") for problem in found]
    if not found and not len(held.frame):
        problems.append(Problem(name, 0, "", "", "holds no row below a header"))
    return held


def _ids(frame: pd.DataFrame, by: tuple[str, ...], hidden: set[str], table: Strata) -> pd.Series:
    """What each row is called: its id, where there is one that is no name; else its line."""
    lines = pd.Series([f"{'line' if table.lines else 'row'} {i}" for i in frame.index], index=frame.index)
    if by:
        return lines if hidden & {*by} else _joined(frame, by)
    found = [c for c in frame if str(c).casefold().replace("_", " ").split()[-1:] == [ID] and not of_people([frame[c]])]
    whole = next((frame[c] for c in found if (frame[c] != "").all() and frame[c].is_unique), None)
    return lines if whole is None else whole


def _joined(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    found = frame[columns[0]]
    for column in columns[1:]:
        found = found + " · " + frame[column]
    return found


def by_id(rows: pd.DataFrame, files: dict[str, str], by: tuple[str, ...], hidden: Sequence[str]) -> tuple[Any, Any, tuple[int, str]]:
    """The thing that each row is of, a number; whether it repeats a row of its list, with nothing that differs; and what `_alike` finds."""
    ids, problems, show = _joined(rows, by), [], not {*by} & {*hidden}
    empty = rows[[*by]].eq("").any(axis=1)
    again = pd.DataFrame({"list": rows["list"], "id": ids}).duplicated()
    unlike = again & ~rows[["list", "whole"]].duplicated() & ~empty
    for name, file in files.items():
        of = rows["list"] == name
        if (bare := rows.loc[of & empty, "line"]).any():
            problems.append(
                Problem(file, 0, ", ".join(by), "", f"is empty in {_lines(bare, file == name)}: a record without an id cannot be linked")
            )
        if (twice := rows.loc[of & unlike, "line"]).any():
            first = str(ids[twice.index[0]]) if show else ""
            differs = f"stands on rows that differ ({_lines(twice, file == name)}): keep one, or name the columns that tell them apart: --by {','.join(by)},…"
            problems.append(Problem(file, 0, ", ".join(by), first, differs))
    _raise(problems)
    number = pd.Series(pd.factorize(ids)[0], index=rows.index)
    alike = _alike(rows["list"], ids, show)
    if not (rows.groupby(number)["list"].nunique() > 1).any():
        such = f" ({alike[1]})" if alike[1] else ""
        raise ListsError(f"no {', '.join(by)} is on two of {join(list(files))}: write ids alike{such}, or link by columns with --match")
    return number, again, alike


def _alike(of: pd.Series, ids: pd.Series, show: bool) -> tuple[int, str]:
    """How many ids that one list alone has are as one of another list but for zeros before, .0 behind, capitals and marks; and the first."""
    once = pd.DataFrame({"list": of, "id": ids}).drop_duplicates()
    once = once[~once["id"].duplicated(keep=False)]
    plain = once["id"].map(lambda text: re.sub(r"(?<!\d)0+(?=\d)|(?<!\d)\s|\s(?!\d)", "", skeleton(re.sub(r"\.0+$", "", text))))
    near = once[(plain != "") & plain.duplicated(keep=False)].groupby(plain, sort=False)
    found = [group for _, group in near if group["list"].nunique() > 1]
    return len(found), " and ".join(found[0].drop_duplicates("list")["id"].head(2)) if found and show else ""


def _no_common(names: tuple[str, ...], columns: list[list[str]]) -> str:
    have = "; ".join(
        f"{name} has {', '.join(of[:6])}{' and so on' * (len(of) > 6)}" for name, of in zip(names, map(headings, columns), strict=True)
    )
    return f"no column is common to all lists: {have}: give what is the same one heading"


def _lines(lines: pd.Series, frame: bool) -> str:
    told = ", ".join(str(i) for i in lines.head(_SHOWN))
    return (
        f"{'row' if frame else 'line'}{'s' * (len(lines) > 1)} {told}{f' and {len(lines) - _SHOWN:,} more' if len(lines) > _SHOWN else ''}"
    )


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise ListsError(problems)
