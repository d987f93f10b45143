"""Two estimates → whether both figures can be right, and what one undocumented difference would have to be for both to stand.

Interval arithmetic on the hard bounds of every step: *no* only if they do not meet with every known difference of unknown size left open,
*cannot tell* where there is such a difference.  A limit never contradicts a number on its open side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from discrepancy.basis.estimate import Estimate
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Conversion
from discrepancy.reading.scale import RATIO, Scale


def unsized(standing: Standing | None, a: Estimate, b: Estimate) -> tuple[str, ...]:
    """The steps of which a difference in what is counted is known, and its size is not."""
    if standing is None:
        return ()
    one, two = (standing.subject(e.figure.claim) for e in (a, b))
    differ = {name for (name, v), (_, w) in zip(one.dims, two.dims, strict=True) if v != w} | {"definition", "timing"} - (
        {"timing"} if a.as_of == b.as_of else set()
    )
    open_ = [name for name in a.steps if name in differ and not (a.steps[name].accounted and b.steps[name].accounted)]
    return (*open_, *(["kind"] if (one.kind, one.period, one.per) != (two.kind, two.period, two.per) else []))


def can_both_be_right(standing: Standing | None, a: Estimate, b: Estimate) -> bool | None:
    """True if the bounds meet, None if a known difference of unknown size leaves it open, False otherwise."""
    if a.figure.claim is b.figure.claim:
        return True
    open_ = unsized(standing, a, b)
    if set(open_) - {"timing"}:
        return False if standing and _broken_nest(standing, a, b) else None
    return True if a.meets(b) else None if open_ else False


def _broken_nest(standing: Standing, a: Estimate, b: Estimate) -> bool:
    """Whether a window that holds the other has the lower count, and nothing else is known to differ."""
    one, two = (standing.window(e.figure.claim) for e in (a, b))
    if not one or not two or {*unsized(standing, a, b)} - {"timing"} != {"kind"}:
        return False
    (a_first, a_last), (b_first, b_last) = one, two
    if a_first <= b_first and b_last <= a_last:
        return a.at_high < b.at_low - 1e-9
    return b_first <= a_first and a_last <= b_last and b.at_high < a.at_low - 1e-9


@dataclass(frozen=True, slots=True)
class Needed:
    """What it would take for both figures to stand, if one undocumented difference were all that remains."""

    step: float  # its size in the coordinate of the scale, of the higher over the lower; 0 where nothing remains
    share: float | None  # what share of the other's count the lower one would have to count; None on a difference scale
    each: float  # the size that each of two such differences would have together
    reaches: tuple[Conversion, ...]  # the conversions of the case whose cited range reaches that far
    scale: Scale

    def to_dict(self) -> dict:
        """Everything for JSON."""
        rows = [{"dimension": c.dimension, "from": c.start, "to": c.to, "because": c.because, "url": c.url} for c in self.reaches]
        return self.scale.json(self.step) | {"share": self.share, "each_of_two": self.scale.size(self.each), "reached_by": rows}


def needed_for(case: Case | None, scale: Scale, rest: float, known: list[Conversion]) -> Needed:
    """What a remainder, the right way up, would take; `known` are the conversions that are not used already."""
    step = abs(rest)
    reached = lambda ends: ends is not None and ends[1] - 1e-9 <= step <= ends[2] + 1e-9 and ends[2] > 0
    reaches = tuple(c for c in known if case and reached(cited(case, scale, c))) if step > 1e-9 else ()
    return Needed(step, math.exp(-step) if scale is RATIO else None, step / 2, reaches, scale)


def cited(case: Case, scale: Scale, c: Conversion) -> tuple[float, float, float] | None:
    """(size, least, most) of a cited range as steps, forwards or backwards; of one part per another, what the whole is of that part."""
    if (c.factor is None) is (scale is RATIO):
        return None
    whole = c.dimension == "measure" and any({c.start, c.to} <= set(m.parts) for m in case.measures.values())
    size, low, high = (scale.at(1 + x if whole else x) for x in (c.size, *c.range))
    return abs(size), 0.0 if low * high < 0 else min(abs(low), abs(high)), max(abs(low), abs(high))
