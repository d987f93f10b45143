"""Ended from outside, at any moment: a sentence, 128 + n, the last good site whole, no process and no folder left; and nobody is called.

Signals come where the file system changes, and, with real notebooks, at stages of a run; ``FUZZ=200`` draws as many moments for each signal.
"""

from __future__ import annotations

import errno
import os
import random
import re
import shlex
import signal
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from conftest import ROOT, row
from helpers import Performer, put_site, wait_for, write_notebook
from test_safe import Nth, Target, without_changes

from discrepancy.report import signals
from discrepancy.report.errors import ReportError
from discrepancy.report.kernels import process
from discrepancy.report.pages import export
from discrepancy.report.plan import reuse
from discrepancy.report.run import render
from discrepancy.report.site import publish

FUZZ = int(os.environ.get("FUZZ", 0))
CODE = """
import sys
from pathlib import Path
from discrepancy.notebook import place
folder = Path(sys.argv.pop(1))
place.own_notebooks = lambda: folder
from discrepancy.__main__ import main
main()
"""
# In every process of a run: whoever is called beyond this machine is written down.
WATCH = """
import os, socket
connect, find = socket.socket.connect, socket.getaddrinfo
def told(host):
    if str(host) not in ("127.0.0.1", "::1", "localhost"):
        open(os.environ["CALLED"], "a").write(f"{host}\\n")
def connecting(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        told(address[0])
    return connect(self, address)
socket.socket.connect = connecting
socket.getaddrinfo = lambda host, *more, **named: (told(host), find(host, *more, **named))[1]
"""


@pytest.fixture
def target(tmp_path):
    return Target(tmp_path)


def ending(signum):
    def act(adds, path):
        os.kill(os.getpid(), signum)

    return act


@pytest.mark.parametrize("signum", signals.SIGNALS)
def test_a_signal_at_any_change_of_the_file_system_leaves_one_site_whole_and_says_which(target, signum, monkeypatch):
    listening = Target.render
    monkeypatch.setattr(
        Target, "render", lambda self, *args: (signals.listen() if os.getpid() != here else None, listening(self, *args))[1]
    )
    here, n, step, said_of = os.getpid(), signals.SIGNALS.index(signum) + 1, 1 if FUZZ else 23, set()
    assert target.render("new") == 0
    new, code = target.seen(), 128 + signum
    while code == 128 + signum:
        assert target.render("old") == 0
        old = target.seen()
        code, said = target.forked(Once(n, ending(signum)))
        if code == 70 and f"Ended: {128 + signum}" in said:  # before the run begins, and after it: told by the command, not by `render`
            code = 128 + signum
        elif code:
            published = re.search(r"interrupted: \S+ was published$", said.strip())
            assert bool(published) == (target.seen() != old) and (published or "interrupted: nothing published" in said), (n, said)
        assert target.seen() in (old, without_changes(new, target))
        assert len(publish._run_names(target.place)) <= 2
        said_of.add(target.seen() == old)
        n += step
    assert code == 0 and n > 60 and said_of == {True, False}


class Once(Nth):
    def __call__(self, adds, path):
        self.left -= 1
        if not self.left:
            self.act(adds, path)


@pytest.fixture
def command(tmp_path):
    """A report by the command, on a case of two rows and notebooks of one line: all of its processes carry a mark."""
    folder = tmp_path.resolve()
    write_notebook(
        folder / "notebooks",
        "01-claims",
        f"open({str(folder / 'began')!r}, 'w').close()\nimport time; time.sleep(case.endswith('long') and 60)",
    )
    (folder / "watch").mkdir()
    (folder / "watch" / "sitecustomize.py").write_text(WATCH)
    number = iter(range(10**6))

    def start(case: Path, *options: str, **more) -> SimpleNamespace:
        place = put_site(folder / "site")
        found = SimpleNamespace(place=place, temporary=folder / f"temporary {next(number)}", mark=f"MARK={random.getrandbits(64)}")
        found.temporary.mkdir()
        found.before = {*publish._run_names(place)}
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder / 'watch'}", "TMPDIR": str(found.temporary)}
        environment |= {"MARK": found.mark[5:], "CALLED": str(folder / "called")}
        line = [
            sys.executable,
            "-c",
            CODE,
            str(folder / "notebooks"),
            "report",
            str(case),
            "--out",
            str(place.out),
            "--jobs",
            "1",
            *options,
        ]
        inherit = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background ignores it
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True, "preexec_fn": inherit}
        found.process = subprocess.Popen(line, env=environment, **quiet | more)
        return found

    yield start
    assert not (folder / "called").exists(), (folder / "called").read_text()


def left(mark: str) -> list[int]:
    """Processes that carry a mark, zombies aside."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes() and ") Z " not in (entry / "stat").read_text():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def check(run: SimpleNamespace, signum: int) -> None:
    said, _ = run.process.communicate(timeout=30)
    assert run.process.returncode == 128 + signum, said
    assert re.fullmatch(r"(\[1/1\].*\n)?(changes: .*\n)?(\d page.*\n)?interrupted.*\n", said), said
    wait_for(lambda: not left(run.mark))
    assert not [*run.temporary.iterdir()]
    published = (run.place.out / "index.html").read_text() != "good"
    assert published == ("was published" in said or said.endswith("\ninterrupted\n"))
    names = {*publish._run_names(run.place)}
    assert len(names - run.before) == published and len(names) <= 2


needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")


@needs_proc
@pytest.mark.parametrize(("signum", "when", "group"), [("SIGTERM", "began", False), ("SIGHUP", ".scratch", True), ("SIGINT", "lock", True)])
def test_a_signal_at_any_stage_ends_all_processes_and_leaves_no_folder(command, make_case, tmp_path, signum, when, group):
    run = command(make_case([row("north", "2024-01-01", "3,000")], name="long"))
    there = lambda: (tmp_path / when).exists() or any(run.place.runs.rglob(when))
    (run.place.runs / "lock").unlink()
    wait_for(lambda: there() or run.process.poll() is not None)
    for _ in range(2):  # the second one changes nothing
        (os.killpg if group else os.kill)(run.process.pid, getattr(signal, signum))
    check(run, getattr(signal, signum))


@needs_proc
def test_a_good_run_leaves_no_folder_and_calls_nobody_and_what_nohup_ignores_stays_ignored(command, make_case, tmp_path):
    ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    run = command(make_case([row("north", "2024-01-01", "3,000")]), preexec_fn=ignore, stdin=subprocess.DEVNULL)
    wait_for((tmp_path / "began").exists)
    os.killpg(run.process.pid, signal.SIGHUP)
    said, _ = run.process.communicate(timeout=60)
    assert run.process.returncode == 0, said
    wait_for(lambda: not left(run.mark))
    assert not [*run.temporary.iterdir()]


@pytest.mark.skipif(not FUZZ, reason="slow: FUZZ=200")
@pytest.mark.parametrize("signum", signals.SIGNALS)
def test_a_signal_at_any_moment(command, make_case, signum):
    import time

    case = make_case([row("north", "2024-01-01", "3,000")])
    began = time.monotonic()
    command(case, "--force").process.communicate()
    longest = time.monotonic() - began
    for _ in range(FUZZ):
        run = command(case, "--force")
        time.sleep(random.uniform(0.3, longest))  # Python itself starts in the first moments, and is ended as any program
        if run.process.poll() is None:
            (os.killpg if random.random() < 0.3 else os.kill)(run.process.pid, signum)
        if run.process.wait(30) == 0:  # it was done
            run.process.communicate()
        else:
            check(run, signum)


def test_a_signal_while_a_report_is_printed_ends_chromium(tmp_path, monkeypatch):
    (tmp_path / "chromium").write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nkill -TERM $PPID\nexec sleep 60\n")
    (tmp_path / "chromium").chmod(0o755)
    (tmp_path / "report.html").write_text("")
    monkeypatch.setattr(export, "browser", lambda: str(tmp_path / "chromium"))
    code = 70
    if not (pid := os.fork()):
        try:
            signals.listen()
            export.to_pdf(tmp_path, [{"case": "."}])
        except signals.Ended as error:
            code = int(error.code)
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


# --- streams ------------------------------------------------------------------------------------------------------------

SAYS = {
    "read 3,000 >&-": (0, "", ""),
    "read 3,000 <&- >&- 2>&-": (0, "", ""),
    "read 3,000 > /dev/full": (1, "", "the answer cannot be written: No space left on device\n"),
    "read nothing 2> /dev/full": (2, "", ""),
    "read 3,000 | (exec <&-; cat >&2)": (141, "", ""),
    "gap 'over 3,000' 'around 1,100'": (0, "?over 3,000?", ""),
}
EVERY = [
    "check dprk-kursk",
    "gap dprk-kursk",
    "panel hong-kong-july-march",
    "houses dprk-kursk",
    "lists --help",
    "extract - </dev/null",
    "--help",
]


@pytest.mark.parametrize("line", [*list(SAYS)[-4:], *(SAYS if FUZZ else ()), *(f"{line} | true" for line in EVERY if FUZZ)])
def test_whatever_becomes_of_its_streams_a_command_ends_with_a_code_and_without_a_traceback(line):
    shell = f"set -o pipefail; {shlex.quote(sys.executable)} -m discrepancy {line}"
    if "cat" in line:  # a reader that has gone before anything is said
        shell = f"set -o pipefail; (sleep 0.1; exec {shlex.quote(sys.executable)} -m discrepancy read 3,000) | true"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(["bash", "-c", shell], env=environment, capture_output=True, text=True)
    code, out, err = SAYS.get(line, (None, "", ""))
    assert done.returncode == code or (code is None and done.returncode in (0, 2, 141))
    assert out in done.stdout and (done.stderr == err or (code == 2 and not done.stderr) or code is None)
    assert "Traceback" not in done.stderr and "ignored" not in done.stderr and done.stdout.isascii()


def test_streams_that_are_closed_are_open_in_the_processes_of_a_run_too():
    look = "import os; from discrepancy import __main__ as m; m._open_streams(); os._exit(sum(map(os.get_inheritable, range(3))))"
    command = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(look)} <&- >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == 3


# --- elsewhere ----------------------------------------------------------------------------------------------------------

WINDOWS = """
import asyncio, concurrent.futures.process, multiprocessing.forkserver, multiprocessing.pool, os, pkgutil, shutil, signal, subprocess, sys, types
for name in "fcntl resource pwd grp termios tty pty syslog readline".split():
    sys.modules[name] = None
sys.modules["msvcrt"] = types.ModuleType("msvcrt")
for name in "fork forkpty killpg setsid getpgrp getpgid setpgid geteuid sched_getaffinity pread pwrite mkfifo".split():
    vars(os).pop(name, None)
for name in "SIGHUP SIGKILL SIGALRM SIGPIPE SIGCHLD pthread_sigmask setitimer alarm pause".split():
    vars(signal).pop(name, None)
import importlib, discrepancy
names = sys.argv[1:] or [each.name for each in pkgutil.walk_packages(discrepancy.__path__, "discrepancy.")]
for name in names:
    importlib.import_module(name)
"""
LIGHT = "discrepancy.__main__ discrepancy.app.cli discrepancy.report.run discrepancy.app.edit.place".split()


def test_nothing_starts_in_a_folder_that_is_gone(tmp_path):
    (tmp_path / "gone").mkdir()
    with chdir(tmp_path / "gone"):
        (tmp_path / "gone").rmdir()
        with pytest.raises(FileNotFoundError):
            publish.Place.at(tmp_path / "site")


@pytest.mark.parametrize("name", ["HOME", "MPLCONFIGDIR"])
def test_where_matplotlib_cannot_write_it_writes_into_the_folder_of_the_run(name, monkeypatch, tmp_path):
    with mock.patch.dict(os.environ, {name: f"{__file__}/nothing"}):
        process._set_environment(tmp_path)
        assert os.environ["MPLCONFIGDIR"] == str(tmp_path / "matplotlib")


def test_a_run_that_cannot_list_what_it_left_is_not_kept_for_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(reuse, "remember", mock.Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
    write_notebook(tmp_path / "notebooks", "01-claims")
    with pytest.raises(ReportError, match=r"No space left on device\): nothing published, there is no earlier site$"):
        render([("case", "case")], tmp_path / "site", notebooks=tmp_path / "notebooks", execute=Performer())
    assert [path.name for path in (tmp_path / ".site.runs").iterdir()] == ["lock"]


def test_a_folder_that_appears_in_the_place_of_the_site_stays_and_no_link_is_left(tmp_path):
    write_notebook(tmp_path / "notebooks", "01-claims")
    appears = lambda line: (tmp_path / "site").mkdir()
    with pytest.raises(ReportError, match="site is a folder and was not made by a report"):
        render([("case", "case")], tmp_path / "site", notebooks=tmp_path / "notebooks", execute=Performer(), echo=appears)
    assert [path.name for path in (tmp_path / ".site.runs").iterdir()] == ["lock"]


def test_modules_are_imported_where_there_is_nothing_of_unix():
    """Without its modules and functions; Windows itself is not at hand. All of them with FUZZ=1, which takes seconds."""
    command = [sys.executable, "-c", WINDOWS, *(() if FUZZ else LIGHT)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
