"""Numbers in Korean: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language

_UNITS = "일이삼사오육칠팔구"
_TENS: dict[float, str] = {10: "열", 20: "스물 스무", 30: "서른", 40: "마흔", 50: "쉰", 60: "예순", 70: "일흔", 80: "여든", 90: "아흔"}
_ONES = {1: "하나 한", 2: "둘 두", 3: "셋 세", 4: "넷 네", 5: "다섯", 6: "여섯", 7: "일곱", 8: "여덟", 9: "아홉"}
_NATIVE = "|".join(f for forms in (_TENS | _ONES).values() for f in forms.split())
_PEOPLE = r" ?여? ?명(?!하|했|해)"
_LINK = r" ?(?:명에서|에서|내지|또는|~|-) ?"
_WORDS = _TENS | {n: f"{_UNITS[n - 1]} {forms}" for n, forms in _ONES.items()}

# Numerals stand inside other words: they are read behind a figure, and before the word for persons.
_PART = (
    rf"{_LINK.strip(' ?')}|(?<=\d)[십백천만억]+(?:[{_UNITS}][십백천만억]+)*(?:[{_UNITS}](?={_PEOPLE}))?(?!큼)"
    r"|(?<=\d )[십백천만억]+(?=여|명|\d|[^\w]|$)"
    rf"|(?<![가-힣])(?=[{_UNITS}]*[십백천만억])[{_UNITS}십백천만억]+(?= ?[{_UNITS}십백천만억]*(?:{_PEOPLE}|{_LINK}[{_UNITS}십백천만\d]| ?\d{{1,3}}[십백천]?{_PEOPLE}))"
    rf"|(?<![가-힣])(?:{_NATIVE})+(?= ?명(?!하|했|해))"
)

LANGUAGE = Language(
    _WORDS,
    {10: "십", 100: "백", 1000: "천", 10**4: "만", 10**8: "억", 10**12: "조"},
    alone="십 백 천 만 억",
    vague=r"(?<![가-힣])(?:수|몇) ?[십백천만]|[십백천만]수 ?[십백천만명]",
    links="명에서 에서 내지 또는 ~",
    other=r"%|퍼센트|년|월|일|세\b|살|km|킬로",
    marks="제",
    decimal=".",
    group=",",
    part=_PART,
    composed=True,
    small=1000,
    english=r"""
over: 넘는 넘어 초과 넘었
at least: 최소 적어도 이상
at most: 최대 이하
fewer than: 미만
nearly: 거의 가까이
about: 약 대략 정도
odd: 여
percent: 퍼센트
no: 없 아니 않
per day: 하루
""",
)
