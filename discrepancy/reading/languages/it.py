"""Numbers in Italian: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language

_WORDS = {
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

LANGUAGE = Language(
    _WORDS,
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
        10**12: "bilione bilioni",
    },
    alone="dozzina ventina trentina quarantina cinquantina cento cent centinaio mille migliaio milione miliardo",
    articles="un uno una",
    vague=r"\b(?:decin[ae]|qualche|alcun[ei]|divers[ei]|paio|parecchi[ae]?)\b",
    joins="e",
    links="a o",
    other=r"%|per ?cento|ann[oi]\b|km|chilom",
    marks="anno",
    composed=True,
    english=r"""
half a: mezzo mezza
already: già
over: oltre più_di superano superato supera
at least: almeno
at most: al_massimo fino_a
fewer than: meno_di
nearly: quasi
about: circa intorno_a
exactly: esattamente
between: tra fra
and: e
percent: per_cento
percentage points: punti punti_percentuali
no: nessun nessuno nessuna non mai
more: più
less: meno
another: altri altre
times: volte
half of: la_metà metà
per day: al_giorno
per month: al_mese
per year: all'anno
euros: euro di_euro
tonnes: tonnellate di_tonnellate
kilometres: chilometri
hectares: ettari
""",
)
