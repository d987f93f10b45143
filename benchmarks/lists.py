"""How long does it take to link 100,000 records with 100,000 by columns, in how much memory, and how many of the same people are found?"""

from __future__ import annotations

import resource
import time

import pandas as pd

from discrepancy.overlap.lists import lists
from discrepancy.overlap.made_up import made_up

from . import say

SIZE, REQUIRED, MEMORY, RIGHT, FOUND = 100_000, 60, 2.0, 0.99, 0.8
SHARE = 0.7  # of the people, on each list
COLUMNS = ["name", "born", "place"]


def main(size: int = SIZE) -> bool:
    on = made_up(round(size / SHARE / 0.95), (SHARE, SHARE))  # fewer of them in some places
    tables = [table[COLUMNS].reset_index(drop=True) for table in on]
    start = time.perf_counter()
    found = lists(*tables, match=COLUMNS)
    took = time.perf_counter() - start
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    person = [dict(zip((f"row {i}" for i in table.index), table["id"], strict=True)) for table in on]
    both = found.records[(found.records != "").all(axis=1)].to_numpy().tolist()
    right = sum(person[0][one] == person[1][two] for one, two in both)
    there = len(pd.merge(*(table["id"] for table in on)))
    what = f"lists, {len(tables[0]):,} against {len(tables[1]):,}"
    met = [say(what, f"{took:.1f} s", f"at most {REQUIRED} s", took <= REQUIRED)]
    met.append(say(f"{what}: memory", f"{held:.2f} GiB", f"at most {MEMORY:.0f} GiB", held <= MEMORY))
    met.append(say(f"{what}: pairs that are right", f"{right / len(both):.2%}", f"at least {RIGHT:.0%}", right >= RIGHT * len(both)))
    met.append(say(f"{what}: same people found", f"{right / there:.1%}", f"at least {FOUND:.0%}", right >= FOUND * there))
    print(f"{'  uncertain pairs':<58} {len(found.uncertain):,}")
    return all(met)
