"""One gap for each subject in words: the same of both sides, in the unit, and nothing that is not so."""

from __future__ import annotations

import pytest

import discrepancy as dc
from discrepancy import story
from discrepancy.case.load import checked
from discrepancy.story.panel import headline, panel_table

TOML = '[measures.deaths]\nlabel = "deaths"\n[dimensions.place]\n'
POINTS = '[measures.deaths]\nlabel = "jobless"\nunit = "%"\nscale = "difference"\n[dimensions.place]\n'


def case_of(tmp_path, rows: dict[str, tuple[str, str]], toml: str = TOML, kind: str = "fixed", days: bool = False) -> dc.Case:
    """Two sources, the words of each by place, or by day; nothing where a source gives none."""
    lines = ["source,statement_date,as_of,measure,kind,place,wording,notes"]
    for name, words in rows.items():
        place, day = ("", name) if days else (name, "2024-05-31")
        lines += [f'{s},2024-07-01,{day},deaths,{kind},{place},"{w}",made up' for s, w in zip(("one", "two"), words, strict=True) if w]
    return checked(tmp_path / "made-up", {"claims.csv": "\n".join(lines).encode(), "case.toml": toml.encode()})


FIVE = {"Ash": ("40", "10"), "Birch": ("20", "10"), "Cork": ("10", "10"), "Dale": ("10", "20"), "Elm": ("90", "10"), "Fen": ("7", "")}


def told(found: dc.Panel) -> str:
    return " ".join([headline(found), str(found)])


def test_who_is_higher_how_often_and_by_how_much(tmp_path):
    text = told(dc.panel(case_of(tmp_path, FIVE), "one", "two"))
    assert text == (
        "One's number is the higher one in three of five places In the middle, one's number is 2.0 times that of two; in the middle half of "
        "the places, 1 to 4.0 times. One's number is furthest above for Elm (90 against 10, 9.0 times) and furthest below for Dale (10 "
        "against 20, 2.0 times). In four places the words exclude that both are right, unless the two count different things. In one place "
        "the words allow that both are right. The record accounts for nothing of it. In the middle, ×2.0 is not accounted for by the public "
        "record. One place has no number of two. This is not evidence that either source is wrong."
    )


def test_the_sources_exchanged_are_told_the_same(tmp_path):
    case = case_of(tmp_path, FIVE)
    one, two = (story.panel_story(dc.panel(case, *sides)) for sides in (("one", "two"), ("two", "one")))
    assert one == two
    tables = [repr(panel_table(dc.panel(case, *sides))) for sides in (("one", "two"), ("two", "one"))]
    assert tables[0] == tables[1] and "Dale     10   20   two     2" in tables[0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"Ash": ("40", "10"), "Birch": ("30", "10")}, "One's number is the higher one in both places"),
        ({"Ash": ("10", "10"), "Birch": ("30", "30")}, "Both give the same number in each of two places"),
        ({"Ash": ("0", "0"), "Birch": ("0", "4")}, "No ratio can be told: in every row a number is 0."),
        ({"Ash": ("0", "5"), "Birch": ("8", "4")}, "One place has no ratio: a number is 0."),
        ({"Ash": ("more than 40", "10"), "Birch": ("about 30", "10")}, "Accounted for: ×"),
        ({"Ash": ("at least 40", "60"), "Birch": ("10", "15")}, "Accounted for: ×1.09 by wording (in one place)."),  # from the lower number, as in `gap`
        ({"Ash": ("60", "at least 40"), "Birch": ("15", "10")}, "Accounted for: ×1.09 by wording (in one place)."),
        ({"Ash": ("40", "10"), "Birch": ("30", "30")}, "nearest for Birch (30 from both)."),
        ({"Ash": ("1000", "1000"), "Birch": ("1001", "1000")}, "In the middle, both give nearly the same number."),
        ({"Ash": ("10", "10"), "Birch": ("30", "30")}, "both are right. There is nothing to be accounted for. This"),
        ({"Ash": ("20 to 30", "10"), "Birch": ("90", "10")}, "nearest for Ash (24 against 10, 2.4 times)"),
        (dict(zip("ABCD", [("40", "10"), ("10", "40")] * 2, strict=True)), "runs from where one's number is 4.0 times that of two to where two's"),
    ],
)  # fmt: skip
def test_few_rows_ties_and_zeros(tmp_path, rows, said):
    text = told(dc.panel(case_of(tmp_path, rows), "one", "two", by="place"))
    assert said in text and not story.NEVER.search(text) and "nan" not in text
    assert "nan" not in repr(panel_table(dc.panel(case_of(tmp_path, rows), "one", "two", by="place")))


def test_percentages_differ_by_points(tmp_path):
    rows = {"Ash": ("6.1%", "5.0%"), "Birch": ("4.0%", "3.5%"), "Cork": ("3.0%", "2.7%"), "Dale": ("8.0%", "6.0%")}
    text = told(dc.panel(case_of(tmp_path, rows, POINTS, "level"), "one", "two", by="place"))
    assert "In the middle, one's number is 0.8 points above that of two; in the middle half of the places, 0.4 to 1.3 points." in text
    assert "furthest apart for Dale (8.0% against 6.0%, 2.0 points) and nearest for Cork (3.0% against 2.7%, 0.3 points)." in text
    assert "In the middle, 0.8 points are not accounted for by the public record." in text


def test_days_are_told_as_days(tmp_path):
    rows = {f"2024-0{m}-01": (str(100 * m), str(50 * m)) for m in range(1, 6)}
    found = dc.panel(case_of(tmp_path, rows, kind="level", days=True), "one", "two")
    text = told(found)
    assert found.by == ("day",) and text.startswith("One's number is the higher one on all five days")
    assert "On all five days the words exclude that both are right" in text


def test_what_was_computed_from_the_figures_explains_nothing():
    text = told(dc.panel(dc.load_case("england-covid-deaths")))
    assert "The record accounts for nothing of it. The size of the time between test and death was computed from such figures" in text
    assert "Accounted for" not in text and "Nothing remains to be accounted for." in text


def test_windows_are_told_as_what_they_are(tmp_path):
    lines = ["source,statement_date,period_start,as_of,measure,kind,value,notes"]
    for start, end in (("2019-01-01", "2019"), ("2020-03-01", "2020-03"), ("2020-05-03", "2020-05-09")):
        lines += [f"{s},2024-07-01,{start},{end},deaths,period,{n},made up" for s, n in (("one", 40), ("two", 10))]
    case = checked(tmp_path / "made-up", {"claims.csv": "\n".join(lines).encode(), "case.toml": TOML.encode()})
    found = dc.panel(case, "one", "two")
    assert headline(found) == "One's number is the higher one in all three periods"
    assert sorted(found.labels) == ["2019", "3 May 2020 to 9 May 2020", "March 2020"]


def test_months_and_years_are_no_days_and_days_of_two_places_no_places(tmp_path):
    rows = {f"2024-0{m}": (str(100 * m), str(50 * m)) for m in range(1, 6)}
    assert "in all five months" in headline(dc.panel(case_of(tmp_path, rows, kind="level", days=True), "one", "two"))
    same = {"2024-05-31": ("10", "10")}
    assert headline(dc.panel(case_of(tmp_path, same, days=True), "one", "two")) == "Both give the same number on one day"
    lines = ["source,statement_date,as_of,measure,kind,place,value,notes"]
    lines += [
        f"{s},{d},{d},deaths,level,{p},{n},made up"
        for s, n in (("one", 40), ("two", 10))
        for d in ("2024-05-01", "2024-05-02")
        for p in "PQ"
    ]
    case = checked(tmp_path / "days", {"claims.csv": "\n".join(lines).encode(), "case.toml": TOML.encode()})
    assert "in all four subjects" in headline(dc.panel(case, "one", "two", by=("place", "day")))


def test_whole_years_and_months_are_said_as_such_and_names_end_with_one_stop(tmp_path):
    lines = ["source,statement_date,period_start,as_of,measure,kind,value,notes"]
    for start, end in (("2019-01-01", "2019-12-31"), ("2020-02-01", "2020-02-29"), ("2020-05-01", "2020-05-30")):
        lines += [f"{s},2024-07-01,{start},{end},deaths,period,{n},made up" for s, n in (("one", 40), ("two", 10))]
    sources = b"source,name\none,One Inc.\ntwo,Two Inc.\n"
    case = checked(tmp_path / "made-up", {"claims.csv": "\n".join(lines).encode(), "case.toml": TOML.encode(), "sources.csv": sources})
    found = dc.panel(case, "one", "two")
    assert sorted(found.labels) == ["1 May 2020 to 30 May 2020", "2019", "February 2020"]
    assert "that of Two Inc." in str(found) and "Inc.." not in str(found)


def test_what_has_no_ratio_stands_last_and_what_is_small_is_no_zero(tmp_path):
    rows = {"Ash": ("0", "5"), "Birch": ("8", "4"), "Cork": ("1", "2000")}
    shown = repr(panel_table(dc.panel(case_of(tmp_path, rows), "one", "two"))).splitlines()
    assert [line.split()[0] for line in shown[1:]] == ["Cork", "Birch", "Ash"]
    assert shown[1].split()[:5] == ["Cork", "2,000", "1", "two", "2,000"]  # the larger number over the smaller one, and whose it is


def test_rates_are_of_a_day_and_a_conversion_is_not_the_words_alone(tmp_path):
    case = case_of(tmp_path, {"Ash": ("10 a day", "70 a week"), "Birch": ("20 a day", "10 a day")}, kind="rate")
    assert "All numbers are per day." in str(dc.panel(case, "one", "two"))
    toml = (
        TOML + '[dimensions.sort]\n[[conversions]]\ndimension = "sort"\nfrom = "wide"\nto = "narrow"\nfactor = 0.5\nbecause = "made up"\n'
    )
    lines = ["source,statement_date,as_of,measure,kind,place,sort,value,notes"]
    lines += [
        f"{s},2024-06-01,2024-05-31,deaths,fixed,{p},{k},{n},made up"
        for s, k, n in (("one", "wide", 90), ("two", "narrow", 10))
        for p in "PQ"
    ]
    case = checked(tmp_path / "sorts", {"claims.csv": "\n".join(lines).encode(), "case.toml": toml.encode()})
    assert "In both places the words and what the record accounts for exclude that both are right" in str(dc.panel(case, "one", "two"))


def test_days_that_differ_are_told(tmp_path):
    """Between the rows, and within one: the figures stand side by side as printed."""
    rows = [
        ("one", "2021-04-01", "Ash", 40),
        ("two", "2021-04-01", "Ash", 30),
        ("one", "2021-04-01", "Birch", 21),
        ("two", "2021-03-01", "Birch", 9),
    ]
    rows += [("one", "2019-01-01", "Cork", 5), ("two", "2019-01-01", "Cork", 4)]
    lines = [f"{source},2024-07-01,{day},deaths,level,{place},{n},made up" for source, day, place, n in rows]
    text = "\n".join(["source,statement_date,as_of,measure,kind,place,value,notes", *lines])
    case = checked(tmp_path / "made-up", {"claims.csv": text.encode(), "case.toml": TOML.encode()})
    assert dict(story.panel_story(dc.panel(case, "one", "two")))["Which day"] == (
        "The rows are not all of one day: 1 January 2019 to 1 April 2021. In one place the two speak of different days (Birch: 1 April 2021 and "
        "1 March 2021); nothing says what this changes."
    )
    assert "Which day" not in dict(story.panel_story(dc.panel(case_of(tmp_path / "b", FIVE), "one", "two")))
