"""TODO"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from discrepancy import dates
from discrepancy.basis.asked import basis_for
from discrepancy.basis.basis import Basis, ClaimError
from discrepancy.basis.counts import Figure
from discrepancy.basis.estimate import Estimate
from discrepancy.basis.speaks import speaks
from discrepancy.basis.standing import stands
from discrepancy.basis.steps import Step
from discrepancy.case.model import Case, Claim
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap, assemble, gap_on
from discrepancy.reading.phrase import read

__all__ = ["between", "explain", "pair"]


def explain(
    case: Case, a: str = "", b: str = "", measure: str = "", as_of: str = "", known_by: str = "", rule: str = "", **choices: Any
) -> Gap:
    """Split the gap between two figures into factors.

    Parameters
    ----------
    case : Case
    a, b : str
        A claim, a source or a group each; empty: the case's defaults.
    measure, as_of, known_by, rule : str
        Empty: the case's defaults, hindsight, the rule "hedge".  For two named claims `as_of` is the later of the days
        that they speak of, and `measure` theirs if it is the same.
    **choices
        width, timing, inferred, and a value for any declared dimension.

    Returns
    -------
    Gap

    Raises
    ------
    ClaimError
        If a side cannot speak, and why.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.explain(dc.load_case("dprk-kursk"), "ukraine", "south-korea")
    >>> gap
    <Gap 3,000 / 1,100 = ×2.7: retelling ×1, wording ×0.99, definition ×1, timing ×1.19, scope ×1, standing ×1, unexplained ×2.3>
    >>> gap.reconcilable
    {'statistical': False, 'admissible': True}
    """
    a, b = pair(case, a, b, measure, as_of, known_by, rule, **choices)
    named = [case.by_id[who] for who in (a, b) if who in case.by_id]
    if len(named) == 2:
        primaries = [case.primary_of(c) for c in named]
        measures = {c.measure for c in primaries}
        measure = measure or (measures.pop() if len(measures) == 1 else "")
        as_of = as_of or max(dates.middle(c.speaks_of) for c in primaries).isoformat()
    basis = basis_for(case, measure, as_of, known_by, rule, **choices)
    return gap_on(case, a, b, basis)


def pair(case: Case, a: str = "", b: str = "", *asked: str, **choices: Any) -> tuple[str, str]:
    """The two sides: as asked, else the case's defaults, else the first groups (or claims) that can speak."""
    a, b = a or case.defaults.get("a", ""), b or case.defaults.get("b", "")
    if a and b:
        return a, b
    basis = basis_for(case, *asked, **choices)
    found = [who for who in (a, b) if who]
    standing = [c for c in case.records if stands(case, c, basis)]
    for who in dict.fromkeys([*(c.group for c in standing), *(c.claim for c in standing if c.primary and c.measure == basis.measure)]):
        if len(found) == 2:
            break
        try:
            figure = speaks(case, who, basis)
        except ClaimError:
            continue
        if all(speaks(case, other, basis).claim is not figure.claim for other in found):
            found.append(who)
    if len(found) < 2:
        raise ClaimError(
            f"two figures of {case.measure_label(basis.measure)} are needed, and {len(found)} can be used on {basis.as_of}: "
            f"name a and b; the groups are {', '.join(case.by_group)}"
        )
    return (a or found[0 if not b else 1], b or found[1])


def between(a: str, b: str, rule: str = "", width: float = 1.0) -> Gap:
    """The gap between two printed phrases, without any case: only the wording can be set apart.

    Examples
    --------
    >>> between("already exceeded 3,000", "around 1,100").unexplained.multiplier.__round__(2)
    2.83
    """
    basis = Basis("count", date.today(), {}, "", rule or "hedge", width)
    sides = []
    for name, phrase in (("the first phrase", a), ("the second phrase", b)):
        reading = read(phrase, basis.rule, width)
        claim = Claim(
            **{k: "" for k in Claim.__dataclass_fields__}
            | {
                "claim": name,
                "statement": name,
                "primary": True,
                "wording": phrase,
                "dims": (),
                "low": None,
                "high": None,
                "level": None,
                "line": 0,
            }
        )
        figure = Figure((claim,), "count", reading, {name: reading.sd} if reading.sd else {})
        steps = {
            "definition": Step("definition", because="two phrases only: what they count is not given"),
            "timing": Step("timing", because="two phrases only: the days are not given"),
        }
        low, high = reading.bounds
        ln = lambda x: math.log(x) if 0 < x < math.inf else (-math.inf if x <= 0 else math.inf)
        sides.append(Side(name, name, figure, Estimate(figure, steps, reading.log, figure.terms, ln(low), ln(high), basis.as_of)))
    return assemble(None, *sides, basis, {})
