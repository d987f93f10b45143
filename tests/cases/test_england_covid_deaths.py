"""England, 12 August 2020: one number by two definitions, and where the difference sits."""

from __future__ import annotations

import math
from pathlib import Path

import discrepancy as dc

CASE = dc.load_case("england-covid-deaths")
FOLDER = Path(__file__).resolve().parents[2] / "data" / "england-covid-deaths"


def test_a_difference_computed_from_the_two_figures_explains_nothing():
    gap = dc.explain(CASE)
    assert gap.ratio == 42_072 / 36_695 and gap.possible is True
    assert math.isclose(gap.factor("time_limit").multiplier, 42_072 / 36_695) and gap.factor("time_limit").from_figures
    assert math.isclose(gap.unexplained.multiplier, 1, abs_tol=1e-12)
    assert "They differ by ×1.15." in gap.note() and "So nothing can be told of what remains." in gap.note()


def test_a_chain_with_such_a_difference_explains_nothing_either_and_both_reasons_are_told():
    gap = dc.explain(CASE, "phe-60-2020-08-12", "phe-28-2020-08-12")
    assert gap.factor("time_limit").from_figures
    told = " ".join([dc.story.headline(gap), *(text for _, text in dc.story.gap_story(gap))])
    assert "computed from figures themselves, so that it explains nothing" in told and "So nothing can be told of what remains." in told
    assert "96% came within 60 days" in told and "England has 5,377 deaths more than 28 days after the test" in told


def test_a_share_of_an_earlier_day_leaves_almost_nothing():
    gap = dc.explain(CASE, "phe-any-2020-08-12", "phe-60-2020-08-12")
    assert math.isclose(gap.factor("time_limit").multiplier, 1.042) and gap.possible is True
    assert math.isclose(gap.unexplained.multiplier, 42_072 / (40_404 * 1.042))


def test_the_difference_of_the_kingdom_is_that_of_england():
    gap = dc.explain(CASE, "dhsc-any-2020-08-12", "dhsc-28-2020-08-12")
    assert gap.ratio == 46_706 / 41_329 and math.isclose(gap.unexplained.multiplier, 1, abs_tol=1e-12)
    assert "Nothing remains to be accounted for." in gap.note()


def test_where_it_sits():
    tables = {name: [FOLDER / f"{name}-{side}.csv" for side in ("before", "after")] for name in ("nation", "interval", "time", "month")}
    assert dc.where(*tables["nation"], by="nation").sums == {"inside": 0, "coverage": 0, "level": 5_377}
    assert dc.where(*tables["interval"], by="interval").sums == {"inside": 0, "coverage": 3_709 + 1_668, "level": 0}
    july = dc.where(*tables["time"], by="period").strata.contribution["July 2020"]
    assert july == 2_086 - 574 == 1_512
    months = dc.where(*tables["month"], by="month")
    assert months.sums["level"] == 41_686 - 36_730 and months.sums["inside"] == 0
    assert months.strata.contribution["March 2020"] == 4 and months.strata.contribution["June 2020"] == 4_014 - 2_249


def test_sentences_begin_with_a_capital_and_dates_are_said():
    note = dc.explain(CASE, "ons-2020-07-03", "phe-28-2020-08-12").note()
    assert ". The figure of the Office for National Statistics counts" in note and ". the" not in note
    assert "Published conversion, 12 August 2020," in dc.explain(CASE).note()
    told = " ".join(text for _, text in dc.story.gap_story(dc.explain(CASE, "phe-any-2020-07-31", "phe-any-2020-08-03")))
    assert "changes it by less than ×1.01. Nothing else is between them." in told and "accounts for ×1.00" not in told
