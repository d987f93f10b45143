"""Source effects where the world is not as the model has it: errors that persist, jumps, copies; and what can be told of each."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from conftest import row
from scipy.linalg import solve

import discrepancy as dc
from benchmarks import effects
from benchmarks._scenarios import BEGIN, made
from discrepancy import story
from discrepancy.sources.effects.errors import Errors
from discrepancy.sources.effects.joint import Joint
from discrepancy.sources.effects.reports import from_case


def test_ranges_hold_in_a_few_cases_of_each_kind(tmp_path):
    each, totals = [], []
    for name in ("plateau", "persistent", "levels"):
        case = made(name, 0)
        found = dc.houses(effects.case_of(case, tmp_path / name))
        truth = [case.effects[a] - case.effects[b] for a, b in case.pairs()] + [found.scale.at(case.total)]
        inside = [low <= t <= high for t, (_, low, high) in zip(truth, effects.differences(found, case), strict=True)]
        each, totals = each + inside[:-1], totals + inside[-1:]
    assert np.mean(each) >= 0.85 and sum(totals) >= 2


@pytest.mark.parametrize("name", ["jump up", "jump down"])
def test_a_jump_is_told_with_its_day_and_size(tmp_path, name):
    case = made(name, 1)
    found = dc.houses(effects.case_of(case, tmp_path / "case"))
    source, day, step = case.jumped
    told = found.changes.set_index("source")
    assert told.index[told["tells"]].tolist() == [source]
    own = told.loc[source]
    assert own["after"] <= BEGIN + timedelta(day) <= own["by"]
    assert own["low"] < math.exp(step) < own["high"]
    said = dict(story.habits_story(found))["Whether an effect changed"]
    assert said.startswith("S0's figures change against those of the others between ")
    assert "For the other four sources these figures cannot tell whether an effect changed" in said
    assert not story.NEVER.search(said)


def test_of_no_change_it_is_said_that_it_cannot_be_told(tmp_path):
    found = dc.houses(effects.case_of(made("model", 0), tmp_path / "case"))
    assert not found.changes["tells"].any() and len(found.changes) == 5
    said = dict(story.habits_story(found))
    assert said["Whether an effect changed"].startswith("For five sources these figures cannot tell whether an effect changed")
    assert "not for errors that sources share or copies that nobody marked" in said[""]
    assert found.without_copies == "" and "With and without suspected copies" not in said


def test_suspected_copies_are_shown_with_and_without(tmp_path):
    case = made("copies", 0)
    found = dc.houses(effects.case_of(case, tmp_path / "case"))
    other = found.without_copies
    assert set(found.suspected["source"]) == {"s3", "s4"} and set(found.reports["source"]) > set(other.reports["source"])
    assert set(other.left_out["because"]) == {"suspected to be another source's figure"}
    said = dict(story.habits_story(found))["With and without suspected copies"]
    assert said.count(", without ×") == 3 and "Without them s4 and s3 gave too few figures of their own." in said
    assert "range without suspected copies" in repr(found) and not story.NEVER.search(said)


def test_of_sources_that_speak_of_one_day_each_there_is_no_curve_and_no_habit(make_case):
    rows = [row(s, f"2024-0{m}-10", f"exactly {n} killed", "killed") for s, m, n in (("a", 1, 100), ("b", 2, 300), ("c", 3, 350))]
    found = dc.houses(dc.load_case(make_case(rows)))
    assert not len(found.curve) and found.effects["multiplier"].isna().all()
    ((_, said),) = story.habits_story(found)
    assert said.startswith("Three sources gave one figure each, from “exactly 100 killed” (a, 10 January 2024) to “exactly 350 killed”")
    assert "At ×1" not in str(found) and "Effects are not evidence of intent." in str(found)  # nothing stands at ×1


def test_what_is_told_of_one_source_is_against_the_others_and_the_other_is_one(make_case):
    """The headline is against all sources together: the same words for both would read as two answers to one question."""
    day = lambda n: (date(2024, 1, 1) + timedelta(n)).isoformat()
    rows = [row(s, day(10 * k + i), f"more than {100 * (k + 1) * (i + 1)}", "killed") for k in range(5) for i, s in enumerate("ab")]
    found = dc.houses(dc.load_case(make_case(rows)))
    ((_, said),) = story.delays_story(found)
    assert said.startswith("Of b against the others, a constant foretells the next figure better than a delay")
    assert "For the other source or group neither a constant factor nor a delay nor both is clearly ahead" in said


def test_errors_that_persist_are_those_of_the_covariance_written_out():
    rng = np.random.default_rng(0)
    cell, day, own = rng.integers(0, 3, 12), rng.integers(0, 40, 12), rng.uniform(0.1, 0.5, 12)
    cell[1], day[1] = cell[0], day[0]  # two of one day
    known = Errors(cell, day).at(0.3, 20.0, own)
    K = 0.3 * np.exp(-np.abs(np.subtract.outer(day, day)) / 20) * (cell[:, None] == cell) + np.diag(own)
    of = rng.normal(size=(12, 2))
    assert known.solve(of) == pytest.approx(solve(K, of))
    assert known.ln_det == pytest.approx(np.linalg.slogdet(K)[1])


def test_the_tangent_of_a_total_is_its_derivative(tmp_path):
    model = Joint(from_case(effects.case_of(made("periods", 0), tmp_path / "case")))
    x = model.start + np.random.default_rng(0).normal(0, 0.1, len(model.start))
    f, J, _ = model.tangent(x)
    step = 1e-6 * np.random.default_rng(1).normal(size=len(x))
    assert (model.tangent(x + step)[0] - model.tangent(x - step)[0]) / 2e-6 == pytest.approx(J @ step / 1e-6, abs=1e-6)
    assert len(f) == len(model.y)
