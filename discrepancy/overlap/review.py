"""Pairs that a linkage leaves open → a table in which somebody writes yes or no → the pairs that are the same, and those that are not.

A column of names has how alike the two are in the place of both cells.  The table carries a stamp of the cells that were compared, so
that it is never read beside other lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from discrepancy.case.problems import Problem
from discrepancy.overlap.fitted import ListsError
from discrepancy.strata.tables import opened

KEYS = ("first_list", "first", "second_list", "second")
_SAYS = {"yes": True, "y": True, "no": False, "n": False}


def table(found: pd.DataFrame, rows: pd.DataFrame, match: Sequence[str], hidden: Sequence[str], stamp: str) -> pd.DataFrame:
    """The pairs that are open, the likeliest first."""
    out = pd.DataFrame(index=range(len(found)))
    for side, at in (("first", found["left"]), ("second", found["right"])):
        out[f"{side}_list"], out[side] = (rows[c].to_numpy()[at] for c in ("list", "record"))
    out["probability"] = found["probability"].round(3).to_numpy()
    for column in match:
        if column in hidden:
            out[f"{column}: alike"] = found[column].to_numpy()
        else:
            out[f"{column}: first"], out[f"{column}: second"] = (rows[column].to_numpy()[found[side]] for side in ("left", "right"))
    return out.assign(same="", stamp=stamp)


def read(path: str | Path, rows: pd.DataFrame, files: dict[str, str], stamp: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs that are the same and those that are not, as positions in `rows`.

    Raises
    ------
    ListsError
        A table that is none, of other lists, or with an answer that is neither yes nor no.
    """
    problems: list[Problem] = []
    held = opened(str(path), "", problems)
    if problems:
        raise ListsError(problems)
    frame = held.frame
    if lacking := [c for c in (*KEYS, "same", "stamp") if c not in frame]:
        raise ListsError(f"{path}: has no column {lacking[0]!r}: give the review table that --into wrote")
    if not frame["stamp"].eq(stamp).all():
        raise ListsError(f"{path}: is a review of other lists, or of other columns: write it anew with --into, and carry the answers over")
    place = {key: i for i, key in enumerate(zip(rows["list"], rows["record"], strict=True))}
    answers: dict[bool, dict[frozenset[int], tuple[int, int]]] = {True: {}, False: {}}
    for line, row in zip(frame.index, frame.to_dict("records"), strict=True):
        answer = row["same"].casefold()
        one, two = (place.get((row[f"{side}_list"], row[side])) for side in ("first", "second"))
        if answer and answer not in _SAYS:
            problems.append(Problem(str(path), int(line), "same", row["same"], "should be yes or no, or empty for what is not decided"))
        elif one is None or two is None:
            problems.append(Problem(str(path), int(line), "first, second", "", f"is no record of {' and '.join(files)}"))
        elif answer and frozenset((one, two)) in answers[not _SAYS[answer]]:
            problems.append(Problem(str(path), int(line), "same", row["same"], "contradicts an earlier row of these two: keep one"))
        elif answer:
            answers[_SAYS[answer]][frozenset((one, two))] = one, two
    if problems:
        raise ListsError(problems)
    return [*answers[True].values()], [*answers[False].values()]
