"""Does an article of repeated tokens take at most 2 seconds of processor time for each 100,000 characters, as text, Markdown and HTML?

All that text is made of, repeated to a length by itself and in pairs: whatever looks ahead or back without a bound shows here.  Each text
is read in a process of its own, which ends with the time that it may take, twice over.  ``FUZZ=2000`` draws so many pairs.
"""

from __future__ import annotations

import os
import random
import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from discrepancy.article import ArticleError, read_article
from discrepancy.article.extract import extract, numbers_printed
from discrepancy.article.verify import verify
from discrepancy.case.load import load_case

from . import say

SIZES = (100_000, 400_000, 1_600_000)
PER = 2.0 / 100_000  # seconds for a character
PAIRS = int(os.environ.get("FUZZ", "60"))
LATER = 8  # texts that are read at the larger sizes, too: those that took longest

# each of them with what is written behind it, so that a run of them reads as a text would: most take a space
TOKENS = [
    *"\" “ ” ' ‘ ’ « » „ ‹ › 「 」 『 』 ` ( ) [ ] { } < > ⟨ ⟩ 【 】 - – — − ‐ ‑ … · • * _ ~ # | / \\ & % ‰ $ € £ ¥ § ¶ † ° ² ½ ± × ÷ = + ^ @ , ; : . ! ? 。 、 ？ ！".split(),
    "...", "?!", "--", "---", "***", "___", "===", "~~", "``", "```\n", "**", "__", "||", "| |", "|---|", "|\n", "| a ", "\t", "a\tb\tc\n",
    "\n", "\r\n", "\r", "\n\n", " \n", "\u2028", "\u0085", "\u00a0", "\u3000", "  ", "\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u061c",
    "é", "e\u0301", "\u0301", "\u0e33", "\u20dd", "👩\u200d👩\u200d👧 ", "🇺🇳", "😀 ", "\ufe0f", "中", "万 ", "三千人 ", "한국 ", "이만 명 ", "جندي ", "٣٠٠٠ ", "३,०० ", "ไทย", "İ ", "ß ",
    "1", "1 ", "0", "9", "1,", "1,0", "1.0", "1,000 ", "10 000 ", "1.000 ", "1'000 ", "3,000 killed ", "3,000 ", "300 ", "61 ", "2024 ", "2024-12-01 ", "12/3/24 ",
    "3 May ", "3rd ", "1-2 ", "1–2 ", "1 to 2 ", "2:30 ", "7 a.m. ", "+1 ", "-1 ", "1e5 ", "1/2 ", "½ ", "2x ", "m3 ", "km2 ", "10% ", "5 percent ", "$5 ", "€1.2m ", "$", "5bn ", "1 in 5 ",
    "one ", "two ", "twenty-one ", "hundred ", "thousand ", "million ", "half ", "a third of ", "dozens ", "a ", "an ", "and ", "or ", "of ", "per ", "to ", "between ", "from ", "about ", "some ", "at least ", "more than ",
    "up to ", "nearly ", "fewer than ", "no ", "not ", "nobody ", "denied ", "that ", "which ", "who ", "they ", "it ", "he said ", "said ", "said on Monday ", "according to ", "citing ", "the ministry ", "police ",
    "The ministry said ", "of them ", "of whom ", "including ", "among them ", "another ", "more ", "others ", "people ", "soldiers ", "killed ", "killed and wounded ", "wounded. ", "died. ", "women ", "a man ", "aged 61 ", "tonnes ", "km ", "m ",
    "years ", "a day ", "last week ", "on Monday ", "Monday ", "January ", "in 2023 ", "since ", "until ", "by ", "in ", "in Kyiv ", "Kyiv ", "KYIV ", "A", "a", "aa ", "A ", "A. ", "U.S. ", "Mr. ", "Dr. ", "No. ", "e.g. ", "p. 5 ",
    "Zelensky ", "North Korean soldiers ", "John Smith ", "Smith, ", "the ", "The ", "Smith's ", "year-old ", "-year-old ", "twice ", "risen by ", "from 5 to ", "should ", "may ", "fear ", "false ", "Q: ", "A: ", "Source: ", "Total ",
    "http://a.b/c ", "https://a.b/?q=", "a@b.c ", "www.", "[1] ", "[1](http://a.b) ", "![", "](", "[a](", "[^1]: ", "- ", "* ", "1. ", "> ", "# ", "#", "\n# ", "\n- ", "\n> ", "\n1. ", "\n| 1 | 2 | 3 |", "\n* 3,000 killed", "\\", "\\*",
    "<", "</", "<a", "<a ", "<a>", "<b>", "</b>", "<p>", "</p>", "<div>", "<div class='x'>", "<br>", "<br/>", "<table>", "<tr>", "<td>", "<td>3 killed", "<th>Killed", "<tr><td>1", "<svg>", "</svg>", "<script>", "<style>", "<!--", "-->", "<!", "<?", "<![CDATA[", "<sup>",
    "<sup>2</sup>", "<del>", "<s>", "<ul>", "<li>", "<li>3,000 ", "<a href='", "<a href=x>1</a>", "<a b='>'", "<h1>", "<h2>1</h2>", "<section>", "<article>", "<title>", "<textarea>", "<pre>", "<select>", "<template>", "<math>", "<span hidden>", "<span>", "<font>", "<p id=", "<td colspan=99>", "<td rowspan=99>", "<caption>",
    "&", "&amp;", "&nbsp;", "&#", "&#1", "&#x41;", "&lt;", "&bogus;", "=\"", "='",
]  # fmt: skip
TOKENS = list(dict.fromkeys(TOKENS))
FORMS = ("text", "markdown", "html")


def whole(token: str, size: int) -> str:
    return (token * (size // len(token) + 1))[:size]


def took(text: str, form: str, work, most: float) -> float:
    """Seconds of a process of its own for a text; infinite where it did not end in twice the time."""
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_CPU, (int(most) + 1, int(most) + 1))
        with suppress(ArticleError):
            work(read_article(text, form))
        os._exit(0)
    _, status, used = os.wait4(pid, 0)
    return used.ru_utime + used.ru_stime if status == 0 else float("inf")
