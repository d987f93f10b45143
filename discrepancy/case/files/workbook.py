"""An .xlsx workbook → the rows of its sheets as text, as they are shown.

In goes a file; out come (row number, cells) for each sheet that holds a table of the case, a `Problem` for each cell that has no plain
text (an error, a logical value, a formula that was never computed, a format that cannot be told, a strike, a merged range), and a remark
for what is hidden or left out. Date cells become ISO dates, no finer than they are shown; numbers become what their format shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from discrepancy.case.columns import NUMBERS, PHRASES, column_name
from discrepancy.case.files.bytes import CONTROL, Folder
from discrepancy.case.spelling import skeleton
from discrepancy.workbook.parts import Book, BookSheet, Unread
from discrepancy.workbook.rows import Cell, is_filled, rows_of
from discrepancy.workbook.shown import NUMBER, is_dated, iso_day, plain, shown, shown_day

MERGED = "are merged cells: undo the merge and fill each cell, since only the first of them holds anything"
WRONG = {  # by the type of a cell, or the mark that a piece of its text wears
    "strike": "is struck through: take the strike away if it stands; if it does not, set the status of the row, or empty the cell",
    "vertAlign": "has raised or lowered letters, which may be the mark of a footnote: write them as plain text, or leave them out",
    "uncomputed": "is a formula without a value: open the workbook in a spreadsheet and save it, or write the value in the cell",
    "e": "is an error of the spreadsheet: mend the cell, or leave it empty",
    "b": "is a logical value: write it as text (yes for primary), or leave the cell empty",
    "two": "is one of two values of the cell: type it again",
    "unshared": "is the number of a text that the workbook does not have: type the text again",
    "n": "is no number, and the file says that it is one: type it again",
}
BESIDE = {  # what a workbook may hold that is in no cell
    "comments": "has comments on cells, which are not read: what matters of them belongs into notes",
    "drawings/drawing": "has pictures, charts or boxes of text, which are not read",
    "vbaproject": "has macros, which are neither read nor run",
}


def read_workbook(folder: Folder, file: str, names: Sequence[str]) -> dict[str, list[tuple]]:
    """Each table that a workbook holds: (row of the sheet, texts of its cells), blank rows left out.

    It may hold tables of these `names`, each a sheet of that name.  Its own is the one that it is named after: the sheet of that name,
    else the only sheet that is no other table.
    """
    raw = folder.read(file)
    if raw is None:
        return {}
    try:
        book = Book(raw)
        for part, advice in BESIDE.items():
            if any(part in name for name in book.parts):
                folder.remark(file, advice)
        found = sheets_of(folder, book, file, names)
        folder.rows.update({place_in(file, name): f" of the sheet {sheet.title[:60]!r}" for name, sheet in found.items()})
        return {name: sheet_rows(folder, book, sheet, place_in(file, name)) for name, sheet in found.items()}
    except Unread as error:
        folder.say(file, str(error))
    return {}


def place_in(file: str, name: str) -> str:
    """The place of a table, as problems name it: claims.xlsx, claims.xlsx[sources]."""
    return file if file == f"{name}.xlsx" else f"{file}[{name}]"


def sheets_of(folder: Folder, book: Book, file: str, names: Sequence[str]) -> dict[str, BookSheet]:
    """The sheet of each table, among those that are shown; whatever else there is is named."""
    own = file.removesuffix(".xlsx")
    filled, seen = [], []
    for sheet in book.sheets:
        if sheet.kind != "worksheet":
            folder.remark(file, f"is a {sheet.kind or 'sheet that is nowhere'}, and is not read", 0, "sheet", sheet.title)
        else:
            filled += [sheet] * is_filled(book, sheet)
            seen += [sheet] * sheet.visible
    for part in sorted({part for part in book.parts if re.search(r"worksheets/[^/]+\.xml$", part)} - {s.part.lower() for s in book.sheets}):
        folder.remark(file, "is a sheet that the workbook does not list, and is not read", 0, "part", part)
    found: dict[str, BookSheet] = {}
    for sheet in sorted(seen, key=lambda sheet: sheet not in filled):
        name = skeleton(sheet.title[:60])
        if name in found and sheet in filled:
            advice = f"and {found[name].title!r} are both named as the {name}: give one of the two another name"
            folder.say(file, advice, 0, "sheet", sheet.title)
        elif name in names:
            found.setdefault(name, sheet)
    rest = [sheet for sheet in seen if sheet in filled and skeleton(sheet.title[:60]) not in names]
    if own not in found:
        if len(rest) == 1:
            found[own] = rest.pop()
        else:
            none = "no sheet with rows" + " that is shown" * bool(filled)
            has = f"the sheets {', '.join(s.title for s in rest)}" if rest else none
            folder.say(file, f"has {has}: name the one that holds the {own} {own!r}")
    for sheet in rest:  # a table that is nearly named would be left out
        if close := get_close_matches(skeleton(sheet.title[:60]), set(names) - set(found), 1, 0.8):
            advice = f"is the name of no table: did you mean {close[0]!r}? Rename the sheet, or give it a name that is not so near"
            folder.say(file, advice, 0, "sheet", sheet.title)
        else:
            folder.remark(file, f"is not read: it has the name of no table ({', '.join(names)})", 0, "sheet", sheet.title)
    for sheet in filled:
        if sheet not in seen:
            folder.remark(file, "is hidden, and is not read: show it if it belongs to the case, or delete it", 0, "sheet", sheet.title)
    return found


def sheet_rows(
    folder: Folder, book: Book, sheet: BookSheet, place: str, said: Callable[[str, float, str], str] = lambda text, *_: text
) -> list[tuple]:
    """Rows of a sheet; what has no plain text is told.  A number is `said` by its shown text, its value and its format."""
    rows = rows_of(book, sheet)
    for line, advice in rows.told:
        folder.remark(place, advice, line)
    for ref in rows.merged:
        folder.say(place, MERGED, int((re.findall(r"[0-9]{1,9}", ref) or [0])[0]), "", ref)
    header = {at: column_name(cell.text) for at, cell in rows.found[0][1].items()} if rows.found else {}
    tongue = next((at for at, name in header.items() if name == "language"), -1)
    texts = []
    for line, row in rows.found:
        foreign = tongue in row and not re.match(r"(?i)(en\b|$)", row[tongue].text)
        cells = [""] * (max(row) + 1)
        for at, cell in row.items():
            cells[at], number, wrong = _text(cell, header.get(at, ""), foreign, book.epoch)
            if wrong:
                folder.say(place, wrong, line, header.get(at, ""), cells[at])
                cells[at] *= not texts  # what is told is taken for nothing else, but for a heading
            elif number is not None:
                cells[at] = said(cells[at], number, cell.style.form)
        texts.append((line, cells))
    return texts


def _text(cell: Cell, column: str, foreign: bool, epoch: int) -> tuple[str, float | None, str]:
    """The text of a cell as it is shown, its number if it is shown as one, and what is wrong with it."""
    kind, text = cell.kind, cell.text
    if cell.style.struck or cell.mark:
        return text, None, WRONG["strike" if cell.style.struck else cell.mark]
    if kind in WRONG and kind != "n":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "b" else text, None, WRONG[kind]
    if found := CONTROL.search(text):
        return text, None, f"has the control character U+{ord(found[0]):04X}: type the text again"
    if kind == "s":
        return text, None, ""
    if kind == "d" or (kind == "n" and is_dated(cell.style.form)):
        day, wrong = (shown_day if kind == "n" else iso_day)(text, cell.style.form, epoch)
        return day, None, wrong or (f"is a date: format the column as text and type the {column} again" if column in PHRASES else "")
    if kind != "n" or not NUMBER.fullmatch(text):
        return text, None, WRONG.get(kind, f"is of the type {kind[:9]!r}, which no cell has")
    return _number(float(text), cell.style.form, column, foreign)


def _number(value: float, form: str, column: str, foreign: bool) -> tuple[str, float | None, str]:
    text, digits = shown(value, form), plain(value)
    shown_so, mend = f"is shown in the format {form}", "format the column as text and type what is"
    if text is None:
        return digits, None, f"{shown_so}, which is not read here: {mend} shown"
    if foreign and column in PHRASES and not text.isdecimal():
        return text, None, f"{shown_so} beside words of another language: {mend} printed"
    return (text.replace(",", "") if column in NUMBERS else text), value, ""
