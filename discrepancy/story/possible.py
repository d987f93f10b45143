"""TODO"""

from __future__ import annotations

import re
from datetime import date

from discrepancy import dates
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap
from discrepancy.saying.numbers import count
from discrepancy.saying.text import of_whom


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
            lead = f"Both are set at {day(gap.a)}"
        else:
            lead = "The higher figure is for the earlier day"
        return f"{lead}, so no pace between them is implied. {words}"
    unit = gap.case.unit
    pace = f"about {count(implied.pace)} {unit} a day"
    near = [c.pace for c in gap.conditions if not c.implied and c.near and c.pace > 0]
    when = _span(implied.start, implied.end)
    if near:
        paces = f"published paces for the weeks around run from about {count(min(near))} to about {count(max(near))} a day"
        if count(min(near)) == count(max(near)):
            paces = f"the published pace for the weeks around is about {count(near[0])} a day"
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
        return f" Without that inference both stand at {day(other.a)}, and no pace is implied."
    implied = next((c for c in other.conditions if c.implied), None)
    pace = f"the pace would be about {count(implied.pace)} {unit} a day" if implied else "no pace is implied"
    return f" Without that inference {pace}."


def day(side: Side) -> str:
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
        return f"The words alone do not exclude it: {of_whom(gap.lower.name)} sets no upper limit."
    if high.open in ("low", "both"):
        return f"The words alone do not exclude it: {of_whom(gap.higher.name)} sets no lower limit."
    return "The words alone do not exclude it: their ranges meet."


def _span(start: date, end: date) -> str:
    if start.year == end.year and start.month == end.month:
        return f"between {start.day} and {dates.say(end)}"
    return f"between {dates.say(start)} and {dates.say(end)}"
