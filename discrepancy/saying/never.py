"""What every sentence keeps to: the words that none may use, and those that stand with every gap; the words around a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
