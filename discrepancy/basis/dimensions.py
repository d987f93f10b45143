"""A value of a declared dimension → the factor to the wanted value, by the case's cited conversions in either direction."""

from __future__ import annotations

import math
from collections.abc import Mapping

from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import Assumption, Step
from discrepancy.case.model import Conversion

__all__ = ["dimension"]


def dimension(
    standing: Standing, name: str, value: str, wanted: str, running: float, anchors: Mapping[tuple[str, str], float] | None = None
) -> Step:
    """From one value of a declared dimension to another; `running` is the estimate at this step, `anchors` as for `estimate`."""
    if value == wanted or not wanted:
        return Step(name, because=standing.case.dimension_label(name, value) if value else "not stated")
    if not value:
        return Step.unsized(name, "not stated")
    ways = standing.ways(name, value, wanted)
    if len(ways) != 1:
        return Step.unsized(name, "more than one way to convert" if ways else "no published conversion")
    log = low = high = 0.0
    terms: dict[Assumption, float] = {}
    for conversion, sign in ways[0]:
        step = _convert(conversion, sign, running * math.exp(log), (anchors or {}).get((name, conversion.start)))
        if step is None:
            return Step.unsized(name, "the published addition is larger than the figure")
        at, lowest, highest = step
        log, low, high = log + at, low + lowest, high + highest
        if highest > lowest:
            terms[conversion] = sign * (highest - lowest) / 3.92
    return Step(name, log, low, high, terms, "; ".join(c.because for c, _ in ways[0]), ways[0][0][0].url)


def _convert(c: Conversion, sign: int, running: float, anchor: float | None) -> tuple[float, float, float] | None:
    """ln factor, lowest, highest of one conversion; an addition is evaluated at the claim standing at its start."""
    if c.factor is not None:
        low, high = sorted(sign * math.log(v) for v in (c.low or c.factor, c.high or c.factor))
        return sign * math.log(c.factor), low, high
    assert c.add is not None  # a conversion is checked to have one of the two
    base = anchor if anchor is not None else running if sign > 0 else None
    logs = []
    for add in (c.add, c.add if c.low is None else c.low, c.add if c.high is None else c.high):
        start = base if base is not None else running - add
        if start <= 0 or start + add <= 0:
            return None
        logs.append(sign * math.log((start + add) / start))
    return logs[0], min(logs), max(logs)
