"""What a notebook holds in its hand: results, tables and prose to show, and what it leaves behind.

In: a case and what is asked of it, checked by `discrepancy.notebook.settings`. Out: a `Run`, whose last act is to `save`. With an
`output_dir` each figure that is shown is kept (PNG, SVG, CSV), and one JSON file has everything that the pages of a report are made from.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discrepancy import dates
from discrepancy.case.hashes import text_hash
from discrepancy.case.model import Case
from discrepancy.case.who import spelling
from discrepancy.display import Prose
from discrepancy.notebook.fragment import Fragment
from discrepancy.notebook.tables import Tables
from discrepancy.saying.text import cap, clean, join, listed
from discrepancy.story.consensus import consensus_story
from discrepancy.story.effects import delays_story, habits_story
from discrepancy.story.gap import gap_story, headline, said
from discrepancy.story.lists import lists_story
from discrepancy.story.panel import panel_story
from discrepancy.story.screen import kicker, record, row_words, screen
from discrepancy.story.views import day_of
from discrepancy.story.where import where_story

if TYPE_CHECKING:
    from discrepancy.plots.paper.figure import Figure


LISTS = "07-lists"
READ = {"hedge": "by their hedges", "granularity": "by their last digits", "as-printed": "as printed"}  # phrases, by the rule


class Run(Tables):
    """A notebook's results as tables, prose and figures, and what it leaves in `output_dir`."""

    def __init__(self, notebook: str, case: Case, asked: dict[str, str], output_dir: str = ""):
        super().__init__(case, asked)
        self.notebook, self.left = notebook, Fragment(notebook, output_dir)
        self._told = ""  # why there is no figure: that is said once

    def finding(self) -> Prose:
        """The finding in words: kicker, headline, both figures in their own words, the paragraphs."""
        gap, first = self.gap, self.notebook == "03-gap" or None  # where `words` follows
        return Prose(((headline(gap), f"{kicker(gap)} {said(gap)}"), *gap_story(gap, first)), "finding")

    def words(self) -> Prose:
        """Both figures in their own words, and what the finding has no room for."""
        told = dict(gap_story(self.gap, first=False))
        lead = f"{said(self.gap)} {told.pop('', '')}".strip()
        return Prose((("", lead), *told.items()))

    def together(self) -> Prose:
        """What many sources support together: range, agreement, repetitions, and the pooled value if one was asked for."""
        return Prose(tuple(consensus_story(self.consensus, self.independence)))

    def habits(self) -> Prose:
        """What each source adds as a habit, with ranges."""
        return self._tell(habits_story(self.houses))

    def delays(self) -> Prose:
        """Constant or delay, source by source, and whether the statements tell."""
        return self._tell(delays_story(self.houses))

    def _tell(self, story: list[tuple[str, str]]) -> Prose:
        self._told += " ".join(text for _, text in story).lower()
        return Prose(tuple(story))

    def subjects(self) -> Prose:
        """One gap for each subject in words, or why there are none."""
        return Prose((("", f"{self.panel}."),)) if isinstance(self.panel, str) else Prose(tuple(panel_story(self.panel)))

    def sits(self) -> Prose:
        """Where gaps sit in words, one after another."""
        told = [] if self.wheres else [("", "The case names no tables of one total.")]
        told = [("", f"{cap(self.no_where)}.")] if self.no_where else told
        for found in self.wheres:
            (first, text), *rest, last = where_story(found)
            told += [(f"{found.title}: {first[:1].lower()}{first[1:]}" if found.title else first, text), *rest]
        return Prose((*told, last) if self.wheres else tuple(told))

    def listed(self) -> Prose:
        """Lists side by side in words, one set after another."""
        told = [] if self.overlaps else [("", "The case names no lists.")]
        for found in self.overlaps:
            (first, text), *rest = lists_story(found)
            told += [(f"{found.title}: {first[:1].lower()}{first[1:]}" if found.title else first, text), *rest]
        return Prose(tuple(told))

    def show(self, figure: Figure, name: str = "") -> Figure | Prose:
        """Keep a figure for the report, where there is one, and hand it back for display; `name` tells two of a kind apart.

        Where there is nothing to draw a sentence says so, as far as none has.
        """
        if figure.instead:
            title, why = figure.title, figure.instead.rstrip(".")
            because = ", for the reason given" if why.lower() in self._told else f". {cap(why)}"
            return self._tell([] if title.lower() in self._told else [("", f"{title}{because}.")])
        figure = replace(figure, name=name) if name else figure
        self.left.keep(figure)
        return figure

    def show_all(self, figures: list[Figure]) -> None:
        """Show several figures of a kind, numbered."""
        from IPython.display import display

        for i, figure in enumerate(figures, 1):
            display(self.show(figure, f"{figure.name}-{i}"))

    def parts(self) -> list[Figure]:
        """One gap for each subject, where there are such, then where each gap between two totals sits."""
        from discrepancy import plots

        return [*([] if isinstance(self.panel, str) else [plots.panel(self.panel)]), *map(plots.where, self.wheres)]

    def sets(self) -> list[Figure]:
        """How lists overlap, and of three or more how many may be on none."""
        from discrepancy import plots

        return [figure for found in self.overlaps for figure in (plots.overlap(found), *map(plots.unlisted, found.unlisted[:1]))]

    def curves(self) -> list[Figure]:
        """The common curve of the measure, then of each part that has figures of its own."""
        from discrepancy import plots  # late, with matplotlib

        if isinstance(self.houses, str) or not len(self.houses.curve):
            return [plots.curve(self.houses)]
        reported = set(self.houses.reports["measure"])
        return [plots.curve(self.houses, of=m) for m in dict.fromkeys(self.houses.curve["measure"]) if m in reported]

    @property
    def screen(self) -> dict:
        """The first screen of the report; the figures of its other views are kept beside the first."""
        from discrepancy import plots

        for i, (_, gap) in enumerate(self.views[1:], 2):
            self.show(plots.claims_over_time(gap), f"claims-over-time-{i}")
        return screen(self.case, self.views)

    @property
    def many(self) -> dict[str, Any]:
        """What many sources say together, as plain data: range, agreement, independence, pooled value; effects, curve, delays."""
        houses = {"refused": self.houses} if isinstance(self.houses, str) else self.houses.as_dict()
        return {"consensus": self.consensus.to_dict(), "houses": houses}

    @property
    def placed(self) -> dict[str, Any]:
        """The panel and where gaps sit, as plain data."""
        panel = {"refused": self.panel} if isinstance(self.panel, str) else self.panel.to_dict()
        return {"panel": panel, "where": [found.to_dict() for found in self.wheres]}

    @property
    def counted(self) -> dict[str, Any]:
        """Lists side by side, as plain data: counts alone, for the pages of a report need no id."""
        told = [found.to_dict() for found in self.overlaps]
        for each in told:
            each["pairs"] = [{k: len(v) if isinstance(v, tuple) else v for k, v in pair.items()} for pair in each["pairs"]]
        return {"lists": told}

    @property
    def resolved(self) -> dict[str, Any]:
        """What was asked, with the defaults filled in; and apart from that what moves by itself.

        ``day_asked`` is the day that a parameter or the case asks for, empty for the newest common one, which ``as_of`` then is.
        ``subject`` is what the figures of both sides are about: their kind, and the value of each dimension of which there are series;
        ``named`` has the names of what was asked for by an id.
        """
        if self.of_files:
            return {"case": self.case.name, "version": self.case.version} | {name: self.asked[name] for name in ("a", "b", "by")}
        if self.notebook == LISTS:
            files = ", ".join(Path(file).name for file in listed(self.asked["lists"]))
            return {"case": self.case.name, "version": self.case.version, "lists": files, "known_by": self.asked["known_by"]}
        a, b = (spelling(self.case, who) for who in self.pair)
        asked = {"measure": self.basis.measure, "a": a, "b": b, "as_of": self.gap.basis.as_of.isoformat(), "known_by": self.basis.known_by}
        asked["day_asked"] = self.asked["as_of"] or str(self.case.defaults.get("as_of", ""))
        more = {k: self.asked[k] for k in ("reference", "pool", "by") if self.asked.get(k)}
        found = {"case": self.case.name, "version": self.case.version, **asked, "rule": self.basis.rule, **more}
        named = {"a": self.gap.a.name, "b": self.gap.b.name, "measure": self.case.measure_label(self.basis.measure)}
        named |= {"as_of": day_of(self.gap), "rule": f"phrases read {READ[self.basis.rule]}"}
        return found | {"subject": self._subject(), "named": named}

    def _subject(self) -> dict[str, str]:
        subjects = [s for s in map(self.gap.subject_of, (self.gap.a, self.gap.b)) if s]
        told = [{"kind": s.kind} | {name: value or "not stated" for name, value in s.dims} for s in subjects]
        return {name: " and ".join(dict.fromkeys(each[name] for each in told)) for name in told[0]}

    def save(self, title: str, question: str, **extra: Any) -> None:
        """Write what the pages of a report are made from; nothing without an `output_dir`."""
        if self.left.folder:
            about = {"title": title, "question": question, "settings": self.resolved, "record": record(self.whole), "rows": self._rows()}
            self.left.write(about | extra)

    def _rows(self) -> dict[str, dict]:
        """What a later run compares its rows with, by id: the hash of what a row says, whether it stands, and its words.

        Like the record at the foot of a page this is of the tables as they are, with what came after the day of ``known_by``.
        """
        case = self.whole
        rows = zip(case.records, case.tables["claims"], strict=True)
        hashed = lambda row: text_hash(row, case.dimensions)[:16]
        return {c.claim: {"hash": hashed(row), "status": c.status, "words": row_words(case, c)} for c, row in rows}

    def __repr__(self) -> str:
        if self.notebook == LISTS:
            names = [join([*found.names]) for found in self.overlaps]
            return clean(" · ".join(["made up" if self.made_up else self.case.title, *(names or ["no lists"])]))
        sides, day = "all sources", "" if self.notebook == "01-claims" else dates.on(self.basis.as_of)
        if self.of_files:
            return clean(" · ".join([*(Path(self.asked[side]).name for side in "ab"), f"by {self.asked['by']}"]))
        if self.notebook == "06-where":
            sides, day = "no two sources" if isinstance(self.panel, str) else " against ".join(self.panel.names), ""
        elif self.notebook in ("03-gap", "05-explore"):
            sides, day = f"{self.gap.a.name} against {self.gap.b.name}", day_of(self.gap)
            day = f"{'on' if day == dates.say(self.gap.basis.as_of) else 'for'} {day}"
        known = f"as known on {dates.say(self.basis.known_by)}" if self.basis.known_by else "with hindsight"
        name = f"{self.case.title}, version {self.case.version}" if self.case.version else self.case.title
        parts = [name, self.case.measure_label(self.basis.measure), sides, day, known, f"phrases read {READ[self.basis.rule]}"]
        return clean(" · ".join(filter(None, parts)))
