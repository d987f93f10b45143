"""How long does it take to compute, to tell, to draw and to save what the notebooks 01 to 04 and 06 show, for cases of many marks?

First three made-up cases of plain running totals: many sources for a week, few for years, very many once.  Then cases of 100 to 1,000
sources with a claim each, of several shapes: nothing may take longer than `LIMIT`, nor grow faster than the number of sources.  Nothing
is waited for longer than it takes to know the answer.
"""

from __future__ import annotations

import csv
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discrepancy as dc
from discrepancy import plots
from discrepancy.notebook.run import Run

from . import say, seconds

LIMIT = 2  # seconds of the processor for a figure, and of a shape for a result
PATIENCE = 30  # seconds of the processor for a figure, or a result
CASES = {"25 sources, 8 days": (25, 8), "5 sources, 600 days": (5, 600), "1,000 sources, 1 day": (1000, 1)}
SIZES = (100, 250, 500, 1000)
LITTLE = 0.5  # seconds below which nothing is said of how it grows
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
    "panel": lambda run: run.panel,
    "words": lambda run: [str(told()) for told in (run.finding, run.words, run.together, run.habits, run.delays, run.subjects)],
    "tables": lambda run: [table(run)._repr_html_() for table in TABLES],
    "left behind": lambda run: (run.many, run.screen, run.gap.to_dict(), run.resolved),
}
TABLES = [getattr(Run, name) for name in dir(Run) if name.endswith("_table") and name not in ("where_table", "pairs_table", "models_table")]
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


# Of the i-th of n sources: its row, by column, where it says something else than a running total of its own on one day.
SHAPES: dict[str, Callable[[int, int], dict]] = {
    "one day": lambda i, n: {},
    "many days": lambda i, n: _on(BEGIN + timedelta(i)),
    "many measures": lambda i, n: {"measure": f"kind-{i % 20}"},
    "many groups": lambda i, n: {"group": f"group-{i // 3}"},
    "about": lambda i, n: {"wording": f"about {_near(i)} hurt", "value": ""},
    "own periods": lambda i, n: {"kind": "period", "period_start": BEGIN - timedelta(i + 1)} | _on(BEGIN + timedelta(i % 30)),
}


def _on(day: date) -> dict:
    return {"statement_date": day, "as_of": day}


def _near(i: int) -> int:
    return round(random.Random(i).uniform(6, 16)) * 100


def write_shape(folder: Path, shape: str, n: int) -> Path:
    """A case of so many sources with a claim each."""
    folder.mkdir(parents=True)
    plain = lambda i: {"measure": "kind-0", "kind": "cumulative", "value": _near(i) + i % 7, "url": f"https://example.org/{i}"} | _on(BEGIN)
    rows = [{"source": f"source-{i + 1}"} | plain(i) | SHAPES[shape](i, n) for i in range(n)]
    measures = sorted({row["measure"] for row in rows})
    toml = "".join(f'[measures.{name}]\nlabel = "{name}"\nwords = ["hurt"]\n' for name in measures)
    (folder / "case.toml").write_text('title = "Made up for measuring"\n' + toml)
    groups = {row["source"]: row.pop("group", "") for row in rows}
    if any(groups.values()):
        _write(folder / "sources.csv", [{"source": s, "name": s, "group": g, "role": "press"} for s, g in groups.items()])
    _write(folder / "claims.csv", rows)
    return folder


def _write(path: Path, rows: list[dict]) -> None:
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(dict.fromkeys(k for row in rows for k in row)))
        table.writeheader()
        table.writerows(rows)


def _no_longer(*_: object) -> None:
    raise TimeoutError


def patiently(work: Callable[[], object]) -> float | None:
    """Seconds of the processor that it takes, or until it is refused; None where that is more than anybody waits for."""
    signal.signal(signal.SIGPROF, _no_longer)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        return seconds(lambda: _or_refused(work))
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _or_refused(work: Callable[[], object]) -> None:
    with suppress(dc.ClaimError):
        work()


def times_of(run: Run, folder: Path) -> dict[str, float | None]:
    """Seconds for each result, and for each figure to be drawn and saved; none for what rests on a result that is not there in time."""
    times = {f"result: {name}": patiently(lambda ask=ask: ask(run)) for name, ask in RESULTS.items()}
    for name, draw in FIGURES.items():
        if times.get(f"result: {RESTS_ON.get(name, name)}", 0.0) is not None:
            times[f"figure: {name}"] = patiently(lambda draw=draw: [figure.save(folder) for figure in draw(run)])
    return times


def _told(took: float | None) -> str:
    return f"more than {PATIENCE} s" if took is None else f"{took:.2f} s"


def measure(what: str, sources: int, days: int, folder: Path) -> list[bool]:
    """Whether each figure of a case is drawn and saved in time."""
    times = times_of(dc.settings("04-sources", case=str(write_case(folder / "case", sources, days))), folder / "figures")
    slow = {name: took for name, took in times.items() if name.startswith("result") and (took is None or took > 0.05)}
    print(f"  {what}: " + ", ".join(f"{name} {_told(took)}" for name, took in slow.items()))
    drawn = {name: took for name, took in times.items() if name.startswith("figure")}
    return [say(f"{name}, {what}", _told(took), f"at most {LIMIT} s", took is not None and took <= LIMIT) for name, took in drawn.items()]


def grows(shape: str, folder: Path) -> list[bool]:
    """Whether each result and figure of a shape is there in time, and takes no more than in proportion to the number of sources."""
    found: dict[str, list[float | None]] = {}
    for n in SIZES:
        case = str(write_shape(folder / f"{n}", shape, n))
        for name, took in times_of(dc.settings("04-sources", case=case, pool="REML"), folder / "figures").items():
            found.setdefault(name, []).append(took)
    met = []
    for name, took in found.items():
        ok = len(took) == len(SIZES) and all(t is not None and t <= LIMIT for t in took) and in_proportion([t or 0.0 for t in took])
        told = " ".join("–" if t is None else f"{t:.2f}" for t in took)
        met.append(say(f"{name}, {shape}: {', '.join(map(str, SIZES))} sources", told, f"linear, at most {LIMIT} s", ok))
    return met


def in_proportion(took: list[float]) -> bool:
    """Whether four times as many sources take no more than four times as long, or six on a busy machine."""
    return took[-1] <= max(LITTLE, 1.5 * took[1] * SIZES[-1] / SIZES[1])


def main(cases: dict[str, tuple[int, int]] = CASES, shapes: list[str] | None = None) -> bool:
    met = []
    for what, (sources, days) in cases.items():
        with TemporaryDirectory() as folder:
            met += measure(what, sources, days, Path(folder))
    for shape in SHAPES if shapes is None else shapes:
        with TemporaryDirectory() as folder:
            met += grows(shape, Path(folder))
    return all(met)
