"""What figures say where little is known: a basis that is left open, several measures, two sources, one figure each, and no ids."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

import discrepancy as dc
from discrepancy import plots
from discrepancy.case.who import Statement
from discrepancy.notebook.run import Run


@cache
def case(name: str):
    return dc.load_case(name)


def run(notebook: str, name: str) -> Run:
    return Run(notebook, case(name), dict.fromkeys(("measure", "a", "b", "as_of", "known_by", "rule", "reference", "pool", "by"), ""))


@pytest.mark.parametrize(
    ("name", "open_"),
    [
        ("hong-kong-july-march", "which of the marchers are counted"),
        ("russia-covid-2020", "the record that is counted from"),
        ("hurricane-maria", ""),
    ],
)
def test_figures_of_unlike_things_are_on_no_one_basis(name, open_):
    found, table = dc.pool(case(name)), dc.normalize(case(name))
    drawn = [plots.ranges(found), plots.pairs(found), plots.forest(table, case=case(name))]
    for figure in drawn:
        said = " ".join(text.get_text() for text in figure.figure.findobj(lambda a: hasattr(a, "get_text"))) + figure.title + figure.alt
        assert ("on one basis" in said.lower()) is not bool(open_)
        assert ("They differ in" in said) is bool(open_)
    assert found.left_open == [open_] * bool(open_)
    assert (f"They differ in {open_}, which the basis leaves open." in repr(found).replace("\n", " ")) is bool(open_)


def test_closest_wordings_of_several_measures_say_what_each_counts():
    table = dc.retellings(case("russia-covid-2020"), Statement("rosstat-2020-12-28"))
    drawn = plots.versions(table, case=case("russia-covid-2020"))
    assert drawn.table["counts"].iloc[0] == "deaths of COVID or with it" and drawn.table["counts"].nunique() == 5
    assert "a plain 116,000 (deaths of COVID or with it)" in drawn.title
    one = plots.versions(dc.retellings(case("dprk-kursk"), "jcs-2024-12-23"), case=case("dprk-kursk"))
    assert "counts" not in one.table


def test_of_two_sources_leaving_out_one_leaves_no_ratio():
    title = plots.left_out(dc.pool(case("germany-unemployment"))).title
    assert title == "Two sources have a usable figure: without either, the figure of the other remains"


def test_a_line_holds_until_the_day_on_which_a_statement_moves_it():
    gaza = case("gaza-women-children")
    table = dc.over_time(gaza)
    moved = [str(row.date) for row in table.itertuples() if row.moved]
    assert moved == ["2024-05-03", "2024-05-08", "2024-05-13"]
    lines = [x for x in plots.gap_over_time(table, case=gaza).figure.axes[0].lines if x.get_linewidth() == 2.0]
    ends = [(line.get_xdata()[0], line.get_xdata()[-1]) for line in lines]
    assert all(one[1] == two[0] for one, two in pairwise(ends))


def test_a_gap_of_one_day_is_a_sentence():
    march = case("hong-kong-july-march")
    drawn = plots.gap_over_time(dc.over_time(march), case=march)
    assert drawn.title == "The printed ratio was ×2.4 on the one day that is compared"
    assert drawn.instead == "Not accounted for on that day: ×1.62"


def test_a_count_of_a_closed_period_is_compared_as_it_was_known_on_each_day():
    china = case("china-co2-2013")
    table = dc.over_time(china)
    drawn = plots.gap_over_time(table, case=china)
    assert drawn.title == "The printed ratio ran between ×4.2 and ×4.3; on 31 December 2019 it was ×4.3"
    assert not any(row.a == "edgar-2019" and row.date.year < 2019 for row in table.itertuples())


@pytest.mark.parametrize("name", ["china-co2-2013", "england-covid-deaths", "russia-covid-2020"])
def test_a_dimension_is_called_by_its_label(name):
    found = run("03-gap", name)
    shown = " ".join(map(str, [found.steps_table(), found.factors_table(), plots.choices(found.choices, case=found.case).table.to_csv()]))
    assert not [id_ for id_ in found.case.dimensions if "_" in id_ and id_ in shown]


def test_what_cannot_be_drawn_is_a_sentence_and_told_once():
    found = run("04-sources", "hong-kong-july-march")
    told = [str(found.habits()), str(found.show(plots.effects(found.houses))), str(found.show(found.curves()[0]))]
    told += [str(found.delays()), str(found.show(plots.lags(found.houses)))]
    assert told[1:] == [
        "",
        "No curve can be told, for the reason given.",
        "Constant and delay cannot be compared: there are no source effects.",
        "",
    ]


def test_one_figure_of_each_source_is_no_habit_and_no_curve():
    houses = dc.houses(case("hurricane-maria"))
    assert plots.effects(houses).title == "No source effects can be told from one figure of each source"
    assert plots.curve(houses).title == "No curve can be told: each source speaks of one day"
    assert not plots.effects(dc.houses(case("dprk-kursk"))).instead


def test_a_year_is_no_day():
    assert " · for 2019 · " in repr(run("03-gap", "germany-unemployment"))
