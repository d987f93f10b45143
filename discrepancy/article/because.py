"""Why a number of an article got its verdicts: one sentence, with the statement's own words and day.

In go the number, its `Fit` and the verdicts; out comes the sentence.  What is no difference of the number, and yet to be known, stands in
it, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from discrepancy import dates
from discrepancy.article.fit import SUM, Fit, Record, side
from discrepancy.article.told import Told
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading
from discrepancy.retelling import SIDES
from discrepancy.saying.text import cap, clean

_KINDS = {"cumulative": "a total", "present": "a total", "period": "the count of a period", "rate": "a rate", "plan": "a plan"}


def because(record: Record, told: Told, fit: Fit, verdicts: Sequence[str], newer: Claim | None, also: Sequence[Claim]) -> str:
    """What differs from the statement that a number retells."""
    claim, held, label = fit.claim, fit.claim.reading(), record.case.measure_label
    told_as, held_as = (SIDES[side(r)] for r in (told.reading, held))
    differs = {
        "hedge_flipped": lambda: f"the text has {told_as} where this is {held_as}",
        "hedge_dropped": lambda: f"the text has a plain number where this is {held_as}",
        "measure_changed": lambda: f"the text counts {label(told.measure)}, not {label(claim.measure)}",
        "period_changed": lambda: f"the text tells {_KINDS[told.kind]} where this is {_KINDS[claim.kind]}{_covered(claim)}",
        "number_changed": lambda: f"the text has {_number(told.reading)} where this has {_number(held)}",
        "source_changed": lambda: f"the text names {clean(told.named, 60)}",
    }
    parts = [cap(_said(record, claim)), *(say() for verdict, say in differs.items() if verdict in verdicts), *_asides(record, told, fit)]
    if newer:
        parts.append(f"a newer figure exists: {_said(record, newer)}")
    parts += [f"also: {_said(record, c)}, {SIDES[side(c.reading())]}" for c in also if side(c.reading()) != side(told.reading)]
    return "; ".join(parts) + "."


def because_merged(record: Record, low: Claim, high: Claim) -> str:
    """Whose two numbers became one range."""
    return f"{cap(_said(record, low))}, and {_said(record, high)}; the text makes one range of the two."


def because_unknown(record: Record, told: Told) -> str:
    """Why nothing stands beside a number."""
    if whom := record.others(told):
        measure = record.case.measures.get(told.measure)
        return f"The text counts {clean(whom, 60)}; the record is of {(measure.noun or measure.label) if measure else record.case.title}."
    return f"The record, as known {dates.on(record.day)}, holds no such figure."


def _said(record: Record, claim: Claim) -> str:
    """ "Ukraine's president said on 23 December 2024 “…” (in English: “…”)"."""
    english = f" (in English: “{clean(claim.english, 120)}”)" if claim.english else ""
    return f"{record.case.source_name(claim.source)} said {dates.on(claim.statement_date)} “{clean(claim.wording, 160)}”{english}"


def _asides(record: Record, told: Told, fit: Fit) -> list[str]:
    """What is no difference of the number, and yet to be known."""
    case, claim, asides = record.case, fit.claim, []
    if fit.number == SUM:
        asides.append("the number is the sum of the parts that this statement gives")
    if told.measure and told.measure != claim.measure and record.related(told.measure, claim.measure) == 1.5:
        asides.append(f"the text says “{case.measure_label(told.measure)}”, this “{case.measure_label(claim.measure)}”")
    told_as, held_as = side(told.reading), side(claim.reading())
    if held_as == "plain" and told_as != "plain":
        asides.append(f"the text makes a plain number {SIDES[told_as]}")
    for dimension, value in told.where.items():
        own = claim.dimension(dimension)
        if own and own != value:
            name = case.dimension_label
            asides.append(f"it was said of “{name(dimension, own)}”, the text has “{name(dimension, value)}”")
    if origins := case.by_statement.get(claim.derived_from):
        verb = "repeats" if claim.derived_basis == "stated" else "may repeat"
        asides.append(f"it {verb} what {case.source_name(origins[0].source)} said {dates.on(origins[0].statement_date)}")
    return asides


def _covered(claim: Claim) -> str:
    return f" (from {dates.say(claim.period_start)} to {dates.say(claim.speaks_of)})" if claim.period_start else ""


def _number(r: Reading) -> str:
    say = lambda x: f"{x:,.0f}" if float(x).is_integer() else f"{x:,g}"
    return f"{say(r.low)} to {say(r.high)}" if r.side in ("range", "vague") else say(r.value)
