"""Numbers of an article → rows of claims.csv, with their doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discrepancy.article.told import Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from discrepancy.case.model import Claim

__all__ = ["rows"]


def rows(told: tuple[Told, ...], day: str, url: str = "", outlet: str = "", retold: Mapping[int, Claim] | None = None) -> list[dict]:
    """The numbers as rows of claims.csv, with a column of doubts.

    Parameters
    ----------
    told : tuple of Told
    day : str
        The day of the article: `published`, and `statement_date` where the text tells none.
    url, outlet : str
        The page, and who published it.
    retold : mapping of int to Claim, optional
        The closest wording that a number retells, by its place among the numbers.

    Returns
    -------
    list of dict
        Column → text; ``value`` is left empty for ranges and vague words.
    """
    return [_row(t, day, url, outlet, (retold or {}).get(i)) for i, t in enumerate(told)]


def _row(t: Told, day: str, url: str, outlet: str, primary: Claim | None) -> dict:
    r, doubts = t.reading, list(t.doubts)
    said = primary.statement_date if primary else t.statement_date
    if not said:
        doubts.append("statement_date is the day of the article")
    if primary:
        doubts.append(f"that it retells {primary.claim} is inferred")
    shown = {"value": r.side not in ("range", "vague"), "low": r.side in ("floor", "range"), "high": r.side in ("ceiling", "range")}
    return {
        "statement": primary.statement if primary else "",
        "version_of": primary.claim if primary else "",
        "source": t.source,
        "reported_by": outlet,
        "url": url,
        "published": day,
        "statement_date": said or day,
        "as_of": t.as_of,
        "period_start": t.period_start,
        "measure": t.measure,
        "kind": t.kind,
        **t.where,
        "wording": t.wording,
        "language": "en",
        **{name: f"{getattr(r, name):.15g}" if is_shown else "" for name, is_shown in shown.items()},
        "seen_as": "page",
        "doubts": "; ".join(doubts),
    }
