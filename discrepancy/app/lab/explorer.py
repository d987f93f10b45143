"""The interface of ``05-explore``: a case → controls, and the figures, sentences and commands that follow them.

In goes the name or the folder of a case; out come four parts that a notebook shows: `Explorer.question`, `Explorer.claims`,
`Explorer.form` and `Explorer.parameters`. All of them ask the same `Run` that the other notebooks ask; nothing is computed here.

A slider sends its next value when the kernel has answered the one before (ipywidgets sees to it), so a fast hand gets the newest value and
no queue. An answer is the sentences and the one figure that is looked at; the others are drawn when their tab is opened. Figures are drawn
at the resolution of reports, at which every line of text is set once and kept: that is faster than any coarser one.

Text of a case is data: in HTML it is escaped, and only http(s) addresses become links. Nothing is written before a save button is pressed.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from math import floor, log10
from pathlib import Path
from typing import Any

import ipywidgets as w

from discrepancy import dates
from discrepancy.app.lab.html import claim_html, html, image, moved_html, numbers_html, wrong
from discrepancy.app.lab.parts import all_words, counted, day_slider, form_field, part, row, short, speakers
from discrepancy.basis.basis import ClaimError
from discrepancy.case.columns import CLAIM_COLUMNS, REQUIRED, VALUES
from discrepancy.case.edit.draft import Draft, cited
from discrepancy.case.hashes import TEXT
from discrepancy.case.load import load_case
from discrepancy.case.places import case_names
from discrepancy.case.problems import CaseError
from discrepancy.gap.gap import Gap
from discrepancy.notebook.place import own_notebooks
from discrepancy.notebook.run import Run
from discrepancy.notebook.settings import SettingError, check
from discrepancy.plots.claims_over_time import claims_over_time
from discrepancy.plots.forest import forest
from discrepancy.plots.paper.figure import Figure
from discrepancy.plots.waterfall import waterfall
from discrepancy.reading.reading import RULES
from discrepancy.saying.display import Prose
from discrepancy.saying.numbers import plural

__all__ = ["Explorer", "explore"]

try:
    import ipywidgets as w
except ModuleNotFoundError:
    raise ModuleNotFoundError("to explore needs ipywidgets: pip install 'discrepancy[lab]'") from None
NAMES = ("measure", "a", "b", "as_of", "known_by", "rule")
FIGURES: dict[str, Callable[[Run], Figure]] = {
    "Waterfall": lambda run: waterfall(run.gap),
    "Timeline": lambda run: claims_over_time(run.gap),
    "Forest": lambda run: forest(run.estimates, case=run.case),
}
REFUSED = (CaseError, ClaimError, SettingError)


def explore(case: str, **asked: str) -> Explorer:
    """The interface to a case.

    Parameters
    ----------
    case : str
        Name of a case that comes with the package, or a folder.
    **asked : str
        Where to begin: measure, a, b, as_of, known_by, rule, as in the other notebooks.

    Returns
    -------
    Explorer

    Raises
    ------
    CaseError, SettingError
        If the case cannot be read, or has no such value.

    Examples
    --------
    >>> view = explore("dprk-kursk")
    >>> view.run.gap.unexplained.multiplier.__round__(2)
    2.32
    >>> view.known_by.value = "2024-12-27"
    >>> view.run
    case dprk-kursk 1.0 · killed or wounded · ukraine against south-korea · on 23 December 2024 · as known on 27 December 2024 · rule hedge
    """
    return Explorer(case, **asked)


def _says_why(method: Callable) -> Callable:
    """Show why something was refused where the outcome would stand, instead of a traceback."""

    @wraps(method)
    def inner(self: Explorer, *args: Any) -> None:
        try:
            method(self, *args)
        except REFUSED as error:
            self.outcome.value = wrong(error)

    return inner


class Explorer:
    """Controls, and what follows them.

    Attributes
    ----------
    question, claims, form, parameters : ipywidgets.Box
        What the notebook shows.
    draft : Draft
        The case with what was added and moved.
    run : Run
        What is asked of it, and the answers.
    """

    def __init__(self, case: str, **asked: str):
        found = load_case(case)
        check(found, asked)
        if unknown := [name for name in asked if name not in NAMES]:
            raise SettingError(f"{unknown[0]} is no parameter: accepted are {', '.join(NAMES)}")
        own = [] if found.packaged else [(found.name, str(found.path))]
        self._drafts = {str(found.path) if own else found.name: Draft(found)}
        self._quiet = False
        self._make_controls([*own, *((name, name) for name in case_names())])
        self._make_claims()
        self._make_form()
        self.commands = w.HTML()
        self.parameters = part([self.commands])
        with self._at_once():
            self.case.value = next(iter(self._drafts))
            self._offer_case(asked)

    # ------------------------------------------------------------------------------------- the question

    def _make_controls(self, cases: list[tuple[str, str]]) -> None:
        self.case = w.Dropdown(options=cases, description="Case")
        self.measure = w.Dropdown(description="Counted")
        self.a, self.b = w.Dropdown(description="Source A"), w.Dropdown(description="Source B")
        self.as_of = w.SelectionSlider(options=[("as the case says", "")], description="Figures for")
        self.known_by = w.SelectionSlider(options=[("with hindsight", "")], description="As known on")
        self.rule = w.Dropdown(options=RULES, description="Reading rule")
        self.assumptions = w.VBox()
        self.reset = w.Button(description="Put all back", tooltip="Every control as the case says", layout={"margin": "6px 0 0 92px"})
        self.headline, self.finding, self.images = w.HTML(), w.HTML(), {name: w.HTML() for name in FIGURES}
        self.tabs = w.Tab(list(self.images.values()), titles=list(FIGURES))
        for control in (self.case, self.measure, self.a, self.b, self.as_of, self.known_by, self.rule):
            control.style.description_width = "86px"
            control.layout.width = "100%"
        self.case.observe(lambda change: self._case_chosen(change["old"]), "value")
        self.measure.observe(lambda _: self._measure_chosen(), "value")
        for control in (self.a, self.b, self.as_of, self.known_by, self.rule):
            control.observe(lambda _: self._update(), "value")
        self.tabs.observe(lambda _: self._draw(), "selected_index")
        self.rule.observe(lambda _: self._show_claim(), "value")
        self.reset.on_click(lambda _: self._put_back())
        controls = [self.case, self.measure, self.a, self.b, self.as_of, self.known_by, self.rule, self.assumptions, self.reset]
        left = w.VBox(controls, layout={"flex": "1 1 330px", "max_width": "420px", "overflow": "visible"})
        right = w.VBox([self.headline, self.tabs, self.finding], layout={"flex": "3 1 480px", "min_width": "0", "overflow": "visible"})
        self.question = part([left, right], across=True)

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Change several controls, and answer once."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
        self._update()

    @property
    def draft(self) -> Draft:
        return self._drafts[self.case.value]

    def _case_chosen(self, before: str) -> None:
        if self._quiet:
            return
        wanted = self.case.value
        try:
            self._drafts[wanted] = self._drafts.get(wanted) or Draft(load_case(wanted))
        except CaseError as error:
            self._quiet, self.case.value, self._quiet = True, before, False
            self.headline.value, self.finding.value = wrong(error), ""
            return
        with self._at_once():
            self._offer_case({})

    def _put_back(self) -> None:
        with self._at_once():
            self._drafts[self.case.value] = replace(self.draft, moved={})
            self._offer_question({})

    def _offer_case(self, asked: dict[str, str]) -> None:
        self._offer_question(asked)
        self._offer_claims()
        self._offer_form()

    def _offer_question(self, asked: dict[str, str]) -> None:
        """Controls with the values of the case, at those that are asked for or that it names itself."""
        case, days = self.draft.case, day_slider(self.draft.case)
        of = Counter(c.measure for c in case.records if c.primary)
        start = asked.get("measure") or case.defaults.get("measure") or of.most_common(1)[0][0]
        offered = [m for name, m in case.measures.items() if name == start or of[name] or (m.parts and all(of[part] for part in m.parts))]
        self.measure.options = [(short(m.label, 60), m.name) for m in offered]
        self.measure.value = start
        self._offer_sides(asked.get("a", ""), asked.get("b", ""))
        for slider, name, first, last in (
            (self.as_of, "as_of", [("as the case says", "")], []),
            (self.known_by, "known_by", [], [("with hindsight", "")]),
        ):
            wanted = dates.last(asked[name]).isoformat() if asked.get(name) else ""
            shown = sorted({*days, wanted} - {""})
            slider.options = [*first, *((dates.say(day), day) for day in shown), *last]
            slider.value = wanted
        self.rule.value = asked.get("rule") or "hedge"
        self.assumptions.children = [self._assumption(i) for i in range(len(case.conversions))]

    def _assumption(self, at: int) -> w.Widget:
        """A slider over the range that is cited for a conversion; one without a range is shown and stays."""
        c, case = self.draft.base.conversions[at], self.draft.case
        label = case.measure_label if c.dimension == "measure" else lambda value: case.dimension_label(c.dimension, value)
        words = f"{label(c.to)} for each {label(c.start)}" if c.add is None else f"{label(c.start)} to {label(c.to)}"
        point = f"×{c.factor:g}" if c.add is None else f"+{c.add:,g}"
        cited_as = f"cited {point}" + (f", {c.low:g} to {c.high:g}" if c.low and c.high else "; no range is cited")
        told = w.HTML(f'<span class="quiet">{html(short(words, 80))}: {html(cited_as)}</span>', layout={"margin": "0 0 0 94px"})
        if not (c.low is not None and c.high is not None and c.low < c.high):
            return told
        step = 10 ** (floor(log10(c.high - c.low)) - 1)
        slider = w.FloatSlider(
            cited(case.conversions[at]), min=c.low, max=c.high, step=step, readout_format=".3g", description="Assumption"
        )
        slider.style.description_width, slider.layout.width = "86px", "100%"
        slider.observe(lambda change: self._move(at, change["new"]), "value")
        return w.VBox([slider, told])

    def _move(self, at: int, value: float) -> None:
        self._drafts[self.case.value] = self.draft.move(at, value)
        self._update()

    def _measure_chosen(self) -> None:
        if not self._quiet:
            with self._at_once():
                self._offer_sides(self.a.value, self.b.value)

    def _offer_sides(self, *wanted: str) -> None:
        """Groups and sources that give figures of the measure, at the wanted ones, those of the case, or the first two."""
        offered = speakers(self.draft.case, self.measure.value)
        values = [value for _, value in offered]
        asked = [side or self.draft.case.defaults.get(name, "") for side, name in zip(wanted, "ab", strict=True)]
        sides = [side if side in values or side in self.draft.case.by_id else "" for side in asked]
        for i, side in enumerate(sides):
            sides[i] = side or next((value for value in values if value not in sides), values[0])
        for control, side in zip((self.a, self.b), sides, strict=True):
            control.options = offered if side in values else [*offered, (f"the figure {short(side, 60)}", side)]
            control.value = side

    @property
    def asked(self) -> dict[str, str]:
        """What the controls say, as parameters of a notebook: empty for what the case says."""
        rule = "" if self.rule.value == "hedge" else self.rule.value
        values = (self.measure.value, self.a.value, self.b.value, self.as_of.value, self.known_by.value, rule)
        return dict(zip(NAMES, values, strict=True))

    def _update(self) -> None:
        """Everything that follows the controls, but for figures that nobody looks at."""
        if self._quiet:
            return
        self.run, self._drawn = Run("05-explore", self.draft.case, self.asked), set()
        try:
            first, *rest = self.run.finding().paragraphs
            self.headline.value = numbers_html(self.run.gap) + f"<h3>{html(first[0])}</h3>"
            self.finding.value = Prose((("", first[1]), *rest))._repr_html_()
        except REFUSED as error:
            self.headline.value, self.finding.value = wrong(error), ""
        self.commands.value = self._commands_html()
        self._draw()

    def _draw(self) -> None:
        name = list(FIGURES)[self.tabs.selected_index or 0]
        if name in self._drawn:
            return
        self._drawn.add(name)
        try:
            self.images[name].value = image(FIGURES[name](self.run))
        except REFUSED as error:
            self.images[name].value = wrong(error)

    # --------------------------------------------------------------------------------------- the claims

    def _make_claims(self) -> None:
        wide = {"flex": "1 1 220px", "width": "auto"}
        self.search = w.Text(description="Words", placeholder="in the phrase, the page or the id", layout=wide)
        self.of_source = w.Dropdown(description="Source", layout=wide)
        self.of_measure = w.Dropdown(description="Counted", layout=wide)
        self.listed = w.Select(rows=12, description="Printed figures", layout={"width": "auto", "margin": "2px 0"})
        self.listed.add_class("listed")
        self.detail = w.HTML()
        self.as_a = w.Button(description="Compare as A", tooltip="Take this figure as source A")
        self.as_b = w.Button(description="Compare as B", tooltip="Take this figure as source B")
        self.found = w.HTML()
        for control in (self.search, self.of_source, self.of_measure):
            control.style.description_width = "initial"
            control.observe(lambda _: self._list_claims(), "value")
        self.listed.observe(lambda _: self._show_claim(), "value")
        self.as_a.on_click(lambda _: self._compare(self.a))
        self.as_b.on_click(lambda _: self._compare(self.b))
        filters = w.HBox([self.search, self.of_source, self.of_measure], layout={"flex_flow": "row wrap"})
        head = w.HTML(f'<p class="head">{html(row("said", "source", "printed", "counted"))}</p>')
        self.claims = part([filters, self.found, head, self.listed, w.HBox([self.as_a, self.as_b]), self.detail])

    def _offer_claims(self) -> None:
        case, before = self.draft.case, self._quiet
        self._quiet = True
        sources = sorted(((case.source_name(s), s) for s in case.by_source), key=lambda pair: pair[0].casefold())
        measures = dict.fromkeys(c.measure for c in case.records)
        self.of_source.options = [("every source", ""), *((short(name, 60), s) for name, s in sources)]
        self.of_measure.options = [("everything", ""), *((short(case.measure_label(m), 60), m) for m in measures)]
        self.search.value, self.of_source.value, self.of_measure.value = "", "", ""
        self._quiet = before
        self._list_claims()

    def _list_claims(self) -> None:
        case, words = self.draft.case, self.search.value.casefold().split()
        found = [
            c
            for c in case.records
            if self.of_source.value in ("", c.source)
            and self.of_measure.value in ("", c.measure)
            and all(word in all_words(case, c) for word in words)
        ]
        found.sort(key=lambda c: (dates.first(c.statement_date), not c.primary))
        rows = [(row(c.statement_date, case.source_name(c.source), c.phrase, counted(case, c)), c.claim) for c in found]
        kept = self.listed.value
        self.listed.options = rows
        self.listed.value = kept if any(kept == c.claim for c in found) else None
        more = f" of {len(case.records):,}" if len(found) < len(case.records) else ""
        self.found.value = f'<span class="quiet" role="status">{len(found):,}{more} printed figures</span>'
        self._show_claim()

    def _show_claim(self) -> None:
        case, name = self.draft.case, self.listed.value
        self.as_a.disabled = self.as_b.disabled = name not in case.by_id
        if name not in case.by_id:  # nothing is chosen, or the list is that of the case before
            self.detail.value = '<p class="quiet">Choose a line: its page, its versions and what differs in them appear here.</p>'
            return
        self.detail.value = claim_html(case, case.by_id[name], self.rule.value)

    def _compare(self, control: w.Dropdown) -> None:
        claim = self.draft.case.by_id[self.listed.value]
        sides = [claim.claim if side is control else side.value for side in (self.a, self.b)]
        with self._at_once():
            self._offer_sides(*sides)

    # ----------------------------------------------------------------------------------------- the form

    def _make_form(self) -> None:
        self.needed, self.more = w.Box(), w.Box()
        for box in (self.needed, self.more):
            box.layout = {"display": "flex", "flex_flow": "row wrap", "grid_gap": "4px 18px", "overflow": "visible"}
        self.outcome = w.HTML()
        button = lambda text, tip, **how: w.Button(description=text, tooltip=tip, layout={"width": "auto"}, **how)
        self.add = button("Check and add", "Add the figure here, in memory, if the check finds nothing", button_style="primary")
        self.undo = button("Take back the last", "Leave out the figure that was added last")
        self.folder = w.Text(description="Save in", layout={"flex": "1 1 300px", "width": "auto"})
        self.save = button("Save the case", "Write the figures and assumptions to this folder, if the check passes")
        self.unsaved = w.HTML()
        self.add.on_click(lambda _: self._add())
        self.undo.on_click(lambda _: self._take_back())
        self.save.on_click(lambda _: self._save())
        more = w.Accordion([self.more], titles=["More columns"], selected_index=None)
        saving = w.HBox([self.folder, self.save], layout={"flex_flow": "row wrap"})
        self.form = part([self.needed, more, w.HBox([self.add, self.undo]), self.outcome, self.unsaved, saving])

    def _offer_form(self) -> None:
        """A field for each column of the claims, empty but for what the controls say."""
        case = self.draft.case
        for field in getattr(self, "fields", {}).values():
            field.close()
        chosen = {"source": list(case.by_source), "measure": list(case.measures)} | {k: ["", *v] for k, v in VALUES.items()}
        chosen |= {name: ["", *spec["labels"]] for name, spec in case.dimensions.items()}
        self.fields = {column: form_field(column, chosen.get(column)) for column in (*REQUIRED, *CLAIM_COLUMNS, *case.dimensions)}
        self.fields["measure"].value = self.measure.value
        self.needed.children = [self.fields[c] for c in REQUIRED]
        others = [c for c in self.fields if c not in REQUIRED]
        self.more.children = [self.fields[c] for c in sorted(others, key=lambda c: c not in (*case.dimensions, *TEXT))]
        self.folder.value = f"{Path.cwd() / case.name}-own" if self.draft.base.packaged else str(case.path)
        self.outcome.value = ""
        self._count_unsaved()

    @_says_why
    def _add(self) -> None:
        row = {column: field.value for column, field in self.fields.items()}
        self._changed(self.draft.add(row), "Added, in memory.")
        self.fields["wording"].value = self.fields["english"].value = ""  # a second click adds nothing twice

    @_says_why
    def _take_back(self) -> None:
        if self.draft.added:
            self._changed(self.draft.take_back(), "Taken back.")

    def _changed(self, draft: Draft, done: str) -> None:
        """Take the draft, and say how the gap moves."""
        before, self._drafts[self.case.value] = self._gap(), draft
        with self._at_once():
            self._offer_sides(self.a.value, self.b.value)
            self._offer_days()
            self._offer_claims()
        self.outcome.value = moved_html(done, before, self._gap())
        self._count_unsaved()

    def _offer_days(self) -> None:
        """Days on which an added claim was said are on the sliders."""
        for slider in (self.as_of, self.known_by):
            ends = [option for option in slider.options if not option[1]]
            days = [(dates.say(day), day) for day in sorted({*day_slider(self.draft.case), slider.value} - {""})]
            value = slider.value
            slider.options = [*ends, *days] if slider is self.as_of else [*days, *ends]
            slider.value = value

    def _gap(self) -> Gap | None:
        with suppress(*REFUSED):
            return self.run.gap
        return None

    @_says_why
    def _save(self) -> None:
        path = self.draft.save(self.folder.value)
        saved, key = load_case(path), str(path)
        self._drafts[self.case.value] = Draft(self.draft.base)
        self._drafts[key] = Draft(saved)
        asked = self.asked
        with self._at_once():
            if key not in [value for _, value in self.case.options]:
                self.case.options = [*self.case.options, (saved.name, key)]
            self.case.value = key
            self._offer_case(asked)
        self.outcome.value = f'<p role="status">Saved in {html(path)}; the check found no problems.</p>'

    def _count_unsaved(self) -> None:
        draft = self.draft
        self.undo.disabled = not draft.added
        told = f"{plural(len(draft.added), 'figure')} added and not saved." if draft.added else "Nothing is written to disk before you save."
        self.unsaved.value = f'<p class="quiet">{told}</p>'

    # ----------------------------------------------------------------------------------- the parameters

    @property
    def report_command(self) -> list[str]:
        """The words of the command that renders this view as a report."""
        given = [word for name, value in self._given.items() for word in ("-p", name, value)]
        return ["discrepancy", "report", self._named, *given]

    @property
    def papermill_command(self) -> list[str]:
        """The words of the command that runs the notebook of the gap as in this view; -r keeps every value text."""
        given = [word for name, value in {"case": self._named, **self._given}.items() for word in ("-r", name, value)]
        return ["papermill", str(own_notebooks() / "03-gap.ipynb"), f"03-gap-{self.draft.base.name}.ipynb", "-k", "python3", *given]

    @property
    def _named(self) -> str:
        return self.draft.base.name if self.draft.base.packaged else str(self.draft.base.path)

    @property
    def _given(self) -> dict[str, str]:
        return {name: value for name, value in self.asked.items() if value}

    def _commands_html(self) -> str:
        draft = self.draft
        left = [f"{plural(len(draft.added), 'figure')} added"] if draft.added else []
        left += [f"{plural(len(draft.moved), 'assumption')} moved"] if draft.moved else []
        told = f"Not in these commands before the case is saved: {' and '.join(left)}." if left else "These commands give this view again."
        commands = "".join(f"<pre>{html(shlex.join(words))}</pre>" for words in (self.report_command, self.papermill_command))
        return f'<p role="status">{told}</p>{commands}'
