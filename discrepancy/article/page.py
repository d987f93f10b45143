"""A page of HTML → its pieces of text, as a reader of the page sees them.

In go the tags; out come pieces (paragraphs, headings, parts of cells) and the tree of elements in which they stand, of which ``choice.py``
takes what belongs to the article.  What is hidden or struck is no text at all.  Names of tags and words are in ``page.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from discrepancy.article.blocks import Writer
from discrepancy.article.markup import Tag, style_hides, style_strikes, styles_hidden, tokens

TABLES = tomllib.loads(Path(__file__).with_name("page.toml").read_text(encoding="utf-8"))
_TAGS = {name: frozenset(names.split()) for name, names in TABLES["tags"].items()}
_CLOSES = {name: tuple(names.split() for names in both) for name, both in TABLES["closes"].items()}
_IN_TABLES = frozenset("table thead tbody tfoot tr td th caption".split())
_ZONES = TABLES["zones"]
_SEEN_THROUGH = ("never", "menu", "unseen")  # zones of which a line shows nothing
_RANKS = ("", "weak", "copy", "unseen", "linked", "aside", "menu", "out", "never", "kept")  # where words disagree, the last counts
_WORDS = {word: zone for zone in _RANKS if zone in _ZONES for word in _ZONES[zone].split()}
_WHOLE = {word: zone for zone, words in _ZONES["whole"].items() for word in words.split()} | _WORDS
_IGNORED = frozenset(_ZONES["others"]["ignored"].split())
_ARTICLE = frozenset(_ZONES["others"]["article"].split())
_STRUCK = frozenset(_ZONES["others"]["struck"].split())
_NAMING = ("class", "id", "aria-label", "data-component", "data-testid")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WIDEST = 100  # columns that the spread of cells is counted for

_ONE = r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{2,5}|[*†‡§¶#]{1,3}|(?:note|nb|fn) ?\d{1,3})[\])]?"
_MARK = re.compile(rf"[,;]|{_ONE}(?:(?:[,; –-]+|(?<=[\])])){_ONE})*", re.I)
_EXPONENT = re.compile(r"[-−+]\d{1,2}|\d{1,2}")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdmµ]?m|ft|mi|yd|[a-zA-Z])$")  # what can stand in front of a square
_TEN = re.compile(r"(?<![\d.,])10$")
_ORDINAL = re.compile(r"(?:(?<!\d)\d{1,2}|[IVXLC]+)$")
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


@dataclass(slots=True)
class Node:
    """An element that can hold blocks; `parent` is the number of the one around it."""

    name: str
    parent: int
    zone: str = ""
    main: str = ""  # "main" or "article", where it says so of itself


@dataclass(slots=True)
class Stretch:
    """Text between two ends of blocks."""

    text: str
    starts: list[int]
    ends: list[int]
    node: int
    level: int = 0  # of a heading; 7 is a caption
    cell: int = -1  # the number of its cell
    links: list[tuple[int, int]] = field(default_factory=list)  # a link, and how many characters are in it


@dataclass(slots=True)
class Spread:
    """A table; `until` has the last row of cells that reach down into a column."""

    number: int
    nested: bool = False  # does it hold another one?
    row: int = -1
    column: int = -1
    until: dict[int, int] = field(default_factory=dict)

    def place(self, across: int, down: int) -> tuple[int, int, int]:
        """Table, row and column of the next cell."""
        self.row, self.column = max(self.row, 0), self.column + 1
        while self.until.get(self.column, -1) >= self.row:
            self.column += 1
        place = self.number, self.row, self.column
        last = min(self.column + across, WIDEST)
        if down > 1:
            self.until |= dict.fromkeys(range(self.column, last), self.row + down - 1)
        self.column = max(self.column, last - 1)
        return place


@dataclass(slots=True)
class _Open:
    """An open element, and what its end has to take back."""

    name: str
    node: int = -1  # the number of the node that it is
    hidden: bool = False
    link: int = -1
    cell: bool = False
    closed: bool = False  # ended inside of a block that goes on
    look: str = ""  # "raised" or "copy": its text is looked at in the end
    pieces: int = 0  # how many pieces, characters and links there were at its start
    length: int = 0
    links: int = 0


class Markup:
    """What a reader of a page sees, in pieces; with `everything`, also what pages show to nobody."""

    def __init__(self, text: str, everything: bool = False) -> None:
        self.nodes = [Node("", 0)]
        self.pieces: list[Stretch] = []
        self.tables: list[Spread] = []
        self.cells: list[tuple[int, int, int]] = []
        self.title = ""  # what a browser shows above the page
        self._everything = everything
        self._xml = bool(re.match(r"\s*<\?xml", text))
        self._writer = Writer()
        self._open: list[_Open] = []
        self._places: dict[str, list[int]] = {}  # where elements of a name are open
        self._blocks: list[int] = []  # where nodes are open
        self._in_tables: list[Spread] = []
        self._in_cells = [-1]
        self._in_links: list[int] = []
        self._hidden = self._links = 0
        self._runs: list[tuple[int, int]] = []  # links of the piece
        self._copies: list[tuple[int, int]] = []  # parts of the piece that are not read aloud
        self._copying = 0
        self._broken = -1  # how many characters there were at the last <br>
        self._at = 0  # the node in which the piece began
        self._sheet: set[str] = set()
        self._read(text)

    def _read(self, text: str) -> None:
        skipped = _TAGS["never"] if self._everything else _TAGS["skipped"]
        for token in tokens(text, skipped):
            if isinstance(token, tuple):
                self._put(*token)
            elif token.closing:
                self._end(token)
            elif not token.skipped:
                self._start(token)
            elif token.name == "style" and not self._everything:
                self._sheet |= styles_hidden(token.inside)
            elif token.name == "title":
                self.title = self.title or token.inside
        self._flush()

    # ------------------------------------------------------------------------------------------ characters

    def _put(self, text: str, start: int, end: int) -> None:
        if self._hidden:
            return
        if end < 0 and "\n" in text and self._places.get("pre"):  # there an empty line ends a paragraph
            for line in re.finditer(r"[^\n]+|\n", text):
                self._put(line[0] if line[0] != "\n" else " ", start + line.start(), -1)
                if line[0] == "\n" and text[line.end() : line.end() + 1] == "\n":
                    self._flush()
            return
        writer = self._writer
        before = len(writer.text)
        if not before:
            self._at = self._node()
        writer.put(text, start, None if end < 0 else end)
        if self._in_links and len(writer.text) > before:
            self._runs.append((self._in_links[-1], len(writer.text) - before))

    def _line(self, tag: Tag) -> None:
        """A <br> is a space; a second one ends the paragraph."""
        if self._broken == len(self._writer.text):
            self._flush()
        else:
            self._put(" ", tag.start, tag.end)
            self._broken = len(self._writer.text)

    def _flush(self) -> None:
        """End the piece."""
        self._drop_copies()
        if self._writer.text:
            level = next((n for n, name in enumerate((*_HEADINGS, "caption"), 1) if self._places.get(name)), 0)
            text, starts, ends = self._writer.take()
            self.pieces.append(Stretch(text, starts, ends, self._at, level, self._in_cells[-1], self._runs))
        self._runs, self._copies, self._broken = [], [], -1

    def _drop_copies(self) -> None:
        """Leave out what is not read aloud, where the rest of the piece says the same."""
        if not self._copies:
            return
        text = "".join(self._writer.text).lower()
        ends = [0, *(end for _, end in self._copies)]
        rest = [text[a:b] for a, b in zip(ends, [*(start for start, _ in self._copies), len(text)], strict=True)]
        said = set(re.findall(r"\w+", " ".join(rest)))
        self._writer.drop([(a, b) for a, b in self._copies if said.issuperset(re.findall(r"\w+", text[a:b]))])

    # ------------------------------------------------------------------------------------------------ tags

    def _start(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            return self._line(tag)
        if name in _TAGS["block"]:
            self._flush()
        if name in _CLOSES or name in _TAGS["ends_p"]:
            names, bounds = _CLOSES.get(name) or _CLOSES["p"]
            if (at := self._last(names)) > self._last(bounds):
                self._pop(at)
        if name in _TAGS["void"] or name in ("html", "head", "body") or (self._xml and tag.written.endswith("/")):
            return None
        opened = _Open(name, pieces=len(self.pieces), length=len(self._writer.text), links=self._links)
        self._look(tag, opened)
        if opened.node >= 0:
            self._blocks.append(len(self._open))
        self._places.setdefault(name, []).append(len(self._open))
        self._open.append(opened)
        self._hidden += opened.hidden
        return None

    def _look(self, tag: Tag, opened: _Open) -> None:
        """What an element means for the text in it."""
        name, attributes = tag.name, tag.attributes
        zone = self._zone(tag)
        copy = attributes.get("aria-hidden", "").lower() == "true"
        if name not in _TAGS["inline"]:
            opened.node = len(self.nodes)
            main = "main" if name == "main" or attributes.get("role") == "main" else "article" if name == "article" and not zone else ""
            if main == "main" or name in _HEADINGS or (name in _IN_TABLES and zone in ("weak", "out", "never")):
                zone = ""  # "comment" and "share" are columns of tables, too
            self.nodes.append(Node(name, self._node(), zone or ("copy" if copy else ""), main))
        opened.hidden = self._unseen(tag, zone if opened.node < 0 else "")
        if name == "sup" or (copy and opened.node < 0 and not self._copying):
            opened.look = "raised" if name == "sup" else "copy"
            self._copying += opened.look == "copy"
        if name == "a" and ("href" in attributes or not attributes.keys() & {"name", "id"}):
            self._links += 1
            if not attributes.get("href", "").startswith("#"):  # to another page
                opened.link = self._links
                self._in_links.append(self._links)
        elif name == "table":
            if self._in_tables:
                self._in_tables[-1].nested = True
            self.tables.append(Spread(len(self.tables)))
            self._in_tables.append(self.tables[-1])
            self._in_cells.append(-1)
        elif name == "tr" and self._in_tables:
            self._in_tables[-1].row, self._in_tables[-1].column = self._in_tables[-1].row + 1, -1
        elif name in ("td", "th") and self._in_tables:
            opened.cell = True
            self._in_cells.append(len(self.cells))
            self.cells.append(self._in_tables[-1].place(_span(attributes, "colspan"), _span(attributes, "rowspan")))

    def _zone(self, tag: Tag) -> str:
        attributes = tag.attributes
        zone = zone_of(" ".join(filter(None, map(attributes.get, _NAMING)))) if attributes else ""
        inside = tag.name in ("header", "footer") and any(self._places.get(name) for name in ("article", "blockquote", "figure"))
        named = "" if inside else _ZONES["tags"].get(tag.name, "")
        hidden = "unseen" if self._sheet and self._sheet.intersection(_selectors(tag)) else ""
        role = _ZONES["roles"].get(attributes.get("role", "").lower(), "")
        return max(zone, named, role, hidden, key=_RANKS.index)

    def _unseen(self, tag: Tag, zone: str) -> bool:
        attributes = tag.attributes
        style = attributes.get("style", "")
        if tag.name in _TAGS["struck"] or style_strikes(style) or _STRUCK.intersection(attributes.get("class", "").lower().split()):
            return True
        if self._everything:
            return False
        if tag.name in _TAGS["hidden"] and self._last(_HEADINGS) < 0:
            return True
        closed = tag.name == "dialog" and "open" not in attributes
        return closed or "hidden" in attributes or style_hides(style) or zone in (*_SEEN_THROUGH, *["out"] * (tag.name == "a"))

    def _end(self, tag: Tag) -> None:
        name, block = tag.name, tag.name in _TAGS["block"]
        if name == "br":
            return self._line(tag)
        if block:
            self._flush()
        at = self._last(_HEADINGS if name in _HEADINGS else [name])
        if at < 0 or (name not in _IN_TABLES and at < self._last(("td", "th", "caption"))):
            return None
        if not block and self._blocks and at < self._blocks[-1] and self._open[at].node < 0:
            self._take_back(self._open[at])  # it ends, and the block around goes on
            self._open[at].closed = True
            self._places[name].pop()
        else:
            self._pop(at)
        return None

    def _pop(self, at: int) -> None:
        """End what is open from there on."""
        while len(self._open) > at:
            opened = self._open.pop()
            if opened.node >= 0:
                self._blocks.pop()
            if not opened.closed:
                self._places[opened.name].pop()
                self._take_back(opened)

    def _take_back(self, opened: _Open) -> None:
        self._hidden -= opened.hidden
        self._copying -= opened.look == "copy"
        if opened.link >= 0:
            self._in_links.remove(opened.link) if self._in_links[-1] != opened.link else self._in_links.pop()
        if opened.cell:
            self._in_cells.pop()
        if opened.name == "table":
            self._in_tables.pop()
            self._in_cells.pop()
        if opened.look and opened.pieces == len(self.pieces) and len(self._writer.text) > opened.length:
            if opened.look == "copy":
                self._copies.append((opened.length, len(self._writer.text)))
            else:
                self._raise(opened.length, opened.links)

    def _raise(self, length: int, links: int) -> None:
        """Leave out the mark of a footnote, and its links; write a power with raised digits."""
        writer, linked = self._writer, self._links > links
        raised, before = "".join(writer.text[length : length + 20]).strip(), "".join(writer.text[max(0, length - 8) : length])
        if len(writer.text) >= length + 20 or not (linked or _MARK.fullmatch(raised) or _EXPONENT.fullmatch(raised)):
            return
        if not linked and is_power(raised, before):
            writer.text[length:] = "".join(writer.text[length:]).translate(_RAISED)
        elif linked or not (raised == "e" and _ORDINAL.search(before)):
            writer.cut(length)
            while self._runs and self._runs[-1][0] > links:
                self._runs.pop()
            while self._copies and self._copies[-1][1] > length:
                self._copies.pop()

    def _node(self) -> int:
        return self._open[self._blocks[-1]].node if self._blocks else 0

    def _last(self, names: tuple[str, ...] | list[str]) -> int:
        """Where the innermost open element with one of the names is."""
        return max((places[-1] for name in names if (places := self._places.get(name))), default=-1)


def is_power(raised: str, before: str) -> bool:
    """Is it a power, and no mark of a footnote?

    Examples
    --------
    >>> is_power("2", "300 km"), is_power("6", "3 × 10"), is_power("12", "soldiers")
    (True, True, False)
    """
    if not _EXPONENT.fullmatch(raised):
        return False
    return bool(_TEN.search(before)) or not raised.isdecimal() or (raised in ("2", "3") and bool(_UNIT.search(before)))


@lru_cache(maxsize=4096)
def zone_of(names: str) -> str:
    """What the words of class and id say of where an element stands.

    Examples
    --------
    >>> zone_of("entry-comments"), zone_of("has-comments wide"), zone_of("storyRelated"), zone_of("editors-note aside")
    ('never', '', 'aside', 'kept')
    """
    best, responsive = "", re.search(r"(?:\b(?:xs|sm|md|lg|xl)[:-])|-(?:xs|sm|md|lg|xl)\b", names)  # hidden on small screens only
    if _ARTICLE.intersection(names.split()):  # it has its keywords for classes, too
        return ""
    for token in names.split():
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", token).lower().replace("_", "-").split("-")
        words = [word for word in words if word]
        whole = _WHOLE.get("-".join(words), "")
        if whole or not _IGNORED.intersection(words):
            pairs = [f"{a}-{b}" for a, b in pairwise(words)]
            best = max(best, whole, *(_WORDS.get(word, "") for word in [*words, *pairs]), key=_RANKS.index)
    return "" if best == "unseen" and responsive else best


def _selectors(tag: Tag) -> list[str]:
    names = [f".{name}" for name in tag.attributes.get("class", "").split()] + [f"#{tag.attributes.get('id', '')}"]
    return [*names, *(tag.name + name for name in names)]


def _span(attributes: dict[str, str], name: str) -> int:
    found = re.match(r"\s*(\d{1,3})", attributes.get(name, ""), re.ASCII)
    return max(1, int(found[1])) if found else 1
