"""The numbers of the tables of an article: the heads of row and column say what is counted, in which unit, and who says so.

In go the cells of an `Article`; out comes a `Told` for each cell that is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from discrepancy.article.number import Told
from discrepancy.article.publisher import credited, footnoted
from discrepancy.article.scene import reading_of
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.vocabulary import Vocabulary, any_of, flat_text
from discrepancy.article.when import RATE
from discrepancy.dates import MONTHS
from discrepancy.reading.reading import Reading
from discrepancy.saying.text import clean

_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table
_MARKS = re.compile(r"[*†‡§¹²³⁰⁴-⁹]+$|\[\w{1,3}\]$|\([a-z]\)$")  # of a footnote
_UNIT = re.compile(r"[,(\[] ?(?:in )?([^,()\[\]]{1,24}?)[)\]]?$")  # "Killed, thousands", "Area (ha)"
_PLAN = re.compile(rf"\b(?:{any_of('plan')})\b")
_PLACE = re.compile(r"(?i)\b(?:total|sum|all|overall)\b")
_NUMBERED = re.compile(r"(?i)^(?:no\.?|#|nr\.?|rank|year|date|time|day|month|page|id)$")
_MONTH = re.compile(rf"(?:{'|'.join(m[:3] for m in MONTHS)})\w*\b")
_LONGEST = 200  # characters of a cell: a longer one is a text


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that is a number, with the heads beside it."""

    block: int
    text: str
    column: str  # head of the column
    row: str  # head of the row
    beside: tuple[str, ...]
    above: str  # the title above the table, where the heads say no more than "figures"
    title: str
    corner: str  # head of the first column
    credit: tuple[str, str]  # whoever made the figures, and the line that says so


def numbers_in_tables(article: Article, day: date, words: Vocabulary, publisher: str = "") -> Iterator[Told]:
    """Tell the numbers of tables."""
    for cell in _cells(article):
        reading = _read(cell)
        if reading and not times_told(cell.text, day):
            yield _told(article, cell, reading, day, words, publisher)


def _cells(article: Article) -> Iterator[_Cell]:
    """The cells of each table that hold a number, but for the heads."""
    tables: dict[int, dict[tuple[int, ...], int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            tables.setdefault(block.place[0], {})[block.place[1:]] = i
    for cells in tables.values():
        text = {place: article.blocks[i].text.strip() for place, i in cells.items()}
        first = min(cells.values())
        credit = credited(article, first, max(cells.values()))
        title = clean(article.blocks[first - 1].text, 120) if first else ""
        for (row, column), i in cells.items():
            head, name = text.get((0, column), ""), text.get((row, 0), "")
            if not row or not re.search(r"\d|[a-z]", text[row, column]) or len(text[row, column]) > _LONGEST or _NUMBERED.match(head):
                continue
            beside = tuple(text[row, c] for c in range(8) if (row, c) in text and c not in (0, column))
            vague = _COUNTED.search(f"{head} {name}") or not head
            yield _Cell(
                i, text[row, column], head, "" if column == 0 else name, beside, title if vague else "", title, text.get((0, 0), ""), credit
            )


def _read(cell: _Cell) -> Reading | None:
    """What a cell says, in the unit of its head; None where it is no number."""
    text = _MARKS.sub("", cell.text.replace("*", "").strip())
    reading = reading_of(text)
    if reading is None or not re.match(r"(?i)[^\d]*\d|[a-z]", text):
        return None
    unit = next((m[1] for head in (cell.column, cell.row) if (m := _UNIT.search(_MARKS.sub("", head)))), "")
    in_unit = reading_of(f"{text} {unit}") if unit and not reading.unit else None
    if re.search(r"[$€£¥]", cell.column + cell.row) and not reading.unit:
        in_unit = in_unit or reading_of(f"{re.search(r'[$€£¥]', cell.column + cell.row)[0]}{text}")  # pyright: ignore[reportOptionalSubscript]
    if re.search(r"%|\bper ?cent", cell.column + cell.row) and not reading.unit:
        in_unit = reading_of(f"{text}%")
    if in_unit and (in_unit.unit or in_unit.value != reading.value):
        return replace(in_unit, printed=text)
    return reading


def _told(article: Article, cell: _Cell, reading: Reading, day: date, words: Vocabulary, publisher: str) -> Told:
    heads = [head for head in (cell.column, cell.row) if head]
    fits = words.in_unit(reading.unit) if reading.unit else frozenset()
    mentions = (m for t in (cell.text, *heads, cell.above) for m in words.mentions(flat_text(t)))
    mention = next((m for m in mentions if not m.weak and (m.measures & fits or not reading.unit)), None)
    measures = (mention.measures & fits or mention.measures) if mention else frozenset()
    named = next(((head, ids) for head in [*reversed(heads), *cell.beside] for _, _, ids in words.speakers_named(head)), ("", ()))
    source, head = _who(cell, named, words, day, bool(mention))
    named_below = footnoted(article, cell.text, *heads)
    via = source if named_below and source else ""
    source = named_below or source or cell.credit[0] or publisher
    points = (w for t in cell.beside for w in times_told(t, day) if w.kind == "point")
    said = next(points, None) or next(
        (w for t in (*heads, cell.credit[1] if source == cell.credit[0] else "") for w in times_told(t, day) if w.exact), None
    )
    block = article.blocks[cell.block]
    offset = block.text.index(cell.text)
    start, end = block.span(offset, offset + len(cell.text))
    told = " ".join(heads)
    doubts = ["from a table: its heads say what is counted"] + ["no source is named"] * (not source)
    doubts += ["the day of the statement is not told"] * (not said)
    doubts += [f"no measure is known for “{clean(told, 60)}”"] * (not measures)
    month = _MONTH.match(cell.column) or _MONTH.match(cell.row)
    rate = RATE.search(flat_text(" ".join((*heads, *cell.beside))))
    plan = _PLAN.search(flat_text(cell.column))
    return Told(
        phrase=cell.text,
        start=start,
        end=end,
        reading=reading,
        measure=words.one_of(measures, "") if measures else "",
        kind="rate"
        if rate
        else "plan"
        if plan
        else "period"
        if month
        else (words.kinds(measures) if fits & measures else ["cumulative"])[0],
        source=source,
        sources=named[1],
        named=head or source,
        said=said,
        via=via,
        where=words.where(" ".join((*heads, *cell.beside))),
        wording=cell.text,
        sentence=cell.text,
        at=(cell.block, 0),
        doubts=tuple(doubts),
        counted=" ".join(filter(None, (told, cell.title))),
        asserted="planned" if plan else "yes",
        place="" if mention is None or source or _PLACE.search(cell.row) else clean(cell.row, 60),
        measures=measures,
    )


def _who(cell: _Cell, named: tuple[str, tuple[str, ...]], words: Vocabulary, day: date, counts: bool) -> tuple[str, str]:
    """Who says the number of a cell: a source that is named beside it, else the head of a row that names nothing else."""
    head, ids = named
    if ids:
        return ids[0], head
    head = cell.row or cell.column
    if _SAYS.search(cell.corner) and cell.row:
        return clean(cell.row, 90), ""
    of_something = not counts or words.mentions(flat_text(head)) or times_told(head, day) or _COUNTED.search(head) or not words.case
    return ("", "") if of_something and not _SAYS.search(" ".join((cell.column, cell.above))) else (clean(head, 90), "")


_SAYS = re.compile(r"(?i)\b(?:sources?|according to|reported by|says|who|agency|organi[sz]ation|body|authority)\b")
