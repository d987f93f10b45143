"""A rendered report → one HTML file, and that file → PDF.

The HTML file holds all pages of the report, its pictures and the tables of its figures as data; it runs no script and loads
nothing, and says so in its own content security policy. PDF is made from it by Chromium, where that is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, gettempdir
from typing import IO

from discrepancy.case.model import Case
from discrepancy.report import signals
from discrepancy.report.errors import ReportError
from discrepancy.report.pages import pages, records
from discrepancy.report.pages.drawing import drawing

ROW = re.compile(rf'<a\b([^>]*) href="(?:\.\./)?{pages.CLAIMS}#([^"]+)"([^>]*)>')
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 120  # for one PDF
Printing = tuple[subprocess.Popen, IO[bytes]]  # Chromium, and what it says


def single(folder: Path, record: dict, case: Case | None = None) -> str:
    """Return the report in a folder, with the pages and figures that its notebooks left, as one HTML page; for its record see `records`.

    ``case`` has the addresses to which marks lead where there is no page of every figure.
    """

    def led(row: re.Match) -> str:
        claim = case.by_id.get(unescape(row[2])) if case else None
        address = pages.web_address(claim.url) if claim else ""
        return f'<a{row[1]}{row[3]} rel="noreferrer" href="{escape(address)}">' if address else "<a>"

    read = lambda stem: ROW.sub(led, (folder / f"{stem}.html").read_text(encoding="utf-8"))
    bodies = {stem: _body(read(stem), stem) for stem in record["notebooks"]}
    names = dict.fromkeys(figure["csv"] for _, figure in records.figures(record) if figure.get("csv"))
    tables = [(Path(name).name, pages.as_data(folder / name, "text/csv;charset=utf-8")) for name in names]
    draw = lambda report, figure: drawing(folder, figure, "first-screen")
    return pages.single_page(record, bodies, lambda name: pages.as_data(folder / name, "image/png"), tables, draw)


def _body(page: str, stem: str) -> str:
    """Return the cells of a page of ours, without what a single one has once, and the links to files that it cannot have.

    Addresses of headings and rows get the page's stem in front, as those of figures have.
    """
    # From the first to the last: what a notebook printed in between may have such a tag of its own.
    body = page.partition('<main class="notebook">')[2].rpartition("</main>")[0]
    body = re.sub(r"<!-- own -->.*?<!-- /own -->", "", body, flags=re.DOTALL)
    body = re.sub(r'(<h[23] id="|<a class="here" href="#|<tr id=")', rf"\g<1>{stem}-", body)
    body = re.sub(r'<a class="more"[^>]*>(.*?)</a>', r"\1", body)
    return re.sub(r'<p class="files">.*?</p>', "", body, flags=re.DOTALL)


def browser() -> str:
    """Return the path of Chromium; ReportError if there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if not found:
        raise ReportError(f"--pdf needs Chromium, and none of {', '.join(BROWSERS)} is on the PATH: install one, or leave --pdf out")
    return found


#: Chromium asks for nothing but what it is given: not for accounts, updates or the time, and no name but that of this machine exists.
QUIET = (
    *"--no-first-run --no-pings --disable-background-networking --disable-component-update --disable-sync --disable-quic".split(),
    *"--disable-domain-reliability --disable-breakpad --disable-gpu --disable-dev-shm-usage --component-updater=url-source=data:,".split(),
    "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,Translate",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # Its sandbox does not start for root, who in a container is often the only user there is.
    *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
)


def to_pdf(run: Path, reports: list[dict], before: Path | None = None) -> None:
    """Print the single file of each report to ``report.pdf`` beside it, unless the run before has printed the same file.

    The same file gives the same bytes with the same Chromium and fonts: the times that it writes into a PDF are set to 1970, and its
    counters to 0. ReportError with code 1, if Chromium fails; what it said last is quoted.
    """
    program, cores = browser(), os.cpu_count() or 1
    places = [place for record in reports if not _taken_over(run, before, place := records.place(record))]
    for some in (places[at : at + cores] for at in range(0, len(places), cores)):
        with ExitStack() as stack:
            for place, printing in [(place, stack.enter_context(printed(program, run / place))) for place in some]:
                _finish(printing, run / place)


def _taken_over(run: Path, before: Path | None, place: str) -> bool:
    page, pdf = f"{place}/report.html", f"{place}/report.pdf"
    same = before is not None and (before / pdf).is_file() and (before / page).read_bytes() == (run / page).read_bytes()
    if same:
        shutil.copyfile(before / pdf, run / pdf)
    return same


@contextmanager
def printed(program: str, folder: Path, *options: str) -> Iterator[Printing]:
    """Let Chromium print the single file of a report, for a while: however that ends, it does too."""
    short = len(os.fsencode(gettempdir())) < 50 or os.name != "posix"  # there is a socket in it, whose path has 107 bytes at most
    with TemporaryDirectory(None, "discrepancy-pdf-", None if short else "/tmp", True) as profile, TemporaryFile() as said:
        command = [program, "--headless", *QUIET, "--no-pdf-header-footer", f"--user-data-dir={profile}", *options]
        command += [f"--print-to-pdf={folder / 'report.pdf'}", (folder / "report.html").as_uri()]
        printing = None
        try:
            with signals.held():
                quiet = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": said, "env": {**os.environ, "TMPDIR": profile}}
                printing = subprocess.Popen(command, start_new_session=True, **quiet)
            yield printing, said
        finally:
            if printing:
                with signals.held():
                    signals.end_group(printing.pid)
                    printing.wait()


def _finish(printing: Printing, folder: Path) -> None:
    """Wait for a file, and make it the same whenever it is printed."""
    (process, told), target = printing, folder / "report.pdf"
    try:
        process.wait(SECONDS)
        told.seek(0)
        said = told.read().decode(errors="replace").strip().splitlines()
    except subprocess.TimeoutExpired:
        said = [f"still printing after {SECONDS} s"]
    if not target.is_file() or not target.stat().st_size:
        raise ReportError(f"{folder.name}: Chromium made no PDF: {said[-1] if said else 'it said nothing'}", code=1)
    # As long as they were, so that all offsets in the file still hold.
    timeless = re.sub(rb"\(D:\d{14}", b"(D:19700101000000", target.read_bytes())
    # Chromium numbers what a screen reader finds from wherever its own window left off: from 0, in the same order.
    numbers = {old: b"%08d" % new for new, old in enumerate(sorted(set(re.findall(rb"\(node(\d{8})\)", timeless))))}
    target.write_bytes(re.sub(rb"\(node(\d{8})\)", lambda found: b"(node%s)" % numbers[found[1]], timeless))
