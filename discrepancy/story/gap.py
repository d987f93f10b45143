"""A gap → sentences: headline, what accounts for it, what remains, whether both can be right, what came later, reasons given."""

from __future__ import annotations

import math

from discrepancy import dates
from discrepancy.case.model import Claim
from discrepancy.gap.choices import choices_of, range_of
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap
from discrepancy.reading.short import short
from discrepancy.retelling import outlet
from discrepancy.saying.never import NOT_EVIDENCE, REMAINS
from discrepancy.saying.numbers import alike, factor, spelled, times, times_to
from discrepancy.saying.text import cap, join, of_whom, possessive, stops
from discrepancy.story.later import later, reasons_given
from discrepancy.story.possible import both_right, day


def headline(gap: Gap) -> str:
    """The ratio, and how much of it is accounted for."""
    return stops(_headline(gap))


def _headline(gap: Gap) -> str:
    high, low = gap.higher, gap.lower
    if gap.ratio is None:
        return f"{cap(of_whom(gap.a.name))} is {short(gap.a.version.reading)}, {of_whom(gap.b.name)} is {short(gap.b.version.reading)}. A count of 0 has no ratio."
    if abs(gap.log) < 1e-12:
        return f"{cap(of_whom(gap.a.name))} and {of_whom(gap.b.name)} are the same number."
    if high.claim.source == low.claim.source and high.name != low.name and gap.case:
        return f"One figure of {gap.case.source_name(high.claim.source)} was {factor(high.value / low.value)} times the other. {accounted(gap)}"
    than = f"that of {low.name}" if of_whom(low.name).startswith("the ") else possessive(low.name)
    return f"{cap(of_whom(high.name))} was {factor(high.value / low.value)} times {than}. {accounted(gap)}"


def accounted(gap: Gap) -> str:
    """How much of the difference the record accounts for, in one of a few fixed sentences."""
    share = gap.unexplained.share
    if abs(gap.unexplained.log) < 1e-9:
        return "The public record accounts for the whole difference."
    if gap.case and share > 0.98 and abs(gap.log - gap.unexplained.log) < TOLD:
        return "The public record accounts for none of the difference."
    if share > 1.02:
        return "What is known widens the difference."
    if share < -0.02:
        return "What is known turns the difference round."
    for least, word in ((0.98, "none"), (0.67, "little"), (0.33, "part"), (0.1, "most")):
        if share >= least:
            return f"The public record accounts for {word} of the difference."
    return "The public record accounts for nearly all of the difference."


def gap_story(gap: Gap) -> list[tuple[str, str]]:
    """The gap in paragraphs: (heading, text), in the order of every report.

    Both figures in their own words, the ratio, what is accounted for, what is not, what came later.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap_story(dc.explain(dc.load_case("dprk-kursk")))[0][1].endswith("This is not evidence that either source is wrong.")
    True
    """
    return [(heading, stops(text)) for heading, text in _paragraphs(gap)]


def _paragraphs(gap: Gap) -> list[tuple[str, str]]:
    paragraphs = [("", " ".join([*_accounts(gap), rest(gap)]))]
    if gap.case is None or gap.ratio is None:
        return paragraphs
    if abs(gap.log) >= 1e-12:
        paragraphs.append(("Can both be right?", both_right(gap)))
        if text := later(gap):
            paragraphs.append(("Later figures", text))
    if reasons := reasons_given(gap):
        paragraphs.append(("Reasons given", reasons))
    return paragraphs


def said(gap: Gap) -> str:
    """Both figures in their own words, in the same form for both."""
    parts = []
    for side in (gap.a, gap.b):
        c = side.version.claim
        dated = not c.statement_date or dates.say(c.statement_date) in side.name  # the name of a side may say the day
        when = "" if dated else f" {dates.on(c.statement_date)}"
        parts.append(f"{side.name}{when}: “{side.printed}”{_where(c)}")
    return cap("; ".join(parts)) + "."


def running(gap: Gap, x: float | None) -> float | None:
    """A running figure with at most the precision of the printed figures, and two digits at least.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.explain(dc.load_case("dprk-kursk"))
    >>> [running(gap, x) for x in (1100, 1292.9, 3000)]
    [1100.0, 1300.0, 3000.0]
    """
    if x is None or x == 0:
        return x
    printed = (f"{s.value:.0f}" for s in (gap.a, gap.b))
    digits = max(2, *(len(text.rstrip("0")) for text in printed))
    return float(f"{x:.{digits - 1}e}")


def _where(c: Claim) -> str:
    return f" ({outlet(c)})" if c.reported_by or c.url else ""


def _accounts(gap: Gap) -> list[str]:
    """A sentence for each thing that could account for the gap."""
    if gap.ratio is None:
        return [said(gap), "A count of 0 is shown and never divided by."]
    sentences = [definition(gap), dimensions(gap), _wording(gap), timing(gap)]
    return [s for s in sentences if s]


def definition(gap: Gap) -> str:
    if gap.case is None:
        return "Two phrases without a case: only their wording can be set apart."
    f = gap.factor("definition")
    a, b = gap.a.figure.measure, gap.b.figure.measure
    label = gap.case.measure_label
    if a == b == gap.basis.measure:
        caveat = gap.case.measures[a].caveat
        both = "Both closest wordings say" if gap.a.retold or gap.b.retold else "Both say"
        return f"{both} {label(a)}" + (f"; {caveat}." if caveat else ".")
    same = f"Both count {label(a)}" if a == b else f"{gap.a.name} counts {label(a)}, {gap.b.name} {label(b)}"
    if not f.accounted:
        return f"{same}; no published figure says what this changes."
    return f"{same}; brought to {label(gap.basis.measure)}, this {_does(gap, f.log)}."


def _does(gap: Gap, log: float) -> str:
    """What a step does to the difference, whichever side was asked for first."""
    verb = "accounts for" if log * gap.log >= 0 else "widens it by"
    return f"{verb} {times(math.exp(abs(log)))}"


def dimensions(gap: Gap) -> str:
    """What the two sides say of each declared dimension, where they differ."""
    open_, sized = [], []
    for name in gap.targets:
        words = [
            gap.case.dimension_label(name, s.claim.dimension(name)) if s.claim.dimension(name) else "not stated" for s in (gap.a, gap.b)
        ]
        if words[0] == words[1]:
            continue
        f = gap.factor(name)
        if f.accounted:
            sized.append(
                f"They differ in {gap.case.dimension_label(name)} ({words[0]}; {words[1]}), which {_does(gap, f.log)}. {cap(_reason_of(f.because))}."
            )
        else:
            open_.append(f"{gap.case.dimension_label(name)} ({words[0]}; {words[1]})")
    if open_:
        sized.append(f"They {'also ' if sized else ''}differ in {join(open_)}; no published figure says what this changes.")
    return " ".join(sized)


def _reason_of(because: str) -> str:
    return because.rsplit("; ", 1)[-1]


def _wording(gap: Gap) -> str:
    retold = f"{cap(gap.factor('retelling').because)}." if gap.a.retold or gap.b.retold else ""
    return f"{retold} {hedges(gap)}".strip()


def hedges(gap: Gap) -> str:
    """What the words change, where they change anything to speak of."""
    log = gap.factor("wording").log + gap.factor("retelling").log
    if abs(log) < (TOLD if gap.case else 0.005):
        return ""
    return f"The wording ({short(gap.a.version.reading)}; {short(gap.b.version.reading)}) {_does(gap, log)}."


def timing(gap: Gap) -> str:
    if gap.case is None:
        return ""
    f = gap.factor("timing")
    if gap.inferred:
        return _if_derived(gap)
    if abs(f.log) < 1e-9:
        return "" if f.accounted else "The figures may speak of different days; the sources' own figures do not say what this changes."
    moved = [s for s in (gap.a, gap.b) if s.estimate.steps["timing"].log]
    parts = [f"{of_whom(s.name)} from {day(s)} by {times(s.estimate.steps['timing'].multiplier)}" for s in moved]
    return f"Bringing both to {dates.say(gap.basis.as_of)} by the sources' own figures ({join(parts)}) {_does(gap, f.log)}."


def _if_derived(gap: Gap) -> str:
    """The sentence of an inferred derivation; it starts with If."""
    side = derived(gap)
    days = (dates.middle(side.claim.statement_date) - side.estimate.as_of).days
    origin = gap.case.by_statement[side.claim.derived_from][0]
    ends = _inferred_range(gap)
    between = f"between {ends[0]} and {ends[1]}" if ends[0] != ends[1] else ends[0]
    falls = gap.factor("timing").log * gap.log > 0
    verb = "falls to" if falls and ends[1] != factor(upright(gap)[0]) else "is then"
    return (
        f"If {of_whom(side.name)} was {spelled(days, 'day')} old, as its match with what {gap.case.source_name(origin.source)} said "
        f"{dates.on(origin.statement_date)} suggests, the ratio {verb} {between}."
    )


def derived(gap: Gap) -> Side:
    return next(s for s in (gap.a, gap.b) if s.estimate.inferred)


def _inferred_range(gap: Gap) -> tuple[str, str]:
    day = gap.basis.as_of.isoformat()
    of = [row["unexplained"] for row in choices_of(gap) if row["derivation"] == "as inferred" and row["as_of"] == day]
    ends = sorted((min(of), max(of)) if gap.ratio >= 1 else (1 / min(of), 1 / max(of)))
    return alike(*ends)


def rest(gap: Gap, ranged: bool = False) -> str:
    """What is not accounted for, as a range if asked; always with the sentence that it is no evidence against either."""
    if gap.ratio is None:
        return NOT_EVIDENCE
    _, rest, lowest, highest = upright(gap)
    ends = times_to(lowest, highest) if ranged else ""
    over = f"ver every defensible choice {ends}" if " to " in ends else ""
    if abs(gap.log) < 1e-12 and abs(gap.unexplained.log) < 0.05:
        return "That two figures are alike is not evidence that either is right."
    if abs(gap.unexplained.log) < 1e-9:
        nothing = "Nothing remains to be accounted for"
        nothing += f" by the default choices; o{over} remains" if over else ""
        return f"{nothing}. That two figures can be brought together is not evidence that either is right."
    if gap.case and any(r["for_this_pair"] for r in gap.reasons):
        lead = ""
    elif gap.case:
        lead = "No source found explains the rest. "
    else:
        lead = ""
    what = "Less than ×1.05" if abs(math.log(rest)) < math.log(1.05) else f"×{factor(rest)}"
    return f"{lead}{'O' + over if over else what} is {REMAINS}. {NOT_EVIDENCE}"


TOLD = 0.05  # what moves the difference by less, as a log, is in the table and not in the text


def upright(gap: Gap) -> tuple[float, float, float, float]:
    """(ratio, remainder, lowest, highest) of the higher over the lower printed figure, whichever was asked for first."""
    ends = range_of(gap)
    values = gap.ratio, gap.unexplained.multiplier, ends["lowest"], ends["highest"]
    if gap.ratio >= 1:
        return values
    ratio, rest, low, high = (1 / v for v in values)
    return ratio, rest, high, low
