"""Tables as people write them: a value alone, bounds, units, number formats, what is hidden, spellings, rows in another order."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date

import pytest
from click.testing import CliRunner
from conftest import row
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

import discrepancy as dc
from discrepancy import dates
from discrepancy.app.cli.group import main
from discrepancy.app.edit.record import record
from discrepancy.case.load import examine
from discrepancy.workbook.shown import shown

PLAIN = row("city", "2025-03-10", "9,000", "x")
OTHER = row("org", "2025-03-10", "about 12,000", "x")
HEADER = ["source", "statement_date", "measure", "wording", "url"]


def problems(folder):
    return [str(p) for p in examine(folder)[1]]


def told(folder):
    return [str(w) for w in dc.load_case(folder).warnings if "archived copy" not in str(w)]


def number(**cells):
    """A row whose number stands in columns of its own."""
    return row("city", "2025-03-10", "", "x") | cells


# ----------------------------------------------------------------------------------------- a value alone, its unit, its bounds


@pytest.mark.parametrize(
    ("cells", "phrase", "value", "low", "high", "unit", "grain", "level"),
    [
        ({"value": "9000"}, "9,000", 9000, 8920.78, 9079.22, "", 1, 95),
        ({"value": "2016"}, "2,016", 2016, 2016, 2016, "", 1, 95),
        ({"value": "9.50", "unit": "%"}, "9.50%", 9.5, 9.495, 9.505, "%", 0.01, 95),
        ({"value": "6.1", "unit": "percent"}, "6.1 percent", 6.1, 6.05, 6.15, "%", 0.1, 95),
        ({"value": "-0.4", "unit": "%"}, "-0.4%", -0.4, -0.45, -0.35, "%", 0.1, 95),
        ({"value": "1.234"}, "1.234", 1.234, 1.2335, 1.2345, "", 0.001, 95),
        ({"value": "0.034"}, "0.034", 0.034, 0.0335, 0.0345, "", 0.001, 95),
        ({"value": "1.2e6"}, "1.2e6", 1.2e6, 1.15e6, 1.25e6, "", 1e5, 95),
        ({"value": "1.2", "unit": "million USD"}, "1.2 million USD", 1.2e6, 1.15e6, 1.25e6, "USD", 1e5, 95),
        ({"value": "1.2", "unit": "USD million"}, "USD 1.2 million", 1.2e6, 1.15e6, 1.25e6, "USD", 1e5, 95),
        ({"value": "-1.2", "unit": "$ bn"}, "-$1.2 bn", -1.2e9, -1.25e9, -1.15e9, "USD", 1e8, 95),
        ({"value": "13000", "unit": "square kilometres"}, "13,000 square kilometres", 13000, 12999.5, 13000.5, "km²", 1, 95),
        ({"value": "34", "unit": "per 100,000"}, "34 per 100,000", 34, 33.5, 34.5, "per 100000", 1, 95),
        ({"value": "73", "low": "10", "high": "140"}, "73", 73, 10, 140, "", 1, None),
        ({"value": "73", "low": "10", "high": "140", "level": "90"}, "73", 73, 10, 140, "", 1, 90),
        ({"value": "1.2", "low": "1.0", "high": "1.5", "unit": "million USD"}, "1.2 million USD", 1.2e6, 1e6, 1.5e6, "USD", 1e5, None),
        ({"wording": "about 13,000", "unit": "km2"}, "about 13,000", 13000, 12500, 13500, "km²", 1, 95),
        ({"wording": "more than 3,000", "low": "3000", "high": "8000"}, "more than 3,000", 3000, 3000, 8000, "", 1, None),
        ({"wording": "$1.2 trillion", "value": "1.2", "unit": "trillion USD"}, "$1.2 trillion", 1.2e12, 1.15e12, 1.25e12, "USD", 1e11, 95),
        ({"wording": "151,000 (95% CI 104,000 to 223,000)"}, None, 151000, 104000, 223000, "", 1, 95),
        ({"wording": "151,000 (95% CI 104,000 to 223,000)", "low": "104000", "high": "223000", "level": "95"}, None, 151000, 104000, 223000, "", 1, 95),
        ({"wording": "between 5 and 7", "unit": "%"}, None, 6, 5, 7, "%", 1, 95),
    ],
)  # fmt: skip
def test_a_row_is_the_number_that_its_cells_say(make_case, cells, phrase, value, low, high, unit, grain, level):
    claim = dc.load_case(make_case([number(**cells)])).records[0]
    r = claim.reading()
    assert (r.value, r.low, r.high, r.grain) == pytest.approx((value, low, high, grain))
    assert (r.unit, r.level) == (unit, level)
    assert claim.phrase == (phrase or cells["wording"]) and r.printed == claim.phrase
    assert claim.quoted == (f"“{claim.phrase}”" if "wording" in cells else claim.phrase)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({}, "wording: is empty: give the shortest printed phrase with the number, or the number alone in value"),
        ({"value": "9", "unit": "smoots"}, "unit: 'smoots' is no unit that is known: write %, km², tonnes, USD, million USD or the like; empty for what is counted one by one"),
        ({"wording": "5 tonnes", "unit": "kg"}, 'wording: "5 tonnes" is in t, and the unit is given as "kg": one of the two is wrong'),
        ({"wording": "1.2 million", "unit": "million USD"}, 'wording: "1.2 million" has a scale word, and so has the unit "million USD": write the number in full, with the unit alone'),
        ({"value": "73", "low": "10"}, 'value: "73": low alone is no interval: give low and high as the source has them, or neither'),
        ({"value": "73", "low": "80", "high": "140"}, 'value: "73" is not between low (80) and high (140): one of the three is wrong'),
        ({"wording": "73", "value": "74"}, 'wording: "73" says 73, but value is 74: one of the two is wrong'),
        ({"wording": "more than 3,000", "low": "2500", "high": "8000"}, 'wording: "more than 3,000": low is 2500, and the phrase says 3,000'),
        ({"wording": "151,000 (95% CI 104,000 to 223,000)", "low": "100000", "high": "223000"}, 'wording: "151,000 (95% CI 104,000 to 223,000)": low is 100000, and the phrase says 104,000'),
        ({"wording": "151,000 (95% CI 104,000 to 223,000)", "low": "104000", "high": "223000", "level": "90"}, 'wording: "151,000 (95% CI 104,000 to 223,000)": level is 90, and the phrase says 95'),
        ({"value": "73", "low": "10", "level": "95"}, 'value: "73": a stated interval needs low and high with the printed number between them'),
    ],
)  # fmt: skip
def test_cells_that_do_not_fit_each_other_are_refused(make_case, cells, sentence):
    assert problems(make_case([number(**cells), OTHER])) == [f"claims.csv:2: {sentence}"]


def test_a_value_alone_is_shown_without_quotation_marks(make_case):
    folder = str(make_case([number(value="9000"), OTHER]))
    for more in ([], ["--note"]):
        text = CliRunner().invoke(main, ["gap", folder, *more], catch_exceptions=False).stdout
        assert "“about 12,000”" in text and "9,000" in text and "“9,000”" not in text


def test_what_is_brought_to_another_unit_takes_its_bounds_with_it(make_case):
    case = dc.load_case(make_case([number(value="13000", low="12000", high="15000", unit="km2")], toml='[measures.x]\nunit = "ha"'))
    r = case.records[0].reading()
    assert (r.value, r.low, r.high, r.unit) == (1.3e6, 1.2e6, 1.5e6, "ha")


def test_an_address_is_asked_for_and_not_refused(make_case):
    sentence = "claims.csv:2: url: is empty: give the address of the page, or say in notes why there is none"
    assert told(make_case([PLAIN | {"url": ""}, OTHER])) == [sentence]
    assert told(make_case([PLAIN | {"url": "", "notes": "by telephone"}, OTHER])) == []


# ----------------------------------------------------------------------------------------- what stands wrongly


@pytest.mark.parametrize(
    ("one", "other", "letter"),
    [
        ("Ministry", "ministry", ""),
        ("city hall", "City  Hall", ""),
        ("city-hall", "city hall", ""),
        ("Bogotá", "Bogota", ""),
        ("Ministry", "Міnistry", ", with CYRILLIC CAPITAL LETTER EM"),
        ("police", "poliсe", ", with CYRILLIC SMALL LETTER ES"),
        ("Bogotá", "Bogota\u0301", ""),
        ("police", "po\u200blice", ", with ZERO WIDTH SPACE"),
        ("WHO", "ＷＨＯ", ""),
        ("NATO", "ΝΑΤΟ", ", with GREEK CAPITAL LETTER NU"),
    ],
)
def test_one_source_in_two_spellings_is_told(make_case, one, other, letter):
    found = problems(make_case([PLAIN | {"source": one}, OTHER | {"source": other}]))
    end = f" (line 2) in another spelling{letter}: write both in one way"
    assert len(found) == 1 and found[0].startswith("claims.csv:3: source: ") and found[0].endswith(end)


@pytest.mark.parametrize("names", [("police-1", "police-2"), ("Москва", "Місто"), ("国防部", "国防省"), ("a", "ab")])
def test_two_sources_are_two(make_case, names):
    assert problems(make_case([PLAIN | {"source": names[0]}, OTHER | {"source": names[1]}])) == []


@pytest.mark.parametrize(
    ("cells", "at", "value"),
    [
        ("about 8,000", "notes", "000"),
        ("about 8,000 marchers", "notes", "000 marchers"),
        ("6,1%", "notes", "1%"),
        ("1,5 million", "notes", "5 million"),
    ],
)
def test_a_number_cut_by_a_comma_without_quotes_is_told(tmp_path, cells, at, value):
    lines = [
        "source,statement_date,measure,url,wording,notes",
        f"a,2025-03-10,x,https://example.org,{cells}",
        "b,2025-03-10,x,https://example.org,20000,3 of them ill",
    ]
    (tmp_path / "claims.csv").write_text("\n".join(lines))
    ends = cells.partition(",")[0]
    advice = "begins like the rest of a number: a cell with a comma needs quotes around it; if it is none, begin it with a word"
    assert problems(tmp_path) == [f"claims.csv:2: {at}: {value!r} {advice} (wording ends {ends!r})"]


def test_a_title_above_the_header_is_told(make_case):
    folder = make_case([PLAIN, OTHER])
    text = (folder / "claims.csv").read_text()
    (folder / "claims.csv").write_text("Marchers 2025,,,,\n\n" + text)
    assert problems(folder) == ["claims.csv:1: 'Marchers 2025' stands above the header, which is on line 3: take out what is above it"]


def test_the_odd_unit_is_named_not_the_others(make_case):
    rows = [PLAIN | {"wording": "30%"}, OTHER, row("press", "2025-03-10", "9,500", "x")]
    assert [p.split(":")[1] for p in problems(make_case(rows))] == ["2"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([PLAIN], "has figures of one source only (city): add a claim of another source"),
        ([PLAIN, PLAIN | {"wording": "9,500"}], "has figures of one source only (city): add a claim of another source"),
        ([PLAIN | {"kind": "share"}, OTHER | {"kind": "share"}], "has no figure that can be compared, only shares or plans: add a claim of another source"),
    ],
)  # fmt: skip
def test_a_case_in_which_nothing_can_be_compared_says_what_to_add(make_case, rows, sentence):
    assert told(make_case(rows)) == [f"claims.csv: {sentence}"]


# ----------------------------------------------------------------------------------------- other languages


@pytest.mark.parametrize(
    ("wording", "language", "english"),
    [
        ("plus de 2 950 cas", "fr", "over 2,950"),
        ("près de 9,8 millions de personnes", "fr", "nearly 9.8 million"),
        ("knapp 3.000 Tote", "de-CH", "nearly 3,000"),
        ("понад 3 тис. осіб", "uk", "over 3 thousand"),
        ("entre 3 y 4 mil bajas", "es", "between 3 and 4 thousand"),
        ("약 3,000명", "ko", "about 3,000"),
        ("30 %", "fr", "30%"),
        ("circa 300 morti", "it", "about 300"),
        ("до 300 человек", "ru", "at most 300"),
        ("300 au plus", "fr", "300 at most"),
        ("12,5 Mio. Euro", "de", "12.5 million euros"),
    ],
)
def test_a_plain_phrase_of_another_language_is_rendered_with_its_hedge(make_case, wording, language, english):
    case = dc.load_case(make_case([PLAIN | {"wording": wording, "language": language}, OTHER | {"measure": "y"}]))
    claim = case.records[0]
    assert (claim.english, case.tables["claims"][0]["translation"]) == (english, "machine")
    assert "1 of 2 claims rendered into English by the reader: compare the hedges (english was empty)" in case.filled
    assert claim.reading().value == claim.reading("as-printed").value


@pytest.mark.parametrize(
    ("wording", "language"),
    [
        ("à peine 2 950 cas", "fr"),
        ("bien plus de 2 950 cas", "fr"),
        ("2 950 cas environ", "fr"),
        ("gut 3.000 Tote", "de"),
        ("3.000 Tote circa", "de"),
        ("300 Franken", "de"),
        ("300 Quadratmeilen", "de"),
        ("plus ou moins 300 morts", "fr"),
        ("mindestens 300 Tote, 20 Verletzte", "de"),
        ("no 3.000 muertos", "es"),
        ("3.000 escasos", "es"),
        ("3000人弱", "ja"),
        ("aucun mort", "fr"),
        ("1.234 Millionen", "de"),
    ],
)
def test_what_is_not_plain_is_asked_for(make_case, wording, language):
    asked = f"is empty: give a short English rendering of {wording!r} that keeps its hedge, such as “more than 2,950 cases”"
    assert problems(make_case([PLAIN | {"wording": wording, "language": language}, OTHER])) == [f"claims.csv:2: english: {asked}"]


# ----------------------------------------------------------------------------------------- rows in another order, years, places


def test_rows_in_another_order_are_the_same_rows(make_case):
    rows = [
        PLAIN | {"wording": "about 8,000 marchers", "url": "https://example.org/1"},
        PLAIN | {"wording": "9,500 marchers", "url": "https://example.org/2", "kind": "present"},
        PLAIN | {"measure": "police", "wording": "300"},
        PLAIN | {"measure": "police", "wording": "300", "url": "https://example.org/3"},
        OTHER,
    ]
    folder = make_case(rows)
    case = dc.load_case(folder)
    ids = {c.url + c.measure + c.phrase: c.claim for c in case.records}
    assert len(set(ids.values())) == 5 and ids[OTHER["url"] + "xabout 12,000"] == "org-2025-03-10"
    assert "city-2025-03-10-x-8000" in ids.values()
    record(case)
    kept = (folder / "recorded.csv").read_bytes()
    random.Random(1).shuffle(rows)
    again = make_case(rows[::-1])
    (again / "recorded.csv").write_bytes(kept)
    case = dc.load_case(again)
    assert {c.url + c.measure + c.phrase: c.claim for c in case.records} == ids
    assert case.changed == []


def test_a_rendering_of_the_reader_is_no_part_of_what_was_recorded(make_case):
    folder = make_case([PLAIN | {"wording": "plus de 2 950 cas", "language": "fr"}, OTHER])
    record(dc.load_case(folder))
    case = dc.load_case(folder)
    case.tables["claims"][0]["english"] = "more than 2,950"
    assert case.changed == []


@pytest.mark.parametrize("column", ["period_start", "as_of", "area"])
def test_another_year_or_place_is_no_version(make_case, column):
    values = ("1959-12-31", "1960-12-31") if column != "area" else ("north", "south")
    rows = [
        row("who", "1987", phrase, "x", **{column: value}) for phrase, value in zip(("96,571 cases", "67,127 cases"), values, strict=True)
    ]
    toml = "[dimensions.area]\nvalues = ['north', 'south']" if column == "area" else ""
    assert [c.primary for c in dc.load_case(make_case(rows, toml)).records] == [True, True]
    named = [rows[0] | {"primary": "yes", "claim": "first"}, rows[1] | {"claim": "second"}]
    assert [c.version_of for c in dc.load_case(make_case(named, toml)).records] == ["", ""]


# ----------------------------------------------------------------------------------------- workbooks


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.3, "0%", "30%"),
        (-0.004, "0.0%;-0.0%", "-0.4%"),
        (9000, '"$"#,##0', "$9,000"),
        (9000, '_-* #,##0.00\\ [$€-407]_-', "9,000.00 €"),
        (5, "[$USD] #,##0", "USD 5"),
        (9000, '">"#,##0', ">9,000"),
        (8000, '"about "#,##0', "about 8,000"),
        (9, '#,##0",000"', "9,000"),
        (9500000, '0.0,,"m"', "9.5m"),
        (1234567, "#,##0.0,", "1,234.6"),
        (2500000, '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0', "2.5m"),
        (2500, '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0', "2.5k"),
        (25, '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0', "25"),
        (12345, "0.00E+00", "1.23E+04"),
        (-9000, "#,##0_);(#,##0)", "-9,000"),
        (-1234, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-1,234"),
        (0, '#,##0;-#,##0;"none"', "none"),
        (0.30000000000000004, "General", "0.3"),
        (9000, "General", "9000"),
        (9000.25, "#,##0.###", "9,000.25"),
        (2.5, "0", "3"),
        (123, "00000", "00123"),
        (-5, "#,##0;[Red]-#,##0", "-5"),
        (12, '0 "of 300"', "12 of 300"),
        (2.5, "# ?/?", None),
        (-5, "0;[Red]0", None),
        (123456789, "000-00-0000", None),
        (9000, "0\\ 000", None),
        (12345, "##0.0E+0", None),
        (123, "[DBNum1]0", None),
        (45726, "[$-409]d-mmm-yy", None),
        (5, ";;;", None),
        (3, "0‰", None),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_its_format_has_it(value, form, text):
    assert shown(value, form) == text


def book(tmp_path, edit=lambda sheet, book: None, rows=((9000, "General"),)):
    """A workbook of claims; each row a number with its format."""
    made = Workbook()
    sheet = made.active
    sheet.title = "claims"
    sheet.append(HEADER)
    for i, (value, form) in enumerate(rows):
        sheet.append([f"source {i}", "2025-03-10", "x", value, "https://example.org"])
        sheet.cell(i + 2, 4).number_format = form
    sheet.append(["last", "2025-03-10", "x", "about 8,000", "https://example.org"])
    edit(sheet, made)
    made.save(tmp_path / "claims.xlsx")
    return tmp_path


def test_a_cell_that_cannot_be_told_is_named_with_its_format(tmp_path):
    folder = book(tmp_path, rows=[(2.5, "# ?/?"), (date(2025, 3, 10), "yyyy-mm-dd")])
    assert problems(folder) == [
        "claims.xlsx:2: wording: '2.5' is shown in the format # ?/?, which is not read here: format the column as text and type what is shown",
        "claims.xlsx:3: wording: '2025-03-10' is a date: format the column as text and type the wording again",
    ]


def test_cells_are_read_as_they_are_shown(tmp_path):
    folder = book(tmp_path, rows=[(9, '#,##0",000"'), (9000, '">"#,##0'), (9.5, '0.0"k"')])
    assert [(c.phrase, c.reading().value, c.reading().hedge) for c in dc.load_case(folder).records][:3] == [
        ("9,000", 9000, "bare"),
        (">9,000", 9000, "over"),
        ("9.5k", 9500, "bare"),
    ]


def test_a_number_with_separators_in_a_row_of_another_language_is_refused(tmp_path):
    def german(sheet, _):
        sheet["F1"], sheet["F2"] = "language", "de"

    sentence = "'9,000' is shown in the format #,##0 beside words of another language: format the column as text and type what is printed"
    assert problems(book(tmp_path, german, [(9000, "#,##0")])) == [f"claims.xlsx:2: wording: {sentence}"]


def struck(sheet, _):
    sheet["D2"].font = Font(strike=True)


def partly_struck(sheet, _):
    sheet["D2"] = CellRichText("9,000 ", TextBlock(InlineFont(strike=True), "4,000"))


def footnote(sheet, _):
    sheet["D2"] = CellRichText("9000", TextBlock(InlineFont(vertAlign="superscript"), "1"))


def twice(sheet, made):
    made.create_sheet("claims ").append(HEADER)
    made["claims "].append(["old", "2025-03-10", "x", "7", "https://example.org"])


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (struck, "claims.xlsx:2: wording: '9000' is struck through: take the strike away if it stands; if it does not, set the status of the row, or empty the cell"),
        (partly_struck, "claims.xlsx:2: wording: '9,000 4,000' is struck through: take the strike away if it stands; if it does not, set the status of the row, or empty the cell"),
        (footnote, "claims.xlsx:2: wording: '90001' has raised or lowered letters, which may be the mark of a footnote: write them as plain text, or leave them out"),
        (twice, "claims.xlsx: sheet: 'claims ' and 'claims' are both named as the claims: give one of the two another name"),
    ],
)  # fmt: skip
def test_what_would_be_read_wrongly_is_refused(tmp_path, edit, sentence):
    assert problems(book(tmp_path, edit)) == [sentence]


def hidden_row(sheet, _):
    sheet.row_dimensions[2].hidden = True


def hidden_column(sheet, _):
    sheet.column_dimensions["E"].hidden = True


def filtered(sheet, _):
    sheet.auto_filter.ref = "A1:E3"
    sheet.auto_filter.add_filter_column(0, ["last"])


def hidden_sheet(_, made):
    made["claims"].title = "Claims 2025"
    made.create_sheet("claims").append(HEADER)
    made["claims"].append(["old", "2025-03-10", "x", "7", "https://example.org"])
    made["claims"].sheet_state = "veryHidden"


def another_sheet(_, made):
    made.create_sheet("Notes to self").append(["nothing"])


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (hidden_row, "claims.xlsx:2: is a hidden row, and is read: show it, or set its status if it no longer stands"),
        (hidden_column, "claims.xlsx: has hidden columns (number 5 to 5), and they are read: show them"),
        (filtered, "claims.xlsx: has a filter that is on: rows that it hides are read all the same; take it off to see them"),
        (hidden_sheet, "claims.xlsx: sheet: 'claims' is hidden, and is not read: show it if it belongs to the case, or delete it"),
        (another_sheet, "claims.xlsx: sheet: 'Notes to self' is not read: it has the name of no table (claims, sources, events, reasons, corrections, recorded)"),
    ],
)  # fmt: skip
def test_what_is_hidden_or_left_out_is_told(tmp_path, edit, sentence):
    folder = book(tmp_path, edit)
    assert told(folder) == [sentence]
    assert [c.source for c in dc.load_case(folder).records] == ["source 0", "last"]


def rewritten(folder, edits, **more):
    """The workbook with something else in some of its parts: {part: (was, now)}, and parts more."""
    raw, out = io.BytesIO((folder / "claims.xlsx").read_bytes()), io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            was, now = edits.get(name.rpartition("/")[2], ("", ""))
            new.writestr(name, old.read(name).replace(was.encode(), now.encode()) if was else old.read(name))
        for name, text in more.items():
            new.writestr(f"xl/{name}.xml", text)
    (folder / "claims.xlsx").write_bytes(out.getvalue())
    return folder


@pytest.mark.parametrize(("style", "word"), [("<strike/>", "struck"), ('<vertAlign val="superscript"/>', "raised")])
def test_marks_in_a_text_that_cells_share_are_seen(tmp_path, style, word):
    main_types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    edits = {
        "sheet1.xml": ('t="inlineStr"><is><t>about 8,000</t></is>', 't="s"><v>0</v>'),
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{main_types}.sharedStrings+xml"/></Types>',
        ),
    }
    runs = f"<si><r><t>about 8,000</t></r><r><rPr>{style}</rPr><t>2</t></r></si>"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    folder = rewritten(book(tmp_path), edits, sharedStrings=f'<sst xmlns="{space}" count="1" uniqueCount="1">{runs}</sst>')
    found = problems(folder)
    assert len(found) == 1 and found[0].startswith("claims.xlsx:3: wording: 'about 8,0002' ") and word in found[0]


@pytest.mark.parametrize(
    ("was", "now"), [('<row r="3"', '<row r="-5"'), ('<row r="3"', '<row r="2"'), ('r="B3"', 'r="A3"'), ('r="B3"', 'r="B2"')]
)
def test_no_row_and_no_cell_is_lost(tmp_path, was, now):
    lost = "has rows or cells out of order, of which some would be lost: open the workbook in a spreadsheet and save it"
    assert problems(rewritten(book(tmp_path), {"sheet1.xml": (was, now)})) == [f"claims.xlsx: {lost}"]


@pytest.mark.parametrize("text", ["2024-00", "2024-00-05", "2024-05-00", "2024-00-00"])
def test_no_month_and_no_day_is_zero(text):
    assert not dates.is_date(text) and dates.no_date(text) == dates.NO_DATE and dates.say(text) == text


def test_a_percentage_without_a_kind_is_told_to_be_no_running_total(make_case):
    folder = make_case([row("alpha", "2024-05-01", "48%"), row("beta", "2024-05-03", "43.5%", kind="level")])
    told = [str(w) for w in dc.load_case(folder).warnings if " kind: " in str(w)]
    assert told == ["claims.csv:2: kind: 'cumulative' is a running total, and a percentage is none: write level, period, rate or fixed"]
