"""A `Verification` → one HTML page: the article with its sentences marked up, and the verdicts below.

The page follows the rules of all pages: one style sheet inside, no script, nothing loaded, all text escaped.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from discrepancy import dates
from discrepancy.article.text import Block
from discrepancy.article.verdict import LABELS, Verdict, Verification
from discrepancy.report.pages.pages import render, web_address
from discrepancy.saying.text import cap, clean

Marks: TypeAlias = "dict[tuple[int, int], list[tuple[int, Verdict]]]"  # what is told in a sentence, by block and place, with its number


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
    marks: Marks = {}
    for n, verdict in enumerate(result.verdicts, 1):
        marks.setdefault(verdict.told.at, []).append((n, verdict))
    verdicts = [
        {
            "phrase": v.told.phrase,
            "label": v.label,
            "differs": v.differs,
            "because": v.because,
            "links": [
                {"url": url, "text": f"{result.case.source_name(c.source)}, {dates.say(c.statement_date)}"}
                for c in (v.primary, v.newer, *v.also)
                if c and (url := web_address(c.url))
            ],
        }
        for v in result.verdicts
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
    )


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
    """The sentences of a block in parts: what is told with its number and label, and the text between. A cell is one sentence."""
    block = result.article.blocks[i]
    spans = [(s.start, s.start + len(s.text)) for s in result.article.sentences[i]] if block.kind != "cell" else [(0, len(block.text))]
    return [_marked(block, start, end, marks.get((i, n), [])) for n, (start, end) in enumerate(spans)]


def _marked(block: Block, start: int, end: int, told: list[tuple[int, Verdict]]) -> dict:
    parts, at = [], start
    for n, verdict in told:
        a, b = bisect_left(block.starts, verdict.told.start), bisect_left(block.ends, verdict.told.end) + 1
        parts += [{"text": block.text[at:a]}, {"text": block.text[a:b], "number": n, "label": verdict.label, "differs": verdict.differs}]
        at = b
    parts.append({"text": block.text[at:end]})
    return {"parts": parts, "marked": bool(told), "differs": any(v.differs for _, v in told)}
