"""One look for every figure: colours, shapes, type, numbers, ticks, and text that is safe to draw.

Text from data is data.  `clean` takes out what could steer a renderer (control characters, bidirectional overrides) and
what the typeface lacks; every text is drawn with ``parse_math=False``, so that a dollar sign is a dollar sign.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib import colors as mcolors
from matplotlib import font_manager

if TYPE_CHECKING:
    from ..case import Case

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

SHAPES = {"belligerent": "o", "party": "o", "other state": "s", "ally": "D", "research": "^", "university": "^", "media": "X"}
GLYPHS = {"o": "●", "s": "■", "D": "◆", "^": "▲", "X": "✖", "v": "▼", "P": "✚", "*": "★", "<": "◀", ">": "▶", "p": "⬟", "h": "⬢"}
MORE_SHAPES = ("s", "D", "v", "P", "p", "h", "*", "<", ">")

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


# ----------------------------------------------------------------------------------------------- text


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """Characters that both the regular and the bold face have."""
    faces = [font_manager.FontProperties(family=FAMILY, weight=w) for w in ("normal", "bold")]
    maps = [font_manager.get_font(font_manager.findfont(face)).get_charmap() for face in faces]
    return frozenset(maps[0]) & frozenset(maps[1])


@lru_cache(maxsize=4096)
def clean(text: object) -> str:
    """Text that is safe to draw and has a glyph for every character; what has none becomes an ellipsis.

    Examples
    --------
    >>> clean("a\\u202eb\\x00 c"), clean("약 3,000명"), clean("casualties ... surpassed")
    ('ab c', '… 3,000…', 'casualties … surpassed')
    """
    text = unicodedata.normalize("NFC", str(text)[:20_000]).replace("...", "…")
    text = re.sub(r"[\t\r\n\f\v\u2028\u2029\xa0]+", " ", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    text = "".join(c if ord(c) in _glyphs() else "\0" for c in text)
    return " ".join(re.sub("\0[\0 ]*\0|\0", "…", text).split())


def shorten(text: object, most: int = 48) -> str:
    """`clean`, and cut at a word with an ellipsis where it is longer than `most` characters.

    Examples
    --------
    >>> shorten("killed or wounded", 12)
    'killed or…'
    """
    text = clean(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return at_word.rstrip(" .,;:…(") + "…"


def quoted(text: object, most: int = 48) -> str:
    """A printed phrase in quotation marks."""
    return f"“{re.sub(_INNER, _single, shorten(text, most))}”"


_INNER = re.compile(r'["“”]')


def _single(match: re.Match) -> str:
    """A quotation mark inside a quotation."""
    opens = match.start() == 0 or match.string[match.start() - 1] in " (["
    return "‘" if opens else "’"


@lru_cache(maxsize=4096)
def day_label(day: date, year: bool = False) -> str:
    """23 Dec, or 23 Dec 2024."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


# -------------------------------------------------------------------------------------------- numbers


def count(x: float, digits: int = 2) -> str:
    """A count for readers: whole as it was printed, else with so many significant digits."""
    from ..story import number

    return number(x, 0 if abs(x - round(x)) < 1e-6 else digits)


def factor(m: float | None) -> str:
    """A factor for readers: ×1, ×1.19, ×2.3."""
    from ..story import times

    if m is None:
        return times(m)
    if abs(m - 1) < 5e-4:
        return "×1"
    return times(m, 2 if m < 1.95 else 1)


# --------------------------------------------------------------------------------------------- colour


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mcolors.to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(colour: str) -> float:
    """Contrast with white paper, from 1 to 21 (WCAG 2.1)."""
    return 1.05 / (_luminance(colour) + 0.05)


@lru_cache(maxsize=256)
def readable(colour: str, least: float = 4.5) -> str:
    """The colour, darkened until text in it can be read on white.

    Examples
    --------
    >>> readable("#0173b2"), contrast(readable("#ffff00")) >= 4.5
    ('#0173b2', True)
    """
    rgb = mcolors.to_rgb(colour)
    for step in range(60):
        shade = mcolors.to_hex([c * 0.96**step for c in rgb])
        if contrast(shade) >= least:
            return shade
    return INK


def colours(case: Case | None, groups: object = ()) -> dict[str, str]:
    """A colour for every group, the same in every figure of a case: its own, else of the palette by order in the case."""
    drawn = list(groups)
    own = {g: c for g, c in (case.colours if case else {}).items() if mcolors.is_color_like(c)}
    order = list(dict.fromkeys([*(case.by_group if case else ()), *drawn]))
    rest = [] if drawn and set(drawn) <= set(own) else [g for g in order if g not in own]
    free = _palette(frozenset(mcolors.to_hex(c) for c in own.values())) if rest else []
    return {g: readable(mcolors.to_hex(c), 3.4) for g, c in {**{g: free[i % len(free)] for i, g in enumerate(rest)}, **own}.items()}


@lru_cache(maxsize=8)
def _palette(taken: frozenset[str]) -> list[str]:
    """seaborn's colour-blind-safe palette without what is taken, or looks like it, and what is too light for a mark on white.

    seaborn takes most of a second to load, so it is asked only for groups that the case gives no colour.
    """
    from seaborn import color_palette

    colours = color_palette("colorblind").as_hex()
    near = lambda c: any(math.dist(mcolors.to_rgb(c), mcolors.to_rgb(t)) < 0.3 for t in taken)
    return [c for c in colours if not near(c) and contrast(c) >= 2] or colours


def shapes(case: Case | None, roles: object = ()) -> dict[str, str]:
    """A shape for every role: known words first, others by order of appearance."""
    listed = [row["role"] for row in case.tables["sources"]] if case else []
    found, free = {}, iter(MORE_SHAPES * 4)
    for role in dict.fromkeys([*listed, *roles]):
        known = next((shape for word, shape in SHAPES.items() if str(role).startswith(word)), None)
        found[role] = known or ("o" if not role else next(free, "o"))
    return found


# ---------------------------------------------------------------------------------------------- ticks

_SERIES = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 7), (1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9))


def count_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks of a log axis that people use: 300, 1,000, 3,000; evenly spaced ones where the axis is short.

    Examples
    --------
    >>> count_ticks(20, 6000), count_ticks(2700, 3500)
    ([30.0, 100.0, 300.0, 1000.0, 3000.0], [2800.0, 3000.0, 3200.0, 3400.0])
    """
    if high / low < 2.2:
        return _even(low, high, most)
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    found: list[float] = []
    for series in _SERIES:
        ticks = [s * 10.0**d for d in decades for s in series if low <= s * 10.0**d <= high]
        if len(ticks) > most:
            break
        found = ticks
        if len(ticks) >= 4:
            break
    return found or [math.sqrt(low * high)]


def _even(low: float, high: float, most: int) -> list[float]:
    """Multiples of a round step, as many as there can be."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(s * power for s in (1, 2, 5, 10, 20) if math.floor(high / (s * power)) - math.ceil(low / (s * power)) < most)
    return [round(step * i, 10) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


_RATIOS = (
    (0.1, 1, 10, 100, 1000),
    (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64),
    (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7, 10),
    (0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6),
    (0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2),
)
_FRACTIONS = {0.5: "½", 0.25: "¼", 0.75: "¾"}


def ratio_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks of a log axis of ratios: ×½, ×1, ×2."""
    found: list[float] = []
    for series in _RATIOS:
        ticks = [t for t in series if low <= t <= high]
        if len(ticks) > most:
            break
        found = ticks
        if len(ticks) >= 4:
            break
    return found or [math.sqrt(low * high)]


def ratio_label(x: float) -> str:
    """×½, ×1, ×2.5."""
    return "×" + (_FRACTIONS.get(x) or f"{x:,g}")


def span_label(first: date, last: date) -> str:
    """Days from and to, no more of them than needed.

    Examples
    --------
    >>> span_label(date(2024, 12, 19), date(2024, 12, 23)), span_label(date(2024, 12, 1), date(2025, 1, 16))
    ('19 to 23 Dec 2024', '1 Dec 2024 to 16 Jan 2025')
    """
    if first.year != last.year:
        return f"{day_label(first, True)} to {day_label(last, True)}"
    return f"{first.day if first.month == last.month else day_label(first)} to {day_label(last, True)}"


def day_ticks(first: date, last: date, anchor: date | None = None) -> list[tuple[date, str]]:
    """Days to mark and what to print there: weeks counted from `anchor`, else months, quarters or years."""
    span = (last - first).days
    if span <= 80:
        step = 7 if span > 24 else 3 if span > 9 else 1
        anchor = anchor or first
        start = anchor - timedelta(step * ((anchor - first).days // step))
        days = [start + timedelta(step * i) for i in range((last - start).days // step + 1)]
        days = [d for d in days if d >= first]
        return [(d, day_label(d) + (f"\n{d.year}" if i == 0 or d.year != days[i - 1].year else "\n ")) for i, d in enumerate(days)]
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if span / 30.4 / s <= 8), 120)
    months = [(m // 12, m % 12 + 1) for m in range(first.year * 12, last.year * 12 + 12) if m % step == 0]
    days = [d for d in (date(y, m, 1) for y, m in months) if first <= d <= last]
    if step >= 12:
        return [(d, str(d.year)) for d in days]
    return [(d, f"{d:%b}" + (f"\n{d.year}" if i == 0 or d.year != days[i - 1].year else "\n ")) for i, d in enumerate(days)]
