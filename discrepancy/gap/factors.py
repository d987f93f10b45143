"""TODO"""

from __future__ import annotations

import math
from dataclasses import dataclass

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.counts import Figure
from discrepancy.basis.estimate import Estimate
from discrepancy.basis.steps import NOT_ACCOUNTED, combine
from discrepancy.case.model import Case
from discrepancy.reading.reading import Reading
from discrepancy.retelling import compare, outlet

__all__ = ["Factor", "Pair", "Side", "logarithmic_mean"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the gap, a against b.

    Attributes
    ----------
    name : str
    log, sd : float
        ln of the factor and its spread.
    low, high : float or None
        Hard bounds of the multiplier; None where there is none.
    share : float or None
        Part of the log ratio; None at a tie.
    effect : float or None
        The same part of the absolute gap (additive LMDI): L(a, b) times the log, where L is the logarithmic mean.
    because : str
        Why, in words.
    accounted : bool
        False where a difference is known and the record says nothing of its size.
    """

    name: str
    log: float | None
    sd: float | None
    low: float | None
    high: float | None
    share: float | None
    effect: float | None
    because: str
    url: str = ""
    accounted: bool = True

    @property
    def multiplier(self) -> float | None:
        return None if self.log is None else math.exp(self.log)

    def to_dict(self) -> dict:
        keys = ("name", "log", "sd", "multiplier", "low", "high", "share", "effect", "because", "url", "accounted")
        return {k: getattr(self, k) for k in keys}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a gap: who, in which version, the figure of the closest wording, and its estimate."""

    who: str
    called: str
    version: Figure
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


@dataclass(frozen=True, eq=False)
class Pair:
    """Two sides on one basis.

    Attributes
    ----------
    case : Case or None
        None for two phrases without a case.
    a, b : Side
    basis : Basis
    """

    case: Case | None
    a: Side
    b: Side
    basis: Basis

    @property
    def higher(self) -> Side:
        return self.a if self.a.value >= self.b.value else self.b

    @property
    def lower(self) -> Side:
        return self.b if self.higher is self.a else self.a


def factor(case: Case | None, name: str, a: Side, b: Side) -> tuple:
    """(name, log, terms, low, high, because, url, accounted) of a against b."""
    one, two = (_part(case, name, side) for side in (a, b))
    log, terms = one[0] - two[0], combine((1, one[1]), (-1, two[1]))
    because = one[4] if one[4] == two[4] else f"{a.name}: {one[4]}; {b.name}: {two[4]}"
    if name == "retelling" and a.retold is not b.retold:  # the other side's figure needs no word
        because = f"{a.name}: {one[4]}" if a.retold else f"{b.name}: {two[4]}"
    if case and name in case.dimensions:
        because = _difference(case, name, a, b, one[4], two[4])
    return name, log, terms, one[2] - two[3], one[3] - two[2], because, one[5] or two[5], one[6] and two[6]


def _part(case: Case | None, name: str, side: Side) -> tuple:
    """(log, terms, low, high, because, url, accounted) of one side, with the sign that it has in the printed value."""
    version, figure = side.version.reading, side.figure.reading
    if name == "wording":
        low, high = version.bounds
        ends = (_log(version.value / high) if high < math.inf else -math.inf, _log(version.value / low) if low > 0 else math.inf)
        return math.log(version.value / version.best), combine((-1, side.version.terms)), *ends, _wording(side), "", True
    if name == "retelling":
        if not side.retold:
            return 0.0, {}, 0.0, 0.0, "the closest wording found is used", "", True
        return _retold(case, side, version, figure)
    step = side.estimate.steps[name]
    return -step.log, combine((-1, step.terms)), -step.high, -step.low, step.because, step.url, step.accounted


def _difference(case: Case, name: str, a: Side, b: Side, of_a: str, of_b: str) -> str:
    """What the two sides say of a dimension, and what that is known to change."""
    values = [s.claim.dimension(name) for s in (a, b)]
    words = [case.dimension_label(name, v) if v else "not stated" for v in values]
    if values[0] == values[1]:
        return f"both: {words[0]}" if values[0] else "neither states it"
    moved = next((why for why, v in ((of_a, values[0]), (of_b, values[1])) if why not in words and v), NOT_ACCOUNTED)
    return f"{a.name}: {words[0]}; {b.name}: {words[1]}; {moved}"


def _wording(side: Side) -> str:
    r = side.version.reading
    sides = {"floor": "a lower limit", "ceiling": "an upper limit", "about": "approximate", "exact": "exact", "plain": "a plain number"}
    if r.hedge == "interval":
        return f"“{side.printed}”, stated interval {_round(r.low)} to {_round(r.high)}"
    side_word = "a lower limit, a little over" if r.hedge == "odd" else sides.get(r.side, r.side)
    return f"“{side.printed}”, {side_word}" + (f", read as {_round(r.low)} to {_round(r.high)}" if r.high > r.low else "")


def _retold(case: Case, side: Side, version: Reading, figure: Reading) -> tuple:
    claim, primary = side.version.claim, side.claim
    _, words = compare(claim, primary, label=case.measure_label)
    when = f" ({dates.say(claim.published)})" if claim.published else ""
    because = (
        f"{outlet(claim)}{when} has “{claim.phrase}”; the closest wording found ({outlet(primary)}, {dates.say(primary.statement_date)}) "
        f"has “{primary.phrase}”: {words}. Seen: {claim.seen_as}"
    )
    terms = combine((1, side.version.terms), (-1, side.figure.terms))
    (v_low, v_high), (p_low, p_high) = version.bounds, figure.bounds
    low = _log(v_low / p_high) if p_high < math.inf else -math.inf
    high = _log(v_high / p_low) if p_low > 0 else math.inf
    return math.log(version.best / figure.best), terms, low, high, because, claim.url, True


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


def _log(x: float) -> float:
    return math.log(x) if 0 < x < math.inf else (-math.inf if x <= 0 else math.inf)


def multiplier(log: float) -> float | None:
    return math.exp(log) if abs(log) < 700 else None


def _round(x: float) -> str:
    return f"{x:,.0f}"
