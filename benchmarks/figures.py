"""How long does each figure of the notebooks 01 to 04 take to draw and to save, for cases of many marks?

Three made-up cases of plain running totals: many sources for a week, few for years, very many once.  Results are computed first,
and only said; what is required is for drawing a figure and writing its three files.  Nothing is waited for longer than it takes
to know the answer.
"""

from __future__ import annotations

import csv
import random
import signal
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discrepancy as dc
from discrepancy import plots

from . import say, seconds

LIMIT = 2  # seconds of the processor for a figure
PATIENCE = 60  # seconds of the clock for a figure, or a result
CASES = {"25 sources, 8 days": (25, 8), "5 sources, 600 days": (5, 600), "1,000 sources, 1 day": (1000, 1)}
BEGIN = date(2023, 1, 1)

# What figures are drawn from, and the figures, as the notebooks ask for them; those of source effects take what they find.
RESULTS: dict[str, Callable[[Any], object]] = {
    "timeline": lambda run: run.timeline,
    "shares": lambda run: run.shares,
    "readings": lambda run: run.readings,
    "estimates": lambda run: run.estimates,
    "gap": lambda run: run.gap,
    "choices": lambda run: run.choices,
    "versions": lambda run: run.versions,
    "gap over time": lambda run: run.over_time,
    "pairs": lambda run: run.consensus.pairs,
    "left out": lambda run: run.consensus.without,
    "repeats": lambda run: run.independence,
    "effects": lambda run: run.houses,
    "lags": lambda run: getattr(run.houses, "lags", None),
}
FIGURES: dict[str, Callable[[Any], list[plots.Figure]]] = {
    "all claims over time": lambda run: [plots.claims_over_time(run.timeline, case=run.case)],
    "share lost": lambda run: [plots.share_lost(run.shares, case=run.case)],
    "anatomy": lambda run: [plots.anatomy(run.readings)],
    "forest": lambda run: [plots.forest(run.estimates, case=run.case)],
    "claims over time": lambda run: [plots.claims_over_time(run.gap)],
    "waterfall": lambda run: [plots.waterfall(run.gap)],
    "choices": lambda run: [plots.choices(run.choices, case=run.case)],
    "conditions": lambda run: [plots.conditions(run.gap)],
    "needed": lambda run: [plots.needed(run.gap)],
    "versions": lambda run: [plots.versions(table, case=run.case) for table in run.versions],
    "gap over time": lambda run: [plots.gap_over_time(run.over_time, case=run.case)],
    "ranges": lambda run: [plots.ranges(run.consensus)],
    "pairs": lambda run: [plots.pairs(run.consensus)],
    "left out": lambda run: [plots.left_out(run.consensus)],
    "repeats": lambda run: [plots.repeats(run.independence)],
    "effects": lambda run: [plots.effects(run.houses)],
    "curve": lambda run: run.curves(),
    "lags": lambda run: [plots.lags(run.houses)],
}
RESTS_ON = {"curve": "effects"}  # a figure rests on the result of its own name, else on one that is quickly there


def write_case(folder: Path, sources: int, days: int) -> Path:
    """Sources that each say a bare number on each of these days, at a distance of their own from a total that grows."""
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text('title = "Made up for measuring"\n[measures.hurt]\nlabel = "hurt"\n')
    with (folder / "claims.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("source", "statement_date", "as_of", "measure", "kind", "value", "url"))
        table.writerows(_rows(sources, days))
    return folder


def _rows(sources: int, days: int) -> Iterator[tuple]:
    chance = random.Random(0)
    for i in range(sources):
        apart, count = chance.uniform(0.6, 1.6), 800.0
        for n in range(days):
            count += chance.uniform(5, 95)
            day = BEGIN + timedelta(n)
            yield f"source-{i + 1}", day, day, "hurt", "cumulative", round(apart * count), f"https://example.org/{i}/{day}"


def _no_longer(*_: object) -> None:
    raise TimeoutError


def patiently(work: Callable[[], object]) -> float | None:
    """Seconds that it takes; None where that is more than anybody waits for."""
    signal.signal(signal.SIGALRM, _no_longer)
    signal.alarm(PATIENCE)
    try:
        return seconds(work)
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def measure(what: str, sources: int, days: int, folder: Path) -> list[bool]:
    """Whether each figure of a case is drawn and saved in time; one whose result is not there in time is not asked for."""
    run = dc.settings("04-sources", case=str(write_case(folder / "case", sources, days)))
    computed = {name: patiently(lambda ask=ask: ask(run)) for name, ask in RESULTS.items()}
    said = {name: f"{took:.1f}" if took is not None else f"more than {PATIENCE}" for name, took in computed.items()}
    print(f"  {what}: seconds of computing: " + ", ".join(f"{name} {took}" for name, took in said.items() if took != "0.0"))
    met = []
    for name, draw in FIGURES.items():
        if computed.get(RESTS_ON.get(name, name), 0.0) is None:
            continue
        took = patiently(lambda draw=draw: [figure.save(folder / "figures") for figure in draw(run)])
        told = f"{took:.2f} s" if took is not None else f"more than {PATIENCE} s"
        met.append(say(f"figures, {what}: {name}", told, f"at most {LIMIT} s", took is not None and took <= LIMIT))
    return met


def main(cases: dict[str, tuple[int, int]] = CASES) -> bool:
    met = []
    for what, (sources, days) in cases.items():
        with TemporaryDirectory() as folder:
            met += measure(what, sources, days, Path(folder))
    return all(met)
