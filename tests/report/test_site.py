"""The report as a user gets it: both cases, all notebooks, one command; what the pages and report.json hold."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter

import pytest
from browser import BROWSER, audit
from conftest import ROOT
from helpers import Elements, check_harmless

import discrepancy as dc
from discrepancy.report.pages import export

CASES = ("dprk-kursk", "hurricane-maria")
STEPS = ("01-claims", "02-normalize", "03-gap", "04-sources")
HOME = "https://example.org/figures/"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("report") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "discrepancy", "report", *CASES, "--jobs", "1", "--out", str(out), "--embed", "waterfall", "--url", HOME],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("8 pages in ")
    assert f"embed: {out / 'dprk-kursk' / 'embed' / 'waterfall.html'}" in done.stdout
    assert "Traceback" not in done.stderr
    return out


def elements(path):
    return Elements(path.read_text(encoding="utf-8"))


def pages(site):
    return [site / "index.html", *(site / case / f"{step}.html" for case in CASES for step in STEPS)]


def every_page(site):
    return [*pages(site), *(site / case / name for case in CASES for name in ("claims.html", "report.html", "embed/waterfall.html"))]


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


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
    leads = [a["href"] for tag, a in page.found if tag == "a" and "href" in a]  # a mark without an address leads nowhere in it
    assert not [href for href in leads if not href.startswith(("https://", "http://", "#", "data:text/csv"))]


@pytest.mark.parametrize(
    "name",
    ["index.html", "dprk-kursk/03-gap.html", "dprk-kursk/04-sources.html", "hurricane-maria/claims.html", "hurricane-maria/report.html"],
)
def test_axe_finds_nothing(site, browser, name):
    rules, violations = audit(browser, site / name, dark="0" not in name)  # report.html holds all pages, with the same styles
    assert rules > 30 and violations == []


LETTERS = """() => [...document.querySelectorAll('.drawing svg text')].flatMap(text => {
  const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return scale ? [parseFloat(getComputedStyle(text).fontSize) * scale] : [];
})"""
SMALL = """() => [...document.querySelectorAll("a, summary, button, select, label")]
  .filter(x => !x.closest("svg") && x.checkVisibility() && x.getClientRects()[0].height < 24).map(x => x.outerHTML.slice(0, 120))"""
STACKED = """() => [...document.querySelectorAll("table.rows td")].filter(cell => cell.textContent).map(cell => [
  getComputedStyle(cell, "::before").content, cell.getBoundingClientRect().right <= innerWidth])"""
PAPER = "() => getComputedStyle(document.querySelector('.drawing svg path')).fill"


@pytest.mark.parametrize("name", ["index.html", *(f"dprk-kursk/{step}.html" for step in STEPS)])
def test_on_a_phone_lettering_can_be_read_links_can_be_hit_rows_fit_and_nothing_glares_in_the_dark(site, browser, name):
    ask = lambda page: [page.evaluate(each) for each in (LETTERS, SMALL, STACKED, PAPER, "() => document.documentElement.scrollWidth")]
    sizes, small, cells, paper, wide = browser.look(site / name, ask, dark=True, width=390).answer
    assert len(sizes) > 20 and min(sizes) >= 9
    assert small == [] and all(label not in ("none", "normal") and right for label, right in cells)
    assert paper == "rgb(21, 24, 28)" and wide <= 390
    sizes, small = browser.look(site / name, lambda page: [page.evaluate(each) for each in (LETTERS, SMALL)], width=768).answer
    assert min(sizes) >= 9 and small == []


def test_the_drawings_of_a_page_are_light_and_share_no_identifier(site):
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        drawn = "".join(re.findall(r'<figure class="drawing.*?</figure>', text, re.DOTALL))
        assert 1000 < len(gzip.compress(drawn.encode())) < 120_000
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len({*ids})
        assert {*re.findall(r'(?:url\(|href=")#([\w.-]+)', drawn)} <= {*ids}


def test_a_mark_leads_to_the_row_of_its_claim_and_says_what_and_in_one_file_to_its_address(site):
    folder, claims = site / "dprk-kursk", dc.load_case("dprk-kursk").by_id
    marks = lambda path: re.findall(r'<a [^>]*?href="([^"]+)"[^>]*><title>([^<]+)</title>', path.read_text(encoding="utf-8"))
    rows = {row["id"] for row in elements(folder / "claims.html").all("tr") if "id" in row}
    for name, to in (
        ("01-claims.html", ""),
        ("04-sources.html", ""),
        ("../index.html", "dprk-kursk/"),
        ("embed/waterfall.html", HOME + "dprk-kursk/"),
    ):
        led = [address.partition("#")[2] for address, _ in marks(folder / name) if address.startswith(f"{to}claims.html#")]
        assert len(led) > 3 and rows.issuperset(led), name
    led = {address.removeprefix("claims.html#"): said for address, said in marks(folder / "01-claims.html")}
    assert any(said.startswith("Ukraine's president: “already exceeds 3,000 people”") for said in led.values())
    assert any(not claims[claim].url for claim in led)
    assert {claims[claim].url for claim in led} - {""} <= {html.unescape(address) for address, _ in marks(folder / "report.html")}


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_a_report_prints_to_the_same_bytes_twice(site, tmp_path):
    page = (site / "hurricane-maria" / "report.html").read_bytes()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.html").write_bytes(page)
    export.to_pdf(tmp_path, [{"case": name} for name in ("one", "two")])
    one, two = ((tmp_path / name / "report.pdf").read_bytes() for name in ("one", "two"))
    assert one == two and one.startswith(b"%PDF-") and len(re.findall(rb"/Type /Page\b", one)) > 3


@pytest.mark.skipif(not BROWSER, reason="no Chromium on this machine")
def test_chromium_reaches_nobody_while_it_prints(tmp_path):
    """Its own log of its network: no address was asked for, nothing was connected or sent. What it would ask finds no name."""
    log = tmp_path / "net.json"
    (tmp_path / "report.html").write_text("<!doctype html><img src='https://evil.example/x'>")
    with export.printed(BROWSER, tmp_path, f"--log-net-log={log}") as (process, _):
        process.wait(60)
    assert (tmp_path / "report.pdf").stat().st_size
    found = json.loads(log.read_text(encoding="utf-8", errors="replace"))
    kinds = {number: name for name, number in found["constants"]["logSourceType"].items()}
    types = {number: name for name, number in found["constants"]["logEventTypes"].items()}
    outward = {"SOCKET", "DNS_TRANSACTION", "HOST_RESOLVER_IMPL_JOB"}, {"TCP_CONNECT_ATTEMPT", "SOCKET_BYTES_SENT", "UDP_BYTES_SENT"}
    assert outward[0] <= {*kinds.values()} and outward[1] <= {*types.values()}  # as it calls them
    seen = {kinds[event["source"]["type"]] for event in found["events"]}, {types[event["type"]] for event in found["events"]}
    assert "URL_REQUEST" in seen[0] and not seen[0] & outward[0] and not seen[1] & outward[1]


# --- what leads, what is where ------------------------------------------------------------------------------------------

ORDER = """() => [".finding .headline", ".numbers", ".finding p:not(.kicker)", "[id=03-gap-waterfall]", "[id=03-gap-claims-over-time]",
  "[id=03-gap-choices]", "[id=03-gap-conditions]", "#how-this-was-found", "[id=03-gap-needed]", "#sources"]
  .map(what => document.querySelector(what.replace("=03-gap-", "='03-gap-").replace(/([a-z])\\]$/, "$1']")).getBoundingClientRect().top)"""


def test_the_page_of_the_gap_leads_with_the_finding_and_says_then_how_it_was_found(site, browser):
    tops = browser.look(site / "dprk-kursk" / "03-gap.html", ORDER, width=390, height=800).answer
    assert tops == sorted(tops) and tops[0] < 270


def test_no_page_says_a_paragraph_twice(site):
    for path in every_page(site):
        said = [words(p) for p in re.findall(r"<p(?! class=.files)\b[^>]*>(.*?)</p>", path.read_text(encoding="utf-8"), re.DOTALL)]
        assert [p for p, n in Counter(said).items() if n > 1 and len(p) > 40] == [], path.name


def test_each_page_has_a_title_a_description_a_picture_and_a_language_and_calls_the_case_by_its_name(site):
    titles = set()
    for path in every_page(site):
        text = path.read_text(encoding="utf-8")
        meta = {a.get("property") or a.get("name"): a["content"] for a in elements(path).all("meta") if "content" in a}
        titles.add(title := re.search("<title>(.*?)</title>", text)[1])
        assert title and '<html lang="en">' in text and 20 < len(meta["description"]) <= 200
        assert html.unescape(title).startswith(meta["og:title"]) and meta["og:description"] == meta["description"]
        if path.name != "report.html":  # one file has no files beside it
            assert meta["og:image"].startswith(HOME) and (site / meta["og:image"].removeprefix(HOME)).is_file()
            assert len(meta["og:image:alt"]) > 40
        for part in (title, *re.findall(r"<(?:header|nav|h1)\b.*?</(?:header|nav|h1)>", text, re.DOTALL)):
            assert not {*CASES} & {*re.findall(r"[\w-]+", words(part))}, part
    assert len(titles) == len(every_page(site)) - 2  # the whole report is called by its finding, as the page of the gap is


def test_headings_and_figures_have_addresses_and_long_pages_say_what_is_on_them(site):
    for path in pages(site)[1:]:
        text = path.read_text(encoding="utf-8")
        main = text[text.index("<main") : text.index("</main>")]
        assert not re.findall(r"<h[23](?! id=| class=.headline)[^>]*>", main), path
        ids = {*re.findall(r'\bid="([^"]+)"', text)}
        listed = re.findall(r'<li class="level-\d"><a href="#([^"]+)">', text)
        assert {*listed, *re.findall(r'href="#([^"]+)"', text)} <= ids
        assert len(listed) >= 4 or len(re.findall("<h[23] id", main)) < 4
        assert re.findall(r'<a href="#([^"]+)" title="The address of this figure">Link</a>', text) == [
            name for name in re.findall(r'<figure class="drawing two" id="([^"]+)"', text)
        ]


def test_each_page_leads_on_and_back_and_every_link_arrives(site):
    ids = {path.resolve(): {*re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))} for path in every_page(site)}
    for path in every_page(site):
        for a in elements(path).all("a"):
            framed = a.get("href", "").startswith(HOME)  # in a frame an address is whole
            name, _, place = a.get("href", "").removeprefix(HOME).partition("#")
            if not re.match(r"https?://|data:", name):
                target = ((site / name) if framed else path.parent / name if name else path).resolve()
                assert target.is_file() and (not place or place in ids[target]), (path, a)
    turns = {path: [a["rel"] for a in elements(path).all("a") if a.get("rel") in ("prev", "next")] for path in every_page(site)}
    for case in CASES:
        assert all(turns[site / case / f"{name}.html"] == ["prev", "next"] for name in (*STEPS, "claims"))
    assert turns[site / "index.html"] == ["next", "next"]


@pytest.mark.parametrize("case", CASES)
def test_every_claim_of_a_case_is_on_a_page_and_the_case_can_be_taken_away(site, case, tmp_path):
    held = dc.load_case(case)
    page = elements(site / case / "claims.html")
    assert [row["id"] for row in page.all("tr")[1:]] == [c.claim for c in held.records]
    assert {c.url for c in held.records if c.url} <= {a["href"] for a in page.all("a")}
    with open(site / case / "claims.csv", newline="", encoding="utf-8") as file:
        assert [row["claim"] for row in csv.DictReader(file)] == [c.claim for c in held.records]
    with zipfile.ZipFile(io.BytesIO((site / case / "case.zip").read_bytes())) as packed:
        packed.extractall(tmp_path)
    assert dc.load_case(tmp_path / case).hash == held.hash and (tmp_path / case / "README.md").is_file()
    first = (site / case / "01-claims.html").read_text(encoding="utf-8")
    assert ('<a class="more" href="claims.html">113 more rows in the data.</a>' in first) == (case == "dprk-kursk")


SEARCH = """() => {
  const rows = () => [...document.querySelectorAll("#claims tbody tr")].filter(row => row.checkVisibility()).map(row => row.id);
  const at = id => document.getElementById(id);
  const set = (id, value) => { at(id).value = value; at(id).dispatchEvent(new Event("input")); return [rows().length, at("count").textContent]; };
  const all = rows().length, found = set("find", "zelensky 3,000"), part = set("find", "elensky"), none = set("find", "(");
  set("find", "");
  const one = set("source", "Pentagon");
  set("source", "");
  const said = document.querySelector("#claims th button");
  said.click(); said.click();
  const last = rows()[0];
  at("primary").click();
  return {all, found, part, none, one, last, sort: document.querySelector("#claims th").ariaSort, primary: rows().length};
}"""


def test_the_page_of_every_figure_is_searched_sorted_and_filtered_and_is_a_table_without_a_script(site, browser):
    path = site / "dprk-kursk" / "claims.html"
    assert 'aria-label="Figures" hidden' in path.read_text(encoding="utf-8")
    seen = browser.look(path, lambda page: page.evaluate(SEARCH) | {"small": page.evaluate(SMALL)}, width=768)
    held = dc.load_case("dprk-kursk").records
    assert seen.console == [] and seen.answer["all"] == 361 and seen.answer["sort"] == "descending"
    assert (
        seen.answer["small"] == []
        and 5 < seen.answer["found"][0] < 60
        and seen.answer["found"][1] == f"{seen.answer['found'][0]} of 361 figures"
    )
    assert seen.answer["part"][0] == 0  # a word is found from its start: "nis" in no ministry
    assert seen.answer["one"][0] == sum(c.source == "us-pentagon" for c in held) > 0
    assert seen.answer["primary"] == sum(c.primary for c in held)
    assert max(c.statement_date for c in held) == next(c.statement_date for c in held if c.claim == seen.answer["last"])


PRINTED = """() => [[...document.querySelectorAll(".files, nav, .code, .phone, .switch, button")].filter(x => x.checkVisibility()).length,
  [...document.querySelectorAll("h1, h2, h3, .words")].filter(x => x.checkVisibility() && getComputedStyle(x).breakAfter != "avoid").length,
  [...document.querySelectorAll("h1, h2, h3, figure")].filter(x => getComputedStyle(x).breakInside != "avoid").length]"""


def test_on_paper_no_heading_leaves_its_figure_and_nothing_to_click_is_printed(site, browser):
    ask = lambda page: (page.emulate_media(media="print"), page.evaluate(PRINTED))[1]
    assert browser.look(site / "dprk-kursk" / "03-gap.html", ask).answer == [0, 0, 0]


def test_a_figure_for_a_frame_holds_its_sentence_numbers_and_sources_and_runs_and_loads_nothing(site, browser):
    path = site / "dprk-kursk" / "embed" / "waterfall.html"
    text = path.read_text(encoding="utf-8")
    check_harmless(text)
    page = elements(path)
    assert "<script" not in text and "Of the ×2.7 between the two figures" in page.text
    assert (
        "This is not evidence that either source is wrong." in " ".join(re.sub(r"<[^>]*>", " ", text).split())
        and "already exceeds 3,000 people" in page.text
    )
    assert f"{HOME}dprk-kursk/03-gap.html#03-gap-waterfall" in [a["href"] for a in page.all("a")]
    assert all(a["target"] == "_blank" for a in page.all("a") if a["href"].startswith("http") and "target" in a)
    rules, violations = audit(browser, path)
    assert rules > 15 and violations == []
    seen = browser.look(
        path, "() => [document.querySelectorAll('details tbody tr').length, document.documentElement.scrollWidth]", width=390
    )
    assert seen.answer[0] >= 8 and seen.answer[1] <= 390 and seen.console == [] and len(seen.asked) == 1
