"""Generated sentences: the same form for both sides, and words that are never used."""

from __future__ import annotations

import itertools
import re
from importlib import import_module

import pytest
from conftest import row

import discrepancy as dc
from discrepancy import story
from discrepancy.notebook.run import Run

PAIRS = list(itertools.permutations(["ukraine", "south-korea", "united-states", "united-kingdom", "western-officials"], 2))


def caption(name, result):
    """The words around a figure; `plots.waterfall` is the function, not its module."""
    return import_module(f"discrepancy.plots.{name}").words(result)


def _every_gap(kursk, maria):
    """Gaps of both cases for many pairs, days and cut-offs."""
    for (a, b), as_of, known_by in itertools.product(PAIRS, ["2024-12-23", "2025-06-30"], ["", "2025-02-01"]):
        try:
            yield dc.explain(kursk, a, b, as_of=as_of, known_by=known_by)
        except dc.ClaimError:
            continue
    for a, b in itertools.permutations(["kishore-4645", "gwu-displacement", "gwu-census", "pr-government-64", "santos-lozada-1139"], 2):
        yield dc.explain(maria, a, b)
    yield dc.between("already exceeded 3,000", "around 1,100")


@pytest.fixture(scope="module")
def gaps(kursk, maria):
    """They are asked for once: what is computed of a gap is kept with it."""
    return list(_every_gap(kursk, maria))


def sentences(gap):
    yield story.headline(gap)
    yield story.said(gap)
    for heading, text in story.gap_story(gap):
        yield f"{heading} {text}"
    if gap.case:
        yield story.kicker(gap)
        for name in ("claims_over_time", "waterfall", "range_bar", "conditions", "needed"):
            words = caption(name, gap)
            yield from (words.title, words.subtitle, words.foot, words.alt)


def without_quotations(text, gap):
    """A source's own words are its own."""
    for claim in gap.case.records if gap.case else ():
        text = text.replace(claim.phrase, "").replace(claim.wording, "")
    for r in gap.reasons:
        text = text.replace(r["summary"], "")
    return text


def test_no_generated_sentence_uses_a_loaded_word(gaps):
    count = 0
    for gap in gaps:
        for text in sentences(gap):
            count += 1
            assert not story.NEVER.search(without_quotations(text, gap)), text
            assert "nan" not in text.lower().split()
            assert "None" not in text
            assert ".." not in text.replace("...", "")
            assert "  " not in text
    assert count > 500


def test_the_words_that_are_never_used_are_found():
    for word in (
        "lied",
        "inflated",
        "downplays",
        "claims",
        "admits",
        "caught up with",
        "came late to",
        "distorts",
        "misleads",
        "flipped",
        "gives the toll of",
    ):
        assert story.NEVER.search(f"somebody {word} it")
    assert not story.NEVER.search("later figures relate to this")


def test_what_remains_is_always_followed_by_the_sentence_that_it_is_no_evidence(gaps):
    for gap in gaps:
        first = story.gap_story(gap)[0][1]
        assert first.endswith((story.NOT_EVIDENCE, "is not evidence that either is right."))
        if story.REMAINS in first:
            assert first.endswith(f"{story.REMAINS}. {story.NOT_EVIDENCE}")


def test_sentences_of_an_inferred_derivation_start_with_if(kursk):
    gap = dc.explain(kursk)
    text = " ".join(t for _, t in story.gap_story(gap))
    for sentence in text.split(". "):
        if "days old" in sentence or "475" in sentence:
            assert sentence.startswith("If ")


def test_swapping_the_sides_tells_the_same_story(kursk):
    one, two = dc.explain(kursk, "ukraine", "south-korea"), dc.explain(kursk, "south-korea", "ukraine")
    assert story.headline(one) == story.headline(two)
    for (_, x), (_, y) in list(zip(story.gap_story(one), story.gap_story(two), strict=True))[1:]:
        assert x == y


def test_the_first_screen(kursk):
    run = dc.settings("03-gap", case="dprk-kursk")
    screen = story.screen(kursk, run.views)
    assert screen["kicker"] == "North Korean soldiers killed or wounded, Kursk. Figures published on 23 December 2024."
    assert [v["label"] for v in screen["views"]] == ["With hindsight", "As known on 27 December 2024"]
    view = screen["views"][0]
    assert view["headline"] == "Ukraine's figure was 2.7 times South Korea's. The public record accounts for little of the difference."
    assert [n["number"] for n in view["numbers"]] == ["more than 3,000", "1,100-odd", "×2.3"]
    assert view["numbers"][2]["label"] == "unexplained; 2.0 to 3.6 depending on choices"
    text = " ".join(p["text"] for p in view["paragraphs"])
    for phrase in (
        "neither says how slight a wound counts",
        "If South Korea's figure was four days old",
        "No source found explains the rest.",
        "about 475 soldiers a day",
        "from about 50 to about 140 a day",
        "21 days after 23 December 2024",
        "This does not show which figure was nearer on 23 December 2024.",
    ):
        assert phrase in text


def test_a_reason_for_another_pair_is_said_to_be_of_another_pair(kursk):
    text = dict(story.gap_story(dc.explain(kursk)))["Reasons given"]
    assert text.startswith("Of another pair: MP Lee Seong-kweun")
    assert "of the difference from US officials" in text


def test_alt_sentences_fit_and_name_their_finding(gaps):
    for gap in gaps:
        if gap.case:
            for name in ("claims_over_time", "waterfall", "range_bar", "conditions"):
                assert 0 < len(caption(name, gap).alt) <= 350


@pytest.mark.parametrize(("x", "text"), [(1334.6, "1,300"), (92.3, "92"), (4.51, "4.5"), (0.25, "0.25"), (0, "0"), (142.86, "140")])
def test_numbers_carry_no_more_than_two_digits(x, text):
    assert story.number(x) == text


def test_a_step_that_widens_is_never_said_to_account_for_the_gap(kursk):
    gap = dc.explain(kursk, "south-korea", "us-white-house", measure="killed", as_of="2024-12-20")
    text = story.gap_story(gap)[0][1]
    assert "brought to killed, this widens the difference by ×4.0" in text
    assert "accounts for" not in text


def test_later_figures_name_the_day_that_they_speak_of(maria):
    text = story.later(dc.explain(maria, "pr-government-1427", "gwu"))
    assert "0 days" not in text
    assert "no days" not in text


def test_running_figures_have_the_precision_of_the_printed_ones(kursk, maria):
    """1,300 between 1,100 and 3,000; 1,191 and 2,975 to the person."""
    for gap, shown in ((dc.explain(kursk), {"1,100", "1,300", "3,000"}), (dc.explain(maria), {"1,191", "2,975"})):
        assert {story.running(gap, x) for _, x in gap.running()} == shown


def test_a_day_is_said_once(maria):
    assert "28 August 2018 on 28 August 2018" not in story.said(dc.explain(maria))


def told(make_case, rows, toml=""):
    gap = dc.explain(dc.load_case(make_case(rows, toml)))
    return " ".join([story.headline(gap), *(text for _, text in story.gap_story(gap))])


@pytest.mark.parametrize(
    ("measure", "toml", "words"),
    [
        ("killed_or_wounded", "", "about 500 persons a day were killed or wounded between"),
        ("refugees", "", "the figure for refugees grew by about 500 persons a day between"),
        ("cost_of_the_programme", 'unit = "euros"', "the figure for cost of the programme grew by about 500 euros a day between"),
        ("excess_deaths", 'unit = "deaths"', "the figure for excess deaths grew by about 500 a day between"),
        ("homes_damaged", 'unit = "homes"', "about 500 homes a day were damaged between"),
    ],
)
def test_a_pace_is_said_in_words_that_fit_what_is_counted(make_case, measure, toml, words):
    rows = [row("agency", "2023-05-20", "125,000", measure), row("ministry", "2023-05-10", "120,000", measure)]
    assert words in told(make_case, rows, toml)


def test_what_is_too_little_to_be_told_is_not_in_the_headline(make_case):
    text = told(make_case, [row("agency", "2025-03-10", "more than 20,000"), row("ministry", "2025-03-10", "about 8,000")])
    assert "was 2.5 times ministry's. The public record accounts for none of the difference." in text
    text = told(make_case, [row("agency", "2025-03-10", "more than 1,000"), row("ministry", "2025-03-10", "at least 212")])
    assert "What is known widens the difference." in text and "widens the difference by ×1.05" in text


def test_a_small_remainder_has_the_digits_of_its_ratio(make_case):
    text = told(make_case, [row("agency", "2025-03-10", "4,200"), row("ministry", "2025-03-10", "nearly 3,900")])
    assert "was 1.08 times" in text and "×1.09 is not accounted for" in text


def test_a_month_stays_a_month(make_case):
    text = told(make_case, [row("agency", "2023-05", "120,000"), row("ministry", "2023-05", "95,000")])
    assert "They are figures for" not in text and "a day" not in text


def test_phrases_that_read_alike_have_no_wording_to_speak_of():
    assert "The wording" not in story.gap_story(dc.between("1,100", "1,100"))[0][1]


def test_only_the_side_that_was_retold_is_told_of(make_case):
    retold = row("agency", "2025-03-10", "nearly 2,400", claim="paper", version_of="agency", statement="s", reported_by="The Gazette")
    first = row("agency", "2025-03-10", "more than 2,400", claim="agency", statement="s")
    case = dc.load_case(make_case([first, retold, row("ministry", "2025-03-10", "1,500", claim="ministry")]))
    for a, b in (("paper", "ministry"), ("ministry", "paper")):
        text = story.gap_story(dc.explain(case, a, b))[0][1]
        assert "has a lower limit. Seen: page. No source found explains the difference." in text


# ------------------------------------------------------------------------------------ many sources


@pytest.fixture(scope="module")
def many(kursk, maria):
    """Every text and caption of notebook 04, for both cases, with other parameters, and where nothing can be told."""
    told = []
    asked_for = (
        (kursk, {}),
        (kursk, {"known_by": "2024-12-27", "pool": "PM"}),
        (maria, {"reference": "gwu"}),
        (maria, {"as_of": "2017-01-01"}),
    )
    for case, asked in asked_for:
        run = Run("04-sources", case, dict.fromkeys(("measure", "a", "b", "as_of", "known_by", "rule", "reference", "pool"), "") | asked)
        texts = [*run.together().paragraphs, *run.habits().paragraphs, *run.delays().paragraphs]
        captions = [caption(name, run.consensus) for name in ("ranges", "pairs", "left_out")]
        captions += [caption(name, run.houses) for name in ("effects", "curve", "lags")] + [caption("repeats", run.independence)]
        told.append((run, texts, captions))
    return told


def test_many_sources_are_told_in_sober_words_with_ranges(many):
    for run, texts, captions in many:
        for text in [*(t for pair in texts for t in pair), *(w for c in captions for w in (c.title, c.subtitle, c.foot, c.alt))]:
            assert not story.NEVER.search(text), text
            assert "nan" not in text.split() and "  " not in text
        assert all(0 < len(c.alt) <= 350 for c in captions)
        effects = " ".join(text for _, text in run.habits().paragraphs)
        assert story.INTENT in effects
        for told in re.findall(r"×[\d.]+ \([^)]*\)", effects):
            assert " to " in told, told  # never without its range


def test_the_effects_table_has_a_range_in_every_row_and_says_what_it_is_no_evidence_of(many):
    table = many[0][0].effects_table()
    assert table.frame["95 % range"].str.fullmatch(r"×[\d.]+ to ×[\d.]+").all()
    assert "not evidence of intent" in table.note and "by convention" in table.note


def test_a_pooled_value_is_told_only_where_it_was_asked_for(many):
    assert ["The pooled value" in dict(texts) for _, texts, _ in many] == [False, True, False, False]


def test_like_numbers_are_only_suspected(many):
    text = dict(many[0][1])["Who repeats whom"]
    assert "This is suspected and not known: chance and a common origin look the same." in text


def test_parts_of_a_statement_are_shown_as_their_sum(many):
    sums = story.sums_of_parts(many[0][0].houses, "killed_or_wounded")
    assert {(r["source"], r["said"].isoformat()) for r in sums} >= {("nis", "2024-12-19"), ("nis", "2025-01-13")}
    assert all(r["low"] <= r["count"] <= r["high"] for r in sums)


def test_under_a_cut_off_nothing_said_later_is_used(many):
    run = many[1][0]
    days = [*run.consensus.figures["statement_date"], *run.independence.figures["said"], *map(str, run.houses.reports["said"])]
    assert days and max(days) <= "2024-12-27"
    assert all("as known on 27 December 2024" in c.subtitle for c in many[1][2])


def test_what_prints_as_a_size_is_not_told_as_less_than_it():
    china = dc.load_case("china-co2-2013")
    told = dict(story.gap_story(dc.explain(china, "cdiac", "gcb")))
    assert " ×1.05 is not accounted for" in told[""] and "ess than ×1.05" not in told[""]
    two = dict(story.gap_story(dc.explain(china)))["Can both be right?"]
    assert "the ranges that the case cites (3.664 to 3.667; 1.020 to 1.073) exclude it" in two
