"""The commands, as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import ROOT, row
from helpers import run


def test_help_imports_nothing_heavy():
    code = "import sys, discrepancy.app.cli; print([m for m in ('pandas', 'numpy', 'matplotlib', 'papermill', 'nbformat') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout.strip() == "[]"
    typed = subprocess.run([sys.executable, "-m", "discrepancy", "--help"], capture_output=True, text=True, cwd=ROOT)
    assert (typed.returncode, typed.stderr) == (0, "") and "read" in typed.stdout


def test_importing_the_package_imports_nothing_else_of_it():
    code = "import sys, discrepancy; print(sorted(m for m in sys.modules if m.startswith('discrepancy')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout.strip() == "['discrepancy']"


def test_the_first_figure_loads_no_pandas():
    code = """
import sys, discrepancy as dc
gap = dc.explain(dc.load_case("dprk-kursk"))
dc.story.screen(gap.case, [("", gap)])
for figure in (dc.plots.claims_over_time(gap), dc.plots.waterfall(gap), dc.plots.range_bar(gap)):
    assert set(figure._repr_mimebundle_()[0]) == {"image/png", "text/plain"}
print([m for m in ("pandas", "seaborn", "scipy", "hypothesis", "matplotlib.pyplot") if m in sys.modules])
assert len(figure.table) == 1
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_verbs_stay_functions_after_their_modules_are_imported():
    code = "import discrepancy as dc; dc.load_case; dc.explain; import discrepancy.sources.normalize; print(callable(dc.normalize), callable(dc.multiverse), callable(dc.settings))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout.strip() == "True True True"


def test_read_answers_in_words_and_in_json():
    assert run("read", "already exceeded 3,000").stdout.strip() == (
        '"already exceeded 3,000": over 3,000, from 3,000 to … (as read: 3,000 to 3,228), best 3,114'
    )
    answer = json.loads(run("read", "around 1,100", "--json").stdout)
    assert list(answer) == "printed value low best high open hedge rule unit per level grain assumed".split()
    assert (answer["value"], answer["open"], answer["hedge"]) == (1100, "none", "around")


def test_read_takes_phrases_from_standard_input_one_a_line():
    done = run("read", "--json", "-", stdin="nearly 3,000\none in five\n\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert lines[0]["high"] == 3000
    assert lines[1] == {
        "printed": "one in five",
        "error": '"one in five" is a share, not a count: give the count, or set kind to share in the table',
    }
    assert set(lines[2]) == {"printed", "error"}


def test_a_phrase_that_cannot_be_read_exits_with_2_and_a_sentence():
    done = run("read", "a lot")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == '"a lot" has no number: give a phrase with a number, such as "around 1,100", or leave the row out'


def test_gap_of_two_phrases_without_a_case():
    done = run("gap", "already exceeded 3,000", "around 1,100")
    assert "×2.8 is not accounted for by the public record." in done.stdout.replace("\n", " ")
    answer = json.loads(run("gap", "already exceeded 3,000", "around 1,100", "--json").stdout)
    assert answer["printed"]["ratio"] == 3000 / 1100
    assert answer["inputs"] == {}


def test_gap_of_a_case_as_json():
    done = run(
        "gap", "dprk-kursk", "--a", "ukraine", "--b", "south-korea", "--measure", "killed_or_wounded", "--as-of", "2024-12-23", "--json"
    )
    answer = json.loads(done.stdout)
    assert [f["name"] for f in answer["factors"]] == [
        "retelling",
        "wording",
        "revision",
        "definition",
        "timing",
        "scope",
        "standing",
        "unexplained",
    ]
    assert all({"name", "log", "sd", "multiplier", "low", "high", "share", "because"} <= set(f) for f in answer["factors"])
    assert set(answer["reconcilable"]) == {"statistical", "admissible"}
    assert answer["later_days"] == 21
    assert len(answer["inputs"]["claims.csv"]) == 64
    assert {c["claim"] for c in answer["claims"]} == {"ukr-president-2024-12-23-kw-fakty", "jcs-2024-12-23-kw-ytn"}
    known = json.loads(run("gap", "dprk-kursk", "--known-by", "2024-12-27", "--json").stdout)
    assert known["later_days"] is None


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("gap", "dprk-kursk", "--a", "ukrain"), "no claim, source or group 'ukrain' in the case dprk-kursk: did you mean 'ukraine'?"),
        (("gap", "dprk"), "no case 'dprk'"),
        (("gap", "3,000", "1,100", "--a", "x"), "--a: goes with a case, not with two phrases"),
        (("gap", "3,000", "a lot"), '"a lot" has no number'),
        (("check", "nowhere"), "no case 'nowhere': give a folder with a claims.csv, or one of china-co2-2013, dprk-kursk, "),
        (("report", "nowhere"), "no case 'nowhere'"),
        (("read", "3,000", "--rule", "x"), "--rule is 'x': use one of hedge, granularity, as-printed"),
    ],
)
def test_bad_usage_exits_with_2_and_a_sentence_never_a_traceback(args, sentence):
    done = run(*args)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_check_prints_every_problem_on_a_line_and_exits_with_2(make_case):
    folder = make_case([row("a", "soon", "a lot"), row("b", "2024-12-23", "around 1,100", url="x")])
    done = run("check", str(folder))
    assert done.returncode == 2
    assert done.stdout.splitlines() == [
        "read: claims.csv (2 rows)",
        "claims.csv:2: statement_date: 'soon' is no date: write YYYY-MM-DD, YYYY-MM or YYYY",
        'claims.csv:2: wording: "a lot" has no number: give a phrase with a number, such as "around 1,100", or leave the row out',
        "claims.csv:3: url: 'x' is no address: write http:// or https:// and the rest, or leave it empty and say why in notes",
    ]
    assert done.stderr == f"3 problems in {folder}\n"


def test_check_of_a_good_case_says_what_was_filled(make_case):
    done = run("check", str(make_case([row("a", "2024-12-23", "3,000"), row("b", "2024-12-23", "around 1,100")])))
    assert done.returncode == 0
    assert "filled: 2 of 2 claims taken as cumulative (kind was empty)" in done.stdout
    assert done.stdout.endswith("no problems\n")


def test_report_names_bad_data_before_it_starts_a_kernel(make_case, tmp_path):
    done = run("report", str(make_case([row("a", "soon", "3,000")])), "--out", str(tmp_path / "site"))
    assert done.returncode == 2
    assert "claims.csv:2: statement_date: 'soon' is no date" in done.stderr
    assert not (tmp_path / "site").exists()
