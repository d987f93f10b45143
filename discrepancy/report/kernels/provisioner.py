"""Kernels forked from a process that has imported the notebook stack, in place of new interpreters that import it again.

In: what jupyter_client asks of a provisioner. Out: kernels that answer within a tenth of a second, and in which notebooks find what
they find in any other. The process they are forked from is a "forkserver" of the standard library, one for each process that
starts kernels; it starts with the first kernel, or earlier if `preload` is called, and ends with its last user.

Registered as ``discrepancy-fork`` (https://jupyter-client.readthedocs.io/en/stable/provisioning.html). Where kernels live longer
than a notebook, note that they see the installed packages as they were when the first of them started.
"""

from __future__ import annotations

import gc
import os
import runpy
import signal
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import context, parent_process, set_start_method  # type: ignore[attr-defined]  # context is there, unlisted
from pathlib import Path
from types import ModuleType

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from discrepancy.report.kernels.process import can_fork, follow_parent, preload


class ForkProvisioner(LocalProvisioner):
    """Starts ``python -m MODULE`` of this interpreter by a fork, and any other kernel as usual.

    A kernel that is shut down, not killed, ends without the functions registered with `atexit`.
    """

    async def launch_kernel(self, cmd, **kwargs):
        """Start a kernel and return how to connect to it."""
        own = cmd[0] == sys.executable and "-m" in cmd
        redirected = any(kwargs.get(name) is not None for name in ("stdin", "stdout", "stderr"))
        if not own or redirected or not can_fork():
            return await super().launch_kernel(cmd, **kwargs)
        preload()
        cwd = str(kwargs.get("cwd") or Path.cwd())
        self.process = ForkedKernel(cmd[cmd.index("-m") + 1 :], kwargs.get("env") or dict(os.environ), cwd)
        with _no_main():
            self.process.start()
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info


class ForkedKernel(getattr(context, "ForkServerProcess", context.Process)):  # which Windows does not have
    """A kernel's process: what it does, and, like `subprocess.Popen`, how it is looked after.

    ``command`` is a module and its arguments, ``env`` the whole environment.
    """

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], env: dict[str, str], cwd: str):
        super().__init__(name="MainProcess")
        self._command, self._env, self._cwd = command, env, cwd

    def poll(self) -> int | None:
        return self.exitcode

    def wait(self) -> int | None:
        self.join()
        return self.exitcode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process alone: it does not lead its group yet."""
        os.kill(self.pid, signum)

    def run(self) -> None:
        """Become what a new interpreter would be, and run the module."""
        os.setsid()
        follow_parent(lambda: os.killpg(0, signal.SIGKILL))  # with all of the kernel's own
        gc.freeze()  # what was there before the fork stays shared: nothing visits it again
        gc.set_threshold(20_000, *gc.get_threshold()[1:])  # a notebook's figures are many small objects that live to its end
        os.environ.clear()
        os.environ.update(self._env)
        os.environ["JPY_PARENT_PID"] = str(parent.pid if (parent := parent_process()) else 0)
        os.chdir(self._cwd)
        sys.path[:] = _fresh_path()
        _forget()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        module, *sys.argv[1:] = self._command
        nowhere = os.open(os.devnull, os.O_WRONLY)  # for tracebacks of ipykernel's own, and so that nothing that stays keeps a pipe open
        os.dup2(nowhere, 1), os.dup2(nowhere, 2)
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _fresh_path() -> list[str]:
    """Return where a new interpreter searches: PYTHONPATH, then the standard library and what follows it."""
    library = Path(sysconfig.get_path("stdlib"))
    first = next(i for i, entry in enumerate(sys.path) if Path(entry) == library or Path(entry).match(f"{library.parent}/python*.zip"))
    return list(dict.fromkeys([*filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)), *sys.path[first:]]))


def _forget() -> None:
    """Undo what the fork and the imports before it have fixed."""
    set_start_method(None, force=True)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()  # Python's own generator does so by itself
    if "matplotlib" in sys.modules:
        # Read from the environment on import; the default is the one that ipykernel sets before anybody imports it.
        backend = os.environ.get("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        sys.modules["matplotlib"].rcParams["backend"] = backend


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide this process's ``__main__``: multiprocessing would import it in the kernel, where it has no business."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
