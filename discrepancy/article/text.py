"""An article → its sentences, each character with its place in the text as given.

In goes plain text, Markdown or HTML, from a file or from standard input; out comes an `Article` of blocks (paragraphs, headings,
cells of tables) whose text has no markup, and in which every character still knows where it came from.

Sentences are split by sentencex.  Markup is taken away here: readers of HTML keep no offsets, or take time that grows with the square of
what is not closed.  The scanner follows the tokenizer of the HTML standard: what is never closed swallows the rest.
"""

from __future__ import annotations

import codecs
import html
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from discrepancy.saying.text import clean

LARGEST = 5_000_000  # characters: a newspaper of a week
LONGEST = 1_500  # characters of a sentence: what has no full stop is cut


class ArticleError(ValueError):
    """A text that cannot be read.  The message names it and says what would be right."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a cell, without markup."""

    text: str
    starts: list[int]  # where each character begins in the text as given
    ends: list[int]
    kind: str = "paragraph"  # or "heading", "cell"
    place: tuple[int, ...] = ()  # of a cell: the number of its table, row and column

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the text as given of the characters from start to end."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, from `start` on in its text."""

    text: str
    block: Block
    start: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the text as given."""
        return self.block.span(self.start + start, self.start + end)


@dataclass(frozen=True)
class Article:
    """A text in blocks.  ``given`` is the text that all offsets are into."""

    given: str
    form: str
    blocks: tuple[Block, ...] = field(repr=False, default=())
    name: str = "text"

    @cached_property
    def sentences(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences of each block."""
        return tuple(tuple(_sentences(block)) for block in self.blocks)


def load_article(path: str | os.PathLike) -> Article:
    """Read an article from a file, or from standard input for ``-``.

    Parameters
    ----------
    path : str or path
        A UTF-8 file; .html and .htm are HTML, .md and .markdown are Markdown, for others the text itself decides.

    Returns
    -------
    Article

    Raises
    ------
    ArticleError
        For a file that is missing, empty, no text or too large.
    """
    name = clean(" ".join(os.fspath(path).split()), 80)
    if name == "-":
        return read_article(_decoded(sys.stdin.buffer.read(4 * LARGEST + 1), "standard input"), name="standard input")
    file = Path(path).expanduser()
    try:
        if file.exists() and not file.is_file():  # a pipe or a device may never end
            raise ArticleError(f"{name} is a folder or a device: give the file of one article")
        with open(file, "rb") as opened:
            raw = opened.read(4 * LARGEST + 1)
    except FileNotFoundError:
        raise ArticleError(f"{name} does not exist: give the file of an article, or - for standard input") from None
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, ArticleError):
            raise
        raise ArticleError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    form = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}.get(file.suffix.lower(), "")
    return read_article(_decoded(raw, name), form, name)


def _decoded(raw: bytes, name: str) -> str:
    kinds = {b"%PDF": "a PDF", b"PK\3\4": "a document of a word processor, or another archive", b"\xd0\xcf\x11\xe0": "an old Office file"}
    if kind := next((kind for start, kind in kinds.items() if raw.startswith(start)), ""):
        raise ArticleError(f"{name} is {kind}, not text: save it as text (UTF-8) or HTML")
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if len(raw) > 4 * LARGEST:
            return "\n" * (LARGEST + 1)  # cut in the middle of a character: refused for its size
        raise ArticleError(f"{name} is not UTF-8 text (byte {error.start + 1:,}): save it as UTF-8") from None


def read_article(text: str, form: str = "", name: str = "text") -> Article:
    """Take the markup from a text.

    Parameters
    ----------
    text : str
    form : {"", "text", "markdown", "html"}
        What it is written in; empty: told from the text.
    name : str
        What errors call it.

    Returns
    -------
    Article

    Raises
    ------
    ArticleError
        For a text that is empty, holds control characters, or is too long.

    Examples
    --------
    >>> article = read_article("<p>Over&nbsp;3,000 <b>died</b>.</p>")
    >>> block = article.blocks[0]
    >>> block.text, article.given[slice(*block.span(0, 10))]
    ('Over 3,000 died.', 'Over&nbsp;3,000')
    """
    if form and form not in _FORMS:
        raise ValueError(f"form must be one of {', '.join(_FORMS)}; got {form!r}")
    if len(text) > LARGEST:
        raise ArticleError(f"{name} has more than {LARGEST:,} characters: give one article")
    if found := re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise ArticleError(f"{name} is not text: character {found.start() + 1:,} is a control character ({ord(found[0])})")
    form = form or _form(text)
    blocks = tuple(b for b in _FORMS[form](text) if b.text.strip())
    if not blocks:
        raise ArticleError(f"{name} is empty: give the text of an article")
    return Article(text, form, blocks, name)


_MARKDOWN = re.compile(r"^#{1,6} \S|^ *\|?[ :]*-{3,}[ :]*\||\]\(https?://|^\* \*\*", re.MULTILINE)


def _form(text: str) -> str:
    head = text[:5000]
    if re.match(r"\s*<(?:!--|(?:!doctype|\?xml|html|head|body|article|div|p|h[1-6]|table|section|span)\b)", head, re.I):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"


class _Writer:
    """Collects the characters of a block, with runs of white space as one space."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.text, self.starts, self.ends = [], [], []

    def put(self, text: str, start: int, end: int | None = None) -> None:
        """Characters of the text as given; with `end` they all stand for what is between the two."""
        for i, c in enumerate(text):
            blank = c.isspace()
            if blank and (not self.text or self.text[-1] == " "):
                continue
            self.text.append(" " if blank else c)
            self.starts.append(start + i if end is None else start)
            self.ends.append(start + i + 1 if end is None else end)

    def close(self, kind: str = "paragraph", place: tuple[int, ...] = ()) -> None:
        if self.text or kind == "cell":
            self.blocks.append(Block("".join(self.text), self.starts, self.ends, kind, place))
        self.text, self.starts, self.ends = [], [], []


def _plain(text: str) -> list[Block]:
    """Paragraphs of plain text; a line that was only wrapped goes on in the next one."""
    writer = _Writer()
    lines = list(re.finditer(r"[^\r\n]+", text))
    wrapped = len(lines) > 2 and all(len(m[0]) <= 110 for m in lines)
    for i, line in enumerate(lines):
        writer.put(line[0], line.start())
        after = lines[i + 1] if wrapped and len(line[0]) >= 55 and i + 1 < len(lines) else None
        if after and text[line.end() : after.start()].count("\n") == 1 and after[0].strip()[:1].isalnum():
            writer.put(" ", line.end())
        else:
            writer.close()
    return writer.blocks


_INLINE = re.compile(  # what Markdown prints and readers do not see; the first group stays
    r"!?\[([^\[\]\n]{1,300})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,200}\")?\)|\\([\\`*_{}\[\]()#+\-.!|])|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+|&(?:\#\w{1,8}|\w{2,32});"
)


def _markdown(text: str) -> list[Block]:
    """Paragraphs, headings, items and tables of Markdown."""
    writer, table, row, fenced = _Writer(), 0, -1, False
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
            mark = heading or re.match(r"\s*(?:[*+-]|\d{1,3}[.)])\s+|\s*>\s?", printed)
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


def _inline(writer: _Writer, text: str, start: int) -> None:
    at = 0
    for mark in _INLINE.finditer(text):
        writer.put(text[at : mark.start()], start + at)
        for group in (1, 2):
            if mark[group]:
                writer.put(mark[group], start + mark.start(group))
        if mark[0].startswith("&"):
            writer.put(html.unescape(mark[0]), start + mark.start(), start + mark.end())
        at = mark.end()
    writer.put(text[at:], start + at)


_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>")
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])|&(?:#\w{1,8}|\w{2,32});")
_UNSEEN = {"script", "style", "template", "noscript", "head", "svg", "math", "textarea", "select", "iframe", "object"}
_RAW = {"script", "style", "textarea", "iframe"}  # nothing in them is markup
_BLOCKS = set(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form header hr li main nav ol"
    " option p pre section summary table tbody td tfoot th thead title tr ul html h1 h2 h3 h4 h5 h6".split()
)


class _Page:
    """What a reader of a page sees, in blocks."""

    def __init__(self, text: str) -> None:
        self.text, self.writer = text, _Writer()
        self.table = self.row = self.column = -1
        self.kind = "paragraph"
        self.unclosed: set[str] = set()

    def read(self) -> list[Block]:
        text, at = self.text, 0
        while mark := _MARKUP.search(text, at):
            self.writer.put(text[at : mark.start()], at)
            at = mark.end()
            if mark[0] != "<":
                self.writer.put(html.unescape(mark[0]), mark.start(), at)
            elif text.startswith("<!--", mark.start()):
                at = _behind(text, "-->", mark.start() + 4)
            elif text[at] in "!?" or not (tag := _TAG.match(text, mark.start())):
                at = _behind(text, ">", at)  # a declaration; of a tag that never ends, its start
            else:
                at = self._tag(tag[2].lower(), bool(tag[1]), tag.end())
        self.writer.put(text[at:], at)
        self._close()
        return self.writer.blocks

    def _tag(self, name: str, closing: bool, at: int) -> int:
        """Take account of a tag; where to go on."""
        if name in _UNSEEN and not closing and name not in self.unclosed:
            if end := re.compile(rf"</{name}\b[^>]*+>", re.I).search(self.text, at):
                return end.end()
            self.unclosed.add(name)  # searched once: what is not closed here is closed nowhere behind
            return len(self.text) if name in _RAW else at
        if name in _BLOCKS:
            self._close()
            if name == "table" and not closing:
                self.table, self.row = self.table + 1, -1
            elif name == "tr" and not closing:
                self.row, self.column = self.row + 1, -1
            cell = name in ("td", "th") and not closing
            self.column += cell
            heading = re.fullmatch(r"h[1-6]|title|caption", name) and not closing
            self.kind = "cell" if cell and self.row >= 0 else "heading" if heading else "paragraph"
        return at

    def _close(self) -> None:
        self.writer.close(self.kind, (self.table, self.row, self.column) if self.kind == "cell" else ())


_FORMS = {"text": _plain, "markdown": _markdown, "html": lambda text: _Page(text).read()}


def _behind(text: str, what: str, start: int) -> int:
    end = text.find(what, start)
    return len(text) if end < 0 else end + len(what)


def _sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of a block; one without an end in sight is cut at a space."""
    if not block.text:
        return
    from sentencex import get_sentence_boundaries  # pyright: ignore[reportAttributeAccessIssue]: its compiled module tells no types

    for found in get_sentence_boundaries("en", block.text):
        start, end = found["start_index"], found["end_index"]
        while start < end:
            cut = end
            if end - start > LONGEST:
                cut = block.text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
            yield Sentence(block.text[start:cut], block, start)
            start = cut
