"""Russia, April to November 2020: Rosstat's own split brings its sum to what the headquarters counts; the rest has no published size."""

from __future__ import annotations

import math

from helpers import run

import discrepancy as dc

CASE = dc.load_case("russia-covid-2020")


def test_the_definition_is_rosstats_own_split_and_the_rest_is_of_one_category():
    gap = dc.explain(CASE)
    assert gap.ratio == 116_030 / 40_464
    assert math.isclose(gap.factor("definition").multiplier, 116_030 / 58_882, rel_tol=1e-3)
    assert math.isclose(gap.unexplained.multiplier, 58_882 / 40_464, rel_tol=1e-3)
    assert gap.possible is None  # of the daily reports against the registry nobody says a size
    told = " ".join(run("gap", "russia-covid-2020").stdout.split())
    assert "Rosstat's figure was 2.9 times that of the operational headquarters." in told
    assert "After definition (×2.0), ×1.46 is not accounted for by the public record." in told
    assert "This is not evidence that either source is wrong." in told


def test_the_parts_are_the_sum():
    value = {claim.claim: claim.reading().value for claim in CASE.records}
    main = value["rosstat-confirmed"] + value["rosstat-suspected"]
    assert main == value["golikova-main"] == 70_921
    assert main + value["rosstat-influenced"] + value["rosstat-not-influenced"] == value["rosstat-all"] == 116_030


def test_what_was_not_registered_has_no_published_size():
    gap = dc.explain(CASE, "kobak-trend", "rosstat-all", measure="excess")
    assert gap.ratio == 264_100 / 116_030 and gap.factor("definition").multiplier == 1
    assert gap.possible is None
    assert "The public record accounts for none of the difference." in gap.note()
