"""How text is said: cleaned of what could hide in it, cut, joined, with capitals and full stops where they belong.

In goes text, much of it from data; out comes text for readers.
"""

from __future__ import annotations

import re

__all__ = ["cap", "clean", "clip", "join", "of_whom", "possessive", "stops"]

# Control characters and marks that turn the direction of text: shown, they could hide or reorder what a source said.
_HIDDEN = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0B, 0x20),
        0x7F,
        *range(0x80, 0xA0),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        0xFEFF,
    ]
)


def clean(text: str, most: int = 0) -> str:
    """Text without control characters and direction marks, cut to `most` characters if given.

    Examples
    --------
    >>> clean("a\\u202eb"), clean("x" * 9, 5)
    ('ab', 'xxxx…')
    """
    text = str(text).translate(_HIDDEN)
    return text if not most or len(text) <= most else text[: most - 1] + "…"


def clip(text: str, most: int) -> str:
    """Text cut to `most` characters, with an ellipsis for what was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def possessive(name: str) -> str:
    """A name with the s of possession."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def of_whom(name: str, thing: str = "figure") -> str:
    """ "Ukraine's figure", or "the figure of Kishore et al."""
    return f"the {thing} of {name}" if _unwieldy(name) else f"{possessive(name)} {thing}"


def whose(name: str) -> str:
    """ "Ukraine's", or "that of Kishore et al."""
    return f"that of {name}" if _unwieldy(name) or name.startswith("the ") else possessive(name)


def _unwieldy(name: str) -> bool:
    """Whether a name takes no s of possession."""
    return len(name) > 26 or name[-1] in ".)" or "'" in name or "," in name


def stops(text: str) -> str:
    """One full stop after a name that ends with one."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)


def cap(sentence: str) -> str:
    """A sentence with a capital at its start, and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def join(parts: list[str]) -> str:
    """Parts of a sentence, with commas and an "and": a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
