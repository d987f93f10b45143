"""What somebody asked, a case's defaults and its newest statement → the basis, and what was in force on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from discrepancy import dates
from discrepancy.basis.basis import TIMINGS, Basis
from discrepancy.basis.meeting import meetings
from discrepancy.basis.standing import KINDS, Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import ClaimError, Speaker, said_by
from discrepancy.reading.reading import RULES
from discrepancy.reading.scale import SCALES


def standing_for(
    case: Case, measure: str = "", as_of: str | date = "", known_by: str = "", rule: str = "", sides: tuple[Speaker, ...] = (), **asked: Any
) -> Standing:
    """What was in force on the basis from what was asked, the case's defaults, and what was in force by the cut-off, in that order.

    Of two `sides` the measure, the kind and the day are chosen from their own figures. `asked` are width, timing, inferred, kind, and a
    value of any declared dimension. What is unknown is refused with a `ClaimError`, and so is a date that is none.

    >>> import discrepancy as dc
    >>> standing_for(dc.load_case("hurricane-maria")).basis.as_of.isoformat()
    '2018-12-31'
    """
    standing, day = standing_asked(case, measure, as_of, known_by, rule, sides, **asked)
    return _of_pair(standing, sides, day, strict=bool(as_of)) if sides else _of_all(standing, day)


def standing_asked(
    case: Case, measure: str = "", as_of: str | date = "", known_by: str = "", rule: str = "", sides: tuple[Speaker, ...] = (), **asked: Any
) -> tuple[Standing, date | None]:
    """The same before a kind and a day are chosen, and the day that was asked for, or is the case's own."""
    for name, value in (("as_of", as_of), ("known_by", known_by)):
        if value and isinstance(value, str) and not dates.is_date(value):
            raise ClaimError(f"{name} is {value!r}: write YYYY-MM-DD, YYYY-MM or YYYY")
    known = Standing(case, Basis("", date.max, known_by=str(known_by)))
    case = known.case
    if not case.records:
        raise ClaimError(f"nothing of the case {case.name} was known on {known_by}")
    choices = {f.name: asked.pop(f.name) for f in fields(Basis) if f.name in asked and f.name != "dims"}
    measure = measure or case.defaults.get("measure", "") or _most_said(known, sides)
    _one_of("measure", measure, case.measures)
    _one_of("rule", rule or "hedge", RULES)
    _one_of("timing", choices.get("timing") or "log-linear", TIMINGS)
    _one_of("kind", choices.get("kind", ""), ["", *KINDS])
    for name, value in asked.items():
        _one_of("dimension", name, case.dimensions)
        _one_of(name, value, ["", *case.dimensions[name]["labels"]])
    wanted = {name: asked.get(name, spec["basis"]) for name, spec in case.dimensions.items()}
    choices |= {"timing": choices.get("timing") or "log-linear", "scale": SCALES[case.measures[measure].scale]}
    standing = known.on(Basis(measure, date.max, wanted, known_by, rule or "hedge", **choices))
    given = as_of or case.defaults.get("as_of", "")
    return standing, dates.last(str(given)) if given else None


def _most_said(known: Standing, sides: tuple[Speaker, ...]) -> str:
    """The measure that most of the claims have: of both sides where they share one."""
    of = [Counter(c.measure for c in ([who] if isinstance(who, Claim) else said_by(known.case, who)) if known.stands(c)) for who in sides]
    shared = of[0] & of[1] if len(of) == 2 else None
    return (shared or Counter(c.measure for c in known.claims or known.case.records)).most_common(1)[0][0]


def _of_all(standing: Standing, day: date | None) -> Standing:
    """The kind and the period in which most sources speak, in the order of kinds, and the newest day of these."""
    claims = [c for c in standing.related(standing.claims) if c.kind in KINDS and not standing.why_not(c)]
    kinds: dict[tuple[str, tuple[str, str]], set[str]] = defaultdict(set)
    for c in claims:
        kinds[c.kind, standing.subject(c).period].add(c.source)
    order = lambda key: (min(len(kinds[key]), 2), -list(KINDS).index(key[0]), len(kinds[key]), key[1][1])
    kind, period = max(kinds, key=order, default=("cumulative", ("", "")))
    of_kind = [c for c in claims if c.kind == kind and standing.subject(c).period == period] or list(standing.claims)
    newest = max((dates.last(c.speaks_of) for c in of_kind), default=date.today())
    return standing.on(kind=kind, period=period if period[1] else (), as_of=day or newest)


def _of_pair(standing: Standing, sides: tuple[Speaker, ...], day: date | None, strict: bool) -> Standing:
    """The day on which two sides are compared: as asked; else the newest common one, by the case's own day if it has one."""
    if strict and day:
        return standing.on(as_of=day)
    found = meetings(standing.on(as_of=day or date.max), *sides)
    if not found:  # who cannot speak says why
        return standing.on(as_of=day or max((dates.last(c.speaks_of) for c in standing.claims), default=date.today()))
    if common := found[0].common or day:
        return standing.on(as_of=common)
    return standing.on(as_of=found[0].nearest, still="there is no day for which both have a figure")


def _one_of(what: str, value: str, allowed: Iterable[str]) -> None:
    allowed = [str(a) for a in allowed]
    if value not in allowed:
        close = get_close_matches(str(value), allowed, 1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise ClaimError(f"{what} is {value!r}: {hint}use one of {', '.join(a for a in allowed if a)}")
