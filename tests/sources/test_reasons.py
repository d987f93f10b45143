"""Names and phrases with colons, quotes, days and brackets in them: a reason is told of them, and never read back from a sentence."""

from __future__ import annotations

import pytest
from conftest import row as plain

import discrepancy as dc
from discrepancy.basis.speaks import NoFigure
from discrepancy.story import gap_story, headline, said, screen


def row(*cells, **more):
    return plain(*cells, **{"url": "https://example.org/page"} | more)


NAMES = [
    "Ministry: health",
    'the "Front": said after 3 May 2024',
    "Office; not known on 2024-01-15 (2)",
    "no spread [is stated]: not brought to the basis",
    "Report of 15 January 2024, in The Gazette",
]
NORTH_SOUTH = """
[dimensions.place]
label = "place: where"
values = { north = "the north; and coast", south = "the south" }
"""


@pytest.mark.parametrize("name", NAMES)
def test_why_a_source_cannot_speak_is_told_whole_whatever_its_name(make_case, name):
    rows = [row(name, "2024-03-01", "about 300"), row("b", "2024-01-10", "about 100"), row(f"{name}!", "2024-01-10", "about 9", "people")]
    found = dc.normalize(dc.load_case(make_case(rows)), as_of="2024-01-15").set_index("source")
    assert found.loc[name, "because"] == "said after 15 January 2024"
    assert found.loc[name, "silent"] and not found.loc["b", "silent"]


def test_a_figure_that_is_no_total_says_something_of_its_source(make_case):
    rows = [row("a: said after", "2024-01-10", "about 300", kind="rate"), row("b", "2024-01-10", "about 100")]
    case = dc.load_case(make_case(rows))
    found = dc.normalize(case).set_index("source")
    assert (found.loc["a: said after", "because"], found.loc["a: said after", "silent"]) == ("a rate", False)
    drawn = dc.plots.forest(dc.normalize(case), case=case)
    assert "… and" not in " ".join(text.get_text() for text in drawn.figure.findobj(lambda artist: hasattr(artist, "get_text")))


def test_the_error_names_every_reason_once(make_case):
    rows = [row("a: b", "2024-03-01", "about 300"), row("a: b", "2024-04-01", "about 400"), row("c", "2024-01-10", "about 9")]
    with pytest.raises(NoFigure) as error:
        dc.explain(dc.load_case(make_case(rows)), "a: b", "c", as_of="2024-01-15")
    assert str(error.value) == "no claim can speak for 'a: b' on 2024-01-15: said after 15 January 2024 (2)"
    assert [(why.kind, n) for why, n in error.value.reasons] == [("later", 2)]


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_taken_from_any_source_is_told_with_its_whole_name(make_case, name):
    rows = [
        row(name, "2024-01-10", "about 300", statement="first"),
        row("b", "2024-01-12", "about 300", derived_from="first", derived_basis="stated"),
        row("c", "2024-01-12", "exactly 250"),
    ]
    case = dc.load_case(make_case(rows))
    found = dc.pool(case, as_of="2024-06-01", method="REML")
    taken, whose = found.figures.set_index("source").loc["b"], case.source_name(name)
    assert taken["because"] == f"taken from the statement of {whose} of 10 January 2024"
    assert taken["unmoved"] == f"timing, computed from the figure that {whose} gave on 10 January 2024"
    assert "of three usable figures" in found.refused and "one is taken from another source" in found.refused


# ------------------------------------------------------------------------------------ two sides


def test_the_reason_of_a_conversion_is_told_whole(make_case):
    toml = NORTH_SOUTH + (
        '[[conversions]]\ndimension = "place"\nfrom = "south"\nto = "north"\nfactor = 2.0\nlow = 1.8\nhigh = 2.2\n'
        'because = "half of all live there; see table 3: places"\nurl = "https://example.org/census"\n'
    )
    case = dc.load_case(make_case([row("a", "2024-01-10", "300", place="north"), row("b", "2024-01-10", "100", place="south")], toml))
    text = gap_story(dc.explain(case, "a", "b"))[0][1]
    assert "Half of all live there; see table 3: places." in text


def test_a_day_in_a_name_is_not_the_day_of_the_statement(make_case):
    rows = [row("Bulletin, 5 March 2024", "2024-03-15", "about 300"), row("b", "2024-03-15", "about 100")]
    gap = dc.explain(dc.load_case(make_case(rows)), "Bulletin, 5 March 2024", "b")
    assert said(gap).startswith("Bulletin, 5 March 2024 on 15 March 2024: “about 300”")
    assert "Bulletin, 5 March 2024, “about 300”" in gap.note()


def test_a_day_in_a_name_stays_in_the_note(make_case):
    rows = [row("Bulletin, 15 March 2024, late", "2024-03-15", "about 300"), row("b", "2024-03-15", "about 100")]
    gap = dc.explain(dc.load_case(make_case(rows)), "Bulletin, 15 March 2024, late", "b")
    assert "15 March 2024: Bulletin, 15 March 2024, late, “about 300”" in gap.note()


def test_two_figures_of_one_source_are_told_apart_by_their_days(make_case):
    rows = [row("a: x", "2024-03-15", "about 300", claim="one"), row("a: x", "2024-03-20", "about 100", claim="two")]
    gap = dc.explain(dc.load_case(make_case(rows)), "one", "two")
    assert said(gap).startswith("A: x, 15 March 2024: “about 300”")
    assert headline(gap).startswith("One figure of a: x was 3.0 times the other.")
    assert ": a: x, 15 March 2024, “about 300”" in gap.note() and "; a: x, 20 March 2024, “about 100”" in gap.note()


def test_a_reason_is_on_the_first_screen_if_it_is_for_this_pair(make_case):
    rows = [row(s, "2024-03-15", f"about {n}") for s, n in (("Of another pair: a", 300), ("b", 100), ("c", 50))]
    given = {"date": "2024-03-16", "said_by": "Of another pair: a", "summary": "they count the missing", "url": "https://example.org/r"}
    for about, told in (("Of another pair: a; b", True), ("Of another pair: a; c", False)):
        case = dc.load_case(make_case(rows, reasons=[given | {"about": about}]))
        gap = dc.explain(case, "Of another pair: a", "b")
        headings = [p["heading"] for p in screen(case, [("now", gap)])["views"][0]["paragraphs"]]
        assert ("Reasons given" in headings) is told
        assert "Reasons given" in dict(gap_story(gap))
