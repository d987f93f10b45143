"""The report as a user gets it: both cases, all notebooks, one command; what the pages and report.json hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from conftest import ROOT

CASES = ("dprk-kursk", "hurricane-maria")
STEPS = ("01-claims", "02-normalize", "03-gap")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("report") / "site"
    done = subprocess.run([sys.executable, "-m", "discrepancy", "report", "--out", str(out)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("6 pages in ")
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


def test_every_page_is_there_and_fetches_and_runs_nothing(site):
    for path in pages(site):
        page = Page(path)
        assert not [t for t, _ in page.tags if t in ("script", "iframe", "object")]
        assert all(a["href"].startswith("data:") for t, a in page.tags if t == "link")
        assert all(not a["src"].startswith(("http:", "https:", "//")) for _, a in page.tags if "src" in a)
        assert any("Content-Security-Policy" in a.get("http-equiv", "") for t, a in page.tags if t == "meta")


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
        "361 printed figures of 131 statements",
        "One figure of Santos-Burgoa et al. was 2.5 times the other. The public record accounts for the whole difference.",
    ):
        assert words in text


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


BROWSER = next(
    (b for b in ("chromium", "chromium-browser", "google-chrome") if any(os.access(f"{d}/{b}", os.X_OK) for d in os.get_exec_path())), ""
)


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_a_browser_shows_the_pages_without_a_word_on_its_console(site, tmp_path):
    for path in (site / "index.html", site / "dprk-kursk" / "03-gap.html"):
        done = subprocess.run(
            [
                BROWSER,
                *["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
                *["--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--v=0", "--dump-dom"],
                f"--user-data-dir={tmp_path}",
                path.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert "<h2" in done.stdout or "<h1" in done.stdout
        assert not re.findall(r"CONSOLE.*", done.stderr)
