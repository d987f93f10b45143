"""China's CO2 of 2013: what is arithmetic, what is scope, what remains; by hand from the printed numbers."""

import math
from pathlib import Path

import pytest

import discrepancy as dc
from discrepancy.story.gap import gap_story, headline

CASE = dc.load_case(Path(__file__).resolve().parents[2] / "data" / "china-co2-2013")
SCOPE = 9918456.191973379 / (9918456.191973379 - 672821.1170999998)  # EDGAR 4.3.2, 2012: all over fuels and cement, kt


def told(gap):
    return " ".join((headline(gap), *(text for _, text in gap_story(gap))))


def test_edgar_and_the_article():
    gap = dc.explain(CASE)
    assert gap.ratio == pytest.approx(10718.58 / 2490)
    assert gap.factor("weighed_as").multiplier == pytest.approx(3.664)
    assert gap.factor("process_scope").multiplier == pytest.approx(SCOPE, abs=1e-5)
    assert gap.unexplained.multiplier == pytest.approx(10718.58 / (2490 * 3.664 * SCOPE), abs=1e-4)
    assert gap.possible is False
    story = told(gap)
    assert "EDGAR's figure was 4.3 times that of Liu et al." in story
    assert "on average 40 per cent below the default" in story


@pytest.mark.parametrize(
    "a, known, possible, left",
    [
        ("gcb", "", False, 2673.725 / 2490),
        ("gcb", "2015-12-31", True, 2611.7 / 2490),
        ("edgar", "2015-12-31", None, 10448.383 / 2490 / 3.664),
    ],
)
def test_the_day_on_which_it_is_known_changes_the_answer(a, known, possible, left):
    """2,673.725 lies outside of 2,490 ± 7.3 %, 2,611.7 within; the size of the other processes was published in 2017."""
    gap = dc.explain(CASE, a, "liu", known_by=known)
    assert gap.possible is possible
    assert gap.unexplained.multiplier == pytest.approx(left)
    outside = "the 95.4% interval stated with Liu et al. exclude it"
    assert (outside in told(gap) and "its source leaves 4.6%" in told(gap)) is (a == "gcb" and not possible)


def test_the_revision_of_2018_is_the_cement():
    gap = dc.explain(CASE, "gcb-2017", "gcb-2018")
    assert gap.factor("revision").multiplier == pytest.approx(2797.384 / 2673.725)
    assert round(327.896 - 748.323 / 3.664, 3) == round(2797.384 - 2673.725, 3)  # CDIAC's cement less Andrew's
    cement = dc.explain(CASE, "cdiac-cement", "gcb-2019-cement")
    assert abs(cement.unexplained.log) == pytest.approx(math.log(327.896 * 3.664 / 748.323))


def test_the_day_of_a_revision_is_that_on_which_it_was_first_said():
    assert "was revised by its source on 5 December 2018" in told(dc.explain(CASE, "gcb-2017", "gcb-2018"))


def test_a_source_without_a_figure_by_then_is_said_to_have_none():
    with pytest.raises(dc.ClaimError, match="no figure of it was known on 31 August 2015"):
        dc.explain(CASE, "edgar", "liu", known_by="2015-08-31")
