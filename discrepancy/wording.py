"""Read a printed phrase: "already exceeded 3,000" → value, low, best, high, open side, hedge.

In goes one short English phrase with one number; out comes a `Reading`.  Nothing is guessed: a
phrase that cannot be read is refused with the phrase quoted and with advice.

The widths of hedged numbers follow the regression of Ferson et al. (2015), whose coefficients are
published as data with PyUncertainNumber (MIT licence); the direction of a hedge is kept, which that
software does not do.  The rule ``granularity`` follows Krifka (2009) for round numbers and Cummins,
Sauerland & Solt (2012) for "more than".

References
----------
Ferson, S., O'Rawe, J., Antonenko, A., Siegrist, J., Mickley, J., Luhmann, C., Sentz, K., Finkel, A.
(2015). Natural language of uncertainty: numeric hedge words. Int. J. Approx. Reasoning 57, 19-39.
Krifka, M. (2009). Approximate interpretations of number words.
Cummins, C., Sauerland, U., Solt, S. (2012). Granularity and scalar implicature in numerical
expressions. Linguistics and Philosophy 35, 135-169.
Woodin, G. et al. (2023) and Jansen, C. & Pollmann, M. (2001) on round numbers.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from statistics import NormalDist

__all__ = ["RULES", "Reading", "WordingError", "read", "stated"]

RULES = ("hedge", "granularity", "as-printed")

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
        r"|not far (?:from|off)|(?:thought|believed) to (?:be|number)|hardly|barely|scarcely|~|≈|∼",
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
        r"|topp(?:ed|ing)|tops|pass(?:es|ed|ing)|past|cross(?:es|ed|ing)|broke|breached|in excess of|upwards? of|north of|beyond|>",
    ),
    "above": ("floor", "above", r"above|(?:greater|larger|higher) than"),
    "odd": ("floor", "over", None),  # printed behind the number: "1,100-odd", Korean 여, Japanese 余
    "at most": (
        "ceiling",
        "at most",
        r"at(?: the)? most|up to|as (?:many|much|high) as|(?:at )?(?:a )?maximum(?: of)?|max\.?|≤|<=",
    ),
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

_ONES = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000, "m": 10**6, "mln": 10**6}
_SCALES |= {"bn": 10**9, "mn": 10**6, "lakh": 10**5, "crore": 10**7}
_UNITS = {"dozen": 12, "score": 20} | _SCALES  # what can follow "several"
_UNITS |= {"dozens": 12, "hundreds": 100, "thousands": 1000}
_PLURALS = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 10**6}

_TOKEN = re.compile(
    r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\d.,]*\d)"  # 3 000
    r"|(?<![\d\w])\.\d+"  # .5
    r"|\d+(?:(?:[.,'’]|, (?=000\b))\d+)*"  # 3,000  3.000  3'000  3.5  and the misprint 12, 000
    r"|[^\W\d_]+|\S"
)
_UNIT_WORDS = r"(?:dozen|hundred|thousand|million|billion)"
_SHARE = re.compile(
    rf"%|\bper ?cents?\b|\bpercent|\d ?pc\b|(?<=\band a )half\b(?! {_UNIT_WORDS}\b)|(?<!\band a )\bhalf\b(?! an? {_UNIT_WORDS}\b)"
    r"|\bthirds?\b|\bquarters?\b|\b(?:fif|six|seven|eigh|nin|ten)ths?\b|\b(?:most|majority) of\b"
    r"|\b(?:one|two|three|four|\d+) (?:in|out of) (?:every )?(?:a |the )?(?:(?:two|three|four|five|six|eight|ten)\b|\d+(?:,\d+)*\b(?! [a-z]))"
)
_MULTIPLE = re.compile(r"\b(?:twice|double|triple|(?:two|three|four|five|ten|\d+) times)\b")
_OTHER_THING = re.compile(
    r"\d(?:st|nd|rd|th|s)\b|years?[- ]olds?\b|\baged \d|[$€£¥₩№#]\s?\d|\bno\. ?\d|\b(?:two|three|four|five|six|seven|\d)[- ](?:figures?|digits?)\b|\d ?(?:km|mm|cm|kg)\b"
)
_CHANGE = re.compile(r"\b(?:rose|risen|rise|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down)\b(?! to\b)")
_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"))  # footnote marks
LARGEST = 10**12  # larger than any count of persons
_INTERVAL = re.compile(
    r"\(\s*(?:(?P<level>\d+(?:\.\d+)?)\s?%\s*)?(?:ci|confidence interval|credible interval|ui|uncertainty interval)?"
    r"[\s:,]*(?P<low>\d[\d,.]*\d|\d)\s*(?:-|to|,\s)\s*(?P<high>\d[\d,.]*\d|\d)\s*\)"
)
_PLUS_MINUS = re.compile(r"(?:±|\+/-|\bplus or minus\b)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_GROUPED = re.compile(r"\d{1,3}([,.'])\d{3}(?:\1\d{3})*")
_NO_DIGITS = str.maketrans("123456789", "000000000")


class WordingError(ValueError):
    """A phrase that cannot be read.  The message quotes the phrase and says what would be right."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed phrase says about a count.

    Attributes
    ----------
    printed : str
        The phrase as it was printed.
    value : float
        The numeral; for a range or a vague word the same as `best`.  In persons, like all below.
    low, best, high : float
        Finite bounds and the middle, ``low <= best <= high``.
    open : {"none", "low", "high", "both"}
        The side without a bound: "more than 3,000" is open on the high side, although readers
        rarely think further than `high`.  Only a sum of readings can be open on both sides.
    hedge : str
        The hedge found (a key of `HEDGES`), or "bare", "range", "vague", "interval".
    rule : str
        The rule that gave the bounds: one of `RULES`.
    spread : {"log", "natural"}
        The scale on which the interval is taken to be symmetric.
    level : float
        Level of a stated interval in percent.
    """

    printed: str
    value: float
    low: float
    best: float
    high: float
    open: str
    hedge: str
    rule: str
    spread: str = "log"
    level: float = 95.0

    @property
    def side(self) -> str:
        """ "floor", "ceiling", "about", "exact", "plain", "range", "vague" or "interval", for comparing versions."""
        if self.hedge == "odd":
            return "about"
        return {"bare": "plain"}.get(self.hedge) or (HEDGES[self.hedge][0] if self.hedge in HEDGES else self.hedge)

    @property
    def log(self) -> float:
        """ln(best); minus infinity for a count of 0."""
        return math.log(self.best) if self.best > 0 else -math.inf

    @property
    def sd(self) -> float:
        """Standard deviation of the log, from the width of the interval taken as its central 95 % (or `level`)."""
        if self.best <= 0 or self.high <= self.low:
            return 0.0
        z = 2 * NormalDist().inv_cdf(0.5 + self.level / 200) if self.level != 95 else 3.92
        if self.spread == "natural" or self.low <= 0:
            return (self.high - self.low) / (z * self.best)
        return (math.log(self.high) - math.log(self.low)) / z

    @property
    def bounds(self) -> tuple[float, float]:
        """Hard bounds with open sides at 0 and infinity: for interval arithmetic."""
        low = 0.0 if self.open in ("low", "both") else self.low
        return low, math.inf if self.open in ("high", "both") else self.high

    def to_dict(self) -> dict:
        """The eight fields of ``discrepancy read --json``."""
        fields = asdict(self)
        return {k: fields[k] for k in ("printed", "value", "low", "best", "high", "open", "hedge", "rule")}

    def __str__(self) -> str:
        say = lambda x: f"{x:,.0f}" if x >= 100 or float(x).is_integer() else f"{x:,.3g}"
        low = "…" if self.open in ("low", "both") else say(self.low)
        high = "…" if self.open in ("high", "both") else say(self.high)
        within = f" (as read: {say(self.low)} to {say(self.high)})" if self.open != "none" else ""
        return f'"{self.printed}": {self.hedge} {say(self.value)}, from {low} to {high}{within}, best {say(self.best)}'


def read(phrase: str, rule: str = "hedge", width: float = 1.0) -> Reading:
    """Read one number with its hedge from a short English phrase.

    Parameters
    ----------
    phrase : str
        A phrase with exactly one number or one range, such as "nearly 3,000 killed or wounded".
    rule : {"hedge", "granularity", "as-printed"}
        How wide a hedged or round number is taken to be: by the regression of Ferson et al. (2015),
        by the grain of the number (Krifka 2009), or not at all.
    width : float
        Factor on the widths of the rule "hedge"; readers differ by a factor of about 4.

    Returns
    -------
    Reading

    Raises
    ------
    WordingError
        If there is no number, more than one, a share, a negative number or an ambiguous one.

    Examples
    --------
    >>> r = read("already exceeded 3,000")
    >>> r.value, r.low, round(r.best), r.open, r.hedge
    (3000, 3000, 3114, 'high', 'over')
    >>> read("between 1,100 and 1,500").best.__round__()
    1285
    >>> read("3.000 Tote").value
    3000
    >>> read("one in five")
    Traceback (most recent call last):
    ...
    discrepancy.wording.WordingError: "one in five" is a share, not a count: give the count, or set kind to share in the table
    """
    if rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(RULES)}; got {rule!r}")
    if not isinstance(phrase, str) or not phrase.strip():
        raise WordingError('an empty phrase: give the printed words, such as "around 1,100"')
    return _read(phrase, rule, width)


@lru_cache(maxsize=2**20)
def _read(phrase: str, rule: str, width: float) -> Reading:
    """`read` for a phrase that is text; a table is read when it is checked and again when it is used."""
    plain = phrase if phrase.isascii() else unicodedata.normalize("NFKC", phrase.translate(_SUPERSCRIPTS)).translate(_DASHES)
    text = " ".join(plain.lower().split()).strip("\"'“”„«»‘’")
    if len(text) > 500:
        raise WordingError(f'"{phrase[:60]}…" is {len(text):,} characters long: cut it to the hedge, the number and what is counted')
    found = _parse(phrase, text)
    return _bound(found, rule, width)


def stated(reading: Reading, low: float, high: float, level: float = 95.0) -> Reading:
    """A reading whose interval was stated by its source: bounds as stated, best the printed point.

    The scale on which the interval is symmetric is detected and recorded, never assumed.

    Examples
    --------
    >>> r = stated(read("4,645"), 793, 8498)
    >>> r.spread, round(r.sd, 3)
    ('natural', 0.423)
    """
    best = reading.value
    if low <= 0:
        spread = "natural"
    else:
        natural = abs((high - best) - (best - low)) / (high - low) if high > low else 0.0
        log = abs(math.log(high / best) - math.log(best / low)) / math.log(high / low) if high > low else 0.0
        spread = "natural" if natural < log else "log"
    return replace(reading, low=low, best=best, high=high, open="none", hedge="interval", spread=spread, level=level)


# ----------------------------------------------------------------------------------------- parsing


@dataclass(frozen=True, slots=True)
class _Number:
    """A number found in the text: its value, or its range, and where it stands."""

    start: int
    end: int
    low: float
    high: float
    vague: bool = False
    scale: int = 1  # the scale word that was printed with it
    open: str = "none"

    @property
    def value(self) -> float:
        return self.low


def _parse(phrase: str, text: str) -> Reading:
    """Find the one number of the phrase and its hedge; bounds are filled in later by the rule."""
    interval = _INTERVAL.search(text)
    core = text[: interval.start()] if interval else text
    wrong, share, plus_minus = _around(core.translate(_NO_DIGITS))
    if wrong:
        raise WordingError(f'"{phrase}" {wrong}')
    numbers = _numbers(phrase, core)
    if share:
        raise WordingError(f'"{phrase}" is a share, not a count: give the count, or set kind to share in the table')
    if not numbers:
        raise WordingError(f'"{phrase}" has no number: give a phrase with a number, such as "around 1,100", or leave the row out')
    if plus_minus:
        return _plus_minus(phrase, numbers, plus_minus)
    if interval:
        point = _the_number(phrase, core, numbers)
        low, high = (_digits(phrase, interval[g].rstrip(".,")) for g in ("low", "high"))
        base = Reading(phrase, point.value, low, point.value, high, "none", "interval", "as-printed")
        if not low <= point.value <= high:
            raise WordingError(f'"{phrase}": {_tidy(point.value):,} is outside its own interval, {_tidy(low):,} to {_tidy(high):,}')
        return stated(base, low, high, float(interval["level"] or 95))
    number = _the_number(phrase, core, numbers)
    hedge, wrong = _hedge(core[: number.start], core[number.end :])
    if wrong:
        raise WordingError(f'"{phrase}" {wrong}')
    if number.high != number.low:
        side = HEDGES[hedge][0] if hedge else None
        kind = "vague" if number.vague else "range"
        return _range(phrase, number, kind, {"floor": "high", "ceiling": "low"}.get(side, number.open))
    return Reading(phrase, number.value, number.value, number.value, number.value, "none", hedge or "bare", "as-printed")


def _range(phrase: str, n: _Number, hedge: str, open_: str) -> Reading:
    best = math.sqrt(n.low * n.high)
    return Reading(phrase, best, n.low, best, n.high, open_, hedge, "as-printed")


def _plus_minus(phrase: str, numbers: list[_Number], sign: re.Match) -> Reading:
    if len(numbers) != 2 or not numbers[0].end <= sign.start() < sign.end() <= numbers[1].start:
        raise WordingError(f'"{phrase}": write a number, ±, and one number, such as "3,000 ± 200"')
    best, half = (_tidy(n.value) for n in numbers)
    return stated(Reading(phrase, best, best, best, best, "none", "interval", "as-printed"), best - half, best + half)


@lru_cache(maxsize=65536)
def _around(text: str) -> tuple[str, bool, re.Match | None]:
    """What the words around a number say: why it is no count, whether it is a share, and where a ± stands.

    None of this depends on the digits: they come as zeros, and the same words are searched once.
    """
    plus_minus, share = _PLUS_MINUS.search(text), bool(_SHARE.search(text))
    if re.search(r"(?:^|[^\w.,)])-\s?\d|\bminus \w", text.replace("+/-", "±").replace("plus or minus", "±")) and not re.search(
        r"\d\s?-\s?\d", text
    ):
        return "is negative: a count is 0 or more", share, plus_minus
    if _MULTIPLE.search(text):
        return "is a multiple of another number: give the count itself", share, plus_minus
    if _OTHER_THING.search(text):
        money = "; where money is counted, write the currency as a word" if re.search(r"[$€£¥₩]", text) else ""
        return f"holds a rank, an age, a sum or a length, not a count: cut it to the number of what is counted{money}", share, plus_minus
    return "", share, plus_minus


def _the_number(phrase: str, text: str, numbers: list[_Number]) -> _Number:
    """The single number or range; anything else is ambiguous and refused."""
    if any(n.high > LARGEST for n in numbers):
        raise WordingError(f'"{phrase[:60]}" has a number larger than any count')
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 2:
        joined = _join(phrase, text, *numbers)
        if joined:
            return joined
    said = ", ".join(f"{_tidy(n.value):,}" for n in numbers[:4])
    raise WordingError(f'"{phrase}" has {len(numbers)} numbers ({said}): cut it to one, or write a range as "between 1,100 and 1,500"')


def _join(phrase: str, text: str, a: _Number, b: _Number) -> _Number | None:
    """Two numbers that are one range: "between a and b", "a to b", "a-b", "a or b"."""
    link = text[a.end : b.start].strip(" ()")
    if link not in ("-", "to", "and", "or") or (link == "and" and not re.search(r"\bbetween\b", text[: a.start])):
        return None
    low, high = a.low, b.high
    if link == "to" and _CHANGE.search(text[: a.start]):
        raise WordingError(f'"{phrase}" tells a change, not a range: quote the number that it ends at')
    if b.scale > 1 and a.scale == 1 and low * b.scale <= high:  # 20-25 thousand
        low *= b.scale
    elif a.scale == 1 and low < 100 and high >= 1000 and high % 1000 == 0 and low * 1000 < high:
        if link not in ("-", "or"):  # 11 or 12,000 is one thing, between 10 and 12,000 may be two
            raise WordingError(f'"{phrase}" can mean {_tidy(low):,} or {_tidy(low * 1000):,}: write both numbers in full')
        low *= 1000
    elif link in ("-", "or") and low < 10 and 100 < high < 1000 and high % 100 == 0 and low * 100 < high:  # 3 or 400
        low *= 100
    if low > high:
        raise WordingError(f'"{phrase}" runs from {_tidy(low):,} down to {_tidy(high):,}: write the lower number first')
    return _Number(a.start, b.end, low, high, a.vague or b.vague)


@lru_cache(maxsize=65536)
def _hedge(before: str, after: str) -> tuple[str | None, str]:
    """The hedge that governs the number between two texts, and what is wrong with it.  A limit beats "about"; two opposite limits are refused."""
    found: list[str] = []
    while match := _BEFORE.search(before):
        found.append(_HEDGE_NAMES[int(match.lastgroup[1:])])
        before = before[: match.start()]
        if _NEGATION.search(before):
            return None, 'turns a limit round with "not": say it the other way, such as "no more than" or "at least"'
        if not before.strip():
            break
    found += [name for name, pattern, at_once in _AFTER if (pattern.match(after.lstrip()) if at_once else pattern.search(after))]
    sides = {HEDGES[name][0] for name in found}
    if {"floor", "ceiling"} <= sides:
        both = " and ".join(f'"{name}"' for name in found if HEDGES[name][0] in ("floor", "ceiling"))
        return None, f"sets a lower and an upper limit at once ({both}): quote the one that the source used"
    for side in ("floor", "ceiling", "exact", "about"):
        for name in found:
            if HEDGES[name][0] == side:
                return name, ""
    return None, ""


@lru_cache(maxsize=1024)
def hedged(before: str, after: str) -> tuple[int, int]:
    """How much of the texts before and behind a number belongs to its hedges, in characters.

    Parameters
    ----------
    before, after : str
        In small letters; `before` ends where the number starts, `after` starts where it ends.

    Returns
    -------
    int, int
        Characters from the first hedge on, and to the end of the last one.

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


def _numbers(phrase: str, text: str) -> list[_Number]:
    """Every number of the text, in figures or in words."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    numbers, i = [], 0
    while i < len(tokens):
        number, j = _number_at(phrase, tokens, i)
        if number:
            numbers.append(number)
        i = j if number else i + 1
    return numbers


def _number_at(phrase, tokens, i) -> tuple[_Number | None, int]:
    """The number that starts at token i and the index behind it."""
    word = tokens[i][0]
    start = tokens[i][1]
    peek = lambda k: tokens[k][0] if k < len(tokens) else ""
    if word in ("several", "few"):  # several U: 2U to 9U
        unit, j = _unit(tokens, i + 1)
        return _Number(start, tokens[j - 1][2], 2 * unit, 9 * unit, True), j
    if word in _PLURALS:  # Us: U to 10U, open
        unit, j = _PLURALS[word], i + 1
        while peek(j) == "of" and peek(j + 1) in _PLURALS:
            unit, j = unit * _PLURALS[peek(j + 1)], j + 2
        return _Number(start, tokens[j - 1][2], unit, 10 * unit, True, open="high"), j
    if word == "couple":
        unit, j = _unit(tokens, i + (2 if peek(i + 1) == "of" else 1))
        return _Number(start, tokens[j - 1][2], 2 * unit, 2 * unit), j
    if word == "half" and peek(i + 1) in ("a", "an") and peek(i + 2) in _UNITS:
        unit, j = _unit(tokens, i + 2)
        return _Number(start, tokens[j - 1][2], unit // 2, unit // 2), j
    if word in ("a", "an") and peek(i + 1) in _UNITS and len(peek(i + 1)) > 2:
        unit, j = _unit(tokens, i + 1)
        return _Number(start, tokens[j - 1][2], unit, unit), j
    if word[0].isdigit() or (word[0] == "." and len(word) > 1) or word in _ONES or word in _TENS:
        return _compound(phrase, tokens, i)
    if word in ("dozen", "hundred", "thousand", "million"):
        unit, j = _unit(tokens, i)
        return _Number(start, tokens[j - 1][2], unit, unit), j
    return None, i + 1


def _unit(tokens, i) -> tuple[int, int]:
    """A run of unit words ("hundred thousand") as one factor; 1 where there is none."""
    unit, j = 1, i
    while j < len(tokens) and tokens[j][0] in _UNITS and len(tokens[j][0]) > 1:
        unit, j = unit * _UNITS[tokens[j][0]], j + 1
    return unit, j


def _compound(phrase, tokens, i) -> tuple[_Number, int]:
    """ "3,000", "1.2 million", "3k", "15-hundred", "three thousand five hundred", "four and a half thousand"."""
    start, j = tokens[i][1], i
    total = part = 0.0
    printed_scale, ends, opened = 1, i, False
    while j < len(tokens):
        word = tokens[j][0]
        if word == "-" and j > i and j + 1 < len(tokens) and _continues(tokens, j, opened):
            j += 1
            continue
        if word == "and" and j > i and j + 1 < len(tokens):
            rest = [t[0] for t in tokens[j + 1 : j + 4]]
            if rest[:2] == ["a", "half"] and rest[2:] and rest[2] in _SCALES:
                part, j = part + 0.5, j + 3
                continue
            if opened and (rest[0] in _ONES or rest[0] in _TENS):
                j += 1
                continue
            break
        if word in _SCALES or word in ("dozen", "score"):
            if j == i:
                break
            scale = _UNITS[word]
            if word == "m" and tokens[j][1] != tokens[j - 1][2]:
                raise WordingError(f'"{phrase}": "m" can mean million or metre: write "million"')
            if scale == 100 or word in ("dozen", "score"):
                part = (part or 1) * scale
            else:
                total, part = total + (part or 1) * scale, 0.0
            printed_scale, opened = scale if scale > 1 else printed_scale, True
        elif word[0].isdigit() or (word[0] == "." and len(word) > 1):
            if j > i and not (opened and tokens[j - 1][0] == "-"):
                break
            scaled = next((t[0] for t in tokens[j + 1 : j + 3] if t[0] != "-"), "") in _SCALES
            part += _digits(phrase, word, scaled)
        elif word in _ONES or word in _TENS:
            number = _ONES.get(word, _TENS.get(word))
            if j > i and tokens[j - 1][0][0].isdigit():
                break
            previous = tokens[j - 1][0] if tokens[j - 1][0] not in ("-", "and") else tokens[j - 2][0]
            if j > i and (previous in _ONES or (previous in _TENS and word in _TENS)):
                break
            part += number
        else:
            break
        j += 1
        ends = j
    value = _tidy(total + part)
    return _Number(start, tokens[ends - 1][2], value, value, scale=printed_scale), ends


def _continues(tokens, j, opened) -> bool:
    """Whether the hyphen at j is inside one number: "twenty-five", "15-hundred", "four-thousand-100"."""
    left, right = tokens[j - 1][0], tokens[j + 1][0]
    if right in _SCALES or right == "dozen":
        return len(right) > 2
    if left in _TENS and right in _ONES:
        return True
    return opened and left in _SCALES and len(left) > 3 and right.isdigit() and int(right) < _SCALES[left]


def _digits(phrase: str, blob: str, scaled: bool = False) -> float:
    """The value of a run of digits with its separators; ambiguous groupings are refused.

    A dot and three digits are thousands, but decimals before a scale word: 3.000, and 1.234 million.
    """
    if len(blob) > 40:
        raise WordingError(f'"{phrase[:40]}…" has a number larger than any count')
    if blob.isdigit():
        if blob[0] == "0" and len(blob) > 1:
            raise WordingError(f'"{phrase}": {blob} starts with 0: write the number as it is counted')
        return int(blob)
    if blob.startswith("."):
        return float(f"0{blob}")
    if scaled and re.fullmatch(r"\d+\.\d+", blob):
        return float(blob)
    if blob.startswith("0") and re.fullmatch(r"0[.,]\d{3}", blob):
        raise WordingError(f'"{phrase}": {blob} can be read in more than one way: write the number in full')
    plain = re.sub(r"[\u00a0\u202f ]", "", blob) if "," not in blob else blob.replace(" ", "")
    if plain.isdigit():
        return int(plain)
    plain = plain.replace("’", "'")
    if _GROUPED.fullmatch(plain):
        return int(re.sub(r"[,.']", "", plain))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d+", plain):
        return float(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})*,\d+", plain) and not re.fullmatch(r"\d{1,3},\d{3}", plain):
        raise WordingError(f'"{phrase}": {blob} looks like a decimal comma: write {plain.replace(".", "").replace(",", ".")} with a point')
    raise WordingError(f'"{phrase}": the grouping of {blob} can be read in more than one way: write it as 1,234,567')


# ------------------------------------------------------------------------------------------ bounds


def _bound(r: Reading, rule: str, width: float) -> Reading:
    """Give a parsed reading its interval by the rule."""
    if r.hedge in ("range", "vague", "interval"):
        return replace(r, rule=rule)
    x = r.value
    side = HEDGES[r.hedge][0] if r.hedge in HEDGES else "plain"
    w = _width(x, r.hedge, side, rule, width)
    below, above, open_ = {"floor": (0, w, "high"), "ceiling": (w, 0, "low")}.get(side, (w / 2, w / 2, "none"))
    low, high = _tidy(x - below), _tidy(x + above)
    return Reading(r.printed, x, low, _tidy((low + high) / 2), high, open_, r.hedge, rule)


def _width(x: float, hedge: str, side: str, rule: str, width: float) -> float:
    if x <= 0 or side == "exact" or rule == "as-printed":
        return 0.0
    whole = float(x).is_integer()
    r = _trailing_zeros(int(x)) if whole else 0
    if hedge == "bare" and (r == 0 or not whole):
        return 0.0
    if rule == "granularity":
        grain = 10.0**r
        return min(grain / 2 if side in ("floor", "ceiling") else grain, x / 2)
    w = _bare_width(int(x)) if hedge == "bare" else _hedge_width(HEDGES[hedge][1], x)
    return min(w * width, x / 2)


@lru_cache(maxsize=65536)
def _hedge_width(row: str, x: float) -> float:
    """The regression's width for one of the 13 hedges, at most x/2.

    For a last digit of 5 the published terms explode away from the numbers that were studied; such a
    number is rounder than its plain neighbours and less round than the next ten, and its width is
    kept between theirs.
    """
    whole = float(x).is_integer()
    r = _trailing_zeros(int(x)) if whole else 0
    step = 10**r
    five = whole and (int(x) // step) % 10 == 5
    w = _regression(FERSON_2015[row], x, r, five)
    if five:
        upper = _regression(FERSON_2015[row], x, r + 1, False)
        if x > 5 * step:
            upper = min(upper, _hedge_width(row, x - 5 * step))
        lower = _regression(FERSON_2015[row], x + step / 2, r - 1, False) if r else 0.0
        w = min(max(w, lower), upper)
    return min(w, x / 2)


@lru_cache(maxsize=65536)
def _bare_width(x: int) -> float:
    """A round number without a hedge: never wider than any hedge would make it."""
    narrowest = min(_hedge_width(row, x) for row in FERSON_2015)
    return min(_regression(FERSON_BARE, x, _trailing_zeros(x), False), narrowest)


def _regression(coefficients: tuple[float, ...], x: float, r: int, five: bool) -> float:
    a, b, c, d, e, f, g, h = coefficients
    z = math.log10(x)
    last = float(five)
    exponent = a + b * z + c * r + d * last + e * z * r + f * z * last + g * r * last + h * z * r * last
    return 10 ** min(exponent, 300.0)


def _trailing_zeros(n: int) -> int:
    text = str(n)
    return len(text) - len(text.rstrip("0")) if n else 0


def _tidy(x: float) -> float:
    """An int where the number is whole: 3000, not 3000.0."""
    return int(x) if float(x).is_integer() else x
