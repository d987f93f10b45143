"""Text from data → text that is safe to draw, the lines in which it is set, days as they are printed, and the words around a figure.

Text from data is data: `drawable` takes out what hides or turns text and what the typeface lacks. All text is drawn with ``parse_math=False``, so that a dollar sign is a dollar sign.
Title, subtitle, foot and alt of each figure stand beside it, in its own `words`; here is what they share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags

from discrepancy import dates
from discrepancy.basis.basis import Basis
from discrepancy.case.model import Case
from discrepancy.display import RIGHT_TO_LEFT, isolated
from discrepancy.plots.paper.style import FALLBACKS, FAMILY, FONTS, LABEL, PAPER
from discrepancy.saying.numbers import plural
from discrepancy.saying.text import cap, clean, clip, join
from discrepancy.story.words import Caption, stops

LONGEST_ALT = 349
BOLD = ("700", "bold")
WORD = re.compile(r"\S*\b\d{1,2} [A-Z][a-z]{2,8}(?= \d{4})|\S+")  # a day and its month stay together
LEFT = ("\u200e", "\u200e")  # marks that keep what stands beside words from right to left, which may be broken into lines, at its place
JOINERS = "\u200c\u200d"  # what letters of Persian and Hindi are joined, or kept apart, by

# Of sources that no typeface here can draw, with their ids.
_NAMES: ContextVar[Mapping[str, str]] = ContextVar("names", default=MappingProxyType({}))


def undrawable(case: Case | None) -> dict[str, str]:
    """Names of sources and groups in letters that no typeface of this machine has, each with the id that is drawn in its place."""
    if case is None:
        return {}
    names = {case.source_name(s): s for s in case.by_source} | {case.group_name(g): g for g in case.by_group}
    return {name: id_ for name, id_ in names.items() if lacking(name)}


@lru_cache(maxsize=4096)
def lacking(text: str) -> bool:
    """Whether the text has a letter that no typeface of this machine has.

    Examples
    --------
    >>> lacking("Société"), lacking("\U00012000")  # the second is cuneiform
    (False, True)
    """
    letters = {ord(c) for c in unicodedata.normalize("NFC", text) if c.isalnum()}
    return not all(any(letter in glyphs for glyphs in _glyphs()) for letter in letters)


@contextmanager
def in_place_of(names: Mapping[str, str]) -> Iterator[None]:
    """Draw these texts in the place of those names."""
    token = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(token)


def drawable(text: object) -> str:
    """Text that is safe to draw and has a glyph for every character; what has none becomes an ellipsis, a source's name its id.

    Examples
    --------
    >>> drawable("a\\u202eb\\x00 c"), drawable("casualties ... surpassed")
    ('ab c', 'casualties … surpassed')
    """
    for name, id_ in _NAMES.get().items():
        text = str(text).replace(name, id_)
    return _drawable(str(text)[:20_000])


@lru_cache(maxsize=4096)
def _drawable(text: str) -> str:
    text = re.sub("[\ufe00-\ufe0f]", "", clean(unicodedata.normalize("NFC", text))).replace("...", "…")
    text = "".join(c for c in text if c.isspace() or c in JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn"))
    text = "".join(c if c.isspace() or c in JOINERS or any(ord(c) in glyphs for glyphs in _glyphs()) else "\0" for c in text)
    return isolated(" ".join(re.sub("\0[\0 ]*\0|\0", "…", text).split()), LEFT, LEFT)


def shorten(text: object, most: int = 48) -> str:
    """`drawable`, and cut at a word with an ellipsis where it is longer than `most` characters.

    Examples
    --------
    >>> shorten("killed or wounded", 12)
    'killed or…'
    """
    text = drawable(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return at_word.rstrip(" .,;:…(") + "…"


def shorten_name(name: object, most: int = 48) -> str:
    """`drawable`, and cut in its middle, at words where there are such, where it is longer than `most` characters.

    Examples
    --------
    >>> shorten_name("Ministry of Health, North", 24), shorten_name("Ministry of Health, South", 24)
    ('Ministry … Health, North', 'Ministry … Health, South')
    """
    text = drawable(name)
    if len(text) <= most:
        return text
    start = (most - 3) * 2 // 5  # the end tells more often which of several it is
    head, tail = text[:start], text[len(text) - (most - 3 - start) :]
    if text[len(head)] != " " and " " in head[len(head) // 2 :]:
        head = head.rpartition(" ")[0]
    if text[len(text) - len(tail) - 1] != " " and " " in tail[: len(tail) // 2 + 1]:
        tail = tail.partition(" ")[2]
    return f"{head.rstrip(' ,;:(')} … {tail.lstrip()}"


def of_row(name: object, n: int, most: int = 60) -> str:
    """The name of a row, or where it has letters that no typeface of this machine has, its place in the table."""
    text = shorten_name(name, most)
    return text if re.search(r"\w", text) else f"row {n} of the table"


def quoted(text: object, most: int = 48) -> str:
    """A printed phrase in quotation marks; those inside it become single ones.  A number alone, as a table has it, is none."""
    if not re.search(r"[^\W\d_]", str(text)):
        return shorten(text, most)
    opened = re.sub(r'(^|[ (\[])["“”]', r"\1‘", shorten(text, most))
    return "“" + re.sub(r'["“”]', "’", opened) + "”"


@lru_cache(maxsize=4096)
def day_label(day: date, year: bool = False) -> str:
    """23 Dec, or 23 Dec 2024."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def short_day(text: str) -> str:
    """A day, month or year of a table: 23 Dec 2024, Dec 2024, 2024."""
    if len(text) == len("2024-12-23"):
        return day_label(date.fromisoformat(text), True)
    return f"{date.fromisoformat(text + '-01'):%b %Y}" if "-" in text else text


def caption(title: str, subtitle: str, foot: str, alt: str) -> Caption:
    """The words around a figure, each without a doubled full stop, the sentence of a length that can be listened to."""
    title, subtitle, foot, alt = map(stops, (title, subtitle, foot, alt))
    return Caption(title, subtitle, foot, clip(" ".join(alt.split()), LONGEST_ALT))


def nothing(title: str, case: Case | None, subtitle: str = "", alt: str = "") -> Caption:
    """The words around a figure without anything to draw; `alt` where the title says more than is missing."""
    return caption(title, subtitle, foot_line(case), f"Empty chart: {alt or title[:1].lower() + title[1:] + '.'}")


def foot_line(case: Case | None, extra: str = "") -> str:
    """Where the numbers come from, and what else is to be said below a figure."""
    if case is None:
        return extra
    version = f", version {case.version}" if case.version else ""
    if ids := sorted(set(undrawable(case).values())):
        extra += f" No typeface of this machine has the letters of the names of {join(ids)}: these are their ids."
    if n := sum(lacking(c.phrase) for c in case.records):
        extra += f" Nor those of {plural(n, 'phrase')}" if ids else f" No typeface of this machine has the letters of {plural(n, 'phrase')}"
        extra += f": “…” is in {'its' if n == 1 else 'their'} place, the words are in the table."
    return f"Source: the case {case.name if case.title == case.name else f'“{case.title}”'}{version}; addresses in the table.{' ' + extra.strip() if extra else ''}"


def noun_of(case: Case | None, measure: str) -> str:
    """What is counted, in the words of the case."""
    if case is None or measure not in case.measures:
        return "figures"
    spec = case.measures[measure]
    return spec.noun or spec.label


def known(known_by: str) -> str:
    """By when it was known, as the end of a phrase."""
    return f", as known on {dates.say(known_by)}" if known_by else ", with hindsight"


def noun_known(case: Case | None, measure: str, known_by: str) -> str:
    """What is counted, and by when it was known."""
    return cap(noun_of(case, measure)) + known(known_by)


def on_basis(basis: Basis) -> str:
    """The day that numbers were brought to, and by when they were known."""
    return f"on {dates.say(basis.as_of)}{known(basis.known_by)}"


def noun_on(case: Case | None, basis: Basis, day: str = "") -> str:
    """What is counted, and on which basis; `day` is that of the basis as it is said."""
    on = f"for {day}{known(basis.known_by)}" if day and day != dates.say(basis.as_of) else on_basis(basis)
    return f"{cap(noun_of(case, basis.measure))}, {on}"


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
    """Width of a letter over the size of the type, in the first of our typefaces that has it."""
    place = next((i for i, glyphs in enumerate(_glyphs()) if ord(letter) in glyphs), 0)
    face = get_font(_path(families()[place], bold))
    face.clear()
    face.set_size(1000.0, 72)
    return face.load_char(ord(letter), UNHINTED).linearHoriAdvance / 2**16 / 1000


@lru_cache(maxsize=1)
def families() -> list[str]:
    """Our typeface, then those of this machine, and of packages that were installed for it, that have what it lacks."""
    for package in filter(None, map(find_spec, FONTS)):
        for place in package.submodule_search_locations or ():
            for path in [*Path(place).rglob("*.otf"), *Path(place).rglob("*.ttf")]:
                fontManager.addfont(path)
    here = set(fontManager.get_font_names())
    found = [FAMILY, *(family for family in FALLBACKS if family in here)]
    for family in found:  # one without a bold face stands for it: matplotlib would say so on every figure
        faces = [face for face in fontManager.ttflist if face.name == family]
        if not any(str(face.weight) in BOLD for face in faces):
            fontManager.ttflist.append(replace(faces[0], weight=700))
    return found


@lru_cache(maxsize=1)
def _glyphs() -> list[frozenset[int]]:
    """Characters that both the regular and the bold face of each family have."""
    maps = [[get_font(_path(family, bold)).get_charmap() for bold in (False, True)] for family in families()]
    return [frozenset(regular) & frozenset(bold) for regular, bold in maps]


@lru_cache(maxsize=32)
def _path(family: str, bold: bool) -> str:
    return findfont(FontProperties(family=family, weight="bold" if bold else "normal"))


def line_height(size: float) -> float:
    """Inches from one line of text to the next."""
    return size * LEADING / 72


def wrap(text: str, width: float, size: float = LABEL, bold: bool = False, most: int = 0) -> list[str]:
    """Lines no wider than `width` inches; a word that is wider is broken; after `most` lines an ellipsis."""
    lines = [""]
    for word in WORD.findall(text):
        longer = f"{lines[-1]} {word}".lstrip()
        if measure(longer, size, bold) <= width:
            lines[-1] = longer
            continue
        while len(word) > 1 and measure(word, size, bold) > width:
            fit = _fitting(word, width, size, bold)
            lines.append(word[:fit])
            word = word[fit:]
        lines.append(word)
    lines = [line for line in lines if line]
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and measure(last + "…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" .,;:(“") + "…"]
    return [LEFT[0] + line if RIGHT_TO_LEFT.search(line) and line[:1] != LEFT[0] else line for line in lines]


def fitted(name: str, width: float, size: float = LABEL, bold: bool = False, most: int = 1) -> tuple[str, ...]:
    """The lines of a name; where they are too many it is cut in the middle: names that differ only at their end stay different.

    Examples
    --------
    >>> fitted("South Korea's intelligence service (NIS)", 2.2), fitted("South Korea's intelligence service (NIS)", 2.2, most=2)
    (("South Korea's … service (NIS)",), ("South Korea's intelligence", 'service (NIS)'))
    """
    text = shorten_name(name, 240)
    for letters in (len(text), *range(len(text) - 1, 3, -1)):
        lines = wrap(shorten_name(text, letters), width, size, bold)
        if len(lines) <= most:
            break
    return tuple(lines[:most])


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
    return {"fontsize": size, "color": colour, "fontweight": "bold" if bold else "normal", "fontfamily": families(), "parse_math": False}


def plate(pad: float, alpha: float | None = None) -> dict:
    """White paper behind words that stand on lines; `alpha` below 1 lets these show."""
    return {"facecolor": PAPER, "edgecolor": "none", "pad": pad} | ({} if alpha is None else {"alpha": alpha})
