"""What many sources support on one day → sentences: the range, the agreeing set, who repeats whom, and a pooled value if asked."""

from __future__ import annotations

import math

from discrepancy import dates
from discrepancy.saying.numbers import printed, quantity, quantity_to, spelled
from discrepancy.saying.telling import teller
from discrepancy.saying.text import cap, join, some
from discrepancy.sources.consensus import Consensus
from discrepancy.sources.independence import Independence
from discrepancy.story.sizes import Sizes
from discrepancy.story.words import WHERE, still_apart, stops

SETS = 6  # that agree and are as large, told with their sources


@teller(Consensus)
def consensus_story(found: Consensus, seen: Independence | None = None) -> list[tuple[str, str]]:
    """What many sources support together, in paragraphs: the range, the agreeing set, who repeats whom, the pooled value if asked.

    `seen` may be of more statements than those until the day of the basis.

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
    rows = found.rows
    if not rows:
        return "No source has a usable figure on this basis"
    high, low = (_about(found, row) for row in (rows[0], rows[-1]))
    if len(rows) == 1:
        return f"One source has a usable figure: about {high}"
    return f"{cap(spelled(len(rows)))} sources, {WHERE[bool(found.left_open)]}, run from about {low} to about {high}"


def _range_of_all(found: Consensus) -> str:
    rows, day = found.rows, cap(dates.on(found.basis.as_of))
    if not rows:
        return f"{day}, no source has a usable figure."
    hi, lo, sizes = rows[0], rows[-1], _sizes(found, rows)
    say = lambda row: f"about {_about(found, row)} ({row['name']})"
    if len(rows) == 1:
        return f"{day}, one source has a usable figure: {say(hi)}."
    apart = sizes.apart(sizes.scale.step(lo["estimate"], hi["estimate"]))
    text = f"{day}, figures of {spelled(len(rows))} sources run from {say(lo)} to {say(hi)}, {apart} apart."
    text += still_apart(found.left_open)
    if still := sum(row["unmoved"] != "" for row in rows):
        whose = "All" if still == len(rows) else f"{cap(spelled(still))} of them"
        stand, them = ("stands", "it") if still == 1 else ("stand", "them")
        text += f" {whose} {stand} as printed: the record does not bring {them} to that day and basis."
    for row in rows:
        if row["also"]:
            printed = join([f"{printed} ({value})" for printed, value, _ in row["also"]])
            text += f" {cap(row['name'])} also gave {printed}, which the basis leaves open."
    return text


def _agreeing(found: Consensus) -> str:
    rows, sets = found.rows, found.agreement
    k = sum(row["independent"] and row["open"] != "both" for row in rows)
    if k < 2:
        return "Fewer than two independent figures set a limit: nothing can agree."
    if sets[0][0].size < 2:
        return f"The words of {'the two' if k == 2 else 'no two of the ' + spelled(k)} independent figures allow {'no' if k == 2 else 'a'} common number."
    of = {row["source"]: row for row in rows}
    say = lambda a, sizes: allowed(a.low, a.high, sizes.unit, sizes.grain / 10)
    first, *others = [f"{say(a, _sizes(found, [of[s] for s in who]))} ({some([of[s]['name'] for s in who])})" for a, who in sets[:SETS]]
    more = [f"one of {spelled(len(sets) - SETS)} other spans"] * (len(sets) > SETS)
    also = f" As many allow {'; or '.join([*others, *more])}." if others else ""
    lead = f"The words of {spelled(sets[0][0].size)} of the {spelled(k)} independent figures that set a limit allow a common number: {first}.{also}"
    return f"{lead} That words allow a number is no sign that it is right."


def _sizes(found: Consensus, rows: list[dict]) -> Sizes:
    """The scale and the unit of the measure, and the finest digit that one of these printed in that unit."""
    grains = [found.case.by_id[row["claim"]].reading().grain for row in rows]
    return Sizes(found.scale, found.unit, min(filter(printed, grains), default=min(grains, default=1)))


def _about(found: Consensus, row: dict) -> str:
    """The estimate of a source, with the digits that it printed."""
    return _sizes(found, [row]).about(row["estimate"])


def allowed(low: float, high: float, unit: str = "", grain: float = 0) -> str:
    """Bounds in words: from 3,000 upwards.

    Examples
    --------
    >>> allowed(3000, math.inf), allowed(0, 900), allowed(836, 1544), allowed(1139, 1139), allowed(0, math.inf)
    ('3,000 or more', 'up to 900', '836 to 1,544', '1,139', 'no limit')
    >>> allowed(6.05, 6.15, "%", 0.01), allowed(-math.inf, -0.35, "%", 0.01)
    ('6.05% to 6.15%', 'up to −0.35%')
    """
    grain = grain if unit else 0
    if low in (0, -math.inf):
        return "no limit" if math.isinf(high) else f"up to {quantity(high, unit, grain)}"
    return f"{quantity(low, unit, grain)} or more" if math.isinf(high) else quantity_to(low, high, unit, grain)


@teller(Independence)
def repeating(seen: Independence) -> str:
    """How many sources have a figure of their own, and what is only suspected."""
    n, own, unlike = len(seen.sources), len(seen.independent), len(seen.unlike)
    if n < 2:
        return "One source printed figures of this measure." if n else "No source printed a figure of this measure."
    each = "each of them its own" if own == n else f"{spelled(own)} of them their own; what the others gave is known to be another source's"
    text = f"{cap(spelled(n))} sources printed figures of this measure, {each}."
    if "suspected" in seen.edges["basis"].tolist():
        remain = f"{spelled(unlike)} would remain with figures of their own" if unlike < own else "that number would stay the same"
        text += (
            f" If every like number within {seen.near} days were a repetition, {remain}. This is suspected and not known: chance and a common "
            "origin look the same."
        )
    return text


def _pooled(found: Consensus) -> str:
    if found.pooled is None:
        return f"No pooled value: {found.refused}"
    used = [_sizes(found, [row]) for row in found.rows if row["pooled"]]
    sizes = max(used, key=lambda sizes: sizes.grain)  # no finer than the coarsest of the figures
    n, how = found.pooled.to_dict()["count"], "equal effects" if found.method == "equal" else found.method
    between = lambda low, high: f"{sizes.about(n[low])} to {sizes.about(n[high])}"
    text = f"Pooled with {how} over {spelled(found.pooled.k)} independent figures: about {sizes.about(n['best'])} ({between('low', 'high')}, if the stated assumptions hold)."
    if "prediction_low" in n:
        text += f" A further source of the same kind could be anywhere from {between('prediction_low', 'prediction_high')}."
    return " ".join([text, *found.remarks, "It is what these figures give together, and no finding of its own."])
