"""TODO"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from discrepancy.case.fill import one_primary
from discrepancy.case.problems import Problem, adviser
from discrepancy.case.who import ambiguous, meanings, names_of


def versions(claims: list[dict], dimensions: dict) -> list[Problem]:
    """Versions point at the closest wording found of the same statement; one such for each measure and basis."""
    problems = []
    by_id = {row["claim"]: row for row in claims}
    advice = adviser(by_id)
    first: dict[tuple, dict] = {}
    for row in claims:
        say = lambda column, advice: problems.append(Problem("claims.csv", row["line"], column, row[column], advice))  # noqa: B023
        target = by_id.get(row["version_of"])
        if row["version_of"]:
            if target is None:
                say("version_of", f"is no claim of this table: {advice(row['version_of'])}")
            elif target is row:
                say("version_of", "is the row itself: leave it empty for the closest wording found")
            elif not target["primary"]:
                say("version_of", "is itself a version: point at the closest wording found (primary = yes)")
            elif target["statement"] != row["statement"]:
                say("version_of", f"belongs to the statement {target['statement']!r}, this row to {row['statement']!r}")
            if row["primary"]:
                say("primary", "is yes, and version_of is filled: a row is either the closest wording found or a version of it")
        if row["replaced_by"] == row["claim"]:
            say("replaced_by", "is the row itself: name the row that stands in its place, or leave it empty")
        elif row["replaced_by"] and row["replaced_by"] not in by_id:
            say("replaced_by", f"is no claim of this table: {advice(row['replaced_by'])}")
        if row["primary"] == "yes":
            other = first.setdefault(one_primary(row, dimensions), row)
            if other is not row:
                say(
                    "primary",
                    f"is a second closest wording for the same statement and measure (line {other['line']}): make one a version_of the other",
                )
        elif not row["version_of"]:
            say("version_of", "is empty: name the claim that this version retells, or set primary to yes")
    return problems


def derivations(claims: list[dict]) -> list[Problem]:
    """derived_from names a statement, and no statement derives from itself by any way."""
    problems = []
    derived: dict[str, list[str]] = {row["statement"]: [] for row in claims}
    for row in claims:
        if row["derived_from"]:
            derived[row["statement"]].append(row["derived_from"])
    circle, advice = _circles(derived), adviser(set(derived))
    for row in claims:
        start = row["derived_from"]
        if start and start not in derived:
            problems.append(Problem("claims.csv", row["line"], "derived_from", start, f"is no statement: {advice(start)}"))
        elif start and circle[start] == circle[row["statement"]]:
            back = "leads back to the statement itself: a figure cannot derive from itself"
            problems.append(Problem("claims.csv", row["line"], "derived_from", start, back))
    return problems


def _circles(after: Mapping[str, list[str]]) -> dict[str, str]:
    """Each name with the one that stands for its circle: two share it where each leads to the other (Kosaraju's algorithm)."""
    before: dict[str, list[str]] = defaultdict(list)
    for name, others in after.items():
        for other in others:
            before[other].append(name)
    done: list[str] = []  # each name behind all that it leads to
    seen: set[str] = set()
    for name in after:
        path = [] if name in seen else [(name, iter(after[name]))]
        seen.add(name)
        while path:
            step = next((other for other in path[-1][1] if other not in seen), None)
            if step is None:
                done.append(path.pop()[0])
            else:
                seen.add(step)
                path.append((step, iter(after.get(step, ()))))
    circle: dict[str, str] = {}
    for name in reversed(done):
        to_do = [name]
        while to_do:
            one = to_do.pop()
            if one not in circle:
                circle[one] = name
                to_do += before[one]
    return circle


def others(tables: dict, claims: list[dict]) -> list[Problem]:
    """Sources stand once; reasons are about two known sources, groups or statements; corrections name a claim."""
    problems = []
    seen: dict[str, int] = {}
    groups = Counter(row["group"] for row in tables["sources"])
    for row in tables["sources"]:
        if row["source"] in seen and row["line"]:
            problems.append(
                Problem("sources.csv", row["line"], "source", row["source"], f"stands more than once (line {seen[row['source']]})")
            )
        seen.setdefault(row["source"], row["line"])
        if row["source"] != row["group"] and row["source"] in groups:
            advice = f"is also the name of a group, and belongs to the group {row['group']!r}: rename one of the two"
            problems.append(Problem("sources.csv", row["line"], "source", row["source"], advice))
        if row["source"] == row["group"] and groups[row["group"]] > 1:
            advice = "is also the name of its group, which has other sources: rename the source, or the two cannot be told apart"
            problems.append(Problem("sources.csv", row["line"], "source", row["source"], advice))
    known = names_of(tables, "statement", "source", "group")
    near = adviser(set().union(*known.values()))
    for row in tables["reasons"]:
        about = [part.strip() for part in row["about"].split(";")]
        found = {part: meanings(part, known) for part in about}
        unknown = [part for part in about if not found[part]]
        double = next((part for part in about if len(found[part]) > 1), None)
        if double and not unknown:
            problems.append(Problem("reasons.csv", row["line"], "about", double, ambiguous(found[double].values())))
        elif len(about) != 2 or unknown:
            advice = near(unknown[0]) if unknown else "write the two sources or statements with a semicolon between"
            problems.append(
                Problem("reasons.csv", row["line"], "about", row["about"], f"must be two sources or statements of this case: {advice}")
            )
    ids = {row["claim"] for row in claims}
    for row in tables["corrections"]:
        if row["claim"] not in ids:
            problems.append(Problem("corrections.csv", row["line"], "claim", row["claim"], "is no claim of this table"))
    return problems
