"""Two sources of a case as tables, and the tables that a case names: sums by hand, what is refused, what a cut-off leaves."""

from __future__ import annotations

import json

import pytest
from helpers import run

import discrepancy as dc
from discrepancy import plots, story
from discrepancy.strata.named import named

TOML = """
[measures.homes]
label = "homes flooded"
[measures.share]
label = "homes under water"
unit = "%"
scale = "difference"
[dimensions.town]
[dimensions.counted]
values = ["all", "rented"]
"""
ROWS = {  # town: the numbers of the relief fund and of the council
    "Ardmore": ("900", "310"),
    "Birch": ("400", "380"),
    "Corran": ("1,250", ""),
    "Dunmere": ("", "75"),
}


def rows_of(rows=ROWS, **more):
    claim = lambda source, town, wording: {
        "source": source, "statement_date": "2024-06-03", "as_of": "2024-05-31", "measure": "homes", "kind": "cumulative",
        "town": town, "counted": "", "wording": wording, "notes": "made up", "url": "",
    }  # fmt: skip
    return [claim(s, town, w) | more for town, both in rows.items() for s, w in zip(("relief", "council"), both, strict=True) if w]


def flood(make_case, *more, rows=None, toml=TOML, **tables):
    return dc.load_case(make_case([*(rows or rows_of()), *more], toml, **tables))


def test_each_claim_is_a_row(make_case):
    case = flood(make_case)
    found = dc.where("relief", "council", by="town", case=case)
    assert found.totals == found.parts == (900 + 400 + 1250, 310 + 380 + 75) and (found.names, found.day) == (
        ("relief", "council"),
        "2024-05-31",
    )
    assert found.sums == {"inside": 0, "coverage": 1250 - 75, "level": (900 - 310) + (400 - 380)}
    assert found.strata["contribution"].to_dict() == {"Corran": 1250, "Ardmore": 590, "Dunmere": -75, "Birch": 20}
    assert str(found).startswith(
        "Of 1,785 more, 1,250 are in one town for which there is no such number of council (Corran). 610 are in two towns that both cover, 590 of "
        "them in Ardmore. The other way, 75 are in one town for which there is no such number of relief (Dunmere)."
    )
    back = dc.where("council", "relief", by="town", case=case)
    assert back.sums == {name: -x for name, x in found.sums.items()}
    assert json.dumps(found.to_dict(), allow_nan=False)
    assert next(t.get_text() for t in plots.where(found).figure.axes[0].texts) == "Council: 765"


def test_a_claim_of_no_town_is_the_total(make_case):
    total = rows_of({"": ("", "800")})
    found = dc.where("relief", "council", by="town", case=flood(make_case, *total))
    assert found.totals == (2550, 800) and found.sums["inside"] == -(800 - 765)
    assert "The total of council is 800, and its parts come to 765: 35 are a difference inside it, not between the two." in str(found)


def test_the_newest_common_day_and_the_newest_that_was_said(make_case):
    later = rows_of({"Ardmore": ("1,000", "500"), "Birch": ("400", "")}, as_of="2024-06-30", statement_date="2024-07-03")
    again = rows_of({"Ardmore": ("950", "")}, statement_date="2024-07-09")
    case = flood(make_case, *later, *again)
    assert dc.where("relief", "council", by="town", case=case).totals == (1400, 500)
    assert dc.where("relief", "council", by="town", case=case, as_of="2024-06-15").totals[0] == 950 + 400 + 1250
    assert dc.where("relief", "council", by="town", case=case, known_by="2024-07-05", as_of="2024-06-15").totals[0] == 2550


def test_values_of_other_dimensions_are_not_mixed_and_are_told(make_case):
    case = flood(make_case, *rows_of({"Ardmore": ("120", ""), "Elm": ("about 30", "")}, counted="rented"))
    found = dc.where("relief", "council", by="town", case=case)
    assert found.totals[0] == 2550 and found.unused == (("two numbers (rented)",), ())
    assert "Nothing was made of two numbers (rented) of relief." in str(found)
    one = rows_of({"Ardmore": ("120", ""), "Birch": ("about 30", "")}, counted="rented") + rows_of(
        {"Ardmore": ("", "300"), "Birch": ("", "80")}
    )
    text = str(dc.where("relief", "council", by="town", case=flood(make_case, rows=one)))
    assert "The two also differ in counted: rented against not stated. One number is hedged or a range" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "place"}, "by: 'place' is no dimension of the case: use one of town, counted"),
        ({"a": "relief-2024-06-03-homes"}, "no claim, source or group"),
        ({"measure": "share"}, "homes under water: rows of it do not add up: give two tables, with a weight"),
        ({"by": "counted"}, "relief gives no number of homes flooded by counted"),
        ({"total": "all"}, "total: goes with two tables: of a source it is the claim that states no value"),
        ({"value": "homes"}, "value, weight: go with two tables, not with sources of a case"),
        ({"b": "relief"}, "both sides are 'relief': name two"),
        ({"town": "Birch"}, "town: one value of it is asked for, and a row for each: leave out one of the two"),
        ({"as_of": "2020-01-01"}, "relief gives no number of homes flooded by town up to 1 January 2020"),
        ({"b": "mayor"}, "relief and mayor give no number of the same town"),
    ],
)
def test_what_two_sources_do_not_share_is_said(make_case, asked, said):
    case = flood(make_case, *[row | {"source": "mayor"} for row in rows_of({"Esk": ("5", "")})])
    with pytest.raises((dc.WhereError, dc.ClaimError)) as error:
        dc.where(**{"a": "relief", "b": "council", "by": "town", "case": case} | asked)
    assert said in str(error.value)


def test_two_days_and_two_members_of_a_group_are_refused(make_case):
    case = flood(make_case, rows=rows_of({"Ardmore": ("9", "")}) + rows_of({"Ardmore": ("", "3")}, as_of="2024-04-30"))
    with pytest.raises(
        dc.WhereError, match="of one kind and day: relief a running total on 31 May 2024, council a running total on 30 April"
    ):
        dc.where("relief", "council", by="town", case=case)
    sources = [{"source": s, "group": g} for s, g in (("relief", "aid"), ("council", "town-hall"), ("fund", "aid"))]
    case = flood(make_case, *[row | {"source": "fund"} for row in rows_of({"Ardmore": ("950", "")})], sources=sources)
    with pytest.raises(dc.WhereError, match="aid: relief and fund both give Ardmore: name one of them"):
        dc.where("aid", "council", by="town", case=case)
    with pytest.raises(dc.WhereError, match="as_of: goes with a case, not with two tables"):
        dc.where("a.csv", "b.csv", "town", as_of="2024")


def test_rows_that_cancel_out_and_rows_that_are_alike(make_case):
    text = str(dc.where("relief", "council", "town", case=flood(make_case, rows=rows_of({"Ash": ("50", "40"), "Elm": ("30", "40")}))))
    assert text.startswith("Two towns that both cover differ and come to the same; furthest apart is Ash, 10 more in relief.")
    text = str(dc.where("relief", "council", "town", case=flood(make_case, rows=rows_of({"Ash": ("50", "50"), "Elm": ("30", "30")}))))
    assert text.startswith("Nothing differs: the two are the same row by row.") and not story.NEVER.search(text)


def test_the_command(make_case):
    folder = str(flood(make_case).path)
    done = run("where", "relief", "council", "--by", "town", "--case", folder, "--kind", "cumulative")
    assert done.returncode == 0 and "The numbers of relief come to 2,550, those of council to 765 (31 May 2024)" in done.stdout
    assert json.loads(run("where", "relief", "council", "--by", "town", "--case", folder, "--json").stdout)["sums"]["level"] == 610
    bad = run("where", "a.csv", "b.csv", "--by", "town", "--measure", "homes")
    assert bad.returncode == 2 and "--measure: goes with --case, not with two tables" in bad.stderr


def test_rows_of_another_day_are_told_and_a_sum_has_its_unit(make_case):
    case = flood(make_case, *rows_of({"Esk": ("5", "")}, as_of="2024-04-30"))
    assert "Nothing was made of one row of another day or kind (Esk) of relief." in str(dc.where("relief", "council", "town", case=case))
    toml = '[measures.homes]\nlabel = "balance"\nunit = "USD"\nscale = "difference"\n[dimensions.town]\n[dimensions.counted]\n'
    rows = rows_of({"Ash": ("-2 billion USD", "1 billion USD"), "Elm": ("1 billion USD", "1 billion USD")}, kind="fixed")
    found = dc.where("relief", "council", ["town", "town"], case=flood(make_case, rows=rows, toml=toml))
    assert found.gap == -3e9 and found.unit == "USD"
    assert story.where_story(found)[0][0] == "The numbers of relief come to −1 billion USD, those of council to 2 billion USD"
    rows = rows_of({"Ash": ("10 a day", "70 a week"), "Elm": ("20 a day", "5 a day"), "Fen": ("30 a day", "16 a day")}, kind="rate")
    found = dc.where("relief", "council", "town", case=flood(make_case, rows=rows))
    assert found.unit == "a day" and found.doubts == (("relief", "town", "Fen"),)


# ------------------------------------------------------------------------------------- tables that a case names

PAIR = '\n[[where]]\ntitle = "By street"\na = "before.csv"\nb = "after.csv"\nby = "street"\npublished = "2024-06-20"\n'


def test_the_tables_of_a_case_are_of_its_hash_and_of_its_day(make_case):
    path = make_case(rows_of(), TOML + PAIR, before=[{"street": "Low", "homes": 9}], after=[{"street": "Low", "homes": 7}])
    case = dc.load_case(path)
    assert {"before.csv", "after.csv"} <= {*case.hashes}
    (found,) = named(case)
    assert (found.title, found.gap, found.sums["level"]) == ("By street", 2, 2)
    assert [len(named(case, day)) for day in ("2024-06-19", "2024-06")] == [0, 1]
    (path / "after.csv").write_text("street,homes\nLow,8\n")
    assert dc.load_case(path).hash != case.hash
    two = dc.load_case(make_case(rows_of(), TOML + '\n[[where]]\na = "relief"\nb = "council"\nby = "town"\n'))
    assert named(two)[0].sums["level"] == 610 and named(two, "2024-05-31") == []  # before they spoke
    assert run("check", str(path)).returncode == 0


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ('a = "befor.csv"\nb = "after.csv"\nby = "street"', "case.toml: where[1].a: 'befor.csv' name a table beside case.toml"),
        ('a = "../before.csv"\nb = "after.csv"\nby = "street"', "case.toml: where[1].a: '../before.csv' name a table"),
        ('a = "before.csv"\nby = "street"', "case.toml: where[1].b: name a table beside case.toml, such as a CSV, or a source"),
        ('a = "before.csv"\nb = "after.csv"', "case.toml: where[1].by: is missing: name the columns, or the dimensions, that name a row"),
        ('a = "before.csv"\nb = "council"\nby = "street"', "case.toml: where[1].b: 'council' is a source beside a table: give two of one kind"),
        ('a = "before.csv"\nb = "after.csv"\nby = "road"', "before.csv: road: no such column: use one of street, homes"),
        ('a = "before.csv"\nb = "bad.csv"\nby = "street"', "bad.csv:2: homes: 'many' is no number: write digits alone"),
        ('a = "relief"\nb = "counsil"\nby = "town"', "case.toml: where[1]: no claim, source or group 'counsil' in the case case: did you mean 'council'?"),
        ('a = "relief"\nb = "council"\nby = "town"\npublished = "soon"', "case.toml: where[1].published: 'soon'"),
        ('a = "relief"\nb = "council"\nbye = "town"', "case.toml: where[1].bye: unknown key: did you mean 'by'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_them_is_told_by_check(make_case, pair, said):
    tables = {
        "before": [{"street": "Low", "homes": 9}],
        "after": [{"street": "Low", "homes": 7}],
        "bad": [{"street": "Low", "homes": "many"}, {"street": "High", "homes": 3}],
    }
    done = run("check", str(make_case(rows_of(), f"{TOML}\n[[where]]\n{pair}\n", **tables)))
    assert done.returncode == 2 and said in done.stdout


def test_a_term_that_sits_in_one_row_names_it():
    case = dc.load_case("england-covid-deaths")
    told = [story.where_story(found)[0][1] for found in named(case)]
    assert told == [
        "Of 4,956 more, all are in six months that both cover, 4,689 of them in June 2020, May 2020 and July 2020.",
        "Of 5,377 more, all are in two intervals that the second table does not cover (29 to 60 days or certified later and over 60 days and "
        "not certified).",
        "Of 5,377 more, all are in England, one of four nations that both cover.",
        "Of 5,377 more, all are in two periods that both cover, 3,865 in all other days and 1,512 in July 2020.",
    ]
    assert [found.title for found in named(case, "2020-08-12")] == [found.title for found in named(case)][1:]
