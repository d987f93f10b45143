"""How text is said: cleaned of what could hide in it, cut, joined; the words that no sentence may use, and those that stand with every gap."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Control characters and marks that turn the direction of text: shown, they could hide or reorder what a source said.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
NEVER = re.compile(
    r"\b(?:lie[ds]?|lying|liars?|inflat\w*|downplay\w*|claim(?:s|ed|ing)?|admit\w*|catch\w* up|caught up|late|distort\w*|mislead\w*|misled"
    r"|flip\w*|true figures?|real figures?|toll)\b",
    re.IGNORECASE,
)
NOT_EVIDENCE = "This is not evidence that either source is wrong."
REMAINS = "not accounted for by the public record"


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a figure: title (the finding), subtitle (quantity, period, basis), foot (sources), alt sentence."""

    title: str
    subtitle: str
    foot: str
    alt: str


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
