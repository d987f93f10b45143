"""The gap: known answers from the record and the literature, and what must hold for any case."""

from __future__ import annotations

import json
import math

import pytest
from conftest import CASUALTIES, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy.gap.choices import range_of
from discrepancy.gap.factors import logarithmic_mean

PAIR = ("ukraine", "south-korea")
AS_OF = {"measure": "killed_or_wounded", "as_of": "2024-12-23"}


def product(gap):
    return math.prod(f.multiplier for f in gap.factors)


# -------------------------------------------------------------------------- 23 December 2024


def test_with_hindsight(kursk):
    gap = dc.explain(kursk, *PAIR, **AS_OF)
    assert gap.ratio == 3000 / 1100
    assert 0.95 <= gap.factor("wording").multiplier <= 1.0
    assert gap.factor("definition").multiplier == 1
    assert gap.factor("definition").because == "same words; neither says how slight a wound counts"
    assert 0.10 <= gap.factor("timing").share <= 0.30
    assert 2.2 <= gap.unexplained.multiplier <= 2.5
    assert gap.reconcilable == {"statistical": False, "admissible": True}
    assert gap.later_figures.days == 21
    assert gap.later_figures.claim.claim == "nis-2025-01-13-kw"
    assert gap.later_figures.meanwhile.claim == "ukr-president-2025-01-09-kw"


def test_timing_is_the_published_arithmetic(kursk):
    """ln(3114/1067)/25 a day for four days: methods of the research behind the case."""
    gap = dc.explain(kursk, *PAIR, **AS_OF)
    assert gap.factor("timing").log == pytest.approx(4 * math.log(3113.99 / 1066.59) / 25, abs=1e-4)
    assert gap.factor("timing").sd == pytest.approx(gap.factor("timing").log / 2)
    linear = dc.explain(kursk, *PAIR, **AS_OF, timing="linear")
    assert 2.05 <= linear.unexplained.multiplier <= 2.25


def test_without_the_inference(kursk):
    gap = dc.explain(kursk, *PAIR, **AS_OF).without_inference
    assert gap.factor("timing").log == 0
    assert 2.72 <= gap.unexplained.multiplier <= 2.83
    assert not any(c.implied for c in gap.conditions)


def test_as_known_on_27_december(kursk):
    later, known = (dc.explain(kursk, *PAIR, **AS_OF, known_by=day) for day in ("", "2024-12-27"))
    assert known.ratio == later.ratio
    assert known.later_figures is None
    assert known.factor("timing").sd > later.factor("timing").sd
    assert known.factor("timing").log == pytest.approx(math.log(1 + 4 / 19))
    assert known.unexplained.multiplier > 1


def test_from_the_versions_of_the_news_story(kursk):
    gap = dc.explain(kursk, "ukr-president-2024-12-23-kw-seed", "jcs-2024-12-23-kw-seed")
    closest = dc.explain(kursk, *PAIR, **AS_OF)
    assert gap.ratio == closest.ratio
    assert 0.93 <= gap.factor("retelling").multiplier <= 0.97
    assert gap.unexplained.log == pytest.approx(closest.unexplained.log, abs=1e-12)
    assert gap.unexplained.sd == pytest.approx(closest.unexplained.sd)


def test_conditions_set_the_implied_pace_beside_published_ones(kursk):
    gap = dc.explain(kursk, *PAIR, **AS_OF)
    implied, *others = gap.conditions
    assert implied.implied
    assert implied.pace == 475
    near = sorted(c.pace for c in others if c.near)
    assert (near[0], near[-1]) == (50, pytest.approx(1000 / 7))
    assert not any("total" in c.how for c in others)


def test_a_reason_counts_only_for_the_pair_that_it_was_given_for(kursk):
    gap = dc.explain(kursk, *PAIR, **AS_OF)
    assert [r["for_this_pair"] for r in gap.reasons] == [False]
    assert dc.explain(kursk, "nis", "us-officials", **AS_OF).reasons[0]["for_this_pair"]
    assert dc.explain(kursk, *PAIR, **AS_OF, known_by="2024-12-27").reasons[0]["date"] <= "2024-12-27"


def test_range_over_every_choice_holds_the_default(kursk):
    ends = range_of(dc.explain(kursk, *PAIR, **AS_OF))
    assert ends["lowest"] <= ends["default"] <= ends["highest"]
    assert 1.9 <= ends["lowest"] <= 2.2
    assert 2.89 <= ends["highest"] <= 3.6
    table = dc.multiverse(kursk, *PAIR, **AS_OF)
    assert table["default"].sum() == 1
    assert len(table) == ends["choices"] == 51
    assert set(table["as_of"]) == {"2024-12-23", "2024-12-19"}


def test_killed_in_january_2025_is_an_exact_identity(make_case):
    """ln(1000/300) = ln(4000/3000) + ln(0.25/0.10): two published pairs, no assumption."""
    rows = [
        row("western-officials", "2025-01-22", "4,000", "killed_or_wounded", statement="w"),
        row("western-officials", "2025-01-22", "1,000", "killed", statement="w", claim="w-killed"),
        row("nis", "2025-01-22", "3,000", "killed_or_wounded", statement="n"),
        row("nis", "2025-01-22", "300", "killed", statement="n", claim="n-killed"),
    ]
    case = dc.load_case(make_case(rows, CASUALTIES))
    gap = dc.explain(case, "w-killed", "n-killed", measure="killed_or_wounded", rule="as-printed")
    assert gap.log == pytest.approx(math.log(1000 / 300))
    assert gap.factor("definition").log == pytest.approx(math.log(0.25 / 0.10), abs=1e-12)
    assert gap.unexplained.log == pytest.approx(math.log(4000 / 3000), abs=1e-12)
    assert gap.unexplained.share == pytest.approx(0.24, abs=0.005)


# ------------------------------------------------------------------------------ Hurricane Maria


def test_the_published_reason_accounts_for_the_gap_to_the_person(maria):
    gap = dc.explain(maria)
    assert (gap.a.value, gap.b.value) == (2975, 1191)
    assert gap.factor("population").multiplier == pytest.approx(2975 / 1191, abs=1e-12)
    assert gap.factor("population").effect == pytest.approx(1784)
    assert gap.unexplained.log == pytest.approx(0, abs=1e-12)
    assert gap.reconcilable["statistical"]


def test_a_conversion_published_later_is_not_used_before(maria):
    with pytest.raises(dc.ClaimError, match="was not known on 2018-09"):
        dc.explain(maria, known_by="2018-09")


def test_a_stated_interval_keeps_its_own_scale(maria):
    gap = dc.explain(maria, "kishore-4645", "gwu-displacement")
    assert gap.a.figure.reading.spread == "natural"
    assert gap.reconcilable["statistical"]


# ------------------------------------------------------------------------------ known arithmetic


def test_effects_are_additive_lmdi_effects():
    """The one chain of six factors of the PyLMDI example for China: 761.984277 to 794.611950."""
    then = (1390.08, 59.04367375, 0.51892765, 0.002876626, 3.004500526, 2.07)
    now = (1395.38, 64.52073987, 0.521570193, 0.002743568, 3.053397862, 2.02)
    mean = logarithmic_mean(math.prod(now), math.prod(then))
    effects = [mean * math.log(b / a) for a, b in zip(then, now, strict=True)]
    assert effects == pytest.approx([2.961364, 69.032182, 3.952703, -36.853879, 12.562758, -19.027454], abs=2e-4)
    assert sum(effects) == pytest.approx(32.627674, abs=1e-4)


def test_ties_have_effects_and_zeros_have_limits():
    """(10, 20) to (20, 10): the totals tie, the effects do not vanish."""
    mean = logarithmic_mean(200, 200)
    assert [mean * math.log(2), mean * math.log(0.5)] == pytest.approx([138.629436, -138.629436])
    assert logarithmic_mean(0, 5) == 0


def test_log_shares_are_those_of_the_count_scale():
    """Das Gupta 1993, example 2.1: log shares 74.85 and 25.15 % (Shapley: 74.61 and 25.39 %)."""
    logs = [math.log(16591 / 10930), math.log(0.825974 / 0.717892)]
    assert [100 * x / sum(logs) for x in logs] == pytest.approx([74.85, 25.15], abs=0.005)


# ------------------------------------------------------------------------------------ properties

HEDGED = st.tuples(st.sampled_from(["", "about ", "more than ", "nearly ", "at least ", "up to "]), st.integers(1, 10**6)).map(
    lambda t: f"{t[0]}{t[1]:,}"
)


@given(HEDGED, HEDGED, st.sampled_from(["hedge", "granularity", "as-printed"]))
def test_factors_multiply_to_the_printed_ratio_and_swapping_inverts_each(a, b, rule):
    gap, back = dc.between(a, b, rule), dc.between(b, a, rule)
    assert product(gap) == pytest.approx(gap.ratio, rel=1e-12)
    for f, g in zip(gap.factors, back.factors, strict=True):
        assert f.log == pytest.approx(-g.log, abs=1e-12)
        assert f.sd == pytest.approx(g.sd, abs=1e-12)
    assert sum(f.effect for f in gap.factors) == pytest.approx(gap.a.value - gap.b.value, rel=1e-9, abs=1e-9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_any_two_claims_of_the_first_case(kursk, data):
    """The identity, swapping, JSON without NaN, and no use of the future, for claims drawn from the case."""
    ids = [c.claim for c in kursk.records if c.kind != "share" and kursk.primary_of(c).kind != "share" and c.status == "current"]
    a, b = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    known_by = data.draw(st.sampled_from(["", "2024-12-27", "2025-03-01"]))
    try:
        gap, back = dc.explain(kursk, a, b, known_by=known_by), dc.explain(kursk, b, a, known_by=known_by)
    except dc.ClaimError as error:
        assert "known" in str(error) or "what shall be is never compared with what is" in str(error)
        return
    assert product(gap) == pytest.approx(gap.ratio, rel=1e-12)
    for f, g in zip(gap.factors, back.factors, strict=True):
        assert f.log == pytest.approx(-g.log, abs=1e-9)
    answer = gap.to_dict()
    json.dumps(answer, allow_nan=False)
    if known_by:
        assert all(c["statement_date"][:10] <= known_by for c in answer["claims"])
        assert all(c["end"] <= known_by for c in answer["conditions"] if not c["implied"] and len(c["claims"]) == 2)
    if a == b:
        assert gap.unexplained.log == pytest.approx(0, abs=1e-12)
        assert gap.unexplained.sd == 0


def test_known_by_never_uses_the_future(kursk):
    """The answer as known on a day is that of a case from which everything later has been taken out."""
    from dataclasses import replace

    day = "2024-12-27"
    past = tuple(c for c in kursk.records if c.statement_date <= day and (c.primary or (c.published and c.published <= day)))
    cut = replace(kursk, records=past)
    assert dc.explain(kursk, *PAIR, **AS_OF, known_by=day).unexplained.log == dc.explain(cut, *PAIR, **AS_OF, known_by=day).unexplained.log


def test_a_claim_against_itself_leaves_nothing(kursk):
    gap = dc.explain(kursk, "jcs-2024-12-23-kw-ytn", "jcs-2024-12-23-kw-ytn")
    assert gap.ratio == 1
    assert gap.unexplained.log == 0
    assert gap.unexplained.sd == 0
    assert gap.unexplained.share is None
    assert gap.reconcilable == {"statistical": True, "admissible": True}


def test_two_paraphrases_of_one_statement_leave_nothing_beyond_their_wording(kursk):
    gap = dc.explain(kursk, "ukr-president-2024-12-23-kw-telegraph", "ukr-president-2024-12-23-kw-firstpost")
    assert gap.factor("retelling").log + gap.factor("wording").log == pytest.approx(gap.log, abs=1e-12)
    assert gap.unexplained.log == pytest.approx(0, abs=1e-12)
    assert gap.unexplained.sd == pytest.approx(0, abs=1e-12)


def test_an_assumption_shared_by_both_sides_is_not_counted_twice(make_case):
    """Both counts of killed are brought to casualties by the same cited ratio: its spread cancels."""
    toml = (
        CASUALTIES
        + '[[conversions]]\ndimension = "measure"\nfrom = "killed"\nto = "wounded"\nfactor = 3\nlow = 1.0\nhigh = 8.8\nbecause = "past wars"\n'
    )
    rows = [
        row("a", "2024-12-23", "exactly 200", "killed"),
        row("b", "2024-12-23", "exactly 100", "killed"),
        row("c", "2024-12-23", "exactly 400"),
    ]
    case = dc.load_case(make_case(rows, toml))
    shared = dc.explain(case, "a", "b", measure="killed_or_wounded")
    alone = dc.explain(case, "a", "c", measure="killed_or_wounded")
    assert shared.unexplained.multiplier == pytest.approx(2)
    assert shared.unexplained.sd == 0
    assert alone.factor("definition").multiplier == pytest.approx(1 / 4)
    assert alone.unexplained.sd == pytest.approx((math.log(9.8) - math.log(2)) / 3.92)
    assert "by assumption: past wars" in alone.factor("definition").because


def test_a_count_of_zero_is_shown_and_never_divided_by(make_case):
    case = dc.load_case(make_case([row("a", "2024-12-23", "0 killed"), row("b", "2024-12-23", "100")]))
    gap = dc.explain(case, "a", "b")
    assert gap.ratio is None
    assert {f.multiplier for f in gap.factors} == {None}
    answer = json.loads(json.dumps(gap.to_dict(), allow_nan=False))
    assert answer["printed"] == {
        "a": 0,
        "b": 100,
        "ratio": None,
        "difference": -100,
        "larger_over_smaller": None,
        "a_words": "0 killed",
        "b_words": "100",
        "a_name": "a",
        "b_name": "b",
    }


# ------------------------------------------------------------------------------------- the basis


def test_a_withdrawn_claim_never_speaks(make_case):
    rows = [row("a", "2024-12-20", "100"), row("a", "2024-12-22", "900", status="withdrawn"), row("b", "2024-12-22", "100")]
    assert dc.explain(dc.load_case(make_case(rows)), "a", "b").ratio == 1


def test_a_period_count_is_never_a_total(make_case):
    rows = [row("a", "2024-12-22", "1,000", kind="period", period_start="2024-12-15"), row("b", "2024-12-22", "100")]
    case = dc.load_case(make_case(rows))
    with pytest.raises(dc.ClaimError) as error:
        dc.explain(case, "a", "b")
    assert str(error.value) == (
        "'a' gives a count of a period (15 December 2024 to 22 December 2024), 'b' a running total: they are not compared; to set the two "
        "side by side, name the claims 'a-2024-12-22' and 'b-2024-12-22'"
    )
    assert [c.pace for c in dc.explain(case, "b", "b").conditions if c.who == "a"] == [pytest.approx(1000 / 7)]


def test_beyond_its_figures_a_source_moves_at_its_mean_rate_and_only_as_far_as_they_cover(make_case):
    rows = [
        row("a", "2024-12-01", "1,000"),
        row("a", "2024-12-11", "2,000"),
        row("b", "2024-12-16", "3,000"),
        row("b", "2025-12-16", "3,000"),
    ]
    case = dc.load_case(make_case(rows))
    near = dc.explain(case, "b", "a", as_of="2024-12-16", rule="as-printed").factor("timing")
    assert near.multiplier == pytest.approx(2500 / 2000)
    assert near.sd == pytest.approx(math.hypot(near.log, 0.02 * math.sqrt(5)))
    assert (near.low, near.high) == (1, None)  # a's total may have grown by anything, and not fallen
    far = dc.explain(case, "b", "a", as_of="2025-12-16", rule="as-printed").factor("timing")
    assert far.log == 0
    assert not far.accounted
    assert "this difference is not accounted for" in far.because


def test_two_named_claims_are_compared_on_the_later_of_their_days(kursk):
    gap = dc.explain(kursk, "ukr-president-2025-01-05-kw", "nis-2025-01-13-kw")
    assert gap.basis.as_of.isoformat() == "2025-01-13"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"a": "ukrain"}, "no claim, source or group 'ukrain' in the case dprk-kursk: did you mean 'ukraine'?"),
        ({"measure": "kiled"}, "measure is 'kiled': did you mean 'killed'?"),
        ({"as_of": "2024-13-01"}, "as_of is '2024-13-01': write YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"rule": "x"}, "rule is 'x': use one of hedge, granularity, as-printed"),
        ({"scope": "mars"}, "scope is 'mars': use one of kursk, russia"),
        ({"as_of": "1999-01-01"}, "no claim can speak for 'ukraine' on 1999-01-01: said after 1 January 1999 (20); a share (2)"),
        ({"a": "ukr-president-2025-02-14-kshare"}, "is a share"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(kursk, asked, sentence):
    with pytest.raises(dc.ClaimError) as error:
        dc.explain(kursk, **({"a": PAIR[0], "b": PAIR[1]} | asked))
    assert sentence in str(error.value)


def test_swapping_inverts_additions_and_timing_too(maria):
    """An addition is evaluated at the claim that stands at its start, whichever side is asked for first."""
    ids = [c.claim for c in maria.records]
    for a in ids:
        for b in ids:
            gap, back = dc.explain(maria, a, b), dc.explain(maria, b, a)
            for f, g in zip(gap.factors, back.factors, strict=True):
                assert f.log == pytest.approx(-g.log, abs=1e-12)


# --------------------------------------------------------------- traps that hand calculation found

SCOPE = '[dimensions.scope]\nlabel = "scope"\nvalues = ["all", "part"]\nbasis = "all"\n'


def test_growth_never_mixes_a_part_with_the_whole(make_case):
    rows = [
        row("a", "2025-01-01", "600", scope=""),
        row("a", "2025-01-11", "100", scope="part"),
        row("b", "2025-01-06", "600", scope="all"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows, SCOPE)), "a", "b", as_of="2025-01-06")
    assert gap.factor("timing").log == 0


def test_without_the_inference_a_figure_is_a_point_of_its_own_series_again(make_case):
    rows = [
        row("a", "2025-01-01", "1,000", derived_from="c-2024-12-20", derived_basis="inferred"),
        row("a", "2025-01-11", "2,000"),
        row("c", "2024-12-20", "1,000"),
        row("b", "2025-01-06", "3,000"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows)), "b", "a", as_of="2025-01-06", rule="as-printed", inferred=False)
    assert gap.factor("timing").log == pytest.approx(math.log(2) / 2)


def test_a_chain_of_derivations_leads_to_its_root(make_case):
    rows = [
        row("a", "2025-01-03", "1,000", derived_from="b-2025-01-02", derived_basis="stated"),
        row("b", "2025-01-02", "1,000", derived_from="c-2025-01-01", derived_basis="stated"),
        row("c", "2025-01-01", "1,000"),
        row("c", "2025-01-11", "2,000"),
        row("d", "2025-01-06", "3,000"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows)), "d", "a", as_of="2025-01-06", rule="as-printed")
    assert gap.factor("timing").log == pytest.approx(math.log(2) / 2)


def test_the_range_holds_only_defensible_values_of_conversions(make_case):
    rows = [
        row("a", "2025-01-01", "several hundred", statement="s"),
        row("a", "2025-01-01", "about 50", "killed", statement="s", claim="part"),
        row("b", "2025-01-01", "exactly 1,000", "killed", claim="other"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows, CASUALTIES)), "part", "other", measure="killed")
    assert set(dc.multiverse(gap.case, "part", "other", measure="killed")["conversion"]) == {"as cited"}


VERSIONS = [row("a", "2025-01-01", "more than 3,000", statement="s", claim="a-1", language="en"), row("b", "2025-01-01", "1,000")]


def version(phrase, **more):
    more = {"statement": "s", "primary": "", "version_of": "a-1", "published": "2025-01-02", "language": "en"} | more
    return row("a", "2025-01-01", phrase, claim=phrase, **more)


def words_of(make_case, *versions, **asked):
    table = dc.multiverse(dc.load_case(make_case([*VERSIONS, *versions])), "a", "b", **asked)
    assert table["default"].sum() == 1
    assert table.loc[table["default"], "version_a"].item() == "closest wording (a)"
    return table.groupby("version_a")["unexplained"].agg(["min", "max"])


def test_a_version_with_another_limit_is_a_choice(make_case):
    """Read as an upper limit, 3,000 lies below 3,000; read as a lower limit, above."""
    found = words_of(make_case, version("nearly 3,000"), version("at least 3,000"), version("close to 3,000 dead"))
    assert list(found.index) == ["closest wording (a)", "nearly 3,000 (a)"]
    assert found["max"].iloc[1] < 2.999 < found["min"].iloc[0]


@pytest.mark.parametrize(
    "other",
    [
        version("nearly 4,000"),
        version("nearly 3,000", language="uk", english="nearly 3,000", translation="human"),
        version("nearly 3,000", seen_as="copy"),
        version("nearly 3,000", measure="wounded"),
        version("nearly 3,000", status="withdrawn"),
    ],
    ids=["another number", "a translation", "a copy", "another measure", "withdrawn"],
)
def test_what_is_no_version_to_choose(make_case, other):
    assert list(words_of(make_case, other).index) == ["closest wording (a)"]


def test_a_version_is_no_choice_before_it_was_published(make_case):
    assert len(words_of(make_case, version("nearly 3,000"), known_by="2025-01-02")) == 2
    assert len(words_of(make_case, version("nearly 3,000"), known_by="2025-01-01")) == 1


def test_both_are_brought_to_each_of_their_days_where_the_record_can(make_case):
    """a grows by its own figures from 200 to 400 in 20 days; b says one figure only and can be moved nowhere."""
    rows = [row("a", "2025-01-01", "exactly 200"), row("a", "2025-01-21", "exactly 400"), row("b", "2025-01-11", "exactly 100")]
    case = dc.load_case(make_case(rows))
    table = dc.multiverse(case, "a", "b", as_of="2025-01-21", rule="as-printed")
    by_day = table[(table["reading"] == "as printed") & (table["timing"] != "linear")].set_index("as_of")["unexplained"]
    assert by_day.to_dict() == {"2025-01-21": pytest.approx(4), "2025-01-11": pytest.approx(2 * math.sqrt(2))}
    assert "2025-01-01" not in set(table["as_of"])


def test_a_width_that_was_asked_for_is_the_default_among_the_choices(make_case):
    case = dc.load_case(make_case([row("a", "2025-01-01", "about 300"), row("b", "2025-01-01", "about 200")]))
    table = dc.multiverse(case, "a", "b", width=2.0)
    assert table.loc[table["default"], "reading"].tolist() == ["as asked"]
    assert len(table) == 6


def test_a_zero_has_an_empty_multiverse(make_case):
    case = dc.load_case(make_case([row("a", "2024-12-23", "zero dead"), row("b", "2024-12-23", "200 dead")]))
    assert dc.multiverse(case, "a", "b").empty


def test_the_default_day_is_the_newest_for_which_both_have_a_figure_or_figures_around_it(make_case):
    rows = [row("a", "2025-01-15", "50"), row("a", "2025-02", "100"), row("b", "2025-02-10", "200")]
    gap = dc.explain(dc.load_case(make_case(rows)), "a", "b")
    assert (gap.basis.as_of.isoformat(), gap.a.value) == ("2025-02-10", 50)
    assert gap.factor("timing").multiplier == pytest.approx(2 ** (-26 / 30))  # a month stands for its middle


def test_a_claim_withdrawn_later_still_stands_before(make_case):
    rows = [row("a", "2025-01-01", "100", status="withdrawn", claim="w"), row("b", "2025-01-01", "200")]
    corrections = [{"date": "2025-06-01", "claim": "w", "because": "withdrawn by its source"}]
    case = dc.load_case(make_case(rows, corrections=corrections))
    assert dc.explain(case, "a", "b", known_by="2025-01-02").a.value == 100
    with pytest.raises(dc.ClaimError, match="withdrawn since"):
        dc.explain(case, "a", "b")


def test_what_is_not_accounted_for_is_not_excluded(make_case):
    case = dc.load_case(make_case([row("a", "2024-12-27", "exactly 1"), row("b", "2025-03-05", "exactly 2")]))
    gap = dc.explain(case, "a", "b")
    assert gap.reconcilable["admissible"]
    assert gap.conditions[0].pace == pytest.approx(1 / 68)


# -------------------------------------------------------------------------------------- who gave no more figures


def _weeks(source, *days, **more):
    return [row(source, day, f"{1000 + 100 * i:,} killed or wounded", **more) for i, day in enumerate(days)]


@pytest.mark.parametrize(
    ("claims", "asked", "silent", "sentence"),
    [
        (
            [*_weeks("alpha", "2026-01-05", "2026-02-12"), *_weeks("beta", "2026-01-05", "2026-03-24")],
            {},
            [("alpha", "2026-02-12", 40), ("beta", "2026-03-24", 0)],
            "No figure of killed or wounded was found that alpha gave after 12 February 2026; "
            "the newest statement in the record is of 24 March 2026, 40 days later.",
        ),
        (
            [*_weeks("alpha", "2026-01-05", "2026-03-03"), *_weeks("beta", "2026-01-05", "2026-03-24")],
            {},
            [("alpha", "2026-03-03", 21), ("beta", "2026-03-24", 0)],
            "",
        ),
        (  # the record goes on with somebody else: the same for both sides
            [
                *_weeks("alpha", "2026-01-01", "2026-01-05"),
                *_weeks("beta", "2026-01", "2026-02"),
                row("gamma", "2026-03-24", "5 killed", "killed"),
            ],
            {"a": "alpha", "b": "beta"},
            [("alpha", "2026-01-05", 78), ("beta", "2026-02", 24)],
            "No figure of killed or wounded was found that alpha gave after 5 January 2026; "
            "the newest statement in the record is of 24 March 2026, 78 days later. "
            "No figure of killed or wounded was found that beta gave after February 2026; "
            "the newest statement in the record is of 24 March 2026, at least 24 days later.",
        ),
        (_weeks("alpha", "2020-01-05") + _weeks("beta", "2020-01-05"), {}, [("alpha", "2020-01-05", 0), ("beta", "2020-01-05", 0)], ""),
        (  # as known on a day
            [*_weeks("alpha", "2026-01-05"), *_weeks("beta", "2026-01-05", "2026-03-24")],
            {"known_by": "2026-02-28"},
            [("alpha", "2026-01-05", 0), ("beta", "2026-01-05", 0)],
            "",
        ),
        (  # all parts of the measure are a figure of it, one of them alone is none, and neither is a plan or what was withdrawn
            [
                *_weeks("alpha", "2026-01-05"),
                *(row("alpha", "2026-03-20", "500", m, statement="s") for m in ("killed", "wounded")),
                *_weeks("beta", "2026-01-02", "2026-01-05"),
                row("beta", "2026-03-24", "300 killed", "killed"),
                row("beta", "2026-03-25", "5,000 killed or wounded", kind="plan"),
                row("beta", "2026-03-26", "6,000 killed or wounded", status="withdrawn"),
            ],
            {},
            [("alpha", "2026-03-20", 5), ("beta", "2026-01-05", 79)],
            "No figure of killed or wounded was found that beta gave after 5 January 2026; "
            "the newest statement in the record is of 25 March 2026, 79 days later.",
        ),
        (
            [*_weeks("alpha", "2026-01-05", claim="x"), *_weeks("beta", "2026-03-24")],
            {"a": "x", "b": "beta"},
            [("beta", "2026-03-24", 0)],
            "",
        ),
    ],
    ids=["one stopped", "not yet told", "both, while a third goes on", "together", "as known", "what is a figure of it", "a claim"],
)
def test_a_source_that_gives_no_more_figures_is_told(make_case, claims, asked, silent, sentence):
    gap = dc.explain(dc.load_case(make_case(claims, CASUALTIES)), **{"measure": "killed_or_wounded"} | asked)
    assert [tuple(each.values()) for each in gap.to_dict()["silent"]] == silent
    told = dict(dc.story.gap_story(gap)).get("Later figures", "")
    assert told.endswith(sentence) and told.count("No figure of") == sentence.count("No figure of")
    assert not dc.story.NEVER.search(told)
