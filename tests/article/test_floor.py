"""Who has the floor, sentence after sentence; whose figures a list and a table show."""

from __future__ import annotations

import pytest

import discrepancy as dc
from discrepancy.article import read_article
from discrepancy.article.extract import extract

SAID = [  # a text, and who says each number of it
    ("Two thousand. That is how many jobs the steel firm Norda says it will cut.", ["the steel firm Norda"]),
    ("Was it really 40,000? That is what the organisers wrote on their page.", ["the organisers"]),
    ("The harbour has lost 300 jobs. The figure is that of the dockers' union.", ["the dockers' union"]),
    ("Twelve people died in the fire, the mayor said. Nine others were hurt.", ["the mayor", "the mayor"]),
    ("Twelve people died in the fire, the mayor said. The hall has 400 seats.", ["the mayor", ""]),
    ("Police said two men had been shot. The bar was full. It holds 200 guests.", ["Police", ""]),
    ("The ferry board released figures on Monday. Traffic on 40 lines fell by 12%.", ["The ferry board"] * 2),
    ("The mayor had told the crowd of 2,000 that not above fifty were below.", ["", "The mayor"]),
    ("Prices rose 8% since March, the guild said, up from 6% in May.", ["the guild", "the guild"]),
    ("Incomes fell 9%, against the 7% that the bank recommends.", ["", "the bank"]),
    ("The Lakes Fund will feed 5,000, with 3 million euros announced today by the Red Bank.", ["", "the Red Bank"]),
    ("The bridge will cost 40 million euros, on the ministry's own reckoning.", ["the ministry"]),
    ("The toll is 300, by the guild's tally, or 120, by the state's.", ["the guild", "the state"]),
    ("The union's figure is 4,100; the firm's is 2,600.", ["The union", "the firm"]),
    ("Workers want a rise of 20%; the owners have offered 11%.", ["Workers", "the owners"]),
    ("The reform promises to lift pay by 8%.", [""]),
    ("Managing director Ida Roe denied a loss of 40 million euros.", ["Managing director Ida Roe"]),
    ("Water fell to 40 litres a day in May (Regional Water Authority, 3 June).", ["Regional Water Authority"]),
    ("Deaths, according to the Lung Fund's yearbook:\n\n- Men: 4,100 died.\n\n- Women: 3,900 died.", ["Lung Fund"] * 2),
    ("**18:40** Police spokesman: 87 arrests so far.", ["Police spokesman"]),
    ("An earlier version of this report said 412 pupils fell ill.", [""]),
    ("A post shared more than 40,000 times claims that 900 houses burned.", ["", "A post"]),
    ("The zoo closed 3 of its houses, citing safety concerns.", [""]),
    ("At least 30 sheep died, the Herald said, citing a vet's report.", ["a vet's report"]),
    ("Of the 70 deaths 12 were by drowning.", ["", ""]),
    ("Paris put the island on a list of 30 places to avoid.", [""]),
    ("REPORTER: The train was carrying 300 people.", [""]),
    (
        "**Norvik opens plant**\n\n*Oslo, 3 May* – Norvik Foods AS, a packer, today announced a plant.\n\nIt has 240 jobs.\n\n*About Norvik: a packer.*",
        ["Norvik"],
    ),
    ("A pressure group, the Campaign for Rivers, counts 400 spills.", ["Campaign for Rivers"]),
    ("At least 12 dams broke, according to the river board (RBA).", ["the river board (RBA)"]),
    ("The senator said that 3 of 100 farms were sold. That is untrue; at least 16 were.", ["senator", "senator", ""]),
    ("The union's warning that 500 jobs would go was ignored.", ["union"]),
    ("Ward 4 has 30 beds. She earns 200 dollars a month.", ["", ""]),
    ("Traders said sales were slow. It has lost 70% of its value.", [""]),
    ("Some 300 ships are laid up, though the port captain said that 20 would sail.", ["", "the port captain"]),
    ("Sales rose 4%, Ann Cole told a crowd of 250.", ["Ann Cole", ""]),
    ("The guild says 30 shops closed; I counted 12.", ["The guild", ""]),
    ("Police are checking whether 55 tickets had been sold.", ["Police"]),
    ("Four boats sank on 26 May. Harbour police said 12 sailors were safe.", ["", "Harbour police"]),
]


@pytest.mark.parametrize(("text", "who"), SAID, ids=[text[:40] for text, _ in SAID])
def test_each_number_has_the_speaker_that_a_reader_would_name(text, who):
    told = [t.source for t in extract(read_article(text), "2024-05-10")]
    assert len(told) == len(who)
    assert all(name in source if name else not source for name, source in zip(who, told, strict=True)), told


TABLE = "\n\n| Town | Ships |\n|---|---|\n| Olden | 412 |\n\n"
SHOWN = [  # what stands above and below a table, and whose figures it shows
    ("### Ministry of Ports: calls by town, 12 May", "", "Ministry of Ports"),
    ("The river authority gave these counts for Monday:", "", "The river authority"),
    ("Ship calls in March", "Figures: Harbour Board.", "Harbour Board"),
    ("Ship calls in March", "*Note: data from the Harbour Board, 4 April; some were counted twice.*", "Harbour Board"),
    ("Ship calls, as counted by the Coast Guard", "", "Coast Guard"),
    ("Ship calls (Harbour Board, 22:00)", "", "Harbour Board"),
    ("The table shows what the pilots' union says it has counted.", "", "the pilots' union"),
    ("Ship calls in March", "Many were small, the governor said.", ""),
]


@pytest.mark.parametrize(("above", "below", "who"), SHOWN)
def test_a_table_shows_the_figures_of_whoever_is_named_beside_it(above, below, who):
    told = extract(read_article(above + TABLE + below, "markdown"), "2024-05-10")
    assert next(t.source for t in told if t.phrase == "412") == who


def test_the_heads_of_columns_say_whose_counts_they_are():
    table = "| Town | Council estimate | Dead, according to NorthAid |\n|---|---|---|\n| Olden | 412 | 900 |"
    assert [t.source for t in extract(read_article(table, "markdown"), "2024-05-10")] == ["Council", "NorthAid"]


AGAIN = [  # a text, and the source of the case of each number of it
    (
        "gaza-women-children",
        "The Government Media Office said 9,500 women had been killed. The Media Office counted 14,500 children.",
        "gmo gmo",
    ),
    (
        "hong-kong-july-march",
        "The Public Opinion Programme put it at 60,000. According to the Programme, 66,000 took part in 2012.",
        "hkupop hkupop",
    ),
    (
        "germany-unemployment",
        "The Federal Statistical Office counted 1.3 million unemployed. The office said 1.4 million were unemployed.",
        "destatis destatis",
    ),
]


@pytest.mark.parametrize(("case", "text", "who"), AGAIN)
def test_a_source_of_the_case_is_known_again_by_a_part_of_its_name(case, text, who):
    assert " ".join(t.source for t in extract(read_article(text), "2024-12-28", dc.load_case(case))) == who


def test_a_bulletin_tells_its_own_numbers_on_the_day_of_its_head():
    text = "HARBOUR INSTITUTE\nBULLETIN No. 7\n5 May 2024, 21:00\n\nWaves reached 7 metres. The coast guard counts 12 boats adrift."
    told = extract(read_article(text), "2024-05-10")
    assert [(t.source.title(), t.statement_date) for t in told] == [("Harbour Institute", "2024-05-05"), ("The Coast Guard", "")]
