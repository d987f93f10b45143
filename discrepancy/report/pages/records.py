"""Records of reports → what pages and comparisons show of them.

A record is the dictionary in a report's ``report.json``: ``case``, ``point`` (the swept parameters), ``path`` (its folder below
the site), ``parameters``, ``notebooks`` (fragments by stem). Fragments are written by notebooks, which may be anybody's: what
is missing or of another kind is absent here, and never an error.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discrepancy import dates
from discrepancy.reading.scale import RATIO, SCALES, Scale
from discrepancy.report.pages.fragments import first_screen
from discrepancy.story.sizes import FACTORS, Sizes

#: Swept parameters that are days, in words.
DAYS = {"as_of": lambda day: f"as of {dates.say(day)}", "known_by": lambda day: f"as known {dates.on(day)}"}


def read(folder: Path | None) -> list[dict]:
    """Return the records of a run, in order of their paths; none for a folder that is gone, or for a file that is no record."""
    found = []
    if folder is None:
        return []
    for path in sorted(folder.glob("*/**/report.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(record, dict) and isinstance(record.get("case"), str) and isinstance(record.get("notebooks"), dict):
            found.append({**record, "path": path.parent.relative_to(folder).as_posix()})
    return found


def place(record: dict) -> str:
    """Return the folder of a report below the site."""
    return record.get("path") or record["case"]


def point(record: dict) -> dict[str, str]:
    """Return the swept parameters; empty without a sweep."""
    return record.get("point") or {}


def words(given: dict[str, str], fragment: dict | None = None) -> str:
    """Return a point in words; a fragment of its report knows the names of what it has by id.

    Examples
    --------
    >>> words({"as_of": "2024-12-23", "rule": "hedge"}), words({"a": "police", "b": "organisers", "known_by": "2025-02"})
    ('as of 23 December 2024, rule hedge', 'police against organisers, as known in February 2025')
    >>> words({"a": "gmo", "b": "moh"}, {"settings": {"named": {"a": "the Media Office", "b": "the Ministry"}}})
    'the Media Office against the Ministry'
    """
    of = dig(fragment, "settings", "named") or {}
    if "a" in given and "b" in given:
        sides = " against ".join(of.get(side) or given[side] for side in "ab")
        return ", ".join(part for part in (sides, words({k: v for k, v in given.items() if k not in ("a", "b")}, fragment)) if part)
    said = lambda k, v: DAYS[k](v) if k in DAYS and dates.is_date(v) else of.get(k) or f"{k.replace('_', ' ')} {v}"
    return ", ".join(said(k, str(v)) for k, v in given.items())


def of_point(record: dict) -> str:
    """Return the point of a report in words."""
    return words(point(record), fragment_with(record, "settings"))


def name(record: dict) -> str:
    """Return the name of a report in a sentence: its case, and its point if it has one."""
    return ", ".join(part for part in (dig(kept(record, "record"), "title") or record["case"], of_point(record)) if part)


def dig(owner: Any, *keys: str) -> Any:
    """Return what is found under keys within keys, or None."""
    for key in keys:
        owner = owner.get(key) if isinstance(owner, dict) else None
    return owner


def number(value: Any, scale: Scale = RATIO) -> float | None:
    """Return a number that has a place on a scale, on a ratio scale one above 0, and of a size that can be drawn; or None."""
    good = isinstance(value, int | float) and not isinstance(value, bool) and (1e-300 < abs(value) < 1e300 or value == 0)
    return float(value) if good and math.isfinite(scale.at(value)) else None


def sizes(owner: Any) -> Sizes:
    """Return how the sizes of a gap, or of a range, are told; factors where it does not say."""
    scale = SCALES.get(str(dig(owner, "scale")), RATIO)
    return Sizes(scale, str(dig(owner, "unit") or ""), number(dig(owner, "grain")) or 0.0)


def step(factor: Any, scale: Scale) -> float | None:
    """Return the size of a factor of a gap in the coordinate of its scale, or None."""
    sizes = (number(dig(factor, key), scale) for key in ("multiplier", "amount"))  # the other one is null
    found = next((size for size in sizes if size is not None), None)
    return None if found is None else scale.at(found)


def remainder(fragment: dict) -> float | None:
    """Return the step that is not accounted for, whichever way it goes, in the coordinate of the scale; None where the gap does not split."""
    rest = step(dig(fragment, "gap", "unexplained"), sizes(dig(fragment, "gap")).scale)
    return None if rest is None else abs(rest)


def figures(record: dict) -> list[tuple[str, dict]]:
    """Return every figure of a report, with the stem of its notebook."""
    return [(stem, figure) for stem, fragment in record["notebooks"].items() for figure in fragment.get("figures") or []]


def fragment_with(record: dict, key: str) -> dict:
    """Return the first fragment that has something under a key; empty if none has."""
    return next((fragment for fragment in record["notebooks"].values() if dig(fragment, key)), {})


def kept(record: dict, key: str) -> Any:
    """Return what the first fragment that has something under a key has there, or None."""
    return fragment_with(record, key).get(key)


@dataclass(frozen=True)
class Shown:
    """One of the two figures: who, the printed value, its words, and a colour as ``#rrggbb`` or nothing."""

    name: str
    value: float
    words: str
    colour: str


@dataclass(frozen=True)
class Finding:
    """What a report found, each part None or empty where its notebooks do not say.

    Sizes are factors, or on a difference scale amounts, of the larger figure against the smaller.
    """

    stem: str  # the notebook that found it
    headline: str
    day: str  # the day that the figures speak of
    sides: tuple[Shown, ...] = ()  # both, or none
    ratio: float | None = None  # as printed; on a difference scale the amount
    rest: float | None = None  # the part not accounted for
    low: float | None = None  # the lowest and the highest rest over every defensible choice
    high: float | None = None
    span: str = ""  # what remains in the words of the first screen, "×2.3",
    label: str = ""  # and what that is, "unexplained; 2.0 to 2.9 depending on choices"
    sizes: Sizes = FACTORS  # how they are told

    @classmethod
    def of(cls, record: dict) -> Finding:
        """Return the finding of a report."""
        fragments = record["notebooks"]
        stem, fragment = next(iter(fragments.items())) if (first := first_screen(fragments)) is None else first
        view = next(iter(dig(fragment, "screen", "views") or ()), {})
        numbers = view.get("numbers") or []
        last = next((row for row in numbers if row.get("range")), {})
        told = sizes(dig(fragment, "gap"))
        scale = told.scale
        low, high = (number(dig(last, "range", end), scale) for end in ("low", "high"))
        whole = number(dig(fragment, "gap", "printed", told.words.whole), scale)
        steps = [None if whole is None else scale.at(whole), step(dig(fragment, "gap", "unexplained"), scale)]
        if steps[0] is not None and steps[0] < 0:
            steps = [None if s is None else -s for s in steps]
        ratio, rest = map(scale.size, steps)
        days = (str(day) for day in (point(record).get("as_of"), dig(fragment, "settings", "as_of")) if day)
        headline = str(view.get("headline") or fragment.get("title") or record["case"])
        span, label = (str(last.get(key) or "") for key in ("number", "label"))
        return cls(
            stem, headline, next(filter(dates.is_date, days), ""), _sides(fragment, numbers), ratio, rest, low, high, span, label, told
        )


def _sides(fragment: dict, numbers: list[dict]) -> tuple[Shown, ...]:
    say = lambda key: str(dig(fragment, "gap", "printed", key) or "")
    colours = [str(row.get("colour") or "") for row in numbers[:2]] if len(numbers) > 1 else ["", ""]
    scale = sizes(dig(fragment, "gap")).scale
    of = {k: number(dig(fragment, "gap", "printed", k), scale) for k in "ab"}
    order = sorted(of, key=lambda k: -(of[k] or 0.0))  # the larger first, as on the first screen
    values = ((k, of[k], colour) for k, colour in zip(order, colours, strict=True))
    both = [Shown(say(f"{k}_name") or k, value, say(f"{k}_words"), colour) for k, value, colour in values if value is not None]
    return tuple(both) if len(both) == 2 else ()
