"""Chromium without a window, driven by Playwright: a page as a reader has it, and what axe-core finds in it.

The browser is the system's, with a profile of its own; tests that need it are skipped where there is none. Playwright keeps an event
loop running in the thread that it is started in, and kernels want to start theirs: it gets a thread to itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from discrepancy.report.pages import export

BROWSER = next(filter(None, map(shutil.which, export.BROWSERS)), "")


@dataclass
class Seen:
    """What became of a page: its markup in the end, what stood on its console, what it asked for, and what it was asked itself."""

    dom: str = ""
    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answer: object = None

    def _hear(self, page) -> None:
        page.on("console", lambda said: self.console.append(f"{said.type}: {said.text} {said.location.get('url', '')}"))
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))
        page.on("request", lambda request: self.asked.append(request.url))


class Browser:
    """A browser, and a thread for it."""

    def __init__(self, start):
        self._thread = ThreadPoolExecutor(1)
        self._browser = self._thread.submit(start).result()

    def look(self, address: str | Path, ask: Callable | str = "", dark=False, width=1100, height=1600, trusted=False) -> Seen:
        """Open a page, and ask it something: an expression in its own language, or a function that is given Playwright's page.

        What is `trusted` may run scripts of ours that its own policy would refuse.
        """
        return self._thread.submit(self._look, address, ask, dark, {"width": width, "height": height}, trusted).result()

    def _look(self, address, ask, dark, size, trusted) -> Seen:
        seen = Seen()
        with self._browser.new_context(viewport=size, color_scheme="dark" if dark else "light", bypass_csp=trusted) as context:
            page = context.new_page()
            seen._hear(page)
            page.goto(address.as_uri() if isinstance(address, Path) else address)
            seen.answer = ask(page) if callable(ask) else page.evaluate(ask) if ask else None
            seen.dom = page.content()
        return seen


@contextmanager
def browser(*options: str):
    """A browser of its own for a while."""
    from playwright.sync_api import sync_playwright

    playwright = None

    def start():
        nonlocal playwright
        playwright = sync_playwright().start()
        # As the report starts it: with its sandbox, but for root, and without a way to anybody else.
        return playwright.chromium.launch(executable_path=BROWSER, args=[*export.QUIET, *options], chromium_sandbox=True)

    found = Browser(start)
    try:
        yield found
    finally:
        found._thread.submit(lambda: (found._browser.close(), playwright.stop())).result()
        found._thread.shutdown()


AXE = files("axe_core_python").joinpath("axe.min.js")
FOUND = """async only => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...(only && {runOnly: only})});
  const told = found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary]);
  return [found.passes.length, told, matchMedia("(prefers-color-scheme: dark)").matches];
}"""
OF_COLOUR = ["color-contrast", "link-in-text-block"]  # the rules whose answer is another one in the dark


def audit(browser: Browser, path: Path, dark: bool = True) -> tuple[int, list]:
    """What axe-core finds in a page, in the light and also in the dark: the number of rules that it passes, and its violations."""

    def ask(page):
        page.emulate_media(reduced_motion="reduce")  # a colour on its way to another is neither
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        rules, found, _ = page.evaluate(FOUND)
        if dark:
            page.emulate_media(color_scheme="dark")
            _, more, is_dark = page.evaluate(FOUND, OF_COLOUR)
            assert is_dark
            found += [["dark", *told] for told in more]
        return rules, found

    return browser.look(path, ask, trusted=True).answer
