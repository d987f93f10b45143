"""Does the time of `normalize` grow with the number of claims and no faster, and how does it compare with reading their CSV?"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from discrepancy.case.columns import CLAIM_COLUMNS
from discrepancy.case.load import load_case
from discrepancy.sources.normalize import normalize

from . import say, seconds
from .read import HEDGES

SIZES, REQUIRED, LINEAR = (1_000, 10_000, 100_000, 1_000_000), 20, 2
PER_SOURCE = 6  # claims of a source in the first case; the other extreme is few sources that spoke every day
FEW = 20

CASE = """
title = "Made up for measuring"
[defaults]
measure = "killed_or_wounded"
as_of = "2024-06-30"
[measures.killed]
[measures.wounded]
[measures.killed_or_wounded]
parts = ["killed", "wounded"]
[measures.deployed]
[dimensions.scope]
values = ["region", "country", "part"]
basis = "region"
[dimensions.standing]
values = ["confirmed", "estimated"]
[[conversions]]
dimension = "scope"
from = "region"
to = "country"
factor = 1.3
low = 1.1
high = 1.6
because = "made up"
[[conversions]]
dimension = "measure"
from = "killed"
to = "wounded"
factor = 3.0
low = 1.0
high = 8.0
because = "made up"
"""
WORDS = {"killed": "killed", "wounded": "wounded", "killed_or_wounded": "killed or wounded", "deployed": "soldiers"}
KINDS = ["cumulative"] * 7 + ["present", "period", "plan"]


def write_case(folder: Path, size: int, sources: int) -> Path:
    """A case of made-up claims with the mix of the first one: hedges, dates, versions, kinds, parts of a sum."""
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(CASE)
    with (folder / "sources.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [("source", "name", "group", "role"), *((f"s{i}", f"Source {i}", f"g{i // 3}", "media") for i in range(sources))]
        )
    with (folder / "claims.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, [*CLAIM_COLUMNS, "scope", "standing"], restval="")
        table.writeheader()
        table.writerows(islice(_rows(sources), size))
    return folder


def _rows(sources: int) -> Iterator[dict]:
    """Statement after statement without end: the closest wordings found, then a version of the last one."""
    chance = random.Random(0)
    number = 0
    while True:
        number += 1
        kind = chance.choice(KINDS)
        together = kind == "cumulative" and chance.random() < 0.3
        measures = ["killed", "wounded"] if together else [chance.choice(["killed", "killed_or_wounded", "killed_or_wounded", "deployed"])]
        day = chance.randrange(2000)
        said = date(2020, 1, 1) + timedelta(day)
        statement = {
            "statement": f"statement-{number}",
            "source": f"s{chance.randrange(sources)}",
            "url": f"https://example.org/{said:%Y/%m}/what-the-page-said-{number}",
            "statement_date": f"{said:%Y-%m}" if chance.random() < 0.05 else f"{said}",
            "as_of": f"{said - timedelta(40)}" if kind == "cumulative" and chance.random() < 0.3 else "",
            "period_start": f"{said - timedelta(60)}" if chance.random() < 0.15 else "",
            "kind": kind,
            "scope": chance.choice(["region", "region", "country", ""]),
            "standing": chance.choice(["", "", "", "estimated"]),
        }
        for measure in measures:
            count = round((day + 100) * 10 ** chance.uniform(0, 1.5), -chance.randrange(3))
            row = statement | {
                "claim": f"claim-{number}-{measure}",
                "measure": measure,
                "language": "en",
                "seen_as": "excerpt",
                "status": "current",
            }
            row["notes"] = "made up; a note on who said it and where it was seen"
            yield row | {"primary": "yes"} | _printed(chance, count, measure)
        if chance.random() < 0.7:
            retold = {
                "claim": f"claim-{number}-retold",
                "version_of": row["claim"],
                "published": f"{said + timedelta(50)}",
                "reported_by": "Outlet",
            }
            yield row | retold | _printed(chance, count, measure)


def _printed(chance: random.Random, count: float, measure: str) -> dict:
    number = f"{count:,.0f}"
    wording = f"{chance.choice(HEDGES).format(number)} {WORDS[measure]}"
    foreign = {"language": "ko", "english": wording, "translation": "outlet", "wording": f"{number}명"}
    return {"value": f"{count:.0f}"} | (foreign if chance.random() < 0.15 else {"wording": wording})


def measure(size: int, sources: int) -> tuple[float, float, float]:
    """Seconds to read the CSV with pandas, to load and check the case, and to normalize it."""
    import pandas as pd

    repeats = max(1, min(5, 100_000 // size))
    with TemporaryDirectory() as folder:
        path = write_case(Path(folder) / "case", size, sources)
        reading = seconds(lambda: pd.read_csv(path / "claims.csv", low_memory=False), max(2, repeats))
        cases = []
        loading = seconds(lambda: cases.append(load_case(path)))
        return reading, loading, seconds(lambda: normalize(cases[0]), repeats)


def main(sizes: tuple[int, ...] = SIZES) -> bool:
    met = []
    measure(sizes[0], FEW)  # imports, and what is compiled once
    for what, sources in (("many sources", lambda size: size // PER_SOURCE), (f"{FEW} sources", lambda size: FEW)):
        per_claim = []
        for size in sizes:
            reading, loading, taken = measure(size, sources(size))
            per_claim.append(taken / size)
            measured = f"{taken / reading:.1f} times pandas ({taken / size * 1e6:.0f} µs a claim)"
            met.append(say(f"normalize, {size:,} claims of {what}", measured, f"within {REQUIRED} times", taken <= REQUIRED * reading))
            whole = (loading + taken) / reading
            print(f"{'  with loading and checking the case':<58} {whole:.1f} times pandas")
        growth = per_claim[-1] / per_claim[0]
        linear = growth <= LINEAR
        met.append(say(f"normalize, linear for {what}", f"×{growth:.2f} a claim, largest to smallest", f"at most ×{LINEAR}", linear))
    return all(met)
