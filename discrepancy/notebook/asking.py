"""What may be asked of a case before a notebook runs: is there such a value, who speaks, is there a gap.

In: a case, and parameters as notebooks take them. Out: what is wrong or missing, in the sentences of the library; nothing if all is well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from discrepancy.basis.asked import standing_for
from discrepancy.basis.meeting import meetings
from discrepancy.basis.speaks import speaks
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import ClaimError, group, said_by, speaker, spelling
from discrepancy.gap.explain import explain
from discrepancy.notebook.results import QUESTION
from discrepancy.notebook.settings import SettingError, check
from discrepancy.saying.text import listed
from discrepancy.subjects.shared import shared

FEW = 8  # days that are tried


def refusals(case: Case, given: Iterable[Mapping[str, str]]) -> list[str]:
    """Return what is wrong with values that the case does not have, each once."""
    wrong: dict[str, None] = {}
    for values in given:
        try:
            check(case, values)
        except SettingError as error:
            wrong[str(error)] = None
    return list(wrong)


def speaking(case: Case, given: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the groups that give a figure for any of these parameters, in the order of the case, as they are typed."""
    groups, found = [group(case, name) for name in case.by_group], set()
    for values in given:
        measure, as_of, known_by, rule = (values.get(name, "") for name in ("measure", "as_of", "known_by", "rule"))
        standing = standing_for(case, measure, as_of, known_by, rule)
        for who in set(groups) - found:
            with suppress(ClaimError):
                speaks(standing, who)
                found.add(who)
    return [spelling(case, who) for who in groups if who in found]


def silence(case: Case, given: Mapping[str, str]) -> str:
    """Say why there is no gap between two figures; empty if there is one."""
    try:
        explain(case, **{name: given[name] for name in QUESTION if name in given})
    except ClaimError as error:
        return str(error)
    return ""


def days_with_figures(case: Case, a: str, b: str, measure: str) -> tuple[list[date], list[date]]:
    """The days for which a side has a figure, from the first that both can tell of; and those on which one was given. Empty without one."""
    standing = standing_for(case, measure).on(as_of=date.max, kind="", period=())
    sides = [speaker(case, who) for who in (a, b)]
    own = lambda who: [who] if isinstance(who, Claim) else [c for c in standing.related(said_by(case, who)) if not standing.why_not(c)]
    try:
        met = [meeting.days for meeting in meetings(standing, *sides)]
        first = min(max(days[0] for days in both) for both in met)
        given = [{c.known_from for c in own(who)} for who in sides]
        since = max(map(min, given))
    except (ClaimError, ValueError):  # a named claim that no longer stands, or nothing on which they meet
        return [], []
    spoken = sorted(day for both in met for days in both for day in days if day >= first)
    told = sorted(day for day in given[0] | given[1] if day >= since)
    asked = {"a": a, "b": b, "measure": measure}
    return _answered(case, asked, "as_of", spoken), _answered(case, asked, "known_by", told)


def _answered(case: Case, asked: Mapping[str, str], name: str, days: list[date]) -> list[date]:
    """The days from the first of which there is a gap, each once; none where the first few have none."""
    days = list(dict.fromkeys(days))
    return next((days[n:] for n, day in enumerate(days[:FEW]) if not silence(case, {**asked, name: day.isoformat()})), [])


def has_parts(case: Case, given: Mapping[str, str]) -> bool:
    """Whether two sources share two subjects or more, or the case names tables of one total; what is refused is left to the notebook."""
    asked = (given.get(name, "") for name in ("measure", "as_of", "known_by", "rule"))
    try:
        return bool(case.meta.get("where") or shared(case, listed(given.get("by", "")), *asked))
    except ClaimError:
        return True


def has_lists(case: Case, given: Mapping[str, str]) -> bool:
    """Whether the case names lists, or some are asked for."""
    return bool(case.meta.get("lists") or given.get("lists"))


NEEDS = {"parts": has_parts, "lists": has_lists}  # what a notebook can say in its metadata that it needs
