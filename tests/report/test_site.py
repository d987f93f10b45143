"""The report as a user gets it: both cases, all notebooks, one command; what the pages and report.json hold."""

from __future__ import annotations

import csv
import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from browser import BROWSER, audit, browse
from conftest import ROOT

import discrepancy as dc
from discrepancy.report.pages import export
from discrepancy.report.pages.pages import POLICY, POLICY_WITH_SCRIPT, SCRIPT

CASES = ("dprk-kursk", "hurricane-maria")
STEPS = ("01-claims", "02-normalize", "03-gap", "04-sources")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("report") / "site"
    done = subprocess.run([sys.executable, "-m", "discrepancy", "report", "--out", str(out)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("8 pages in ")
    assert "Traceback" not in done.stderr
    return out


class Page(HTMLParser):
    """What a browser would fetch, run or read aloud."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.images, self.text = [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_data(self, data):
        self.text.append(data)


def pages(site):
    return [site / "index.html", *(site / case / f"{step}.html" for case in CASES for step in STEPS)]


def test_every_page_is_there_and_fetches_nothing_and_only_the_first_runs_the_script_that_copies_a_note(site):
    for path in pages(site):
        page = Page(path)
        first = path.name == "index.html"
        assert [t for t, _ in page.tags if t in ("script", "iframe", "object")] == ["script"] * first
        assert path.read_text(encoding="utf-8").count(f"<script>{SCRIPT}</script>") == first
        policies = [a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [POLICY_WITH_SCRIPT if first else POLICY]
        assert not [name for _, a in page.tags for name in a if name.startswith("on")]
        assert all(a["href"].startswith("data:") for t, a in page.tags if t == "link")
        assert all(not a["src"].startswith(("http:", "https:", "//")) for _, a in page.tags if "src" in a)


def test_every_picture_has_its_sentence(site):
    for path in pages(site):
        for image in Page(path).images:
            assert 40 < len(image["alt"]) <= 350
            assert "No description" not in image["alt"]


def test_the_first_screen_answers(site):
    text = " ".join("".join(Page(site / "index.html").text).split())
    for words in (
        "Ukraine's figure was 2.7 times South Korea's. The public record accounts for little of the difference.",
        "As known on 27 December 2024",
        "×2.0 to ×2.9",
        "This is not evidence that either source is wrong.",
        "Nothing since the first run.",
        "361 printed figures of 131 statements",
        "One figure of Santos-Burgoa et al. was 2.5 times the other. The public record accounts for the whole difference.",
    ):
        assert words in text


def test_every_figure_has_its_files_next_to_it(site):
    """PNG, SVG with text as text, and a table that no spreadsheet runs, linked below each picture of every page."""
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        pictures = re.findall(r"<img\b.*?(?=<img\b|<footer|</main>)", text, re.DOTALL)
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


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_a_browser_shows_the_pages_without_a_word_on_its_console(site, tmp_path):
    for path in (site / "index.html", site / "dprk-kursk" / "03-gap.html"):
        dom, log = browse(path, tmp_path, log=True)
        assert "<h2" in dom or "<h1" in dom
        assert not re.findall(r"CONSOLE.*", log)


COPY = """<script>
addEventListener("load", async () => {
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
  document.documentElement.dataset.seen = JSON.stringify(seen);
});
</script></body>"""


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_the_button_copies_the_note_of_its_view_or_selects_it_where_the_clipboard_is_denied(site, tmp_path):
    page = (site / "index.html").read_text(encoding="utf-8")
    copy = tmp_path / "copy.html"
    copy.write_text(re.sub(r'content="default-src[^"]*"', "", page).replace("</body>", COPY), encoding="utf-8")
    dom = browse(copy, tmp_path)
    seen = json.loads(html.unescape(re.search(r'data-seen="([^"]*)"', dom)[1]))
    notes = [gap.note() for case in CASES for _, gap in dc.settings("03-gap", case=case).views]
    denied = "Selected: press Ctrl+C (on a Mac, Cmd+C)."
    assert [text.strip() for text in seen] == [x for n in notes for x in (n, "Copied.")] + [x for n in notes for x in (n, denied)]
    # The page itself lets the script run: the buttons, hidden where no script runs, are there.
    buttons = re.findall(r'<button type="button" class="copy"[^>]*>', browse(site / "index.html", tmp_path))
    assert len(buttons) == len(notes)
    assert not [b for b in buttons if "hidden" in b]


@pytest.mark.parametrize("case", CASES)
def test_one_file_holds_every_page_picture_and_table_of_a_report(site, case):
    page = Page(site / case / "report.html")
    assert not [tag for tag, _ in page.tags if tag in ("script", "iframe", "object", "button")]
    own = sum(len(Page(site / case / f"{step}.html").images) for step in STEPS)
    assert len(page.images) == own + len(re.findall(rf'<img src="{case}/', (site / "index.html").read_text(encoding="utf-8")))
    assert all(image["src"].startswith("data:image/png;base64,") and len(image["alt"]) > 40 for image in page.images)
    tables = {a["download"] for tag, a in page.tags if tag == "a" and "download" in a}
    assert tables == {path.name for path in (site / case / "figures").glob("*.csv")}
    assert not [a["href"] for tag, a in page.tags if tag == "a" and not a["href"].startswith(("https://", "http://", "#", "data:text/csv"))]


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["index.html", *(f"dprk-kursk/{step}.html" for step in STEPS), "hurricane-maria/report.html"])
def test_axe_finds_nothing(site, tmp_path, name, dark):
    found = audit(site / name, tmp_path, dark)
    assert found["dark"] == dark and found["rules"] > 30
    assert found["violations"] == []


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_a_report_prints_to_the_same_bytes_twice(site, tmp_path):
    page = (site / "hurricane-maria" / "report.html").read_bytes()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.html").write_bytes(page)
    export.to_pdf(tmp_path, [{"case": name} for name in ("one", "two")])
    one, two = ((tmp_path / name / "report.pdf").read_bytes() for name in ("one", "two"))
    assert one == two and one.startswith(b"%PDF-") and len(re.findall(rb"/Type /Page\b", one)) > 3
