"""The sheet on which a figure is laid out, the labels that do not collide, and the `Figure` that comes out.

All measures are inches from the top left of the drawing area; title, subtitle and foot are wrapped to the width first, so
that the figure is as high as its words need and nothing is ever cut.
"""

from __future__ import annotations

import base64
import csv
import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as MplFigure
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from .. import display
from . import style as st
from .lettering import BACKEND, measure
from .style import DPI, FAMILY, FOOT, INK, LABEL, PAPER, QUIET, RULE, SMALL, SUBTITLE, TITLE, WIDTH, clean, styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from PIL import Image

    from ..story import Caption

    Numbers = list[dict] | dict[str, list] | pd.DataFrame  # rows, columns or a table, as a figure has them

PAD = 0.10  # inches of white around everything
LEADING = 1.28  # line height over type size
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what a spreadsheet takes for the start of one, in either width
LONGEST = 1200  # characters of a title: beyond that somebody is testing us


@dataclass(frozen=True)
class Figure:
    """A figure with its words and its numbers.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        Made without pyplot; nothing has to be closed.
    name : str
        With dashes, as in file names: "claims-over-time".
    title, alt : str
        The finding, and the sentence for those who cannot see the drawing.
    numbers : list of dict, dict of list, or pandas.DataFrame
        What is drawn, in the same order, with column names for readers.
    """

    figure: MplFigure
    name: str
    title: str
    alt: str
    numbers: Numbers
    _drawn: dict[int, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)  # PNG by dpi

    @cached_property
    def table(self) -> pd.DataFrame:
        """The numbers as a table, made when it is asked for: a figure is shown without loading pandas."""
        import pandas as pd

        return pd.DataFrame(self.numbers).reset_index(drop=True)

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        png = base64.b64encode(self.png()).decode()
        width, height = (round(inches * 100) for inches in self.figure.get_size_inches())
        return {"image/png": png, "text/plain": self.alt}, {"image/png": {"alt": self.alt, "width": width, "height": height}}

    def png(self, dpi: int = DPI) -> bytes:
        """The drawing as PNG, the same bytes on every run; drawn anew only if something in it has changed."""
        if self.figure.stale or dpi not in self._drawn:
            pixels = np.frombuffer(self._saved("rgba", dpi=dpi), "<u4")
            out = io.BytesIO()
            _fewer_colours(pixels.reshape(-1, int(self.figure.get_figwidth() * dpi))).save(out, "PNG", dpi=(dpi, dpi), compress_level=5)
            self._drawn[dpi] = out.getvalue()
        return self._drawn[dpi]

    def svg(self) -> bytes:
        """The drawing as SVG, text as text, the same bytes on every run."""
        about = {"Date": None, "Creator": None, "Title": clean(self.title), "Description": clean(self.alt)}
        return bytes(self._saved("svg", metadata=about))

    def _saved(self, kind: str, **options: Any) -> memoryview:
        if self.figure.stale:
            self._drawn.clear()
        buffer = io.BytesIO()
        with styled():
            self.figure.savefig(buffer, format=kind, backend=BACKEND, facecolor=PAPER, **options)
        self.figure.stale = False  # drawing sets it as well as clears it
        return buffer.getbuffer()

    def save(self, folder: str | Path) -> dict[str, str]:
        """Write PNG, SVG and the table as CSV.

        Parameters
        ----------
        folder : path
            Made if it is not there.

        Returns
        -------
        dict
            ``name title alt png svg csv``; file names relative to the folder's parent.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.png").write_bytes(self.png())
        (folder / f"{self.name}.svg").write_bytes(self.svg())
        (folder / f"{self.name}.csv").write_text(to_csv(self.table), encoding="utf-8", newline="")
        files = {kind: f"{folder.name}/{self.name}.{kind}" for kind in ("png", "svg", "csv")}
        return {"name": self.name, "title": self.title, "alt": self.alt, **files}


WHITE, SHADES = 0xFFFFFFFF, 16**3  # a shade: sixteen steps each of red, green and blue


def _fewer_colours(pixels: np.ndarray) -> Image.Image:
    """The picture with at most 256 colours: a third of the size, which notebooks and pages carry many times over.

    Most of a figure is white. Of the rest, pixels of about one colour share a shade; the 255 shades that cover most keep their
    commonest colour, and the rare ones, at the edges of coloured letters, become the nearest of them.
    """
    from PIL import Image

    flat = pixels.ravel()
    inked = np.flatnonzero(flat != WHITE)
    colours = flat[inked]  # red in the lowest byte
    shades = _shade(colours)
    often = np.bincount(shades, minlength=SHADES)
    used = np.argsort(-often, kind="stable")[: np.count_nonzero(often)]
    kept, rare = used[:255], used[255:]
    place, index = np.zeros(SHADES, "u1"), np.zeros(flat.shape, "u1")
    place[kept] = np.arange(1, len(kept) + 1)
    place[rare] = 1 + _nearest_shade(rare, kept)
    index[inked] = place[shades]
    seen, palette = np.zeros(SHADES, "<u4"), np.full(256, WHITE, "<u4")
    seen[shades] = colours  # one of the colours of each shade, and of those that cover most the commonest
    common, often = np.unique(colours[::8], return_counts=True)
    common = common[np.argsort(often, kind="stable")]
    seen[_shade(common)] = common
    palette[1 : len(kept) + 1] = seen[kept]
    image = Image.fromarray(index.reshape(pixels.shape), "P")
    image.putpalette(palette.view("u1").reshape(-1, 4)[:, :3].tobytes())
    return image


def _shade(colours: np.ndarray) -> np.ndarray:
    return (colours >> 4 & 0xF) | (colours >> 8 & 0xF0) | (colours >> 12 & 0xF00)


def _nearest_shade(rare: np.ndarray, kept: np.ndarray) -> np.ndarray:
    if not len(rare):
        return rare
    parts = lambda shades: np.stack([shades & 0xF, shades >> 4 & 0xF, shades >> 8], axis=1)
    off = parts(rare)[:, None, :] - parts(kept)[None, :, :]
    return (off * off).sum(2).argmin(1)


def to_csv(table: pd.DataFrame) -> str:
    """The table as CSV; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(c) for c in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_cell(v) for v in row])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None or value != value:
        return ""
    if isinstance(value, str) and (display.clean(value).lstrip().startswith(FORMULA) or value.startswith(("\t", "\r", "\n"))):
        return "'" + value
    return value


def drawn(function: Callable[..., Figure]) -> Callable[..., Figure]:
    """Draw with our style and leave the user's as it was."""

    @wraps(function)
    def inner(*args: Any, **options: Any) -> Figure:
        ax = args[1] if len(args) > 1 else options.get("ax")
        if ax is not None and not hasattr(ax, "figure"):
            raise TypeError(
                f"{function.__name__}: ax is {ax!r}, not a matplotlib Axes; give a case by name: {function.__name__}(result, case=case)"
            )
        with styled():
            return function(*args, **options)

    return inner


# ------------------------------------------------------------------------------------------ measuring


def line_height(size: float) -> float:
    """Inches from one line of text to the next."""
    return size * LEADING / 72


def wrap(text: str, width: float, size: float = LABEL, bold: bool = False, most: int = 0) -> list[str]:
    """Lines no wider than `width` inches; a word that is wider is broken; after `most` lines an ellipsis."""
    words, lines = text.split(), []
    likely = int(width * 144 / size)  # letters in a line, each about half as wide as the type is high: measuring is slow
    fits = lambda count: measure(" ".join(words[:count]), size, bold) <= width
    while words:
        count = max(1, len(" ".join(words[:likely])[:likely].split()))
        while count < len(words) and fits(count + 1):
            count += 1
        while count > 1 and not fits(count):
            count -= 1
        if count == 1 and len(words[0]) > 1 and not fits(1):
            fit = _fitting(words[0], width, size, bold)
            lines.append(words[0][:fit])
            words[0] = words[0][fit:]
        else:
            lines.append(" ".join(words[:count]))
            del words[:count]
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and measure(last + "…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" .,;:(“") + "…"]
    return lines


@lru_cache(maxsize=1024)
def balance(text: str, width: float, size: float = LABEL, bold: bool = False) -> tuple[str, ...]:
    """As many lines as `wrap` needs, of lengths as equal as they can be."""
    lines = wrap(text, width, size, bold)
    while len(lines) > 1 and width > 0.4:
        narrower = wrap(text, width - 0.05, size, bold)
        if len(narrower) > len(lines):
            break
        lines, width = narrower, width - 0.05
    return tuple(lines)


def _fitting(word: str, width: float, size: float, bold: bool) -> int:
    low, high = 1, min(len(word), 400)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle], size, bold) <= width else (low, middle - 1)
    return low


# ---------------------------------------------------------------------------------------------- sheet


@dataclass
class Sheet:
    """A drawing area of known size on a figure, with room around it for words.

    ``left right top bottom`` are the inches between the edge of the sheet and the axes.
    """

    ax: Axes
    figure: MplFigure
    name: str
    title: str
    alt: str
    left: float
    right: float
    width: float
    height: float
    own: bool = True
    extra: dict = field(default_factory=dict)

    def finish(self, numbers: Numbers) -> Figure:
        return Figure(self.figure, self.name.replace("_", "-"), self.title, display.clean(self.alt), numbers)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = LABEL,
        colour: str = INK,
        bold: bool = False,
        ha: str = "left",
        va: str = "center",
        **more: Any,
    ):
        """Text at x inches from the left edge of the axes and y in data (rows are in inches)."""
        return self.ax.annotate(
            text,
            (0, y),
            (x * 72, 0),
            xycoords=self.ax.get_yaxis_transform(),
            textcoords="offset points",
            annotation_clip=False,
            **type_(size, colour, bold),
            ha=ha,
            va=va,
            **more,
        )

    def lines(
        self, x: float, y: float, lines: Sequence[str], size: float = LABEL, colour: str = INK, bold: bool = False, ha: str = "left"
    ) -> float:
        """Lines of text downwards from y; returns where the next line would start (axes measured in inches)."""
        for line in lines:
            self.text(x, y + line_height(size) / 2, line, size, colour, bold, ha, va="center_baseline")
            y += line_height(size)
        return y


def type_(size: float, colour: str, bold: bool = False) -> dict:
    """What every text is drawn with: our typeface, and no mathtext."""
    return {"fontsize": size, "color": colour, "fontweight": "bold" if bold else "normal", "fontfamily": FAMILY, "parse_math": False}


def sheet(
    name: str,
    result: Any,
    case: Any,
    ax: Axes | None,
    height: float,
    left: float = 0.0,
    right: float = 0.0,
    top: float = 0.0,
    bottom: float = 0.0,
    words: Caption | None = None,
) -> Sheet:
    """Lay out the words around a drawing area of `height` inches and give its axes.

    The words are those of `discrepancy.story.caption`; a figure that the package does not know brings its own.
    """
    from ..story import caption

    words = words or caption(name, result, case=case)
    if ax is not None:
        return _guest(name, words, ax, left, right, top, bottom)
    inner = WIDTH - 2 * PAD
    blocks = [
        (wrap(clean(words.title)[:LONGEST], inner, TITLE, True), TITLE, INK, True),
        (wrap(clean(words.subtitle)[:LONGEST], inner, SUBTITLE), SUBTITLE, QUIET, False),
    ]
    head = sum(len(lines) * line_height(size) for lines, size, *_ in blocks) + 0.2
    foot = wrap(clean(words.foot)[:LONGEST], inner, FOOT)
    below = len(foot) * line_height(FOOT) + (0.12 if foot else 0.0)
    total = PAD + head + top + height + bottom + below + PAD
    figure = MplFigure(figsize=(WIDTH, total), dpi=DPI)
    FigureCanvasAgg(figure)
    at = PAD
    for lines, size, colour, bold in blocks:
        at = _block(figure, lines, at, total, size, colour, bold) + 0.04
    _block(figure, foot, total - PAD - len(foot) * line_height(FOOT), total, FOOT, QUIET)
    width = inner - left - right
    axes = figure.add_axes(((PAD + left) / WIDTH, (PAD + below + bottom) / total, width / WIDTH, height / total))
    return Sheet(_bare(axes), figure, name, clean(words.title), words.alt, left, right, width, height)


def _block(figure: MplFigure, lines: list[str], at: float, total: float, size: float, colour: str, bold: bool = False) -> float:
    for line in lines:
        figure.text(PAD / WIDTH, 1 - (at + 0.76 * line_height(size)) / total, line, **type_(size, colour, bold), ha="left", va="baseline")
        at += line_height(size)
    return at


def _guest(name: str, words: Any, ax: Axes, left: float, right: float, top: float, bottom: float) -> Sheet:
    """Draw inside the space that the given axes has: the axes shrinks by the room that words need beside it.

    Type keeps its size, so an axes much smaller than a figure of ours (about 7 by 5 inches) gets crowded.
    """
    figure = getattr(ax.figure, "figure", None) or ax.figure
    wide, high = figure.get_size_inches()
    box = ax.get_position(original=True)
    width, height = box.width * wide, box.height * high
    shrink = min(1.0, 0.6 * width / (left + right)) if left + right else 1.0
    squeeze = min(1.0, 0.5 * height / (top + bottom)) if top + bottom else 1.0
    left, right, top, bottom = left * shrink, right * shrink, top * squeeze, bottom * squeeze
    ax.set_position((box.x0 + left / wide, box.y0 + bottom / high, (width - left - right) / wide, (height - top - bottom) / high))
    return Sheet(
        _bare(ax), figure, name, clean(words.title), words.alt, left, right, width - left - right, height - top - bottom, own=False
    )


def _bare(ax: Axes) -> Axes:
    ax.set_facecolor("none")
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(RULE)
        spine.set_linewidth(0.8)
    ax.tick_params(bottom=False, left=False, length=0, labelsize=SMALL, labelcolor=QUIET, labelfontfamily=FAMILY, pad=4)
    ax.set_axisbelow(True)
    return ax


def note(name: str, result: Any, case: Any, ax: Axes | None, text: str, numbers: Numbers) -> Figure:
    """A figure without anything to draw: it says so, quietly."""
    page = sheet(name, result, case, ax, 0.5)
    page.ax.set(xlim=(0, 1), ylim=(1, 0), xticks=[], yticks=[])
    page.ax.spines["bottom"].set_visible(False)
    lines = wrap(clean(text), page.width, LABEL, most=3)
    for i, line in enumerate(lines):
        page.ax.annotate(
            line,
            (0, 0.5),
            (0, (len(lines) / 2 - i - 0.5) * LABEL * LEADING),
            textcoords="offset points",
            **type_(LABEL, QUIET),
            va="center",
        )
    return page.finish(numbers)


def log_axis(ax: Axes, which: str, low: float, high: float, ticks: Sequence[float], labels: Sequence[str], grid: bool = True) -> None:
    """A log axis that prints the given labels and nothing else."""
    axis = getattr(ax, f"{which}axis")
    getattr(ax, f"set_{which}scale")("log")
    getattr(ax, f"set_{which}lim")(low, high)
    axis.set_minor_locator(NullLocator())
    axis.set_major_locator(fixed(ticks))
    axis.set_major_formatter(printed(labels))
    ax.tick_params(
        axis=which, which="both", bottom=False, left=False, length=0, labelsize=SMALL, labelcolor=QUIET, labelfontfamily=FAMILY, pad=4
    )
    if grid:
        axis.grid(True, color=st.FAINT, linewidth=0.8)


def fixed(ticks: Sequence[float]) -> FixedLocator:
    """Ticks here and nowhere else."""
    return FixedLocator(list(ticks))


def printed(labels: Sequence[str]) -> FixedFormatter:
    """These words at the ticks."""
    return FixedFormatter([clean(t) if "\n" not in t else t for t in labels])


# --------------------------------------------------------------------------------------------- labels


DEAR = 240.0  # what a label that may be left out may cost
MARK = 200.0  # what it costs to cover a mark


@dataclass
class Label:
    """Words for a point: lines of (text, bold), a colour, and how much they matter."""

    x: float
    y: float
    lines: list[tuple[str, bool]]
    colour: str
    size: float = SMALL
    prefer: str = "right left above below"
    must: bool = True
    gap: float = 7.0  # points between the mark and the words
    lift: float = 0.0  # more of them above the mark, where an arrow stands

    @cached_property
    def extent(self) -> tuple[float, float]:
        """Width and height in points."""
        return max(measure(t, self.size, b) for t, b in self.lines) * 72, len(self.lines) * self.size * LEADING


class _Place(NamedTuple):
    """Where a label could stand: its lower left corner, its alignment, and what the side and the distance cost."""

    label: Label
    anchor: tuple[float, float]
    x: float
    y: float
    ha: str
    toll: float


_STEPS = (0, 6, 12, 18, 25, 32, 40, 48, 56, 63, 70, 78, 88, 100, 115, 132, 150)


class Labels:
    """Places labels beside their points so that no two of them, and no mark, collide.

    Everything is measured in points on the page.  Each label in turn tries the sides that it prefers, then the same sides
    further away, and takes the cheapest place: over a mark costs more than over a line, another label is out of the
    question.  A label that had to move away gets a thin leader line; one that finds no place is left out if it may be.
    """

    def __init__(self, ax: Axes, bounds: tuple[float, float, float, float] | None = None):
        self.ax = ax
        self.scale = 72 / ax.figure.dpi
        box = ax.get_window_extent()
        self.bounds = bounds or tuple(v * self.scale for v in (box.x0, box.y0, box.x1, box.y1))
        self.hard: list[tuple[float, float, float, float]] = []
        self.soft: list[tuple[float, float, float, float, float]] = []  # box, and what it costs to cover it
        self.left_out: list[Label] = []
        self._array, self._marks = np.zeros((0, 5)), []

    def at(self, x: Any, y: float) -> tuple[float, float]:
        """Page position of a point in data."""
        x = self.ax.convert_xunits(x)
        px, py = self.ax.transData.transform((x, y))
        return px * self.scale, py * self.scale

    def mark(self, x: Any, y: float, radius: float = 4.5) -> None:
        px, py = self.at(x, y)
        self.soft.append((px - radius, py - radius, px + radius, py + radius, MARK))

    def line(self, x0: Any, y0: float, x1: Any, y1: float, radius: float = 1.5, cost: float = 7.0) -> None:
        """A straight line on the page that labels should keep clear of; `cost` for every five points of it."""
        (ax, ay), (bx, by) = self.at(x0, y0), self.at(x1, y1)
        steps = max(1, int(max(abs(bx - ax), abs(by - ay)) / 5))
        for i in range(steps + 1):
            px, py = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
            self.soft.append((px - radius, py - radius, px + radius, py + radius, cost))

    def place(self, *ways: Label) -> bool:
        """Draw the cheapest of the ways to word a label at its cheapest place; False if it was left out."""
        return self._settle(*self._best(ways))

    def _settle(self, cost: float, place: _Place) -> bool:
        label, x, y = place.label, place.x, place.y
        if cost >= (1e6 if label.must and label.size < LABEL else math.inf if label.must else DEAR):
            self.left_out.append(label)
            return False
        wide, high = label.extent
        self._draw(label, place.anchor, x, y, wide, high, place.ha)
        self.hard.append((x - 1.5, y - 1, x + wide + 1.5, y + high + 1))
        return True

    def place_all(self, pending: list[Sequence[Label]]) -> None:
        """Labels of equal rank: the one with the best place of its own first, so that none takes another's."""
        best = {i: self._best(ways) for i, ways in enumerate(pending)}
        while best:
            first = min(best, key=lambda i: best[i][0]) if len(best) < 12 else min(best)
            self._settle(*best.pop(first))
            for i, (cost, place) in best.items():  # places only get dearer: the best is still the best if it costs what it did
                if self._price(place) > cost:
                    best[i] = self._best(pending[i])

    def _best(self, ways: Sequence[Label]) -> tuple[float, _Place]:
        """The cheapest place and its price; those that are dearer by their side and distance alone are not looked at."""
        best, chosen = math.inf, None
        for label in ways:
            for place in sorted(self._tries(label), key=attrgetter("toll")):
                if chosen and place.toll >= best:
                    break
                price = self._price(place, best)
                if chosen is None or price < best:
                    best, chosen = price, place
        return best, chosen

    def _tries(self, label: Label) -> Iterator[_Place]:
        anchor, (wide, high) = self.at(label.x, label.y), label.extent
        for rank, side in enumerate(label.prefer.split()):
            for far in _STEPS if label.must else _STEPS[:12]:
                for i, (x, y, ha) in enumerate(_places(side, *anchor, wide, high, label.gap, far, label.lift)):
                    yield _Place(label, anchor, x, y, ha, rank * 5 + i + far * 0.7 + 4 * len(label.lines))

    def _price(self, place: _Place, most: float = math.inf) -> float:
        """What a place costs with all that it covers; if that is `most` or more, perhaps less than all."""
        x, y, (wide, high) = place.x, place.y, place.label.extent
        price = place.toll + self._cost((x, y, x + wide, y + high))
        if price < most:
            price += self._leader_cost(place.anchor, x, y, wide, high) + self._stray_cost(place.anchor, x, y, wide, high)
        return price

    def _cost(self, box: tuple[float, float, float, float]) -> float:
        x0, y0, x1, y1 = box
        b = self.bounds
        if x0 < b[0] - 0.5 or y0 < b[1] - 0.5 or x1 > b[2] + 0.5 or y1 > b[3] + 0.5:
            return 1e7 + max(b[0] - x0, x1 - b[2], b[1] - y0, y1 - b[3]) * 1e3
        total = sum(1e6 for h in self.hard if _meet(box, h))
        soft = self._soft_boxes()
        covered = (soft[:, 0] < x1) & (x0 < soft[:, 2]) & (soft[:, 1] < y1) & (y0 < soft[:, 3])
        return total + float(soft[covered, 4].sum())

    def _soft_boxes(self) -> np.ndarray:
        """`soft` as an array; marks and lines come before labels, so that it is made once or twice."""
        if len(self._array) != len(self.soft):
            self._array = np.array(self.soft, dtype=float).reshape(-1, 5)
            self._marks = [((s[0] + s[2]) / 2, (s[1] + s[3]) / 2) for s in self.soft if s[4] >= MARK]
        return self._array

    def _stray_cost(self, anchor: tuple[float, float], x: float, y: float, wide: float, high: float) -> float:
        """Words that stand nearer to another mark than to their own would be read as that one's."""
        own = _distance(anchor, _nearest(anchor, x, y, wide, high))
        if own < 8:
            return 0.0
        others = (_distance(c, _nearest(c, x, y, wide, high)) for c in self._marks if _distance(c, anchor) > 3)
        return 70.0 if any(d < min(own, 22.0) - 1 for d in others) else 0.0

    def _leader_cost(self, anchor: tuple[float, float], x: float, y: float, wide: float, high: float) -> float:
        end = _nearest(anchor, x, y, wide, high)
        if _distance(anchor, end) < 14:
            return 0.0
        points = [(anchor[0] + (end[0] - anchor[0]) * t / 10, anchor[1] + (end[1] - anchor[1]) * t / 10) for t in range(1, 10)]
        over = lambda box: any(box[0] < px < box[2] and box[1] < py < box[3] for px, py in points)
        return sum(2e3 for h in self.hard if over(h)) + sum(60 for s in self.soft if s[4] >= MARK and over(s))

    def _draw(self, label: Label, anchor: tuple[float, float], x: float, y: float, wide: float, high: float, ha: str) -> None:
        end = _nearest(anchor, x, y, wide, high)
        if _distance(anchor, end) >= 14:
            self._leader(label, anchor, end)
        across = {"left": x, "center": x + wide / 2, "right": x + wide}[ha]
        for i, (text, bold) in enumerate(label.lines):
            down = y + high - (i + 0.5) * label.size * LEADING
            self.ax.annotate(
                text,
                (label.x, label.y),
                (across - anchor[0], down - anchor[1]),
                textcoords="offset points",
                ha=ha,
                va="center_baseline",
                zorder=6,
                annotation_clip=False,
                **type_(label.size, label.colour, bold),
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
            )

    def _leader(self, label: Label, anchor: tuple[float, float], end: tuple[float, float]) -> None:
        stop = [e - a for a, e in zip(anchor, end, strict=True)]
        arrow = {"arrowstyle": "-", "color": st.GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 5}
        self.ax.annotate("", (label.x, label.y), stop, textcoords="offset points", arrowprops=arrow, annotation_clip=False, zorder=3)


def _places(side: str, ax: float, ay: float, wide: float, high: float, g: float, far: float, lift: float):
    """Lower left corners (and alignment) of a box on one side of an anchor, `far` points away from where it would be."""
    if side in ("right", "left"):
        x, ha = (ax + g, "left") if side == "right" else (ax - g - wide, "right")
        yield from ((x, ay - high / 2 + d, ha) for d in ({0.0} if not far else (far, -far)))
        if far:
            step = far if side == "right" else -far
            yield x + step, ay - high / 2, ha
    else:
        y = ay + g * 0.8 + lift + far if side == "above" else ay - g * 0.8 - high - far
        yield ax - wide / 2, y, "center"
        yield ax - 4, y, "left"
        yield ax - wide + 4, y, "right"


def _nearest(anchor: tuple[float, float], x: float, y: float, wide: float, high: float) -> tuple[float, float]:
    return min(max(anchor[0], x), x + wide), min(max(anchor[1], y + 2), y + high - 2)


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
