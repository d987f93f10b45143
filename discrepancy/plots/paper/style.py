"""One look for every figure: colours, shapes, type, numbers, ticks, and text that is safe to draw.

Text from data is data.  `clean` takes out what could steer a renderer (control characters, bidirectional overrides) and
what the typeface lacks; every text is drawn with ``parse_math=False``, so that a dollar sign is a dollar sign.
"""

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
