"""One notebook: executed by papermill, checked, and turned into a page.

In: a `Task`. Out: an `Outcome`, and in the task's folder the page, the executed notebook and whatever the notebook wrote.
This module is imported in worker processes only; it is the one that loads the notebook stack.
"""

from __future__ import annotations

import logging
import math
import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from queue import Empty
from uuid import uuid4

import nbformat
import papermill
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers
from traitlets import default
from traitlets.config import Config

from discrepancy.report.errors import one_line
from discrepancy.report.kernels import process
from discrepancy.report.pages import pages
from discrepancy.report.pages.drawing import drawing
from discrepancy.report.pages.fragments import FORMATS, FragmentError, read_fragment
from discrepancy.report.plan.plan import DATA, Outcome, Task

#: Errors of the library about what was asked or about the data. The notebook is in order; the request is not.
REFUSALS = frozenset({"CaseError", "WordingError", "SettingError", "ClaimError"})
START_TIMEOUT = 60  # seconds for a kernel to answer


class NotebookFailed(Exception):
    """The notebook did not run to its end. The message follows its name in the line that reports it."""


class Refused(Exception):
    """The notebook's code refused parameters or data: the kind of error, and the library's own message."""


class KernelNotStarted(Exception):
    """No cell has run, so nothing is lost by trying again."""


class Client(AsyncKernelClient):
    """A kernel's client that is ready when the kernel is: jupyter_client's own then listens for a silence of a fifth of a second."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered a question, and everything that it said before the answer has arrived."""
        deadline = time.monotonic() + (timeout or math.inf)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answers(self) -> bool:
        asked = self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=1)
            if reply["msg_type"] != "kernel_info_reply":
                return False
            self._handle_kernel_info_reply(reply)
            while True:  # what is published reaches only those who are connected, which takes another moment
                said = await self.get_iopub_msg(timeout=0.2)
                if said["parent_header"].get("msg_id") == asked and said["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class Kernel(AsyncKernelManager):
    """A kernel of the interpreter that runs this process, whatever kernels the user has installed.

    With no folders to search, jupyter_client falls back on ipykernel's own specification for ``python3``, whose command is
    ``sys.executable``, forked where that is possible. It is spoken to through files of the worker's own folder, where the system
    has such sockets: the number of a free port can be taken by somebody else before the kernel has opened it.
    """

    @default("kernel_spec_manager")
    def _native_only(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], parent=self)

    def __init__(self, **kwargs):
        # In the worker's own folder: a kernel that is killed leaves this file, which holds its keys, behind.
        name = f"kernel-{uuid4().hex}"
        if os.name == "posix":
            kwargs |= {"transport": "ipc", "ip": name}  # relative, as the path of a socket has 107 characters at most
        super().__init__(client_factory=Client, connection_file=str(Path.cwd() / f"{name}.json"), **kwargs)
        if process.can_fork():
            # Not by its registered name: a checkout that is on the path, but not installed, has none.
            from discrepancy.report.kernels.provisioner import ForkProvisioner

            self.provisioner = ForkProvisioner(kernel_id=name, kernel_spec=self.kernel_spec, parent=self)
        process.KERNELS.add(self)

    async def _async_wait(self, pollinterval: float = 0.01) -> None:
        await super()._async_wait(pollinterval)  # a killed kernel is gone in less than its tenth of a second


class Engine(NBClientEngine):
    """papermill's own engine, which hands over the notebook before it runs: it can be kept however the run ends."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *args, **kwargs):
        kwargs.pop("attempt").notebook = nb_man.nb
        return super().execute_managed_notebook(nb_man, kernel_name, *args, **kwargs)


papermill_engines.register("discrepancy", Engine)
logging.getLogger("papermill").addHandler(logging.NullHandler())  # all it has to say is in the outcome


@dataclass
class Attempt:
    """One try at a notebook: the notebook as far as it got, the cell it is in, and the time it has left."""

    notebook: NotebookNode  # before execution
    timeout: float  # seconds for all of its cells together
    cell_number: int = 0  # counts code cells from 1, as the executed notebook shows them; 0 before the first
    deadline: float = math.inf

    def enter(self, cell: NotebookNode, cell_index: int) -> None:
        """Note that a cell starts. The clock starts with the first one, so that a slow kernel start costs nothing."""
        if not self.cell_number:
            self.deadline = time.monotonic() + self.timeout
        # Now, since papermill adds cells of its own after an error.
        self.cell_number = sum(_is_code(before) for before in self.notebook.cells[: cell_index + 1])

    def seconds_left(self, cell: NotebookNode) -> int:
        """Return the whole seconds that a cell may take; at least 1, since 0 would mean no limit."""
        left = min(self.timeout, self.deadline - time.monotonic())
        return max(1, math.ceil(left))


def load(path: Path) -> NotebookNode:
    """Read a notebook as if it had never run: stale outputs and counts would pass for new ones."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def perform(task: Task) -> Outcome:
    """Execute a notebook and write its page.

    Whatever goes wrong comes back in the outcome: an exception would have to travel between processes, and the run goes on
    with the other notebooks anyway.
    """
    began = time.monotonic()
    task.folder.mkdir(parents=True, exist_ok=True)
    how: dict = {"fragment": {}}
    try:
        notebook = execute(task)
        how["fragment"] = fragment = read_fragment(task.folder, task.stem)
        write_page(task, notebook, fragment)
    except Refused as error:
        kind, how["refusal"] = error.args
        how["silent"] = kind == "ClaimError"  # nothing is wrong with the parameters or the data, but there is no figure for them
    except FragmentError as error:
        how["failure"] = f"{task.path}: {error}"
    except NotebookFailed as error:
        how["failure"] = f"{task.stem} for {task.path} {error}"
    except Exception as error:
        how["failure"] = task.failed(one_line(error))
    return Outcome(task.path, task.stem, time.monotonic() - began, **how)


def execute(task: Task) -> NotebookNode:
    """Run a notebook to its end, with one more try if its kernel does not start.

    `Refused` if a cell ends with one of the library's own errors about parameters or data; `NotebookFailed` if it ends in any other way
    but after its last cell, and then what there is of it is kept as ``STEM.failed.ipynb``.
    """
    for last in (False, True):
        attempt = Attempt(load(task.notebook), task.timeout)
        try:
            _execute(task, attempt)
            _check_end(attempt.notebook)
            return attempt.notebook
        except NotebookFailed:
            with suppress(OSError):  # no room for it: what happened first is what counts
                save(attempt.notebook, task.folder / f"{task.stem}.failed.ipynb")
            raise
        except KernelNotStarted as error:
            if last:
                raise NotebookFailed(f"failed: its kernel did not start: {error}") from None
        finally:
            process.end_kernels()
    raise AssertionError("unreachable")


def _execute(task: Task, attempt: Attempt) -> None:
    try:
        papermill.execute_notebook(
            attempt.notebook,
            None,  # written by us: papermill takes a path for a template, and braces in it for fields
            parameters=task.parameters,
            engine_name="discrepancy",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            start_timeout=START_TIMEOUT,
            iopub_timeout=START_TIMEOUT,  # for what a cell has printed to arrive, once it is done
            # From here on for the engine, which passes them to nbclient.
            attempt=attempt,
            kernel_manager_class=Kernel,
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),
            shutdown_kernel="immediate",
            record_timing=False,
            timeout_func=attempt.seconds_left,
            on_cell_execute=attempt.enter,
        )
    except PapermillExecutionError as error:
        if error.ename in REFUSALS:
            raise Refused(error.ename, error.evalue) from None
        why = f"{error.ename}: {one_line(error.evalue)}"
    except CellTimeoutError:
        why = f"still running after {task.timeout:g} s"
    except DeadKernelError:
        why = "its kernel died"
    except RuntimeError as error:
        if not attempt.cell_number:
            raise KernelNotStarted(one_line(str(error))) from None
        why = one_line(error)
    else:
        return
    raise NotebookFailed(f"failed in cell {attempt.cell_number}: {why}")


def _check_end(notebook: NotebookNode) -> None:
    """Refuse a notebook that left early: after ``sys.exit()`` papermill reports success."""
    cells = [cell for cell in notebook.cells if _is_code(cell)]
    if cells and cells[-1].execution_count is None:
        ran = sum(cell.execution_count is not None for cell in cells)
        raise NotebookFailed(f"failed: it ended after cell {ran} of {len(cells)}, as with sys.exit()")


def _is_code(cell: NotebookNode) -> bool:
    skipped = "skip-execution" in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and not skipped


def save(notebook: NotebookNode, path: Path) -> None:
    """Write an executed notebook without what differs from run to run.

    papermill's marks and nbclient's timings go, and so do paths of this machine: ``output_dir``, a folder of this run, becomes
    empty, so that the notebook runs again anywhere and writes nothing; ``case`` and tables keep their names without the folders above.
    """
    notebook = remove_error_markers(notebook)
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
            cell.source = re.sub(r"(?m)^output_dir = .*$", 'output_dir = ""', cell.source)
            cell.source = re.sub(rf'[^",]*/{re.escape(DATA)}/[0-9a-f]{{16}}/', "", cell.source)
            cell.source = re.sub(r'(?m)^case = "(?:.*/)?([^/"]+)"$', r'case = "\1"', cell.source)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]  # papermill adds an empty list
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def write_page(task: Task, notebook: NotebookNode, fragment: dict) -> None:
    """Write the executed notebook and its page."""
    save(notebook, task.folder / "notebooks" / f"{task.stem}.ipynb")
    figures = {figure.get("alt"): figure for figure in fragment.get("figures") or []}
    rows = pages.claims_of(task.path) if task.key else ""
    own = {"figures": figures, "formats": FORMATS, "drawing": lambda figure: drawing(task.folder, figure, task.stem, rows)}
    own["name"] = lambda figure: f"{task.stem}-{figure.get('name')}"
    body, _ = _exporter().from_notebook_node(notebook, resources=own)
    # The fragment's title, else the notebook's first heading, else its file name in words.
    headings = (re.match(r"#+\s+(.+)", cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    first = next((heading[1] for heading in headings if heading), "")
    title = fragment.get("title") or first or pages.Page(task.stem).label
    page = pages.notebook_page(task.case, task.stem, task.siblings, title, body, fragment, task.path, rows, task.url)
    (task.folder / f"{task.stem}.html").write_text(page, encoding="utf-8")


@lru_cache
def _exporter() -> HTMLExporter:
    """The cells only; `pages.notebook_page` puts the page around them, with autoescape on."""
    return HTMLExporter(template_name="notebook", extra_template_basedirs=[str(pages.TEMPLATES)], exclude_anchor_links=True)
