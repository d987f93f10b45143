"""Who performs the tasks: given tasks, an executor yields their outcomes as they come.

Here it is processes of this machine; in `cluster` it is those of others. Whatever else calls ``worker.perform`` for each task, hands
the outcomes back and leaves the products in the folders of the tasks will do.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import active_children, get_context
from pathlib import Path

from discrepancy.report.errors import ReportError
from discrepancy.report.kernels import process
from discrepancy.report.plan.plan import Outcome, Task

#: Takes tasks and a folder to work in, yields the outcomes in any order. Closed early, it ends what is under way.
Executor = Callable[[list[Task], Path], Generator[Outcome, None, None]]


def locally(jobs: int = 0) -> Executor:
    """Return an executor with so many worker processes of this machine; 0 takes one a core, and never more than there are tasks.

    ReportError if the number is negative; while it runs with ``code`` 1, if a process was ended from outside.
    """
    if jobs < 0:
        raise ReportError(f"--jobs must be 0 or more, not {jobs}")

    def perform(tasks: list[Task], scratch: Path) -> Generator[Outcome, None, None]:
        # Those that this process may use, which in a container are fewer than the machine has.
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        try:
            with _workers(min(jobs or cores, len(tasks)), scratch) as pool:
                futures = [pool.submit(_work, task) for task in tasks]
                for future in as_completed(futures):
                    yield future.result()
        except BrokenProcessPool:
            raise ReportError("a worker process was ended from outside; perhaps memory ran out: try --jobs 1", code=1) from None

    return perform


def _work(task: Task) -> Outcome:
    """Perform a task, in a worker: here, importing the module would cost seconds."""
    from discrepancy.report.kernels import worker

    return worker.perform(task)


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
                pool.submit(import_module, "discrepancy.report.kernels.worker")
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        yield pool
    finally:
        # Nothing is under way if all went well, and nothing is worth waiting for if not.
        for child in set(active_children()) - before:
            child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)
