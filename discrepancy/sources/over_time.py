"""Two sides → the gap between them on every day that matters, as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.case.model import Case
from discrepancy.case.who import Asked, ClaimError, said_by, spelling
from discrepancy.gap.explain import pair
from discrepancy.gap.gap import gap_on
from discrepancy.reading.scale import RATIO

if TYPE_CHECKING:
    import pandas as pd


def over_time(
    case: Case,
    a: Asked = "",
    b: Asked = "",
    measure: str = "",
    start: str = "",
    end: str = "",
    known_by: str = "",
    rule: str = "",
    **choices: Any,
) -> pd.DataFrame:
    """The printed ratio and the part not accounted for, week by week, and on every day that a statement moved it and the day before.

    A closed count, or that of a period, does not move with the day that is asked about: there each day is as known then.

    Returns
    -------
    pandas.DataFrame
        ``date ratio difference unexplained larger_over_smaller a b moved``: the printed ratio of a to b, or on a difference scale the
        printed difference, and what is not accounted for of it; the printed one as the larger over the smaller; the claims that speak on
        that day, and the claim that is new on it (""). ``attrs`` has the day of the basis and what the two are called.

    Raises
    ------
    ClaimError
        If the two sides can speak on no day of the span.

    Examples
    --------
    >>> import discrepancy as dc
    >>> dc.over_time(dc.load_case("dprk-kursk"), start="2024-12-23", end="2025-01-13")["ratio"].round(1).tolist()[:3]
    [2.7, 2.7, 2.7]
    """
    import pandas as pd

    one, two = pair(case, a, b, measure, "", known_by, rule, **choices)
    names = [repr(spelling(case, who)) for who in (one, two)]
    standing = standing_for(case, measure, "", known_by, rule, **choices)
    wanted = lambda c: c.primary and c.measure == standing.basis.measure and standing.stands(c)
    said = sorted({dates.last(c.statement_date) for who in (one, two) for c in said_by(standing.case, who) if wanted(c)})
    if not said:
        label = case.measure_label(standing.basis.measure)
        raise ClaimError(f"neither {names[0]} nor {names[1]} is a group or a source with figures of {label}")
    first = dates.first(start) if start else said[0]
    stop = dates.last(end) if end else said[-1]
    if known_by:
        stop = min(stop, dates.last(known_by))
    closed = standing.basis.kind in ("fixed", "period", "rate")
    known = [dates.last(c.published) for c in case.conversions if c.published and closed]
    moves = {d for d in (*said, *known) if first <= d <= stop}
    days = {first + timedelta(7 * i) for i in range((stop - first).days // 7 + 1)} | moves | {d - timedelta(1) for d in moves} | {stop}
    rows, before = [], {}
    for day in sorted(d for d in days if d >= first):
        try:
            gap = gap_on(standing.on(as_of=day, **({"known_by": day.isoformat()} if closed else {})), one, two)
        except ClaimError:
            continue
        now = {"a": gap.a.claim.claim, "b": gap.b.claim.claim}
        moved = [now[k] for k in now if before and now[k] != before[k]]
        apart = {"ratio": gap.ratio, "difference": None if gap.scale is RATIO else gap.total}
        apart |= {"unexplained": gap.scale.size(gap.unexplained.size)} | gap.larger(gap.total)
        rows.append({"date": day, **apart, **now, "moved": ", ".join(moved)})
        before = now
    if not rows:
        raise ClaimError(f"{names[0]} and {names[1]} can both speak on no day between {first} and {stop}")
    frame = pd.DataFrame(rows)
    frame.attrs |= {"as_known": closed, "names": (gap.a.called, gap.b.called), "day": standing.basis.as_of}
    return frame
