"""Command lines: every command and option with good, odd, empty, long and wrong values, unknown options, files that are not there, odd files."""

from __future__ import annotations

import click

from discrepancy.app.cli.group import main
from fuzz import tables
from fuzz.judge import Example
from fuzz.odd import DAYS, PATHS, SIZES, odd, odd_file
from fuzz.settings import CLAIMS, TOML

ARTICLE = b"At least 60 people, including 12 children, died when a ferry sank on Monday, Beta said.\n"
FILES = {
    "mine/claims.csv": CLAIMS,
    "mine/case.toml": TOML.encode(),
    "article.txt": ARTICLE,
    "a.csv": b"region,sex,value\nn,m,10\nn,f,20\ns,m,30\n",
    "b.csv": b"region,sex,value\nn,m,11\nn,f,25\ns,m,33\n",
    "p.csv": b"id,name,born\n1,Ann Lee,1990\n2,Bo Li,1985\n4,Di Fo,1970\n",
    "q.csv": b"id,name,born\n1,Ann Lee,1990\n2,Bo Ly,1985\n3,Cy Day,1970\n",
    "t.csv": "\n".join(map(",".join, tables.BOUNDS)).encode(),
}
GOOD = {
    "read": ["read", "about 45"],
    "gap": ["gap", "mine"],
    "panel": ["panel", "mine"],
    "where": ["where", "a.csv", "b.csv", "--by", "region,sex"],
    "lists": ["lists", "p.csv", "q.csv", "--by", "id"],
    "houses": ["houses", "mine"],
    "new": ["new", "fresh"],
    "import": ["import", "t.csv", "--yes", "--into", "brought"],
    "check": ["check", "mine"],
    "extract": ["extract", "article.txt", "--date", "2025-01-02"],
    "verify": ["verify", "article.txt", "--case", "mine", "--date", "2025-01-02"],
    "report": ["report", "mine", "--jobs", "1"],
    "mcp": ["mcp", "--folder", "nowhere"],
}
VALUES = {
    "--date": DAYS, "--as-of": DAYS, "--known-by": DAYS, "--day": DAYS, "--said": DAYS, "--start": DAYS, "--threshold": SIZES, "--table": SIZES, "--timeout": SIZES, "--max-age-days": SIZES, "--rows": ["1-3", "3-1", "-", "0-", "x-y", *SIZES],
    "--case": ["mine", *PATHS], "--into": PATHS, "--csv": PATHS, "--html": PATHS, "--folder": PATHS, "--review": ["a.csv", *PATHS], "--again": ["t.csv", *PATHS], "--measure": ["killed", "wounded", "both", "nobody"],
    "--rule": ["hedge", "granularity", "as-printed", "HEDGE", ""], "--kind": ["cumulative", "level", "fixed", "rate", "period", "plan", "x"], "--a": ["alpha", "beta", "source:alpha", "claim:x", ":", "alpha "], "--b": ["beta", "alpha", ""],
    "--by": ["area", "day", "area,day", "id", "region", "sex", ",", "area,area"], "--value": ["value", "region", "value,value"], "--weight": ["value", "sex"], "--reference": ["prior", "sources", "alpha", "x"], "--jobs": ["1", "-1", "x"], "--wait": ["0", "-1", "nan"],
    "--cluster": ["", "x", "tcp://", "tcp://x:y", "http://[", "tcp://127.0.0.1:99999999"], "--out": ["site", "a b", "mine", "x/y", "", "."], "--encoding": ["cp1252", "utf-16", "utf-7", "hex", "rot13", "idna", "x", "undefined", ""], "--match": ["name,born", "name", "nobody"],
}  # fmt: skip
LEFT_OUT = {"--pdf", "--with-names"}  # a browser; harmless


def _options(command):
    return [p for p in main.commands[command].params if isinstance(p, click.Option) and not LEFT_OUT & {*p.opts}]


def draw(chance):
    """A good line of a command with up to four changes, at times in a folder with odd files; no shell hands on a NUL."""
    name = chance.choice(sorted(GOOD))
    args, files = list(GOOD[name]), dict(FILES)
    anything = lambda: chance.choice(
        [
            odd(chance),
            chance.choice(PATHS),
            chance.choice(SIZES),
            chance.choice(DAYS),
            "x" * 100_000 if chance.randrange(20) == 0 else "",
            "--",
            "-h",
        ]
    )
    for _ in range(chance.randrange(5)):
        way = chance.randrange(10)
        if way < 5:
            option = chance.choice(_options(name))
            flag = chance.choice(option.opts)
            values = VALUES.get(flag)
            value = chance.choice(values) if values and chance.randrange(3) else anything()
            args += (
                [flag] if option.is_flag else [flag, value] if option.nargs == 1 else [flag, value, anything()][: 1 + chance.randrange(3)]
            )
        elif way == 5:
            args[1 + chance.randrange(len(args) - 1)] = anything()
        elif way == 6:
            args.insert(1 + chance.randrange(len(args)), anything())
        elif way == 7 and len(args) > 1:
            del args[1 + chance.randrange(len(args) - 1)]
        elif way == 8:
            files[chance.choice(sorted(files))] = odd_file(chance)
        else:
            args.append(
                chance.choice(
                    [
                        "--nobody",
                        "--json=x",
                        "--jso",
                        "-p",
                        "-x",
                        "--help=1",
                        "--a",
                        "--",
                        "-",
                        "@x",
                        "--area",
                        "--area=all",
                        "--case-",
                        "-h",
                    ]
                )
            )
        if len(args) < 2:
            break
    if "report" in args[:1] and "/" in args:
        args.remove("/")
    return Example(tuple(arg.replace("\0", "") for arg in args), files, chance.choice([b"", ARTICLE, b"y\n", b"all\n", b"\xff\0"]))
