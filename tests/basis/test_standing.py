"""What was in force on a basis, and what the spread of an estimate rests on."""

from __future__ import annotations

import math
from datetime import date

import pytest
from conftest import CASUALTIES, row

import discrepancy as dc
from discrepancy.basis.asked import standing_for
from discrepancy.case.who import Group, Source, Statement

ROWS = [
    row("a", "2024-12-01", "100", claim="first", statement="s"),
    row("a", "2024-12-02", "about 100", claim="retold", version_of="first", statement="s", published="2024-12-05"),
    row("a", "2024-12-10", "200", claim="gone", status="withdrawn", notes="counted twice"),
    row("a-staff", "2024-12-20", "300", claim="staff"),
]
SOURCES = [{"source": "a", "name": "A", "group": "north"}, {"source": "a-staff", "name": "The staff", "group": "north"}]
GONE = [{"date": "2024-12-15", "claim": "gone", "was": "200", "now": "", "because": "counted twice", "url": ""}]


@pytest.fixture
def case(make_case):
    return dc.load_case(make_case(ROWS, sources=SOURCES, corrections=GONE))


def ids(claims):
    return [c.claim for c in claims]


def test_what_is_in_force_is_what_was_known_and_still_stood(case):
    assert ids(standing_for(case).claims) == ["first", "staff"]
    assert ids(standing_for(case, known_by="2024-12-12").claims) == ["first", "gone"]
    assert ids(standing_for(case, known_by="2024-12-17").claims) == ["first"]


def test_it_is_asked_of_a_source_a_group_or_a_statement(case):
    standing = standing_for(case)
    assert ids(standing.of(Source("a"))) == ids(standing.of(Statement("s"))) == ["first"]
    assert ids(standing.of(Group("north"))) == ["first", "staff"]
    assert standing.of(Source("nobody")) == []


def test_another_cut_off_is_another_record_and_another_rule_is_not(case):
    standing = standing_for(case)
    assert standing.on(rule="as-printed").claims is standing.claims
    assert ids(standing.on(known_by="2024-12-12").claims) == ["first", "gone"]
    assert ids(standing.claims) == ["first", "staff"]


def test_a_version_is_known_from_the_day_of_its_page(case):
    known = lambda day: "retold" in standing_for(case, known_by=day).case.by_id
    assert (known("2024-12-04"), known("2024-12-05")) == (False, True)


def test_later_rows_change_no_default_under_a_cut_off(make_case):
    early = [row("a", "2024-12-01", "100", "killed"), row("b", "2024-12-02", "150", "killed")]
    late = [row(who, "2024-12-20", "900") for who in ("c", "a", "b")]
    known = [standing_for(dc.load_case(make_case(rows, CASUALTIES)), known_by="2024-12-10").basis for rows in (early, late + early)]
    assert known[0] == known[1]
    assert (known[0].measure, known[0].as_of) == ("killed", date(2024, 12, 2))
    gap = dc.explain(dc.load_case(make_case(late + early, CASUALTIES)), known_by="2024-12-10")
    assert [gap.a.claim.source, gap.b.claim.source] == ["a", "b"]


TWO_ALIKE = """
[dimensions.place]
values = ["few", "all"]
[dimensions.age]
values = ["few", "all"]
""" + "".join(
    f'[[conversions]]\ndimension = "{name}"\nfrom = "few"\nto = "all"\nfactor = 1.2\nlow = 1.0\nhigh = 1.5833\nbecause = "a survey"\n'
    for name in ("place", "age")
)


def test_conversions_of_two_dimensions_are_two_assumptions_however_alike_they_are_spelt(make_case):
    rows = [row("a", "2024-12-22", "exactly 600", place="all", age="all"), row("b", "2024-12-22", "exactly 100", place="few", age="few")]
    gap = dc.explain(dc.load_case(make_case(rows, TWO_ALIKE)), "a", "b")
    assert gap.unexplained.sd == pytest.approx(math.sqrt(2) * math.log(1.5833) / 3.92)
    assert gap.unexplained.sd == pytest.approx(0.1658, abs=5e-5)  # 0.2345 where they are added as one


def test_a_claim_named_like_a_conversion_shares_nothing_with_it(make_case):
    rows = [
        row("a", "2024-12-22", "about 600", claim="conversion few to all", place="all", age="all"),
        row("b", "2024-12-22", "exactly 100", place="few", age="all"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows, TWO_ALIKE)), "a", "b")
    assert gap.unexplained.sd == pytest.approx(math.hypot(gap.factor("wording").sd, gap.factor("place").sd))


def test_series_of_two_measures_grow_apart(make_case):
    series = [
        (day, f"exactly {n * k}", m) for m, k in (("killed", 1), ("wounded", 4)) for day, n in (("2024-12-01", 100), ("2024-12-11", 200))
    ]
    rows = [row("a", day, wording, m, claim=f"{m}-{day}") for day, wording, m in series]
    case = dc.load_case(make_case(rows, CASUALTIES))
    gap = dc.explain(case, "killed-2024-12-01", "wounded-2024-12-01", measure="killed_or_wounded", as_of="2024-12-06")
    spreads = [s.estimate.steps["timing"].sd for s in (gap.a, gap.b)]
    assert gap.factor("timing").sd == pytest.approx(math.hypot(*spreads))
    assert min(spreads) > 0
