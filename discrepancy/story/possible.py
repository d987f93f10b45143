"""A gap → whether both figures can be right, and what would have to be true for that."""

from __future__ import annotations

import re
from datetime import date

from discrepancy import dates
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap
from discrepancy.gap.views import case_of, implied_pace, near_paces
from discrepancy.saying.numbers import count
from discrepancy.saying.text import of_whom


def both_right(gap: Gap) -> str:
    """What would have to be true for both figures to stand."""
    r, implied, words = gap.reconcilable, implied_pace(gap), _on_words(gap)
    if r["statistical"]:
        words = "" if r["admissible"] else " The words themselves, read to the letter, exclude it."
        return f"Yes, if the stated assumptions hold: what remains is within its own spread.{words}"
    if implied is None:
        lead = "The higher figure is for the earlier day"
        if gap.a.figure.measure != gap.b.figure.measure:
            lead = "The two count different things"
        elif gap.a.estimate.as_of == gap.b.estimate.as_of:
            lead = f"Both are set at {day(gap.a)}"
        return f"{lead}, so no pace between them is implied. {words}"
    unit, label = case_of(gap).unit, case_of(gap).measure_label(gap.basis.measure)
    pace, done = lambda unit: f"about {count(implied.pace)}{unit} a day", label.removeprefix(f"{unit} ")
    if re.fullmatch(r"\w+ed(?: (?:or|and) \w+ed)*", done):  # "killed or wounded" and "homes damaged", but not "refugees"
        needed = f"{pace(f' {unit}')} were {done}"
    else:
        needed = f"the figure for {label} grew by {pace('' if unit in label else f' {unit}')}"
    other, without = gap.without_inference, ""
    if other:
        without = f" Without that inference {_pace_without(other, unit)}."
    lead = "If so, both are right" if other else "Both are right as printed"
    return f"{lead} only if {needed} {_span(implied.start, implied.end)}; {_published(gap)}.{without} {words}"


def _published(gap: Gap) -> str:
    """The paces that the record holds for the same weeks."""
    paces = near_paces(gap)
    if not paces:
        return "no published pace for the weeks around was found"
    low, high = count(paces[0].pace), count(paces[-1].pace)
    if low == high:
        return f"the published pace for the weeks around is about {low} a day"
    return f"published paces for the weeks around run from about {low} to about {high} a day"


def _pace_without(other: Gap, unit: str) -> str:
    """The condition in the branch without the inference."""
    if other.a.estimate.as_of == other.b.estimate.as_of:
        return f"both stand at {day(other.a)}, and no pace is implied"
    implied = implied_pace(other)
    return f"the pace would be about {count(implied.pace)} {unit} a day" if implied else "no pace is implied"


def day(side: Side) -> str:
    """The day that a figure speaks of, no finer than the source gave it."""
    given = side.claim.as_of or side.claim.statement_date
    return dates.say(given if dates.middle(given) == side.estimate.as_of else side.estimate.as_of)


def _on_words(gap: Gap) -> str:
    if not gap.reconcilable["admissible"]:
        if gap.a.figure.measure != gap.b.figure.measure:
            return "Taken as counts of the same thing, the words exclude it."
        return "The words themselves exclude it, unless the two count different things."
    if gap.lower.figure.reading.open in ("high", "both"):
        return f"The words alone do not exclude it: {of_whom(gap.lower.name)} sets no upper limit."
    if gap.higher.figure.reading.open in ("low", "both"):
        return f"The words alone do not exclude it: {of_whom(gap.higher.name)} sets no lower limit."
    return "The words alone do not exclude it: their ranges meet."


def _span(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"between {start.day} and {dates.say(end)}"
    return f"between {dates.say(start)} and {dates.say(end)}"
