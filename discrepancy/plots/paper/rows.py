"""Things with a name and a mark each → rows under each other, measured in inches from the top, so that words and marks share a ruler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes

from discrepancy.plots.paper.axes import Ruler
from discrepancy.plots.paper.sheet import Sheet, inner, sheet
from discrepancy.plots.paper.style import FOOT, GREY, INK, PAPER, QUIET, SMALL, STEEL
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow
from discrepancy.plots.paper.words import drawable, fitted, line_height, measure, plate, wrap
from discrepancy.story.words import Caption

AT = 0.16  # inches from the axes to the words at the right
EDGE, BAND = 0.2, 0.24  # on a phone: inches beside the axes, and of the marks under their words
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
    link: Link | None = None


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
    bar: bool = True  # whether there is something to be seen beside the words
    url: str = ""  # where the mark leads to,
    claim: str = ""  # and what it is

    @property
    def height(self) -> float:
        if narrow():
            return sum(line_height(max(size for _, (_, size, *_) in line)) for line in self.stacked) + BAND * self.has_bar + self.pad
        return max(_tall(self.left), _tall(self.right), 0.15) + self.pad

    @property
    def link(self) -> Link:
        """Where its mark leads to, and the words beside it."""
        name, *said = (" ".join(line[0] for line in words) for words in (self.left, self.right) if words)
        return Link.of(name, "; ".join(said), self.url, self.claim)

    @property
    def has_bar(self) -> bool:
        return self.bar and not self.heading and not self.across

    @property
    def stacked(self) -> list[list[tuple[float, Line]]]:
        """On a phone: the words over the marks, each with its inches from the left edge; the first of the right ends the first line."""
        told = [[(self.indent, line)] for line in self.left]
        told += [[(self.indent, line)] for line in lines(self.across, 0, FOOT, QUIET, most=9)] if self.across else []
        own = 0  # lines that begin with words of the right
        end = lambda line: line[-1][0] + measure(*line[-1][1][:2], line[-1][1][3]) + 0.14
        for i, line in enumerate(self.right):
            wide = measure(*line[:2], line[3])
            if i == 0 and told and end(told[0]) + wide < inner():
                told[0].append((inner() - wide, line))
            elif own and end(told[-1]) + wide < inner():
                told[-1].append((end(told[-1]), line))
            else:
                told.append([(self.indent, line)])
                own += 1
        return told


def lines(text: str, width: float, size: float, colour: str, bold: bool = False, most: int = 2) -> list[Line]:
    """Words as the lines of a row; on a phone these have the whole width."""
    return [(line, size, colour, bold) for line in wrap(drawable(text), inner() if narrow() else width, size, bold, most=most)]


def named(name: object, width: float, size: float, colour: str, bold: bool = True, most: int = 2) -> list[Line]:
    """A name as the lines of a row, cut in its middle where there is no other way; on a phone it has the whole width."""
    return [(line, size, colour, bold) for line in fitted(str(name), inner() if narrow() else width, size, bold, most)]


def heading(text: str, size: float = SMALL, colour: str = INK, bold: bool = True, pad: float = 0.14) -> Row:
    """A row of words over others; quiet ones are of ``FOOT, QUIET, False``."""
    return Row([(text, size, colour, bold)], heading=True, pad=pad)


def more(what: object, heading: bool = False, pad: float = 0.14) -> Row:
    """The last row, where not all are drawn."""
    return Row(lines(f"… and {what}, in the table", inner(), SMALL, QUIET), heading=heading, pad=pad, bar=False)


def row_chart(
    words: Caption,
    ax: Axes | None,
    rows: Sequence[Row],
    scale: Ruler,
    axis: Callable[[Sheet, Ruler], None],
    right: float = 0.9,
    head: str = "",
    **room: float,
) -> tuple[Sheet, list[float]]:
    """A sheet as high as its rows, with all of them drawn over an axis, and the height of the middle of each.

    The words at the right have the room that they need, `right` inches at least, and a `head`; on a phone all words stand above the
    marks.
    """
    wide = max((measure(text, size, bold) + AT + 0.07 for row in rows for text, size, _, bold in row.right), default=0.0)
    tops = [0.0, *accumulate(r.height for r in rows)]
    room = {"top": 0.06, "bottom": 0.26, "right": max(right, wide), **room} | ({"left": EDGE, "right": EDGE} if narrow() else {})
    page = sheet(words, ax, tops[-1], **room)
    axis(page, scale)
    page.ax.set(ylim=(tops[-1], 0), yticks=[])
    if head:
        at, ha = (page.width + page.right, "right") if narrow() else (page.width + AT, "left")
        page.text(at, -0.1, head, SMALL, QUIET, ha=ha)
    return page, [_draw(page, row, y, scale) for row, y in zip(rows, tops, strict=False)]


def _draw(page: Sheet, row: Row, y: float, scale: Ruler) -> float:
    if narrow():
        return _draw_stacked(page, row, y, scale)
    top = y + row.pad / 2
    middle = top + (row.height - row.pad) / 2
    _words(page, row.left, row.indent - page.left, y + row.height - _tall(row.left) if row.heading else middle - _tall(row.left) / 2)
    _words(page, row.right, page.width + AT, middle - _tall(row.right) / 2)
    _marks(page, row, middle, scale)
    if row.across:
        line = wrap(drawable(row.across), page.width + page.right - 0.1, FOOT, most=1)[0]
        page.text(0.08, middle, line, FOOT, QUIET, bbox=plate(1.2))
    return middle


def _draw_stacked(page: Sheet, row: Row, y: float, scale: Ruler) -> float:
    top = y + row.pad / 2
    for line in row.stacked:
        for x, (text, size, colour, bold) in line:
            page.text(x - page.left, top + line_height(size) / 2, text, size, colour, bold, bbox=plate(0))
        top += line_height(max(size for _, (_, size, *_) in line))
    _marks(page, row, top + BAND / 2, scale)
    return top + BAND / 2


def _marks(page: Sheet, row: Row, y: float, scale: Ruler) -> None:
    if row.mark and row.before:
        _move(page, row.before, row.mark, y, scale)
    if row.mark:
        interval(page, replace(row.mark, link=row.mark.link or row.link), y, scale)


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
    page.mark(*turn(value, at), mark.marker, mark.size, mark.colour, link=mark.link, **look, clip_on=False)
