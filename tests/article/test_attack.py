"""Sentences of news made from a grammar, and texts of which there is too much: an answer or a refusal in a sentence, never a traceback."""

from __future__ import annotations

import os
import random
import re

import pytest
from click.testing import CliRunner

from benchmarks import repeated
from discrepancy.app.cli.group import main
from discrepancy.article import ArticleError, read_article, text
from discrepancy.article.extract import extract, numbers_printed
from discrepancy.article.number import CUT
from discrepancy.article.verify import verify
from discrepancy.case.load import load_case

DAY, COUNT = "2024-12-28", int(os.environ.get("FUZZ", "100"))
PARTS = (  # of a sentence, in the order of print
    ["", "", "The ministry said ", "On Monday, police said that ", "Nobody denied that ", "Zelensky denied that ", "It is false that ", "According to AFP, "],
    ["at least ", "about ", "", "up to ", "between 10 and ", "nearly ", "no ", "not ", "a third of ", "another ", "some of the "],
    ["64", "3,000", "twelve", "1.2 million", "40 percent of", "dozens of", "half", "½", "3-1", "$5", "2,0", "1e5", "one in five", "a"],
    [" people", " North Korean soldiers", " women and men", " km of road", " of them", " homes", "", " (12 of them)", "-year-old", " 2024"],
    [", including ", ", among them ", ", of whom ", ", ", " and ", " (", ", including one, ", "; ", " to "],
    ["12 children", "two", "a woman of 61", "a third", "30 women and a man", "no civilians", "the mayor, 52", "their 2 dogs"],
    [", ", ") ", " ", " – ", "?"],
    ["died", "were killed or wounded", "is missing", "may have been hurt", "will be sent", "said", "fled from 5 to 7 towns", ""],
    ["", " when a ferry sank", " in a fire that killed 3", " after 2 days", " than before"],
    [" on Monday", " on 3 May 2024", " in the past week", " by 2030", "", " since", " last year, up from 58"],
    ["", ", he said", ", according to the ministry", ", which police deny", ", the BBC reported, citing a doctor", ". That is untrue"],
    [".", "", "?", ".”", ":", " ."],
)  # fmt: skip


def sentences(count: int) -> list[str]:
    draw = random.Random(17)
    return ["".join(map(draw.choice, PARTS)) for _ in range(count)]


INCLUDED = "At least 64 people, including 12 children, died when a ferry sank on Monday."


def test_every_sentence_of_a_grammar_has_an_answer():
    case = load_case("dprk-kursk")
    for one in [INCLUDED, *sentences(COUNT)]:
        for given in (read_article(one), read_article(f"| {one} | 3 |\n|---|---|\n| {one} | 5 |\n", "markdown")):
            assert all(t.to_row(DAY) and t.to_dict() for t in extract(given, DAY)), one
            assert all(n.to_row() for n in numbers_printed(given, DAY)), one
            assert str(verify(given, DAY, case)), one


def test_every_command_ends_with_a_code_that_is_documented(tmp_path):
    case, file = tmp_path / "case", tmp_path / "news.txt"
    run = lambda *args, said="": CliRunner().invoke(main, [*map(str, args)], input=said)
    assert run("new", case, "--a", "more than 2,000 visitors", "--b", "about 1,500 visitors").exit_code == 0
    for one in [INCLUDED, *sentences(5)]:
        file.write_text(one, encoding="utf-8")
        for args in (
            ["extract"],
            ["extract", "--all"],
            ["extract", "--json"],
            ["extract", "--append", "--case", case],
            ["verify", "--case", case],
        ):
            found = run(args[0], file, "--date", DAY, *args[1:], said="none\n")
            assert found.exit_code in (0, 2, 4), (one, args)
            assert found.exception is None or isinstance(found.exception, SystemExit), (one, args)


def test_the_article_of_the_fault_is_told():
    died, children = extract(read_article(INCLUDED), DAY)
    assert (died.measure, died.reading.value, children.part_of) == ("killed", 64, "At least 64 people died")


def test_a_sentence_that_is_cut_says_so():
    whole = read_article("Police said 12 died. " + "and 30 were hurt " * 100)
    found = extract(whole, DAY)
    assert CUT not in found[0].doubts and all(CUT in t.doubts for t in found[1:])
    assert not whole.unread
    assert max(len(s.text) for s in whole.sentences[0]) <= text.LONGEST
    assert "".join(s.text for s in whole.sentences[0]) == whole.blocks[0].text


def test_what_has_more_numbers_than_a_text_is_told(tmp_path):
    whole = read_article("7 died. " * 1500 + "Police said 9 were killed. " * 3)
    assert re.fullmatch(r"\d+ sentences between characters [\d,]+ and [\d,]+ were left out: .* 1,000 numbers, .*", whole.unread)
    (tmp_path / "dense.txt").write_text(whole.given)
    told = CliRunner().invoke(main, ["verify", str(tmp_path / "dense.txt"), "--date", DAY, "--case", "dprk-kursk"])
    assert f"not all of it is read: {whole.unread}" in told.stderr and whole.unread in " ".join(told.stdout.split())


def test_a_long_head_of_a_table_costs_little_and_is_told():
    head = "Killed " + "number of those about whom it said on Monday " * 300
    table = f"| Region | {head} |\n|---|---|\n| North | 5 |\n"
    assert repeated.took(table, "markdown", lambda article: extract(article, DAY), 1) < 1
    assert any(
        "a head beside it has more than 200 characters" in doubt for doubt in extract(read_article(table, "markdown"), DAY)[0].doubts
    )


def test_footnotes_of_a_table_are_looked_for_once():
    table = "| a | b | c |\n|---|---|---|\n" + "| x | 5* | 6† |\n" * 2500 + "\n† Source: police\n" + "\nAgain it rained.\n" * 2500
    work = lambda article: [extract(article, DAY)[n].source for n in (0, 1)] == ["", "police"] or 1 / 0
    assert repeated.took(table, "markdown", work, 4) < 4


@pytest.mark.parametrize("mark", ["“", "!["])
def test_marks_without_an_end_cost_what_they_are(mark):
    work = lambda article: article.sentences
    assert repeated.took(repeated.whole(mark, 100_000), "text", work, 2) < 2


def test_the_benchmark_tells_the_slowest(capsys):
    repeated.main((2_000, 4_000), ["“"], 1)
    assert len([line for line in capsys.readouterr().out.splitlines() if "required" in line]) == 2


def test_an_empty_text_is_refused():
    with pytest.raises(ArticleError, match="is empty"):
        read_article("\u200b \n")
