"""What follows the controls: the numbers, the headline, the figure that is looked at, the finding; files of them; a view pinned beside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import ipywidgets as w

from discrepancy.app.lab.html import file_link, html, image, numbers_html, to_copy, told, wrong
from discrepancy.app.lab.parts import REFUSED
from discrepancy.case.who import ClaimError
from discrepancy.display import Prose, apart
from discrepancy.gap.gap import Gap
from discrepancy.notebook.run import Run
from discrepancy.plots.claims_over_time import claims_over_time
from discrepancy.plots.forest import forest
from discrepancy.plots.paper.figure import Figure, to_csv
from discrepancy.plots.paper.width import on_narrow
from discrepancy.plots.waterfall import waterfall
from discrepancy.saying.text import clean
from discrepancy.story.screen import numbers

FIGURES: dict[str, Callable[[Run], Figure]] = {
    "Waterfall": lambda run: waterfall(run.gap),
    "Timeline": lambda run: claims_over_time(run.gap),
    "Forest": lambda run: forest(run.estimates, case=run.case),
}
FILES: dict[str, tuple[str, str, Callable[[Figure], bytes]]] = {
    "PNG": ("png", "image/png", lambda figure: figure.png()),
    "SVG": ("svg", "image/svg+xml", lambda figure: figure.svg()),
    "Table": ("csv", "text/csv", lambda figure: to_csv(figure.table).encode()),
}
WIDE = {"flex": "3 1 300px", "min_width": "0", "overflow": "visible"}


class Answer(w.HBox):
    """The answer of a `Run`; `show` one, and `pin` one beside."""

    def __init__(self):
        self.headline, self.finding, self.images = w.HTML(), w.HTML(), {name: w.HTML() for name in FIGURES}
        self.tabs = w.Tab(list(self.images.values()), titles=list(FIGURES))
        self.tabs.observe(lambda _: self._draw(), "selected_index")
        self.files = {name: w.Button(description=name, layout={"width": "auto"}) for name in (*FILES, "Note")}
        for name, button in self.files.items():
            button.on_click(lambda _, name=name: self._keep(name))
        self.kept = w.HTML()
        row = w.HBox([w.HTML('<span class="quiet">Keep</span>'), *self.files.values()], layout={"flex_flow": "row wrap"})
        row.add_class("files")
        self.narrow = w.ToggleButton(False, description="Drawn for a narrow place")  # our script, which knows how wide it is, presses it
        self.narrow.add_class("narrow")
        self.narrow.observe(lambda _: self._redraw(), "value")
        self._now = w.VBox([self.headline, self.tabs, row, self.kept, self.finding, self.narrow], layout=WIDE)
        self._pinned = w.HTML(layout=WIDE)
        self._pinned.add_class("pinned")
        self.pinned: Run | None = None
        super().__init__([self._now], layout=WIDE | {"flex_flow": "row wrap", "align_items": "flex-start", "grid_gap": "0 24px"})

    def show(self, run: Run, instead: str = "") -> None:
        """Show what a run finds, or a sentence instead of it."""
        self.run, self._drawn, self._instead, self.number, self.kept.value = run, set(), instead, "", ""
        self._draw()  # sent before every choice is weighed for the sentences, which takes as long
        try:
            if instead:
                raise ClaimError(instead)
            first, *rest = run.finding().paragraphs
            shown = numbers(run.gap)
            self.told, self.number = first[0], shown[-1]["number"]
            self.headline.value = apart(numbers_html(shown) + f"<h2>{html(first[0])}</h2>")
            self.finding.value = Prose((("", first[1]), *rest))._repr_html_()
        except REFUSED as error:
            self.told = clean(str(error))
            self.refuse(told(error) if isinstance(error, ClaimError) else wrong(error))  # what cannot be compared is no fault
        self._offer_files()

    def page(self) -> str:
        """All of it, without controls."""
        return self.headline.value + self.images[self._chosen].value + self.finding.value

    def refuse(self, why: str) -> None:
        """Say why there is no answer, once."""
        self.headline.value, self.finding.value = why, ""

    def pin(self, run: Run | None) -> None:
        """Keep this view beside those to come; none takes it away."""
        self.pinned = run
        self.children = [self._pinned, self._now] if run else [self._now]
        self._draw_pinned()

    @property
    def _chosen(self) -> str:
        return list(FIGURES)[self.tabs.selected_index or 0]

    def figure_of(self, run: Run) -> Figure | None:
        """The figure that is looked at, of a run; none where there is nothing to compare."""
        if self._instead and self._chosen != "Forest":
            return None
        try:
            return FIGURES[self._chosen](run)
        except REFUSED:
            return None

    def _draw(self) -> None:
        name = self._chosen
        if name not in self._drawn:
            self._drawn.add(name)
            self.images[name].value = self._image(self.run)
        self._offer_files()
        self._draw_pinned()

    def _offer_files(self) -> None:
        for which, button in self.files.items():
            button.disabled = not self.images[self._chosen].value if which != "Note" else not self.number
            what = "the note" if which == "Note" else f"this figure: {which}"
            button.tooltip = "There is nothing to keep" if button.disabled else f"Keep {what}"

    def _redraw(self) -> None:
        self._drawn = set()
        self._draw()

    def _image(self, run: Run) -> str:
        with on_narrow() if self.narrow.value else nullcontext():
            figure = self.figure_of(run)
            return image(figure) if figure else ""

    def _draw_pinned(self) -> None:
        if self.pinned:
            first, *rest = self.pinned.finding().paragraphs
            body = Prose((("", first[1]), *rest))._repr_html_()
            head = f'<p class="quiet">Pinned: {html(self.pinned)}</p>{numbers_html(numbers(self.pinned.gap))}<h2>{html(first[0])}</h2>'
            self._pinned.value = head + self._image(self.pinned) + body

    def _keep(self, what: str) -> None:
        """A file of the figure that is looked at, or of the note, made when it is asked for."""
        gap: Gap = self.run.gap
        if what == "Note":
            text = gap.note()
            name = f"note-{self.run.case.name}.txt"
            self.kept.value = to_copy(text, "Copy the note") + file_link(name, "text/plain;charset=utf-8", text.encode(), at_once=False)
        elif figure := self.figure_of(self.run):
            ending, kind, content = FILES[what]
            self.kept.value = file_link(f"{figure.name}-{self.run.case.name}.{ending}", kind, content(figure))
