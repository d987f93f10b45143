"""Reports of percentages, growth below zero and areas: pages, changes, alerts and axes in amounts where amounts differ."""

from __future__ import annotations

import copy
import datetime
import json
import re

import pytest
from conftest import ROOT
from helpers import run

from discrepancy import story
from discrepancy.notebook.schema import FragmentError, check
from discrepancy.report.errors import ReportError
from discrepancy.report.pages import charts, pages, records
from discrepancy.report.site import changes
from discrepancy.report.site.alerts import conditions, held

CASES = ROOT / "tests" / "cases"
NAMES = ("unemployment", "growth", "area")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("every-number") / "site"
    asked = f"--out {out} --jobs 1 --notebooks 03-gap,04-sources --alert unexplained>0.6".split()
    done = run("report", *(str(CASES / name) for name in NAMES), *asked)
    assert (done.returncode, done.stderr) == (5, ""), done.stdout + done.stderr
    return out, done.stdout


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8")))


def test_a_site_of_all_three_is_made_and_its_alert_is_an_amount(site):
    out, said = site
    assert "alert: unexplained>0.6: 1.7 points in Unemployment\n" in said  # 0.5 points are less, and a factor is no amount
    page = text_of(out / "index.html")
    for words in (
        "1.7 points higher than",
        "7.8% employment office",
        "1.7 points printed",
        "0.5 points",
        "−0.4%",
        "1.55 million ha",
        "×1.19",
    ):
        assert words in page
    assert not re.search(r"persons|no ratio|None|nan\b", page) and not story.NEVER.search(page.partition("<main")[2])


@pytest.mark.parametrize("name", NAMES[:2])
def test_no_page_of_amounts_speaks_of_times_or_paces(site, name):
    out, _ = site
    for page in sorted((out / name).glob("0*.html")):
        text = text_of(page)
        assert not re.search(r"×\d|\b\d\S* times\b|persons|no ratio|points a day|% a day(?!\.)", text), page.name


def record_of(out, name):
    record = json.loads((out / name / "report.json").read_text(encoding="utf-8"))
    return record | {"path": name}


def test_what_is_kept_has_scale_unit_and_amounts_and_is_read_again(site):
    out, _ = site
    record = record_of(out, "growth")
    gap = record["notebooks"]["03-gap"]["gap"]
    assert (gap["scale"], gap["unit"], gap["printed"]["ratio"]) == ("difference", "%", None)
    assert [f["multiplier"] for f in gap["factors"]] == [None] * len(gap["factors"])
    found = records.Finding.of(record)
    assert (found.ratio, found.rest, found.low) == pytest.approx((0.5, 0.5, 0.5)) and [s.value for s in found.sides] == [0.1, -0.4]
    assert charts.rest(found) == "0.5 points unexplained"
    card = charts.Mini.of(found, [0.1, -0.4])
    assert card.text == "On a linear scale: statistics office 0.1%, research institute −0.4%."
    assert [dot.at for dot in card.sides] == [97, 3]


def moved(record, rest, timing=0.0, **more):
    """The record with other amounts."""
    new = copy.deepcopy(record)
    gap = new["notebooks"]["03-gap"]["gap"]
    gap["unexplained"]["amount"] = rest
    gap["factors"] = [f | {"amount": {"unexplained": rest, "timing": timing}.get(f["name"], 0.0)} for f in gap["factors"]]
    gap |= more
    return new


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ((1.7,), (1.7,), []),
        ((1.7,), (-0.3,), [("moved", "Unemployment: 0.3 points are not accounted for by the public record; before, 1.7 points.")]),
        ((0.0,), (0.1,), [("opened", "Unemployment: 0.1 points are not accounted for by the public record; before, 0.0 points.")]),
        (
            (1.7,),
            (0.0,),
            [
                (
                    "closed",
                    "Unemployment: nothing remains to be accounted for (0.0 points); before, 1.7 points were not accounted for by the public record.",
                )
            ],
        ),
        (
            (1.7, 0.0),
            (1.7, -0.4),
            [
                (
                    "largest",
                    "Unemployment: the largest step of the explanation is timing (−0.4 points); before, none changed the difference.",
                )
            ],
        ),
    ],
)
def test_changes_are_told_in_amounts(site, was, now, said):
    record = record_of(site[0], "unemployment")
    found = changes.compare([moved(record, *was)], [moved(record, *now)])["changes"]
    assert [(change["kind"], change["text"]) for change in found] == said


def test_another_unit_is_another_question(site):
    record = record_of(site[0], "unemployment")
    found = changes.compare([record], [moved(record, 1.7, unit="pp")])["changes"]
    assert [change["text"] for change in found] == [
        "Unemployment: the question is another one (unit % before, pp now), so its gap is not compared."
    ]


def test_a_limit_is_an_amount_or_a_factor(site):
    after = [record_of(site[0], name) for name in NAMES]
    said = lambda text: held(conditions(text, amounts=True), changes.compare(after, after), after)
    assert said("unexplained>0.4") == "unexplained>0.4: 1.7 points in Unemployment; 0.5 points in Growth in the second quarter"
    assert said("unexplained>1.1") == "unexplained>1.1: 1.7 points in Unemployment; ×1.19 in Area burnt in one summer"
    assert said("unexplained>1.8") == ""
    with pytest.raises(ReportError, match="with a number of 1 or more"):
        conditions("unexplained>0.4")
    done = run("report", str(CASES / "area"), "--alert", "unexplained>0.4")
    assert done.returncode == 2 and "with a number of 1 or more" in done.stderr


def test_the_bar_and_the_course_of_amounts_have_linear_axes():
    span = {"low": -0.5, "high": 1.5, "default": 0.5, "of": 2.0, "scale": "difference", "unit": "%", "grain": 0.1}
    bar = charts.RangeBar.of(span)
    assert (bar.low, bar.one, bar.default, bar.high, bar.end) == (0, 20, 40, 80, 100)
    assert (
        bar.text
        == "From 0.5 points the other way to 1.5 points; with the default choices 0.5 points; the printed figures differ by 2.0 points."
    )
    assert (bar.end_label, bar.one_label) == ("2.0 points", "0.0 points")
    sizes = records.sizes(span)
    found = [records.Finding("", "", "", ratio=ratio, rest=rest, sizes=sizes) for ratio, rest in ((1.7, 1.0), (0.5, -0.2), (0.0, 0.0))]
    course = charts.Course.of("", [(datetime.date(2025, 1, day), "x", f) for day, f in zip((1, 9, 17), found, strict=True)])
    assert course.text == "Chart of 3 reports, 1 January 2025 to 17 January 2025: printed difference between 0.0 and 1.7 points."
    assert [tick.label for tick in course.ys] == ["0", "0.5", "1", "1.5"] and course.crosses
    zero = next(tick.at for tick in course.ys if tick.one)
    assert course.points[2].ratio == course.points[2].rest == zero < course.points[1].rest
    factors = records.Finding("", "", "", ratio=2.0)
    assert charts.Course.of("", [(datetime.date(2025, 1, 1), "x", found[0]), (datetime.date(2025, 1, 9), "x", factors)]) is None


def test_a_page_over_time_says_difference(site):
    record = record_of(site[0], "unemployment")
    swept = [record | {"point": {"as_of": f"2024-0{n}-28"}, "path": f"unemployment/as_of=2024-0{n}-28"} for n in (4, 5)]
    page = pages.case_page("unemployment", swept)
    assert "printed difference, larger less smaller" in page and '<th scope="col" class="n">printed difference</th>' in page
    assert "28 April 2024: printed difference 1.7 points; 1.7 points unexplained" in page and "×" not in page


def fragment(**span):
    return {"screen": {"views": [{"numbers": [{"range": {"low": 1, "high": 2} | span}]}]}}


@pytest.mark.parametrize(
    ("span", "right"),
    [
        ({"low": -0.5, "of": 0, "scale": "difference"}, ""),
        ({"low": -0.5}, "low should be a number above 0, not -0.5"),
        ({"of": 0, "scale": "ratio"}, "of should be a number above 0, not 0"),
        ({"high": "x", "scale": "difference"}, 'high should be a number, not "x"'),
        ({"scale": "linear"}, 'scale should be ratio or difference, not "linear"'),
    ],
)
def test_the_schema_knows_both_scales(span, right):
    if not right:
        check(fragment(**span), "03-gap.json")
        return
    with pytest.raises(FragmentError, match=re.escape(f"numbers.range.{right}")):
        check(fragment(**span), "03-gap.json")
