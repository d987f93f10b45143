"""The parts of the interface: the list of claims, the form, and what a case offers to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import ipywidgets as w

from discrepancy import dates
from discrepancy.app.edit.draft import Draft
from discrepancy.app.edit.place import is_packaged
from discrepancy.app.lab.html import claim_html, html, wrong
from discrepancy.case.columns import CLAIM_COLUMNS, REQUIRED, VALUES
from discrepancy.case.hashes import TEXT
from discrepancy.case.model import Case, Claim
from discrepancy.case.problems import CaseError
from discrepancy.case.who import ClaimError, Group, Source, spelling
from discrepancy.notebook.settings import SettingError
from discrepancy.notebook.tables import counted
from discrepancy.reading.reading import RULES
from discrepancy.retelling import outlet
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clean

REFUSED = (CaseError, ClaimError, SettingError)
ASKED = (*REQUIRED, "wording", "url")  # columns that the form asks for first
LONGEST = 2000  # days that a slider has; of a longer case only those on which something was said
STYLE = f"<style>\n{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
WRAPPED = {"display": "flex", "flex_flow": "row wrap"}


class Part(w.Box):
    """A box that brings the style sheet with it, wherever a notebook shows it."""

    def __init__(self, children: Sequence[w.Widget], across: bool = False):
        layout = WRAPPED | {"align_items": "flex-start"} if across else {"display": "flex", "flex_flow": "column", "align_items": "stretch"}
        super().__init__([w.HTML(STYLE, layout={"display": "none"}), *children], layout=layout | {"width": "100%"})
        self.add_class("discrepancy")


def day_slider(case: Case, since: date | None = None) -> list[str]:
    """The days of a case, from the first statement to the last; none before the first on which there is anything to tell."""
    said = sorted({day for c in case.records for day in (dates.first(c.statement_date), dates.last(c.statement_date))})
    said = sorted({since, *(day for day in said if day > since)}) if since else said
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


def short(text: str, most: int) -> str:
    """Text on one line, cut to so many characters."""
    return " ".join(clean(text, most).split())


class Claims(Part):
    """Printed figures to search, look at, and compare: `compare` gets "a" or "b" and the id of the claim that shall be this side."""

    def __init__(self, case: Case, compare: Callable[[str, str], None]):
        self.case, self.rule = case, RULES[0]
        wide = {"flex": "1 1 220px", "width": "auto"}
        self.search = w.Text(description="Words", placeholder="in the phrase, the page or the id", layout=wide)
        self.of_source = w.Dropdown(description="Source", layout=wide)
        self.of_measure = w.Dropdown(description="Counted", layout=wide)
        self.listed = w.Select(rows=12, description="Printed figures", layout={"width": "auto", "margin": "2px 0"})
        self.listed.add_class("listed")
        self.detail, self.found = w.HTML(), w.HTML()
        self.as_a, self.as_b = (w.Button(description=f"Compare as {s}", tooltip=f"Take this figure as source {s}") for s in "AB")
        filters = w.HBox([self.search, self.of_source, self.of_measure], layout={"flex_flow": "row wrap"})
        head = w.HTML(f'<p class="head">{html(_row("said", "source", "printed", "counted"))}</p>')
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
        case, words = self.case, self.search.value.casefold().split()
        found = [
            c
            for c in case.records
            if self.of_source.value in ("", c.source)
            and self.of_measure.value in ("", c.measure)
            and all(word in _all_words(case, c) for word in words)
        ]
        found.sort(key=lambda c: (dates.first(c.statement_date), not c.primary))
        kept = self.listed.value
        self.listed.options = [(_row(c.statement_date, case.source_name(c.source), c.phrase, counted(case, c)), c.claim) for c in found]
        self.listed.value = kept if any(kept == c.claim for c in found) else None
        more = f" of {len(case.records):,}" if len(found) < len(case.records) else ""
        self.found.value = f'<span class="quiet" role="status">{len(found):,}{more} printed figures</span>'
        self._show()

    def _show(self) -> None:
        claim = self.case.by_id.get(self.listed.value)
        self.as_a.disabled = self.as_b.disabled = claim is None
        nothing = '<p class="quiet">Choose a line: its page, its versions and what differs in them appear here.</p>'
        self.detail.value = claim_html(self.case, claim, self.rule) if claim else nothing


def _all_words(case: Case, c: Claim) -> str:
    """What a search for words looks at."""
    return " ".join((c.claim, c.wording, c.english, case.source_name(c.source), outlet(c), c.notes)).casefold()


def _row(said: str, source: str, printed: str, counted: str) -> str:
    """A line of the list, in columns; spaces that a browser does not join."""
    cells = ((said, 10), (source, 28), (printed, 52), (counted, 40))
    return "  ".join(short(text, width).ljust(width) for text, width in cells).rstrip().replace(" ", "\u00a0")


class Form(Part):
    """A field for each column of the claims, and buttons that add a row, take it back and save the case.

    `add`, `take_back` and `save` get the row, nothing, and the folder; they say in HTML what came of it, or refuse with one of
    `REFUSED`, which is shown in its place.
    """

    def __init__(self, add: Callable[[dict[str, str]], str], take_back: Callable[[], str], save: Callable[[str], str]):
        self.fields: dict[str, w.Widget] = {}
        spread = WRAPPED | {"grid_gap": "4px 18px", "overflow": "visible"}
        self.needed, self.more = w.Box(layout=spread), w.Box(layout=spread)
        self.outcome, self.unsaved = w.HTML(), w.HTML()
        button = lambda text, tip, **how: w.Button(description=text, tooltip=tip, layout={"width": "auto"}, **how)
        self.add = button("Check and add", "Add the figure here, in memory, if the check finds nothing", button_style="primary")
        self.undo = button("Take back the last", "Leave out the figure that was added last")
        self.folder = w.Text(description="Save in", layout={"flex": "1 1 300px", "width": "auto"})
        self.save = button("Save the case", "Write the figures and assumptions to this folder, if the check passes")
        more = w.Accordion([self.more], titles=["More columns"], selected_index=None)
        saving = w.HBox([self.folder, self.save], layout={"flex_flow": "row wrap"})
        super().__init__([self.needed, more, w.HBox([self.add, self.undo]), self.outcome, self.unsaved, saving])
        self.add.on_click(lambda _: self._add(add))
        self.undo.on_click(lambda _: self._answer(take_back))
        self.save.on_click(lambda _: self._answer(save, self.folder.value))

    def offer(self, draft: Draft, measure: str) -> None:
        """Take the columns of a case, all of them empty but for what is counted."""
        case = draft.case
        for field in self.fields.values():
            field.close()
        chosen = {"source": list(case.by_source), "measure": list(case.measures)} | {k: ["", *v] for k, v in VALUES.items()}
        chosen |= {name: ["", *spec["labels"]] for name, spec in case.dimensions.items()}
        self.fields = {column: _field(column, chosen.get(column)) for column in (*ASKED, *CLAIM_COLUMNS, *case.dimensions)}
        self.fields["measure"].value = measure
        others = sorted((c for c in self.fields if c not in ASKED), key=lambda c: c not in (*case.dimensions, *TEXT))
        self.needed.children, self.more.children = ([self.fields[c] for c in columns] for columns in (ASKED, others))
        self.folder.value = f"{Path.cwd() / case.name}-own" if is_packaged(draft.base) else str(case.path)
        self.outcome.value = ""
        self.count(draft)

    def count(self, draft: Draft) -> None:
        """Say how much is not saved."""
        self.undo.disabled = not draft.added
        added = f"{plural(len(draft.added), 'figure')} added and not saved."
        told = added if draft.added else "Nothing is written to disk before you save."
        self.unsaved.value = f'<p class="quiet">{told}</p>'

    def _add(self, add: Callable[[dict[str, str]], str]) -> None:
        if self._answer(add, {column: field.value for column, field in self.fields.items()}):
            self.fields["wording"].value = self.fields["english"].value = ""  # a second click adds nothing twice

    def _answer(self, act: Callable[..., str], *given: object) -> bool:
        try:
            self.outcome.value = act(*given)
        except REFUSED as error:
            self.outcome.value = wrong(error)
            return False
        return True


def _field(column: str, allowed: list[str] | None) -> w.Widget:
    """A field for a column: a list where only some values are allowed; sources may be new."""
    layout, name = {"width": "auto", "flex": "1 1 330px"}, column.replace("_", " ")
    if column == "source":
        field = w.Combobox(options=allowed, description=name, layout=layout)
    elif allowed:
        field = w.Dropdown(options=allowed, description=name, layout=layout)
    else:
        field = w.Text(description=name, placeholder=_HINTS.get(column, ""), layout=layout)
    field.style.description_width = "116px"
    return field


_HINTS = {
    "statement_date": "2024-12-23, 2024-12 or 2024",
    "wording": "the shortest printed phrase with its number",
    "url": "https://",
    "as_of": "the day that the number speaks of",
    "english": "where the page is in another language",
    "version_of": "the id of the figure that this one retells",
}
