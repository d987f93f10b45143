"""Figures of numbers that are no counts: amounts and their unit on linear axes, no factor anywhere, nothing rounded away."""

from __future__ import annotations

import math
import re
from functools import cache

import pytest
from conftest import row
from points import CASES
from test_plots import overlapping, words

import discrepancy as dc
from discrepancy import plots
from discrepancy.plots.paper.axes import Ruler
from discrepancy.plots.paper.figure import to_csv
from discrepancy.plots.paper.notation import Notation
from discrepancy.reading.scale import DIFFERENCE, RATIO
from discrepancy.sources.printed import timeline

SIDES = {
    "unemployment": ("agency", "statistics"),
    "growth": ("bank", "office"),
    "area": ("satellite", "fire-service"),
    "money": ("treasury", "institute"),
}
UNITS = {"unemployment": ("%", "point"), "growth": ("%", "point"), "area": ("ha",), "money": ("billion USD",)}
DRAWN = {
    "claims": lambda case, a, b: plots.claims_over_time(dc.explain(case, a, b)),
    "claims of all": lambda case, a, b: plots.claims_over_time(timeline(case), case=case),
    "claims without a case": lambda case, a, b: plots.claims_over_time(timeline(case)),
    "forest": lambda case, a, b: plots.forest(dc.normalize(case), case=case),
    "waterfall": lambda case, a, b: plots.waterfall(dc.explain(case, a, b)),
    "waterfall the other way": lambda case, a, b: plots.waterfall(dc.explain(case, b, a)),
    "gap over time": lambda case, a, b: plots.gap_over_time(dc.over_time(case, a, b), case=case),
    "gap over time without a case": lambda case, a, b: plots.gap_over_time(dc.over_time(case, a, b)),
    "needed": lambda case, a, b: plots.needed(dc.explain(case, a, b)),
    "range bar": lambda case, a, b: plots.range_bar(dc.explain(case, a, b)),
    "range bar the other way": lambda case, a, b: plots.range_bar(dc.explain(case, b, a)),
    "choices": lambda case, a, b: plots.choices(dc.multiverse(case, a, b), case=case),
    "conditions": lambda case, a, b: plots.conditions(dc.explain(case, a, b)),
    "ranges": lambda case, a, b: plots.ranges(dc.pool(case)),
    "pairs": lambda case, a, b: plots.pairs(dc.pool(case)),
    "left out": lambda case, a, b: plots.left_out(dc.pool(case, method="REML", unmoved=True)),
    "effects": lambda case, a, b: plots.effects(dc.houses(case)),
    "curve": lambda case, a, b: plots.curve(dc.houses(case)),
    "lags": lambda case, a, b: plots.lags(dc.houses(case)),
    "repeats": lambda case, a, b: plots.repeats(dc.independence(case)),
    "versions": lambda case, a, b: plots.versions(dc.retellings(case), case=case),
    "anatomy": lambda case, a, b: plots.anatomy([c.reading() for c in case.records]),
}
WITHOUT_NUMBERS = ("conditions", "lags", "repeats", "versions", "claims without a case", "gap over time without a case")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Each case and each of its figures once."""
    import csv

    folder = tmp_path_factory.mktemp("points")

    @cache
    def case(name):
        rows, toml = CASES[name]
        rows = rows()
        (folder / name).mkdir()
        with open(folder / name / "claims.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(k for r in rows for k in r)))
            writer.writeheader()
            writer.writerows(rows)
        (folder / name / "case.toml").write_text(toml, encoding="utf-8")
        return dc.load_case(folder / name)

    return cache(lambda name, what: DRAWN[what](case(name), *SIDES[name]))


def said(figure) -> str:
    """All that a reader gets of a figure."""
    return " | ".join([figure.title, figure.alt, *(text for text, _ in words(figure.figure)), to_csv(figure.table)])


@pytest.mark.parametrize("what", DRAWN)
@pytest.mark.parametrize("name", CASES)
def test_nothing_overlaps_and_nothing_is_cut(drawn, name, what):
    figure = drawn(name, what).figure
    boxes = words(figure)
    width, height = figure.get_size_inches() * figure.dpi
    assert overlapping(boxes) == []
    assert [text for text, (x0, y0, x1, y1) in boxes if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1] == []


@pytest.mark.parametrize("what", [what for what in DRAWN if what != "claims without a case"])  # which nobody tells the unit
@pytest.mark.parametrize("name", ["unemployment", "growth"])
def test_percentages_have_no_factor_no_log_and_no_ratio(drawn, name, what):
    found = said(drawn(name, what)).replace("(Birge ratio)", "")  # which is no figure's
    assert not re.search(r"×|\blog\b|\bratio|\btimes (?!as much)|\bnan\b|\bNone\b|persons", found), found


@pytest.mark.parametrize("what", [what for what in DRAWN if what not in WITHOUT_NUMBERS])
@pytest.mark.parametrize("name", CASES)
def test_the_unit_stands_beside_the_numbers(drawn, name, what):
    if drawn(name, what).instead:
        return  # a sentence, and no number
    found = " | ".join(text for text, _ in words(drawn(name, what).figure))
    steps = name in ("area", "money") and what in (
        "gap over time",
        "needed",
        "range bar",
        "range bar the other way",
        "choices",
        "pairs",
        "effects",
    )
    assert any(unit in found for unit in UNITS[name]) or (steps and "×" in found), found


def test_nothing_is_rounded_to_whole(drawn):
    forest = drawn("unemployment", "forest").table.set_index("source")
    assert forest["number"].tolist() == [8, 7.8, 6.5, 6.1]
    assert (forest.loc["agency", "low"], forest.loc["agency", "high"]) == (7.75, 7.85)
    assert drawn("growth", "claims").table["number"].tolist() == [-0.4, 0, 0.1]
    area = drawn("area", "forest").table.set_index("source")
    assert area.loc["village", "number"] == 8.25 and area.loc["fire service", "number"] == pytest.approx(5445.47, abs=0.005)
    assert "640.6 billion USD" in said(drawn("money", "waterfall"))


def test_the_steps_are_amounts_that_add_up(drawn):
    table = drawn("unemployment", "waterfall").table
    assert table.columns.tolist()[1] == "amount"
    assert table["running figure"].iloc[0] == 6.1 and table["running figure"].iloc[-1] == 7.8
    assert table["amount"].sum() == pytest.approx(1.7)
    other = drawn("unemployment", "waterfall the other way")
    assert other.title == drawn("unemployment", "waterfall").title
    assert other.table["amount"].sum() == pytest.approx(1.7)
    assert other.title == "Of the 1.7 points between the two figures, 1.2 points are accounted for and 0.5 points are not"


def test_half_of_an_amount_has_the_digit_that_it_needs(drawn):
    found = said(drawn("unemployment", "needed"))
    assert "One undocumented difference would have to be 0.5 points" in found and "0.25 points" in found and "used already" in found


def test_the_range_over_all_choices_is_in_points(drawn):
    assert drawn("unemployment", "choices").title.endswith("0.3 to 0.8 points are not accounted for")
    assert drawn("unemployment", "range bar").title == "Not accounted for: 0.3 to 0.8 points; 1.7 points as printed"
    assert drawn("unemployment", "range bar the other way").title == drawn("unemployment", "range bar").title


def test_an_axis_of_differences_is_even_and_marks_zero(drawn):
    axes = drawn("growth", "waterfall").figure.axes[0]
    assert axes.get_xscale() == "linear" and axes.get_xlim()[0] < -0.4 < 0.1 < axes.get_xlim()[1]
    assert any(list(line.get_xdata()) == [0, 0] for line in axes.lines)
    assert drawn("area", "waterfall").figure.axes[0].get_xscale() == "log"


@pytest.mark.parametrize("scale", [RATIO, DIFFERENCE])
@pytest.mark.parametrize("values", [(0.3, 7.5), (1e9, 2e12), (5.0, 5.0)])
def test_a_ruler_goes_forth_and_back(scale, values):
    ruler = Ruler.of(values, Notation(scale, "", 0.1))
    for x in values:
        assert ruler.low < x < ruler.high
        assert ruler.back(ruler.share(x)) == pytest.approx(x)
    low, high = ruler.seen(values[0], values[0], 0.1)
    assert low < values[0] < high and ruler.share(high) - ruler.share(low) == pytest.approx(0.2)


def test_a_line_joins_figures_of_one_subject_only(make_case):
    """One source, two places a month: two lines of two points, and never one that jumps between the places."""
    toml = '[dimensions.place]\nlabel = "place"\n[dimensions.place.values]\nnorth = "north"\nsouth = "south"\n'
    rows = [
        row("office", f"2024-0{month}-0{day}", str(number), "found", place=place, as_of=f"2024-0{month}-0{day}")
        for place, day, numbers in (("north", 1, (100, 110)), ("south", 2, (3000, 3100)))
        for month, number in enumerate(numbers, 1)
    ]
    case = dc.load_case(make_case(rows, toml))
    axes = plots.claims_over_time(timeline(case), case=case).figure.axes[0]
    lines = [list(line.get_ydata()) for line in axes.lines if line.get_linestyle() == "-" and line.get_alpha() == 0.85]
    assert sorted(lines) == [[100, 110], [3000, 3100]]


def test_a_level_that_falls_is_drawn_as_it_is(drawn):
    table = drawn("unemployment", "claims of all").table
    assert set(table["kind"]) == {"figure", "version"}
    assert table.loc[table["source"] == "statistics", "number"].tolist()[0] == 6.4


@pytest.mark.parametrize(
    ("quantity", "told"),
    [
        (Notation(), ("1,103", "1,100", "×2.3", ["300", "1,000"])),
        (Notation(DIFFERENCE, "%", 0.1), ("1,103.0%", "1,103.0%", "+2.3 points", ["300%", "1,000%"])),
        (Notation(RATIO, "km²", 1), ("1,103 km²", "1,100 km²", "×2.3", ["300 km²", "1,000 km²"])),
        (Notation(RATIO, "per 100000", 1), ("1,103 per 100,000", "1,100 per 100,000", "×2.3", ["300", "1,000 per 100,000"])),
        (Notation(DIFFERENCE, "°C", 0.1), ("1,103.0 °C", "1,103.0 °C", "+2.3 °C", ["300 °C", "1,000 °C"])),
    ],
)
def test_how_numbers_steps_and_marks_read(quantity, told):
    assert (quantity.say(1103), quantity.about(1103), quantity.step(2.3), quantity.marks([300, 1000])) == told


def test_a_reading_keeps_its_digits_on_its_axis():
    figure = plots.anatomy([dc.read(p) for p in ("7.5%", "-0.4%", "about 3,000", "$1.2 trillion")])
    assert figure.table["number"].tolist() == [7.5, -0.4, 3000, 1.2e12]
    found = said(figure)
    assert "7.45% to 7.55%" in found and "1.15 to 1.25 trillion USD" in found
    assert all(math.isfinite(v) for v in figure.table["low"])
