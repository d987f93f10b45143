"""Prose and tables as they are shown: plain in a terminal, escaped HTML in a notebook.

Text that comes from data is data: nothing in it is ever read as markup, and only http(s) addresses become links.
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Prose", "Table", "clean"]

# Control characters and marks that turn the direction of text: shown, they could hide or reorder what a source said.
_HIDDEN = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0B, 0x20),
        0x7F,
        *range(0x80, 0xA0),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        0xFEFF,
    ]
)


def clean(text: str, most: int = 0) -> str:
    """Text without control characters and direction marks, cut to `most` characters if given.

    Examples
    --------
    >>> clean("a\\u202eb"), clean("x" * 9, 5)
    ('ab', 'xxxx…')
    """
    text = str(text).translate(_HIDDEN)
    return text if not most or len(text) <= most else text[: most - 1] + "…"


@dataclass(frozen=True)
class Prose:
    """Paragraphs with headings: ((heading, text), ...)."""

    paragraphs: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "\n\n".join((f"{h}\n" if h else "") + fill(clean(t), 100) for h, t in self.paragraphs)

    def _repr_html_(self) -> str:
        parts = []
        for heading, text in self.paragraphs:
            if heading:
                parts.append(f"<h3>{html.escape(clean(heading))}</h3>")
            parts.append(f"<p>{html.escape(clean(text))}</p>")
        return '<div class="prose">' + "\n".join(parts) + "</div>"


@dataclass(frozen=True)
class Table:
    """A table for readers: chosen columns under readable names, numbers with separators, addresses as links."""

    frame: pd.DataFrame
    note: str = ""
    most: int = 0

    @property
    def shown(self) -> pd.DataFrame:
        return self.frame.head(self.most) if self.most else self.frame

    @property
    def _rest(self) -> str:
        hidden = len(self.frame) - len(self.shown)
        return " ".join(part for part in (self.note, f"{hidden:,} more rows in the CSV." if hidden else "") if part)

    def __repr__(self) -> str:
        rows = [[_cell(v, 60) for v in row] for row in self.shown.itertuples(index=False)]
        header = [str(c) for c in self.frame.columns]
        widths = [max([len(h), *(len(r[i]) for r in rows)]) for i, h in enumerate(header)]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in [header, *rows]]
        return "\n".join([*lines, *([self._rest] if self._rest else [])])

    def _repr_html_(self) -> str:
        numeric = [
            all(isinstance(v, int | float) and not isinstance(v, bool) for v in self.frame[c] if v == v and v is not None)
            and len(self.frame)
            for c in self.frame.columns
        ]
        head = "".join(f'<th scope="col">{html.escape(clean(c))}</th>' for c in self.frame.columns)
        body = "".join(
            "<tr>" + "".join(f"<td{' class=n' if num else ''}>{_html(v)}</td>" for v, num in zip(row, numeric, strict=True)) + "</tr>"
            for row in self.shown.itertuples(index=False)
        )
        note = f'<p class="note">{html.escape(self._rest)}</p>' if self._rest else ""
        return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}'


def _cell(value: Any, most: int = 0) -> str:
    """A value as text: dates in ISO form, numbers with separators, nothing for what is absent."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return "∞" if math.isinf(value) else f"{value:,.0f}" if abs(value) >= 100 or value.is_integer() else f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    return clean(str(value).replace("\n", " "), most)


def _html(value: Any) -> str:
    text = _cell(value, 2000)
    if text.startswith(("http://", "https://")) and not any(c in text for c in ' "<>'):
        host = text.split("/")[2].removeprefix("www.")
        return f'<a href="{html.escape(text)}" rel="noopener noreferrer">{html.escape(host)}</a>'
    return html.escape(text)
