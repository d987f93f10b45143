"""A case with claims added and assumptions moved: what the check says of it, and what a save leaves on disk."""

from __future__ import annotations

import codecs
import os
import tomllib

import openpyxl
import pytest
from click.testing import CliRunner
from conftest import CASUALTIES, RATIO, row

import discrepancy as dc
from discrepancy.app.cli.articles import append_rows
from discrepancy.app.cli.group import main
from discrepancy.app.edit.draft import Draft
from discrepancy.app.edit.new import new_case
from discrepancy.app.edit.record import record
from discrepancy.app.edit.rows import with_rows

ROWS = [row("alpha", "2024-12-23", "already exceeded 3,000"), row("beta", "2024-12-23", "around 1,100")]
GOOD = row("beta", "2024-12-24", "about 2,000")
BAD = row("beta", "24.12.2024", "many", url="ftp://example.org")


def full(*_):
    raise OSError(28, "No space left on device")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_bad_row_gets_the_sentences_of_the_check(make_case, tmp_path):
    folder = make_case(ROWS)
    with pytest.raises(dc.CaseError) as error:
        Draft(dc.load_case(folder)).add(BAD)
    (folder / "claims.csv").write_bytes(with_rows((folder / "claims.csv").read_bytes(), BAD))
    checked = CliRunner().invoke(main, ["check", str(folder)])
    assert checked.exit_code == 2
    assert str(error.value).splitlines() == checked.stdout.splitlines()[1:]
    assert "claims.csv:4: statement_date: '24.12.2024' is no date here: write 2024-12-24" in checked.stdout


def test_nothing_is_written_before_it_is_saved(make_case):
    folder = make_case(ROWS)
    before = contents(folder)
    draft = Draft(dc.load_case(folder)).add(GOOD)
    assert dc.explain(draft.case, "alpha", "beta", as_of="2024-12-24").ratio == 1.5
    assert draft.take_back().case.by_id.keys() == dc.load_case(folder).by_id.keys()
    assert contents(folder) == before


def test_saved_the_rows_before_stay_to_the_byte_and_the_check_passes(make_case):
    folder = make_case(ROWS)
    before, mode = (folder / "claims.csv").read_bytes(), 0o640
    os.chmod(folder / "claims.csv", mode)
    Draft(dc.load_case(folder)).add(GOOD).save()
    after = (folder / "claims.csv").read_bytes()
    assert after.startswith(before) and len(after) > len(before)
    assert (folder / "claims.csv").stat().st_mode & 0o777 == mode
    assert list(contents(folder)) == ["claims.csv"]
    assert CliRunner().invoke(main, ["check", str(folder)]).exit_code == 0


def test_what_others_change_meanwhile_stays_and_is_checked(make_case):
    folder = make_case(ROWS)
    draft = Draft(dc.load_case(folder)).add(GOOD)
    (folder / "claims.csv").write_bytes(with_rows((folder / "claims.csv").read_bytes(), row("gamma", "2024-12-25", "some 500")))
    draft.save()
    assert list(dc.load_case(folder).by_source) == ["alpha", "beta", "gamma"]
    (folder / "claims.csv").write_bytes(with_rows((folder / "claims.csv").read_bytes(), BAD))
    before = contents(folder)
    with pytest.raises(dc.CaseError, match=r"'24\.12\.2024' is no date here"):
        draft.save()
    assert contents(folder) == before


def test_a_file_that_cannot_be_replaced_stays_whole(make_case, monkeypatch):
    folder = make_case(ROWS)
    draft, before = Draft(dc.load_case(folder)).add(GOOD), contents(folder)

    monkeypatch.setattr("discrepancy.app.edit.place.os.replace", full)
    with pytest.raises(dc.CaseError, match="cannot be written: No space left on device"):
        draft.save()
    assert contents(folder) == before


# What a save, an append and a record have in common: one writer.
WRITERS = {
    "save": lambda folder: Draft(dc.load_case(folder)).add(GOOD).save(),
    "append": lambda folder: append_rows(dc.load_case(folder), [GOOD | {"doubts": "its day is inferred"}]),
    "record": lambda folder: record(dc.load_case(folder)),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_whoever_writes_what_fails_leaves_nothing_and_no_link_is_followed(make_case, tmp_path, monkeypatch, writer):
    folder, name = make_case([claim | {"notes": ""} for claim in ROWS]), "recorded.csv" if writer == "record" else "claims.csv"
    record(dc.load_case(folder))
    (folder / "recorded.csv").write_text((folder / "recorded.csv").read_text().rpartition("beta")[0].rstrip())
    os.link(folder / name, tmp_path / "also")  # what is elsewhere by the same name of a file stays
    before = contents(folder)
    with monkeypatch.context() as patch:
        patch.setattr("discrepancy.app.edit.place.os.replace", full)
        with pytest.raises(dc.CaseError, match=r"cannot be written.*: No space left on device"):
            WRITERS[writer](folder)
    assert contents(folder) == before
    WRITERS[writer](folder)
    after = contents(folder)
    assert [n for n in before if after[n] != before[n]] == [name] and after[name].startswith(before[name])
    assert (tmp_path / "also").read_bytes() == before[name]
    (folder / name).rename(tmp_path / "elsewhere")
    case = dc.load_case(folder) if writer == "record" else None
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(dc.CaseError, match=f"^{name}: cannot be read: it is a link, and a case is files in its own folder"):
        WRITERS[writer](folder)
    if case:  # a link that was put there after the check is replaced, and not written through
        record(case)
        assert not (folder / name).is_symlink()
    assert (tmp_path / "elsewhere").read_bytes() == after[name]


@pytest.mark.parametrize("writer", ["save", "append"])
def test_whoever_writes_a_case_of_the_package_stays_as_it_is(make_case, tmp_path, monkeypatch, writer):
    folder = make_case(ROWS, name="known")
    monkeypatch.setattr("discrepancy.app.edit.place.data_folder", lambda: tmp_path)
    before = contents(folder)
    with pytest.raises(dc.CaseError, match="'known' comes with the package and stays as it is: give another folder for a copy"):
        WRITERS[writer](folder)
    assert contents(folder) == before


def test_doubts_about_a_row_and_its_missing_address_go_into_its_notes(make_case):
    folder = make_case(ROWS)
    append_rows(dc.load_case(folder), [GOOD | {"notes": "seen", "doubts": "its day is inferred", "url": ""}])
    assert dc.load_case(folder).records[-1].notes == "seen; its day is inferred; no address: taken from a text"


def test_two_files_of_a_save_change_both_or_neither(make_case, monkeypatch):
    folder = make_case(ROWS, CASUALTIES + RATIO)
    draft, before, opened = Draft(dc.load_case(folder)).add(GOOD).move(0, 4.0), contents(folder), []

    def smaller(path, mode):
        opened.append(path)
        return open(path, mode) if len(opened) < 2 else full()

    monkeypatch.setattr("discrepancy.app.edit.place.open", smaller, raising=False)
    with pytest.raises(dc.CaseError, match="cannot be written: No space left on device"):
        draft.save()
    assert len(opened) == 2 and contents(folder) == before


def test_a_new_case_that_cannot_be_written_leaves_no_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("discrepancy.app.edit.place.os.replace", full)
    for begin in (lambda: new_case(tmp_path / "fair"), lambda: Draft(dc.load_case("hurricane-maria")).save(tmp_path / "copy")):
        with pytest.raises(dc.CaseError, match="cannot be written: No space left on device"):
            begin()
    assert not list(tmp_path.iterdir())


def test_a_record_in_a_workbook_is_not_doubled(make_case):
    folder = make_case(ROWS)
    record(dc.load_case(folder))
    book = openpyxl.Workbook()
    for line in (folder / "recorded.csv").read_text().splitlines():
        book.active.append(line.split(","))
    book.save(folder / "recorded.xlsx")
    (folder / "recorded.csv").unlink()
    done = CliRunner().invoke(main, ["check", str(folder), "--record"])
    assert done.exit_code == 2
    assert done.stderr == "recorded.xlsx is a workbook, which is not written here: save it as recorded.csv\n"
    assert sorted(contents(folder)) == ["claims.csv", "recorded.xlsx"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_settings_keep_their_encoding_and_their_ends_of_line(make_case, encoding):
    folder = make_case(ROWS, "title = 'x'")
    text = (f"title = 'Zürich'\n{CASUALTIES}{RATIO}").replace("\n", "\r\n")
    (folder / "case.toml").write_bytes(text.encode(encoding))
    Draft(dc.load_case(folder)).move(0, 4.0).save()
    raw = (folder / "case.toml").read_bytes()
    assert raw[:4] == text.encode(encoding)[:4]
    changed = [line for line in raw.decode(encoding).split("\r\n") if line not in text.split("\r\n")]
    assert [line.partition(" ")[0] for line in changed] == ["factor", "because"]


@pytest.mark.parametrize(
    ("raw", "row", "wanted"),
    [
        (b"source,wording\na,5\n", {"source": "b", "wording": "6, or so"}, b'source,wording\na,5\nb,"6, or so"\n'),
        (b"source,wording\na,5", {"source": "b", "wording": "6"}, b"source,wording\na,5\nb,6\n"),
        (b"source;wording\r\na;5\r\n", {"source": "b"}, b"source;wording\r\na;5\r\nb;\r\n"),
        (codecs.BOM_UTF8 + b"Source\twording\n", {"source": "b"}, codecs.BOM_UTF8 + b"Source\twording\nb\t\n"),
        (b"sep=;\nsource;wording\na;5\n", {"source": "b", "as_of": "2024"}, b"sep=;\nsource;wording;as_of\na;5;\nb;;2024\n"),
        (b"source,wording,,\n\na,5,,\n", {"source": "b", "notes": "n"}, b"source,wording,notes\na,5,\nb,,n\n"),
        ("source,wording\nä,5\n".encode("utf-16"), {"source": "b"}, "source,wording\nä,5\nb,\n".encode("utf-16")),
    ],
    ids=["comma", "no end of line", "semicolon", "mark", "new column", "empty columns", "utf-16"],
)
def test_a_row_is_added_in_the_manner_of_the_table(raw, row, wanted):
    assert with_rows(raw, row) == wanted


def test_rows_are_added_together_and_share_their_new_columns():
    rows = ({"source": "b", "as_of": "2024"}, {"source": "c", "notes": "n"})
    assert with_rows(b"source,wording\ra,5\r", *rows) == b"source,wording,as_of,notes\ra,5,,\rb,,2024,\rc,,,n\r"


def test_a_row_of_a_workbook_goes_to_the_sheet_that_was_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "sources"
    for cells in (["source", "name"], ["alpha", "The Alpha"], ["beta", "Beta"]):
        book.active.append(cells)
    sheet = book.create_sheet("Sheet1")
    for cells in (list(ROWS[0]), *(list(claim.values()) for claim in ROWS)):
        sheet.append(cells)
    book.save(tmp_path / "claims.xlsx")
    case = Draft(dc.load_case(tmp_path)).add(GOOD).case
    assert (len(case.records), len(case.tables["sources"])) == (3, 2)


def test_a_workbook_is_read_added_to_in_memory_and_saved_as_a_copy(tmp_path):
    folder = tmp_path / "book"
    folder.mkdir()
    book = openpyxl.Workbook()
    book.active.title = "claims"
    book.active.append(list(ROWS[0]))
    for cells in ROWS:
        book.active.append(list(cells.values()))
    book.save(folder / "claims.xlsx")
    before = contents(folder)
    draft = Draft(dc.load_case(folder)).add(GOOD | {"notes": "=1+1"})
    assert draft.case.records[-1].notes == "=1+1"
    with pytest.raises(dc.CaseError, match=r"claims\.xlsx is a workbook, which is not written here: give another folder for a copy"):
        draft.save()
    assert contents(folder) == before
    assert len(dc.load_case(draft.save(tmp_path / "copy")).records) == 3


def test_a_case_of_the_package_stays_as_it_is_and_can_be_copied(kursk, tmp_path):
    draft = Draft(kursk).move(0, 2.5)
    for folder in ("", kursk.path):
        with pytest.raises(dc.CaseError, match="'dprk-kursk' comes with the package and stays as it is: give another folder for a copy"):
            draft.save(folder)
    with pytest.raises(dc.CaseError, match="exists and is not empty: choose another name"):
        draft.save(tmp_path.parent)
    copied = dc.load_case(draft.save(tmp_path / "mine"))
    assert copied.conversions == draft.case.conversions
    assert copied.tables == kursk.tables
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine"]


def test_a_moved_assumption_says_so_and_is_saved_to_the_letter(make_case):
    folder = make_case([row("alpha", "2024-12-23", "about 3,000"), row("beta", "2024-12-23", "about 500", "killed")], CASUALTIES + RATIO)
    before = (folder / "case.toml").read_text()
    draft = Draft(dc.load_case(folder))
    moved = draft.move(0, 4.0)
    assert dc.explain(draft.case, "alpha", "beta").unexplained.multiplier == pytest.approx(1.5)
    gap = dc.explain(moved.case, "alpha", "beta")
    assert gap.unexplained.multiplier == pytest.approx(1.2)
    assert 'set to 4 by the reader, cited 3: about "three" for each' in gap.factor("definition").because
    assert draft.move(0, 4.0).move(0, 3.0).moved == {}
    moved.save()
    assert dc.load_case(folder).conversions == moved.case.conversions
    after = (folder / "case.toml").read_text().splitlines()
    assert [line for line in before.splitlines() if line not in after] == [
        "factor = 3.0  # a comment stays",
        'because = "about \\"three\\" for each"',
    ]
    assert "factor = 4.0  # a comment stays" in after
    again = Draft(dc.load_case(folder)).move(0, 5.0).case.conversions[0]
    assert again.because == 'set to 5 by the reader, cited 3: about "three" for each'


def test_an_assumption_that_cannot_be_set_to_the_letter_is_refused(make_case):
    inline = (
        'conversions = [{dimension = "measure", from = "killed", to = "wounded", factor = 3.0, low = 1.0, high = 8.8, because = "x"}]\n'
    )
    folder = make_case(ROWS, inline + CASUALTIES)
    before = contents(folder)
    with pytest.raises(dc.CaseError, match=r"case\.toml: conversions\[1\]\.factor cannot be set here: write factor = 2\.0 there"):
        Draft(dc.load_case(folder)).move(0, 2.0).save()
    assert contents(folder) == before
    tomllib.loads(inline)
