"""A control for a day: a date field, arrows to the days with figures, and a slider over all days with those marked below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

import ipywidgets as w
from traitlets import Unicode

from discrepancy import dates

LONGEST = 2000  # days that a slider has; of a longer time only those that are marked
FIRST_YEAR = 1000  # a year that is being typed is 0002 before it is 2024


class Day(w.VBox):
    """`value` is a day as YYYY-MM-DD, or empty for the one that the case itself stands at; `offer` says which days there are.

    A day outside of these is moved to the nearest, which is said at the field; it is kept in mind, and taken when it is offered again.
    """

    value = Unicode()

    def __init__(self, description: str, unset: str = ""):
        super().__init__()
        self.unset = unset  # how the empty value is called, as the last stop of the slider; empty where the case has a day of its own
        self.wanted, self._own, self._quiet = "", None, False
        self._days: list[date] = []
        self._marked: list[date] = []
        self.field = w.DatePicker(description=description, layout={"width": "auto"})
        self.back, self.on = (w.Button(description=sign, layout={"width": "28px", "flex": "none"}) for sign in "◂▸")
        self.slider = w.SelectionSlider(options=[("", "")], description=description, layout={"width": "auto"})
        self.marks, self.told = w.HTML(), w.HTML()
        self.add_class("day")
        over = w.VBox([self.marks, self.slider], layout={"flex": "1 1 auto", "min_width": "0", "overflow": "visible"})
        self.children = [self.field, w.HBox([self.back, over, self.on]), self.told]
        self.field.observe(lambda change: self._quiet or self._typed(change["new"]), "value")
        self.slider.observe(lambda change: self._quiet or setattr(self, "value", change["new"]), "value")
        self.observe(lambda _: self._quiet or self._chosen(), "value")
        for button, step in ((self.back, -1), (self.on, 1)):
            button.add_class("arrow")
            button.on_click(lambda _, step=step: setattr(self, "value", self._next(step) or ""))

    def offer(self, days: Sequence[date], marked: Sequence[date], wanted: str | None = None, own: date | None = None) -> None:
        """The days that can be chosen, in order, and those of them with figures; `wanted` is taken, or the day that was, or the case's own."""
        self.wanted = self.wanted if wanted is None else wanted
        first, whole = days[0], (days[-1] - days[0]).days
        self._days = [first + timedelta(n) for n in range(whole + 1)] if whole <= LONGEST else sorted({*days, *marked})
        self._marked = [day for day in marked if first <= day <= days[-1]]
        spots = "".join(f'<i style="left: {100 * (day - first).days / max(whole, 1):.2f}%"></i>' for day in self._marked)
        self.marks.value = f'<div class="marks">{spots}</div>'
        day = date.fromisoformat(self.wanted) if self.wanted else own
        self._quiet = True
        self.value = self._nearest(day).isoformat() if day and (self.wanted or self._outside(day)) else ""
        self._quiet, self.told.value = False, self._outside(day) if day else ""
        self._stand()

    def stands_at(self, day: date) -> None:
        """Show the day that the case stands at where none was asked for."""
        self._own = day
        self._stand()

    def _nearest(self, day: date) -> date:
        return min(max(day, self._days[0]), self._days[-1])

    def _outside(self, day: date) -> str:
        """That a day cannot be chosen, and why; empty if it can."""
        if day == (limit := self._nearest(day)):
            return ""
        side = "before" if day < limit else "after"
        why = "the first day on which both sides have something to tell" if day < limit else "the last day of the case"
        return f'<p class="told" role="alert">{dates.say(day)} is {side} {dates.say(limit)}, {why}.</p>'

    def _stand(self) -> None:
        """Field, slider and arrows where the value is."""
        at = date.fromisoformat(self.value) if self.value else None if self.unset else self._own
        stops = sorted({*self._days, *([at] if at else [])})
        options = [(dates.say(day), day.isoformat()) for day in stops] + ([(self.unset, "")] if self.unset else [])
        self._quiet = True
        if tuple(options) != tuple(self.slider.options):
            self.slider.options = options
        self.slider.value, self.field.value = at.isoformat() if at else options[-1][1], at
        self._quiet, self.slider.disabled = False, len(options) < 2
        for button, side, step in ((self.back, "earlier", -1), (self.on, "later", 1)):
            button.disabled = self._next(step) is None
            button.tooltip = f"No {side} day with a figure" if button.disabled else f"The next {side} day with a figure"

    def _next(self, step: int) -> str | None:
        """The next day with a figure, on either side of where the control stands; behind the last the empty value, where it is a stop."""
        at = date.fromisoformat(self.slider.value) if self.slider.value else date.max
        left = self._marked[: bisect_left(self._marked, at)] if step < 0 else self._marked[bisect_right(self._marked, at) :]
        if left:
            return left[-1 if step < 0 else 0].isoformat()
        return "" if step > 0 and self.unset and self.slider.value else None

    def _chosen(self) -> None:
        self.wanted, self.told.value = self.value, ""
        self._stand()

    def _typed(self, day: date | None) -> None:
        if day is None or day.year >= FIRST_YEAR:
            self.value = self._nearest(day).isoformat() if day else ""
            self._stand()  # the field too, where the nearest is the day that it was at
            self.told.value = self._outside(day) if day else ""
