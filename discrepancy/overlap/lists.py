"""Two to five lists of records, files or frames → `Lists`: the same things found by an id or by comparing columns, each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discrepancy.overlap import review as reviewed
from discrepancy.overlap.fitted import ListsError
from discrepancy.overlap.link import ENOUGH, pairs
from discrepancy.overlap.result import Lists
from discrepancy.overlap.tables import STATED, by_id, read
from discrepancy.overlap.things import things
from discrepancy.saying.text import listed

THRESHOLD = 0.9


def lists(
    *tables: pd.DataFrame | str | Path,
    by: str | Sequence[str] = (),
    match: str | Sequence[str] = (),
    strata: str | Sequence[str] = (),
    threshold: float = THRESHOLD,
    review: str | Path = "",
    names: str | Sequence[str] = (),
    with_names: bool = False,
    labels: Sequence[str] = (),
) -> Lists:
    """Set two to five lists of records side by side: what they share, and what only one of them has.

    Parameters
    ----------
    *tables : pandas.DataFrame, path, or str
        Frames, CSV files or workbooks, a row a record.
    by : str or list of str
        The column, or columns, of an id that means the same in all lists.
    match : str or list of str
        In its place: columns that are compared, such as name, day and place (`discrepancy[lists]`).
    strata : str or list of str, optional
        Columns, such as region or month, by which the lists are also set side by side.
    threshold : float, default 0.9
        With `match`: from which probability on two records are taken for one.  Pairs between it and what it lacks of 1 are uncertain.
    review : path, optional
        A review table of these lists, in which somebody wrote yes or no.
    names : str or list of str, optional
        Columns of names of people beside those that look so: compared, and shown nowhere.
    with_names : bool, default False
        Whether such columns may be shown all the same.
    labels : list of str, optional
        What the lists are called; by default as their files.

    Returns
    -------
    Lists

    Raises
    ------
    ListsError
        No id and no columns, one that is not there, an id that stands on rows that differ, an empty list, more than five, no record on
        two of them.

    References
    ----------
    Fellegi, I. P., Sunter, A. B. (1969). A theory for record linkage. Journal of the American Statistical Association 64, 1183-1210.

    Examples
    --------
    >>> one, two = pd.DataFrame({"id": [1, 2, 3, 4]}), pd.DataFrame({"id": [3, 4, 5]})
    >>> pair = lists(one, two, by="id").pair()
    >>> pair.sizes, pair.gap, pair.only_first, pair.only_second
    ((4, 3), 1, ('1', '2'), ('5',))
    """
    by, match, strata, names = (tuple(listed(given) if isinstance(given, str) else given) for given in (by, match, strata, names))
    if by and match:
        raise ListsError("by, match: give an id or columns to compare, not both")
    if len(match) == 1:
        raise ListsError(f"match: {match[0]!r} alone tells too little: name two columns or more, or link by it as an id (--by {match[0]})")
    if not 0.5 <= threshold < 1:
        raise ListsError(f"threshold: {threshold:g} should be a probability from 0.5 to below 1")
    if review and not match:
        raise ListsError("review: goes with columns that are compared (--match); an id leaves nothing uncertain")
    rows, files, people = read(tables, labels, by, match, strata, names)
    hidden = () if with_names else people
    if secret := [column for column in strata if column in hidden]:
        raise ListsError(f"strata: {secret[0]!r} looks like names of people: name another column, or allow it (--with-names)")
    if by:
        of, repeats, alike = by_id(rows, files, by, hidden)
        return _sound(Lists(tuple(files), by, (), 1.0, _told(rows, of, of, repeats, strata), pd.DataFrame(), strata, hidden, alike=alike))
    found, rules, no_day = pairs(rows, match, 1 - threshold)
    shown = [column for column in match if column not in people]  # a stamp of names could be tried against other names
    stamp = sha256(pd.util.hash_pandas_object(rows[[*shown, "list", "record"]], index=False).to_numpy().tobytes()).hexdigest()[:12]
    yes, no = reviewed.read(review, rows, files, stamp) if review else ([], [])
    order = [*yes, *_pairs(found[found["probability"] >= threshold])]
    of, repeats = things(rows["list"].tolist(), order, no)
    same, _ = things(rows["list"].tolist(), [*yes, *_pairs(found)], no) if len(found) else (of, repeats)
    decided = {frozenset(pair) for pair in (*yes, *no)}
    open_ = [frozenset(pair) not in decided for pair in _pairs(found)]
    table = reviewed.table(found[_could(found, rows["list"], of) & np.array(open_, bool)], rows, match, hidden, stamp)
    if not len(table) and not pd.Series(rows["list"].to_numpy()).groupby(of).nunique().gt(1).any():
        raise ListsError(
            f"no record of {', '.join(files)} is like one of another list in {', '.join(match)}: is it the same columns, written alike?"
        )
    how = (_told(rows, of, same, repeats, strata), table, strata, hidden, len(decided), stamp, rules, len(rows) >= ENOUGH, (0, ""), no_day)
    return _sound(Lists(tuple(files), (), match, threshold, *how))


def _sound(found: Lists) -> Lists:
    """The lists; a `ListsError` where their strata cannot be set side by side."""
    if found.strata:
        found.where()
    return found


def _pairs(found: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(found["left"].tolist(), found["right"].tolist(), strict=True))


def _could(found: pd.DataFrame, of_list: pd.Series, of: np.ndarray) -> np.ndarray:
    """Which pairs could still be of one thing: both rows of one list, or things that are on no list together."""
    codes = 1 << pd.factorize(of_list)[0]
    on = np.zeros_like(codes)
    np.bitwise_or.at(on, of, codes)
    one, two = (found[side].to_numpy(int) for side in ("left", "right"))
    apart = (on[of[one]] & on[of[two]]) == 0
    return (of[one] != of[two]) & (apart | (codes[one] == codes[two]))


def _told(rows: pd.DataFrame, of: Any, same: Any, repeats: Any, strata: tuple[str, ...]) -> pd.DataFrame:
    """What is kept of the rows: nothing that was compared."""
    kept = rows[["list", "record"]].assign(of=np.asarray(of), same=np.asarray(same), repeats=np.asarray(repeats))
    return kept.assign(**{column: rows[column].replace("", STATED) for column in strata})
