"""The interface of ``05-explore``: a case → controls, and the figures, sentences and commands that follow them.

In goes the name of a case, its folder or the case itself; out comes an `Explorer`, which a notebook shows whole, or by its parts: `question`,
`claims`, `form` and `parameters`. All of them ask the same `Run` that the other notebooks ask; nothing is computed here.

A slider sends its next value when the kernel has answered the one before (ipywidgets sees to it), so a fast hand gets the newest value and
no queue. An answer is the sentences and the one figure that is looked at; the others are drawn when their tab is opened.

Text of a case is data: in HTML it is escaped, and only http(s) addresses become links. Nothing is written before a save button is pressed;
with ``saving=False``, or where the environment has ``DISCREPANCY_EXPLORE=read-only``, there is none. ``DISCREPANCY_EXPLORE=still`` shows the
first view without controls, as a page that needs no kernel.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from itertools import combinations, islice
from pathlib import Path

import ipywidgets as w
from IPython.display import HTML, Javascript, display

from discrepancy import dates
from discrepancy.app.edit.draft import Draft
from discrepancy.app.edit.place import is_packaged
from discrepancy.app.lab.answer import Answer
from discrepancy.app.lab.assumed import Assumption
from discrepancy.app.lab.commands import commands_html
from discrepancy.app.lab.days import Day
from discrepancy.app.lab.form import Form
from discrepancy.app.lab.html import html, moved_html, wrong
from discrepancy.app.lab.parts import INSET, REFUSED, STYLE, Claims, Part, days_of, short, source_named, speakers
from discrepancy.app.lab.views import Seen, View, said
from discrepancy.case.load import load_case
from discrepancy.case.model import Case, Claim
from discrepancy.case.places import case_names
from discrepancy.case.problems import CaseError
from discrepancy.case.who import named, speaker, spelling
from discrepancy.gap.gap import Gap
from discrepancy.notebook.asking import days_with_figures
from discrepancy.notebook.run import Run
from discrepancy.notebook.settings import SettingError, check
from discrepancy.reading.reading import RULES

NAMES = ("measure", "a", "b", "as_of", "known_by", "rule")
PAIRS = 20  # that are tried for two that can be compared
MODE = "DISCREPANCY_EXPLORE"  # in the environment: read-only, or still
SCRIPT = Path(__file__).with_name("script.js")


def explore(case: str | os.PathLike | Case, saving: bool = True, **asked: str) -> Explorer:
    """The interface to a case.

    Parameters
    ----------
    case : str, path or Case
        Name of a case that comes with the package, a folder, or a case that is loaded.
    saving : bool
        Whether it can write a case to the disk. Pages that are served to others should not; ``DISCREPANCY_EXPLORE=read-only`` in the
        environment says so for all of them.
    **asked : str
        Where to begin: measure, a, b, as_of, known_by, rule, as in the other notebooks; a source also by its name or an alias.

    Returns
    -------
    Explorer

    Raises
    ------
    CaseError, SettingError
        If the case cannot be read, or has no such value.

    Examples
    --------
    >>> view = explore("dprk-kursk", b="National Intelligence Service")
    >>> view.run.gap.b.name
    "South Korea's intelligence service (NIS)"
    >>> view = explore("dprk-kursk")
    >>> view.known_by.value = "2024-12-27"
    >>> view.run
    North Korean soldiers in Kursk, version 1.0 · killed or wounded · Ukraine against South Korea · on 23 December 2024 · as known on 27 December 2024 · phrases read by their hedges
    """
    return Explorer(case, saving, **asked)


class Explorer:
    """Controls, and what follows them, shown whole; or its parts, one by one: `question`, `claims`, `form` and `parameters`.

    `draft` is the case with what was added and moved; `run` has what is asked of it, and the answers.
    """

    def __init__(self, case: str | os.PathLike | Case, saving: bool = True, **asked: str):
        found = case if isinstance(case, Case) else load_case(os.fspath(case))
        for side in "ab":
            name = asked.get(side, "")
            asked |= {side: source_named(found, name)} if name and not named(found, name) and source_named(found, name) else {}
        check(found, asked)
        if unknown := [name for name in asked if name not in NAMES]:
            raise SettingError(f"{unknown[0]} is no parameter: accepted are {', '.join(NAMES)}")
        mode = os.environ.get(MODE, "")
        if mode not in ("", "read-only", "still"):
            raise SettingError(f"{MODE} is {mode!r}: accepted are read-only, still, or nothing")
        own = [] if is_packaged(found) else [(found.name, str(found.path))]
        self._drafts = {str(found.path) if own else found.name: Draft(found)}
        self._quiet, self._sides, self._home, self._still = False, {}, {}, mode == "still"
        self.saving = saving and not mode
        self._make_controls([*own, *((name, name) for name in case_names())])
        self.claims = Claims(found, self._compare)
        self.form = Form(self._add, self._take_back, self._save if self.saving else None)
        self.commands = w.HTML()
        self.parameters = Part([self.commands])
        with self._at_once():
            self.case.value = next(iter(self._drafts))
            self._offer_case(asked)

    def _ipython_display_(self) -> None:
        """Show it whole, with the script that names its controls; without controls where a still is asked for."""
        more = w.Tab([self.claims, self.form, self.parameters], titles=["Printed figures", "Add a figure", "Commands"])
        display(*self.still()) if self._still else self._live(Part([self.question, more]))

    def _live(self, widget: w.Widget) -> None:
        """A widget, and for a reader without a kernel (nbconvert, GitHub) the first view in its place."""
        display(Javascript(SCRIPT.read_text(encoding="utf-8")))
        display(widget._repr_mimebundle_() | {"text/html": _wrapped(STYLE + self.answer.page())}, raw=True)

    def still(self) -> tuple:
        """The view as it is now for a page: the headline, the figure that is looked at, the finding."""
        figure = self.answer.figure_of(self.run)
        return HTML(_wrapped(STYLE + self.answer.headline.value)), *([figure] if figure else []), HTML(_wrapped(self.answer.finding.value))

    def _make_controls(self, cases: list[tuple[str, str]]) -> None:
        self.case = w.Dropdown(options=cases, description="Case")
        self.measure = w.Dropdown(description="Counted")
        self.a, self.b = w.Dropdown(description="Source A"), w.Dropdown(description="Source B")
        self.as_of, self.known_by = Day("Figures for"), Day("As known on", "with hindsight")
        self.rule = w.Dropdown(options=RULES, description="Reading rule")
        self.assumptions = w.VBox()
        self.reset = w.Button(description="Put all back", layout={"width": "auto"})
        self.answer = Answer()
        self.headline, self.finding, self.images, self.tabs = (
            getattr(self.answer, part) for part in ("headline", "finding", "images", "tabs")
        )
        self.seen = Seen(self._go)
        self.pin = w.Button(description="Pin this view", layout={"width": "auto"})
        chosen = [self.case, self.measure, self.a, self.b]
        for control in (*chosen, self.as_of.field, self.known_by.field, self.rule):
            control.style.description_width = "86px"
        for control in (*chosen, self.rule):
            control.layout.width = "auto"
        self.case.observe(lambda change: self._case_chosen(change["old"]), "value")
        self.measure.observe(lambda change: self._measure_chosen(change["old"]), "value")
        for control in (self.a, self.b):
            control.observe(lambda _: self._sides_chosen(), "value")
        for name in ("as_of", "known_by", "rule"):
            getattr(self, name).observe(lambda _, name=name: self._update(name), "value")
        self.rule.observe(lambda change: self.claims.read_by(change["new"]), "value")
        self.reset.on_click(lambda _: self._put_back())
        self.pin.on_click(lambda _: self._pin())
        buttons = w.HBox([self.reset, self.seen.undo, self.pin], layout={"flex_flow": "row wrap", "margin": "6px 0 0"})
        controls = [*chosen, self.as_of, self.known_by, self.rule, self.assumptions, buttons, self.seen]
        left = w.VBox(controls, layout={"flex": "1 1 215px", "max_width": "420px", "min_width": "0", "overflow": "visible"})
        self.question = Part([left, self.answer], across=True)

    @contextmanager
    def _at_once(self, control: str = "") -> Iterator[None]:
        """Change several controls, and answer once."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
        self._update(control)

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
            self.answer.refuse(wrong(error))
            return
        with self._at_once():
            self._offer_case({})

    def _put_back(self) -> None:
        with self._at_once():
            self._sides = {}
            self.draft = replace(self.draft, moved={})
            self._offer_question({})

    def _go(self, view: View) -> None:
        """To a view that was seen; figures that were added meanwhile stay."""
        with self._at_once():
            elsewhere, self.case.value = view.case != self.case.value, view.case
            self.draft = replace(self.draft, moved=view.moved)
            (self._offer_case if elsewhere else self._offer_question)(dict(view.asked))

    def _pin(self) -> None:
        self.answer.pin(None if self.answer.pinned else self.run)
        self.pin.description = "Unpin" if self.answer.pinned else "Pin this view"

    def _offer_case(self, asked: dict[str, str]) -> None:
        self._sides = {}
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
        _idle(self.measure, len(offered) < 2, "All figures of this case count the same")
        self._offer_sides(asked.get("a", ""), asked.get("b", ""), known_by=known_by)
        self._offer_days(*(dates.last(asked[name]).isoformat() if asked.get(name) else "" for name in ("as_of", "known_by")))
        self.rule.value = asked.get("rule") or "hedge"
        self.assumptions.children = [Assumption(self.draft, i, self._move) for i in range(len(case.conversions))]
        self._home = self._home if any(asked.values()) else self.asked

    def _offer_days(self, as_of: str | None = None, known_by: str | None = None) -> None:
        """The days on which both sides have something to tell, at these or at those that were; empty is the case's own, or with hindsight."""
        case = self.draft.case
        days, marked = days_of(case), self._days_marked()
        own = str(case.defaults.get("as_of", ""))
        owns = (dates.last(own) if own else None, None)
        for control, at, some, stands in zip((self.as_of, self.known_by), (as_of, known_by), marked, owns, strict=True):
            control.offer(sorted({*some[:1], *(day for day in days if not some or day > some[0])}), some, at, stands)

    def _days_marked(self, a: str = "", b: str = "") -> tuple[list[date], list[date]]:
        return days_with_figures(self.draft.case, a or self.a.value, b or self.b.value, self.measure.value)

    def _move(self, at: int, value: float) -> None:
        self.draft = self.draft.move(at, value)
        self._update(f"assumption {at}")

    def _measure_chosen(self, before: str) -> None:
        """What is counted and who counts it change together; a measure that was asked of before has the sides that it had."""
        if not self._quiet:
            self._sides[before] = (self.a.value, self.b.value)
            with self._at_once():
                related, by_id = self.draft.case.related[self.measure.value], self.draft.case.by_id
                kept = ("" if side in by_id and by_id[side].measure not in related else side for side in (self.a.value, self.b.value))
                self._offer_sides(*self._sides.get(self.measure.value, kept))
                if self.measure.value not in self._sides and not self._days_marked()[0]:
                    pairs = islice(combinations([value for _, value in speakers(self.draft.case, self.measure.value)], 2), PAIRS)
                    self._offer_sides(*next((pair for pair in pairs if self._days_marked(*pair)[0]), (self.a.value, self.b.value)))
                self._offer_days()

    def _sides_chosen(self) -> None:
        if not self._quiet:
            with self._at_once():
                self._offer_days()

    def _offer_sides(self, *wanted: str, known_by: str = "") -> None:
        """Groups and sources that give figures of the measure, at the wanted ones, those of the case, or the first two that had spoken."""
        case = self.draft.case
        offered = speakers(case, self.measure.value)
        heard = {value for _, value in speakers(case.as_known(known_by), self.measure.value)}
        heads = [value for name, value in offered if not name.startswith(INSET)]
        values, sides = sorted((value for _, value in offered), key=lambda value: value not in heard), []
        for side, name in zip(wanted, "ab", strict=True):
            text, asked = side or case.defaults.get(name, ""), name if side else ""
            one = speaker(case, text) if len(named(case, text)) == 1 else None
            side = spelling(case, one) if one else ""
            fits = isinstance(one, Claim) and (name in asked or one.measure in case.related[self.measure.value])
            sides.append(side if side in values or fits else "")
        values.sort(key=lambda value: value not in heads)
        for i, side in enumerate(sides):
            if not side or (i and side == sides[0] and side in values):
                sides[i] = next((value for value in values if value not in sides), values[0])
        for control, side in zip((self.a, self.b), sides, strict=True):
            control.options = offered if side in values else [*offered, (f"the figure {short(side, 60)}", side)]
            control.value = side
            _idle(control, len(control.options) < 2, "No other source counts this")
        alone = f"Figures of this were found from {offered[0][0].strip()} alone. Two printed figures can be compared: choose them below."
        self._alone = alone if len(offered) < 2 else ""

    @property
    def asked(self) -> dict[str, str]:
        """What the controls say, as parameters of a notebook: empty for what the case says."""
        rule = "" if self.rule.value == "hedge" else self.rule.value
        values = (self.measure.value, self.a.value, self.b.value, self.as_of.value, self.known_by.value, rule)
        return dict(zip(NAMES, values, strict=True))

    def _update(self, control: str = "") -> None:
        """Everything that follows the controls, but for figures that nobody looks at."""
        if self._quiet:
            return
        self.run = Run("05-explore", self.draft.case, self.asked)
        same = self._alone or f"Both sides are {short(dict(map(reversed, self.a.options))[self.a.value].strip(), 60)}: choose two."
        self.answer.show(self.run, same if self.a.value == self.b.value else "")
        gap = self._gap()
        if gap and not self.as_of.value:
            self.as_of.stands_at(gap.basis.as_of)
        self.claims.as_known(self.run.case)
        for widget, conversion in zip(self.assumptions.children, self.draft.case.conversions, strict=True):
            widget.layout.display = None if conversion in self.run.case.conversions else "none"
            widget.use(gap is not None and any(conversion in side.estimate.terms for side in (gap.a, gap.b)))
        self.commands.value = commands_html(self.draft, self.asked, self.saving)
        line = said(self.run, self.answer.number) if gap else self.answer.told
        self.seen.add(View(self.case.value, self.asked, self.draft.moved, line), control)
        _idle(
            self.reset,
            (self.asked, self.draft.moved) == (self._home, {}),
            "Everything is as the case says",
            "Every control as the case says",
        )

    def _compare(self, side: str, claim: str) -> str:
        with self._at_once():
            asked = spelling(self.draft.case, self.draft.case.by_id[claim])
            self._offer_sides(*(asked if name == side else getattr(self, name).value for name in "ab"))
            self._offer_days()
        return f'<p role="status">Source {side.upper()} above is now this figure. {html(self.answer.told)}</p>'

    def _add(self, row: dict[str, str], source: dict[str, str]) -> str:
        return self._changed(self.draft.add(row, source=source), "Added, in memory.")

    def _take_back(self) -> str:
        return self._changed(self.draft.take_back(), "Taken back.")

    def _changed(self, draft: Draft, done: str) -> str:
        """Take the draft, and say how the gap moves."""
        before, self.draft = self._gap(), draft
        with self._at_once():
            self._offer_sides(self.a.value, self.b.value)
            self._offer_days()
            self.claims.offer(draft.case, self.rule.value)
        self.form.count(draft)
        return moved_html(done, before, self._gap())

    def _gap(self) -> Gap | None:
        with suppress(*REFUSED):
            return self.run.gap if self.a.value != self.b.value else None
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
        self.form.unsaved.value = ""
        return f'<p role="status">Saved in {html(path)}; the check found no problems.</p>'


def _wrapped(text: str) -> str:
    return f'<div class="discrepancy">{text}</div>'


def _idle(control: w.Widget, idle: bool, why: str, purpose: str = "") -> None:
    """A control that can do nothing says why, where a pointer rests on it."""
    control.disabled, control.tooltip = idle, why if idle else purpose
