"""Who performs the tasks: given tasks, an executor yields their outcomes as they come.

Here it is processes of this machine; in `cluster` it is those of others. Whatever else calls ``worker.perform`` for each task, hands
the outcomes back and leaves the products in the folders of the tasks will do.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe, get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path

from discrepancy.report import signals
from discrepancy.report.errors import ReportError, one_line
from discrepancy.report.kernels import process
from discrepancy.report.plan.plan import Outcome, Task

#: Takes tasks and a folder to work in, yields the outcomes in any order. Closed early, it ends what is under way.
Executor = Callable[[list[Task], Path], Generator[Outcome, None, None]]
PATIENCE = 3  # seconds for a worker to end itself


def locally(jobs: int = 0) -> Executor:
    """Return an executor with so many worker processes of this machine; 0 takes one a core, and never more than there are tasks.

    ReportError if the number is negative; while it runs with ``code`` 1, if a process was ended from outside.
    """
    if jobs < 0:
        raise ReportError(f"--jobs must be 0 or more, not {jobs}")

    def perform(tasks: list[Task], scratch: Path) -> Generator[Outcome, None, None]:
        # Those that this process may use, which in a container are fewer than the machine has.
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        left = iter(tasks)
        with _hands(min(jobs or cores, len(tasks)), scratch) as hands:
            try:
                for hand in hands:
                    hand.pipe.send(next(left))
                busy = [hand.pipe for hand in hands]
                while busy:
                    for pipe in wait(busy):
                        outcome = received(pipe)
                        if task := next(left, None):
                            pipe.send(task)
                        else:
                            busy.remove(pipe)
                        yield outcome
            except (EOFError, OSError):
                raise ReportError("a worker process was ended from outside; perhaps memory ran out: try --jobs 1", code=1) from None

    return perform


class Hand:
    """A process that performs the tasks that are sent through its pipe, one at a time; it works in a folder, and ends with its parent.

    By hand: a pool has threads and locks, which an interrupt may find at any point, and cannot end a task that has begun.
    """

    def __init__(self, scratch: Path):
        self.pipe, theirs = Pipe()
        life, self._life = Pipe(duplex=False)  # closed, it ends the process, whatever that is doing
        # A process, because in threads notebooks share one working directory; "spawn", because a fork copies locked locks.
        self.process = get_context("spawn").Process(target=_serve, args=(theirs, life, str(scratch)), name="discrepancy")
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # which `Process.start` would do, and let signals through
        with signals.held():  # a process that is half started would end with a traceback
            self.process.start()
        theirs.close()
        life.close()

    def let_go(self) -> None:
        """Ask it to end."""
        self._life.close()

    def end(self) -> None:
        """End it, its kernels and what they have started: at once if it does not do so itself."""
        self.let_go()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            signals.end_group(self.process.pid or 0)
            self.process.join()


def received(pipe: Connection) -> Outcome:
    """What a `Hand` says of its task; EOFError or OSError if it was ended from outside, ReportError if it cannot work."""
    outcome = pipe.recv()
    if isinstance(outcome, ReportError):
        raise outcome
    return outcome


def _serve(pipe: Connection, life: Connection, scratch: str) -> None:
    """Perform the tasks that come, in a process of its own."""
    process.start(scratch, life)
    with suppress(EOFError, OSError):  # nobody is there any more
        try:
            from discrepancy.report.kernels import worker  # here, as it takes seconds
        except Exception as error:
            pipe.send(ReportError(f"a worker process cannot start: {one_line(error)}", code=1))
        else:
            while True:
                pipe.send(worker.perform(pipe.recv()))
    process.end()


@contextmanager
def _hands(number: int, scratch: Path) -> Iterator[list[Hand]]:
    """Start worker processes, and end them however the block is left: nothing is under way if all went well, and nothing is worth waiting for if not."""
    hands: list[Hand] = []
    try:
        for _ in range(number):
            with signals.held():
                hands.append(Hand(scratch))
        yield hands
    finally:
        with signals.held():
            for hand in hands:  # all at the same time
                hand.let_go()
            for hand in hands:
                hand.end()
