"""Numbers in Arabic: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language, counted

_ONES = counted(
    "واحد واحدة أحد إحدى, اثنان اثنين اثنتان اثنتين, ثلاثة ثلاث, أربعة أربع, خمسة خمس, ستة ست, سبعة سبع, ثمانية ثماني ثمان, تسعة تسع"
)
_TENS = counted("عشرون عشرين, ثلاثون ثلاثين, أربعون أربعين, خمسون خمسين, ستون ستين, سبعون سبعين, ثمانون ثمانين, تسعون تسعين", 20, 10)
_pairs = lambda first, second, between: " ".join(f"{a}{between}{b}" for a in first.split() for b in second.split())
_WORDS = {o: forms.replace(" أحد إحدى", "") for o, forms in _ONES.items()} | _TENS
_WORDS |= {t + o: _pairs(one, ten, "_و_") for t, ten in _TENS.items() for o, one in _ONES.items()}  # five and twenty
_WORDS |= {10 + o: _pairs(_ONES[o], "عشر عشرة", "_") for o in _ONES}
_WORDS |= {100 * o: _pairs(_ONES[o], "مئة مائة", "") for o in range(3, 10)}
_WORDS |= {
    0.5: "نصف و_نصف",
    10: "عشرة عشر",
    12: "اثنا_عشر اثني_عشر اثنتا_عشرة اثنتي_عشرة",
    200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي",
    2000: "ألفان ألفين ألفي",
    2_000_000: "مليونان مليونين مليوني",
}

LANGUAGE = Language(
    _WORDS,
    {100: "مئة مائة", 1000: "ألف آلاف ألفا", 10**6: "مليون ملايين مليونا", 10**9: "مليار مليارات بليون", 10**12: "تريليون تريليونات"},
    alone="مئة مائة ألف مليون مليار",
    vague=r"(?:عشرات|مئات|ألوف|بضع|بضعة|عدة|بعض)\b",
    joins="و",
    links="إلى أو حتى",
    other=r"%|٪|بالمئة|بالمائة|في المئة|في المائة|عام|سنة|كم\b",
    marks="عام|سنة|العام",
    decimal="٫",  # Arabic in Africa has the comma, elsewhere the point
    prefixes=("و", "ف", "ب", "ل", "ال", "بال", "لل", "وال"),
    english=r"""
over: أكثر_من يزيد_عن تجاوز[ت]? نحو_أكثر_من
at least: على_الأقل ما_لا_يقل_عن
at most: ما_لا_يزيد_عن حتى
fewer than: أقل_من
nearly: ما_يقرب_من قرابة
 about: تقريبا حوالي نحو زهاء
 per day: يوميا في_اليوم
 per month: شهريا في_الشهر
 per year: سنويا في_السنة
percent: بالمئة بالمائة في_المئة في_المائة
no: لا لم ليس أي_من
between: بين
and: و
""",
)
