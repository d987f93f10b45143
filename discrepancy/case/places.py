"""Where cases are: the folder of a name or a path."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from discrepancy.case.problems import CaseError
from discrepancy.saying.text import clean

NAME = re.compile(r"\w[\w.-]*")  # of a case: it becomes part of an address
_TAKEN = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?|index\.html|changes\.json")  # by Windows, and by the site


def name_of(folder: Path) -> str:
    """What a case is called: as its folder, with a hyphen for what an address cannot have; empty where nothing is left.

    >>> name_of(Path("my case")), name_of(Path("index.html")), name_of(Path("..."))
    ('my-case', 'case-index-html', '')
    """
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", folder.name)).strip("-.")
    return f"case-{name.replace('.', '-')}" if _TAKEN.fullmatch(name) else name


def case_names() -> list[str]:
    """Names of the cases that come with the package.

    >>> "dprk-kursk" in case_names()
    True
    """
    found = folder.glob("*/claims.*") if (folder := data_folder()) else ()
    return sorted({path.parent.name for path in found if path.suffix in (".csv", ".xlsx")})


def data_folder() -> Path | None:
    """Where the cases that come with the package are: beside it in a checkout, inside it when installed."""
    return next((folder.resolve() for up in Path(__file__).resolve().parents[1:3] if (folder := up / "data").is_dir()), None)


def find(case: str | os.PathLike) -> Path:
    """The folder of a case, by its name, its own path, or that of its claims."""
    text = os.fspath(case)
    with suppress(OSError):  # a name that is too long, a place that is closed
        path = Path(os.path.expanduser(text))
        if (folder := path.parent if path.is_file() and path.name in ("claims.csv", "claims.xlsx") else path).is_dir():
            return folder.resolve()
    known, data = case_names(), data_folder()
    if data and text in known:
        return data / text
    hint = "".join(f"did you mean {name!r}? " for name in get_close_matches(text, known, 1))
    raise CaseError(f"no case {clean(text, 80)!r}: {hint}give a folder with a claims.csv, or one of {', '.join(known) or 'none'}")
