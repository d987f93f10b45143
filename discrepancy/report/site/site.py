"""The records of a run → its files: ``report.json`` and the single file of each report, the index, pages of cases, what changed.

No time and no path of this machine goes in: the same data give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from discrepancy.case.model import Case
from discrepancy.report.pages import claims, embed, export, pages, records
from discrepancy.report.pages.drawing import drawing
from discrepancy.report.site import changes
from discrepancy.saying.text import escaped

#: In a run that is published: the alert that nobody has been told yet.
UNTOLD, LATE = ".untold", "not told by an earlier run: "


def write(
    run: Path,
    reports: list[dict],
    before: Path | None,
    pdf: bool = False,
    cases: Mapping[str, Case] = MappingProxyType({}),
    url: str = "",
    embedded: Sequence[str] = (),
) -> dict:
    """Write everything of a run that is made from more than one notebook; return what changed since the last published one.

    ``run`` is its folder, with those of its reports and their pages; ``before`` that of the last published run; ``cases`` those that were
    read, by name; ``url`` where readers find the site; ``embedded`` the names of figures that get a page for frames. See
    `discrepancy.report.pages.records` for the reports, `changes.compare` for what comes back.
    """
    reports = changes.once(reports)
    changed = changes.compare(records.read(before), reports)
    shown = changes.latest(changed, before)
    for record in reports:
        folder = run / records.place(record)
        _write_json(folder / "report.json", record)
        (folder / "report.html").write_text(export.single(folder, record, cases.get(record["case"])), encoding="utf-8")
    embed.write(run, reports, embedded, url, cases)
    if pdf:
        export.to_pdf(run, reports, before)
    _write_json(run / "changes.json", shown)
    rows = {case: f"{case}/{pages.CLAIMS}" for case in cases}
    place = records.place
    draw = lambda report, figure: drawing(run / place(report), figure, place(report).replace("/", "."), rows.get(report["case"], ""))
    (run / "index.html").write_text(pages.index_page(reports, shown, pdf, draw, cases, url), encoding="utf-8")
    for case in dict.fromkeys(record["case"] for record in reports):
        of = [record for record in reports if record["case"] == case]
        if case in cases:
            claims.write(run, cases[case], of, url)
        if any(map(records.point, of)):
            (run / case / "index.html").write_text(pages.case_page(case, reports, pdf, case in cases), encoding="utf-8")
    return changed


def to_tell(run: Path, before: Path | None, alert: str, asked: bool) -> str:
    """Return the alert of a run, with what the one ``before`` was ended too early to tell, if alerts are asked for; keep it until it is told."""
    late = ""
    with suppress(OSError, ValueError):
        late = (before / UNTOLD).read_text(encoding="utf-8") if before else ""
    alert = " | ".join(filter(None, (alert, late)))
    if alert:
        (run / UNTOLD).write_text(LATE + alert.replace(LATE, ""), encoding="utf-8")
    return alert if asked else ""


def _write_json(path: Path, value: dict) -> None:
    path.write_text(escaped(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)) + "\n", encoding="utf-8")
