"""Publishing: a run is written aside whole, and one rename decides which run readers see.

In: the path that readers open, such as ``site``. Out: ``site``, a symbolic link into ``.site.runs/`` beside it, where each
run has a folder of its own. Both are on one file system, so that moving the link is one ``rename(2)``: a reader gets the old
site or the new one, never half of each.

::

    site -> .site.runs/20260301T063000.000000Z-4711
    .site.runs/
        lock                                    held with flock(2) while a run is under way
        20260228T063000.000000Z-3902/           the previous run, for readers still on one of its pages
        20260301T063000.000000Z-4711/           the published run
        failed/                                 the last run that failed

By hand, as no library of the standard one or beside it publishes a folder so that no reader ever finds half of it; tests kill it at every
single change of the file system. On a file system without symbolic links ``site`` is the folder of the published run itself, which names its run in a file. Two
renames then put the new one in place of the old; a process that is killed between them leaves that to the next run.
"""

from __future__ import annotations

import errno
import math
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from discrepancy.report.errors import ReportError

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None

PATIENCE = 0.1  # seconds between two looks at a lock that another run holds
STAMP = "%Y%m%dT%H%M%S.%fZ"
RUN_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-\d+")

#: In a run that is published without a link: the name of the run, which its folder no longer has.
MARK = ".run"


@dataclass(frozen=True)
class Place:
    """Where a site lives: the absolute path that readers open, which is, or will be, a symbolic link, and the folder of its runs.

    Examples
    --------
    >>> Place(Path("/srv/site")).runs
    PosixPath('/srv/.site.runs')
    """

    out: Path

    @classmethod
    def at(cls, out: str | os.PathLike) -> Place:
        """Return the place for a path as typed: absolute, with its last part left unresolved, for that may be our link."""
        path = Path(os.path.abspath(os.path.join(os.getcwd(), os.path.expanduser(out))))  # nothing starts in a folder that is gone
        if not path.name:
            raise ReportError(f"cannot publish to {path}: give the name of a folder that does not exist yet")
        return cls(path)

    @property
    def runs(self) -> Path:
        return self.out.with_name(f".{self.out.name}.runs")

    @property
    def failed(self) -> Path:
        return self.runs / "failed"

    def current(self) -> Path | None:
        """Return the folder of the published run, or None. The folder may be gone."""
        if not self.out.is_symlink():
            return self.out if marked(self.out) else None
        target = Path(os.readlink(self.out))
        ours = str(target.parent) in (self.runs.name, str(self.runs)) and RUN_NAME.fullmatch(target.name)
        return self.runs / target.name if ours else None

    def check(self) -> None:
        """Refuse a path that is a file, a folder or a link that no run of ours has made, by a ReportError. Nothing is touched."""
        if not os.path.lexists(self.out) or self.current() is not None:
            return
        kind = "a link to something else" if self.out.is_symlink() else "a folder" if self.out.is_dir() else "a file"
        advice = "move it away, or give another place with --out"
        raise ReportError(f"{self.out} is {kind} and was not made by a report, so it stays as it is: {advice}")


def marked(folder: Path) -> str:
    """Return the name of the run in a folder that is, or is meant to be, published without a link; empty for any other."""
    try:
        name = (folder / MARK).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
    return name if RUN_NAME.fullmatch(name) else ""


def unwritable(error: OSError, place: Place) -> ReportError:
    """Say why nothing can be written beside a site; with code 1 if there is no room, which another day may have."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    where = f" ({error.filename})" if error.filename else ""
    return ReportError(f"cannot write beside {place.out}: {error.strerror or error}{where}", code=1 if full else 2)


@contextmanager
def locked(place: Place, wait: float = 0, echo: Callable[[str], object] = print) -> Iterator[bool]:
    """Hold the place for one run at a time; whether another one had to be waited for.

    The lock is one of the kernel's and goes with the process, however that ends: a killed run leaves no stale lock. Another run is waited
    for, and named once, for as many seconds, which may be infinite; ReportError if it still holds the place, or nothing can be written.
    """
    try:
        place.runs.mkdir(parents=True, exist_ok=True)
        handle = os.open(place.runs / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(error, place) from None
    try:
        yield _take(handle, place, wait, echo)
    finally:
        os.close(handle)


def _take(handle: int, place: Place, wait: float, echo: Callable[[str], object]) -> bool:
    deadline = time.monotonic() + wait
    told = False
    while not _is_taken(handle):
        other = f"another run (process {_holder(place)})"
        if not wait:
            raise ReportError(f"{other} is writing {place.out}: let this one wait with --wait, or give another place with --out")
        if not told:
            echo(f"{other} is writing {place.out}: waiting until it ends" + (f", at most {wait:g} s" if math.isfinite(wait) else ""))
            told = True
        if time.monotonic() > deadline:
            raise ReportError(f"{other} is still writing {place.out} after {wait:g} s: wait longer, or give another place with --out")
        time.sleep(PATIENCE)  # rather than let the kernel wait, which knows no time limit
    with suppress(OSError):  # the number is for people; a full disk has no room even for it
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
    return told


def _holder(place: Place) -> str:
    with suppress(OSError):
        return (place.runs / "lock").read_text(encoding="ascii", errors="replace")[:32].strip() or "unknown"
    return "unknown"


def _is_taken(handle: int) -> bool:
    with suppress(BlockingIOError, PermissionError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB) if fcntl else msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return True
    return False


def name_run(place: Place) -> Path:
    """Return the folder for a new run, which is yet to be made."""
    return place.runs / f"{_stamp(max([_name(place.current()), *_run_names(place)]))}-{os.getpid()}"


def new_run(place: Place, run: Path | None = None) -> Path:
    """Make the folder for a run, after clearing what killed runs left behind; ReportError if it cannot be made. Needs the lock."""
    run = run or name_run(place)
    try:
        _finish(place)
        _clear(place, keep=_worth_keeping(place))
        run.mkdir()
    except OSError as error:
        raise unwritable(error, place) from None
    return run


def _stamp(last: str) -> str:
    """The time, or where the clock went back a moment after the last run: names tell which was first."""
    now = datetime.now(UTC)
    with suppress(ValueError):  # there is none
        now = max(now, datetime.strptime(last.partition("-")[0], STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1))
    return now.strftime(STAMP)


def _finish(place: Place) -> None:
    """Put the site back that a run was about to replace, without a link, when it was killed: the newer one, as both are whole."""
    whole = sorted(name for name in _run_names(place) if marked(place.runs / name) == name)
    if whole and not os.path.lexists(place.out):
        os.rename(place.runs / whole[-1], place.out)


def _worth_keeping(place: Place) -> set[str]:
    """Return the published run and the one before it. A run that is newer than the published one was never finished."""
    name = _name(place.current())
    older = sorted(each for each in _run_names(place) if each < name)
    return {name, *older[-1:]}


def _name(run: Path | None) -> str:
    return (marked(run) or run.name) if run else ""


def _run_names(place: Place) -> list[str]:
    return [entry.name for entry in place.runs.iterdir() if RUN_NAME.fullmatch(entry.name)]


def _clear(place: Place, keep: set[str]) -> None:
    # Whoever clears holds the lock, so no folder here belongs to a run that is still alive.
    for name in _run_names(place):
        if name not in keep:
            shutil.rmtree(place.runs / name, ignore_errors=True)


def publish(place: Place, run: Path, echo: Callable[[str], object] = print) -> None:
    """Point the site at a finished run, in one rename, and drop all runs but this one and the one before it.

    Where there are no symbolic links the run takes the place of the last one, in two renames, and ``echo`` is told. OSError if neither
    can be done: the site is what it was.
    """
    place.check()  # again: somebody may have put a folder there while the notebooks ran
    before = _name(place.current())
    link = place.runs / "next"
    link.unlink(missing_ok=True)
    try:
        # Relative, so that the folder which holds both can be moved or mounted elsewhere.
        os.symlink(f"{place.runs.name}/{run.name}", link)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise
        (run / MARK).write_text(run.name, encoding="ascii")
        echo(f"no symbolic links here: {place.out} is replaced by two renames, and for a moment between them it is not there")
        link = run
    if link is run or marked(place.out):
        _exchange(link, place.out, place.runs / (marked(place.out) or "last"))
    else:
        os.replace(link, place.out)
    shutil.rmtree(place.failed, ignore_errors=True)
    _clear(place, keep={run.name, before})


def _exchange(new: Path, out: Path, aside: Path) -> None:
    """Put a folder where another is, and that one aside; back again if the first cannot be put there."""
    there = os.path.lexists(out)
    if there:
        os.rename(out, aside)
    try:
        os.rename(new, out)
    except BaseException:
        if there:
            os.rename(aside, out)
        raise
    if aside.is_symlink():
        aside.unlink()


def keep_failed(place: Place, run: Path) -> Path:
    """Set a failed run aside for whoever repairs the notebook, and return where. The site stays as it was."""
    shutil.rmtree(place.failed, ignore_errors=True)
    os.replace(run, place.failed)
    return place.failed


def discard(run: Path) -> None:
    """Remove a folder that nobody will look at."""
    shutil.rmtree(run, ignore_errors=True)
