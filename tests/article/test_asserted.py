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
    ("Mountain rescuers were called out 412 times last winter, the service's annual report shows.", "412", "period"),
    ("Border guards turned back 2,300 people in August.", "2,300", "period"),
    ("The club lost £41m in the year to June.", "£41m", "period"),
    ("Some 1.2 million visitors came through the gates between April and September.", "1.2 million", "period"),
    ("In the third quarter 19 workers died on building sites in the province.", "19", "period"),
    ("Registrations of new cars fell to 87,000 in November from 95,000 a year earlier.", "87,000", "period"),
    ("The hotline took 640 calls during the weekend.", "640", "period"),
    ("The railway is looking to recruit 1,500 drivers over the next three years.", "1,500", "plan"),
    ("Ministers have agreed to put €300 million into a fund for farmers.", "€300 million", "plan"),
    ("The regulator wants eight reactors shut by 2030.", "eight", "plan"),
    ("A second convoy, carrying food for 2,000 people, is scheduled to leave at dawn.", "2,000", "plan"),
    ("The deal foresees the return of 450 captives in three stages.", "450", "plan"),
    ("Under the proposal, 60 schools would lose their sixth forms.", "60", "plan"),
    ("The bank said it would lend the city $25 million for new trams.", "$25 million", "plan"),
    ("The ministry has ordered 35,000 doses, to be delivered in spring.", "35,000", "plan"),
    ("The airline's new owner is committed to keeping 7,500 staff.", "7,500", "plan"),
    ("Another 90 beds will open next month, the trust promised.", "90", "plan"),
    ("Health workers hope to reach 1.8 million children during the campaign, which starts on Monday.", "1.8 million", "plan"),
    ("Up to 3 million people could go hungry by spring, the agency says.", "3 million", "plan"),
    ("Analysts see inflation at 6% by the end of the year.", "6%", "plan"),
    ("Insurers put the number of claims at 15,000 if the river tops its banks.", "15,000", "plan"),
    ("Mourners paid $12 a head to enter the grounds.", "$12", "rate"),
    ("The plant turns out 9,000 bottles an hour.", "9,000", "rate"),
    ("The clinic sees 38 patients a day on average.", "38", "rate"),
    ("Rents in the capital are 14% higher than a year ago.", "14%", "change"),
    ("The number of jobless fell by 5,000 in May.", "5,000", "change"),
    ("The rate edged up 0.3 points to 4.9%.", "0.3 points", "change"),
    ("Catches have shrunk by a third since 2010.", "a third", "change"),
    ("A fourth train, with an estimated 1,100 men, is due to leave on Friday.", "1,100", "plan"),
    ("Rations will be cut from 1,900 to 1,200 calories in April, affecting up to 700,000 people.", "700,000", "plan"),
    ("Recorded crime, year ending March 2024\n\nArrests fell to 203,000.", "203,000", "period"),
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
