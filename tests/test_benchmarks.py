"""The benchmarks run: on tiny sizes, and without a word on how fast."""

import os

import pytest

import discrepancy as dc
from benchmarks import explain, normalize, panel, read, verify


def test_the_phrases_are_distinct_and_can_all_be_read():
    texts = read.phrases(5000)
    assert len(set(texts)) == 5000
    assert all(dc.read(text).value > 0 for text in texts[:500])


def test_the_made_up_cases_pass_the_check_and_every_answer_is_a_line(capsys):
    normalize.main((100, 1000))
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("normalize, ")]) == 6
    assert len([line for line in lines if "with loading" in line]) == 4


def test_a_gap_is_timed_with_nothing_cached(capsys):
    explain.main(1)
    assert capsys.readouterr().out.startswith("explain, first case")


def test_a_panel_and_its_figure_are_timed(capsys):
    assert panel.main(60)
    assert [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()] == ["panel", "panel"]


def test_lists_are_linked_and_timed(capsys):
    pytest.importorskip("splink")  # of the extra "lists"
    from benchmarks import lists

    assert lists.main(120)
    assert len([line for line in capsys.readouterr().out.splitlines() if line.startswith("lists, ")]) == 4


def test_articles_are_timed_at_two_lengths(capsys):
    verify.main((1000, 2000))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 * len(verify.TEXTS) and all(line.startswith("verify, ") for line in lines)


@pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1")
def test_each_figure_is_timed_behind_a_slider(capsys):
    pytest.importorskip("ipywidgets")  # of the extra "lab"
    from benchmarks import explore

    explore.main(1)
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "explore, waterfall",
        "explore, timeline",
        "explore, forest",
    ]
