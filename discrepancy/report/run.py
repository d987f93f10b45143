"""A report from beginning to end: plan, execute, assemble, publish.

In: cases, notebooks, parameters. Out: a site, or a sentence that says why there is none. This process stays light: papermill
and nbconvert are loaded by the workers, which start while there is still something to check.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from pathlib import Path

from discrepancy.report import changes, export, plan, process, publish, site
from discrepancy.report.changes import Condition
from discrepancy.report.errors import ReportError
from discrepancy.report.plan import Outcome, Task

PUBLISHED, FAILED, ALERT, INTERRUPTED = 0, 1, 5, 130


def render(
    cases: list[tuple[str, str]],
    out: str | os.PathLike = "site",
    parameters: dict[str, str] | None = None,
    jobs: int = 0,
    notebooks: str | os.PathLike | None = None,
    echo: Callable[[str], object] = print,
    timeout: float = 600,
    alert: tuple[Condition, ...] = (),
    pdf: bool = False,
) -> int:
    """Render the notebooks for each case and publish the result, whole or not at all.

    Parameters
    ----------
    cases : list of (str, str)
        Name, and value of the notebooks' parameter ``case``; in the order of the index. Folders as absolute paths: notebooks
        run in a folder of their own.
    out : path-like, default "site"
        Becomes a symbolic link to the published run, which lives in ``.NAME.runs`` beside it.
    parameters : dict of str to str, optional
        For the notebooks. Each is passed to those that declare it; values stay strings.
    jobs : int, default 0
        Worker processes; 0 takes one a core, and never more than there are notebooks to run.
    notebooks : path-like, optional
        Folder with the numbered notebooks; default is the one that comes with the package.
    echo : callable, default print
        Takes one line of progress at a time.
    timeout : float, default 600
        Seconds for the cells of one notebook together.
    alert : tuple of Condition, optional
        From `discrepancy.report.changes.conditions`: what somebody wants to be told of.
    pdf : bool, default False
        Whether each report is printed to PDF, too, by Chromium.

    Returns
    -------
    int
        0: published. 1: a notebook failed; it is named, kept, and the last good site still stands. 5: published, and a condition
        of ``alert`` holds. 130: interrupted.

    Raises
    ------
    ReportError
        With ``code`` 2, if arguments, parameters or data are refused. The last good site still stands.

    Notes
    -----
    Workers are started with "spawn": a script that calls this function needs the usual ``if __name__ == "__main__":``.
    """
    began = time.monotonic()
    parameters = dict(parameters or {})
    if pdf:
        export.browser()
    place = publish.Place.at(out)
    place.check()
    plan.check_cases(cases)
    paths = plan.find_notebooks(Path(notebooks) if notebooks is not None else _own_notebooks())
    plan.check_reserved(parameters)
    jobs = _count_jobs(jobs, len(cases) * len(paths))
    with publish.locked(place):
        run = publish.new_run(place)
        try:
            outcomes = _execute(cases, paths, parameters, jobs, run, echo, timeout)
            failed = any(outcome.failure for outcome in outcomes)
            records = [] if failed else _records(cases, paths, parameters, outcomes)
            changed = None if failed else site.write(run, records, place.current(), pdf)
        except KeyboardInterrupt:
            publish.discard(run)
            echo(f"interrupted: nothing published, {_standing(place)}")
            return INTERRUPTED
        except BaseException:
            publish.discard(run)
            raise
        if changed is None:
            _report_failures(outcomes, publish.keep_failed(place, run), place, echo)
            return FAILED
        publish.publish(place, run)
    echo(changes.line(changed))
    told = changes.held(alert, changed, records)
    if told:
        echo(f"alert: {told}")
    count = f"{len(outcomes)} page" + ("s" if len(outcomes) > 1 else "")
    echo(f"{count} in {time.monotonic() - began:.1f} s: {place.out / 'index.html'}")
    return ALERT if told else PUBLISHED


def _own_notebooks() -> Path:
    """Return the notebooks inside the installed package, or else those beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "notebooks"
    return inside if inside.is_dir() else package.parent / "notebooks"


def _count_jobs(asked: int, tasks: int) -> int:
    if asked < 0:
        raise ReportError(f"--jobs must be 0 or more, not {asked}")
    # The cores that this process may use, which in a container are fewer than the machine has.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(asked or cores, tasks))


def _execute(
    cases: list[tuple[str, str]],
    paths: list[Path],
    parameters: dict[str, str],
    jobs: int,
    run: Path,
    echo: Callable[[str], object],
    timeout: float,
) -> list[Outcome]:
    """Run every notebook for every case in worker processes; outcomes in the order of the tasks."""
    scratch = run / ".scratch"
    scratch.mkdir()
    for name, _ in cases:
        (run / name).mkdir()
    try:
        with _workers(jobs, scratch) as pool:
            declared = pool.submit(_work, "inspect", paths).result()
            plan.check_parameters(parameters, declared)
            tasks = plan.make_tasks(cases, paths, parameters, declared, run, timeout)
            futures = {pool.submit(_work, "perform", task): task for task in tasks}
            outcomes = _watch(futures, echo)
    except BrokenProcessPool:
        raise ReportError("a worker process was ended from outside; perhaps memory ran out: try --jobs 1", code=1) from None
    publish.discard(scratch)
    return [outcomes[task.case, task.stem] for task in tasks]


def _work(job: str, *args):
    """Call a function of the worker module, in a worker: here, importing it would cost seconds."""
    from discrepancy.report import worker

    return getattr(worker, job)(*args)


@contextmanager
def _workers(jobs: int, scratch: Path) -> Iterator[ProcessPoolExecutor]:
    """Start worker processes, and end them however the block is left."""
    before = set(active_children())
    # Processes, because in threads notebooks share one working directory; "spawn", because a fork copies locked locks.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=process.start, initargs=(str(scratch),))
    try:
        # Blocked while they start, Ctrl-C finds no half-started worker that prints a traceback; here it is only delayed.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            for _ in range(jobs):
                pool.submit(_work, "warm")
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        yield pool
    finally:
        # Nothing is under way if all went well, and nothing is worth waiting for if not.
        for child in set(active_children()) - before:
            child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _watch(futures: dict[Future, Task], echo: Callable[[str], object]) -> dict[tuple[str, str], Outcome]:
    """Collect outcomes as they come. Refused parameters end the run at once: every other notebook would refuse them too."""
    outcomes = {}
    with _progress(len(futures), echo) as advance:
        for future in as_completed(futures):
            outcome = future.result()
            if outcome.refusal:
                raise ReportError(outcome.refusal)
            outcomes[outcome.case, outcome.stem] = outcome
            advance(outcome)
    return outcomes


@contextmanager
def _progress(total: int, echo: Callable[[str], object]) -> Iterator[Callable[[Outcome], None]]:
    """Show progress: a bar on a terminal, one plain line a notebook elsewhere."""
    if sys.stdout.isatty():
        import click

        with click.progressbar(length=total, label="Pages", show_pos=True, item_show_func=lambda item: item) as bar:
            yield lambda outcome: bar.update(1, f"{outcome.case} {outcome.stem}")
        return
    done = 0

    def advance(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        echo(f"[{done}/{total}] {outcome.case} {outcome.stem}  {outcome.seconds:.1f} s{'  failed' if outcome.failure else ''}")

    yield advance


def _report_failures(outcomes: list[Outcome], kept: Path, place: publish.Place, echo: Callable[[str], object]) -> None:
    for outcome in outcomes:
        if outcome.failure:
            echo(outcome.failure)
    echo(f"nothing published, {_standing(place)}; what did render, and the failed notebook, are in {kept}")


def _standing(place: publish.Place) -> str:
    return f"{place.out} stays as it was" if place.current() else "there is no earlier site"


def _records(cases: list[tuple[str, str]], paths: list[Path], parameters: dict[str, str], outcomes: list[Outcome]) -> list[dict]:
    """Return the record of each report."""
    fragments = {(outcome.case, outcome.stem): outcome.fragment for outcome in outcomes}
    return [
        {"case": name, "point": {}, "path": name, "parameters": parameters, "notebooks": {p.stem: fragments[name, p.stem] for p in paths}}
        for name, _ in cases
    ]
