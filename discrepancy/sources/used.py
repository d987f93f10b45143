"""Sources and a basis → a row for the figure that each gives, whether it can be pooled, and what a pooled value takes for granted.

A figure can be pooled if it is the source's own, has a spread (stated, of its words, or assigned by the reader), and the record
brings it to the basis.  Spreads are in the coordinate of the scale.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.basis.estimate import Estimate, estimate
from discrepancy.basis.speaks import NoFigure, speaks
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import combine, spread
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Source
from discrepancy.reading.scale import Scale
from discrepancy.saying.numbers import spelled
from discrepancy.saying.text import cap
from discrepancy.sources.combined import Pooled, combined
from discrepancy.sources.independence import origin_of
from discrepancy.sources.normalize import numbers, who

FIGURES = (
    "source name group role claim statement statement_date printed value estimate low high open unmoved sd spread independent suspected "
    "pooled because also url"
).split()
TAKEN = {"stated": "taken", "inferred": "inferred to be taken"}


def usable(standing: Standing, source: str) -> Estimate | None:
    """A source's figure brought to the basis; None where it gives none, or a count of 0, which is shown elsewhere and never divided by."""
    try:
        found = estimate(standing, speaks(standing, Source(source)))
    except NoFigure:
        return None
    return found if math.isfinite(found.at) else None


def row_of(standing: Standing, source: str, e: Estimate, assigned: float | None, suspected: set[str], unmoved: bool) -> dict:
    """A row of `Consensus.figures`."""
    case, dims = standing.case, standing.basis.dims
    r, claim = e.figure.reading, e.figure.claim
    scale, (low, high) = e.scale, r.bounds
    step = e.at - scale.at(r.best)
    moved = lambda x: scale.number(scale.at(x) + step) if step else float(x)
    sd = math.hypot(spread(_assumptions(e)), assigned) if assigned else e.sd if e.figure.terms else None
    origin, ground = origin_of(standing, e.figure)
    # A dimension that is not stated is no known difference: a remark says so.
    still = [s for name, s in e.steps.items() if not s.accounted and (name not in dims or claim.dimension(name))]
    known = "; ".join(f"{case.dimension_label(s.name)}, {s.known or s.because}" for s in still)
    because = ""
    if origin:
        because = f"{TAKEN[ground]} from the statement of {case.source_name(origin.source)} of {dates.say(origin.statement_date)}"
    elif sd is None:
        because = "no spread is stated or carried by its words"
    elif still and not unmoved:
        because = f"not brought to the basis: {known}"
    said = {name: getattr(claim, name) for name in ("claim", "statement", "statement_date", "url")}
    on_basis = {"estimate": moved(r.best), "low": moved(low), "high": moved(high)}
    return {
        **who(case, source),
        **said,
        **numbers(r),
        **on_basis,
        "printed": e.figure.printed,
        "unmoved": known,
        "sd": math.nan if sd is None else sd,
        "spread": "assigned" if assigned else "" if sd is None else "stated" if claim.stated else "words",
        "independent": origin is None,
        "suspected": claim.statement in suspected,
        "pooled": not because,
        "because": because,
        "also": _also(standing, claim),
    }


def _assumptions(e: Estimate) -> dict:
    """What the steps rest on, with their spreads."""
    return combine(*((1, s.terms) for s in e.steps.values()))


def _also(standing: Standing, claim: Claim) -> tuple[tuple[str, str, float], ...]:
    """What the source gave for the same day at other values of a dimension that the basis leaves open: (printed, value, number)."""
    case, basis = standing.case, standing.basis
    open_ = [name for name, wanted in basis.dims.items() if not wanted and claim.dimension(name)]
    others = [c for c in case.by_source[claim.source] if c.measure == claim.measure and c.speaks_of == claim.speaks_of]
    return tuple(
        (c.quoted, case.dimension_label(name, c.dimension(name)), basis.reading(c).value)
        for name in open_
        for c in others
        if c.dimension(name) not in ("", claim.dimension(name)) and not standing.why_not(c)
    )


def pooled_value(used: list[dict], method: str, interval: str, scale: Scale) -> Pooled:
    """The value that figures with a spread give together."""
    return combined([scale.at(r["estimate"]) for r in used], [r["sd"] ** 2 for r in used], method, interval, scale)


def not_pooled(rows: list[dict], basis: Basis) -> str:
    """Why the figures cannot bear a pooled value; empty if they can."""
    n = sum(r["pooled"] for r in rows)
    if n >= 2:
        return ""
    if not rows:
        return f"no source has a usable figure on {dates.say(basis.as_of)}."
    left_out = Counter(_why_left_out(r) for r in rows if not r["pooled"])
    reasons = "; ".join(f"{spelled(k)} {'is' if k == 1 else 'are'} {why}" for why, k in left_out.most_common())
    have = "no independent figure" if n == 0 else "only one independent figure"
    others = f": of {spelled(len(rows), 'usable figure')}, {reasons}" if reasons else ""
    return f"{have} with a spread stands on the basis, and it takes two{others}."


def _why_left_out(row: dict) -> str:
    if not row["independent"]:
        return "taken from another source"
    return "without a spread that is stated or in the words" if math.isnan(row["sd"]) else "not brought to the basis by the record"


def remarks_on(estimates: list[Estimate], case: Case, used: list[dict], pooled: Pooled, basis: Basis) -> Iterator[str]:
    """What the pooled value takes for granted, as far as it can be seen."""
    n = len(used)
    if n == 2:
        yield "Two figures cannot show how much a third would differ: no prediction interval is given."
    if open_ := sum(r["open"] != "none" for r in used):
        whose, taken = "All" if open_ == n else cap(spelled(open_)), "a limit" if open_ == 1 else "limits"
        yield f"{whose} of the {spelled(n)} figures give {taken} by their words, pooled as what readers take for the number."
    keys = [set(_assumptions(e)) for e in estimates]
    rests = Counter(key for own in keys for key in own)
    if shared := sum(any(rests[key] > 1 for key in own) for own in keys):
        yield f"Of the {n} figures {shared} rest on an assumption that another rests on too, so that their errors are not independent."
    for name, wanted in basis.dims.items():
        values = [e.figure.claim.dimension(name) for e in estimates]
        if not wanted and len({*values} - {""}) > 1:
            yield f"They differ in {case.dimension_label(name)}, which the basis leaves open."
        if wanted and "" in values:
            yield f"Of the {n} figures {values.count('')} do not state {case.dimension_label(name)}."
    if suspected := sum(r["suspected"] for r in used):
        yield f"Of the {n} figures {suspected} may repeat another source's; the table shows the value without."
    if pooled.birge > 2:
        yield (
            f"They differ {pooled.birge:.1f} times as much as their spreads allow (Birge ratio): what separates them is not in the "
            "spreads, and a pooled value does not explain it."
        )
