"""What a number of a running text is when it counts nothing: an age, a date, a page, a model; by its shape, or by the words beside it.

A row of `SHAPES` is how the whole is written, in small letters; one of `AHEAD`, `BEHIND` and `AROUND` what stands beside the number.  A pattern
with a capital in it minds capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from discrepancy.reading.languages.english.numerals import text_at
from discrepancy.reading.languages.english.words import ONES
from discrepancy.reading.tokens import Token

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_TROOPS = (
    r"(?:brigade|division|regiment|battalion|army|corps|infantry|fleet|squadron|wing|airborne|company|armou?red|mechani[sz]ed|guards?)"
)
_PREFIX = r"(?:mid|pre|post|early|late|circa)"
_ANY = r"(?:\d|two|three|four|five|six|seven|eight|nine|ten)"
_SPOKEN = r"(?:nineteen|twenty)"  # of a year in words: "twenty twenty-four"

SHAPES = (
    ("address", r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w+"),
    ("footnote", r"\[(?:\^?\d+|[a-z]|(?:note|nb) ?\d*)\]|(?<=[a-z.,;:)\"'])(?<!\bm)(?<!\b[ckm]m)(?<!\b[mf][it])[¹²³⁰⁴-⁹]+"),
    ("phone", r"(?<![\d,.] )\b(?!19|20)\d{4} \d{4}\b(?! ?\d)"),
    ("phone", r"\+\d[\d ()-]{7,18}\d\b|\(\d{3}\) ?\d{3}[ -]\d{4}\b|\b\d{3}-\d{3}-\d{4}\b"),
    (
        "time",
        r"\b\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\b\d{1,2}(?:\.\d\d)? ?(?:[ap]m\b|[ap]\.m\.)|\b24/7\b|\b\d{1,2} o'clock|\b(?:utc|gmt)[+-]\d{1,2}",
    ),
    ("time", r"\b(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs|gmt|utc|local time)\b"),
    ("version", r"\bv\d+(?:\.\d+)*\b|\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b"),
    ("date", r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)\b|\b9/11\b|\b\d{1,2}/(?:19|20)\d\d\b"),
    ("date", rf"\b{_NTH}(?:(?: ?- ?| to | and | or ){_NTH})?(?: of)? {_MONTH}(?:,? \d{{4}}\b)?"),
    (
        "date",
        rf"\b{_MONTH} {_NTH}(?!\d|,\d|\.\d| (?:percent|per cent|million)|%)(?:(?: ?- ?| to | and | or ){_NTH}(?!\d|,\d))?(?:,? (?:19|20)\d\d\b)?",
    ),
    ("date", rf"\b{_MONTH},? (?:19|20)\d\d\b"),
    ("date", rf"\b(?:{_PREFIX}[- ])?(?:1[5-9]|20)\d0s\b|(?<!\w)'?[2-9]0s\b|\b{_PREFIX}-(?:1[5-9]|20)\d\d\b"),
    ("date", r"\b(?:19|20)\d\d ?[-/] ?(?:(?:19|20)\d\d|\d\d)\b(?![\d,.]*\d)"),
    ("date", rf"\b{_SPOKEN}[ -](?:oh[ -]\w+|ten|eleven|twelve|\w+teen|\w{{3,4}}ty(?:[ -](?:one|{_ANY}))?)\b(?! (?:thous|mill|per))"),
    ("unit of an army", rf"\b\d+(?:st|nd|rd|th)(?= (?:[\w-]+ ){{0,3}}{_TROOPS}\b)"),
    ("ordinal", r"\b\d{1,3}(?:,\d{3})*(?:st|nd|rd|th)\b|\b\d+(?:st|nd|rd|th)\b|[#№] ?\d+"),
    ("law", r"§+ ?\d+(?:\.\d+)*"),
    ("model", r"(?<![\w$€£¥-])(?!(?:rs|[a-z]{3}|some|mid|about|over|nearly)\d)[a-z]+\d+[a-z\d]*(?:-[a-z\d]+)*\b(?![.,]\d)"),
    (
        "model",
        rf"(?<![\w$€£¥-])(?!(?:{_PREFIX}|sub|non|over|under|nearly|some|about|around|up|top|{'|'.join(ONES)}|\w+ty)-)[a-z]+(?:-[a-z]+)?-\d+[a-z]*\b(?![.,]\d)",
    ),
    ("share", r"(?<![\w/.])\d{1,2}/\d{1,2}(?:th|rd)?s?\b(?=s? of\b)"),
)
_SCORE = r"\d{1,2}-\d{1,2}"
_VOTE = r"\d{1,3}(?:-| to )\d{1,3}"
AHEAD = (  # what stands right before the number
    ("age", r"(?:aged?|ages|age of)(?: between)? "),
    ("date", r"born(?: on| in)? "),
    ("page", r"(?:pages?|pp?\.) "),
    ("law", r"(?:articles?|sections?|act|law|resolution|clause|paragraph|amendment|chapter|bill|decree|protocol)(?: no\.)? "),
    (
        "address",
        r"(?:room|floor|runway|pier|berth|ward|cell|seat|lane|reactor|apartment|apt\.|building|suite|gate|block|box|platform|highway|route|road|exit|junction|zone|sector) ",
    ),
    ("address", r"coordinates "),
    ("phone", r"(?:call|phone|tel|fax|dial|hotline)[.:]? "),
    ("magnitude", r"(?:magnitude|magnitude of|richter scale at)[ -]"),
    ("version", r"(?:version|windows|ios|android) "),
    ("model", r"(?:flight|bus|train|boeing|airbus|model|type|group|channel|formula|apollo|iphone|covid|line) "),
    ("unit of an army", r"(?:unit|brigade|division|regiment|battalion) "),
    ("ordinal", r"(?<!now )(?<!dead )(?<!they )(?<!who )(?<!injured )(?<!missing )number "),
    ("ordinal", r"(?:no\.|phase|step|stage|grade|category|tier|level|season|episode|part|volume|figure|table|top|last|next|final) "),
    ("share", rf"(?:one|{_ANY}) (?:in|out of)(?: every)? "),
)
BEHIND = (  # what stands right behind it
    ("age", r"-?,? ?years?[ -]olds?\b|[ -](?:months?|weeks?|days?)[ -]olds?\b|,? years of age\b"),
    ("address", r"(?: [A-Z][\w'’]+){1,3} (?:Street|Avenue|Road|Boulevard|Lane|Square|Drive|St\.|Ave\.)"),
    ("address", r"° ?[NSEW]\b| degrees (?:north|south|east|west)\b"),
    ("magnitude", r"[ -]magnitude\b| on the richter\b"),
    ("multiple", r" ?(?:times\b|-?fold\b|x\b)"),
    (
        "share",
        rf" (?:out of\b|in (?:every )?{_ANY}\b(?! (?:days?|nights?|hours?|weeks?|months?|years?|[a-z]+ages|towns|cities|regions|districts"
        r"|attacks|strikes|separate|different)\b))",
    ),
)
_NAMED = r"(?=[,.;:)”\"]|$| (?:was|is|has|had|in|at|and|stays|last|on|of|by|that|early|said|reported)\b)"  # Camp 2, Bridge 14
_PERSON = r"\w{2,}(?:er|or|ist|man|woman|ian|ant)|guide|nurse|boy|girl|youth|cook|pilot|priest|monk|nun|student|widow|mother|father|son|daughter|villager"
_WHO = rf"(?!numbers|orders|powers|towers|waters|errors)(?:{_PERSON})s"
_YEARS = r"[1-9]\d?|two|three|four|five|six|seven|eight|nine|[a-z]+t(?:y|een)|[a-z]+ty-[a-z]+"
_GOES_ON = r"[.,;:]|$| (?:who|that|with|used|has|had|was|is|needs?|in|from|on|to)\b"
_OF_A_YEAR = r"(?i:\b(?:for|an?|its|their|his|her|our|that|quarter|half|season|spring|summer|autumn|winter|fiscal|early|late|mid|throughout|around|circa|[a-z]+'s) )"
_NOT_THAT = "".join(f"(?<!{word} )" for word in ("last", "this", "next", "past", "each", "every", "that", "per", "a", "the"))
_HOUR = rf"{_ANY}|eleven|twelve|noon|midnight"
AROUND = (  # before it, the number itself, and behind; empty is anything
    ("date", rf"{_NOT_THAT}(?:year|day|week) ", r"\d{1,4}", ""),
    ("vote", "", r"\d{1,3}", r" votes? (?:to|against|in favou?r)\b"),
    ("vote", r"\d votes? to ", r"\d{1,3}", ""),
    ("ordinal", r"(?i:update|bulletin|sitrep|report|issue|edition|communique) ", r"\d{1,4}", r"\s*(?:$|[,.:;()\n])"),
    ("address", r"(?:outside|inside|behind|opposite|near|at|of) [A-Z][a-z]+ [A-Z][a-z]+ ", r"[1-9]\d?", _NAMED),
    ("address", r"(?:in|at|near|of|by|to|from|on|aboard|the|The) (?!The |Some |About |Over |At |In |Of )[A-Z][a-z]+ ", r"[1-9]\d?", _NAMED),
    ("age", r"(?:boy|girl|man|woman|baby|child|son|daughter) of ", r"[a-z]+|\d+|\w+ months", ""),
    ("age", r"(?:, (?:now|then) |\b(?:aged?|turned|turns) )", r"\w+", r"[,.;]| (?:and|who|was|is|has)\b"),
    ("age", r"(?:children|people|those|all|both|adults|everyone|aged) (?:under|over|above|below) ", r"[a-z]+|\d{1,2}", ""),
    (
        "age",
        r"(?:,|were|are|was|is|them|whom|those|both|all) (?:under|over|below|above) ",
        rf"{_ANY}|\w+teen|[1-9]\d?",
        r"[,.;)]|$| (?:in|and|with)\b",
    ),
    ("age", rf"an? (?:{_PERSON}) of ", r"[1-9]\d", r"[,.;)]|$| (?:who|was|is|from)\b"),
    ("age", r"(?:(?:young|old|eld)est(?: [\w'’]+){0,3}|(?:victim|he|she|who)(?: \w+)?) (?:was|is) ", _YEARS, r"[.,;]"),
    (
        "age",
        rf"\b(?:all|both|those|them|{_WHO}),? (?:past|over|under|above|below) ",
        _YEARS,
        r"[.,;)]|$| (?!people|[wm][eo]n\b|of\b|[a-z]+s\b)",
    ),
    ("age", r"\bjoined(?: up)? at ", r"[1-9]\d", r"[.,;]"),
    (
        "quality",
        r"\b(?:family|crew|team|party|committee|panel|jury|board|gang|band|staff) of ",
        rf"{_ANY}|\d|1[0-2]|ten|eleven|twelve",
        _GOES_ON,
    ),
    ("vote", r"\b(?:voted?|passed|approved|rejected)(?: [\w']+){0,3} ", r"\d{1,3}", r" to \d"),
    ("vote", r"\b(?:voted?|passed|approved|rejected)(?: [\w']+){0,3} \d{1,3} to ", r"\d{1,3}", ""),
    ("time", r"the ", r"(?:[01]?\d|2[0-3])[.:][0-5]\d", r" (?:from|to|train|bus|service|flight|departure|sailing)\b"),
    ("time", "", r"five|ten|twenty|quarter|\d\d?", rf" past (?:{_HOUR})\b"),
    ("time", r"(?:five|ten|twenty|quarter|half|\d\d?) past ", _HOUR, ""),
    ("scale", r", (?:in )?", r"thousands|millions|billions|hundreds", r"\s*(?:\(|$)"),
    ("date", r"(?:[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Rr]ound|[Ss]et|[Gg]ame) ", rf"{_ANY}|\d{{1,3}}", r" of\b|[,.;]"),
    ("age", r"in (?:his|her|their) (?:early |mid-|late )?", r"\d0s|[a-z]+ties", ""),
    ("time", r"^\W*", r"(?:[01]?\d|2[0-3])\.[0-5]\d(?: a)?", r"[*_ ]{0,3}[A-Z\[-]"),
    ("time", "", _HOUR, r" (?:[ap]\.m\.|[ap]m\b|o'clock)"),
    ("multiple", r"factor of ", rf"{_ANY}|ten|\d+", ""),
    ("age", r"(?:older|younger) than ", r"[a-z]+|\d{1,2}", ""),
    ("age", r"(?:youngest|oldest|eldest),? ", r"[1-9]\d?", r"[.,;]"),
    ("age", r"\bage (?:as|at|of|was|is) ", r"[1-9]\d?", ""),
    ("model", r"\b(?:[Tt]he|[Aa]n?) [A-Z]{2,5} ", r"\d{2,3}", r" (?!people|[a-z]+s\b)"),
    ("pronoun", "", r"one", r" (?:[a-z]+ (?:is|was|would be) )?(?:one )?too many\b"),
    ("pronoun", "", r"one", r" [a-z]+ is (?:one too|too) many\b"),
    ("few", "", rf"{_ANY}", r" at a time\b"),
    ("time", r"(?:at|by|until|from|before|after) (?:half )?", _ANY, r" (?:this|that|in the|on) (?:morning|evening|afternoon|night|day)\b"),
    ("phone", "", r"\d{3,4}(?: \d{3,4}){1,3}", r"\b"),
    ("age", r"(?:man|woman|boy|girl|child|mother|father|teenager|pensioner) of ", r"\d+", ""),
    (
        "age",
        r"\b(?!figure|number|total|count|toll|tally|estimate|sum|score|share|(?-i:[a-z])\w*[^s]s,)[A-Za-z][\w.'’-]*, ",
        r"[1-9]\d|1[01]\d",
        r", ",
    ),
    ("age", rf"(?:[A-Z][\w'’-]+|\b(?:{_PERSON})), ", r"[1-9]\d", r"[.;]"),
    ("age", r"aged (?:\w+,? )+(?:and|to) ", r"\w+", ""),
    ("age", r"(?:men|women|brothers|sisters|boys|girls|teenagers), ", r"\d\d", r" and \d\d\b"),
    ("age", r"(?:men|women|brothers|sisters|boys|girls|teenagers), \d\d and ", r"\d\d", r"[,.;]"),
    (
        "ordinal",
        r"(?:Years?|Grades?|[Rr]eports?|[Ll]evel|Phase|Block|Stage|Tier|Zone|numbers?) (?:\d+ (?:and|to|of) )?",
        r"\d{1,4}",
        r"(?![\d,]*\d)(?! [a-z]+s\b)",
    ),
    ("ordinal", r"(?:[Ll]evel|[Pp]age|[Dd]ay|[Pp]art) \w+ of ", r"\w+", ""),
    ("vote", r"(?:voted?|passed|ruled)(?: [\w',]+){0,4} by ", r"\w+|\d+ to \d+", r"(?: votes?)? to "),
    ("vote", r"by \w+(?: votes)? to ", r"\w+", ""),
    ("address", r"ended in ", r"\d+", ""),
    ("date", r"(?:in|since|until|from|after|before|during|by|of|and|to|the|on|than|\w,) ", r"(?:1[5-9]|20)\d\d", ""),
    ("age", r"(?:said|says|added)(?: [\w'’-]+){1,3}, ", r"[1-9]\d", r"[.;]|$"),
    (
        "date",
        r"(?!(?:reach|hit|total|was|were|is|are|at|to|of|number|st[ao]+n?d|about|over)\w* )[a-z]\w*,? ",
        r"(?:19|20)\d\d",
        r" ?(?:\(|$)",
    ),
    ("date", _OF_A_YEAR, r"(?:19|20)\d\d", r"(?! (?:people|men|women|dead|[a-z]+s)\b)"),
    ("score", r"(?:beat|beaten|won|win|lost|drew|led|score|scoreline|leading|losing|winning)(?: [\w']+){0,2} ", _SCORE, ""),
    ("score", "", _SCORE, r" (?:win|victory|defeat|loss|draw|lead|scoreline)\b"),
    ("vote", r"(?:vote[ds]?|voting|passed|approved|ruled|split)(?: [\w']+){0,3} ", _VOTE, ""),
    ("vote", "", _VOTE, r" (?:vote|decision|ruling|split)\b"),
    ("ordinal", r"(?:^|\n)\s*\(?", r"\d{1,2}", r"[.)] [A-Z]"),
    ("pronoun", r"(?:no|any|every|each|the|this|which|another|not)[ -]", r"one", ""),
    ("pronoun", r"that ", r"one", r"[.,;]|$| (?:is|of|in|on|for)\b"),
    ("pronoun", r"(?:the|an?|this|that|its|their|his|her|last|first) [a-z]+ ", r"one", r"[.,;]|$| (?:in|on|of|from|that|which)\b"),
    ("pronoun", r"(?:is|was|are|were) ", r"one", r" of\b"),
    ("pronoun", r"(?:outside|inside|behind) ", r"one", ""),
    ("pronoun", "", r"one", r" another\b|'s\b| of the (?:most|best|worst|first|last|few|many|world)\b"),
)
CLASSES = tuple(dict.fromkeys(row[0] for row in (*SHAPES, *AHEAD, *BEHIND, *AROUND)))
_WHOLE_BEHIND = ("the", "that", "its", "his", "her", "their", "those", "these", "all", "this", "our")
_MANY = ("are", "were", "have", "do", "will", "would")
_RANKED = ("the", "a", "first", "second", "this", "that", "other", "last", "better", "each")
_LEVELS = ("reach", "reached", "about", "nearly", "almost", "over", "under", "than", "only", "roughly", "around", "barely")
_REACH = 24


Rows = Sequence[tuple[str, str]]  # class and pattern


def _any(rows: Rows, lead: str = "", end: str = "") -> re.Pattern:
    """One pattern for several, each a group named by the number of its row."""
    minding = lambda p: p if re.search(r"(?<!\\)[A-Z]", p) else f"(?i:{p})"
    return re.compile(f"{lead}(?:{'|'.join(f'(?P<r{i}>{minding(p)})' for i, (_, p) in enumerate(rows))}){end}")


def _class(rows: Rows, match: re.Match) -> str:
    """The class of the row that matched."""
    return rows[int((match.lastgroup or "r0")[1:])][0]


# One look instead of as many as there are rows: figures, or a word with figures in it or right behind it.
_IN_WORDS = rf"(?<!\w){_SPOKEN}[ -](?:oh|[a-z]{{3,5}}t[ey]|ten|ele|twe)"
_START = rf"(?={_IN_WORDS}|[\d+(\[#№§'¹²³⁰⁴-⁹]|(?<![\w$€£¥-])[a-z](?:[^\s\d]{{0,40}}+ ?\d|ttps?://|ww\.))"
_SHAPE = _any(SHAPES, _START)
_MODAL = re.compile(r"\b(?:may|march)\b")
_WORD = r"(?:(?<!\w)|(?=,))"
_AHEAD, _BEHIND = _any(AHEAD, _WORD, "$"), _any(BEHIND)
_AROUND = [
    (classed, re.compile(number), _any([("", ahead)], _WORD if ahead else "", "$"), _any([("", behind)]))
    for classed, ahead, number, behind in AROUND
]


def shapes_in(folded: str, printed: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and class of everything that is known by how it is written; "may 5" in small letters is no date.

    Examples
    --------
    >>> text = "On 24 December 2024 at 10:30 the 93rd Brigade"
    >>> list(shapes_in(text.lower(), text))
    [(3, 19, 'date'), (23, 28, 'time'), (33, 37, 'unit of an army')]
    """
    for match in _SHAPE.finditer(folded):
        if _MODAL.search(printed, *match.span()):
            continue
        yield match.start(), match.end(), _class(SHAPES, match)


def class_of(printed: str, start: int, end: int) -> str:
    """What the number from start to end is by the words beside it; empty for a count or a quantity.

    Examples
    --------
    >>> class_of("a man aged 61", 11, 13), class_of("61 men", 0, 2)
    ('age', '')
    """
    before, number = printed[max(0, start - _REACH) : start], printed[start:end].lower()
    for rows, found in ((AHEAD, _AHEAD.search(before)), (BEHIND, _BEHIND.match(printed, end))):
        if found:
            return _class(rows, found)
    return next((c for c, ahead, behind in _around(number) if behind.match(printed, end) and ahead.search(before)), "")


@lru_cache(maxsize=4096)
def _around(number: str) -> list[tuple[str, re.Pattern, re.Pattern]]:
    """The rows of `AROUND` that a number fits, looked for once."""
    return [(classed, ahead, behind) for classed, this, ahead, behind in _AROUND if this.fullmatch(number)]


def class_of_part(tokens: list[Token], first: int, last: int) -> str:
    """What a fraction is with nothing to multiply: "two thirds of" is a share, "the fifth" a rank; "half" alone is neither."""
    of, alone = last < len(tokens) and tokens[last].text == "of", last - first == 1
    if first and tokens[first - 1].text == "by":
        return "share"  # "fell by a third"
    ahead, after = tokens[first - 1].text if first else "", tokens[last].text if last < len(tokens) else ""
    if tokens[last - 1].text == "half" and after in _WHOLE_BEHIND and text_at(tokens, last + 1) not in ("time", "way", "battle"):
        return "share"  # "half the houses", "half that"
    if alone and not of and ahead in _LEVELS and tokens[last - 1].text == "half":
        return "share"  # "could reach half by March"
    if alone and not of and tokens[last - 1].text == "half" and after in _MANY and ahead not in _RANKED:
        return "share"  # "half are unfit"
    if alone and not of and tokens[last - 1].text in ("half", "quarter", "quarters", "halves"):
        return ""
    alone = alone or (
        last - first == 2
        and tokens[first].text in ("a", "an")
        and tokens[last - 1].text in ("third", "fourth", "fifth", "sixth", "seventh")
    )
    return "share" if of or not alone or after in ("fewer", "less", "more", "higher", "lower", "are", "were", "have") else "ordinal"
