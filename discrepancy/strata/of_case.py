"""Two sources of a case whose claims carry the dimensions → two tables, a row a value of these.

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
from discrepancy.case.who import Asked, Group, Source, speaker
from discrepancy.reading.scale import RATIO
from discrepancy.reading.units import is_money
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import clip, join
from discrepancy.strata.result import WhereError

Other: TypeAlias = tuple[tuple[str, str], ...]  # values of the other dimensions
Strata: TypeAlias = dict[tuple[str, ...], Claim]  # the newest claim of each value
When: TypeAlias = tuple[str, str]  # kind, and day or period


def sides(
    case: Case, a: Asked, b: Asked, by: tuple[str, ...], **asked: Any
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float | None, ...], dict[str, Any]]:
    """Two sources as frames, with their printed totals and what a `Where` says of them; a `WhereError` says what they do not share."""
    dims = [name for name, spec in case.dimensions.items() if spec["subject"]]
    for name in by:
        if name not in dims:
            raise WhereError(f"by: {name!r} is no dimension of the case: {nearest(name, dims) if dims else 'it declares none'}")
    who = tuple(speaker(case, text) for text in (a, b))
    if single := next((one for one in who if isinstance(one, Claim)), None):
        raise WhereError(f"{single.claim!r} is a single claim: name two sources or groups, here {single.source!r}")
    if who[0] == who[1]:
        raise WhereError(f"both sides are {who[0].name!r}: name two")
    if both := [name for name in by if asked.get(name)]:
        raise WhereError(f"{both[0]}: one value of it is asked for, and a row for each: leave out one of the two")
    names = called(case, who)
    standing, day = standing_asked(case, sides=who, **asked)
    standing = standing.on(dims={name: "" if name in by else value for name, value in standing.basis.dims.items()}, as_of=day or date.max)
    measure = standing.basis.measure
    unit = next((c.reading().unit for c in case.records if c.measure == measure), "")
    if (standing.basis.scale is not RATIO and not is_money(unit)) or unit.startswith(("%", "per ", "°")):
        raise WhereError(f"{case.measure_label(measure)}: rows of it do not add up: give two tables, with a weight")
    found = [_told(standing, one, by) for one in who]
    at = _shared(f"{case.measure_label(measure)} by {join(list(by))}{f' up to {dates.say(day)}' if day else ''}", names, found)
    elsewhere = [{key for when, of in side.items() if when != at for strata in of.values() for key in strata} for side in found]
    found = [of[at] for of in found]
    others = _chosen(names, by, *found)
    taken = [of[other] for of, other in zip(found, others, strict=True)]
    rows = [{key: c for key, c in of.items() if all(key)} for of in taken]
    read, total = standing.basis.reading, ("",) * len(by)
    label = lambda key: [case.dimension_label(name, value) for name, value in zip(by, key, strict=True)]
    frames = [pd.DataFrame([(*label(key), read(c).value) for key, c in of.items()], columns=[*by, measure]) for of in rows]
    stated = lambda name, value: case.dimension_label(name, value) if value else "not stated"
    pairs = zip(*others, strict=True)
    differ = tuple((case.dimension_label(name), stated(name, one), stated(name, two)) for (name, one), (_, two) in pairs if one != two)
    aside = tuple(_aside(case, *of) for of in zip(found, others, elsewhere, strict=True))
    hedged = sum(read(c).hedge != "bare" for of in rows for c in of.values())
    totals = tuple(read(of[total]).value if total in of else None for of in taken)
    about = {"names": names, "day": at[1], "differ": differ, "hedged": hedged, "unused": aside}
    return *frames, totals, about | {"unit": f"{unit}{' a day' * (at[0] == 'rate')}".strip()}


def called(case: Case, who: tuple[Source | Group, ...]) -> tuple[str, ...]:
    """What two sides are called: by name, and by their ids too where both have one name."""
    names = tuple((case.group_name if isinstance(one, Group) else case.source_name)(one.name) for one in who)
    ids = (f"{'group ' * isinstance(one, Group)}{one.name}" for one in who)
    return names if len({*names}) == len(names) else tuple(f"{name} ({id_})" for name, id_ in zip(names, ids, strict=True))


def _told(standing: Standing, who: Source | Group, by: tuple[str, ...]) -> dict[When, dict[Other, Strata]]:
    """The claims of a side by kind and day, then by the values of the other dimensions, then by those asked for; the newest of each."""
    found: dict[When, dict[Other, Strata]] = defaultdict(lambda: defaultdict(dict))
    for c in sorted(standing.of(who), key=lambda c: dates.last(c.statement_date)):
        if c.measure == standing.basis.measure and not standing.why_not(c):
            subject = standing.subject(c)
            other, value = tuple((name, v) for name, v in subject.dims if name not in by), dict(subject.dims)
            day = " to ".join(filter(None, subject.period)) or (standing.spoken_of(c) or c.statement_date) * (c.kind != "fixed")
            strata, key = found[c.kind, day][other], tuple(value[name] for name in by)
            if key in strata and strata[key].source != c.source:
                raise WhereError(
                    f"{who.name}: {strata[key].source} and {c.source} both give {' · '.join(key) or 'a total'}: name one of them"
                )
            strata[key] = c
    return found


def _shared(what: str, names: tuple[str, ...], found: list[dict[When, dict[Other, Strata]]]) -> When:
    """The kind, the first of which both have rows of one day, and the newest such day."""
    times = [{at for at, of in side.items() if any(all(key) for strata in of.values() for key in strata)} for side in found]
    if silent := [name for name, side in zip(names, times, strict=True) if not side]:
        raise WhereError(f"{silent[0]} gives no number of {what}")
    if not (both := times[0] & times[1]):
        said = [
            f"{name} a {KINDS[max(side)[0]]} {dates.on(max(side)[1].rpartition(' ')[2])}" for name, side in zip(names, times, strict=True)
        ]
        raise WhereError(f"the two give no numbers of {what} of one kind and day: {', '.join(said)}")
    return min(sorted(both, key=lambda at: at[1], reverse=True), key=lambda at: [*KINDS].index(at[0]))


def _chosen(names: tuple[str, ...], by: tuple[str, ...], one: dict[Other, Strata], two: dict[Other, Strata]) -> tuple[Other, Other]:
    """The values of the other dimensions of each side with which they share most rows, the same on both before different ones."""
    score = {(p, q): (sum(all(key) for key in one[p].keys() & two[q].keys()), p == q) for p in one for q in two}
    best = max(score.values())
    if not best[0]:
        raise WhereError(f"{names[0]} and {names[1]} give no number of the same {' and '.join(by)}")
    first, *more = (pair for pair, n in score.items() if n == best)
    if more:
        unlike = {name for mine, its in zip(first, more[0], strict=True) for (name, v), (_, w) in zip(mine, its, strict=True) if v != w}
        raise WhereError(f"the two share as many rows of several values of {join(sorted(unlike))}: ask for one of them")
    return first


def _aside(case: Case, of: dict[Other, Strata], taken: Other, elsewhere: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The numbers of a side that nothing was made of: rows of another day or kind alone, of other values, and totals of a part."""
    later = sorted(key for key in elsewhere - of[taken].keys() if all(key))
    told = [f"{spelled(len(later), 'row')} of another day or kind ({clip(', '.join(map(' · '.join, later)), 60)})"] if later else []
    for other, strata in of.items():
        unlike = [(name, v) for (name, v), (_, w) in zip(other, taken, strict=True) if v != w]
        labels = [case.dimension_label(name, v) if v else f"{case.dimension_label(name)} not stated" for name, v in unlike]
        parts = sum(any(key) and not all(key) for key in strata)
        if labels:
            told.append(f"{spelled(len(strata), 'number')} ({', '.join(labels)})")
        elif parts:
            told.append(f"{spelled(parts, 'total')} of a part")
    return tuple(told)
