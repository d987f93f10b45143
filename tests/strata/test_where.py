"""Two tables of one total: published answers, what always holds, what is refused, and how it is told."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from helpers import run
from hypothesis import given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import plots, story
from discrepancy.strata.where import attributed

# Household headship by age, United States, 1970 and 1985: P. Das Gupta, Standardization and Decomposition of Rates: A User's Manual,
# US Bureau of the Census, P23-186 (1993), table 5.1; the same numbers are in the R package DasGuptR (its README, "population structures").
AGES = "15-19 20-24 25-29 30-34 35-39 40-44 45-49 50-54 55-59 60-64 65-69 70-74 75+".split()
SIZE = {
    1970: [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
    1985: [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
}
HEADS = {
    1970: [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
    1985: [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
}
# Births by age of the mother, 1960 and 1970, three factors: ibid., example 4.3; in DasGuptR's README under "3 vector factors".
BIRTHS = {
    1970: dict(
        bm=[488, 452, 338, 156, 63, 22, 3],
        mw=[0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
        wp=[0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
    ),
    1960: dict(
        bm=[393, 407, 369, 274, 184, 90, 16],
        mw=[0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
        wp=[0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
    ),
}
A = 'region,deaths\nNorth,"9,400"\nSouth,3000\nEast,4000\nWest,2100\nTotal,18900\n'
B = "region,deaths\nNorth,7000\nSouth,2900\nIslands,800\n"


def headship():
    return [pd.DataFrame({"age": AGES, "size": SIZE[year], "rate": HEADS[year]}) for year in (1985, 1970)]


def births():
    return [pd.DataFrame({"age": range(7)} | BIRTHS[year]) for year in (1970, 1960)]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(A)
    (tmp_path / "b.csv").write_text(B)
    return tmp_path


# ------------------------------------------------------------------------------------------ known answers


def test_household_headship_by_age():
    found = dc.where(*headship(), by="age", value="rate", weight="size")
    assert found.totals == pytest.approx((47.6940, 44.7268), abs=1e-9)
    assert found.sums == pytest.approx({"inside": 0, "coverage": 0, "composition": 1.2269, "rate": 1.7403}, abs=5e-5)
    assert sum(found.sums.values()) == pytest.approx(found.gap, abs=1e-12)


def test_three_factors_in_seven_age_groups():
    found = dc.where(*births(), by="age", value=["bm", "mw", "wp"])
    assert found.sums == pytest.approx({"inside": 0, "coverage": 0, "bm": -7.285632, "mw": -2.720633, "wp": -1.565181}, abs=5e-7)
    assert found.gap == pytest.approx(-11.571446, abs=5e-7)


def test_the_rule_of_gauss_is_the_mean_over_all_orders():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 5, 3))
    mean, orders = np.zeros((5, 3)), list(permutations(range(5)))
    for order in orders:
        at = b.copy()
        for k in order:
            before = at.prod(axis=0)
            at[k] = a[k]
            mean[k] += (at.prod(axis=0) - before) / len(orders)
    assert attributed(a, b) == pytest.approx(mean, abs=1e-12)


def test_a_hole_in_each_of_two_tables(files):
    found = dc.where("a.csv", "b.csv", by="region")
    assert found.totals == (18900, 10700) and found.parts == (18500, 10700)
    assert found.sums == {"inside": 400, "coverage": 4000 + 2100 - 800, "level": 2400 + 100}
    assert found.coverage["contribution"].to_dict() == {"East": 4000, "West": 2100, "Islands": -800}
    assert found.strata.index[0] == "East"


def test_a_row_of_one_mean_only_contributes_what_the_mean_would_lose_without_it():
    a = pd.DataFrame({"age": ["young", "old"], "rate": [10.0, 30.0], "people": [3, 1]})
    found = dc.where(a, a[:1], "age", "rate", "people")
    assert found.totals == (15, 10) and found.sums == {"inside": 0, "coverage": 5, "composition": 0, "rate": 0}


# ---------------------------------------------------------------------------------------- what always holds

CELLS = st.integers(-(10**6), 10**6).map(lambda n: n / 8)
TABLES = st.dictionaries(
    st.tuples(st.sampled_from("NS"), st.sampled_from("fm"), st.sampled_from("xyz")), st.tuples(CELLS, CELLS, st.integers(1, 99)), min_size=1
)


@settings(max_examples=20)
@given(TABLES, TABLES, st.sampled_from([("v", ""), ("v", "w"), (("u", "v"), ""), (("u", "v"), "w")]), st.booleans())
def test_the_terms_add_up_and_turn_their_signs_in_whatever_order(one, two, asked, printed):
    two |= {next(iter(one)): (2.0, 3.0, 4)}
    value, weight = asked
    by, total = ["region", "sex", "age"], (1000, None) if printed else "total"
    make = lambda rows: pd.DataFrame([(*k, *v) for k, v in rows.items()], columns=[*by, "u", "v", "w"])
    found = dc.where(make(one), make(two), by, value, weight, total)
    close = lambda x: pytest.approx(x, rel=1e-9, abs=1e-9 * max(1.0, found.strata[["first", "second"]].abs().max(axis=None)))
    assert sum(found.sums.values()) == close(found.gap)
    assert found.strata["contribution"].sum() + found.sums["inside"] == close(found.gap)
    back = dc.where(make(two), make(one), by, value, weight, total[::-1] if printed else total)
    assert back.sums == {name: close(-x) for name, x in found.sums.items()}
    assert dc.where(make(one), make(two), by[::-1], value, weight, total).sums == {name: close(x) for name, x in found.sums.items()}
    zeros = make({("Z", "f", "x"): (0, 0, 0)})
    more = dc.where(pd.concat([make(one), zeros]), pd.concat([make(two), zeros]), by, value, weight, total)
    assert more.sums == {name: close(x) for name, x in found.sums.items()}
    text = str(found)
    assert not story.NEVER.search(text) and "nan" not in text


# ------------------------------------------------------------------------------------------------ in words


def test_the_story_says_the_same_of_both_sides(files):
    told = story.where_story(dc.where("a.csv", "b.csv", by="region"))
    assert told == [
        (
            "The first table (a.csv) comes to 18,900, the second (b.csv) to 10,700",
            "Of 8,200 more, 6,100 are in two regions that the second table does not cover (East and West). 2,500 are in two regions that both "
            "cover, 2,400 of them in North. 400 are in totals that their own rows do not come to. The other way, 800 are in one region that the first table does not "
            "cover (Islands).",
        ),
        (
            "Inside one source",
            "The first table prints 18,900, and its rows come to 18,500: 400 are a difference inside it, not between the two.",
        ),
        ("", "This says where the gap sits, not why. This is not evidence that either source is wrong."),
    ]
    swapped = story.where_story(dc.where("b.csv", "a.csv", by="region"))[0][1]
    other = {"first": "second", "second": "first"}
    assert swapped == " ".join(other.get(word, word) for word in told[0][1].split())


def test_a_mean_is_told_by_composition_and_rate():
    text = str(dc.where(*headship(), by="age", value="rate", weight="size"))
    assert text.startswith(
        "Of 3 more, 1.7 come from rate in 13 ages that both cover. 1.2 come from how size is spread over 13 ages that both cover."
    )


def test_a_part_that_is_more_than_the_whole_is_not_told_as_of_it():
    a = pd.DataFrame({"region": ["n", "s"], "deaths": [50, 30]})
    b = pd.DataFrame({"region": ["n", "e"], "deaths": [50, 29]})
    assert str(dc.where(a, b, "region")).startswith(
        "1 more in the first table: 30 are in one region that the second table does not cover (s)."
    )


@pytest.mark.parametrize(
    ("a", "b", "asked", "said"),
    [
        ({"n": [1000, 5, 7]}, {"n": [900, 5, 10]}, {}, "Of 97 more, all are in three rs that both cover, 100 in A, the other way 3 elsewhere."),
        ({"n": [1, 3, 1], "m": [2, 4, 1]}, {"n": [2, 3, 1], "m": [2, 5, 1]}, {"value": ["n", "m"]}, "2 come from n in three rs that both cover, all of them in A."),
        ({"n": [10, 20, 30], "w": [50, 50, 0]}, {"n": [10, 20, 30], "w": [52, 48, 0]}, {"value": "n", "weight": "w"}, "Of 0.2 more, 0.2 come from how w is spread"),
        ({"n": [1 + 1e-9, 2, 3]}, {"n": [1, 2, 3]}, {}, "What differs is less than the last digit that is told."),
    ],
)  # fmt: skip
def test_parts_are_told_as_what_they_are(a, b, asked, said):
    found = dc.where(*(pd.DataFrame({"r": list("ABC")} | table) for table in (a, b)), "r", **asked)
    assert said in str(found)


def test_nothing_is_less_than_nothing_and_a_name_ends_with_one_stop():
    a, b = (pd.DataFrame({"r": ["Washington, D.C.", "X", "Y", "Z"], "n": n}) for n in ([-10, 3, 3, 3], [50, 3, 3, 4]))
    found = dc.where(a, b, "r")
    assert "-0.0" not in json.dumps(found.to_dict()) and ".." not in str(found)


def test_equal_totals_may_differ_inside():
    a = pd.DataFrame({"region": ["n", "s"], "deaths": [5, 3]})
    b = pd.DataFrame({"region": ["n", "e"], "deaths": [2, 6]})
    assert str(dc.where(a, b, "region")).startswith(
        "In the first table, 3 more are in one region that the second table does not cover (s). In the first table, 3 more are in one region "
        "that both cover. In the second table, 6 more are in one region that the first table does not cover (e)."
    )


def test_a_total_that_is_not_called_one_is_a_doubt_and_columns_not_used_are_named():
    a = pd.DataFrame({"region": ["n", "s", "All of it"], "deaths": [5, 3, 8], "year": [2020, 2020, 2020]})
    found = dc.where(a, a[:2], "region", "deaths")
    assert "'All of it' (region) holds as much of the first table as all others together: if it is their total, name it." in str(found)
    assert "Nothing was made of year (first table) and year (second table)." in str(found)
    mean = dc.where(a.assign(people=[3, 2, 5]), a.assign(people=[3, 2, 5]), "region", "deaths", "people")
    assert mean.doubts == (("the first table", "region", "All of it"), ("the second table", "region", "All of it"))
    assert dc.where(a, a[:2], "region", "deaths", total="all of it").sums == {"inside": 0, "coverage": 0, "level": 0}


# ---------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        ("regio,deaths\nNorth,1\n", {}, "a.csv: region: no such column: did you mean 'regio'?"),
        ("region,deaths\nNorth,1\n\nSouth,about 5\n", {}, "a.csv:4: deaths: 'about 5' is no number: write digits alone, with a point before decimals"),
        ("region,deaths\nNorth,\n", {"value": "deaths"}, "a.csv:2: deaths: is empty, which is not 0: write the number, or leave the row out"),
        ("region,deaths\nNorth,1\nNorth,2\n", {}, "a.csv:3: region: 'North' stands twice: name the columns that tell such rows apart, or keep one"),
        ("region,deaths\nnorth,1\nSouth,2\n", {}, "a.csv: region: 'north' is 'North' in b.csv: write both in one way"),
        ("region,deaths\nNordland,1\n", {}, "a.csv: region: no row of it stands in b.csv: write names alike"),
        ("region,deaths\nNorth,9,400\n", {}, "a.csv: line 2 has 3 cells, the header 2: a cell with a comma needs quotes around it"),
        ("region;deaths\nNorth;9,400\n", {}, "a.csv:2: deaths: '9,400' is no number"),
        ("region,deaths\n,4\nNorth,9\n", {}, "a.csv:2: region: a stratum without a name: name it, or leave it out"),
        ("region,deaths,deaths\nNorth,9,4\n", {"value": "deaths"}, "a.csv: deaths: stands twice in the header"),
        ("region,deaths,n\nNorth,9,4\n", {}, "b.csv: n: no such column"),
        ("region,deaths\nNorth,inf\n", {"value": "deaths"}, "a.csv:2: deaths: 'inf' is no number"),
        ("region,deaths\nNorth,-1\n", {"value": "region", "weight": "deaths", "by": "deaths"}, "is asked for twice"),
        ("in,deaths\nNorth,9\n", {"by": "in"}, "by: 'in' is a word of the answer: rename the column"),
        ("", {}, "a.csv: is empty"),
        ("region,deaths\n", {}, "a.csv: holds no row below a header"),
    ],
)  # fmt: skip
def test_bad_tables_are_answered_by_a_sentence(files, text, asked, said):
    (files / "a.csv").write_text(text)
    if asked.get("by") == "in":
        (files / "b.csv").write_text(text)
    if said.startswith("b.csv: n"):
        asked = {"value": "n"}
    with pytest.raises(dc.WhereError) as error:
        dc.where("a.csv", "b.csv", **{"by": "region", "value": "deaths"} | asked)
    assert said in str(error.value)


def test_weights_and_subtotals_that_cannot_be(files):
    a = pd.DataFrame({"region": ["n", "s"], "sex": ["f", "total"], "rate": [1, 2], "people": [-4, 0]})
    with pytest.raises(dc.WhereError) as error:
        dc.where(a, a, ["region", "sex"], "rate", "people")
    assert "the first table, row 1: region, sex: 's · total' is the total of a part: leave such rows out" in str(error.value)
    assert "the first table, row 0: people: '-4' is below 0, which is no weight" in str(error.value)
    with pytest.raises(dc.WhereError, match="the first table: people: adds up to 0 over the rows that both tables have"):
        dc.where(a.assign(people=0), a.assign(people=1), "region", "rate", "people")
    with pytest.raises(dc.WhereError, match=r"nowhere\.csv: cannot be read: No such file"):
        dc.where("nowhere.csv", "b.csv", "region")
    with pytest.raises(dc.WhereError, match="value: name the column of numbers: people, rate"):
        dc.where(a.assign(people=1), a.assign(people=1), "region")


# ------------------------------------------------------------------------------------------- command, workbook, figure


def test_the_command(files):
    done = run("where", "a.csv", "b.csv", "--by", "region")
    assert done.returncode == 0 and "Of 8,200 more, 6,100 are in two regions" in done.stdout
    answer = json.loads(run("where", "a.csv", "b.csv", "--by", "region", "--json").stdout)
    assert answer["sums"] == {"inside": 400, "coverage": 5300, "level": 2500} and answer["gap"] == 8200
    assert answer["larger_over_smaller"]["gap"] == 8200 and answer["larger_over_smaller"]["contributions"][0] == 4000
    assert answer["strata"][0] == {
        "stratum": {"region": "East"}, "in": "first", "first": 4000, "second": None, "coverage": 4000, "level": 0, "contribution": 4000,
    }  # fmt: skip
    bad = run("where", "a.csv", "b.csv", "--by", "regoin")
    assert bad.returncode == 2 and "a.csv: regoin: no such column: did you mean 'region'?" in bad.stderr


def test_a_workbook_and_a_file_with_semicolons_hold_the_same_table(files):
    pd.DataFrame({"region": ["North", "South", "East", "West", "Total"], "deaths": [9400, 3000, 4000, 2100, 18900]}).to_excel(
        "a.xlsx", index=False
    )
    (files / "b2.csv").write_text(B.replace(",", ";"), encoding="utf-16")
    assert dc.where("a.xlsx", "b2.csv", "region").sums == dc.where("a.csv", "b.csv", "region").sums


def test_the_figure_gathers_the_smallest(files):
    figure = plots.where(dc.where(*headship(), by="age", value="rate", weight="size"))
    drawn = [t.get_text() for t in figure.figure.axes[0].texts]
    assert drawn[0] == "The second table: 44.7" and "1 more row: 0" in drawn and len(figure.table) == 13
    assert figure.title == "Of 3 more, 1.7 come from rate in 13 ages that both cover"
    assert figure.alt.startswith("Waterfall chart from 44.7 to 47.7 over 13 rows: 30-34 +1.8, 35-39 +1.3, 25-29 +1.")


@pytest.mark.parametrize(
    ("head", "cells", "said"),
    [
        ("deaths", ("1.234", "5"), r"a\.csv:2: deaths: '1\.234' may be a thousand or a decimal: write 1234, or 1\.2340"),
        ("rate (%)", ("15", "20"), r"a\.csv: rate \(%\): is in %, which does not add up: give --weight"),
        ("deaths per 1000", ("15", "20"), "does not add up"),
    ],
)
def test_a_thousand_or_a_decimal_and_what_does_not_add_up(tmp_path, head, cells, said):
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f"region;{head}\nA;{cells[0]}\nB;{cells[1]}\n", encoding="utf-8")
    with pytest.raises(dc.WhereError, match=said):
        dc.where(tmp_path / "a.csv", tmp_path / "b.csv", "region", head)
