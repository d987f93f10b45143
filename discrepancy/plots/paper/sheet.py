"""Words and a height in inches → the sheet that a figure is drawn on, with axes of exactly that height.

All measures are inches from the top left of the drawing area; title, subtitle and foot are wrapped to the width first, so
that the figure is as high as its words need and nothing is ever cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as MplFigure
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from discrepancy.plots.paper.figure import Figure, Numbers
from discrepancy.plots.paper.labels import Labels
from discrepancy.plots.paper.style import DPI, FAMILY, FOOT, GLYPHS, INK, LABEL, QUIET, RULE, SMALL, SUBTITLE, TITLE, styled
from discrepancy.plots.paper.svg import Link
from discrepancy.plots.paper.width import narrow, on_narrow, width
from discrepancy.plots.paper.words import LEADING, drawable, in_place_of, line_height, measure, shorten, type_, undrawable, wrap
from discrepancy.saying.text import clean
from discrepancy.story.words import Caption

PAD = 0.10  # inches of white around everything
MOST_LED = 600  # marks that lead somewhere; of more a page would become heavy
LONGEST = 1200  # characters of a title: beyond that somebody is testing us

Point = tuple[float, float]


def inner() -> float:
    """Inches between the white at the left and at the right."""
    return width() - 2 * PAD


@dataclass
class Sheet:
    """A drawing area of known size on a figure, with room around it for words.

    ``left right`` are the inches between the edge of the sheet and the axes, ``width height`` those of the axes.
    """

    ax: Axes
    figure: MplFigure
    words: Caption
    left: float
    right: float
    width: float
    height: float
    links: dict[str, list[Link]] = field(default_factory=dict)

    def finish(self, numbers: Numbers) -> Figure:
        """The figure, with the numbers that are drawn; `drawn` gives it its name."""
        return Figure(self.figure, "figure", drawable(self.words.title), clean(self.words.alt), numbers, links=self.links)

    def text(self, x: float, y: float, text: str, size: float = LABEL, colour: str = INK, bold: bool = False, **more: Any) -> None:
        """Text at x inches from the left edge of the axes and y in data (rows are in inches)."""
        self.annotate(text, (0, y), (x, 0), size, colour, bold, xycoords=self.ax.get_yaxis_transform(), **more)

    def below(self, x: float, down: float, text: str, size: float = FOOT, colour: str = QUIET, **more: Any) -> None:
        """Text at x inches from the left edge of the axes, so many inches below them."""
        self.annotate(text, (0, 0), (x, -down), size, colour, xycoords="axes fraction", **more)

    def annotate(
        self, text: str, at: Point, by: Point = (0, 0), size: float = LABEL, colour: str = INK, bold: bool = False, **more: Any
    ) -> None:
        """Text so many inches right of and above a point; in data unless `xycoords` says otherwise."""
        look = {"ha": "left", "va": "center_baseline", "annotation_clip": False, **type_(size, colour, bold), **more}
        self.ax.annotate(text, at, (by[0] * 72, by[1] * 72), textcoords="offset points", **look)

    def tick(self, x: float, down: float, colour: str) -> None:
        """A mark of a ruler so many inches from the left edge of the axes and below them."""
        shift = self.ax.transAxes + ScaledTranslation(x, -down, self.figure.dpi_scale_trans)
        self.ax.add_line(Line2D([0], [0], marker="|", markersize=4, color=colour, linestyle="none", transform=shift, clip_on=False))

    def lines(self, x: float, y: float, lines: Sequence[str], size: float, colour: str, bold: bool = False, unit: float = 1.0) -> float:
        """Lines of text downwards from y; returns where the next line would start.  The axes are measured in units of so many inches."""
        for line in lines:
            self.text(x, y + line_height(size) / 2 / unit, line, size, colour, bold)
            y += line_height(size) / unit
        return y

    def led(self, artist: Artist, *links: Link | None) -> None:
        """What is drawn leads to where it was printed: one link for all of it, or one for each of its marks."""
        if any(links):
            id_ = f"link-{len(self.links)}"
            artist.set_gid(id_)
            self.links[id_] = [link or Link("") for link in links]

    def mark(
        self, x: float, y: float, shape: Any, size: float, colour: str, zorder: float = 5, link: Link | None = None, **more: Any
    ) -> None:
        """One mark in data; `more` is matplotlib's of a line: ``mec mew`` its edge and how wide, ``mfc`` its inside."""
        self.led(self.ax.plot([x], [y], marker=shape, markersize=size, color=colour, linestyle="none", zorder=zorder, **more)[0], link)

    def dots(
        self,
        marks: Sequence[tuple[float, float, str, str]],
        labels: Labels | None = None,
        size: float = 2.5,
        links: Sequence[Link] = (),
        **more: Any,
    ) -> None:
        """Many small marks: day and number, shape and colour of each; those alike are drawn at once, and labels keep clear of them."""
        for x, y, *_ in marks if labels is not None else ():
            labels.mark(x, y, 2, cost=20)
        for look in dict.fromkeys((shape, colour) for _, _, shape, colour in marks):
            own = [i for i, mark in enumerate(marks) if tuple(mark[2:]) == look]
            xs, ys = zip(*(marks[i][:2] for i in own), strict=True)
            style = {"marker": look[0], "markersize": size, "color": look[1], "linestyle": "none", "zorder": 4, "mew": 0, **more}
            self.led(self.ax.plot(xs, ys, **style)[0], *([links[i] for i in own] if 0 < len(links) <= MOST_LED else ()))

    def lower(self, height: float, gap: float) -> Sheet:
        """A second drawing area over the same days, below: its height and the gap are parts of this one's."""
        ax = self.ax.inset_axes((0, -(gap + height), 1, height), sharex=self.ax)
        return replace(self, ax=_bare(ax), height=height * self.height)

    def stroke(
        self, x: Sequence[float], y: Sequence[float], colour: str, wide: float, zorder: float = 3, link: Link | None = None, **more: Any
    ) -> None:
        """A line in data that ends where it ends."""
        self.led(self.ax.plot(x, y, color=colour, linewidth=wide, zorder=zorder, **{"solid_capstyle": "butt", **more})[0], link)


def sheet(words: Caption, ax: Axes | None, height: float, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> Sheet:
    """Lay out the words around a drawing area of `height` inches and give its axes; on axes of the user's, these alone.

    ``left right top bottom`` are inches around the axes, within the words.
    """
    if ax is not None:
        return _guest(words, ax, left, right, top, bottom)
    title = TITLE - 2 if narrow() else TITLE
    blocks = [
        (wrap(drawable(words.title)[:LONGEST], inner(), title, True), title, INK, True),
        (wrap(drawable(words.subtitle)[:LONGEST], inner(), SUBTITLE), SUBTITLE, QUIET, False),
    ]
    head = sum(len(lines) * line_height(size) for lines, size, *_ in blocks) + 0.2
    foot = wrap(drawable(words.foot)[:LONGEST], inner(), FOOT)
    below = len(foot) * line_height(FOOT) + (0.12 if foot else 0.0)
    total = PAD + head + top + height + bottom + below + PAD
    figure = MplFigure(figsize=(width(), total), dpi=DPI)
    FigureCanvasAgg(figure)
    at = PAD
    for lines, size, colour, bold in blocks:
        at = _block(figure, lines, at, total, size, colour, bold) + 0.04
    _block(figure, foot, total - PAD - len(foot) * line_height(FOOT), total, FOOT, QUIET)
    across = inner() - left - right
    axes = figure.add_axes(((PAD + left) / width(), (PAD + below + bottom) / total, across / width(), height / total))
    return Sheet(_bare(axes), figure, words, left, right, across, height)


def _block(figure: MplFigure, lines: list[str], at: float, total: float, size: float, colour: str, bold: bool = False) -> float:
    for line in lines:
        figure.text(PAD / width(), 1 - (at + 0.76 * line_height(size)) / total, line, **type_(size, colour, bold), ha="left", va="baseline")
        at += line_height(size)
    return at


def _guest(words: Caption, ax: Axes, left: float, right: float, top: float, bottom: float) -> Sheet:
    """Draw inside the space that the given axes has: the axes shrinks by the room that words need beside it.

    Type keeps its size, so an axes much smaller than a figure of ours (about 7 by 5 inches) gets crowded.
    """
    figure: Any = getattr(ax.figure, "figure", None) or ax.figure
    wide, high = figure.get_size_inches()
    box = ax.get_position(original=True)
    width, height = box.width * wide, box.height * high
    shrink = min(1.0, 0.6 * width / (left + right)) if left + right else 1.0
    squeeze = min(1.0, 0.5 * height / (top + bottom)) if top + bottom else 1.0
    left, right, top, bottom = left * shrink, right * shrink, top * squeeze, bottom * squeeze
    width, height = width - left - right, height - top - bottom
    ax.set_position((box.x0 + left / wide, box.y0 + bottom / high, width / wide, height / high))
    return Sheet(_bare(ax), figure, words, left, right, width, height)


def _bare(ax: Axes) -> Axes:
    ax.set_facecolor("none")
    ax.spines[:].set_visible(False)
    ax.spines.bottom.set(visible=True, color=RULE, linewidth=0.8)
    ax.tick_params(bottom=False, left=False, length=0, labelsize=SMALL, labelcolor=QUIET, labelfontfamily=FAMILY, pad=4)
    ax.set_axisbelow(True)
    return ax


def shapes_of(shape: dict[str, str], roles: Iterable[str]) -> list[str]:
    """Each role that is drawn with its shape; nothing where there is one only."""
    named = [role for role in dict.fromkeys(roles) if role]
    return [f"{GLYPHS.get(shape[role], '●')} {shorten(role, 48)}" for role in named] if len(named) > 1 else []


def key_lines(words: Iterable[str]) -> list[str]:
    """The words one after another, on as many lines as they need."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} · {word}" if lines[-1] else word
        if measure(longer, FOOT) > inner():
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def note(words: Caption, ax: Axes | None, text: str, numbers: Numbers) -> Figure:
    """A figure without anything to draw: it says so, quietly."""
    page = sheet(words, ax, 0.5)
    page.ax.set(xlim=(0, 1), ylim=(1, 0), xticks=[], yticks=[])
    page.ax.spines["bottom"].set_visible(False)
    lines = wrap(drawable(text), page.width, LABEL, most=3)
    for i, line in enumerate(lines):
        page.annotate(line, (0, 0.5), (0, (len(lines) / 2 - i - 0.5) * LABEL * LEADING / 72), LABEL, QUIET, va="center")
    return replace(page.finish(numbers), instead=text)


def _for_phones(draw: Callable[..., Figure], *args: Any, **options: Any) -> Figure:
    with on_narrow():
        return draw(*args, **options)


def drawn(function: Callable[..., Figure]) -> Callable[..., Figure]:
    """Draw with our style, leave the user's as it was, and call the figure like the function that draws it."""
    name = function.__name__

    @wraps(function)
    def draw(*args: Any, **options: Any) -> Figure:
        ax = args[1] if len(args) > 1 else options.get("ax")
        if ax is not None and not hasattr(ax, "figure"):
            raise TypeError(f"{name}: ax is {ax!r}, not a matplotlib Axes; give a case by name: {name}(result, case=case)")
        case = options.get("case") or getattr(args[0] if args else None, "case", None)
        with styled(), in_place_of(undrawable(case)):
            found = replace(function(*args, **options), name=name.replace("_", "-"))
        return found if ax is not None else replace(found, again=partial(_for_phones, draw, *args, **options))

    return draw
