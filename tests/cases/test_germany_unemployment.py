"""Unemployment in Germany: a known difference without a size, in people and in points; by hand from the printed numbers."""

from pathlib import Path

import pytest

import discrepancy as dc
from discrepancy.plots.paper.words import noun_on
from discrepancy.story.gap import gap_story, headline
from discrepancy.story.views import day_of

CASE = dc.load_case(Path(__file__).resolve().parents[2] / "data" / "germany-unemployment")


def told(gap):
    return " ".join((headline(gap), *(text for _, text in gap_story(gap))))


def test_people_differ_by_a_factor():
    gap = dc.explain(CASE)
    assert gap.ratio == pytest.approx(2267 / 1370)
    assert gap.unexplained.multiplier == pytest.approx(2267 / 1370)
    assert gap.possible is None
    story = told(gap)
    assert "The employment agency's figure was 1.65 times that of the statistical office." in story
    assert "Cannot tell: the two differ in who counts as unemployed, and no published figure says by how much" in story
    assert "450,000 of the registered unemployed had work at the same time" in story


@pytest.mark.parametrize(
    "a, b, points",
    [
        ("ba-2019-rate", "destatis-2019-rate", 5.0 - 3),
        ("ba-2019-03-rate", "destatis-2019-03-rate", 5.1 - 3.5),
        ("ba-2019-04-rate", "destatis-2019-04-rate", 4.9 - 3.2),
        ("employment-agency", "destatis", 4.9 - 3.2),
    ],
)
def test_rates_differ_by_points(a, b, points):
    gap = dc.explain(CASE, a, b, measure="unemployment_rate")
    assert CASE.measures["unemployment_rate"].scale == "difference"
    assert gap.unexplained.amount == pytest.approx(points)
    assert gap.possible is None
    assert f"{points:.1f} points are not accounted for by the public record" in told(gap)


def test_people_are_not_set_against_a_percentage():
    with pytest.raises(dc.ClaimError, match="'ba-2019' and 'ba-2019-rate' are in no unit and %, which are not compared"):
        dc.explain(dc.load_case("germany-unemployment"), "ba-2019", "ba-2019-rate")


def test_a_year_is_no_day():
    gap = dc.explain(CASE)
    assert "as of 2019, with hindsight" in gap.note() and "2 July 2019" not in gap.note()
    assert "for 2019, with hindsight" in noun_on(CASE, gap.basis, day_of(gap))
