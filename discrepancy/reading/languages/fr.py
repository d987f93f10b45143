"""Numbers in French: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language, counted

_WORDS = {0.5: "demi et_demi et_demie"}
_WORDS |= counted("un une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, seize")
_WORDS |= counted("vingt, trente, quarante, cinquante, soixante, septante, quatre_vingts quatre_vingt huitante, nonante", 20, 10)

LANGUAGE = Language(
    _WORDS,
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
)
