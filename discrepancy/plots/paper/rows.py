"""Things with a name and a mark each → rows under each other, measured in inches from the top, so that words and marks share a ruler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler
from discrepancy.plots.paper.sheet import Sheet, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, PAPER, QUIET, SMALL, STEEL
from discrepancy.plots.paper.words import drawable, line_height, measure, plate, wrap
from discrepancy.story.words import Caption

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
    hollow: bool = False


@dataclass
class Row:
    """A row: lines of words at the left and right, marks between."""

    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)
    mark: Interval | None = None
    before: Interval | None = None  # where the mark was before it moved
    across: str = ""  # words in the place of a mark
    heading: bool = False
    pad: float = 0.1
    indent: float = 0.0  # inches of the words at the left

    @property
    def height(self) -> float:
        return max(_tall(self.left), _tall(self.right), 0.15) + self.pad


def lines(text: str, width: float, size: float, colour: str, bold: bool = False, most: int = 2) -> list[Line]:
    """Words as the lines of a row."""
    return [(line, size, colour, bold) for line in wrap(drawable(text), width, size, bold, most=most)]


def heading(text: str, size: float = SMALL, colour: str = INK, bold: bool = True, pad: float = 0.14) -> Row:
    """A row of words over others; quiet ones are of ``FOOT, QUIET, False``."""
    return Row([(text, size, colour, bold)], heading=True, pad=pad)


def more(what: object, heading: bool = False, pad: float = 0.14) -> Row:
    """The last row, where not all are drawn."""
    return Row([(f"… and {what}, in the table", SMALL, QUIET, False)], heading=heading, pad=pad)


def row_chart(
    words: Caption,
    ax: Axes | None,
    rows: Sequence[Row],
    scale: Ruler,
    axis: Callable[[Sheet, Ruler], None],
    right: float = 0.9,
    **room: float,
) -> tuple[Sheet, list[float]]:
    """A sheet as high as its rows, with all of them drawn over an axis, and the height of the middle of each.

    The words at the right have the room that they need, `right` inches at least.
    """
    wide = max((measure(text, size, bold) + AT + 0.07 for row in rows for text, size, _, bold in row.right), default=0.0)
    tops = [0.0, *accumulate(r.height for r in rows)]
    page = sheet(words, ax, tops[-1], **{"top": 0.06, "bottom": 0.26, "right": max(right, wide), **room})
    axis(page, scale)
    page.ax.set(ylim=(tops[-1], 0), yticks=[])
    return page, [_draw(page, row, y, scale) for row, y in zip(rows, tops, strict=False)]


def _draw(page: Sheet, row: Row, y: float, scale: Ruler) -> float:
    top = y + row.pad / 2
    middle = top + (row.height - row.pad) / 2
    _words(page, row.left, row.indent - page.left, y + row.height - _tall(row.left) if row.heading else middle - _tall(row.left) / 2)
    _words(page, row.right, page.width + AT, middle - _tall(row.right) / 2)
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


def interval(page: Sheet, mark: Interval, at: float, scale: Ruler, upright: bool = False) -> None:
    """A mark and its bounds, across or upright: a line to a bound, an arrow where there is none, long enough to be seen."""
    value, low, high = (scale.inside(v) for v in (mark.value, mark.low, mark.high))
    reach, share = 0.15 / (page.height if upright else page.width), scale.share(value)
    turn = lambda along, across: (across, along) if upright else (along, across)
    arrow: dict[str, Any] = {"size": 5, "colour": mark.colour, "zorder": 4, "mew": 0, "clip_on": False}
    if mark.open in ("high", "both"):
        high = scale.back(max(scale.share(high), share + reach))
        page.mark(*turn(high, at), 6 if upright else 5, **arrow)
    if mark.open in ("low", "both"):
        low = scale.back(min(scale.share(low), share - reach))
        page.mark(*turn(low, at), 7 if upright else 4, **arrow)
    if high > low:
        page.stroke(*turn([low, high], [at, at]), mark.colour, 1.7)
    look = {"mfc": PAPER, "mec": mark.colour, "mew": 1.4} if mark.hollow else {"mec": PAPER, "mew": 0.7}
    page.mark(*turn(value, at), mark.marker, mark.size, mark.colour, **look, clip_on=False)
