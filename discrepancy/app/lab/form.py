"""The form of the interface: a field for each column of the claims, one for a source that is new, and the buttons that save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ipywidgets as w

from discrepancy.app.edit.draft import Draft
from discrepancy.app.edit.place import is_packaged
from discrepancy.app.lab.html import html, wrong
from discrepancy.app.lab.parts import REFUSED, WRAPPED, Part, source_named
from discrepancy.case.columns import CLAIM_COLUMNS, REQUIRED, VALUES
from discrepancy.case.hashes import TEXT
from discrepancy.case.problems import CaseError, Problem, nearest
from discrepancy.saying.numbers import plural

ASKED = (*REQUIRED, "wording", "url")  # columns that the form asks for first
OF_SOURCE = ("name", "group", "role", "aliases")  # what is asked of a source that the case does not have
NO_SAVING = "Saving is off here: what you add stays in memory, and nothing is written."

Add = Callable[[dict[str, str], dict[str, str]], str]


class Form(Part):
    """A field for each column of the claims, and buttons that add a row, take it back and save the case.

    `add`, `take_back` and `save` get the row and the source where it is new, nothing, and the folder; they say in HTML what came of it, or
    refuse with one of `REFUSED`, which is shown at its field. Without `save` there is nothing that saves.
    """

    def __init__(self, add: Add, take_back: Callable[[], str], save: Callable[[str], str] | None):
        self.fields: dict[str, w.Widget] = {}
        self.of_source: dict[str, w.Widget] = {}
        self.faults: dict[str, w.HTML] = {}
        spread = WRAPPED | {"grid_gap": "4px 18px", "overflow": "visible"}
        self.needed, self.new, self.more = (w.Box(layout=spread) for _ in range(3))
        self.outcome, self.unsaved = w.HTML(), w.HTML()
        button = lambda text, **how: w.Button(description=text, layout={"width": "auto"}, **how)
        self.add = button("Check and add", tooltip="Add the figure here, in memory, if the check finds nothing", button_style="primary")
        self.undo = button("Take back the last")
        self.folder = w.Text(description="Save in", layout={"flex": "1 1 300px", "width": "auto"})
        self.save = button("Save the case", tooltip="Write the figures and assumptions to this folder, if the check passes")
        self.saving = w.HBox([self.folder, self.save], layout={"flex_flow": "row wrap"})
        about = w.HTML(
            '<p class="quiet">A figure is judged as <i>discrepancy check</i> judges a table, and taken into the case in memory.</p>'
        )
        more = w.Accordion([self.more], titles=["More columns"], selected_index=None)
        buttons = w.HBox([self.add, self.undo])
        super().__init__([about, self.needed, self.new, more, buttons, self.outcome, self.unsaved, *([self.saving] if save else [])])
        self.saves = save is not None
        self.add.on_click(lambda _: self._add(add))
        self.undo.on_click(lambda _: self._answer(take_back))
        if save is not None:
            self.save.on_click(lambda _: self._answer(save, self.folder.value))

    def offer(self, draft: Draft, measure: str) -> None:
        """Take the columns of a case, all of them empty but for what is counted."""
        case, self.draft = draft.case, draft
        for field in (*self.fields.values(), *self.of_source.values()):
            field.close()
        names = [row["name"] for row in case.source_rows.values()]
        chosen = {"source": names, "measure": list(case.measures)} | {k: ["", *v] for k, v in VALUES.items()}
        chosen |= {name: ["", *spec["labels"]] for name, spec in case.dimensions.items()}
        self.fields = {column: _field(column, chosen.get(column)) for column in (*ASKED, *CLAIM_COLUMNS, *case.dimensions)}
        groups = list(dict.fromkeys(row["group"] for row in case.source_rows.values()))
        self.of_source = {column: _field(column, groups if column == "group" else None, free="group") for column in OF_SOURCE}
        self.faults = {column: w.HTML() for column in (*self.fields, *OF_SOURCE, "folder")}
        self.fields["measure"].value = measure
        others = sorted((c for c in self.fields if c not in ASKED), key=lambda c: c not in (*case.dimensions, *TEXT))
        self.needed.children, self.more.children = ([self._with_fault(c) for c in columns] for columns in (ASKED, others))
        self.fields["source"].observe(lambda _: self._ask_of_source(), "value")
        self._ask_of_source()
        self.saving.children = [self.folder, self.save, self.faults["folder"]]
        self.folder.value = f"{Path.cwd() / case.name}-own" if is_packaged(draft.base) else str(case.path)
        self.outcome.value = ""
        self.count(draft)

    def _with_fault(self, column: str) -> w.Widget:
        field = self.fields.get(column) or self.of_source[column]
        return w.VBox([field, self.faults[column]], layout={"flex": "1 1 330px", "min_width": "0", "overflow": "visible"})

    def count(self, draft: Draft) -> None:
        """Say how much is not saved."""
        self.draft = draft
        self.undo.disabled = not draft.added
        self.undo.tooltip = "Leave out the figure that was added last" if draft.added else "No figure was added"
        added = f"{plural(len(draft.added), 'figure')} added and not saved."
        told = added if draft.added else "Nothing is written to disk before you save."
        self.unsaved.value = f'<p class="quiet">{told if self.saves else NO_SAVING}</p>'

    def _is_new(self) -> bool:
        return bool(text := self.fields["source"].value.strip()) and not source_named(self.draft.case, text)

    def _ask_of_source(self) -> None:
        """Ask what sources.csv says of a source, if the case does not have it, and has a table of them."""
        if not self._is_new():
            self.new.children = ()
            return
        text = self.fields["source"].value.strip()
        told = f"“{html(text)}” is no source of this case by id, name or alias, and is added with the figure."
        if not self._has_table:
            self.new.children = (w.HTML(f'<p class="quiet">{told} The case has no table of sources: it stands in the claims alone.</p>'),)
            return
        self.of_source["name"].value = text
        self.new.children = (w.HTML(f'<p class="quiet">{told}</p>', layout={"flex": "1 1 100%"}), *map(self._with_fault, OF_SOURCE))

    @property
    def _has_table(self) -> bool:
        return any(row["line"] for row in self.draft.base.tables["sources"])

    def _source(self) -> tuple[str, dict[str, str]]:
        """The id of the source, and its row where it is new."""
        text = self.fields["source"].value.strip()
        if not self._is_new():
            return source_named(self.draft.case, text), {}
        if not self._has_table:
            return text, {}
        name = "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split()) or text
        cells = {column: self.of_source[column].value.strip() for column in OF_SOURCE}
        if not cells["group"]:
            known = {n: s for s, row in self.draft.case.source_rows.items() for n in (s, row["name"])}
            near = nearest(text, known)
            hint = f" For a source of the case: {near}" if near.startswith("did you mean") else ""
            advice = f"is empty: give the group of “{text}”, or its own name if it stands alone.{hint}"
            raise CaseError([Problem("sources.csv", 0, "group", "", advice)])
        return name, {"source": name} | cells

    def _add(self, add: Add) -> None:
        def act() -> str:
            row = {column: field.value for column, field in self.fields.items()}
            row["source"], source = self._source()
            return add(row, source)

        if self._answer(act):
            self.fields["wording"].value = self.fields["english"].value = ""  # a second click adds nothing twice
            self._ask_of_source()

    def _answer(self, act: Callable[..., str], *given: object) -> bool:
        for fault in self.faults.values():
            fault.value = ""
        try:
            self.outcome.value = act(*given)
        except REFUSED as error:
            self._refuse(error, at="folder" if given else "")
            return False
        return True

    def _refuse(self, error: Exception, at: str) -> None:
        """Each fault at its field, without the place in a file that is not written; what is of no field here, below."""
        last = max((row["line"] for row in self.draft.base.tables["claims"]), default=0)
        told: dict[str, list[str]] = {}
        for problem in getattr(error, "problems", [str(error)]):
            own = isinstance(problem, Problem) and problem.column in self.faults and (problem.line > last or not problem.line)
            where, text = (problem.column, f"{problem.value!r} " * bool(problem.value) + problem.advice) if own else (at, str(problem))
            told.setdefault(where, []).append(text)
        self.outcome.value = wrong("\n".join(told.pop("", []))) if "" in told else ""
        for column, texts in told.items():
            self.faults[column].value = wrong("\n".join(texts))
        if told.keys() - {*ASKED, *OF_SOURCE, "folder"}:
            self.outcome.value += wrong("Not added: see “More columns”.")


def _field(column: str, allowed: list[str] | None, free: str = "source") -> w.Widget:
    """A field for a column: a list where only some values are allowed; in `free` others may be written too."""
    how, hint = {"description": column.replace("_", " "), "layout": {"width": "auto"}}, _HINTS.get(column, "")
    if column == free:
        field = w.Combobox(options=allowed or [], placeholder=hint, continuous_update=False, **how)
    elif allowed:
        field = w.Dropdown(options=allowed, **how)
    else:
        field = w.Text(placeholder=hint, **how)
    field.style.description_width = "116px"
    return field


_HINTS = {
    "source": "name, alias or id; or one that is new",
    "group": "of the case, or its own name",
    "aliases": "other names; with ; between them",
    "statement_date": "2024-12-23, 2024-12 or 2024",
    "wording": "the shortest printed phrase with its number",
    "url": "https://",
    "as_of": "the day that the number speaks of",
    "english": "where the page is in another language",
    "version_of": "the id of the figure that this one retells",
}
