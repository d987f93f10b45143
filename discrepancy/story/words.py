"""Words of every story: those that no sentence may use, those that stand with every gap, whose figure it is, and those around a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from discrepancy.saying.text import join

NEVER = re.compile(
    r"\b(?:lie[ds]?|lying|liars?|inflat\w*|downplay\w*|claim(?:s|ed|ing)?|admit\w*|catch\w* up|caught up|late|distort\w*|mislead\w*|misled"
    r"|flip\w*|true figures?|real figures?|toll)\b",
    re.IGNORECASE,
)
ALIKE = "That two figures are alike is not evidence that either is right."
TOGETHER = "That two figures can be brought together is not evidence that either is right."
NOT_EVIDENCE = "This is not evidence that either source is wrong."
REMAINS = "not accounted for by the public record"
WHERE = ("on one basis", "brought to one day")  # what figures were brought to, and where the basis leaves open what they count


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a figure: title (the finding), subtitle (quantity, period, basis), foot (sources), alt sentence."""

    title: str
    subtitle: str
    foot: str
    alt: str


#: Sentences, each with whether it stands on a first screen; the others follow where the finding is explained.
Told: TypeAlias = "list[tuple[str, bool]]"


def together(told: Told, first: bool | None = None) -> str:
    """All sentences, or only those that stand on a first screen, or those that do not."""
    return " ".join(text for text, stands in told if text and first in (None, stands))


def still_apart(left_open: list[str]) -> str:
    """A sentence of what figures differ in where the basis leaves it open; empty where it leaves nothing."""
    return f" They differ in {join(left_open)}, which the basis leaves open." if left_open else ""


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
    return len(name) > 26 or name[-1] in ".)" or any(part in name for part in ("'", ",", " at "))


def stops(text: str) -> str:
    """One full stop after a name that ends with one."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
