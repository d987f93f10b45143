"""Workbooks: good ones with odd cells, formats, sheets; and their parts changed, doubled, cut and left out."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

from fuzz import tables
from fuzz.judge import Example
from fuzz.odd import odd
from fuzz.tables import BOUNDS, LONG, PEOPLE, STRATA, WIDE

CLAIMS = [
    ["source", "statement_date", "measure", "wording", "url"],
    ["a", "2025-01-01", "killed", "about 45", "https://example.org/1"],
    ["b", "2025-01-01", "killed", "60", "https://example.org/2"],
]
KINDS = {"claims": CLAIMS, "wide": WIDE, "long": LONG, "bounds": BOUNDS, "people": PEOPLE, "strata": STRATA}
FORMATS = [
    "0%",
    "$#,##0",
    ">#,##0",
    "dd/mm/yyyy",
    "[Red]0.00",
    "@",
    "General",
    "0.0E+0",
    "# ?/?",
    '"x"0',
    "[h]:mm",
    "0,",
    "[$€-407]0",
    ";;;",
]
ODD_XML = [
    "-5", "0", "1e400", "99999999", "A1", "ZZZZ9", "A0", "A-1", "A1:XFD1048576", "s", "n", "str", "e", "b", "d", "inlineStr", "nan", "", "x" * 2000, "&#0;", "&lt;", "1048577", "NaN", "#REF!", "TRUE",
    "hidden", "veryHidden", "2024-02-30", "60", "-1", "2958466",
]  # fmt: skip


@cache
def book(kind):
    """The parts of a workbook that holds such rows: texts, numbers, dates, formats, a merged cell, a second sheet, a hidden one."""
    import datetime

    from openpyxl import Workbook

    made = Workbook()
    for cells in KINDS[kind]:
        made.active.append([int(c) if c.isdigit() else c for c in cells])
    made.active.title = "claims" if kind == "claims" else "Data"
    other = made.create_sheet("notes")
    other.append(["A note", 3, datetime.date(2024, 1, 2), True, "=1+1", 0.5, "#N/A"])
    other.merge_cells("A2:C4")
    made.create_sheet("old").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def changed(chance, parts):
    """Up to four changes of the parts: a value or an attribute exchanged, an element doubled, moved or cut, a part gone or of another name."""
    parts = dict(parts)
    for _ in range(chance.randrange(5)):
        name = chance.choice([n for n in parts if "sheet1" in n] * 4 + sorted(parts)) if parts else ""
        text, way = parts.get(name, ""), chance.randrange(12)
        values = [m.span(1) for m in re.finditer(r'="([^"]*)"|>([^<>]+)<', text) if m[1] is not None] + [
            m.span(1) for m in re.finditer(r">([^<>]+)<", text)
        ]
        if way < 5 and values:
            a, b = chance.choice(values)
            parts[name] = text[:a] + chance.choice(ODD_XML) + text[b:]
        elif way < 8 and (
            found := [
                m.span()
                for m in re.finditer(r"<(row|c|sheet|si|xf|numFmt|mergeCell|Override|Relationship|v|f)\b[^>]*?(/>|>.*?</\1>)", text)
            ]
        ):
            a, b = chance.choice(found)
            parts[name] = (
                text[:a]
                + chance.choice(
                    [text[a:b] * 2, "", text[a:b] * 50, text[a:b].replace('"', "'"), re.sub(r' \w+="[^"]*"', "", text[a:b], count=1)]
                )
                + text[b:]
            )
        elif way == 8:
            parts[name] = text[: chance.randrange(len(text) + 1)]
        elif way == 9:
            parts.pop(name, None)
        elif way == 10:
            parts[chance.choice([name.upper(), "xl/worksheets/sheet9.xml", "../x.xml", name + "/x", "xl/vbaProject.bin"])] = text
        else:
            parts[name] = chance.choice(
                [
                    "",
                    "<x/>",
                    "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
                    "\0",
                    "﻿" + text,
                    text.replace("utf-8", "utf-16"),
                    "<a>" * 5000,
                    odd(chance),
                ]
            )
    return parts


def packed(chance, parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as file:
        for name, text in parts.items():
            file.writestr(name, text.encode("utf-8", "replace"))
    return tables.damaged(out.getvalue(), chance) if chance.randrange(3) == 0 else out.getvalue()


def made(chance, kind):
    """A workbook by openpyxl, with odd cells and formats."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    new = Workbook()
    for cells in tables.mangle(chance, KINDS[kind]):
        new.active.append([ILLEGAL_CHARACTERS_RE.sub("", c)[:3000] if not c.isascii() or not c.isdigit() else int(c[:15]) for c in cells])
    for cells in new.active.iter_rows():
        for cell in cells:
            if chance.randrange(6) == 0:
                cell.number_format = chance.choice(FORMATS)
    new.active.title = chance.choice(["claims", "claims ", "Data", "Sheet1", "x"])
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


def workbook(chance, kind):
    return made(chance, kind) if chance.randrange(4) == 0 else packed(chance, changed(chance, book(kind)))


def draw(chance):
    way = chance.randrange(6)
    if way < 3:
        name = chance.choice(["mine/claims.xlsx"] * 4 + ["mine/claims.xlsm", "mine/Claims.xlsx", "mine/sources.xlsx"])
        more = {"mine/claims.csv": b"source,statement_date,measure,wording\na,2025,killed,5\n"} if chance.randrange(6) == 0 else {}
        return Example(
            chance.choice([("check", "mine"), ("check", "mine"), ("gap", "mine"), ("gap", "mine", "--json")]),
            {name: workbook(chance, "claims"), **more},
        )
    if way == 3:
        args = chance.choice([("--yes",), ("--dry-run", "--json"), ("--yes", "--sheet", "Data"), ("--dry-run", "--sheet", "notes")])
        return Example(
            ("import", "t.xlsx", *args, "--into", "new"), {"t.xlsx": workbook(chance, chance.choice(["wide", "long", "bounds"]))}
        )
    if way == 4:
        return Example(
            ("where", "a.xlsx", "b.xlsx", "--by", "region,sex", "--value", "value"),
            {f"{stem}.xlsx": workbook(chance, "strata") for stem in "ab"},
        )
    return Example(("lists", "a.xlsx", "b.xlsx", "--by", "id"), {f"{stem}.xlsx": workbook(chance, "people") for stem in "ab"})
