"""A `Verification` → one HTML page: the article with its sentences marked up, and the verdicts below.

The page follows the rules of all pages: one style sheet inside, no script, nothing loaded, all text escaped.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

from discrepancy import dates
from discrepancy.article.verdict import LABELS
from discrepancy.report.pages.pages import environment, web_address
from discrepancy.saying.text import clean

if TYPE_CHECKING:
    from discrepancy.article.text import Block
    from discrepancy.article.verdict import Verdict, Verification

__all__ = ["article_page"]


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
    marks: dict[tuple[int, int], list[tuple[int, Verdict]]] = {}
    for n, verdict in enumerate(result.verdicts, 1):
        marks.setdefault(verdict.told.place, []).append((n, verdict))
    blocks: list[dict] = []
    table = None
    for i, block in enumerate(result.article.blocks):
        shown = {"kind": block.kind, "sentences": _sentences(result, i, marks)}
        if block.kind != "cell":
            blocks.append(shown)
            table = None
            continue
        number, row, _ = block.place
        if table is None or table["place"] != number:
            table = {"kind": "table", "place": number, "number": number + 1, "rows": [], "row": -1}
            blocks.append(table)
        if table["row"] != row:
            table["rows"].append([])
            table["row"] = row
        table["rows"][-1].append(shown)
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
    page = environment().get_template("article.html.j2")
    return page.render(
        name=clean(Path(result.article.name).name, 120),
        case=result.case.name,
        title=result.case.title,
        day=dates.say(result.day),
        summary=f"{result.summary[:1].upper()}{result.summary[1:]}.",
        blocks=blocks,
        verdicts=verdicts,
        events=events,
        unknown=LABELS["unknown"][:1].upper() + LABELS["unknown"][1:],
    )


def _sentences(result: Verification, i: int, marks: dict) -> list[dict]:
    """The sentences of a block in parts: what is told with its number and label, and the text between."""
    block = result.article.blocks[i]
    shown = []
    if block.kind == "cell":
        told = marks.get((i, 0), [])
        return [_marked(block, 0, len(block.text), told)]
    for n, sentence in enumerate(result.article.sentences[i]):
        shown.append(_marked(block, sentence.start, sentence.start + len(sentence.text), marks.get((i, n), [])))
    return shown


def _marked(block: Block, start: int, end: int, told: list[tuple[int, Verdict]]) -> dict:
    parts, at = [], start
    for n, verdict in told:
        a, b = bisect_left(block.starts, verdict.told.start), bisect_left(block.ends, verdict.told.end) + 1
        parts += [{"text": block.text[at:a]}, {"text": block.text[a:b], "number": n, "label": verdict.label, "differs": verdict.differs}]
        at = b
    parts.append({"text": block.text[at:end]})
    return {"parts": parts, "marked": bool(told), "differs": any(v.differs for _, v in told)}
