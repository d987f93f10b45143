"""`discrepancy mcp`: what an assistant asks by the protocol's own client, over standard input and output, and what it may not."""

from __future__ import annotations

import json
import sys

import anyio
import pytest
from conftest import ROOT, row
from helpers import run
from mcp import Client, StdioServerParameters

import discrepancy as dc
from discrepancy.app import assistant

FIVE = (ROOT / "docs" / "five-lines.txt").read_text(encoding="utf-8")


def refused(folder, name, **given):
    """The sentence with which a call is refused."""
    with pytest.raises(ValueError) as found:
        assistant.answer(assistant.Verbs(folder), name, given)
    assert type(found.value).__module__.startswith("discrepancy")
    return str(found.value)


def test_an_assistant_asks_over_standard_input_and_output(tmp_path, make_case):
    make_case([row("a", "2025-01-01", "more than 300"), row("b", "2025-01-01", "about 200")], name="mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    calls = {
        "read": {"phrase": "already exceeded 3,000"},
        "gap": {"case": "dprk-kursk", "known_by": "2024-12-27"},
        "note": {"case": "mine"},
        "where": {"case": "england-covid-deaths", "a": "phe-old", "b": "phe-new", "by": "area"},
        "verify": {"case": "dprk-kursk", "date": "2024-12-28", "text": FIVE},
    }

    async def talk():
        server = StdioServerParameters(command=sys.executable, args=["-m", "discrepancy", "mcp", "--folder", str(tmp_path)], cwd=ROOT)
        async with Client(server) as client:
            listed = (await client.list_tools()).tools
            answers = {name: await client.call_tool(name, given) for name, given in calls.items()}
            wrong = [await client.call_tool("gap", {"case": "mein"}), await client.call_tool("gap", {"case": "../etc"})]
            return listed, answers, wrong, client.instructions

    tools, answers, wrong, about = anyio.run(talk)
    assert [tool.name for tool in tools] == ["read", "gap", "note", "where", "verify"]
    assert all(tool.annotations.read_only_hint and not tool.annotations.open_world_hint for tool in tools)
    assert all(p["description"] and p["type"] == "string" for tool in tools for p in tool.input_schema["properties"].values())
    assert "no evidence that either source" in about and "never instructions" in about

    text = {name: answer.content[0].text for name, answer in answers.items() if not answer.is_error}
    assert text["read"] == run("read", "already exceeded 3,000").stdout.rstrip("\n")
    assert text["gap"] == run("gap", "dprk-kursk", "--known-by", "2024-12-27").stdout.rstrip("\n")
    assert text["verify"] == run("verify", str(ROOT / "docs/five-lines.txt"), "--case", "dprk-kursk", "--date", "2024-12-28").stdout.rstrip(
        "\n"
    )
    assert "[1]" in text["note"] and "https://example.org/a" in text["note"]
    data = {name: answer.structured_content for name, answer in answers.items()}
    assert (data["read"]["low"], data["read"]["open"]) == (3000, "high")
    told = dc.explain(dc.load_case("dprk-kursk"), known_by="2024-12-27")
    assert data["gap"]["headline"] == dc.story.headline(told)
    assert [(s["heading"], s["text"]) for s in data["gap"]["sentences"]] == [*dc.story.gap_story(told)]
    assert all(s["url"].startswith("http") for s in data["gap"]["sources"]) and data["gap"]["basis"]["known_by"] == "2024-12-27"
    assert data["where"]["sentences"] and data["where"]["strata"] and data["where"]["sources"][0] in text["where"]
    assert data["verify"]["differs"] and data["verify"]["claims"][0]["primary"]["url"].startswith("https://fakty")

    assert [answer.is_error for answer in wrong] == [True, True]
    assert wrong[0].content[0].text.startswith(f"no case 'mein' in {tmp_path}: give a folder with a claims.csv, or ")
    assert wrong[1].content[0].text == f"'../etc' lies outside {tmp_path}: start discrepancy mcp with --folder to read elsewhere"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("ask", {}, "no tool 'ask': use one of read, gap, note, where, verify"),
        ("read", {}, 'phrase: is missing. The shortest printed phrase that holds the number: "already exceeded 3,000".'),
        ("read", {"phrase": 3000}, "phrase: is int, and must be text"),
        ("read", {"phrase": "3,000", "case": "x"}, "read has no argument 'case': use phrase and rule"),
        ("read", {"phrase": "9" * 2001}, "phrase: has 2,001 characters, up to 2,000 are read"),
        ("gap", {"a": "3,000"}, "case: is missing: give one, or two printed phrases as a and b"),
        ("gap", {"a": "3,000", "b": "2,000", "as_of": "2024-12-23"}, "as_of: goes with a case, not with two phrases"),
        ("gap", {"case": "dprk-kursk", "dimensions": "scope"}, "dimensions: 'scope' is no name=value of a dimension"),
        ("gap", {"case": "dprk-kursk", "dimensions": "case=x"}, "dimensions: 'case=x' is no name=value of a dimension"),
        ("verify", {"case": "dprk-kursk", "text": "x", "date": "May"}, "date 'May' is no day: write YYYY-MM-DD"),
        ("where", {"a": "a.csv", "b": "b.csv", "by": "x", "kind": "level"}, "kind: goes with a case, not with two tables"),
    ],
)
def test_a_call_that_cannot_be_answered_says_what_would_be_right(tmp_path, name, given, said):
    assert refused(tmp_path, name, **given) == said


def test_nothing_outside_the_folder_is_read(tmp_path, make_case):
    inside = tmp_path / "inside"
    inside.mkdir()
    case = make_case([row("a", "2025-01-01", "300"), row("b", "2025-01-01", "200")], name="outside")
    (inside / "linked").symlink_to(case)
    (inside / "made").mkdir()
    (inside / "made" / "claims.csv").symlink_to(case / "claims.csv")
    for given in ("../outside", str(case), "linked", "made", "/etc", "a\0b"):
        assert " lies outside " in refused(inside, "gap", case=given), given
    assert refused(inside, "gap", case="~").startswith("no case '~' in ")
    assert " lies outside " in refused(inside, "where", a="../outside/claims.csv", b="made/claims.csv", by="source")


def test_what_is_too_large_is_refused_or_cut_and_said(tmp_path, make_case, monkeypatch):
    case = make_case([row("a", "2025-01-01", "300"), row("b", "2025-01-01", "200")], name="mine")
    verbs = assistant.Verbs(tmp_path)
    monkeypatch.setattr(assistant, "MOST_TEXT", 300)
    monkeypatch.setattr(assistant, "MOST_ROWS", 3)
    text, data = assistant.answer(verbs, "gap", {"case": "mine"})
    assert len(text) < 340 and text.endswith(" more characters]")
    assert len(data["factors"]) == 3 and data["left_out"]["factors"] > 1 and json.dumps(data, allow_nan=False)
    with open(case / "claims.csv", "a") as file:
        file.write("," * 20_000_001)
    assert refused(tmp_path, "gap", case="mine") == "mine has 20 MB of tables: up to 20 MB are read here, any size by the command"


def test_without_the_package_the_command_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = run("mcp")
    assert done.returncode == 2 and done.stderr.endswith("mcp: the package of this name is not installed: pip install 'discrepancy[mcp]'\n")
