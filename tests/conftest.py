"""Small cases on disk, and notebooks compared by their text, not their markup."""

from __future__ import annotations

import csv
from pathlib import Path

import browser as chromium
import pytest
from hypothesis import settings

import discrepancy as dc

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("untimed", deadline=None)  # how long an example takes says more of the machine than of the code
settings.load_profile("untimed")


def pytest_collectstart(collector):
    # The text form of tables and prose is the contract; HTML is a second rendering of the same.
    if getattr(collector, "path", Path()).suffix == ".ipynb" and hasattr(collector, "skip_compare"):
        collector.skip_compare += ("text/html",)


# Each file, or each class, is run by one worker. What takes long comes first, so that both workers end at the same time.
LONG = "test_security test_site TestAnswers test_cluster test_explore test_kernels test_safe test_report test_plots TestLater".split()
LONG += "test_amounts TestRefusals test_houses test_wheel ipynb test_notebooks test_start".split()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((n for n, name in enumerate(LONG) if name in item.nodeid), len(LONG)))


def pytest_terminal_summary(terminalreporter):
    """What a test measured (record_property "told") in a line, also where workers ran it."""
    for report in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        for name, value in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(value)


@pytest.fixture(scope="session")
def kursk():
    return dc.load_case("dprk-kursk")


@pytest.fixture(scope="session")
def maria():
    return dc.load_case("hurricane-maria")


@pytest.fixture(scope="session")
def browser():
    """One browser for all pages that are looked at."""
    if not chromium.BROWSER:
        pytest.skip("no Chromium on this machine")
    with chromium.browser() as found:
        yield found


@pytest.fixture
def make_case(tmp_path):
    """Write a case folder from rows of claims and a case.toml, and hand back its path."""

    def make(rows, toml="", name="case", **tables):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for table, content in {"claims": rows, **tables}.items():
            columns = list(dict.fromkeys(k for row in content for k in row))
            with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(content)
        if toml:
            (folder / "case.toml").write_text(toml, encoding="utf-8")
        return folder

    return make


def row(source, date, wording, measure="killed_or_wounded", **more):
    """A claim with the five columns, and whatever else."""
    return {"source": source, "statement_date": date, "measure": measure, "wording": wording, "url": f"https://example.org/{source}"} | more


CASUALTIES = """
[measures.killed]
label = "killed"
[measures.wounded]
label = "wounded"
[measures.killed_or_wounded]
label = "killed or wounded"
parts = ["killed", "wounded"]
caveat = "neither says how slight a wound counts"
"""
RATIO = """
[[conversions]]
dimension = "measure"
from = "killed"
to = "wounded"
factor = 3.0  # a comment stays
low = 1.0
high = 8.8
because = "about \\"three\\" for each"
url = "https://example.org/ratio"

[defaults]
a = "alpha"
"""


@pytest.fixture
def one_typeface(monkeypatch):
    """A machine on which no typeface has what ours lacks."""
    from discrepancy.plots.paper import words

    cached, own, glyphs = [f for f in vars(words).values() if hasattr(f, "cache_clear")], words.families()[:1], words._glyphs()[:1]
    for function in cached:
        function.cache_clear()
    monkeypatch.setattr(words, "families", lambda: own)
    monkeypatch.setattr(words, "_glyphs", lambda: glyphs)
    yield
    monkeypatch.undo()
    for function in cached:
        function.cache_clear()
