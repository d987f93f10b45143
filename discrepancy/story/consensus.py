"""TODO"""

from __future__ import annotations

import math

from discrepancy import dates
from discrepancy.saying.display import teller
from discrepancy.saying.numbers import number, spelled, times
from discrepancy.saying.text import cap, join, stops
from discrepancy.sources.consensus import Consensus
from discrepancy.sources.independence import Independence


@teller(Consensus)
def consensus_story(found: Consensus, seen: Independence | None = None) -> list[tuple[str, str]]:
    """What many sources support together, in paragraphs: the range, the agreeing set, who repeats whom, the pooled value if asked.

    Parameters
    ----------
    found : Consensus
    seen : Independence, optional
        Of more statements than those until the day of the basis.

    Examples
    --------
    >>> import discrepancy as dc
    >>> consensus_story(dc.pool(dc.load_case("hurricane-maria")))[0][0]
    'Four sources, on one basis, run from about 1,100 to about 4,600'
    """
    paragraphs = [
        (many(found), _range_of_all(found)),
        ("What the words allow", _agreeing(found)),
        ("Who repeats whom", repeating(seen or found.independence)),
    ]
    paragraphs += [("The pooled value", _pooled(found))] if found.method else []
    return [(heading, stops(text)) for heading, text in paragraphs]


def many(found: Consensus) -> str:
    """How many sources, and from where to where their figures run."""
    f = found.figures
    if f.empty:
        return "No source has a usable figure on this basis"
    low, high = number(f["estimate"].iloc[-1]), number(f["estimate"].iloc[0])
    if len(f) == 1:
        return f"One source has a usable figure: about {high}"
    return f"{cap(spelled(len(f)))} sources, on one basis, run from about {low} to about {high}"


def _range_of_all(found: Consensus) -> str:
    f, day = found.figures, dates.on(found.basis.as_of)
    if f.empty:
        return f"{cap(day)}, no source has a usable figure."
    hi, lo = f.iloc[0], f.iloc[-1]
    if len(f) == 1:
        return f"{cap(day)}, one source has a usable figure: about {number(hi['estimate'])} ({hi['name']})."
    ends = f"from about {number(lo['estimate'])} ({lo['name']}) to about {number(hi['estimate'])} ({hi['name']})"
    text = f"{cap(day)}, figures of {spelled(len(f))} sources run {ends}, {times(hi['estimate'] / lo['estimate'])} apart."
    if still := int((f["unmoved"] != "").sum()):
        whose = "All" if still == len(f) else f"{cap(spelled(still))} of them"
        text += f" {whose} stand{'s' if still == 1 else ''} as printed: the record does not bring {'it' if still == 1 else 'them'} to that day and basis."
    for name, also in zip(f["name"], f["also"], strict=True):
        if also:
            text += f" {cap(name)} also gave {join([f'“{printed}” ({value})' for printed, value, _ in also])}, which the basis leaves open."
    return text


def _agreeing(found: Consensus) -> str:
    f, sets = found.figures, found.agreement
    k = int((f["independent"] & (f["open"] != "both")).sum())
    if k < 2:
        return "Fewer than two independent figures set a limit: nothing can agree."
    if sets[0][0].size < 2:
        return f"By their words, no two of the {spelled(k)} independent figures that set a limit allow a common number."
    names = dict(zip(found.figures["source"], found.figures["name"], strict=True))
    parts = [f"{allowed(a.low, a.high)} ({'; '.join(names[s] for s in who)})" for a, who in sets]
    also = f" As many allow {'; or '.join(parts[1:])}." if len(parts) > 1 else ""
    lead = f"The words of {spelled(sets[0][0].size)} of the {spelled(k)} independent figures that set a limit allow a common number: {parts[0]}.{also}"
    return f"{lead} That words allow a number is no sign that it is right."


def allowed(low: float, high: float) -> str:
    """Bounds in words: from 3,000 upwards.

    Examples
    --------
    >>> allowed(3000, math.inf), allowed(0, 900), allowed(836, 1544), allowed(1139, 1139), allowed(0, math.inf)
    ('3,000 or more', 'up to 900', '836 to 1,544', '1,139', 'no limit')
    """
    say = lambda x: number(x, 0 if abs(x - round(x)) < 1e-6 else 2)
    if low <= 0:
        return "no limit" if math.isinf(high) else f"up to {say(high)}"
    if math.isinf(high):
        return f"{say(low)} or more"
    return say(low) if say(low) == say(high) else f"{say(low)} to {say(high)}"


@teller(Independence)
def repeating(seen: Independence) -> str:
    """How many sources have a figure of their own, and what is only suspected."""
    n, own, unlike = len(seen.sources), len(seen.independent), len(seen.unlike)
    if n < 2:
        return "One source printed figures of this measure." if n else "No source printed a figure of this measure."
    each = (
        "each at least one that is not known to be another's"
        if own == n
        else f"{spelled(own)} of them at least one that is not known to be another's"
    )
    text = f"{cap(spelled(n))} sources printed figures of this measure, {each}."
    if (seen.edges["basis"] == "suspected").any():
        remain = f"{spelled(unlike)} would remain with one of their own" if unlike < own else "that number would stay the same"
        text += (
            f" If every like number within {seen.near} days were a repetition, {remain}. This is suspected and not known: chance and a common "
            "origin look the same."
        )
    return text


def _pooled(found: Consensus) -> str:
    if found.refused:
        return f"No pooled value: {found.refused}"
    p = found.pooled.to_dict()
    n = p["count"]
    name = {"equal": "with equal effects"}.get(found.method, f"with {found.method}")
    text = (
        f"Pooled {name} over {spelled(p['k'])} independent figures: about {number(n['best'])} ({number(n['low'])} to {number(n['high'])}, if the "
        f"stated assumptions hold)."
    )
    if "prediction_low" in n:
        text += (
            f" A further source of the same kind could be anywhere from {number(n['prediction_low'])} to {number(n['prediction_high'])}."
        )
    return " ".join([text, *found.remarks, "It is what these figures give together, and no finding of its own."])
