"""Like with like, or "cannot tell": subjects, kinds, days, vintages, conversions along a path, bounds, and what it would take."""

from __future__ import annotations

import math
from datetime import date

import pytest
from conftest import row

import discrepancy as dc
from discrepancy.gap.choices import range_of
from discrepancy.story.gap import headline
from discrepancy.story.screen import record

COUNTRY = '[dimensions.country]\nlabel = "country"\nvalues = ["Iran", "Haiti"]\n'
AGENCY = '[dimensions.agency]\nlabel = "agency"\nvalues = ["chicago", "all"]\n'


def deaths(source, day, words, **more):
    return row(source, day, words, "deaths", **more)


def explained(make_case, rows, toml="", *who, **asked):
    return dc.explain(dc.load_case(make_case(rows, toml)), *who, **asked)


# ------------------------------------------------------------------------------------------- subjects


QUAKES = [
    deaths("noaa", "2003", "31,001 deaths", country="Iran"),
    deaths("emdat", "2003", "26,797 deaths", country="Iran"),
    deaths("noaa", "2010", "316,000 deaths", country="Haiti"),
    deaths("emdat", "2010", "222,570 deaths", country="Haiti"),
]


def test_places_are_not_mixed_and_the_newest_that_both_have_speaks(make_case):
    gap = explained(make_case, QUAKES, COUNTRY)
    assert (gap.a.value, gap.b.value, gap.unexplained.multiplier) == (316000, 222570, pytest.approx(1.4198, abs=1e-4))
    assert gap.factor("timing").log == 0
    assert gap.factor("timing").accounted
    gap = explained(make_case, QUAKES, COUNTRY, country="Iran")
    assert (gap.a.value, gap.b.value) == (31001, 26797)


def test_the_subjects_that_both_sides_also_share_are_listed(make_case):
    gap = explained(make_case, QUAKES, COUNTRY)
    assert [(dict(m.subjects[0].dims), m.common.isoformat()) for m in gap.others] == [({"country": "Iran"}, "2003-12-31")]
    assert gap.to_dict()["others"] == [{"kind": "cumulative", "as_of": "2003-12-31", "country": "Iran"}]


def test_a_figure_of_another_place_is_no_point_of_a_series_and_no_later_figure(make_case):
    rows = [
        row("post", "2022-12-05", "45 killed", "killed", agency="chicago"),
        row("fbi", "2022-12-01", "6 killed", "killed", agency="chicago"),
        row("fbi", "2022-12-05", "2,222 killed", "killed", agency="all", claim="f2"),
        row("fbi", "2022-12-07", "2,300 killed", "killed", agency="", claim="f3"),
    ]
    for day in ("2022-12-05", "2022-12-06"):
        gap = explained(make_case, rows, AGENCY, "post", "fbi", as_of=day)
        assert gap.unexplained.multiplier == pytest.approx(7.5)
        assert (gap.later_figures, gap.factor("timing").log) == (None, 0)


def test_two_populations_of_one_source_explain_nothing(make_case):
    rows = [deaths("who", "2005-09-05", "4,000", population="most"), deaths("who", "2006-04-20", "9,000", population="three")]
    gap = explained(make_case, rows, '[dimensions.population]\nvalues = ["most", "three"]\n')
    assert (gap.a.value, gap.b.value, gap.unexplained.multiplier) == (4000, 9000, pytest.approx(4 / 9))
    assert gap.possible is None
    assert not gap.factor("timing").accounted


# ------------------------------------------------------------------------------------------------ kinds


WEEK = {"kind": "period", "period_start": "2026-09-28", "as_of": "2026-10-04"}


def test_a_week_is_not_set_against_a_total(make_case):
    rows = [row("msf", "2026-10-06", "260 cases", "cases", **WEEK), row("who", "2026-10-06", "2,950 cases", "cases", as_of="2026-10-04")]
    with pytest.raises(
        dc.ClaimError, match=r"'msf' gives a count of a period .28 September 2026 to 4 October 2026., 'who' a running total"
    ):
        explained(make_case, rows)
    named = explained(make_case, rows, "", "msf-2026-10-06", "who-2026-10-06")
    assert named.possible is None
    assert not named.conditions


def test_a_sources_own_totals_make_the_week(make_case):
    rows = [row("msf", "2026-10-06", "260 cases", "cases", **WEEK)]
    rows += [
        row("who", f"{day[:-2]}{int(day[-2:]):02}", n, "cases") for day, n in (("2026-09-27", "2,650 cases"), ("2026-10-04", "2,950 cases"))
    ]
    gap = explained(make_case, rows)
    assert (gap.a.value, gap.b.value) == (260, 300)
    assert "the difference of the source's own totals: 2,950 cases less 2,650 cases" in gap.factor("definition").because
    assert gap.factor("timing").log == 0


@pytest.mark.parametrize(("week", "possible"), [("348 cases", True), ("301 cases", False)])
def test_a_week_made_of_totals_is_a_week_in_every_answer(make_case, week, possible):
    rows = [row("msf", "2024-10-09", week, "cases", kind="period", period_start="2024-10-02", as_of="2024-10-08")]
    rows += [
        row("who", "2024-10-02", "1,003 cases", "cases", as_of="2024-10-01"),
        row("who", "2024-10-09", "1,351 cases", "cases", as_of="2024-10-08"),
    ]
    gap = explained(make_case, rows, "", "who", "msf")
    assert (gap.a.value, gap.possible, gap.later_figures, gap.conditions) == (348, possible, None, ())
    assert "not numbers of one kind" not in headline(gap)
    assert [c["kind"] for c in gap.to_dict()["claims"]] == ["cumulative", "cumulative", "period"]  # as the table has them
    assert range_of(gap)["possible"] == (range_of(gap)["choices"] if possible else 0)


@pytest.mark.parametrize(("week", "possible"), [("9,503 people", False), ("3,001 people", None)])
def test_a_week_at_the_start_of_a_month_is_in_it(make_case, week, possible):
    rows = [
        row("border", "2023-11-05", "9,001 people", "crossings", kind="period", period_start="2023-10-01", as_of="2023-10-31", claim="m"),
        row("ngo", "2023-10-09", week, "crossings", kind="period", period_start="2023-10-01", as_of="2023-10-07", claim="w"),
    ]
    gap, swapped = (explained(make_case, rows, "", *sides) for sides in ("mw", "wm"))
    assert gap.possible is swapped.possible is possible
    assert "a count of a period is not moved in time" in gap.factor("timing").because


def test_one_window_in_two_spellings_is_one_window(make_case):
    rows = [
        row("who", "2024-11-01", "901 cases", "cases", kind="period", period_start="2024-10-01", as_of="2024-10-31"),
        row("msf", "2024-11-02", "811 cases", "cases", kind="period", period_start="2024-10", as_of="2024-10"),
    ]
    assert explained(make_case, rows).unexplained.multiplier == pytest.approx(901 / 811)


def test_rates_per_unlike_times_are_refused_as_they_were_printed(make_case):
    rows = [row(who, "2024-11-01", words, "attacks", kind="rate") for who, words in (("a", "3.5 a day"), ("b", "120 a month"))]
    with pytest.raises(dc.ClaimError, match=r"rate per day .* rate per month .* rates per unlike times"):
        explained(make_case, rows)


def test_a_year_and_a_day_in_it_imply_no_pace(make_case):
    rows = [row("x", "2023-02-01", "2,411", "dead", as_of="2022"), row("y", "2022-03-20", "402", "dead", as_of="2022-03-15")]
    assert explained(make_case, rows).conditions == ()


@pytest.mark.parametrize(("month", "possible"), [("2,000 cases", None), ("100 cases", False)])
def test_windows_that_nest_bound_each_other(make_case, month, possible):
    longer = {"kind": "period", "period_start": "2026-09-05", "as_of": "2026-10-04"}
    rows = [row("msf", "2026-10-06", "260 cases", "cases", **WEEK), row("who", "2026-10-06", month, "cases", **longer)]
    assert explained(make_case, rows, "", "msf-2026-10-06", "who-2026-10-06").possible is possible
    with pytest.raises(dc.ClaimError, match="5 September 2026 to 4 October 2026"):
        explained(make_case, rows)


def test_levels_speak_and_have_no_pace(make_case):
    level = {"kind": "level"}
    rows = [deaths("a", "2023-12-31", "6,918,373", **level), deaths("b", "2023-12-31", "5,077,000", **level)]
    rows += [deaths("a", "2022-12-31", "6,834,492", **level)]
    gap = explained(make_case, rows)
    assert gap.ratio == pytest.approx(1.3627, abs=1e-4)
    assert gap.conditions == ()
    beyond = explained(make_case, rows, "", "a", "b", as_of="2024-06-30").factor("timing")
    assert (beyond.log, beyond.accounted, beyond.low, beyond.high) == (0, False, None, None)


def test_a_refusal_says_who_cannot_speak_why_and_what_else_to_ask(make_case):
    rows = [
        row("government", "2020-01-10", "10,003", "homes", kind="plan", as_of="2023-12-31"),
        row("builders", "2024-01-10", "7,404", "homes"),
    ]
    with pytest.raises(dc.ClaimError, match=r"1 can be used on 2024-01-10 \(government: a plan\)"):
        explained(make_case, rows)
    rows = [row("guard", "2015-09-02", "1,001", m, statement="g") for m in ("adults", "children")] + [
        row("mayor", "2015-09-02", "903", "all")
    ]
    with pytest.raises(dc.ClaimError, match=r"\(mayor: it gives no figure of adults\).*another measure: children, all"):
        explained(make_case, rows)


def test_a_plan_is_never_compared_with_what_is(make_case):
    rows = [deaths("a", "2024-01-01", "100", kind="plan"), deaths("b", "2024-01-01", "200")]
    with pytest.raises(dc.ClaimError, match="what shall be is never compared with what is"):
        explained(make_case, rows, "", "a-2024-01-01", "b-2024-01-01")


# ------------------------------------------------------------------------------------- vintages, the day


def test_a_revision_is_a_factor_of_its_own_and_no_growth(make_case):
    """England's count of 12 August 2020: 46,706 became 41,329 when deaths were counted within 28 days of a positive test."""
    rows = [
        deaths("uk", "2020-08-12", "46,706 deaths", as_of="2020-08-12", claim="before"),
        deaths("uk", "2020-08-13", "41,329 deaths", as_of="2020-08-12", claim="after"),
        deaths("ons", "2020-08-12", "52,000 deaths", as_of="2020-08-12"),
    ]
    gap = explained(make_case, rows, "", "before", "after")
    assert gap.factor("revision").multiplier == pytest.approx(46706 / 41329)
    assert gap.factor("timing").log == 0
    assert gap.unexplained.log == pytest.approx(0, abs=1e-12)
    assert explained(make_case, rows, "", "ons", "uk").b.claim.claim == "after"
    named = explained(make_case, rows, "", "ons", "before")
    assert named.b.value == 46706
    assert named.unexplained.multiplier == pytest.approx(52000 / 41329, rel=1e-3)


def test_a_total_that_falls_was_revised_and_is_not_joined(make_case):
    rows = [deaths("a", "2024-01-01", "1,000"), deaths("a", "2024-02-01", "900"), deaths("b", "2024-01-15", "2,000")]
    timing = explained(make_case, rows, "", "b", "a", as_of="2024-01-15").factor("timing")
    assert (timing.log, timing.accounted) == (0, False)
    assert "its own total fell between, which is a revision" in timing.because


def test_the_day_is_the_newest_on_which_both_have_figures_not_that_of_the_statement(make_case):
    rows = [
        row("m", "2026-10-06", "2,395 cases", "cases", as_of="2026-10-04"),
        row("w", "2026-10-08", "2,950 cases", "cases", as_of="2026-10-04"),
        row("m", "2026-10-13", "2,480 cases", "cases", as_of="2026-10-11"),
        row("w", "2026-10-15", "4,100 cases", "cases", as_of="2026-10-11"),
    ]
    gap = explained(make_case, rows)
    assert gap.basis.as_of == date(2026, 10, 11)
    assert gap.ratio == pytest.approx(2480 / 4100)
    assert gap.factor("timing").log == 0


@pytest.mark.parametrize("kind", ["level", "cumulative"])
@pytest.mark.parametrize(("one", "other", "sure"), [("2023", "2023-06-30", False), ("2023-06", "2023", False), ("2023", "2023", True)])
def test_which_day_of_a_year_is_not_known_unless_both_speak_of_the_year(make_case, kind, one, other, sure):
    rows = [
        row("office", "2024-02-01", "61,033 refugees", "refugees", kind=kind, as_of=one),
        row("ministry", "2024-02-01", "58,114 refugees", "refugees", kind=kind, as_of=other),
    ]
    for sides in (("office", "ministry"), ("ministry", "office")):
        gap = explained(make_case, rows, "", *sides)
        assert gap.factor("timing").accounted is sure
        assert (gap.possible is False) is sure  # nothing is excluded by a day that nobody gave
        assert abs(gap.unexplained.log) == pytest.approx(math.log(61033 / 58114))


def test_a_figure_said_to_be_anothers_is_for_the_day_of_that(make_case):
    rows = [
        row("ministry", "2022-09-10", "2,104 homes", "homes", as_of="2022-09-09", statement="min"),
        row("un", "2022-09-14", "2,104 homes", "homes", derived_from="min", derived_basis="stated"),
        row("ngo", "2022-09-10", "2,950 homes", "homes", as_of="2022-09-09"),
    ]
    for day in ("", "2022-09-09"):
        gap = explained(make_case, rows, "", "un", "ngo", as_of=day)
        assert gap.basis.as_of == date(2022, 9, 9)
        assert (gap.factor("timing").accounted, gap.possible) == (True, False)


def test_without_a_common_day_both_stand_as_printed(make_case):
    rows = [deaths("a", "2024-11-12", "739"), deaths("a", "2024-11-13", "741"), deaths("b", "2024-12-30", "802")]
    gap = explained(make_case, rows)
    assert gap.factor("timing").log == 0
    assert "there is no day for which both have a figure: this difference is not accounted for" in gap.factor("timing").because
    assert gap.possible is True  # a's total may have grown


def test_both_sides_are_brought_to_a_day_or_neither(make_case):
    rows = [deaths("a", "2024-01-01", "100"), deaths("a", "2024-03-01", "200"), deaths("b", "2024-01-20", "150")]
    gap = explained(make_case, rows, "", "a", "b", as_of="2024-02-01")
    assert (gap.a.estimate.steps["timing"].size, gap.b.estimate.steps["timing"].size) == (0, 0)
    assert "the other side's figure cannot be brought to the day" in gap.factor("timing").because


def test_the_last_two_days_are_no_rate_for_months(make_case):
    days = {"2024-10-13": "735", "2024-11-12": "739", "2024-11-13": "741"}
    case = dc.load_case(make_case([deaths("v", day, n) for day, n in days.items()]))
    assert dc.normalize(case, as_of="2024-12-14").timing.item() == pytest.approx(1 + 6 / 741)
    assert dc.normalize(case, as_of="2024-12-30").timing.item() == 1


def test_an_asked_day_of_the_case_gives_way_to_one_that_needs_no_carrying(make_case):
    """Two counts of children killed: a list for 30 June, said on 24 July, is a list for 30 June."""
    toml = """
    [defaults]
    as_of = "2024-07-24"
    [dimensions.basis]
    values = ["all", "identified"]
    basis = "identified"
    [[conversions]]
    dimension = "basis"
    from = "all"
    to = "identified"
    factor = 0.7441
    because = "28,185 names of 37,877"
    url = "https://example.org/list"
    """
    daily = {"2024-06-27": "15,882", "2024-07-02": "15,919", "2024-07-22": "16,251", "2024-07-27": "16,251"}
    rows = [row("gmo", day, n, "children", as_of=day, basis="all") for day, n in daily.items()]
    rows += [row("list", said, n, "children", as_of=day, basis="identified") for said, day, n in
             (("2024-05-05", "2024-04-30", "7,760"), ("2024-07-24", "2024-06-30", "9,351"))]  # fmt: skip
    gap = explained(make_case, rows, toml, "gmo", "list")
    assert gap.basis.as_of == date(2024, 6, 30)
    assert gap.unexplained.multiplier == pytest.approx(1.2652, abs=1e-3)
    assert explained(make_case, rows, toml, "gmo", "list", as_of="2024-07-24").basis.as_of == date(2024, 7, 24)


# ------------------------------------------------------------------------------------------ conversions


CHAIN = '[dimensions.what]\nvalues = ["w", "x", "y", "z"]\n' + "".join(
    f'[[conversions]]\ndimension = "what"\nfrom = "{a}"\nto = "{b}"\nadd = {n}\nbecause = "counted"\n'
    for a, b, n in (("w", "x", 5000), ("x", "y", 7000), ("y", "z", 11000))
)
ENDS = [deaths("one", "2024-01-01", "4,000", what="w"), deaths("two", "2024-01-01", "30,000", what="z")]


@pytest.mark.parametrize("basis", ["", 'basis = "x"\n', 'basis = "z"\n'])
def test_additions_are_made_along_the_path_between_the_two_whatever_the_basis_asks_to_see(make_case, basis):
    toml = CHAIN.replace('"z"]\n', f'"z"]\n{basis}', 1)
    gap, back = explained(make_case, ENDS, toml, "one", "two"), explained(make_case, ENDS, toml, "two", "one")
    assert 1 / gap.factor("what").multiplier == pytest.approx(6.75)
    assert 1 / gap.unexplained.multiplier == pytest.approx(30 / 27)
    for f, g in zip(gap.factors, back.factors, strict=True):
        assert f.log == pytest.approx(-g.log, abs=1e-12)


def test_additions_that_lead_to_one_value_from_both_sides_are_made_forwards_there(make_case):
    toml = '[dimensions.what]\nvalues = ["narrow", "middle", "wide"]\n' + "".join(
        f'[[conversions]]\ndimension = "what"\nfrom = "{a}"\nto = "middle"\nadd = {n}\nbecause = "counted"\n'
        for a, n in (("narrow", 1000), ("wide", -2000))
    )
    rows = [deaths("one", "2024-01-01", "4,000", what="narrow"), deaths("two", "2024-01-01", "9,000", what="wide")]
    gap = explained(make_case, rows, toml, "two", "one")
    assert gap.unexplained.multiplier == pytest.approx(7000 / 5000)
    assert gap.targets == {"what": "middle"}


def test_spreads_pass_an_addition_by_the_delta_method_and_bounds_exactly(maria):
    rest = dc.explain(maria).unexplained
    assert rest.sd == pytest.approx(0.0814, abs=1e-4)
    assert (rest.low, rest.high) == (pytest.approx(2658 / 3328), pytest.approx(3290 / 2620))


def test_a_conversion_from_the_two_figures_themselves_says_so(maria):
    step = dc.explain(maria).factor("population")
    assert step.from_figures
    assert step.to_dict()["from_figures"] is True


TWO = "".join(
    f'[dimensions.{d}]\nvalues = ["a", "b"]\n[[conversions]]\ndimension = "{d}"\nfrom = "a"\nto = "b"\nfactor = 2\nlow = 1\nhigh = 4\n'
    f'because = "counted"\n'
    for d in ("who", "where")
)


def test_both_ends_of_two_conversions_are_choices_together(make_case):
    rows = [deaths("one", "2024-01-01", "exactly 100", who="a", where="a"), deaths("two", "2024-01-01", "exactly 400", who="b", where="b")]
    ends = range_of(explained(make_case, rows, TWO, "one", "two"))
    assert (ends["lowest"], ends["default"], ends["highest"]) == (pytest.approx(0.25), pytest.approx(1), pytest.approx(4))


def test_a_sources_own_two_figures_explain_nothing_of_each_other(make_case):
    rows = [row("police", "2025-10-04", "800 people", "m"), row("police", "2025-10-05", "800,000 people", "m")]
    gap = explained(make_case, rows)
    assert gap.factor("timing").from_figures
    assert dc.story.headline(gap) == (
        "One figure of police was 1,000 times the other. Both are figures of one source: what is between them is its own change."
    )


def test_where_definition_and_timing_interact_both_ways_are_choices(make_case):
    """The killed doubled while all casualties grew by half: moved first as the one or as the other, the figure is another."""
    toml = '[measures.killed]\n[measures.wounded]\n[measures.both]\nparts = ["killed", "wounded"]\n'
    rows = [row("a", day, n, m, statement=f"a{day}") for day, n, m in (
        ("2024-01-01", "exactly 100", "killed"), ("2024-01-01", "exactly 400", "both"),
        ("2024-01-11", "exactly 200", "killed"), ("2024-01-11", "exactly 600", "both"))]  # fmt: skip
    rows += [row("b", "2024-01-11", "exactly 900", "both")]
    case = dc.load_case(make_case(rows, toml))
    table = dc.multiverse(case, "b", "a-2024-01-01-killed", measure="both", as_of="2024-01-11", rule="as-printed")
    assert {round(x, 3) for x in table[table.timing == "log-linear"].unexplained} == {round(900 / 800, 3), round(900 / 600, 3)}


# ------------------------------------------------------------------------------------- can both be right


@pytest.mark.parametrize(
    ("one", "other", "possible"),
    [
        ("at least 100", "3,000", True),
        ("3,000", "up to 4,000", True),
        ("up to 1,000", "3,000", False),
        ("4,645 (95% CI 793 to 8,498)", "1,139", True),
        ("8,000 people", "14,000 people", False),
        ("1,100-odd", "1,150", True),
        ("1,100-odd", "1,300", False),
    ],
)
def test_can_both_be_right(make_case, one, other, possible):
    gap = explained(make_case, [deaths("a", "2024-01-01", one), deaths("b", "2024-01-01", other)])
    assert gap.possible is possible
    assert gap.to_dict()["possible"] is possible


def test_sums_keep_their_bounds(make_case):
    toml = '[measures.all]\nparts = ["x", "y"]\n[measures.x]\n[measures.y]\n'
    rows = [row("a", "2024-01-01", "at least 1,000", "x", statement="s"), row("a", "2024-01-01", "up to 2,000", "y", statement="s")]
    rows += [row("b", "2024-01-01", "900", "all")]
    gap = explained(make_case, rows, toml, "a", "b", measure="all")
    assert gap.a.figure.bounds == (1000, math.inf)
    assert gap.possible is False


def test_what_one_difference_would_have_to_be(kursk):
    needed = dc.explain(kursk).needed
    assert math.exp(needed.step) == pytest.approx(2.3193, abs=1e-3)
    assert needed.share == pytest.approx(0.4312, abs=1e-3)
    assert math.exp(needed.each) == pytest.approx(math.sqrt(2.3193), abs=1e-3)
    assert [c.to for c in needed.reaches] == ["wounded"]  # a count of the killed alone would be 2 to 9.8 times lower


def test_as_known_then_no_figure_is_carried_beyond_its_own(kursk):
    gap = dc.explain(kursk, as_of="2025-02-23", known_by="2025-02-23")
    assert gap.unexplained.multiplier > 1
    assert gap.b.estimate.best <= 4000


# ----------------------------------------------------------------------------------- a difference scale


def test_percentages_differ_by_points_that_add(make_case):
    rows = [row("lfs", "2024-06-30", "6.1%", "rate", kind="level"), row("office", "2024-06-30", "7.8%", "rate", kind="level")]
    gap = explained(make_case, rows, "", "office", "lfs")
    assert gap.scale.name == "difference"
    assert (gap.ratio, gap.log, gap.unexplained.multiplier) == (None, None, None)
    assert gap.unexplained.amount == pytest.approx(1.7)
    assert gap.say(gap.total) == "+1.7 points"
    answer = gap.to_dict()
    assert (answer["scale"], answer["unit"]) == ("difference", "%")
    assert sum(f["amount"] for f in answer["factors"]) == pytest.approx(1.7, abs=1e-12)
    assert answer["unexplained"]["log"] is None


def test_two_phrases_of_percent():
    gap = dc.between("7.5%", "6.1%")
    assert gap.say(gap.total) == "+1.4 points"
    assert gap.unexplained.amount == pytest.approx(1.4)


def test_a_pace_of_another_place_is_no_condition(make_case):
    rows = [
        row("a", "2024-05-20", "300 killed", "killed", country="Haiti"),
        row("b", "2024-05-10", "200 killed", "killed", country="Haiti"),
        row("c", "2024-05-15", "5 killed a day", "killed", country="Iran", kind="rate"),
        row("c", "2024-05-15", "8 killed a day", "killed", country="Haiti", kind="rate", claim="here"),
    ]
    gap = explained(make_case, rows, COUNTRY, "a", "b")
    assert [c.claims for c in gap.conditions if not c.implied] == [("here",)]


def test_a_value_that_is_asked_for_comes_before_one_that_is_converted(make_case):
    toml = AGENCY + '[[conversions]]\ndimension = "agency"\nfrom = "chicago"\nto = "all"\nfactor = 40\nbecause = "made up"\n'
    rows = [
        row(who, "2024-05-20", f"{n} killed", "killed", agency=agency)
        for who, agency, n in (("a", "chicago", 20), ("b", "chicago", 30), ("a", "all", 900), ("b", "all", 800))
    ]
    for agency, pair in (("chicago", (20, 30)), ("all", (900, 800))):
        gap = explained(make_case, rows, toml, "a", "b", agency=agency)
        assert (gap.a.value, gap.b.value) == pair


def test_of_many_places_the_choices_and_pages_look_at_the_rows_of_the_pair(make_case):
    rows = [row(who, "2024-05-20", "", "killed", value=str(100 + i), country=f"c{i}") for who in "ab" for i in range(600)]
    case = dc.load_case(make_case(rows, '[dimensions.country]\nlabel = "country"\n'))
    run = dc.settings("03-gap", case=str(case.path), a="a", b="b")
    assert [c.value for c in run.case.records] == ["100", "100"]
    assert run.case.beside == 1198
    assert record(run.case)["text"].endswith(
        "No corrections so far. 1,198 rows of the case speak of other subjects and are not on this page."
    )
    assert len(run.choices) == len(dc.multiverse(case, "a", "b", country="c0"))
