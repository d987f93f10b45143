"""TODO"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.basis.asked import basis_for
from discrepancy.basis.basis import ClaimError
from discrepancy.basis.standing import stands
from discrepancy.case.model import Case
from discrepancy.gap.explain import explain, pair

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["over_time"]


def over_time(
    case: Case,
    a: str = "",
    b: str = "",
    measure: str = "",
    start: str = "",
    end: str = "",
    known_by: str = "",
    rule: str = "",
    **choices: Any,
) -> pd.DataFrame:
    """The printed ratio and the part not accounted for, week by week and on every day that a statement moved it.

    Returns
    -------
    pandas.DataFrame
        ``date ratio unexplained a b moved``: the claims that speak on that day, and the claim that is new on it ("").

    Raises
    ------
    ClaimError
        If the two sides can speak on no day of the span.
    """
    import pandas as pd

    a, b = pair(case, a, b, measure, "", known_by, rule, **choices)
    basis = basis_for(case, measure, "", known_by, rule, **choices)
    said = sorted(
        {
            dates.last(c.statement_date)
            for who in (a, b)
            for c in case.by_group.get(who) or case.by_source.get(who) or ()
            if c.primary and c.measure == basis.measure and stands(case, c, basis)
        }
    )
    if not said:
        raise ClaimError(f"neither {a!r} nor {b!r} is a group or a source with figures of {case.measure_label(basis.measure)}")
    first = dates.first(start) if start else said[0]
    stop = dates.last(end) if end else max(said)
    if known_by:
        stop = min(stop, dates.last(known_by))
    days = {first + timedelta(7 * i) for i in range((stop - first).days // 7 + 1)} | {d for d in said if first <= d <= stop} | {stop}
    rows, before = [], {}
    for day in sorted(days):
        try:
            gap = explain(case, a, b, measure, day.isoformat(), known_by, rule, **choices)
        except ClaimError:
            continue
        now = {"a": gap.a.claim.claim, "b": gap.b.claim.claim}
        moved = [now[k] for k in now if before and now[k] != before[k]]
        rows.append({"date": day, "ratio": gap.ratio, "unexplained": gap.unexplained.multiplier, **now, "moved": ", ".join(moved)})
        before = now
    if not rows:
        raise ClaimError(f"{a!r} and {b!r} can both speak on no day between {first} and {stop}")
    return pd.DataFrame(rows)
