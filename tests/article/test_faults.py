"""Texts of one or two sentences of which once something else was read than is said; day of the article: 2 December 2024."""

from __future__ import annotations

import pytest

import discrepancy as dc
from discrepancy.article import read_article
from discrepancy.article.extract import extract, numbers_printed
from discrepancy.article.verify import verify

DAY, OF_THE_RECORD = "2024-12-02", "2024-12-28"
# Text → each number that is told: its phrase begins with the first, and these fields are so.
TOLD = {
    "Officials said 301 miners lost their lives at Soma.": [("301", dict(measure="killed"))],
    "A woman of 61 was killed by shelling, prosecutors said.": [("A woman of 61", dict(value=1, measure="killed", source="prosecutors"))],
    "A man, 34, drowned in the lake and a 12-year-old boy was injured, police said.": [
        ("A man, 34", dict(value=1, measure="killed")),
        ("a 12-year-old boy", dict(value=1, measure="wounded")),
    ],
    "Two women and a man were killed in the blast, the governor said.": [
        ("Two women", dict(value=2, measure="killed")),
        ("a man", dict(value=1, measure="killed")),
    ],
    "A man of 58 said that 30 houses had burned.": [("30", dict(measure=""))],
    "A woman of 61 was elected on Sunday.": [],
    "The fire killed a shepherd of 70 and a beekeeper of 52, the mayor said.": [("a shepherd of 70", dict(value=1, measure="killed"))],
    "The blast killed a crowd of 70, the mayor said.": [("70", dict(value=70, measure="killed"))],
    "Russia handed over 95 prisoners of war on Friday.": [("95", dict(value=95, measure="returned"))],
    "The group released 20 hostages, the ministry said.": [("20", dict(measure=""))],
    "Three hostages were freed, the army said.": [("Three", dict(measure=""))],
    "The group executed five captives, the mission said.": [("five", dict(measure="killed"))],
    "The group took 40 hostages, the mission said.": [("40", dict(measure="captured"))],
    "The ministry released 40 reports.": [("40", dict(measure=""))],
    "More than 1,300 people were killed in a week of fighting, the monitor said on Tuesday.": [
        ("More than 1,300", dict(measure="killed", kind="period", said="2024-11-26"))
    ],
    "Sixteen people died of covid-19 and 402 were infected, the ministry said on Monday.": [
        ("Sixteen", dict(measure="killed")),
        ("402", dict(measure="infected")),
    ],
    "Police made 44 arrests in Paris, the prefecture said.": [("44", dict(measure="arrested"))],
    "The commission documented fewer than 2,000 killings.": [("fewer than 2,000", dict(measure="killed", side="ceiling"))],
    "More than 33,000 people fled the city, the UN said.": [("More than 33,000", dict(measure="displaced", source="the UN"))],
    "The death toll from Friday's explosion at the Amasra colliery in northern Turkey has risen to 40, the interior minister said on Saturday.": [
        ("40", dict(measure="killed", kind="cumulative", source="the interior minister", said="2024-11-30"))
    ],
    "Russian soldiers crossed the border. Kyiv says it captured more than 600 of them.": [
        ("more than 600", dict(measure="captured", source="Kyiv"))
    ],
    "More than 1,300 people were killed, a monitor said. Among them were 533 fighters and 300 civilians.": [
        ("More than 1,300", dict(measure="killed", part_of="")),
        ("533", dict(part=True)),
        ("300", dict(part=True)),
    ],
    "More than 3,000 bodies had been buried, the minister said, while another 2,000 were being processed.": [
        ("More than 3,000", dict(measure="killed")),
        ("another 2,000", dict(increment=True)),
    ],
    "The national disaster agency, BNPB, would go no further on Thursday than 164 dead and 156,000 displaced.": [
        ("164", dict(measure="killed", asserted="yes", said="2024-11-28", source="BNPB")),
        ("156,000", dict(measure="displaced", asserted="yes")),
    ],
    "The European Union's top diplomat has spoken of between 600,000 and 800,000 dead.": [
        ("between 600,000 and 800,000", dict(measure="killed", source="The European Union's top diplomat"))
    ],
    "Florida has confirmed 58 deaths, the governor's office said late on Sunday.": [
        ("58", dict(measure="killed", source="the governor's office", said="2024-12-01"))
    ],
    "Indonesia's disaster agency raised the death toll to 131 on Wednesday.": [
        ("131", dict(measure="killed", source="Indonesia's disaster agency", said="2024-11-27"))
    ],
    "The disaster agency said the toll was 131. Twenty-four died in West Lombok and six in Mataram.": [
        ("131", dict(measure="killed", part=False)),
        ("Twenty-four", dict(part=True, place="West Lombok")),
        ("six", dict(part=True, place="Mataram")),
    ],
    "The war has killed at least 40,000 people, by the WHO's count.": [("at least 40,000", dict(measure="killed", source="WHO"))],
    "Russia said on Sunday that it had sent 35 doctors.": [("35", dict(measure="deployed", source="Russia", said="2024-12-01"))],
    "More than 460 patients and their companions had been killed at the hospital, the WHO said.": [
        ("More than 460", dict(measure="killed"))
    ],
    "At least 88 people have been killed, a group of civil society monitors said on Thursday.\n\n"
    "The police do not give a toll. They said in November that they had detained 371 people.": [
        ("At least 88", dict(measure="killed", source="monitors")),
        ("371", dict(measure="arrested", source="The police", said="2024-11")),
    ],
    "The ship leaked about 1,000 tonnes of oil, its owner said on Wednesday.": [("about 1,000 tonnes", dict(unit="t", counted="oil"))],
    "Some 70 percent of teachers were on strike, the union said.": [("Some 70 percent", dict(unit="%", counted="teachers"))],
    "Insured losses could run to $57 billion, Verisk said on Monday.": [("$57 billion", dict(unit="USD", asserted="feared"))],
    "The unions said 400,000 people marched in Paris; the police counted 80,000.": [
        ("400,000", dict(source="The unions")),
        ("80,000", dict(source="the police")),
    ],
    "There are more than 246,000 suspected cases, the WHO said on Saturday.": [
        ("more than 246,000", dict(measure="infected", said="2024-11-30"))
    ],
    "Information lost 9,000.": [("9,000", dict(measure=""))],
    "A UN agency reported on Saturday that 11,300 people had been killed, quoting the Libyan Red Crescent.": [
        ("11,300", dict(source="Libyan Red Crescent", via="UN agency", said=""))
    ],
    "The number who had been forced out of their homes had doubled to 156,000, the agency's spokesman said.": [
        ("156,000", dict(measure="displaced"))
    ],
    "Strikes killed 40 people in a day, the ministry said.": [("40", dict(measure="killed"))],
    "Some 2,000 migrants arrived on the island on Sunday, the mayor said.": [("Some 2,000", dict(measure="", counted="migrants"))],
    "The fire left 44 passengers and crew dead, the airline said.": [("44", dict(measure="killed"))],
    "A quarter of a million people were displaced, the ministry said on Monday.": [
        ("A quarter of a million", dict(value=250_000, measure="displaced"))
    ],
    "At least 64 people, including 12 children, died when a ferry sank on Monday.": [
        ("At least 64", dict(measure="killed", part_of="")),
        ("12", dict(measure="killed", part=True)),
    ],
    "12 soldiers out of 300 were killed, the ministry said on Monday.": [("12", dict(measure="killed", value=12)), ("300", dict())],
    "3,000 ± 200 people were displaced, the ministry said on Monday.": [("3,000 ± 200", dict(low=2800, high=3200))],
    "The ministry said on Monday that 3 lakh people were displaced.": [("3 lakh", dict(value=300_000))],
}
NOT_SO = {  # text → how its number is told
    "No one among the 20 crew was hurt, the owner said.": "denied",
    "None of the 40 people on board was killed, the police said.": "denied",
    "Reports that 40 people were killed are false, the army said.": "false",
    "The ministry denied that 40 people had been killed.": "denied",
    "Police said they had not arrested 40 people.": "denied",
}
ON_DAYS = {  # text → the day on which it was said, or what a doubt says of it
    "The ministry said the day before yesterday that 300 soldiers were killed.": "2024-12-26",
    "The ministry said on Friday last week that 300 soldiers were killed.": "2024-12-20",
    "The ministry said on Monday that 300 soldiers had been killed in the past two days.": "2024-12-23",
}
HTML = {
    "<p>Zelensky said on 23 December that more than 3,000 North Korean soldiers<sup>[12]</sup> had been killed or wounded in Kursk.</p>": [
        "more than 3,000"
    ],
    "<p>Zelensky said on 23 December that more than 3,000<br>North Korean soldiers had been killed or wounded in Kursk.</p>": [
        "more than 3,000"
    ],
    "<p>Zelensky said on 23 December that more than 3,000 North Korean sol&shy;diers had been killed or wounded in Kursk.</p>": [
        "more than 3,000"
    ],
    "<p>Zelensky said on 23 December that more than <s>1,000</s> 3,000 North Korean soldiers had been killed or wounded in Kursk.</p>": [
        "more than 3,000"
    ],
}


def field(told, name):
    """What a number says under a short name."""
    r = told.reading
    shown = {
        "said": told.statement_date,
        "part": bool(told.part_of),
        "side": r.side,
        "unit": r.unit,
        "value": r.value,
        "low": r.low,
        "high": r.high,
    }
    return shown[name] if name in shown else getattr(told, name)


@pytest.mark.parametrize("text", TOLD)
def test_a_number_is_told_as_it_stands(text):
    found = extract(read_article(text, "text"), DAY)
    assert len(found) == len(TOLD[text]), [t.phrase for t in found]
    for told, (phrase, wanted) in zip(found, TOLD[text], strict=False):
        assert told.phrase.startswith(phrase)
        for name, value in wanted.items():
            has = field(told, name)
            assert value in has if isinstance(value, str) and value and isinstance(has, str) else has == value, (name, has)


@pytest.mark.parametrize("text", NOT_SO)
def test_what_is_not_told_as_so_is_no_plain_count(text):
    assert [t.asserted for t in extract(read_article(text, "text"), DAY) if t.reading.value > 1] == [NOT_SO[text]]


def test_a_denial_of_what_the_record_holds_matches_nothing(kursk):
    text = "Zelensky denied on Monday that more than 3,000 North Koreans had been killed or wounded in Kursk."
    (found,) = verify(read_article(text), OF_THE_RECORD, kursk).verdicts
    assert found.verdicts == ("denied",) and not found.differs
    assert found.because.startswith(
        "The text denies this number; nothing is compared. With this number: Ukraine's president said on 23 December"
    )


@pytest.mark.parametrize("text", ON_DAYS)
def test_the_day_of_a_statement(text):
    (told,) = extract(read_article(text, "text"), OF_THE_RECORD)
    assert told.statement_date == ON_DAYS[text] and told.as_of <= told.statement_date


def test_a_full_date_beats_a_weekday_and_both_are_told():
    (told,) = extract(read_article("The ministry said on Sunday, 24 December 2024, that 300 soldiers were killed.", "text"), OF_THE_RECORD)
    assert told.statement_date == "2024-12-24"
    assert any("Sunday" in doubt and "Tuesday" in doubt for doubt in told.doubts), told.doubts


@pytest.mark.parametrize("text", HTML)
def test_markup_neither_hides_nor_adds_a_number(text, kursk):
    (found,) = verify(read_article(text, "html"), OF_THE_RECORD, kursk).verdicts
    assert found.told.phrase.startswith("more than 3,000") and found.verdicts == ("match",)


def test_what_a_reader_does_not_see_is_not_read():
    said = "{} soldiers were killed, the ministry said on Monday."
    page = f"<nav>{said.format('500')}</nav><p>The ministry said on Monday that 300 soldiers had been killed.</p>"
    page += f'<div style="display:none">{said.format("5,000")}</div><div hidden>{said.format("6,000")}</div>'
    page += f"<aside>{said.format('700')}</aside><footer>{said.format('800')}</footer>"
    assert [t.reading.value for t in extract(read_article(page, "html"), OF_THE_RECORD)] == [300]


def test_what_counts_nothing_has_a_class():
    text = "A man of 61, hit on 3 May at 10:30 on page 12, walked 5 km for 12 days; covid-19 was the third reason."
    assert {n.phrase: n.found.classed for n in numbers_printed(read_article(text, "text"), DAY)} == {
        "61": "age",
        "3 May": "date",
        "10:30": "time",
        "12": "page",
        "5 km": "distance",
        "12 days": "duration",
        "covid-19": "model",
        "third": "ordinal",
    }


@pytest.mark.parametrize(
    ("words", "measure"), [(["marchers"], "m"), (["marchers", "participants"], "m"), (["participants", "marchers"], "m")]
)
def test_a_word_of_a_case_is_not_weaker_for_another_beside_it(make_case, words, measure):
    from conftest import row

    said = [row("police", "2024-05-02", "190,000 marchers", measure)]
    case = dc.load_case(make_case(said, f'[measures.{measure}]\nlabel = "people at the march"\nwords = {words}'))
    (found,) = verify(read_article("The police said there were 190,000 marchers."), "2024-05-05", case).verdicts
    assert (found.told.measure, found.verdicts) == (measure, ("match",))


# ------------------------------------------------------------------------------- seen with other eyes


def test_a_text_in_another_language_is_told_as_not_read_and_matches_nothing(kursk):
    text = "Am 23. Dezember sagte Zelensky, mehr als 3,000 Nordkoreaner seien in Kursk getötet oder verwundet worden, und die Zahl steigt."
    told = extract(read_article(text, "text"), OF_THE_RECORD)
    assert told and all(t.doubts[0] == "the text does not look like English, the language that is read" for t in told)
    result = verify(read_article(text, "text"), OF_THE_RECORD, kursk)
    assert not result.differs and all(v.verdicts == ("unknown",) for v in result.verdicts)
    assert told[-1].to_row(OF_THE_RECORD)["language"] == ""


@pytest.mark.parametrize(("head", "value"), [("Cases, hundreds", 410), ("Deaths (hundreds)", 410), ("Killed, thousands", 4100)])
def test_the_scale_in_a_head_is_read_and_a_total_is_nobody(head, value):
    table = f"# Measles\n*Source: Robert Koch Institute*\n\n| State | {head} |\n|---|---|\n| Hesse | 4.1 |\n| **Total** | 16.1 |\n"
    one, total = extract(read_article(table, "markdown"), DAY)
    assert one.reading.value == value and one.source == total.source == "Robert Koch Institute"


def test_animals_are_not_counted_as_people():
    cows, men = extract(read_article("A fire killed 40 cows and 12 men, police said.", "text"), DAY)
    assert (cows.measure, men.measure) == ("", "killed")


def test_two_who_speak_together_are_both_kept():
    (told,) = extract(read_article("Police and the prosecutors' office said 3 men were arrested.", "text"), DAY)
    assert told.source == "Police and the prosecutors' office"


def test_what_another_source_said_of_something_else_is_not_held_against_a_text(kursk):
    (found,) = verify(read_article("Some 3,000 soldiers were wounded, HUR said.", "text"), "2025-01-20", kursk).verdicts
    assert found.verdicts == ("unknown",) and "Nearest: Ukraine's president said" in found.because


@pytest.mark.parametrize(
    ("text", "source", "doubt"),
    [
        (
            "HARBOUR POLICE – 21 November 2024\n\nThree men were arrested on pier 4 and 12 kg of gold was seized.",
            "HARBOUR POLICE",
            "HARBOUR POLICE, whose text it is, is taken for its source",
        ),
        (
            "The harbour chief, Ana Delgado, spoke to us on Monday.\n\nHow many came?\n\nWe counted 300 workers.\n\nAnd before?\n\nThere were 120.",
            "Ana Delgado",
            "Ana Delgado, who is asked in it, is taken for its source",
        ),
    ],
)
def test_a_text_without_a_speaker_is_that_of_the_body_in_its_head_or_of_who_is_asked(text, source, doubt):
    told = extract(read_article(text, "text"), "2024-12-02")[-1]
    assert told.source == source and doubt in told.doubts, (told.source, told.doubts)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("The airline denied on Tuesday that 40 flights had been cancelled.", "denied in the text"),
        ("The ministry fears that 40 people could die.", "feared in the text"),
        ("At least 40 people died, 12 of them in Hull, police said.", "a part of"),
    ],
)
def test_a_row_for_a_table_says_what_is_no_figure_of_its_own(text, doubt):
    rows = [t.to_row(DAY) for t in extract(read_article(text, "text"), DAY)]
    assert rows[-1]["doubts"].startswith(doubt), rows
