"""TODO"""

from __future__ import annotations

import re
from datetime import date

from discrepancy.article.numbers import HAS_NUMBER
from discrepancy.article.text import Article
from discrepancy.article.times import times_told
from discrepancy.article.told import RATE, Told
from discrepancy.article.vocabulary import Vocabulary, flat_text
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import WordingError
from discrepancy.saying.text import clean

_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table


def tables(article: Article, day: date, words: Vocabulary) -> list[Told]:
    """Numbers in tables: the heads of row and column say what is counted and who says so."""
    tables: dict[int, dict[tuple[int, int], int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            tables.setdefault(block.place[0], {})[block.place[1:]] = i
    found = []
    for cells in tables.values():
        for (row, column), i in cells.items():
            if row == 0 or not HAS_NUMBER.search(flat_text(article.blocks[i].text)):
                continue
            heads = [article.blocks[cells[key]].text for key in ((0, column), (row, 0)) if key in cells and key != (row, column)]
            beside = [article.blocks[cells[row, c]].text for c in range(8) if (row, c) in cells and c not in (0, column)]
            above = article.blocks[min(cells.values()) - 1].text if min(cells.values()) and _COUNTED.search(" ".join(heads)) else ""
            if told := _cell(article, i, heads, beside, day, words, above):
                found.append(told)
    return found


def _cell(article: Article, i: int, heads: list[str], beside: list[str], day: date, words: Vocabulary, above: str) -> Told | None:
    block = article.blocks[i]
    text = block.text.strip()
    if len(text) > 200 or times_told(text, day):
        return None
    own = words.mentions(flat_text(text))
    mention = next((m for t in (text, *heads, above) for m in (own if t is text else words.mentions(flat_text(t))) if not m.weak), None)
    try:
        reading = read(text)
    except WordingError:
        return None
    if mention is None or re.search(r"[$€£¥%]", " ".join((text, *heads))):
        return None
    where = " ".join([*heads, *beside])
    named = [ids for t in [*reversed(heads), *beside] for _, _, ids in words.speakers_named(t)]
    times = [w for t in beside for w in times_told(t, day) if w.kind == "point"]
    head = heads[-1] if heads else ""
    source = named[0][0] if named else ("" if words.mentions(flat_text(head)) or times_told(head, day) else clean(head, 90))
    said = times[0] if times else next((w for t in heads for w in times_told(t, day)), None)
    measure = next(iter(mention.measures)) if len(mention.measures) == 1 else ""
    offset = block.text.index(text)
    start, end = block.span(offset, offset + len(text))
    doubts = ["from a table: its heads say what is counted"] + ([] if source else ["no source is named"])
    doubts += [] if said else ["the day of the statement is not told"]
    sources = named[0] if named else ()
    kind = "rate" if RATE.search(flat_text(where)) else "cumulative"
    return Told(
        text,
        start,
        end,
        reading,
        measure,
        kind,
        source,
        sources,
        head if sources else source,
        said,
        "",
        "",
        words.where(where),
        "",
        text,
        text,
        (i, 0),
        tuple(doubts),
    )
