"""What the marks of a figure mean → the lines of its key, below the axes."""

from __future__ import annotations

from collections.abc import Iterable

from discrepancy.plots.paper.colours import GLYPHS
from discrepancy.plots.paper.setting import measure
from discrepancy.plots.paper.sheet import INNER
from discrepancy.plots.paper.style import FOOT
from discrepancy.plots.paper.words import shorten


def shapes_of(shape: dict[str, str], roles: Iterable[str]) -> list[str]:
    """Each role that is drawn with its shape; nothing where there is one only."""
    named = [role for role in dict.fromkeys(roles) if role]
    return [f"{GLYPHS.get(shape[role], '●')} {shorten(role, 30)}" for role in named] if len(named) > 1 else []


def key_lines(words: Iterable[str], between: str) -> list[str]:
    """The words one after another, on as many lines as they need."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}{between}{word}" if lines[-1] else word
        if measure(longer, FOOT) > INNER:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
