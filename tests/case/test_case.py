"""A case folder: five columns suffice, everything wrong is said at once, with the line and what would be right."""

from __future__ import annotations

import os
import socket
import time
from contextlib import chdir
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import CASUALTIES, row
from helpers import Performer, run, write_notebook

import discrepancy as dc
from discrepancy.case.load import examine
from discrepancy.reading.languages.reader import unlike
from discrepancy.report.run import render

A = row("alpha", "2024-12-23", "already exceeded 3,000")
B = row("beta", "2024-12-23", "around 1,100")


def problems(folder):
    return [str(p) for p in examine(folder)[1]]


def test_five_columns_make_a_case_and_what_was_filled_is_listed(make_case):
    case = dc.load_case(make_case([A, B]))
    assert [c.statement for c in case.records] == ["alpha-2024-12-23", "beta-2024-12-23"]
    assert all(c.primary for c in case.records)
    assert "2 of 2 claims taken as the closest wording found (primary was empty)" in case.filled
    gap = dc.explain(case)
    assert gap.ratio == pytest.approx(3000 / 1100)


def test_bundled_cases_have_no_problems():
    for name in dc.case_names():
        assert problems(name) == []


def test_a_statement_may_be_of_tomorrow_as_east_of_this_machine_it_is_tomorrow_already(make_case):
    days = [(date.today() + timedelta(days=n)).isoformat() for n in (1, 2)]
    case = make_case([row("a", days[0], "about 3,000"), row("b", days[0], "around 1,100")])
    assert problems(case) == []
    case = make_case([row("a", days[1], "about 3,000"), row("b", days[0], "around 1,100")])
    assert problems(case) == [f"claims.csv:2: statement_date: '{days[1]}' is in the future: nothing can have been said then"]


def test_a_table_that_was_cut_off_within_its_last_row_is_refused_whatever_is_left_of_it(tmp_path):
    """Half of a number is a number; only a cut at the end of a row, or in the last cell, leaves nothing to be seen."""
    text = "source,statement_date,measure,wording,url\na,2025-03-01,hurt,about 300,https://example.org/a\nb,2025-03-01,hurt,1100,https://example.org/b\n"
    path, last = tmp_path / "claims.csv", text.index("b,")
    for end in range(last + 1, text.index(",https://example.org/b") + 1):
        path.write_text(text[:end])
        told = f"claims.csv:3: is broken CSV (it ends within a row, after {text[last:end].count(',') + 1} of 5 cells): save it whole, or end its last line"
        assert problems(tmp_path) == [told]
    for whole in (
        text,
        text[:-1],
        text[:-1] + "\n\n",
        text[: text.index(",https://example.org/b")] + "\n",
        text[:last],
        text[: last - 1],
        text + " ",
    ):
        path.write_text(whole)
        assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"statement_date": "2024-13-01"}, "claims.csv:3: statement_date: '2024-13-01' is no date: write YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"statement_date": "23/12/2024"}, "claims.csv:3: statement_date: '23/12/2024' is no date here: write 2024-12-23"),
        ({"statement_date": "2199-01-01"}, "claims.csv:3: statement_date: '2199-01-01' is in the future: nothing can have been said then"),
        ({"statement_date": "0204-12-23"}, "claims.csv:3: statement_date: '0204-12-23' is no date: write YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"statement_date": ""}, "claims.csv:3: statement_date: is empty: say when it was said, a month or a year will do"),
        ({"source": ""}, "claims.csv:3: source: is empty: say who makes the claim"),
        (
            {"url": "example.org"},
            "claims.csv:3: url: 'example.org' is no address: write http:// or https:// and the rest, or leave it empty and say why in notes",
        ),
        (
            {"wording": "a lot"},
            'claims.csv:3: wording: "a lot" has no number: give a phrase with a number, such as "around 1,100", or leave the row out',
        ),
        ({"value": "1000"}, 'claims.csv:3: wording: "around 1,100" says 1,100, but value is 1000: one of the two is wrong'),
        ({"value": "1,100"}, "claims.csv:3: value: '1,100' has a comma for thousands: write 1100, or 1.100 if it marks decimals"),
        (
            {"low": "1100"},
            'claims.csv:3: wording: "around 1,100": low alone is no interval: give low and high as the source has them, or neither',
        ),
        ({"low": "9", "high": "8", "level": "95"}, "claims.csv:3: low: '9' is above high (8): exchange the two"),
        (
            {"kind": "total"},
            "claims.csv:3: kind: 'total' is not known: use cumulative or period or rate or level or fixed or plan or share or present, or leave it empty",
        ),
        (
            {"as_of": "2024-12-24"},
            "claims.csv:3: as_of: '2024-12-24' is after the statement (2024-12-23): a figure for a later day is a plan",
        ),
        (
            {"period_start": "2024-12-24"},
            "claims.csv:3: period_start: '2024-12-24' is after statement_date (2024-12-23): the period ends before it begins",
        ),
        ({"derived_from": "gamma-2024"}, "claims.csv:3: derived_from: 'gamma-2024' is no statement: use one of"),
        (
            {"derived_from": "beta-2024-12-23", "derived_basis": "stated"},
            "leads back to the statement itself: a figure cannot derive from itself",
        ),
        ({"version_of": "nobody"}, "claims.csv:3: version_of: 'nobody' is no claim of this table"),
        ({"claim": "same"}, "claims.csv:2: claim: 'same' stands more than once: each claim needs its own id"),
    ],
)
def test_a_bad_cell_is_named_with_what_would_be_right(make_case, change, sentence):
    first = A | ({"claim": "same"} if change.get("claim") else {})
    found = problems(make_case([first, B | change]))
    assert any(sentence in p for p in found), found


def test_all_problems_come_at_once_a_line_each(make_case):
    found = problems(make_case([A | {"statement_date": "soon"}, B | {"wording": "some"}, B | {"url": "x"}]))
    assert len(found) >= 3
    assert all(p.startswith("claims.csv:") and "\n" not in p for p in found)


def test_a_missing_column_names_the_column_that_may_be_meant(make_case):
    rows = [{("sorce" if k == "source" else k): v for k, v in A.items()}]
    found = problems(make_case(rows))
    assert found[0] == (
        "claims.csv:1: source: column missing; is it the column 'sorce'? (four columns make a case: source, statement_date, measure, and wording or value)"
    )
    assert "unknown column: did you mean 'source'?" in found[1]


def test_two_closest_wordings_for_one_measure_are_refused(make_case):
    same = {"statement": "s", "primary": "yes"}
    found = problems(make_case([A | same, A | same]))
    assert found == [
        "claims.csv:3: primary: 'yes' is a second closest wording for the same statement and measure (line 2): make one a version_of the other"
    ]


def test_circles_of_derivation_are_refused(make_case):
    one = A | {"derived_from": "beta-2024-12-23", "derived_basis": "stated"}
    two = B | {"derived_from": "alpha-2024-12-23", "derived_basis": "stated"}
    assert sum("leads back to the statement itself" in p for p in problems(make_case([one, two]))) == 2
    # Two rows of one statement may derive from different ones: each way is followed.
    apart = A | {"derived_from": "gamma-2024-12-23", "derived_basis": "stated", "measure": "killed"}
    gamma = row("gamma", "2024-12-23", "1,100")
    found = problems(make_case([one, apart, two, gamma]))
    assert [p.split(":")[1] for p in found if "leads back to the statement itself" in p] == ["2", "4"]


def test_broken_files_are_named_with_their_line(make_case, tmp_path):
    folder = make_case([A, B], toml="[measures\n")
    assert problems(folder)[0].startswith("case.toml:1: is broken TOML:")
    (folder / "case.toml").unlink()
    (folder / "claims.csv").write_bytes(b"source,statement_date,measure,wording,url\n\xff\xfe,,,,\n")
    assert problems(folder) == ["claims.csv:2: is not UTF-8 text: save it as CSV UTF-8"]
    (folder / "claims.csv").write_text('source,statement_date\n"open,2024\n')
    assert "is broken CSV" in problems(folder)[0]
    (folder / "claims.csv").write_text("source,statement_date,measure,wording,url\n")
    assert problems(folder) == ["claims.csv:1: has no rows: a case needs at least one claim"]
    (folder / "claims.csv").unlink()
    assert problems(folder) == ["claims.csv: is missing: a case is a folder with a claims.csv or claims.xlsx"]


def test_spreadsheet_habits_are_read(make_case):
    folder = make_case([A, B])
    text = (folder / "claims.csv").read_text()
    plain = dc.load_case(folder).claims
    (folder / "claims.csv").write_bytes(b"\xef\xbb\xbf" + (text.replace("\n", "\r\n") + "\r\n,,,,\r\n").encode())
    assert dc.load_case(folder).claims.equals(plain)


def test_an_unknown_case_names_the_nearest():
    with pytest.raises(dc.CaseError, match=r"no case 'dprk-kurks': did you mean 'dprk-kursk'\? give a folder with a claims.csv"):
        dc.load_case("dprk-kurks")


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("titel = 'x'", "case.toml: titel: unknown key: did you mean 'title'?"),
        ("[defaults]\nmeasure = 'kiled'", "case.toml: defaults.measure: 'kiled' is not declared"),
        ("[defaults]\na = 'alfa'", "case.toml: defaults.a: 'alfa' is no claim, source or group: did you mean 'alpha'?"),
        (
            "[[conversions]]\ndimension = 'scope'\nfrom = 'x'\nto = 'y'\nfactor = 2\nbecause = 'z'",
            "conversions[1].dimension: 'scope' is not declared",
        ),
        (
            "[dimensions.scope]\nvalues = ['x', 'y']\n[[conversions]]\ndimension = 'scope'\nfrom = 'x'\nto = 'y'\nfactor = 2\nlow = 3\nbecause = 'z'",
            "conversions[1].factor: '2' must be above 0 and between low and high",
        ),
        (
            "[dimensions.scope]\nvalues = ['x', 'y']\n[[conversions]]\ndimension = 'scope'\nfrom = 'x'\nto = 'y'\nfactor = 2\nlow = 1\nbecause = 'z'",
            "conversions[1].high: give low and high, or neither",
        ),
        (
            "[measures.killed]\n[dimensions.scope]\nvalues = ['x', 'y']\n[[conversions]]\ndimension = 'scope'\nfrom = 'x'\nto = 'y'\nadd = 2\nbecause = 'z'"
            "\nmeasure = ['killed', 'kiled']",
            "conversions[1].measure: 'kiled' is not declared: did you mean 'killed'?",
        ),
        (
            CASUALTIES.replace('"wounded"]', '"killed"]'),
            "case.toml: measures.killed_or_wounded.parts: 'killed' is there 2 times: name each part once",
        ),
        (CASUALTIES.replace('"wounded"]', '"hurt"]'), "case.toml: measures.killed_or_wounded.parts: 'hurt' is not declared"),
    ],
)
def test_case_toml_is_checked(make_case, toml, sentence):
    found = problems(make_case([A, B], toml=toml))
    assert any(sentence in p for p in found), found


def test_reasons_must_be_about_two_known_sources(make_case):
    reasons = [{"date": "2024-12-24", "said_by": "X", "about": "alpha; gamma", "summary": "y"}]
    found = problems(make_case([A, B], reasons=reasons))
    assert (
        found == ["reasons.csv:2: about: 'alpha; gamma' must be two sources or statements of this case: did you mean 'alpha'?"]
        or "gamma" in found[0]
    )


def test_a_source_may_not_bear_the_name_of_a_group_it_shares(make_case):
    sources = [{"source": "alpha", "group": "alpha"}, {"source": "beta", "group": "alpha"}]
    assert any("is also the name of its group" in p for p in problems(make_case([A, B], sources=sources)))


# ------------------------------------------------------------------------------------- the first case


def test_every_row_of_the_first_case_has_an_address_or_says_why_not(kursk):
    without = [c for c in kursk.records if not c.url]
    assert len(kursk.records) == 361
    assert len(without) == 9
    assert all("no address" in c.notes.lower() for c in without)


def test_key_figures_are_primary_in_the_original_language(kursk):
    president, chiefs = (kursk.primary_of(kursk.by_id[c]) for c in ("ukr-president-2024-12-23-kw-seed", "jcs-2024-12-23-kw-seed"))
    assert (president.reported_by, president.language, president.reading().value, president.reading().open) == ("Fakty", "uk", 3000, "high")
    assert (chiefs.reported_by, chiefs.language, chiefs.reading().value, chiefs.reading().hedge) == ("YTN", "ko", 1100, "odd")
    assert (chiefs.derived_from, chiefs.derived_basis) == ("nis-2024-12-19", "inferred")


def test_facts_of_the_news_story_are_there(kursk):
    story = [c for c in kursk.records if "Ziare" in c.reported_by]
    said = {(c.measure, c.reading().value, c.reading().hedge) for c in story}
    assert {("killed_or_wounded", 3000, "nearly"), ("killed_or_wounded", 1100, "around"), ("deployed", 12000, "approximately")} <= said
    assert {("officers", 500, "bare"), ("generals", 3, "bare"), ("captured", 1, "bare")} <= said
    events = {e["date"]: e["label"] for e in kursk.tables["events"]}
    assert events["2024-12-26"] == "First soldier captured; dies on 27 December"
    assert {"2024-06-19", "2024-08-06", "2024-12", "2025-04-26", "2025-04-28"} <= set(events)


def test_versions_belong_to_the_statement_of_their_primary(kursk):
    for c in kursk.records:
        assert kursk.primary_of(c).statement == c.statement


def test_a_second_row_of_the_same_statement_is_taken_as_a_version_of_the_first(make_case):
    case = dc.load_case(make_case([A, A | {"wording": "nearly 3,000", "claim": "retold"}, B]))
    assert case.by_id["retold"].version_of == case.records[0].claim
    assert "1 of 3 claims taken as a version of the closest wording of its statement (version_of was empty)" in case.filled


def test_a_version_is_tied_to_the_one_primary_of_its_statement(make_case):
    rows = [A | {"statement": "s", "primary": "yes", "claim": "p"}, A | {"statement": "s", "measure": "killed", "claim": "v"}]
    assert dc.load_case(make_case(rows, CASUALTIES)).by_id["v"].version_of == "p"


def test_another_language_needs_an_english_rendering(make_case):
    found = problems(make_case([A, B | {"wording": "kaum 3.000 Tote", "language": "de"}]))
    asked = "is empty: give a short English rendering of 'kaum 3.000 Tote' that keeps its hedge, such as “more than 2,950 cases”"
    assert found == [f"claims.csv:3: english: {asked}"]


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("measures = 3", "case.toml: measures: '3' must be a table: write [measures]"),
        ("[measures.killed]\nlable = 'x'", "case.toml: measures.killed.lable: unknown key: did you mean 'label'?"),
        ("[measures.killed]\nparts = 'x'", "case.toml: measures.killed.parts: 'x' must be a list: write"),
        ("[conversions]\nx = 1", "case.toml: conversions: \"{'x': 1}\" must be a list of tables: write [[conversions]]"),
        ("[measures.killed]\nlabel = 3", "case.toml: measures.killed.label: '3' must be text: put it in quotes"),
        ("[dimensions.x]\nvalues = 3", "case.toml: dimensions.x.values: '3' must be a list"),
        ("[[conversions]]\ndimension = ['x']", "case.toml: conversions[1].dimension: \"['x']\" must be text"),
        ("[[conversions]]\nfactor = nan", "case.toml: conversions[1].factor: 'nan' must be a number"),
        ("[defaults]\na = ['x']", "case.toml: defaults.a: \"['x']\" must be text"),
        ("[colours]\nalpha = 'blue'", "case.toml: colours.alpha: 'blue' is no colour: write #rrggbb"),
        ("[groups]\ngamma = 'G'", "case.toml: groups.gamma: is no group of sources.csv: use one of alpha, beta"),
        ("[figures.share]\npart = 'x'\nwhole = 'y'", "case.toml: figures.share.part: 'x' is not declared"),
    ],
)
def test_wrong_types_in_case_toml_are_named(make_case, toml, sentence):
    found = problems(make_case([A | {"measure": "killed"}, B | {"measure": "killed"}], toml=toml))
    assert any(sentence in p for p in found), found


# ----------------------------------------------------------------------------- files that are none, cells without end


def test_a_folder_that_cannot_be_listed_and_a_file_that_cannot_be_opened_are_named(make_case, monkeypatch):
    folder = make_case([A, B], toml="title = 'x'")
    shut = PermissionError(13, "Permission denied")

    def closed(path):
        raise shut

    monkeypatch.setattr(os, "open", lambda *_: closed(""))
    assert problems(folder) == [f"{name}: cannot be read: Permission denied" for name in ("case.toml", "claims.csv")]
    monkeypatch.setattr(os, "listdir", closed)
    monkeypatch.setattr("discrepancy.case.load.read_toml", lambda *_: {})
    assert problems(folder) == ["case: cannot be read: Permission denied"]
    monkeypatch.setattr(Path, "is_file", closed)
    with pytest.raises(dc.CaseError, match=r"no case '.*': give a folder with a claims.csv, or one of china-co2-2013, dprk-kursk"):
        examine(folder)


@pytest.mark.parametrize("name", ["x" * 5000, "~nobody-of-this-name/case", "a\0b"])
def test_a_case_by_an_impossible_name_is_not_found(name):
    with pytest.raises(
        dc.CaseError,
        match=r"^no case .{1,90}: give a folder with a claims.csv, or one of china-co2-2013, dprk-kursk, .*hurricane-maria, russia-covid-2020$",
    ):
        examine(name)


NO_FILE = "and a case is files in its own folder: put the file itself there"


def test_what_is_no_file_is_not_waited_for_not_followed_and_not_passed_over(make_case, tmp_path):
    folder = make_case([A, B])
    os.mkfifo(folder / "sources.csv")
    (folder / "events.csv").mkdir()
    (folder / "reasons.csv").symlink_to(folder / "nothing")
    (folder / "corrections.xlsx").mkdir()
    (folder / "recorded.csv").symlink_to("/dev/zero")
    assert problems(folder) == [
        f"corrections.xlsx: cannot be read: it is a folder, {NO_FILE}",
        f"events.csv: cannot be read: it is a folder, {NO_FILE}",
        f"reasons.csv: cannot be read: it is a link, {NO_FILE}",
        f"recorded.csv: cannot be read: it is a link, {NO_FILE}",
        f"sources.csv: cannot be read: it is a pipe or a device, {NO_FILE}",
    ]


def test_what_is_no_file_is_named_where_it_is_not_read_and_the_folder_may_be_a_link(make_case, tmp_path):
    folder = make_case([A, B], 'lists = [{ files = ["a.csv", "b.csv"] }]')
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("id\n1\n2\n")
    for name in ("README.md", "notes.txt", "LICENSE"):
        (folder / name).symlink_to("/etc/hostname")
    (folder / "tmp").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        with chdir(folder):
            listening.bind("ear")
        (tmp_path / "way").symlink_to(folder)
        case = dc.load_case(tmp_path / "way")
    said = [str(w) for w in case.warnings if NO_FILE in str(w)]
    assert said == [
        f"LICENSE: cannot be read: it is a link, {NO_FILE}",
        f"README.md: cannot be read: it is a link, {NO_FILE}",
        f"ear: is not read: it is a pipe or a device, {NO_FILE}",
        f"notes.txt: is not read: it is a link, {NO_FILE}",
    ]
    assert {*case.held} == {"a.csv", "b.csv", "case.toml", "claims.csv"} and case.path == folder
    (folder / "b.csv").unlink()
    (folder / "b.csv").symlink_to("/etc/hostname")
    (folder / "Claims.csv").write_text("x")
    assert problems(folder) == [
        "Claims.csv: is not read: it and claims.csv are one file on many systems: keep one of the two",
        f"b.csv: cannot be read: it is a link, {NO_FILE}",
    ]


def test_a_link_or_a_pipe_that_comes_between_the_look_and_the_reading_is_not_read(make_case, monkeypatch):
    folder = make_case([A, B])
    regular, look = os.lstat(folder / "claims.csv"), os.lstat
    (folder / "claims.csv").rename(folder / "kept")
    monkeypatch.setattr(os, "lstat", lambda path, **how: regular if Path(path).name == "claims.csv" else look(path, **how))
    os.mkfifo(folder / "claims.csv")
    assert problems(folder) == [f"claims.csv: cannot be read: it is a pipe or a device, {NO_FILE}"]
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").symlink_to(folder / "kept")
    assert problems(folder) == ["claims.csv: cannot be read: Too many levels of symbolic links"]
    (folder / "claims.csv").unlink()
    assert problems(folder) == ["claims.csv: cannot be read: No such file or directory"]


def test_a_file_that_is_larger_than_any_case_is_not_read(make_case):
    folder = make_case([A, B], "title = 'x'")
    for name, size in {"claims.csv": 50 << 30, "case.toml": 1_000_001}.items():
        os.truncate(folder / name, size)
    assert problems(folder) == ["case.toml: cannot be read: it is larger than 1 MB", "claims.csv: cannot be read: it is larger than 100 MB"]


# Folder → what the case is called in addresses; nothing where it can have none.
CALLED = {
    "my case": "my-case",
    "Cafe\u0301 №1": "Café-1",
    "index.html": "case-index-html",
    "Changes.JSON": "case-Changes-JSON",
    "claims.html": "claims.html",
    "CON": "case-CON",
    "lpt1.txt": "case-lpt1-txt",
    "a.": "a",
    "-x": "x",
    "n" * 255: "n" * 255,
    "...": "",
    "#": "",
}


@pytest.mark.parametrize("folder", CALLED)
def test_a_folder_of_any_name_is_a_case_that_can_be_reported_or_refused_by_every_command(make_case, tmp_path, folder):
    place = make_case([A, B], name=folder)
    if not (name := CALLED[folder]):
        said = {run(command, str(place)).stderr for command in ("check", "gap", "report")}
        assert said == {f"a case cannot be in {str(place)!r}: give the folder a name with letters or digits\n"}
        return
    case = dc.load_case(place)
    assert case.name == name
    assert [str(w) for w in case.warnings if "is the folder of" in str(w)] == (
        [f"{folder}: is the folder of the case {name!r}: an address cannot have its name"] if name != folder else []
    )
    write_notebook(tmp_path / "notebooks", "01-claims", "x = 1")
    cases = [(case.name, str(place), case)]
    assert render(cases, tmp_path / "site", notebooks=tmp_path / "notebooks", execute=Performer(), echo=str) == 0
    assert (tmp_path / "site" / "index.html").is_file() and (tmp_path / "site" / name / "claims.html").is_file()


def test_control_characters_are_refused_on_their_line_and_shown_to_no_terminal(make_case):
    folder = make_case([A, B | {"wording": "around \x1b[31m1,100"}])
    assert problems(folder) == ["claims.csv:3: has the control character U+001B: save it anew as CSV UTF-8 without"]
    (folder / "claims.csv").write_bytes((folder / "claims.csv").read_bytes().replace(b"\r\n", b"\r").replace(b"\x1b", b"\0"))
    assert problems(folder) == ["claims.csv:3: has a NUL character: save it anew as CSV UTF-8 without"]
    found = problems(make_case([A, B | {"wording": "a \u202e lot\nof people"}], name="other"))
    turned = "has the mark U+202E, which hides or turns what stands beside it, as character 3: take it out"
    assert found == [f'claims.csv:3: wording: "a lot of people" {turned}']


def test_no_column_is_left_out_unseen(make_case):
    assert problems(make_case([A | {"line": "7"}, B])) == [
        "claims.csv:1: line: unknown column: lines are counted when the file is read, leave it out"
    ]
    for name in ("line", "group"):
        found = problems(make_case([A, B], toml=f"[dimensions.{name}]"))
        assert f"case.toml: dimensions.{name}: is the name of a column, a step or a parameter: give the dimension another name" in found


def test_sources_are_taken_from_claims_that_name_one(make_case):
    assert problems(make_case([A, B | {"source": ""}])) == ["claims.csv:3: source: is empty: say who makes the claim"]


def test_lines_are_counted_alike_whatever_ends_them(make_case):
    folder = make_case([A, B])
    text = (folder / "claims.csv").read_text(encoding="utf-8") + "é"
    (folder / "claims.csv").write_bytes(text.replace("\n", "\r").encode("latin-1"))
    assert problems(folder) == ["claims.csv:4: is not UTF-8 text: save it as CSV UTF-8"]
    (folder / "claims.csv").write_bytes(text.encode("utf-16")[:-1])
    assert problems(folder) == ["claims.csv:4: is not UTF-8 text: save it as CSV UTF-8"]


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("version = " + "9" * 5000, "case.toml: is broken TOML: a number has too many digits"),
        ("version = " + "[" * 5000, "case.toml:1: is broken TOML: it is nested more than 8 deep (at line 1, column 19)"),
        ("title = 0x" + "f" * 5000, "case.toml: title: 'a number of thousands of digits' must be text: put it in quotes"),
        ("title = [0x" + "f" * 5000 + "]", "case.toml: title: 'a number of thousands of digits' must be text"),
        ("title = 'x", "case.toml:1: is broken TOML:"),
        ('"" = 1', 'case.toml: "": unknown key: use one of title, question,'),
        ("[measures.'a b']\nx = 1", 'case.toml: measures."a b".x: unknown key: use one of label, parts, words, caveat, noun'),
    ],
)
def test_settings_that_no_parser_takes_are_named(make_case, toml, sentence):
    assert problems(make_case([A, B], toml=toml))[0].startswith(sentence)


def test_a_sentence_about_a_problem_is_short_whatever_a_cell_holds(make_case):
    huge = "about 3,000 " * 3_000
    cells = {"wording": huge, "source": huge, "url": huge, "value": huge, "version_of": huge, "statement_date": huge, huge: huge}
    found = problems(make_case([A, B | cells], toml=f"[measures.'{huge}']\nparts = ['{huge}']"))
    found += problems(make_case([A, B | {c: v for c, v in cells.items() if c != huge}]))
    assert len(found) > 6
    assert all(len(p) <= 700 for p in found)
    assert {"statement_date", "url", "value", "wording", "version_of"} <= {p.split(": ")[1] for p in found}


# ------------------------------------------------------------ thousands of rows: sizes at which a quadratic check takes minutes


MANY = 10_000


def thousands(make_case, first, many=MANY, **cells):
    """A case with many claims; each of the cells is a function of the number of the row."""
    return make_case([first] + [A | {k: v(i) for k, v in cells.items()} for i in range(1, many)])


def test_a_chain_of_versions_is_refused_row_by_row(make_case):
    folder = thousands(
        make_case, A | {"claim": "c0", "statement": "s"}, claim="c{}".format, statement=lambda i: "s", version_of=lambda i: f"c{i - 1}"
    )
    found = problems(folder)
    assert len(found) == MANY - 2
    assert found[0] == "claims.csv:4: version_of: 'c1' is itself a version: point at the closest wording found (primary = yes)"


def test_every_row_of_a_circle_of_derivations_is_named_and_no_row_of_a_chain(make_case):
    link = {"claim": "c{}".format, "statement": "s{}".format, "derived_from": lambda i: f"s{i - 1}", "derived_basis": lambda i: "stated"}
    first = A | {"claim": "c0", "statement": "s0", "derived_basis": "stated"}
    assert problems(thousands(make_case, first, **link)) == []
    found = problems(thousands(make_case, first | {"derived_from": f"s{MANY - 1}"}, **link))
    assert len(found) == MANY
    assert found[1] == "claims.csv:3: derived_from: 's0' leads back to the statement itself: a figure cannot derive from itself"


def test_a_chain_that_ends_in_a_circle_is_not_part_of_it(make_case):
    link = lambda name, *of: [A | {"statement": name, "claim": f"{name}{o}", "derived_from": o, "derived_basis": "stated"} for o in of]
    found = problems(make_case([*link("p", "q"), *link("q", "r", "s"), *link("r", "q"), *link("s", "t"), *link("t", "s"), B]))
    assert [p.partition(": ")[0] for p in found if "leads back" in p] == [f"claims.csv:{n}" for n in (3, 5, 6, 7)]


def test_thousands_of_unknown_names_and_one_id_everywhere_are_each_named(make_case):
    many = 3000  # times as many names to look through
    name = lambda letter: lambda i: f"{letter}{i}"
    cells = {
        "claim": name("claim-"),
        "statement": name("s"),
        "version_of": name("clam-"),
        "replaced_by": name("e"),
        "derived_from": name("t"),
    }
    found = problems(thousands(make_case, A | {"claim": "claim-0"}, many, **cells, derived_basis=lambda i: "stated"))
    assert len(found) == 3 * (many - 1)
    assert found[0] == "claims.csv:3: version_of: 'clam-1' is no claim of this table: did you mean 'claim-1'?"
    assert found[-1].startswith(f"claims.csv:{many + 1}: derived_from: 't{many - 1}' is no statement: ")
    found = problems(thousands(make_case, A | {"claim": "c"}, many, claim=lambda i: "c"))
    assert sum("'c' stands more than once: each claim needs its own id" in p for p in found) == many


def test_a_statement_of_thousands_of_measures_and_a_case_of_thousands_of_sources(make_case):
    case = dc.load_case(thousands(make_case, B, 4000, measure=lambda i: f"m{i // 2}"))
    assert sum(c.primary for c in case.records) == 2000 + 1
    with pytest.raises(dc.ClaimError, match="two figures of killed or wounded are needed, and 1 can be used"):
        dc.explain(case)
    assert dc.explain(dc.load_case(thousands(make_case, B, 4000, source="s{}".format, url=lambda i: B["url"]))).ratio == pytest.approx(
        1100 / 3000
    )


def test_a_long_chain_of_conversions_is_followed_and_a_net_of_them_is_not_walked_in_every_way(make_case):
    toml = "[dimensions.place]\nvalues = [{}]\n".format(", ".join(f"'v{i}'" for i in range(1500)))
    step = "[[conversions]]\ndimension = 'place'\nfrom = 'v{}'\nto = 'v{}'\nfactor = {}\nbecause = 'x'\n".format
    rows = [A | {"place": "v0"}, B | {"place": "v1499"}]
    chain = dc.explain(dc.load_case(make_case(rows, toml + "".join(step(i, i + 1, 2 if i == 7 else 1) for i in range(1499)))))
    assert chain.factor("place").multiplier in (pytest.approx(2), pytest.approx(0.5))
    net = toml + "".join(step(i, j, 2) for i in range(20) for j in range(20) if i != j)
    gap = dc.explain(dc.load_case(make_case([A | {"place": "v0"}, B | {"place": "v19"}], net)))
    assert "more than one way to convert: this difference is not accounted for" in gap.factor("place").because
    gap = dc.explain(dc.load_case(make_case([A | {"place": "v0"}, B | {"place": "v20"}], net)))
    assert "no published conversion: this difference is not accounted for" in gap.factor("place").because


@pytest.mark.parametrize(
    "phrases, toml, unit, scale",
    [
        (("6.1%", "7.8%"), '[measures.x]\nunit = "percent"', "%", "difference"),
        (("6.1%", "7.8 percent"), "", "%", "difference"),
        (("0.3 percentage points", "0.1 pp"), "", "pp", "difference"),
        (("1.5 °C", "1.2 degrees Celsius"), "", "°C", "difference"),
        (("-0.4%", "0.1%"), "", "%", "difference"),
        (("$3 billion", "-$1 billion"), "", "USD", "difference"),
        (("0 euros", "5 euros"), "", "EUR", "difference"),
        (("-300 people", "500 people"), "", "", "difference"),
        (("0", "12"), "", "", "ratio"),
        (("$3 billion", "$1 billion"), "", "USD", "ratio"),
        (("13,000 square kilometres", "1.3 million hectares"), "", "km²", "ratio"),
        (("$3 billion", "$1 billion"), '[measures.x]\nscale = "difference"', "USD", "difference"),
        (("6.1%", "7.8%"), '[measures.x]\nscale = "ratio"', "%", "ratio"),
        (("13,000 square kilometres", "1.3 million hectares"), '[measures.x]\nunit = "ha"', "ha", "ratio"),
    ],
)
def test_a_measure_has_a_unit_and_a_scale(tmp_path, phrases, toml, unit, scale):
    rows = [f'{source},2025-03-10,x,"{phrase}",https://example.org' for source, phrase in zip("ab", phrases, strict=True)]
    (tmp_path / "claims.csv").write_text("\n".join(["source,statement_date,measure,wording,url", *rows]), encoding="utf-8")
    (tmp_path / "case.toml").write_text(toml, encoding="utf-8")
    measure = dc.load_case(tmp_path).measures["x"]
    assert (measure.unit, measure.scale) == (unit, scale)


@pytest.mark.parametrize(
    "phrases, toml, said",
    [
        (
            ("300", "400"),
            '[measures.x]\nunit = "smoots"',
            "case.toml: measures.x.unit: 'smoots' is no unit that is known: write %, km², t, USD or the like; empty for what is counted one by one",
        ),
        (
            ("-0.4%", "0.1%"),
            '[measures.x]\nscale = "ratio"',
            'claims.csv:2: wording: "-0.4%" is below zero, and a ratio is not: set scale = "difference" in [measures.x]',
        ),
        (
            ("300 persons", "6.1%"),
            "",
            "claims.csv:3: wording: \"6.1%\" is in %, and a count is asked for of the measure 'x': give it a measure of its own, or a conversion",
        ),
        (
            ("6.1%", "7.8%"),
            '[measures.x]\nscale = "log"',
            "case.toml: measures.x.scale: 'log' is not known: write ratio (two numbers differ by a factor) or difference (by an amount)",
        ),
    ],
)
def test_a_scale_or_a_unit_that_does_not_fit_is_refused(tmp_path, phrases, toml, said):
    rows = [f'{source},2025-03-10,x,"{phrase}",https://example.org' for source, phrase in zip("ab", phrases, strict=True)]
    (tmp_path / "claims.csv").write_text("\n".join(["source,statement_date,measure,wording,url", *rows]), encoding="utf-8")
    (tmp_path / "case.toml").write_text(toml, encoding="utf-8")
    assert problems(tmp_path) == [said]


def test_a_dimension_without_values_takes_those_of_the_claims_in_one_spelling(tmp_path):
    (tmp_path / "case.toml").write_text('[dimensions.place]\nlabel = "place"\n', encoding="utf-8")
    head = "source,statement_date,measure,place,value,notes\n"
    rows = [f"{who},2024-05-01,killed,{place},{n},made up\n" for who in ("a", "b") for place, n in (("Haiti", 30), ("Chad", 40))]
    (tmp_path / "claims.csv").write_text(head + "".join(rows), encoding="utf-8")
    assert dc.load_case(tmp_path).dimensions["place"]["labels"] == {"Chad": "Chad", "Haiti": "Haiti"}
    (tmp_path / "claims.csv").write_text(head + "".join(rows) + "b,2024-05-01,killed,haiti,31,made up\n", encoding="utf-8")
    with pytest.raises(
        dc.CaseError, match=r"claims.csv:6: place: 'haiti' is 'Haiti' \(line 2\) in another spelling: write both in one way"
    ):
        dc.load_case(tmp_path)


@pytest.mark.parametrize(
    ("wording", "english", "wrong"),
    [
        ("około 1 200 strajkujących", "about 1,300 strikers", True),
        ("zaidi ya watu 1,200", "more than 1,200 people", False),
        ("3,5 mln zł", "3.5 million zlotys", False),
        ("1 milyon 200 bin", "1.2 million", False),
    ],
)
def test_figures_of_a_language_without_a_table_are_those_of_the_rendering(wording, english, wrong):
    assert bool(unlike(wording, english)) == wrong


# ----------------------------------------------------------------------------------------- limits, told in a sentence

DEEP = "case.toml:{}: is broken TOML: it is nested more than 8 deep (at line {}, column {})"
SETTINGS = {  # settings without end → what is said of them
    "title" + ".a" * 1000 + " = 1": [DEEP.format(1, 1, 22)],
    "a" + ".a" * 40_000 + " = 1": [DEEP.format(1, 1, 18)],
    "[a" + ".a" * 40_000 + "]": [DEEP.format(1, 1, 19)],
    "\n" * 9 + "title = " + "{a=" * 9: [DEEP.format(10, 10, 33)],
    "[[where]]\n" * 20_000: ["case.toml: where: ", "has 20,000 entries, and 10,000 at most are read"],
    "".join(f"k{i} = 1\n" for i in range(20_000)): ["case.toml: ", "has 20,000 entries, and 10,000 at most are read"],
    f"title = '{'x' * 100_001}'": ["case.toml: title: ", "has 100,001 characters, and 32,767 at most are read: shorten it"],
    "".join(f"[dimensions.d{i}]\n" for i in range(51)): ["case.toml: dimensions: has 51 of them, and 50 at most are read"],
    f"[measures.killed_or_wounded]\nwords = {['w'] * 201}": ["words: has more than 200 words, or one of more than 500 characters"],
}


@pytest.mark.parametrize("toml", SETTINGS, ids=range(len(SETTINGS)))
def test_settings_without_end_are_refused_in_a_sentence_at_once(make_case, toml):
    folder, began = make_case([A, B], toml), time.process_time()
    found = problems(folder)
    assert len(found) == 1 and all(part in found[0] for part in SETTINGS[toml]), found
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text", ['"[[[[[[[[[[{{{{{{{{{{"', "'a.b.c.d.e.f.g.h.i.j.k = 1'", '"""\n[[[[[\n[[[[[" ""\n"""', '"\\"[[[[[[[[[[" # [[[[[[[[[[{']
)
def test_brackets_and_points_within_a_text_nest_nothing(make_case, text):
    assert problems(make_case([A, B], f"title = {text}\nquestion = 'why'")) == []


CELLS = {"source": 501, "unit": 501, "notes": 32_768, "aliases": 2_001}


def test_cells_without_end_are_refused_in_a_sentence(make_case):
    long = {column: "x" * most for column, most in CELLS.items()}
    aliases = {"source": "beta", "name": "b" + " " * 80_000 + "c", "aliases": long.pop("aliases")}
    found = problems(make_case([A, B | long], sources=[aliases, {"source": "alpha"}]))
    assert [said.partition("has ")[2] for said in found] == [
        *(f"{most:,} characters, and {most - 1:,} at most are read: shorten it" for most in (501, 501, 32_768)),
        "80,002 characters, and 500 at most are read: shorten it",
        "2,001 characters, and 2,000 at most are read: shorten it",
    ]
    many = [{"source": f"s{i}", "aliases": ";".join("abcdefghij")} for i in range(501)]
    assert problems(make_case([A, B], name="many", sources=many)) == [
        "sources.csv: aliases: there are 5,010, and 5,000 at most are read: keep those that texts have"
    ]


# Tables in which every row asks for all the others.
TOGETHER = {
    "one row again and again": lambda n: [A] * n,
    "one statement": lambda n: [A | {"statement": "s", "measure": f"m{i}", "primary": "yes" * (i % 2)} for i in range(n)],
    "one statement of many days": lambda n: [
        A | {"statement": "s", "measure": f"m{i}", "as_of": f"{2024 - i % 90}", "primary": "yes" * (i % 2)} for i in range(n)
    ],
}


@pytest.mark.parametrize("rows", TOGETHER)
def test_every_check_is_linear_in_the_rows(make_case, rows):
    took = []
    for n in (300, 900 if "FUZZ" not in os.environ else 8000):
        folder, began = make_case(TOGETHER[rows](n)), time.process_time()
        examine(folder)
        took.append((time.process_time() - began) / n)
    assert took[1] < 3 * took[0]
