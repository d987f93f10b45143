"""Forked kernels: a notebook finds in them what it finds in one that stock papermill starts, and none outlives its run."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import tomllib
from contextlib import suppress
from importlib.metadata import EntryPoint

import nbformat
import papermill
import pytest
from conftest import ROOT
from helpers import is_gone, wait_for, write_notebook
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from discrepancy.report.kernels import process
from discrepancy.report.plan import plan
from discrepancy.report.run import render

slow = pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1")
needs_fork = pytest.mark.skipif(not process.can_fork(), reason="kernels cannot be forked here")

PLAIN = (
    "print(__name__, __builtins__.__name__, sorted(name for name in globals() if not name.startswith('_')))",
    "import sys; print(sys.argv[0], len(sys.argv), sys.argv[1], sys.executable, sys.stdin and sys.stdin.read()); sys.path",
    "import os; print(os.getcwd(), os.getpgid(0) == os.getsid(0) == os.getpid())\n{k: v for k, v in sorted(os.environ.items())}",
    "import signal; print([(s.name, signal.getsignal(s)) for s in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGPIPE)])\n"
    "print(signal.pthread_sigmask(signal.SIG_BLOCK, []))",
    "import multiprocessing; print(multiprocessing.current_process().name, multiprocessing.get_start_method())",
    "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n"
    "    for kind in (UserWarning, FutureWarning, DeprecationWarning, ResourceWarning, RuntimeWarning): warnings.warn(kind.__name__, kind)\n"
    "[str(warning.message) for warning in seen]",
    "import pickle\nclass Thing: pass\nprint(type(pickle.loads(pickle.dumps(Thing()))) is Thing, Thing)",
    "import asyncio; await asyncio.sleep(0)\n!echo from a shell",
    "import matplotlib; dict(matplotlib.rcParams)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4]); plt.title('by pyplot')",
    "import pandas, seaborn\nframe = pandas.DataFrame({'a': [1, 2], 'b': [3, 5]}); seaborn.scatterplot(frame, x='a', y='b'); frame",
    "1 / 0",
)


@pytest.fixture
def worker(tmp_path, monkeypatch):
    """The module of the workers, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    from discrepancy.report.kernels import worker

    return worker


@pytest.fixture
def both_ways(tmp_path, worker):
    """Execute a notebook under stock papermill and in a forked kernel; the outputs of its cells, twice."""
    config = Config({"KernelManager": {"transport_encryption": "auto"}})
    quiet = {"progress_bar": False, "kernel_name": "python3", "language": "python", "config": config, "shutdown_kernel": "immediate"}
    quiet |= {"coalesce_streams": True}  # what is printed is sent five times a second: on a busy machine, in as many parts as it happens

    def run(notebook, parameters=None):
        found = []
        for options in ({}, {"kernel_manager_class": worker.Kernel}):
            path = tmp_path / "done.ipynb"
            with suppress(papermill.PapermillExecutionError):
                papermill.execute_notebook(notebook, path, parameters, **quiet, **options)
            found.append([cell.outputs for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"])
        return found

    return run


@needs_fork
def test_a_notebook_of_the_report_gives_the_same_outputs_cell_by_cell(both_ways, tmp_path):
    stock, forked = both_ways(ROOT / "notebooks" / "02-normalize.ipynb", {"as_of": "2025-01-15", "output_dir": str(tmp_path / "out")})
    assert sum("image/png" in output.get("data", {}) for outputs in stock for output in outputs) >= 2
    for one, other in zip(stock, forked, strict=True):
        assert one == other


@needs_fork
def test_a_notebook_finds_the_surroundings_of_an_ordinary_kernel(both_ways):
    stock, forked = both_ways(new_notebook(cells=[new_code_cell(source) for source in PLAIN]))
    for source, one, other in zip(PLAIN, stock, forked, strict=False):
        assert one == other, source
    assert len(stock) == len(forked) and stock[-1][0].output_type == "error"


def test_what_kernels_shall_find_imported_is_there():
    """The process that they are forked from says nothing of a module that it cannot import."""
    assert all(importlib.util.find_spec(name) for name in process.PRELOADED)


@needs_fork
def test_kernels_share_no_random_numbers(worker, tmp_path):
    draw = "import random, numpy, uuid; print(random.random(), numpy.random.random(), numpy.random.default_rng().random(), uuid.uuid4())"
    drawn = []
    for stem in ("01-one", "02-two"):
        task = plan.Task("case", write_notebook(tmp_path, stem, draw), {}, tmp_path, (stem,), 60)
        drawn.append(worker.execute(task).cells[-1].outputs[0].text.split())
    assert all(one != other for one, other in zip(*drawn, strict=True))


WORKER, SERVER, KERNEL = range(3)
SLEEPERS = ("01-claims", "02-normalize")


@pytest.fixture
def sleeping(tmp_path):
    """A run in a process of its own whose notebooks sleep: the run, and, while one sleeps, pids of worker, forkserver, kernel and its own."""
    for stem in SLEEPERS:
        marker = str(tmp_path / stem)
        cell = f"""
        import os, subprocess, time
        child = subprocess.Popen(["sleep", "600"])
        open({marker!r} + ".new", "w").write(f"{{os.environ['JPY_PARENT_PID']}} {{os.getppid()}} {{os.getpid()}} {{child.pid}}")
        os.replace({marker!r} + ".new", {marker!r})
        time.sleep(60)
        """
        write_notebook(tmp_path / "notebooks", stem, cell)

    def asleep(stem):
        wait_for(lambda: (tmp_path / stem).exists() or run.poll() is not None)
        return [int(pid) for pid in (tmp_path / stem).read_text().split()]

    code = "import sys; from discrepancy.report.run import render; _, out, folder = sys.argv\n"
    code += "sys.exit(render([('case', 'case')], out, notebooks=folder, jobs=1))"
    command = [sys.executable, "-c", code, str(tmp_path / "site"), str(tmp_path / "notebooks")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield run, asleep
    finally:
        run.kill()
        run.communicate()


OUTSIDE = "discrepancy.report.errors.ReportError: a worker process was ended from outside"
DIED = [f"{stem} for case failed in cell 3: its kernel died" for stem in SLEEPERS]


@needs_fork
@pytest.mark.parametrize(
    ("victims", "signum", "said"),
    [
        ([SERVER, KERNEL], signal.SIGKILL, DIED),
        ([WORKER], signal.SIGKILL, [OUTSIDE]),
        pytest.param([WORKER], signal.SIGTERM, [OUTSIDE], marks=slow),
    ],
)
def test_whichever_process_is_killed_none_is_left_behind(sleeping, victims, signum, said):
    """One after the other: a forkserver that was killed is replaced, and the next notebook runs."""
    run, asleep = sleeping
    seen = []
    for stem, victim in zip(SLEEPERS, victims, strict=False):
        seen.append(asleep(stem))
        assert len(set(seen[-1])) == 4
        os.kill(seen[-1][victim], signum)
    output, _ = run.communicate(timeout=90)
    assert all(sentence in output for sentence in said), output
    workers, servers, *_ = zip(*seen, strict=True)
    assert len({*workers}) == 1 and len({*servers}) == len(victims)
    wait_for(lambda: all(is_gone(pid) for pids in seen for pid in pids))


def test_where_kernels_cannot_be_forked_ordinary_ones_are_started_and_one_line_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "can_fork", lambda: False)
    write_notebook(tmp_path / "notebooks", "01-claims", "x = 1")
    write_notebook(tmp_path / "notebooks", "02-normalize", "x = 2")
    lines = []
    assert render([("case", "case")], tmp_path / "site", notebooks=tmp_path / "notebooks", echo=lines.append, jobs=1) == 0
    assert lines[0] == "kernels cannot be forked on this system: each is started anew, which takes longer"
    assert sum("forked" in line for line in lines) == 1


@needs_fork
def test_the_provisioner_is_registered_and_starts_what_it_cannot_fork_as_usual(worker, tmp_path, monkeypatch):
    registered = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["jupyter_client.kernel_provisioners"]
    provisioner = EntryPoint("discrepancy-fork", registered["discrepancy-fork"], "").load()
    notebook = write_notebook(tmp_path, "01-claims", "import os; print(os.getppid() == int(os.environ['JPY_PARENT_PID']))")
    task = plan.Task("case", notebook, {}, tmp_path, ("01-claims",), 60)
    assert worker.execute(task).cells[-1].outputs[0].text == "False\n"
    monkeypatch.setattr(sys.modules[provisioner.__module__], "can_fork", lambda: False)
    assert worker.execute(task).cells[-1].outputs[0].text == "True\n"
