"""TODO"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.case.model import Claim
from discrepancy.reading.reading import Reading

KINDS = {"cumulative": "a total", "present": "a total", "period": "the count of a period", "rate": "a rate", "plan": "a plan"}


def covered(claim: Claim) -> str:
    if not claim.period_start:
        return ""
    return f" (from {dates.say(claim.period_start)} to {dates.say(claim.speaks_of)})"


def number(r: Reading) -> str:
    say = lambda x: f"{x:,.0f}" if float(x).is_integer() else f"{x:,g}"
    return f"{say(r.low)} to {say(r.high)}" if r.side in ("range", "vague") else say(r.value)
