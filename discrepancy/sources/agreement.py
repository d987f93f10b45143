"""Bounds, or figures → what as many as possible have in common (Marzullo 1990), and what every two have between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from discrepancy.reading.scale import RATIO, Scale

if TYPE_CHECKING:
    import pandas as pd

MOST, PAIRED = 100, 12  # figures that are taken two by two, or left out one by one; of how many all pairs are told where there are more

T = TypeVar("T")


@dataclass(frozen=True)
class Agreement:
    """Bounds that as many intervals as possible share, and which those are."""

    low: float
    high: float
    members: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.members)


def largest_agreement(intervals: Sequence[tuple[float, float]]) -> list[Agreement]:
    """The largest sets of closed intervals with a common point (Marzullo 1990), in order; all of them where several are as large.

    Examples
    --------
    >>> [(a.low, a.high, a.size) for a in largest_agreement([(8, 12), (11, 13), (10, 12)])]
    [(11, 12, 3)]
    >>> [(a.low, a.high, a.size) for a in largest_agreement([(8, 9), (8, 12), (10, 12)])]
    [(8, 9, 2), (10, 12, 2)]
    """
    import numpy as np

    found: dict[tuple[int, ...], Agreement] = {}
    lows, highs = (sorted(ends) for ends in zip(*intervals, strict=True)) if intervals else ([], [])
    # A largest set begins where one of its intervals does.
    common = np.searchsorted(lows, lows, "right") - np.searchsorted(highs, lows, "left")
    for start in dict.fromkeys(lows[i] for i in np.flatnonzero(common == common.max(initial=0))):
        members = tuple(i for i, (low, high) in enumerate(intervals) if low <= start <= high)
        found.setdefault(members, Agreement(start, min(intervals[i][1] for i in members), members))
    return list(found.values())


def agreement(rows: list[dict]) -> list[tuple[Agreement, tuple[str, ...]]]:
    """The largest agreeing sets of the independent rows of `Consensus.figures`, each with its sources."""
    # Words without a limit on either side agree with everything: they say nothing here.
    own = [r for r in rows if r["independent"] and r["open"] != "both"]
    sets = largest_agreement([(r["low"], r["high"]) for r in own])
    return [(a, tuple(own[i]["source"] for i in a.members)) for a in sets]


def evenly(items: Sequence[T], most: int) -> list[T]:
    """At most so many, the first, the last and others evenly between: [0, 33, 66, 99] for 4 of `range(100)`."""
    last = len(items) - 1
    return list(items) if last < most else [items[round(last * i / max(most - 1, 1))] for i in range(most)]


def comparable(figures: pd.DataFrame, scale: Scale) -> list[dict]:
    """The figures that have a place on the scale, before and after."""
    return [r for r in figures.to_dict("records") if math.isfinite(scale.at(r["value"]) + scale.at(r["estimate"]))]


def pairwise(figures: pd.DataFrame, scale: Scale = RATIO) -> pd.DataFrame:
    """What every two figures have between them, highest first, as printed and on the basis: from b to a, which is the higher there.

    A ratio, or on a difference scale an amount.  Of more than a hundred figures, those of twelve, evenly from the highest to the lowest.
    """
    import pandas as pd

    usable = comparable(figures, scale)
    usable = usable if len(usable) <= MOST else evenly(usable, PAIRED)
    apart = lambda a, b, key: scale.size(scale.step(b[key], a[key]))
    rows = [
        {"a": a["source"], "a_name": a["name"], "b": b["source"], "b_name": b["name"]}
        | {"printed": apart(a, b, "value"), "normalized": apart(a, b, "estimate")}
        for i, a in enumerate(usable)
        for b in usable[i + 1 :]
    ]
    return pd.DataFrame(rows, columns=["a", "a_name", "b", "b_name", "printed", "normalized"])
