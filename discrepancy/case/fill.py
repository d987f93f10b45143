"""Rows as they were written → rows with every column, the optional ones filled where they can be, and a sentence for each kind of filling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, islice

from discrepancy.case.columns import FILLED, TABLES
from discrepancy.case.hashes import text_hash
from discrepancy.case.printed import phrase_of
from discrepancy.reading.phrase import rendering
from discrepancy.saying.numbers import plural

DEFAULTS = {"kind": "cumulative", "language": "en", "status": "current", "seen_as": "page"}


def fill(tables: dict, dimensions: dict) -> list[str]:
    """Fill the optional columns where they can be, and say what was done."""
    claims = tables["claims"]
    for name in TABLES:
        columns = [*TABLES[name][0], *(dimensions if name == "claims" else ())]
        absent = dict.fromkeys([column for column in columns if tables[name] and column not in tables[name][0]], "")
        for row in tables[name]:  # all of them have one header
            row.update(absent)
    counts: dict[str, int] = dict.fromkeys(FILLED["claims"], 0)
    _fill_ids(claims, dimensions, counts)
    for row in claims:
        _fill_row(row, DEFAULTS, counts)
        if row["wording"] and not row["english"] and (english := rendering(row["wording"], row["language"])):
            row |= {"english": english, "translation": row["translation"] or "machine", "rendered": "yes"}
            counts["english"] += 1
        counts["translation"] += bool(row["english"] and row["language"] != "en" and not row["translation"])
    by_id = {row["claim"]: row for row in claims}
    for row in claims:
        retold = by_id.get(row["version_of"], {})
        _fill_row(row, {"statement": retold.get("statement") or _statement(row)}, counts)
    _fill_primaries(claims, dimensions, counts)
    counts["as_of"] = sum(not row["as_of"] for row in claims)
    return _told(counts, len(claims), "claim") + _fill_sources(tables)


def _statement(row: dict) -> str:
    return f"{row['source']}-{row['statement_date']}"


def _fill_ids(claims: list[dict], dimensions: dict, counts: dict[str, int]) -> None:
    """Ids of rows that have none: of what the row says, as much as tells it from the others, so that they do not hang on the order."""
    taken, used = {row["claim"] for row in claims}, Counter()
    alike: dict[str, list[dict]] = defaultdict(list)
    for row in claims:
        if not row["claim"]:
            alike[_statement(row)].append(row)
    for stem, rows in alike.items():
        figures = (re.sub(r"(?<=\d)[,.\s'](?=\d{3})", "", phrase_of(row)) for row in rows)
        numbers = ["-".join(re.findall(r"[0-9]+", text))[:20] for text in figures]
        longer = [
            [stem, f"{stem}-{row['measure']}", f"{stem}-{row['measure']}-{number}", f"{stem}-{text_hash(row, dimensions)[:8]}"]
            for row, number in zip(rows, numbers, strict=True)
        ]
        often = Counter(name for names in longer for name in set(names))
        for row, names in zip(rows, longer, strict=True):
            name = next((name for name in names if often[name] == 1 and name not in taken), names[-1])
            again = next(n for n in count(used[name] + 1) if (name if n == 1 else f"{name}-{n}") not in taken)  # the same row twice
            row["claim"], used[name] = name if again == 1 else f"{name}-{again}", again
            taken.add(row["claim"])
            counts["claim"] += 1


def _fill_row(row: dict, defaults: dict[str, str], counts: dict[str, int]) -> None:
    for column, default in defaults.items():
        if not row[column]:
            row[column] = default
            counts[column] += 1


def _told(counts: dict[str, int], of: int, what: str) -> list[str]:
    return [f"{n} of {plural(of, what)} {FILLED[f'{what}s'][column]} ({column} was empty)" for column, n in counts.items() if n]


def one_primary(row: dict, dimensions: dict) -> tuple:
    """What a statement has one closest wording for; a row that no longer stands is beside the one in its place."""
    fallen = () if row["status"] == "current" else (row["claim"],)
    subject = (row["period_start"], row["as_of"] or row["statement_date"], *(row[d] for d in dimensions))
    return (row["statement"], row["measure"], row["kind"], *subject, *fallen)


def _retold(row: dict, among: list[dict], columns: Sequence[str], index: dict) -> Iterator[dict]:
    """Those of which a row can be a version: of none of both another day or period, or another place, is told.  The index is kept for others."""
    place = (id(among), *(bool(row[c]) for c in columns))
    if place not in index:
        index[place] = defaultdict(lambda: defaultdict(list))
        for primary in among:
            both = tuple(c for c in columns if row[c] and primary[c])
            index[place][both][tuple(primary[c] for c in both)].append(primary)
    for both, held in index[place].items():
        yield from held.get(tuple(row[c] for c in both), ())


def _fill_primaries(claims: list[dict], dimensions: dict, counts: dict[str, int]) -> None:
    """Where a statement names no closest wording, its first row of each measure is taken; the others are versions of it."""
    statements: dict[str, list[dict]] = defaultdict(list)
    columns = ("period_start", "as_of", *dimensions)
    for row in claims:
        statements[row["statement"]].append(row)
    for rows in statements.values():
        if not any(row["primary"] for row in rows):
            first = {one_primary(row, dimensions): row for row in reversed(rows) if not row["version_of"]}
            for row in first.values():
                row["primary"] = "yes"
            counts["primary"] += len(first)
        primaries = [row for row in rows if row["primary"]]
        primaries = [row for row in primaries if row["status"] == "current"] or primaries
        alike, index = defaultdict(list), {}
        for p in primaries:
            alike[one_primary(p, dimensions)].append(p)
            alike[p["measure"]].append(p)
        for row in rows:
            if row["primary"] or row["version_of"]:
                continue
            same = alike.get(one_primary(row, dimensions)) or alike.get(row["measure"]) or primaries
            same = list(islice(_retold(row, same, columns, index), 2))
            if not (same or any(_retold(row, primaries, columns, index))):  # another year or place: a subject of its own
                row["primary"] = "yes"
                counts["primary"] += 1
            elif len(same) == 1:  # else the check asks which one is retold
                row["version_of"] = same[0]["claim"]
                counts["version_of"] += 1


def _fill_sources(tables: dict) -> list[str]:
    """Name the sources and their groups; where there is no table of them, they are those of the claims."""
    given = tables["sources"]
    names = dict.fromkeys(row["source"] for row in tables["claims"] if row["source"])
    rows = given or [dict.fromkeys(TABLES["sources"][0], "") | {"source": name, "line": 0} for name in names]
    counts = dict.fromkeys(FILLED["sources"], 0)
    for row in rows:
        id_ = row["source"].upper() if row["source"] in ("who", "us", "it") else row["source"]  # an abbreviation, and no pronoun
        _fill_row(row, {"name": id_.replace("-", " "), "group": row["source"]}, counts)
    tables["sources"] = rows
    if given:
        return _told(counts, len(rows), "source")
    return [f"{plural(len(rows), 'source')} taken from the claims, each a group of its own (sources.csv has no rows)"]
