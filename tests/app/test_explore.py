"""05-explore: what follows the controls, set from Python; and once as a user has it, in JupyterLab in a browser."""

from __future__ import annotations

import html
import re
import shlex
import shutil
import sys
from html.parser import HTMLParser

import ipywidgets
import nbformat
import pytest
from click.testing import CliRunner
from conftest import CASUALTIES, RATIO, ROOT, row

import discrepancy as dc
from discrepancy import story
from discrepancy.app.cli import main
from discrepancy.report.plan.plan import find_notebooks

NOTEBOOK = ROOT / "notebooks" / "05-explore.ipynb"
TEXT = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)


@pytest.fixture
def view():
    return dc.explore("dprk-kursk")


def seen(*parts):
    """The words of parts of the interface."""
    return " ".join(" ".join(html.unescape(TEXT.sub(" ", part.value)).split()) for part in parts)


def picture(view):
    name = list(view.images)[view.tabs.selected_index]
    return re.search(r'alt="([^"]*)"', view.images[name].value)[1]


def fill(view, **cells):
    for column, value in cells.items():
        view.form.fields[column].value = value
    view.form.add.click()


def everything(view):
    parts = (view.question, view.claims, view.form, view.parameters)
    return [w for part in parts for w in walk(part)]


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def test_it_begins_with_what_the_case_asks(view):
    gap = dc.explain(view.run.case)
    assert story.headline(gap) in seen(view.headline)
    assert "×2.3 unexplained; 2.0 to 3.6 depending on choices" in seen(view.headline)
    assert "This is not evidence that either source is wrong." in seen(view.finding)
    assert picture(view).startswith("Waterfall")


def test_sentences_and_the_figure_that_is_looked_at_follow_each_control(view):
    def answers():
        return seen(view.headline, view.finding), picture(view), view.commands.value

    at = answers()
    for control, value in (
        ("known_by", "2024-12-27"),
        ("as_of", "2025-01-15"),
        ("b", "united-states"),
        ("a", "south-korea"),
        ("rule", "as-printed"),
        ("measure", "killed"),
    ):
        getattr(view, control).value = value
        before, at = at, answers()
        assert at[0] != before[0] or at[1] != before[1], control
        assert view.run.resolved[control] == value
    view.form.fields["wording"].value = "about"
    view.reset.click()
    assert view.run.resolved == dc.explore("dprk-kursk").run.resolved
    assert view.form.fields["wording"].value == "about"  # what was typed stays


def test_only_the_open_tab_is_drawn(view):
    drawn = [name for name, image in view.images.items() if image.value]
    assert drawn == ["Waterfall"]
    view.tabs.selected_index = 2
    forest = picture(view)
    assert forest.startswith("Forest")
    view.tabs.selected_index = 1
    view.as_of.value = "2025-03-01"
    view.tabs.selected_index = 2
    assert picture(view) != forest


def test_several_controls_at_once_are_answered_once(view, monkeypatch):
    asked = []
    draw = dc.plots.waterfall
    monkeypatch.setattr(sys.modules["discrepancy.app.lab.explorer"], "waterfall", lambda gap: asked.append(gap) or draw(gap))
    view.reset.click()
    view.rule.value, view.claims.listed.value = "granularity", view.claims.listed.options[0][1]
    view.case.value = "hurricane-maria"
    assert len(asked) == 3
    assert [value for _, value in view.measure.options] == ["certified", "excess"]


def test_the_sliders_go_over_the_days_on_which_both_sides_have_something_to_tell(view):
    days = lambda slider: [value for _, value in slider.options if value]
    assert view.as_of.options[0][1] == view.known_by.options[-1][1] == ""
    assert days(view.as_of) == days(view.known_by) == sorted(days(view.as_of))
    assert (days(view.as_of)[0], days(view.as_of)[-1], len(days(view.as_of))) == ("2024-12-19", "2026-02-12", 421)
    view.b.value = "united-states"
    assert (days(view.as_of)[0], days(view.known_by)[0]) == ("2024-12-18", "2024-12-18")
    view.case.value = "hurricane-maria"
    assert (days(view.as_of)[0], days(view.known_by)[0]) == ("2018-02-01", "2018-10-11")


@pytest.mark.parametrize("case", ["dprk-kursk", "hurricane-maria"])
def test_the_first_move_of_a_slider_is_an_answer(case):
    view = dc.explore(case)
    for slider in (view.as_of, view.known_by):
        for _, day in (slider.options[1 if slider is view.as_of else 0], slider.options[-1 if slider is view.as_of else -2]):
            slider.value = day
            assert 'class="numbers"' in view.headline.value, day
            assert picture(view).startswith("Waterfall")
        slider.value = ""


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"as_of": "2024-10-01"}, "No claim can speak for 'ukraine' on 2024-10-01: said after 1 October 2024 (20); a share (2)."),
        ({"known_by": "2024-09-30"}, "Nothing of the case dprk-kursk was known on 2024-09-30."),
        ({"case": "hurricane-maria", "known_by": "2018-01-01"}, "The claim 'gwu-displacement' was not known on 2018-01-01: it was said or published on 2018-08-28."),
    ],
)  # fmt: skip
def test_a_day_on_which_a_side_cannot_speak_is_told_in_a_sentence_and_is_no_error(asked, sentence):
    view = dc.explore(**{"case": "dprk-kursk"} | asked)
    for at, name in enumerate(view.images):
        view.tabs.selected_index = at
        if name != "Forest":  # sources that can speak still do
            assert seen(view.headline) == seen(view.images[name]) == sentence
    assert 'class="wrong"' not in view.headline.value + view.images["Waterfall"].value + view.images["Timeline"].value
    view.reset.click()
    assert 'class="numbers"' in view.headline.value and picture(view)


def test_what_came_later_is_in_no_part_of_the_view(view, make_case):
    view.claims.search.value = "surpassed 3,000"
    assert view.claims.listed.options
    view.known_by.value = "2024-12-27"
    assert not view.claims.listed.options and view.claims.search.value == "surpassed 3,000"
    view.claims.search.value = ""
    known = len(view.run.case.records)
    assert seen(view.claims.found) == f"{known} printed figures" and known == len(view.claims.listed.options) < 361
    view.claims.listed.value = next(claim for _, claim in view.claims.listed.options if claim.startswith("ukr-president-2024-12-23-kw"))
    assert all(day <= "2024-12-27" for day in re.findall(r"20\d\d-\d\d-\d\d", seen(view.claims.detail)))
    view.known_by.value = ""
    assert len(view.claims.listed.options) == 361

    claims = [row("alpha", "2024-12-23", "about 3,000"), row("beta", "2024-12-23", "about 500", "killed"), row("beta", "2025-03-01", "900")]
    view = dc.explore(str(make_case(claims, CASUALTIES + RATIO.replace("url =", 'published = "2025-01-02"\nurl ='))), b="beta")
    (assumption,) = view.assumptions.children
    assert assumption.layout.display is None
    view.known_by.value = "2025-01-01"
    assert assumption.layout.display == "none"


def test_it_begins_with_what_was_known(make_case):
    claims = [row("alpha", "2024-12-23", "about 3,000", "killed"), row("beta", "2024-12-23", "about 500", "killed")]
    claims += [row(source, f"2025-0{month}-01", "900", "fled") for source in ("gamma", "delta") for month in (1, 2, 3)]
    folder = str(make_case(claims))
    assert [dc.explore(folder).asked[name] for name in ("measure", "a", "b")] == ["fled", "gamma", "delta"]
    assert [dc.explore(folder, known_by="2024-12-31").asked[name] for name in ("measure", "a", "b")] == ["killed", "alpha", "beta"]


def test_an_assumption_moves_within_its_range_and_the_gap_with_it(make_case):
    claims = [row("alpha", "2024-12-23", "about 3,000"), row("beta", "2024-12-23", "about 500", "killed")]
    view = dc.explore(str(make_case(claims, CASUALTIES + RATIO)), b="beta")
    (slider, told) = view.assumptions.children[0].children
    assert (slider.min, slider.value, slider.max) == (1.0, 3.0, 8.8)
    assert seen(told) == "wounded for each killed: cited ×3, 1 to 8.8"
    assert "×1.50 is not accounted for" in seen(view.finding)
    slider.value = 4.0
    assert "×1.20 is not accounted for" in seen(view.finding)
    assert "Not in these commands before the case is saved: 1 assumption moved." in seen(view.commands)


def test_claims_are_filtered_by_words_source_and_measure(view):
    assert len(view.claims.listed.options) == 361
    view.claims.search.value = "surpassed 3,000"
    by_words = len(view.claims.listed.options)
    assert 0 < by_words < 20
    assert f"{by_words} of 361 printed figures" in seen(view.claims.found)
    view.claims.of_source.value = "nis"
    assert 0 < len(view.claims.listed.options) <= by_words
    view.claims.of_measure.value = "deployed"
    assert not view.claims.listed.options


def test_a_claim_shows_its_versions_what_differs_and_its_page(view):
    view.claims.listed.value = "ukr-president-2024-12-23-kw-fakty"
    assert "an upper limit where the closest wording found has a lower limit" in seen(view.claims.detail)
    assert "×0.94" in seen(view.claims.detail)
    assert 'href="https://fakty.com.ua/ua/ukraine/' in view.claims.detail.value
    view.claims.as_b.click()
    assert view.b.value == "ukr-president-2024-12-23-kw-fakty"
    view.claims.as_a.click()
    assert view.a.value == "ukr-president-2024-12-23-kw-fakty"


def test_a_bad_claim_gets_the_sentences_of_the_check(view):
    fill(view, source="nis", statement_date="23.12.2024", measure="killed_or_wounded", wording="many", url="ftp://x")
    assert "claims.csv:363: statement_date: '23.12.2024' is no date here: write 2024-12-23" in seen(view.form.outcome)
    assert '"many" has no number: give a phrase with a number' in seen(view.form.outcome)
    assert not view.draft.added


def test_a_good_claim_shows_how_the_gap_moves_and_can_be_taken_back(view):
    view.as_of.value = "2024-12-24"
    page = {"source": "nis", "url": "https://example.org/nis"}
    fill(view, statement_date="2024-12-24", as_of="2024-12-24", wording="about 2,000 killed or wounded", **page)
    assert "Added, in memory. The gap moves:" in seen(view.form.outcome)
    assert "1.9 to 3.6 depending on choices)" in seen(view.form.outcome)
    assert "was 1.50 times" in seen(view.headline)
    assert seen(view.form.outcome).endswith("This is not evidence that either source is wrong.")
    assert len(view.claims.listed.options) == 362
    assert "1 figure added and not saved." in seen(view.form.unsaved)
    view.form.undo.click()
    assert "was 2.7 times" in seen(view.headline) and len(view.claims.listed.options) == 361
    fill(view, statement_date="2026-02-01", as_of="", wording="about 9,000", **page)
    assert seen(view.form.outcome) == "Added, in memory. The gap of this view does not move."


def test_saved_it_is_a_case_that_the_commands_name(view, tmp_path):
    view.known_by.value = "2025-01-20"
    view.assumptions.children[0].children[0].value = 2.0
    fill(view, source="nis", statement_date="2024-12-23", wording="about 2,000", url="https://example.org/nis")
    found = seen(view.headline)
    view.form.folder.value = str(tmp_path / "a place")
    view.form.save.click()
    assert "the check found no problems" not in seen(view.form.outcome)  # a name with a space is none for a case
    assert "a case cannot be called 'a place'" in seen(view.form.outcome)
    view.form.folder.value = str(tmp_path / "mine")
    view.form.save.click()
    assert "Saved in" in seen(view.form.outcome) and view.case.value == str(tmp_path / "mine")
    assert seen(view.headline) == found
    assert "These commands give this view again." in seen(view.commands)
    run = dc.settings("03-gap", **{"case": view.report_command[2]} | parameters(view.report_command, "-p"))
    assert run.resolved == view.run.resolved
    assert run.gap.unexplained == view.run.gap.unexplained
    assert dc.explore("dprk-kursk").run.case.conversions[0].factor == 3.0


def parameters(words, option):
    return {words[i + 1]: words[i + 2] for i, word in enumerate(words) if word == option}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"as_of": "2025-01-15", "known_by": "2025-02-01", "rule": "as-printed"},
        {"a": "ukr-president-2024-12-23-kw-seed", "b": "jcs-2024-12-23-kw-seed"},
    ],
    ids=["plain", "everything", "claims"],
)
def test_the_commands_give_the_view_again(monkeypatch, make_case, asked):
    """Both are read by the programs themselves, from the line that is shown."""
    import papermill.cli

    import discrepancy.report.run

    view = dc.explore("dprk-kursk", **asked)
    report, papermill_ = (shlex.split(html.unescape(line)) for line in re.findall(r"<pre>(.*?)</pre>", view.commands.value))
    got = []
    monkeypatch.setattr(discrepancy.report.run, "render", lambda chosen, **how: got.append({"case": chosen[0][1]} | how["parameters"]) or 0)
    monkeypatch.setattr(papermill.cli, "execute_notebook", lambda **how: got.append(how["parameters"]))
    assert CliRunner().invoke(main, report[1:]).exit_code == 0
    done = CliRunner().invoke(papermill.cli.papermill, papermill_[1:])
    assert done.exit_code == 0, done.output
    for given in got:
        run = dc.settings("03-gap", **given)
        assert run.resolved == view.run.resolved
        assert run.gap.unexplained == view.run.gap.unexplained


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_text_of_a_case_is_never_markup(make_case):
    bad = "<img src=x onerror=alert()>\"'&"
    claims = [
        row("alpha", "2024-12-23", f"about 3,000 {bad}", reported_by=bad, notes=bad, claim=f"c1{bad}", statement="s"),
        row("alpha", "2024-12-24", f"nearly 3,000 {bad}", reported_by=bad, version_of=f"c1{bad}", statement="s"),
        row("beta", "2024-12-23", "about 500", reported_by="javascript:alert(1)"),
    ]
    sources = [{"source": "alpha", "name": bad, "group": "alpha"}, {"source": "beta", "name": "beta", "group": "beta"}]
    toml = f"title = '''{bad}'''\n[measures.killed_or_wounded]\nlabel = '''{bad}'''\n"
    view = dc.explore(str(make_case(claims, toml, sources=sources)))
    view.claims.listed.value = f"c1{bad}"
    fill(view, source=bad, wording=bad, url=bad)
    shown = [w for w in everything(view) if isinstance(w, ipywidgets.HTML)]
    assert any("&lt;img src=x" in w.value for w in shown)
    for widget in shown:
        for tag, attributes in Tags(widget.value).found:
            assert tag in {
                "style",
                "ul",
                "li",
                "b",
                "span",
                "h2",
                "h3",
                "p",
                "div",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "a",
                "img",
                "pre",
            }
            assert not [name for name in attributes if name.startswith("on")]
            assert attributes.get("href", "https://").startswith(("http://", "https://"))
            assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
    assert not any(getattr(w, "description_allow_html", False) for w in everything(view))


def test_every_control_says_what_it_is_and_every_picture_has_its_sentence(view):
    for control in everything(view):
        if isinstance(
            control, ipywidgets.Button | ipywidgets.Text | ipywidgets.Dropdown | ipywidgets.SelectionSlider | ipywidgets.FloatSlider
        ):
            assert control.description, control
    for i in range(3):
        view.tabs.selected_index = i
        assert len(picture(view)) > 60


def test_the_words_are_sober(view):
    fill(view, source="nis", statement_date="2024-12-23", wording="about 2,000", url="https://example.org/nis")
    told = seen(view.headline, view.finding, view.form.outcome, view.form.unsaved, view.commands)
    assert not story.NEVER.search(told)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"case": "dprk"}, "no case 'dprk'"),
        ({"rule": "heddge"}, "rule is 'heddge': did you mean 'hedge'?"),
        ({"b": "atlantis"}, "b is 'atlantis': accepted are any claim, source or group"),
        ({"on": "x"}, "on is no parameter: accepted are measure, a, b, as_of, known_by, rule"),
    ],
)
def test_a_wrong_beginning_is_refused_in_a_sentence(asked, sentence):
    with pytest.raises((dc.CaseError, dc.SettingError), match=re.escape(sentence)):
        dc.explore(**{"case": "dprk-kursk"} | asked)


def test_a_whole_that_is_only_given_in_parts_can_be_asked_for(make_case):
    parts = [row(s, "2024-12-23", f"{n} {m}", m, statement=s) for s in ("alpha", "beta") for m, n in (("killed", 100), ("wounded", 900))]
    view = dc.explore(str(make_case(parts, CASUALTIES)))
    view.measure.value = "killed_or_wounded"
    assert view.run.gap.a.value == 1000


def test_a_case_that_cannot_be_read_leaves_the_one_before(view, monkeypatch):
    def broken(_):
        raise dc.CaseError("claims.csv: is missing")

    monkeypatch.setattr(sys.modules["discrepancy.app.lab.explorer"], "load_case", broken)
    view.case.value = "hurricane-maria"
    assert seen(view.headline) == "claims.csv: is missing"
    assert view.case.value == "dprk-kursk"
    view.as_of.value = "2024-12-24"
    assert "1.9 to 3.6" in seen(view.headline)


def test_a_case_of_five_columns_and_one_that_is_broken(make_case):
    folder = make_case([row("alpha", "2024", "already exceeded 3,000"), row("beta", "2025-02", "around 1,100")])
    view = dc.explore(str(folder))
    assert "alpha" in seen(view.headline)
    good = {"source": "beta", "statement_date": "2024-12-24", "wording": "about 5", "url": "https://example.org"}
    for broken, sentence in ((b"\xff\xff", "claims.csv:1: is not UTF-8 text"), (b"", "claims.csv:1: has no rows")):
        (folder / "claims.csv").write_bytes(broken)
        fill(view, **good)
        assert sentence in seen(view.form.outcome)
    (folder / "claims.csv").unlink()
    fill(view, **good)
    assert "claims.csv: is missing" in seen(view.form.outcome)


def test_the_notebook_is_committed_empty_and_is_no_part_of_a_report():
    """Its outputs are controls, which mean nothing without a kernel: unlike the others it is committed without, and run in a browser."""
    notebook = nbformat.read(NOTEBOOK, 4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(c.execution_count is None and not c.outputs for c in code)
    assert not any(re.search(r"\b(def|class|if|for|while|lambda)\b", c.source.split("# ")[0]) for c in code)
    assert notebook.metadata.kernelspec.name == "python3"
    assert NOTEBOOK.stem not in [n.stem for n in find_notebooks(NOTEBOOK.parent)]


def test_in_jupyterlab_a_slider_moves_the_numbers_and_the_form_answers(tmp_path, browser):
    pytest.importorskip("jupyterlab", reason="no JupyterLab: the notebook is not tested in a browser")
    from lab import server

    (tmp_path / "notebooks").mkdir()
    shutil.copy(NOTEBOOK, tmp_path / "notebooks")
    with server(tmp_path / "notebooks", tmp_path / "home") as (address, token):
        seen = browser.look(f"{address}/lab/tree/05-explore.ipynb?token={token}", use, width=1440, height=2400)
    # JupyterLab's own question, which this server has no answer to, is none of ours.
    assert not [said for said in seen.console if said.startswith(("error", "assert")) and "/lsp/status" not in said]
    assert sorted(p.name for p in (tmp_path / "notebooks").iterdir() if not p.name.startswith(".")) == [NOTEBOOK.name]


def use(page):
    """What a user does: runs the notebook, moves a slider by the mouse and by the keyboard, and fills in the form."""
    page.set_default_timeout(60_000)
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.context.isReady && document.querySelectorAll('.jp-CodeCell').length >= 6"
    )
    page.evaluate("jupyterapp.shell.currentWidget.context.sessionContext.ready.then(() => true)")
    assert page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    ours = page.locator(".discrepancy")
    numbers = "document.querySelector('.discrepancy .numbers').innerText"
    page.wait_for_function(f"document.querySelector('.discrepancy .numbers') && {numbers}.includes('2.0 to 3.6')")
    page.wait_for_function("document.querySelectorAll('.discrepancy pre').length == 2")

    slider = ours.locator(".widget-hslider .noUi-target").first
    at = slider.bounding_box()
    page.mouse.click(at["x"] + 0.4 * at["width"], at["y"] + at["height"] / 2)
    page.wait_for_function(f"!{numbers}.includes('2.0 to 3.6')")
    assert ours.locator("img").count() == 1
    page.evaluate(
        "() => { window.seen = new Set(); new MutationObserver(() => seen.add(document.querySelector('.discrepancy img')?.src))"
        ".observe(document.querySelector('.discrepancy'), {childList: true, subtree: true}); }"
    )
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    last = ours.locator(".widget-hslider .widget-readout").first.inner_text()
    page.wait_for_function(f"document.querySelector('.discrepancy pre').innerText.includes('-p as_of {iso(last)}')")
    assert page.evaluate("seen.size") < 20  # the newest value wins, the ones between are left out

    page.get_by_role("button", name="Check and add", exact=True).click()
    ours.locator(".wrong", has_text="wording: is empty").first.wait_for()
    form = {"source": "nis", "statement date": "2025-01-01", "wording": "about 2,500", "url": "https://example.org/nis"}
    for label, value in form.items():
        field = ours.get_by_label(label, exact=True).last
        field.fill(value)
        field.blur()
    page.get_by_role("button", name="Check and add", exact=True).click()
    ours.locator("[role=status]", has_text=re.compile("^Added, in memory")).first.wait_for()


def iso(day):
    """A day as it is written in the tables: 3 January 2025."""
    number, month, year = day.split()
    return f"{year}-{dc.dates.MONTHS.index(month) + 1:02}-{int(number):02}"
