"""Chromium without a window: a page as it has it, and what axe-core finds in it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from importlib.resources import files

BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")

QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=5000", "--dump-dom"]


def browse(path, profile, *options, log=False):
    """The page as a browser has it; or what it says of it."""
    command = [BROWSER, *QUIET, *options, f"--user-data-dir={profile}", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return (done.stdout, done.stderr) if log else done.stdout


AUDIT = """<script>
addEventListener("load", async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const told = found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary]);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.seen = JSON.stringify({dark, rules: found.passes.length, violations: told});
});
</script></body>"""


def audit(path, folder, dark=False):
    """What axe-core finds in a page: whether it was dark, the number of rules that it passes, and its violations."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page = re.sub(r'content="default-src[^"]*"', "", path.read_text(encoding="utf-8"))
    copy = folder / f"{path.stem}-{'dark' if dark else 'light'}.html"
    # Pictures are found where they are; a function as replacement, for the script is full of backslashes.
    page = page.replace("<head>", f'<head><base href="{path.as_uri()}">', 1)
    copy.write_text(re.sub("</body>", lambda _: f"<script>{script}</script>{AUDIT}", page), encoding="utf-8")
    dom = browse(copy, folder / f"profile-{copy.stem}", f"--blink-settings=preferredColorScheme={0 if dark else 1}")
    return json.loads(html.unescape(re.search(r'<html[^>]* data-seen="([^"]*)"', dom)[1]))
