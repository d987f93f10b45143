"""The parts of the interface: the list of claims, and what a case offers to choose from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from unicodedata import combining, normalize

import ipywidgets as w

from discrepancy import dates
from discrepancy.app.lab.html import claim_html
from discrepancy.case.model import Case, Claim
from discrepancy.case.problems import CaseError
from discrepancy.case.who import ClaimError, Group, Source, spelling
from discrepancy.notebook.settings import SettingError
from discrepancy.notebook.tables import counted
from discrepancy.reading.reading import RULES
from discrepancy.retelling import outlet
from discrepancy.saying.text import clean

INSET = "\u2003"  # before a source of a group
ALONE = ("share", "present", "plan")  # kinds that say nothing of the number that is asked for
REFUSED = (CaseError, ClaimError, SettingError)
STYLE = f"<style>\n{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
WRAPPED = {"display": "flex", "flex_flow": "row wrap"}


class Part(w.Box):
    """A box that brings the style sheet with it, wherever a notebook shows it."""

    def __init__(self, children: Sequence[w.Widget], across: bool = False):
        layout = WRAPPED | {"align_items": "flex-start"} if across else {"display": "flex", "flex_flow": "column", "align_items": "stretch"}
        super().__init__([w.HTML(STYLE, layout={"display": "none"}), *children], layout=layout | {"width": "100%"})
        self.add_class("discrepancy")


def days_of(case: Case) -> list[date]:
    """The days on which something was said in a case, in order."""
    return sorted({day for c in case.records for day in (dates.first(c.statement_date), dates.last(c.statement_date))})


def speakers(case: Case, measure: str) -> list[tuple[str, str]]:
    """(name, id) of groups with figures of a measure or its parts, those with the most first, each with its sources behind it."""
    giving = [c for c in case.records if c.primary and c.kind not in ALONE and c.measure in case.related[measure]]
    counts, groups = Counter((c.group, c.source) for c in giving), Counter(c.group for c in giving)
    offered = []
    for group, _ in groups.most_common():
        sources = [source for (of, source), _ in counts.most_common() if of == group]
        offered.append((short(case.group_name(group), 60), spelling(case, Group(group))))
        own = [s for s in sources if s != group and len(sources) > 1]
        offered += [(f"{INSET}{short(case.source_name(s), 60)}", spelling(case, Source(s))) for s in own]
    return offered or [(short(case.group_name(group), 60), spelling(case, Group(group))) for group in case.by_group]


def short(text: str, most: int) -> str:
    """Text on one line, cut to so many characters."""
    return " ".join(clean(text, most).split())


def source_named(case: Case, text: str) -> str:
    """The source of a case that a text names: its id, its name or an alias, in whatever case and with or without accents; empty if none.

    >>> import discrepancy as dc
    >>> source_named(dc.load_case("dprk-kursk"), "zelensky")
    'ukr-president'
    """
    sought = folded(text).strip()
    for source, row in case.source_rows.items():
        if sought and sought in (folded(name).strip() for name in (source, row["name"], *row["aliases"].split(";"))):
            return source
    return ""


def folded(text: str) -> str:
    """Text as it is compared: without case and accents."""
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))


class Claims(Part):
    """Printed figures to search, look at, and compare: `compare` gets "a" or "b" and the id of the claim, and says what came of it."""

    def __init__(self, case: Case, compare: Callable[[str, str], str]):
        self.case, self.rule = case, RULES[0]
        wide = {"flex": "1 1 220px", "width": "auto"}
        self.search = w.Text(description="Words", placeholder="in the phrase, a name of the source, the page or the id", layout=wide)
        self.of_source = w.Dropdown(description="Source", layout=wide)
        self.of_measure = w.Dropdown(description="Counted", layout=wide)
        self.listed = w.Select(rows=12, description="Printed figures", layout={"width": "auto", "margin": "2px 0"})
        self.listed.add_class("listed")
        self.detail, self.found, self.came = w.HTML(), w.HTML(), w.HTML()
        self.as_a, self.as_b = (w.Button(description=f"Compare as {s}") for s in "AB")
        about = w.HTML(
            '<p class="quiet">A line is a figure as one page prints it. Its versions are what other pages made of the same statement; '
            "they were collected because they differ: nothing here is a rate.</p>"
        )
        filters = w.HBox([self.search, self.of_source, self.of_measure], layout={"flex_flow": "row wrap"})
        super().__init__([about, filters, self.found, self.listed, w.HBox([self.as_a, self.as_b, self.came], layout=WRAPPED), self.detail])
        for control in filters.children:
            control.style.description_width = "initial"
            control.observe(lambda _: self._list(), "value")
        self.listed.observe(lambda _: self._show(), "value")
        for side, button in (("a", self.as_a), ("b", self.as_b)):
            button.on_click(lambda _, side=side: setattr(self.came, "value", compare(side, self.listed.value)))

    def offer(self, case: Case, rule: str) -> None:
        """List the claims of a case, without a filter."""
        self.case, self.rule = case, rule
        sources = sorted(((case.source_name(s), s) for s in case.by_source), key=lambda pair: pair[0].casefold())
        measures = dict.fromkeys(c.measure for c in case.records)
        self.of_source.options = [("every source", ""), *((short(name, 60), s) for name, s in sources)]
        self.of_measure.options = [("everything", ""), *((short(case.measure_label(m), 60), m) for m in measures)]
        self.search.value, self.of_source.value, self.of_measure.value, self.came.value = "", "", "", ""
        self._list()

    def as_known(self, case: Case) -> None:
        """List the same case as known on another day, by the same filters."""
        if case is not self.case:
            self.case = case
            self._list()

    def read_by(self, rule: str) -> None:
        """Show the chosen claim as this rule reads it."""
        self.rule = rule
        self._show()

    def _list(self) -> None:
        case, words = self.case, [_beginning(word) for word in folded(self.search.value).split()]
        of = [c for c in case.records if self.of_source.value in ("", c.source) and self.of_measure.value in ("", c.measure)]
        found = [c for c in of if not words or all(map(lambda word, text=_all_words(case, c): word.search(text), words))]
        found.sort(key=lambda c: (dates.first(c.statement_date), not c.primary))
        kept = self.listed.value
        self.listed.options = [(_row(case, c), c.claim) for c in found]
        self.listed.value = kept if any(kept == c.claim for c in found) else None
        more = f" of {len(case.records):,}" if len(found) < len(case.records) else ""
        self.found.value = f'<span class="quiet" role="status">{len(found):,}{more} printed figures</span>'
        self._show()

    def _show(self) -> None:
        claim = self.case.by_id.get(self.listed.value)
        self.came.value = ""
        for side, button in (("A", self.as_a), ("B", self.as_b)):
            button.disabled = claim is None
            button.tooltip = f"Take this figure as source {side}" if claim else "Choose a line first"
        nothing = '<p class="quiet">Choose a line: its page, its versions and what differs in them appear here, and it can be compared.</p>'
        self.detail.value = claim_html(self.case, claim, self.rule) if claim else nothing


def _beginning(word: str) -> re.Pattern[str]:
    """Where a word begins so; in writing that sets no spaces, where it occurs."""
    return re.compile((r"(?<!\w)" if word[0].isascii() and word[0].isalnum() else "") + re.escape(word))


def _all_words(case: Case, c: Claim) -> str:
    """What a search for words looks at."""
    aliases = case.source_rows[c.source]["aliases"]
    return folded(" ".join((c.claim, c.wording, c.english, case.source_name(c.source), aliases, outlet(c), c.notes)))


def _row(case: Case, c: Claim) -> str:
    """A line of the list: no name is cut."""
    return short(f"{c.statement_date} · {case.source_name(c.source)}: {short(c.phrase, 80)} · {counted(case, c)}", 300)
