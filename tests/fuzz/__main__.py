"""``python -m fuzz [NAME …] [-n EXAMPLES] [--from SEED]``: examples of each generator, what fails sorted by cause, the first of each cut down."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.judge import judge, smallest

GENERATORS = ("news", "paragraphs", "cases", "tables", "workbooks", "settings", "lines")


def example(name: str, seed: object):
    return import_module(f"fuzz.{name}").draw(random.Random(f"{name}:{seed}"))


def run(name: str, first: int, n: int, cut: bool, echo=print) -> Counter:
    found: Counter = Counter()
    with TemporaryDirectory() as folder:
        began = time.process_time()
        for seed in range(first, first + n):
            drawn = example(name, seed)
            if fault := judge(drawn, Path(folder, "w")):
                found[fault.cause] += 1
                if found[fault.cause] == 1:
                    small = smallest(drawn, Path(folder, "w"), fault) if cut else drawn
                    echo(f"--- {name} {seed}: {fault.kind} · {fault.place} · {fault.seen}\n    {small.pasted()}")
        spent = time.process_time() - began
    kinds = Counter()
    for (kind, _), times in found.items():
        kinds[kind] += times
    echo(f"=== {name}: {n:,} tried, {sum(found.values()):,} failed of {len(found)} causes {dict(kinds)}; {1000 * spent / n:.1f} ms each")
    for (kind, place), times in found.most_common():
        echo(f"    {times:6,} {kind} · {place}")
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=GENERATORS)
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--as-drawn", action="store_true")
    given = parser.parse_args()
    for each in given.names:
        run(each, given.first, given.n, not given.as_drawn)
