"""A case → one measure against another, statement by statement, such as casualties against strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Group, Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["shares"]

COLUMNS = ["day", "source", "name", "group", "part", "whole", "share", "low", "high"]
COLUMNS += ["denominator_day", "denominator_scope", "part_claim", "whole_claim", "url"]


def shares(case: Case, known_by: str = "", rule: str = "") -> pd.DataFrame:
    """Each share of one measure in another with its own denominator, both uncertain.

    The two measures are those of ``[figures.share]`` in ``case.toml``; an empty frame where there are none.  The
    denominator is the newest one that the same source, else the same group, had given by then.

    Returns
    -------
    pandas.DataFrame
        ``day source name group part whole share low high denominator_day denominator_scope part_claim whole_claim url``.
    """
    import pandas as pd

    spec = case.meta.get("figures", {}).get("share")
    if not spec:
        return pd.DataFrame(columns=COLUMNS)
    standing = standing_for(case, spec["part"], "", known_by, rule)
    found = [(c, _denominator(standing, c, spec["whole"])) for c in standing.allowed("cumulative") if c.measure == spec["part"]]
    rows = [_row(standing, part, whole) for part, whole in found if whole]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("day", kind="stable", ignore_index=True)


def _row(standing: Standing, part: Claim, whole: Claim) -> dict:
    case, basis = standing.case, standing.basis
    p, w = basis.reading(part), basis.reading(whole)
    scope = next((case.dimension_label(d, v) for d, v in whole.dims if v and basis.dims.get(d)), "not stated of whom")
    return (
        {"day": dates.middle(part.speaks_of), "source": part.source, "name": case.source_name(part.source), "group": part.group}
        | {"part": part.phrase, "whole": whole.phrase, "share": p.best / w.best, "low": p.low / w.high, "high": p.high / w.low}
        | {"denominator_day": whole.statement_date, "denominator_scope": scope}
        | {"part_claim": part.claim, "whole_claim": whole.claim, "url": part.url}
    )


def _denominator(standing: Standing, claim: Claim, measure: str) -> Claim | None:
    """The newest whole that the source, else its group, had given by the day of the claim; not of one contingent alone."""
    value = lambda c: standing.basis.reading(c).value
    said = lambda c: dates.last(c.statement_date)
    for who in (Source(claim.source), Group(claim.group)):
        whole = [c for c in standing.of(who) if c.measure == measure and c.kind == "cumulative"]
        whole = [c for c in whole if said(c) <= said(claim) and value(c) > value(claim)]
        if whole:
            return max(whole, key=lambda c: (said(c), value(c)))
    return None
