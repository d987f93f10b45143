"""What stands beside a number of an article: older vintages, replaced rows, whoever passes on, intervals, parts."""

from __future__ import annotations

import pytest
from conftest import row

import discrepancy as dc
from discrepancy.article import read_article
from discrepancy.article.verify import verify

MEASURES = '[measures.killed]\nlabel = "killed"\nwords = ["killed", "dead", "died"]\n'
NAMES = {"red-crescent": "the Red Crescent", "ministry": "the Ministry of Health"}


@pytest.fixture
def case(make_case):
    """A case with a running total of two sources, one of them revised."""

    def made(*rows, toml=MEASURES):
        sources = [{"source": source, "name": name} for source, name in NAMES.items() if any(r["source"] == source for r in rows)]
        return dc.load_case(make_case(list(rows), toml, sources=sources))

    return made


def beside(case, text, day="2024-05-20"):
    return verify(read_article(text, "text"), day, case)


def said(day, wording, source="red-crescent", **cells):
    return row(source, day, wording, "killed", **cells)


def test_whoever_passes_a_figure_on_may_do_so_on_another_day(case):
    held = case(said("2024-05-10", "11,300 killed"))
    (found,) = beside(held, "A UN agency reported on Sunday that 11,300 people had been killed, quoting the Red Crescent.").verdicts
    assert (found.told.source, found.verdicts) == ("red-crescent", ("match",))


def test_an_event_of_one_day_is_no_period(case):
    held = case(said("2024-05-18", "40 killed", kind="cumulative"))
    (found,) = beside(held, "The Red Crescent said 40 people were killed on Saturday.").verdicts
    assert found.verdicts == ("match",)


@pytest.mark.parametrize(
    "text", ["The toll rose to 300 dead from 280, the Red Crescent said.", "The Red Crescent put the dead at 300, up from 280."]
)
def test_a_figure_that_the_text_tells_as_older_is_no_newer_one(case, text):
    held = case(said("2024-05-10", "280 killed"), said("2024-05-18", "300 killed"))
    by = {v.told.reading.value: v for v in beside(held, text).verdicts}
    assert "older" in by[280].verdicts and not by[280].differs and not by[300].differs


def test_a_row_that_was_replaced_is_told_as_that_and_not_as_another_number(case):
    old = said("2024-05-10", "280 killed", claim="c1", status="corrected", replaced_by="c2")
    new = said("2024-05-15", "240 killed", claim="c2")
    (found,) = beside(case(old, new), "The Red Crescent said 280 people had been killed.").verdicts
    assert found.verdicts == ("superseded",) and found.newer is not None and found.newer.claim == "c2"
    assert "which was replaced since; now: " in found.because and "“240 killed”" in found.because


@pytest.mark.parametrize(
    ("text", "verdict"), [("More than 300 people", "hedge_flipped"), ("300 people", "match"), ("Up to 300 people", "hedge_flipped")]
)
def test_the_kind_of_limit_is_kept(case, text, verdict):
    held = case(said("2024-05-18", "300 killed" if verdict == "match" else "about 300 killed"))
    (found,) = beside(held, f"{text} were killed, the Red Crescent said on Saturday.").verdicts
    assert found.verdicts == (verdict,)


def test_a_range_that_overlaps_a_stated_interval_is_told_as_that(case):
    held = case(said("2024-05-18", "4,645 killed", low="793", high="8498", level="95", value="4645"))
    (ends,) = beside(held, "Between 793 and 8,498 people died, the Red Crescent said.").verdicts
    assert ends.verdicts == ("match",) and ends.because.endswith("the text gives the ends of its stated interval.")
    (over,) = beside(held, "Between 5,000 and 9,000 people died, the Red Crescent said.").verdicts
    assert over.verdicts == ("unknown",) and over.because.endswith("the range of the text overlaps it.")


def test_a_part_is_held_against_nobody_and_is_no_row(case):
    held = case(said("2024-05-18", "300 killed"))
    result = beside(held, "The Red Crescent said on Saturday that 300 people had been killed, 120 of them in the north.")
    whole, part = result.verdicts
    assert whole.verdicts == ("match",) and part.verdicts == ("unknown",) and part.told.why_no_row.startswith("a part of")


def test_a_name_that_the_record_does_not_know_is_held_against_nobody(case):
    held = case(said("2024-05-18", "300 killed"))
    (found,) = beside(held, "The union of doctors said 300 people had been killed.").verdicts
    assert found.verdicts == ("unknown",) and "Nearest: the Red Crescent said on 18 May 2024" in found.because


def test_the_day_of_an_older_figure_is_not_that_of_the_newer_one(case):
    held = case(said("2024-05-10", "2,817 killed"), said("2024-05-18", "3,042 killed"))
    text = "The Red Crescent said on Saturday that 3,042 people had been killed, up from 2,817 a week earlier."
    by = {v.told.reading.value: v for v in beside(held, text).verdicts}
    assert by[3042].verdicts == ("match",) and by[2817].verdicts == ("match", "older")


def test_a_figure_is_not_certified_where_its_clause_names_another_source(case):
    held = case(said("2024-05-18", "2,817 killed"), said("2024-05-18", "900 killed", "ministry"))
    (found,) = beside(held, "With the Ministry of Health in flight, 2,817 people were killed.").verdicts
    assert found.verdicts == ("match",)  # a name behind "with" is no speaker
    (found,) = beside(held, "Whatever the Ministry of Health may think, 2,817 were killed.").verdicts
    assert found.verdicts in (("unknown",), ("source_changed",))


def test_a_version_that_another_passes_on_is_no_other_number(case):
    own = said("2024-05-17", "2,817 killed", claim="c1", statement="s1", primary="yes")
    printed = said(
        "2024-05-17",
        "at least 2,800 killed",
        claim="c2",
        statement="s1",
        version_of="c1",
        primary="",
        published="2024-05-18",
        reported_by="World Health Agency",
    )
    held = case(own, printed)
    text = "At least 2,800 people have been killed, the World Health Agency said on Monday, quoting the Red Crescent."
    (found,) = beside(held, text).verdicts
    assert found.verdicts == ("match",) and "so printed by" in found.because


def test_a_small_number_of_nothing_known_is_the_same_by_chance(case):
    held = case(said("2024-05-18", "20 killed"))
    (found,) = beside(held, "Some 20 umbrellas lay in the street.").verdicts
    assert found.verdicts == ("unknown",)
