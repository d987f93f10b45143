"""The body that publishes a text: what is told without a speaker is its own.

In go the blocks of an `Article`; out come names as printed.
"""

from __future__ import annotations

import re
from datetime import date

from discrepancy.article.subjects import BODY, VERB
from discrepancy.article.text import Article
from discrepancy.article.times import When, times_told
from discrepancy.article.vocabulary import any_of
from discrepancy.dates import MONTHS
from discrepancy.saying.text import clean

_BULLETIN = re.compile(rf"(?i)\b{any_of('bulletin')}\b")
_NAME = r"(?:[A-Z][\w'’-]*|of|for|and|the)"
_ISSUED = re.compile(rf"\b(?i:prepared|issued|published|compiled|released|produced) by (?:the )?(?!the\b)({_NAME}(?: {_NAME})*)")


_CAPITALS = re.compile(rf"(?:the )?[A-Z][\w'’&-]*(?: (?!(?:AT|IN|ON|BY|TO|WITH|NEAR|AFTER|AS)\b)(?:{_NAME}|&))*")
_DATED = re.compile(rf"(?:^|[-–—|,(] ?)(?:\w+day,? )?\d\d? (?i:{'|'.join(MONTHS)}) \d{{4}}\b")
_FOR_ALL = re.compile(
    r"(?i)\bsources? (?:for|of) (?:all )?(?:the )?(?:data|figures|numbers)[\w ,]*: (?:the )?([^,.;:()]{3,80}(?:\([A-Z]{2,8}\))?)"
)
_BY = re.compile(rf"(?i)^(?:[\w-]+ ){{0,3}}?(?:{any_of('bulletin')}|{any_of('writing')}|figures) (?:by|from|of) (?:the )?")
_ABOUT = re.compile(r"\W*About (?:the )?([A-Z][\w&'’-]*(?: (?:[A-Z][\w&'’-]*|of|for|and|the))*)(?:\*\*)?(?:: |\W*$)")
_CONTACT = re.compile(r"(?i)\W*(?:media|press) (?:contact|enquir|inquir|office)|\W*notes? (?:to|for) editors")
_LINE = r"(?:[\w,. ()/]{3,60} ?[-–—]+ )?"
_OPENING = re.compile(
    rf"\W*{_LINE}((?:The )?(?!(?:In|On|At|By|As|From|For|After) )[A-Z][\w'’&-]*(?: (?:{_NAME}|&))*)"
    r"(?: \([^)]{2,30}\))?(?:,[^.;]{3,90},)?"
    r" (?:(?:today|also|has|have|now) )*([a-z]+)"
)
_DATELINE = re.compile(r"[^\w\"“]*[\w,. ()/]{0,40}20\d\d\W{0,12} ?[-–—]+ ")
_RELEASE = re.compile(rf"(?i)\b{any_of('release')}\b")


def published_by(article: Article) -> str:
    """The body that a bulletin or a release names in its head; empty for other texts."""
    head = [b.text for b in article.blocks[:4] if b.text.strip() and b.kind != "cell" and len(b.text) <= 300]
    for text in head:
        if issued := _ISSUED.search(text):
            return clean(issued[1], 90)
    if about := next((m for b in article.blocks[-4:] if (m := _ABOUT.match(b.text))), None):  # who ends a text by telling who he is
        called = re.compile(rf"(?<![\w-]){re.escape(about[1])}(?: [A-Z][\w&'’-]+)*")
        if full := [m[0] for text in head for m in called.finditer(text)]:
            return clean(max(full, key=len), 90)
    if told := next((m for text in head if (m := _FOR_ALL.search(text))), None):
        return clean(told[1], 90)
    lines = [re.sub(r"\*|^#+ ", "", text) for text in head[:2] if len(text) < 160]
    first = " ".join(lines)
    release = bool(_RELEASE.search(first) or any(_CONTACT.match(b.text) for b in article.blocks[-3:]))
    opened = re.match(r"[^.]+?(?= [-–—|/] |, )", lines[0]) if lines and not lines[0].endswith((".", "?", "!")) else None
    signed = bool(opened and _in_pieces(opened[0]))  # "PORT AUTHORITY POLICE – the week in figures"
    if not head or not (signed or release or _BULLETIN.search(first) or any(_DATED.search(line) for line in lines)):
        return _today(article)
    named = next((name for line in lines if (name := _in_pieces(line))), "")
    return named or _speaking(article, release) or _today(article)


def published_on(article: Article, day: date) -> When | None:
    """The day that a bulletin tells in its head, if it tells one alone: "5 June 2025, 21:00"."""
    lines = [b.text for b in article.blocks[:3] if b.kind != "cell" and len(b.text) < 160 and not b.text.rstrip(" *").endswith((".", "?"))]
    days = [w for line in lines for w in times_told(line, day) if w.last]
    return days[0] if len({w.first for w in days}) == 1 and days[0].exact and days[0].last and days[0].last <= day else None


def _speaking(article: Article, release: bool) -> str:
    """Whoever a paragraph of a bulletin begins with, if it says nothing, and the title or the first sentence of a release."""
    texts = [b.text for b in article.blocks[:5] if b.kind != "cell" and len(b.text) > 25]
    opened = (m for text in texts if (m := _OPENING.match(text)))
    ours = (m for m in opened if release or (BODY.search(m[1].split()[-1]) and not VERB.fullmatch(m[2])))
    return next((clean(m[1].removeprefix("The "), 90) for m in ours), "")


def _today(article: Article) -> str:
    """Whoever does something today in the first sentence, behind a date with its year: no newspaper writes so."""
    opening = next((b.text for b in article.blocks[:4] if b.kind != "cell" and len(b.text) > 120), "")
    opened = _OPENING.match(opening) if _DATELINE.match(opening) else None
    return clean(opened[1].removeprefix("The "), 90) if opened and " today " in opened[0] else ""


def _in_pieces(line: str) -> str:
    """The body that a title names between its stops: "Ministry of Health: cases by region", "BULLETIN OF THE PORT AUTHORITY"."""
    pieces = (piece.strip(" *)") for piece in re.split(r" [-–—|/] |[:|,(]| from (?=the )| as (?:of|at) ", line))
    names = (_BY.sub("", p) for p in pieces if not VERB.search(p.lower()))
    return next((clean(p, 90) for p in names if BODY.search(p) and 1 < len(p.split()) < 9 and _CAPITALS.fullmatch(p)), "")


_ASKED = re.compile(r"\W{0,20}(?:[^.?\n]{5,250}\?\W{0,20}$|[*_]{1,3}(?:Q\W+)?[^*_?\n]{5,250}\?[*_]|Q[:.] )", re.M)
_PERSON = re.compile(r"[A-Z][\w'’-]+(?: (?:de |van |von |al-)?[A-Z][\w'’-]+)+")
_I = re.compile(r"(?<![\w\"“])(?:I|[Mm]y|[Ww]e|[Oo]ur)\b")


def answers_in(article: Article) -> dict[int, str]:
    """The paragraphs in which somebody who is interviewed answers → who that is: the first person whom the lines before name."""
    blocks, given = article.blocks, article.given
    begins = lambda b: max(given.rfind("\n", 0, b.starts[0]) + 1, b.starts[0] - 20)
    asked = [i for i, b in enumerate(blocks) if b.text and _ASKED.match(given, begins(b), b.ends[-1])]
    if len(asked) < 2 or len(blocks) - asked[0] > 3 * len(asked) or not any(_I.search(b.text) for b in blocks[asked[0] :]):
        return {}
    intro = " ".join(b.text for b in blocks[: asked[0]])
    who = next((m[0] for m in _PERSON.finditer(intro) if not BODY.search(m[0]) and not m[0].isupper()), "")
    return dict.fromkeys(range(asked[0], len(blocks)), who) if who else {}
