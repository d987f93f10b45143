"""Tasks performed by the workers of a Dask cluster, which may be on other machines.

In: the address of a scheduler. Out: an executor as `execute.locally` is one. No file system is shared: notebook and data travel to
the worker, the files that were left travel back, and only the caller writes to the run. Each thread of a Dask worker keeps one
process that performs its tasks, as a notebook needs a working directory of its own; Dask runs a task again whose worker is gone.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.util import Finalize
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from discrepancy.case.files.bytes import read_file
from discrepancy.report.errors import ReportError, one_line
from discrepancy.report.kernels import execute
from discrepancy.report.kernels.execute import Executor
from discrepancy.report.plan import reuse
from discrepancy.report.plan.plan import Outcome, Task

if TYPE_CHECKING:
    from distributed import Client, Future, Worker

PATIENCE = 15  # seconds for a scheduler to answer, and for a worker to be there
POLL = 0.5  # seconds between two looks at whether somebody is still there
RETRIES = 2  # of a task that failed for reasons of its worker
Files = dict[str, bytes]


@dataclass(frozen=True)
class Parcel:
    """A task with what it needs at a place that knows nothing of the caller's files; the data travel once a case, beside it."""

    task: Task
    notebook: bytes
    machinery: dict[str, str]


def on_cluster(address: str) -> Executor:
    """Return an executor that sends tasks to the workers of a Dask cluster, given the address of its scheduler.

    ReportError if Dask is not installed; while it runs, if no scheduler or worker answers, or a worker has other versions; with ``code``
    1, if the cluster goes away half-way.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise ReportError('--cluster needs dask: pip install "discrepancy[cluster]"') from None

    def perform(tasks: list[Task], scratch: Path) -> Generator[Outcome, None, None]:
        with _connected(address) as client:
            _check_workers(client, address)
            yield from _perform(client, address, tasks)

    return perform


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client

    # What there is to say of a lost connection is said once, in the error.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except ValueError:
        raise ReportError(f'--cluster is "{address}": give the address of a Dask scheduler, such as tcp://192.0.2.7:8786') from None
    except OSError:
        raise ReportError(f"no Dask scheduler answers at {address} within {PATIENCE} s") from None
    try:
        yield client
    finally:
        with suppress(OSError):  # whatever is left of it
            client.close(timeout=PATIENCE)


def _check_workers(client: Client, address: str) -> None:
    """Refuse a cluster without workers, and workers whose pages would differ from those made here."""
    from distributed import TimeoutError

    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        said = cast("dict[str, Any]", client.run(difference, reuse.machinery(), on_error="return"))
    except TimeoutError:
        raise ReportError(f"the cluster at {address} has no workers") from None
    except OSError:
        raise _gone(address) from None
    said = {where: f"cannot load discrepancy ({what})" if isinstance(what, Exception) else what for where, what in said.items()}
    if different := [f"the worker at {where} {what}" for where, what in sorted(said.items()) if what]:
        raise ReportError("\n".join(different) + "\ninstall the same versions there and here")


def difference(wanted: dict[str, str]) -> str:
    """Say which versions are others than wanted; empty if none is.

    Examples
    --------
    >>> difference(reuse.machinery())
    ''
    >>> difference(reuse.machinery() | {"pandas": "1.0"})  # doctest: +ELLIPSIS
    'has pandas ..., not 1.0'
    """
    found = reuse.machinery()
    others = [f"{name} {found.get(name) or '(none)'}, not {version}" for name, version in wanted.items() if found.get(name) != version]
    return f"has {'; '.join(others)}" if others else ""


def _perform(client: Client, address: str, tasks: list[Task]) -> Iterator[Outcome]:
    """Send the tasks, and write what comes back, each once: a task that ran twice has one future."""
    run = uuid4().hex  # in the keys, so that nothing is taken for the result of another run
    done: SimpleQueue[Future] = SimpleQueue()
    waiting: dict[Future, Task] = {}
    try:
        data = {case: client.submit(dict, _files_of(case), key=f"data-{run}-{case}") for case in {_case(task) for task in tasks}}
        for number, task in enumerate(tasks):
            parcel = Parcel(task, task.notebook.read_bytes(), reuse.machinery())
            key = f"{task.stem}-{run}-{number}"
            # The first of the list has priority: outcomes come in about the order of the index.
            future = client.submit(perform_parcel, parcel, data[_case(task)], key=key, retries=RETRIES, priority=-number)
            waiting[future] = task
            future.add_done_callback(done.put)
        while waiting:
            future = _next(client, address, done)
            yield _received(address, future, waiting.pop(future))
            future.release()
    finally:
        if waiting and client.status == "running":
            with suppress(OSError):
                client.cancel(list(waiting), force=True)


def _case(task: Task) -> str:
    """The folder with the data of a task; empty if it has none, because the notebook knows the case by a name."""
    folder = Path(task.parameters.get("case", ""))
    return str(folder) if folder.is_absolute() and folder.is_dir() else ""


def _files_of(case: str) -> Files:
    """The files of a case; what is none, such as a link to elsewhere, is not sent."""
    files = (path for path in (Path(case).iterdir() if case else ()) if path.is_file() and not path.is_symlink())
    return {path.name: read_file(path) for path in files}


def _next(client: Client, address: str, done: SimpleQueue[Future]) -> Future:
    """Wait for a task to end, as long as there are workers."""
    seen = time.monotonic()
    while True:
        with suppress(Empty):
            return done.get(timeout=POLL)
        try:
            seen = time.monotonic() if client.nthreads() else seen
        except OSError:
            raise _gone(address) from None
        if time.monotonic() > seen + PATIENCE:
            raise ReportError(f"no worker is left on the cluster at {address}", code=1)


def _received(address: str, future: Future, task: Task) -> Outcome:
    """Fetch what a task left and write it to its folder; what went wrong with the worker is the outcome of the task."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        outcome, files = future.result()
    except CancelledError:
        raise _gone(address) from None
    except KilledWorker:
        return Outcome(*task.place, 0.0, {}, task.failed("each worker that ran it was ended; perhaps memory ran out"))
    except Exception as error:
        return Outcome(*task.place, 0.0, {}, task.failed(one_line(error)))
    _write(task.folder, files)
    return outcome


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _gone(address: str) -> ReportError:
    return ReportError(f"the cluster at {address} went away, or its work was cancelled", code=1)


class Lent:
    """A process that performs tasks one at a time, in a folder of its own below that of the Dask worker."""

    def __init__(self, folder: str):
        self.scratch = TemporaryDirectory(dir=folder, ignore_cleanup_errors=True)
        # Dask's workers are "daemons", which may have no children; ours ends with its parent, however that ends.
        multiprocessing.current_process().daemon = False
        self.hand = execute.Hand(Path(self.scratch.name))
        self.end = Finalize(self, _end, (self.hand, self.scratch), exitpriority=10)  # before children are waited for

    def perform(self, task: Task, worker: Worker) -> Outcome:
        """Have a task performed; EOFError if the process was ended, or is to end: Dask lets a cancelled task run to its end."""
        name = worker.get_current_task()
        self.hand.pipe.send(task)
        while not self.hand.pipe.poll(POLL):
            state = worker.state.tasks.get(name)
            if state is None or state.state == "cancelled":
                raise EOFError("cancelled")
        return execute.received(self.hand.pipe)


_OWN = threading.local()  # the hand of each thread of a Dask worker


def perform_parcel(parcel: Parcel, data: Files) -> tuple[Outcome, Files]:
    """Perform a task in a folder of this worker; return how it went and what it left.

    RuntimeError if this worker joined the cluster with other versions, or its process was ended.
    """
    from distributed import get_worker

    worker = get_worker()
    if what := difference(parcel.machinery):
        raise RuntimeError(f"the worker at {worker.address} {what}")
    hand = getattr(_OWN, "hand", None) or Lent(worker.local_directory)
    _OWN.hand = None  # one that was ended is not used again
    with TemporaryDirectory(dir=worker.local_directory, ignore_cleanup_errors=True) as folder:
        task = _unpacked(parcel, data, Path(folder))
        try:
            outcome = hand.perform(task, worker)
        except (EOFError, OSError):
            hand.end()
            raise RuntimeError("its process was ended from outside; perhaps memory ran out") from None
        _OWN.hand = hand
        paths = (path for path in task.folder.rglob("*") if path.is_file() and not path.is_symlink())
        return outcome, {path.relative_to(task.folder).as_posix(): path.read_bytes() for path in paths}


def _unpacked(parcel: Parcel, data: Files, folder: Path) -> Task:
    """Write notebook and data below a folder; return the task with the places that they have here."""
    task = parcel.task
    notebook, left = folder / task.notebook.name, folder / "left"
    notebook.write_bytes(parcel.notebook)
    parameters = dict(task.parameters)
    if "output_dir" in parameters:
        parameters["output_dir"] = str(left)
    if data:
        case = folder / "case" / Path(parameters["case"]).name
        _write(case, data)
        parameters["case"] = str(case)
    return replace(task, notebook=notebook, folder=left, parameters=parameters)


def _end(hand: execute.Hand, scratch: TemporaryDirectory) -> None:
    hand.end()
    scratch.cleanup()
