"""Bad input: 2,500 mutated cases, 800 of them in every run, end in a right answer, or in exit code 2 with file and line.

Never a traceback, a hang, a row that is silently left out, or an answer about somebody else.  A mutation is a function in one of the
tables of mutations.py: Hypothesis draws one to three of them with their arguments, the case is written, and `judge` reads it as the commands
do.  Most are such that there is an answer, which has to hold what every right answer holds.  The examples are the same in every run;
``FUZZ=1`` draws all 2,500, and ``FUZZ=4 pytest tests/test_fuzz.py`` 10,000, others each time.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import os
import random
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from oracles import who_was_asked_is_who_speaks
from richcase import BASE, KW, TOML, Draft, write

import discrepancy as dc
from discrepancy.app.cli.group import main
from discrepancy.case.load import examine
from discrepancy.gap.choices import range_of
from discrepancy.story import gap_story
from fuzz.cases import drawn

TIMES = int(os.environ.get("FUZZ", "0"))  # 0: the examples of every run


# What is said of a file as a whole; anything else said of a table has a line.
OF_THE_FILE = re.compile(
    r"cannot be read: |is missing: |is a workbook, |and \S+ both hold |is not read: |has the sheets |has no sheet |is no workbook |is the name of no table"
    r"|is an old or an encrypted workbook|is too large"
)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 700  # characters of a sentence about a problem


def judge(draft, commands, asked, folder):
    """The one question: a right answer, or a refusal that names file and line."""
    write(draft, folder)
    case, problems = examine(folder)
    if commands:
        answered(folder, bool(problems))
    if problems:
        assert case is None
        for problem in problems:
            refused(problem, draft, folder)
        return None
    assert len(case.records) == rows_written(draft)
    assert draft.touched or all(
        set(cells) <= set(found.values()) for cells, found in zip(cells_written(draft), case.tables["claims"], strict=True)
    )
    assert all("\n" not in str(w) and len(str(w)) <= LONGEST for w in case.warnings)
    return explained(case, asked)


def refused(problem, draft, folder):
    """A problem names a file of the folder, a line of it (or a key of case.toml), and is one readable sentence."""
    said, name = str(problem), problem.file.partition("[")[0]
    assert (folder / name).exists() or (name == "claims.csv" and "is missing" in said), said
    assert len(said) <= LONGEST and not UNPRINTABLE.search(said), said[:1000]
    assert problem.advice, said
    if name == "case.toml":
        assert problem.line or problem.column or OF_THE_FILE.match(problem.advice) or "broken TOML" in said, said
    elif not OF_THE_FILE.match(problem.advice):
        assert 1 <= problem.line <= lines_of(draft.files[name]) + 1, said


def lines_of(raw):
    if raw.startswith(b"PK"):
        return 10**6
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return len(re.findall(r"\r\n|\r|\n", raw.decode("utf-16" if wide else "utf-8", "replace")))


def rows_written(draft):
    """Rows of claims with anything on them, as they were drawn, or as any reader of CSV counts them where bytes were changed."""
    if not draft.touched:
        return sum(any(cell.strip() for cell in cells) for cells in draft.tables["claims"]) - 1
    raw = draft.files["claims.csv"]
    text = raw.decode("utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    sep = re.match(r'"?sep=(.)"?\s*?(\r\n|\r|\n)', text)
    text = text[sep.end() :] if sep else text
    header = next(line for line in io.StringIO(text, newline="") if line.strip())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep[1] if sep else max(",;\t", key=header.count))
    return sum(any(cell.strip() for cell in cells) for cells in reader) - 1


def cells_written(draft):
    rows = [{cell.strip() for cell in cells} - {""} for cells in draft.tables["claims"]]
    return [cells for cells in rows if cells][1:]


def explained(case, asked):
    """The gap of an accepted case, which must be right in itself; None where two figures cannot be compared, and why is said."""
    for basis in ({}, {"known_by": "2024-12-24"}, {"measure": "killed", "rule": "granularity"}):
        if gap := who_was_asked_is_who_speaks(case, *asked, **basis):
            right(gap)
            the_other_way_round(gap, dc.explain(case, *reversed(asked), **basis))
    try:
        gap = dc.explain(case)
    except dc.ClaimError as error:
        assert str(error) and len(str(error)) <= 5000
        return None
    right(gap)
    dc.normalize(case, gap.basis.measure, gap.basis.as_of)
    numbers, ends = gap.to_dict(), range_of(gap)
    json.dumps(ends, allow_nan=False)
    assert len(gap.note().split("\n\n")[0].split()) <= 140
    story = " ".join(text for _, text in gap_story(gap))
    assert story and "nan" not in story.lower().split()
    if gap.ratio is not None:
        assert ends["lowest"] <= gap.unexplained.multiplier * (1 + 1e-9) and gap.unexplained.multiplier <= ends["highest"] * (1 + 1e-9)
    return numbers, ends


def right(gap):
    """What holds for every gap, whatever the case."""
    json.dumps(gap.to_dict(), allow_nan=False)
    if gap.ratio is None:
        assert min(gap.a.value, gap.b.value, gap.a.figure.reading.best, gap.b.figure.reading.best) <= 0
        return
    assert gap.ratio == pytest.approx(gap.a.value / gap.b.value)
    assert abs(math.fsum([*(f.log for f in gap.factors), -math.log(gap.ratio)])) < 1e-12


def the_other_way_round(gap, back):
    """Every sign turns, and no spread."""
    for there, again in zip(gap.factors, back.factors, strict=True):
        assert (there.log is None) == (again.log is None), there.name
        assert there.log is None or (abs(there.log + again.log) < 1e-12 and abs(there.sd - again.sd) < 1e-12), there.name


# What is said later, in every way that could matter: of the same day and another one, in versions, parts and derivations.
LATER = {"statement_date": "2025-07-01", "published": "2025-07-02", "url": "https://example.org/later", "as_of": "2024-12-23"}
LATER_ROWS = [
    {"claim": "later-1", "statement": "later-a", "primary": "yes", "source": "alpha", "wording": "exactly 9,999", "area": "all"},
    {"claim": "later-2", "statement": "later-b", "primary": "yes", "source": "beta", "wording": "more than 70", "area": "east"},
    {"claim": "later-3", "statement": "later-c", "source": "gamma", "wording": "8,000", "as_of": "2025-06-30"},
    {
        "claim": "later-4",
        "statement": "later-d",
        "source": "delta",
        "wording": "about 5",
        "derived_from": "later-a",
        "derived_basis": "stated",
    },
    {"claim": "later-5", "statement": "later-e", "source": "alpha", "wording": "44", "measure": "killed"},
    {"claim": "later-6", "statement": "later-e", "source": "alpha", "wording": "55", "measure": "wounded"},
]


def with_later_rows(draft):
    """The same draft, and what will be said after the day that it is asked for."""
    tables = deepcopy(draft.tables)
    columns = [name.strip().lower() for name in tables["claims"][0]]
    for later in LATER_ROWS:
        cells = {"measure": KW, "primary": "yes"} | LATER | later
        tables["claims"].append([cells.get(name, "") for name in columns])
    return Draft(tables, draft.toml, draft.form)


def known_on(case, asked):
    """What was known on a day, between two names and between whom the case asks for; or that nothing was."""
    found = []
    for basis in ({"a": asked[0], "b": asked[1]}, {"as_of": "2024-12-23"}, {}):
        try:
            gap = dc.explain(case, known_by="2025-02-01", **basis)
            found.append([gap.ratio, gap.basis, *((f.name, f.log, f.sd, f.low, f.high) for f in gap.factors)])
        except dc.ClaimError as error:  # the reason may name rows that were not known; and a name may become that of two things
            found.append("two things" if " could be " in str(error) else None)
    return found


def answered(folder, bad):
    """The commands themselves: exit code 2 for a bad case, and words on the screen in any case."""
    for arguments in (["check"], ["gap", "--json"], ["gap", "--note"], ["gap"]):
        done = CliRunner().invoke(main, [arguments[0], str(folder), *arguments[1:]])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == (2 if bad else 0) or (done.exit_code == 2 and arguments[0] == "gap"), done.output[:500]
        assert done.output.strip()
        if arguments[-1] == "--json" and done.exit_code == 0:
            json.loads(done.output, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))


def each(examples, ask, *kinds):
    """Ask of a third of so many drafts, the same in every run, or of FUZZ times as many, others each time; one that fails is shown."""
    first = random.randrange(10**9) if TIMES else 0
    for seed in range(first, first + (examples * TIMES or examples // 3)):
        draft, commands, asked = drawn(random.Random(f"{kinds}:{seed}"), *kinds)
        try:
            ask(draft, commands, asked)
        except BaseException as error:
            error.add_note(f"seed {seed}\n{differs(draft)}")
            raise


def differs(draft):
    """The lines in which a draft is not the base."""
    base = Draft(deepcopy(BASE), TOML)
    base.serialise()
    lines = []
    for name in sorted(base.files.keys() | draft.files.keys()):
        before, after = ((d.files.get(name) or b"").splitlines() for d in (base, draft))
        lines += [f"{name}: {line!r:.300}" for line in after if line not in before]
    return "\n".join(lines[:20])


@cache
def answer_of_the_base():
    with TemporaryDirectory() as folder:
        return judge(Draft(deepcopy(BASE), TOML), True, ("alpha", "beta"), Path(folder))


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def test_the_base_is_a_case_with_a_gap():
    numbers, ends = answer_of_the_base()
    assert numbers["printed"]["a"] == 3000 and numbers["printed"]["b"] == 1100
    assert numbers["without_inference"] and ends["choices"] > 10


class TestAnswers:
    def test_answers(self, place):
        each(100, lambda *drawn: judge(*drawn, place), "answers", "answers", "answers", "habits")


class TestLater:
    def test_what_later_rows_say_changes_nothing_of_what_was_known(self, place):
        def ask(draft, _, asked):
            found = []
            for change in (lambda same: same, with_later_rows):
                write(change(draft), place)
                case, problems = examine(place)
                if problems:
                    return
                found.append(known_on(case, asked))
            assert all(before == after for before, after in zip(*found, strict=True) if after != "two things")

        each(200, ask, "answers", "answers", "answers")


class TestRefusals:
    def test_cells(self, place):
        each(350, lambda *drawn: judge(*drawn, place), "cells", "cells", "cells", "habits", "settings")

    def test_bytes(self, place):
        each(1400, lambda *drawn: judge(*drawn, place), "texts", "texts", "cells", "habits")

    def test_settings(self, place):
        each(350, lambda *drawn: judge(*drawn, place), "settings", "settings", "cells")


class TestForms:
    def test_workbooks(self, place):
        def ask(draft, *how):
            name = random.Random(str(draft.tables)).choice(sorted(BASE))
            judge(Draft(draft.tables, draft.toml, {"xlsx": name}), *how, place)

        each(25, ask, "answers", "cells")

    def test_habits_of_spreadsheets_change_no_answer(self, place):
        expected, _ = answer_of_the_base()

        def ask(draft, _, asked):
            name = random.Random(str(draft.form)).choice([""] * 15 + sorted(BASE))
            found, _ = judge(Draft(draft.tables, draft.toml, draft.form | {"xlsx": name}), False, asked, place)
            assert found | {"inputs": 0, "case": ""} == expected | {"inputs": 0, "case": ""}

        each(75, ask, "habits", "habits")
