"""One look for every figure: its type, matplotlib's settings while it is drawn, a colour for each group and a shape for each role.

Contrast is that of the Web Content Accessibility Guidelines 2.1; the palette is seaborn's for the colour-blind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import matplotlib as mpl
from matplotlib import colors as mcolors

from discrepancy.case.model import Case

FAMILY = "DejaVu Sans"  # ships with matplotlib: the same widths, and so the same figure, on every machine
FALLBACKS = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Source Han Sans", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Malgun Gothic")
FALLBACKS += ("Microsoft YaHei", "Yu Gothic", "Apple SD Gothic Neo", "Hiragino Sans", "PingFang SC", "Noto Sans Devanagari", "Nirmala UI")
FALLBACKS += ("Kohinoor Devanagari", "Noto Sans Thai", "Leelawadee UI", "Thonburi", "Noto Sans Arabic", "Noto Sans Hebrew")
#: Packages with typefaces, under the SIL Open Font License 1.1, that come with the extra "fonts"; ours has Arabic and Hebrew letters.
FONTS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold", "fontpkg_noto_sans_devanagari", "fontpkg_noto_sans_thai")
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
MOST_COLOURED = 60  # groups of one figure; of more, those without a colour of their own share one
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


SHAPES = {"belligerent": "o", "party": "o", "other state": "s", "ally": "D", "research": "^", "university": "^", "media": "X"}
GLYPHS = {"o": "●", "s": "■", "D": "◆", "^": "▲", "X": "✖", "v": "▼", "P": "✚", "*": "★", "<": "◀", ">": "▶", "p": "⬟", "h": "⬢"}
# seaborn's "colorblind", as a test holds it: to ask seaborn takes every kernel more than a second of processor time, for ten constants.
PALETTE = "#0173b2 #de8f05 #029e73 #d55e00 #cc78bc #ca9161 #fbafe4 #949494 #ece133 #56b4e9".split()
MORE_SHAPES = ("s", "D", "v", "P", "p", "h", "*", "<", ">")


def contrast(colour: str) -> float:
    """Contrast with white paper, from 1 to 21 (WCAG 2.1)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mcolors.to_rgb(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@lru_cache(maxsize=256)
def legible(colour: str, least: float = 4.5) -> str:
    """The colour, darkened until text in it can be read on white.

    Examples
    --------
    >>> legible("#0173b2"), contrast(legible("#ffff00")) >= 4.5
    ('#0173b2', True)
    """
    red, green, blue = mcolors.to_rgb(colour)
    for less in (0.96**step for step in range(60)):
        shade = mcolors.to_hex((red * less, green * less, blue * less))
        if contrast(shade) >= least:
            return shade
    return INK


def colours(case: Case | None, groups: Iterable[str] = ()) -> dict[str, str]:
    """A colour for every group, the same in every figure of a case: its own, else of the palette by order in the case."""
    drawn = list(groups)
    own = {g: c for g, c in (case.colours if case else {}).items() if mcolors.is_color_like(c)}
    order = list(dict.fromkeys([*(case.by_group if case else ()), *drawn]))
    rest = [] if drawn and set(drawn) <= set(own) else [g for g in order if g not in own]
    free = _palette(frozenset(mcolors.to_hex(c) for c in own.values())) if rest else []
    free = free if len(set(drawn)) <= MOST_COLOURED else [STEEL]  # no colour tells so many from each other
    return {g: legible(mcolors.to_hex(c), 3.4) for g, c in {**{g: free[i % len(free)] for i, g in enumerate(rest)}, **own}.items()}


@lru_cache(maxsize=8)
def _palette(taken: frozenset[str]) -> list[str]:
    """The palette without what is taken, or looks like it, and what is too light for a mark on white."""
    near = lambda c: any(math.dist(mcolors.to_rgb(c), mcolors.to_rgb(t)) < 0.3 for t in taken)
    return [c for c in PALETTE if not near(c) and contrast(c) >= 2] or PALETTE


def shapes(case: Case | None, roles: Iterable[str] = ()) -> dict[str, str]:
    """A shape for every role: known words first, others by order of appearance."""
    listed = [row["role"] for row in case.tables["sources"]] if case else []
    found, free = {}, iter(MORE_SHAPES * 4)
    for role in dict.fromkeys([*listed, *roles]):
        known = next((shape for word, shape in SHAPES.items() if str(role).startswith(word)), None)
        found[role] = known or ("o" if not role else next(free, "o"))
    return found
