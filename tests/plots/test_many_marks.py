"""Figures of many marks: few words by one rule, a bounded height, and what is left out is said and stands in the table."""

from __future__ import annotations

import math
import re
import time
from functools import cache

import pytest
from test_plots import overlapping, words

import discrepancy as dc
from benchmarks.figures import write_case, write_shape
from discrepancy import plots
from discrepancy.gap.explain import pair
from discrepancy.plots.paper.many import MARKS, WORDS, spread, with_words
from discrepancy.plots.paper.words import LEFT, wrap
from discrepancy.sources.printed import timeline

SIZES = {"many sources": (12, 5), "many days": (3, 40), "very many sources": (310, 1), "many pairs": (205, 1)}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    return cache(lambda name: dc.load_case(write_case(folder / name, *SIZES[name])))


def said(figure: plots.Figure) -> list[str]:
    return [text for text, _ in words(figure.figure)]


@pytest.mark.parametrize(
    ("name", "of"), [("many sources", "a gap"), ("many days", "a gap"), ("many days", "all"), ("very many sources", "a gap")]
)
def test_how_many_marks_have_words_is_said_and_all_are_in_the_table(many, name, of):
    case = many(name)
    drawn = plots.claims_over_time(dc.explain(case) if of == "a gap" else timeline(case), case=case)
    boxes, table = words(drawn.figure), drawn.table
    assert overlapping(boxes) == []
    texts = {text for text, _ in boxes}
    told = next(m for text in texts if (m := re.match(r"(\d+) of (\d+) marks are labelled .*; all are in the table\.$", text)))
    ticks = {tick.get_text() for tick in drawn.figure.axes[0].get_yticklabels()}
    labels = {text for text in texts - ticks if re.fullmatch(r"(source \d+: )?[\d,]+", text)}
    assert len(labels) == int(told[1]) <= WORDS and int(told[2]) == len(table)
    assert of == "a gap" or len(table) == math.prod(SIZES[name])
    assert of == "all" or len({text for text in texts if re.fullmatch(r"source \d+", text)}) >= 2  # the pair
    assert any(label.endswith(f"{max(table['number']):,}") for label in labels)


def test_marks_that_cannot_be_told_apart_are_dots_and_the_pair_is_not(many):
    case = many("very many sources")
    drawn = plots.claims_over_time(dc.explain(case))
    sizes = [(line.get_markersize(), len(line.get_xdata())) for line in drawn.figure.axes[0].lines if line.get_marker() == "o"]
    assert sorted(n for _, n in sizes) == [1, 1, 308] and max(size for size, n in sizes if n == 1) > 3 * min(size for size, _ in sizes)
    assert "dot: a figure; its interval is in the table" in said(drawn)


def test_rows_of_very_many_sources_run_from_the_highest_to_the_lowest(many):
    case = many("very many sources")
    figures = {"forest": plots.forest(dc.normalize(case), case=case), "ranges": plots.ranges(dc.pool(case))}
    for drawn, left in zip(figures.values(), ("296 more between them with a usable figure", "296 more groups"), strict=True):
        texts, table = said(drawn), drawn.table
        assert drawn.figure.get_size_inches()[1] < 9
        assert f"… and {left}, in the table" in texts
        assert {table.iloc[0, 0], table.iloc[-1, 0]} <= set(texts) and len(table) >= 310
    pairs = plots.pairs(dc.pool(many("many pairs")))
    assert "12 of 205 are drawn, from the highest to the lowest, their pairs are in the table." in " ".join(said(pairs))
    assert len(pairs.table) == 66 and "205 sources" in pairs.alt
    without = plots.left_out(dc.pool(many("many pairs")))
    assert "100 of 205 sources are left out in turn, from the highest to the lowest figure." in " ".join(said(without))
    assert len(without.table) == 102  # with nothing, and with what is suspected


def test_many_names_are_no_sentence_and_figures_of_periods_apart_are_no_second_of_search(tmp_path):
    told = str(dc.pool(dc.load_case(write_shape(tmp_path / "near", "about", 250))))
    assert re.search(r"; and \d+ others\)", told) and max(len(paragraph) for paragraph in told.split("\n\n")) < 1500
    apart = dc.load_case(write_shape(tmp_path / "apart", "own periods", 250))
    start = time.process_time()
    assert [who.name for who in pair(apart)] == ["source-1", "source-121"]
    assert time.process_time() - start < 0.3


def test_effects_of_sources_that_gave_one_figure_each_are_no_row(tmp_path):
    """Their ranges are None and no nan, with and without what looks like a copy."""
    found = dc.houses(dc.load_case(write_shape(tmp_path / "one", "one day", 60)))
    assert len(found.suspected) and found.without_copies.effects["low"].isna().all() and found.beside() == []


def test_lanes_and_arrows_of_very_many_sources_are_bounded(many):
    drawn = plots.repeats(dc.independence(many("very many sources")))
    assert drawn.figure.get_size_inches()[1] < 12
    told = next(m for text in said(drawn) if (m := re.match(r"… and (\d+) more sources; (\d+) of (\d+) arrows are drawn", text)))
    assert int(told[1]) >= 280 and int(told[2]) < int(told[3]) == len(drawn.table)


def test_moves_of_many_days_are_few_words_and_all_rows(many):
    case = many("many days")
    drawn = plots.gap_over_time(dc.over_time(case, "source-1", "source-2"), case=case)
    assert overlapping(words(drawn.figure)) == []
    assert any(re.match(r"\d+ of 39 moves are labelled", text) for text in said(drawn)) and len(drawn.table) == 40


def test_the_words_of_a_move_keep_clear_of_the_axis(kursk):
    """Those of 1 February began at the axis and read as one of its marks."""
    drawn = plots.gap_over_time(dc.over_time(kursk, "ukraine", "south-korea"), case=kursk)
    edge = drawn.figure.axes[0].get_window_extent().x0
    names = [(text, box) for text, box in words(drawn.figure) if re.match(r"\d+ [A-Z][a-z]+: ", text)]
    assert any(text.startswith("1 Feb: ") for text, _ in names) and min(box[0] for _, box in names) > edge + 5


def test_a_line_that_begins_with_a_bracket_and_goes_on_from_right_to_left_is_drawn_from_the_left():
    """It was drawn as ": around 4,000(12 …" in a PNG, whose lines run as their first letter does."""
    for text in ("(مكتب 12): around 4,000", "12 مكتب x", "א"):
        assert [line[0] for line in wrap(text, 9)] == [LEFT[0]]


@pytest.mark.parametrize("most", [1, 2, 5, 99])
def test_thinning_keeps_the_ends_and_what_it_is_told_to(most):
    kept = spread(range(100), most, keep=lambda n: n == 41)
    assert 41 in kept and len(kept) == most and kept == sorted(kept)
    assert most < 3 or {0, 99} <= set(kept)
    rows = [{"source": f"s{n % 7}", "value": (n * 37) % 101} for n in range(100)]
    told = with_words(rows, always=lambda row: False)
    assert {0, 100 if any(r["value"] == 100 for r in rows) else 99} & {r["value"] for r in told} and len(told) <= WORDS < MARKS
    assert {r["source"] for r in told} == {f"s{n}" for n in range(7)} and with_words(rows[:WORDS], always=lambda row: False) == rows[:WORDS]
