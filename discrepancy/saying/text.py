"""How text is said: cleaned of what could hide in it, written into the cells of a table and read from them, cut, joined.

What hides is one list: the default ignorable, control, surrogate and noncharacters of Unicode, its marks of direction and breaks of lines,
and what is printed as a blank.  Joiners and variation selectors stay within a word of a script, or a sign, that is shaped by them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

_UNSEEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    r"\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
)
_SHAPED = r"\u203c\u2049\u2100-\u27ff\u2900-\u2bff\u0590-\u1fff\u3030-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010000-\U000dfffd"
_JOINS = r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]\u200d?|[\u200c\u200d]"
#: A mark that hides or turns text; the group is one that stays, since it shapes the letter before it.
HIDDEN = re.compile(rf"((?<=[{_SHAPED}])(?<![{_UNSEEN}\d])(?:{_JOINS})(?![{_UNSEEN}\d]))|[{_UNSEEN}]")
# What a spreadsheet takes for the start of a formula, in either width; apostrophes are counted, so that one that was there stays.
_FORMULA = re.compile(rf"'*(?:[\s{_UNSEEN}]*[=+@＝＋－＠-]|[{_UNSEEN}]*[\t\r\n])")
_NUMBER = re.compile(r"-?[\d.,]+(?:[eE][-+]?\d+)?%?", re.ASCII)


def clean(text: str, most: int = 0) -> str:
    """Text without what hides or turns it, cut to `most` characters if given; a break of lines that is none of ours is a space.

    >>> clean("a\\u202eb"), clean("x" * 9, 5), clean("\\u06cc\\u200c\\u062e 1\\u200c1") == "\\u06cc\\u200c\\u062e 11"
    ('ab', 'xxxx…', True)
    """
    text = str(text)
    if not (text.isascii() and text.isprintable()):
        text = HIDDEN.sub(lambda mark: mark[1] or " " * mark[0].isspace(), text)
    return text if not most or len(text) <= most else text[: most - 1] + "…"


def hidden(text: str) -> str:
    """The first mark in a text that hides or turns some of it, with its place; nothing where there is none.

    >>> hidden("\\u061c1,100 - 3,000"), hidden("1,100")
    ('has the mark U+061C, which hides or turns what stands beside it, as character 1: take it out', '')
    """
    found = None if text.isascii() and text.isprintable() else next((mark for mark in HIDDEN.finditer(text) if not mark[1]), None)
    what = "hides or turns what stands beside it"
    return f"has the mark U+{ord(found[0]):04X}, which {what}, as character {found.start() + 1}: take it out" if found else ""


def escaped(text: str) -> str:
    """The same JSON with what hides or turns text written in ASCII."""
    return HIDDEN.sub(lambda mark: mark[1] or json.dumps(mark[0])[1:-1], text)


def as_csv(rows: Iterable[Iterable[object]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows of cells as the text of a CSV, which no spreadsheet runs and `as_it_was` reads; what is absent is empty.

    >>> as_csv([["=A1", -1, None], ["'-x", "-1.5", "'x"]])
    "'=A1,-1,\\n''-x,-1.5,'x\\n"
    """
    lines: list[str] = []
    file: Any = SimpleNamespace(write=lambda line: lines.append(line.removesuffix("\r\n") + end))  # with another end Python quotes no CR
    csv.writer(file, delimiter=delimiter).writerows(map(harmless, row) for row in rows)
    return "".join(lines)


def harmless(value: object) -> object:
    """A cell as it is written to a CSV: nothing for what is absent; an apostrophe before text that a spreadsheet would run."""
    if value is None or value != value:
        return ""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value


def as_it_was(text: str) -> str:
    """A cell of a CSV as it was before `harmless`."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def clip(text: str, most: int) -> str:
    """Text cut to `most` characters, with an ellipsis for what was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cap(sentence: str) -> str:
    """A sentence with a capital at its start, and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def join(parts: list[str]) -> str:
    """Parts of a sentence, with commas and an "and": a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def some(names: list[str], most: int = 12) -> str:
    """Names in brackets, and of many how many others there are: a; b; and 248 others."""
    return "; ".join(names if len(names) <= most + 1 else [*names[:most], f"and {len(names) - most:,} others"])


def listed(text: str) -> list[str]:
    """The names of a text with commas between them: "region, sex"."""
    return [name.strip() for name in text.split(",") if name.strip()]
