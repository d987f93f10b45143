"""Does an article of repeated tokens take at most 2 seconds of processor time for each 100,000 characters, as text, Markdown and HTML?

All that text is made of, repeated to a length by itself and in pairs: whatever looks ahead or back without a bound shows here.  Each text
is read in a process of its own, which ends after twice the time that it may take.  ``FUZZ=2000`` draws so many pairs.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import shutil
from collections.abc import Callable
from contextlib import suppress
from math import ceil, inf
from pathlib import Path
from tempfile import TemporaryDirectory

from discrepancy.article import Article, ArticleError, read_article
from discrepancy.article.extract import extract, numbers_printed
from discrepancy.article.verify import verify
from discrepancy.case.load import load_case

from . import say

DAY = "2024-12-28"
SIZES = (100_000, 400_000, 1_600_000)
PER = 2.0 / 100_000  # seconds for a character
PAIRS = int(os.environ.get("FUZZ", "60"))
LATER = 8  # texts that are read at the larger sizes, too: those that took longest

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
    "Zelensky ", "Office ", "Office 7 of ", "North Korean soldiers ", "John Smith ", "Smith, ", "the ", "The ", "Smith's ", "year-old ", "-year-old ", "twice ", "risen by ", "from 5 to ", "should ", "may ", "fear ", "false ", "Q: ", "A: ", "Source: ", "Total ",
    "http://a.b/c ", "https://a.b/?q=", "a@b.c ", "www.", "[1] ", "[1](http://a.b) ", "![", "](", "[a](", "[^1]: ", "- ", "* ", "1. ", "> ", "# ", "#", "\n# ", "\n- ", "\n> ", "\n1. ", "\n| 1 | 2 | 3 |", "\n* 3,000 killed", "\\", "\\*",
    "<", "</", "<a", "<a ", "<a>", "<b>", "</b>", "<p>", "</p>", "<div>", "<div class='x'>", "<br>", "<br/>", "<table>", "<tr>", "<td>", "<td>3 killed", "<th>Killed", "<tr><td>1", "<svg>", "</svg>", "<script>", "<style>", "<!--", "-->", "<!", "<?", "<![CDATA[", "<sup>",
    "<sup>2</sup>", "<del>", "<s>", "<ul>", "<li>", "<li>3,000 ", "<a href='", "<a href=x>1</a>", "<a b='>'", "<h1>", "<h2>1</h2>", "<section>", "<article>", "<title>", "<textarea>", "<pre>", "<select>", "<template>", "<math>", "<span hidden>", "<span>", "<font>", "<p id=", "<td colspan=99>", "<td rowspan=99>", "<caption>",
    "&", "&amp;", "&nbsp;", "&#", "&#1", "&#x41;", "&lt;", "&bogus;", "=\"", "='",
]  # fmt: skip
TOKENS = list(dict.fromkeys(TOKENS))
FORMS = ("text", "markdown", "html")


def whole(token: str, size: int) -> str:
    return (token * (size // len(token) + 1))[:size]


def took(text: str, form: str, work: Callable[[Article], object], most: float) -> float:
    """Seconds of a process of its own for a text; infinite where it did not end in twice the time that it may take."""
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(2 * most), ceil(2 * most)))
        with suppress(ArticleError):
            work(read_article(text, form))
        os._exit(0)
    _, status, used = os.wait4(pid, 0)
    return used.ru_utime + used.ru_stime if status == 0 else inf


def works(folder: Path) -> dict[str, Callable[[Article], object]]:
    """What the commands do with an article; `verify` also with a case whose aliases fill 20,000 characters."""
    case = load_case("dprk-kursk")
    shutil.copytree(case.path, folder, ignore=shutil.ignore_patterns("*.ipynb"))
    with open(folder / "sources.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for k, row in enumerate(rows[:11]):  # 2,000 characters are the most of a source
        row[header.index("aliases")] = "; ".join(f"Office {n} of the Harbour" for n in range(70 * k, 70 * k + 70))
    with open(folder / "sources.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    named = load_case(folder)
    return {
        "verify": lambda article: verify(article, DAY, case),
        "extract": lambda article: extract(article, DAY),
        "extract --all": lambda article: numbers_printed(article, DAY),
        "verify, long aliases": lambda article: verify(article, DAY, named),
    }


def main(sizes: tuple[int, ...] = SIZES, tokens: list[str] = TOKENS, pairs: int = PAIRS) -> bool:
    """The tokens as each form with `verify`; pairs with a form and a command that are drawn; the slowest of all at the larger sizes."""
    draw, small = random.Random(0), sizes[0]
    with TemporaryDirectory() as folder:
        ways = works(Path(folder) / "case")
        asked = [(token, form, "verify") for token in tokens for form in FORMS]
        asked += [(draw.choice(tokens) + draw.choice(tokens), draw.choice(FORMS), draw.choice(list(ways))) for _ in range(pairs)]
        for way in ways.values():
            way(read_article("The office said on Monday that 3 had died."))  # loads what it needs
        times = [(took(whole(text, small), form, ways[way], PER * small), text, form, way) for text, form, way in asked]
        times.sort(reverse=True)
        slow = [found for found in times if found[0] > PER * small]
        for seconds, text, form, way in slow:
            print(f"  {seconds:.1f} s  {way}, {form}: {text!r}")
        ok = say(f"{len(asked):,} repeated texts, {small:,} characters", f"{len(slow)} slower", "none slower", not slow)
        for size in sizes[1:]:
            most = max((took(whole(text, size), form, ways[way], PER * size), text, form, way) for _, text, form, way in times[:LATER])
            measured = f"{most[0]:.1f} s: {most[1]!r} ({most[2]})"
            ok &= say(f"the slowest {LATER}, {size:,} characters", measured, f"at most {PER * size:.0f} s", most[0] <= PER * size)
    return ok
