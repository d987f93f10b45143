"""Effects of pollsters beside a published table: 239 polls of 2004 to 2007, five houses (Jackman 2009).

    DISCREPANCY_POLLS=AustralianElectionPolling.csv python -m benchmarks polls

The polls are csv/pscl/AustralianElectionPolling.csv of https://github.com/vincentarelbundock/Rdatasets (from the R package pscl).  The
published effects are those of Jackman, S. (2009), Bayesian Analysis for the Social Sciences, example 9.3, as given at
https://freerangestats.info/blog/2017/06/24/oz-polls-statespace.  They are set against two elections, ours against the mean of the five,
so both are compared at their mean.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from discrepancy.case.load import load_case
from discrepancy.sources.effects.houses import Houses, houses

from . import say

VARIABLE = "DISCREPANCY_POLLS"
PUBLISHED = {  # mean, low, high, in points
    "Galaxy": (-1.2, -3.1, 0.6),
    "Morgan, F2F": (2.7, 1.0, 4.3),
    "Newspoll": (1.2, -0.5, 2.8),
    "Nielsen": (0.9, -0.8, 2.5),
    "Morgan, Phone": (0.8, -1.0, 2.3),
}


def fitted(polls: pd.DataFrame) -> Houses:
    """Source effects of the polls."""
    start, end = (pd.to_datetime(polls[name]) for name in ("startDate", "endDate"))
    day = (start + (end - start) / 2).dt.strftime("%Y-%m-%d")
    rows = {"source": polls["org"], "statement_date": day, "as_of": day, "wording": polls["ALP"].map("{:.1f}%".format)}
    with TemporaryDirectory() as folder:
        claims = pd.DataFrame(rows).assign(measure="share", kind="level", url="https://github.com/vincentarelbundock/Rdatasets")
        claims.to_csv(Path(folder) / "claims.csv", index=False)
        (Path(folder) / "case.toml").write_text('[measures.share]\nlabel = "share"\nunit = "%"\n', encoding="utf-8")
        return houses(load_case(folder))


def main(path: str = "") -> bool:
    path = path or os.environ.get(VARIABLE, "")
    if not path or not Path(path).is_file():
        print(f"polls: not asked, {VARIABLE} names no file")
        return True
    start = time.perf_counter()
    found = fitted(pd.read_csv(path))
    taken = time.perf_counter() - start
    ours = found.effects.set_index("name")[["amount", "low", "high", "statements"]]
    level = np.mean([mean for mean, *_ in PUBLISHED.values()])
    off, inside = [], 0
    for name, (mean, low, high) in PUBLISHED.items():
        amount, least, most, n = ours.loc[name]
        off.append(abs(amount - (mean - level)))
        inside += least <= mean - level <= most
        theirs = f"{mean - level:+.2f} [{low - level:+.2f} to {high - level:+.2f}]"
        print(f"{name:<16} {n:>4.0f} polls   ours {amount:+.2f} [{least:+.2f} to {most:+.2f}]   theirs {theirs}")
    print(found.changes.dropna(subset=["after"]).to_string() if found.changes["tells"].any() else "no change tells")
    return all(
        [
            say("polls, published effects inside our 95 %", f"{inside} of {len(PUBLISHED)}", "all", inside == len(PUBLISHED)),
            say("polls, off the published effects, largest", f"{max(off):.2f} points", "at most 0.5", max(off) <= 0.5),
            say("polls, from table to effects", f"{taken:.1f} s", "at most 10 s", taken <= 10),
        ]
    )
