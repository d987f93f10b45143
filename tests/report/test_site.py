"""The report as a user gets it: both cases, all notebooks, one command; what the pages and report.json hold."""

from __future__ import annotations

import csv
import gzip
import json
import re
import subprocess
import sys

import pytest
from browser import BROWSER, audit
from conftest import ROOT
from helpers import Elements, check_harmless

import discrepancy as dc
from discrepancy.report.pages import export

CASES = ("dprk-kursk", "hurricane-maria")
STEPS = ("01-claims", "02-normalize", "03-gap", "04-sources")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("report") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "discrepancy", "report", *CASES, "--jobs", "1", "--out", str(out)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("8 pages in ")
    assert "Traceback" not in done.stderr
    return out


def elements(path):
    return Elements(path.read_text(encoding="utf-8"))


def pages(site):
    return [site / "index.html", *(site / case / f"{step}.html" for case in CASES for step in STEPS)]


def test_every_page_is_there_and_harmless_and_only_the_first_runs_the_script_that_copies_a_note(site):
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        check_harmless(text)
        assert ("<script" in text) == (path.name == "index.html")


def test_every_picture_has_its_sentence(site):
    for path in pages(site):
        for image in elements(path).all("img"):
            assert 40 < len(image["alt"]) <= 350
            assert "No description" not in image["alt"]


def test_the_first_screen_answers(site):
    text = " ".join(elements(site / "index.html").text.split())
    for words in (
        "Ukraine's figure was 2.7 times South Korea's. The public record accounts for little of the difference.",
        "As known on 27 December 2024",
        "×2.0 to ×3.6",
        "This is not evidence that either source is wrong.",
        "Nothing since the first run.",
        "361 printed figures of 131 statements",
        "One figure of Santos-Burgoa et al. was 2.5 times the other. What separates them is known; its size was computed from the two figures themselves, so that it explains nothing.",
    ):
        assert words in text


def test_every_figure_has_its_files_next_to_it(site):
    """PNG, SVG with text as text, and a table that no spreadsheet runs, linked below each picture of every page."""
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        pictures = re.findall(r'<figure class="drawing two".*?(?=<figure\b|<footer|</main>)', text, re.DOTALL)
        assert pictures
        for picture in pictures:
            links = re.findall(r'href="([^"]*figures/[^"]+)\.(png|svg|csv)">(PNG|SVG|CSV)<', picture)
            assert [kind for _, kind, _ in links[:3]] == ["png", "svg", "csv"]
            assert len({name for name, _, _ in links[:3]}) == 1
            svg = path.parent / f"{links[0][0]}.svg"
            assert "<text" in svg.read_text(encoding="utf-8")
            with open(path.parent / f"{links[0][0]}.csv", newline="", encoding="utf-8") as file:
                cells = [cell for line in csv.reader(file) for cell in line]
            assert not [cell for cell in cells if re.match(r"\s*[=+@-](?![\d.]+$)", cell)]


@pytest.mark.parametrize("case", CASES)
def test_report_json_holds_the_gap_and_its_figures(site, case):
    report = json.loads((site / case / "report.json").read_text(encoding="utf-8"))
    assert report["case"] == case
    assert list(report["notebooks"]) == list(STEPS)
    gap = report["notebooks"]["03-gap"]["gap"]
    product = 1.0
    for f in gap["factors"]:
        product *= f["multiplier"]
    assert product == pytest.approx(gap["printed"]["ratio"], rel=1e-12)
    assert set(gap["inputs"]) >= {"claims.csv", "case.toml", "sources.csv"}
    for notebook in report["notebooks"].values():
        for figure in notebook["figures"]:
            assert all((site / case / figure[kind]).exists() for kind in ("png", "svg", "csv"))
    assert all((site / case / "notebooks" / f"{step}.ipynb").exists() for step in STEPS)


def test_no_path_of_this_machine_is_published(site):
    for path in site.resolve().rglob("*"):
        if path.suffix in (".html", ".json", ".ipynb", ".csv"):
            text = path.read_text(encoding="utf-8")
            assert str(ROOT) not in text
            assert str(site.parent) not in text


@pytest.mark.parametrize("name", ["index.html", "dprk-kursk/03-gap.html"])
def test_a_browser_shows_the_pages_without_a_word_on_its_console(site, browser, name):
    seen = browser.look(site / name)
    assert ("<h2" in seen.dom or "<h1" in seen.dom) and seen.console == []


COPY = """async () => {
  const seen = [];
  let granted = true;
  const writeText = text => granted ? (seen.push(text), Promise.resolve()) : Promise.reject(new DOMException("no", "NotAllowedError"));
  Object.defineProperty(navigator, "clipboard", {value: {writeText}, configurable: true});
  for (granted of [true, false]) {
    for (const view of document.querySelectorAll(".view")) {
      const tabs = view.parentElement.querySelectorAll(".tabs label"), views = [...view.parentElement.querySelectorAll(".view")];
      tabs[views.indexOf(view)]?.click();
      view.querySelector("button.copy").click();
      await new Promise(done => setTimeout(done));
      if (!granted) seen.push(getSelection().toString());
      seen.push(view.querySelector("[role=status]").textContent);
    }
  }
  return seen.map(text => text.trim());
}"""


def test_the_button_copies_the_note_of_its_view_or_selects_it_where_the_clipboard_is_denied(site, browser):
    seen = browser.look(site / "index.html", COPY)
    notes = [gap.note() for case in CASES for _, gap in dc.settings("03-gap", case=case).views]
    denied = "Selected: press Ctrl+C (on a Mac, Cmd+C)."
    assert seen.answer == [x for n in notes for x in (n, "Copied.")] + [x for n in notes for x in (n, denied)]
    # The page itself lets the script run: the buttons, hidden where no script runs, are there.
    buttons = re.findall(r'<button type="button" class="copy"[^>]*>', seen.dom)
    assert len(buttons) == len(notes)
    assert not [b for b in buttons if "hidden" in b]


@pytest.mark.parametrize("case", CASES)
def test_one_file_holds_every_page_picture_and_table_of_a_report(site, case):
    page = elements(site / case / "report.html")
    assert not [tag for tag, _ in page.found if tag in ("script", "iframe", "object", "button")]
    drawings = lambda page: [found for tag, found in page.found if tag == "figure" and found.get("id")]
    own = sum(len(drawings(elements(site / case / f"{step}.html"))) for step in STEPS)
    shown = [found for found in drawings(elements(site / "index.html")) if found["id"].startswith(case)]
    assert len(drawings(page)) == own + len(shown) > len(shown) > 0 and page.all("img") == []
    assert all(len(svg["aria-label"]) > 40 for svg in page.all("svg") if "wide" in svg.get("class", ""))
    tables = {a["download"] for tag, a in page.found if tag == "a" and "download" in a}
    assert tables == {path.name for path in (site / case / "figures").glob("*.csv")}
    assert not [
        a["href"] for tag, a in page.found if tag == "a" and not a["href"].startswith(("https://", "http://", "#", "data:text/csv"))
    ]


@pytest.mark.parametrize("name", ["index.html", "dprk-kursk/03-gap.html", "dprk-kursk/04-sources.html", "hurricane-maria/report.html"])
def test_axe_finds_nothing(site, browser, name):
    rules, violations = audit(browser, site / name, dark="0" not in name)  # report.html holds all pages, with the same styles
    assert rules > 30 and violations == []


LETTERS = """() => [...document.querySelectorAll('.drawing svg text')].flatMap(text => {
  const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return scale ? [parseFloat(getComputedStyle(text).fontSize) * scale] : [];
})"""
PAPER = "() => getComputedStyle(document.querySelector('.drawing svg path')).fill"


@pytest.mark.parametrize("name", ["index.html", *(f"dprk-kursk/{step}.html" for step in STEPS)])
def test_no_lettering_of_a_figure_is_small_on_a_phone_and_none_glares_in_the_dark(site, browser, name):
    ask = lambda page: [page.evaluate(each) for each in (LETTERS, PAPER, "() => document.documentElement.scrollWidth")]
    sizes, paper, wide = browser.look(site / name, ask, dark=True, width=390).answer
    assert len(sizes) > 20 and min(sizes) >= 9
    assert paper == "rgb(21, 24, 28)" and wide <= 390
    assert min(browser.look(site / name, LETTERS, width=768).answer) >= 9


def test_the_drawings_of_a_page_are_light_and_share_no_identifier(site):
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        drawn = "".join(re.findall(r'<figure class="drawing.*?</figure>', text, re.DOTALL))
        assert 1000 < len(gzip.compress(drawn.encode())) < 120_000
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len({*ids})
        assert {*re.findall(r'(?:url\(|href=")#([\w.-]+)', drawn)} <= {*ids}


def test_a_mark_leads_to_where_it_was_printed_and_says_what(site):
    page = (site / "dprk-kursk" / "01-claims.html").read_text(encoding="utf-8")
    marks = re.findall(r'<a [^>]*href="(https?://[^"]+)"[^>]*><title>([^<]+)</title>', page)
    assert ("Ukraine's president", "already exceeds 3,000 people") in [tuple(re.split(r": “|”", said)[:2]) for _, said in marks]


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_a_report_prints_to_the_same_bytes_twice(site, tmp_path):
    page = (site / "hurricane-maria" / "report.html").read_bytes()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.html").write_bytes(page)
    export.to_pdf(tmp_path, [{"case": name} for name in ("one", "two")])
    one, two = ((tmp_path / name / "report.pdf").read_bytes() for name in ("one", "two"))
    assert one == two and one.startswith(b"%PDF-") and len(re.findall(rb"/Type /Page\b", one)) > 3
