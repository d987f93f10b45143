"""How steps of a gap are told: factors on a ratio scale, amounts in the unit on a difference scale.

In go sizes (factors or amounts) or steps in the coordinate of the scale; out come words.  Whatever a sentence says otherwise on the one scale
than on the other is in `WORDS`, and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discrepancy.reading.scale import DIFFERENCE, RATIO, Scale
from discrepancy.saying.numbers import alike, amount, number, once, quantity, quantity_to, times_to

if TYPE_CHECKING:
    from discrepancy.gap.gap import Gap
    from discrepancy.sources.effects.houses import Houses

__all__ = ["FACTORS", "WORDS", "Sizes", "amount_to", "mark"]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said otherwise on one scale than on the other.

    compared (a figure against the lower one), whole (what both differ by), step (one part of it), joined (larger … smaller), level (what another reference does to source effects), told (a step below it is in the table and not in the text), alike
    (what prints as none is told as less than it), printed (a step below it prints as none); the last three as logs, or in units of the last printed digit.
    """

    compared: str
    whole: str
    step: str
    joined: str
    level: str
    told: float
    alike: float
    printed: float


OTHER_WAY = " the other way"
_FRACTIONS = {0.5: "½", 0.25: "¼", 0.75: "¾"}
NEAREST = 1 - 1e-6  # an amount of one printed digit is none below it, whatever is lost in subtracting
WORDS = {
    RATIO.name: Words(
        "{one} was {size} times {other}",
        "ratio",
        "factor",
        "over",
        "divides every effect, and multiplies the curve, by the same factor",
        math.log(1.05),
        math.log(1.01),
        math.log(1.005),
    ),
    DIFFERENCE.name: Words(
        "{one} ({high}) was {size} higher than {other} ({low})",
        "difference",
        "amount",
        "less",
        "lowers every effect, and raises the curve, by the same amount",
        NEAREST,
        NEAREST,
        NEAREST / 2,
    ),
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The scale of a gap, its unit, and one unit of the last digit that was printed."""

    scale: Scale = RATIO
    unit: str = ""
    grain: float = 1

    @classmethod
    def of(cls, found: Gap | Houses) -> Sizes:
        return cls(found.scale, found.unit, found.grain)

    axis = property(lambda self: (self.scale.name, self.unit))
    words = property(lambda self: WORDS[self.scale.name])
    _one = property(lambda self: 1 if self.scale is RATIO else self.grain)
    told = property(lambda self: self.words.told * self._one)
    alike = property(lambda self: self.words.alike * self._one)
    printed = property(lambda self: self.words.printed * self._one)

    def none(self, step: float) -> bool:
        """Whether a step is nothing but what is lost in computing."""
        return abs(step) < 1e-9 * self._one

    def say(self, size: float | None) -> str:
        """A size as it is: ×2.3, ×0.96, 1.4 points, −0.3 points.

        >>> Sizes().say(2.319), Sizes(DIFFERENCE, "%", 0.1).say(-0.3)
        ('×2.3', '−0.3 points')
        """
        return self.step(None if size is None else self.scale.at(size))

    def step(self, step: float | None) -> str:
        """The size of a step."""
        return self.scale.say(step, self.unit, self.grain).removeprefix("+")

    def apart(self, step: float) -> str:
        """The size of a step whichever way it goes.

        >>> Sizes().apart(-1), Sizes(DIFFERENCE, "%", 0.1).apart(-1.4)
        ('×2.7', '1.4 points')
        """
        return self.step(abs(step))

    def left(self, step: float) -> str:
        """A step that remains between the larger figure and the smaller one; what overshoots goes the other way.

        >>> Sizes().left(0.174), Sizes().left(-0.174)
        ('×1.19', '×1.19 the other way')
        """
        return self.apart(step) + OTHER_WAY * (step < -self.printed)

    def between(self, low: float, high: float) -> str:
        """A range of sizes that remain between the larger figure and the smaller one, told in one direction.

        >>> Sizes().between(1.97, 2.9), Sizes().between(0.84, 1.93), Sizes().between(0.5, 0.8), Sizes().between(1, 1.3)
        ('×2.0 to ×2.9', 'from ×1.19 the other way to ×1.93', '×1.2 to ×2.0 the other way', 'nothing to ×1.30')
        """
        one, two = self.scale.at(low), self.scale.at(high)
        if two < -self.printed:
            return self.to(*map(self.scale.number, (-two, -one))) + OTHER_WAY
        if abs(one) < self.printed:
            return self.to(low, high) if two < self.printed else f"nothing to {self.say(high)}"
        return self.to(low, high) if one > 0 else f"from {self.left(one)} to {self.left(two) if two > self.printed else 'nothing'}"

    def to(self, low: float, high: float) -> str:
        """A range of sizes; "nothing" where both ends change nothing.

        >>> Sizes().to(1.86, 2.89), Sizes(DIFFERENCE, "%", 0.1).to(0.2, 1.4), Sizes(DIFFERENCE, "%", 0.1).to(0, 0)
        ('×1.9 to ×2.9', '0.2 to 1.4 points', 'nothing')
        """
        if self.scale is RATIO:
            return times_to(low, high)
        return "nothing" if self.none(low) and self.none(high) else amount_to(low, high, self.unit, self.grain)

    def ends(self, low: float, high: float) -> tuple[str, str]:
        """The two ends of a range of sizes, told alike.

        >>> Sizes().ends(2, 4), Sizes(DIFFERENCE, "%", 0.1).ends(0.5, 1.7), Sizes(DIFFERENCE, "USD", 1e5).ends(9e5, 1.2e6)
        (('×2.0', '×4.0'), ('0.5', '1.7 points'), ('900,000 USD', '1.2 million USD'))
        """
        if self.scale is RATIO:
            one, two = alike(low, high)
            return f"×{one}", f"×{two}"
        return once(*(amount(x, self.unit, self.grain) for x in (low, high)))

    def mark(self, size: float) -> str:
        """A round size, at the mark of an axis.

        >>> Sizes().mark(0.5), Sizes(DIFFERENCE, "%", 0.1).mark(0.5), Sizes(DIFFERENCE, "USD", 1e8).mark(-2e9)
        ('×½', '0.5', '−2 billion')
        """
        return mark(size) if self.scale is RATIO else quantity(size, "points").removesuffix(" points")

    def figure(self, x: float) -> str:
        """A printed number in the unit: 6.1%, 1.3 million ha, 1,103."""
        return quantity(x, self.unit, self.grain)

    def present(self, said: str) -> str:
        """A size with its verb: "×2.3 is", "1.4 points are"."""
        return f"{said} {'are' if said.endswith('points') else 'is'}"

    def past(self, said: str) -> str:
        """A size with its verb: "×2.3 was", "1.4 points were"."""
        return f"{said} {'were' if said.endswith('points') else 'was'}"

    def about(self, x: float) -> str:
        """An estimate, not a difference: in the unit with three digits, a percentage with those that were printed; a count with two.

        >>> Sizes(DIFFERENCE, "%", 0.1).about(6.12), Sizes(unit="t").about(10718580000), Sizes().about(1103)
        ('6.1%', '10.7 billion t', '1,100')
        """
        if self.unit and self.scale is RATIO:
            return quantity(x, self.unit, max(self.grain, 10.0 ** (math.floor(math.log10(abs(x))) - 2)) if x else 0)
        return quantity(x, self.unit, self.grain) if self.unit else number(x, 0 if x == round(x) < 100 else 2)


def amount_to(low: float, high: float, unit: str = "", grain: float = 0) -> str:
    """A range of what two numbers differ by.

    >>> amount_to(-0.3, 0.5, "%", 0.1), amount_to(0.2, 0.2, "°C", 0.1)
    ('−0.3 to 0.5 points', '0.2 °C')
    """
    return quantity_to(low, high, "pp" if unit == "%" else unit, grain)


def mark(m: float) -> str:
    """A round factor, at the mark of an axis.

    >>> mark(0.5), mark(1), mark(2.5), mark(1000)
    ('×½', '×1', '×2.5', '×1,000')
    """
    return "×" + (_FRACTIONS.get(m) or f"{m:,g}")


FACTORS = Sizes()
