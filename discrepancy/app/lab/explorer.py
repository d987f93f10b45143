"""The interface of ``05-explore``: a case → controls, and the figures, sentences and commands that follow them.

In goes the name or the folder of a case; out come four parts that a notebook shows: `Explorer.question`, `Explorer.claims`,
`Explorer.form` and `Explorer.parameters`. All of them ask the same `Run` that the other notebooks ask; nothing is computed here.

A slider sends its next value when the kernel has answered the one before (ipywidgets sees to it), so a fast hand gets the newest value and
no queue. An answer is the sentences and the one figure that is looked at; the others are drawn when their tab is opened.

Text of a case is data: in HTML it is escaped, and only http(s) addresses become links. Nothing is written before a save button is pressed.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from math import floor, log10

import ipywidgets as w

from discrepancy import dates
from discrepancy.app.edit.draft import Draft
from discrepancy.app.edit.place import is_packaged
from discrepancy.app.lab.html import html, image, moved_html, numbers_html, told, wrong
from discrepancy.app.lab.parts import REFUSED, Claims, Form, Part, day_slider, short, speakers
from discrepancy.case.load import load_case
from discrepancy.case.model import Claim
from discrepancy.case.places import case_names
from discrepancy.case.problems import CaseError
from discrepancy.case.who import ClaimError, named, speaker, spelling
from discrepancy.display import Prose
from discrepancy.gap.gap import Gap
from discrepancy.notebook.asking import beginnings
from discrepancy.notebook.place import own_notebooks
from discrepancy.notebook.run import Run
from discrepancy.notebook.settings import SettingError, check
from discrepancy.plots.claims_over_time import claims_over_time
from discrepancy.plots.forest import forest
from discrepancy.plots.paper.figure import Figure
from discrepancy.plots.waterfall import waterfall
from discrepancy.reading.reading import RULES
from discrepancy.saying.numbers import plural

NAMES = ("measure", "a", "b", "as_of", "known_by", "rule")
FIGURES: dict[str, Callable[[Run], Figure]] = {
    "Waterfall": lambda run: waterfall(run.gap),
    "Timeline": lambda run: claims_over_time(run.gap),
    "Forest": lambda run: forest(run.estimates, case=run.case),
}


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
    North Korean soldiers in Kursk, version 1.0 · killed or wounded · Ukraine against South Korea · on 23 December 2024 · as known on 27 December 2024 · phrases read by their hedges
    """
    return Explorer(case, **asked)


class Explorer:
    """Controls, and what follows them: the notebook shows `question`, `claims`, `form` and `parameters`.

    `draft` is the case with what was added and moved; `run` has what is asked of it, and the answers.
    """

    def __init__(self, case: str, **asked: str):
        found = load_case(case)
        check(found, asked)
        if unknown := [name for name in asked if name not in NAMES]:
            raise SettingError(f"{unknown[0]} is no parameter: accepted are {', '.join(NAMES)}")
        own = [] if is_packaged(found) else [(found.name, str(found.path))]
        self._drafts = {str(found.path) if own else found.name: Draft(found)}
        self._quiet = False
        self._make_controls([*own, *((name, name) for name in case_names())])
        self.claims = Claims(found, self._compare)
        self.form = Form(self._add, self._take_back, self._save)
        self.commands = w.HTML()
        self.parameters = Part([self.commands])
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
        controls = [self.case, self.measure, self.a, self.b, self.as_of, self.known_by, self.rule]
        for control in controls:
            control.style.description_width = "86px"
            control.layout.width = "100%"
        self.case.observe(lambda change: self._case_chosen(change["old"]), "value")
        self.measure.observe(lambda _: self._measure_chosen(), "value")
        for control in (self.a, self.b):
            control.observe(lambda _: self._sides_chosen(), "value")
        for control in (self.as_of, self.known_by, self.rule):
            control.observe(lambda _: self._update(), "value")
        self.tabs.observe(lambda _: self._draw(), "selected_index")
        self.rule.observe(lambda change: self.claims.read_by(change["new"]), "value")
        self.reset.on_click(lambda _: self._put_back())
        left = w.VBox([*controls, self.assumptions, self.reset], layout={"flex": "1 1 330px", "max_width": "420px", "overflow": "visible"})
        right = w.VBox([self.headline, self.tabs, self.finding], layout={"flex": "3 1 480px", "min_width": "0", "overflow": "visible"})
        self.question = Part([left, right], across=True)

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

    @draft.setter
    def draft(self, draft: Draft) -> None:
        self._drafts[self.case.value] = draft

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
            self.draft = replace(self.draft, moved={})
            self._offer_question({})

    def _offer_case(self, asked: dict[str, str]) -> None:
        self._offer_question(asked)
        self.claims.offer(self.draft.case, self.rule.value)
        self.form.offer(self.draft, self.measure.value)

    def _offer_question(self, asked: dict[str, str]) -> None:
        """Controls with the values of the case, at those that are asked for or that it names itself."""
        case, known_by = self.draft.case, asked.get("known_by", "")
        of, known = (Counter(c.measure for c in each.records if c.primary) for each in (case, case.as_known(known_by)))
        start = asked.get("measure") or case.defaults.get("measure") or (known or of).most_common(1)[0][0]
        offered = [m for name, m in case.measures.items() if name == start or of[name] or (m.parts and all(of[part] for part in m.parts))]
        self.measure.options = [(short(m.label, 60), m.name) for m in offered]
        self.measure.value = start
        self._offer_sides(asked.get("a", ""), asked.get("b", ""), known_by=known_by)
        self._offer_days(*(dates.last(asked[name]).isoformat() if asked.get(name) else "" for name in ("as_of", "known_by")))
        self.rule.value = asked.get("rule") or "hedge"
        self.assumptions.children = [self._assumption(i) for i in range(len(case.conversions))]

    def _offer_days(self, as_of: str, known_by: str) -> None:
        """The days on which both sides have something to tell on the sliders, at these; empty is what the case says, and with hindsight."""
        case = self.draft.case
        since = beginnings(case, self.a.value, self.b.value, self.measure.value) or (None, None)
        for slider, at, first in ((self.as_of, as_of, since[0]), (self.known_by, known_by, since[1])):
            whole = [option for option in slider.options if not option[1]]
            days = [(dates.say(day), day) for day in sorted({*day_slider(case, first), at} - {""})]
            slider.options = [*whole, *days] if slider is self.as_of else [*days, *whole]
            slider.value = at

    def _assumption(self, at: int) -> w.Widget:
        """A slider over the range that is cited for a conversion; one without a range is shown and stays."""
        c, case = self.draft.base.conversions[at], self.draft.case
        label = case.measure_label if c.dimension == "measure" else lambda value: case.dimension_label(c.dimension, value)
        words = f"{label(c.to)} for each {label(c.start)}" if c.add is None else f"{label(c.start)} to {label(c.to)}"
        point = f"×{c.factor:g}" if c.add is None else f"{c.add:+,g}"
        cited_as = f"cited {point}" + (f", {c.low:g} to {c.high:g}" if c.low and c.high else "; no range is cited")
        source = w.HTML(f'<span class="quiet">{html(short(words, 80))}: {html(cited_as)}</span>', layout={"margin": "0 0 0 94px"})
        if not (c.low is not None and c.high is not None and c.low < c.high):
            return source
        step = 10 ** (floor(log10(c.high - c.low)) - 1)
        slider = w.FloatSlider(case.conversions[at].size, min=c.low, max=c.high, step=step, readout_format=".3g", description="Assumption")
        slider.style.description_width, slider.layout.width = "86px", "100%"
        slider.observe(lambda change: self._move(at, change["new"]), "value")
        return w.VBox([slider, source])

    def _move(self, at: int, value: float) -> None:
        self.draft = self.draft.move(at, value)
        self._update()

    def _measure_chosen(self) -> None:
        if not self._quiet:
            with self._at_once():
                self._offer_again()

    def _sides_chosen(self) -> None:
        if not self._quiet:
            with self._at_once():
                self._offer_days(self.as_of.value, self.known_by.value)

    def _offer_sides(self, *wanted: str, known_by: str = "") -> None:
        """Groups and sources that give figures of the measure, at the wanted ones, those of the case, or the first two that had spoken."""
        case = self.draft.case
        offered = speakers(case, self.measure.value)
        heard = {value for _, value in speakers(case.as_known(known_by), self.measure.value)}
        values, sides = sorted((value for _, value in offered), key=lambda value: value not in heard), []
        for side, name in zip(wanted, "ab", strict=True):
            text = side or case.defaults.get(name, "")
            one = speaker(case, text) if len(named(case, text)) == 1 else None
            side = spelling(case, one) if one else ""
            sides.append(side if side in values or isinstance(one, Claim) else "")
        for i, side in enumerate(sides):
            sides[i] = side or next((value for value in values if value not in sides), values[0])
        for control, side in zip((self.a, self.b), sides, strict=True):
            control.options = offered if side in values else [*offered, (f"the figure {short(side, 60)}", side)]
            control.value = side

    def _offer_again(self) -> None:
        """The same sides and days, as far as they are still there."""
        self._offer_sides(self.a.value, self.b.value)
        self._offer_days(self.as_of.value, self.known_by.value)

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
            self.headline.value, self.finding.value = _refused(error), ""
        self.claims.as_known(self.run.case)
        for widget, conversion in zip(self.assumptions.children, self.draft.case.conversions, strict=True):
            widget.layout.display = None if conversion in self.run.case.conversions else "none"
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
            self.images[name].value = _refused(error)

    # -------------------------------------------------------------------------- what the other parts ask for

    def _compare(self, side: str, claim: str) -> None:
        with self._at_once():
            asked = spelling(self.draft.case, self.draft.case.by_id[claim])
            self._offer_sides(*(asked if name == side else getattr(self, name).value for name in "ab"))
            self._offer_days(self.as_of.value, self.known_by.value)

    def _add(self, row: dict[str, str]) -> str:
        return self._changed(self.draft.add(row), "Added, in memory.")

    def _take_back(self) -> str:
        return self._changed(self.draft.take_back(), "Taken back.")

    def _changed(self, draft: Draft, done: str) -> str:
        """Take the draft, and say how the gap moves."""
        before, self.draft = self._gap(), draft
        with self._at_once():
            self._offer_again()
            self.claims.offer(draft.case, self.rule.value)
        self.form.count(draft)
        return moved_html(done, before, self._gap())

    def _gap(self) -> Gap | None:
        with suppress(*REFUSED):
            return self.run.gap
        return None

    def _save(self, folder: str) -> str:
        path = self.draft.save(folder)
        saved, key = load_case(path), str(path)
        self.draft = Draft(self.draft.base)
        self._drafts[key] = Draft(saved)
        asked = self.asked
        with self._at_once():
            if key not in [value for _, value in self.case.options]:
                self.case.options = [*self.case.options, (saved.name, key)]
            self.case.value = key
            self._offer_case(asked)
        return f'<p role="status">Saved in {html(path)}; the check found no problems.</p>'

    # ----------------------------------------------------------------------------------- the parameters

    @property
    def report_command(self) -> list[str]:
        """The words of the command that renders this view as a report."""
        return ["discrepancy", "report", self._named, *self._given("-p")]

    @property
    def papermill_command(self) -> list[str]:
        """The words of the command that runs the notebook of the gap as in this view; -r keeps every value text."""
        files = str(own_notebooks() / "03-gap.ipynb"), f"03-gap-{self.draft.base.name}.ipynb"
        return ["papermill", *files, "-k", "python3", "-r", "case", self._named, *self._given("-r")]

    @property
    def _named(self) -> str:
        return self.draft.base.name if is_packaged(self.draft.base) else str(self.draft.base.path)

    def _given(self, option: str) -> list[str]:
        return [word for name, value in self.asked.items() if value for word in (option, name, value)]

    def _commands_html(self) -> str:
        draft = self.draft
        left = [f"{plural(len(draft.added), 'figure')} added"] if draft.added else []
        left += [f"{plural(len(draft.moved), 'assumption')} moved"] if draft.moved else []
        said = f"Not in these commands before the case is saved: {' and '.join(left)}." if left else "These commands give this view again."
        commands = "".join(f"<pre>{html(shlex.join(words))}</pre>" for words in (self.report_command, self.papermill_command))
        return f'<p role="status">{said}</p>{commands}'


def _refused(error: Exception) -> str:
    """What cannot be compared is told; only a case or a value that is wrong is an error."""
    return told(error) if isinstance(error, ClaimError) else wrong(error)
