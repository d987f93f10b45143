"""A control for a day: a date field, arrows to the days with figures, and a slider over all days with those marked below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
        self.field.observe(lambda change: self._typed(change["new"]), "value")
        self.slider.observe(lambda change: self._moved(change["new"]), "value")
        self.observe(lambda _: self._stand(), "value")
        for button, step in ((self.back, -1), (self.on, 1)):
            button.add_class("arrow")
            button.on_click(lambda _, step=step: self._step(step))

    @property
    def first(self) -> date:
        return self._days[0]

    @property
    def last(self) -> date:
        return self._days[-1]

    def offer(self, days: Sequence[date], marked: Sequence[date], wanted: str | None = None, own: date | None = None) -> None:
        """The days that can be chosen, in order, and those of them with figures; `wanted` is taken, or the day that was, or the case's own."""
        self.wanted = self.wanted if wanted is None else wanted
        whole = (days[-1] - days[0]).days
        self._days = [days[0] + timedelta(n) for n in range(whole + 1)] if whole <= LONGEST else sorted({*days, *marked})
        self._marked = [day for day in marked if self.first <= day <= self.last]
        spots = "".join(f'<i style="left: {100 * (day - self.first).days / max(whole, 1):.2f}%"></i>' for day in self._marked)
        self.marks.value = f'<div class="marks">{spots}</div>'
        day = date.fromisoformat(self.wanted) if self.wanted else own
        outside = day is not None and self._nearest(day) != day
        self._set(self._nearest(day).isoformat() if day and (self.wanted or outside) else "")
        self.told.value = self._outside(day) if day and outside else ""

    def stands_at(self, day: date) -> None:
        """Show the day that the case stands at where none was asked for."""
        self._own = day
        self._stand()

    def _nearest(self, day: date) -> date:
        return min(max(day, self.first), self.last)

    def _outside(self, day: date) -> str:
        before, limit = day < self.first, self.first if day < self.first else self.last
        why = "the first day on which both sides have something to tell" if before else "the last day of the case"
        return f'<p class="told" role="alert">{dates.say(day)} is {"before" if before else "after"} {dates.say(limit)}, {why}.</p>'

    def _set(self, value: str) -> None:
        with self._silent():
            self.value = value
        self._stand()

    @contextmanager
    def _silent(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _stand(self) -> None:
        """Field, slider and arrows where the value is."""
        if not self._days:
            return
        if not self._quiet:
            self.wanted, self.told.value = self.value, ""
        at = date.fromisoformat(self.value) if self.value else None if self.unset else self._own
        stops = sorted({*self._days, *([at] if at else [])})
        with self._silent():
            options = [(dates.say(day), day.isoformat()) for day in stops] + ([(self.unset, "")] if self.unset else [])
            if tuple(options) != tuple(self.slider.options):
                self.slider.options = options
            self.slider.value = at.isoformat() if at else options[-1][1]
            self.field.value = at
        self.back.disabled, self.on.disabled = self._next(-1) is None, self._next(1) is None
        self.slider.disabled = len(options) < 2
        for button, side in ((self.back, "earlier"), (self.on, "later")):
            button.tooltip = f"No {side} day with a figure" if button.disabled else f"The next {side} day with a figure"

    def _next(self, step: int) -> str | None:
        """The next day with a figure, on either side of where the control stands; behind the last the empty value, where it is a stop."""
        if not self.slider.value:
            return self._marked[-1].isoformat() if step < 0 and self._marked else None
        at = date.fromisoformat(self.slider.value)
        left = self._marked[: bisect_left(self._marked, at)] if step < 0 else self._marked[bisect_right(self._marked, at) :]
        if left:
            return left[-1 if step < 0 else 0].isoformat()
        return "" if step > 0 and self.unset else None

    def _step(self, step: int) -> None:
        if (day := self._next(step)) is not None:
            self.value = day

    def _moved(self, value: str) -> None:
        if not self._quiet:
            self.value = value

    def _typed(self, day: date | None) -> None:
        if self._quiet or (day and day.year < FIRST_YEAR):
            return
        self.value = self._nearest(day).isoformat() if day else ""
        if day and self._nearest(day) != day:
            self._stand()  # the field too, where the nearest is the day that it was at
            self.told.value = self._outside(day)
