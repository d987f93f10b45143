"""The numbers of the tables of an article: the heads of row and column say what is counted, in which unit, when, and who says so.

In go the cells of an `Article`; out comes a `Told` for each cell that is a number.  Whatever a head leaves open, the nearest of these says:
the cell, the head of its column, that of its row, the corner between them, the title, the notes below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from discrepancy.article.captions import Surroundings, caption_of, footnoted, named_in
from discrepancy.article.counted import NUMERAL, TIMES
from discrepancy.article.find import find
from discrepancy.article.number import FROM_TABLE, NOBODY, Told
from discrepancy.article.rates import RATE
from discrepancy.article.scene import reading_of
from discrepancy.article.subjects import BODY, GROUP
from discrepancy.article.text import Article
from discrepancy.article.times import When, times_told
from discrepancy.article.vocabulary import Vocabulary, any_of, flat_text
from discrepancy.dates import MONTHS
from discrepancy.reading.languages.english.units import Unit, unit_named
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading
from discrepancy.reading.units import is_money
from discrepancy.reading.wording import WordingError
from discrepancy.saying.text import clean

_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table
# of a footnote, or of what is revised
_MARKS = re.compile(r"[*†‡§¹²³⁰⁴-⁹ᵃ-ᶻᵖʳ]+$|\[\w{1,3}\]$|\([a-z]\)$|(?<=\d)[rpe]$")
_UNIT = re.compile(
    r"[,(\[] ?(?:all )?(?:in )?([^,()\[\]]{1,28}?)[)\]]?(?= \(|$|[,;] |· )"
    r"|\b(?:in|[aA]ll figures in) ((?:millions?|billions?|thousands?|'000s?|[A-Z]{3})\b[\w $€£]{0,16})"
)
_ABBREVIATED = (
    (r"\bm(?=n?\b)n?", "million"),
    (r"\b(?:bn)\b", "billion"),
    (r"'?000s?\b|\bk\b", "thousand"),
    (r"(?i)\bhundreds\b", "hundred"),
    (rf"(?i)(?<=\w) (?:of )?(?:{any_of('people')}|{any_of('headcount')})$", ""),
    (r"\b(?:kbpd|kb/d)\b", "thousand barrels"),
    (r"\b(?:bpd|b/d)\b", "barrels"),
    (r"(?<=\w)(?: (?:per|an?) .*| ?/ ?[A-Za-z].*)$", ""),
    (r"(?<=t) (?:CO2|CO₂)\S*$", ""),
    (r"^(%|per ?cent) .*", "%"),
)
_COINS = re.compile(rf"(?:((?i:thousand|million|billion))s? )?((?i:{any_of('coins')}|{any_of('money')})|[A-Z]{{3,5}})")
_M = "|".join(m[:3] for m in MONTHS)
_TIME_HEAD = re.compile(
    rf"(?i)^(?:[a-z]+ (?=(?:19|20)\d\d))?(?:(?:{_M})\w*\.?(?:[–-](?:{_M})\w*\.?)? ?(?:'?\d\d(?:\d\d)?)?"
    r"|(?:19|20)\d\d(?:[/–-]\d{2,4})?|[qh][1-4](?:[ /]+\d{2,4})?|(?:fy|week|w/e|year) ?\d[\w/ ]*)(?: \([a-z ]+\))?[a-z*†ᵖʳ]?$"
)
_WEEKDAY = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_WEEKDAYS = {d[:3]: d for d in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
_FLOW = re.compile(rf"(?i)\b{any_of('flows')}\b")
_LEVEL = re.compile(rf"(?i)\b{any_of('levels')}\b")
_CHANGE = re.compile(rf"(?i)\b{any_of('head_change')}|\+/-|±")
_OF_CHANGES = re.compile(r"(?i)\b(?:change|year-on-year|yoy|y/y)\b")
_PART_HEAD = re.compile(r"(?i)^(?:of (?:which|whom|these)|incl(?:uding|\.)|thereof)\b")
_VAGUE = re.compile(r"(?i)^(?:share|%|per ?cent|change|at \d|of (?:which|whom)|target|planned|figure|number|total|(?:as )?(?:at|of|on) )")
_NO_DIGIT = re.compile(rf"(?i)(?:(?:about|some|at least|up to|over|nearly) )?(?:{NUMERAL})\b")
_PLAN = re.compile(rf"(?i)\b{any_of('head_plan')}\b")
_FORECAST = re.compile(rf"(?i)\b{any_of('head_forecast')}\b")
_RATE_HEAD = re.compile(rf"(?i)\bper (?!cent\b)[a-z\d]|\b{any_of('head_rate')}\b")
_PRICED = re.compile(
    r"(?i)[(/,] ?(?:per |an? )?(?:\d+ ?)?(?:k?g|kilo\w*|lit(?:re|er)s?|l|dozen|tonne|ton|loaf|bag|sack|each|month|night|hour|day|barrel)\b"
)
_PER = re.compile(
    r"[,(] ?(?:[\w$€£%₂ ]{1,20} ?/ ?(?:d|day|hr?|ha|km2?|kg|l|t|tonne|capita|person|y(?:ea)?r|week|month|[mk]wh)\b"
    rf"|[\w$€£ ]{{1,30}} (?:{RATE.pattern}|(?:an?|per) (?:kilo|kg|lit(?:re|er)|tonne|ton|barrel|head|dozen|unit)\w*\b))",
    re.I,
)
_ALL_IN = re.compile(r"(?i)\W*(?:(?:all |the )?(?:figures|amounts|values|sums|prices|quantities|numbers|data)\b[^.]{0,30} )?in ")
_SIZES = re.compile(rf"(?i)\b{any_of('of_sizes')}\b")
_DURING = re.compile(rf"(?i)\b{any_of('head_period')}\b")
_SO_FAR = re.compile(r"(?i)\b(?:cumulative|to date|so far|since|ever)\b")
_OVER = re.compile(rf"(?i)\b{any_of('over_a_time')}\b")
_FROM_TO = re.compile(rf"(?i)\b(?:{_M})[a-z]*(?: \d{{4}})?(?:[–-]| to | through | and )(?:\d\d? )?(?:{_M})[a-z]*\b")
_HAPPENS = re.compile(rf"(?i)^(?:\w+ed|{any_of('happened')})\b")  # the head of a column: what was done, and not what there is
_TOTAL = re.compile(r"(?i)\b(?:total|sum|all|overall)\b")
_IN_BRACKETS = re.compile(r"([^()]{1,40}) (\([^()]{1,40}\))$")
_LEGEND = re.compile(r"(?i)(?:[(,;] ?|^)([^(),;]{3,60}?) in (?:brackets|parentheses)")
_NUMBERED = re.compile(r"(?i)^(?:no\.?|#|nr\.?|rank|position|year|date|time|when|day|month|page|id|code)$")
_SOURCES = re.compile(rf"(?i){any_of('head_source')}\b")
_SAYS = re.compile(rf"(?i)\b{any_of('who_says')}\b")
_SAID_BY = re.compile(rf"\b(?i:{any_of('said_by')}) (?:the )?([A-Z][^,(]{{1,50}})")
_NAMED = re.compile(r"(?:(?:[A-Z][\w'’.-]*|of|for|and|the) ?){2,7}")
_PERSONS = re.compile(rf"(?i)\b(?:{any_of('people')}|{any_of('headcount')})\b")
_LOST = re.compile(r"(?i)\blos[et]\b|\blost\b")
_FORCE = re.compile(rf"(?i)\b(?:{any_of('force')}|{any_of('people')}|lives)\b")
_BRACKET = re.compile(r"\(((?![a-z]+\.?\))[A-Za-zµ°]{2,8}[²³23]?(?:/[A-Za-z]{1,4}[²³23]?)?)\)\W*$")  # "Storage (hm³)", "(GL)"
_LONGEST = 200  # characters of a cell: a longer one is a text


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that is a number, with the heads beside it."""

    block: int
    text: str
    column: str  # head of the column
    row: str  # head of the row
    beside: tuple[str, ...]
    corner: str  # head of the first column
    caption: Surroundings
    left: str = ""  # the head of the column that this one narrows: "of whom children"
    said_by: str = ""  # whoever the heads say it is from, or what stands in the column of sources
    whole: str = ""  # what the row of the total says in this column
    daily: bool = False  # whether each row is a day of its own

    @property
    def heads(self) -> str:
        return f"{self.column} · {self.row}"


def numbers_in_table(
    article: Article, table: list[int], day: date, words: Vocabulary, publisher: str, before: tuple[str, When | None]
) -> Iterator[Told]:
    """Tell the numbers of a table, whose cells are these blocks; where it names nobody, it is of whoever spoke before, and when."""
    for cell in _cells(article, table, day):
        timeless = cell.text
        for w in reversed(_times(timeless, day)):
            timeless = timeless[: w.start] + timeless[w.end :]
        if timeless != cell.text and not re.search(r"\d", timeless):
            continue
        for piece in _pieces(cell):
            if reading := _read(piece):
                yield _told(article, piece, reading, day, words, publisher, before)


def _pieces(cell: _Cell) -> Iterator[_Cell]:
    """A cell, or what it holds beside each other: "2,100 (1,850)", "41, incl. 13 children"."""
    if _read(cell) or not cell.row or not re.match(r"\D{0,12}\d", cell.text):
        yield cell
    elif brackets := _IN_BRACKETS.match(cell.text):
        legend = _LEGEND.search(cell.caption.text)
        for i, text in enumerate(brackets.groups()):
            column = f"{cell.column} {legend[1]}" if i and legend else cell.column
            yield from [replace(cell, text=text, column=column)] * bool(re.search(r"\d", text))
    else:
        for one in find(cell.text):
            if one.reading and not one.classed:
                beside = clean(cell.text[one.end :].split(",")[0], 40)
                yield replace(cell, text=cell.text[one.start : one.end], column=f"{cell.column} {beside}".strip())


def _cells(article: Article, table: list[int], day: date) -> Iterator[_Cell]:
    """The cells of a table that hold a number, but for the heads."""
    cells = {article.blocks[i].place[1:]: i for i in table}
    text = {place: article.blocks[i].text.strip()[: _LONGEST + 1] for place, i in cells.items()}
    caption = caption_of(article, table)
    total = next((row for (row, column), t in text.items() if row and not column and _TOTAL.match(t)), None)
    daily = _is_daily(text, day)
    bodies = _bodies({column: t for (row, column), t in text.items() if not row and column})
    for (row, column), i in cells.items():
        head, name = text.get((0, column), ""), text.get((row, 0), "")
        if not row or not _is_number(text[row, column], not column) or len(text[row, column]) > _LONGEST or _NUMBERED.match(head):
            continue
        beside = tuple(text[row, c] for c in range(9) if (row, c) in text and c not in (0, column))
        left = ""
        if _VAGUE.match(head):
            left = next((h for c in range(column - 1, 0, -1) if not _VAGUE.match(h := text.get((0, c), ""))), "")
        whole = f"{text.get((total, column), '')} {head}".strip() if total is not None and row != total and column else ""
        whole = f"{text.get((row, column - 1), '')} {text.get((0, column - 1), '')}" if _PART_HEAD.match(head) and column > 1 else whole
        said_by = next((text[row, c] for c in range(1, 9) if _SOURCES.match(text.get((0, c), "")) and (row, c) in text), "")
        if by := _SAID_BY.search(head) or _SAID_BY.search(name):
            said_by = said_by or by[1]
        elif column in bodies and not said_by:
            said_by = _bare(head)
        row_head = "" if column == 0 else name
        yield _Cell(i, text[row, column], head, row_head, beside, text.get((0, 0), ""), caption, left, clean(said_by, 90), whole, daily)


def _is_daily(text: dict[tuple[int, ...], str], day: date) -> bool:
    """Whether each row counts what happened on its own day: a running total never falls from one to the next."""
    exact = ((next((w.first for w in _times(t, day) if w.exact and w.first), None), row) for (row, c), t in text.items() if row and not c)
    rows = [row for _, row in sorted((on, row) for on, row in exact if on)]
    for (first, column), head in text.items() if len(rows) > 1 else ():
        if not first and (_HAPPENS.search(head) or _FLOW.search(head)) and not _LEVEL.search(head):
            counts = [r.value for row in rows if (r := reading_of(text.get((row, column), "")))]
            if any(b < a for a, b in pairwise(counts)):
                return True
    return False


def _bodies(heads: dict[int, str]) -> set[int]:
    """The columns whose heads name who speaks: two in a table, or one in so many words ("Harbour Pollution Office", "Norvik Shipping")."""
    named = {c for c, head in heads.items() if BODY.search(_bare(head)) or GROUP.fullmatch(_bare(head).lower())}
    if any(_NAMED.fullmatch(_bare(heads[c])) for c in named):
        return named | {c for c, head in heads.items() if _NAMED.fullmatch(_bare(head))}
    asked = {c for c, head in heads.items() if not _TOTAL.search(head) and not _CHANGE.search(head)}
    return (asked if 2 * len(named) > len(asked) else named) if len(named) > 1 else set()


def _is_number(text: str, first: bool) -> bool:
    """Whether a cell is a number; in the first column "Camp 2" is a name."""
    return bool(re.search(r"\d", text) or _NO_DIGIT.match(text)) and not (first and not re.match(r"\W*\d|[a-z ]{2,12} \d", text))


@lru_cache(maxsize=1024)
def _times(text: str, day: date) -> list[When]:
    """The times that a head or a cell tells, weekdays being cut short in tables."""
    return times_told(_WEEKDAY.sub(lambda m: _WEEKDAYS[m[0]], text.replace("–", "-")), day)


@lru_cache(maxsize=1024)
def _unit_told(head: str) -> str:
    """The unit in a head, spelt out: "Exports, m EUR", "Area (ha)", "by partner, million euros"; empty where there is none."""
    for found in _UNIT.finditer(_MARKS.sub("", head)):
        unit = found[1] or found[2] or ""
        for short, long in () if unit == "m" and _SIZES.search(head) else _ABBREVIATED:
            unit = re.sub(short, long, unit)
        named = _named(unit) if re.search(r"[a-zA-Z%$€£°]", unit) else None
        coin = _COINS.fullmatch(unit)
        if (named and named.symbol not in TIMES) or (coin and (coin[1] or not coin[2].isupper())):  # "by month" counts no months
            return unit
    return ""


def _named(unit: str) -> Unit | None:
    """The unit or the scale that a text names."""
    try:
        return unit_named(unit)
    except WordingError:
        return None


def _read(cell: _Cell) -> Reading | None:
    """What a cell says, in the unit that is told nearest to it; None where it is no number."""
    text = _MARKS.sub("", cell.text.replace("*", "").strip("() "))
    reading = reading_of(text)
    if reading is None or not re.match(r"(?i)[^\d]*\d|[a-z]", text):
        return None
    if reading.unit:
        return reading
    unit = next(filter(None, map(_unit_told, (cell.column, cell.row))), "")
    if not unit and re.search(r"%|\bper ?cent", cell.heads):
        unit = "%"
    if not unit and (sign := re.search(r"[$€£¥]", cell.heads)):
        unit = sign[0]
    unit = unit or _common_unit(cell)
    if unit == "%" and text[0] in "+-−±" and cell.text[0] == "(":
        unit = "percentage points"  # "34 (+2)" of shares
    if (coin := _COINS.fullmatch(unit)) and not _named(unit):
        scaled = reading_of(f"{text} {coin[1]}") if coin[1] else reading
        return replace(scaled or reading, unit=coin[2], printed=text)
    try:
        return replace(read(text, unit=unit), printed=text) if unit else reading
    except WordingError:
        return reading


def _common_unit(cell: _Cell) -> str:
    """The unit of the whole table, where a cell can be in it: those who work there are not in million euros."""
    above = [f", {s}" for line in cell.caption.above for s in re.split(r"[.;] ", line.strip("*_ "))]
    lines = (f", {cell.corner}", *cell.caption.above, *above, *filter(_ALL_IN.match, cell.caption.notes))
    unit = next(filter(None, map(_unit_told, lines)), "")
    plain = _PERSONS.search(cell.heads) or re.search(r"(?i)\b(?:number|index)\b", cell.heads)
    return "" if (plain and not re.fullmatch("thousand|million|hundred", unit)) else unit


def _told(
    article: Article, cell: _Cell, reading: Reading, day: date, words: Vocabulary, publisher: str, before: tuple[str, When | None]
) -> Told:
    heads = [head for head in (cell.column, cell.row) if head]
    vague = _COUNTED.search(cell.heads) or not cell.column or cell.said_by
    fits = words.in_unit(reading.unit) if reading.unit else frozenset()
    mentions = (m for t in (cell.text, *heads, cell.caption.title if vague else "") for m in words.mentions(flat_text(t)))
    mention = next((m for m in mentions if not m.weak and (m.measures & fits or not reading.unit)), None)
    if mention and not words.case and _LOST.search(cell.heads) and not _FORCE.search(cell.heads):
        mention = None  # "Homes lost"
    measures = (mention.measures & fits or mention.measures) if mention else frozenset()
    named = next(((head, ids) for head in [*reversed(heads), *cell.beside] for _, _, ids in words.speakers_named(head)), ("", ()))
    source, head = _who(cell, named, words, day, bool(mention))
    source = (source if named[1] else next(filter(None, map(named_in, heads)), "") or source) or cell.said_by
    named_below = footnoted(article, cell.text, *heads)
    via = source if named_below and source else ""
    own = bool(source)
    caption = cell.caption
    source = named_below or source or (caption.source if caption.explicit or not publisher else publisher)
    spoke, spoken = ("", None) if source else before
    source = source or spoke
    points = (w for t in (*cell.beside, *heads) for w in _times(t, day) if w.kind == "point" and w.first and w.first <= day)
    said = next(points, None) if own else None  # with nobody beside it, a day is that of what is counted
    if said is None and (on := caption.day(source, day)):
        said = When(0, 0, "point", on, on, "")
    said = said or spoken
    block = article.blocks[cell.block]
    offset = block.text.index(cell.text)
    start, end = block.span(offset, offset + len(cell.text))
    told = " ".join(filter(None, (cell.column, cell.left, cell.row)))
    doubts = [FROM_TABLE] + [NOBODY] * (not source) + [f"{source} is taken from the text before the table"] * bool(spoke)
    doubts += [
        f"“{bracket[1]}” in its head is no unit that is read" for bracket in map(_BRACKET.search, heads) if bracket and not reading.unit
    ]
    doubts += ["the day of the statement is not told"] * (not said)
    doubts += [f"a head beside it has more than {_LONGEST} characters: what is behind them is not looked at"] * any(
        len(h) > _LONGEST for h in heads
    )
    doubts += [f"no measure is known for “{clean(told, 60)}”"] * (not measures)
    timed = next((w for head in heads if _time_head(head) for w in _times(head, day)), None)
    kind = _kind(cell, reading, words, measures, fits, timed, day)
    ways = (("feared", _FORECAST), ("planned", _PLAN))
    places = (cell.heads, cell.left, *[caption.title] * (kind == "plan"))  # the nearest place that tells it
    asserted = next((way for t in places for way, told_so in ways if told_so.search(t)), "planned" if kind == "plan" else "yes")
    return Told(
        phrase=cell.text,
        start=start,
        end=end,
        reading=reading,
        measure=words.one_of(measures, "") if measures else "",
        kind=kind,
        source=source,
        sources=named[1],
        named=head or source,
        said=said,
        via=via,
        where=words.where(" ".join((*heads, *cell.beside))),
        wording=cell.text,
        sentence=cell.text,
        at=(cell.block, 0),
        doubts=tuple(doubts),
        counted=" ".join(filter(None, (told, caption.title))),
        asserted=asserted,
        as_of=timed.last.isoformat() if timed and timed.last and timed.last <= day else "",
        part_of=cell.whole,
        place="" if mention is None or source or _TOTAL.search(cell.row) else clean(cell.row, 60),
        measures=measures,
    )


def _kind(
    cell: _Cell, reading: Reading, words: Vocabulary, measures: frozenset[str], fits: frozenset[str], timed: When | None, day: date
) -> str:
    """A rate, a plan, a change, the count of a period, or a total: what its heads say, else what the table is said to count."""
    heads, caption = cell.heads, cell.caption
    money = is_money(reading.unit)
    of_all = reading.unit in ("%", "pp") and _OF_CHANGES.search(caption.title) and not _LEGEND.search(caption.text)  # "(annual change)"
    if _CHANGE.search(cell.column) or cell.text.strip("( ")[:1] == "+" or _CHANGE.search(cell.row) or of_all:
        return "change"
    head = _time_head(cell.column) or _time_head(cell.row)
    per = _PER.search(f"{heads} · {cell.corner} · {caption.title}")
    per = None if per and head and "year" in per[0] else per  # "kt per year", under a year
    if RATE.search(flat_text(" ".join((heads, *cell.beside)))) or _RATE_HEAD.search(heads) or (money and _PRICED.search(heads)) or per:
        return "rate"
    if _PLAN.search(heads) or _FORECAST.search(heads) or (timed and timed.first and timed.first > day):
        return "plan"
    if fits & measures and words.case:
        return words.kinds(measures)[0]
    if _LEVEL.search(heads) or _SO_FAR.search(cell.column):
        return "cumulative"
    if (_DURING.search(heads) or (cell.daily and not reading.unit)) and not _LEVEL.search(caption.title):
        return "period"
    flows = _FLOW.search(" ".join((heads, *caption.above))) or money
    if head:
        level = _LEVEL.search(caption.title) or (not flows and _PERSONS.search(heads)) or (timed and timed.exact)
        return "cumulative" if level else "period"
    told = [w for h in (cell.column, cell.row) for w in _times(h, day) if w.first]
    if flows and any(not w.exact and w.kind in ("point", "period") for w in told):
        return "period"  # "Thefts in September"
    if any(w.exact and not w.words.endswith(("earlier", "before")) for w in told) or reading.unit == "%" or _TOTAL.search(cell.column):
        return "cumulative"
    if _FROM_TO.search(caption.title) and not _LEVEL.search(caption.title) and not _PERSONS.search(heads):
        return "period"  # "July to September 2024": whatever is counted
    of_time = any(p.search(caption.text) for p in (_OVER, _FROM_TO)) or any(not w.exact and w.day for w in _times(caption.text, day))
    return "period" if of_time and flows else "cumulative"


def _time_head(head: str) -> str:
    """The time that is a head, or stands in its brackets: "2023/24", "Output (Oct)"."""
    return next((t for t in (head.strip(), *re.findall(r"\(([^()]+)\)$", head)) if _TIME_HEAD.match(t)), "")


def _bare(head: str) -> str:
    """A head up to its comma or bracket."""
    return re.split(r",|\(", head)[0].strip()


def _who(cell: _Cell, named: tuple[str, tuple[str, ...]], words: Vocabulary, day: date, counts: bool) -> tuple[str, str]:
    """Who says the number of a cell: a source that is named beside it, else the head of a row that names nothing else."""
    head, ids = named
    if ids:
        return ids[0], head
    head = cell.row or cell.column
    if _TOTAL.match(head.strip("* ")):
        return "", ""  # a total is nobody
    if (_SAYS.search(cell.corner) or _SOURCES.match(cell.corner)) and cell.row:
        return clean(cell.row, 90), ""
    of_something = not counts or words.mentions(flat_text(head)) or times_told(head, day) or _COUNTED.search(head) or not words.case
    above = cell.caption.title if _COUNTED.search(cell.heads) or not cell.column else ""
    return ("", "") if of_something and not _SAYS.search(f"{cell.column} {above}") else (clean(head, 90), "")
