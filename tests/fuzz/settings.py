"""Settings: case.toml and import.toml in every shape TOML has, parameters and sweeps of reports, alerts, the environment, tools of assistants."""

from __future__ import annotations

import json

from fuzz.cases import SECTIONS, VALUES
from fuzz.judge import Example
from fuzz.odd import DAYS, SIZES, any_letter, odd

CLAIMS = b"""source,statement_date,as_of,measure,wording,url,area
alpha,2025-01-01,2024-12-31,killed,about 45,https://example.org/1,east
beta,2025-01-01,2024-12-31,killed,at least 60,https://example.org/2,all
alpha,2025-02-01,2025-01-31,killed,90,https://example.org/3,east
beta,2025-02-01,2025-01-31,wounded,200,https://example.org/4,east
"""
TOML = """\
title = "A case"
question = "How many?"
unit = "persons"
version = "1.0"
last_checked = 2025-01-02
[defaults]
a = "alpha"
b = "beta"
measure = "killed"
[measures.killed]
label = "killed"
[measures.both]
label = "both"
parts = ["killed", "wounded"]
[measures.wounded]
label = "wounded"
[dimensions.area]
label = "where"
values = {east = "the east", all = "everywhere"}
[[conversions]]
dimension = "area"
from = "east"
to = "all"
factor = 1.2
low = 1.0
high = 1.5
because = "a survey"
url = "https://example.org/s"
published = "2024-12-01"
"""
KEYS = ["title", "question", "unit", "licence", "version", "last_checked", "a", "b", "measure", "as_of", "as_known_on", "label", "parts", "words", "scale", "caveat", "values", "dimension", "from", "to",
        "factor", "add", "low", "high", "because", "url", "published", "noun", "basis", "columns", "where", "lists", "by", "file"]  # fmt: skip
TABLES = [
    "defaults",
    "measures.killed",
    "measures.x",
    "dimensions.area",
    "dimensions.x",
    "conversions",
    "colours",
    "figures.share",
    "groups",
    "where",
    "lists",
    "strata",
    "report",
    "import",
    "x.y.z",
    "measures",
    "dimensions",
]
DEEP = [
    "a" + ".a" * 1000 + " = 1",
    "[" + ".".join("ab" * 2000) + "]",
    "x = " + "[" * 300 + "]" * 300,
    "x = " + "{a = " * 200 + "1" + "}" * 200,
    "x = " + "[" * 5000,
    "a" * 80_000 + " = 1",
    "[[" + "x." * 400 + "x]]",
    "x = '''" + "y" * 50_000,
]


def a_value(chance):
    return chance.choice(
        [chance.choice(VALUES), json.dumps(odd(chance)), f'"{chance.choice(DAYS)}"', chance.choice(DAYS), chance.choice(SIZES)]
    )


def changed(chance, toml):
    lines = toml.splitlines()
    for _ in range(1 + chance.randrange(4)):
        i, way = chance.randrange(len(lines)), chance.randrange(10)
        if way < 3 and " = " in lines[i]:
            lines[i] = f"{lines[i].partition(' = ')[0]} = {a_value(chance)}"
        elif way < 6:
            lines.insert(i + 1, f"{chance.choice(KEYS)} = {a_value(chance)}")
        elif way == 6:
            lines.insert(i, chance.choice([f"[{chance.choice(TABLES)}]", f"[[{chance.choice(TABLES)}]]", chance.choice(SECTIONS)]))
        elif way == 7:
            del lines[i : i + 1 + chance.randrange(3)]
            lines = lines or [""]
        elif way == 8:
            lines.insert(i, chance.choice(DEEP) if chance.randrange(4) == 0 else any_letter(chance))
        else:
            lines[i] = lines[i][: chance.randrange(len(lines[i]) + 1)]
    return "\n".join(lines)


def of_a_case(chance):
    asked = chance.choice([("check", "mine"), ("check", "mine", "--strict"), ("check", "mine", "--record"), ("gap", "mine"), ("gap", "mine", "--json"), ("panel", "mine"), ("houses", "mine"), ("report", "mine"),
                           ("where", "alpha", "beta", "--by", "area", "--case", "mine"), ("gap", "mine", "--area", "all"), ("gap", "mine", "--x", "y")])  # fmt: skip
    return Example(asked, {"mine/claims.csv": CLAIMS, "mine/case.toml": changed(chance, TOML).encode("utf-8", "replace")})


NAMES = [
    "case",
    "a",
    "b",
    "measure",
    "kind",
    "as_of",
    "known_by",
    "rule",
    "output_dir",
    "pair",
    "area",
    "nobody",
    "",
    "area=",
    "__class__",
    "case_",
    "A",
    "reference",
    "by",
    "interval",
    "claims",
]
SWEEPS = ["2024-12-23..2025-06-02/7d", "2025-06-02..2024-12-23/7d", "2024-12-23..2025-06-02/0d", "0001-01-01..9999-12-31/1d", "2024-12-23..", "..", "/1w", "a,b", "all", "a:b,a:c", ",", "a,a", "alpha:beta", "hedge,granularity",
          "2024-12-23..2025-06-02/1m", "2024-12-23..2025-06-02/-1d", "2024-12-23..2025-06-02/999999999999d", "2024-02-30..2025-01-01/1d", "2024-12-23..2025-06-02/1.5d", ",".join(map(str, range(3000))), "9999-12-01..9999-12-31/1m"]  # fmt: skip
ALERTS = [
    "new",
    "new,corrected",
    "unexplained>2",
    "unexplained>nan",
    "unexplained>1e400",
    "unexplained>-1",
    "silent>21",
    "silent>1.5",
    "silent>99999999999999999999",
    "silent",
    ">2",
    "new>2",
    ",",
    "",
    "NEW",
    "unexplained>0",
    "unexplained>=2",
    "silent>21d",
    "new;rm",
    "unexplained>" + "9" * 5000,
]


def of_a_report(chance):
    args = ["report", *chance.choice([["mine"], ["mine"], ["mine", "mine"], ["dprk-kursk"], ["nobody"], ["."], ["mine/claims.csv"]])]
    for _ in range(1 + chance.randrange(3)):
        value = chance.choice([odd(chance), chance.choice(DAYS), chance.choice(SIZES), "alpha", "killed", "hedge"])
        args += chance.choice([
            ["-p", chance.choice(NAMES), value], ["-p", odd(chance), value], ["--sweep", f"{chance.choice(NAMES)}={chance.choice([*SWEEPS, value])}"], ["--sweep", value],
            ["--alert", chance.choice([*ALERTS, value])], ["--max-age-days", chance.choice(SIZES)], ["--notebooks", chance.choice(["03", "03-gap", "99", "", "03,03", "../x", "03-gap.ipynb", value])],
            ["--timeout", chance.choice(SIZES)], ["--wait", "0"], ["--jobs", chance.choice(["1", "-1", "x", "0", "1e3", ""])], ["--embed", chance.choice(["waterfall", "nobody", "", "../x", value])],
            ["--url", chance.choice(["https://example.org/x", "https://[", "javascript:alert(1)", "", "http://a:b:c", value])], ["--out", chance.choice(["site", "mine", "a b", "x/y", "", ".", "caf\u00e9", "mine/claims.csv"])], ["--force"],
        ])  # fmt: skip
    toml = changed(chance, TOML) if chance.randrange(4) == 0 else TOML
    return Example(tuple(a.replace("\0", "") for a in args), {"mine/claims.csv": CLAIMS, "mine/case.toml": toml.encode("utf-8", "replace")})


def of_the_environment(chance):
    names = [
        "COLUMNS",
        "LINES",
        "HOME",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "TZ",
        "NO_COLOR",
        "FORCE_COLOR",
        "TERM",
        "PYTHONUTF8",
        "DISCREPANCY_EXPLORE",
        "SOURCE_DATE_EPOCH",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "XDG_CACHE_HOME",
        "PAGER",
        "PYTHONHASHSEED",
        "BROWSER",
        "PYTHONPATH",
        "IPYTHONDIR",
    ]
    values = [
        None,
        "",
        "0",
        "-1",
        "1",
        "x",
        "99999999",
        "1e9",
        "nan",
        "C",
        "tr_TR.UTF-8",
        "/nowhere",
        "/dev/null",
        "Asia/Kathmandu",
        "UTC+99",
        "read-only",
        "a" * 5000,
        "\udcff",
    ]
    asked = chance.choice(
        [
            ("check", "mine"),
            ("gap", "mine"),
            ("gap", "mine", "--note"),
            ("panel", "mine"),
            ("houses", "mine"),
            ("read", "about 45"),
            ("--help",),
            ("gap", "--help"),
            ("report", "mine"),
            ("extract", "-"),
        ]
    )
    env = {name: chance.choice(values) for name in chance.sample(names, 1 + chance.randrange(3))}
    return Example(asked, {"mine/claims.csv": CLAIMS, "mine/case.toml": TOML.encode()}, b"At least 60 people died, the ministry said.", env)


def of_an_assistant(chance):
    good = {"phrase": "about 45", "case": "mine", "a": "alpha", "b": "beta", "text": "At least 60 people died, Beta said.", "date": "2025-01-02", "by": "area", "value": "value", "weight": "", "total": "total", "measure": "killed",
            "kind": "cumulative", "as_of": "2024-12-31", "known_by": "2025-03-01", "rule": "hedge", "dimensions": "area=all"}  # fmt: skip
    tool = chance.choice(["read", "gap", "note", "where", "verify", "nobody"])
    needs = {
        "read": ["phrase"],
        "gap": ["case"],
        "note": ["case"],
        "where": ["a", "b", "by", "case"],
        "verify": ["text", "case", "date"],
    }.get(tool, [])
    given = {name: good[name] for name in needs}
    for name in chance.sample(sorted(good), chance.randrange(4)):
        given[name] = chance.choice(
            [good[name], odd(chance), chance.choice(DAYS), None, 5, True, [], {}, 1.5, "x" * 3000, "\ud800", "\0", "../mine", "/etc"]
        )
    return Example(("assistant", tool, json.dumps(given)), {"mine/claims.csv": CLAIMS, "mine/case.toml": TOML.encode()})


def draw(chance):
    return chance.choice([of_a_case] * 5 + [of_a_report] * 3 + [of_an_assistant] * 2 + [of_the_environment])(chance)
