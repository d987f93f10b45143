"""How long does it take to bring in a file of 100,000 rows, and how much memory, against pandas' reading of the same file?"""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from discrepancy.app.edit.place import write_case
from discrepancy.intake.bring import bring, sample_problems
from discrepancy.intake.drafts import drafts_of
from discrepancy.intake.plan import Rules

from . import say, seconds

ROWS, TIMES, MEMORY = 100_000, 10, 4


def table(rows: int = ROWS) -> pd.DataFrame:
    """A source, a day, a place, a sex, a number, a remark: each row another source, day or place."""
    rng = np.random.default_rng(1)
    at = rng.permutation(3 * 1000 * 200)[:rows]
    days = np.datetime64("2020-01-01") + (at // 3) % 1000
    return pd.DataFrame(
        {
            "source": np.array(["WHO", "Ministry of Health", "Johns Hopkins"])[at % 3],
            "date": days.astype(str),
            "place": [f"district {n}" for n in at // 3000],
            "deaths": rng.integers(0, 100_000, rows),
            "sex": np.array(["female", "male"])[at % 2],
            "comment": rng.choice(["", "ok", "see page 3"], rows),
        }
    )


def peak(work: Callable[[], object]) -> float:
    """The most memory that Python and numpy hold while some work is done, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def main() -> bool:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "deaths.csv"
        table().to_csv(file, index=False)

        runs = count()

        def imported() -> None:
            brought = bring(file, Rules(kind="period"), day="2024-01-01").settled()
            drafts = drafts_of(brought)
            assert not sample_problems(Path(place) / "case", brought, drafts)
            write_case(Path(place) / f"case-{next(runs)}", drafts)

        imported()  # what is loaded once is loaded
        reading, ours = seconds(lambda: pd.read_csv(file), 5), seconds(imported, 3)
        two = table().drop(columns="comment").assign(injured=lambda t: t["deaths"] // 3)
        times = say(
            f"import, {ROWS:,} rows against pandas.read_csv",
            f"{ours:.2f} s, {ours / reading:.1f} times",
            f"at most {TIMES}",
            ours <= TIMES * reading,
        )
        two.to_csv(file, index=False)
        imported()
        reading, ours = seconds(lambda: pd.read_csv(file), 5), seconds(imported, 3)
        each = say(
            "the same with two numbers, for each of the two",
            f"{ours:.2f} s, {ours / reading / 2:.1f} times",
            f"at most {TIMES}",
            ours <= 2 * TIMES * reading,
        )
        table().to_csv(file, index=False)
        least, most = peak(lambda: pd.read_csv(file)), peak(imported)
        return (
            say("memory of the same", f"{most:.0f} MB, {most / least:.1f} times", f"below {MEMORY}", most < MEMORY * least)
            and times
            and each
        )
