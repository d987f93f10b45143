"""TODO"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from discrepancy.plots.paper.lettering import measure
from discrepancy.plots.paper.setting import balance
from discrepancy.plots.paper.style import SMALL


@dataclass(frozen=True)
class _Event:
    """The words of an event over its upright, in inches from the left and lines from below."""

    x: float
    at: float
    lines: list[str]
    base: int
    ha: str

    @property
    def wide(self) -> float:
        return max(measure(t, SMALL) for t in self.lines) + 0.14

    low = property(lambda self: self.at - (self.wide if self.ha == "right" else 0))
    high = property(lambda self: self.at + (self.wide if self.ha == "left" else 0))
    top = property(lambda self: self.base + len(self.lines))

    def meets(self, other: _Event) -> bool:
        words = self.low < other.high and other.low < self.high and self.base < other.top and other.base < self.top
        return words or self._crosses(other) or other._crosses(self)

    def _crosses(self, other: _Event) -> bool:
        """Whether the upright of this event runs through the words of the other."""
        return self.at != other.at and other.low - 0.03 < self.at < other.high + 0.03 and self.top > other.base


def lay_out(
    events: list[tuple[float, str]], across: Callable[[float], float], width: float, wide: float, sides: tuple[str, ...]
) -> list[_Event]:
    """Events from the last to the first, each as low as it can stand; those that find no place within six lines are left out."""
    placed: list[_Event] = []
    for x, text in sorted(events, reverse=True):
        tries = (_Event(x, across(x), balance(text, wide, SMALL), base, ha) for base in range(6) for ha in sides)
        fits = (e for e in tries if e.low >= -0.02 and e.high <= width + 0.02 and not any(e.meets(p) for p in placed))
        if best := next(fits, None):
            placed.append(best)
    return placed
