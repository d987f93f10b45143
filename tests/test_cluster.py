"""Reports rendered by a Dask cluster: the same site as from this machine, whatever becomes of the workers."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys

import pytest
from click.testing import CliRunner
from conftest import ROOT, row
from test_report import figure_cell, is_gone, tree, wait_for, write_notebook

from discrepancy.cli import main
from discrepancy.report import ReportError, cluster, render, reuse
from discrepancy.report.cluster import on_cluster
from discrepancy.report.plan import Outcome

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster

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


@pytest.fixture(scope="module")
def dask():
    """A cluster of two worker processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with local_cluster(2) as found:
            yield found


def local_cluster(workers: int, processes: bool = True):
    no_page = {"dashboard_address": ":0", "scheduler_kwargs": {"dashboard": False}}
    return distributed.LocalCluster(n_workers=workers, threads_per_worker=1, processes=processes, **no_page)


async def stall(parcel, data):
    """In place of `cluster.perform_parcel`: the task of the last case never ends."""
    task = parcel.task
    if task.path == "held":
        await asyncio.Event().wait()
    return Outcome(task.path, task.stem, 0.0, {}), {f"{task.stem}.html": b"page"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(cluster, "POLL", 0.05)


class Held:
    """Three cases, the last of which stops half-way until it is run a second time; the last, or others could be waiting for it."""

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

    def kernel(self) -> int:
        """Wait until the notebook has stopped half-way; return the process of its kernel."""
        return int(self.hello.read_text())

    def interrupted(self, execute, what):
        """An executor: the same, but something happens when only the last task is left."""

        def perform(tasks, scratch):
            outcomes = execute(tasks, scratch)
            for n in range(len(tasks)):
                if n == len(tasks) - 1:
                    what()
                yield next(outcomes)
            outcomes.close()

        return perform


@pytest.fixture
def held(tmp_path, make_case):
    return Held(tmp_path, make_case)


def workers(dask) -> dict[str, int]:
    """Process ids of the workers, and those that perform something."""
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        busy = client.processing()
        return {where: pid for where, pid in client.run(os.getpid).items() if busy.get(where)}


def refusal(call, code=2) -> str:
    with pytest.raises(ReportError) as caught:
        call()
    assert caught.value.code == code
    return str(caught.value)


def test_a_worker_is_killed_and_every_report_is_there_once(dask, held):
    killed = []

    def kill():
        killed.append(held.kernel())
        [pid] = workers(dask).values()
        os.kill(pid, signal.SIGKILL)

    assert held.render(held.interrupted(on_cluster(dask.scheduler_address), kill)) == 0
    wait_for(lambda: is_gone(killed[0]))
    done = sorted(re.sub(r"^\[.*?\] |  .*$", "", line) for line in held.lines if line.startswith("["))
    assert done == ["held 03-gap", "one 03-gap", "two 03-gap"]
    assert held.render(out="here") == 0  # by this machine, where nothing stops any more
    site, here = tree(held.folder / "site"), tree(held.folder / "here")
    assert site.keys() == here.keys()
    assert [name for name in site if site[name] != here[name]] == []


def test_ctrl_c_ends_what_the_workers_do(dask, held):
    kernels = []

    def interrupt():
        kernels.append(held.kernel())
        raise KeyboardInterrupt

    def execute(tasks, scratch):
        outcomes = on_cluster(dask.scheduler_address)(tasks, scratch)
        try:
            yield from held.interrupted(lambda *_: outcomes, interrupt)(tasks, scratch)
        finally:
            outcomes.close()

    assert held.render(execute) == 130
    assert held.lines[-1] == "interrupted: nothing published, there is no earlier site; what did render is kept for the next run"
    wait_for(lambda: is_gone(kernels[0]))
    assert held.render(on_cluster(dask.scheduler_address)) == 0  # with the same workers
    assert "2 of them unchanged" not in held.lines[-1]  # nothing is known of the data of these cases
    assert len(tree(held.folder / "site")) > 3


def test_the_command_needs_no_files_in_common(dask, tmp_path, make_case, monkeypatch):
    case = make_case([row("north", "2024-01-01", "3,000"), row("south", "2024-01-01", "around 1,100")])
    ran = CliRunner().invoke(
        main,
        ["report", str(case), "--notebooks", "03", "--out", str(tmp_path / "site"), "--cluster", dask.scheduler_address],
        catch_exceptions=False,
    )
    assert (ran.exit_code, ran.output.splitlines()[0].split("  ")[0]) == (0, "[1/1] case 03-gap"), ran.output
    assert str(case.parent) not in (tmp_path / "site" / "case" / "03-gap.html").read_text()


def test_what_fails_on_a_worker_is_told_as_here(dask, tmp_path):
    write_notebook(tmp_path / "notebooks", "01-claims", "raise ValueError('no such column')")
    lines = []
    code = render(
        [("one", "one")],
        tmp_path / "site",
        notebooks=tmp_path / "notebooks",
        echo=lines.append,
        execute=on_cluster(dask.scheduler_address),
    )
    assert code == 1
    assert "01-claims for one failed in cell 3: ValueError: no such column" in lines
    assert (tmp_path / ".site.runs" / "failed" / "one" / "01-claims.failed.ipynb").is_file()


def test_the_cluster_goes_away_half_way(held, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    monkeypatch.setattr(cluster, "perform_parcel", stall)
    with local_cluster(1, processes=False) as short:
        execute = held.interrupted(on_cluster(short.scheduler_address), lambda: short.close())
        said = refusal(lambda: held.render(execute), code=1)
    assert said == (
        f"the cluster at {short.scheduler_address} went away, or its work was cancelled; what did render is kept for the next run"
    )


def test_no_worker_comes_and_none_is_left(held, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    monkeypatch.setattr(cluster, "perform_parcel", stall)
    with local_cluster(1, processes=False) as short:
        execute = held.interrupted(on_cluster(short.scheduler_address), lambda: short.scale(0))
        said = refusal(lambda: held.render(execute), code=1)
        assert said == f"no worker is left on the cluster at {short.scheduler_address}; what did render is kept for the next run"
        said = refusal(lambda: held.render(on_cluster(short.scheduler_address)))
        assert said == f"the cluster at {short.scheduler_address} has no workers"


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


def test_a_worker_with_other_versions_is_refused(dask, held, monkeypatch):
    there = reuse.machinery()["pandas"]
    monkeypatch.setattr(reuse, "machinery", lambda: {"pandas": "1.0"})
    *workers, advice = refusal(lambda: held.render(on_cluster(dask.scheduler_address))).splitlines()
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
