"""Numbers in Japanese: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language

_UNITS = "一二三四五六七八九"
_PEOPLE = "(?:余り?|あまり)?(?:人|名)"
_LINK = "(?:人から|から|ないし|または|~|-|、|・)"

# Numerals stand inside other words: they are read behind a figure, and before the word for persons.
_PART = (
    rf"{_LINK}|(?<=\d)[十百千万億]+(?:[{_UNITS}][十百千万億]+)*(?:[{_UNITS}](?={_PEOPLE}))?"
    rf"|(?<!第)[{_UNITS}十百千万億]+(?={_PEOPLE}|{_LINK}[{_UNITS}十百千万\d])"
)

LANGUAGE = Language(
    {n: unit for n, unit in enumerate(_UNITS, 1)},
    {10: "十", 100: "百", 1000: "千", 10**4: "万", 10**8: "億", 10**12: "兆"},
    alone="十 百 千 万 億",
    vague=rf"[数何幾] ?[十百千万]|[十百千万]数[十百千万人名]|[{_UNITS}]{{2}}",
    links="人から から ないし または ~ 、 ・",
    other=r"%|パーセント|年|月|日|歳|割|km|キロ",
    marks="第",
    decimal=".",
    group=",",
    part=_PART,
    composed=True,
    small=1000,
    english=r"""
over: 超える 超え 超 を上回る
at least: 少なくとも 以上
at most: 最大 最多 以下
fewer than: 未満
nearly: 近く ほぼ
about: 約 およそ 程度 ほど
odd: 余り? あまり
percent: パーセント
no: ない なかった ゼロ
""",
)
