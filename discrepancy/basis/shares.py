"""TODO"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.asked import basis_for
from discrepancy.basis.basis import Basis
from discrepancy.basis.standing import stands
from discrepancy.case.model import Case, Claim

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["shares"]


def shares(case: Case, known_by: str = "", rule: str = "") -> pd.DataFrame:
    """Casualties against strength, statement by statement: each share with its own denominator, both uncertain.

    The two measures are those of ``[figures.share]`` in ``case.toml``; an empty frame where there are none.  The
    denominator is the newest one that the same source, else the same group, had given by then.

    Returns
    -------
    pandas.DataFrame
        ``day source name group part whole share low high denominator_day denominator_scope part_claim whole_claim url``.
    """
    import pandas as pd

    columns = [
        "day",
        "source",
        "name",
        "group",
        "part",
        "whole",
        "share",
        "low",
        "high",
        "denominator_day",
        "denominator_scope",
        "part_claim",
        "whole_claim",
        "url",
    ]
    spec = case.meta.get("figures", {}).get("share")
    if not spec:
        return pd.DataFrame(columns=columns)
    basis = basis_for(case, spec["part"], "", known_by, rule)
    rows = []
    for c in case.records:
        if (
            not c.primary
            or not stands(case, c, basis)
            or c.kind != "cumulative"
            or c.measure != spec["part"]
            or not basis.knows(c.known_from)
        ):
            continue
        if any(wanted and c.dimension(d) not in ("", wanted) for d, wanted in basis.dims.items()):
            continue
        whole = _denominator(case, c, spec["whole"], basis)
        if whole is None:
            continue
        p, w = c.reading(basis.rule), whole.reading(basis.rule)
        scope = next((case.dimension_label(d, v) for d, v in whole.dims if v and basis.dims.get(d)), "not stated of whom")
        rows.append(
            {
                "day": dates.middle(c.speaks_of),
                "source": c.source,
                "name": case.source_name(c.source),
                "group": c.group,
                "part": c.phrase,
                "whole": whole.phrase,
                "share": p.best / w.best,
                "low": p.low / w.high,
                "high": p.high / w.low,
                "denominator_day": whole.statement_date,
                "denominator_scope": scope,
                "part_claim": c.claim,
                "whole_claim": whole.claim,
                "url": c.url,
            }
        )
    return pd.DataFrame(rows, columns=columns).sort_values("day", kind="stable", ignore_index=True)


def _denominator(case: Case, claim: Claim, measure: str, basis: Basis) -> Claim | None:
    """The newest whole that the source, else its group, had given by the day of the claim; not of one contingent alone."""
    for claims in (case.by_source[claim.source], case.by_group[claim.group]):
        whole = [
            c
            for c in claims
            if c.primary
            and stands(case, c, basis)
            and c.measure == measure
            and c.kind == "cumulative"
            and basis.knows(c.known_from)
            and dates.last(c.statement_date) <= dates.last(claim.statement_date)
            and c.reading(basis.rule).value > claim.reading(basis.rule).value
        ]
        if whole:
            return max(whole, key=lambda c: (dates.last(c.statement_date), c.reading(basis.rule).value))
    return None
