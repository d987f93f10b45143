"""Fragments in, HTML out: pure functions of their arguments.

Pages are made to be kept: one style sheet inside, no address from which anything is loaded, readable on paper, on a phone and without CSS.
Two scripts of a few lines: on the first page one copies a note, which can be selected without it; on the page of every figure one
searches, sorts and filters, and without it there is the whole table. All text goes through Jinja2 with autoescape on; the one exception
is the body of a notebook's page, which nbconvert has made, and the page's content security policy lets nothing in it run. Arguments: a
``report`` is a record, see `discrepancy.report.pages.records`; ``pdf`` tells whether each is there as PDF, too; ``changed`` is from
`discrepancy.report.site.changes.compare`; ``url`` is where readers find the site, empty if that is not known.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from discrepancy import dates
from discrepancy.display import apart
from discrepancy.report.pages import records
from discrepancy.report.pages.charts import Course, Mini, RangeBar, rest
from discrepancy.report.pages.fragments import FORMATS, first_screen
from discrepancy.report.pages.outline import outlined
from discrepancy.report.pages.records import Finding
from discrepancy.saying.text import cap, clean

if TYPE_CHECKING:
    from jinja2 import Environment

#: A report and one of its figures → the figure's markup, or None where it is a picture.
Draw: TypeAlias = Callable[[dict, dict], Any]

UNDRAWN: Draw = lambda report, figure: None
TEMPLATES = Path(__file__).with_name("templates")

#: Nothing is loaded but images beside the page. "file:" because "self" does not cover it in every browser.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"

#: The only scripts: each shows what stands for nothing without it. They hold no data, so that their hashes are the same on every page.
#: The first copies the note beside a button, or selects it where the browser keeps the clipboard to itself; the second is of `claims.html`.
SCRIPT, FILTER = ("\n" + (TEMPLATES / name).read_text(encoding="utf-8") for name in ("copy.js", "filter.js"))


def _with(script: str) -> str:
    """A page's policy with a script that may run, known by its hash, and nothing else."""
    return f"{POLICY}; script-src 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


POLICY_WITH_SCRIPT, POLICY_WITH_FILTER = _with(SCRIPT), _with(FILTER)

#: The page of every figure of a case, in the folder of the case.
CLAIMS = "claims.html"

#: As many first screens stand below each other on the index; of more reports it shows cards.
FEW = 3

#: As many changes are told on the index; the others are in ``changes.json``.
TOLD = 12


@dataclass(frozen=True)
class Page:
    """A page of a report, numbered like the steps of the method.

    Examples
    --------
    >>> page = Page("03-gap")
    >>> page.number, page.label, page.href
    ('3', 'Gap', '03-gap.html')
    """

    stem: str

    @property
    def number(self) -> str:
        return self.stem.partition("-")[0].lstrip("0") or "0"

    @property
    def label(self) -> str:
        return cap(self.stem.partition("-")[2].replace("-", " ").replace("_", " "))

    @property
    def href(self) -> str:
        return f"{self.stem}.html"


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


@dataclass(frozen=True)
class Head:
    """What a page is called where it is linked: title, description, and the address of a picture with its sentence."""

    title: str
    description: str = ""
    image: str = ""
    alt: str = ""

    @classmethod
    def of(cls, title: str, description: str, figures: Iterable[dict], path: str, here: str = "", url: str = "") -> Head:
        """Return the head, with the first picture among figures of the report in a folder, which is ``here`` as seen from the page."""
        picture = next((figure for figure in figures if figure.get("png")), {})
        base = f"{url.rstrip('/')}/{path}/" if url else here
        return cls(clean(title), clean(description, 200), f"{base}{picture['png']}" if picture else "", clean(picture.get("alt") or ""))


def as_data(path: Path, kind: str) -> str:
    """Return a file as an address that holds all of it."""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def index_page(
    reports: list[dict], changed: dict | None = None, pdf: bool = False, draw: Draw = UNDRAWN, claims: Collection[str] = (), url: str = ""
) -> str:
    """Return the first page of the site: the first screens of a few reports, or a card for each of many.

    ``draw`` gives the markup of a figure of a report; ``claims`` are the cases with a page of every figure.
    """
    many = len(reports) > FEW
    told = _told(changed) if changed else None
    policy = POLICY if many else POLICY_WITH_SCRIPT
    groups = _groups(reports, draw)
    first, titles = groups[0]["cases"][0], [group["title"] for group in groups]
    title = first["finding"].headline if len(reports) == 1 else "Why two sources give different numbers"
    told_of = first["description"] if len(reports) == 1 else ". ".join(titles)
    head = Head.of(title, told_of, first["figures"].values(), first["path"], f"{first['path']}/", url)
    return render("index", groups=groups, many=many, changed=told, policy=policy, downloads=downloads(pdf), claims=claims, head=head)


def case_page(case: str, reports: list[dict], pdf: bool = False, claims: bool = False) -> str:
    """Return the page of a swept case, ``CASE/index.html``: a table of its reports and, where days were swept, the gap over time."""
    group = _groups([report for report in reports if report["case"] == case])[0]
    below = lambda each, file: f"{each['path'].removeprefix(case + '/')}/{file}"
    pairs = {tuple(side.name for side in each["finding"].sides) for each in group["cases"] if each["finding"].sides}
    names = next(iter(pairs)) if len(pairs) == 1 else ()
    rows = []
    for each in group["cases"]:
        found = each["finding"]
        row = {"href": below(each, f"{found.stem}.html"), "words": cap(each["words"]), "span": ""}
        row |= {"sides": [side.words if names else f"{side.name}: {side.words}" for side in found.sides] or ["", ""]}
        say = found.sizes.say
        if found.low is not None and found.high is not None:
            row["span"] = found.sizes.between(found.low, found.high)
        row |= {"ratio": "none" if found.ratio is None else say(found.ratio), "rest": "" if found.rest is None else say(found.rest)}
        rows.append(row | {"files": [(below(each, file), label) for file, label in downloads(pdf)]})
    whole = " or ".join(dict.fromkeys(each["finding"].sizes.words.whole for each in group["cases"]))
    names = names or ("one side", "other side")
    return render("case", group=group, rows=rows, names=names, whole=whole, courses=_courses(group["cases"], below), claims=claims)


def single_page(report: dict, bodies: dict[str, str], inline: Callable[[str], str], tables: list[tuple[str, str]], draw: Draw) -> str:
    """Return a report as one page that needs no other file.

    ``bodies`` is the HTML of the cells by the notebook's stem; ``inline`` gives the address of a picture, as data, for its path below the
    report, ``draw`` the markup of a figure; ``tables`` are names and addresses, as data, of the tables of the figures.
    """
    case = {**_case(report, draw), "inline": inline}
    head = Head(clean(case["finding"].headline), clean(case["description"], 200))
    return render("single", case=case, bodies=[(Page(s), body) for s, body in bodies.items()], tables=tables, head=head)


def notebook_page(
    case: str, stem: str, siblings: tuple[str, ...], title: str, body: str, fragment: dict, path: str = "", claims: str = "", url: str = ""
) -> str:
    """Return the page of one notebook.

    ``siblings`` are the stems of all pages of the report, this one among them; ``title`` is for the window, as the ``body``, HTML of the
    cells from nbconvert, has its own heading; ``path`` is the report's folder below the site, where that is not the case's own;
    ``claims`` is the address of the case's page of every figure, if it has one.
    """
    steps = [Page(sibling) for sibling in siblings]
    place, point = siblings.index(stem), path.partition("/")[2]
    view = next(iter(records.dig(fragment, "screen", "views") or ()), None)
    opening, cells, sections = outlined(body, view is not None, claims)
    figures = fragment.get("figures") or []
    return render(
        "page",
        case=case,
        name=records.dig(fragment, "record", "title") or case,
        home="../" * (2 if point else 1),
        point=records.words({name: value for name, _, value in (part.partition("=") for part in point.split(",") if part)}, fragment),
        here=steps[place],
        steps=steps,
        every=claims,
        before=steps[place - 1] if place else None,
        after=steps[place + 1] if place + 1 < len(steps) else None,
        head=Head.of((view or {}).get("headline") or title, _told_first(fragment) or title, figures, path or case, "", url),
        view=view,
        kicker=records.dig(fragment, "screen", "kicker"),
        opening=opening,
        body=cells,
        sections=sections,
        figures=figures,
        stem=stem,
        record=fragment.get("record"),
    )


def claims_of(path: str, url: str = "") -> str:
    """Return the address of the page of every figure of a case, as seen from a report in a folder below the site, or whole.

    >>> claims_of("flood"), claims_of("flood/rule=hedge"), claims_of("flood/rule=hedge", "https://example.org/")
    ('claims.html', '../claims.html', 'https://example.org/flood/claims.html')
    """
    return f"{url.rstrip('/')}/{path.partition('/')[0]}/{CLAIMS}" if url else "../" * path.count("/") + CLAIMS


def downloads(pdf: bool) -> list[tuple[str, str]]:
    """Return the files of a report as a whole, with what they are called."""
    return [("report.html", "HTML"), *([("report.pdf", "PDF")] if pdf else []), ("report.json", "JSON")]


def _groups(reports: list[dict], draw: Draw = UNDRAWN) -> list[dict]:
    """Return what a page shows of each case, with its reports in their order."""
    by_case: dict[str, list[dict]] = {}
    for report in reports:
        by_case.setdefault(report["case"], []).append(_case(report, draw))
    groups = []
    for name, cases in by_case.items():
        for case in cases:
            axis = case["finding"].sizes.axis
            shared = [side.value for other in cases if other["finding"].sizes.axis == axis for side in other["finding"].sides]
            case["mini"] = Mini.of(case["finding"], shared)
        swept = any(case["point"] for case in cases)
        shared = {key: cases[0][key] for key in ("title", "record")}
        groups.append({"name": name, "id": name if swept else cases[0]["id"], "cases": cases, "swept": swept, **shared})
    return groups


def _case(report: dict, draw: Draw = UNDRAWN) -> dict:
    """Return what pages show of one report."""
    _, first = first_screen(report["notebooks"]) or ("", {})
    record, path, finding = records.kept(report, "record"), records.place(report), Finding.of(report)
    words = records.of_point(report)
    return {
        "name": report["case"],
        "path": path,
        "id": path.replace("/", "."),
        "point": records.point(report),
        "words": words,
        "title": (record or {}).get("title") or report["case"],
        "screen": first.get("screen"),
        "settings": records.fragment_with(report, "settings"),
        "description": _told_first(first),
        "drawing": lambda figure: draw(report, figure),
        "figures": {figure.get("name"): figure for figure in first.get("figures") or []},
        "steps": [(Page(stem), fragment) for stem, fragment in report["notebooks"].items()],
        "record": record,
        "finding": finding,
        "day": cap(words) or records.dig(first, "settings", "named", "as_of") or (dates.say(finding.day) if finding.day else ""),
        "rest": rest(finding),
    }


def _told_first(fragment: dict) -> str:
    """What a page is about: the first paragraph of its first screen, else its question."""
    told = (p.get("text") for v in records.dig(fragment, "screen", "views") or () for p in v.get("paragraphs") or ())
    return next(filter(None, told), "") or fragment.get("question") or ""


def _courses(cases: list[dict], below: Callable[[dict, str], str]) -> list[Course]:
    """Return a chart over time for each value of what else was swept; none where no day was."""
    by_rest: dict[str, list[tuple]] = {}
    for case in cases:
        day = next((key for key in records.DAYS if dates.is_date(str(case["point"].get(key, "")))), "")
        if day:
            others = records.words({key: value for key, value in case["point"].items() if key != day}, case["settings"])
            href = below(case, f"{case['finding'].stem}.html")
            by_rest.setdefault(others, []).append((dates.last(str(case["point"][day])), href, case["finding"]))
    courses = (Course.of(cap(others), days) for others, days in by_rest.items())
    return [course for course in courses if course]


def _told(changed: dict) -> dict:
    """Return what the index tells of changes: since when, the first of them, how many more."""
    since = [f"{case} {kept['version']} (hash {kept['hash'][:12]})" for case, kept in changed["since"].items() if kept["hash"]]
    more = len(changed["changes"]) - TOLD
    return {"since": ", ".join(since), "changes": changed["changes"][:TOLD], "more": max(0, more), "note": changed["note"]}


def render(template: str, **content: Any) -> str:
    """Return a page from its template, with all text escaped, and what runs from right to left apart."""
    return apart(_environment().get_template(f"{template}.html.j2").render(content))


@lru_cache
def _environment() -> Environment:
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
