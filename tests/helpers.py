"""What several tests share: a command as it is typed, notebooks that run quickly or are not run at all, a site, what ends in time."""

from __future__ import annotations

import base64
import json
import os
import re
import textwrap
import time
from contextlib import chdir
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from click.testing import CliRunner

from discrepancy.app.cli.group import main
from discrepancy.report.kernels import process
from discrepancy.report.pages.pages import FILTER, POLICY, POLICY_WITH_FILTER, POLICY_WITH_SCRIPT, SCRIPT
from discrepancy.report.plan.plan import Outcome
from discrepancy.report.site import publish


def run(*args, stdin=""):
    """A command as it is typed: its exit code, and what it says on both streams."""
    done = CliRunner().invoke(main, args, input=stdin, env={"COLUMNS": "110"}, prog_name="discrepancy")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)


PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PARAMETERS = 'case: str = ""  # name of the case\na: str = ""  # one\nas_of: str = ""  # day\noutput_dir: str = ""  # folder'

FIGURE = """
import base64, json, pathlib
out = pathlib.Path(output_dir)
(out / "figures").mkdir(exist_ok=True)
pixel = base64.b64decode({pixel!r})
(out / "figures" / "{stem}.png").write_bytes(pixel)
fragment = json.loads({fragment!r})
(out / "{stem}.json").write_text(json.dumps(fragment))

class Figure:
    def _repr_mimebundle_(self, include=None, exclude=None):
        alt = fragment["figures"][0]["alt"]
        return {{"image/png": base64.b64encode(pixel).decode(), "text/plain": alt}}, {{"image/png": {{"alt": alt}}}}

Figure()
"""


def screen(text: str = "text") -> dict:
    """Return a first screen with two views and one text everywhere."""
    view = {
        "label": f"View {text}",
        "headline": f"Headline {text}",
        "numbers": [
            {"number": f"3,000 {text}", "label": f"A {text}", "url": "https://example.org/a?b=1&c=2", "colour": "#0173b2"},
            {"number": "1,100", "label": "B", "url": "javascript:alert(1)", "colour": "red;background:url(http://example.org)"},
            {"number": "×2", "label": "rest", "range": {"low": 2.1, "high": 2.8, "default": 2.3, "of": 2.7}},
        ],
        "paragraphs": [{"heading": f"Head {text}", "text": f"Body {text}"}],
        "note": f"Note {text}",
        "figure": "only",
    }
    return {
        "kicker": f"Kicker {text}",
        "views": [view, {**view, "headline": "The second view"}],
        "foot": [f"Foot {text}"],
        "sources": [{"n": 1, "text": f"Source {text}", "url": "https://example.org/s", "seen": f"seen {text}"}],
    }


def fragment(stem: str, text: str, with_screen: bool) -> dict:
    figure = {"name": "only", "title": f"Figure {text}", "alt": f"Alt {text}", "png": f"figures/{stem}.png"}
    result = {"title": f"Title {text}", "question": f"Question {text}?", "figures": [figure]}
    return {**result, "screen": screen(text)} if with_screen else result


def write_notebook(folder: Path, stem: str, *sources: str, metadata: dict | None = None, parameters: str = PARAMETERS) -> Path:
    """Write a notebook with a parameters cell and the given code cells."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    folder.mkdir(parents=True, exist_ok=True)
    cells = [
        new_markdown_cell(f"# Heading of {stem}\n\n[elsewhere](https://example.org)"),
        new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        # Stored counts and outputs, as committed notebooks have them: they must not pass for new ones.
        *(new_code_cell(textwrap.dedent(source), execution_count=9) for source in sources),
    ]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / f"{stem}.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec, **(metadata or {})}), path)
    return path


def figure_cell(stem: str, text: str = "text", with_screen: bool = False) -> str:
    data = json.dumps(fragment(stem, text, with_screen))
    return FIGURE.format(pixel=base64.b64encode(PIXEL).decode(), stem=stem, fragment=data)


class Performer:
    """An executor that performs tasks here, without kernels, and knows which. `fails` are given as "PATH STEM".

    Each leaves a page and a fragment, such as the one that is given.
    """

    def __init__(self, fails=(), silent=(), refuses=(), interrupt_after=None, fragment=()):
        self.ran: list[str] = []
        self.fails, self.silent, self.refuses = fails, silent, refuses
        self.interrupt_after, self.fragment = interrupt_after, dict(fragment)

    def __call__(self, tasks, scratch):
        assert scratch.is_dir()
        for task in tasks:
            if len(self.ran) == self.interrupt_after:
                raise KeyboardInterrupt
            name = f"{task.path} {task.stem}"
            self.ran.append(name)
            task.folder.mkdir(parents=True)
            if name in self.silent:
                yield Outcome(task.path, task.stem, 0.1, {}, refusal="no claim can speak", silent=True)
            elif name in self.refuses:
                yield Outcome(task.path, task.stem, 0.1, {}, refusal="claims.csv, line 3: no such day")
            elif name in self.fails:
                (task.folder / f"{task.stem}.failed.ipynb").write_text("half")
                yield Outcome(task.path, task.stem, 0.1, {}, f"{task.stem} for {task.path} failed")
            else:
                given = {n: Path(v).name if n == "case" else v for n, v in task.parameters.items() if n != "output_dir"}
                (task.folder / f"{task.stem}.html").write_text(f"{task.stem} {sorted(given.items())}")
                (task.folder / f"{task.stem}.json").write_text(json.dumps(self.fragment))
                yield Outcome(task.path, task.stem, 0.1, self.fragment)


def in_this_process(tasks, scratch):
    """An executor without worker processes: the kernels are real, and forked from one process that is started once for all tests."""
    from discrepancy.report.kernels import worker

    with mock.patch.dict(os.environ), chdir(scratch):
        process._set_environment(scratch)
        yield from map(worker.perform, tasks)


def put_site(out: Path, text: str = "good") -> publish.Place:
    """Publish a site of one file, without notebooks."""
    place = publish.Place.at(out)
    with publish.locked(place):
        run = publish.new_run(place)
        (run / "index.html").write_text(text)
        publish.publish(place, run)
    return place


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def wait_for(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended; one that nobody has waited for yet has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


class Elements(HTMLParser):
    """What a browser would fetch, run or read aloud of a page: its elements with their attributes, and its text."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.found if name == tag]


def check_harmless(text: str) -> None:
    """A page of a site lets nothing in, runs no script but ours, and its links lead to the web, into the site or to data."""
    page = Elements(text)
    ours, filters = (text.count(f"<script>{script}</script>") for script in (SCRIPT, FILTER))
    policies = [a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [POLICY_WITH_SCRIPT if ours else POLICY_WITH_FILTER if filters else POLICY]
    # Before anything that could load: a policy holds for what follows it.
    assert [tag for tag, _ in page.found[:4]] == ["html", "head", "meta", "meta"]
    assert len(page.all("script")) == ours + filters <= 1 and ours == ("data-note=" in text)
    assert not {tag for tag, _ in page.found} & {"iframe", "object", "embed", "form", "base", "audio", "video", "frame", "applet", "math"}
    assert not [a for a in page.all("meta") if a.get("http-equiv", "").lower() == "refresh"]
    style = text[text.index("<style>") : text.index("</style>")]
    assert len(page.all("style")) == 1 and not re.search(r"url\(|@import|https?://", style)
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name in ("srcdoc", "srcset", "ping", "formaction")]
        assert re.match(r"data:image/png;base64,|[\w.=,/-]+$", attributes.get("src", "x"))
        kinds = r"data:,$" if tag == "link" else r"https?://|#|data:text/csv;|[\w.=,/-]+(#[\w.=,-]+)?$"
        assert re.match(kinds, attributes.get("href", "data:,")) or "href" not in attributes, attributes
