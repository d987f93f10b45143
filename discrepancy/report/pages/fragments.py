"""What a notebook leaves beside its figures: ``STEM.json``, a fragment of the report.

In: the folder that a notebook wrote into. Out: a plain dictionary with ``title``, ``question``, ``screen``, ``figures`` and
``record`` (case title, version, hash, corrections) and ``rows`` (of the case, by id), of which each may be absent. All strings in it are plain text; escaping is the business of whoever prints them.
"""

from __future__ import annotations

import json
import math
from pathlib import Path, PurePosixPath

FORMATS = ("png", "svg", "csv")


class FragmentError(ValueError):
    """A fragment cannot be used. The message names the file, the field, and what would be right."""


def read_fragment(folder: Path, stem: str) -> dict:
    """Read and check the fragment of one notebook.

    Parameters
    ----------
    folder : Path
        The notebook's ``output_dir``.
    stem : str
        Its file name without ``.ipynb``.

    Returns
    -------
    dict
        The fragment; empty if the notebook wrote none.

    Raises
    ------
    FragmentError
        If it is not strict JSON, has a field of the wrong kind, or names a file that is not there.
    """
    path = folder / f"{stem}.json"
    if not path.exists():
        return {}
    try:
        fragment = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant)
    except ValueError as error:
        raise FragmentError(f"{path.name} is not valid JSON: {error}") from None
    _want(isinstance(fragment, dict), path.name, "an object", fragment)
    _check_texts(fragment, ("title", "question"), path.name)
    _check_rows(fragment.get("rows") or {}, f"{path.name}: rows")
    names = _check_figures(fragment, path.name, folder)
    if fragment.get("record") is not None:
        _check_record(fragment["record"], f"{path.name}: record")
    if fragment.get("screen") is not None:
        _check_screen(fragment["screen"], f"{path.name}: screen", names)
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


def _want(good: bool, where: str, what: str, got: object) -> None:
    if not good:
        raise FragmentError(f"{where} should be {what}, not {json.dumps(got, ensure_ascii=False)[:80]}")


def _check_texts(record: dict, names: tuple[str, ...], where: str) -> None:
    for name in names:
        value = record.get(name)
        _want(value is None or isinstance(value, str), f"{where}: {name}", "text", value)


def _records(owner: dict, name: str, where: str) -> list[dict]:
    """Return the list of records under a name; absent is empty."""
    values = owner.get(name) or []
    good = isinstance(values, list) and all(isinstance(value, dict) for value in values)
    _want(good, f"{where}: {name}", "a list of objects", values)
    return values


def _check_figures(fragment: dict, where: str, folder: Path) -> set[str]:
    names = set()
    for number, figure in enumerate(_records(fragment, "figures", where)):
        here = f"{where}: figures[{number}]"
        _check_texts(figure, ("name", "title", "alt", *FORMATS), here)
        for kind in FORMATS:
            if figure.get(kind):
                _check_file(figure[kind], f"{here}.{kind}", folder)
        names.add(figure.get("name"))
    return names


def _check_file(given: str, where: str, folder: Path) -> None:
    path = PurePosixPath(given)
    inside = not path.is_absolute() and ".." not in path.parts and ":" not in given
    _want(inside, where, "a path below output_dir", given)
    _want((folder / path).is_file(), where, "a file that the notebook wrote", given)


def _check_rows(rows: object, where: str) -> None:
    good = isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values())
    _want(good, where, "an object with an object for each row", rows)
    for name, row in rows.items():
        _check_texts(row, ("hash", "status", "words"), f"{where}.{name}")


def _check_record(record: object, where: str) -> None:
    _want(isinstance(record, dict), where, "an object", record)
    _check_texts(record, ("title", "text", "warning", "hash"), where)
    for correction in _records(record, "corrections", where):
        _check_texts(correction, ("date", "claim", "was", "now", "because", "url"), f"{where}.corrections")


def _check_screen(screen: object, where: str, figures: set[str]) -> None:
    _want(isinstance(screen, dict), where, "an object", screen)
    _check_texts(screen, ("kicker",), where)
    foot = screen.get("foot") or []
    _want(isinstance(foot, list) and all(isinstance(line, str) for line in foot), f"{where}.foot", "a list of texts", foot)
    for source in _records(screen, "sources", where):
        _check_texts(source, ("text", "url", "seen"), f"{where}.sources")
    for number, view in enumerate(_records(screen, "views", where)):
        _check_view(view, f"{where}.views[{number}]", figures)


def _check_view(view: dict, where: str, figures: set[str]) -> None:
    _check_texts(view, ("label", "headline", "note", "figure"), where)
    for paragraph in _records(view, "paragraphs", where):
        _check_texts(paragraph, ("heading", "text"), f"{where}.paragraphs")
    figure = view.get("figure")
    _want(not figure or figure in figures, f"{where}.figure", "the name of a figure in this file", figure)
    for number in _records(view, "numbers", where):
        _check_texts(number, ("number", "label", "url", "colour"), f"{where}.numbers")
        if number.get("range") is not None:
            _check_range(number["range"], f"{where}.numbers.range")


def _check_range(span: object, where: str) -> None:
    good = isinstance(span, dict) and {"low", "high"} <= {name for name, value in span.items() if value is not None}
    _want(good, where, "an object with low and high", span)
    for name in ("low", "high", "default", "of"):
        value = span.get(name)
        positive = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value > 0
        _want(value is None or positive, f"{where}.{name}", "a number above 0", value)
