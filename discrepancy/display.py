"""Prose and tables as they are shown: plain in a terminal, escaped HTML in a notebook.

Text that comes from data is data: nothing in it is ever read as markup, and only http(s) addresses become links.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill
from typing import TYPE_CHECKING, Any

from discrepancy.saying.numbers import number, plural
from discrepancy.saying.text import clean

if TYPE_CHECKING:
    import pandas as pd


_RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"  # scripts that run from right to left
# A phrase in quotation marks that has some, or else a run of their words, with a bracket that it opens.
RIGHT_TO_LEFT = re.compile(f"[{_RTL}]")
_RUN = rf"[{_RTL}]+(?:[^\w{_RTL},;:()[\]“”…]+[{_RTL}]+)*"
_FOREIGN = re.compile(rf"(?<=“)[^“”{_RTL}]*[{_RTL}][^“”]*(?=”)|{_RUN}(?:\s*[(\[]{_RUN}(?:\s*\d+)?[)\]](?:\s*{_RUN})?)*")
_RANGE = re.compile(r"\d[\d.,]*(?:\s*[-–—−/:]\s*\d[\d.,]*)+", re.ASCII)
# Of HTML: what is left as it is; text without markup; a tag; text.
_PARTS = re.compile(
    r"""(<(script|style|svg|bdi)\b.*?</\2>)|(<(?:title|pre)\b[^>]*>)([^<]*)|(<(?:[^<>"']|"[^"]*"|'[^']*')*>)|[^<]+""", re.DOTALL
)
_SAID = re.compile(r'(?<= )(content|alt|title|aria-label)="([^"]*)"')
_TAGS = {0: "<bdi>", 1: "</bdi>", 2: '<span dir="ltr">', 3: "</span>"}  # by control characters, which no text has that is shown


def apart(page: str) -> str:
    """HTML in which what is written from right to left stands apart from what is beside it, also where there can be no markup.

    >>> apart('<p title="\u05d0 1">\u05d0 1 of 2</p>')
    '<p title="\u2068\u05d0 1\u2069"><bdi>\u05d0</bdi> 1 of 2</p>'
    """
    return _PARTS.sub(_apart, page) if RIGHT_TO_LEFT.search(page) else page


def _apart(part: re.Match[str]) -> str:
    plain = lambda text: html.escape(isolated(html.unescape(text))) if RIGHT_TO_LEFT.search(text) else text
    if part[3]:
        return part[3] + plain(part[4])
    if part[5]:
        return _SAID.sub(lambda said: f'{said[1]}="{plain(said[2])}"', part[5])
    if part[1] or not RIGHT_TO_LEFT.search(part[0]):
        return part[0]
    return html.escape(isolated(html.unescape(part[0]), ("\0", "\1"), ("\2", "\3"))).translate(_TAGS)


def isolated(text: str, around: tuple[str, str] = ("\u2068", "\u2069"), within: tuple[str, str] = ("\u2066", "\u2069")) -> str:
    """Text in which words from right to left stand apart, `around` each run of them, so that no number and no mark beside them moves.

    A range of numbers `within` them runs from left to right.  Of a text without letters of other scripts all of it is one run.

    >>> isolated("\\u05d0\\u05d1 (\\u05d2), 23 May: 3-8", ("<", ">")), isolated("5 - 8 \\u05d0", ("<", ">"), ("[", "]"))
    ('<\u05d0\u05d1 (\u05d2)>, 23 May: 3-8', '<[5 - 8] \u05d0>')
    """
    if not RIGHT_TO_LEFT.search(text):
        return text
    inside = lambda found: around[0] + _RANGE.sub(lambda ends: within[0] + ends[0] + within[1], found[0]) + around[1]
    alone = not re.search(rf"(?![{_RTL}])[^\W\d_]", text) and re.match(r"\s*[^\s,;:.)\]]", text)
    return re.sub(r"\S(?:.*\S)?" if alone else _FOREIGN, inside, text, flags=re.DOTALL * bool(alone))


@dataclass(frozen=True)
class Prose:
    """Paragraphs with headings: ((heading, text), ...)."""

    paragraphs: tuple[tuple[str, str], ...]
    role: str = ""  # "finding" for what a page of a report leads with, and shows there in its own way

    def __repr__(self) -> str:
        return "\n\n".join((f"{h}\n" if h else "") + fill(clean(t), 100) for h, t in self.paragraphs)

    def _repr_html_(self) -> str:
        parts = []
        for i, (heading, text) in enumerate(self.paragraphs):
            level = 3 if i else 2  # the first stands right below the title of the notebook
            parts += [f"<h{level}>{html.escape(clean(heading))}</h{level}>"] if heading else []
            parts.append(f"<p>{html.escape(clean(text))}</p>")
        return apart(f'<div class="{" ".join(filter(None, ("prose", self.role)))}">' + "\n".join(parts) + "</div>")


@dataclass(frozen=True)
class Table:
    """A table for readers: chosen columns under readable names, numbers with separators, addresses as links.

    In HTML a column of addresses in `links` is not shown: it makes links of the text in another. Rows in `struck`, counted from 0, no
    longer stand: all but their "note", which says so in words, is struck.
    """

    frame: pd.DataFrame
    note: str = ""  # a line under the table
    most: int = 0  # rows shown; 0 for all
    links: Mapping[str, str] = field(default_factory=dict)  # the column whose text becomes the link, by column of addresses
    struck: Collection[int] = ()
    whole: Collection[str] = ()  # columns of words that stay on one line
    ids: Sequence[str] = ()  # of the rows, by which a link finds them

    @property
    def shown(self) -> pd.DataFrame:
        return self.frame.head(self.most) if self.most else self.frame

    @property
    def _hidden(self) -> str:
        hidden = len(self.frame) - len(self.shown)
        return f"{plural(hidden, 'more row')} in the data." if hidden else ""

    def __repr__(self) -> str:
        rows = [[_cell(v, 60) for v in row] for row in self.shown.itertuples(index=False)]
        header = [str(c) for c in self.frame.columns]
        widths = [max([len(h), *(len(r[i]) for r in rows)]) for i, h in enumerate(header)]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in [header, *rows]]
        foot = " ".join(filter(None, (self.note, self._hidden)))
        return "\n".join([*lines, *([foot] if foot else [])])

    def _repr_html_(self) -> str:
        if not len(self.frame):
            return f'<p class="note">{html.escape(clean(self.note or "None."))}</p>'
        columns = [c for c in self.frame.columns if c not in self.links]
        address = {text: a for a, text in self.links.items()}
        kinds = {c: self._kind(c) for c in columns}
        head = "".join(f'<th scope="col"{kinds[c]}>{html.escape(clean(c))}</th>' for c in columns)
        labels = {c: f' data-label="{html.escape(clean(c))}"' for c in columns}  # beside each cell where a row is too wide for the page
        rows = self.shown.to_dict("records")
        body = ""
        for i, r in enumerate(rows):
            cells = {c: _html(r[c], r.get(address.get(c))) for c in columns}
            if i in self.struck:
                cells = {c: f"<del>{cell}</del>" if cell and c != "note" else cell for c, cell in cells.items()}
            name = f' id="{html.escape(self.ids[i])}"' if self.ids else ""
            body += f"<tr{name}>" + "".join(f"<td{kinds[c]}{labels[c]}>{cell}</td>" for c, cell in cells.items()) + "</tr>"
        more = f'<span class="more">{self._hidden}</span>' if self._hidden else ""
        note = " ".join(filter(None, (html.escape(clean(self.note)), more)))
        note = f'<p class="note">{note}</p>' if note else ""
        return apart(f'<table class="dataframe rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}')

    def _kind(self, column: str) -> str:
        """Class of a column: n for numbers, s for words so short that they stay on one line."""
        values = [v for v in self.frame[column] if v is not None and v == v]
        if values and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
            return ' class="n"'
        return ' class="s"' if column in self.whole or all(len(_cell(v)) <= 12 for v in values) else ""


def _cell(value: Any, most: int = 0) -> str:
    """A value as text: dates in ISO form, numbers with separators, nothing for what is absent."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if 0 < abs(value) < 0.095:
            return number(value)
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        return f"{value:,.0f}" if abs(value) >= 100 or value.is_integer() else f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    return clean(str(value).replace("\n", " "), most)


def _html(value: Any, address: Any = None) -> str:
    """A cell as escaped HTML; a link where there is an address, or where the value is one."""
    text = _cell(value, 2000)
    url = _cell(address) if address is not None else text
    if not url.startswith(("http://", "https://")) or any(c in url for c in ' "<>'):
        return html.escape(text)
    shown = text if address is not None else url.split("/")[2].removeprefix("www.")
    return f'<a href="{html.escape(url)}" rel="noopener noreferrer">{html.escape(shown or "page")}</a>'
