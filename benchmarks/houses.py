"""Source effects of made-up reports with known truth: do intervals cover, is the cost linear, how long does a case take?"""

from __future__ import annotations

import math
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from discrepancy.case.load import load_case
from discrepancy.sources.effects.houses import houses

from . import say, seconds
from ._madeup import claims, covered, reports

SIZE, GROWTH, REQUIRED = 4_609, 10, 12
CASE_SECONDS = 3


def delays(cases: int) -> tuple[int, int, int]:
    """Of made-up cases with a constant, a delay, and both: how many are told rightly, how many wrongly, and all."""
    right = wrong = 0
    kinds = [(0.6, 0, "constant"), (1.0, 25, "delay"), (0.6, 20, "both")]
    with TemporaryDirectory() as folder:
        for seed in range(cases):
            for multiplier, delay, kind in kinds:
                path = Path(folder) / f"{kind}-{seed}"
                path.mkdir()
                pd.DataFrame(claims(seed, multiplier, delay)).to_csv(path / "claims.csv", index=False)
                found = houses(load_case(path)).lags.set_index("who").loc["asked"]
                right += bool(found["tells"]) and found["better"] == kind
                wrong += bool(found["tells"]) and found["better"] != kind
    return right, wrong, cases * len(kinds)


def main(cases: int = 40, size: int = SIZE) -> bool:
    inside, errors, totals = [], [], []
    for seed in range(cases):
        hit, off, total = covered(seed)
        inside, errors, totals = inside + hit, errors + off, totals + total
    share, level = np.mean(inside), np.mean(totals)
    spread = 2 * math.sqrt(0.95 * 0.05 / len(inside))
    met = [
        say(
            f"houses, differences of effects in their 95 %, {cases} cases",
            f"{share:.1%} of {len(inside):,}",
            "92 % to 98 %",
            abs(share - 0.95) <= max(0.03, spread),
        ),
        say(
            "houses, mean error of differences of effects",
            f"{np.mean(errors):+.3f}",
            "within 0.03",
            abs(np.mean(errors)) <= max(0.03, spread),
        ),
        say("houses, totals in their 95 % interval", f"{level:.1%} of {len(totals):,}", "at least 88 %", level >= 0.88),
    ]
    right, wrong, asked = delays(max(cases // 4, 1))
    met += [
        say("houses, constant, delay and both told apart", f"{right} of {asked}", "at least 80 %", right >= 0.8 * asked),
        say("houses, one taken for another and said to tell", f"{wrong} of {asked}", "at most 5 %", wrong <= 0.05 * asked),
    ]
    frame = reports(1, rows=size)[0]
    many = pd.concat([frame] * GROWTH, ignore_index=True)
    once, more = seconds(lambda: houses(frame), 2), seconds(lambda: houses(many))
    met.append(
        say(
            f"houses, {size:,} to {len(many):,} reports",
            f"{once:.1f} s to {more:.1f} s: ×{more / once:.1f}",
            f"at most ×{REQUIRED}",
            more <= REQUIRED * once,
        )
    )
    case = load_case("dprk-kursk")
    start = time.perf_counter()
    houses(case)
    taken = time.perf_counter() - start
    met.append(say("houses, first case", f"{taken:.1f} s", f"at most {CASE_SECONDS} s", taken <= CASE_SECONDS))
    return all(met)
