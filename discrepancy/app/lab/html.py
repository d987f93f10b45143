"""Results and claims → HTML for the interface.  Text of a case is data: it is escaped, and only http(s) addresses become links."""

from __future__ import annotations

import base64
from html import escape
from itertools import zip_longest
from secrets import token_hex

import pandas as pd

from discrepancy.case.model import Case, Claim
from discrepancy.display import Table
from discrepancy.gap.gap import Gap
from discrepancy.notebook.tables import counted
from discrepancy.plots.paper.figure import Figure
from discrepancy.reading.scale import SCALES
from discrepancy.retelling import outlet, retellings
from discrepancy.saying.text import cap, clean
from discrepancy.story.screen import numbers as _numbers
from discrepancy.story.short import short
from discrepancy.story.sizes import Sizes
from discrepancy.story.words import NOT_EVIDENCE, stops


def html(text: object) -> str:
    """Text as it can stand in HTML."""
    return escape(clean(str(text)))


def wrong(error: Exception | str) -> str:
    """Why something was refused, each of its lines a paragraph."""
    lines = "".join(f"<p>{html(line)}</p>" for line in str(error).splitlines())
    return f'<div class="wrong" role="alert">{lines}</div>'


def told(error: Exception | str) -> str:
    """Why there is nothing to compare, which is no fault of anybody's: a sentence."""
    return f'<p role="status">{html(stops(cap(f"{error}.")))}</p>'


def _table(rows: list[dict], links: dict[str, str] | None = None) -> str:
    return f'<div class="scroll">{Table(pd.DataFrame(rows), links=links or {})._repr_html_()}</div>'


def numbers_html(shown: list[dict]) -> str:
    """The numbers of the first screen of a report."""
    items = "".join(f"<li><b>{html(n['number'])}</b> <span>{html(n['label'])}</span></li>" for n in shown)
    return f'<ul class="numbers" aria-live="polite">{items}</ul>'


def image(figure: Figure) -> str:
    """A figure with the sentence for those who cannot see it: from vectors, which is drawn in half the time and sharp at any width."""
    width = round(figure.figure.get_figwidth() * 100)
    return f'<img src="{_data("image/svg+xml", figure.svg())}" style="max-width: {width}px" alt="{html(figure.alt)}">'


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def file_link(name: str, kind: str, content: bytes, at_once: bool = True) -> str:
    """A link that keeps a file; one that is asked for is followed `at_once` by our script, and without it by the reader."""
    once = f' class="ready" data-once="{token_hex(4)}"' if at_once else ""
    return f'<p><a{once} download="{html(name)}" href="{_data(kind, content)}">Keep {html(name)}</a></p>'


def to_copy(text: str, called: str) -> str:
    """Text with a button that copies it, which is seen where our script runs."""
    return f'<div class="text"><pre>{html(text)}</pre><button type="button" class="copy">{called}</button></div>'


def claim_html(case: Case, claim: Claim, rule: str) -> str:
    """A claim with its page, and the versions of its statement with what differs in them."""
    own = {
        "said": claim.statement_date,
        "source": case.source_name(claim.source),
        "counted": counted(case, claim),
        "printed": claim.wording,
        "in English": claim.english,
        "read as": "" if claim.kind == "share" else _read_as(claim, rule),
        "figure for": claim.as_of or "day not stated",
        "page": outlet(claim),
        "address": claim.url or "no address",
        "seen as": claim.seen_as,
        "id": claim.claim,
    }
    rows = [{"what": name, "this figure": value} for name, value in own.items() if value]
    read, measure = claim.kind != "share", case.measures[claim.measure]
    drift = Sizes(SCALES[measure.scale], measure.unit, claim.reading(rule).grain if read else 0)
    versions = [
        {
            "page": r["outlet"],
            "published": r["published"],
            "printed": r["english"] or r["printed"],
            "difference": r["difference"],
            "drift": "" if r["retelling"] != r["retelling"] else drift.say(r["retelling"]),
            "seen as": r["seen_as"],
            "url": r["url"],
        }
        for r in retellings(case, claim.claim, rule).to_dict("records")
        if r["primary"] == case.primary_of(claim).claim
    ]
    told = "Its versions" if len(versions) > 1 else "No other version is held"
    about = f'<p class="quiet">Drift is the version {drift.words.joined} the closest wording found, as both are read. Versions were collected because they differ.</p>'
    more = _table(versions, {"url": "page"}) + about if len(versions) > 1 else ""
    return f"<h3>{html(claim.quoted)}</h3>{_table(rows)}<h3>{told}</h3>{more}"


def _read_as(claim: Claim, rule: str) -> str:
    r = claim.reading(rule)
    return f"{short(r)}: {r.ends}" + ("" if r.open == "none" else f", open {r.open}")


def moved_html(done: str, before: Gap | None, after: Gap | None) -> str:
    """How the gap moves: its numbers before and after."""
    shown = [[f"{n['number']} ({n['label']})" for n in _numbers(gap)] if gap else [] for gap in (before, after)]
    if shown[0] == shown[1]:
        return f'<p role="status">{done} The gap of this view does not move.</p>'
    pairs = zip_longest(("the larger figure", "the smaller figure", "the gap"), *shown, fillvalue="")
    rows = [{"what": name, "before": b or "no gap", "after": a or "no gap"} for name, b, a in pairs if b or a]
    return f'<p role="status">{done} The gap moves:</p>{_table(rows)}<p>{NOT_EVIDENCE}</p>'
