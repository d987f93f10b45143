"""Gaza, May 2024: what the package says of the two offices that OCHA printed, against sums by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import discrepancy as dc
from discrepancy.story.gap import timing

CASE = Path(__file__).resolve().parents[2] / "data" / "gaza-women-children"
SHARE = 34622 / 24686  # all reported dead over the fully identified


def told(gap):
    return " ".join([dc.story.headline(gap), *(text for _, text in dc.story.gap_story(gap))])


@pytest.fixture(scope="module")
def gaza():
    return dc.load_case(CASE)


@pytest.mark.parametrize(
    ("measure", "before", "after", "printed"), [("children_killed", 14873, 14944, 7797), ("women_killed", 9801, 9849, 4959)]
)
def test_the_identified_share_leaves_a_third_or_more(gaza, measure, before, after, printed):
    gap = dc.explain(gaza, measure=measure)
    assert (gap.a.value, gap.b.value) == (before, printed)
    on_30_april = before * (after / before) ** (2 / 5)  # two of the five days from 28 April to 3 May
    assert gap.factor("dead_counted").multiplier == pytest.approx(SHARE, abs=5e-5)
    assert gap.unexplained.multiplier == pytest.approx(on_30_april / printed / SHARE, abs=1e-4)
    assert gap.possible is True  # each fits among the 9,936 that are not identified
    assert on_30_april - printed < 9936
    assert "They differ in which of the dead are counted: all reported dead against the fully identified" in told(gap)


def test_a_conversion_is_of_the_measure_that_it_names(gaza):
    used = {measure: dc.explain(gaza, measure=measure).factor("dead_counted") for measure in ("children_killed", "women_killed")}
    assert [factor.high for factor in used.values()] == [pytest.approx(17733 / 7797, abs=1e-3), pytest.approx(14895 / 4959, abs=1e-3)]
    assert "children are taken" in used["children_killed"].because and "women are taken" in used["women_killed"].because
    reached = {c.measures for m in used for c in dc.explain(gaza, "gmo", "moh", measure=m).needed.reaches}
    assert not reached  # each is used, and that of women says nothing of children


def test_what_ocha_printed_is_a_lower_limit_below_the_offices_own_figure(gaza):
    gap = dc.explain(gaza, "gmo-ocha-05-06-children", "moh")
    assert gap.a.value / gap.b.value == pytest.approx(14500 / 7797)
    words = gap.factor("retelling").multiplier * gap.factor("wording").multiplier
    assert words == pytest.approx(14500 / 14944, abs=1e-4)
    assert gap.unexplained.multiplier == pytest.approx(14944 / 7797 / SHARE, abs=1e-4)
    assert "a lower limit where the closest wording found has a plain number" in told(gap)


def test_the_two_together_do_not_fit_among_those_not_identified():
    assert 7797 + 4959 + 1924 + 10006 == 24686
    assert (14500 + 9500) - (7797 + 4959) > 34622 - 24686


def test_no_condition_is_set_beside_a_yes_that_needs_none(gaza):
    text = told(dc.explain(gaza, "gmo-ocha-05-06-children", "moh-05-08-children"))
    assert "Yes, if the stated assumptions hold: what remains is within its own spread." in text and "only if" not in text


def test_a_step_that_prints_as_none_is_not_told_by_its_size():
    told = timing(dc.explain(dc.load_case("gaza-women-children")))
    assert told.endswith("(the figure of the Government Media Office from 28 April 2024) changes it by less than ×1.01.")
