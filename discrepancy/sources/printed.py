"""A case → what there is before anything is normalized: every printed figure with its day, the parties that printed none, and one
measure against another, statement by statement, such as casualties against strength."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.basis.asked import standing_for
from discrepancy.basis.standing import Standing
from discrepancy.basis.steps import PrintedFigure, figure_from
from discrepancy.case.model import Case, Claim
from discrepancy.case.who import Group, Source, Statement
from discrepancy.gap.gap import Gap
from discrepancy.sources.normalize import NUMBERS, WHO, numbers, who

if TYPE_CHECKING:
    import pandas as pd

# The columns of the table of shares.
SHARES = ["day", "source", "name", "group", "part", "whole", "share", "low", "high"]
SHARES += ["denominator_day", "denominator_scope", "part_claim", "whole_claim", "url"]


def timeline(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices: Any) -> pd.DataFrame:
    """Every printed figure of a measure with its day: what there is to draw before anything is normalized.

    One row a figure in order of date, of the kind in which most sources speak; ``subject`` tells which can be joined.  ``mark`` is "figure" (a closest wording, cumulative), "sum" (a statement's own parts added),
    "period" (a count of a period, from ``start`` to ``day``) or "version" (a retelling).  ``spoken`` is the day, month or year as the source
    gives it; ``apart`` what a figure counts in the place of what is asked, if the case converts the one into the other, else "".
    """
    import pandas as pd

    columns = ["day", "start", *WHO, "claim", "statement", "subject", "mark", "spoken", "apart", "printed", *NUMBERS, "said", "url"]
    return pd.DataFrame(printed_figures(case, measure, known_by, rule, **choices), columns=columns)


def figures_around(gap: Gap) -> list[dict]:
    """Every printed figure of the measure of a gap that was known, as rows of `timeline`, and its two whatever they count; none without a case."""
    if gap.standing is None or gap.case is None:
        return []
    kinds = {s.claim.kind for s in (gap.a, gap.b)}
    asked = (gap.basis.measure, gap.basis.known_by, gap.basis.rule)
    rows = printed_figures(gap.case, *asked, kind=kinds.pop() if len(kinds) == 1 else "")
    one = {k: v for k, v in gap.a.claim.dims if v and v == gap.b.claim.dimension(k) and not gap.standing.basis.dims.get(k)}
    for row in rows:  # what both figures are of, and this one is not: another place, where the basis asks for none
        other = [(k, v) for k, v in gap.case.by_id[row["claim"]].dims if v and v != one.get(k, v)]
        row["apart"] = ", ".join(filter(None, [row["apart"], *(gap.case.dimension_label(k, v) for k, v in other)]))
    there = {row["claim"] for row in rows}
    own = (s.figure for s in (gap.a, gap.b) if not there & {c.claim for c in s.figure.claims})
    return sorted([*rows, *(_figure_row(gap.standing, f) for f in own)], key=_in_order)


def printed_figures(case: Case, measure: str = "", known_by: str = "", rule: str = "", **choices: Any) -> list[dict]:
    """The rows of `timeline`, for those who can do without pandas."""
    standing = standing_for(case, measure, "", known_by, rule, **choices).on(as_of=date.max)
    basis = standing.basis
    kinds = ("cumulative", "period") if basis.kind in ("", "cumulative", "period") else (basis.kind,)
    rows, summed = [], set()
    for c in standing.related(standing.case.records):
        if c.kind not in kinds or not standing.stands(c) or not _can_be_brought(standing, c):
            continue
        figure = standing.figure(c) if c.primary and c.kind != "period" else figure_from([c], basis)
        if figure.measure != basis.measure:
            continue
        if len(figure.claims) > 1:
            if c.statement in summed or any(o.measure == basis.measure for o in standing.of(Statement(c.statement))):
                continue
            summed.add(c.statement)
        rows.append(_figure_row(standing, figure, c))
    return sorted(rows, key=_in_order)


def _in_order(row: dict) -> tuple:
    return row["day"], row["value"]


def _can_be_brought(standing: Standing, c: Claim) -> bool:
    """Whether what a claim counts is what the basis asks for, or is converted to it by the case."""
    wanted = standing.basis.dims
    return all(not value or wanted.get(name) in (None, "", value) or standing.ways(name, value, wanted[name]) for name, value in c.dims)


def _figure_row(standing: Standing, figure: PrintedFigure, claim: Claim | None = None) -> dict[str, Any]:
    """A figure as a row of `timeline`; `claim` is the one of its claims by which it is known."""
    c, case, basis = claim or figure.claim, standing.case, standing.basis
    spoken = case.primary_of(c).speaks_of  # a version stands where its statement does
    start = dates.first(c.period_start) if c.period_start and c.kind == "period" else None
    apart = [case.measure_label(figure.measure)] if figure.measure != basis.measure else []
    apart += [case.dimension_label(name, value) for name, value in c.dims if value and basis.dims.get(name) not in (None, "", value)]
    words: dict[str, Any] = {"claim": c.claim, "statement": c.statement, "subject": standing.subject(c, figure.measure)}
    words |= {"mark": _mark(figure), "spoken": spoken, "apart": ", ".join(apart), "printed": figure.printed}
    said = {"said": c.statement_date, "url": c.url}
    return {"day": dates.middle(spoken), "start": start} | who(case, c.source) | words | numbers(figure.reading) | said


def _mark(figure: PrintedFigure) -> str:
    if not figure.claim.primary:
        return "version"
    return "sum" if len(figure.claims) > 1 else "period" if figure.claim.kind == "period" else "figure"


def silent_parties(case: Case, measure: str = "", known_by: str = "", **choices: Any) -> list[dict]:
    """Parties that gave no figure of a measure, and the day on which they acknowledged what is counted.

    Parties are the sources whose role in ``sources.csv`` starts with "belligerent" or "party"; the day is that of an event of the
    kind ``acknowledged:SOURCE``, and empty where no such event is known, or was by `known_by`.
    """
    standing = standing_for(case, measure, "", known_by, **choices)
    # A party that withdrew its figure has given one.
    gave = lambda c: c.primary and c.measure == standing.basis.measure and c.kind != "share"
    spoken = {c.group for c in standing.case.records if gave(c)}
    kinds = [(e["kind"].partition(":"), e) for e in standing.case.tables["events"]]
    days = {source: e for (kind, _, source), e in kinds if kind == "acknowledged"}
    found: dict[str, dict] = {}
    for s in case.tables["sources"]:
        if s["role"].startswith(("belligerent", "party")) and s["group"] not in spoken:
            event = days.get(s["source"], {"date": "", "url": ""})
            row = {k: s[k] for k in ("source", "name", "group")} | {"acknowledged": event["date"], "url": event["url"]}
            found.setdefault(s["group"], row)
    return list(found.values())


def shares(case: Case, known_by: str = "", rule: str = "") -> pd.DataFrame:
    """Each share of one measure in another with its own denominator, both uncertain.

    The two measures are those of ``[figures.share]`` in ``case.toml``; an empty frame where there are none.  The
    denominator is the newest one that the same source, else the same group, had given by then.
    """
    import pandas as pd

    spec = case.meta.get("figures", {}).get("share")
    if not spec:
        return pd.DataFrame(columns=SHARES)
    standing = standing_for(case, spec["part"], "", known_by, rule)
    found = [(c, _denominator(standing, c, spec["whole"])) for c in standing.allowed("cumulative") if c.measure == spec["part"]]
    rows = [_share(standing, part, whole) for part, whole in found if whole]
    return pd.DataFrame(rows, columns=SHARES).sort_values("day", kind="stable", ignore_index=True)


def _share(standing: Standing, part: Claim, whole: Claim) -> dict:
    case, basis = standing.case, standing.basis
    p, w = basis.reading(part), basis.reading(whole)
    scope = next((case.dimension_label(d, v) for d, v in whole.dims if v and basis.dims.get(d)), "not stated of whom")
    return (
        {"day": dates.middle(part.speaks_of), "source": part.source, "name": case.source_name(part.source), "group": part.group}
        | {"part": part.phrase, "whole": whole.phrase, "share": p.best / w.best, "low": p.low / w.high, "high": p.high / w.low}
        | {"denominator_day": whole.statement_date, "denominator_scope": scope}
        | {"part_claim": part.claim, "whole_claim": whole.claim, "url": part.url}
    )


def _denominator(standing: Standing, claim: Claim, measure: str) -> Claim | None:
    """The newest whole that the source, else its group, had given by the day of the claim; not of one contingent alone."""
    value = lambda c: standing.basis.reading(c).value
    said = lambda c: dates.last(c.statement_date)
    for side in (Source(claim.source), Group(claim.group)):
        whole = [c for c in standing.of(side) if c.measure == measure and c.kind == "cumulative"]
        whole = [c for c in whole if said(c) <= said(claim) and value(c) > value(claim)]
        if whole:
            return max(whole, key=lambda c: (said(c), value(c)))
    return None
