"""Numbers of a day: effects around a common course with known answers, one subject at a time, and pooling in the unit."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from conftest import row
from scipy.linalg import cho_solve

import discrepancy as dc
from discrepancy.reading.scale import DIFFERENCE, RATIO
from discrepancy.sources.combined import combined
from discrepancy.sources.consensus import pool
from discrepancy.sources.effects.joint import Joint
from discrepancy.sources.effects.reports import from_case
from discrepancy.sources.effects.views import delays, spoken, stand_apart

EFFECTS = {"alpha": 1.4, "beta": 0.5, "gamma": 0.0, "delta": -0.6, "epsilon": -1.3}  # add up to 0
RATE = '[measures.rate]\nlabel = "rate"\nunit = "%"\n'
PLACES = RATE + '[dimensions.place]\nlabel = "place"\n[dimensions.place.values]\nnorth = "the north"\nsouth = "the south"\n'


def polls(seed=0, effects=EFFECTS, each=8, level=40.0, error=0.4, unit="%", size=1.0):
    """Figures of sources with known effects around a course that drifts."""
    rng = np.random.default_rng(seed)
    course = level + np.cumsum(rng.normal(0, 0.08, 120))
    rows = []
    for name, effect in effects.items():
        for day in sorted(rng.choice(120, each, replace=False)):
            when = (date(2024, 1, 1) + timedelta(int(day))).isoformat()
            value = size * (course[day] + effect + rng.normal(0, error))
            rows.append(row(name, when, f"{value:.1f}{unit}".replace("-", "−"), "rate", kind="level", as_of=when))
    return rows


@pytest.fixture
def fit(make_case):
    return lambda rows, toml=RATE, name="case", **asked: dc.houses(dc.load_case(make_case(rows, toml, name)), **asked)


def test_known_effects_are_found(fit):
    found = fit(polls()).effects.set_index("source")
    assert found["multiplier"].isna().all()
    assert {s: found.loc[s, "amount"] for s in EFFECTS} == pytest.approx(EFFECTS, abs=0.45)
    assert found["amount"].sum() == pytest.approx(0, abs=0.02)  # at the mean of all sources


def test_ranges_hold_as_often_as_they_say(fit):
    """Of a hundred known effects 95 in 100 ranges of 95 % hold them, give or take what chance allows."""
    inside, wide = [], []
    for seed in range(20):
        found = fit(polls(seed, each=5), name=f"case{seed}").effects.set_index("source")
        inside += [found.loc[s, "low"] <= e <= found.loc[s, "high"] for s, e in EFFECTS.items()]
        wide += (found["high"] - found["low"]).tolist()
    assert 0.88 <= np.mean(inside) <= 1
    assert np.median(wide) < 2  # and are no wider than that takes


def test_effects_do_not_depend_on_the_level_or_the_unit(fit):
    one = fit(polls(), name="one").effects.set_index("source")["amount"]
    below_zero = fit(polls(level=-3.0), name="two").effects.set_index("source")["amount"]
    ten = fit(polls(size=10.0, unit="%"), name="ten").effects.set_index("source")["amount"]
    assert one.to_dict() == pytest.approx(below_zero.to_dict(), abs=0.05)
    assert (10 * one).to_dict() == pytest.approx(ten.to_dict(), abs=0.5)


def test_another_reference_moves_all_alike(fit):
    found = fit(polls())
    at = found.at_reference("alpha").effects.set_index("source")
    moved = found.effects.set_index("source")["amount"] - at["amount"]
    assert at.loc["alpha", "amount"] == pytest.approx(0) and moved.std() == pytest.approx(0, abs=1e-9)
    assert found.at_reference("alpha").curve["mean"].iloc[0] - found.curve["mean"].iloc[0] == pytest.approx(moved.iloc[0])
    assert found.note.startswith("At 0: the mean of all sources") and "×" not in repr(found)
    apart, others = stand_apart(spoken(found))
    assert {r["source"] for r in apart} >= {"alpha", "epsilon"} and "gamma" in {r["source"] for r in others}


def test_given_its_sizes_the_answer_is_that_of_the_normal_distribution(make_case):
    """Against the joint distribution written out: sources, days and errors that persist, conditioned on the figures."""
    told = from_case(dc.load_case(make_case(polls(each=3), RATE)))
    model = Joint(told).fit()
    h = np.array([math.log(0.9), math.log(0.7), math.log(0.3), 0.0, math.log(40)])
    s, r, x0 = model.sizes(h), told.reports, model.at[0]
    assert s.effects[0] == pytest.approx(0.9 * model.unit) and (s.share, s.time) == pytest.approx((0.5, 40))
    f = model.course(x0, np.column_stack([r.what, r.start, r.end]))[1]
    prior = np.linalg.inv(model.precision(s)[0])[: model.walks, : model.walks]
    same = (r.cell[:, None] == r.cell[None, :]).astype(float)
    stays = s.share * np.exp(-np.abs(np.subtract.outer(r.end, r.end)) / s.time) * same
    own = r.noise + s.error**2 * (1 - s.share) + 1e-9 * model.unit**2
    K = f @ prior @ f.T + s.effects[0] ** 2 * same + s.error**2 * stays + np.diag(own)
    off = r.count - np.median(r.count)
    Z = np.eye(len(r.cells))[r.cell]
    mean = s.effects[0] ** 2 * Z.T @ np.linalg.solve(K, off)
    variance = s.effects[0] ** 2 * np.eye(len(r.cells)) - s.effects[0] ** 4 * Z.T @ np.linalg.solve(K, Z)
    found = model.given(h)
    cells = slice(model.walks, None)
    assert found.x[cells] == pytest.approx(mean, abs=1e-6)
    assert cho_solve(found.factor, np.eye(len(found.x)))[cells, cells] == pytest.approx(variance, abs=1e-6)
    ln = -0.5 * off @ np.linalg.solve(K, off) - 0.5 * np.linalg.slogdet(K)[1]
    assert found.ln - model.prior(h) == pytest.approx(ln, abs=1e-5)


def test_a_level_of_counts_may_fall(fit):
    """Persons present are no sum over days: the curve goes up and down, and effects are factors."""
    toml = '[measures.rate]\nlabel = "present"\n'
    numbers = {"alpha": (11000, 9000, 6500, 4000), "beta": (10100, 8100, 6000, 3700)}
    days = [date(2024, m, 1).isoformat() for m in (1, 3, 5, 7)]
    rows = [row(s, d, f"{n:,}", "rate", kind="level", as_of=d) for s, of in numbers.items() for d, n in zip(days, of, strict=True)]
    found = fit(rows, toml)
    assert found.curve["mean"].iloc[0] > 2 * found.curve["mean"].iloc[-1]
    assert found.scale is RATIO and not found.totals
    ratio = found.effects.set_index("source")["multiplier"]
    assert ratio["alpha"] / ratio["beta"] == pytest.approx(1.09, abs=0.03)


def test_a_delay_is_judged_in_the_unit(fit):
    rows = delays(fit(polls(effects={"alpha": 1.0, "beta": 0.0, "gamma": -1.0}, each=6)))
    assert rows and all(math.isfinite(r["size"]) and -3 < r["size"] < 3 for r in rows)


# --------------------------------------------------------------------------------- one subject at a time


def test_no_curve_runs_over_two_places(fit):
    south = [r | {"place": "south"} for r in polls(effects={"alpha": 0.5, "beta": -0.5, "gamma": 0.0}, each=3)]
    north = [r | {"place": "north"} for r in polls(1, effects={"alpha": 0.5, "beta": -0.5}, each=5, level=5.0)]
    found = fit(south + north, PLACES)
    assert found.about == "place “the south”" and set(found.effects["source"]) == {"alpha", "beta", "gamma"}
    assert (found.reports["count"] > 30).all()
    assert set(found.left_out["because"]) == {"place: the north, not the south"}
    assert "Only figures with place “the south” are used; the case has others." in found.note
    asked = fit(south + north, PLACES, place="north")
    assert (asked.reports["count"] < 20).all() and asked.about == ""


def test_what_states_no_place_is_a_subject_of_its_own(fit):
    rows = [r | {"place": ""} for r in polls(each=3)] + [r | {"place": "north"} for r in polls(1, {"alpha": 0.0}, each=3, level=5.0)]
    found = fit(rows, PLACES)
    assert found.about == "place not stated" and len(found.reports) == 15
    assert set(found.left_out["because"]) == {"place: the north"}


def test_too_few_of_one_subject_are_refused(fit):
    rows = [
        row("alpha", "2024-02-01", "5.1%", "rate", kind="level", place="north"),
        row("beta", "2024-02-01", "6.1%", "rate", kind="level", place="south"),
    ]
    with pytest.raises(ValueError, match=r"no source effects of rate: 1 figure of 1 source with place “the (north|south)” can be used"):
        fit(rows, PLACES)


# ------------------------------------------------------------------------------------------ on one day


def growth(make_case, *more):
    say = lambda source, words: row(source, "2024-07-30", words, "growth", kind="level", as_of="2024-06-30")
    rows = [say("office", "-0.4%"), say("bank", "0.1%"), say("institute", "0.0%"), *more]
    return dc.load_case(make_case(rows, '[measures.growth]\nlabel = "growth"\n'))


def test_amounts_are_pooled_in_the_unit(make_case):
    found = pool(growth(make_case), method="REML")
    assert (found.scale, found.unit, found.range) == (DIFFERENCE, "%", (-0.4, 0.1))
    sd = 0.1 / 3.92  # half a printed digit either way
    known = combined([0.1, 0.0, -0.4], [sd**2] * 3, "REML", scale=DIFFERENCE)
    assert (found.pooled.mean, found.pooled.low, found.pooled.tau2) == pytest.approx((known.mean, known.low, known.tau2))
    told = found.pooled.to_dict()["count"]
    assert told["best"] == found.pooled.mean and told["low"] < told["best"] < told["high"]


def test_the_same_table_pools_alike_as_amounts_and_as_logs():
    """Raudenbush (1985), of which metafor gives 0.0188 and 0.0837: combining knows coordinates only."""
    from test_pooling import RAUDENBUSH

    p = combined(*RAUDENBUSH, scale=DIFFERENCE)
    assert [round(v, 4) for v in (p.tau2, p.mean)] == [0.0188, 0.0837]
    assert p.to_dict()["count"]["best"] == p.mean
    assert combined(*RAUDENBUSH).to_dict()["count"]["best"] == math.exp(p.mean)


def test_pairs_and_agreement_are_by_amounts(make_case):
    found = pool(growth(make_case))
    pairs = {(r["a"], r["b"]): r["printed"] for r in found.pairs.to_dict("records")}
    assert pairs == pytest.approx({("bank", "institute"): 0.1, ("bank", "office"): 0.5, ("institute", "office"): 0.4})
    (agreed, who), *others = found.agreement
    assert (agreed.low, agreed.high, who, others) == (pytest.approx(0.05), pytest.approx(0.05), ("bank", "institute"), [])


def test_an_open_side_of_a_percentage_goes_below_zero(make_case):
    say = lambda source, words: row(source, "2024-07-30", words, "growth", kind="level")
    found = pool(dc.load_case(make_case([say("a", "less than 0.5%"), say("b", "-0.2%")], '[measures.growth]\nlabel = "growth"\n')))
    assert found.figures.set_index("source").loc["a", "low"] == -math.inf
    assert found.agreement[0][1] == ("a", "b")


@pytest.mark.parametrize(("place", "suspected"), [("north", 1), ("south", 0)])
def test_a_like_level_is_suspected_where_it_is_of_the_same_subject(make_case, place, suspected):
    rows = [
        row("a", "2024-07-01", "7.5%", "rate", kind="level", place="north"),
        row("b", "2024-07-05", "7.5%", "rate", kind="level", place=place),
    ]
    seen = dc.independence(dc.load_case(make_case(rows, PLACES)))
    assert len(seen.edges) == suspected and len(seen.figures) == 2


def test_a_spread_is_assigned_in_the_unit(make_case):
    case = growth(make_case)
    assert pool(case, method="equal", spreads={"office": 0.2}).figures.set_index("source").loc["office", "sd"] == pytest.approx(0.2)
    with pytest.raises(dc.ClaimError, match="use a standard deviation in the unit, above 0"):
        pool(case, spreads={"office": -1})
