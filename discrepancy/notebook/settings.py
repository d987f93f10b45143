"""The parameters of a notebook → checked settings.

A notebook's second cell calls `settings` with all its parameters; everything after it uses the `Run` that comes back. Schedulers hand
over numbers, text or nothing for the same parameter: all are coerced here, and a wrong value is refused with the accepted ones named.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from discrepancy import dates
from discrepancy.case.load import load_case
from discrepancy.case.model import Case
from discrepancy.case.problems import nearest
from discrepancy.case.settings import is_table
from discrepancy.case.who import ClaimError, named, speaker
from discrepancy.gap.explain import explain
from discrepancy.notebook.results import ASKED, QUESTION
from discrepancy.notebook.run import Run
from discrepancy.reading.reading import RULES
from discrepancy.saying.text import listed
from discrepancy.sources.combined import METHODS

MANY = 1000  # rows of a case that are shown whole


class SettingError(ValueError):
    """A parameter with a value that cannot be used; the message names the accepted ones."""


def settings(
    notebook: str,
    case: str = "",
    measure: str = "",
    a: str = "",
    b: str = "",
    as_of: str = "",
    known_by: str = "",
    rule: str = "",
    output_dir: str = "",
    reference: str = "",
    pool: str = "",
    by: str = "",
    lists: str = "",
    match: str = "",
    strata: str = "",
    review: str = "",
) -> Run:
    """Check the parameters of a notebook and print one line of what they were resolved to.

    Parameters
    ----------
    notebook : str
        Its name, such as "03-gap".
    case : str
        Name of a case that comes with the package, or a folder.
    measure, a, b, as_of, known_by, rule, output_dir, reference, pool, by, lists, match, strata, review : str
        As in the notebooks; empty for the default.

    Returns
    -------
    Run

    Raises
    ------
    SettingError
        For a value of the wrong kind or one that the case does not have.
    CaseError
        If the case cannot be read.

    Examples
    --------
    >>> run = settings("03-gap", case="dprk-kursk", known_by="2024-12-27")
    North Korean soldiers in Kursk, version 1.0 · killed or wounded · Ukraine against South Korea · on 23 December 2024 · as known on 27 December 2024 · phrases read by their hedges
    """
    given = {k: _text(k, v) for k, v in locals().items()}
    loaded = load_case(given["case"] or "dprk-kursk")
    tables = [name for name in "ab" if notebook == "06-where" and is_table(given[name])]
    if len(tables) == 1 or (tables and not given["by"]):
        raise SettingError(f"{tables[0]} is a table: give two in a and b, and in by the columns that name a row")
    of_lists = notebook == "07-lists"
    check(loaded, given | dict.fromkeys([*tables, *(["by"] if tables or of_lists else [])], ""))
    loaded = (
        loaded if of_lists or notebook == "06-where" else near(loaded, {k: given[k] for k in QUESTION})
    )  # that one asks for all subjects
    run = Run(notebook, loaded, {k: given[k] for k in ASKED}, given["output_dir"])
    run.made_up = of_lists and not (given["case"] or given["lists"])
    print(run)
    return run


def near(case: Case, asked: Mapping[str, str]) -> Case:
    """The case; of one with thousands of rows those alone that bear on the subject of the pair: the others have nothing to say of it."""
    if len(case.records) <= MANY:
        return case
    with suppress(ClaimError):  # who cannot speak is told where a gap is asked for
        gap = explain(case, **asked)
        assert gap.standing is not None  # of a case
        return gap.standing.about(gap.a.claim, gap.b.claim).case
    return case


_ANY = dict.fromkeys("ab", "accepted are any claim, source or group; the groups are")
_ANY |= {"reference": "accepted are sources, prior, and any source, group or role; the groups are"}


def check(case: Case, given: Mapping[str, str]) -> None:
    """Refuse values of parameters that a case does not have, by a SettingError with the accepted ones."""
    spoken = {name: given[name] for name in "ab" if named(case, given.get(name, ""))}
    for name, who in spoken.items():
        try:
            speaker(case, who)
        except ClaimError as error:
            raise SettingError(f"{name}: {error}") from None
    sides, roles = [*case.by_group, *case.by_source, *case.by_id], filter(None, dict.fromkeys(map(case.role_of, case.by_source)))
    allowed = {
        "measure": list(case.measures),
        "rule": list(RULES),
        "a": sides,
        "b": sides,
        "reference": ["sources", "prior", *case.by_group, *case.by_source, *roles],
        "pool": list(METHODS),
    }
    for name, values in allowed.items():
        if given.get(name) and given[name] not in values and name not in spoken:
            close = get_close_matches(given[name], values, 1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            kind = _ANY.get(name, "accepted are")
            shown = list(case.by_group) if name in _ANY else values
            raise SettingError(f"{name} is {given[name]!r}: {hint}{kind} {', '.join(shown)}")
    for name in listed(given.get("by", "")):
        if name not in (names := [*case.dimensions, "day"]):
            raise SettingError(f"by is {name!r}: {nearest(name, names)}")
    for name in ("as_of", "known_by"):
        if given.get(name) and not dates.is_date(given[name]):
            raise SettingError(f"{name} is {given[name]!r}: accepted are YYYY-MM-DD, YYYY-MM, YYYY, or nothing")


def _text(name: str, value: Any) -> str:
    """A parameter as text: nothing, a date and a year given as a number are understood; anything else is refused."""
    if value is None:
        return ""
    if isinstance(value, bool):
        raise SettingError(f'{name} is {value}: did you mean the text "{"NO" if value is False else "YES"}"? Quote it')
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, int) and name in ("as_of", "known_by"):
        return str(value)
    if isinstance(value, str | Path):
        return str(value).strip()
    raise SettingError(f"{name} is {value!r} ({type(value).__name__}): accepted is text")
