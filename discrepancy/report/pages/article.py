"""A `Verification` → one HTML page: the article with every number of it marked, and the verdicts below.

A number has one of the marks of `MARKS`: in words for readers of screens and for print, by a line under it for the others.

The page follows the rules of all pages: one style sheet inside, no script, nothing loaded, all text escaped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from discrepancy import dates
from discrepancy.article.extract import numbers_printed
from discrepancy.article.text import Block
from discrepancy.article.verdict import LABELS, NOT_ASSERTED, Verdict, Verification
from discrepancy.report.pages.pages import render, web_address
from discrepancy.saying.text import cap, clean

# Mark → what it says of a number, in the order of the key under the article.
MARKS = {
    "match": "matches the record held",
    "differs": "differs, or a newer figure exists",
    "unknown": "not in the record held, not counted by it, or not sure",
    "not-asserted": "denied, feared, asked or planned in the text",
    "no-claim": "no claim: an age, a date, a page and the like",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number of the article: where it stands in the text as given, its mark, and the verdict it leads to."""

    start: int
    end: int
    mark: str  # one of `MARKS`
    label: str
    number: int = 0  # of the verdict; 0 for none


Marks: TypeAlias = "dict[int, list[Mark]]"  # by block


def article_page(result: Verification) -> str:
    """Return the article of a verification as a page.

    Examples
    --------
    >>> import discrepancy as dc
    >>> from discrepancy.article import read_article
    >>> from discrepancy.article.verify import verify
    >>> page = article_page(verify(read_article("A <b>storm</b> came."), "2024-12-28", dc.load_case("dprk-kursk")))
    >>> "No number that the record could hold" in page
    True
    """
    marks = _marks(result)
    verdicts = [
        {
            "phrase": v.told.phrase,
            "label": v.label,
            "mark": mark_of(v),
            "differs": v.differs,
            "because": v.because,
            "links": [
                {"url": url, "text": f"{result.case.source_name(c.source)}, {dates.say(c.statement_date)}"}
                for c in (v.primary, v.newer, *v.also)
                if c and (url := web_address(c.url))
            ],
        }
        for v in result.beside
    ]
    events = [{"day": dates.say(e.date), "label": e.label, "url": web_address(e.url)} for e in result.events]
    return render(
        "article",
        name=clean(Path(result.article.name).name, 120),
        case=result.case.name,
        title=result.case.title,
        day=dates.say(result.day),
        summary=f"{cap(result.summary)}.",
        blocks=_blocks(result, marks),
        verdicts=verdicts,
        events=events,
        unknown=cap(LABELS["unknown"]),
        key=[{"mark": mark, "says": says} for mark, says in MARKS.items() if any(m.mark == mark for of in marks.values() for m in of)],
    )


def mark_of(verdict: Verdict) -> str:
    """The mark of a number beside the record.

    >>> import discrepancy as dc
    >>> from discrepancy.article import read_article
    >>> from discrepancy.article.verify import verify
    >>> text = "Zelensky denied on Monday that more than 3,000 North Koreans had been killed or wounded."
    >>> [mark_of(v) for v in verify(read_article(text), "2024-12-28", dc.load_case("dprk-kursk")).verdicts]
    ['not-asserted']
    """
    if verdict.differs:
        return "differs"
    if not set(verdict.verdicts).isdisjoint(NOT_ASSERTED):
        return "not-asserted"
    return "match" if "match" in verdict.verdicts else "unknown"


def _marks(result: Verification) -> Marks:
    """Every number of the article, by its block: those with a verdict, and those that are no claim."""
    marks: Marks = {}
    for n, v in enumerate(result.beside, 1):
        marks.setdefault(v.told.at[0], []).append(Mark(v.told.start, v.told.end, mark_of(v), v.label, n))
    for v in result.others:
        label = v.label if mark_of(v) == "not-asserted" else "not counted by the record"
        marks.setdefault(v.told.at[0], []).append(Mark(v.told.start, v.told.end, mark_of(v), label))
    taken = sorted((v.told.start, v.told.end) for v in result.verdicts)
    blocks = result.article.blocks
    begins = [b.starts[0] if b.starts else 0 for b in blocks]
    for printed in numbers_printed(result.article, result.day, result.case):
        at = bisect_left(taken, (printed.end, 0))
        if at and taken[at - 1][1] > printed.start:
            continue
        label = f"no claim: {printed.found.classed}" if printed.found.classed else "not read as a claim"
        mark = Mark(printed.start, printed.end, "no-claim" if printed.found.classed else "unknown", label)
        marks.setdefault(bisect_right(begins, printed.start) - 1, []).append(mark)
    return {block: sorted(of, key=lambda m: m.start) for block, of in marks.items()}


def _blocks(result: Verification, marks: Marks) -> list[dict]:
    """Headings and paragraphs as they come; cells of one table, which follow each other, as its rows."""
    blocks, shown = result.article.blocks, []
    table = lambda i: blocks[i].place[0] if blocks[i].kind == "cell" else None
    for number, places in groupby(range(len(blocks)), table):
        if number is None:
            shown += [{"kind": blocks[i].kind, "sentences": _sentences(result, i, marks)} for i in places]
            continue
        rows = groupby(places, lambda i: blocks[i].place[1])
        cells = [[{"sentences": _sentences(result, i, marks)} for i in row] for _, row in rows]
        shown.append({"kind": "table", "number": number + 1, "rows": cells})
    return shown


def _sentences(result: Verification, i: int, marks: Marks) -> list[dict]:
    """The sentences of a block in parts: each number with its mark and label, and the text between. A cell is one sentence."""
    block = result.article.blocks[i]
    spans = [(s.start, s.start + len(s.text)) for s in result.article.sentences[i]] if block.kind != "cell" else [(0, len(block.text))]
    return [_marked(block, start, end, marks.get(i, [])) for start, end in spans]


def _marked(block: Block, start: int, end: int, marks: list[Mark]) -> dict:
    parts, at, inside = [], start, []
    for m in marks:
        a, b = bisect_left(block.starts, m.start), bisect_left(block.ends, m.end) + 1
        if a < at or b > end:
            continue
        parts += [{"text": block.text[at:a]}, {"text": block.text[a:b], "number": m.number, "label": m.label, "mark": m.mark}]
        at = b
        inside.append(m.mark)
    parts.append({"text": block.text[at:end]})
    return {"parts": parts, "marked": any(mark != "no-claim" for mark in inside), "differs": "differs" in inside}
