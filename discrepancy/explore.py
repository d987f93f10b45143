"""The interface of ``05-explore``: a case → controls, and the figures, sentences and commands that follow them.

In goes the name or the folder of a case; out come four parts that a notebook shows: `Explorer.question`, `Explorer.claims`,
`Explorer.form` and `Explorer.parameters`. All of them ask the same `Run` that the other notebooks ask; nothing is computed here.

A slider sends its next value when the kernel has answered the one before (ipywidgets sees to it), so a fast hand gets the newest value and
no queue. An answer is the sentences and the one figure that is looked at; the others are drawn when their tab is opened. Figures are drawn
at the resolution of reports, at which every line of text is set once and kept: that is faster than any coarser one.

Text of a case is data: in HTML it is escaped, and only http(s) addresses become links. Nothing is written before a save button is pressed.
"""

from __future__ import annotations

import base64
import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from html import escape
from math import floor, log10
from pathlib import Path
from typing import Any

try:
    import ipywidgets as w
except ModuleNotFoundError:
    raise ModuleNotFoundError("to explore needs ipywidgets: pip install 'discrepancy[lab]'") from None
import pandas as pd

from . import dates, plots
from .case import Case, CaseError, case_names, load_case
from .display import Prose, Table, clean
from .draft import Draft, cited
from .gap import Gap
from .normalize import ClaimError
from .record import TEXT
from .report.run import own_notebooks
from .retelling import outlet, retellings
from .settings import Run, SettingError, check
from .story import NOT_EVIDENCE, screen, short
from .tables import CLAIM_COLUMNS, REQUIRED, VALUES, count
from .wording import RULES

__all__ = ["Explorer", "explore"]

NAMES = ("measure", "a", "b", "as_of", "known_by", "rule")
LONGEST = 2000  # days that a slider has; of a longer case only those on which something was said
FIGURES: dict[str, Callable[[Run], plots.Figure]] = {
    "Waterfall": lambda run: plots.waterfall(run.gap),
    "Timeline": lambda run: plots.claims_over_time(run.gap),
    "Forest": lambda run: plots.forest(run.estimates, case=run.case),
}
REFUSED = (CaseError, ClaimError, SettingError)
STYLE = """<style>
.discrepancy { color: var(--jp-content-font-color1, #222); gap: 12px 24px; overflow: visible; }
.discrepancy .widget-html-content { line-height: 1.45; font-size: var(--jp-content-font-size1, 14px); }
.discrepancy .widget-html { height: auto; overflow: visible; }
.discrepancy h3 { margin: 0.6em 0 0.2em; line-height: 1.25; font-weight: 600; }
.discrepancy h3 { font-size: 1.15em; } .discrepancy .prose h3 { font-size: 1em; }
.discrepancy p { margin: 0.2em 0 0.5em; max-width: 46em; }
.discrepancy a { color: var(--jp-content-link-color, #0969da); text-decoration: underline; }
.discrepancy .quiet, .discrepancy .note { color: var(--jp-content-font-color2, #555); }
.discrepancy .wrong { border-left: 4px solid var(--jp-error-color1, #c62828); padding: 2px 0 2px 10px; }
.discrepancy .widget-box { overflow: visible; }
.discrepancy .widget-readout { min-width: 9.5em; margin-left: 12px; overflow: visible; }
.discrepancy .numbers { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 20px; max-width: 46em;
  margin: 0; padding: 0; list-style: none; }
.discrepancy .numbers b { display: block; font-size: 1.3em; line-height: 1.3; }
.discrepancy .numbers span { color: var(--jp-content-font-color2, #555); }
.discrepancy img { display: block; width: 100%; height: auto; background: #fff; border-radius: 4px; }
.discrepancy pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; padding: 10px 12px; margin: 0.3em 0 0.8em;
  color: var(--jp-content-font-color1, #222); background: var(--jp-layout-color2, #eee); border-radius: 4px; }
.discrepancy table { border-collapse: collapse; width: 100%; font-size: var(--jp-ui-font-size1, 13px); }
.discrepancy th, .discrepancy td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0;
  border-bottom: 1px solid var(--jp-border-color2, #ccc); overflow-wrap: anywhere; }
.discrepancy th { font-weight: 600; } .discrepancy .n { text-align: right; } .discrepancy .s { white-space: nowrap; }
.discrepancy .scroll { overflow-x: auto; }
.discrepancy select[size] { font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px); }
.discrepancy .widget-select select option { white-space: pre; padding: 2px 4px; }
.discrepancy .widget-label, .discrepancy .lm-TabBar-tabLabel, .discrepancy .jupyter-widget-Collapse-header {
  color: var(--jp-content-font-color1, #222); }
.discrepancy .listed .widget-label { position: absolute; clip-path: inset(50%); width: 1px; min-width: 0; }
.discrepancy .head { font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px); white-space: pre;
  font-weight: 600; margin: 8px 0 0 6px; max-width: none; overflow: hidden; line-height: 1; }
</style>"""


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
            self.outcome.value = _wrong(error)

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
        self.parameters = _part([self.commands])
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
        self.question = _part([left, right], across=True)

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
            self.headline.value, self.finding.value = _wrong(error), ""
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
        case, days = self.draft.case, _days(self.draft.case)
        of = Counter(c.measure for c in case.records if c.primary)
        start = asked.get("measure") or case.defaults.get("measure") or of.most_common(1)[0][0]
        offered = [m for name, m in case.measures.items() if name == start or of[name] or (m.parts and all(of[part] for part in m.parts))]
        self.measure.options = [(_short(m.label, 60), m.name) for m in offered]
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
        told = w.HTML(f'<span class="quiet">{_html(_short(words, 80))}: {_html(cited_as)}</span>', layout={"margin": "0 0 0 94px"})
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
        offered = _speakers(self.draft.case, self.measure.value)
        values = [value for _, value in offered]
        asked = [side or self.draft.case.defaults.get(name, "") for side, name in zip(wanted, "ab", strict=True)]
        sides = [side if side in values or side in self.draft.case.by_id else "" for side in asked]
        for i, side in enumerate(sides):
            sides[i] = side or next((value for value in values if value not in sides), values[0])
        for control, side in zip((self.a, self.b), sides, strict=True):
            control.options = offered if side in values else [*offered, (f"the figure {_short(side, 60)}", side)]
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
            self.headline.value = _numbers_html(self.run.gap) + f"<h3>{_html(first[0])}</h3>"
            self.finding.value = Prose((("", first[1]), *rest))._repr_html_()
        except REFUSED as error:
            self.headline.value, self.finding.value = _wrong(error), ""
        self.commands.value = self._commands_html()
        self._draw()

    def _draw(self) -> None:
        name = list(FIGURES)[self.tabs.selected_index or 0]
        if name in self._drawn:
            return
        self._drawn.add(name)
        try:
            self.images[name].value = _image(FIGURES[name](self.run))
        except REFUSED as error:
            self.images[name].value = _wrong(error)

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
        head = w.HTML(f'<p class="head">{_html(_row("said", "source", "printed", "counted"))}</p>')
        self.claims = _part([filters, self.found, head, self.listed, w.HBox([self.as_a, self.as_b]), self.detail])

    def _offer_claims(self) -> None:
        case, before = self.draft.case, self._quiet
        self._quiet = True
        sources = sorted(((case.source_name(s), s) for s in case.by_source), key=lambda pair: pair[0].casefold())
        measures = dict.fromkeys(c.measure for c in case.records)
        self.of_source.options = [("every source", ""), *((_short(name, 60), s) for name, s in sources)]
        self.of_measure.options = [("everything", ""), *((_short(case.measure_label(m), 60), m) for m in measures)]
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
            and all(word in _all_words(case, c) for word in words)
        ]
        found.sort(key=lambda c: (dates.first(c.statement_date), not c.primary))
        rows = [(_row(c.statement_date, case.source_name(c.source), c.phrase, _counted(case, c)), c.claim) for c in found]
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
        self.detail.value = _claim_html(case, case.by_id[name], self.rule.value)

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
        self.form = _part([self.needed, more, w.HBox([self.add, self.undo]), self.outcome, self.unsaved, saving])

    def _offer_form(self) -> None:
        """A field for each column of the claims, empty but for what the controls say."""
        case = self.draft.case
        for field in getattr(self, "fields", {}).values():
            field.close()
        chosen = {"source": list(case.by_source), "measure": list(case.measures)} | {k: ["", *v] for k, v in VALUES.items()}
        chosen |= {name: ["", *spec["labels"]] for name, spec in case.dimensions.items()}
        self.fields = {column: _field(column, chosen.get(column)) for column in (*REQUIRED, *CLAIM_COLUMNS, *case.dimensions)}
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
        self.outcome.value = _moved_html(done, before, self._gap())
        self._count_unsaved()

    def _offer_days(self) -> None:
        """Days on which an added claim was said are on the sliders."""
        for slider in (self.as_of, self.known_by):
            ends = [option for option in slider.options if not option[1]]
            days = [(dates.say(day), day) for day in sorted({*_days(self.draft.case), slider.value} - {""})]
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
        self.outcome.value = f'<p role="status">Saved in {_html(path)}; the check found no problems.</p>'

    def _count_unsaved(self) -> None:
        draft = self.draft
        self.undo.disabled = not draft.added
        told = f"{count(len(draft.added), 'figure')} added and not saved." if draft.added else "Nothing is written to disk before you save."
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
        left = [f"{count(len(draft.added), 'figure')} added"] if draft.added else []
        left += [f"{count(len(draft.moved), 'assumption')} moved"] if draft.moved else []
        told = f"Not in these commands before the case is saved: {' and '.join(left)}." if left else "These commands give this view again."
        commands = "".join(f"<pre>{_html(shlex.join(words))}</pre>" for words in (self.report_command, self.papermill_command))
        return f'<p role="status">{told}</p>{commands}'


# ------------------------------------------------------------------------------------------------ parts


def _part(children: list[w.Widget], across: bool = False) -> w.Box:
    layout = {"flex_flow": "row wrap" if across else "column", "display": "flex", "align_items": "flex-start" if across else "stretch"}
    box = w.Box([w.HTML(STYLE, layout={"display": "none"}), *children], layout=layout | {"width": "100%"})
    box.add_class("discrepancy")
    return box


def _field(column: str, allowed: list[str] | None) -> w.Widget:
    """A field for a column: a list where only some values are allowed; sources may be new."""
    layout, name = {"width": "auto", "flex": "1 1 330px"}, column.replace("_", " ")
    if column == "source":
        field = w.Combobox(options=allowed, description=name, layout=layout)
    elif allowed:
        field = w.Dropdown(options=allowed, description=name, layout=layout)
    else:
        field = w.Text(description=name, placeholder=HINTS.get(column, ""), layout=layout)
    field.style.description_width = "116px"
    return field


HINTS = {
    "statement_date": "2024-12-23, 2024-12 or 2024",
    "wording": "the shortest printed phrase with its number",
    "url": "https://",
    "as_of": "the day that the number speaks of",
    "english": "where the page is in another language",
    "version_of": "the id of the figure that this one retells",
}


def _days(case: Case) -> list[str]:
    """The days of a case, from the first statement to the last."""
    said = sorted({day for c in case.records for day in (dates.first(c.statement_date), dates.last(c.statement_date))})
    if (said[-1] - said[0]).days > LONGEST:
        return [day.isoformat() for day in said]
    return [(said[0] + timedelta(days=n)).isoformat() for n in range((said[-1] - said[0]).days + 1)]


def _speakers(case: Case, measure: str) -> list[tuple[str, str]]:
    """(name, id) of groups with figures of a measure or its parts, those with the most first, each with its sources behind it."""
    counts = Counter(
        (c.group, c.source) for c in case.records if c.primary and c.kind == "cumulative" and c.measure in case.related[measure]
    )
    groups = Counter()
    for (group, _), n in counts.items():
        groups[group] += n
    offered = []
    for group, _ in groups.most_common():
        sources = [source for (of, source), _ in counts.most_common() if of == group]
        offered.append((_short(case.group_name(group), 60), group))
        offered += [(f"\u2003{_short(case.source_name(s), 60)}", s) for s in sources if s != group and len(sources) > 1]
    return offered or [(_short(case.group_name(group), 60), group) for group in case.by_group]


def _all_words(case: Case, c: Any) -> str:
    return " ".join((c.claim, c.wording, c.english, case.source_name(c.source), outlet(c), c.notes)).casefold()


def _counted(case: Case, c: Any) -> str:
    return case.measure_label(c.measure) + ("" if c.kind == "cumulative" else f" ({c.kind})")


def _row(said: str, source: str, printed: str, counted: str) -> str:
    """A line of the list, in columns; spaces that a browser does not join."""
    cells = ((said, 10), (source, 28), (printed, 52), (counted, 40))
    return "  ".join(_short(text, width).ljust(width) for text, width in cells).rstrip().replace(" ", "\u00a0")


def _short(text: str, most: int) -> str:
    return " ".join(clean(text, most).split())


# ------------------------------------------------------------------------------------------------- html


def _html(text: object) -> str:
    return escape(clean(str(text)))


def _wrong(error: Exception) -> str:
    lines = "".join(f"<p>{_html(line)}</p>" for line in str(error).splitlines())
    return f'<div class="wrong" role="alert">{lines}</div>'


def _table(rows: list[dict], links: dict[str, str] | None = None) -> str:
    return f'<div class="scroll">{Table(pd.DataFrame(rows), links=links or {})._repr_html_()}</div>'


def _numbers(gap: Gap) -> list[dict]:
    """Both figures and what is not accounted for, each with a label: those of the first screen of a report."""
    return screen(gap.case, [("", gap)])["views"][0]["numbers"]


def _numbers_html(gap: Gap) -> str:
    items = "".join(f"<li><b>{_html(n['number'])}</b><span>{_html(n['label'])}</span></li>" for n in _numbers(gap))
    return f'<ul class="numbers" aria-live="polite">{items}</ul>'


def _image(figure: plots.Figure) -> str:
    width, height = (round(inches * 100) for inches in figure.figure.get_size_inches())
    source = base64.b64encode(figure.png()).decode()
    size = f'width="{width}" height="{height}" style="max-width: {width}px"'
    return f'<img src="data:image/png;base64,{source}" {size} alt="{_html(figure.alt)}">'


def _claim_html(case: Case, claim: Any, rule: str) -> str:
    """A claim with its page, and the versions of its statement with what differs in them."""
    own = {
        "said": claim.statement_date,
        "source": case.source_name(claim.source),
        "counted": _counted(case, claim),
        "printed": claim.wording,
        "in English": claim.english,
        "read as": "" if claim.kind == "share" else _read_as(claim, rule),
        "figure for": claim.as_of or "day not stated",
        "page": outlet(claim),
        "address": claim.url or "no address",
        "seen as": claim.seen_as,
        "id": claim.claim,
    }
    rows = [{"what": name, "this figure": value} for name, value in own.items() if value]
    versions = [
        {
            "page": r.outlet,
            "published": r.published,
            "printed": r.english or r.printed,
            "difference": r.difference,
            "drift": "" if r.retelling != r.retelling else f"×{r.retelling:.2f}",
            "seen as": r.seen_as,
            "url": r.url,
        }
        for r in retellings(case, claim.claim, rule).itertuples()
        if r.primary == case.primary_of(claim).claim
    ]
    told = "Its versions" if len(versions) > 1 else "No other version is held"
    drift = '<p class="quiet">Drift is the version over the closest wording found, as both are read. Versions were collected because they differ.</p>'
    more = _table(versions, {"url": "page"}) + drift if len(versions) > 1 else ""
    return f"<h3>“{_html(claim.phrase)}”</h3>{_table(rows)}<h3>{told}</h3>{more}"


def _read_as(claim: Any, rule: str) -> str:
    r = claim.reading(rule)
    ends = f"{r.low:,.0f} to {r.high:,.0f}" if r.high > r.low else f"{r.best:,.0f}"
    return f"{short(r)}: {ends}" + ("" if r.open == "none" else f", open {r.open}")


def _moved_html(done: str, before: Gap | None, after: Gap | None) -> str:
    """How the gap moves: its numbers before and after."""
    shown = [[f"{n['number']} ({n['label']})" for n in _numbers(gap)] if gap else [] for gap in (before, after)]
    if shown[0] == shown[1]:
        return f'<p role="status">{done} The gap of this view does not move.</p>'
    names = ("source A", "source B", "the gap")
    rows = [{"what": name, "before": b or "no gap", "after": a or "no gap"} for name, b, a in _zipped(names, *shown)]
    return f'<p role="status">{done} The gap moves:</p>{_table(rows)}<p>{NOT_EVIDENCE}</p>'


def _zipped(names: tuple[str, ...], before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    for i, name in enumerate(names):
        pair = [shown[i] if i < len(shown) else "" for shown in (before, after)]
        if any(pair):
            yield name, *pair
