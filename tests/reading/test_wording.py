"""Phrases → readings: the published widths, the direction of every hedge, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discrepancy.reading.languages.english.hedges import FERSON_2015, HEDGES
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import RULES, Reading, stated
from discrepancy.reading.wording import WordingError

# Full widths at 7, 200, 1100 and 3000: computed from the coefficients of Ferson et al. 2015 with r = trailing zeros.
PUBLISHED = {
    "almost": (0.9, 16.8, 34.4, 102.0),
    "nearly": (1.0, 18.3, 38.1, 156.0),
    "about": (1.4, 25.5, 55.7, 189.2),
    "roughly": (1.6, 26.3, 55.6, 206.5),
    "over": (1.8, 29.0, 62.2, 228.0),
    "approximately": (1.3, 26.4, 65.6, 232.1),
    "around": (1.5, 31.4, 64.1, 274.6),
}
SIDED = {"floor": "high", "ceiling": "low"}
NUMBERS = st.integers(1, 9999).flatmap(lambda m: st.integers(0, 4).map(lambda e: m * 10**e))


@pytest.mark.parametrize("hedge", PUBLISHED)
def test_widths_are_those_of_the_published_regression(hedge):
    """At 200, 1,100 and 3,000; 7 is smaller than what was studied, and its width is that of its last digit."""
    for x, width in zip((200, 1100, 3000), PUBLISHED[hedge][1:], strict=True):
        r = read(f"{hedge} {x}")
        assert r.high - r.low == pytest.approx(width, abs=0.06) and not r.assumed
    r = read(f"{hedge} 7")
    assert r.high - r.low == (1 if HEDGES[hedge][0] == "about" else 0.5) and r.assumed


def test_order_of_widths_at_3000_is_the_published_one():
    phrases = [
        "exactly 3,000",
        "3,000",
        "almost 3,000",
        "nearly 3,000",
        "about 3,000",
        "roughly 3,000",
        "over 3,000",
        "approximately 3,000",
        "around 3,000",
    ]
    widths = [r.high - r.low for r in map(read, phrases)]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(widths)


@pytest.mark.parametrize(
    ("phrase", "value", "open_", "hedge"),
    [
        ("already exceeded 3,000", 3000, "high", "over"),
        ("have surpassed 3,000", 3000, "high", "over"),
        ("well over 3,000", 3000, "high", "over"),
        ("more than 3,000 killed or wounded", 3000, "high", "over"),
        ("in excess of 3,000", 3000, "high", "over"),
        (">3000", 3000, "high", "over"),
        ("at least 3,000", 3000, "high", "at least"),
        ("no fewer than 30", 30, "high", "at least"),
        ("no less than 30", 30, "high", "no less than"),
        ("3,000 or more", 3000, "high", "at least"),
        ("3,000+", 3000, "high", "at least"),
        ("some 3,000 or more", 3000, "high", "at least"),
        ("1,100-odd", 1100, "none", "odd"),
        ("1,100-odd killed and wounded", 1100, "none", "odd"),
        ("nearly 3,000", 3000, "low", "nearly"),
        ("approaching 1,000", 1000, "low", "nearly"),
        ("the injured are close to 1,000", 1000, "low", "nearly"),
        ("almost 2,700", 2700, "low", "almost"),
        ("just under 2,700", 2700, "low", "almost"),
        ("up to 12,000", 12000, "low", "at most"),
        ("as many as 8,000", 8000, "low", "at most"),
        ("may be as high as 1,000", 1000, "low", "at most"),
        ("not more than 5,000", 5000, "low", "no more than"),
        ("did not exceed 5,000", 5000, "low", "no more than"),
        ("fewer than 50", 50, "low", "below"),
        ("about 3,000", 3000, "none", "about"),
        ("some 3k", 3000, "none", "about"),
        ("~3000", 3000, "none", "about"),
        ("3,000 or so", 3000, "none", "about"),
        ("an estimated 3,000", 3000, "none", "about"),
        ("exactly 3,000", 3000, "none", "exactly"),
        ("3,000", 3000, "none", "bare"),
        ("2975", 2975, "none", "bare"),
        ("3.000 Tote", 3000, "none", "bare"),
        ("3 000", 3000, "none", "bare"),
        ("1.2 million", 1_200_000, "none", "bare"),
        ("half a million", 500_000, "none", "bare"),
        ("two dozen", 24, "none", "bare"),
        ("a couple hundred", 200, "none", "bare"),
        ("about two hundred", 200, "none", "about"),
        ("some 15-hundred special forces", 1500, "none", "about"),
        ("another four-thousand-100 injured", 4100, "none", "bare"),
        ("over four and a half thousand", 4500, "high", "over"),
        ("roughly 12, 000 troops", 12000, "none", "roughly"),
        ("0", 0, "none", "bare"),
        ("just shy of 3,000", 3000, "low", "nearly"),
        ("has passed 3,000", 3000, "high", "over"),
        ("crossed the 3,000 mark", 3000, "high", "over"),
        ("not yet 3,000", 3000, "low", "below"),
        ("not under 3,000", 3000, "high", "no less than"),
        ("300 and possibly more", 300, "high", "at least"),
        ("300 or maybe more", 300, "high", "at least"),
        ("300 killed and more wounded", 300, "none", "bare"),
        ("300, approximately", 300, "none", "about"),
        ("300-some", 300, "none", "about"),
        ("1.234 million", 1_234_000, "none", "bare"),
        ("1,234 million", 1_234_000_000, "none", "bare"),
        (".5 million", 500_000, "none", "bare"),
        ("12 k troops", 12000, "none", "bare"),
        ("3 lakh", 300_000, "none", "bare"),
        ("three score", 60, "none", "bare"),
    ],
)
def test_phrases_of_the_newsroom(phrase, value, open_, hedge):
    r = read(phrase)
    assert (r.value, r.open, r.hedge, r.printed) == (value, open_, hedge, phrase)
    assert r.low <= r.best <= r.high


@pytest.mark.parametrize(
    ("phrase", "low", "high", "open_"),
    [
        ("between 1,100 and 1,500", 1100, 1500, "none"),
        ("1,100–1,500", 1100, 1500, "none"),
        ("from 4,000 to 6,000", 4000, 6000, "none"),
        ("another 20-25 thousand", 20000, 25000, "none"),
        ("a force of 11 (or) 12,000", 11000, 12000, "none"),
        ("several hundred casualties", 200, 900, "none"),
        ("3 or 400", 300, 400, "none"),
        ("11-12,000", 11000, 12000, "none"),
        ("several dozens", 24, 108, "none"),
        ("several soldiers", 2, 9, "none"),
        ("hundreds", 100, 1000, "high"),
        ("tens of thousands", 10_000, 100_000, "high"),
    ],
)
def test_ranges_and_vague_words_give_an_interval_and_its_geometric_mean(phrase, low, high, open_):
    r = read(phrase)
    assert (r.low, r.high, r.open) == (low, high, open_)
    assert r.best == r.value == pytest.approx(math.sqrt(low * high))


def test_plus_minus_and_stated_intervals_are_kept_as_stated():
    assert (read("3,000 ± 200").low, read("3,000 ± 200").best, read("3,000 ± 200").high) == (2800, 3000, 3200)
    r = read("4,645 (95% CI 793 to 8,498)")
    assert (r.low, r.best, r.high, r.spread, r.hedge) == (793, 4645, 8498, "natural", "interval")


def test_scale_of_a_stated_interval_is_detected():
    """Kishore et al. is symmetric in counts, the IARC estimate for Chernobyl in logs."""
    assert stated(read("4,645"), 793, 8498).spread == "natural"
    r = stated(read("16,000"), 6700, 38000)
    assert r.spread == "log"
    assert r.sd == pytest.approx(math.log(38000 / 6700) / 3.92)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("", 'an empty phrase: give the printed words, such as "around 1,100"'),
        ("one in five", '"one in five" is a share, not a count: give the count, or set kind to share in the table'),
        (
            "about a third of the force",
            '"about a third of the force" is a share, not a count: give the count, or set kind to share in the table',
        ),
        (
            "no casualties",
            '"no casualties" is a denial, not a number: quote the number that the source gives; where it says none, write 0 in value and the words in notes',
        ),
        ("the casualties", '"the casualties" has no number: give a phrase with a number, such as "around 1,100", or leave the row out'),
        ("1,100¹", '"1,100¹": a mark, "¹", touches the number: leave it out'),
        ("between 5,000 and 4,000", '"between 5,000 and 4,000" runs from 5,000 down to 4,000: write the lower number first'),
        ("12,34,56", '"12,34,56": the grouping of 12,34,56 can be read in more than one way: write it as 1,234,567'),
        ("1,10", '"1,10": 1,10 looks like a decimal comma: write 1.10 with a point'),
        (
            "12,000 with 500 officers",
            '"12,000 with 500 officers" has 2 numbers (12,000, 500): cut it to one, or write a range as "between 1,100 and 1,500"',
        ),
        (
            "at least up to 30",
            '"at least up to 30" sets a lower and an upper limit at once ("at most" and "at least"): quote the one that the source used',
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_phrase_and_advice(phrase, sentence):
    with pytest.raises(WordingError) as error:
        read(phrase)
    assert str(error.value) == sentence


def test_unknown_rule_names_the_rules():
    with pytest.raises(ValueError, match="rule must be one of hedge, granularity, as-printed; got 'ferson'"):
        read("3,000", rule="ferson")


@given(NUMBERS, st.sampled_from(sorted(FERSON_2015)), st.sampled_from(RULES))
def test_bounds_hold_the_number_and_respect_the_direction(x, hedge, rule):
    r = read(f"{hedge} {x:,}", rule)
    side = HEDGES[hedge][0]
    assert r.low <= r.best <= r.high
    assert r.value == x
    assert r.open == SIDED.get(side, "none")
    assert {"floor": r.low == x, "ceiling": r.high == x}.get(side, r.low <= x <= r.high)
    assert r.high - r.low <= x / 2 * (1 + 1e-12)


@given(NUMBERS)
def test_exact_is_never_wider_than_bare_and_bare_never_wider_than_any_hedge(x):
    width = lambda phrase: (lambda r: r.high - r.low)(read(phrase))
    bare = width(f"{x}")
    assert width(f"exactly {x}") == 0 <= bare
    assert all(bare <= width(f"{hedge} {x}") + 1e-12 * x for hedge in FERSON_2015)  # a width is a difference of floats


@given(st.integers(1, 999), st.integers(1, 5), st.sampled_from([*sorted(FERSON_2015), ""]), st.sampled_from([-1, 1]))
def test_a_rounder_neighbour_is_never_narrower(m, e, hedge, sign):
    """3,000 beside 3,100, 3,010, 3,001, 2,900 …: the rounder one is read at least as wide."""
    x = m * 10**e
    zeros = len(str(x)) - len(str(x).rstrip("0"))
    wide = read(f"{hedge} {x}")
    for k in range(zeros):
        neighbour = x + sign * 10**k
        near = read(f"{hedge} {neighbour}")
        assert near.high - near.low <= (wide.high - wide.low) + 1e-12 * x


@given(NUMBERS, st.sampled_from(["about", "more than", "nearly", ""]))
def test_separators_and_the_spelling_of_a_scale_change_nothing(x, hedge):
    read_ = lambda text: (lambda r: (r.value, r.low, r.high, r.open))(read(f"{hedge} {text}"))
    assert read_(f"{x:,}") == read_(str(x)) == read_(f"{x} soldiers")
    assert read_(f"{x} thousand") == read_(f"{x}k") == read_(f"{x:,}k")


@given(st.text(max_size=40))
def test_any_text_gives_a_reading_or_a_sentence(text):
    try:
        r = read(text)
    except WordingError as error:
        assert str(error)
    else:
        assert isinstance(r, Reading)
        assert 0 <= r.low <= r.best <= r.high < math.inf


def test_readers_differ_in_width_by_a_factor_of_four():
    narrow, wide = read("about 3,000"), read("about 3,000", width=10**0.6)
    assert (wide.high - wide.low) / (narrow.high - narrow.low) == pytest.approx(3.98, abs=0.01)


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [
        ("1,100-odd", 1100, 1199),
        ("20-odd people", 20, 29),
        ("250-odd", 250, 259),
        ("12-odd", 12, 19),
        ("3 million or so", 2.5e6, 3.5e6),
        ("60-odd percent", 60, 70),
    ],
)
def test_odd_ends_below_the_next_round_number(phrase, low, high):
    r = read(phrase)
    assert (r.low, r.high, r.open) == (low, high, "none") and r.bounds == (low, high)
    for rule, width in (("granularity", 1), ("as-printed", 1), ("hedge", 4)):
        wide = read(phrase, rule=rule, width=width)
        assert wide.low <= wide.best <= wide.high
    if r.hedge == "odd" and not r.unit:
        over = read(phrase.replace("-odd", "").join(("more than ", "")))
        assert r.best <= over.best and r.sd <= over.sd + 1e-12


def test_odd_counts_as_about_when_versions_are_compared():
    assert (read("1,100-odd").open, read("1,100-odd").side, read("about 1,100").side) == ("none", "about", "about")


@pytest.mark.parametrize(
    "phrase", ["has not topped 3,000", "isn't more than 3,000", "cannot be more than 3,000", "never fewer than 30", "not at least 30"]
)
def test_a_negated_limit_is_never_read_as_its_opposite(phrase):
    try:
        r = read(phrase)
    except WordingError as error:
        assert "turns a limit round" in str(error)
    else:
        assert r.open == ("high" if "fewer" in phrase else "low")


@pytest.mark.parametrize("phrase", ["twenty twenty-five", "003"])
def test_more_that_is_refused(phrase):
    with pytest.raises(WordingError):
        read(phrase)


def test_bounds_are_told_no_finer_than_they_need():
    said = {"6.1%": "6.05% to 6.15%", "5% to 7%": "5% to 7%", "over 1,100": "1,100 to 1,162", "1.37 million": "1,365,000 to 1,375,000"}
    assert {phrase: read(phrase).ends for phrase in said} == said
