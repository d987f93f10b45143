"""Files of every form and habit, brought in: known answers, what is asked, what is named, with the exact sentences."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import discrepancy as dc
from discrepancy.app.cli.group import main
from discrepancy.intake.bring import bring
from discrepancy.intake.drafts import drafts_of
from discrepancy.intake.kept import IntakeError
from discrepancy.intake.plan import Rules
from discrepancy.intake.units import unit_in

DAY = "2024-06-01"
LONG = "agency,date,country,deaths\nWHO,2024-01-01,Mali,10\nUN,2024-01-01,Mali,12\nWHO,2024-01-05,Mali,15\nUN,2024-01-05,Mali,17\nUN,2024-01-06,Mali,17\n"


def write(folder: Path, text: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def brought(folder, text, name="a.csv", **rules):
    return bring(write(folder, text, name), Rules(**rules), day=DAY)


def rows(found, *columns):
    """Some cells of each claim."""
    return [tuple(found.claims.row(i).get(c, "") for c in columns) for i in range(len(found.claims))]


def values(folder, text, **rules):
    return [v or w for v, w in rows(brought(folder, text, **{"source": "me", **rules}).settled(), "value", "wording")]


def left(found):
    return [str(p) for p in found.table.left]


def run(*args, **more):
    return CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False, **more)


# --- forms of files ------------------------------------------------------------------------------------------------------------


def xlsx(cells: list[list], sheets: tuple[str, ...] = ("Data",), **formats: str) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    for place, form in formats.items():
        sheet[place].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


RECORDS = pd.read_csv(io.StringIO(LONG)).to_dict("records")
TABLE = [list(RECORDS[0]), *(list(r.values()) for r in RECORDS)]
PAGE = (
    "<html><table><caption>Deaths</caption>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in TABLE)
    + "</table></html>"
)
FORMS = {
    "a.csv": LONG.encode(),
    "semicolons.csv": LONG.replace(",", ";").encode(),
    "bars.txt": LONG.replace(",", "|").encode(),
    "sep.csv": b"sep=;\r\n" + LONG.replace(",", ";").encode(),
    "mark.csv": LONG.encode("utf-8-sig"),
    "wide.csv": LONG.encode("utf-16"),
    "a.tsv": LONG.replace(",", "\t").replace("\n", "\r\n").encode(),
    "a.json": json.dumps(RECORDS).encode(),
    "data.json": json.dumps({"data": RECORDS, "updated": "x"}).encode(),
    "columns.json": json.dumps({k: [r[k] for r in RECORDS] for k in RECORDS[0]}).encode(),
    "pandas.json": pd.DataFrame(RECORDS).to_json().encode(),
    "map.geojson": json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None, "properties": r} for r in RECORDS]}
    ).encode(),
    "a.jsonl": "\n".join(map(json.dumps, RECORDS)).encode(),
    "a.html": PAGE.encode(),
    "a.xlsx": xlsx(TABLE),
    "dates.xlsx": xlsx([TABLE[0], *([r[0], datetime.fromisoformat(r[1]), *r[2:]] for r in TABLE[1:])]),
}
ANSWER = [
    ("who", "2024-01-01", "Mali", "10"),
    ("un", "2024-01-01", "Mali", "12"),
    ("who", "2024-01-05", "Mali", "15"),
    ("un", "2024-01-05", "Mali", "17"),
    ("un", "2024-01-06", "Mali", "17"),
]


def zipped(name: str, data: bytes, *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(f"folder/{name}", data)
        for other in more:
            packed.writestr(other, b"x")
    return out.getvalue()


@pytest.mark.parametrize("packing", ["", "gz", "zip"])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_comes_in_alike(tmp_path, name, packing):
    data = {"": FORMS[name], "gz": gzip.compress(FORMS[name]), "zip": zipped(name, FORMS[name], "__MACOSX/._a")}[packing]
    found = brought(tmp_path, data, name + ("." + packing if packing else "")).settled()
    assert rows(found, "source", "as_of", "place", "value") == ANSWER
    assert {r[0] for r in rows(found, "measure")} == {"deaths"} and {r[0] for r in rows(found, "kind")} == {"cumulative"}


def test_parquet_comes_in_or_says_what_it_needs(tmp_path):
    try:
        from fastparquet import write as to_parquet
    except ImportError:
        with pytest.raises(IntakeError, match=r"^a.parquet: Parquet needs a package more: pip install 'discrepancy\[parquet\]'$"):
            brought(tmp_path, b"PAR1" + b"\0" * 20, "a.parquet")
        return
    to_parquet(str(tmp_path / "a.parquet"), pd.DataFrame(RECORDS).astype({"agency": object, "date": object, "country": object}))
    assert rows(bring(tmp_path / "a.parquet", day=DAY).settled(), "source", "as_of", "place", "value") == ANSWER


@pytest.mark.parametrize(
    ("name", "data", "rules", "sentence"),
    [
        ("a.csv", b"", {}, "a.csv: is empty"),
        ("a.csv", b"one\ntwo\n", {}, "a.csv: holds no table with two columns or more"),
        ("a.csv", b"x,y\na,b\n", {}, "a.csv: has no column of numbers below a header"),
        ("a.csv", b"1,2\n3,4\n", {}, "a.csv:1: has numbers in its first row: write a header above it that says what each column is"),
        ("a.csv", "x;Zahl\nM\xe4rz;3\n".encode("cp1252"), {}, "a.csv:2: is not UTF-8 text: say what it is, such as --encoding cp1252, or save it as UTF-8"),
        ("a.csv", b"x,y\na\0,1\n", {}, "a.csv:2: has a control character: save it anew as text without"),
        ("a.csv", b'x,y\na,1\n"b,2\n', {}, "a.csv:3: is broken CSV: look for a quote that is not closed"),
        ("a.csv", b'x,y\na,1\n"b,2\n' + b"c,3\n" * 40_000, {}, "a.csv:3: is broken CSV: look for a quote that is not closed"),
        ("a.csv", "x,y\na,1\n".encode("utf-16") + b"b", {}, "a.csv:3: is not UTF-16 text: say what it is, such as --encoding cp1252, or save it as UTF-8"),
        ("a.csv", b"x,y\na,1\n", {"encoding": "utf-16-x"}, "--encoding 'utf-16-x' is not known: cp1252, cp1251 and utf-8 are some that are"),
        ("a.csv", LONG.encode(), {"sheet": "x"}, "a.csv: has no sheets, and --sheet names 'x': leave the option out"),
        ("a.csv", LONG.encode(), {"value": ["dead"]}, "--value: no column 'dead' in a.csv: did you mean 'deaths'?"),
        ("a.csv", LONG.encode(), {"kind": "total"}, "--kind is 'total': use one of cumulative, period, rate, level, fixed, plan"),
        ("a.csv", LONG.encode(), {"where": {"source": "country"}}, "--where source=country: 'source' cannot be the name of a dimension: use small letters, and none of the names of a case's own columns"),
        ("a.json", b"{", {}, "a.json:1: is broken JSON (Expecting property name enclosed in double quotes)"),
        ("a.json", b"[1, 2]", {}, "a.json: holds no list of records: write [{…}, {…}], or a list of them under one name"),
        ("a.json", b'{"a": [{"x": 1}], "b": [{"x": 1}]}', {}, "a.json: holds the lists a and b: keep one"),
        ("a.xlsx", xlsx(TABLE, ("One", "Two")), {}, "a.xlsx: has the sheets One and Two: name one with --sheet"),
        ("a.xlsx", xlsx(TABLE), {"sheet": "Two"}, "a.xlsx: has the sheets Data: name one with --sheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, {}, "a.xls: is an old or an encrypted workbook: save it as .xlsx without a password"),
        ("a.txt", b"Year    Number    Share    Rest\n1940    99    55.6    44\n1941    98    56.0    44\n", {}, "a.txt: has columns that spaces line up, which are not read here: save it with commas or tabs between the cells"),
        ("a.pdf", b"%PDF-1.7", {}, "a.pdf: is a PDF, which is not read here: bring its table into a CSV or a workbook"),
        ("a.zip", zipped("a.csv", b"x", "b.csv"), {}, "a.zip: holds folder/a.csv and b.csv: name one with --sheet"),
        ("a.csv.gz", b"\x1f\x8b\x08\0abc", {}, None),
        ("a.html", b"<html><p>no table</p></html>", {}, "a.html: has no table"),
        ("a.html", (PAGE * 2).encode(), {}, "a.html: has 2 tables: 1 'agency date country deaths'; 2 'agency date country deaths': name one with --table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(tmp_path, name, data, rules, sentence):
    with pytest.raises(IntakeError) as error:
        brought(tmp_path, data, name, **rules)
    assert sentence is None or str(error.value) == sentence


def test_a_sheet_a_table_and_a_file_of_a_zip_by_name(tmp_path):
    assert len(brought(tmp_path, xlsx(TABLE, ("One", "Two")), "a.xlsx", sheet="two").claims) == 5
    found = brought(tmp_path, PAGE * 2, "a.html", table=2)
    assert len(found.claims) == 5 and found.table.grid.told == ["table 1 ('agency date country deaths') is not read: --table names another"]
    assert len(brought(tmp_path, zipped("a.csv", LONG.encode(), "b.csv"), "a.zip", sheet="a.csv").claims) == 5


def test_another_encoding(tmp_path):
    text = "quelle;Jahr;Tote\nBehörde;2020;5\nPolizei;2020;7\n"
    found = brought(tmp_path, text.encode("cp1252"), encoding="cp1252", kind="period")
    assert rows(found, "source", "as_of", "measure", "value") == [("behörde", "2020", "tote", "5"), ("polizei", "2020", "tote", "7")]


# --- shapes --------------------------------------------------------------------------------------------------------------------


def test_a_column_a_source(tmp_path):
    text = "Year,UN,Ministry of Health\n2020,120,100\n2021,150,\n"
    found = brought(tmp_path, text, measure="deaths", kind="period").settled()
    assert rows(found, "source", "as_of", "period_start", "value") == [
        ("un", "2020", "2020", "120"),
        ("un", "2021", "2021", "150"),
        ("ministry-of-health", "2020", "2020", "100"),
    ]
    assert found.claims.names == {"un": "UN", "ministry-of-health": "Ministry of Health"} and dict(found.claims.empty) == {"": 1}
    assert "UN, Ministry of Health are taken for sources, a column each (--source-columns)" in found.plan.guesses


def test_two_sources_that_say_the_same_are_no_title(tmp_path):
    assert rows(brought(tmp_path, "UN,Ministry\n5,5\n6,7\n", measure="deaths", kind="fixed"), "value") == [("5",), ("6",), ("5",), ("7",)]


def test_lower_best_and_upper(tmp_path):
    text = "source,year,Deaths (low),Deaths (best),Deaths (high)\nUCDP,2020,10,73,140\nACLED,2020,,80,\nSNHR,2020,90,80,100\n"
    found = brought(tmp_path, text, kind="period").settled()
    assert rows(found, "source", "measure", "value", "low", "high", "level") == [
        ("ucdp", "deaths", "73", "10", "140", ""),
        ("acled", "deaths", "80", "", "", ""),
    ]
    assert left(found) == ["a.csv:4: Deaths (best): '80' is not between 'Deaths (low)' and 'Deaths (high)': one of the three is wrong"]


def test_an_interval_keeps_its_level(tmp_path):
    found = brought(tmp_path, "source,year,rate,95% CI lower,95% CI upper\nA,2020,3.1,2.9,3.3\nB,2020,3.4,3.0,3.9\n").settled()
    assert rows(found, "value", "low", "high", "level", "kind")[0] == ("3.1", "2.9", "3.3", "95", "level")


def test_a_range_without_a_middle(tmp_path):
    found = brought(tmp_path, "source,year,min,max\nA,2020,270,330\nB,2020,300,\n", measure="people", kind="level").settled()
    assert rows(found, "wording", "value", "low") == [("270 to 330", "", "")]
    assert left(found) == ["a.csv:3: min: '300' has one bound only, or a lower one above the upper"]
    assert (
        dc.from_table(write(tmp_path, "source,year,min,max\nA,2020,270,330\n"), measure="people", kind="level", day=DAY)
        .records[0]
        .reading()
        .high
        == 330
    )


def test_two_measures_each_of_its_own_kind(tmp_path):
    text = "source,date,cumulative deaths,new cases\nA,2024-01-01,5,4\nA,2024-01-02,7,3\n"
    found = brought(tmp_path, text).settled()
    assert set(rows(found, "measure", "kind")) == {("cumulative_deaths", "cumulative"), ("new_cases", "period")}
    assert {r for r in rows(found, "kind", "period_start")} == {("cumulative", ""), ("period", "2024-01-01"), ("period", "2024-01-02")}


def test_years_as_columns(tmp_path):
    found = brought(tmp_path, "Country,2019,2020\nMali,5,6\nNiger,7,n/a\n", source="WHO", measure="deaths", kind="period").settled()
    assert rows(found, "place", "as_of", "value") == [("Mali", "2019", "5"), ("Niger", "2019", "7"), ("Mali", "2020", "6")]


def test_months_as_columns(tmp_path):
    head = "Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Mean\n"
    found = brought(tmp_path, head + "2020,1,2,3,4,5,6,7,8,9,10,11,12,6.5\n", source="A", measure="cases", kind="period").settled()
    assert rows(found, "as_of", "value")[::11] == [("2020-01", "1"), ("2020-12", "12")] and len(found.claims) == 12
    assert [found.table.heads[i] for i in found.plan.beside] == ["Mean"]


def test_a_header_of_two_lines(tmp_path):
    text = "Casualties in the floods,,,,\n,UN,,Government,\nYear,killed,injured,killed,injured\n2020,10,20,8,18\n2021,11,21,9,19\n"
    found = brought(tmp_path, text, kind="period").settled()
    assert rows(found, "source", "measure", "as_of", "value")[::2] == [
        ("un", "killed", "2020", "10"),
        ("un", "injured", "2020", "20"),
        ("government", "killed", "2020", "8"),
        ("government", "injured", "2020", "18"),
    ]
    assert found.table.grid.told == ["line 1 stands above the table: 'Casualties in the floods'"]


def test_merged_cells_of_a_header(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in ([None, "UN", None, "Government", None], ["Year", "killed", "injured", "killed", "injured"], [2020, 10, 20, 8, 18]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    out = io.BytesIO()
    book.save(out)
    found = brought(tmp_path, out.getvalue(), "a.xlsx", kind="period").settled()
    assert rows(found, "source", "measure", "value")[-1] == ("government", "injured", "18")


def test_what_tells_rows_apart(tmp_path):
    text = "source,year,team,deaths,remark\nA,2020,north,5,seen\nA,2020,south,6,seen\nB,2020,north,7,\nB,2020,south,8,heard\n"
    found = brought(tmp_path, text, kind="period").settled()
    assert found.plan.dims == {"team": 2} and [found.table.heads[i] for i in found.plan.notes] == ["remark"]
    text = "source,year,deaths,x\nA,2020,5,\nA,2020,6,\nA,2020,7,\n"
    found = brought(tmp_path, text, kind="period")
    assert found.questions == [
        "3 rows differ in nothing but their number, such as line 2 (5) and 3 (6): name the column that tells them apart with --where NAME=COLUMN, or with --date"
    ]


def test_a_row_that_stands_twice(tmp_path):
    body = "".join(f"A,{year},{year - 1900}\n" for year in range(1950, 2020))
    found = brought(tmp_path, "source,year,deaths\n" + body + "A,2019,119\nA,2018,999\n", kind="period").settled()
    assert left(found) == [
        "a.csv:70: deaths: '118' has the same source, day and place as another row, and another number: which one stands cannot be known",
        "a.csv:73: deaths: '999' has the same source, day and place as another row, and another number: which one stands cannot be known",
        "a.csv:72: deaths: '119' says the same as a row above",
    ]
    assert len(found.claims) == 69


# --- cells ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["1,234", "12", "345"], ["1234", "12", "345"]),
        (["1,234,567", "1,234"], ["1234567", "1234"]),
        (["1.234.567", "1.234", "12"], ["1234567", "1234", "12"]),
        (["1.234,5", "7"], ["1234.5", "7"]),
        (["1 234", "12 345 678"], ["1234", "12345678"]),
        (["1\u00a0234,5", "2,25"], ["1234.5", "2.25"]),
        (["12,34,567", "5"], ["1234567", "5"]),
        (["1'234", "5"], ["1234", "5"]),
        (["−3", "-4", "+5"], ["-3", "-4", "5"]),
        (["0.123", "1.234"], ["0.123", "1.234"]),
        ([".5", "1.25"], ["0.5", "1.25"]),
        (["9.50", "1.2e6"], ["9.50", "1.2e6"]),
        ([">9,000", "about 300", "3–5", "12", "345"], [">9,000", "about 300", "3–5", "12", "345"]),
    ],
)
def test_numbers_as_they_are_printed(tmp_path, cells, answer):
    text = "place\tcount\n" + "".join(f"p{i}\t{c}\n" for i, c in enumerate(cells))
    assert values(tmp_path, text, measure="figure", kind="level") == answer


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["1,234", "5,678"], "'1,234' (index) may be 1234 or 1.234: give --decimal point (then it is 1234) or --decimal comma"),
        (["1.234", "5.678"], "'1.234' (index) may be 1234 or 1.234: give --decimal point (then it is 1.234) or --decimal comma"),
        (["1,234.5", "1.234,5"], "'1,234.5' (index) has a decimal point or commas for thousands, '1.234,5' (index) the other way: give --decimal point or --decimal comma, and the other cells are named"),
    ],
)  # fmt: skip
def test_a_mark_that_may_be_two_is_asked(tmp_path, cells, sentence):
    text = "place;price\n" + "".join(f"p{i};{c}\n" for i, c in enumerate(cells))
    found = brought(tmp_path, text.replace("price", "index level"), source="me")
    assert found.questions == [sentence.replace("(index)", "(index level)")]


def test_the_option_decides_and_names_the_rest(tmp_path):
    text = "place;index level\na;1.234\nb;1,5\n"
    found = brought(tmp_path, text, source="me", decimal="point").settled()
    assert rows(found, "value") == [("1.234",)]
    assert left(found) == ["a.csv:3: index level: '1,5' has a decimal comma, and the rest of the column a decimal point"]


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("12.5 %", "12.5", "%"),
        ("$1,200", "1200", "$"),
        ("€1.2m", "1.2", "million €"),
        ("(45.5)", "-45.5", ""),
        ("5 km2", "5", "km2"),
        ("USD 3.5", "3.5", "USD"),
        ("3.5 Mio.", "3.5", "million"),
    ],
)
def test_units_in_cells(tmp_path, cell, value, unit):
    found = brought(tmp_path, f"place\tbalance\na\t{cell}\nb\t{cell}\n", source="me", decimal="point", kind="level").settled()
    assert rows(found, "value", "unit")[0] == (value, unit)


@pytest.mark.parametrize(
    ("heading", "measure", "unit"),
    [
        ("Deaths (thousands)", "deaths", "thousands"),
        ("CO2, Mt", "co2", "Mt"),
        ("Anteil in %", "anteil", "%"),
        ("Damage [million USD]", "damage", "million USD"),
        ("Tote in Tausend", "tote", "thousand"),
        ("Cases per 100,000", "cases", "per 100,000"),
        ("population_millions", "population", "million"),
        ("Deaths per million", "deaths", "per million"),
        ("동원 병력(만 명)", "동원_병력", "myriad"),
    ],
)
def test_units_in_headings(tmp_path, heading, measure, unit):
    found = brought(tmp_path, f"source\tyear\t{heading}\nA\t2020\t1.5\nB\t2020\t2.5\n", kind="period")
    assert rows(found.settled(), "measure", "unit", "value")[0] == (measure, unit, "1.5")


def test_a_unit_that_is_not_known_is_asked(tmp_path):
    found = brought(tmp_path, "source,year,Output (thousand bushels)\nA,2020,5\nB,2020,6\n", kind="period").settled()
    assert rows(found, "measure", "unit") == [("output_bushels", "thousand")] * 2
    found = brought(tmp_path, "source,year,Output (per 1000 wells)\nA,2020,5\nB,2020,6\n", kind="period")
    assert found.questions == [
        "'Output (per 1000 wells)' says (per 1000 wells), which is no unit that is known here: give --unit, such as --unit tonnes, or --unit 1 for none"
    ]


def test_cells_without_a_figure_are_counted_and_wrong_ones_named(tmp_path):
    text = "source,year,deaths\nA,2001,n/a\nA,2002,..\nA,2003,\nA,2004,1234a\nA,2005,1234[2]\nA,2006,(45)\nA,2007,many\nA,2008,12\nA,2009,007\nA,2010,-999\n"
    found = brought(tmp_path, text, kind="period").settled()
    assert rows(found, "as_of", "value") == [("2008", "12")] and dict(found.claims.empty) == {"n/a": 1, "..": 1, "": 1}
    assert left(found) == [
        "a.csv:5: deaths: '1234a' has the mark \"a\", which nothing in the file explains",
        "a.csv:6: deaths: '1234[2]' has the mark \"2\", which nothing in the file explains",
        "a.csv:7: deaths: '(45)' stands in brackets, which may mean below zero or be a remark: write the number",
        "a.csv:8: deaths: 'many' is no number",
        "a.csv:10: deaths: '007' starts with 0: a code? Write the number as it is counted",
        "a.csv:11: deaths: '-999' looks like a code for a figure that is missing: write n/a, or say that it is a number with a decimal",
    ]


def test_a_cell_in_another_unit_is_named_or_asked_about(tmp_path):
    body = "".join(f"A,{1950 + i},{i + 10}%\n" for i in range(30))
    found = brought(tmp_path, "source,year,share\n" + body + "B,2001,7\nB,2002,$5\n").settled()
    assert left(found) == [
        "a.csv:32: share: '7' is in no unit, and the rest of the column in %",
        "a.csv:33: share: '$5' is in USD, and the rest of the column in %",
    ]
    found = brought(tmp_path, "source,year,damage\nA,2020,$5\nB,2020,€7\nC,2020,€8\n")
    assert found.questions == ["'damage' has figures in EUR and in USD: give --unit, or write one unit in all of its cells"]
    found = brought(
        tmp_path, "source,year,indicator,unit,value\nA,2020,GDP,USD,5\nA,2020,Share,%,7\nB,2020,Jabs,doses,9\n", kind="level"
    ).settled()
    assert rows(found, "measure", "unit", "counted_in") == [("gdp", "USD", "USD"), ("share", "%", "%"), ("jabs", "", "doses")]


def test_numbers_of_json_are_what_they_are(tmp_path):
    found = brought(
        tmp_path, '[{"source": "A", "year": 2020, "rate": 1.234}, {"source": "B", "year": 2020, "rate": 9.50}]', "a.json"
    ).settled()
    assert rows(found, "value") == [("1.234",), ("9.50",)]


def test_a_mark_that_is_explained_is_read_and_kept(tmp_path):
    text = "source,year,deaths\nA,2001,1234*\nA,2002,1300\n* provisional,,\nSource: the ministry,,\n"
    found = brought(tmp_path, text, kind="period").settled()
    assert rows(found, "value", "mark") == [("1234", "*"), ("1300", "")]
    assert 'f1-2,a,2024-06-01,2001,2001,deaths,1234,period,a.csv,"a.csv, line 2; *: provisional"' in drafts_of(found)["claims.csv"].decode()
    assert left(found) == [
        "a.csv:4: '* provisional' is a note, not a row",
        "a.csv:5: 'Source: the ministry' is a note below the table, not a row",
    ]


def test_totals_titles_blank_rows_and_repeated_headers(tmp_path):
    text = "Deaths by district\n\nDistrict,Source,Deaths\nNorth,A,5\n\nSouth,A,6\nDistrict,Source,Deaths\nEast,A,7\nTotal,A,18\n"
    found = brought(tmp_path, text, where={"district": "District"}).settled()
    assert rows(found, "district", "value") == [("North", "5"), ("South", "6"), ("East", "7")] and found.claims.lines.tolist() == [4, 6, 8]
    assert left(found) == [
        "a.csv:7: 'District · Source · Deaths' repeats the header",
        "a.csv:9: 'Total · A · 18' is a total: left out, since its rows are read",
    ]


def test_both_sexes_is_a_value_and_no_total(tmp_path):
    text = "source,year,sex,deaths\n" + "".join(
        f"A,{y},{s},{y - 2000 + i}\n" for y in range(2001, 2006) for i, s in enumerate(("male", "female", "both sexes"))
    )
    found = brought(tmp_path, text, kind="period").settled()
    assert len(found.claims) == 15 and found.table.told == ["'sex' has 5 rows of a total: read as a value of its own, never added"]


def test_lines_are_those_of_the_file(tmp_path):
    text = 'source,year,deaths,comment\nA,2001,5,"two\nlines"\nA,2002,soon,\n'
    found = brought(tmp_path, text, kind="period").settled()
    assert left(found) == ["a.csv:4: deaths: 'soon' is no number"]


# --- what other people's files do ----------------------------------------------------------------------------------------------


def test_a_year_with_a_fraction_is_no_month_by_accident(tmp_path):
    body = lambda *days: "Time,level (mm)\n" + "".join(f"{d},{i}\n" for i, d in enumerate(days))
    assert rows(brought(tmp_path, body("1880.5", "1881.5"), source="A").settled(), "as_of") == [("1880",), ("1881",)]
    assert rows(brought(tmp_path, body("1880.08", "1880.09", "1880.10"), source="A").settled(), "as_of")[2] == ("1880-10",)
    found = brought(tmp_path, body("1880.04", "1880.08", "1880.12"), source="A")
    assert found.questions[0].startswith("'Time' is headed as a day, and '1880.04' is none that can be read")
    assert not any(d for (d,) in rows(found, "as_of"))


def test_a_second_table_below_the_first_is_asked_about(tmp_path):
    text = "year,output\n2001,170\n2002,175\n2003,180\nChange on the year before in %,\n2002,2.9\n2003,2.8\n"
    found = brought(tmp_path, text, source="A", kind="period")
    assert found.questions[0] == (
        "line 5 ('Change on the year before in %') begins another table: '2002' and 1 more stand above and below it. Give --rows 2-4 or --rows 6-7"
    )
    found = brought(tmp_path, text.replace("2002,2", "2004,2").replace("2003,2", "2005,2"), source="A", kind="period")
    assert found.questions[0].endswith("begins another table: its title names other figures. Give --rows 2-4 or --rows 6-7")
    assert rows(brought(tmp_path, text, source="A", kind="period", rows="2-4").settled(), "value") == [("170",), ("175",), ("180",)]
    found = brought(tmp_path, text, source="A", kind="period", rows="6-7", unit="%").settled()
    assert rows(found, "value", "unit") == [("2.9", "%"), ("2.8", "%")] and "4 rows are not read: --rows 6-7" in found.table.told
    with pytest.raises(IntakeError, match=r"^--rows 'x': write the first and the last line with a dash between, such as 7-32$"):
        brought(tmp_path, text, rows="x")


def test_lines_of_units_and_of_column_numbers_below_a_header(tmp_path):
    text = "Jahr;BIP;Index;Einkommen\n;1;2;3\n;Mrd. €;2015=100;€\n1995;176,6;70,3;22220\n1996;182,5;72,0;22940\n"
    found = brought(tmp_path, text, source="A", kind="period").settled()
    assert set(rows(found, "measure", "unit")) == {("bip", "billion €"), ("index_2015_100", ""), ("einkommen", "€")}
    assert "line 2 numbers the columns" in found.table.grid.told


def test_columns_that_are_no_figures_go_beside(tmp_path):
    text = "rownames,startdate,enddate,pollster,samplesize,remain (%),leave (%),spread\n"
    text += "".join(f"{i},2016-06-{i + 9},2016-06-{i + 10},P{i},{900 + i},{50 + i}.5,{44 - i}.5,{6 + 2 * i}\n" for i in range(1, 7))
    found = brought(tmp_path, text, kind="level").settled()
    assert [found.table.heads[i] for i in found.plan.beside] == ["rownames", "samplesize", "spread"]
    assert rows(found, "measure", "as_of")[0] == ("remain", "2016-06-11")
    text = "x,date,year,quarter,deaths,error\n" + "".join(f"{i},2020-0{i}-01,2020,{i},{i + 20},{i}\n" for i in range(1, 7))
    found = brought(tmp_path, text, source="A", kind="period").settled()
    assert rows(found, "measure", "as_of")[0] == ("deaths", "2020-01-01") and len(found.claims) == 6


def test_a_total_and_its_parts_are_values_and_no_sources(tmp_path):
    text = ",Мужчины и женщины,Мужчины,Женщины\n2000,318,248,70\n2001,331,260,71\n2002,339,266,73\n"
    found = brought(tmp_path, text, source="A", measure="deaths", kind="period").settled()
    assert rows(found, "as_of", "sex", "value")[:4:3] == [("2000", "Мужчины и женщины", "318"), ("2000", "Мужчины", "248")]
    assert any("'Мужчины и женщины' is the sum of the others, and is kept, never added" in g for g in found.plan.guesses)
    assert 'columns_are = "sex"' in drafts_of(found)["import.toml"].decode()


def test_headings_that_are_places(tmp_path):
    text = "Date,Poland,Hungary\n2022-03-01,500,40\n2022-03-02,550,45\n"
    with pytest.raises(IntakeError, match="places: --columns-are place --source NAME"):
        brought(tmp_path, text)
    found = brought(tmp_path, text, source="UNHCR", columns_are="place", measure="refugees", kind="level").settled()
    assert rows(found, "place", "as_of", "value")[1:3] == [("Poland", "2022-03-02", "550"), ("Hungary", "2022-03-01", "40")]
    text = "Date,What,Totals,A,B,C\n2014-10-01,new,28,,,3\n2014-10-01,dead,0,,,\n" + "".join(f"2014-10-01,w{i},9,2,3,4\n" for i in range(6))
    found = brought(tmp_path, text, source="M", columns_are="place", kind="fixed").settled()
    assert rows(found, "what", "place", "value")[0] == ("new", "Totals", "28")


def test_a_year_in_headings_that_differ_in_nothing_else(tmp_path):
    text = "city,2015_murders,2016_murders\nA,3,5\nB,4,6\n"
    found = brought(tmp_path, text, source="P").settled()
    assert rows(found, "measure", "as_of", "value")[::2] == [("murders", "2015", "3"), ("murders", "2016", "5")]
    text = "place,GDP ($2015),GDP ($2020)\nA,3,5\nB,4,6\n"
    assert {d for (d,) in rows(brought(tmp_path, text, source="P"), "as_of")} == {""}
    text = "city,2015_murders,2016_murders,as_of\nA,3,5,10/13/2016\nB,4,6,9/2/2016\n"
    assert brought(tmp_path, text, source="P").questions == [
        "the headings say 2015 to 2016, and 'as_of' says days as well: give --said as_of if it is the day on which the figures were said, or --value with one column"
    ]
    found = brought(tmp_path, text, source="P", said="as_of").settled()
    assert rows(found, "as_of", "statement_date")[0] == ("2015", "2016-10-13")


def test_a_day_without_a_year_among_days_is_named(tmp_path):
    text = 'date,deaths\nOctober 8 2023,6\n"October 18, 2023",9\nOctober 12,2\nOctober 19 2023,1\nOctober 20 2023,1\nOctober 21 2023,1\n'
    found = brought(tmp_path, text, source="A", kind="period").settled()
    assert len(found.claims) == 5 and left(found) == ["a.csv:4: date: 'October 12' is no day that can be read"]


def test_one_country_on_several_fronts(tmp_path):
    text = "country,year,number,front\n" + "".join(
        f"{c},{1914 + i},{i + 9},{f}\n"
        for i, (c, f) in enumerate((c, f) for c in ("Germany", "Russia", "Turkey") for f in ("West", "East"))
    )
    found = brought(tmp_path, text, source="A", kind="period").settled()
    assert found.plan.dims == {"place": 0, "front": 3}


def test_two_agencies_in_headings_are_offered_as_sources(tmp_path):
    text = "state,income_usd,crimes_per_100k_splc,avg_crimes_per_100k_fbi\nA,4,0.1,1.8\nB,6,0.2,1.9\n"
    assert brought(tmp_path, text).questions[0].endswith('--source-columns "crimes_per_100k_splc,avg_crimes_per_100k_fbi"')
    found = brought(tmp_path, text, source_columns=["crimes_per_100k_splc", "avg_crimes_per_100k_fbi"], measure="crimes").settled()
    assert rows(found, "source", "unit", "value")[0] == ("crimes-per-100k-splc", "per 100000", "0.1")


def test_years_filled_down_and_names_in_two_spellings(tmp_path):
    text = "year,poll_date,place,deaths\n1980,January,Old Camp,3\n,February,Old camp,4\n1981,January 20-26,Old camp,5\n,March,Old camp,6\n"
    found = brought(tmp_path, text, source="A", kind="period").settled()
    assert rows(found, "as_of", "place") == [(d, "Old camp") for d in ("1980-01", "1980-02", "1981-01", "1981-03")]
    assert "'Old Camp', 'Old camp' are one name in several spellings: read as 'Old camp'" in found.table.told


def test_a_number_with_its_interval_in_one_cell(tmp_path):
    text = "Country;1990;2015\nA;1 340 [ 878 - 1 950];396 [ 253 - 620]\nB;71\u00a0200 [ 58 000 - 88 000];29 [ 16 - 46]\n\u00a0;;\n"
    case = dc.from_table(write(tmp_path, text), source="WHO", measure="ratio of deaths", kind="level", day=DAY)
    assert [(c.as_of, *(getattr(c.reading(), n) for n in ("low", "best", "high"))) for c in case.records][:2] == [
        ("1990", 878, 1340, 1950),
        ("1990", 58000, 71200, 88000),
    ]


def test_currencies_of_their_own_are_told_apart(tmp_path):
    text = "date,name,currency_code,price\n2020-01-01,US,USD,5\n2020-01-01,Brazil,BRL,19\n2020-02-01,US,USD,5.5\n"
    found = brought(tmp_path, text, source="E", unit="currency_code", where={"place": "name"}, kind="level").settled()
    assert rows(found, "unit", "measure", "value")[1] == ("BRL", "price_brl", "19")


# --- days ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2024-01-05", "2024-02"], ["2024-01-05", "2024-02"]),
        (["2024-01-05T08:00:00Z", "2024-01-06 10:00"], ["2024-01-05", "2024-01-06"]),
        (["13/01/2024", "05/02/2024"], ["2024-01-13", "2024-02-05"]),
        (["01/13/2024", "05/02/2024"], ["2024-01-13", "2024-05-02"]),
        (["05.02.2024", "06.02.2024"], ["2024-02-05", "2024-02-06"]),
        (["5 Jan 2024", "March 5, 2024"], ["2024-01-05", "2024-03-05"]),
        (["5. März 2024", "Dezember 2023"], ["2024-03-05", "2023-12"]),
        (["5 января 2024", "6 січня 2024"], ["2024-01-05", "2024-01-06"]),
        (["5 de mayo de 2024", "1er août 2023"], ["2024-05-05", "2023-08-01"]),
        (["45296", "45297"], ["2024-01-05", "2024-01-06"]),
        (["20240105", "20240106"], ["2024-01-05", "2024-01-06"]),
        (["202401", "202402"], ["2024-01", "2024-02"]),
        (["2023Q4", "Q1 2024"], ["2023-12-31", "2024-03-31"]),
        (["2024-W02", "2024-W03"], ["2024-01-14", "2024-01-21"]),
    ],
)
def test_days_of_many_spellings(tmp_path, cells, days):
    text = "source\tdate\tdeaths\n" + "".join(f"A\t{c}\t{i}\n" for i, c in enumerate(cells))
    assert [d for (d,) in rows(brought(tmp_path, text, kind="period").settled(), "as_of")] == days


def test_a_day_that_may_be_two_is_asked(tmp_path):
    text = "source\tdate\tdeaths\nA\t03/04/2024\t1\nB\t05/04/2024\t2\n"
    found = brought(tmp_path, text, kind="level")
    assert found.questions == ["'03/04/2024' may be 2024-04-03 (--dates dmy) or 2024-03-04 (--dates mdy), and no cell decides it"]
    assert rows(brought(tmp_path, text, kind="level", dates="mdy").settled(), "as_of")[0] == ("2024-03-04",)


def test_days_of_two_orders_are_asked(tmp_path):
    text = "source\tdate\tdeaths\nA\t13/04/2024\t1\nB\t05/04/2024\t2\nB\t05/14/2024\t2\n"
    found = brought(tmp_path, text, kind="level")
    assert found.questions == [
        "some cells are days only if the day comes first, others only if the month does: give --dates dmy or mdy, and the others are named"
    ]
    found = brought(tmp_path, text, kind="level", dates="dmy").settled()
    assert rows(found, "as_of") == [("2024-04-13",), ("2024-04-05",)] and left(found) == [
        "a.csv:4: date: '05/14/2024' is no day that can be read"
    ]


def test_year_month_and_day_in_columns_of_their_own(tmp_path):
    found = brought(tmp_path, "source,year,month,day,deaths\nA,2024,1,5,3\nA,2024,12,15,4\n", kind="level")
    assert rows(found, "as_of")[0] == ("2024-01-05",)


def test_days_that_are_none_are_named(tmp_path):
    text = "source,date,deaths\nA,2024-01-05,3\nA,soon,4\nA,,5\nA,2031-01-01,6\nA,2024-02-30,6\n"
    assert left(brought(tmp_path, text + "".join(f"A,2024-02-{i},3\n" for i in range(10, 28)), kind="level")) == [
        "a.csv:3: date: 'soon' is no day that can be read",
        "a.csv:6: date: '2024-02-30' is no day that can be read",
        "a.csv:4: date: names no day",
        "a.csv:5: date: '2031-01-01' is after the day on which it was said (2024-06-01): a projection? Give --kind plan, or --day with the day of the file",
    ]


def test_the_day_of_the_file_is_that_of_its_last_change(tmp_path):
    path = write(tmp_path, LONG)
    os.utime(path, (1_710_000_000, 1_710_000_000))
    found = bring(path)
    assert found.day == "2024-03-09" and found.day_from == "the day on which the file was last changed: --day says another"


# --- kinds ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "figures", "kind"),
    [
        ("deaths", [("2024-01-01", 3), ("2024-01-02", 5), ("2024-01-03", 5), ("2024-01-09", 6)], "cumulative"),
        ("deaths", [("2024-01-01", 3), ("2024-01-02", 5)], "?"),
        ("deaths", [("2024-01-01", 3), ("2024-01-08", 2)], "?"),
        ("deaths", [*((f"2024-01-{d:02}", d) for d in range(1, 20)), ("2024-01-20", 18)], "?"),
        ("weekly deaths", [("2024-01-01", 3), ("2024-01-08", 2)], "?"),
        ("deaths per day", [("2020", 3), ("2021", 2)], "?"),
        ("annual deaths", [("2020", 3), ("2021", 2)], "period"),
        ("deaths", [("2024-01-01", 3), ("2024-01-02", 2)], "period"),
        ("deaths", [("2020", 3), ("2021", 5)], "period"),
        ("total deaths to date", [("2020", 3), ("2021", 5)], "cumulative"),
        ("unemployment", [("2020", 3), ("2021", 5)], "level"),
        ("share (%)", [("2020", 3), ("2021", 5)], "level"),
        ("deaths", [("2024-01-01", 3)], "fixed"),
        ("anomaly", [("2020", -3), ("2021", 5)], "level"),
        ("widgets", [("2020", 3), ("2021", 5)], "?"),
    ],
)
def test_the_kind_is_guessed_by_words_and_course(tmp_path, heading, figures, kind):
    found = brought(tmp_path, f"source,date,{heading}\n" + "".join(f"A,{d},{n}\n" for d, n in figures))
    assert {k for (k,) in rows(found, "kind")} == {kind.strip("?")}
    assert bool(found.questions) == (kind == "?")
    if heading == "widgets":
        assert found.questions == [
            "is a figure (widgets) the state on its day (--kind level), the count of its day, month or year alone (--kind period), or a running total (--kind cumulative)? Nothing in the file decides it"
        ]


# --- what comes out, and the command -------------------------------------------------------------------------------------------


def test_a_case_comes_of_a_frame():
    frame = pd.read_csv(io.StringIO(LONG), parse_dates=["date"])
    case = dc.from_table(frame, "mali", day=DAY)
    assert [(c.source, c.as_of, c.dimension("place"), c.value, c.kind) for c in case.records] == [(*a, "cumulative") for a in ANSWER]
    assert case.filled[0] == "the table: 5 rows, 4 columns" and case.name == "mali"
    assert dc.explain(case, "un", "who", as_of="2024-01-05").total is not None


def test_what_means_nothing_here_is_kept_beside(tmp_path):
    found = brought(
        tmp_path,
        LONG.replace("deaths", "deaths,iso3")
        .replace("0\n", "0,MLI\n")
        .replace("2\n", "2,\n")
        .replace("5\n", "5,MLI\n")
        .replace("7\n", "7,MLI\n"),
    )
    drafts = drafts_of(found)
    assert drafts["beside.csv"].decode().splitlines()[:3] == ["line,iso3", "2,MLI", "3,"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_shows_asks_and_writes(place):
    write(place, LONG, "deaths.csv")
    done = run("import", "deaths.csv", "--day", DAY)
    assert done.exit_code == 2 and not (place / "deaths").exists()
    assert done.stderr == "deaths.csv: nothing was written: give --yes to take this, or the options that say otherwise\n"
    assert (
        "source: column 'agency' (2: WHO, UN)\n" in done.stdout
        and "guessed: deaths: kind cumulative, since no source's figure ever falls" in done.stdout
    )
    assert run("import", "deaths.csv", "--dry-run").exit_code == 0 and not (place / "deaths").exists()
    done = run("import", "deaths.csv", "--day", DAY, "--yes")
    assert done.exit_code == 0 and done.stdout.endswith("then:\n  discrepancy check deaths\n  discrepancy gap deaths\n")
    assert run("check", "deaths").stdout.endswith(
        "deaths: 5 claims of 2 statements, 2 sources, 0 events, 0 reasons, 0 corrections: no problems\n"
    )
    assert "UN's figure was 1.13 times WHO's" in run("gap", "deaths").stdout
    again = run("import", "deaths.csv", "--yes")
    assert again.exit_code == 2 and again.stderr.startswith(
        "deaths: has figures of un, who: bring a newer file in with discrepancy import deaths --again deaths.csv"
    )


def test_yes_takes_no_toss_of_a_coin(place):
    write(place, "source\tdate\tdeaths\nA\t03/04/2024\t1\nB\t05/04/2024\t2\n", "a.tsv")
    done = run("import", "a.tsv", "--yes")
    assert done.exit_code == 2 and "a.tsv: '03/04/2024' may be" in done.stderr and not (place / "a").exists()


def test_the_command_in_json(place):
    write(place, LONG, "deaths.csv")
    told = json.loads(run("import", "deaths.csv", "--dry-run", "--json").stdout)
    assert told["claims"] == 5 and told["rows"][0]["source"] == "who" and told["understood"][0] == "deaths.csv: 5 rows, 4 columns"


def test_a_second_agency_goes_into_the_same_case(place):
    for name, add in (("WHO", 0), ("UN", 3)):
        write(place, f"date,country,deaths\n2024-01-01,Mali,{10 + add}\n2024-01-05,Mali,{15 + add}\n", f"{name}.csv")
        done = run("import", f"{name}.csv", "--source", name, "--into", "mali", "--day", DAY, "--kind", "cumulative", "--yes")
        assert done.exit_code == 0, done.stderr
    assert run("check", "mali").exit_code == 0
    assert [(c.source, c.value) for c in dc.load_case("mali").records] == [("who", "10"), ("who", "15"), ("un", "13"), ("un", "18")]
    write(place, "date,deaths\n2024-01-01,9\n2024-01-05,11\n", "c.csv")
    done = run("import", "c.csv", "--source", "C", "--into", "mali", "--kind", "level", "--yes")
    assert done.exit_code == 2 and "mali: its figures are told apart by place, those of c.csv by nothing" in done.stderr


def test_a_newer_file(place):
    write(place, LONG, "deaths.csv")
    assert run("import", "deaths.csv", "--day", DAY, "--yes").exit_code == 0
    assert (
        run("import", "deaths", "--again", "deaths.csv").stdout
        == "deaths.csv: is the file that was brought in as deaths.csv (2024-06-01): nothing to do\n"
    )
    before = (place / "deaths" / "claims.csv").read_text()
    newer = (
        LONG.replace("WHO,2024-01-05,Mali,15", "WHO,2024-01-05,Mali,16").replace("UN,2024-01-01,Mali,12\n", "") + "UN,2024-01-09,Mali,20\n"
    )
    write(place, newer, "june.csv")
    refused = run("import", "deaths", "--again", "june.csv", "--day", DAY)
    assert refused.exit_code == 2 and "its day is 2024-06-01, and figures of 2024-06-01 are there: give --day" in refused.stderr
    done = run("import", "deaths", "--again", "june.csv", "--day", "2024-07-01")
    assert done.stdout.splitlines() == [
        "june.csv, 2024-07-01: 1 new, 1 revised, 1 no longer in the file, 3 as before",
        "who, deaths, 2024-01-05, Mali: 15 → 16",
        "un, deaths, 2024-01-01, Mali: 12 is no longer in the file",
    ]
    after = (place / "deaths" / "claims.csv").read_text()
    assert after.startswith(before) and len(after.splitlines()) == len(before.splitlines()) + 2
    case = dc.load_case("deaths")
    assert [(c.statement_date, c.value) for c in case.records if c.source == "who" and c.as_of == "2024-01-05"] == [
        (DAY, "15"),
        ("2024-07-01", "16"),
    ]
    assert dc.explain(case, "un", "who", as_of="2024-01-05", known_by="2024-06-15").b.claim.value == "15"
    assert run("import", "deaths", "--again", "june.csv").stdout.startswith("june.csv: is the file that was brought in as june.csv")
    assert "Figures brought in from june.csv on 1 July 2024: 1 new, 1 revised and 1 no longer in the file." in run("check", "deaths").stdout


def test_a_newer_file_goes_into_a_case_that_a_spreadsheet_saved(place):
    write(place, LONG, "deaths.csv")
    assert run("import", "deaths.csv", "--day", DAY, "--yes").exit_code == 0
    for table in ("claims.csv", "sources.csv"):
        frame = pd.read_csv(place / "deaths" / table, dtype=str, na_filter=False).rename(columns={"as_of": "As of", "source": "Source"})
        frame.to_csv(place / "deaths" / table, sep=";", index=False, encoding="utf-8-sig")
    write(place, LONG.replace("WHO,2024-01-05,Mali,15", "IOM,2024-01-05,Mali,16"), "june.csv")
    done = run("import", "deaths", "--again", "june.csv", "--day", "2024-07-01")
    assert done.stdout.startswith("june.csv, 2024-07-01: 1 new, 0 revised, 1 no longer in the file, 4 as before\n")
    assert [(c.source, c.value) for c in dc.load_case("deaths").records if c.statement_date == "2024-07-01"] == [("iom", "16")]


def test_a_scale_does_not_hide_whose_dollars_they_are(tmp_path):
    found = brought(tmp_path, "year,Damage (US$ million)\n2020,5\n2021,7\n", source="A", kind="period").settled()
    assert rows(found, "measure", "value", "unit") == [("damage", "5", "million USD"), ("damage", "7", "million USD")]
    cells = brought(tmp_path, "year,damage\n2020,US$5m\n2021,US$7m\n", source="A", kind="period").settled()
    assert rows(cells, "value", "unit") == [("5", "million USD"), ("7", "million USD")]


def test_a_newer_file_says_its_own_lines(place):
    text = "year,output\n2001,170\n2002,175\n2003,180\nChange in %,\n2002,2.9\n2003,2.8\n"
    write(place, text, "a.csv")
    assert run("import", "a.csv", "--source", "A", "--kind", "period", "--rows", "2-4", "--day", DAY, "--yes").exit_code == 0
    write(place, text.replace("Change", "2004,190\nChange").replace("2003,2.8", "2003,2.8\n2004,5.5"), "b.csv")
    refused = run("import", "a", "--again", "b.csv", "--day", "2024-07-01")
    assert refused.exit_code == 2 and "Give --rows 2-5 or --rows 7-9" in refused.stderr
    done = run("import", "a", "--again", "b.csv", "--rows", "2-5", "--day", "2024-07-01")
    assert done.stdout.splitlines() == ["b.csv, 2024-07-01: 1 new, 0 revised, 0 no longer in the file, 3 as before"]


SOURCES = st.sampled_from(["WHO", 'Ministry, of "Health"', "Бюро", "UN"])
FIGURES = st.one_of(st.integers(-(10**9), 10**9).map(str).filter(lambda t: t[:3] != "-99"), st.decimals(-(10**6), 10**6, places=2).map(str))
FRAMES = st.lists(st.tuples(SOURCES, st.dates(pd.Timestamp("1990-01-01").date(), pd.Timestamp("2024-05-01").date()), st.sampled_from(["Mali", "Côte d'Ivoire", " Niger"]), FIGURES), min_size=2, max_size=12, unique_by=lambda r: r[:3])  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FRAMES, st.sampled_from(["csv", "tsv", "json", "xlsx"]))
def test_a_frame_comes_in_equal_by_every_form(tmp_path, table, form):
    frame = pd.DataFrame(table, columns=["source", "date", "place", "balance"]).assign(date=lambda f: f["date"].astype(str))
    path = tmp_path / f"a.{form}"
    if form == "xlsx":
        frame.to_excel(path, index=False)
    elif form == "json":
        path.write_text(json.dumps(frame.to_dict("records")))
    else:
        frame.to_csv(path, index=False, sep="\t" if form == "tsv" else ",")
    found = bring(path, Rules(kind="level"), day=DAY).settled()
    names = [found.claims.names[s] for (s,) in rows(found, "source")]
    assert [(n, *r) for n, r in zip(names, rows(found, "as_of", "place", "value"), strict=True)] == [
        (s, str(d), p.strip(), v) for s, d, p, v in table if v not in ("-0", "-0.00")
    ] or any("-0" in r[3][:2] for r in table)


# --- what a third set of files asked for ---------------------------------------------------------------------------------------

BOUNDS = "source,year,x,y,lo,hi\nA,2020,5,6,4,7\nB,2020,6,7,5,8\n"


def test_every_option_is_honoured_or_refused(tmp_path):
    found = brought(tmp_path, BOUNDS, value=["x"], low="lo", high="hi", kind="level").settled()
    assert rows(found, "value", "low", "high") == [("5", "4", "7"), ("6", "5", "8")]
    for rules, sentence in (
        ({"value": ["x", "y"], "low": "lo", "high": "hi"}, "--low and --high: the bounds of which, 'x' or 'y'? Give --best"),
        ({"value": ["x"], "best": "y"}, "--best 'y': is none of the columns given ('x'): name it there as well"),
        ({"value": ["x"], "source_columns": ["y"]}, "--source-columns and --value cannot stand together: leave one of them out"),
        ({"source": "A", "source_columns": ["y"]}, "--source-columns and --source cannot stand together: leave one of them out"),
        ({"columns_are": "place", "low": "lo", "high": "hi"}, "--columns-are and --low cannot stand together: leave one of them out"),
        ({"table": 2}, "a.csv: has no tables to count, and --table names 2: leave the option out"),
    ):
        with pytest.raises(IntakeError) as error:
            brought(tmp_path, BOUNDS, kind="level", **rules)
        assert str(error.value) == sentence
    asked = brought(tmp_path, BOUNDS, value=["x", "y"], measure="m", kind="level").questions
    assert asked[0] == "--measure 'm' is one name, and 'x', 'y' are several columns: name one with --value, or leave it out"


def test_the_days_of_a_poll_and_a_value_a_year_are_no_counts(tmp_path):
    kind = lambda text, **more: {k for (k,) in rows(brought(tmp_path, text, **{"source": "me", **more}), "kind")}
    polls = "Start,End,{},Favor\n2017-06-09,2017-06-11,A,24\n2017-06-14,2017-06-16,B,33\n"
    assert kind(polls.format("Pollster"), source="") == kind(polls.format("nom_institut"), source="") == {"level"}
    assert kind(polls.format("sample size")) == {"level"}
    assert kind(polls.format("Remark")) == {""}
    assert kind(polls.format("Remark").replace("Favor", "Share (%)")) == {"level"}
    assert kind(polls.format("Remark").replace("Favor", "Arrests")) == {"period"}
    assert kind(polls.format("Remark").replace("Favor", "deaths per 100k")) == {"period"}
    yearly = "year,{}\n2001,24\n2002,33\n2003,31\n"
    heads = {"people living in poverty": "level", "people killed": "period", "people": "", "imports": "period", "births": "period"}
    assert {head: next(iter(kind(yearly.format(head)))) for head in heads} == heads
    ranges = "date,place,min,max\n2001-01-01,A,4,5\n2001-01-09,A,3,9\n2001-02-07,A,1,2\n"
    assert kind(ranges, measure="widgets") == {""}  # figures of two days


def test_a_unit_is_that_of_the_figure(tmp_path):
    units = lambda text, **more: [
        u for (u,) in rows(brought(tmp_path, text, **{"source": "me", "kind": "level", **more}).settled(), "unit")
    ]
    text = "year,Median anomaly,Upper bound (95% CI),Lower bound (95% CI)\n2001,1.5,1.9,1.1\n"
    assert rows(brought(tmp_path, text, source="me", kind="level").settled(), "unit", "level") == [("", "95")]
    text = "year,Losses in $,Losses as % of GDP (Munich Re)\n2001,92,0.24\n"
    assert units(text, unit="million USD") == ["million USD", "%"]
    text = "year,Losses,Losses as % of GDP (Munich Re)\n2001,92,0.24\n"
    assert units(text, unit="million USD") == ["million USD", "%"] and units(text) == ["", "%"]
    with pytest.raises(
        IntakeError, match=r"^--unit 'tonnes': 'Losses as % of GDP \(Munich Re\)' \(%\): states its own; leave the option out"
    ):
        units(text, unit="tonnes", value=["Losses as % of GDP (Munich Re)"])
    with pytest.raises(IntakeError, match=r"^--unit '60-kg bags': is no unit that is known here: write tonnes, USD, % or thousand"):
        units(text, unit="60-kg bags")


def test_a_unit_above_the_table(tmp_path):
    text = "Coffee imports,,\n{},,\ncountry,2001,2002\nMali,5,7\nNiger,6,8\n"
    found = lambda line, **more: brought(tmp_path, text.format(line), source="me", kind="period", **more)
    bags = [("thousand", "coffee_imports_60_kg_bags")] * 4
    assert rows(found("In thousand 60-kg bags").settled(), "unit", "measure") == bags
    assert rows(found("", unit="thousand 60-kg bags").settled(), "unit", "measure") == bags
    assert rows(found("Unit: tonnes").settled(), "unit")[0] == rows(found("(in tonnes)").settled(), "unit")[0] == ("tonnes",)
    asked = "'Units: smoots' says (smoots), which is no unit that is known here: give --unit, such as --unit tonnes, or --unit 1 for none"
    assert found("Units: smoots").questions == [asked] and not found("In West Africa").questions
    assert rows(found("Units: smoots", unit="1").settled(), "unit")[0] == ("",)


def test_a_workbook_is_read_in_all_its_digits(tmp_path):
    cells = [["place", "number level"], *(["p", n] for n in (42882.776086999, 1.863, 0.12345, 9512345.678, 0.3, 12.5, -45.678, 42882.776))]
    formats = dict(B2="#,##0", B3="0", B4="0%", B5='0.0,,"m"', B6="0", B7="0.00", B8="0.0_);(0.0)", B9="0.0E+00")
    book = xlsx([cells[0], *([f"{name}{i}", n] for i, (name, n) in enumerate(cells[1:]))], **formats)
    found = brought(tmp_path, book, "a.xlsx", source="me", kind="level", unit="1")
    got = [c.lstrip("\ue000") for c in found.table.columns[1].rows()]
    assert got == ["42882.776086999", "1.863", "12.345%", "9.512345678m", "0.3", "12.50", "-45.678", "42882.776"]


def test_days_of_headings_without_a_year_and_a_total_within_a_cell(tmp_path):
    text = 'place,cases on 14 March,new cases,"Total cases as of 11am, 15 March"\nA,1,2,3\nB,4,1,5\nElsewhere,,8,Total: 94\n'
    path, rules = write(tmp_path, text), dict(source="me", kind="level")
    assert bring(path, Rules(**rules)).questions == [
        f"{head!r} names a day without a year: give --day with the day on which the figures were said, or --date"
        for head in ("cases on 14 March", "Total cases as of 11am, 15 March")
    ]
    found = bring(path, Rules(**rules), day="2020-03-15").settled()
    assert {*rows(found, "measure", "as_of")} == {("cases", "2020-03-14"), ("new_cases", ""), ("total_cases", "2020-03-15")}
    assert left(found)[0].endswith("'Total: 94' is a total that is named within a cell: left out, since its rows are read")
    assert {r[0] for r in rows(bring(path, Rules(**rules), day="2020-02"), "as_of")} == {"2019-03-14", "", "2019-03-15"}


def test_two_bare_nouns_are_no_sources(tmp_path):
    with pytest.raises(IntakeError, match=r"^a.csv: what are the columns confederate, union\? Sources: --source-columns"):
        brought(tmp_path, "date,confederate,union\n1861-04-07,4,11\n1861-05-12,5,5\n", kind="period")


def test_the_year_of_a_publication_is_no_day(tmp_path):
    text = 'Entity,Year,Less than 1.90$ per day (World Bank (2015)),Poverty rate (BM 2002),"Literacy (Munich Re, 2017)"\nWorld,1820,,94.4,7\nWorld,1830,5,92.5,8\n'
    found = brought(tmp_path, text, unit="%")
    assert {*rows(found, "as_of")} == {("1820",), ("1830",)}
    assert found.questions[0].endswith(
        'or --source-columns "Less than 1.90$ per day (World Bank (2015)),Poverty rate (BM 2002),Literacy (Munich Re, 2017)"'
    )
    found = brought(tmp_path, text, unit="%", kind="level", source_columns=found.table.heads[2:]).settled()
    assert rows(found, "source", "measure", "unit", "value")[::2] == [
        ("world-bank-2015", "less_than_1_90_per_day", "%", "5"),
        ("bm-2002", "poverty_rate", "%", "92.5"),
        ("munich-re-2017", "literacy", "%", "8"),
    ]


def test_an_id_is_proposed_where_rows_collide(tmp_path):
    text = (
        "strike_id,date,location,min,max,code\n"
        + "".join(f"B{i},2004-06-{i:02},A,0,0,7\n" for i in range(10, 29))
        + "B9,2004-06-28,A,0,0,7\n"
    )
    found = brought(tmp_path, text, source="me", measure="killed", kind="period")
    assert found.questions == [
        "2 figures are of one source, day and place, and 'strike_id' tells each row apart: give --where strike_id_of=strike_id"
    ]
    assert len(brought(tmp_path, text, source="me", measure="killed", kind="period", where={"strike": "strike_id"}).settled().claims) == 20
    text = "source,year,deaths,code,id\n" + "".join(f"A,2020,{i},7,x{i}\n" for i in range(9))
    assert brought(tmp_path, text, kind="period").questions[0].endswith("--where NAME=COLUMN (id), or with --date")


def test_long_names_names_with_commas_and_an_encoding(tmp_path):
    long = "Number of people who were counted in the very long heading of {}, all ages"
    text = f'year,"{long.format("one")}","{long.format("two")}"\n2001,5,6\n2002,7,9\n'
    for asked in ([], [long.format(n) for n in ("one", "two")], ",".join(long.format(n) for n in ("one", "two")).split(",")):
        found = brought(tmp_path, text, source="me", kind="level", value=[name.strip() for name in asked]).settled()
        names = list(dict.fromkeys(m for (m,) in rows(found, "measure")))
        assert len(names) == 2 and names[1] == f"{names[0]}_2"
    text = "Pollster,End,Favor,Text\nA,6/13/17,24,don\x92t\nB,6/14/17,33,can\x92t\n"
    raw = text.encode("latin-1")
    assert len(brought(tmp_path, raw, encoding="cp1252").settled().claims) == 2
    with pytest.raises(
        IntakeError, match=r"^a.csv:2: is not cp1252 text: say what it is, such as --encoding latin-1, or save it as UTF-8$"
    ):
        brought(tmp_path, raw.replace(b"\x92", b"\x9d"), encoding="cp1252")


@pytest.mark.parametrize("unit", ["Mbit/s", "µg/m3", "zł/m2", "m3/s", "hl", "hectolitres", "basis points"])
def test_a_unit_that_is_not_read_is_asked_about(tmp_path, unit):
    text = f"place,source,year,Level ({unit})\nA,one,2020,5\nA,two,2020,6\n"
    assert any(f"({unit}), which is no unit" in q for q in brought(tmp_path, text, kind="level").questions)
    assert not brought(tmp_path, text.replace(f"({unit})", "(MoH/GMO)"), kind="level").questions


def test_money_behind_or_before_its_scale_and_a_season(tmp_path):
    text = "place,source,year,{}\nA,one,2020,5\nA,two,2020,6\n"
    for head in ("Paid (US$ bn)", "Paid in US$ billion", "Paid (bn US$)"):
        assert rows(brought(tmp_path, text.format(head), kind="period").settled(), "unit") == [("billion USD",)] * 2
    assert set(rows(brought(tmp_path, text.format("Pupils (2019/20)"), kind="level").settled(), "unit")) == {("",)}
    assert unit_in("Infant mortality, per 1,000 live births")[1] == "Infant mortality"


def test_metres_or_millions_beside_another_unit(tmp_path):
    text = "place;year;WB (m);INE (thousands)\nA;2020;51;50900\nB;2020;31;30800\n"
    sources = ["WB (m)", "INE (thousands)"]
    asked = "'WB (m)' says (m), which is no unit that is known here: give --unit, such as --unit tonnes, or --unit 1 for none"
    assert brought(tmp_path, text, source_columns=sources, kind="level").questions == [asked]
    found = brought(tmp_path, text, source_columns=sources, kind="level", unit="million").settled()
    assert {*rows(found, "unit")} == {("million",), ("thousands",)}


def test_what_a_newer_file_leaves_out_is_told(tmp_path):
    text = "place,source,year,deaths\nA,one,2020,5\nA,two,2020,6\n"
    into, newer = tmp_path / "case", write(tmp_path, text.replace(",5", ",5*"), "b.csv")
    asked = ["--kind", "period", "--day", "2024-01-01", "--yes", "--into", str(into)]
    assert CliRunner().invoke(main, ["import", str(write(tmp_path, text)), *asked]).exit_code == 0
    told = CliRunner().invoke(main, ["import", str(into), "--again", str(newer), "--day", "2024-02-01"]).output
    assert "left out: b.csv:2: Deaths: '5*' has the mark \"*\", which nothing in the file explains" in told.replace(
        "deaths: '", "Deaths: '"
    )
