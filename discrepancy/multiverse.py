"""The same gap under every defensible choice.

In goes a `Gap`; out comes one row a combination of choices: reading rule and width, derivation branch, timing rule,
and the ends of every conversion that was used.  The range of what remains is the headline; no row is the right one.
Specification curves: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .case import Case
from .gap import Gap, between, explain, gap_on
from .wording import READER_SIGMA

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["multiverse", "multiverse_of", "range_of"]

# Readers differ in width by a factor of 10^0.6 either way (one sd of the regression).
READINGS = (
    ("hedge", 1.0, "hedge"),
    ("hedge", 10**READER_SIGMA, "hedge, wide readers"),
    ("hedge", 10**-READER_SIGMA, "hedge, narrow readers"),
    ("granularity", 1.0, "granularity"),
    ("as-printed", 1.0, "as printed"),
)


def multiverse(case: Case, a: str = "", b: str = "", **asked: Any) -> pd.DataFrame:
    """The part not accounted for under every defensible choice; arguments as for `discrepancy.explain`.

    Examples
    --------
    >>> import discrepancy as dc
    >>> table = dc.multiverse(dc.load_case("dprk-kursk"), "ukraine", "south-korea")
    >>> f"{table.unexplained.min():.1f} to {table.unexplained.max():.1f}"
    '2.0 to 2.9'
    """
    return multiverse_of(explain(case, a, b, **asked)).copy()


@lru_cache(maxsize=256)
def range_of(gap: Gap) -> dict[str, float | int | None]:
    """What remains over every defensible choice: lowest, highest, default multiplier and the number of choices.

    Examples
    --------
    >>> import discrepancy as dc
    >>> ends = range_of(dc.explain(dc.load_case("dprk-kursk")))
    >>> f"{ends['lowest']:.1f} to {ends['highest']:.1f}, default {ends['default']:.1f}"
    '2.0 to 2.9, default 2.3'
    """
    if gap.ratio is None:
        return {"lowest": None, "highest": None, "default": None, "choices": 0}
    table = multiverse_of(gap)
    lowest, highest = (float(x) for x in (table["unexplained"].min(), table["unexplained"].max()))
    return {"lowest": lowest, "highest": highest, "default": gap.unexplained.multiplier, "choices": len(table)}


@lru_cache(maxsize=256)
def multiverse_of(gap: Gap) -> pd.DataFrame:
    """What remains of a gap under every defensible choice.

    Parameters
    ----------
    gap : Gap

    Returns
    -------
    pandas.DataFrame
        ``reading derivation timing conversion unexplained default``, lowest first; `default` marks the gap itself.
    """
    import pandas as pd

    rows = []
    derivations = (True, False) if gap.inferred else (gap.basis.inferred,)
    moved = any(s.estimate.steps["timing"].log for s in (gap.a, gap.b))
    timings = ("log-linear", "linear") if moved else (gap.basis.timing,)
    for (rule, width, label), inferred, timing in itertools.product(READINGS, derivations, timings):
        other = _again(gap, rule, width, inferred, timing)
        if other.unexplained.log is None:
            continue
        for word, log in _conversion_ends(other):
            rows.append(
                {
                    "reading": label,
                    "derivation": "as inferred" if inferred and gap.inferred else "as stated",
                    "timing": timing if moved else "no move",
                    "conversion": word,
                    "unexplained": math.exp(other.unexplained.log + log),
                    "default": rule == gap.basis.rule
                    and width == gap.basis.width
                    and inferred == gap.basis.inferred
                    and timing == gap.basis.timing
                    and not log,
                }
            )
    columns = ["reading", "derivation", "timing", "conversion", "unexplained", "default"]
    return pd.DataFrame(rows, columns=columns).sort_values("unexplained", ignore_index=True)


def _again(gap: Gap, rule: str, width: float, inferred: bool, timing: str) -> Gap:
    if gap.case is None:
        return between(gap.a.printed, gap.b.printed, rule, width)
    return gap_on(gap.case, gap.a.who, gap.b.who, replace(gap.basis, rule=rule, width=width, inferred=inferred, timing=timing))


def _conversion_ends(gap: Gap) -> list[tuple[str, float]]:
    """(which end, change of the remainder in logs): conversions at their cited value and at both cited bounds."""
    used = [f for f in gap.factors[2:-1] if _cited(gap, f.name) and f.log and f.low is not None and f.high is not None]
    ends = [("as cited", 0.0)]
    for f in used:
        if math.log(f.low) < f.log < math.log(f.high):
            ends += [(f"{f.name}: lowest cited", f.log - math.log(f.low)), (f"{f.name}: highest cited", f.log - math.log(f.high))]
    return ends


def _cited(gap: Gap, name: str) -> bool:
    """Whether a step rests on a conversion of the case; a source's own split has no other defensible value."""
    terms = [key for side in (gap.a, gap.b) for key in side.estimate.steps[name].terms]
    return any(key.startswith(("ratio ", "conversion ")) for key in terms)
