"""Numbers of an article → each beside the record: which statement it retells, and what changed on the way.

In go an `Article`, its day and a `Case`; out comes a `Verification`: for each number the statement that it retells, with the
statement's own words, day and address, and what differs; and the events of the case that the article tells.  Nothing said or
published after the day of the article is used.  "unknown" is no verdict on the article: the record holds no such figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from discrepancy import dates
from discrepancy.article.across import TAKEN
from discrepancy.article.amounts import LOOSE
from discrepancy.article.asserted import REPORTED
from discrepancy.article.extract import numbers_told
from discrepancy.article.fit import (
    ANOTHER,
    OF_A_VERSION,
    PASSED_ON,
    SUM,
    Fit,
    Record,
    as_total,
    in_unit_of,
    loosely_counted,
    other_kind,
    period_told,
    same_number,
    shared,
    side,
)
from discrepancy.article.number import FOREIGN, Told
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.verdict import NOT_ASSERTED, Event, Verdict, Verification
from discrepancy.article.vocabulary import ENGLISH, Vocabulary
from discrepancy.case.model import Case, Claim
from discrepancy.dates import MONTHS
from discrepancy.reading.reading import Reading
from discrepancy.retelling import SIDES
from discrepancy.saying.numbers import quantity
from discrepancy.saying.text import cap, clean

_KINDS: dict[str, str] = dict.fromkeys(("cumulative", "level", "fixed"), "a total")
_KINDS |= {"period": "the count of a period", "rate": "a rate", "plan": "a plan"}


_NOT_SO = {
    "denied": "The text denies this number; nothing is compared.",
    "false": "The text says that this number is false; nothing is compared.",
    "feared": "The text tells what is feared or may be, not what was counted; nothing is compared.",
    "asked": "The text asks, and does not say so; nothing is compared.",
    "planned": "The text tells what is planned or expected, not what was counted; nothing is compared.",
}


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
    on, words = dates.first(day), Vocabulary(case)
    told, record = numbers_told(article, on, words), Record(case, on, words)
    fits = [record.fits(t) for t in told]
    verdicts = tuple(_verdict(record, *each) for each in zip(told, fits, shared(told, fits), strict=True))
    return Verification(article, day, case, verdicts, tuple(_events(article, on, case)))


def _verdict(record: Record, told: Told, fits: list[Fit], beside: dict[str, float]) -> Verdict:
    """The verdict on one number; `beside` has the statements that the others of its sentence fit as well."""
    planned = told.asserted in ("planned", "feared") and any(f.exact and f.claim.kind == "plan" for f in fits)  # a plan retold
    if told.asserted in NOT_ASSERTED and not planned:
        return _not_asserted(record, told, fits)
    if told.reading.side == "range" and not any(f.exact for f in fits) and (ends := record.ends(told)):
        low, high = ends
        why = f"{cap(_said(record, low))}, and {_said(record, high)}; the text makes one range of the two."
        return Verdict(told, ("merged",), low, why, high)
    if not any(f.exact for f in fits) and (replaced := record.replaced(told)):
        newer = record.case.by_id.get(replaced.replaced_by)
        why = f"{cap(_said(record, replaced))}, which was replaced since" + (f"; now: {_said(record, newer)}" if newer else "")
        return Verdict(told, ("older",) if told.older else ("superseded",), replaced, f"{why}.", newer)
    if not fits or (told.older and not any(f.exact for f in fits)):
        return Verdict(told, ("older",) if told.older else ("unknown",), None, _because_unknown(record, told))
    best = max(fits, key=lambda f: f.score + f.exact * beside.get(f.claim.statement, 0))
    newer = None if told.older else record.newer(told, best.claim)
    differs = _differences(record, told, best)
    if told.older and set(differs) - {"hedge_dropped", "hedge_flipped"}:
        return Verdict(told, ("older",), None, _because_unknown(record, told))
    if not _sure(record, told, best, differs):
        return Verdict(told, ("unknown",), None, _because_unknown(record, told, best.claim))
    verdicts = (*differs, *["stale"] * bool(newer)) or ("match",)
    verdicts += ("older",) * told.older
    total = as_total(best.claim.kind)
    as_well = lambda f: f.exact and f.claim.statement != best.claim.statement and f.claim.source in told.sources
    also = tuple(f.claim for f in fits if best.exact and as_well(f) and as_total(f.claim.kind) == total)[:3]
    return Verdict(told, verdicts, best.claim, _because(record, told, best, differs, newer, also), newer, also)


def _not_asserted(record: Record, told: Told, fits: list[Fit]) -> Verdict:
    """A number that the text does not tell as so is held against nobody, and matches nothing; the statement with it is shown."""
    nearest = next((f.claim for f in fits if f.exact), None)
    shown = f" With this number: {_said(record, nearest)}." if nearest else ""
    return Verdict(told, (told.asserted,), nearest, f"{_NOT_SO[told.asserted]}{shown}")


def _sure(record: Record, told: Told, fit: Fit, differs: dict[str, str]) -> bool:
    """Whether what differs can be held against the text: who says it, and what is counted, are told beside the number."""
    doubted = not LOOSE.isdisjoint(told.doubts) or TAKEN in told.doubts or any(" is taken for " in d for d in told.doubts)
    if REPORTED in told.doubts or FOREIGN in told.doubts or (fit.number == OF_A_VERSION and told.via):
        return False  # of a version that another passes on, the record has its words
    if not told.source and record.names_another(told, fit.claim):
        return False
    part = told.part_of or told.increment or told.place
    if "source_changed" in differs and (doubted or part or not told.sources):
        return False
    if "measure_changed" in differs and (len(told.measures) > 1 or "source_changed" in differs):
        return False  # its words can mean several; of another source and of something else, it is another statement
    return "number_changed" not in differs or not (doubted or part or not told.measure or record.holds(told))


def _differences(record: Record, told: Told, fit: Fit) -> dict[str, str]:
    """What differs from the statement, each as it is said, in the order of `LABELS`; another number with another hedge is one difference,
    and a sum of two phrases has no hedge of its own."""
    claim, held, label = fit.claim, fit.claim.reading(), record.case.measure_label
    told_as, held_as = side(told.reading), side(held)
    hedges, differs = ("about", "floor", "ceiling"), {}
    if fit.exact and held_as in hedges and told_as != held_as and told_as in ("plain", *hedges):
        kind = "hedge_dropped" if told_as == "plain" else "hedge_flipped"
        differs[kind] = f"the text has {SIDES[told_as]} where this is {SIDES[held_as]}"
    if fit.number != SUM and not loosely_counted(told) and record.related(told.measure, claim.measure) < 1.5:
        differs["measure_changed"] = f"the text counts {label(told.measure)}, not {label(claim.measure)}"
    if other_kind(told, claim) and period_told(told, claim):
        this = "a figure of what was" if claim.unit and as_total(claim.kind) == "cumulative" else _KINDS[claim.kind]
        covered = f" (from {dates.say(claim.period_start)} to {dates.say(claim.speaks_of)})" if claim.period_start else ""
        differs["period_changed"] = f"the text tells {_KINDS[told.kind]} where this is {this}{covered}"
    if fit.number in (ANOTHER, OF_A_VERSION):
        differs["number_changed"] = f"the text has {_number(in_unit_of(told, claim) or told.reading)} where this has {_number(held)}"
    if told.source and claim.source not in told.sources and not record.same_name(told, claim):
        differs["source_changed"] = f"the text names {clean(told.named, 60)}"
    return differs


# ------------------------------------------------------------------------------------- why, in one sentence


def _because(record: Record, told: Told, fit: Fit, differs: dict[str, str], newer: Claim | None, also: Sequence[Claim]) -> str:
    """The statement that a number retells, what differs from it, and what else is to be known."""
    parts = [cap(_said(record, fit.claim)), *differs.values(), *_asides(record, told, fit)]
    if newer:
        parts.append(f"a newer figure exists: {_said(record, newer)}")
    parts += [f"also: {_said(record, c)}, {SIDES[side(c.reading())]}" for c in also if side(c.reading()) != side(told.reading)]
    return "; ".join(parts) + "."


def _because_unknown(record: Record, told: Told, nearest: Claim | None = None) -> str:
    """Why nothing stands beside a number."""
    if nearest:
        return f"Not sure what it retells. Nearest: {_said(record, nearest)}."
    if not told.measure and not told.measures:
        unit = f" in {told.reading.unit}" if told.reading.unit and not record.words.in_unit(told.reading.unit) else ""
        return f"The record counts nothing{unit}." if unit else f"“{clean(told.counted or told.phrase, 60)}” is no measure of the record."
    if held := record.overlapping(told):
        return f"{cap(_said(record, held))}, with an interval from {held.reading().ends}; the range of the text overlaps it."
    if whom := record.others(told):
        measure = record.case.measures.get(told.measure)
        return f"The text counts {clean(whom, 60)}; the record is of {(measure.noun or measure.label) if measure else record.case.title}."
    doubt = "".join(f"; {doubt}" for doubt in told.doubts if doubt in LOOSE)
    return f"The record, as known {dates.on(record.day)}, holds no such figure{doubt}."


def _said(record: Record, claim: Claim) -> str:
    """ "Ukraine's president said on 23 December 2024 “…” (in English: “…”)"."""
    english = f" (in English: “{clean(claim.english, 120)}”)" if claim.english else ""
    said = f"“{clean(claim.wording, 160)}”" if claim.wording else claim.phrase
    return f"{record.case.source_name(claim.source)} said {dates.on(claim.statement_date)} {said}{english}"


def _asides(record: Record, told: Told, fit: Fit) -> list[str]:
    """What is no difference of the number, and yet to be known."""
    case, claim, asides = record.case, fit.claim, []
    if fit.number == PASSED_ON:
        asides.append(f"so printed by {clean(told.via, 60)}")
    elif fit.number == SUM:
        asides.append("the number is the sum of the parts that this statement gives")
    if fit.exact and told.reading.unit and claim.own_unit[0] != told.reading.unit:
        asides.append(f"in the unit of the text this is {_number(claim.reading().to(told.reading.unit))}")
    elif fit.exact and told.reading.side == "range" and claim.reading().side != "range":
        asides.append("the text gives the ends of its stated interval")
    elif fit.exact and not same_number(told.reading, claim.reading()):
        asides.append("the text has fewer digits")
    asides += [doubt for doubt in told.doubts if doubt in LOOSE]
    if told.measure and told.measure != claim.measure and record.related(told.measure, claim.measure) == 1.5:
        asides.append(f"the text says “{case.measure_label(told.measure)}”, this “{case.measure_label(claim.measure)}”")
    told_as, held_as = side(told.reading), side(claim.reading())
    if held_as == "plain" and told_as not in ("plain", "range"):
        asides.append(f"the text makes a plain number {SIDES[told_as]}")
    for dimension, value in told.where.items():
        own = claim.dimension(dimension)
        if own and own != value:
            name = case.dimension_label
            asides.append(f"it was said of “{name(dimension, own)}”, the text has “{name(dimension, value)}”")
    if origins := case.by_statement.get(claim.derived_from):
        verb = "repeats" if claim.derived_basis == "stated" else "may repeat"
        asides.append(f"it {verb} what {case.source_name(origins[0].source)} said {dates.on(origins[0].statement_date)}")
    return asides


def _number(r: Reading) -> str:
    return r.ends if r.side in ("range", "vague") else quantity(r.value, r.unit, r.grain)


# ------------------------------------------------------------------------------------- the days of the case


def _events(article: Article, day: date, case: Case) -> Iterable[Event]:
    """Find the events of the case, up to the day of the article, that it tells."""
    known = []
    for row in case.tables["events"]:
        told = " ".join((row["label"], row["kind"].split(":")[0], row["notes"]))
        if dates.last(row["date"]) <= day and len(row["date"]) == len("YYYY-MM-DD"):
            days = {row["date"], *(w.day for w in times_told(told, dates.first(row["date"])) if w.exact)}
            known.append((row, days, _content(told)))
    found: dict[tuple, Event] = {}
    for s in (s for sentences in article.sentences for s in sentences) if known else ():
        times = times_told(s.text, day) if _DATED.search(s.text) else ()
        exact = {w.day for w in times if w.exact and w.kind == "point" and re.search(r"\d", w.words)}
        said = _content(s.text) if exact else set()
        for row, days, words in known:
            if exact & days and len(said & words) >= 2:
                event = Event(row["date"], row["label"], row["url"], *s.span(0, len(s.text.rstrip())))
                found.setdefault((row["date"], row["label"]), event)
    return found.values()


_DATED = re.compile(rf"(?i)\d-\d|\b(?:{'|'.join(m[:3] for m in MONTHS)})|\d (?:\w+) (?:ago|later|earlier|before)\b")


def _content(text: str) -> set[str]:
    """Stems of the words that carry a meaning; proper names are left out, since every sentence of the case has them."""
    words = re.findall(r"(?<![\w])[a-z]{4,}", re.sub(r"^\W*(\w)", lambda m: m[0].lower(), text))
    return {w[:5] for w in words if w not in ENGLISH["empty"]}
