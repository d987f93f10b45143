"""What can go wrong before, or instead of, a report, and how it is said: in one line, with the name that was perhaps meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ReportError(Exception):
    """The report was refused: bad usage, parameters or data. Nothing was published.

    Parameters
    ----------
    message : str
        A sentence for the person who gave the command.
    code : int, default 2
        Exit code for the command line; an attribute, too.
    """

    def __init__(self, message: str, code: int = 2):
        super().__init__(message)
        self.code = code


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Quote a name that is not known, with the nearest that is.

    Examples
    --------
    >>> did_you_mean("as_off", ["a", "as_of"])
    '"as_off": did you mean "as_of"?'
    """
    near = get_close_matches(name, list(known), n=1)
    return f'"{name}"' + (f': did you mean "{near[0]}"?' if near else ".")


def one_line(error: object) -> str:
    """Return a message, with its kind if it is an exception, in one line.

    Examples
    --------
    >>> one_line(ValueError("no such\\n   column")), one_line("no such\\n   column")
    ('ValueError: no such column', 'no such column')
    """
    kind = f"{type(error).__name__}: " if isinstance(error, Exception) else ""
    return " ".join(f"{kind}{error}".split())[:500]
