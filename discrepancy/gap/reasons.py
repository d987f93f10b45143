"""Reasons that somebody gave for a difference → those for this pair, then what either side said of its difference from others."""

from __future__ import annotations

from discrepancy.basis.standing import Standing
from discrepancy.case.model import Case
from discrepancy.case.who import Group, Source, Statement, about
from discrepancy.gap.factors import Side

__all__ = ["group_of"]


def reasons(standing: Standing, a: Side, b: Side) -> list[dict]:
    """Reasons for this pair, and what either said of its difference from others; never the one as the other."""
    case, sides = standing.case, (a, b)
    found = []
    for row in case.tables["reasons"]:
        if not standing.knows(row["date"]):
            continue
        names = [part.strip() for part in row["about"].split(";")]
        one, two = (about(case, name) for name in names)
        both = any(_is(one, x) and _is(two, y) for x, y in (sides, sides[::-1]))
        groups = {_group(case, one), _group(case, two)}
        if not both and len(groups) == 1:
            continue  # a source on its own figures
        if both or groups & {s.claim.group for s in sides}:
            found.append({**{k: row[k] for k in ("date", "said_by", "summary", "url")}, "about": names, "for_this_pair": both})
    return sorted(found, key=lambda r: (not r["for_this_pair"], r["date"]))


def _is(what: Statement | Source | Group, side: Side) -> bool:
    """Whether a reason that is about a statement, a source or a group is about a side."""
    c = side.claim
    return what in (Statement(c.statement), Source(c.source), Group(c.group))


def group_of(case: Case, who: str) -> str:
    """The group of a statement, a source or a group."""
    return _group(case, about(case, who))


def _group(case: Case, what: Statement | Source | Group) -> str:
    match what:
        case Statement(name):
            return case.by_statement[name][0].group
        case Source(name):
            return case.group_of(name)
    return what.name
