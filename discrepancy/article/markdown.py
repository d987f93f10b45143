"""Plain text and Markdown → blocks."""

from __future__ import annotations

import html
import re

from discrepancy.article.blocks import Block, Writer

_CELL = re.compile(r"(?:[^\s|]| (?=[^\s|]))+")  # set apart by two spaces, a tab or a bar
_APART = re.compile(r"\S(?: {2,}|\t| ?\|) ?\S")
_RULE = re.compile(r"[\s|+=:-]+")


def plain_blocks(text: str) -> list[Block]:
    """Paragraphs and tables of plain text; a line that was only wrapped goes on in the next one."""
    writer = Writer()
    lines = list(re.finditer(r"[^\r\n]+", text))
    wrapped = len(lines) > 2 and all(len(m[0]) <= 110 for m in lines)
    rows = _rows(lines) if _APART.search(text) else {}
    for i, line in enumerate(lines):
        if i in rows:
            for place, cell in rows[i].items():
                writer.put(cell[0], line.start() + cell.start())
                writer.close("cell", place)
            continue
        writer.put(line[0], line.start())
        after = lines[i + 1] if wrapped and len(line[0]) >= 55 and i + 1 < len(lines) and i + 1 not in rows else None
        if after and text[line.end() : after.start()].count("\n") == 1 and after[0].strip()[:1].isalnum():
            writer.put(" ", line.end())
        else:
            writer.close()
    return writer.blocks


def _rows(lines: list[re.Match]) -> dict[int, dict[tuple[int, int, int], re.Match]]:
    """The lines that are rows of tables, with their cells: lines one below the other with as many columns, from three on."""
    found, i = {}, 0
    while i < len(lines):
        table: list[tuple[int, list[re.Match]]] = []
        for k in range(i, len(lines)):
            cells = list(_CELL.finditer(lines[k][0]))
            if table and _RULE.fullmatch(lines[k][0]):
                found[k] = {}
                continue
            many = len(table[-1][1]) if table else 0
            if len(cells) < (3 if len(table) != 0 else 2) or (
                table and len(cells) != many and not (len(table) == 1 and len(cells) == many + 1)
            ):
                break
            table.append((k, cells))
        if len(table) > 1 and len(table[1][1]) > 2 and all(re.search(r"\d", cells[-1][0]) for _, cells in table[1:]):
            wide = len(table[1][1])
            for row, (k, cells) in enumerate(table):
                found[k] = {(i, row, column + wide - len(cells)): cell for column, cell in enumerate(cells)}
        i = table[-1][0] + 1 if table else i + 1
    return found


_UNSEEN = (  # what Markdown prints and readers do not see
    r"~~(?=\S)[^~\n]{1,1000}+~~",  # struck
    r"\[\^[^\]\s]{1,100}+\]:?",  # the mark of a footnote; in front of a footnote its label
    r"<(?P<struck>s|del|strike)\b[^<>\n]{0,200}+>[^<\n]{0,1000}+</(?P=struck)>",
    r"<sup\b[^<>\n]{0,200}+>\[?[\w*]{1,3}\]?</sup>",
    r"</?[a-zA-Z][a-zA-Z0-9]{0,15}+(?:\s[^<>\n]{0,500}+)?/?>|<!--[^<>\n]{0,1000}?-->",
    r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+",
)
_INLINE = re.compile(  # the named groups stay
    r"!?\[(?!\^)(?P<shown>[^\[\]\n]{1,300})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,200}\")?\)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|~])|(?P<line><br\s{0,9}/?>)|(?P<entity>&(?:\#\w{1,8}|\w{2,32});)|" + "|".join(_UNSEEN)
)


def markdown_blocks(text: str) -> list[Block]:
    """Paragraphs, headings, items and tables of Markdown."""
    writer, table, row, fenced = Writer(), 0, -1, False
    for line in re.finditer(r"[^\n]*\n|[^\n]+", text):
        printed, start = line[0].rstrip("\r\n"), line.start()
        if re.match(r" {0,3}(?:```|~~~)", printed):
            writer.close()
            fenced = not fenced
        elif not fenced and (printed.count("|") >= 2 or (row >= 0 and "|" in printed)):
            writer.close()
            if not re.fullmatch(r"[\s|:\-]+", printed):
                row += 1
                cells = [m for m in re.finditer(r"[^|]+|(?<=\|)(?=\|)", printed) if m.start() or m[0].strip()]
                for column, cell in enumerate(c for c in cells if c.end() < len(printed.rstrip()) or c[0].strip()):
                    _inline(writer, cell[0].strip(), start + cell.start() + len(cell[0]) - len(cell[0].lstrip()))
                    writer.close("cell", (table, row, column))
        elif not fenced:
            table, row = table + (row >= 0), -1
            heading = re.match(r" {0,3}#{1,6}\s+", printed)
            mark = heading or re.match(
                r"\s*(?:[*+-]|\d{1,3}[.)])\s+|\s*>\s?|(?=\[\^[^\]\s]{1,100}+\]:)|(?=[†‡§¹²³⁴-⁹]|\\\*|\[\w{1,3}\] )", printed
            )
            lead = mark.end() if mark else 0
            if mark or not printed.strip():
                writer.close()
            if heading:
                _inline(writer, printed[lead:].rstrip("# "), start + lead)
                writer.close("heading")
            elif printed.strip():
                _inline(writer, printed[lead:], start + lead)
                writer.put(" ", start + len(printed))
    writer.close()
    return writer.blocks


def _inline(writer: Writer, text: str, start: int) -> None:
    at = 0
    for mark in _INLINE.finditer(text):
        writer.put(text[at : mark.start()], start + at)
        at = mark.end()
        if mark["entity"]:
            writer.put(html.unescape(mark[0]), start + mark.start(), start + at)
        elif mark["line"]:
            writer.put(" ", start + mark.start(), start + at)
        elif name := "shown" if mark["shown"] else "escaped" if mark["escaped"] else "":
            writer.put(mark[name], start + mark.start(name))
    writer.put(text[at:], start + at)
