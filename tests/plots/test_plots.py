"""Figures: nothing overlaps, nothing is cut, the same bytes on every run, and text from data stays text."""

from __future__ import annotations

import csv
import html
import io
import itertools
import math
import os
import re
import unicodedata
from dataclasses import replace
from functools import cache
from importlib import import_module

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import row
from matplotlib import colors as mcolors
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as MplFigure
from matplotlib.text import Text
from PIL import Image

import discrepancy as dc
from discrepancy import plots
from discrepancy.overlap.made_up import made_up
from discrepancy.plots.paper import style
from discrepancy.plots.paper import words as style_words
from discrepancy.plots.paper.figure import to_csv
from discrepancy.plots.paper.style import PALETTE, colours, contrast, legible
from discrepancy.plots.paper.words import drawable, fitted, lacking, shorten, shorten_name
from discrepancy.sources.printed import shares, timeline
from discrepancy.story.words import Caption

WATERFALL = import_module("discrepancy.plots.waterfall")
RANGE_BAR = import_module("discrepancy.plots.range_bar")  # `plots.range_bar` is the function
PHRASES = (
    "more than 3,000",
    "about 3,000",
    "3,000",
    "nearly 3,000",
    "up to 3,000",
    "3,012",
    "around 1,100 casualties",
    "1,100-odd",
    "several hundred",
    "between 1,100 and 3,000",
    "exactly 0",
)


@cache
def case(name: str):
    return dc.load_case(name)


@cache
def gap(name: str, *who: str, **choices: str):
    return dc.explain(case(name), *who, **choices)


def dprk():
    return case("dprk-kursk")


def maria():
    return case("hurricane-maria")


def known():
    return dc.explain(dprk(), known_by="2024-12-27")


def zero():
    return dc.between("0 dead", "more than 20 dead")


# Every figure for both cases, as known then, with few rows, and with none.
DRAWN = {
    "claims dprk": lambda ax=None: plots.claims_over_time(gap("dprk-kursk"), ax=ax),
    "claims dprk known": lambda ax=None: plots.claims_over_time(known(), ax=ax),
    "claims dprk swapped": lambda ax=None: plots.claims_over_time(gap("dprk-kursk", "south-korea", "ukraine"), ax=ax),
    "claims dprk later": lambda ax=None: plots.claims_over_time(dc.explain(dprk(), as_of="2025-04-30"), ax=ax),
    "claims dprk two of one group": lambda ax=None: plots.claims_over_time(gap("dprk-kursk", "nis", "jcs"), ax=ax),
    "claims dprk all": lambda ax=None: plots.claims_over_time(timeline(dprk()), case=dprk(), ax=ax),
    "claims dprk killed": lambda ax=None: plots.claims_over_time(timeline(dprk(), "killed"), case=dprk(), ax=ax),
    "claims maria": lambda ax=None: plots.claims_over_time(gap("hurricane-maria"), ax=ax),
    "claims maria two": lambda ax=None: plots.claims_over_time(gap("hurricane-maria", "kishore", "gwu"), ax=ax),
    "claims maria all": lambda ax=None: plots.claims_over_time(timeline(maria()), case=maria(), ax=ax),
    "claims one point": lambda ax=None: plots.claims_over_time(timeline(maria()).head(1), case=maria(), ax=ax),
    "claims without a case": lambda ax=None: plots.claims_over_time(timeline(maria()), ax=ax),
    "claims none": lambda ax=None: plots.claims_over_time(timeline(maria()).head(0), case=maria(), ax=ax),
    "claims of two phrases": lambda ax=None: plots.claims_over_time(dc.between("nearly 3,000", "1,100"), ax=ax),
    "anatomy": lambda ax=None: plots.anatomy([dc.read(p) for p in PHRASES], ax=ax),
    "anatomy of one size": lambda ax=None: plots.anatomy([dc.read(p) for p in PHRASES[:5]], ax=ax),
    "anatomy of one": lambda ax=None: plots.anatomy([dc.read("3,012")], ax=ax),
    "anatomy none": lambda ax=None: plots.anatomy([], ax=ax),
    "forest dprk": lambda ax=None: plots.forest(dc.normalize(dprk()), case=dprk(), ax=ax),
    "forest dprk june": lambda ax=None: plots.forest(dc.normalize(dprk(), as_of="2025-06-30"), case=dprk(), ax=ax),
    "forest dprk known": lambda ax=None: plots.forest(dc.normalize(dprk(), known_by="2024-12-27"), case=dprk(), ax=ax),
    "forest maria": lambda ax=None: plots.forest(dc.normalize(maria()), case=maria(), ax=ax),
    "forest none usable": lambda ax=None: plots.forest(dc.normalize(dprk(), as_of="2024-10-01"), case=dprk(), ax=ax),
    "forest none": lambda ax=None: plots.forest(dc.normalize(maria()).head(0), case=maria(), ax=ax),
    "waterfall dprk": lambda ax=None: plots.waterfall(gap("dprk-kursk"), ax=ax),
    "waterfall dprk known": lambda ax=None: plots.waterfall(known(), ax=ax),
    "waterfall dprk swapped": lambda ax=None: plots.waterfall(gap("dprk-kursk", "south-korea", "ukraine"), ax=ax),
    "waterfall maria": lambda ax=None: plots.waterfall(gap("hurricane-maria"), ax=ax),
    "waterfall maria two": lambda ax=None: plots.waterfall(gap("hurricane-maria", "kishore", "gwu"), ax=ax),
    "waterfall of two phrases": lambda ax=None: plots.waterfall(dc.between("nearly 3,000", "1,100"), ax=ax),
    "waterfall of a tie": lambda ax=None: plots.waterfall(dc.between("3,000", "3,000"), ax=ax),
    "waterfall of zero": lambda ax=None: plots.waterfall(zero(), ax=ax),
    "over time dprk": lambda ax=None: plots.gap_over_time(over_time(), case=dprk(), ax=ax),
    "over time without a case": lambda ax=None: plots.gap_over_time(over_time(), ax=ax),
    "over time one day": lambda ax=None: plots.gap_over_time(over_time().iloc[1:2], case=dprk(), ax=ax),
    "over time maria": lambda ax=None: plots.gap_over_time(dc.over_time(maria(), "kishore", "gwu"), case=maria(), ax=ax),
    "over time none": lambda ax=None: plots.gap_over_time(over_time().head(0), case=dprk(), ax=ax),
    "versions dprk": lambda ax=None: plots.versions(dc.retellings(dprk(), "ukr-president-2024-12-23"), case=dprk(), ax=ax),
    "versions dprk jcs": lambda ax=None: plots.versions(dc.retellings(dprk(), "jcs-2024-12-23"), case=dprk(), ax=ax),
    "versions dprk all": lambda ax=None: plots.versions(dc.retellings(dprk()), case=dprk(), ax=ax),
    "versions maria": lambda ax=None: plots.versions(dc.retellings(maria()), case=maria(), ax=ax),
    "range dprk": lambda ax=None: plots.range_bar(gap("dprk-kursk"), ax=ax),
    "range maria": lambda ax=None: plots.range_bar(gap("hurricane-maria"), ax=ax),
    "range swapped": lambda ax=None: plots.range_bar(gap("dprk-kursk", "south-korea", "ukraine"), ax=ax),
    "range of zero": lambda ax=None: plots.range_bar(zero(), ax=ax),
    "needed dprk": lambda ax=None: plots.needed(gap("dprk-kursk"), ax=ax),
    "needed dprk swapped": lambda ax=None: plots.needed(gap("dprk-kursk", "south-korea", "ukraine"), ax=ax),
    "needed dprk known": lambda ax=None: plots.needed(known(), ax=ax),
    "needed maria": lambda ax=None: plots.needed(gap("hurricane-maria"), ax=ax),
    "needed maria two": lambda ax=None: plots.needed(gap("hurricane-maria", "kishore", "gwu"), ax=ax),
    "needed of two phrases": lambda ax=None: plots.needed(dc.between("nearly 3,000", "1,100"), ax=ax),
    "needed of a tie": lambda ax=None: plots.needed(dc.between("3,000", "3,000"), ax=ax),
    "needed of zero": lambda ax=None: plots.needed(zero(), ax=ax),
    "choices dprk": lambda ax=None: plots.choices(dc.multiverse(dprk()), case=dprk(), ax=ax),
    "choices maria": lambda ax=None: plots.choices(dc.multiverse(maria()), case=maria(), ax=ax),
    "choices of one": lambda ax=None: plots.choices(dc.multiverse(maria()).head(1), case=maria(), ax=ax),
    "choices none": lambda ax=None: plots.choices(dc.multiverse(maria()).head(0), case=maria(), ax=ax),
    "conditions dprk": lambda ax=None: plots.conditions(gap("dprk-kursk"), ax=ax),
    "conditions dprk known": lambda ax=None: plots.conditions(known(), ax=ax),
    "conditions maria": lambda ax=None: plots.conditions(gap("hurricane-maria", "kishore", "gwu"), ax=ax),
    "share dprk": lambda ax=None: plots.share_lost(shares(dprk()), case=dprk(), ax=ax),
    "share dprk known": lambda ax=None: plots.share_lost(shares(dprk(), "2024-12-27"), case=dprk(), ax=ax),
    "ranges dprk": lambda ax=None: plots.ranges(dc.pool(dprk()), ax=ax),
    "ranges dprk all": lambda ax=None: plots.ranges(dc.pool(dprk(), as_of="2026-06-30"), ax=ax),
    "ranges maria": lambda ax=None: plots.ranges(dc.pool(maria()), ax=ax),
    "ranges none": lambda ax=None: plots.ranges(dc.pool(dprk(), as_of="2024-10-01"), ax=ax),
    "pairs dprk": lambda ax=None: plots.pairs(dc.pool(dprk()), ax=ax),
    "pairs dprk all": lambda ax=None: plots.pairs(dc.pool(dprk(), as_of="2026-06-30"), ax=ax),
    "pairs maria": lambda ax=None: plots.pairs(dc.pool(maria()), ax=ax),
    "pairs none": lambda ax=None: plots.pairs(dc.pool(dprk(), as_of="2024-10-01"), ax=ax),
    "effects dprk": lambda ax=None: plots.effects(habits("dprk-kursk"), ax=ax),
    "effects dprk known": lambda ax=None: plots.effects(habits("dprk-kursk", known_by="2024-12-27"), ax=ax),
    "effects dprk at a group": lambda ax=None: plots.effects(habits("dprk-kursk").at_reference("ukraine"), ax=ax),
    "effects maria": lambda ax=None: plots.effects(habits("hurricane-maria"), ax=ax),
    "effects none": lambda ax=None: plots.effects("two figures are too few", ax=ax),
    "curve dprk": lambda ax=None: plots.curve(habits("dprk-kursk"), ax=ax),
    "curve dprk known": lambda ax=None: plots.curve(habits("dprk-kursk", known_by="2024-12-27"), ax=ax),
    "curve dprk killed": lambda ax=None: plots.curve(habits("dprk-kursk"), of="killed", ax=ax),
    "curve maria": lambda ax=None: plots.curve(habits("hurricane-maria"), ax=ax),
    "curve none": lambda ax=None: plots.curve("two figures are too few", ax=ax),
    "lags dprk": lambda ax=None: plots.lags(habits("dprk-kursk"), ax=ax),
    "lags maria": lambda ax=None: plots.lags(habits("hurricane-maria"), ax=ax),
    "lags none": lambda ax=None: plots.lags("two figures are too few", ax=ax),
    "repeats dprk": lambda ax=None: plots.repeats(dc.independence(dprk()), ax=ax),
    "repeats dprk known": lambda ax=None: plots.repeats(dc.independence(dprk(), known_by="2024-12-27"), ax=ax),
    "repeats maria": lambda ax=None: plots.repeats(dc.independence(maria()), ax=ax),
    "repeats none": lambda ax=None: plots.repeats(dc.independence(dprk(), as_of="2024-10-01"), ax=ax),
    "left out dprk": lambda ax=None: plots.left_out(dc.pool(dprk()), ax=ax),
    "left out dprk pooled": lambda ax=None: plots.left_out(dc.pool(dprk(), as_of="2026-06-30", method="REML", unmoved=True), ax=ax),
    "left out maria refused": lambda ax=None: plots.left_out(dc.pool(maria(), method="REML"), ax=ax),
    "left out none": lambda ax=None: plots.left_out(dc.pool(dprk(), as_of="2024-10-01"), ax=ax),
    "where": lambda ax=None: plots.where(two_tables(), ax=ax),
    "overlap": lambda ax=None: plots.overlap(five_lists(2), ax=ax),
    "overlap five": lambda ax=None: plots.overlap(five_lists(5), ax=ax),
    "unlisted": lambda ax=None: plots.unlisted(five_lists(4).unlisted[0], ax=ax),
    "share maria": lambda ax=None: plots.share_lost(shares(maria()), case=maria(), ax=ax),
}
SOME = (
    "claims dprk",
    "claims maria two",
    "anatomy",
    "forest dprk",
    "waterfall dprk",
    "over time dprk",
    "versions dprk",
    "range dprk",
    "needed dprk",
    "choices dprk",
    "conditions dprk",
    "share dprk",
    "effects dprk",
    "lags dprk",
    "repeats dprk",
)


@cache
def two_tables():
    """Twenty regions, half of them in one table only, and a total that its rows do not come to."""
    make = lambda names, by: pd.DataFrame({"region": [f"Region of the {n}th long name" for n in names], "dead": [by * n for n in names]})
    return dc.where(make(range(1, 16), 100), make(range(6, 21), 70), "region", total=(12400, None))


@cache
def five_lists(n):
    """Lists with long names, as made up as their people."""
    labels = ["The Ministry of the Interior and of Public Order", "Association of Families", "The Daily Paper", "A university", "Relief"]
    return dc.lists(*made_up(900, (0.5, 0.4, 0.3, 0.2, 0.15)[:n]), by="id", labels=labels[:n])


@cache
def habits(name: str, **asked: str):
    return dc.houses(case(name), **asked)


@cache
def over_time():
    return dc.over_time(dprk(), "ukraine", "south-korea", end="2025-06-30")


@cache
def figure(name: str) -> plots.Figure:
    return DRAWN[name]()


def words(fig: MplFigure) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every text that is drawn, with its box in pixels."""
    with style.styled():
        renderer = FigureCanvasAgg(fig).get_renderer()
        fig.draw_without_rendering()  # the pixels are looked at elsewhere
        shown = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip() and _drawn(t)]
        boxes = [(t.get_text(), Text.get_window_extent(t, renderer)) for t in shown]
    return [(text, (b.x0, b.y0, b.x1, b.y1)) for text, b in boxes if b.width > 0]


def _drawn(text: Text) -> bool:
    """Ticks that an axis keeps for later are not drawn."""
    axes = text.axes
    if axes is None:
        return True
    ticks = {t for axis in (axes.xaxis, axes.yaxis) for tick in axis.get_major_ticks() for t in (tick.label1, tick.label2)}
    if text not in ticks:
        return True
    drawn = {t for axis in (axes.xaxis, axes.yaxis) for tick in axis._update_ticks() for t in (tick.label1, tick.label2)}
    return text in drawn


def overlapping(boxes, slack: float = 2.0) -> list[tuple[str, str]]:
    found = []
    for (one, a), (two, b) in itertools.combinations(boxes, 2):
        if a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack:
            found.append((one, two))
    return found


# ------------------------------------------------------------------------------------------ the look


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_overlaps_and_nothing_is_cut(name):
    fig = figure(name).figure
    boxes = words(fig)
    assert overlapping(boxes) == []
    width, height = fig.get_size_inches() * fig.dpi
    outside = [text for text, (x0, y0, x1, y1) in boxes if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1]
    assert outside == []


@pytest.mark.parametrize("name", DRAWN if "FUZZ" in os.environ else (*SOME, "pairs dprk", "ranges dprk", "curve dprk", "where"))
def test_for_a_phone_nothing_overlaps_is_cut_or_small(name):
    """FUZZ=1 looks at every figure."""
    phone = figure(name).narrow
    assert phone.figure.get_figwidth() == 3.75 and (phone.title, phone.alt) == (figure(name).title, figure(name).alt)
    boxes = words(phone.figure)
    assert overlapping(boxes) == []
    width, height = phone.figure.get_size_inches() * phone.figure.dpi
    assert [text for text, (x0, y0, x1, y1) in boxes if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1] == []
    assert min(text.get_fontsize() for text in phone.figure.findobj(Text) if text.get_text().strip()) >= 8


@pytest.mark.parametrize("name", ["pairs dprk", "forest dprk"])
def test_a_png_has_the_colours_that_were_drawn(name):
    """To the bit: whoever reads a colour off finds the one of the words beside it."""
    drawn = figure(name)
    raw = np.frombuffer(drawn._saved("rgba", dpi=60), np.uint8).reshape(-1, 4)[:, :3].astype(int) @ (65536, 256, 1)
    png = np.asarray(Image.open(io.BytesIO(drawn.png(60))).convert("RGB")).reshape(-1, 3).astype(int) @ (65536, 256, 1)
    ax = drawn.figure.axes[0]
    shades = [line.get_color() for line in ax.lines] if name == "forest dprk" else ax.collections[0].get_facecolors()
    own = {int(np.dot([round(255 * part) for part in mcolors.to_rgb(shade)], (65536, 256, 1))) for shade in shades}
    assert len(own & {*raw.tolist()}) > 4
    assert all((png[raw == colour] == colour).all() for colour in own)


def test_names_that_differ_only_at_their_end_stay_different():
    names = [f"The Ministry of Health and Social Protection of the Region {part}" for part in ("North", "South")]
    for width in (3.0, 1.6, 1.0):
        for most in (1, 2):
            one, two = (" ".join(fitted(name, width, most=most)) for name in names)
            assert one != two and all(style_words.measure(line) <= width for line in fitted(names[0], width, most=most))
    assert shorten_name(names[0], 20) != shorten_name(names[1], 20)


def test_the_words_of_a_waterfall_go_as_its_whisker_goes():
    """The more remains, the further to the left it would have to start."""
    drawn = figure("waterfall dprk")
    ends = [(box[0], text) for text, box in words(drawn.figure) if text in ("×3.6", "×2.0")]
    assert [text for _, text in sorted(ends)] == ["×3.6", "×2.0"]


def test_many_versions_are_strips(monkeypatch):
    monkeypatch.setattr(import_module("discrepancy.plots.versions"), "MOST_VERSIONS", 5)
    table = dc.retellings(dprk(), "ukr-president-2024-12-23")
    one, two = (plots.versions(table, case=dprk()) for _ in range(2))
    assert one.svg() == two.svg() and one.svg().count(b"<title>") == 1 + len(one.table)
    assert overlapping(words(one.figure)) == [] and "10 give more than 3,000" in one.title


SCRIPTS = {
    "mnd": "국방부",
    "mod": "防衛省",
    "raksha": "रक्षा मंत्रालय",
    "kalahom": "กระทรวงกลาโหม",
    "difa": "وزارة الدفاع",
    "habit": "משרד הביטחון",
}


def test_scripts_of_the_world_are_drawn_or_it_is_said(make_case):
    """Arabic and Hebrew always are; the others where a machine or the extra "fonts" has them."""
    rows = [row(source, "2025-03-10", f"exactly {1000 + 300 * i}") for i, source in enumerate(SCRIPTS)]
    found = dc.load_case(make_case(rows, sources=[{"source": s, "name": name} for s, name in SCRIPTS.items()]))
    said = [text.replace("\u200e", "") for text, _ in words(plots.forest(dc.normalize(found), case=found).figure)]
    assert not lacking(SCRIPTS["difa"]) and not lacking(SCRIPTS["habit"])
    for source, name in SCRIPTS.items():
        assert (source if lacking(name) else name) in said and not (lacking(name) and name in said)
    assert any("No typeface of this machine" in text for text in said) == any(map(lacking, SCRIPTS.values()))
    assert not any("…" in text for text in said)


@pytest.mark.parametrize("name", DRAWN)
def test_alt_title_and_table(name):
    drawn = figure(name)
    assert 0 < len(drawn.alt) <= 350
    assert repr(drawn) == drawn.alt
    assert drawn.title
    assert drawn.name == drawn.name.lower().replace("_", "-")
    assert drawn.table.columns.is_unique
    assert drawn.figure.get_size_inches()[0] == pytest.approx(7.2)


def test_a_title_is_wrapped_and_never_cut():
    fig = figure("claims dprk")
    lines = [t.get_text() for t in fig.figure.texts]
    assert " ".join(lines).startswith(drawable(fig.title))


def test_the_same_group_has_the_same_colour_everywhere():
    one, other = colours(dprk()), colours(dprk(), ["ukraine", "somebody"])
    assert {g: other[g] for g in one} == one
    assert one["ukraine"] == "#0173b2"


def test_the_palette_is_the_one_for_the_colour_blind_of_seaborn():
    from seaborn import color_palette

    assert color_palette("colorblind").as_hex() == PALETTE


@pytest.mark.parametrize("colour", ["#0173b2", "#ffff00", "#56b4e9", "white", "#c44e00"])
def test_text_in_a_colour_can_be_read(colour):
    assert contrast(legible(colour)) >= 4.5


def test_known_by_leaves_out_what_came_later():
    said = " ".join(t for t, _ in words(figure("claims dprk known").figure))
    assert "not used" in said
    assert "2025" not in "".join(figure("claims dprk known").table["figure for"])


def test_another_reference_moves_the_level_and_not_the_differences():
    """The rulers below the effects: each of them has ×1 where its group stands on the first one."""
    said = [t for t, _ in words(figure("effects dprk").figure)]
    assert [t for t in said if t.endswith("at ×1")] == ["All sources together at ×1", "Ukraine at ×1", "United States at ×1"]
    one, other = (figure(name).table.set_index("who")["multiplier"] for name in ("effects dprk", "effects dprk at a group"))
    moved = one / other
    assert moved.max() / moved.min() < 1.25  # up to what the mean of a wider distribution adds


def test_a_count_of_zero_draws_a_note():
    said = " ".join(t for t, _ in words(figure("waterfall of zero").figure))
    assert "A count of 0 has no ratio" in said


def test_what_it_would_take_is_the_same_whichever_side_is_named_first():
    table = figure("needed dprk").table
    assert table["multiplier"].tolist() == pytest.approx([2.319, 1.523, 4.0])  # three wounded for each killed: four of whom one is killed
    assert table["reaches"].tolist() == ["", "", "reaches that far"]
    assert table.equals(figure("needed dprk swapped").table)
    assert figure("needed dprk").title.endswith(": South Korea's figure would have to cover 43% of what Ukraine's covers")
    assert figure("needed of two phrases").title.endswith(": the lower figure would have to cover 38% of what the higher one covers")
    assert figure("needed of a tie").title == "Nothing remains: no undocumented difference is needed"


def test_a_range_that_does_not_reach_says_so(make_case):
    """A conversion of 0.8 to 1.25 changes anything up to ×1.25, and so not ×2; one that is used already is no further one."""
    conversion = '[dimensions.place]\nlabel = "place"\n[dimensions.place.values]\ntown = ""\nland = ""\n[[conversions]]\n'
    conversion += 'dimension = "place"\nfrom = "town"\nto = "land"\nfactor = 1.1\nlow = 0.8\nhigh = 1.25\nbecause = "a survey"\n'
    conversion += 'url = "https://example.org"\n'
    rows = lambda *places: [
        row(s, "2024-12-23", n, place=p) for s, n, p in zip(("alpha", "beta"), ("exactly 2000", "exactly 1000"), places, strict=True)
    ]
    for places, said in ((("land", "land"), "does not reach that far"), (("land", "town"), "used already")):
        found = dc.load_case(make_case(rows(*places), conversion, name=places[1]))
        table = plots.needed(dc.explain(found, "alpha", "beta")).table
        assert table["reaches"].tolist()[2:] == [said]
        assert table[["low", "high"]].iloc[2].tolist() == [1.0, 1.25]


def test_what_was_computed_from_the_two_figures_is_drawn_and_told_as_that():
    drawn = figure("waterfall maria")
    bars = [bar for bar in drawn.figure.axes[0].patches if bar.get_width() > 500]
    assert [bar.get_hatch() for bar in bars] == [style.OWN["hatch"]] != [style.HATCHED["hatch"]]
    assert drawn.title.startswith("×2.5 apart: ") and "computed from the two figures themselves" in drawn.title
    assert "accounted for" not in drawn.title and "it explains nothing" in " ".join(t for t, _ in words(drawn.figure))
    assert "explains nothing" in figure("needed maria").title


@pytest.mark.parametrize(
    ("total", "rest", "title"),
    [
        (3.8, 4.2, "What is known widens the difference: ×3.8 as printed, ×4.2 not accounted for"),
        (3.8, 3.9, "Practically nothing known accounts for the ×3.8 between the two figures"),
        (3.8, 3.79, "Nothing known accounts for the ×3.8 between the two figures"),
        (3.84, 3.78, "Practically nothing known accounts for the ×3.8 between the two figures"),
        (1.2, 1 / 1.4, "What is known turns the difference round: ×1.20 as printed, ×1.40 the other way not accounted for"),
        (3.0, 1.0, "The ×3.0 between the two figures is accounted for"),
        (3.0, 2.0, "Of the ×3.0 between the two figures, ×1.50 is accounted for and ×2.0 is not"),
    ],
)
def test_factors_in_a_title_do_not_read_as_wrong_arithmetic(total, rest, title):
    first = dc.between("3,000", "1,000")
    *others, last = first.factors
    other = replace(first, total=math.log(total), factors=(*others, replace(last, size=math.log(rest))))
    assert WATERFALL.words(other).title == title


def test_one_of_a_thing_is_one():
    one = timeline(maria()).head(1)
    drawn = plots.claims_over_time(one, case=maria())
    assert drawn.title == "1 figure of 1 source was printed: 1,139"
    assert "December 2017, log scale: 1 figure. Lowest" in drawn.alt  # what there is none of is not told
    assert plots.anatomy([dc.read("3,012")]).alt.startswith("Range plot of 1 printed phrase,")
    assert "1 sources" not in plots.forest(dc.normalize(maria()).head(1), case=maria()).alt


@pytest.mark.parametrize("name", [name for name in ("claims dprk swapped", "claims dprk", "claims maria two")])
def test_two_figures_are_never_less_than_1_apart(name):
    assert "×0" not in figure(name).alt


def test_the_ends_of_one_interval_are_rounded_alike(make_case):
    """47,161 / 47,000 / 47,000: low above best."""
    rows = [row("ngo", "2025-03-10", "more than 47,161 killed"), row("press", "2025-03-10", "nearly 46,788 killed")]
    table = dc.normalize(dc.load_case(make_case(rows)))
    said = " ".join(t for t, _ in words(plots.forest(table).figure))
    assert "47,186 47,161 to 47,212 “more than 47,161 killed”" in said and "46,777 46,767 to 46,788" in said


def test_shares_are_of_what_the_case_says():
    assert "shares (killed or wounded, of sent or present), " in figure("share dprk").alt


def test_a_version_is_no_point_and_a_period_is_a_bar():
    table = figure("claims dprk").table
    assert {"figure", "version", "count of a period", "sum of the statement's parts"} == set(table["kind"])


# ---------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize("name", SOME)
def test_the_same_bytes_on_two_runs(name):
    one, two = figure(name), DRAWN[name]()
    assert one.png(60) == two.png(60)
    assert one.svg() == two.svg()


@pytest.mark.parametrize("name", SOME)
def test_svg_has_the_title_and_every_word_as_text(name):
    drawn = figure(name)
    svg = drawn.svg().decode()
    texts = [html.unescape(t) for t in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    assert drawable(drawn.title) in " ".join(texts)
    assert f"<title>{html.escape(drawable(drawn.title), quote=False)}</title>" in svg
    for text, _ in words(drawn.figure):
        assert all(line.strip() in texts for line in text.split("\n") if line.strip())


def test_save_writes_three_files_and_says_where(tmp_path):
    drawn = figure("waterfall dprk")
    said = drawn.save(tmp_path / "figures")
    assert said == {
        "name": "waterfall",
        "title": drawn.title,
        "alt": drawn.alt,
        "png": "figures/waterfall.png",
        "svg": "figures/waterfall.svg",
        "csv": "figures/waterfall.csv",
        "narrow": "figures/waterfall-narrow.svg",
    }
    for kind in ("png", "svg", "csv"):
        assert (tmp_path / said[kind]).stat().st_size > 100
    first = {kind: (tmp_path / said[kind]).read_bytes() for kind in ("png", "svg", "csv")}
    drawn.save(tmp_path / "figures")
    assert first == {kind: (tmp_path / said[kind]).read_bytes() for kind in ("png", "svg", "csv")}
    assert b"Software" not in first["png"]


@pytest.mark.parametrize("name", SOME)
def test_the_csv_has_the_rows_of_the_table(name):
    table = figure(name).table
    rows = list(csv.reader(io.StringIO(to_csv(table))))
    assert rows[0] == list(table.columns)
    assert len(rows) == len(table) + 1 > 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1 to 2", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\n=1", "\uff1d1"])
def test_a_spreadsheet_runs_nothing(cell):
    table = figure("forest maria").table.assign(source=cell)
    rows = list(csv.reader(io.StringIO(to_csv(table))))
    assert rows[1][0] == "'" + cell


def test_the_notebook_gets_a_png_and_the_alt_sentence():
    data, meta = figure("range dprk")._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"] == meta["image/png"]["alt"] == figure("range dprk").alt
    assert meta["image/png"]["width"] == 720


# ------------------------------------------------------------------------------------- hostile text

HOSTILE = (
    "$x$ \\frac{1}{2} $",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "\u202eevil\u202c 3,000\x00\x1b[0m",
    "약 3,000명 사상자",
    "word " * 2000,
    "x" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_text(text):
    table = dc.normalize(maria()).assign(name=text, printed=text, because=text)
    told = timeline(maria()).assign(name=text, printed=text)
    versions = dc.retellings(dprk(), "jcs-2024-12-23").assign(english=text, printed=text, outlet=text)
    for drawn in (plots.forest(table, case=maria()), plots.claims_over_time(told, case=maria()), plots.versions(versions, case=dprk())):
        boxes = words(drawn.figure)
        assert overlapping(boxes) == []
        said = " ".join(t for t, _ in boxes)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", said)
        assert drawn.png(50)[:4] == b"\x89PNG"
        assert "<script" not in drawn.svg().decode()
        if "$" in text:
            assert "$x$" in said


def test_a_name_that_no_typeface_here_has_is_drawn_as_its_id(make_case, one_typeface):
    rows = [row("mnd", "2025-03-10", "exactly 3000"), row("mod", "2025-03-10", "exactly 1100")]
    found = dc.load_case(make_case(rows, sources=[{"source": "mnd", "name": "국방부"}, {"source": "mod", "name": "防衛省"}]))
    for drawn in (plots.waterfall(dc.explain(found, "mnd", "mod")), plots.forest(dc.normalize(found), case=found)):
        said = [t for t, _ in words(drawn.figure)]
        assert {"mnd", "mod"} <= {t.lower() for t in said} and "…" not in said
        assert "No typeface of this machine has the letters of the names of mnd and mod" in " ".join(said)


def test_a_second_typeface_has_what_the_first_lacks(monkeypatch):
    """Any that comes with matplotlib serves to try it."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    maps = [get_font(findfont(FontProperties(family="STIXGeneral", weight=w))).get_charmap() for w in ("normal", "bold")]
    letter = next(chr(c) for c in sorted({*maps[0]} & {*maps[1]}) if drawable(chr(c)) == "…" and unicodedata.category(chr(c))[0] == "L")
    cached = (style_words.families, style_words._glyphs, style_words._drawable, style_words._advance)
    monkeypatch.setattr(style_words, "FALLBACKS", ("STIXGeneral",))
    for function in cached:
        function.cache_clear()
    assert drawable(f"a{letter}") == f"a{letter}" and style_words.measure(letter) > 0
    drawn = plots.forest(dc.normalize(maria()).assign(name=f"a{letter}b"), case=maria())
    assert letter in drawn.svg().decode() and overlapping(words(drawn.figure)) == []
    monkeypatch.undo()
    for function in cached:
        function.cache_clear()


def test_a_hostile_title_and_alt_are_text(monkeypatch):
    monkeypatch.setattr(RANGE_BAR, "words", lambda gap, case=None: Caption("<b>$a$</b> " * 40, "\u202e$", "=1", "alt"))
    drawn = plots.range_bar(gap("dprk-kursk"))
    assert overlapping(words(drawn.figure)) == []
    assert "<b>" not in drawn.svg().decode()


def test_long_names_and_reasons():
    first = gap("dprk-kursk")
    factors = tuple(replace(f, because="a very long reason indeed " * 40) for f in first.factors)
    long = replace(first, factors=factors, a=replace(first.a, called="A name that goes on and on " * 6))
    for drawn in (plots.waterfall(long), plots.claims_over_time(long)):
        assert overlapping(words(drawn.figure)) == []


@pytest.mark.parametrize("text", ["a", "killed or wounded", "약", "$", "x" * 500])
def test_shortening_never_lengthens(text):
    assert len(shorten(text, 20)) <= 20


# --------------------------------------------------------------------------------- the user's things


def test_the_users_settings_are_as_they_were():
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 31, "figure.facecolor": "red", "text.usetex": False, "savefig.bbox": "tight", "axes.grid": True}):
        inside = dict(mpl.rcParams)
        drawn = DRAWN["waterfall dprk"]()
        png = drawn.png(60)
        assert dict(mpl.rcParams) == inside
    assert dict(mpl.rcParams) == before
    assert png == figure("waterfall dprk").png(60)


@pytest.mark.parametrize("name", SOME)
def test_drawing_on_an_axes_of_the_user(name):
    mine = MplFigure(figsize=(9, 9))
    axes = mine.add_subplot()
    drawn = DRAWN[name](axes)
    assert drawn.figure is mine
    assert mine.axes == [axes]
    assert mine.texts == []  # no title block
    assert axes.lines or axes.patches or axes.texts
    assert drawn.png(50)[:4] == b"\x89PNG"


def test_a_case_in_the_place_of_the_axes_is_named():
    with pytest.raises(
        TypeError, match=r"forest: ax is <Case dprk-kursk: .*>, not a matplotlib Axes; give a case by name: forest\(result, case=case\)"
    ):
        plots.forest(dc.normalize(dprk()), dprk())


def test_a_figure_is_drawn_once_and_anew_when_it_has_changed(kursk):
    drawn = plots.waterfall(dc.explain(kursk))
    first = drawn.png()
    drawn.svg()
    assert drawn.png() is first
    drawn.figure.axes[0].set_facecolor("red")
    drawn.svg()
    assert drawn.png() != first and drawn.png(50) != drawn.png()


@pytest.mark.parametrize(
    ("phrases", "whence"),
    [
        (["nearly 3,000", "3,000"], "readers give it (Ferson et al. 2015)"),
        (["10,718.58 Mt", "about 2,000,000 t"], "its last digit leaves"),
        (["151,000 (95% CI 104,000 to 223,000)", "nearly 3,000"], "readers give it (Ferson et al. 2015) or its source states"),
    ],
)
def test_an_interval_is_of_readers_only_where_readers_were_asked(phrases, whence):
    words = import_module("discrepancy.plots.anatomy").words([dc.read(phrase) for phrase in phrases])
    assert words.subtitle == f"Phrases as printed, each with its number, the interval that {whence} and its open side"


def test_a_pace_has_one_spelling_in_the_text_and_in_its_figure(kursk):
    assert "about 475 soldiers a day" in plots.conditions(dc.explain(kursk)).title


def test_pale_is_explained_only_where_a_row_is_pale():
    rows = [pd.DataFrame({"region": names, "deaths": [900, 400][: len(names)]}) for names in (["north", "east"], ["north"])]
    words = import_module("discrepancy.plots.where").words
    assert "pale" not in words(dc.where(rows[0], rows[0] * 1, "region")).subtitle and "pale" in words(dc.where(*rows, "region")).subtitle
