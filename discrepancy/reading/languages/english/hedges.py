"""The hedges of English: what each does to a number, the widths readers gave them, and how they are printed.

Widths: Ferson et al. (2015); see `discrepancy.reading.widths`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Width of the interval that readers gave, L = A + B z + C r + D f + E zr + F zf + G rf + H zrf and
# w = 10**L, with z = log10(x), r = trailing zeros and f = 1 if the last significant digit is 5.
FERSON_2015 = {
    "about": (-0.2085, 0.4285, 0.2807, 0.0940, 0.0147, -0.0640, -0.0102, 0.0404),
    "roughly": (-0.1030, 0.3687, 0.2559, -0.0303, 0.0353, 0.1051, 0.1422, -0.0562),
    "approximately": (-0.3171, 0.4993, 0.2540, 0.6410, 0.0177, -0.2835, 0.1025, 0.0169),
    "around": (-0.1018, 0.3429, 0.3169, 0.0951, 0.0381, -0.0005, 0.0174, -0.0029),
    "at most": (-0.3076, 0.4751, 0.2477, 0.1168, 0.0088, -0.0619, 0.1551, 0.0052),
    "at least": (-0.1128, 0.3624, 0.3829, 0.3188, 0.0087, -0.1404, 0.0069, 0.0409),
    "no more than": (-0.2699, 0.4187, 0.2418, 0.2216, 0.0382, -0.0467, 0.0689, 0.0069),
    "no less than": (-0.0187, 0.3412, 0.2207, -0.1427, 0.0341, 0.1616, -0.1480, 0.0083),
    "over": (-0.0668, 0.3793, 0.2490, -0.1635, 0.0344, 0.1353, -0.0068, -0.0176),
    "above": (-0.1736, 0.4483, 0.2625, 0.0224, 0.0112, 0.0669, -0.1354, 0.0156),
    "below": (-0.3052, 0.4275, 0.2666, 0.3141, 0.0353, -0.1348, 0.1678, -0.0168),
    "almost": (-0.4539, 0.4593, 0.3567, 0.4006, -0.0196, -0.2245, -0.0534, 0.0882),
    "nearly": (-0.2716, 0.3420, 0.2722, 0.0923, 0.0440, 0.0196, 0.0386, -0.0270),
}
FERSON_BARE = (0.2070, 0.1374, -0.4265, 0, 0.2450, 0, 0, 0)  # used with f = 0 only: it explodes otherwise
READER_SIGMA = 0.6  # residual sd of L, about the same for every hedge: one reader in six takes a width 4 times larger

# What a hedge does to a number.  Synonyms take the nearest of the 13 rows that were studied.
HEDGES = {
    # hedge: (side, row, ways to print it before the number, as regular expressions)
    "exactly": ("exact", None, r"exactly|precisely"),
    "about": (
        "about",
        "about",
        r"about|some|estimated(?: at)?|an estimated|estimates? of|in the (?:realm|region|neighbou?rhood|vicinity) of|something like"
        r"|not far (?:from|off)|(?:thought|believed) to (?:be|number)|hardly|barely|scarcely|~|≈|∼|give or take|nearer(?: to)?|perhaps|maybe|possibly",
    ),
    "roughly": ("about", "roughly", r"roughly(?: speaking)?"),
    "approximately": ("about", "approximately", r"approximately|approx\.?"),
    "around": ("about", "around", r"around|circa|ca?\.|ca|(?:on|in|of) the order of|closer to"),
    "at least": (
        "floor",
        "at least",
        r"at (?:the )?(?:very )?least|(?:no|not) fewer than|lower limit of|(?:at )?(?:a )?minimum(?: of)?|min\.?|≥|>=",
    ),
    "no less than": ("floor", "no less than", r"(?:no|not) less than|not (?:under|below)"),
    "over": (
        "floor",
        "over",
        r"over|(?:slightly |little )?more than|(?:now |has |have |had )*exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?"
        r"|topp(?:ed|ing)|tops|pass(?:es|ed|ing)|past|cross(?:es|ed|ing)|broke|breached|in excess of|upwards? of|north of|beyond|>"
        r"|(?:(?<=may )|(?<=could )|(?<=might )|(?<=would )|(?<=will )|(?<=soon ))(?:pass|cross|top|surpass)",
    ),
    "above": ("floor", "above", r"above|(?:greater|larger|higher) than"),
    "odd": ("floor", "over", None),  # printed behind the number: "1,100-odd", Korean 여, Japanese 余
    "at most": ("ceiling", "at most", r"at(?: the)? most|up to|as (?:many|much|high) as|(?:at )?(?:a )?maximum(?: of)?|max\.?|≤|<="),
    "no more than": (
        "ceiling",
        "no more than",
        r"(?:no|not) (?:more|greater|larger|higher) than|not (?:over|above)|capped at|upper limit of|(?:not|never|n't) (?:yet )?(?:exceed(?:ed|ing)?|surpass(?:ed|ing)?)",
    ),
    "below": (
        "ceiling",
        "below",
        r"below|under|fewer than|less than|(?:lower|smaller) than|not (?:yet|quite|even|nearly)|nowhere near|(?:not|n't) (?:yet )?reach(?:ed)?|<",
    ),
    "almost": ("ceiling", "almost", r"almost|just (?:under|below)"),
    "nearly": ("ceiling", "nearly", r"nearly|near|close to|nearing|approach(?:es|ed|ing)|(?:just |not far )?(?:short|shy) of"),
}
_MORE = r"(?:(?:maybe|perhaps|possibly|even) )*"
_BEHIND = (  # hedges printed after the number: (name, pattern, whether it must follow at once)
    ("odd", r"-?\s?odd\b", True),
    ("at least", r"\+|-?\s?plus\b|,? ?(?:at (?:a )?)?minimum\b|and (?:up|above|rising|counting)\b", True),
    ("at least", rf",? ?(?:or|and) {_MORE}(?:more|over|above|higher)\b|,? ?(?:maybe|perhaps|possibly) more\b", True),
    ("at least", r"\bor more\b|\bif not more\b|\bat(?: the)?(?: very)? least\b|\bupwards\b|\band counting\b", False),
    ("about", r"-?\s?(?:some|something)\b|-?ish\b|,? ?(?:approximately|roughly|thereabouts|give or take)\b", True),
    ("about", r"\bor (?:so|thereabouts)\b", False),
    ("at most", r",? ?(?:at (?:a )?)?max(?:imum)?\b|,? ?tops\b|(?:or|and) (?:under|below|lower)\b", True),
    ("at most", r"\bor (?:fewer|less)\b|\bat(?: the)? most\b", False),
)
_FILLERS = r"already|only|just|well|the|a|an|of|another|also|by|now|further|additional|total|possibly|perhaps|maybe"
_BEFORE = re.compile(
    r"(?:^|(?<=[^\w]))(?:"
    + "|".join(f"(?P<h{i}>{words})" for i, (_, _, words) in enumerate(HEDGES.values()) if words)
    + rf")\s*(?:(?:{_FILLERS})\s+)*$"
)
_NEGATION = re.compile(r"(?:\b(?:not|never|cannot|hardly)|n't)(?: (?:be|been|yet|any|have|even))*\s*$")
_AFTER = [(name, re.compile(pattern), at_once) for name, pattern, at_once in _BEHIND]
_HEDGE_NAMES = list(HEDGES)


@dataclass(frozen=True, slots=True)
class Hedge:
    """The hedge that governs a number."""

    name: str  # a key of `HEDGES`, or empty
    before: int  # how many characters before the number belong to hedges
    after: int  # and how many behind it
    wrong: str = ""  # what is wrong with it, for a sentence that begins with the phrase


@lru_cache(maxsize=65536)
def find_hedge(before: str, after: str) -> Hedge:
    """The hedge that governs the number between two texts.  A limit beats "about"; two opposite limits are refused.

    Parameters
    ----------
    before, after : str
        In small letters; `before` ends where the number starts, `after` starts where it ends.

    Examples
    --------
    >>> find_hedge("the losses have already exceeded ", " soldiers")
    Hedge(name='over', before=9, after=0, wrong='')
    """
    found: list[str] = []
    start = len(before)
    while match := _BEFORE.search(before[:start], max(0, start - 60)):
        found.append(_HEDGE_NAMES[int((match.lastgroup or "")[1:])])
        start = match.start()
        if _NEGATION.search(before[:start]):
            wrong = 'turns a limit round with "not": say it the other way, such as "no more than" or "at least"'
            return Hedge("", len(before) - start, 0, wrong)
    lead, end = len(after) - len(after.lstrip()), 0
    for name, pattern, at_once in _AFTER:
        if match := (pattern.match(after, lead) if at_once else pattern.search(after)):
            found.append(name)
            end = max(end, match.end()) if at_once or not after[end : match.start()].strip() else end
    sides = {HEDGES[name][0] for name in found}
    if {"floor", "ceiling"} <= sides:
        both = " and ".join(f'"{name}"' for name in found if HEDGES[name][0] in ("floor", "ceiling"))
        return Hedge("", len(before) - start, end, f"sets a lower and an upper limit at once ({both}): quote the one that the source used")
    order = ("floor", "ceiling", "exact", "about")
    name = min(found, key=lambda n: order.index(HEDGES[n][0]), default="")
    return Hedge(name, len(before) - start, end)


@lru_cache(maxsize=1024)
def hedged(before: str, after: str) -> tuple[int, int]:
    """How much of the texts before and behind a number belongs to its hedges, in characters, whether they fit together or not.

    Examples
    --------
    >>> hedged("the losses have already exceeded ", " soldiers")
    (9, 0)
    >>> hedged("with ", " or more were hurt")
    (0, 8)
    """
    start = len(before)
    while match := _BEFORE.search(before[:start], max(0, start - 60)):
        start = match.start()
    ends = [match.end() for _, pattern, _ in _AFTER if (match := pattern.match(after.lstrip()))]
    return len(before) - start, max(ends) + len(after) - len(after.lstrip()) if ends else 0
