"""Killed at any moment, without room, without symbolic links: the last good site stays whole, and the next run is as good as any.

A run is forked with an audit hook, which Python calls before each change of the file system. The hook kills the run at the n-th, or
refuses it as a full disk does, for every n there is; notebooks are performed by `Performer`, which writes what a worker would. What
happens while real notebooks run is tested at the end.
"""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
import traceback
from pathlib import Path

import pytest
from conftest import ROOT
from helpers import Performer, put_site, tree, wait_for, write_notebook

from discrepancy.report.errors import ReportError
from discrepancy.report.kernels import process
from discrepancy.report.run import render
from discrepancy.report.site import publish

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ADDS = {"os.mkdir", "os.rename", "os.symlink", "os.link"}
REMOVES = {"os.remove", "os.rmdir"}


def no_links(*args, **kwargs):
    raise OSError(errno.EPERM, "Operation not permitted")


class Target:
    """A site of two reports that is published, and a second run on it with other contents."""

    def __init__(self, folder: Path):
        self.folder = folder
        for stem in ("01-claims", "03-gap"):
            write_notebook(folder / "notebooks", stem, "x = 1")
        self.place = publish.Place.at(folder / "site")

    def render(self, text: str, echo=lambda line: None) -> int:
        cases = [("one", "one"), ("two", "two")]
        return render(cases, self.place.out, {"as_of": text}, notebooks=self.folder / "notebooks", echo=echo, execute=Performer())

    def seen(self) -> dict[str, bytes]:
        return {name: content for name, content in tree(self.place.out.resolve()).items() if name != publish.MARK}

    def forked(self, hook) -> tuple[int, str]:
        """Run in a process of its own whose changes of the file system `hook` is told first; the exit code, and what was said."""
        with tempfile.TemporaryFile("w+") as said:
            pid = os.fork()
            if not pid:
                code = 70
                try:
                    echo = lambda line: (said.write(f"{line}\n"), said.flush())
                    sys.addaudithook(lambda event, args: self._tell(hook, event, args))
                    code = self.render("new", echo)
                except ReportError as error:
                    echo(error)
                    code = error.code
                except BaseException:
                    echo(traceback.format_exc())
                finally:
                    os._exit(code)
            _, status = os.waitpid(pid, 0)
            said.seek(0)
            return os.waitstatus_to_exitcode(status), said.read()

    def _tell(self, hook, event: str, args: tuple) -> None:
        adds = event in ADDS or (event == "open" and isinstance(args[2], int) and args[2] & WRITES)
        if adds or event in REMOVES:
            path = os.fspath(args[0]) if isinstance(args[0], str | os.PathLike) else ""
            if event in REMOVES or path.startswith(str(self.folder)) or event == "os.symlink":
                # To move the folder of a run takes no room.
                hook(adds and not (event == "os.rename" and publish.RUN_NAME.fullmatch(Path(path).name)), path)


class Nth:
    """A hook that does something at the n-th change, and counts."""

    def __init__(self, n: int, act):
        self.left, self.act = n, act

    def __call__(self, adds: bool, path: str) -> None:
        self.left -= 1
        if self.left <= 0:
            self.act(adds, path)


def kill(adds: bool, path: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full(adds: bool, path: str) -> None:
    if adds:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


@pytest.fixture
def target(tmp_path):
    return Target(tmp_path)


@pytest.mark.parametrize("links", [True, pytest.param(False, marks=pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1"))])
def test_killed_at_any_change_of_the_file_system_the_site_is_whole_and_the_next_run_works(target, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "symlink", no_links)
    assert target.render("new") == 0
    new = target.seen()
    code, n, away, states = -9, 0, 0, set()
    while code == -signal.SIGKILL:
        n += 1
        assert target.render("old") == 0
        old = target.seen()
        code, _ = target.forked(Nth(n, kill))
        if not links and not target.place.out.exists():
            away += 1
            with publish.locked(target.place):
                publish.discard(publish.new_run(target.place))  # whoever comes next puts it back
        assert target.place.current() and target.seen() in (old, without_changes(new, target))
        states.add(target.seen() == old)
    assert code == 0 and n > 60 and states == {True, False} and away == (0 if links else 1)
    assert target.render("old") == 0
    assert {path.name for path in target.folder.iterdir()} == {"site", ".site.runs", "notebooks"}
    left = {path.name for path in target.place.runs.iterdir() if not publish.RUN_NAME.fullmatch(path.name)}
    assert left == {"lock"} and len(publish._run_names(target.place)) == 1 + links


def without_changes(new: dict, target: Target) -> dict:
    """The new site as it is now; what changed since the run before it is told on the index and in a file of its own."""
    now = target.seen()
    return {name: now.get(name) if name in ("index.html", "changes.json") else content for name, content in new.items()}


@pytest.mark.parametrize("links", [True, pytest.param(False, marks=pytest.mark.skipif("FUZZ" not in os.environ, reason="slow: FUZZ=1"))])
def test_a_disk_that_is_full_from_any_moment_on_ends_the_run_with_a_sentence(target, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "symlink", no_links)
    assert target.render("old") == 0
    old, code, n, sentences = target.seen(), 1, 0, set()
    while code == 1:
        n += 1
        code, said = target.forked(Nth(n, full))
        assert "Traceback" not in said, said
        if code == 1:
            assert target.seen() == old, n
            last = said.splitlines()[-1]
            assert "No space left on device" in last and len(last) < 500
            sentences.add(re.sub(r"\S*/\S+", "PATH", last))
    assert code == 0 and n > 20 and target.seen() != old
    assert {sentence.partition("; ")[0] for sentence in sentences} == {
        "cannot write beside PATH No space left on device PATH",
        "PATH cannot be written (No space left on device): nothing published, PATH stays as it was",
    }
    assert target.render("old") == 0


def test_a_place_that_is_read_only_is_refused_with_a_sentence(target):
    assert target.render("old") == 0
    old = target.seen()

    def read_only(adds, path):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    code, said = target.forked(Nth(1, read_only))
    lock = target.place.runs / "lock"
    assert (code, said) == (2, f"cannot write beside {target.place.out}: Read-only file system ({lock})\n")
    code, said = target.forked(Nth(2, read_only))
    assert code == 2 and said.startswith(f"cannot write beside {target.place.out}: Read-only file system (")
    assert target.seen() == old


def test_without_symbolic_links_the_site_is_a_folder_and_one_line_says_so(target, monkeypatch):
    monkeypatch.setattr(os, "symlink", no_links)
    lines = []
    assert target.render("one", lines.append) == 0
    out = target.place.out
    said = f"no symbolic links here: {out} is replaced by two renames, and for a moment between them it is not there"
    assert lines.count(said) == 1 and not out.is_symlink()
    first = target.seen()
    assert target.render("two") == 0 and target.seen() != first
    assert len(publish._run_names(target.place)) == 1  # the one before, for readers still on one of its pages
    monkeypatch.undo()
    assert target.render("three") == 0 and out.is_symlink()
    third = target.seen()
    monkeypatch.setattr(os, "symlink", no_links)
    assert target.render("four") == 0 and not out.is_symlink() and target.seen() != third


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one_there(target, monkeypatch):
    monkeypatch.setattr(os, "symlink", no_links)
    assert target.render("old") == 0
    old, rename, asked = target.seen(), os.rename, []

    def once(source, to):
        asked.append(to)
        if len(asked) == 2:
            raise OSError(errno.EACCES, "Permission denied", source)
        rename(source, to)

    monkeypatch.setattr(os, "rename", once)
    with pytest.raises(ReportError, match=r"cannot be written \(Permission denied\): nothing published, .* stays as it was") as caught:
        target.render("new")
    assert caught.value.code == 1 and len(asked) == 3 and target.seen() == old


def test_a_folder_of_somebody_else_is_no_site_of_ours_even_with_a_file_like_ours(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / publish.MARK).write_text("mine")
    with pytest.raises(ReportError, match="is a folder and was not made by a report, so it stays as it is"):
        put_site(tmp_path / "site")


# --- while notebooks run ------------------------------------------------------------------------------------------------


def start(folder: Path, code: str, **options) -> subprocess.Popen:
    """Start a real run, in whose folder all of its processes are, or below it."""
    code = "import os, signal, sys\nfrom pathlib import Path\nfrom discrepancy.report.run import render\n" + textwrap.dedent(code)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=environment, **quiet, **options)


def processes_in(folder: Path) -> list[int]:
    """Processes whose working directory is a folder or below it, zombies aside."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            here = os.readlink(entry / "cwd").removesuffix(" (deleted)")
        except OSError:
            continue
        if Path(here).is_relative_to(folder):
            found.append(int(entry.name))
    return found


KILLED = """
def echo(line):
    os.kill(os.getpid(), signal.SIGKILL)
{hook}
render([("case", "case")], "site", notebooks="notebooks", echo=echo, jobs=1)
"""
WHEN = {
    "a worker was started": "started = lambda event, args: event == 'os.mkdir' and str(args[0]).endswith('.scratch') and timer()\n"
    "timer = lambda: signal.setitimer(signal.ITIMER_REAL, 0.3)\n"
    "signal.signal(signal.SIGALRM, lambda *_: echo(''))\nsys.addaudithook(started)",
    "one notebook of two was done": "",
}


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("when", WHEN)
def test_killed_while_notebooks_run_no_process_is_left_and_the_next_run_cleans_up(tmp_path, when):
    folder = tmp_path.resolve()
    write_notebook(folder / "notebooks", "01-claims", "x = 1")
    write_notebook(folder / "notebooks", "03-gap", "import time; time.sleep(60)")
    place = put_site(folder / "site")
    run = start(folder, KILLED.format(hook=WHEN[when]))
    said, _ = run.communicate(timeout=60)  # to the end of the last process that could still say something
    assert run.returncode == -signal.SIGKILL, said
    wait_for(lambda: not processes_in(folder))
    assert (place.out / "index.html").read_text() == "good" and len(publish._run_names(place)) == 2
    put_site(place.out, "better")
    assert (place.out / "index.html").read_text() == "better" and len(publish._run_names(place)) == 2
    assert not list(place.runs.rglob(".scratch"))


ROOM = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    code = render([("case", "case")], "site", notebooks="notebooks", jobs=1)
except Exception as error:
    print(error)
    code = error.code
sys.exit(code)
"""


def test_a_real_run_without_room_for_a_file_says_so_and_the_old_site_stands(tmp_path):
    write_notebook(tmp_path / "notebooks", "01-claims", "open(output_dir + '/figure.png', 'wb').write(bytes(300_000))")
    write_notebook(tmp_path / "notebooks", "03-gap", "print('x' * 150_000)")
    place = put_site(tmp_path / "site")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    run = start(tmp_path, ROOM, preexec_fn=limit)
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 1 and "Traceback" not in output
    assert output.splitlines()[2:4] == [
        "01-claims for case failed in cell 3: OSError: [Errno 27] File too large",
        "03-gap for case failed: OSError: [Errno 27] File too large",
    ]
    assert (place.out / "index.html").read_text() == "good"


@pytest.mark.skipif(os.name != "posix", reason="sockets of files")
def test_sockets_and_keys_of_kernels_are_in_a_folder_that_nobody_else_can_enter(tmp_path):
    look = """
    import os, stat
    mode = lambda path: oct(stat.S_IMODE(os.stat(path).st_mode))
    connection = next(name for name in os.listdir() if name.endswith(".json"))
    kinds = [name for name in os.listdir() if stat.S_ISSOCK(os.stat(name).st_mode)]
    listening = [line for family in ("tcp", "tcp6") for line in open(f"/proc/self/net/{family}") if line.split()[3] == "0A"]
    inodes = {os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")}
    tcp = [line.split()[1].partition(":")[0] for line in listening if f"socket:[{line.split()[9]}]" in inodes]
    abstract = [line for line in open("/proc/net/unix") if "@" in line and f"socket:[{line.split()[6]}]" in inodes]
    said = [mode(".")[-3:], mode(connection), len(kinds) >= 5, tcp, abstract, os.stat(".").st_uid == os.getuid()]
    open(FOUND, "w").write(repr(said))
    """
    found = tmp_path / "found"
    write_notebook(tmp_path / "notebooks", "01-claims", textwrap.dedent(look).replace("FOUND", repr(str(found))))
    before = os.umask(0o002)  # that of a group of friends
    try:
        assert render([("case", "case")], tmp_path / "site", notebooks=tmp_path / "notebooks", echo=print) == 0
    finally:
        os.umask(before)
    # The one on 127.0.0.1 is ipykernel's own, for the output of processes that a notebook forks: see docs/security.md.
    assert found.read_text() == "['700', '0o600', True, ['0100007F'], [], True]"


@pytest.mark.skipif(not process.can_fork(), reason="kernels cannot be forked here")
def test_the_socket_of_the_process_that_forks_kernels_is_a_file_of_its_owner(tmp_path):
    look = """
    import sys; sys.modules["rfc3987_syntax"] = None
    from discrepancy.report.kernels import process
    process.preload()
    from multiprocessing import forkserver
    address = forkserver._forkserver._forkserver_address
    mode = lambda path: oct(os.stat(path).st_mode & 0o777)
    print(mode(address), mode(os.path.dirname(address)))
    """
    said, _ = start(tmp_path, look).communicate(timeout=60)
    assert said == "0o600 0o700\n"
