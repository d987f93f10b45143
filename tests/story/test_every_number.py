"""Percentages, growth below zero, areas and money, through everything that speaks of a gap: amounts where amounts differ, units that fit."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT, row
from helpers import run
from hypothesis import given
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy import story
from discrepancy.gap.choices import range_of
from discrepancy.reading.scale import DIFFERENCE
from discrepancy.saying.numbers import amount, quantity, quantity_to
from discrepancy.story.sizes import Sizes

CASES = ROOT / "tests" / "cases"
HEADLINES = {
    "unemployment": "Employment office's figure (7.8%) was 1.7 points higher than labour force survey's (6.1%).",
    "growth": "Statistics office's figure (0.1%) was 0.5 points higher than research institute's (−0.4%).",
    "area": "Space agency's figure was 1.19 times ministry's.",
}
NUMBERS = {
    "unemployment": ["7.8%", "6.1%", "1.7 points"],
    "growth": ["0.1%", "−0.4%", "0.5 points"],
    "area": ["about 1.55 million ha", "1.3 million ha", "×1.19"],
}
AMOUNTS = ("unemployment", "growth")
WRONG = re.compile(r"×|\btimes\b|persons|\ba day\b|no ratio|\bratio\b|count of 0|\d%-?points|−0\.0(?!\d)|-\d")


def everything(name: str) -> dict[str, str]:
    """All that is said of a case, by where it stands; what its sources printed is taken out."""
    folder = str(CASES / name)
    results = dc.settings("03-gap", case=folder)
    gap = results.gap
    texts = {
        "headline": story.headline(gap),
        "finding": repr(results.finding()),
        "note": gap.note(),
        "repr": repr(gap).replace("-0.4", ""),
        "first screen": json.dumps([n["number"] + n["label"] for n in results.screen["views"][0]["numbers"]], ensure_ascii=False),
        "factors": repr(results.factors_table()),
        "readings": repr(results.readings_table()),
        "steps": repr(results.steps_table()),
        "claims": repr(results.claims_table()),
        "together": repr(results.together()),
        "consensus": repr(results.consensus_table()),
        "habits": repr(results.habits()),
        "effects": repr(results.effects_table()),
        "delays": repr(results.delays()),
        "command": run("gap", folder).stdout,
    }
    dated = re.compile(r"\d{4}-\d\d-\d\d|“[^”]*”|-0\.4%|https?://\S+|geometric")
    return {where: re.sub(r"\s+", " ", dated.sub("", text)) for where, text in texts.items()}


@pytest.fixture(scope="module", params=list(HEADLINES))
def told(request):
    return request.param, everything(request.param)


def test_the_headline_and_the_numbers_of_the_first_screen(told):
    name, texts = told
    assert texts["headline"].startswith(HEADLINES[name] + " The public record accounts for none of the difference.")
    gap = dc.explain(dc.load_case(str(CASES / name)))
    assert [n["number"] for n in story.screen(gap.case, [("", gap)])["views"][0]["numbers"]] == NUMBERS[name]
    assert f"They differ by {NUMBERS[name][2]}." in texts["note"]


def test_no_sentence_has_a_word_that_does_not_fit(told):
    name, texts = told
    for where, text in texts.items():
        assert not story.NEVER.search(text), (where, text)
        assert "persons" not in text and "nan" not in text, (where, text)
        if name in AMOUNTS:
            assert not WRONG.search(text), (where, WRONG.search(text), text)


def test_percentages_are_never_rounded_to_whole_ones(told):
    name, texts = told
    if name == "unemployment":
        assert "6.05%" in texts["readings"] and "7.85%" in texts["factors"] + texts["readings"]
        assert "6.1%" in texts["steps"] and "7.8%" in texts["consensus"] and "6.05% to 6.15%" in texts["consensus"]
    if name == "area":
        assert "1.545" in texts["readings"] and "1.25 to 1.35 million ha" in texts["together"]


@pytest.mark.parametrize("name", AMOUNTS)
def test_amounts_add_up_exactly_and_turn_with_the_sides(name):
    case = dc.load_case(str(CASES / name))
    gap, turned = dc.explain(case), dc.explain(case, case.defaults["b"], case.defaults["a"])
    answer = gap.to_dict()
    assert (answer["scale"], answer["unit"], answer["grain"], answer["printed"]["ratio"]) == ("difference", "%", 0.1, None)
    assert all(f["multiplier"] is None and f["log"] is None for f in answer["factors"])
    assert sum(f["amount"] for f in answer["factors"]) == pytest.approx(answer["printed"]["difference"], abs=1e-12)
    assert [-f.amount for f in turned.factors] == pytest.approx([f.amount for f in gap.factors], abs=1e-12)
    assert story.headline(turned) == story.headline(gap)
    assert range_of(gap)["default"] == pytest.approx(gap.total)
    assert json.loads(run("gap", str(CASES / name), "--json").stdout)["unexplained"]["amount"] == pytest.approx(gap.total)


def test_a_revision_is_told_in_one_sentence_and_only_where_there_is_one():
    case = dc.load_case(str(CASES / "growth"))
    first, newest = (story.gap_story(dc.explain(case, a, "research-institute"))[0][1] for a in ("statistics-office-2023-07-28", ""))
    told = "Statistics office's figure was revised by its source on 25 August 2023 from “0.0%” to “0.1%”, which widens the difference by 0.1 points."
    assert told in first and "revised" not in newest
    note = dc.explain(case, "statistics-office-2023-07-28", "research-institute").note()
    assert f"{told[:-1]} [1][3]." in note and "[3] example.org, statement of 25 August 2023, https://example.org/second" in note


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("7.5%", "6.1%", "The first phrase's figure (7.5%) was 1.4 points higher than that of the second phrase (6.1%)."),
        ("-0.4%", "0.1%", "The second phrase's figure (0.1%) was 0.5 points higher than that of the first phrase (−0.4%)."),
        ("0%", "0.3%", "The second phrase's figure (0.3%) was 0.3 points higher than that of the first phrase (0%)."),
        (
            "13,000 square kilometres",
            "1.3 million hectares",
            "The units were brought together exactly: “1.3 million hectares” is 13,000 km².",
        ),
        ("4 tonnes", "3,500 kg", "The units were brought together exactly: “3,500 kg” is 3.5 t."),
        ("$14.3bn", "$12bn", "Taken for granted: $: US dollars."),
        ("-$3 billion", "$1.5 billion", "1.5 billion USD) was 4.5 billion USD higher than that of the first phrase (−3 billion USD)."),
        ("6.2%", "5.2%", "(6.2%) was 1.0 points higher than"),
        ("37 per 100,000", "4 per 10,000", "“4 per 10,000” is 40 per 100,000."),
        ("0", "3,000", "A count of 0 has no ratio."),
    ],
)
def test_two_phrases_of_every_kind(a, b, said):
    done = run("gap", a, b)
    assert (done.returncode, done.stderr) == (0, "") and said in re.sub(r"\s+", " ", done.stdout)
    assert "persons" not in done.stdout and ("0" in (a, b)) == ("no ratio" in done.stdout)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("$14.3bn", "€12bn"), "two currencies need a rate of exchange, which is a conversion of a case"),
        (("7.5%", "3,000"), '"7.5%" and "3,000" are in % and no unit, which cannot be brought to each other'),
        (("-0.4%", "0.1%", "--jsn"), "No such option '--jsn'. Did you mean '--json'?"),
        (("--rul", "hedge", "-0.4%"), "No such option '--rul'."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_is_missing(typed, said):
    done = run("gap", *typed)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr


def test_money_is_told_at_full_size_and_its_pace_in_its_unit(make_case):
    rows = [
        row("treasury", "2024-02-01", "$12.1bn", "cost", as_of="2024-01-31"),
        row("treasury", "2024-03-01", "$14.3bn", "cost", as_of="2024-02-29"),
        row("auditors", "2024-03-10", "about 19 billion dollars", "cost", as_of="2024-03-10"),
    ]
    gap = dc.explain(dc.load_case(make_case(rows, '[measures.cost]\nlabel = "spent on repairs"\nunit = "USD"\n')), "auditors", "treasury")
    text = " ".join(text for _, text in story.gap_story(gap))
    assert "grew by about 470 million USD a day between 29 February 2024 and 10 March 2024" in text
    assert "about 76 million USD a day" in text and "reaches 19 billion USD" in text and "persons" not in text
    assert [story.running(gap, at) for _, at in gap.running()][::6] == ["14.3 billion USD", "19 billion USD"]


def test_a_version_that_changes_a_percentage_is_told_in_percent(make_case):
    rows = [
        row("survey", "2024-05-15", "6.1%", "rate", claim="own", kind="level"),
        row(
            "survey",
            "2024-05-15",
            "6%",
            "rate",
            claim="retold",
            version_of="own",
            kind="level",
            reported_by="Herald",
            url="https://example.org/h",
        ),
        row("office", "2024-05-15", "7.8%", "rate", kind="level"),
    ]
    case = dc.load_case(make_case(rows, '[measures.rate]\nlabel = "unemployment rate"\nunit = "%"\n'))
    table = dc.retellings(case)
    assert table["difference"].tolist()[1] == "6% where it has 6.1%" and table["retelling"].tolist()[1] == pytest.approx(-0.1)
    gap = dc.explain(case, "retold", "office")
    assert gap.factor("retelling").amount == pytest.approx(-0.1) and "which widens" not in story.headline(gap)


def test_the_interface_shows_the_same_numbers():
    view = dc.explore(str(CASES / "unemployment"))
    shown = re.sub(r"<[^>]*>", " ", view.headline.value)
    assert "1.7 points" in shown and HEADLINES["unemployment"] in view.headline.value.replace("&#x27;", "'")


@given(st.integers(-5000, 5000), st.sampled_from([1, 0.1, 0.01]))
def test_a_percentage_is_read_back_as_it_was_said(n, grain):
    said = quantity(n * grain, "%", grain)
    reading = dc.read(said)
    assert reading.value == pytest.approx(n * grain, abs=1e-9) and (reading.unit, reading.grain) == ("%", pytest.approx(grain))


@given(st.floats(0.001, 1e13), st.sampled_from(["ha", "USD", "kg", ""]))
def test_a_quantity_is_read_back_to_the_digits_that_it_was_said_with(x, unit):
    reading = dc.read(quantity(x, unit))
    assert reading.value == pytest.approx(x, rel=0.051) and reading.unit == unit


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_the_ends_of_a_range_are_told_alike_and_in_order(x, y):
    low, high = sorted((x, y))
    numbers = [float(n.replace("−", "-")) for n in re.findall(r"−?[\d.]+", quantity_to(low, high, "pp", 0.1))]
    assert numbers == sorted(numbers) and numbers[0] == pytest.approx(low, abs=0.051) and numbers[-1] == pytest.approx(high, abs=0.051)
    assert Sizes(DIFFERENCE, "%", 0.1).apart(low) == amount(abs(low), "%", 0.1)
