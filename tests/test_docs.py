"""The site of docs/ as readers have it: `make docs` builds it and runs these; without it they are skipped."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import audit
from conftest import ROOT
from helpers import Elements

import discrepancy as dc
from discrepancy.app.cli.group import main

SITE = ROOT / os.environ.get("DOCS_SITE", "docs-site")
pytestmark = pytest.mark.skipif("DOCS_SITE" not in os.environ, reason="`make docs` builds the site and runs these")

# A page of each kind: prose, figures, a case, long tables, wide ones, signatures, commands with their output.
KINDS = "index gallery cases/dprk-kursk data method python/the-gap commands".split()


PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}
WHOLE = """([paper, width]) => getComputedStyle(document.body).backgroundColor === paper
  && document.documentElement.scrollWidth <= width"""

SHADES = """() => new Set([...document.querySelectorAll(".drawing svg *")].filter(e => e.checkVisibility()).map(e => getComputedStyle(e).stroke)).size"""
MOVED = """() => [...document.querySelectorAll(".md-typeset__scrollwrap")].filter(e => e.scrollWidth > e.clientWidth).length"""


@pytest.fixture(scope="module")
def pages():
    return {path.relative_to(SITE).as_posix(): Elements(path.read_text(encoding="utf-8")) for path in sorted(SITE.rglob("*.html"))}


def test_nothing_is_loaded_from_anywhere(pages):
    for name, page in pages.items():
        loaded = [a.get("src") or a.get("srcset") for tag in ("script", "img", "source", "iframe") for a in page.all(tag)]
        loaded += [a["href"] for a in page.all("link") if a.get("rel") != "canonical"]
        assert not [x for x in loaded if x and re.match(r"(\w+:)?//", x)], name
    for path in SITE.rglob("*.css"):
        assert not re.findall(r"@import|url\([\"']?(?:\w+:)?//", path.read_text(encoding="utf-8")), path.name
    for path in SITE.rglob("*.js"):
        if path.name != "search_index.js":  # the words of the pages
            assert not re.findall(r"https?://(?!www\.w3\.org/)[\w.]+", path.read_text(encoding="utf-8")), path.name


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    ids = {name: {a["id"] for _, a in page.found if "id" in a} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        for href in (a["href"] for a in page.all("a") if "href" in a):
            path, _, anchor = href.partition("#")
            if name == "404.html" or re.match(r"\w+:", href):
                continue
            target = os.path.normpath((SITE / name).parent / unquote(path)) if path else SITE / name
            place = Path(target).relative_to(SITE).as_posix()
            if not Path(target).is_file() or (anchor and unquote(anchor) not in ids.get(place, ())):
                broken.append(f"{name}: {href}")
    assert broken == []


def test_the_reference_has_every_public_name_and_every_command(pages):
    shown = {a["id"].rpartition(".")[2] for name, page in pages.items() if name.startswith("python/") for _, a in page.found if "id" in a}
    modules = {"dates", "plots", "report", "story"}
    figures = {name for name in vars(dc.plots) if callable(getattr(dc.plots, name)) and not name.startswith("_")}
    assert (set(dc.__all__) - modules) | figures <= shown
    assert set(main.commands) <= {a.get("id") for _, a in pages["commands.html"].found}


def test_each_case_has_its_page_with_figures_that_say_what_they_show(pages):
    for name in dc.case_names():
        drawn = [a for a in pages[f"cases/{name}.html"].all("svg") if a.get("class") in ("wide", "phone")]
        assert len(drawn) == 4 and all(len(a["aria-label"]) > 60 for a in drawn), name
    assert [a.get("class") for a in pages["gallery.html"].all("figure")] == ["drawing two"] * len(dc.case_names())


@pytest.mark.parametrize("name", KINDS)
def test_a_page_is_whole_at_three_widths_in_both_schemes(browser, name):
    def ask(page):
        shades, moved = set(), set()
        for width in (390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, paper in PAPER.items():
                page.emulate_media(color_scheme=scheme)
                page.wait_for_function(WHOLE, arg=[paper, width], timeout=5000)
                shades |= {page.evaluate(SHADES)}
            moved |= {page.evaluate(MOVED)} if width == 390 else set()
        return [shades, moved]

    seen = browser.look(SITE / f"{name}.html", ask)
    shades, moved = seen.answer
    assert (
        moved == {0}
        and (shades == {0} or min(shades) > 3)
        and seen.console == []
        and all(address.startswith(("file:", "data:")) for address in seen.asked)
    )


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(browser, name):
    rules, found = audit(browser, SITE / f"{name}.html")
    assert rules > 20 and found == []


def test_search_answers_from_a_folder(browser):
    def ask(page):
        page.get_by_role("textbox", name="Search").click()
        page.keyboard.type("waterfall")
        page.locator(".md-search-result__item").first.wait_for()
        return page.locator(".md-search-result__list").inner_text()

    assert "Reading the waterfall" in browser.look(SITE / "index.html", ask, width=1280).answer
