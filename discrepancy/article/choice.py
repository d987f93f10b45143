"""The pieces of a page → the blocks of its article.

What says by its name that it is a menu, a comment, a teaser and the like is left out; of the rest, the article is the innermost element
with most of the sentences, and as much around it as reaches up to the headline.  To lose a paragraph is worse than to keep a line of a
menu: what is outside of that element and reads like a sentence stays, and where nothing would be left, everything that is seen is taken.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from discrepancy.article.blocks import Block
from discrepancy.article.page import TABLES, Markup, Stretch

SENTENCE, SHORT, DENSE = 32, 20, 15  # characters of a sentence at least; where it ends the line; in scripts that need fewer
CARD = 500  # characters: a link around more was only left open
# zones that are left out, unless they hold more of the sentences
_APART = {"never": 1.0, "menu": 1.0, "out": 0.8, "aside": 0.5, "linked": 0.5, "unseen": 0.5, "copy": 0.5}
HIDDEN = 0.3  # of the sentences: if scripts have more to show, they will show it
COPIED = 0.8  # of the words: what makes one text a copy of another
LABEL = 15  # characters of a headline at least
LINE = 60  # characters that are no mere label
MOST = 0.7  # of the sentences: the part that makes an element the article
_LEAVES = frozenset(TABLES["tags"]["leaves"].split())
_DENSE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_STOP = re.compile(r"[.!?…。！？؟।۔][\"'”’»›)\]」]*(?:\s|$)|[。！？]")
_END = re.compile(r"[.!?…。！？؟।۔][\"'”’»›)\]」\s]*$")
_RIGHTS = re.compile(r"©|\(c\)|\bcopyright\b|\ball rights\b|\bcookies?\b|\bprivacy policy\b", re.I)


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[\d\W_]+", " ", text.casefold()).split())


_LABELS = frozenset(_flat(label) for label in re.split(r"[;\n]", TABLES["labels"]["whole"]) if label.strip())
_BEGIN = tuple(_flat(label) + " " for label in TABLES["labels"]["begin"].split(";"))
_ADVERTISEMENT = tuple(label.strip() for label in TABLES["labels"]["advertisement"].split(";"))
_CORRECTION = re.compile(r"^\W*(?:" + "|".join(re.escape(label.strip()) for label in TABLES["labels"]["correction"].split(";")) + r")\b")


def page_blocks(text: str) -> list[Block]:
    """The blocks of the article of a page of HTML.

    Examples
    --------
    >>> [block.text for block in page_blocks("<nav>Home</nav><p>At least 3 people were killed, police said.</p>")]
    ['At least 3 people were killed, police said.']
    """
    page = Markup(text)
    if not page.pieces:
        page = Markup(text, everything=True)
    choice = _Choice(page)
    return choice.blocks(choice.chosen())


class _Choice:
    """Finds out which pieces of a page are its article.  Lists have an item for each node, or for each piece."""

    def __init__(self, page: Markup) -> None:
        self.page, self.nodes, self.pieces = page, page.nodes, page.pieces
        in_links: Counter[int] = Counter()
        for link, length in (run for piece in self.pieces for run in piece.links):
            in_links[link] += length
        self.linked = [sum(n for link, n in p.links if in_links[link] <= CARD) for p in self.pieces]
        self.told = [self._told(p, linked) for p, linked in zip(self.pieces, self.linked, strict=True)]
        self.spread = self._spread()
        self.headline = self._headline()
        self.out = self._out()

    @staticmethod
    def _told(piece: Stretch, linked: int) -> int:
        """How many characters of sentences there are."""
        own = len(piece.text) - linked
        least = DENSE if _DENSE.search(piece.text) else SENTENCE if not _END.search(piece.text) else SHORT
        return own if own >= least and not piece.level and _STOP.search(piece.text) else 0

    def _is_link(self, i: int) -> bool:
        return self.linked[i] >= (0.9 if len(self.pieces[i].links) < 2 else 0.75) * len(self.pieces[i].text)

    def _spread(self) -> set[int]:
        """The numbers of tables that hold data; the others only put things in their places."""
        tables, cells = self.page.tables, self.page.cells
        told, heads, total, linked, counts = ([0] * len(tables) for _ in range(5))
        for i, piece in enumerate(self.pieces):
            if piece.cell >= 0:
                number = cells[piece.cell][0]
                heads[number] += 0 < piece.level < 4
                total[number] += len(piece.text)
                linked[number] += self.linked[i]
                counts[number] += not self.linked[i] and any(map(str.isdigit, piece.text))
        for cell, group in groupby(range(len(self.pieces)), key=lambda i: self.pieces[i].cell):
            if cell >= 0 and sum(self.told[i] > 0 for i in group) > 1:
                told[cells[cell][0]] += 1
        size = Counter(number for number, _, _ in cells)
        self.menus = {t.number for t in tables if linked[t.number] > 0.75 * total[t.number] and counts[t.number] < 2}
        return {t.number for t in tables if not t.nested and not told[t.number] and not heads[t.number] and size[t.number] > 1}

    def _table(self, piece: Stretch) -> int:
        """The number of the table of data in which it is, or -1."""
        number = self.page.cells[piece.cell][0] if piece.cell >= 0 else -1
        return number if number in self.spread else -1

    def _down(self, own: list[bool], ends: list[bool] | None = None) -> list[bool]:
        """Hand on to all elements further in what holds of one."""
        for i, node in enumerate(self.nodes[1:], 1):
            own[i] = (own[i] or own[node.parent]) and not (ends and ends[i])
        return own

    def _total(self, values: Iterable[int]) -> list[int]:
        """For each element, the sum over the pieces in it."""
        sums = [0] * len(self.nodes)
        for piece, value in zip(self.pieces, values, strict=True):
            sums[piece.node] += value
        for i in range(len(self.nodes) - 1, 0, -1):
            sums[self.nodes[i].parent] += sums[i]
        return sums

    def _sentences(self, out: list[bool]) -> list[int]:
        """For each element, the characters of sentences in it, without those in others."""
        return self._total(0 if out[p.node] else told for p, told in zip(self.pieces, self.told, strict=True))

    def _around(self, node: int) -> list[int]:
        """An element and those around it, from the inside out."""
        found = [node]
        while found[-1]:
            found.append(self.nodes[found[-1]].parent)
        return found

    def _headline(self) -> int:
        """The piece that is the headline, or -1."""
        apart = self._down([n.zone in _APART and n.name != "header" for n in self.nodes])
        seen = [i for i, piece in enumerate(self.pieces) if not apart[piece.node]]
        first = next((i for i in seen if self.told[i]), len(self.pieces))
        never = self._down([n.zone in ("never", "menu", "out") for n in self.nodes])
        titles = [i for i in seen if self.pieces[i].level == 1]
        titles = titles or [i for i, p in enumerate(self.pieces) if p.level == 1 and not never[p.node] and not self._is_link(i)]
        if titles:
            return max((i for i in titles if i < first), default=titles[0])
        above = [i for i in seen if i < first and not self._is_link(i)]
        title = _flat(html.unescape(self.page.title[:500]))
        if same := [i for i in above if title.startswith(_flat(self.pieces[i].text)) and len(self.pieces[i].text) > LABEL]:
            return same[-1]
        near = [i for i in above if first - 8 < i and self.pieces[i].level in (2, 3)]
        return min(near, key=lambda i: (self.pieces[i].level, -i), default=-1)

    def _out(self) -> list[bool]:
        """For each element, whether its name or its heading says that it is not the article."""
        nodes = self.nodes
        self.never = self._down([n.zone == "never" for n in nodes])
        self.kept = self._down([n.zone == "kept" for n in nodes])
        sums, all_told, links = self._sentences(self.never), self._total(self.told), self._total(self.linked)
        held = self._total(i == self.headline for i in range(len(self.pieces)))
        self.held = [held[i] > 0 or n.main == "main" for i, n in enumerate(nodes)]
        for i in range(len(nodes) - 1, 0, -1):
            self.held[nodes[i].parent] |= self.held[i]
        unseen = self._down([n.zone == "unseen" for n in nodes])
        shown = sum(told for p, told in zip(self.pieces, self.told, strict=True) if unseen[p.node]) > HIDDEN * sums[0]
        length = self._total(len(p.text) for p in self.pieces)
        copies = self._copies()
        void = {  # when the word says nothing
            "menu": lambda i: 2 * all_told[i] > length[i],
            "linked": lambda i: not links[i],
            "copy": lambda i: i not in copies,
            "unseen": lambda i: shown,
        }
        low = lambda i, zone: sums[i] <= _APART[zone] * sums[0] and not self.held[i] and not (zone in void and void[zone](i))
        out = [n.zone in _APART and low(i, n.zone) for i, n in enumerate(nodes)]
        self.weak = [n.zone == "weak" and 2 * sums[i] <= sums[0] and not self.held[i] for i, n in enumerate(nodes)]
        self.weak = self._down(self.weak, self.kept)
        for i in self._end_sections(sums, links):
            out[i] = True
        return self._down(out, self.kept)

    def _copies(self) -> set[int]:
        """The elements that readers aloud leave out, and whose words stand elsewhere, too."""
        within: dict[int, int] = {}  # of each node, the outermost such element around it
        for i, node in enumerate(self.nodes):
            if node.parent in within or node.zone == "copy":
                within[i] = within.get(node.parent, i)
        if not within:
            return set()
        words: defaultdict[int, set[str]] = defaultdict(set)
        for piece in self.pieces:
            words[within.get(piece.node, 0)].update(re.findall(r"\w+", piece.text.lower()))
        return {i for i in set(within.values()) if len(words[i] & words[0]) >= COPIED * len(words[i])}

    def _end_sections(self, sums: list[int], links: list[int]) -> Iterator[int]:
        """The elements below a heading such as "Most read"; where the element is too large, what follows up to the next sentence."""
        self.dropped: set[int] = set()
        data = self._total(self._table(piece) >= 0 for piece in self.pieces)
        for i, piece in enumerate(self.pieces):
            if piece.level == 1 or self._table(piece) >= 0 or not _labelled(piece.text):
                continue
            around = self.nodes[piece.node].parent
            if not links[around] and _flat(piece.text) not in _LABELS:
                continue  # "More in hospital"
            self.dropped.add(i)
            if around and not self.held[around] and not data[around] and sums[around] <= (0.3 * sums[0] if piece.level else 0):
                yield around
            for j in range(i + 1, min(i + 30, len(self.pieces)) if piece.level else i):
                after = self.pieces[j]
                if after.level or self._table(after) >= 0 or (not self._is_link(j) and (_END.search(after.text) or len(after.text) > LINE)):
                    break
                self.dropped.add(j)

    def _body(self) -> int:
        """The element that is the article."""
        sums = self._sentences(self.out)
        body = 0
        for i, node in enumerate(self.nodes[1:], 1):  # an element comes behind the one around it
            if sums[0] and node.parent == body and node.name not in _LEAVES and sums[i] >= MOST * sums[0]:
                body = i
        around = self._around(body)
        outmost = max((n for n, i in enumerate(around) if self.nodes[i].main), default=len(around) - 1)
        headed = next((n for n, i in enumerate(around) if self.headline >= 0 and self.held[i]), len(around) - 1)
        found = around[min(outmost, headed)]
        return found if found or self.headline >= 0 else body

    def chosen(self) -> list[Stretch]:
        """The pieces of the article."""
        inside = self._down(self._article(self._body()))
        cards = {self.nodes[p.node].parent for i, p in enumerate(self.pieces) if self._is_link(i)}
        found = []
        for i, piece in enumerate(self.pieces):
            at, table = piece.node, self._table(piece)
            if i == self.headline or self.kept[at] or self._is_correction(i):
                found.append(i)
            elif self.out[at] or i in self.dropped or table in self.menus or (table < 0 and self._is_notice(i)):
                continue
            elif table >= 0 or piece.level == 1:
                found.append(i)
            elif self.weak[at] and not self.told[i] and len(piece.text) - self.linked[i] < LINE and not 0 < piece.level < 3:
                continue
            elif inside[at]:
                found += [i] if not self._is_link(i) else []
            elif _is_sentence(piece.text) and self.told[i] and not cards.intersection((at, self.nodes[at].parent)):
                found.append(i)
        if any(self.told) and not any(_END.search(self.pieces[i].text) and not self.pieces[i].level for i in found):
            return self.pieces  # nothing is left: its names mislead
        return [self.pieces[i] for i in self._without_empty(found)] or self.pieces

    def _article(self, body: int) -> list[bool]:
        """For each node, whether it is the article, or stands beside it with a good part of the sentences and few links."""
        reads = [not self.out[p.node] and told > 0 and _is_sentence(p.text) for p, told in zip(self.pieces, self.told, strict=True)]
        told, count = self._total(told * read for told, read in zip(self.told, reads, strict=True)), self._total(reads)
        length, linked = self._total(len(p.text) for p in self.pieces), self._total(self.linked)
        around = set(self._around(body))
        good = [told[i] > 0.1 * told[0] and count[i] > 1 and linked[i] <= 0.25 * length[i] for i in range(len(self.nodes))]
        return [i == body or (i not in around and good[i]) for i in range(len(self.nodes))]

    def _is_correction(self, i: int) -> bool:
        start = self.pieces[i].text[:80].casefold()
        return self.told[i] > 0 and not self.never[self.pieces[i].node] and bool(_CORRECTION.search(start))

    def _is_notice(self, i: int) -> bool:
        """An advertisement, or "Read also: …"."""
        text = self.pieces[i].text
        label, colon, _ = text[:60].partition(":")
        if colon and _labelled(label) and (self._is_link(i) or 2 * self.linked[i] > len(text) or not self.told[i]):
            return True
        return not self.told[i] and text[:30].casefold().startswith(_ADVERTISEMENT)

    def _without_empty(self, found: list[int]) -> list[int]:
        """Leave out headings below which all was left out."""
        kept = set(found)
        for i, after in zip(found, [*found[1:], len(self.pieces)], strict=False):
            if 1 < self.pieces[i].level < 7 and i != self.headline and after > i + 1 and len(self.pieces[i].text) < LINE:
                upto = next((j for j in range(i + 1, after) if 0 < self.pieces[j].level < 7), after)
                if (upto < after or after == len(self.pieces) or 0 < self.pieces[after].level < 7) and upto > i + 1:
                    kept.discard(i)
        return [i for i in found if i in kept]

    def blocks(self, pieces: list[Stretch]) -> list[Block]:
        """The pieces as blocks; those of one cell are one."""
        found: list[Block] = []
        for _, group in groupby(enumerate(pieces), key=lambda at: at[1].cell if self._table(at[1]) >= 0 else -2 - at[0]):
            parts = [piece for _, piece in group]
            first = parts[0]
            if self._table(first) < 0:
                found.append(Block(first.text, first.starts, first.ends, "heading" if first.level else "paragraph"))
                continue
            text = " ".join(piece.text for piece in parts)
            starts, ends = list(first.starts), list(first.ends)
            for piece in parts[1:]:  # the space between two is what is between them
                starts += [ends[-1], *piece.starts]
                ends += [piece.starts[0], *piece.ends]
            found.append(Block(text, starts, ends, "cell", self.page.cells[first.cell]))
        return found


def _labelled(text: str) -> bool:
    """Is it the heading of what is not the article?"""
    if len(text) > 80:
        return False
    flat = _flat(text)
    return flat in _LABELS or (len(flat) < 50 and (flat + " ").startswith(_BEGIN))


def _is_sentence(text: str) -> bool:
    """Does it read like a sentence of an article, and not like the small print of a page?"""
    words = text.split()
    small = sum(word[:1].islower() or not word[:1].isascii() for word in words)
    return bool(_END.search(text)) and not _RIGHTS.search(text) and (len(words) > 5 or bool(_DENSE.search(text))) and 2 * small > len(words)
