"""Many sources in words: what is said of two, of one, of a day, and the table of a gap whose second figure is the larger."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from conftest import row

import discrepancy as dc
from discrepancy import story
from discrepancy.app.cli.group import main
from discrepancy.sources.effects.reports import HousesError
from discrepancy.story.screen import foot, steps

CURRENCY = '[dimensions.currency]\nlabel = "the currency"\n[dimensions.currency.values]\nusd = "US dollars"\neur = "euros"'


def told(case, **asked):
    return dict(story.consensus_story(dc.pool(case, **asked))[1:])


def of_one_day(make_case, *figures):
    """Figures of one day, each printed a day after the one before."""
    return dc.load_case(make_case([row(chr(97 + i), f"2025-10-{5 + i:02}", f, as_of="2025-10-04") for i, f in enumerate(figures)]))


def test_who_printed_a_figure_of_the_day_is_counted_whenever_it_was_printed(make_case):
    text = told(of_one_day(make_case, "about 100", "about 300", "about 500"))
    assert text["Who repeats whom"].startswith("Three sources printed figures of this measure, each of them its own.")


def test_two_figures_that_do_not_meet_are_told_as_two(make_case):
    assert (
        told(of_one_day(make_case, "100", "300"))["What the words allow"]
        == "The words of the two independent figures allow no common number."
    )
    three = told(of_one_day(make_case, "100", "300", "500"))["What the words allow"]
    assert three == "The words of no two of the three independent figures allow a common number."


def test_a_repeated_figure_is_its_sources_own_no_longer(make_case):
    rows = [row("a", "2025-10-05", "100", statement="first"), row("b", "2025-10-06", "100", derived_from="first", derived_basis="stated")]
    text = told(dc.load_case(make_case(rows)))["Who repeats whom"]
    assert text == (
        "Two sources printed figures of this measure, one of them their own; what the others gave is known to be another source's."
    )


def test_one_figure_is_no_habit(make_case):
    (only,) = story.habits_story(dc.houses(of_one_day(make_case, "about 100", "about 300", "about 500")))
    assert only[1] == (
        "Three sources gave one figure each, from “about 100” (a, 4 October 2025) to “about 500” (c, 4 October 2025); that is no habit. "
        "A source effect is not evidence of intent."
    )
    rows = [row("a", f"2025-10-{d:02}", f"about {100 + d}", as_of=f"2025-10-{d:02}") for d in (4, 5, 6)]
    case = dc.load_case(make_case([*rows, row("b", "2025-10-05", "about 900", as_of="2025-10-05")]))
    (_, text), _ = story.habits_story(dc.houses(case))
    assert "figures of a" in text or "figure of a" in text or "a's figures" in text
    assert "One source gave one figure: “about 900” (b, 5 October 2025); that is no habit." in text and "one figure)" not in text


def test_why_there_are_no_effects_is_said_once_and_reads_with_any_label(make_case):
    rows = [row(s, "2025-10-05", f"{n} euros", currency=c) for s, n, c in (("a", 10, "usd"), ("b", 20, "eur"), ("c", 30, "eur"))]
    with pytest.raises(HousesError) as error:
        dc.houses(dc.load_case(make_case(rows, CURRENCY)))
    ((_, text),) = story.habits_story(str(error.value))
    assert text.startswith("No source effects of ") and text.lower().count("no source effects") == 1
    assert "Left out: the currency: US dollars, not euros." in text


def test_of_one_usable_figure_nothing_is_listed_that_is_not_there(make_case):
    found = dc.pool(of_one_day(make_case, "about 100"), method="REML")
    assert found.refused == "only one independent figure with a spread stands on the basis, and it takes two."


def test_a_pooled_value_is_no_finer_than_its_coarsest_figure():
    text = told(dc.load_case("tests/cases/area"), method="REML")["The pooled value"]
    assert "about 1.4 million ha (1.2 million ha to 1.6 million ha" in text


def test_one_row_is_told_in_the_singular(make_case):
    assert foot(of_one_day(make_case, "about 100"))[0] == "1 printed figure of 1 statement, from 1 address."


@pytest.mark.parametrize(
    "pair", [("about 8,000", "more than 30,000"), ("more than 30,000", "about 8,000"), ("6.1%", "7.8%"), ("7.8%", "6.1%")]
)
def test_the_table_of_a_gap_goes_from_the_lower_figure_up(pair):
    gap = dc.between(*pair)
    rows = [(f.name, size, at) for f, size, at in steps(gap)]
    assert rows[-1] == (("unexplained", "×3.9", "30,000") if "about 8,000" in pair else ("unexplained", "+1.7 points", "7.8%"))
    printed = CliRunner().invoke(main, ["gap", *pair]).output
    assert rows[-1][1] in printed and "×0.26" not in printed and "−1.7" not in printed


def test_two_counts_of_nothing_are_the_same_number():
    assert "They are the same number." in dc.between("0 killed", "0 killed").note()
    assert "A count of 0 has no ratio." in dc.between("0 killed", "5 killed").note()
