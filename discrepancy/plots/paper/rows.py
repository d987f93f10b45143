"""Things with a name and a mark each → rows under each other, measured in inches from the top, so that words and marks share a ruler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler
from discrepancy.plots.paper.setting import line_height, measure, plate, wrap
from discrepancy.plots.paper.sheet import Sheet, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, PAPER, QUIET, SMALL, STEEL
from discrepancy.plots.paper.words import drawable
from discrepancy.saying.text import Caption

AT = 0.16  # inches from the axes to the words at the right
Line = tuple[str, float, str, bool]  # text, size, colour, bold


@dataclass
class Interval:
    """A mark with its bounds; `open` names the sides that end in an arrow."""

    value: float
    low: float
    high: float
    open: str = "none"
    colour: str = STEEL
    marker: str = "o"
    size: float = 6.5


@dataclass
class Row:
    """A row: lines of words at the left and right, marks between."""

    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)
    cells: list[tuple[float, str]] = field(default_factory=list)  # (inches right of the axes, number) on the first line
    mark: Interval | None = None
    before: Interval | None = None  # where the mark was before it moved
    across: str = ""  # words in the place of a mark
    heading: bool = False
    pad: float = 0.1
    indent: float = 0.0  # inches of the words at the left

    @property
    def first(self) -> float:
        """Height of the line of cells above the words at the right."""
        return line_height(SMALL) if self.cells else 0.0

    @property
    def height(self) -> float:
        return max(_tall(self.left), self.first + _tall(self.right), 0.15) + self.pad


def lines(text: str, width: float, size: float, colour: str, bold: bool = False, most: int = 2) -> list[Line]:
    """Words as the lines of a row."""
    return [(line, size, colour, bold) for line in wrap(text, width, size, bold, most=most)]


def heading(text: str, size: float = SMALL, colour: str = INK, bold: bool = True, pad: float = 0.14) -> Row:
    """A row of words over others; quiet ones are of ``FOOT, QUIET, False``."""
    return Row([(text, size, colour, bold)], heading=True, pad=pad)


def more(what: object, heading: bool = False, pad: float = 0.14) -> Row:
    """The last row, where not all are drawn."""
    return Row([(f"… and {what}, in the table", SMALL, QUIET, False)], heading=heading, pad=pad)


def row_sheet(words: Caption, ax: Axes | None, rows: Sequence[Row], right: float = 0.9, **room: float) -> Sheet:
    """A sheet as high as its rows, with the room that their words at the right need, `right` inches at least."""
    wide = max((measure(text, size, bold) for row in rows for text, size, _, bold in row.right), default=0.0)
    room = {"top": 0.06, "bottom": 0.26, "right": max(right, wide + AT + 0.07), **room}
    return sheet(words, ax, sum(r.height for r in rows), **room)


def draw_rows(page: Sheet, rows: Sequence[Row], scale: Ruler) -> list[float]:
    """Draw all rows; returns the height of the middle of each."""
    page.ax.set(ylim=(sum(r.height for r in rows), 0), yticks=[])
    y, middles = 0.0, []
    for row in rows:
        middles.append(_draw(page, row, y, scale))
        y += row.height
    return middles


def _draw(page: Sheet, row: Row, y: float, scale: Ruler) -> float:
    top = y + row.pad / 2
    middle = top + (row.height - row.pad) / 2
    _words(page, row.left, row.indent - page.left, y + row.height - _tall(row.left) if row.heading else middle - _tall(row.left) / 2)
    at = middle - (_tall(row.right) + row.first) / 2
    for x, text in row.cells:
        page.text(page.width + x, at + line_height(SMALL) / 2, text, SMALL, INK, ha="right")
    _words(page, row.right, page.width + AT, at + row.first)
    if row.mark and row.before:
        _move(page, row.before, row.mark, middle, scale)
    if row.across:
        line = wrap(drawable(row.across), page.width + page.right - 0.1, FOOT, most=1)[0]
        page.text(0.08, middle, line, FOOT, QUIET, bbox=plate(1.2))
    if row.mark:
        interval(page, row.mark, middle, scale)
    return middle


def _tall(words: list[Line]) -> float:
    return sum(line_height(size) for _, size, *_ in words)


def _words(page: Sheet, words: list[Line], x: float, y: float) -> None:
    for text, size, colour, bold in words:
        y = page.lines(x, y, [text], size, colour, bold)


def _move(page: Sheet, before: Interval, after: Interval, y: float, scale: Ruler) -> None:
    a, b = (scale.inside(v.value) for v in (before, after))
    if abs(scale.share(a) - scale.share(b)) * page.width > 0.02:
        page.ax.plot([a, b], [y, y], color=GREY, linewidth=1.0, zorder=2)
    page.mark(a, y, before.marker, before.size, before.colour, 3, mew=0)


def interval(page: Sheet, mark: Interval, y: float, scale: Ruler) -> None:
    """A mark and its bounds across: a line to a bound, an arrow where there is none, long enough to be seen."""
    value, low, high = (scale.inside(v) for v in (mark.value, mark.low, mark.high))
    reach, at = 0.15 / page.width, scale.share(value)
    arrow: dict[str, Any] = {"size": 5, "colour": mark.colour, "zorder": 4, "mew": 0, "clip_on": False}
    if mark.open in ("high", "both"):
        high = scale.back(max(scale.share(high), at + reach))
        page.mark(high, y, 5, **arrow)
    if mark.open in ("low", "both"):
        low = scale.back(min(scale.share(low), at - reach))
        page.mark(low, y, 4, **arrow)
    if high > low:
        page.stroke([low, high], [y, y], mark.colour, 1.7)
    page.mark(value, y, mark.marker, mark.size, mark.colour, mec=PAPER, mew=0.7, clip_on=False)
