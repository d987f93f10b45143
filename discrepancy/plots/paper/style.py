"""One look for every figure: its width, its type, its colours of context, and matplotlib's settings while it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl

FAMILY = "DejaVu Sans"  # ships with matplotlib: the same widths, and so the same figure, on every machine
WIDTH = 7.2  # inches, of every figure
DPI = 200
INK = "#1c1c1c"
QUIET = "#5c5c5c"  # words of context: 6.7:1 on white
GREY = "#8c8c8c"  # marks of context: 3.4:1
RULE = "#c9c9c9"
FAINT = "#ececec"
PAPER = "#ffffff"
STEEL = "#4a5a68"  # bars that belong to no group
PLAIN = "#b9c2ca"  # a plain range
HATCHED = {"facecolor": PAPER, "edgecolor": STEEL, "hatch": "/////", "linewidth": 1.0}  # what is not accounted for
OWN = HATCHED | {"edgecolor": GREY, "hatch": "\\\\\\\\\\"}  # what was computed from the two figures themselves
STILL = 1.5e-3  # |ln| below which a factor is drawn as a line and printed as ×1
TITLE, SUBTITLE, LABEL, SMALL, FOOT = 14.0, 10.0, 9.5, 8.5, 8.0  # points
STYLE = {
    "font.family": [FAMILY],
    "font.size": LABEL,
    "text.color": INK,
    "text.parse_math": False,
    "text.hinting": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "hatch.linewidth": 0.9,
    "svg.fonttype": "none",
    "svg.hashsalt": "discrepancy",
    "path.simplify": True,
}


@contextmanager
def styled() -> Iterator[None]:
    """matplotlib as we want it, and as the user had it afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield
