"""Scale words and hedges of languages that have no table of their own: where one stands beside a number, the number alone is not read.

Scale words are those of the compact number formats of the Unicode CLDR in some 40 languages in Latin letters, with other endings where
a ``*`` stands; other scripts are told by their letters.  Forms are in small letters, with and without accents.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SCALES = """
1_000: bin bine binden bini binlerce duisend* duizend* elfu ezer* ezren hilj* inkulungwane libo mhile mhíle míle mie mii mij* miler* ming nghin nghìn
1_000: ngan ngàn rb ribu* tis tisic* tisíc* tisoc* tisoč* tisuc* tisuć* tuh tuhansi* tuhan* tuhat* tukst* tūkst* tusen* tusind* tys tysi* þus* þús*
1_000_000: isigidi jt juta* mi mio mill trieu triệu tr milj millioner milio* milió* miljo* millj* millió* milijo* milijun* milyo* milhã* milhõ* milhao milhoes
1_000_000: miliwn milliú* mhilliú* millón* millon millones
1_000_000_000: bi md mia mjd mld mlr mlrd mljrd ty tỷ tỉ ti miliar* miljar* miljär* milijar* milyar* milliár* miliár* milliard* milljar* milyard*
1_000_000_000: bilhã* bilhõ* bilhao bilhoes bilyo* bhilliú* mbilliú* billiú* biliwn
1_000_000_000_000: bil bilj bilio* bilió* biljo* billj* billió* bilijo* bilijun* billón* billon billones billione* tri tril trilj trl trln trillioner billioner trilio* trilió* triliu*
1_000_000_000_000: triljo* trilijo* trilijun* trilyo* trilhã* trilhõ* trilhao trilhoes triliwn trilliú* thrilliú* dtrilliú* trillió* trillon* trillón*
"""
_ENGLISH = re.compile(r"(?:m|b|tr)illion(?:s|th|ths|aires?)?")
_HEDGES = """
acima de|mais de|menos de|pelo menos|quase|até|cerca de|por volta de|meer dan|minder dan|ongeveer|minstens|ten minste|hoogstens|bijna|zowat|ruim
ponad|około|okolo|co najmniej|prawie|niemal|mniej niż|więcej niż|niespełna|en az|en çok|en fazla|yaklaşık|yaklasik|minst|högst|omkring|ungefär|cirka|nästan|över
drygt|knappt|mer än|färre än|mindst|højst|omtrent|næsten|nesten|mere end|mer enn|færre end|knapt|více než|vice nez|viac ako|asi|přibližně|téměř|nejméně
minimálně|zhruba|méně než|peste|aproximativ|cel puțin|cel putin|aproape|mai mult de|mai puțin de|több mint|legalább|körülbelül|mintegy|majdnem|kevesebb mint
yli|noin|lähes|vähintään|enintään|ainakin|lebih dari|sekitar|setidaknya|sedikitnya|hampir|kurang dari|kira-kira|hơn|khoảng|gần|ít nhất|više od|vise od|oko
najmanje|gotovo|približno|več kot|manje od|més de|prop de|gairebé|umbes|vähemalt|vairāk nekā|apmēram|gandrīz|daugiau nei|daugiau kaip|apie|maždaug|beveik
më shumë se|rreth|të paktën|zaidi ya|karibu|takriban|meer as|byna|mahigit|halos|tinatayang
"""


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[int, re.Pattern]]:
    lines = (line.partition(": ") for line in _SCALES.strip().split("\n"))
    ends = lambda form: form[:-1] + r"[^\W\d_]*" if form.endswith("*") else form
    return [(int(size), re.compile("|".join(map(ends, forms.split())))) for size, _, forms in lines]


@lru_cache(maxsize=65536)
def scale_elsewhere(word: str) -> tuple[int, ...]:
    """What a word multiplies by in a language without a table; empty where it is no scale word.

    Examples
    --------
    >>> scale_elsewhere("tysięcy"), scale_elsewhere("nghìn"), scale_elsewhere("militants"), scale_elsewhere("million")
    ((1000,), (1000,), (), ())
    """
    if _ENGLISH.fullmatch(word):
        return ()
    return tuple(dict.fromkeys(size for size, pattern in _patterns() if pattern.fullmatch(word)))


@lru_cache(maxsize=1)
def hedges_elsewhere() -> frozenset[str]:
    """Hedges that are printed before a number."""
    return frozenset(_HEDGES.strip().replace("\n", "|").split("|"))
