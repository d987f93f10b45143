"""TODO"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.gap.factors import Pair

__all__ = ["group_of"]


def reasons(pair: Pair) -> list[dict]:
    """Reasons for this pair, and what either said of its difference from others; never the one as the other."""
    case = pair.case
    ends = [{s.who, s.claim.source, s.claim.group, s.claim.statement} for s in (pair.a, pair.b)]
    found = []
    for row in case.tables["reasons"]:
        if not pair.basis.knows(dates.last(row["date"])):
            continue
        about = [part.strip() for part in row["about"].split(";")]
        both = (about[0] in ends[0] and about[1] in ends[1]) or (about[1] in ends[0] and about[0] in ends[1])
        if not both and len({group_of(case, part) for part in about}) == 1:
            continue  # a source on its own figures
        touches = {group_of(case, part) for part in about} & {pair.a.claim.group, pair.b.claim.group}
        if both or touches:
            found.append({**{k: row[k] for k in ("date", "said_by", "summary", "url")}, "about": about, "for_this_pair": bool(both)})
    return sorted(found, key=lambda r: (not r["for_this_pair"], r["date"]))


def group_of(case: Case, who: str) -> str:
    """The group of a statement, a source or a group."""
    return case.by_statement[who][0].group if who in case.by_statement else case.group_of(who)
