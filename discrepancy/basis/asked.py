"""What somebody asked, a case's defaults and its newest statement → the basis, and what was in force on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from discrepancy import dates
from discrepancy.basis.basis import TIMINGS, Basis, ClaimError
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case
from discrepancy.reading.reading import RULES

__all__ = ["standing_for"]


def standing_for(
    case: Case,
    measure: str = "",
    as_of: str | date = "",
    known_by: str = "",
    rule: str = "",
    width: float = 1.0,
    timing: str = "",
    inferred: bool = True,
    **dims: str,
) -> Standing:
    """What was in force on the basis from what was asked, the case's defaults, and what was in force by the cut-off, in that order.

    A measure, rule, timing, dimension or value that is unknown is refused with a `ClaimError`, and so is a date that is none.

    >>> import discrepancy as dc
    >>> standing_for(dc.load_case("hurricane-maria")).basis.as_of.isoformat()
    '2018-12-31'
    """
    for name, value in (("as_of", as_of), ("known_by", known_by)):
        if value and isinstance(value, str) and not dates.is_date(value):
            raise ClaimError(f"{name} is {value!r}: write YYYY-MM-DD, YYYY-MM or YYYY")
    measure = measure or case.defaults.get("measure", "")
    as_of = as_of or case.defaults.get("as_of", "")
    known = Standing(case, Basis("", date.max, known_by=known_by))
    if not measure or not as_of:
        claims = known.claims or [c for c in case.records if c.primary]
        measure = measure or Counter(c.measure for c in claims).most_common(1)[0][0]
        as_of = as_of or max((c.statement_date for c in claims), key=dates.last)
    _one_of("measure", measure, case.measures)
    _one_of("rule", rule or "hedge", RULES)
    _one_of("timing", timing or "log-linear", TIMINGS)
    for name, value in dims.items():
        _one_of("dimension", name, case.dimensions)
        _one_of(name, value, ["", *case.dimensions[name]["labels"]])
    wanted = {name: dims[name] if name in dims else spec["basis"] for name, spec in case.dimensions.items()}
    return known.on(Basis(measure, dates.last(str(as_of)), wanted, known_by, rule or "hedge", width, timing or "log-linear", inferred))


def _one_of(what: str, value: str, allowed: Iterable[str]) -> None:
    allowed = [str(a) for a in allowed]
    if value not in allowed:
        close = get_close_matches(str(value), allowed, 1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise ClaimError(f"{what} is {value!r}: {hint}use one of {', '.join(a for a in allowed if a)}")
