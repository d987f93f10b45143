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
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from discrepancy.report.fragments import FORMATS, first_screen

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
    'From ×2 to ×4; with the default choices ×2; the printed figures differ by ×4.'
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
        text = f"From {factor(span['low'])} to {factor(span['high'])}"
        text += f"; with the default choices {factor(default)}" if default else ""
        text += f"; the printed figures differ by {factor(end)}" if end else ""
        places = (place(value) for value in (1, span["low"], span["high"], default, end))
        return cls(*places, end_label=factor(end) if end else "", text=text + ".")


def factor(value: float) -> str:
    """Return a ratio as it is printed: two digits, a sign for times.

    Examples
    --------
    >>> factor(2.7273), factor(1), factor(0.366), factor(1234.5)
    ('×2.7', '×1', '×0.37', '×1,200')
    """
    digits = max(0, 1 - math.floor(math.log10(value)))
    rounded = round(value, 1 - math.floor(math.log10(value)))
    text = f"{rounded:,.{digits}f}"
    return "×" + (text.rstrip("0").rstrip(".") if "." in text else text)


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


def index_page(reports: list[dict]) -> str:
    """Return the first page of the site.

    Parameters
    ----------
    reports : list of dict
        One for each report, as in its ``report.json``: ``case``, ``notebooks`` by stem; with a ``point`` in a sweep.

    Returns
    -------
    str
        HTML.
    """
    cases = [_case(report) for report in reports if not report.get("point")]
    swept = Counter(report["case"] for report in reports if report.get("point"))
    return _environment().get_template("index.html.j2").render(cases=cases, swept=swept, policy=POLICY_WITH_SCRIPT)


def case_page(case: str, reports: list[dict]) -> str:
    """Return the page of a case that was swept: a link to each of its reports.

    Parameters
    ----------
    case : str
    reports : list of dict
        Those of the case, as in their ``report.json``.

    Returns
    -------
    str
        HTML.
    """
    return _environment().get_template("case.html.j2").render(case=case, points=[_point(report) for report in reports])


def _point(report: dict) -> dict:
    """Return what the page of a case shows of one report."""
    fragments = report["notebooks"]
    found = first_screen(fragments)
    views = (found[1]["screen"].get("views") or [{}]) if found else [{}]
    name = ", ".join(f"{key} {value}" for key, value in report["point"].items())
    folder = report["path"].partition("/")[2]
    return {"name": name, "href": f"{folder}/{found[0] if found else next(iter(fragments))}.html", "headline": views[0].get("headline")}


def _case(report: dict) -> dict:
    """Return what the index shows of one case."""
    fragments = report["notebooks"]
    found = first_screen(fragments)
    figures = {figure.get("name"): figure for figure in (found[1].get("figures") or [])} if found else {}
    steps = [(step(stem), fragment) for stem, fragment in fragments.items()]
    record = next((fragment["record"] for fragment in fragments.values() if fragment.get("record")), None)
    return {"name": report["case"], "screen": found[1]["screen"] if found else None, "figures": figures, "steps": steps, "record": record}


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
    path : str, default the case
        Folder of the report below the site; in a sweep a point's, which is named on the page.

    Returns
    -------
    str
        HTML.
    """
    steps = [step(sibling) for sibling in siblings]
    place = siblings.index(stem)
    path = path or case
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            case=case,
            home=f"{'../' * (path.count('/') + 1)}index.html#{case}",
            point=path.partition("/")[2],
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
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.globals.update(policy=POLICY, formats=FORMATS, script=SCRIPT, range_bar=RangeBar.of)
    environment.filters.update(web_address=web_address, colour=colour)
    return environment
