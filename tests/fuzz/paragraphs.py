"""Paragraphs of newspapers, mangled word by word: left out, doubled, turned round, exchanged, glued and mixed with odd signs and markup."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from fuzz import news
from fuzz.odd import TEXTS, any_letter

PASSAGES = Path(__file__).parents[1] / "article" / "passages"
ODD = [
    "\u202e", "İ", "½", "²", "3-", "-3", "00", "1,00", "%", "(", ")", "“", "”", '"', "|", "<b>", "</b>", "&nbsp;", "&#0;", "&#x110000;", "\n\n", "'s", "no one",
    "٣", "two-thirds", "1e9", "<td>", "</table>", "<svg>", "<!--", "](", "![", "```", "#", "- ", "1.", "...", "…", "—", "–", "$", "€", "\u00ad", "\u200b", "\u2028",
    "\ufeff", "ß", "ﬁ", "\t", "    ", "including", "of them", "among", "and", "or", "who", "not", "million", "Monday", ",", ", including 12 children,", "<script>", "[12]",
    "\\", "_", "**", "~~", "http://x/3", "100%", "3rd", "#1", "N1", "1/2/3", "12:30", "+1", "1.1.1", "“" * 20, "1 " * 30, "(" * 40, "0" * 50, "\x00", "\x07",
]  # fmt: skip


@cache
def texts():
    """The passages that rules were written on; those that are set aside stay aside."""
    files = [f for f in sorted(PASSAGES.glob("*.toml")) if "held-out" not in f.name]
    found = [p["text"] for f in files for p in tomllib.loads(f.read_text(encoding="utf-8")).get("passages", ())]
    return found, [word for text in found for word in text.split(" ")]


def mangled(chance, text, words, most=12):
    """The text with up to so many changes, each of a word."""
    pieces = text.split(" ")
    for _ in range(1 + chance.randrange(most)):
        i = chance.randrange(len(pieces))
        word, sign = pieces[i], chance.choice([*ODD, chance.choice(TEXTS), any_letter(chance)])
        pieces[i : i + 1] = chance.choice([
            [], [word[::-1]], [sign, word], [sign], [word, sign], [sign + word], [word + sign], [chance.choice(words)], [word, word],
            [word.upper()], [word[: len(word) // 2]], [word, *reversed(pieces[i + 1 : i + 4])],
        ]) or ["x"]  # fmt: skip
    return " ".join(pieces)


def draw(chance):
    found, words = texts()
    text = mangled(chance, chance.choice(found), words)
    if chance.randrange(4) == 0:  # a page
        text = "<html><body><p>" + text.replace("\n\n", "</p><p>") + chance.choice(["</p>", "", "</body></html>", "<table><tr><td>"])
    return news.asked(chance, text)
