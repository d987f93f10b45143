"""Numbers of an article → each beside the record: which statement it retells, and what changed on the way.

In go an `Article`, its day and a `Case`; out comes a `Verification`: for each number the statement that it retells, with the
statement's own words, day and address, and what differs; and the events of the case that the article tells.  Nothing said or
published after the day of the article is used.  "unknown" is no verdict on the article: the record holds no such figure.
"""

from __future__ import annotations

from discrepancy import dates
from discrepancy.article.because import because, because_merged, because_unknown
from discrepancy.article.events import events_told
from discrepancy.article.extract import numbers_told
from discrepancy.article.fit import ANOTHER, OF_A_VERSION, SUM, Fit, Record, as_total, other_kind, shared, side
from discrepancy.article.text import Article
from discrepancy.article.told import Told
from discrepancy.article.verdict import LABELS, Verdict, Verification
from discrepancy.article.vocabulary import vocabulary
from discrepancy.case.model import Case

__all__ = ["verify"]


def verify(article: Article, day: str, case: Case) -> Verification:
    """Set each number of an article beside the record of a case, as known on the day of the article.

    Parameters
    ----------
    article : Article
    day : str
        The day on which it was published, YYYY-MM-DD.
    case : Case

    Returns
    -------
    Verification

    Examples
    --------
    >>> import discrepancy as dc
    >>> from discrepancy.article import read_article
    >>> text = "Zelensky said on Monday that nearly 3,000 North Korean soldiers had been killed or wounded."
    >>> result = verify(read_article(text), "2024-12-28", dc.load_case("dprk-kursk"))
    >>> [(v.told.phrase, v.verdicts, v.primary.statement) for v in result.verdicts]
    [('nearly 3,000 North Korean soldiers', ('hedge_flipped',), 'ukr-president-2024-12-23')]
    """
    on, words = dates.first(day), vocabulary(case)
    told, record = numbers_told(article, on, words), Record(case, on, words)
    fits = [record.fits(t) for t in told]
    verdicts = tuple(_verdict(record, *each) for each in zip(told, fits, shared(told, fits), strict=True))
    return Verification(article, day, case, verdicts, tuple(events_told(article, on, case)))


def _verdict(record: Record, told: Told, fits: list[Fit], beside: dict[str, float]) -> Verdict:
    """The verdict on one number; `beside` has the statements that the others of its sentence fit as well."""
    if told.reading.side == "range" and not any(f.exact for f in fits) and (ends := record.ends(told)):
        return Verdict(told, ("merged",), ends[0], because_merged(record, *ends), ends[1])
    if not fits:
        return Verdict(told, ("unknown",), None, because_unknown(record, told))
    best = max(fits, key=lambda f: f.score + f.exact * beside.get(f.claim.statement, 0))
    newer = record.newer(told, best.claim)
    changed = _changes(record, told, best) | ({"stale"} if newer else set())
    verdicts = tuple(v for v in LABELS if v in changed) or ("match",)
    also = tuple(f.claim for f in fits if best.exact and _as_well(told, f, best))[:3]
    return Verdict(told, verdicts, best.claim, because(record, told, best, verdicts, newer, also), newer, also)


def _as_well(told: Told, fit: Fit, best: Fit) -> bool:
    """Whether another statement has the same number, and may be meant as well."""
    a, b = fit.claim, best.claim
    return fit.exact and a.statement != b.statement and a.source in told.sources and as_total(a.kind) == as_total(b.kind)


def _changes(record: Record, told: Told, fit: Fit) -> set[str]:
    """What differs; another number with another hedge is one difference, and a sum of two phrases has no hedge of its own."""
    claim, changed = fit.claim, set()
    t, p = side(told.reading), side(claim.reading())
    if fit.number in (ANOTHER, OF_A_VERSION):
        changed.add("number_changed")
    elif fit.number != SUM and p in ("about", "floor", "ceiling"):
        if t == "plain":
            changed.add("hedge_dropped")
        elif t != p and t in ("about", "floor", "ceiling"):
            changed.add("hedge_flipped")
    if fit.number != SUM and record.related(told.measure, claim.measure) < 1.5:
        changed.add("measure_changed")
    if other_kind(told, claim):
        changed.add("period_changed")
    if told.source and claim.source not in told.sources:
        changed.add("source_changed")
    return changed
