"""The numbers that a phrase in another language states: "понад 3 тис. осіб" → (3000,).

In goes a printed phrase and the code of its language; out come its numbers, in the order of print, or nothing where they cannot
be told for sure.  Nothing is guessed: a phrase with a word such as "thousands of", with a separator that can be read in two ways,
or in a language without a table, gives nothing.  Hedges are not read here: they are read from the English rendering by
`discrepancy.wording`.

A language is one entry of `LANGUAGES`.  Which separator is the decimal one follows the Unicode CLDR (cldr.unicode.org); the words
are the cardinal numerals in the forms that newsrooms print.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise

from .wording import LARGEST

__all__ = ["LANGUAGES", "Language", "another_script", "numerals"]


def numerals(phrase: str, language: str) -> tuple[float, ...]:
    """The numbers that a phrase states.

    Parameters
    ----------
    phrase : str
        As printed, in its own language.
    language : str
        Its code: ``uk``, ``de``; a region (``de-CH``) is allowed and changes nothing.

    Returns
    -------
    tuple of float
        In persons (or whatever is counted), each once, in the order of print.  Both ends of a range, with the scale word that they
        share.  Empty where nothing can be read for sure, and for a language without a table.

    Examples
    --------
    >>> numerals("перевищує вже 3 тис. осіб", "uk"), numerals("1만2천여 명", "ko"), numerals("dreieinhalbtausend Tote", "de")
    ((3000,), (12000,), (3500,))
    >>> numerals("entre 3 y 4 mil bajas", "es")
    (3000, 4000)
    >>> numerals("miles de bajas", "es"), numerals("1.234 Millionen", "de"), numerals("over 3.000", "nl")
    ((), (), ())
    """
    return _numerals(phrase, re.split("[-_]", language.strip().lower())[0])


@lru_cache(maxsize=65536)
def _numerals(phrase: str, code: str) -> tuple[float, ...]:
    language = LANGUAGES.get(code)
    if language is None or len(phrase) > 500:
        return ()
    try:
        found = _spread_scales(*_counts(language, language.prepare(phrase)))
    except _Ambiguous:
        return ()
    return tuple(dict.fromkeys(int(n.value) if n.value == int(n.value) else float(n.value) for n in found))


def another_script(phrase: str) -> bool:
    """Whether most letters of a phrase are not Latin ones: it is not English, whatever it says.

    Examples
    --------
    >>> another_script("약 3,000명"), another_script("über 3.000 Tote"), another_script("3,000")
    (True, False, False)
    """
    letters = [c for c in phrase if c.isalpha()]
    return 2 * sum("LATIN" not in unicodedata.name(c, "") for c in letters) > len(letters)


# ------------------------------------------------------------------------------------------ tables

_WORD = r"(?<![^\W\d_])[^\W\d]+"  # where numeral words can stand: from the start of a word, or right behind a figure


@dataclass(frozen=True)
class Language:
    """How a language prints numbers.  Forms are separated by spaces; ``_`` in a form is a space or a hyphen of the text.

    Attributes
    ----------
    words : dict of float to str
        What adds: 5, 20, 0.5.
    scales : dict of int to str
        What multiplies: 100, 1000.
    alone : str
        Scale words that say one of themselves: "mille", but not "milliers".
    genitive : tuple of str
        Words, and the scale words that say one of themselves behind them: Ukrainian "більше тисячі", more than a thousand.
    articles : str
        Words for 1 that are also articles: no number where they stand by themselves.
    vague : str
        Regular expression of words that say no number: with one of them nothing is read.
    joins, links : str
        Words inside a number ("vingt et un"), and between the two ends of a range.
    other, marks : str
        Regular expressions of what stands behind and before a number that is no count: a year, a percentage.
    endings : str
        Case endings that are printed behind figures: "3-х".
    decimal, group : str
        Separators that are decimal, or group thousands, before a scale word too.  One that is in neither can be read in two ways there.
    part : str
        Regular expression of where numeral words can stand.
    composed : bool
        Whether numerals are written together: "dreitausend".
    small : int
        The largest scale inside a section: 1,000 where 10,000 has a word of its own.
    prefixes : tuple of str
        What can be written together with a numeral; the first stands for a join.
    """

    words: dict[float, str]
    scales: dict[int, str]
    alone: str = ""
    genitive: tuple[str, str] = ("", "")
    articles: str = ""
    vague: str = r"(?!)"
    joins: str = ""
    links: str = ""
    other: str = r"(?!)"
    marks: str = r"(?!)"
    endings: str = ""
    decimal: str = ","
    group: str = ""
    part: str = _WORD
    composed: bool = False
    small: int = 100
    prefixes: tuple[str, ...] = field(default=())

    @cached_property
    def forms(self) -> dict[str, tuple[str, float]]:
        """Folded form → ("value", 20), ("scale", 1000), ("join", 0) or ("link", 0)."""
        rows = [("value", v, forms) for v, forms in self.words.items()] + [("scale", s, forms) for s, forms in self.scales.items()]
        rows += [("link", 0, self.links), ("join", 0, self.joins)]
        return {form: (kind, value) for kind, value, forms in rows for form in _fold(forms).split()}

    @cached_property
    def single(self) -> frozenset[str]:
        return frozenset(_fold(self.alone).split())

    @cached_property
    def tokens(self) -> re.Pattern:
        return re.compile(rf"(?P<digits>{_DIGITS})|(?P<word>{self.part})|\S")

    @cached_property
    def _spaced(self) -> re.Pattern:
        forms = sorted((f for f in self.forms if "_" in f), key=len, reverse=True)
        return re.compile("|".join(rf"{f.replace('_', '[ -]*')}(?![^\W\d_])" for f in forms) or r"(?!)")

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {f.replace("_", ""): f for f in self.forms if "_" in f}

    def prepare(self, phrase: str) -> str:
        """The phrase in small letters without accents, with plain digits, and forms of several words written together."""
        text = re.sub(r"\s+", " ", _fold(phrase)).strip()
        text = _POSITIONAL.sub(lambda m: m[0].translate(_KANJI), text)
        return self._spaced.sub(lambda m: self._spellings[re.sub("[ -]", "", m[0])], text)

    def parts(self, word: str) -> list[tuple[str, float, str]] | None:
        """A word as numeral forms: "dreitausend" → drei, tausend; None if it is none."""
        if word in self.forms:
            return [(*self.forms[word], word)]
        for prefix in self.prefixes:
            if word.startswith(prefix) and word[len(prefix) :] in self.forms:
                rest = word[len(prefix) :]
                return [("join", 0, prefix)] * (prefix == self.prefixes[0]) + [(*self.forms[rest], rest)]
        if self.composed and len(word) <= 120:
            for cut in range(len(word) - 1, 0, -1):
                if self.forms.get(word[:cut], ("",))[0] in ("value", "scale") and (rest := self.parts(word[cut:])):
                    return [(*self.forms[word[:cut]], word[:cut]), *rest]
        return None


_DIGITS = r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٫]\d+)*"
_PLAIN = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "〜∼～˜"), "~") | dict.fromkeys(map(ord, "’ʼ`´٬"), "'")
_PLAIN |= {ord("،"): ",", ord("ـ"): None} | dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"))  # footnote marks

_KANJI = {ord(c): str(n) for n, c in enumerate("〇一二三四五六七八九")}
_POSITIONAL = re.compile("[〇一二三四五六七八九]*〇[〇一二三四五六七八九]*")  # 三〇〇: figures in kanji


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """Small letters without accents, digits 0 to 9, one sign for each kind of dash and apostrophe."""
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold()
    kept = (str(unicodedata.decimal(c, c)) for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN)
    return re.sub(r"(?<=[а-яіє])'(?=[а-яіє])", "", text)


_SLAVIC_DIGITS = "х ти ми ма м ох ьох рьох рех мя"
_UK = {
    0.5: "пів з_половиною із_половиною",
    1: "один одна одне одного одної одному одну одним однією",
    1.5: "півтора півтори",
    2: "два дві двох двом двома двоє",
    3: "три трьох трьом трьома троє",
    4: "чотири чотирьох чотирьом чотирма четверо",
    5: "п'ять п'яти п'ятьох п'ятьма п'ятеро",
    6: "шість шести шістьох шістьма шестеро",
    7: "сім семи сімох сімома семеро",
    8: "вісім восьми вісьмох вісьмома восьмеро",
    9: "дев'ять дев'яти дев'ятьох дев'ятьма дев'ятеро",
    10: "десять десяти десятьох десятьма десятеро",
    11: "одинадцять одинадцяти",
    12: "дванадцять дванадцяти",
    13: "тринадцять тринадцяти",
    14: "чотирнадцять чотирнадцяти",
    15: "п'ятнадцять п'ятнадцяти",
    16: "шістнадцять шістнадцяти",
    17: "сімнадцять сімнадцяти",
    18: "вісімнадцять вісімнадцяти",
    19: "дев'ятнадцять дев'ятнадцяти",
    20: "двадцять двадцяти двадцятьох",
    30: "тридцять тридцяти тридцятьох",
    40: "сорок сорока",
    50: "п'ятдесят п'ятдесяти п'ятдесятьох",
    60: "шістдесят шістдесяти шістдесятьох",
    70: "сімдесят сімдесяти сімдесятьох",
    80: "вісімдесят вісімдесяти вісімдесятьох",
    90: "дев'яносто дев'яноста",
    100: "сто ста",
    200: "двісті двохсот двомстам двомастами",
    300: "триста трьохсот трьомстам",
    400: "чотириста чотирьохсот чотирьомстам",
    500: "п'ятсот п'ятисот півтисячі",
    600: "шістсот шестисот",
    700: "сімсот семисот",
    800: "вісімсот восьмисот",
    900: "дев'ятсот дев'ятисот",
    500_000: "півмільйона",
}
_RU = {
    0.5: "с_половиной с_половиною",
    1: "один одна одно одного одной одному одну одним",
    1.5: "полтора полторы полутора",
    2: "два две двух двум двумя двое двоих",
    3: "три трёх трём тремя трое троих",
    4: "четыре четырёх четырём четырьмя четверо четверых",
    5: "пять пяти пятью пятеро пятерых",
    6: "шесть шести шестью шестеро",
    7: "семь семи семью семеро",
    8: "восемь восьми восемью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    11: "одиннадцать одиннадцати",
    12: "двенадцать двенадцати",
    13: "тринадцать тринадцати",
    14: "четырнадцать четырнадцати",
    15: "пятнадцать пятнадцати",
    16: "шестнадцать шестнадцати",
    17: "семнадцать семнадцати",
    18: "восемнадцать восемнадцати",
    19: "девятнадцать девятнадцати",
    20: "двадцать двадцати",
    30: "тридцать тридцати",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти",
    60: "шестьдесят шестидесяти",
    70: "семьдесят семидесяти",
    80: "восемьдесят восьмидесяти",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот",
    300: "триста трёхсот",
    400: "четыреста четырёхсот",
    500: "пятьсот пятисот полтысячи",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
    500_000: "полмиллиона",
}
_DE_ONES = {1: "ein", 2: "zwei", 3: "drei", 4: "vier", 5: "fünf", 6: "sechs", 7: "sieben", 8: "acht", 9: "neun"}
_DE_TENS = {20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig", 60: "sechzig", 70: "siebzig", 80: "achtzig", 90: "neunzig"}
_DE = _DE_ONES | _DE_TENS | {t + o: f"{one}und{ten}" for t, ten in _DE_TENS.items() for o, one in _DE_ONES.items()}
_DE |= {
    0.5: "halbe halben einhalb",
    1: "ein eins",
    1.5: "anderthalb eineinhalb",
    2: "zwei zwo",
    10: "zehn",
    11: "elf",
    12: "zwölf",
    16: "sechzehn",
    17: "siebzehn",
}
_DE |= {o + 10: f"{_DE_ONES[o]}zehn" for o in (3, 4, 5, 8, 9)}
_DE = {value: " ".join(dict.fromkeys([form, form.replace("ü", "ue").replace("ö", "oe")])) for value, form in _DE.items()}
_FR = {
    0.5: "demi et_demi et_demie",
    1: "un une",
    2: "deux",
    3: "trois",
    4: "quatre",
    5: "cinq",
    6: "six",
    7: "sept",
    8: "huit",
    9: "neuf",
    10: "dix",
    11: "onze",
    12: "douze",
    13: "treize",
    14: "quatorze",
    15: "quinze",
    16: "seize",
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    70: "septante",
    80: "quatre_vingts quatre_vingt huitante",
    90: "nonante",
}
_ES = {
    0.5: "medio media y_medio y_media",
    1: "un uno una",
    2: "dos",
    3: "tres",
    4: "cuatro",
    5: "cinco",
    6: "seis",
    7: "siete",
    8: "ocho",
    9: "nueve",
    10: "diez",
    11: "once",
    12: "doce",
    13: "trece",
    14: "catorce",
    15: "quince",
    16: "dieciséis",
    17: "diecisiete",
    18: "dieciocho",
    19: "diecinueve",
    20: "veinte",
    21: "veintiuno veintiún veintiuna",
    22: "veintidós",
    23: "veintitrés",
    24: "veinticuatro",
    25: "veinticinco",
    26: "veintiséis",
    27: "veintisiete",
    28: "veintiocho",
    29: "veintinueve",
    30: "treinta",
    40: "cuarenta",
    50: "cincuenta",
    60: "sesenta",
    70: "setenta",
    80: "ochenta",
    90: "noventa",
    100: "cien ciento",
    200: "doscientos doscientas",
    300: "trescientos trescientas",
    400: "cuatrocientos cuatrocientas",
    500: "quinientos quinientas",
    600: "seiscientos seiscientas",
    700: "setecientos setecientas",
    800: "ochocientos ochocientas",
    900: "novecientos novecientas",
}
_IT = {
    0.5: "mezzo e_mezzo e_mezza",
    1: "un uno una",
    2: "due",
    3: "tre",
    4: "quattro",
    5: "cinque",
    6: "sei",
    7: "sette",
    8: "otto",
    9: "nove",
    10: "dieci",
    11: "undici",
    12: "dodici",
    13: "tredici",
    14: "quattordici",
    15: "quindici",
    16: "sedici",
    17: "diciassette",
    18: "diciotto",
    19: "diciannove",
    20: "venti vent",
    30: "trenta trent",
    40: "quaranta quarant",
    50: "cinquanta cinquant",
    60: "sessanta sessant",
    70: "settanta settant",
    80: "ottanta ottant",
    90: "novanta novant",
}
_AR_ONES = {
    1: "واحد واحدة أحد إحدى",
    2: "اثنان اثنين اثنتان اثنتين",
    3: "ثلاثة ثلاث",
    4: "أربعة أربع",
    5: "خمسة خمس",
    6: "ستة ست",
    7: "سبعة سبع",
    8: "ثمانية ثماني ثمان",
    9: "تسعة تسع",
}
_AR_TENS = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "أربعون أربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}
_pairs = lambda first, second, between: " ".join(f"{a}{between}{b}" for a in first.split() for b in second.split())
_AR = {o: forms.replace(" أحد إحدى", "") for o, forms in _AR_ONES.items()} | _AR_TENS
_AR |= {t + o: _pairs(one, ten, "_و_") for t, ten in _AR_TENS.items() for o, one in _AR_ONES.items()}  # five and twenty
_AR |= {10 + o: _pairs(_AR_ONES[o], "عشر عشرة", "_") for o in _AR_ONES}
_AR |= {100 * o: _pairs(_AR_ONES[o], "مئة مائة", "") for o in range(3, 10)}
_AR |= {
    0.5: "نصف و_نصف",
    10: "عشرة عشر",
    12: "اثنا_عشر اثني_عشر اثنتا_عشرة اثنتي_عشرة",
    200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي",
    2000: "ألفان ألفين ألفي",
    2_000_000: "مليونان مليونين مليوني",
}
_KO_UNITS, _JA_UNITS = "일이삼사오육칠팔구", "一二三四五六七八九"
_KO_TENS = {10: "열", 20: "스물 스무", 30: "서른", 40: "마흔", 50: "쉰", 60: "예순", 70: "일흔", 80: "여든", 90: "아흔"}
_KO_ONES = {1: "하나 한", 2: "둘 두", 3: "셋 세", 4: "넷 네", 5: "다섯", 6: "여섯", 7: "일곱", 8: "여덟", 9: "아홉"}
_KO_NATIVE = "|".join(f for forms in (_KO_TENS | _KO_ONES).values() for f in forms.split())
_KO_PEOPLE = r" ?여? ?명(?!하|했|해)"
_KO_LINK = r" ?(?:명에서|에서|내지|또는|~|-) ?"
_KO = _KO_TENS | {n: f"{_KO_UNITS[n - 1]} {forms}" for n, forms in _KO_ONES.items()}
_JA_PEOPLE = "(?:余り?|あまり)?(?:人|名)"
_JA_LINK = "(?:人から|から|ないし|または|~|-|、|・)"

# Hangul and kanji numerals stand inside other words: they are read behind a figure, and before the word for persons.
_KO_PART = (
    rf"{_KO_LINK.strip(' ?')}|(?<=\d)[십백천만억]+(?:[{_KO_UNITS}][십백천만억]+)*(?:[{_KO_UNITS}](?={_KO_PEOPLE}))?(?!큼)"
    r"|(?<=\d )[십백천만억]+(?=여|명|\d|[^\w]|$)"
    rf"|(?<![가-힣])(?=[{_KO_UNITS}]*[십백천만억])[{_KO_UNITS}십백천만억]+(?= ?[{_KO_UNITS}십백천만억]*(?:{_KO_PEOPLE}|{_KO_LINK}[{_KO_UNITS}십백천만\d]| ?\d{{1,3}}[십백천]?{_KO_PEOPLE}))"
    rf"|(?<![가-힣])(?:{_KO_NATIVE})+(?= ?명(?!하|했|해))"
)
_JA_PART = (
    rf"{_JA_LINK}|(?<=\d)[十百千万億]+(?:[{_JA_UNITS}][十百千万億]+)*(?:[{_JA_UNITS}](?={_JA_PEOPLE}))?"
    rf"|(?<!第)[{_JA_UNITS}十百千万億]+(?={_JA_PEOPLE}|{_JA_LINK}[{_JA_UNITS}十百千万\d])"
)

LANGUAGES = {
    "uk": Language(
        _UK,
        {
            12: "дюжина дюжини дюжин",
            100: "сотня сотні сотень сотню сотнею",
            1000: "тисяча тисячі тисяч тисячу тисячею тисячам тисячами тис тисячний тисячного тисячна тисячному",
            10**6: "мільйон мільйона мільйони мільйонів млн",
            10**9: "мільярд мільярда мільярди мільярдів млрд",
        },
        alone="дюжина сотня сотню тисяча тисячу мільйон мільйона мільярд мільярда",
        genitive=("більше більш близько біля до менше менш порядку від понад", "тисячі сотні"),
        vague=r"\b(?:кільк|декільк|пар[аиу]\b|десятк)",
        joins="",
        links="до або чи і й та",
        other=r"%|відсот|процент|ро[кц]|рік|річ|р\.|км|кілометр",
        endings=_SLAVIC_DIGITS,
    ),
    "ru": Language(
        _RU,
        {
            12: "дюжина дюжины дюжин",
            100: "сотня сотни сотен сотню сотней",
            1000: "тысяча тысячи тысяч тысячу тысячей тысячам тысячами тыс тысячный тысячного тысячная тысячной",
            10**6: "миллион миллиона миллионы миллионов млн",
            10**9: "миллиард миллиарда миллиарды миллиардов млрд",
        },
        alone="дюжина сотня сотню тысяча тысячу миллион миллиона миллиард миллиарда",
        genitive=("более больше около до свыше менее меньше порядка от", "тысячи сотни"),
        vague=r"\b(?:несколь|пар[аыу]\b|десятк)",
        links="до или и",
        other=r"%|процент|год|лет|г\.|км|километр",
        endings=_SLAVIC_DIGITS,
    ),
    "de": Language(
        _DE,
        {12: "dutzend", 100: "hundert", 1000: "tausend tsd", 10**6: "million millionen mio", 10**9: "milliarde milliarden mrd"},
        alone="dutzend hundert tausend million milliarde",
        articles="ein eins",
        vague=r"\b(?:paar|einigen?|mehreren?|etlichen?|viele[nr]?)\b|(?:dutzende|hunderte|tausende|\bzigtausend)[nr]?\b",
        links="bis oder und",
        other=r"%|prozent|jahr|uhr|km|kilometer",
        marks=r"jahre?s?",
        composed=True,
    ),
    "fr": Language(
        _FR,
        {
            12: "douzaine douzaines",
            20: "vingtaine",
            30: "trentaine",
            40: "quarantaine",
            50: "cinquantaine",
            60: "soixantaine",
            100: "cent cents centaine centaines",
            1000: "mille millier milliers",
            10**6: "million millions mio",
            10**9: "milliard milliards mrd",
        },
        alone="douzaine vingtaine trentaine quarantaine cinquantaine soixantaine cent centaine mille millier million milliard",
        articles="un une",
        vague=r"\b(?:dizaines?|plusieurs|quelques)\b",
        joins="et",
        links="à ou",
        other=r"%|pour ?cent|ans?\b|km|kilom",
        marks="année|l'an",
    ),
    "es": Language(
        _ES,
        {
            12: "docena docenas",
            20: "veintena",
            30: "treintena",
            100: "centenar centenares cientos",
            1000: "mil miles millar millares",
            10**6: "millón millones mill",
            10**9: "millardo millardos",
        },
        alone="docena veintena treintena centenar mil millar millón millardo",
        articles="un uno una",
        vague=r"\b(?:decenas?|vari[oa]s|algun[oa]s|par|pocos)\b",
        joins="y",
        links="a hasta o u",
        other=r"%|por ?ciento|años?\b|km|kilóm",
        marks="año",
        decimal="",  # Spain has the comma, much of the Americas the point
    ),
    "it": Language(
        _IT,
        {
            12: "dozzina dozzine",
            20: "ventina",
            30: "trentina",
            40: "quarantina",
            50: "cinquantina",
            100: "cento cent centinaio centinaia",
            1000: "mille mila migliaio migliaia",
            10**6: "milione milioni mln",
            10**9: "miliardo miliardi mld",
        },
        alone="dozzina ventina trentina quarantina cinquantina cento cent centinaio mille migliaio milione miliardo",
        articles="un uno una",
        vague=r"\b(?:decin[ae]|qualche|alcun[ei]|divers[ei]|paio|parecchi[ae]?)\b",
        joins="e",
        links="a o",
        other=r"%|per ?cento|ann[oi]\b|km|chilom",
        marks="anno",
        composed=True,
    ),
    "ar": Language(
        _AR,
        {
            100: "مئة مائة",
            1000: "ألف آلاف ألفا",
            10**6: "مليون ملايين مليونا",
            10**9: "مليار مليارات بليون",
        },
        alone="مئة مائة ألف مليون مليار",
        vague=r"(?:عشرات|مئات|ألوف|بضع|بضعة|عدة|بعض)\b",
        joins="و",
        links="إلى أو حتى",
        other=r"%|٪|بالمئة|بالمائة|في المئة|في المائة|عام|سنة|كم\b",
        marks="عام|سنة|العام",
        decimal="٫",  # Arabic in Africa has the comma, elsewhere the point
        prefixes=("و", "ف", "ب", "ل", "ال", "بال", "لل", "وال"),
    ),
    "ko": Language(
        _KO,
        {10: "십", 100: "백", 1000: "천", 10**4: "만", 10**8: "억"},
        alone="십 백 천 만 억",
        vague=r"(?<![가-힣])(?:수|몇) ?[십백천만]|[십백천만]수 ?[십백천만명]",
        links="명에서 에서 내지 또는 ~",
        other=r"%|퍼센트|년|월|일|세\b|살|km|킬로",
        marks="제",
        decimal=".",
        group=",",
        part=_KO_PART,
        composed=True,
        small=1000,
    ),
    "ja": Language(
        {n: unit for n, unit in enumerate(_JA_UNITS, 1)},
        {10: "十", 100: "百", 1000: "千", 10**4: "万", 10**8: "億"},
        alone="十 百 千 万 億",
        vague=rf"[数何幾] ?[十百千万]|[十百千万]数[十百千万人名]|[{_JA_UNITS}]{{2}}",
        links="人から から ないし または ~ 、 ・",
        other=r"%|パーセント|年|月|日|歳|割|km|キロ",
        marks="第",
        decimal=".",
        group=",",
        part=_JA_PART,
        composed=True,
        small=1000,
    ),
}


# ----------------------------------------------------------------------------------------- reading


_HALF = Decimal("0.5")


class _Ambiguous(Exception):
    """Something in the phrase that can be read in more than one way."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # digits, value, scale, join, link, hyphen, other
    value: Decimal | float
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Count:
    """A number, the scale word printed with it (1 if none), and its tokens: from first, before last."""

    value: Decimal
    scale: int
    first: int
    last: int


def _counts(language: Language, text: str) -> tuple[list[_Count], list[_Token]]:
    """Every count of the text, and the tokens."""
    if re.search(_fold(language.vague), text) or re.search(r"\d ?[⁄/] ?\d", text):
        raise _Ambiguous
    tokens, counts, i = _tokens(language, text), [], 0
    while i < len(tokens):
        if tokens[i].kind not in ("digits", "value", "scale"):
            i += 1
            continue
        count = _count_at(language, tokens, i)
        after = count.last if count else i + 1
        other = _other_end(language, text, tokens, count) if count else 0
        if count and not other:
            counts.append(count)
        elif counts and _linked(tokens, counts[-1].last, i):  # 10 to 15 %
            counts.pop()
        i = next((k for k in range(after, len(tokens)) if tokens[k].start >= other), len(tokens))
    if any(c.value > LARGEST for c in counts):
        raise _Ambiguous
    return counts, tokens


def _tokens(language: Language, text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in language.tokens.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        parts = language.parts(word) if match["word"] else None
        if match["digits"]:
            tokens.append(_Token("digits", 0, word, start, end))
        elif parts:
            tokens += [_Token(kind, Decimal(str(value)), form, start, end) for kind, value, form in parts]
        elif word == "-":
            tokens.append(_Token("hyphen", 0, word, start, end))
        elif word == "." and tokens and tokens[-1].kind == "scale" and tokens[-1].end == start:
            continue  # the point of an abbreviation: 3 тис. 200
        elif len(tokens) > 1 and tokens[-1].kind == "hyphen" and tokens[-2].kind == "digits" and word in language.endings.split():
            tokens.pop()  # 3-х
        else:
            tokens.append(_Token("other", 0, word, start, end))
    return tokens


class _Sum:
    """A number as it is put together: a sum of sections, each with its scale word, from the largest scale down.

    12 million, 300 thousand, 45.  `room` is what the next item must stay below to be added: "twenty" leaves room for less than ten.
    Where something does not fit, `cut` is the token at which the next number starts, if that is an earlier one.
    """

    def __init__(self, small: int):
        self.small, self.largest, self.cut = small, 1, None
        self.total = self.section = self.item = Decimal(0)
        self.room = self.item_room = self.ceiling = Decimal(10**15)
        self.section_at = self.item_at = 0

    @property
    def value(self) -> Decimal:
        return self.total + self.section

    def add(self, value: Decimal, at: int) -> bool:
        if value >= self.room:
            return False
        self.section_at, self.item_at = (self.section_at if self.section else at), at
        self.item, self.item_room, self.room = value, self.room, _room(value)
        self.section += value
        return True

    def times(self, scale: int, alone: bool, fresh: bool, at: int) -> bool:
        """Apply a scale word; `fresh` where no item stands before it, so that it must be able to stand alone."""
        small = scale <= self.small
        if fresh and (small or not self.section) and not (self.total and scale > self.ceiling):
            if not alone or scale >= self.room:  # a thousand, one hundred
                return False
            self.section_at = self.section_at if self.section else at
            self.section += scale if small else 0
            self.total += 0 if small else scale
        elif small:
            if self.item * scale >= self.item_room:  # the item belongs to the next number: "cento e duecento"
                self.cut, self.section = self.item_at, self.section - self.item
                return False
            self.section += self.item * (scale - 1)
        elif self.section:
            if fresh:
                return False
            if scale >= self.ceiling:  # the section belongs to the next number: "mil y dos mil"
                self.cut, self.section = self.section_at, Decimal(0)
                return False
            self.total, self.section = self.total + self.section * scale, Decimal(0)
        else:  # mil millones
            self.total *= scale
        self.room = Decimal(scale)
        self.ceiling = self.ceiling if small else self.room
        self.largest = max(self.largest, scale)
        return True


def _count_at(language: Language, tokens: list[_Token], first: int) -> _Count | None:
    """The number that starts at a token; None where it counts nothing: "KN-23", an article, a half."""
    number, previous, articles, i = _Sum(language.small), "", language.articles.split(), first
    while i < len(tokens) and previous != "half":
        joined = tokens[i].kind if i > first and tokens[i].kind in ("join", "hyphen") else ""
        at = i + bool(joined)
        kind, value = (tokens[at].kind, tokens[at].value) if at < len(tokens) else ("", 0)
        half = kind == "value" and value == _HALF
        if half and previous == "scale" and not number.section:  # a million and a half
            number.total, kind, fits = number.total + value * number.ceiling, "half", True
        elif half and previous and "_" not in tokens[at].text and tokens[at - 1].text in articles:  # un demi-million
            fits = False
        elif kind == "value":
            fits = (half or previous != "digits") and number.add(value, i)
        elif kind == "digits" and previous in ("", "scale") and joined != "hyphen":
            value = _digits(language, tokens, at)
            if value is None and not previous:
                return None
            fits = value is not None and number.add(value, i)
        elif kind == "scale":
            fresh = not previous or joined == "join" or (previous == "scale" and (value <= language.small or not number.section))
            fits = number.times(int(value), _alone(language, tokens, at), fresh, i)
        else:
            fits = False
        if not fits:
            break
        previous, i = kind, at + 1
    if i == first:
        raise _Ambiguous  # "thousands of"
    last = i if number.cut is None else number.cut
    if number.value == _HALF or all(t.text in articles for t in tokens[first:last]):
        return None
    return _Count(number.value, number.largest, first, last)


def _room(value: Decimal) -> Decimal:
    """What can be added to a number word: less than its last place, and to the French 60 and 80 all up to 19."""
    if value in (60, 80):
        return Decimal(20)
    if value != int(value):
        return Decimal(0)
    digits = str(int(value))
    return Decimal(10 ** (len(digits) - len(digits.rstrip("0")))) if value else Decimal(0)


def _alone(language: Language, tokens: list[_Token], i: int) -> bool:
    """Whether the scale word at i says one of itself: "mille", "more than a thousand" in the genitive."""
    behind, forms = (_fold(words).split() for words in language.genitive)
    return tokens[i].text in language.single or (tokens[i].text in forms and i > 0 and tokens[i - 1].text in behind)


def _digits(language: Language, tokens: list[_Token], i: int) -> Decimal | None:
    """The value of figures with their separators; None where they count nothing: a date, "KN-23", "3-й".

    One separator and three digits are thousands; before a scale word the language decides, or nobody can.
    """
    text = tokens[i].text
    around = tokens[max(i - 2, 0) : i]
    glued = around and around[-1].end == tokens[i].start and around[-1]
    if glued and (
        _alphabetic(glued) or (glued.kind == "hyphen" and len(around) > 1 and around[0].end == glued.start and _alphabetic(around[0]))
    ):
        return None
    behind = tokens[i + 1 : i + 3]
    if behind and behind[0].start == tokens[i].end:
        if _alphabetic(behind[0]):
            raise _Ambiguous
        if behind[0].kind == "hyphen" and len(behind) > 1 and len(behind[1].text) < 3 and behind[1].text.isalpha():
            return None
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})", text):
        return None
    text = text.replace(" ", "'")
    scaled = any(t.kind == "scale" for t in behind[:1]) or (len(behind) > 1 and behind[0].kind == "hyphen" and behind[1].kind == "scale")
    if re.fullmatch(r"0\d.*", text):
        raise _Ambiguous
    if text.isdigit():
        return Decimal(text)
    if one := re.fullmatch(r"(\d+)([.,'٫])(\d+)", text):
        whole, separator, rest = one.groups()
        thousands = len(rest) == 3 and len(whole) < 4 and separator != "٫" and whole != "0"
        if thousands and separator in language.decimal and scaled:
            thousands = False
        elif thousands and scaled and separator not in language.group + "'":
            raise _Ambiguous
        if thousands:
            return Decimal(whole + rest)
        if separator not in language.group + "'":
            return Decimal(f"{whole}.{rest}")
    if groups := re.fullmatch(r"(\d{1,3}(?:([.,'])\d{3})(?:\2\d{3})*)(?:([.,٫])(\d+))?", text):
        whole, separator, point, rest = groups.groups()
        if point != separator:
            return Decimal(re.sub(r"\D", "", whole) + (f".{rest}" if rest else ""))
    raise _Ambiguous


def _alphabetic(token: _Token) -> bool:
    """Whether a token is a word that cannot touch a figure: Korean, Japanese and Arabic words can."""
    return token.kind == "other" and token.text[-1].isalpha() and unicodedata.name(token.text[-1], "").startswith(("LATIN", "CYRILLIC"))


def _other_end(language: Language, text: str, tokens: list[_Token], count: _Count) -> int:
    """Where a year, a percentage, an age or a length ends that a number is part of; 0 where it is a count."""
    start, end = tokens[count.first].start, tokens[count.last - 1].end
    if behind := re.compile(rf"\.?[ -]?(?:{_fold(language.other)})").match(text, end):
        return behind.end()
    return end if re.search(rf"(?<!\w)(?:{_fold(language.marks)}) ?$", text[:start]) else 0


def _linked(tokens: list[_Token], end: int, start: int) -> bool:
    """Whether only a dash or a word such as "to" stands between two numbers."""
    between = [t.kind for t in tokens[end:start]]
    return 0 < len(between) < 3 and set(between) <= {"link", "join", "hyphen"}


def _spread_scales(counts: list[_Count], tokens: list[_Token]) -> list[_Count]:
    """Give the lower end of a range the scale word of the upper: 3 to 4 thousand."""
    spread = list(counts)
    for k, (a, b) in enumerate(pairwise(counts)):
        if a.scale > 1 or not _linked(tokens, a.last, b.first):
            continue
        if b.scale > 1 and a.value * b.scale <= b.value:
            spread[k] = _Count(a.value * b.scale, b.scale, a.first, a.last)
        elif b.scale == 1 and a.value < 100 and b.value >= 1000 and b.value % 1000 == 0 and a.value * 1000 < b.value:
            raise _Ambiguous  # 10 à 12 000
    return spread
