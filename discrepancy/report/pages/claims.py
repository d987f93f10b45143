"""A case → the page of its every figure, the same as CSV, and the whole case as a ZIP file.

In: a `Case` as read. Out: `FILES` in its folder below the site. Whatever a report asks about, these are of the tables as they are: every
address that the case holds is here. Nothing in them depends on the time or the machine.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from discrepancy import dates
from discrepancy.case.columns import CLAIM_COLUMNS
from discrepancy.case.model import Case, Claim
from discrepancy.report.pages import pages, records
from discrepancy.retelling import outlet
from discrepancy.saying.text import as_csv

FILES = (pages.CLAIMS, "claims.csv", "case.zip")


def write(run: Path, case: Case, reports: list[dict], url: str = "") -> None:
    """Write the three files into the folder of the case in a run; ``reports`` are the records of that case."""
    folder = run / case.name
    page, table, packed = (folder / name for name in FILES)
    columns = [*CLAIM_COLUMNS, *case.dimensions]
    rows = ([row.get(column, "") for column in columns] for row in case.tables["claims"])
    table.write_text(as_csv([columns, *rows]), encoding="utf-8", newline="")
    _pack(case, packed)
    swept, place = any(map(records.point, reports)), records.place(reports[0])
    steps = [] if swept else [pages.Page(stem) for stem in reports[0]["notebooks"]]
    text = f"Every printed figure of the case, with its words, its day and its address: {len(case.records):,} rows."
    head = pages.Head.of(f"Every figure: {case.title}", text, [figure for _, figure in records.figures(reports[0])], place, "", url)
    named = {
        "sources": sorted({case.source_name(c.source) for c in case.records}),
        "measures": sorted({case.measure_label(c.measure) for c in case.records}),
    }
    script = {"policy": pages.POLICY_WITH_FILTER, "filter": pages.FILTER, "size": f"{-(-packed.stat().st_size // 1000):,} kB"}
    about = {"head": head, "text": text, "steps": steps, "swept": swept, "record": records.kept(reports[0], "record")}
    text = pages.render("claims", case=case, rows=[_row(case, c) for c in case.records], **named, **script, **about)
    page.write_text(text, encoding="utf-8")


def _row(case: Case, c: Claim) -> dict:
    """What the page shows of a claim, and under which further words a search finds it."""
    values = [f"{case.dimension_label(name)}: {case.dimension_label(name, value)}" for name, value in c.dims if value]
    how = [] if c.kind in ("", "cumulative") else [c.kind]
    return {
        "claim": c,
        "source": case.source_name(c.source),
        "measure": case.measure_label(c.measure),
        "of": "; ".join([*how, *values]),
        "said": dates.say(c.statement_date),
        "as_of": dates.say(c.as_of) if c.as_of else "not stated",
        "outlet": outlet(c),
        "fallen": c.status not in ("", "current"),
        "words": " ".join((c.claim, case.source_rows.get(c.source, {}).get("aliases", ""), case.group_name(c.group), c.statement_date)),
    }


def _pack(case: Case, target: Path) -> None:
    """The files of the case as they were read, but lists of people, with the same bytes for the same files."""
    private = {name for spec in case.meta.get("lists", []) for name in (*spec.get("files", []), spec.get("review", ""))}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted({*case.held} - private):
            info = zipfile.ZipInfo(f"{case.name}/{name}", (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(info, case.held[name])
