"""A control for an assumption of a case: a slider over the range that is cited for it."""

from __future__ import annotations

from collections.abc import Callable
from math import floor, log10

import ipywidgets as w

from discrepancy.app.edit.draft import Draft
from discrepancy.app.lab.html import html
from discrepancy.app.lab.parts import short

UNUSED = "No figure of this pair is brought to the other's basis by it"


class Assumption(w.VBox):
    """A conversion with its range, in words; one without a range is shown and stays. `move` gets its place and its new value."""

    def __init__(self, draft: Draft, at: int, move: Callable[[int, float], None]):
        c, case = draft.base.conversions[at], draft.case
        label = case.measure_label if c.dimension == "measure" else lambda value: case.dimension_label(c.dimension, value)
        words = f"{label(c.to)} for each {label(c.start)}" if c.add is None else f"{label(c.start)} to {label(c.to)}"
        point = f"×{c.factor:g}" if c.add is None else f"{c.add:+,g}"
        cited_as = f"cited {point}" + (f", {c.low:g} to {c.high:g}" if c.low and c.high else "; no range is cited")
        self.words, self.source = f"{html(short(words, 80))}: {html(cited_as)}", w.HTML()
        super().__init__([self.source])
        self.add_class("assumed")
        if c.low is not None and c.high is not None and c.low < c.high:
            step = 10 ** (floor(log10(c.high - c.low)) - 1)
            given = {"step": step, "readout_format": ".3g", "description": "Assumption", "layout": {"width": "auto"}}
            slider = w.FloatSlider(case.conversions[at].size, min=c.low, max=c.high, **given)
            slider.style.description_width = "86px"
            slider.observe(lambda change: move(at, change["new"]), "value")
            self.children = [slider, self.source]

    def use(self, used: bool) -> None:
        """Whether the gap that is shown rests on it; else it can do nothing, and says why."""
        for slider in self.children[:-1]:
            slider.disabled = not used
        self.source.value = f'<span class="quiet">{self.words}{"" if used else f". {UNUSED}."}</span>'
