"""Many reports in one run: sweeps, a choice of notebooks, and what need not be run again.

Notebooks are performed by `performer`, which writes what a worker would; only one test starts real workers.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, row
from helpers import PARAMETERS, Performer, in_this_process, tree, write_notebook

import discrepancy as dc
from discrepancy.report import run
from discrepancy.report.errors import ReportError
from discrepancy.report.pages.fragments import read_fragment
from discrepancy.report.plan import plan, reuse, sweep
from discrepancy.report.plan.plan import Outcome
from discrepancy.report.run import render
from discrepancy.report.site import publish


def case_rows() -> list[dict]:
    """Three sources; the third gives its first figure a month later, a fourth gives none that can be compared."""
    return [
        row("north", "2024-01-01", "3,000"),
        row("south", "2024-01-01", "around 1,100"),
        row("east", "2024-02-01", "about 2,000"),
        row("west", "2024-01-01", "500", kind="period"),
    ]


@pytest.fixture
def case(make_case):
    return dc.load_case(make_case(case_rows()))


@pytest.fixture
def notebooks(tmp_path):
    for stem in ("01-claims", "03-gap"):
        write_notebook(tmp_path / "notebooks", stem, "x = 1", parameters=f'{PARAMETERS}\nb = ""  # other\nrule = ""  # how')
    return tmp_path / "notebooks"


class Site:
    """A place to publish to, and the notebooks and the case that go there."""

    def __init__(self, folder: Path, notebooks: Path, case):
        self.out, self.notebooks, self.case = folder / "site", notebooks, case
        self.lines: list[str] = []

    def render(self, performer=None, **options) -> list[str]:
        """Render and return what was performed; the code is in `code`, what was said in `lines`."""
        performer = performer or Performer()
        self.lines.clear()
        cases = [(self.case.name, str(self.case.path), self.case)]
        self.code = render(cases, self.out, notebooks=self.notebooks, echo=self.lines.append, execute=performer, **options)
        return performer.ran


@pytest.fixture
def site(tmp_path, notebooks, case):
    return Site(tmp_path, notebooks, case)


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(ReportError) as caught:
        call(*args, **kwargs)
    assert caught.value.code == 2
    return str(caught.value)


# --- sweeps as typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("as_of=2024-12-23..2025-01-06/7d", "2024-12-23 2024-12-30 2025-01-06"),  # both ends, where the step meets the second
        ("as_of=2024-12-23..2025-01-05/1w", "2024-12-23 2024-12-30"),
        ("as_of=2024-01-31..2024-04-30/1m", "2024-01-31 2024-02-29 2024-03-31 2024-04-30"),  # a short month does not shorten the next
        ("as_of=2024-11-15..2025-05-14/3m", "2024-11-15 2025-02-15"),
        ("as_of=2024-12-23..2024-12-23/1d", "2024-12-23"),
        (" rule = hedge, as-printed ", "hedge as-printed"),
        ("pair=a:b,b:a,a:c", "a:b b:a a:c"),
        ("pair=all", "all"),
    ],
)
def test_a_sweep_is_a_range_of_days_a_list_or_pairs(text, values):
    (parsed,) = sweep.parse([text])
    assert list(parsed.values) == values.split()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("as_of", "write NAME=VALUES, such as as_of=2024-12-23..2025-06-02/7d, rule=hedge,granularity or pair=all"),
        ("as_of=", "write NAME=VALUES, such as as_of=2024-12-23..2025-06-02/7d, rule=hedge,granularity or pair=all"),
        ("as_of=2024-13-01..2025-01-01/7d", '"2024-13-01" is no date: write YYYY-MM-DD, YYYY-MM or YYYY'),
        ("as_of=23.12.2024..2025-01-01/7d", '"23.12.2024" is no date here: write 2024-12-23'),
        ("as_of=2024-12..2025-01-01/7d", '"2024-12" is no day: a range starts and ends on one, YYYY-MM-DD'),
        ("as_of=2024-12-23..2024-12-01/7d", "the range ends on 2024-12-01, before it starts on 2024-12-23"),
        ("as_of=2024-12-23..2024-12-30", '"" is no step: write a number of days, weeks or months after a slash, such as /7d, /1w or /1m'),
        (
            "as_of=2024-12-23..2024-12-30/0d",
            '"0d" is no step: write a number of days, weeks or months after a slash, such as /7d, /1w or /1m',
        ),
        ("as_of=1000-01-01..2999-12-31/1d", "these are more than 5,000 points: take a longer step or a shorter range"),
        ("rule=hedge,,as-printed", "a value is empty: write NAME=VALUE,VALUE"),
        ("rule=hedge,as-printed,hedge", "hedge is there twice"),
        ("pair=a:b,c", '"c" is no pair: write two sides with a colon, such as a:b,a:c, or pair=all alone'),
        ("pair=all,a:b", '"all" is no pair: write two sides with a colon, such as a:b,a:c, or pair=all alone'),
        ("pair=a:a", '"a:a" is no pair: write two sides with a colon, such as a:b,a:c, or pair=all alone'),
    ],
)
def test_a_sweep_that_makes_no_sense_is_refused_with_what_would_be_right(text, sentence):
    assert refusal(sweep.parse, [text]) == f"--sweep {text}: {sentence}"


def test_all_that_is_wrong_with_sweeps_is_said_at_once():
    typed = ["x", "rule=a,a", "pair=a:b", "b=c", "as_of=2024,2025"]
    assert refusal(sweep.parse, typed, {"as_of": "2024"}).splitlines() == [
        "--sweep x: write NAME=VALUES, such as as_of=2024-12-23..2025-06-02/7d, rule=hedge,granularity or pair=all",
        "--sweep rule=a,a: a is there twice",
        "as_of is given with -p and with --sweep: one of the two",
        "b is swept twice: give all of its values in one --sweep",
    ]


def test_several_sweeps_make_a_grid_of_at_most_5000_points(case):
    grid, silent = sweep.points(sweep.parse(["rule=hedge,as-printed", "as_of=2024-02-01,2024-03"]), {"a": "north", "b": "south"}, case)
    assert [plan.label(point) for point in grid] == [
        f"rule={rule},as_of={day}" for rule in ("hedge", "as-printed") for day in ("2024-02-01", "2024-03")
    ]
    assert silent == {}
    many = sweep.parse(["x=" + ",".join(map(str, range(100))), "y=" + ",".join(map(str, range(51)))])
    assert refusal(sweep.points, many, {}) == "the sweeps make 5,100 points, and 5,000 at most are taken: use longer steps or fewer values"


def test_all_pairs_are_those_of_groups_that_can_speak_somewhere(case):
    def pairs(*typed, **given):
        grid, silent = sweep.points(sweep.parse(["pair=all", *typed]), given, case)
        return [plan.label(point) for point in grid], [plan.label(grid[n]) for n in silent]

    assert pairs(as_of="2024-01-15") == (["a=north,b=south"], [])
    assert pairs(as_of="2024-02-15") == (["a=north,b=south", "a=north,b=east", "a=south,b=east"], [])
    grid, silent = pairs("as_of=2024-01-15,2024-02-15")
    assert len(grid) == 6 and silent == ["a=north,b=east,as_of=2024-01-15", "a=south,b=east,as_of=2024-01-15"]


def test_values_that_the_case_does_not_have_are_refused(case):
    accepted = "accepted are any claim, source or group; the groups are north, south, east, west"
    assert refusal(sweep.points, sweep.parse(["pair=north:soth", "rule=hedge,x"]), {"as_of": "soon"}, case).splitlines() == [
        "case: as_of is 'soon': accepted are YYYY-MM-DD, YYYY-MM, YYYY, or nothing",
        f"case: b is 'soth': did you mean 'south'? {accepted}",
        "case: rule is 'x': accepted are hedge, granularity, as-printed",
    ]


def test_every_point_has_a_folder_of_its_own_below_the_case():
    def path(**point):
        return plan.Report("case", "case", point).path

    assert path(a="north", b="south", as_of="2024-12") == "case/a=north,b=south,as_of=2024-12"
    hostile = [path(a=text) for text in ("../../x", "..-..-x", "a/b", "a b", "a\tb", "é", "ü", "x" * 300, "x" * 301)]
    assert len(set(hostile)) == len(hostile)
    assert all(len(name) < 200 and name.count("/") == 1 and name.isascii() and " " not in name for name in hostile)


# --- the site of a sweep ------------------------------------------------------------------------------------------------


def test_a_sweep_has_a_report_a_point_and_a_page_for_the_case(site):
    ran = site.render(sweeps=["as_of=2024-01-01..2024-02-01/31d", "pair=north:south"], only=["03"])
    points = ["as_of=2024-01-01,a=north,b=south", "as_of=2024-02-01,a=north,b=south"]
    assert site.code == 0 and ran == [f"case/{point} 03-gap" for point in points]
    each = {f"case/{point}/{name}" for point in points for name in ("03-gap.html", "03-gap.json", "report.json", "report.html")}
    of_case = {f"case/{name}" for name in ("index.html", "claims.html", "claims.csv", "case.zip")}
    assert set(tree(site.out.resolve())) == {"index.html", "changes.json", reuse.PRODUCTS} | of_case | each
    record = json.loads((site.out / "case" / points[0] / "report.json").read_text())
    assert record == {
        "case": "case",
        "point": {"as_of": "2024-01-01", "a": "north", "b": "south"},
        "path": f"case/{points[0]}",
        "parameters": {},
        "notebooks": {"03-gap": {}},
    }
    assert "('as_of', '2024-01-01')" in (site.out / "case" / points[0] / "03-gap.html").read_text()
    page = (site.out / "case" / "index.html").read_text()
    assert all(f'<a href="{point}/03-gap.html">' in page for point in points)
    assert 'href="case/index.html"' in (site.out / "index.html").read_text()


def test_days_on_which_a_side_has_no_figure_yet_are_left_out_and_named(site):
    ran = site.render(sweeps=["as_of=2023-12-25..2024-01-08/7d"], parameters={"a": "north", "b": "south"}, only=["03-gap"])
    assert ran == ["case/as_of=2024-01-01 03-gap", "case/as_of=2024-01-08 03-gap"] and site.code == 0
    assert site.lines[0] == (
        "case: 1 of 3 points left out, as there is no gap to report on: as_of=2023-12-25 "
        "(as_of=2023-12-25: no claim can speak for 'north' on 2023-12-25: said after 25 December 2023)"
    )
    assert not (site.out / "case" / "as_of=2023-12-25").exists()


def test_at_most_ten_points_are_listed(site):
    site.render(sweeps=["as_of=2023-12-20..2024-01-01/1d"], parameters={"a": "north", "b": "south"})
    listed = " ".join(f"as_of=2023-12-{day}" for day in range(20, 30))
    assert f"12 of 13 points left out, as there is no gap to report on: {listed} and 2 more (as_of=2023-12-20: " in site.lines[0]


def test_a_sweep_without_a_single_gap_is_refused(site):
    message = refusal(site.render, sweeps=["as_of=2023-01-01,2023-02-01"], parameters={"a": "north", "b": "south"})
    assert message == (
        "case: there is no gap to report on at any of the points of the sweep: "
        "no claim can speak for 'north' on 2023-01-01: said after 1 January 2023"
    )
    assert not site.out.exists()


def test_points_that_only_a_notebook_finds_silent_are_left_out_as_well(site):
    performer = Performer(silent=["case/rule=hedge 03-gap"])
    site.render(performer, sweeps=["rule=hedge,as-printed"])
    assert site.code == 0 and "case: 1 of 2 points left out" in site.lines[-3]
    assert not (site.out / "case" / "rule=hedge").exists() and (site.out / "case" / "rule=as-printed").is_dir()
    silent = [f"case/rule={rule} 01-claims" for rule in ("hedge", "as-printed")]
    assert refusal(site.render, Performer(silent=silent), sweeps=["rule=hedge,as-printed"], force=True).endswith(": no claim can speak")
    assert refusal(site.render, Performer(silent=["case 03-gap"])) == "no claim can speak"  # without a sweep it is the whole report


def test_bad_data_end_a_sweep_as_they_end_any_run(site):
    performer = Performer(refuses=["case/rule=hedge 03-gap"])
    assert refusal(site.render, performer, sweeps=["rule=hedge,as-printed"]) == "claims.csv, line 3: no such day"
    assert len(performer.ran) == 2 and not site.out.exists()


def test_what_cannot_be_swept_is_refused(site):
    assert refusal(site.render, sweeps=["as_off=2024,2025"]).startswith('unknown parameter "as_off": did you mean "as_of"?')
    assert refusal(site.render, sweeps=["case=x"]) == '"case" cannot be given with --sweep: name the cases after the command'
    assert (
        refusal(site.render, sweeps=["as_of=2024,2025"], parameters={"as_of": "2024"})
        == "as_of is given with -p and with --sweep: one of the two"
    )


def test_a_real_report_of_a_point_leads_back_and_keeps_its_notebooks_apart(tmp_path, case):
    cells = (
        "open(f'{output_dir}/own.txt', 'w').write(as_of)",
        "class ClaimError(ValueError): pass\nif as_of == '2024-02-01': raise ClaimError('nobody')",
    )
    write_notebook(tmp_path / "notebooks", "03-gap", *cells)
    lines: list[str] = []
    cases = [(case.name, str(case.path), case)]
    sweeps = ["as_of=2024-01-01,2024-02-01"]
    assert (
        render(cases, tmp_path / "site", notebooks=tmp_path / "notebooks", sweeps=sweeps, echo=lines.append, execute=in_this_process) == 0
    )
    assert lines[-3] == "case: 1 of 2 points left out, as there is no gap to report on: as_of=2024-02-01 (as_of=2024-02-01: nobody)"
    folder = tmp_path / "site" / "case" / "as_of=2024-01-01"
    assert (folder / "own.txt").read_text() == "2024-01-01" and not (folder / "../as_of=2024-02-01").exists()
    page = (folder / "03-gap.html").read_text()
    assert 'href="../../index.html#case"' in page and '<a href="../index.html">case</a>, ' in page


# --- a choice of notebooks ----------------------------------------------------------------------------------------------


def test_notebooks_are_chosen_by_name_or_number(notebooks):
    def chosen(*names):
        return [notebook.stem for notebook in plan.find_notebooks(notebooks, names)]

    assert chosen() == chosen("3,01-claims") == chosen("03", "01") == ["01-claims", "03-gap"]
    assert chosen("03") == chosen("03-gap.ipynb") == ["03-gap"]
    assert refusal(chosen, "03-gab,7") == 'no notebook "03-gab": did you mean "03-gap"? no notebook "7". There are 01-claims, 03-gap'


def test_the_parameters_of_a_notebook_are_read_without_running_it(notebooks):
    assert plan.find_notebooks(notebooks)[0].parameters == ("case", "a", "as_of", "output_dir", "b", "rule")
    broken = write_notebook(notebooks, "04-broken")
    broken.write_text(broken.read_text().replace("case: str", "case str"))
    assert refusal(plan.find_notebooks, notebooks) == f"{broken}: line 1 of its parameters is not Python: write one NAME = VALUE a line"


# --- what need not be run again -----------------------------------------------------------------------------------------

BOTH = ["case 01-claims", "case 03-gap"]


def test_what_has_not_changed_is_not_run_again_and_the_site_is_the_same(site):
    assert site.render() == BOTH
    first = tree(site.out.resolve())
    assert site.render() == []
    assert tree(site.out.resolve()) == first
    assert site.lines[-1].endswith(f" s, 2 of them unchanged: {site.out / 'index.html'}")
    assert site.render(force=True) == BOTH and "unchanged" not in site.lines[-1]


def test_a_run_of_what_is_there_starts_no_worker_and_loads_no_notebook_stack(site):
    site.render()
    code = """
import sys
import discrepancy as dc
from discrepancy.report.run import render
from discrepancy.report.kernels import execute
execute._workers = None
case = dc.load_case(sys.argv[3])
assert render([(case.name, sys.argv[3], case)], sys.argv[1], notebooks=sys.argv[2]) == 0
assert not {"papermill", "nbconvert", "nbformat", "nbclient", "pandas", "matplotlib"} & set(sys.modules)
"""
    command = [sys.executable, "-c", code, str(site.out), str(site.notebooks), str(site.case.path)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "2 pages in" in done.stdout and "2 of them unchanged" in done.stdout


def test_what_a_page_depends_on_makes_it_run_again_and_nothing_else(site, make_case, monkeypatch):
    site.render()
    write_notebook(site.notebooks, "03-gap", "x = 'another cell'")
    assert site.render() == ["case 03-gap"]
    assert site.render(parameters={"as_of": "2024-01-01"}) == BOTH
    assert site.render(parameters={"as_of": "2024-01-01"}) == []
    site.case = dc.load_case(make_case([*case_rows(), row("more", "2024-03-01", "7,000")]))
    assert site.render(parameters={"as_of": "2024-01-01"}) == BOTH
    monkeypatch.setattr(reuse, "_version", lambda name: "2.0" if name == "pandas" else "1.0")
    reuse.machinery.cache_clear()
    assert site.render(parameters={"as_of": "2024-01-01"}) == BOTH
    reuse.machinery.cache_clear()


def test_another_page_beside_it_makes_a_page_run_again_as_it_links_to_its_neighbours(site):
    assert site.render(only=["03"]) == BOTH[1:]
    assert site.render() == BOTH


def test_outputs_that_are_stored_in_a_notebook_do_not_count(site):
    site.render()
    path = site.notebooks / "03-gap.ipynb"
    path.write_text(path.read_text().replace('"execution_count": 9', '"execution_count": 10'))
    assert site.render() == []


def test_the_librarys_own_files_count_and_the_cases_inside_it_do_not(tmp_path):
    package = tmp_path / "package"
    for name in ("a.py", "templates/b.j2", "data/case/claims.csv", "__pycache__/a.pyc"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1")
    hashes = [reuse._own_code(package)]
    for name in ("data/case/claims.csv", "__pycache__/a.pyc", "a.py", "templates/b.j2"):
        (package / name).write_text("2")
        hashes.append(reuse._own_code(package))
    assert hashes[0] == hashes[1] == hashes[2] != hashes[3] != hashes[4]


def test_every_dependency_that_shapes_a_page_is_in_the_key():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {spec.partition(">=")[0] for spec in project["dependencies"]}
    # These read, check and carry; what they read is in the key.
    silent = "beautifulsoup4 click fastjsonschema jupyter-client python-dateutil sentencex traitlets"
    assert names - {*silent.split()} <= {*reuse.DEPENDENCIES}


def test_a_sweep_that_grows_runs_its_new_points_only(site):
    assert len(site.render(sweeps=["as_of=2024-01-01..2024-01-15/7d"])) == 6
    assert site.render(sweeps=["as_of=2024-01-01..2024-01-22/7d"]) == ["case/as_of=2024-01-22 01-claims", "case/as_of=2024-01-22 03-gap"]
    assert site.lines[-1].startswith("8 pages in ") and ", 6 of them unchanged: " in site.lines[-1]


@pytest.mark.parametrize("harm", ["edited", "deleted", "linked"])
def test_a_file_that_was_changed_by_hand_is_made_again(site, harm, tmp_path):
    site.render()
    good = tree(site.out.resolve())
    page = site.out / "case" / "03-gap.html"
    if harm == "edited":
        page.write_text(page.read_text().replace("03", "04"))  # as long as before, and in the file that an earlier run may share
    else:
        page.unlink()
        if harm == "linked":
            (tmp_path / "same").write_bytes(good["case/03-gap.html"])
            page.symlink_to(tmp_path / "same")
    assert site.render() == ["case 03-gap"]
    assert tree(site.out.resolve()) == good and not page.is_symlink()


def test_a_list_of_products_that_cannot_be_read_or_leads_elsewhere_is_worth_nothing(site, tmp_path):
    site.render()
    listed = site.out.resolve() / reuse.PRODUCTS
    for text in ("", "[]", "{", '{"k": 1}', listed.read_text().replace('"03-gap.html"', '"../../../x.html"')):
        listed = site.out.resolve() / reuse.PRODUCTS
        listed.write_text(text)
        assert site.render() == BOTH


def test_what_did_render_in_a_failed_run_is_kept_for_the_next_and_not_published(site):
    place = publish.Place.at(site.out)
    assert site.render(Performer(fails=["case 03-gap"])) == BOTH and site.code == 1
    assert not site.out.exists() and (place.failed / "case" / "03-gap.failed.ipynb").exists()
    assert site.render(Performer(fails=["case 03-gap"])) == ["case 03-gap"] and site.code == 1  # and from one failed run to the next
    assert site.render() == ["case 03-gap"] and site.code == 0
    assert not list(site.out.resolve().rglob("*failed*")) and not place.failed.exists()


def test_an_interrupted_run_keeps_what_did_render_as_well(site):
    assert site.render(Performer(interrupt_after=1)) == BOTH[:1] and site.code == 130
    assert site.lines[-1] == "interrupted: nothing published, there is no earlier site; what did render is kept for the next run"
    assert site.render(Performer(interrupt_after=0)) == [] and site.code == 130
    assert site.lines[-1] == "interrupted: nothing published, there is no earlier site"
    assert site.render() == BOTH[1:]


def test_a_run_whose_workers_were_ended_keeps_what_did_render(site):
    class Ended(Performer):
        def __call__(self, tasks, scratch):
            yield next(super().__call__(tasks, scratch))
            raise ReportError("a worker process was ended from outside", code=1)

    with pytest.raises(ReportError, match=r"ended from outside; what did render is kept for the next run$") as caught:
        site.render(Ended())
    assert caught.value.code == 1 and site.render() == BOTH[1:]


class Edits(Performer):
    """Leaves what notebooks leave, and edits every file of the case, and a table beside it, before each."""

    def __init__(self, *files):
        super().__init__()
        self.files, self.seen = files, []

    def __call__(self, tasks, scratch):
        for task in tasks:
            for file in self.files:
                file.write_text(file.read_text().replace("3,000", "9,000") + "\n")
            given = task.parameters
            self.seen += [Path(given["lists"]).read_text()] if given.get("lists") else []
            task.folder.mkdir(parents=True)
            run = dc.settings(task.stem, case=given["case"], output_dir=str(task.folder))
            run.save("Title", "Question?")
            (task.folder / f"{task.stem}.html").write_text(str(run.claims_table()))
            yield Outcome(task.path, task.stem, 0.1, read_fragment(task.folder, task.stem))


def test_a_table_that_is_edited_during_a_run_makes_no_page_of_another_state(site, tmp_path):
    folder = site.case.path
    for name in ("README.md", "LICENSE"):
        (folder / name).write_text("as it was")
    site.case = dc.load_case(folder)
    before = tree(folder)
    site.render(Edits(*(folder / name for name in before)))
    assert site.code == 0 and tree(folder) != before
    made = tree(site.out.resolve())
    hashes = {name: json.loads(raw)["record"]["hash"] for name, raw in made.items() if re.fullmatch(r"case/0\d-\w+\.json", name)}
    assert len(hashes) == 2 and {*hashes.values()} == {site.case.hash} != {dc.load_case(folder).hash}
    assert not [name for name, raw in made.items() if b"9,000" in raw]
    assert all(b"3,000" in made[f"case/{name}"] for name in ("claims.html", "claims.csv", "01-claims.html"))
    assert all(site.case.hash.encode() in made[name] for name in ("index.html", "case/report.html", "case/claims.html"))
    with zipfile.ZipFile(site.out / "case" / "case.zip") as packed:
        assert {name.removeprefix("case/"): packed.read(name) for name in packed.namelist()} == before
    assert not list(site.out.glob(".data"))


def test_a_table_that_a_parameter_names_is_read_once_and_again_where_it_changed(site, tmp_path):
    (table := tmp_path / "list.csv").write_text("id\n3,000\n")
    for stem in ("01-claims", "03-gap"):
        write_notebook(site.notebooks, stem, "x = 1", parameters=f'{PARAMETERS}\nlists = ""  # tables')
    site.render(edits := Edits(table), parameters={"lists": str(table)})
    assert site.code == 0 and edits.seen == ["id\n3,000\n"] * 2
    assert site.render(parameters={"lists": str(table)}) == BOTH
    assert site.render(parameters={"lists": str(table)}) == []


def test_a_notebook_that_read_other_data_than_the_run_has_failed(site):
    site.render(Performer(fragment={"record": {"hash": "of another day"}}))
    assert site.code == 1 and "03-gap for case failed: its data are not those that the run has read" in site.lines
    assert site.render(Performer(fragment={"record": {"hash": site.case.hash}})) == BOTH


def test_two_notebooks_that_write_one_file_are_noticed(site):
    class BothWrite(Performer):
        def __call__(self, tasks, scratch):
            for task, outcome in zip(tasks, super().__call__(tasks, scratch), strict=True):
                (task.folder / file).write_text(task.stem)
                yield outcome

    file = "table.csv"
    site.render(BothWrite())
    assert site.code == 1 and "03-gap for case failed: it writes table.csv, and so does 01-claims" in site.lines
    assert site.render() == BOTH[1:]  # the first was in order
    file = "report.json"
    site.render(BothWrite(), force=True)
    assert site.code == 1 and "01-claims for case failed: it writes report.json, and so does the report itself" in site.lines


def test_without_the_case_as_read_nothing_is_reused(tmp_path, notebooks):
    for _ in range(2):
        performer = Performer()
        assert render([("case", "case")], tmp_path / "site", notebooks=notebooks, echo=lambda line: None, execute=performer) == 0
        assert performer.ran == BOTH


# --- two runs on one place ----------------------------------------------------------------------------------------------


def test_a_run_that_shall_wait_says_for_whom_and_goes_on_when_the_other_has_ended(site, monkeypatch):
    monkeypatch.setattr(publish, "PATIENCE", 0.001)
    with ExitStack() as other:
        other.enter_context(publish.locked(publish.Place.at(site.out)))
        said = []

        def echo(line):
            said.append(line)
            other.close()

        cases = [(site.case.name, str(site.case.path), site.case)]
        assert render(cases, site.out, notebooks=site.notebooks, echo=echo, execute=Performer(), wait=float("inf")) == 0
    assert said[0] == f"another run (process {os.getpid()}) is writing {site.out}: waiting until it ends"
    assert (site.out / "index.html").exists()


def test_a_run_that_has_waited_long_enough_is_refused(site, monkeypatch):
    monkeypatch.setattr(publish, "PATIENCE", 0.001)
    with publish.locked(publish.Place.at(site.out)):
        message = refusal(site.render, wait=0.002)
    assert site.lines == [f"another run (process {os.getpid()}) is writing {site.out}: waiting until it ends, at most 0.002 s"]
    assert (
        message
        == f"another run (process {os.getpid()}) is still writing {site.out} after 0.002 s: wait longer, or give another place with --out"
    )


# --- the command --------------------------------------------------------------------------------------------------------


def test_the_command_hands_over_what_was_asked(monkeypatch):
    from discrepancy.app.cli.group import main

    asked = {}
    monkeypatch.setattr(run, "render", lambda cases, **given: asked.update(given, cases=cases) or 0)
    line = "report dprk-kursk --notebooks 03-gap --notebooks 01,02 --sweep as_of=2024,2025 --sweep pair=all --force --timeout 5 --wait"
    assert CliRunner().invoke(main, line.split()).exit_code == 0
    assert asked["only"] == ("03-gap", "01,02") and asked["sweeps"] == ("as_of=2024,2025", "pair=all")
    assert asked["force"] and asked["timeout"] == 5 and asked["wait"] == float("inf")
    assert asked["cases"][0][2].name == "dprk-kursk"
    CliRunner().invoke(main, ["report", "dprk-kursk", "--wait=60"])
    assert asked["wait"] == 60 and asked["timeout"] == 600 and not asked["force"]
    CliRunner().invoke(main, ["report", "dprk-kursk"])
    assert asked["wait"] == 0


def test_times_that_make_no_sense_are_refused(site):
    assert refusal(site.render, timeout=0) == "--timeout must be more than 0 seconds"
    assert refusal(site.render, wait=-1) == "--wait must be 0 seconds or more"
    assert refusal(site.render, timeout=float("nan")) == "--timeout must be more than 0 seconds"
