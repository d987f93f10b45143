"""The bytes of an .xlsx workbook → its parts, its sheets, its styles and the texts that cells share; what is above a limit is refused.

The parts are those of ECMA-376, part 1, 18, in both its namespaces. Work and memory grow with the file alone: how much it may unpack to and
how many things it may hold is limited, one part stands for one sheet, and what declares entities is refused before they are read.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

UNPACKED = 100_000_000  # bytes of all parts
EXPANDS = 100  # times its size: a real workbook unpacks to five or ten times
MOST = {"parts": 5_000, "sheets": 1_000, "formats of cells": 65_490, "shared texts": 1_000_000, "merged ranges": 10_000}
UNKNOWN = "unknown"  # the format of a cell that the workbook does not have
OLD = b"\xd0\xcf\x11\xe0"  # how .xls files and encrypted workbooks begin
LOST = "has rows or cells out of order, of which some would be lost: open the workbook in a spreadsheet and save it"
_DEEP = 100  # elements within each other
_WITHIN = {  # what holds rows and texts, and where alone it may stand
    "row": ("sheetData",), "c": ("row",), "v": ("c",), "f": ("c",), "is": ("c",), "t": ("is", "r", "si"), "r": ("is", "si"),
    "rPr": ("r",), "filterColumn": ("autoFilter",), "autoFilter": ("worksheet",), "numFmt": ("numFmts",), "xf": ("cellXfs",),
    "font": ("fonts",), "strike": ("font", "rPr"), "vertAlign": ("rPr",), "sheetData": ("worksheet",), "worksheet": ("",),
}  # fmt: skip
_SPACES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_NAMES = (*_WITHIN, "numFmts", "cellXfs", "fonts", "si", "col", "mergeCell", "sheet", "workbookPr")
_PLAIN = {f"{space} {name}": name for space in _SPACES for name in _NAMES}
_FORMS = (  # of the ids below 50 that need no declaration; those between belong to one language each
    *("General", "0", "0.00", "#,##0", "#,##0.00", '"$"#,##0_);("$"#,##0)', '"$"#,##0_);[Red]("$"#,##0)', '"$"#,##0.00_);("$"#,##0.00)'),
    *('"$"#,##0.00_);[Red]("$"#,##0.00)', "0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??", "mm-dd-yy", "d-mmm-yy", "d-mmm", "mmm-yy"),
    *("h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "m/d/yy h:mm", *[""] * 14, "#,##0_);(#,##0)", "#,##0_);[Red](#,##0)"),
    *("#,##0.00_);(#,##0.00)", "#,##0.00_);[Red](#,##0.00)", r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)'),
    *(r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)', r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)'),
    *(r'_("$"* #,##0.00_);_("$"* \(#,##0.00\);_("$"* "-"??_);_(@_)', "mm:ss", "[h]:mm:ss", "mmss.0", "##0.0E+0", "@"),
)


class Unread(Exception):
    """Why a workbook, or one of its sheets, is not read: what is said behind its name."""


class Style(NamedTuple):
    """How a cell shows what it holds."""

    form: str = "General"
    struck: bool = False


class BookSheet(NamedTuple):
    """A sheet of a workbook; its `kind` is worksheet, or that of one without cells."""

    title: str
    visible: bool
    kind: str
    part: str


class Book:
    """A workbook: its parts, its sheets, the styles of its cells, and the texts that they share, each with the mark that it wears.

    Raises
    ------
    Unread
        Where it is above a limit, or not as the standard has it.
    """

    def __init__(self, raw: bytes, most: int = UNPACKED):
        self.most, self.epoch, self.sheets = most, 1900, list[BookSheet]()
        if raw.startswith(OLD):
            raise Unread("is an old or an encrypted workbook: save it as .xlsx without a password")
        check(raw.count(b"PK\1\2"), "parts")
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise _broken(type(error).__name__) from None
        infos = self._packed.infolist()
        self.parts = {info.filename.lower().replace("\\", "/"): info for info in infos}  # some Windows programs write backslashes
        if (size := sum(info.file_size for info in infos)) > most:
            raise too_large(f"it unpacks to {size / 1e6:,.0f} MB, and {most / 1e6:,.0f} MB are the most")
        if size > max(EXPANDS * len(raw), 1_000_000):
            raise too_large(f"it unpacks to {size // len(raw):,} times its size, and {EXPANDS} times is the most")
        if len(self.parts) < len(infos) or sum(info.compress_size for info in infos) > len(raw):
            raise _broken("two of its parts are one")
        main = [part for kind, part in self._named_by("").values() if kind == "officeDocument"]
        main = main[0] if len(main) == 1 else "xl/workbook.xml"
        self._others = self._named_by(main)
        walk(self.part(main), self._list)
        parts = [sheet.part.lower() for sheet in self.sheets if sheet.part]  # old macros are listed, and have none
        if len({*parts}) < max(1, len(parts)):
            raise _broken("two of its sheets are one part" if parts else "it has no sheet")
        self.styles, self.texts = self._read_styles(), self._read_texts()

    def part(self, name: str) -> bytes:
        """What a part holds."""
        try:
            return self._packed.read(self.parts[name.lower()])
        except KeyError:
            raise _broken(f"its part {name[:80]!r} is missing") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
            raise _broken(type(error).__name__) from None

    def _named_by(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part names, by id: the kind and the name of each."""
        folder, base = posixpath.split(name)
        links, found = posixpath.join(folder, "_rels", f"{base}.rels"), dict[str, tuple[str, str]]()

        def start(tag: str, given: dict[str, str], _up: str) -> None:
            if tag.endswith(" Relationship") and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
                found[given.get("Id", "")] = given.get("Type", "").rpartition("/")[2], target.lstrip("/")

        if links.lower() in self.parts:
            walk(self.part(links), start)
        return found

    def _list(self, tag: str, given: dict[str, str], _up: str) -> None:
        if tag == "workbookPr" and is_on(given, "date1904", "0"):
            self.epoch = 1904
        elif tag == "sheet":
            link = next((value for key, value in given.items() if key.endswith("/relationships id")), "")
            self.sheets.append(
                BookSheet(given.get("name", ""), given.get("state", "visible") == "visible", *self._others.get(link, ("", "")))
            )
            check(len(self.sheets), "sheets")

    def _of_kind(self, kind: str) -> bytes:
        usual = f"xl/{kind}.xml"
        part = next((part for found, part in self._others.values() if found == kind), usual)
        return b"<none/>" if part == usual and usual.lower() not in self.parts else self.part(part)

    def _read_styles(self) -> dict[str, Style]:
        """The style of cells by its number."""
        forms, fonts, found = {str(n): form for n, form in enumerate(_FORMS) if form}, list[bool](), list[tuple[str, str]]()

        def start(tag: str, given: dict[str, str], up: str) -> None:
            if tag == "numFmt":
                code = given.get("formatCode", "")
                forms[given.get("numFmtId", "")] = code if len(code) < 256 else UNKNOWN
            elif tag == "font":
                fonts.append(False)
            elif tag == "strike" and up == "font":
                fonts[-1] = is_on(given)
            elif tag == "xf":
                found.append((given.get("numFmtId", "0"), given.get("fontId", "0")))
            check(max(len(found), len(fonts), len(forms)), "formats of cells")

        walk(self._of_kind("styles"), start)
        struck = {str(n): on for n, on in enumerate(fonts)}
        styles = [Style(forms.get(form, UNKNOWN), struck.get(font, False)) for form, font in found]
        return {str(n): style for n, style in enumerate(styles or [Style()])}

    def _read_texts(self) -> list[tuple[str, str]]:
        found, pieces, marks = list[tuple[str, str]](), list[str](), [""]

        def start(tag: str, given: dict[str, str], up: str) -> None:
            marks[0] = mark(tag, given, up) or marks[0]

        def end(tag: str, text: str) -> None:
            if tag == "t":
                pieces.append(text)
            elif tag == "si":
                found.append((plain_text("".join(pieces)), marks[0]))
                pieces.clear()
                marks[0] = ""
                check(len(found), "shared texts")

        walk(self._of_kind("sharedStrings"), start, end)
        return found


def too_large(what: str) -> Unread:
    """The refusal of a workbook above a limit."""
    return Unread(f"is too large to be read ({what}): save its sheets as CSV UTF-8")


def check(many: int, of: str) -> None:
    """Refuse a workbook that holds too many of something."""
    if many > MOST[of]:
        raise too_large(f"it has more than {MOST[of]:,} {of}")


def _broken(what: str) -> Unread:
    return Unread(f"is no workbook that can be read ({what}): save it anew as .xlsx, or as CSV UTF-8")


def walk(raw: bytes, start: Callable[[str, dict[str, str], str], None], end: Callable[[str, str], None] = lambda _tag, _text: None) -> None:
    """Each element of a part: at its start what it is given and what it stands in, at its end its text."""
    path, text = [""], list[str]()

    def starts(name: str, given: dict[str, str]) -> None:
        tag, up = _PLAIN.get(name, name), path[-1]
        if tag in _WITHIN and up not in _WITHIN[tag]:
            if tag in ("row", "c", "v", "is"):
                raise Unread(LOST)
            tag = ""
        if up in ("v", "t") or len(path) > _DEEP:
            raise _broken("elements stand within others where none belongs")
        if tag in ("v", "t"):
            text.clear()
        path.append(tag)
        start(tag, given, up)

    def ends(_name: str) -> None:
        tag = path.pop()
        end(tag, "".join(text) if tag in ("v", "t") else "")

    def declares(*_: object) -> None:
        raise _broken("it declares entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = starts, ends, text.append
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _broken(f"a part of it is broken: {error}") from None


def is_on(given: dict[str, str], key: str = "val", default: str = "1") -> bool:
    """Whether a switch is on."""
    return given.get(key, default) not in ("0", "false", "off", "")


def mark(tag: str, given: dict[str, str], up: str) -> str:
    """The mark that a piece of a text wears: strike or vertAlign."""
    worn = up == "rPr" and tag in ("strike", "vertAlign") and is_on(given) and given.get("val") != "baseline"
    return tag if worn else ""


def plain_text(text: str) -> str:
    """A text with the letters that a workbook writes as _x000D_, and without white space around it."""
    if "_x" in text:
        text = re.sub(r"_x((?![dD][89a-fA-F])[0-9a-fA-F]{4})_", lambda m: chr(int(m[1], 16)), text)
    return text.replace("\r\n", "\n").strip()
