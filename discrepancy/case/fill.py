"""TODO"""

from __future__ import annotations

from collections import defaultdict

from discrepancy.case.columns import CLAIM_COLUMNS, TABLES
from discrepancy.saying.numbers import count

__all__ = ["fill", "one_primary"]

FILLED = {  # column of the claims → what an empty cell is taken for, in the order in which it is told
    "claim": "given an id",
    "statement": "given a statement",
    "primary": "taken as the closest wording found",
    "version_of": "taken as a version of the closest wording of its statement",
    "as_of": "taken as figures for the day of the statement, shown as day not stated",
    "kind": "taken as cumulative",
    "language": "taken as English",
    "seen_as": "taken as seen on the page",
    "status": "taken as current",
    "translation": "rendered into English by nobody named",
}


def fill(tables: dict, dimensions: dict, meta: dict, filled: list[str]) -> None:
    """Fill the optional columns where they can be; `filled` says what was done."""
    claims = tables["claims"]
    counts: dict[str, int] = dict.fromkeys(FILLED, 0)
    numbering: dict[str, int] = defaultdict(int)
    absent = dict.fromkeys(column for column in [*CLAIM_COLUMNS, *dimensions] if column not in claims[0])  # one header for all rows
    for row in claims:
        for column in absent:
            row[column] = ""
        if not row["claim"]:
            stem = f"{row['source']}-{row['statement_date']}"
            numbering[stem] += 1
            row["claim"] = stem if numbering[stem] == 1 else f"{stem}-{numbering[stem]}"
            counts["claim"] += 1
        for column, default in (("kind", "cumulative"), ("language", "en"), ("status", "current"), ("seen_as", "page")):
            if not row[column]:
                row[column] = default
                counts[column] += 1
        counts["translation"] += bool(row["english"] and row["language"] != "en" and not row["translation"])
    by_id = {row["claim"]: row for row in claims}
    for row in claims:
        if not row["statement"]:
            retold = by_id.get(row["version_of"], {})
            row["statement"] = retold.get("statement") or f"{row['source']}-{row['statement_date']}"
            counts["statement"] += 1
    _fill_primaries(claims, dimensions, counts)
    counts["as_of"] = sum(not row["as_of"] for row in claims)
    filled += [f"{n} of {count(len(claims), 'claim')} {FILLED[c]} ({c} was empty)" for c, n in counts.items() if n]
    _fill_sources(tables, filled)
    for name in ("events", "reasons", "corrections"):
        for row in tables[name]:
            for column in TABLES[name][0]:
                row.setdefault(column, "")


def one_primary(row: dict, dimensions: dict) -> tuple:
    """What a statement has one closest wording for; a row that no longer stands is beside the one in its place."""
    fallen = () if row["status"] == "current" else (row["claim"],)
    return (row["statement"], row["measure"], row["kind"], *(row[d] for d in dimensions), *fallen)


def _fill_primaries(claims: list[dict], dimensions: dict, counts: dict[str, int]) -> None:
    """Where a statement names no closest wording, its first row of each measure is taken; the others are versions of it."""
    statements: dict[str, list[dict]] = defaultdict(list)
    for row in claims:
        statements[row["statement"]].append(row)
    for rows in statements.values():
        named = any(row["primary"] for row in rows)
        taken = {one_primary(row, dimensions) for row in rows if row["primary"]}
        for row in rows:
            if not named and not row["version_of"] and one_primary(row, dimensions) not in taken:
                row["primary"] = "yes"
                taken.add(one_primary(row, dimensions))
                counts["primary"] += 1
        primaries = [row for row in rows if row["primary"]]
        primaries = [row for row in primaries if row["status"] == "current"] or primaries
        alike: dict[object, list[dict]] = defaultdict(list)
        for p in primaries:
            alike[one_primary(p, dimensions)].append(p)
            alike[p["measure"]].append(p)
        for row in rows:
            if row["primary"] or row["version_of"]:
                continue
            same = alike.get(one_primary(row, dimensions)) or alike.get(row["measure"]) or primaries
            if len(same) == 1:  # else the check asks which one is retold
                row["version_of"] = same[0]["claim"]
                counts["version_of"] += 1


def _fill_sources(tables: dict, filled: list[str]) -> None:
    rows = tables["sources"]
    counts = {"name": 0, "group": 0}
    for row in rows:
        for column in TABLES["sources"][0]:
            row.setdefault(column, "")
        for column, default in (("name", row["source"].replace("-", " ")), ("group", row["source"])):
            if not row[column]:
                row[column] = default
                counts[column] += 1
    told = {"name": "named by their id", "group": "taken as a group of their own"}
    filled += [f"{n} of {count(len(rows), 'source')} {told[c]} ({c} was empty)" for c, n in counts.items() if n]
    if not rows:
        names = dict.fromkeys(row["source"] for row in tables["claims"] if row["source"])
        tables["sources"] = [
            dict.fromkeys(TABLES["sources"][0], "") | {"source": s, "name": s.replace("-", " "), "group": s, "line": 0} for s in names
        ]
        filled.append(f"{count(len(names), 'source')} taken from the claims, each a group of its own (sources.csv has no rows)")
