"""A view → the commands that give it again: as a report, and as the notebook of the gap under papermill."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from discrepancy.app.edit.draft import Draft
from discrepancy.app.edit.place import is_packaged
from discrepancy.app.lab.html import to_copy
from discrepancy.notebook.place import own_notebooks
from discrepancy.saying.numbers import plural


def commands(draft: Draft, asked: Mapping[str, str]) -> list[list[str]]:
    """The words of the command that renders a view as a report, and of the one that runs its notebook; -r keeps every value text."""
    case = draft.base.name if is_packaged(draft.base) else str(draft.base.path)
    given = lambda option: [word for name, value in asked.items() if value for word in (option, name, value)]
    files = str(own_notebooks() / "03-gap.ipynb"), f"03-gap-{draft.base.name}.ipynb"
    papermill = ["papermill", *files, "-k", "python3", "-r", "case", case, *given("-r")]
    return [["discrepancy", "report", case, *given("-p")], papermill]


def commands_html(draft: Draft, asked: Mapping[str, str], own_machine: bool) -> str:
    """The commands, and what they leave out; where pages are served to others only the one that names no folder of the machine."""
    left = [f"{plural(len(draft.added), 'figure')} added"] if draft.added else []
    left += [f"{plural(len(draft.moved), 'assumption')} moved"] if draft.moved else []
    told = f"Not in these commands before the case is saved: {' and '.join(left)}." if left else "These commands give this view again."
    shown = "".join(to_copy(shlex.join(words), "Copy this command") for words in commands(draft, asked)[: 2 if own_machine else 1])
    about = "As a report, and as the notebook of the gap under papermill." if own_machine else "As a report."
    return f'<p class="quiet">{about}</p><p role="status">{told}</p>{shown}'
