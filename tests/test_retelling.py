"""Versions beside the closest wording found: what differs, in sober words."""

from __future__ import annotations

import pytest

import discrepancy as dc
from discrepancy.retelling import outlet


@pytest.fixture(scope="module")
def president(request):
    return dc.retellings(dc.load_case("dprk-kursk"), "ukr-president-2024-12-23").set_index("claim")


@pytest.mark.parametrize(
    ("claim", "kinds"),
    [
        ("ukr-president-2024-12-23-kw-fakty", ""),
        ("ukr-president-2024-12-23-kw", "same"),
        ("ukr-president-2024-12-23-kw-telegraph", "hedge_flipped"),
        ("ukr-president-2024-12-23-kw-firstpost", "hedge_flipped"),
        ("ukr-president-2024-12-23-kw-ap", "hedge_dropped"),
        ("ukr-president-2024-12-23-kw-mbl", "source_changed"),
        ("ukr-president-2024-12-23-kw-upravda", "period_changed"),
    ],
)
def test_kinds_of_difference(president, claim, kinds):
    assert president.loc[claim, "kinds"] == kinds


def test_a_difference_is_described_not_accused(president):
    assert (
        president.loc["ukr-president-2024-12-23-kw-telegraph", "difference"]
        == "an upper limit where the closest wording found has a lower limit"
    )
    assert president.loc["ukr-president-2024-12-23-kw-telegraph", "retelling"] == pytest.approx(2922 / 3114, abs=1e-3)


def test_odd_and_around_are_one_class(kursk):
    table = dc.retellings(kursk, "jcs-2024-12-23").set_index("claim")
    assert table.loc["jcs-2024-12-23-kw", "kinds"] == "same"
    assert table.loc["jcs-2024-12-23-kw-guardian-brief", "kinds"] == "hedge_flipped"
    assert "number_changed" in table.loc["jcs-2024-12-23-kw-evrimagaci", "kinds"]
    assert "measure_changed" in table.loc["jcs-2024-12-23-k-bomboradyo", "kinds"]


def test_a_copy_never_speaks_for_the_outlet(kursk):
    copies = [c for c in kursk.records if c.seen_as == "copy" and c.url]
    assert copies
    assert all(outlet(c).startswith("a copy at ") for c in copies)


def test_all_statements_that_were_retold(kursk):
    table = dc.retellings(kursk)
    assert (table.groupby("statement").size() > 1).all()
    assert (table.loc[table["kinds"] != "", "primary"] != table.loc[table["kinds"] != "", "claim"]).all()


def test_an_unknown_statement_is_named(kursk):
    with pytest.raises(KeyError, match="no statement 'x' in the case dprk-kursk"):
        dc.retellings(kursk, "x")
