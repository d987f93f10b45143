"""Mangled tables for the commands that read somebody's files: import, where, lists, panel of what was imported."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile

from fuzz.judge import Example
from fuzz.odd import HUGE, any_letter, odd, odd_file

WIDE = [
    ["region", "year", "Alpha", "Beta"],
    ["north", "2023", "3,000", "1,100"],
    ["south", "2023", "2,000", "1,900"],
    ["total", "2023", "5,000", "3,000"],
]
LONG = [
    ["place", "date", "who", "deaths"],
    *[
        [p, d, w, str(n)]
        for n, (p, d, w) in enumerate([(p, d, w) for p in "xyz" for d in ("2023-01-01", "2023-02-01") for w in ("A", "B")], 90)
    ],
]
BOUNDS = [
    ["country", "year", "low", "best", "high"],
    ["Haiti", "2010", "100", "200", "300"],
    ["Chile", "2010", "40", "50", "60"],
    ["Peru", "2011", "7", "8", "9"],
]
PEOPLE = [
    ["id", "name", "born", "place"],
    ["1", "Ann Lee", "1990-01-02", "x"],
    ["2", "Bo Li", "1985", "y"],
    ["3", "Cy Day", "", "x"],
    ["5", "Anne Lee", "1990-01-02", "x"],
]
STRATA = [
    ["region", "sex", "value", "weight"],
    ["n", "m", "10", "1"],
    ["n", "f", "20", "2"],
    ["s", "m", "30", "3"],
    ["s", "f", "40", "4"],
    ["total", "total", "100", "10"],
]


def mangle(chance, rows, most=4):
    """A copy of the rows with up to so many changes of cells, rows and columns."""
    rows = [list(cells) for cells in rows]
    for _ in range(chance.randrange(most + 1)):
        i = chance.randrange(len(rows)) if rows else 0
        if not rows or not rows[i]:
            break
        k, way = chance.randrange(len(rows[i])), chance.randrange(16)
        if way < 6:
            rows[i][k] = odd(chance)
        elif way < 12:
            CHANGES[way - 6](rows, i, k, chance)
        elif way == 12:
            for cells in rows:
                cells[k : k + 1] = []
        elif way == 13:
            for cells in rows:
                cells.append(cells[k] if k < len(cells) else odd(chance))
        elif way == 14 and chance.randrange(40) == 0:
            rows[i][k] = chance.choice(HUGE)[:200_000]
        else:
            rows[0][min(k, len(rows[0]) - 1) if rows[0] else 0 :][:1] = [odd(chance)]
            if rows[0]:
                rows[0][min(k, len(rows[0]) - 1)] = odd(chance)
    return rows


CHANGES = [
    lambda rows, i, k, chance: rows.insert(i, list(rows[i])),
    lambda rows, i, k, chance: rows.pop(i),
    lambda rows, i, k, chance: rows[i].append(odd(chance)),
    lambda rows, i, k, chance: rows[i].pop(),
    lambda rows, i, k, chance: rows.insert(i, [""] * chance.randrange(4)),
    lambda rows, i, k, chance: chance.shuffle(rows),
]


def as_csv(rows, chance):
    out = io.StringIO(newline="")
    form = {
        "delimiter": chance.choice(",,,;\t|"),
        "lineterminator": chance.choice(["\n", "\n", "\r\n", "\r"]),
        "quoting": chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    }
    csv.writer(out, escapechar="\\", **form).writerows(rows)
    text = out.getvalue()
    if chance.randrange(10) == 0:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(['"', "\0", "\r", any_letter(chance), "\ufeff", text[:at]]) + text[at:]
    return text.encode(chance.choice(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "latin-1", "cp1251", "utf-16-le"]), "replace")


def as_json(rows, chance):
    head, *body = rows or [[]]
    value = lambda cell: chance.choice([cell] * 6 + [None, 1e308, -0.0, True, [cell], {"a": cell}, float("nan"), 10**400, {}])
    records = [dict(zip(head, map(value, cells), strict=False)) for cells in body]
    shape = chance.choice(
        [
            records,
            {"data": records},
            {"data": {"x": records}},
            {c: [r.get(c) for r in records] for c in head},
            rows,
            {},
            [],
            None,
            5,
            [[records]],
        ]
    )
    return json.dumps(shape).encode()


def as_html(rows, chance):
    cell = lambda text: (
        f"<{chance.choice(['td', 'td', 'th'])}{chance.choice(['', '', ' colspan=2', ' rowspan=3', ' colspan=99999999', ' rowspan=-1', ' colspan=x'])}>{text}"
    )
    body = "".join("<tr>" + "".join(cell(text) for text in cells) for cells in rows)
    return (
        chance.choice(["", "<p>x</p>", "<table></table>", "<table><caption>y"])
        + f"<table>{body}</table>"
        + chance.choice(["", "<table><tr><td>", "</body>"])
    ).encode("utf-8", "replace")


def zipped(name, raw, chance):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for other in dict.fromkeys(
            chance.choice([[name], [name, "b.csv"], ["../" + name], ["a/" + name], ["/etc/" + name], [], ["__MACOSX/._x", name]])
        ):
            file.writestr(other, raw)
    return damaged(out.getvalue(), chance)


def damaged(raw, chance):
    at = chance.randrange(len(raw) + 1)
    return chance.choice([raw, raw, raw, raw[:at], raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]])


def table(chance, rows, stem="t"):
    """A file that holds the rows, mangled: its name and its bytes."""
    rows, form = mangle(chance, rows), chance.choice(["csv"] * 8 + ["tsv", "json", "json", "html", "csv.gz", "zip", "odd", "parquet"])
    if form == "odd":
        return f"{stem}.{chance.choice(['csv', 'xlsx', 'json', 'html', 'tsv', 'parquet', 'csv.gz', 'zip', 'txt', 'xls', ''])}", odd_file(
            chance
        )
    raw = {"json": as_json, "html": as_html}.get(form, as_csv)(rows, chance)
    if form == "csv.gz":
        raw = damaged(gzip.compress(raw, 1), chance)
    if form == "zip":
        raw = zipped(f"{stem}.csv", raw, chance)
    if form == "parquet":
        raw = damaged(b"PAR1" + raw + b"\x10\0\0\0PAR1", chance)
    return f"{stem}.{form}", raw


def importing(chance):
    rows = chance.choice([WIDE, LONG, BOUNDS])
    name, raw = table(chance, rows)
    options = {
        "--source-columns": ["Alpha,Beta", "Alpha", "Beta,Nobody"], "--source": ["who", "The office"], "--value": ["deaths", "best", "Alpha,Beta"], "--low": ["low"],
        "--best": ["best"], "--high": ["high"], "--date": ["year", "date", "2023-01-01", "2023"], "--where": ["place=region", "place=country", "place"], "--measure": ["killed", "who"],
        "--unit": ["1", "%", "persons"], "--kind": ["cumulative", "period", "level", "rate"], "--columns-are": ["place"], "--rows": ["1-3", "2-", "0-0", "9-1"], "--decimal": ["point", "comma"],
        "--dates": ["dmy", "mdy", "ymd"], "--encoding": ["cp1252", "utf-16", "nope"], "--day": ["2024-01-01"], "--table": ["1", "2", "-1"], "--sheet": ["x", "t.csv"], "--start": ["date"], "--said": ["date"],
    }  # fmt: skip
    args = [
        "import",
        name,
        *chance.choice([("--yes",), ("--yes",), ("--dry-run",), ("--dry-run", "--json"), ("--yes", "--json"), ()]),
        "--into",
        "new",
    ]
    for option in chance.sample(sorted(options), chance.randrange(5)):
        args += [option, chance.choice(options[option]) if chance.randrange(4) else odd(chance).replace("\0", "")]
    return Example(tuple(args), {name: raw})


def where(chance):
    (a, one), (b, other) = table(chance, STRATA, "a"), table(chance, STRATA, "b")
    more = [("--value", "value"), ("--weight", "weight"), ("--total", "all"), ("--value", "value,weight"), ("--json",)]
    by = chance.choice(["region,sex", "region", "sex", "sex,region,", "nobody", "", "value", "region,region"])
    return Example(
        ("where", a, b, "--by", by, *(x for option in chance.sample(more, chance.randrange(4)) for x in option)), {a: one, b: other}
    )


def lists(chance):
    found = dict(table(chance, PEOPLE, stem) for stem in "abcde"[: chance.choice([2, 2, 3, 3, 4, 5])])
    how = chance.choice(
        [
            ("--by", "id"),
            ("--by", "id"),
            ("--match", "name,born,place"),
            ("--match", "name"),
            ("--by", "id,name"),
            ("--by", "id", "--match", "name"),
            (),
        ]
    )
    more = [
        ("--strata", "place"),
        ("--threshold", "0.5"),
        ("--threshold", "nan"),
        ("--names", "name"),
        ("--with-names",),
        ("--into", "out"),
        ("--json",),
        ("--strata", "place,born"),
    ]
    return Example(("lists", *found, *how, *(x for option in chance.sample(more, chance.randrange(4)) for x in option)), found)


def draw(chance):
    return chance.choice([importing, importing, where, lists])(chance)
