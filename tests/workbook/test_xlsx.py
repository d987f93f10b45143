"""Workbooks that no spreadsheet wrote: every row is read or named, and what is above a limit is refused at once."""

from __future__ import annotations

import io
import os
import random
import re
import time
import zipfile

import pytest
from click.testing import CliRunner

from discrepancy.app.cli.group import main
from discrepancy.case.files.tables import MOST
from discrepancy.case.load import examine
from discrepancy.intake.files import read_grid
from discrepancy.reading.phrase import read
from discrepancy.workbook.shown import TIME, shown, shown_day

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = ["source", "statement_date", "measure", "wording", "url"]
LETTERS = "ABCDEFGHIJ"
ROUNDS = 2500 if os.environ.get("FUZZ") else 40


def line(i: int) -> list[str]:
    return [f"source {i}", "2025-03-10", "x", f"about {8000 + i:,}", "https://example.org"]


def sheet(*rows: list[str], below: str = "") -> str:
    """A sheet with rows of texts."""
    cells = lambda r, row: "".join(f'<c r="{LETTERS[k]}{r}" t="inlineStr"><is><t>{t}</t></is></c>' for k, t in enumerate(row))
    body = "".join(f'<row r="{r}">{cells(r, row)}</row>' for r, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{SPACE}"><sheetData>{body}</sheetData>{below}</worksheet>'


def book(sheets: dict[str, str], styles: str = "", shared: str = "", states: dict[str, str] | None = None, **more: str) -> bytes:
    """A workbook of sheets, by name."""
    states = states or {}
    names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}" state="{states.get(n, "visible")}"/>' for i, n in enumerate(sheets, 1))
    kinds = [
        *(("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ]
    links = "".join(f'<Relationship Id="rId{i}" Type="{LINKS}/{kind}" Target="{part}"/>' for i, (kind, part) in enumerate(kinds, 1))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="x"><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="x">{links}</Relationships>',
        "xl/styles.xml": styles or f'<styleSheet xmlns="{SPACE}"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{SPACE}"><si><t>about 7,000</t></si></sst>',
        **{f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets.values(), 1)},
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def told(folder, raw: bytes) -> list[str]:
    (folder / "claims.xlsx").write_bytes(raw)
    return [str(problem) for problem in examine(folder)[1]]


GOOD = sheet(HEAD, line(1), line(2))
LOST = "claims.xlsx: has rows or cells out of order, of which some would be lost: open the workbook in a spreadsheet and save it"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('<row r="3">', '<row r="-5">'),
        ('<row r="3">', '<row r="2">'),
        ('<row r="3">', '<row r="1">'),
        ('<row r="3">', '<row r="+3">'),
        ('<row r="3">', '<row r="3.0">'),
        ('<row r="3">', '<row r="">'),
        ('r="B3"', 'r="A3"'),
        ('r="B3"', 'r="B2"'),
        ('r="B3"', 'r="ZZZ3"'),
        ('r="B3"', 'r="B"'),
        ("<sheetData>", "<sheetData><sheetData>"),
        ('</row><row r="3">', "</row></sheetData><row r='3'>"),
    ],
)
def test_no_row_and_no_cell_is_lost(tmp_path, was, now):
    text = GOOD.replace(was, now)
    text = text.replace("</sheetData>", "</sheetData></sheetData>") if now.endswith("<sheetData><sheetData>") else text
    found = told(tmp_path, book({"claims": text}))
    assert found == [LOST] or (len(found) == 1 and "a part of it is broken" in found[0])


def test_rows_and_cells_without_an_address_are_read_in_their_order(tmp_path):
    (tmp_path / "claims.xlsx").write_bytes(book({"claims": re.sub(r' r="\w+"', "", GOOD)}))
    assert [c.source for c in examine(tmp_path)[0].records] == ["source 1", "source 2"]


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book_:
        for name, text in parts.items():
            (info := zipfile.ZipInfo()).filename = name
            book_.writestr(info, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "was", "now"),
    [
        ("", "/", "\\"),  # between the folders of a zip
        ("", "xl/workbook.xml", "book.xml"),
        ("", "[C", "[c"),
        ("sheet1", "(?<=r=.)[A-J]", lambda m: m[0].lower()),
        ("sheet1", "<c ", '<c s="" '),
        ("sheet1", "about ", "about_x000D_\n"),
        ("sheet1", "</is>", '<rPh sb="0" eb="1"><t>9</t></rPh></is>'),
        ("xl/workbook.xml", "</sheets>", '<sheet name="M1" r:id=""/><sheet name="M2" r:id=""/></sheets>'),  # old macros
    ],
)
def test_what_programs_write_is_read_by_both_doors(tmp_path, part, was, now):
    with zipfile.ZipFile(io.BytesIO(book({"claims": GOOD}, **{"[Content_Types].xml": "<Types/>"}))) as found:
        parts = {name: found.read(name).decode() for name in found.namelist()}
    if part:
        parts = {name: re.sub(was, now, text) if part in name else text for name, text in parts.items()}
    elif now == "book.xml":
        parts["book.xml"] = parts.pop(was)
        parts["_rels/book.xml.rels"] = parts.pop("xl/_rels/workbook.xml.rels").replace('Target="', 'Target="xl/')
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(was, now)
    else:
        parts = {name.replace(was, now): text for name, text in parts.items()}
    (tmp_path / "claims.xlsx").write_bytes(packed(parts))
    assert [" ".join(c.wording.split()) for c in examine(tmp_path)[0].records] == ["about 8,001", "about 8,002"]
    columns = read_grid(tmp_path / "claims.xlsx").columns
    assert columns[3][1] == ("about\n8,001" if "\n" in str(now) else "about 8,001")


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [("1.105", "[HH]:MM:SS", ""), ("41655.5", "h:mm", ""), ("41655.5", "mm:ss.0", ""), ("41655.5", "m/d/yy h:mm", "2014-01-16")],
)
def test_a_time_without_a_day_is_no_day(text, form, day):
    assert shown_day(text, form, 1900) == ((day, "") if day else (text, TIME))


def test_a_sign_is_read_whatever_a_format_adds():
    forms = {
        '"$"#,##0.00': "-$1.20",
        '#,##0.00" €"': "-1.20 €",
        '"AMT" 0.0': "AMT -1.2",
        '0;("NEG" 0.0)': "NEG -1.2",
        "0.0E+00": "-1.2E+00",
        ".0": "-1.2",
    }
    assert {form: shown(-1.2, form) for form in forms} == forms
    assert [read(text).best for text in forms.values()] == [-1.2] * len(forms)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('t="s"><v>7</v>', "'7' is the number of a text that the workbook does not have: type the text again"),
        ('t="s"><v>-1</v>', "'-1' is the number of a text that the workbook does not have: type the text again"),
        ("><v>1</v><v>2</v>", "'12' is one of two values of the cell: type it again"),
        ("><is><t>x</t></is>", "'x' is one of two values of the cell: type it again"),
        ("><v>1_000</v>", "'1_000' is no number, and the file says that it is one: type it again"),
        ("><v>nan</v>", "'nan' is no number, and the file says that it is one: type it again"),
        ('t="q"><v>1</v>', "'1' is of the type 'q', which no cell has"),
        (
            's="9"><v>0.3</v>',
            "'0.3' is shown in the format unknown, which is not read here: format the column as text and type what is shown",
        ),
        ('t="str"><v>9_x0007_</v>', "'9\\x07' has the control character U+0007: type the text again"),
    ],
)
def test_a_cell_that_cannot_be_told_is_named(tmp_path, cell, sentence):
    text = GOOD.replace('t="inlineStr"><is><t>about 8,002</t></is>', cell)
    assert told(tmp_path, book({"claims": text})) == [f"claims.xlsx:3: wording: {sentence}"]


@pytest.mark.parametrize(
    ("cell", "phrase"), [('t="s"><v>0</v>', "about 7,000"), ('s="1"><v>0.3</v>', "30%"), ('t="inlineStr"><v>8</v>', "8")]
)
def test_a_cell_is_read_as_it_is_shown(tmp_path, cell, phrase):
    text = GOOD.replace('t="inlineStr"><is><t>about 8,002</t></is>', cell)
    (tmp_path / "claims.xlsx").write_bytes(book({"claims": text}))
    case, _ = examine(tmp_path)
    assert case is None or case.records[1].phrase == phrase


@pytest.mark.parametrize("other", ["claims ", "Claims", "сlaims", "cl\u200baims", "CLAIMS"])  # the third begins with a Cyrillic letter
def test_two_sheets_of_one_name_are_refused(tmp_path, other):
    found = told(tmp_path, book({"claims": GOOD, other: sheet(HEAD, line(9))}))
    assert len(found) == 1 and "are both named as the claims: give one of the two another name" in found[0]


def test_check_begins_with_what_it_read(tmp_path):
    hidden = {"claims": "veryHidden"}
    (tmp_path / "claims.xlsx").write_bytes(
        book({"Claims 2025": GOOD, "claims": sheet(HEAD, line(9))}, states=hidden, **{"xl/vbaProject.bin": "x"})
    )
    for name in ("claims.csv.bak", "notes.txt"):
        (tmp_path / name).write_text("x")
    done = CliRunner().invoke(main, ["check", str(tmp_path)]).stdout
    assert done.startswith("read: claims.xlsx (2 rows of the sheet 'Claims 2025'); not read: claims.csv.bak, notes.txt\n")
    assert "warning: claims.xlsx: sheet: 'claims' is hidden, and is not read" in done
    assert "warning: claims.xlsx: has macros, which are neither read nor run\n" in done
    assert "warning: claims.csv.bak: is not read: the claims are those of claims.xlsx\n" in done


def padded(**parts: str) -> bytes:
    """A workbook with so much noise that its parts unpack to a modest multiple of its size."""
    return book({"claims": GOOD}, **{"xl/media/a.png": random.Random(1).randbytes(60_000).hex()}, **parts)


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HEAVY = {
    "empty rows": (book({"claims": sheet(HEAD, line(1)).replace("<sheetData>", "<sheetData>" + "<row/>" * 20_000)}), "out of order|too large"),
    "styles": (padded(styles=f'<styleSheet xmlns="{SPACE}"><cellXfs>{"<xf/>" * 70_000}</cellXfs></styleSheet>'), "more than 65,490 formats of cells"),
    "merges": (book({"claims": sheet(HEAD, line(1), below='<mergeCells>' + '<mergeCell ref="A1:XFD1048576"/>' * 10_001 + '</mergeCells>')}), "merged ranges"),
    "entities": (book({"claims": ENTITIES + GOOD}), "it declares entities"),
    "entities outside": (book({"claims": '<!DOCTYPE a SYSTEM "file:///etc/hostname">' + GOOD}), "it declares entities"),
    "deep": (book({"claims": GOOD.replace("<sheetData>", "<a>" * 50_000 + "</a>" * 50_000 + "<sheetData>")}), "stand within others"),
    "dimension": (book({"claims": GOOD.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')}), ""),
    "attributes": (book({"claims": GOOD.replace("<sheetData>", "<a " + " ".join(f'b{i}=""' for i in range(50_000)) + "/><sheetData>")}), ""),
    "comment": (book({"claims": GOOD.replace("<sheetData>", "<!--" + "<mergeCell " * 50_000 + "--><sheetData>")}), ""),
    "one part twice": (book({"a": GOOD, "b": GOOD}).replace(b"sheet2.xml", b"sheet1.xml"), "two of its parts are one"),
    "sheets": (book({f"s{i}": "" for i in range(1001)}), "more than 1,000 sheets"),
    "far cells": (book({"claims": sheet(HEAD).replace("</sheetData>", "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(2, 3000)) + "</sheetData>")}), "5,000,000 cells"),
    "decimals": (book({"claims": GOOD.replace('t="inlineStr"><is><t>about 8,002</t></is>', 's="0"><v>12345.6</v>')}, styles=f'<styleSheet xmlns="{SPACE}"><numFmts><numFmt numFmtId="200" formatCode="0.{"0" * 200}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'), ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEAVY)
def test_what_is_heavy_is_read_or_refused_at_once(tmp_path, kind):
    raw, sentence = HEAVY[kind]
    begun = time.process_time()
    found = told(tmp_path, raw)
    assert time.process_time() - begun < 1
    assert re.search(sentence, "\n".join(found)) if sentence else len(found) < 2, found


# --- any workbook ---------------------------------------------------------------------------------------------------------------

MANGLED = (
    (r' r="(\d+)"', lambda rng, m: f' r="{rng.choice([-5, 0, 1, 2, 3, 7, 99, 2**20, 2**20 + 1, 10**12, "", "x", "3 "])}"'),
    (r' r="([A-Z])(\d+)"', lambda rng, m: f' r="{rng.choice(["", m[1], m[2], m[1].lower() + m[2], "A" + m[2], "XFD" + m[2], m[1] + "1", "$A$1"])}"'),
    (r' t="inlineStr"', lambda rng, m: f' t="{rng.choice(["s", "n", "b", "e", "str", "d", "x", ""])}"'),
    (r"<is><t>[^<]*</t></is>", lambda rng, m: rng.choice(["<v>0</v>", "<v>99</v>", "<v>-1</v>", "<f>1+1</f>", "<f>1</f><v>3</v>", "<is/>", m[0] * 2, "<v>1e999</v>", "<v>45000</v>", "<is><r><rPr><strike/></rPr><t>about 9</t></r></is>"])),
    (r'<c r="(\w+)"', lambda rng, m: f'{m[0]} s="{rng.choice([0, 1, 2, 3, 99, -1, "x"])}"'),
    (r"</row>", lambda rng, m: rng.choice(["</row></row>", "", '</row><row r="9"/>', "</row><c/>", "</row>\0", "</row><!-- -->"])),
    (r"<row ", lambda rng, m: rng.choice(['<row hidden="1" ', '<row ht="0" ', '<row ht="x" ', "<x:row ", "<ROW "])),
    (r"</sheetData>", lambda rng, m: m[0] + rng.choice(['<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', '<mergeCells><mergeCell ref="A:A"/></mergeCells>', "<mergeCells><mergeCell/></mergeCells>", "<sheetData/>", "<autoFilter><filterColumn/></autoFilter>"])),
    (r"<t>", lambda rng, m: rng.choice(["<t>_x0007_", "<t>_xD800_", '<t xml:space="preserve"> ', "<t><t>", "<t>&#x85;"])),
)  # fmt: skip


def mangled(rng: random.Random) -> tuple[bytes, int]:
    """A workbook of which some is not as a spreadsheet writes it, and how many rows are in it."""
    many = rng.randint(1, 4)
    text = sheet(HEAD, *map(line, range(many)))
    for _ in range(rng.randint(1, 3)):
        pattern, change = rng.choice(MANGLED)
        if places := [*re.finditer(pattern, text)]:
            place = rng.choice(places)
            text = text[: place.start()] + change(rng, place) + text[place.end() :]
    names = rng.choice([["claims"], ["Sheet1"], ["claims", "Notes"], ["claims", "claims "], ["sources", "Claims"], ["Claim"], [""]])
    sheets = {name: text if name.strip().lower() in ("claims", "sheet1", "claim", "") else sheet(["source"]) for name in names}
    formats = rng.sample(["0", "9", "14", "20", "46", "200", "-1", "x"], 4)
    forms = rng.choice(["0%", "yyyy", "# ?/?", "0." + "0" * 90, ";;;", "[h]", "@", '"', "", "General" * 50]).replace('"', "&quot;")
    styles = f'<styleSheet xmlns="{SPACE}"><numFmts><numFmt numFmtId="200" formatCode="{forms}"/></numFmts><cellXfs>{"".join(f"""<xf numFmtId="{n}"/>""" for n in formats)}</cellXfs></styleSheet>'
    raw = book(sheets, styles=styles)
    if rng.random() < 0.1:
        at = rng.randrange(len(raw))
        raw = raw[:at] + rng.choice([b"", bytes([rng.randrange(256)])]) + raw[at + 1 :]
    return raw, many


def test_any_workbook_is_read_or_refused_and_no_row_goes_unnamed(tmp_path):
    (tmp_path / "b").mkdir()
    for seed in range(ROUNDS):
        raw, many = mangled(random.Random(seed))
        (tmp_path / "b" / "claims.xlsx").write_bytes(raw)
        case, problems = examine(tmp_path / "b")
        whole = [p for p in problems if not p.line]  # the file, or one of its sheets
        named = {p.line for p in problems if p.line}
        assert case is None or not problems, seed
        assert (len(case.records) == many) if case else (whole or named), (seed, problems)
        if seed % 10 == 0:
            done = CliRunner().invoke(main, ["check", str(tmp_path / "b")])
            assert done.exit_code == (0 if case else 2) and done.exception in (None, done.exception if done.exit_code else None), seed
            assert done.stdout.startswith("read: claims.xlsx ("), seed


# --- tables of text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('a,2025-03-10,x,"about 8,https://e.org\n' + "b,2025-03-10,x,9,\n" * 3, "2: is broken CSV (unexpected end of data), which ends on line 5"),
        ('a,2025-03-10,x,"8,\nb,2025-03-10,x,9,\nc,2025-03-10,x,5",https://e.org\n', "2: is broken CSV (a cell holds other rows), which ends on line 4"),
        ("a,2025-03-10,x," + "9" * 40_000 + ",\n", "2: wording: '" + "9" * 78),
        (",".join("x" * 600) + "\n", "2: 'x' is in no column"),
    ],
)  # fmt: skip
def test_a_row_of_a_csv_is_read_or_named(tmp_path, body, sentence):
    (tmp_path / "claims.csv").write_text(",".join(HEAD) + "\n" + body)
    assert str(examine(tmp_path)[1][0]).startswith(f"claims.csv:{sentence}")


def test_a_table_above_a_limit_is_refused(tmp_path, monkeypatch):
    (tmp_path / "claims.csv").write_text(",".join([*HEAD, *(f"c{i}" for i in range(500))]) + "\na,\n")
    assert [str(p) for p in examine(tmp_path)[1]] == ["claims.csv:1: has 505 columns: 500 are the most"]
    monkeypatch.setitem(MOST, "rows", 2)
    (tmp_path / "claims.csv").write_text("\n".join([",".join(HEAD), *(",".join(line(i)).replace("about 8,", "about 8") for i in range(3))]))
    assert [str(p) for p in examine(tmp_path)[1]] == ["claims.csv:4: has more than 2 rows: leave out what is not compared"]


def test_the_same_row_four_times_as_often_takes_four_times_as_long(tmp_path):
    spent = []
    for many in (500, 2000):
        (tmp_path / "claims.csv").write_text("\n".join([",".join(HEAD), *["a,2025-03-10,x,900,https://example.org"] * many]))
        begun = time.process_time()
        assert len(examine(tmp_path)[0].records) == many
        spent.append(time.process_time() - begun)
    assert spent[1] < 6 * spent[0]  # of so short a time a part is chance; the quadratic one took sixteen times
