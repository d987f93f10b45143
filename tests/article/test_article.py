"""An article beside the record: the known answer, what is said of it, the commands, hostile input."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from browser import audit
from click.testing import CliRunner

import discrepancy as dc
from discrepancy import story
from discrepancy.app.cli.group import main
from discrepancy.article import ArticleError, read_article
from discrepancy.article.extract import extract
from discrepancy.article.text import LARGEST
from discrepancy.article.verdict import DIFFERS, LABELS
from discrepancy.article.verify import verify
from discrepancy.report.pages.article import article_page
from discrepancy.report.pages.pages import POLICY

STORY = os.environ.get("DISCREPANCY_NEWS_STORY", "")
HARBOUR = Path(__file__).with_name("passages") / "harbour"
FIVE = """\
PORTO BELO - Nearly 23 people were injured in the fire at the harbour, Mayor Ines Prado said on Friday.
The hospital had treated 31 injured by then. About 1,200 residents were evacuated, a neighbour said.
"""


def run(*arguments, text=None):
    done = CliRunner().invoke(main, [str(a) for a in arguments], input=text)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def kinds(result):
    return [(v.told.phrase, v.verdicts) for v in result.verdicts]


# -------------------------------------------------------------------------------------- known answer


@pytest.mark.skipif(not STORY, reason="DISCREPANCY_NEWS_STORY, the path of the news story, is not set")
def test_the_known_answer(kursk):
    text = Path(STORY).read_text(encoding="utf-8")
    result = verify(read_article(text), "2024-12-28", kursk)
    found = {text[v.told.start : v.told.end]: v for v in result.beside}
    assert list(found) == [
        "approximately 12,000 North Korean troops",
        "500 officers",
        "three generals",
        "nearly 3,000 North Korean soldiers",
        "around 1,100 casualties",
    ]
    president = found["nearly 3,000 North Korean soldiers"]
    assert (president.told.measure, president.told.source, president.statement_date) == ("killed_or_wounded", "ukr-president", "2024-12-23")
    assert president.verdicts == ("hedge_flipped",) and president.primary.statement == "ukr-president-2024-12-23"
    chiefs = found["around 1,100 casualties"]
    assert chiefs.told.measure == "casualties_unspecified" and chiefs.told.named == "South Korean intelligence"
    assert chiefs.verdicts == ("source_changed",) and chiefs.primary.statement == "jcs-2024-12-23"
    assert "may repeat what South Korea's intelligence service (NIS) said on 19 December 2024" in chiefs.because
    for phrase in list(found)[:3]:
        assert found[phrase].primary.statement == "hur-2024-10-24" and found[phrase].verdicts == ("match",)
        assert "it was said of “in Russia, wherever”, the text has “Kursk oblast”" in found[phrase].because
    assert "“up to 12,000 North Korean soldiers”, an upper limit" in found[next(iter(found))].because
    assert "“at least 500 North Korean officers”, a lower limit" in found["500 officers"].because
    (event,) = result.events
    assert (event.date, event.label) == ("2024-12-26", "First soldier captured; dies on 27 December")
    assert "soldier captured by" in text[event.start : event.end] or "taken prisoner" in text[event.start : event.end]
    assert result.differs


# ------------------------------------------------------------------------------------------ sentences


def test_what_was_said_later_is_never_the_record(kursk):
    text = "Zelensky said 3,800 North Korean soldiers had been killed or wounded."
    for day, verdicts in (
        ("2025-01-04", ("number_changed",)),
        ("2025-01-06", ("match",)),
        ("2025-02-01", ("stale",)),
        ("2024-12-01", ("unknown",)),
    ):
        (found,) = verify(read_article(text), day, kursk).verdicts
        assert found.verdicts == verdicts, day
        for claim in (found.primary, found.newer, *found.also):
            assert claim is None or claim.statement_date <= day


def test_a_newer_figure_is_named_with_its_words_and_day(kursk):
    (found,) = verify(read_article("Zelensky says more than 3,000 North Koreans were killed or wounded."), "2025-01-06", kursk).verdicts
    assert found.verdicts == ("stale",) and found.newer.statement == "ukr-president-2025-01-05"
    assert found.because == (
        "Ukraine's president said on 23 December 2024 “перевищує вже 3 тис. осіб” (in English: “already exceeds 3,000 people”); "
        "a newer figure exists: Ukraine's president said on 5 January 2025 “3,800 killed or wounded”."
    )


SAID = {
    "Zelensky said nearly 3,000 North Koreans had been killed or wounded.": "the text has an upper limit where this is a lower limit.",
    "Zelensky said 3,000 North Koreans had been killed or wounded.": "the text has a plain number where this is a lower limit.",
    "Zelensky said more than 3,000 North Koreans had been killed.": "the text counts killed, not killed or wounded.",
    "The White House said 1,000 North Koreans have been killed or wounded in all.": (
        "the text tells a total where this is the count of a period (from 20 December 2024 to 27 December 2024)."
    ),
    "The NIS said more than 3,000 North Koreans had been killed or wounded.": "the text names NIS.",
    "Zelensky said more than 4,500 North Koreans had been killed or wounded.": "the text has 4,500 where this has 3,000.",
    "Between 1,100 and 3,000 North Koreans were killed or wounded.": "the text makes one range of the two.",
    "The Red Cross said 77 people had died.": "The record, as known on 28 December 2024, holds no such figure.",
    "The General Staff said 1,700 Russian soldiers had been killed.": "The text counts Russian soldiers; the record is of North Korean soldiers killed.",
}


@pytest.mark.parametrize("text", SAID)
def test_the_sentence_says_what_changed(kursk, text):
    (found,) = verify(read_article(text), "2024-12-28", kursk).verdicts
    assert found.because.endswith(SAID[text]), found.because


def test_no_sentence_blames_anybody(kursk, maria):
    said = list(LABELS.values())
    for text in SAID:
        said += [v.because for v in verify(read_article(text), "2024-12-28", kursk).verdicts]
    said += [v.because for v in verify(read_article("Harvard said there were 64 excess deaths."), "2018-06-01", maria).verdicts]
    for sentence in said:
        assert not story.NEVER.search(re.sub("“[^”]*”", "", sentence)), sentence


def test_a_made_up_case_needs_no_code():
    result = verify(read_article(FIVE), "2023-05-06", dc.load_case(HARBOUR))
    assert kinds(result) == [("Nearly 23 people", ("hedge_flipped",)), ("31 injured", ("match",)), ("About 1,200 residents", ("unknown",))]
    later = verify(read_article(FIVE), "2023-05-12", dc.load_case(HARBOUR))
    assert later.verdicts[2].verdicts == ("unknown",) and later.verdicts[2].told.named == "a neighbour"  # of whom nothing is held
    assert later.verdicts[2].because.startswith("Not sure what it retells. Nearest: ")


# ------------------------------------------------------------------------------------------- commands


def test_verify_answers_in_words_and_with_exit_code_4():
    done = run("verify", "-", "--case", HARBOUR, "--date", "2023-05-06", text=FIVE)
    assert done.exit_code == 4
    assert done.output == (
        "harbour, as known on 6 May 2023: 3 numbers, 1 with a difference from the record held\n\n"
        "“Nearly 23 people”: differs from the record held: another kind of limit\n"
        "  City Hall said on 5 May 2023 “at least 23 people injured”; the text has an upper limit where this\n"
        "  is a lower limit.\n"
        "  https://example.org/city/1\n\n"
        "“31 injured”: matches the record held\n"
        "  St Brendan's Hospital said on 5 May 2023 “31 injured”.\n"
        "  https://example.org/hospital/1\n\n"
        "“About 1,200 residents”: not in the record held\n"
        "  The record, as known on 6 May 2023, holds no such figure.\n"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("At least 23 people were injured, City Hall said.", 0),
        ("Up to 23 people were injured, City Hall said.", 4),
        ("It rained for 9 days.", 0),
    ],
)
def test_the_exit_code_tells_whether_a_number_differs(text, code):
    assert run("verify", "-", "--case", HARBOUR, "--date", "2023-05-06", text=text).exit_code == code


def test_the_page_on_articles_shows_what_is_said_of_its_five_lines():
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "verify.md").read_text(encoding="utf-8")
    text = (root / "docs" / "five-lines.txt").read_text(encoding="utf-8")
    done = run("verify", root / "docs" / "five-lines.txt", "--case", "dprk-kursk", "--date", "2024-12-28")
    assert done.exit_code == 4 and text.count("\n") == 5
    assert f"```text\n{text}```" in page and f"```text\n{done.output}```" in page


def test_the_page_on_verdicts_has_each_with_its_label():
    page = (Path(__file__).resolve().parents[2] / "docs" / "verify.md").read_text(encoding="utf-8")
    for verdict, label in LABELS.items():
        assert f"| `{verdict}` | {label} |" in page


def test_json_has_the_promised_keys_and_offsets():
    done = run("verify", "-", "--case", HARBOUR, "--date", "2023-05-06", "--json", text=FIVE)
    found = json.loads(done.output, parse_constant=pytest.fail)
    assert done.exit_code == 4 and found["article"] == {"date": "2023-05-06"}
    for claim in found["claims"]:
        assert FIVE[claim["start"] : claim["end"]] == claim["phrase"]
        assert claim["low"] <= claim["best"] <= claim["high"]
        assert claim["kind"] in ("cumulative", "period", "rate", "plan", "change") and claim["asserted"] == "yes"
        assert {
            "measure",
            "counted",
            "source",
            "via",
            "part_of",
            "place",
            "increment",
            "older",
            "statement_date",
            "doubts",
            "statement",
            "primary",
            "verdicts",
            "because",
        } <= set(claim)
        assert set(claim["verdicts"]) <= set(LABELS) and claim["because"].endswith(".")
    assert found["claims"][0]["primary"]["wording"] == "at least 23 people injured"
    assert found["claims"][0]["primary"]["date"] == "2023-05-05" and found["claims"][0]["primary"]["url"] == "https://example.org/city/1"
    assert found["claims"][2]["primary"] is None and found["claims"][2]["statement"] is None
    bare = json.loads(run("extract", "-", "--date", "2023-05-06", "--json", text=FIVE).output)
    assert [c["source"] for c in bare["claims"]] == ["Mayor Ines Prado", "The hospital", "a neighbour"]
    assert [c["phrase"] for c in bare["claims"]] == [c["phrase"] for c in found["claims"]]


def test_every_number_is_shown_with_its_class():
    text = "A man of 61 said on 3 May that 3 lakh people fled and $1.2 million, or 5 mil people."
    numbers = json.loads(run("extract", "-", "--date", "2024-05-06", "--all", "--json", text=text).output)["numbers"]
    assert [(n["phrase"], n["class"], n["value"], n["unit"]) for n in numbers] == [
        ("61", "age", None, None),
        ("3 May", "date", None, None),
        ("3 lakh", "", 300_000, ""),
        ("$1.2 million", "", 1_200_000, "USD"),
        ("5", "", None, None),
    ]
    assert all(text[n["start"] : n["end"]] == n["phrase"] for n in numbers) and '"mil" is not understood' in numbers[-1]["refused"]
    rows = list(csv.DictReader(io.StringIO(run("extract", "-", "--date", "2024-05-06", "--all", text=text).output)))
    assert [(r["phrase"], r["class"], r["value"]) for r in rows][:3] == [("61", "age", ""), ("3 May", "date", ""), ("3 lakh", "", "300000")]


NUMBERS = [  # a text, and the numbers of people that are told in it
    ("Sixteen people died of covid-19, the ministry said on Monday.", [("Sixteen people", 16, 16)]),
    ("A man of 61 was killed by shelling, prosecutors said.", [("A man of 61", 1, 1)]),
    ("3,000 ± 200 people were displaced, the ministry said on Monday.", [("3,000 ± 200 people", 2800, 3200)]),
    ("The ministry said on Monday that 3 lakh people were displaced.", [("3 lakh people", 250_000, 350_000)]),
    ("A quarter of a million people were displaced, the ministry said.", [("A quarter of a million people", 125_000, 375_000)]),
    ("<p>Officials said 3,000 soldiers<sup>[12]</sup> had been killed.</p>", [("3,000 soldiers", 2954.3, 3045.7)]),
    ("Some 70 percent of teachers were killed, the union said.", [("Some 70 percent", 65, 75)]),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS, ids=[text[:30] for text, _ in NUMBERS])
def test_numbers_of_an_article_are_those_of_the_grammar(text, expected):
    told = extract(read_article(text), "2024-12-02")
    assert [(t.phrase, t.reading.low, t.reading.high) for t in told] == [
        (phrase, pytest.approx(low, rel=1e-3), pytest.approx(high, rel=1e-3)) for phrase, low, high in expected
    ]


def test_extract_writes_rows_with_doubts():
    done = run("extract", "-", "--case", HARBOUR, "--date", "2023-05-06", "--url", "https://example.org/paper", text=FIVE)
    rows = list(csv.DictReader(io.StringIO(done.output)))
    first = [rows[0][column] for column in ("source", "statement_date", "measure", "wording", "high")]
    assert first == ["city-hall", "2023-05-05", "injured", "Nearly 23 people ... injured", "23"]
    assert "statement_date is the day of the article" in rows[2]["doubts"]
    assert all(r["url"] == "https://example.org/paper" for r in rows)


REFUSED = {
    ("verify", "nowhere.txt", "--case", "dprk-kursk"): "nowhere.txt does not exist: give the file of an article, or - for standard input",
    ("verify", "empty.txt", "--case", "dprk-kursk"): "empty.txt is empty: give the text of an article",
    ("verify", ".", "--case", "dprk-kursk"): ". cannot be read: it is a folder: give a file",
    ("extract", "binary.txt"): "binary.txt is not text: character 3 is a control character (0)",
    ("extract", "latin.txt"): "latin.txt is not UTF-8 text (byte 4): save it as UTF-8",
    ("extract", "paper.pdf"): "paper.pdf is a PDF, not text: save it as text (UTF-8) or HTML",
    (
        "extract",
        "paper.docx",
    ): "paper.docx is a document of a word processor, or another archive, not text: save it as text (UTF-8) or HTML",
    ("extract", "big.txt"): f"big.txt has more than {LARGEST:,} characters: give one article",
    ("extract", "fine.txt", "--date", "2024-13-01"): "--date '2024-13-01' is no date: write YYYY-MM-DD, YYYY-MM or YYYY",
    ("extract", "fine.txt", "--date", "2024-12"): "--date '2024-12' is no day: write YYYY-MM-DD",
    ("extract", "fine.txt", "--date", "28.12.2024"): "--date '28.12.2024' is no date here: write 2024-12-28",
    (
        "verify",
        "fine.txt",
        "--case",
        "dprk-kursc",
    ): "no case 'dprk-kursc': did you mean 'dprk-kursk'? give a folder with a claims.csv, or one of china-co2-2013, dprk-kursk",
    ("verify", "fine.txt"): "Missing option '--case'.",
    ("extract", "fine.txt", "--append"): "--append: needs --case with the folder that the rows go to",
    ("extract", "-", "--append", "--case", "dprk-kursk"): "--append: give a file, since your answer is read from standard input",
    (
        "verify",
        "fine.txt",
        "--case",
        "dprk-kursk",
        "--date",
        "2024-12-28",
        "--html",
        "no/where.html",
    ): "no/where.html cannot be written: No such file or directory",
}


@pytest.mark.parametrize("arguments", REFUSED, ids=lambda a: " ".join(a[:2]))
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    files = {"empty.txt": b" \n", "binary.txt": b"ab\0c", "latin.txt": b"caf\xe9", "fine.txt": b"At least 3 people died, police said."}
    files |= {"paper.pdf": b"%PDF-1.7\n", "paper.docx": b"PK\3\4rest", "big.txt": b"a" * (LARGEST + 1)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = run(*arguments)
    assert done.exit_code == 2 and REFUSED[arguments] in done.output, done.output
    assert "Traceback" not in done.output


def test_without_a_date_today_is_taken_and_said():
    done = run("extract", "-", "--json", text="Police said 3 people had died.")
    assert re.match(r"no --date: \d{4}-\d\d-\d\d, today, is taken for the day of the article\n", done.output)


def test_an_article_without_numbers_is_no_error():
    done = run("extract", "-", "--date", "2024-12-28", text="It rained for 9 days.")
    assert (done.exit_code, done.output) == (0, "no number was found that a source can be asked about\n")
    done = run("verify", "-", "--case", HARBOUR, "--date", "2023-05-06", text="It rained for 9 days.")
    assert (done.exit_code, done.output) == (0, "harbour, as known on 6 May 2023: no number that the record could hold\n")


def test_five_columns_are_enough(make_case):
    rows = [
        {"source": source, "statement_date": "2025-03-10", "measure": "marchers", "wording": wording, "url": "https://example.org/"}
        for source, wording in (("city-hall", "about 8,000 marchers"), ("organisers", "more than 20,000 marchers"), ("police", "9,000"))
    ]
    text = "Organisers counted over 20,000 marchers on Monday; the police spoke of 9,500, City Hall of 8,000 marchers."
    result = verify(read_article(text), "2025-03-11", dc.load_case(make_case(rows)))
    assert kinds(result) == [("over 20,000 marchers", ("match",)), ("9,500", ("number_changed",)), ("8,000 marchers", ("hedge_dropped",))]


# --------------------------------------------------------------------------------------------- append


@pytest.fixture
def harbour(tmp_path):
    folder = tmp_path / "harbour"
    folder.mkdir()
    for path in HARBOUR.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "paper.txt").write_text(FIVE, encoding="utf-8")
    return folder


def appending(harbour):
    """The command that appends rows of the article to the case, after a review."""
    return (
        "extract",
        harbour.parent / "paper.txt",
        "--case",
        harbour,
        "--date",
        "2023-05-06",
        "--append",
        "--url",
        "https://example.org/p",
    )


def test_rows_are_appended_after_a_review_and_pass_the_check(harbour):
    before = (harbour / "claims.csv").read_text(encoding="utf-8")
    for answer, said in (
        ("none", "nothing was appended"),
        ("", "nothing was appended"),
        ("9", "'9' is no row: give numbers from 1 to 3, all or none; nothing was appended"),
    ):
        done = run(*appending(harbour), text=f"{answer}\n")
        assert said in done.output and (harbour / "claims.csv").read_text(encoding="utf-8") == before
    done = run(*appending(harbour), text="1, 2\n")
    assert done.exit_code == 0 and "appended: 2 rows to" in done.output, done.output
    case = dc.load_case(harbour)
    assert len(case.records) == 8
    new = case.records[-2]
    assert new.wording == "Nearly 23 people ... injured" and new.version_of == "city-23" and new.statement == "city-hall-2023-05-05"
    assert new.published == "2023-05-06" and "that it retells city-23 is inferred" in new.notes
    assert not list(harbour.glob(".claims-*"))


def test_rows_that_the_check_refuses_are_not_appended(harbour):
    before = (harbour / "claims.csv").read_bytes()
    done = run("extract", harbour.parent / "paper.txt", "--case", harbour, "--date", "2023-05-06", "--append", text="all\n")
    assert done.exit_code == 2 and "claims.csv:10: source: 'a neighbour' is not in sources.csv: add a row for it there" in done.output
    assert (harbour / "claims.csv").read_bytes() == before


def test_a_table_stays_as_it_was_and_a_closed_prompt_writes_nothing(harbour):
    table = harbour / "claims.csv"
    text = table.read_text(encoding="utf-8").replace("\n", "\r\n")
    table.write_bytes(("\ufeff" + text.removesuffix("\r\n")).encode())
    before = table.read_bytes()
    assert run(*appending(harbour), text="").exit_code == 1 and table.read_bytes() == before
    assert run(*appending(harbour), text="2\n").exit_code == 0
    after = table.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf") and b"\r\n" in after and b"\n\n" not in after and after.count(b"\xef\xbb\xbf") == 1
    assert len(dc.load_case(harbour).records) == 7


def test_a_case_of_the_package_is_refused_before_the_review(harbour, monkeypatch):
    done = run("extract", harbour.parent / "paper.txt", "--case", "dprk-kursk", "--date", "2023-05-06", "--append", text="none\n")
    refusal = "comes with the package and stays as it is: give another folder for a copy\n"
    assert (done.exit_code, done.output) == (2, f"'dprk-kursk' {refusal}")
    before = (harbour / "claims.csv").read_bytes()
    monkeypatch.setattr("discrepancy.app.edit.place.data_folder", lambda: harbour.parent)  # as if it came with the package
    done = run(*appending(harbour), text="1, 2\n")
    assert (done.exit_code, done.output) == (2, f"'harbour' {refusal}")
    assert (harbour / "claims.csv").read_bytes() == before


# ----------------------------------------------------------------------------------------------- page


MARKUP = '<h1>A fire</h1><p>"Nearly <b>23</b> people were injured &lt;script&gt;alert(1)&lt;/script&gt;", City Hall said.</p><script>alert(2)</script>'
MARKUP += "<table><tr><th>Who</th><th>Injured</th></tr><tr><td>the hospital</td><td>31</td></tr></table>"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    (folder / "paper.html").write_text(MARKUP, encoding="utf-8")
    path = folder / "out.html"
    assert run("verify", folder / "paper.html", "--case", HARBOUR, "--date", "2023-05-06", "--html", path).exit_code == 4
    return path


def test_the_page_marks_the_sentences_and_runs_nothing(page):
    text = page.read_text(encoding="utf-8")
    assert f'content="{POLICY}"'.replace("'", "&#39;") in text and "<script" not in text
    assert "&lt;script&gt;alert(" in text and "alert(2)" not in text
    assert (
        '<mark class="sentence differs">' in text
        and 'class="told differs" id="told-1">Nearly 23 people<a class="see" href="#verdict-1"' in text
    )
    assert '<a href="https://example.org/city/1" rel="noopener noreferrer">City Hall, 5 May 2023</a>' in text
    assert not re.findall(r'(?:src|action|data)="', text) and set(re.findall(r'href="([^"]{1,6})', text)) == {
        "data:,",
        "#verdi",
        "#told-",
        "https:",
    }
    assert "prefers-color-scheme: dark" in text and "<title>paper.html beside harbour" in text


def test_hostile_words_of_an_article_stay_words(kursk):
    name = '"><img src=x onerror=alert(1)>\u202e'
    text = f"{name} said 3,000 <img src=x> North Koreans were killed or wounded, Zelensky <i>said</i>."
    shown = article_page(verify(read_article(text, "text", name), "2024-12-28", kursk))
    assert "<img" not in shown and "<i>" not in shown and "\u202e" not in shown


def test_axe_finds_nothing_in_the_page(page, browser):
    rules, violations = audit(browser, page)
    assert rules > 25 and violations == []


# -------------------------------------------------------------------------------------------- hostile


BOMBS = {
    "tags that never end": "<p>" + "<a " * 30_000,
    "quotes that never end": "<p>" + "<a b='" * 15_000 + "3 people died",
    "comments that never end": "<p>" + "<!-- " * 20_000,
    "deep markup": "<p>" + "<b>" * 30_000 + "3 people died",
    "scripts": "<p>" + "<script>" * 10_000,
    "heads": "<p>" + "<head>" * 10_000 + "3 people died",
    "entities": "<p>" + "&#x33;" * 15_000,
    "brackets": "# a\n" + "[" * 100_000,
    "links": "# a\n" + "[a](" * 25_000,
    "stars": "# a\n" + "*a" * 50_000,
    "pipes": "# a\n" + "|" * 100_000,
    "digits": "killed " + "1" * 100_000,
    "groups": "killed " + "1,000" * 20_000,
    "number words": "killed " + "two hundred and " * 6_000,
    "quotation marks": '"' * 100_000,
    "one sentence": "3,000 killed " * 7_000,
    "hedges": "more than " * 10_000 + "3,000 killed",
    "no spaces": "Zelensky" * 12_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_text_ends_in_an_answer_or_a_refusal(kursk, name):
    try:
        result = verify(read_article(BOMBS[name]), "2024-12-28", kursk)
    except ArticleError as error:
        assert len(str(error)) < 200
        return
    json.dumps(result.to_dict(), allow_nan=False)
    for v in result.verdicts:
        assert 0 <= v.told.start < v.told.end <= len(BOMBS[name])


ODD = [
    "\u202e",
    "İ",
    "½",
    "²",
    "3-",
    "-3",
    "00",
    "1,00",
    "%",
    "(",
    "“",
    "|",
    "<b>",
    "&nbsp;",
    "\n\n",
    "'s",
    "no one",
    "٣",
    "two-thirds",
    "1e9",
]


def test_mangled_passages_never_end_in_a_traceback(kursk):
    """Words left out, doubled, turned round and mixed with odd signs: offsets stay within the text, and JSON stays strict."""
    texts = [p["text"] for p in tomllib.loads((HARBOUR.parent / "development.toml").read_text(encoding="utf-8"))["passages"]]
    words = [word for text in texts for word in text.split(" ")]
    chance = random.Random(1)
    for round_ in range(45):  # more of them, and other texts, by tests/fuzz
        text = chance.choice(texts).split(" ")
        for _ in range(6):
            i = chance.randrange(len(text))
            text[i : i + 1] = chance.choice(
                [[], [text[i][::-1]], [chance.choice(ODD), text[i]], [chance.choice(words)], [text[i], text[i]]]
            ) or ["x"]
        text = " ".join(text)
        form = ("text", "markdown", "html")[round_ % 3]
        result = verify(read_article(text, form), "2025-01-10", kursk)
        json.dumps(result.to_dict(), allow_nan=False)
        for v in result.verdicts:
            assert 0 <= v.told.start < v.told.end <= len(text)
            assert form != "text" or text[v.told.start : v.told.end].split() == v.told.phrase.split()
            for claim in (v.primary, v.newer, *v.also):
                assert claim is None or claim.known_from <= date(2025, 1, 10)


def test_a_number_that_is_too_large_for_a_count_is_no_claim():
    assert extract(read_article(f"Police said {'9' * 30} people had died."), "2024-12-28") == ()
    assert set(DIFFERS) < set(LABELS)
