"""The note: at most 120 words, every mark with its line, nothing cut; true for any pair of any case."""

from __future__ import annotations

import re

import pytest
from conftest import CASUALTIES, ROOT, row
from helpers import run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import story

CASES = [dc.load_case(name) for name in ("dprk-kursk", "hurricane-maria")]
SIDES = [(case, who) for case in CASES for who in (*case.by_group, *case.by_source, *(c.claim for c in case.records if c.kind != "share"))]


def check(gap):
    """What holds of every note; the prose without marks, and its lines."""
    note = gap.note()
    prose, *blocks = note.split("\n\n")
    lines = blocks[0].splitlines() if blocks and blocks[0].startswith("[1]") else []
    words = re.sub(r" ?(?:\[\d+\])+", "", prose)
    assert len(words.split()) <= 120, note
    assert words.count(story.NOT_EVIDENCE) + words.count("is not evidence that either is right.") == 1
    assert prose.endswith(".")
    assert ".." not in prose.replace("...", "")
    assert "\n" not in prose
    used = [int(n) for n in re.findall(r"\[(\d+)\]", prose)]
    assert set(used) == set(range(1, len(lines) + 1)), note
    assert list(dict.fromkeys(used)) == sorted(set(used)), "numbered in order of use"
    for n, line in enumerate(lines, 1):
        assert re.fullmatch(
            rf"\[{n}\] .+, (?:https?://\S+|no address) \((?:seen: \w+, )?(?:accessed .+|access date not recorded)\)", line
        ), line
    told = prose
    for quoted in [*(c.phrase for c in gap.case.records), *(r["summary"] for r in gap.reasons)] if gap.case else ():
        told = told.replace(quoted, "")
    assert not story.NEVER.search(told), note
    return words, lines


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(SIDES), st.data(), st.sampled_from(["", "2024-12-27", "2025-02-01"]), st.sampled_from(["", "killed", "deployed"]))
def test_any_pair_has_a_note_of_at_most_120_words_with_its_addresses(side, data, known_by, measure):
    case, a = side
    b = data.draw(st.sampled_from([who for other, who in SIDES if other is case]))
    try:
        gap = dc.explain(case, a, b, measure if measure in case.measures else "", "", known_by)
    except dc.ClaimError:
        assume(False)
    words, lines = check(gap)
    assert lines
    if known_by:
        assert f"as known on {dc.dates.say(known_by)}: " in words
    if gap.ratio:
        assert re.search(r"They differ by ×|They differ by less than ×1\.01|They are the same number", words)
    for s in (gap.a, gap.b):
        assert f"“{s.printed}”" in words or "in our words" in words
        assert not s.retold or " has it, " in words


def test_the_first_case(kursk):
    words, lines = check(dc.explain(kursk))
    sentences = [
        "North Korean soldiers killed or wounded, Kursk, 23 December 2024: ",
        "They differ by ×2.7. ",
        "If South Korea's figure was four days old",
        "After wording (×0.99) and timing (×1.19), over every defensible choice ×2.0 to ×3.6 is not accounted for by the public record. ",
        "On 13 January 2025 South Korea's intelligence service (NIS) said “casualties ... have surpassed 3,000”. ",
        "Timing rests on the same figure. ",
        "This does not show which figure was nearer on 23 December 2024.",
    ]
    places = [words.index(s) for s in sentences]
    assert places == sorted(places)
    assert lines[0].startswith("[1] Fakty, 23 December 2024, https://fakty.com.ua/")
    assert dc.explain(kursk).note().endswith("\n\ndiscrepancy, case dprk-kursk 1.0, as of 23 December 2024, with hindsight.")


def test_the_first_page_shows_the_note_of_the_first_case(kursk):
    assert f"```text\n{dc.explain(kursk).note()}\n```" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")


def test_a_reason_for_this_pair_is_told_and_cited(maria):
    words, lines = check(dc.explain(maria))
    assert (
        "only the population at risk differs: with or without the people who left the island. So nothing can be told of what remains."
        in words
    )
    assert len(lines) == 1  # both figures and the reason are on one page


def test_a_conversion_is_told_before_words_that_are_the_same(make_case):
    toml = """
[measures.homes]
label = "homes damaged in the flood and in the storm before it"
caveat = "neither says how slight a damage counts, and neither says whether outbuildings, garages and sheds are counted with the homes they belong to"
[dimensions.area]
label = "where homes were counted"
values = ["town", "district"]
[[conversions]]
dimension = "area"
from = "town"
to = "district"
factor = 1.25
because = "four in five of the homes of the district stand in the town, by the census of 2021"
url = "https://example.org/census"
"""
    rows = [row("council", "2025-05-14", "2,400", "homes", area="district"), row("fund", "2025-05-14", "1,500", "homes", area="town")]
    words, lines = check(dc.explain(dc.load_case(make_case(rows, toml))))
    assert "which accounts for ×1.25. Four in five of the homes" in words
    assert "[3] Published conversion, https://example.org/census (access date not recorded)" in lines


def test_a_retelling_is_named_and_the_closest_wording_stands_beside_it(kursk):
    words, lines = check(dc.explain(kursk, "ukr-president-2024-12-23-kw-telegraph", "jcs"))
    assert "Ukraine's president, as " in words
    assert "The closest wording found: “already exceeds 3,000 people”." in words
    assert any(line.split("] ")[1].startswith("Fakty") for line in lines)


def test_two_phrases_have_a_note_without_addresses():
    words, lines = check(dc.between("already exceeded 3,000", "around 1,100"))
    assert words.startswith("Two phrases without a case: “already exceeded 3,000”; “around 1,100”. They differ by ×2.7. ")
    assert not lines


def explained(make_case, *rows, toml=CASUALTIES, **tables):
    case = dc.load_case(str(make_case(list(rows), toml, **tables)))
    return dc.explain(case, rows[0]["source"], rows[1]["source"])


def test_dates_of_access_and_missing_addresses_are_said(make_case):
    gap = explained(
        make_case,
        row("a", "2024-12-23", "3,000", accessed="2026-11-12", published="2024-12-24", reported_by="The Page"),
        row("b", "2024-12-23", "1,100", url="", reported_by="The Paper", seen_as="copy", notes="no address held"),
    )
    _, lines = check(gap)
    assert lines == [
        "[1] The Page, 24 December 2024, https://example.org/a (accessed 12 November 2026)",
        "[2] The Paper, statement of 23 December 2024, no address (seen: copy, access date not recorded)",
    ]


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        ("3,000", "3,000", "They are the same number."),
        ("0", "1,100", "A count of 0 has no ratio."),
        ("1,103", "1,100", "They differ by less than ×1.01."),
        ("250,000", "1,000", "They differ by ×250."),
    ],
)
def test_ties_and_zeros(make_case, a, b, sentence):
    words, lines = check(explained(make_case, row("a", "2024-12-23", a), row("b", "2024-12-23", b)))
    assert sentence in words
    assert len(lines) == 2


def test_sums_of_parts_name_both_parts(make_case):
    gap = explained(
        make_case,
        row("a", "2024-12-23", "3,000"),
        row("b", "2024-12-23", "100 killed", "killed", statement="b1"),
        row("b", "2024-12-23", "1,000 wounded", "wounded", statement="b1"),
    )
    words, _ = check(gap)
    assert "“100 killed + 1,000 wounded”" in words


def test_long_names_and_phrases_leave_room_for_what_must_be_said(make_case):
    name = "The " + "very " * 60 + "long name of a commission"
    phrase = "after " + "many " * 40 + "days around 1,100"
    gap = explained(
        make_case,
        row("a", "2024-12-23", phrase),
        row("b", "2024-12-24", "3,000 or more " + "x" * 400),
        sources=[{"source": "a", "name": name}, {"source": "b", "name": name + "!"}],
    )
    words, _ = check(gap)
    assert "around 1,100 (in our words)" in words
    assert story.NOT_EVIDENCE in words


def test_text_of_the_data_cannot_break_the_lines(make_case):
    gap = explained(make_case, row("a", "2024-12-23", "3,000", reported_by="Page\n[9] forged"), row("b", "2024-12-23", "around\n1,100"))
    note = gap.note()
    assert len([line for line in note.splitlines() if line.startswith("[")]) == 2


def test_the_command_prints_the_note_alone(kursk):
    done = run("gap", "dprk-kursk", "--note")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == dc.explain(kursk).note() + "\n"


def test_the_note_and_json_exclude_each_other():
    done = run("gap", "dprk-kursk", "--note", "--json")
    assert done.returncode == 2
    assert "--json and --note: give one of the two" in done.stderr


def test_two_sources_without_an_address_have_a_line_each(make_case):
    case = dc.load_case(make_case([row(who, "2025-03-10", "about 2,000", url="", notes="no address yet") for who in ("org", "hall")]))
    text = dc.explain(case, "org", "hall").note()
    assert "[1] a page without an address (org)" in text and "[2] a page without an address (hall)" in text


def test_a_figure_said_to_derive_from_a_later_one_speaks_of_its_day(make_case):
    rows = [
        row("beta", "2024-12-25", "1,000", statement="b-25", claim="b1"),
        row("beta", "2024-12-10", "500", statement="b-10", claim="b0"),
        row("alpha", "2024-12-23", "1,000", derived_from="b-25", derived_basis="inferred", claim="a1"),
        row("gamma", "2024-12-23", "3,000", claim="g1"),
        row("alpha", "2024-12-01", "300", claim="a0"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows, CASUALTIES)), "gamma", "alpha", as_of="2024-12-23")
    assert gap.inferred
    assert "speaks of 25 December 2024, as its match" in gap.note() and "days old" not in gap.note()


def test_what_is_counted_keeps_its_last_word():
    assert (
        dc.explain(dc.load_case("china-co2-2013")).note().startswith("CO2 that China emitted from fossil fuels and cement in 2013: EDGAR")
    )
