"""Fragments in, HTML out: pure functions of their arguments.

Pages are made to be kept: one style sheet inside, no address from which anything is loaded, readable on paper, on a phone
and without CSS. One script of a few lines, on the first page only, copies a note; without it the note can be selected. All text goes through Jinja2 with autoescape on; the one exception is the body of a notebook's page,
which nbconvert has made, and the page's content security policy lets nothing in it run.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.report.pages import records
from discrepancy.report.pages.charts import Course, Mini, rest
from discrepancy.report.pages.fragments import FORMATS, first_screen
from discrepancy.report.pages.records import Finding
from discrepancy.saying.numbers import alike, times
from discrepancy.saying.text import clean

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")

#: Nothing is loaded but images beside the page. "file:" because "self" does not cover it in every browser.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"

#: The only script: it shows the buttons that stand for nothing without it, and copies the note beside each. Where the browser
#: keeps the clipboard to itself, the note is selected instead. It holds no data, so that its hash is the same on every page.
SCRIPT = """
for (const button of document.querySelectorAll("button.copy")) {
  const note = document.getElementById(button.dataset.note);
  const status = document.getElementById(button.dataset.note + "-status");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(note.textContent);
      status.textContent = "Copied.";
    } catch {
      note.closest("details").open = true;
      getSelection().selectAllChildren(note);
      status.textContent = "Selected: press Ctrl+C (on a Mac, Cmd+C).";
    }
  });
}
"""

#: On the first page that script may run, known by its hash, and nothing else.
POLICY_WITH_SCRIPT = f"{POLICY}; script-src 'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"


@dataclass(frozen=True)
class Step:
    """A page of a case, numbered like the steps of the method."""

    stem: str
    number: str
    label: str

    @property
    def href(self) -> str:
        return f"{self.stem}.html"


def step(stem: str) -> Step:
    """Return the step that a notebook's file name stands for.

    Examples
    --------
    >>> step("03-gap")
    Step(stem='03-gap', number='3', label='Gap')
    """
    number, _, words = stem.partition("-")
    label = words.replace("-", " ").replace("_", " ")
    return Step(stem, number.lstrip("0") or "0", label[:1].upper() + label[1:])


@dataclass(frozen=True)
class RangeBar:
    """Positions of a range on a log scale that starts at ×1, in percent of the bar's width.

    Examples
    --------
    >>> bar = RangeBar.of({"low": 2, "high": 4, "default": 2, "of": 4})
    >>> bar.low, bar.high, bar.default, bar.end
    (50.0, 100.0, 50.0, 100.0)
    >>> bar.text
    'From ×2.0 to ×4.0; with the default choices ×2.0; the printed figures differ by ×4.0.'
    """

    one: float
    low: float
    high: float
    default: float | None
    end: float | None
    end_label: str
    text: str

    @classmethod
    def of(cls, span: dict) -> RangeBar:
        """Return the bar for ``{"low": ..., "high": ..., "default": ..., "of": ...}``; the last two may be absent."""
        values = [value for value in (1, span["low"], span["high"], span.get("default"), span.get("of")) if value]
        start = math.log(min(values))
        width = math.log(max(values)) - start or 1.0  # all ×1: any scale will do

        def place(value: float | None) -> float | None:
            return None if not value else round(100 * (math.log(value) - start) / width, 2)

        default, end = span.get("default"), span.get("of")
        text = "From ×{} to ×{}".format(*alike(span["low"], span["high"]))
        text += f"; with the default choices {times(default)}" if default else ""
        text += f"; the printed figures differ by {times(end)}" if end else ""
        places = (place(value) for value in (1, span["low"], span["high"], default, end))
        return cls(*places, end_label=times(end) if end else "", text=text + ".")


def web_address(text: object) -> str:
    """Return an address that a link may lead to, or nothing: "javascript:" and the like are no addresses.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return str(text) if re.match(r"https?://\S+$", str(text or "")) else ""


def colour(text: object) -> str:
    """Return a colour as ``#rrggbb`` or nothing: it goes into a style attribute."""
    return str(text) if re.fullmatch(r"#[0-9a-fA-F]{6}", str(text or "")) else ""


#: As many first screens stand below each other on the index; of more reports it shows cards.
FEW = 3

#: As many changes are told on the index; the others are in ``changes.json``.
TOLD = 12


def index_page(reports: list[dict], changed: dict | None = None, pdf: bool = False) -> str:
    """Return the first page of the site: the first screens of a few reports, or a card for each of many.

    Parameters
    ----------
    reports : list of dict
        Records; see `discrepancy.report.records`.
    changed : dict, optional
        What changed since the last run; see `discrepancy.report.changes.compare`.
    pdf : bool, default False
        Whether each report is there as PDF, too.

    Returns
    -------
    str
        HTML.
    """
    many = len(reports) > FEW
    policy = POLICY if many else POLICY_WITH_SCRIPT
    told = _told(changed) if changed else None
    page = environment().get_template("index.html.j2")
    return page.render(groups=_groups(reports), many=many, changed=told, policy=policy, downloads=downloads(pdf))


def case_page(case: str, reports: list[dict], pdf: bool = False) -> str:
    """Return the page of a swept case: the gap over time where days were swept, each point a link, and a table of all reports.

    Parameters
    ----------
    case : str
    reports : list of dict
        Records; those of other cases are left out.
    pdf : bool, default False
        Whether each report is there as PDF, too.

    Returns
    -------
    str
        HTML, for ``CASE/index.html``.
    """
    group = _groups([report for report in reports if report["case"] == case])[0]
    below = lambda each, file: f"{each['path'].removeprefix(case + '/')}/{file}"
    pairs = {tuple(side.name for side in each["finding"].sides) for each in group["cases"] if each["finding"].sides}
    names = next(iter(pairs)) if len(pairs) == 1 else ()
    rows = []
    for each in group["cases"]:
        found = each["finding"]
        row = {"href": below(each, f"{found.stem}.html"), "words": _cap(each["words"]), "span": found.span}
        row |= {"sides": [side.words if names else f"{side.name}: {side.words}" for side in found.sides] or ["", ""]}
        row |= {"ratio": times(found.ratio) if found.ratio else "none", "rest": times(found.rest) if found.rest else ""}
        rows.append(row | {"files": [(below(each, file), label) for file, label in downloads(pdf)]})
    page = environment().get_template("case.html.j2")
    return page.render(group=group, rows=rows, names=names or ("one side", "other side"), courses=_courses(group["cases"], below))


def single_page(report: dict, bodies: dict[str, str], inline: Callable[[str], str], tables: list[tuple[str, str]]) -> str:
    """Return a report as one page that needs no other file.

    Parameters
    ----------
    report : dict
        Its record.
    bodies : dict of str to str
        HTML of the cells by the notebook's stem.
    inline : callable
        Gives the address of a picture, as data, for its path below the report.
    tables : list of (str, str)
        File names and addresses, as data, of the tables of the figures.

    Returns
    -------
    str
        HTML.
    """
    page = environment().get_template("single.html.j2")
    return page.render(case=_case(report) | {"inline": inline}, bodies=[(step(stem), body) for stem, body in bodies.items()], tables=tables)


def downloads(pdf: bool) -> list[tuple[str, str]]:
    """Return the files of a report as a whole, with what they are called."""
    return [("report.html", "HTML"), *([("report.pdf", "PDF")] if pdf else []), ("report.json", "JSON")]


def _groups(reports: list[dict]) -> list[dict]:
    """Return what a page shows of each case, with its reports in their order."""
    by_case: dict[str, list[dict]] = {}
    for report in reports:
        by_case.setdefault(report["case"], []).append(_case(report))
    groups = []
    for name, cases in by_case.items():
        values = [side.value for case in cases for side in case["finding"].sides]
        for case in cases:
            case["mini"] = Mini.of(case["finding"], values)
        swept = any(case["point"] for case in cases)
        shared = {key: cases[0][key] for key in ("title", "record")}
        groups.append({"name": name, "id": name if swept else cases[0]["id"], "cases": cases, "swept": swept, **shared})
    return groups


def _case(report: dict) -> dict:
    """Return what pages show of one report."""
    fragments = report["notebooks"]
    found = first_screen(fragments)
    figures = {figure.get("name"): figure for figure in (found[1].get("figures") or [])} if found else {}
    steps = [(step(stem), fragment) for stem, fragment in fragments.items()]
    record = records.fragment_with(report, "record").get("record")
    path, finding, swept = records.place(report), Finding.of(report), records.point(report)
    return {
        "name": report["case"],
        "full": records.name(report),
        "path": path,
        "id": path.replace("/", "."),
        "point": swept,
        "words": records.words(swept),
        "title": (record or {}).get("title") or report["case"],
        "screen": found[1]["screen"] if found else None,
        "figures": figures,
        "steps": steps,
        "record": record,
        "finding": finding,
        "day": _cap(records.words(swept)) or (dates.say(finding.day) if finding.day else ""),
        "rest": rest(finding),
    }


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _courses(cases: list[dict], below: Callable[[dict, str], str]) -> list[Course]:
    """Return a chart over time for each value of what else was swept; none where no day was."""
    by_rest: dict[str, list[tuple]] = {}
    for case in cases:
        day = next((key for key in records.DAYS if dates.is_date(str(case["point"].get(key, "")))), "")
        if day:
            others = records.words({key: value for key, value in case["point"].items() if key != day})
            href = below(case, f"{case['finding'].stem}.html")
            by_rest.setdefault(others, []).append((dates.last(str(case["point"][day])), href, case["finding"]))
    courses = (Course.of(_cap(others), days) for others, days in by_rest.items())
    return [course for course in courses if course]


def _told(changed: dict) -> dict:
    """Return what the index tells of changes: since when, the first of them, how many more."""
    since = [f"{case} {kept['version']} (hash {kept['hash'][:12]})" for case, kept in changed["since"].items() if kept["hash"]]
    more = len(changed["changes"]) - TOLD
    return {"since": ", ".join(since), "changes": changed["changes"][:TOLD], "more": max(0, more), "note": changed["note"]}


def notebook_page(case: str, stem: str, siblings: tuple[str, ...], title: str, body: str, fragment: dict, path: str = "") -> str:
    """Return the page of one notebook.

    Parameters
    ----------
    case, stem : str
    siblings : tuple of str
        Stems of all pages of the case, this one among them.
    title : str
        For the window; the body has its own heading.
    body : str
        HTML of the cells, from nbconvert.
    fragment : dict
        For its figures, whose files are linked at the end, and for the record of the case.
    path : str, optional
        Folder of the report below the site; default is that of a case without a sweep.

    Returns
    -------
    str
        HTML.
    """
    steps = [step(sibling) for sibling in siblings]
    place = siblings.index(stem)
    point = path.partition("/")[2]
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            case=case,
            home="../" * (2 if point else 1),
            point=records.words(dict(part.partition("=")[::2] for part in point.split(","))) if point else "",
            here=steps[place],
            steps=steps,
            before=steps[place - 1] if place else None,
            after=steps[place + 1] if place + 1 < len(steps) else None,
            title=title,
            body=body,
            figures=fragment.get("figures") or [],
            record=fragment.get("record"),
        )
    )


@lru_cache
def environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda value: clean(value) if type(value) is str else value,  # what is marked as safe is of another type
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(policy=POLICY, formats=FORMATS, script=SCRIPT, range_bar=RangeBar.of)
    environment.filters.update(web_address=web_address, colour=colour)
    return environment
