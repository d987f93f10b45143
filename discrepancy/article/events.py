"""TODO"""

from __future__ import annotations

import re
from collections.abc import Iterable

from discrepancy import dates
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.verdict import Event
from discrepancy.case.model import Case


def events(article: Article, day: str, case: Case) -> Iterable[Event]:
    """Events of the case whose day a sentence tells, with two words of theirs at least."""
    on, known = dates.first(day), []
    for row in case.tables["events"]:
        told = " ".join((row["label"], row["kind"], row["notes"]))
        if dates.last(row["date"]) > on or len(row["date"]) < 10:
            continue
        days = {row["date"], *(w.day for w in times_told(told, dates.first(row["date"])) if w.exact)}
        known.append((row, days, _content(told)))
    found: dict[tuple, Event] = {}
    for sentences in article.sentences if known else ():
        for s in sentences:
            exact = {w.day for w in times_told(s.text, on) if w.exact and w.kind == "point" and re.search(r"\d", w.words)}
            if not exact:
                continue
            said = _content(s.text)
            for row, days, words in known:
                if exact & days and len(said & words) >= 2:
                    found.setdefault(
                        (row["date"], row["label"]), Event(row["date"], row["label"], row["url"], *s.span(0, len(s.text.rstrip())))
                    )
    return found.values()


_PLAIN = set(
    "that this with from have been were their they after before first second which into over about than said says told more also december january".split()
)


def _content(text: str) -> set[str]:
    """Stems of the words that carry a meaning; proper names are left out, since every sentence of the case has them."""
    words = re.findall(r"(?<![\w])[a-z]{4,}", re.sub(r"^\W*(\w)", lambda m: m[0].lower(), text))
    return {w[:5] for w in words if w not in _PLAIN}
