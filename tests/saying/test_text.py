"""What hides or turns text, in one list: left out where text is shown, refused where it says a number; and cells that a spreadsheet
would run: written so that none does, and read as they were."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discrepancy as dc
from discrepancy.case.files.tables import opened
from discrepancy.display import Prose, apart, isolated
from discrepancy.plots.paper.words import drawable
from discrepancy.saying.text import as_csv, as_it_was, clean, escaped, hidden

MANY = settings(max_examples=100 if not os.environ.get("FUZZ") else 5000, deadline=None)
MARKS = "".join(
    map(chr, (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202E, 0x2060, 0x2066))
)
MARKS += "".join(map(chr, (0x206A, 0x206F, 0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFF, 0x1D173, 0xE0041, 0xE0100, 0xDC9B)))
MARKS += "\x00\x07\x08\r\x1b\x7f\x85\x9b"
SHAPED = ["می‌خواهم", "क्‍ष", "नेपाल्‌का", "ශ්‍රී", "👩🏽‍🚀", "❤️‍🔥", "🏳️‍🌈", "葛󠄀城"]
HOSTILE = st.text(st.sampled_from("ab1 ,.-–٣אم“”()" + MARKS + "\u200c\u200d"), max_size=30)
CELLS = st.one_of(st.text(st.sampled_from("'=+-@＝＋－＠|!A1 ,;\t\n\"" + MARKS.replace("\udc9b", "")), max_size=12), st.text(max_size=9))


def test_every_mark_of_unicode_that_is_not_seen_is_in_the_list():
    shown = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}  # signs that are printed
    unseen = {c for c in range(0x110000) if unicodedata.category(chr(c)) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - shown - {9, 10}
    assert [hex(c) for c in unseen if not hidden(chr(c))] == [] and not hidden("".join(map(chr, shown)))


@pytest.mark.parametrize("text", SHAPED)
def test_joiners_and_selectors_stay_where_letters_are_shaped_by_them(text):
    assert clean(text) == clean(f"\u202e{text}") == text and not hidden(text)
    assert hidden("1\u200d100") and hidden("a\u200cb") and hidden("٣\u200d٣") and hidden("3\ufe0f")


@MANY
@given(HOSTILE)
def test_what_is_cleaned_has_none_of_them_and_stays_as_it_is(text):
    seen = clean(text)
    assert not hidden(seen) and clean(seen) == seen and bool(hidden(text)) == (seen != text)
    assert clean(drawable(text).replace("\u200e", "")) == drawable(text).replace("\u200e", "")
    assert not hidden(escaped(text.replace("\n", " ")))


@MANY
@given(HOSTILE)
def test_text_is_the_same_with_its_words_apart(text):
    text = clean(text)
    assert re.sub("[\u2066\u2068\u2069]", "", isolated(text)) == text
    shown = apart(f"<p>{text}</p>")
    assert re.sub('</?(?:bdi|span)(?: dir="ltr")?>', "", shown) == f"<p>{text}</p>" and apart(shown) == shown


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "phrase", ["{}1,100 - 3,000 killed", "1,100 - 3,000{} killed", "3{}million", "1,1{}00", "about{} 3,000", "3,000 kil{}led"]
)
def test_a_phrase_with_such_a_mark_is_refused_with_its_name_and_place(phrase, mark):
    at = f"the mark U+{ord(mark):04X}, which hides or turns what stands beside it, as character {phrase.index('{') + 1}: take it out"
    with pytest.raises(dc.WordingError, match=re.escape(at)) as refused:
        dc.read(phrase.format(mark))
    assert not hidden(str(refused.value))


def test_the_number_of_a_row_that_is_turned_is_refused_where_it_stands(tmp_path):
    rows = "source,statement_date,measure,wording,english,language,value\na,2024-12-23,killed,\u061c1,100 - 3,000,,,\n"
    rows = rows.replace("1,100 - 3,000", '"1,100 - 3,000"').replace('\u061c"', '"\u061c')
    (tmp_path / "claims.csv").write_text(
        f"{rows}b,2024-12-23,killed,,,,1\u200b100\nc,2024-12-23,killed,קתל\u202e,about 5,he,\n", encoding="utf-8"
    )
    with pytest.raises(dc.CaseError) as refused:
        dc.load_case(tmp_path)
    assert [re.sub(" which.*: ", " … ", line) for line in str(refused.value).splitlines()] == [
        'claims.csv:2: wording: "1,100 - 3,000" has the mark U+061C, … take it out',
        "claims.csv:3: value: '1\\u200b100' has the mark U+200B, … take it out",
        'claims.csv:4: wording: "קתל" has the mark U+202E, … take it out',
    ]


def test_words_from_right_to_left_move_no_number_beside_them():
    said = 'Ministry وزارة الصحة (غزة), 23 May: “من 1,100 - 3,000 قتيل”; צה"ל 5'
    assert isolated(said, ("<", ">"), ("[", "]")) == 'Ministry <وزارة الصحة (غزة)>, 23 May: “<من [1,100 - 3,000] قتيل>”; <צה"ל> 5'
    assert apart('<meta content="א 1"><title>א 1</title><pre>א: 1</pre><svg><text>א</text></svg>') == (
        '<meta content="\u2068א 1\u2069"><title>\u2068א 1\u2069</title><pre>\u2068א: 1\u2069</pre><svg><text>א</text></svg>'
    )
    assert isolated("of א (ב 12), 3", ("<", ">")) == "of <א (ב 12)>, 3"
    assert "<p>of <bdi>א</bdi>: 3</p>" in Prose((("", "of א: 3"),))._repr_html_()


# --- cells -------------------------------------------------------------------------------------------------------------


@MANY
@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=3), st.sampled_from(",;\t"))
def test_cells_are_read_as_they_were_and_none_of_them_is_run(rows, delimiter):
    written = [*csv.reader(io.StringIO(as_csv(rows, delimiter), newline=""), delimiter=delimiter)]
    assert [[*map(as_it_was, row)] for row in written] == rows
    assert not [
        cell
        for row in written
        for cell in row
        if re.match(r"\s*[=+@＝＋－＠-]|[\t\r\n]", clean(cell)) and not re.fullmatch(r"-?[\d.,]+\S*", cell)
    ]


def test_numbers_stay_numbers_and_an_apostrophe_that_was_there_stays():
    kept = [-1, -1.5, "-1.5", "-3,000", "-2e-5", "-4%", "'tis", "a=b", "'", ""]
    assert as_csv([kept]) == "-1,-1.5,-1.5,\"-3,000\",-2e-5,-4%,'tis,a=b,',\n"
    assert as_csv([["=A1", "'=A1", "-x", "+1", " @x", "\u200b=1"]]) == "'=A1,''=A1,'-x,'+1,' @x,'\u200b=1\n"
    lines, _, between = opened('"\'=A1";-1\n')
    assert [*map(as_it_was, next(csv.reader(lines, delimiter=between)))] == ["=A1", "-1"]
