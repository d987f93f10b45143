"""What many sources support together: the published known answers, and refusals where figures cannot bear a pooled value."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from conftest import CASUALTIES, row
from hypothesis import given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy.sources.agreement import largest_agreement
from discrepancy.sources.combined import METHODS, between_variance, combined
from discrepancy.sources.consensus import pool
from discrepancy.sources.independence import independence
from discrepancy.story import NEVER, consensus_story

# Tables of metadat: BCG trials (tpos, tneg, cpos, cneg) as log risk ratios, CLASP (ai, n1, ci, n2) as log odds ratios,
# and the teacher expectancy studies of Raudenbush 1985.
BCG = np.array(
    [(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761), (180, 1361, 372, 1079)]
    + [(8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197)]
    + [(5, 2493, 3, 2338), (27, 16886, 29, 17825)],
    dtype=float,
).T
CLASP = np.array(
    [(5, 156, 8, 74), (5, 303, 17, 303), (12, 565, 9, 477), (69, 1570, 94, 1565), (9, 103, 11, 105), (313, 4659, 352, 4650)], dtype=float
).T
RAUDENBUSH = (
    [0.03, 0.12, -0.14, 1.18, 0.26, -0.06, -0.02, -0.32, 0.27, 0.80, 0.54, 0.18, -0.02, 0.23, -0.18, -0.06, 0.30, 0.07, -0.07],
    [0.0156, 0.0216, 0.0279, 0.1391, 0.1362, 0.0106, 0.0106, 0.0484, 0.0269, 0.0630, 0.0912, 0.0497, 0.0835, 0.0841, 0.0253]
    + [0.0279, 0.0193, 0.0088, 0.0303],
)


def bcg():
    a, b, c, d = BCG
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def clasp():
    a, n1, c, n2 = CLASP
    b, d = n1 - a, n2 - c
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 4)), min_size=3, max_size=9))
@settings(max_examples=25, deadline=None)
def test_the_moments_are_those_of_statsmodels(figures):
    """Its tau² may be below 0, where what it makes of it is of no use."""
    from statsmodels.stats.meta_analysis import combine_effects

    y, v = np.array(figures).T
    with np.errstate(all="ignore"):
        by = {method: combine_effects(y, v, method_re=method.lower()) for method in ("DL", "PM")}
    for method, other in by.items():
        assert between_variance(y, v, method) == pytest.approx(max(0.0, float(other.tau2)), abs=1e-4 * (1 + y.var()))
    p, other = combined(y, v, "equal", "hartung-knapp"), by["DL"]
    assert [p.mean, p.se, p.q] == pytest.approx([other.mean_effect_fe, math.sqrt(other.var_hksj_fe), other.q], abs=1e-9)
    assert p.weights == pytest.approx(other.weights_rel_fe)


def to(digits, *values):
    return [round(v, digits) for v in values]


class TestKnownAnswers:
    """To all printed digits: metafor's test suite, DerSimonian and Kacker 2007, the Particle Data Group's scale factor."""

    def test_the_data_are_those_of_the_book(self):
        y, v = bcg()
        assert to(4, *y) == [
            -0.8893,
            -1.5854,
            -1.3481,
            -1.4416,
            -0.2175,
            -0.7861,
            -1.6209,
            0.0120,
            -0.4694,
            -1.3713,
            -0.3394,
            0.4459,
            -0.0173,
        ]
        assert to(4, *v) == [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124, 0.5325, 0.0714]

    def test_bcg_with_equal_effects(self):
        p = combined(*bcg(), "equal")
        assert to(4, p.mean, p.low, p.high, p.q, math.exp(p.mean)) == [-0.4303, -0.5097, -0.3509, 152.2330, 0.6503]
        assert p.tau2 == 0 and p.prediction is None

    def test_bcg_by_dersimonian_and_laird(self):
        p = combined(*bcg(), "DL")
        assert to(4, p.tau2, p.mean, p.se, p.low, p.high) == [0.3088, -0.7141, 0.1787, -1.0644, -0.3638]
        assert to(4, p.i2, p.h2) == [92.1173, 12.6861]
        assert to(4, *np.exp([p.mean, p.low, p.high])) == [0.4896, 0.3449, 0.6950]

    def test_bcg_by_restricted_likelihood(self):
        p = combined(*bcg())
        assert to(4, p.tau2, p.mean, p.se, p.low, p.high, p.i2) == [0.3132, -0.7145, 0.1798, -1.0669, -0.3622, 92.2214]
        assert to(4, *p.prediction) == [-2.0084, 0.5793]
        normal = 1.959964 * math.hypot(math.sqrt(p.tau2), p.se)
        assert to(4, p.mean - normal, p.mean + normal) == [-1.8667, 0.4376]

    @pytest.mark.parametrize(("method", "tau2"), [("PM", 0.3181), ("ML", 0.2800), ("HE", 0.3286)])
    def test_bcg_by_other_methods(self, method, tau2):
        assert round(between_variance(*bcg(), method), 4) == tau2

    def test_bcg_q_profile(self):
        p = combined(*bcg())
        assert to(4, p.tau2_low, p.tau2_high) == [0.1197, 1.1115]
        typical = p.tau2 / (p.h2 - 1)
        assert to(2, *(100 * t / (t + typical) for t in (p.tau2_low, p.tau2_high))) == [81.92, 97.68]

    def test_bcg_by_hartung_and_knapp(self):
        p = combined(*bcg(), interval="hartung-knapp")
        assert to(4, p.se, p.low, p.high) == [0.1808, -1.1084, -0.3206]

    @pytest.mark.parametrize(
        ("method", "answer"),
        [
            ("PM", [0.3681, -0.3811, 0.2060]),
            ("HE", [0.4410, -0.4035, 0.2327]),
            ("DL", [0.2323, -0.3240, 0.1540]),
            ("REML", [0.1843, -0.2980, 0.1343]),
        ],
    )
    def test_clasp(self, method, answer):
        p = combined(*clasp(), method)
        assert to(4, math.sqrt(p.tau2), p.mean, p.se) == answer

    def test_raudenbush(self):
        equal, p = combined(*RAUDENBUSH, "equal"), combined(*RAUDENBUSH)
        assert to(4, equal.mean, equal.q, p.tau2, p.mean) == [0.0604, 35.8295, 0.0188, 0.0837]
        normal = 1.959964 * math.hypot(math.sqrt(p.tau2), p.se)
        assert to(4, p.mean - normal, p.mean + normal) == [-0.2036, 0.3710]

    def test_two_discrepant_measurements(self):
        p = combined([10, 30], [16, 25], "equal")
        assert (to(2, p.mean, p.se), round(p.birge, 4)) == ([17.80, 3.12], 3.1235)
        assert between_variance([10, 30], [16, 25]) == 179.5

    @pytest.mark.parametrize(
        ("intervals", "found"),
        [
            ([(8, 12), (11, 13), (10, 12)], [(11, 12, (0, 1, 2))]),
            ([(8, 12), (11, 13), (14, 15)], [(11, 12, (0, 1))]),
            ([(8, 9), (8, 12), (10, 12)], [(8, 9, (0, 1)), (10, 12, (1, 2))]),
            ([(1, 2), (3, 4)], [(1, 2, (0,)), (3, 4, (1,))]),
            ([(3000, math.inf), (2000, 2500), (0, math.inf)], [(2000, 2500, (1, 2)), (3000, math.inf, (0, 2))]),
            ([(1, 2), (2, 3)], [(2, 2, (0, 1))]),
            ([], []),
        ],
    )
    def test_marzullo_gives_all_maxima(self, intervals, found):
        assert [(a.low, a.high, a.members) for a in largest_agreement(intervals)] == found


COUNTS = st.lists(st.tuples(st.floats(-8, 8), st.floats(1e-4, 4)), min_size=2, max_size=8)


class TestProperties:
    @settings(max_examples=30)
    @given(COUNTS)
    def test_every_method_is_of_the_figures_own_range_and_its_variance_not_below_zero(self, figures):
        y, v = zip(*figures, strict=True)
        for method in METHODS:
            p = combined(y, v, method)
            assert min(y) - 1e-9 <= p.mean <= max(y) + 1e-9
            assert p.tau2 >= 0 and 0 <= p.tau2_low <= p.tau2_high
            assert sum(p.weights) == pytest.approx(1)

    @given(st.floats(-9, 9), st.floats(0.01, 4), st.floats(0.01, 4))
    def test_the_closed_form_of_two_is_what_the_likelihood_gives(self, d, v1, v2):
        from discrepancy.sources.combined import _most_likely

        y, v = np.array([0.0, d]), np.array([v1, v2])
        assert between_variance(y, v) == pytest.approx(_most_likely(y, v, restricted=True), rel=1e-4, abs=1e-4)

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=7))
    def test_agreement_is_what_counting_finds(self, spans):
        intervals = [(low, low + wide) for low, wide in spans]
        counts = {x: sum(low <= x <= high for low, high in intervals) for x in range(15)}
        found = largest_agreement(intervals)
        assert {a.size for a in found} == {max(counts.values())}
        assert {x for x in counts if any(a.low <= x <= a.high for a in found)} == {x for x in counts if counts[x] == max(counts.values())}

    @pytest.mark.parametrize(
        ("y", "v", "sentence"),
        [
            ([1], [1], "1 figures and 1 variances: give two or more figures, each with its variance"),
            ([1, 2], [1], "2 figures and 1 variances: give two or more figures, each with its variance"),
            ([1, 2], [1, 0], "figures must be finite and variances above 0: leave out what has no variance, or assign one"),
        ],
    )
    def test_what_cannot_be_combined_is_refused(self, y, v, sentence):
        with pytest.raises(ValueError, match=r"give two|leave out") as error:
            combined(y, v)
        assert str(error.value) == sentence


# ------------------------------------------------------------------------------------------------ cases

DAY = "2024-12-23"


@pytest.fixture
def three(make_case):
    """Three sources with a figure each on one day, one of them printed twice, and one taken from another."""
    rows = [
        row("alpha", DAY, "about 3,000", claim="a1", statement="a", primary="yes"),
        row("alpha", DAY, "nearly 9,000", claim="a2", statement="a", reported_by="Gazette"),
        row("beta", DAY, "about 1,000", claim="b1", statement="b", primary="yes"),
        row("gamma", DAY, "about 2,000", claim="c1", statement="c", primary="yes"),
        row("delta", DAY, "about 3,000", claim="d1", statement="d", primary="yes", derived_from="a", derived_basis="stated"),
    ]
    sources = [{"source": s, "group": g} for s, g in (("alpha", "north"), ("beta", "north"), ("gamma", "gamma"), ("delta", "delta"))]
    return dc.load_case(make_case(rows, CASUALTIES, sources=sources))


def test_nothing_is_pooled_unless_a_method_is_named(three):
    found = pool(three)
    assert (found.pooled, found.refused) == (None, "")
    assert found.range == (1000, 3000)
    assert "The pooled value" not in dict(consensus_story(found))


def test_retellings_and_derived_figures_are_not_pooled(three):
    found = pool(three, method="REML")
    f = found.figures.set_index("source")
    assert found.pooled.k == 3
    assert f.loc["delta", "because"] == "taken from the statement of alpha of 23 December 2024"
    assert 9000 not in set(f["value"])
    assert math.exp(found.pooled.mean) == pytest.approx(1817, abs=2)  # near the geometric mean: the spreads are alike


def test_each_source_and_each_group_is_left_out_in_turn(three):
    table = pool(three, method="REML").without.set_index("left_out")
    assert list(table.index) == ["nothing", "alpha", "delta", "gamma", "beta", "north"]
    assert table.loc["alpha", "pooled"] == pytest.approx(math.sqrt(1000 * 2000), rel=0.01)
    assert math.isnan(table.loc["north", "pooled"])  # one is left
    assert table.loc["beta", "lowest"] == 2000
    assert set(table.loc["nothing", ["pooled", "tau2"]]) == set(table.loc["delta", ["pooled", "tau2"]])


def test_exact_numbers_have_no_spread_until_the_reader_assigns_one(maria):
    refused = pool(maria, method="REML").refused
    assert refused == (
        "no independent figure with a spread stands on the basis, and it takes two: of four usable figures, two are not brought to the basis by "
        "the record; two are without a spread that is stated or in the words."
    )
    two = pool(maria, method="REML", unmoved=True)
    assert set(two.figures.loc[two.figures["pooled"], "source"]) == {"kishore", "gwu"}
    d, (v1, v2) = math.log(4645 / 1191), two.figures.loc[two.figures["pooled"], "sd"] ** 2
    assert two.pooled.tau2 == pytest.approx((d**2 - v1 - v2) / 2, rel=1e-12)
    four = pool(maria, method="REML", unmoved=True, spreads={"santos-lozada": 0.1, "puerto-rico-government": 0.2})
    assert four.pooled.k == 4
    assert four.figures.set_index("source")["spread"].to_dict() == {
        "kishore": "stated",
        "gwu": "stated",
        "puerto-rico-government": "assigned",
        "santos-lozada": "assigned",
    }


def test_stated_intervals_keep_the_scale_on_which_they_are_symmetric(maria):
    sd = pool(maria, population="census").figures.set_index("source")["sd"]
    assert sd["kishore"] == pytest.approx((8498 - 793) / (3.92 * 4645))


def test_range_and_agreement_stand_without_any_spread(maria):
    found = pool(maria)
    assert found.range == (1139, 4645)
    assert [(a.low, a.high, set(names)) for a, names in found.agreement] == [
        (1139, 1139, {"kishore", "gwu", "santos-lozada"}),
        (1427, 1427, {"kishore", "gwu", "puerto-rico-government"}),
    ]


def test_a_day_without_figures_is_told_and_not_pooled(kursk):
    found = pool(kursk, as_of="2024-10-01", method="REML")
    assert found.range is None and found.agreement == [] and found.without.empty
    assert found.refused == "no source has a usable figure on 1 October 2024."


def test_two_figures_have_no_prediction_interval(kursk):
    found = pool(kursk, method="REML")
    assert set(found.figures.loc[found.figures["pooled"], "source"]) == {"ukr-president", "nis"}
    assert found.pooled.prediction is None
    assert any(r.startswith("Two figures cannot show") for r in found.remarks)


def test_hindsight_is_left_out(kursk):
    then, now = pool(kursk, known_by="2024-12-27"), pool(kursk)
    assert set(then.independence.edges["said"]) <= {"2024-12-18", "2024-12-19", "2024-12-23"}
    assert then.figures.set_index("source").loc["nis", "estimate"] != now.figures.set_index("source").loc["nis", "estimate"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"method": "reml"}, "method is 'reml': use one of REML, DL, PM, ML, HE, equal, or nothing for no pooled value"),
        ({"interval": "t"}, "interval is 't': use normal or hartung-knapp"),
        ({"spreads": {"zeta": 0.1}}, "spreads has 'zeta': use a source of the case, such as 'alpha'"),
        ({"spreads": {"alpha": 0}}, "spreads of 'alpha' is 0: use a standard deviation in logs above 0; 0.1 is about ten per cent"),
        ({"measure": "kiled"}, "measure is 'kiled': did you mean 'killed'? use one of killed, wounded, killed_or_wounded"),
    ],
)
def test_what_there_is_not_is_refused(three, asked, sentence):
    with pytest.raises(dc.ClaimError) as error:
        pool(three, **asked)
    assert str(error.value) == sentence


class TestIndependence:
    def test_derivations_are_known_and_like_numbers_only_suspected(self, kursk):
        edges = independence(kursk).edges.set_index("claim")
        assert edges.loc["jcs-2024-12-23-kw-ytn", ["repeats", "basis", "days"]].tolist() == ["nis", "inferred", 4]
        assert edges.loc["isw-2025-01-16-rate", ["repeats", "basis"]].tolist() == ["ukr-president", "stated"]
        suspected = edges[edges["basis"] == "suspected"]
        assert (suspected["days"] <= 14).all() and suspected["because"].str.contains("chance").all()

    def test_an_inference_that_is_not_followed_leaves_a_like_number(self, kursk):
        edges = independence(kursk, inferred=False).edges.set_index("claim")
        assert edges.loc["jcs-2024-12-23-kw-ytn", "basis"] == "suspected"

    def test_a_source_that_only_repeats_is_not_independent(self, three):
        found = independence(three)
        assert (len(found.sources), set(found.independent)) == (4, {"alpha", "beta", "gamma"})
        assert set(found.unlike) == set(found.independent)

    def test_the_later_repeats_the_earlier_and_a_source_never_itself(self, make_case):
        days = [("alpha", "2024-12-01"), ("beta", "2024-12-10"), ("alpha", "2024-12-12"), ("gamma", "2025-03-01")]
        case = dc.load_case(make_case([row(s, d, "about 500", claim=f"{s}{d}") for s, d in days], CASUALTIES))
        edges = independence(case).edges
        assert edges[["source", "repeats", "days", "basis"]].values.tolist() == [["beta", "alpha", 9, "suspected"]]
        assert independence(case, near=5).edges.empty


def test_pairwise_ratios_before_and_after(maria):
    table = pool(maria).pairs.set_index(["a", "b"])
    assert table.loc[("kishore", "gwu"), "printed"] == pytest.approx(4645 / 1191)
    assert len(table) == 6
    assert (table["normalized"] >= 1).all()


@pytest.mark.parametrize("asked", [{}, {"as_of": "2025-01-31"}, {"as_of": "2026-06-30", "unmoved": True}, {"as_of": "2024-10-01"}])
def test_the_words_are_sober_and_the_numbers_fit_in_json(kursk, asked):
    found = pool(kursk, method="REML", **asked)
    text = repr(found)
    assert not NEVER.search(text) and "  " not in text and "<h3>" in found._repr_html_()
    assert "of this measure" in repr(found.independence)
    assert json.loads(json.dumps(found.to_dict(), default=str))["method"] == "REML"
