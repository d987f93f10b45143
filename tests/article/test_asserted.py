"""Whether a number is asserted, and its kind, sentence by sentence."""

import tomllib
from pathlib import Path

import pytest

from discrepancy.article import read_article
from discrepancy.article.asserted import LIKELY, REPORTED
from discrepancy.article.extract import extract

SENTENCES = tomllib.loads(Path(__file__).with_name("passages").joinpath("asserted.toml").read_text(encoding="utf-8"))["sentences"]
KINDS = (
    ("The firm employed 14,300 people at the end of December.", "14,300", "cumulative"),
    ("Floods killed 23 people between Monday and Thursday, up from 11 in the same week last year.", "11", "period"),
    ("The officer put the week's losses at about 40 dead.", "40", "period"),
    ("The army killed 40 people in a day.", "40", "period"),
    ("Losses now run at about 1,100 a day, compared with 700 in April.", "700", "rate"),
    ("Vaccine costs $2.30 a dose.", "2.30", "rate"),
    ("The state will pay 500,000 rupees to the family of each person killed.", "500,000", "rate"),
    ("An average of 620 people crossed the border each day last week.", "620", "rate"),
    ("Last year 31 inmates were hurt in fights, seven more than in 2022.", "seven", "change"),
    ("The level has fallen by only 1.5 metres since Thursday.", "1.5", "change"),
    ("Displaced: 274,000, an increase of 39,000 in one month.", "39,000", "change"),
    ("Prices rose 7.9% in October, slowing from 8.4% in September.", "8.4", "change"),
    ("In May 2023, 22 people died in a similar case.", "22", "cumulative"),
    ("So far this year 21,340 people have landed on the islands.", "21,340", "cumulative"),
    ("In 2023 the service seized 3.2 tonnes of cocaine, against 2.1 tonnes in 2022.", "3.2", "period"),
    ("The government promised 5,000 dollars to each bereaved family.", "5,000", "plan"),
    ("Last month the office freed 206 people; the union knows of 58.", "58", "period"),
    ("Clinics treated 87 people for heatstroke on Wednesday alone.", "87", "period"),
)


def number(text, phrase, day="2024-12-02"):
    at = text.index(phrase)
    return next(t for t in extract(read_article(text, "text"), day) if t.start < at + len(phrase) and at < t.end)


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"][:60])
def test_no_denial_is_taken_for_a_claim_and_no_claim_for_a_denial(row):
    told = number(row["text"], row["phrase"])
    doubted = {REPORTED, LIKELY} & set(told.doubts)
    assert (told.asserted == "yes") == (row["asserted"] == "yes") or doubted


def test_how_it_is_not_asserted_is_told():
    wrong = [row["text"] for row in SENTENCES if number(row["text"], row["phrase"]).asserted != row["asserted"]]
    assert len(wrong) < 0.06 * len(SENTENCES), wrong


@pytest.mark.parametrize(("text", "phrase", "kind"), KINDS)
def test_kinds(text, phrase, kind):
    assert number(text, phrase).kind == kind
