"""What a notebook left beside its figures: ``STEM.json``, a fragment of the report, read and checked.

In: the folder that a notebook wrote into. Out: a plain dictionary that keeps to `discrepancy.notebook.schema`, and whose figures are there.
"""

from __future__ import annotations

import json
from os.path import isfile  # unlike Path.is_file, says no to a name that no file can have
from pathlib import Path

from discrepancy.notebook.schema import FORMATS, FragmentError, check, refused


def read_fragment(folder: Path, stem: str) -> dict:
    """Read the fragment that the notebook of this stem wrote into its folder; empty if it wrote none.

    FragmentError if it is not strict JSON, has a field of the wrong kind, or names a file or a figure that is not there.
    """
    path = folder / f"{stem}.json"
    if not path.exists():
        return {}
    try:
        fragment = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant)
        # The report writes it again: no number that is infinite, as 1e999 is, and no half of a character.
        json.dumps(fragment, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise FragmentError(f"{path.name} is not valid JSON: it is nested too deeply") from None
    except ValueError as error:
        raise FragmentError(f"{path.name} is not valid JSON: {error}") from None
    check(fragment, path.name)
    figures = fragment.get("figures") or []
    for number, figure in enumerate(figures):
        for kind in (*FORMATS, "narrow"):
            if figure.get(kind) and not isfile(folder / figure[kind]):
                raise refused(f"{path.name}: figures[{number}].{kind}", "a file that the notebook wrote", figure[kind])
    names = {"", None, *(figure.get("name") for figure in figures)}
    for number, view in enumerate((fragment.get("screen") or {}).get("views") or []):
        if view.get("figure") not in names:
            raise refused(f"{path.name}: screen.views[{number}].figure", "the name of a figure in this file", view["figure"])
    return fragment


def first_screen(fragments: dict[str, dict]) -> tuple[str, dict] | None:
    """Return the stem and the fragment of the first notebook that has a first screen, or None.

    Examples
    --------
    >>> first_screen({"01-claims": {}, "03-gap": {"screen": {"views": []}}})[0]
    '03-gap'
    """
    return next(((stem, fragment) for stem, fragment in fragments.items() if fragment.get("screen")), None)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not allowed; use null")
