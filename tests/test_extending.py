"""docs/extending.md is true: one file to touch for a hedge, a language, a measure, a dimension, a figure."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, row

import discrepancy as dc

DOC = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")


def blocks(heading, language):
    """The code of one section."""
    section = re.search(rf"^## {heading}.*?(?=^## |\Z)", DOC, re.MULTILINE | re.DOTALL)[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def test_a_hedge_is_a_row_in_one_file(tmp_path):
    (entry,), (command,) = blocks("A hedge", "toml"), blocks("A hedge", "sh")
    phrase = re.search('"(.*)"', command)[1]
    assert dc.read(phrase).hedge != "a shade over"

    package = shutil.copytree(ROOT / "discrepancy", tmp_path / "discrepancy", ignore=shutil.ignore_patterns("__pycache__"))
    wording = package / "reading/languages/english/hedges.toml"
    wording.write_text(wording.read_text(encoding="utf-8").replace("[hedges]\n", "[hedges]\n" + entry, 1), encoding="utf-8")
    code = (
        f"import discrepancy as dc; r = dc.read({phrase!r}); print(r.hedge, r.open, r.low == 3000 < r.best, r.side); "
        f"print(dc.between({phrase!r}, 'around 1,100').factor('wording').because)"
    )
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == "a shade over high True floor"
    assert second.startswith(f"the first phrase: “{phrase}”, a lower limit, read as 3,000 to ")


def test_a_language_is_a_table_in_one_file(make_case, tmp_path):
    (table,) = blocks("A language", "toml")
    case = make_case([row("a", "2025-01-01", "meer dan drieduizend", language="nl", english="more than 300", translation="human")])
    assert dc.load_case(case)  # a language without a table is not compared

    package = shutil.copytree(ROOT / "discrepancy", tmp_path / "discrepancy", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "reading/languages/nl.toml").write_text(table, encoding="utf-8")
    code = (
        "import sys, discrepancy as dc; from discrepancy.reading.languages.reader import numerals; "
        "r = dc.read('meer dan drieduizend', language='nl'); print(r.value, r.hedge, numerals('duizenden doden', 'nl'))\n"
        "try: dc.load_case(sys.argv[1])\nexcept dc.CaseError as error: print(error)"
    )
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, case], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("3000 over ()\n")
    assert '"meer dan drieduizend" says 3,000, but the English rendering "more than 300" says 300: one of the two is wrong' in done.stdout


def test_a_measure_is_a_table_in_one_file(make_case):
    measures, conversion = blocks("A measure", "toml")
    rows = [
        row("a", "2025-01-01", "exactly 300", "killed_or_missing"),
        row("b", "2025-01-01", "exactly 150", "killed", statement="s", claim="b-killed"),
        row("b", "2025-01-01", "exactly 50", "missing", statement="s", claim="b-missing"),
        row("c", "2025-01-01", "exactly 100", "killed"),
    ]
    case = dc.load_case(make_case(rows, measures + conversion))
    assert dc.explain(case, "a", "b", "killed_or_missing").unexplained.multiplier == pytest.approx(300 / 200)
    by_ratio = dc.explain(case, "a", "c", "killed_or_missing")
    assert by_ratio.factor("definition").multiplier == pytest.approx(1.5)
    assert by_ratio.unexplained.multiplier == pytest.approx(300 / 150)


def test_a_dimension_is_a_table_in_one_file(make_case):
    (toml,) = blocks("A dimension", "toml")
    rows = [row("a", "2025-01-01", "exactly 800", area="province"), row("b", "2025-01-01", "exactly 400", area="city")]
    gap = dc.explain(dc.load_case(make_case(rows, toml)), "a", "b")
    assert [f.name for f in gap.factors] == ["retelling", "wording", "revision", "definition", "timing", "area", "unexplained"]
    assert gap.factor("area").multiplier == pytest.approx(1.6)
    assert gap.unexplained.log == pytest.approx(math.log(2 / 1.6))
    assert "They differ in area: the whole province against the city alone, which accounts for ×1.60." in dc.story.gap_story(gap)[0][1]

    without = dc.load_case(make_case(rows, toml.split("[[conversions]]")[0], name="without"))
    text = dc.story.gap_story(dc.explain(without, "a", "b"))[0][1]
    assert "They differ in area: the whole province against the city alone; no published figure says what this changes." in text


def test_a_figure_is_a_function_in_a_file_of_ones_own(kursk, tmp_path):
    (code,) = blocks("A figure", "python")
    names = {}
    exec(code, names)
    figure = names["printed"](dc.explain(kursk))
    assert figure.title == "Ukraine printed 3,000, South Korea 1,100"
    saved = figure.save(tmp_path)
    assert {saved["png"], saved["svg"], saved["csv"]} == {f"{tmp_path.name}/printed.{kind}" for kind in ("png", "svg", "csv")}
    assert b"Two bars: 3,000 and 1,100." in (tmp_path / "printed.svg").read_bytes()
