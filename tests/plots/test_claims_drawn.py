"""Claims over time: what the title names has a mark, and the axis of days fits what is drawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import row
from matplotlib.dates import date2num, num2date
from matplotlib.text import Text

import discrepancy as dc
from discrepancy import dates, plots
from discrepancy.sources.printed import timeline

CASES = "china-co2-2013 dprk-kursk england-covid-deaths gaza-women-children germany-unemployment hong-kong-july-march hurricane-maria russia-covid-2020"


@pytest.mark.parametrize("name", CASES.split())
def test_what_the_title_names_has_a_mark_and_its_days_are_on_the_axis(name):
    gap = dc.explain(dc.load_case(name))
    drawn = plots.claims_over_time(gap)
    axes = drawn.figure.axes[0]
    first, last = axes.get_xlim()
    for side in (gap.a, gap.b):
        number = side.figure.reading.value
        assert number in set(drawn.table["number"])
        c = side.claim
        start = c.period_start if c.kind == "period" else c.speaks_of
        assert first <= date2num(dates.first(start)) <= date2num(dates.last(c.speaks_of)) <= last
        assert any(abs(y - number) < 1e-6 * number and line.get_marker() != "None" for line in axes.lines for y in line.get_ydata())


def test_what_counts_something_else_is_hollow_and_named():
    russia, china = (plots.claims_over_time(dc.explain(dc.load_case(name))).table for name in ("russia-covid-2020", "china-co2-2013"))
    assert russia.set_index("number").loc[116030, "counts"] == "deaths of COVID or with it"
    assert set(china.loc[china["source"] == "Liu et al.", "counts"]) == {"carbon alone"}
    case = dc.load_case("china-co2-2013")
    drawn = plots.claims_over_time(timeline(case), case=case)
    assert set(drawn.table["source"]) == {"EDGAR", "CDIAC", "the Global Carbon Budget", "Liu et al."}
    assert drawn.title == "11 figures of 4 sources were printed, from 2.49 billion t (carbon alone) to 10,718.58 million t"


def test_another_place_than_that_of_both_figures_is_hollow_and_named():
    england = plots.claims_over_time(dc.explain(dc.load_case("england-covid-deaths"))).table.set_index("number")["counts"]
    assert england[46706] == "the United Kingdom" and england[42072] == "" == england[36695]


def test_the_key_names_an_upright_only_where_there_is_one():
    case = dc.load_case("china-co2-2013")
    texts = [text.get_text() for text in plots.claims_over_time(timeline(case), case=case).figure.findobj(Text)]
    assert any("hollow" in text for text in texts) and not any("upright" in text for text in texts)


def test_no_half_of_the_days_is_empty():
    drawn = plots.claims_over_time(dc.explain(dc.load_case("england-covid-deaths")))
    assert num2date(drawn.figure.axes[0].get_xlim()[1]).date() <= dates.last("2020-08-12") + timedelta(10)


@pytest.mark.parametrize(("start", "bars"), [("2024-03-01", 0), ("2024-02-01", 1)])
def test_the_count_of_a_day_is_a_point_and_that_of_a_month_a_bar(make_case, start, bars):
    more = {"kind": "period", "period_start": start, "as_of": "2024-03-01"}
    folder = make_case([row("a", "2024-03-02", "120 dead", "killed", **more), row("b", "2024-03-02", "80 dead", "killed", **more)])
    case = dc.load_case(folder)
    lines = plots.claims_over_time(timeline(case), case=case).figure.axes[0].lines
    assert sum(line.get_linewidth() == 5 for line in lines) == 2 * bars
    assert sum(line.get_marker() == "o" for line in lines) == 2 - 2 * bars


def test_a_month_is_told_as_a_month():
    case = dc.load_case("germany-unemployment")
    drawn = plots.claims_over_time(timeline(case), case=case)
    assert set(drawn.table["figure for"]) == {"2019-04"} and ", April 2019, " in drawn.alt
