"""One gap a subject: every row is that of `explain`; what is said of all of them together; what is refused."""

from __future__ import annotations

import json
import math
import re

import pandas as pd
import pytest
from helpers import run
from hypothesis import given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import plots
from discrepancy.case.load import checked
from discrepancy.story.panel import panel_table

HEAD = "claim,source,statement_date,as_of,period_start,measure,kind,place,counted,wording,value,low,high,notes\n"
TOML = """
[measures.deaths]
label = "deaths"
parts = ["men", "women"]
[measures.men]
[measures.women]
[dimensions.place]
[dimensions.counted]
values = ["all", "named"]
[[conversions]]
dimension = "counted"
from = "named"
to = "all"
factor = 1.4
low = 1.2
high = 1.6
because = "made up"
"""


def case_of(rows: list[dict], tmp_path, toml: str = TOML) -> dc.Case:
    columns = HEAD.strip().split(",")
    full = ({"measure": "deaths", "kind": "fixed", "notes": "made up", "claim": str(i)} | row for i, row in enumerate(rows))
    text = HEAD + "".join(",".join(f'"{row.get(c, "")}"' for c in columns) + "\n" for row in full)
    return checked(tmp_path / "made-up", {"claims.csv": text.encode(), "case.toml": toml.encode()})


def equal(panel: dc.Panel, case: dc.Case, a: str, b: str, **asked: str) -> None:
    """Every row is the gap that `explain` gives for its subject alone, number for number."""
    for _, row in panel.rows.iterrows():
        values = {name: row[name] for name in panel.by if name != "day"}
        day = {"as_of": row["as_of"]} if "day" in panel.by or "period_start" in row else {}
        gap = dc.explain(case, a, b, measure=panel.measure, kind=panel.kind, **{**day, **values, **asked})
        assert [row["a"], row["b"], row["a_claim"], row["b_claim"]] == [gap.a.value, gap.b.value, gap.a.claim.claim, gap.b.claim.claim]
        assert row["possible"] is gap.possible
        steps = {f.name: gap.scale.size(f.size) for f in gap.factors if f.name not in values} | {
            panel.gap_column: gap.scale.size(gap.total)
        }
        for name, size in (steps | {"sd": gap.unexplained.sd}).items():
            assert math.isnan(row[name]) if size is None else row[name] == pytest.approx(size, rel=1e-12, abs=1e-12), name
        if gap.total is not None:
            ends = [gap.unexplained.low, gap.unexplained.high]
            found = [
                x if 0 < abs(x) < math.inf or (panel.scale.name == "difference" and abs(x) < math.inf) else None
                for x in (row["low"], row["high"])
            ]
            assert found == pytest.approx(ends) if None not in ends else [x is None for x in found] == [x is None for x in ends]


WORDS = st.sampled_from("300;about 300;more than 2,000;nearly 40;200 to 250;dozens;0;1,250;some 5 thousand;up to 90".split(";"))
DAYS = st.sampled_from(["2024-05-01", "2024-05-20", "2024-05", "2024-06-02"])


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "source": st.sampled_from(["one", "two"]),
                "place": st.sampled_from(["Haiti", "Chad", "Peru", ""]),
                "wording": WORDS,
                "as_of": DAYS,
                "statement_date": st.sampled_from(["2024-07-01", "2024-08-01"]),
                "kind": st.sampled_from(["fixed", "cumulative", "level"]),
                "counted": st.sampled_from(["", "", "all", "named"]),
            }
        ),
        min_size=4,
        max_size=14,
        unique_by=lambda row: (row["source"], row["place"], row["as_of"], row["statement_date"], row["kind"], row["counted"]),
    )
)
def test_every_row_is_that_of_explain(rows, tmp_path_factory):
    rows = [row | {"claim": f"c{i}"} for i, row in enumerate(rows)]
    case = case_of(rows, tmp_path_factory.mktemp("panel"))
    for by in (("place",), ("place", "day"), ("place", "counted")):
        try:
            found = dc.panel(case, "one", "two", by=by)
        except dc.ClaimError:
            continue
        stated = case_of([row for row in rows if all(row[name] for name in by if name != "day")], tmp_path_factory.mktemp("panel"))
        equal(found, stated, "one", "two")


def test_the_two_cases_and_their_days(tmp_path):
    for name, a, b in (("dprk-kursk", "ukraine", "south-korea"),):
        case = dc.load_case(name)
        found = dc.panel(case, a, b, by="day")
        equal(found, case, a, b)
        assert len(found) == found.distribution.n == 2


def test_ten_marches_are_a_panel_whichever_one_the_case_asks_for():
    case = dc.load_case("hong-kong-july-march")
    found = dc.panel(case, "chrf", "hkupop")
    assert (found.by, found.kind, len(found), found.only) == (("which_march",), "fixed", 8, (2, 0))
    assert found.rows["ratio"].round(2).tolist() == [
        2.73,
        0.96,
        3.82,
        4.63,
        3.13,
        1.71,
        4.26,
        1.95,
    ]  # by hand, from the table of its README
    spread = found.distribution
    assert (spread.least, spread.most, spread.above, spread.beyond) == ("the march of 2005", "the march of 2013", 7, 7)
    turned = dc.panel(case, "hkupop", "chrf").distribution
    assert (turned.median, turned.lowest) == pytest.approx((1 / spread.median, 1 / spread.highest))
    equal(found, case, "chrf", "hkupop")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"a": "chrf-2019"}, "a panel is of two sources or groups, and 'chrf-2019' is a single claim: name its source, 'chrf'"),
        ({"a": "hkupop"}, "a panel is of two sources or groups, and both sides are 'hkupop': name a and b"),
        ({"a": "chrf", "by": "march"}, "by is 'march': did you mean 'which_march'?"),
        (
            {"a": "chrf", "by": "day"},
            "the Civil Human Rights Front and the Public Opinion Programme share no subject where the case asks for 'july-2019' of which_march: add it",
        ),
    ],
)
def test_what_is_no_panel_is_refused_with_what_to_do(asked, sentence):
    case = dc.load_case("hong-kong-july-march")
    with pytest.raises(dc.ClaimError) as refused:
        dc.panel(case, **({"b": "hkupop"} | asked))
    assert str(refused.value).startswith(sentence)


def test_json_is_the_table_without_what_json_cannot_say(tmp_path):
    rows = [
        {"source": s, "place": p, "as_of": "2024-05", "statement_date": "2024-06", "value": v}
        for s, p, v in zip("aabb", "PQPQ", (0, 9, 4, 3), strict=True)
    ]
    found = dc.panel(case_of(rows, tmp_path), "a", "b").to_dict()
    assert json.loads(json.dumps(found, allow_nan=False))["rows"][0]["ratio"] is None
    assert [row["possible"] for row in found["rows"]] == [False, False]


def test_the_command_prints_the_story_and_writes_the_table(tmp_path):
    done = run("panel", "hong-kong-july-march")
    assert done.returncode == 0 and done.stdout.startswith("The organisers' number is the higher one in all nine subjects\n")
    assert re.search(r"^the march of 2013  430,000 +66,000 +6.52 ", done.stdout, re.MULTILINE)
    asked = ("panel", "hong-kong-july-march", "--a", "chrf", "--b", "hkupop", "--by", "which_march")
    answer = json.loads(run(*asked, "--json", "--csv", str(tmp_path / "x.csv")).stdout)
    assert len(answer["rows"]) == answer["distribution"]["n"] == 8 and answer["only"] == [2, 0]
    table = pd.read_csv(tmp_path / "x.csv")
    assert table["subject"][0] == "the march of 2013" and table["ratio"][0] == pytest.approx(430_000 / (88_000 * 98_000) ** 0.5, rel=1e-5)
    assert table["the Civil Human Rights Front: claim"][0] == "chrf-2013" and table.iloc[0, -1].startswith("http")
    one = run(*asked, "--which-march", "july-2014")
    assert one.returncode == 0 and "is the higher one in one subject" in one.stdout
    assert run(*asked, "--csv", str(tmp_path / "no" / "x.csv")).stderr.endswith("x.csv cannot be written: No such file or directory\n")
    bad = run("panel", "hong-kong-july-march", "--by", "year")
    assert bad.returncode == 2 and "by is 'year': use one of which_march, marchers_counted, day" in bad.stderr


def test_without_sides_it_is_the_pair_of_the_case_or_the_two_that_share_most(tmp_path):
    rows = [
        {"source": s, "place": p, "as_of": "2024-05-01", "statement_date": "2024-06-01", "value": 9}
        for s, p in ("aP", "bP", "cP", "bQ", "cQ")
    ]
    assert dc.panel(case_of(rows, tmp_path)).names == ("b", "c")
    rows.append(rows[0] | {"place": "Q"})
    own = TOML + '[defaults]\na = "a"\nb = "c"\n'
    assert dc.panel(case_of(rows, tmp_path, own)).names == ("a", "c")
    assert dc.panel(case_of(rows, tmp_path, own), "b").names == ("b", "c")


def test_the_only_value_that_both_state_names_its_rows(tmp_path):
    """Another value of one side alone is told, and is no figure of its days."""
    row = lambda source, place, day, value: {"source": source, "place": place, "as_of": day, "statement_date": day, "value": value}
    rows = [row(s, "P", d, v) for s, v in (("a", 100), ("b", 90)) for d in ("2024-05-01", "2024-05-02")]
    rows += [row("a", "Q", "2024-05-03", 900), row("b", "P", "2024-05-03", 95)]
    found = dc.panel(case := case_of(rows, tmp_path), "a", "b")
    assert found.by == ("place", "day") and found.only == (1, 0)
    assert found.labels.tolist() == ["P, 1 May 2024", "P, 2 May 2024"]
    assert dc.panel(case, "a", "b", by="day").rows["as_of"].tolist() == ["2024-05-01", "2024-05-02"]
    assert "One place has no number of b." in str(found) and "on both days" in dc.story.panel_story(found)[0][0]


@pytest.mark.parametrize("names", [("Ministry", "Ministry"), ("ratio", "subject"), ("a: claim", "lowest"), ("contribution", "level")])
def test_names_of_sources_are_told_apart_from_each_other_and_from_columns(tmp_path, names):
    toml = '[measures.deaths]\nlabel = "deaths"\n[dimensions.place]\n'
    rows = "source,statement_date,as_of,measure,kind,place,value,notes\n"
    rows += "".join(f"{s},2024-06-01,2024-05-31,deaths,fixed,{p},{n},x\n" for s, n in (("a", 9), ("b", 4)) for p in "PQ")
    sources = "source,name\n" + "".join(f"{s},{name}\n" for s, name in zip("ab", names, strict=True))
    case = checked(tmp_path / "x", {"claims.csv": rows.encode(), "case.toml": toml.encode(), "sources.csv": sources.encode()})
    found, where = dc.panel(case, "a", "b"), dc.where("a", "b", "place", case=case)
    assert found.table.columns.is_unique and found.table.iloc[0, 2:4].tolist() == [9, 4]
    assert "9" in repr(panel_table(found)).splitlines()[1] and len({*found.names}) == len({*where.names}) == 2
    assert {*plots.where(where).table} >= {"stratum", "contribution", "coverage", "level"} and plots.where(where).table.shape[1] == 6


def test_a_dimension_that_is_called_like_a_column_of_the_answer_is_refused(tmp_path):
    toml = b'[measures.deaths]\nlabel = "deaths"\n[dimensions.day]\n[dimensions.possible]\n[dimensions.revision]\n'
    with pytest.raises(dc.CaseError) as refused:
        checked(tmp_path / "x", {"claims.csv": b"source,statement_date,measure,value,notes\na,2024,deaths,4,x\n", "case.toml": toml})
    assert [name in str(refused.value) for name in ("dimensions.day", "dimensions.possible", "dimensions.revision")] == [True] * 3


def test_a_number_that_states_no_place_is_in_no_row_and_is_told(tmp_path):
    rows = [{"source": s, "place": p, "as_of": "2024-05", "statement_date": "2024-06", "value": 9} for s in "ab" for p in ("P", "Q")]
    total = {"source": "b", "as_of": "2024-05", "statement_date": "2024-06", "value": 18}
    found = dc.panel(case_of([*rows, total], tmp_path), "a", "b")
    assert (len(found), found.unstated, found.to_dict()["unstated"]) == (2, (0, 1), (0, 1))
    assert "One number of b states no place." in str(found)
