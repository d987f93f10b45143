"""An article → its sentences, each character with its place in the text as given.

In goes plain text, Markdown or HTML, from a file or from standard input; out comes an `Article` of blocks (paragraphs, headings,
cells of tables) whose text has no markup, and in which every character still knows where it came from.

Sentences are split by sentencex.  Markup is taken away by the modules beside: `markdown`, and `page` for HTML.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from discrepancy.article.blocks import Block
from discrepancy.article.choice import page_blocks
from discrepancy.article.markdown import markdown_blocks, plain_blocks
from discrepancy.case.files.bytes import read_file
from discrepancy.reading.languages.english.numerals import STARTS
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import clean

LARGEST = 5_000_000  # characters: a newspaper of a week
LONGEST, MOST = 1_000, 40  # characters of a sentence, and numbers in it: one that has more is cut
ANY, APART = 1_000, 40  # so many numbers are read of any text, and of a longer one another for so many characters


class ArticleError(ValueError):
    """A text that cannot be read.  The message names it and says what would be right."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, from `start` on in its text."""

    text: str
    block: Block
    start: int
    cut: bool = False  # whether it is a piece of what is longer than a sentence

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the text as given."""
        return self.block.span(self.start + start, self.start + end)


@dataclass(frozen=True, eq=False)
class Article:
    """A text in blocks.  ``given`` is the text that all offsets are into."""

    given: str
    form: str
    blocks: tuple[Block, ...] = field(repr=False, default=())
    name: str = "text"

    @property
    def sentences(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences of each block that are read."""
        return self._parted[0]

    @property
    def unread(self) -> str:
        """What is not read since it has more numbers than any text, in words; empty where there is nothing of the kind."""
        if not (left := self._parted[1]):
            return ""
        first, last = left[0].span(0, 1)[0] + 1, left[-1].span(0, len(left[-1].text))[1]
        why = f"the text has more than {ANY:,} numbers, and more than one for {APART} characters"
        return f"{plural(len(left), 'sentence')} between characters {first:,} and {last:,} were left out: {why}"

    def about(self, day: str) -> dict[str, str]:
        """What ``--json`` says of the text: its day, and what is not read of it."""
        return {"date": day} | ({"unread": self.unread} if self.unread else {})

    @cached_property
    def _parted(self) -> tuple[tuple[tuple[Sentence, ...], ...], list[Sentence]]:
        """The sentences that are read, and those that are not."""
        left: list[Sentence] = []
        most, found = ANY, []
        for block in self.blocks:
            kept = []
            for sentence in _sentences(block):
                most += len(sentence.text) / APART
                many = sum(1 for _ in NUMBER.finditer(sentence.text)) if block.kind != "cell" else 0
                (kept if many <= most else left).append(sentence)
                most -= many * (many <= most)
            found.append(tuple(kept))
        return tuple(found), left


def load_article(path: str | os.PathLike) -> Article:
    """Read an article from a file, or from standard input for ``-``.

    Parameters
    ----------
    path : str or path
        A UTF-8 or UTF-16 file, or a page of HTML in the encoding that it says of itself; .html and .htm are HTML, .md and .markdown are
        Markdown, for others the text itself decides.

    Returns
    -------
    Article

    Raises
    ------
    ArticleError
        For a file that is missing, empty, no text or too large.

    Examples
    --------
    >>> load_article("no/such/file.txt")
    Traceback (most recent call last):
    discrepancy.article.text.ArticleError: no/such/file.txt does not exist: give the file of an article, or - for standard input
    """
    name = clean(" ".join(os.fspath(path).split()), 80)
    if name == "-":
        return read_article(_decoded(sys.stdin.buffer.read(4 * LARGEST + 1), "standard input"), name="standard input")
    try:
        file = Path(path).expanduser()
        raw = read_file(file, 4 * LARGEST)
    except FileNotFoundError:
        raise ArticleError(f"{name} does not exist: give the file of an article, or - for standard input") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise ArticleError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    form = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}.get(file.suffix.lower(), "")
    return read_article(_decoded(raw, name), form, name)


# Encodings of the web that a page may say of itself; others are refused, since some of Python's take time that grows with the square.
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{2,40})|^\s*<\?xml[^>]{0,80}?encoding=[\"']([\w.:-]{2,40})", re.I)
_WEB = re.compile(
    r"utf-?8|windows-?12\d\d|cp12\d\d|iso-?8859-?\d{1,2}|latin-?\d|koi8-[ru]|mac-?\w+|gb\w+|big5|euc-(?:jp|kr)|shift[_-]jis|us-ascii", re.I
)
_LATIN = re.compile(r"iso-?8859-?1|latin-?1|us-ascii|windows-?1252|cp1252", re.I)  # on the web all of them are windows-1252


def _decoded(raw: bytes, name: str) -> str:
    kinds = {b"%PDF": "a PDF", b"PK\3\4": "a document of a word processor, or another archive", b"\xd0\xcf\x11\xe0": "an old Office file"}
    if kind := next((kind for start, kind in kinds.items() if raw.startswith(start)), ""):
        raise ArticleError(f"{name} is {kind}, not text: save it as text (UTF-8) or HTML")
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    bare = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(raw[:2], "")
    try:
        return raw.decode("utf-16" if wide else bare or "utf-8-sig")
    except UnicodeDecodeError as error:
        if len(raw) > 4 * LARGEST:
            return "\n" * (LARGEST + 1)  # cut in the middle of a character: refused for its size
        if said := _declared(raw):
            return raw.decode(said, errors="replace")
        raise ArticleError(f"{name} is not UTF-8 text (byte {error.start + 1:,}): save it as UTF-8") from None


def _declared(raw: bytes) -> str:
    """The encoding that a page of HTML says of itself, if Python knows it."""
    found = _DECLARED.search(raw[:4096])
    said = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    if not _WEB.fullmatch(said):
        return ""
    try:
        return "cp1252" if _LATIN.fullmatch(said) else codecs.lookup(said).name
    except LookupError:
        return ""


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
    form = form or _form(text)
    if found := re.search(r"\x00" if form == "html" else r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):  # pages have stray ones
        raise ArticleError(f"{name} is not text: character {found.start() + 1:,} is a control character ({ord(found[0])})")
    blocks = tuple(b for b in _FORMS[form](text) if b.text.strip())
    if not blocks:
        raise ArticleError(f"{name} is empty: give the text of an article")
    return Article(text, form, blocks, name)


# what a page, or a part of one, begins with
_OPENERS = "!doctype|\\?xml|html|head|meta|style|body|main|article|section|nav|header|div|p|h[1-6]|table|ul|ol|pre|blockquote|figure|span"
_PAGE = re.compile(rf"\s*<(?:!--|(?:{_OPENERS})\b)", re.I)
_MARKDOWN = re.compile(r"^#{1,6} \S|^ *\|?[ :]*-{3,}[ :]*\||\]\(https?://|^\* \*\*", re.MULTILINE)


def _form(text: str) -> str:
    head = text[:5000]
    if _PAGE.match(head):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"


_FORMS = {"text": plain_blocks, "markdown": markdown_blocks, "html": page_blocks}


NUMBER = re.compile(rf"\d+(?:[.,']\d+)*|\b(?:{'|'.join(STARTS - {'a', 'an', 'another'})})\b", re.I)
_GOES_ON = re.compile(r"\b[ap]\.m\.\s*$")
_ON_A_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:GMT|UTC|EST|ET)\b|[a-z\d]"
)


def _goes_on(text: str, start: int, end: int, after: int) -> bool:
    """Whether a sentence was parted behind a time of day: "as of 7 a.m. Sunday"."""
    return bool(_GOES_ON.search(text, max(start, end - 8), end) and _ON_A_DAY.match(text, after))


# where one ends that was not parted: behind a figure, a month, a word in the plural with its mark
_STOP = re.compile(r"(?<=[\w%)’'\]] )(?:[a-z]{4,}|[\d.:,]*\d%?|\d+ [A-Z][a-z]+)[)\]]?[.?!] +(?=(?:[A-Z][a-z’']+|A|[A-Z]{2,}) )")


def _closed(text: str) -> bool:
    """Whether no quotation is open at the end."""
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _parted(text: str) -> Iterator[tuple[int, int]]:
    """Where sentencex parts a text, of which it is given so much at once: marks that never end would cost the square of their number."""
    from sentencex import get_sentence_boundaries  # pyright: ignore[reportAttributeAccessIssue]: its compiled module tells no types

    at = 0
    while at < len(text):
        given = text[at : at + 4 * LONGEST]
        found = [(at + f["start_index"], at + f["end_index"]) for f in get_sentence_boundaries("en", given)] or [(at, at + len(given))]
        if len(found) > 1 and at + len(given) < len(text):
            found.pop()  # it may go on
        yield from found
        at = found[-1][1]


def _sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of a block; one that is longer, or has more numbers, than a sentence is cut at a space."""
    text, found = block.text, list(_parted(block.text))
    for i, (start, end) in enumerate(found):
        if i + 1 < len(found) and end - start < LONGEST and _goes_on(text, start, end, found[i + 1][0]):
            found[i + 1] = (start, found[i + 1][1])
            continue
        cut = False
        while start < end:
            far = start + LONGEST
            stop = next((m.end() for m in _STOP.finditer(text, start, min(end, far)) if _closed(text[start : m.end()])), end)
            numbers = list(islice(NUMBER.finditer(text, start, min(stop, far)), MOST + 1))
            most = numbers[MOST].start() if len(numbers) > MOST else far
            last = stop if stop <= most else text.rfind(" ", (start + most) // 2, most) + 1 or most
            yield Sentence(text[start:last], block, start, cut or last < stop)
            start, cut = last, last < stop
