"""One number, one direction: the larger figure over the smaller wherever a gap is told, whichever side was asked for first."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from conftest import row

import discrepancy as dc
from discrepancy import story
from discrepancy.gap.choices import choices_of, range_of
from discrepancy.sources.printed import timeline
from discrepancy.story.screen import screen, steps
from discrepancy.story.sizes import OTHER_WAY, Sizes

MORE = {
    "percent": '[measures.rate]\nlabel = "rate"\nunit = "%"\n',
    "unknown": '[dimensions.place]\nlabel = "place"\n[dimensions.place.values]\ntown = "the town"\ndistrict = "the district"\n',
}
PAIRS = [  # words of the two sides, what is counted, and what the headline says of them
    ("3,000", "1,100", "killed", "North's figure was 2.7 times south's. The public record accounts for none of the difference."),
    ("1,100", "3,000", "killed", "South's figure was 2.7 times north's."),
    ("about 8,000", "more than 30,000", "killed", "South's figure was 3.8 times north's. The public record accounts for none of the difference."),
    ("1,100", "1,100", "killed", "North's figure and south's figure are the same number."),
    ("more than 1,100", "1,100", "killed", "are the same number: more than 1,100 and 1,100."),
    ("0", "0", "killed", "North's figure and south's figure are the same number."),
    ("0", "12", "killed", "South's figure is 12, north's figure is 0. They differ by 12. A count of 0 has no ratio."),
    ("1,000", "1,003", "killed", "South's figure and north's figure are practically the same: 1,003 and 1,000."),
    ("1,000", "1,007", "killed", "South's figure was 1.01 times north's."),
    ("6.1%", "7.8%", "rate", "South's figure (7.8%) was 1.7 points higher than north's (6.1%)."),
    ("7.8%", "6.1%", "rate", "North's figure (7.8%) was 1.7 points higher than south's (6.1%)."),
    ("-0.4%", "0.0%", "rate", "South's figure (0.0%) was 0.4 points higher than north's (−0.4%)."),
    ("6.1%", "6.1%", "rate", "North's figure and south's figure are the same number."),
    ("at least 500", "2,000", "killed", "North's figure is a lower limit, which a higher number does not contradict. South's figure was 4.0 times north's."),
    ("500", "up to 2,000", "killed", "South's figure is an upper limit, which a lower number does not contradict. South's figure was"),
    ("151,000 (95% CI 104,000 to 223,000)", "180,000", "killed", "The interval stated with north's figure holds the other. South's figure was 1.19 times"),
    ("151,000 (95% CI 104,000 to 223,000)", "600,000", "killed", "South's figure was 4.0 times north's."),
    ("between 12,000 and 16,000", "13,000", "killed", "The range of north's figure holds the other. North's figure was 1.07 times south's. The words “between 12,000 and 16,000” are read as about 14,000."),
    ("several dozen", "500", "killed", "South's figure was 9.8 times north's. The words “several dozen” are read as about 51."),
    ("nearly 3,000", "at least 2,900", "killed", "South's figure is a lower limit"),
    ("1,500", "2,400", "homes", "Whether both can be right cannot be told."),
]  # fmt: skip


@pytest.fixture(scope="module")
def case_of(tmp_path_factory):
    def made(a, b, measure):
        folder = tmp_path_factory.mktemp("pair")
        places = ("town", "district") if measure == "homes" else ("", "")
        lines = ["source,statement_date,as_of,measure,kind,wording,place"]
        for source, words, place in zip(("north", "south"), (a, b), places, strict=True):
            lines.append(f'{source},2025-03-10,2025-03-10,{measure},{"level" if measure == "rate" else "cumulative"},"{words}",{place}')
        (folder / "claims.csv").write_text("\n".join(line if places[0] else line.rpartition(",")[0] for line in lines))
        (folder / "case.toml").write_text(MORE["percent"] if measure == "rate" else MORE["unknown"] if measure == "homes" else "")
        return dc.load_case(folder)

    return made


def told(gap):
    """Whatever a reader sees of a gap, but for the name of the case."""
    captions = [import_module(f"discrepancy.plots.{name}").words(gap) for name in ("waterfall", "range_bar", "needed", "conditions")]
    captions.append(import_module("discrepancy.plots.choices").words(dc.multiverse(gap.case, gap.a.who.name, gap.b.who.name), gap.case))
    return [
        *(story.headline(gap), story.gap_story(gap), story.note(gap)),
        *([] if gap.total == 0 else [story.said(gap)]),
        [(f.name, size, at) for f, size, at in steps(gap)],
        screen(gap.case, [("", gap)])["views"][0]["numbers"] if gap.a.value != gap.b.value else [],
        captions,
    ]


@pytest.mark.parametrize(("a", "b", "measure", "said"), PAIRS)
def test_both_ways_the_same_is_told_of_the_same_two(case_of, a, b, measure, said):
    case = case_of(a, b, measure)
    one, two = dc.explain(case, "north", "south"), dc.explain(case, "south", "north")
    assert said in story.headline(one)
    if one.a.value == one.b.value:
        assert story.headline(one) == story.headline(two)
    else:
        assert told(one) == told(two)
    text = str(told(one))
    assert not [wrong for wrong in ("×0.00", "×1.00 ", "×1.00.", "×1.00,", "never divided", "'s's", "  ") if wrong in text]


@pytest.mark.parametrize(("a", "b", "measure", "_"), PAIRS)
def test_the_twin_in_json_stands_beside_the_signed_numbers(case_of, a, b, measure, _):
    case = case_of(a, b, measure)
    one, two = (json.loads(json.dumps(dc.explain(case, *sides).to_dict())) for sides in (("north", "south"), ("south", "north")))
    twin = lambda answer: [row["larger_over_smaller"] for row in (answer["printed"], *answer["factors"], answer["unexplained"])]
    if one["printed"]["a"] == one["printed"]["b"]:
        assert twin(one)[0] in (None, 0, 1)  # of a tie neither is the larger
        return
    assert twin(one) == pytest.approx(twin(two))
    printed, scale = one["printed"], one["scale"]
    if printed["larger_over_smaller"] is None:
        assert 0 in (printed["a"], printed["b"]) and scale == "ratio"
        return
    high, low = max(printed["a"], printed["b"]), min(printed["a"], printed["b"])
    assert printed["larger_over_smaller"] == pytest.approx(high / low if scale == "ratio" else high - low)
    signed = "multiplier" if scale == "ratio" else "amount"
    for answer in (one, two):
        up = answer["printed"]["a"] >= answer["printed"]["b"]
        rest = answer["unexplained"][signed]
        turned = rest if up else (1 / rest if scale == "ratio" else -rest)
        assert answer["unexplained"]["larger_over_smaller"] == pytest.approx(turned)


def test_every_choice_has_both(case_of):
    case = case_of("about 8,000", "more than 30,000", "killed")
    one, two = dc.explain(case, "north", "south"), dc.explain(case, "south", "north")
    assert range_of(one)["larger_over_smaller"] == pytest.approx(range_of(two)["larger_over_smaller"])
    assert range_of(one)["highest"] < 1 < range_of(two)["lowest"] == pytest.approx(range_of(two)["larger_over_smaller"]["lowest"])
    assert all(r["unexplained"] * r["larger_over_smaller"] == pytest.approx(1) for r in choices_of(one))
    assert [r["unexplained"] for r in choices_of(one)] == sorted(r["unexplained"] for r in choices_of(one))


def test_the_first_screen_has_two_figures_and_a_sentence(case_of):
    numbers = lambda *pair: screen(case := case_of(*pair), [("", dc.explain(case, "north", "south"))])["views"][0]["numbers"]
    large, small, rest = numbers("about 8,000", "more than 30,000", "killed")
    assert (large["number"], small["number"]) == ("more than 30,000", "about 8,000")  # the larger first
    assert f"{rest['number']} {rest['label']}" == "×3.9 unexplained; 3.8 to 4.2 depending on choices"
    rest = numbers("6.1%", "7.8%", "rate")[2]
    assert f"{rest['number']} {rest['label']}" == "1.7 points unexplained"
    rest = numbers("1,100", "1,100", "killed")[2]
    assert f"{rest['number']} {rest['label']}" == "Nothing unexplained"


def test_what_overshoots_goes_the_other_way_and_is_no_factor_below_one():
    sizes = Sizes()
    assert (sizes.left(-0.174), sizes.between(0.84, 1.93)) == (f"×1.19{OTHER_WAY}", f"from ×1.19{OTHER_WAY} to ×1.93")
    assert sizes.between(0.5, 0.8) == f"×1.2 to ×2.0{OTHER_WAY}" and sizes.between(0.9, 1) == f"from ×1.11{OTHER_WAY} to nothing"


def test_a_gap_over_time_is_of_the_larger_over_the_smaller(kursk):
    words = import_module("discrepancy.plots.gap_over_time").words
    one, two = (words(dc.over_time(kursk, *sides), kursk) for sides in (("ukraine", "south-korea"), ("south-korea", "ukraine")))
    assert one == two and "×0." not in one.title + one.alt
    assert "reached ×3.6 with Ukraine's figure the larger and ×5.5 with South Korea's" in one.title and one.subtitle.endswith(
        "above: Ukraine's figure is the larger"
    )


@pytest.mark.parametrize(("measure", "unit", "days"), [("cost", "EUR", 2), ("dead", "", 30_000)])
def test_neither_a_sum_of_money_nor_an_event_of_long_ago_grows_by_the_day(make_case, measure, unit, days):
    words = ("14.3 billion euros", "17 billion euros") if unit else ("about 8,500,000", "9,700,000")
    late = "2001-05-01" if days > 366 else "1918-11-13"
    rows = [row("one", "1918-11-11", words[0], measure), row("two", late, words[1], measure)]
    gap = dc.explain(dc.load_case(make_case(rows, f'[measures.{measure}]\nlabel = "{measure}"\nunit = "{unit}"' if unit else "")))
    assert not gap.conditions and "a day" not in str(story.gap_story(gap))
    assert import_module("discrepancy.plots.conditions").words(gap).title.startswith("The two figures imply no pace")


def test_no_title_says_as_printed_what_was_read(kursk):
    words = import_module("discrepancy.plots.claims_over_time").words
    drawn = words(timeline(kursk), kursk)
    assert "from “several dozens” to 6,000" in drawn.title and "Lowest “several dozens” (White House)" in drawn.alt
    assert drawn.foot.startswith("Source: the case “North Korean soldiers in Kursk”, version")
    gap = dc.between("several dozen", "500")
    assert "several dozen" in import_module("discrepancy.plots.waterfall").words(gap).alt
