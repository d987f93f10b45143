"""The cells of a notebook as HTML → the same with an address for each section, what is on the page, and no finding that the page tells itself.

In: what nbconvert has made with our template. Out: markup, and the headings for a list of contents.
"""

from __future__ import annotations

import re
from html import unescape

HEADING = re.compile(r"<h([23])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
PROSE = re.compile(r'<div class="prose[^>]*>.*?</div>', re.DOTALL)
FINDING = re.compile(r'<div class="prose finding">.*?</div>', re.DOTALL)
MORE = re.compile(r'<span class="more">(.*?)</span>')
CELL = '<div class="cell'


def outlined(body: str, has_screen: bool, claims: str = "") -> tuple[str, str, list[tuple[int, str, str]]]:
    """Return the title cell, the other cells with an address for each heading, and the sections among them: level, address, words.

    Where the page has a first screen, the notebook's own telling of it is left out. `claims` is the address of the page of every figure.

    Examples
    --------
    >>> outlined("<h1>Gap</h1><h2>Words</h2><p>x</p>", False)
    ('<h1>Gap</h1>', '<h2 id="words"><a class="here" href="#words">Words</a></h2><p>x</p>', [(2, 'words', 'Words')])
    """
    body = FINDING.sub("", body) if has_screen else body
    body = MORE.sub(rf'<a class="more" href="{claims}">\1</a>', body) if claims else body
    known: set[str] = set()
    found: list[tuple[int, str, str]] = []

    def addressed(heading: re.Match) -> str:
        text = " ".join(unescape(re.sub(r"<[^>]*>", "", heading[2])).split())
        slug = re.sub(r"\W+", "-", text.lower()).strip("-")[:60] or "section"
        name = next(name for n in range(len(known) + 1) if (name := f"{slug}{-n or ''}") not in known)
        known.add(name)
        found.append((int(heading[1]), name, text))
        inner = heading[2] if "<a" in heading[2] else f'<a class="here" href="#{name}">{heading[2]}</a>'
        return f'<h{heading[1]} id="{name}">{inner}</h{heading[1]}>'

    body = HEADING.sub(addressed, body)
    told = {name for prose in PROSE.findall(body) for name in re.findall(r'<h[23] id="([^"]*)"', prose)}
    starts = [at for at in (body.find(CELL + '"'), body.find(CELL + ' silent"'), body.find("<h2")) if at >= 0]
    cut = min(starts, default=len(body))
    return body[:cut], body[cut:], [section for section in found if section[1] not in told]
