"""Numbers in Italian: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language, counted, powers

_WORDS = {0.5: "mezzo e_mezzo e_mezza"}
_WORDS |= counted(
    "un uno una, due, tre, quattro, cinque, sei, sette, otto, nove, dieci, undici, dodici, tredici, quattordici, quindici, "
    "sedici, diciassette, diciotto, diciannove, venti vent"
)
_WORDS |= counted(
    "trenta trent, quaranta quarant, cinquanta cinquant, sessanta sessant, settanta settant, ottanta ottant, novanta novant", 30, 10
)

LANGUAGE = Language(
    _WORDS,
    powers(
        "dozzina dozzine, cento cent centinaio centinaia, mille mila migliaio migliaia, milione milioni mln, miliardo miliardi "
        "mld, bilione bilioni"
    )
    | counted("ventina, trentina, quarantina, cinquantina", 20, 10),
    alone="dozzina ventina trentina quarantina cinquantina cento cent centinaio mille migliaio milione miliardo",
    articles="un uno una",
    vague=r"\b(?:decin[ae]|qualche|alcun[ei]|divers[ei]|paio|parecchi[ae]?)\b",
    joins="e",
    links="a o",
    other=r"%|per ?cento|ann[oi]\b|km|chilom",
    marks="anno",
    composed=True,
    english=r"""
more than: più_che più_del
half a: mezzo mezza
already: già
over: oltre più_di superano superato supera
at least: minimo almeno
at most: massimo al_massimo fino_a
fewer than: meno_di
nearly: scarsi scarse quasi
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
per day: al_giorno ogni_giorno
per month: al_mese ogni_mese
per year: all'anno ogni_anno
euros: euro di_euro
tonnes: tonnellate di_tonnellate
kilometres: chilometri
hectares: ettari
""",
)
