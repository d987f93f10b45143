"""Hong Kong, 1 July: a count at a bridge, a peak and a whole march, against sums by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import discrepancy as dc

CASE = Path(__file__).resolve().parents[2] / "data" / "hong-kong-july-march"


def told(gap):
    return " ".join([dc.story.headline(gap), *(text for _, text in dc.story.gap_story(gap))])


@pytest.fixture(scope="module")
def marches():
    return dc.load_case(CASE)


def test_the_bridge_of_2019_reaches_the_organisers_by_no_cited_factor(marches):
    gap = dc.explain(marches)
    assert (gap.a.value, gap.b.value) == (550000, 233848)
    assert gap.factor("marchers_counted").multiplier == pytest.approx(1 / 0.689, abs=5e-4)
    assert gap.unexplained.multiplier == pytest.approx(550000 / 233848 * 0.689, abs=1e-3)
    assert gap.possible is False  # 1.6 times 233,848 is 374,157
    assert "No: the words and the range that the case cites (1.3 to 1.6) exclude it" in told(gap)
    assert "all who took part against those who passed the bridge at Arsenal Street" in told(gap)


PEAKS = {2012: (400, 63), 2013: (430, 66), 2014: (510, 98.6), 2015: (48, 19.65), 2016: (110, 19.3), 2017: (60, 14.5), 2019: (550, 190)}


@pytest.mark.parametrize("year", PEAKS)
def test_nothing_says_how_many_marched_for_each_one_at_the_peak(marches, year):
    gap = dc.explain(marches, "chrf", "hk-police", which_march=f"july-{year}")
    assert (gap.a.value, gap.b.value) == tuple(pytest.approx(1000 * n) for n in PEAKS[year])
    assert gap.possible is None
    assert not gap.factor("marchers_counted").accounted


def test_what_is_whole_on_both_sides_is_compared_as_printed(marches):
    gap = dc.explain(marches, "chrf", "hkupop", which_march="july-2014")
    assert gap.unexplained.multiplier == pytest.approx(510 / (154 * 172) ** 0.5, abs=1e-3)
    gap = dc.explain(marches, "chrf-2014", "chrf-2014-route")  # the organisers' own 1.5
    assert gap.factor("marchers_counted").from_figures
    assert "so that it explains nothing" in told(gap)


def test_a_march_that_was_not_counted_is_refused_by_its_name(marches):
    with pytest.raises(dc.ClaimError, match="which march: the march of 2019, not the march of 2014"):
        dc.explain(marches, which_march="july-2014")


def test_who_counted_one_march_and_not_the_next_is_not_called_silent_of_the_first(marches):
    gap = dc.explain(marches, "chrf", "hkupop", which_march="july-2014")
    assert not gap.silent and "was found that" not in told(gap)


def test_two_figures_of_one_page_are_told_apart_by_what_they_count(marches):
    gap = dc.explain(marches, "hkupop-2016", "hkupop-2016-bridge")
    assert (gap.a.apart[-1], gap.b.apart[-1]) == ("all who took part", "those who passed the bridge at Arsenal Street")
    assert "One figure of the Public Opinion Programme was 1.39 times the other." in told(gap)


def test_the_first_words_name_the_march(marches):
    gap = dc.explain(marches)
    assert dc.story.kicker(gap).startswith("People who marched in Hong Kong on 1 July, the march of 2019. Figures published")
    assert gap.note().startswith("People who marched in Hong Kong on 1 July, the march of 2019, 1 July 2019: ")
