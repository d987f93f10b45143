"""TODO"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.steps import Step
from discrepancy.case.model import Case, Conversion


def dimension(case: Case, name: str, value: str, wanted: str, running: float, basis: Basis, anchors: Mapping | None = None) -> Step:
    """From one value of a declared dimension to another, by the case's conversions, in either direction."""
    if value == wanted or not wanted:
        return Step(name, because=case.dimension_label(name, value) if value else "not stated")
    if not value:
        return Step.unsized(name, "not stated")
    paths = conversion_paths(case, name, value, wanted, basis)
    if len(paths) != 1:
        return Step.unsized(name, "more than one way to convert" if paths else "no published conversion")
    log = low = high = 0.0
    terms: dict[str, float] = {}
    for conversion, sign in paths[0]:
        step = _convert(conversion, sign, running * math.exp(log), (anchors or {}).get((name, conversion.start)))
        if step is None:
            return Step.unsized(name, "the published addition is larger than the figure")
        at, lowest, highest = step
        log, low, high = log + at, low + lowest, high + highest
        if highest > lowest:
            terms[f"conversion {conversion.start} to {conversion.to}"] = sign * (highest - lowest) / 3.92
    return Step(name, log, low, high, terms, "; ".join(c.because for c, _ in paths[0]), paths[0][0][0].url)


def _convert(c: Conversion, sign: int, running: float, anchor: float | None) -> tuple[float, float, float] | None:
    """ln factor, lowest, highest of one conversion; an addition is evaluated at the claim standing at its start."""
    if c.factor is not None:
        ends = sorted(sign * math.log(v) for v in (c.low or c.factor, c.high or c.factor))
        return sign * math.log(c.factor), *ends
    base = anchor if anchor is not None else running if sign > 0 else None
    logs = []
    for add in (c.add, c.low if c.low is not None else c.add, c.high if c.high is not None else c.add):
        start = base if base is not None else running - add
        if start <= 0 or start + add <= 0:
            return None
        logs.append(sign * math.log((start + add) / start))
    return logs[0], min(logs), max(logs)


def known_conversions(case: Case, name: str, basis: Basis) -> list[Conversion]:
    """Conversions of a dimension that were published by `known_by`; undated ones only with hindsight."""
    return [
        c
        for c in case.conversions
        if c.dimension == name and (not basis.known_by or (c.published and basis.knows(dates.last(c.published))))
    ]


def conversion_paths(case: Case, name: str, start: str, to: str, basis: Basis) -> list[list[tuple[Conversion, int]]]:
    """The ways from one value to another: none, the only one, or two of them.

    Another way leaves out some conversion of the shortest; so it is enough to look for one without each of these in turn.
    """
    links: dict[str, list[tuple[str, Conversion, int]]] = defaultdict(list)
    for c in known_conversions(case, name, basis):
        links[c.start].append((c.to, c, 1))
        links[c.to].append((c.start, c, -1))
    shortest = _way(links, start, to)
    if shortest is None:
        return []
    others = (_way(links, start, to, without=c) for c, _ in shortest)
    return [shortest, *islice((way for way in others if way is not None), 1)]


def _way(links: Mapping[str, list], start: str, to: str, without: Conversion | None = None) -> list[tuple[Conversion, int]] | None:
    """The shortest way, breadth first; None where there is none."""
    ways: dict[str, tuple | None] = {start: None}  # value → (value before, conversion, sign)
    for at in (queue := [start]):
        for after, conversion, sign in links.get(at, ()):
            if after not in ways and conversion is not without:
                ways[after] = (at, conversion, sign)
                queue.append(after)
    if to not in ways:
        return None
    way = []
    while step := ways[to]:
        to, *link = step
        way.append(tuple(link))
    return way[::-1]
