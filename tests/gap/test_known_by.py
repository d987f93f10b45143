"""As known on a day: the answers are those of a case that ends on it, in every table, sentence and number."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

import discrepancy as dc
from discrepancy import dates
from discrepancy.sources.printed import timeline

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
