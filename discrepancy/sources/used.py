"""TODO"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.basis import Basis, ClaimError
from discrepancy.basis.estimate import Estimate, estimate
from discrepancy.basis.speaks import speaks
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import combine, spread
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Source
from discrepancy.sources.combined import Pooled
from discrepancy.sources.independence import origin_of

if TYPE_CHECKING:
    import pandas as pd

FIGURES = ["source", "name", "group", "role", "claim", "statement", "statement_date", "printed", "value", "estimate", "low", "high"]
FIGURES += ["open", "unmoved", "sd", "spread", "independent", "suspected", "pooled", "because", "also", "url"]


def usable(standing: Standing, source: str) -> Estimate | None:
    try:
        found = estimate(standing, speaks(standing, Source(source)))
    except ClaimError:
        return None
    return found if math.isfinite(found.log) else None  # a count of 0 is shown elsewhere and never divided by


def figure(standing: Standing, source: str, e: Estimate, assigned: float | None, suspected: set[str], unmoved: bool) -> dict:
    case = standing.case
    r, claim = e.figure.reading, e.figure.claim
    moved = math.exp(e.log - r.log)
    steps = combine(*((1, s.terms) for s in e.steps.values()))
    sd = spread(combine((1, steps), (1, {"assigned": assigned}))) if assigned else e.sd if e.figure.terms else None
    whose = "assigned" if assigned else "" if sd is None else "stated" if claim.level is not None else "words"
    origin, ground = origin_of(standing, e.figure)
    derived = origin and f"{_TAKEN[ground]} from the statement of {case.source_name(origin.source)} of {dates.say(origin.statement_date)}"
    # A dimension that is not stated is no known difference: a remark says so.
    still = [name for name, s in e.steps.items() if not s.accounted and not s.because.startswith("not stated")]
    because = ""
    if derived:
        because = derived
    elif sd is None:
        because = "no spread is stated or carried by its words"
    elif still and not unmoved:
        because = f"not brought to the basis: {_unmoved(e, still)}"
    low, high = r.bounds
    return {
        "source": source,
        "name": case.source_name(source),
        "group": case.group_of(source),
        "role": case.role_of(source),
        "claim": claim.claim,
        "statement": claim.statement,
        "statement_date": claim.statement_date,
        "printed": e.figure.printed,
        "value": r.value,
        "estimate": r.best * moved,
        "low": low * moved,
        "high": high * moved,
        "open": r.open,
        "unmoved": _unmoved(e, still),
        "sd": math.nan if sd is None else sd,
        "spread": whose,
        "independent": not derived,
        "suspected": claim.statement in suspected,
        "pooled": not because,
        "because": because,
        "also": _also(standing, claim),
        "url": claim.url,
    }


def _also(standing: Standing, claim: Claim) -> tuple[tuple[str, str, float], ...]:
    """What the source gave for the same day at other values of a dimension that the basis leaves open: (printed, value, number)."""
    case, basis = standing.case, standing.basis
    open_ = [name for name, wanted in basis.dims.items() if not wanted and claim.dimension(name)]
    others = [c for c in case.by_source[claim.source] if c.measure == claim.measure and c.speaks_of == claim.speaks_of]
    return tuple(
        (c.phrase, case.dimension_label(name, c.dimension(name)), basis.reading(c).value)
        for name in open_
        for c in others
        if c.dimension(name) not in ("", claim.dimension(name)) and not standing.why_not(c)
    )


def _unmoved(e: Estimate, still: list[str]) -> str:
    return "; ".join(f"{name}, {e.steps[name].because.partition(':')[0]}" for name in still)


_TAKEN = {"stated": "taken", "inferred": "inferred to be taken"}


def not_pooled(figures: pd.DataFrame, basis: Basis) -> str:
    """Why the figures cannot bear a pooled value; empty if they can."""
    n = int(figures["pooled"].sum())
    if n >= 2:
        return ""
    if figures.empty:
        return f"no source has a usable figure on {dates.say(basis.as_of)}."
    counts = figures.loc[~figures["pooled"], "because"].map(_reason_kind).value_counts()
    reasons = "; ".join(f"{_FEW.get(k, f'{k:,}')} {why}" for why, k in counts.items())
    have = "no independent figure" if n == 0 else "only one independent figure"
    return f"{have} with a spread stands on the basis, and it takes two: of {len(figures)} usable figures, {reasons}."


_FEW = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def _reason_kind(because: str) -> str:
    if because.startswith("no spread"):
        return "with no spread stated or carried by its words"
    return "not brought to the basis by the record" if because.startswith("not brought") else "taken from another source"


def remarks_on(estimates: list[Estimate], case: Case, used: pd.DataFrame, pooled: Pooled, basis: Basis):
    """What the pooled value takes for granted, as far as it can be seen."""
    n = len(used)
    if n == 2:
        yield "Two figures cannot show how much a third would differ: no prediction interval is given."
    if open_ := int((used["open"] != "none").sum()):
        yield f"Limits by their words, {open_} of {n}, are pooled as the numbers that readers take them for."
    if shared := _shared(estimates):
        yield f"Of the {n} figures {shared} rest on an assumption that another rests on too, so that their errors are not independent."
    for name, wanted in basis.dims.items():
        values = [e.figure.claim.dimension(name) for e in estimates]
        if not wanted and len({*values} - {""}) > 1:
            yield f"They differ in {case.dimension_label(name)}, which the basis leaves open."
        if wanted and "" in values:
            yield f"Of the {n} figures {values.count('')} do not state {case.dimension_label(name)}."
    if used["suspected"].any():
        yield f"Of the {n} figures {int(used['suspected'].sum())} may repeat another source's; the table shows the value without."
    if pooled.birge > 2:
        yield (
            f"They differ {pooled.birge:.1f} times as much as their spreads allow (Birge ratio): what separates them is not in the "
            "spreads, and a pooled value does not explain it."
        )


def _shared(estimates: list[Estimate]) -> int:
    """Figures that share an assumption with another."""
    keys = [set(combine(*((1, s.terms) for s in e.steps.values()))) for e in estimates]
    return sum(any(a & b for j, b in enumerate(keys) if i != j) for i, a in enumerate(keys))
