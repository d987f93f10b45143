"""Days of a case that an article tells of.

In go an `Article`, its day and a `Case`; out comes each event whose day a sentence tells, with two words of the event's at least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from discrepancy import dates
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.verdict import Event
from discrepancy.article.vocabulary import ENGLISH
from discrepancy.case.model import Case


def events_told(article: Article, day: date, case: Case) -> Iterable[Event]:
    """Find the events of the case, up to the day of the article, that it tells."""
    known = []
    for row in case.tables["events"]:
        told = " ".join((row["label"], row["kind"].split(":")[0], row["notes"]))
        if dates.last(row["date"]) <= day and len(row["date"]) == len("YYYY-MM-DD"):
            days = {row["date"], *(w.day for w in times_told(told, dates.first(row["date"])) if w.exact)}
            known.append((row, days, _content(told)))
    found: dict[tuple, Event] = {}
    for s in (s for sentences in article.sentences for s in sentences) if known else ():
        exact = {w.day for w in times_told(s.text, day) if w.exact and w.kind == "point" and re.search(r"\d", w.words)}
        said = _content(s.text) if exact else set()
        for row, days, words in known:
            if exact & days and len(said & words) >= 2:
                event = Event(row["date"], row["label"], row["url"], *s.span(0, len(s.text.rstrip())))
                found.setdefault((row["date"], row["label"]), event)
    return found.values()


def _content(text: str) -> set[str]:
    """Stems of the words that carry a meaning; proper names are left out, since every sentence of the case has them."""
    words = re.findall(r"(?<![\w])[a-z]{4,}", re.sub(r"^\W*(\w)", lambda m: m[0].lower(), text))
    return {w[:5] for w in words if w not in ENGLISH["empty"]}
