"""Numbers in German: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language, counted, powers

_ONES = counted("ein, zwei, drei, vier, fünf, sechs, sieben, acht, neun")
_TENS = counted("zwanzig, dreißig, vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig", 20, 10)
_WORDS = _ONES | _TENS | {t + o: f"{one}und{ten}" for t, ten in _TENS.items() for o, one in _ONES.items()}
_WORDS |= {o + 10: f"{_ONES[o]}zehn" for o in (3, 4, 5, 8, 9)}
_WORDS |= {0.5: "halbe halben einhalb", 1: "ein eins", 1.5: "anderthalb eineinhalb", 2: "zwei zwo"}
_WORDS |= {10: "zehn", 11: "elf", 12: "zwölf", 16: "sechzehn", 17: "siebzehn"}
_WORDS = {value: " ".join(dict.fromkeys([form, form.replace("ü", "ue").replace("ö", "oe")])) for value, form in _WORDS.items()}

LANGUAGE = Language(
    _WORDS,
    powers("dutzend, hundert, tausend tsd, million millionen mio, milliarde milliarden mrd, billion billionen bio"),
    alone="dutzend hundert tausend million milliarde",
    articles="ein eins",
    vague=r"\b(?:paar|einigen?|mehreren?|etlichen?|viele[nr]?)\b|(?:dutzende|hunderte|tausende|\bzigtausend)[nr]?\b",
    links="bis oder und",
    other=r"%|prozent|jahr|uhr|km|kilometer",
    marks=r"jahre?s?",
    composed=True,
    english=r"""
half a: eine?n?_halbe[sn]?
already: bereits schon
over: über mehr_als übersteigt überstieg überschritten überschreitet
at least: minimum aufwärts mindestens wenigstens
at most: höchstens bis_zu maximal
fewer than: unter weniger_als
nearly: knapp fast beinahe nahezu annähernd
about: rund etwa ungefähr circa ca\. ca zirka gut_geschätzt schätzungsweise geschätzt geschätzte
exactly: genau exakt
between: zwischen
and: und
to: bis
from: von
percent: prozent v\.h\.
percentage points: prozentpunkte[n]? prozentpunkt
no: keine[rnms]? kein niemand nicht nie niemals weder
more: mehr
less: weniger
another: weitere[rn]? zusätzliche[rn]?
times: mal -mal fach
half of: die_hälfte
per day: pro_tag jeden_tag täglich am_tag
per week: pro_woche jede_woche wöchentlich
per month: pro_monat jeden_monat monatlich im_monat
per year: pro_jahr jedes_jahr jährlich im_jahr
euros: euro
dollars: dollar
kilograms: kilogramm kilo
tonnes: tonnen tonne
kilometres: kilometer
square kilometres: quadratkilometer
hectares: hektar
a quarter of a: viertel
""",
)
