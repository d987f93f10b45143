"""A value of a declared dimension → the step to the wanted value, by the case's cited conversions in either direction.

Each conversion is evaluated on the natural scale where the estimate stands; what came before is passed on by the delta method, bounds exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from discrepancy.basis.standing import Standing, Way
from discrepancy.basis.steps import Assumption, Step, combine
from discrepancy.case.model import Conversion


def dimension(
    standing: Standing, name: str, value: str, wanted: str, at: float, ends: tuple[float, float], terms: Mapping[Assumption, float]
) -> Step:
    """From one value of a declared dimension to another; `at`, `ends` and `terms` are the estimate at this step."""
    if value == wanted or not wanted:
        return Step(name, because=standing.case.dimension_label(name, value) if value else "not stated")
    if not value:
        return Step.unsized(name, "not stated")
    ways = standing.ways(name, value, wanted)
    if len(ways) != 1:
        return Step.unsized(name, "more than one way to convert" if ways else "no published conversion")
    return _along(standing, name, ways[0], at, ends, terms)


def _along(standing: Standing, name: str, way: Way, at: float, ends: tuple[float, float], terms: Mapping[Assumption, float]) -> Step:
    scale, basis = standing.basis.scale, standing.basis
    number, low, high = (scale.number(x) for x in (at, *ends))
    least = most = number
    passed = dict(terms)
    for c, sign in way:
        of = [_converted(c, sign, size) for size in (basis.ends.get(c, c.size), *c.range)]
        ends_here = sorted(scale.at(f(number)) for f in of)
        end = of[0](number)
        if not math.isfinite(ends_here[0]):
            return Step.unsized(name, "the published addition is larger than the figure")
        gradient = end / number if c.factor is not None else 1.0
        passed = combine((scale.slope(end) / scale.slope(number) * gradient, passed), (sign, {c: (ends_here[-1] - ends_here[0]) / 3.92}))
        low, high, least, most = (pick(f(x) for f in of) for pick, x in ((min, low), (max, high), (min, least), (max, most)))
        number = end
    size, least, most = (scale.at(x) - at for x in (number, least, most))
    because = "; ".join(dict.fromkeys(c.because for c, _ in way))
    circular = any(c.from_figures for c, _ in way)
    bounds = (scale.at(low), scale.at(high))
    return Step(name, size, least, most, combine((1, passed), (-1, terms)), because, way[0][0].url, ends=bounds, from_figures=circular)


def _converted(c: Conversion, sign: int, size: float) -> Callable[[float], float]:
    """What a conversion of a size makes of a number, in the direction of its sign."""
    if c.factor is not None:
        return lambda x: x * size**sign
    return lambda x: x + sign * size
