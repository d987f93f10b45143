"""The claims of a case in the interface: filters, a list, and the one that is chosen with its page and its versions."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from discrepancy import dates
from discrepancy.app.lab.html import claim_html, html
from discrepancy.app.lab.parts import Part, all_words, counted, row, short
from discrepancy.case.model import Case
from discrepancy.reading.reading import RULES


class Claims(Part):
    """Printed figures to search, look at, and compare.

    Parameters
    ----------
    case : Case
    compare : callable
        Gets "a" or "b" and the id of the claim that shall be this side.
    """

    def __init__(self, case: Case, compare: Callable[[str, str], None]):
        self.case, self.rule = case, RULES[0]
        wide = {"flex": "1 1 220px", "width": "auto"}
        self.search = w.Text(description="Words", placeholder="in the phrase, the page or the id", layout=wide)
        self.of_source = w.Dropdown(description="Source", layout=wide)
        self.of_measure = w.Dropdown(description="Counted", layout=wide)
        self.listed = w.Select(rows=12, description="Printed figures", layout={"width": "auto", "margin": "2px 0"})
        self.listed.add_class("listed")
        self.detail, self.found = w.HTML(), w.HTML()
        self.as_a = w.Button(description="Compare as A", tooltip="Take this figure as source A")
        self.as_b = w.Button(description="Compare as B", tooltip="Take this figure as source B")
        filters = w.HBox([self.search, self.of_source, self.of_measure], layout={"flex_flow": "row wrap"})
        head = w.HTML(f'<p class="head">{html(row("said", "source", "printed", "counted"))}</p>')
        super().__init__([filters, self.found, head, self.listed, w.HBox([self.as_a, self.as_b]), self.detail])
        for control in filters.children:
            control.style.description_width = "initial"
            control.observe(lambda _: self._list(), "value")
        self.listed.observe(lambda _: self._show(), "value")
        self.as_a.on_click(lambda _: compare("a", self.listed.value))
        self.as_b.on_click(lambda _: compare("b", self.listed.value))

    def offer(self, case: Case, rule: str) -> None:
        """List the claims of a case, without a filter."""
        self.case, self.rule = case, rule
        sources = sorted(((case.source_name(s), s) for s in case.by_source), key=lambda pair: pair[0].casefold())
        measures = dict.fromkeys(c.measure for c in case.records)
        self.of_source.options = [("every source", ""), *((short(name, 60), s) for name, s in sources)]
        self.of_measure.options = [("everything", ""), *((short(case.measure_label(m), 60), m) for m in measures)]
        self.search.value, self.of_source.value, self.of_measure.value = "", "", ""
        self._list()

    def read_by(self, rule: str) -> None:
        """Show the chosen claim as this rule reads it."""
        self.rule = rule
        self._show()

    def _list(self) -> None:
        case, words = self.case, self.search.value.casefold().split()
        found = [
            c
            for c in case.records
            if self.of_source.value in ("", c.source)
            and self.of_measure.value in ("", c.measure)
            and all(word in all_words(case, c) for word in words)
        ]
        found.sort(key=lambda c: (dates.first(c.statement_date), not c.primary))
        kept = self.listed.value
        self.listed.options = [(row(c.statement_date, case.source_name(c.source), c.phrase, counted(case, c)), c.claim) for c in found]
        self.listed.value = kept if any(kept == c.claim for c in found) else None
        more = f" of {len(case.records):,}" if len(found) < len(case.records) else ""
        self.found.value = f'<span class="quiet" role="status">{len(found):,}{more} printed figures</span>'
        self._show()

    def _show(self) -> None:
        claim = self.case.by_id.get(self.listed.value)
        self.as_a.disabled = self.as_b.disabled = claim is None
        nothing = '<p class="quiet">Choose a line: its page, its versions and what differs in them appear here.</p>'
        self.detail.value = claim_html(self.case, claim, self.rule) if claim else nothing
