"""How numbers, names and results are said: one spelling for one number, wherever it stands; and whoever holds a result can show it."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import ROOT, row
from hypothesis import given
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import story
from discrepancy.app.cli.group import main
from discrepancy.display import Prose, Table
from discrepancy.report.pages.charts import Course, rest
from discrepancy.report.pages.records import Finding, Shown
from discrepancy.saying import telling
from discrepancy.saying.numbers import alike, count, count_to, factor, number, plural, significant, spelled, times, times_to
from discrepancy.saying.text import clean, clip

A_FACTOR = re.compile(r"×([\d.,]*\d)|([\d.,]*\d) times")


@pytest.mark.parametrize(
    ("a", "said"), [(1_080, "1.08"), (1_500, "1.50"), (1_634, "1.63"), (1_963, "2.0"), (2_319, "2.3"), (9_970, "10"), (261_400, "260")]
)
def test_a_factor_has_one_spelling_wherever_it_stands(make_case, a, said):
    folder = make_case([row("alpha", "2024-12-23", f"exactly {a}"), row("beta", "2024-12-23", "exactly 1000")])
    gap, ratio = dc.explain(dc.load_case(folder), "alpha", "beta"), a / 1000
    finding = Finding("", "", "", (Shown("A", a, "", ""), Shown("B", 1000, "", "")), ratio=ratio, rest=ratio)
    course = Course.of("", [(date(2024, 12, day), "", finding) for day in (23, 24)])
    run = dc.settings("03-gap", case=str(folder), a="alpha", b="beta")
    texts = {
        "headline": story.headline(gap),
        "sentences": story.gap_story(gap)[0][1],
        "note": gap.note(),
        "first screen": " ".join(n["number"] + n["label"] for n in story.screen(gap.case, [("", gap)])["views"][0]["numbers"]),
        "repr": repr(gap),
        "command": CliRunner().invoke(main, ["gap", str(folder), "--a", "alpha", "--b", "beta"]).output,
        "notebook": repr(run.factors_table()),
        "waterfall": f"{dc.plots.waterfall(gap).title} {dc.plots.waterfall(gap).alt}",
        "range bar": f"{dc.plots.range_bar(gap).title} {dc.plots.range_bar(gap).alt}",
        "choices": dc.plots.choices(dc.multiverse(gap.case, "alpha", "beta")).alt,
        "page": f"{rest(finding)} {course.text} {course.points[0].text}",
    }
    for where, text in texts.items():
        text = re.sub(r"Of\s+two\s+such\s+differences\s+together,\s+each\s+would\s+be\s+×[\d.,]*\d", "", text)
        found = {one or other for one, other in A_FACTOR.findall(text)} - {"1"}
        assert found == {said}, (where, text)


def test_a_remainder_near_1_is_told_from_1():
    assert [times(m) for m in (0.962, 1.0, 1.0004, 1.04)] == ["×0.96", "×1", "×1.0004", "×1.04"]
    assert (times(1.003), times_to(1.003, 1.3), times_to(1.001, 1.003)) == ("×1.003", "×1 to ×1.30", "×1.001 to ×1.003")
    assert (times_to(2.31, 2.34), times_to(1.2, 1.2)) == ("×2.31 to ×2.34", "×1.20")  # a digit more, or one number
    assert times_to(1.04, 4.07) == "×1.04 to ×4.1"


@given(st.floats(1e-4, 1e6), st.floats(1e-4, 1e6))
def test_a_larger_factor_never_reads_as_a_smaller_one(x, y):
    low, high = sorted((x, y))
    read = lambda text: float(text.replace(",", ""))
    assert read(factor(low)) <= read(factor(high))
    assert read(alike(low, high)[0]) <= read(alike(low, high)[1])
    assert read(factor(low)) == pytest.approx(low, rel=0.051)


@given(st.floats(1.0, 1e9), st.integers(2, 4))
def test_a_count_carries_as_many_digits_as_were_asked_for(x, digits):
    assert float(number(x, digits).replace(",", "")) == pytest.approx(significant(x, digits))
    assert len(number(x, digits).replace(",", "").replace(".", "").rstrip("0")) <= digits
    assert count(round(x)) == f"{round(x):,}"
    assert count_to(round(x), round(x) + 1) == f"{round(x):,} to {round(x) + 1:,}"


def test_nouns_follow_their_number():
    assert [plural(n, "claim") for n in (0, 1, 2, 1200)] == ["0 claims", "1 claim", "2 claims", "1,200 claims"]
    assert [spelled(n, "day") for n in (0, 1, 10, 11)] == ["no days", "one day", "ten days", "11 days"]
    assert spelled(4) == "four"


def test_text_that_hides_or_turns_is_shown_without():
    assert clean("3,000\u202e dead\x1b[2J\u200b") == "3,000 dead[2J"
    assert (clean("a long name", 8), clip("a long name", 8)) == ("a long …", "a long…")


def test_each_kind_of_result_that_is_told_has_who_tells_it(kursk):
    tables = [pd.DataFrame({"region": ["north", "south"], "killed": numbers}) for numbers in ([10, 20], [10, 50])]
    results = {
        type(r): r for r in (dc.explain(kursk), dc.pool(kursk), dc.independence(kursk), dc.where(*tables, by="region"), dc.panel(kursk))
    }
    results |= {dc.Lists: dc.lists(*(pd.DataFrame({"id": ids}) for ids in ([1, 2, 3], [2, 3, 4, 5])), by="id")}
    telling.told(results[dc.Gap], "note")  # loads whoever tells
    assert {kind for kind, _ in telling._TELLERS} == set(results)
    for kind, what in telling._TELLERS:
        words = repr(Prose(said) if isinstance(said := telling.told(results[kind], what), tuple | list) else said)
        assert len(words.split()) > 20 and not story.NEVER.search(words)


@pytest.mark.parametrize(
    ("low", "call"),
    [
        ("from discrepancy.sources.independence import independence", "independence(case)"),
        ("from discrepancy.sources.consensus import pool", "pool(case)"),
        ("from discrepancy.gap.explain import explain", "explain(case).note()"),
    ],
)
def test_a_result_is_told_where_only_its_own_module_was_imported(low, call):
    code = f"from discrepancy.case.load import load_case\n{low}\ncase = load_case('hurricane-maria')\nprint(repr({call}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and len(done.stdout.split()) > 15


def test_a_table_tells_one_row_that_is_hidden_in_the_singular_and_no_limit_below_with_its_sign():
    table = Table(pd.DataFrame({"lowest": [-math.inf, 1.5], "highest": [math.inf, 2.5]}), most=1)
    assert repr(table).splitlines()[1:] == ["−∞      ∞", "1 more row in the data."]
