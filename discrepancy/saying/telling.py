"""Who tells a result, by its type: results stand below the sentences, so they do not know them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from discrepancy import TELLS

_TELLERS: dict[tuple[type, str], Callable[[Any], Any]] = {}


def teller(kind: type, what: str = "story") -> Callable[[Callable], Callable]:
    """Decorator for the function that tells results of a kind: their `story`, or another thing, such as a `note`."""

    def keep(tell: Callable) -> Callable:
        _TELLERS[kind, what] = tell
        return tell

    return keep


def told(result: Any, what: str = "story") -> Any:
    """A result as it is told, by whoever tells its kind; the module that knows them is loaded first, by the name the package has for it."""
    import_module(TELLS)
    return _TELLERS[type(result), what](result)
