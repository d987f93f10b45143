"""`Houses` → the rows that sentences and figures show of it: who spoke, who stands apart, sums of parts, constant against delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discrepancy.sources.effects.houses import Houses


def reference_name(found: Houses) -> str:
    """What is at ×1, for readers.

    Examples
    --------
    >>> import discrepancy as dc
    >>> reference_name(dc.houses(dc.load_case("hurricane-maria"), reference="gwu"))
    'Santos-Burgoa et al.'
    """
    return {"sources": "all sources together", "prior": "no source by name"}.get(found.reference, found.named)


def spoken(found: Houses) -> list[dict]:
    """Effects of the sources that gave a figure of the measure, highest first."""
    e = found.effects
    e = e[(e["measure"] == (found.measure or e["measure"].iloc[0])) & (e["statements"] > 0)]
    return e.sort_values("multiplier", ascending=False, kind="stable").to_dict("records")


def stand_apart(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """Sources whose range leaves ×1 out, and the others but for the one that is put there."""
    moving = [r for r in rows if r["high"] - r["low"] > 1e-9]
    apart = [r for r in moving if r["low"] > 1 or r["high"] < 1]
    return apart, [r for r in moving if r not in apart]


def sums_of_parts(found: Houses, measure: str) -> list[dict]:
    """Statements that gave all parts of a measure and not the whole, as figures of it: `count low high` added, `expected` too."""
    parts = found.case.measures[measure].parts if found.case and measure in found.case.measures else ()
    rows = found.reports[found.reports["measure"].isin(parts)]
    sums = []
    for _, own in rows.groupby(["source", "statement", "date"], sort=False):
        if set(own["measure"]) == set(parts) and len(own) == len(parts) and own["start"].isna().all():
            sides = set(own["open"]) - {"none"}
            added = {k: float(own[k].sum()) for k in ("count", "low", "high", "expected")}
            words = {"printed": " + ".join(own["printed"]), "open": "none" if not sides else sides.pop() if len(sides) == 1 else "both"}
            sums.append(own.iloc[0].to_dict() | added | words | {"measure": measure, "sum": True})
    return sums


def delays(found: Houses) -> list[dict]:
    """Constant against delay, of each group and then its sources, where a statement could be foretold; `alone` where no group is shown."""
    rows = [r for r in found.lags.to_dict("records") if r["predicted"] > 0]
    case = found.case
    group = lambda r: r["who"] if r["level"] == "group" else case.group_of(r["who"]) if case else r["who"]
    whole = {r["who"] for r in rows if r["level"] == "group"}
    order = list(dict.fromkeys(map(group, rows)))
    rows = [r | {"group": group(r), "alone": group(r) not in whole} for r in rows]
    return sorted(rows, key=lambda r: (order.index(r["group"]), r["level"] != "group"))
