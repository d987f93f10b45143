"""Claims on one basis: who speaks, what moves, and what is left where it is."""

from __future__ import annotations

import math
from importlib import import_module

import pytest
from conftest import CASUALTIES, row

import discrepancy as dc
from discrepancy.gap.choices import range_of
from discrepancy.sources.printed import shares, silent_parties, timeline

N = import_module("discrepancy.sources.normalize")


def estimates(case, **asked):
    return dc.normalize(case, **asked).set_index("source")


def test_the_first_case_on_23_december(kursk):
    table = estimates(kursk, measure="killed_or_wounded", as_of="2024-12-23", known_by="")
    assert table.loc["ukr-president", "estimate"] == pytest.approx(3114, abs=1)
    assert table.loc["jcs", "estimate"] == pytest.approx(1131.1 * 1.187, rel=1e-3)
    assert table.loc["jcs", "inferred"]
    assert table.loc["nis", "printed"] == "at least 100-odd deaths + the wounded are close to 1,000"
    assert table.loc["nis", "value"] == 1100


def test_sources_without_a_usable_figure_stay_with_the_reason(kursk):
    table = estimates(kursk, as_of="2024-12-23")
    assert not table.loc["isw", "usable"]
    assert table.loc["isw", "because"] == "a rate"
    assert table.loc["uk-mod", "because"] == "a share (2); said after 23 December 2024 (2)"
    assert table["usable"].is_monotonic_decreasing
    assert table.loc[table["usable"], "estimate"].is_monotonic_decreasing


def test_a_figure_printed_in_the_measure_speaks_before_a_sum_of_parts(make_case):
    rows = [
        row("a", "2024-12-20", "1,000"),
        row("a", "2024-12-22", "100", "killed", statement="later"),
        row("a", "2024-12-22", "2,000", "wounded", statement="later"),
    ]
    case = dc.load_case(make_case(rows, CASUALTIES))
    assert estimates(case, measure="killed_or_wounded").loc["a", "value"] == 1000


def test_parts_of_one_statement_are_added_and_both_open_sides_kept(make_case):
    rows = [
        row("a", "2024-12-22", "at least 100", "killed", statement="s"),
        row("a", "2024-12-22", "nearly 1,000", "wounded", statement="s"),
    ]
    case = dc.load_case(make_case(rows, CASUALTIES))
    line = estimates(case, measure="killed_or_wounded").loc["a"]
    assert (line["value"], line["open"]) == (1100, "both")
    assert line["best"] == pytest.approx(dc.read("at least 100").best + dc.read("nearly 1,000").best)


def test_the_sources_own_split_comes_before_a_cited_ratio(make_case):
    toml = CASUALTIES + '[[conversions]]\ndimension = "measure"\nfrom = "killed"\nto = "wounded"\nfactor = 3\nbecause = "past wars"\n'
    rows = [
        row("a", "2024-12-10", "100", "killed", statement="s"),
        row("a", "2024-12-10", "900", "wounded", statement="s"),
        row("a", "2025-03-10", "200", "killed", statement="t"),
        row("b", "2025-03-10", "200", "killed"),
    ]
    case = dc.load_case(make_case(rows, toml))
    own = dc.explain(case, case.records[2].claim, case.records[3].claim, measure="killed_or_wounded", rule="as-printed")
    assert math.exp(own.a.estimate.steps["definition"].size) == pytest.approx(10)
    assert "own statement of 10 December 2024" in own.a.estimate.steps["definition"].because
    assert math.exp(own.b.estimate.steps["definition"].size) == pytest.approx(4)


def test_measures_without_a_bridge_are_left_apart_and_say_so(make_case):
    toml = CASUALTIES + '[measures.casualties_unspecified]\nlabel = "casualties, not said which"\n'
    rows = [row("a", "2024-12-22", "4,000", "casualties_unspecified"), row("b", "2024-12-22", "3,000")]
    case = dc.load_case(make_case(rows, toml))
    gap = dc.explain(case, case.records[0].claim, "b", measure="killed_or_wounded")
    assert gap.factor("definition").multiplier == 1
    assert "casualties, not said which against killed or wounded: this difference is not accounted for" in gap.factor("definition").because


DIMENSION = """
[dimensions.scope]
label = "place"
values = ["x", "y", "z"]
"""


def conversions(*links):
    return DIMENSION + "".join(
        f'[[conversions]]\ndimension = "scope"\nfrom = "{a}"\nto = "{b}"\n{rule}\nbecause = "{a} to {b}"\n' for a, b, rule in links
    )


def test_conversions_chain_and_run_in_either_direction(make_case):
    rows = [row("a", "2024-12-22", "exactly 600", scope="z"), row("b", "2024-12-22", "exactly 100", scope="x")]
    toml = conversions(("x", "y", "factor = 2"), ("z", "y", "factor = 0.333333333333"))
    gap = dc.explain(dc.load_case(make_case(rows, toml)), "a", "b")
    assert gap.factor("scope").multiplier == pytest.approx(6)
    assert gap.unexplained.multiplier == pytest.approx(1)


def test_two_ways_to_convert_are_no_way(make_case):
    rows = [row("a", "2024-12-22", "600", scope="z"), row("b", "2024-12-22", "100", scope="x")]
    toml = conversions(("x", "y", "factor = 2"), ("y", "z", "factor = 3"), ("x", "z", "factor = 5"))
    gap = dc.explain(dc.load_case(make_case(rows, toml)), "a", "b")
    assert gap.factor("scope").multiplier == 1
    assert "more than one way to convert" in gap.factor("scope").because


def test_a_cited_range_of_a_conversion_widens_the_remainder(make_case):
    rows = [row("a", "2024-12-22", "exactly 600", scope="y"), row("b", "2024-12-22", "exactly 100", scope="x")]
    gap = dc.explain(dc.load_case(make_case(rows, conversions(("x", "y", "factor = 2\nlow = 1\nhigh = 4")))), "a", "b")
    assert gap.unexplained.sd == pytest.approx(math.log(4) / 3.92)
    assert (gap.unexplained.low, gap.unexplained.high) == (pytest.approx(1.5), pytest.approx(6))
    assert (range_of(gap)["lowest"], range_of(gap)["highest"]) == (pytest.approx(1.5), pytest.approx(6))


def test_month_dates_count_by_their_last_day_for_selection_and_their_middle_for_timing(make_case):
    case = dc.load_case(make_case([row("a", "2024-12", "100"), row("b", "2024-12-01", "100")]))
    assert not estimates(case, as_of="2024-12-15").loc["a", "usable"]
    assert estimates(case, as_of="2024-12-31").loc["a", "speaks_of"] == "2024-12-16"


def test_timeline_marks_sums_periods_and_versions(kursk):
    table = timeline(kursk)
    marks = table.set_index("claim")["mark"]
    assert marks["nis-2024-12-19-k-tongil"] == "sum"
    assert marks["us-kirby-2024-12-27-kw"] == "period"
    assert marks["ukr-president-2024-12-23-kw-telegraph"] == "version"
    assert "hur-2024-12-14-kw-ukrinform" not in marks  # Russians and North Koreans together


def test_silent_parties_until_they_acknowledged(kursk):
    days = lambda **asked: {row["source"]: row["acknowledged"] for row in silent_parties(kursk, **asked)}
    assert days() == {"north-korea": "2025-04-28", "russia": "2025-04-26"}
    assert set(days(known_by="2024-12-27").values()) == {""}


def test_each_share_names_its_own_denominator(kursk):
    table = shares(kursk).set_index("part_claim")
    line = table.loc["nis-2026-02-12-kw"]
    assert line["whole_claim"] == "nis-2025-04-30-dep-sbs"
    assert line["share"] == pytest.approx(dc.read("6,000-odd").best / 15000, rel=1e-6)
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


@pytest.mark.parametrize("rule", ["hedge", "granularity", "as-printed"])
def test_every_rule_keeps_the_printed_value(kursk, rule):
    table = dc.normalize(kursk, rule=rule)
    assert table.loc[table["source"] == "ukr-president", "value"].item() == 3000


def test_a_jump_within_days_is_carried_on_by_no_more_than_the_mean_rate_of_months(make_case):
    days = {"2024-01-01": "10", "2024-06-01": "11", "2024-06-02": "90,011"}
    case = dc.load_case(make_case([row("alpha", day, words) for day, words in days.items()]))
    only = dc.normalize(case, as_of="2024-10-01").iloc[0]
    assert only.estimate == pytest.approx(90011 + 121 * (90011 - 10) / 153)
    assert only.because.endswith("the mean rate of the 153 days from 1 January 2024 to 2 June 2024")
    far = dc.normalize(case, as_of="2025-10-01").iloc[0]
    assert (far.estimate, far.timing) == (90011, 1)
    assert far.because.endswith("no own figures near enough to 1 October 2025: this difference is not accounted for")
