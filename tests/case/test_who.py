"""Who is asked: a text is looked up once, and one that could be two things is refused."""

from __future__ import annotations

import pytest
from conftest import CASUALTIES, row
from oracles import names, who_was_asked_is_who_speaks

import discrepancy as dc
from discrepancy.case.who import Group, Source, speaker, spelling
from discrepancy.gap.explain import pair
from discrepancy.notebook.settings import SettingError, check
from discrepancy.report.plan.sweep import parse, points

CLASH = [
    row("alpha", "2024-12-20", "3,000", claim="beta", statement="s-alpha"),
    row("beta", "2024-12-20", "1,000", claim="b1", statement="s-beta"),
    row("beta", "2024-12-10", "900", claim="b0", statement="beta-0"),
    row("gamma", "2024-12-20", "500", claim="g1", statement="b1"),
]
COULD = "'beta' could be the claim 'beta' or the source 'beta': write claim:beta or source:beta"


@pytest.fixture
def clash(make_case):
    return dc.load_case(make_case(CLASH))


def test_a_text_that_could_be_two_things_is_refused_with_both_named(clash):
    for ask in (dc.explain, dc.over_time, dc.multiverse):
        with pytest.raises(dc.ClaimError) as error:
            ask(clash, "alpha", "beta")
        assert str(error.value) == COULD
    with pytest.raises(SettingError) as error:
        check(clash, {"a": "alpha", "b": "beta"})
    assert str(error.value) == f"b: {COULD}"


def test_its_kind_says_which_is_meant(clash):
    assert dc.explain(clash, "alpha", "source:beta").ratio == 3
    assert dc.explain(clash, "claim:beta", "b1").ratio == 3
    assert dc.explain(clash, "claim:beta", "alpha").ratio == 1
    assert list(dc.over_time(clash, "source:alpha", "source:beta")["ratio"]) == [3]
    assert list(dc.multiverse(clash, "alpha", "source:beta").query("default")["unexplained"].round(1)) == [3.0]
    check(clash, {"a": "alpha", "b": "source:beta"})


def test_every_name_is_asked_for_and_speaks_for_itself(clash, kursk):
    for case in (clash, kursk):
        every = names(case)
        answers = [who_was_asked_is_who_speaks(case, a, b) for a, b in zip(every, every[3:] + every[:3], strict=True)]
        assert sum(answer is not None for answer in answers) > len(every) / 4


def test_what_chooses_by_itself_never_meets_two_things(clash):
    assert [who.name for who in pair(clash)] == ["beta", "alpha"]  # who spoke first
    assert dc.explain(clash).ratio == 1 / 3
    assert [spelling(clash, who) for who in (clash.by_id["beta"], Source("beta"), Source("alpha"))] == [
        "claim:beta",
        "source:beta",
        "alpha",
    ]
    assert dc.normalize(clash).set_index("source").loc["beta", "value"] == 1000


def test_every_pair_of_a_sweep_is_spelt_so_that_it_is_understood(clash):
    found, _ = points(parse(["pair=all"]), {}, clash)
    assert {"a": "alpha", "b": "source:beta"} in found
    assert {speaker(clash, who) for point in found for who in point.values()} == {Source("alpha"), Source("beta"), Source("gamma")}


def test_names_for_the_same_claims_are_one_thing(make_case):
    sources = [
        {"source": "one", "name": "", "group": "one"},
        {"source": "x", "name": "", "group": "many"},
        {"source": "y", "name": "", "group": "many"},
    ]
    rows = [row("one", "2024-12-20", "3,000", claim="one"), row("x", "2024-12-20", "1,000"), row("y", "2024-12-21", "900")]
    case = dc.load_case(make_case(rows, sources=sources))
    assert speaker(case, "one") is case.by_id["one"]
    assert speaker(case, "many") == Group("many")
    assert dc.explain(case, "one", "many").a.claim is dc.explain(case, "source:one", "many").a.claim


def test_a_claim_and_a_statement_of_one_name_are_told_apart_in_retellings(clash):
    with pytest.raises(dc.ClaimError, match="'b1' could be the statement 'b1' or the claim 'b1': write statement:b1 or claim:b1"):
        dc.retellings(clash, "b1")
    assert list(dc.retellings(clash, "statement:b1")["claim"]) == ["g1"]
    assert list(dc.retellings(clash, "claim:b1")["claim"]) == ["b1"]


def test_a_reason_about_a_name_of_two_things_is_refused_until_it_says_which(make_case):
    rows = [
        row("alpha", "2024-12-20", "3,000"),
        row("beta", "2024-12-20", "1,000", statement="s"),
        row("gamma", "2024-12-20", "9", statement="beta"),
    ]
    reason = {"date": "2024-12-24", "said_by": "A member", "summary": "other days", "url": ""}
    with pytest.raises(
        dc.CaseError,
        match=r"reasons.csv:2: about: 'beta' could be the statement 'beta' or the source 'beta': write statement:beta or source:beta",
    ):
        dc.load_case(make_case(rows, CASUALTIES, reasons=[reason | {"about": "alpha; beta"}]))
    case = dc.load_case(make_case(rows, CASUALTIES, reasons=[reason | {"about": "alpha; source:beta"}]))
    assert [[r["for_this_pair"] for r in dc.explain(case, "alpha", b).reasons] for b in ("source:beta", "gamma")] == [[True], [False]]


def test_a_default_that_could_be_two_things_is_refused_when_it_is_used(make_case):
    case = dc.load_case(make_case(CLASH, '[defaults]\na = "alpha"\nb = "beta"\n'))
    with pytest.raises(dc.ClaimError, match=COULD):
        dc.explain(case)
    case = dc.load_case(make_case(CLASH, '[defaults]\na = "alpha"\nb = "source:beta"\n'))
    assert dc.explain(case).ratio == 3
