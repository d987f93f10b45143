"""``case.toml`` → what it declares, each key of the kind that it must be, dates and versions as text; then measures, dimensions and
conversions, of which what is left out is taken from the claims."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from typing import Any

from discrepancy import dates
from discrepancy.case.columns import CLAIM_COLUMNS, LONGEST, NAME, SETTINGS, WORDS, column_name
from discrepancy.case.files.bytes import CONTROL, Folder, line_of
from discrepancy.case.model import Conversion, Measure
from discrepancy.case.problems import Problem, adviser, nearest, of_setting
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.wording import LARGEST
from discrepancy.saying.numbers import plural

# Names that a dimension cannot have: those of steps, of parameters, and of what is added to a row.
RESERVED = "retelling wording revision definition timing unexplained day ratio difference possible sd case a b known_by rule width inferred line group".split()

TABULAR = tuple(".csv .tsv .xlsx .json .parquet .html .gz .zip".split())  # ends of the name of a table, where a source may stand too

DEEPEST, ENTRIES, DIMENSIONS = 8, 10_000, 50  # tables within tables, keys of one table or members of one list, dimensions of a case
_MARKS = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|\'{3}.*?(?:\'{3,5}|\Z)|"(?:\\[^\n]|[^"\\\n])*+"?|\'[^\'\n]*+\'?|#[^\n]*|[][{}.=,\n]', re.DOTALL
)


def read_toml(folder: Folder, name: str = "case.toml") -> dict[str, Any]:
    """What case.toml declares; nothing where there is none, and where anything is wrong with it."""
    text = folder.text(name) if folder.has(name) else None
    if text is None:
        return {}
    try:
        meta = parsed(text)
    except ValueError as error:
        line = re.search(r"line (\d+), column \d+\)$", str(error))
        folder.say(name, f"is broken TOML: {error}", int(line[1]) if line else line_of(text) if str(error)[-1] == ")" else 0)
        return {}
    wrong: list[Problem] = []
    meta = _shaped(meta, SETTINGS, "", wrong)
    folder.problems.extend(wrong)
    return {} if wrong else meta


def parsed(text: str) -> dict[str, Any]:
    """What TOML declares; a `ValueError` where it is broken, or so deep that the parser, which slows with the square of the depth, has no end."""
    depth = parts = 0
    for mark in _MARKS.finditer(text):
        depth = max(0, depth + (mark[0] in ("[", "{")) - (mark[0] in ("]", "}")))
        parts = parts + 1 if mark[0] == "." else 0 if mark[0] in "=,\n" else parts
        if max(depth, parts) > DEEPEST:
            line, column = line_of(text[: mark.start()]), mark.start() - text.rfind("\n", 0, mark.start())
            raise ValueError(f"it is nested more than {DEEPEST} deep (at line {line}, column {column})")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # of int()
        raise ValueError("a number has too many digits") from None


def _shaped(value: Any, shape: Any, where: str, problems: list[Problem]) -> Any:
    """The value with dates and versions as text; a problem for each key that is unknown and each value of another kind."""
    say = lambda advice: problems.append(of_setting(where, _shown(value), advice))
    inside = lambda key: f"{where}.{_shown_key(key)}".removeprefix(".")
    if shape == "one or several":
        value, shape = [value] if isinstance(value, str) else value, ["text"]
    if shape == "names":  # a list of names, or a table of names and labels
        shape = {"*": "text"} if isinstance(value, dict) else ["text"]
    if isinstance(value, dict | list) and len(value) > ENTRIES:
        say(f"has {len(value):,} entries, and {ENTRIES:,} at most are read")
        return type(value)()
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            say(f"must be a table: write [{where}]" if where else "must be a table")
            return {}
        near = adviser(shape)
        kinds = {key: shape.get(key, shape.get("*")) for key in value}
        problems += [of_setting(inside(key), "", f"unknown key: {near(key)}") for key, kind in kinds.items() if not kind]
        problems += [of_setting(inside(key), "", f"is longer than {NAME} characters") for key in kinds if len(key) > NAME]
        return {key: _shaped(value[key], kind, inside(key), problems) for key, kind in kinds.items() if kind}
    if isinstance(shape, list):
        if not isinstance(value, list):
            tables = isinstance(shape[0], dict)
            say(f"must be a list of tables: write [[{where}]]" if tables else 'must be a list: write ["one", "another"]')
            return []
        return [_shaped(v, shape[0], f"{where}[{i}]", problems) for i, v in enumerate(value, 1)]
    flag = isinstance(value, bool)  # to Python a number
    if shape == "number" and (flag or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST):
        say("must be a number")
    if shape == "yes or no" and not flag:
        say("must be true or false, without quotes")
    if shape in ("number", "yes or no"):
        return value
    if flag or not isinstance(value, str | int | float | date):
        say("must be text")
        return ""
    if shape == "text" and not isinstance(value, str):
        say("must be text: put it in quotes")
    elif isinstance(value, str) and (found := CONTROL.search(value)):
        say(f"has the control character U+{ord(found[0]):04X}: take it out")
    text = value if isinstance(value, str) else value.isoformat()[:10] if isinstance(value, date) else _shown(value)
    if len(text) > LONGEST:
        say(f"has {len(text):,} characters, and {LONGEST:,} at most are read: shorten it")
    return text


def _shown(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number of thousands of digits"


def _shown_key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'


def read_measures(meta: dict, claims: list[dict], problems: list[Problem], filled: list[str]) -> dict[str, Measure]:
    """What is counted, by name; where nothing is declared, whatever the claims count."""
    declared = meta.get("measures", {})
    measures, near = {}, adviser(declared)
    for name, spec in declared.items():
        say = lambda key, value, advice, name=name: problems.append(of_setting(f"measures.{name}.{key}", value, advice))
        parts = tuple(spec.get("parts", ()))
        for part in parts:
            if part not in declared:
                say("parts", part, f"is not declared: {near(part)}")
        for part, often in Counter(parts).items():
            if often > 1:
                say("parts", part, f"is there {often} times: name each part once")
        if len(words := tuple(spec.get("words", ()))) > WORDS or max(map(len, words), default=0) > NAME:
            say("words", "", f"has more than {WORDS} words, or one of more than {NAME} characters: keep those that texts have")
        label = spec.get("label", name.replace("_", " "))
        if (scale := spec.get("scale", "")) not in ("", "ratio", "difference"):
            say("scale", scale, "is not known: write ratio (two numbers differ by a factor) or difference (by an amount)")
        unit, found = spec.get("unit", ""), unit_named(spec["unit"]) if spec.get("unit") else None
        if unit and found is None:
            say("unit", unit, "is no unit that is known: write %, km², t, USD or the like; empty for what is counted one by one")
        unit = "" if found is None else found.symbol if found.factor == 1 else unit  # as the reader spells it
        texts = {key: spec.get(key, "") for key in ("caveat", "noun")} | {"unit": unit, "scale": scale}
        measures[name] = Measure(name, label, parts, words, **texts)
    if not declared:
        measures = {row["measure"]: Measure(row["measure"], row["measure"].replace("_", " ")) for row in claims if row["measure"]}
        filled.append(plural(len(measures), "measure") + " taken from the claims (none declared in case.toml)")
    if not meta.get("unit"):
        filled.append("unit taken as persons (none in case.toml)")
    return measures


def read_dimensions(meta: dict, claims: list[dict], problems: list[Problem]) -> dict[str, dict]:
    """Declared dimensions: label, allowed values (else those of the claims), their labels, and the basis (a value, or empty for any)."""
    dimensions, declared = {}, meta.get("dimensions", {})
    if len(declared) > DIMENSIONS:
        problems.append(of_setting("dimensions", "", f"has {len(declared):,} of them, and {DIMENSIONS} at most are read"))
        return {}
    for name, spec in declared.items():
        if column_name(name) in CLAIM_COLUMNS or name in RESERVED:
            advice = "is the name of a column, a step or a parameter: give the dimension another name"
            problems.append(of_setting(f"dimensions.{name}", "", advice))
            continue
        values, basis = spec.get("values", sorted({row.get(name, "") for row in claims} - {""})), spec.get("basis", "")
        labels = values if isinstance(values, dict) else {v: v.replace("-", " ") for v in values}
        if basis and basis not in labels:
            problems.append(of_setting(f"dimensions.{name}.basis", basis, f"is not one of its values: {nearest(basis, labels)}"))
        flags = {"subject": spec.get("subject", True), "open": "values" not in spec}
        dimensions[name] = {"label": spec.get("label", name), "labels": labels, "basis": basis} | flags
    return dimensions


def read_conversions(meta: dict, measures: dict, dimensions: dict, problems: list[Problem]) -> tuple[Conversion, ...]:
    """How a number goes from one value of a dimension, or from one measure, to another."""
    found, advisers = [], {name: adviser(spec["labels"]) for name, spec in dimensions.items()} | {"measure": adviser(measures)}
    near = adviser([*dimensions, "measure"])
    for i, spec in enumerate(meta.get("conversions", []), 1):
        say = lambda key, value, advice, i=i: problems.append(of_setting(f"conversions[{i}].{key}", value, advice))
        dimension, start, to, because, url, day = (spec.get(k, "") for k in ("dimension", "from", "to", "because", "url", "published"))
        factor, add, low, high = (spec.get(k) for k in ("factor", "add", "low", "high"))
        allowed = measures if dimension == "measure" else dimensions.get(dimension, {}).get("labels")
        if allowed is None:
            say("dimension", dimension, f"is not declared: {near(dimension)}")
            continue
        for key, value in (("from", start), ("to", to)):
            if key not in spec or value not in allowed:
                say(key, value, f"is not a value of {dimension}: {advisers[dimension](value)}")
        if (factor is None) == (add is None):
            say("factor", "", "give either factor or add")
            continue
        if (low is None) != (high is None):
            say("low" if low is None else "high", "", "give low and high, or neither")
        for name in (of := spec.get("measure", [])):
            if name not in measures:
                say("measure", name, f"is not declared: {advisers['measure'](name)}")
        point = factor if add is None else add
        least, most = (point if end is None else end for end in (low, high))
        if not least <= point <= most or (add is None and least <= 0):
            say("factor", point, "must be above 0 and between low and high")
        if not because:
            say("because", "", "is missing: say in a sentence where the conversion comes from")
        if day and not dates.is_date(day):
            say("published", day, dates.no_date(day))
        found.append(Conversion(dimension, start, to, because, url, day, factor, add, low, high, bool(spec.get("from_figures")), tuple(of)))
    return tuple(found)


def is_table(name: str) -> bool:
    """Whether a name is that of a file, and not of a source."""
    return name.endswith(TABULAR)


def read_where(folder: Folder, meta: dict) -> None:
    """The tables and lists that a case names are files of it: kept with their hashes, told where they are not there."""
    kept = [(f"where[{i}].{side}", spec.get(side, ""), True) for i, spec in enumerate(meta.get("where", []), 1) for side in "ab"]
    kept += [(f"lists[{i}]", n, False) for i, s in enumerate(meta.get("lists", []), 1) for n in (*s.get("files", []), s.get("review")) if n]
    for key, name, source in kept:
        if not name or "/" in name or not (folder.has(name) if is_table(name) else source):
            folder.problems.append(of_setting(key, name, f"name a table beside case.toml, such as a CSV{', or a source' * source}"))
        elif is_table(name):
            folder.read(name)
