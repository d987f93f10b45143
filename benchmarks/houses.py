"""Source effects of made-up reports with known truth: do intervals cover, is the cost linear, how long does a case take?"""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd

from discrepancy.case import load_case
from discrepancy.houses import houses

from . import say, seconds
from ._madeup import covered, reports

SIZE, GROWTH, REQUIRED = 4_609, 10, 12
CASE_SECONDS = 3


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
