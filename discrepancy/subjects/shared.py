"""A case and two sides → what both speak of, by what tells one subject from another, before any gap is computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

from discrepancy.basis.asked import standing_asked
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.basis.steps import Subject
from discrepancy.case.model import Case, Claim
from discrepancy.case.problems import nearest
from discrepancy.case.who import Asked, ClaimError, Source, Speaker, group
from discrepancy.gap.explain import pair
from discrepancy.saying.text import join

DAY = "day"
MOST_GROUPS = 40  # of which every pair is looked at
Spoken: TypeAlias = dict[Subject, list[Claim]]  # the claims of a side by what they are about


class Key(NamedTuple):
    """What tells one row from another: the values of the dimensions, and the window of a count."""

    values: tuple[str, ...]
    period: tuple[str, str]


def shared(
    case: Case, by: str | Sequence[str] = (), measure: str = "", as_of: str = "", known_by: str = "", rule: str = "", **choices: Any
) -> dict[tuple[Speaker, Speaker], int]:
    """The pairs that share two subjects or more, and how many: the case's own pair first, then those with the most.

    Where two share one subject only, its days are counted, as printed: three or more.

    >>> import discrepancy as dc
    >>> next(iter(shared(dc.load_case("hong-kong-july-march")).items()))
    ((Group(name='march-organisers'), Source(name='hk-police')), 9)
    """
    asked, found = (measure, as_of, known_by, rule), {}
    standing, own, _ = open_standing(case, (), *asked, **choices)
    names = sorted(standing.case.by_group, key=lambda name: -len(standing.case.by_group[name]))[:MOST_GROUPS]
    groups = [group(standing.case, name) for name in standing.case.by_group if name in names]
    pairs, first = [*combinations(groups, 2)], None
    with suppress(ClaimError):
        first = sides_of(case, "", "", *asked, **choices)
        pairs.append(first)
    spoken = {who: _spoken(standing, who) for two in pairs for who in two}
    for two in pairs:
        with suppress(ClaimError):
            common = in_common(standing, two, by, own, [spoken[who] for who in two])
            n = len(common.keyed[0].keys() & common.keyed[1].keys())
            if DAY in common.by:
                days = ({standing.spoken_of(c) for of in side.values() for claims in of.values() for c in claims} for side in common.keyed)
                n = len(set.intersection(*days) - {""})
            if n > 1 + (DAY in common.by):
                found[two] = n
    return {two: found[two] for two in sorted(found, key=lambda two: (two != first, -found[two]))}


class Common(NamedTuple):
    """What two sides have in common: in force on which basis, what tells rows apart, and what each says of every subject."""

    standing: Standing
    by: tuple[str, ...]
    others: tuple[str, ...]  # further kinds of number of which both speak
    keyed: list[dict[Key, Spoken]]
    unstated: tuple[int, int]  # numbers that state no value of a dimension that tells rows apart
    fixed: dict[str, str]  # what the case asks for of other dimensions


def open_standing(case: Case, sides: tuple[Speaker, ...], *asked: str, **choices: Any) -> tuple[Standing, dict[str, str], date | None]:
    """What is in force whatever value of a dimension the case asks for, these values, and the day that is asked for."""
    own = {name: spec["basis"] for name, spec in case.dimensions.items() if spec["subject"] and name not in choices}
    standing, day = standing_asked(case, *asked, sides, **choices, **dict.fromkeys(own, ""))
    return standing, own, day


def in_common(
    standing: Standing, sides: tuple[Speaker, ...], by: str | Sequence[str], own: dict[str, str], spoken: list[Spoken] | None = None
) -> Common:
    """What two sides have in common; a `ClaimError` where that is no kind of number, or where a dimension has to be named."""
    by = (by,) if isinstance(by, str) and by else tuple(by)
    spoken = spoken or [_spoken(standing, who) for who in sides]
    kind, others = _kind(standing, *spoken)
    of_kind = lambda of: {s: claims for s, claims in of.items() if s.kind == kind}
    by = _by(standing, by, [*map(of_kind, spoken)], own)
    if fixed := {name: value for name, value in own.items() if value and name not in by}:
        standing = standing.on(dims={**standing.basis.dims, **fixed})
        spoken = [_spoken(standing, who) for who in sides]
    dims = [name for name in by if name != DAY]
    keyed = [_keyed(of_kind(of), dims) for of in spoken]
    numbers = lambda of: sum(map(len, of.values()))
    one, two = (numbers(of_kind(of)) - sum(map(numbers, side.values())) for of, side in zip(spoken, keyed, strict=True))
    return Common(standing.on(kind=kind), by, others, keyed, (one, two), fixed)


def sides_of(case: Case, a: Asked, b: Asked, *asked: Any, **choices: Any) -> tuple[Speaker, Speaker]:
    """The two sides of a panel: sources or groups, and not the same."""
    found = pair(case, a, b, *asked, **choices)
    for given, who in zip((a, b), found, strict=True):
        if given and isinstance(who, Claim):
            raise ClaimError(f"a panel is of two sources or groups, and {who.claim!r} is a single claim: name its source, {who.source!r}")
    one, two = (Source(who.source) if isinstance(who, Claim) else who for who in found)
    if one == two:
        raise ClaimError(f"a panel is of two sources or groups, and both sides are {one.name!r}: name a and b")
    return one, two


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
    several, alone = {}, []
    for i, name in enumerate(dims):
        if standing.basis.dims[name]:
            continue
        each = [{s.dims[i][1] for s in of} - {""} for of in spoken]
        values = each[0] & each[1]
        if len(values) > 1:
            several[name] = sorted(values)
        elif values and len(each[0] | each[1]) > 1:
            alone.append(name)  # one value that both state, of several: it is named, and what one side alone speaks of is told
    if missing := [name for name in several if by and name not in by and not own.get(name)]:
        values = several[missing[0]]
        shown = join([*values[:3], *([f"{len(values) - 3} more"] if len(values) > 3 else [])])
        raise ClaimError(f"both speak of several values of {missing[0]} ({shown}): add it to by, or ask for one of them")
    if by:
        return tuple(name for name in (*dims, DAY) if name in by)
    windows = set.intersection(*({s.period for s in of} for of in spoken))
    return tuple(several) or (*alone, *(() if len(windows) > 1 else (DAY,)))


def _keyed(spoken: Spoken, dims: list[str]) -> dict[Key, Spoken]:
    """The subjects of a side by what tells rows apart; those that state no value of a dimension that does are in none."""
    found: dict[Key, Spoken] = defaultdict(dict)
    for subject, claims in spoken.items():
        values = tuple(value for name, value in subject.dims if name in dims)
        if all(values):
            found[Key(values, subject.period)][subject] = claims
    return found
