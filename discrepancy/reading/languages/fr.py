"""Numbers in French: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language

_WORDS = {
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
        10**12: "billion billions",
    },
    alone="douzaine vingtaine trentaine quarantaine cinquantaine soixantaine cent centaine mille millier million milliard",
    articles="un une",
    vague=r"\b(?:dizaines?|plusieurs|quelques)\b",
    joins="et",
    links="à ou",
    other=r"%|pour ?cent|ans?\b|km|kilom",
    marks="année|l'an",
    english=r"""
half a: un_demi
already: déjà
over: plus_de plus_d' dépasse dépassé dépassent
at least: au_moins
at most: au_plus jusqu'à au_maximum
fewer than: moins_de moins_d'
nearly: près_de près_d' presque
about: environ quelque autour_de à_peu_près estimé[es]* une_estimation_de
exactly: exactement
between: entre
and: et
to: à
percent: pour_cent pourcent
percentage points: points? points?_de_pourcentage
no: aucun aucune pas jamais ni personne non
more: plus
less: moins
another: autres supplémentaires
times: fois
half of: la_moitié moitié
a third: tiers
per day: par_jour quotidiens?
per month: par_mois mensuels?
per year: par_an par_année annuels?
euros: euros? d'euros
dollars: dollars? de_dollars
tonnes: tonnes? de_tonnes
kilometres: kilomètres?
square kilometres: kilomètres?_carrés?
hectares: hectares? d'hectares
a quarter of a: un_quart_de_ quart_de_
""",
)
