"""How long does a run of many reports take, beside stock papermill on the same notebooks, and how much memory?

Reports of 03-gap for one case on many days, by two worker processes.  Stock papermill is measured in the same minutes on a few of
the same reports, before and after, and counted as if all had taken as long.  Wall time, since a run waits as well as works; where
others use the machine too, processor time, of which two workers do twice as much in a second.
``python -m benchmarks.reports 240`` takes 240 in place of 96 for the cost of a report in a long run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from discrepancy import load_case
from discrepancy.report import run

from . import say

ROOT = Path(__file__).resolve().parents[1]
CASE, STEM, WORKERS = "dprk-kursk", "03-gap", 2
SHORT, LONG = 24, 96
TRIES = 3  # reports by stock papermill, each way

# Stock papermill in one process: a line for each report, with its seconds by the clock and of the processor.
IN_ONE_PROCESS = """
import json, os, sys, time, papermill
for parameters in json.load(sys.stdin):
    start, before = time.perf_counter(), sum(os.times()[:4])
    papermill.execute_notebook(sys.argv[1], sys.argv[2], parameters, progress_bar=False)
    print(time.perf_counter() - start, sum(os.times()[:4]) - before, flush=True)
"""


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of the processor, over all processes."""

    wall: float
    cpu: float

    def __truediv__(self, count: float) -> Took:
        return Took(self.wall / count, self.cpu / count)


def main(long: int = LONG, short: int = SHORT, tries: int = TRIES) -> bool:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        before = stock(place / "before", tries)
        took, memory, again = reports(place / "short", short)
        after = stock(place / "after", tries)
        longer, more, _ = reports(place / "long", long)
    busy = took.cpu < 0.75 * WORKERS * took.wall  # workers wait but little for anything else than the processor
    seconds = (lambda t, workers=1: t.cpu / workers) if busy else (lambda t, workers=1: t.wall)
    command, one_process = (median(map(seconds, [*ours, *theirs])) for ours, theirs in zip(before, after, strict=True))
    each, later, peak = seconds(took / short, WORKERS), seconds(longer / long, WORKERS), max(memory, more) / 2**30
    how = f"{short} reports, {WORKERS} workers: times as fast as"
    good = [
        say(f"{how} the papermill command", f"{command / each:.1f}", "6", command >= 6 * each),
        say(f"{how} papermill in one process", f"{one_process / each:.1f}", "3", one_process >= 3 * each),
        say(f"{long} reports: most memory, all processes together", f"{peak:.2f} GiB", "below 3 GiB", peak < 3),
        say(f"{long} reports: seconds each, against those for {short}", f"×{later / each:.2f}", "at most ×1.1", later <= 1.1 * each),
    ]
    good.append(say(f"{short} reports, nothing changed since: seconds", f"{again:.2f}", "below 2", again < 2))
    clock = "processor time, as the machine is busy: " if busy else ""
    print(f"  seconds a report: {clock}{each:.2f}, command {command:.2f}, in one process {one_process:.2f} (median of {2 * tries} each)")
    return all(good)


def days(count: int) -> list[str]:
    """Days on which both sources have a figure."""
    return [(date(2024, 12, 23) + timedelta(days=i)).isoformat() for i in range(count)]


def notebook() -> Path:
    return ROOT / "notebooks" / f"{STEM}.ipynb"


def reports(place: Path, count: int) -> tuple[Took, int, float]:
    """What our reports take from nothing, bytes at their peak, and seconds of the same run once more."""
    first, *_, last = days(count)
    said: list[str] = []

    def render() -> float:
        start = time.perf_counter()
        swept = [f"as_of={first}..{last}/1d"]
        code = run.render([(CASE, CASE, load_case(CASE))], place, only=[STEM], sweeps=swept, jobs=WORKERS, echo=said.append)
        if code:
            raise SystemExit("\n".join(said))
        return time.perf_counter() - start

    with watched() as seen:
        wall = render()
    memory, cpu = (max(values) for values in zip(*seen, strict=True))
    return Took(wall, cpu), memory, render()


@contextmanager
def watched() -> Iterator[list[tuple[int, float]]]:
    """(bytes, processor seconds) of all processes below this one, shared pages counted once, sampled while the block runs."""
    seen, over = [(0, 0.0)], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            below = psutil.Process().children(recursive=True)
            seen.append((sum(map(proportional, below)), sum(map(worked, below))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def proportional(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:  # it has ended
        return 0


def worked(process: psutil.Process) -> float:
    """Seconds of the processor by a process and those of its children that have ended."""
    try:
        return sum(process.cpu_times()[:4])
    except psutil.Error:
        return 0


def stock(place: Path, tries: int) -> tuple[list[Took], list[Took]]:
    """What each report takes by the papermill command, and each in one process."""
    place.mkdir()
    done = str(place / "done.ipynb")
    given = [{"case": CASE, "as_of": day, "output_dir": str(place / day)} for day in days(tries)]
    by_command = []
    for parameters in given:
        options = [word for name, value in parameters.items() for word in ("-p", name, value)]
        before, start = worked(psutil.Process()), time.perf_counter()
        call(["-m", "papermill", str(notebook()), done, "--no-progress-bar", *options])
        by_command.append(Took(time.perf_counter() - start, worked(psutil.Process()) - before))
    printed = call(["-c", IN_ONE_PROCESS, str(notebook()), done], json.dumps(given))
    return by_command, [Took(*map(float, line.split())) for line in printed.splitlines()]


def call(arguments: list[str], text: str = "") -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *arguments], input=text, capture_output=True, text=True, check=True, env=environment).stdout


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
