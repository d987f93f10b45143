"""Pixels → a picture with a palette, small enough for notebooks and pages that carry many.

By hand, because it takes 5 ms a figure: Pillow's octree takes 13 for the same size and the same faithfulness (no part of a colour off
by more than 15 of 255), its median cut 100, and is off by 60 in coloured letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

WHITE, SHADES = 0xFFFFFFFF, 16**3  # a shade: sixteen steps each of red, green and blue


def fewer_colours(pixels: np.ndarray) -> Image.Image:
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
