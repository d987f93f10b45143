"""How a process is ended from outside: one exception, raised once, wherever the process is.

In: Ctrl-C, SIGTERM, SIGHUP, or a reader of the output that has gone away. Out: `Ended`, which knows the exit code, 128 + n. What must
not be cut in two is done while signals are `held`. A signal that is ignored when the process starts stays ignored, as under nohup.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ended(SystemExit):
    """This process was ended from outside: with which exit code, and what is said. Nothing catches it by mistake, and Python ends with its code."""

    def __init__(self, code: int, said: str = "interrupted"):
        super().__init__(code)
        self.said = said


class _State:
    over = False  # one signal ends the process; another one while it ends changes nothing
    depth = 0
    pending = 0


def listen() -> None:
    """Let each signal that would end this process raise `Ended` in its main thread, until `deafen`."""
    for signum in SIGNALS:
        if signal.getsignal(signum) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(signum, _end)
    sys.unraisablehook = _again


def deafen() -> None:
    """Let no signal change any more how this process ends: it is about to."""
    _State.over = True
    for signum in SIGNALS:
        if signal.getsignal(signum) is _end:
            signal.signal(signum, signal.SIG_IGN)  # which Python leaves as it is while it ends


def _end(signum: int, frame: object = None) -> None:
    if _State.depth:
        _State.pending = _State.pending or signum
    elif not _State.over:
        _State.over = True
        raise Ended(128 + signum)


def _again(lost: sys.UnraisableHookArgs) -> None:
    """Raise once more what fell into a place that cannot raise, such as the end of an object's life."""
    if not isinstance(lost.exc_value, Ended):
        sys.__unraisablehook__(lost)
    elif hasattr(signal, "setitimer"):
        _State.over, signum = False, int(lost.exc_value.code or 0) - 128
        signal.signal(signal.SIGALRM, lambda *_: _end(signum))
        signal.setitimer(signal.ITIMER_REAL, 0.005)


@contextmanager
def held() -> Iterator[None]:
    """Hold signals back while something is done that must not be cut in two; one that came meanwhile is raised at the end.

    Processes that are started here begin deaf to them, until they unblock `SIGNALS`.
    """
    mask = getattr(signal, "pthread_sigmask", None) if threading.current_thread() is threading.main_thread() else None
    before = mask(signal.SIG_BLOCK, SIGNALS) if mask else ()
    _State.depth += 1  # as well: another thread may receive what this one blocks
    try:
        yield
    finally:
        _State.depth -= 1
        if mask:
            mask(signal.SIG_SETMASK, before)
        if _State.pending and not _State.depth:
            signum, _State.pending = _State.pending, 0
            _end(signum)


def end_group(pid: int) -> None:
    """End a process that leads a group, and all of that group, at once."""
    for kill in filter(None, (getattr(os, "killpg", None), os.kill)):
        try:
            kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        except OSError:  # gone, or no group yet
            continue
