"""A case of one's own: begun with one command, or from the spreadsheet in which it already is."""

from __future__ import annotations

import hashlib
import io
import re
import tomllib
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from conftest import ROOT, row
from openpyxl import Workbook

import discrepancy as dc
from discrepancy.app.cli.group import main
from discrepancy.case.load import examine

A = row("alpha", "2024-12-23", "already exceeded 3,000")
B = row("beta", "2024-12-23", "around 1,100")
FIVE = ["source", "statement_date", "measure", "wording", "url"]
PAIR = ("--a", "already exceeded 3,000", "--b", "around 1,100")


def run(*args):
    return CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False)


def problems(folder):
    return [str(p) for p in examine(folder)[1]]


# ------------------------------------------------------------------------------------------- new


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_new_makes_a_case_that_works_as_it_stands(place):
    done = run("new", "fair")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "fair/claims.csv",
        "fair/sources.csv",
        "fair/case.toml",
        "fair/README.md",
        "",
        "still to replace in fair/claims.csv: the two examples",
        "then:",
        "  discrepancy check fair",
        "  discrepancy gap fair",
    ]
    assert run("check", "fair").stdout.endswith("no problems\n")
    assert "Organisers' figure was 1.33 times city hall's." in run("gap", "fair").stdout
    assert [c.notes for c in dc.load_case("fair").records] == ["an example: replace it"] * 2


def test_new_with_two_phrases_writes_the_two_claims_and_says_what_is_open(place):
    done = run("new", "two", *PAIR)
    assert "still to replace in two/claims.csv: source, statement_date, measure, url\n" in done.stdout
    a, b = dc.load_case("two").records
    today = date.today().isoformat()
    assert (a.wording, b.wording) == ("already exceeded 3,000", "around 1,100")
    assert (a.source, b.source, a.measure, a.url, a.statement_date) == ("source-a", "source-b", "number", "", today)
    assert (
        a.notes
        == f"still to fill: source, statement_date ({today} is the day on which this row was written), measure, url (no address yet)"
    )
    assert run("gap", "two").exit_code == 0


def test_new_takes_sources_addresses_date_and_measure_in_one_command(place):
    given = ("--source-a", "alpha", "--source-b", "beta", "--url-a", A["url"], "--url-b", B["url"])
    done = run("new", "full", *PAIR, *given, "--date", "2024-12-23", "--measure", "killed_or_wounded")
    assert "still to replace" not in done.stdout
    claims = dc.load_case("full").tables["claims"]
    assert [{column: r[column] for column in A} for r in claims] == [A, B]
    assert [r["notes"] for r in claims] == ["", ""]


def test_every_example_in_the_case_toml_passes_the_check_without_its_mark(place):
    for name, args in (("fair", ()), ("two", PAIR), ("odd", (*PAIR, "--source-a", 'the "Times" \\ co', "--measure", "killed or wounded"))):
        assert run("new", name, *args).exit_code == 0
        file = place / name / "case.toml"
        text = re.sub(r"^#(?=\S)", "", file.read_text(), flags=re.MULTILINE)
        assert {"title", "defaults", "measures", "dimensions", "conversions", "groups", "colours"} <= set(tomllib.loads(text))
        file.write_text(text)
        assert problems(name) == []
        assert run("gap", name).exit_code == 0


def test_the_files_of_a_new_case_can_be_filled_in_a_spreadsheet(place):
    run("new", "two", "--a", "at least 300 in Zürich", "--b", "around 200")
    raw = (place / "two" / "claims.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # else Excel shows ZÃ¼rich
    assert "Zürich" in raw.decode()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("full",), "full exists and is not empty: choose another name"),
        (("full/kept.txt",), "full/kept.txt is a file: give a folder that does not exist yet"),
        (("full/kept.txt/x",), "full/kept.txt/x cannot be written: Not a directory"),
        (("a b",), "a case cannot be called 'a b': use letters, digits, - _ and ., such as 'a-b'"),
        (("dprk-kursk",), "'dprk-kursk' is a case that comes with the package: choose another name"),
        (("x\0y",), "xy cannot be used: embedded null byte"),
        (("x", "--a", "3,000"), "only a is given: give both phrases, or neither"),
        (("x", "--a", "a lot", "--b", "3,000"), '"a lot" has no number'),
        (("x", "--a", "3,000", "--b", "one in five"), '"one in five" is a share, not a count'),
        (("x", "--date", "2024"), "sources, addresses, a date and a measure go with two phrases: give a and b"),
        (("x", *PAIR, "--source-a", "z", "--source-b", "z"), "both phrases are of the source 'z': two sources are compared"),
        (("x", *PAIR, "--date", "23.12.2024"), "statement_date: '23.12.2024' is no date here: write 2024-12-23"),
        (("x", *PAIR, "--date", "2199"), "statement_date: '2199' is in the future: nothing can have been said then"),
        (("x", *PAIR, "--url-b", "www"), "address b: 'www' is no address: write http:// or https:// and the rest"),
    ],
)
def test_new_refuses_in_a_sentence_and_writes_nothing(place, args, sentence):
    (place / "full").mkdir()
    (place / "full" / "kept.txt").write_text("kept")
    done = run("new", *args)
    assert done.exit_code == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert [p.name for p in place.rglob("*")] == ["full", "kept.txt"]


def test_a_folder_that_cannot_be_written_is_named(place, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", lambda *a, **k: refuse() if a[0].name == "x" else None)
    assert run("new", "x").stderr == "x cannot be written: Permission denied\n"


def test_an_empty_folder_may_be_filled(place):
    (place / "x").mkdir()
    assert run("new", "x").exit_code == 0


# ------------------------------------------------------------------------------------- five columns


def test_all_that_was_filled_in_five_columns_is_listed(make_case):
    folder = make_case([A, B])
    done = run("check", folder)
    assert done.stdout.splitlines() == [
        "read: claims.csv (2 rows)",
        "filled: 2 of 2 claims given an id (claim was empty)",
        "filled: 2 of 2 claims given a statement (statement was empty)",
        "filled: 2 of 2 claims taken as the closest wording found (primary was empty)",
        "filled: 2 of 2 claims taken as figures for the day of the statement, shown as day not stated (as_of was empty)",
        "filled: 2 of 2 claims taken as cumulative (kind was empty)",
        "filled: 2 of 2 claims taken as English (language was empty)",
        "filled: 2 of 2 claims taken as seen on the page (seen_as was empty)",
        "filled: 2 of 2 claims taken as current (status was empty)",
        "filled: 2 sources taken from the claims, each a group of its own (sources.csv has no rows)",
        "filled: 1 measure taken from the claims (none declared in case.toml)",
        "filled: unit taken as persons (none in case.toml)",
        "warning: claims.csv: archive_url: is empty: the page has no archived copy; save one and give its address (2 rows: 2, 3)",
        f"Case without a version, hash {dc.load_case(folder).hash[:12]}. No corrections so far.",
        "case: 2 claims of 2 statements, 2 sources, 0 events, 0 reasons, 0 corrections: no problems",
    ]


def test_names_and_groups_filled_in_the_sources_are_listed(make_case):
    filled = dc.load_case(make_case([A, B], sources=[{"source": "alpha", "name": "The Alpha"}, {"source": "beta"}])).filled
    assert "1 of 2 sources named by their id (name was empty)" in filled
    assert "2 of 2 sources taken as a group of their own (group was empty)" in filled


# ------------------------------------------------------------------------------------------- xlsx


@pytest.fixture
def make_book(tmp_path):
    """Write a workbook of sheets (title → rows, or a function of the sheet) into the folder of a case."""

    def make(name="claims", **sheets):
        folder = tmp_path / "book"
        folder.mkdir(exist_ok=True)
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title.replace("_", " "))
            for cells in rows:
                sheet.append(cells)
        book.save(folder / f"{name}.xlsx")
        return folder

    return make


def cells(*rows):
    return [list(rows[0]), *(list(r.values()) for r in rows)]


def test_a_workbook_is_read_as_its_csv_would_be(make_case, make_book):
    plain = dc.load_case(make_case([A, B]))
    folder = make_book(Sheet1=[*cells(A, B), [], [None, "  "]])
    case = dc.load_case(folder)
    assert case.claims.equals(plain.claims)
    assert case.hashes == {"claims.xlsx": hashlib.sha256((folder / "claims.xlsx").read_bytes()).hexdigest()}
    assert dc.explain(case).unexplained.multiplier == dc.explain(plain).unexplained.multiplier
    assert dc.load_case(folder / "claims.xlsx").name == "book"


def test_one_workbook_may_hold_every_table(make_book):
    sources = [["source", "name"], ["alpha", "The Alpha"], ["beta", "Beta"]]
    folder = make_book(Claims=cells(A, B), sources=sources, events=[["date", "label"], ["2024-12-01", "x"]], Notes=[["free", "text"]])
    case = dc.load_case(folder)
    assert case.source_name("alpha") == "The Alpha"
    assert case.events["label"].tolist() == ["x"]
    assert list(case.hashes) == ["claims.xlsx"]


def test_tables_may_come_from_different_kinds_of_file(make_case, make_book):
    folder = make_book("sources", sources=[["source", "name"], ["alpha", "The Alpha"], ["beta", "Beta"]])
    make_case([A, B], name="book")
    case = dc.load_case(folder)
    assert case.source_name("alpha") == "The Alpha"
    assert set(case.hashes) == {"claims.csv", "sources.xlsx"}


def test_numbers_and_dates_of_a_workbook_become_plain_text(make_book):
    head = [*FIVE, "value", "as_of", "period_start"]
    folder = make_book(claims=[head, ["alpha", datetime(2024, 12, 23), "n", "around 3,000", A["url"], 3000.0, date(2024, 12, 1), 2024]])
    first = dc.load_case(folder).tables["claims"][0]
    assert (first["statement_date"], first["value"], first["as_of"], first["period_start"]) == ("2024-12-23", "3000", "2024-12-01", "2024")


@pytest.mark.parametrize(
    ("form", "text"),
    [("mmm-yy", "2024-12"), ("yyyy-mm", "2024-12"), ("yyyy", "2024"), ("[$-409]d-mmm-yy;@", "2024-12-01"), ('"d" mmm yyyy', "2024-12")],
)
def test_a_date_is_no_finer_than_the_workbook_shows_it(make_book, tmp_path, form, text):
    folder = make_book(claims=cells(A | {"statement_date": date(2024, 12, 1)}))
    from openpyxl import load_workbook

    book = load_workbook(folder / "claims.xlsx")
    book["claims"]["B2"].number_format = form
    book.save(folder / "claims.xlsx")
    assert dc.load_case(folder).records[0].statement_date == text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"statement_date": 45649}, "claims.xlsx:3: statement_date: '45649' is a spreadsheet's number for 2024-12-23: format the column as text and write that"),
        ({"statement_date": "23.12.2024"}, "claims.xlsx:3: statement_date: '23.12.2024' is no date here: write 2024-12-23"),
        ({"statement_date": time(10, 30)}, "claims.xlsx:3: statement_date: '10:30:00' is a time of day: format the column as text and write what is meant"),
        ({"wording": date(2024, 5, 3)}, "claims.xlsx:3: wording: '2024-05-03' is a date: format the column as text and type the wording again"),
        ({"wording": "=1000+100"}, "claims.xlsx:3: wording: is a formula without a value: open the workbook in a spreadsheet and save it, or write the value in the cell"),
        ({"measure": "#N/A"}, "claims.xlsx:3: measure: '#N/A' is an error of the spreadsheet: mend the cell, or leave it empty"),
        ({"primary": True}, "claims.xlsx:3: primary: 'TRUE' is a logical value: write it as text (yes for primary), or leave the cell empty"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_a_workbook_is_named_with_file_and_row(make_book, change, sentence):
    assert problems(make_book(Sheet1=cells(A | dict.fromkeys(change.keys() - A.keys()), B | change))) == [sentence]


def test_problems_of_other_sheets_name_the_sheet(make_book):
    folder = make_book(claims=cells(A, B), sources=[["source"], ["alpha"]], events=[["date", "label"], ["soon", "x"]])
    assert problems(folder) == [
        "claims.xlsx:3: source: 'beta' is not in claims.xlsx[sources]: add a row for it there",
        "claims.xlsx[events]:2: date: 'soon' is no date: write YYYY-MM-DD, YYYY-MM or YYYY",
    ]


def test_merged_cells_are_named(make_book):
    from openpyxl import load_workbook

    folder = make_book(claims=cells(A, B))
    book = load_workbook(folder / "claims.xlsx")
    book["claims"].merge_cells("C2:C3")
    book.save(folder / "claims.xlsx")
    advice = "are merged cells: undo the merge and fill each cell, since only the first of them holds anything"
    assert problems(folder)[0] == f"claims.xlsx:2: 'C2:C3' {advice}"


def test_formulas_with_a_value_are_read(make_book):
    """As a spreadsheet saves them; openpyxl writes no values, so that one is put into the file."""
    folder = make_book(claims=cells(A, B | {"source": '=LOWER("BETA")'}))
    changed = io.BytesIO()
    with zipfile.ZipFile(folder / "claims.xlsx") as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b'<c r="A3"><f>' in text
                text = re.sub(rb'<c r="A3">(<f>.*?</f>)<v ?/?>(?:</v>)?', rb'<c r="A3" t="str">\1<v>beta</v>', text)
            new.writestr(name, text)
    (folder / "claims.xlsx").write_bytes(changed.getvalue())
    assert dc.load_case(folder).records[1].source == "beta"


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        ({"Sheet1": [["a"]], "Sheet2": [["b"]]}, "claims.xlsx: has the sheets Sheet1, Sheet2: name the one that holds the claims 'claims'"),
        ({"Sheet1": []}, "claims.xlsx: has no sheet with rows: name the one that holds the claims 'claims'"),
        ({"claims": []}, "claims.xlsx:1: has no rows: a case needs at least one claim"),
        (
            {"claims": cells(A, B), "Source": [["x"]]},
            "claims.xlsx: sheet: 'Source' is the name of no table: did you mean 'sources'? Rename the sheet, or give it a name that is not so near",
        ),
    ],
)
def test_sheets_that_cannot_be_told_apart_are_named(make_book, sheets, sentence):
    assert sentence in problems(make_book(**sheets))


def test_a_table_in_two_places_is_refused_with_both_names(make_case, make_book):
    folder = make_book(claims=cells(A, B), sources=[["source"], ["alpha"], ["beta"]])
    (folder / "sources.csv").write_text("source\nalpha\nbeta\n")
    assert problems(folder) == ["sources.csv: and claims.xlsx[sources] both hold the sources: keep one of the two"]
    (folder / "claims.csv").write_text("source\n")
    assert "claims.csv: and claims.xlsx both hold the claims: keep one of the two" in problems(folder)


def _bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
        for _ in range(101):
            part.write(bytes(1_000_000))
    return packed.getvalue()


def _damaged():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", "<Types")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"source,statement_date\n", "claims.xlsx: is no workbook that can be read (BadZipFile): save it anew as .xlsx, or as CSV UTF-8"),
        (b"", "claims.xlsx: is no workbook that can be read (BadZipFile): save it anew as .xlsx, or as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0rest", "claims.xlsx: is an old or an encrypted workbook: save it as .xlsx without a password"),
        (_damaged(), "claims.xlsx: is no workbook that can be read ("),
        (_bomb(), "claims.xlsx: is too large to be read (it unpacks to 101 MB, and 100 MB are the most): save its sheets as CSV UTF-8"),
    ],
    ids=["text", "empty", "encrypted", "damaged", "bomb"],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, raw, sentence):
    (tmp_path / "claims.xlsx").write_bytes(raw)
    (found,) = problems(tmp_path)
    assert found.startswith(sentence)


def test_a_sheet_with_a_cell_far_away_is_read_or_refused_at_once(make_book):
    folder = make_book(claims=cells(A, B))
    from openpyxl import load_workbook

    book = load_workbook(folder / "claims.xlsx")
    book["claims"]["XFD1048576"] = " "
    book.save(folder / "claims.xlsx")
    assert problems(folder) == []
    text = (folder / "claims.xlsx").read_bytes()
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(text)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="1048576"', b'<row r="4294967295"').replace(b"XFD1048576", b"XFD4294967295"))
    (folder / "claims.xlsx").write_bytes(changed.getvalue())
    assert problems(folder) == ["claims.xlsx: is too large to be read (a sheet has a row beyond 1,048,576): save its sheets as CSV UTF-8"]


@pytest.mark.parametrize("made", ["examples", "phrases", "workbook"])
def test_a_case_just_begun_goes_through_check_gap_and_every_notebook(place, make_book, monkeypatch, made):
    """In this process: that a report runs what its notebooks hold is shown elsewhere."""
    case = str(make_book(claims=cells(A, B))) if made == "workbook" else "begun"
    if made != "workbook":
        run("new", "begun", *(PAIR if made == "phrases" else ()))
    assert run("check", case).exit_code == run("gap", case).exit_code == 0
    asked = []
    monkeypatch.setattr("discrepancy.report.run.render", lambda cases, **options: asked.extend(cases) or 0)
    assert run("report", case).exit_code == 0
    assert [case[:2] for case in asked] == [(Path(case).name, str(Path(case).resolve()))]
    for path in sorted((ROOT / "notebooks").glob("0[1-467]-*.ipynb")):
        names = {}
        for cell in (c for c in nbformat.read(path, 4).cells if c.cell_type == "code"):
            exec(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= {"case": case, "output_dir": str(place / "out")}
        assert (place / "out" / f"{path.stem}.json").exists()


# ----------------------------------------------------------------------------------------- habits


def text_of(*rows, separator=","):
    quote = lambda cell: f'"{cell}"'
    return "\n".join([separator.join(rows[0]), *(separator.join(map(quote, r.values())) for r in rows)]) + "\n"


@pytest.mark.parametrize(
    "raw",
    [
        text_of(A, B).encode("utf-8-sig"),
        text_of(A, B, separator="\t").encode("utf-16"),
        text_of(A, B).encode("utf-16-be").join([b"\xfe\xff", b""]),
        text_of(A, B, separator=";").replace("\n", "\r\n").encode(),
        text_of(A, B).replace("\n", "\r").encode(),
        ("sep=;\r\n" + text_of(A, B, separator=";")).encode(),
        ("\n,,,,\n" + text_of(A, B)).encode(),
        (text_of(A, B) + "\n,,,,\n   \n\n").encode(),
        text_of(A, B).replace("\n", ",,\n").encode(),
        text_of(A, B).replace("source,statement_date,measure", "Source, Statement date ,MEASURE").encode(),
    ],
    ids=["mark", "utf-16", "utf-16-be", "semicolons", "cr", "sep", "blank-before", "blank-after", "empty-columns", "headings"],
)
def test_what_spreadsheets_make_of_a_table_is_read(make_case, raw):
    folder = make_case([A, B])
    plain = [{k: v for k, v in r.items() if k != "line"} for r in dc.load_case(folder).tables["claims"]]
    (folder / "claims.csv").write_bytes(raw)
    assert [{k: v for k, v in r.items() if k != "line"} for r in dc.load_case(folder).tables["claims"]] == plain


def test_lines_are_counted_as_an_editor_counts_them(make_case):
    folder = make_case([A, B])
    for text in ("sep=,\n" + text_of(A, B), "\n" + text_of(A, B)):
        (folder / "claims.csv").write_text(text.replace("around 1,100", "a lot"))
        assert problems(folder)[0].startswith("claims.csv:4: wording:")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (text_of(A, B | {"notes": "Zürich"}).encode("cp1252"), "claims.csv:3: is not UTF-8 text: save it as CSV UTF-8"),
        (b"PK\x03\x04...", "claims.csv: is a workbook, not text: name it claims.xlsx, or save it as CSV UTF-8"),
        ((text_of(A, B) + "x,,,,\n").replace('"around', '"#N/A around').encode(), "claims.csv:4: statement_date: is empty"),
        (text_of(A, B).replace(",url", ",url,,kept").replace('beta"\n', 'beta",x\n').encode(), "claims.csv:3: 'x' is in a column without a name: name the column, or empty it"),
        (("# a comment\n" + text_of(A, B)).encode(), "claims.csv:1: '# a comment' stands above the header, which is on line 2: take out what is above it"),
    ],
    ids=["cp1252", "workbook", "short-row", "unnamed-column", "comment"],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(make_case, raw, sentence):
    folder = make_case([A, B])
    (folder / "claims.csv").write_bytes(raw)
    assert any(p.startswith(sentence) for p in problems(folder)), problems(folder)


@pytest.mark.parametrize("name", ["claims.ods", "claims.txt", "Claims.XLS"])
def test_a_file_that_looks_like_a_table_is_not_passed_over(make_case, name):
    folder = make_case([A, B])
    (folder / "claims.csv").rename(folder / name)
    advice = "is not read: save it as claims.csv (CSV UTF-8) or claims.xlsx, or give it another name"
    assert f"{name}: {advice}" in problems(folder)
    make_case([A, B])
    assert problems(folder) == []  # the file that an export came from may stay


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("45649", "is a spreadsheet's number for 2024-12-23: format the column as text and write that"),
        ("23.12.2024", "is no date here: write 2024-12-23"),
        ("12/23/2024", "is no date here: write 2024-12-23"),
        ("03/04/2024", "may be two days: write 2024-04-03 (if the day comes first) or 2024-03-04 (if the month does)"),
        ("23/12/24", "is no date here: write 2024-12-23"),
        ("2024/12/23", "is no date here: write 2024-12-23"),
        ("2024-12-23 00:00:00", "is no date here: write 2024-12-23"),
        ("20241223", "is no date here: write 2024-12-23"),
        ("Dec-24", "is no date here: write 2024-12"),
        ("23 December 2024", "is no date here: write 2024-12-23"),
        ("December 23, 2024", "is no date here: write 2024-12-23"),
        ("31/02/2024", "is no date: write YYYY-MM-DD, YYYY-MM or YYYY"),
        ("61000", "is no date: write YYYY-MM-DD, YYYY-MM or YYYY"),
    ],
)
def test_dates_of_spreadsheets_are_refused_with_the_right_form(make_case, text, advice):
    assert problems(make_case([A, B | {"statement_date": text}])) == [f"claims.csv:3: statement_date: '{text}' {advice}"]
    events = [{"date": text, "label": "x"}]
    assert problems(make_case([A, B], events=events)) == [f"events.csv:2: date: '{text}' {advice}"]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("14,3", "has a decimal comma: write 14.3"),
        ("1.100,5", "has a decimal comma: write 1100.5"),
        ("1,100", "has a comma for thousands: write 1100, or 1.100 if it marks decimals"),
        ("1,100,000", "has a comma for thousands: write 1100000"),
        ("1.100.000", "has points for thousands: write 1100000"),
        ("1 100", "has a mark for thousands: write 1100"),
        ("1e3x", "is no number: digits only, a point for decimals, 3000 for 3,000"),
        ("−300", "has a dash for its sign: write -300"),
        ("30%", "has its unit in it: write 30, and % in the column unit"),
        ("$9,000", "has its unit in it: write 9000, and $ in the column unit"),
        ("9.5m", "has its unit in it: write 9.5, and million in the column unit"),
    ],
)
def test_numbers_of_spreadsheets_are_refused_with_the_right_form(make_case, text, advice):
    assert problems(make_case([A, B | {"value": text}]))[0] == f"claims.csv:3: value: '{text}' {advice}"


def test_the_smallest_case_of_the_docs_is_answered_as_they_say(tmp_path):
    text = (ROOT / "docs" / "data.md").read_text()
    table, answer, problems_of = re.search(r"```csv\n(.*?)```.*?```text\n(.*?)```.*?```text\n(.*?)```", text, re.DOTALL).groups()
    folder = tmp_path / "march"
    folder.mkdir()
    (folder / "claims.csv").write_text(table)
    assert run("check", folder).stdout == answer
    wrong = table.replace("about 8,000", "about one in five").replace("organisers,2025-03-10", "organisers,10/3/2025")
    (folder / "claims.csv").write_text(wrong)
    assert run("check", folder).stdout == problems_of


def test_warnings_name_the_workbook_that_is_there(tmp_path):
    book = Workbook()
    book.active.title = "claims"
    for cells in (
        ["source", "statement_date", "measure", "wording", "url"],
        ["a", "2025-01-01", "killed", "about 300", "https://example.org"],
    ):
        book.active.append(cells)
    book.save(tmp_path / "claims.xlsx")
    assert [str(w) for w in dc.load_case(tmp_path).warnings] == [
        "claims.xlsx:2: archive_url: is empty: the page has no archived copy; save one and give its address",
        "claims.xlsx: has figures of one source only (a): add a claim of another source",
    ]
