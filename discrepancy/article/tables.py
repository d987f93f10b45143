"""The numbers of the tables of an article: the heads of row and column say what is counted, in which unit, and who says so.

In go the cells of an `Article`; out comes a `Told` for each cell that is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from discrepancy.article.counted import NUMERAL
from discrepancy.article.cues import find_cues
from discrepancy.article.find import find
from discrepancy.article.memory import Speaker
from discrepancy.article.number import FROM_TABLE, NOBODY, Told
from discrepancy.article.publisher import credited, footnoted, named_in
from discrepancy.article.rates import RATE, SHARE
from discrepancy.article.scene import reading_of
from discrepancy.article.subjects import BODY, SAY
from discrepancy.article.text import Article
from discrepancy.article.times import When, times_told
from discrepancy.article.vocabulary import Vocabulary, any_of, flat_text
from discrepancy.dates import MONTHS
from discrepancy.reading.languages.english.units import unit_named
from discrepancy.reading.phrase import read
from discrepancy.reading.reading import Reading
from discrepancy.reading.wording import WordingError
from discrepancy.saying.text import clean

_COUNTED = re.compile(r"(?i)\b(?:figures?|numbers?|counts?|estimates?|totals?)\b")  # heads of columns whose title is above the table
_MARKS = re.compile(r"[*†‡§¹²³⁰⁴-⁹]+$|\[\w{1,3}\]$|\([a-z]\)$|(?<=\d)[rpe]$")  # of a footnote, or of what is revised
_UNIT = re.compile(r"[,(\[] ?(?:in )?([^,()\[\]]{1,28}?)[)\]]?(?= \(|$)|\bin ((?:millions?|billions?|thousands?|[A-Z]{3})\b[\w $€£]{0,16})")
_ABBREVIATED = (
    (r"\bm(?=n?\b)n?", "million"),
    (r"\b(?:bn)\b", "billion"),
    (r"'?000s?\b|\bk\b", "thousand"),
    (r"(?i)\bhundreds\b", "hundred"),
    (r"(?<=\w)(?: per .*| ?/ .*)$", ""),
)
_TIME_HEAD = re.compile(
    rf"(?i)^(?:(?:{'|'.join(m[:3] for m in MONTHS)})\w*\.? ?(?:\d{{2,4}})?|(?:19|20)\d\d(?:[/-]\d{{2,4}})?|[qh][1-4](?: \d{{4}})?)[a-z*†]?$"
)
_FLOW = re.compile(rf"(?i)\b{any_of('flows')}\b")
_PER = re.compile(  # "per head", "kb/d", "t/ha"; "deaths per district" are no rate
    r"(?i)\bper (?:\d|person|head|capita|household|family|pupil|patient|child|hectare|tonne|kilo|lit(?:re|er)|unit|barrel|square|cubic)"
    r"|\b(?:[a-z]{2,3}|[a-z]{3,}s|[gtlm]) ?/ ?(?:d|h|s|yr?|ha|km[2²]|kg|t|l|m[23²³]|day|week|month|year|hour|person|head)\b"
)
_CHANGE = re.compile(
    r"(?i)\b(?:change|growth|difference|yoy|[ymq]/[ymq]|increase|decrease|on (?:the |an? )?(?:year|month|quarter))\b|\+/-|±"
)
_PART_HEAD = re.compile(r"(?i)^(?:of (?:which|whom|these)|incl(?:uding|\.)|thereof)\b")
_VAGUE = re.compile(r"(?i)^(?:share|%|per ?cent|change|at \d|of (?:which|whom)|target|planned|figure|number|total|(?:as )?(?:at|of|on) )")
_NO_DIGIT = re.compile(rf"(?i)(?:(?:about|some|at least|up to|over|nearly) )?(?:{NUMERAL})\b")
_DURING = re.compile(
    r"\b(?:(?:in|during|for|over) (?:the )?(?:reporting |same )?(?:period|week|month|quarter)|this (?:week|month)|last (?:week|month)|weekly|monthly)\b"
)
_CHANGE_OF = re.compile(
    r"(?i)\b(?:annual|yearly|monthly|quarterly|%|percentage|per ?cent) (?:change|growth|increase)\b|\bchange (?:on|over|from)\b"
)
_PLACE = re.compile(r"(?i)\b(?:total|sum|all|overall)\b")
_NAME = re.compile(r"[^\W\d]{2,}.* \d+\W*$")
_IN_BRACKETS = re.compile(r"([^()]{1,40}) (\([^()]{1,40}\))$")
_NUMBERED = re.compile(r"(?i)^(?:no\.?|#|nr\.?|rank|year|date|time|day|month|page|id)$")
_LONGEST = 200  # characters of a cell: a longer one is a text


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that is a number, with the heads beside it."""

    block: int
    text: str
    column: str  # head of the column
    row: str  # head of the row
    beside: tuple[str, ...]
    above: str  # the title above the table, where the heads say no more than "figures"
    title: str
    lead: str  # the block right above the table
    corner: str  # head of the first column
    credit: tuple[str, str]  # whoever made the figures, and the line that says so
    left: str = ""  # the head of the column that this one narrows: "of whom children"
    said_by: str = ""  # what stands in the column of sources
    whole: str = ""  # what the row of the total says in this column


def numbers_in_tables(article: Article, day: date, words: Vocabulary, publisher: str, floors: dict[int, Speaker]) -> Iterator[Told]:
    """Tell the numbers of tables; what neither heads nor notes say is by whoever has the floor above a table, or the publisher."""
    for cell in _cells(article):
        if times_told(cell.text, day):
            continue
        for piece in _pieces(cell):
            if reading := _read(piece):
                floor = floors.get(article.blocks[cell.block].place[0])
                yield _told(article, piece, reading, day, words, floor.source if floor else publisher)


def _pieces(cell: _Cell) -> Iterator[_Cell]:
    """A cell, or what it holds beside each other: "2,100 (1,850)", "41, incl. 13 children"."""
    if _read(cell) or not cell.row or not re.match(r"\D{0,12}\d", cell.text):
        yield cell
    elif brackets := _IN_BRACKETS.match(cell.text):
        yield from (replace(cell, text=text) for text in brackets.groups() if re.search(r"\d", text))
    else:
        for one in find(cell.text):
            if one.reading and not one.classed:
                beside = clean(cell.text[one.end :].split(",")[0], 40)
                yield replace(cell, text=cell.text[one.start : one.end], column=f"{cell.column} {beside}".strip())


def _cells(article: Article) -> Iterator[_Cell]:
    """The cells of each table that hold a number, but for the heads."""
    tables: dict[int, dict[tuple[int, ...], int]] = {}
    for i, block in enumerate(article.blocks):
        if block.kind == "cell":
            tables.setdefault(block.place[0], {})[block.place[1:]] = i
    for cells in tables.values():
        text = {place: article.blocks[i].text.strip() for place, i in cells.items()}
        first = min(cells.values())
        credit = credited(article, first, max(cells.values()))
        title = _title(article, first)
        total = next((row for (row, column), t in text.items() if row and not column and _PLACE.match(t)), None)
        bodies = any(_is_body(t) for (row, column), t in text.items() if not row and column)
        for (row, column), i in cells.items():
            head, name = text.get((0, column), ""), text.get((row, 0), "")
            if not row or not _is_number(text[row, column], not column) or len(text[row, column]) > _LONGEST or _NUMBERED.match(head):
                continue
            beside = tuple(text[row, c] for c in range(8) if (row, c) in text and c not in (0, column))
            vague = _COUNTED.search(f"{head} {name}") or not head
            left = (
                next((h for c in range(column - 1, 0, -1) if not _VAGUE.match(h := text.get((0, c), ""))), "") if _VAGUE.match(head) else ""
            )
            whole = f"{text.get((total, column), '')} {head}".strip() if total is not None and row != total and column else ""
            whole = f"{text.get((row, column - 1), '')} {text.get((0, column - 1), '')}" if _PART_HEAD.match(head) and column > 1 else whole
            above = title if vague else ""
            said_by = next((clean(text[row, c], 90) for c in range(1, 9) if _SOURCES.match(text.get((0, c), "")) and (row, c) in text), "")
            if not said_by and not credit[0] and bodies and _NAMED.fullmatch(_bare(head)):
                said_by = clean(_bare(head), 90)
            yield _Cell(
                i,
                text[row, column],
                head,
                "" if column == 0 else name,
                beside,
                above,
                title,
                article.blocks[first - 1].text if first and article.blocks[first - 1].kind != "cell" else "",
                text.get((0, 0), ""),
                credit,
                left,
                said_by,
                whole,
            )


def _title(article: Article, first: int) -> str:
    """The title above a table: the block before it, or the heading before that where it tells a unit."""
    above = [clean(article.blocks[i].text, 120) for i in range(first - 1, max(-1, first - 3), -1) if article.blocks[i].kind != "cell"]
    above = [t for t in above if not _SOURCES.match(t)]
    heading = next((t for t in above if _unit_told(t)), "")
    return above[0] if above and (not heading or heading == above[0]) else f"{above[0]} {heading}" if above else ""


def _is_number(text: str, first: bool) -> bool:
    """Whether a cell is a number; in the first column "Camp 2" is a name."""
    return bool(re.search(r"\d", text) or _NO_DIGIT.match(text)) and not (first and _NAME.match(text))


def _unit_told(head: str) -> str:
    """The unit in a head, spelt out: "Exports, m EUR", "Area (ha)", "by partner, million euros"; empty where there is none."""
    for found in _UNIT.finditer(_MARKS.sub("", head)):
        unit = found[1] or found[2] or ""
        for short, long in _ABBREVIATED:
            unit = re.sub(short, long, unit)
        if re.search(r"[a-zA-Z%$€£°]", unit) and _named(unit):
            return unit
    return ""


def _named(unit: str) -> bool:
    """Whether a text names a unit or a scale."""
    try:
        return unit_named(unit) is not None
    except WordingError:
        return False


def _read(cell: _Cell) -> Reading | None:
    """What a cell says, in the unit of its head, else of the title; None where it is no number."""
    text = _MARKS.sub("", cell.text.replace("*", "").strip("() "))
    reading = reading_of(text)
    if reading is None or not re.match(r"(?i)[^\d]*\d|[a-z]", text):
        return None
    heads = cell.column + cell.row
    if reading.unit:
        return reading
    if sign := re.search(r"%|\bper ?cent", heads):
        return replace(reading_of(f"{text}%") or reading, printed=text) if sign else reading
    unit = next(filter(None, (_unit_told(cell.column), _unit_told(cell.row))), "")
    if not unit and (sign := re.search(r"[$€£¥]", heads)):
        unit = sign[0]
    unit = unit or _unit_told(cell.title) * (not re.search(r"[(\[]|\b(?:number|rate|index)\b", cell.column))
    try:
        return replace(read(text, unit=unit), printed=text) if unit else reading
    except WordingError:
        return reading


def _told(article: Article, cell: _Cell, reading: Reading, day: date, words: Vocabulary, publisher: str) -> Told:
    heads = [head for head in (cell.column, cell.row) if head]
    fits = words.in_unit(reading.unit) if reading.unit else frozenset()
    mentions = (m for t in (cell.text, *heads, cell.above) for m in words.mentions(flat_text(t)))
    mention = next((m for m in mentions if not m.weak and (m.measures & fits or not reading.unit)), None)
    measures = (mention.measures & fits or mention.measures) if mention else frozenset()
    named = next(((head, ids) for head in [*reversed(heads), *cell.beside] for _, _, ids in words.speakers_named(head)), ("", ()))
    source, head = _who(cell, named, words, day, bool(mention))
    source = (source if named[1] else next(filter(None, map(named_in, heads)), "") or source) or cell.said_by
    named_below = footnoted(article, cell.text, *heads)
    via = source if named_below and source else ""
    beside = (*cell.beside, *heads) if source else ()  # with nobody beside it, a day is that of what is counted
    source = named_below or source or cell.credit[0] or publisher
    points = (w for t in beside for w in times_told(t, day) if w.kind == "point")
    credit = cell.credit[1] if source == cell.credit[0] else ""
    said = next(points, None) or next((w for w in times_told(credit, day) if w.exact), None) or _released(cell.lead, day)
    block = article.blocks[cell.block]
    offset = block.text.index(cell.text)
    start, end = block.span(offset, offset + len(cell.text))
    told = " ".join(filter(None, (cell.column, cell.left, cell.row)))
    doubts = [FROM_TABLE] + [NOBODY] * (not source)
    doubts += ["the day of the statement is not told"] * (not said)
    doubts += [f"no measure is known for “{clean(told, 60)}”"] * (not measures)
    kind = _kind(cell, reading.unit, words, measures, fits, mention is not None)
    when = next((w for head in heads for w in times_told(head, day) if _TIME_HEAD.match(head.strip()) and w.last and w.last <= day), None)
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
        counted=" ".join(filter(None, (told, cell.title))),
        asserted=_mood(cell),
        as_of=when.last.isoformat() if when and when.last else "",
        part_of=cell.whole,
        place="" if mention is None or source or _PLACE.search(cell.row) else clean(cell.row, 60),
        measures=measures,
    )


def _released(lead: str, day: date) -> When | None:
    """The day on which the words right above a table say that its figures were told."""
    return next((w for w in times_told(lead, day) if w.exact and w.last and w.last <= day and _TOLD_ON.search(lead, 0, w.start)), None)


_TOLD_ON = re.compile(rf"\b(?:{SAY}|released|filed|issued|presented)\b(?: [\w']+){{0,3}} ?$")


def _mood(cell: _Cell) -> str:
    """Whether the head of a column, or of a row, tells what shall be, or what is foretold."""
    kinds = {cue.kind for head in (cell.column, cell.row) for cue in find_cues(flat_text(head))}
    return ("feared" if "fear" in kinds else "planned") if "plan" in kinds or {"fear", "goal"} <= kinds else "yes"


def _kind(cell: _Cell, unit: str, words: Vocabulary, measures: frozenset[str], fits: frozenset[str], counts: bool) -> str:
    """A rate, a plan, a change, the count of a period, or a total: what its heads say."""
    heads = (cell.column, cell.row)
    if RATE.search(flat_text(" ".join((*heads, *cell.beside)))) or any(_PER.search(head) for head in heads):
        return "rate"
    if _mood(cell) != "yes":
        return "plan"
    if _CHANGE.search(" ".join(heads)) or cell.text.startswith("+") or (unit in SHARE and _CHANGE_OF.search(cell.title)):
        return "change"
    if fits & measures and words.case:
        return words.kinds(measures)[0]
    if _DURING.search(" ".join(heads)):
        return "period"
    timed = next((head for head in heads if _TIME_HEAD.match(head.strip())), "")
    level = any(_LEVEL.search(h) for h in (*heads, cell.title))
    flows = _FLOW.search(" ".join((*heads, cell.title))) or counts or not timed[:4].isdigit()
    return "period" if timed and flows and not level else "cumulative"


_DURING = re.compile(
    r"(?i)\b(?:in|during|over) (?:the )?(?:period|past|last|week|month|year|quarter)\b|\b(?:this|last|past) (?:week|month|year|quarter)\b"
)
_LEVEL = re.compile(rf"(?i)\b{any_of('levels')}\b")


def _is_body(head: str) -> bool:
    """Whether the head of a column or a row names a body: "Harbour Pollution Office", "Norvik Shipping, 18 April"."""
    return bool(BODY.search(_bare(head)) and _NAMED.fullmatch(_bare(head)))


def _bare(head: str) -> str:
    """A head up to its comma or bracket."""
    return re.split(r",|\(", head)[0].strip()


_NAMED = re.compile(r"(?:(?:[A-Z][\w'’.-]*|of|for|and|the) ?){2,7}")


def _who(cell: _Cell, named: tuple[str, tuple[str, ...]], words: Vocabulary, day: date, counts: bool) -> tuple[str, str]:
    """Who says the number of a cell: a source that is named beside it, else the head of a row that names nothing else."""
    head, ids = named
    if ids:
        return ids[0], head
    head = cell.row or cell.column
    if _PLACE.match(head.strip("* ")):
        return "", ""  # a total is nobody
    if _SAYS.search(cell.corner) and cell.row:
        return clean(cell.row, 90), ""
    of_something = not counts or words.mentions(flat_text(head)) or times_told(head, day) or _COUNTED.search(head) or not words.case
    return ("", "") if of_something and not _SAYS.search(" ".join((cell.column, cell.above))) else (clean(head, 90), "")


_SOURCES = re.compile(r"(?i)(?:source|according to|reported by|announced by|issued by)s?\b")
_SAYS = re.compile(r"(?i)\b(?:sources?|according to|reported by|says|who|agency|organi[sz]ation|body|authority)\b")
