"""The numbers of a sentence: hedge, digits or words, the noun that is counted, and what stands right beside them.

In goes a `Scene` that has been looked at; out come its numbers.  Ages, addresses, dates and quantities of things are left alone; a number in a
unit is one where a measure of the case is in such a unit.
`behind` and `ahead` give the word for what is counted right behind a number, or right before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discrepancy.article.find import Found, find
from discrepancy.article.scene import NEXT, Quantity, Scene, reading_of
from discrepancy.article.vocabulary import ENGLISH, PEOPLE, ROLES, Mention, any_of, flat_text
from discrepancy.reading.languages.english.hedges import hedged
from discrepancy.reading.languages.english.numerals import STARTS
from discrepancy.reading.languages.english.words import FRACTIONS
from discrepancy.reading.reading import Reading

NUMERAL = "|".join(sorted(STARTS - FRACTIONS.keys() - {"a", "an", "another"}))  # words that a count can start with: those of the grammar
HAS_NUMBER = re.compile(rf"\d|\b(?:{NUMERAL}|{'|'.join(FRACTIONS)}|twice|double|(?:doubl|tripl|trebl|quadrupl|halv)(?:ed|ing))\b")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|increas\w+|grew|grown|jump\w+|climb\w+|fell|fallen|dropp\w+|up|down|went|revised|raised)\b[^;:]{0,40}\bfrom $"
)
_NOT_COUNTED = re.compile(r"-(?!odd|plus|strong|some)[a-z]")  # a quality: "a 12-member team"
_FREED = re.compile(r"\b(?:released?|releasing|freed?|freeing|exchang\w+|swapp\w+|set free|let go) $")
_ARE_FREE = re.compile(r"(?: \w+){1,3} (?:released|freed|exchanged|swapped|set free|let go)\b")
_HANDED = re.compile(r"\b(?:hand|hands|handed|handing|turn|turned|turning|signed) $")
_COIN = re.compile(rf"[ -]({any_of('coins')})\b")
_SLASH = re.compile(r"/hr?\b")
_SAID_ONLY = 12  # up to which a number of sides, ways or reasons is said and not counted
_SAID = re.compile(rf" (?:\w+ )?{any_of('unchecked')}\b")
_SPEAK = re.compile(
    rf" (?!of |have |has |had )(?:[\w'-]+ ){{1,3}}(?:(?:familiar|close|quoted|briefed|with|who)\b[^,.;:]{{0,50}} )?{any_of('speak_up')}\b"
)
_KNOWN = re.compile(r"\b(?:in|at|on|across|between|(?<!up )(?<!down )from) the (?:same |other )?$")
_BY_THEM = re.compile(r"\b(?:according to|(?:quoted|cited|reported|seen|read) by|(?:survey|poll) of) (?:the )?$")
_NEXT_YEAR = re.compile(r"(?:next|last|more|less|fewer|higher|lower)\b")
_AND_THEIR = re.compile(r" (?:their |its |his |her |the )?([^\W\d_]+)")
_BY_TIMES = {"twice": 2, "doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "halv": 0.5}
_MULTIPLES = re.compile(r"\b(?:twice|doubl|tripl|trebl|quadrupl|halv|times\b)")
_MULTIPLE = re.compile(  # of a number that the text tells or everybody knows; "met twice" and "double the effort" say nothing of one
    rf"\b(?:(?P<hedge>{any_of('near_multiple')}) )?"
    rf"(?P<core>(?:twice|double|triple|treble|quadruple|(?P<many>\d+|{NUMERAL}) times)"
    rf"(?: as (?:many|much|high|large|big|often|likely)\b|(?= {any_of('of_another')}))"
    r"|(?:doubl|tripl|trebl|quadrupl|halv)(?:ed|ing)(?(hedge)\b|(?= (?:since|over|within|in|from|between|year)\b)))"
)
_VERB_AHEAD = re.compile(r"\b([a-z]+) $")
_TAIL = re.compile(r" [a-z]+(?: [a-z]+){0,3}")
_NOTE = re.compile(r"(?:(?: [^\W\d]+){1,4} \([1-9]\)|\W*\d{1,2}[.)]\W?)")  # "1.5 million people (1)", and "1." before the note
_SOME_OF = re.compile(r" (?:out )?of (?:the|its|their|those) ")
_VERBAL = re.compile(rf"{any_of('verbal')}\b")  # what is said of things as well as of people
_OF_THEM = re.compile(r" of (?:them|whom|those|us)\b")
_OF_THE = re.compile(r"(?: of)?(?: (?:the|its|their|his|these|those))?")
_SUMMED = 500  # hours or days in such a number are summed up, and not waited: 6,300 hours flown
TIMES = frozenset(("s", "min", "h", "d", "week", "month", "a"))
LENGTHS = frozenset(("m", "km", "mi", "nmi", "ft", "cm", "mm", "yd", "in"))
_AVERAGE = re.compile(r"\b(?:average|averaged|mean|median|typically)\b")
_RAIN = re.compile(r"\b(?:rain\w*|snow\w*|fell|falls?|gauges?|water|ice)\b")
_ABOVE_GROUND = r"(?!_(?:ground|sea|the_(?:surface|ground|sea|sill|city|town|village|valley)))".replace("_", " ")
_LENGTH_OF = re.compile(  # "40 km of road" is counted, "40 km of the border" is a place
    rf" of (?!the\b)[a-z]| (?:(?:below|above){_ABOVE_GROUND}|{any_of('longer')})\b|[ -](?:{any_of('long')}|in {any_of('lengthwise')})\b"
)
_LEVEL = re.compile(rf"\b{any_of('sizes')}\b[^;.]*$")
_CHANGED_BY = re.compile(rf"\b(?:{any_of('rise')}|{any_of('fall')})(?: \w+){{0,2}} $")
_IN_ONE = re.compile(r"\b(?:in|of|to|from|at|on|for|with) $")
_OFTEN = re.compile(r" times\b(?! (?:more|as|the|that|what|higher|larger|less|fewer|over)\b)")
_SMALL = re.compile(r"[a-z]+|\d")  # "three times" is said, not counted
_WORD_BEHIND = re.compile(r"[ -]?([^\W\d_/][\w/]*)")
_UNREAD_UNIT = re.compile(
    r"of which country|looks like a unit|can be money|touches the number|can be 100|without a scale|counted per|not the same number"
)
ANIMAL = re.compile(any_of("animals"))
STOP = set(ENGLISH["stop"])
_WITH_MORE = {word.split()[0] for word, role in ROLES.items() if role == "object" and " " in word}  # verbs with more behind who is counted
CHAIN = re.compile(rf"[\s:]*(?:{any_of('chain')}\s+)*")
_GAP = re.compile(rf"(?:,(?= at ))?[\s:(=–-]*(?:{any_of('gap')}\b[\s:(]*)*")
OF = re.compile(r" (?:out )?of (?:the |its |their |those |a total of )?")
_GLOSS = re.compile(r"\s*(?:,|\(|-|–)\s*(?:both |either |that is,? )?(?:the )?")  # "3,000 men, killed or wounded"
_HELD = re.compile(rf"{any_of('held_people')}\b")  # "three hostages were shot dead" tells what became of them
_LOSE = re.compile(r"(?:lost|losing|loses?) ([a-z]+)")
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ans|ese|ish|ians|eans|is)$")


def find_numbers(scene: Scene) -> None:
    """Find the numbers that may count something, and what is of another class."""
    for one in _with_multiples(scene):
        if number := _number(scene, one):
            found = scene.numbers
            if _NOTE.fullmatch(scene.text, found[-1].end if found else 0, one.end + 1):
                scene.others.append(replace(one, classed="footnote"))
                continue
            if found and (old := _changed(scene, found[-1], number)):
                number.left, found[-1].older = old, True
            found.append(number)
        else:
            scene.others.append(one if one.classed else replace(one, classed=_class(scene, one)))
    scene.starts = [n.start for n in scene.numbers]


def _with_multiples(scene: Scene) -> list[Found]:
    """The numbers of a sentence, with those that set a count against another: "twice as many", "more than doubled"."""
    found = find(scene.text)
    for m in _MULTIPLE.finditer(scene.flat) if _MULTIPLES.search(scene.flat) else ():
        by = next((v for word, v in _BY_TIMES.items() if m["core"].startswith(word)), m["many"])
        read = reading_of(f"{m['hedge'] or ''} {by}".strip())
        if read and not any(o.start < m.end() and m.start("core") < o.end and not o.classed for o in found):
            found = [o for o in found if not (o.start < m.end() and m.start("core") < o.end)]
            reading = replace(read, unit="times", printed=scene.text[m.start() : m.end()])
            found.append(Found(m.start(), m.end(), m.start("core"), reading=reading))
    return sorted(found, key=lambda o: o.start)


def _changed(scene: Scene, a: Quantity, b: Quantity) -> int:
    """Where "from 600 in April to 2,000" begins, if the first of two numbers is what the second took the place of."""
    if not re.fullmatch(r"(?: \w+){0,4} to ", scene.flat[a.end : b.start]):
        return 0
    return a.start - len("from ") if _CHANGE.search(scene.back(a.start, 80)) else 0


def _class(scene: Scene, n: Found) -> str:
    """What a number is that counts nothing anybody would ask about: a time, a distance, the number of something named."""
    if any(w.start < n.end and n.start < w.end and (w.first or w.end >= n.end) for w in scene.times):
        return "date"  # but no "over half" of "over half a million"
    unit = n.reading.unit if n.reading else ""
    summed = n.reading and n.reading.value >= _SUMMED
    if unit in TIMES and not (summed or _AVERAGE.search(scene.back(n.start, 30) + "|" + scene.flat[n.end : n.end + 20])):
        return "duration"
    if unit in LENGTHS and not (n.reading and n.reading.per) and not _is_size(scene, n):
        return "distance"
    if n.reading and n.reading.value == 1 and scene.flat[n.core : n.end] == "one" and _IN_ONE.search(scene.back(n.start, 12)):
        return "pronoun"
    if (
        n.reading and n.reading.value <= _SAID_ONLY and not n.reading.unit
    ):  # of sides, of who speaks, of what is known: "two officials said"
        if _SAID.match(scene.flat, n.end) or _SPEAK.match(scene.flat, n.end) or _KNOWN.search(scene.back(n.start, 16)):
            return "few"
        if _BY_THEM.search(scene.back(n.start, 24)):
            return "few"
    return "quality" if _NOT_COUNTED.match(scene.flat, n.end) else ""


def _is_size(scene: Scene, n: Found) -> bool:
    """Whether a length is that of something, or of rain, and not how far it is: "40 km of road", "35 metres long", "88 mm of rain"."""
    if _LENGTH_OF.match(scene.flat, n.end) or _CHANGED_BY.search(scene.back(n.start, 40)):
        return True
    if _LEVEL.search(scene.back(n.start, 48)):
        return True
    return bool(n.reading and n.reading.unit in ("mm", "cm") and _RAIN.search(scene.flat))


def _number(scene: Scene, n: Found) -> Quantity | None:
    """The number with its hedges and the noun behind it; nothing where it is of another class."""
    reading, doubt = n.reading, ""
    often = n.classed == "multiple" and _OFTEN.match(scene.flat, n.end)
    if often and (not _SMALL.fullmatch(scene.flat, n.core, n.end) or n.start < n.core or scene.back(n.start, 5) == "only "):
        n = _with_hedge(scene, n)
        reading = reading_of(scene.text[n.start : n.end])  # broken 1,906 times
    elif n.classed and n.classed != "share":
        return None
    if n.refused:
        n = n if n.loose else _with_hedge(scene, n)
        reading, doubt = (n.loose, n.refused) if n.loose else _alone(scene, n)
    if n.start < n.core and _HANDED.search(scene.back(n.start, 12)) and scene.flat.startswith("over ", n.start):
        n = replace(n, start=n.core)  # "handed over 95 prisoners"
        reading = reading_of(scene.text[n.core : n.end])
    if reading is None or (re.match(r"\.\s+[A-Z]", scene.text[n.end : n.end + 4]) and n.start < 2):  # "2. Wounded"
        return None
    if not reading.unit and (word := _COIN.match(scene.flat, n.end)):
        reading = replace(reading, unit=word[1])
    slash = _SLASH.match(scene.text, n.end) if n.refused else None
    if slash or reading is not n.reading:
        n = replace(n, reading=reading, end=slash.end() if slash else n.end)
    units = scene.words.in_unit(reading.unit) if reading.unit else frozenset()
    if not units and _class(scene, n):
        return None
    start = n.start - len("another ") if scene.back(n.start, 8) == "another " and n.start == n.core else n.start
    number = Quantity(start, n.end, n.core, start, reading, unread=doubt)
    number.measures = units
    if reading.unit:
        at = n.end + (scene.flat.startswith(f" {reading.unit.lower()}", n.end) and len(reading.unit) + 1)  # of a unit that is not read
        number.counted_end = at
        words = _OF_THE.match(scene.flat, at)
        number.counted = noun_at(scene, words.end() if words else at) if not units else ""
    else:
        number.linkable = _counting(scene, number)
    return number


def _with_hedge(scene: Scene, n: Found) -> Found:
    """A number with the hedge before it, where only the number was found."""
    before = scene.flat[max(0, n.start - 60) : n.start]
    ahead = hedged(before, "")[0] if n.start == n.core else 0
    start = n.start - ahead + len(before[len(before) - ahead :]) - len(before[len(before) - ahead :].lstrip())
    return replace(n, start=start) if ahead and reading_of(scene.text[start : n.end]) else n


def _alone(scene: Scene, n: Found) -> tuple[Reading | None, str]:
    """A refused number by itself, with the unit as it is printed: "2 million shillings", of which country nobody says."""
    slash = _SLASH.match(scene.text, n.end)  # "70 km/h."
    if slash and (reading := reading_of(f"{scene.text[n.start : n.end]} an hour")):
        return reading, ""
    reading = reading_of(scene.text[n.start : n.end]) or reading_of(scene.text[n.core : n.end])
    word = _WORD_BEHIND.match(scene.text, n.end)
    if reading and word and not re.search(r"\d", word[1]) and _UNREAD_UNIT.search(n.refused):
        reading = replace(reading, unit=reading.unit or word[1])
    return reading, n.refused


def noun_at(scene: Scene, at: int) -> str:
    """The words from a place on that can be the noun that is counted."""
    start, last = at, at
    for _ in range(6):
        word = NEXT.match(scene.text, at)
        if (
            not word
            or flat_text(word[1]) in STOP
            or _NEXT_YEAR.match(scene.flat, word.start(1))
            or any(w.start <= word.start(1) < w.end for w in scene.times)
        ):
            break
        last = at = word.end()
    return scene.text[start:last].strip()


def _counting(scene: Scene, n: Quantity) -> bool:
    """Read on to the noun that the number counts; whether its measure can be told from the words beside it."""
    if _OF_THEM.match(scene.flat, n.end):
        link = behind(scene, n) or ahead(scene, n)  # "40 of them were killed" tells what happened to them, or nothing
        n.counted_end = n.end
        if link is None and re.match(
            rf"{_OF_THEM.pattern}, (?:including|among them|mostly|all|both|one|an?)\b", scene.flat[n.end : n.end + 40]
        ):
            return True  # "three of them, including a man of 79, were killed"
        sure = link and (link.measures <= scene.words.personal or link.end <= n.start or not _VERBAL.match(scene.flat, link.start))
        return bool(sure)
    lead = _OF_THE.match(scene.flat, n.end)
    at = lead.end() if lead and re.search(r" of\b", lead[0]) else n.end
    last, unknown, end = n.end, 0, n.end
    for _ in range(7):
        word = NEXT.match(scene.text, at)
        if not word or any(w.start <= word.start(1) < w.end for w in scene.times) or any(c.isdigit() for c in word[1]):
            break
        start, at = word.span(1)
        flat = flat_text(word[1])
        mention = next((m for m in scene.mentions if m.start == start), None)
        if mention and not mention.weak:
            n.counted = scene.text[n.end : end].strip()
            return _before(scene, n, mention, last, unknown)
        if n.people and flat == "and" and (other := _AND_THEIR.match(scene.text, at)) and is_people(scene, other[1]):
            at = last = end = other.end(1)
            continue  # "44 passengers and crew"
        if flat in STOP or flat.endswith("ly") or (n.people and flat[-1:] != "s"):
            at = word.start()
            break
        if mention or is_people(scene, word[1]):
            n.people, last = True, at
        elif n.people:
            at = word.start()
            break
        else:
            unknown += 1
        end = at
    if unknown and not n.people and at > n.end and _personal(scene, n, at):
        n.people, last = True, at
    n.counted_end, n.counted = last, scene.text[n.end : max(last, end)].strip()
    return bool(n.people or not unknown)


def _before(scene: Scene, n: Quantity, mention: Mention, last: int, unknown: int) -> bool:
    """Whether a number whose noun ends before a word for what is counted is of that."""
    flat = scene.flat
    if is_freed(scene, n, mention):
        return False
    if _SOME_OF.fullmatch(flat, n.end, mention.start) and not fate(scene, mention):
        return False  # "10 of the injured are in hospital"
    n.counted_end = last
    n.counted = scene.text[n.end : last].strip() or n.counted
    n.people = n.people or unknown == 0 or any(is_people(scene, w) for w in scene.text[n.end : mention.start].split())
    of_things = unknown > 3 or (unknown and _VERBAL.match(flat, mention.start))  # "40 homes lost power"
    return bool(n.people or not of_things)


def is_freed(scene: Scene, n: Quantity, m: Mention) -> bool:
    """Whether those who were held are free by what is told: "released 20 hostages", "20 hostages were freed"."""
    held = _HELD.match(scene.flat, m.start)
    return bool(held and (_FREED.search(scene.back(n.start, 20)) or _ARE_FREE.match(scene.flat, held.end())))


def _personal(scene: Scene, n: Quantity, at: int) -> bool:
    """Whether a noun that is in no list is one for people: they are killed or hurt, things are not."""
    for m in scene.mentions:
        if m.measures <= scene.words.personal and not m.weak and not _VERBAL.match(scene.flat, m.start):
            follows = m.start >= at and CHAIN.fullmatch(scene.flat, at, m.start)
            if follows or (m.end <= n.start and not scene.flat[m.end : n.start].strip()):
                return scene.flat[at - 1] in "sn"
    split = around(scene, n, at)
    return bool(split and split.measures <= scene.words.personal and scene.flat[at - 1] in "sn")


# ------------------------------------------------------------------------- what stands right beside a number


def behind(scene: Scene, n: Quantity) -> Mention | None:
    """ "3,000 soldiers were killed": the measure right behind the number; in "captured two wounded men" it is only a quality."""
    m = scene.told_after(n.end)
    if m is None or of_things(scene, m):
        return None
    held = _HELD.match(scene.flat, m.start)
    if (OF.fullmatch(scene.flat, n.end, m.start) or held) and (found := fate(scene, m)):
        return found  # "2,000 of the wounded were repatriated"
    if held and (before := ahead(scene, n)):  # "handed over 95 prisoners", "executed five hostages"
        n.people, n.counted, n.counted_end = True, scene.text[m.start : held.end()], held.end()
        return before
    at = n.counted_end if n.people else n.end
    close = CHAIN.fullmatch(scene.flat, at, m.start) or (scene.words.whole(m) and _GLOSS.fullmatch(scene.flat, at, m.start))
    return m if close or m.start == scene.next_word(n.counted_end) else None


def ahead(scene: Scene, n: Quantity, since: int | None = None) -> Mention | None:
    """ "killed 50 soldiers", "losses of 3,000": the measure right before it, no further back than the number before."""
    m = scene.told_before(n.left)
    if m is None or m.start < (n.before if since is None else since):
        return None
    between = scene.flat[m.end : n.left]
    those = between == ", " and re.search(r"\b(?:of|among) the $", scene.flat[: m.start])  # "of the injured, 31 were"
    return m if those or _GAP.fullmatch(between) else None


def around(scene: Scene, n: Quantity, at: int) -> Mention | None:
    """A verb before a number, and what goes with it behind those who are counted: "drove 4,000 people from their homes"."""
    verb = _VERB_AHEAD.search(scene.flat, n.before, n.left)
    tail = _TAIL.match(scene.flat, at) if verb and verb[1] in _WITH_MORE else None
    words = tail[0].split() if verb and tail else []
    for size in range(len(words), 0, -1):
        phrase = " ".join((verb[1], *words[:size])) if verb else ""
        if phrase in scene.words.words and ROLES.get(phrase) == "object":
            return Mention(at + 1, at + len(phrase) - len(phrase.split()[0]), scene.words.words[phrase])
    return None


def fate(scene: Scene, m: Mention) -> Mention | None:
    """What is told next of those who are meant: "of the wounded were repatriated"."""
    told = scene.told_after(m.end + 1)
    return told if told and told.start > m.end + 1 and CHAIN.fullmatch(scene.flat, m.end, told.start) else None


def of_things(scene: Scene, m: Mention) -> bool:
    """ "3 million people lost power": something else is lost than those who are counted."""
    word = _LOSE.match(scene.flat, m.start) if " " not in scene.flat[m.start : m.end] else None  # "lost their lives" is told
    return bool(word and (word[1] in ("their", "his", "her", "its", "all") or word[1] not in STOP))


def is_people(scene: Scene, word: str) -> bool:
    """Whether a word is one for people, or for what the case counts."""
    flat = flat_text(word)
    return bool(PEOPLE.match(flat) or DEMONYM.match(word)) or (flat in scene.words.unit and flat.endswith("s"))


def of_a_kind(counted: str) -> str:
    """The last of the words for those who are counted, if it is for people of a kind, or animals: "children", but not "people"."""
    word = flat_text(counted).split()[-1:]
    kind = word and (ANIMAL.fullmatch(word[0]) or (PEOPLE.match(word[0]) and word[0] not in ENGLISH["anybody"]))
    return word[0] if kind else ""
