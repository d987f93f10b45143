"""One gap a subject: every row is that of `explain`; what is said of all of them together; what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy.case.load import checked

HEAD = "claim,source,statement_date,as_of,period_start,measure,kind,place,counted,wording,value,low,high,notes\n"
TOML = """
[measures.deaths]
label = "deaths"
parts = ["men", "women"]
[measures.men]
[measures.women]
[dimensions.place]
[dimensions.counted]
values = ["all", "named"]
[[conversions]]
dimension = "counted"
from = "named"
to = "all"
factor = 1.4
low = 1.2
high = 1.6
because = "made up"
"""


def case_of(rows: list[dict], tmp_path, toml: str = TOML) -> dc.Case:
    columns = HEAD.strip().split(",")
    full = ({"measure": "deaths", "kind": "fixed", "notes": "made up", "claim": str(i)} | row for i, row in enumerate(rows))
    text = HEAD + "".join(",".join(f'"{row.get(c, "")}"' for c in columns) + "\n" for row in full)
    return checked(tmp_path / "made-up", {"claims.csv": text.encode(), "case.toml": toml.encode()})


def equal(panel: dc.Panel, case: dc.Case, a: str, b: str, **asked: str) -> None:
    """Every row is the gap that `explain` gives for its subject alone, number for number."""
    for _, row in panel.rows.iterrows():
        values = {name: row[name] for name in panel.by if name != "day"}
        day = {"as_of": row["as_of"]} if "day" in panel.by or "period_start" in row else {}
        gap = dc.explain(case, a, b, measure=panel.measure, kind=panel.kind, **{**day, **values, **asked})
        assert [row["a"], row["b"], row["a_claim"], row["b_claim"]] == [gap.a.value, gap.b.value, gap.a.claim.claim, gap.b.claim.claim]
        assert row["possible"] is gap.possible
        steps = {f.name: gap.scale.size(f.size) for f in gap.factors if f.name not in values} | {
            panel.gap_column: gap.scale.size(gap.total)
        }
        for name, size in (steps | {"sd": gap.unexplained.sd}).items():
            assert math.isnan(row[name]) if size is None else row[name] == pytest.approx(size, rel=1e-12, abs=1e-12), name
        if gap.total is not None:
            ends = [gap.unexplained.low, gap.unexplained.high]
            found = [
                x if 0 < abs(x) < math.inf or (panel.scale.name == "difference" and abs(x) < math.inf) else None
                for x in (row["low"], row["high"])
            ]
            assert found == pytest.approx(ends) if None not in ends else [x is None for x in found] == [x is None for x in ends]


WORDS = st.sampled_from("300;about 300;more than 2,000;nearly 40;200 to 250;dozens;0;1,250;some 5 thousand;up to 90".split(";"))
DAYS = st.sampled_from(["2024-05-01", "2024-05-20", "2024-05", "2024-06-02"])


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "source": st.sampled_from(["one", "two"]),
                "place": st.sampled_from(["Haiti", "Chad", "Peru", ""]),
                "wording": WORDS,
                "as_of": DAYS,
                "statement_date": st.sampled_from(["2024-07-01", "2024-08-01"]),
                "kind": st.sampled_from(["fixed", "cumulative", "level"]),
                "counted": st.sampled_from(["", "", "all", "named"]),
            }
        ),
        min_size=4,
        max_size=14,
        unique_by=lambda row: (row["source"], row["place"], row["as_of"], row["statement_date"], row["kind"], row["counted"]),
    )
)
def test_every_row_is_that_of_explain(rows, tmp_path_factory):
    rows = [row | {"claim": f"c{i}"} for i, row in enumerate(rows)]
    case = case_of(rows, tmp_path_factory.mktemp("panel"))
    for by in (("place",), ("place", "day"), ("place", "counted")):
        try:
            found = dc.panel(case, "one", "two", by=by)
        except dc.ClaimError:
            continue
        stated = case_of([row for row in rows if all(row[name] for name in by if name != "day")], tmp_path_factory.mktemp("panel"))
        equal(found, stated, "one", "two")


def test_the_two_cases_and_their_days(tmp_path):
    for name, a, b in (("dprk-kursk", "ukraine", "south-korea"),):
        case = dc.load_case(name)
        found = dc.panel(case, a, b, by="day")
        equal(found, case, a, b)
        assert len(found) == found.distribution.n == 2
