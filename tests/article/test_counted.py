"""What a number counts, and of what it is a part: one example a kind."""

from __future__ import annotations

import pytest

from discrepancy.article import read_article
from discrepancy.article.extract import extract


def told(text, form="text"):
    return extract(read_article(text, form), "2024-12-02")


def counted(text):
    """(value, measure) of each number."""
    return [(t.reading.value, t.measure) for t in told(text)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Twelve officers killed 40 people.", [(12, ""), (40, "killed")]),
        ("Four suspects were killed by 12 officers.", [(4, "killed"), (12, "")]),
        ("The fire left 44 passengers and crew dead, the airline said.", [(44, "killed")]),
        ("Some 2,000 migrants arrived on the island on Sunday, the mayor said.", [(2000, "")]),
        ("Information lost 9,000.", [(9000, "")]),
        ("12 soldiers out of 300 were killed, the ministry said on Monday.", [(12, "killed"), (300, "")]),
        ("Russian soldiers crossed the border. Kyiv says it captured more than 600 of them.", [(600, "captured")]),
        ("The death toll rose from 40 to 52 overnight, the ministry said.", [(40, "killed"), (52, "killed")]),
        ("Two power stations were damaged.", [(2, "")]),
        ("How many were arrested? The generals say 412.", [(412, "arrested")]),
    ],
)
def test_who_is_counted_and_who_is_not(text, right):
    assert counted(text) == right


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Production would reach 3.6 million barrels.", "Production"),
        ("The state will pay 500,000 rupees to the family of each victim.", "family"),
        ("Inflation, which the bank wanted below 10%, reached 38%.", "Inflation"),
        ("- Houses destroyed: 6,430", "Houses destroyed"),
        ("The land, some 12 acres beside the railway, was sold.", "land"),
        ("Unions said 400,000 people marched; police counted 80,000.", "marched"),
        ("Exports fell 12% to 84,000.", "Exports"),
        ("In June it issued 500 permits. The agency had spoken of 700.", "permits"),
    ],
)
def test_the_words_of_the_clause_say_what_is_counted(text, words):
    assert words in told(text)[-1].counted


def test_what_is_told_of_places_behind_a_total_are_its_parts():
    total, west, mataram = told("The disaster agency said the toll was 131. Twenty-four died in West Lombok and six in Mataram.")
    assert (total.place, west.place, mataram.place) == ("", "West Lombok", "Mataram")
    assert not total.part_of and west.part_of.startswith("131") and mataram.part_of.startswith("131")
    assert not any(t.part_of for t in told("The quake killed 31,000 people in Turkey. In Syria, 3,500 died."))


def test_an_older_number_is_told_by_its_words_alone():
    assert [t.older for t in told("The share is 71%, up from 58%.")] == [False, True]
    assert [t.older for t in told("The storm led to 2,975 deaths, compared with the 64 the government had certified.")] == [False, False]


def test_units_are_those_printed_before_or_in_the_title():
    assert [t.reading.unit for t in told("The tanker held 36 tonnes, not the 60 that some allege.")] == ["t", "t"]
    assert told("Exports came to 6.2 billion marks.")[0].reading.unit == "marks"
    table = "# Exports by partner, million euros\n\n| | 2022 | Change, % |\n|---|---|---|\n| Norland | 412 | 10.4 |\n| Total | 500 | 3 |"
    cells = told(table, "markdown")
    assert [(t.reading.value, t.reading.unit, t.kind) for t in cells[:2]] == [(412e6, "EUR", "period"), (10.4, "%", "change")]
    assert cells[0].part_of.startswith("500") and not cells[2].part_of


def test_what_nobody_would_check_is_no_claim():
    for text in (
        "Vera, now 83, declined.",
        "The two sides agreed.",
        "Call 5550 1188.",
        "It left at ten past four.",
        "A guide of 34, he was hurt.",
    ):
        assert not told(text), text


NARROWED = [  # sentence, number, words that what is counted holds, measure
    ("Attendance at 14 lidos reached 2.1 million.", "2.1 million", "Attendance", ""),
    ("Shares in four shipyards fell 9%.", "9%", "Shares", ""),
    ("Brent traded at $71 a barrel, down 2.4%.", "2.4%", "Brent", ""),
    ("The bakery sold 400 loaves; the kiosk sold 60.", "60", "loaves", ""),
    ("Last year a dozen choirs came; this year nine did.", "nine", "choirs", ""),
    ("Thirty lambs were stolen in June. That's up from the eleven of May.", "eleven", "lambs", ""),
    ("In the valley each farm got a pump and £40.", "£40", "each farm", ""),
    ("The landslide drove 900 families from their homes.", "900", "families", "displaced"),
    ("The ferry disaster claimed 31 lives.", "31", "lives", "killed"),
    ("A gas leak cost four plumbers their lives.", "four", "plumbers", "killed"),
    ("Two of them, including a girl of nine, were rushed to hospital.", "Two", "them", "wounded"),
    ("Some 80 scouts came down with a stomach bug.", "Some 80", "scouts", "infected"),
    ("Nearly 300 villagers sought refuge in the monastery.", "Nearly 300", "villagers", "displaced"),
    ("The club relocated 12 statues.", "12", "statues", ""),
    ("The warden locked up 40 bicycles.", "40", "bicycles", ""),
]


@pytest.mark.parametrize(("sentence", "number", "counted", "measure"), NARROWED)
def test_what_is_counted_is_the_head_and_not_what_narrows_it(sentence, number, counted, measure):
    found = next(t for t in told(sentence) if t.phrase.startswith(number))
    measures = {"evacuated": "displaced"}
    assert measures.get(found.measure, found.measure) == measure
    assert measure or set(counted.split()) <= set(found.counted.split())


MULTIPLES = [
    ("Twice as many swimmers were rescued as in May.", ["Twice as many"], 2),
    ("Ticket prices have more than doubled.", ["more than doubled"], 2),
    ("Rainfall was three times the usual amount.", ["three times"], 3),
    ("The jury met twice, doubled back and spoke three times.", [], 0),
    ("It took double the effort and four times that.", [], 0),
]


@pytest.mark.parametrize(("sentence", "phrases", "value"), MULTIPLES)
def test_a_multiple_is_told_where_it_sets_one_count_against_another(sentence, phrases, value):
    found = told(sentence)
    assert [t.phrase for t in found] == phrases
    assert all((t.reading.value, t.reading.unit, t.kind) == (value, "times", "change") for t in found)


NOTHING_TO_CHECK = [
    "The driver, who was fifty-eight, fed a family of six.",
    "The council voted 31 to 7.",
    "It was the worst frost since nineteen ninety-one.",
    "The guests, all past 70, danced.",
    "The clinic closed for two mornings.",
    "FLASH UPDATE 4 (port)",
]


@pytest.mark.parametrize("sentence", NOTHING_TO_CHECK)
def test_ages_votes_and_years_in_words_are_no_claims(sentence):
    assert not told(sentence)


def test_a_plural_before_a_number_between_commas_is_no_person():
    assert [t.phrase for t in told("The number of new libraries, 36, was correct.")] == ["36"]


def test_the_hedge_of_the_next_number_stays_with_it():
    first, second = told("The flood rose 84 cm, roughly a third of the wall.")
    assert (first.reading.side, second.reading.side) == ("plain", "about")
