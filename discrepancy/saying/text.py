"""How text is said: cleaned of what could hide in it, cut, joined."""

from __future__ import annotations

import re

# Control characters and marks that turn the direction of text: shown, they could hide or reorder what a source said.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str, most: int = 0) -> str:
    """Text without control characters and direction marks, cut to `most` characters if given.

    >>> clean("a\\u202eb"), clean("x" * 9, 5)
    ('ab', 'xxxx…')
    """
    text = _HIDDEN.sub("", str(text))
    return text if not most or len(text) <= most else text[: most - 1] + "…"


def clip(text: str, most: int) -> str:
    """Text cut to `most` characters, with an ellipsis for what was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cap(sentence: str) -> str:
    """A sentence with a capital at its start, and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def join(parts: list[str]) -> str:
    """Parts of a sentence, with commas and an "and": a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def listed(text: str) -> list[str]:
    """The names of a text with commas between them: "region, sex"."""
    return [name.strip() for name in text.split(",") if name.strip()]
