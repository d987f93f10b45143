"""Two sides on one basis → the factors between them, each from the same step of both.

A factor is the step of a less that of b, in the coordinate of the scale, so that what both rest on cancels in its spread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from discrepancy import dates
from discrepancy.basis.estimate import Estimate
from discrepancy.basis.steps import NOT_ACCOUNTED, PrintedFigure, Step, combine, ratio
from discrepancy.case.model import Case
from discrepancy.case.who import Speaker
from discrepancy.reading.scale import RATIO, Scale
from discrepancy.retelling import compare, outlet


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the gap, a against b; what a count of 0 leaves without a ratio is None."""

    name: str
    size: float | None  # in the coordinate of the scale: a log, or an amount
    sd: float | None
    low: float | None  # hard bounds of the multiplier, or of the amount; None also where there is none
    high: float | None
    share: float | None  # part of the whole difference; None at a tie
    effect: float | None  # the same part of the absolute gap; on a ratio scale (additive LMDI) the log times the logarithmic mean
    because: str
    url: str = ""
    accounted: bool = True  # False where a difference is known and the record says nothing of its size
    scale: Scale = RATIO
    from_figures: bool = False  # computed from figures themselves: it explains nothing

    # ln of the factor and the factor; None on a difference scale.  The amount in the unit; None on a ratio scale.
    log = property(lambda self: self.scale.json(self.size)["log"])
    multiplier = property(lambda self: self.scale.json(self.size)["multiplier"])
    amount = property(lambda self: self.scale.json(self.size)["amount"])

    def to_dict(self) -> dict:
        """Everything for JSON: what the scale does not have is null."""
        keys = ("sd", "low", "high", "share", "effect", "because", "url", "accounted", "from_figures")
        return {"name": self.name} | self.scale.json(self.size) | {k: getattr(self, k) for k in keys}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a gap: who, in which version, the figure of the closest wording, and its estimate."""

    who: Speaker
    called: str
    version: PrintedFigure
    estimate: Estimate
    apart: tuple[str, ...] = ()  # what tells it from the other side where both are called the same: the day, then the page

    name = property(lambda self: ", ".join([self.called, *self.apart]))
    figure = property(lambda self: self.estimate.figure)
    claim = property(lambda self: self.estimate.figure.claim)
    value = property(lambda self: self.version.reading.value)
    printed = property(lambda self: self.version.printed)

    @property
    def retold(self) -> bool:
        """Whether the comparison starts from a version other than the closest wording found."""
        return self.version.claim is not self.figure.claim


def difference(case: Case | None, name: str, a: Side, b: Side) -> Step:
    """One step of a against that of b: logs and bounds subtract, and what they share cancels."""
    one, two = (_part(case, name, side) for side in (a, b))
    because = one.because if one.because == two.because else f"{a.name}: {one.because}; {b.name}: {two.because}"
    if name == "retelling" and a.retold is not b.retold:  # the other side's figure needs no word
        because = f"{a.name}: {one.because}" if a.retold else f"{b.name}: {two.because}"
    if case and name in case.dimensions:
        because = _both_values(case, name, a, b, one.because, two.because)
    terms = combine((1, one.terms), (-1, two.terms))
    url, accounted = one.url or two.url, one.accounted and two.accounted
    circular = one.from_figures or two.from_figures or _of_each_other(name, a, b)
    return Step(name, one.size - two.size, one.low - two.high, one.high - two.low, terms, because, url, accounted, from_figures=circular)


def _of_each_other(name: str, a: Side, b: Side) -> bool:
    """Whether one side is moved by the very figure of the other: a source's own two figures say nothing of each other."""
    if name not in ("revision", "timing", "definition") or a.claim.source != b.claim.source:
        return False
    steps = ((side.estimate.steps[name], other.claim.claim) for side, other in ((a, b), (b, a)))
    return any(step.size and other in step.claims for step, other in steps)


def _part(case: Case | None, name: str, side: Side) -> Step:
    """A step of one side, with the sign that it has in the printed value."""
    if name == "wording":
        version = side.version.reading
        scale, (low, high) = side.estimate.scale, side.version.bounds
        of = lambda bound: scale.step(bound, version.value)
        return Step(name, of(version.best), of(high), of(low), combine((-1, side.version.terms)), _wording(side))
    if name == "retelling":
        return _retold(case, side) if case and side.retold else Step(name, because="the closest wording found is used")
    step = side.estimate.steps[name]
    return replace(step, size=-step.size, low=-step.high, high=-step.low, terms=combine((-1, step.terms)))


def _both_values(case: Case, name: str, a: Side, b: Side, of_a: str, of_b: str) -> str:
    """What the two sides say of a dimension, and what that is known to change."""
    values = [s.claim.dimension(name) for s in (a, b)]
    words = [case.dimension_label(name, v) if v else "not stated" for v in values]
    if values[0] == values[1]:
        return f"both: {words[0]}" if values[0] else "neither states it"
    moved = dict.fromkeys(why for why, v in ((of_a, values[0]), (of_b, values[1])) if why not in words and v)
    return f"{a.name}: {words[0]}; {b.name}: {words[1]}; {'; '.join(moved) or NOT_ACCOUNTED}"


def _wording(side: Side) -> str:
    r = side.version.reading
    sides = {"floor": "a lower limit", "ceiling": "an upper limit", "about": "approximate", "exact": "exact", "plain": "a plain number"}
    if r.hedge == "interval":
        return f"{side.version.quoted}, stated interval {r.ends}"
    side_word = "a little over its number" if r.hedge == "odd" else sides.get(r.side, r.side)
    return f"{side.version.quoted}, {side_word}" + (f", read as {r.ends}" if r.high > r.low else "")


def _retold(case: Case, side: Side) -> Step:
    claim, primary = side.version.claim, side.claim
    _, words = compare(claim, primary, label=case.measure_label)
    when = f" ({dates.say(claim.published)})" if claim.published else ""
    closest = f"the closest wording found ({outlet(primary)}, {dates.say(primary.statement_date)}) has {primary.quoted}"
    because = f"{outlet(claim)}{when} has {claim.quoted}; {closest}: {words}. Seen: {claim.seen_as}"
    return ratio("retelling", side.estimate.scale, side.version, side.figure, because)


def logarithmic_mean(x: float, y: float) -> float:
    """L(x, y) = (x - y)/(ln x - ln y), with its limits: L(x, x) = x and L(x, 0) = 0.

    Log shares times L are the additive LMDI-I effects, so that a share is the same on the log and on the count scale.

    References
    ----------
    Ang, B. W., Zhang, F. Q., Choi, K.-H. (1998). Factorizing changes in energy and environmental indicators through
    decomposition. Energy 23, 489-495.

    Examples
    --------
    >>> logarithmic_mean(20, 20), logarithmic_mean(20, 0), round(logarithmic_mean(3000, 1100), 1)
    (20, 0.0, 1893.7)
    """
    if x == y:
        return x
    return (x - y) / math.log(x / y) if x > 0 and y > 0 else 0.0
