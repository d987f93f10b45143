"""As known on a day: the answers are those of a case that ends on it, in every table, sentence and number."""

from __future__ import annotations

import ast
import shutil

import nbformat
import pandas as pd
import pytest
import richcase
from conftest import ROOT, row

import discrepancy as dc
from discrepancy import dates
from discrepancy.notebook.fragment import plain
from discrepancy.notebook.run import Run
from discrepancy.sources.printed import timeline
from discrepancy.story.screen import record

PAIR = ("ukraine", "south-korea")
DAYS = ["2024-12-23", "2024-12-27", "2025-01-20", "2025-03-05"]


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    """The first case as it would have been written on a day: rows that were said and printed by then, in files."""
    whole = dc.load_case("dprk-kursk")

    def make(day):
        folder = tmp_path_factory.mktemp("ended") / "dprk-kursk"
        shutil.copytree(whole.path, folder)
        for name, column in (("claims", "statement_date"), ("events", "date"), ("reasons", "date"), ("corrections", "date")):
            table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
            known = table[column].map(dates.last) <= dates.last(day)
            if name == "claims":
                printed = table["published"].map(lambda text: bool(text) and dates.last(text) <= dates.last(day))
                known &= (table["primary"] == "yes") | printed
                known &= table["version_of"].map(lambda c, kept=set(table["claim"][known]): not c or c in kept)
            table[known].to_csv(folder / f"{name}.csv", index=False)
        (folder / "recorded.csv").unlink()
        return dc.load_case(folder)

    return make


def answers(case, known_by):
    """Everything that a case is asked for, by the name of what answers."""
    asked = {"known_by": known_by}
    gap = dc.explain(case, *PAIR, **asked)
    spoken = dc.story.gap_story(gap)
    found = gap.to_dict() | {"inputs": None, "case": None}
    tables = {
        "normalize": dc.normalize(case, **asked),
        "multiverse": dc.multiverse(case, *PAIR, **asked),
        "over_time": dc.over_time(case, *PAIR, **asked),
        "timeline": timeline(case, **asked),
        "pool": dc.pool(case, **asked).figures,
    }
    return {"gap": found, "story": spoken, "note": gap.note().replace("with hindsight", ""), **{k: t.to_csv() for k, t in tables.items()}}


@pytest.mark.parametrize("day", DAYS)
def test_a_case_that_ends_on_a_day_gives_the_same(kursk, ended, day):
    then = answers(ended(day), day)
    for name, answer in answers(kursk, day).items():
        assert answer == then[name], name


@pytest.fixture
def shown(monkeypatch):
    """What the cells of the notebooks show and leave behind, as text: figures by their words and tables, prose, tables, data."""

    def run(case, known_by):
        seen = []
        monkeypatch.setattr(Run, "show", lambda self, figure, name="": seen.append(figure))
        monkeypatch.setattr(Run, "show_all", lambda self, figures: seen.extend(figures))
        monkeypatch.setattr(Run, "save", lambda self, *titles, **extra: seen.append(plain(extra | {"settings": self.resolved})))
        for stem in ("01-claims", "02-normalize", "03-gap", "04-sources"):
            names = {}
            for cell in (c for c in nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", 4).cells if c.cell_type == "code"):
                *before, last = ast.parse(cell.source).body
                exec(compile(ast.Module(before, []), stem, "exec"), names)
                if isinstance(last, ast.Expr):
                    seen.append(eval(compile(ast.Expression(last.value), stem, "eval"), names))
                else:
                    exec(compile(ast.Module([last], []), stem, "exec"), names)
                if "parameters" in cell.metadata.get("tags", []):
                    names |= {"case": str(case), "known_by": known_by}
        return [_as_text(each) for each in seen if each is not None]

    return run


def _as_text(shown):
    if isinstance(shown, dict):
        return shown | ({"gap": shown["gap"] | {"inputs": None}} if "gap" in shown else {})
    return [shown.title, shown.alt, shown.table.to_csv()] if hasattr(shown, "alt") else shown._repr_html_()


@pytest.mark.parametrize("day", DAYS[1:2])
def test_notebooks_of_a_case_that_ends_on_a_day_show_the_same(kursk, ended, shown, day):
    now, then = shown("dprk-kursk", day), shown(ended(day).path, day)
    assert len(now) == len(then) > 30
    for answer, of_then in zip(now, then, strict=True):
        assert answer == of_then


LATER = richcase.row("delta", "2024-12-26", "about 6,000", claim="d2", area="all")


@pytest.fixture
def rich(make_case):
    """The made-up case on a day, and as it came to be: a row is withdrawn, a reason, an event, a version and a figure come."""

    def make(day):
        tables = {name: list(getattr(richcase, name.upper())) for name in ("sources", "events", "reasons")}
        rows, toml = [*richcase.CLAIMS, LATER], richcase.TOML
        fixes = [richcase.CORRECTIONS[0] | {"date": "2024-12-25"}]
        if day:
            known = lambda row, column: dates.last(row[column]) <= dates.last(day)
            tables |= {name: [row for row in tables[name] if known(row, "date")] for name in ("events", "reasons")}
            fixes = [row for row in fixes if known(row, "date")]
            rows = [row for row in rows if known(row, "published" if row.get("published") else "statement_date")]
            rows = [row | ({"status": "", "replaced_by": ""} if row["claim"] == "b-old" and not fixes else {}) for row in rows]
            toml = toml[: toml.rindex("[[conversions]]")] + toml[toml.index("[figures.share]") :]  # of no day that is known
        return make_case(rows, toml, name=f"case{day}/rich", corrections=fixes, **tables)

    return make


def test_nothing_that_came_later_is_shown_of_a_case_with_every_table(rich, shown, tmp_path):
    for folder in ("case", "case2024-12-23"):
        (tmp_path / folder).mkdir()
    now, then = shown(rich(""), "2024-12-23"), shown(rich("2024-12-23"), "2024-12-23")
    for answer, of_then in zip(now, then, strict=True):
        assert answer == of_then


def test_the_record_at_the_foot_is_of_the_tables_as_they_are(kursk):
    """What a later run compares its rows with does not depend on the day that is asked about, and no row that came later was "changed"."""
    asked = dict.fromkeys(("measure", "a", "b", "as_of", "known_by", "rule"), "")
    then = Run("03-gap", kursk, asked | {"known_by": "2024-12-27"})
    assert len(then.case.records) < len(kursk.records) == len(then._rows())
    assert record(then.whole)["warning"] == ""


def test_what_a_source_prints_later_does_not_choose_the_measure_of_a_named_claim(make_case):
    toml = '[measures.all]\nparts = ["dead", "hurt"]\n[measures.dead]\n[measures.hurt]\n[defaults]\nmeasure = "all"\n'
    rows = [
        row("a", "2024-12-23", "300 killed or wounded", "all"),
        row("b", "2024-12-23", "40 killed", "dead", claim="b-dead"),
        row("b", "2024-12-23", "60 wounded", "hurt"),
        row("a", "2025-06-01", "90 killed", "dead", claim="later"),
    ]
    known = [dc.explain(dc.load_case(make_case(rows[:n], toml)), "a", "b-dead", known_by="2025-02-01") for n in (3, 4)]
    assert known[0].basis == known[1].basis
    assert known[0].ratio == known[1].ratio


def test_of_many_places_the_one_that_is_shown_was_known_by_then(make_case):
    rows = [row(who, "2024-05-20", "", "killed", value=str(100 + i), place=f"p{i}") for who in "ab" for i in range(501)]
    later = [row(who, "2024-09-20", "", "killed", value="900", place="later") for who in "ab"]
    folder = make_case([*rows, *later], '[dimensions.place]\nlabel = "place"\n')
    shown = [
        dc.settings("03-gap", case=str(folder), a="a", b="b", known_by=day).gap.a.claim.dimension("place") for day in ("2024-06-01", "")
    ]
    assert shown == ["p0", "later"]
