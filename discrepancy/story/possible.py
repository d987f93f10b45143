"""A gap → whether both figures can be right, under how many choices, at which pace, and what one difference would have to be.

The answer is three-valued; whatever it rests on is named: the words, a limit, a stated interval, or a step that sets no limit.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date

from discrepancy import dates
from discrepancy.case.model import Conversion
from discrepancy.gap.choices import range_of
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap
from discrepancy.gap.possible import unsized
from discrepancy.reading.scale import RATIO
from discrepancy.saying.numbers import percent, quantity, significant
from discrepancy.saying.text import cap, join
from discrepancy.story.sizes import Sizes
from discrepancy.story.views import case_of, implied_pace, near_paces, size_of
from discrepancy.story.words import Told, of_whom, whose


def both_right(gap: Gap) -> Told:
    """Whether both figures can stand, what would have to be true for it, and what it would take if one difference were all that remains."""
    gap = gap.upright
    pace, without = _pace(gap)
    return [(answer(gap), True), (_choices(gap), False), (pace, True), (without, False), (would_take(gap), False)]


def headlined(gap: Gap) -> tuple[str, str]:
    """What a headline says before the two figures, and at its end: a limit or an interval that one of them leaves open, a size that nobody knows."""
    if gap.possible is None:
        return "", "Whether both can be right cannot be told."
    stated = _wide(gap) if gap.possible and not _limit(gap) else ""
    return cap(_limit(gap) or (stated and f"{stated}.")), ""


def _limit(gap: Gap) -> str:
    """That a limit does not contradict a number on its open side; empty where no limit leaves the question open."""
    if _unlike(gap):
        return ""  # the limit of a week's count says nothing of a total
    low, high = gap.lower.figure, gap.higher.figure
    if low.bounds[1] == math.inf and low.reading.open in ("high", "both") and low.bounds[0] <= high.bounds[1]:
        return f"{of_whom(gap.lower.name)} is a lower limit, which a higher number does not contradict."
    if high.reading.open == "low" and high.bounds[0] <= low.bounds[1] and low.bounds[0] <= high.bounds[1]:
        return f"{of_whom(gap.higher.name)} is an upper limit, which a lower number does not contradict."
    return ""


def _wide(gap: Gap) -> str:
    """That what is stated around a figure holds the other; empty where nothing does, or the two count unlike things."""
    if any(size_of(gap, name) for name in ("definition", *gap.targets) if gap.case):
        return ""
    what = {"interval": "the interval stated with", "range": "the range of"}
    wide = next((s for s in (gap.a, gap.b) if s.figure.reading.hedge in what and _holds(s, gap)), None)
    return f"{what[wide.figure.reading.hedge]} {of_whom(wide.name)} holds the other" if wide else ""


def _unlike(gap: Gap) -> bool:
    """Whether the two are numbers of unlike kinds, such as a total and the count of a week."""
    return gap.a.claim.kind != gap.b.claim.kind


def answer(gap: Gap) -> str:
    """Yes, no or cannot tell, and what that rests on."""
    if gap.possible is None:
        return f"Cannot tell: {_open(gap)}."
    if not gap.possible:
        return _excluded(gap)
    if found := _limit(gap):
        return f"Yes: {found}"
    if gap.reconcilable["statistical"] and any(f.from_figures and f.size for f in gap.factors):
        return "Yes, by construction: the size of what separates them was computed from the two figures themselves."
    if gap.reconcilable["statistical"]:
        return "Yes, if the stated assumptions hold: what remains is within its own spread."
    if wide := _wide(gap):
        return f"Yes: {wide}."
    return "Yes, as far as the words go: their ranges meet." if _meet(gap) else f"Not excluded: {_step_left_open(gap)}."


def _excluded(gap: Gap) -> str:
    """That both cannot be right, and what that rests on: the words, a stated interval, the cited range of a conversion."""
    sides = (gap.a, gap.b)
    stated = {s.name: s.figure.reading.level for s in sides if s.figure.reading.hedge == "interval"}
    used = dict.fromkeys(c for s in sides for step in s.estimate.steps.values() for c in step.terms if isinstance(c, Conversion))
    rests = ["the words"] if len(stated) < len(sides) else []
    rests += [f"the {f'{level:g}% interval' if level else 'bounds'} stated with {name}" for name, level in stated.items()]
    digits = lambda c: max(len(f"{significant(x, 4):.10g}".partition(".")[2]) for x in c.range)
    cited = "; ".join(" to ".join(f"{x:,.{digits(c)}f}" for x in c.range) for c in used)
    rests += [f"the {'ranges' if len(used) > 1 else 'range'} that the case cites ({cited})"] if used else []
    lead = "taken as counts of the same thing, " if gap.a.figure.measure != gap.b.figure.measure else ""
    verb = "exclude" if rests[0] == "the words" or len(rests) > 1 else "excludes"
    soft = [f"outside a {level:g}% interval its source leaves {100 - level:g}%" for level in stated.values() if level]
    return f"No: {lead}{join(rests)} {verb} it, unless the two count different things." + (f" {cap(soft[0])}." if soft else "")


def _meet(gap: Gap) -> bool:
    """Whether the words alone allow one number."""
    (a_low, a_high), (b_low, b_high) = gap.a.figure.bounds, gap.b.figure.bounds
    return a_low <= b_high and b_low <= a_high


def _holds(side: Side, gap: Gap) -> bool:
    other = gap.b if side is gap.a else gap.a
    return side.figure.bounds[0] <= other.value <= side.figure.bounds[1]


def _step_left_open(gap: Gap) -> str:
    """What lets two figures meet whose words do not: the step in time, or the spread of a conversion."""
    if size_of(gap, "timing") or not gap.factor("timing").accounted:
        moved = "the earlier total grew" if implied_pace(gap) else "the number moved"
        return f"the words of the two figures do not meet, but the step in time sets no limit to how far {moved}"
    return "the words of the two figures do not meet, but the range of what brings them to one basis lets them"


def _open(gap: Gap) -> str:
    """The known differences of unknown size."""
    names = unsized(gap.standing, gap.a.estimate, gap.b.estimate)
    if "kind" in names and gap.standing:
        one, two = (gap.standing.in_time(s.claim) for s in (gap.a, gap.b))
        apart = ": their days differ" if gap.a.claim.kind == gap.b.claim.kind else ""
        return f"one is {one}, the other {two}{apart}"
    words = {"definition": "what they count", "timing": "the day they speak of"}
    said = [words.get(name) or case_of(gap).dimension_label(name) for name in names]
    return f"the two differ in {join(said)}, and no published figure says by how much that changes them"


def _choices(gap: Gap) -> str:
    """Under how many choices both can be right."""
    ends = range_of(gap)
    if gap.possible is None or not gap.case or ends["choices"] < 2:
        return ""
    n, of = ends["possible"], ends["choices"]
    if n == of * gap.possible:
        return f"The answer is the same under each of {of:,} defensible choices."
    return f"Both can be right under {f'{n:,}' if n else 'none'} of {of:,} defensible choices."


def would_take(gap: Gap) -> str:
    """What one difference that is not documented would have to be for both figures to stand; empty where nothing remains."""
    sizes, needed = Sizes.of(gap), gap.needed
    if not gap.case or needed.step < sizes.told or gap.a.claim is gap.b.claim or _unlike(gap):
        return ""
    low, high = _by_what_remains(gap)
    text = f"If one difference that is not documented were all that remains, it would have to be {sizes.step(needed.step)}"
    if needed.share is not None and not gap.unit:
        text += f": {of_whom(low.name)} would have to cover {percent(needed.share)} of what {whose(high.name)} covers"
    text += f". Of two such differences together, each would be {_half(sizes, needed.each)}."
    label = lambda c, value: (
        case_of(gap).measure_label(value) if c.dimension == "measure" else case_of(gap).dimension_label(c.dimension, value)
    )
    reached = [f"{label(c, c.start)} to {label(c, c.to)}" for c in needed.reaches]
    if reached:
        text += f" The {'ranges' if reached[1:] else 'range'} that the case cites for {join(reached)} {'reach' if reached[1:] else 'reaches'} that far."
    elif case_of(gap).conversions:
        text += " No other range that the case cites reaches that far."
    return text


def _half(sizes: Sizes, step: float) -> str:
    """Half of an amount, with the digit that it needs."""
    fine = sizes.scale is RATIO or abs(step / sizes.grain - round(step / sizes.grain)) < 1e-6
    return (sizes if fine else replace(sizes, grain=sizes.grain / 10)).step(step)


def _by_what_remains(gap: Gap) -> tuple[Side, Side]:
    """The side that what remains leaves lower, and the other: what is known may turn the difference round."""
    return (gap.b, gap.a) if size_of(gap, "unexplained") >= 0 else (gap.a, gap.b)


def _pace(gap: Gap) -> tuple[str, str]:
    """The pace that both figures imply if they are of one total that runs on, beside those that the record holds; empty for anything else, and
    where both stand without it: what remains is within its own spread."""
    implied = implied_pace(gap)
    if implied is None or (gap.possible and gap.reconcilable["statistical"] and not _limit(gap)):
        return "", ""
    unit, label = gap.unit or case_of(gap).unit, case_of(gap).measure_label(gap.basis.measure)
    pace, done = lambda unit: f"about {quantity(implied.pace, gap.unit)}{unit} a day", label.removeprefix(f"{unit} ")
    if re.fullmatch(r"\w+ed(?: (?:or|and) \w+ed)*", done):  # "killed or wounded" and "homes damaged", but not "refugees"
        needed = f"{pace(f' {unit}')} were {done}"
    else:
        needed = f"the figure for {label} grew by {pace('' if gap.unit or unit in label else f' {unit}')}"
    other, without = gap.without_inference, ""
    if other:
        without = f"Without that inference {_pace_without(other, '' if gap.unit else f' {unit}')}."
    lead = "If the inferred day is right, both are right" if other else "Both are right as printed"
    return f"{lead} only if {needed} {_span(implied.start, implied.end)}; {_published(gap)}.", without


def _published(gap: Gap) -> str:
    """The paces that the record holds for the same weeks."""
    paces = near_paces(gap)
    if not paces:
        return "no published pace for the weeks around was found"
    low, high = (quantity(paces[i].pace, gap.unit) for i in (0, -1))
    if low == high:
        return f"the published pace for the weeks around is about {low} a day"
    return f"published paces for the weeks around run from about {low} to about {high} a day"


def _pace_without(other: Gap, unit: str) -> str:
    """The condition in the branch without the inference."""
    if other.a.estimate.as_of == other.b.estimate.as_of:
        return f"both stand at {day(other.a)}, and no pace is implied"
    implied = implied_pace(other)
    return f"the pace would be about {quantity(implied.pace, other.unit)}{unit} a day" if implied else "no pace is implied"


def day(side: Side) -> str:
    """The day that a figure speaks of, no finer than the source gave it."""
    given = side.claim.as_of or side.claim.statement_date
    return dates.say(given if dates.first(given) <= side.estimate.as_of <= dates.last(given) else side.estimate.as_of)


def _span(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"between {start.day} and {dates.say(end)}"
    return f"between {dates.say(start)} and {dates.say(end)}"
