"""Many sources → sentences: range and agreement, who repeats whom, source effects, constant or delay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .. import dates
from .words import _cap, _days, _few_or, _join, _of, _stops, number, times

if TYPE_CHECKING:
    from ..houses import Houses
    from ..pooling import Consensus, Independence


INTENT = "not evidence of intent"


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
        (_many(found), _range_of_all(found)),
        ("What the words allow", _agreeing(found)),
        ("Who repeats whom", repeating(seen or found.independence)),
    ]
    paragraphs += [("The pooled value", _pooled(found))] if found.method else []
    return [(heading, _stops(text)) for heading, text in paragraphs]


def _many(found: Consensus) -> str:
    """How many sources, and from where to where their figures run."""
    f = found.figures
    if f.empty:
        return "No source has a usable figure on this basis"
    low, high = number(f["estimate"].iloc[-1]), number(f["estimate"].iloc[0])
    if len(f) == 1:
        return f"One source has a usable figure: about {high}"
    return f"{_cap(_few_or(len(f)))} sources, on one basis, run from about {low} to about {high}"


def _range_of_all(found: Consensus) -> str:
    f, day = found.figures, dates.on(found.basis.as_of)
    if f.empty:
        return f"{_cap(day)}, no source has a usable figure."
    hi, lo = f.iloc[0], f.iloc[-1]
    if len(f) == 1:
        return f"{_cap(day)}, one source has a usable figure: about {number(hi['estimate'])} ({hi['name']})."
    ends = f"from about {number(lo['estimate'])} ({lo['name']}) to about {number(hi['estimate'])} ({hi['name']})"
    text = f"{_cap(day)}, figures of {_few_or(len(f))} sources run {ends}, {times(hi['estimate'] / lo['estimate'])} apart."
    if still := int((f["unmoved"] != "").sum()):
        whose = "All" if still == len(f) else f"{_cap(_few_or(still))} of them"
        text += f" {whose} stand{'s' if still == 1 else ''} as printed: the record does not bring {'it' if still == 1 else 'them'} to that day and basis."
    for name, also in zip(f["name"], f["also"], strict=True):
        if also:
            text += (
                f" {_cap(name)} also gave {_join([f'“{printed}” ({value})' for printed, value, _ in also])}, which the basis leaves open."
            )
    return text


def _agreeing(found: Consensus) -> str:
    f, sets = found.figures, found.agreement
    k = int((f["independent"] & (f["open"] != "both")).sum())
    if k < 2:
        return "Fewer than two independent figures set a limit: nothing can agree."
    if sets[0][0].size < 2:
        return f"By their words, no two of the {_few_or(k)} independent figures that set a limit allow a common number."
    names = dict(zip(found.figures["source"], found.figures["name"], strict=True))
    parts = [f"{allowed(a.low, a.high)} ({'; '.join(names[s] for s in who)})" for a, who in sets]
    also = f" As many allow {'; or '.join(parts[1:])}." if len(parts) > 1 else ""
    lead = f"The words of {_few_or(sets[0][0].size)} of the {_few_or(k)} independent figures that set a limit allow a common number: {parts[0]}.{also}"
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


def repeating(seen: Independence) -> str:
    """How many sources have a figure of their own, and what is only suspected."""
    n, own, unlike = len(seen.sources), len(seen.independent), len(seen.unlike)
    if n < 2:
        return "One source printed figures of this measure." if n else "No source printed a figure of this measure."
    each = (
        "each at least one that is not known to be another's"
        if own == n
        else f"{_few_or(own)} of them at least one that is not known to be another's"
    )
    text = f"{_cap(_few_or(n))} sources printed figures of this measure, {each}."
    if (seen.edges["basis"] == "suspected").any():
        remain = f"{_few_or(unlike)} would remain with one of their own" if unlike < own else "that number would stay the same"
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
        f"Pooled {name} over {_few_or(p['k'])} independent figures: about {number(n['best'])} ({number(n['low'])} to {number(n['high'])}, if the "
        f"stated assumptions hold)."
    )
    if "prediction_low" in n:
        text += (
            f" A further source of the same kind could be anywhere from {number(n['prediction_low'])} to {number(n['prediction_high'])}."
        )
    return " ".join([text, *found.remarks, "It is what these figures give together, and no finding of its own."])


def reference_name(found: Houses) -> str:
    """What is at ×1, for readers.

    Examples
    --------
    >>> import discrepancy as dc
    >>> reference_name(dc.houses(dc.load_case("hurricane-maria"), reference="gwu"))
    'Santos-Burgoa et al.'
    """
    if found.reference == "sources":
        return "all sources together"
    if found.reference == "prior":
        return "no source by name"
    case = found.case
    if case is None or found.reference not in (*case.by_source, *case.by_group):
        return found.reference
    return case.source_name(found.reference) if found.reference in case.by_source else case.group_name(found.reference)


def spoken(found: Houses) -> list[dict]:
    """Effects of the sources that gave a figure of the measure, highest first."""
    e = found.effects
    e = e[(e["measure"] == (found.measure or e["measure"].iloc[0])) & (e["statements"] > 0)]
    return e.sort_values("multiplier", ascending=False, kind="stable").to_dict("records")


def _stand_apart(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """Sources whose range leaves ×1 out, and the others but for the one that is put there."""
    moving = [r for r in rows if r["high"] - r["low"] > 1e-9]
    apart = [r for r in moving if r["low"] > 1 or r["high"] < 1]
    return apart, [r for r in moving if r not in apart]


def sums_of_parts(found: Houses, measure: str) -> list[dict]:
    """Statements that gave all parts of a measure and not the whole, as figures of it: `count low high` added, `expected` too."""
    parts = found.case.measures[measure].parts if found.case and measure in found.case.measures else ()
    rows = found.reports[found.reports["measure"].isin(parts)]
    sums = []
    for _, own in rows.groupby(["source", "statement", "date"], sort=False):
        if set(own["measure"]) == set(parts) and len(own) == len(parts) and own["start"].isna().all():
            sides = set(own["open"]) - {"none"}
            added = {k: float(own[k].sum()) for k in ("count", "low", "high", "expected")}
            words = {"printed": " + ".join(own["printed"]), "open": "none" if not sides else sides.pop() if len(sides) == 1 else "both"}
            sums.append(own.iloc[0].to_dict() | added | words | {"measure": measure, "sum": True})
    return sums


def _with_range(r: dict) -> str:
    n = r["statements"]
    return f"{times(r['multiplier'])} ({times(r['low'])} to {times(r['high'])}, {_few_or(n)} figure{'s' if n != 1 else ''})"


def habits_story(found: Houses | str) -> list[tuple[str, str]]:
    """What each source adds as a habit, each with its range; or why that cannot be told.

    Examples
    --------
    >>> import discrepancy as dc
    >>> habits_story("two figures are too few")
    [('', 'No source effects: two figures are too few.')]
    """
    if isinstance(found, str):
        return [("", _stops(f"No source effects: {found}."))]
    rows = spoken(found)
    if not rows:
        return [("", "No source gave a figure of this measure: there is no effect to tell.")]
    apart, rest = _stand_apart(rows)
    lead = f"Against {reference_name(found)}, "
    if apart:
        others = len(rest)
        text = lead + "; ".join(f"{_of(r['name'], 'figures')} stand at {_with_range(r)}" for r in apart) + "."
        text += f" Of {_few_or(others)} other source{'s' if others != 1 else ''} the 95 % range includes ×1." if others else ""
    else:
        hi, lo = rest[0], rest[-1]
        text = (
            f"{lead}no source stands apart: the 95 % range of each includes ×1. Highest {hi['name']}, {_with_range(hi)}; lowest {lo['name']}, "
            f"{_with_range(lo)}."
        )
    text += f" The ranges hold if the assumptions of the model do. A source effect compares figures with figures and is {INTENT}."
    level = (
        f"No source is known to be right, so where ×1 stands is a convention: here {reference_name(found)}. Another reference divides every "
        "effect, and multiplies the curve, by the same factor; how sources stand to each other stays."
    )
    return [("", _stops(text)), ("The level is a convention", _stops(level))]


def delays(found: Houses) -> list[dict]:
    """Constant against delay, of each group and then its sources, where a statement could be foretold; `alone` where no group is shown."""
    rows = [r for r in found.lags.to_dict("records") if r["predicted"] > 0]
    case = found.case
    group = lambda r: r["who"] if r["level"] == "group" else case.group_of(r["who"]) if case else r["who"]
    whole = {r["who"] for r in rows if r["level"] == "group"}
    order = list(dict.fromkeys(map(group, rows)))
    rows = [r | {"group": group(r), "alone": group(r) not in whole} for r in rows]
    return sorted(rows, key=lambda r: (order.index(r["group"]), r["level"] != "group"))


def verdict(r: dict) -> str:
    """Which foretells better, in a few words; whether it tells."""
    n = f"{r['predicted']} of {r['statements']} statements foretold"
    return f"{_MODEL[r['better']]} foretells better; {n}" if r["tells"] else f"none clearly ahead; {n}"


_MODEL = {"constant": "a constant", "delay": "a delay", "both": "both together"}


def delays_story(found: Houses | str) -> list[tuple[str, str]]:
    """Constant or delay, with the difference in score, and whether it tells."""
    if isinstance(found, str):
        return [("", _stops(f"Constant and delay cannot be compared: {found}."))]
    rows = delays(found)
    if not rows:
        return [("", "No source gave two figures with others' figures before the second: constant and delay cannot be compared.")]
    told, rest = [r for r in rows if r["tells"]], [r for r in rows if not r["tells"]]
    parts = [_told_apart(r) for r in told]
    if rest:
        most = max(map(_ahead, rest))
        whose = f"the other {_few_or(len(rest))}" if told else f"none of {_few_or(len(rows))}"
        lead = f"For {whose} sources and groups" if len(rows) > 1 else f"For {rows[0]['name']}"
        ahead = (
            "is a constant factor, a delay or both" if len(rows) > 1 and not told else "neither a constant factor nor a delay nor both is"
        )
        parts.append(
            f"{lead} {ahead} clearly ahead: best and next best differ by at most {most:.1f} in score, where 2 and two standard errors would tell. "
            "A few statements rarely tell."
        )
    for below, word in ((True, "below"), (False, "above")):
        far = [r for r in rest if (_over_constant(r) < 0) == below and abs(_over_constant(r)) >= 2]
        if far:
            each = _join([f"{r['name']} ({abs(_over_constant(r)):.1f}, {_few_or(r['predicted'])} foretold)" for r in far])
            parts.append(f"A delay alone scores 2 or more {word} a constant for {each}.")
    parts.append(f"Either describes figures and is {INTENT}.")
    return [("", _stops(" ".join(parts)))]


def _ahead(r: dict) -> float:
    """By how much the best of the three scores better than the next."""
    *_, second, best = sorted(r[f"score_{name}"] for name in _MODEL)
    return best - second


def _over_constant(r: dict) -> float:
    return r["score_delay"] - r["score_constant"]


def _told_apart(r: dict) -> str:
    other = {"constant": "a delay", "delay": "a constant", "both": "either alone"}[r["better"]]
    return (
        f"Of {r['name']}, {_MODEL[r['better']]} foretells the next figure better than {other}, by {r['difference']:.1f} (standard error "
        f"{r['error']:.1f}) over {_few_or(r['predicted'])} statements: {times(r['multiplier'])} ({times(r['low'])} to {times(r['high'])}) against "
        f"a delay of {_days(int(r['delay']))} ({r['delay_low']:.0f} to {r['delay_high']:.0f})."
    )
