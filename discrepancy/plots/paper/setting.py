"""Text and a width in inches → how wide the words are, and the lines in which they are set."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from discrepancy.plots.paper.style import FAMILY, LABEL, PAPER

LEADING = 1.28  # line height over type size
UNHINTED = LoadFlags.NO_HINTING  # as in our style: the same shapes at every size


def measure(text: str, size: float = LABEL, bold: bool = False) -> float:
    """Width of a line of text in inches, a little generous.

    Examples
    --------
    >>> round(measure("killed or wounded", 9.5), 2)
    1.19
    """
    return _ems(text, bold) * size / 72 * 1.01


@lru_cache(maxsize=16384)
def _ems(text: str, bold: bool) -> float:
    """Width of a line of text over the size of the type."""
    return sum([_advance(letter, bold) for letter in text])


@lru_cache(maxsize=8192)
def _advance(letter: str, bold: bool) -> float:
    """Width of a letter over the size of the type."""
    return face(1000.0, bold).load_char(ord(letter), UNHINTED).linearHoriAdvance / 2**16 / 1000


def face(size: float, bold: bool, dpi: float = 72) -> FT2Font:
    """Our typeface at a size; matplotlib keeps the open faces, one a thread, and opens them anew after a fork."""
    opened = get_font(_path(bold))
    opened.clear()
    opened.set_size(size, dpi)
    return opened


@lru_cache(maxsize=2)
def _path(bold: bool) -> str:
    return findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal"))


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


def type_(size: float, colour: str, bold: bool = False) -> dict:
    """What every text is drawn with: our typeface, and no mathtext."""
    return {"fontsize": size, "color": colour, "fontweight": "bold" if bold else "normal", "fontfamily": FAMILY, "parse_math": False}


def plate(pad: float, alpha: float | None = None) -> dict:
    """White paper behind words that stand on lines; `alpha` below 1 lets these show."""
    return {"facecolor": PAPER, "edgecolor": "none", "pad": pad} | ({} if alpha is None else {"alpha": alpha})
