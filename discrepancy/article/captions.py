"""What the text around a table says of its numbers: its title, its notes, whose they are, and as of when.

In go the blocks of an `Article`; out comes the `Surroundings` of a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from discrepancy.article.blocks import Block
from discrepancy.article.headlines import speaks
from discrepancy.article.subjects import BODY, VERB
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.vocabulary import any_of
from discrepancy.saying.text import clean

_LONGEST = 300  # characters of a note: what is longer is the text
_PROSE = re.compile(r"(?:\S+\s+){15}.*[.!?][\"”)*]?$", re.DOTALL)  # a sentence of so many words is no title
_CREDIT = re.compile(  # "Source: X", "(source: X)", "compiled by X"
    rf"(?:^\W*(?i:notes?:? )?(?i:all )?|[(\[.;*] ?)(?i:{any_of('credit')})\b\s*[:–—-]?\s*(?:the )?([^,.;:()\[\]–—|*]{{3,80}})"
    rf"|\b(?i:{any_of('credit_by')}) (?:the )?(?=[A-Z]|[a-z' -]{{0,24}}\b{any_of('body')}\b)([^,.;:()\[\]–—|*]{{3,80}})"
)
_UNTIL = re.compile(r" (?:on|in|as of|at|dated) (?=\w* ?\d|[A-Z])|\s+\d{1,2} [A-Z]|\*")
_PIECE = re.compile(r"[^()\[\]|:;*,.]+(?:\.(?! |$)[^()\[\]|:;*,.]*)*")
_DASH = re.compile(r" [–—-] ")
_NAME = re.compile(r"(?:the )?[A-Z][\w'’.&-]*(?: (?:[A-Z][\w'’.&-]*|of|for|and|the))*|[A-Z][\w'’-]*(?: [a-z'’-]+){1,3}")
_MARKED = re.compile(r"\s*(?:[*†‡§¹²³⁰⁴-⁹]+\s*\S|\(?[a-z\d]\)|\[\^?\w{1,3}\])")  # a footnote is of the cell that has its mark
_AS_OF = re.compile(
    r"(?i)\b(?:as (?:of|at|on)|(?:position|situation|status|data|figures|valid) (?:as )?(?:of|at|on|for|to)|updated?|\d\d?[.:]\d\d)\b"
)
_DATED = re.compile(r"\((?:the )?([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+)(?: for [^,()]{3,40})?, [^()]*\d[^()]*\)")  # "(Fern Polling, 3 May)"
_STARS = re.compile(r"\s{0,4}\\?(\*{1,3}(?!\*)|[†‡§¹²³⁰⁴-⁹]|\[\^?\w{1,3}\])")
_ENDING = re.compile(r"\b(?:week|month|year|quarter|period) (?:to|ending|ended) (?:on )?$")
_MARK = re.compile(r"([*†‡§¹²³⁰⁴-⁹]|\[\^?\w{1,3}\])\W*$")
_FOOT = re.compile(r"([*†‡§¹²³⁰⁴-⁹]|\[\^?\w{1,3}\])|\(([*†‡§¹²³⁰⁴-⁹])\)")
_SENTENCE = re.compile(r"(?<=[a-z\d)]{2})\. (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a table."""

    title: str = ""  # right above it
    above: tuple[str, ...] = ()  # short lines above it
    notes: tuple[str, ...] = ()  # and below
    source: str = ""  # whoever made the figures
    credit: str = ""  # what stands behind his name, in its brackets or to the end of its sentence
    explicit: bool = False  # whether it says that they are his
    blocks: tuple[int, ...] = ()  # where those lines are

    @property
    def text(self) -> str:
        """All that holds for the whole table."""
        return " · ".join((*self.above, *(note for note in self.notes if not _MARKED.match(note) and not _PROSE.match(note))))

    def day(self, source: str, day: date) -> date | None:
        """The day on which a source said what the table holds, or as of which the table is."""
        as_of = [s for s in _SENTENCE.split(self.text) if _AS_OF.search(s)]
        for sentence in [self.credit] * (source == self.source) + as_of:
            days = [w for w in times_told(sentence.replace("–", "-"), day) if w.exact and w.first and w.first <= day]
            if len(days) == 1 and not _ENDING.search(sentence, 0, days[0].start):
                return days[0].first
        return None


def tables_of(article: Article) -> list[list[int]]:
    """The blocks that are the cells of each table."""
    found: dict[int, list[int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            found.setdefault(block.place[0], []).append(i)
    return list(found.values())


def caption_of(article: Article, cells: list[int]) -> Surroundings:
    """The words around the table with these cells."""
    blocks, first, last = article.blocks, cells[0], cells[-1]
    near = [i for i in (first - 1, first - 2) if i >= 0 and (t := _line(blocks[i])) and not _MARKED.match(t) and not _PROSE.match(t)]
    headings = [i for i in range(first - 1, max(-1, first - 7), -1) if blocks[i].kind == "heading"]
    notes = [i for i in range(last + 1, min(last + 5, len(blocks))) if _line(blocks[i])]
    near = near or headings[:1]
    above, below = (tuple(blocks[i].text.strip() for i in places) for places in (near, notes))
    title = clean(next((t for t in above if not _CREDIT.match(t)), ""), 200)
    caption = Surroundings(title, above, below, blocks=(*near, *notes))
    told = [(s, t) for t in (*below, *above) if not _MARKED.match(t) for s in _SENTENCE.split(t)]
    for line, _ in told:
        if found := _CREDIT.match(line) if _PROSE.match(line) else _CREDIT.search(line):
            name = _UNTIL.split(found[1] or found[2])[0]
            return replace(caption, source=clean(name, 90), credit=_behind(line, name), explicit=True)
    for line, text in sorted(told, key=lambda pair: pair[1] not in above):
        if not _PROSE.match(text) and (name := _body(line, text in above and text == line)):
            return replace(caption, source=name, credit=_behind(line, name))
    return caption


def notes_in(article: Article) -> dict[int, tuple[str, list[int]]]:
    """Each line about a table → whose figures they are, and the cells whose footnote it is: "1,150*", "* Of whom 400 in schools"."""
    found: dict[int, tuple[str, list[int]]] = {}
    for cells in tables_of(article):
        caption = caption_of(article, cells)
        marked = {mark: i for i in cells if (mark := _mark_behind(article, i))}
        for i in caption.blocks:
            cell = marked.get(_mark_before(article, i), -1)
            if cell >= 0 or not VERB.search(article.blocks[i].text):
                found[i] = caption.source, [cell] * (cell >= 0)
    return found


def _mark_behind(article: Article, i: int) -> str:
    """The mark of a footnote behind a cell, as given."""
    block, given = article.blocks[i], article.given
    mark = _MARK.search(block.text)
    bold = given[max(0, block.starts[0] - 1) : block.starts[0]] == "*"
    star = None if bold else _STARS.match(given, block.ends[-1])
    return mark[1] if mark else star[1] if star else ""


def _mark_before(article: Article, i: int) -> str:
    """The mark that a footnote begins with, as given."""
    begin = article.given.rfind("\n", 0, article.blocks[i].starts[0]) + 1
    mark = _STARS.match(article.given, begin)
    return mark[1] if mark else ""


def _behind(line: str, name: str) -> str:
    """What stands behind a name, to the end of its brackets or its sentence."""
    return re.split(r"[)\]]|; ", line[line.index(name) + len(name) :])[0]


def _line(block: Block) -> str:
    """The text of a block that can be a line about a table; of a longer one nothing."""
    return block.text.strip() if block.kind != "cell" and len(block.text) < _LONGEST else ""


def _body(line: str, title: bool) -> str:
    """The body that is named by itself in a line: "Outages at 7 a.m. (Grid Operator)", "Health Institute, daily bulletin"."""
    if title and (pollster := _DATED.search(line)):
        return clean(pollster[1], 90)
    pieces = list(_PIECE.finditer(_DASH.sub(" ; ", line)))
    for m in pieces if title else pieces[:1]:
        name = m[0].strip(' *"“”')
        speaks = line[m.end() : m.end() + 1] == ":" and not title  # "Interior ministry: fewer than 150"
        alone = name[:1].isupper() and (len(pieces) > 1 or not title) and len(name.split()) < 9
        if (
            alone
            and not speaks
            and _NAME.fullmatch(name)
            and BODY.search(name)
            and BODY.search(name.split()[-1] if name.split()[-1].islower() else name)
        ):
            return clean(re.sub("^the ", "", name), 90)
    return ""


_CREDITED = re.compile(
    rf"(?i)(?:[(\[]sources?:|\b(?:according to|(?:figures|data|numbers) (?:from|by)"
    rf"|{any_of('made_known')}(?: (?:on|in) \w+| \w+day)? by)) (?:the )?([^,.;:()–—\]]{{3,80}})"
)
_COUNT_OF = re.compile(rf"(?:^|, )((?:[\w.’'-]+ ){{0,3}}?[\w.-]+)(?:['’]s?)? (?:own )?{any_of('counts')}\b")


def named_in(head: str) -> str:
    """Whose figures the head of a column or a row says it has: "Homes, council count", "Dead (according to the army)"."""
    if named := _CREDITED.search(head):
        return clean(named[1], 90)
    return clean(count[1], 90) if (count := _COUNT_OF.search(head)) and speaks(count[1]) else ""


@lru_cache(maxsize=2)
def _sources_below(article: Article) -> dict[str, tuple[int, str]]:
    """The mark of a footnote → where the first one with it stands that names a source, and which."""
    found: dict[str, tuple[int, str]] = {}
    for i, block in enumerate(article.blocks):
        mark = _FOOT.match(text := block.text.strip())
        name = mark and _CREDIT.match(text[mark.end() :].strip(" )"))
        if mark and name and name[1]:
            found.setdefault(mark[1] or mark[2], (i, clean(name[1], 90)))
    return found


def footnoted(article: Article, *texts: str) -> str:
    """The source that the footnote of a head or a cell names; empty where there is none."""
    below = _sources_below(article)
    return min((below[mark[1]] for text in texts if (mark := _MARK.search(text)) and mark[1] in below), default=(0, ""))[1]
