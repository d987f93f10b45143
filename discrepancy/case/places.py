"""Where cases are: the folder of a name or a path."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from discrepancy.case.problems import CaseError
from discrepancy.saying.text import clean

NAME = re.compile(r"\w[\w.-]*")  # of a case that can be reported: it becomes part of an address


def case_names() -> list[str]:
    """Names of the cases that come with the package.

    >>> "dprk-kursk" in case_names()
    True
    """
    folder = data_folder()
    return sorted({p.parent.name for p in folder.glob("*/claims.*") if p.suffix in (".csv", ".xlsx")}) if folder else []


def data_folder() -> Path | None:
    """Where the cases that come with the package are: beside it in a checkout, inside it when installed."""
    here = Path(__file__).resolve().parents[1]
    return next((folder.resolve() for folder in (here / "data", here.parent / "data") if folder.is_dir()), None)


def find(case: str | os.PathLike) -> Path:
    """The folder of a case, by its name, its own path, or that of its claims."""
    text = os.fspath(case)
    with suppress(OSError, RuntimeError):  # a name that is too long, a place that is closed, nobody's home
        folder = Path(text).expanduser()
        if folder.is_file() and folder.name in ("claims.csv", "claims.xlsx"):
            folder = folder.parent
        if folder.is_dir():
            return folder.resolve()
    known, data = case_names(), data_folder()
    if data and text in known:
        return data / text
    close = get_close_matches(text, known, 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise CaseError(f"no case {clean(text, 80)!r}: {hint}give a folder with a claims.csv, or one of {', '.join(known) or 'none'}")
