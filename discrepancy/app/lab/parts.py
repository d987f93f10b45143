"""Pieces of the interface: its boxes and fields, the lines of its lists, and what a case offers to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import ipywidgets as w

from discrepancy import dates
from discrepancy.case.model import Case
from discrepancy.case.who import Group, Source, spelling
from discrepancy.retelling import outlet
from discrepancy.saying.text import clean

LONGEST = 2000  # days that a slider has; of a longer case only those on which something was said
STYLE = f"<style>\n{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
WRAPPED = {"display": "flex", "flex_flow": "row wrap"}


class Part(w.Box):
    """A box that brings the style sheet with it, wherever a notebook shows it."""

    def __init__(self, children: Sequence[w.Widget], across: bool = False):
        layout = WRAPPED | {"align_items": "flex-start"} if across else {"display": "flex", "flex_flow": "column", "align_items": "stretch"}
        super().__init__([w.HTML(STYLE, layout={"display": "none"}), *children], layout=layout | {"width": "100%"})
        self.add_class("discrepancy")


def form_field(column: str, allowed: list[str] | None) -> w.Widget:
    """A field for a column: a list where only some values are allowed; sources may be new."""
    layout, name = {"width": "auto", "flex": "1 1 330px"}, column.replace("_", " ")
    if column == "source":
        field = w.Combobox(options=allowed, description=name, layout=layout)
    elif allowed:
        field = w.Dropdown(options=allowed, description=name, layout=layout)
    else:
        field = w.Text(description=name, placeholder=HINTS.get(column, ""), layout=layout)
    field.style.description_width = "116px"
    return field


HINTS = {
    "statement_date": "2024-12-23, 2024-12 or 2024",
    "wording": "the shortest printed phrase with its number",
    "url": "https://",
    "as_of": "the day that the number speaks of",
    "english": "where the page is in another language",
    "version_of": "the id of the figure that this one retells",
}


def day_slider(case: Case) -> list[str]:
    """The days of a case, from the first statement to the last."""
    said = sorted({day for c in case.records for day in (dates.first(c.statement_date), dates.last(c.statement_date))})
    if (said[-1] - said[0]).days > LONGEST:
        return [day.isoformat() for day in said]
    return [(said[0] + timedelta(days=n)).isoformat() for n in range((said[-1] - said[0]).days + 1)]


def speakers(case: Case, measure: str) -> list[tuple[str, str]]:
    """(name, id) of groups with figures of a measure or its parts, those with the most first, each with its sources behind it."""
    giving = [c for c in case.records if c.primary and c.kind == "cumulative" and c.measure in case.related[measure]]
    counts, groups = Counter((c.group, c.source) for c in giving), Counter(c.group for c in giving)
    offered = []
    for group, _ in groups.most_common():
        sources = [source for (of, source), _ in counts.most_common() if of == group]
        offered.append((short(case.group_name(group), 60), spelling(case, Group(group))))
        own = [s for s in sources if s != group and len(sources) > 1]
        offered += [(f"\u2003{short(case.source_name(s), 60)}", spelling(case, Source(s))) for s in own]
    return offered or [(short(case.group_name(group), 60), spelling(case, Group(group))) for group in case.by_group]


def all_words(case: Case, c: Any) -> str:
    """What a search for words looks at."""
    return " ".join((c.claim, c.wording, c.english, case.source_name(c.source), outlet(c), c.notes)).casefold()


def counted(case: Case, c: Any) -> str:
    """What a claim counts, and how where it is not a total."""
    return case.measure_label(c.measure) + ("" if c.kind == "cumulative" else f" ({c.kind})")


def row(said: str, source: str, printed: str, counted: str) -> str:
    """A line of the list, in columns; spaces that a browser does not join."""
    cells = ((said, 10), (source, 28), (printed, 52), (counted, 40))
    return "  ".join(short(text, width).ljust(width) for text, width in cells).rstrip().replace(" ", "\u00a0")


def short(text: str, most: int) -> str:
    """Text on one line, cut to so many characters."""
    return " ".join(clean(text, most).split())
