"""How well a running total is foretold from the figures before it: every report of Radford et al. (2023) from those before.

In go the 4,609 reports (DISCREPANCY_RADFORD names the file); each source's totals of one kind of loss are a series.  Each figure is
predicted from those of earlier days by the rule of `discrepancy.basis.timing`: the mean rate over a span at least as long as the carry.
Told are how often the prediction is off by more than twofold, how often the figure lies inside the bounds (no fall), and how often inside
the 95 % range; 90 of 100 are required.
"""

from __future__ import annotations

import csv
import math
import os
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from discrepancy.basis.steps import Growth, Subject
from discrepancy.basis.timing import OwnFigures
from discrepancy.reading.scale import RATIO

FIRST = date(2022, 2, 23)
REQUIRED = 0.90


def main() -> bool:
    path = Path(os.environ.get("DISCREPANCY_RADFORD", ""))
    if not path.is_file():
        print("timing: skipped, DISCREPANCY_RADFORD names no file")
        return True
    found = [told for series in _series(path) for n in range(2, len(series)) if (told := _foretold(series[:n], series[n]))]
    off, inside, held = (sum(part) / len(found) for part in zip(*found, strict=True))
    print(
        f"timing: of {len(found):,} figures {off:.1%} are off by more than twofold, {inside:.1%} lie inside the bounds, {held:.1%} in the 95 % range"
    )
    return held >= REQUIRED


def _series(path: Path) -> list[list[tuple[date, SimpleNamespace]]]:
    """The totals of each source and kind of loss, the last report of each day; lower and upper limits are left out."""
    days: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["time_frame"] == "Cumulative" and row["minimum"] == row["maximum"] == "0" and float(row["loss_count"]) > 0:
                days[row["claim_source"], row["loss_type"]][int(row["days"])] = float(row["loss_count"])
    return [[(FIRST + timedelta(day), _figure(of[day])) for day in sorted(of)] for of in days.values()]


def _figure(count: float) -> SimpleNamespace:
    claim = SimpleNamespace(claim="", period_start="")
    return SimpleNamespace(reading=SimpleNamespace(best=count, value=count), bounds=(count, count), claim=claim)


def _foretold(points: list[tuple[date, SimpleNamespace]], then: tuple[date, SimpleNamespace]) -> tuple[bool, bool, bool] | None:
    """(off by more than twofold, inside the bounds, inside the 95 % range) of one figure; None where the rule gives no answer."""
    (day, last), (to, figure) = points[-1], then
    step = OwnFigures(points, "cumulative", RATIO, "log-linear").step(day, to, Growth("", Subject("", "", ("", ""), "", ()), to))
    if not step.accounted:
        return None
    moved = math.log(figure.reading.best / last.reading.best)
    away = abs(moved - step.size)
    return away > math.log(2), step.low - 1e-9 <= moved <= step.high + 1e-9, away <= 1.96 * step.sd + 1e-9
