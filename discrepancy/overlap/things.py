"""Pairs of rows that are the same → things: the likeliest pair first, and of each list no more than one thing's rows in a thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def things(
    lists: Sequence[object], same: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row, the same for rows of one thing, and whether a row repeats an earlier one of its list.

    Parameters
    ----------
    lists : sequence
        The list of each row.
    same, apart : iterable of (int, int)
        Pairs of rows that are the same, the likeliest first, and pairs that are known not to be.

    Notes
    -----
    Within a list all pairs count: these rows repeat each other.  Between lists a pair counts if it would not put two rows of one list,
    that do not repeat each other, into one thing.

    Examples
    --------
    >>> things("aabb", [(0, 1), (0, 2), (1, 3)])[0].tolist()
    [0, 0, 0, 3]
    """
    root = list(range(len(lists)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    same = list(same)
    no: dict[int, set[int]] = {}
    for i, j in apart:
        no.setdefault(i, set()).add(j)
        no.setdefault(j, set()).add(i)
    held = {i: [i] for i in range(len(lists))}  # of each top its rows

    def merge(i: int, j: int) -> None:
        one, two = sorted((top(i), top(j)))
        if one != two and not (no and any(no.get(k, set()).intersection(held[two]) for k in held[one])):
            root[two] = one
            held[one] += held.pop(two)

    for i, j in same:
        if lists[i] == lists[j]:
            merge(i, j)
    repeats = np.array([top(i) != i for i in range(len(lists))])
    on = {i: {lists[i]} for i in held}
    for i, j in same:
        one, two = sorted((top(i), top(j)))
        if one != two and not on[one] & on[two]:
            merge(i, j)
            if top(two) == one:
                on[one] |= on[two]
    return np.array([top(i) for i in range(len(lists))]), repeats
