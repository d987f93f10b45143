"""A case and two sources → one gap for each subject of which both speak, each the same as `discrepancy.explain` gives for it alone.

Where both print the measure for the same day and nothing else differs, only the words do: such rows are computed at once.  All others
(a figure carried in time, a conversion, parts of a whole) go through `explain`, each with the rows of the case that bear on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discrepancy.case.model import Case
from discrepancy.case.who import Asked, ClaimError
from discrepancy.saying.text import join
from discrepancy.strata.of_case import called
from discrepancy.subjects.gaps import Gaps
from discrepancy.subjects.result import Panel
from discrepancy.subjects.shared import DAY, in_common, open_standing, shared, sides_of


def panel(
    case: Case,
    a: Asked = "",
    b: Asked = "",
    by: str | Sequence[str] = (),
    measure: str = "",
    as_of: str = "",
    known_by: str = "",
    rule: str = "",
    **choices: Any,
) -> Panel:
    """One gap for each subject that two sources share.

    Parameters
    ----------
    case : Case
    a, b : str
        A source or a group each; empty: as for `discrepancy.explain`, of a default claim its source.
    by : str or list of str, optional
        The dimensions that name a subject, and "day" for a row for each day on which both give a figure.  By default every dimension of
        which both state several values; where they share one subject only, its days.
    measure, as_of, known_by, rule, **choices
        As for `discrepancy.explain`.  Without `as_of` each subject stands on the newest day on which both have a figure.

    Returns
    -------
    Panel

    Raises
    ------
    ClaimError
        If a side is a single claim, if the two share no subject, or if a dimension would have to be in `by`.

    Examples
    --------
    >>> import discrepancy as dc
    >>> found = panel(dc.load_case("dprk-kursk"), "ukraine", "south-korea", by="day", measure="killed_or_wounded")
    >>> [(day, f"{ratio:.1f}") for day, ratio in zip(found.rows["as_of"], found.rows["ratio"])]
    [('2024-12-23', '2.7'), ('2025-02', '1.1')]
    """
    if not (a or b) and (found := shared(case, by, measure, as_of, known_by, rule, **choices)):
        a, b = next(iter(found))
    sides = sides_of(case, a, b, measure, as_of, known_by, rule, **choices)
    standing, own, day = open_standing(case, sides, measure, as_of, known_by, rule, **choices)
    standing, by, others, (one, two), unstated, fixed = in_common(standing, sides, by, own)
    basis = standing.basis
    asked = {"as_of": as_of, "known_by": known_by, "rule": rule, "kind": basis.kind} | choices
    gaps = Gaps(standing, sides, [name for name in by if name != DAY], day, asked)
    for key in sorted(key for key in one if key in two):
        gaps.add(key, one[key], two[key], each_day=DAY in by)
    names = called(standing.case, sides)
    if not gaps.keys:
        raise ClaimError(f"{names[0]} and {names[1]} share no subject{_why(gaps.refused, fixed, by)}")
    only, (table, unit, grain) = (sum(key not in two for key in one), sum(key not in one for key in two)), gaps.table()
    about = (by, basis.scale, unit, grain, table, only, unstated, gaps.refused, others, gaps.from_figures)
    return Panel(standing.case, names, basis.measure, basis.kind, *about)


def _why(refused: dict[str, str], fixed: dict[str, str], by: Sequence[str]) -> str:
    if refused or not fixed:
        found = " and day: there is no day on which both have a figure" if DAY in by else f" by {join(list(by)) or 'period'}"
        return f": {next(iter(refused.values()))}" if refused else found
    asked = join([f"{value!r} of {name}" for name, value in fixed.items()])
    return f" where the case asks for {asked}: add it to by, or ask for another value"
