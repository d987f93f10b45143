"""Every number of a running text: found where it stands, with all that belongs to it, or classed, or refused."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from discrepancy.article.find import find
from discrepancy.reading.languages.elsewhere import scale_elsewhere
from discrepancy.reading.languages.english.classes import CLASSES
from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError

# A text, and its numbers: what is found, with its value and unit, or its class, or what its refusal says.
TEXTS = [
    ("Insured losses could run to $57 billion, Verisk said.", [("$57 billion", 57e9, "USD")]),
    ("Some 70 percent of teachers were on strike.", [("Some 70 percent", 70, "%")]),
    ("The ship leaked about 1,000 tonnes of oil.", [("about 1,000 tonnes", 1000, "t")]),
    ("3,000 ± 200 people were displaced.", [("3,000 ± 200", 3000, "")]),
    ("The ministry said 3 lakh people fled.", [("3 lakh", 300_000, "")]),
    ("Sixteen died of covid-19 and 402 were hurt.", [("Sixteen", 16, ""), ("covid-19", "model", ""), ("402", 402, "")]),
    ("A woman of 61 was killed.", [("61", "age", "")]),
    ("more than 3,000 soldiers[12] were hurt", [("more than 3,000", 3000, ""), ("[12]", "footnote", "")]),
    ("a quarter of a million fled, 1½ million stayed", [("a quarter of a million", 250_000, ""), ("1½ million", 1_500_000, "")]),
    ("37 deaths per 100,000 and 500 people a day", [("37", 37, "per 100000"), ("500", 500, "")]),
    ("37 per 100,000 is much", [("37 per 100,000", 37, "per 100000")]),
    ("500 were killed a day after the storm", [("500", 500, "")]),
    ("rose from 600 in April to 2,000", [("600", 600, ""), ("2,000", 2000, "")]),
    ("rose from 3,400 in 2019 to 5,100 last year", [("3,400", 3400, ""), ("2019", "date", ""), ("5,100", 5100, "")]),
    ("The toll rose by 12 to 41, prices by 10 to 12%", [("12", 12, ""), ("41", 41, ""), ("10 to 12%", (10, 12), "%")]),
    ("up by 20 to 561; passed by nine votes to six", [("20", 20, ""), ("561", 561, ""), ("nine", "vote", ""), ("six", "vote", "")]),
    ("two to three hundred thousand people", [("two to three hundred thousand", (200_000, 300_000), "")]),
    ("$1.2-1.5 billion was lost", [("$1.2-1.5 billion", (1.2e9, 1.5e9), "USD")]),
    ("between 1,100 and 1,500 men", [("between 1,100 and 1,500", (1100, 1500), "")]),
    ("151,000 (95% CI 104,000 to 223,000) deaths", [("151,000 (95% CI 104,000 to 223,000)", (104_000, 223_000), "")]),
    ("60-odd km of road, 20+ percent", [("60-odd km", 60, "km"), ("20+ percent", 20, "%")]),
    ("It was −5 °C.", [("−5 °C", -5, "°C")]),
    ("SEOUL — 100 soldiers; dead—300 wounded", [("100", 100, ""), ("300", 300, "")]),
    ("The 93rd brigade lost 3-1 by a 52-48 vote", [("93rd", "unit of an army", ""), ("3-1", "score", ""), ("52-48", "vote", "")]),
    ("a 6.4-magnitude quake, page 12, Article 5", [("6.4", "magnitude", ""), ("12", "page", ""), ("5", "law", "")]),
    ("On 3 May 2024 at 10:30 a.m. in the 1990s", [("3 May 2024", "date", ""), ("10:30 a.m.", "time", ""), ("1990s", "date", "")]),
    (
        "two thirds of the men, the fifth man, three times",
        [("two thirds", "share", ""), ("fifth", "ordinal", ""), ("three", "multiple", "")],
    ),
    ("at 10 Downing Street, room 101; call 555-1234", [("10", "address", ""), ("101", "address", ""), ("555-1234", "phone", "")]),
    ("the KN-23 and v2.1 of 192.168.0.1", [("KN-23", "model", ""), ("v2.1", "version", ""), ("192.168.0.1", "version", "")]),
    ("5 mil people, 5 bin kişi, 10+ million", [("5", '"mil"', ""), ("5", '"bin"', ""), ("10+", '"million"', "")]),
    ("12,34,5 men and 3,000 more", [("12,34,5", "more than one way", ""), ("3,000", 3000, "")]),
    ("the couple won the score; a couple of men", [("a couple of", 2, "")]),
    ("may 5 people come, May 5 is a Sunday", [("5", 5, ""), ("May 5", "date", "")]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text[:30] for text, _ in TEXTS])
def test_every_number_of_a_text_is_read_classed_or_refused(text, expected):
    found = find(text)
    assert [text[f.start : f.end] for f in found] == [printed for printed, *_ in expected]
    for f, (_, meant, unit) in zip(found, expected, strict=True):
        if isinstance(meant, str):
            assert (f.reading is None or meant == "share") and (f.classed == meant if meant in CLASSES else meant in f.refused)
        elif isinstance(meant, tuple):
            assert (f.reading.low, f.reading.high, f.reading.unit) == (*meant, unit)
        else:
            assert (f.reading.value, f.reading.unit) == (meant, unit)
    assert sum(f.reading is not None and f.reading.per == "day" for f in found) == ("a day and" in text or "people a day" in text)


def test_what_a_number_is_made_of_is_told_with_its_place():
    text = "They lost more than $1.2 million; about 500 people a day, 14,000 ± 2,000, 20-30 km."
    pieces = [[(what, text[a:b].strip()) for what, a, b in f.parts] for f in find(text)]
    assert pieces == [
        [("hedge", "more than"), ("unit", "$"), ("number", "1.2"), ("scale", "million")],
        [("hedge", "about"), ("number", "500"), ("apart", "people a day")],
        [("number", "14,000"), ("interval", "± 2,000")],
        [("number", "20"), ("range", "-30 km")],
    ]


@given(st.text(alphabet=st.sampled_from("0123456789,.-–—$%€± ()[]abckmo\nthousand of an"), max_size=80))
def test_any_text_is_searched_and_nothing_stands_twice(text):
    found = find(text)
    assert all(0 <= f.start <= f.core < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(bool(f.classed) + bool(f.reading) + bool(f.refused) == 1 for f in found)


@given(
    st.integers(2, 9_999_999),
    st.sampled_from(["{:,} were killed", "police said more than {:,} fled.", "on Monday {:,} people"]),
    st.sampled_from(["", "In 2019, ", "The mayor, 52, said "]),
)
def test_a_number_in_a_sentence_is_read_as_by_itself(x, form, before):
    text = before + form.format(x)
    value = [f.reading.value for f in find(text) if f.reading]
    assert value == [x]


@pytest.mark.parametrize("text", ["3,000 killed, ", "between two ", "5 million (", "may 5 ", "a-b-", "3 - ", "12 of the ", "1.2.3."])
def test_the_time_grows_with_the_length(text):
    def took(n):
        times = []
        for _ in range(3):
            start = time.process_time()
            find(text * n)
            times.append(time.process_time() - start)
        return min(times)

    took(100)
    assert took(2000) < 10 * max(took(500), 0.01)


LATIN = "af az bs ca cs da et fi hr hu id is lt lv nl no pl pt ro sk sl sq sv sw tr vi".split()


@pytest.mark.parametrize("code", LATIN)
def test_scale_words_of_other_languages_are_never_left_out(code):
    """The words of the Unicode CLDR for thousands, millions and more."""
    words = {
        pattern.pattern.replace("0", "").replace("'", "").replace("\xa0", " ").split(";")[0].strip(" .\u200c").lower()
        for style in ("short", "long")
        for plural in Locale.parse(code).compact_decimal_formats[style].values()
        for pattern in plural.values()
    }
    words = {w for w in words if len(w) > 2 and w.isalpha() and w not in ("min", "bill")}
    assert words
    for word in words:
        try:
            assert read(f"5 {word} people").value >= 5000, word  # a scale word of English, too
        except WordingError as error:
            assert word in str(error) or "can be" in str(error)


def test_english_words_are_no_scale_words():
    words = "militants military miles mills billboard trials million billions trio minutes bills tribes milk bilateral tissue tusks"
    assert [w for w in words.split() if scale_elsewhere(w)] == []
