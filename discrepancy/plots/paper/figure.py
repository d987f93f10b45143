"""What a figure is: a drawing, its sentence and its table, shown in a notebook and saved as files.

A PNG and an SVG have the same bytes on every run and machine, so that a report can be compared with the one before.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure as MplFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from discrepancy.plots.paper.style import DPI, PAPER, styled
from discrepancy.plots.paper.svg import Link, compact
from discrepancy.plots.paper.words import drawable
from discrepancy.saying.text import as_csv

if TYPE_CHECKING:
    import pandas as pd
    from PIL import Image

Table: TypeAlias = "pd.DataFrame"  # pandas is loaded by who makes one
Numbers: TypeAlias = "list[dict] | dict[str, Any] | pd.DataFrame"  # rows, columns or a table, as a figure has them
OPEN = {"none": "", "high": "no upper limit", "low": "no lower limit", "both": "no limit either way"}
NEAR = 8  # steps of 255 within which a shade of an edge is taken for the colour itself


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
    instead : str
        What is said where there is nothing to draw; empty else.
    """

    figure: MplFigure
    name: str
    title: str
    alt: str
    numbers: Numbers
    instead: str = ""
    links: Mapping[str, Sequence[Link]] = field(default_factory=dict, repr=False, compare=False)  # of marks, by the group that they are in
    again: Callable[[], Figure] | None = field(default=None, repr=False, compare=False)  # draws it for a phone
    _drawn: dict[int, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)  # PNG by dpi

    @cached_property
    def table(self) -> pd.DataFrame:
        """The numbers as a table, made when it is asked for: a figure is shown without loading pandas."""
        import pandas as pd

        return pd.DataFrame(self.numbers).reset_index(drop=True)

    @cached_property
    def narrow(self) -> Figure | None:
        """The same drawn for a phone, 3.75 inches wide with words above their marks; none of what is drawn on axes of the user's."""
        return replace(self.again(), name=f"{self.name}-narrow") if self.again else None

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        png = base64.b64encode(self.png()).decode()
        width, height = (round(inches * 100) for inches in self.figure.get_size_inches())
        return {"image/png": png, "text/plain": self.alt}, {"image/png": {"alt": self.alt, "width": width, "height": height}}

    def png(self, dpi: int = DPI) -> bytes:
        """The drawing as PNG, the same bytes on every run; drawn anew only if something in it has changed."""
        if self.figure.stale or dpi not in self._drawn:
            out = io.BytesIO()
            pixels = self._saved("rgba", dpi=dpi)
            picture = _fewer_colours(pixels, int(self.figure.get_figwidth() * dpi), _colours(self.figure))
            picture.save(out, "PNG", dpi=(dpi, dpi), compress_level=5)
            self._drawn[dpi] = out.getvalue()
        return self._drawn[dpi]

    def svg(self) -> bytes:
        """The drawing as SVG, text as text, a link with a title on each mark, the same bytes on every run."""
        drawn = bytes(self._saved("svg", metadata={"Date": None}))
        return compact(drawn, self.name, drawable(self.title), drawable(self.alt), self.links).encode()

    def _saved(self, kind: str, **options: Any) -> memoryview:
        if self.figure.stale:
            self._drawn.clear()
        buffer = io.BytesIO()
        with styled():
            self.figure.savefig(buffer, format=kind, facecolor=PAPER, **options)
        self.figure.stale = False  # drawing sets it as well as clears it
        return buffer.getbuffer()

    def save(self, folder: str | Path) -> dict[str, str]:
        """Write PNG, SVG, for a desk and for a phone, and the table as CSV.

        Parameters
        ----------
        folder : path
            Made if it is not there.

        Returns
        -------
        dict
            ``name title alt png svg csv`` and ``narrow``, the SVG for a phone; file names relative to the folder's parent.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.png").write_bytes(self.png())
        for each in filter(None, (self, self.narrow)):
            (folder / f"{each.name}.svg").write_bytes(each.svg())
        (folder / f"{self.name}.csv").write_text(to_csv(self.table), encoding="utf-8", newline="")
        files = {kind: f"{folder.name}/{self.name}.{kind}" for kind in ("png", "svg", "csv")}
        files |= {"narrow": f"{folder.name}/{self.narrow.name}.svg"} if self.narrow else {}
        return {"name": self.name, "title": self.title, "alt": self.alt, **files}


def _colours(figure: MplFigure) -> list[tuple[int, int, int]]:
    """Every colour that something is drawn in, as it looks on white."""
    found: dict[tuple[int, int, int], None] = {}
    for artist in figure.findobj(lambda artist: isinstance(artist, Line2D | Patch | Collection | Text)):
        for name in ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor"):
            ask = getattr(artist, f"get_{name}", None)
            for red, green, blue, alpha in to_rgba_array(ask()) if ask and ask() is not None else ():
                alpha *= artist.get_alpha() if isinstance(artist, Line2D) and artist.get_alpha() is not None else 1
                if alpha > 0:
                    found[tuple(round(255 * (1 - alpha * (1 - part))) for part in (red, green, blue))] = None
    return list(found)[:128]


def _fewer_colours(pixels: memoryview, width: int, exact: Sequence[tuple[int, int, int]]) -> Image.Image:
    """The picture with at most 256 colours: a third of the size, which notebooks and pages carry many times over.

    What is drawn in a colour keeps it to the bit; the quantizer chooses the shades of edges only.
    """
    from PIL import Image

    picture = Image.frombuffer("RGBA", (width, len(pixels) // 4 // width), pixels).convert("RGB")
    chosen = picture.quantize(256 - len(exact), method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).getpalette() or []
    own, shades = np.array(exact), np.array(chosen).reshape(-1, 3)
    near = np.abs(shades[:, None, :] - own[None]).max(axis=2).min(axis=1) < NEAR
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.concatenate([own, shades[~near]]).astype(int).ravel().tolist())
    fewer = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    close = np.abs(own[:, None] - own[None]).max(axis=2) < NEAR
    if not (unclear := np.flatnonzero(close.sum(axis=1) > 1)).size:
        return fewer
    drawn = np.frombuffer(picture.tobytes(), np.uint8).reshape(-1, 3).astype(np.int32) @ (65536, 256, 1)
    index = np.array(fewer).ravel()
    for i in unclear:  # Pillow takes colours that are so near for one
        index[drawn == own[i] @ (65536, 256, 1)] = i
    exactly = Image.fromarray(index.reshape(picture.height, picture.width), "P")
    exactly.putpalette(fewer.getpalette() or [])
    return exactly


def to_csv(table: pd.DataFrame) -> str:
    """The table as CSV."""
    return as_csv([table.columns, *table.itertuples(index=False, name=None)])  # mapped by pandas, 475 of an object would be 475.0


def records(table: Table) -> list[dict[str, Any]]:
    """The rows of a table, as figures take them."""
    return table.to_dict("records")


def columns(rows: Iterable[Mapping], names: Mapping[str, str], **cells: Callable[[Any], object]) -> dict[str, list]:
    """The table under a figure: columns by the names that readers get and the keys of rows; `cells` says how what stands there is shown."""
    rows, cells = list(rows), {"open": lambda side: OPEN.get(side, side)} | cells
    return {name: [cells[key](row[key]) if key in cells else row[key] for row in rows] for name, key in names.items()}


def covers_days(row: dict) -> bool:
    """Whether a figure is of days from one that is known; an empty cell may be NaT."""
    return row["start"] is not None and row["start"] == row["start"]


def blank(x: object) -> object:
    """Nothing as an empty cell."""
    return "" if x is None or x != x else x


def as_they_are(cells: Iterable[object]) -> np.ndarray:
    """A column of numbers each of which stays as it is: 475 and not 475.0 where others are none or have a fraction."""
    column = list(cells)
    found = np.empty(len(column), dtype=object)
    found[:] = column
    return found
