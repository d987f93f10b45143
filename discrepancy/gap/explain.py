"""What somebody asked of a case, or two phrases → the gap between two figures."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.basis import Basis
from discrepancy.basis.estimate import stepped
from discrepancy.basis.meeting import may_meet, meetings
from discrepancy.basis.speaks import NoFigure, speaks
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import Step, single
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Asked, ClaimError, Speaker, group, said_by, speaker
from discrepancy.gap.factors import Side
from discrepancy.gap.gap import Gap, assemble, gap_on
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading, scale_of
from discrepancy.reading.scale import Scale
from discrepancy.reading.units import convert, is_money
from discrepancy.reading.wording import WordingError


def explain(
    case: Case, a: Asked = "", b: Asked = "", measure: str = "", as_of: str = "", known_by: str = "", rule: str = "", **choices: Any
) -> Gap:
    """Split the gap between two figures into factors.

    Parameters
    ----------
    case : Case
    a, b : str
        A claim, a source or a group each; empty: the case's defaults.  A name that two of them have is refused: ``claim:NAME``,
        ``source:NAME`` and ``group:NAME`` say which.
    measure, as_of, known_by, rule : str
        Empty: the case's defaults, hindsight, the rule "hedge".  For two named claims `as_of` is the later of the days
        that they speak of; `measure` is that of the claims that are named, where both sides print it.
    **choices
        width, timing, inferred, kind, and a value for any declared dimension.

    Returns
    -------
    Gap

    Raises
    ------
    ClaimError
        If a side is nobody, could be two, or cannot speak, and why.

    Examples
    --------
    >>> import discrepancy as dc
    >>> gap = dc.explain(dc.load_case("dprk-kursk"), "ukraine", "south-korea")
    >>> gap
    <Gap 3,000 / 1,100 = ×2.7: retelling ×1, wording ×0.99, revision ×1, definition ×1, timing ×1.19,
    scope ×1, standing ×1, unexplained ×2.3>
    >>> gap.reconcilable
    {'statistical': False, 'admissible': True}
    """
    one, two = pair(case, a, b, measure, as_of, known_by, rule, **choices)
    known = case.as_known(str(known_by)) if dates.is_date(str(known_by)) else case  # what is no date is refused below
    named = [case.primary_of(c) for c in (one, two) if isinstance(c, Claim)]
    given = [{c.measure for c in said_by(known, who) if c.primary} for who in (one, two) if not isinstance(who, Claim)]
    shared = set.intersection(*given, {c.measure for c in named[:1]}, {c.measure for c in named[-1:]}) if named else set()
    measure = measure or next(iter(shared), "")  # what a named claim prints, where the other side prints it too
    if len(named) == 2:
        as_of = as_of or max(dates.middle(c.speaks_of) for c in named).isoformat()
    return gap_on(standing_for(case, measure, as_of, known_by, rule, sides=(one, two), **choices), one, two)


def pair(case: Case, a: Asked = "", b: Asked = "", *asked: Any, **choices: Any) -> tuple[Speaker, Speaker]:
    """The two sides: as asked, else the case's defaults, else the groups (or claims) that spoke first and can speak."""
    one, two = (speaker(case, who) if who else None for who in (a or case.defaults.get("a", ""), b or case.defaults.get("b", "")))
    if one and two:
        return one, two
    standing = standing_for(case, *asked, **choices).on(kind=choices.get("kind", ""), period=())
    found = [who for who in (one, two) if who]
    first = {c.group: (c.statement_date, c.group) for c in sorted(standing.claims, key=lambda c: c.statement_date, reverse=True)}
    names = sorted(first, key=first.__getitem__) if len(first) > 2 else dict.fromkeys(c.group for c in standing.claims)
    groups = [group(standing.case, name) for name in names]  # of more than two, whatever the order of the rows
    silent = {who.name: why for who in groups if who not in found and (why := _silent(standing, who))}
    can = [who for who in groups if who not in found and who.name not in silent]
    ways = ((*found, who) for who in can) if found else may_meet(standing, can)
    meet = (list(way) for way in ways if meetings(standing, *way))
    found = next(meet, [*found, *can][:2])
    if len(found) < 2 and len(groups) == 1 and not (one or two):  # of one source alone, two of its figures
        found = [c for c in reversed(standing.claims) if c.measure == standing.basis.measure and not standing.why_not(c)][:2][::-1]
    if len(found) < 2:
        label, groups = case.measure_label(standing.basis.measure), ", ".join(case.by_group)
        because = "; ".join(f"{name}: {why}" for name, why in silent.items())
        can = f"{len(found)} can be used on {standing.basis.as_of}{because and f' ({because})'}"
        measures = [m for m in case.measures if m != standing.basis.measure]
        groups += f"; or ask for another measure: {', '.join(measures)}" if measures else ""
        raise ClaimError(f"two figures of {label} are needed, and {can}: name a and b; the groups are {groups}")
    return (found[1], found[0]) if two else (found[0], found[1])


def _silent(standing: Standing, who: Speaker) -> str:
    """Why a group cannot speak; empty if it can."""
    try:
        speaks(standing, who)
    except NoFigure as none:
        return none.because
    return ""


def between(a: str, b: str, rule: str = "", width: float = 1.0) -> Gap:
    """The gap between two printed phrases, without any case: only the wording can be set apart.

    Examples
    --------
    >>> between("already exceeded 3,000", "around 1,100").unexplained.multiplier.__round__(2)
    2.83
    """
    basis = Basis("count", date.today(), {}, "", rule or "hedge", width)
    unknown: dict[str, Any] = {f.name: "" for f in fields(Claim)} | {"dims": (), "low": None, "high": None, "level": None, "line": 0}
    nothing = {"definition": "what they count is not given", "timing": "the days are not given"}
    steps = {name: Step(name, because=f"two phrases only: {because}") for name, because in nothing.items()}
    sides = []
    readings = [read(phrase, basis.rule, width) for phrase in (a, b)]
    scale = _scale_of(readings)
    for name, phrase, reading in zip(("the first phrase", "the second phrase"), (a, b), readings, strict=True):
        claim = Claim(**unknown | {"claim": name, "statement": name, "primary": True, "wording": phrase, "unit": readings[0].unit})
        figure = single(claim, reading.to(readings[0].unit), scale)
        sides.append(Side(claim, name, figure, stepped(figure, steps, basis.as_of, scale)))
    return assemble(None, sides[0], sides[1], basis, {})


def _scale_of(readings: list[Reading]) -> Scale:
    """The scale on which two readings differ; two of other dimensions or times are refused."""
    a, b = readings
    quoted = f'"{a.printed}" and "{b.printed}"'
    if a.per != b.per:
        raise WordingError(f"{quoted} are not counted per the same time: bring both to one, such as a day")
    if convert(b.unit, a.unit) is None:
        units = " and ".join(r.unit or "no unit" for r in readings)
        money = is_money(a.unit) and is_money(b.unit)
        needed = ": two currencies need a rate of exchange, which is a conversion of a case" if money else ""
        raise WordingError(f"{quoted} are in {units}, which cannot be brought to each other{needed}")
    return scale_of(readings, a.unit)
