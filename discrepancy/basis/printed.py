"""TODO"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.basis.asked import basis_for
from discrepancy.basis.counts import figure_of, single
from discrepancy.basis.standing import stands
from discrepancy.case.model import Case

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["printed_figures", "silent", "silent_parties", "timeline"]


def timeline(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices) -> pd.DataFrame:
    """Every printed figure of a measure with its day: what there is to draw before anything is normalized.

    Returns
    -------
    pandas.DataFrame
        One row a figure in order of date: ``day start source name group role claim statement mark printed value low best
        high open said url``.  ``mark`` is "figure" (a closest wording, cumulative), "sum" (a statement's own parts added),
        "period" (a count of a period, from ``start`` to ``day``) or "version" (a retelling).
    """
    import pandas as pd

    return pd.DataFrame(printed_figures(case, measure, known_by, rule, **choices), columns=_PRINTED)


_PRINTED = [
    "day",
    "start",
    "source",
    "name",
    "group",
    "role",
    "claim",
    "statement",
    "mark",
    "printed",
    "value",
    "low",
    "best",
    "high",
    "open",
    "said",
    "url",
]


def printed_figures(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices) -> list[dict]:
    """The rows of `timeline`, for those who can do without pandas."""
    basis = basis_for(case, measure, "", known_by, rule, **choices)
    basis = replace(basis, as_of=date.max)
    rows, summed = [], set()
    for c in case.records:
        if not stands(case, c, basis) or c.kind not in ("cumulative", "period") or c.measure not in case.related[basis.measure]:
            continue
        if not basis.knows(c.known_from) or (not c.primary and known_by and not c.published):
            continue
        if any(wanted and c.dimension(d) not in ("", wanted) for d, wanted in basis.dims.items()):
            continue
        figure = figure_of(case, c, basis) if c.primary and c.kind == "cumulative" else single(c, basis)
        if figure.measure != basis.measure:
            continue
        if len(figure.claims) > 1:
            whole = [o for o in case.by_statement[c.statement] if o.primary and o.measure == basis.measure]
            if c.statement in summed or any(stands(case, o, basis) for o in whole):
                continue
            summed.add(c.statement)
        said = c if c.primary else case.primary_of(c)  # a version stands where its statement does
        mark = "version" if not c.primary else "sum" if len(figure.claims) > 1 else "period" if c.kind == "period" else "figure"
        r = figure.reading
        rows.append(
            {
                "day": dates.middle(said.speaks_of),
                "start": dates.first(c.period_start) if c.period_start and c.kind == "period" else None,
                "source": c.source,
                "name": case.source_name(c.source),
                "group": c.group,
                "role": case.role_of(c.source),
                "claim": c.claim,
                "statement": c.statement,
                "mark": mark,
                "printed": figure.printed,
                "value": r.value,
                "low": r.low,
                "best": r.best,
                "high": r.high,
                "open": r.open,
                "said": c.statement_date,
                "url": c.url,
            }
        )
    return sorted(rows, key=lambda row: (row["day"], row["value"]))


def silent(case: Case, measure: str = "", known_by: str = "", **choices) -> pd.DataFrame:
    """Parties that gave no figure of a measure, and the day on which they acknowledged what is counted.

    Parties are the sources whose role in ``sources.csv`` starts with "belligerent" or "party"; the day is that of an event of the
    kind ``acknowledged:SOURCE``.

    Returns
    -------
    pandas.DataFrame
        ``source name group acknowledged url``; `acknowledged` is empty where no such event is known, or was by `known_by`.
    """
    import pandas as pd

    columns = ["source", "name", "group", "acknowledged", "url"]
    return pd.DataFrame(silent_parties(case, measure, known_by, **choices), columns=columns)


def silent_parties(case: Case, measure: str = "", known_by: str = "", **choices) -> list[dict]:
    """The rows of `silent`, for those who can do without pandas."""
    basis = basis_for(case, measure, "", known_by, **choices)
    # A party that withdrew its figure has given one.
    spoken = {c.group for c in case.records if c.primary and c.measure == basis.measure and c.kind != "share" and basis.knows(c.known_from)}
    days = {
        e["kind"].partition(":")[2]: e
        for e in case.tables["events"]
        if e["kind"].startswith("acknowledged:") and basis.knows(dates.last(e["date"]))
    }
    found: dict[str, dict] = {}
    for s in case.tables["sources"]:
        if s["role"].startswith(("belligerent", "party")) and s["group"] not in spoken:
            event = days.get(s["source"], {"date": "", "url": ""})
            row = {k: s[k] for k in ("source", "name", "group")} | {"acknowledged": event["date"], "url": event["url"]}
            found.setdefault(s["group"], row)
    return list(found.values())
