"""What a worker process is: where it runs, what it reads, how it ends.

A worker executes notebooks one after the other; each notebook has a kernel, a process of its own once more, forked where that
is possible from one that has imported the notebook stack. Nothing of this may outlive the run: a worker that is told to end, or
whose parent is gone, takes its kernel with it.
"""

from __future__ import annotations

import os
import signal
import sys
import sysconfig
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import current_process, get_all_start_methods, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from discrepancy.report import signals

#: Modules that every kernel finds imported: its own, but for ipykernel.kernelapp, which reads the environment when it is imported,
#: and those of the notebooks. Nothing here starts threads, sockets or random numbers of its own.
PRELOADED = tuple("ipykernel.ipkernel discrepancy.notebook.settings discrepancy.plots matplotlib.backends.backend_svg pandas".split())
KERNELS: set = set()  # kernel managers of this process; the worker adds them, `end` reads them


def start(scratch: str, life: Connection) -> None:
    """Make this process a worker, once, before any work; it and its kernels work in a folder that is removed before publishing.

    It leads a group of its own, which no Ctrl-C of a terminal reaches: its parent decides, and closes the other end of ``life``.
    """
    if hasattr(os, "setsid"):
        os.setsid()
    signal.signal(signal.SIGTERM, lambda *_: end())
    # What came before. A handler that does nothing, rather than SIG_IGN, because kernels would inherit the latter.
    signal.signal(signal.SIGINT, lambda *_: None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals.SIGNALS)
    follow_parent(end, life)
    # The socket of the process that forks kernels is made here, and not in a folder that is left behind when that is ended; by a
    # relative path, as that of a socket has 107 characters at most.
    current_process()._config["tempdir"] = "."
    _set_environment(Path(scratch))
    os.chdir(scratch)
    if can_fork():
        preload()
    # JupyterLab brings a checker for a format that no notebook uses and that takes seconds to import. None makes jsonschema
    # go without it (https://github.com/jupyter-server/jupyter_server/issues/1559).
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None says that it is not installed


def can_fork() -> bool:
    """Whether kernels can be forked. On macOS they could be, but libraries of the system may fail in a fork."""
    return "forkserver" in get_all_start_methods() and sys.platform != "darwin"


def preload() -> None:
    """Start the process from which kernels are forked, unless it runs; it imports while this process does something else."""
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(list(PRELOADED))
    # Blocked while it starts: Ctrl-C is for kernels, which unblock it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end() -> None:
    """End this process, its kernels and its group at once, without clean-up: the run's folder is removed by the parent or the next run."""
    end_kernels()
    if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with the process that kernels are forked from, which may still be importing
    os._exit(1)


def end_kernels() -> None:
    """End the kernels of this process, and what their notebooks have started: a kernel that was killed leaves it behind."""
    for kernel in list(KERNELS):
        if pid := getattr(kernel.provisioner, "pid", None):
            signals.end_group(pid)  # kernels lead a process group of their own
    KERNELS.clear()


def follow_parent(then: Callable[[], object], *others: Connection) -> None:
    """Wait, in a thread, for the death of the process that asked for this one, even by SIGKILL, and follow it: nobody else would end this.

    The end of another connection counts as well.
    """
    if parent := parent_process():
        threading.Thread(target=lambda: (wait([parent.sentinel, *others]), then()), daemon=True).start()


def _set_environment(scratch: Path) -> None:
    """Let kernels see the same packages as the parent, and nothing of the user's own Jupyter or IPython set-up."""
    os.environ["IPYTHONDIR"] = str(scratch / "ipython")  # no start-up files, no history
    os.environ["JUPYTER_RUNTIME_DIR"] = str(scratch / "runtime")
    os.environ.pop("PYTHONSTARTUP", None)
    for kind in ("config", "cache"):
        usual = os.path.join(os.environ.get(f"XDG_{kind.upper()}_HOME") or os.path.expanduser(f"~/.{kind}"), "matplotlib")
        with suppress(OSError):
            os.makedirs(folder := os.environ.get("MPLCONFIGDIR") or usual, exist_ok=True)
        if not os.access(f"{folder}/.", os.W_OK):
            os.environ["MPLCONFIGDIR"] = str(scratch / "matplotlib")  # or it makes a folder that stays, and says so
    # Kernels run elsewhere, so relative entries would lose their meaning.
    paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    package = str(Path(__file__).resolve().parents[3])
    if package not in (*paths, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        paths.append(package)  # used from a checkout that is not installed
    if paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
