"""A notebook that needs something: left out of the reports of cases that lack it, with no link to it."""

from __future__ import annotations

import json

from conftest import row
from helpers import Performer, write_notebook

from discrepancy.case.load import load_case
from discrepancy.notebook.asking import has_parts
from discrepancy.report.plan import plan
from discrepancy.report.run import render

PLACE = "[measures.killed_or_wounded]\n[dimensions.place]\n"


def shared(make_case, name, places="PQ"):
    rows = [row(s, "2024-05-01", f"{n}", place=p, kind="fixed") for p in places for s, n in (("alpha", 300), ("beta", 200))]
    return load_case(make_case(rows, PLACE, name=name))


def test_it_is_in_the_reports_that_have_something_to_show_and_in_no_other(tmp_path, make_case):
    folder = tmp_path / "notebooks"
    write_notebook(folder, "01-claims", "1")
    write_notebook(folder, "06-where", "1", metadata={"discrepancy": {"needs": "parts"}})
    cases = [shared(make_case, "two", "PQ"), shared(make_case, "one", "P")]
    performer, lines = Performer(), []
    chosen = [(case.name, str(case.path), case) for case in cases]
    assert render(chosen, tmp_path / "site", notebooks=folder, execute=performer, echo=lines.append) == 0
    assert performer.ran == ["two 01-claims", "two 06-where", "one 01-claims"]
    kept = {name: json.loads((tmp_path / "site" / name / "report.json").read_text())["notebooks"] for name in ("one", "two")}
    assert [*kept["one"]] == ["01-claims"] and [*kept["two"]] == ["01-claims", "06-where"]
    performer = Performer()  # asked for alone it is shown, and says itself that there is nothing
    assert render(chosen, tmp_path / "alone", notebooks=folder, only=["06"], execute=performer, echo=lines.append) == 0
    assert performer.ran == ["two 06-where", "one 06-where"]


def test_pages_link_only_pages_that_are_there(make_case, tmp_path):
    notebooks = [plan.Notebook(tmp_path / f"{stem}.ipynb", needs=needs) for stem, needs in (("01-claims", ""), ("06-where", "parts"))]
    reports = [plan.Report("two", "two"), plan.Report("one", "one", without=("06-where",))]
    tasks = plan.make_tasks(reports, notebooks, tmp_path, 60)
    assert [(t.path, t.stem, t.siblings) for t in tasks] == [
        ("two", "01-claims", ("01-claims", "06-where")),
        ("two", "06-where", ("01-claims", "06-where")),
        ("one", "01-claims", ("01-claims",)),
    ]


def test_what_counts_as_something_to_show(make_case, kursk, maria):
    assert not has_parts(kursk, {}) and not has_parts(maria, {})
    assert has_parts(load_case("england-covid-deaths"), {}) and has_parts(load_case("hong-kong-july-march"), {})
    days = lambda n: [row(s, f"2024-05-0{d}", f"{100 * d}", as_of=f"2024-05-0{d}") for d in range(1, n + 1) for s in ("alpha", "beta")]
    assert [has_parts(load_case(make_case(days(n), name=f"days{n}")), {}) for n in (2, 3)] == [False, True]
    assert not has_parts(load_case(make_case(days(3), name="known")), {"known_by": "2024-05-02"})
    assert has_parts(kursk, {"as_of": "soon"})  # what is refused is left to the notebook
