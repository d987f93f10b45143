"""What ``case.toml`` declares → measures, dimensions and conversions; what it leaves out is taken from the claims."""

from __future__ import annotations

from collections import Counter

from discrepancy import dates
from discrepancy.case.columns import CLAIM_COLUMNS, column_name
from discrepancy.case.model import Conversion, Measure
from discrepancy.case.problems import Problem, nearest, of_setting
from discrepancy.saying.numbers import plural

__all__ = ["read_conversions", "read_dimensions", "read_measures"]

# Names that a dimension cannot have: those of steps, of parameters, and of what is added to a row.
RESERVED = "retelling wording definition timing unexplained case a b known_by rule width inferred line group".split()


def read_measures(meta: dict, claims: list[dict], problems: list[Problem], filled: list[str]) -> dict[str, Measure]:
    """What is counted, by name; where nothing is declared, whatever the claims count."""
    declared = meta.get("measures", {})
    measures = {}
    for name, spec in declared.items():
        parts, where = tuple(spec.get("parts", ())), f"measures.{name}.parts"
        problems += [of_setting(where, part, f"is not declared: {nearest(part, declared)}") for part in parts if part not in declared]
        twice = [(part, often) for part, often in Counter(parts).items() if often > 1]
        problems += [of_setting(where, part, f"is there {often} times: name each part once") for part, often in twice]
        label = spec.get("label", name.replace("_", " "))
        measures[name] = Measure(
            name, label, parts, tuple(spec.get("words", ())), spec.get("caveat", ""), spec.get("noun", ""), spec.get("unit", "")
        )
    if not declared:
        measures = {row["measure"]: Measure(row["measure"], row["measure"].replace("_", " ")) for row in claims if row["measure"]}
        filled.append(plural(len(measures), "measure") + " taken from the claims (none declared in case.toml)")
    if not meta.get("unit"):
        filled.append("unit taken as persons (none in case.toml)")
    return measures


def read_dimensions(meta: dict, problems: list[Problem]) -> dict[str, dict]:
    """Declared dimensions: label, allowed values, their labels, and the basis (a value, or empty for any)."""
    dimensions = {}
    for name, spec in meta.get("dimensions", {}).items():
        if column_name(name) in CLAIM_COLUMNS or name in RESERVED:
            advice = "is the name of a column, a step or a parameter: give the dimension another name"
            problems.append(of_setting(f"dimensions.{name}", "", advice))
            continue
        values, basis = spec.get("values", []), spec.get("basis", "")
        labels = values if isinstance(values, dict) else {v: v.replace("-", " ") for v in values}
        if basis and basis not in labels:
            problems.append(of_setting(f"dimensions.{name}.basis", basis, f"is not one of its values: {nearest(basis, labels)}"))
        dimensions[name] = {"label": spec.get("label", name), "labels": labels, "basis": basis}
    return dimensions


def read_conversions(meta: dict, measures: dict, dimensions: dict, problems: list[Problem]) -> tuple[Conversion, ...]:
    """How a number goes from one value of a dimension, or from one measure, to another."""
    found = []
    for i, spec in enumerate(meta.get("conversions", []), 1):
        say = lambda key, value, advice, i=i: problems.append(of_setting(f"conversions[{i}].{key}", value, advice))
        dimension, start, to, because, url, day = (spec.get(k, "") for k in ("dimension", "from", "to", "because", "url", "published"))
        factor, add, low, high = (spec.get(k) for k in ("factor", "add", "low", "high"))
        allowed = measures if dimension == "measure" else dimensions.get(dimension, {}).get("labels")
        if allowed is None:
            say("dimension", dimension, f"is not declared: {nearest(dimension, [*dimensions, 'measure'])}")
            continue
        for key, value in (("from", start), ("to", to)):
            if key not in spec or value not in allowed:
                say(key, value, f"is not a value of {dimension}: {nearest(value, allowed)}")
        if (factor is None) == (add is None):
            say("factor", "", "give either factor or add")
            continue
        point = factor if add is None else add
        least, most = (point if end is None else end for end in (low, high))
        if not least <= point <= most or (add is None and least <= 0):
            say("factor", point, "must be above 0 and between low and high")
        if not because:
            say("because", "", "is missing: say in a sentence where the conversion comes from")
        if day and not dates.is_date(day):
            say("published", day, dates.no_date(day))
        found.append(Conversion(dimension, start, to, because, url, day, factor, add, low, high))
    return tuple(found)
