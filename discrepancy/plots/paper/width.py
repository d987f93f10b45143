"""For a desk or for a phone: how wide the sheet is that is being drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from discrepancy.plots.paper.style import WIDTH

NARROW = 3.75  # inches, as many as a phone shows at their size
_SHEET: ContextVar[float] = ContextVar("sheet", default=WIDTH)


def width() -> float:
    """Inches of the sheet that is drawn on."""
    return _SHEET.get()


def narrow() -> bool:
    """Whether it is that of a phone: words stand above their marks and not beside them."""
    return width() < WIDTH


@contextmanager
def on_narrow() -> Iterator[None]:
    """Draw for a phone."""
    token = _SHEET.set(NARROW)
    try:
        yield
    finally:
        _SHEET.reset(token)
