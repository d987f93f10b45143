"""The numbers of tables: the heads of row and column say what is counted and who says so.

In goes an `Article`, its day and the words to look for; out comes one `Told` a cell with a number that counts something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from discrepancy.article.numbers import HAS_NUMBER
from discrepancy.article.scene import reading_of
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.told import RATE, Told
from discrepancy.article.vocabulary import Vocabulary, flat_text
from discrepancy.saying.text import clean

_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table


def cells_told(article: Article, day: date, words: Vocabulary) -> Iterator[Told]:
    """Tell the numbers of tables, table by table."""
    tables: dict[int, dict[tuple[int, ...], int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            tables.setdefault(block.place[0], {})[block.place[1:]] = i
    for cells in tables.values():
        text = {place: article.blocks[i].text for place, i in cells.items()}
        first = min(cells.values())
        for (row, column), i in cells.items():
            if row == 0 or not HAS_NUMBER.search(flat_text(text[row, column])):
                continue
            heads = [text[place] for place in ((0, column), (row, 0)) if place in text and place != (row, column)]
            beside = [text[row, c] for c in range(8) if (row, c) in text and c not in (0, column)]
            above = article.blocks[first - 1].text if first and _COUNTED.search(" ".join(heads)) else ""
            if told := _cell(article, i, heads, beside, above, day, words):
                yield told


def _cell(article: Article, i: int, heads: list[str], beside: list[str], above: str, day: date, words: Vocabulary) -> Told | None:
    block = article.blocks[i]
    text = block.text.strip()
    if len(text) > 200 or times_told(text, day):
        return None
    mentions = (m for t in (text, *heads, above) for m in words.mentions(flat_text(t)))
    mention = next((m for m in mentions if not m.weak), None)
    reading = reading_of(text)
    if reading is None or mention is None or re.search(r"[$€£¥%]", " ".join((text, *heads))):
        return None
    where = " ".join([*heads, *beside])
    head = heads[-1] if heads else ""
    sources = next((ids for t in [*reversed(heads), *beside] for _, _, ids in words.speakers_named(t)), ())
    nobody = words.mentions(flat_text(head)) or times_told(head, day)
    source = sources[0] if sources else "" if nobody else clean(head, 90)
    points = (w for t in beside for w in times_told(t, day) if w.kind == "point")
    said = next(points, None) or next((w for t in heads for w in times_told(t, day)), None)
    offset = block.text.index(text)
    start, end = block.span(offset, offset + len(text))
    doubts = ["from a table: its heads say what is counted"] + ["no source is named"] * (not source)
    return Told(
        phrase=text,
        start=start,
        end=end,
        reading=reading,
        measure=words.one_of(mention.measures, ""),
        kind="rate" if RATE.search(flat_text(where)) else "cumulative",
        source=source,
        sources=sources,
        named=head if sources else source,
        said=said,
        where=words.where(where),
        wording=text,
        sentence=text,
        place=(i, 0),
        doubts=(*doubts, *["the day of the statement is not told"] * (not said)),
    )
