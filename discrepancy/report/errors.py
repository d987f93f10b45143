"""What can go wrong before, or instead of, a report."""

from __future__ import annotations


class ReportError(Exception):
    """The report was refused: bad usage, parameters or data. Nothing was published.

    Parameters
    ----------
    message : str
        A sentence for the person who gave the command.
    code : int, default 2
        Exit code for the command line.

    Attributes
    ----------
    code : int
        Exit code for the command line.
    """

    def __init__(self, message: str, code: int = 2):
        super().__init__(message)
        self.code = code
