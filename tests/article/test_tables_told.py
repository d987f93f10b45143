"""Tables as bulletins, companies and offices print them: what each cell counts, in which unit, whose it is, of which day and kind."""

from __future__ import annotations

import pytest

from discrepancy.article import read_article
from discrepancy.article.extract import extract

DAY = "2024-10-10"
TABLES = {
    # name: text, then (phrase, words of what is counted, unit, source, said, kind, asserted) of some of its numbers
    "company, in millions": (
        """\
# Halvor Mills: interim report, third quarter 2024

| DKK million | Q3 2024 | Q3 2023 | Change, % |
|---|---|---|---|
| Net sales | 91.2 | 88.0 | 3.6 |
| Order backlog | 40.5 | 39.9 | 1.5 |
| Employees | 512 | 498 | 2.8 |
""",
        [
            ("91.2", "Net sales", "DKK", "", "", "period", "yes"),
            ("3.6", "Net sales", "%", "", "", "change", "yes"),
            ("40.5", "Order backlog", "DKK", "", "", "cumulative", "yes"),
            ("512", "Employees", "", "", "", "cumulative", "yes"),
        ],
    ),
    "caption with the office and the day": (
        """\
**Landslides: position on 9 October, 18:00 (Regional Rescue Office)**

| Valley | Dead | Missing | Roads cut | Evacuated overnight |
|---|---|---|---|---|
| Upper Sill | 4 | 11* | 7 | 640 |

* Of whom 3 are children.
""",
        [
            ("4", "Dead", "", "Regional Rescue Office", "2024-10-09", "cumulative", "yes"),
            ("640", "Evacuated overnight", "", "Regional Rescue Office", "2024-10-09", "period", "yes"),
            ("3", "Missing", "", "Regional Rescue Office", "", "cumulative", "yes"),
        ],
    ),
    "columns that speak": (
        """\
### Seals counted on the sandbanks

| Bank | University | Fishermen's union | Coast guard |
|---|---|---|---|
| North | 310 | 1,900 | 420 |
""",
        [
            ("310", "Seals North", "", "University", "", "cumulative", "yes"),
            ("1,900", "Seals North", "", "Fishermen's union", "", "cumulative", "yes"),
            ("420", "Seals North", "", "Coast guard", "", "cumulative", "yes"),
        ],
    ),
    "each row is a day, and no running total": (
        """\
| Day | Crossed | Turned back |
|---|---|---|
| 3 Sept | 1,210 | 40 |
| 4 Sept | 1,640 | 61 |
| 5 Sept | 1,120 | 33 |
""",
        [("1,640", "Crossed", "", "", "", "period", "yes"), ("33", "Turned back", "", "", "", "period", "yes")],
    ),
    "a running total, the newest day first": (
        """\
| Day | Treated | Died |
|---|---|---|
| 5 Sept | 301 | 9 |
| 4 Sept | 248 | 5 |
| 3 Sept | 210 | 4 |
""",
        [("248", "Treated", "", "", "", "cumulative", "yes"), ("9", "Died", "", "", "", "cumulative", "yes")],
    ),
    "the title tells from when to when": (
        """\
**Coal, April to June 2024** (thousand tonnes)

| Port | Loaded | A year earlier |
|---|---|---|
| Lund | 210 | 190 |
""",
        [("210", "Loaded", "t", "", "", "period", "yes"), ("190", "year earlier", "t", "", "", "period", "yes")],
    ),
    "under those who were counted before": (
        """\
The Harbour Office said on Tuesday that 61 boats were missing. Two school-aged boys had drowned.

| Port | Missing |
|---|---|
| Lund | 44 |
""",
        [("44", "Missing", "", "Harbour Office", "2024-10-08", "cumulative", "yes")],
    ),
    "rows that speak, on days of their own": (
        """\
| By whom | Pilgrims hurt | When |
|---|---|---|
| Shrine committee | 12 | Tue 21:00 |
| District hospital | 31 | Wed 09:00 |
""",
        [
            ("12", "Pilgrims hurt", "", "Shrine committee", "2024-10-08", "cumulative", "yes"),
            ("31", "Pilgrims hurt", "", "District hospital", "2024-10-09", "cumulative", "yes"),
        ],
    ),
    "target, forecast and what was done": (
        """\
Trees planted, as recorded by the Green Belt Fund, thousands

| District | 2022 | 2023 | Target 2024 | 2025 (projection) |
|---|---|---|---|---|
| Oro | 18 | 22 | 30 | 34 |
""",
        [
            ("22", "Trees Oro", "", "Green Belt Fund", "", "period", "yes"),
            ("30", "Trees Oro", "", "Green Belt Fund", "", "plan", "planned"),
            ("34", "Trees Oro", "", "Green Belt Fund", "", "plan", "feared"),
        ],
    ),
    "rates": (
        """\
| Crop | Yield (t/ha) | Price (per kg) | Pickers' average wage |
|---|---|---|---|
| Olives | 2.4 | €3.10 | €71 |

Source: Growers' Council, survey of 1 October
""",
        [
            ("2.4", "Yield Olives", "t", "Growers' Council", "2024-10-01", "rate", "yes"),
            ("€3.10", "Price Olives", "EUR", "Growers' Council", "2024-10-01", "rate", "yes"),
            ("€71", "wage", "EUR", "Growers' Council", "2024-10-01", "rate", "yes"),
        ],
    ),
    "what the lead credits": (
        """\
Bicycle thefts fell again, the transport agency said on Tuesday.

| Town | Thefts in September | Solved |
|---|---|---|
| Brann | 212 | 9% |

Nobody was arrested.
""",
        [
            ("212", "Thefts Brann", "", "transport agency", "2024-10-08", "period", "yes"),
            ("9%", "Solved Brann", "%", "transport agency", "2024-10-08", "cumulative", "yes"),
        ],
    ),
    "shares with their changes in brackets": (
        """\
**Poll** (Quay Research, 7 October; change on July in brackets)

| Party | % |
|---|---|
| Harbour List | 38 (+3) |
""",
        [
            ("38", "Harbour List", "%", "Quay Research", "2024-10-07", "cumulative", "yes"),
            ("(+3)", "Harbour List", "pp", "Quay Research", "2024-10-07", "change", "yes"),
        ],
    ),
    "money in a coin of no code": (
        """\
Town of Elm: draft budget 2025 (million crowns)

| | Outturn 2023 | Draft 2025 |
|---|---|---|
| Parks | 14 | 11 |
""",
        [("14", "Parks", "crowns", "", "", "period", "yes"), ("11", "Parks", "crowns", "", "", "plan", "planned")],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_cell_is_read_by_what_stands_nearest(name):
    text, wanted = TABLES[name]
    told = {t.phrase: t for t in extract(read_article(text, "markdown"), DAY)}
    for phrase, counted, unit, source, said, kind, asserted in wanted:
        t = told[phrase]
        assert (t.reading.unit, t.kind, t.asserted) == (unit, kind, asserted), phrase
        assert set(counted.lower().split()) <= set(t.counted.lower().replace(",", " ").split()), phrase
        assert (source in t.source if source else True) and (t.statement_date == said if said else True), phrase


def test_scales_of_the_caption_are_taken_and_no_staff_is_in_money():
    text, _ = TABLES["company, in millions"]
    told = {t.phrase: t.reading.value for t in extract(read_article(text, "markdown"), DAY)}
    assert (told["91.2"], told["512"]) == (91.2e6, 512)


def test_a_table_of_plain_text_is_a_table():
    text = """\
AVALANCHE REPORT No. 3

Slope         Buried   Found dead   Alive
East face         14            5       6
North gully        3            1       2

Searches go on.
"""
    told = [(t.phrase, t.measure, t.counted.split()[0]) for t in extract(read_article(text, "text"), DAY)]
    assert ("5", "killed", "Found") in told and ("14", "", "Buried") in told and len(told) == 6


def test_numbers_of_the_first_column_are_names_and_dates_alone_are_none():
    text = "| Block | Flats | As of |\n|---|---|---|\n| 14 to 18 | 96 | 3 May 2024 |\n| Under 30 | 12 | 4 May 2024 |\n"
    assert [t.phrase for t in extract(read_article(text, "markdown"), DAY) if t.phrase in ("96", "12", "3 May 2024")] == ["96", "12"]


def test_a_unit_of_a_head_that_is_not_read_is_a_doubt():
    table = "| Dam | Storage (hm³) | Area (ha) | Visitors (est.) |\n|--|--|--|--|\n| Orvela | 412.5 | 88 | 640 |\n"
    told = extract(read_article(table, "markdown"), "2024-12-02")
    doubts = [[d for d in t.doubts if "no unit that is read" in d] for t in told]
    assert doubts == [["“hm³” in its head is no unit that is read"], [], []]
