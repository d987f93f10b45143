"""A case and two sources → one gap for each subject of which both speak, each the same as `discrepancy.explain` gives for it alone.

Where both print the measure for the same day and nothing else differs, only the words do: such rows are computed at once.  All others
(a figure carried in time, a conversion, parts of a whole) go through `explain`, each with the rows of the case that bear on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from discrepancy.basis.asked import standing_asked
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.problems import nearest
from discrepancy.case.who import Asked, ClaimError, Group, Source, Speaker
from discrepancy.gap.explain import pair
from discrepancy.saying.text import join
from discrepancy.subjects.gaps import Gaps, Key, Spoken
from discrepancy.subjects.result import Panel

DAY = "day"


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
    by = (by,) if isinstance(by, str) and by else tuple(by)
    sides = _sides(case, a, b, measure, as_of, known_by, rule, **choices)
    own = {name: spec["basis"] for name, spec in case.dimensions.items() if spec["subject"] and name not in choices}
    standing, day = standing_asked(case, measure, as_of, known_by, rule, sides, **choices, **dict.fromkeys(own, ""))
    spoken = [_spoken(standing, who) for who in sides]
    kind, others = _kind(standing, *spoken)
    spoken = [{s: claims for s, claims in of.items() if s.kind == kind} for of in spoken]
    by = _by(standing, by, spoken, own)
    if fixed := {name: value for name, value in own.items() if value and name not in by}:  # what the case asks for of the others
        standing = standing.on(dims={**standing.basis.dims, **fixed})
        spoken = [{s: claims for s, claims in _spoken(standing, who).items() if s.kind == kind} for who in sides]
    dims = [name for name in by if name != DAY]
    one, two = (_keyed(of, dims) for of in spoken)
    asked = {"as_of": as_of, "known_by": known_by, "rule": rule, "kind": kind} | choices
    gaps = Gaps(standing.on(kind=kind), sides, dims, day, asked)
    for key in sorted(key for key in one if key in two):
        gaps.add(key, one[key], two[key], each_day=DAY in by)
    names = tuple(_name(standing, who) for who in sides)
    if not gaps.keys:
        raise ClaimError(f"{names[0]} and {names[1]} share no subject{_why(gaps.refused, fixed)}")
    only = sum(key not in two for key in one), sum(key not in one for key in two)
    basis, (table, unit, grain) = standing.basis, gaps.table()
    return Panel(standing.case, names, basis.measure, kind, by, basis.scale, unit, grain, table, only, gaps.refused, others)


def _sides(case: Case, a: Asked, b: Asked, *asked: Any, **choices: Any) -> tuple[Speaker, Speaker]:
    found = pair(case, a, b, *asked, **choices)
    for given, who in zip((a, b), found, strict=True):
        if given and isinstance(who, Claim):
            raise ClaimError(f"a panel is of two sources or groups, and {who.claim!r} is a single claim: name its source, {who.source!r}")
    one, two = (Source(who.source) if isinstance(who, Claim) else who for who in found)
    if one == two:
        raise ClaimError(f"a panel is of two sources or groups, and both sides are {one.name!r}: name a and b")
    return one, two


def _name(standing: Standing, who: Speaker) -> str:
    return standing.case.group_name(who.name) if isinstance(who, Group) else standing.case.source_name(who.name)


def _spoken(standing: Standing, who: Speaker) -> Spoken:
    """The claims that can speak for a side, by their subject."""
    ever, found = standing.on(as_of=date.max), defaultdict(list)
    for claim in ever.related(ever.of(who)):
        if not ever.why_not(claim):
            found[ever.subject(claim, standing.basis.measure)].append(claim)
    return found


def _kind(standing: Standing, one: Spoken, two: Spoken) -> tuple[str, tuple[str, ...]]:
    """The kind of number of which both speak, the first in the order of kinds in which subjects are shared; and the others."""
    shared = {s.kind for s in one if s in two}
    found = [k for k in KINDS if k in (shared or {s.kind for s in one} & {s.kind for s in two})]
    if not found:
        label = standing.case.measure_label(standing.basis.measure)
        raise ClaimError(f"the two give no figures of one kind of {label}: one gap a subject needs numbers that can be compared")
    return found[0], tuple(found[1:])


def _by(standing: Standing, by: tuple[str, ...], spoken: list[Spoken], own: dict[str, str]) -> tuple[str, ...]:
    """The dimensions of a row: as asked, else those of which both state several values; the day where they share one subject.

    A dimension that is left out needs one value: the one that is asked for, or that the case has as its `own` basis.
    """
    dims = [name for name, spec in standing.case.dimensions.items() if spec["subject"]]
    for name in by:
        if name not in (*dims, DAY):
            raise ClaimError(f"by is {name!r}: {nearest(name, [*dims, DAY])}")
    several = {}
    for i, name in enumerate(dims):
        if standing.basis.dims[name]:
            continue
        values = set.intersection(*({s.dims[i][1] for s in of} for of in spoken)) - {""}
        if len(values) > 1:
            several[name] = sorted(values)
    if missing := [name for name in several if by and name not in by and not own.get(name)]:
        values = several[missing[0]]
        shown = join([*values[:3], *([f"{len(values) - 3} more"] if len(values) > 3 else [])])
        raise ClaimError(f"both speak of several values of {missing[0]} ({shown}): add it to by, or ask for one of them")
    if by:
        return tuple(name for name in (*dims, DAY) if name in by)
    windows = set.intersection(*({s.period for s in of} for of in spoken))
    return tuple(several) or (() if len(windows) > 1 else (DAY,))


def _keyed(spoken: Spoken, dims: list[str]) -> dict[Key, Spoken]:
    """The subjects of a side by what tells rows apart; those that state no value of a dimension that does are in none."""
    found: dict[Key, Spoken] = defaultdict(dict)
    for subject, claims in spoken.items():
        values = tuple(value for name, value in subject.dims if name in dims)
        if all(values):
            found[Key(values, subject.period)][subject] = claims
    return found


def _why(refused: dict[str, str], fixed: dict[str, str]) -> str:
    if refused or not fixed:
        return f": {next(iter(refused.values()))}" if refused else " by what tells rows apart"
    asked = join([f"{value!r} of {name}" for name, value in fixed.items()])
    return f" where the case asks for {asked}: add it to by, or ask for another value"
