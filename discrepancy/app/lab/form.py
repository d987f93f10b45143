"""The form of the interface: a field for each column of the claims, and the buttons that add a row, take it back and save the case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ipywidgets as w

from discrepancy.app.lab.html import wrong
from discrepancy.app.lab.parts import WRAPPED, Part, form_field
from discrepancy.basis.basis import ClaimError
from discrepancy.case.columns import CLAIM_COLUMNS, REQUIRED, VALUES
from discrepancy.case.edit.draft import Draft
from discrepancy.case.hashes import TEXT
from discrepancy.case.problems import CaseError
from discrepancy.notebook.settings import SettingError
from discrepancy.saying.numbers import plural

REFUSED = (CaseError, ClaimError, SettingError)


class Form(Part):
    """Fields and buttons, and what came of them.

    Parameters
    ----------
    add, take_back, save : callable
        Get the row, nothing, and the folder; say in HTML what came of it, or refuse with one of `REFUSED`, which is shown in its place.
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
        self.fields = {column: form_field(column, chosen.get(column)) for column in (*REQUIRED, *CLAIM_COLUMNS, *case.dimensions)}
        self.fields["measure"].value = measure
        others = sorted((c for c in self.fields if c not in REQUIRED), key=lambda c: c not in (*case.dimensions, *TEXT))
        self.needed.children, self.more.children = ([self.fields[c] for c in columns] for columns in (REQUIRED, others))
        self.folder.value = f"{Path.cwd() / case.name}-own" if draft.base.packaged else str(case.path)
        self.outcome.value = ""
        self.count(draft)

    def count(self, draft: Draft) -> None:
        """Say how much is not saved."""
        self.undo.disabled = not draft.added
        told = (
            f"{plural(len(draft.added), 'figure')} added and not saved." if draft.added else "Nothing is written to disk before you save."
        )
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
