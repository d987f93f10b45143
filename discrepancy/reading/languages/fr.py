"""Numbers in French: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language, counted, powers

_WORDS = {0.5: "demi et_demi et_demie"}
_WORDS |= counted("un une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, seize")
_WORDS |= counted("vingt, trente, quarante, cinquante, soixante, septante, quatre_vingts quatre_vingt huitante, nonante", 20, 10)

LANGUAGE = Language(
    _WORDS,
    powers(
        "douzaine douzaines, cent cents centaine centaines, mille millier milliers, million millions mio, milliard milliards "
        "mrd, billion billions"
    )
    | counted("vingtaine, trentaine, quarantaine, cinquantaine, soixantaine", 20, 10),
    alone="douzaine vingtaine trentaine quarantaine cinquantaine soixantaine cent centaine mille millier million milliard",
    articles="un une",
    vague=r"\b(?:dizaines?|plusieurs|quelques)\b",
    joins="et",
    links="à ou",
    other=r"%|pour ?cent|ans?\b|km|kilom",
    marks="année|l'an",
    english=r"""
more than: plus_que plus_qu'
half a: un_demi
already: déjà
over: plus_de plus_d' dépasse dépassé dépassent
at least: minimum au_moins
at most: maximum au_plus jusqu'à au_maximum
fewer than: moins_de moins_d'
nearly: près_de près_d' presque
about: env\. env environ quelque autour_de à_peu_près estimé[es]* une_estimation_de
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
per day: par_jour chaque_jour quotidiens?
per month: par_mois chaque_mois mensuels?
per year: par_an chaque_année par_année annuels?
euros: euros? d'euros
dollars: dollars? de_dollars
tonnes: tonnes? de_tonnes
kilometres: kilomètres?
square kilometres: kilomètres?_carrés?
hectares: hectares? d'hectares
a quarter of a: un_quart_de_ quart_de_
""",
)
