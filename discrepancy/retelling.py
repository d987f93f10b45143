"""Versions of one statement → what differs from the closest wording found.

In goes a `Case`; out comes one row a version.  Differences are described, not accused: what the version
prints, what the closest wording found prints, and how the page was seen.  Versions are collected because they
differ, so no rate can be read from their number.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from discrepancy.case import who
from discrepancy.case.model import Case, Claim
from discrepancy.reading.reading import Reading
from discrepancy.reading.scale import RATIO, SCALES
from discrepancy.saying.numbers import quantity

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DIFFERENCES", "compare", "outlet", "retellings"]

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
DIFFERENCES: dict[str, str] = _WORDS["differences"]
SIDES: dict[str, str] = _WORDS["sides"]


def outlet(claim: Claim) -> str:
    """How a page may be named: a copy never speaks for the outlet whose text it is."""
    host = (urlsplit(claim.url).hostname or "").removeprefix("www.")
    if claim.seen_as == "copy" and claim.url:
        return f"a copy at {host}"
    return claim.reported_by or host or "a page without an address"


def compare(version: Claim, primary: Claim, rule: str = "hedge", label: Callable[[str], str] = str) -> tuple[list[str], str]:
    """The kinds of what differs between a version and the closest wording found, and the words; `label` names a measure for readers."""
    differs: dict[str, str] = {}
    if version.kind != "share" and primary.kind != "share":
        v, p = version.reading(rule), primary.reading(rule)
        if v.side != p.side:
            dropped, added = (side in ("plain", "exact") for side in (v.side, p.side))
            kind = "hedge_flipped" if dropped == added else "hedge_dropped" if dropped else "hedge_added"
            differs[kind] = f"{SIDES[v.side]} where the closest wording found has {SIDES[p.side]}"
        if v.value != p.value:
            differs["number_changed"] = f"{_count(v)} where it has {_count(p)}"
    elif version.phrase != primary.phrase:
        differs["number_changed"] = f"{version.quoted} where it has {primary.quoted}"
    if version.measure != primary.measure:
        differs["measure_changed"] = f"counted as {label(version.measure)}, not {label(primary.measure)}"
    if version.kind != primary.kind:
        differs["period_changed"] = f"told as {version.kind}, not {primary.kind}"
    elif version.period_start and primary.period_start and version.period_start != primary.period_start:
        differs["period_changed"] = f"from {version.period_start}, not {primary.period_start}"
    if version.source != primary.source:
        differs["source_changed"] = "credited to another source"
    return list(differs) or ["same"], "; ".join(differs.values()) or "the same number and hedge"


def _count(r: Reading) -> str:
    return r.ends if r.vague else quantity(r.value, r.unit, r.grain)


def retellings(case: Case, statement: str | who.Statement | None = None, rule: str = "hedge") -> pd.DataFrame:
    """One row a version: what it prints, and what differs from the closest wording found.

    Parameters
    ----------
    case : Case
    statement : str, optional
        A statement, or any claim of it; all statements that were retold if not given.
    rule : str
        Rule of the readings.

    Returns
    -------
    pandas.DataFrame
        ``statement claim primary outlet language printed english value low best high open side kinds difference retelling
        published seen_as url status``; `retelling` is the multiplier best(version)/best(primary), on a difference scale
        the amount, and NaN for shares; the rows of a statement start with the closest wording itself, then go by kind of difference and date.

    Raises
    ------
    KeyError
        For a statement that the case does not have.
    ClaimError
        If it could be two: ``claim:NAME`` and ``statement:NAME`` say which.

    Examples
    --------
    >>> import discrepancy as dc
    >>> dc.retellings(dc.load_case("dprk-kursk"), "ukr-president-2024-12-23")["side"].value_counts().to_dict()
    {'floor': 11, 'about': 3, 'plain': 3, 'ceiling': 2}
    """
    import pandas as pd

    if statement is None:
        names = [name for name, claims in case.by_statement.items() if any(not c.primary for c in claims)]
    else:
        names = [who.statement(case, statement).name]
    rows = [_row(case, c, rule) for name in names for c in case.by_statement[name]]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    order = list(DIFFERENCES)
    key = frame["kinds"].map(lambda k: -1 if k == "" else min(order.index(x) for x in k.split(", ")))
    frame = frame.assign(_key=key).sort_values(["statement", "_key", "published", "claim"], kind="stable", ignore_index=True)
    return frame.drop(columns="_key")


_COLUMNS = "statement claim primary outlet language printed english value low best high open side kinds difference retelling".split()
_COLUMNS += "published seen_as url status".split()


def _row(case: Case, claim: Claim, rule: str) -> dict:
    primary = case.primary_of(claim)
    row = {name: getattr(claim, name) for name in ("statement", "claim", "language", "english", "published", "seen_as", "url", "status")}
    row |= {"primary": primary.claim, "outlet": outlet(claim), "printed": claim.printed, "retelling": float("nan")}
    row |= {"kinds": "", "difference": "the closest wording found"}
    if claim.kind != "share":
        r = claim.reading(rule)
        row |= {name: getattr(r, name) for name in ("value", "low", "best", "high", "open", "side")}
        scale = SCALES[case.measures[primary.measure].scale] if primary.measure in case.measures else RATIO
        step = scale.step(primary.reading(rule).best, r.best) if primary.kind != "share" else math.inf
        row |= {"retelling": scale.number(step)} if math.isfinite(step) else {}
    if not claim.primary:
        kinds, sentence = compare(claim, primary, rule, case.measure_label)
        row |= {"kinds": ", ".join(kinds), "difference": sentence}
    return row
