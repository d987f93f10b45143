"""JupyterLab with a notebook, in Chromium without a window: both start here, and both end here, whatever happens.

The server takes a port that the system gives it, and everything that it keeps is in a folder of its own. The browser is spoken to
through two pipes, for which no port is needed.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import select
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager, suppress

import psutil
from browser import BROWSER

OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
OPTIONS += ["--disable-component-update", "--disable-sync", "--remote-debugging-pipe", "--disable-dev-shm-usage", "about:blank"]
AT_3_AND_4 = "import os, sys; [os.dup2(int(fd), at) for at, fd in enumerate(sys.argv[1:3], 3)]; os.execv(sys.argv[3], sys.argv[3:])"
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


class Page:
    """A page of a browser, by the Chrome DevTools Protocol."""

    def __init__(self, read, write):
        self._read, self._write, self._rest, self._last, self._session = read, write, b"", 0, None
        self.events = []

    def open(self, address, width, height):
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.resize(width, height)
        self.send("Page.navigate", url=address)

    def resize(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def send(self, method, **parameters):
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        message |= {"sessionId": self._session} if self._session else {}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                assert "error" not in answer, (method, answer)
                return answer["result"]
            self.events.append(answer)

    def _next(self):
        while b"\0" not in self._rest:
            assert select.select([self._read], [], [], LONG)[0], "the browser does not answer"
            self._rest += os.read(self._read, 1 << 20)
        answer, _, self._rest = self._rest.partition(b"\0")
        return json.loads(answer)

    def ask(self, script):
        """What an expression gives; a promise is waited for."""
        done = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def wait(self, condition):
        """Until an expression is true in the page; what it gives then."""
        script = f"""new Promise((done, failed) => {{
          const look = () => {{ let found = null; try {{ found = {condition}; }} catch {{}}
            if (found) {{ clearInterval(timer); done(typeof found === "object" || found); }} }};
          const timer = setInterval(look, 20);
          setTimeout(() => {{ clearInterval(timer); done(null); }}, {LONG * 1000 - 20000}); }})"""
        found = self.ask(script)
        assert found, "\n".join(["never true:", condition, self.ask("document.body.innerText")[-3000:], *self.errors()])
        return found

    def click(self, selector, across=0.5):
        """Click an element, at a part of its width."""
        x, y = self.ask(
            f"(e => (e.scrollIntoView({{block: 'center'}}), e = e.getBoundingClientRect(), [e.x + {across} * e.width, e.y + e.height / 2]))"
            f"(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def button(self, text):
        self.ask(f"[...document.querySelectorAll('button')].find(b => b.innerText.trim() == {json.dumps(text)}).click()")

    def type(self, label, text):
        """Type into the field with this label."""
        self.ask(f"[...document.querySelectorAll('label')].find(l => l.innerText.trim() == {json.dumps(label)}).control.select()")
        self.send("Input.insertText", text=text)
        self.ask("document.activeElement.blur()")

    def errors(self):
        """What the page wrote to its console as errors."""
        found = []
        for event in self.events:
            told = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(json.dumps(told["exceptionDetails"]))
            elif event.get("method") == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
                found.append(json.dumps(told["args"]))
            elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
                found.append(json.dumps(told["entry"]))
        return found


@contextmanager
def browser(place):
    """A browser with a profile of its own, and one page."""
    with ExitStack() as stack:
        ends = []
        for _ in range(2):
            for fd in os.pipe():
                ends.append(fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10))  # above 4, which the browser's own ends get
                os.close(fd)
                stack.callback(os.close, ends[-1])
        commands, write, read, answers = ends[0], ends[1], ends[2], ends[3]
        command = [sys.executable, "-c", AT_3_AND_4, str(commands), str(answers), BROWSER, *OPTIONS, f"--user-data-dir={place}"]
        process = subprocess.Popen(command, pass_fds=(commands, answers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Page(read, write)
        finally:
            end(process)
