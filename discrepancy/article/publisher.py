"""The body that publishes a text, and whoever made the figures of a table: what is told without a speaker is theirs.

In go the blocks of an `Article`; out come names as printed.
"""

from __future__ import annotations

import re

from discrepancy.article.headlines import speaks
from discrepancy.article.subjects import BODY, VERB
from discrepancy.article.text import Article
from discrepancy.article.vocabulary import any_of
from discrepancy.saying.text import clean

_BULLETIN = re.compile(rf"(?i)\b{any_of('bulletin')}\b")
_NAME = r"(?:[A-Z][\w'’-]*|of|for|and|the)"
_ISSUED = re.compile(rf"\b(?i:prepared|issued|published|compiled|released|produced) by (?:the )?({_NAME}(?: {_NAME})*)")


_NAMES = re.compile(rf"{_NAME}(?: {_NAME})+")
_CAPITALS = re.compile(r"(?:the )?[A-Z][^\d¹²³.]*")
_SOURCE_LINE = re.compile(r"(?i)\W*sources?: (?:the )?([^,;.:()]{3,80}?)(?<! and)\W*")
_FOR_ALL = re.compile(
    r"(?i)\bsources? (?:for|of) (?:all )?(?:the )?(?:data|figures|numbers)[\w ,]*: (?:the )?([^,.;:()]{3,80}(?:\([A-Z]{2,8}\))?)"
)
_CALLED = re.compile(
    rf"((?:[A-Z][\w'’-]*|of|for|and|the)(?: (?:[A-Z][\w'’-]*|of|for|and|the))*?) (?:(?i:situation|weekly|daily|monthly|health|flash|operational|external|field) )*(?i:{any_of('bulletin')})\b"
)
_ACRONYM = re.compile(r"[A-Z]{2,8}(?= )")
_BY = re.compile(r"(?i)^(?:statement|message|report|bulletin|update|release|note) (?:by|from) (?:the )?")
_CONTACT = re.compile(r"(?i)\W*(?:media|press) (?:contact|enquir|inquir|office)|\W*notes? (?:to|for) editors")
_OPENING = re.compile(rf"\W*(?:[A-Z][\w, ]{{2,40}} ?[-–—] )?((?:The )?{_NAME}(?: {_NAME})+) (?:(?:today|also|has|have|now) )?([a-z]+)")
_RELEASE = re.compile(rf"(?i)\b{any_of('release')}\b")


def published_by(article: Article) -> str:
    """The body that a bulletin or a release names in its head; empty for other texts."""
    head = [b.text for b in article.blocks[:4] if b.text.strip() and b.kind != "cell" and len(b.text) <= 300]
    for text in head:
        if issued := _ISSUED.search(text):
            return clean(issued[1], 90)
    if told := next((m for text in head if (m := _FOR_ALL.search(text))), None):
        return clean(told[1], 90)
    lines = [re.sub(r"\*|^#+ ", "", text) for text in head[:2] if len(text) < 160]
    first = " ".join(lines)
    release = bool(_RELEASE.search(first) or any(_CONTACT.match(b.text) for b in article.blocks[-3:]))
    if not head or not (_BULLETIN.search(first) or release):
        return _credited_below(article)
    named = next((name for line in lines if (name := _in_pieces(line, _CAPITALS))), "")
    return named or _before_bulletin(lines) or _titled(lines[0] if lines else "") or _speaking(article, release)


def _credited_below(article: Article) -> str:
    """The one source that the last line of a text without a table names: of a box of facts."""
    if any(b.kind == "cell" for b in article.blocks):
        return ""
    return next((clean(m[1], 90) for b in article.blocks[-2:] if (m := _SOURCE_LINE.fullmatch(b.text.strip()))), "")


def _before_bulletin(lines: list[str]) -> str:
    """Whoever's bulletin it is called: "WFP Amara Situation Report", "Joint Relief Hub Sitrep 14"."""
    called = next((m for line in lines if not line.isupper() and (m := _CALLED.search(line)) and not m[0].isupper()), None)
    if called is None:
        return ""
    acronym = _ACRONYM.match(called[1])
    return clean(acronym[0] if acronym else called[1], 90) if acronym or BODY.search(called[1].split()[-1]) else ""


def _titled(line: str) -> str:
    """The name in capitals before the kind of bulletin: "CIVIL PROTECTION: FLOOD BULLETIN No. 9"."""
    name, colon, rest = line.partition(":")
    return (
        clean(name.title(), 90)
        if colon and name.isupper() and len(name.split()) > 1 and not _BULLETIN.search(name) and _BULLETIN.search(rest)
        else ""
    )


def _speaking(article: Article, release: bool) -> str:
    """Whoever the first sentence of a bulletin, or the title and the first sentence of a release, begin with."""
    texts = [b.text for b in article.blocks[:5] if b.kind != "cell" and len(b.text) > 25]
    opened = [m for text in texts if (m := _OPENING.match(text)) and (release or BODY.search(m[1]))]
    return clean(re.sub(r"^The ", "", opened[0][1]), 90) if opened else ""


_WHOM = r"(?:the )?([^,.;:()–—\]]{3,80})"
_CREDIT = re.compile(rf"(?i)\W*(?:notes?:? )?(?:all )?(?:{any_of('credit')})\b\s*[:–—-]?\s*{_WHOM}")
_CREDITED = re.compile(
    rf"(?i)(?:[(\[]sources?:|\b(?:according to|(?:figures|data|numbers) (?:from|by)|{any_of('made_known')}(?: (?:on|in) \w+| \w+day)? by)) {_WHOM}"
)
_BRACKETED = re.compile(rf"(?i)[(\[]sources?: {_WHOM}")
_COUNT_OF = re.compile(rf"(?:^|, )((?:[\w.’'-]+ ){{0,3}}?[\w.-]+)(?:['’]s?)? (?:own )?{any_of('counts')}\b")
_MARK = re.compile(r"([*†‡§¹²³⁰⁴-⁹]|\[\^?\w{1,3}\])\W*$")


def credited(article: Article, first: int, last: int) -> tuple[str, str]:
    """Whoever is named as the source of a table whose cells are the blocks from first to last, and the line that names it."""
    near = [(i, article.blocks[i]) for i in (last + 1, last + 2, first - 1, first - 2) if 0 <= i < len(article.blocks)]
    lines = [(i, b.text.strip()) for i, b in near if b.kind != "cell" and len(b.text) < 300]
    for i, text in lines:
        within = _CREDITED if i == first - 1 else _BRACKETED  # what runs on below a table tells of other things
        if named := _CREDIT.match(text) or within.search(text):
            return clean(named[1], 90), text
    titles = [text for i, text in lines if i < first and len(text) < 120]
    return next(((name, text) for text in titles if (name := _in_pieces(text, _NAMES))), ("", ""))


def named_in(head: str) -> str:
    """Whose figures the head of a column or a row says it has: "Homes, council count", "Dead (according to the army)"."""
    if named := _CREDITED.search(head):
        return clean(named[1], 90)
    return clean(count[1], 90) if (count := _COUNT_OF.search(head)) and speaks(count[1]) else ""


def _in_pieces(line: str, spelt: re.Pattern) -> str:
    """The body that a title names between its stops: "Ministry of Health: cases by region", "Votes counted (Electoral Commission)"."""
    pieces = (piece.strip(" *)") for piece in re.split(r" [-–—|] |[:|,(]| from (?=the )", line))
    names = (_BY.sub("", p) for p in pieces if not VERB.search(p.lower()))
    return next((clean(p, 90) for p in names if BODY.search(p) and 1 < len(p.split()) < 9 and spelt.fullmatch(p)), "")


def footnoted(article: Article, *texts: str) -> str:
    """The source that the footnote of a head or a cell names; empty where there is none."""
    marks = {mark[1] for text in texts if (mark := _MARK.search(text))}
    for block in article.blocks if marks else ():
        text = block.text.strip()
        mark = next((m for m in marks if text.startswith((m, f"({m})"))), None)
        if mark and (named := _CREDIT.match(text, len(mark))):
            return clean(named[1], 90)
    return ""
