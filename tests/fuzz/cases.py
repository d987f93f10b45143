"""What can be done to a case: a function for each change, in tables by kind, and drafts with up to three of them."""

from __future__ import annotations

import codecs
import re
from copy import deepcopy

from richcase import BASE, KW, TOML, Draft

from fuzz.judge import Example
from fuzz.odd import DATES, HUGE, NUMBERS, PHRASES, odd

TABLE = ["claims"] * 8 + ["sources", "sources", "events", "reasons", "corrections", "recorded"]
BYTES = [b"\0", b'"', b"\r", b",", b";", b"\xff", b"\xc3", b"\n", b"\x1a", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\t", b"'", b"[", b"="]


def _rows(draft, chance, table=""):
    """A table of the draft and the index of one of its rows."""
    rows = draft.tables[table or chance.choice(TABLE)] or [[]]
    return rows, 1 + chance.randrange(max(1, len(rows) - 1))


def _set(draft, chance, column, value, at=0):
    """Put a value in a column of the claims; adds the column where there is none."""
    rows, i = _rows(draft, chance, "claims")
    if len(rows) < 2:
        return
    if column not in rows[0]:
        rows[0].append(column)
    cells, k = rows[min(at or i, len(rows) - 1)], rows[0].index(column)
    cells += [""] * (k + 1 - len(cells))
    cells[k] = value


def _cell(draft, chance):
    rows, i = _rows(draft, chance)
    if i < len(rows) and rows[i]:
        rows[i][chance.randrange(len(rows[i]))] = odd(chance)


def _huge(draft, chance):
    rows, i = _rows(draft, chance)
    if i < len(rows) and rows[i]:
        rows[i][chance.randrange(len(rows[i]))] = chance.choice(HUGE)


def _swap(draft, chance):
    rows, i = _rows(draft, chance)
    if i < len(rows) and rows[i]:
        j, k = (chance.randrange(len(rows[i])) for _ in "ab")
        rows[i][j], rows[i][k] = rows[i][k], rows[i][j]


def _column(change):
    def mutate(draft, chance):
        rows, _ = _rows(draft, chance)
        if rows[0]:
            change(rows, chance.randrange(len(rows[0])), chance)

    return mutate


def _lose(rows, i, chance):
    for cells in rows:
        del cells[i : i + 1]


def _double(rows, i, chance):
    for cells in rows:
        cells.append(cells[i] if i < len(cells) else "")


def _rename(rows, i, chance):
    rows[0][i] = (
        chance.choice(["sorce", "Wording ", "x", "", "line", "group", "value", "9", "claim id", "\u202e", "a,b", "=A1"])
        if chance.randrange(2)
        else odd(chance)
    )


def _more(rows, i, chance):
    name, cell = odd(chance), odd(chance)
    for cells in rows:
        cells.append(name if cells is rows[0] else cell)


def _exchange(rows, i, chance):
    """Two columns exchange their cells and keep their names: types swapped."""
    k = chance.randrange(len(rows[0]))
    for cells in rows[1:]:
        if max(i, k) < len(cells):
            cells[i], cells[k] = cells[k], cells[i]


def _many(draft, chance):
    rows, i = _rows(draft, chance)
    if i < len(rows):
        rows[i] += [odd(chance) for _ in range(1 + chance.randrange(3))]


def _few(draft, chance):
    rows, i = _rows(draft, chance)
    if i < len(rows):
        del rows[i][chance.randrange(len(rows[i]) + 1) :]


def _again(draft, chance):
    rows, i = _rows(draft, chance)
    if i < len(rows):
        rows.insert(1 + chance.randrange(len(rows)), list(rows[i]))


def _drop(draft, chance):
    rows, i = _rows(draft, chance)
    del rows[i : i + 1 + chance.randrange(3)]


def _only_header(draft, chance):
    del draft.tables[chance.choice(TABLE)][chance.randrange(2) :]


def _circle(column, names):
    def mutate(draft, chance):
        for at, name in zip((1, 2, 5), names if chance.randrange(2) else names[::-1], strict=True):
            _set(draft, chance, column, name, at)
            if column == "derived_from":
                _set(draft, chance, "derived_basis", "stated", at)

    return mutate


def _values(column, among):
    return lambda draft, chance: _set(draft, chance, column, chance.choice(among))


def _low_above_high(draft, chance):
    at = 1 + chance.randrange(11)
    for column, value in (("low", "500"), ("high", "400"), ("level", chance.choice(["95", "", "0", "100", "99.999999"]))):
        _set(draft, chance, column, value, at)


def _clash(draft, chance):
    rows, i = _rows(draft, chance, "sources")
    if i < len(rows) and len(rows[i]) > 2:
        rows[i][chance.randrange(3)] = chance.choice(["alpha", "north", "beta", "", "south", "\u200b"])


CELLS = {
    "a cell of anything": _cell,
    "another cell of anything": _cell,
    "two cells exchanged": _swap,
    "a column lost": _column(_lose),
    "a column twice": _column(_double),
    "a column renamed": _column(_rename),
    "a column more": _column(_more),
    "types swapped": _column(_exchange),
    "too many cells": _many,
    "too few cells": _few,
    "a row twice": _again,
    "rows gone": _drop,
    "no rows": _only_header,
    "a circle of derivations": _circle("derived_from", ["b-23", "a-23", "a-23"]),
    "a circle of versions": _circle("version_of", ["a1-retold", "b1", "a1"]),
    "a primary more": _values("primary", ["yes", "", "no"]),
    "a version": _values("version_of", ["a1", "b1", "a1-retold", "b-old", "nobody", ""]),
    "a measure": _values("measure", ["killed", "wounded", KW, "hurt", ""]),
    "low above high": _low_above_high,
    "another day": lambda draft, chance: _set(draft, chance, chance.choice(["statement_date", "as_of", "published", "period_start", "accessed"]), chance.choice(DATES)),
    "another phrase": lambda draft, chance: _set(draft, chance, chance.choice(["wording", "english"]), chance.choice(PHRASES)),
    "another number": lambda draft, chance: _set(draft, chance, chance.choice(["value", "low", "high", "level"]), chance.choice(NUMBERS)),
    "a status": _values("status", ["withdrawn", "corrected", "superseded", "current", "gone", ""]),
    "a kind": _values("kind", ["share", "plan", "rate", "present", "period", "total", "cumulative"]),
    "a language": _values("language", ["uk", "de", "ko", "", "ua", "xx", "zz-ZZ", "english", "JA", "en"]),
    "an id": _values("claim", ["a1", "b1", "", "alpha", "north", "-", "x" * 300]),
    "a statement": _values("statement", ["a-23", "b-23", "", "alpha", "g-19"]),
    "a source": _values("source", ["alpha", "beta", "north", "nobody", "", "delta"]),
    "a dimension": _values("area", ["east", "all", "", "west"]),
    "names of sources": _clash,
}  # fmt: skip


def _bytes(change):
    """A mutation of the bytes of one file, most often the claims."""

    def mutate(draft, chance):
        name = chance.choice(["claims.csv"] * 6 + sorted(draft.files))
        if draft.files.get(name) is not None:
            draft.files[name] = change(draft.files[name], chance)
            draft.touched = True

    return mutate


def _insert(raw, chance):
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(BYTES) + raw[at:]


def _replace(raw, chance):
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(BYTES) + raw[at + 1 :]


def _quote(raw, chance):
    """A quote where a cell begins or ends."""
    edges = [m.end() for m in re.finditer(rb"[,\n]", raw)] or [0]
    at = chance.choice(edges) - chance.randrange(2)
    return raw[:at] + b'"' + raw[at:]


def _text(raw):
    return raw.decode("utf-8", "replace")


def _whole(change):
    """A file of the folder gone, doubled, or something else."""

    def mutate(draft, chance):
        name = chance.choice(["claims.csv", *sorted(draft.files)])
        if name in draft.files:
            change(draft.files, name, chance)
            draft.touched = True

    return mutate


def _other_file(files, name, chance):
    files[name] = files[chance.choice(sorted(files))]


def _other_name(files, name, chance):
    stem = name.partition(".")[0]
    files[chance.choice([f"{stem}.CSV", f"{stem}.txt", f"{stem}.xlsx", f"{stem}.xls", f"{stem}.csv.bak", "Claims.csv"])] = files.pop(name)


TEXTS = {
    "cut": _bytes(lambda raw, chance: raw[: chance.randrange(len(raw) + 1)]),
    "its start cut": _bytes(lambda raw, chance: raw[chance.randrange(len(raw) + 1) :]),
    "a byte more": _bytes(_insert),
    "another byte": _bytes(_replace),
    "a quote": _bytes(_quote),
    "two quotes": _bytes(lambda raw, chance: _quote(_quote(raw, chance), chance)),
    "a lone CR": _bytes(lambda raw, chance: (lambda at: raw[:at] + b"\r" + raw[at:])(chance.randrange(len(raw) + 1))),
    "NULs": _bytes(lambda raw, chance: raw + b"\0" * (chance.randrange(3) + 1)),
    "UTF-16 without mark": _bytes(lambda raw, chance: _text(raw).encode(chance.choice(["utf-16-le", "utf-16-be"]))),
    "half of UTF-16": _bytes(lambda raw, chance: _text(raw).encode("utf-16")[: -1 - chance.randrange(2)]),
    "UTF-32": _bytes(lambda raw, chance: _text(raw).encode("utf-32")),
    "old encoding": _bytes(lambda raw, chance: _text(raw).encode(chance.choice(["cp1251", "latin-1", "cp949", "utf-7"]), "replace")),
    "truncated UTF-8": _bytes(lambda raw, chance: raw.replace("ж".encode(), "ж".encode()[:1]) + b"\xe2\x82"),
    "empty": _bytes(lambda raw, chance: b"\n " * (chance.randrange(2))),
    "a workbook by name": _bytes(lambda raw, chance: chance.choice([b"PK\3\4", b"\xd0\xcf\x11\xe0"]) + raw),
    "commas to semicolons": _bytes(lambda raw, chance: raw.replace(b",", chance.choice([b";", b"\t", b"|"]))),
    "lines joined": _bytes(
        lambda raw, chance: raw.replace(b"\n", chance.choice([b"\r", b"\n\n", b" ", b"\x0b", b"\r\r\n", b"\xe2\x80\xa8"]))
    ),
    "missing": _whole(lambda files, name, chance: files.pop(name)),
    "a directory": _whole(lambda files, name, chance: files.update({name: None})),
    "the bytes of another": _whole(_other_file),
    "another name": _whole(_other_name),
}

VALUES = [
    "3", "-1", "0", "1e400", "nan", "-inf", "true", "'x'", "''", "[]", "{}", "[1]", "['x']", "{x = 1}", "[[1], ['x']]", "1979-05-27",
    "07:32:00",
]  # fmt: skip
VALUES += [
    "1979-05-27T07:32:00Z", "'alpha'", "'nobody'", "'2024-02-30'", "'killed'", "['killed', 'killed']", "['killed_or_wounded']", "9" * 50,
]  # fmt: skip
VALUES += [
    "'area'", "'measure'", "'east'", "'\\u202e'", '"\\u0007\\n"', "'" + "x" * 5000 + "'", "1e-320", "1e12", "0x10", "[" * 500, "9" * 5000,
]  # fmt: skip
SECTIONS = [
    "[x]", "[measures]", "[measures.'']", "[[measures]]", "[dimensions.wording]", "[dimensions.a.b]", "[dimensions.'']", "[conversions]",
]  # fmt: skip
SECTIONS += [
    "[[conversions]]", "[colours]", "[figures.share]", "[defaults]", "[groups.x]", "[measures.killed.x]", "[dimensions.line]", "x",
    "a.b.c = 1",
]  # fmt: skip
SECTIONS += [
    "[dimensions.group]", "[dimensions.'Area']", "[dimensions.b]\nvalues = ['x', 'x']", "[measures.a]\nparts = ['a']",
    "[dimensions.c]\nvalues = ['']",
]  # fmt: skip


def _lines(change):
    def mutate(draft, chance):
        lines = draft.toml.split("\n")
        change(lines, chance.randrange(len(lines)), chance)
        draft.toml = "\n".join(lines)

    return mutate


def _value(lines, i, chance):
    given = [k for k, line in enumerate(lines) if " = " in line] or [i]
    k = given[i % len(given)]
    lines[k] = f"{lines[k].partition(' = ')[0]} = {chance.choice(VALUES)}"


def _key(lines, i, chance):
    given = [k for k, line in enumerate(lines) if " = " in line] or [i]
    k = given[i % len(given)]
    lines[k] = (
        f"{chance.choice(['titel', 'x', 'add', 'values', 'parts', 'low', 'basis', 'label', 'from', chr(34) * 2])} = {lines[k].partition(' = ')[2]}"
    )


def _move(lines, i, chance):
    lines.insert(chance.randrange(len(lines)), lines.pop(i))


def _toml(change):
    def mutate(draft, chance):
        draft.toml = _text(change(draft.toml.encode(), chance))

    return mutate


SETTINGS = {
    "a value of another type": _lines(_value),
    "another value": _lines(_value),
    "another key": _lines(_key),
    "a line gone": _lines(lambda lines, i, chance: lines.pop(i)),
    "a line twice": _lines(lambda lines, i, chance: lines.insert(i, lines[i])),
    "a line moved": _lines(_move),
    "a section more": _lines(lambda lines, i, chance: lines.insert(chance.choice([i, len(lines)]), chance.choice(SECTIONS))),
    "cut": _toml(lambda raw, chance: raw[: chance.randrange(len(raw) + 1)]),
    "a byte more": _toml(_insert),
    "another byte": _toml(_replace),
    "no settings": lambda draft, chance: setattr(draft, "toml", ""),
}


def _form(**form):
    return lambda draft, chance: draft.form.update(form)


def _order(draft, chance):
    rows, _ = _rows(draft, chance)
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    rows[:] = [[cells[i] if i < len(cells) else "" for i in order] for cells in rows]


def _blank_lines(draft, chance):
    rows = draft.tables[chance.choice(TABLE)]
    for _ in range(1 + chance.randrange(3)):
        rows.insert(chance.randrange(len(rows) + 1), [chance.choice(["", " ", "\u00a0"])] * (chance.randrange(20)))


def _blank_columns(draft, chance):
    for cells in draft.tables[chance.choice(TABLE)]:
        cells += [""] * (chance.randrange(4))


def _headings(draft, chance):
    rows, _ = _rows(draft, chance, "claims")
    rows[0] = [
        chance.choice([name, name.title(), f" {name} ", name.upper().replace("_", " "), name.replace("_", "-")]) if name != "area" else name
        for name in rows[0]
    ]


HABITS = {  # of spreadsheets: they change nothing
    "another order of columns": _order,
    "blank lines": _blank_lines,
    "blank columns": _blank_columns,
    "headings": _headings,
    "BOM": _form(mark=codecs.BOM_UTF8, encoding="utf-8"),
    "CRLF": _form(end="\r\n"),
    "CR": _form(end="\r"),
    "semicolons": _form(delimiter=";"),
    "tabs": _form(delimiter="\t"),
    "UTF-16": _form(encoding="utf-16", mark=b""),
    "quotes": _form(quotes="all"),
    "sep": _form(sep="yes"),
}
# Changes that a case mostly survives, so that there is an answer to be right or wrong.
SAID = ["at least 4,000", "around 12", "0 killed", "between 4,000 and 5,000", "1,050 (95% CI 900 to 1,200)", "no more than 2,000", "3,000"]
SAID += ["999,999,999,999", "3,000 ± 400", "nearly 900", "more than 7", "2.5 thousand", "exactly 1", "some 3,000", "hundreds", "1,100-odd"]
SAID_ON = ["2024-12-01", "2024-12-18", "2024-12-23", "2024-12-24", "2024-12", "2024", "2025-01-15", "2025-06-01"]


def _said(draft, chance):
    _, i = _rows(draft, chance, "claims")
    _set(draft, chance, "wording", chance.choice(SAID), i)
    for column in ("value", "low", "high", "level", "language", "english", "translation"):
        _set(draft, chance, column, "", i)


def _said_on(draft, chance):
    _, i = _rows(draft, chance, "claims")
    _set(draft, chance, "statement_date", day := chance.choice(SAID_ON), i)
    for column, days in (("as_of", ["", day, "2024-12-01"]), ("published", ["", "2025-06-02"]), ("accessed", [""])):
        _set(draft, chance, column, chance.choice(days), i)


def _id(rows, i):
    """The id of a row of claims, if it has one."""
    return dict(zip(rows[0], rows[i], strict=False)).get("claim", "") if i < len(rows) else ""


def _replaced(draft, chance):
    """A row is withdrawn, and on which day is told."""
    rows, i = _rows(draft, chance, "claims")
    claim = _id(rows, i)
    _set(draft, chance, "status", chance.choice(["withdrawn", "corrected"]), i)
    _set(draft, chance, "replaced_by", chance.choice(["", "b1", "g1"]), i)
    draft.tables["corrections"].append([chance.choice(SAID_ON), claim, "one", "another", "counted twice", ""])


def _one_name(draft, chance):
    """A claim is called like a source or a group: who speaks must be who was asked for."""
    rows, _ = _rows(draft, chance, "claims")
    at = chance.choice([k for k in range(1, len(rows)) if _id(rows, k) in ("a0", "b-dead", "g1", "d1")] or [1])
    _set(draft, chance, "claim", chance.choice(["alpha", "beta", "gamma", "north", "south", "delta"]), at)


def _default(draft, chance):
    key, value = chance.choice([(key, name) for key in "ab" for name in NAMES[:13]] + [("as_of", day) for day in SAID_ON[2:4]])
    draft.toml = re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', draft.toml, count=1)


def _assumption(draft, chance):
    low, factor, high = sorted(chance.choice([0.2, 0.5, 1, 1.2, 3, 8.8]) for _ in range(3))
    found = list(re.finditer(r"factor = .*\nlow = .*\nhigh = .*", draft.toml))
    if found:
        at = chance.choice(found)
        draft.toml = draft.toml[: at.start()] + f"factor = {factor}\nlow = {low}\nhigh = {high}" + draft.toml[at.end() :]


ANSWERS = {
    name: CELLS[name] for name in ("a dimension", "a kind", "a measure", "a source", "a statement", "a version", "rows gone", "no rows")
}
ANSWERS |= {
    "another figure": _said,
    "another day of saying": _said_on,
    "withdrawn on a day": _replaced,
    "a claim called like a source": _one_name,
    "another default": _default,
    "another assumption": _assumption,
    "a line gone": SETTINGS["a line gone"],
}
NAMES = "alpha alpha-staff beta gamma delta north south a1 a0 b1 b-dead g1 d1 source:beta claim:beta".split()

KINDS = {"answers": ANSWERS, "cells": CELLS, "texts": TEXTS, "settings": SETTINGS, "habits": HABITS}


def drawn(chance, first, *more):
    """The base with a mutation of the first kind and up to two of any of the kinds; whether commands are asked, and the gap between whom.

    Bytes are changed last, blank lines put in before that.
    """
    draft = Draft(deepcopy(BASE), TOML)
    names = {kind: sorted(KINDS[kind]) for kind in KINDS}
    kinds = (first, *(chance.choice(more) for _ in range(chance.randrange(3) if more else 0)))
    chosen = [(kind, chance.choice(names[kind])) for kind in kinds]
    for kind, name in sorted(chosen, key=lambda c: (c[0] == "texts", c[1] == "blank lines")):
        if kind == "texts" and not draft.files:
            draft.serialise()
        KINDS[kind][name](draft, chance)
    if chance.randrange(150) == 7 and not draft.files and first != "habits":
        _huge(draft, chance)
    draft.serialise() if not draft.files else None
    return draft, chance.randrange(16) == 3, (chance.choice(NAMES), chance.choice(NAMES))


COMMANDS = [
    ["check"], ["check"], ["check", "--strict"], ["check", "--record"], ["gap"], ["gap"], ["gap", "--json"], ["gap", "--note"], ["panel"],
    ["panel", "--json"], ["panel", "--csv", "rows.csv"], ["houses"], ["houses", "--json"], ["where", "alpha", "beta", "--by", "area", "--case"],
    ["report", "--jobs", "1"], ["extract", "article.txt", "--date", "2025-01-02", "--case"], ["verify", "article.txt", "--date", "2025-01-02", "--case"],
    ["verify", "article.txt", "--html", "page.html", "--json", "--date", "2025-01-02", "--case"],
    ["extract", "article.txt", "--append", "--date", "2025-01-02", "--case"],
]  # fmt: skip
ARTICLE = "Beta said on Monday that around 1,100 people had been killed or wounded; Alpha counted nearly 3,000."


def draw(chance):
    """A mutated case, and a command that reads it."""
    draft, _, (a, b) = drawn(
        chance,
        *chance.choice(
            [("answers", "cells"), ("cells", "cells", "habits", "settings"), ("texts", "texts", "cells"), ("settings", "settings", "cells")]
        ),
    )
    files = {f"mine/{name}": content for name, content in draft.files.items()} | {"article.txt": ARTICLE.encode()}
    asked = chance.choice(COMMANDS)
    more = ("--a", a, "--b", b) if asked[0] in ("gap", "panel") and chance.randrange(2) else ()
    return Example((*asked, "mine", *more), files, b"all\n" if "--append" in asked else b"")
