"""How rows refer to each other: versions, rows in the place of others, derivations, reasons, corrections, and the names of sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from discrepancy.case.fill import one_primary
from discrepancy.case.problems import Problem, adviser, of_row
from discrepancy.case.who import ambiguous, meanings, names_of


def tie_problems(tables: dict, dimensions: dict) -> Iterator[Problem]:
    """Every reference names what is there, and leads where it should."""
    claims = tables["claims"]
    yield from _versions(claims, dimensions)
    yield from _derivations(claims)
    yield from _sources(tables["sources"])
    sources = {row["source"] for row in tables["sources"]}
    known = names_of(tables, "statement", "source", "group")
    near = adviser(set().union(*known.values()))
    for row in tables["reasons"]:
        about = [part.strip() for part in row["about"].split(";")]
        found = {part: meanings(part, known) for part in about}
        unknown = [part for part in about if not found[part]]
        double = next((part for part in about if len(found[part]) > 1), None)
        if double and not unknown:
            yield Problem("reasons.csv", row["line"], "about", double, ambiguous(found[double].values()))
        elif len(about) != 2 or unknown:
            advice = near(unknown[0]) if unknown else "write the two sources or statements with a semicolon between"
            yield of_row("reasons", row, "about", f"must be two sources or statements of this case: {advice}")
    ids = {row["claim"] for row in claims}
    for row in tables["corrections"]:
        if row["claim"] not in ids:
            yield of_row("corrections", row, "claim", "is no claim of this table")
    near = adviser(sources)
    for row in tables["events"]:
        kind, _, source = row["kind"].partition(":")
        if kind == "acknowledged" and source not in sources:
            yield of_row("events", row, "kind", f"names no source of this case: {near(source)}")


def _versions(claims: list[dict], dimensions: dict) -> Iterator[Problem]:
    """Versions point at the closest wording found of the same statement; one such for each measure and basis."""
    by_id = {row["claim"]: row for row in claims}
    near = adviser(by_id)
    first: dict[tuple, dict] = {}
    for row in claims:
        say = lambda column, advice, row=row: of_row("claims", row, column, advice)
        if row["version_of"]:
            target = by_id.get(row["version_of"])
            if target is None:
                yield say("version_of", f"is no claim of this table: {near(row['version_of'])}")
            elif target is row:
                yield say("version_of", "is the row itself: leave it empty for the closest wording found")
            elif not target["primary"]:
                yield say("version_of", "is itself a version: point at the closest wording found (primary = yes)")
            elif target["statement"] != row["statement"]:
                yield say("version_of", f"belongs to the statement {target['statement']!r}, this row to {row['statement']!r}")
            if row["primary"]:
                yield say("primary", "is yes, and version_of is filled: a row is either the closest wording found or a version of it")
        if row["replaced_by"] == row["claim"]:
            yield say("replaced_by", "is the row itself: name the row that stands in its place, or leave it empty")
        elif row["replaced_by"] and row["replaced_by"] not in by_id:
            yield say("replaced_by", f"is no claim of this table: {near(row['replaced_by'])}")
        if row["primary"] == "yes":
            other = first.setdefault(one_primary(row, dimensions), row)
            if other is not row:
                second = f"is a second closest wording for the same statement and measure (line {other['line']})"
                yield say("primary", f"{second}: make one a version_of the other")
        elif not row["version_of"]:
            yield say("version_of", "is empty: name the claim that this version retells, or set primary to yes")


def _derivations(claims: list[dict]) -> Iterator[Problem]:
    """derived_from names a statement, and no statement derives from itself by any way."""
    derived: dict[str, list[str]] = {row["statement"]: [] for row in claims}
    for row in claims:
        if row["derived_from"]:
            derived[row["statement"]].append(row["derived_from"])
    circle, near = _circles(derived), adviser(set(derived))
    for row in claims:
        start = row["derived_from"]
        if start and start not in derived:
            yield of_row("claims", row, "derived_from", f"is no statement: {near(start)}")
        elif start and circle[start] == circle[row["statement"]]:
            yield of_row("claims", row, "derived_from", "leads back to the statement itself: a figure cannot derive from itself")


def _circles(after: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each name with the one that stands for its circle: two share it where each leads to the other (Kosaraju's algorithm)."""
    before: dict[str, list[str]] = defaultdict(list)
    for name, others in after.items():
        for other in others:
            before[other].append(name)
    seen: set[str] = set()
    done = [name for start in after for name in _reached(start, after, seen)]
    seen = set()
    return {name: start for start in reversed(done) for name in _reached(start, before, seen)}


def _reached(start: str, after: Mapping[str, Iterable[str]], seen: set[str]) -> Iterator[str]:
    """What a name leads to and was not seen before, itself included: each behind all that it leads to."""
    path = [] if start in seen else [(start, iter(after.get(start, ())))]
    seen.add(start)
    while path:
        step = next((name for name in path[-1][1] if name not in seen), None)
        if step is None:
            yield path.pop()[0]
        else:
            seen.add(step)
            path.append((step, iter(after.get(step, ()))))


def _sources(rows: list[dict]) -> Iterator[Problem]:
    """A source stands once, and its name is that of no group with other sources."""
    seen: dict[str, int] = {}
    groups = Counter(row["group"] for row in rows)
    for row in rows:
        source, group = row["source"], row["group"]
        if source in seen and row["line"]:
            yield of_row("sources", row, "source", f"stands more than once (line {seen[source]})")
        seen.setdefault(source, row["line"])
        if source != group and source in groups:
            advice = f"is also the name of a group, and belongs to the group {group!r}: rename one of the two"
            yield of_row("sources", row, "source", advice)
        if source == group and groups[group] > 1:
            advice = "is also the name of its group, which has other sources: rename the source, or the two cannot be told apart"
            yield of_row("sources", row, "source", advice)
