"""Odd values: numbers, days, phrases, texts, paths."""

from __future__ import annotations

from richcase import KW

__all__ = ["DATES", "DAYS", "FILES", "HUGE", "NUMBERS", "PATHS", "PHRASES", "SIZES", "TEXTS", "odd", "odd_file"]

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
TEXTS = [
    "=1+1", "@SUM(A1)", "+49", "<script>alert(1)</script>", "a\nb", "a\r\nb", 'a "quoted" word', "\u202eabc", "\u200b", "\x07\x1b[31m",
    "\x00",
]  # fmt: skip
TEXTS += [
    "https://[", "http://", "javascript:alert(1)", "https://example.org/" + "x" * 3000, "http://a:b:c", "https://ex ample.org", "$x^2$",
]  # fmt: skip
TEXTS += ["yes", "no", "YES", "a1", "a-23", "alpha", "north", "nobody", "killed", KW, "east", "uk", "xx", "zz-ZZ", "share", "plan", "rate"]
TEXTS += [
    "current", "withdrawn", "superseded", "stated", "inferred", "copy", "", " ", "\u00a0", "acknowledged:nobody", "a; b; c", ";", "~",
    "{x}", "%s",
]  # fmt: skip
HUGE = ["x" * 10**6, "9" * 10**6, "about 3,000 " * 80_000, "9," * 500_000, " " * 10**6, "-" * 10**6, "a;" * 500_000]

DAYS = [
    *DATES,
    "2025-01-02",
    "2024-12-23",
    "-0001-01-01",
    "10000-01-01",
    "0001-01-01",
    "2024-12-23T10:00+14:00",
    "2024-W52",
    "2024-366",
    "today",
    "99999999999999",
    "2024-12-23..2024-12-01",
    "٢٠٢٤",
    "\U0001d7d02024",
]
SIZES = [
    *NUMBERS,
    "-0",
    "-0.0",
    "1e-400",
    "1e308",
    "-1",
    "2147483648",
    "18446744073709551616",
    "0x10",
    "1_0",
    "+5",
    " 5",
    "5 ",
    "NaN",
    "-inf",
    "Infinity",
    "1,5",
    "٣",
    "५",
    "1e5",
    "9" * 5000,
]
PATHS = [
    "",
    ".",
    "..",
    "/",
    "~",
    "~nobody/x",
    "nowhere",
    "mine",
    "mine/claims.csv",
    "mine/",
    "./mine",
    "a/" * 300,
    "x" * 300,
    "x" * 5000,
    "dir",
    "loop",
    "dangling",
    "empty.csv",
    "binary.bin",
    "\udcff",
    "caf\u00e9",
    "cafe\u0301",
    "-",
    "--",
    "-x",
    "=x",
    "a b",
    "a\nb",
    "mine\x1b[31m",
    "index.html",
    "con",
    "nul:",
    "\\\\host\\x",
    "file:///etc/hosts",
    "https://example.org/x.csv",
    "/dev/null",
    "/dev/full",
    "/proc/version",
    "/nowhere/at/all",
    "\u202emine",
    "*",
    "{a,b}",
    "$HOME",
    "%s",
    "dprk-kursk",
    "dprk-kursc",
    "Dprk-Kursk",
    "mine\x00",
]

_WIDE = "name,value\nalpha,3000\nbeta,1100\n"
FILES = {  # what lies there in the place of a good file
    "empty": b"",
    "blank": b" \r\n\t\n",
    "binary": bytes(range(256)) * 4,
    "folder": None,
    "loop": "loop.csv",
    "dangling": "nowhere/at/all",
    "NULs": b"\0" * 3000,
    "UTF-16": _WIDE.encode("utf-16"),
    "UTF-16 without mark": _WIDE.encode("utf-16-le"),
    "half of UTF-16": _WIDE.encode("utf-16")[:-1],
    "UTF-32": _WIDE.encode("utf-32"),
    "UTF-8 mark": b"\xef\xbb\xbf",
    "latin": "naïve,café\n1,2\n".encode("latin-1"),
    "one line": b"x" * 300_000,
    "one line of commas": b"," * 100_000,
    "one line of quotes": b'"' * 100_000,
    "digits": b"9" * 200_000,
    "open quote": b'a,b\n"1,2\n3,4\n' * 200,
    "PDF": b"%PDF-1.7\n1 0 obj",
    "zip": b"PK\3\4" + b"\0" * 60,
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "gzip": b"\x1f\x8b\x08\0" + b"\0" * 20,
    "JSON": b'{"a": [1, {"b": null}], "a": NaN}',
    "deep JSON": b"[" * 20_000,
    "deep markup": b"<table><tr><td>" * 3000,
    "Parquet": b"PAR1" + b"\0" * 20 + b"PAR1",
    "script": b"#!/bin/sh\necho x\n",
    "CR": b"a,b\r1,2\r3,4\r",
    "line separators": "a,b\u20281,2\u2028".encode(),
    "surrogate": b"a,b\n\xed\xa0\x80,1\n",
    "control": b"a,b\n\x1b[31mx\x07,1\n",
    "many columns": b",".join(b"c%d" % i for i in range(5000)) + b"\n" + b"1," * 4999 + b"1\n",
    "many rows": b"a,b\n" + b"x,1\n" * 20_000,
}


def odd(chance):
    """A cell of anything."""
    among = chance.choice([NUMBERS, DATES, PHRASES, TEXTS, TEXTS, None])
    return chance.choice(among) if among else "".join(map(any_letter, [chance] * chance.randrange(20)))


def any_letter(chance):
    """Any character that can be written, the plain ones first."""
    code = chance.choice([chance.randrange(32, 127), chance.randrange(0x250), chance.randrange(0x3000), chance.randrange(0x110000)])
    return chr(code) if not 0xD800 <= code < 0xE000 else "?"


def odd_file(chance):
    return FILES[chance.choice(sorted(FILES))]
