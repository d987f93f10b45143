"""More marks, rows or words than there is room for → those that have a place, by one rule, and the sentence that says so.

The rule: the two that are compared, the extremes, the newest of each source; what has still no room is thinned evenly by rank.
Whatever is left out of a drawing is in the table under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from discrepancy.plots.paper.width import narrow
from discrepancy.sources.agreement import evenly

MARKS = 300  # as many can be told apart; of more each is a dot, without its bounds
WORDS = 30  # marks of one drawing that can have words

T = TypeVar("T")


def spread(items: Sequence[T], most: int, keep: Callable[[T], bool] = lambda item: False) -> list[T]:
    """At most so many, in their order: those to keep, the first, the last, and others evenly between.

    Examples
    --------
    >>> spread(range(100), 4), spread(range(100), 4, keep=lambda n: n == 7), spread("abc", 4)
    ([0, 33, 66, 99], [0, 7, 50, 99], ['a', 'b', 'c'])
    """
    if len(items) <= most:
        return list(items)
    kept = [i for i, item in enumerate(items) if keep(item)][:most]
    others = sorted({*range(len(items))}.difference(kept))
    return [items[i] for i in sorted([*kept, *evenly(others, most - len(kept))])]


def with_words(rows: Sequence[dict[str, Any]], always: Callable[[dict], bool]) -> list[dict[str, Any]]:
    """Of rows in order of day, those whose marks get words: all of a few, else what the rule says."""
    newest = {row["source"]: i for i, row in enumerate(rows)}
    ranked = sorted(range(len(rows)), key=lambda i: rows[i]["value"])
    told = {*newest.values(), *ranked[:1], *ranked[-1:], *(i for i, row in enumerate(rows) if always(row))}
    chosen = spread([i for i in ranked if i in told], WORDS, keep=lambda i: always(rows[i]))
    return [rows[i] for i in chosen] if len(rows) > WORDS else list(rows)


def named(n: int, of: int, what: str, first: str) -> str:
    """How many have words, where not all have, and by what rule."""
    return f"{n:,} of {of:,} {what} are labelled{f' ({first}, as far as there is room)' * (not narrow())}; all are in the table."
