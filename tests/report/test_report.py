"""The report: published whole or not at all, and every text in it as harmless as it is plain.

Rendering starts processes and kernels, so few tests render; what can be tested as a function is.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, row
from helpers import (
    Elements,
    Performer,
    check_harmless,
    figure_cell,
    fragment,
    in_this_process,
    is_gone,
    put_site,
    screen,
    tree,
    wait_for,
    write_notebook,
)

import discrepancy as dc
from discrepancy.report.errors import ReportError
from discrepancy.report.pages import pages
from discrepancy.report.pages.charts import RangeBar
from discrepancy.report.pages.fragments import FragmentError, first_screen, read_fragment
from discrepancy.report.plan import plan, reuse
from discrepancy.report.run import render
from discrepancy.report.site import publish
from discrepancy.saying.numbers import times

HOSTILE = "<script>alert(1)</script> \"quoted\" & 'single' {{ 7 * 7 }} {% raw %} </style></title>"

# --- a published site ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Two hostile notebooks for two cases, rendered once; with the lines of progress."""
    folder = tmp_path_factory.mktemp("published")
    notebooks = folder / "notebooks with {braces}"
    write_notebook(notebooks, "01-claims", "print(f'as of {as_of}')", figure_cell("01-claims", HOSTILE))
    write_notebook(notebooks, "03-gap", figure_cell("03-gap", HOSTILE, with_screen=True))
    write_notebook(notebooks, "05-explore", "raise ValueError", metadata={"discrepancy": {"report": False}})
    lines: list[str] = []

    def run(jobs: int) -> int:
        cases = [("first", "first"), ("second", "/a/folder/second")]
        return render(cases, folder / "site", {"as_of": "007"}, notebooks=notebooks, echo=lines.append, jobs=jobs)

    assert run(2) == 0
    return folder, lines, run


def test_a_site_has_an_index_pages_notebooks_figures_and_results(published):
    folder, _, _ = published
    files = set(tree((folder / "site").resolve()))
    each = {f"{stem}.{kind}" for stem in ("01-claims", "03-gap") for kind in ("html", "json")}
    each |= {f"notebooks/{stem}.ipynb" for stem in ("01-claims", "03-gap")} | {"report.json", "report.html"}
    each |= {"figures/01-claims.png", "figures/03-gap.png"}
    assert files == {"index.html", "changes.json", reuse.PRODUCTS} | {f"{case}/{name}" for case in ("first", "second") for name in each}


def test_progress_is_one_plain_line_a_notebook_and_a_last_line_with_the_address(published):
    folder, lines, _ = published
    assert all(re.fullmatch(r"\[\d/4\] (first|second) 0[13]-\w+  \d+\.\d s", line) for line in lines[:4])
    assert lines[4] == "changes: none to tell, this is the first run"
    assert re.fullmatch(r"4 pages in \d+\.\d s: " + re.escape(str(folder / "site" / "index.html")), lines[5])


def test_values_stay_strings_and_executed_notebooks_name_no_folder_and_no_time(published):
    folder, _, _ = published
    text = (folder / "site" / "second" / "notebooks" / "01-claims.ipynb").read_text()
    notebook = nbformat.reads(text, as_version=4)
    injected = next(cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert 'as_of = "007"' in injected.source and 'case = "second"' in injected.source
    assert 'output_dir = ""' in injected.source
    assert ".site.runs" not in text and "papermill" not in text and "start_time" not in text
    assert [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"] == [1, 2, 3, 4]


def test_report_json_holds_the_fragments_as_they_were_written(published):
    folder, _, _ = published
    report = json.loads((folder / "site" / "first" / "report.json").read_text())
    assert report["case"] == "first" and report["parameters"] == {"as_of": "007"}
    assert report["notebooks"]["03-gap"] == fragment("03-gap", HOSTILE, True)


def test_hostile_text_is_shown_and_nothing_of_it_is_markup(published):
    for path in (published[0] / "site").resolve().rglob("*.html"):
        check_harmless(path.read_text())
        assert "49" not in Elements(path.read_text()).text
    index = Elements((published[0] / "site" / "index.html").read_text())
    for part in ("Kicker", "View", "Headline", "3,000", "A", "Head", "Body", "Note", "Foot", "Source", "seen", "Title", "Question"):
        assert f"{part} {HOSTILE}" in index.text, part


def test_links_between_pages_lead_somewhere(published):
    site = (published[0] / "site").resolve()
    for path in site.rglob("*.html"):
        for attributes in Elements(path.read_text()).all("a"):
            href = attributes["href"].partition("#")[0]
            assert href.startswith("https://") or not href or (path.parent / href).is_file(), (path, href)


def test_alt_text_is_kept(published):
    folder, _, _ = published
    for name in ("index.html", "first/01-claims.html"):
        images = Elements((folder / "site" / name).read_text()).all("img")
        assert images and all(image["alt"] == f"Alt {HOSTILE}" for image in images)


CODE = """() => {
  const shown = () => [...document.querySelectorAll("pre.code")].map(code => code.checkVisibility());
  const first = shown();
  document.querySelector(".switch + label").click();
  return [first, shown(), document.querySelectorAll("script, .switch").length];
}"""


@pytest.mark.parametrize("name", ["01-claims.html", "report.html"])
def test_one_switch_shows_the_code_of_a_page_without_a_script_and_prompts_are_not_shown(published, browser, name):
    path = (published[0] / "site").resolve() / "first" / name
    cells = 7 if name == "report.html" else 4
    assert browser.look(path, CODE).answer == [[False] * cells, [True] * cells, 1]
    assert "In&nbsp;[" not in path.read_text() and "Out[" not in path.read_text()


def test_a_second_run_by_one_worker_has_the_same_bytes_and_keeps_the_first_beside_it(published):
    folder, _, run = published
    first = (folder / "site").resolve()
    assert run(1) == 0
    second = (folder / "site").resolve()
    assert first != second and tree(first) == tree(second)
    assert sorted(path.name for path in (folder / ".site.runs").iterdir()) == sorted(["lock", first.name, second.name])


def test_the_callers_folder_and_home_are_left_alone(published):
    folder, _, _ = published
    assert {path.name for path in folder.iterdir()} == {"site", ".site.runs", "notebooks with {braces}"}
    assert len(list((folder / "notebooks with {braces}").iterdir())) == 3


# --- failures -----------------------------------------------------------------------------------------------------------


def test_failed_notebooks_are_named_and_kept_and_the_last_good_site_stands(tmp_path, capfd):
    notebooks = tmp_path / "notebooks"
    write_notebook(notebooks, "01-good", figure_cell("01-good"))
    write_notebook(notebooks, "02-raises", "x = 1", "raise ValueError('no such\\n  column')", "x = 2")
    write_notebook(notebooks, "03-exits", "import sys; sys.exit(0)", "x = 2")
    write_notebook(notebooks, "04-dies", "import os; os._exit(3)")
    write_notebook(notebooks, "05-slow", "import time; time.sleep(60)")
    write_notebook(notebooks, "06-fragment", "open(f'{output_dir}/06-fragment.json', 'w').write('{\"title\": NaN}')")
    place = put_site(tmp_path / "site")
    before, lines = place.current(), []
    assert render([("case", "case")], place.out, notebooks=notebooks, echo=lines.append, timeout=2, execute=in_this_process) == 1
    assert lines[6:] == [
        "02-raises for case failed in cell 4: ValueError: no such column",
        "03-exits for case failed: it ended after cell 3 of 4, as with sys.exit()",
        "04-dies for case failed in cell 3: its kernel died",
        "05-slow for case failed in cell 3: still running after 2 s",
        "case: 06-fragment.json is not valid JSON: NaN is not allowed; use null",
        f"nothing published, {place.out} stays as it was; what did render, and the failed notebook, are in {place.failed}",
    ]
    assert place.current() == before and (place.out / "index.html").read_text() == "good"
    kept = set(tree(place.failed / "case"))
    assert {f"{stem}.failed.ipynb" for stem in ("02-raises", "03-exits", "04-dies", "05-slow")} <= kept
    assert "01-good.html" in kept and "02-raises.html" not in kept
    failed = (place.failed / "case" / "02-raises.failed.ipynb").read_text()
    assert "no such" in failed and "papermill" not in failed
    assert capfd.readouterr() == ("", "")


def test_bad_input_is_not_a_broken_notebook(tmp_path):
    cell = "class CaseError(ValueError): pass\nraise CaseError('claims.csv, line 3: no such day\\nclaims.csv, line 4: too')"
    write_notebook(tmp_path / "notebooks", "01-claims", cell)
    place = put_site(tmp_path / "site")
    with pytest.raises(ReportError) as caught:
        render([("case", "case")], place.out, notebooks=tmp_path / "notebooks", echo=lambda line: None, execute=in_this_process)
    assert str(caught.value) == "claims.csv, line 3: no such day\nclaims.csv, line 4: too" and caught.value.code == 2
    assert (place.out / "index.html").read_text() == "good" and not place.failed.exists()
    assert len(publish._run_names(place)) == 1


def test_an_unknown_parameter_is_refused_before_anything_runs(tmp_path):
    write_notebook(tmp_path / "notebooks", "01-claims", f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(ReportError) as caught:
        render([("case", "case")], tmp_path / "site", {"as_off": "x"}, notebooks=tmp_path / "notebooks")
    assert str(caught.value) == 'unknown parameter "as_off": did you mean "as_of"? The notebooks take a, as_of'
    assert caught.value.code == 2 and not (tmp_path / "ran").exists() and not (tmp_path / "site").exists()


def test_a_kernel_that_does_not_start_gets_one_more_try_and_a_cell_error_none(monkeypatch, tmp_path):
    from discrepancy.report.kernels import worker

    tries = []

    def _execute(task, attempt):
        tries.append(attempt)
        raise errors[len(tries) - 1]

    monkeypatch.setattr(worker, "_execute", _execute)
    task = plan.Task("case", write_notebook(tmp_path, "01-claims", "x = 1"), {}, tmp_path, ("01-claims",), 60)
    errors = [worker.KernelNotStarted("port taken")] * 3
    outcome = worker.perform(task)
    assert outcome.failure == "01-claims for case failed: its kernel did not start: port taken" and len(tries) == 2
    tries.clear()
    errors = [worker.NotebookFailed("failed in cell 3: ValueError: x")]
    assert worker.perform(task).failure == "01-claims for case failed in cell 3: ValueError: x" and len(tries) == 1


@pytest.fixture
def sleeping(tmp_path):
    """A run in a process of its own, caught while its notebook sleeps: process, place, pids of worker and kernel."""
    marker = tmp_path / "marker"
    cell = f"""
    import os, time
    open(f"{{output_dir}}/half.txt", "w").close()
    open({str(marker)!r} + ".new", "w").write(f"{{os.getppid()}} {{os.getpid()}}")
    os.replace({str(marker)!r} + ".new", {str(marker)!r})
    time.sleep(60)
    """
    write_notebook(tmp_path / "notebooks", "01-claims", cell)
    place = put_site(tmp_path / "site")
    # What a shell starts in the background ignores Ctrl-C, and so does all that it starts.
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "from discrepancy.report.run import render; _, out, folder = sys.argv\n"
    code += "sys.exit(render([('case', 'case')], out, notebooks=folder))"
    command = [sys.executable, "-c", code, str(place.out), str(tmp_path / "notebooks")]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: marker.exists() or process.poll() is not None)
        yield process, place, [int(pid) for pid in marker.read_text().split()]
    finally:
        process.kill()
        process.communicate()


def test_a_killed_run_leaves_the_old_site_whole_and_nothing_behind(sleeping):
    process, place, pids = sleeping
    with pytest.raises(ReportError, match=rf"another run \(process {process.pid}\) is writing {place.out}"), publish.locked(place):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for(lambda: all(is_gone(pid) for pid in pids))
    assert (place.out / "index.html").read_text() == "good"
    assert len(publish._run_names(place)) == 2
    put_site(place.out, "better")
    assert (place.out / "index.html").read_text() == "better"
    assert not list(place.runs.rglob("half.txt"))


# --- what is refused at once --------------------------------------------------------------------------------------------


@pytest.fixture
def notebooks(tmp_path):
    write_notebook(tmp_path / "notebooks", "01-claims", "x = 1")
    return tmp_path / "notebooks"


def refusal(*args, **kwargs) -> str:
    with pytest.raises(ReportError) as caught:
        render(*args, **kwargs)
    assert caught.value.code == 2
    return str(caught.value)


def test_a_real_folder_or_file_or_foreign_link_is_refused_and_left_as_it_is(tmp_path, notebooks):
    out = tmp_path / "site"
    advice = "and was not made by a report, so it stays as it is: move it away, or give another place with --out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    assert refusal([("case", "case")], out, notebooks=notebooks) == f"{out} is a folder {advice}"
    assert tree(out) == {"thesis.txt": b"mine"}
    link = tmp_path / "link"
    link.symlink_to(out)
    assert refusal([("case", "case")], link, notebooks=notebooks) == f"{link} is a link to something else {advice}"
    file = tmp_path / "file"
    file.write_text("mine")
    assert refusal([("case", "case")], file, notebooks=notebooks) == f"{file} is a file {advice}"
    assert {path.name for path in tmp_path.iterdir()} == {"site", "link", "file", "notebooks"}


def test_a_second_run_is_refused_while_the_first_holds_the_lock(tmp_path, notebooks):
    place = publish.Place.at(tmp_path / "site")
    with publish.locked(place):
        run = publish.new_run(place)
        message = refusal([("case", "case")], place.out, notebooks=notebooks)
        assert run.is_dir()
    assert message == (
        f"another run (process {os.getpid()}) is writing {place.out}: let this one wait with --wait, or give another place with --out"
    )


def test_a_run_that_waited_reads_the_case_as_it_is_by_then(tmp_path, notebooks, make_case):
    """Else it would publish older data than the run that it waited for, and the next run would tell of the same rows again."""
    rows = [row("a", "2025-03-01", "about 3,000"), row("b", "2025-03-01", "around 1,100")]
    case = dc.load_case(make_case(rows))
    place, held = publish.Place.at(tmp_path / "site"), ExitStack()
    held.enter_context(publish.locked(place))

    def echo(line):
        if line.endswith("waiting until it ends, at most 60 s"):
            make_case([*rows, row("c", "2025-03-02", "2,000")])
            held.close()

    asked = [("case", str(case.path), case)]
    assert render(asked, place.out, notebooks=notebooks, wait=60, echo=echo, execute=Performer()) == 0
    assert len((place.out / "case" / "claims.csv").read_text().splitlines()) == 4


def test_after_a_clock_that_went_back_names_still_tell_which_run_was_first(tmp_path, monkeypatch):
    place = put_site(tmp_path / "site")
    ahead = place.runs / "20990101T000000.000000Z-1"
    os.rename(place.current(), ahead)
    place.out.unlink()
    place.out.symlink_to(f"{place.runs.name}/{ahead.name}")
    for text in ("second", "third"):
        put_site(place.out, text)
        assert place.current().name == max(publish._run_names(place)) and len(publish._run_names(place)) == 2
    assert [(place.runs / name / "index.html").read_text() for name in sorted(publish._run_names(place))] == ["second", "third"]


def test_requests_that_make_no_sense_are_refused(tmp_path, notebooks):
    out, good = tmp_path / "site", [("case", "case")]
    assert refusal([], out, notebooks=notebooks).startswith("no case to report on: ")
    assert refusal([("a", "a"), ("A", "x/A")], out, notebooks=notebooks).startswith('two cases are called "A"')
    assert refusal([("../up", "x")], out, notebooks=notebooks).startswith('a case cannot be called "../up" in a report')
    assert refusal(good, out, notebooks=notebooks, jobs=-1) == "--jobs must be 0 or more, not -1"
    told = '--url is "example.org": give an address such as https://example.org/figures'
    assert refusal(good, out, notebooks=notebooks, url="example.org") == told
    assert refusal(good, out, notebooks=tmp_path).startswith(f"no notebooks in {tmp_path}: ")
    assert refusal(good, out, {"case": "x"}, notebooks=notebooks).startswith('"case" cannot be given with -p: ')
    assert refusal(good, out, {"output_dir": "x"}, notebooks=notebooks).startswith('"output_dir" cannot be given with -p: ')
    (notebooks / "02-broken.ipynb").write_text("<<<<<<<")
    assert refusal(good, out, notebooks=notebooks) == f"{notebooks / '02-broken.ipynb'} is not a notebook that can be read"
    assert not out.exists() and not publish.Place.at(out).runs.exists()


def test_all_unknown_parameters_are_named_at_once():
    notebooks = [plan.Notebook(Path("01-claims.ipynb"), ("case", "a")), plan.Notebook(Path("03-gap.ipynb"), ("as_of", "output_dir"))]
    with pytest.raises(ReportError) as caught:
        plan.check_parameters(["as_off", "a", "zzz"], notebooks)
    assert str(caught.value) == ('unknown parameter "as_off": did you mean "as_of"? unknown parameter "zzz". The notebooks take a, as_of')


# --- publishing ---------------------------------------------------------------------------------------------------------


def test_the_link_is_relative_and_only_the_run_before_is_kept(tmp_path):
    place = put_site(tmp_path / "site", "one")
    first = place.current()
    put_site(place.out, "two")
    second = place.current()
    put_site(place.out, "three")
    assert not os.path.isabs(os.readlink(place.out))
    assert set(publish._run_names(place)) == {second.name, place.current().name} and not first.exists()
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("site", ".site.runs"):
        os.rename(tmp_path / name, moved / name)
    assert (moved / "site" / "index.html").read_text() == "three"


def test_a_reader_always_finds_a_whole_site(tmp_path):
    place = put_site(tmp_path / "site", "0" * 10_000)
    reader = textwrap.dedent("""
        import pathlib, sys
        path, seen = pathlib.Path(sys.argv[1], "index.html"), set()
        print("ready", flush=True)
        while not pathlib.Path(sys.argv[2]).exists():
            text = path.read_text()
            assert len(text) == 10_000 and len(set(text)) == 1
            seen.add(text[0])
        print(len(seen))
    """)
    command = [sys.executable, "-c", reader, str(place.out), str(tmp_path / "stop")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        for number in range(1, 40):
            put_site(place.out, str(number % 10) * 10_000)
        (tmp_path / "stop").touch()
        assert int(process.stdout.read()) > 1
    assert process.returncode == 0


# --- fragments and pages ------------------------------------------------------------------------------------------------


def test_a_notebook_without_a_fragment_is_a_page_all_the_same(tmp_path):
    assert read_fragment(tmp_path, "01-claims") == {}
    page = pages.index_page([{"case": "bare", "notebooks": {"01-claims": {}}}])
    assert '<a href="bare/01-claims.html">Claims</a>' in page and 'class="tabs"' not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([1], "01-x.json should be an object, not [1]"),
        ({"title": 1}, "01-x.json: title should be text, not 1"),
        ({"figures": {}, "screen": 3}, "01-x.json: screen should be an object, not 3"),
        ({"figures": ["a"]}, '01-x.json: figures should be a list of objects, not ["a"]'),
        ({"figures": [{"png": "../a.png"}]}, '01-x.json: figures[0].png should be a path below output_dir, not "../a.png"'),
        ({"figures": [{"png": "http://x/a.png"}]}, "01-x.json: figures[0].png should be a path below output_dir"),
        ({"figures": [{"svg": "a.svg"}]}, '01-x.json: figures[0].svg should be a file that the notebook wrote, not "a.svg"'),
        ({"screen": {"views": [{"figure": "b"}]}}, "screen.views[0].figure should be the name of a figure in this file"),
        ({"screen": {"foot": "x"}}, '01-x.json: screen.foot should be a list of texts, not "x"'),
        ({"screen": {"views": [{"numbers": [{"range": {"low": 2}}]}]}}, "numbers.range should be an object with low and high"),
        ({"screen": {"views": [{"numbers": [{"range": {"low": 0, "high": 1}}]}]}}, "range.low should be a number above 0, not 0"),
    ],
)
def test_a_wrong_fragment_is_refused_by_field(tmp_path, given, sentence):
    (tmp_path / "01-x.json").write_text(json.dumps(given))
    with pytest.raises(FragmentError, match=re.escape(sentence)):
        read_fragment(tmp_path, "01-x")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"gap": {"printed": {"ratio": 1e999}}}', "01-x.json is not valid JSON: "),  # infinite, which no file of the report may hold
        ('{"title": "\\ud800"}', "01-x.json is not valid JSON: "),  # half of a character, which no file can hold
        ('{"x": ' + "[" * 100_000 + "]" * 100_000 + "}", "01-x.json is not valid JSON: it is nested too deeply"),
        ('{"x": ' + "9" * 10_000 + "}", "01-x.json is not valid JSON: "),
        ('{"figures": [{"png": "a\\u0000b"}]}', "figures[0].png should be a file that the notebook wrote"),
        ('{"figures": [{"png": "' + "a" * 100_000 + '"}]}', "figures[0].png should be a file that the notebook wrote"),
        ('{"figures": [{"png": "a\\n/../../b"}]}', "figures[0].png should be a path below output_dir"),
        (
            '{"screen": {"views": [{"numbers": [{"range": {"low": 1' + "0" * 400 + ', "high": 2}}]}]}}',
            "range.low should be a number above 0",
        ),
        ('{"rows": {"a.b[0]{c}": {"words": 1}}}', "words should be text, not 1"),
    ],
)
def test_a_hostile_fragment_is_refused_in_a_short_sentence(tmp_path, text, sentence):
    (tmp_path / "01-x.json").write_text(text)
    with pytest.raises(FragmentError, match=re.escape(sentence)) as error:
        read_fragment(tmp_path, "01-x")
    assert len(str(error.value)) < 300 and str(error.value).encode()


def test_the_first_screen_is_that_of_the_first_notebook_that_has_one():
    assert first_screen({"01-claims": {}, "03-gap": {"screen": screen()}})[0] == "03-gap"
    assert first_screen({"01-claims": {}}) is None


def test_one_view_needs_no_tabs():
    one = screen()
    one["views"] = one["views"][:1]
    page = pages.index_page([{"case": "c", "notebooks": {"03-gap": {"screen": one}}}])
    assert 'class="tabs"' not in page and '<p class="view-label"' not in page


@pytest.mark.parametrize(
    ("span", "positions"),
    [
        ({"low": 2, "high": 4, "default": 2, "of": 4}, (0, 50, 100, 50, 100)),
        ({"low": 0.5, "high": 2}, (50, 0, 100, None, None)),  # a range that holds ×1
        ({"low": 0.25, "high": 0.5, "of": 0.25}, (100, 0, 50, None, 0)),  # the smaller figure first
        ({"low": 1, "high": 1, "default": 1, "of": 1}, (0, 0, 0, 0, 0)),  # no gap at all
        ({"low": 2, "high": 4, "of": 2}, (0, 50, 100, None, 50)),  # beyond the printed ratio
    ],
)
def test_range_bars_are_on_a_log_scale_from_one(span, positions):
    bar = RangeBar.of(span)
    assert (bar.one, bar.low, bar.high, bar.default, bar.end) == positions


@pytest.mark.parametrize(("value", "text"), [(2.7273, "×2.7"), (10, "×10"), (9.96, "×10"), (0.0366, "×0.037"), (1.0, "×1")])
def test_factors_carry_two_digits(value, text):
    assert times(value) == text


# --- in a browser -------------------------------------------------------------------------------------------------------

PROBE = """() => {
  const shown = () => [...document.querySelectorAll(".view")].map(view => getComputedStyle(view).display != "none");
  const first = shown();
  document.querySelectorAll(".tabs label")[1]?.click();
  const images = [...document.images].every(image => image.complete && image.naturalWidth > 0);
  const fits = document.documentElement.scrollWidth <= innerWidth;
  return {first, second: shown(), images, fits};
}"""


@pytest.mark.parametrize("width", [1100, 400])
def test_tabs_show_one_view_at_a_time_and_nothing_is_wider_than_the_screen(published, browser, width):
    seen = browser.look((published[0] / "site").resolve() / "index.html", PROBE, width=width).answer
    assert seen == {"first": [True, False] * 2, "second": [False, True, True, False], "images": True, "fits": True}


@pytest.mark.parametrize("name", ["index.html", "first/03-gap.html"])
def test_pages_draw_without_a_word_on_the_console(published, browser, name):
    seen = browser.look((published[0] / "site").resolve() / name, lambda page: page.screenshot())
    assert seen.console == [] and len(seen.answer) > 5_000
