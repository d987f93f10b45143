"""The committed notebooks: executed, with a strict parameters cell, and true for other parameters under stock papermill."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from conftest import ROOT, row

NOTEBOOKS = sorted((ROOT / "notebooks").glob("0[1-467]-*.ipynb"))
PARAMETERS = ["case", "measure", "a", "b", "as_of", "known_by", "rule", "output_dir"]
EXTRA = {"04-sources": ["reference", "pool"]}
PARAMETERS_OF = {"06-where": ["case", "measure", "a", "b", "by", "as_of", "known_by", "rule", "output_dir"]}
PARAMETERS_OF["07-lists"] = ["case", "lists", "by", "match", "strata", "review", "known_by", "output_dir"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
class TestCommitted:
    def test_every_code_cell_was_executed_without_a_word_on_stderr(self, path):
        """nbval compares nothing in a cell that was not executed."""
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                assert cell.execution_count is not None
                assert all(o.output_type != "error" and o.get("name") != "stderr" for o in cell.outputs)
                assert "execution" not in cell.metadata

    def test_parameters_are_simple_literals_with_help(self, path):
        """One a line, a trailing comment without an equals sign: anything else papermill does not read."""
        found = papermill.inspect_notebook(str(path))
        assert list(found) == PARAMETERS_OF.get(path.stem, PARAMETERS[:-1] + EXTRA.get(path.stem, []) + PARAMETERS[-1:])
        assert all(p["help"] for p in found.values())
        assert {p["default"] for name, p in found.items() if name != "case"} == {'""'}
        source = next(c.source for c in nbformat.read(path, 4).cells if "parameters" in c.metadata.get("tags", []))
        assert all(re.fullmatch(r'\w+ = "[\w-]*"  # [^=]+', line) for line in source.splitlines())

    def test_it_holds_no_logic_and_no_paths(self, path):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                assert not re.search(r"\b(def|class|if|while|sys\.exit|open)\b|\.\./|/home|pyplot", cell.source.split("# ")[0])

    def test_kernel_is_the_plain_one(self, path):
        assert nbformat.read(path, 4).metadata.kernelspec.name == "python3"

    def test_figures_carry_their_sentence_twice(self, path):
        """As text, which is compared, and as the alt of the picture, which is read aloud."""
        pictures = [o for c in nbformat.read(path, 4).cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
        assert pictures
        for o in pictures:
            assert o.data["text/plain"] == o.metadata["image/png"]["alt"]
            assert len(o.data["text/plain"]) > 60


def by_papermill(stem, **parameters):
    done = Path(parameters["output_dir"]).with_name("done.ipynb")
    papermill.execute_notebook(ROOT / "notebooks" / f"{stem}.ipynb", done, parameters, progress_bar=False, kernel_name="python3")


def here(stem, **parameters):
    """Run the cells of a notebook in this process, which takes a tenth of the time of a kernel."""
    names = {}
    for cell in (c for c in nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", 4).cells if c.cell_type == "code"):
        exec(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
    return names


MATRIX = [(by_papermill, {"known_by": "2024-12-27"}), (here, {"a": "ukr-president-2024-12-23-kw-seed", "b": "jcs-2024-12-23-kw-seed"})]


SLOW = pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1")


@pytest.mark.parametrize(
    ("execute", "parameters"), [MATRIX[0], pytest.param(*MATRIX[1], marks=SLOW)], ids=["papermill, known by", "here, two claims"]
)
def test_the_gap_of_other_parameters(tmp_path, execute, parameters):
    out = tmp_path / "out"
    execute("03-gap", case="dprk-kursk", output_dir=str(out), **parameters)
    result = json.loads((out / "03-gap.json").read_text())
    gap = result["gap"]
    assert gap["case"] == "dprk-kursk"
    product = 1.0
    for f in gap["factors"]:
        product *= f["multiplier"]
    assert product == pytest.approx(gap["printed"]["ratio"], rel=1e-12)
    assert result["settings"]["known_by"] == parameters.get("known_by", "")
    for figure in result["figures"]:
        for kind in ("png", "svg", "csv"):
            assert (out / figure[kind]).stat().st_size > 20
    names = {f["name"] for f in result["figures"]}
    assert {"claims-over-time", "waterfall", "choices", "conditions", "needed"} <= names
    assert ("gap-over-time" in names) is ("known_by" in parameters)  # of two single figures there is none, and a sentence says so


def test_many_sources_of_other_parameters(tmp_path, capsys):
    """With other parameters: the six estimates of one case, a pooled value that its figures cannot bear, and another reference."""
    out = tmp_path / "out"
    here("04-sources", case="hurricane-maria", pool="REML", reference="gwu", output_dir=str(out))
    result = json.loads((out / "04-sources.json").read_text())
    assert result["consensus"]["range"] == [1139, 4645]
    assert result["consensus"]["pooled"] is None and "it takes two" in result["consensus"]["refused"]
    assert result["houses"]["reference"] == result["settings"]["reference"] == "gwu"
    names = {"ranges", "pairs", "repeats", "left-out"}  # of one figure each there is no habit, no curve and no delay
    assert {f["name"] for f in result["figures"]} == names


def test_subjects_and_tables_of_other_parameters(tmp_path, capsys):
    """A case with tables and no subject that two share; two files and no case; two sources by what names a row."""
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    here("06-where", case="england-covid-deaths", output_dir=str(one))
    result = json.loads((one / "06-where.json").read_text())
    assert result["panel"] == {"refused": "No two sources of the case share two subjects"}
    assert [found["gap"] for found in result["where"]] == [4956, 5377, 5377, 5377]
    assert [f["name"] for f in result["figures"]] == [f"where-{i}" for i in range(1, 5)]
    assert (
        "COVID deaths in England, 12 August 2020, version 1.0 · deaths after a positive test · no two sources · with hindsight"
        in capsys.readouterr().out
    )
    tables = {side: str(ROOT / "data" / "england-covid-deaths" / f"nation-{when}.csv") for side, when in (("a", "before"), ("b", "after"))}
    here("06-where", by="nation", output_dir=str(two), **tables)
    result = json.loads((two / "06-where.json").read_text())
    assert result["where"][0]["sums"]["level"] == 5377 and result["settings"]["by"] == "nation"
    assert capsys.readouterr().out.startswith("nation-before.csv · nation-after.csv · by nation")
    here("06-where", case="hong-kong-july-march", a="chrf", b="yip", by="which_march", output_dir=str(three))
    result = json.loads((three / "06-where.json").read_text())
    run = here("06-where", case="hong-kong-july-march", a="hkupop", b="bridge-team", by="which_march", known_by="2004-07-02")["run"]
    assert run.wheres == [] and "gives no number of marchers by which_march" in repr(run.sits())
    assert len(result["panel"]["rows"]) == 6 and result["where"][0]["names"] == ["the Civil Human Rights Front", "Paul Yip's team"]


@pytest.mark.parametrize("notebook", ["01-claims", "02-normalize", "03-gap", "04-sources", "06-where", "07-lists"])
def test_a_case_of_five_columns_runs(tmp_path, make_case, notebook):
    folder = make_case([row("alpha", "2024-12-23", "already exceeded 3,000"), row("beta", "2024-12-23", "around 1,100")])
    here(notebook, case=str(folder), output_dir=str(tmp_path / "out"))
    assert (tmp_path / "out" / f"{notebook}.json").exists()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"measure": "kiled"}, "measure is 'kiled': did you mean 'killed'? accepted are killed, wounded"),
        ({"known_by": "soon"}, "known_by is 'soon': accepted are YYYY-MM-DD, YYYY-MM, YYYY, or nothing"),
        ({"rule": True}, 'rule is True: did you mean the text "YES"? Quote it'),
        ({"a": 1.5}, "a is 1.5 (float): accepted is text"),
        ({"by": "place"}, "by is 'place': use one of scope, standing, day"),
        ({"pool": "reml"}, "pool is 'reml': accepted are REML, DL, PM, ML, HE, equal"),
        (
            {"reference": "nobody"},
            "reference is 'nobody': accepted are sources, prior, and any source, group or role; the groups are ukraine, ",
        ),
    ],
)
def test_a_wrong_parameter_is_refused_with_the_accepted_values(value, sentence):
    import discrepancy as dc

    with pytest.raises(dc.SettingError) as error:
        dc.settings("03-gap", **({"case": "dprk-kursk"} | value))
    assert sentence in str(error.value)


def test_one_table_alone_is_no_pair():
    import discrepancy as dc

    for given in ({"a": "x.csv"}, {"a": "x.csv", "b": "y.xlsx"}):
        with pytest.raises(dc.SettingError, match=r"^a is a table: give two in a and b, and in by the columns that name a row$"):
            dc.settings("06-where", case="dprk-kursk", **given)


def test_what_a_notebook_writes_keeps_to_what_a_report_reads(tmp_path):
    """One schema on both sides: what the report would refuse is refused in the cell that writes it."""
    import discrepancy as dc
    from discrepancy.notebook.schema import FragmentError
    from discrepancy.report.pages.fragments import read_fragment

    run = dc.settings("03-gap", case="dprk-kursk", output_dir=str(tmp_path / "out"))
    with pytest.raises(FragmentError, match=r"^03-gap\.json: screen\.foot should be a list of texts, not 3$"):
        run.save("Gap", "Why?", screen={"foot": 3})
    assert not (tmp_path / "out").exists()
    run.save("Gap", "Why?", gap=run.gap.to_dict(), **run.many)
    assert read_fragment(tmp_path / "out", "03-gap")["settings"] == run.resolved
