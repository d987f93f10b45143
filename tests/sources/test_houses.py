"""Source effects: the published answer, made-up cases with known truth, and what a case makes of who speaks and how often."""

from __future__ import annotations

import json
import math
import os
import re

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import CASUALTIES, row

import discrepancy as dc
from benchmarks import _madeup, radford
from discrepancy import story
from discrepancy.app.cli.group import main
from discrepancy.saying.numbers import times, times_to
from discrepancy.sources.effects.model import Model
from discrepancy.sources.effects.reports import from_case, from_table


@pytest.fixture(scope="module")
def found(kursk):
    return dc.houses(kursk)


@pytest.fixture
def fit(make_case):
    def fitted(rows, toml="", name="case", **asked):
        return dc.houses(dc.load_case(make_case(rows, toml, name)), **asked)

    return fitted


# ------------------------------------------------------------------------------ the published answer


@pytest.mark.skipif(not os.environ.get(radford.VARIABLE), reason=f"{radford.VARIABLE} does not name the reports of Radford et al. (2023)")
def test_the_published_answer():
    frame = pd.read_csv(os.environ[radford.VARIABLE])
    answers = radford.answers(radford.fit(frame))
    assert answers["inside"] == answers["series"] == 25
    assert answers["median"] <= 1.12
    assert answers["largest"] <= 1.4
    assert answers["sides"] == answers["multipliers"] == 12
    assert answers["multiplier"] <= 1.2
    assert 0.7 <= answers["width"] <= 1.5
    held = np.arange(len(frame)) % 5 == 0
    inside, score = radford.predicted(from_table(frame), held, np.random.default_rng(0))
    assert 0.9 <= inside.mean() <= 0.98
    for other in (radford.latest_claim, radford.least_squares):
        assert score.mean() > other(frame[~held], frame[held]).mean()


def test_what_was_published_is_all_there():
    published = pd.read_csv(radford.PUBLISHED)
    assert published["kind"].value_counts().to_dict() == {"series": 25, "multiplier": 14}
    series = published[published["kind"] == "series"]
    assert ((series["low"] < series["mean"]) & (series["mean"] < series["high"])).all()


# ------------------------------------------------------------------------------ known truth


def test_effects_and_totals_of_made_up_reports_are_recovered():
    inside, errors, totals = _madeup.covered(3, rows=400, categories=2)
    assert len(inside) >= 10
    assert np.mean(inside) >= 0.85
    assert abs(np.mean(errors)) < 0.2
    assert np.mean(totals) >= 0.75


def test_the_gradient_is_that_of_the_objective():
    model = Model(from_table(_madeup.reports(1, rows=60, categories=1, days=40)[0]).reports, 6)
    model.find_mode(3)
    rng = np.random.default_rng(0)
    for block in model.blocks:
        block.x = block.x + rng.normal(0, 0.1, len(block.x))
    gx, gg, *_ = model.system(model.blocks[0])
    xs = [block.x for block in model.blocks]
    for i in (0, 1, 4, len(gx) - 1):
        ends = []
        for h in (1e-5, -1e-5):
            moved = xs[0].copy()
            moved[i] += h
            ends.append(model.objective([moved, *xs[1:]], model.g))
        assert (ends[0] - ends[1]) / 2e-5 == pytest.approx(gx[i], rel=1e-4, abs=1e-4)
    assert len(gg) == len(model.g)


@pytest.mark.parametrize(("multiplier", "delay", "best"), [(0.6, 0, "constant"), (1.0, 25, "delay"), (0.6, 20, "both")])
def test_a_constant_and_a_delay_are_told_apart(fit, multiplier, delay, best):
    found = fit(_madeup.claims(1, multiplier, delay))
    lags = found.lags.set_index("who").loc["asked"]
    assert lags["better"] == best
    assert lags["tells"]
    if best == "delay":
        assert lags["delay_low"] <= delay <= lags["delay_high"]
        assert lags["delay"] == pytest.approx(delay, abs=6)
    if best == "constant":
        assert lags["low"] < multiplier < lags["high"]
    [(_, said)] = story.delays_story(found)
    assert "foretells the next figure better than" in said and said.endswith("not evidence of intent.")


def test_few_statements_cannot_tell(fit):
    found = fit(_madeup.claims(2, 1.0, 10, statements=3, scatter=0.3))
    assert not found.lags["tells"].any()
    assert "clearly ahead: best and next best differ by at most" in story.delays_story(found)[0][1]


# ------------------------------------------------------------------------------ who speaks, and how often


def test_moving_the_reference_moves_the_level_and_no_difference(found):
    moved = found.at_reference("ukraine")
    here, there = found.log_effects()[0], moved.log_effects()[0]
    assert np.ptp(here - there, axis=1).max() < 1e-12
    assert found.curve["mean"].iloc[-1] != pytest.approx(moved.curve["mean"].iloc[-1], rel=0.01)
    both = np.log(found.effects["multiplier"] / moved.effects["multiplier"])
    assert np.sign(both).abs().all()
    group = moved.groups.set_index("who").loc["ukraine"]
    assert group["low"] == pytest.approx(1) == group["high"]
    named = found.at_reference("nis")
    own = named.effects[(named.effects["source"] == "nis") & (named.effects["measure"] == "killed_or_wounded")].iloc[0]
    assert (own["low"], own["high"]) == pytest.approx((1, 1))
    mean = np.log(found.effects.loc[found.effects["measure"] == "killed_or_wounded", "multiplier"]).mean()
    assert abs(mean) < 0.15  # the sources sum to zero; means of skewed effects only nearly do


def test_a_statement_counts_once_and_a_derived_figure_not_at_all(kursk, found):
    used = found.reports
    assert used["claim"].is_unique
    assert all(kursk.by_id[c].primary for c in used["claim"])
    assert not used.duplicated(["statement", "measure"]).any()
    out = found.left_out.set_index("claim")["because"]
    origin = "South Korea's intelligence service (NIS) said on 19 December 2024"
    assert out["jcs-2024-12-23-kw-ytn"] == f"derived from what {origin}: not an independent figure"
    assert out["nis-2025-01-13-kw"] == "the same statement gives its parts, which are used"
    assert not set(out.index) & set(used["claim"])
    assert "jcs-2024-12-23-kw-ytn" in set(dc.houses(kursk, inferred=False).reports["claim"])


def test_killed_and_wounded_are_parts_of_one_whole(found):
    curve = found.curve.pivot(index="day", columns="measure", values="mean").iloc[20:]
    assert ((curve["killed"] + curve["wounded"]) / curve["killed_or_wounded"]).between(0.85, 1.15).all()
    for _, one in found.curve.groupby("measure"):
        assert one["mean"].is_monotonic_increasing and (one["low"] <= one["high"]).all()


def test_one_talkative_source_does_not_rule_the_level(fit):
    rows = _madeup.claims(4, 1.0, 0, statements=6)
    talk = [r | {"statement_date": f"2024-12-{d:02}"} for r in rows if r["source"] == "high" for d in range(1, 7)]
    once, often = fit(rows, name="once"), fit(rows + talk, name="often")
    level = lambda found: found.curve["mean"].iloc[-1]
    assert level(often) == pytest.approx(level(once), rel=0.1)  # and not 1.25 times as high


def test_nothing_later_than_the_cut_off_is_used(kursk):
    then = dc.houses(kursk, known_by="2025-01-10")
    assert then.reports["said"].max().isoformat() <= "2025-01-10"
    assert len(then.reports) >= 8


def test_wider_words_leave_a_wider_effect(make_case):
    rows = [
        row("a", "2024-01-10", "exactly 100 killed"),
        row("b", "2024-01-10", "more than 100 killed"),
        row("c", "2024-01-10", "100 to 400 killed"),
    ]
    noise = from_case(dc.load_case(make_case([r | {"measure": "killed"} for r in rows]))).reports.noise
    assert noise[0] == 0 < noise[1] < noise[2]


def test_a_period_and_parts_speak_of_the_same_curve(fit):
    rows = [
        r | {"measure": "killed_or_wounded", "wording": r["wording"].replace("hurt", "killed or wounded")}
        for r in _madeup.claims(1, statements=5)
    ]
    period = row("asked", "2024-06-20", "exactly 700 killed or wounded", as_of="2024-06-20", period_start="2024-06-11", kind="period")
    killed = row("low", "2024-06-21", "exactly 300 killed", "killed", as_of="2024-06-21")
    used = fit([*rows, period, killed], CASUALTIES).reports
    assert set(used["measure"]) == {"killed", "killed_or_wounded"}
    assert used["start"].notna().sum() == 1


# ------------------------------------------------------------------------------ saying it


def test_no_effect_is_said_without_its_range_and_what_it_is_no_evidence_of(kursk, maria, found):
    for each in (found, found.at_reference("south-korea"), dc.houses(maria)):
        (_, told), *_ = story.habits_story(each)
        (_, late), *_ = story.delays_story(each)
        for text in (told, late, repr(each)):
            assert not story.NEVER.search(text), text
            assert "not evidence of intent" in " ".join(text.split()) or "cannot be compared" in text
            assert "nan" not in text.lower().split() and "None" not in text
        for effect in re.findall(r"at ×[\d.,]+ (.)", told):
            assert effect == "("  # its range
        assert each.effects.loc[each.effects["statements"] < 2, ["multiplier", "low", "high"]].isna().all(axis=None)  # no habit
        for own in each.effects[each.effects["statements"] > 1].to_dict("records"):
            assert re.search(rf"{times(own['multiplier'])} +{times_to(own['low'], own['high'])}", repr(each))


def test_the_command_prints_what_the_library_finds(found):
    answer = CliRunner().invoke(main, ["houses", "dprk-kursk", "--json"])
    assert answer.exit_code == 0
    told = json.loads(answer.output)
    assert list(told) == [
        "case",
        "measure",
        "known_by",
        "reference",
        "effects",
        "groups",
        "curve",
        "reports",
        "left_out",
        "changes",
        "lags",
        "without_copies",
    ]
    assert told == json.loads(json.dumps(found.as_dict(), allow_nan=False))  # the same draws every time
    assert {r["source"] for r in told["reports"]} == {e["source"] for e in told["effects"]}
    printed = CliRunner().invoke(main, ["houses", "hurricane-maria", "--reference", "puerto-rico-government"]).output
    assert "At ×1: Puerto Rico's government, by convention; that does not make its figures right." in printed


# ------------------------------------------------------------------------------ what cannot be fitted


def test_too_little_is_refused_with_the_reasons(make_case, kursk, found):
    case = dc.load_case(
        make_case([row("a", "2024-01-10", "100 killed", "killed"), row("a", "2024-02-10", "in total 200 killed", "killed")])
    )
    with pytest.raises(dc.HousesError) as error:
        dc.houses(case)
    assert str(error.value) == (
        "no source effects of killed: 2 figures of 1 source can be used; at least 3 figures of 2 sources are needed"
    )
    with pytest.raises(dc.HousesError, match=r"^reference is 'ukrane': use sources, prior, or one of sk-media, united-states, ukraine"):
        found.at_reference("ukrane")
    answer = CliRunner().invoke(main, ["houses", "dprk-kursk", "--measure", "kiled"])
    assert answer.exit_code == 2 and "did you mean 'killed'?" in answer.output


def test_all_that_is_wrong_with_a_table_is_said_at_once():
    with pytest.raises(dc.HousesError) as error:
        dc.houses(pd.DataFrame({"days": [1], "loss_type": ["x"]}))
    assert str(error.value) == (
        "the table has no column loss_count, claim_source, time_frame: give days, loss_count, loss_type, claim_source, time_frame, and "
        "loss_country, minimum, maximum where known"
    )
    bad = pd.DataFrame(
        {"days": [0, 2], "loss_count": [5, -1], "loss_type": ["x", math.nan], "claim_source": ["a", "b"], "time_frame": ["Day", "Week"]}
    )
    with pytest.raises(dc.HousesError) as error:
        dc.houses(bad)
    assert str(error.value).splitlines() == [
        "row 0, days: 0 is not a whole number from 1 to 36,525",
        "row 1, loss_count: -1 is not a count from 0",
        "row 1, time_frame: 'Week' is not Cumulative or Day",
        "row 1, loss_type: nan is not a name",
    ]
    with pytest.raises(dc.HousesError, match=r"^source effects are of a case \(see load_case\) or of a table, not of str$"):
        dc.houses("dprk-kursk")
    with pytest.raises(dc.HousesError, match=r"^measure: goes with a case, not with a table$"):
        dc.houses(bad, measure="killed")


def test_effects_of_a_thousand_sources_are_refused_in_a_sentence(make_case):
    rows = [row(f"s{i}", "2024-05-01", "", "killed", value=str(100 + i)) for i in range(201)]
    with pytest.raises(dc.HousesError, match=r"no source effects of 201 sources: up to 200 are fitted together"):
        dc.houses(dc.load_case(make_case(rows)))
