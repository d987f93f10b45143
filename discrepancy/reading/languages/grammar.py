"""How a language prints numbers: `Language`, which the tables beside this module fill, and the folding of its text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

WORD = r"(?<![^\W\d_])[^\W\d]+"  # where numeral words can stand: from the start of a word, or right behind a figure


@dataclass(frozen=True)
class Language:
    """How a language prints numbers.  Forms are separated by spaces; ``_`` in a form is a space or a hyphen of the text.

    `vague`, `other`, `marks`, `part` and the forms of `english` are regular expressions.
    """

    words: dict[float, str]  # what adds: 5, 20, 0.5
    scales: dict[float, str]  # what multiplies: 100, 1000
    alone: str = ""  # scale words that say one of themselves: "mille", but not "milliers"
    genitive: tuple[str, str] = ("", "")  # words, and the scale words that do so behind them: "більше тисячі", more than a thousand
    articles: str = ""  # words for 1 that are also articles: no number where they stand by themselves
    vague: str = r"(?!)"  # words that say no number: with one of them nothing is read
    joins: str = ""  # words inside a number: "vingt et un"
    links: str = ""  # words between the two ends of a range
    other: str = r"(?!)"  # what stands behind a number that is no count: a year, a percentage
    marks: str = r"(?!)"  # what stands before one
    endings: str = ""  # case endings that are printed behind figures: "3-х"
    decimal: str = ","  # separators that are decimal before a scale word, too
    group: str = ""  # those that group thousands there, too; one that is in neither can be read in two ways
    part: str = WORD  # where numeral words can stand
    composed: bool = False  # whether numerals are written together: "dreitausend"
    small: int = 100  # the largest scale inside a section: 1,000 where 10,000 has a word of its own
    prefixes: tuple[str, ...] = ()  # what can be written together with a numeral; the first stands for a join
    english: dict[str, str] = field(default_factory=dict)  # hedges, units, denials, times beside a number, by the English for them

    @cached_property
    def forms(self) -> dict[str, tuple[str, float]]:
        """Folded form → ("value", 20), ("scale", 1000), ("join", 0) or ("link", 0)."""
        rows = [("value", v, forms) for v, forms in self.words.items()] + [("scale", s, forms) for s, forms in self.scales.items()]
        rows += [("link", 0, self.links), ("join", 0, self.joins)]
        return {form: (kind, value) for kind, value, forms in rows for form in fold(forms).split()}

    @cached_property
    def single(self) -> frozenset[str]:
        return frozenset(fold(self.alone).split())

    @cached_property
    def tokens(self) -> re.Pattern:
        return re.compile(rf"(?P<digits>{DIGITS})|(?P<word>{self.part})|\S")

    @cached_property
    def _spaced(self) -> re.Pattern:
        forms = sorted((f for f in self.forms if "_" in f), key=len, reverse=True)
        return re.compile("|".join(rf"{f.replace('_', '[ -]*')}(?![^\W\d_])" for f in forms) or r"(?!)")

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {f.replace("_", ""): f for f in self.forms if "_" in f}

    @property
    def glosses(self) -> list[tuple[str, str]]:
        """What stands beside a number, form by form, with the English for it."""
        return [(form, meant) for meant, forms in self.english.items() for form in forms.split()]

    @cached_property
    def glossary(self) -> list[tuple[re.Pattern, str]]:
        """Patterns of what stands beside a number, with the English for each; the longest first."""
        rows = [(fold(form).replace("_", r"[ -]+"), meant) for form, meant in self.glosses]
        whole = r"(?<![^\W\d_]){}(?![^\W\d_])" if self.part == WORD else "{}"
        return [(re.compile(whole.format(f"(?:{form})")), meant) for form, meant in sorted(rows, key=lambda r: -len(r[0]))]

    def prepare(self, phrase: str) -> str:
        """The phrase in small letters without accents, with plain digits, and forms of several words written together."""
        text = re.sub(r"\s+", " ", fold(phrase)).strip()
        text = _POSITIONAL.sub(lambda m: m[0].translate(_KANJI), text)
        return self._spaced.sub(lambda m: self._spellings[re.sub("[ -]", "", m[0])], text)

    def parts(self, word: str) -> list[tuple[str, float, str]] | None:
        """A word as numeral forms: "dreitausend" → drei, tausend; None if it is none.  Each of its ends is looked at once."""

        @cache
        def end(at: int) -> list[tuple[str, float, str]] | None:
            if (form := word[at:]) in self.forms:
                return [(*self.forms[form], form)]
            for prefix in self.prefixes:
                if form.startswith(prefix) and (rest := form[len(prefix) :]) in self.forms:
                    return [("join", 0, prefix)] * (prefix == self.prefixes[0]) + [(*self.forms[rest], rest)]
            for cut in range(len(word) - 1, at, -1) if self.composed and len(word) <= 120 else ():
                if self.forms.get(head := word[at:cut], ("",))[0] in ("value", "scale") and (parts := end(cut)):
                    return [(*self.forms[head], head), *parts]
            return None

        return end(0)


DIGITS = r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٫]\d+)*"
_PLAIN = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "〜∼～˜"), "~") | dict.fromkeys(map(ord, "’ʼ`´٬"), "'")
_PLAIN |= {ord("،"): ",", ord("ـ"): None} | dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"))  # footnote marks
_KANJI = {ord(c): str(n) for n, c in enumerate("〇一二三四五六七八九")}
_POSITIONAL = re.compile("[〇一二三四五六七八九]*〇[〇一二三四五六七八九]*")  # 三〇〇: figures in kanji


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Small letters without accents, digits 0 to 9, one sign for each kind of dash and apostrophe."""
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold()
    kept = (str(unicodedata.decimal(c, c)) for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN)
    return re.sub(r"(?<=[а-яіє])'(?=[а-яіє])", "", text)
