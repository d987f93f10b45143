"""A gap → sentences: headline, what accounts for it, what remains, whether both can be right, what came later, reasons given."""

from __future__ import annotations

import math
import re
from datetime import date

from .. import dates
from ..case import Case, Claim
from ..gap import Gap, Side, group_of
from ..multiverse import choices_of
from ..retelling import outlet
from .words import (
    NOT_EVIDENCE,
    REMAINS,
    TOLD,
    _cap,
    _clip,
    _days,
    _ends,
    _factor,
    _join,
    _of,
    _pace,
    _stops,
    _times,
    _upright,
    possessive,
    short,
    times,
)


def headline(gap: Gap) -> str:
    """The ratio, and how much of it is accounted for."""
    return _stops(_headline(gap))


def _headline(gap: Gap) -> str:
    high, low = gap.higher, gap.lower
    if gap.ratio is None:
        return f"{_cap(_of(gap.a.name))} is {short(gap.a.version.reading)}, {_of(gap.b.name)} is {short(gap.b.version.reading)}. A count of 0 has no ratio."
    if abs(gap.log) < 1e-12:
        return f"{_cap(_of(gap.a.name))} and {_of(gap.b.name)} are the same number."
    if high.claim.source == low.claim.source and high.name != low.name and gap.case:
        return f"One figure of {gap.case.source_name(high.claim.source)} was {_times(high.value / low.value)} times the other. {_accounted(gap)}"
    than = f"that of {low.name}" if _of(low.name).startswith("the ") else possessive(low.name)
    return f"{_cap(_of(high.name))} was {_times(high.value / low.value)} times {than}. {_accounted(gap)}"


def _accounted(gap: Gap) -> str:
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
    return [(heading, _stops(text)) for heading, text in _paragraphs(gap)]


def _paragraphs(gap: Gap) -> list[tuple[str, str]]:
    paragraphs = [("", " ".join([*_accounts(gap), _rest(gap)]))]
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
    return _cap("; ".join(parts)) + "."


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
    sentences = [_definition(gap), _dimensions(gap), _wording(gap), _timing(gap)]
    return [s for s in sentences if s]


def _definition(gap: Gap) -> str:
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
    return f"{verb} {times(math.exp(abs(log)), 2)}"


def _dimensions(gap: Gap) -> str:
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
                f"They differ in {gap.case.dimension_label(name)} ({words[0]}; {words[1]}), which {_does(gap, f.log)}. {_cap(_reason_of(f.because))}."
            )
        else:
            open_.append(f"{gap.case.dimension_label(name)} ({words[0]}; {words[1]})")
    if open_:
        sized.append(f"They {'also ' if sized else ''}differ in {_join(open_)}; no published figure says what this changes.")
    return " ".join(sized)


def _reason_of(because: str) -> str:
    return because.rsplit("; ", 1)[-1]


def _wording(gap: Gap) -> str:
    retold = f"{_cap(gap.factor('retelling').because)}." if gap.a.retold or gap.b.retold else ""
    return f"{retold} {_hedges(gap)}".strip()


def _hedges(gap: Gap) -> str:
    """What the words change, where they change anything to speak of."""
    log = gap.factor("wording").log + gap.factor("retelling").log
    if abs(log) < (TOLD if gap.case else 0.005):
        return ""
    return f"The wording ({short(gap.a.version.reading)}; {short(gap.b.version.reading)}) {_does(gap, log)}."


def _timing(gap: Gap) -> str:
    if gap.case is None:
        return ""
    f = gap.factor("timing")
    if gap.inferred:
        return _if_derived(gap)
    if abs(f.log) < 1e-9:
        return "" if f.accounted else "The figures may speak of different days; the sources' own figures do not say what this changes."
    moved = [s for s in (gap.a, gap.b) if s.estimate.steps["timing"].log]
    parts = [f"{_of(s.name)} from {_day(s)} by {times(s.estimate.steps['timing'].multiplier, 2)}" for s in moved]
    return f"Bringing both to {dates.say(gap.basis.as_of)} by the sources' own figures ({_join(parts)}) {_does(gap, f.log)}."


def _if_derived(gap: Gap) -> str:
    """The sentence of an inferred derivation; it starts with If."""
    side = _derived(gap)
    days = (dates.middle(side.claim.statement_date) - side.estimate.as_of).days
    origin = gap.case.by_statement[side.claim.derived_from][0]
    ends = _inferred_range(gap)
    between = f"between {ends[0]} and {ends[1]}" if ends[0] != ends[1] else ends[0]
    falls = gap.factor("timing").log * gap.log > 0
    verb = "falls to" if falls and ends[1] != _factor(_upright(gap)[0]) else "is then"
    return (
        f"If {_of(side.name)} was {_days(days)} old, as its match with what {gap.case.source_name(origin.source)} said "
        f"{dates.on(origin.statement_date)} suggests, the ratio {verb} {between}."
    )


def _derived(gap: Gap) -> Side:
    return next(s for s in (gap.a, gap.b) if s.estimate.inferred)


def _inferred_range(gap: Gap) -> tuple[str, str]:
    day = gap.basis.as_of.isoformat()
    of = [row["unexplained"] for row in choices_of(gap) if row["derivation"] == "as inferred" and row["as_of"] == day]
    ends = sorted((min(of), max(of)) if gap.ratio >= 1 else (1 / min(of), 1 / max(of)))
    return tuple(_factor(e) for e in ends)


def _rest(gap: Gap, ranged: bool = False) -> str:
    """What is not accounted for, as a range if asked; always with the sentence that it is no evidence against either."""
    if gap.ratio is None:
        return NOT_EVIDENCE
    _, rest, lowest, highest = _upright(gap)
    ends = _ends(lowest, highest) if ranged else ""
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
    what = "Less than ×1.05" if abs(math.log(rest)) < math.log(1.05) else f"×{_times(rest)}"
    return f"{lead}{'O' + over if over else what} is {REMAINS}. {NOT_EVIDENCE}"


def both_right(gap: Gap) -> str:
    """What would have to be true for both figures to stand."""
    r = gap.reconcilable
    if r["statistical"]:
        words = "" if r["admissible"] else " The words themselves, read to the letter, exclude it."
        return f"Yes, if the stated assumptions hold: what remains is within its own spread.{words}"
    implied = next((c for c in gap.conditions if c.implied), None)
    words = _on_words(gap)
    if implied is None:
        if gap.a.figure.measure != gap.b.figure.measure:
            lead = "The two count different things"
        elif gap.a.estimate.as_of == gap.b.estimate.as_of:
            lead = f"Both are set at {_day(gap.a)}"
        else:
            lead = "The higher figure is for the earlier day"
        return f"{lead}, so no pace between them is implied. {words}"
    unit = gap.case.unit
    pace = f"about {_pace(implied.pace)} {unit} a day"
    near = [c.pace for c in gap.conditions if not c.implied and c.near and c.pace > 0]
    when = _span(implied.start, implied.end)
    if near:
        paces = f"published paces for the weeks around run from about {_pace(min(near))} to about {_pace(max(near))} a day"
        if _pace(min(near)) == _pace(max(near)):
            paces = f"the published pace for the weeks around is about {_pace(near[0])} a day"
    else:
        paces = "no published pace for the weeks around was found"
    label = gap.case.measure_label(gap.basis.measure)
    done = label.removeprefix(f"{unit} ")
    if re.fullmatch(r"\w+ed(?: (?:or|and) \w+ed)*", done):  # "killed or wounded" and "homes damaged", but not "refugees"
        needed = f"{pace} were {done}"
    else:
        needed = f"the figure for {label} grew by {pace.replace(f' {unit}', '') if unit in label else pace}"
    lead = "If so, both are right" if gap.inferred else "Both are right as printed"
    without = _without(gap.without_inference, unit) if gap.inferred else ""
    return f"{lead} only if {needed} {when}; {paces}.{without} {words}"


def _without(other: Gap, unit: str) -> str:
    """The condition in the branch without the inference."""
    if other.a.estimate.as_of == other.b.estimate.as_of:
        return f" Without that inference both stand at {_day(other.a)}, and no pace is implied."
    implied = next((c for c in other.conditions if c.implied), None)
    pace = f"the pace would be about {_pace(implied.pace)} {unit} a day" if implied else "no pace is implied"
    return f" Without that inference {pace}."


def _day(side: Side) -> str:
    """The day that a figure speaks of, no finer than the source gave it."""
    given = side.claim.as_of or side.claim.statement_date
    return dates.say(given if dates.middle(given) == side.estimate.as_of else side.estimate.as_of)


def _on_words(gap: Gap) -> str:
    if not gap.reconcilable["admissible"]:
        if gap.a.figure.measure != gap.b.figure.measure:
            return "Taken as counts of the same thing, the words exclude it."
        return "The words themselves exclude it, unless the two count different things."
    low, high = gap.lower.figure.reading, gap.higher.figure.reading
    if low.open in ("high", "both"):
        return f"The words alone do not exclude it: {_of(gap.lower.name)} sets no upper limit."
    if high.open in ("low", "both"):
        return f"The words alone do not exclude it: {_of(gap.higher.name)} sets no lower limit."
    return "The words alone do not exclude it: their ranges meet."


def _span(start: date, end: date) -> str:
    if start.year == end.year and start.month == end.month:
        return f"between {start.day} and {dates.say(end)}"
    return f"between {dates.say(start)} and {dates.say(end)}"


def later(gap: Gap) -> str:
    """When one group's own figure reached the other's."""
    found = gap.later_figures
    other = gap.lower
    if found is None and gap.a.claim.source == gap.b.claim.source:
        return ""
    if found is None:
        until = f" known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ""
        whose = gap.case.group_name(other.claim.group) if other.claim.group != gap.higher.claim.group else other.name
        r = gap.higher.figure.reading
        value = f"“{r.printed}”" if r.hedge in ("range", "vague") else f"{r.value:,.0f}"
        return f"No cumulative figure of {whose}{until} was found that reaches {value}."
    apart = f"{_days(found.days)} after {dates.say(found.since)}" if found.days else "the same day"
    text = f"{_reached(gap)}, {apart}."
    if found.meanwhile:
        text += f" {_meanwhile(gap)}."
    if _one_piece(gap):
        text += " The step in time above rests on the same figure: the two are one piece of evidence."
    return f"{text} {_nearer(gap)}"


def _reached(gap: Gap) -> str:
    """Who said the later figure, and when."""
    c = gap.later_figures.claim
    who, words = gap.case.source_name(c.source), f"“{_clip(c.phrase, 60)}”"
    if c.as_of and dates.middle(c.as_of) != dates.middle(c.statement_date):
        return f"{_cap(dates.on(c.statement_date))} {who} gave {words} for {dates.say(c.as_of)}"
    return f"{_cap(dates.on(c.statement_date))} {who} said {words}"


def _meanwhile(gap: Gap) -> str:
    m = gap.later_figures.meanwhile
    return f"{_cap(gap.case.source_name(m.source))} had said “{_clip(m.phrase, 60)}” {dates.on(m.statement_date)}"


def _one_piece(gap: Gap) -> bool:
    """Whether the step in time rests on the later figure."""
    return any(gap.later_figures.claim.claim in s.estimate.steps["timing"].claims for s in (gap.a, gap.b))


def _nearer(gap: Gap) -> str:
    return f"This does not show which figure was nearer on {dates.say(gap.later_figures.since)}."


def reasons_given(gap: Gap) -> str:
    """Reasons for this pair, or what either said of its difference from another; empty if there are none."""
    parts = []
    for r in gap.reasons:
        if r["for_this_pair"]:
            parts.append(f"{_reason(r)}.")
        else:
            groups = {gap.a.claim.group, gap.b.claim.group}
            others = [w for w in r["about"] if group_of(gap.case, w) not in groups]
            whom = _join([_who(gap.case, w) for w in others or r["about"]])
            parts.append(f"Of another pair: {r['said_by']} said {dates.on(r['date'])}, of the difference from {whom}: {r['summary']}.")
    return " ".join(parts)


def _reason(r: dict) -> str:
    return f"{_cap(r['said_by'])} said {dates.on(r['date'])}: {r['summary']}"


def _who(case: Case, who: str) -> str:
    if who in case.by_statement:
        c = case.by_statement[who][0]
        return f"{case.source_name(c.source)} ({dates.say(c.statement_date)})"
    return case.group_name(who)
