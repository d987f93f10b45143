"""Claims → estimates on one basis: measure, as-of date, declared dimensions.

In goes a `Case` and the basis; out come estimates that can be compared, each with the steps that brought
it there.  A step is a factor with its spread, its hard bounds, what it rests on and why; a step that the
record does not support is ×1 and says "not accounted for".

Spreads are kept as ``terms``: {claim or assumption: sd in logs, signed}, so that what two estimates share
cancels between them.  All arithmetic is in natural logs and closed form (docs/method.md).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy.basis.asked import basis_for
from discrepancy.basis.basis import Basis, ClaimError
from discrepancy.basis.estimate import estimate
from discrepancy.basis.speaks import speaks
from discrepancy.case.model import Case
from discrepancy.saying.numbers import times

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["normalize"]


def normalize(case: Case, measure: str = "", as_of: str = "", known_by: str = "", rule: str = "", **choices) -> pd.DataFrame:
    """Every source's figure on one basis; sources without a usable figure stay, with the reason.

    Parameters
    ----------
    case : Case
    measure, as_of, known_by, rule : str
        Empty: the case's defaults, hindsight, the rule "hedge".
    **choices
        width, timing, inferred, and a value for any declared dimension.

    Returns
    -------
    pandas.DataFrame
        One row a source, highest estimate first: ``source name group role claim statement statement_date speaks_of
        day_stated printed value low best high open`` (the figure as read, persons), ``definition timing`` and one
        column a declared dimension (multipliers), ``estimate estimate_low estimate_high`` (persons, on the basis;
        bounds as read), ``estimate_open``, ``inferred``, ``usable``, ``because`` (each step in words, or why the source has
        no usable figure), ``url``.

    Raises
    ------
    ClaimError
        For a measure, date, rule or dimension value that the case does not have.

    Examples
    --------
    >>> import discrepancy as dc
    >>> est = dc.normalize(dc.load_case("hurricane-maria"), as_of="2018-12-31")
    >>> est.loc[est.usable, "source"].is_unique
    True
    """
    import pandas as pd

    basis = basis_for(case, measure, as_of, known_by, rule, **choices)
    related = case.related[basis.measure]
    rows = [_row(case, source, basis) for source, claims in case.by_source.items() if any(c.measure in related for c in claims)]
    columns = [*_ROW, "definition", "timing", *basis.dims, *_RESULT]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["usable", "estimate"], ascending=False, kind="stable", ignore_index=True)


_ROW = [
    "source",
    "name",
    "group",
    "role",
    "claim",
    "statement",
    "statement_date",
    "speaks_of",
    "day_stated",
    "printed",
    "value",
    "low",
    "best",
    "high",
    "open",
]
_RESULT = ["estimate", "estimate_low", "estimate_high", "estimate_open", "inferred", "usable", "because", "url"]


def _row(case: Case, source: str, basis: Basis) -> dict:
    who = {"source": source, "name": case.source_name(source), "group": case.group_of(source), "role": case.role_of(source)}
    try:
        figure = speaks(case, source, basis)
    except ClaimError as error:
        return who | {"usable": False, "because": str(error).split(": ", 1)[1], "inferred": False, "printed": "", "url": ""}
    e = estimate(case, figure, basis)
    r, claim = figure.reading, figure.claim
    factor = math.exp(e.log - r.log) if r.best > 0 else 1.0
    return (
        who
        | {
            "claim": claim.claim,
            "statement": claim.statement,
            "statement_date": claim.statement_date,
            "speaks_of": e.as_of.isoformat(),
            "day_stated": bool(claim.as_of),
            "printed": figure.printed,
            "value": r.value,
            "low": r.low,
            "best": r.best,
            "high": r.high,
            "open": r.open,
            "estimate": r.best * factor,
            "estimate_low": r.low * factor,
            "estimate_high": r.high * factor,
            "estimate_open": r.open,
            "inferred": e.inferred,
            "usable": True,
            "url": claim.url,
            "because": "; ".join(f"{s.name} {times(s.multiplier)}: {s.because}" for s in e.steps.values()),
        }
        | {name: s.multiplier for name, s in e.steps.items()}
    )
