"""The sorted figure of a panel: a row each, a mark each, by day; the same numbers under it; drawn as quickly as it is read."""

from __future__ import annotations

import random
import re
import sys

import pytest

import discrepancy as dc
from discrepancy import plots
from discrepancy.case.load import checked
from discrepancy.plots.panel import MOST

TOML = '[measures.deaths]\nlabel = "deaths"\nnoun = "deaths in a flood"\n{}[dimensions.place]\n'


def panel_of(tmp_path, n: int, days: bool = False, toml: str = "", unit: str = "") -> dc.Panel:
    chance, lines = random.Random(n), ["source,statement_date,as_of,measure,kind,place,wording,notes"]
    for i in range(n):
        day, place = (f"{2000 + i // 12}-{i % 12 + 1:02}", "") if days else ("2024-05-31", f"Place {i}")
        for source in ("one", "two"):
            number = (
                f"{chance.choice(('', 'about ', 'more than '))}{10 ** chance.uniform(1, 4):.0f}"
                if not unit
                else f"{chance.gauss(5, 2):.1f}"
            )
            lines.append(f"{source},2040-01-01,{day},deaths,{'level' if days else 'fixed'},{place},{number}{unit},made up")
    text = "\n".join(lines).replace("2040-01-01", "2026-01-01")
    return dc.panel(checked(tmp_path / "made-up", {"claims.csv": text.encode(), "case.toml": TOML.format(toml).encode()}), "one", "two")


@pytest.mark.parametrize("n", [2, 12, MOST])
def test_each_of_a_few_has_a_row_with_its_name_and_both_numbers(tmp_path, n):
    found = panel_of(tmp_path, n)
    figure = plots.panel(found)
    texts = [t.get_text() for t in figure.figure.axes[0].texts]
    assert {f"Place {i}" for i in range(n)} <= {*texts} and sum(" : " in text for text in texts) == n
    assert figure.table["subject"].tolist() == [text for text in texts if text.startswith("Place")]  # the largest first in both
    assert figure.table["ratio"].is_monotonic_decreasing
    assert figure.name == "panel" and 60 < len(figure.alt) < 350 and "nan" not in figure.alt + figure.title


@pytest.mark.parametrize(("n", "size"), [(155, 80_000), (300, 60_000)])
def test_of_many_each_has_a_mark_and_the_ends_are_named(tmp_path, monkeypatch, n, size):
    """From so many marks on, they are one picture in an SVG."""
    monkeypatch.setattr(sys.modules["discrepancy.plots.panel"], "MANY", 200)
    figure = plots.panel(found := panel_of(tmp_path, n))
    texts = [t.get_text() for t in figure.figure.axes[0].texts]
    assert {found.distribution.least, found.distribution.most} <= {*texts}
    assert sum(len(line.get_xdata()) for line in figure.figure.axes[0].lines if line.get_marker() == "o" and len(line.get_xdata()) > 2) == n
    assert len(figure.svg()) < size and len(figure.table) == n


def test_days_stand_along_the_axis(tmp_path):
    figure = plots.panel(panel_of(tmp_path, 60, days=True))
    assert figure.alt.startswith("Dot plot of 60 ratios")
    (below,) = figure.figure.axes[0].child_axes  # both numbers, each with its name
    ticks = [t.get_text() for t in below.get_xticklabels()]
    assert [len(line.get_xdata()) for line in below.lines][:2] == [60, 60] and {"one", "two"} <= {t.get_text() for t in below.texts}
    assert below.get_xlim() == figure.figure.axes[0].get_xlim()
    assert len(ticks) > 2 and all(text[:2] in ("20", "Ja", "Ju", "Ap", "Oc") for text in ticks)


@pytest.mark.parametrize("n", [3, 155])
def test_percentages_stand_on_a_linear_axis(tmp_path, n):
    figure = plots.panel(panel_of(tmp_path, n, toml='unit = "%"\nscale = "difference"\n', unit="%"))
    assert figure.figure.axes[0].get_xscale() == "linear" and "points" in figure.title


def test_without_a_ratio_it_says_so(tmp_path):
    text = "source,statement_date,as_of,measure,kind,place,wording,notes\n"
    text += "".join(f"{s},2025-01-01,2024-05-31,deaths,fixed,{p},0,made up\n" for s in ("one", "two") for p in "PQ")
    case = checked(tmp_path / "made-up", {"claims.csv": text.encode(), "case.toml": TOML.format("").encode()})
    assert len(plots.panel(dc.panel(case, "one", "two")).table) == 2


def test_it_draws_on_axes_of_the_users(tmp_path):
    from matplotlib.figure import Figure

    for n in (12, 155):
        ax = Figure(figsize=(8, 6)).subplots()
        assert plots.panel(panel_of(tmp_path, n), ax).figure is ax.figure


def test_a_name_that_cannot_be_drawn_is_a_row_of_the_table(tmp_path, one_typeface):
    lines = [f"{s},2025-01-01,2024-05-31,deaths,fixed,{p},{n},made up" for s, n in (("one", 9), ("two", 4)) for p in ("서울", "Ash")]
    text = "source,statement_date,as_of,measure,kind,place,wording,notes\n" + "\n".join(lines)
    case = checked(tmp_path / "made-up", {"claims.csv": text.encode(), "case.toml": TOML.format("").encode()})
    figure = plots.panel(dc.panel(case, "one", "two"))
    assert {"Ash", "row 2 of the table"} <= {t.get_text() for t in figure.figure.axes[0].texts}
    table = figure.table[["subject", "one", "two"]].rename(columns={"subject": "place"})
    where = plots.where(dc.where(table[["place", "one"]], table[["place", "two"]].rename(columns={"two": "one"}), "place"))
    long = dc.where(*(table[["place"]].replace("Ash", "N" * 200).assign(n=n) for n in ([9, 9], [9, 4])), "place")
    assert any(re.fullmatch("N+: 0", t.get_text()) for t in plots.where(long).figure.axes[0].texts)
    assert "row 2 of the table: +5" in {t.get_text() for t in where.figure.axes[0].texts} and "서울" in where.alt
