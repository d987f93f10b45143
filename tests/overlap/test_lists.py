"""Lists of records: what always holds, what is refused, what a linkage finds, what a review decides, how it is told, and no name of anybody."""

from __future__ import annotations

import json
import logging
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from helpers import run
from hypothesis import given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import plots, story
from discrepancy.display import Prose
from discrepancy.overlap import names
from discrepancy.overlap.link import days as days_of
from discrepancy.overlap.made_up import made_up
from discrepancy.overlap.things import things
from discrepancy.story.lists import lists_story

A = "id,name,region\n1,Zyx Qoph,north\n2,Wyn Vath,north\n2,Wyn Vath,north\n3,Ugo Tarn,south\n4,Sil Ruk,east\n"
B = "id,name,region\n3,Ugo Tarn,south\n4,Sil Ruk,south\n5,Pim Oxo,west\n"
PEOPLE = "Zyx Qoph Wyn Vath Ugo Tarn Sil Ruk Pim Oxo".split()


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(A)
    (tmp_path / "b.csv").write_text(B)
    return tmp_path


def frames(*ids):
    return [pd.DataFrame({"id": [*each]}) for each in ids]


# ----------------------------------------------------------------------------------------- by an id


@given(st.lists(st.sets(st.integers(0, 30), min_size=1), min_size=2, max_size=4).filter(lambda s: any(a & b for a, b in pairwise(s))))
@settings(max_examples=8)
def test_the_difference_is_what_only_one_has_less_what_only_the_other_has(ids):
    found = dc.lists(*frames(*ids), by="id")
    for pair in found.pairs:
        one, two = (ids[found.names.index(name)] for name in (pair.first, pair.second))
        assert {*pair.only_first} == {str(i) for i in one - two} and {*pair.only_second} == {str(i) for i in two - one}
        assert pair.gap == len(pair.only_first) - len(pair.only_second) == len(one) - len(two) == pair.sizes[0] - pair.sizes[1]
    assert found.counts["records"].sum() == len(found.records) == len(set().union(*ids))


def test_a_row_that_stands_twice_counts_once_and_strata_are_where_lists_part(files):
    found = dc.lists("a.csv", "b.csv", by="id", strata="region")
    assert found.pair().sizes == (4, 3) and found.repeated == {"a": 1, "b": 0} and found.pair().only_first == ("1", "2")
    where = found.where()
    assert where.gap == found.pair().gap == 1 and where.strata["contribution"].to_dict() == {"north": 2, "west": -1, "east": 1, "south": -1}
    assert plots.where(where).table["contribution"].sum() == 1
    told = str(Prose(tuple(lists_story(found))))
    assert "One row of a repeats another of the same list and counts once." in " ".join(told.split())
    assert "That a record is on one list only is not evidence that either list is wrong." in told and not story.NEVER.search(told)


BAD = {
    "no way to link": (lambda a, b: (a, b), {}, "by an id (--by) or by columns that are compared (--match): list 1 and list 2 have id, name"),
    "no such column": (lambda a, b: (a, b), {"by": "nr"}, "list 1: nr: no such column: use one of id, name, region\nlist 2: nr: no such"),
    "nothing in common": (lambda a, b: (a, frames([1])[0].rename(columns={"id": "x"})), {"by": "id"}, "no column is common to all lists: list 1 has id, name, region; list 2 has x"),
    "an empty list": (lambda a, b: (a, b.iloc[:0]), {"by": "id"}, "list 2: holds no row below a header"),
    "an id on rows that differ": (lambda a, b: (a.assign(id=[1, 2, 3, 3, 4]), b), {"by": "id"}, "list 1: id: '3' stands on rows that differ (row 3): keep one"),
    "no id": (lambda a, b: (a.assign(id=[1, 2, 2, None, 4]), b), {"by": "id"}, "list 1: id: is empty in row 3: a record without an id cannot be linked"),
    "one column alone": (lambda a, b: (a, b), {"match": "name"}, "'name' alone tells too little: name two columns or more"),
    "both ways": (lambda a, b: (a, b), {"by": "id", "match": ["name", "region"]}, "give an id or columns to compare, not both"),
    "strata of names": (lambda a, b: (a, b), {"by": "id", "strata": "name"}, "strata: 'name' looks like names of people"),
    "strata without any in common": (lambda a, b: (a, b.assign(region="x")), {"by": "id", "strata": "region"}, "strata: the first table: region: no row of it stands in the second"),
    "strata by a word of the answer": (lambda a, b: (a.assign(of=1), b.assign(of=1)), {"by": "id", "strata": "of"}, "'of' is a word of the answer: rename the column"),
    "no overlap of five": (lambda a, b: frames(*([i] for i in range(5))), {"by": "id"}, "no id is on two of list 1, list 2, list 3, list 4 and list 5"),
    "six": (lambda a, b: [a] * 6, {"by": "id"}, "6 lists: two to five are set side by side"),
    "one": (lambda a, b: [a], {"by": "id"}, "1 list: two to five are set side by side"),
    "a threshold": (lambda a, b: (a, b), {"match": ["name", "region"], "threshold": 1.5}, "threshold: 1.5 should be a probability"),
    "a review of an id": (lambda a, b: (a, b), {"by": "id", "review": "r.csv"}, "review: goes with columns that are compared"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_lists_are_refused_in_a_sentence_without_a_name(files, name):
    make, asked, sentence = BAD[name]
    with pytest.raises(dc.ListsError) as error:
        dc.lists(*make(*(pd.read_csv(f"{each}.csv") for each in "ab")), **asked)
    assert sentence in str(error.value) and not re.search("|".join(PEOPLE), str(error.value))


def test_a_list_of_one_column_will_do_and_a_missing_file_is_said_once(files):
    assert dc.lists(*frames([1, 2], [2, 3]), by="id").pair().both == 1
    said = run("lists", "a.csv", "none.csv", "--by", "id")
    assert said.returncode == 2 and said.stderr == "none.csv: cannot be read: No such file or directory\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "pair"),
    [
        ("007", "7", "007 and 7"),
        ("7", "7.0", "7 and 7.0"),
        ("A-1", "a1", "A-1 and a1"),
        ("10-1", "101", ""),
        ("a_1", "A-1", "a_1 and A-1"),
        ("k1", "K1", "k1 and K1"),
        ("K 007", "k7", "K 007 and k7"),
        ("10", "1", ""),
        ("7", "70", ""),
        ("1.5", "15", ""),
    ],
)
def test_ids_that_differ_in_zeros_capitals_or_marks_are_told(mine, theirs, pair):
    """They count as different: a list with 001 beside one with 1 would lose records in silence."""
    found = dc.lists(*frames([mine, "x"], [theirs, "x"]), by="id")
    told = f"One id differs from one of another list in zeros, capitals or marks alone ({pair}): not the same here."
    assert found.pair().both == 1 and (told in str(found)) == bool(pair) == bool(found.alike[0]) and found.alike[1] == pair
    with pytest.raises(dc.ListsError, match=re.escape(f"write ids alike{f' ({pair})' if pair else ''}, or link")):
        dc.lists(*frames([mine], [theirs]), by="id")


def test_ids_that_are_names_are_no_example():
    one, two = (pd.DataFrame({"name": [each, "Sil Ruk"]}) for each in ("Zyx Qoph", "ZYX QOPH"))
    told = str(dc.lists(one, two, by="name"))
    assert "marks alone: not the same here" in told and "qoph" not in told.casefold()


NUMBERS = {
    "the same": ([1, 2], [1, 2], "two are on both, none on list 1 only and none on list 2 only", "list 2 2: the same ones."),
    "within": ([1, 2, 3], [1], "one is on both, two on list 1 only and none on list 2 only", "the two more are the two on list 1 only."),
    "around": ([1], [1, 2], "one is on both, none on list 1 only and one on list 2 only", "the one more is the one on list 2 only."),
    "as many": ([1, 2], [2, 3], "one is on both", "as many, for the one on list 1 only and the one on list 2 only cancel."),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_none_one_and_several_are_said_as_they_are(name):
    one, two, head, gap = NUMBERS[name]
    (said, gaps), *_ = lists_story(dc.lists(*frames(one, two), by="id"))
    assert "where their id and x are." in str(dc.lists(*(frame.assign(x=1) for frame in frames(one, two)), by="id,x"))
    assert head in said and gaps.endswith(gap) and not re.search(r"\bno (on|are|of|is)\b", f"{said} {gaps}")
    three = lists_story(dc.lists(*frames(one, two, [*two, 9]), by="id"))
    assert not re.search(r"\bno (on|are|of|is)\b", " ".join(map(" ".join, three)))


def test_a_file_in_another_encoding_is_told_what_this_command_can_do(files):
    (files / "b.csv").write_bytes("id,name\n1,Zo\xeb Qoph\n".encode("latin-1"))
    said = run("lists", "a.csv", "b.csv", "--by", "id")
    assert said.returncode == 2 and "save it as UTF-8" in said.stderr and "--encoding" not in said.stderr


# ------------------------------------------------------------------------------------------ by columns


def test_a_thing_has_one_record_of_a_list_and_a_no_is_kept():
    numbers, repeats = things("aabb", [(0, 2), (0, 3), (1, 2)])
    assert numbers.tolist() == [0, 1, 0, 3] and not repeats.any()
    numbers, repeats = things("aabb", [(0, 1), (0, 2), (1, 3)], apart=[(0, 2)])
    assert numbers.tolist() == [0, 0, 2, 0] and repeats.tolist() == [False, True, False, False]


COLUMNS = ["name", "born", "place"]


def days(rows):
    return days_of(rows.reset_index(drop=True), "born")


@pytest.fixture(scope="module")
def linked():
    pytest.importorskip("splink")
    tables = made_up(260, (0.7, 0.7), mistakes=0.4)
    return tables, dc.lists(*(table[COLUMNS] for table in tables), match=COLUMNS, threshold=0.99)


def test_columns_find_the_same_people(linked):
    tables, found = linked
    person = [dict(zip((f"row {i}" for i in table.index), table["id"], strict=True)) for table in tables]
    both = found.records[(found.records != "").all(axis=1)].to_numpy().tolist()
    right = sum(person[0][one] == person[1][two] for one, two in both)
    assert right == len(both) and right >= 0.6 * len({*tables[0]["id"]} & {*tables[1]["id"]})
    assert (
        found.hidden == ("name",)
        and len(found.uncertain)
        and {*found.uncertain["name: alike"]} <= {"same", "near", "less near", "different"}
    )
    assert "probability of 99% on" in str(found) and "records and not" in str(found)


def test_a_review_is_read_back_and_is_of_these_lists_alone(linked, tmp_path):
    tables, found = linked
    answers = found.uncertain.assign(same=["yes", *["no"] * (len(found.uncertain) - 1)])
    answers.to_csv(tmp_path / "review.csv", index=False)
    asked = {"match": COLUMNS, "threshold": 0.99, "review": tmp_path / "review.csv"}
    decided = dc.lists(*(table[COLUMNS] for table in tables), **asked)
    assert decided.reviewed == len(answers) and len(decided.uncertain) == 0 and decided.pair().both == found.pair().both + 1
    answers.assign(same="perhaps").to_csv(tmp_path / "review.csv", index=False)
    with pytest.raises(dc.ListsError, match=r"review\.csv:2: same: 'perhaps' should be yes or no, or empty"):
        dc.lists(*(table[COLUMNS] for table in tables), **asked)
    with pytest.raises(dc.ListsError, match=r"is a review of other lists, or of other columns"):
        dc.lists(tables[0][COLUMNS], tables[1][COLUMNS].head(90), **asked)

    (tmp_path / "review.csv").unlink()
    pd.concat([answers.assign(same="yes"), answers.head(1).assign(same="no")]).to_csv(tmp_path / "review.csv", index=False)
    with pytest.raises(dc.ListsError, match="same: 'no' contradicts an earlier row of these two: keep one"):
        dc.lists(*(table[COLUMNS] for table in tables), **asked)
    shown = dc.lists(*(table[COLUMNS] for table in tables), match=COLUMNS, threshold=0.99, with_names=True)
    assert shown.stamp == found.stamp and "name: first" in shown.uncertain  # so that answers given with names are read without


WAYS = {
    "days first": "%d/%m/%Y",
    "months first": "%m/%d/%Y",
    "points": "%d.%m.%Y",
    "in words": "%d %B %Y",
    "with a time": "%Y-%m-%d 00:00:00",
}


def test_days_written_in_another_way_are_the_same_days(linked):
    """As words they would agree nowhere, and records of both lists would be told as records of one."""
    tables = [table[COLUMNS].head(60) for table in linked[0]]
    born = [pd.to_datetime(table["born"], errors="coerce") for table in tables]
    tables = [table.assign(born=day.dt.strftime("%Y-%m-%d").fillna("")) for table, day in zip(tables, born, strict=True)]
    found = [
        days(pd.concat([t.assign(list=k) for k, t in enumerate([tables[0], tables[1].assign(born=born[1].dt.strftime(way).fillna(""))])]))
        for way in ("%Y-%m-%d", *WAYS.values())
    ]
    assert all(each.tolist() == found[0].tolist() for each in found[1:])
    match = ["name", "born", "place"]
    mixed = tables[1].assign(born=[*born[1].dt.strftime("%d/%m/%Y").fillna("").head(50), *["1975"] * 10])
    told = dc.lists(tables[0], mixed, match="name, born, place")
    assert told.no_day == {"born": 10} and "Ten cells of born named no day and counted as empty." in str(told)
    assert told.match == tuple(match) and told.pair().both > 10


def test_days_that_may_be_months_are_refused():
    rows = pd.DataFrame({"list": ["a", "a", "b", "b"], "born": ["02/03/1984", "04/05/1990", "1984-03-02", "1990-05-04"]})
    with pytest.raises(dc.ListsError, match="born of a may be days before months or after: write them as 2024-03-12"):
        days(rows)


# ------------------------------------------------------------------------------------------ privacy


@pytest.mark.parametrize(
    "heading",
    [
        "name",
        "full_name",
        "Surname",
        "victim",
        "Nom",
        "фамилия",
        "mother",
        "First",
        "ФИО",
        "martyr",
        "nazwisko",
        "sobrenome",
        "soyad",
        "الاسم",
        "name (source spelling)",
        "victim name, hospital list",
    ],
)
def test_headings_that_say_name(heading):
    assert names.of_people([pd.Series(["x"], name=heading)])


def test_cells_that_look_like_names_and_some_that_do_not():
    people = made_up(60)[0]["name"]
    assert names.of_people([people.rename("who")]) and not names.of_people([pd.Series(["New Town", "Old Town"] * 20, name="at")])
    assert not names.of_people([pd.Series(np.arange(50).astype(str), name="nr")]) and not names.of_people(
        [people.head(5).rename("place name")]
    )


SCRIPTS = {
    "Arabic": "محمد أحمد الخطيب",
    "Arabic, one word": "محمد",
    "Hebrew": "יוסף כהן",
    "Devanagari": "राम कुमार",
    "Bengali": "শেখ রহমান",
    "Chinese": "王小明",
    "Korean": "김철수",
    "Thai": "สมชาย ใจดี",
    "Persian, with a joiner": "علی\u200cرضا احمدی",
    "accents apart": "Jose\u0301 N\u0303an\u0303ez",
    "small letters": "ahmad al-khatib",
    "of seven words": "Muhammad Ahmad Abd al Rahman Al Khatib",
    "without a blank": "Khatib,Ahmad",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_any_script_are_seen_by_their_cells(script):
    cells = [f"{SCRIPTS[script]}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    cells = cells if SCRIPTS[script].isascii() or script == "accents apart" else [f"{SCRIPTS[script]}{chr(0x5D0 + i)}" for i in range(26)]
    assert names.of_people([pd.Series(cells, name="who wrote")])


@pytest.mark.parametrize("name", ["Ahmad al-Khatib", "AHMAD KHATIB", "محمد أحمد", "김철수", "Khatib, Ahmad"])
@pytest.mark.parametrize("more", [("1984-03-02",), ("34",), ()])
def test_a_first_row_that_is_a_record_is_not_told(name, more):
    one, two = pd.DataFrame([[1] * (1 + len(more))], columns=[name, *more]), pd.DataFrame({"id": [1]})
    for asked in ({"by": "id"}, {"match": ["born", "place"]}, {}):
        for tables in ((one, two), (one, one)):
            with pytest.raises(dc.ListsError) as error:
                dc.lists(*tables, **asked)
            assert name not in str(error.value)


def test_no_name_is_written_anywhere_unless_asked(files, linked, caplog):
    caplog.set_level(logging.DEBUG)
    tables = linked[0]
    people = {*tables[0]["name"], *tables[1]["name"]}
    for name, table in zip("cd", tables, strict=True):
        table[COLUMNS].to_csv(f"{name}.csv", index=False)
    match = ["c.csv", "d.csv", "--match", ",".join(COLUMNS), "--threshold", "0.99"]
    given = [
        ["a.csv", "b.csv", "--by", "id", "--into", "one"],
        ["a.csv", "b.csv", "--by", "name", "--json"],
        ["a.csv", "b.csv", "--by", "name,region"],
    ]
    given += [[*match, "--into", "two"], ["a.csv", "b.csv", "--by", "i"], ["a.csv", "b.csv", "--by", "id", "--strata", "name"]]
    said = "".join(f"{done.stdout}{done.stderr}" for done in (run("lists", *args) for args in given))
    said += (
        caplog.text
        + json.dumps(linked[1].to_dict())
        + "".join(path.read_text() for folder in ("one", "two") for path in (files / folder).iterdir())
    )
    assert not [name for name in (*people, "Qoph", "Vath", "Tarn") if name in said] and "line 2" in said
    assert {path.name for path in (files / "two").iterdir()} == {"counts.csv", "records.csv", "review.csv"}
    run("lists", *match, "--into", "three", "--with-names")
    assert any(name in (files / "three" / "review.csv").read_text() for name in people)
    again = run("lists", *match, "--into", "two")
    assert again.returncode == 2 and "review.csv is there, and may hold answers" in again.stderr


def test_a_file_without_a_header_gives_no_name_away(files):
    (files / "h.csv").write_text("Zyx Qoph,1980-01-01\nWyn Vath,1981-02-03\n")
    said = run("lists", "h.csv", "b.csv", "--by", "id")
    assert said.returncode == 2 and "Zyx" not in said.stderr and "no column is common" in said.stderr


# ------------------------------------------------------------------------------------------ a case that names lists


def test_a_case_names_lists_and_nothing_of_them_is_packed(make_case, files):
    from conftest import row

    from discrepancy.notebook.asking import has_lists
    from discrepancy.report.pages.claims import _pack

    toml = '[[lists]]\ntitle = "Two lists"\nfiles = ["a.csv", "b.csv"]\nby = "id"\npublished = "2024-05-01"\n'
    folder = make_case([row("alpha", "2024-12-23", "about 3,000")], toml)
    for name, text in (("a.csv", A), ("b.csv", B)):
        (folder / name).write_text(text)
    case = dc.load_case(folder)
    assert has_lists(case, {}) and {"a.csv", "b.csv"} <= {*case.hashes}
    shown = dc.settings("07-lists", case=str(folder))
    assert repr(shown.listed()).startswith("Two lists: of five records on the two lists, two are on both")
    assert dc.settings("07-lists", case=str(folder), known_by="2024-04").overlaps == []
    _pack(case, files / "case.zip")
    assert b"Qoph" not in (files / "case.zip").read_bytes() and b"a.csv" not in (files / "case.zip").read_bytes()
    assert not re.search("Qoph|only_first.{3}\\[", json.dumps(shown.counted))
    (folder / "case.toml").write_text(toml.replace('"id"', '"nr"').replace("b.csv", "c.csv"))
    assert "lists[1]: 'c.csv' name a table beside case.toml" in run("check", str(folder)).stdout
    (folder / "case.toml").write_text(toml.replace('"id"', '"nr"'))
    assert "a.csv: nr: no such column" in run("check", str(folder)).stdout
