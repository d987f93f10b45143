"""How many are on none: a published answer, what is refused, what has no answer, and that no number stands alone."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pandas as pd
import pytest

import discrepancy as dc
from discrepancy import plots, story
from discrepancy.overlap.unlisted import models
from discrepancy.story.lists import lists_story, over_models

# Killings in Kosovo, 20 March to 22 June 1999, on four lists: exhumations, the American Bar Association, the OSCE, Human Rights Watch.
# Counts of the data set kosovo_aggregate of the R package LCMCR (github.com/cran/LCMCR, data/kosovo_aggregate.RData), published in
# P. Ball, W. Betts, F. Scheuren, J. Dudukovich, J. Asher, Killings and Refugee Flow in Kosovo, March-June 1999, AAAS 2002.
LISTS = ["EXH", "ABA", "OSCE", "HRW"]
KOSOVO = {
    "1000": 1131, "1001": 106, "1010": 228, "1011": 42, "1100": 177, "1101": 18, "1110": 181, "1111": 27,
    "0001": 306, "0010": 936, "0011": 123, "0100": 845, "0101": 31, "0110": 217, "0111": 32,
}  # fmt: skip


def counted(of, names):
    return pd.DataFrame([dict(zip(names, map(int, key), strict=True)) | {"records": n} for key, n in of.items()])


@pytest.fixture(scope="module")
def kosovo():
    return dc.unlisted(counted(KOSOVO, LISTS))


def test_the_published_model_and_the_range_of_all(kosovo):
    """Ball et al.: 10,356 [9,002; 12,122], under EXH·ABA, EXH·OSCE, EXH·HRW, ABA·OSCE, OSCE·HRW, EXH·ABA·OSCE."""
    assert kosovo.listed == 4400 and len(kosovo.models) == 113 and kosovo.left_out == 0
    published = kosovo.models.set_index("model").loc["EXH·ABA·OSCE, EXH·HRW, OSCE·HRW"]
    assert published["total"] == pytest.approx(10_356.5, abs=0.05)
    assert [round(published[f"total_{end}"]) for end in ("low", "high")] == [9005, 12_105]
    assert [round(end) for end in kosovo.range] == [8977, 22_889] and len(kosovo.supported) == 15


def test_the_independent_model_is_the_estimate_of_two_by_two_and_never_told(kosovo):
    """Under it alone the headline is refused; of the Kosovo counts it is far behind."""
    alone = kosovo.models.set_index("model").loc["each list on its own"]
    assert alone["behind"] > 200 and "each list on its own" not in [*kosovo.supported["model"]]
    told = " ".join(over_models(kosovo))
    assert "9,000 to 23,000 in all" in told and "15 of 113" in told and str(round(alone["total"])) not in told.replace(",", "")


def test_three_lists_have_the_closed_form_of_their_largest_model():
    """Without the term of all three: n0 = n111 n100 n010 n001 / (n110 n101 n011) (Fienberg 1972)."""
    n = {"100": 60, "010": 48, "001": 40, "110": 24, "101": 20, "011": 16, "111": 8}
    found = dc.unlisted(counted(n, "abc"))
    largest = found.models.set_index("model").loc["a·b, a·c, b·c"]
    assert largest["none"] == pytest.approx(8 * 60 * 48 * 40 / (24 * 20 * 16)) and largest["df"] == 0 and largest["deviance"] < 1e-6
    assert sum(1 for _ in models(5)) == 6893


def test_a_known_total_lies_in_the_range():
    chance, total = np.random.default_rng(3), 3000
    town = chance.random(total) < 0.4  # two lists look at towns
    on = np.column_stack([chance.random(total) < np.where(town, *p) for p in ((0.5, 0.2), (0.6, 0.2), (0.3, 0.3), (0.25, 0.25))])
    of = {key: int((on == [c == "1" for c in key]).all(axis=1).sum()) for key in map("".join, product("01", repeat=4)) if "1" in key}
    found = dc.unlisted(counted(of, "abcd"))
    low, high = found.range
    assert low * 0.97 < total < high * 1.03 and high - low > 100


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (counted({"10": 5, "01": 4, "11": 2}, "ab"), "two lists do not tell how many are on neither"),
        (counted({"1" * 6: 3}, "abcdef"), "6 lists: up to 5 are taken"),
        (counted({"100": 3.5}, "abc"), "row 1: records: 3.5 should be how many records are on just these lists"),
        (counted({"000": 3}, "abc"), "should be 0 or 1 for each list, not all 0"),
        (counted({"100": 3}, "abc").drop(columns="records"), "no column 'records'"),
    ],
)
def test_counts_that_are_none_are_refused(table, sentence):
    with pytest.raises(dc.ListsError, match=re.escape(sentence)):
        dc.unlisted(table)


def test_empty_combinations_leave_models_out_and_it_is_said():
    few = dc.unlisted(counted({"100": 60, "010": 48, "001": 40, "110": 24, "101": 20, "011": 0, "111": 0}, "abc"))
    assert few.left_out == 5 and "Five models have no finite answer, for too few records are on several lists." in over_models(few)
    none = dc.unlisted(counted({"100": 60, "010": 48, "001": 40}, "abc"))
    assert (
        len(none.models) == 0 and over_models(none)[0] == "That cannot be told: no model in which lists depend on each other has an answer."
    )
    assert "cannot be told" in plots.unlisted(none).title


def test_one_model_alone_is_not_told_and_none_that_fits_is_said():
    """A single number would stand alone, and a model may be the best of those that are all wrong."""
    one = dc.unlisted(counted({"100": 250, "010": 100, "001": 2300, "110": 150, "101": 0, "011": 200, "111": 0}, "abc"))
    told = " ".join(over_models(one))
    assert len(one.supported) == 1 and "only one of 3 models is within 10 of the best AIC, and no one model is the answer" in told
    assert "cannot be told" in plots.unlisted(one).title and "5,750" not in told
    bad = dc.unlisted(counted({"100": 88, "010": 52, "001": 150, "110": 7, "101": 0, "011": 31, "111": 24}, "abc"))
    fits = "By its deviance none of these models fits the counts."
    assert len(bad.supported) == 2 and fits in " ".join(over_models(bad))
    assert fits not in " ".join(over_models(dc.unlisted(counted(KOSOVO, LISTS))))


def test_three_lists_have_the_closed_forms_of_the_models():
    """Bishop, Fienberg and Holland (1975), chapter 6, on counts that are made up: with all pairs, with two, and with one."""
    n = {"100": 240, "010": 50, "001": 60, "110": 140, "101": 110, "011": 5, "111": 15}
    found = dc.unlisted(counted(n, "abc")).models.set_index("model")["none"]
    assert found["a·b, a·c, b·c"] == pytest.approx(15 * 240 * 50 * 60 / (140 * 110 * 5))
    assert found["a·b, a·c"] == pytest.approx(50 * 60 / 5) and found["a·b, b·c"] == pytest.approx(240 * 60 / 110)
    assert found["a·c, b·c"] == pytest.approx(240 * 50 / 140)
    assert found["b·c"] == pytest.approx(240 * (50 + 60 + 5) / (140 + 110 + 15))


def test_the_regressions_are_those_of_statsmodels(kosovo):
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    y = kosovo.counts["records"].to_numpy(float)
    on = kosovo.counts[LISTS].to_numpy()
    fit = GLM(y, np.column_stack([np.ones(15), on, on[:, 0] * on[:, 1], on[:, 2] * on[:, 3]]), family=Poisson()).fit()
    ours = kosovo.models.set_index("model").loc["EXH·ABA, OSCE·HRW"]
    ends = np.exp(fit.params[0] + np.array([0, -1.959964, 1.959964]) * fit.bse[0])
    assert [ours[k] for k in ("none", "low", "high")] == pytest.approx(ends, rel=1e-6)
    assert [ours["aic"], ours["deviance"]] == pytest.approx([fit.aic, fit.deviance], abs=1e-5)


def test_two_lists_are_told_why_not_and_three_a_range():
    frames = [pd.DataFrame({"id": ids}) for ids in (range(60), range(40, 90), range(20, 70, 2))]
    two, three = (dc.lists(*frames[:n], by="id") for n in (2, 3))
    assert two.unlisted == () and dict(lists_story(two))["How many are on none"].startswith("Two lists do not tell how many are on neither")
    told = " ".join(text for _, text in lists_story(three))
    assert "none of these numbers stands for the others" in told and not story.NEVER.search(told)
    assert dc.plots.unlisted(three).alt == dc.plots.unlisted(three.unlisted[0]).alt
    with pytest.raises(dc.ListsError, match="give a third"):
        dc.plots.unlisted(two)
