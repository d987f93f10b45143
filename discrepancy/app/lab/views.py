"""The views that were seen, to go back to, and one that is pinned beside the newest."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import ipywidgets as w

from discrepancy import dates
from discrepancy.notebook.run import Run

AT_ONCE = 1.5  # seconds; a control that is moved again within them is still at the same move


@dataclass(frozen=True)
class View:
    """What the controls said: the case, what was asked of it, and the assumptions that were moved."""

    case: str
    asked: Mapping[str, str]
    moved: Mapping[int, float]
    said: str = field(compare=False)


def said(run: Run, answer: str) -> str:
    """A view in a line: what is compared, on which day, as known when, and the answer."""
    case, gap = run.case, run.gap
    known = f"as known on {dates.say(gap.basis.known_by)}" if gap.basis.known_by else ""
    rule = f"rule {gap.basis.rule}" if gap.basis.rule != "hedge" else ""
    day, sides = dates.say(gap.basis.as_of), f"{gap.a.name} and {gap.b.name}"
    return " · ".join(filter(None, (answer, day, sides, case.measure_label(gap.basis.measure), known, rule)))


class Seen(w.VBox):
    """The list of views, newest first, and a button that goes back by one; `go` is told where to."""

    def __init__(self, go: Callable[[View], None]):
        self.go, self.views, self._last, self._quiet = go, [], ("", 0.0), False
        self.listed = w.Select(description="Views seen", rows=4, layout={"width": "auto"})
        self.undo = w.Button(description="Undo", layout={"width": "auto"})
        self.undo.on_click(lambda _: self.back())
        self.listed.observe(lambda change: self._chosen(change["new"]), "value")
        self.listed.add_class("seen")
        super().__init__([self.listed])
        self._show()

    def add(self, view: View, control: str) -> None:
        """Keep a view; the stops that one control makes on its way are one."""
        now = time.monotonic()
        if self.views and control and control == self._last[0] and now - self._last[1] < AT_ONCE and len(self.views) > 1:
            self.views.pop()
        self._last = (control, now)
        if not self.views or self.views[-1] != view:
            self.views.append(view)
        self._show()

    def back(self) -> None:
        """Go to the view before."""
        if len(self.views) > 1:
            self.views.pop()
            self._last = ("", 0.0)
            self.go(self.views[-1])

    def _chosen(self, at: int | None) -> None:
        if not self._quiet and at is not None and at != len(self.views) - 1:
            self.go(self.views[at])

    def _show(self) -> None:
        self._quiet = True
        self.listed.options = [(view.said, n) for n, view in reversed(list(enumerate(self.views)))]
        self._quiet = False
        self.undo.disabled = len(self.views) < 2
        self.undo.tooltip = "No view before this one" if self.undo.disabled else f"Back to: {self.views[-2].said}"
