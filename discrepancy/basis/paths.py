"""Conversions → the ways from one value of a dimension to another, in either direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TypeAlias

from discrepancy.case.model import Conversion

__all__ = ["Way", "ways"]

Way: TypeAlias = list[tuple[Conversion, int]]  # each conversion with its sign: -1 where it is gone backwards


def ways(conversions: Iterable[Conversion], start: str, to: str) -> list[Way]:
    """The ways from one value to another: none, the only one, or two of them.

    Another way leaves out some conversion of the shortest; so it is enough to look for one without each of these in turn.
    """
    links: dict[str, list[tuple[str, Conversion, int]]] = defaultdict(list)
    for c in conversions:
        links[c.start].append((c.to, c, 1))
        links[c.to].append((c.start, c, -1))
    shortest = _way(links, start, to)
    if shortest is None:
        return []
    others = (_way(links, start, to, without=c) for c, _ in shortest)
    return [shortest, *islice((way for way in others if way is not None), 1)]


def _way(links: Mapping[str, list[tuple[str, Conversion, int]]], start: str, to: str, without: Conversion | None = None) -> Way | None:
    """The shortest way, breadth first; None where there is none."""
    before: dict[str, tuple[str, Conversion, int] | None] = {start: None}  # value → (value before, conversion, sign)
    for at in (queue := [start]):
        for after, conversion, sign in links.get(at, ()):
            if after not in before and conversion is not without:
                before[after] = (at, conversion, sign)
                queue.append(after)
    if to not in before:
        return None
    way = []
    while step := before[to]:
        to, conversion, sign = step
        way.append((conversion, sign))
    return way[::-1]
