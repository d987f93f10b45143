"""Two sources of a case whose claims carry the dimensions → two tables, a row a value; and the pairs of tables that a case names.

Of each side those claims are taken that are in force, of one kind, and of one day or period: the newest that both have.  Values of other
dimensions are not mixed.  A claim that states none of the dimensions is the printed total.  Nothing is carried in time or converted.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from discrepancy import dates
from discrepancy.basis.asked import standing_asked
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.problems import nearest
from discrepancy.case.who import Asked, Group, Source, Speaker, speaker
from discrepancy.reading.scale import RATIO
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import join
from discrepancy.strata.result import WhereError

Other: TypeAlias = tuple[tuple[str, str], ...]  # values of the other dimensions
Strata: TypeAlias = dict[tuple[str, ...], Claim]  # the newest claim of each value


def sides(
    case: Case, a: Asked, b: Asked, by: tuple[str, ...], **asked: Any
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float | None, ...], dict[str, Any]]:
    """Two sources as frames, with their printed totals and what a `Where` says of them; a `WhereError` says what they do not share."""
    dims = [name for name, spec in case.dimensions.items() if spec["subject"]]
    for name in by:
        if name not in dims:
            raise WhereError(f"by: {name!r} is no dimension of the case: {nearest(name, dims) if dims else 'it declares none'}")
    who = tuple(speaker(case, text) for text in (a, b))
    names = tuple(_name(case, one) for one in who)
    standing, day = standing_asked(case, *(asked.pop(k, "") for k in ("measure", "as_of", "known_by", "rule")), who, **asked)
    standing = standing.on(dims={name: "" if name in by else value for name, value in standing.basis.dims.items()}, as_of=day or date.max)
    unit = next((c.reading().unit for c in case.records if c.measure == standing.basis.measure), "")
    if standing.basis.scale is not RATIO or unit.startswith(("%", "per ", "°")):
        raise WhereError(f"{case.measure_label(standing.basis.measure)}: rows of it do not add up: give two tables, with a weight")
    found = [_told(standing, one, by) for one in who]
    at = _shared(standing, names, found, by)
    others = _chosen(case, names, by, found[0][at], found[1][at])
    taken = [of[at][other] for of, other in zip(found, others, strict=True)]
    rows = [{key: c for key, c in of.items() if all(key)} for of in taken]
    read = lambda c: standing.basis.reading(c)
    frames = [
        pd.DataFrame(
            [(*(case.dimension_label(n, v) for n, v in zip(by, key, strict=True)), read(c).value) for key, c in of.items()],
            columns=[*by, standing.basis.measure],
        )
        for of in rows
    ]
    totals = tuple(read(of[whole]).value if (whole := ("",) * len(by)) in of else None for of in taken)
    differ = tuple(
        (case.dimension_label(name), *(case.dimension_label(name, v) if v else "not stated" for v in (one, two)))
        for (name, one), (_, two) in zip(*others, strict=True)
        if one != two
    )
    aside = tuple(_aside(case, of[at], other) for of, other in zip(found, others, strict=True))
    hedged = sum(read(c).hedge != "bare" for of in rows for c in of.values())
    return *frames, totals, {"names": names, "day": at[1], "differ": differ, "hedged": hedged, "unused": aside}


def _name(case: Case, who: Speaker) -> str:
    if isinstance(who, Claim):
        raise WhereError(f"{who.claim!r} is a single claim: name two sources or groups, here {who.source!r}")
    return case.group_name(who.name) if isinstance(who, Group) else case.source_name(who.name)


def _told(standing: Standing, who: Source | Group, by: tuple[str, ...]) -> dict[tuple[str, str], dict[Other, Strata]]:
    """The claims of a side by kind and day, then by the values of the other dimensions, then by those asked for; the newest of each."""
    found: dict[tuple[str, str], dict[Other, Strata]] = defaultdict(lambda: defaultdict(dict))
    for c in sorted(standing.of(who), key=lambda c: dates.last(c.statement_date)):
        if c.measure == standing.basis.measure and not standing.why_not(c):
            subject = standing.subject(c)
            value = dict(subject.dims)
            other = tuple((name, v) for name, v in subject.dims if name not in by)
            day = " to ".join(filter(None, subject.period)) or (standing.spoken_of(c) or c.statement_date) * (c.kind != "fixed")
            key = tuple(value[name] for name in by)
            known = found[c.kind, day][other].get(key)
            if known and known.source != c.source and known.statement_date == c.statement_date:
                raise WhereError(f"{who.name}: {known.source} and {c.source} both give {' · '.join(key) or 'a total'}: name one of them")
            found[c.kind, day][other][key] = c
    return found


def _shared(standing: Standing, names: tuple[str, ...], found: list[dict], by: tuple[str, ...]) -> tuple[str, str]:
    """The kind, the first of which both have rows of one day, and the newest such day."""
    days = [{at for at, of in side.items() if any(all(key) for strata in of.values() for key in strata)} for side in found]
    for side, name in zip(days, names, strict=True):
        if not side:
            raise WhereError(f"{name} gives no number of {standing.case.measure_label(standing.basis.measure)} by {join(list(by))}")
    if not (both := days[0] & days[1]):
        said = [f"{name} on {join(sorted({day or 'no day' for _, day in side})[-3:])}" for name, side in zip(names, days, strict=True)]
        raise WhereError(f"the two give numbers by {join(list(by))} of no common kind and day: {'; '.join(said)}")
    kind = next(k for k in KINDS if any(at[0] == k for at in both))
    return max((at for at in both if at[0] == kind), key=lambda at: at[1])


def _chosen(
    case: Case, names: tuple[str, ...], by: tuple[str, ...], one: dict[Other, Strata], two: dict[Other, Strata]
) -> tuple[Other, Other]:
    """The values of the other dimensions of each side with which they share most rows, the same on both before different ones."""
    shared = lambda pair: sum(all(key) for key in one[pair[0]].keys() & two[pair[1]].keys())
    score = {(p, q): (shared((p, q)), p == q) for p in one for q in two}
    best = max(score.values())
    if not best[0]:
        raise WhereError(f"{names[0]} and {names[1]} give no number of the same {' and '.join(map(case.dimension_label, by))}")
    if len(found := [pair for pair, n in score.items() if n == best]) > 1:
        differing = {
            name
            for pair in found
            for mine, first in zip(pair, found[0], strict=True)
            for (name, v), (_, w) in zip(mine, first, strict=True)
            if v != w
        }
        raise WhereError(f"the two share as many rows of several values of {join(sorted(differing))}: ask for one of them")
    return found[0]


def _aside(case: Case, of: dict[Other, Strata], taken: Other) -> tuple[str, ...]:
    """The numbers of a side that nothing was made of: of other values, and totals of a part."""
    told = []
    for other, strata in of.items():
        labels = [
            case.dimension_label(n, v) if v else f"{case.dimension_label(n)} not stated"
            for (n, v), t in zip(other, taken, strict=True)
            if v != t[1]
        ]
        parts = [key for key in strata if any(key) and not all(key)]
        if labels:
            told.append(f"{spelled(len(strata), 'number')} ({', '.join(labels)})")
        elif parts:
            told.append(spelled(len(parts), "total") + " of a part")
    return tuple(told)
