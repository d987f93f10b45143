"""Tokens behind and before a number → its unit: percent, points, per N, a currency, a physical unit, and a time it is counted per.

Names of physical units are those of pint, codes and names of currencies those of the Unicode CLDR; both are loaded when one is
met.  Prefixes are multiplied out: 1.3 Gt is 1.3e9 t.  What a word leaves open is read with what is assumed said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from discrepancy.reading.languages.cldr import cldr
from discrepancy.reading.languages.english.numerals import number_at, text_at
from discrepancy.reading.languages.english.words import ASSUMED, CURRENCIES, SYMBOLS, TIMES, UNITS, UNREAD
from discrepancy.reading.tokens import Token, plain, tokenize
from discrepancy.reading.wording import WordingError

NO_UNIT = "is no unit that is known: write %, km², tonnes, USD, million USD or the like"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was met."""

    symbol: str  # ``%``, ``pp``, ``per 100000``, an ISO 4217 code, or a symbol of pint
    last: int  # the token behind it
    factor: float = 1.0  # what a printed number is multiplied by: 10⁹ for Gt
    assumed: str = ""  # what was taken for granted: "ton: metric"
    per: str = ""  # a time that is part of the unit: mph


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], tuple[str, float, str]]:
    """A unit as the tokens it comes in ("sq. km" as sq, ., km) → its symbol, its factor, what is taken for granted."""
    table: dict[tuple[str, ...], tuple[str, float, str]] = {}
    for line in UNITS.strip().split("\n"):
        head, _, spelt = line.partition(": ")
        symbol, _, factor = head.partition(", ")
        table |= {tuple(t.text for t in tokenize(form.replace("_", " "))): (symbol, float(factor), "") for form in spelt.split()}
    for line in ASSUMED.strip().split("\n"):
        head, _, spelt = line.partition("; ")
        symbol, _, assumed = head.partition(", ")
        table |= {(form,): (symbol, 1.0, assumed) for form in spelt.split()}
    return table


@lru_cache(maxsize=1)
def _sizes() -> dict[str, tuple[int, ...]]:
    """First word of a unit → how many tokens units with it have, the longest first."""
    sizes: dict[str, set[int]] = {}
    for form in _table():
        sizes.setdefault(form[0], set()).add(len(form))
    return {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()}


@lru_cache(maxsize=4096)
def unit_named(text: str) -> Unit | None:
    """The unit that a text names, with its scale words: "million USD", "EUR mn", "km2", "per 100,000"; None if anything else is in it.

    >>> unit = unit_named("USD million")
    >>> unit.symbol, unit.factor, unit_named("smoots")
    ('USD', 1000000.0, None)
    """
    phrase = re.sub(r"(?i)\b((?:thou|mill|bill|trill)\w+?)s\b", r"\1", f"1 {text}")
    tokens = tokenize(plain(phrase), phrase)
    symbol, assumed = "", ""
    for behind in (3, 2):  # a currency before its scale: US$ million, EUR mn
        found = currency_before(phrase, tokens, behind) if len(tokens) >= behind else None
        if found and found[2] == 1:
            (symbol, assumed, _), tokens = found, [tokens[0], *tokens[behind:]]
            break
    try:
        number = number_at(phrase, tokens, 0)
        unit = None if symbol or number is None else unit_at(phrase, tokens, number.last)
    except WordingError:  # m: million or metre; pounds: money or a weight
        return None
    if number is None or number.low != number.high or re.match(r"\d+ ?/", text):  # 2019/20 is a season
        return None
    unit = unit or Unit(symbol, number.last, assumed=assumed)
    last, per = unit.last, unit.per
    if not per and (time := per_time(tokens, last)):
        per, last = time
    last += text_at(tokens, last) in ("people", "persons")
    return None if last < len(tokens) else replace(unit, last=last, factor=unit.factor * number.low, per=per)


_NOT_AFTER_A_RATE = ("ago", "earlier", "later", "before", "after")  # "were killed a day after"
_NOT_A_RATE = ("in", "within", "during", "over", "for", "on", "inside", "of")
_COUNTED = set("people persons inhabitants residents population births live women men children patients workers".split())
_SPEEDS = {"mph": ("mi", "hour"), "kph": ("km", "hour"), "kmh": ("km", "hour"), "bpd": ("bbl", "day")}


# Units that hang on their capitals: Mg is a megagram, and mg is not.
_CASED = {"Mg": ("t", 1.0), "Gg": ("t", 1e3), "Tg": ("t", 1e6), "Pg": ("t", 1e9), "mW": ("W", 1e-3), "mWh": ("Wh", 1e-3)}
_MASSES = {"t": ("t", 1.0), "kt": ("t", 1e3), "Mt": ("t", 1e6), "Gt": ("t", 1e9), "kg": ("kg", 1.0), "g": ("g", 1.0)} | _CASED
_OF_WHAT = re.compile(r"([kMGTP]?[tg])((?:C|N|P|S|CO|CO2|CH4|N2O|NOx?|SO2|SOx|H2)(?:e|eq)?)")  # MtC, GtCO2eq, kgN
_ABBREVIATED = re.compile(  # small letters before capitals (kPa, MtCX), or several capitals before them (MMBtu, GHz), that are no plural
    r"(?!PhD|.*s$)(?:[kMGTPE]?[tg][A-Z].{0,5}|[a-zµμ]{1,3}[A-Z]{1,3}[a-z]{0,2}|[A-Z]{2,3}[a-z]{1,3}|[a-z]{1,2}m[23²³]|[µμ][A-Za-z]{1,3}|.*[¢].*|[A-HJ-Z]|[bdfhjlnpqrsvwyz]"
    r")|(?i:(?:(?:deci|centi|milli|micro|nano|hecto|kilo|mega|giga|tera|peta|exa)(?:gram(?:me)?|lit(?:re|er)|met(?:re|er)|bit|watt|bar)s?"
    r"|(?:deci|milli|micro|nano|hecto|kilo|mega|giga|tera|peta|exa)?(?:byte|joule|volt|amp(?:ere)?|hertz|pascal|newton|sievert|becquerel|bel|calorie)s?"
    r"|[kmgtp]?bit|kelvin|mhl|carats?|fathoms?|horsepower|hundredweight|cumecs|d[ou]n[au]ms?|feddans?))"
)


def unit_at(phrase: str, tokens: list[Token], i: int) -> Unit | None:
    """The unit that starts at token i, the longest that fits; a hyphen before it belongs to it.  One that is not read is refused."""
    i += text_at(tokens, i) == "-" and i + 1 < len(tokens) and tokens[i + 1].kind == "word"
    word = text_at(tokens, i)
    if not word:
        return None
    printed, last = _printed(tokens, i)
    if tokens[i].printed in _CASED and last == i + 1:
        return Unit(_CASED[printed][0], last, _CASED[printed][1])
    if (of := _OF_WHAT.fullmatch(printed)) and of[1] in _MASSES:
        symbol, factor = _MASSES[of[1]]
        return Unit(symbol, last, factor, assumed=f"{printed}: {of[1]} of {of[2]}")
    if printed == "MT":
        raise WordingError(f'"{phrase}": "MT" can mean metric tons or megatonnes: write t, or Mt')
    if word in _SPEEDS:
        symbol, time = _SPEEDS[word]
        return Unit(symbol, i + 1, per=time, assumed=_table().get((symbol,), ("", 1.0, ""))[2])
    if word == "per" and (many := _per_many(tokens, i)):
        return many
    for size in _sizes().get(word, ()):
        found = _table().get(tuple(t.text for t in tokens[i : i + size])) if i + size <= len(tokens) else None
        if found and found[0] == "a" and "old" in (text_at(tokens, i + size), text_at(tokens, i + size + 1)):
            return None  # an age
        if found and not (word == "t" and not tokens[i - 1].touches(tokens[i]) and text_at(tokens, i + 1) == "-"):
            symbol, factor, assumed = found
            return Unit(symbol, i + size, factor, assumed)
    if word in ("pound", "pounds"):
        if text_at(tokens, i + 1) == "sterling":
            return Unit("GBP", i + 2)
        if text_at(tokens, i + 1) == "of":
            return Unit("lb", i + 1, assumed="pound: of weight")
        raise WordingError(f'"{phrase}": "{word}" can be money or a weight: write £, or lb')
    if word in ("degree", "degrees", "°"):
        raise WordingError(f'"{phrase}": "{word}" without a scale: write degrees Celsius or Fahrenheit')
    if word == "basis" and text_at(tokens, i + 1) in ("point", "points"):
        raise WordingError(f'"{phrase}": basis points: write percentage points, such as 0.25 percentage points')
    found = _currency_behind(phrase, tokens, i)
    initial = len(printed) == 1 and text_at(tokens, last) == "." and last + 1 < len(tokens)  # of a name
    if found is None and not initial and (word in UNREAD or _ABBREVIATED.fullmatch(printed)):
        raise WordingError(f'"{phrase}": "{printed}" looks like a unit that is not read: write the number in one that is, such as t or kWh')
    return found


def _printed(tokens: list[Token], i: int) -> tuple[str, int]:
    """What is printed at token i without a space, letters and figures, and the token behind it: MtCO2e."""
    last = i + 1
    while tokens[i].kind == "word" and last < len(tokens) and tokens[last - 1].touches(tokens[last]) and tokens[last].text not in _ENDS:
        last += 1
    return "".join(t.text if t.kind == "number" else t.printed for t in tokens[i:last]), last


_ENDS = set(".,;:!?()[]{}'\"/-–—+…%°*†‡")


def _per_many(tokens: list[Token], i: int) -> Unit | None:
    """ "per 100,000 people", "per million", "per capita"."""
    if text_at(tokens, i + 1) in ("capita", "head", "person"):
        return Unit("per person", i + 2)
    if i + 1 < len(tokens) and (many := number_at("", tokens, i + 1)) and many.low == many.high and many.low >= 10:
        last = many.last
        while text_at(tokens, last) in _COUNTED:
            last += 1
        return Unit(f"per {many.low:.0f}", last)
    return None


def per_time(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """A time that is counted per, at token i: "a day", "per annum", "annually", "/week"; and the token behind it."""
    word, behind = text_at(tokens, i), text_at(tokens, i + 1)
    if word.endswith("ly") and word in TIMES:
        return TIMES[word], i + 1
    rate = word in ("per", "each", "every", "/") or (word in ("a", "an") and text_at(tokens, i - 1) not in _NOT_A_RATE)
    if not rate or behind not in TIMES or behind.endswith("ly") or text_at(tokens, i + 2) in _NOT_AFTER_A_RATE:
        return None
    return TIMES[behind], i + 2


# --- money ---------------------------------------------------------------------------------------------------------------------

_OPEN = {"$": "$: US dollars", "¥": "¥: Japanese yen", "rs": "Rs: Indian rupees", "₨": "Rs: Indian rupees"}
_SAID = {"dollar": "dollars: US", "rupee": "rupees: Indian", "lira": "lira: Turkish"}


def currency_before(phrase: str, tokens: list[Token], i: int) -> tuple[str, str, int] | None:
    """The currency printed before token i: its code, what is assumed, and the token at which it starts."""
    at = i - 1
    at -= text_at(tokens, at) == "." and text_at(tokens, at - 1) == "rs"
    word = text_at(tokens, at)
    if word == "$" and at > 0 and tokens[at - 1].kind == "word" and tokens[at - 1].touches(tokens[at]):
        if code := SYMBOLS.get(f"{text_at(tokens, at - 1)}$"):
            return code, "", at - 1
        if [text_at(tokens, k) for k in range(at - 4, at)] == ["u", ".", "s", "."]:
            return "USD", "", at - 4
        raise WordingError(f'"{phrase}": "{text_at(tokens, at - 1)}$" is no currency that is known: write its code, such as USD')
    if word in SYMBOLS:
        return SYMBOLS[word], _OPEN.get(word, ""), at
    if at >= 0 and _is_code(tokens[at].printed):
        return word.upper(), "", at
    return None


def _currency_behind(phrase: str, tokens: list[Token], i: int) -> Unit | None:
    word = text_at(tokens, i)
    if text_at(tokens, i + 1) == "$" and tokens[i].kind == "word" and tokens[i].touches(tokens[i + 1]):
        symbol, _, start = currency_before(phrase, tokens, i + 2) or ("", "", i)  # 3 million US$
        return Unit(symbol, i + 2) if start == i else None
    if word in SYMBOLS and word != "rs":
        return Unit(SYMBOLS[word], i + 1, assumed=_OPEN.get(word, ""))
    if i < len(tokens) and _is_code(tokens[i].printed):
        return Unit(word.upper(), i + 1)
    for size in (3, 2, 1):  # US dollars, Hong Kong dollars, euros
        if _noun(text_at(tokens, i + size - 1)) not in CURRENCIES:
            continue
        words = [t.text for t in tokens[i : i + size]]
        noun = _noun(words[-1])
        if size == 1:
            if not CURRENCIES[noun]:
                raise WordingError(f'"{phrase}": "{word}" of which country: write its code, such as CHF or MXN')
            return Unit(CURRENCIES[noun], i + 1, assumed=_SAID.get(noun, ""))
        if code := _named(" ".join([*words[:-1], noun])):
            return Unit(code, i + size)
    return None


def _noun(word: str) -> str:
    return word if word in CURRENCIES else word.removesuffix("s")


def _is_code(word: str) -> bool:
    return len(word) == 3 and word.isascii() and word.isupper() and word.isalpha() and word in cldr()["codes"].split()


def _named(name: str) -> str:
    return cldr()["names"].get(name.replace("american", "us"), "")
