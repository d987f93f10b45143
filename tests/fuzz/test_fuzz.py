"""No traceback, ever: 2,500 examples of every generator and command in each run, and those that once failed; ``FUZZ=N`` draws N times 1,000 of each.

An example is typed, and `judge` looks at what comes out: a documented exit code, no traceback, no name of an exception, no warning, lines
that can be read, JSON that is JSON, time that is bounded by the size of what was given. One that fails is cut down and can be pasted here.
"""

from __future__ import annotations

import json
import os
import random

import pytest
from helpers import run

from discrepancy.reading.phrase import read
from discrepancy.reading.wording import WordingError
from fuzz.__main__ import example
from fuzz.judge import Example, Fault, judge, smallest

TIMES = int(os.environ.get("FUZZ", "0"))
EVERY_RUN = {"news": 600, "paragraphs": 250, "cases": 150, "tables": 130, "workbooks": 40, "settings": 350, "lines": 250}


@pytest.mark.parametrize("name", EVERY_RUN)
def test_whatever_is_typed_is_answered_or_refused_in_a_sentence(tmp_path, name):
    first = random.randrange(10**9) if TIMES else 0
    for seed in range(first, first + (1000 * TIMES or EVERY_RUN[name])):
        if fault := judge(drawn := example(name, seed), tmp_path / "w"):
            small = smallest(drawn, tmp_path / "w", fault)
            pytest.fail(f"{name} {seed}: {fault.kind} · {fault.place} · {fault.seen}\n{small.pasted()}", pytrace=False)


ONE = {"t.csv": b"country,year,low,best,high\nHaiti,2010,100,200,300\nPeru,2011,7,8,9\n"}
LARGE = b'{"country": ["Haiti", "Chile"], "low": [1e308, 7], "best": [1e308, 8], "high": [1e308, 9]}'
FAILED = {  # once, and as what
    "included: AttributeError": Example(
        ("extract", "-", "--date", "2025-01-02"), {}, b"At least 64 people, including 12 children, died when a ferry sank on Monday."
    ),
    "a day by points: ValueError": Example(("import", "t.csv", "--dry-run", "--date", "23.12.2024"), ONE),
    "sums beyond numbers: RuntimeWarning": Example(("import", "t.json", "--dry-run", "--json"), {"t.json": LARGE}),
    "a rule that is none: ValueError": Example(("assistant", "read", '{"phrase": "about 45", "rule": "x"}')),
    "a condition of 5,000 digits: one line": Example(("report", "dprk-kursk", "--alert", "unexplained>" + "9" * 5000)),
    "a number of 5,000 digits: one line of click's": Example(("report", "dprk-kursk", "--max-age-days", "9" * 5000)),
    "names on two lines: csv.Error": Example(("import", "t.csv", "--dry-run", "--source-columns", "low,\nhigh"), ONE),
    "a zip whose list is elsewhere: ValueError": Example(
        ("import", "t.zip"), {"t.zip": b"PK\3\4PK\5\6\0\0\0\0\1\0\1\0\x33\0\0\0\x7a\x85\0\0\0\0"}
    ),
    "a table before the first: IndexError": Example(
        ("import", "t.html", "--dry-run", "--table", "-1"), {"t.html": b"<table><tr><td>a<td>b<tr><td>1<td>2</table>"}
    ),
    "no Parquet: ArrowInvalid": Example(("import", "t.parquet"), {"t.parquet": b"PAR1" + b"\0" * 20 + b"PAR1"}),
}


@pytest.mark.parametrize("name", FAILED)
def test_what_once_failed(tmp_path, name):
    assert judge(FAILED[name], tmp_path / "w") is None


@pytest.mark.parametrize(("phrase", "said"), [("-5 thousand", "-5,000"), ("- 3 hurt", "-3"), ("-½", "-0.5")])
def test_a_phrase_that_begins_with_minus_is_no_help(phrase, said):
    assert f"best {said}" in run("read", phrase).stdout
    assert json.loads(run("gap", phrase, "-7", "--json").stdout)["printed"]["a"] == float(said.replace(",", ""))


@pytest.mark.parametrize(
    "phrase",
    ["--5", "+-5", "−−5", "- -5", "-–½", "- -$5", "$-5", "minus -5", "minus minus 5", "-(5)", "killed --5", "--five", "5-", "-5 --"],
)
def test_no_minus_is_lost(phrase):
    """A sign that is not taken for that of the number refuses the phrase, whatever the sign."""
    done = run("read", "--", phrase)
    assert done.returncode == 2 and "can be a minus" in done.stderr


@pytest.mark.parametrize(
    ("phrase", "language", "value"),
    [("moins 5", "fr", -5), ("menos 1,5 %", "es", -1.5), ("al menos 5", "es", 5), ("meno 5", "it", -5), ("минус 5", "ru", -5), ("мінус 5", "uk", -5)]
    + [("マイナス5", "ja", -5), ("마이너스 5", "ko", -5), ("ناقص 5", "ar", -5), ("plus ou moins 5", "fr", None), ("▲5", "ja", None), ("--5", "de", None)],
)  # fmt: skip
def test_a_minus_of_another_language_is_read_or_refused(phrase, language, value):
    if value:
        assert read(phrase, language=language).value == value
    else:
        with pytest.raises(WordingError):
            read(phrase, language=language)


def test_one_that_fails_is_cut_down(tmp_path, monkeypatch):
    """What is left of it is what it fails by."""

    def fails(drawn, folder):
        return Fault("x", "y") if "bell" in " ".join(drawn.args) and b"needle" in drawn.files.get("t", b"") and "TZ" in drawn.env else None

    monkeypatch.setattr("fuzz.judge.judge", fails)
    drawn = Example(
        ("read", "some words and a bell", "--json"), {"other": b"x", "t": b"in hay\na needle\nmore"}, b"more", {"A": "", "TZ": "UTC"}
    )
    assert smallest(drawn, tmp_path, Fault("x", "y")) == Example(("read", "bell"), {"t": b"needle"}, b"", {"TZ": "UTC"})
