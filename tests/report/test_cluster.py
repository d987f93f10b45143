"""Reports rendered by a Dask cluster: the same site as from this machine, whatever becomes of the workers."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest
from click.testing import CliRunner
from conftest import ROOT, row
from helpers import figure_cell, tree, wait_for, write_notebook

from discrepancy.app.cli.group import main
from discrepancy.report.errors import ReportError
from discrepancy.report.kernels import cluster
from discrepancy.report.kernels.cluster import on_cluster
from discrepancy.report.plan import reuse
from discrepancy.report.run import render

distributed, dask = pytest.importorskip("distributed"), pytest.importorskip("dask")

#: Tells its process and waits for ever, the first time; the second time there is nothing to wait for.
HELD = """
import os, pathlib, signal
flag = pathlib.Path({flag!r})
if case.endswith("held") and not flag.exists():
    flag.write_text("")
    with open({hello!r}, "w") as hello:
        hello.write(str(os.getpid()))
    signal.pause()
"""


# Each waits for Dask to notice a loss: one such test runs every time, all of them with FUZZ=1.
slow = pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1")


@pytest.fixture(scope="module")
def pair():
    """A cluster of two worker processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with local_cluster(2) as found:
            yield found


def local_cluster(workers: int):
    no_page = {"dashboard_address": ":0", "scheduler_kwargs": {"dashboard": False}}
    return distributed.LocalCluster(n_workers=workers, threads_per_worker=1, **no_page)


@pytest.fixture
def lone(tmp_path):
    """A scheduler and one worker, each a process that may be killed: (address, processes by name)."""
    told = tmp_path / "scheduler.json"
    found = {}
    roles = {
        "scheduler": ["--host", "127.0.0.1", "--port", "0"],
        "worker": ["--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path)],
    }
    try:
        for role, options in roles.items():
            command = [sys.executable, "-m", f"distributed.cli.dask_{role}", "--no-dashboard", "--scheduler-file", str(told), *options]
            found[role] = subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
            wait_for(told.exists)
        yield json.loads(told.read_text())["address"], found
    finally:
        for process in found.values():
            process.kill()
            process.wait()


@pytest.fixture(autouse=True)
def no_wait_for_ever():
    """What hangs fails: others wait behind these tests."""

    def give_up(*_):
        raise TimeoutError("still waiting after three minutes")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(180)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def ctrl_c():
    """As in a terminal, whatever started these tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(cluster, "POLL", 0.05)


class Held:
    """Three cases, the last of which stops half-way until it is run a second time."""

    def __init__(self, folder, make_case):
        self.flag, self.hello = folder / "flag", folder / "hello"
        os.mkfifo(self.hello)
        self.folder = folder
        self.cases = [(name, str(make_case([row("north", "2024-01-01", "3,000")], name=name))) for name in ("one", "two", "held")]
        held = HELD.format(flag=str(self.flag), hello=str(self.hello))
        read = "import pathlib; print(sorted(p.name for p in pathlib.Path(case).iterdir()))"
        write_notebook(folder / "notebooks", "03-gap", held, read, figure_cell("03-gap", with_screen=True))
        self.lines: list[str] = []

    def render(self, execute=None, out="site") -> int:
        return render(self.cases, self.folder / out, notebooks=self.folder / "notebooks", echo=self.lines.append, execute=execute, jobs=1)

    def meanwhile(self, *steps):
        """Once the notebook has stopped half-way, note the process of its kernel and take some steps; others may wait behind it."""

        def wait():
            self.kernel = psutil.Process(int(self.hello.read_text()))
            for step in steps:
                step()

        threading.Thread(target=wait, daemon=True).start()

    def worker(self) -> psutil.Process:
        """The Dask worker: parent of the process for its tasks, of the one that kernels are forked from, and of the kernel."""
        return self.kernel.parents()[2]


@pytest.fixture
def held(tmp_path, make_case):
    return Held(tmp_path, make_case)


def refusal(call, code=2) -> str:
    with pytest.raises(ReportError) as caught:
        call()
    assert caught.value.code == code
    return str(caught.value)


def test_what_is_no_file_of_a_case_is_not_sent(make_case):
    folder = make_case([row("north", "2024-01-01", "3,000")])
    (folder / "notes.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    assert cluster._files_of(str(folder)) == {"claims.csv": (folder / "claims.csv").read_bytes()}


@slow
def test_a_worker_is_killed_and_every_report_is_there_once(pair, held):
    held.meanwhile(lambda: held.worker().kill())
    assert held.render(on_cluster(pair.scheduler_address)) == 0
    wait_for(lambda: not held.kernel.is_running())
    done = sorted(re.sub(r"^\[.*?\] |  .*$", "", line) for line in held.lines if line.startswith("["))
    assert done == ["held 03-gap", "one 03-gap", "two 03-gap"]
    assert held.render(out="here") == 0  # by this machine, where nothing stops any more
    site, here = tree(held.folder / "site"), tree(held.folder / "here")
    assert site.keys() == here.keys()
    assert [name for name in site if site[name] != here[name]] == []


@slow
def test_ctrl_c_ends_what_the_workers_do(pair, held, ctrl_c):
    del held.cases[:-1]
    held.meanwhile(lambda: os.kill(os.getpid(), signal.SIGINT))
    assert held.render(on_cluster(pair.scheduler_address)) == 130
    assert held.lines[-1].startswith("interrupted: nothing published, there is no earlier site")
    wait_for(lambda: not held.kernel.is_running())
    assert held.render(on_cluster(pair.scheduler_address)) == 0  # with the same workers
    assert "unchanged" not in held.lines[-1]  # nothing is known of the data of these cases
    assert len(tree(held.folder / "site")) > 3


def test_the_command_needs_no_files_in_common(pair, tmp_path, make_case, monkeypatch):
    case = make_case([row("north", "2024-01-01", "3,000"), row("south", "2024-01-01", "around 1,100")])
    ran = CliRunner().invoke(
        main,
        ["report", str(case), "--notebooks", "01", "--out", str(tmp_path / "site"), "--cluster", pair.scheduler_address],
        catch_exceptions=False,
    )
    assert (ran.exit_code, ran.output.splitlines()[0].split("  ")[0]) == (0, "[1/1] case 01-claims"), ran.output
    assert str(case.parent) not in (tmp_path / "site" / "case" / "01-claims.html").read_text()


def test_what_fails_on_a_worker_is_told_as_here(pair, tmp_path):
    write_notebook(tmp_path / "notebooks", "01-claims", "raise ValueError('no such column')")
    lines = []
    code = render(
        [("one", "one")], tmp_path / "site", notebooks=tmp_path / "notebooks", echo=lines.append, execute=on_cluster(pair.scheduler_address)
    )
    assert code == 1
    assert "01-claims for one failed in cell 3: ValueError: no such column" in lines
    assert (tmp_path / ".site.runs" / "failed" / "one" / "01-claims.failed.ipynb").is_file()


@slow
def test_the_cluster_goes_away_half_way(held, lone):
    address, processes = lone
    held.meanwhile(processes["scheduler"].kill)
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        said = refusal(lambda: held.render(on_cluster(address)), code=1)
    assert said.startswith(f"the cluster at {address} went away, or its work was cancelled")


@slow
def test_no_worker_is_left_and_none_comes(held, lone, monkeypatch):
    address, processes = lone
    held.meanwhile(lambda: monkeypatch.setattr(cluster, "PATIENCE", 1), processes["worker"].kill)
    said = refusal(lambda: held.render(on_cluster(address)), code=1)
    assert said.startswith(f"no worker is left on the cluster at {address}")
    wait_for(lambda: not held.kernel.is_running())
    assert refusal(lambda: held.render(on_cluster(address))) == f"the cluster at {address} has no workers"


def test_nobody_is_at_the_address(held, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        assert refusal(lambda: held.render(on_cluster(address))) == f"no Dask scheduler answers at {address} within 0.2 s"
    assert refusal(lambda: held.render(on_cluster("nowhere://x"))) == (
        '--cluster is "nowhere://x": give the address of a Dask scheduler, such as tcp://192.0.2.7:8786'
    )
    assert not (held.folder / "site").exists()


def test_a_worker_with_other_versions_is_refused(pair, held, monkeypatch):
    there = reuse.machinery()["pandas"]
    monkeypatch.setattr(reuse, "machinery", lambda: {"pandas": "1.0"})
    *workers, advice = refusal(lambda: held.render(on_cluster(pair.scheduler_address))).splitlines()
    assert len(workers) == 2
    assert all(re.fullmatch(rf"the worker at tcp://\S+ has pandas {re.escape(there)}, not 1.0", line) for line in workers)
    assert advice == "install the same versions there and here"
    assert not held.flag.exists()


def test_dask_is_an_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refusal(lambda: on_cluster("tcp://127.0.0.1:8786")) == '--cluster needs dask: pip install "discrepancy[cluster]"'
    ran = CliRunner().invoke(main, ["report", "--jobs", "2", "--cluster", "tcp://127.0.0.1:8786"])
    assert ran.exit_code == 2
    assert "--jobs and --cluster: a cluster has its own workers; give one of the two" in ran.output
