"""What every part of the reader needs: its error, the largest number it takes, and whole numbers that look whole."""

from __future__ import annotations

LARGEST = 10**18  # larger than any count or sum that is published


class WordingError(ValueError):
    """A phrase that cannot be read.  The message quotes the phrase and says what would be right."""


def tidy(x: float) -> float:
    """An int where the number is whole, without the noise of a product: 3000, not 3000.0; 4.1 × 10⁶ is 4100000, not 4099999.9999999995."""
    x = x if float(x).is_integer() else float(f"{x:.15g}")
    return int(x) if float(x).is_integer() else x
