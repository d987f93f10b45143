"""What a result says → the words around its figure: title, subtitle, foot and the sentence for those who cannot see it.

The words of each figure stand beside it, in its own `words`; here is what they share.
"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.case.model import Case
from discrepancy.saying.text import Caption, cap, clip, stops

LONGEST_ALT = 349


def caption(title: str, subtitle: str, foot: str, alt: str) -> Caption:
    """The words around a figure, each without a doubled full stop, the sentence of a length that can be listened to."""
    title, subtitle, foot, alt = map(stops, (title, subtitle, foot, alt))
    return Caption(title, subtitle, foot, clip(" ".join(alt.split()), LONGEST_ALT))


def nothing(title: str, case: Case | None, subtitle: str = "", alt: str = "") -> Caption:
    """The words around a figure without anything to draw; `alt` where the title says more than is missing."""
    return caption(title, subtitle, foot_line(case), f"Empty chart: {alt or title[:1].lower() + title[1:] + '.'}")


def foot_line(case: Case | None, extra: str = "") -> str:
    """Where the numbers come from, and what else is to be said below a figure."""
    if case is None:
        return extra
    version = f", version {case.version}" if case.version else ""
    return f"Source: the case {case.name}{version}; addresses in the table.{' ' + extra if extra else ''}"


def noun_of(case: Case | None, measure: str) -> str:
    """What is counted, in the words of the case."""
    if case is None or measure not in case.measures:
        return "Figures"
    spec = case.measures[measure]
    return spec.noun or cap(spec.label)


def known(known_by: str) -> str:
    """By when it was known, as the end of a phrase."""
    return f", as known on {dates.say(known_by)}" if known_by else ", with hindsight"


def noun_known(case: Case | None, measure: str, known_by: str) -> str:
    """What is counted, and by when it was known."""
    return cap(noun_of(case, measure)) + known(known_by)


def on_basis(basis: Basis) -> str:
    """The day that numbers were brought to, and by when they were known."""
    return f"on {dates.say(basis.as_of)}{known(basis.known_by)}"


def noun_on(case: Case | None, basis: Basis) -> str:
    """What is counted, and on which basis."""
    return f"{cap(noun_of(case, basis.measure))}, {on_basis(basis)}"
