"""Whether a number is asserted, and its kind, sentence by sentence."""

import tomllib
from pathlib import Path

import pytest

from discrepancy.article import read_article
from discrepancy.article.asserted import LIKELY, REPORTED
from discrepancy.article.cues import find_cues
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
    ("Ministry to send 300 nurses", "300", "plan"),
    ("Families fear that the true toll could be as high as 60.", "60", "cumulative"),
    ("Each of them has received 50,000 dinars.", "50,000 dinars", "cumulative"),
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
    # a period goes on with what is of its kind, and with nothing else
    ("Lifeguards pulled 61 people from the lake in 2023, the club said. Nineteen of them were children.", "Nineteen", "period"),
    ("Dogs bit 212 postmen in 2023, nine more than in 2022. Forty people needed stitches.", "Forty", "period"),
    ("In the first week of the siege 300 people died. The hospital had 40 beds.", "40", "cumulative"),
    ("The town took in 400 refugees in March, and 120 are still there.", "400", "period"),
    ("The union counted 41 injuries in May; the firm puts it at 12.", "12", "period"),
    ("The watchdog logged 90 leaks in 2023. The operator puts the number at 35.", "35", "period"),
    ("Turnover slipped 4% to 12 million pounds.", "12 million", "period"),
    ("Port calls stood at 88 on Monday (Sunday: 91).", "88", "cumulative"),
    ("Last year 312 people died in 140 bus crashes, against 290 in 2022.", "312", "period"),
    ("Last year 31 people died in mine accidents.", "31", "period"),
    ("Last year 31 people died in an accident at a mine.", "31", "cumulative"),
    ("In 2019, the driest year on record, 2,140 farmers left the valley.", "2,140", "period"),
    ("Police have seized 1,200 knives since January, half of them last month.", "half", "period"),
    ("Sales rose by 4% to 12,000 in the three months to September.", "12,000", "period"),
    ("The museum had 90,000 visitors in 2023.", "90,000", "period"),
    ("The museum had 90 rooms in 2023.", "90", "cumulative"),
    ("In March 41 boats sank, the guard said. Nine of its 12 stations are understaffed.", "Nine", "cumulative"),
    # a time by the way is not that of the count
    ("The tower, 90 metres high, was finished in 1931.", "90 metres", "cumulative"),
    ("The cinema, which seats 640, sold 52,000 tickets in May.", "640", "cumulative"),
    ("Some 2,400 nurses have been trained, and the first doses arrived last week.", "2,400", "cumulative"),
    ("Attendance at 31 pools reached 5.6 million in 2023.", "31", "cumulative"),
    ("A theft in January cost the museum two bronzes.", "two", "cumulative"),
    ("Twenty-four died in the town of Mar.", "Twenty-four", "cumulative"),
    ("Catches in May were put at 40,000 tonnes.", "40,000 tonnes", "period"),
    ("The lake has the 12 metres of depth that it lost in the drought.", "12 metres", "cumulative"),
    # rates and changes
    ("The county spends $41 per head on its libraries.", "$41", "rate"),
    ("Every week about 3,000 pilgrims climb the hill.", "3,000", "rate"),
    ("There are 3.2 doctors for every 1,000 people.", "3.2", "rate"),
    ("The bakery shed 14 posts.", "14", "change"),
    ("The council cut bus fares by 2 euros.", "2 euros", "change"),
    ("The Greens have 41 seats, six down on 2019.", "six", "change"),
    ("The choir lost a third of its members.", "a third", "cumulative"),
    ("The police name one suspect, and say that a second has fled.", "one", "cumulative"),
    ("The minister did not expect the rate to exceed 6%.", "6%", "plan"),
    ("The firm denied that it planned to cut 400 jobs.", "400", "plan"),
)
DAYS = (
    ("The trust confirmed on Monday that a theft in May cost it 40,000 euros.", "40,000", "2024-12-02"),
    ("The gallery confirmed that a theft in May cost it 40,000 euros.", "40,000", ""),
    ("The brewer pledged in 2019 to use less water, and its chief says it now uses 70% of what it did.", "70%", ""),
    ("The union put the number of idle cranes at 51, the highest since it began counting in 1999.", "51", ""),
    ("In the week to 20 November alone we saw 86 patients, the clinic said.", "86", ""),
    ("Yesterday's total was 52, the ferry company said.", "52", "2024-12-01"),
    ("The registry counts 17 dead (12 on 28 November).", "12", "2024-11-28"),
    ("The regulator counted 17 breaches in its last report, published in March.", "17", "2024-03"),
    ("The toll from the collapse rose to 19 on Sunday, the mayor said.", "19", "2024-12-01"),
    ("The brewer reported a 5 percent rise in sales on Thursday.", "5 percent", "2024-11-28"),
)


MOODS = (
    ("It is false, all the same, that 500,000 were buried in secret.", "500,000", "false"),
    ("It is untrue, he added, that 40 were hurt.", "40", "false"),
    # what is counted is there already, whatever shall be done with it or by it
    ("The 45 tenants living in the block will be offered new flats.", "45", "yes"),
    ("The first 45 tenants of the block will move in May.", "45", "planned"),
    ("Forty firms plan to leave the zone.", "Forty", "yes"),
    ("Ten of 18 economists polled had expected a cut.", "Ten", "yes"),
    # what looks like a cue and is none
    ("The project employs 300 people in the valley.", "300", "yes"),
    ("Deaths due to cholera rose to 40 last month.", "40", "yes"),
    ("The rise is due to 40 new cases.", "40", "yes"),
    ("Doctors Without Limits treated 340 patients.", "340", "yes"),
    ("In May 300 cyclists were fined.", "300", "yes"),
    ("No fewer than 700 homes lost power, the utility said.", "700", "yes"),
    ("Hardly 40 people came to the wake.", "40", "yes"),
    ("Nobody disputes that 400 trees were felled.", "400", "yes"),
    ("The bank has no fewer than 60 branches.", "60", "yes"),
    # what is denied is not the number
    ("The airline denied boarding to 18 passengers.", "18", "yes"),
    ("The mayor dismissed 30 officers last week.", "30", "yes"),
    ("The film has not earned back the 40 million it cost.", "40 million", "yes"),
    ("He was never paid the 5,000 dollars he was owed.", "5,000", "yes"),
    ("Critics question the 30 million price.", "30 million", "yes"),
    ("The nurses told me, on condition that they weren't named, that five had died.", "five", "yes"),
    ("The agency corrected its figure for exports to 70 million.", "70 million", "yes"),
    ("Someone invented a fuel that powers 70 buses.", "70", "yes"),
    ("Engineers warned in 2019 that 7 dams were unsafe.", "7", "yes"),
    # what there is already, whatever is planned for it
    ("The town of 9,000 will get a new school.", "9,000", "yes"),
    ("The trial of 16 miners will begin on Monday.", "16", "yes"),
    ("Rescuers will resume the search for 16 missing miners on Monday.", "16", "yes"),
    ("The foundation, which has 300 members, has pledged to help.", "300", "yes"),
    ("A union of 4,700 drivers said it would ballot them.", "4,700", "yes"),
    # denied, false, asked
    ("The museum said it had lost 31 paintings, not 300.", "300", "denied"),
    ("Residents reject the plan for 80 turbines.", "80", "planned"),
    ("The ministry was unaware of any plan to sell 40 tanks.", "40", "denied"),
    ("The 70 witnesses never existed.", "70", "denied"),
    ("Newspapers told of “400 victims”, an invention.", "400", "false"),
    ("21:05 - Correction: we said earlier that 17 stations opened late.", "17", "false"),
    ("Officials refused to confirm that 40 cars were torched.", "40", "asked"),
    ("Critics question whether 30 million is enough.", "30 million", "asked"),
    # feared, planned
    ("Police have not ruled out that 9 boats were stolen.", "9", "feared"),
    ("The agency projects growth of 2.4% in 2031.", "2.4%", "feared"),
    ("Partners say that 150,000 people will need food for three months.", "150,000", "feared"),
    ("The growers cut their forecast to 19 million tonnes, from 22 million in May.", "22 million", "feared"),
    ("Projection by the state broadcaster: 74 seats for the Liberals, 66 for Labour.", "66", "feared"),
    ("Hospitals planned for the worst: by evening 130 wounded had come in.", "130", "yes"),
    ("Planned closures: 30 branches, 12 depots.", "12", "planned"),
    ("The new school, for 300 pupils, will open in September 2025.", "300", "planned"),
    ("A flight with 24 tonnes of food is planned for 16 January.", "24", "planned"),
    ("Another eighty are coming from Mexico this weekend.", "eighty", "planned"),
    ("He asked the ministry to move 1,000 of them to the mainland.", "1,000", "planned"),
    ("The firm has ordered 40 trams for delivery in 2031.", "40", "planned"),
    ("The committee recommended hiring 60 teachers.", "60", "planned"),
    # told one sentence before or behind
    ("The army will send a convoy in January. It comprises 30 tanks.", "30", "planned"),
    ("The army will send 90 soldiers. Of these, 40 are medics.", "40", "planned"),
    ("The army will send 90 soldiers. It employs 4,000 cooks.", "4,000", "yes"),
    ("The army sent 90 soldiers. Of these, 40 are medics.", "40", "yes"),
    ("A leaflet says 900 homes will be razed. That is false, the council says.", "900", "false"),
    ("The governor put the herd at 300. The figure is wrong.", "300", "false"),
    ("The governor put the herd at 300. The figure is not wrong.", "300", "yes"),
    ("The union claims 300 members. The owners dispute that.", "300", "yes"),
    ("A post shared 4,000 times says 40 ships sank. It is a hoax.", "4,000", "yes"),
    ("A post shared 4,000 times says 40 ships sank. It is a hoax.", "40", "false"),
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


@pytest.mark.parametrize(("text", "phrase", "day"), DAYS, ids=lambda value: value[:40])
def test_the_day_is_that_on_which_it_was_said(text, phrase, day):
    assert number(text, phrase).statement_date == day


@pytest.mark.parametrize(("text", "phrase", "asserted"), MOODS)
def test_which_cue_governs_a_number(text, phrase, asserted):
    assert number(text, phrase).asserted == asserted


def test_the_head_of_a_column_or_row_tells_what_shall_be_or_is_foretold():
    table = "| Province | Sown | Forecast | Target |\n|--|--|--|--|\n| North | 2,150 | 41 | 44 |\n"
    told = extract(read_article(table, "markdown"), "2024-12-02")
    assert [t.asserted for t in told] == ["yes", "feared", "planned"]


def test_the_longest_phrase_is_the_cue():
    kinds = lambda text: [(text[c.start : c.end], c.kind) for c in find_cues(text)]
    assert kinds("not only did 40 die") == []
    assert kinds("he did not say whether 40 died") == [("whether", "ask")]
    assert ("no evidence", "denial") in kinds("there is no evidence that 40 died")
    assert [kind for _, kind in kinds("it wasn't 40")] == ["negation"]
