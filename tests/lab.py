"""JupyterLab for a while, on a port that the system gives it; everything that it keeps is in a folder of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import psutil

LONG = 60  # seconds after which nothing more is waited for


def end(process):
    """End a process and all that it has started."""
    family = []
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for child in family:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(family, timeout=LONG)
    process.wait(LONG)


@contextmanager
def server(folder, place):
    """JupyterLab on the notebooks of a folder: its address and token; what it writes goes below `place`."""
    homes = {f"JUPYTER_{kind}_DIR": str(place / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    homes |= {f"JUPYTERLAB_{kind}_DIR": str(place / kind.lower()) for kind in ("SETTINGS", "WORKSPACES")}
    environment = os.environ | homes | {"IPYTHONDIR": str(place / "ipython"), "JUPYTER_NO_CONFIG": "1"}
    quiet = place / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}')  # it would ask, and look for them
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--ServerApp.port=0"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    drain = threading.Thread(target=process.stderr.read, daemon=True)  # what it says later must go somewhere
    try:
        told = []
        for line in process.stderr:
            told.append(line)
            if found := re.search(r"http://(127\.0\.0\.1):(\d+)/lab\?token=(\w+)", line):
                break
        else:
            raise AssertionError("JupyterLab did not start:\n" + "".join(told))
        drain.start()
        host, port, token = found.groups()
        while process.poll() is None:  # it says where it will listen a moment before it does
            with suppress(ConnectionRefusedError), socket.create_connection((host, int(port))):
                break
            threading.Event().wait(0.02)
        yield f"http://{host}:{port}", token
    finally:
        end(process)
        if drain.is_alive():
            drain.join(LONG)
        process.stderr.close()
