"""A line of text → its picture: two renderers that set each line of text once.

By hand, because matplotlib lays a text out anew whenever it measures or draws it, glyph by glyph and for each format: with the
words that our figures carry a PNG then takes 125 to 145 ms and not 27 to 44, an SVG 46 to 64 and not 19 to 35. Here a line is laid
out once, at the resolution of the PNG, and both use what it gave. Text in another typeface, at an angle or in a formula goes
matplotlib's own way.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties

from discrepancy.plots.paper.setting import UNHINTED, face
from discrepancy.plots.paper.style import DPI, FAMILY


@dataclass(frozen=True)
class _Line:
    """A line of text as set at `DPI`: its box and its descent in inches, and how much ink each pixel has, bottom row first."""

    width: float
    height: float
    descent: float
    ink: np.ndarray

    def box(self, dpi: float) -> tuple[float, float, float]:
        return self.width * dpi, self.height * dpi, self.descent * dpi

    def coloured(self, colour: Any) -> np.ndarray:
        picture = np.empty((*self.ink.shape, 4), np.uint8)
        picture[:] = [round(255 * part) for part in to_rgba(colour)]
        picture[..., 3] = self.ink
        return picture


@lru_cache(maxsize=2048)
def _set(text: str, size: float, bold: bool) -> _Line:
    set_ = face(size, bold, DPI)
    set_.set_text(text, 0.0, flags=UNHINTED)
    set_.draw_glyphs_to_bitmap(antialiased=True)
    (width, height), descent = set_.get_width_height(), set_.get_descent()
    return _Line(width / 64 / DPI, height / 64 / DPI, descent / 64 / DPI, np.array(set_.get_image())[::-1])


def _line(text: str, face: FontProperties) -> _Line | None:
    """The line as set, if it is in our typeface."""
    plain = face.get_style() == face.get_variant() == "normal" and face.get_family() == [FAMILY]
    weight = face.get_weight()
    return _set(text, face.get_size_in_points(), weight == "bold") if plain and weight in ("normal", "bold") else None


class _Raster(RendererAgg):
    """Agg, with lines of text that are drawn as they were set."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        line = None if ismath else _line(s, prop)
        return line.box(self.dpi) if line else super().get_text_width_height_descent(s, prop, ismath)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        line = _line(s, prop) if self.dpi == DPI and not angle and not ismath else None
        if line is None:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        else:
            self.draw_image(gc, round(x), round(self.height - y - line.descent * DPI), line.coloured(gc.get_rgb()[:3]))


class _Vector(RendererSVG):
    """SVG, with text that is measured as for PNG."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        line = None if ismath else _line(s, prop)
        return line.box(72) if line else super().get_text_width_height_descent(s, prop, ismath)


class FigureCanvas(FigureCanvasAgg):
    """The two renderers as a backend: ``figure.savefig(file, format=..., backend=BACKEND)``."""

    renderer = None

    def get_renderer(self) -> RendererAgg:
        size = *map(int, self.figure.bbox.size), self.figure.dpi
        if self.renderer is None or size != (self.renderer.width, self.renderer.height, self.renderer.dpi):
            self.renderer = _Raster(*size)
        return self.renderer

    def print_svg(self, out: io.BytesIO, *, metadata: dict | None = None, bbox_inches_restore: Any = None, **same: Any) -> None:
        words, fine = io.StringIO(), self.figure.dpi
        self.figure.dpi = 72
        wide, high = self.figure.get_size_inches()
        svg = _Vector(wide * 72, high * 72, words, image_dpi=fine, metadata=metadata)
        renderer = MixedModeRenderer(self.figure, wide, high, fine, svg, bbox_inches_restore=bbox_inches_restore)
        self.figure.draw(renderer)
        renderer.finalize()
        out.write(words.getvalue().encode())


BACKEND = f"module://{__name__}"
