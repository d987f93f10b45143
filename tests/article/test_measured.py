"""Percentages, areas and rates of an article beside the record: which measure, of which time, in which unit, or not sure."""

from __future__ import annotations

from pathlib import Path

import pytest

import discrepancy as dc
from discrepancy.article import read_article
from discrepancy.article.extract import extract
from discrepancy.article.verify import verify

CASES = Path(__file__).resolve().parents[1] / "cases"
DAYS = {"unemployment": "2024-05-20", "growth": "2023-09-01", "area": "2023-09-05"}
ARTICLES = {
    "unemployment": """\
The unemployment rate was 5.9% in March, the labour force survey says. In December it was 6.0%.
The employment office said that the unemployment rate stood at 7.8 per cent in March. Turnout was 55%, and 300 people came.
""",
    "growth": """\
The economy shrank by 0.4% in the second quarter, the research institute said.
Growth was 0.0% in the second quarter, according to the statistics office. Growth was 0.3 percent, the statistics office said on 25 August.
""",
    "area": """\
The area burnt was 13,000 square kilometres, the ministry said. The space agency put the area burnt at 16,000 square kilometres.
More than 1.2 million hectares burnt, the newspaper said. The fires cost $3 million.
""",
}
FOUND = {
    "unemployment": [
        ("5.9%", "number_changed", "the text has 5.9% where this has 6.1%."),
        ("6.0%", "match", "only its unit says what is counted."),
        ("7.8 per cent", "match", "“7.8%”."),
        ("55%", "unknown", "holds no such figure; only its unit says what is counted."),
        ("300 people", None, ""),
    ],
    "growth": [
        ("0.4%", "match", "“-0.4%”; only its unit says what is counted."),
        ("0.0%", "stale", "a newer figure exists: statistics office said on 25 August 2023 “0.1%”."),
        ("0.3 percent", "number_changed", "the text has 0.3% where this has 0.1%."),
    ],
    "area": [
        ("13,000 square kilometres", "match", "“1.3 million hectares”; in the unit of the text this is 13,000 km²."),
        ("16,000 square kilometres", "number_changed", "the text has 1.6 million ha where this has 1.55 million ha."),
        ("More than 1.2 million hectares", "match", "in the unit of the text this is 1.21 million ha; only its unit says what is counted."),
    ],
}


def verdicts(name, text, form="text"):
    """Those of the numbers that the record can hold."""
    return verify(read_article(text, form), DAYS[name], dc.load_case(CASES / name)).beside


@pytest.mark.parametrize("name", ARTICLES)
def test_a_small_article_beside_its_case(name):
    found = verdicts(name, ARTICLES[name])
    wanted = [each for each in FOUND[name] if each[1]]
    assert [(v.told.phrase, *v.verdicts) for v in found] == [(phrase, verdict) for phrase, verdict, _ in wanted]
    for v, (_, _, because) in zip(found, wanted, strict=True):
        assert v.because.endswith(because), v.because


SURE = [  # what narrows nothing: another number of the named source is a difference
    ("unemployment", "In March, the unemployment rate was 5.9%, the labour force survey said."),
    ("unemployment", "In the first quarter the unemployment rate stood at 5.9 per cent, according to the labour force survey."),
    ("unemployment", "According to the labour force survey, 5.9% were unemployed in March."),
    ("unemployment", "The labour force survey put the unemployment rate at 5.9%."),
    ("unemployment", "The unemployment rate fell to 5.9% in March from 6.0% in December, the labour force survey said."),
    ("growth", "Growth was 0.4% in the second quarter, the research institute said."),
    ("area", "The area burnt is 1.5 million hectares, the ministry said on 1 September."),
]
NOT_SURE = [  # what is narrowed, of another time, or known by its unit alone: nothing is said against it
    ("unemployment", "The unemployment rate among women was 5.9% in March, the labour force survey says."),
    ("unemployment", "The youth unemployment rate was 12.3% in March, the labour force survey says."),
    ("unemployment", "In Bavaria the unemployment rate was 3.1% in March, the employment office said."),
    ("unemployment", "In Bavaria, the unemployment rate was 3.1% in March, the employment office said."),
    ("unemployment", "The unemployment rate in the north was 9% in March, the employment office said."),
    ("unemployment", "The unemployment rate was 6.1% in June, the labour force survey says."),
    ("unemployment", "The unemployment rate was 7.3%, up from 7.1%, the employment office said."),
    ("growth", "Growth was 0.1% in the third quarter of 2022, the statistics office said."),
    ("growth", "Exports fell by 3.1% in the second quarter, the statistics office said."),
    ("area", "The park has 300 hectares, the ministry said."),
]
NO_NUMBER = [  # a step, another unit, another dimension: no figure of the measure
    ("unemployment", "The unemployment rate rose by 0.2 points, the labour force survey says."),
    ("unemployment", "The unemployment rate rose 7.8%, the employment office said."),
    ("area", "The fires cost $3 million, burnt 40 kg of cable and 30% of the forest, the ministry said."),
]


@pytest.mark.parametrize(("name", "text"), SURE)
def test_a_number_that_is_plainly_that_of_the_measure_differs(name, text):
    assert verdicts(name, text)[0].verdicts == ("number_changed",)


@pytest.mark.parametrize(("name", "text"), NOT_SURE)
def test_a_number_that_may_be_of_something_else_is_held_against_nobody(name, text):
    assert verdicts(name, text)[0].verdicts == ("unknown",)


@pytest.mark.parametrize(("name", "text"), NO_NUMBER)
def test_a_step_or_another_unit_is_no_figure_of_the_measure(name, text):
    assert verdicts(name, text) == ()


def test_fewer_digits_are_the_same_number_and_that_is_said():
    (found,) = verdicts("unemployment", "The unemployment rate is 6%, the labour force survey says.")
    assert found.verdicts == ("match",) and found.because.endswith("“6.1%”; the text has fewer digits.")


def test_a_cell_with_a_percentage_is_of_the_measure_at_its_head():
    table = "| | Unemployment rate |\n|---|---|\n| Labour force survey | 6.1% |\n| Turnout | high |"
    (found,) = verdicts("unemployment", table, "markdown")
    assert (found.told.measure, found.told.kind, found.verdicts) == ("unemployment", "level", ("match",))


def test_without_a_case_a_percentage_counts_nothing():
    share, killed = extract(read_article("Some 70% of the 40 killed were children."), "2024-05-20")
    assert (share.reading.unit, share.measure, bool(share.part_of)) == ("%", "", True) and killed.measure == "killed"
