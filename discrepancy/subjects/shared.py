"""A case and two sides → what both speak of, by what tells one subject from another, before any gap is computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    by = (by,) if isinstance(by, str) and by else tuple(by)
    asked = (measure, as_of, known_by, rule)
    standing = apart(standing_asked(case, *asked, (), **choices)[0], by, choices)
    names = sorted(standing.case.by_group, key=lambda name: -len(standing.case.by_group[name]))[:MOST_GROUPS]
    groups = [group(standing.case, name) for name in standing.case.by_group if name in names]
    pairs, own = [*combinations(groups, 2)], None
    with suppress(ClaimError):
        own = sides_of(case, "", "", *asked, **choices)
        pairs.append(own)
    spoken = {who: spoken_of_side(standing, who) for pair_ in pairs for who in pair_}
    found = {}
    for one, two in pairs:
        with suppress(ClaimError):
            _, _, of = of_kind(standing, spoken[one], spoken[two])
            names, _, of = rows_of(standing, by, of)
            keys = [keyed(side, [name for name in names if name != DAY]) for side in of]
            n = len(keys[0].keys() & keys[1].keys())
            if DAY in names:
                n = len(set.intersection(*({standing.spoken_of(c) for claims in side.values() for c in claims} for side in of)) - {""}) - 1
            if n > 1:
                found[one, two] = n + (DAY in names)
    return {pair_: found[pair_] for pair_ in sorted(found, key=lambda p: (p != own, -found[p]))}


def apart(standing: Standing, by: tuple[str, ...], choices: Mapping[str, Any]) -> Standing:
    """The basis of the case leaves open by what rows are told apart: what is asked for, else that between whose values nothing converts."""
    case, basis = standing.case, standing.basis
    converted = {c.dimension for c in case.conversions}
    loose = by or [name for name, spec in case.dimensions.items() if spec["subject"] and name not in converted and name not in choices]
    return standing.on(dims={name: "" if name in loose else value for name, value in basis.dims.items()})


def rows_of(standing: Standing, by: tuple[str, ...], spoken: list[Spoken]) -> tuple[tuple[str, ...], Standing, list[Spoken]]:
    """What tells rows apart, what is in force by it, and what both sides say of that: a value of the case's basis holds for what does not."""
    by = _by(standing, by, spoken)
    own = {name: spec["basis"] for name, spec in standing.case.dimensions.items() if spec["basis"] and name not in by}
    if all(standing.basis.dims[name] for name in own):
        return by, standing, spoken
    fits = lambda subject: all(not value or value == own.get(name, value) or standing.basis.dims[name] for name, value in subject.dims)
    spoken = [{subject: claims for subject, claims in of.items() if fits(subject)} for of in spoken]
    return by, standing.on(dims={name: value or own.get(name, "") for name, value in standing.basis.dims.items()}), spoken


def of_kind(standing: Standing, *spoken: Spoken) -> tuple[str, tuple[str, ...], list[Spoken]]:
    """The kind of number of which both speak, the other kinds, and what they say in the first."""
    kind, others = _kind(standing, *spoken)
    return kind, others, [{s: claims for s, claims in of.items() if s.kind == kind} for of in spoken]


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


def spoken_of_side(standing: Standing, who: Speaker) -> Spoken:
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


def _by(standing: Standing, by: tuple[str, ...], spoken: list[Spoken]) -> tuple[str, ...]:
    """The dimensions of a row: as asked, else those of which both state several values; the day where they share one subject."""
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
    if missing := [name for name in several if by and name not in by]:
        values = several[missing[0]]
        shown = join([*values[:3], *([f"{len(values) - 3} more"] if len(values) > 3 else [])])
        raise ClaimError(f"both speak of several values of {missing[0]} ({shown}): add it to by, or ask for one of them")
    if by:
        return tuple(name for name in (*dims, DAY) if name in by)
    windows = set.intersection(*({s.period for s in of} for of in spoken))
    return tuple(several) or (() if len(windows) > 1 else (DAY,))


def keyed(spoken: Spoken, dims: list[str]) -> dict[Key, Spoken]:
    """The subjects of a side by what tells rows apart; those that state no value of a dimension that does are in none."""
    found: dict[Key, Spoken] = defaultdict(dict)
    for subject, claims in spoken.items():
        values = tuple(value for name, value in subject.dims if name in dims)
        if all(values):
            found[Key(values, subject.period)][subject] = claims
    return found
