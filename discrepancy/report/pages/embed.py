"""One figure of a report → a page of its own, to be shown in a frame of somebody's page.

In: the name of a figure. Out: ``embed/NAME.html`` beside the pages of each report that has it: the drawing for a desk and for a phone, its
numbers and its sources as text, and where the report is. It holds all that it shows, runs nothing and loads nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from markupsafe import Markup

from discrepancy.report.errors import ReportError, did_you_mean
from discrepancy.report.pages import pages, records
from discrepancy.report.pages.drawing import drawing
from discrepancy.saying.text import as_it_was
from discrepancy.story.words import NOT_EVIDENCE


def write(run: Path, reports: list[dict], names: Sequence[str], url: str = "", cases: Collection[str] = ()) -> None:
    """Write a page for each of these figures and each report that has it; ReportError for a figure that none has."""
    found = [(report, stem, figure) for report in reports for stem, figure in records.figures(report)]
    known = list(dict.fromkeys(figure.get("name") or "" for *_, figure in found))
    if hints := [f"no figure {did_you_mean(name, known)}" for name in names if name not in known]:
        raise ReportError(f"{' '.join(hints)} There are {', '.join(known) or 'none'}")
    for report, stem, figure in found:
        if figure.get("name") in names:
            folder = run / records.place(report) / "embed"
            folder.mkdir(exist_ok=True)
            page = _page(folder.parent, report, stem, figure, url, report["case"] in cases)
            (folder / f"{figure['name']}.html").write_text(page, encoding="utf-8")


def _page(folder: Path, report: dict, stem: str, figure: dict, url: str, has_rows: bool) -> str:
    fragment, place = report["notebooks"][stem], records.place(report)
    rows: list[list[str]] = []
    if figure.get("csv"):
        with open(folder / figure["csv"], newline="", encoding="utf-8") as file:
            rows = [[*map(as_it_was, row)] for row in csv.reader(file) if any(row)]
    base = f"{url.rstrip('/')}/{place}" if url else ".."
    title, alt = figure.get("title") or figure["name"], figure.get("alt") or ""
    drawn = drawing(folder, figure, "embed", pages.claims_of(f"{place}/embed", url) if has_rows else "")
    drawn = drawn and drawn.replace("<a ", Markup('<a target="_blank" '))  # the frame stays what it is
    lettered = " ".join(re.sub(r"<[^>]*>", " ", drawn or "").split())
    return pages.render(
        "embed",
        figure=figure,
        drawn=drawn,
        picture=pages.as_data(folder / figure["png"], "image/png") if figure.get("png") else "",
        title=title,
        rows=rows,
        sources=records.dig(fragment, "screen", "sources") or [],
        address=f"{base}/{stem}.html#{stem}-{figure['name']}",
        name=records.dig(fragment, "record", "title") or report["case"],
        record=records.dig(fragment, "record", "text"),
        not_evidence="" if NOT_EVIDENCE in lettered else NOT_EVIDENCE,  # which some figures have at their foot
        head=pages.Head.of(title, alt, [figure], place, "../", url),
    )
