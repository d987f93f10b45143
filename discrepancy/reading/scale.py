"""The scale of a measure: the coordinate in which steps add.

On a ratio scale (counts, sums, areas) steps are factors, and their natural logarithms add; on a difference scale (percentages, growth,
balances, degrees: whatever can be zero or below) they are amounts in the unit, and add themselves.  Nobody else asks which of the two it is
to compute with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from discrepancy.saying.numbers import amount, times


def _ln(x: float) -> float:
    """The natural logarithm, with its limits at 0 and infinity."""
    return math.log(x) if 0 < x < math.inf else (math.inf if x > 0 else -math.inf)


def _exp(at: float) -> float:
    return math.exp(at) if at < 700 else math.inf


@dataclass(frozen=True, slots=True)
class Scale:
    """How a number becomes a coordinate in which steps add, and back."""

    name: str  # ratio or difference
    at: Callable[[float], float]  # a number in the unit → its coordinate, with limits at 0 and infinity
    number: Callable[[float], float]  # a coordinate → the number
    slope: Callable[[float], float]  # how much the coordinate moves with one unit, at a number: the delta method multiplies an sd by it

    def __repr__(self) -> str:
        return self.name

    def step(self, start: float, end: float) -> float:
        """The step from one number to another.

        >>> round(RATIO.step(1100, 3000), 2), round(DIFFERENCE.step(6.1, 7.5), 2)
        (1.0, 1.4)
        """
        return self.at(end) - self.at(start)

    def move(self, number: float, step: float) -> float:
        """A number moved by a step; itself by none."""
        return self.number(self.at(number) + step) if step else number

    def size(self, step: float | None) -> float | None:
        """A step as readers know it: a multiplier on a ratio scale, an amount on a difference scale."""
        return None if step is None else self.number(step)

    def say(self, step: float | None, unit: str = "", grain: float = 0) -> str:
        """A step in words; amounts no finer than the `grain`.

        >>> RATIO.say(RATIO.step(1100, 3000)), DIFFERENCE.say(DIFFERENCE.step(7.5, 6.1), "%", 0.1)
        ('×2.7', '−1.4 points')
        """
        return times(self.size(step)) if self is RATIO or step is None else amount(step, unit, grain, signed=True)

    def json(self, step: float | None) -> dict[str, float | None]:
        """A step for JSON: `log` and `multiplier` on a ratio scale, `amount` on a difference scale; the others are null."""
        log, amount = (step, None) if self is RATIO else (None, step)
        return {"log": log, "multiplier": self.size(log), "amount": amount}


RATIO = Scale("ratio", _ln, _exp, lambda x: 1 / x if x else math.inf)
DIFFERENCE = Scale("difference", lambda x: float(x), lambda at: at, lambda _: 1.0)
SCALES = {scale.name: scale for scale in (RATIO, DIFFERENCE)}
