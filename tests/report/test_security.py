"""Data is not trusted: whatever stands in a table is shown as text, on every page, and nothing of it runs or is fetched.

A case whose every field of text holds markup, scripts, formulas and marks that turn the direction of text is rendered once with the
notebooks of the report, and once as a sweep. Each page is then read as text, and shown by a real browser.
"""

from __future__ import annotations

import csv
import json
import re
from xml.etree import ElementTree

import pytest
import richcase as rich
from browser import BROWSER, browser
from helpers import Elements, check_harmless, in_this_process, write_notebook

from discrepancy.case.load import examine
from discrepancy.report.errors import ReportError
from discrepancy.report.pages.pages import POLICY, POLICY_WITH_FILTER, POLICY_WITH_SCRIPT
from discrepancy.report.run import render

RUNS = "document.documentElement.dataset.ran='yes'"
MARKS = "\u061c\u00ad\u2028\u206a\ufff9\U000e0041\u3164\u200e\u180e\u1160\u2800"
EVIL = (
    f'<script>{RUNS}</script><img src="https://evil.example/x" onerror="{RUNS}"> " onmouseover="{RUNS}" \' **b** [x](javascript:{RUNS}) '
    "![y](https://evil.example/y) $\\input{/etc/passwd}$ \\(x\\) {{ a * b }} {% raw %} --> </title></style></pre></main> \u202ecba\u202c\u2067"
    + MARKS
)
PHRASE = "<script>alert()</script> **b** $\\input{x}$ \\(y\\) abc"
STARTS = ("=cmd|'/c calc'!A0 ", "+cmd ", "@SUM(A) ", "-x ", "\u200f=x ", "\u3000=x ", "")
LONG = "=" + "x" * 30_000
HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{MARKS}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
DAYS = ("2024-12-23", "2024-12-25")
SWEPT = [f"day/as_of={day}" for day in DAYS]


def evil(name: str, n: int = 6) -> str:
    return f"{STARTS[n % len(STARTS)]}{name} {EVIL}"


def made_evil(rows: list[dict], *columns: str) -> list[dict]:
    """The rows with other text in some columns."""
    return [{**row, **{name: evil(name, i + j) for j, name in enumerate(columns)}} for i, row in enumerate(rows)]


def write_case(folder) -> None:
    """A case with every table and key there is, and hostile text wherever text is taken."""
    claims = made_evil(rich.CLAIMS, "notes", "reported_by", "via")
    for row in claims:
        row["url"] = f"https://evil.example/{row['source']}?a='b'&c=javascript:alert()"
        if not row.get("language"):
            row["wording"] = f"{row['wording']} {PHRASE}"
    tables = {
        "claims": claims,
        "sources": made_evil(rich.SOURCES, "name", "role", "interest", "notes"),
        "events": made_evil(rich.EVENTS, "label", "notes"),
        "reasons": made_evil(rich.REASONS, "said_by", "summary"),
        "corrections": made_evil(rich.CORRECTIONS, "was", "now", "because"),
    }
    for rows in tables.values():
        rows[-1]["notes" if "notes" in rows[-1] else "because" if "because" in rows[-1] else "summary"] = LONG
    keys = "title|question|unit|licence|label|noun|caveat|because|north|south|east"
    toml = re.sub(rf'(?m)^({keys}) = "(?!#).*"$', lambda found: f"{found[1]} = {json.dumps(evil(found[1]), ensure_ascii=False)}", rich.TOML)
    folder.mkdir()
    rich.write(rich.Draft({name: rich.table(rows) for name, rows in tables.items()}, toml), folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One report with all notebooks below ``all``, and a sweep below ``swept``."""
    folder = tmp_path_factory.mktemp("evil")
    write_case(folder / "day")
    case, problems = examine(folder / "day")
    assert problems == []
    cases = [(case.name, str(case.path), case)]
    quiet = {"echo": lambda line: None, "execute": in_this_process}
    assert render(cases, folder / "all", **quiet) == 0
    assert render(cases, folder / "swept", only=["03"], sweeps=[f"as_of={','.join(DAYS)}"], **quiet) == 0
    return folder


PAGES = ["all/index.html", *(f"all/day/{name}.html" for name in ("01-claims", "02-normalize", "03-gap", "04-sources", "report", "claims"))]
PAGES += [
    "swept/index.html",
    "swept/day/index.html",
    "swept/day/claims.html",
    *(f"swept/{SWEPT[0]}/{name}.html" for name in ("03-gap", "report")),
]


def every_file(site, kind: str) -> list:
    return [path for name in ("all", "swept") for path in sorted((site / name).resolve().rglob(f"*.{kind}"))]


def test_every_kind_of_page_is_looked_at(site):
    found = {
        str(path.relative_to((site / name).resolve())) for name in ("all", "swept") for path in (site / name).resolve().rglob("*.html")
    }
    looked = {name.partition("/")[2] for name in PAGES}
    assert looked <= found and {re.sub(r"as_of=[\d-]+", SWEPT[0][4:], name) for name in found} == looked


def test_every_page_has_a_strict_policy_and_no_script_but_ours(site):
    for path in every_file(site, "html"):
        check_harmless(path.read_text(encoding="utf-8"))


def test_the_policy_lets_nothing_in_but_pictures_and_style():
    for policy in (POLICY, POLICY_WITH_SCRIPT, POLICY_WITH_FILTER):
        parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
        assert set(parts) - {"script-src"} == {"default-src", "base-uri", "form-action", "style-src", "img-src"}
        assert not re.search(r"https?:|\*|unsafe-eval", policy)
        assert re.fullmatch(r"'sha256-[\w+/]{43}='", parts.get("script-src", "'sha256-" + "A" * 43 + "='"))


def test_text_is_shown_as_text_and_nothing_hides_or_turns_it(site):
    for name in PAGES:
        text = (site / name).read_text(encoding="utf-8")
        page = Elements(text)
        assert "<script>document" in page.text, name
        assert "{{ a * b }}" in page.text and "$\\input{" in page.text and "[x](javascript:" in page.text
        assert not HIDDEN.search(text), name
        said = [a[key] for _, a in page.found for key in ("alt", "title", "aria-label") if key in a]
        assert all(len(words) < 5000 for words in said)
        assert all(a["alt"] for a in page.all("img"))
    assert any("<script>" in a["aria-label"] for a in Elements((site / PAGES[0]).read_text(encoding="utf-8")).all("svg"))


def test_no_cell_of_a_table_is_a_formula(site):
    cells = []
    for path in every_file(site, "csv"):
        with open(path, newline="", encoding="utf-8") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert any("cmd|" in cell for cell in cells) and any("@SUM" in cell for cell in cells)
    number = re.compile(r"[-+]?[\d.]+(e[-+]?\d+)?$")
    hidden = str.maketrans("", "", "\u200f\u200b\ufeff\u202e")
    assert not [cell for cell in cells if re.match(r"\s*[=+@＝＋－＠-]", cell.translate(hidden)) and not number.match(cell)]


def test_drawings_hold_text_and_nothing_that_runs(site):
    drawings = every_file(site, "svg")
    assert drawings
    for path in drawings:
        for element in ElementTree.parse(path).iter():
            assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "iframe", "image")
            assert not [name for name in element.attrib if name.rpartition("}")[2].startswith("on")]
            assert not [
                value for name, value in element.attrib.items() if name.endswith("href") and not re.match(r"#|https?://\S+$", value)
            ]


def test_nothing_of_it_is_in_the_name_of_a_file(site):
    for name in ("all", "swept"):
        run = (site / name).resolve()
        assert not [path for path in run.rglob("*") if not re.fullmatch(r"[\w.=,/-]+", str(path.relative_to(run)), re.ASCII)]
    assert {path.name for path in site.iterdir()} == {"day", "all", ".all.runs", "swept", ".swept.runs"}


NAMES = [
    "../x",
    "/etc",
    ".",
    "..",
    "a/b",
    "a\\b",
    "a\0b",
    "",
    " ",
    "a b",
    ".hidden",
    "-x",
    "a\nb",
    "a\n",
    "a/",
    "a\u2215b",
    "a\uff0fb",
    "a\u202eb",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_case_cannot_leave_its_folder(tmp_path, name):
    write_notebook(tmp_path / "notebooks", "01-claims", "x = 1")
    with pytest.raises(ReportError, match="a case cannot be called "):
        render([(name, name)], tmp_path / "site", notebooks=tmp_path / "notebooks")
    assert {path.name for path in tmp_path.iterdir()} == {"notebooks"}


# --- in a browser -------------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(tmp_path):
    """Look at pages in a browser that writes down what goes over its network: what became of each page, and what it wrote down."""
    if not BROWSER:
        pytest.skip("no Chromium on this machine")

    def look(*paths):
        log = tmp_path / "net.json"
        with browser(f"--log-net-log={log}") as one:
            seen = [one.look(path, lambda page: page.wait_for_timeout(50)) for path in paths]
        return seen, log.read_text(encoding="utf-8", errors="replace")

    return look


def test_a_browser_runs_nothing_fetches_nothing_and_complains_of_nothing(site, watched):
    found, network = watched(*(site / name for name in PAGES))
    for name, seen in zip(PAGES, found, strict=True):
        assert seen.console == [] and not [url for url in seen.asked if not url.startswith(("file:", "data:"))], name
        assert "</html>" in seen.dom and 'data-ran="yes"' not in seen.dom, name
        assert "&lt;script&gt;document" in seen.dom, name
    assert "evil.example" not in network


def test_what_the_browser_is_asked_for_here_is_noticed_where_it_happens(watched, tmp_path):
    bare, kept = tmp_path / "bare.html", tmp_path / "kept.html"
    bare.write_text(f'<!DOCTYPE html><script>{RUNS}</script><img src="https://evil.example/x">')
    kept.write_text(f'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{POLICY}"><script>{RUNS}</script>')
    (loose, strict), network = watched(bare, kept)
    assert 'data-ran="yes"' in loose.dom and loose.asked[1:] == ["https://evil.example/x"] and "evil.example" in network
    assert 'data-ran="yes"' not in strict.dom and len(strict.console) == 1
