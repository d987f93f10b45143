"""The numbers of phrases in nine languages, and the agreement of a rendering with its original."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from babel.numbers import format_decimal
from conftest import row
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

import discrepancy as dc
from discrepancy.case.load import examine
from discrepancy.reading.languages.reader import another_script, numerals
from discrepancy.reading.languages.tables import LANGUAGES, Library, TableError

PHRASES = {
    "uk": {
        "понад 3 тис.": (3000,),
        "більше 3 тисяч": (3000,),
        "більше тисячі": (1000,),
        "тисячі солдатів": (),
        "від 3 до 4 тис.": (3000, 4000),
        "близько чотирьох тисяч": (4000,),
        "три з половиною тисячі": (3500,),
        "1,5 млн": (1500000,),
        "дві-три тисячі": (2000, 3000),
        "п’ятсот": (500,),
        "3 тис. 200 осіб": (3200,),
        "15-тисячний контингент": (15000,),
        "до 3-х тисяч": (3000,),
        "у 2024 році загинув": (),
        "3 000 осіб": (3000,),
        "3.000": (3000,),
        "кілька тисяч": (),
        "понад тисячу": (1000,),
        "12 345 осіб": (12345,),
        "23.12.2024 загинули 300": (300,),
        "10–15% особового складу": (),
        "ракети KN-23": (),
        "двісті п'ятдесят тисяч": (250000,),
        "1 млн 200 тис.": (1200000,),
        "сотні поранених": (),
        "півтори тисячі": (1500,),
        "3,5 тис.": (3500,),
        "1.100 осіб": (1100,),
    },
    "ru": {
        "более тысячи человек": (1000,),
        "тысячи солдат": (),
        "около трёх тысяч": (3000,),
        "двух-трех тысяч": (2000, 3000),
        "полторы тысячи": (1500,),
        "от 10 до 12 тыс.": (10000, 12000),
        "свыше 4,7 тыс.": (4700,),
        "двадцать одна тысяча": (21000,),
        "уничтожено уже 4000 солдат КНДР": (4000,),
        "несколько сотен": (),
        "30-летний": (),
        "полмиллиона": (500000,),
        "две тысячи триста сорок пять": (2345,),
        "пара тысяч": (),
        "100—200 тысяч": (100000, 200000),
        "3-й полк": (),
        "11 000": (11000,),
    },
    "ko": {
        "1100여명": (1100,),
        "1천100여 명": (1100,),
        "3천 명": (3000,),
        "1만 1천명": (11000,),
        "1만1000명 이상": (11000,),
        "천백여 명": (1100,),
        "수천 명": (),
        "수백명": (),
        "약 3,000명": (3000,),
        "두 명": (2,),
        "열두 명": (12,),
        "이상 사망자": (),
        "3~4천 명": (3000, 4000),
        "3천에서 4천 명": (3000, 4000),
        "만 2천 명": (12000,),
        "1.2만 명": (12000,),
        "1만이 넘는": (10000,),
        "3천이상": (3000,),
        "2024년 12월": (),
        "3,4천 명": (),
        "일명 폭풍군단": (),
        "만 명": (10000,),
        "1억 2천만": (120000000,),
        "몇백 명": (),
        "이천삼백사십오 명": (2345,),
        "1만5천∼2만 명": (15000, 20000),
        "3천오백이십삼명": (3523,),
        "５００명": (500,),
        "두세 명": (2, 3),
        "6000여 명이": (6000,),
        "100명대": (100,),
        "3000 천막": (3000,),
    },
    "ja": {
        "1万2千人": (12000,),
        "1万2000人": (12000,),
        "約1,100人": (1100,),
        "約１１００人": (1100,),
        "三千人": (3000,),
        "三〇〇〇人": (3000,),
        "数千人": (),
        "千人余り": (1000,),
        "3000~4000人": (3000, 4000),
        "3千から4千人": (3000, 4000),
        "1.2万人": (12000,),
        "四千七百人": (4700,),
        "一万五千人": (15000,),
        "三、四千人": (3000, 4000),
        "二五人": (),
        "一部の兵士": (),
        "2024年12月23日": (),
        "3000人以上": (3000,),
        "1,234万人": (12340000,),
        "十数人": (),
        "百人超": (100,),
        "第一": (),
        "1万人余": (10000,),
    },
    "de": {
        "rund 3.000": (3000,),
        "gut 1,5 Millionen": (1500000,),
        "dreitausend Tote": (3000,),
        "Tausende Tote": (),
        "mehrere tausend": (),
        "3 000": (3000,),
        "3'000 Soldaten": (3000,),
        "4,7 Tsd.": (4700,),
        "zwei- bis dreitausend": (2000, 3000),
        "dreieinhalbtausend": (3500,),
        "anderthalb Millionen": (1500000,),
        "Zehntausende": (),
        "fünfundzwanzigtausend": (25000,),
        "elfhundert": (1100,),
        "zwei Dutzend": (24,),
        "ein Soldat": (),
        "drei Generäle": (3,),
        "zwischen 3.000 und 4.000": (3000, 4000),
        "zwischen drei und vier Tausend": (3000, 4000),
        "eine halbe Million": (500000,),
        "1.234 Millionen": (),
        "hundert Tote": (100,),
        "im Jahr 2024": (),
        "eine Million zweihunderttausend": (1200000,),
        "siebzehnhundert": (1700,),
        "3.000er": (),
    },
    "fr": {
        "quelque 3 000": (3000,),
        "plus de mille": (1000,),
        "des milliers de soldats": (),
        "un millier de morts": (1000,),
        "deux mille cinq cents": (2500,),
        "quatre-vingt-dix-neuf": (99,),
        "soixante et onze": (71,),
        "une centaine": (100,),
        "deux à trois mille": (2000, 3000),
        "1,5 million": (1500000,),
        "un million et demi": (1500000,),
        "entre 3 000 et 4 000": (3000, 4000),
        "3.000 soldats": (3000,),
        "10 à 12 000": (),
        "plusieurs centaines": (),
        "10 pour cent": (),
        "trois centaines": (300,),
        "cent vingt mille": (120000,),
        "un demi-million": (500000,),
        "mille cent": (1100,),
        "d'un millier": (1000,),
        "11 000": (11000,),
    },
    "es": {
        "unos 3.000": (3000,),
        "más de tres mil": (3000,),
        "11 mil soldados": (11000,),
        "miles de bajas": (),
        "mil millones": (1000000000,),
        "entre 3 y 4 mil": (3000, 4000),
        "entre mil y dos mil": (1000, 2000),
        "treinta y cinco": (35,),
        "cientos de bajas": (),
        "un centenar": (100,),
        "aproximadamente 3,000": (3000,),
        "1,250 millones": (),
        "1,5 millones": (1500000,),
        "millón y medio": (1500000,),
        "medio millón": (500000,),
        "dos mil quinientos": (2500,),
        "treinta y un mil": (31000,),
        "3 a 4 mil": (3000, 4000),
        "un soldado": (),
        "10 por ciento": (),
        "mil cien": (1100,),
        "decenas de miles": (),
    },
    "it": {
        "oltre 3mila": (3000,),
        "circa tremila": (3000,),
        "Duemila soldati": (2000,),
        "altri 9.000mila soldati": (),
        "migliaia di soldati": (),
        "un migliaio": (1000,),
        "un centinaio": (100,),
        "tre generali": (3,),
        "millecinquecento": (1500,),
        "due o tremila": (2000, 3000),
        "1,5 milioni": (1500000,),
        "un milione e mezzo": (1500000,),
        "qualche centinaio": (),
        "ventuno": (21,),
        "centotto": (108,),
        "fra 3 e 4 mila": (3000, 4000),
        "cento e duecento": (100, 200),
        "undicimila": (11000,),
        "11 mila": (11000,),
        "il 10 per cento": (),
        "2.500": (2500,),
        "mezzo milione": (500000,),
    },
    "ar": {
        "أكثر من ٣٠٠٠": (3000,),
        "نحو 3 آلاف": (3000,),
        "ثلاثة آلاف جندي": (3000,),
        "ألفان": (2000,),
        "ألفي جندي": (2000,),
        "أكثر من ألف": (1000,),
        "آلاف الجنود": (),
        "مئات القتلى": (),
        "١١ ألف جندي": (11000,),
        "11 ألفاً": (11000,),
        "خمسمئة": (500,),
        "٣٬٠٠٠": (3000,),
        "1,5 مليون": (1500000,),
        "مليون ونصف": (1500000,),
        "ثلاثة آلاف وخمسمائة": (3500,),
        "خمسة وعشرون": (25,),
        "بين 3 و4 آلاف": (3000, 4000),
        "أحد عشر ألفا": (11000,),
        "عشرات الآلاف": (),
        "الـ3000": (3000,),
        "مئتا قتيل": (200,),
        "نصف مليون": (500000,),
        "اثنا عشر ألف": (12000,),
        "عام 2024": (),
        "3,000": (3000,),
        "مئة ألف": (100000,),
        "١٫٥ مليون": (1500000,),
        "نحو 3 الاف": (3000,),
    },
}
PEOPLE = {"ko": " 명", "ja": "人"}  # Hangul and kanji numerals are read before the word for persons
SCALED = {"uk": "тис.", "ru": "тыс.", "de": "Tsd.", "fr": "milliers", "es": "mil", "it": "mila", "ar": "ألف", "ko": "만 명", "ja": "万人"}
counts = st.integers(2, 10**9)


@pytest.mark.parametrize(("language", "phrase", "said"), [(k, p, said) for k, phrases in PHRASES.items() for p, said in phrases.items()])
def test_phrases_of_newsrooms(language, phrase, said):
    assert numerals(phrase, language) == said


@given(counts, st.sampled_from([*LANGUAGES, "de_CH", "es_MX", "ar_EG", "fr_CH", "it_CH"]))
def test_figures_read_back_in_the_separators_of_every_region(count, locale):
    assert numerals(format_decimal(count, locale=locale), locale) == (count,)


@given(st.integers(11, 9999), st.sampled_from([*LANGUAGES]))
def test_decimals_before_a_scale_word_read_back(tenths, language):
    unit = 10_000 if language in ("ko", "ja") else 1000
    phrase = f"{format_decimal(tenths / 10, locale=language)} {SCALED[language]}"
    assert numerals(phrase, language) == (tenths * unit // 10,)


@given(st.integers(10, 999_999), st.sampled_from([*LANGUAGES]))
def test_number_words_read_back(count, language):
    if language == "ar" and count >= 2000 and count // 1000 % 100 < 3:
        count = count % 1000 + 11_000  # num2words prints these in forms that nobody does
    if language == "ko" and count % 10000 < 10:
        count += 10  # a single syllable at the end may be another word
    words = num2words(count, lang=language).replace("dicotto", "diciotto")  # a slip in its Italian
    assert numerals(words + PEOPLE.get(language, ""), language) == (count,)


@given(st.text(max_size=60), st.sampled_from([*LANGUAGES]))
def test_any_text_gives_numbers_or_nothing(text, language):
    assert all(n >= 0 for n in numerals(text, language))


@given(st.sampled_from([*LANGUAGES]), st.data())
def test_any_row_of_numeral_words_gives_numbers_or_nothing(language, data):
    words = st.sampled_from([*LANGUAGES[language].forms, "3", "3.000", "-", ".", ",", "1,5", "X", "人", "명"])
    phrase = data.draw(st.sampled_from(["", " "])).join(data.draw(st.lists(words, max_size=8)))
    assert all(n >= 0 for n in numerals(phrase, language))


@pytest.mark.parametrize("language", ["", "en", "nl", "zh", "korean"])
def test_a_language_without_a_table_is_not_read(language):
    assert numerals("3.000", language) == ()


def test_every_form_is_read_as_its_language_defines_it():
    for code, language in LANGUAGES.items():
        values = [forms for forms in language.words.values()]
        assert len({f for forms in values for f in forms.split()}) == len([f for forms in values for f in forms.split()]), code
        assert set(language.single) <= set(language.forms), code


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("jions = 'en'", "nl.toml: jions: is no key of a language: use one of words, scales, alone, "),
        ("small = '100'", "nl.toml: small: has to be a whole number"),
        ("prefixes = [1]", "nl.toml: prefixes: has to be a list of texts"),
        ("[words]\n2 = 2\n[scales]", "nl.toml: words: has to be a table of texts"),
        ("[words]\n2 = 'twee'", "nl.toml: scales: is missing: give each number and its forms"),
        ("[words]\ntwo = 'twee'\n[scales]", "nl.toml: words: 'two' is no number: write 5, 1_000 or \"0.5\""),
        ("[words]\n2 = 'twee'\n3 = 'drie twee'\n[scales]", 'nl.toml: words: "twee" stands for 2 already: give it to one number, once'),
        ("[words]\n2 = 'twee'\n[scales]\n1_000 = 'twee'", 'nl.toml: scales: "twee" stands for 2 already: give it to one number, once'),
        ("[words]\n2 = 'twee'\n2 = 'drie'", "nl.toml: Cannot overwrite a value (at "),
        ("[words", "nl.toml: Expected ']' at the end of a table declaration (at end of document)"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_file_and_key(tmp_path, table, said):
    (tmp_path / "nl.toml").write_text(table, encoding="utf-8")
    with pytest.raises(TableError) as error:
        Library(tmp_path)["nl"]
    assert str(error.value).startswith(said)


def test_a_table_is_read_when_its_language_is_asked_for():
    ask = "print('discrepancy.reading.languages.rendered' in sys.modules)"
    code = f"import sys, discrepancy as dc; dc.read('over 3,000'); {ask}; dc.read('plus de 3000', language='fr'); {ask}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("phrase", "other"),
    [("3,000", False), ("über 3.000", False), ("Łódź 3", False), ("약 3,000명", True), ("3 тис.", True), ("٣٠٠٠ قتيل", True)],
)
def test_another_script(phrase, other):
    assert another_script(phrase) is other


A = row("alpha", "2024-12-23", "around 1,100")


def sentences(make_case, wording, language="", english="", **more):
    claim = row("beta", "2024-12-23", wording, language=language, english=english, **more)
    return [str(p) for p in examine(make_case([A, claim]))[1]]


@pytest.mark.parametrize(
    ("wording", "language", "english"),
    [
        ("більше 3 тисяч", "uk", "more than 3,000"),
        ("від 3 до 4 тис.", "uk", "from 3,000 to 4,000"),
        ("1100여명", "ko-KR", "1,100-odd people"),
        ("тисячі солдатів", "uk", "thousands of soldiers"),
        ("200 осіб", "uk", "several hundred people"),
        ("meer dan 300", "nl", "more than 3,000"),  # no table: not compared
        ("2,3 тис.", "uk", "2.3 thousand"),
        ("about 1,100", "en-GB", ""),
    ],
)
def test_renderings_that_agree_or_cannot_be_compared_pass(make_case, wording, language, english):
    assert sentences(make_case, wording, language, english) == []


@pytest.mark.parametrize(
    ("wording", "language", "english", "sentence"),
    [
        (
            "більше 3 тисяч",
            "uk",
            "more than 300",
            'english: "більше 3 тисяч" says 3,000, but the English rendering "more than 300" says 300: one of the two is wrong',
        ),
        (
            "3~4천 명",
            "ko",
            "3,000 to 40,000",
            'english: "3~4천 명" says 3,000 and 4,000, but the English rendering "3,000 to 40,000" says 3,000 to 40,000: one of the two is wrong',
        ),
        (
            "1万2千人",
            "ja",
            "1,200 people",
            'english: "1万2千人" says 12,000, but the English rendering "1,200 people" says 1,200: one of the two is wrong',
        ),
        ("понад 3 тис. осіб", "", "", 'language: "понад 3 тис. осіб" is not English: give its language and a short English rendering'),
        ("понад 3 тис. осіб", "", "over 3,000", 'language: "понад 3 тис. осіб" is not English: give its language'),
        (
            "mehr als dreitausend",
            "",
            "",
            'wording: "mehr als dreitausend" is not English: give its language (de?) and a short English rendering',
        ),
        (
            "3 тис.",
            "ua",
            "3,000",
            "language: 'ua' is no code of a language: write ar, de, es, fr, it, ja, ko, ru, uk, or another code of ISO 639",
        ),
        ("3천 명", "Korean", "3,000", "language: 'Korean' is no code of a language: write ar, de"),
    ],
)
def test_what_is_wrong_with_a_phrase_in_another_language(make_case, wording, language, english, sentence):
    (found,) = sentences(make_case, wording, language, english)
    assert found.startswith(f"claims.csv:3: {sentence}")


def test_a_rendering_without_a_translator_is_listed(make_case):
    rows = [A, row("beta", "2024-12-23", "3 тис.", language="uk", english="3,000")]
    assert "1 of 2 claims rendered into English by nobody named (translation was empty)" in dc.load_case(make_case(rows)).filled
    rows[1]["translation"] = "human"
    assert not [f for f in dc.load_case(make_case(rows)).filled if "translation" in f]


def test_the_originals_of_the_kursk_case_agree_with_their_renderings(kursk):
    read = [c for c in kursk.records if c.kind != "share" and numerals(c.wording, c.language)]
    assert len(read) == 45
    assert all(c.reading().value in numerals(c.wording, c.language) for c in read)


def test_a_word_that_is_nearly_composed_of_numerals_is_looked_through_once():
    words = " ".join("achtzehn" * 14 + end for end in ("x", "yq", "zzz", "n"))
    began = time.process_time()
    assert numerals(words, "de") == ()
    assert time.process_time() - began < 0.5
    assert numerals("dreihundertfünfundzwanzigtausendsiebenhundert", "de") == (325_700,)
