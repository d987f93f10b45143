"""TODO"""

from __future__ import annotations

from collections import Counter

from discrepancy import dates
from discrepancy.case.columns import CLAIM_COLUMNS, column_name
from discrepancy.case.model import Conversion, Measure
from discrepancy.case.problems import Problem, nearest
from discrepancy.saying.numbers import count

RESERVED = (
    "retelling",
    "wording",
    "definition",
    "timing",
    "unexplained",
    "case",
    "a",
    "b",
    "known_by",
    "rule",
    "width",
    "inferred",
    "line",
    "group",
)


def read_measures(meta: dict, claims: list[dict], problems: list[Problem], filled: list[str]) -> dict[str, Measure]:
    declared = meta.get("measures", {})
    measures = {}
    for name, spec in declared.items():
        parts = tuple(spec.get("parts", ()))
        for part in parts:
            if part not in declared:
                problems.append(Problem("case.toml", 0, f"measures.{name}.parts", part, f"is not declared: {nearest(part, declared)}"))
        for part, often in Counter(parts).items():
            if often > 1:
                problems.append(Problem("case.toml", 0, f"measures.{name}.parts", part, f"is there {often} times: name each part once"))
        label = spec.get("label", name.replace("_", " "))
        measures[name] = Measure(name, label, parts, tuple(spec.get("words", ())), spec.get("caveat", ""), spec.get("noun", ""))
    if not declared:
        for name in dict.fromkeys(row["measure"] for row in claims):
            if name:
                measures[name] = Measure(name, name.replace("_", " "))
        filled.append(count(len(measures), "measure") + " taken from the claims (none declared in case.toml)")
    if not meta.get("unit"):
        filled.append("unit taken as persons (none in case.toml)")
    return measures


def read_dimensions(meta: dict, problems: list[Problem]) -> dict[str, dict]:
    """Declared dimensions: label, allowed values, their labels, and the basis (a value, or empty for any)."""
    dimensions = {}
    for name, spec in meta.get("dimensions", {}).items():
        if column_name(name) in CLAIM_COLUMNS or name in RESERVED:
            problems.append(
                Problem(
                    "case.toml",
                    0,
                    f"dimensions.{name}",
                    "",
                    "is the name of a column, a step or a parameter: give the dimension another name",
                )
            )
            continue
        values = spec.get("values", [])
        labels = values if isinstance(values, dict) else {v: v.replace("-", " ") for v in values}
        basis = spec.get("basis", "")
        if basis and basis not in labels:
            problems.append(
                Problem("case.toml", 0, f"dimensions.{name}.basis", basis, f"is not one of its values: {nearest(basis, labels)}")
            )
        dimensions[name] = {"label": spec.get("label", name), "labels": labels, "basis": basis}
    return dimensions


def read_conversions(meta: dict, measures: dict, dimensions: dict, problems: list[Problem]) -> tuple[Conversion, ...]:
    found = []
    for i, spec in enumerate(meta.get("conversions", []), 1):
        say = lambda column, value, advice: problems.append(Problem("case.toml", 0, f"conversions[{i}].{column}", str(value), advice))  # noqa: B023
        dimension = spec.get("dimension", "")
        allowed = measures if dimension == "measure" else dimensions.get(dimension, {}).get("labels")
        if allowed is None:
            say("dimension", dimension, f"is not declared: {nearest(dimension, [*dimensions, 'measure'])}")
            continue
        for end in ("from", "to"):
            if spec.get(end) not in allowed:
                say(end, spec.get(end, ""), f"is not a value of {dimension}: {nearest(spec.get(end, ''), allowed)}")
        factor, add, low, high = (spec.get(k) for k in ("factor", "add", "low", "high"))
        if (factor is None) == (add is None):
            say("factor", "", "give either factor or add")
            continue
        point = factor if add is None else add
        if (
            (add is None and min(v for v in (point, low, high) if v is not None) <= 0)
            or (low is not None and low > point)
            or (high is not None and high < point)
        ):
            say("factor", point, "must be above 0 and between low and high")
        if not spec.get("because"):
            say("because", "", "is missing: say in a sentence where the conversion comes from")
        if spec.get("published") and not dates.is_date(str(spec["published"])):
            say("published", spec["published"], dates.no_date(str(spec["published"])))
        found.append(
            Conversion(
                dimension,
                spec.get("from", ""),
                spec.get("to", ""),
                spec.get("because", ""),
                spec.get("url", ""),
                str(spec.get("published", "")),
                factor,
                add,
                low,
                high,
            )
        )
    return tuple(found)
