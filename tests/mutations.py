"""What can be done to a case: a function for each change, in tables by kind, and drafts with up to three of them."""

from __future__ import annotations

import codecs
import re
from copy import deepcopy

from hypothesis import strategies as st
from richcase import BASE, KW, TOML, Draft

NUMBERS = [
    "1e400", "nan", "-5", "３０００", "0", "3000.0", "1,100", "1.100,5", "inf", "9" * 400, "0.5", "١٠٠", "²", "3 000", "1_000", "٣٫٥",
]  # fmt: skip
DATES = [
    "2024-02-30", "0000-00-00", "9999-12-31", "2199-01-01", "2024-13", "23.12.2024", "03/04/2024", "45649", "Dec-24", "2024-12-23T10:00",
]  # fmt: skip
DATES += ["0999", "1799-12-31", "2024-2-3", "٢٠٢٤-١٢-٢٣", "99999999", "2024-12-23", "2024", "00.00.0000", "59999", "1/1/00", "2024-12-23 "]
PHRASES = [
    "at least 4,000", "around 12", "0 killed", "dozens", "between 5,000 and 4,000", "one in five", "several thousand", "3,000 ± 4,000",
]  # fmt: skip
PHRASES += [
    "12,34,567", "minus 5", "1,050 (95% CI 900 to 1,200)", "no more than 0", "a lot", "999,999,999,999", "0.5", "twice 5", "5 (0-9)", "½",
]  # fmt: skip
PHRASES += [
    "thousands of thousands of thousands", "three hundred thousand million", "1,1,1,1,1", "(95% CI 1-2)", "3 (1 to 2)", "10 (10-10)",
]  # fmt: skip
TEXTS_ = [
    "=1+1", "@SUM(A1)", "+49", "<script>alert(1)</script>", "a\nb", "a\r\nb", 'a "quoted" word', "\u202eabc", "\u200b", "\x07\x1b[31m",
    "\x00",
]  # fmt: skip
TEXTS_ += [
    "https://[", "http://", "javascript:alert(1)", "https://example.org/" + "x" * 3000, "http://a:b:c", "https://ex ample.org", "$x^2$",
]  # fmt: skip
TEXTS_ += ["yes", "no", "YES", "a1", "a-23", "alpha", "north", "nobody", "killed", KW, "east", "uk", "xx", "zz-ZZ", "share", "plan", "rate"]
TEXTS_ += [
    "current", "withdrawn", "superseded", "stated", "inferred", "copy", "", " ", "\u00a0", "acknowledged:nobody", "a; b; c", ";", "~",
    "{x}", "%s",
]  # fmt: skip
HUGE = ["x" * 10**6, "9" * 10**6, "about 3,000 " * 80_000, "9," * 500_000, " " * 10**6, "-" * 10**6, "a;" * 500_000]
ODD = st.one_of(
    st.sampled_from(NUMBERS), st.sampled_from(DATES), st.sampled_from(PHRASES), st.sampled_from(TEXTS_), st.sampled_from(TEXTS_),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)  # fmt: skip
INDEX = st.integers(0, 10**6)
TABLE = st.sampled_from(["claims"] * 8 + ["sources", "sources", "events", "reasons", "corrections", "recorded"])
COLUMN = st.sampled_from(BASE["claims"][0])
BYTES = st.sampled_from(
    [b"\0", b'"', b"\r", b",", b";", b"\xff", b"\xc3", b"\n", b"\x1a", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\t", b"'", b"[", b"="]
)


def _pick(draw, among):
    return among[draw(INDEX) % len(among)]


def _rows(draft, draw, table=""):
    """A table of the draft and the index of one of its rows."""
    rows = draft.tables[table or draw(TABLE)] or [[]]
    return rows, 1 + draw(INDEX) % max(1, len(rows) - 1)


def _set(draft, draw, column, value, at=0):
    """Put a value in a column of the claims; adds the column where there is none."""
    rows, i = _rows(draft, draw, "claims")
    if len(rows) < 2:
        return
    if column not in rows[0]:
        rows[0].append(column)
    cells, k = rows[min(at or i, len(rows) - 1)], rows[0].index(column)
    cells += [""] * (k + 1 - len(cells))
    cells[k] = value


def _cell(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows) and rows[i]:
        rows[i][draw(INDEX) % len(rows[i])] = draw(ODD)


def _huge(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows) and rows[i]:
        rows[i][draw(INDEX) % len(rows[i])] = _pick(draw, HUGE)


def _swap(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows) and rows[i]:
        j, k = (draw(INDEX) % len(rows[i]) for _ in "ab")
        rows[i][j], rows[i][k] = rows[i][k], rows[i][j]


def _column(change):
    def mutate(draft, draw):
        rows, _ = _rows(draft, draw)
        if rows[0]:
            change(rows, draw(INDEX) % len(rows[0]), draw)

    return mutate


def _lose(rows, i, draw):
    for cells in rows:
        del cells[i : i + 1]


def _double(rows, i, draw):
    for cells in rows:
        cells.append(cells[i] if i < len(cells) else "")


def _rename(rows, i, draw):
    rows[0][i] = (
        _pick(draw, ["sorce", "Wording ", "x", "", "line", "group", "value", "9", "claim id", "\u202e", "a,b", "=A1"])
        if draw(st.booleans())
        else draw(ODD)
    )


def _more(rows, i, draw):
    name, cell = draw(ODD), draw(ODD)
    for cells in rows:
        cells.append(name if cells is rows[0] else cell)


def _exchange(rows, i, draw):
    """Two columns exchange their cells and keep their names: types swapped."""
    k = draw(INDEX) % len(rows[0])
    for cells in rows[1:]:
        if max(i, k) < len(cells):
            cells[i], cells[k] = cells[k], cells[i]


def _many(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows):
        rows[i] += [draw(ODD) for _ in range(1 + draw(INDEX) % 3)]


def _few(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows):
        del rows[i][draw(INDEX) % (len(rows[i]) + 1) :]


def _again(draft, draw):
    rows, i = _rows(draft, draw)
    if i < len(rows):
        rows.insert(1 + draw(INDEX) % len(rows), list(rows[i]))


def _drop(draft, draw):
    rows, i = _rows(draft, draw)
    del rows[i : i + 1 + draw(INDEX) % 3]


def _only_header(draft, draw):
    del draft.tables[draw(TABLE)][draw(INDEX) % 2 :]


def _circle(column, names):
    def mutate(draft, draw):
        for at, name in zip((1, 2, 5), names if draw(st.booleans()) else names[::-1], strict=True):
            _set(draft, draw, column, name, at)
            if column == "derived_from":
                _set(draft, draw, "derived_basis", "stated", at)

    return mutate


def _values(column, among):
    return lambda draft, draw: _set(draft, draw, column, _pick(draw, among))


def _low_above_high(draft, draw):
    at = 1 + draw(INDEX) % 11
    for column, value in (("low", "500"), ("high", "400"), ("level", _pick(draw, ["95", "", "0", "100", "99.999999"]))):
        _set(draft, draw, column, value, at)


def _clash(draft, draw):
    rows, i = _rows(draft, draw, "sources")
    if i < len(rows) and len(rows[i]) > 2:
        rows[i][draw(INDEX) % 3] = _pick(draw, ["alpha", "north", "beta", "", "south", "\u200b"])


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
    "another day": lambda draft, draw: _set(draft, draw, _pick(draw, ["statement_date", "as_of", "published", "period_start", "accessed"]), _pick(draw, DATES)),
    "another phrase": lambda draft, draw: _set(draft, draw, _pick(draw, ["wording", "english"]), _pick(draw, PHRASES)),
    "another number": lambda draft, draw: _set(draft, draw, _pick(draw, ["value", "low", "high", "level"]), _pick(draw, NUMBERS)),
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

    def mutate(draft, draw):
        name = _pick(draw, ["claims.csv"] * 6 + sorted(draft.files))
        if draft.files.get(name) is not None:
            draft.files[name] = change(draft.files[name], draw)
            draft.touched = True

    return mutate


def _insert(raw, draw):
    at = draw(INDEX) % (len(raw) + 1)
    return raw[:at] + draw(BYTES) + raw[at:]


def _replace(raw, draw):
    at = draw(INDEX) % (len(raw) + 1)
    return raw[:at] + draw(BYTES) + raw[at + 1 :]


def _quote(raw, draw):
    """A quote where a cell begins or ends."""
    edges = [m.end() for m in re.finditer(rb"[,\n]", raw)] or [0]
    at = _pick(draw, edges) - draw(INDEX) % 2
    return raw[:at] + b'"' + raw[at:]


def _text(raw):
    return raw.decode("utf-8", "replace")


def _whole(change):
    """A file of the folder gone, doubled, or something else."""

    def mutate(draft, draw):
        name = _pick(draw, ["claims.csv", *sorted(draft.files)])
        if name in draft.files:
            change(draft.files, name, draw)
            draft.touched = True

    return mutate


def _other_file(files, name, draw):
    files[name] = files[_pick(draw, sorted(files))]


def _other_name(files, name, draw):
    stem = name.partition(".")[0]
    files[_pick(draw, [f"{stem}.CSV", f"{stem}.txt", f"{stem}.xlsx", f"{stem}.xls", f"{stem}.csv.bak", "Claims.csv"])] = files.pop(name)


TEXTS = {
    "cut": _bytes(lambda raw, draw: raw[: draw(INDEX) % (len(raw) + 1)]),
    "its start cut": _bytes(lambda raw, draw: raw[draw(INDEX) % (len(raw) + 1) :]),
    "a byte more": _bytes(_insert),
    "another byte": _bytes(_replace),
    "a quote": _bytes(_quote),
    "two quotes": _bytes(lambda raw, draw: _quote(_quote(raw, draw), draw)),
    "a lone CR": _bytes(lambda raw, draw: (lambda at: raw[:at] + b"\r" + raw[at:])(draw(INDEX) % (len(raw) + 1))),
    "NULs": _bytes(lambda raw, draw: raw + b"\0" * (draw(INDEX) % 3 + 1)),
    "UTF-16 without mark": _bytes(lambda raw, draw: _text(raw).encode(_pick(draw, ["utf-16-le", "utf-16-be"]))),
    "half of UTF-16": _bytes(lambda raw, draw: _text(raw).encode("utf-16")[: -1 - draw(INDEX) % 2]),
    "UTF-32": _bytes(lambda raw, draw: _text(raw).encode("utf-32")),
    "old encoding": _bytes(lambda raw, draw: _text(raw).encode(_pick(draw, ["cp1251", "latin-1", "cp949", "utf-7"]), "replace")),
    "truncated UTF-8": _bytes(lambda raw, draw: raw.replace("ж".encode(), "ж".encode()[:1]) + b"\xe2\x82"),
    "empty": _bytes(lambda raw, draw: b"\n " * (draw(INDEX) % 2)),
    "a workbook by name": _bytes(lambda raw, draw: _pick(draw, [b"PK\3\4", b"\xd0\xcf\x11\xe0"]) + raw),
    "commas to semicolons": _bytes(lambda raw, draw: raw.replace(b",", _pick(draw, [b";", b"\t", b"|"]))),
    "lines joined": _bytes(lambda raw, draw: raw.replace(b"\n", _pick(draw, [b"\r", b"\n\n", b" ", b"\x0b", b"\r\r\n", b"\xe2\x80\xa8"]))),
    "missing": _whole(lambda files, name, draw: files.pop(name)),
    "a directory": _whole(lambda files, name, draw: files.update({name: None})),
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
    def mutate(draft, draw):
        lines = draft.toml.split("\n")
        change(lines, draw(INDEX) % len(lines), draw)
        draft.toml = "\n".join(lines)

    return mutate


def _value(lines, i, draw):
    given = [k for k, line in enumerate(lines) if " = " in line] or [i]
    k = given[i % len(given)]
    lines[k] = f"{lines[k].partition(' = ')[0]} = {_pick(draw, VALUES)}"


def _key(lines, i, draw):
    given = [k for k, line in enumerate(lines) if " = " in line] or [i]
    k = given[i % len(given)]
    lines[k] = (
        f"{_pick(draw, ['titel', 'x', 'add', 'values', 'parts', 'low', 'basis', 'label', 'from', chr(34) * 2])} = {lines[k].partition(' = ')[2]}"
    )


def _move(lines, i, draw):
    lines.insert(draw(INDEX) % len(lines), lines.pop(i))


def _toml(change):
    def mutate(draft, draw):
        draft.toml = _text(change(draft.toml.encode(), draw))

    return mutate


SETTINGS = {
    "a value of another type": _lines(_value),
    "another value": _lines(_value),
    "another key": _lines(_key),
    "a line gone": _lines(lambda lines, i, draw: lines.pop(i)),
    "a line twice": _lines(lambda lines, i, draw: lines.insert(i, lines[i])),
    "a line moved": _lines(_move),
    "a section more": _lines(lambda lines, i, draw: lines.insert(_pick(draw, [i, len(lines)]), _pick(draw, SECTIONS))),
    "cut": _toml(lambda raw, draw: raw[: draw(INDEX) % (len(raw) + 1)]),
    "a byte more": _toml(_insert),
    "another byte": _toml(_replace),
    "no settings": lambda draft, draw: setattr(draft, "toml", ""),
}


def _form(**form):
    return lambda draft, draw: draft.form.update(form)


def _order(draft, draw):
    rows, _ = _rows(draft, draw)
    order = draw(st.permutations(range(len(rows[0]))))
    rows[:] = [[cells[i] if i < len(cells) else "" for i in order] for cells in rows]


def _blank_lines(draft, draw):
    rows = draft.tables[draw(TABLE)]
    for _ in range(1 + draw(INDEX) % 3):
        rows.insert(draw(INDEX) % (len(rows) + 1), [_pick(draw, ["", " ", "\u00a0"])] * (draw(INDEX) % 20))


def _blank_columns(draft, draw):
    for cells in draft.tables[draw(TABLE)]:
        cells += [""] * (draw(INDEX) % 4)


def _headings(draft, draw):
    rows, _ = _rows(draft, draw, "claims")
    rows[0] = [
        _pick(draw, [name, name.title(), f" {name} ", name.upper().replace("_", " "), name.replace("_", "-")]) if name != "area" else name
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


def _said(draft, draw):
    _, i = _rows(draft, draw, "claims")
    _set(draft, draw, "wording", _pick(draw, SAID), i)
    for column in ("value", "low", "high", "level", "language", "english", "translation"):
        _set(draft, draw, column, "", i)


def _said_on(draft, draw):
    _, i = _rows(draft, draw, "claims")
    _set(draft, draw, "statement_date", day := _pick(draw, SAID_ON), i)
    for column, days in (("as_of", ["", day, "2024-12-01"]), ("published", ["", "2025-06-02"]), ("accessed", [""])):
        _set(draft, draw, column, _pick(draw, days), i)


def _id(rows, i):
    """The id of a row of claims, if it has one."""
    return dict(zip(rows[0], rows[i], strict=False)).get("claim", "") if i < len(rows) else ""


def _replaced(draft, draw):
    """A row is withdrawn, and on which day is told."""
    rows, i = _rows(draft, draw, "claims")
    claim = _id(rows, i)
    _set(draft, draw, "status", _pick(draw, ["withdrawn", "corrected"]), i)
    _set(draft, draw, "replaced_by", _pick(draw, ["", "b1", "g1"]), i)
    draft.tables["corrections"].append([_pick(draw, SAID_ON), claim, "one", "another", "counted twice", ""])


def _one_name(draft, draw):
    """A claim is called like a source or a group: who speaks must be who was asked for."""
    rows, _ = _rows(draft, draw, "claims")
    at = _pick(draw, [k for k in range(1, len(rows)) if _id(rows, k) in ("a0", "b-dead", "g1", "d1")] or [1])
    _set(draft, draw, "claim", _pick(draw, ["alpha", "beta", "gamma", "north", "south", "delta"]), at)


def _default(draft, draw):
    key, value = _pick(draw, [(key, name) for key in "ab" for name in NAMES[:13]] + [("as_of", day) for day in SAID_ON[2:4]])
    draft.toml = re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', draft.toml, count=1)


def _assumption(draft, draw):
    low, factor, high = sorted(draw(st.tuples(*[st.sampled_from([0.2, 0.5, 1, 1.2, 3, 8.8])] * 3)))
    found = list(re.finditer(r"factor = .*\nlow = .*\nhigh = .*", draft.toml))
    if found:
        at = _pick(draw, found)
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


@st.composite
def drafts(draw, first, *more):
    """The base with a mutation of the first kind and up to two of any of the kinds; whether commands are asked, and the gap between whom.

    Bytes are changed last, blank lines put in before that.
    """
    draft = Draft(deepcopy(BASE), TOML)
    names = {kind: sorted(KINDS[kind]) for kind in KINDS}
    chosen = [
        (kind, _pick(draw, names[kind]))
        for kind in (first, *(draw(st.sampled_from(more)) for _ in range(draw(st.integers(0, 2)) if more else 0)))
    ]
    for kind, name in sorted(chosen, key=lambda c: (c[0] == "texts", c[1] == "blank lines")):
        if kind == "texts" and not draft.files:
            draft.serialise()
        KINDS[kind][name](draft, draw)
    if draw(INDEX) % 150 == 7 and not draft.files and first != "habits":
        _huge(draft, draw)
    draft.serialise() if not draft.files else None
    return draft, draw(INDEX) % 16 == 3, tuple(draw(st.sampled_from(NAMES)) for _ in "ab")
