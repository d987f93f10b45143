"""`Houses` → the rows that sentences and figures show of it: who spoke, who stands apart, sums of parts, constant against delay."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from discrepancy.reading.scale import RATIO

if TYPE_CHECKING:
    from discrepancy.sources.effects.houses import Houses


def _nothing(row: dict) -> float:
    """The effect of a source that stands where all stand."""
    return 0.0 if row["amount"] is not None and row["amount"] == row["amount"] else 1.0


def reference_name(found: Houses) -> str:
    """What is at ×1, or at 0, for readers.

    Examples
    --------
    >>> import discrepancy as dc
    >>> reference_name(dc.houses(dc.load_case("hurricane-maria"), reference="gwu"))
    'Santos-Burgoa et al.'
    """
    return {"sources": "all sources together", "prior": "no source by name"}.get(found.reference, found.named)


def spoken(found: Houses) -> list[dict]:
    """Effects of the sources that gave several figures of the measure, highest first, each as `size` whatever the scale."""
    rows = found.effects.to_dict("records")
    told = [r for r in rows if r["measure"] == (found.measure or rows[0]["measure"]) and r["statements"] > (found.case is not None)]
    return sorted([r | {"size": found.size(r)} for r in told], key=lambda r: -r["size"])


def single(found: Houses) -> list[dict]:
    """The figures of sources that gave one figure of the measure each, lowest first: no habit can be told from it."""
    rows = [r for r in found.reports.to_dict("records") if r["measure"] == found.measure]
    own = [r for r in rows if [o["source"] for o in rows].count(r["source"]) == 1]
    return sorted(own, key=lambda r: r["count"])


def stand_apart(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """Sources whose range leaves ×1, or 0, out, and the others but for the one that is put there."""
    moving = [r for r in rows if r["high"] - r["low"] > 1e-9]
    apart = [r for r in moving if r["low"] > _nothing(r) or r["high"] < _nothing(r)]
    return apart, [r for r in moving if r not in apart]


def sums_of_parts(found: Houses, measure: str) -> list[dict]:
    """Statements that gave all parts of a measure and not the whole, as figures of it: `count low high` added, `expected` too."""
    if found.scale is not RATIO:
        return []  # percentages of parts are no parts of a percentage
    parts = found.case.measures[measure].parts if found.case and measure in found.case.measures else ()
    statements = defaultdict(list)
    for r in found.reports.to_dict("records"):
        if r["measure"] in parts:
            statements[r["source"], r["statement"], r["date"]].append(r)
    sums = []
    for own in statements.values():
        if sorted(r["measure"] for r in own) == sorted(parts) and not any(isinstance(r["start"], date) for r in own):
            sides = {r["open"] for r in own} - {"none"}
            added = {k: float(sum(r[k] for r in own)) for k in ("count", "low", "high", "expected")}
            added |= {"printed": " + ".join(r["printed"] for r in own), "measure": measure, "sum": True}
            sums.append(own[0] | added | {"open": "none" if not sides else sides.pop() if len(sides) == 1 else "both"})
    return sums


def delays(found: Houses) -> list[dict]:
    """Constant against delay, of each group and then its sources, where a statement could be foretold; `alone` where no group is shown."""
    rows = [r | {"size": found.size(r)} for r in found.lags.to_dict("records") if r["predicted"] > 0]
    case = found.case
    group = lambda r: r["who"] if r["level"] == "group" else case.group_of(r["who"]) if case else r["who"]
    whole = {r["who"] for r in rows if r["level"] == "group"}
    order = list(dict.fromkeys(map(group, rows)))
    rows = [r | {"group": group(r), "alone": group(r) not in whole} for r in rows]
    return sorted(rows, key=lambda r: (order.index(r["group"]), r["level"] != "group"))
