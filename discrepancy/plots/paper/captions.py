"""Results → the words around each figure: title, subtitle, foot and alt sentence.

Each figure's own stand beside it, under `caption_of`; here is what they share.
"""

from __future__ import annotations

from collections.abc import Callable

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.gap.gap import Gap
from discrepancy.saying.never import Caption
from discrepancy.saying.text import cap, clip, stops

_CAPTIONS: dict[str, Callable] = {}  # figure → (result, case) → title, subtitle, foot, alt; filled by the figures


def caption_of(name: str) -> Callable:
    """Register what gives the words around a figure."""

    def keep(words: Callable) -> Callable:
        _CAPTIONS[name] = words
        return words

    return keep


def caption(name: str, result, case: Case | None = None) -> Caption:
    """The words around a figure.

    Parameters
    ----------
    name : str
        A figure: claims_over_time, anatomy, forest, waterfall, gap_over_time, versions, range_bar, choices, conditions, share_lost.
    result : object
        What the figure draws.
    case : Case, optional
        Where the result does not carry it.

    Returns
    -------
    Caption
    """
    words = _CAPTIONS[name](result, case or getattr(result, "case", None))
    return Caption(*map(stops, words[:3]), alt(stops(words[3])))


def alt(text: str) -> str:
    return clip(" ".join(text.split()), 349)


def foot_line(case: Case | None, extra: str = "") -> str:
    if case is None:
        return extra
    version = f", version {case.version}" if case.version else ""
    return f"Source: the case {case.name}{version}; addresses in the table.{' ' + extra if extra else ''}"


def noun_of(case: Case | None, measure: str) -> str:
    if case is None or measure not in case.measures:
        return "Figures"
    spec = case.measures[measure]
    return spec.noun or cap(spec.label)


def basis(gap: Gap) -> str:
    known = f", as known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ", with hindsight"
    return f"on {dates.say(gap.basis.as_of)}{known}"


def day_of(found) -> str:
    known = f", as known on {dates.say(found.basis.known_by)}" if found.basis.known_by else ", with hindsight"
    return f"on {dates.say(found.basis.as_of)}{known}"


def noun_on(found) -> str:
    return f"{cap(noun_of(found.case, found.basis.measure))}, {day_of(found)}"


def join_or(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
